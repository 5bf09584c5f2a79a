//! Steps: months at which a process was re-based, so that its control chart begins anew; and the points that limits are made of.
//!
//! Takes the tables of an indicator or a row, gives the steps, oldest first.

use super::reader::Table;
use crate::calendar::Month;
use crate::problem_codes::Code;

/// A month from which on a process is another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The first month of the process as it is since then.
    pub from: Month,
    /// What changed.
    pub reason: String,
}

/// Reads the steps of a table.
pub fn read(table: &Table<'_>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for step in table.tables("steps") {
        let Some(from) = step.text("from") else { continue };
        let (Ok(month), Some(reason)) = (from.value.parse(), step.words("reason")) else { continue };
        if steps.iter().any(|other| other.from == month) {
            step.mistake(Code::WrongValue, format!("two steps begin in {month}"), from.span, "the second of the two");
            continue;
        }
        steps.push(Step { from: month, reason });
    }
    steps.sort_by_key(|step| step.from);
    steps
}

/// The steps of two lists together; the first has its say where both have one of a month.
pub fn together(mut first: Vec<Step>, second: &[Step]) -> Vec<Step> {
    let others: Vec<Step> = second.iter().filter(|step| first.iter().all(|own| own.from != step.from)).cloned().collect();
    first.extend(others);
    first.sort_by_key(|step| step.from);
    first
}

/// Fewer points make no limits that hold.
const BASELINE_LEAST: usize = 12;
/// More are no baseline any more.
const BASELINE_MOST: usize = 60;

/// The number of points that limits are made of: `first 12`.
pub fn baseline(table: &Table<'_>) -> Option<usize> {
    let text = table.text("limits_from")?;
    let number = text.value.strip_prefix("first ").and_then(|number| number.trim().parse::<usize>().ok());
    let found = number.filter(|number| (BASELINE_LEAST..=BASELINE_MOST).contains(number));
    if found.is_none() {
        let label = format!("write `first 12`, or another number from {BASELINE_LEAST} to {BASELINE_MOST}");
        table.mistake(Code::WrongValue, format!("limits cannot be made of '{}'", text.value), text.span, label);
    }
    found
}
