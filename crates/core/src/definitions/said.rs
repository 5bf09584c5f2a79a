//! Words of messages about definitions: what people write for a word or a key, and what a value is called.

use super::statistic::STATISTICS;

/// The word of definitions for one that people have for the same.
pub(super) fn same_meaning(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    if let Some(statistic) = STATISTICS.iter().find(|statistic| statistic.also.contains(&word.as_str())) {
        return Some(statistic.name);
    }
    Some(match word.as_str() {
        "integer" | "int" | "whole" => "integer",
        "decimal" | "float" | "numeric" => "number",
        "boolean" | "bool" | "yes/no" => "flag",
        "string" | "varchar" => "text",
        "up" | "high" | "more" => "higher",
        "down" | "low" | "less" => "lower",
        "neither" | "neutral" => "none",
        _ => return None,
    })
}

/// A text cut to what a line can show.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain("...".chars()).collect() }
}

pub(super) fn article(kind: &str) -> String {
    match kind {
        "integer" => "a whole number".to_owned(),
        "float" => "a number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "array" => "a list".to_owned(),
        "string" => "text".to_owned(),
        "datetime" => "a date without quotes".to_owned(),
        other => format!("a {other}"),
    }
}

/// The key of definitions for one that people have for the same.
pub(super) fn same_key(written: &str) -> Option<&'static str> {
    Some(match written.to_lowercase().as_str() {
        "cohort" | "filter" | "population" | "condition" | "denominator" => "where",
        "description" | "definition" | "meaning" => "means",
        "name" | "label" | "heading" => "title",
        "direction" | "better" | "good" => "polarity",
        "measure" | "method" | "type" | "aggregate" => "statistic",
        "units" => "unit",
        "time" | "period" => "window",
        "goal" | "threshold" => "target",
        "deadline" | "by_when" => "due",
        "responsible" | "lead" => "owner",
        "reference" | "origin" => "source",
        _ => return None,
    })
}
