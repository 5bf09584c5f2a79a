//! Markdown, for job summaries and wikis: GitHub's tables, with everything from the data escaped.
//!
//! Takes a document, gives text. Headings and tables stand open; notes are folded away, since a summary of
//! a hundred rows would be mostly notes.

use super::formats::{Format, Look, Wants};
use super::layout::{self, Column, Matrix, Page, Part};
use super::said::{Said, said};
use super::words;
use scorecard_core::plain;
use scorecard_core::scorecard::{Document, Scorecard};

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "md",
    ending: "md",
    about: "Markdown",
    offered: 7,
    terminal: false,
    children: false,
    wants: Wants { forecast: true, ..Wants::FIGURES },
    beside: None,
    render: |document, _| Ok(plain::text(&render(document)).into_owned().into_bytes()),
};

/// The document as text.
pub fn render(document: &Document) -> String {
    let pages: Vec<String> = document.scorecards.iter().map(|scorecard| page(document, scorecard)).collect();
    let beside = super::authorities::markdown(document, &inline);
    (beside + &pages.concat()).trim_end().to_owned() + "\n"
}

fn page(document: &Document, scorecard: &Scorecard) -> String {
    let page = layout::paper(document, scorecard, Column::of_text(scorecard));
    let mut text = format!("# {}\n\n", inline(&scorecard.title));
    text += &format!("{}\n\n", inline(scorecard.letterhead.marking(document.audience)));
    for fact in &page.facts {
        text += &format!("{}\n\n", inline(fact));
    }
    text += &format!("**{}**\n\n", inline(&summary(&page)));
    for symbol in &page.symbols {
        text += &format!("- {}\n", inline(&words::legend(*symbol)));
    }
    if !page.symbols.is_empty() {
        text.push('\n');
    }
    if !page.brief.is_empty() {
        text += "## The month in brief\n\n";
    }
    for topic in &page.brief {
        text += &format!("### {}\n\n", inline(&topic.title));
        text += &topic.items.iter().map(|item| format!("- {}\n", inline(item))).collect::<String>();
        text.push('\n');
    }
    for section in &page.sections {
        text += &format!("## {}\n\n", inline(section.title));
        for part in &section.parts {
            text += &table(&page, part);
        }
        text += &section.matrices.iter().map(matrix).collect::<String>();
        text += &below(section.title, &said(section));
    }
    text
}

/// How many rows stand how: `✓ 2 Green, ✗ 1 Red`.
fn summary(page: &Page<'_>) -> String {
    let counts = page.summary.iter().filter(|(_, number)| *number > 0);
    let parts: Vec<String> =
        counts.map(|(rating, number)| format!("{} {number} {}", words::mark(*rating, true), words::rating(*rating))).collect();
    if parts.is_empty() { "No rows".to_owned() } else { parts.join(", ") }
}

fn table(page: &Page<'_>, part: &Part<'_>) -> String {
    let mut text = part.about.map_or_else(String::new, |about| format!("### {}\n\n", inline(about)));
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    text += &row(page.columns.iter().map(|column| inline(column.heading())).collect());
    text += &row(page.columns.iter().map(|column| if column.is_number() { "--:" } else { ":--" }.to_owned()).collect());
    for line in &part.lines {
        text += &row(line.cells.iter().map(|cell| inline(&cell.text())).collect());
    }
    text + "\n"
}

/// A breakdown, a row for each promise and a column for each group.
fn matrix(matrix: &Matrix) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = format!("**{}**\n\n", inline(&matrix.title));
    if !matrix.heads.is_empty() {
        let heads = std::iter::once(inline(Column::Title.heading())).chain(matrix.heads.iter().map(|head| inline(head)));
        text += &row(heads.collect());
        text += &row(std::iter::once(":--").chain(matrix.heads.iter().map(|_| "--:")).map(str::to_owned).collect());
        for line in &matrix.rows {
            let name = inline(&format!("{} {}", line.id, line.title));
            text += &row(std::iter::once(name).chain(line.cells.iter().map(|cell| inline(&cell.text()))).collect());
        }
        text.push('\n');
    }
    text + &matrix.note.as_ref().map(|note| format!("{}\n\n", inline(note))).unwrap_or_default()
}

fn below(title: &str, said: &Said<'_>) -> String {
    let mut text = String::new();
    for (row, details) in said.commentary.iter().chain(&said.rows) {
        text += &format!("**{}**\n\n", inline(&format!("{} {}", row.id, row.title)));
        for detail in details {
            text += &format!("- {}: {}\n", inline(&detail.label), inline(&detail.text));
        }
        text.push('\n');
    }
    for (detail, rows) in &said.alike {
        // Another mark than that of the list above, which this would otherwise be the end of.
        text += &format!("* **{}**: {} ({})\n", inline(&detail.label), inline(&detail.text), inline(&rows.join(", ")));
    }
    if !said.alike.is_empty() {
        text.push('\n');
    }
    if !said.notes.is_empty() {
        text += &format!("<details><summary>Notes and sources: {}</summary>\n\n", entities(title));
        for (row, notes) in &said.notes {
            for note in notes {
                text += &format!("- {}: {}\n", inline(&row.id), inline(note));
            }
        }
        text += "\n</details>\n\n";
    }
    text
}

/// Text within a line or a cell, in which nothing is markup, a link or a mention.
fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut rest = text.trim();
    // What begins a list, a heading or a rule where it stands first in a line.
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = rest[digits..].strip_prefix(['.', ')']);
    if digits > 0 && after.is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace)) {
        escaped += &rest[..digits];
        escaped.push('\\');
        rest = &rest[digits..];
    } else if rest.starts_with(['-', '+', '=']) {
        escaped.push('\\');
    }
    let mut characters = rest.chars().peekable();
    while let Some(found) = characters.next() {
        match found {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' => escaped.extend(['\\', found]),
            // `http://` and `www.` become links of themselves.
            ':' if characters.peek() == Some(&'/') => escaped += "\\:",
            '.' if escaped.to_ascii_lowercase().ends_with("www") => escaped += "\\.",
            // No escape keeps an address of mail or a mention from becoming one everywhere: a joiner of no width does.
            '@' => escaped += "&#64;\u{2060}",
            '\r' => {}
            '\n' => escaped += "<br>",
            other if other.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Text within HTML.
fn entities(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace(['\n', '\r'], " ").replace('@', "&#64;\u{2060}")
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn nothing_in_a_text_is_live() {
        assert_eq!(inline("1. a"), "1\\. a");
        assert_eq!(inline("70.0%"), "70.0%");
        assert_eq!(inline("- a"), "\\- a");
        assert_eq!(inline("# a"), "\\# a");
        assert_eq!(inline("[a](b) ![c](d)"), "\\[a\\](b) !\\[c\\](d)");
        assert_eq!(inline("http://a.b WWW.a.b"), "http\\://a.b WWW\\.a.b");
        assert_eq!(inline("a|b\nc"), "a\\|b<br>c");
        assert_eq!(inline("<b> & *x* _y_ `z` \\"), "&lt;b&gt; &amp; \\*x\\* \\_y\\_ \\`z\\` \\\\");
        assert_eq!(inline("70%: 140/200 (2.5)"), "70%: 140/200 (2.5)");
    }
}
