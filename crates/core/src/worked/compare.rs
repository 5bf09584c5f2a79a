//! Holds what came of a row against what was worked by hand.
//!
//! Takes a row of a scorecard and what is expected of it, gives what differs, in words.

use super::{Came, Expected};
use crate::figure::Figure;
use crate::rating::Rating;
use crate::scorecard::{Reason, Row};

/// What differs between a row and what is expected of it; nothing where it came out as worked.
pub fn faults(found: &Row, expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(rating) = &expected.rating
        && found.rating.as_str() != rating
    {
        faults.push(format!("rated {}, not {rating}", found.rating.as_str()));
    }
    if expected.no_data {
        let none = found.rating == Rating::NoData && found.figure.is_none() && found.reason.is_some();
        if !none {
            let display = found.display().unwrap_or_default();
            faults.push(format!("there is a figure, {display}, where none is expected"));
        }
        return faults;
    }
    let speaks_of_figure =
        expected.numerator.is_some() || expected.denominator.is_some() || expected.value.is_some() || expected.display.is_some();
    if !speaks_of_figure {
        return faults;
    }
    let Some(figure) = found.figure else {
        faults.push(format!(
            "no data: {}",
            found.reason.as_ref().map_or_else(|| "no reason is given".to_owned(), Reason::to_string)
        ));
        return faults;
    };
    if let Some(numerator) = expected.numerator.filter(|numerator| *numerator != figure.numerator()) {
        faults.push(format!("the numerator is {}, not {numerator}", figure.numerator()));
    }
    if let Some(denominator) = expected.denominator.filter(|denominator| Some(*denominator) != figure.below()) {
        let found = figure.below().map_or("none".to_owned(), |below| below.to_string());
        faults.push(format!("the denominator is {found}, not {denominator}"));
    }
    if let Some(value) = expected.value
        && !is_near(figure.exact().value(), value)
    {
        faults.push(format!("the figure is {}, not {value}", figure.exact().value()));
    }
    if matches!(figure, Figure::Proportion { .. }) && expected.denominator.is_none() {
        faults.push("a percentage is expected by its parts: give numerator and denominator".to_owned());
    }
    if let Some(display) = &expected.display
        && found.display().as_ref() != Some(display)
    {
        faults.push(format!("it is shown as {}, not {display}", found.display().unwrap_or_default()));
    }
    faults
}

/// Whether a figure is the one worked out, up to what a computer cannot write exactly.
fn is_near(found: f64, worked: f64) -> bool {
    (found - worked).abs() <= 1e-9 * worked.abs().max(1.0)
}

impl Came {
    /// Of a row.
    pub fn of(row: &Row) -> Self {
        Came {
            display: row.display(),
            numerator: row.numerator(),
            denominator: row.below(),
            value: row.figure.and_then(Figure::value),
            reason: row.reason.as_ref().map(Reason::to_string),
            rating: row.rating.as_str(),
        }
    }
}
