//! Two scorecards of which one is broken down and the other is not, in one run and one after the other: a group of the one beside the
//! rows of the other. Definitions and children are by chance; the attacker knows which children each published number counts, and
//! solves for what is hidden. More by hand: `SEEDS=2000 cargo test --test suite disclosure_groups`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use scorecard::definitions::{Catalogue, Source, Sources};
use scorecard::job::{self, Options};
use scorecard::render::json;
use scorecard::scorecard::{Audience, Document};
use serde_json::Value;

use crate::disclosure_rows::seeds;
use crate::support::{month, root};

/// The words of each sex, by its code in the header.
const SEXES: [&str; 3] = ["Not known", "Male", "Female"];

/// The ages that rows count.
const BANDS: [(i64, i64); 4] = [(0, 4), (5, 9), (10, 15), (16, 17)];

/// A kind of child: sex and age.
type Kind = (usize, i64);

/// What an indicator counts: some ages, of one sex or of all, and of those some in the numerator.
#[derive(Clone)]
struct Counts {
    ages: (i64, i64),
    sex: Option<usize>,
    numerator: Option<i64>,
}

impl Counts {
    fn has(&self, (sex, age): Kind, counted: bool) -> bool {
        let numerator = self.numerator.is_none_or(|most| !counted || age <= most);
        (self.ages.0..=self.ages.1).contains(&age) && self.sex.is_none_or(|of| of == sex) && numerator
    }
}

/// So many indicators, scorecards that are broken down by sex, and scorecards that are not.
const INDICATORS: usize = 40;
const CARDS: usize = 30;

struct Made {
    catalogue: Catalogue,
    counts: Vec<Counts>,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let mut random = fastrand::Rng::with_seed(16);
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    let mut counts = Vec::new();
    for at in 0..INDICATORS {
        // Of a few bands, so that rows often make up others.
        let (first, last) = (random.usize(0..BANDS.len()), random.usize(0..BANDS.len()));
        let (from, to) = (BANDS[first.min(last)].0, BANDS[first.max(last)].1);
        let one = Counts {
            ages: (from, to),
            sex: [None, Some(1), Some(2)][random.usize(0..3)],
            numerator: (random.u8(0..4) == 0 && first != last).then(|| BANDS[first.min(last)].1),
        };
        let (statistic, unit) = if one.numerator.is_some() { ("proportion", "percent") } else { ("count", "count") };
        let mut text = format!(
            "title = \"{at}\"\nmeans = \"-\"\ntable = \"looked_after\"\nstatistic = \"{statistic}\"\nunit = \"{unit}\"\npolarity = \"none\"\nwindow = \"last-day\"\nsource = \"-\"\nwhere = \"age BETWEEN {} AND {}",
            one.ages.0, one.ages.1
        );
        if let Some(sex) = one.sex {
            write!(text, " AND sex_group = '{}'", SEXES[sex]).unwrap();
        }
        text.push_str("\"\n");
        if let Some(most) = one.numerator {
            writeln!(text, "numerator = \"age <= {most}\"").unwrap();
        }
        sources.indicators.push(Source::new(format!("i{at}.toml"), format!("i{at}"), text));
        counts.push(one);
    }
    for (kind, key) in [("broken", "by = [\"sex\"]\n"), ("plain", "")] {
        for at in 0..CARDS {
            let mut text = format!("title = \"{kind}\"\nsource = \"-\"\n{key}[[groups]]\nid = \"g\"\ntitle = \"Parts\"\n");
            let mut some = BTreeSet::new();
            some.extend((0..random.usize(2..7)).map(|_| random.usize(0..INDICATORS)));
            for id in some {
                writeln!(text, "[[groups.rows]]\nid = \"i{id}\"\nindicator = \"i{id}\"\nsource = \"-\"").unwrap();
            }
            sources.scorecards.push(Source::new(format!("{kind}{at}.toml"), format!("{kind}{at}"), text));
        }
    }
    let defined = job::define(&sources).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    Made { catalogue: defined.catalogue, counts }
});

fn extracts(children: &[Kind]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n".to_owned();
    let mut episodes =
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n".to_owned();
    for (at, (sex, age)) in children.iter().enumerate() {
        let sex = if *sex == 0 { String::new() } else { sex.to_string() };
        writeln!(header, "G{at:03},{sex},10/02/{},WBRI,,,", 2018 - age).unwrap();
        writeln!(episodes, "G{at:03},01/03/2018,S,C2,N1,U4,PR1,,,,,,").unwrap();
    }
    std::fs::write(folder.path().join("header.csv"), header).unwrap();
    std::fs::write(folder.path().join("episodes.csv"), episodes).unwrap();
    folder
}

fn public(folder: &Path, scorecards: &[&str], published: Option<&Path>) -> Document {
    let period = month("2018-03");
    let options = Options {
        audience: Audience::Public,
        published: published.map(Path::to_owned),
        ..Options::new(scorecards.iter().map(|id| (*id).to_owned()).collect(), folder, period, period.last() + 3)
    };
    job::compute(&MADE.catalogue, &options, &|_| {}).unwrap()
}

/// A published number: where it stands, which kinds it counts, its number where it is shown, and whether it is a part of a percentage.
#[derive(Clone)]
struct Number {
    name: String,
    kinds: BTreeSet<Kind>,
    shown: Option<i64>,
    truth: usize,
    of_percent: bool,
    may_be_nought: bool,
}

/// The numbers of a publication.
fn numbers(document: &Document, children: &[Kind], found: &mut Vec<Number>) {
    let json: Value = serde_json::from_str(&json::render(document).unwrap()).unwrap();
    for card in json["scorecards"].as_array().unwrap() {
        for row in card["groups"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap()) {
            let id = row["id"].as_str().unwrap();
            let (whole, group) = id.split_once("/sex=").map_or((id, None), |(whole, group)| (whole, Some(group)));
            let of = &MADE.counts[whole[1..].parse::<usize>().unwrap()];
            let mut say = |counted: bool, value: &Value| {
                let kinds = (0..3).flat_map(|sex| (0..18).map(move |age| (sex, age)));
                let inside = |kind: &Kind| of.has(*kind, counted) && group.is_none_or(|group| SEXES[kind.0] == group);
                let shown = if row["rating"] == "no-data" { Some(0) } else { value.as_f64().map(|number| number as i64) };
                assert!(shown.is_some() || value == "c", "{id}: {value}");
                let name = format!("{} of {id} in {}", if counted { "numerator" } else { "all" }, card["id"]);
                let truth = children.iter().filter(|kind| inside(kind)).count();
                assert!(shown.is_none_or(|shown| shown == truth as i64), "{name}: {shown:?} for {truth}");
                found.push(Number {
                    name,
                    kinds: kinds.filter(inside).collect(),
                    shown,
                    truth,
                    of_percent: of.numerator.is_some(),
                    may_be_nought: of.numerator.is_some(),
                });
            };
            say(true, &row["numerator"]);
            if of.numerator.is_some() {
                say(false, &row["denominator"]);
            }
        }
    }
}

/// What follows from the numbers shown: each hidden one that has one value left.
fn recovered(numbers: &[Number]) -> Vec<String> {
    // Kinds that are in the same numbers are one.
    let mut of_kind: BTreeMap<Kind, BTreeSet<usize>> = BTreeMap::new();
    for (at, number) in numbers.iter().enumerate() {
        for kind in &number.kinds {
            of_kind.entry(*kind).or_default().insert(at);
        }
    }
    let atoms: Vec<BTreeSet<usize>> = of_kind.into_values().collect::<BTreeSet<_>>().into_iter().collect();
    let of_number: Vec<Vec<usize>> =
        (0..numbers.len()).map(|at| (0..atoms.len()).filter(|atom| atoms[*atom].contains(&at)).collect()).collect();
    // Noughts are shown, but for those of percentages that are hidden.
    let range = |number: &Number| number.shown.map_or((i64::from(!number.may_be_nought), 100_000), |shown| (shown, shown));
    let mut of_all: Vec<(i64, i64)> = numbers.iter().map(range).collect();
    let mut of_atom = vec![(0, 100_000); atoms.len()];
    for _ in 0..100 {
        for (at, parts) in of_number.iter().enumerate() {
            let (least, most) = parts.iter().fold((0, 0), |sum, atom| (sum.0 + of_atom[*atom].0, sum.1 + of_atom[*atom].1));
            let all = (of_all[at].0.max(least), of_all[at].1.min(most));
            of_all[at] = all;
            for atom in parts {
                let (low, high) = of_atom[*atom];
                of_atom[*atom] = (low.max(all.0 - (most - high)), high.min(all.1 - (least - low)));
            }
        }
    }
    assert!(of_all.iter().all(|range| range.0 <= range.1), "the numbers agree: {of_all:?}");
    // Those that are sums of shown ones, by elimination; kinds that are known are left out.
    const PRIME: i64 = 1_000_003;
    let open: Vec<usize> = (0..atoms.len()).filter(|atom| of_atom[*atom].0 < of_atom[*atom].1).collect();
    let line = |at: usize| -> Vec<i64> { open.iter().map(|atom| i64::from(of_number[at].contains(atom))).collect() };
    let mut lines: Vec<(usize, Vec<i64>)> = Vec::new();
    let reduce = |lines: &[(usize, Vec<i64>)], mut line: Vec<i64>| {
        for (lead, other) in lines {
            let times = line[*lead];
            line.iter_mut().zip(other).for_each(|(mine, its)| *mine = (*mine + (PRIME - times) * its) % PRIME);
        }
        line
    };
    for at in (0..numbers.len()).filter(|at| numbers[*at].shown.is_some()) {
        let mut line = reduce(&lines, line(at));
        let Some(lead) = line.iter().position(|number| *number != 0) else { continue };
        let inverse = (1..PRIME).find(|number| number * line[lead] % PRIME == 1).unwrap();
        line.iter_mut().for_each(|number| *number = *number * inverse % PRIME);
        lines.push((lead, line));
    }
    let follows = |at: usize| {
        let (low, high) = of_all[at];
        low == high || reduce(&lines, line(at)).iter().all(|number| *number == 0)
    };
    let empty = |atom: &usize| of_atom[*atom] == (0, 0);
    let somebody = |at: usize| of_number[at].iter().copied().filter(|atom| !empty(atom)).collect::<Vec<_>>();
    let shown_elsewhere =
        |at: usize| (0..numbers.len()).any(|other| numbers[other].shown.is_some() && somebody(other) == somebody(at));
    // Of percentages a part may be hidden with the other and be shown elsewhere. A nought is no secret.
    let secret = |at: &usize| !(numbers[*at].truth == 0 || (numbers[*at].of_percent && shown_elsewhere(*at)));
    let hidden = (0..numbers.len()).filter(|at| numbers[*at].shown.is_none());
    hidden.filter(|at| follows(*at)).filter(secret).map(|at| numbers[at].name.clone()).collect()
}

/// Children, with a scorecard that is broken down and one that is not.
fn council(seed: u64) -> (Vec<Kind>, String, String) {
    let mut random = fastrand::Rng::with_seed(4200 + seed);
    // Few of some kinds and many of others.
    let mut children: Vec<Kind> = Vec::new();
    for kind in BANDS.iter().flat_map(|(age, _)| [(1, *age), (2, *age)]) {
        let number = [0, random.usize(1..6), random.usize(4..12), random.usize(6..20)][random.usize(0..4)];
        children.extend(vec![kind; number]);
    }
    children.extend(vec![(0, 12); random.usize(0..3)]);
    let (broken, plain) = (format!("broken{}", random.usize(0..CARDS)), format!("plain{}", random.usize(0..CARDS)));
    (children, broken, plain)
}

/// What came of some councils.
#[derive(Default)]
struct Came {
    /// What was given away.
    told: Vec<String>,
    /// So many numbers were hidden.
    hidden: usize,
    /// So many groups were shown.
    groups: usize,
    /// So many times what was published first was found to tell a number.
    before: usize,
}

/// Two scorecards of each council, in one run or one after the other, and all of it attacked.
fn attacked(seeds: impl IntoIterator<Item = u64>) -> Came {
    let mut came = Came::default();
    for seed in seeds {
        let (children, broken, plain) = council(seed);
        let folder = extracts(&children);
        let runs: Vec<Vec<&str>> = match seed % 3 {
            0 => vec![vec![&broken, &plain]],
            1 => vec![vec![&plain], vec![&broken]],
            _ => vec![vec![&broken], vec![&plain]],
        };
        let archive = tempfile::tempdir().unwrap();
        let (mut found, mut before, mut earlier) = (Vec::new(), None, 0);
        for run in &runs {
            earlier = found.len();
            let document = public(folder.path(), run, before);
            assert_eq!(document.scorecards.len(), run.len(), "seed {seed}, {runs:?}: {:?}", document.problems);
            let codes: Vec<&str> = document.problems.iter().map(|problem| problem.code.as_str()).collect();
            came.before += usize::from(codes.contains(&"disclosed-before"));
            std::fs::write(archive.path().join(format!("{}.json", run[0])), json::render(&document).unwrap()).unwrap();
            before = Some(archive.path());
            numbers(&document, &children, &mut found);
        }
        came.hidden += found.iter().filter(|number| number.shown.is_none()).count();
        came.groups += found.iter().filter(|number| number.name.contains("/sex") && number.shown.is_some()).count();
        let say = |one: String| format!("seed {seed}, {runs:?}: {one}");
        came.told.extend(recovered(&found[..earlier]).into_iter().map(say));
        // What is not small and what the first files tell by themselves the second may hide all the same.
        let as_before = |(at, one): (usize, &Number)| match at < earlier {
            true => one.clone(),
            false => Number { shown: None, may_be_nought: true, ..one.clone() },
        };
        let before: Vec<Number> = found.iter().enumerate().map(as_before).collect();
        let known: Vec<String> = recovered(&before);
        let is_large = |name: &String| found[earlier..].iter().any(|one| one.name == *name && one.truth > 5);
        let given_away = recovered(&found).into_iter().filter(|one| !(known.contains(one) && is_large(one)));
        came.told.extend(given_away.map(say));
    }
    came
}

#[test]
fn a_group_of_one_scorecard_and_the_rows_of_another_tell_nothing_hidden() {
    let came = attacked(seeds(24));
    assert_eq!(came.told, [""; 0]);
    // What holds by chance between groups of the first is seen with the rows of the second alone.
    assert!(came.before * 20 <= seeds(24).count(), "{}", came.before);
    assert!(std::env::var("SEEDS").is_ok() || (came.hidden > 30 && came.groups > 30), "{} {}", came.hidden, came.groups);
}

/// Councils of which something was given away once: by what followed by chance from what was published first and was protected no more,
/// by a denominator that was hidden first and shown then, and by a sum of which only the rest was kept.
#[test]
fn what_was_given_away_once_is_not_again() {
    assert_eq!(attacked([113, 428, 553, 554, 596, 836, 1498, 1987]).told, [""; 0]);
}

/// Of council 113 the first scorecard shows 17 boys from 5 to 15 and hides that 11 of them are under 10. That nobody whose sex is not known
/// is from 5 to 9 is so by chance: with it the 20 children from 5 to 9 less 9 girls are the 11, but who knows only what rows count does not
/// know it. So the second must not show that 6 boys are from 10 to 15: 17 less 6 are the 11, whoever the children are.
#[test]
fn what_follows_by_chance_is_protected_all_the_same() {
    let (children, broken, plain) = council(113);
    assert_eq!((broken.as_str(), plain.as_str()), ("broken17", "plain13"));
    let number =
        |sex: usize, ages: std::ops::Range<i64>| children.iter().filter(|(of, age)| *of == sex && ages.contains(age)).count();
    assert_eq!([number(1, 5..16), number(1, 5..10), number(2, 5..10), number(0, 5..10), number(1, 10..16)], [17, 11, 9, 0, 6]);
    let (folder, archive) = (extracts(&children), tempfile::tempdir().unwrap());
    let first = public(folder.path(), &[&broken], None);
    std::fs::write(archive.path().join("first.json"), json::render(&first).unwrap()).unwrap();
    let second = public(folder.path(), &[&plain], Some(archive.path()));
    let mut found = Vec::new();
    numbers(&first, &children, &mut found);
    numbers(&second, &children, &mut found);
    let shown = |name: &str| found.iter().find(|one| one.name.starts_with(name)).unwrap().shown;
    assert_eq!(shown("numerator of i19/sex=Male"), Some(17));
    assert_eq!(shown("numerator of i31/sex=Male"), None);
    assert_eq!(shown("numerator of i5 "), None);
}

/// Girls of 9, in a row of another scorecard that is not broken down, and among all girls: 12 and 9 leave three.
#[test]
fn a_row_within_a_group_leaves_a_rest() {
    let numbers = |shown: [Option<i64>; 3]| {
        let girls = |ages: std::ops::Range<i64>| ages.map(|age| (2, age)).collect::<BTreeSet<Kind>>();
        let of = [("all girls", girls(0..18)), ("girls of 9", girls(9..10)), ("other girls", &girls(0..18) - &girls(9..10))];
        let number = |((name, kinds), shown): ((&str, BTreeSet<Kind>), Option<i64>)| Number {
            name: name.to_owned(),
            kinds,
            shown,
            truth: 3,
            of_percent: false,
            may_be_nought: false,
        };
        of.into_iter().zip(shown).map(number).collect::<Vec<_>>()
    };
    assert_eq!(recovered(&numbers([Some(12), Some(9), None])), ["other girls"]);
    assert_eq!(recovered(&numbers([Some(12), None, None])), [""; 0]);
}
