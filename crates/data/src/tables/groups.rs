//! The groups of a breakdown: which there are, and in which of them each row of a table is.
//!
//! Takes the frame of a table and what it is broken down by, gives the groups in order. Every row is in exactly one, so that
//! groups add up to the whole: where a value is missing it is in `Not known`.

use polars::prelude::{BooleanChunked, Categorical8Type, DataFrame, DataType, NewChunkedArray, PolarsResult};

use super::declared::OTHER_NAMES;
use super::schema::{ColumnSpec, TableSpec};
use crate::definitions::{Breakdown, By, CROSSED, Layout, by};
use crate::figure::Group;

/// The group of those whose value is missing.
pub const NOT_KNOWN: &str = "Not known";

/// Up to so many groups are all shown; of more, those that somebody belongs to.
const ALL_SHOWN: usize = 12;

/// The groups of a table by a breakdown.
#[derive(Clone, Debug)]
pub struct Groups {
    /// The groups, in order.
    pub list: Vec<Group>,
    /// For each row the place of its group.
    pub of_row: Vec<usize>,
    /// Whether groups are left out that nobody belongs to.
    pub short: bool,
}

/// What the groups of a word are made of.
#[derive(Clone, Copy)]
struct Made<'a> {
    /// The column.
    column: &'a ColumnSpec,
    /// The breakdown, where it has a name of its own.
    by: Option<&'a Breakdown>,
}

/// The columns of a table that a breakdown is by; nothing where it lacks one.
pub fn columns<'a>(table: &'a TableSpec, by: &By) -> Option<Vec<&'a ColumnSpec>> {
    by.words().iter().map(|word| column(table, word)).collect()
}

/// Whether a word of a breakdown stands for a column of a table in a run that has the words of it.
pub fn could_be(table: &TableSpec, word: &str) -> bool {
    column(table, word).is_some() || text(table, word).is_some()
}

/// The column of text that a word of a breakdown stands for.
pub fn text<'a>(table: &'a TableSpec, word: &str) -> Option<&'a ColumnSpec> {
    let named = table.breakdowns.iter().find(|known| known.id == word && known.bands.is_empty());
    table.columns.iter().filter(|column| column.kind == "text").find(|column| {
        let other = |(own, other): &(&str, &str)| *own == column.name && by::is_column(word, other);
        named.is_some_and(|known| known.is_of(&column.name)) || by::is_column(word, &column.name) || OTHER_NAMES.iter().any(other)
    })
}

/// The column of a table that a word of a breakdown stands for.
pub fn column<'a>(table: &'a TableSpec, word: &str) -> Option<&'a ColumnSpec> {
    made(table, word).map(|made| made.column)
}

fn made<'a>(table: &'a TableSpec, word: &str) -> Option<Made<'a>> {
    if let Some(by) = table.breakdowns.iter().find(|known| known.id == word) {
        let column = table.columns.iter().find(|column| by.is_of(&column.name))?;
        let has = if by.bands.is_empty() { has_groups(column) } else { is_number(column) };
        return has.then_some(Made { column, by: Some(by) });
    }
    let columns = || table.columns.iter().filter(|column| has_groups(column));
    // Or by its name in the return, where one column alone has the codes, or another that people know it by.
    let in_return = |column: &&ColumnSpec| {
        let other = |(own, other): &(&str, &str)| *own == column.name && by::is_column(word, other);
        if OTHER_NAMES.iter().any(other) {
            return true;
        }
        let name = column.codes_of.as_deref().and_then(|of| of.split_once('.')).map(|(_, name)| by::plain(name));
        name.is_some_and(|name| name == word)
    };
    let mut of_return = columns().filter(in_return);
    let found = columns().find(|column| by::is_column(word, &column.name));
    let column = found.or_else(|| of_return.next().filter(|_| of_return.next().is_none()))?;
    Some(Made { column, by: None })
}

/// Whether the values of a column are numbers, of which there can be bands.
pub fn is_number(column: &ColumnSpec) -> bool {
    matches!(column.dtype, DataType::Int32 | DataType::Float64)
}

/// Whether the values of a column are groups: words, codes, yes and no.
pub fn has_groups(column: &ColumnSpec) -> bool {
    matches!(column.dtype, DataType::Boolean | DataType::Enum(..)) || column.groups.is_some()
}

/// Whether groups can be made of a column, in a run that has the words of it.
pub fn can_have_groups(column: &ColumnSpec) -> bool {
    has_groups(column) || column.kind == "text"
}

/// The groups of a table's rows; nothing where the table lacks a column.
///
/// # Errors
/// When the frame lacks a column of its table, which would be a fault of ours.
pub fn of(table: &TableSpec, by: &By, frame: &DataFrame, layouts: &[Layout]) -> PolarsResult<Option<Groups>> {
    let Some(all) = by.words().iter().map(|word| made(table, word)).collect::<Option<Vec<Made<'_>>>>() else { return Ok(None) };
    let mut lists = Vec::new();
    let mut of_row = vec![0; frame.height()];
    for made in all {
        let (list, own) = of_column(made, frame, layouts)?;
        of_row.iter_mut().zip(own).for_each(|(group, own)| *group = *group * list.len() + own);
        lists.push(list);
    }
    let number: usize = lists.iter().map(Vec::len).product();
    let short = number > ALL_SHOWN;
    let shown: Vec<usize> = if short {
        let mut met = of_row.clone();
        met.sort_unstable();
        met.dedup();
        met
    } else {
        (0..number).collect()
    };
    let of_row = of_row.iter().map(|group| shown.partition_point(|other| other < group)).collect();
    let list = shown.into_iter().map(|group| crossed(group, &lists)).collect();
    Ok(Some(Groups { list, of_row, short }))
}

/// The group at a place among all that cross.
fn crossed(mut at: usize, lists: &[Vec<Group>]) -> Group {
    let mut parts: Vec<&Group> = Vec::new();
    for list in lists.iter().rev() {
        parts.extend(list.get(at % list.len()));
        at /= list.len();
    }
    parts.reverse();
    let said = |text: fn(&Group) -> &str| parts.iter().map(|group| text(group)).collect::<Vec<_>>().join(CROSSED);
    Group { key: said(|group| &group.key), title: said(|group| &group.title) }
}

/// The groups of one column, and for each row the place of its own.
fn of_column(made: Made<'_>, frame: &DataFrame, layouts: &[Layout]) -> PolarsResult<(Vec<Group>, Vec<usize>)> {
    let (list, unknown) = listed(made, layouts);
    let cells = frame.column(&made.column.name)?;
    let band = |number: Option<f64>| number.and_then(|number| made.by?.band(number)).unwrap_or(unknown);
    let of_row = match cells.dtype() {
        DataType::Int32 => cells.i32()?.iter().map(|cell| band(cell.map(f64::from))).collect(),
        DataType::Float64 => cells.f64()?.iter().map(band).collect(),
        DataType::Boolean => {
            let places = places(made, &list);
            let known = |yes: bool| places.get(usize::from(!yes)).copied().unwrap_or(unknown);
            cells.bool()?.iter().map(|cell| cell.map_or(unknown, known)).collect()
        }
        DataType::Enum(..) => {
            let places = places(made, &list);
            let known = |cell: Option<u8>| cell.and_then(|at| places.get(usize::from(at)).copied());
            cells.cat::<Categorical8Type>()?.physical().iter().map(|cell| known(cell).unwrap_or(unknown)).collect()
        }
        DataType::String => {
            // The words are told by the column, where it has groups: in them they are all.
            let groups = made.column.groups.as_deref();
            let places = places(made, &list);
            let known = |cell: Option<&str>| {
                let place = groups?.places.get(&crate::plain::alike(cell?))?;
                places.get(*place).copied()
            };
            cells.str()?.iter().map(|cell| known(cell).unwrap_or(unknown)).collect()
        }
        // No other kind of column has groups.
        _ => vec![unknown; frame.height()],
    };
    Ok((list, of_row))
}

/// All groups that a word of a table can have; none where it has no such column.
pub fn all(table: &TableSpec, word: &str, layouts: &[Layout]) -> Vec<Group> {
    made(table, word).map(|made| listed(made, layouts).0).unwrap_or_default()
}

/// The words of a column: of yes and no these two.
fn words(column: &ColumnSpec) -> Vec<&str> {
    if column.dtype == DataType::Boolean { vec!["Yes", "No"] } else { column.words() }
}

/// For each word of the column the place of its group.
fn places(made: Made<'_>, list: &[Group]) -> Vec<usize> {
    let place = |word: &str| list.iter().position(|group| group.key == word).unwrap_or(list.len().saturating_sub(1));
    words(made.column).into_iter().map(place).collect()
}

/// The groups of a column in order, with the place of those whose value is missing: the last.
fn listed(made: Made<'_>, layouts: &[Layout]) -> (Vec<Group>, usize) {
    let named = |key: &str, title: String| Group { key: key.to_owned(), title };
    let bands = made.by.map(|by| by.bands.as_slice()).unwrap_or_default();
    let mut list: Vec<Group> = match bands.is_empty() {
        false => bands.iter().map(|band| named(&band.title, band.title.clone())).collect(),
        true => words(made.column).into_iter().map(|key| named(key, meaning(made.column, key, layouts))).collect(),
    };
    // Those that the breakdown names come first, in its order; the rest keeps its own.
    let order = made.by.map(|by| by.groups.as_slice()).unwrap_or_default();
    let same = |group: &Group, name: &String| {
        [&group.key, &group.title].into_iter().any(|own| own.to_lowercase() == name.to_lowercase())
    };
    list.sort_by_key(|group| order.iter().position(|name| same(group, name)).unwrap_or(order.len()));
    let unknown = list.iter().position(|group| group.key == NOT_KNOWN);
    let unknown = unknown.map_or_else(|| named(NOT_KNOWN, NOT_KNOWN.to_owned()), |at| list.remove(at));
    list.push(unknown);
    let last = list.len() - 1;
    (list, last)
}

/// The rows of a table that are in a group; nothing where the table lacks the column.
///
/// # Errors
/// When the frame lacks a column of its table, which would be a fault of ours.
pub fn within(table: &TableSpec, by: &By, key: &str, frame: &DataFrame) -> PolarsResult<Option<DataFrame>> {
    let Some(groups) = of(table, by, frame, &[])? else { return Ok(None) };
    let at = groups.list.iter().position(|group| group.key == key);
    let inside: Vec<bool> = groups.of_row.iter().map(|group| Some(*group) == at).collect();
    frame.filter(&BooleanChunked::from_slice("inside".into(), &inside)).map(Some)
}

/// What a group is called: of a code what it stands for, where the layout says more than the code.
fn meaning(column: &ColumnSpec, key: &str, layouts: &[Layout]) -> String {
    let of = column.codes_of.as_deref().and_then(|of| of.split_once('.'));
    let layout = of.and_then(|(extract, name)| {
        let layout = layouts.iter().find(|layout| layout.id == extract)?;
        layout.columns.get(layout.column(name)?)
    });
    let code = layout.and_then(|column| column.codes.iter().find(|code| code.code == key));
    match code {
        Some(code) if !code.means.trim().is_empty() && code.means != key => format!("{} ({key})", code.means),
        _ => key.to_owned(),
    }
}
