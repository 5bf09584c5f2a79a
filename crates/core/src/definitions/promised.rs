//! Reads what was promised of a row: its targets, each with its band, and the scorecard's rule for rows without one.
//!
//! Takes the tables of a scorecard's file with the row's unit and polarity, gives [`Target`]s; mistakes are told
//! with their place. What stands in `target` is read by `comparator`.

use super::by::By;
use super::comparator::{self, Standard, parse_standard};
use super::indicator::Polarity;
use super::reader::{Table, Text};
use super::scorecard::{GroupTarget, Target};
use super::target::{Amber, Decimal, is_ambiguous, parse_amber};
use super::unit::Unit;
use crate::calendar;
use crate::problem::Problem;
use crate::problem_codes::Code;

/// What a scorecard says for the rows that do not.
#[derive(Clone, Copy)]
pub(super) struct Defaults<'a> {
    /// The amber band of rows that name none.
    pub amber: Option<&'a Text>,
    /// What rows without a target are rated by.
    pub rule: Option<&'a Text>,
}

/// What rows without a target are rated by; it must be a comparator that some row could have.
pub(super) fn rule(table: &Table<'_>) -> Option<Text> {
    let text = table.text("without_target")?;
    let read = |polarity| in_turn(&text.value, Unit::Percent, polarity, Some("50%")).map(|(first, _)| first);
    match read(Polarity::Lower).or_else(|_| read(Polarity::Higher)) {
        Ok(Standard::Number(_) | Standard::Range { .. }) => {
            let label = "a number cannot be every row's; write a comparator such as \"no worse than a year ago\"";
            table.mistake(Code::TargetUnit, "'without_target' holds a number", text.span, label);
            None
        }
        Ok(_) => Some(text),
        Err(wrong) => {
            let message = format!("'without_target' cannot be read: '{}'", text.value);
            let problem = Problem::new(Code::TargetUnit, message).help(comparator::help(&text.value, Unit::Percent));
            table.report(problem.snippet(table.source().snippet(text.span, wrong)));
            None
        }
    }
}

/// What stands between what a figure is held against and what it is held against where that is not known.
const OR_ELSE: &str = "or else";

/// A target and, where it is of others, what stands in its place where they have no figure.
fn in_turn(
    text: &str,
    unit: Unit,
    polarity: Polarity,
    baseline: Option<&str>,
) -> Result<(Standard, Option<(Standard, String)>), String> {
    let Some((first, then)) = text.split_once(OR_ELSE) else {
        return Ok((parse_standard(text, unit, polarity, baseline)?, None));
    };
    let standard = parse_standard(first.trim().trim_end_matches(','), unit, polarity, baseline)?;
    let words = then.trim();
    let second = parse_standard(words, unit, polarity, baseline)?;
    match (standard, second) {
        (Standard::Published { .. }, Standard::Past { .. }) => Ok((standard, Some((second, words.to_owned())))),
        _ => Err("'or else' stands between what others have and the council's own past".to_owned()),
    }
}

/// What is said of a target as long as it is held against the first.
fn first_words(text: &str) -> String {
    text.split_once(OR_ELSE).map_or(text, |(first, _)| first.trim().trim_end_matches(',')).to_owned()
}

/// The targets of a row, oldest first.
pub(super) fn read_targets(row: &Table<'_>, of: (Unit, Polarity), baseline: Option<&str>, defaults: Defaults<'_>) -> Vec<Target> {
    let dated = row.tables("targets");
    if dated.is_empty() {
        return vec![read_target(row, of, baseline, defaults)];
    }
    for key in ["target", "due", "amber"] {
        if let Some(text) = row.text(key) {
            row.mistake(Code::WrongValue, format!("'{key}' stands beside 'targets'"), text.span, "write it in the dated targets");
        }
    }
    // A month for which the row itself says that there is no target has none.
    let defaults = Defaults { rule: None, ..defaults };
    let mut targets: Vec<Target> = dated.iter().map(|target| read_target(target, of, baseline, defaults)).collect();
    targets.sort_by_key(|target| target.from);
    targets
}

/// The targets of groups of a row.
pub(super) fn read_group_targets(
    row: &Table<'_>,
    of: (Unit, Polarity),
    baseline: Option<&str>,
    defaults: Defaults<'_>,
) -> Vec<GroupTarget> {
    let defaults = Defaults { rule: None, ..defaults };
    let read = |table: &Table<'_>| {
        let (by, group, text) = (table.text("by")?, table.text("group")?, table.text("target")?);
        let target = read_target(table, of, baseline, defaults);
        if matches!(target.standard, Some(Standard::Past { .. } | Standard::Published { .. })) {
            let label = "write a number with its unit, a range, or what is better than the baseline";
            table.mistake(Code::TargetUnit, "a group has no past and no others to be held against", text.span, label);
            return None;
        }
        let Some(parsed) = By::parse(&by.value) else {
            let label = "the name of a column, or several with commas between";
            table.mistake(Code::WrongValue, format!("figures cannot be broken down by '{}'", by.value), by.span, label);
            return None;
        };
        Some(GroupTarget { by: parsed, written: by, group: group.value, target })
    };
    row.tables("group_targets").iter().filter_map(read).collect()
}

fn read_target(table: &Table<'_>, of: (Unit, Polarity), baseline: Option<&str>, defaults: Defaults<'_>) -> Target {
    let (unit, polarity) = of;
    let own = table.text("target");
    let mut or_else = None;
    let mut standard = own.as_ref().and_then(|text| match in_turn(&text.value, unit, polarity, baseline) {
        Ok((standard, then)) => {
            or_else = then;
            Some(standard)
        }
        Err(wrong) => {
            table.report(
                Problem::new(Code::TargetUnit, format!("the target '{}' cannot be rated: {wrong}", text.value))
                    .help(comparator::help(&text.value, unit))
                    .snippet(table.source().snippet(text.span.clone(), wrong)),
            );
            None
        }
    });
    let mut text = own.as_ref().map(|text| first_words(&text.value));
    // A row that the rule does not fit, such as one without a baseline, stays without a target.
    let rule = defaults.rule.filter(|_| own.is_none() && polarity != Polarity::None && !unit.is_words());
    let is_rule = rule.is_some();
    if let Some(rule) = rule {
        let found = in_turn(&rule.value, unit, polarity, baseline).ok();
        (standard, or_else) = found.map_or((None, None), |(standard, then)| (Some(standard), then));
        text = standard.map(|_| first_words(&rule.value));
    }
    Target {
        from: table.words("from").and_then(|text| text.parse().ok()),
        standard,
        text,
        or_else,
        is_rule: is_rule && standard.is_some(),
        due: table.words("due").and_then(|text| calendar::parse_iso(&text)),
        amber: read_amber(table, standard, of, defaults.amber),
    }
}

/// The band of a target: its own, else the scorecard's where that fits.
fn read_amber(
    table: &Table<'_>,
    standard: Option<Standard>,
    (unit, polarity): (Unit, Polarity),
    default: Option<&Text>,
) -> Option<Amber> {
    let fixed = standard.and_then(Standard::fixed);
    let is_range = matches!(standard, Some(Standard::Range { .. }));
    let has_side = |amber: Amber| matches!(amber, Amber::Limit(_) | Amber::NoWorseThanAYearAgo);
    let Some(text) = table.text("amber") else {
        let text = default?;
        let amber = parse_amber(&text.value, unit).ok()?;
        let number = standard.and_then(Standard::number);
        check_side(table, amber, number, polarity, text);
        let fits = match (amber, standard) {
            (_, Some(standard)) if standard.has_no_band() => false,
            (amber, _) if is_range && has_side(amber) => false,
            // Points of a score are another thing for each questionnaire: only a number of the row's own says which.
            (Amber::Points(_), Some(standard)) if standard.number().is_none() => unit.is_share(),
            (Amber::Points(_), _) => unit.is().has_points,
            _ => true,
        };
        return fits.then_some(amber);
    };
    let amber = match parse_amber(&text.value, unit) {
        Ok(amber) => amber,
        Err(wrong) => {
            table.mistake(Code::WrongValue, "the amber band cannot be read", text.span, wrong);
            return None;
        }
    };
    if standard.is_some_and(Standard::has_no_band) {
        let message = "a target that is to be bettered has no amber band: alike is amber, worse is red";
        table.mistake(Code::WrongValue, message, text.span, "leave 'amber' out, or write \"no worse than\" in the target");
        return None;
    }
    if is_range && has_side(amber) {
        let message = "a range has two sides, and this amber band has one";
        table.mistake(Code::WrongValue, message, text.span, "write \"5 points\" or \"10% of target\"");
        return None;
    }
    if let Some(target) = fixed
        && is_ambiguous(&text.value, amber, target, unit)
    {
        let message = format!("the amber band '{}' may be a limit or a band", text.value);
        let label = match amber {
            Amber::Points(band) => {
                format!("write \"no worse than {band} points\" for a limit, \"within {band} points\" for a band")
            }
            _ => format!("write a limit such as {}, or \"within {}\" for a band", unit.is().limit, text.value.trim()),
        };
        table.mistake(Code::AmberSide, message, text.span, label);
        return None;
    }
    check_side(table, amber, fixed, polarity, &text);
    Some(amber)
}

fn check_side(table: &Table<'_>, amber: Amber, figure: Option<Decimal>, polarity: Polarity, text: &Text) {
    let (Amber::Limit(limit), Some(target)) = (amber, figure) else { return };
    let order =
        (i128::from(limit.digits) * i128::from(target.unit())).cmp(&(i128::from(target.digits) * i128::from(limit.unit())));
    let better = match polarity {
        Polarity::Higher => order.is_gt(),
        Polarity::Lower => order.is_lt(),
        Polarity::None => return,
    };
    if better {
        let side = if polarity == Polarity::Higher { "above" } else { "below" };
        table.mistake(
            Code::AmberSide,
            format!("the amber limit '{}' lies {side} the target, where the figure is green", text.value),
            text.span.clone(),
            format!("{} is better here", polarity.as_str()),
        );
    }
}
