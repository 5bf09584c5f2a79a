//! The document: scorecards with everything shown of them, free of any format.
//!
//! Renderers take a [`Document`] and nothing else. It holds figures, never a child.

mod board;
mod history;
mod insight;
mod letterhead;
mod part;
mod target;
mod verdict;

use crate::calendar::{Day, Month};
use crate::definitions::by::Only;
pub use crate::definitions::{By, Since, Step};
use crate::definitions::{Polarity, Publication, Unit};
use crate::explain::Explanation;
use crate::figure::{Figure, Fraction};
use crate::problem::Problem;
use crate::rating::{Rating, Travel};
pub use crate::said::{Crossing, Note, Reason, Stood};
use crate::statistics::Interval;
use crate::statistics::trend_marker::TrendMarker;
use crate::statistics::xmr::Chart;
pub use board::{Audience, Comment, Hidden, Restated, Symbol};
pub use insight::{Benchmark, Forecast, Outturn, Point, Published, Spread};
pub use letterhead::{Letterhead, Logo, Picture, Template};
pub use part::PartOf;
pub use target::{Resolved, ShownTarget, ToCome};
pub use verdict::{By as VerdictBy, Outcome, Verdict};

/// The scorecards of one run.
#[derive(Clone, Debug)]
pub struct Document {
    /// The day printed on outputs.
    pub generated: Day,
    /// The reporting month.
    pub period: Month,
    /// Who may read it.
    pub audience: Audience,
    /// What is kept from the public.
    pub publication: Publication,
    /// Whether a text begins with the month in brief; a paper has it in any case.
    pub brief: bool,
    /// What the head of a paper says of how far the data reach, in sentences.
    pub reach: Vec<String>,
    /// The scorecards.
    pub scorecards: Vec<Scorecard>,
    /// The groups that it is of, where it is not of the whole.
    pub only: Vec<Only>,
    /// What each library indicator in use means, by its id.
    pub explained: Vec<Explanation>,
    /// What was met on the way.
    pub problems: Vec<Problem>,
}

/// One scorecard.
#[derive(Clone, Debug)]
pub struct Scorecard {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it serves.
    pub about: Option<String>,
    /// The strategy it follows.
    pub source: String,
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// Since when travel is.
    pub travel: Since,
    /// What its papers have of the council's own.
    pub letterhead: Letterhead,
    /// Its groups.
    pub groups: Vec<Group>,
}

/// A pledge, outcome or priority.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its rows: what was promised. The groups that one is broken down by are within it.
    pub rows: Vec<Row>,
}

/// One row: a promise and how it stands; or one group of a breakdown of such a row, of which all the same can be said.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id, unique in the scorecard.
    pub id: String,
    /// What it is a part of, where it is one group of a breakdown.
    pub part_of: Option<PartOf>,
    /// The groups of the breakdowns of it, in order; a group has none.
    pub parts: Vec<Row>,
    /// The library indicator that measures it.
    pub indicator: Option<String>,
    /// Its name.
    pub title: String,
    /// The priority or aim that the strategy sets it under, where it names one.
    pub about: Option<String>,
    /// Who leads.
    pub lead: Option<String>,
    /// What the figure is in.
    pub unit: Unit,
    /// Decimal places shown.
    pub decimals: u32,
    /// Which way is better.
    pub polarity: Polarity,
    /// First and last day of the time it speaks of.
    pub window: (Day, Day),
    /// A fingerprint of how it is measured and what was promised: the same as long as neither changes.
    pub fingerprint: String,
    /// What its figure is of, in the plural: `children`, `reviews`; empty where nobody knows.
    pub counts: &'static str,
    /// The figure, if there is one.
    pub figure: Option<Figure>,
    /// Whether there is no figure because nobody is in its cohort.
    pub nobody: bool,
    /// What disclosure control took out.
    pub hidden: Hidden,
    /// The target in force.
    pub target: Option<ShownTarget>,
    /// The month that the data behind the figure end in, where that is before the reporting month.
    pub data_to: Option<Month>,
    /// Whether the figure is shown and not rated, because the extracts do not tell enough of it.
    pub doubted: bool,
    /// The month and the figure of the council's own past that it is judged by, for its target or its amber band: the
    /// rating tells of that figure. Nothing of it where disclosure control took it out.
    pub against: Option<(Month, Option<Figure>)>,
    /// How it stands.
    pub rating: Rating,
    /// Why, for every rating but green and red.
    pub reason: Option<Reason>,
    /// The confidence interval, in the row's unit.
    pub interval: Option<Interval>,
    /// The month that travel is since, with its figure.
    pub previous: (Month, Option<Figure>),
    /// The figures of the last outturns, the last first; empty where none were asked for.
    pub outturns: Vec<Outturn>,
    /// How it stood in that month.
    pub previous_rating: Rating,
    /// Which way it moved.
    pub travel: Option<Travel>,
    /// Children to target.
    pub to_target: Option<i64>,
    /// Children to target in words, with the pace so far: `needs 3 more by March 2019`.
    pub pace: Option<String>,
    /// Its history, oldest month first and the reporting month last; empty where none was asked for.
    pub series: Vec<Point>,
    /// Months at which its process was re-based, oldest first.
    pub steps: Vec<Step>,
    /// The same measure of each month's own events, place by place of the history; empty where it is of no events.
    pub events: Vec<Option<Figure>>,
    /// What statistical process control says of the history, place by place.
    pub chart: Option<Chart>,
    /// Whether its target will be met, by the best that is known; nothing where nothing tells.
    pub verdict: Option<Verdict>,
    /// Which way the latest five year ends of the history go; nothing without one.
    pub trend_marker: Option<TrendMarker>,
    /// What others have; empty where no benchmarks were asked for.
    pub benchmarks: Vec<Benchmark>,
    /// Where it will be on the day that the target is due.
    pub forecast: Option<Forecast>,
    /// Where it will be at the end of the month after the period; only for the month in brief.
    pub next: Option<Forecast>,
    /// What was said of it.
    pub comments: Vec<Comment>,
    /// Figures of earlier months that are no longer what was reported.
    pub restated: Vec<Restated>,
    /// What the reader should know.
    pub notes: Vec<Note>,
}

/// How many rows stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Green rows.
    pub green: usize,
    /// Amber rows.
    pub amber: usize,
    /// Red rows.
    pub red: usize,
    /// Rows not rated.
    pub not_rated: usize,
    /// Rows without data.
    pub no_data: usize,
}

impl Document {
    /// The Word document that its papers are written in: that of the first scorecard which has one.
    pub fn template(&self) -> Option<&Template> {
        self.scorecards.iter().find_map(|scorecard| scorecard.letterhead.template.as_ref())
    }
}

impl Scorecard {
    /// Its rows, in order: without the groups of breakdowns.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// The same, to be changed.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.groups.iter_mut().flat_map(|group| &mut group.rows)
    }

    /// All its rows, in order, each followed by its groups of breakdowns.
    pub fn every_row(&self) -> impl Iterator<Item = &Row> {
        self.rows().flat_map(Row::with_parts)
    }

    /// Changes all its rows, and the groups of their breakdowns.
    pub fn for_every_row(&mut self, mut change: impl FnMut(&mut Row)) {
        for row in self.rows_mut() {
            change(row);
            row.parts.iter_mut().for_each(&mut change);
        }
    }

    /// How many rows stand how; groups of a breakdown are parts of rows and not counted.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for row in self.rows() {
            *match row.rating {
                Rating::Green => &mut summary.green,
                Rating::Amber => &mut summary.amber,
                Rating::Red => &mut summary.red,
                Rating::NotRated => &mut summary.not_rated,
                Rating::NoData => &mut summary.no_data,
            } += 1;
        }
        summary
    }
}

impl Group {
    /// All its rows, in order, each followed by its groups of breakdowns.
    pub fn every_row(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().flat_map(Row::with_parts)
    }
}

impl Row {
    /// Itself, and then its groups of breakdowns.
    pub fn with_parts(&self) -> impl Iterator<Item = &Row> {
        std::iter::once(self).chain(&self.parts)
    }

    /// Whether it is one group of a breakdown of another row.
    pub fn is_part(&self) -> bool {
        self.part_of.is_some()
    }

    /// The id of the whole row: its own, or that of the row it is a part of.
    pub fn whole(&self) -> &str {
        self.part_of.as_ref().map_or(&self.id, |part| &part.row)
    }

    /// The figure as shown, with a percent sign where it is one; nothing without a figure.
    pub fn display(&self) -> Option<String> {
        if self.hidden.figure {
            return Some(Symbol::Confidential.letters().to_owned());
        }
        self.figure.map(|figure| self.show(figure))
    }

    /// What stands in place of the figure, where a symbol does.
    pub fn symbol(&self) -> Option<Symbol> {
        match self.figure {
            _ if self.hidden.figure => Some(Symbol::Confidential),
            None if self.nobody => Some(Symbol::NotApplicable),
            None => Some(Symbol::NotAvailable),
            Some(figure) => self.is_low(figure).then_some(Symbol::Low),
        }
    }

    /// Whether a percentage rounds to zero and is not zero.
    pub fn is_low(&self, figure: Figure) -> bool {
        let zero = Fraction::new(0, 1);
        self.unit.is_share() && figure.exact() > zero && figure.exact().rounded(self.decimals) == zero.rounded(self.decimals)
    }

    /// What was counted or summed, as outputs give it: the value itself for a count, nothing
    /// where the parts are not known.
    pub fn numerator(&self) -> Option<f64> {
        self.numerator_of(self.figure?)
    }

    /// What was counted or summed in a figure of this row's history.
    pub fn numerator_of(&self, figure: Figure) -> Option<f64> {
        match figure {
            Figure::Judged(_) => None,
            Figure::Given(_) if !self.unit.is_number() => None,
            figure => Some(figure.numerator()),
        }
    }

    /// Out of how many, also where the figure itself is hidden.
    pub fn denominator(&self) -> Option<i64> {
        self.figure.and_then(Figure::denominator).or(self.hidden.denominator)
    }

    /// What stands below the line, which is no whole number where sums have decimals.
    pub fn below(&self) -> Option<f64> {
        self.figure.and_then(Figure::below).or(self.hidden.denominator.map(|denominator| denominator as f64))
    }

    /// A figure as this row shows it.
    pub fn show(&self, figure: Figure) -> String {
        if let Figure::Judged(verdict) = figure {
            return verdict.words().to_owned();
        }
        if self.is_low(figure) {
            return Symbol::Low.letters().to_owned();
        }
        self.unit.signed(&figure.exact().rounded(self.decimals))
    }

    /// The restatement of a month's figure, if there is one.
    pub fn restated(&self, month: Month) -> Option<&Restated> {
        self.restated.iter().find(|restated| restated.month == month)
    }
}
