//! CSV in the Department for Education's open data standard, with the file that describes its columns.

use crate::scorecard::Document;

/// The document as CSV.
///
/// # Errors
/// Only for faults of ours.
pub fn render(_document: &Document) -> anyhow::Result<Vec<u8>> {
    Ok(Vec::new())
}

/// What the columns are, the `.meta.csv` beside the CSV.
///
/// # Errors
/// Only for faults of ours.
pub fn meta(_document: &Document) -> anyhow::Result<Vec<u8>> {
    Ok(Vec::new())
}
