//! What is another now than was published: records were corrected, or came late.
//!
//! Takes what was published beside what is there now, hides what would tell by how many children the two differ. Of a value that was shown alone it
//! tells whether it is that of the numbers now.

use std::collections::BTreeMap;

use super::archive::Published;
use super::basis::Relations;
use super::collect::{Collected, Key};
use super::linear::greatest_common_divisor;
use super::model::{Hide, Kind};
use crate::figure::Figure;

/// What a value that was shown is, beside the figure now.
pub enum Was {
    /// The same, of the same numbers.
    Same,
    /// The same, though it may be of others: what is behind it is small and should not have been shown, or records were corrected since and many
    /// numbers give this value.
    Unclear,
    /// Another.
    Another,
}

/// A percentage of so many, or of a multiple of so many, is of others after a correction of few children.
const FEW_MORE: i64 = 20;

/// What a value that was shown is of a figure, with the decimal places that are shown of it.
pub fn was(shown: f64, (figure, decimals): (Figure, u32), (hide, is_corrected): (Hide, bool)) -> Was {
    let (numbers, value, is_of_others) = match figure {
        Figure::Proportion { numerator, denominator } => {
            let common = greatest_common_divisor(i128::from(numerator), i128::from(denominator)).max(1);
            let numbers = [numerator, denominator, denominator - numerator];
            (numbers, figure.value(), i128::from(denominator) / common <= i128::from(FEW_MORE))
        }
        // An average is shown rounded. A sum that is a whole number may be a count.
        Figure::Mean { number, sum, .. } => {
            let whole = if sum.fract() == 0.0 { sum as i64 } else { 0 };
            ([number, whole, 0], figure.exact().rounded(decimals).parse().ok(), true)
        }
        _ => return Was::Another,
    };
    let is_unclear = numbers.into_iter().any(|number| hide.hides(number)) || (is_corrected && is_of_others);
    match value.is_some_and(|value: f64| (value - shown).abs() < 1e-9) {
        false => Was::Another,
        true if is_unclear => Was::Unclear,
        true => Was::Same,
    }
}

/// Whether some number of whole rows is another now than was published: then records were corrected.
pub fn is_corrected(relations: &Relations) -> bool {
    let counts = |one: &&Published| one.part_of.is_none() && !relations.is_of_things(&one.scorecard, &one.row);
    relations.published().iter().filter(counts).any(|one| {
        let truth = relations.basis(&one.scorecard, &one.row, one.month);
        let now = (truth.counted.size() as i64, truth.cohort.size() as i64);
        let is_another = match (one.figure, one.value) {
            (Some(Figure::Proportion { numerator, denominator }), _) => (numerator, denominator) != now,
            (Some(Figure::Count(number) | Figure::Rate { count: number, .. } | Figure::Mean { number, .. }), _) => {
                number != now.0
            }
            (None, Some(value)) if one.unit.is_share() => {
                let of_now = Figure::Proportion { numerator: now.0, denominator: now.1.max(1) }.value();
                of_now.is_some_and(|of_now| (of_now - value).abs() > 1e-9)
            }
            (None, None) => one.denominator.is_some_and(|denominator| denominator != now.1),
            _ => false,
        };
        is_another && truth.is_evaluated() && truth.sums.is_none()
    })
}

/// The average that a figure is, by its number and its sum.
pub fn average_of(found: &Collected, figure: usize) -> Option<Figure> {
    let [number, sum] = found.model.figures[figure].cells.as_slice() else { return None };
    let value = |cell: &usize| found.model.cells[*cell].value;
    Some(Figure::Mean { sum: value(sum), squares: 0.0, number: value(number) as i64 })
}

/// The numbers of some cells, by what they are of.
pub fn numbers_of(found: &Collected, cells: &[usize]) -> BTreeMap<Key, Vec<f64>> {
    let mut numbers: BTreeMap<Key, Vec<f64>> = BTreeMap::new();
    for cell in cells {
        numbers.entry(found.keys[*cell].clone()).or_default().push(found.model.cells[*cell].value);
    }
    numbers
}

/// Hides what is another number now than was published, by few: the difference is of few children. Likewise figures, given by their places, that are
/// others than were published, with the percentage that was where it was shown alone.
pub fn hide(found: &mut Collected, known: &[usize], figures: &[(usize, Option<f64>)]) {
    let published = numbers_of(found, known);
    for at in 0..found.keys.len() {
        let one = &found.model.cells[at];
        let Some(were) = published.get(&found.keys[at]).filter(|_| !one.open && one.counts) else { continue };
        let were: Vec<i64> = were.iter().map(|was| *was as i64).collect();
        another(found, at, were);
    }
    for (figure, percent) in figures {
        another_figure(found, *figure, *percent);
    }
}

/// Hides a number that is another now, where that is by few, and remembers what it was.
fn another(found: &mut Collected, cell: usize, were: Vec<i64>) {
    let (hide, one) = (found.hide, &mut found.model.cells[cell]);
    let value = one.value as i64;
    let few = were.iter().copied().filter(|was| hide.hides((value - was).abs())).min_by_key(|was| (value - was).abs());
    // A small one is hidden for being small.
    one.was = one.was.or(few.filter(|_| !hide.hides(value)));
    (one.sensitive, one.is_another) = (one.sensitive || few.is_some(), one.is_another || few.is_some());
    one.never.extend(were);
}

/// Hides a figure that is another now: by how many children, or for whom, nobody knows here. Of an average that is told by the sum; how many it is of
/// is told elsewhere too. Of a percentage of which the numerator is known it is the denominator that differs, and by how many.
fn another_figure(found: &mut Collected, figure: usize, percent: Option<f64>) {
    let figure = &found.model.figures[figure];
    let cells = match (figure.kind, figure.cells.as_slice()) {
        (Kind::OfMany, [counted, all]) => [*counted, *all],
        (Kind::Number, [.., last]) => return differs(found, *last),
        (_, [first, ..]) => return differs(found, *first),
        (_, []) => return,
    };
    let [counted, all] = cells.map(|cell| (found.model.cells[cell].value, found.model.cells[cell].open));
    let whole = |number: f64| (number.is_finite() && (number - number.round()).abs() < 1e-6).then_some(number.round() as i64);
    match percent {
        Some(percent) if counted.1 && !all.1 => {
            // The numerator was published, and so is the denominator told.
            let was = whole(counted.0 * 100.0 / percent);
            was.into_iter().for_each(|was| another(found, cells[1], vec![was]));
        }
        _ => {
            differs(found, cells[0]);
            // With the denominator as it is that number would be shown.
            let was = percent.and_then(|percent| whole(all.0 * percent / 100.0));
            found.model.cells[cells[0]].never.extend(was);
        }
    }
}

fn differs(found: &mut Collected, cell: usize) {
    let one = &mut found.model.cells[cell];
    if !one.open {
        (one.sensitive, one.is_another) = (true, true);
    }
}
