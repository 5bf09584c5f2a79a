//! Columns of an extract of one row a child, joined to every table that has children.
//!
//! A council's team or locality is in no table of the return. Of an extract of its own the latest row known on the last day
//! is each child's; of the episodes the one open on that day, or the last of those who have left; of the social workers the one open; of the header its row. Text gets its groups from the data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polars::prelude::{DataFrame, DataType, FrozenCategories, PolarsResult};

use super::declared::{Making, OfTime};
use super::history::{self, History};
use super::local::Known;
use super::schema::{ColumnSpec, Origin, Schema, TableSpec};
use super::word_groups::{TextGroups, groups_of};
use super::{frame, groups, texts};
use crate::calendar::{Day, NO_DAY};
use crate::definitions::extract::Column;
use crate::definitions::{ColumnKind, Layout, by};
use crate::extracts::{Child, Extracts, NO_CODE, Words};

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

/// The columns of the header that the return has.
const OF_HEADER: [&str; 7] = ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"];

/// The columns of social workers' spells that the return has.
const OF_WORKERS: [&str; 6] = ["CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"];

/// A column to be joined, or a column of text whose words are to make groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// Its name in tables: that of the column, or `extract.column`.
    pub name: String,
    /// Where its words are.
    pub source: Source,
    /// What it needs, as `extract.COLUMN`.
    pub needs: Vec<String>,
}

/// Where the words of a column are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In a column of an extract, by its place in the layout.
    Column(String, usize),
    /// In the episodes, for a column of text that tables of the return have.
    Episodes(String),
}

/// A column whose words make groups in a run.
#[derive(Clone, Debug)]
pub struct Joined {
    /// Which it is.
    pub join: Join,
    /// Why its values make no groups, where they do not.
    pub refused: Option<String>,
}

/// A column of an extract that stands beside every table of children.
#[derive(Clone, Debug)]
pub struct Beside {
    /// As tables have it.
    pub column: ColumnSpec,
    /// The extract.
    pub extract: String,
    /// The place of the column in its layout.
    pub at: usize,
    kind: ColumnKind,
}

/// All columns that stand beside tables of children: each by its name, where one extract alone has it, and by `extract.column`.
pub fn beside(layouts: &[Layout]) -> PolarsResult<Vec<Beside>> {
    let mut found: Vec<Beside> = Vec::new();
    for layout in layouts.iter().filter(|layout| is_of_children(layout)) {
        for (at, column) in layout.columns.iter().enumerate().filter(|(_, column)| can_be_joined(layout, column)) {
            let (kind, dtype) = match column.kind {
                ColumnKind::Code => {
                    let codes = FrozenCategories::new(column.codes.iter().map(|code| code.code.as_str()))?;
                    ("code", DataType::from_frozen_categories(codes))
                }
                ColumnKind::Flag => ("yes or no", DataType::Boolean),
                _ => ("text", DataType::String),
            };
            let column_spec = ColumnSpec {
                name: column.name.to_lowercase(),
                kind,
                dtype,
                about: format!("{}.", column.means),
                needs: needs(layout, column),
                codes_of: (column.kind == ColumnKind::Code).then(|| format!("{}.{}", layout.id, column.name)),
                of_time: OfTime::default(),
                joined: true,
                groups: None,
            };
            found.push(Beside { column: column_spec, extract: layout.id.clone(), at, kind: column.kind });
        }
    }
    let whole: Vec<Beside> = found.iter().cloned().map(Beside::by_whole_name).collect();
    // By the name alone, where it is that of one column, or of one that a council added to the return's extracts.
    let is_added = |beside: &Beside| layouts.iter().any(|layout| layout.id == beside.extract && is_added(layout, beside.at));
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, beside) in found.iter().enumerate() {
        alike.entry(by::plain(&beside.column.name)).or_default().push(at);
    }
    let alone = |all: Vec<usize>| match all.as_slice() {
        [one] => Some(*one),
        all => {
            let added: Vec<usize> = all.iter().copied().filter(|at| is_added(&found[*at])).collect();
            if let [one] = added.as_slice() { Some(*one) } else { None }
        }
    };
    let named: BTreeSet<usize> = alike.into_values().filter_map(alone).collect();
    let mut at = 0..found.len();
    found.retain(|_| at.next().is_some_and(|at| named.contains(&at)));
    found.extend(whole);
    Ok(found)
}

impl Beside {
    fn by_whole_name(mut self) -> Self {
        self.column.name = format!("{}.{}", self.extract, self.column.name);
        self
    }
}

/// What a column needs that is joined by the child.
fn needs(layout: &Layout, column: &Column) -> Vec<String> {
    let child = layout.child().and_then(|at| layout.columns.get(at));
    let spells = ["SW_DECOM", "SW_DEC"].iter().filter(|_| layout.id == "sw_episodes");
    let own = child.iter().map(|child| child.name.as_str()).chain(spells.copied()).chain([column.name.as_str()]);
    own.map(|name| format!("{}.{name}", layout.id)).collect()
}

/// The columns that a word of a breakdown stands for: of the header, the episodes and a council's own extracts. One that a council
/// added to the return's own extracts goes before those of lists beside them.
pub fn sources(word: &str, layouts: &[Layout]) -> Vec<Join> {
    let mut found = all_sources(word, layouts);
    let added = |join: &Join| match &join.source {
        Source::Column(extract, at) => layouts.iter().any(|layout| layout.id == *extract && is_added(layout, *at)),
        Source::Episodes(_) => false,
    };
    if found.len() > 1 && found.iter().filter(|join| added(join)).count() == 1 {
        found.retain(added);
    }
    found
}

/// Whether a council added a column to an extract of the return.
fn is_added(layout: &Layout, at: usize) -> bool {
    let of_return: &[&str] = match layout.id.as_str() {
        "episodes" => &OF_EPISODES,
        "header" => &OF_HEADER,
        "sw_episodes" => &OF_WORKERS,
        _ => return false,
    };
    layout.columns.get(at).is_some_and(|column| !of_return.contains(&column.name.as_str()))
}

fn all_sources(word: &str, layouts: &[Layout]) -> Vec<Join> {
    let mut found = Vec::new();
    for layout in layouts.iter().filter(|layout| is_of_children(layout)) {
        for (at, column) in layout.columns.iter().enumerate().filter(|(_, column)| can_be_joined(layout, column)) {
            let whole = format!("{}.{}", layout.id, column.name);
            let name = [column.name.as_str(), whole.as_str()].into_iter().find(|name| by::plain(name) == word);
            let Some(name) = name else { continue };
            let source = Source::Column(layout.id.clone(), at);
            found.push(Join { name: name.to_lowercase(), source, needs: needs(layout, column) });
        }
    }
    found
}

/// The column of text of a table of the return that a word of a breakdown stands for.
pub fn text_of_return(table: &TableSpec, word: &str) -> Option<Join> {
    let column = groups::text(table, word).filter(|_| table.origin == Origin::Declared)?;
    let source = Source::Episodes(column.name.clone());
    Some(Join { name: column.name.clone(), source, needs: column.needs.clone() })
}

/// The words that a column of text holds, of every record of its extract; nothing where no extract has it.
pub fn words_of(column: &ColumnSpec, extracts: &Extracts, layouts: &[Layout]) -> Option<Words> {
    if let Some(words) = texts::words(&column.name, extracts, layouts) {
        return Some(words);
    }
    let last = column.name.rsplit('.').next()?;
    let (extract, name) =
        column.needs.iter().rev().filter_map(|need| need.split_once('.')).find(|(_, name)| by::plain(name) == by::plain(last))?;
    let (records, layout) = history::extract(extracts, layouts, extract)?;
    records.words(layout.column(name)?).cloned()
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

impl Join {
    /// The extract that it is of.
    pub fn extract(&self) -> &str {
        match &self.source {
            Source::Column(extract, _) => extract,
            Source::Episodes(_) => "episodes",
        }
    }
}

impl Schema {
    /// The same with columns joined to each table that has children and lacks them, and with the groups that words of text make.
    pub fn with_joined(mut self, joins: Vec<Join>, extracts: &Extracts, layouts: &[Layout]) -> Schema {
        for join in joins {
            let (groups, refused) = match groups(&join, extracts, layouts) {
                Ok(groups) => (groups.map(Arc::new), None),
                Err(refused) => (None, Some(refused)),
            };
            let beside = match &join.source {
                Source::Column(extract, at) => self.beside.iter().find(|one| one.extract == *extract && one.at == *at),
                Source::Episodes(_) => None,
            };
            let spec =
                beside.map(|beside| ColumnSpec { name: join.name.clone(), groups: groups.clone(), ..beside.column.clone() });
            let own = match &join.source {
                Source::Column(extract, _) => Some(extract.as_str()),
                Source::Episodes(_) => None,
            };
            for table in self.tables.iter_mut().filter(|table| table.has_children()) {
                let same = |column: &&mut ColumnSpec| by::plain(&column.name) == by::plain(&join.name);
                match (table.columns.iter_mut().find(same), &spec) {
                    // Text of the table itself: of the same extract, or of the return.
                    (Some(column), _) if column.kind == "text" && own.is_none_or(|own| of_extract(column, own)) => {
                        column.groups.clone_from(&groups);
                    }
                    (None, Some(spec)) if refused.is_none() => table.columns.push(spec.clone()),
                    _ => {}
                }
            }
            self.joined.push(Joined { join, refused });
        }
        self.name_breakdowns();
        self
    }
}

fn of_extract(column: &ColumnSpec, extract: &str) -> bool {
    column.needs.iter().any(|need| need.split_once('.').is_some_and(|(of, _)| of == extract))
}

/// The groups that the words of a column make; none where its values are groups as they are.
fn groups(join: &Join, extracts: &Extracts, layouts: &[Layout]) -> Result<Option<TextGroups>, String> {
    match &join.source {
        Source::Column(extract, at) => {
            let Some(layout) = layouts.iter().find(|layout| layout.id == *extract) else { return Ok(None) };
            let Some(column) = layout.columns.get(*at).filter(|column| column.kind == ColumnKind::Text) else { return Ok(None) };
            let words = extracts.by_id.get(extract).and_then(|records| records.words(*at));
            let Some(words) = words else { return Ok(Some(TextGroups::default())) };
            groups_of(words).map(Some).map_err(|why| format!("'{}' of {} {why}", column.name, layout.id))
        }
        Source::Episodes(word) => {
            let Some(words) = texts::words(word, extracts, layouts) else { return Ok(Some(TextGroups::default())) };
            groups_of(&words).map(Some).map_err(|why| format!("'{word}' {why}"))
        }
    }
}

impl Beside {
    /// Whether it is taken from the episode open on the last day.
    pub fn of_open_episode(&self) -> bool {
        self.extract == "episodes"
    }

    /// Puts it onto the frame of a table, which has the column of children.
    ///
    /// # Errors
    /// When the frame has no children, which would be a fault of ours.
    pub fn fill(&self, table: &TableSpec, making: &Making<'_>, frame: &mut DataFrame) -> PolarsResult<()> {
        let name = &self.column.name;
        let records = self.records(table, making, frame)?;
        let extract = making.history.extracts.by_id.get(&self.extract);
        let column = match self.kind {
            ColumnKind::Code | ColumnKind::Flag => {
                let codes = extract.and_then(|extract| extract.codes(self.at)).unwrap_or_default();
                let code = |record: &Option<usize>| record.and_then(|at| codes.get(at).copied()).unwrap_or(NO_CODE);
                match self.kind {
                    ColumnKind::Code => frame::coded(name, &self.column.dtype, records.iter().map(code))?,
                    _ => {
                        let known = |record| Some(code(record)).filter(|code| *code != NO_CODE).map(|code| code == 1);
                        frame::yes_no(name, records.iter().map(known))
                    }
                }
            }
            _ => {
                let words = extract.and_then(|extract| extract.words(self.at));
                frame::texts(name, records.iter().map(|record| words?.of((*record)?)))
            }
        };
        frame.with_column(column)?;
        Ok(())
    }

    /// For each row of a table the record of the extract that tells of its child.
    fn records(&self, table: &TableSpec, making: &Making<'_>, frame: &DataFrame) -> PolarsResult<Vec<Option<usize>>> {
        let Making { rows, history, month, .. } = *making;
        let children: Vec<Child> = frame.column("child")?.u32()?.iter().map(|child| child.unwrap_or(Child::MAX)).collect();
        let known = || Known::new(history, &self.extract, month);
        Ok(match self.extract.as_str() {
            "header" => {
                let record = |child: &Child| history.header.get(*child as usize).copied().flatten().map(|record| record as usize);
                children.iter().map(record).collect()
            }
            // Of those who have left: the episode that ended care.
            "episodes" if table.id == "ceased" && rows.ceased.len() == children.len() => {
                rows.ceased.iter().map(|row| Some(row.record)).collect()
            }
            "episodes" => {
                let in_care = &rows.looked_after;
                let open = |child: &Child| in_care.binary_search_by_key(child, |row| row.child).ok().map(|at| in_care[at].record);
                let seen = history.seen(month);
                children.iter().map(|child| open(child).or_else(|| last_episode(history, *child, seen))).collect()
            }
            "sw_episodes" => {
                let records = open_spells(history, history.seen(month));
                children.iter().map(|child| records.get(child).copied()).collect()
            }
            extract => match (known(), &table.origin) {
                (None, _) => vec![None; children.len()],
                // The rows of the extract itself: each has its own.
                (Some(known), Origin::Rows(id)) if id == extract => known.rows().into_iter().map(Some).collect(),
                (Some(known), _) => children.iter().map(|child| known.latest(*child).0).collect(),
            },
        })
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
