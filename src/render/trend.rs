//! The history of each row on the terminal: one line with a small drawing, and what control charts say.
//!
//! Nothing is told by colour. The drawing has eight heights, or digits where the terminal has no Unicode.

use super::table::{Style, problems_line, strong, wrap};
use super::words;
use crate::measure::Figure;
use crate::rating::Rating;
use crate::scorecard::{Document, Point, Row, Scorecard, Symbol};
use crate::statistics::xmr::{Assurance, RULE_SET};

/// From this width on variation and assurance have columns of their own.
const WIDE: u16 = 140;

/// The heights of the drawing, the lowest first.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A column: its heading, its width, and whether it stands right.
type Column = (&'static str, usize, bool);

/// The document as tables of its rows' histories.
pub fn render(document: &Document, style: Style) -> String {
    let style = Style { width: style.width.clamp(80, 200), ..style };
    let mut text = String::new();
    for scorecard in &document.scorecards {
        heading(scorecard, document, style, &mut text);
        let columns = columns(style, months(scorecard));
        for group in &scorecard.groups {
            text.push_str(&format!("\n{}\n", strong(&wrap(&group.title, style.width), style)));
            let heads: Vec<String> = columns.iter().map(|(name, ..)| (*name).to_owned()).collect();
            text.push_str(&strong(&grid(&heads, &columns), style));
            let line = if style.unicode { "─" } else { "-" };
            text.push_str(&format!("{}\n", line.repeat(usize::from(style.width))));
            for row in group.rows.iter().filter(|row| row.part_of.is_none()) {
                text.push_str(&grid(&cells(row, style, columns[1].1), &columns));
                text.push_str(&below(row, style));
            }
        }
        let shown = columns[1].1;
        let all = months(scorecard) <= shown;
        text.push_str(&format!("\n{}\n\n", wrap(&legend(style, (!all).then_some(shown)), style.width)));
    }
    text.push_str(&problems_line(&document.problems, style.width));
    text
}

fn months(scorecard: &Scorecard) -> usize {
    scorecard.rows().map(|row| row.series.len()).max().unwrap_or(0)
}

fn heading(scorecard: &Scorecard, document: &Document, style: Style, text: &mut String) {
    let months = months(scorecard).max(1);
    let first = document.period.back(months as i32 - 1);
    let of = if months == 1 {
        format!("{}, as at its end.", document.period.long())
    } else {
        format!("{months} months, {} to {}, each as at its end.", first.long(), document.period.long())
    };
    let printed = format!("{of} Printed {}.", crate::calendar::long(document.generated));
    text.push_str(&format!("{}\n{}\n", strong(&wrap(&scorecard.title, style.width), style), wrap(&printed, style.width)));
}

fn columns(style: Style, months: usize) -> Vec<Column> {
    let wide = style.width >= WIDE;
    let drawing = months.clamp(5, if wide { 24 } else { 13 });
    let mut columns =
        vec![("Trend", drawing, false), ("First", 6, true), ("Last", 6, true), ("Lowest", 6, true), ("Highest", 7, true)];
    columns.push(("Target", if wide { 14 } else { 10 }, false));
    if wide {
        columns.extend([("Variation", 25, false), ("Target will be", 18, false)]);
    }
    let taken: usize = columns.iter().map(|(_, width, _)| width + 1).sum();
    columns.insert(0, ("Indicator", usize::from(style.width).saturating_sub(taken).max(20), false));
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
    let mut cells = vec![row.title.clone(), drawing(row, style.unicode, width)];
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
fn drawing(row: &Row, unicode: bool, width: usize) -> String {
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
fn legend(style: Style, latest: Option<usize>) -> String {
    let latest = latest.map(|latest| format!("the latest {latest} months; ")).unwrap_or_default();
    let heights = if style.unicode {
        "each mark is a month, from the row's lowest figure ▁ to its highest █; · is a month without a figure"
    } else {
        "each digit is a month, from the row's lowest figure 0 to its highest 9; . is a month without a figure"
    };
    format!("Trend: {latest}{heights}. Variation and what the target will be by the rule set {RULE_SET}.")
}

/// Cells side by side, each broken into lines of its column.
fn grid(cells: &[String], columns: &[Column]) -> String {
    let wrapped: Vec<Vec<String>> = cells
        .iter()
        .zip(columns)
        .map(|(cell, (_, width, _))| wrap(cell, *width as u16).lines().map(str::to_owned).collect())
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for at in 0..height {
        let line: Vec<String> = wrapped
            .iter()
            .zip(columns)
            .map(|(lines, (_, width, right))| {
                let cell = lines.get(at).map(String::as_str).unwrap_or_default();
                if *right { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
            })
            .collect();
        text.push_str(line.join(" ").trim_end());
        text.push('\n');
    }
    text
}
