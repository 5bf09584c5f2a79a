//! Names of sheets and tables: letters, digits and underscores, at most 31 characters, each once.

use std::collections::BTreeSet;

use scorecard_core::scorecard::Document;

/// What the sheets in front are called.
pub(super) const FRONT: [&str; 3] = ["Cover", "Contents", "Notes"];

/// What Excel keeps for itself: it calls a file with a sheet of that name damaged.
const RESERVED: [&str; 1] = ["history"];

/// The longest name of which the sheets of a scorecard are made: room for a number and the longest ending.
const LONGEST: usize = 20;

/// The names of a scorecard's sheets. Its tables are called the same, with `table_` before it: a table may not
/// be called as a cell is.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// Of the sheet with its rows.
    pub(super) table: String,
    /// Of the sheet with its history.
    pub(super) history: String,
    /// Of the sheet with its charts.
    pub(super) charts: String,
}

/// The names of all scorecards' sheets.
pub(super) struct Names {
    pub(super) scorecards: Vec<Name>,
    /// Of the sheets that have several authorities side by side.
    pub(super) beside: Vec<String>,
}

impl Names {
    /// Those of a document, in its order.
    pub(super) fn of(document: &Document) -> Self {
        let mut taken: BTreeSet<String> = taken();
        let scorecards = document.scorecards.iter().map(|scorecard| free(&plain(&scorecard.id), &mut taken)).collect();
        let beside = crate::authorities::tables(document);
        let beside = beside.iter().map(|table| free(&plain(&format!("{}_all", table.id)), &mut taken).table).collect();
        Names { scorecards, beside }
    }
}

/// The names that no sheet of a scorecard may have.
fn taken() -> BTreeSet<String> {
    FRONT.iter().chain(&RESERVED).map(|name| name.to_lowercase()).collect()
}

fn plain(id: &str) -> String {
    let plain: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(LONGEST).collect();
    if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { format!("s_{plain}") }
}

fn free(base: &str, taken: &mut BTreeSet<String>) -> Name {
    let names =
        |base: &str| Name { table: base.to_owned(), history: format!("{base}_history"), charts: format!("{base}_charts") };
    let all = |name: &Name| [&name.table, &name.history, &name.charts].map(|name| name.to_lowercase());
    let mut name = names(base);
    let mut number = 2;
    while all(&name).iter().any(|name| taken.contains(name)) {
        name = names(&format!("{base}_{number}"));
        number += 1;
    }
    taken.extend(all(&name));
    name
}

#[cfg(test)]
mod tests {
    use super::{free, plain, taken};

    #[test]
    fn names_are_short_plain_and_each_once() {
        let mut taken = taken();
        let mut next = |id: &str| free(&plain(id), &mut taken).history;
        assert_eq!(next("st-helens"), "st_helens_history");
        assert_eq!(next("ST.HELENS"), "ST_HELENS_2_history");
        assert_eq!(next("2020 – a very long name indeed"), "s_2020___a_very_long_n_history");
        assert_eq!(next("notes"), "notes_2_history");
        assert_eq!(next("History"), "History_2_history");
        assert_eq!(next("COVER"), "COVER_2_history");
        assert!(taken.iter().all(|name| name.len() <= 31));
    }
}
