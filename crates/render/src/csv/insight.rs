//! The cells of a line that stand beside its figure: what others have, what is to come, what was said.

use super::values::{Line, joined, letters, number, words_or_z};
use crate::words;
use scorecard_core::scorecard::{Benchmark, Symbol};

/// What others have, the first of several: the one that has columns of its own.
pub(super) fn benchmark<'a>(line: &Line<'a>) -> Option<&'a Benchmark> {
    line.row.benchmarks.first()
}

/// Why a number of others is missing: not published, or nothing is compared at all.
pub(super) fn missing(line: &Line<'_>) -> Symbol {
    if line.row.benchmarks.is_empty() { Symbol::NotApplicable } else { Symbol::NotAvailable }
}

/// A number of the first benchmark.
pub(super) fn of_others(line: &Line<'_>, of: fn(&Benchmark) -> Option<f64>) -> String {
    number(benchmark(line).and_then(of), missing(line))
}

/// A count, a rank or the like of the first benchmark, which may not apply.
pub(super) fn rank(line: &Line<'_>, of: fn(&Benchmark) -> Option<usize>) -> String {
    benchmark(line).and_then(of).map_or_else(|| letters(Symbol::NotApplicable), |number| number.to_string())
}

/// Notes of the first benchmark, and further ones in words.
pub(super) fn benchmark_notes(line: &Line<'_>) -> String {
    let notes = benchmark(line).map(|benchmark| benchmark.notes.clone()).unwrap_or_default();
    let further = line.row.benchmarks.iter().skip(1).map(|benchmark| words::benchmark(line.row, benchmark));
    joined(notes.into_iter().chain(further))
}

/// The figure forecast; `z` for a judgement.
pub(super) fn forecast(line: &Line<'_>) -> String {
    let forecast = line.row.forecast.as_ref();
    match forecast.map(|forecast| forecast.figure) {
        Some(figure) if line.row.is_low(figure) => letters(Symbol::Low),
        figure => number(figure.and_then(|figure| figure.value()), Symbol::NotApplicable),
    }
}

/// What was said of the row, one part of each comment: of a month other than the reporting one with its month before it.
pub(super) fn comments(line: &Line<'_>, part: fn(&scorecard_core::scorecard::Comment) -> Option<&String>) -> String {
    joined(line.row.comments.iter().filter_map(|comment| {
        let said = part(comment)?;
        let now = comment.month == line.document.period;
        Some(if now { said.clone() } else { format!("{}: {said}", comment.month.long()) })
    }))
}

/// Figures of earlier months that are no longer what was reported.
pub(super) fn restated(line: &Line<'_>) -> String {
    joined(line.row.restated.iter().map(words::restated))
}

/// Whether the figure of the month before is revised: `r`, or `z` where it is not.
pub(super) fn revised(line: &Line<'_>) -> String {
    let revised = line.row.restated(line.row.previous.0).is_some();
    letters(if revised { Symbol::Revised } else { Symbol::NotApplicable })
}

/// Variation and assurance.
pub(super) fn process(line: &Line<'_>) -> String {
    words_or_z(line.row.chart.as_ref().map(words::process).as_deref())
}
