//! What was published before: figures of earlier months and of other scorecards, which everybody has.
//!
//! Takes figures as they were published, adds what they tell to what was found in a document. What was shown is known and
//! cannot be hidden any more; what was hidden then stays hidden, so that what was hidden for another's sake does not come
//! out a month later. A figure that is another one now is hidden where the two differ by few.

use std::collections::BTreeMap;

use super::algebra::Set;
use super::as_shown;
use super::basis::Relations;
use super::collect::{Collected, Of, Part, Place};
use super::model::{Cell, Kind, Shown};
use super::restated::{self, Was, was};
use crate::calendar::{Day, Month};
use crate::definitions::{Unit, UnitKind};
use crate::figure::Figure;
use crate::scorecard::{Document, PartOf};

/// A figure that was published.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The scorecard.
    pub scorecard: String,
    /// The row; a group of a breakdown by its whole id.
    pub row: String,
    /// The row that it is a group of.
    pub part_of: Option<PartOf>,
    /// What it is in.
    pub unit: Unit,
    /// The month that it is of.
    pub month: Month,
    /// The figure; nothing where it was hidden.
    pub figure: Option<Figure>,
    /// The denominator that was shown of a hidden figure.
    pub denominator: Option<i64>,
    /// Whether the denominator was hidden with the figure.
    pub whole_hidden: bool,
    /// The percentage, rate or average that was shown without its counts, as months of a history are.
    pub value: Option<f64>,
}

impl Published {
    /// With the count of a rate that was shown alone: of one of these populations it is a whole number, of the first of them where of several. What
    /// is of none of them stays a value, of which nothing is known.
    pub fn counted(self, populations: impl FnOnce() -> Vec<i64>) -> Self {
        let Some(rate) = self.value.filter(|_| self.unit.is().kind == UnitKind::Rate) else { return self };
        let of = |population: i64| {
            let count = rate * population as f64 / 10_000.0;
            let is_whole = (count - count.round()).abs() < 1e-6;
            is_whole.then_some(Figure::Rate { count: count.round() as i64, population })
        };
        match populations().into_iter().find_map(of) {
            Some(rate) => Published { figure: Some(rate), value: None, ..self },
            None => self,
        }
    }
}

/// Adds what was published; gives the cells that stay hidden.
pub fn add(found: &mut Collected, document: &Document, relations: &Relations) -> Vec<usize> {
    if relations.published().is_empty() {
        return Vec::new();
    }
    let mut now: BTreeMap<(&str, &str, Month), Vec<Place>> = BTreeMap::new();
    for place in found.figures.keys() {
        let Some(scorecard) = document.scorecards.get(place.0) else { continue };
        let Some(row) = scorecard.groups.get(place.1).and_then(|group| group.every_row().nth(place.2)) else { continue };
        if let Some(month) = place.3.month(row, document.period) {
            now.entry((&scorecard.id, &row.id, month)).or_default().push(*place);
        }
    }
    let mut by_cells: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (at, figure) in found.model.figures.iter().enumerate() {
        by_cells.entry(figure.cells.clone()).or_default().push(at);
    }
    let (mut known, mut by_value, mut stay): (Vec<usize>, Vec<usize>, Vec<usize>) = Default::default();
    let mut others: Vec<(usize, Option<f64>)> = Vec::new();
    let hide = found.hide;
    let is_corrected = hide.round.is_none() && restated::is_corrected(relations);
    for one in relations.published() {
        let whole = one.part_of.as_ref().map_or(&*one.row, |part| &part.row);
        let basis = |month| relations.basis(&one.scorecard, whole, month);
        let exact = |month| relations.exact(&one.scorecard, &one.row, month);
        let part_of = one.part_of.as_ref();
        let of = Of { part_of, unit: one.unit, basis: &basis, behind: &|_| None, exact: &exact };
        let day = one.month.last();
        let worked_out = || relations.worked_out(&one.scorecard, whole, one.month);
        if let Some(value) = one.value {
            if let (Some(now), None, None) = (worked_out(), part_of, hide.round) {
                let mut cells = || -> Vec<usize> { found.parts(of, now.0, day).into_iter().map(|(_, cell)| cell).collect() };
                match was(value, now, (hide, is_corrected)) {
                    Was::Same => by_value.extend(cells()),
                    Was::Unclear => {}
                    // Also those of other rows and scorecards that show the same.
                    Was::Another => {
                        others.extend(by_cells.get(&cells()).into_iter().flatten().map(|figure| (*figure, Some(value))));
                    }
                }
            }
            continue;
        }
        if let (Some(figure), Some(_)) = (one.figure, hide.round) {
            rounded(found, of, figure, day);
            continue;
        }
        let places = now.get(&(one.scorecard.as_str(), one.row.as_str(), one.month));
        let figures: Vec<usize> = places.into_iter().flatten().filter_map(|place| found.figures.get(place).copied()).collect();
        if let Some(figure) = one.figure {
            known.extend(found.parts(of, figure, day).into_iter().map(|(_, cell)| cell));
            // Whether the counts are others now is looked at for all together.
            if let Figure::Mean { .. } = figure
                && let (Some(average), Some((_, decimals))) = (figure.value(), worked_out())
            {
                let shown = as_shown::rounded(average, decimals);
                let is_another = |at: &usize| {
                    let now = restated::average_of(found, *at).map(|now| was(shown, (now, decimals), (hide, false)));
                    matches!(now, Some(Was::Another))
                };
                others.extend(figures.iter().copied().filter(is_another).map(|figure| (figure, None)));
            }
            continue;
        }
        if let Some(denominator) = one.denominator.filter(|_| hide.round.is_none()) {
            known.push(found.count((&basis(one.month), Part::Cohort), of, day, denominator));
        }
        for figure in &figures {
            let figure = &found.model.figures[*figure];
            // An average is of its number and its sum: the one may be shown elsewhere.
            let both = one.whole_hidden || figure.kind == Kind::Number;
            stay.extend(somebody(found, &figure.cells, both));
        }
        // Nobody shows it now, and nobody is to find it out.
        let truth = basis(one.month);
        let size = |set: &Set| match part_of {
            None => Some(set.size()).filter(|_| truth.is_evaluated()),
            Some(part) => relations.size(set, &part.key()),
        };
        if let (true, Some(counted), Some(cohort)) = (figures.is_empty(), size(&truth.counted), size(&truth.cohort)) {
            let (counted, cohort) = (counted as i64, cohort as i64);
            let share = one.unit.is_share();
            let figure =
                if share { Figure::Proportion { numerator: counted, denominator: cohort } } else { Figure::Count(counted) };
            let cells: Vec<usize> = found.parts(of, figure, day).into_iter().map(|(_, cell)| cell).collect();
            stay.extend(somebody(found, &cells, one.whole_hidden));
            let kind = if share { Kind::OfMany } else { Kind::Number };
            found.model.figures.push(Shown { cells, alone: None, weight: 0, kind, rest: None });
        }
    }
    // Where a number itself was published, and is another now, no value tells the one of now.
    let published = restated::numbers_of(found, &known);
    let fits = |cell: &usize| published.get(&found.keys[*cell]).is_none_or(|was| was.contains(&found.model.cells[*cell].value));
    by_value.retain(fits);
    known.extend(by_value);
    for cell in &known {
        let one = &mut found.model.cells[*cell];
        *one = Cell { sensitive: false, open: true, ..one.clone() };
    }
    restated::hide(found, &known, &others);
    stay.retain(|cell| !found.model.cells[*cell].open);
    stay
}

/// The cells that a hidden figure is hidden for: its number, with its sum or that which it is of where that was hidden too; of a nought of a
/// hidden number that number, since a nought is no secret.
fn somebody(found: &Collected, cells: &[usize], both: bool) -> impl Iterator<Item = usize> {
    let some = |cell: &usize| found.model.cells[*cell].value != 0.0;
    cells.iter().copied().filter(some).take(if both { cells.len() } else { 1 })
}

/// What was published in rounded counts: the number now may be any that is rounded alike. What is another one now tells nothing of it.
fn rounded(found: &mut Collected, of: Of<'_>, figure: Figure, day: Day) {
    let Some(exact) = (of.exact)(Month::of(day)) else { return };
    let shown = [figure.numerator() as i64, figure.denominator().unwrap_or_default()];
    for ((_, cell), shown) in found.parts(of, exact, day).into_iter().zip(shown) {
        let one = &mut found.model.cells[cell];
        let (least, most) = found.hide.window(one.value as i64);
        one.rounded_before = one.counts && (least..=most).contains(&shown) && least < most;
    }
}
