//! The red rows of scorecards as a sheet to fill in: what is behind each figure, what is being done, and in which role.
//!
//! Takes a document, gives CSV that the reader of commentary takes back. Titles and figures stand in it for orientation.

use scorecard_core::definitions::csv_table::BESIDES;
use scorecard_core::formulas::harmless;
use scorecard_core::rating::Rating;
use scorecard_core::scorecard::{Comment, Document, Row, Scorecard};

/// The red rows, each once: all, or those without a comment of the month.
pub fn rows(document: &Document, missing: bool) -> Vec<(&Scorecard, &Row, Option<&Comment>)> {
    let mut found = Vec::new();
    for scorecard in &document.scorecards {
        for row in scorecard.rows().filter(|row| row.rating == Rating::Red) {
            let comment = row.comments.iter().find(|comment| comment.month == document.period);
            if !(missing && comment.is_some()) {
                found.push((scorecard, row, comment));
            }
        }
    }
    found
}

/// The sheet.
///
/// # Errors
/// Only for faults of ours.
pub fn csv(document: &Document, missing: bool) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let [title, figure, target, ..] = BESIDES;
    writer.write_record(["scorecard", "row", "month", title, figure, target, "behind", "doing", "role", "public"])?;
    let month = document.period.to_string();
    for (scorecard, row, comment) in rows(document, missing) {
        let said = |text: Option<&String>| text.map(|text| harmless(text)).unwrap_or_default();
        let target = row.target.as_ref().map(|target| harmless(&target.text)).unwrap_or_default();
        writer.write_record([
            scorecard.id.clone(),
            row.id.clone(),
            month.clone(),
            harmless(&row.title),
            row.display().unwrap_or_default(),
            target,
            said(comment.and_then(|comment| comment.behind.as_ref())),
            said(comment.and_then(|comment| comment.doing.as_ref())),
            said(comment.and_then(|comment| comment.role.as_ref())),
            String::new(),
        ])?;
    }
    Ok(writer.into_inner()?)
}
