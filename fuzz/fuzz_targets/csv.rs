//! Any bytes as the file of episodes, through the whole job.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use scorecard::calendar;
use scorecard::definitions::Sources;
use scorecard::job::{self, Defined, Options};

static DEFINED: LazyLock<Defined> = LazyLock::new(|| job::define(&Sources::built_in()).expect("the built-in definitions"));

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("episodes.csv"), bytes).expect("a file");
    let today = calendar::parse_iso("2018-04-03").expect("a day");
    let month = "2018-03".parse().expect("a month");
    let options = Options::new(vec!["rutland".to_owned()], folder.path(), month, today);
    job::compute(&DEFINED.catalogue, &options, &|_| {}).expect("the job ends with a document");
});
