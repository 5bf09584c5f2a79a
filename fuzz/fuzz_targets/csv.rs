//! Any bytes as the file of episodes, through the whole job.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| scorecard_fuzz::compute_of("episodes.csv", bytes));
