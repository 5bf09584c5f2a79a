//! One library indicator: how a thing is measured.

use super::keys;
use super::reader::{self, Source, Table, Text};
use super::statistic::{DeclaredStatistic, Statistic};
use super::step::{self, Step};
use super::unit::Unit;
use super::window::Window;
use crate::problem::Problem;
use crate::problem_codes::Code;

/// How an indicator is measured.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Its id, that of its file: a public name that never changes.
    pub id: String,
    /// What a board paper calls it.
    pub title: String,
    /// What it measures, in a sentence.
    pub means: String,
    /// The derived table it counts rows of.
    pub table: Text,
    /// The rows of its cohort, in SQL.
    pub cohort: Option<Text>,
    /// How rows become a figure.
    pub statistic: Statistic,
    /// What the figure is in.
    pub unit: Unit,
    /// Decimal places shown.
    pub decimals: u32,
    /// Which way is better.
    pub polarity: Polarity,
    /// The time the figure speaks of.
    pub window: Window,
    /// Where the definition is from.
    pub source: String,
    /// Whether it may have a forecast.
    pub forecast: bool,
    /// Choices made.
    pub notes: Vec<String>,
    /// Months at which what it measures was re-based, oldest first.
    pub steps: Vec<Step>,
    /// Whether it reads a council's own extracts, and is no part of the library.
    pub local: bool,
    /// The file it was read from.
    pub file: Source,
}

worded! {
    /// Which way is better.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Polarity {
        /// More is better.
        Higher = "higher",
        /// Less is better.
        Lower = "lower",
        /// Neither is.
        None = "none",
    }
}

impl Indicator {
    /// Whether it counts from 1 April, so that it grows from nothing each year.
    pub fn grows_through_the_year(&self) -> bool {
        self.window.grows_through_the_year() && self.statistic.counts_from_nought()
    }
}

/// Reads one indicator.
pub fn read(source: &Source, local: bool, problems: &mut Vec<Problem>) -> Option<Indicator> {
    reader::read(source, &keys::INDICATOR, problems, |table| {
        // What is missing or wrong was reported and stops the job; the rest is read all the
        // same, so that the mistakes in conditions come out in the same run.
        let word = |key: &str| table.words(key).unwrap_or_default();
        let unit = Unit::parse(&word("unit")).unwrap_or(Unit::Count);
        let decimals = table.whole("decimals").map_or(unit.is().decimals, |n| n.clamp(0, 6) as u32);
        if let Some((number, span)) = table.number("decimals").filter(|(number, _)| !number.is_some_and(|n| (0..=6).contains(&n)))
        {
            let shown = number.map_or_else(|| "that many".to_owned(), |number| number.to_string());
            table.mistake(Code::WrongValue, format!("a figure cannot have {shown} decimal places"), span, "0 to 6");
        }
        let needs = |key: &str, statistic: &str| {
            let text = table.text(key);
            if text.is_none() {
                table.mistake(
                    Code::MissingKey,
                    format!("a {statistic} needs the key '{key}'"),
                    table.text("statistic").map_or(0..0, |t| t.span),
                    format!("'{key}' is missing"),
                );
            }
            text
        };
        // A statistic that is not known has been told; what it would need nobody knows.
        let statistic = match DeclaredStatistic::named(&word("statistic")) {
            Some(is) => {
                let texts = is.asks.iter().map(|asked| needs(asked.key, is.name)).collect::<Option<_>>()?;
                for text in is.unused().filter_map(|key| table.text(key)) {
                    let message = format!("a {} has no use for this key", is.name);
                    table.mistake(Code::WrongValue, message, text.span, "remove it, or change the statistic");
                }
                Statistic { is, texts }
            }
            None => Statistic::count(),
        };
        check_unit(table);
        Some(Indicator {
            id: source.id.clone(),
            title: word("title"),
            means: word("means"),
            table: table.text("table")?,
            cohort: table.text("where"),
            statistic,
            unit,
            decimals,
            polarity: Polarity::parse(&word("polarity")).unwrap_or(Polarity::None),
            window: Window::parse(&word("window")).unwrap_or(Window::LastDay),
            source: word("source"),
            forecast: table.yes_no("forecast").unwrap_or(true),
            notes: table.list("notes"),
            steps: step::read(table),
            local,
            file: source.clone(),
        })
    })
}

/// A figure is in what its statistic gives: a share shown as days would be rated against days.
fn check_unit(table: &Table<'_>) {
    let (Some(statistic), Some(unit)) = (table.words("statistic"), table.text("unit")) else { return };
    let Some(statistic) = DeclaredStatistic::named(&statistic) else { return };
    let DeclaredStatistic { name, units, in_units, .. } = statistic;
    let fits = Unit::parse(&unit.value).is_none_or(|unit| units.contains(&unit));
    if !fits {
        let words: Vec<&str> = units.iter().map(|unit| unit.as_str()).collect();
        let message = format!("a {name} is {in_units}, not in '{}'", unit.value);
        let label = format!("write \"{}\", or change the statistic", words.join("\" or \""));
        table.mistake(Code::WrongValue, message, unit.span, label);
    }
}
