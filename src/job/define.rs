//! Reads definitions, and checks all that can be known of them without data.
//!
//! A definition with a mistake is taken out, with what cannot be had without it; the others stay.

use std::collections::BTreeSet;

use super::{breakdowns, things};
use crate::definitions::{Broken, By, Catalogue, Indicator, Layout, Part, Sources, extract};
use crate::extracts::FEEDS;
use crate::measure::conditions;
use crate::problem::{Problem, Severity};
use crate::problem_codes::Code;
use crate::tables::own;
use crate::tables::schema::{Origin, Schema, TableSpec};

/// Definitions that were read, with all problems of theirs.
pub struct Defined {
    /// Everything defined without a mistake.
    pub catalogue: Catalogue,
    /// The mistakes.
    pub problems: Vec<Problem>,
}

impl Defined {
    /// The mistakes of one definition.
    pub fn mistakes<'a>(&'a self, broken: &'a Broken) -> impl Iterator<Item = &'a Problem> {
        self.problems.iter().filter(move |problem| {
            let files = problem.snippets.iter().map(|snippet| &snippet.file);
            let mut files = files.chain(problem.places.iter().map(|place| &place.file));
            problem.severity() == Severity::Error && files.any(|file| *file == broken.path)
        })
    }
}

/// Reads definitions and checks every condition in them.
///
/// # Errors
/// Only for faults of ours.
pub fn define(sources: &Sources) -> anyhow::Result<Defined> {
    scorecard_data::quiet();
    let mut problems = sources.shadowed();
    let mut catalogue = sources.read().into_value(&mut problems);
    sound_layouts(sources, &mut catalogue);
    let schema = Schema::of(&catalogue)?;
    let taken = own::problems(&schema, &catalogue.extracts);
    let mut schema = schema;
    if !taken.is_empty() {
        let places: Vec<&str> = taken.iter().flat_map(|problem| &problem.snippets).map(|snippet| snippet.file.as_str()).collect();
        let blamed = catalogue.extracts.iter().filter(|layout| places.contains(&layout.file.path.as_str()));
        let broken: Vec<Broken> = blamed
            .map(|layout| Broken { what: Part::Extracts.what(), id: layout.id.clone(), path: layout.file.path.clone() })
            .collect();
        catalogue.broken.extend(broken);
        problems.extend(taken);
        sound_layouts(sources, &mut catalogue);
        schema = Schema::of(&catalogue)?;
    }
    let layouts: BTreeSet<String> = ids(&catalogue, Part::Extracts);
    for indicator in &catalogue.indicators {
        let broken = Broken { what: Part::Library.what(), id: indicator.id.clone(), path: indicator.file.path.clone() };
        if is_of_broken_table(indicator, &layouts) && schema.table(&indicator.table.value).is_none() {
            catalogue.broken.push(broken);
            continue;
        }
        let mut met = Vec::new();
        let compiled = conditions::compile([indicator], &schema, &mut met);
        let table = schema.table(&indicator.table.value);
        let rests_on_broken = table.is_some_and(|table| needs(table).any(|need| is_of(need, &layouts)));
        if rests_on_broken {
            // The columns and codes of a layout that has a mistake would be missed for no reason.
            met.retain(|problem| !matches!(problem.code, Code::UnknownColumn | Code::UnknownValue));
        }
        problems.append(&mut met);
        let lacks = match compiled.first() {
            None => true,
            Some(compiled) => {
                let population = indicator.statistic.is.of_population && layouts.contains("population");
                population || compiled.needs().iter().any(|need| is_of(need, &layouts))
            }
        };
        if lacks {
            catalogue.broken.push(broken);
        }
    }
    for breakdown in catalogue.breakdowns.iter().filter(|_| layouts.is_empty()) {
        let Some(wrong) = breakdowns::wrong_definition(breakdown, &schema, &catalogue.extracts) else { continue };
        let snippet = breakdown.file.snippet(breakdown.column.span.clone(), wrong.label);
        problems.push(Problem::new(Code::UnknownColumn, wrong.message).snippet(snippet));
        let (id, path) = (breakdown.id.clone(), breakdown.file.path.clone());
        catalogue.broken.push(Broken { what: Part::Breakdowns.what(), id, path });
    }
    wrong_breakdowns(&mut catalogue, &schema, !layouts.is_empty(), &mut problems);
    things::wrong(&mut catalogue, &mut problems);
    take_out(&mut catalogue);
    problems.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(Defined { catalogue, problems })
}

/// Scorecards that are broken down by what no table has. What a layout with a mistake would have had is not missed.
fn wrong_breakdowns(catalogue: &mut Catalogue, schema: &Schema, is_broken: bool, problems: &mut Vec<Problem>) {
    for scorecard in catalogue.scorecards.iter().filter(|_| !is_broken) {
        let mut met = Vec::new();
        let rows = scorecard.groups.iter().flat_map(|group| &group.rows);
        for word in scorecard.by.iter().chain(rows.flat_map(|row| &row.group_targets).map(|target| &target.written)) {
            let wrong = By::parse(&word.value).and_then(|by| breakdowns::wrong(&by, schema, &catalogue.extracts));
            let Some(wrong) = wrong else { continue };
            let snippet = scorecard.file.snippet(word.span.clone(), wrong.label);
            met.push(Problem::new(Code::WrongValue, wrong.message).snippet(snippet));
        }
        if !met.is_empty() {
            let (id, path) = (scorecard.id.clone(), scorecard.file.path.clone());
            catalogue.broken.push(Broken { what: Part::Scorecards.what(), id, path });
            problems.extend(met);
        }
    }
}

/// In place of a layout with a mistake stands the one below it, so that files are told apart as ever; none where there is
/// none below. What would be counted from its file is taken out.
fn sound_layouts(sources: &Sources, catalogue: &mut Catalogue) {
    let broken = ids(catalogue, Part::Extracts);
    let below = |id: &str| -> Option<Layout> {
        let mut file = sources.extracts.iter().find(|file| file.id == id)?.laid.shadows.clone();
        while let Some(known) = file {
            let mut met = Vec::new();
            if let Some(layout) = extract::read(&known, &mut met).filter(|_| met.is_empty()) {
                return Some(layout);
            }
            file = known.laid.shadows.clone();
        }
        None
    };
    catalogue.extracts.retain(|layout| !broken.contains(&layout.id));
    // Rows are fed without an indicator between: their file is not read at all.
    let read = broken.iter().filter(|id| !FEEDS.contains(&id.as_str()));
    catalogue.extracts.extend(read.filter_map(|id| below(id)));
    // In the order of the files, in which extracts are recognised.
    let place = |id: &str| sources.extracts.iter().position(|file| file.id == id);
    catalogue.extracts.sort_by_key(|layout| place(&layout.id));
}

fn ids(catalogue: &Catalogue, part: Part) -> BTreeSet<String> {
    catalogue.broken.iter().filter(|broken| broken.what == part.what()).map(|broken| broken.id.clone()).collect()
}

/// Whether an indicator counts a table that a layout with a mistake would have.
fn is_of_broken_table(indicator: &Indicator, layouts: &BTreeSet<String>) -> bool {
    let table = indicator.table.value.as_str();
    let of = table.strip_suffix("_of_looked_after").or(table.strip_suffix("_of_care_leavers"));
    layouts.contains(of.unwrap_or(table))
}

fn needs(table: &TableSpec) -> impl Iterator<Item = &String> {
    let own = match &table.origin {
        Origin::Declared => None,
        Origin::Rows(id) | Origin::OfLookedAfter(id) | Origin::OfCareLeavers(id) => Some(id),
    };
    table.needs.iter().chain(table.columns.iter().flat_map(|column| &column.needs)).chain(own)
}

/// Whether a need, `extract.COLUMN`, is of one of these extracts.
fn is_of(need: &str, layouts: &BTreeSet<String>) -> bool {
    layouts.contains(need.split_once('.').map_or(need, |(extract, _)| extract))
}

/// Takes out what has a mistake; rows that name it have no data.
fn take_out(catalogue: &mut Catalogue) {
    let mut seen = BTreeSet::new();
    catalogue.broken.retain(|broken| seen.insert((broken.what, broken.id.clone())));
    let indicators = ids(catalogue, Part::Library);
    catalogue.indicators.retain(|indicator| !indicators.contains(&indicator.id));
    let scorecards = ids(catalogue, Part::Scorecards);
    catalogue.scorecards.retain(|scorecard| !scorecards.contains(&scorecard.id));
    let breakdowns = ids(catalogue, Part::Breakdowns);
    catalogue.breakdowns.retain(|breakdown| !breakdowns.contains(&breakdown.id));
    let benchmarks = ids(catalogue, Part::Benchmarks);
    catalogue.benchmarks.retain(|file| !benchmarks.contains(&file.id));
    for file in &mut catalogue.benchmarks {
        file.measures.retain(|measure| !indicators.contains(&measure.indicator));
    }
}
