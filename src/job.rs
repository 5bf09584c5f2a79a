//! The main job, read as a table of contents: definitions, extracts, tables,
//! figures, scorecards.
//!
//! Takes everything from outside as values (the day, the folders, the month) and
//! gives a [`Document`] with the problems met. Prints nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::assemble;
use crate::calendar::{self, Day, Month, NO_DAY};
use crate::definitions::{Catalogue, Feed, Layout, ScorecardDefinition, Sources};
use crate::extracts::{self, Extracts, Request, plural};
use crate::measure::{self, Compiled, Measurements, Place, conditions};
use crate::problem::{self, PLACES, Problem};
use crate::problem_codes::Code;
use crate::scorecard::Document;
use crate::tables::history::{self, History};
use crate::tables::schema::{AUTHORITY, Schema};
use crate::tables::{Tables, distance, health};

/// What is to be computed.
#[derive(Clone, Debug)]
pub struct Options {
    /// The scorecards, by id.
    pub scorecards: Vec<String>,
    /// The input folder.
    pub extracts: PathBuf,
    /// The reporting month.
    pub period: Month,
    /// The ONS code of the authority, where it is not the scorecard's.
    pub authority: Option<String>,
    /// Leave out extracts of months after the period.
    pub as_reported: bool,
    /// The day printed on outputs.
    pub today: Day,
}

/// A step of the job, to be shown while it takes its time.
pub type Progress<'a> = &'a dyn Fn(&str);

/// Definitions that were read, with all problems of theirs.
pub struct Defined {
    /// Everything defined.
    pub catalogue: Catalogue,
    /// The mistakes.
    pub problems: Vec<Problem>,
}

/// Reads definitions and checks every condition in them.
///
/// # Errors
/// Only for faults of ours.
pub fn define(sources: &Sources) -> anyhow::Result<Defined> {
    silence_polars();
    let mut problems = Vec::new();
    let catalogue = sources.read().into_value(&mut problems);
    // A layout that could not be read would make false mistakes of the conditions on it.
    if catalogue.extracts.len() == sources.extracts.len() {
        let schema = Schema::new(&catalogue.extracts)?;
        conditions::compile(&catalogue.indicators, &schema, &mut problems);
    }
    problems.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(Defined { catalogue, problems })
}

/// Computes scorecards; nothing but problems when one of them stops the job.
///
/// # Errors
/// Only for faults of ours.
pub fn compute(catalogue: &Catalogue, options: &Options, progress: Progress<'_>) -> anyhow::Result<Document> {
    let definitions: Vec<&ScorecardDefinition> = options.scorecards.iter().filter_map(|id| catalogue.scorecard(id)).collect();
    let mut problems = Vec::new();
    let schema = Schema::new(&catalogue.extracts)?;
    let indicators = named_indicators(&definitions, catalogue);
    let compiled = conditions::compile(indicators, &schema, &mut problems);
    let mut document =
        Document { generated: options.today, period: options.period, scorecards: Vec::new(), problems: Vec::new() };

    progress("reading the extracts");
    let extracts = load(catalogue, options, &compiled, &mut problems);
    if problem::stops(&problems) {
        document.problems = sorted(problems);
        return Ok(document);
    }
    report_missing(&extracts, &compiled, &mut problems);

    progress("counting");
    let tables = Tables::new(&extracts, &catalogue.extracts, &schema);
    let months = months(&definitions, options.period);
    let measured = measure_all(&definitions, &compiled, &tables, &months, options)?;
    report_cohorts(&tables, options.period, &compiled, &mut problems);
    report_authorities(&definitions, &extracts, catalogue, options, &compiled, &mut problems);

    for (definition, measurements) in definitions.iter().zip(&measured) {
        let authority = authority(definition, options);
        document.scorecards.push(assemble::scorecard(definition, catalogue, measurements, options.period, authority));
    }
    document.problems = sorted(problems);
    Ok(document)
}

/// Polars warns on standard error of what a definition's SQL does; the library prints nothing.
fn silence_polars() {
    polars::error::set_warning_function(|_, _| {});
}

/// Reads and checks all extracts of a folder, computing nothing.
///
/// Without a month, the newest there is; a flat folder is taken as of the month of the last
/// day that its episodes name, up to `today`.
pub fn check_extracts(
    catalogue: &Catalogue,
    folder: &Path,
    period: Option<Month>,
    today: Day,
) -> anyhow::Result<(Month, Vec<Problem>)> {
    silence_polars();
    let period = period.or_else(|| newest_month(folder)).unwrap_or_else(|| {
        let of_use = |extract: &str| extract == "episodes";
        let period = Month::of(today);
        let request = Request { folder, period, as_reported: false, wanted: &|_, _| false, of_use: &of_use };
        let episodes = extracts::load(&catalogue.extracts, &request).value.by_id.remove("episodes");
        let days = episodes.iter().flat_map(|found| (0..found.columns.len()).filter_map(|column| found.days(column)));
        days.flatten().copied().filter(|day| *day <= today).max().map_or(period, Month::of)
    });
    let request = Request { folder, period, as_reported: false, wanted: &|_, _| true, of_use: &|_| true };
    let mut problems = Vec::new();
    let extracts = extracts::load(&catalogue.extracts, &request).into_value(&mut problems);
    if !problem::stops(&problems) {
        let schema = Schema::new(&catalogue.extracts)?;
        // Mistakes in conditions were told with the definitions. What local extracts a council has is
        // its own business, so those that are not there are no problem here.
        let library = catalogue.indicators.iter().filter(|indicator| !indicator.local);
        let compiled = conditions::compile(library, &schema, &mut Vec::new());
        report_missing(&extracts, &compiled, &mut problems);
        let tables = Tables::new(&extracts, &catalogue.extracts, &schema);
        report_cohorts(&tables, period, &compiled, &mut problems);
    }
    Ok((period, sorted(problems)))
}

fn newest_month(folder: &Path) -> Option<Month> {
    let entries = std::fs::read_dir(folder).ok()?;
    entries.flatten().filter_map(|entry| entry.file_name().to_string_lossy().parse().ok()).max()
}

fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|a, b| a.order().cmp(&b.order()));
    problems
}

/// The indicators that the scorecards' rows name, each once.
fn named_indicators<'a>(
    definitions: &[&ScorecardDefinition],
    catalogue: &'a Catalogue,
) -> impl Iterator<Item = &'a crate::definitions::Indicator> {
    let rows = definitions.iter().flat_map(|definition| &definition.groups).flat_map(|group| &group.rows);
    let named: BTreeSet<&str> = rows
        .filter_map(|row| match &row.feed {
            Feed::Indicator(id) => Some(id.as_str()),
            _ => None,
        })
        .collect();
    let named: Vec<String> = named.into_iter().map(str::to_owned).collect();
    named.into_iter().filter_map(|id| catalogue.indicator(&id))
}

fn load(catalogue: &Catalogue, options: &Options, compiled: &[Compiled<'_>], problems: &mut Vec<Problem>) -> Extracts {
    let needs: BTreeSet<String> = compiled.iter().flat_map(Compiled::needs).collect();
    // The header, the episodes and the population are always read; other extracts that
    // nothing asks for are not even opened.
    let used: Vec<&str> = needs.iter().filter_map(|need| need.split_once('.')).map(|(extract, _)| extract).collect();
    let always = ["header", "episodes", "population"];
    let of_use = |extract: &str| always.contains(&extract) || used.contains(&extract);
    let wanted = |extract: &str, column: &str| {
        extract == "population" || needs.iter().any(|need| need.split_once('.') == Some((extract, column)))
    };
    let request = Request {
        folder: &options.extracts,
        period: options.period,
        as_reported: options.as_reported,
        wanted: &wanted,
        of_use: &of_use,
    };
    extracts::load(&catalogue.extracts, &request).into_value(problems)
}

/// The months to measure: the period, the one before, and a year before where some row asks for it.
fn months(definitions: &[&ScorecardDefinition], period: Month) -> Vec<Month> {
    let mut months = vec![period, period.back(1)];
    if definitions.iter().any(|definition| assemble::needs_year_ago(definition)) {
        months.push(period.back(12));
    }
    months
}

/// What was measured for each scorecard: once for all, but for what depends on the authority.
fn measure_all(
    definitions: &[&ScorecardDefinition],
    compiled: &[Compiled<'_>],
    tables: &Tables<'_>,
    months: &[Month],
    options: &Options,
) -> anyhow::Result<Vec<Measurements>> {
    let depends = |one: &&Compiled<'_>| {
        one.needs().iter().any(|need| need == AUTHORITY) || matches!(one.indicator.statistic, crate::definitions::Statistic::Rate)
    };
    let (local, common): (Vec<_>, Vec<_>) = compiled.iter().cloned().partition(|one| depends(&one));
    let nowhere = Place { authority: None, population: &|_| Err(String::new()) };
    let common = measure::measure(&common, tables, months, &nowhere)?;
    let mut by_authority: BTreeMap<Option<&str>, Measurements> = BTreeMap::new();
    for definition in definitions {
        let authority = authority(definition, options);
        if by_authority.contains_key(&authority) {
            continue;
        }
        let population = |month: Month| population(&tables.history, authority, month);
        let place = Place { authority, population: &population };
        by_authority.insert(authority, measure::measure(&local, tables, months, &place)?);
    }
    Ok(definitions
        .iter()
        .map(|definition| {
            let mut measured = common.clone();
            if let Some(local) = by_authority.get(&authority(definition, options)) {
                measured.extend(local);
            }
            measured
        })
        .collect())
}

fn authority<'a>(definition: &'a ScorecardDefinition, options: &'a Options) -> Option<&'a str> {
    options.authority.as_deref().or(definition.authority.as_deref())
}

/// The authority's population aged 0 to 17, of the latest year not after the month.
fn population(history: &History<'_>, authority: Option<&str>, month: Month) -> Result<i64, String> {
    let authority = authority.ok_or("not available: no authority code")?;
    let (records, layout) = history::extract(history.extracts, history.layouts, "population")
        .ok_or("no population.csv; it needs area_code, year and population_0_17")?;
    let column = |name: &str| layout.column(name);
    let areas = column("area_code").and_then(|at| records.words(at));
    let numbers = |name: &str| column(name).and_then(|at| records.integers(at));
    let missing = || "population.csv needs area_code, year and population_0_17".to_owned();
    let (areas, years, people) =
        (areas.ok_or_else(missing)?, numbers("year").ok_or_else(missing)?, numbers("population_0_17").ok_or_else(missing)?);
    let is_here =
        |record: &usize| areas.words.get(areas.ids[*record] as usize).is_some_and(|area| area.eq_ignore_ascii_case(authority));
    (0..records.len())
        .filter(is_here)
        .filter(|record| years[*record] <= month.year() && people[*record] > 0)
        .max_by_key(|record| years[*record])
        .map(|record| i64::from(people[record]))
        .ok_or_else(|| format!("population.csv has no population of {authority} for {} or before", month.year()))
}

/// Extracts that some indicator needs and the folder lacks.
fn report_missing(extracts: &Extracts, compiled: &[Compiled<'_>], problems: &mut Vec<Problem>) {
    let mut needed: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for one in compiled {
        for (extract, _) in one.needs().iter().filter_map(|need| need.split_once('.')) {
            if !extracts.by_id.contains_key(extract) {
                needed.entry(extract.to_owned()).or_default().insert(&one.indicator.id);
            }
        }
    }
    for (extract, indicators) in needed {
        let count = indicators.len() as u64;
        let shown: Vec<&str> = indicators.into_iter().take(PLACES).collect();
        let more = if count as usize > shown.len() { ", ..." } else { "" };
        problems.push(Problem::new(
            Code::MissingFile,
            format!(
                "there is no {extract} extract; {count} {} it: {}{more}",
                plural(count, "indicator needs", "indicators need"),
                shown.join(", ")
            ),
        ));
    }
}

/// Authorities that the postcode directory does not know.
fn report_authorities(
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
    for authority in named {
        if !distance::has_authority(extracts, &catalogue.extracts, authority) {
            let message = format!("no postcode of the directory lies in the authority '{authority}'");
            problems.push(Problem::new(Code::AuthorityNotFound, message));
        }
    }
}

/// Rows of oc2 and oc3 that belong to no cohort, and children who lack an oc2 row.
fn report_cohorts(tables: &Tables<'_>, period: Month, compiled: &[Compiled<'_>], problems: &mut Vec<Problem>) {
    let history = &tables.history;
    let uses = |table: &str| compiled.iter().any(|one| one.table.id == table);
    let mut report = |code: Code, extract: &str, count: usize, message: String, records: &[usize]| {
        if count == 0 {
            return;
        }
        let mut problem = Problem::new(code, message).times(count as u64);
        if let Some((found, _)) = history::extract(history.extracts, history.layouts, extract) {
            problem.places.extend(records.iter().take(PLACES).map(|record| found.place(*record)));
        }
        problems.push(problem);
    };
    if uses("health")
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

/// What some table or column needs and no layout has, as `table: extract.COLUMN`.
///
/// # Errors
/// Only for faults of ours.
pub fn schema_gaps(layouts: &[Layout]) -> anyhow::Result<Vec<String>> {
    let mut gaps = Vec::new();
    for table in Schema::new(layouts)?.tables {
        let needs = table.needs.iter().chain(table.columns.iter().flat_map(|column| &column.needs));
        for need in needs.filter(|need| *need != AUTHORITY) {
            let known = need.split_once('.').is_some_and(|(extract, column)| {
                layouts.iter().any(|layout| layout.id == extract && layout.column(column).is_some())
            });
            if !known {
                gaps.push(format!("{}: {need}", table.id));
            }
        }
    }
    Ok(gaps)
}
