//! Finds what a row's figure is held against in a month: the number of its target, its own past, what others have.
//!
//! Takes the row with what its figures were and what is published, gives the numbers with what is to be said of
//! them, or the reason why they are not there and how to give them.

use crate::calendar::{Month, long};
use crate::definitions::{Asks, Decimal, Feed, RowDefinition, Since, Standard, Whom};
use crate::figure::fed::Fed;
use crate::figure::{Figure, Fraction};
use crate::rating::{Held, Other};
use crate::said::Note;
use crate::scorecard::{Resolved, ShownTarget, ToCome};

/// What is said of a row that is rated by the scorecard's rule.
pub const BY_RULE: &str = "Our choice: no target is set for this row, so that the scorecard's rule rates it";

/// What others have of a row's measure as at a month, or why that is not there.
pub type Others<'a> = &'a (dyn Fn(&RowDefinition, Month, Whom) -> Result<Other, String> + Sync);

/// Where the numbers come from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The row's own figures.
    pub reading: &'a dyn Fn(Month) -> Fed,
    /// Whether a month is a gap: the extracts do not tell the whole of it.
    pub gap: &'a dyn Fn(Month) -> bool,
    /// What others have.
    pub others: Others<'a>,
    /// Whether the row counts from 1 April, so that only the same month of another year is like it.
    pub grows: bool,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// What the figure is held against.
    pub held: Held,
    /// What that came to, as it is shown.
    pub resolved: Option<Resolved>,
    /// What is to be said of it.
    pub notes: Vec<Note>,
}

/// Finds what a row is held against in a month.
pub fn find(row: &RowDefinition, month: Month, sources: Sources<'_>) -> Found {
    let Some(standard) = row.target(month).and_then(|target| target.standard) else {
        return Found { held: Held::Nothing, resolved: None, notes: Vec::new() };
    };
    match standard {
        Standard::Past { since, asks } => past(row, month, (since, asks), sources),
        Standard::Published { whom, asks } => match (sources.others)(row, month, whom) {
            Err(why) => match row.target(month).and_then(|target| target.or_else.as_ref()) {
                Some((Standard::Past { since, asks }, _)) => past(row, month, (*since, *asks), sources),
                _ => missing(why),
            },
            Ok(other) => published(row, whom, asks, other),
        },
        Standard::Number(_) | Standard::Range { .. } | Standard::Baseline { .. } => {
            let held = Held::of(standard).unwrap_or(Held::Nothing);
            let shown = |number: Fraction| match standard {
                Standard::Baseline { .. } => in_unit(row, exact(number)),
                _ => String::new(),
            };
            let resolved = match held {
                Held::Range(least, most) => Some(Resolved { number: least, upper: Some(most), shown: String::new(), past: None }),
                ref other => other.number().map(|number| Resolved { number, upper: None, shown: shown(number), past: None }),
            };
            Found { held, resolved, notes: Vec::new() }
        }
    }
}

fn missing(why: String) -> Found {
    Found { held: Held::Missing(why), resolved: None, notes: Vec::new() }
}

fn past(row: &RowDefinition, month: Month, (since, asks): (Since, Asks), sources: Sources<'_>) -> Found {
    let before = since.month(month);
    let than = since.words();
    if sources.grows && before.number() != month.number() {
        return missing(format!("it counts from 1 April, so that {than}, {}, is not like {}", before.long(), month.long()));
    }
    let now = (sources.reading)(month);
    let then = (sources.reading)(before);
    let Some(figure) = then.measured.figure() else {
        let nobody = then.measured.is_nobody();
        let why = then.measured.reason().unwrap_or_default();
        // Nobody is missing where nobody was to be measured.
        let give = match row.feed {
            _ if nobody => String::new(),
            Feed::Indicator(_) => format!("; put what there was then into a folder {before} beside the others"),
            _ => "; add what there was then".to_owned(),
        };
        return missing(format!("there is no figure of {than}, {}, to compare with: {why}{give}", before.long()));
    };
    if (sources.gap)(before) {
        let why = "the extracts do not tell the whole of its time; put those of that time beside the others";
        return missing(format!("there is no figure of {than}, {}, to compare with: {why}", before.long()));
    }
    // A return that holds over is one and the same figure.
    if now.window == then.window && before != month {
        return missing(format!("the latest figure is of {}: there is none newer to compare it with", long(now.window.1)));
    }
    let number = figure.exact();
    let shown = show(row, figure);
    let of = if then.window.1 == before.last() { before } else { Month::of(then.window.1) };
    let than_words = match since {
        Since::Year => "A year ago".to_owned(),
        other => format!("{}{}", other.words()[..1].to_uppercase(), &other.words()[1..]),
    };
    Found {
        held: Held::Against { number, asks, than: than.to_owned(), figure: Some(figure) },
        resolved: Some(Resolved { number, upper: None, shown, past: Some((before, figure)) }),
        notes: vec![Note::Earlier { called: than_words, of }],
    }
}

fn published(row: &RowDefinition, whom: Whom, asks: Asks, other: Other) -> Found {
    let Other { number, decimals, year, note } = other;
    // What is reckoned, such as a mean, may have no end; it is shown as the row shows figures.
    let places = if number.times(Fraction::new(10_i128.pow(decimals), 1)).is_whole() { decimals } else { row.decimals.max(1) };
    let shown = format!("{} ({year})", in_unit(row, number.rounded(places)));
    Found {
        held: Held::others(number, asks, whom.as_str()),
        resolved: Some(Resolved { number, upper: None, shown, past: None }),
        notes: vec![Note::Written(note)],
    }
}

fn in_unit(row: &RowDefinition, number: String) -> String {
    row.unit.signed(&number)
}

fn show(row: &RowDefinition, figure: Figure) -> String {
    in_unit(row, figure.exact().rounded(row.decimals))
}

/// A number of a definition without noughts at its end.
fn exact(number: Fraction) -> String {
    let places = (0..=8).find(|places| number.times(Fraction::new(10_i128.pow(*places), 1)).is_whole()).unwrap_or(8);
    number.rounded(places)
}

/// The target as it is shown for a month; nothing where the row has neither target nor aim.
pub fn shown(row: &RowDefinition, month: Month, resolved: Option<Resolved>) -> Option<ShownTarget> {
    let target = row.target(month);
    let due = target.and_then(|target| target.due);
    let standard = target.and_then(|target| target.standard);
    // Where others have no figure of it, it is held against its own past.
    let of_others = matches!(standard, Some(Standard::Published { .. }));
    let is_known = resolved.as_ref().is_some_and(|resolved| resolved.past.is_none());
    let then = target.and_then(|target| target.or_else.as_ref()).filter(|_| of_others && !is_known);
    let standard = then.map(|(standard, _)| *standard).or(standard);
    let text = then.map(|(_, words)| words.clone()).or_else(|| target.and_then(|target| target.text.clone()));
    let mut shown = match (text, standard) {
        (Some(text), Some(standard)) => ShownTarget {
            value: standard.number().map(|number| number.value()),
            kind: standard.kind(),
            comparator: standard.comparator(),
            resolved,
            is_rule: target.is_some_and(|target| target.is_rule),
            aim: row.aim.clone().filter(|_| standard.number().is_none()),
            ..ShownTarget::words(text, due)
        },
        (text, _) => ShownTarget::words(text.or_else(|| row.aim.clone())?, due),
    };
    shown.to_come = to_come(row, month);
    Some(shown)
}

/// The targets that come into force after a month.
pub fn to_come(row: &RowDefinition, month: Month) -> Vec<ToCome> {
    let after = row.targets.iter().filter_map(|target| Some((target.from.filter(|from| *from > month)?, target)));
    after
        .filter_map(|(from, target)| {
            let text = target.text.clone()?;
            let (number, upper) = match target.standard {
                Some(Standard::Range { least, most }) => (Some(least), Some(most)),
                standard => (standard.and_then(Standard::fixed), None),
            };
            let value = target.number().map(Decimal::value);
            Some(ToCome {
                from,
                due: target.due,
                text,
                value,
                number: number.map(Decimal::value),
                upper: upper.map(Decimal::value),
            })
        })
        .collect()
}
