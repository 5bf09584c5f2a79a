//! More of what comes from outside, damaged at random: settings, published figures, what was published before, answers and
//! judgements, layouts of one's own with their extracts, workbooks and the return as XML, conditions cut anywhere. By the rules of [`crate::fuzz`].

use std::fs;
use std::path::Path;

use fastrand::Rng;
use scorecard::calendar::parse_iso;
use scorecard::condition::{Columns, Condition, Kind, Wanted, bounds, parts, permitted, plain};
use scorecard::definitions::{Source, Sources, settings};
use scorecard::job::{self, Options};
use scorecard::render::{html, json, problems};
use scorecard::scorecard::Audience;

use crate::arrivals::made;
use crate::fuzz::{damaged, run};
use crate::support::{CATALOGUE, month, root};

fn options(scorecard: &str, folder: &Path) -> Options {
    Options::new(vec![scorecard.to_owned()], folder, month("2018-03"), parse_iso("2018-04-03").unwrap())
}

/// A folder with the files of the starter that are named.
fn starter(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        fs::copy(root().join("starter/extracts").join(name), folder.path().join(name)).unwrap();
    }
    folder
}

#[test]
fn settings_of_a_folder() {
    let text = "extracts = \"in\"\nindicators = [\"north\", \"own\"]\nauthority = \"E08000011\"\nscorecards = [\"knowsley\"]\n\
                by = [\"sex\"]\ntravel = \"year\"\noutputs = [\"{period}.html\"]\naudience = \"public\"\n";
    run("settings", |rng| {
        for _ in 0..200 {
            let text = String::from_utf8_lossy(&damaged(rng, text.as_bytes())).into_owned();
            let found = settings::read(&Source::new("scorecard.toml", "scorecard", text)).problems;
            problems::render(&found, problems::Style { colour: false, unicode: true, width: 80 });
        }
    });
}

#[test]
fn published_figures() {
    let files: Vec<(String, Vec<u8>)> = fs::read_dir(root().join("tests/benchmarks/published"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect();
    let folder = starter(&["header.csv", "episodes.csv", "reviews.csv"]);
    run("published figures", |rng| {
        let published = tempfile::tempdir().unwrap();
        let hurt = rng.usize(..files.len());
        for (at, (name, bytes)) in files.iter().enumerate() {
            let bytes = if at == hurt { damaged(rng, bytes) } else { bytes.clone() };
            fs::write(published.path().join(name), bytes).unwrap();
        }
        let options = Options { benchmarks: Some(published.path().to_owned()), ..options("rutland", folder.path()) };
        let document = job::compute(&CATALOGUE, &options, &|_| {}).unwrap();
        html::render(&document);
        json::render(&document).unwrap();
    });
}

#[test]
fn what_was_published_before() {
    let folder = starter(&["header.csv", "episodes.csv"]);
    let public = Options { audience: Audience::Public, ..options("rutland", folder.path()) };
    let before = json::render(&job::compute(&CATALOGUE, &public, &|_| {}).unwrap()).unwrap();
    run("published before", |rng| {
        let archive = tempfile::tempdir().unwrap();
        fs::write(archive.path().join("a.json"), damaged(rng, before.as_bytes())).unwrap();
        let options = Options { published: Some(archive.path().to_owned()), ..public.clone() };
        json::render(&job::compute(&CATALOGUE, &options, &|_| {}).unwrap()).unwrap();
    });
}

#[test]
fn answers_returns_and_judgements() {
    let names = ["survey.csv", "returns.csv", "narrative.csv"];
    // The first hundred rows of each.
    let files = names.map(|name| {
        let text = fs::read_to_string(root().join("sample-data").join(name)).unwrap();
        (name, text.lines().take(100).collect::<Vec<_>>().join("\n"))
    });
    run("answers", |rng| {
        let folder = tempfile::tempdir().unwrap();
        let hurt = rng.usize(..files.len());
        for (at, (name, text)) in files.iter().enumerate() {
            let bytes = if at == hurt { damaged(rng, text.as_bytes()) } else { text.clone().into_bytes() };
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let document = job::compute(&CATALOGUE, &options("southwark", folder.path()), &|_| {}).unwrap();
        json::render(&document).unwrap();
    });
}

const LAYOUT: &str = "title = \"Shifts\"\nsource = \"-\"\nnames = [\"shifts\"]\nkey = [\"CHILD\", \"SHIFT\"]\nlocal = true\ndate = \"SHIFT\"\n\
    [columns.CHILD]\ntype = \"child\"\nmeans = \"The child\"\n[columns.SHIFT]\ntype = \"date\"\nmeans = \"The day\"\n\
    [columns.DONE]\ntype = \"number\"\nmeans = \"Hours done\"\n[columns.TIMES]\ntype = \"integer\"\nmeans = \"Times\"\nmin = 0\n\
    [columns.THERE]\ntype = \"flag\"\nmeans = \"There\"\n[columns.GRADE]\ntype = \"code\"\nmeans = \"Grade\"\n\
    [columns.GRADE.codes]\n2 = \"fair\"\n1 = \"good\"\n";
const SHIFTS: &str =
    "CHILD,SHIFT,DONE,TIMES,THERE,GRADE\nP1,01/03/2018,3.75,4,1,1\nP2,02/03/2018,0,0,0,2\nP3,05/03/2018,1e3,7,,\n";
const OWN: &str = "title = \"Own\"\nmeans = \"-\"\ntable = \"shifts\"\nstatistic = \"ratio\"\nunit = \"percent\"\npolarity = \"higher\"\n\
    window = \"last-day\"\nsource = \"-\"\nnumerator = \"done\"\ndenominator = \"times\"\nwhere = \"there AND grade = '1' OR done > 1\"\n";
const CARD: &str = "title = \"S\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"G\"\n[[groups.rows]]\nid = \"own\"\nindicator = \"own\"\nsource = \"-\"\n";

/// Definitions of one's own alone, so that a case is quick.
fn own(layout: &str, indicator: &str) -> Sources {
    let mut sources = Sources::built_in();
    sources.extracts.retain(|source| ["header", "episodes", "oc3"].contains(&source.id.as_str()));
    sources.indicators.clear();
    sources.local.clear();
    sources.benchmarks.clear();
    sources.extracts.push(Source::new("extracts/shifts.toml", "shifts", layout));
    sources.indicators.push(Source::new("library/own.toml", "own", indicator));
    sources.scorecards = vec![Source::new("scorecards/own.toml", "own", CARD)];
    sources
}

#[test]
fn layouts_and_extracts_of_ones_own() {
    run("own layouts", |rng| {
        let text = |rng: &mut Rng, text: &str, hurt: bool| {
            if hurt { String::from_utf8_lossy(&damaged(rng, text.as_bytes())).into_owned() } else { text.to_owned() }
        };
        let which = rng.u8(..3);
        let sources = own(&text(rng, LAYOUT, which == 0), &text(rng, OWN, which == 1));
        let defined = job::define(&sources).unwrap();
        if !scorecard::problem::stops(&defined.problems) {
            let folder = tempfile::tempdir().unwrap();
            let bytes = if which == 2 { damaged(rng, SHIFTS.as_bytes()) } else { SHIFTS.as_bytes().to_vec() };
            fs::write(folder.path().join("shifts.csv"), bytes).unwrap();
            json::render(&job::compute(&defined.catalogue, &options("own", folder.path()), &|_| {}).unwrap()).unwrap();
        }
    });
}

struct Any;

impl Columns for Any {
    fn table(&self) -> &str {
        "any"
    }

    fn kind(&self, name: &str) -> Option<Kind> {
        let list = |codes: &[&str]| Kind::Codes(codes.iter().map(|code| (*code).to_owned()).collect());
        Some(match name {
            "child" => Kind::Child,
            "age" | "months_in_care" | "months_in_placement" => Kind::Whole,
            "miles_from_home" => Kind::Number,
            "in_authority" => Kind::YesNo,
            "place" => list(&["K1", "U1", "U2"]),
            "need" => list(&["N1", "N2"]),
            "sex" => list(&["1", "2"]),
            "care_start" | "placement_start" => Kind::Day,
            _ => return None,
        })
    }

    fn names(&self) -> Vec<&str> {
        vec![
            "child",
            "age",
            "months_in_care",
            "months_in_placement",
            "miles_from_home",
            "in_authority",
            "place",
            "need",
            "sex",
            "care_start",
        ]
    }
}

#[test]
fn conditions_cut_and_joined_anywhere() {
    let examples: Vec<&str> = permitted::SIGNS.iter().chain(permitted::FUNCTIONS).map(|item| item.example).collect();
    run("conditions cut", |rng| {
        for _ in 0..100 {
            let one = examples[rng.usize(..examples.len())];
            let other = examples[rng.usize(..examples.len())];
            let joined = format!("{one} {} {other}", ["AND", "OR", "+", "=", ",", "", "AND NOT", "IS", "IN"][rng.usize(..9)]);
            let text = String::from_utf8_lossy(&damaged(rng, joined.as_bytes())).into_owned();
            for wanted in [Wanted::Condition, Wanted::Number] {
                if let Err(faults) = Condition::read(&text, &Any, wanted) {
                    assert!(!faults.is_empty(), "{text}");
                    assert!(faults.iter().all(|fault| text.get(fault.span.clone()).is_some()), "{text}");
                }
            }
            bounds(&text);
            parts(&text);
            plain(&text);
        }
    });
}

/// The parts of a packed file.
fn parts_of(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let part = |name: String| {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(&name).unwrap(), &mut bytes).unwrap();
        (name, bytes)
    };
    names.into_iter().map(part).collect()
}

#[test]
fn workbooks_and_returns_as_xml() {
    let starter = root().join("starter/extracts");
    let mut sheets = made::sheets_of(&starter);
    sheets.retain(|sheet| ["header", "episodes", "oc2"].contains(&sheet.name.as_str()));
    sheets.iter_mut().for_each(|sheet| sheet.rows.truncate(12));
    let packed = [("month.xlsx", made::xlsx(&sheets)), ("month.ods", made::ods(&sheets))];
    let returns = [made::return_xml(&starter, made::Form::Plain), made::return_xml(&starter, made::Form::Indented)];
    run("workbooks", |rng| {
        let folder = tempfile::tempdir().unwrap();
        let (name, bytes) = &packed[rng.usize(..packed.len())];
        let xml = &returns[rng.usize(..returns.len())];
        let (name, bytes) = match rng.u8(..4) {
            0 => ("return.xml", damaged(rng, xml.as_bytes())),
            // The bytes of the package, and what stands in a part of it.
            1 => (*name, damaged(rng, bytes)),
            _ => {
                let mut parts = parts_of(bytes);
                let hurt = rng.usize(..parts.len());
                parts[hurt].1 = damaged(rng, &parts[hurt].1);
                let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
                (*name, made::zipped(&parts))
            }
        };
        fs::write(folder.path().join(name), bytes).unwrap();
        let document = job::compute(&CATALOGUE, &options("rutland", folder.path()), &|_| {}).unwrap();
        json::render(&document).unwrap();
    });
}
