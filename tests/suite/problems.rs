//! The examples of `tests/problems`: how each mistake is reported, and what is none.
//!
//! `UPDATE=1 cargo test --test suite problems` writes every `expected.txt` anew; read
//! each difference before keeping it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use scorecard::calendar::{self, Day};
use scorecard::definitions::{Catalogue, Source, Sources, scorecard as definition};
use scorecard::job::{self, Options};
use scorecard::problem::{PLACES, Problem};
use scorecard::problem_codes::Code;
use scorecard::render::problems::{Style, render};
use scorecard::scorecard::Document;
use serde::Deserialize;

use crate::support::{CATALOGUE, root, row};

/// What `run.toml` of an example may say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Run {
    /// `check` (the default) or `compute`.
    command: String,
    /// The reporting month.
    period: String,
    /// What is computed: an id, or a file of the example.
    scorecard: String,
}

impl Default for Run {
    fn default() -> Self {
        Run { command: "check".to_owned(), period: "2018-03".to_owned(), scorecard: "national".to_owned() }
    }
}

/// Today, to the program.
fn today() -> anyhow::Result<Day> {
    calendar::parse_iso("2018-04-03").context("a day")
}

/// The examples' folders: paths within the package, so that messages hold no other.
fn examples() -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir("tests/problems")? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

fn name(example: &Path) -> String {
    example.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The repository's definitions and the scorecard that a path or an id names.
fn catalogue_with(example: &Path, scorecard: &str) -> anyhow::Result<(Catalogue, String)> {
    let mut catalogue = CATALOGUE.clone();
    let Some(id) = scorecard.strip_suffix(".toml") else { return Ok((catalogue, scorecard.to_owned())) };
    let text = fs::read_to_string(example.join(scorecard))?;
    let source = Source { path: scorecard.to_owned(), id: id.to_owned(), text: text.into() };
    let mut problems = Vec::new();
    let read = definition::read(&source, &catalogue.indicators, &mut problems).context("the scorecard cannot be read")?;
    ensure!(problems.is_empty(), "{problems:?}");
    catalogue.scorecards.push(read);
    Ok((catalogue, id.to_owned()))
}

/// The problems that the program meets in an example.
fn problems(example: &Path) -> anyhow::Result<Vec<Problem>> {
    let file = example.join("run.toml");
    let run: Run = if file.is_file() { toml::from_str(&fs::read_to_string(file)?)? } else { Run::default() };
    let period = run.period.parse().map_err(|_| anyhow::anyhow!("'{}' is no month", run.period))?;
    let (definitions, extracts) = (example.join("indicators"), example.join("extracts"));
    match run.command.as_str() {
        "check" if definitions.is_dir() => Ok(job::define(&Sources::in_folder(&definitions)?)?.problems),
        "check" => Ok(job::check_extracts(&CATALOGUE, &extracts, Some(period), today()?).1),
        "compute" => {
            let (catalogue, scorecard) = catalogue_with(example, &run.scorecard)?;
            Ok(compute(&catalogue, &scorecard, &extracts, period)?.problems)
        }
        other => bail!("'{other}' is no command of an example"),
    }
}

fn compute(catalogue: &Catalogue, scorecard: &str, extracts: &Path, period: calendar::Month) -> anyhow::Result<Document> {
    let options = Options {
        scorecards: vec![scorecard.to_owned()],
        extracts: extracts.to_owned(),
        period,
        authority: None,
        as_reported: false,
        today: today()?,
    };
    job::compute(catalogue, &options, &|_| {})
}

fn drawn(problems: &[Problem]) -> String {
    render(problems, Style { colour: false, unicode: true, width: 100 })
}

#[test]
fn every_example_is_reported_as_expected() -> anyhow::Result<()> {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let only = std::env::var("EXAMPLE").ok();
    let mut faults = Vec::new();
    for example in examples()?.iter().filter(|example| only.as_ref().is_none_or(|only| *only == name(example))) {
        let found = drawn(&problems(example).with_context(|| name(example))?);
        let file = example.join("expected.txt");
        if update {
            fs::write(&file, &found)?;
            continue;
        }
        let expected = fs::read_to_string(&file).with_context(|| format!("{}; UPDATE=1 writes it", file.display()))?;
        if found != expected {
            faults.push(format!("== {}, expected:\n{expected}== found:\n{found}", name(example)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}
