//! Figures do not depend on how the same history is written down.
//!
//! Histories are made at random, lawful and not; each is written as one folder, with
//! its rows shuffled, and split into monthly folders in which records change until
//! their last extract. All must give the same figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use fastrand::Rng;
use scorecard::calendar::{self, Day, Month};
use scorecard::render::json;
use scorecard::scorecard::{Document, Note};
use serde_json::Value;

use crate::support::{compute, month};

/// Rows by file, each a list of cells; the first is the header.
type Files = BTreeMap<&'static str, Vec<Vec<String>>>;

fn date(day: Day) -> String {
    let iso = calendar::iso(day);
    format!("{}/{}/{}", &iso[8..10], &iso[5..7], &iso[0..4])
}

fn pick<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    of[rng.usize(..of.len())]
}

/// A random history up to and a little beyond the period.
fn history(rng: &mut Rng, period: Month) -> Files {
    let end = period.last();
    let head = |columns: &str| vec![columns.split(',').map(str::to_owned).collect::<Vec<_>>()];
    let mut files = Files::from([
        ("header", head("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB")),
        ("episodes", head("CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN")),
        ("reviews", head("CHILD,DOB,REVIEW,REVIEW_CODE")),
        ("missing", head("CHILD,DOB,MISSING,MIS_START,MIS_END")),
        ("placed_for_adoption", head("CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED")),
        ("ad1", head("CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR")),
        ("uasc", head("CHILD,SEX,DOB,DUC")),
        ("sw_episodes", head("CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON")),
    ]);
    let mut add = |file: &'static str, cells: Vec<String>| files.get_mut(file).unwrap().push(cells);
    let text = str::to_owned;
    for number in 0..60 {
        let child = format!("P{number:03}");
        let born = end - rng.i32(200..7000);
        let dob = if rng.u8(..20) == 0 { String::new() } else { date(born) };
        if rng.u8(..25) > 0 {
            add("header", vec![child.clone(), text("1"), dob.clone(), text("WBRI"), text(""), text(""), text("")]);
        }
        let mut day = end - rng.i32(30..1800);
        let mut starts = rng.u8(..5) > 0;
        for _ in 0..rng.u8(1..9) {
            if day > end + 60 {
                break;
            }
            let long = rng.i32(1..400);
            let open = day + long > end + 60;
            let ends = !open && rng.u8(..5) == 0;
            let rne = if starts { "S" } else { pick(rng, &["P", "P", "L", "T", "U", "B"]) };
            let place = pick(rng, &["U4", "U4", "U1", "K2", "T1", "T4", "A6", "A5", "P1", "R3", "H5"]);
            let rec = if open {
                ""
            } else if ends {
                pick(rng, &["E4A", "E11", "E12", "E45", "E17", "E8"])
            } else {
                "X1"
            };
            let reason = if rec == "X1" { pick(rng, &["CREQB", "CARPL", "CHILD", "LAREQ"]) } else { "" };
            let ls = if rng.u8(..15) == 0 { "V4" } else { pick(rng, &["C1", "C2", "E1", "V2"]) };
            let dec = if open { String::new() } else { date(day + long) };
            let cells = [&child, &date(day), rne, ls, "N1", place, "PR1", &dec, rec, reason, "", "", ""];
            add("episodes", cells.iter().map(|cell| (*cell).to_owned()).collect());
            day += long + if ends { rng.i32(1..200) } else { i32::from(rng.u8(..20) == 0) };
            starts = ends && rng.u8(..8) > 0;
        }
        let mut held = end - rng.i32(0..600);
        for _ in 0..rng.u8(..5) {
            add("reviews", vec![child.clone(), dob.clone(), date(held), text(pick(rng, &["PN0", "PN1", "PN3", "PN4", "PN7"]))]);
            held += rng.i32(1..220);
        }
        if rng.u8(..4) == 0 {
            let from = end - rng.i32(0..500);
            let to = if rng.bool() { date(from + rng.i32(0..40)) } else { String::new() };
            add("missing", vec![child.clone(), dob.clone(), text(pick(rng, &["M", "A"])), date(from), to]);
        }
        if rng.u8(..3) == 0 {
            let decided = end - rng.i32(0..900);
            add("placed_for_adoption", vec![child.clone(), dob.clone(), date(decided), text(""), text("")]);
            let matched = date(decided + rng.i32(0..300));
            add("ad1", vec![child.clone(), dob.clone(), date(decided), matched, text("0"), text("2"), text("MF"), text("L11")]);
        }
        if rng.u8(..6) == 0 {
            add(
                "uasc",
                vec![child.clone(), text("1"), dob.clone(), if rng.bool() { date(end + rng.i32(-9..9)) } else { text("") }],
            );
        }
        for worker in 0..rng.u8(..4) {
            let from = end - rng.i32(0..700) - i32::from(worker);
            let to = if rng.bool() { date(from + rng.i32(1..400)) } else { String::new() };
            add("sw_episodes", vec![child.clone(), dob.clone(), format!("SW{}", rng.u8(..6)), date(from), to, text("MANAGE")]);
        }
    }
    // The same key twice is another test's business.
    for rows in files.values_mut() {
        let keys = rows.first().map_or(0, Vec::len);
        let mut seen = std::collections::BTreeSet::new();
        rows.retain(|row| seen.insert(if keys > 10 { row[..2].to_vec() } else { row.clone() }));
    }
    let key = |row: &Vec<String>| (row[0].clone(), row.get(3).cloned());
    let mut seen = std::collections::BTreeSet::new();
    files.get_mut("missing").unwrap().retain(|row| seen.insert(key(row)));
    for file in ["reviews", "sw_episodes"] {
        let mut seen = std::collections::BTreeSet::new();
        files.get_mut(file).unwrap().retain(|row| {
            seen.insert((row[0].clone(), row[2].clone(), if file == "reviews" { String::new() } else { row[3].clone() }))
        });
    }
    files
}

fn write(folder: &Path, files: &Files) {
    fs::create_dir_all(folder).unwrap();
    for (name, rows) in files {
        let mut text = String::new();
        for row in rows {
            writeln!(text, "{}", row.join(",")).unwrap();
        }
        fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
}

fn shuffled(rng: &mut Rng, files: &Files) -> Files {
    let mut shuffled = files.clone();
    for rows in shuffled.values_mut() {
        rng.shuffle(&mut rows[1..]);
    }
    shuffled
}

/// Splits a history into monthly folders: the last holds every record, and some of the earlier folders hold it
/// with other content.
fn split(rng: &mut Rng, files: &Files, folder: &Path, period: Month) {
    let months: Vec<Month> = (0..5).rev().map(|back| period.back(back)).collect();
    let mut by_month: Vec<Files> = months.iter().map(|_| Files::new()).collect();
    for (name, rows) in files {
        for month in &mut by_month {
            month.insert(name, vec![rows[0].clone()]);
        }
        let key: &[usize] = match *name {
            "episodes" => &[0, 1],
            "reviews" | "placed_for_adoption" => &[0, 2],
            "missing" => &[0, 3],
            "sw_episodes" => &[0, 2, 3],
            _ => &[0],
        };
        for row in &rows[1..] {
            let last = months.len() - 1;
            by_month[last].get_mut(name).unwrap().push(row.clone());
            for earlier in by_month.iter_mut().take(last) {
                if rng.u8(..3) == 0 {
                    let mut other = row.clone();
                    for (at, cell) in other.iter_mut().enumerate() {
                        if !key.contains(&at) && rng.bool() {
                            cell.clear();
                        }
                    }
                    earlier.get_mut(name).unwrap().push(other);
                }
            }
        }
    }
    for (month, files) in months.iter().zip(&by_month) {
        write(&folder.join(month.to_string()), &shuffled(rng, files));
    }
}

/// The figures of a document, without problems: those name rows and files. How far the data reach is not the same
/// of one file and of several: a list of few children may have a month without a date, which looks like an old file.
fn figures(document: &Document) -> Value {
    let mut document = document.clone();
    for row in document.scorecards.iter_mut().flat_map(|card| &mut card.groups).flat_map(|group| &mut group.rows) {
        row.data_to = None;
        row.notes.retain(|note| !matches!(note, Note::DataTo(..)));
    }
    let mut value: Value = serde_json::from_str(&json::render(&document).unwrap()).unwrap();
    value["problems"] = Value::Null;
    value
}

#[test]
fn the_same_history_gives_the_same_figures_however_it_is_written() {
    let period = month("2018-03");
    for seed in 0..12 {
        let mut rng = Rng::with_seed(seed);
        let files = history(&mut rng, period);
        let scratch = tempfile::tempdir().unwrap();
        let run = |folder: &Path| figures(&compute(&["national"], folder, period, None));
        write(&scratch.path().join("one"), &files);
        let expected = run(&scratch.path().join("one"));
        assert_eq!(run(&scratch.path().join("one")), expected, "seed {seed}: twice");
        let other = shuffled(&mut rng, &files);
        write(&scratch.path().join("shuffled"), &other);
        assert_eq!(run(&scratch.path().join("shuffled")), expected, "seed {seed}: rows shuffled");
        split(&mut rng, &files, &scratch.path().join("split"), period);
        assert_eq!(run(&scratch.path().join("split")), expected, "seed {seed}: split into months");
    }
}

#[test]
fn children_to_target_is_verified_by_changing_the_data() {
    // Knowsley's row KN-15 wants 70%; children are moved into their placement's numerator one by one.
    let (period, columns) = (month("2018-03"), "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC");
    let run = |stable: usize| {
        let scratch = tempfile::tempdir().unwrap();
        let mut episodes = format!("{columns}\n");
        let mut header = "CHILD,SEX,DOB\n".to_owned();
        for child in 0..13 {
            writeln!(header, "C{child},1,01/01/2010").unwrap();
            if child < stable {
                writeln!(episodes, "C{child},01/01/2014,S,C2,N1,U4,PR1,,").unwrap();
            } else {
                writeln!(episodes, "C{child},01/01/2014,S,C2,N1,U4,PR1,01/06/2017,X1\nC{child},01/06/2017,P,C2,N1,U4,PR1,,")
                    .unwrap();
            }
        }
        fs::write(scratch.path().join("episodes.csv"), episodes).unwrap();
        fs::write(scratch.path().join("header.csv"), header).unwrap();
        let document = compute(&["knowsley"], scratch.path(), period, None);
        let row = document.scorecards[0].every_row().find(|row| row.id == "KN-15").unwrap().clone();
        (row.rating, row.to_target.unwrap())
    };
    for stable in 0..13 {
        let (rating, needed) = run(stable);
        assert_eq!(rating == scorecard::rating::Rating::Green, needed == 0);
        if needed > 0 {
            assert_eq!(run(stable + needed as usize).0, scorecard::rating::Rating::Green, "{stable} and {needed}");
            assert_ne!(run(stable + needed as usize - 1).0, scorecard::rating::Rating::Green, "{stable} and {needed} less one");
        }
    }
}
