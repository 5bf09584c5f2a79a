//! The groups of a breakdown add up to the whole or say why not, whatever council and whatever breakdowns: children in two lists, in
//! none, in a team that is written in three ways, of an unknown age; columns crossed at random.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use fastrand::Rng;
use scorecard::figure::Figure;
use scorecard::job::{self, Options};
use scorecard::scorecard::{Document, Note, Row};

use crate::support::{CATALOGUE, by, month};

/// Words of breakdowns: of tables, of lists beside the child, of episodes, in bands, with and without groups of their own.
const WORDS: [&str; 18] = [
    "sex",
    "age-band",
    "ethnic-group",
    "placement-type",
    "legal-status",
    "need",
    "disability",
    "time-in-care",
    "provider",
    "place",
    "team",
    "locality",
    "care-start-known",
    "in-authority",
    "placement-urn",
    "home-authority",
    "placement-authority",
    "prev-perm",
];

struct Council(Rng);

impl Council {
    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.0.usize(..of.len())]
    }

    fn day(&mut self, from: i32, to: i32) -> String {
        let (year, day, month) = (self.0.i32(from..=to), self.0.i32(1..=28), self.0.i32(1..=12));
        format!("{day:02}/{month:02}/{year}")
    }

    fn write(&mut self, folder: &Path, children: usize) {
        let mut header = "CHILD,SEX,DOB,ETHNIC\n".to_owned();
        let mut episodes =
            "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n".to_owned();
        let mut teams = "CHILD,TEAM,LOCALITY\n".to_owned();
        let mut before = "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n".to_owned();
        let mut reviews = "CHILD,DOB,REVIEW,REVIEW_CODE\n".to_owned();
        let mut missing = "CHILD,DOB,MISSING,MIS_START,MIS_END\n".to_owned();
        for child in 0..children {
            let born = if self.0.i32(0..12) == 0 { String::new() } else { self.day(2000, 2016) };
            let (sex, ethnic) = (self.one(&["1", "2", ""]), self.one(&["WBRI", "MWBC", "BCRB", "REFU", ""]));
            writeln!(header, "{child},{sex},{born},{ethnic}").unwrap();
            let first = self.0.i32(2014..=2017);
            for episode in 0..self.0.i32(1..=3) {
                let start = first + episode;
                let began = format!("{:02}/05/{start}", self.0.i32(1..=28));
                let ends = self.0.i32(0..3) == 0;
                let end = if ends { format!("15/11/{start}") } else { String::new() };
                let rec = if ends { self.one(&["E4A", "E8", "E13", "E11"]) } else { "" };
                let rne = if episode == 0 || ends { self.one(&["S", "S", "P"]) } else { "P" };
                writeln!(
                    episodes,
                    "{child},{began},{rne},{},{},{},{},{end},{rec},,{},{},{}",
                    self.one(&["C2", "V2", "E1"]),
                    self.one(&["N1", "N2", ""]),
                    self.one(&["U4", "U6", "K2", "P1", "H5", ""]),
                    self.one(&["PR1", "PR4", ""]),
                    self.one(&["L1 1AA", "M1 1AA", ""]),
                    self.one(&["L1 1AB", "M1 1AA", "Z9 9ZZ", ""]),
                    self.one(&["SC000101", "SC000102", ""]),
                )
                .unwrap();
                if !ends {
                    break;
                }
            }
            for _ in 0..self.0.i32(0..=2) {
                let team = self.one(&["North", "north ", "SOUTH", "East; West", "", "South"]);
                writeln!(teams, "{child},{team},{}", self.one(&["Hill", "Dale", ""])).unwrap();
            }
            if self.0.i32(0..3) == 0 {
                writeln!(before, "{child},{born},{},,", self.one(&["P1", "P2", "Z1", ""])).unwrap();
            }
            for _ in 0..self.0.i32(0..=2) {
                writeln!(reviews, "{child},{born},{},{}", self.day(2017, 2018), self.one(&["PN1", "PN4", "PN7", ""])).unwrap();
                writeln!(missing, "{child},{born},{},{},", self.one(&["M", "A"]), self.day(2017, 2018)).unwrap();
            }
        }
        let postcodes = "pcds,oslaua,oseast1m,osnrth1m\nL1 1AA,E08000012,340000,390000\nL1 1AB,E08000012,340100,390000\nM1 1AA,E08000003,384000,398000\n";
        for (name, text) in [
            ("header", header.as_str()),
            ("episodes", &episodes),
            ("teams", &teams),
            ("previous_permanence", &before),
            ("reviews", &reviews),
            ("missing", &missing),
            ("postcodes", postcodes),
        ] {
            fs::write(folder.join(format!("{name}.csv")), text).unwrap();
        }
    }
}

fn parts(figure: Figure) -> (f64, i64) {
    (figure.numerator(), figure.denominator().unwrap_or(0))
}

/// What is wrong with the groups of a row by some word: they add up, or a note says why there are none.
fn wrong(document: &Document, whole: &Row, word: &str) -> Option<String> {
    let parsed = by(word);
    let of_it = |row: &&Row| row.part_of.as_ref().is_some_and(|part| part.row == whole.id && part.by == parsed);
    let groups: Vec<&Row> = document.scorecards[0].every_row().filter(of_it).collect();
    let figure = whole.figure?;
    if groups.is_empty() {
        let says = whole.notes.iter().any(|note| matches!(note, Note::NotBrokenDown { by, .. } if by == parsed.as_str()));
        return (!says).then(|| format!("{} by {word}: no groups, and no note says why", whole.id));
    }
    let sums = groups.iter().filter_map(|row| row.figure).map(parts);
    let (above, below) = sums.fold((0.0, 0), |(above, below), one| (above + one.0, below + one.1));
    let (numerator, denominator) = parts(figure);
    let alike = (above - numerator).abs() < 1e-6 && below == denominator;
    (!alike).then(|| format!("{} by {word}: {above} of {below} in groups, {numerator} of {denominator} as a whole", whole.id))
}

#[test]
fn groups_add_up_to_the_whole_or_a_note_says_why_not() {
    let mut faults = Vec::new();
    let mut broken_down: BTreeMap<usize, usize> = BTreeMap::new();
    for seed in 0..12_u64 {
        let mut council = Council(Rng::with_seed(seed));
        let folder = tempfile::tempdir().unwrap();
        let children = council.0.usize(1..=60);
        council.write(folder.path(), children);
        let words: Vec<String> = (0..3)
            .map(|at| {
                (0..=at)
                    .map(|_| council.one(&WORDS))
                    .collect::<std::collections::BTreeSet<_>>()
                    .into_iter()
                    .collect::<Vec<_>>()
                    .join(",")
            })
            .collect();
        let period = month("2018-03");
        let options = Options {
            by: words.iter().map(|word| by(word)).collect(),
            authority: Some("E08000012".to_owned()),
            ..Options::new(vec!["national".to_owned()], folder.path(), period, period.last() + 3)
        };
        let document = job::compute(&CATALOGUE, &options, &|_| {}).unwrap();
        assert!(!scorecard::problem::stops(&document.problems), "{seed}: {:#?}", document.problems);
        for word in &words {
            for whole in document.scorecards[0].rows() {
                faults.extend(wrong(&document, whole, word).map(|fault| format!("council {seed}: {fault}")));
            }
            let number = word.split(',').count();
            *broken_down.entry(number).or_default() += document.scorecards[0].every_row().filter(|row| row.is_part()).count();
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(broken_down.values().all(|number| *number > 100), "{broken_down:?}");
}
