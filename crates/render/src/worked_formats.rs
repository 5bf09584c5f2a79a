//! Cases worked by hand as JSON, schema `test/v1`, and as JUnit XML for pipelines.
//!
//! The JSON is case-level where a row differs; JUnit, which pipelines keep, names no child.

use serde_json::{Value, json};

use super::formats::{Format, Look, Wants};
use super::markup::escape;
use super::worked::{came, expected, words};
use scorecard_core::cases::Cell;
use scorecard_core::v1::{self, Number};
use scorecard_core::worked::{CaseReport, Outcome, Report, RowReport};

pub(super) static JSON: Format<Report, Look> = Format {
    name: "json",
    ending: "json",
    about: "JSON, schema test/v1",
    offered: 8,
    terminal: false,
    children: true,
    wants: Wants::FIGURES,
    beside: None,
    render: |report, _| Ok(json(report)?.into_bytes()),
};

pub(super) static JUNIT: Format<Report, Look> = Format {
    name: "junit",
    ending: "xml",
    about: "JUnit XML, for pipelines",
    offered: 7,
    terminal: false,
    children: false,
    wants: Wants::FIGURES,
    beside: None,
    render: |report, _| Ok(junit(report).into_bytes()),
};

/// The cases as JSON.
///
/// # Errors
/// Only for faults of ours.
pub fn json(report: &Report) -> anyhow::Result<String> {
    let tally = report.tally();
    let cases: Vec<Value> = report.cases.iter().map(case).collect::<Result<_, serde_json::Error>>()?;
    let notes: Vec<v1::Problem> = report.notes.iter().map(v1::Problem::of).collect();
    let whole = json!({
        "schema": "test/v1",
        "summary": {"as_worked": tally.as_worked, "differ": tally.differ, "not_run": tally.not_run},
        "cases": cases,
        "notes": notes,
    });
    Ok(serde_json::to_string_pretty(&whole)? + "\n")
}

fn case(case: &CaseReport) -> Result<Value, serde_json::Error> {
    let problems: Vec<v1::Problem> = case.problems.iter().map(v1::Problem::of).collect();
    Ok(json!({
        "name": case.name,
        "folder": case.folder,
        "title": case.title,
        "period": case.period.map(|period| period.to_string()),
        "rows": case.rows.iter().map(row).collect::<Vec<_>>(),
        "problems": serde_json::to_value(problems)?,
    }))
}

fn row(row: &RowReport) -> Value {
    let (outcome, said) = match &row.outcome {
        Outcome::AsWorked => ("as-worked", Vec::new()),
        Outcome::Differs(faults) => ("differs", faults.clone()),
        Outcome::NotRun(why) => ("not-run", vec![why.clone()]),
    };
    let wanted = &row.expected;
    json!({
        "id": wanted.id,
        "indicator": row.indicator,
        "outcome": outcome,
        "expected": {
            "numerator": wanted.numerator.map(Number::from),
            "denominator": wanted.denominator.map(Number::from),
            "value": wanted.value.map(Number::from),
            "display": wanted.display,
            "no_data": wanted.no_data,
            "rating": wanted.rating,
            "counted": wanted.counted,
            "cohort": wanted.cohort,
        },
        "came": row.came.as_ref().map(|came| json!({
            "numerator": came.numerator.map(Number::from),
            "denominator": came.denominator.map(Number::from),
            "value": came.value.map(Number::from),
            "display": came.display,
            "rating": came.rating,
            "reason": came.reason,
        })),
        "differences": said,
        "children": row.children.iter().map(|standing| json!({
            "child": standing.child,
            "stands": standing.stands.words(),
            "in_cohort": standing.stands.in_cohort(),
            "counts": standing.stands.counts(),
            "differs": standing.differs,
            "cells": standing.cells.iter().map(|(name, cell)| (name.clone(), value(cell)))
                .collect::<serde_json::Map<_, _>>(),
        })).collect::<Vec<_>>(),
    })
}

/// A cell; none where it is empty.
fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Whole(number) => (*number).into(),
        Cell::Number(number) => (*number).into(),
        Cell::YesNo(yes) => (*yes).into(),
        Cell::Day(_) | Cell::Text(_) => words(cell).into(),
    }
}

/// The cases as JUnit XML: a suite for each case, a test for each row.
pub fn junit(report: &Report) -> String {
    let tally = report.tally();
    let rows = tally.as_worked + tally.differ + tally.not_run;
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"scorecard test\" tests=\"{rows}\" failures=\"{}\" errors=\"{}\">\n",
        tally.differ, tally.not_run
    );
    for case in &report.cases {
        text.push_str(&suite(case));
    }
    text.push_str("</testsuites>\n");
    text
}

fn suite(case: &CaseReport) -> String {
    let alone = Report { cases: vec![case.clone()], notes: Vec::new() }.tally();
    let rows = alone.as_worked + alone.differ + alone.not_run;
    let name = escape(&case.name);
    let mut text =
        format!("  <testsuite name=\"{name}\" tests=\"{rows}\" failures=\"{}\" errors=\"{}\">\n", alone.differ, alone.not_run);
    let mut test = |id: &str, inner: Option<String>| {
        let open = format!("    <testcase classname=\"{name}\" name=\"{}\"", escape(id));
        text.push_str(&match inner {
            None => format!("{open}/>\n"),
            Some(inner) => format!("{open}>\n      {inner}\n    </testcase>\n"),
        });
    };
    if case.rows.is_empty() {
        let said: Vec<&str> = case.problems.iter().map(|problem| problem.message.as_str()).collect();
        test("the case", Some(format!("<error message=\"{}\"/>", escape(&said.join("; ")))));
    }
    for row in &case.rows {
        let inner = match &row.outcome {
            Outcome::AsWorked => None,
            Outcome::NotRun(why) => Some(format!("<error message=\"{}\"/>", escape(why))),
            Outcome::Differs(faults) => {
                let found = row.came.as_ref().map(came).unwrap_or_default();
                let body = format!("expected {}\ncame {found}", expected(&row.expected));
                Some(format!("<failure message=\"{}\">{}</failure>", escape(&faults.join("; ")), escape(&body)))
            }
        };
        test(&row.expected.id, inner);
    }
    text.push_str("  </testsuite>\n");
    text
}
