//! Published figures in memory: by measure, year and area.
//!
//! Cells are read here too: a number as it is written, or what stands for one.

use std::collections::BTreeMap;

use crate::definitions::{Decimal, PublishedMeasure};
use crate::scorecard::Published;

/// Everything read of a folder.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Authorities, by the number that the Department gives them.
    pub authorities: BTreeMap<String, Authority>,
    /// The names of regions, by their ONS codes.
    pub regions: BTreeMap<String, String>,
    /// Each measure that a file of the folder has.
    pub series: Vec<Series>,
    /// The statistical neighbours of authorities, the closest first; nothing where no list was found.
    pub neighbours: Option<BTreeMap<String, Vec<String>>>,
    /// Indicators whose file is not in the folder, each with the file's name.
    pub missing: BTreeMap<String, String>,
}

/// An authority, as the files name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Its name.
    pub name: String,
    /// Its ONS code.
    pub code: String,
    /// The ONS code of its region.
    pub region: String,
}

/// The figures of one measure.
#[derive(Clone, Debug)]
pub struct Series {
    /// What is measured.
    pub measure: PublishedMeasure,
    /// By year (that of its 31 March end) and area.
    pub cells: BTreeMap<(i32, Area), Cell>,
}

/// Of where a figure is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// The country.
    England,
    /// A region, by its ONS code.
    Region(String),
    /// An authority, by the number that the Department gives it.
    Authority(String),
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// As published.
    pub value: Published,
    /// Its decimal places.
    pub decimals: u32,
    /// So many of so many, where both are published.
    pub parts: Option<(i64, i64)>,
}

impl Figures {
    /// The number of the authority with an ONS code.
    pub fn number(&self, code: &str) -> Option<&str> {
        let found = self.authorities.iter().find(|(_, authority)| authority.code.eq_ignore_ascii_case(code));
        found.map(|(number, _)| number.as_str())
    }
}

impl Series {
    /// The years in which some authority has a figure.
    pub fn years(&self) -> Vec<i32> {
        let has = |(_, cell): &(&(i32, Area), &Cell)| matches!(cell.value, Published::Value(_));
        let local = self.cells.iter().filter(has).filter(|((_, area), _)| matches!(area, Area::Authority(_)));
        let mut years: Vec<i32> = local.map(|((year, _), _)| *year).collect();
        years.dedup();
        years
    }

    /// The figure of an area in a year.
    pub fn cell(&self, year: i32, area: Area) -> Option<&Cell> {
        self.cells.get(&(year, area))
    }

    /// The figures of all authorities that have one in a year, by their numbers.
    pub fn values(&self, year: i32) -> Vec<(&str, f64)> {
        let first = (year, Area::Authority(String::new()));
        let of_year = self.cells.range(first..).take_while(|((of, _), _)| *of == year);
        of_year
            .filter_map(|((_, area), cell)| match (area, &cell.value) {
                (Area::Authority(number), Published::Value(value)) => Some((number.as_str(), *value)),
                _ => None,
            })
            .collect()
    }
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// A number.
    Number(Decimal),
    /// What stands for one.
    Symbol(&'static str),
}

/// Reads a cell; nothing where it is neither a number nor a symbol.
pub(super) fn said(text: &str) -> Option<Said> {
    Some(match text.trim() {
        "c" => Said::Symbol("c"),
        "z" => Said::Symbol("z"),
        // The older letter of the two for what rounds to zero and is not.
        "low" | "k" => Said::Symbol("low"),
        "x" | ":" | "~" | "" => Said::Symbol("x"),
        number => Said::Number(Decimal::parse(number)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_numbers_or_symbols() {
        let number = |digits, scale| Some(Said::Number(Decimal { digits, scale }));
        assert_eq!(said("69"), number(69, 0));
        assert_eq!(said("14.0"), number(140, 1));
        assert_eq!(said("1,234"), number(1234, 0));
        for (text, letters) in
            [("c", "c"), ("z", "z"), ("x", "x"), ("k", "low"), ("low", "low"), ("", "x"), (":", "x"), ("~", "x")]
        {
            assert_eq!(said(text), Some(Said::Symbol(letters)), "{text}");
        }
        assert_eq!((said("n/a"), said("-3"), said("C")), (None, None, None));
    }
}
