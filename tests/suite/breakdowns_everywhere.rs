//! What a close look shows of groups: cases, explanations, tables, months and comparisons, worked by hand on the council of
//! a few invented children.

use std::path::Path;

use scorecard::changes::diff;
use scorecard::changes::run::Run;
use scorecard::definitions::by::Only;
use scorecard::definitions::{Catalogue, Sources};
use scorecard::export::FORMATS;
use scorecard::figure::Measured;
use scorecard::job::one::{self, Asked, Data};
use scorecard::job::{self, Options};
use scorecard::render::{cases as cases_text, changes, due as due_text, explanation, explanation_json, json, table, trend_csv};
use scorecard::scorecard::{By, Document};

use crate::breakdowns_by_column::council;
use crate::support::{by, month};

fn data(folder: &Path) -> Data {
    Data { extracts: folder.join("in"), period: month("2018-03"), authority: None, as_reported: false }
}

fn only(words: &[&str]) -> Vec<Only> {
    words.iter().map(|word| Only::parse(word).unwrap()).collect()
}

fn parts(measured: &Measured) -> (i64, i64) {
    measured.figure().map_or((-1, -1), |figure| (figure.numerator() as i64, figure.denominator().unwrap_or(0)))
}

#[test]
fn cases_stand_by_their_groups_with_the_figure_of_each() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let (data, words) = (data(folder.path()), [by("team"), by("team,sex"), by("ethnic-group")]);
    let asked = Asked { data: &data, by: &words, only: &[] };
    let indicator = catalogue.indicator("foster-percent").unwrap();
    let cases = one::cases(&catalogue, &[indicator], asked, &|_| {}).unwrap().value.unwrap().pop().unwrap();
    // All but B live with foster carers; A and B are in North, C and E in South, D and F in none that is known.
    let of: Vec<(&str, (i64, i64))> =
        cases.by[0].figures.iter().map(|(group, found)| (group.key.as_str(), parts(found))).collect();
    assert_eq!(of, [("North", (1, 2)), ("South", (2, 2)), ("Not known", (2, 2))]);
    let children: Vec<&str> = cases.rows.iter().map(|row| row.child.as_str()).collect();
    assert_eq!(children, ["A", "B", "C", "E", "D", "F"]);
    let text = cases_text::text(&cases);
    assert!(
        text.contains("By team:\n  North: 50.0% = 1 of 2\n  South: 100.0% = 2 of 2\n  Not known: 100.0% = 2 of 2\n"),
        "{text}"
    );
    // The columns stand beside the children.
    let line = |child: &str| text.lines().find(|line| line.starts_with(&format!("{child} "))).unwrap().to_owned();
    assert!(line("B").contains("North") && line("B").contains("Female"), "{text}");
}

#[test]
fn an_explanation_says_how_each_group_narrows() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let data = data(folder.path());
    let indicator = catalogue.indicator("residential-under-12-count").unwrap();
    let (words, north) = ([by("sex")], only(&["team=North"]));
    let asked = Asked { data: &data, by: &words, only: &north };
    let found = one::explain_in_groups(&catalogue, &[indicator], Some(asked), &|_| {}).unwrap().value.unwrap().pop().unwrap();
    let narrowing = found.narrowing.as_ref().unwrap();
    // North has A, a boy with foster carers, and B, a girl of nine in a home.
    assert_eq!((narrowing.counts.as_ref().unwrap().rows, parts(&narrowing.measured)), (2, (1, 0)));
    let sexes = &narrowing.by[0];
    let of: Vec<(&str, usize, (i64, i64))> = sexes
        .found
        .figures
        .iter()
        .zip(&sexes.counts)
        .map(|((group, found), counts)| (group.key.as_str(), counts.rows, parts(found)))
        .collect();
    assert_eq!(of, [("Female", 1, (1, 0)), ("Male", 1, (0, 0)), ("Not known", 0, (0, 0))]);
    let text = explanation::text(&found, 100);
    assert!(text.contains("(team: North only)") && text.contains("By sex") && text.contains("- Female: 1; 1 row, "), "{text}");
    let json: serde_json::Value = serde_json::from_str(&explanation_json::render(&found).unwrap()).unwrap();
    assert_eq!(json["data"]["only"][0], serde_json::json!({"column": "team", "group": "North"}));
    assert_eq!(json["data"]["by"][0]["groups"][0]["cohort"], 1);
}

#[test]
fn tables_have_the_column_and_the_rows_of_the_group_alone() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let data = data(folder.path());
    let names = ["looked_after".to_owned(), "care_leavers".to_owned()];
    let (words, south) = ([by("team")], only(&["out_of_hours=Yes"]));
    let asked = Asked { data: &data, by: &words, only: &south };
    let files = one::tables(&catalogue, &names, asked, FORMATS.named("csv").unwrap(), &|_| {}).unwrap().value.unwrap();
    let text = String::from_utf8(files.tables[0].bytes.clone()).unwrap();
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let head = lines.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|other| other == name).unwrap();
    let rows: Vec<(String, String)> =
        lines.records().map(|row| row.unwrap()).map(|row| (row[at("child")].to_owned(), row[at("team")].to_owned())).collect();
    // A, E and F answer at night.
    assert_eq!(rows, [("A", "North"), ("E", "South"), ("F", "")].map(|(child, team)| (child.to_owned(), team.to_owned())));
    assert!(String::from_utf8(files.dictionary).unwrap().contains("looked_after,team,"));
}

#[test]
fn who_crosses_a_line_is_told_by_group() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let data = data(folder.path());
    let indicator = catalogue.indicator("placement-stability").unwrap();
    let (words, nights) = ([by("team")], only(&["out-of-hours=Yes"]));
    let asked = Asked { data: &data, by: &words, only: &nights };
    // In care since 1 May 2017: two and a half years are full at the end of October 2019. A, E and F answer at night.
    let due = one::due(&catalogue, indicator, asked, 20, &|_| {}).unwrap().value.unwrap();
    let told: Vec<(String, String, Option<String>)> =
        due.rows.iter().map(|row| (row.month.to_string(), row.child.clone(), row.groups[0].clone())).collect();
    let row = |child: &str, team: &str| ("2019-10".to_owned(), child.to_owned(), Some(team.to_owned()));
    assert_eq!(told, [row("A", "North"), row("E", "South"), row("F", "Not known")]);
    let text = due_text::text(&due);
    assert!(text.contains("(out of hours: Yes only)") && text.lines().any(|line| line.ends_with("team")), "{text}");
}

/// The national scorecard, with a history.
fn run(catalogue: &Catalogue, folder: &Path, only_of: &[&str], words: &[By], groups_history: bool) -> Document {
    let period = month("2018-03");
    let options = Options {
        by: words.to_vec(),
        only: only(only_of),
        history: 3,
        groups_history,
        ..Options::new(vec!["national".to_owned()], &folder.join("in"), period, period.last() + 3)
    };
    job::compute(catalogue, &options, &|_| {}).unwrap()
}

#[test]
fn groups_have_a_history_that_adds_up_to_that_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let document = run(&catalogue, folder.path(), &[], &[by("team")], true);
    let rows = || document.scorecards[0].every_row();
    let series = |id: &str| -> Vec<i64> {
        let row = rows().find(|row| row.id == id).unwrap();
        row.series.iter().map(|point| point.figure.map_or(-1, |figure| figure.numerator() as i64)).collect()
    };
    // Nothing is known of those who left before G did, on 1 February: months before are gaps of the whole and of its groups.
    assert_eq!(series("cla-count"), [-1, -1, 6, 6]);
    assert_eq!(series("cla-count/team=North"), [-1, -1, 2, 2]);
    assert_eq!(series("cla-count/team=South"), [-1, -1, 2, 2]);
    for whole in rows().filter(|row| !row.is_part()) {
        let groups: Vec<_> = rows().filter(|row| row.is_part() && row.whole() == whole.id.as_str()).collect();
        for (at, point) in whole.series.iter().enumerate().filter(|_| !groups.is_empty()) {
            let number = |figure: Option<scorecard::figure::Figure>| figure.map_or(0.0, |figure| figure.numerator());
            let sum: f64 = groups.iter().map(|row| number(row.series[at].figure)).sum();
            assert_eq!(sum, number(point.figure), "{} in {}", whole.id, point.month);
        }
    }
    let text = String::from_utf8(trend_csv::render(&document).unwrap()).unwrap();
    assert!(
        text.lines().any(|line| line.starts_with("national,cla-count/team=North,") && line.contains(",2018-02,2,")),
        "{text}"
    );
}

#[test]
fn a_run_of_a_group_is_not_compared_with_one_of_the_whole_as_if_alike() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let (whole, north) =
        (run(&catalogue, folder.path(), &[], &[], false), run(&catalogue, folder.path(), &["team=north"], &[], false));
    let (whole_json, north_json) = (json::render(&whole).unwrap(), json::render(&north).unwrap());
    let only = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["only"].clone();
    assert_eq!(only(&whole_json), serde_json::Value::Null);
    assert_eq!(only(&north_json), serde_json::json!([{"column": "team", "group": "North"}]));
    let (a, b) = (Run::read(&whole_json).unwrap(), Run::read(&north_json).unwrap());
    let found = diff::diff(&a, &b);
    assert!(!found.same_people() && !found.is_empty());
    let style = table::Style { colour: false, unicode: true, width: 200 };
    let text = changes::render(&found, style);
    assert!(text.contains("the old run is of the whole, the new one of team: North alone"), "{text}");
    assert!(diff::diff(&b, &b).is_empty());

    // As the run before: of the same group it can be, of the whole it cannot.
    let previous = |name: &str, text: &str, only_of: &[&str]| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let period = month("2018-03");
        let options = Options {
            previous: Some(path),
            only: only_of.iter().map(|word| Only::parse(word).unwrap()).collect(),
            ..Options::new(vec!["national".to_owned()], &folder.path().join("in"), period, period.last() + 3)
        };
        let document = job::compute(&catalogue, &options, &|_| {}).unwrap();
        document.problems.iter().find(|problem| problem.code.as_str() == "unusable-run").map(|problem| problem.message.clone())
    };
    assert_eq!(previous("north.json", &north_json, &["team=NORTH"]), None);
    let said = previous("whole.json", &whole_json, &["team=North"]).unwrap();
    assert!(said.ends_with("it is of the whole, and this run of team: North alone"), "{said}");
    let said = previous("north.json", &north_json, &[]).unwrap();
    assert!(said.ends_with("it is of team: North alone, and this run of the whole"), "{said}");
}

/// The council with breakdowns of its own.
fn with_breakdowns(folder: &Path, files: &[(&str, &str)]) -> (Catalogue, Vec<String>) {
    council(folder);
    std::fs::create_dir_all(folder.join("own/breakdowns")).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(format!("own/breakdowns/{name}.toml")), text).unwrap();
    }
    let folders = [folder.join("own")];
    let defined = job::define(&Sources::in_layers(folders.iter().map(|folder| folder.as_path())).unwrap()).unwrap();
    let told = defined.problems.iter().map(|problem| problem.message.clone());
    let told = told.filter(|message| !message.contains("the one built in")).collect();
    (defined.catalogue, told)
}

/// The groups of a row and what each counts.
fn groups(document: &Document, of: &str) -> Vec<(String, i64)> {
    let parts = document.scorecards[0].every_row().filter(|row| row.is_part() && row.whole() == of);
    parts.map(|row| (row.id[of.len() + 1..].to_owned(), row.figure.map_or(-1, |figure| figure.numerator() as i64))).collect()
}

#[test]
fn one_more_breakdown_is_one_file_more() {
    let folder = tempfile::tempdir().unwrap();
    let (catalogue, told) = with_breakdowns(
        folder.path(),
        &[
            ("area", "title = \"area\"\ncolumn = \"TEAM\"\ngroups = [\"South\"]\n"),
            (
                "schooling",
                "title = \"age at school\"\ncolumn = \"age\"\n[[bands]]\ntitle = \"Primary\"\nbelow = 7\n[[bands]]\ntitle = \"Secondary\"\n",
            ),
            ("sex", "extends = \"sex\"\ngroups = [\"Male\", \"Female\"]\n"),
        ],
    );
    assert!(told.is_empty(), "{told:?}");
    let document =
        run(&catalogue, folder.path(), &[], &[by("area"), by("schooling"), by("sex"), by("sex_group"), by("area,sex")], false);
    let of = |found: &[(&str, i64)]| found.iter().map(|(id, number)| ((*id).to_owned(), *number)).collect::<Vec<_>>();
    // South first, as the file has it; C and E are in it, A and B in North, D and F in none that is known. Born in 2008 to 2013, A to F are
    // ten to five: F alone is five, E six. Girls are B, D and E.
    assert_eq!(
        groups(&document, "cla-count"),
        of(&[
            ("area=South", 2),
            ("area=North", 2),
            ("area=Not known", 2),
            ("schooling=Primary", 2),
            ("schooling=Secondary", 4),
            ("schooling=Not known", 0),
            ("sex=Male", 3),
            ("sex=Female", 3),
            ("sex=Not known", 0),
            ("area,sex=South; Male", 1),
            ("area,sex=South; Female", 1),
            ("area,sex=South; Not known", 0),
            ("area,sex=North; Male", 1),
            ("area,sex=North; Female", 1),
            ("area,sex=North; Not known", 0),
            ("area,sex=Not known; Male", 1),
            ("area,sex=Not known; Female", 1),
            ("area,sex=Not known; Not known", 0),
        ])
    );
    // A run can be of a band.
    let small = run(&catalogue, folder.path(), &["schooling=primary"], &[by("area")], false);
    assert_eq!(groups(&small, "cla-count"), of(&[("area=South", 1), ("area=North", 0), ("area=Not known", 1)]));
    assert!(small.scorecards[0].title.ends_with("(schooling: Primary only)"));
}

#[test]
fn a_breakdown_of_what_makes_no_groups_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (catalogue, told) = with_breakdowns(
        folder.path(),
        &[
            ("age", "title = \"age\"\ncolumn = \"age\"\n"),
            ("misspelt", "title = \"provider\"\ncolumn = \"providr\"\n"),
            ("bands", "title = \"place\"\ncolumn = \"place\"\n[[bands]]\ntitle = \"A\"\nbelow = 3\n"),
        ],
    );
    assert_eq!(
        told,
        [
            "the breakdown 'age' cannot be made of 'age'",
            "the breakdown 'bands' cannot be made of 'place'",
            "the breakdown 'misspelt' cannot be made of 'providr'",
        ]
    );
    // What has a mistake is left out, and the others stay.
    assert!(
        catalogue.breakdowns.iter().any(|one| one.id == "sex") && catalogue.breakdowns.iter().all(|one| one.id != "misspelt")
    );
}

#[test]
fn a_group_is_held_against_its_own_target_where_the_row_names_one() {
    let folder = tempfile::tempdir().unwrap();
    council(folder.path());
    let promised = "title = \"Promised\"\nsource = \"-\"\nby = [\"team\"]\n[[groups]]\nid = \"a\"\ntitle = \"A\"\n[[groups.rows]]\n\
                    id = \"P-1\"\nindicator = \"foster-percent\"\ntarget = \"80%\"\nsource = \"-\"\n[[groups.rows.group_targets]]\n\
                    by = \"team\"\ngroup = \"north\"\ntarget = \"75%\"\n[[groups.rows.group_targets]]\nby = \"team\"\n\
                    group = \"South\"\ntarget = \"100%\"\n";
    std::fs::create_dir_all(folder.path().join("own/scorecards")).unwrap();
    std::fs::write(folder.path().join("own/scorecards/promised.toml"), promised).unwrap();
    let folders = [folder.path().join("own")];
    let defined = job::define(&Sources::in_layers(folders.iter().map(|folder| folder.as_path())).unwrap()).unwrap();
    let period = month("2018-03");
    let options = Options::new(vec!["promised".to_owned()], &folder.path().join("in"), period, period.last() + 3);
    let document = job::compute(&defined.catalogue, &options, &|_| {}).unwrap();
    let of = |id: &str| {
        let row = document.scorecards[0].every_row().find(|row| row.id == id).unwrap_or_else(|| panic!("{id}"));
        (row.rating.as_str(), row.target.as_ref().map(|target| target.text.clone()), row.to_target)
    };
    // North has 1 of 2 where 75% are to be, so that one more would do; South 2 of 2. Of the others nothing was promised.
    assert_eq!(of("P-1/team=North"), ("red", Some("75%".to_owned()), Some(1)));
    assert_eq!(of("P-1/team=South"), ("green", Some("100%".to_owned()), Some(0)));
    assert_eq!(of("P-1/team=Not known"), ("not-rated", None, None));
    assert_eq!(document.scorecards[0].summary().green + document.scorecards[0].summary().red, 1);
    let found: serde_json::Value = serde_json::from_str(&json::render(&document).unwrap()).unwrap();
    let groups = &found["scorecards"][0]["groups"][0]["rows"][0]["groups"];
    assert_eq!(
        (&groups[0]["row"], &groups[0]["by"], &groups[0]["rating"]),
        (&"P-1/team=North".into(), &"team".into(), &"red".into())
    );
    // To the public a rating would tell of what is hidden.
    let options = Options { audience: scorecard::scorecard::Audience::Public, ..options };
    let document = job::compute(&defined.catalogue, &options, &|_| {}).unwrap();
    assert!(document.scorecards[0].every_row().filter(|row| row.is_part()).all(|row| row.target.is_none()));
}
