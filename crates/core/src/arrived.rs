//! What arrived in the input folder: for each extract its files, rows and days, and what it lacks for whom.
//!
//! Says nothing of the content of a row. Knows no format.

use crate::calendar::Day;

/// One extract, as it arrived.
#[derive(Clone, Debug, Default)]
pub struct Arrived {
    /// Its id.
    pub extract: String,
    /// The files, sheets or tables that it was read from.
    pub files: Vec<String>,
    /// How many rows are left, each record once.
    pub rows: usize,
    /// The first and the last day of its rows, where they have one.
    pub days: Option<(Day, Day)>,
    /// Columns that are not there, with the indicators that need them.
    pub lacks: Vec<(String, Vec<String>)>,
    /// Of an extract that is not there, the indicators that need it.
    pub needed_by: Vec<String>,
    /// Whether there is a file of it, and no row can be used.
    pub unusable: bool,
}
