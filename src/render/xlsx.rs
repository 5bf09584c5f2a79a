//! An accessible Excel workbook.

use crate::scorecard::Document;

/// The document's bytes, the same for the same document.
///
/// # Errors
/// Only for faults of ours.
pub fn render(_document: &Document) -> anyhow::Result<Vec<u8>> {
    Ok(Vec::new())
}
