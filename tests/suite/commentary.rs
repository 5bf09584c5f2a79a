//! What was said of rows: which comment is shown when, in every format, and who is reminded of what is missing.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use scorecard::job::{self, Options};
use scorecard::render::{csv, docx, html, json, markdown, table, xlsx};
use scorecard::scorecard::Document;

use crate::support::{CATALOGUE, month, root};

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
    command.args(arguments).current_dir(root()).env_remove("COLUMNS").env("LC_ALL", "C.UTF-8").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// One child of two with a foster carer: `foster-percent` is 50%, and two children are looked after.
fn extracts(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n101,1,05/06/2008,WBRI,UN1,,\n102,2,17/11/2005,MWBC,UN1,0,\n";
    let episodes = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n\
                    101,05/05/2016,S,C2,N1,U4,PR1,,,,,,\n102,10/10/2017,S,V2,N5,K2,PR4,,,,,,\n";
    fs::write(folder.join("header.csv"), header).unwrap();
    fs::write(folder.join("episodes.csv"), episodes).unwrap();
}

/// Two rows that miss their target, and one that meets it.
const SCORECARD: &str = "title = \"An example council\"\nsource = \"Its strategy\"\n[[groups]]\nid = \"homes\"\ntitle = \"Homes\"\n\
    [[groups.rows]]\nid = \"EX-01\"\nindicator = \"foster-percent\"\ntarget = \"75%\"\nsource = \"-\"\n\
    [[groups.rows]]\nid = \"EX-02\"\nindicator = \"cla-count\"\npolarity = \"lower\"\ntarget = \"1 child\"\nsource = \"-\"\n\
    [[groups.rows]]\nid = \"EX-03\"\nindicator = \"cla-count\"\npolarity = \"lower\"\ntarget = \"2 children\"\nsource = \"-\"\n";

fn comment(row: &str, month: &str, behind: &str) -> String {
    format!("[[comments]]\nrow = \"{row}\"\nmonth = \"{month}\"\nbehind = \"{behind}\"\nrole = \"Head of Service\"\n")
}

/// A folder with extracts and the scorecard `council.toml`.
struct Work(tempfile::TempDir);

impl Work {
    fn new() -> Self {
        let work = Work(tempfile::tempdir().unwrap());
        extracts(&work.0.path().join("extracts"));
        fs::write(work.0.path().join("council.toml"), SCORECARD).unwrap();
        work
    }

    fn say(&self, file: &str, comments: &[String]) -> String {
        let path = self.0.path().join(file);
        fs::write(&path, comments.concat()).unwrap();
        path.to_string_lossy().into_owned()
    }

    fn compute(&self, period: &str, more: &[&str]) -> Output {
        let scorecard = self.0.path().join("council.toml").to_string_lossy().into_owned();
        let extracts = self.0.path().join("extracts").to_string_lossy().into_owned();
        let main = ["compute", &scorecard, "--extracts", &extracts, "--period", period, "--today", "2018-04-03"];
        run(&[&main, more].concat())
    }
}

#[test]
fn the_comment_of_the_month_is_shown_or_else_the_latest_of_three_months() {
    let work = Work::new();
    let said =
        [comment("EX-01", "2017-12", "Of old."), comment("EX-01", "2018-02", "Of late."), comment("EX-01", "2018-04", "Next.")];
    work.say("extracts/commentary.toml", &said);
    let shown = |period: &str| {
        let table = text(&work.compute(period, &[]).stdout);
        let at = table.find("Behind it: ");
        at.map(|at| table[at..].lines().next().unwrap().trim_start_matches("Behind it: ").to_owned())
    };
    for (period, expected) in [
        ("2017-11", None),
        ("2017-12", Some("Of old.")),
        ("2018-01", Some("Of old.")),
        ("2018-02", Some("Of late.")),
        ("2018-03", Some("Of late.")),
        ("2018-04", Some("Next.")),
        ("2018-07", Some("Next.")),
        ("2018-08", None),
    ] {
        assert_eq!(shown(period).as_deref(), expected, "{period}");
    }
    let table = text(&work.compute("2018-03", &[]).stdout);
    assert!(table.contains("(February 2018, Head of Service)"), "{table}");
}

#[test]
fn red_rows_without_a_comment_of_the_month_are_named() {
    let work = Work::new();
    // Nobody who writes no commentary is asked for it.
    assert_eq!(text(&work.compute("2018-03", &[]).stderr), "");
    let failed = work.compute("2018-03", &["--fail-on", "no-commentary"]);
    assert_eq!((failed.status.code(), text(&failed.stderr)), (Some(3), "failed on no-commentary: EX-01, EX-02\n".to_owned()));
    // A comment of the month before is shown, and does not count.
    work.say("extracts/commentary.toml", &[comment("EX-01", "2018-02", "Of late."), comment("EX-02", "2018-03", "Of now.")]);
    let told = work.compute("2018-03", &[]);
    assert_eq!(told.status.code(), Some(0));
    assert_eq!(text(&told.stderr), "note: no commentary for March 2018 on red rows: EX-01\n");
    assert_eq!(text(&work.compute("2018-03", &["--quiet"]).stderr), "");
    let failed = work.compute("2018-03", &["--fail-on", "no-commentary"]);
    assert_eq!((failed.status.code(), text(&failed.stderr)), (Some(3), "failed on no-commentary: EX-01\n".to_owned()));
    // The note is in JSON for pipelines, and is no problem to fail on.
    let found = work.compute("2018-03", &["--format", "json", "--fail-on", "problems"]);
    assert_eq!(found.status.code(), Some(0));
    assert!(text(&found.stdout).contains("\"code\": \"no-commentary\""));
    // All said: nothing to tell.
    let all = work.say("elsewhere.toml", &[comment("EX-01", "2018-03", "One."), comment("EX-02", "2018-03", "Two.")]);
    let output = work.compute("2018-03", &["--commentary", &all, "--fail-on", "no-commentary"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    assert!(text(&output.stdout).contains("Behind it: Two."));
}

#[test]
fn the_public_is_shown_what_is_marked_for_it() {
    let work = Work::new();
    let marked = comment("EX-02", "2018-03", "For all.") + "public = true\n";
    work.say("extracts/commentary.toml", &[comment("EX-01", "2018-03", "For the board."), marked]);
    let shown = |audience: &str| {
        let output = work.compute("2018-03", &["--audience", audience, "--format", "json"]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
        ["For the board.", "For all."].map(|words| text(&output.stdout).contains(words))
    };
    assert_eq!((shown("internal"), shown("public")), ([true, true], [false, true]));
}

#[test]
fn commentary_of_other_scorecards_asks_for_nothing() {
    let work = Work::new();
    work.say("extracts/commentary.toml", &[comment("KN-15", "2018-03", "Of Knowsley.")]);
    let output = work.compute("2018-03", &[]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    assert!(!text(&output.stdout).contains("Commentary"), "{}", text(&output.stdout));
    // A scorecard that this run does not know is no reason to stop.
    let unknown = comment("EX-99", "2018-03", "Of another.") + "scorecard = \"another\"\n";
    work.say("extracts/commentary.toml", &[unknown]);
    let output = work.compute("2018-03", &[]);
    let expected = "warning: there is no scorecard 'another': the comment is not shown\n";
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), expected.to_owned()));
}

#[test]
fn a_mistake_leaves_out_its_comment_and_nothing_else() {
    let work = Work::new();
    let without = text(&work.compute("2018-03", &["--format", "json"]).stdout);
    work.say("extracts/commentary.toml", &[comment("EX-01", "2018-03", "Right."), comment("EX-10", "2018-03", "A slip.")]);
    let output = work.compute("2018-03", &[]);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{message}");
    for words in
        ["warning[commentary-left-out]", "commentary.toml:7:7", "did you mean 'EX-0", "The comment is not shown until then"]
    {
        assert!(message.contains(words), "'{words}' is not in\n{message}");
    }
    let shown = text(&output.stdout);
    assert!(shown.contains("Behind it: Right.") && !shown.contains("A slip."), "{shown}");
    // It is a problem to fail on, and check tells it as the error that it is.
    assert_eq!(work.compute("2018-03", &["--fail-on", "problems"]).status.code(), Some(3));
    let checked = run(&["check", "--extracts", &work.0.path().join("extracts").to_string_lossy(), "--period", "2018-03"]);
    // (The scorecard was named by its path, so that check knows none of its rows.)
    assert!(text(&checked.stdout).contains("error[unknown-row]"), "{}", text(&checked.stdout));
    // Every kind of broken file leaves the figures as they are without it.
    let figures = |json: &str| {
        let mut document: serde_json::Value = serde_json::from_str(json).unwrap();
        document["problems"].take();
        document
    };
    let broken = ["title = ", "[comments]\nrow = 1\n", "comments = 7\n", "[[comments]]\n", "\u{201c}a\u{201d} = 1\n"];
    for broken in broken {
        work.say("extracts/commentary.toml", &[broken.to_owned()]);
        let output = work.compute("2018-03", &["--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{broken}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("warning[commentary-left-out]"), "{broken}: {}", text(&output.stderr));
        assert_eq!(figures(&text(&output.stdout)), figures(&without), "{broken}");
    }
    // A file that is asked for and is not there is another matter.
    let missing = work.compute("2018-03", &["--commentary", "no-such.toml"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing.stderr).starts_with("error: cannot read 'no-such.toml': "), "{}", text(&missing.stderr));
}

#[test]
fn a_sheet_says_the_same_as_a_file_of_toml() {
    let work = Work::new();
    let path = work.0.path();
    let head = "row;month;title;behind;doing;role;public\n";
    let sheet = format!("{head}EX-01;Mar-18;Foster;Caf\u{e9} closed;;Head of Service;\nEX-02;2018-03;;;;;\n");
    // As Excel saves it.
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&sheet);
    fs::write(path.join("extracts/Commentary-2018-03.CSV"), &bytes).unwrap();
    let output = work.compute("2018-03", &[]);
    assert_eq!(text(&output.stderr), "note: no commentary for March 2018 on red rows: EX-02\n");
    assert!(text(&output.stdout).contains("Behind it: Caf\u{e9} closed"), "{}", text(&output.stdout));
    // Beside it a file of TOML; what both speak of is told, and the first by name holds.
    work.say(
        "extracts/commentary.toml",
        &[comment("EX-01", "2018-03", "Of the other."), comment("EX-02", "2018-03", "Too many.")],
    );
    let output = work.compute("2018-03", &[]);
    let message = text(&output.stderr);
    assert!(message.contains("two comments speak of 'EX-01' in March 2018"), "{message}");
    assert!(message.contains("another file speaks of it too"), "{message}");
    assert!(text(&output.stdout).contains("Behind it: Too many."), "{}", text(&output.stdout));
    // Mistakes in a sheet are told at their place, too.
    fs::remove_file(path.join("extracts/commentary.toml")).unwrap();
    fs::write(path.join("extracts/Commentary-2018-03.CSV"), format!("{head}EX-01;2018-3;;Moves;;Mrs Smith;\n")).unwrap();
    let message = text(&work.compute("2018-03", &[]).stderr);
    for words in ["Commentary-2018-03.csv:2:7", "'month' takes a month", "'role' takes a role, never a name"] {
        assert!(message.contains(words), "'{words}' is not in\n{message}");
    }
}

#[test]
fn red_rows_are_listed_to_be_filled_in_and_read_back() {
    let work = Work::new();
    let path = work.0.path();
    let list = |more: &[&str]| {
        let council = path.join("council.toml").to_string_lossy().into_owned();
        let extracts = path.join("extracts").to_string_lossy().into_owned();
        run(&[&["commentary", &council, "--extracts", &extracts, "--period", "2018-03"], more].concat())
    };
    let head = "scorecard,row,month,title,figure,target,behind,doing,role,public\n";
    let first = "council,EX-01,2018-03,Children in foster care,50.0%,75%,";
    let second = "council,EX-02,2018-03,Children looked after,2,1 child,";
    let output = list(&["--missing"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), format!("{head}{first},,,\n{second},,,\n"));
    assert_eq!(text(&output.stderr), "note: 2 red rows without a comment in March 2018\n");
    // It is written beside the extracts, half filled in, and read back.
    let sheet = path.join("extracts/commentary-2018-03.csv").to_string_lossy().into_owned();
    assert_eq!(list(&["--missing", "--output", &sheet]).status.code(), Some(0));
    let empty = fs::read_to_string(&sheet).unwrap();
    assert_eq!(text(&work.compute("2018-03", &[]).stderr), "", "nothing is said yet, and nothing is wrong");
    let said = "\"- Two panels, both late\",,Head of Service,yes\n";
    fs::write(&sheet, empty.replace(&format!("{first},,,\n"), &format!("{first}{said}"))).unwrap();
    let computed = work.compute("2018-03", &["--audience", "public", "--format", "json"]);
    assert!(text(&computed.stdout).contains("- Two panels, both late"), "{}", text(&computed.stderr));
    assert_eq!(text(&list(&["--missing"]).stdout), format!("{head}{second},,,\n"));
    // All red rows, with what is said; what a spreadsheet would run is kept from it, and is read as it was.
    let all = text(&list(&[]).stdout);
    assert!(all.contains("\"'- Two panels, both late\",,Head of Service,"), "{all}");
    // What is there is not written over, and a sheet under another name would be taken for an extract.
    let again = list(&["--missing", "--output", &sheet]);
    assert_eq!(again.status.code(), Some(2), "{}", text(&again.stderr));
    assert_eq!(list(&["--output", &path.join("extracts/red.csv").to_string_lossy()]).status.code(), Some(2));
    assert_eq!(list(&["--output", &path.join("red.xlsx").to_string_lossy()]).status.code(), Some(2));
}

fn sample(period: &str) -> Document {
    let today = scorecard::calendar::parse_iso("2018-04-03").unwrap();
    let options = Options::new(vec!["knowsley".to_owned()], &root().join("sample-data"), month(period), today);
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

#[test]
fn every_text_format_shows_what_was_said() {
    let document = sample("2018-03");
    let style = table::Style { width: 120, unicode: true, colour: false };
    let rendered = [
        ("table", table::render(&document, style)),
        ("json", json::render(&document).unwrap()),
        ("markdown", markdown::render(&document)),
        ("html", html::render(&document)),
    ];
    for (format, shown) in rendered.iter().filter(|(_, shown)| !shown.is_empty()) {
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in ["Short contracts ended after Christmas.", "Leaving Care Manager", "weekly stability meeting"] {
            assert!(shown.contains(words), "{format}: '{words}'");
        }
        // That of February gave way to that of March.
        assert!(!shown.contains("Several moves were planned ones"), "{format}");
    }
    assert!(csv::render(&document).is_ok() && xlsx::render(&document).is_ok() && docx::render(&document).is_ok());
}

#[test]
fn a_table_of_80_columns_has_room_for_it() {
    let output = run(&["compute", "knowsley", "--extracts", "sample-data", "--period", "2018-03", "--today", "2018-04-03"]);
    let table = text(&output.stdout);
    assert!(table.contains("\nCommentary:\nKN-04 Young people report"), "{table}");
    assert!(table.contains("\nKN-06 Social work interviews"), "{table}");
    assert!(table.contains("\n  Behind it: Two panels were called"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
}

#[test]
fn check_reads_commentary_too() {
    let work = Work::new();
    work.say("extracts/commentary.toml", &["[[comments]]\nrow = 7\n".to_owned()]);
    let extracts = work.0.path().join("extracts").to_string_lossy().into_owned();
    let output = run(&["check", "--extracts", &extracts, "--period", "2018-03"]);
    assert!(text(&output.stdout).contains("[wrong-type]"), "{}", text(&output.stdout));
    assert_eq!(output.status.code(), Some(1));
}
