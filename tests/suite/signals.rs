//! How often control charts cry wolf and how soon they see the wolf, on series simulated month by month.
//!
//! Without change at most one row in ten is special cause at 24 months; a shift of two standard deviations is found
//! within six months in at least four of five. `docs/methods.md` states the rates that this test prints.

// The rates are printed with `--nocapture`, for the methods to state.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fastrand::Rng;
use scorecard::calendar::parse_iso;
use scorecard::figure::Figure;
use scorecard::job::{self, Options};
use scorecard::rating::{Rating, Travel};
use scorecard::scorecard::{Audience, Document, Outcome, Row, VerdictBy};
use scorecard::statistics::signals::changes;
use scorecard::statistics::xmr::{self, Asked, Basis, Better, Chart, Meaning};

use crate::support::{CATALOGUE, month, root};

/// So many series of each kind.
const SEEDS: u64 = 1_000;
/// Months of a history.
const MONTHS: usize = 24;
/// Months in which a shift should be found.
const SOON: usize = 6;
/// Without change at most so many are special cause.
const FALSE_ALARMS: f64 = 0.10;
/// Of real shifts at least so many are found.
const FOUND: f64 = 0.80;

/// A series of some months; from the place on, if any, it is shifted by two standard deviations.
type Series = fn(&mut Rng, usize, Option<usize>) -> Vec<Option<(f64, f64)>>;

/// What is charted of it.
type Charted = fn(&[Option<(f64, f64)>]) -> Option<Chart>;

fn normal(rng: &mut Rng) -> f64 {
    // The sum of twelve even numbers has variance 1.
    (0..12).map(|_| rng.f64()).sum::<f64>() - 6.0
}

fn poisson(rng: &mut Rng, mean: f64) -> f64 {
    let (mut number, mut left) = (0.0, rng.f64());
    while left > (-mean).exp() {
        number += 1.0;
        left *= rng.f64();
    }
    number
}

fn binomial(rng: &mut Rng, of: f64, share: f64) -> f64 {
    (0..of as usize).filter(|_| rng.f64() < share).count() as f64
}

fn is_shifted(at: usize, shift: Option<usize>) -> f64 {
    if shift.is_some_and(|from| at >= from) { 1.0 } else { 0.0 }
}

/// Those who leave in a month, about 15, and how many of them for a reason that three in ten have.
fn percentages(rng: &mut Rng, months: usize, shift: Option<usize>) -> Vec<Option<(f64, f64)>> {
    let month = |at| {
        let of = poisson(rng, 15.0);
        let share = 0.3 + 2.0 * (0.3 * 0.7 / 15.0_f64).sqrt() * is_shifted(at, shift);
        (of > 0.0).then(|| (binomial(rng, of, share), of))
    };
    (0..months).map(month).collect()
}

/// Reviews: about 120 a month, of which nine in ten; authorities' months differ more than chance alone.
fn overdispersed(rng: &mut Rng, months: usize, shift: Option<usize>) -> Vec<Option<(f64, f64)>> {
    let spread = (0.03_f64.powi(2) + 0.8 * 0.2 / 120.0).sqrt();
    let month = |at| {
        let of = poisson(rng, 120.0);
        let share = 0.8 - 2.0 * spread * is_shifted(at, shift) + 0.03 * normal(rng);
        Some((binomial(rng, of, share), of))
    };
    (0..months).map(month).collect()
}

/// Children who start in a month, about 20; a shift is upwards.
fn counts(rng: &mut Rng, months: usize, shift: Option<usize>) -> Vec<Option<(f64, f64)>> {
    (0..months).map(|at| Some((poisson(rng, 20.0 + 2.0 * 20.0_f64.sqrt() * is_shifted(at, shift)), 1.0))).collect()
}

/// Rare events: about two a month.
fn few(rng: &mut Rng, months: usize, shift: Option<usize>) -> Vec<Option<(f64, f64)>> {
    (0..months).map(|at| Some((poisson(rng, 2.0 + 2.0 * 2.0_f64.sqrt() * is_shifted(at, shift)), 1.0))).collect()
}

/// The mean days of the three or so adopted in a month.
fn means(rng: &mut Rng, months: usize, shift: Option<usize>) -> Vec<Option<(f64, f64)>> {
    let month = |at| {
        let number = 1.0 + poisson(rng, 2.0);
        let sum: f64 = (0..number as usize).map(|_| 450.0 + 120.0 * normal(rng)).sum();
        Some((sum / number + 2.0 * 70.0 * is_shifted(at, shift), 1.0))
    };
    (0..months).map(month).collect()
}

/// A council's children in care by where they stand: each leaves with one chance in 24 a month, as many start.
/// A shift is a step of two standard deviations of the stock (the root of its mean), in one month.
fn stock(rng: &mut Rng, months: usize, shift: Option<usize>) -> Vec<Option<(f64, f64)>> {
    let (mean, leave) = (400.0_f64, 1.0 / 24.0);
    let mut now = mean + mean.sqrt() * normal(rng);
    let month = |at| {
        now += poisson(rng, mean * leave) - binomial(rng, now.round(), leave);
        if shift == Some(at) {
            now += (2.0 * mean.sqrt()).round();
        }
        Some((now.round(), 1.0))
    };
    (0..months).map(month).collect()
}

/// The same with a change that goes on: each month two standard deviations of a month's change more.
fn drift(rng: &mut Rng, months: usize, shift: Option<usize>) -> Vec<Option<(f64, f64)>> {
    let (mean, leave) = (400.0_f64, 1.0 / 24.0);
    let mut now = mean;
    let month = |at| {
        now += poisson(rng, mean * leave) - binomial(rng, now.round(), leave);
        now += (2.0 * (2.0 * mean * leave).sqrt()).round() * is_shifted(at, shift);
        Some((now.round(), 1.0))
    };
    (0..months).map(month).collect()
}

/// The percentage of 400 children who are something that three in ten are, and that one in 20 of them is no longer
/// the month after. A shift is a step of two standard deviations.
fn share_of_stock(rng: &mut Rng, months: usize, shift: Option<usize>) -> Vec<Option<(f64, f64)>> {
    let (of, share, leave) = (400.0_f64, 0.3, 0.05);
    let mut now = of * share + (of * share * (1.0 - share)).sqrt() * normal(rng);
    let join = leave * share / (1.0 - share);
    let month = |at| {
        now += binomial(rng, of - now, join) - binomial(rng, now, leave);
        if shift == Some(at) {
            now += 2.0 * (of * share * (1.0 - share)).sqrt();
        }
        now = now.round().clamp(0.0, of);
        Some((now, of))
    };
    (0..months).map(month).collect()
}

fn asked() -> Asked<'static> {
    Asked { judged: xmr::JUDGED, ..Asked::new(&[], Better::Higher, None) }
}

fn of_proportions(series: &[Option<(f64, f64)>]) -> Option<Chart> {
    xmr::chart_of_proportions(series, &asked())
}

fn values(series: &[Option<(f64, f64)>]) -> Vec<Option<f64>> {
    series.iter().map(|point| point.map(|(some, of)| some / of)).collect()
}

fn of_values(series: &[Option<(f64, f64)>]) -> Option<Chart> {
    xmr::chart_of(&values(series), &asked())
}

fn of_changes(series: &[Option<(f64, f64)>]) -> Option<Chart> {
    let asked = Asked { centre: Some(0.0), enough: xmr::ENOUGH - 1, ..asked() };
    xmr::chart_of(&changes(&values(series), &[]), &asked)
}

const KINDS: &[(&str, Series, Charted)] = &[
    ("percentages of a month's events", percentages, of_proportions),
    ("percentages that vary by more than chance", overdispersed, of_proportions),
    ("counts of a month's events", counts, of_values),
    ("counts of two a month", few, of_values),
    ("means of a month's events", means, of_values),
    ("stock, a step", stock, of_changes),
    ("stock, a change that goes on", drift, of_changes),
    ("percentage of a stock, a step", share_of_stock, of_changes),
];

#[test]
fn charts_seldom_cry_wolf_and_see_it_soon() {
    let mut all = (0.0, 0.0);
    let mut failed: Vec<&str> = Vec::new();
    for (name, series, charted) in KINDS {
        let (mut special, mut found) = (0.0, 0.0);
        for seed in 0..SEEDS {
            let mut rng = Rng::with_seed(seed);
            let quiet = series(&mut rng, MONTHS, None);
            special += f64::from(charted(&quiet).unwrap().variation.is_some());
            let shifted = series(&mut rng, MONTHS + SOON, Some(MONTHS));
            let seen = |month: &usize| charted(&shifted[*month..*month + MONTHS]).unwrap().variation.is_some();
            found += f64::from((1..=SOON).any(|month| seen(&month)));
        }
        let (special, found) = (special / SEEDS as f64, found / SEEDS as f64);
        println!("{name}: {:.1}% without change, {:.1}% of shifts found", 100.0 * special, 100.0 * found);
        if special > FALSE_ALARMS || found < FOUND {
            failed.push(*name);
        }
        all = (all.0 + special, all.1 + found);
    }
    let kinds = KINDS.len() as f64;
    println!("all: {:.1}% without change, {:.1}% of shifts found", 100.0 * all.0 / kinds, 100.0 * all.1 / kinds);
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn figures_of_windows_would_cry_wolf() {
    // Why the figure itself has no limits: twelve months to each month's end share eleven with the next.
    let special = |seed: &u64| {
        let months = counts(&mut Rng::with_seed(*seed), MONTHS + 11, None);
        let rolling: Vec<_> =
            months.windows(12).map(|year| Some(year.iter().flatten().map(|(some, _)| some).sum::<f64>())).collect();
        xmr::chart(&rolling, &[], Better::Higher, None).unwrap().variation.is_some()
    };
    let rate = (0..SEEDS).filter(special).count() as f64 / SEEDS as f64;
    println!("twelve months, rolling: {:.1}% without change", 100.0 * rate);
    assert!(rate > 0.5, "{rate}");
}

/// All scorecards of the sample data, with 24 months and what is to come.
fn sample() -> &'static Document {
    static SAMPLE: LazyLock<Document> = LazyLock::new(|| {
        let ids = ["knowsley", "leicester", "national", "rutland", "southwark", "st-helens"].map(str::to_owned).to_vec();
        let options = Options {
            history: 23,
            forecast: true,
            ..Options::new(ids, &root().join("sample-data"), month("2018-03"), parse_iso("2018-04-03").unwrap())
        };
        job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
    });
    &SAMPLE
}

fn rows() -> impl Iterator<Item = &'static Row> {
    sample().scorecards.iter().flat_map(|scorecard| scorecard.rows())
}

#[test]
fn few_rows_of_random_data_are_special_cause() {
    let charts: Vec<&Chart> = rows().filter_map(|row| row.chart.as_ref()).filter(|chart| chart.enough).collect();
    let special = charts.iter().filter(|chart| chart.variation.is_some()).count();
    println!("{special} of {} rows with limits are special cause", charts.len());
    assert!(charts.len() > 100 && special * 10 <= charts.len());
}

#[test]
fn one_verdict_a_row_that_nothing_else_denies() {
    let mut by = BTreeMap::new();
    for row in rows() {
        let rate = row.pace.as_ref().is_some_and(|pace| pace.contains("at the present rate"));
        let assurance = row.chart.as_ref().and_then(|chart| chart.assurance);
        let Some(verdict) = row.verdict else {
            assert!(!rate && assurance.is_none(), "{}", row.id);
            continue;
        };
        *by.entry(verdict.by).or_insert(0) += 1;
        // After a date that has passed the pace is that of the next target.
        assert!(rate == (verdict.by == VerdictBy::Pace) || verdict.by == VerdictBy::Date, "{}", row.id);
        assert_eq!(assurance.is_some(), verdict.by == VerdictBy::Assurance, "{}", row.id);
        if verdict.by == VerdictBy::Assurance && row.rating == Rating::Green {
            assert_ne!(verdict.outcome, Outcome::NotMet, "{} is green and will not be met", row.id);
        }
        if verdict.by == VerdictBy::Forecast {
            let rating = row.forecast.as_ref().unwrap().rating;
            assert_eq!(verdict.outcome == Outcome::Met, rating == Rating::Green, "{}", row.id);
        }
    }
    println!("{by:?}");
    assert!(by.len() > 1, "{by:?}");
}

#[test]
fn travel_is_judged_only_with_a_trend_that_way() {
    for row in rows() {
        let judged = row.judged_travel();
        let meaning = row.chart.as_ref().and_then(|chart| chart.variation).map(|flag| flag.meaning);
        match judged {
            Some(Travel::Improving) => assert!(is_word(row) || meaning == Some(Meaning::Improvement), "{}", row.id),
            Some(Travel::Worsening) => assert!(is_word(row) || meaning == Some(Meaning::Concern), "{}", row.id),
            _ => {}
        }
    }
}

fn is_word(row: &Row) -> bool {
    matches!(row.figure, Some(Figure::Judged(_)))
}

#[test]
fn the_events_of_months_make_up_the_year() {
    // Each child adopted since 1 April was adopted in one of the twelve months.
    let adopted = rows().find(|row| row.indicator.as_deref() == Some("adopted-count")).unwrap();
    let chart = adopted.chart.as_ref().unwrap();
    assert_eq!(chart.basis, Basis::Events);
    let months: f64 = chart.values[12..].iter().flatten().sum();
    assert_eq!(Some(months), adopted.figure.and_then(Figure::value));
    // Those who left twice in a year are one of the year's.
    let ceased = rows().find(|row| row.indicator.as_deref() == Some("cla-ceased")).unwrap();
    let months: f64 = ceased.events[12..].iter().flatten().map(|figure| figure.numerator()).sum();
    let year = ceased.figure.and_then(Figure::value).unwrap();
    assert!((year..=year * 1.05).contains(&months), "{months} of {year}");
}

#[test]
fn the_public_sees_no_events_of_single_months() {
    let options = Options {
        history: 23,
        audience: Audience::Public,
        ..Options::new(
            vec!["national".to_owned()],
            &root().join("sample-data"),
            month("2018-03"),
            parse_iso("2018-04-03").unwrap(),
        )
    };
    let document = job::compute(&CATALOGUE, &options, &|_| {}).unwrap();
    let mut seen = 0;
    for row in document.scorecards.iter().flat_map(|scorecard| scorecard.every_row()) {
        seen += 1;
        assert!(row.events.is_empty() && row.verdict.is_none(), "{}", row.id);
        assert!(row.chart.as_ref().is_none_or(|chart| chart.basis != Basis::Events), "{}", row.id);
    }
    assert!(seen > 40);
}
