//! What others have: figures that the Department publishes, put beside those of a scorecard.
//!
//! Takes a folder of published files as they are downloaded and the definitions of which rows measure
//! what, gives each row its [`Benchmark`](crate::scorecard::Benchmark). Knows nothing of extracts: it never touches a figure of the
//! scorecard.

mod compare;
mod compared;
mod figures;
mod lines;
mod mapping;
mod neighbours;
mod quartiles;
mod read;
mod years;

pub use compare::fill;
pub use compared::compared;
pub use figures::{Area, Authority, Cell, Figures, Series};
pub use quartiles::{quartile, quartiles, rank};
pub use read::read;
