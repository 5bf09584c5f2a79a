//! Files made to hold a run up: none takes ten times as long as an ordinary one.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use scorecard::calendar;
use scorecard::definitions::{Source, Sources};
use scorecard::figure::Figure;
use scorecard::job::{self, Options};

use crate::fuzz::every_format;
use crate::support::{compute, month};

const HEADER: &str = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n";
const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n";
const ROWS: i32 = 20_000;

/// A day by its number, from 1200 on.
fn day(number: i32) -> String {
    calendar::iso(calendar::day(1200, 1, 1).unwrap() + number)
}

/// Rows below a header, one for each number.
fn table(header: &str, row: impl Fn(i32, &mut String)) -> String {
    let mut text = header.to_owned();
    (0..ROWS).for_each(|number| row(number, &mut text));
    text
}

fn took(files: &[(&str, String)]) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
        fs::write(path, text).unwrap();
    }
    let begun = Instant::now();
    compute(&["national"], folder.path(), month("2018-03"), None);
    begun.elapsed()
}

#[test]
fn many_rows_of_one_child_take_no_longer_than_those_of_many() {
    let one = || (HEADER.to_owned() + "A,1,2009-02-01,WBRI,,,\n", EPISODES.to_owned() + "A,2015-05-01,S,C2,N1,U4,PR1,,,,,,\n");
    let (header, episodes) = one();
    // The definitions are read before the clock runs.
    took(&[("header.csv", header.clone()), ("episodes.csv", episodes.clone())]);
    let ordinary = took(&[
        ("header.csv", table(HEADER, |n, text| writeln!(text, "A{n},1,2009-02-01,WBRI,,,").unwrap())),
        ("episodes.csv", table(EPISODES, |n, text| writeln!(text, "A{n},2015-05-01,S,C2,N1,U4,PR1,,,,,,").unwrap())),
    ]);
    let most = ordinary.max(Duration::from_millis(500)) * 10;
    let held = |what: &str, files: &[(&str, String)]| {
        let took = took(files);
        assert!(took < most, "{what}: {took:?}, an ordinary file {ordinary:?}");
    };
    let months = |what: &str, name: &str, before: String, after: String| {
        let (header, episodes) = one();
        let (before_name, after_name) = (format!("2018-02/{name}"), format!("2018-03/{name}"));
        let mut files = vec![(before_name.as_str(), before), (after_name.as_str(), after)];
        for (folder_header, folder_episodes) in
            [("2018-02/header.csv", "2018-02/episodes.csv"), ("2018-03/header.csv", "2018-03/episodes.csv")]
        {
            files.push((folder_header, header.clone()));
            if name != "episodes.csv" {
                files.push((folder_episodes, episodes.clone()));
            }
        }
        held(what, &files);
    };
    held(
        "episodes open at once",
        &[("episodes.csv", table(EPISODES, |n, text| writeln!(text, "A,{},S,C2,N1,U4,PR1,,,,,,", day(n)).unwrap()))],
    );
    held(
        "statuses of one child",
        &[
            ("header.csv", header),
            ("episodes.csv", episodes),
            ("uasc.csv", table("CHILD,SEX,DOB,DUC\n", |n, text| writeln!(text, "A,1,2009-02-01,{}", day(n)).unwrap())),
        ],
    );
    let spell = |letter: &'static str, begin: &'static str| {
        table("CHILD,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n", move |n, text| {
            writeln!(text, "A,{letter}{n},{begin},,MANAGE").unwrap();
        })
    };
    months("spells that are others a month later", "sw_episodes.csv", spell("V", "2018-02-01"), spell("W", "2018-02-02"));
    let episode = |shift: i32, place: &'static str| {
        table(EPISODES, move |n, text| writeln!(text, "A,{},P,C2,N1,{place},PR1,,,,,,", day(2 * n + shift)).unwrap())
    };
    months("episodes begun on another day", "episodes.csv", episode(0, "U4"), episode(1, "U4"));
    // Every record clashes in February, and is there again in March.
    let twice = episode(0, "U4") + episode(0, "K2").strip_prefix(EPISODES).unwrap();
    months("clashes that a later month corrects", "episodes.csv", twice, episode(0, "R1"));
}

/// A folder with so many files of a name, each with a text.
fn many(number: usize, name: impl Fn(usize) -> String, text: impl Fn(usize) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("header.csv"), HEADER.to_owned() + "A,1,2009-02-01,WBRI,,,\n").unwrap();
    fs::write(folder.path().join("episodes.csv"), EPISODES.to_owned() + "A,2015-05-01,S,C2,N1,U4,PR1,,,,,,\n").unwrap();
    for at in 0..number {
        let path = folder.path().join(name(at));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text(at)).unwrap();
    }
    folder
}

#[test]
fn a_folder_of_too_many_files_is_refused_and_not_looked_through() {
    let refused = |folder: &Path| {
        let document = compute(&["national"], folder, month("2018-03"), None);
        let met: Vec<&str> = document.problems.iter().map(|problem| problem.code.as_str()).collect();
        (met.contains(&"too-many-files"), document.scorecards.is_empty())
    };
    let empty = |_| String::new();
    assert_eq!(refused(many(20_000, |at| format!("note {at}.txt"), empty).path()), (true, true));
    assert_eq!(refused(many(601, |at| format!("{}-{:02}/note.txt", 1960 + at / 12, at % 12 + 1), empty).path()), (true, true));
    assert!(!refused(many(600, |at| format!("{}-{:02}/note.txt", 1960 + at / 12, at % 12 + 1), empty).path()).0);
}

#[test]
fn many_small_files_take_time_by_their_number() {
    let row = |at: usize| format!("A{at},2015-05-01,S,C2,N1,U4,PR1,,,,,,\n");
    // Files of one extract, files that are none, and months whose files have one size and are all others.
    let name = |at: usize| format!("{}-{:02}/episodes.csv", 1970 + at / 12, at % 12 + 1);
    let kinds: [(&str, &dyn Fn(usize) -> tempfile::TempDir); 3] = [
        ("files of one extract", &|number| {
            many(number, |at| format!("episodes {at}.csv"), |at| EPISODES.to_owned() + &row(at + 1_000))
        }),
        ("unknown files", &|number| many(number, |at| format!("note {at}.csv"), |_| "a,b\n1,2\n".to_owned())),
        ("months", &|number| many(number, name, |at| EPISODES.to_owned() + &row(at + 1_000))),
    ];
    for (what, made) in kinds {
        let took = |number: usize| {
            let folder = made(number);
            let begun = Instant::now();
            compute(&["national"], folder.path(), month("2018-03"), None);
            begun.elapsed()
        };
        took(10);
        let (some, four_times) = (took(60), took(240));
        assert!(four_times < some.max(Duration::from_millis(200)) * 8, "{what}: {some:?} for 60, {four_times:?} for 240");
    }
}

/// Definitions beside those built in, with what was met.
fn defined(part: &str, text: String) -> job::Defined {
    let mut sources = Sources::built_in();
    sources.indicators.clear();
    sources.local.clear();
    sources.benchmarks.clear();
    sources.scorecards.clear();
    match part {
        "extracts" => sources.extracts.push(Source::new("extracts/made.toml", "made", text)),
        _ => sources.scorecards.push(Source::new("scorecards/made.toml", "made", text)),
    }
    job::define(&sources).unwrap()
}

#[test]
fn large_definitions_are_read_or_refused_soon() {
    let head = "title = \"Made\"\nsource = \"-\"\nnames = [\"made\"]\nkey = [\"CHILD\"]\nlocal = true\n[columns.CHILD]\ntype = \"child\"\nmeans = \"x\"\n";
    let columns = |kind: &str| -> String {
        head.to_owned() + &(0..4_000).map(|at| format!("[columns.C{at}]\ntype = \"{kind}\"\nmeans = \"x\"\n")).collect::<String>()
    };
    let card = "title = \"Made\"\nsource = \"-\"\n";
    let begun = Instant::now();
    assert!(defined("extracts", columns("number")).problems.is_empty());
    // What nothing can use is told of some, and how many more.
    let unused = defined("extracts", columns("postcode")).problems;
    assert_eq!(unused.len(), 26);
    assert!(unused.iter().any(|problem| problem.message == "nothing can use 3975 more columns of made"), "{unused:#?}");
    for (text, most) in [
        ("\r".repeat(1_000_000), 1),
        ("\0".repeat(1_000_000), 1),
        ("[".repeat(100_000), 26),
        ("= = \n".repeat(100_000), 26),
        (card.to_owned() + &"[[groups]]\n".repeat(20_000), 26),
        (format!("title = \"{}\"", "x".repeat(900_000)), 26),
        (format!("{card}{} = 1\n", vec!["a"; 100_000].join(".")), 26),
    ] {
        let found = defined("scorecards", text).problems;
        assert!(!found.is_empty() && found.len() <= most, "{} problems", found.len());
    }
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[test]
fn many_rows_and_long_texts_run_to_the_end_in_every_format() {
    let rows: i32 = 1_000;
    let long = "x".repeat(40_000);
    let mut card = format!("title = \"{long}\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"{long}\"\n");
    for at in 0..rows {
        let title = if at == 0 { long.as_str() } else { "T" };
        let row = format!(
            "[[groups.rows]]\nid = \"w{at}\"\ntitle = \"{title}\"\nunit = \"count\"\npolarity = \"none\"\nsource = \"-\"\nreturn = \"w{at}\"\n"
        );
        card.push_str(&row);
    }
    let defined = defined("scorecards", card);
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    let folder = tempfile::tempdir().unwrap();
    let note = |at: i32| if at == 1 { long.as_str() } else { "" };
    let returns: String = (0..rows).map(|at| format!("2018-03,w{at},,,{at},{}\n", note(at))).collect();
    fs::write(folder.path().join("returns.csv"), format!("PERIOD,MEASURE,NUMERATOR,DENOMINATOR,VALUE,NOTE\n{returns}")).unwrap();
    let today = calendar::parse_iso("2018-04-03").unwrap();
    let options = Options { history: 2, ..Options::new(vec!["made".to_owned()], folder.path(), month("2018-03"), today) };
    let begun = Instant::now();
    let document = job::compute(&defined.catalogue, &options, &|_| {}).unwrap();
    every_format(&document);
    // Each row has its own figure.
    for (at, row) in document.scorecards[0].every_row().enumerate() {
        assert_eq!(row.figure.and_then(Figure::value), Some(at as f64), "{}", row.id);
    }
    assert!(begun.elapsed() < Duration::from_secs(120), "{:?}", begun.elapsed());
}
