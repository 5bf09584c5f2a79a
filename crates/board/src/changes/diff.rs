//! What two runs differ in, row by row.
//!
//! Takes two runs, gives the rows that differ: figures and by how much, ratings and whether they moved for the
//! better, targets, figures that both give for a month and do not agree on, and whether it was the definition that
//! changed or the data. Rows that are alike are counted only.

use super::fingerprint::{measure_part, promise_part};
use super::run::{Run, RunRow, RunScorecard, Shown, same};
use crate::calendar::Month;
use crate::definitions::Unit;
use scorecard_core::worded;

/// What two runs differ in.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The run compared with.
    pub old: Side,
    /// The run that is compared.
    pub new: Side,
    /// The scorecards of either, in the new one's order.
    pub scorecards: Vec<ScorecardChanges>,
}

/// Which run it is.
#[derive(Clone, Debug)]
pub struct Side {
    /// The reporting month.
    pub period: Month,
    /// The day printed on it.
    pub generated: String,
    /// `internal` or `public`.
    pub audience: String,
    /// The groups that it is of, each a column and a group; empty where it is of the whole.
    pub only: Vec<(String, String)>,
    /// The same in words.
    pub of_whom: String,
}

/// Whether something is in both runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// In both.
    Both,
    /// In the new one only.
    New,
    /// In the old one only.
    Gone,
}

/// What a scorecard differs in.
#[derive(Clone, Debug)]
pub struct ScorecardChanges {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Whether both have it.
    pub presence: Presence,
    /// The ONS codes of the authority, then and now, where they differ.
    pub authorities: Option<(Option<String>, Option<String>)>,
    /// The rows that differ, in the new one's order.
    pub rows: Vec<RowChanges>,
    /// How many rows are alike.
    pub alike: usize,
}

/// What a row differs in.
#[derive(Clone, Debug)]
pub struct RowChanges {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What the figure is in.
    pub unit: String,
    /// Whether both have it.
    pub presence: Presence,
    /// The row then and now.
    pub sides: (Option<RunRow>, Option<RunRow>),
    /// Whether the figures differ, be it by less than is shown.
    pub figure: bool,
    /// By how much, the new one less the old one, in the row's unit; nothing where either has no number.
    pub by: Option<f64>,
    /// The rating, where it moved.
    pub rating: Option<Moved>,
    /// Whether the targets differ.
    pub target: bool,
    /// Whether it is measured differently; nothing where either run has no fingerprint.
    pub measured_differently: Option<bool>,
    /// Whether something else was promised.
    pub promised_differently: Option<bool>,
    /// Figures of earlier months that the two do not agree on.
    pub restated: Vec<RestatedMonth>,
}

/// Where a rating went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// To a better colour.
    Better,
    /// To a worse one.
    Worse,
    /// From or to no colour.
    Otherwise,
}

worded! {
    /// Why figures differ.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Cause {
        /// They are measured differently.
        Definition = "definition",
        /// They are measured alike: the extracts differ, or the month.
        Data = "data",
    }
}

/// A month that the two runs do not agree on.
#[derive(Clone, Debug, PartialEq)]
pub struct RestatedMonth {
    /// The month.
    pub month: Month,
    /// What the old run gives; nothing where it says that there was no figure.
    pub old: Option<f64>,
    /// What the new run gives.
    pub new: Option<f64>,
}

/// How many rows changed how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows in both that differ.
    pub changed: usize,
    /// Rows that the old run has not.
    pub new: usize,
    /// Rows that the new run has not.
    pub gone: usize,
    /// Rows in both that are alike.
    pub alike: usize,
    /// Ratings that moved to a better colour.
    pub better: usize,
    /// Ratings that moved to a worse one.
    pub worse: usize,
}

/// Compares two runs.
pub fn diff(old: &Run, new: &Run) -> Changes {
    let side = |run: &Run| Side {
        period: run.period,
        generated: run.generated.clone(),
        audience: run.audience.clone(),
        only: run.only.clone(),
        of_whom: run.of_whom(),
    };
    let now = new.scorecards.iter().map(|scorecard| compare((old, old.scorecard(&scorecard.id)), (new, Some(scorecard))));
    let gone = old.scorecards.iter().filter(|scorecard| new.scorecard(&scorecard.id).is_none());
    let scorecards = now.chain(gone.map(|scorecard| compare((old, Some(scorecard)), (new, None)))).collect();
    Changes { old: side(old), new: side(new), scorecards }
}

impl Changes {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        let alike = |scorecard: &ScorecardChanges| {
            scorecard.presence == Presence::Both && scorecard.authorities.is_none() && scorecard.rows.is_empty()
        };
        self.same_people() && self.scorecards.iter().all(alike)
    }

    /// Whether the two are of the whole, or of the same groups.
    pub fn same_people(&self) -> bool {
        let sorted = |side: &Side| {
            let mut only = side.only.clone();
            only.sort();
            only
        };
        sorted(&self.old) == sorted(&self.new)
    }

    /// Whether the two are of the same month.
    pub fn same_period(&self) -> bool {
        self.old.period == self.new.period
    }
}

impl RowChanges {
    /// Why figures differ, of this month or of earlier ones; nothing where none does or where nobody knows.
    pub fn cause(&self) -> Option<Cause> {
        let differently = self.measured_differently.filter(|_| self.figure || !self.restated.is_empty())?;
        Some(if differently { Cause::Definition } else { Cause::Data })
    }
}

impl ScorecardChanges {
    /// How many rows changed how.
    pub fn counts(&self) -> Counts {
        let number = |wanted: &dyn Fn(&&RowChanges) -> bool| self.rows.iter().filter(wanted).count();
        Counts {
            changed: number(&|row| row.presence == Presence::Both),
            new: number(&|row| row.presence == Presence::New),
            gone: number(&|row| row.presence == Presence::Gone),
            alike: self.alike,
            better: number(&|row| row.rating == Some(Moved::Better)),
            worse: number(&|row| row.rating == Some(Moved::Worse)),
        }
    }
}

/// A run, and a scorecard of it.
type Of<'a> = (&'a Run, Option<&'a RunScorecard>);

fn compare((old_run, old): Of<'_>, (new_run, new): Of<'_>) -> ScorecardChanges {
    let either = new.or(old);
    let presence = presence(old.is_some(), new.is_some());
    let mut rows = Vec::new();
    let mut alike = 0;
    for now in new.into_iter().flat_map(|scorecard| &scorecard.rows) {
        let then = old.and_then(|scorecard| scorecard.row(&now.id));
        match then {
            Some(then) => match both((old_run.period, then), (new_run.period, now)) {
                Some(changes) => rows.push(changes),
                None => alike += 1,
            },
            // Groups of a breakdown come and go with the command that was run.
            None if now.is_part() => {}
            None => rows.push(alone(None, Some(now))),
        }
    }
    let is_gone = |row: &&RunRow| !row.is_part() && new.is_none_or(|scorecard| scorecard.row(&row.id).is_none());
    rows.extend(old.into_iter().flat_map(|scorecard| &scorecard.rows).filter(is_gone).map(|row| alone(Some(row), None)));
    let authorities = old.zip(new).map(|(old, new)| (old.authority.clone(), new.authority.clone()));
    ScorecardChanges {
        id: either.map(|scorecard| scorecard.id.clone()).unwrap_or_default(),
        title: either.map(|scorecard| scorecard.title.clone()).unwrap_or_default(),
        presence,
        authorities: authorities.filter(|(old, new)| old != new),
        rows,
        alike,
    }
}

fn presence(old: bool, new: bool) -> Presence {
    match (old, new) {
        (false, _) => Presence::New,
        (true, false) => Presence::Gone,
        (true, true) => Presence::Both,
    }
}

fn alone(old: Option<&RunRow>, new: Option<&RunRow>) -> RowChanges {
    let row = new.or(old);
    let words = |of: fn(&RunRow) -> &String| row.map(of).cloned().unwrap_or_default();
    RowChanges {
        id: words(|row| &row.id),
        title: words(|row| &row.title),
        unit: words(|row| &row.unit),
        presence: presence(old.is_some(), new.is_some()),
        sides: (old.cloned(), new.cloned()),
        figure: false,
        by: None,
        rating: None,
        target: false,
        measured_differently: None,
        promised_differently: None,
        restated: Vec::new(),
    }
}

/// What a row of both runs differs in, if in anything.
fn both((was, old): (Month, &RunRow), (is, new): (Month, &RunRow)) -> Option<RowChanges> {
    let figure = old.display != new.display
        || [(old.value, new.value), (old.numerator, new.numerator), (old.denominator, new.denominator)].into_iter().any(differ);
    let numbers = old.value.and_then(Shown::number).zip(new.value.and_then(Shown::number));
    let by = numbers.filter(|_| figure && old.unit == new.unit).map(|(old, new)| new - old);
    let part = |of: fn(&str) -> Option<&str>| {
        let part = |row: &RunRow| row.definition.as_deref().and_then(of).map(str::to_owned);
        part(old).zip(part(new)).map(|(old, new)| old != new)
    };
    let changes = RowChanges {
        figure,
        by,
        rating: (old.rating != new.rating).then(|| moved(&old.rating, &new.rating)),
        target: old.target != new.target,
        measured_differently: part(measure_part),
        promised_differently: part(promise_part),
        restated: restated((was, old), (is, new)),
        ..alone(Some(old), Some(new))
    };
    let differs = changes.figure
        || changes.rating.is_some()
        || changes.target
        || changes.measured_differently == Some(true)
        || changes.promised_differently == Some(true)
        || !changes.restated.is_empty();
    differs.then_some(changes)
}

fn differ((old, new): (Option<Shown>, Option<Shown>)) -> bool {
    match (old, new) {
        (Some(Shown::Number(old)), Some(Shown::Number(new))) => !same(old, new),
        (old, new) => old != new,
    }
}

fn moved(old: &str, new: &str) -> Moved {
    let place = |rating: &str| ["red", "amber", "green"].iter().position(|colour| *colour == rating);
    match (place(old), place(new)) {
        (Some(old), Some(new)) if new > old => Moved::Better,
        (Some(_), Some(_)) => Moved::Worse,
        _ => Moved::Otherwise,
    }
}

/// The months before either's own, or that one of them, that both give a figure for and do not agree on. What is hidden
/// in either is left out.
fn restated((was, old): (Month, &RunRow), (is, new): (Month, &RunRow)) -> Vec<RestatedMonth> {
    if old.unit != new.unit || Unit::parse(&old.unit).is_some_and(Unit::is_words) || old.is_part() {
        return Vec::new();
    }
    let all = |month: Month, row: &RunRow| {
        let mut all = row.before.clone();
        all.insert(month, row.value);
        all
    };
    let now = all(is, new);
    let of_both = all(was, old).into_iter().filter_map(|(month, old)| Some((month, old, *now.get(&month)?)));
    of_both
        // Their own month's figures are compared as figures.
        .filter(|(month, ..)| was != is || *month != was)
        .filter(|(_, old, new)| ![old, new].contains(&&Some(Shown::Hidden)) && differ((*old, *new)))
        .map(|(month, old, new)| RestatedMonth { month, old: old.and_then(Shown::number), new: new.and_then(Shown::number) })
        .collect()
}
