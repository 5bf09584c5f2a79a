//! The one integration test binary: polars links once.

mod architecture;
mod cases;
mod catalogue;
mod cli;
mod properties;
mod problems;
mod support;
