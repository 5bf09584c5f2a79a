//! Any text as the JSON of an earlier run (`--previous`, `diff`), compared with itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scorecard::changes::diff;
use scorecard::changes::run::Run;

fuzz_target!(|text: &str| {
    if let Ok(run) = Run::read(text) {
        assert!(diff::diff(&run, &run).is_empty(), "a run differs from itself");
    }
});
