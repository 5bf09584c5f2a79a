//! The registry of statistics: how rows of a cohort become a figure, and what a declaration says of it.
//!
//! Each statistic is declared in one file of its own: its word, what it asks of a definition, the units its figure can be in, and
//! its words. Here it has one line. Who needs to know something of a statistic asks its declaration; where sums are made
//! each way of [`Sums`] is named, so that the compiler asks for one to come.

mod count;
mod mean;
mod proportion;
mod rate;
mod ratio;

use super::keys;
use super::reader::Text;
use super::unit::Unit;
use crate::condition::Wanted;

/// Every statistic: a line each, in the order in which they are listed.
pub const STATISTICS: &[&DeclaredStatistic] =
    &[&proportion::STATISTIC, &count::STATISTIC, &mean::STATISTIC, &rate::STATISTIC, &ratio::STATISTIC];

/// Their words.
pub const WORDS: &[&str] = &words();

/// A statistic.
#[derive(Debug)]
pub struct DeclaredStatistic {
    /// Its word in definitions, in JSON and in fingerprints.
    pub name: &'static str,
    /// Other words that people have for it.
    pub also: &'static [&'static str],
    /// How rows become the figure, in words.
    pub about: &'static str,
    /// The keys of a definition that it needs: of two the second is what stands below the line.
    pub asks: &'static [Asked],
    /// How the rows that count are summed.
    pub sums: Sums,
    /// What the rows of the cohort are where it is told how they come down to the figure.
    pub cohort: &'static str,
    /// Whether a row without a value is left out of both sides.
    pub leaves_out: bool,
    /// Whether its figure is of sums of numbers, which are no children and do not tell how many rows they are of.
    pub of_sums: bool,
    /// Whether the figure of several months is the sum of those of each.
    pub adds_up: bool,
    /// Whether it is set against the authority's population, which is not known by group.
    pub of_population: bool,
    /// The units that its figure can be in.
    pub units: &'static [Unit],
    /// How that is said.
    pub in_units: &'static str,
    /// Its rule in the reference, a line each; `{cohort}` and `{rows}` are the rows, `{0}` and `{1}` what it asks for.
    pub rule: &'static [&'static str],
    /// What is selected in the SQL of the reference.
    pub select: &'static str,
    /// What is left to fill in where a case is worked by hand.
    pub expected: &'static str,
}

/// A key that a statistic needs.
#[derive(Debug)]
pub struct Asked {
    /// The key.
    pub key: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it is called where a case is worked by hand.
    pub in_case: &'static str,
    /// What it gives for each row.
    pub gives: Wanted,
}

/// How the rows that count are summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sums {
    /// How many there are.
    Rows,
    /// How many there are for which a condition holds, of all.
    Share,
    /// The mean of a number, over those that have one.
    Mean,
    /// The sum of one number, of the sum of another.
    Ratio,
}

/// How rows of the cohort become a figure, by what a definition says.
#[derive(Clone, Debug)]
pub struct Statistic {
    /// What it is.
    pub is: &'static DeclaredStatistic,
    /// What stands under each of the keys that it needs, in their order.
    pub texts: Vec<Text>,
}

impl DeclaredStatistic {
    /// The statistic of its word.
    pub fn named(name: &str) -> Option<&'static DeclaredStatistic> {
        STATISTICS.iter().copied().find(|statistic| statistic.name == name)
    }

    /// The keys that others need and it does not, each once, in the order of keys.
    pub fn unused(&self) -> impl Iterator<Item = &'static str> {
        let asks = |statistic: &DeclaredStatistic, key: &str| statistic.asks.iter().any(|asked| asked.key == key);
        let keys = keys::INDICATOR.keys.iter().map(|key| key.name);
        keys.filter(move |key| !asks(self, key) && STATISTICS.iter().any(|other| asks(other, key)))
    }
}

impl Statistic {
    /// The number of rows.
    pub fn count() -> Self {
        Statistic { is: &count::STATISTIC, texts: Vec::new() }
    }

    /// The mean of an expression.
    pub fn mean_of(text: Text) -> Self {
        Statistic { is: &mean::STATISTIC, texts: vec![text] }
    }

    /// What it asks for, with what a definition says there.
    pub fn asked(&self) -> impl Iterator<Item = (&'static Asked, &Text)> {
        self.is.asks.iter().zip(&self.texts)
    }

    /// What a definition says under a key that it needs.
    pub fn text(&self, key: &str) -> Option<&Text> {
        self.asked().find(|(asked, _)| asked.key == key).map(|(_, text)| text)
    }

    /// What tells of each row whether or how much it counts: nothing where each does.
    pub fn counted(&self) -> Option<(Wanted, &Text)> {
        self.asked().next().map(|(asked, text)| (asked.gives, text))
    }

    /// The condition by which rows count; nothing where each does, or a number of it.
    pub fn condition(&self) -> Option<&Text> {
        self.counted().filter(|(gives, _)| *gives == Wanted::Condition).map(|(_, text)| text)
    }

    /// Whether nobody at all is a figure of it: nought.
    pub fn counts_from_nought(&self) -> bool {
        self.is.adds_up && !self.is.of_population
    }
}

const fn words() -> [&'static str; STATISTICS.len()] {
    let mut words = [""; STATISTICS.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = STATISTICS[at].name;
        at += 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_a_statistic_has_no_use_for_is_told_once() {
        let unused = |name: &str| DeclaredStatistic::named(name).map(|found| found.unused().collect::<Vec<_>>());
        assert_eq!(unused("count"), Some(vec!["numerator", "denominator", "value"]));
        assert_eq!(unused("proportion"), Some(vec!["denominator", "value"]));
        assert_eq!(unused("mean"), Some(vec!["numerator", "denominator"]));
        assert_eq!(unused("ratio"), Some(vec!["value"]));
    }

    #[test]
    fn every_key_that_is_asked_for_is_declared() {
        for asked in STATISTICS.iter().flat_map(|statistic| statistic.asks) {
            assert!(keys::INDICATOR.keys.iter().any(|key| key.name == asked.key), "{}", asked.key);
        }
    }
}
