//! The definitions that come with the program, built into it.

use include_dir::{Dir, include_dir};

/// The files of the folder, by part: `extracts`, `library`, `local`, `scorecards`, `breakdowns`, `benchmarks`, `codes`,
/// `translations`, and the `schema` of each for editors.
pub static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR");
