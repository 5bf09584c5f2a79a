//! Marks figures of earlier months that are no longer what was reported.
//!
//! Takes the rows of this run and those of an earlier one. Both give figures for months: their own, the month before,
//! and their history. Where both give one for the same month and a reader would see another, it is restated. What is
//! hidden in either run is never compared.

use std::collections::BTreeMap;

use super::fingerprint::measure_part;
use super::run::{Run, RunRow, Shown, figure, of_whom, same};
use crate::calendar::Month;
use crate::definitions::by::Only;
use crate::figure::Figure;
use crate::scorecard::{Document, Note, Restated, Row, Stood};

/// Why an earlier run cannot be compared with this one; nothing where it can.
pub fn unusable(earlier: &Run, period: Month, audience: &str, scorecards: &[(&str, Option<&str>)]) -> Option<String> {
    let (was, is) = (earlier.period.long(), period.long());
    if earlier.period > period {
        return Some(format!("it is of {was}, after {is}"));
    }
    if audience != earlier.audience && audience == "public" {
        // What it reported was not public: to show it beside the figure of today would publish it.
        return Some(format!("its audience is {}, and figures reported to it may not be shown to the public", earlier.audience));
    }
    let both = || scorecards.iter().filter_map(|(id, authority)| earlier.scorecard(id).map(|found| (found, *authority)));
    if both().next().is_none() {
        let there: Vec<&str> = earlier.scorecards.iter().map(|scorecard| scorecard.id.as_str()).collect();
        return Some(format!("it has none of the scorecards computed; it has {}", there.join(", ")));
    }
    let (found, authority) = both().find(|(found, authority)| found.authority.as_deref() != *authority)?;
    let code = |code: Option<&str>| code.unwrap_or("no authority").to_owned();
    Some(format!("its '{}' is of {}, and this run's of {}", found.id, code(found.authority.as_deref()), code(authority)))
}

/// Why an earlier run cannot be compared with one of other groups; nothing where both are of the same.
pub fn of_others(earlier: &Run, only: &[Only]) -> Option<String> {
    let is = || only.iter().map(|only| (only.by.as_str(), only.group.as_str()));
    let mut was: Vec<(&str, &str)> = earlier.only.iter().map(|(column, group)| (column.as_str(), group.as_str())).collect();
    let mut now: Vec<(&str, &str)> = is().collect();
    was.sort_unstable();
    now.sort_unstable();
    (was != now).then(|| format!("it is of {}, and this run of {}", earlier.of_whom(), of_whom(is())))
}

/// Marks what was restated since an earlier run.
pub fn mark(document: &mut Document, earlier: &Run) {
    let period = document.period;
    for scorecard in &mut document.scorecards {
        let Some(then) = earlier.scorecard(&scorecard.id) else { continue };
        scorecard.for_every_row(|row| {
            let Some(then) = then.row(&row.id).filter(|then| then.unit == row.unit.as_str()) else { return };
            row.restated = restated(row, then, period, earlier.period);
            let parts = [row.fingerprint.as_str(), then.definition.as_deref().unwrap_or_default()].map(measure_part);
            if let [Some(now), Some(before)] = parts
                && now != before
                && !row.is_part()
            {
                row.notes.push(Note::MeasuredDifferently(earlier.period));
            }
        });
    }
}

fn restated(row: &Row, then: &RunRow, period: Month, reported: Month) -> Vec<Restated> {
    let mut now: BTreeMap<Month, Option<Figure>> = BTreeMap::new();
    // A group of a breakdown has a figure for the period alone.
    if !row.is_part() {
        // A gap in the history is no figure that was taken back.
        let points = row.series.iter().filter(|point| !point.hidden && point.figure.is_some());
        now.extend(points.map(|point| (point.month, point.figure)));
        if !row.hidden.previous {
            now.insert(row.previous.0, row.previous.1);
        }
    }
    if row.hidden.figure {
        now.remove(&period);
    } else {
        now.insert(period, row.figure);
    }
    let differs = |(month, figure): (&Month, &Option<Figure>)| {
        let shown = figure.map(|figure| row.show(figure));
        let was = if *month == reported { reported_then(row, then)? } else { before(row, then, *month)? };
        let (was, number) = was;
        let equal = was == shown || number.zip(figure.and_then(Figure::value)).is_some_and(|(was, now)| same(was, now));
        let stood = |shown: Option<String>, number: Option<f64>| shown.map(|shown| Stood { number, shown });
        let now = figure.and_then(Figure::value);
        (!equal).then_some(Restated { month: *month, was: stood(was, number), now: stood(shown, now) })
    };
    now.iter().filter_map(differs).collect()
}

/// A figure as shown, with its number.
type Was = (Option<String>, Option<f64>);

/// What an earlier run gave for its own month; nothing where that is hidden.
fn reported_then(row: &Row, then: &RunRow) -> Option<Was> {
    match then.value {
        Some(Shown::Hidden) => None,
        Some(Shown::Number(number)) => Some((Some(row.show(figure(number))), Some(number))),
        // A judgement in words has no number.
        None if row.unit.is_words() => then.display.as_deref().map_or(Some((None, None)), |display| match display {
            "c" => None,
            words => Some((Some(words.to_owned()), None)),
        }),
        None => Some((None, None)),
    }
}

/// What it gave for a month before; nothing where that is hidden, or where it says nothing of the month.
fn before(row: &Row, then: &RunRow, month: Month) -> Option<Was> {
    // Of a judgement in words the format gives nothing for months before.
    if row.unit.is_words() {
        return None;
    }
    match then.before.get(&month)? {
        None => Some((None, None)),
        Some(Shown::Hidden) => None,
        Some(Shown::Number(number)) => Some((Some(row.show(figure(*number))), Some(*number))),
    }
}
