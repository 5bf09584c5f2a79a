//! The one integration test binary: polars links once.

// A test that cannot go on has failed: to panic is how it says so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod architecture;
mod arrivals;
mod attacks;
mod benchmarks;
mod breakdowns;
mod breakdowns_by_column;
mod brief;
mod case_commands;
mod case_level;
mod cases;
mod catalogue;
mod changes;
mod cli;
mod commentary;
mod comparators;
mod completions;
mod conditions;
mod contradictions;
mod disclosure;
mod disclosure_attack;
mod disclosure_monthly;
mod disclosure_rows;
mod disclosure_windows;
mod documents;
mod drafts;
mod every_cell;
mod feeds;
mod forecast;
mod formats;
mod fuzz;
mod fuzz_more;
mod hostile;
mod html;
mod layers;
mod markdown;
mod metamorphic;
mod one_history;
mod outputs;
mod own_cases;
mod pipeline;
mod problems;
mod properties;
mod reach;
mod reference;
mod sample;
mod signals;
mod spared;
mod spreadsheet_limits;
mod spreadsheets;
mod support;
mod trend;
mod widths;
