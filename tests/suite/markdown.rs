//! The Markdown says what the layout says, and nothing of the data is markup in it.

use scorecard::render::layout::{self, Column};
use scorecard::render::markdown;

use crate::every_cell;

/// The cells of a line of a Markdown table, as they are read.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut characters = line.trim_matches('|').chars().peekable();
    while let Some(found) = characters.next() {
        match found {
            '\\' => cells.last_mut().unwrap().extend(characters.next()),
            '|' => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    let read = |cell: &String| {
        let cell = cell.trim_matches(' ').replace("<br>", "\n").replace("&lt;", "<").replace("&gt;", ">");
        cell.replace("&amp;", "&").replace("\u{2003}– ", "")
    };
    cells.iter().map(read).collect()
}

#[test]
fn tables_of_the_markdown_hold_the_cells_of_the_layout() {
    let document = every_cell::document();
    let text = markdown::render(&document);
    let found: Vec<Vec<String>> = text.lines().filter(|line| line.starts_with('|')).map(cells).collect();
    let mut expected: Vec<Vec<String>> = Vec::new();
    for scorecard in &document.scorecards {
        let page = layout::paper(&document, scorecard, Column::of_text(scorecard));
        let columns = &page.columns;
        for section in &page.sections {
            for part in &section.parts {
                expected.push(columns.iter().map(|column| column.heading().to_owned()).collect());
                expected.push(columns.iter().map(|column| if column.is_number() { "--:" } else { ":--" }.to_owned()).collect());
                expected.extend(part.lines.iter().map(|line| line.cells.iter().map(|cell| cell.text()).collect::<Vec<_>>()));
            }
            for matrix in &section.matrices {
                expected.push(std::iter::once("Promise".to_owned()).chain(matrix.heads.clone()).collect());
                expected.push(std::iter::once(":--").chain(matrix.heads.iter().map(|_| "--:")).map(str::to_owned).collect());
                expected.extend(matrix.rows.iter().map(|row| {
                    let name = format!("{} {}", row.id, row.title);
                    std::iter::once(name).chain(row.cells.iter().map(|cell| cell.text())).collect::<Vec<_>>()
                }));
            }
        }
    }
    assert_eq!(found, expected);
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    let expected = [
        "# Knowsley: every kind of cell",
        "## Priority 1: Homes",
        "### Aim 1: children live in one home",
        "## Priority 2: Voice &amp; &lt;choice&gt;",
        "# A short one",
        "## Only",
    ];
    assert_eq!(headings, expected);
}

#[test]
fn nothing_of_the_data_is_live_in_the_markdown() {
    let mut document = every_cell::document();
    let row = &mut document.scorecards[0].groups[0].rows[0];
    row.comments[0].behind =
        Some("See www.example.org, https://example.org/a_b or ![x](y), a@b.org, ~~no~~\n# One\n- two".to_owned());
    row.notes.push("</details><script>alert(1)</script>".to_owned());
    let text = markdown::render(&document);
    // What is left when escapes and the markup that is ours are taken away.
    let mut rest = String::new();
    let mut characters = text.chars();
    while let Some(found) = characters.next() {
        match found {
            '\\' => drop(characters.by_ref().take(1).collect::<String>()),
            other => rest.push(other),
        }
    }
    for ours in ["<details>", "</details>", "<summary>", "</summary>", "<br>", "\n* ", "**"] {
        rest = rest.replace(ours, "");
    }
    for live in ['<', '[', ']', '`', '*', '_', '~'] {
        assert!(!rest.contains(live), "{live} in {rest}");
    }
    for live in ["www.", "https:/", "a@b"] {
        assert!(!text.contains(live), "{live}");
    }
    assert!(text.contains("~~no~~".replace('~', "\\~").as_str()));
    assert!(!text.contains("\n# One") && !text.contains("\n- two"));
}
