//! The public document: a type of its own, which has no room for what the public may not see.
//!
//! A figure is shown or hidden, and a hidden one has no number, no rating, no travel and no interval. It is made by
//! `made` and drawn as a [`Document`], which every renderer takes. A new field of the document does not compile here
//! until somebody says what the public sees of it.

use crate::calendar::{Day, Month};
use crate::definitions::{Polarity, Publication, Since, Step, Unit};
use crate::explain::Explanation;
use crate::figure::Figure;
use crate::problem::Problem;
use crate::rating::{Rating, Travel};
use crate::scorecard::{
    Audience, Benchmark, Comment, Document, Forecast, Group, Hidden, Letterhead, Note, Outturn, PartOf, Point, Reason, Restated,
    Row, Scorecard, ShownTarget, Verdict,
};
use crate::statistics::Interval;
use crate::statistics::trend_marker::TrendMarker;
use crate::statistics::xmr::Chart;

/// What the public sees of a run.
pub struct PublicDocument {
    /// The day printed on outputs.
    pub generated: Day,
    /// The reporting month.
    pub period: Month,
    /// What is kept from the public.
    pub publication: Publication,
    /// Whether papers begin with the month in brief.
    pub brief: bool,
    /// How far the data reach, in sentences without numbers.
    pub reach: Vec<String>,
    /// The scorecards.
    pub scorecards: Vec<PublicScorecard>,
    /// What each indicator in use means, without what any data give.
    pub explained: Vec<Explanation>,
    /// What whoever runs it is told; not part of outputs.
    pub problems: Vec<Problem>,
}

/// What it sees of a scorecard.
pub struct PublicScorecard {
    /// What the definition says of it.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it serves.
    pub about: Option<String>,
    /// The strategy.
    pub source: String,
    /// The authority.
    pub authority: Option<String>,
    /// Since when travel is.
    pub travel: Since,
    /// What its papers have of the council's own.
    pub letterhead: Letterhead,
    /// Its groups, each with id, heading and rows; the groups that a row is broken down by are within it.
    pub groups: Vec<(String, String, Vec<PublicRow>)>,
}

/// What a row's definition says, which is no secret.
pub struct Defined {
    /// Its id.
    pub id: String,
    /// The row it is a group of.
    pub part_of: Option<PartOf>,
    /// The library indicator.
    pub indicator: Option<String>,
    /// Its name.
    pub title: String,
    /// The priority it is set under.
    pub about: Option<String>,
    /// The role that leads.
    pub lead: Option<String>,
    /// What it is in.
    pub unit: Unit,
    /// Decimal places shown.
    pub decimals: u32,
    /// Which way is better.
    pub polarity: Polarity,
    /// First and last day.
    pub window: (Day, Day),
    /// The fingerprint of the definition.
    pub fingerprint: String,
    /// What it counts.
    pub counts: &'static str,
    /// Months at which it was re-based.
    pub steps: Vec<Step>,
}

/// What it sees of a row.
pub struct PublicRow {
    /// What the definition says.
    pub defined: Defined,
    /// The groups of its breakdowns.
    pub parts: Vec<PublicRow>,
    /// The target in force.
    pub target: Option<ShownTarget>,
    /// The figure of the month.
    pub now: Now,
    /// The month that the data end in.
    pub data_to: Option<Month>,
    /// Whether the extracts do not tell enough of it.
    pub doubted: bool,
    /// The month of the past that it is judged by, with its figure where that is shown.
    pub against: Option<(Month, Option<Figure>)>,
    /// The month that travel is since.
    pub previous: (Month, Past),
    /// How it stood then, and which way it moved since: where both figures are shown.
    pub moved: (Rating, Option<Travel>),
    /// Outturns.
    pub outturns: Vec<(Month, Past)>,
    /// The history.
    pub series: Vec<PublicPoint>,
    /// What is said of all its months together: where all of them are shown.
    pub together: Together,
    /// Where it will be.
    pub forecast: Option<Forecast>,
    /// What others have, as published.
    pub benchmarks: Vec<Benchmark>,
    /// What was said of it for the public.
    pub comments: Vec<Comment>,
    /// Figures of earlier months that changed.
    pub restated: Vec<Restated>,
    /// Notes.
    pub notes: Vec<Note>,
}

/// The figure of the month.
pub enum Now {
    /// There is none.
    None {
        /// Whether nobody is in the cohort.
        nobody: bool,
        /// How it stands, and why.
        rating: (Rating, Option<Reason>),
        /// The children to target where they are told without a figure.
        to_target: Option<i64>,
    },
    /// It is hidden: whatever it is, all that is shown of it looks alike.
    Hidden {
        /// The denominator, where it may be shown.
        denominator: Option<i64>,
        /// Whether figures of its kind have an interval.
        interval: bool,
        /// Whether figures of its kind have children to target.
        to_target: bool,
    },
    /// It is shown.
    Shown {
        /// The figure.
        figure: Figure,
        /// How it stands, and why.
        rating: (Rating, Option<Reason>),
        /// Its interval; hidden where it would tell more than the figure.
        interval: Option<Result<Interval, IsHidden>>,
        /// Children to target; hidden with the past that it is judged by.
        to_target: Result<Option<i64>, IsHidden>,
    },
}

/// That something is hidden.
pub struct IsHidden;

/// The figure of an earlier month.
pub enum Past {
    /// There is none.
    None,
    /// It is hidden.
    Hidden,
    /// It is shown.
    Shown(Figure),
}

/// A month of the history.
pub struct PublicPoint {
    /// The month.
    pub month: Month,
    /// Its figure.
    pub figure: Past,
    /// What it was held against, where that may be shown, and how it stood.
    pub held: (Option<f64>, Option<f64>, Option<Month>, Rating),
}

/// What is said of several months at once.
#[derive(Default)]
pub struct Together {
    /// Children to target in words, with the pace.
    pub pace: Option<String>,
    /// The control chart.
    pub chart: Option<Chart>,
    /// Whether the target will be met.
    pub verdict: Option<Verdict>,
    /// Which way five year ends go.
    pub trend_marker: Option<TrendMarker>,
}

impl Past {
    /// The figure shown, and whether it is hidden.
    fn parts(self) -> (Option<Figure>, bool) {
        match self {
            Past::None => (None, false),
            Past::Hidden => (None, true),
            Past::Shown(figure) => (Some(figure), false),
        }
    }

    /// Whether it is shown.
    pub fn is_shown(&self) -> bool {
        matches!(self, Past::Shown(_))
    }
}

impl PublicDocument {
    /// As renderers take it.
    pub fn drawn(self) -> Document {
        let PublicDocument { generated, period, publication, brief, reach, scorecards, explained, problems } = self;
        let (audience, only) = (Audience::Public, Vec::new());
        let scorecards = scorecards.into_iter().map(PublicScorecard::drawn).collect();
        Document { generated, period, audience, publication, brief, reach, scorecards, explained, only, problems }
    }
}

impl PublicScorecard {
    fn drawn(self) -> Scorecard {
        let PublicScorecard { id, title, about, source, authority, travel, letterhead, groups } = self;
        let group = |(id, title, rows): (String, String, Vec<PublicRow>)| {
            let rows = rows.into_iter().map(PublicRow::drawn).collect();
            Group { id, title, rows }
        };
        let groups = groups.into_iter().map(group).collect();
        Scorecard { id, title, about, source, authority, travel, letterhead, groups }
    }
}

impl PublicRow {
    /// Itself, and then its groups of breakdowns.
    pub fn with_parts(&self) -> impl Iterator<Item = &PublicRow> {
        std::iter::once(self).chain(&self.parts)
    }

    fn drawn(self) -> Row {
        let PublicRow {
            defined,
            parts,
            target,
            now,
            data_to,
            doubted,
            against,
            previous,
            moved,
            outturns,
            series,
            together,
            forecast,
            benchmarks,
            comments,
            restated,
            notes,
        } = self;
        let Defined { id, part_of, indicator, title, about, lead, unit, decimals, polarity, window, fingerprint, counts, steps } =
            defined;
        let Together { pace, chart, verdict, trend_marker } = together;
        let (before, hidden_before) = previous.1.parts();
        let mut hidden = Hidden { previous: hidden_before, ..Hidden::default() };
        let mut is_nobody = false;
        let (figure, (rating, reason), interval, to_target) = match now {
            Now::None { nobody, rating, to_target } => {
                is_nobody = nobody;
                (None, rating, None, to_target)
            }
            Now::Hidden { denominator, interval, to_target } => {
                hidden = Hidden { figure: true, denominator, previous: hidden_before, interval, to_target };
                (None, (Rating::NotRated, Some(Reason::Hidden)), None, None)
            }
            Now::Shown { figure, rating, interval, to_target } => {
                hidden.to_target = to_target.is_err();
                hidden.interval = matches!(interval, Some(Err(IsHidden)));
                (Some(figure), rating, interval.and_then(Result::ok), to_target.unwrap_or(None))
            }
        };
        let outturn = |(month, past): (Month, Past)| {
            let (figure, hidden) = past.parts();
            Outturn { month, figure, hidden }
        };
        Row {
            id,
            part_of,
            parts: parts.into_iter().map(PublicRow::drawn).collect(),
            indicator,
            title,
            about,
            lead,
            unit,
            decimals,
            polarity,
            window,
            fingerprint,
            counts,
            figure,
            nobody: is_nobody,
            hidden,
            target,
            data_to,
            doubted,
            against,
            rating,
            reason,
            interval,
            previous: (previous.0, before),
            outturns: outturns.into_iter().map(outturn).collect(),
            previous_rating: moved.0,
            travel: moved.1,
            to_target,
            pace,
            series: series.into_iter().map(PublicPoint::drawn).collect(),
            steps,
            // The events of single months would give away what is hidden of a window.
            events: Vec::new(),
            chart,
            verdict,
            trend_marker,
            benchmarks,
            forecast,
            // What crosses a line next month is about few children.
            next: None,
            comments,
            restated,
            notes,
        }
    }
}

impl PublicPoint {
    fn drawn(self) -> Point {
        let PublicPoint { month, figure, held: (target, upper, against, rating) } = self;
        let (figure, hidden) = figure.parts();
        Point { month, figure, target, upper, against, rating, hidden }
    }
}
