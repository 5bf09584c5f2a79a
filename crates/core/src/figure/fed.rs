//! A figure that was fed: by a survey, a return, a judgement in words.

use super::Measured;
use super::rounded::Rounding;
use crate::calendar::{Day, Month};
use crate::definitions::{RowDefinition, Unit};
use crate::said::Note;

/// A figure that was fed, with what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fed {
    /// The figure, or why there is none.
    pub measured: Measured,
    /// What the reader should know of it.
    pub notes: Vec<Note>,
    /// First and last day of the time it speaks of.
    pub window: (Day, Day),
}

impl Fed {
    /// The same of rounded counts. How many answered goes: it would be told exactly.
    pub fn rounded(self, rounding: Rounding, unit: Unit) -> Self {
        let notes = self.notes.into_iter().filter(|note| !matches!(note, Note::Answers { .. })).collect();
        Fed { measured: rounding.measured(&self.measured, unit), notes, window: self.window }
    }
}

/// Gives what feeds a row for a month; nothing for rows that no file feeds.
pub type Feeder<'a> = &'a dyn Fn(&RowDefinition, Month) -> Option<Fed>;
