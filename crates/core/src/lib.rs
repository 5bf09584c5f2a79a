//! What is counted, how it is rated and what is said of it: the words of the field as plain types.
//!
//! Definitions and the conditions in them, days and months, figures by their exact parts, statistics, ratings, and the
//! document that everything shown stands in. Knows no data frame, no extract and no format.

#[macro_use]
mod worded;

pub mod arrived;
pub mod calendar;
pub mod cases;
pub mod condition;
pub mod definitions;
pub mod due;
pub mod explain;
pub mod figure;
pub mod formats;
pub mod formulas;
pub mod nearest;
pub mod pace;
pub mod plain;
pub mod problem;
pub mod problem_codes;
pub mod rating;
pub mod said;
pub mod scorecard;
pub mod spread;
pub mod statistics;
pub mod v1;
pub mod worked;
