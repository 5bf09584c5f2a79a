//! TOML as a scorecard, beside the definitions that are built in: read whole or told, never a fault.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scorecard::definitions::{Source, Sources};
use scorecard::job;

fuzz_target!(|text: &str| {
    let mut sources = Sources::built_in();
    sources.scorecards = vec![Source::new("fuzz.toml", "fuzz", text.to_owned())];
    job::define(&sources).expect("definitions end with problems, not with a fault");
});
