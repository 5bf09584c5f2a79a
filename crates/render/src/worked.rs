//! Cases worked by hand on the terminal: for each row that differs what was expected, what came and how each child stands;
//! then a table of all rows.
//!
//! Case-level where a row differs: children of the case stand in it by their identifiers.

use super::formats::{Format, Look, Wants};
use super::table::{self, Style};
use super::{problems, wrap};
use scorecard_core::calendar::iso;
use scorecard_core::cases::Cell;
use scorecard_core::plain;
use scorecard_core::worked::{Came, CaseReport, Expected, Outcome, Report, RowReport, Standing};

pub(super) static FORMAT: Format<Report, Look> = Format {
    name: "table",
    ending: "txt",
    about: "Text",
    offered: 9,
    terminal: true,
    children: true,
    wants: Wants::FIGURES,
    beside: None,
    render: |report, look| Ok(text(report, look.tables, look.problems).into_bytes()),
};

/// So many children of a row are shown: a case is small.
const SHOWN: usize = 40;

/// The cases as text.
pub fn text(report: &Report, style: Style, messages: problems::Style) -> String {
    let mut text = String::new();
    for case in &report.cases {
        if !case.problems.is_empty() {
            text.push_str(&problems::render(&case.problems, messages));
        }
        for row in case.rows.iter().filter(|row| row.outcome != Outcome::AsWorked) {
            text.push_str(&differs(case, row, style));
            text.push('\n');
        }
    }
    text.push_str(&table(report, style));
    text.push('\n');
    text.push_str(&problems::render(&report.notes, messages));
    text.push_str(&tally(report));
    text
}

/// How many cases and rows there are, and how they came out.
pub fn tally(report: &Report) -> String {
    let tally = report.tally();
    let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
    let mut said = vec![format!("{} as worked", tally.as_worked)];
    if tally.differ > 0 {
        said.push(count(tally.differ, "differs", "differ"));
    }
    if tally.not_run > 0 {
        said.push(format!("{} not run", tally.not_run));
    }
    let rows = tally.as_worked + tally.differ + tally.not_run;
    format!("{}, {}: {}\n", count(report.cases.len(), "case", "cases"), count(rows, "row", "rows"), said.join(", "))
}

/// What is to be known of a row that did not come out as worked.
fn differs(case: &CaseReport, row: &RowReport, style: Style) -> String {
    let mut text = String::new();
    let mut put = |words: &str| {
        let indent = words.len() - words.trim_start().len();
        for line in table::wrap(words.trim_start(), style.width.max(40)).lines() {
            text.push_str(&" ".repeat(indent));
            text.push_str(line);
            text.push('\n');
        }
    };
    put(&format!("{}: {}", case.name, row.expected.id));
    if let Some(title) = &case.title {
        put(title);
    }
    match &row.outcome {
        Outcome::NotRun(why) => put(&format!("  not run: {why}")),
        Outcome::Differs(faults) => {
            put(&format!("  expected  {}", expected(&row.expected)));
            put(&format!("  came      {}", row.came.as_ref().map(came).unwrap_or_default()));
            faults.iter().for_each(|fault| put(&format!("  {fault}")));
        }
        Outcome::AsWorked => {}
    }
    text.push_str(&children(row));
    text
}

/// What is expected, in words.
pub(super) fn expected(row: &Expected) -> String {
    let mut parts = Vec::new();
    match (row.numerator, row.denominator) {
        (Some(numerator), Some(denominator)) => parts.push(format!("{numerator} of {denominator}")),
        (Some(numerator), None) => parts.push(format!("numerator {numerator}")),
        (None, Some(denominator)) => parts.push(format!("denominator {denominator}")),
        (None, None) => {}
    }
    parts.extend(row.value.map(|value| value.to_string()));
    parts.extend(row.display.clone().filter(|display| !parts.contains(display)));
    parts.extend(row.no_data.then(|| "no data".to_owned()));
    parts.extend(row.rating.clone());
    if parts.is_empty() {
        // Children alone are expected.
        let number = |children: &Option<Vec<String>>| children.as_ref().map(Vec::len);
        parts.extend(number(&row.counted).map(|number| format!("{number} counted")));
        parts.extend(number(&row.cohort).map(|number| format!("{number} in the cohort")));
    }
    parts.join(", ")
}

/// What came, in words.
pub(super) fn came(came: &Came) -> String {
    let mut parts = Vec::new();
    match (came.numerator, came.denominator, &came.display) {
        (Some(numerator), Some(denominator), _) => parts.push(format!("{numerator} of {denominator}")),
        (_, _, None) => parts.push("no data".to_owned()),
        _ => {}
    }
    parts.extend(came.display.clone());
    parts.join(", ")
}

/// How each child of the indicator's table stands: those that differ from what is expected where that is known, or all.
fn children(row: &RowReport) -> String {
    if row.children.is_empty() {
        return String::new();
    }
    let known = row.children.iter().any(|standing| standing.differs.is_some());
    let shown: Vec<&Standing> = row.children.iter().filter(|standing| !known || standing.differs.is_some()).collect();
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in shown.iter().flat_map(|standing| &standing.cells) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let head = ["child", "stands", ""].into_iter().chain(names.iter().copied()).map(str::to_owned).collect();
    let mut lines: Vec<Vec<String>> = vec![head];
    for standing in shown.iter().take(SHOWN) {
        let cell =
            |name: &&str| standing.cells.iter().find(|(other, _)| other == name).map_or(String::new(), |(_, cell)| words(cell));
        let fixed = [standing.child.clone(), standing.stands.words(), standing.differs.unwrap_or_default().to_owned()];
        lines.push(fixed.into_iter().chain(names.iter().map(cell)).map(|cell| plain::line(&cell).into_owned()).collect());
    }
    if !known {
        lines.iter_mut().for_each(|line| {
            line.remove(2);
        });
    }
    let mut text = wrap::columns(&lines, "    ");
    if shown.len() > SHOWN {
        text.push_str(&format!("    and {} more\n", shown.len() - SHOWN));
    }
    if !known {
        text.push_str("    Name the children in 'counted' or 'cohort' of the case to be told which one makes the difference.\n");
    }
    text
}

/// A cell in words.
pub(super) fn words(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "–".to_owned(),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => iso(*day),
        Cell::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Cell::Text(text) => text.clone(),
    }
}

/// A line for each row under the name of its case.
fn table(report: &Report, style: Style) -> String {
    let mark = |right: bool| match (right, style.unicode) {
        (true, true) => "✓",
        (false, true) => "✗ differs",
        (true, false) => "ok",
        (false, false) => "differs",
    };
    let line = |row: &RowReport| {
        let (came, how) = match (&row.outcome, &row.came) {
            (Outcome::AsWorked, Some(found)) => (came(found), mark(true)),
            (Outcome::Differs(_), Some(found)) => (came(found), mark(false)),
            _ => (String::new(), "not run"),
        };
        [format!("  {}", row.expected.id), expected(&row.expected), came, how.to_owned()]
    };
    let head = ["Case".to_owned(), "Expected".to_owned(), "Came".to_owned(), String::new()];
    let rows: Vec<Vec<[String; 4]>> = report.cases.iter().map(|case| case.rows.iter().map(line).collect()).collect();
    let width = |at: usize| {
        let cells = rows.iter().flatten().chain([&head]).map(|row| wrap::width(&row[at]));
        cells.max().unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2)];
    let drawn = |row: &[String; 4]| {
        let padded: Vec<String> = row.iter().zip(widths).map(|(cell, width)| wrap::padded(cell, width)).collect();
        format!("{}  {}", padded.join("  "), row[3]).trim_end().to_owned() + "\n"
    };
    let mut text = drawn(&head);
    for (case, rows) in report.cases.iter().zip(&rows) {
        text.push_str(&case.name);
        text.push_str(if rows.is_empty() { ": not run\n" } else { "\n" });
        rows.iter().for_each(|row| text.push_str(&drawn(row)));
    }
    plain::text(&text).into_owned()
}
