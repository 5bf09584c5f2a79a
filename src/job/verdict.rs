//! One verdict a row on whether its target will be met.
//!
//! Four things may tell, and they may disagree: each looks at something else. The first that there is has its say:
//! the day that has passed, the forecast, the pace, the assurance. What the others would have said is left out, so
//! that no sentence of a row denies the next. Pace and forecast must be filled in before.

use crate::calendar::Month;
use crate::figure::Figure;
use crate::rating::Rating;
use crate::scorecard::{Audience, Outcome, Row, Scorecard, Verdict, VerdictBy};
use crate::statistics::xmr::{Assurance, Better, Meaning};

/// What `pace` says before where the present rate gets.
const AT_THE_RATE: &str = "; at the present rate ";
/// What it says of a rate that gets to the target.
const MET: &str = "it will be met";

/// Settles the verdicts of a scorecard's rows. A document for the public has none in words of its own: what they rest
/// on is hidden by itself, and a verdict would give it away.
pub(super) fn settle(scorecard: &mut Scorecard, period: Month, audience: Audience) {
    scorecard.for_every_row(|row| {
        of_row(row, period);
        row.verdict = row.verdict.filter(|_| audience == Audience::Internal);
        // Nor of the council's own past, whose months may be hidden each by itself.
        let of_past = row.target.as_ref().is_some_and(|target| target.kind == "past");
        if let Some(chart) = row.chart.as_mut().filter(|_| of_past && audience == Audience::Public) {
            chart.assurance = None;
        }
    });
}

fn of_row(row: &mut Row, period: Month) {
    withhold_what_is_denied(row);
    row.verdict = verdict(row, period);
    let by = row.verdict.map(|verdict| verdict.by);
    let foreseen = row.forecast.as_ref().is_some_and(|forecast| is_rated(forecast.rating));
    if foreseen && let Some((needs, _)) = row.pace.as_deref().and_then(|pace| pace.split_once(AT_THE_RATE)) {
        row.pace = Some(needs.to_owned());
    }
    if by.is_some_and(|by| by < VerdictBy::Assurance)
        && let Some(chart) = &mut row.chart
    {
        chart.assurance = None;
    }
}

fn verdict(row: &Row, period: Month) -> Option<Verdict> {
    let rated = |rating: Rating| match rating {
        Rating::Green => Some(Outcome::Met),
        Rating::Amber | Rating::Red => Some(Outcome::NotMet),
        Rating::NotRated | Rating::NoData => None,
    };
    let says = |by: VerdictBy| move |outcome: Outcome| Verdict { by, outcome };
    let due = row.target.as_ref().and_then(|target| target.due);
    if due.is_some_and(|due| due <= period.last()) {
        return rated(row.rating).map(says(VerdictBy::Date));
    }
    let forecast = row.forecast.as_ref().and_then(|forecast| rated(forecast.rating)).map(says(VerdictBy::Forecast));
    let rate = row.pace.as_deref().and_then(|pace| pace.split_once(AT_THE_RATE));
    let pace = rate.map(|(_, gets)| if gets == MET { Outcome::Met } else { Outcome::NotMet }).map(says(VerdictBy::Pace));
    let assurance = row.chart.as_ref().and_then(|chart| chart.assurance).map(|assurance| match assurance {
        Assurance::Met => Outcome::Met,
        Assurance::Sometimes => Outcome::Sometimes,
        Assurance::NotMet => Outcome::NotMet,
    });
    forecast.or(pace).or(assurance.map(says(VerdictBy::Assurance)))
}

/// Chance is not asked where the figure says otherwise: of a target that is met nobody believes that it will not be.
/// Nor where the last month has a signal the other way: what its limits foretell holds while nothing changes, and something has.
fn withhold_what_is_denied(row: &mut Row) {
    let met = is_met(row);
    let Some(chart) = &mut row.chart else { return };
    let signal = chart.variation.map(|flag| flag.meaning);
    let denied = match chart.assurance {
        Some(Assurance::Met) => met == Some(false) || signal == Some(Meaning::Concern),
        Some(Assurance::NotMet) => met == Some(true) || signal == Some(Meaning::Improvement),
        Some(Assurance::Sometimes) | None => false,
    };
    if denied {
        chart.assurance = None;
    }
}

fn is_rated(rating: Rating) -> bool {
    matches!(rating, Rating::Green | Rating::Amber | Rating::Red)
}

/// Whether the latest figure meets the target in force: as it is rated, and amber by the figure.
fn is_met(row: &Row) -> Option<bool> {
    match row.rating {
        Rating::Green => return Some(true),
        Rating::Red => return Some(false),
        Rating::Amber | Rating::NotRated | Rating::NoData => {}
    }
    let target = row.target.as_ref()?;
    let number = target.value.or(target.resolved.as_ref().map(|found| found.number.value()));
    let (figure, target) = (row.figure.and_then(Figure::value)?, number?);
    match row.better() {
        Better::Higher => Some(figure >= target),
        Better::Lower => Some(figure <= target),
        Better::Neither => None,
    }
}
