//! What a figure is held against: a number, a range, its own past, the council's baseline, or what others have.
//!
//! Takes the words of `target` with the row's unit, polarity and baseline, gives a [`Standard`]. Numbers of a
//! baseline are reckoned here, exactly; those of the past and of others are found when figures are there.

mod baseline;

use super::indicator::Polarity;
use super::target::{Decimal, parse_target};
use super::unit::Unit;
use crate::calendar::Month;
use crate::nearest::{nearest, suggestion};

/// What a target holds a figure against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// A number to be reached.
    Number(Decimal),
    /// Between two numbers, both included.
    Range {
        /// The lower end.
        least: Decimal,
        /// The upper end.
        most: Decimal,
    },
    /// The same figure of an earlier month.
    Past {
        /// Which month.
        since: Since,
        /// What is asked of the figure.
        asks: Asks,
    },
    /// Where the council began.
    Baseline {
        /// The baseline itself.
        baseline: Decimal,
        /// What is to be reached.
        target: Decimal,
        /// What is asked of the figure.
        asks: Asks,
    },
    /// What others have, as published.
    Published {
        /// Who they are.
        whom: Whom,
        /// What is asked of the figure.
        asks: Asks,
    },
}

/// What is asked of a figure beside the number it is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// To reach it; equal is reached.
    Reach,
    /// To better it; what is shown alike is not better.
    Better,
    /// Not to fall behind it; what is shown alike has not.
    NoWorse,
}

worded! {
    /// An earlier month that a figure is compared with.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Since {
        /// The month before.
        Month = "month",
        /// The last month that ended a quarter.
        Quarter = "quarter",
        /// Twelve months before.
        Year = "year",
        /// The last 31 March.
        Outturn = "outturn",
    }
}

worded! {
    /// Others whose figure is published.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Whom {
        /// The country.
        England = "England",
        /// The authority's region.
        Region = "the region",
        /// The mean of its statistical neighbours.
        Neighbours = "the neighbours",
        /// The boundary of the best quarter of all authorities.
        BestQuarter = "the best quarter",
    }
}

impl Since {
    /// The month compared with, as seen from a month.
    pub fn month(self, from: Month) -> Month {
        match self {
            Since::Month => from.back(1),
            Since::Year => from.back(12),
            Since::Quarter => from.back((from.number() as i32 - 1) % 3 + 1),
            Since::Outturn => from.back((from.number() as i32 + 8) % 12 + 1),
        }
    }

    /// What it is as the comparator of a target in JSON.
    pub fn comparator(self) -> &'static str {
        match self {
            Since::Month => "last-month",
            Since::Quarter => "last-quarter",
            Since::Year => "year-ago",
            Since::Outturn => "last-outturn",
        }
    }

    /// That of the comparator of a target in JSON; nothing where it is none of these.
    pub fn of_comparator(word: &str) -> Option<Since> {
        Since::ALL.iter().copied().find(|since| since.comparator() == word)
    }

    /// As targets say it.
    pub fn words(self) -> &'static str {
        match self {
            Since::Month => "last month",
            Since::Quarter => "the last quarter",
            Since::Year => "a year ago",
            Since::Outturn => "the last outturn",
        }
    }

    fn read(words: &str) -> Option<Self> {
        Some(match words {
            "last month" | "the last month" | "a month ago" => Since::Month,
            "last quarter" | "the last quarter" => Since::Quarter,
            "a year ago" | "one year ago" => Since::Year,
            "last outturn" | "the last outturn" => Since::Outturn,
            _ => return None,
        })
    }
}

impl Whom {
    fn read(words: &str) -> Option<Self> {
        Some(match words {
            "england" | "the england average" | "the national average" => Whom::England,
            "the region" | "region" | "the regional average" => Whom::Region,
            "the neighbours" | "neighbours" | "the statistical neighbours" | "statistical neighbours" => Whom::Neighbours,
            "the best quarter" | "best quarter" => Whom::BestQuarter,
            _ => return None,
        })
    }
}

impl Standard {
    /// The number, where it is a number and nothing else.
    pub fn number(self) -> Option<Decimal> {
        if let Standard::Number(number) = self { Some(number) } else { None }
    }

    /// The number that a band stands beside, where the definition alone gives it.
    pub fn fixed(self) -> Option<Decimal> {
        match self {
            Standard::Number(number) | Standard::Baseline { target: number, .. } => Some(number),
            Standard::Range { .. } | Standard::Past { .. } | Standard::Published { .. } => None,
        }
    }

    /// Whether alike is amber and worse is red, so that no band has a place.
    pub fn has_no_band(self) -> bool {
        matches!(
            self,
            Standard::Past { asks: Asks::Better, .. }
                | Standard::Published { asks: Asks::Better, .. }
                | Standard::Baseline { asks: Asks::Better, .. }
        )
    }

    /// Its kind in JSON.
    pub fn kind(self) -> &'static str {
        match self {
            Standard::Number(_) => "number",
            Standard::Range { .. } => "range",
            Standard::Past { .. } => "past",
            Standard::Baseline { .. } => "baseline",
            Standard::Published { .. } => "published",
        }
    }

    /// What it is compared with, as JSON has it; nothing for numbers and ranges.
    pub fn comparator(self) -> Option<&'static str> {
        Some(match self {
            Standard::Number(_) | Standard::Range { .. } => return None,
            Standard::Past { since, .. } => since.comparator(),
            Standard::Baseline { .. } => "baseline",
            Standard::Published { whom: Whom::England, .. } => "england",
            Standard::Published { whom: Whom::Region, .. } => "region",
            Standard::Published { whom: Whom::Neighbours, .. } => "neighbours",
            Standard::Published { whom: Whom::BestQuarter, .. } => "best-quarter",
        })
    }
}

/// Every form but a number, for help and for finding the one that was meant.
pub const FORMS: [&str; 21] = [
    "better than a year ago",
    "better than last month",
    "better than the last quarter",
    "better than the last outturn",
    "no worse than a year ago",
    "no worse than last month",
    "no worse than the last quarter",
    "no worse than the last outturn",
    "better than the baseline",
    "no worse than the baseline",
    "20% better than the baseline",
    "10 points better than the baseline",
    "half the baseline",
    "at least England",
    "at least the region",
    "at least the neighbours",
    "at least the best quarter",
    "at most England",
    "at most the region",
    "at most the neighbours",
    "at most the best quarter",
];

/// What may stand in `target`, in a sentence or two: of a slip in a number, how a number is written.
pub fn help(text: &str, unit: Unit) -> String {
    if text.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return format!("Write it as {}.", unit.is().target);
    }
    format!(
        "Write it as {}, as a range such as {}, or as \"better than a year ago\", \"no worse than a year ago\" (last month, the \
         last quarter, the last outturn), \"better than the baseline\", \"20% better than the baseline\", \"half the \
         baseline\", \"at least England\" (the region, the neighbours, the best quarter). A target in other words is an 'aim'.",
        unit.is().target,
        unit.is().range,
    )
}

/// Reads a target; `baseline` is what the row says of where the council began.
///
/// # Errors
/// Says what is wrong, in a few words.
pub fn parse_standard(text: &str, unit: Unit, polarity: Polarity, baseline: Option<&str>) -> Result<Standard, String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let found = match compared(&words, unit, polarity, baseline) {
        Some(found) => found?,
        None => {
            return match range(text.trim(), unit) {
                Some(found) => found,
                None => parse_target(text, unit).map(Standard::Number).map_err(|wrong| meant(&words, wrong)),
            };
        }
    };
    if unit.is_words() {
        return Err("a judgement in words has no target".to_owned());
    }
    if polarity == Polarity::None {
        return Err(
            "neither higher nor lower is better here, so that nothing is better or worse; give the row a polarity".to_owned()
        );
    }
    Ok(found)
}

/// What was wrong, with the form that was nearest where the target is words.
fn meant(words: &str, wrong: String) -> String {
    if words.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '\u{2212}' || c == '\u{2013}') {
        return wrong;
    }
    let near = nearest(words, FORMS);
    suggestion(near).unwrap_or_else(|| "these words are none that a figure can be compared by".to_owned())
}

/// A comparator; nothing where the words are none.
fn compared(words: &str, unit: Unit, polarity: Polarity, began: Option<&str>) -> Option<Result<Standard, String>> {
    if let Some(head) = words.strip_suffix("the baseline") {
        return Some(baseline::read(head.trim(), unit, polarity, began));
    }
    let asks = [("better than ", Asks::Better), ("no worse than ", Asks::NoWorse)];
    for (prefix, asks) in asks {
        if let Some(since) = words.strip_prefix(prefix).and_then(Since::read) {
            return Some(Ok(Standard::Past { since, asks }));
        }
    }
    let prefixes = [
        ("", Asks::Reach, Polarity::None),
        ("at least ", Asks::Reach, Polarity::None),
        ("no worse than ", Asks::Reach, Polarity::None),
        ("as good as ", Asks::Reach, Polarity::None),
        ("better than ", Asks::Better, Polarity::None),
        ("at most ", Asks::Reach, Polarity::Higher),
    ];
    prefixes.into_iter().find_map(|(prefix, asks, against)| {
        let whom = words.strip_prefix(prefix).and_then(Whom::read)?;
        Some(if polarity == against && against == Polarity::Higher {
            Err(format!("higher is better here; write \"at least {}\"", whom.as_str()))
        } else {
            Ok(Standard::Published { whom, asks })
        })
    })
}

/// A range such as `60% to 70%`, `60 to 70%`, `between 10 and 12 children`; nothing where the words are none.
fn range(text: &str, unit: Unit) -> Option<Result<Standard, String>> {
    let (between, rest) = match text.strip_prefix("between ") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (low, high) = if between {
        rest.split_once(" and ")?
    } else {
        rest.split_once(" to ")
            .or_else(|| rest.split_once('\u{2013}'))
            .filter(|(low, _)| low.starts_with(|c: char| c.is_ascii_digit()))?
    };
    let low = low.trim();
    let read = || {
        let most = parse_target(high, unit)?;
        let least = match Decimal::parse(low) {
            // The unit stands behind the second number, which a rate's size belongs to as well.
            Some(_) => {
                let at = high.trim().find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(high.len());
                parse_target(&format!("{low}{}", high.trim().get(at..).unwrap_or_default()), unit)?
            }
            None => parse_target(low, unit)?,
        };
        let order =
            (i128::from(least.digits) * i128::from(most.unit())).cmp(&(i128::from(most.digits) * i128::from(least.unit())));
        if order.is_gt() {
            return Err("the range begins above its end".to_owned());
        }
        Ok(Standard::Range { least, most })
    };
    Some(read())
}

#[cfg(test)]
mod tests;
