//! The groups that words of a column of text make: what a council writes becomes a list.
//!
//! Takes the words of a column, gives its groups, or why they are none. Capitals and blanks do not tell words apart.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::{DataFrame, DataType, PolarsResult};

use super::frame;
use super::schema::TableSpec;
use crate::extracts::{NO_WORD, Words};
use crate::plain;

/// The groups that the words of a column make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextGroups {
    /// The groups in order, each as most rows have it.
    pub list: Vec<String>,
    /// By a word as it is compared, the place of its group.
    pub places: HashMap<String, usize>,
}

/// So many different words of a column of text can be groups.
const MOST_WORDS: usize = 200;

/// A column that has fewer different words than this is one of groups, however few rows there are.
const FEW_WORDS: usize = 12;

/// The groups that words make. Capitals and blanks do not tell words apart: the spelling that most rows have is shown.
pub fn groups_of(words: &Words) -> Result<TextGroups, String> {
    let mut rows = vec![0_usize; words.words.len()];
    words.ids.iter().filter(|id| **id != NO_WORD).for_each(|id| rows[*id as usize] += 1);
    let mut spellings: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (word, rows) in words.words.iter().zip(&rows).filter(|(_, rows)| **rows > 0) {
        *spellings.entry(plain::alike(word)).or_default().entry(plain::words(word)).or_default() += rows;
    }
    spellings.remove("");
    let (number, filled) = (spellings.len(), rows.iter().sum::<usize>());
    if number > MOST_WORDS {
        return Err(format!("has {number} different words, more than the {MOST_WORDS} that can be groups"));
    }
    if number > FEW_WORDS && number * 2 > filled {
        return Err(format!("has {number} different words in {filled} rows: these are no groups, and may tell who somebody is"));
    }
    let most = |of: &BTreeMap<String, usize>| {
        of.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(word, _)| word.clone()).unwrap_or_default()
    };
    let list = spellings.values().map(most).collect();
    Ok(TextGroups { list, places: spellings.into_keys().zip(0..).collect() })
}

/// Whether words make groups: where nearly every row has its own they tell who somebody is.
pub fn make_groups(words: &Words) -> bool {
    groups_of(words).is_ok()
}

/// Writes the words of a table's columns as their groups are called, where they make groups.
///
/// # Errors
/// When a column of text holds none, which would be a fault of ours.
pub fn respell(table: &TableSpec, frame: &mut DataFrame) -> PolarsResult<()> {
    for (column, groups) in table.columns.iter().filter_map(|column| Some((column, column.groups.as_ref()?))) {
        let Ok(cells) = frame.column(&column.name) else { continue };
        if *cells.dtype() != DataType::String {
            continue;
        }
        let called = |cell: Option<&str>| {
            let place = groups.places.get(&plain::alike(cell?))?;
            groups.list.get(*place).map(String::as_str)
        };
        let respelt = frame::texts(&column.name, cells.str()?.iter().map(called));
        frame.with_column(respelt)?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn words(cells: &[&str]) -> Words {
        let mut list: Vec<String> = Vec::new();
        let ids = cells
            .iter()
            .map(|cell| {
                if cell.is_empty() {
                    return NO_WORD;
                }
                let at = list.iter().position(|word| word == cell).unwrap_or(list.len());
                if at == list.len() {
                    list.push((*cell).to_owned());
                }
                at as u32
            })
            .collect();
        Words { ids, words: list, ..Words::default() }
    }

    #[test]
    fn spellings_of_a_word_are_one_group() {
        let groups = groups_of(&words(&["North", "south", "NORTH", "", "North ", "East;West"])).unwrap();
        assert_eq!(groups.list, ["East,West", "North", "south"]);
        let place = |word: &str| groups.places.get(&plain::alike(word)).copied();
        assert_eq!([place(" NORTH"), place("South"), place("east; west"), place("")], [Some(1), Some(2), None, None]);
        assert_eq!(place("EAST;WEST"), Some(0));
    }

    #[test]
    fn a_column_that_tells_who_somebody_is_makes_no_groups() {
        let names: Vec<String> = (0..30).map(|at| format!("N{at}")).collect();
        let each: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(groups_of(&words(&each)).unwrap_err().contains("30 different words in 30 rows"));
        let thrice: Vec<&str> = names.iter().chain(&names).chain(&names).map(String::as_str).collect();
        assert_eq!(groups_of(&words(&thrice)).unwrap().list.len(), 30);
        // A handful is fine, however few rows there are.
        assert_eq!(groups_of(&words(&["North", "South"])).unwrap().list.len(), 2);
    }
}
