//! What changes in the codes of the return with a collection year: a file for each year, `codes/2027.toml`.
//!
//! Takes the files and the layouts as read, gives the layouts with the codes that begin and end with each year. A council can
//! put a file of its own in front of one that is built in, or add that of a year to come.

use super::Source;
use super::extract::{CodeMeaning, Column, Layout};
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// The most codes of a column.
const MOST: usize = 250;

/// Puts the changes of each year into the layouts.
pub(super) fn apply(files: &[Source], layouts: &mut [Layout], problems: &mut Vec<Problem>) {
    for file in files {
        let mistake = |code: Code, message: String, span: std::ops::Range<usize>, label: String| {
            Problem::new(code, message).snippet(file.snippet(span, label))
        };
        let Some(year) = file.id.parse::<i32>().ok().filter(|year| (1900..=2200).contains(year)) else {
            let label = "call it by the year in which the return ends, such as 2027.toml".to_owned();
            problems.push(mistake(Code::WrongValue, format!("'{}' is no collection year", file.id), 0..0, label));
            continue;
        };
        let table = match file.text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let message = format!("'{}' is not TOML", file.path);
                problems.push(mistake(Code::TomlSyntax, message, error.span().unwrap_or(0..0), error.message().to_owned()));
                continue;
            }
        };
        let place = |word: &str| file.text.find(word).map_or(0..0, |at| at..at + word.len());
        for (id, columns) in table.iter().filter(|(key, _)| *key != "source") {
            let Some(layout) = layouts.iter_mut().find(|layout| layout.id == *id) else {
                let message = format!("there is no extract '{id}', of which codes change");
                problems.push(mistake(
                    Code::WrongValue,
                    message,
                    place(id),
                    "name an extract that `scorecard list extracts` shows".to_owned(),
                ));
                continue;
            };
            for (name, change) in columns.as_table().into_iter().flatten() {
                let near = suggestion(nearest(name, layout.columns.iter().map(|column| column.name.as_str())));
                let Some(column) = layout.columns.iter_mut().find(|column| column.name == *name && !column.codes.is_empty())
                else {
                    let message = format!("'{name}' is no column of codes of {id}");
                    let label = near.unwrap_or_else(|| "only codes change with the years".to_owned());
                    problems.push(mistake(Code::UnknownColumn, message, place(name), label));
                    continue;
                };
                if let Err((word, message)) = change_codes(column, change, year) {
                    problems.push(mistake(Code::WrongValue, message, place(&word), "here".to_owned()));
                }
            }
        }
    }
}

/// Makes one column's codes those from a year on; what cannot be read is told with the word at fault.
fn change_codes(column: &mut Column, change: &toml::Value, year: i32) -> Result<(), (String, String)> {
    let Some(change) = change.as_table() else {
        return Err((column.name.clone(), format!("'{}' needs 'begun' or 'ended'", column.name)));
    };
    for (key, value) in change {
        match (key.as_str(), value) {
            ("begun", toml::Value::Table(begun)) => {
                for (code, means) in begun {
                    let Some(means) = means.as_str() else {
                        return Err((code.clone(), format!("what '{code}' means is no text")));
                    };
                    let full = column.codes.len() >= MOST;
                    match column.codes.iter_mut().find(|known| known.code == *code) {
                        Some(known) => (known.from, known.means) = (year, means.to_owned()),
                        None if full => {
                            return Err((code.clone(), format!("'{}' has more than {MOST} codes", column.name)));
                        }
                        None => {
                            let until = i32::MAX;
                            column.codes.push(CodeMeaning { code: code.clone(), means: means.to_owned(), from: year, until });
                        }
                    }
                }
            }
            ("ended", toml::Value::Array(ended)) => {
                for code in ended.iter().filter_map(toml::Value::as_str) {
                    let Some(known) = column.codes.iter_mut().find(|known| known.code == code) else {
                        return Err((code.to_owned(), format!("'{}' has no code '{code}' that could end", column.name)));
                    };
                    known.until = year - 1;
                }
            }
            _ => return Err((key.clone(), format!("'{key}' is neither 'begun', a table of codes, nor 'ended', a list of them"))),
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::definitions::Sources;

    fn changed(text: &str) -> (Vec<(String, i32, i32)>, Vec<String>) {
        let mut layouts = Sources::built_in().read().value.extracts;
        let mut problems = Vec::new();
        apply(&[Source::new("codes/2030.toml", "2030", text)], &mut layouts, &mut problems);
        let episodes = layouts.iter().find(|layout| layout.id == "episodes").unwrap();
        let place = &episodes.columns[episodes.column("PLACE").unwrap()];
        let of = |code: &CodeMeaning| (code.code.clone(), code.from, code.until);
        let shown = place.codes.iter().filter(|code| matches!(code.code.as_str(), "K3" | "Q1" | "Z1" | "Z11")).map(of).collect();
        (shown, problems.into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn codes_begin_and_end_with_a_year() {
        let (codes, problems) =
            changed("source = \"-\"\n[episodes.PLACE]\nended = [\"K3\"]\n[episodes.PLACE.begun]\nQ1 = \"New\"\n");
        assert!(problems.is_empty(), "{problems:?}");
        let is = |code: &str, from: i32, until: i32| codes.contains(&(code.to_owned(), from, until));
        assert!(is("K3", 2025, 2029) && is("Q1", 2030, i32::MAX), "{codes:?}");
        // Built in: what came with the return of 2025-26.
        assert!(is("Z1", i32::MIN, 2025) && is("Z11", 2026, i32::MAX), "{codes:?}");
    }

    #[test]
    fn mistakes_are_told() {
        for (text, message) in [
            ("[episode.PLACE]\nended = []", "there is no extract 'episode', of which codes change"),
            ("[episodes.PLACES]\nended = []", "'PLACES' is no column of codes of episodes"),
            ("[episodes.DECOM]\nended = []", "'DECOM' is no column of codes of episodes"),
            ("[episodes.PLACE]\nended = [\"Q9\"]", "'PLACE' has no code 'Q9' that could end"),
            ("[episodes.PLACE]\nends = [\"K3\"]", "'ends' is neither 'begun', a table of codes, nor 'ended', a list of them"),
            ("[episodes.PLACE", "'codes/2030.toml' is not TOML"),
        ] {
            assert_eq!(changed(text).1, [message], "{text}");
        }
    }
}
