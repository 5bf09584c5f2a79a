//! What other layouts than the return's hold, as data: which tables they have, by what their columns are called, and what is made
//! of them.
//!
//! Takes the files of `translations/`, gives what a folder is looked through for. A council can put a file of its own in
//! front of one that is built in, extend it with its own words for a column, or add one of its own. Knows nothing of files of extracts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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

/// What can be asked of a column.
const ASKED: [&str; 6] = ["yes", "no", "filled", "empty", "no-qualifying", "asylum"];

/// How a cell can be made.
const MADE: [&str; 6] = ["same", "in-year", "filled", "accommodation", "month-end", "while-open"];

/// What is made by a rule of its own.
const RULES: [&str; 2] = ["episodes", "oc2"];

/// Columns that no table need have.
const ALWAYS: [&str; 2] = ["born", "never"];

/// Reads the files; what cannot be used is told and left out.
pub(super) fn read(files: &[Source], layouts: &[Layout], problems: &mut Vec<Problem>) -> Vec<Translation> {
    let mut found = Vec::new();
    for file in files {
        let Some(whole) = whole(file, problems) else { continue };
        let before = problems.len();
        check(&whole, file, layouts, problems);
        if problems.len() == before {
            found.push(whole);
        }
    }
    found
}

/// A file with what it extends: the one below of its own name, or another that is built in.
fn whole(file: &Source, problems: &mut Vec<Problem>) -> Option<Translation> {
    if let Some(why) = &file.laid.unreadable {
        let message = format!("'{}' is not read: {why}", file.path);
        problems.push(Problem::new(Code::UnusableDefinition, message).in_file(&file.path));
        return None;
    }
    let own: Translation = parsed(file, problems)?;
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
                problems.push(mistake(file, message, &extended, &label));
                return None;
            };
            other
        }
    };
    Some(extend(whole(below, problems)?, own))
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

fn mistake(file: &Source, message: String, word: &str, label: &str) -> Problem {
    let span: Range<usize> = file.text.find(word).map_or(0..0, |at| at..at + word.len());
    Problem::new(Code::WrongValue, message).snippet(file.snippet(span, label))
}

/// Names that nothing has, and rules that there are not.
fn check(read: &Translation, file: &Source, layouts: &[Layout], problems: &mut Vec<Problem>) {
    let mut tell = |message: String, word: &str, label: &str| problems.push(mistake(file, message, word, label));
    for table in &read.tables {
        for (column, words) in &table.columns {
            let texts = words.as_array().is_some_and(|words| words.iter().all(toml::Value::is_str));
            if !texts {
                tell(format!("'{column}' of {} needs a list of words", table.id), column, "write [\"words of the header\"]");
            }
        }
        for column in table.required.iter().filter(|column| !table.columns.contains_key(*column)) {
            tell(format!("{} requires '{column}', which is none of its columns", table.id), column, "name one of its columns");
        }
    }
    let tables: Vec<&str> = read.tables.iter().map(|table| table.id.as_str()).collect();
    for extract in &read.extracts {
        let Some(layout) = layouts.iter().find(|layout| layout.id == extract.id) else {
            let near = suggestion(nearest(&extract.id, layouts.iter().map(|layout| layout.id.as_str())));
            let label = near.unwrap_or_else(|| "`scorecard list extracts` names them".to_owned());
            tell(format!("there is no extract '{}' that could be made", extract.id), &extract.id, &label);
            continue;
        };
        let others = extract.columns.values().filter_map(|cell| match cell {
            Cell::Made { table: Some(table), .. } => Some(table),
            _ => None,
        });
        let named = extract.from.iter().chain(&extract.among).chain(&extract.born).chain(others);
        for id in named.filter(|id| !tables.contains(&id.as_str())) {
            let near = suggestion(nearest(id, tables.iter().copied()));
            tell(
                format!("there is no table '{id}' for {}", extract.id),
                id,
                &near.unwrap_or_else(|| "not a table here".to_owned()),
            );
        }
        if let Some(rule) = extract.made.as_deref().filter(|rule| !RULES.contains(rule)) {
            tell(format!("there is no rule '{rule}' that makes an extract"), rule, &format!("one of {}", RULES.join(", ")));
        }
        if let Some(rule) = extract.only.as_ref().filter(|rule| !ASKED.contains(&rule.by.as_str())) {
            tell(format!("'{}' cannot be asked of a column", rule.by), &rule.by, &format!("one of {}", ASKED.join(", ")));
        }
        let columns_of = |ids: &[String]| -> BTreeSet<&str> {
            let of = read.tables.iter().filter(|table| ids.contains(&table.id));
            of.flat_map(|table| table.columns.keys()).map(String::as_str).chain(ALWAYS).collect()
        };
        let own = columns_of(&extract.from);
        for (name, cell) in &extract.columns {
            if layout.column(name).is_none() {
                let near = suggestion(nearest(name, layout.columns.iter().map(|column| column.name.as_str())));
                let label = near.unwrap_or_else(|| "not a column of its layout".to_owned());
                tell(format!("{} has no column '{name}'", extract.id), name, &label);
            }
            let (columns, by) = match cell {
                Cell::Same(column) => (vec![(column, own.clone())], None),
                Cell::Made { of, with, table, by } => {
                    let there = table.as_ref().map_or_else(|| own.clone(), |table| columns_of(std::slice::from_ref(table)));
                    ([of].into_iter().chain(with).map(|column| (column, there.clone())).collect(), Some(by))
                }
            };
            for (column, _) in columns.iter().filter(|(column, there)| !there.contains(column.as_str())) {
                tell(format!("no table of '{name}' of {} has a column '{column}'", extract.id), column, "not a column there");
            }
            if let Some(by) = by.filter(|by| !MADE.contains(&by.as_str())) {
                tell(format!("a cell cannot be made by '{by}'"), by, &format!("one of {}", MADE.join(", ")));
            }
        }
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
    use crate::definitions::Sources;

    #[test]
    fn a_column_is_known_by_its_words_whatever_the_spelling() {
        let columns = toml::from_str("a = [\"date placed !decision\"]\nb = [\"decision placed\"]\nc = [\"x_y\"]").unwrap();
        let table = OtherTable { id: "list".to_owned(), columns, ..OtherTable::default() };
        let headers = ["Date of Decision that Child Should be Placed", "X_Y", "Date  PLACED (adoption)", "x"];
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        assert_eq!(table.places(&headers), BTreeMap::from([("a", 2), ("b", 0), ("c", 1)]));
    }

    fn read_of(text: &str) -> (Vec<Translation>, Vec<String>) {
        let built_in = Sources::built_in();
        let layouts = built_in.read().value.extracts;
        let mut problems = Vec::new();
        let own = Source::new("translations/own.toml", "own", text);
        let found = read(&[own], &layouts, &mut problems);
        let said = |problem: Problem| format!("{}: {}", problem.message, problem.snippets[0].label);
        (found, problems.into_iter().map(said).collect())
    }

    #[test]
    fn what_is_built_in_can_be_used() {
        let found = Sources::built_in().read();
        assert_eq!(found.value.translations.len(), 2);
        assert!(found.problems.is_empty(), "{:?}", found.problems);
    }

    #[test]
    fn a_file_of_ones_own_adds_words_tables_and_extracts() {
        let text = "extends = \"annex_a\"\n[[tables]]\nid = \"list 8\"\nnames = [\"our children\"]\n[tables.columns]\nchild = [\"our number\"]\nkey_worker = [\"key worker\"]\n";
        let (found, problems) = read_of(text);
        assert!(problems.is_empty(), "{problems:?}");
        let list = found[0].tables.iter().find(|table| table.id == "list 8").unwrap();
        let headers = ["Child Unique ID", "Our Number", "Key Worker"].map(str::to_owned);
        let places = list.places(&headers);
        assert_eq!((places.get("child"), places.get("key_worker")), (Some(&1), Some(&2)));
        assert!(list.names.contains(&"our children".to_owned()) && list.names.contains(&"list 8".to_owned()));
        assert_eq!((found[0].title.as_str(), found[0].snapshot), ("Annex A", true));
    }

    #[test]
    fn mistakes_are_told() {
        let table = "title = \"T\"\n[[tables]]\nid = \"t\"\nrequired = [\"child\"]\n[tables.columns]\nchild = [\"id\"]\n";
        for (text, said) in [
            ("extends = \"anex_a\"", "there is no 'anex_a' to extend: did you mean 'annex_a'?"),
            (
                "title = \"T\"\nrows = 1",
                "'translations/own.toml' cannot be used: unknown field `rows`, expected one of `title`, `extends`, `snapshot`, `rest`, `tables`, `extracts`",
            ),
            (&format!("{table}born = \"dob\""), "'born' of t needs a list of words: write [\"words of the header\"]"),
            (
                &table.replace("[\"child\"]", "[\"childs\"]"),
                "t requires 'childs', which is none of its columns: name one of its columns",
            ),
            (
                &format!("{table}[[extracts]]\nid = \"headr\"\nfrom = [\"t\"]"),
                "there is no extract 'headr' that could be made: did you mean 'header'?",
            ),
            (
                &format!("{table}[[extracts]]\nid = \"header\"\nfrom = [\"u\"]"),
                "there is no table 'u' for header: not a table here",
            ),
            (
                &format!("{table}[[extracts]]\nid = \"header\"\nfrom = [\"t\"]\nmade = \"oc3\""),
                "there is no rule 'oc3' that makes an extract: one of episodes, oc2",
            ),
            (
                &format!("{table}[[extracts]]\nid = \"header\"\nfrom = [\"t\"]\ncolumns = {{ CHLD = \"child\" }}"),
                "header has no column 'CHLD': did you mean 'CHILD'?",
            ),
            (
                &format!("{table}[[extracts]]\nid = \"header\"\nfrom = [\"t\"]\ncolumns = {{ CHILD = \"number\" }}"),
                "no table of 'CHILD' of header has a column 'number': not a column there",
            ),
            (
                &format!(
                    "{table}[[extracts]]\nid = \"header\"\nfrom = [\"t\"]\ncolumns = {{ SEX = {{ of = \"child\", by = \"magic\" }} }}"
                ),
                "a cell cannot be made by 'magic': one of same, in-year, filled, accommodation, month-end, while-open",
            ),
        ] {
            assert_eq!(read_of(text).1, [said], "{text}");
        }
    }
}
