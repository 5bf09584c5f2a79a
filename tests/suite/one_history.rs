//! One history from many extracts, as properties: however a council's history is cut into files, it comes out
//! whole; and what the last files put right is right.
//!
//! Histories are lawful and made at random. `HISTORIES=500` tries more of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use fastrand::Rng;
use scorecard::calendar::{self, Day, Month};
use scorecard::extracts::{self, Extract, Request, Values};
use scorecard::job::one::{self, Data};
use scorecard::problem::Problem;
use scorecard::render::{self, json};
use serde_json::Value;

use crate::support::{CATALOGUE, compute, month};

/// A record: its file, its key, its first and last day, and its other cells.
#[derive(Clone, Debug, PartialEq)]
struct Record {
    child: usize,
    start: Day,
    end: Option<Day>,
    cells: Vec<String>,
}

/// The records of each extract.
#[derive(Clone, Debug, Default)]
struct History {
    episodes: Vec<Record>,
    reviews: Vec<Record>,
    missing: Vec<Record>,
    workers: Vec<Record>,
}

const HEADS: [(&str, &str); 4] = [
    ("episodes", "CHILD,DECOM,DEC,RNE,LS,CIN,PLACE,PLACE_PROVIDER,REC,REASON_PLACE_CHANGE,PL_POST,URN"),
    ("reviews", "CHILD,REVIEW,REVIEW_CODE"),
    ("missing", "CHILD,MIS_START,MIS_END,MISSING"),
    ("sw_episodes", "CHILD,SW_DECOM,SW_DEC,SW_ID"),
];

impl History {
    fn files(&self) -> [&Vec<Record>; 4] {
        [&self.episodes, &self.reviews, &self.missing, &self.workers]
    }
}

fn pick<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    of[rng.usize(..of.len())]
}

/// A council's history from `from` until `until`: children come, move and leave, day by day.
fn council(rng: &mut Rng, children: usize, from: Day, until: Day) -> History {
    let mut history = History::default();
    for child in 0..children {
        let mut day = from + rng.i32(0..until - from);
        for _ in 0..rng.u8(1..3) {
            let left = live(rng, &mut history, child, day, until);
            let Some(left) = left else { break };
            day = left + rng.i32(1..300);
            if day > until {
                break;
            }
        }
    }
    history
}

/// One period of care; gives the day it ended.
fn live(rng: &mut Rng, history: &mut History, child: usize, start: Day, until: Day) -> Option<Day> {
    let mut day = start;
    let mut rne = "S";
    let ends = loop {
        let long = rng.i32(3..500);
        let leaves = rng.u8(..4) == 0;
        let end = day + long;
        let (place, post) = (pick(rng, &["U4", "U6", "K2", "P1", "H5"]), pick(rng, &["AB1 2CD", "AB1 3EF", ""]));
        let rec = if leaves { pick(rng, &["E4A", "E45", "E13", "E11"]) } else { "X1" };
        let why = if leaves { "" } else { pick(rng, &["CREQB", "CARPL"]) };
        let known = end <= until;
        let ended = |text: &str| if known { text.to_owned() } else { String::new() };
        let ls = pick(rng, &["C1", "C2", "V2"]);
        let cells = [rne, ls, "N1", place, "PR1"].map(str::to_owned).into_iter();
        let cells = cells.chain([ended(rec), ended(why), post.to_owned(), format!("U{}", rng.u8(..3))]).collect();
        history.episodes.push(Record { child, start: day, end: known.then_some(end), cells });
        if !known {
            break until;
        }
        if leaves {
            break end;
        }
        day = end;
        rne = pick(rng, &["P", "P", "L", "B"]);
    };
    let mut held = start + rng.i32(1..28);
    while held < ends {
        history.reviews.push(Record { child, start: held, end: Some(held), cells: vec![pick(rng, &["PN1", "PN7"]).to_owned()] });
        held += rng.i32(60..190);
    }
    let mut gone = start + rng.i32(1..400);
    while gone + 9 < ends {
        let back = gone + rng.i32(1..9);
        history.missing.push(Record { child, start: gone, end: Some(back), cells: vec!["M".to_owned()] });
        gone = back + rng.i32(10..400);
    }
    let mut worker = start;
    loop {
        let over = worker + rng.i32(20..400);
        let end = over.min(ends);
        let known = end < until;
        let record = Record { child, start: worker, end: known.then_some(end), cells: vec![format!("SW{}", rng.u8(..9))] };
        history.workers.push(record);
        if over >= ends {
            break;
        }
        worker = over;
    }
    (ends < until).then_some(ends)
}

/// How a file is cut out of a history.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cut {
    /// All there was until its day.
    Full,
    /// What lasted into the year from 1 April to its day.
    YearToDate,
}

/// What a file of a month holds: nothing begun after its last day, no end after it.
fn seen(record: &Record, month: Month, cut: Cut) -> Option<Record> {
    if record.start > month.last() {
        return None;
    }
    let mut seen = record.clone();
    if record.end.is_some_and(|end| end > month.last()) {
        seen.end = None;
        if seen.cells.len() > 6 {
            seen.cells[5].clear();
            seen.cells[6].clear();
        }
    }
    (cut == Cut::Full || seen.end.is_none_or(|end| end >= month.year_start())).then_some(seen)
}

fn write(folder: &Path, history: &History, month: Month, cut: Cut) {
    fs::create_dir_all(folder).unwrap();
    let text = |day: Day| calendar::iso(day);
    let mut children = BTreeSet::new();
    for ((name, head), records) in HEADS.iter().zip(history.files()) {
        let mut out = format!("{head}\n");
        for record in records.iter().filter_map(|record| seen(record, month, cut)) {
            children.insert(record.child);
            let end = if *name == "reviews" { String::new() } else { format!("{},", record.end.map(text).unwrap_or_default()) };
            writeln!(out, "C{},{},{end}{}", record.child, text(record.start), record.cells.join(",")).unwrap();
        }
        fs::write(folder.join(format!("{name}.csv")), out).unwrap();
    }
    let mut header = "CHILD,SEX,DOB\n".to_owned();
    children.iter().for_each(|child| writeln!(header, "C{child},{},0{}/05/2012", 1 + child % 2, 1 + child % 9).unwrap());
    fs::write(folder.join("header.csv"), header).unwrap();
}

/// The months of a folder with the cut of each.
fn cuts(rng: &mut Rng, shape: usize, first: Month, last: Month) -> Vec<(Month, Cut)> {
    let months = (0..=first.months_until(last)).map(|ahead| first.back(-ahead));
    let yearly = |month: &Month| month.number() == 3;
    match shape {
        0 => months.filter(|month| yearly(month) || *month == last).map(|month| (month, Cut::YearToDate)).collect(),
        1 => months.map(|month| (month, Cut::YearToDate)).collect(),
        2 => months.map(|month| (month, Cut::Full)).collect(),
        // Returns of the years before, then months of either kind, now and then none.
        _ => {
            let monthly = last.back(14);
            let kept: Vec<Month> =
                months.filter(|month| yearly(month) || *month == last || *month > monthly && (rng.u8(..4) > 0)).collect();
            kept.into_iter()
                .map(|month| (month, if month > monthly && rng.bool() { Cut::Full } else { Cut::YearToDate }))
                .collect()
        }
    }
}

fn load(folder: &Path, period: Month) -> (BTreeMap<String, Vec<String>>, Vec<Problem>) {
    let request = Request {
        folder,
        period,
        above: None,
        authority: None,
        as_reported: false,
        wanted: &|_, _| true,
        of_use: &|_| true,
        translations: &CATALOGUE.translations,
    };
    let loaded = extracts::load(&CATALOGUE.extracts, &request);
    let rows = loaded.value.by_id.iter().filter(|(id, _)| *id != "header").map(|(id, extract)| {
        let line = |at: usize| format!("{} {}", loaded.value.children.id(extract.child[at]), cells(extract, at));
        let mut lines: Vec<String> = (0..extract.len()).map(line).collect();
        lines.sort();
        (id.clone(), lines)
    });
    (rows.collect(), loaded.problems)
}

fn cells(extract: &Extract, at: usize) -> String {
    let cell = |values: &Option<Values>| match values {
        Some(Values::Days(days)) => days[at].to_string(),
        Some(Values::Codes(codes)) => codes[at].to_string(),
        Some(Values::Words(words)) => words.words.get(words.ids[at] as usize).cloned().unwrap_or_default(),
        _ => String::new(),
    };
    extract.columns.iter().map(cell).collect::<Vec<_>>().join(" ")
}

/// The codes of corrections.
fn corrections(problems: &[Problem]) -> Vec<String> {
    let is_one = |code: &str| code.starts_with("episode-") || code.starts_with("record-") || code == "incomplete-extract";
    problems
        .iter()
        .filter(|problem| is_one(problem.code.as_str()) || problem.code.as_str() == "many-vanished")
        .map(|problem| format!("{}: {} {:?}", problem.code.as_str(), problem.message, problem.places.first()))
        .collect()
}

fn seeds(few: u64) -> std::ops::Range<u64> {
    0..std::env::var("HISTORIES").ok().and_then(|many| many.parse().ok()).unwrap_or(few)
}

/// How large councils are, by seed.
const SIZES: [usize; 6] = [5, 12, 40, 150, 400, 2000];

fn size(seed: u64) -> usize {
    SIZES[(seed % SIZES.len() as u64) as usize]
}

#[test]
fn a_history_comes_out_whole_however_it_is_cut_into_files() {
    let (first, last) = (month("2014-04"), month("2017-02"));
    for seed in seeds(6) {
        let mut rng = Rng::with_seed(seed);
        let history = council(&mut rng, size(seed), first.first(), last.last() + 1);
        let scratch = tempfile::tempdir().unwrap();
        let whole = scratch.path().join("whole");
        write(&whole.join(last.to_string()), &history, last, Cut::Full);
        let (expected, _) = load(&whole, last);
        for shape in 0..4 {
            let split = scratch.path().join(format!("split-{shape}"));
            for (month, cut) in cuts(&mut rng, shape, first, last) {
                write(&split.join(month.to_string()), &history, month, cut);
            }
            let (found, problems) = load(&split, last);
            assert_eq!(corrections(&problems), Vec::<String>::new(), "seed {seed}, shape {shape}: good data are corrected");
            for (id, rows) in &expected {
                let differ = rows.iter().zip(&found[id]).find(|(a, b)| a != b);
                assert_eq!((rows.len(), None), (found[id].len(), differ), "seed {seed}, shape {shape}: {id}");
            }
        }
    }
}

/// The figures of a month by indicator. How far the data reach is not the same of one file and of several, and with
/// it what is rated.
fn figures(folder: &Path, period: Month) -> BTreeMap<String, [Value; 3]> {
    let document = compute(&["national"], folder, period, None);
    let value: Value = serde_json::from_str(&json::render(&document).unwrap()).unwrap();
    let groups = value["scorecards"][0]["groups"].as_array().unwrap().iter();
    let rows = groups.flat_map(|group| group["rows"].as_array().unwrap());
    let figure = |row: &Value| ["numerator", "denominator", "value"].map(|key| row[key].clone());
    rows.map(|row| (row["id"].as_str().unwrap().to_owned(), figure(row))).collect()
}

#[test]
fn every_month_has_the_figures_of_the_whole_history() {
    let (first, last) = (month("2014-04"), month("2017-02"));
    for seed in seeds(4) {
        let mut rng = Rng::with_seed(1000 + seed);
        let history = council(&mut rng, 25, first.first(), last.last() + 1);
        let scratch = tempfile::tempdir().unwrap();
        let whole = scratch.path().join("whole");
        // One flat folder is as of the month that is asked for.
        write(&whole, &history, last, Cut::Full);
        let shape = seed as usize % 4;
        let split = scratch.path().join("split");
        for (month, cut) in cuts(&mut rng, shape, first, last) {
            write(&split.join(month.to_string()), &history, month, cut);
        }
        for back in [0, 1, 5, 11] {
            let period = last.back(back);
            assert_eq!(figures(&split, period), figures(&whole, period), "seed {seed}, shape {shape}, {period}");
        }
    }
}

/// What the files before a month say wrongly: records of one extract in place of others.
struct Damage {
    /// The place of the extract in [`History::files`].
    file: usize,
    right_since: Month,
    instead_of: Vec<Record>,
    wrong: Vec<Record>,
}

/// The history as the files before a month know it.
fn as_known(history: &History, damages: &[Damage], month: Month) -> History {
    let mut known = history.clone();
    for damage in damages.iter().filter(|damage| month < damage.right_since) {
        let records = [&mut known.episodes, &mut known.reviews, &mut known.missing, &mut known.workers];
        let records = records.into_iter().nth(damage.file).unwrap();
        records.retain(|record| !damage.instead_of.contains(record));
        records.extend(damage.wrong.iter().cloned());
    }
    known
}

/// A month that has a file, some months after a day, within the financial year of `year` and up to `last`.
fn put_right(rng: &mut Rng, after: Day, year: Day, last: Month) -> Option<Month> {
    let month = Month::of(after).back(-rng.i32(1..4));
    (month <= last && month.year_start() <= year).then_some(month)
}

/// A first or a later day of an episode that was wrong by some days; the episode before ended with it.
fn start_put_right(rng: &mut Rng, history: &History, last: Month) -> Option<Damage> {
    let at = rng.usize(..history.episodes.len());
    let own = &history.episodes[at];
    let before = at.checked_sub(1).map(|at| &history.episodes[at]).filter(|before| before.child == own.child);
    let joined = before.filter(|before| before.end == Some(own.start) && own.cells[0] != "S");
    let start = own.start + if rng.bool() { rng.i32(1..20) } else { -rng.i32(1..20) };
    let fits = own.end.is_none_or(|end| start < end - 1) && before.is_none_or(|before| start > before.start + 1);
    let apart = joined.is_some() || before.is_none_or(|before| before.end.is_some_and(|end| end < start));
    let right_since = put_right(rng, start.max(own.start), own.end.unwrap_or(Day::MAX), last)?;
    let mut wrong = vec![Record { start, ..own.clone() }];
    wrong.extend(joined.map(|before| Record { end: Some(start), ..before.clone() }));
    let instead_of = [Some(own), joined].into_iter().flatten().cloned().collect();
    (fits && apart).then_some(Damage { file: 0, right_since, instead_of, wrong })
}

/// An end of care that came late: until then the episode was open.
fn closed_late(rng: &mut Rng, history: &History, last: Month) -> Option<Damage> {
    let own = &history.episodes[rng.usize(..history.episodes.len())];
    let end = own.end.filter(|_| own.cells[5] != "X1")?;
    let again = history.episodes.iter().any(|other| other.child == own.child && other.start > own.start);
    let right_since = put_right(rng, end, end, last)?;
    let mut open = Record { end: None, ..own.clone() };
    open.cells[5].clear();
    open.cells[6].clear();
    (!again).then_some(Damage { file: 0, right_since, instead_of: vec![own.clone()], wrong: vec![open] })
}

/// A child who was entered twice: the second has gone again.
fn deleted(rng: &mut Rng, number: usize, first: Month, last: Month) -> Option<Damage> {
    let start = first.first() + rng.i32(0..last.last() - first.first());
    let right_since = put_right(rng, start, start, last)?;
    let cells = ["S", "C2", "N1", "K2", "PR1", "", "", "", "U1"].map(str::to_owned).to_vec();
    Some(Damage { file: 0, right_since, instead_of: Vec::new(), wrong: vec![Record { child: number, start, end: None, cells }] })
}

/// A review or an incident on another day.
fn event_put_right(rng: &mut Rng, history: &History, last: Month) -> Option<Damage> {
    let file = rng.usize(1..3);
    let records = history.files()[file];
    let own = records.get(rng.usize(..records.len().max(1)))?;
    let shift = rng.i32(1..5) * if rng.bool() { 1 } else { -1 };
    let wrong = Record { start: own.start + shift, end: own.end.map(|end| end + shift), ..own.clone() };
    let clash = records.iter().any(|other| {
        other != own && other.child == own.child && other.start < wrong.end.unwrap() + 2 && own.start < other.end.unwrap() + 9
    });
    // Early in the year the lost day may lie before all that are held: then the file does not speak of it.
    let earlier = wrong.start.min(own.start) - 45;
    let right_since = put_right(rng, wrong.end.max(own.end)?, earlier, last)?;
    (!clash).then_some(Damage { file, right_since, instead_of: vec![own.clone()], wrong: vec![wrong] })
}

#[test]
fn what_the_last_files_put_right_is_right() {
    let (first, last) = (month("2014-04"), month("2016-09"));
    for seed in seeds(6) {
        let mut rng = Rng::with_seed(5000 + seed);
        let children = [60, 150, 400][seed as usize % 3];
        let history = council(&mut rng, children, first.first(), last.last() + 1);
        let mut damages: Vec<Damage> = Vec::new();
        let mut children_hurt = BTreeSet::new();
        for number in 0..children / 3 {
            let damage = match rng.u8(..4) {
                0 => start_put_right(&mut rng, &history, last),
                1 => closed_late(&mut rng, &history, last),
                2 => deleted(&mut rng, children + number, first, last),
                _ => event_put_right(&mut rng, &history, last),
            };
            // The file that puts it right must be one whose silence tells: not so early in the history or the year
            // that it holds no end before.
            let late = first.first() + 400;
            let tells = |damage: &Damage| damage.wrong[0].start > late && !(4..7).contains(&damage.right_since.number());
            damages.extend(damage.filter(tells).filter(|damage| children_hurt.insert(damage.wrong[0].child)));
        }
        let scratch = tempfile::tempdir().unwrap();
        let whole = scratch.path().join("whole");
        write(&whole.join(last.to_string()), &history, last, Cut::Full);
        let (expected, _) = load(&whole, last);
        for cut in [Cut::Full, Cut::YearToDate] {
            let split = scratch.path().join(format!("{cut:?}"));
            for month in (0..=first.months_until(last)).map(|ahead| first.back(-ahead)) {
                write(&split.join(month.to_string()), &as_known(&history, &damages, month), month, cut);
            }
            let (found, problems) = load(&split, last);
            for (id, rows) in &expected {
                let differ: Vec<_> = rows.iter().filter(|row| !found[id].contains(row)).collect();
                let besides: Vec<_> = found[id].iter().filter(|row| !rows.contains(row)).collect();
                assert!(
                    differ.is_empty() && besides.is_empty(),
                    "seed {seed}, {cut:?}, {} damages: {id}: lacks {differ:?}, has {besides:?}: {:#?}",
                    damages.len(),
                    corrections(&problems)
                );
            }
            assert!(!corrections(&problems).is_empty() || damages.is_empty(), "seed {seed}: nothing is told");
        }
    }
}

#[test]
fn cases_and_explain_say_whose_episode_was_ended_by_the_rule() {
    let scratch = tempfile::tempdir().unwrap();
    let head = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n";
    let (stays, gone) = ("AGNES,01/05/2016,S,C2,N1,U4,PR1,,,,,,\n", "BORIS,01/05/2016,S,C2,N1,U4,PR1,,,,,,\n");
    for (month, rows) in [("2018-02", [stays, gone].concat()), ("2018-03", stays.to_owned())] {
        let folder = scratch.path().join(month);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("episodes.csv"), format!("{head}{rows}")).unwrap();
        fs::write(folder.join("header.csv"), "CHILD,SEX,DOB\nAGNES,1,06/04/2012\nBORIS,1,06/04/2012\n").unwrap();
    }
    let data = Data { extracts: scratch.path().to_owned(), period: month("2018-03"), authority: None, as_reported: false };
    let ceased = [CATALOGUE.indicator("cla-ceased").unwrap()];
    let cases = one::cases(&CATALOGUE, &ceased, &data, &|_| {}).unwrap().value.unwrap().remove(0);
    // February held the episode, March does not: it ended on the day after February, 1 March 2018.
    assert!(render::cases::text(&cases).contains("BORIS: the episode of 2016-05-01 ended on 2018-03-01: a later extract"));
    let json: Value = serde_json::from_str(&render::cases_json::render(&cases).unwrap()).unwrap();
    assert_eq!(json["rows"][0]["ended_by_rule"][0]["end"], "2018-03-01");
    let csv = String::from_utf8(render::cases::csv(&cases).unwrap()).unwrap();
    assert!(csv.lines().next().unwrap().ends_with(",ended_by_rule") && csv.contains(",2016-05-01 to 2018-03-01"));
    let explained = one::explain(&CATALOGUE, &ceased, Some(&data), &|_| {}).unwrap().value.unwrap().remove(0);
    assert_eq!(explained.narrowing.as_ref().unwrap().ended_by_rule, 1);
    assert!(render::explanation::text(&explained, 200).contains("1 row is of a child with an episode that ended because"));
    // As it was reported in February nobody had left.
    let data = Data { period: month("2018-02"), as_reported: true, ..data };
    let cases = one::cases(&CATALOGUE, &ceased, &data, &|_| {}).unwrap().value.unwrap().remove(0);
    assert!(cases.rows.is_empty());
}
