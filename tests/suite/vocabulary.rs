//! The same words in all formats: who reads the page and then the workbook meets one word for one thing.
//!
//! A document with every kind of cell is drawn in each format. What all say must be said alike in all, and the words that a
//! format once had of its own must be in none.

use scorecard::render::table::Style;
use scorecard::render::{csv, docx, html, json, markdown, table, trend, trend_csv, xlsx};
use scorecard::scorecard::Document;

use crate::every_cell::document;
use crate::formats::readable;

/// What can be read of a document in each format, without what only programs read.
fn formats(document: &Document) -> Vec<(&'static str, String)> {
    let style = Style { width: 200, unicode: true, colour: false };
    let text = |bytes: Vec<u8>| readable(&bytes).replace('\u{a0}', " ");
    vec![
        ("terminal", table::render(document, style)),
        ("trend", trend::render(document, style)),
        ("trend.csv", text(trend_csv::render(document).unwrap())),
        ("json", json::render(document).unwrap()),
        ("csv", text(csv::render(document).unwrap())),
        ("meta.csv", text(csv::meta(document).unwrap())),
        ("md", markdown::render(document)),
        ("html", html::render(document)),
        ("docx", text(docx::render(document).unwrap())),
        ("xlsx", text(xlsx::render(document).unwrap())),
    ]
}

/// Papers: what a person reads from the top.
const PAPERS: [&str; 5] = ["terminal", "md", "html", "docx", "xlsx"];

#[test]
fn one_thing_has_one_word_in_every_paper() {
    let all = formats(&document());
    let papers: Vec<&(&str, String)> = all.iter().filter(|(name, _)| PAPERS.contains(name)).collect();
    for word in [
        "Promise",
        "Figure",
        "Rating",
        "Change",
        "Green",
        "Amber",
        "Red",
        "Not rated",
        "No data",
        "Internal: small numbers are shown",
    ] {
        let lacks: Vec<&str> = papers.iter().filter(|(_, text)| !text.contains(word)).map(|(name, _)| *name).collect();
        assert!(lacks.is_empty(), "'{word}' is not said in {lacks:?}");
    }
    // Marked in all but what describes columns alone.
    let marked = all.iter().filter(|(name, _)| *name != "meta.csv");
    let lacks: Vec<&str> =
        marked.filter(|(_, text)| !text.contains("Internal: small numbers are shown")).map(|(name, _)| *name).collect();
    assert!(lacks.is_empty(), "not marked: {lacks:?}");
    // Which way a row went, what chance says, what will become of it.
    for (word, formats) in [
        ("improving", ["terminal", "json", "csv", "md", "html", "docx", "xlsx"].as_slice()),
        ("pecial cause improvement", &["trend", "csv", "md", "html", "docx"]),
        ("arget will be met only sometimes", &["md", "html", "docx"]),
        ("70% by March 2019", &["terminal", "md", "html", "docx"]),
    ] {
        for format in formats {
            let text = &all.iter().find(|(name, _)| name == format).unwrap().1;
            assert!(text.contains(word), "'{word}' is not said in {format}");
        }
    }
}

#[test]
fn no_paper_has_words_of_its_own() {
    for (name, text) in formats(&document()).into_iter().filter(|(name, _)| PAPERS.contains(name) || *name == "trend") {
        let lower = text.to_lowercase();
        for word in
            ["deteriorat", "declining", "got better", "getting better by", "kpi", "traffic light", "worse than in february"]
        {
            assert!(!lower.contains(word), "{name} says '{word}'");
        }
        // A row is a promise; what measures it is an indicator, and heads no column of a paper.
        assert!(!text.contains(">Indicator<") && !text.lines().any(|line| line.starts_with("Indicator  ")), "{name}");
        assert!(!text.contains("| Indicator |"), "{name}");
    }
}
