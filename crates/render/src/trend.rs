//! The history of each row on the terminal: one line with a small drawing, and what control charts say.
//!
//! Nothing is told by colour. The drawing has eight heights, or digits where the terminal has no Unicode.

use super::formats::{Format, Look, Wants};
use super::table::{Style, WIDTHS, problems_line, strong, wrap};
use super::table_grid::{self as grid, Column};
use super::{span, words};
use scorecard_core::figure::Figure;
use scorecard_core::rating::Rating;
use scorecard_core::scorecard::{Document, Point, Row, Scorecard, Symbol};
use scorecard_core::statistics::xmr::{Assurance, RULE_SET};

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "table",
    ending: "txt",
    about: "A line for each row, with a small drawing",
    offered: 9,
    terminal: true,
    children: false,
    wants: Wants { history: true, ..Wants::FIGURES },
    beside: None,
    render: |document, look| Ok(render(document, look.tables).into_bytes()),
};

/// From this width on variation and assurance have columns of their own.
const WIDE: u16 = 140;

/// The heights of the drawing, the lowest first.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What name and target have at the least, where they need as much.
const LEAST: [usize; 2] = [18, 12];

/// The document as tables of its rows' histories.
pub fn render(document: &Document, style: Style) -> String {
    let style = Style { width: style.width.clamp(WIDTHS.0, WIDTHS.1), ..style };
    let mut text = String::new();
    for scorecard in &document.scorecards {
        heading(scorecard, document, style, &mut text);
        let width = usize::from(style.width);
        let drawing = months(scorecard).clamp(5, if style.width >= WIDE { 24 } else { 13 });
        let columns = columns(style, drawing);
        // Groups are drawn where they have a history.
        let whole = |row: &&Row| !row.is_part() || !row.series.is_empty();
        let all: Vec<Vec<String>> = scorecard.every_row().filter(whole).map(|row| cells(row, style, drawing)).collect();
        let widths = grid::widths(&columns, &all, width, &LEAST);
        for group in &scorecard.groups {
            text.push_str(&format!("\n{}\n", strong(&wrap(&group.title, style.width), style)));
            if let Some(widths) = &widths {
                let heads: Vec<String> = columns.iter().map(|column| column.head.clone()).collect();
                text.push_str(&grid::draw(&heads, &columns, widths, |_, head| strong(head, style)));
                let line = if style.unicode { "─" } else { "-" };
                text.push_str(&format!("{}\n", line.repeat(width)));
            }
            for row in group.every_row().filter(whole) {
                let cells = cells(row, style, drawing);
                let plain = |_: usize, piece: &str| piece.to_owned();
                text.push_str(&match &widths {
                    Some(widths) => grid::draw(&cells, &columns, widths, plain),
                    None => grid::card(&cells, &columns, width, plain),
                });
                text.push_str(&below(row, style));
            }
        }
        let latest = Some(drawing).filter(|drawing| months(scorecard) > *drawing);
        text.push_str(&format!("\n{}\n\n", wrap(&legend(scorecard, style, latest), style.width)));
    }
    text.push_str(&problems_line(&document.problems, style.width));
    text
}

fn months(scorecard: &Scorecard) -> usize {
    span::longest(scorecard).len()
}

fn heading(scorecard: &Scorecard, document: &Document, style: Style, text: &mut String) {
    let series = span::longest(scorecard);
    let of = match series.first().filter(|_| series.len() > 1) {
        None => format!("{}, as at its end.", document.period.long()),
        Some(first) => {
            format!("{}, {} to {}, each as at its end.", span::of(series), first.month.long(), document.period.long())
        }
    };
    let printed = format!("{of} Printed {}.", scorecard_core::calendar::long(document.generated));
    let marking = scorecard.letterhead.marking(document.audience);
    text.push_str(&format!("{}\n", strong(&wrap(&scorecard.title, style.width), style)));
    text.push_str(&format!("{}\n{}\n", wrap(marking, style.width), wrap(&printed, style.width)));
}

fn columns(style: Style, drawing: usize) -> Vec<Column> {
    let mut columns = vec![Column::words("Promise"), Column::mark("Trend", drawing)];
    columns.extend(["First", "Last", "Lowest", "Highest"].map(|head| Column::number(head, 7)));
    columns.push(Column::words("Target"));
    if style.width >= WIDE {
        columns.extend([Column::mark("Variation", 25), Column::mark("Target will be", 18)]);
    }
    columns
}

fn cells(row: &Row, style: Style, width: usize) -> Vec<String> {
    let none = if style.unicode { "–" } else { "-" };
    let show = |point: Option<&Point>| match point {
        Some(point) if point.hidden => Symbol::Confidential.letters().to_owned(),
        point => point.and_then(|point| point.figure).map_or_else(|| none.to_owned(), |figure| row.show(figure)),
    };
    let seen = |point: &&Point| point.hidden || point.figure.is_some();
    let (lowest, highest) = row.extremes().unzip();
    let extreme = |figure: Option<Figure>| figure.map_or_else(|| none.to_owned(), |figure| row.show(figure));
    let title = if row.is_part() { format!("  {}", row.title) } else { row.title.clone() };
    let mut cells = vec![title, drawing(row, style.unicode, width)];
    cells.extend([show(row.series.iter().find(seen)), show(row.series.last()), extreme(lowest), extreme(highest)]);
    cells.push(words::target(row));
    if style.width >= WIDE {
        cells.push(row.chart.as_ref().map(words::variation).unwrap_or_default().to_owned());
        let assurance = row.chart.as_ref().and_then(|chart| chart.assurance);
        cells.push(assurance.map(assured).unwrap_or_default().to_owned());
    }
    cells
}

fn assured(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Met => "met",
        Assurance::Sometimes => "met only sometimes",
        Assurance::NotMet => "not met",
    }
}

/// What stands on a line of its own below a row.
fn below(row: &Row, style: Style) -> String {
    let nothing = row.series.iter().all(|point| point.figure.is_none() && !point.hidden);
    let said = match (&row.chart, &row.reason) {
        (_, Some(reason)) if nothing && row.rating == Rating::NoData => format!("no data: {reason}"),
        (Some(chart), _) if style.width < WIDE => words::process(chart),
        _ => return String::new(),
    };
    let wrapped = wrap(&said, style.width - 2);
    wrapped.lines().map(|line| format!("  {line}\n")).collect()
}

/// The latest months as heights between the row's lowest and highest figure, a dot where there is no figure.
pub(super) fn drawing(row: &Row, unicode: bool, width: usize) -> String {
    let Some((lowest, highest)) = row.extremes() else {
        // Judgements in words have no height.
        let judged = row.series.iter().any(|point| point.figure.is_some());
        return if judged { String::new() } else { gap(unicode).to_string().repeat(width.min(row.series.len())) };
    };
    let (lowest, span) = (lowest.exact().value(), highest.exact().value() - lowest.exact().value());
    let height = |value: f64, most: usize| {
        let part = if span > 0.0 { (value - lowest) / span } else { 0.5 };
        ((part * most as f64).round() as usize).min(most)
    };
    let latest = row.series.len().saturating_sub(width);
    let mark = |point: &Point| match point.figure.and_then(Figure::value) {
        _ if point.hidden => 'c',
        None => gap(unicode),
        Some(value) if unicode => HEIGHTS[height(value, HEIGHTS.len() - 1)],
        Some(value) => char::from_digit(height(value, 9) as u32, 10).unwrap_or('9'),
    };
    row.series.iter().skip(latest).map(mark).collect()
}

fn gap(unicode: bool) -> char {
    if unicode { '·' } else { '.' }
}

/// What the drawing means; `latest` is how many months it shows where those are not all.
fn legend(scorecard: &Scorecard, style: Style, latest: Option<usize>) -> String {
    let of = if span::is_quarterly(span::longest(scorecard)) { "quarter" } else { "month" };
    let latest = latest.map(|latest| format!("the latest {latest} {of}s; ")).unwrap_or_default();
    let heights = if style.unicode {
        format!("each mark is a {of}, from the row's lowest figure ▁ to its highest █; · is a {of} without a figure")
    } else {
        format!("each digit is a {of}, from the row's lowest figure 0 to its highest 9; . is a {of} without a figure")
    };
    format!("Trend: {latest}{heights}. Variation and what the target will be by the rule set {RULE_SET}.")
}
