//! What is said below the table of a group: of one row, of several alike, and the notes.
//!
//! Takes a section of the layout. The same reason of twenty rows is said once, with the rows it is of.

use super::layout::{Detail, Line, Section};
use super::words;
use crate::scorecard::Row;

/// What is said below the table of a group.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    /// Rows with what is said of each alone.
    pub rows: Vec<(&'a Row, Vec<&'a Detail>)>,
    /// What is said of several rows alike, and every reason, with the ids of the rows.
    pub alike: Vec<(&'a Detail, Vec<&'a str>)>,
    /// Rows with their notes.
    pub notes: Vec<(&'a Row, Vec<&'a str>)>,
}

/// Sorts what is said of the rows of a section.
pub fn said<'a>(section: &'a Section<'a>) -> Said<'a> {
    let lines: Vec<&Line<'a>> = section.parts.iter().flat_map(|part| &part.lines).collect();
    let of = |detail: &Detail| lines.iter().filter(|line| line.details.contains(detail)).count();
    let mut said = Said { rows: Vec::new(), alike: Vec::new(), notes: Vec::new() };
    for line in &lines {
        let mut alone = Vec::new();
        let mut notes = Vec::new();
        for detail in &line.details {
            if is_note(detail) {
                notes.push(detail.text.as_str());
            } else if is_verdict(line, detail) || of(detail) > 1 {
                match said.alike.iter_mut().find(|(other, _)| *other == detail) {
                    Some((_, rows)) => rows.push(&line.row.id),
                    None => said.alike.push((detail, vec![&line.row.id])),
                }
            } else {
                alone.push(detail);
            }
        }
        if !alone.is_empty() {
            said.rows.push((line.row, alone));
        }
        if !notes.is_empty() {
            said.notes.push((line.row, notes));
        }
    }
    said.alike.sort_by(|(a, _), (b, _)| a.label.cmp(&b.label));
    said
}

/// Where the figure is from and how it is to be read, not what it says.
fn is_note(detail: &Detail) -> bool {
    detail.label == "Note"
}

/// What goes with the rating or the trend picture in the row's cells.
fn is_verdict(line: &Line<'_>, detail: &Detail) -> bool {
    detail.label == words::rating(line.row.rating) || detail.label == "Trend"
}
