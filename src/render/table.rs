//! The scorecard on the terminal: grouped as the council does, 80 columns or more.
//!
//! Rating and travel are word and mark, and colour besides where it may be used.

use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, TableComponent, Width, presets,
};

use super::{layout, table_benchmarks, table_notes, words};
use crate::problem::{Problem, Severity};
use crate::rating::{Rating, Travel};
use crate::scorecard::{Document, Outturn, Row, Scorecard, Symbol};

/// How a table is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns of the terminal; 80 at the least are used.
    pub width: u16,
    /// Whether the terminal has more than ASCII.
    pub unicode: bool,
    /// Whether colour may be used.
    pub colour: bool,
}

/// From this width on there are columns for the id, the previous month and children to target.
const WIDE: u16 = 120;

/// What stands for what is hidden: in a terminal without its brackets, as in the figure of a row.
const HIDDEN: &str = "c";

/// The document as tables.
pub fn render(document: &Document, style: Style) -> String {
    let style = Style { width: style.width.clamp(80, 200), ..style };
    let mut text = String::new();
    for scorecard in &document.scorecards {
        heading(scorecard, document, style, &mut text);
        let mut reasons = Reasons::default();
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
                text.push_str(&trim_ends(&draw(rows, at == 0, style, &mut reasons)));
                text.push('\n');
            }
        }
        if scorecard.rows().any(|row| row.target.as_ref().is_some_and(|target| target.is_rule)) {
            text.push('\n');
            text.push_str(&wrap(&words::legend(Symbol::Rule), style.width));
            text.push('\n');
        }
        if scorecard.rows().any(|row| row.hidden.figure || row.hidden.previous) {
            text.push_str(&format!("\n{HIDDEN}: hidden so that no child can be recognised\n"));
        }
        if !reasons.0.is_empty() {
            let all = !scorecard.rows().any(|row| row.doubted || lacks_comparator(row));
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
    text.push_str(&wrap(&words::as_at(document, scorecard), style.width));
    text.push('\n');
    // Figures of older data must not pass for the month's.
    for said in &document.reach {
        text.push_str(&wrap(&words::reach(said), style.width));
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

fn draw(rows: &[Row], head: bool, style: Style, reasons: &mut Reasons) -> String {
    let wide = style.width >= WIDE;
    let most =
        rows.iter().map(|row| row.outturns.as_slice()).max_by_key(|found| found.len()).filter(|_| wide).unwrap_or_default();
    let outturns = most.len();
    let mut table = ruled(style);
    let mut names: Vec<String> = ["Indicator", "Figure", "Out of", "Target", "Rating", "Travel"].map(str::to_owned).to_vec();
    if wide {
        names.insert(0, "Row".to_owned());
        names.push("Before".to_owned());
        names.extend(most.iter().map(outturn_head));
        names.push("To target".to_owned());
    }
    let header = names.into_iter().map(|name| {
        let right = matches!(name.as_str(), "Figure" | "Out of" | "Before" | "To target") || name.starts_with("31 ");
        Cell::new(name).add_attribute(Attribute::Bold).set_alignment(if right {
            CellAlignment::Right
        } else {
            CellAlignment::Left
        })
    });
    if head {
        table.set_header(header);
    }
    for row in rows {
        table.add_row(cells(row, style, (wide, outturns), reasons));
    }
    let mut fixed: Vec<u16> = if wide { vec![8, 0, 8, 11, 22, 14, 13, 8, 9] } else { vec![0, 7, 8, 10, 13, 11] };
    for _ in 0..outturns {
        fixed.insert(8, 7);
    }
    // One column more between any two.
    let taken: u16 = fixed.iter().sum::<u16>() + fixed.len() as u16 - 1;
    let title = style.width.saturating_sub(taken).max(20);
    for (at, width) in fixed.iter().enumerate() {
        let width = if *width == 0 { title } else { *width };
        if let Some(column) = table.column_mut(at) {
            column.set_padding((0, 0));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    table.to_string()
}

fn cells(row: &Row, style: Style, (wide, outturns): (bool, usize), reasons: &mut Reasons) -> Vec<Cell> {
    let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
    let part = row.part_of.is_some();
    let no_data = row.reason.as_deref().filter(|_| row.rating == Rating::NoData || lacks_comparator(row));
    let doubt = row.reason.as_deref().filter(|_| row.doubted);
    let note = no_data.or(doubt).filter(|_| !part).map(|reason| reasons.number(reason));
    let mut cells = vec![
        if part { Cell::new(format!("  {}", words::title(row))) } else { Cell::new(words::title_with_reach(row)) },
        right(row.display().unwrap_or_default()),
        right(layout::out_of(row).replace(&Symbol::Confidential.bracketed(), HIDDEN)),
        Cell::new(words::target(row)),
        if part {
            Cell::new(no_data.map_or("", |_| if row.nobody { "nobody" } else { "no data" }))
        } else {
            rating(row.rating, note, style)
        },
        Cell::new(match row.judged_travel() {
            _ if row.hidden.figure || row.hidden.previous => HIDDEN.to_owned(),
            Some(travel) => travel_words(row, travel, style, wide),
            None => String::new(),
        }),
    ];
    if wide {
        cells.insert(0, Cell::new(if part { "" } else { &row.id }));
        let revised = table_notes::revised(row);
        cells.push(right(match row.previous.1 {
            _ if row.hidden.previous => HIDDEN.to_owned(),
            Some(figure) => format!("{}{revised}", row.show(figure)),
            None => String::new(),
        }));
        cells.extend(row.outturns.iter().map(|outturn| {
            let shown = outturn.figure.map(|figure| row.show(figure)).unwrap_or_default();
            right(if outturn.hidden { HIDDEN.to_owned() } else { shown })
        }));
        cells.extend((0..outturns.saturating_sub(row.outturns.len())).map(|_| Cell::new("")));
        cells.push(right(row.to_target.filter(|_| row.rating != Rating::NoData).map(|n| n.to_string()).unwrap_or_default()));
    }
    cells
}

/// Whether a row is not rated because what it was to be compared with is not there.
fn lacks_comparator(row: &Row) -> bool {
    let lacks = row.target.as_ref().is_some_and(|target| target.comparator.is_some() && target.resolved.is_none());
    row.rating == Rating::NotRated && lacks
}

/// `31 Mar 2017`.
fn outturn_head(outturn: &Outturn) -> String {
    format!("31 {}", outturn.month.short())
}

fn rating(rating: Rating, note: Option<usize>, style: Style) -> Cell {
    let colour = match rating {
        Rating::Green => Some(Color::Green),
        Rating::Amber => Some(Color::Yellow),
        Rating::Red => Some(Color::Red),
        Rating::NotRated | Rating::NoData => None,
    };
    let note = note.map(|number| format!(" [{number}]")).unwrap_or_default();
    let cell = Cell::new(format!("{} {}{note}", words::mark(rating, style.unicode), words::rating(rating)));
    match colour {
        Some(colour) if style.colour => cell.fg(colour).add_attribute(Attribute::Bold),
        _ => cell,
    }
}

/// The mark tells which way the figure moved, the word what that means.
fn travel_words(row: &Row, travel: Travel, style: Style, wide: bool) -> String {
    let mark = words::arrow(row, style.unicode);
    let word = match travel {
        Travel::Improving if !wide => "better",
        Travel::Worsening if !wide => "worse",
        travel => words::travel(travel),
    };
    let before = row.previous.1.filter(|_| !wide && travel != Travel::Level);
    match before {
        Some(before) if travel == Travel::Changed => format!("{mark} from {}{}", row.show(before), table_notes::revised(row)),
        Some(before) => format!("{mark} {word}\nfrom {}{}", row.show(before), table_notes::revised(row)),
        None if travel == Travel::Level => format!("{mark} {word}"),
        None => words::moved(row, style.unicode).unwrap_or_default(),
    }
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

/// Breaks a text into lines of at most so many characters, between words.
pub(super) fn wrap(text: &str, width: u16) -> String {
    let mut wrapped = String::new();
    let mut length = 0;
    for word in text.split(' ') {
        let size = word.chars().count();
        if length > 0 && length + 1 + size > usize::from(width) {
            wrapped.push('\n');
            length = 0;
        } else if length > 0 {
            wrapped.push(' ');
            length += 1;
        }
        wrapped.push_str(word);
        length += size;
    }
    wrapped
}

pub(super) fn trim_ends(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
