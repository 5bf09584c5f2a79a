//! What a row's history says: its extremes, and whether its last move is more than chance.

use super::{Point, Row};
use crate::definitions::Polarity;
use crate::figure::{Figure, Fraction};
use crate::rating::{Rating, Travel};
use crate::statistics::trend_marker::TrendMarker;
use crate::statistics::xmr::{Better, Meaning};

impl Row {
    /// Which way is better, as the statistics of series have it.
    pub fn better(&self) -> Better {
        match self.polarity {
            Polarity::Higher => Better::Higher,
            Polarity::Lower => Better::Lower,
            Polarity::None => Better::Neither,
        }
    }

    /// Whether its chart is to be seen on paper: it is red or amber, or its last point is more than chance.
    pub fn asks_to_be_seen(&self) -> bool {
        let signalled = self.chart.as_ref().is_some_and(|chart| chart.enough && chart.variation.is_some());
        matches!(self.rating, Rating::Red | Rating::Amber) || signalled
    }

    /// The month a year before the last of its history, where that has it.
    pub fn year_before(&self) -> Option<&Point> {
        let wanted = self.series.last()?.month.back(12);
        self.series.iter().find(|point| point.month == wanted)
    }

    /// The lowest and the highest figure of its history that is a number and may be seen.
    pub fn extremes(&self) -> Option<(Figure, Figure)> {
        let seen = self.series.iter().filter(|point| !point.hidden).filter_map(|point| point.figure);
        let numbers = seen.filter(|figure| figure.value().is_some());
        let lowest = numbers.clone().min_by_key(|figure| figure.exact())?;
        Some((lowest, numbers.max_by_key(|figure| figure.exact())?))
    }

    /// Which way it moved, with a word of judgement only where its history has a trend that way: else it has changed.
    pub fn judged_travel(&self) -> Option<Travel> {
        let meaning = self.chart.as_ref().and_then(|chart| chart.variation).map(|flag| flag.meaning);
        let (better, worse) = match self.trend_marker {
            Some(TrendMarker::GettingBetter) => (true, false),
            Some(TrendMarker::GettingWorse) => (false, true),
            _ => (false, false),
        };
        Some(match self.travel? {
            // A judgement in words is one.
            travel if matches!(self.figure, Some(Figure::Judged(_))) => travel,
            Travel::Improving if meaning == Some(Meaning::Improvement) || (better && meaning.is_none()) => Travel::Improving,
            Travel::Worsening if meaning == Some(Meaning::Concern) || (worse && meaning.is_none()) => Travel::Worsening,
            Travel::Level => Travel::Level,
            _ => Travel::Changed,
        })
    }

    /// By how much the figure moved, unrounded; nothing of judgements in words, nor where travel is not told.
    pub fn change(&self) -> Option<Fraction> {
        self.travel?;
        let (now, before) = (self.figure?, self.previous.1?);
        now.value().zip(before.value())?;
        Some(now.exact().plus(before.exact().negative()))
    }
}
