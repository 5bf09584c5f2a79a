//! What other layouts than the return's hold, as data: which tables they have, by what their columns are called, and what is made
//! of them.
//!
//! Takes the files of `translations/`, gives what a folder is looked through for. A council can put a file of its own in
//! front of one that is built in, extend it with its own words for a column, or add one of its own. Knows nothing of files of extracts.

mod check;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Layout, Source};
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// A layout of other tables than the return's.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// What it is called in messages.
    #[serde(default)]
    pub title: String,
    /// The one that it adds to.
    pub extends: Option<String>,
    /// Whether it tells of one day alone.
    #[serde(default)]
    pub snapshot: bool,
    /// What is said of its tables of which nothing is made.
    #[serde(default)]
    pub rest: String,
    /// Its tables.
    #[serde(default)]
    pub tables: Vec<OtherTable>,
    /// What is made of them.
    #[serde(default)]
    pub extracts: Vec<MadeExtract>,
}

/// One table of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherTable {
    /// What it is called.
    pub id: String,
    /// Names of files and sheets besides.
    #[serde(default)]
    pub names: Vec<String>,
    /// Columns without which it is none.
    #[serde(default)]
    pub required: Vec<String>,
    /// For each column the words that its header may have, in the order in which they are looked for.
    #[serde(default)]
    pub columns: toml::map::Map<String, toml::Value>,
}

/// One extract that is made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeExtract {
    /// The extract.
    pub id: String,
    /// The tables that it is made of.
    pub from: Vec<String>,
    /// Tables of which a child must be in one.
    #[serde(default)]
    pub among: Vec<String>,
    /// Whether each child has one row, the first.
    #[serde(default)]
    pub once: bool,
    /// Which rows are used.
    #[serde(rename = "where")]
    pub only: Option<Rule>,
    /// The table whose dates of birth fill the column `born`.
    pub born: Option<String>,
    /// The rule that makes it, where columns alone do not.
    pub made: Option<String>,
    /// Its columns.
    #[serde(default)]
    pub columns: BTreeMap<String, Cell>,
}

/// Which rows are used.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The column looked at.
    pub column: String,
    /// What is asked of it.
    pub by: String,
}

/// Where a cell is from.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// A column as it stands.
    Same(String),
    /// Made of columns.
    Made {
        /// The column.
        of: String,
        /// A second one.
        with: Option<String>,
        /// The table of the columns, where it is another: of the child's first row there.
        table: Option<String>,
        /// How.
        by: String,
    },
}

/// Where files lie that are built in.
const BUILT_IN_FOLDER: &str = "indicators/translations/";

/// Reads the files; what cannot be used is told and left out.
pub(super) fn read(files: &[Source], layouts: &[Layout], problems: &mut Vec<Problem>) -> Vec<Translation> {
    let mut found = Vec::new();
    for file in files {
        let Some(whole) = whole(file, layouts, problems) else { continue };
        let before = problems.len();
        check::check(&whole, file, layouts, problems);
        if problems.len() == before {
            found.push(whole);
        }
    }
    found
}

/// A file with what it extends: the one below of its own name, or another that is built in.
fn whole(file: &Source, layouts: &[Layout], problems: &mut Vec<Problem>) -> Option<Translation> {
    if let Some(why) = &file.laid.unreadable {
        let message = format!("'{}' is not read: {why}", file.path);
        problems.push(Problem::new(Code::UnusableDefinition, message).in_file(&file.path));
        return None;
    }
    let mut own: Translation = parsed(file, problems)?;
    if file.laid.layer.is_none() && file.path.starts_with(BUILT_IN_FOLDER) {
        own.keep_to(layouts);
    }
    let Some(extended) = own.extends.clone() else { return Some(own) };
    let built_in;
    let below = match &file.laid.shadows {
        Some(below) if below.id == extended => &**below,
        _ => {
            built_in = super::Sources::built_in().translations;
            let known = || built_in.iter().map(|other| other.id.as_str());
            let Some(other) = built_in.iter().find(|other| other.id == extended) else {
                let near = suggestion(nearest(&extended, known()));
                let message = format!("there is no '{extended}' to extend");
                let label = near.unwrap_or_else(|| format!("there are: {}", known().collect::<Vec<_>>().join(", ")));
                problems.push(check::mistake(file, message, &extended, &label));
                return None;
            };
            other
        }
    };
    Some(extend(whole(below, layouts, problems)?, own))
}

fn parsed<T: DeserializeOwned>(file: &Source, problems: &mut Vec<Problem>) -> Option<T> {
    match toml::from_str(&file.text) {
        Ok(read) => Some(read),
        Err(error) => {
            let message = format!("'{}' cannot be used", file.path);
            let snippet = file.snippet(error.span().unwrap_or(0..0), error.message());
            problems.push(Problem::new(Code::TomlSyntax, message).snippet(snippet));
            None
        }
    }
}

/// What is below with what a file adds: its words for a column stand before those that are known.
fn extend(mut below: Translation, own: Translation) -> Translation {
    for table in own.tables {
        let Some(known) = below.tables.iter_mut().find(|known| known.id == table.id) else {
            below.tables.push(table);
            continue;
        };
        known.names.extend(table.names);
        if !table.required.is_empty() {
            known.required = table.required;
        }
        for (column, words) in table.columns {
            match (known.columns.get_mut(&column).and_then(toml::Value::as_array_mut), words) {
                (Some(known), toml::Value::Array(own)) => {
                    known.splice(0..0, own);
                }
                (_, words) => {
                    known.columns.insert(column, words);
                }
            }
        }
    }
    for extract in own.extracts {
        match below.extracts.iter_mut().find(|known| known.id == extract.id) {
            Some(known) => *known = extract,
            None => below.extracts.push(extract),
        }
    }
    let or = |own: String, below: String| if own.is_empty() { below } else { own };
    Translation {
        title: or(own.title, below.title),
        rest: or(own.rest, below.rest),
        extends: None,
        snapshot: own.snapshot || below.snapshot,
        tables: below.tables,
        extracts: below.extracts,
    }
}

impl Translation {
    /// Leaves out what is made of extracts and columns that a folder of definitions took out on purpose: it is no mistake of what is
    /// built in.
    fn keep_to(&mut self, layouts: &[Layout]) {
        self.extracts.retain_mut(|extract| {
            let Some(layout) = layouts.iter().find(|layout| layout.id == extract.id) else { return false };
            extract.columns.retain(|name, _| layout.column(name).is_some());
            true
        });
    }
}

impl OtherTable {
    /// For each column its place among the headers, each header used once.
    pub fn places(&self, headers: &[String]) -> BTreeMap<&str, usize> {
        let headers: Vec<Vec<String>> = headers.iter().map(|header| words(header)).collect();
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for (column, known) in &self.columns {
            let known = known.as_array().into_iter().flatten().filter_map(toml::Value::as_str);
            let place = known.flat_map(|known| {
                let free = |at: &usize| !found.values().any(|taken| taken == at);
                (0..headers.len()).find(|at| free(at) && fits(known, &headers[*at]))
            });
            if let Some(at) = { place }.next() {
                found.insert(column, at);
            }
        }
        found
    }
}

/// Whether a header has all words that are asked for, and none that must not be there.
fn fits(known: &str, header: &[String]) -> bool {
    // A name of a database is one word.
    if known.contains('_') {
        return header.join("_") == known.to_lowercase();
    }
    known.split_whitespace().all(|word| {
        let (asked, word) = word.strip_prefix('!').map_or((true, word), |without| (false, without));
        header.iter().any(|own| *own == word.to_lowercase()) == asked
    })
}

/// The words of a text, in small letters.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_makes_no_extract_that_was_taken_out() {
        let built_in = crate::definitions::Sources::built_in();
        let mut layouts = built_in.read().value.extracts;
        layouts.retain(|layout| layout.id != "teams");
        for layout in &mut layouts {
            layout.columns.retain(|column| column.name != "TEETH_CHECK");
        }
        let mut problems = Vec::new();
        let found = read(&built_in.translations, &layouts, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        assert!(found.iter().all(|plan| plan.extracts.iter().all(|extract| extract.id != "teams")));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_column_is_known_by_its_words_whatever_the_spelling() {
        let columns = toml::from_str("a = [\"date placed !decision\"]\nb = [\"decision placed\"]\nc = [\"x_y\"]").unwrap();
        let table = OtherTable { id: "list".to_owned(), columns, ..OtherTable::default() };
        let headers = ["Date of Decision that Child Should be Placed", "X_Y", "Date  PLACED (adoption)", "x"];
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        assert_eq!(table.places(&headers), BTreeMap::from([("a", 2), ("b", 0), ("c", 1)]));
    }
}
