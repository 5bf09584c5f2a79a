//! What is said below the table of a group: the commentary, the rest of one row, of several alike, and the notes.
//!
//! Takes a section of the layout. The same reason of twenty rows is said once, with the rows it is of.

use super::layout::{Detail, Line, Section};
use super::words;
use scorecard_core::scorecard::Row;

/// What is said below the table of a group.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    /// Rows that somebody spoke of or whose past was revised, that first and then what else is said of each alone.
    pub commentary: Vec<(&'a Row, Vec<&'a Detail>)>,
    /// Rows that nobody spoke of, with what is said of each alone.
    pub rows: Vec<(&'a Row, Vec<&'a Detail>)>,
    /// What is said of several rows alike, and every reason, with the ids of the rows.
    pub alike: Vec<(&'a Detail, Vec<&'a str>)>,
    /// Rows with their notes, and how sure their figures are.
    pub notes: Vec<(&'a Row, Vec<&'a str>)>,
}

/// What stands above what is said of rows, where that does not follow the table of their group.
pub const HEADING: &str = "Row by row";

impl Said<'_> {
    /// Whether anything is said besides the notes and what the symbols in the table say.
    pub fn has_more(&self) -> bool {
        let of_rows = self.commentary.iter().chain(&self.rows).flat_map(|(_, details)| details.iter().copied());
        of_rows.chain(self.alike.iter().map(|(detail, _)| *detail)).any(|detail| !detail.is_legend())
    }
}

/// The label of something said behind another: the month and the role are not said again where they are the same.
pub fn label<'a>(before: Option<&Detail>, detail: &'a Detail) -> &'a str {
    let parts = |label: &'a str| label.split_once(" (");
    match (parts(&detail.label), before.and_then(|before| before.label.split_once(" ("))) {
        (Some((label, of)), Some((_, other))) if of == other => label,
        _ => &detail.label,
    }
}

/// Sorts what is said of the rows of a section.
pub fn said<'a>(section: &'a Section<'a>) -> Said<'a> {
    let lines: Vec<&Line<'a>> = section.all_lines().collect();
    let of = |detail: &Detail| lines.iter().filter(|line| line.details.contains(detail)).count();
    let mut said = Said { commentary: Vec::new(), rows: Vec::new(), alike: Vec::new(), notes: Vec::new() };
    for line in &lines {
        let mut open = Vec::new();
        let mut alone = Vec::new();
        let mut notes = Vec::new();
        for detail in &line.details {
            if in_the_open(line.row, detail) {
                open.push(detail);
            } else if is_note(detail) {
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
        if !open.is_empty() {
            open.extend(alone);
            said.commentary.push((line.row, open));
        } else if !alone.is_empty() {
            said.rows.push((line.row, alone));
        }
        if !notes.is_empty() {
            said.notes.push((line.row, notes));
        }
    }
    said.alike.sort_by(|(a, _), (b, _)| a.label.cmp(&b.label));
    said
}

/// Whether a detail is read before all others: what was said, and what was revised.
pub(super) fn in_the_open(row: &Row, detail: &Detail) -> bool {
    let said = |text: &Option<String>| text.as_ref() == Some(&detail.text);
    detail.label == "Revised" || row.comments.iter().any(|comment| said(&comment.behind) || said(&comment.doing))
}

/// Where the figure is from, how sure it is and how it is to be read, not what it says.
fn is_note(detail: &Detail) -> bool {
    ["Note", "Interval", "Small numbers"].contains(&detail.label.as_str())
}

/// What goes with the rating or the trend picture in the row's cells.
fn is_verdict(line: &Line<'_>, detail: &Detail) -> bool {
    detail.label == words::rating(line.row.rating) || detail.label == "Trend"
}

#[cfg(test)]
mod tests {
    use super::super::layout::Detail;
    use super::is_note;

    #[test]
    fn who_said_it_and_when_is_said_once() {
        let detail = |label: &str| Detail { label: label.to_owned(), text: String::new() };
        let (behind, done) = (detail("What is behind it (May 2018, Head)"), detail("What is being done (May 2018, Head)"));
        assert_eq!(super::label(None, &behind), "What is behind it (May 2018, Head)");
        assert_eq!(super::label(Some(&behind), &done), "What is being done");
        assert_eq!(super::label(Some(&behind), &detail("What is being done (May 2018)")), "What is being done (May 2018)");
        assert_eq!(super::label(Some(&behind), &detail("Revised")), "Revised");
    }

    #[test]
    fn how_sure_a_figure_is_stands_among_the_notes() {
        let note = |label: &str| is_note(&Detail { label: label.to_owned(), text: String::new() });
        assert!(["Note", "Interval", "Small numbers"].into_iter().all(note));
        assert!(!["Revised", "Forecast", "Trend", "What is behind it (March 2018)"].into_iter().any(note));
    }
}
