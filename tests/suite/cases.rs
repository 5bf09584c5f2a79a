//! The hand-worked cases of `tests/cases`: every figure exactly as worked by hand.

use std::collections::BTreeSet;
use std::fs;

use scorecard::measure::Figure;
use scorecard::rating::Rating;
use serde_json::Value;

use crate::support::{WITH_LOCAL, compute_with, month, root, row};

/// What is wrong with one row of a case, if anything.
fn fault(found: &scorecard::scorecard::Row, expected: &Value) -> Option<String> {
    if expected.get("no_data").and_then(Value::as_bool) == Some(true) {
        let right = found.rating == Rating::NoData && found.figure.is_none() && found.reason.is_some();
        return (!right).then(|| format!("expected no data with a reason, found {:?} {:?}", found.rating, found.figure));
    }
    let Some(figure) = found.figure else { return Some(format!("expected {expected}, found no data: {:?}", found.reason)) };
    let mut faults = Vec::new();
    if let Some(numerator) = expected.get("numerator").and_then(Value::as_f64)
        && figure.numerator() != numerator
    {
        faults.push(format!("numerator {} is not {numerator}", figure.numerator()));
    }
    if let Some(denominator) = expected.get("denominator").and_then(Value::as_i64)
        && figure.denominator() != Some(denominator)
    {
        faults.push(format!("denominator {:?} is not {denominator}", figure.denominator()));
    }
    if let Some(value) = expected.get("value").and_then(Value::as_f64)
        && (figure.exact().value() - value).abs() > 1e-9 * value.abs().max(1.0)
    {
        faults.push(format!("value {} is not {value}", figure.exact().value()));
    }
    if matches!(figure, Figure::Proportion { .. }) && expected.get("denominator").is_none() {
        faults.push("a proportion is compared by its parts".to_owned());
    }
    if let Some(display) = expected.get("display").and_then(Value::as_str)
        && found.display().as_deref() != Some(display)
    {
        faults.push(format!("display {:?} is not {display}", found.display()));
    }
    (!faults.is_empty()).then(|| faults.join(", "))
}

#[test]
fn every_case_comes_out_as_worked_by_hand() {
    let mut folders: Vec<_> = fs::read_dir(root().join("tests/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    let only = std::env::var("CASE").ok();
    let mut faults = Vec::new();
    let mut compared = 0;
    let mut worked = BTreeSet::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        let expected: Value = serde_json::from_str(&fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
        let authority = expected["authority"].as_str();
        let period = month(expected["period"].as_str().unwrap());
        let is_local = |id: &str| WITH_LOCAL.indicator(id).is_some_and(|indicator| indicator.local);
        let (local, national): (Vec<_>, Vec<_>) = expected["rows"].as_object().unwrap().iter().partition(|row| is_local(row.0));
        worked.extend(local.iter().map(|row| row.0.clone()));
        for (scorecard, rows) in [("national", national), ("local", local)] {
            if rows.is_empty() {
                continue;
            }
            let document = compute_with(&WITH_LOCAL, &[scorecard], &folder.join("extracts"), period, authority);
            for (indicator, expected) in rows {
                compared += 1;
                if let Some(fault) = fault(row(&document, indicator), expected) {
                    faults.push(format!("{name}: {indicator}: {fault}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} of {compared} rows differ:\n{}", faults.len(), faults.join("\n"));
    assert!(compared > 300 || only.is_some(), "only {compared} rows were compared");
    let without: Vec<&str> = WITH_LOCAL
        .indicators
        .iter()
        .filter(|indicator| indicator.local && !worked.contains(&indicator.id))
        .map(|indicator| indicator.id.as_str())
        .collect();
    assert!(without.is_empty() || only.is_some(), "no case works these out by hand: {without:?}");
}
