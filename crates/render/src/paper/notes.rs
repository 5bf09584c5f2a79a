//! Notes of rows for a paper: what is noted of several rows alike is said once, with their ids.
//!
//! Takes what is said below the tables of a scorecard, gives notes; a renderer places them.

use crate::said::Said;
use crate::words;
use scorecard_core::scorecard::Row;

/// What stands above them.
pub const HEADING: &str = "Notes and sources";

/// The notes of a scorecard.
#[derive(Clone, Debug, Default)]
pub struct Notes<'a> {
    /// Each row with its own, as sentences.
    pub own: Vec<(&'a Row, String)>,
    /// What is noted of several rows, with their ids.
    pub shared: Vec<(String, String)>,
}

impl Notes<'_> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.shared.is_empty()
    }
}

/// The notes of all tables.
pub fn notes<'a>(told: &[Said<'a>]) -> Notes<'a> {
    let all: Vec<&(&Row, Vec<&str>)> = told.iter().flat_map(|said| &said.notes).collect();
    let of = |note: &str| all.iter().filter(|(_, notes)| notes.contains(&note)).count();
    let mut found = Notes::default();
    for (row, notes) in &all {
        let mut own = Vec::new();
        for note in notes {
            if of(note) < 2 {
                own.push(sentence(note));
                continue;
            }
            let said = sentence(note);
            match found.shared.iter_mut().find(|(_, other)| *other == said) {
                Some((ids, _)) => *ids = format!("{ids}, {}", row.id),
                None => found.shared.push((row.id.clone(), said)),
            }
        }
        if !own.is_empty() {
            found.own.push((row, own.join(" ")));
        }
    }
    found
}

/// A note with a capital and a full stop, since one follows another.
fn sentence(note: &str) -> String {
    format!("{}{}", words::capital(note), if note.ends_with('.') { "" } else { "." })
}
