//! What the targets have in common: one file of any bytes in a folder, through the whole job.

use std::sync::LazyLock;

use scorecard::calendar;
use scorecard::definitions::Sources;
use scorecard::job::{self, Defined, Options};

static DEFINED: LazyLock<Defined> = LazyLock::new(|| job::define(&Sources::built_in()).expect("the built-in definitions"));

/// Computes a scorecard of a folder in which the bytes are the one file, under a name whose ending says what it is.
pub fn compute_of(name: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), bytes).expect("a file");
    let today = calendar::parse_iso("2018-04-03").expect("a day");
    let month = "2018-03".parse().expect("a month");
    let options = Options::new(vec!["rutland".to_owned()], folder.path(), month, today);
    job::compute(&DEFINED.catalogue, &options, &|_| {}).expect("the job ends with a document");
}
