//! The examples of `tests/problems`: how each mistake is reported, and what is none.
//!
//! `UPDATE=1 cargo test --test suite problems` writes every `expected.txt` anew; read
//! each difference before keeping it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use scorecard::calendar::{self, Day, Month};
use scorecard::definitions::by::Only;
use scorecard::definitions::{Catalogue, Source, Sources, scorecard as definition};
use scorecard::job::{self, Options};
use scorecard::problem::{PLACES, Problem};
use scorecard::problem_codes::Code;
use scorecard::render::problems::{Style, render};
use scorecard::scorecard::{Audience, By, Document};
use serde::Deserialize;

use crate::support::{CATALOGUE, row};

/// What `run.toml` of an example may say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Run {
    /// `check` (the default), `compute` or `test`.
    command: String,
    /// The reporting month.
    period: String,
    /// What is computed: an id, or a file of the example.
    scorecard: String,
    /// Whether it is compared with the example's folder `published`.
    benchmarks: bool,
    /// The earlier run, a file of the example; none when empty.
    previous: String,
    /// The input folder within the example.
    extracts: String,
    /// The group that it is of; none when empty.
    only: String,
    /// The authority whose rows alone are read, by a column; those of all when empty.
    authority: String,
    /// Whether it is for the public.
    public: bool,
    /// Whether a Word document is made.
    word: bool,
    /// What it is broken down by.
    by: Vec<String>,
    /// What was published before, a folder of the example; none when empty.
    archive: String,
}

impl Default for Run {
    fn default() -> Self {
        let words = |words: &str| words.to_owned();
        Run {
            command: words("check"),
            period: words("2018-03"),
            scorecard: words("national"),
            benchmarks: false,
            previous: String::new(),
            extracts: words("extracts"),
            only: String::new(),
            authority: String::new(),
            public: false,
            word: false,
            by: Vec::new(),
            archive: String::new(),
        }
    }
}

/// `disclosure-unsafe` is a guard: what would be hidden too little is hidden more, until it is enough; `disclosure_attack` tests what it rests
/// on. The others are made where they are tested, since an example of them is too much to keep: `disclosure-too-long` takes dozens of
/// definitions (`disclosure_bounds`), and `too-many-files` a folder of so many files (`attacks`).
const NEVER_MET: [&str; 3] = ["disclosure-unsafe", "disclosure-too-long", "too-many-files"];

/// Today, to the program.
fn today() -> anyhow::Result<Day> {
    calendar::parse_iso("2018-04-03").context("a day")
}

fn month(text: &str) -> anyhow::Result<Month> {
    text.parse().ok().with_context(|| format!("'{text}' is no month"))
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
    let own = example.join("indicators");
    let mut catalogue = if own.is_dir() { job::define(&Sources::in_folder(&own)?)?.catalogue } else { CATALOGUE.clone() };
    let Some(id) = scorecard.strip_suffix(".toml") else { return Ok((catalogue, scorecard.to_owned())) };
    let text = fs::read_to_string(example.join(scorecard))?;
    let source = Source::new(scorecard, id, text);
    let mut problems = Vec::new();
    let read = definition::read(&source, &catalogue.indicators, &[], &mut problems).context("the scorecard cannot be read")?;
    ensure!(problems.is_empty(), "{problems:?}");
    catalogue.scorecards.push(read);
    Ok((catalogue, id.to_owned()))
}

/// The problems that the program meets in an example.
fn problems(example: &Path) -> anyhow::Result<Vec<Problem>> {
    let file = example.join("run.toml");
    let run: Run = if file.is_file() { toml::from_str(&fs::read_to_string(file)?)? } else { Run::default() };
    let period = month(&run.period)?;
    let (definitions, extracts) = (example.join("indicators"), example.join(&run.extracts));
    match run.command.as_str() {
        "check" if definitions.is_dir() => {
            let mut sources = Sources::in_folder(&definitions)?;
            if !definitions.join("scorecards").is_dir() {
                // Those built in name indicators that an example's library does not have.
                sources.scorecards.clear();
            }
            Ok(job::define(&sources)?.problems)
        }
        "check" => {
            let catalogue = catalogue_with(example, &run.scorecard)?.0;
            let mut problems = job::check_extracts(&catalogue, &extracts, Some(period), today()?)?.1;
            if !name(example).starts_with("missing-file") {
                without_missing_files(&mut problems);
            }
            Ok(problems)
        }
        "compute" => {
            let (catalogue, scorecard) = catalogue_with(example, &run.scorecard)?;
            let previous = Some(example.join(&run.previous)).filter(|_| !run.previous.is_empty());
            let benchmarks = run.benchmarks.then(|| example.join("published"));
            let only = Only::parse(&run.only).into_iter().collect();
            let by = run.by.iter().filter_map(|words| By::parse(words)).collect();
            let published = Some(example.join(&run.archive)).filter(|_| !run.archive.is_empty());
            let audience = if run.public { Audience::Public } else { Audience::Internal };
            let authority = Some(run.authority).filter(|code| !code.is_empty());
            let by_column = authority.is_some();
            let own = options(&scorecard, &extracts, period)?;
            let word = run.word;
            let options = Options { previous, benchmarks, only, by, published, audience, authority, by_column, word, ..own };
            Ok(job::compute(&catalogue, &options, &|_| {})?.problems)
        }
        "test" => {
            let catalogue = catalogue_with(example, "national")?.0;
            let mut cases: Vec<PathBuf> =
                fs::read_dir(example.join("cases"))?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<_>>()?;
            cases.sort();
            let report = job::worked::run(&catalogue, &cases)?;
            let met: Vec<Problem> = report.cases.into_iter().flat_map(|case| case.problems).collect();
            if met.is_empty() { job::worked::left_out(&catalogue, &cases) } else { Ok(met) }
        }
        other => bail!("'{other}' is no command of an example"),
    }
}

/// `check` misses every extract that some indicator of the library needs: in examples of two
/// or three small files that would drown what they are about.
fn without_missing_files(problems: &mut Vec<Problem>) {
    problems.retain(|problem| problem.code != Code::MissingFile);
}

fn compute(catalogue: &Catalogue, scorecard: &str, extracts: &Path, period: Month) -> anyhow::Result<Document> {
    job::compute(catalogue, &options(scorecard, extracts, period)?, &|_| {})
}

fn options(scorecard: &str, extracts: &Path, period: Month) -> anyhow::Result<Options> {
    Ok(Options::new(vec![scorecard.to_owned()], extracts, period, today()?))
}

fn drawn(problems: &[Problem]) -> String {
    render(problems, Style { colour: false, unicode: true, width: 100 })
}

/// The same with paths as the example's own folder has them.
fn drawn_within(example: &Path, problems: &[Problem]) -> String {
    drawn(problems).replace('\\', "/").replace(&format!("tests/problems/{}/", name(example)), "")
}

#[test]
fn every_example_is_reported_as_expected() -> anyhow::Result<()> {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let only = std::env::var("EXAMPLE").ok();
    let mut faults = Vec::new();
    for example in examples()?.iter().filter(|example| only.as_ref().is_none_or(|only| *only == name(example))) {
        let found = drawn_within(example, &problems(example).with_context(|| name(example))?);
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

#[test]
fn codes_are_unique_and_in_kebab_case() {
    let mut seen = BTreeSet::new();
    for code in Code::ALL.iter().map(|code| code.as_str()) {
        assert!(seen.insert(code), "'{code}' stands twice");
        let words = code
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        assert!(words, "'{code}' is not in kebab case");
    }
}

/// Whether a folder's name begins with a code.
fn is_example_of(folder: &str, code: &str) -> bool {
    folder.strip_prefix(code).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[test]
fn every_code_is_provoked_and_every_example_is_of_a_code() -> anyhow::Result<()> {
    let mut faults = Vec::new();
    let mut provoked = BTreeSet::new();
    for example in examples()? {
        let folder = name(&example);
        let expected = fs::read_to_string(example.join("expected.txt")).with_context(|| folder.clone())?;
        if is_example_of(&folder, "accepted") {
            if !expected.is_empty() {
                faults.push(format!("{folder} is not accepted:\n{expected}"));
            }
            continue;
        }
        match Code::ALL.iter().find(|code| is_example_of(&folder, code.as_str())) {
            Some(code) if expected.contains(&format!("{}[{}]:", code.severity().as_str(), code.as_str())) => {
                provoked.insert(code.as_str());
            }
            Some(code) => faults.push(format!("{folder} does not provoke {}", code.as_str())),
            None => faults.push(format!("{folder} is named after no code")),
        }
    }
    for code in Code::ALL.iter().map(|code| code.as_str()).filter(|code| !provoked.contains(code) && !NEVER_MET.contains(code)) {
        faults.push(format!("no example provokes {code}"));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[test]
fn every_code_is_documented_with_its_severity() -> anyhow::Result<()> {
    let text = fs::read_to_string("docs/problems.md")?;
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let mut documented = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(code) = line.strip_prefix("### ") {
            let severity = lines.next().and_then(|line| line.split_once('.')).map(|(word, _)| word.to_lowercase());
            documented.push((code, severity.unwrap_or_default()));
        }
    }
    let codes: Vec<_> = Code::ALL.iter().map(|code| (code.as_str(), code.severity().as_str().to_owned())).collect();
    assert_eq!(documented, codes, "docs/problems.md has a section of each code, in the order of the list");
    Ok(())
}

/// The rows of a CSV file, each a list of cells.
fn cells(file: &Path) -> anyhow::Result<Vec<Vec<String>>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(file)?;
    let rows = reader.records().map(|record| Ok(record?.iter().map(str::to_owned).collect()));
    rows.collect()
}

/// How a spreadsheet may write a file.
#[derive(Clone, Copy, Debug)]
struct Manner {
    separator: u8,
    encoding: Encoding,
    line_end: &'static str,
    /// Quotes around every cell, not only where they are needed.
    quoted: bool,
    iso_dates: bool,
    behind: Behind,
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Windows1252,
    Utf16Little,
    Utf16Big,
}

/// What a spreadsheet may leave behind the table.
#[derive(Clone, Copy, Debug)]
enum Behind {
    Nothing,
    NoLineEnd,
    EmptyColumns,
    EmptyRows,
    BlankLines,
}

fn manners() -> Vec<Manner> {
    use Behind::{BlankLines, EmptyColumns, EmptyRows, NoLineEnd, Nothing};
    use Encoding::{Utf8, Utf8WithMark, Utf16Big, Utf16Little, Windows1252};
    let mut manners = Vec::new();
    for separator in [b',', b';', b'\t'] {
        for encoding in [Utf8, Utf8WithMark, Windows1252, Utf16Little, Utf16Big] {
            for behind in [Nothing, NoLineEnd, EmptyColumns, EmptyRows, BlankLines] {
                let plain = Manner { separator, encoding, line_end: "\n", quoted: false, iso_dates: false, behind };
                manners.push(plain);
                manners.push(Manner { line_end: "\r\n", quoted: true, iso_dates: true, ..plain });
            }
        }
    }
    manners
}

/// A file of these rows as it would be saved.
fn saved(rows: &[Vec<String>], manner: Manner) -> anyhow::Result<Vec<u8>> {
    let mut rows = rows.to_vec();
    let width = rows.first().map_or(0, Vec::len);
    match manner.behind {
        Behind::EmptyColumns => rows.iter_mut().for_each(|row| row.extend([String::new(), String::new()])),
        Behind::EmptyRows => rows.extend([vec![String::new(); width], vec![String::new(); width]]),
        Behind::Nothing | Behind::NoLineEnd | Behind::BlankLines => {}
    }
    if manner.iso_dates {
        for cell in rows.iter_mut().flatten() {
            if let [day, month, year] = cell.split('/').collect::<Vec<_>>()[..] {
                *cell = format!("{year}-{month}-{day}");
            }
        }
    }
    let style = if manner.quoted { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
    let mut writer = csv::WriterBuilder::new().delimiter(manner.separator).quote_style(style).from_writer(Vec::new());
    for row in &rows {
        writer.write_record(row)?;
    }
    let mut text = String::from_utf8(writer.into_inner()?)?;
    match manner.behind {
        Behind::NoLineEnd => text.truncate(text.trim_end_matches('\n').len()),
        Behind::BlankLines => text.push_str("\n\n"),
        Behind::Nothing | Behind::EmptyColumns | Behind::EmptyRows => {}
    }
    let text = text.replace('\n', manner.line_end);
    let marked = || std::iter::once(0xfeff).chain(text.encode_utf16());
    Ok(match manner.encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf8WithMark => format!("\u{feff}{text}").into_bytes(),
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        Encoding::Utf16Little => marked().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Big => marked().flat_map(u16::to_be_bytes).collect(),
    })
}

#[test]
fn files_as_spreadsheets_save_them_give_the_same_figures() -> anyhow::Result<()> {
    let example = Path::new("tests/problems/accepted-spreadsheets");
    let (catalogue, scorecard) = catalogue_with(example, "scorecard.toml")?;
    let header = cells(&example.join("extracts/header.csv"))?;
    let episodes = cells(&example.join("extracts/episodes.csv"))?;
    let folder = tempfile::tempdir()?;
    let mut faults = Vec::new();
    for manner in manners() {
        fs::write(folder.path().join("header.csv"), saved(&header, manner)?)?;
        fs::write(folder.path().join("episodes.csv"), saved(&episodes, manner)?)?;
        let document = compute(&catalogue, &scorecard, folder.path(), month("2018-03")?)?;
        let figures: Vec<_> = ["cla-count", "cla-starts", "cla-ceased", "foster-percent"]
            .iter()
            .map(|indicator| row(&document, indicator).figure.map(|figure| (figure.numerator(), figure.denominator())))
            .collect();
        let expected = [Some((2.0, None)), Some((1.0, None)), Some((1.0, None)), Some((1.0, Some(2)))];
        let (_, mut checked) = job::check_extracts(&catalogue, folder.path(), Some(month("2018-03")?), today()?)?;
        without_missing_files(&mut checked);
        let problems = [document.problems, checked].concat();
        if !problems.is_empty() || figures != expected {
            faults.push(format!("{manner:?}: {figures:?}\n{}", drawn(&problems)));
        }
    }
    assert!(faults.is_empty(), "{} manners differ:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

#[test]
fn thousands_of_like_faults_are_one_problem_with_a_count() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    // A file that is the same as the month before would be one more thing to tell.
    for (extract, held) in [("2018-02", "20/02/2018"), ("2018-03", "20/03/2018")] {
        fs::create_dir(folder.path().join(extract))?;
        let mut header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n".to_owned();
        let mut reviews = "CHILD,DOB,REVIEW,REVIEW_CODE\n".to_owned();
        for child in 0..3000 {
            header.push_str(&format!("{child},1,05/06/2008,WBRI,,,\n"));
            reviews.push_str(&format!("{child},05/06/2008,{held},XX\n"));
        }
        fs::write(folder.path().join(extract).join("header.csv"), header)?;
        fs::write(folder.path().join(extract).join("reviews.csv"), reviews)?;
    }
    let (_, mut problems) = job::check_extracts(&CATALOGUE, folder.path(), Some(month("2018-03")?), today()?)?;
    without_missing_files(&mut problems);
    let [problem] = problems.as_slice() else { bail!("not one problem: {problems:#?}") };
    assert_eq!((problem.code, problem.count, problem.places.len()), (Code::UnknownCode, 6000, PLACES));
    let text = drawn(&problems);
    assert!(text.contains("REVIEW_CODE of reviews holds 6000 codes that its list does not have"), "{text}");
    assert!(text.contains("2018-02/reviews.csv, row 2, REVIEW_CODE 'XX'"), "{text}");
    assert!(text.contains("and 5995 more"), "{text}");
    Ok(())
}

/// Words of Rust, of syntax trees and of libraries, which tell nobody what to do.
const FOREIGN: [&str; 40] = [
    "::",
    "Some(",
    "None",
    "Ok(",
    "Err(",
    "unwrap",
    "panic",
    "Expr",
    "Ident",
    "Identifier(",
    "BinaryOp",
    "Value(",
    "Span",
    "token",
    "sqlparser",
    "polars",
    "serde",
    "toml_",
    "annotate",
    "calamine",
    "quick_xml",
    "roxmltree",
    "parquet-",
    "arrow",
    "clap",
    "anyhow",
    "DataFrame",
    "DataType",
    "dtype",
    "Utf8Error",
    "utf-8 sequence",
    "i32",
    "i64",
    "u32",
    "f64",
    "usize",
    "literal string",
    "basic string",
    "expected newline",
    "os error",
];

#[test]
fn no_message_speaks_of_what_the_program_is_made_of() -> anyhow::Result<()> {
    let mut faults = Vec::new();
    for example in examples()? {
        let said = fs::read_to_string(example.join("expected.txt"))?;
        for line in said.lines() {
            // What is quoted from a file is not ours.
            let quoted = line.split_once('│').is_some_and(|(number, _)| !number.trim().is_empty());
            let foreign = FOREIGN.iter().find(|word| !quoted && line.contains(**word));
            faults.extend(foreign.map(|word| format!("{}: '{word}' in: {line}", name(&example))));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}
