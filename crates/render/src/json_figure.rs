//! A figure in JSON as those who check figures have it: its parts, the number, and how it is shown.

use serde::Serialize;

use super::shown;
use scorecard_core::definitions::Unit;
use scorecard_core::figure::{Figure, Measured};
use scorecard_core::v1::Number;

/// What a figure is; all `null` where there is none.
#[derive(Serialize)]
pub(super) struct JsonFigure {
    numerator: Option<Number>,
    denominator: Option<Number>,
    value: Option<f64>,
    display: Option<String>,
}

impl JsonFigure {
    /// Of what was measured, in a unit, shown with so many decimals.
    pub(super) fn of(measured: &Measured, unit: Unit, decimals: u32) -> Self {
        let figure = measured.figure();
        JsonFigure {
            numerator: figure.map(|figure| Number::from(figure.numerator())),
            denominator: figure.and_then(Figure::below).map(Number::from),
            value: figure.map(|figure| figure.exact().value()),
            display: figure.map(|figure| shown(figure, unit, decimals)),
        }
    }
}
