//! Words and marks that every format uses, so that all say the same.

use crate::calendar;
use crate::measure::Fraction;
use crate::rating::{Rating, Travel};
use crate::scorecard::{Benchmark, Document, Forecast, Published, Restated, Row, Symbol};
use crate::statistics::xmr::{Assurance, Chart, Meaning};

/// A rating in words.
pub fn rating(rating: Rating) -> &'static str {
    match rating {
        Rating::Green => "Green",
        Rating::Amber => "Amber",
        Rating::Red => "Red",
        Rating::NotRated => "Not rated",
        Rating::NoData => "No data",
    }
}

/// The mark of a rating: a shape of its own for each, and one in ASCII.
pub fn mark(rating: Rating, unicode: bool) -> &'static str {
    let (mark, ascii) = match rating {
        Rating::Green => ("✓", "+"),
        Rating::Amber => ("!", "!"),
        Rating::Red => ("✗", "x"),
        Rating::NotRated => ("–", "-"),
        Rating::NoData => ("?", "?"),
    };
    if unicode { mark } else { ascii }
}

/// Which way a row moved, in words: what it means, not where it went.
pub fn travel(travel: Travel) -> &'static str {
    match travel {
        Travel::Improving => "improving",
        Travel::Worsening => "worsening",
        Travel::Level => "level",
        Travel::Changed => "changed",
    }
}

/// The arrow of a row's travel: where the figure went, not what that means.
pub fn arrow(row: &Row, unicode: bool) -> &'static str {
    let (up, down, level) = if unicode { ("↑", "↓", "→") } else { ("^", "v", "=") };
    let rose = row.figure.zip(row.previous.1).is_some_and(|(now, before)| now.exact() > before.exact());
    match row.travel {
        Some(Travel::Level) => level,
        Some(_) if rose => up,
        Some(_) => down,
        None => "",
    }
}

/// When the figures are of, since when travel is, when it was made.
pub fn as_at(document: &Document) -> String {
    format!(
        "As at {}. Travel is since {}. Printed {}.",
        calendar::long(document.period.last()),
        document.period.back(1).long(),
        calendar::long(document.generated)
    )
}

/// A restated figure: `January 2018 was reported as 69.1% and is now 70.0%`.
pub fn restated(restated: &Restated) -> String {
    let words = |figure: &Option<String>| figure.clone().unwrap_or_else(|| "no figure".to_owned());
    format!("{} was reported as {} and is now {}", restated.month.long(), words(&restated.was), words(&restated.now))
}

/// A published figure with the decimal places that it is published with, or its symbol in brackets.
pub fn published(row: &Row, published: &Published, decimals: u32) -> String {
    match published {
        Published::Value(value) => number(row, *value, decimals),
        Published::Symbol(symbol) => format!("[{symbol}]"),
    }
}

/// A published number of so many decimal places, in the row's unit.
pub fn number(row: &Row, value: f64, decimals: u32) -> String {
    in_unit(row, format!("{value:.decimals$}", decimals = decimals as usize))
}

fn in_unit(row: &Row, number: String) -> String {
    if row.unit == crate::definitions::Unit::Percent { format!("{number}%") } else { number }
}

/// The mean of the neighbours as the row shows figures, rounded half up from their sum.
pub fn neighbours(row: &Row, benchmark: &Benchmark) -> Option<String> {
    let (mean, number_of) = benchmark.neighbours?;
    let parts = number_of as i128 * 10_i128.pow(benchmark.decimals);
    let sum = (mean * parts as f64).round() as i128;
    Some(in_unit(row, Fraction::new(sum, parts).rounded(row.decimals)))
}

/// What others have, in a sentence.
pub fn benchmark(row: &Row, benchmark: &Benchmark) -> String {
    let decimals = benchmark.decimals;
    let show = |value: &Published| published(row, value, decimals);
    let mut parts = Vec::new();
    let behind = benchmark.own_parts.map(|(count, total)| format!(" ({count} of {total})")).unwrap_or_default();
    parts.extend(benchmark.own.as_ref().map(|own| format!("published for the authority {}{behind}", show(own))));
    parts.extend(benchmark.england.as_ref().map(|england| format!("England {}", show(england))));
    parts.extend(benchmark.region.as_ref().map(|(name, value)| format!("{name} {}", show(value))));
    parts.extend(neighbours(row, benchmark).zip(benchmark.neighbours).map(|(mean, (_, number_of))| match number_of {
        1 => format!("the one statistical neighbour with a figure {mean}"),
        _ => format!("mean of {number_of} statistical neighbours {mean}"),
    }));
    parts.extend(benchmark.best.as_ref().map(|(name, value)| format!("best neighbour {name} {}", number(row, *value, decimals))));
    parts.extend(benchmark.rank.map(|(rank, of)| format!("rank {rank} of {of}")));
    let boundaries = benchmark.quartiles.map(|quartiles| boundaries(row, quartiles, decimals)).unwrap_or_default();
    parts.extend(benchmark.quartile.map(|quartile| format!("quartile {quartile}{boundaries}")));
    let notes: String = benchmark.notes.iter().map(|note| format!(". {}", note.trim_end_matches('.'))).collect();
    format!("{}, {}: {}{notes}", benchmark.measure, benchmark.year, parts.join("; "))
}

/// The boundaries between quartiles, which are quarters of the last decimal place.
fn boundaries(row: &Row, quartiles: [f64; 3], decimals: u32) -> String {
    let parts = 4 * 10_i128.pow(decimals);
    let round = |value: f64| Fraction::new((value * parts as f64).round() as i128, parts).rounded(row.decimals);
    let [first, second, third] = quartiles.map(|value| in_unit(row, round(value)));
    format!(" (boundaries {first}, {second} and {third})")
}

/// Where the figure will be, in a sentence.
pub fn forecast(row: &Row, forecast: &Forecast) -> String {
    let crossings = match forecast.crossings.as_slice() {
        [] => String::new(),
        crossings => format!(" ({})", crossings.join("; ")),
    };
    format!(
        "If the children now in the cohort stay where they are: {} on {}, {}{crossings}",
        row.show(forecast.figure),
        calendar::long(forecast.day),
        rating(forecast.rating).to_lowercase()
    )
}

/// Variation and assurance in words; that there are too few points where there are.
pub fn process(chart: &Chart) -> String {
    if !chart.enough {
        return "too few points for limits".to_owned();
    }
    let variation = match chart.flags.last().copied().flatten().map(|flag| flag.meaning) {
        Some(Meaning::Improvement) => "special cause improvement",
        Some(Meaning::Concern) => "special cause concern",
        Some(Meaning::NeutralHigh) => "special cause, higher",
        Some(Meaning::NeutralLow) => "special cause, lower",
        None => "common cause variation",
    };
    match chart.assurance {
        Some(Assurance::Met) => format!("{variation}; target will be met"),
        Some(Assurance::Sometimes) => format!("{variation}; target will be met only sometimes"),
        Some(Assurance::NotMet) => format!("{variation}; target will not be met"),
        None => variation.to_owned(),
    }
}

/// The symbols that a text in a cell stands for.
pub fn legend(symbol: Symbol) -> String {
    format!("{} {}", symbol.bracketed(), symbol.meaning())
}
