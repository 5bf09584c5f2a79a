//! What several tests need.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use scorecard::calendar::{self, Month};
use scorecard::definitions::{Catalogue, Source, Sources};
use scorecard::job::{self, Options};
use scorecard::scorecard::{By, Document, Row};

/// The definitions of the repository, without a mistake.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let defined = job::define(&Sources::in_folder(&root().join("indicators")).unwrap()).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    defined.catalogue
});

/// The definitions with a scorecard `local`, which has a row for each indicator of local extracts, by its id.
pub static WITH_LOCAL: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut text = "title = \"Local\"\nsource = \"-\"\n[[groups]]\nid = \"local\"\ntitle = \"Local\"\n".to_owned();
    for indicator in CATALOGUE.indicators.iter().filter(|indicator| indicator.local) {
        let id = &indicator.id;
        text += &format!("[[groups.rows]]\nid = \"{id}\"\nindicator = \"{id}\"\nsource = \"-\"\n");
    }
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    sources.scorecards.push(Source::new("local.toml", "local", text));
    let defined = job::define(&sources).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    defined.catalogue
});

/// The folder of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Computes scorecards of a folder, dated 3 April 2018.
pub fn compute(scorecards: &[&str], extracts: &Path, period: Month, authority: Option<&str>) -> Document {
    compute_with(&CATALOGUE, scorecards, extracts, period, authority)
}

/// The same with definitions of the test's own.
pub fn compute_with(
    catalogue: &Catalogue,
    scorecards: &[&str],
    extracts: &Path,
    period: Month,
    authority: Option<&str>,
) -> Document {
    let scorecards = scorecards.iter().map(|id| (*id).to_owned()).collect();
    let today = calendar::parse_iso("2018-04-03").unwrap();
    let options = Options { authority: authority.map(str::to_owned), ..Options::new(scorecards, extracts, period, today) };
    job::compute(catalogue, &options, &|_| {}).unwrap()
}

/// The row of an indicator; of a local indicator the row of that id.
pub fn row<'a>(document: &'a Document, indicator: &str) -> &'a Row {
    let rows = document.scorecards.iter().flat_map(|scorecard| scorecard.every_row());
    let is_it = |row: &&Row| row.indicator.as_deref() == Some(indicator) || (row.indicator.is_none() && row.id == indicator);
    rows.into_iter().find(is_it).unwrap_or_else(|| panic!("no row of {indicator}"))
}

/// What figures are broken down by.
pub fn by(words: &str) -> By {
    By::parse(words).unwrap()
}

/// The month of a text.
pub fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// What is noted of a row, in words.
pub fn notes(row: &Row) -> Vec<String> {
    row.notes.iter().map(ToString::to_string).collect()
}

/// Why a row stands as it does, in words.
pub fn reason(row: &Row) -> Option<String> {
    row.reason.as_ref().map(ToString::to_string)
}
