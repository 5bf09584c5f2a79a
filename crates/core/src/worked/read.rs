//! Reads what a case expects, from `expected.toml` or `expected.json`, and finds every mistake in it.

use std::path::Path;

use super::{Case, Expected};
use crate::definitions::reader::{self, Entry, Table, Text};
use crate::definitions::settings::not_a_code;
use crate::definitions::{Catalogue, Part, Source, files, keys};
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// The files that say what is expected; a case has one of them.
pub const EXPECTED: [&str; 2] = ["expected.toml", "expected.json"];

/// Reads the case of a folder; nothing where it has a mistake.
pub fn read(folder: &Path, catalogue: &Catalogue, problems: &mut Vec<Problem>) -> Option<Case> {
    let shown = folder.to_string_lossy().replace('\\', "/");
    let unusable = |why: String| Problem::new(Code::UnusableCase, why).in_file(shown.clone());
    let there: Vec<&str> = EXPECTED.into_iter().filter(|name| folder.join(name).symlink_metadata().is_ok()).collect();
    let extracts = folder.join("extracts");
    if !extracts.is_dir() {
        problems.push(unusable(format!("the case '{shown}' has no folder 'extracts'")));
    }
    let file = match there.as_slice() {
        [file] => *file,
        [] => {
            problems.push(unusable(format!("the case '{shown}' does not say what is expected: it has no {}", EXPECTED[0])));
            return None;
        }
        _ => {
            let both = EXPECTED.join(" and ");
            problems.push(unusable(format!("the case '{shown}' says twice what is expected: in {both}")).help("Keep one."));
            return None;
        }
    };
    let text = match files::text(&folder.join(file)) {
        Ok(text) => text,
        Err(why) => {
            problems.push(unusable(format!("'{shown}/{file}' is not read: {why}")));
            return None;
        }
    };
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let source = Source::new(format!("{shown}/{file}"), name.clone(), text);
    let mut met = Vec::new();
    let case = reader::read(&source, &keys::CASE, &mut met, |table| {
        Some(Case {
            title: table.words("title").or_else(|| heading(folder)),
            name,
            folder: shown.clone(),
            extracts: extracts.clone(),
            period: table.words("period")?.parse().ok()?,
            authority: authority(table),
            scorecard: scorecard(table, catalogue)?,
            rows: rows(table, catalogue),
        })
    });
    let sound = extracts.is_dir() && !crate::problem::stops(&met);
    problems.append(&mut met);
    case.filter(|_| sound)
}

/// The heading of `case.md`, where there is one.
fn heading(folder: &Path) -> Option<String> {
    let text = files::text(&folder.join("case.md")).ok()?;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(crate::plain::line(line.trim_start_matches('#').trim()).into_owned())
}

fn authority(table: &Table<'_>) -> Option<String> {
    let code = table.text("authority")?;
    if let Some(wrong) = not_a_code(&code.value) {
        table.mistake(Code::WrongValue, format!("'{}' is not the ONS code of an authority", code.value), code.span, wrong);
        return None;
    }
    Some(code.value)
}

/// The scorecard that it names; nothing at all where that is not there.
fn scorecard(table: &Table<'_>, catalogue: &Catalogue) -> Option<Option<String>> {
    let Some(named) = table.text("scorecard") else { return Some(None) };
    if catalogue.scorecard(&named.value).is_some() || catalogue.broken(Part::Scorecards, &named.value).is_some() {
        return Some(Some(named.value));
    }
    let near = suggestion(nearest(&named.value, catalogue.scorecards.iter().map(|scorecard| scorecard.id.as_str())));
    let problem = Problem::new(Code::WrongValue, format!("there is no scorecard '{}'", named.value))
        .snippet(table.source().snippet(named.span, near.unwrap_or_else(|| "not defined".to_owned())));
    table.report(problem.help("Name a scorecard that `scorecard list scorecards` shows."));
    None
}

fn rows(table: &Table<'_>, catalogue: &Catalogue) -> Vec<Expected> {
    let mut rows = Vec::new();
    for (id, entry) in table.entries("rows") {
        let Entry::Table(entry) = entry else { continue };
        is_there(table, &id, catalogue);
        let expected = expected(&id.value, &entry);
        if is_empty(&expected) {
            let help = "Work it out by hand from the extracts, and write it here; never what the program says.";
            let label = "numerator and denominator, value, display or no_data";
            let problem = Problem::new(Code::MissingKey, format!("nothing is expected of '{}' yet", id.value));
            table.report(problem.help(help).snippet(table.source().snippet(id.span.clone(), label)));
        }
        if expected.no_data && (expected.numerator.is_some() || expected.value.is_some() || expected.display.is_some()) {
            let message = format!("'{}' is expected to have a figure and to have none", id.value);
            table.mistake(Code::WrongValue, message, id.span.clone(), "leave out no_data, or the figure");
        }
        if expected.rating.is_some() && !table.has("scorecard") {
            let message = format!("'{}' is rated by a scorecard only", id.value);
            table.mistake(Code::WrongValue, message, id.span.clone(), "name the scorecard at the top, or leave out rating");
        }
        rows.push(expected);
    }
    if rows.is_empty() && table.has("rows") {
        table.mistake(Code::MissingKey, "the case expects nothing of any row", 0..0, "add [rows.INDICATOR]");
    }
    rows
}

/// Tells of a row that nothing has the id of.
fn is_there(table: &Table<'_>, id: &Text, catalogue: &Catalogue) {
    let name = id.value.as_str();
    let mistake = |message: String, near: Option<String>, code: Code| {
        table.mistake(code, message, id.span.clone(), near.unwrap_or_else(|| "not defined".to_owned()));
    };
    match table.words("scorecard").map(|named| catalogue.scorecard(&named)) {
        None => {
            if catalogue.indicator(name).is_none() && catalogue.broken(Part::Library, name).is_none() {
                let near = suggestion(nearest(name, catalogue.indicators.iter().map(|indicator| indicator.id.as_str())));
                mistake(format!("there is no indicator '{name}'"), near, Code::UnknownIndicator);
            }
        }
        Some(None) => {}
        Some(Some(scorecard)) => {
            let rows = || scorecard.groups.iter().flat_map(|group| &group.rows).map(|row| row.id.as_str());
            if !rows().any(|row| row == name) {
                let near = suggestion(nearest(name, rows()));
                mistake(format!("the scorecard '{}' has no row '{name}'", scorecard.id), near, Code::UnknownRow);
            }
        }
    }
}

fn expected(id: &str, entry: &Table<'_>) -> Expected {
    let number = |key: &str| entry.decimal(key).map(|number| number.value);
    Expected {
        id: id.to_owned(),
        numerator: number("numerator"),
        denominator: number("denominator"),
        value: number("value"),
        display: entry.words("display"),
        no_data: entry.yes_no("no_data").unwrap_or(false),
        rating: entry.words("rating"),
        counted: entry.has("counted").then(|| entry.list("counted")),
        cohort: entry.has("cohort").then(|| entry.list("cohort")),
    }
}

fn is_empty(expected: &Expected) -> bool {
    *expected == Expected { id: expected.id.clone(), ..Expected::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::Sources;

    /// What is said of a case with this text: `code: label`, or its rows.
    fn said(file: &str, text: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("extracts")).unwrap();
        std::fs::write(folder.path().join(file), text).unwrap();
        let mut problems = Vec::new();
        let case = read(folder.path(), &Sources::built_in().read().value, &mut problems);
        assert_eq!(case.is_some(), problems.is_empty(), "{problems:?}");
        let label = |problem: &Problem| problem.snippets.first().map_or(String::new(), |snippet| snippet.label.clone());
        let said = problems.iter().map(|problem| format!("{}: {}", problem.code.as_str(), label(problem)));
        said.chain(case.into_iter().flat_map(|case| case.rows).map(|row| format!("{} {:?}", row.id, row.numerator))).collect()
    }

    #[test]
    fn both_forms_say_the_same() {
        let toml = "period = \"2019-03\"\nauthority = \"E08000011\"\n[rows.foster-percent]\nnumerator = 6\ndenominator = 10\n";
        assert_eq!(said("expected.toml", toml), ["foster-percent Some(6.0)"]);
        let json = r#"{"period": "2019-03", "rows": {"foster-percent": {"numerator": 6, "denominator": 10}}}"#;
        assert_eq!(said("expected.json", json), ["foster-percent Some(6.0)"]);
    }

    #[test]
    fn mistakes_are_told_with_what_was_meant() {
        let head = "period = \"2019-03\"\n";
        let rows = |text: &str| said("expected.toml", &format!("{head}{text}"));
        assert_eq!(
            rows(""),
            ["missing-key: 'rows' is missing: What must come out, by the id of an indicator, or of a row of `scorecard`."]
        );
        assert_eq!(rows("[rows]\n"), ["missing-key: add [rows.INDICATOR]"]);
        assert_eq!(rows("[rows.foster-percnt]\nvalue = 1\n"), ["unknown-indicator: did you mean 'foster-percent'?"]);
        assert_eq!(rows("[rows.cla-count]\n"), ["missing-key: numerator and denominator, value, display or no_data"]);
        assert_eq!(
            rows("[rows.cla-count]\nvalue = \"3\"\n"),
            ["wrong-type: this is text", "missing-key: numerator and denominator, value, display or no_data"]
        );
        assert_eq!(rows("[rows.cla-count]\nvalue = 3\nno_data = true\n"), ["wrong-value: leave out no_data, or the figure"]);
        assert_eq!(
            rows("[rows.cla-count]\nrating = \"red\"\n"),
            ["wrong-value: name the scorecard at the top, or leave out rating"]
        );
        assert_eq!(
            said("expected.toml", "period = \"2019-03\"\nscorecard = \"knowsly\"\n[rows.KN-15]\nvalue = 1\n"),
            ["wrong-value: did you mean 'knowsley'?"]
        );
        assert_eq!(said("expected.toml", "period = \"2019-03\"\nscorecard = \"knowsley\"\n[rows.KN-1S]\nvalue = 1\n").len(), 1);
        assert_eq!(
            said("expected.json", "{\"period\": \"2019-03\" \"rows\": {}}").first().map(|said| said.starts_with("json-syntax")),
            Some(true)
        );
    }

    #[test]
    fn a_folder_that_is_no_case_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::default();
        let mut problems = Vec::new();
        assert!(read(folder.path(), &catalogue, &mut problems).is_none());
        assert_eq!(problems.len(), 2, "{problems:?}");
        for file in EXPECTED {
            std::fs::write(folder.path().join(file), "").unwrap();
        }
        problems.clear();
        assert!(read(folder.path(), &catalogue, &mut problems).is_none());
        assert!(problems.iter().any(|problem| problem.message.contains("says twice")), "{problems:?}");
    }
}
