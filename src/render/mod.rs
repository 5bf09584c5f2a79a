//! Turns a document into bytes, one file per format.
//!
//! Takes a [`Document`](crate::scorecard::Document), gives text or bytes. No data
//! frame reaches here, nothing is printed, and the same document gives the same bytes.

pub mod json;
pub mod problems;
pub mod table;
