//! Columns of an extract of one row a child, joined to every table that has children.
//!
//! A council's team or locality is in no table of the return. Of an extract of its own the latest row known on the last day
//! is each child's; of the episodes the one open on that day, or the last of those who have left; of the social workers the one open; of the header its row. Text gets its groups from the data.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{DataFrame, DataType, FrozenCategories, PolarsResult};

use super::declared::Making;
use super::frame;
use super::history::{self, History};
use super::local::Known;
use super::schema::{ColumnSpec, Origin, Schema, TableSpec};
use crate::calendar::{Day, NO_DAY};
use crate::definitions::extract::Column;
use crate::definitions::{ColumnKind, Layout, by};
use crate::extracts::{Child, Extract, Extracts, NO_CODE, NO_WORD, Words};

/// So many different words of a column of text can be groups.
const MOST_WORDS: usize = 200;

/// A column that has fewer different words than this is one of groups, however few rows there are.
const FEW_WORDS: usize = 12;

/// The columns of episodes that the return has.
const OF_EPISODES: [&str; 13] = [
    "CHILD",
    "DECOM",
    "RNE",
    "LS",
    "CIN",
    "PLACE",
    "PLACE_PROVIDER",
    "DEC",
    "REC",
    "REASON_PLACE_CHANGE",
    "HOME_POST",
    "PL_POST",
    "URN",
];

/// A column to be joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// Its name in tables: that of the column, or `extract.column`.
    pub name: String,
    /// The extract.
    pub extract: String,
    /// The place of the column in its layout.
    pub column: usize,
    /// What it needs, as `extract.COLUMN`.
    pub needs: Vec<String>,
}

/// A column that is joined, with its values.
#[derive(Clone, Debug)]
pub struct Joined {
    /// Which it is.
    pub join: Join,
    /// Why its values make no groups, where they do not.
    pub refused: Option<String>,
    /// The tables that have it.
    tables: BTreeSet<String>,
    /// For each record the place of its word; none without the extract.
    values: Vec<u8>,
}

/// The columns that a word of a breakdown stands for: of the header, the episodes and a council's own extracts.
pub fn sources(word: &str, layouts: &[Layout]) -> Vec<Join> {
    let mut found = Vec::new();
    for layout in layouts.iter().filter(|layout| is_of_children(layout)) {
        for (at, column) in layout.columns.iter().enumerate().filter(|(_, column)| can_be_joined(layout, column)) {
            let whole = format!("{}.{}", layout.id, column.name);
            let name = [column.name.as_str(), whole.as_str()].into_iter().find(|name| by::plain(name) == word);
            let Some(name) = name else { continue };
            let child = layout.child().and_then(|at| layout.columns.get(at));
            let spells = ["SW_DECOM", "SW_DEC"].iter().filter(|_| layout.id == "sw_episodes");
            let own = child.iter().map(|child| child.name.as_str()).chain(spells.copied());
            let needs = own.map(|name| format!("{}.{name}", layout.id)).chain([whole.clone()]).collect();
            found.push(Join { name: name.to_lowercase(), extract: layout.id.clone(), column: at, needs });
        }
    }
    found
}

/// The names of all columns that can be joined.
pub fn names(layouts: &[Layout]) -> BTreeSet<String> {
    let columns = layouts
        .iter()
        .filter(|layout| is_of_children(layout))
        .flat_map(|layout| layout.columns.iter().map(move |column| (layout, column)));
    columns.filter(|(layout, column)| can_be_joined(layout, column)).map(|(_, column)| by::plain(&column.name)).collect()
}

fn is_of_children(layout: &Layout) -> bool {
    layout.child().is_some() && (layout.local || by::JOINED.contains(&layout.id.as_str()))
}

/// Identifiers tell who somebody is: they are no groups. What the return says of an episode is of that episode, and each table
/// has it of the one that it speaks of.
fn can_be_joined(layout: &Layout, column: &Column) -> bool {
    let of_return = layout.id == "episodes" && OF_EPISODES.contains(&column.name.as_str());
    matches!(column.kind, ColumnKind::Code | ColumnKind::Flag | ColumnKind::Text) && !of_return
}

impl Schema {
    /// The same with columns joined to each table that has children and lacks them.
    ///
    /// # Errors
    /// When polars refuses a list of words, which would be a fault of ours.
    pub fn with_joined(mut self, joins: Vec<Join>, extracts: &Extracts, layouts: &[Layout]) -> PolarsResult<Schema> {
        for join in joins {
            let Some(layout) = layouts.iter().find(|layout| layout.id == join.extract) else { continue };
            let Some(column) = layout.columns.get(join.column) else { continue };
            let read = read(extracts.by_id.get(&join.extract), layout, join.column);
            let (words, values, refused) = match read {
                Ok((words, values)) => (words, values, None),
                Err(refused) => (Vec::new(), Vec::new(), Some(refused)),
            };
            let spec = ColumnSpec {
                name: join.name.clone(),
                kind: "word",
                dtype: DataType::from_frozen_categories(FrozenCategories::new(words.iter().map(String::as_str))?),
                about: format!("{}.", column.means),
                needs: join.needs.clone(),
                codes_of: (column.kind == ColumnKind::Code).then(|| format!("{}.{}", layout.id, column.name)),
            };
            let mut tables = BTreeSet::new();
            for table in self.tables.iter_mut().filter(|table| refused.is_none() && table.column("child").is_some()) {
                let has = table.columns.iter().any(|column| by::plain(&column.name) == by::plain(&join.name));
                if !has {
                    table.columns.push(spec.clone());
                    tables.insert(table.id.clone());
                }
            }
            self.joined.push(Joined { join, refused, tables, values });
        }
        self.name_breakdowns();
        Ok(self)
    }
}

/// The words of a column in order, and of each record the place of its own; or why they make no groups.
fn read(records: Option<&Extract>, layout: &Layout, at: usize) -> Result<(Vec<String>, Vec<u8>), String> {
    let Some(column) = layout.columns.get(at) else { return Ok((Vec::new(), Vec::new())) };
    let codes = || records.and_then(|records| records.codes(at)).map(<[u8]>::to_vec).unwrap_or_default();
    match column.kind {
        ColumnKind::Code => Ok((column.codes.iter().map(|code| code.code.clone()).collect(), codes())),
        // Yes stands first, as in every breakdown.
        ColumnKind::Flag => {
            let values = codes().into_iter().map(|code| if code == NO_CODE { code } else { 1 - code.min(1) });
            Ok((vec!["Yes".to_owned(), "No".to_owned()], values.collect()))
        }
        _ => match records.and_then(|records| records.words(at)) {
            Some(words) => groups_of(words).map_err(|why| format!("'{}' of {} {why}", column.name, layout.id)),
            None => Ok((Vec::new(), Vec::new())),
        },
    }
}

/// The groups that words make. Capitals and blanks do not tell words apart: the spelling that most rows have is shown.
fn groups_of(words: &Words) -> Result<(Vec<String>, Vec<u8>), String> {
    let mut rows = vec![0_usize; words.words.len()];
    words.ids.iter().filter(|id| **id != NO_WORD).for_each(|id| rows[*id as usize] += 1);
    let mut spellings: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (word, rows) in words.words.iter().zip(&rows).filter(|(_, rows)| **rows > 0) {
        let shown = shown(word);
        *spellings.entry(shown.to_lowercase()).or_default().entry(shown).or_default() += rows;
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
    let place: BTreeMap<&String, u8> = spellings.keys().zip(0_u8..).collect();
    let of_word: Vec<u8> =
        words.words.iter().map(|word| place.get(&shown(word).to_lowercase()).copied().unwrap_or(NO_CODE)).collect();
    let of_row = words.ids.iter().map(|id| of_word.get(*id as usize).copied().unwrap_or(NO_CODE)).collect();
    Ok((spellings.values().map(most).collect(), of_row))
}

/// A word as it is shown: blanks once, nothing that acts, and no sign that stands between crossed groups.
fn shown(word: &str) -> String {
    let clean: String = word.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    clean.replace(';', ",").split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Joined {
    /// Whether a table has it joined.
    pub fn is_on(&self, table: &str) -> bool {
        self.tables.contains(table)
    }

    /// Whether it is taken from the episode open on the last day.
    pub fn of_open_episode(&self) -> bool {
        self.join.extract == "episodes"
    }

    /// Puts it onto the frame of a table, which has the column of children.
    ///
    /// # Errors
    /// When the frame has no children, which would be a fault of ours.
    pub fn fill(&self, table: &TableSpec, making: &Making<'_>, frame: &mut DataFrame) -> PolarsResult<()> {
        let Some(spec) = table.column(&self.join.name) else { return Ok(()) };
        let value = |record: Option<usize>| record.and_then(|at| self.values.get(at).copied()).unwrap_or(NO_CODE);
        let Making { rows, history, month, .. } = *making;
        let children: Vec<Child> = frame.column("child")?.u32()?.iter().map(|child| child.unwrap_or(Child::MAX)).collect();
        let known = || Known::new(history, &self.join.extract, month);
        let values: Vec<u8> = match self.join.extract.as_str() {
            "header" => {
                let record = |child: &Child| history.header.get(*child as usize).copied().flatten().map(|record| record as usize);
                children.iter().map(|child| value(record(child))).collect()
            }
            // Of those who have left: the episode that ended care.
            "episodes" if table.id == "ceased" && rows.ceased.len() == children.len() => {
                rows.ceased.iter().map(|row| value(Some(row.record))).collect()
            }
            "episodes" => {
                let in_care = &rows.looked_after;
                let open = |child: &Child| in_care.binary_search_by_key(child, |row| row.child).ok().map(|at| in_care[at].record);
                let seen = history.seen(month);
                let record = |child: &Child| open(child).or_else(|| last_episode(history, *child, seen));
                children.iter().map(|child| value(record(child))).collect()
            }
            "sw_episodes" => {
                let records = open_spells(history, history.seen(month));
                children.iter().map(|child| value(records.get(child).copied())).collect()
            }
            extract => match (known(), &table.origin) {
                (None, _) => vec![NO_CODE; children.len()],
                // The rows of the extract itself: each has its own.
                (Some(known), Origin::Rows(id)) if id == extract => known.rows().into_iter().map(|at| value(Some(at))).collect(),
                (Some(known), _) => children.iter().map(|child| value(known.latest(*child).0)).collect(),
            },
        };
        frame.with_column(frame::coded(&self.join.name, &spec.dtype, values.into_iter())?)?;
        Ok(())
    }
}

/// The record of a child's latest episode begun by a day, short breaks left out.
fn last_episode(history: &History<'_>, child: Child, day: Day) -> Option<usize> {
    let episodes = &history.episodes;
    if child as usize >= history.born.len() {
        return None;
    }
    let known = |at: &usize| episodes.decom[*at] <= day && !episodes.short_break[usize::from(episodes.ls[*at])];
    episodes.of(child).rfind(known)
}

/// By child, the record of the social worker's spell that is open on a day: the last begun of several.
fn open_spells(history: &History<'_>, day: Day) -> BTreeMap<Child, usize> {
    let mut found: BTreeMap<Child, (Day, usize)> = BTreeMap::new();
    let spells = history::extract(history.extracts, history.layouts, "sw_episodes").and_then(|(records, layout)| {
        let days = |name: &str| records.days(layout.column(name)?);
        Some((records, days("SW_DECOM")?, days("SW_DEC")?))
    });
    let Some((records, starts, ends)) = spells else { return BTreeMap::new() };
    for (at, child) in records.child.iter().enumerate() {
        if starts[at] != NO_DAY && starts[at] <= day && (ends[at] == NO_DAY || ends[at] > day) {
            let last = found.entry(*child).or_insert((starts[at], at));
            *last = (*last).max((starts[at], at));
        }
    }
    found.into_iter().map(|(child, (_, record))| (child, record)).collect()
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
        let (groups, of_row) = groups_of(&words(&["North", "south", "NORTH", "", "North ", "East;West"])).unwrap();
        assert_eq!(groups, ["East,West", "North", "south"]);
        assert_eq!(of_row, [1, 2, 1, NO_CODE, 1, 0]);
    }

    #[test]
    fn a_column_that_tells_who_somebody_is_makes_no_groups() {
        let names: Vec<String> = (0..30).map(|at| format!("N{at}")).collect();
        let each: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(groups_of(&words(&each)).unwrap_err().contains("30 different words in 30 rows"));
        let thrice: Vec<&str> = names.iter().chain(&names).chain(&names).map(String::as_str).collect();
        assert_eq!(groups_of(&words(&thrice)).unwrap().0.len(), 30);
        // A handful is fine, however few rows there are.
        assert_eq!(groups_of(&words(&["North", "South"])).unwrap().0.len(), 2);
    }
}
