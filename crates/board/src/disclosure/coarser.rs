//! What is left out whole where it cannot be found what to hide of it: a breakdown, and at last the histories.
//!
//! Takes a document, gives it with less. Which goes is settled by what was asked for alone, never by numbers: the breakdown that was
//! asked for last goes first, of all rows, then the months of all histories. What is left is protected anew.

use crate::definitions::By;
use crate::scorecard::{Document, Note, Row};

/// Why a breakdown is not there.
const FEW: &str = "its groups would tell what is hidden, with what else is shown or was published before";

/// Leaves out the next thing; false where nothing is left to leave out.
pub fn leave_out(document: &mut Document) -> bool {
    leave_out_breakdown(document) || without_histories(document)
}

/// Leaves out the breakdown that was asked for last; false where there is none.
pub fn leave_out_breakdown(document: &mut Document) -> bool {
    let mut last: Option<By> = None;
    let mut known: Vec<&By> = Vec::new();
    for part in document.scorecards.iter().flat_map(|one| one.every_row()).filter_map(|row| row.part_of.as_ref()) {
        if !known.contains(&&part.by) {
            known.push(&part.by);
            last = Some(part.by.clone());
        }
    }
    let Some(last) = last else { return false };
    without_breakdown(document, &last);
    true
}

fn without_breakdown(document: &mut Document, by: &By) {
    for row in document.scorecards.iter_mut().flat_map(|one| one.rows_mut()) {
        let before = row.parts.len();
        row.parts.retain(|part| part.part_of.as_ref().is_none_or(|part| part.by != *by));
        if row.parts.len() < before {
            row.notes.push(Note::NotBrokenDown { by: by.as_str().to_owned(), why: FEW.to_owned() });
        }
    }
}

/// Without the months of histories and all that is said of them together.
fn without_histories(document: &mut Document) -> bool {
    let mut some = false;
    let mut without_history = |row: &mut Row| {
        if row.series.is_empty() && row.outturns.is_empty() {
            return;
        }
        some = true;
        row.series.clear();
        row.outturns.clear();
        (row.chart, row.verdict, row.trend_marker, row.pace) = (None, None, None, None);
        row.notes.push(Note::HistoryHidden);
    };
    for scorecard in &mut document.scorecards {
        scorecard.for_every_row(&mut without_history);
    }
    some
}
