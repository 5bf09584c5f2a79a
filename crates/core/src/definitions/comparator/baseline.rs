//! Targets that speak of the baseline: its number, and what is to be reached from it, reckoned exactly.

use super::{Asks, Standard};
use crate::definitions::indicator::Polarity;
use crate::definitions::target::{Decimal, parse_target};
use crate::definitions::unit::Unit;

/// What is asked of a baseline: `20% better than`, `half`; `text` is what the row says of where the council began.
pub(super) fn read(head: &str, unit: Unit, polarity: Polarity, baseline: Option<&str>) -> Result<Standard, String> {
    let text = baseline.ok_or("the row has no 'baseline'; write where the council began")?;
    let baseline = parse_baseline(text, unit)?;
    let sign = if polarity == Polarity::Lower { -1 } else { 1 };
    let too_large = || "the number is too large".to_owned();
    let (target, asks) = match head {
        "better than" => (baseline, Asks::Better),
        "no worse than" | "at least" | "at most" => (baseline, Asks::NoWorse),
        "half" | "half of" if polarity == Polarity::Higher => {
            return Err("higher is better here, and half the baseline would be worse than it".to_owned());
        }
        "half" | "half of" => (times(baseline, Decimal { digits: 5, scale: 1 }).ok_or_else(too_large)?, Asks::Reach),
        _ => {
            let by = head.strip_suffix("better than").ok_or("what is asked of the baseline is not clear")?.trim();
            (better_by(baseline, by, unit, sign).ok_or_else(|| wrong_step(by, unit))?, Asks::Reach)
        }
    };
    if target.digits < 0 {
        return Err(format!("{head} the baseline of {baseline} would be below nought"));
    }
    Ok(Standard::Baseline { baseline, target, asks })
}

fn wrong_step(by: &str, unit: Unit) -> String {
    let word = match unit.is().word {
        "" => "points",
        word => word,
    };
    format!("'{by}' is no step from a baseline in {}; write \"20% better\" or \"10 {word} better\"", unit.as_str())
}

/// A baseline bettered by `20%` of it or by `10 points`.
fn better_by(baseline: Decimal, by: &str, unit: Unit, sign: i64) -> Option<Decimal> {
    if let Some(percent) = by.strip_suffix('%').or_else(|| by.strip_suffix(" percent")).or_else(|| by.strip_suffix(" per cent")) {
        let percent = Decimal::parse(percent.trim())?;
        let whole = Decimal { digits: 100_i64.checked_mul(percent.unit())?, scale: percent.scale };
        let share = Decimal { digits: whole.digits + sign * percent.digits, scale: percent.scale + 2 };
        return times(baseline, share);
    }
    let (number, words) = by.split_once(' ')?;
    let step = Decimal::parse(number)?;
    let fits = matches!(words, "points" | "point") || (unit.is().reads_step)(words);
    if !fits {
        return None;
    }
    let scale = baseline.scale.max(step.scale);
    let at = |number: Decimal| number.digits.checked_mul(10_i64.checked_pow(scale - number.scale)?);
    Some(Decimal { digits: at(baseline)?.checked_add(sign * at(step)?)?, scale })
}

fn times(one: Decimal, other: Decimal) -> Option<Decimal> {
    Some(Decimal { digits: one.digits.checked_mul(other.digits)?, scale: one.scale + other.scale })
}

/// The number of a baseline: the first thing it says, `43% (March 2016)`, `169 days (2015/16); 234 days (2014/15)`.
///
/// # Errors
/// When it begins with no number of the unit.
pub(super) fn parse_baseline(text: &str, unit: Unit) -> Result<Decimal, String> {
    let head = text.split(['(', ';']).next().unwrap_or_default();
    let head = head.split(", ").next().unwrap_or_default().trim();
    let head = head.strip_prefix("about ").unwrap_or(head).trim();
    let found = match Decimal::parse(head) {
        Some(number) => Ok(number),
        None => parse_target(head, unit),
    };
    found.map_err(|wrong| {
        format!("the baseline '{text}' gives no number in {}: {}", unit.as_str(), wrong.replace("target", "baseline"))
    })
}
