//! How much a search may look at: numbers of tables and equations, so that it ends at the same place on any machine.
//!
//! Steps alone do not bound it: one takes as long as its table is large, and a table may move tens of thousands of numbers.

use std::cell::Cell;

/// So many numbers are looked at in all.
const ALL: u64 = 600_000_000;
/// At least so many are left once all is hidden.
const AT_LAST: u64 = 60_000_000;

/// What is left of it.
pub struct Effort(Cell<u64>);

impl Default for Effort {
    fn default() -> Self {
        Effort::of(ALL)
    }
}

impl Effort {
    /// Of so many numbers.
    pub fn of(numbers: u64) -> Self {
        Effort(Cell::new(numbers))
    }

    /// Counts so many numbers as looked at.
    pub fn spend(&self, numbers: usize) {
        self.0.set(self.0.get().saturating_sub(numbers as u64));
    }

    /// Whether as many were looked at as may be.
    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// Lets some be left at least, once all is hidden.
    pub fn allow_more(&self) {
        self.0.set(self.0.get().max(AT_LAST));
    }
}
