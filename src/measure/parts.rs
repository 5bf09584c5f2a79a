//! The parts of a condition, by the reader of conditions.

pub use crate::condition::parts;
