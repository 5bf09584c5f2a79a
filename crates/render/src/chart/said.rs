//! What a chart shows, in words: its text alternative, and what of it a small line says.

use super::history::{History, Run, flag_words};
use crate::{span, words};
use scorecard_core::statistics::xmr::RULE_SET;

/// What a small line shows: first, last, and what is missing.
pub fn short(history: &History<'_>) -> String {
    let mut parts = vec![format!("Trend over {}: {}", span::of(history.points()), ends(history))];
    parts.extend(gaps(history));
    format!("{}.", parts.join("; "))
}

/// What a full chart shows.
pub fn all(history: &History<'_>) -> String {
    let month = |at: usize| history.month(at).long();
    let last = history.values.len().saturating_sub(1);
    let mut sentences = vec![format!("{}, {} to {}", span::of(history.points()), month(0), month(last))];
    if history.of_events {
        sentences.push("Each point is of the events of that month alone".to_owned());
    }
    if !history.rolling.is_empty() {
        sentences.push("The plain grey line is the figure of the row".to_owned());
    }
    sentences.push(words::capital(&ends(history)));
    sentences.extend(extremes(history));
    sentences.extend(gaps(history).iter().map(|gap| words::capital(gap)));
    sentences.push(targets(history));
    sentences.extend(lines(history));
    let flagged: Vec<String> = history
        .flagged()
        .iter()
        .map(|run| match (run.from, run.to) {
            (from, to) if from == to => format!("{} at {}, {}", month(from), history.shown(from), flag_words(run.what)),
            (from, to) => format!("{} to {}, {}", month(from), month(to), flag_words(run.what)),
        })
        .collect();
    if let Some(chart) = &history.row.chart {
        let none = if chart.enough { vec!["No point is flagged".to_owned()] } else { Vec::new() };
        sentences.extend(if flagged.is_empty() { none } else { vec![format!("Flagged: {}", flagged.join("; "))] });
        sentences.push(format!("{}, by the rules {RULE_SET}", words::capital(&words::process(chart))));
    }
    format!("{}.", sentences.join(". "))
}

fn ends(history: &History<'_>) -> String {
    let mut places = history.numbers().map(|(at, _)| at);
    match (places.next(), places.next_back()) {
        (Some(first), Some(last)) => format!(
            "first {} in {}, last {} in {}",
            history.shown(first),
            history.month(first).long(),
            history.shown(last),
            history.month(last).long()
        ),
        (Some(only), None) => format!("only {} in {}", history.shown(only), history.month(only).long()),
        _ => String::new(),
    }
}

/// The lowest and the highest, each the first time.
fn extremes(history: &History<'_>) -> Option<String> {
    let mut numbers = history.numbers();
    let first = numbers.next()?;
    let (mut low, mut high) = (first, first);
    for number in numbers {
        if number.1 < low.1 {
            low = number;
        }
        if number.1 > high.1 {
            high = number;
        }
    }
    let said = |at: usize| format!("{} in {}", history.shown(at), history.month(at).long());
    (low.0 != high.0).then(|| format!("Lowest {}, highest {}", said(low.0), said(high.0)))
}

/// Months without a figure, and those hidden.
fn gaps(history: &History<'_>) -> Vec<String> {
    let named = |hidden: bool| -> Vec<String> {
        let points = history.points().iter().zip(&history.values);
        let found = points.filter(|(point, value)| value.is_none() && point.hidden == hidden);
        found.map(|(point, _)| point.month.long()).collect()
    };
    let (hidden, missing) = (named(true), named(false));
    let mut said = Vec::new();
    if !missing.is_empty() {
        said.push(format!("no figure for {}", missing.join(", ")));
    }
    if !hidden.is_empty() {
        said.push(format!("hidden so that no child can be recognised: {}", hidden.join(", ")));
    }
    said
}

fn targets(history: &History<'_>) -> String {
    let number = |value: f64| words::number(history.row, value, history.row.decimals);
    let whole = history.values.len().saturating_sub(1);
    let runs = history.targets();
    let to_come = Some(words::to_come(history.row)).filter(|to_come| !to_come.is_empty());
    let to_come = to_come.map(|to_come| format!(", then {to_come}")).unwrap_or_default();
    let said = in_force(history, &runs, whole, &number);
    format!("{said}{to_come}")
}

fn in_force(history: &History<'_>, runs: &[Run<f64>], whole: usize, number: &dyn Fn(f64) -> String) -> String {
    let target = history.row.target.as_ref();
    // What moves from month to month is told by its ends.
    let moves = target.is_some_and(|target| target.comparator.is_some()) && runs.len() > 2;
    let upper = history.uppers().last().map(|run| format!(" to {}", number(run.what))).unwrap_or_default();
    match runs {
        [] => "No target in numbers".to_owned(),
        [first, .., last] if moves => format!(
            "Target {}: {} in {}, {} in {}",
            target.map(|target| target.text.as_str()).unwrap_or_default(),
            number(first.what),
            history.month(first.from).long(),
            number(last.what),
            history.month(last.to).long()
        ),
        [run] if run.from == 0 && run.to == whole => format!("Target {}{upper}", number(run.what)),
        runs => {
            let said = runs.iter().map(|run| {
                let (from, to) = (history.month(run.from).long(), history.month(run.to).long());
                match (run.from == 0, run.to == whole) {
                    (true, _) => format!("{} to {to}", number(run.what)),
                    (false, true) => format!("{} from {from}", number(run.what)),
                    (false, false) => format!("{} from {from} to {to}", number(run.what)),
                }
            });
            format!("Target {}", said.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Mean and limits, step by step.
fn lines(history: &History<'_>) -> Option<String> {
    let steps = history.steps();
    let number = |value: f64| history.level(value);
    let (least, most) = history.possible();
    let limit = |value: f64| match value {
        value if value < least => format!("below {}", number(least)),
        value if value > most => format!("above {}", number(most)),
        value => number(value),
    };
    // Limits that are others each month are said of the last.
    let moving = steps.len() > 1 + history.row.steps.len();
    let said: Vec<String> = steps
        .iter()
        .skip(if moving { steps.len() - 1 } else { 0 })
        .map(|step| {
            let mean = format!("mean {}", number(step.what.mean));
            let limits = step.what.limits.map(|(low, high)| format!(", limits {} to {}", limit(low), limit(high)));
            let from = if moving {
                format!("in {} ", history.month(step.to).long())
            } else if step.from == 0 {
                String::new()
            } else {
                format!("from {} ", history.month(step.from).long())
            };
            format!("{from}{mean}{}", limits.unwrap_or_default())
        })
        .collect();
    (!said.is_empty()).then(|| words::capital(&said.join("; ")))
}
