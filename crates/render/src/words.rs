//! Words and marks that every format uses, so that all say the same. The file is long because each format looks for its
//! words here.

use scorecard_core::calendar;
use scorecard_core::definitions::Unit;
use scorecard_core::figure::{Figure, Fraction};
use scorecard_core::rating::{Rating, Travel};
use scorecard_core::scorecard::{Audience, Benchmark, Crossing, Document, Forecast, Published, Restated, Row, Scorecard, Symbol};
use scorecard_core::statistics::Interval;
use scorecard_core::statistics::trend_marker::TrendMarker;
use scorecard_core::statistics::xmr::{Assurance, Basis, Chart, Meaning};

/// Below so many a figure is said to be based on few: one child more or less then moves a percentage by over five points.
const FEW: i64 = 20;

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

/// What a row's figure is broken down by, in words, and the group: `Sex`, `girls`; both `Total` for a row that is whole.
pub fn breakdown(row: &Row) -> (String, String) {
    let total = || "Total".to_owned();
    let Some(part) = &row.part_of else { return (total(), total()) };
    (capital(&part.by.as_str().replace('-', " ").replace(',', " and ")), row.title.clone())
}

/// A text that begins with a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The name of a row; of a group of a breakdown with what it is broken down by: `Sex: girls`.
pub fn title(row: &Row) -> String {
    match (&row.part_of, breakdown(row)) {
        (Some(_), (by, group)) => format!("{by}: {group}"),
        (None, _) => row.title.clone(),
    }
}

/// The name of a row, with the month that its data end in where that is before the reporting month.
pub fn title_with_reach(row: &Row) -> String {
    match row.data_to.filter(|_| !row.is_part()) {
        Some(month) => format!("{} ({})", title(row), data_to(month)),
        None => title(row),
    }
}

/// Of which month the data behind a figure are: `data to February 2026`.
pub fn data_to(month: scorecard_core::calendar::Month) -> String {
    format!("data to {}", month.long())
}

/// What is said of how far the data reach, as a sentence of the head.
pub fn reach(said: &str) -> String {
    let label = if said.starts_with("Provisional") { "" } else { "Note: " };
    format!("{label}{said}.")
}

/// The target as a paper shows it: with what it came to, the scorecard's rule marked, an aim before it.
pub fn target(row: &Row) -> String {
    let Some(target) = &row.target else { return String::new() };
    let found = target.resolved.as_ref().map(|resolved| resolved.shown.as_str()).unwrap_or_default();
    let came_to = match target.kind {
        _ if target.hidden => format!(" ({})", Symbol::Confidential.bracketed()),
        _ if found.is_empty() => String::new(),
        // A name with its figure and year: `England 89% (2025)`.
        "published" => format!(" {found}"),
        _ => format!(" ({found})"),
    };
    let aim = target.aim.as_ref().map(|aim| format!("{aim}; ")).unwrap_or_default();
    let rule = if target.is_rule { format!(" {}", Symbol::Rule.bracketed()) } else { String::new() };
    format!("{aim}{}{came_to}{rule}", target.text)
}

/// The target with the day it is to be met by: `70% by March 2019`.
pub fn target_by(row: &Row) -> String {
    let due = row
        .target
        .as_ref()
        .and_then(|target| target.due)
        .map(|due| format!(" by {}", scorecard_core::calendar::Month::of(due).long()));
    match target(row) {
        text if text.is_empty() => text,
        text => format!("{text}{}", due.unwrap_or_default()),
    }
}

/// A text with commas between the thousands of its numbers: `51,165 of 54,043`.
pub fn thousands(text: &str) -> String {
    let mut told = String::with_capacity(text.len() + 4);
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        told.push_str(before);
        // Behind a point stand decimal places.
        let is_whole = !told.ends_with('.');
        for (place, digit) in digits.chars().enumerate() {
            let left = digits.len() - place;
            if is_whole && place > 0 && left % 3 == 0 {
                told.push(',');
            }
            told.push(digit);
        }
        rest = after;
    }
    told + rest
}

/// A text that begins with a small letter, unless its first word is written in capitals.
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// The target in few letters, for a page with little room: what the figure is held against, and what that is of.
pub fn target_in_short(row: &Row) -> String {
    let Some(target) = row.target.as_ref().filter(|target| target.kind != "words") else { return String::new() };
    let rule = if target.is_rule { format!(" {}", Symbol::Rule.bracketed()) } else { String::new() };
    let of = target.comparator.map(|of| format!(" ({})", of.replace('-', " ").replace("england", "England"))).unwrap_or_default();
    let text = match &target.resolved {
        _ if target.hidden => format!("{}{of}", Symbol::Confidential.bracketed()),
        Some(resolved) if target.comparator.is_some() => {
            let number = in_unit(row, resolved.number.rounded(row.decimals));
            format!("{number}{of}")
        }
        _ => target.text.clone(),
    };
    format!("{text}{rule}")
}

/// Several with commas, the last two with `and`.
pub fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

/// A text of at most so many letters: cut behind a sentence where one ends in time, else behind a word.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let begin: String = text.chars().take(most).collect();
    if let Some(at) = begin.rfind(". ").filter(|at| *at * 2 > begin.len()) {
        return begin.get(..=at).unwrap_or_default().to_owned();
    }
    let at = begin.rfind(' ').unwrap_or(begin.len());
    format!("{}…", begin.get(..at).unwrap_or_default().trim_end_matches([',', ';', '.']))
}

/// The id and the name of a row where they head a few sentences: a long name in short, since the table has the whole.
pub fn name_in_short(row: &Row) -> String {
    format!("{} {}", row.id, cut(&row.title, 48))
}

/// The figures of the last outturns: `71.0% on 31 March 2017, 70.2% on 31 March 2016`; empty where none were asked for.
pub fn outturns(row: &Row) -> String {
    let one = |outturn: &scorecard_core::scorecard::Outturn| {
        let shown = match outturn.figure {
            _ if outturn.hidden => Symbol::Confidential.bracketed(),
            Some(figure) => row.show(figure),
            None => "no figure".to_owned(),
        };
        format!("{shown} on {}", calendar::long(outturn.month.last()))
    };
    row.outturns.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The targets that follow, in order: `75% by March 2019, 80% by March 2020`; empty where none does.
pub fn to_come(row: &Row) -> String {
    let targets = row.target.iter().flat_map(|target| &target.to_come);
    let one = |target: &scorecard_core::scorecard::ToCome| match target.due {
        Some(due) => format!("{} by {}", target.text, scorecard_core::calendar::Month::of(due).long()),
        None => format!("{} from {}", target.text, target.from.long()),
    };
    targets.map(one).collect::<Vec<_>>().join(", ")
}

/// When the figures are of, since when travel is, when it was made.
pub fn as_at(document: &Document, scorecard: &Scorecard) -> String {
    format!(
        "As at {}. Change is since {}.{} Printed {}.",
        calendar::long(document.period.last()),
        scorecard.travel.month(document.period).long(),
        outturn_days(scorecard).map(|days| format!(" {days}.")).unwrap_or_default(),
        calendar::long(document.generated)
    )
}

/// Of a paper for the public, which counts are hidden and what the others are rounded to.
pub fn hidden_counts(document: &Document) -> Vec<String> {
    if document.audience != Audience::Public {
        return Vec::new();
    }
    let publication = document.publication;
    let mut said =
        vec![format!("Counts of 1 to {} people, and everything that gives them away, are hidden.", publication.largest)];
    said.extend(publication.round.map(|to| format!("All other counts of people are rounded to the nearest {to}.")));
    said
}

/// What stands at the foot of a chart that stands alone: whose figures, when they are of, where they are from, how marked.
pub fn foot_of_chart(document: &Document, scorecard: &Scorecard) -> Vec<String> {
    let own = &scorecard.letterhead;
    let whose = own.council.as_ref().or(scorecard.authority.as_ref());
    let dated = format!("As at {}. Printed {}.", calendar::long(document.period.last()), calendar::long(document.generated));
    vec![
        whose.map_or(dated.clone(), |whose| format!("{whose}. {dated}")),
        format!("Source: {}.", scorecard.source.trim_end_matches('.')),
        format!("{}.", own.marking(document.audience)),
    ]
}

/// Which days the outturns are: `The outturns are of 31 March 2017 and 31 March 2016`; nothing where none were asked for.
fn outturn_days(scorecard: &Scorecard) -> Option<String> {
    let most = scorecard.every_row().map(|row| row.outturns.as_slice()).max_by_key(|outturns| outturns.len())?;
    let days: Vec<String> = most.iter().map(|outturn| calendar::long(outturn.month.last())).collect();
    match days.as_slice() {
        [] => None,
        [day] => Some(format!("The last outturn is of {day}")),
        [days @ .., last] => Some(format!("The outturns are of {} and {last}", days.join(", "))),
    }
}

/// A restated figure: `January 2018 was reported as 69.1% and is now 70.0%`.
pub fn restated(restated: &Restated) -> String {
    let month = restated.month.long();
    match (&restated.was, &restated.now) {
        (Some(was), Some(now)) => format!("{month} was reported as {} and is now {}", was.shown, now.shown),
        (Some(was), None) => format!("{month} was reported as {} and now has no figure", was.shown),
        (None, Some(now)) => format!("{month} had no figure when it was reported and is now {}", now.shown),
        (None, None) => format!("{month} has no figure"),
    }
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
    row.unit.signed(&number)
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

/// A confidence interval: `95% interval 63.3% to 75.9% (Wilson)`.
pub fn interval(interval: &Interval, unit: Unit, decimals: u32) -> String {
    let sign = unit.is().sign;
    // Limits of counts and days lie between whole numbers: one place tells them from the figure.
    let show = |limit: f64| format!("{limit:.places$}{sign}", places = decimals.max(1) as usize);
    let method = match interval.method {
        "wilson" => "Wilson",
        "byar" => "Byar",
        "poisson-exact" => "exact Poisson",
        "student-t" => "Student's t",
        other => other,
    };
    let level = interval.level * 100.0;
    format!("{level}% interval {} to {} ({method})", show(interval.lower), show(interval.upper))
}

/// That a figure rests on few, where it does: `based on 6 children`.
pub fn few(row: &Row) -> Option<String> {
    let number = match row.figure? {
        Figure::Proportion { denominator, .. } => denominator,
        Figure::Mean { number, .. } => number,
        Figure::Rate { count, .. } => count,
        // A count says itself how small it is, and sums are of no children.
        Figure::Sums { .. } | Figure::Count(_) | Figure::Given(_) | Figure::Judged(_) => return None,
    };
    let noun = match (row.counts, number) {
        ("", _) => String::new(),
        ("children", 1) => " child".to_owned(),
        (many, 1) => format!(" {}", many.strip_suffix('s').unwrap_or(many)),
        (many, _) => format!(" {many}"),
    };
    (number < FEW).then(|| format!("based on {number}{noun}"))
}

/// The boundaries between quartiles, which are quarters of the last decimal place.
fn boundaries(row: &Row, quartiles: [f64; 3], decimals: u32) -> String {
    let parts = 4 * 10_i128.pow(decimals);
    let round = |value: f64| Fraction::new((value * parts as f64).round() as i128, parts).rounded(row.decimals);
    let [first, second, third] = quartiles.map(|value| in_unit(row, round(value)));
    format!(" (boundaries {first}, {second} and {third})")
}

/// Who crosses which lines.
pub fn crossings(all: &[Crossing]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Where the figure will be, in a sentence.
pub fn forecast(row: &Row, forecast: &Forecast) -> String {
    let who = match forecast.crossings.as_slice() {
        [] => String::new(),
        all => format!(" ({})", crossings(all)),
    };
    format!(
        "If the children now in the cohort stay where they are: {} on {}, {}{who}",
        row.show(forecast.figure),
        calendar::long(forecast.day),
        rating(forecast.rating).to_lowercase()
    )
}

/// The change since then with its sign and no word: `+1.2 points`, `-3`; nothing where there is none to tell.
pub fn change(row: &Row) -> Option<String> {
    let change = row.change()?;
    // Rounded without its sign, so that as much down as up is shown as much.
    let (sign, size) = if change < Fraction::new(0, 1) { ("-", change.negative()) } else { ("+", change) };
    let number = size.rounded(row.decimals);
    let [one, many] = row.unit.is().change;
    let unit = if number == "1" { one } else { many };
    Some(format!("{sign}{number}{unit}"))
}

/// Which way a row moved: its change with its sign, and a word where one is due.
pub fn moved(row: &Row, unicode: bool) -> Option<String> {
    let judged = row.judged_travel()?;
    let change = change(row).filter(|_| judged != Travel::Level);
    let word = if judged == Travel::Changed && change.is_some() { "" } else { travel(judged) };
    let parts = [Some(arrow(row, unicode).to_owned()), change, Some(word.to_owned())];
    Some(parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

/// Variation in words; that there are too few points where there are.
pub fn variation(chart: &Chart) -> &'static str {
    if let Some(why) = chart.why {
        return why;
    }
    if !chart.enough {
        return "too few points for limits";
    }
    if !chart.current {
        return "no figure for the last month, so no verdict on it";
    }
    match chart.variation.map(|flag| flag.meaning) {
        Some(Meaning::Improvement) => "special cause improvement",
        Some(Meaning::Concern) => "special cause concern",
        Some(Meaning::NeutralHigh) => "special cause, higher",
        Some(Meaning::NeutralLow) => "special cause, lower",
        None => "common cause variation",
    }
}

/// Variation and assurance in words.
pub fn process(chart: &Chart) -> String {
    let of = match chart.basis {
        _ if !chart.enough || !chart.current => "",
        Basis::Figures => "",
        Basis::Events => " in the events of each month",
        Basis::Changes => " in the change from month to month",
    };
    let variation = format!("{}{of}", variation(chart));
    match chart.assurance {
        Some(found) => format!("{variation}; {}", assurance(found).to_lowercase()),
        None => variation,
    }
}

/// Assurance in words.
pub fn assurance(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Met => "Target will be met",
        Assurance::Sometimes => "Target will be met only sometimes",
        Assurance::NotMet => "Target will not be met",
    }
}

/// Which way the latest five year ends go; nothing where that cannot be told.
pub fn trend_marker(marker: TrendMarker) -> Option<&'static str> {
    Some(match marker {
        TrendMarker::GettingBetter => "Over the last five years: getting better",
        TrendMarker::GettingWorse => "Over the last five years: getting worse",
        TrendMarker::Increasing => "Over the last five years: increasing",
        TrendMarker::Decreasing => "Over the last five years: decreasing",
        TrendMarker::NoChange => "Over the last five years: no change beyond chance",
        TrendMarker::CannotBeCalculated => return None,
    })
}

/// Whether a symbol stands in a text: at its beginning, at its end, or for a hidden comparator.
pub fn has_symbol(text: &str, symbol: Symbol) -> bool {
    let letters = symbol.bracketed();
    text.starts_with(&letters) || text.ends_with(&letters) || text.contains(&format!("({letters})"))
}

/// The symbols that a text in a cell stands for.
pub fn legend(symbol: Symbol) -> String {
    format!("{} {}", symbol.bracketed(), symbol.meaning())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart() {
        assert_eq!(thousands("51165 of 54043"), "51,165 of 54,043");
        assert_eq!(thousands("999"), "999");
        assert_eq!(thousands("-1234567.1234"), "-1,234,567.1234");
        assert_eq!(thousands("1000%"), "1,000%");
        assert_eq!(thousands("of 31"), "of 31");
        assert_eq!(thousands(""), "");
    }

    #[test]
    fn a_restated_figure_may_have_been_none_or_be_none_now() {
        let stood = |shown: &str| scorecard_core::scorecard::Stood { number: None, shown: shown.to_owned() };
        let said = |was: Option<&str>, now: Option<&str>| {
            let month = "2018-01".parse().unwrap();
            restated(&Restated { month, was: was.map(stood), now: now.map(stood) })
        };
        assert_eq!(said(Some("69.1%"), Some("70.0%")), "January 2018 was reported as 69.1% and is now 70.0%");
        assert_eq!(said(None, Some("79.6%")), "January 2018 had no figure when it was reported and is now 79.6%");
        assert_eq!(said(Some("79.6%"), None), "January 2018 was reported as 79.6% and now has no figure");
    }
}
