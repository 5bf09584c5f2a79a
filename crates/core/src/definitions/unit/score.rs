//! A score, such as that of a questionnaire: points of one are another thing than points of the next.

use super::{DeclaredUnit, UnitKind};

pub(super) const UNIT: DeclaredUnit = DeclaredUnit {
    name: "score",
    kind: UnitKind::Amount,
    long: "score",
    axis: "Score",
    decimals: 1,
    sign: "",
    word: "",
    change: ["", ""],
    band: "points",
    bounds: (f64::NEG_INFINITY, f64::INFINITY),
    has_points: true,
    of_answers: true,
    target: "\"3.9 out of 5\" or \"14 points\"",
    limit: "\"3.9 out of 5\" or \"no worse than 16 points\"",
    range: "\"10 to 12 children\"",
    reads: |words| matches!(words, "points" | "point") || words.starts_with("out of "),
    reads_step: |_| false,
};
