//! Makes the public document, field by field of what may be shown.
//!
//! Takes a document and what is hidden of it, gives a [`PublicDocument`]. Every field of the document is taken apart by name and decided
//! upon: a new one does not compile until somebody says what the public sees of it. Averages, intervals and the lines of charts are
//! rounded as they are shown, so that the sums and sums of squares behind them do not follow.

use std::collections::BTreeSet;

use super::as_shown::{as_shown, rounded_chart, rounded_figure, rounded_interval};
use super::collect::{Collected, Place, What};
use super::document::{Defined, IsHidden, Now, Past, PublicDocument, PublicPoint, PublicRow, PublicScorecard, Together};
use super::model::Hide;
use crate::calendar::Month;
use crate::explain::Explanation;
use crate::figure::Figure;
use crate::rating::Rating;
use crate::scorecard::{
    Crossing, Document, Forecast, Group, Note, Outturn, Point, Reason, Restated, Row, Scorecard, ShownTarget,
};

/// What is hidden.
#[derive(Clone, Copy)]
pub struct Decided<'a> {
    /// The figures with their cells.
    pub found: &'a Collected,
    /// The cells that are hidden.
    pub hidden: &'a [bool],
}

/// What is hidden of one row.
struct OfRow<'a> {
    decided: Decided<'a>,
    at: (usize, usize, usize),
    period: Month,
}

impl OfRow<'_> {
    /// The same of one of its groups: these stand behind it.
    fn of_part(&self, part: usize) -> Self {
        OfRow { at: (self.at.0, self.at.1, self.at.2 + 1 + part), ..*self }
    }

    fn place(&self, what: What) -> Place {
        (self.at.0, self.at.1, self.at.2, what)
    }

    fn figure(&self, what: What) -> Option<usize> {
        self.decided.found.figures.get(&self.place(what)).copied()
    }

    fn gone(&self, what: What) -> bool {
        self.figure(what).is_some_and(|figure| !self.decided.found.model.is_shown(figure, self.decided.hidden))
    }

    /// The cell of a hidden figure's denominator, where that may be shown.
    fn shows_denominator(&self) -> bool {
        let alone = self.figure(What::Now).and_then(|figure| self.decided.found.model.figures[figure].alone);
        alone.is_some_and(|cell| !self.decided.hidden[cell])
    }

    /// Whether counts are behind a figure.
    fn counted(&self, what: What) -> bool {
        self.decided.found.parts.contains_key(&self.place(what))
    }

    fn hide(&self) -> Hide {
        self.decided.found.hide
    }

    fn past(&self, what: What, figure: Option<Figure>, decimals: u32) -> Past {
        match figure {
            _ if self.gone(what) => Past::Hidden,
            None => Past::None,
            Some(figure) => Past::Shown(rounded_figure(figure, decimals)),
        }
    }
}

/// What the public sees of a document.
pub fn public(document: &Document, decided: Decided<'_>) -> PublicDocument {
    // A run of one group is not for the public, whoever asks.
    let Document { generated, period, audience: _, publication, brief, reach, scorecards, explained, only: _, problems } =
        document.clone();
    let scorecards = scorecards.into_iter().enumerate().map(|(at, one)| scorecard(one, at, period, decided)).collect();
    let explained = explained.into_iter().map(|one| Explanation { narrowing: None, ..one }).collect();
    PublicDocument { generated, period, publication, brief, reach, scorecards, explained, problems }
}

fn scorecard(scorecard: Scorecard, at: usize, period: Month, decided: Decided<'_>) -> PublicScorecard {
    let Scorecard { id, title, about, source, authority, travel, letterhead, groups } = scorecard;
    let group = |(group_at, group): (usize, Group)| {
        let Group { id, title, rows } = group;
        let mut row_at = 0;
        let row = |one: Row| {
            let of = OfRow { decided, at: (at, group_at, row_at), period };
            row_at += 1 + one.parts.len();
            row(one, &of)
        };
        (id, title, rows.into_iter().map(row).collect())
    };
    let groups = groups.into_iter().enumerate().map(group).collect();
    PublicScorecard { id, title, about, source, authority, travel, letterhead, groups }
}

fn row(one: Row, of: &OfRow<'_>) -> PublicRow {
    let Row {
        // What the definition says.
        id,
        part_of,
        parts,
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
        steps,
        target,
        // What the data say; nothing of it is left where the figure is hidden.
        figure,
        nobody,
        // Nothing was hidden before.
        hidden: _,
        data_to,
        doubted,
        against,
        rating,
        reason,
        interval,
        previous,
        outturns,
        previous_rating,
        travel,
        to_target,
        pace,
        series,
        // The events of single months would give away what is hidden of a window.
        events: _,
        chart,
        verdict,
        trend_marker,
        forecast,
        // What crosses a line next month is about few children.
        next: _,
        restated,
        // What others published, and what somebody wrote for the public.
        benchmarks,
        comments,
        notes,
    } = one;
    let hidden_now = of.gone(What::Now);
    let hidden_before = of.gone(What::Before);
    let hidden_past = of.gone(What::Against);
    let hidden_points: BTreeSet<usize> = (0..series.len()).filter(|at| of.gone(What::Point(*at))).collect();
    // Of these months the figures before and after tell how many changed.
    let counted_points = series.iter().enumerate().filter(|(at, _)| of.counted(What::Point(*at))).map(|(_, point)| point.month);
    let counted: BTreeSet<Month> = counted_points
        .chain(of.counted(What::Before).then_some(previous.0))
        .chain(of.counted(What::Now).then_some(of.period))
        .collect();
    let any_hidden = hidden_now || hidden_before || hidden_past || !hidden_points.is_empty();
    let shown_months: BTreeSet<Month> = {
        let of_points = series.iter().enumerate().filter(|(at, point)| !hidden_points.contains(at) && point.figure.is_some());
        let before = (!hidden_before && previous.1.is_some()).then_some(previous.0);
        let past = against.filter(|(_, figure)| figure.is_some() && !hidden_past).map(|(month, _)| month);
        of_points.map(|(_, point)| point.month).chain(before).chain(past).collect()
    };
    let restated = {
        let here = |month: Month| previous.0 == month || series.iter().any(|point| point.month == month);
        let hidden =
            |month: Month| (hidden_before && previous.0 == month) || hidden_points.iter().any(|at| series[*at].month == month);
        // A month that is not of the history was never checked.
        let may =
            |one: &Restated| here(one.month) && !hidden(one.month) && !counted.contains(&one.month) && !is_small(of.hide(), one);
        restated.into_iter().filter(may).collect()
    };
    let now = match figure {
        Some(figure) if hidden_now => Now::Hidden {
            denominator: match figure {
                Figure::Rate { population, .. } => Some(population),
                figure if of.shows_denominator() => figure.denominator(),
                _ => None,
            },
            // Whether there was one would tell of the number: an average of one has no interval, a target met nobody to go.
            interval: interval.is_some() || matches!(figure, Figure::Mean { .. }),
            to_target: target.as_ref().is_some_and(|target| target.value.is_some()),
        },
        Some(figure) => Now::Shown {
            figure: rounded_figure(figure, decimals),
            rating: rating_beside(rating, reason, hidden_past),
            interval: interval.map(|interval| rounded_interval(figure, interval, decimals)),
            to_target: if hidden_past && to_target.is_some() { Err(IsHidden) } else { Ok(to_target) },
        },
        None => Now::None { nobody, rating: rating_beside(rating, reason, hidden_past), to_target },
    };
    // How many answered is the denominator; that it is exceeded tells of the numerator.
    let denominator = !matches!(now, Now::Hidden { denominator: None, .. });
    let note = |note: &Note| match note {
        Note::Answers { .. } => denominator,
        Note::MoreThanAll => !hidden_now,
        Note::Written(_)
        | Note::Labelled(..)
        | Note::Due(_)
        | Note::Rebased(..)
        | Note::NotBrokenDown { .. }
        | Note::HistoryHidden
        | Note::GroupOf { .. }
        | Note::DataTo(..)
        | Note::ShortHistory(_)
        | Note::Earlier { .. }
        | Note::NotJudged(_)
        | Note::LeftOut(_)
        | Note::Return(_)
        | Note::Judgement(_)
        | Note::Population { .. }
        | Note::Listed(_)
        | Note::MeasuredDifferently(_) => true,
    };
    let values: Vec<Option<f64>> = series
        .iter()
        .map(|point| rounded_figure(point.figure?, decimals).value().map(|value| as_shown(value, unit, decimals)))
        .collect();
    let point = |(at, point): (usize, Point)| {
        let Point { month, figure, target, upper, against: held_by, rating, hidden: _ } = point;
        let is_hidden = hidden_points.contains(&at);
        // What is judged by the council's own past tells of it: that stays where those figures are shown themselves.
        let held = match held_by {
            Some(past) if !shown_months.contains(&past) => (None, upper, held_by, Rating::NotRated),
            past => {
                let target = if past.is_some() { target.map(|target| as_shown(target, unit, decimals)) } else { target };
                (target, upper, held_by, if is_hidden { Rating::NotRated } else { rating })
            }
        };
        PublicPoint { month, figure: of.past(What::Point(at), figure, decimals), held }
    };
    PublicRow {
        target: target.map(|target| target_beside(target, hidden_past, decimals)),
        now,
        data_to,
        doubted,
        against: against
            .map(|(month, figure)| (month, figure.filter(|_| !hidden_past).map(|figure| rounded_figure(figure, decimals)))),
        previous: (previous.0, of.past(What::Before, previous.1, decimals)),
        moved: (
            match previous_rating {
                _ if hidden_before => Rating::NotRated,
                // It was judged by a past that was not looked at: that is not told, and not that it was not rated either.
                Rating::Green | Rating::Amber | Rating::Red if against.is_some() => Rating::NoData,
                rating => rating,
            },
            travel.filter(|_| !hidden_now && !hidden_before),
        ),
        outturns: outturns
            .into_iter()
            .enumerate()
            .map(|(at, Outturn { month, figure, hidden: _ })| (month, of.past(What::Outturn(at), figure, decimals)))
            .collect(),
        series: series.into_iter().enumerate().map(point).collect(),
        // Mean and limits are made of all figures, and those of the months that are left would be others: it is the low ones that
        // are hidden.
        together: match any_hidden {
            true => Together::default(),
            false => Together {
                pace,
                chart: chart.and_then(|chart| rounded_chart(chart, &values, unit, decimals)),
                verdict,
                trend_marker,
            },
        },
        forecast: forecast
            .filter(|_| !of.gone(What::Forecast) && !hidden_now)
            .map(|forecast| forecast_of_many(forecast, of.hide(), decimals)),
        benchmarks,
        comments,
        restated,
        notes: notes.into_iter().filter(note).collect(),
        parts: parts.into_iter().enumerate().map(|(at, part)| row(part, &of.of_part(at))).collect(),
        defined: Defined {
            id,
            part_of,
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
            steps,
        },
    }
}

/// A rating by a past that is hidden would tell of it.
fn rating_beside(rating: Rating, reason: Option<Reason>, hidden_past: bool) -> (Rating, Option<Reason>) {
    match rating {
        Rating::Green | Rating::Amber | Rating::Red if hidden_past => (Rating::NotRated, Some(Reason::HiddenPast)),
        _ => (rating, reason),
    }
}

/// What a target came to that is a figure of the past: hidden with it, and rounded as it is.
fn target_beside(mut target: ShownTarget, hidden_past: bool, decimals: u32) -> ShownTarget {
    let Some(resolved) = &mut target.resolved else { return target };
    let Some((_, past)) = &mut resolved.past else { return target };
    if hidden_past {
        target.resolved = None;
        target.hidden = true;
    } else {
        *past = rounded_figure(*past, decimals);
        resolved.number = past.exact();
    }
    target
}

/// Whether what was reported is a small count; of a percentage nobody can tell.
fn is_small(hide: Hide, restated: &Restated) -> bool {
    let number = restated.was.as_ref().and_then(|was| was.number);
    number.is_some_and(|number| number.fract() == 0.0 && hide.hides(number as i64))
}

fn forecast_of_many(forecast: Forecast, hide: Hide, decimals: u32) -> Forecast {
    let Forecast { day, figure, rating, crossings } = forecast;
    let figure = rounded_figure(figure, decimals);
    let many = |crossing: &Crossing| !hide.hides(i64::try_from(crossing.number).unwrap_or(i64::MAX));
    Forecast { day, figure, rating, crossings: crossings.into_iter().filter(many).collect() }
}
