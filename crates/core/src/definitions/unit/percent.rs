//! Of a hundred.

use super::{DeclaredUnit, UnitKind};

pub(super) const UNIT: DeclaredUnit = DeclaredUnit {
    name: "percent",
    kind: UnitKind::Share,
    long: "percent",
    axis: "Percent",
    decimals: 1,
    sign: "%",
    word: "",
    change: [" point", " points"],
    band: "percentage points",
    bounds: (0.0, 100.0),
    has_points: true,
    of_answers: true,
    target: "\"70%\"",
    limit: "\"70%\"",
    range: "\"60% to 70%\"",
    reads: |words| matches!(words, "%" | "percent" | "per cent"),
    reads_step: |words| matches!(words, "percentage points" | "percentage point"),
};
