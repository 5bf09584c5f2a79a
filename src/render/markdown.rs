//! Markdown, for job summaries and wikis.

use crate::scorecard::Document;

/// The document as text.
pub fn render(_document: &Document) -> String {
    String::new()
}
