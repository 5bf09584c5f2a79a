//! Pledge scorecards for children in care.
pub mod calendar;
pub mod definitions;
pub mod extracts;
pub mod nearest;
pub mod problem;
pub mod problem_codes;
