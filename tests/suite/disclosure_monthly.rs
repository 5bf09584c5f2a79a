//! A council that publishes month after month, each publication made with those before it as `--published`: what somebody who keeps
//! every file can work out. Twelve months of some rows; of all in the gate: `cargo test disclosure_monthly -- --include-ignored`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use scorecard::calendar::Month;
use scorecard::definitions::{Catalogue, Source, Sources, Unit};
use scorecard::job::{self, Options};
use scorecard::render::json;
use scorecard::scorecard::{Audience, Document, Row};
use serde_json::Value;

use crate::disclosure_rows::{ranges, recovered_from};
use crate::disclosure_windows::{Adoptions, adoptions, at_most, exact};
use crate::support::{CATALOGUE, by, month, root};

/// Rows of a small scorecard: those that count adoptions over windows of several lengths, who is there, came and went, and some of few.
const SOME: [&str; 12] = [
    "cla-count",
    "cla-starts",
    "cla-ceased",
    "uasc-count",
    "convicted",
    "residential-count",
    "missing-percent",
    "deprived-of-liberty-count",
    "adopted-count",
    "adopted-percent",
    "a1",
    "a10",
];

/// The scorecards that come with the program, and the small one.
static WITH_SOME: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    let row = |id: &&str| format!("[[groups.rows]]\nid = \"{id}\"\nindicator = \"{id}\"\nsource = \"-\"\n");
    let rows: String = SOME.iter().map(row).collect();
    let text = format!("title = \"Some\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"Some\"\n{rows}");
    sources.scorecards.push(Source::new("some.toml", "some", text));
    let defined = job::define(&sources).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    defined.catalogue
});

fn publish(scorecard: &str, period: Month, audience: Audience, archive: Option<&Path>) -> Document {
    publish_with(scorecard, period, audience, (3, &["sex"], archive))
}

/// The same with so many months of history and other breakdowns.
fn publish_with(
    scorecard: &str,
    period: Month,
    audience: Audience,
    (history, breakdowns, archive): (i32, &[&str], Option<&Path>),
) -> Document {
    let options = Options {
        history,
        audience,
        by: breakdowns.iter().map(|one| by(one)).collect(),
        published: archive.map(Path::to_owned),
        ..Options::new(vec![scorecard.to_owned()], &root().join("sample-data"), period, period.last() + 3)
    };
    job::compute(&WITH_SOME, &options, &|_| {}).unwrap()
}

/// What the files say of each row and month.
#[derive(Default)]
struct Archive {
    shown: BTreeMap<(String, String), BTreeSet<String>>,
    hidden: BTreeSet<(String, String)>,
}

impl Archive {
    fn read(&mut self, json: &Value) {
        let period = json["period"]["id"].as_str().unwrap();
        let groups = json["scorecards"][0]["groups"].as_array().unwrap();
        for row in groups.iter().flat_map(|group| group["rows"].as_array().unwrap()) {
            let id = row["id"].as_str().unwrap();
            let mut say = |month: &str, value: &Value| {
                let key = (id.to_owned(), month.to_owned());
                if value == "c" {
                    self.hidden.insert(key);
                } else if value.is_number() {
                    self.shown.entry(key).or_default().insert(value.to_string());
                }
            };
            say(period, &row["value"]);
            say(row["previous"]["period"].as_str().unwrap(), &row["previous"]["value"]);
            let points = row["series"].as_array().unwrap();
            points.iter().for_each(|point| say(point["period"].as_str().unwrap(), &point["value"]));
            // A target that is the figure of a year ago tells that one.
            if row["target"]["comparator"] == "year-ago" {
                let a_year_before = |period: &str| month(period).back(12).to_string();
                say(&a_year_before(period), &row["target"]["resolved"]);
                points.iter().for_each(|point| say(&a_year_before(point["period"].as_str().unwrap()), &point["target"]));
            }
        }
    }
}

/// How many figures are hidden, and how many there are.
fn hidden(document: &Document) -> (usize, usize) {
    let rows = || document.scorecards[0].every_row().filter(|row| row.figure.is_some() || row.hidden.figure);
    (rows().filter(|row| row.hidden.figure).count(), rows().count())
}

/// Publishes so many months to March 2018, and attacks all of it. What was published before costs a fifth more figures at most.
fn attacked(scorecard: &str, months: i32, breakdowns: &[&str]) {
    let mut in_all = (0, 0);
    let folder = tempfile::tempdir().unwrap();
    let (mut archive, mut said): (Archive, Vec<Adoptions>) = Default::default();
    for period in (0..months).rev().map(|back| month("2018-03").back(back)) {
        let earlier = Some(folder.path()).filter(|folder| std::fs::read_dir(folder).unwrap().next().is_some());
        let document = publish_with(scorecard, period, Audience::Public, (3, breakdowns, earlier));
        assert_eq!(document.scorecards.len(), 1, "{period}: {:?}", document.problems);
        let codes: Vec<&str> = document.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert!(!codes.contains(&"disclosed-before"), "{period}: {codes:?}");
        let text = json::render(&document).unwrap();
        std::fs::write(folder.path().join(format!("{period}.json")), &text).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(recovered_from(ranges(&json), &[], 1), [""; 0], "{period}");
        archive.read(&json);
        said.extend(adoptions(&document));
        let by_itself = publish_with(scorecard, period, Audience::Public, (3, breakdowns, None));
        let ((with, all), (without, all_without)) = (hidden(&document), hidden(&by_itself));
        assert_eq!(all, all_without, "{period}: nothing is left out for the sake of what was published before");
        in_all = (in_all.0 + with, in_all.1 + without);
    }
    assert!(5 * in_all.0 <= 6 * in_all.1, "{} hidden, and {} without an archive", in_all.0, in_all.1);
    let all = adoptions(&publish_with(scorecard, month("2018-03"), Audience::Internal, (months + 3, &["sex"], None)));
    // What one file hides no other shows, earlier or later.
    let told: Vec<_> = archive.hidden.iter().filter(|key| archive.shown.contains_key(key)).collect();
    assert_eq!(told, Vec::<&(String, String)>::new(), "hidden in one file, shown in another");
    assert!(archive.hidden.len() > 20, "there is something to hide");
    // Windows of all months together.
    let ends: BTreeSet<Month> = all.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
    let (first, last) = (*ends.first().unwrap(), *ends.last().unwrap());
    let months: Vec<Month> = (0..=first.months_until(last)).map(|on| first.back(-on)).collect();
    let known = at_most(&said, &months);
    for (from, to, number) in all.iter().filter(|one| !said.contains(one)) {
        let found = exact(&known, *from, *to);
        assert_eq!(found, None, "{number} after {} up to {}", from.long(), to.long());
    }
}

/// The month before is published after the month itself, whose file has the month before in its histories alone: counts, percentages, rates and averages.
/// So is the same month of a year before, which that file has as what targets came to.
#[test]
fn a_history_that_was_published_is_known_with_its_values() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::default();
    let (scorecard, mut percentages, mut others, mut differ) = ("national", 0, 0, Vec::new());
    let has_value = |unit: Unit| matches!(unit, Unit::Percent | Unit::Rate | Unit::Days | Unit::Score);
    for period in ["2018-03", "2018-02", "2017-03"].map(month) {
        let earlier = Some(folder.path()).filter(|folder| std::fs::read_dir(folder).unwrap().next().is_some());
        let document = publish(scorecard, period, Audience::Public, earlier);
        let text = json::render(&document).unwrap();
        std::fs::write(folder.path().join(format!("{period}.json")), &text).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        for row in document.scorecards[0].every_row().filter(|row| has_value(row.unit) && earlier.is_some()) {
            let key = (row.id.clone(), period.to_string());
            let number = if row.unit == Unit::Percent { &mut percentages } else { &mut others };
            *number += usize::from(archive.shown.contains_key(&key));
            if archive.shown.contains_key(&key) && row.hidden.figure || archive.hidden.contains(&key) && row.figure.is_some() {
                differ.push(row.id.clone());
            }
        }
        archive.read(&json);
    }
    assert_eq!(differ, [""; 0], "hidden in the one and shown in the other");
    assert!(percentages > 10 && others > 3, "{percentages} percentages, {others} rates and averages");
}

/// The public trend of adoptions over fifteen months, and the scorecards of its last two months: made before them and known to them, or made after
/// them and knowing them.
#[test]
fn a_trend_is_a_publication_too() {
    let run = |arguments: &[&str], to: &Path| {
        let all =
            ["--extracts", "sample-data", "--today", "2018-04-10", "--audience", "public", "--output", to.to_str().unwrap()];
        let program = env!("CARGO_BIN_EXE_scorecard");
        let output = std::process::Command::new(program).current_dir(root()).args(arguments).args(all).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    for trend_first in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let (archive, mut told, mut some) = (folder.path().to_str().unwrap(), Archive::default(), 0);
        let scorecards = ["2018-02", "2018-03"].map(|period| ("compute", "national", period));
        let trend = ("trend", "adopted-count", "2018-03");
        let order = if trend_first { [&[trend], &scorecards[..]].concat() } else { [&scorecards[..], &[trend]].concat() };
        for (command, of, period) in order {
            let mut arguments = vec![command, of, "--period", period, "--months", "15"];
            if std::fs::read_dir(folder.path()).unwrap().next().is_some() {
                arguments.extend(["--published", archive]);
            }
            let file = folder.path().join(format!("{command}-{period}.json"));
            run(&arguments, &file);
            let json: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
            told.read(&json);
            some += usize::from(command == "trend");
        }
        let hidden: Vec<_> = told.hidden.iter().filter(|(row, _)| row == "adopted-count").collect();
        assert!(some == 1 && !hidden.is_empty());
        let both: Vec<_> = hidden.iter().filter(|key| told.shown.contains_key(**key)).collect();
        assert!(both.is_empty(), "hidden in one file and shown in another: {both:?}");
    }
}

/// What was published of a scorecard that is not there, though an indicator has its name, is no trend of that: it has other rows.
#[test]
fn a_scorecard_with_the_name_of_an_indicator_is_no_trend() {
    let folder = tempfile::tempdir().unwrap();
    let row = |id: &str| format!("[[groups.rows]]\nid = \"{id}\"\nindicator = \"{id}\"\nsource = \"-\"\n");
    let rows: String = ["cla-count", "uasc-count"].map(row).concat();
    let own = folder.path().join("cla-count.toml");
    std::fs::write(&own, format!("title = \"Own\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"G\"\n{rows}")).unwrap();
    let archive = folder.path().join("published");
    std::fs::create_dir(&archive).unwrap();
    let run = |scorecard: &str, more: &[&str]| {
        let all = ["--extracts", "sample-data", "--period", "2018-03", "--today", "2018-04-03", "--audience", "public"];
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_scorecard"));
        command.current_dir(root()).args(["compute", scorecard]).args(all).args(more).output().unwrap()
    };
    let first = run(own.to_str().unwrap(), &["--output", archive.join("first.json").to_str().unwrap()]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let then = run("knowsley", &["--published", archive.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&then.stderr);
    assert!(!then.status.success() && said.contains("there is no scorecard 'cla-count'"), "{said}");
}

/// The sample data without one child, who is in care: as if the record had been taken out.
fn without_a_child(to: &Path) {
    let from = root().join("sample-data");
    let episodes = std::fs::read_to_string(from.join("2017-08/episodes.csv")).unwrap();
    let mut lines = episodes.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let [child, ended] =
        ["CHILD", "DEC"].map(|name| header.iter().position(|cell| cell.trim_matches('\u{feff}') == name).unwrap());
    let in_care: BTreeSet<&str> = lines.filter(|line| line[ended].is_empty()).map(|line| line[child]).collect();
    let gone = *in_care.iter().nth(100).unwrap();
    for entry in std::fs::read_dir(&from).unwrap().map(|entry| entry.unwrap().path()) {
        let target = to.join(entry.file_name().unwrap());
        if entry.extension().is_some() {
            std::fs::copy(&entry, &target).unwrap();
        } else if entry.join("episodes.csv").exists() {
            std::fs::create_dir(&target).unwrap();
            for file in std::fs::read_dir(&entry).unwrap().map(|file| file.unwrap().path()) {
                let text = std::fs::read_to_string(&file).unwrap();
                let left = text.split_inclusive('\n').filter(|line| !line.trim_end().split(',').any(|cell| cell == gone));
                std::fs::write(target.join(file.file_name().unwrap()), left.collect::<String>()).unwrap();
            }
        }
    }
}

/// June 2017 was published with a child whose record was taken out since. What July and September show of the months that were published differs by no few
/// children, and hardly more of these months themselves is hidden than without June.
#[test]
fn a_record_that_was_corrected_is_told_by_no_later_publication() {
    let (corrected, archive) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    without_a_child(corrected.path());
    let run = |extracts: &Path, period: &str, published: Option<&Path>| {
        let period = month(period);
        let options = Options {
            history: 3,
            audience: Audience::Public,
            by: vec![by("sex")],
            published: published.map(Path::to_owned),
            ..Options::new(vec!["national".to_owned()], extracts, period, period.last() + 10)
        };
        job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
    };
    let shown = |document: &Document| -> BTreeMap<(String, Month), (Unit, f64)> {
        let rows = document.scorecards[0].every_row().filter(|row| row.part_of.is_none());
        let of_row = |row: &Row| {
            let now = [(document.period, row.figure), row.previous];
            let all = now.into_iter().chain(row.series.iter().map(|point| (point.month, point.figure)));
            let (id, unit) = (row.id.clone(), row.unit);
            all.filter_map(move |(month, figure)| Some(((id.clone(), month), (unit, figure?.value()?)))).collect::<Vec<_>>()
        };
        rows.flat_map(of_row).collect()
    };
    let june = run(&root().join("sample-data"), "2017-06", None);
    std::fs::write(archive.path().join("2017-06.json"), json::render(&june).unwrap()).unwrap();
    let june = shown(&june);
    for period in ["2017-07", "2017-09"] {
        let later = run(corrected.path(), period, Some(archive.path()));
        let alone = run(corrected.path(), period, None);
        assert!(hidden(&later).0 <= hidden(&alone).0 + 20, "{period}: {:?} hidden, {:?} alone", hidden(&later), hidden(&alone));
        assert_eq!(hidden(&later).1, hidden(&alone).1, "{period}: no group is left out");
        let differs = |(key, (unit, value)): (&(String, Month), &(Unit, f64))| {
            let (_, was) = june.get(key)?;
            let by = (value - was).abs();
            let is_few = if unit.is_number() { (1e-9..5.5).contains(&by) } else { by > 1e-9 };
            is_few.then(|| format!("{key:?}: {was} and {value}"))
        };
        let later = shown(&later);
        assert_eq!(later.iter().filter_map(differs).collect::<Vec<_>>(), [""; 0], "{period}");
        // Nearly every number of those in care is another by one. What counts others is shown as it was.
        let same = later.iter().filter(|(key, value)| june.get(*key) == Some(*value)).count();
        assert!(same > 10, "{period}: {same} are shown as they were");
    }
}

#[test]
fn twelve_months_of_a_small_scorecard_tell_nothing_hidden() {
    attacked("some", 12, &["sex", "age-band"]);
}

#[test]
#[ignore = "twelve months of all rows take a minute; the gate runs it"]
fn twelve_months_of_publications_tell_nothing_hidden() {
    attacked("national", 12, &["sex", "age-band"]);
}
