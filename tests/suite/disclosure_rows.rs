//! Disclosure control from rows: invented councils of few children, and an attacker who has the public JSON and knows
//! what the rows are. The attacker is written apart from the program's own: it narrows the range of each hidden number
//! by one equation after the other, and knows nothing of how numbers came to be hidden.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use scorecard::definitions::{Catalogue, Source, Sources};
use scorecard::job::{self, Options};
use scorecard::render::json;
use scorecard::scorecard::{Audience, By, Document};
use serde_json::Value;

use crate::support::{by, month, root};

/// Six parts of all children by age, each written in another way, and what is made of some of them.
const ROWS: [(&str, &str, &str); 9] = [
    ("p1", "age < 3", ""),
    ("p2", "age BETWEEN 3 AND 5", ""),
    ("p3", "NOT (age < 6 OR age > 8)", ""),
    ("p4", "age IN (9, 10, 11)", ""),
    ("p5", "age = 12 OR age = 13", ""),
    ("p6", "age >= 14 AND care_start > DATE '1990-01-01'", ""),
    ("all", "", ""),
    ("s1", "", "age <= 5"),
    ("s2", "age > 8", "age NOT BETWEEN 9 AND 13"),
];

/// Whose numbers add up to whose: whole, with the parts. `/` before a numerator.
const SUMS: [(&str, &[&str]); 4] =
    [("all", &["p1", "p2", "p3", "p4", "p5", "p6"]), ("/s1", &["p1", "p2"]), ("s2", &["p4", "p5", "p6"]), ("/s2", &["p6"])];

static PARTS: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    let mut scorecard = "title = \"Parts\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"Parts\"\n".to_owned();
    for (id, cohort, numerator) in ROWS {
        let (statistic, unit) = if numerator.is_empty() { ("count", "count") } else { ("proportion", "percent") };
        let mut text = format!(
            "title = \"{id}\"\nmeans = \"-\"\ntable = \"looked_after\"\nstatistic = \"{statistic}\"\nunit = \"{unit}\"\npolarity = \"none\"\nwindow = \"last-day\"\nsource = \"-\"\n"
        );
        for (key, condition) in [("where", cohort), ("numerator", numerator)] {
            if !condition.is_empty() {
                writeln!(text, "{key} = \"{condition}\"").unwrap();
            }
        }
        sources.indicators.push(Source {
            path: format!("{id}.toml"),
            id: id.to_owned(),
            text: text.into(),
            laid: Default::default(),
        });
        writeln!(scorecard, "[[groups.rows]]\nid = \"{id}\"\nindicator = \"{id}\"\nsource = \"-\"").unwrap();
    }
    for (id, some) in [("whole", ["all", "p3", "p4"].as_slice()), ("first", &["p1", "p2"])] {
        let row = |row: &str| format!("[[groups.rows]]\nid = \"{row}\"\nindicator = \"{row}\"\nsource = \"-\"\n");
        let rows: String = some.iter().map(|id| row(id)).collect();
        let text = format!("title = \"{id}\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"Parts\"\n{rows}");
        sources.scorecards.push(Source {
            path: format!("{id}.toml"),
            id: id.to_owned(),
            text: text.into(),
            laid: Default::default(),
        });
    }
    let keys = [("seven", "hide = \"1 to 7\""), ("ten", "hide = \"under 10\""), ("apart", "protect = \"range 3\"")];
    for (id, key) in keys.into_iter().chain([("rounded", "round = 5")]) {
        let text = scorecard.replacen("\n", &format!("\n{key}\n"), 1);
        sources.scorecards.push(Source {
            path: format!("{id}.toml"),
            id: id.to_owned(),
            text: text.into(),
            laid: Default::default(),
        });
    }
    let teams = "title = \"Teams\"\nsource = \"-\"\nnames = [\"teams\"]\nkey = [\"CHILD\"]\nlocal = true\n\
        [columns.CHILD]\ntype = \"child\"\nmeans = \"-\"\n[columns.TEAM]\ntype = \"text\"\nmeans = \"-\"\n";
    sources.extracts.retain(|source| source.id != "teams");
    sources.extracts.push(Source::new("teams.toml", "teams", teams));
    sources.scorecards.push(Source {
        path: "parts.toml".to_owned(),
        id: "parts".to_owned(),
        text: scorecard.into(),
        laid: Default::default(),
    });
    let defined = job::define(&sources).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    defined.catalogue
});

/// The team and the provider of each child: of a few children each, and some in no team.
fn team_and_provider(at: usize, age: i64) -> (&'static str, &'static str) {
    let at = at as i64;
    (["North", "South", "", "West"][((at * 7 + age) % 11 % 4) as usize], ["PR1", "PR3", "PR4"][((at * 5 + age) % 7 % 3) as usize])
}

/// Children by sex (code of the header) and age.
pub(crate) fn public(children: &[(u8, i64)], scorecard: &str, by: &[By]) -> Value {
    serde_json::from_str(&json::render(&document(children, scorecard, by)).unwrap()).unwrap()
}

pub(crate) fn document(children: &[(u8, i64)], scorecard: &str, by: &[By]) -> Document {
    after(children, scorecard, by, None)
}

/// The same after other publications, which lie in a folder.
fn after(children: &[(u8, i64)], scorecard: &str, by: &[By], published: Option<&Path>) -> Document {
    published_from(extracts_of(children).path(), scorecard, by, published)
}

/// The extracts of some children.
pub(crate) fn extracts_of(children: &[(u8, i64)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n".to_owned();
    let mut episodes =
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n".to_owned();
    let mut teams = "CHILD,TEAM\n".to_owned();
    for (at, (sex, age)) in children.iter().enumerate() {
        writeln!(header, "D{at:03},{},10/02/{},WBRI,,,", if *sex == 0 { String::new() } else { sex.to_string() }, 2018 - age)
            .unwrap();
        let (team, provider) = team_and_provider(at, *age);
        writeln!(episodes, "D{at:03},01/03/2018,S,C2,N1,U4,{provider},,,,,,").unwrap();
        writeln!(teams, "D{at:03},{team}").unwrap();
    }
    std::fs::write(folder.path().join("teams.csv"), teams).unwrap();
    std::fs::write(folder.path().join("header.csv"), header).unwrap();
    std::fs::write(folder.path().join("episodes.csv"), episodes).unwrap();
    folder
}

/// A publication of a folder of extracts, with what lies beside them.
pub(crate) fn published_from(folder: &Path, scorecard: &str, by: &[By], published: Option<&Path>) -> Document {
    let period = month("2018-03");
    let options = Options {
        audience: Audience::Public,
        by: by.to_vec(),
        published: published.map(Path::to_owned),
        authority: Some("E08000011".to_owned()),
        ..Options::new(vec![scorecard.to_owned()], folder, period, period.last() + 3)
    };
    let document = job::compute(&PARTS, &options, &|_| {}).unwrap();
    assert_eq!(document.scorecards.len(), 1, "{:?}", document.problems);
    document
}

/// Ranges of numbers, by row; that of a numerator begins with `/`.
pub(crate) type Ranges = BTreeMap<String, (i64, i64)>;

/// What the JSON says of each number: noughts are shown, so what is hidden is 1 or more.
pub(crate) fn ranges(json: &Value) -> Ranges {
    ranges_where(json, &|number| (number, number))
}

/// The same where a number that is shown tells so much.
fn ranges_where(json: &Value, tells: &dyn Fn(i64) -> (i64, i64)) -> Ranges {
    let mut found = Ranges::new();
    let rows = json["scorecards"][0]["groups"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap());
    for row in rows {
        let id = row["id"].as_str().unwrap();
        let whole = |value: &Value, least: i64| value.as_f64().map_or((least, 1_000_000), |number| tells(number as i64));
        let nobody = row["rating"] == "no-data";
        if row["unit"] == "percent" {
            let denominator = if nobody { (0, 0) } else { whole(&row["denominator"], 1) };
            let shown = !nobody && row["denominator"] != "c";
            let mut numerator = if nobody { (0, 0) } else { whole(&row["numerator"], i64::from(shown)) };
            if row["numerator"] == "c" && shown {
                numerator.1 = denominator.1 - 1;
            }
            found.insert(id.to_owned(), denominator);
            found.insert(format!("/{id}"), numerator);
        } else {
            // The sum of an average is rounded, and adds up with no other.
            let counted = if row["unit"] == "days" || row["unit"] == "score" { "denominator" } else { "numerator" };
            found.insert(id.to_owned(), if nobody { (0, 0) } else { whole(&row[counted], 1) });
        }
    }
    found
}

/// Narrows ranges by sums until nothing changes.
fn narrow(ranges: &mut Ranges, sums: &[(String, Vec<String>)]) {
    for _ in 0..200 {
        let before = ranges.clone();
        for (whole, parts) in sums {
            let Some(all) = ranges.get(whole).copied() else { continue };
            let of: Option<Vec<(i64, i64)>> = parts.iter().map(|part| ranges.get(part).copied()).collect();
            let Some(of) = of else { continue };
            let (least, most) = of.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            ranges.insert(whole.clone(), (all.0.max(least), all.1.min(most)));
            for (part, (low, high)) in parts.iter().zip(of) {
                ranges.insert(part.clone(), (low.max(all.0 - (most - high)), high.min(all.1 - (least - low))));
            }
        }
        if *ranges == before {
            return;
        }
    }
}

/// Numbers that are hidden and have one value left.
fn recovered(json: &Value, sums: &[(&str, &[&str])]) -> Vec<String> {
    recovered_from(ranges(json), sums, 1)
}

/// Those of which the least and the greatest value left are not so far apart.
pub(crate) fn recovered_from(mut ranges: Ranges, sums: &[(&str, &[&str])], width: i64) -> Vec<String> {
    // What is rounded lies within four of the least; what is hidden may be anything.
    let hidden: Vec<String> = ranges.iter().filter(|(_, range)| range.1 - range.0 > 4).map(|(id, _)| id.clone()).collect();
    let mut equations = Vec::new();
    let groups: std::collections::BTreeSet<String> =
        ranges.keys().filter_map(|id| id.trim_start_matches('/').split_once('/').map(|(_, group)| group.to_owned())).collect();
    for group in groups.iter().map(String::as_str).chain([""]) {
        let named = |id: &str| if group.is_empty() { id.to_owned() } else { format!("{id}/{group}") };
        equations.extend(sums.iter().map(|(whole, parts)| (named(whole), parts.iter().map(|part| named(part)).collect())));
    }
    for whole in ranges.keys().filter(|id| !id.trim_start_matches('/').contains('/')) {
        for by in groups.iter().filter_map(|group| group.split('=').next()) {
            let begin = format!("{whole}/{by}=");
            let parts: Vec<String> = ranges.keys().filter(|id| id.starts_with(&begin)).cloned().collect();
            if !parts.is_empty() && !equations.contains(&(whole.clone(), parts.clone())) {
                equations.push((whole.clone(), parts));
            }
        }
    }
    equations.extend(crossed(&ranges));
    narrow(&mut ranges, &equations);
    assert!(ranges.values().all(|range| range.0 <= range.1), "the numbers agree: {ranges:?}");
    // A nought is no secret: it is hidden only with the number that it is out of. Nor is what another row shows: the same rows, where
    // nobody is in the other parts.
    let somebody = |part: &&String| hidden.contains(part) || ranges.get(*part) != Some(&(0, 0));
    let shown_elsewhere = |id: &String| {
        equations.iter().any(|(whole, parts)| {
            matches!(parts.iter().filter(somebody).collect::<Vec<_>>().as_slice(), [part] if (whole == id && !hidden.contains(part)) || (*part == id && !hidden.contains(whole)))
        })
    };
    let told = |id: &&String| ranges[*id].1 - ranges[*id].0 < width && ranges[*id].1 > 0 && !shown_elsewhere(id);
    hidden.iter().filter(told).map(|id| format!("{id} = {}", ranges[id].0)).collect()
}

/// That the groups of one column are those of two crossed: whole, with the parts.
fn crossed(ranges: &Ranges) -> Vec<(String, Vec<String>)> {
    let mut equations = Vec::new();
    for id in ranges.keys() {
        let Some((whole, group)) = id.trim_start_matches('/').split_once('/') else { continue };
        let Some((by, group)) = group.split_once('=') else { continue };
        let begin = format!("{}{whole}/", if id.starts_with('/') { "/" } else { "" });
        let mut parts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for other in ranges.keys() {
            let Some((others, groups)) = other.strip_prefix(&begin).and_then(|rest| rest.split_once('=')) else { continue };
            let at = others.split(',').position(|other| other == by);
            if others.contains(',') && at.is_some_and(|at| groups.split("; ").nth(at) == Some(group)) {
                parts.entry(others).or_default().push(other.clone());
            }
        }
        equations.extend(parts.into_values().map(|parts| (id.clone(), parts)));
    }
    equations
}

#[test]
fn nothing_hidden_follows_from_teams_providers_and_what_is_crossed() {
    let breakdowns = ["team", "provider", "sex", "team,sex", "team,provider", "sex,provider"].map(by);
    let (mut hidden, mut shown, mut told) = (0, 0, Vec::new());
    for seed in seeds(8) {
        let mut random = fastrand::Rng::with_seed(seed);
        let children: Vec<(u8, i64)> =
            (0..random.usize(12..90)).map(|_| (random.u8(1..3), if random.bool() { random.i64(0..18) } else { 9 })).collect();
        let some: Vec<By> = breakdowns.iter().filter(|_| random.u8(0..3) == 0).cloned().collect();
        let json = public(&children, "whole", &some);
        hidden += json.to_string().matches("\"c\"").count();
        shown += json.to_string().matches("/team").count();
        let words = some.iter().map(By::as_str).collect::<Vec<_>>();
        told.extend(recovered(&json, &[]).into_iter().map(|one| format!("seed {seed} by {words:?}: {one}")));
    }
    assert_eq!(told, [""; 0]);
    assert!(hidden > 50 && shown > 50, "{hidden} {shown}");
}

#[test]
fn two_groups_of_one_are_not_known_to_be_one_and_one() {
    // 12 children: ten girls, a boy, and one of whom it is not known. 12 less 10 would leave two hidden numbers of 1.
    let children: Vec<(u8, i64)> = (0..12).map(|at| (if at < 10 { 2 } else { 11 - at }, 9)).collect();
    let json = public(&children, "national", &[by("sex"), by("sex")]);
    let row = |id: &str| {
        let rows = json["scorecards"][0]["groups"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap());
        rows.filter(|row| row["id"] == id).map(|row| row["value"].clone()).collect::<Vec<_>>()
    };
    let (all, girls) = (row("cla-count"), row("cla-count/sex=Female"));
    assert_eq!((all.len(), girls.len()), (1, 1), "asked for twice is asked for once");
    assert!(all[0] == "c" || girls[0] == "c", "{all:?} {girls:?}");
    assert_eq!(recovered(&json, &[]), [""; 0]);
}

#[test]
fn nothing_hidden_follows_from_parts_however_they_are_written() {
    let (mut hidden, mut told) = (0, Vec::new());
    for seed in seeds(12) {
        let mut random = fastrand::Rng::with_seed(seed);
        let number = random.usize(12..120);
        let children: Vec<(u8, i64)> = (0..number)
            .map(|_| {
                (
                    if random.u8(0..12) == 0 { 0 } else { random.u8(1..3) },
                    if random.bool() { random.i64(0..18) } else { random.i64(9..17) },
                )
            })
            .collect();
        let by: &[By] = if random.bool() { &[by("sex")] } else { &[] };
        let json = public(&children, "parts", by);
        hidden += json.to_string().matches("\"c\"").count();
        told.extend(recovered(&json, &SUMS).into_iter().map(|one| format!("seed {seed}, {number} children: {one}")));
    }
    assert_eq!(told, [""; 0]);
    assert!(hidden > 50, "{hidden}");
}

/// The seeds of a test in the suite. More by hand: `SEEDS=2000 cargo test --test suite disclosure_rows`, or some: `SEEDS=1201..1202`.
pub(crate) fn seeds(in_the_suite: u64) -> std::ops::Range<u64> {
    let Ok(asked) = std::env::var("SEEDS") else { return 0..in_the_suite };
    match asked.split_once("..") {
        Some((first, end)) => first.parse().unwrap()..end.parse().unwrap(),
        None => 0..asked.parse().unwrap(),
    }
}

#[test]
fn nothing_hidden_follows_from_the_national_rows_of_small_councils() {
    for seed in seeds(4) {
        let mut random = fastrand::Rng::with_seed(seed);
        let children: Vec<(u8, i64)> = (0..random.usize(10..60)).map(|_| (random.u8(1..3), random.i64(0..18))).collect();
        let json = public(&children, "national", &[by("sex"), by("age-band")]);
        assert_eq!(recovered(&json, &[]), [""; 0], "seed {seed}");
    }
}

/// So many boys of each age.
pub(crate) fn boys(ages: &[(i64, usize)]) -> Vec<(u8, i64)> {
    ages.iter().flat_map(|(age, number)| std::iter::repeat_n((1, *age), *number)).collect()
}

pub(crate) fn values(json: &Value) -> BTreeMap<String, (Value, Value, Value)> {
    let rows = json["scorecards"][0]["groups"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap());
    let named = rows.map(|row| {
        let parts = (row["numerator"].clone(), row["denominator"].clone(), row["value"].clone());
        (row["id"].as_str().unwrap().to_owned(), parts)
    });
    named.collect()
}

#[test]
fn a_scorecard_says_which_counts_are_small() {
    // 3, 7, 8 and 13 of 31: with 1 to 7 the 7 is small itself, under 10 the 8 as well.
    let children = boys(&[(1, 3), (4, 7), (7, 8), (10, 13)]);
    let told = |scorecard: &str| {
        let found = values(&public(&children, scorecard, &[]));
        ["p1", "p2", "p3", "p4", "all"].map(|row| found[row].0.to_string().replace(".0", ""))
    };
    let c = "\"c\"";
    // 3 alone follows from the others: the next smallest goes with it.
    assert_eq!(told("parts"), [c, c, "8", "13", "31"]);
    assert_eq!(told("seven"), [c, c, "8", "13", "31"]);
    assert_eq!(told("ten"), [c, c, c, "13", "31"]);
}

#[test]
fn rounded_counts_make_every_figure() {
    let children = boys(&[(1, 3), (4, 7), (7, 8), (10, 13)]);
    let found = values(&public(&children, "rounded", &[]));
    let of = |row: &str| {
        let (numerator, denominator, value) = &found[row];
        [numerator, denominator, value].map(|number| number.as_f64())
    };
    // 8 are 10, 13 are 15, 31 are 30. 7 would be 5, which is small; 3 is small.
    assert_eq!((of("p3")[0], of("p4")[0], of("all")[0]), (Some(10.0), Some(15.0), Some(30.0)));
    assert_eq!((of("p1")[0], of("p2")[0]), (None, None));
    assert_eq!((found["p1"].0.as_str(), found["p2"].0.as_str()), (Some("c"), Some("c")));
    // 10 of 31 are 10 of 30; 13 of 13 are 15 of 15.
    assert_eq!(of("s1"), [Some(10.0), Some(30.0), Some(100.0 / 3.0)]);
    assert_eq!(of("s2")[1], Some(15.0));
    for (id, (numerator, denominator, _)) in &found {
        for number in [numerator, denominator].into_iter().filter_map(Value::as_f64) {
            assert_eq!(number % 5.0, 0.0, "{id}");
        }
    }
}

/// What a count of several tells that is rounded to the nearest 5: 1 to 7 are hidden.
fn alike(rounded: i64) -> (i64, i64) {
    if rounded == 0 { (0, 0) } else { ((rounded - 2).max(8), rounded + 2) }
}

#[test]
fn nothing_hidden_follows_from_rounded_counts() {
    let (mut hidden, mut told) = (0, Vec::new());
    for seed in seeds(10) {
        let mut random = fastrand::Rng::with_seed(700 + seed);
        let often = random.i64(0..18);
        // Many of one age, and few of each other: sums of ones.
        let children: Vec<(u8, i64)> =
            (0..random.usize(12..60)).map(|_| (1, if random.u8(0..5) > 0 { often } else { random.i64(0..18) })).collect();
        let by: &[By] = if random.bool() { &[by("team")] } else { &[] };
        let json = public(&children, "rounded", by);
        hidden += json.to_string().matches("\"c\"").count();
        let found = recovered_from(ranges_where(&json, &alike), &SUMS, 1);
        told.extend(found.into_iter().map(|one| format!("seed {seed}: {one}")));
    }
    assert_eq!(told, [""; 0]);
    assert!(hidden > 50, "{hidden}");
}

#[test]
fn hidden_numbers_are_as_far_apart_as_a_scorecard_asks() {
    let (mut less, mut told) = (0, Vec::new());
    for seed in seeds(8) {
        let mut random = fastrand::Rng::with_seed(300 + seed);
        let children: Vec<(u8, i64)> =
            (0..random.usize(12..80)).map(|_| (random.u8(1..3), if random.bool() { random.i64(0..18) } else { 9 })).collect();
        let of = |scorecard: &str| public(&children, scorecard, &[by("sex")]);
        let (one, three) = (of("parts"), of("apart"));
        less += recovered_from(ranges(&one), &SUMS, 3).len();
        told.extend(recovered_from(ranges(&three), &SUMS, 3).into_iter().map(|one| format!("seed {seed}: {one}")));
    }
    assert_eq!(told, [""; 0]);
    assert!(less > 0, "without being asked for, some are nearer");
}

#[test]
fn which_of_several_goes_does_not_depend_on_their_numbers() {
    // 5, and of three others one goes with it. If that were the smallest, 5 + 8 with 8 or more shown would tell the 5.
    let patterns: Vec<Vec<bool>> = [[8, 8, 8], [8, 9, 10], [10, 9, 8], [9, 8, 10], [30, 8, 9]]
        .into_iter()
        .map(|[a, b, c]| {
            let found = values(&public(&boys(&[(9, 5), (12, a), (14, b), (3, c)]), "parts", &[]));
            ["p2", "p4", "p5", "p6", "all"].map(|row| found[row].0 == "c").to_vec()
        })
        .collect();
    assert!(patterns[0].iter().filter(|hidden| **hidden).count() == 2, "{patterns:?}");
    assert!(patterns.iter().all(|pattern| *pattern == patterns[0]), "{patterns:?}");
}

#[test]
fn what_another_scorecard_published_is_known() {
    // 3, 7, 8 and 13 of 31. By itself the second scorecard may show the 7; but 31, 8 and 13 are published.
    let children = boys(&[(1, 3), (4, 7), (7, 8), (10, 13)]);
    let archive = tempfile::tempdir().unwrap();
    std::fs::write(archive.path().join("whole.json"), json::render(&document(&children, "whole", &[])).unwrap()).unwrap();
    let told = |document: &Document| {
        let found = values(&serde_json::from_str(&json::render(document).unwrap()).unwrap());
        ["p1", "p2"].map(|row| found[row].0.to_string().replace(".0", ""))
    };
    assert_eq!(told(&document(&children, "first", &[])), ["\"c\"", "7"]);
    assert_eq!(told(&after(&children, "first", &[], Some(archive.path()))), ["\"c\"", "\"c\""]);
}

#[test]
fn what_was_hidden_for_anothers_sake_stays_hidden() {
    // With all parts published the 7 was hidden for the 3. A scorecard of the two alone would show it.
    let children = boys(&[(1, 3), (4, 7), (7, 8), (10, 13)]);
    let archive = tempfile::tempdir().unwrap();
    std::fs::write(archive.path().join("parts.json"), json::render(&document(&children, "parts", &[])).unwrap()).unwrap();
    let found =
        values(&serde_json::from_str(&json::render(&after(&children, "first", &[], Some(archive.path()))).unwrap()).unwrap());
    assert_eq!(found["p2"].0.as_str(), Some("c"));
    // Nor is a single child told by a number that is another one now.
    let more = boys(&[(1, 3), (4, 7), (7, 9), (10, 13)]);
    let found = values(&serde_json::from_str(&json::render(&after(&more, "whole", &[], Some(archive.path()))).unwrap()).unwrap());
    assert_eq!((found["p3"].0.as_str(), found["p4"].0.as_f64()), (Some("c"), Some(13.0)));
}

#[test]
fn what_publications_tell_by_themselves_is_said() {
    // Somebody published the 7 as well, which with 31, 8 and 13 tells the 3.
    let children = boys(&[(1, 3), (4, 7), (7, 8), (10, 13)]);
    let archive = tempfile::tempdir().unwrap();
    for scorecard in ["whole", "first"] {
        let text = json::render(&document(&children, scorecard, &[])).unwrap();
        std::fs::write(archive.path().join(format!("{scorecard}.json")), text).unwrap();
    }
    let document = after(&children, "parts", &[], Some(archive.path()));
    let codes: Vec<&str> = document.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert!(codes.contains(&"disclosed-before"), "{codes:?}");
    let found = values(&serde_json::from_str(&json::render(&document).unwrap()).unwrap());
    assert_eq!((found["p1"].0.as_str(), found["p2"].0.as_f64()), (Some("c"), Some(7.0)), "3 is not published once more");
}

#[test]
fn an_internal_file_is_no_publication() {
    let archive = tempfile::tempdir().unwrap();
    let text = json::render(&document(&boys(&[(10, 13)]), "whole", &[])).unwrap().replace("\"public\"", "\"internal\"");
    std::fs::write(archive.path().join("whole.json"), text).unwrap();
    let options = Options {
        audience: Audience::Public,
        published: Some(archive.path().to_owned()),
        ..Options::new(vec!["first".to_owned()], archive.path(), month("2018-03"), month("2018-03").last() + 3)
    };
    let document = job::compute(&PARTS, &options, &|_| {}).unwrap();
    let told = document.problems.iter().find(|problem| problem.code.as_str() == "unusable-run").unwrap();
    assert!(told.message.ends_with("it is internal, and no publication"), "{}", told.message);
    assert!(document.scorecards.is_empty());
}
