//! What figures are broken down by: whether there is such a column, and which columns are joined to tables for it.
//!
//! Takes words of definitions and commands with the tables on offer, tells what is wrong with them and how it was meant.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Options;
use crate::definitions::{Breakdown, By, Catalogue, Layout, ScorecardDefinition, by};
use crate::measure::Compiled;
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::scorecard::{Note, Scorecard};
use crate::tables::groups;
use crate::tables::joined::{self, Join, Joined};
use crate::tables::schema::{ColumnSpec, Origin, Schema};

/// What is wrong with a breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub label: String,
}

/// What is wrong with a breakdown, given the definitions; nothing where every word of it is a column.
///
/// # Errors
/// Only for faults of ours.
pub fn wrong_of(by: &By, catalogue: &Catalogue) -> anyhow::Result<Option<Wrong>> {
    wrong_as("broken down", by, catalogue)
}

/// The same of what is done by the columns, in words.
pub(super) fn wrong_as(done: &str, by: &By, catalogue: &Catalogue) -> anyhow::Result<Option<Wrong>> {
    let schema = Schema::of(catalogue)?;
    Ok(by.words().iter().find_map(|word| wrong_word(done, word, &schema, &catalogue.extracts)))
}

/// The same with the tables at hand.
pub fn wrong(by: &By, schema: &Schema, layouts: &[Layout]) -> Option<Wrong> {
    by.words().iter().find_map(|word| wrong_word("broken down", word, schema, layouts))
}

fn wrong_word(done: &str, word: &str, schema: &Schema, layouts: &[Layout]) -> Option<Wrong> {
    if is_declared(word, schema) {
        return None;
    }
    let column = column_of(word, &schema.breakdowns);
    let sources = joined::sources(&column, layouts);
    let message = format!("figures cannot be {done} by '{word}'");
    if sources.len() > 1 {
        let whole = |join: &Join| format!("{}.{}", join.extract(), join.name);
        let names: Vec<String> = sources.iter().map(whole).collect();
        return Some(Wrong { message, label: format!("several extracts have such a column: write {}", names.join(" or ")) });
    }
    if sources.len() == 1 || schema.tables.iter().any(|table| groups::could_be(table, word)) {
        return None;
    }
    let same = |name: &str| by::plain(name) == column;
    let columns = schema.tables.iter().flat_map(|table| &table.columns);
    let kind = columns.clone().find(|column| same(&column.name)).map(|column| column.kind);
    let kind = kind.or_else(|| {
        let columns = layouts.iter().flat_map(|layout| &layout.columns);
        columns.clone().find(|column| same(&column.name)).map(|column| column.kind.as_str())
    });
    if let Some(kind) = kind {
        let label = format!("its values are of the kind {kind}; groups are made of words, codes, and yes and no");
        return Some(Wrong { message, label });
    }
    let names = names(schema, layouts);
    let near = suggestion(nearest(word, names.iter().map(String::as_str)));
    let label = near.unwrap_or_else(|| format!("there are {}", names.iter().cloned().collect::<Vec<_>>().join(", ")));
    Some(Wrong { message, label })
}

/// The column that a word is of: that of its breakdown, or itself.
fn column_of(word: &str, breakdowns: &[Arc<Breakdown>]) -> String {
    breakdowns.iter().find(|known| known.id == word).map_or_else(|| word.to_owned(), |known| by::plain(&known.column.value))
}

/// What is wrong with the column of a breakdown; nothing where tables have it, of the kind that groups or bands are made of.
pub fn wrong_definition(breakdown: &Breakdown, schema: &Schema, layouts: &[Layout]) -> Option<Wrong> {
    let has_bands = !breakdown.bands.is_empty();
    let columns = || schema.tables.iter().flat_map(|table| &table.columns).filter(|column| breakdown.is_of(&column.name));
    let message = format!("the breakdown '{}' cannot be made of '{}'", breakdown.id, breakdown.column.value);
    let fits = |numbers: bool| match (numbers, has_bands) {
        (true, false) => Some("its values are numbers: give the 'bands'".to_owned()),
        (false, true) => Some("bands are of numbers, and its values are none".to_owned()),
        _ => None,
    };
    if columns().any(|column| if has_bands { groups::is_number(column) } else { groups::can_have_groups(column) }) {
        return None;
    }
    let sources = joined::sources(&by::plain(&breakdown.column.value), layouts);
    if !has_bands && sources.len() == 1 {
        return None;
    }
    if sources.len() > 1 {
        let whole = |join: &Join| format!("{}.{}", join.extract(), join.name);
        let names: Vec<String> = sources.iter().map(whole).collect();
        return Some(Wrong { message, label: format!("several extracts have such a column: write {}", names.join(" or ")) });
    }
    let known = columns().next().and_then(|column| fits(groups::is_number(column)));
    let label = known.or_else(|| (sources.len() == 1).then(|| fits(false)).flatten()).unwrap_or_else(|| {
        let all = schema.tables.iter().flat_map(|table| &table.columns).map(|column| column.name.as_str());
        suggestion(nearest(&breakdown.column.value, all)).unwrap_or_else(|| "no table has such a column".to_owned())
    });
    Some(Wrong { message, label })
}

/// Whether a table of the return has a word's column: then it is this one, and none is joined.
fn is_declared(word: &str, schema: &Schema) -> bool {
    schema.tables.iter().any(|table| table.origin == Origin::Declared && groups::could_be(table, word))
}

/// All words that there are.
fn names(schema: &Schema, layouts: &[Layout]) -> BTreeSet<String> {
    let columns = schema.tables.iter().flat_map(|table| &table.columns).filter(|column| groups::can_have_groups(column));
    let is_named =
        |column: &&ColumnSpec| schema.breakdowns.iter().any(|known| known.bands.is_empty() && known.is_of(&column.name));
    let columns = columns.filter(|column| !is_named(column));
    // Whether dates lie in the year is for conditions: of each date of a local extract there is such a column.
    let own = columns.map(|column| by::plain(&column.name)).filter(|name| !name.ends_with("-in-year"));
    schema.breakdowns.iter().map(|known| known.id.clone()).chain(own).chain(joined::names(layouts)).collect()
}

/// All breakdowns there are, with what each is.
///
/// # Errors
/// Only for faults of ours.
pub fn offered(catalogue: &Catalogue) -> anyhow::Result<Vec<(String, String)>> {
    let (schema, layouts) = (Schema::of(catalogue)?, catalogue.extracts.as_slice());
    let columns = || schema.tables.iter().flat_map(|table| &table.columns);
    let about = |name: String| {
        let named = catalogue.breakdowns.iter().find(|known| known.id == name).map(|known| known.title.clone());
        let of_table = || columns().find(|column| by::plain(&column.name) == name).map(|column| column.about.clone());
        let of_layout = || {
            let columns = layouts.iter().flat_map(|layout| &layout.columns);
            columns.clone().find(|column| by::plain(&column.name) == name).map(|column| column.means.clone())
        };
        let about = named.or_else(of_table).or_else(of_layout).unwrap_or_default();
        (name, about)
    };
    Ok(names(&schema, layouts).into_iter().map(about).collect())
}

/// What a scorecard is broken down by in a run, each once: asked for twice, its groups would add up to twice the whole.
pub fn asked(definition: &ScorecardDefinition, options: &Options, breakdowns: &[Breakdown]) -> Vec<By> {
    let own = definition.by.iter().filter_map(|word| By::parse(&word.value));
    let asked: Vec<By> = if options.by.is_empty() { own.collect() } else { options.by.clone() };
    each_once(asked.iter().map(|by| by.settled(breakdowns)))
}

/// Breakdowns, each once.
pub fn each_once(all: impl IntoIterator<Item = By>) -> Vec<By> {
    let mut once: Vec<By> = Vec::new();
    for by in all {
        if !once.contains(&by) {
            once.push(by);
        }
    }
    once
}

/// The columns that are joined to tables for breakdowns, and those of text whose words make groups.
pub fn joins(by: &[By], schema: &Schema, layouts: &[Layout]) -> Vec<Join> {
    let words: BTreeSet<&String> = by.iter().flat_map(By::words).collect();
    let (declared, others): (Vec<&String>, Vec<&String>) = words.into_iter().partition(|word| is_declared(word, schema));
    let words: BTreeSet<String> = others.into_iter().map(|word| column_of(word, &schema.breakdowns)).collect();
    let sources = words.iter().map(|word| joined::sources(word, layouts));
    let of_return = |word: &&String| schema.tables.iter().find_map(|table| joined::text_of_return(table, word));
    sources.filter(|found| found.len() == 1).flatten().chain(declared.iter().filter_map(of_return)).collect()
}

/// What the columns need that the tables of indicators are broken down by.
pub fn needs(by: &[By], compiled: &[Compiled<'_>]) -> BTreeSet<String> {
    let tables = compiled.iter().flat_map(|one| by.iter().filter_map(|by| groups::columns(one.table, by)));
    tables.flatten().flat_map(|column| column.needs.clone()).collect()
}

/// Tells columns that were to be joined and make no groups.
pub fn refused(by: &[By], schema: &Schema, problems: &mut Vec<Problem>) {
    let Schema { joined, breakdowns, .. } = schema;
    for by in by {
        let of_it = |joined: &&Joined| by.words().iter().any(|word| column_of(word, breakdowns) == by::plain(&joined.join.name));
        let why = joined.iter().filter(of_it).find_map(|joined| joined.refused.as_ref());
        problems
            .extend(why.map(|why| Problem::new(Code::NoGroups, format!("nothing is broken down by '{}': {why}", by.as_str()))));
    }
}

/// Tells breakdowns that no row has, and why.
pub fn report(by: &[By], scorecards: &[Scorecard], schema: &Schema, problems: &mut Vec<Problem>) {
    let Schema { joined, breakdowns, .. } = schema;
    for by in by {
        let rows = || scorecards.iter().flat_map(Scorecard::every_row);
        if rows().any(|row| row.part_of.as_ref().is_some_and(|part| part.by == *by)) {
            continue;
        }
        let of_it = |joined: &&Joined| by.words().iter().any(|word| column_of(word, breakdowns) == by::plain(&joined.join.name));
        let refused = joined.iter().find(of_it);
        let of_row = || {
            rows().flat_map(|row| &row.notes).find_map(|note| match note {
                Note::NotBrokenDown { by: other, why } if other == by.as_str() => Some(why.clone()),
                _ => None,
            })
        };
        let why = refused.and_then(|joined| joined.refused.clone()).or_else(of_row);
        let why = why.map_or(String::new(), |why| format!(": {why}"));
        problems.push(Problem::new(Code::NoGroups, format!("no row is broken down by '{}'{why}", by.as_str())));
    }
}
