//! Words: a judgement, which has no number.

use super::{DeclaredUnit, UnitKind};

pub(super) const UNIT: DeclaredUnit = DeclaredUnit {
    name: "text",
    kind: UnitKind::Words,
    long: "text",
    axis: "",
    decimals: 0,
    sign: "",
    word: "",
    change: ["", ""],
    band: "points",
    bounds: (f64::NEG_INFINITY, f64::INFINITY),
    has_points: false,
    of_answers: false,
    target: "no target: a judgement in words has none",
    limit: "no target: a judgement in words has none",
    range: "\"10 to 12 children\"",
    reads: |_| false,
    reads_step: |_| false,
};
