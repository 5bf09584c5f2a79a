//! Runs cases worked by hand against the definitions in force.
//!
//! Takes folders of cases and a catalogue, gives what was expected and what came. Each case is computed as a scorecard of
//! its own, by the main job. The extracts of a case are read and nothing is written.

use std::path::{Path, PathBuf};

use super::one::{self, Data};
use super::worked_sides;
use super::{Options, compute};
use crate::calendar::Day;
use crate::definitions::scorecard::read as read_scorecard;
use crate::definitions::{Catalogue, Part, ScorecardDefinition, Source};
use crate::problem::{Problem, Severity};
use crate::scorecard::{Document, Row};
use crate::threads;
use crate::worked::{self, Came, Case, CaseReport, Expected, Outcome, Report, RowReport};

/// The scorecard that is made of the indicators of a case.
const OF_CASE: &str = "case";

/// Runs the cases of folders.
///
/// # Errors
/// Only for faults of ours.
pub fn run(catalogue: &Catalogue, folders: &[PathBuf]) -> anyhow::Result<Report> {
    let cases = threads::map(folders, |folder| one_case(catalogue, folder));
    Ok(Report { cases: cases.into_iter().collect::<anyhow::Result<_>>()?, notes: Vec::new() })
}

/// What the cases of folders leave out of the definitions of one's own.
///
/// # Errors
/// Only for faults of ours.
pub fn left_out(catalogue: &Catalogue, folders: &[PathBuf]) -> anyhow::Result<Vec<Problem>> {
    let mut unread = Vec::new();
    let cases: Vec<Case> = folders.iter().filter_map(|folder| worked::read(folder, catalogue, &mut unread)).collect();
    worked_sides::report(catalogue, &cases)
}

fn one_case(catalogue: &Catalogue, folder: &Path) -> anyhow::Result<CaseReport> {
    let mut problems = Vec::new();
    let Some(case) = worked::read(folder, catalogue, &mut problems) else {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = folder.to_string_lossy().replace('\\', "/");
        return Ok(CaseReport { name, folder, title: None, period: None, rows: Vec::new(), problems });
    };
    let made = scorecard(&case, catalogue);
    let document = match &made {
        Some(scorecard) => Some(computed(catalogue, scorecard, &case)?),
        None => None,
    };
    let found = document.as_ref().map(|document| document.problems.as_slice()).unwrap_or_default();
    problems.extend(found.iter().filter(|problem| problem.severity() == Severity::Error).cloned());
    let mut rows = Vec::new();
    for expected in &case.rows {
        rows.push(row(catalogue, &case, expected, document.as_ref())?);
    }
    let Case { name, folder, title, period, .. } = case;
    Ok(CaseReport { name, folder, title, period: Some(period), rows, problems })
}

/// The scorecard that a case is computed as: the rows that it names, or a row for each indicator that it names. Nothing
/// where no row of it can be computed.
fn scorecard(case: &Case, catalogue: &Catalogue) -> Option<ScorecardDefinition> {
    if let Some(id) = &case.scorecard {
        let mut scorecard = catalogue.scorecard(id)?.clone();
        for group in &mut scorecard.groups {
            group.rows.retain(|row| case.rows.iter().any(|expected| expected.id == row.id));
        }
        scorecard.groups.retain(|group| !group.rows.is_empty());
        return Some(scorecard);
    }
    let sound: Vec<&str> = case.rows.iter().map(|row| row.id.as_str()).filter(|id| catalogue.indicator(id).is_some()).collect();
    if sound.is_empty() {
        return None;
    }
    let mut text = "title = \"-\"\nsource = \"-\"\n[[groups]]\nid = \"case\"\ntitle = \"-\"\n".to_owned();
    for id in sound {
        let id = toml::Value::from(id);
        text += &format!("[[groups.rows]]\nid = {id}\nindicator = {id}\nsource = \"-\"\n");
    }
    read_scorecard(&Source::new(OF_CASE, OF_CASE, text), &catalogue.indicators, &[], &mut Vec::new())
}

fn computed(catalogue: &Catalogue, scorecard: &ScorecardDefinition, case: &Case) -> anyhow::Result<Document> {
    let id = scorecard.id.clone();
    let catalogue = Catalogue { scorecards: vec![scorecard.clone()], ..catalogue.clone() };
    let options = Options { authority: case.authority.clone(), ..Options::new(vec![id], &case.extracts, case.period, day(case)) };
    compute(&catalogue, &options, &|_| {})
}

/// The month is over, whenever the case is run.
fn day(case: &Case) -> Day {
    case.period.back(-1).first()
}

fn row(catalogue: &Catalogue, case: &Case, expected: &Expected, document: Option<&Document>) -> anyhow::Result<RowReport> {
    let mut report = RowReport {
        expected: expected.clone(),
        indicator: None,
        came: None,
        outcome: Outcome::NotRun(why_not(catalogue, case, expected)),
        children: Vec::new(),
    };
    let found: Option<&Row> = document
        .into_iter()
        .flat_map(|document| &document.scorecards)
        .flat_map(|one| one.rows())
        .find(|row| row.id == expected.id);
    let Some(found) = found else { return Ok(report) };
    if let Some(broken) = found.indicator.as_deref().and_then(|id| catalogue.broken(Part::Library, id)) {
        report.outcome = Outcome::NotRun(format!("the indicator '{}' has a mistake in its definition", broken.id));
        return Ok(report);
    }
    let mut faults = worked::faults(found, expected);
    report.indicator = found.indicator.clone();
    report.came = Some(Came::of(found));
    let names_children = expected.counted.is_some() || expected.cohort.is_some();
    let indicator = found.indicator.as_deref().and_then(|id| catalogue.indicator(id));
    if let Some(indicator) = indicator.filter(|_| names_children || !faults.is_empty()) {
        let authority = document.and_then(|document| document.scorecards.first()).and_then(|one| one.authority.clone());
        let data = Data { extracts: case.extracts.clone(), period: case.period, authority, as_reported: false };
        let mut children = one::standing(catalogue, indicator, &data)?.unwrap_or_default();
        worked::hold_against(&mut children, expected);
        faults.extend(worked::fault(&children));
        if !faults.is_empty() {
            report.children = children;
        }
    }
    report.outcome = if faults.is_empty() { Outcome::AsWorked } else { Outcome::Differs(faults) };
    Ok(report)
}

/// Why a row could not be computed.
fn why_not(catalogue: &Catalogue, case: &Case, expected: &Expected) -> String {
    match &case.scorecard {
        Some(id) if catalogue.scorecard(id).is_none() => format!("the scorecard '{id}' has a mistake in its definition"),
        None if catalogue.indicator(&expected.id).is_none() => "its definition has a mistake".to_owned(),
        _ => "the extracts of the case cannot be used".to_owned(),
    }
}
