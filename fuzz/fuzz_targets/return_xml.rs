//! Any bytes as the return's upload, through the whole job.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| scorecard_fuzz::compute_of("return.xml", bytes));
