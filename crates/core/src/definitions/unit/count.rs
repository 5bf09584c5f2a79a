//! Children, placements, incidents: anything that is counted.

use super::{DeclaredUnit, UnitKind};

pub(super) const UNIT: DeclaredUnit = DeclaredUnit {
    name: "count",
    kind: UnitKind::Number,
    long: "count",
    axis: "Number",
    decimals: 0,
    sign: "",
    word: "",
    change: ["", ""],
    band: "of target",
    bounds: (0.0, f64::INFINITY),
    has_points: false,
    of_answers: false,
    target: "\"10 children\"",
    limit: "\"10 children\"",
    range: "\"10 to 12 children\"",
    reads,
    reads_step: |words| words.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-') && !matches!(words, "days" | "day"),
};

/// `10 to 12 children` and `3 of 5` are more than one number; `5 children under 12` is one.
fn reads(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    let one = first.starts_with(char::is_alphabetic)
        && !first.contains(|c: char| c.is_ascii_digit())
        && !["to", "of", "or", "and", "out", "in"].contains(&first);
    one && words.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-' || c.is_ascii_digit() || c == ',')
        && !["days", "day", "points", "point", "percent", "per cent"].contains(&words)
        && !words.starts_with("per ")
        && !words.starts_with("out of ")
}
