//! The history of each row as CSV: one line for each row and month, with the lines of its control chart.

use super::formats::{Format, Look, Wants};
use scorecard_core::formulas::harmless;
use scorecard_core::scorecard::{Document, Point, Row, Scorecard, Symbol};
use scorecard_core::statistics::xmr::{Chart, RULE_SET};

use super::json_insight::{basis, meaning, rule};

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "csv",
    ending: "csv",
    about: "CSV, a line for each row and month",
    offered: 6,
    terminal: false,
    children: false,
    wants: Wants { history: true, ..Wants::FIGURES },
    beside: None,
    render: |document, _| render(document),
};

/// The columns.
const HEAD: [&str; 25] = [
    "scorecard",
    "row",
    "indicator",
    "title",
    "unit",
    "polarity",
    "period",
    "value",
    "numerator",
    "denominator",
    "target",
    "rating",
    "mean",
    "lower_limit",
    "upper_limit",
    "rule",
    "meaning",
    "rule_set",
    "step",
    "trend",
    "target_upper",
    "basis",
    "method",
    "charted",
    "marking",
];

/// The document as CSV, safe to open in a spreadsheet. Values are not rounded; `c` is hidden, `x` a gap.
///
/// # Errors
/// Only for faults of ours.
pub fn render(document: &Document) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEAD)?;
    for scorecard in &document.scorecards {
        for row in scorecard.every_row() {
            for (at, point) in row.series.iter().enumerate() {
                writer.write_record(line(scorecard, document, row, at, point))?;
            }
        }
    }
    Ok(writer.into_inner()?)
}

fn line(scorecard: &Scorecard, document: &Document, row: &Row, at: usize, point: &Point) -> [String; 25] {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let (value, numerator, denominator) = match point.figure {
        _ if point.hidden => {
            let hidden = Symbol::Confidential.letters().to_owned();
            (hidden.clone(), hidden.clone(), hidden)
        }
        None => (Symbol::NotAvailable.letters().to_owned(), String::new(), String::new()),
        Some(figure) => (
            figure.value().map_or_else(|| row.show(figure), |value| value.to_string()),
            row.numerator_of(figure).map(|numerator| numerator.to_string()).unwrap_or_default(),
            figure.below().map(|denominator| denominator.to_string()).unwrap_or_default(),
        ),
    };
    let lines = row.chart.as_ref().and_then(|chart| chart.lines.get(at));
    let limits = lines.and_then(|lines| lines.limits);
    let flag = row.chart.as_ref().and_then(|chart: &Chart| chart.flags.get(at).copied().flatten());
    let step = row.steps.iter().find(|step| step.from == point.month);
    let latest = at + 1 == row.series.len();
    [
        harmless(&scorecard.id),
        harmless(&row.id),
        harmless(row.indicator.as_deref().unwrap_or_default()),
        harmless(&row.title),
        row.unit.as_str().to_owned(),
        row.polarity.as_str().to_owned(),
        point.month.to_string(),
        value,
        numerator,
        denominator,
        number(point.target),
        point.rating.as_str().to_owned(),
        number(lines.map(|lines| lines.mean)),
        number(limits.map(|limits| limits.0)),
        number(limits.map(|limits| limits.1)),
        flag.map(|flag| rule(flag.rule)).unwrap_or_default().to_owned(),
        flag.map(|flag| meaning(flag.meaning)).unwrap_or_default().to_owned(),
        row.chart.as_ref().map(|_| RULE_SET).unwrap_or_default().to_owned(),
        harmless(step.map(|step| step.reason.as_str()).unwrap_or_default()),
        row.trend_marker.filter(|_| latest).map(|marker| marker.as_str()).unwrap_or_default().to_owned(),
        number(point.upper),
        row.chart.as_ref().map(|chart| basis(chart.basis)).unwrap_or_default().to_owned(),
        row.chart.as_ref().map(Chart::method_name).unwrap_or_default().to_owned(),
        number(row.chart.as_ref().and_then(|chart| chart.values.get(at).copied().flatten())),
        harmless(scorecard.letterhead.marking(document.audience)),
    ]
}
