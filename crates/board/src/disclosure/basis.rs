//! What each row of a run counts, as far as the relations between figures need it.
//!
//! Given by who evaluates the definitions. Disclosure control itself knows rows by their ids alone.

use std::collections::{BTreeMap, BTreeSet};

use super::algebra::{Set, Universe};
use super::archive::Published;
use crate::calendar::{Day, Month};
use crate::definitions::By;
use crate::figure::Figure;

/// What a row counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// The rows of its cohort.
    pub cohort: Set,
    /// Those counted in the numerator, or those that have the value averaged; the cohort itself for a count.
    pub counted: Set,
    /// What is summed, where sums are shown instead of counts.
    pub sums: Option<String>,
    /// The time in which its events lie.
    pub span: Span,
    /// The events of the cohort, by a name that all sets of these events share, over whatever time.
    pub cohort_events: Option<String>,
    /// Likewise the events counted.
    pub events: Option<String>,
}

/// The time in which what a row counts happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// No events: how things stand, or events of those who are there at the end.
    None,
    /// So many months, the last one that of the figure.
    Months(i32),
    /// From the last 1 April.
    Year,
    /// The quarter so far.
    Quarter,
    /// The last quarter that had ended.
    LastQuarter,
}

impl Span {
    /// The first and the last day, for the month in which a day lies.
    pub fn days(self, day: Day) -> Option<(Day, Day)> {
        let month = Month::of(day);
        match self {
            Span::None => None,
            Span::Months(months) => Some((month.window_start(months), day)),
            Span::Year => Some((month.year_start(), day)),
            Span::Quarter => Some((month.quarter_start().first(), day)),
            Span::LastQuarter => Some(month.last_quarter()),
        }
    }
}

impl Basis {
    /// Whether its sets are those of rows, and not made up for a name.
    pub fn is_evaluated(&self) -> bool {
        !matches!(self.cohort.universe, Universe::Named(_))
    }

    /// Of a row of which nothing is known but its name: some of its cohort count, and some do not.
    pub fn named(name: &str) -> Self {
        let rows = Universe::Named(name.into());
        let (cohort, counted) = (Set::of(&rows, [0, 1]), Set::of(&rows, [0]));
        Basis { cohort, counted, sums: None, span: Span::None, cohort_events: None, events: None }
    }
}

/// Rows of a set that are in a group of a breakdown; all of them where the group is empty.
pub type InGroup = (Set, String);

/// Those who are there at a month's end: those of an earlier month and who came since, less who went.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The month with those there at its end.
    pub now: (Month, Set),
    /// The earlier month with those there then.
    pub before: (Month, Set),
    /// Who came between them, as counted in the later month.
    pub came: Set,
    /// Who went.
    pub went: Set,
}

/// Rows of a table as they might be in the month of the report, by the sets in which each would be.
#[derive(Clone, Debug, PartialEq)]
pub struct Variants {
    /// What they are rows of.
    pub universe: Universe,
    /// The sets of the table, as they are; the same may be there twice, for two conditions.
    pub sets: Vec<Set>,
    /// The groups of breakdowns that some are in, by their whole names: `sex=Male`.
    pub groups: Vec<String>,
    /// The rows, each once.
    pub rows: Vec<Variant>,
}

/// A row as it might be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Variant {
    /// The number of the row that it is like, if that is in some set.
    pub like: Option<usize>,
    /// The places of the sets in which it would be, in order.
    pub inside: Vec<usize>,
    /// The places of its groups.
    pub groups: Vec<usize>,
}

impl Variants {
    /// The rows that go together with the sets as they are: of two conditions that hold for the same rows both hold, or none.
    pub fn possible(&self) -> impl Iterator<Item = &Variant> {
        let mut first: BTreeMap<&Set, usize> = BTreeMap::new();
        let same: Vec<(usize, usize)> = self
            .sets
            .iter()
            .enumerate()
            .map(|(at, set)| (at, *first.entry(set).or_insert(at)))
            .filter(|(at, first)| at != first)
            .collect();
        self.rows.iter().filter(move |row| {
            let is_inside = |set: &usize| row.inside.binary_search(set).is_ok();
            same.iter().all(|(at, first)| is_inside(at) == is_inside(first))
        })
    }
}

/// What the rows of a run count, by the ids of scorecard and row.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    rows: BTreeMap<(String, String), BTreeMap<Option<Month>, Basis>>,
    behind: BTreeMap<(String, String, Month), i64>,
    alike: Vec<(InGroup, Vec<InGroup>)>,
    exact: BTreeMap<(String, String, Month), Figure>,
    worked_out: BTreeMap<(String, String, Month), (Figure, u32)>,
    published: Vec<Published>,
    groups: BTreeMap<Set, BTreeMap<String, Vec<(By, Set)>>>,
    flows: Vec<Flow>,
    people: BTreeMap<Universe, Vec<usize>>,
    several: BTreeMap<Universe, Vec<usize>>,
    days: BTreeMap<Set, BTreeMap<String, BTreeMap<usize, Day>>>,
    things: BTreeSet<(String, String)>,
    variants: Vec<Variants>,
}

impl Relations {
    /// Says what a row counts, in months of which nothing else is said.
    pub fn insert(&mut self, scorecard: &str, row: &str, basis: Basis) {
        self.rows.entry((scorecard.to_owned(), row.to_owned())).or_default().insert(None, basis);
    }

    /// Says that a row counts things and no people: nothing of it is hidden, and it tells of nobody.
    pub fn insert_things(&mut self, scorecard: &str, row: &str) {
        self.things.insert((scorecard.to_owned(), row.to_owned()));
    }

    /// Whether a row counts things.
    pub fn is_of_things(&self, scorecard: &str, row: &str) -> bool {
        self.things.contains(&(scorecard.to_owned(), row.to_owned()))
    }

    /// Says what a row counts in a month.
    pub fn insert_month(&mut self, scorecard: &str, row: &str, month: Month, basis: Basis) {
        self.rows.entry((scorecard.to_owned(), row.to_owned())).or_default().insert(Some(month), basis);
    }

    /// Says how many rows of the table are behind a ratio of sums in a month; `row` may be a group of a breakdown.
    pub fn insert_behind(&mut self, scorecard: &str, row: &str, month: Month, number: i64) {
        self.behind.insert((scorecard.to_owned(), row.to_owned(), month), number);
    }

    /// Says who each row of a universe is, by its number: the same person in other months and tables, or the same event.
    pub fn insert_people(&mut self, universe: &Universe, people: Vec<usize>) {
        self.people.insert(universe.clone(), people);
    }

    /// Who each row of a universe is.
    pub fn people(&self, universe: &Universe) -> &[usize] {
        self.people.get(universe).map(Vec::as_slice).unwrap_or_default()
    }

    /// Says whose each row of a universe is that may have several rows a child: the child as [`Relations::people`] has it.
    pub fn insert_several(&mut self, universe: &Universe, children: Vec<usize>) {
        self.several.insert(universe.clone(), children);
    }

    /// Whose each row of a universe is; nothing where a child has one row.
    pub fn several(&self, universe: &Universe) -> Option<&[usize]> {
        self.several.get(universe).map(Vec::as_slice)
    }

    /// Says on which day what each row of a set of events counts happened, by the name of the events.
    pub fn insert_days(&mut self, set: &Set, events: &str, days: BTreeMap<usize, Day>) {
        self.days.entry(set.clone()).or_default().insert(events.to_owned(), days);
    }

    /// The days of the rows of a set of events.
    pub fn days(&self, set: &Set, events: &str) -> Option<&BTreeMap<usize, Day>> {
        self.days.get(set)?.get(events)
    }

    /// Says what the rows of a table might be.
    pub fn insert_variants(&mut self, variants: Variants) {
        self.variants.push(variants);
    }

    /// What the rows of tables might be.
    pub fn variants(&self) -> &[Variants] {
        &self.variants
    }

    /// Says the figure of a row in a month before it was rounded; `row` may be a group of a breakdown.
    pub fn insert_exact(&mut self, scorecard: &str, row: &str, month: Month, figure: Figure) {
        self.exact.insert((scorecard.to_owned(), row.to_owned(), month), figure);
    }

    /// The figure of a row before it was rounded; nothing where it was not.
    pub fn exact(&self, scorecard: &str, row: &str, month: Month) -> Option<Figure> {
        self.exact.get(&(scorecard.to_owned(), row.to_owned(), month)).copied()
    }

    /// Says the percentage or average of a row in a month as it is worked out now, with the decimal places that are shown of it, whether or not
    /// the run shows that month.
    pub fn insert_worked_out(&mut self, scorecard: &str, row: &str, month: Month, (figure, decimals): (Figure, u32)) {
        self.worked_out.insert((scorecard.to_owned(), row.to_owned(), month), (figure, decimals));
    }

    /// The percentage or average of a row in a month as it is worked out now, with its decimal places.
    pub fn worked_out(&self, scorecard: &str, row: &str, month: Month) -> Option<(Figure, u32)> {
        self.worked_out.get(&(scorecard.to_owned(), row.to_owned(), month)).copied()
    }

    /// Says that some rows are those of these groups together, in the month of the report.
    pub fn insert_alike(&mut self, one: InGroup, groups: Vec<InGroup>) {
        self.alike.push((one, groups));
    }

    /// Says who came and went between two months.
    pub fn insert_flow(&mut self, flow: Flow) {
        self.flows.push(flow);
    }

    /// Says what was published before.
    pub fn insert_published(&mut self, published: Published) {
        self.published.push(published);
    }

    /// Says which rows of a set are in a group, by its whole name: `sex=Male`.
    pub fn insert_group(&mut self, whole: &Set, (by, group): (&By, String), rows: Set) {
        let known = self.groups.entry(whole.clone()).or_default().entry(group).or_default();
        if !known.iter().any(|(_, other)| *other == rows) {
            known.push((by.clone(), rows));
        }
    }

    /// The rows of a set that are so many and in a group, with what that is a group by. The same set may be of several tables, with
    /// other groups in each.
    pub fn group(&self, whole: &Set, group: &str, size: usize) -> Option<&(By, Set)> {
        self.groups.get(whole)?.get(group)?.iter().find(|(_, rows)| rows.size() == size)
    }

    /// How many rows of a set are in a group; nothing where that is not known.
    pub fn size(&self, whole: &Set, group: &str) -> Option<usize> {
        match self.groups.get(whole)?.get(group)?.as_slice() {
            [(_, rows)] => Some(rows.size()),
            _ => None,
        }
    }

    /// What was published before.
    pub fn published(&self) -> &[Published] {
        &self.published
    }

    /// Rows that are those of groups together.
    pub fn alike(&self) -> &[(InGroup, Vec<InGroup>)] {
        &self.alike
    }

    /// Who came and went between two months.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// What a row counts in a month; a row that nobody spoke of stands for itself.
    pub fn basis(&self, scorecard: &str, row: &str, month: Month) -> Basis {
        let known = self.rows.get(&(scorecard.to_owned(), row.to_owned()));
        let of_month = known.and_then(|months| months.get(&Some(month)).or_else(|| months.get(&None)));
        of_month.cloned().unwrap_or_else(|| Basis::named(&format!("{scorecard}: {row}")))
    }

    /// How many are behind a ratio of sums.
    pub fn behind(&self, scorecard: &str, row: &str, month: Month) -> Option<i64> {
        self.behind.get(&(scorecard.to_owned(), row.to_owned(), month)).copied()
    }
}
