//! What stands beside the rows of `scorecard/v1`: the groups of a row, and the authorities side by side.

use serde::Serialize;

use super::authorities;
use super::json::{Number, Open, denominator};
use scorecard_core::figure::Figure;
use scorecard_core::scorecard::{Document, PartOf, Row, Scorecard};

/// A scorecard that several authorities have, row by row.
#[derive(Serialize)]
pub(super) struct JsonSideBySide<'a> {
    scorecard: &'a str,
    rows: Vec<JsonOfEach<'a>>,
}

#[derive(Serialize)]
struct JsonOfEach<'a> {
    id: &'a str,
    title: &'a str,
    unit: &'static str,
    figures: Vec<JsonOfAuthority<'a>>,
}

#[derive(Serialize)]
struct JsonOfAuthority<'a> {
    authority: &'a str,
    value: Option<Open<f64>>,
    display: Option<String>,
    rating: Option<&'static str>,
}

impl<'a> JsonSideBySide<'a> {
    /// The authorities side by side; nothing where no scorecard is of several.
    pub(super) fn all(document: &'a Document) -> Option<Vec<Self>> {
        let tables = authorities::tables(document).into_iter();
        let found: Vec<Self> = tables.map(|table| JsonSideBySide { scorecard: table.id, rows: rows_of(&table) }).collect();
        (!found.is_empty()).then_some(found)
    }
}

fn rows_of<'a>(table: &authorities::SideBySide<'a>) -> Vec<JsonOfEach<'a>> {
    let row = |line| match line {
        authorities::Line::Group(_) => None,
        authorities::Line::Row(first, all) => {
            let of = |(one, (authority, _)): (&Option<&'a Row>, &(&'a str, &'a Scorecard))| JsonOfAuthority {
                authority,
                value: one.and_then(|row| Open::unless(row.hidden.figure, row.figure.and_then(Figure::value))),
                display: one.and_then(Row::display),
                rating: one.map(|row| row.rating.as_str()),
            };
            let figures = all.iter().zip(&table.authorities).map(of).collect();
            Some(JsonOfEach { id: &first.id, title: &first.title, unit: first.unit.as_str(), figures })
        }
    };
    table.lines().into_iter().filter_map(row).collect()
}

/// A group of a row; the same as the row of its own after it.
#[derive(Serialize)]
pub(super) struct JsonInGroup<'a> {
    row: &'a str,
    by: &'a str,
    group: &'a str,
    title: &'a str,
    numerator: Option<Open<Number>>,
    denominator: Option<Open<Number>>,
    value: Option<Open<f64>>,
    display: Option<String>,
    rating: &'static str,
}

impl<'a> JsonInGroup<'a> {
    /// The groups of a row, of all rows beside it.
    pub(super) fn all(whole: &Row, all: &'a [Row]) -> Vec<Self> {
        let of_it = |row: &&'a Row| row.is_part() && row.whole() == whole.id;
        let group = |row: &'a Row| {
            let PartOf { by, group, .. } = row.part_of.as_ref()?;
            let hidden = row.hidden.figure;
            Some(JsonInGroup {
                row: &row.id,
                by: by.as_str(),
                group,
                title: &row.title,
                numerator: Open::unless(hidden, row.numerator().map(Number::from)),
                denominator: denominator(row),
                value: Open::unless(hidden, row.figure.and_then(Figure::value)),
                display: row.display(),
                rating: row.rating.as_str(),
            })
        };
        all.iter().filter(of_it).filter_map(group).collect()
    }
}
