//! What is said below a scorecard on the terminal: commentary, and figures that were restated.

use super::{table, words};
use scorecard_core::scorecard::{Row, Scorecard, Symbol};

/// The mark of a restated figure, with a space before it.
pub(super) fn revised(row: &Row) -> String {
    row.restated(row.previous.0).map(|_| format!(" {}", Symbol::Revised.bracketed())).unwrap_or_default()
}

/// The restated figures and the commentary of a scorecard, each with its heading; nothing where there is neither.
pub(super) fn below(scorecard: &Scorecard, width: u16) -> String {
    let mut text = String::new();
    section(&mut text, &format!("{} Revised since they were reported:", Symbol::Revised.bracketed()), width, restated(scorecard));
    section(&mut text, "Commentary:", width, commentary(scorecard));
    text
}

fn section(text: &mut String, heading: &str, width: u16, items: Vec<(String, Vec<String>)>) {
    if items.is_empty() {
        return;
    }
    text.push_str(&format!("\n{heading}\n"));
    for (head, lines) in items {
        text.push_str(&table::wrap(&head, width));
        text.push('\n');
        // What somebody wrote may have lines of its own.
        for line in lines.iter().flat_map(|line| line.lines()).filter(|line| !line.trim().is_empty()) {
            for part in table::wrap(line.trim(), width - 2).lines() {
                text.push_str(&format!("  {part}\n"));
            }
        }
    }
}

fn restated(scorecard: &Scorecard) -> Vec<(String, Vec<String>)> {
    let rows = scorecard.every_row().filter(|row| !row.restated.is_empty());
    rows.map(|row| (name(row), row.restated.iter().map(words::restated).collect())).collect()
}

fn commentary(scorecard: &Scorecard) -> Vec<(String, Vec<String>)> {
    let mut items = Vec::new();
    for row in scorecard.every_row() {
        for comment in &row.comments {
            let of = comment.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
            let said = [("Behind it", &comment.behind), ("Being done", &comment.doing)];
            let said = said.into_iter().filter_map(|(label, text)| text.as_ref().map(|text| format!("{label}: {text}")));
            items.push((format!("{} ({}{of})", name(row), comment.month.long()), said.collect()));
        }
    }
    items
}

/// A row by its id and name; a group of a breakdown with the name of its row in the id.
fn name(row: &Row) -> String {
    if row.is_part() { row.id.clone() } else { format!("{} {}", row.id, row.title) }
}
