//! Pledge scorecards for children in care.
//!
//! Puts the crates of the workspace together: [`job`] is what the commands do. What the crates know is offered here under
//! one name each, so that who uses the library needs this crate alone.
pub mod job;
pub mod reference;

pub use scorecard_board::{assemble, benchmarks, changes, commentary, disclosure};
pub use scorecard_core::{
    arrived, calendar, cases, condition, definitions, due, explain, figure, formats, formulas, nearest, pace, plain, problem,
    problem_codes, rating, said, scorecard, statistics, v1, worked,
};
pub use scorecard_data::{arrival, export, extracts, feeds, forecast, measure, tables, threads};
pub use scorecard_render as render;
