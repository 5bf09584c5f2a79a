//! What the job tells of the extracts as a whole: those missing, rows of no cohort,
//! authorities that the postcode directory does not know.

use std::collections::{BTreeMap, BTreeSet};

use super::{Options, authority};
use crate::calendar::{self, Month, NO_DAY};
use crate::definitions::{Catalogue, Layout, ScorecardDefinition};
use crate::extracts::{Extracts, plural};
use crate::measure::Compiled;
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;
use crate::tables::history::{self, History};
use crate::tables::schema::AUTHORITY;
use crate::tables::{Tables, distance, health};

/// Extracts that some indicator needs and the folder lacks.
///
/// An extract that returns have only since a later collection year is not missed.
pub fn missing(extracts: &Extracts, layouts: &[Layout], period: Month, compiled: &[Compiled<'_>], problems: &mut Vec<Problem>) {
    let year = calendar::collection_year(period.last());
    let not_yet = |id: &str| layouts.iter().any(|layout| layout.id == id && layout.from.is_some_and(|from| from > year));
    let mut needed: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for one in compiled {
        let mut needs = one.needs();
        if one.indicator.statistic.is.of_population {
            needs.push("population.population_0_17".to_owned());
        }
        for (extract, _) in needs.iter().filter_map(|need| need.split_once('.')) {
            let is_there = extracts.by_id.contains_key(extract) || extracts.left_out.iter().any(|left_out| left_out == extract);
            // What extracts of its own a council has is its own business: rows say what they need.
            let is_own = || !one.indicator.local && layouts.iter().any(|layout| layout.id == extract && layout.local);
            if !is_there && !not_yet(extract) && !is_own() {
                needed.entry(extract.to_owned()).or_default().insert(&one.indicator.id);
            }
        }
    }
    for (extract, indicators) in needed {
        let count = indicators.len() as u64;
        let shown: Vec<&str> = indicators.into_iter().take(PLACES).collect();
        let more = if count as usize > shown.len() { ", ..." } else { "" };
        let message = format!(
            "there is no {extract} extract; {count} {} it: {}{more}",
            plural(count, "indicator needs", "indicators need"),
            shown.join(", ")
        );
        // What is shown as no data is no figure that changes.
        problems.push(Problem::new(Code::MissingFile, message));
    }
}

fn extracts_hold_episodes(history: &History<'_>) -> bool {
    history.extracts.by_id.contains_key("episodes")
}

/// Authorities that the postcode directory does not know.
pub fn authorities(
    definitions: &[&ScorecardDefinition],
    extracts: &Extracts,
    catalogue: &Catalogue,
    options: &Options,
    compiled: &[Compiled<'_>],
    problems: &mut Vec<Problem>,
) {
    if !compiled.iter().any(|one| one.needs().iter().any(|need| need == AUTHORITY)) {
        return;
    }
    let named: BTreeSet<&str> = definitions.iter().filter_map(|definition| authority(definition, options)).collect();
    for code in named {
        one_authority(code, extracts, catalogue, problems);
    }
}

/// An authority that the postcode directory does not know.
pub fn one_authority(code: &str, extracts: &Extracts, catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    if !distance::has_authority(extracts, &catalogue.extracts, code) {
        let message = format!("no postcode of the directory lies in the authority '{code}'");
        problems.push(Problem::new(Code::AuthorityNotFound, message));
    }
}

/// Rows of oc2 and oc3 that belong to no cohort, and children who lack an oc2 row.
pub fn cohorts(tables: &Tables<'_>, period: Month, compiled: &[Compiled<'_>], problems: &mut Vec<Problem>) {
    let history = &tables.history;
    let uses = |table: &str| compiled.iter().any(|one| one.table.id == table);
    let mut report = |code: Code, extract: &str, count: usize, message: String, records: &[usize]| {
        if count == 0 {
            return;
        }
        let mut problem = Problem::new(code, message).times(count as u64);
        // Rows outside the cohort change no figure: they are not counted.
        if code == Code::Oc2RowMissing {
            problem = problem.touching([format!("{extract}.*")]);
        }
        if let Some((found, _)) = history::extract(history.extracts, history.layouts, extract) {
            problem.places.extend(records.iter().take(PLACES).map(|record| found.place(*record)));
        }
        problems.push(problem);
    };
    if uses("health")
        && extracts_hold_episodes(history)
        && let Some((records, _)) = history::extract(history.extracts, history.layouts, "oc2")
    {
        let cohort = tables.health_cohort(period);
        let (outside, without) = health::outside(&cohort, records, period);
        let (n, m) = (outside.len(), without.len());
        let (rows, children) = (plural(n as u64, "row is", "rows are"), plural(m as u64, "child", "children"));
        report(
            Code::Oc2OutsideCohort,
            "oc2",
            n,
            format!(
                "{n} oc2 {rows} of children not looked after continuously for 12 months on {}",
                calendar::long(period.last())
            ),
            &outside,
        );
        report(
            Code::Oc2RowMissing,
            "oc2",
            m,
            format!("{m} {children} of the oc2 cohort {} no row in oc2", plural(m as u64, "has", "have")),
            &[],
        );
    }
    if uses("care_leavers")
        && let Some((records, layout)) = history::extract(history.extracts, history.layouts, "oc3")
        && let Some(latest) = crate::tables::latest_month(records, period)
    {
        let own = layout.column("DOB").and_then(|at| records.days(at));
        let born = |record: usize| {
            let own = own.map_or(NO_DAY, |days| days[record]);
            if own == NO_DAY { history.born[records.child[record] as usize] } else { own }
        };
        let outside: Vec<usize> = (0..records.len())
            .filter(|record| records.month(*record) == Some(latest))
            .filter(|record| born(*record) != NO_DAY && !(17..=25).contains(&calendar::age(born(*record), period.last())))
            .collect();
        let n = outside.len();
        let message = format!(
            "{n} oc3 {} of people not aged 17 to 25 on {}",
            plural(n as u64, "row is", "rows are"),
            calendar::long(period.last())
        );
        report(Code::Oc3OutsideCohort, "oc3", n, message, &outside);
    }
}
