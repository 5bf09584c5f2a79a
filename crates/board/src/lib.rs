//! From figures to what may be shown: rows put together, compared, commented, held against earlier runs, and protected.
//!
//! Knows no data frame and no format.

pub mod assemble;
pub mod benchmarks;
pub mod changes;
pub mod commentary;
pub mod disclosure;

// Under one name each, as modules of this crate are.
use scorecard_core::{
    calendar, condition, definitions, explain, figure, nearest, plain, problem, problem_codes, rating, said, scorecard, spread,
    statistics, v1,
};
