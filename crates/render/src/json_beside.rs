//! What stands beside the rows of `scorecard/v1`: the groups of a row, and the authorities side by side.

use super::authorities;
use super::json::denominator;
use scorecard_core::figure::Figure;
use scorecard_core::scorecard::{Document, PartOf, Row, Scorecard};
use scorecard_core::v1::{AuthorityFigure, InGroup, Number, Open, SideBySide, SideBySideRow};

/// The authorities side by side; nothing where no scorecard is of several.
pub(super) fn side_by_side(document: &Document) -> Option<Vec<SideBySide>> {
    let tables = authorities::tables(document).into_iter();
    let found: Vec<SideBySide> =
        tables.map(|table| SideBySide { scorecard: table.id.to_owned(), rows: rows_of(&table) }).collect();
    (!found.is_empty()).then_some(found)
}

fn rows_of(table: &authorities::SideBySide<'_>) -> Vec<SideBySideRow> {
    let row = |line| match line {
        authorities::Line::Group(_) => None,
        authorities::Line::Row(first, all) => {
            let of = |(one, (authority, _)): (&Option<&Row>, &(&str, &Scorecard))| AuthorityFigure {
                authority: (*authority).to_owned(),
                value: one.and_then(|row| Open::unless(row.hidden.figure, row.figure.and_then(Figure::value))),
                display: one.and_then(Row::display),
                rating: one.map(|row| row.rating.as_str().to_owned()),
            };
            let figures = all.iter().zip(&table.authorities).map(of).collect();
            let (id, title) = (first.id.clone(), first.title.clone());
            Some(SideBySideRow { id, title, unit: first.unit.as_str().to_owned(), figures })
        }
    };
    table.lines().into_iter().filter_map(row).collect()
}

/// The groups of a row.
pub(super) fn groups(whole: &Row) -> Vec<InGroup> {
    let group = |row: &Row| {
        let PartOf { by, group, .. } = row.part_of.as_ref()?;
        let hidden = row.hidden.figure;
        Some(InGroup {
            row: row.id.clone(),
            by: by.as_str().to_owned(),
            group: group.clone(),
            title: row.title.clone(),
            numerator: Open::unless(hidden, row.numerator().map(Number::from)),
            denominator: denominator(row),
            value: Open::unless(hidden, row.figure.and_then(Figure::value)),
            display: row.display(),
            rating: row.rating.as_str().to_owned(),
        })
    };
    whole.parts.iter().filter_map(group).collect()
}
