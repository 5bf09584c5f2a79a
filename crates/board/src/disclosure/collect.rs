//! Finds every count behind the figures of a document, and which of them are the same.
//!
//! Takes a document and what its rows count, gives a [`Model`] with the place of each figure. What is the same
//! set of rows in the same month is one cell, in whichever row or scorecard it stands.

use std::collections::BTreeMap;

use super::algebra::Set;
use super::basis::{Basis, Relations};
use super::model::{Cell, Hide, Kind, Model, Shown};
use crate::calendar::{Day, Month};
use crate::definitions::Unit;
use crate::figure::{Figure, Fraction};
use crate::scorecard::{Document, PartOf, Row};

/// Where a figure stands: scorecard, group and row by their places, and what of the row it is.
pub type Place = (usize, usize, usize, What);

/// Which figure of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// That of the reporting month.
    Now,
    /// That of the month before.
    Before,
    /// That of the council's own past that the row is judged by.
    Against,
    /// That of an outturn.
    Outturn(usize),
    /// That of a place in the history.
    Point(usize),
    /// That of the day to come.
    Forecast,
}

impl What {
    /// The month of the figure of a row; nothing of what is to come.
    pub fn month(self, row: &Row, period: Month) -> Option<Month> {
        match self {
            What::Now => Some(period),
            What::Before => Some(row.previous.0),
            What::Against => row.against.map(|past| past.0),
            What::Outturn(at) => row.outturns.get(at).map(|outturn| outturn.month),
            What::Point(at) => row.series.get(at).map(|point| point.month),
            What::Forecast => None,
        }
    }
}

/// How much is lost with a figure of a row.
const ROW: u64 = 1000;
/// With that of a group of a breakdown.
const PART: u64 = 100;
/// With that of the month before.
const BEFORE: u64 = 30;
/// With that of the past that it is judged by, and with it the rating.
const AGAINST: u64 = 25;
/// With a month of the history.
const POINT: u64 = 10;
/// With a forecast.
const FORECAST: u64 = 5;

/// A number of a figure, as equations between months and groups speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The numerator, the count, or how many have the value averaged.
    Counted,
    /// The denominator.
    Cohort,
    /// The sum of the values.
    Sum,
    /// The sum below the line.
    Over,
}

/// A first and a last day.
pub type Time = (Day, Day);

/// What a cell is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The set, by its place among [`Collected::sets`].
    pub set: usize,
    /// What is summed over it; nothing for its count.
    pub sum: Option<String>,
    /// The first and the last day of the events that it counts; nothing where it counts no events.
    pub time: Option<Time>,
    /// The last day that it speaks of.
    pub day: Day,
    /// The group of a breakdown, as `sex=Male`; empty for the whole.
    pub group: String,
    /// The events that it counts, by the name that all sets of these share.
    pub events: Option<String>,
}

/// What was found.
#[derive(Default)]
pub struct Collected {
    /// Cells and figures; equations are added by others.
    pub model: Model,
    /// The figure at each place; those of which no part is known have none.
    pub figures: BTreeMap<Place, usize>,
    /// The sets that cells are of.
    pub sets: Vec<Set>,
    /// What each cell is of.
    pub keys: Vec<Key>,
    /// The parts of each figure and of each row with nobody.
    pub parts: BTreeMap<Place, Vec<(Part, usize)>>,
    /// The windows of events that are compared, by their cells: the window, and the number of events up to its last and its first day.
    pub windows: Vec<[usize; 3]>,
    /// Which counts are small.
    pub hide: Hide,
    places: BTreeMap<Set, usize>,
    cells: BTreeMap<(Key, u64), usize>,
}

/// Finds the cells and figures of a document.
pub fn collect(document: &Document, relations: &Relations, hide: Hide) -> Collected {
    let mut found = Collected::empty(hide);
    for (at, scorecard) in document.scorecards.iter().enumerate() {
        for (group_at, group) in scorecard.groups.iter().enumerate() {
            for (row_at, row) in group.every_row().enumerate() {
                let whole = row.whole();
                if relations.is_of_things(&scorecard.id, whole) {
                    continue;
                }
                let basis = |month| relations.basis(&scorecard.id, whole, month);
                let behind = |month| relations.behind(&scorecard.id, &row.id, month);
                let place = |what| (at, group_at, row_at, what);
                let exact = |month| relations.exact(&scorecard.id, &row.id, month);
                let part_of = row.part_of.as_ref();
                let of = Of { part_of, unit: row.unit, basis: &basis, behind: &behind, exact: &exact };
                let weight = if row.is_part() { PART } else { ROW };
                found.figure(place(What::Now), of, row.figure, document.period.last(), weight);
                found.figure(place(What::Before), of, row.previous.1, row.previous.0.last(), BEFORE);
                if let Some((month, figure)) = row.against {
                    found.figure(place(What::Against), of, figure, month.last(), AGAINST);
                }
                for (at, outturn) in row.outturns.iter().enumerate() {
                    found.figure(place(What::Outturn(at)), of, outturn.figure, outturn.month.last(), POINT);
                }
                for (month, point) in row.series.iter().enumerate() {
                    found.figure(place(What::Point(month)), of, point.figure, point.month.last(), POINT);
                }
                if let Some(forecast) = &row.forecast {
                    found.figure(place(What::Forecast), of, Some(forecast.figure), forecast.day, FORECAST);
                }
                if row.nobody {
                    found.nobody(place(What::Now), of, document.period.last());
                }
            }
        }
    }
    found
}

/// The row that a figure is of.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    /// The row that it is a group of.
    pub part_of: Option<&'a PartOf>,
    /// What it is in.
    pub unit: Unit,
    /// What it counts in a month.
    pub basis: &'a dyn Fn(Month) -> Basis,
    /// How many are behind a ratio of sums.
    pub behind: &'a dyn Fn(Month) -> Option<i64>,
    /// Its figure in a month before it was rounded.
    pub exact: &'a dyn Fn(Month) -> Option<Figure>,
}

impl Of<'_> {
    fn group(&self) -> String {
        self.part_of.map(PartOf::key).unwrap_or_default()
    }
}

impl Collected {
    /// Nothing yet.
    pub fn empty(hide: Hide) -> Self {
        Collected { hide, model: Model { hide, ..Model::default() }, ..Collected::default() }
    }

    /// The cell that is of the same, with the same number, as one of another run.
    pub fn same(&self, other: &Collected, cell: usize) -> Option<usize> {
        let key = other.keys.get(cell)?;
        let key = Key { set: *self.places.get(&other.sets[key.set])?, ..key.clone() };
        self.cells.get(&(key, other.model.cells[cell].value.to_bits())).copied()
    }

    fn figure(&mut self, place: Place, of: Of<'_>, figure: Option<Figure>, day: Day, weight: u64) {
        let Some(figure) = figure else { return };
        let figure = (of.exact)(Month::of(day)).unwrap_or(figure);
        let parts = self.parts(of, figure, day);
        if parts.is_empty() {
            return;
        }
        let basis = &(of.basis)(Month::of(day));
        let cells = parts.iter().map(|(_, cell)| *cell).collect();
        let kind = match figure {
            Figure::Proportion { .. } if basis.sums.is_none() => Kind::OfMany,
            Figure::Proportion { .. } => Kind::Sums,
            _ => Kind::Number,
        };
        let alone = match figure {
            Figure::Proportion { .. } | Figure::Sums { .. } => parts.get(1),
            Figure::Mean { .. } => parts.first(),
            _ => None,
        };
        let alone = alone.map(|(_, cell)| *cell).filter(|_| place.3 == What::Now);
        self.model.figures.push(Shown { cells, alone, weight, kind, rest: None });
        self.figures.insert(place, self.model.figures.len() - 1);
        self.parts.insert(place, parts);
    }

    /// The cells of a figure; none where no part of it is known.
    pub fn parts(&mut self, of: Of<'_>, figure: Figure, day: Day) -> Vec<(Part, usize)> {
        let basis = &(of.basis)(Month::of(day));
        match figure {
            Figure::Sums { above, below } => {
                let sums = basis.sums.clone().unwrap_or_default();
                // Of how many children is what matters; where that is not known nothing is shown.
                let few = (of.behind)(Month::of(day)).is_none_or(|number| self.hide.hides(number));
                let over = format!("all of {sums}");
                vec![
                    (Part::Sum, self.sum(basis, of, day, &sums, above as f64 / 1e6, few)),
                    (Part::Over, self.sum(basis, of, day, &over, below as f64 / 1e6, few)),
                ]
            }
            Figure::Proportion { numerator, denominator } => match &basis.sums {
                None => vec![
                    (Part::Counted, self.count((basis, Part::Counted), of, day, numerator)),
                    (Part::Cohort, self.count((basis, Part::Cohort), of, day, denominator)),
                ],
                Some(sums) => {
                    // Of how many children is what matters; where that is not known nothing is shown.
                    let few = (of.behind)(Month::of(day)).is_none_or(|number| self.hide.hides(number));
                    let over = format!("all of {sums}");
                    vec![
                        (Part::Sum, self.sum(basis, of, day, sums, numerator as f64, few)),
                        (Part::Over, self.sum(basis, of, day, &over, denominator as f64, few)),
                    ]
                }
            },
            Figure::Count(count) | Figure::Rate { count, .. } => {
                vec![(Part::Counted, self.count((basis, Part::Counted), of, day, count))]
            }
            Figure::Mean { sum, number, .. } => {
                let number_cell = self.count((basis, Part::Counted), of, day, number);
                let few = self.hide.hides(number);
                vec![(Part::Counted, number_cell), (Part::Sum, self.sum(basis, of, day, "values", sum, few))]
            }
            Figure::Given(value) if of.unit.is_number() => {
                vec![(Part::Counted, self.count((basis, Part::Counted), of, day, whole(value)))]
            }
            Figure::Given(_) | Figure::Judged(_) => Vec::new(),
        }
    }

    /// A row that shows by its symbol that nobody is in it.
    fn nobody(&mut self, place: Place, of: Of<'_>, day: Day) {
        let basis = &(of.basis)(Month::of(day));
        let mut parts = vec![(Part::Counted, self.count((basis, Part::Counted), of, day, 0))];
        if of.unit.is_share() {
            parts.push((Part::Cohort, self.count((basis, Part::Cohort), of, day, 0)));
        }
        parts.iter().for_each(|(_, cell)| self.model.cells[*cell].open = true);
        self.parts.insert(place, parts);
    }

    /// The cell of a count.
    pub fn count(&mut self, (basis, part): (&Basis, Part), of: Of<'_>, day: Day, count: i64) -> usize {
        let (set, events) = match part {
            Part::Cohort => (&basis.cohort, &basis.cohort_events),
            _ => (&basis.counted, &basis.events),
        };
        let key =
            Key { set: self.set(set), sum: None, time: basis.span.days(day), day, group: of.group(), events: events.clone() };
        let cell = Cell { sensitive: self.hide.hides(count), ..Cell::count(count) };
        self.cell(key, cell)
    }

    /// The cell of a sum: sensitive where it is of few, and where it is a small whole number itself, such as of referrals.
    fn sum(&mut self, basis: &Basis, of: Of<'_>, day: Day, what: &str, sum: f64, few: bool) -> usize {
        let is_small = sum.fract() == 0.0 && self.hide.hides(sum as i64);
        let key = Key {
            set: self.set(&basis.counted),
            sum: Some(what.to_owned()),
            time: basis.span.days(day),
            day,
            group: of.group(),
            events: basis.events.clone(),
        };
        self.cell(key, Cell::sum(sum, few || is_small))
    }

    /// The place of a set.
    pub fn set(&mut self, set: &Set) -> usize {
        if let Some(known) = self.places.get(set) {
            return *known;
        }
        self.sets.push(set.clone());
        self.places.insert(set.clone(), self.sets.len() - 1);
        self.sets.len() - 1
    }

    /// The cell of a key. The same key with another value is another cell: then it is not the same after all.
    fn cell(&mut self, key: Key, cell: Cell) -> usize {
        let known = (key, cell.value.to_bits());
        if let Some(found) = self.cells.get(&known) {
            self.model.cells[*found].sensitive |= cell.sensitive;
            return *found;
        }
        let at = self.model.add(cell);
        self.keys.push(known.0.clone());
        self.cells.insert(known, at);
        at
    }
}

/// A given number as a count; what lies between two whole numbers as the greater.
fn whole(value: crate::definitions::Decimal) -> i64 {
    i64::try_from(Fraction::of(value).ceil()).unwrap_or(i64::MAX)
}
