//! Rows that are held against what others have, or else against the council's own past where nothing is published.

use std::fs;

use scorecard::definitions::{Source, Sources};
use scorecard::job;
use scorecard::scorecard::{Document, Row};

use crate::support::{compute, month, root};

fn row<'a>(document: &'a Document, id: &str) -> &'a Row {
    document.scorecards[0].every_row().find(|row| row.id == id).unwrap()
}

fn held(document: &Document, id: &str) -> (String, Option<&'static str>) {
    let target = row(document, id).target.as_ref().unwrap();
    (target.text.clone(), target.comparator)
}

#[test]
fn england_where_it_is_published_and_else_a_year_ago() {
    let sample = root().join("sample-data-2026");
    let document = compute(&["national"], &sample, month("2026-03"), Some("E08000011"));
    // The published file has England's health assessments; of missing children nothing is compared, and a number grows with the authority.
    assert_eq!(held(&document, "health-assessments"), ("no worse than England".to_owned(), Some("england")));
    assert!(
        row(&document, "health-assessments").notes.iter().any(|note| note.to_string().starts_with("Compared with England, 2026"))
    );
    for id in ["placement-breakdowns", "convicted-count"] {
        assert_eq!(held(&document, id), ("no worse than a year ago".to_owned(), Some("year-ago")), "{id}");
    }
    // Without published figures every row is held against its own past.
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(&sample).unwrap().map(|entry| entry.unwrap()) {
        if entry.file_name() == "benchmarks" {
            continue;
        }
        let to = folder.path().join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&to).unwrap();
            for file in fs::read_dir(entry.path()).unwrap().map(|file| file.unwrap()) {
                fs::copy(file.path(), to.join(file.file_name())).unwrap();
            }
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    let alone = compute(&["national"], folder.path(), month("2026-03"), Some("E08000011"));
    assert_eq!(held(&alone, "health-assessments"), ("no worse than a year ago".to_owned(), Some("year-ago")));
    assert_eq!(row(&alone, "health-assessments").figure, row(&document, "health-assessments").figure);
}

#[test]
fn what_comes_in_turn_is_others_and_then_the_past() {
    let told = |target: &str| {
        let text = format!(
            "title = \"-\"\nsource = \"-\"\n[[groups]]\nid = \"a\"\ntitle = \"-\"\n[[groups.rows]]\nid = \"A\"\nindicator = \"dental-checks\"\n\
             target = \"{target}\"\nsource = \"-\"\n"
        );
        let mut sources = Sources::built_in();
        sources.scorecards.push(Source::new("own.toml", "own", text));
        let problems = job::define(&sources).unwrap().problems;
        problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    assert!(told("at least the neighbours or else better than last month").is_empty());
    let mistaken = |target: &str| {
        vec![format!(
            "the target '{target}' cannot be rated: 'or else' stands between what others have and the council's own past"
        )]
    };
    for target in ["70% or else at least England", "better than a year ago or else at least England"] {
        assert_eq!(told(target), mistaken(target));
    }
}
