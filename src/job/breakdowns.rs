//! What figures are broken down by: whether there is such a column, and which columns are joined to tables for it.
//!
//! Takes words of definitions and commands with the tables on offer, tells what is wrong with them and how it was meant.

use std::collections::BTreeSet;

use super::Options;
use crate::definitions::by::NAMED;
use crate::definitions::{By, Catalogue, Layout, ScorecardDefinition, by};
use crate::measure::Compiled;
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::scorecard::{Note, Scorecard};
use crate::tables::groups;
use crate::tables::joined::{self, Join, Joined};
use crate::tables::schema::{Origin, Schema};

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
    let schema = Schema::new(&catalogue.extracts)?;
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
    let sources = joined::sources(word, layouts);
    let message = format!("figures cannot be {done} by '{word}'");
    if sources.len() > 1 {
        let whole = |join: &Join| format!("{}.{}", join.extract, join.name);
        let names: Vec<String> = sources.iter().map(whole).collect();
        return Some(Wrong { message, label: format!("several extracts have such a column: write {}", names.join(" or ")) });
    }
    if sources.len() == 1 || schema.tables.iter().any(|table| groups::column(table, word).is_some()) {
        return None;
    }
    let same = |name: &str| by::plain(name) == word;
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

/// Whether a table of the return has a word's column: then it is this one, and none is joined.
fn is_declared(word: &str, schema: &Schema) -> bool {
    schema.tables.iter().any(|table| table.origin == Origin::Declared && groups::column(table, word).is_some())
}

/// All words that there are.
fn names(schema: &Schema, layouts: &[Layout]) -> BTreeSet<String> {
    let columns = schema.tables.iter().flat_map(|table| &table.columns).filter(|column| groups::has_groups(column));
    let columns = columns.filter(|column| NAMED.iter().all(|known| known.column != column.name));
    // Whether dates lie in the year is for conditions: of each date of a local extract there is such a column.
    let own = columns.map(|column| by::plain(&column.name)).filter(|name| !name.ends_with("-in-year"));
    NAMED.iter().map(|known| known.word.to_owned()).chain(own).chain(joined::names(layouts)).collect()
}

/// What a scorecard is broken down by in a run, each once: asked for twice, its groups would add up to twice the whole.
pub fn asked(definition: &ScorecardDefinition, options: &Options) -> Vec<By> {
    let own = definition.by.iter().filter_map(|word| By::parse(&word.value));
    let asked: Vec<By> = if options.by.is_empty() { own.collect() } else { options.by.clone() };
    each_once(asked)
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

/// The columns that are joined to tables for breakdowns.
pub fn joins(by: &[By], schema: &Schema, layouts: &[Layout]) -> Vec<Join> {
    let words: BTreeSet<&String> = by.iter().flat_map(By::words).filter(|word| !is_declared(word, schema)).collect();
    let sources = words.into_iter().map(|word| joined::sources(word, layouts));
    sources.filter(|found| found.len() == 1).flatten().collect()
}

/// What the columns need that the tables of indicators are broken down by.
pub fn needs(by: &[By], compiled: &[Compiled<'_>]) -> BTreeSet<String> {
    let tables = compiled.iter().flat_map(|one| by.iter().filter_map(|by| groups::columns(one.table, by)));
    tables.flatten().flat_map(|column| column.needs.clone()).collect()
}

/// Tells breakdowns that no row has, and why.
pub fn report(by: &[By], scorecards: &[Scorecard], joined: &[Joined], problems: &mut Vec<Problem>) {
    for by in by {
        let rows = || scorecards.iter().flat_map(Scorecard::rows);
        if rows().any(|row| row.part_of.as_ref().is_some_and(|whole| by.is_of(&row.id, whole))) {
            continue;
        }
        let refused = joined.iter().find(|joined| by.words().contains(&by::plain(&joined.join.name)));
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
