//! Rows of ages taken by chance, that overlap in every way: an attacker who knows that of no age and sex there are fewer children than none.
//!
//! The attacker is written apart from the program's own: it knows what the rows count, and asks a program of whole numbers over ages and
//! sexes for the least and the greatest number that each hidden row can have.

use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOptions};
use scorecard::definitions::{Catalogue, Source, Sources};
use scorecard::job::{self, Options};
use scorecard::render::json;
use scorecard::scorecard::{Audience, By, Document};
use serde_json::Value;

use crate::disclosure_rows::{extracts_of, seeds};
use crate::support::{by, month, root};

/// The layouts of extracts alone.
static LAYOUTS: LazyLock<Sources> = LazyLock::new(|| {
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    sources.indicators.clear();
    sources.scorecards.clear();
    sources.benchmarks.clear();
    sources
});

/// Girls and boys of these ages.
type Counted = [Vec<i64>; 2];

fn some_ages(random: &mut fastrand::Rng) -> Vec<i64> {
    let mut ages: Vec<i64> = (0..18).collect();
    random.shuffle(&mut ages);
    ages.truncate(random.usize(2..17));
    ages
}

/// As people write them: ages from one to another, of all or of one sex.
fn in_order(random: &mut fastrand::Rng) -> Counted {
    let (one, other) = (random.i64(0..18), random.i64(0..18));
    let ages: Vec<i64> = match random.u8(0..4) {
        0 => (0..18).collect(),
        1 => (0..one + 1).collect(),
        2 => (one..18).collect(),
        _ => (one.min(other)..one.max(other) + 1).collect(),
    };
    match random.u8(0..5) {
        0 => [ages, Vec::new()],
        1 => [Vec::new(), ages],
        _ => [ages.clone(), ages],
    }
}

/// What a row counts: some ages, or some of each sex, or of one.
fn counted(random: &mut fastrand::Rng) -> Counted {
    match random.u8(0..4) {
        0 => [some_ages(random), some_ages(random)],
        1 => [some_ages(random), Vec::new()],
        _ => {
            let ages = some_ages(random);
            [ages.clone(), ages]
        }
    }
}

fn condition(counted: &Counted) -> String {
    let of_sex = |(code, ages): (usize, &Vec<i64>)| {
        let ages: Vec<String> = ages.iter().map(ToString::to_string).collect();
        format!("(sex = '{code}' AND age IN ({}))", ages.join(", "))
    };
    let some = counted.iter().enumerate().filter(|(_, ages)| !ages.is_empty());
    some.map(|(at, ages)| of_sex((at + 1, ages))).collect::<Vec<_>>().join(" OR ")
}

fn catalogue(rows: &[Counted], protect: &str) -> Catalogue {
    let mut sources = LAYOUTS.clone();
    let mut card = format!("title = \"Many\"\nsource = \"-\"\n{protect}\n[[groups]]\nid = \"g\"\ntitle = \"Many\"\n");
    for (at, row) in rows.iter().enumerate() {
        let text = format!(
            "title = \"r{at}\"\nmeans = \"-\"\ntable = \"looked_after\"\nstatistic = \"count\"\nunit = \"count\"\npolarity = \"none\"\nwindow = \"last-day\"\nsource = \"-\"\nwhere = \"{}\"\n",
            condition(row)
        );
        sources.indicators.push(Source::new(format!("r{at}.toml"), format!("r{at}"), text));
        writeln!(card, "[[groups.rows]]\nid = \"r{at}\"\nindicator = \"r{at}\"\nsource = \"-\"").unwrap();
    }
    // Besides, one of the first two rows and one of the others.
    let lines: Vec<&str> = card.split_inclusive("[[groups.rows]]").collect();
    for (id, some) in [("first", 1..3.min(lines.len())), ("others", 3.min(lines.len())..lines.len())] {
        if some.is_empty() {
            continue;
        }
        let rows: String =
            lines[some].iter().map(|row| format!("[[groups.rows]]{}", row.trim_end_matches("[[groups.rows]]"))).collect();
        let head = lines[0].trim_end_matches("[[groups.rows]]");
        sources.scorecards.push(Source::new(format!("{id}.toml"), id, format!("{head}{rows}")));
    }
    sources.scorecards.push(Source::new("many.toml", "many", card));
    let defined = job::define(&sources).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    defined.catalogue
}

/// A number that is published or hidden: the ages counted of each sex, and what is shown; nothing where it is hidden.
struct Number {
    id: String,
    counted: Counted,
    shown: Option<i64>,
}

/// Some of those counted: of a group of a breakdown, as its id ends.
fn in_group(counted: &Counted, group: &str) -> Counted {
    let some = |sex: usize, least: i64, most: i64| -> Counted {
        let mut some = counted.clone();
        some.iter_mut().for_each(|ages| ages.retain(|age| (least..=most).contains(age)));
        if sex < 2 {
            some[1 - sex].clear();
        }
        some
    };
    match group {
        "" => counted.clone(),
        "sex=Male" => some(0, 0, 99),
        "sex=Female" => some(1, 0, 99),
        "age-band=Under 1" => some(2, 0, 0),
        "age-band=1 to 4" => some(2, 1, 4),
        "age-band=5 to 9" => some(2, 5, 9),
        "age-band=10 to 15" => some(2, 10, 15),
        "age-band=16 to 17" => some(2, 16, 99),
        "sex=Not known" | "age-band=Not known" | "age-band=18 to 20" | "age-band=21 and over" => some(2, 99, 99),
        other => panic!("{other}"),
    }
}

/// Rows of one scorecard, published from a folder after what lies in another.
fn document((rows, scorecard): (&[Counted], &str), protect: &str, folder: &Path, by: &[By], before: Option<&Path>) -> Document {
    let period = month("2018-03");
    let options = Options {
        audience: Audience::Public,
        by: by.to_vec(),
        published: before.map(Path::to_owned),
        ..Options::new(vec![scorecard.to_owned()], folder, period, period.last() + 3)
    };
    job::compute(&catalogue(rows, protect), &options, &|_| {}).unwrap()
}

/// What the public is shown; nothing where nothing is published.
fn published(rows: &[Counted], protect: &str, children: &[(u8, i64)], by: &[By]) -> Option<Vec<Number>> {
    let document = document((rows, "many"), protect, extracts_of(children).path(), by, None);
    if document.scorecards.is_empty() {
        return None;
    }
    let json: Value = serde_json::from_str(&json::render(&document).unwrap()).unwrap();
    let number = |row: &Value| {
        let id = row["id"].as_str().unwrap().to_owned();
        let (whole, group) = id.split_once('/').unwrap_or((&id, ""));
        let counted = in_group(&rows[whole[1..].parse::<usize>().unwrap()], group);
        let shown = if row["rating"] == "no-data" { Some(0) } else { row["numerator"].as_f64().map(|number| number as i64) };
        Number { id: id.clone(), counted, shown }
    };
    Some(json["scorecards"][0]["groups"][0]["rows"].as_array().unwrap().iter().map(number).collect())
}

/// The least or the greatest number that one can be by what is shown; nothing where that is not found out.
fn end(numbers: &[Number], of: &Number, direction: OptimizationDirection) -> Option<i64> {
    let mut program = Problem::new(direction);
    let is_in = |counted: &Counted, sex: usize, age: i64| counted[sex].contains(&age);
    let kinds: Vec<(usize, i64)> = (0..2).flat_map(|sex| (0..18).map(move |age| (sex, age))).collect();
    let of_kind: Vec<_> = kinds
        .iter()
        .map(|(sex, age)| program.add_integer_var(f64::from(u8::from(is_in(&of.counted, *sex, *age))), (0, 200)))
        .collect();
    for number in numbers {
        let mut sum = LinearExpr::empty();
        for ((sex, age), variable) in kinds.iter().zip(&of_kind) {
            if is_in(&number.counted, *sex, *age) {
                sum.add(*variable, 1.0);
            }
        }
        match number.shown {
            Some(number) => program.add_constraint(sum, ComparisonOp::Eq, number as f64),
            None => program.add_constraint(sum, ComparisonOp::Ge, 1.0),
        }
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(2000);
    let solution = program.solve_with(options).ok()?.into_solution().ok()?;
    Some(solution.objective().round() as i64)
}

/// The hidden numbers that are told, of scorecards of some rows.
fn told(seeds: Range<u64>, row: impl Fn(&mut fastrand::Rng) -> Counted) -> Vec<String> {
    let (mut hidden, mut told, mut not_found_out) = (0, Vec::new(), 0);
    for seed in seeds {
        let mut random = fastrand::Rng::with_seed(seed);
        let rows: Vec<Counted> = (0..random.usize(5..26)).map(|_| row(&mut random)).collect();
        let children: Vec<(u8, i64)> = (0..random.usize(20..61)).map(|_| (random.u8(1..3), random.i64(0..18))).collect();
        let width = if random.u8(0..4) == 0 { 3 } else { 1 };
        let protect = if width == 3 { "protect = \"range 3\"" } else { "" };
        let by: &[By] = match random.u8(0..4) {
            0 => &[by("sex")],
            1 => &[by("age-band")],
            _ => &[],
        };
        // Where nothing is published nothing is told.
        let numbers = published(&rows, protect, &children, by).unwrap_or_default();
        for number in numbers.iter().filter(|number| number.shown.is_none()) {
            hidden += 1;
            let ends = [OptimizationDirection::Minimize, OptimizationDirection::Maximize].map(|to| end(&numbers, number, to));
            let [Some(least), Some(most)] = ends else {
                not_found_out += 1;
                continue;
            };
            if most - least < width {
                told.push(format!(
                    "seed {seed}, range {width}, {} rows, by {by:?}: {} is {least} to {most}",
                    rows.len(),
                    number.id
                ));
            }
        }
    }
    assert!(hidden > 20 && not_found_out * 50 < hidden, "{hidden} {not_found_out}");
    told
}

#[test]
fn nothing_hidden_follows_from_rows_that_overlap_in_every_way() {
    assert_eq!(told(seeds(8), counted), [""; 0]);
}

#[test]
fn nothing_hidden_follows_from_ages_in_order_and_their_groups() {
    assert_eq!(told(seeds(12), in_order), [""; 0]);
}

#[test]
fn what_no_number_of_children_can_be_less_than_nought_tells_is_hidden() {
    // By hand: six are nought, seven are two, two are four and seven are five years old; a to g are how many are 0 to 5.
    //   a + b = 6, c + d = 7 and a + c = 13, so that b + d = 0: nobody is one, and nobody three.
    //   b + g = 7, so that g = 7; e + g = 9, so that e = 2; and b + e, which is hidden, is 2.
    // No sum of these rows is b + e: with t more of b it is 2 + 2t, and d is t less than nought.
    let of_both = |ages: &[i64]| -> Counted { [ages.to_vec(), ages.to_vec()] };
    let rows = [[0, 1], [2, 3], [0, 2], [4, 5], [1, 5], [1, 4]].map(|ages| of_both(&ages));
    let children: Vec<(u8, i64)> =
        [(0, 6), (2, 7), (4, 2), (5, 7)].into_iter().flat_map(|(age, many)| (0..many).map(move |at| (1 + at % 2, age))).collect();
    let numbers = published(&rows, "", &children, &[]).unwrap();
    let shown: Vec<Option<i64>> = numbers.iter().map(|number| number.shown).collect();
    assert_eq!(shown[5], None);
    assert!(shown[..5].contains(&None), "b + e is 2: {shown:?}");
    // And no more than needed: one more is enough.
    assert_eq!(shown.iter().filter(|shown| shown.is_none()).count(), 2, "{shown:?}");
}

#[test]
fn rows_that_are_the_same_in_a_group_are_one_number() {
    // By hand: of 34 children three are under one and eight are one to four, so that eleven are under five. In the band from one to four
    // the row of all and the row of those under five count the same eight; eleven less eight would be the three.
    let ages: Vec<i64> = (0..18).collect();
    let rows = [ages.clone(), ages[..5].to_vec()].map(|ages| [ages.clone(), ages]);
    let children: Vec<(u8, i64)> = [(0, 3), (3, 8), (7, 2), (12, 12), (16, 9)]
        .into_iter()
        .flat_map(|(age, many)| (0..many).map(move |at| (1 + at % 2, age)))
        .collect();
    let numbers = published(&rows, "", &children, &[by("age-band")]).unwrap();
    let shown = |id: &str| numbers.iter().find(|number| number.id == id).unwrap().shown;
    for row in ["r0", "r1"] {
        assert_eq!(shown(&format!("{row}/age-band=Under 1")), None);
        // The eight are the same number in both.
        assert!(shown("r1").is_none() || shown(&format!("{row}/age-band=1 to 4")).is_none(), "{row}");
    }
    assert!(shown("r0/age-band=10 to 15") == Some(12) || shown("r0/age-band=16 to 17") == Some(9));
}

#[test]
fn groups_that_were_published_before_are_their_whole() {
    // By hand: 140 children. Published by age band: 66 are one or two, or sixteen or seventeen, of whom 42 are in the band from one to four; of
    // all 34, 38 and 24 are in three bands, and two bands are hidden: 43 and 1. Then a row of those of three and four, who is one: hidden too.
    //   140 less 34, 38 and 24 are 44 in the two bands; 42 and those of three and four are the one of them. So these and the other band are
    //   two together, and neither is nought, or it would be shown: both are one, whatever is hidden now. So the run says it.
    let of_both = |ages: &[i64]| -> Counted { [ages.to_vec(), ages.to_vec()] };
    let all: Vec<i64> = (0..18).collect();
    let ages = [(0, 1), (1, 21), (2, 21), (3, 1), (5, 34), (12, 38), (16, 12), (17, 12)];
    let children: Vec<(u8, i64)> = ages.into_iter().flat_map(|(age, many)| (0..many).map(move |at| (1 + at % 2, age))).collect();
    let (extracts, archive) = (extracts_of(&children), tempfile::tempdir().unwrap());
    let rows = [of_both(&[1, 2, 16, 17]), of_both(&all), of_both(&[3, 4])];
    let before = document((&rows, "first"), "", extracts.path(), &[by("age-band")], None);
    std::fs::write(archive.path().join("before.json"), json::render(&before).unwrap()).unwrap();
    let then = document((&rows, "others"), "", extracts.path(), &[], Some(archive.path()));
    let codes: Vec<&str> = then.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert!(codes.contains(&"disclosed-before"), "{codes:?}");
}

#[test]
fn a_table_may_lack_one_of_two_columns_that_are_crossed() {
    // Care leavers have a sex and no placement: no groups of both, and no fault.
    let children: Vec<(u8, i64)> = (0..40).map(|at| (1 + at % 2, i64::from(at % 18))).collect();
    let json = crate::disclosure_rows::public(&children, "national", &[by("sex,placement-type")]);
    assert!(json.to_string().contains("sex,placement-type=Female; Foster care"), "{json}");
}
