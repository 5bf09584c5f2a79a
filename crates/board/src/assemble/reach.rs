//! Whether a figure can be believed, by how far the data behind it reach.
//!
//! Takes what is known of a row and a month, gives the judgement with it: a figure that the extracts do not tell
//! the whole of is shown and not rated, one that they tell nothing of is no data. Knows nothing of extracts.

use super::Judgement;
use crate::calendar::Month;
use crate::definitions::RowDefinition;
use crate::figure::{Figure, Measured};
use crate::rating::Rating;
use crate::said::{Note, Reason};

/// What is known of how far the data behind rows reach.
#[derive(Clone, Copy)]
pub struct Reach<'a> {
    /// Of a month outside what the extracts tell the whole of: what of it they tell.
    pub outside: &'a dyn Fn(&RowDefinition, Month) -> Option<Outside>,
    /// The month that the data behind a row end in, where that is before the period, with what ends there.
    pub data_to: &'a dyn Fn(&RowDefinition) -> Option<(Month, String)>,
    /// How many rows of a figure hang on a start before the extracts.
    pub short: &'a dyn Fn(&RowDefinition, Month) -> Option<Short>,
}

/// What the extracts tell of a month that they do not tell the whole of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// A part; why not the whole.
    Partly(String),
    /// Only of those who are still there later; why.
    Stayers(String),
    /// Nothing; why.
    Nothing(String),
}

/// How many rows belong, or do not, only because a start before the extracts is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// How many may or may not belong or count.
    pub undecided: usize,
    /// How many belong or may belong.
    pub of: usize,
    /// Whether it is the start of care, not of the placement alone.
    pub care: bool,
    /// Whether the numbers may be shown.
    pub shown: bool,
}

/// One in so many may be undecided in a figure that is rated.
const ONE_IN: usize = 20;

impl Short {
    /// Whether too many are undecided for the figure to be rated.
    pub fn is_too_short(&self) -> bool {
        self.undecided * ONE_IN > self.of
    }

    /// In words: `for 244 of 366 children the start of care is before the extracts`.
    fn words(&self, counts: &str) -> String {
        let counts = if counts.is_empty() { "rows" } else { counts };
        let many = if self.shown { format!("{} of {} {counts}", self.undecided, self.of) } else { format!("many {counts}") };
        let what = if self.care { "the start of care" } else { "the start of the placement or of the legal status" };
        format!("for {many} {what} is before the extracts")
    }
}

impl Reach<'_> {
    /// What was measured, unless the extracts tell nothing of the month.
    /// Nobody belongs where all who may are children whose start is not known: that is no "nobody".
    pub(super) fn known(&self, row: &RowDefinition, month: Month, measured: Measured, counts: &str) -> Measured {
        match (self.outside)(row, month) {
            Some(Outside::Stayers(reason) | Outside::Nothing(reason)) if measured.figure().is_some() => Measured::NoData(reason),
            _ if measured.is_nobody() => self.doubt_of_history(row, month, counts).map_or(measured, Measured::NoData),
            _ => measured,
        }
    }

    /// What was measured of a month that the reporting month is compared with. Those who stayed are a figure, from
    /// the same extracts; of a month that they tell nothing of there is none: it would be a nought.
    pub(super) fn known_before(&self, row: &RowDefinition, month: Month, measured: Measured) -> Measured {
        match (self.outside)(row, month) {
            Some(Outside::Nothing(reason)) if measured.figure().is_some() => Measured::NoData(reason),
            _ => measured,
        }
    }

    /// Why a figure is shown and not rated, where it is.
    pub(super) fn doubt(&self, row: &RowDefinition, month: Month, measured: &Measured, counts: &str) -> Option<String> {
        // A judgement in words rests on no extract of children.
        if measured.reason().is_some() || matches!(measured, Measured::Figure(Figure::Judged(_))) {
            return None;
        }
        match (self.outside)(row, month) {
            Some(Outside::Partly(reason)) => Some(reason),
            _ => self.doubt_of_history(row, month, counts),
        }
    }

    /// Why a figure cannot be rated for want of a longer history, where it cannot.
    pub(super) fn doubt_of_history(&self, row: &RowDefinition, month: Month, counts: &str) -> Option<String> {
        let short = (self.short)(row, month).filter(Short::is_too_short)?;
        Some(format!("the history is too short: {}", short.words(counts)))
    }

    /// The judgement of a figure that may be in doubt.
    pub(super) fn judged(&self, judgement: Judgement, doubt: Option<String>) -> Judgement {
        match doubt {
            Some(reason) => Judgement { rating: Rating::NotRated, reason: Some(Reason::InDoubt(reason)), note: None },
            None => judgement,
        }
    }

    /// What the reader of a row should know of the data behind its figure.
    pub(super) fn notes(&self, row: &RowDefinition, month: Month, measured: &Measured, counts: &str) -> Vec<Note> {
        if measured.reason().is_some() {
            return Vec::new();
        }
        let stale = (self.data_to)(row).map(|(to, what)| Note::DataTo(to, what));
        let short = (self.short)(row, month).filter(|short| short.undecided > 0 && short.shown && !short.is_too_short());
        let short = short.map(|short| Note::ShortHistory(short.words(counts)));
        stale.into_iter().chain(short).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Short;

    #[test]
    fn one_in_twenty_exactly_is_rated_and_one_more_is_not() {
        let short = |undecided, of| Short { undecided, of, care: true, shown: true }.is_too_short();
        assert!(!short(0, 0) && !short(0, 5));
        assert!(!short(1, 20) && !short(5, 100) && !short(18, 366));
        assert!(short(1, 19) && short(6, 100) && short(19, 366) && short(1, 1));
    }
}
