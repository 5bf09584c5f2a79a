//! The cells of a line: figures as numbers, symbols as bare letters, texts that no spreadsheet runs.

use super::place::Place;
use crate::layout::{Cell, Column};
use crate::{sheet, words};
use scorecard_core::calendar::{Day, iso};
use scorecard_core::figure::Figure;
use scorecard_core::formulas::harmless;
use scorecard_core::rating::Rating;
use scorecard_core::scorecard::{Document, Group, Published, Row, Scorecard, ShownTarget, Symbol};

/// One line: a row of a scorecard, or one group of its breakdown.
pub(super) struct Line<'a> {
    pub(super) document: &'a Document,
    pub(super) scorecard: &'a Scorecard,
    pub(super) group: &'a Group,
    pub(super) row: &'a Row,
    pub(super) place: Place,
}

/// What stands in a filter that does not apply.
const NOT_APPLICABLE: &str = "Not applicable";

/// What people write for nothing, which the Department's screener refuses or warns of.
const NOTHING: [&str; 13] = ["", "NULL", "Null", "null", "NA", "na", "N/A", "n/a", ".", "..", "-", "~", ":"];

/// Words on one line, without spaces before or behind, that no spreadsheet runs as a formula.
pub(super) fn text(words: &str) -> String {
    harmless(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Words of an indicator; `z` where there are none.
pub(super) fn words_or_z(words: Option<&str>) -> String {
    words.map(text).filter(|words| !NOTHING.contains(&words.as_str())).unwrap_or_else(|| letters(Symbol::NotApplicable))
}

/// An item of a filter.
pub(super) fn item(words: Option<&str>) -> String {
    words.map(text).filter(|words| !words.is_empty()).unwrap_or_else(|| NOT_APPLICABLE.to_owned())
}

/// Several texts in one cell; `z` where there are none.
pub(super) fn joined(texts: impl IntoIterator<Item = String>) -> String {
    words_or_z(Some(&texts.into_iter().collect::<Vec<_>>().join(" | ")))
}

/// The bare letters of a symbol.
pub(super) fn letters(symbol: Symbol) -> String {
    symbol.letters().to_owned()
}

/// A number, or why there is none.
pub(super) fn number(value: Option<f64>, missing: Symbol) -> String {
    value.map_or_else(|| letters(missing), |value| value.to_string())
}

/// A day, or `z`.
pub(super) fn day(day: Option<Day>) -> String {
    day.map_or_else(|| letters(Symbol::NotApplicable), iso)
}

/// A published number, its symbol, or why there is none.
pub(super) fn published(published: Option<&Published>, missing: Symbol) -> String {
    match published {
        Some(Published::Value(value)) => value.to_string(),
        Some(Published::Symbol(symbol)) => text(symbol),
        None => letters(missing),
    }
}

/// A cell of a sheet, not rounded: the standard wants more in the file than is shown.
pub(super) fn cell(line: &Line<'_>, column: Column) -> String {
    match sheet::cell(line.row, column) {
        Cell::Number { value, .. } => value.to_string(),
        Cell::Symbol(symbol) => letters(symbol),
        Cell::Rating(found) => words::rating(found).to_owned(),
        Cell::Text(words) => text(&words),
        Cell::Empty => letters(Symbol::NotApplicable),
    }
}

/// The figure; a judgement has words in place of a number.
pub(super) fn figure(line: &Line<'_>) -> String {
    match line.row.figure {
        Some(Figure::Judged(_)) if !line.row.hidden.figure => letters(Symbol::NotApplicable),
        _ => cell(line, Column::Figure),
    }
}

/// The figure of the month before, as the figure.
pub(super) fn previous(line: &Line<'_>) -> String {
    match line.row.previous.1 {
        Some(Figure::Judged(_)) if !line.row.hidden.previous => letters(Symbol::NotApplicable),
        _ => cell(line, Column::Before),
    }
}

/// The figure of a 31 March gone by; `z` where none was asked for, or a judgement.
pub(super) fn outturn(line: &Line<'_>, at: usize) -> String {
    match line.row.outturns.get(at) {
        None => letters(Symbol::NotApplicable),
        Some(outturn) if !outturn.hidden && matches!(outturn.figure, Some(Figure::Judged(_))) => letters(Symbol::NotApplicable),
        Some(_) => cell(line, Column::Outturn(at)),
    }
}

/// The target in force.
pub(super) fn target<'a>(line: &Line<'a>) -> Option<&'a ShownTarget> {
    line.row.target.as_ref()
}

/// A number that the target came to: `c` where it is hidden, `z` where it is none, `x` where what it is compared with is not there.
pub(super) fn came_to(line: &Line<'_>) -> String {
    let Some(target) = target(line) else { return letters(Symbol::NotApplicable) };
    let missing = match target.comparator {
        _ if target.hidden => Symbol::Confidential,
        Some(_) if target.resolved.is_none() => Symbol::NotAvailable,
        _ => Symbol::NotApplicable,
    };
    let found = target.resolved.as_ref().filter(|_| !target.hidden);
    number(found.map(|found| found.number.value()), missing)
}

/// The figure as it is shown.
pub(super) fn shown(line: &Line<'_>) -> String {
    match (line.row.symbol(), line.row.display()) {
        (Some(symbol), _) => letters(symbol),
        (None, shown) => words_or_z(shown.as_deref()),
    }
}

/// A rating, but of groups of breakdowns, which are not rated.
pub(super) fn rating(line: &Line<'_>, rating: Rating) -> String {
    if line.row.is_part() { letters(Symbol::NotApplicable) } else { words::rating(rating).to_owned() }
}

/// How the row stood the month before: not told where that figure is hidden.
pub(super) fn previous_rating(line: &Line<'_>) -> String {
    if line.row.hidden.previous { letters(Symbol::Confidential) } else { rating(line, line.row.previous_rating) }
}

/// Which way it moved, in words.
pub(super) fn travel(line: &Line<'_>) -> String {
    match (sheet::cell(line.row, Column::Travel), line.row.judged_travel()) {
        (Cell::Symbol(symbol), _) => letters(symbol),
        (_, travel) => words_or_z(travel.map(words::travel)),
    }
}

/// One end of the confidence interval.
pub(super) fn limit(line: &Line<'_>, end: fn(&scorecard_core::statistics::Interval) -> f64) -> String {
    let row = line.row;
    let missing = match row.figure {
        _ if row.hidden.interval => Some(Symbol::Confidential),
        None if row.hidden.figure => None,
        None => row.symbol(),
        Some(_) => None,
    };
    number(row.interval.as_ref().map(end), missing.unwrap_or(Symbol::NotApplicable))
}

/// The month's name, as the standard identifies a month.
pub(super) fn month_name(line: &Line<'_>) -> String {
    line.document.period.long().split(' ').next().unwrap_or_default().to_owned()
}
