//! Days.

use super::{DeclaredUnit, UnitKind};

pub(super) const UNIT: DeclaredUnit = DeclaredUnit {
    name: "days",
    kind: UnitKind::Amount,
    long: "days",
    axis: "Days",
    decimals: 0,
    sign: "",
    word: "days",
    change: [" day", " days"],
    band: "days",
    bounds: (0.0, f64::INFINITY),
    has_points: false,
    of_answers: false,
    target: "\"426 days\"",
    limit: "\"426 days\"",
    range: "\"10 to 12 children\"",
    reads: |words| matches!(words, "days" | "day"),
    reads_step: |words| matches!(words, "days" | "day"),
};
