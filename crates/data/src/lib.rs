//! From the files of a folder to figures: extracts are read, tables derived from them, indicators measured.
//!
//! The only crate that knows polars. Gives plain figures, cases and reasons of `scorecard_core`.

pub mod arrival;
pub mod export;
pub mod extracts;
pub mod feeds;
pub mod forecast;
pub mod measure;
pub mod tables;
pub mod threads;

// Under one name each, as modules of this crate are.
use scorecard_core::{
    arrived, calendar, cases, condition, definitions, due, explain, figure, formats, formulas, nearest, plain, problem,
    problem_codes, said,
};

/// Keeps polars from warning on standard error: the library prints nothing.
pub fn quiet() {
    polars::error::set_warning_function(|_, _| {});
}
