//! What is said of a group's rows: commentary in the open, notes and charts to be opened (and open on paper).

use super::section::tag;
use super::table::{anchor, row_anchor};
use crate::chart;
use crate::layout::{Detail, Line, Section};
use crate::markup::escape;
use crate::said::in_the_open;

/// Commentary and revisions of a group, then its notes and charts.
pub(super) fn of_group(section: &Section<'_>, prefix: &str, level: usize) -> String {
    let lines: Vec<&Line<'_>> = section.all_lines().collect();
    let open = |line: &Line<'_>, wanted: bool| -> Vec<Detail> {
        line.details.iter().filter(|detail| in_the_open(line.row, detail) == wanted).cloned().collect()
    };
    let said: String = lines
        .iter()
        .map(|line| (line, open(line, true)))
        .filter(|(_, details)| !details.is_empty())
        .map(|(line, details)| format!("<div class=\"entry\">\n{}{}</div>\n", name(line, level + 1), list(&details)))
        .collect();
    let mut html = String::new();
    if !said.is_empty() {
        html += &format!("<div class=\"commentary\">\n<h{level}>Commentary</h{level}>\n{said}</div>\n");
    }
    let noted: Vec<&&Line<'_>> = lines.iter().filter(|line| !line.details.is_empty()).collect();
    let charts = noted.iter().any(|line| line.row.chart.is_some());
    if !noted.is_empty() {
        let what = if charts { "Notes and charts" } else { "Notes" };
        let entries: String = noted
            .iter()
            .map(|line| {
                let id = anchor(prefix, line);
                let drawn = drawing(line, &id, prefix);
                let class = if drawn.is_empty() { "entry" } else { "entry charted" };
                format!(
                    "<div class=\"{class}\" id=\"{id}\">\n<div class=\"words\">\n{}{}</div>\n{drawn}{}</div>\n",
                    name(line, level),
                    list(&open(line, false)),
                    if drawn.is_empty() { back(line, prefix) } else { String::new() }
                )
            })
            .collect();
        html += &format!("<details>\n<summary>{what}</summary>\n{entries}</details>\n");
    }
    html
}

/// The way back to the row in its table; groups of breakdowns have no row there.
fn back(line: &Line<'_>, prefix: &str) -> String {
    if line.row.is_part() {
        return String::new();
    }
    let row = row_anchor(prefix, line.row);
    format!("<p class=\"back\"><a href=\"#{row}\">Back to {} in its table</a></p>\n", escape(&line.row.id))
}

fn name(line: &Line<'_>, level: usize) -> String {
    let of = line.row.part_of.as_ref().map(|part| format!("{}: ", part.row)).unwrap_or_default();
    let id = if of.is_empty() { format!("{} ", line.row.id) } else { of };
    format!(
        "<h{level} class=\"entry-name\">{}{} {}</h{level}>\n",
        escape(&id),
        escape(&line.row.title),
        if !line.row.is_part() { tag(line.row.rating) } else { String::new() }
    )
}

/// Details in their order; those that follow each other under one label have it once.
fn list(details: &[Detail]) -> String {
    if details.is_empty() {
        return String::new();
    }
    let item = |same: &[Detail]| {
        let label = same.first().map(|detail| escape(&detail.label)).unwrap_or_default();
        let text = |detail: &Detail| {
            let class = if detail.text.starts_with("Source: ") { " class=\"minor\"" } else { "" };
            format!("<dd{class}>{}</dd>", escape(&detail.text))
        };
        let texts: String = same.iter().map(text).collect();
        // What the head of the paper says of all rows is not printed of each.
        let told = same.iter().all(|detail| detail.text.starts_with("Source: ") || detail.text.starts_with("[d]"));
        format!("<div{}><dt>{label}</dt>{texts}</div>\n", if told { " class=\"minor\"" } else { "" })
    };
    format!("<dl>\n{}</dl>\n", details.chunk_by(|a, b| a.label == b.label).map(item).collect::<String>())
}

/// The full chart where a rule set was asked of the history; on a narrow screen it is moved sideways, which the link
/// within lets the keyboard do.
fn drawing(line: &Line<'_>, id: &str, prefix: &str) -> String {
    if line.row.chart.is_none() {
        return String::new();
    }
    match chart::chart(line.row, &format!("{id}-chart")) {
        drawn if drawn.is_empty() => String::new(),
        drawn => {
            let told = if line.row.asks_to_be_seen() { " told" } else { "" };
            format!("<div class=\"scroll{told}\">\n{drawn}\n{}</div>\n", back(line, prefix))
        }
    }
}
