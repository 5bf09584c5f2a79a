//! Conditions from the file to the figure: what a definition of one's own says is what is counted, worked by hand.

use std::fs;
use std::path::Path;

use scorecard::calendar;
use scorecard::definitions::{Catalogue, Source, Sources};
use scorecard::figure::Figure;
use scorecard::job::{self, Options};
use scorecard::scorecard::{Audience, Document, Row};

use crate::support::{compute_with, month, row};

const LAYOUT: &str = "title = \"Shifts\"\nsource = \"-\"\nnames = [\"shifts\"]\nkey = [\"CHILD\", \"SHIFT\"]\nlocal = true\ndate = \"SHIFT\"\n\
    [columns.CHILD]\ntype = \"child\"\nmeans = \"The child\"\n\
    [columns.SHIFT]\ntype = \"date\"\nmeans = \"The day\"\n\
    [columns.DONE]\ntype = \"number\"\nmeans = \"Hours done\"\n\
    [columns.OF]\ntype = \"number\"\nmeans = \"Hours that were to be done\"\n\
    [columns.GRADE]\ntype = \"code\"\nmeans = \"The grade\"\n\
    [columns.GRADE.codes]\n4 = \"poor\"\n3 = \"fair\"\n2 = \"good\"\n1 = \"very good\"\n\
    [columns.PRESENT]\ntype = \"flag\"\nmeans = \"Whether the child was there\"\n";

/// Seven shifts of March 2018: hours done and due, grade, presence.
const SHIFTS: &str = "CHILD,SHIFT,DONE,OF,GRADE,PRESENT\n\
    P1,01/03/2018,3.75,4,4,1\n\
    P2,02/03/2018,3.75,4,3,1\n\
    P3,05/03/2018,3.75,4,2,0\n\
    P4,06/03/2018,3.75,4,1,1\n\
    P5,07/03/2018,0,0,1,0\n\
    P6,08/03/2018,1,4,4,\n\
    P7,09/03/2018,0.5,0.25,,1\n";

/// The row of an indicator of the shifts.
fn measured(keys: &str) -> Row {
    let document = computed(keys).unwrap_or_else(|problems| panic!("{keys}: {problems:#?}"));
    row(&document, "own").clone()
}

fn computed(keys: &str) -> Result<Document, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shifts.csv"), SHIFTS).unwrap();
    let catalogue = catalogue(keys)?;
    Ok(compute_with(&catalogue, &["shown"], folder.path(), month("2018-03"), None))
}

fn catalogue(keys: &str) -> Result<Catalogue, Vec<String>> {
    let source = |id: &str, text: String| Source::new(format!("{id}.toml"), id, text);
    let mut sources = Sources::built_in();
    sources.extracts.push(source("shifts", LAYOUT.to_owned()));
    let indicator = format!(
        "title = \"Own\"\nmeans = \"-\"\ntable = \"shifts\"\npolarity = \"lower\"\nwindow = \"last-day\"\nsource = \"-\"\n{keys}"
    );
    sources.local.push(source("own", indicator));
    let scorecard = "title = \"S\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"G\"\n[[groups.rows]]\nid = \"own\"\nindicator = \"own\"\nsource = \"-\"\n";
    sources.scorecards.push(source("shown", scorecard.to_owned()));
    let defined = job::define(&sources).unwrap();
    if defined.problems.is_empty() {
        Ok(defined.catalogue)
    } else {
        Err(defined.problems.into_iter().map(|problem| format!("{}: {}", problem.code.as_str(), problem.message)).collect())
    }
}

fn of(numerator: i64, denominator: i64) -> Option<Figure> {
    Some(Figure::Proportion { numerator, denominator })
}

#[test]
fn codes_that_are_numbers_are_compared_as_numbers_not_by_their_place_in_the_list() {
    // Graded: P1 4, P2 3, P3 2, P4 1, P5 1, P6 4; P7 has none. Up to 2 are P3, P4 and P5.
    let by = |condition: &str| {
        measured(&format!(
            "statistic = \"proportion\"\nunit = \"percent\"\nwhere = \"grade IS NOT NULL\"\nnumerator = \"{condition}\"\n"
        ))
        .figure
    };
    assert_eq!(by("CAST(grade AS INT) <= 2"), of(3, 6));
    assert_eq!(by("grade IN ('1', '2')"), of(3, 6));
    assert_eq!(by("2 >= CAST(grade AS INT)"), of(3, 6));
    assert_eq!(by("CAST(grade AS INT) = 4"), of(2, 6));
    assert_eq!(by("grade LIKE '%4'"), of(2, 6));
}

#[test]
fn a_ratio_of_numbers_with_decimals_is_not_cut() {
    let of = |condition: &str| {
        measured(&format!(
            "statistic = \"ratio\"\nunit = \"percent\"\nwhere = \"{condition}\"\nnumerator = \"done\"\ndenominator = \"of\"\n"
        ))
    };
    // P1 to P4: 4 times 3.75 are 15, of 4 times 4.
    let whole = of("shift <= DATE '2018-03-06'");
    assert_eq!(whole.figure, Some(Figure::Proportion { numerator: 15, denominator: 16 }));
    assert_eq!(whole.display().as_deref(), Some("93.8%"));
    // P3 to P7: 3.75 + 3.75 + 0 + 1 + 0.5 = 9, of 4 + 4 + 0 + 4 + 0.25 = 12.25.
    let some = of("shift >= DATE '2018-03-05'");
    assert_eq!(some.figure, Some(Figure::Sums { above: 9_000_000, below: 12_250_000 }));
    assert_eq!((some.numerator(), some.below()), (Some(9.0), Some(12.25)));
    // 9 / 12.25 is 73.469 percent.
    assert_eq!(some.display().as_deref(), Some("73.5%"));
    // Nothing below the line is no figure.
    assert_eq!(of("shift = DATE '2018-03-07'").figure, None);
}

#[test]
fn zero_of_zero_is_no_value_of_its_row_and_is_said() {
    let mean = |condition: &str| {
        measured(&format!("statistic = \"mean\"\nunit = \"percent\"\nwhere = \"{condition}\"\nvalue = \"100 * done / of\"\n"))
    };
    // P5 did 0 of 0 hours, P6 1 of 4: the mean of those who have one is 25.
    let found = mean("shift IN (DATE '2018-03-07', DATE '2018-03-08')");
    assert_eq!(found.figure, Some(Figure::Mean { sum: 25.0, squares: 625.0, number: 1 }));
    assert_eq!(found.display().as_deref(), Some("25.0%"));
    let note = "1 row is left out: a value is no number, such as one divided by 0";
    assert!(crate::support::notes(&found).iter().any(|note_of| note_of == note), "{:?}", found.notes);
    // The public is not told of how many.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shifts.csv"), SHIFTS).unwrap();
    let catalogue = catalogue("statistic = \"count\"\nunit = \"count\"\nwhere = \"done / of >= 0\"\n").unwrap();
    let today = calendar::parse_iso("2018-04-03").unwrap();
    let options = Options::new(vec!["shown".to_owned()], folder.path(), month("2018-03"), today);
    let public = Options { audience: Audience::Public, ..options };
    let document = job::compute(&catalogue, &public, &|_| {}).unwrap();
    let notes = crate::support::notes(row(&document, "own"));
    assert!(notes.iter().any(|note| note.starts_with("Rows are left out")) && !notes.contains(&note.to_owned()), "{notes:?}");
    // Without P5 nothing is left out, and nothing is said.
    let without = mean("shift = DATE '2018-03-08'");
    assert_eq!(without.figure, found.figure);
    assert!(!crate::support::notes(&without).iter().any(|note| note.contains("no number")), "{:?}", without.notes);
    // P5 alone: there is no mean.
    assert_eq!(mean("shift = DATE '2018-03-07'").figure, None);
    // What the condition of a cohort cannot tell is left out, and said.
    let share = measured("statistic = \"count\"\nunit = \"count\"\nwhere = \"done / of >= 0.9\"\n");
    // P1 to P4 did 0.9375, P7 2 of its share.
    assert_eq!(share.figure, Some(Figure::Count(5)));
    assert!(crate::support::notes(&share).iter().any(|note_of| note_of == note), "{:?}", share.notes);
    let guarded = measured("statistic = \"count\"\nunit = \"count\"\nwhere = \"of > 0 AND done / of >= 0.9\"\n");
    assert_eq!(guarded.figure, Some(Figure::Count(5)));
    assert!(!crate::support::notes(&guarded).iter().any(|note| note.contains("no number")), "{:?}", guarded.notes);
}

#[test]
fn yes_and_no_are_summed_and_averaged() {
    // Known of P1 to P5 and P7: 4 of 6 were there.
    let mean = measured("statistic = \"mean\"\nunit = \"score\"\nvalue = \"present\"\n");
    assert_eq!(mean.figure, Some(Figure::Mean { sum: 4.0, squares: 4.0, number: 6 }));
    let share = measured("statistic = \"proportion\"\nunit = \"percent\"\nnumerator = \"present\"\n");
    assert_eq!(share.figure, of(4, 7));
}

#[test]
fn the_order_of_rows_changes_no_figure() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = catalogue("statistic = \"mean\"\nunit = \"score\"\nvalue = \"done / (of + 3)\"\n").unwrap();
    let figure = |folder: &Path| row(&compute_with(&catalogue, &["shown"], folder, month("2018-03"), None), "own").figure;
    let mut lines: Vec<&str> = SHIFTS.lines().skip(1).collect();
    let mut figures = Vec::new();
    for _ in 0..lines.len() {
        lines.rotate_left(1);
        let text = format!("{}\n{}\n", SHIFTS.lines().next().unwrap(), lines.join("\n"));
        fs::write(folder.path().join("shifts.csv"), text).unwrap();
        figures.push(figure(folder.path()));
    }
    assert!(figures[0].is_some() && figures.iter().all(|other| *other == figures[0]), "{figures:?}");
}

#[test]
fn statistic_and_unit_go_together() {
    let problems = |statistic: &str, unit: &str| {
        let keys = match statistic {
            "proportion" => "numerator = \"present\"\n",
            "ratio" => "numerator = \"done\"\ndenominator = \"of\"\n",
            "mean" => "value = \"done\"\n",
            _ => "",
        };
        catalogue(&format!("statistic = \"{statistic}\"\nunit = \"{unit}\"\n{keys}")).err().unwrap_or_default()
    };
    for (statistic, units) in [
        ("proportion", &["percent"][..]),
        ("ratio", &["percent"]),
        ("count", &["count"]),
        ("rate", &["rate"]),
        ("mean", &["days", "score", "count", "percent"]),
    ] {
        for unit in ["percent", "count", "days", "score", "rate", "text"] {
            let found = problems(statistic, unit);
            assert_eq!(found.is_empty(), units.contains(&unit), "{statistic} in {unit}: {found:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_told_and_nothing_of_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("definitions/library");
    fs::create_dir_all(&library).unwrap();
    fs::write(folder.path().join("secrets.env"), "TOKEN=hunter2\n").unwrap();
    std::os::unix::fs::symlink(folder.path().join("secrets.env"), library.join("x.toml")).unwrap();
    std::os::unix::fs::symlink("/proc/self/environ", library.join("y.toml")).unwrap();
    std::os::unix::fs::symlink(&library, folder.path().join("definitions/scorecards")).unwrap();
    let piped = std::process::Command::new("mkfifo").arg(library.join("z.toml")).status().is_ok_and(|status| status.success());
    let sources = Sources::in_folder(&folder.path().join("definitions")).unwrap();
    let found = job::define(&sources).unwrap().problems;
    let unusable = found.iter().filter(|problem| problem.code.as_str() == "unusable-definition").count();
    assert_eq!(unusable, if piped { 4 } else { 3 }, "{found:#?}");
    assert!(!format!("{found:?}").contains("hunter2"));
    // Commentary beside extracts, by the same rule.
    let extracts = folder.path().join("extracts");
    fs::create_dir(&extracts).unwrap();
    fs::write(extracts.join("shifts.csv"), SHIFTS).unwrap();
    std::os::unix::fs::symlink(folder.path().join("secrets.env"), extracts.join("commentary.toml")).unwrap();
    let catalogue = catalogue("statistic = \"count\"\nunit = \"count\"\n").unwrap();
    let document = compute_with(&catalogue, &["shown"], &extracts, month("2018-03"), None);
    let said = format!("{:?}", document.problems);
    assert!(said.contains("it is a link to another file") && !said.contains("hunter2"), "{said}");
}

#[test]
fn ten_thousand_mistakes_of_a_file_are_some_and_a_number() {
    let keys: String = (0..10_000).map(|number| format!("key_{number} = 1\n")).collect();
    let found = catalogue(&format!("statistic = \"count\"\nunit = \"count\"\n{keys}")).unwrap_err();
    assert_eq!(found.len(), 26);
    assert!(found.last().unwrap().contains("9975 more mistakes"), "{:?}", found.last());
}
