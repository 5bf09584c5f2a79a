//! The one integration test binary: polars links once.

mod cases;
mod support;
