//! What comes from outside, damaged at random: definitions, conditions, extracts, commentary, earlier runs.
//!
//! Whatever is read, the job ends: with a document or with problems, without a panic, without a fault of the program's own
//! (status 70), and soon. A case has a number; a failure names the target and the number, and the same numbers
//! give the same cases on every machine. Each target runs for `SCORECARD_FUZZ_SECONDS` (seconds in the suite, minutes in CI,
//! hours by hand) from case `SCORECARD_FUZZ_FROM` on.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use fastrand::Rng;
use scorecard::calendar::parse_iso;
use scorecard::changes::diff;
use scorecard::changes::run::Run;
use scorecard::definitions::{Source, Sources};
use scorecard::job::{self, Defined, Options};
use scorecard::render::{csv, docx, html, json, markdown, problems, table, xlsx};
use scorecard::scorecard::Document;

use crate::support::{month, root};

/// A scorecard of few rows, so that a case is quick.
const CARD: &str = r#"
title = "Fuzz"
source = "Nowhere"
amber = "5 points"

[[groups]]
id = "all"
title = "All"

[[groups.rows]]
id = "F-1"
indicator = "placements-three-or-more"
source = "-"

[[groups.rows]]
id = "F-2"
title = "Heard"
unit = "percent"
polarity = "higher"
source = "-"
return = "heard"
target = "90%"
"#;

const COMMENTARY: &str = r#"
[[comments]]
row = "F-2"
month = "2018-03"
role = "Head of service"
behind = "Fewer were asked."
doing = "All are asked."
"#;

const EXTRACTS: [(&str, &str); 3] = [
    ("header.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nF1,1,01/02/2009,WBRI,,,\nF2,2,29/02/2008,WBRI,,,\n"),
    (
        "episodes.csv",
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n\
         F1,01/05/2015,S,C2,N1,U4,PR1,03/03/2018,X1,CARPL,,,\nF1,03/03/2018,P,C2,N1,K2,PR1,,,,,,\nF2,02/01/2018,S,V2,N1,U4,PR1,,,,,,\n",
    ),
    ("returns.csv", "PERIOD,MEASURE,NUMERATOR,DENOMINATOR,VALUE,NOTE\n2018-03,heard,14,20,,\"As \"\"told\"\", twice\"\n"),
];

/// What breaks readers: signs of their own languages, ends of ranges, characters that act.
const TOKENS: &[&str] = &[
    "\"",
    "\"\"\"",
    "'",
    "[[",
    "]]",
    "[",
    "{",
    "}",
    "=",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    ",",
    ";",
    "\t",
    "\\",
    "\\u0000",
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "\u{fffe}",
    "é",
    "😀",
    "-",
    "--",
    "0",
    "-1",
    "1e308",
    "NaN",
    "inf",
    "-inf",
    "9223372036854775807",
    "99999999999999999999",
    "0001-01-01",
    "31/12/9999",
    "31/02/2018",
    "00/00/0000",
    "2018-13",
    "true",
    "null",
    "(",
    ")",
    " or ",
    " and ",
    " not ",
    " is null",
    "%",
    "100%",
    "1000%",
    "0 to 0",
    "history",
    "columns.CHILD",
];

static SOURCES: LazyLock<Sources> = LazyLock::new(|| {
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    // Few indicators, for the same reason; of all kinds.
    sources.indicators.retain(|source| ["cla-count", "placements-three-or-more"].contains(&source.id.as_str()));
    sources.local.clear();
    sources.benchmarks.clear();
    sources.scorecards = vec![Source::new("scorecards/fuzz.toml", "fuzz", CARD)];
    sources
});

static DEFINED: LazyLock<Defined> = LazyLock::new(|| {
    let defined = job::define(&SOURCES).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    defined
});

/// A text with some damage.
pub fn damaged(rng: &mut Rng, text: &[u8]) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for _ in 0..rng.usize(1..6) {
        let at = rng.usize(..=bytes.len());
        let end = (at + rng.usize(..40)).min(bytes.len());
        match rng.u8(..9) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at),
            2 => {
                let again = bytes[at..end].to_vec();
                let place = rng.usize(..=bytes.len());
                bytes.splice(place..place, again);
            }
            3 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = rng.u8(..);
                }
            }
            4 => {
                let token = TOKENS[rng.usize(..TOKENS.len())].repeat(rng.usize(1..300));
                bytes.splice(at..end, token.into_bytes());
            }
            5 => {
                let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
                rng.shuffle(&mut lines);
                bytes = lines.join(&b'\n');
            }
            _ => {
                let token = TOKENS[rng.usize(..TOKENS.len())];
                bytes.splice(at..end, token.bytes());
            }
        }
    }
    bytes
}

pub fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// The longest that a case may take, unoptimised and on a machine that does much else.
const LONGEST: Duration = Duration::from_secs(60);

/// Runs cases of a target until the time is over; each from the seed of its number.
// The number is what a case is repeated by, and the test that fails cannot give it back.
#[allow(clippy::print_stderr)]
pub fn run(target: &str, case: impl Fn(&mut Rng)) {
    let time = Duration::from_secs(setting("SCORECARD_FUZZ_SECONDS", 1));
    let from = setting("SCORECARD_FUZZ_FROM", 0);
    let begun = Instant::now();
    for number in from.. {
        let started = Instant::now();
        let mut rng = Rng::with_seed(number);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| case(&mut rng))) {
            eprintln!("target {target}, case {number}: run it alone with SCORECARD_FUZZ_FROM={number}");
            std::panic::resume_unwind(panic);
        }
        let took = started.elapsed();
        assert!(took < LONGEST, "target {target}, case {number} took {took:?}");
        // Some cases are run however slow the machine is.
        if begun.elapsed() > time && number >= from + 3 {
            return;
        }
    }
}

fn options(folder: &Path) -> Options {
    Options { history: 3, ..Options::new(vec!["fuzz".to_owned()], folder, month("2018-03"), parse_iso("2018-04-03").unwrap()) }
}

fn written(rng: &mut Rng, damage: bool) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let hurt = rng.usize(..EXTRACTS.len());
    for (at, (name, text)) in EXTRACTS.iter().enumerate() {
        let bytes = if damage && at == hurt { damaged(rng, text.as_bytes()) } else { text.as_bytes().to_vec() };
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// Every format of a document is written and can be read.
pub fn every_format(document: &Document) {
    let style = table::Style { width: 80, unicode: true, colour: false };
    table::render(document, style);
    markdown::render(document);
    let page = html::render(document);
    assert!(!page.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')), "a control character in the page");
    serde_json::from_str::<serde_json::Value>(&json::render(document).unwrap()).unwrap();
    csv::render(document).unwrap();
    for bytes in [xlsx::render(document).unwrap(), docx::render(document).unwrap()] {
        well_formed(bytes);
    }
}

/// Every part of a packed document is XML that a reader takes.
pub fn well_formed(bytes: Vec<u8>) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.ends_with(".xml") || name.ends_with(".rels") {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut part, &mut text).unwrap();
            roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

#[test]
fn definitions() {
    run("definitions", |rng| {
        let mut sources = SOURCES.clone();
        let (which, kind) = (rng.usize(..), rng.u8(..4));
        let files = match kind {
            0 => &mut sources.extracts,
            1 => &mut sources.indicators,
            _ => &mut sources.scorecards,
        };
        let at = which % files.len();
        let text = damaged(rng, files[at].text.as_bytes());
        files[at].text = String::from_utf8_lossy(&text).into_owned().into();
        let defined = job::define(&sources).unwrap();
        let drawn = problems::render(&defined.problems, problems::Style { colour: false, unicode: true, width: 80 });
        assert_eq!(drawn.is_empty(), defined.problems.is_empty());
        if !scorecard::problem::stops(&defined.problems) && defined.catalogue.scorecard("fuzz").is_some() {
            let folder = written(rng, false);
            every_format(&job::compute(&defined.catalogue, &options(folder.path()), &|_| {}).unwrap());
        }
    });
}

/// A condition as somebody who knows SQL may write it, right or wrong.
fn condition(rng: &mut Rng, depth: u8) -> String {
    const LEAVES: &[&str] = &[
        "placements_in_year",
        "age",
        "sex",
        "place",
        "child",
        "unaccompanied",
        "nobody",
        "0",
        "3",
        "-1",
        "1.5",
        "'U4'",
        "''",
        "null",
        "true",
        "1e308",
        "9223372036854775807",
    ];
    const BETWEEN: &[&str] =
        &["and", "or", "=", "<>", "<", ">=", "+", "-", "*", "/", "%", "||", "like", "is distinct from", "in", "between"];
    const CALLS: &[&str] = &["not", "-", "abs", "upper", "length", "sum", "count", "coalesce", "date", "round", "strftime"];
    if depth == 0 || rng.u8(..4) == 0 {
        return LEAVES[rng.usize(..LEAVES.len())].to_owned();
    }
    let (a, b) = (condition(rng, depth - 1), condition(rng, depth - 1));
    match rng.u8(..8) {
        0 => format!("{}({a})", CALLS[rng.usize(..CALLS.len())]),
        1 => format!("cast({a} as int)"),
        2 => format!("{a} in ({b}, 'U1')"),
        3 => format!("{a} between {b} and 3"),
        4 => format!("case when {a} then {b} end"),
        5 => format!("({a}) is null"),
        _ => format!("({a}) {} ({b})", BETWEEN[rng.usize(..BETWEEN.len())]),
    }
}

#[test]
fn conditions() {
    run("conditions", |rng| {
        let mut sources = SOURCES.clone();
        let condition = condition(rng, 4);
        for source in &mut sources.indicators {
            let text = source.text.replace("placements_in_year >= 3", &condition);
            source.text = text.into();
        }
        let defined = job::define(&sources).unwrap_or_else(|error| panic!("{condition}: {error:#}"));
        if !scorecard::problem::stops(&defined.problems) {
            let folder = written(rng, false);
            let document = job::compute(&defined.catalogue, &options(folder.path()), &|_| {});
            every_format(&document.unwrap_or_else(|error| panic!("{condition}: {error:#}")));
        }
    });
}

#[test]
fn extracts() {
    run("extracts", |rng| {
        let folder = written(rng, true);
        every_format(&job::compute(&DEFINED.catalogue, &options(folder.path()), &|_| {}).unwrap());
    });
}

#[test]
fn commentary() {
    run("commentary", |rng| {
        let folder = written(rng, false);
        fs::write(folder.path().join("commentary.toml"), damaged(rng, COMMENTARY.as_bytes())).unwrap();
        every_format(&job::compute(&DEFINED.catalogue, &options(folder.path()), &|_| {}).unwrap());
    });
}

#[test]
fn earlier_runs() {
    let folder = written(&mut Rng::with_seed(0), false);
    let document = job::compute(&DEFINED.catalogue, &options(folder.path()), &|_| {}).unwrap();
    let text = json::render(&document).unwrap();
    let now = Run::read(&text).unwrap();
    run("earlier runs", |rng| {
        // The quick part is done often, the whole job now and then.
        for _ in 0..20 {
            let earlier = damaged(rng, text.as_bytes());
            if let Ok(earlier) = Run::read(&String::from_utf8_lossy(&earlier)) {
                diff::diff(&earlier, &now);
            }
        }
        let previous = folder.path().join("earlier.json");
        fs::write(&previous, damaged(rng, text.as_bytes())).unwrap();
        let options = Options { previous: Some(previous), ..options(folder.path()) };
        every_format(&job::compute(&DEFINED.catalogue, &options, &|_| {}).unwrap());
    });
}

/// Ways to write the same table down.
fn rewritten(rng: &mut Rng, text: &str) -> Vec<u8> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    rng.shuffle(&mut rows[1..]);
    let separator = [",", ";", "\t"][rng.usize(..3)];
    let end = ["\n", "\r\n", "\n\n", "\r\n\r\n"][rng.usize(..4)];
    let all_quoted = rng.bool();
    let mut written = String::new();
    for row in &rows {
        let cells = row.iter().map(|cell| {
            let quoted = all_quoted || cell.contains(['"', ',', ';', '\t', '\n']);
            if quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        });
        written += &cells.collect::<Vec<_>>().join(separator);
        // The header has no blank line behind it that a reader could take for its end.
        written += end;
    }
    match rng.u8(..4) {
        0 => format!("\u{feff}{written}").into_bytes(),
        1 => [0xff, 0xfe].into_iter().chain(written.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        2 => [0xfe, 0xff].into_iter().chain(written.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        _ => written.into_bytes(),
    }
}

#[test]
fn how_a_file_is_written_changes_no_figure() {
    let figures = |folder: &Path| {
        let document = job::compute(&DEFINED.catalogue, &options(folder), &|_| {}).unwrap();
        let rows = document.scorecards.iter().flat_map(|scorecard| scorecard.every_row());
        rows.map(|row| format!("{} {:?} {:?} {:?}", row.id, row.figure, row.rating, row.previous)).collect::<Vec<_>>()
    };
    let plain = figures(written(&mut Rng::with_seed(0), false).path());
    assert!(plain.iter().all(|figure| figure.contains("Some(")), "{plain:?}");
    run("ways of writing", |rng| {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in EXTRACTS {
            fs::write(folder.path().join(name), rewritten(rng, text)).unwrap();
        }
        assert_eq!(figures(folder.path()), plain);
    });
}
