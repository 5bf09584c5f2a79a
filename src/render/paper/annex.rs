//! What stands behind the tables of a paper: what each indicator means, a short glossary, how to read a chart, how far the
//! data reach.
//!
//! Takes a document, gives titled blocks of text.

use crate::scorecard::Document;

/// An annex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annex {
    /// Its heading.
    pub title: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A block of an annex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading below that of the annex.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Terms, each with what is said of it.
    Terms(Vec<(String, String)>),
}

/// The annexes of a document.
pub fn annexes(_document: &Document) -> Vec<Annex> {
    Vec::new()
}
