//! The scorecard on the terminal: grouped as the council does, in the room there is.
//!
//! Rating and travel are word and mark, and colour besides where it may be used.

use comfy_table::{ContentArrangement, Table, TableComponent, presets};

use super::formats::{Format, Look, Wants};
use super::table_columns::{HIDDEN, Sheet};
use super::{table_benchmarks, table_notes, words, wrap};
use scorecard_core::plain;
use scorecard_core::problem::{Problem, Severity};
use scorecard_core::rating::Rating;
use scorecard_core::scorecard::{Document, Row, Scorecard, Symbol};

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "table",
    ending: "txt",
    about: "Tables of text",
    offered: 9,
    terminal: true,
    children: false,
    wants: Wants::FIGURES,
    beside: None,
    render: |document, look| {
        let text = render(document, look.tables);
        // The styles of a table are the program's own; the terminal takes out all others.
        Ok(if look.tables.colour { text } else { plain::text(&text).into_owned() }.into_bytes())
    },
};

/// How a table is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns of the terminal; 40 at the least are used, 200 at the most.
    pub width: u16,
    /// Whether the terminal has more than ASCII.
    pub unicode: bool,
    /// Whether colour may be used.
    pub colour: bool,
}

/// The least and the most columns of a terminal that are made use of.
pub(super) const WIDTHS: (u16, u16) = (40, 200);

/// The document as tables.
pub fn render(document: &Document, style: Style) -> String {
    let style = Style { width: style.width.clamp(WIDTHS.0, WIDTHS.1), ..style };
    let mut text = super::authorities::text(document, style);
    for scorecard in &document.scorecards {
        heading(scorecard, document, style, &mut text);
        let mut reasons = Reasons::default();
        let notes: Vec<Option<usize>> = scorecard.every_row().map(|row| reasons.of(row)).collect();
        let sheet = Sheet::of(scorecard, &notes, style);
        let mut notes = notes.into_iter();
        for group in &scorecard.groups {
            text.push('\n');
            text.push_str(&strong(&wrap(&group.title, style.width), style));
            text.push('\n');
            // Rows of one priority stand together under it, the head of the columns above the first.
            for (at, rows) in group.rows.chunk_by(|a, b| a.about == b.about).enumerate() {
                if let Some(about) = rows.first().and_then(|row| row.about.as_deref()) {
                    text.push_str(&wrap(about, style.width));
                    text.push('\n');
                }
                if at == 0 {
                    text.push_str(&sheet.head());
                }
                for row in rows.iter().flat_map(Row::with_parts) {
                    text.push_str(&sheet.row(row, notes.next().flatten()));
                }
            }
        }
        if scorecard.every_row().any(|row| row.target.as_ref().is_some_and(|target| target.is_rule)) {
            text.push('\n');
            text.push_str(&wrap(&words::legend(Symbol::Rule), style.width));
            text.push('\n');
        }
        if scorecard.every_row().any(|row| row.hidden.figure || row.hidden.previous) {
            text.push_str(&format!("\n{}\n", wrap(&format!("{HIDDEN}: hidden so that no child can be recognised"), style.width)));
        }
        if !reasons.0.is_empty() {
            let all = !scorecard.every_row().any(|row| row.doubted || lacks_comparator(row));
            text.push_str(if all { "\nNo data, because:\n" } else { "\nNo data or no rating, because:\n" });
        }
        for (at, reason) in reasons.0.iter().enumerate() {
            text.push_str(&wrap(&format!("[{}] {reason}", at + 1), style.width));
            text.push('\n');
        }
        if let Some((table, notes)) = table_benchmarks::render(scorecard, style) {
            let heading = "What others have (Publ.: published for the authority; Neighbours: mean of statistical neighbours; Q: quartile, A is best)";
            text.push_str(&format!("\n{}\n{}\n", strong(&wrap(heading, style.width), style), trim_ends(&table)));
            let notes = notes.iter().enumerate().map(|(at, note)| wrap(&format!("[{}] {note}", at + 1), style.width) + "\n");
            text.extend(notes);
        }
        text.push_str(&table_notes::below(scorecard, style.width));
        text.push('\n');
        text.push_str(&wrap(&summary(scorecard), style.width));
        text.push_str("\n\n");
    }
    text.push_str(&problems_line(&document.problems, style.width));
    text
}

/// Reasons for having no data, or for not rating what the extracts do not tell the whole of, each told once below the groups.
#[derive(Default)]
struct Reasons(Vec<String>);

impl Reasons {
    /// The number of a row's reason, where it has one to tell.
    fn of(&mut self, row: &Row) -> Option<usize> {
        let told = row.rating == Rating::NoData || lacks_comparator(row) || row.doubted;
        let reason = row.reason.as_ref().filter(|_| told && !row.is_part());
        reason.map(|reason| self.number(&reason.to_string()))
    }

    fn number(&mut self, reason: &str) -> usize {
        let known = self.0.iter().position(|other| other == reason);
        known.unwrap_or_else(|| {
            self.0.push(reason.to_owned());
            self.0.len() - 1
        }) + 1
    }
}

fn heading(scorecard: &Scorecard, document: &Document, style: Style, text: &mut String) {
    text.push_str(&strong(&wrap(&scorecard.title, style.width), style));
    text.push('\n');
    text.push_str(&wrap(scorecard.letterhead.marking(document.audience), style.width));
    text.push('\n');
    text.push_str(&wrap(&words::as_at(document, scorecard), style.width));
    text.push('\n');
    // Figures of older data must not pass for the month's.
    for said in &document.reach {
        text.push_str(&wrap(&words::reach(said), style.width));
        text.push('\n');
    }
    let hidden = words::hidden_counts(document).join(" ");
    if !hidden.is_empty() {
        text.push_str(&wrap(&hidden, style.width));
        text.push('\n');
    }
}

/// A table without frames, with a line under its head.
pub(super) fn ruled(style: Style) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    let line = if style.unicode { '─' } else { '-' };
    table.set_style(TableComponent::HeaderLines, line);
    table.set_style(TableComponent::MiddleHeaderIntersections, line);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(style.width);
    if style.colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table
}

/// Whether a row is not rated because what it was to be compared with is not there.
fn lacks_comparator(row: &Row) -> bool {
    let lacks = row.target.as_ref().is_some_and(|target| target.comparator.is_some() && target.resolved.is_none());
    row.rating == Rating::NotRated && lacks
}

fn summary(scorecard: &Scorecard) -> String {
    let summary = scorecard.summary();
    let parts = [
        (summary.green, "green"),
        (summary.amber, "amber"),
        (summary.red, "red"),
        (summary.not_rated, "not rated"),
        (summary.no_data, "no data"),
    ];
    let words: Vec<String> = parts.iter().map(|(number, word)| format!("{number} {word}")).collect();
    format!("{}: {}", scorecard.id, words.join(", "))
}

/// How many errors and warnings there are, in a line; empty without any.
pub fn problems_line(problems: &[Problem], width: u16) -> String {
    let count = |severity: Severity| problems.iter().filter(|problem| problem.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors + warnings == 0 {
        return String::new();
    }
    let kinds = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let line = match (errors, warnings) {
        (0, warnings) => kinds(warnings, "warning"),
        (errors, 0) => kinds(errors, "error"),
        (errors, warnings) => format!("{} and {}", kinds(errors, "error"), kinds(warnings, "warning")),
    };
    let mut text =
        wrap(&format!("{line} about the extracts: see them with --verbose, or with scorecard check --extracts."), width);
    text.push('\n');
    text
}

pub(super) fn strong(text: &str, style: Style) -> String {
    if style.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Breaks a text into lines of at most so many characters, between words where those are no longer.
pub fn wrap(text: &str, width: u16) -> String {
    wrap::lines(text, usize::from(width)).join("\n")
}

pub(super) fn trim_ends(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
