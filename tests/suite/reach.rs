//! How far the data reach: old files, short histories, months outside the extracts and months that have not ended.
//!
//! Expected values are worked by hand beside each test; numbers of the sample data were counted by other means.

use std::fs;
use std::path::Path;
use std::process::Command;

use scorecard::definitions::{Source, Sources};
use scorecard::job::{self, Options};
use scorecard::problem_codes::Code;
use scorecard::rating::Rating;
use scorecard::render::{csv, docx, html, json, markdown, table, xlsx};
use scorecard::scorecard::{Audience, Document};

use crate::support::{CATALOGUE, compute, compute_with, month, root, row};

const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n";
const HEADER: &str = "CHILD,SEX,DOB,ETHNIC\n";
const MISSING: &str = "CHILD,DOB,MISSING,MIS_START,MIS_END\n";

/// Months of the sample data with the files beside them, and some files of one month put into another.
fn sample(months: &[&str], copied: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sample = root().join("sample-data");
    let copy = |from: &Path, to: &Path| {
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    };
    copy(&sample, folder.path());
    for month in months {
        fs::create_dir(folder.path().join(month)).unwrap();
        copy(&sample.join(month), &folder.path().join(month));
    }
    for (file, from, to) in copied {
        fs::copy(sample.join(from).join(file), folder.path().join(to).join(file)).unwrap();
    }
    folder
}

/// A folder of files, by their path in it.
fn folder(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn national(folder: &Path, period: &str) -> Document {
    compute(&["national"], folder, month(period), None)
}

fn national_on(folder: &Path, period: &str, today: &str, audience: Audience) -> Document {
    let today = scorecard::calendar::parse_iso(today).unwrap();
    let options = Options { audience, ..Options::new(vec!["national".to_owned()], folder, month(period), today) };
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

fn told(document: &Document, code: Code) -> usize {
    document.problems.iter().filter(|problem| problem.code == code).count()
}

#[test]
fn the_sample_data_and_the_starter_reach_their_month() {
    for (folder, period) in [(root().join("sample-data"), "2018-03"), (root().join("starter/extracts"), "2018-03")] {
        let document = national(&folder, period);
        assert_eq!(document.reach, Vec::<String>::new(), "{}", folder.display());
        for row in document.scorecards[0].every_row() {
            assert_eq!((row.data_to, row.doubted), (None, false), "{}", row.id);
            assert!(crate::support::notes(row).iter().all(|note| !note.contains("history")), "{}: {:?}", row.id, row.notes);
        }
        for code in [Code::StaleExtract, Code::OutsideExtracts, Code::MonthNotEnded] {
            assert_eq!(told(&document, code), 0);
        }
    }
}

#[test]
fn extracts_of_february_copied_into_march_say_so_in_every_format() {
    let copies = ["missing.csv", "reviews.csv", "sw_episodes.csv"].map(|file| (file, "2018-02", "2018-03"));
    let folder = sample(&["2018-01", "2018-02", "2018-03"], &copies);
    let document = national(folder.path(), "2018-03");
    let february = Some(month("2018-02"));
    for id in ["missing-episodes", "missing-percent", "reviews-on-time", "review-attendance", "social-workers-three-or-more"] {
        assert_eq!(row(&document, id).data_to, february, "{id}");
    }
    for id in ["cla-count", "placements-three-or-more", "health-assessments", "a1"] {
        assert_eq!(row(&document, id).data_to, None, "{id}");
    }
    assert_eq!(told(&document, Code::StaleExtract), 3);
    let head = "missing, reviews, sw_episodes have data to February 2018 only: the file of March 2018 is byte for byte that of an earlier month";
    assert!(document.reach.contains(&head.to_owned()), "{:?}", document.reach);
    // Wide enough that no title is broken in two.
    let style = table::Style { colour: false, unicode: true, width: 200 };
    let plain = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [table::render(&document, style), html::render(&document), markdown::render(&document)].map(plain) {
        assert!(text.contains("Missing incidents (data to February 2018)"), "{text}");
        assert!(text.contains("have data to February 2018 only"), "{text}");
    }
    let csv = String::from_utf8(csv::render(&document).unwrap()).unwrap();
    assert!(csv.contains("data_to") && csv.contains("2018-02"), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&json::render(&document).unwrap()).unwrap();
    let rows = json["scorecards"][0]["groups"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap());
    let data_to = |id: &str| rows.clone().find(|row| row["id"] == id).unwrap()["data_to"].clone();
    assert_eq!((data_to("missing-episodes"), data_to("cla-count")), ("2018-02".into(), serde_json::Value::Null));
    for (bytes, part) in
        [(docx::render(&document).unwrap(), "word/document.xml"), (xlsx::render(&document).unwrap(), "xl/sharedStrings.xml")]
    {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let text = std::io::read_to_string(archive.by_name(part).unwrap()).unwrap();
        assert!(text.contains("data to February 2018"), "{part}");
    }
}

#[test]
fn fail_on_stale_finds_the_rows() {
    let folder = sample(&["2018-02", "2018-03"], &[("missing.csv", "2018-02", "2018-03")]);
    let run = |folder: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
        command.args(["compute", "national", "--period", "2018-03", "--today", "2018-04-03", "--fail-on", "stale", "--extracts"]);
        command.arg(folder).output().unwrap()
    };
    let found = run(folder.path());
    let said = String::from_utf8(found.stderr).unwrap();
    assert_eq!(found.status.code(), Some(3), "{said}");
    assert!(said.contains("failed on stale: missing-children, missing-percent, missing-episodes"), "{said}");
    assert_eq!(run(&root().join("sample-data")).status.code(), Some(0));
}

#[test]
fn a_file_that_cannot_be_used_is_not_passed_over_in_silence() {
    let folder = sample(&["2018-01", "2018-02", "2018-03"], &[]);
    let file = folder.path().join("2018-03/episodes.csv");
    let whole = fs::read_to_string(&file).unwrap();
    // A title above the header is read past: nothing is wanting.
    fs::write(&file, format!("Episodes, printed on 3 April 2018\n{whole}")).unwrap();
    let document = national(folder.path(), "2018-03");
    assert_eq!((document.reach.len(), row(&document, "placements-three-or-more").data_to), (0, None));
    fs::write(&file, whole.replacen("DECOM", "BEGAN", 1)).unwrap();
    let document = national(folder.path(), "2018-03");
    for id in ["placements-three-or-more", "cla-count", "reviews-on-time"] {
        let row = row(&document, id);
        // Every such row needs the episodes: where the history begins too late for it, that is said besides.
        assert_eq!(row.data_to, Some(month("2018-02")), "{id}");
        assert!(row.figure.is_some());
    }
    assert_eq!(document.reach, ["episodes has data to February 2018 only: the file of March 2018 cannot be used"]);
    // The help promises no "no data" where there is a figure.
    let about = document.problems.iter().filter(|problem| problem.message.contains("episodes"));
    assert!(about.clone().count() >= 2);
    assert!(about.into_iter().all(|problem| !problem.help.contains("no data")));
}

#[test]
fn a_month_without_a_file_a_later_month_or_an_empty_file() {
    let episodes = format!("{EPISODES}A,05/05/2016,S,C2,N1,U4,,\n");
    let header = format!("{HEADER}A,1,01/01/2010,WBRI\n");
    let went = |days: &[&str]| {
        let rows: String = days.iter().map(|day| format!("A,01/01/2010,M,{day},{day}\n")).collect();
        format!("{MISSING}{rows}")
    };
    let files = |february: Option<String>, march: Option<String>, april: Option<String>| {
        let mut files = vec![("2018-01/missing.csv", went(&["03/01/2018"]))];
        for (at, day) in ["31/01/2018", "28/02/2018", "31/03/2018", "30/04/2018"].iter().enumerate() {
            let name = ["2018-01/episodes.csv", "2018-02/episodes.csv", "2018-03/episodes.csv", "2018-04/episodes.csv"][at];
            files.push((name, format!("{episodes}B{at},{day},S,V2,N1,U4,,\n")));
            files.push((
                ["2018-01/header.csv", "2018-02/header.csv", "2018-03/header.csv", "2018-04/header.csv"][at],
                header.clone(),
            ));
        }
        files.extend(february.map(|text| ("2018-02/missing.csv", text)));
        files.extend(march.map(|text| ("2018-03/missing.csv", text)));
        files.extend(april.map(|text| ("2018-04/missing.csv", text)));
        folder(&files)
    };
    let data_to = |folder: tempfile::TempDir| row(&national(folder.path(), "2018-03"), "missing-episodes").data_to;
    let (january, february) = (Some(month("2018-01")), Some(month("2018-02")));
    let of_february = || Some(went(&["03/01/2018", "01/02/2018"]));
    // No file of March, and none of February either.
    assert_eq!(data_to(files(of_february(), None, None)), february);
    assert_eq!(data_to(files(None, None, None)), january);
    // April's file tells of March as well.
    assert_eq!(data_to(files(of_february(), None, Some(went(&["03/01/2018", "01/02/2018", "04/04/2018"])))), None);
    // The first and the last day of the month are of it; the day before and the day after are not.
    for (day, expected) in [("01/03/2018", None), ("31/03/2018", None), ("28/02/2018", february), ("01/04/2018", february)] {
        let march = went(&["03/01/2018", "01/02/2018", "02/02/2018", day]);
        assert_eq!(data_to(files(of_february(), Some(march), None)), expected, "{day}");
    }
    // February had nothing of its month either: a quiet month is no sign.
    let quiet = Some(went(&["03/01/2018", "04/01/2018"]));
    assert_eq!(data_to(files(quiet, Some(went(&["03/01/2018", "04/01/2018", "05/01/2018"])), None)), None);
    // A copy of a copy is of the first month; a file without a byte cannot be used.
    let same = || Some(went(&["03/01/2018"]));
    assert_eq!(data_to(files(same(), same(), None)), january);
    assert_eq!(data_to(files(of_february(), Some(String::new()), None)), february);
    // Without a row in either, nothing need have happened.
    assert_eq!(data_to(files(Some(MISSING.to_owned()), Some(MISSING.to_owned()), None)), None);
}

#[test]
fn where_often_nothing_happens_a_file_like_the_month_before_is_no_copy() {
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    let missing = sources.extracts.iter_mut().find(|source| source.id == "missing").unwrap();
    let text = missing.text.replacen("carried_over = true", "carried_over = true\nseldom = true", 1);
    *missing = Source::new("missing.toml", "missing", text);
    let defined = job::define(&sources).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    let folder = sample(&["2018-02", "2018-03"], &[("missing.csv", "2018-02", "2018-03")]);
    let data_to = |catalogue| {
        let document = compute_with(catalogue, &["national"], folder.path(), month("2018-03"), None);
        row(&document, "missing-episodes").data_to
    };
    assert_eq!((data_to(&CATALOGUE), data_to(&defined.catalogue)), (Some(month("2018-02")), None));
}

/// A flat history of so many children in care since January 2015 and in one placement, with further episodes of
/// children born as they are.
fn history(known: usize, further: &str) -> tempfile::TempDir {
    let mut episodes = EPISODES.to_owned();
    let mut header = format!("{HEADER}X,1,01/01/2010,WBRI\n");
    for child in 0..known {
        episodes.push_str(&format!("K{child},01/01/2015,S,C2,N1,U4,,\n"));
        header.push_str(&format!("K{child},1,01/01/2010,WBRI\n"));
    }
    episodes.push_str(further);
    folder(&[("episodes.csv", episodes), ("header.csv", header)])
}

/// At the end of March 2018, S30 is 1 October 2015, S24 1 April 2016 and S12 1 April 2017.
#[test]
fn one_undecided_in_twenty_is_rated_and_one_in_nineteen_is_not() {
    let stability = |known: usize, further: &str| {
        let folder = history(known, further);
        let document = national(folder.path(), "2018-03");
        let row = row(&document, "placement-stability").clone();
        (row.doubted, row.rating, crate::support::reason(&row).unwrap_or_default(), crate::support::notes(&row).join("\n"))
    };
    // X may have been in care since S30 or before: the first day known is the day after it.
    let (doubted, _, _, notes) = stability(19, "X,02/10/2015,P,C2,N1,U4,,\n");
    assert!(!doubted && notes.contains("for 1 of 20 children the start of care is before the extracts"), "{notes}");
    let (doubted, rating, reason, _) = stability(18, "X,02/10/2015,P,C2,N1,U4,,\n");
    assert_eq!((doubted, rating), (true, Rating::NotRated));
    assert_eq!(reason, "the history is too short: for 1 of 19 children the start of care is before the extracts");
    // On S30 itself X belongs whatever came before, and the placement is long enough.
    let (doubted, _, reason, notes) = stability(1, "X,01/10/2015,P,C2,N1,U4,,\n");
    assert!(!doubted && !reason.contains("history") && !notes.contains("history"), "{reason} {notes}");
    // With RNE S nothing is unknown.
    let (doubted, _, _, notes) = stability(1, "X,02/10/2015,S,C2,N1,U4,,\n");
    assert!(!doubted && !notes.contains("history"));
    // X belongs, and only the legal status changed when it is first known: the placement may be older.
    let (doubted, _, reason, _) = stability(1, "X,02/04/2016,L,C2,N1,U4,,\n");
    assert!(doubted && reason.contains("1 of 2 children"), "{reason}");
}

#[test]
fn placements_before_the_extracts_count_in_the_window_alone() {
    let doubted = |further: &str, id: &str| row(&national(history(3, further).path(), "2018-03"), id).doubted;
    // A placement that ended on S12 is not of the 12 months, one that ended the day after is.
    assert!(!doubted("X,01/04/2017,P,C2,N1,U4,,\n", "placements-three-or-more"));
    assert!(doubted("X,02/04/2017,P,C2,N1,U4,,\n", "placements-three-or-more"));
    // With three known the row counts already.
    let three = "X,02/04/2017,P,C2,N1,U4,01/06/2017,X1\nX,01/06/2017,P,C2,N1,U1,02/07/2017,X1\nX,02/07/2017,P,C2,N1,K2,,\n";
    assert!(!doubted(three, "placements-three-or-more"));
    // Who is there on the last day hangs on no start.
    assert!(!doubted("X,02/04/2017,P,C2,N1,U4,,\n", "cla-count"));
    // A start may lie in the 12 months.
    assert!(doubted("X,02/04/2017,P,C2,N1,U4,,\n", "cla-starts"));
    assert!(!doubted("X,01/04/2017,P,C2,N1,U4,,\n", "cla-starts"));
}

#[test]
fn where_all_starts_are_unknown_there_is_nobody_only_for_want_of_history() {
    let adopted = "X,01/02/2017,P,E1,N1,A6,05/12/2017,E12\n";
    let document = national(history(1, adopted).path(), "2018-03");
    let a1 = row(&document, "a1");
    let reason = "the history is too short: for 1 of 1 children the start of care is before the extracts";
    assert_eq!((a1.rating, crate::support::reason(a1).as_deref(), a1.nobody), (Rating::NoData, Some(reason), false));
}

#[test]
fn one_yearly_return_does_not_rate_what_needs_more() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["episodes.csv", "header.csv"] {
        fs::copy(root().join("sample-data/2018-03").join(file), folder.path().join(file)).unwrap();
    }
    let document = national(folder.path(), "2018-03");
    let stability = row(&document, "placement-stability");
    // 122 are known to be in care since S30; of 167 more the first episode known is later and no start.
    assert_eq!(stability.display().as_deref(), Some("93.4%"));
    let reason = "the history is too short: for 167 of 289 children the start of care is before the extracts";
    assert_eq!((stability.rating, crate::support::reason(stability).as_deref()), (Rating::NotRated, Some(reason)));
    assert_eq!((stability.to_target, stability.pace.as_ref(), stability.forecast.as_ref()), (None, None, None));
    // The public is told that, and not of how many.
    let public = national_on(folder.path(), "2018-03", "2018-04-03", Audience::Public);
    let said = row(&public, "placement-stability").reason.as_ref().unwrap().to_string();
    assert!(said.contains("too short") && !said.contains("167"), "{said}");
}

#[test]
fn five_years_before_the_first_extract_there_is_nothing_to_say() {
    let folder = sample(&["2018-01", "2018-02", "2018-03"], &[]);
    let document = national(folder.path(), "2013-03");
    assert!(told(&document, Code::OutsideExtracts) > 0);
    assert!(
        document.reach.iter().any(|said| said.contains("the episodes extract tells only of children who are still there later"))
    );
    for row in document.scorecards[0].every_row() {
        assert_eq!(row.rating, Rating::NoData, "{}", row.id);
    }
}

#[test]
fn a_gap_of_the_trend_is_shown_and_not_rated() {
    let folder = sample(&["2018-01", "2018-03"], &[]);
    let document = national(folder.path(), "2018-02");
    let count = row(&document, "cla-count");
    assert!(count.figure.is_some() && count.doubted);
    let reason = "there is no extract of 2018-02: its figures are what later extracts tell of it";
    assert_eq!((count.rating, crate::support::reason(count).as_deref()), (Rating::NotRated, Some(reason)));
    assert!(document.reach.iter().any(|said| said.starts_with(reason)), "{:?}", document.reach);
    // After the newest month the rows say besides of which month they are.
    let after = national_on(folder.path(), "2018-04", "2018-05-02", Audience::Internal);
    let count = row(&after, "cla-count");
    assert_eq!((count.rating, count.data_to), (Rating::NotRated, Some(month("2018-03"))));
    assert!(document.scorecards[0].every_row().all(|row| !matches!(row.rating, Rating::Green | Rating::Red | Rating::Amber)));
}

#[test]
fn a_month_that_has_not_ended_is_provisional_until_its_last_day() {
    let episodes = format!("{EPISODES}A,05/05/2016,S,C2,N1,U4,,\n");
    let folder = folder(&[("2027-03/episodes.csv", episodes), ("2027-03/header.csv", format!("{HEADER}A,1,01/01/2015,WBRI\n"))]);
    let on = |today: &str| national_on(folder.path(), "2027-03", today, Audience::Internal);
    for today in ["2026-11-27", "2027-03-30"] {
        let document = on(today);
        assert_eq!(told(&document, Code::MonthNotEnded), 1, "{today}");
        assert!(document.reach[0].starts_with("Provisional: March 2027 has not ended on"), "{:?}", document.reach);
        assert!(html::render(&document).contains("Provisional: March 2027 has not ended"));
    }
    assert_eq!(told(&on("2027-03-31"), Code::MonthNotEnded), 0);
    let (_, problems) =
        job::check_extracts(&CATALOGUE, folder.path(), None, scorecard::calendar::parse_iso("2026-11-27").unwrap()).unwrap();
    assert!(problems.iter().any(|problem| problem.code == Code::MonthNotEnded));
}

/// Health assessments of the sample data begin in January 2018. Of December
/// the file tells nothing: that is no nought, and nothing to travel from.
#[test]
fn a_month_that_an_extract_tells_nothing_of_is_no_nought_to_travel_from() {
    let document = national(&root().join("sample-data"), "2018-01");
    let first = row(&document, "initial-health-assessments-20-days");
    assert!(first.figure.is_some() && first.doubted);
    assert_eq!((first.previous, first.travel), ((month("2017-12"), None), None));
    // Those who stayed are a figure of the month before, from the same extracts.
    let stayed = row(&document, "cla-count");
    assert!(stayed.previous.1.is_some() && stayed.travel.is_some());
}
