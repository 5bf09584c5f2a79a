//! Per 10,000 of the population.

use super::{DeclaredUnit, UnitKind};

pub(super) const UNIT: DeclaredUnit = DeclaredUnit {
    name: "rate",
    kind: UnitKind::Rate,
    long: "rate per 10,000",
    axis: "Rate per 10,000",
    decimals: 1,
    sign: "",
    word: "",
    change: ["", ""],
    band: "points",
    bounds: (0.0, f64::INFINITY),
    has_points: false,
    of_answers: false,
    target: "\"60 per 10,000\"",
    limit: "\"60 per 10,000\"",
    range: "\"10 to 12 children\"",
    // Of which population it is decides what the number is: it is read with it.
    reads: |_| false,
    reads_step: |words| words == "per 10,000",
};
