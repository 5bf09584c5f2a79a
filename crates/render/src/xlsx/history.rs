//! The sheet of a scorecard's history: one table, a line for each row and month.
//!
//! Figures that are missing are left empty, since a chart draws words as nought; their shorthand stands in a
//! column of its own.

use rust_xlsxwriter::Worksheet;

use super::fit;
use super::grid::{self, Head, Value};
use super::names::Name;
use super::scorecards::shorthand;
use crate::ahead::{self, Ahead};
use crate::layout::Page;
use crate::span;
use scorecard_core::scorecard::{Point, Row, Scorecard, Symbol};
use scorecard_core::statistics::xmr::{Flag, Meaning, RULE_SET, Rule};

/// Fewer points than this are no line.
const POINTS: usize = 5;

/// The column of months; charts name columns by these.
pub(super) const MONTH: u16 = 2;
/// The column of figures.
pub(super) const FIGURE: u16 = 3;
/// The column of targets.
pub(super) const TARGET: u16 = 5;
/// The column of means.
pub(super) const MEAN: u16 = 7;
/// The column of lower limits.
pub(super) const LOWER: u16 = 8;
/// The column of upper limits.
pub(super) const UPPER: u16 = 9;

/// Rows that have a history, each with the row of the sheet that its first month is in.
pub(super) struct History<'a> {
    pub(super) rows: Vec<(u32, &'a Row)>,
    /// Whether any has lines of statistical process control.
    lines: bool,
    /// Whether any has a target that is a range.
    ranges: bool,
    /// Whether any has targets to come.
    ahead: bool,
    symbols: Vec<Symbol>,
    /// Rows that the sheet has no room for.
    left_out: usize,
}

impl<'a> History<'a> {
    /// That of a scorecard.
    pub(super) fn of(scorecard: &'a Scorecard) -> Self {
        let mut rows: Vec<&Row> = scorecard.every_row().filter(|row| !row.series.is_empty()).collect();
        let mut months = 0;
        let fitting = rows.iter().take_while(|row| {
            months += places(row);
            months <= fit::ROWS
        });
        let fitting = fitting.count();
        let left_out = rows.split_off(fitting).len();
        let lines = rows.iter().any(|row| row.chart.is_some());
        let all = [Symbol::Confidential, Symbol::Low, Symbol::NotAvailable];
        let has = |wanted: &Symbol| rows.iter().any(|row| row.series.iter().any(|point| symbol(row, point) == Some(*wanted)));
        let symbols: Vec<Symbol> = all.into_iter().filter(has).collect();
        let ranges = rows.iter().any(|row| has_upper(row));
        let ahead = rows.iter().any(|row| places(row) > row.series.len());
        let mut history = History { rows: Vec::new(), lines, ranges, ahead, symbols, left_out };
        let mut at = history.above().len() as u32 + 2;
        for row in rows {
            history.rows.push((at, row));
            at += places(row) as u32;
        }
        history
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows with points enough for a line, with the row of the sheet that each begins in.
    pub(super) fn charted(&self) -> impl Iterator<Item = (u32, &'a Row)> {
        self.with_points().take(fit::CHARTS)
    }

    /// How many rows have points enough, drawn or not.
    pub(super) fn drawable(&self) -> usize {
        self.with_points().count()
    }

    fn with_points(&self) -> impl Iterator<Item = (u32, &'a Row)> {
        let enough = |row: &Row| row.series.iter().filter(|point| value(row, point).is_some()).count() >= POINTS;
        self.rows.iter().copied().filter(move |(_, row)| enough(row))
    }

    /// Whether any row has points enough for a line.
    pub(super) fn has_charts(&self) -> bool {
        self.charted().next().is_some()
    }

    /// The column of the upper ends of ranges, behind all others.
    pub(super) fn upper_end(&self) -> u16 {
        if self.lines { UPPER + 2 } else { TARGET + 2 }
    }

    /// The lines above the table.
    fn above(&self) -> Vec<String> {
        let mut above = vec!["This sheet contains one table, with a row for each indicator and month.".to_owned()];
        above.push("An empty figure has its shorthand beside it. An empty target, mean or limit: there is none.".to_owned());
        let later = "Months to come have no figure yet, and the target that is to be reached in them.";
        above.extend(self.ahead.then(|| later.to_owned()));
        above.extend(self.lines.then(|| format!("Mean, limits and signals are by the rule set {RULE_SET}.")));
        above.extend(shorthand(&self.symbols));
        let out = self.left_out;
        above.extend((out > 0).then(|| format!("The last {out} rows are left out: a sheet has no room for their months.")));
        above
    }

    /// The sheet.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub(super) fn sheet(&self, page: &Page<'_>, name: &Name) -> anyhow::Result<Worksheet> {
        let mut drawn = grid::page(&name.history)?;
        let at = grid::lines(
            &mut drawn,
            &format!("{}: figures {}", page.scorecard.title, span::steps(page.scorecard)),
            &self.above(),
        )?;
        let rows: Vec<Vec<Value>> = self
            .rows
            .iter()
            .flat_map(|(_, row)| {
                let history = row.series.iter().enumerate().map(|(place, point)| self.line(row, place, point));
                history.chain(ahead::of(row).into_iter().map(|ahead| self.later(row, ahead)))
            })
            .collect();
        let about =
            format!("{}: figure, target and rating of each indicator, {}", page.scorecard.title, span::steps(page.scorecard));
        grid::table(&mut drawn, at, &name.history, &about, &self.heads(), &rows)?;
        Ok(drawn)
    }

    fn heads(&self) -> Vec<Head> {
        let head = |name: &str, width: f64, number: bool| Head { name: name.to_owned(), width, number };
        let mut heads = vec![
            head("Row", 12.0, false),
            head("Promise", 50.0, false),
            head("Month", 12.0, false),
            head("Figure", 11.0, true),
            head("Shorthand", 12.0, false),
            head("Target", 11.0, true),
            head("Rating", 14.0, false),
        ];
        if self.lines {
            heads.extend([
                head("Mean", 11.0, true),
                head("Lower limit", 11.0, true),
                head("Upper limit", 11.0, true),
                head("Signal", 30.0, false),
            ]);
        }
        heads.extend(self.ranges.then(|| head("Upper end of target", 11.0, true)));
        heads
    }

    fn line(&self, row: &Row, place: usize, point: &Point) -> Vec<Value> {
        let shown = grid::format(row.decimals as usize, row.unit.is().sign);
        let number = |value: Option<f64>| value.map_or(Value::Blank, |value| Value::Number(value, shown.clone()));
        let words = |words: Option<String>| Value::Text(words.unwrap_or_else(|| "none".to_owned()));
        let mut line = vec![
            Value::Text(row.id.clone()),
            Value::Text(row.title.clone()),
            Value::Text(point.month.short()),
            number(value(row, point)),
            words(shorthand_of(row, point)),
            number(point.target),
            Value::Rating(point.rating),
        ];
        if self.lines {
            let chart = row.chart.as_ref();
            let lines = chart.and_then(|chart| chart.lines_of_figures().get(place));
            let flag = chart.and_then(|chart| chart.flags_of_figures().get(place).copied().flatten());
            line.push(number(lines.map(|lines| lines.mean)));
            line.push(number(lines.and_then(|lines| lines.limits).map(|limits| limits.0)));
            line.push(number(lines.and_then(|lines| lines.limits).map(|limits| limits.1)));
            line.push(words(flag.map(signal)));
        }
        line.extend(self.ranges.then(|| number(point.upper)));
        line
    }

    /// A month to come.
    fn later(&self, row: &Row, ahead: Ahead) -> Vec<Value> {
        let shown = grid::format(row.decimals as usize, row.unit.is().sign);
        let number = |value: Option<f64>| value.map_or(Value::Blank, |value| Value::Number(value, shown.clone()));
        let none = || Value::Text("none".to_owned());
        let mut line = vec![
            Value::Text(row.id.clone()),
            Value::Text(row.title.clone()),
            Value::Text(ahead.month.short()),
            Value::Blank,
            Value::Text("to come".to_owned()),
            number(ahead.target),
            none(),
        ];
        if self.lines {
            line.extend([Value::Blank, Value::Blank, Value::Blank, none()]);
        }
        line.extend(self.ranges.then(|| number(ahead.upper)));
        line
    }
}

/// How many months a row has, those to come as well.
pub(super) fn places(row: &Row) -> usize {
    row.series.len() + ahead::of(row).len()
}

/// Whether a target of a row is a range, now, before or to come.
pub(super) fn has_upper(row: &Row) -> bool {
    row.series.iter().any(|point| point.upper.is_some()) || ahead::of(row).iter().any(|ahead| ahead.upper.is_some())
}

/// What a flagged point says.
pub(super) fn signal(flag: Flag) -> String {
    let rule = match flag.rule {
        Rule::Outside => "outside the limits",
        Rule::Trend => "trend",
        Rule::TwoOfThree => "two of three near a limit",
        Rule::Shift => "shift",
    };
    format!("{}: {rule}", meaning(flag))
}

/// What a flagged point means.
pub(super) fn meaning(flag: Flag) -> &'static str {
    match flag.meaning {
        Meaning::Improvement => "improvement",
        Meaning::Concern => "concern",
        Meaning::NeutralHigh => "higher",
        Meaning::NeutralLow => "lower",
    }
}

/// The figure of a month as a number.
pub(super) fn value(row: &Row, point: &Point) -> Option<f64> {
    match symbol(row, point) {
        None => point.figure.and_then(|figure| figure.value()),
        Some(_) => None,
    }
}

fn symbol(row: &Row, point: &Point) -> Option<Symbol> {
    match point.figure {
        _ if point.hidden => Some(Symbol::Confidential),
        None => Some(Symbol::NotAvailable),
        Some(figure) => row.is_low(figure).then_some(Symbol::Low),
    }
}

/// What stands for a figure that is no number: a symbol, or a judgement in words.
fn shorthand_of(row: &Row, point: &Point) -> Option<String> {
    match (symbol(row, point), point.figure) {
        (Some(symbol), _) => Some(symbol.bracketed()),
        (None, Some(figure)) if figure.value().is_none() => Some(row.show(figure)),
        _ => None,
    }
}
