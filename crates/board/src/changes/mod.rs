//! What is no longer as it was: between a run and an earlier one.
//!
//! `fingerprint` marks how each row is measured and what was promised of it; `run` reads the JSON of a run;
//! `restated` marks figures of earlier months that are no longer what was reported; `diff` lists what two runs
//! differ in. Knows nothing of extracts or of formats, and reads no files.

pub mod diff;
pub mod fingerprint;
pub mod restated;
pub mod run;
