//! The PDF says what the document says, on pages that hold it, and is what screen readers ask for.

use std::process::Command;

use scorecard::render::pdf;
use scorecard::scorecard::{Document, Note};

use crate::every_cell;
use crate::support::{compute, month, root};

/// All text of a page, its pieces apart.
fn whole(pages: &[Vec<String>]) -> String {
    pages.iter().flatten().map(|text| text.trim_end()).collect::<Vec<_>>().join(" ")
}

fn six() -> Vec<Document> {
    ["knowsley", "leicester", "rutland", "southwark", "st-helens", "national"]
        .map(|name| compute(&[name], &root().join("sample-data"), month("2018-03"), None))
        .to_vec()
}

#[test]
fn every_cell_stands_on_the_pages_as_it_is_shown() {
    let document = every_cell::document();
    let text = whole(&pdf::texts(&document).unwrap());
    for row in document.scorecards.iter().flat_map(|scorecard| scorecard.every_row()) {
        assert!(text.contains(row.id.split('/').next().unwrap()), "{}", row.id);
        let words: Vec<&str> = row.title.split_whitespace().collect();
        assert!(words.iter().all(|word| text.contains(word)), "{}", row.title);
    }
    // By hand, of the rows of the document: 140 of 200, 77 of 100, none of 31, a mean of days, 312 of 33,870 by 10,000.
    for shown in ["70.0%", "77.0%", "0.0%", "445", "92.1", "140 of 200", "[c] of 40", "[low]", "[x]", "[z]", "partly met"] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
}

#[test]
fn every_page_is_marked_and_numbered() {
    let document = every_cell::document();
    let pages = pdf::texts(&document).unwrap();
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(page.iter().filter(|text| *text == "Internal: small numbers are shown").count(), 2);
        assert!(page.contains(&format!("Page {} of {}", at + 1, pages.len())));
    }
}

#[test]
fn the_front_page_of_each_scorecard_is_one_side() {
    for document in six() {
        let pages = pdf::texts(&document).unwrap();
        let title = &document.scorecards[0].title;
        let first = whole(&pages[..1]);
        assert!(title.split_whitespace().all(|word| first.contains(word)), "{title}");
        let starts = ["The month in brief", "About this scorecard"];
        let second = pages[1].iter().position(|text| starts.contains(&text.trim_end()));
        assert_eq!(second, Some(0), "{title}: {:?}", &pages[1][..3]);
        assert!(!first.contains("About this scorecard"), "{title}");
    }
}

#[test]
fn nothing_of_a_long_text_is_lost_at_the_foot_of_a_page() {
    let mut document = every_cell::document();
    let words: Vec<String> = (0..4_000).map(|number| format!("word{number}")).collect();
    let row = document.scorecards[0].groups[0].rows.first_mut().unwrap();
    row.notes = vec![Note::Written(format!("All {}", words.join(" ")))];
    row.title = "No-break".repeat(400);
    let text = format!("{} ", whole(&pdf::texts(&document).unwrap()));
    let lost = words.iter().filter(|word| !text.contains(&format!("{word} ")) && !text.contains(&format!("{word}. ")));
    assert_eq!(lost.collect::<Vec<_>>(), Vec::<&String>::new());
    pdf::render(&document).unwrap();
}

#[test]
fn awkward_letters_are_written_all_the_same() {
    let mut document = every_cell::document();
    document.scorecards[0].title = "\u{5d0}\u{5d1} 😀\u{200d}👩 \u{feff}e\u{301} \u{e000} \u{0} \u{ffff} تقرير".to_owned();
    let bytes = pdf::render(&document).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
}

#[test]
fn the_same_document_gives_the_same_bytes_and_says_what_it_is() {
    let document = every_cell::document();
    let bytes = pdf::render(&document).unwrap();
    assert_eq!(bytes, pdf::render(&document).unwrap());
    let text = String::from_utf8_lossy(&bytes);
    for said in ["<pdfuaid:part>1</pdfuaid:part>", "/Lang", "en-GB", "/MarkInfo", "/StructTreeRoot", "/Outlines"] {
        assert!(text.contains(said), "{said}");
    }
}

/// What another program reads in the file, where it is there: headings, heads of tables, alternative texts.
#[test]
fn another_program_reads_the_tree_of_tags() {
    let document = compute(&["knowsley"], &root().join("sample-data"), month("2018-03"), None);
    let file = tempfile::NamedTempFile::with_suffix(".pdf").unwrap();
    std::fs::write(file.path(), pdf::render(&document).unwrap()).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let output =
            Command::new(program).args(arguments).arg(file.path()).args(["-"].iter().filter(|_| program == "pdftotext")).output();
        output.ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (Some(tree), Some(text)) = (run("pdfinfo", &["-struct-text"]), run("pdftotext", &["-layout"])) else { return };
    for kind in ["H1 ", "H2 ", "Table", "THead", "TBody", "TH", "TD", "P (block)"] {
        assert!(tree.contains(kind), "{kind}");
    }
    assert!(tree.contains("\"Green\"") || tree.contains("Green"), "a tick is read as its word");
    // By hand: KN-15 of the sample is 140 of 201, which every other format shows as 69.7%.
    let row = document.scorecards[0].every_row().find(|row| row.id == "KN-15").unwrap();
    assert!(text.contains(&row.display().unwrap()), "{text}");
}
