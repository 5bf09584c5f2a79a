//! What cases leave out: indicators of one's own that no case is worked for, and conditions that turn out one way only.

use super::one::{self, Data};
use crate::definitions::{Catalogue, Indicator, Sources};
use crate::explain::{CountedRows, Counts, Step};
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::worked::Case;

/// For how many rows a part of a condition turned out which way.
struct Sides {
    part: String,
    holds: usize,
    not: usize,
}

/// Tells of every indicator of one's own what the cases do not try.
pub(super) fn report(catalogue: &Catalogue, cases: &[Case]) -> anyhow::Result<Vec<Problem>> {
    let built_in = Sources::built_in();
    let mut problems = Vec::new();
    for indicator in catalogue.indicators.iter().filter(|indicator| indicator.file.is_own(&built_in)) {
        let of_it: Vec<&Case> = cases.iter().filter(|case| speaks_of(case, indicator, catalogue)).collect();
        let problem = |code: Code, message: String| Problem::new(code, message).in_file(indicator.file.path.clone());
        if of_it.is_empty() {
            problems.push(problem(Code::UntestedIndicator, format!("no case is worked for '{}'", indicator.id)));
            continue;
        }
        let sides = sides(catalogue, indicator, &of_it)?;
        let one_sided: Vec<String> = sides.iter().filter_map(one_side).collect();
        if !one_sided.is_empty() {
            let message = format!("the cases of '{}' try one side only: {}", indicator.id, one_sided.join("; "));
            problems.push(problem(Code::OneSidedCase, message));
        }
    }
    Ok(problems)
}

fn one_side(sides: &Sides) -> Option<String> {
    match (sides.holds, sides.not) {
        (0, 0) => Some(format!("no child comes as far as `{}`", sides.part)),
        (0, _) => Some(format!("`{}` holds of no child", sides.part)),
        (_, 0) => Some(format!("`{}` holds of every child", sides.part)),
        _ => None,
    }
}

fn speaks_of(case: &Case, indicator: &Indicator, catalogue: &Catalogue) -> bool {
    let measures = |id: &str| match case.scorecard.as_deref() {
        None => id == indicator.id,
        Some(scorecard) => {
            let rows = catalogue.scorecard(scorecard).into_iter().flat_map(|one| &one.groups).flat_map(|group| &group.rows);
            rows.filter(|row| row.id == id).any(|row| row.feed.indicator() == Some(indicator.id.as_str()))
        }
    };
    case.rows.iter().any(|row| measures(&row.id))
}

/// The parts of an indicator's conditions, with how they turned out over all cases.
fn sides(catalogue: &Catalogue, indicator: &Indicator, cases: &[&Case]) -> anyhow::Result<Vec<Sides>> {
    let mut all: Vec<Sides> = Vec::new();
    for case in cases {
        let of_scorecard = || case.scorecard.as_deref().and_then(|id| catalogue.scorecard(id)?.authority.clone());
        let authority = case.authority.clone().or_else(of_scorecard);
        let data = Data { extracts: case.extracts.clone(), period: case.period, authority, as_reported: false };
        let found = one::explain(catalogue, &[indicator], Some(&data), &|_| {})?.value.and_then(|mut found| found.pop());
        let Some(counts) = found.and_then(|found| found.narrowing).and_then(|narrowing| narrowing.counts) else { continue };
        let Counts { steps, counted, .. } = counts;
        let numerator = match counted {
            CountedRows::Where(step) => Some(step),
            CountedRows::Each | CountedRows::Mean { .. } => None,
        };
        for (at, Step { sql, kept, not_so, missing }) in steps.into_iter().chain(numerator).enumerate() {
            if all.len() <= at {
                all.push(Sides { part: sql, holds: 0, not: 0 });
            }
            if let Some(sides) = all.get_mut(at) {
                sides.holds += kept;
                sides.not += not_so + missing;
            }
        }
    }
    Ok(all)
}
