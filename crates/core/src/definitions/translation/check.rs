//! What is wrong in a layout of other tables: names that nothing has, and rules that there are not.
//!
//! Takes it as read, gives each mistake with its place in the file.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Cell, Translation};
use crate::definitions::{Layout, Source};
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// What can be asked of a column.
const ASKED: [&str; 6] = ["yes", "no", "filled", "empty", "no-qualifying", "asylum"];

/// How a cell can be made.
const MADE: [&str; 7] = ["same", "in-year", "filled", "accommodation", "month-end", "while-open", "present"];

/// What is made by a rule of its own.
const RULES: [&str; 2] = ["episodes", "oc2"];

/// Columns that no table need have.
const ALWAYS: [&str; 2] = ["born", "never"];

/// A mistake, at a word of the file.
pub(super) fn mistake(file: &Source, message: String, word: &str, label: &str) -> Problem {
    let span: Range<usize> = file.text.find(word).map_or(0..0, |at| at..at + word.len());
    Problem::new(Code::WrongValue, message).snippet(file.snippet(span, label))
}

/// Names that nothing has, and rules that there are not.
pub(super) fn check(read: &Translation, file: &Source, layouts: &[Layout], problems: &mut Vec<Problem>) {
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::definitions::Sources;

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
                &format!("{table}[[extracts]]\nid = \"header\"\nfrom = [\"wards\"]"),
                "there is no table 'wards' for header: not a table here",
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
                "a cell cannot be made by 'magic': one of same, in-year, filled, accommodation, month-end, while-open, present",
            ),
        ] {
            assert_eq!(read_of(text).1, [said], "{text}");
        }
    }
}
