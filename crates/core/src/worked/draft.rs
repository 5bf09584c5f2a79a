//! The files of a new case: the smallest extracts that an indicator needs, with two invented children, and what is left
//! to work out by hand.
//!
//! Takes an indicator explained and the layouts, gives texts. No figure stands in them: that is for who works the case.

use std::collections::BTreeSet;

use crate::calendar::{Day, Month, day, iso, long};
use crate::definitions::Layout;
use crate::definitions::extract::{Column, ColumnKind};
use crate::explain::Explanation;

/// The children of a new case.
const CHILDREN: [&str; 2] = ["A1", "A2"];

/// The authority of a new case, where one is needed.
const AUTHORITY: &str = "E08000011";

/// Columns that say how something ended: it goes on.
const ENDS: [&str; 3] = ["DEC", "REC", "REASON_PLACE_CHANGE"];

/// The files of a case by their paths in its folder.
pub fn draft(name: &str, explained: &Explanation, layouts: &[Layout], period: Month) -> Vec<(String, String)> {
    let mut files =
        vec![("case.md".to_owned(), about(name, explained, period)), ("expected.toml".to_owned(), expected(explained, period))];
    for (extract, needed) in &explained.needs {
        let Some(layout) = layouts.iter().find(|layout| layout.id == *extract) else { continue };
        let needed: BTreeSet<&str> = needed.iter().map(String::as_str).collect();
        files.push((format!("extracts/{extract}.csv"), csv(layout, &needed, explained, period)));
    }
    files
}

fn about(name: &str, explained: &Explanation, period: Month) -> String {
    let indicator = &explained.indicator;
    let mut text = format!("# {name}\n\nWhat is looked at: say it in a sentence.\n\n");
    text += &format!("{}: {}, as at {}.\n", indicator.id, indicator.title, long(period.last()));
    text += &format!("The table `{}` has {}\n", indicator.table.value, lower(&explained.table_about));
    if let Some(cohort) = &indicator.cohort {
        text += &format!("\nCohort: `{}`\n", one_line(&cohort.value));
    }
    let asked: Vec<String> =
        indicator.statistic.asked().map(|(asked, text)| format!("{}: `{}`", asked.in_case, one_line(&text.value))).collect();
    if !asked.is_empty() {
        text += &format!("\n{}\n", asked.join("; "));
    }
    text += "\n| child | what is so of it | in the cohort | counted |\n|---|---|---|---|\n";
    CHILDREN.iter().for_each(|child| text += &format!("| {child} |  |  |  |\n"));
    text += "\nGive each part of the conditions a child for which it holds and one for which it just does not.\n";
    text
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn expected(explained: &Explanation, period: Month) -> String {
    let mut text =
        "# What must come out, worked by hand from the extracts beside this file: never what the program says.\n".to_owned();
    text += &format!("period = \"{period}\"\n");
    if explained.needs_authority {
        text += &format!("authority = \"{AUTHORITY}\"\n");
    }
    text += &format!("\n[rows.{}]\n", key(&explained.indicator.id));
    text += explained.indicator.statistic.is.expected;
    text += "# Who is counted, and out of whom: with these it is told which child makes a difference.\n";
    text += "# counted = [\"A1\"]\n# cohort = [\"A1\", \"A2\"]\n";
    text
}

/// A key as TOML has it.
fn key(id: &str) -> String {
    let bare = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if bare { id.to_owned() } else { toml::Value::from(id).to_string() }
}

fn csv(layout: &Layout, needed: &BTreeSet<&str>, explained: &Explanation, period: Month) -> String {
    let first_date = layout.columns.iter().position(|column| column.kind == ColumnKind::Date && column.name != "DOB");
    let is_key = |at: usize| layout.key.contains(&at);
    let shown: Vec<(usize, &Column)> = layout
        .columns
        .iter()
        .enumerate()
        .filter(|(at, column)| is_key(*at) || column.required || needed.contains(column.name.as_str()))
        .collect();
    let mut text = shown.iter().map(|(_, column)| column.name.as_str()).collect::<Vec<_>>().join(",") + "\n";
    let of_children = shown.iter().any(|(_, column)| column.kind == ColumnKind::Child);
    let has_leavers = explained.needs.contains_key("oc3");
    for number in 0..if of_children { CHILDREN.len() } else { 1 } {
        let cells: Vec<String> = shown
            .iter()
            .map(|(at, column)| {
                let filled = is_key(*at)
                    || column.required
                    || Some(*at) == first_date
                    || column.kind != ColumnKind::Date
                    || column.name == "DOB";
                if filled { cell(column, number, has_leavers, period) } else { String::new() }
            })
            .collect();
        text += &(cells.join(",") + "\n");
    }
    text
}

/// A plain cell of a column, for the first child or the second.
fn cell(column: &Column, number: usize, has_leavers: bool, period: Month) -> String {
    let date = |on: Option<Day>| on.map(iso).unwrap_or_default();
    let tenth = |month: Month| day(month.year(), month.number(), 10);
    match (column.name.as_str(), column.kind) {
        (name, _) if ENDS.contains(&name) => String::new(),
        ("RNE", _) => "S".to_owned(),
        ("DOB", _) => {
            let age = if has_leavers { 19 } else { 12 };
            date(tenth(period.back((age + number as i32) * 12 + 6)))
        }
        ("DECOM" | "UASC_START", _) => date(tenth(period.back(if number == 0 { 20 } else { 5 }))),
        ("area_code" | "oslaua", _) => AUTHORITY.to_owned(),
        ("year", _) => (period.year() - 1).to_string(),
        ("population_0_17", _) => "1000".to_owned(),
        (_, ColumnKind::Child) => CHILDREN.get(number).map(|child| (*child).to_owned()).unwrap_or_default(),
        (_, ColumnKind::Date) => date(tenth(period.back(1))),
        (_, ColumnKind::Code) => {
            let holds =
                |code: &&crate::definitions::extract::CodeMeaning| code.from <= period.year() && code.until >= period.year();
            column.codes.iter().find(holds).map(|code| code.code.clone()).unwrap_or_default()
        }
        (_, ColumnKind::Flag) => (1 - number).to_string(),
        (_, ColumnKind::Integer) => (1 + number as i64).clamp(column.range.0, column.range.1).to_string(),
        (_, ColumnKind::Number) => (1 + number).to_string(),
        (_, ColumnKind::Text) => format!("text {}", number + 1),
        (_, ColumnKind::Identifier) => format!("W{}", number + 1),
        (_, ColumnKind::Postcode) => "AB1 2CD".to_owned(),
        (_, ColumnKind::Month) => period.to_string(),
    }
}
