//! Cells that are taken from another table than the row's own: of the child's first row there.

use std::collections::BTreeMap;

use super::source::Source;
use super::{by_child, rules};
use crate::calendar::Month;
use crate::definitions::translation::{Cell, MadeExtract};

/// By child the row of one table.
type Rows<'a> = BTreeMap<String, (&'a Source<'a>, usize)>;

/// The rows of other tables, by table and by how they are chosen.
pub struct Others<'a>(BTreeMap<(String, String), Rows<'a>>);

impl<'a> Others<'a> {
    /// Those that an extract asks for, as at the end of a month.
    pub fn of(extract: &MadeExtract, all: &'a [Source<'a>], month: Month) -> Self {
        let mut found: BTreeMap<(String, String), Rows<'_>> = BTreeMap::new();
        for cell in extract.columns.values() {
            let Cell::Made { table: Some(table), by, with, .. } = cell else { continue };
            let rows = found.entry((table.clone(), by.clone())).or_default();
            for source in all.iter().filter(|source| source.table.id == *table) {
                // What ended is no longer so.
                let open = |row: &usize| {
                    let end = with.as_ref().and_then(|with| source.day(with, *row));
                    by != "while-open" || end.is_none_or(|end| end > month.last())
                };
                for (child, of) in by_child(source) {
                    if let Some(row) = of.into_iter().find(open) {
                        rows.entry(child).or_insert((source, row));
                    }
                }
            }
        }
        Others(found)
    }

    /// A cell of a child; empty where there is no row.
    pub fn cell(&self, table: &str, of: &str, by: &str, child: &str) -> String {
        let rows = self.0.get(&(table.to_owned(), by.to_owned()));
        if by == "present" {
            return rules::flag(rows.is_some_and(|rows| rows.contains_key(child)));
        }
        rows.and_then(|rows| rows.get(child)).map(|(source, row)| source.text(of, *row).to_owned()).unwrap_or_default()
    }
}
