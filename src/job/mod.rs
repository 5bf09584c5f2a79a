//! The main job, read as a table of contents: definitions, extracts, tables,
//! figures, scorecards.
//!
//! Takes everything from outside as values (the day, the folders, the month) and
//! gives a [`Document`] with the problems met. Prints nothing. The file is long because it
//! is the one place that knows every stage.

mod archive;
mod asked;
pub mod authorities;
mod board;
pub mod breakdowns;
mod compared;
mod define;
mod due;
mod exact;
mod flows;
mod gaps;
mod latest;
mod left_out;
mod letterhead;
mod listed;
mod monthly;
pub mod one;
pub mod only;
mod options;
mod outlook;
mod population;
mod public;
mod reach;
mod reports;
mod rows;
mod same_events;
mod sets;
mod things;
mod touches;
mod variants;
mod verdict;
mod words;
pub mod worked;
mod worked_sides;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::arrival;
use crate::arrived::Arrived;
use crate::assemble::{self, Breakdown, Figures, Reach};
use crate::benchmarks;
use crate::calendar::{Day, Month};
use crate::changes::{fingerprint, restated};
use crate::definitions::{Catalogue, Feed, Layout, Publication, RowDefinition, ScorecardDefinition, Whom};
pub use crate::extracts::similar_folder;
use crate::extracts::{self, Extracts, Request};
use crate::feeds::{self, Feeds};
use crate::figure::Measurements;
use crate::figure::rounded::Rounding;
use crate::measure::{self, Compiled, Place, conditions, explained};
use crate::problem::{self, Problem};
use crate::scorecard::{Audience, By, Document};
use crate::tables::Tables;
use crate::tables::schema::{self, AUTHORITY, Schema};
use crate::threads;
use compared::{months, travel};
pub use define::{Defined, define};
use exact::Exact;
pub use latest::latest_month;
pub use options::Options;
use outlook::Outlook;
use population::population;
use reach::Told;
use things::Things;
pub use touches::sort as by_figures;

/// A step of the job, to be shown while it takes its time.
pub type Progress<'a> = &'a dyn Fn(&str);

/// Computes scorecards; nothing but problems when one of them stops the job.
///
/// # Errors
/// Only for faults of ours.
pub fn compute(catalogue: &Catalogue, options: &Options, progress: Progress<'_>) -> anyhow::Result<Document> {
    let mut problems = Vec::new();
    let files: Vec<_> = options.published.iter().flat_map(|folder| archive::files(folder, options, &mut problems)).collect();
    let with_trends = (!files.is_empty()).then(|| archive::with_trends(&files, catalogue));
    let catalogue = with_trends.as_ref().unwrap_or(catalogue);
    let definitions: Vec<&ScorecardDefinition> = options.scorecards.iter().filter_map(|id| catalogue.scorecard(id)).collect();
    let schema = Schema::of(catalogue)?;
    let indicators = named_indicators(&definitions, catalogue);
    let compiled = conditions::compile(indicators, &schema, &mut problems);
    let mut document = Document {
        generated: options.today,
        period: options.period,
        audience: options.audience,
        publication: definitions.iter().fold(Publication::default(), |all, one| all.stricter(one.publication)),
        brief: options.brief,
        reach: Vec::new(),
        scorecards: Vec::new(),
        only: Vec::new(),
        explained: compiled.iter().map(explained::explanation).collect(),
        problems: Vec::new(),
    };

    only::report_public(options, &mut problems);
    let template = letterhead::template(options, &definitions, &mut problems);
    let said = board::commentary(options, catalogue, &mut problems);
    let earlier = board::earlier(options, &definitions, &mut problems);
    let archive = archive::figures(&files, options, catalogue, &mut problems);
    if problem::stops(&problems) {
        document.problems = sorted(problems);
        return Ok(document);
    }
    let published = compared::published(options, catalogue, &mut problems);

    progress("reading the extracts");
    let asked: Vec<Vec<By>> =
        definitions.iter().map(|definition| breakdowns::asked(definition, options, &catalogue.breakdowns)).collect();
    let all_asked = breakdowns::each_once(asked.iter().flatten().cloned());
    let of_only = options.only.iter().map(|only| only.by.clone()).chain(archive::breakdowns(&archive));
    let with_only = breakdowns::each_once(all_asked.iter().cloned().chain(of_only));
    let archived = archive::scorecards(&archive, &definitions, catalogue);
    let archived = conditions::compile(named_indicators(&archived, catalogue), &schema, &mut Vec::new());
    let all_compiled: Vec<Compiled<'_>> = compiled.iter().chain(&archived).cloned().collect();
    let joins = breakdowns::joins(&with_only, &schema, &catalogue.extracts);
    let of_groups =
        breakdowns::needs(&with_only, &all_compiled).into_iter().chain(joins.iter().flat_map(|join| join.needs.clone()));
    let needs = all_compiled.iter().flat_map(Compiled::needs).chain(feeds::needs(&definitions)).chain(of_groups).collect();
    let reading = Reading {
        folder: &options.extracts,
        period: options.period,
        above: options.above.as_deref(),
        authority: options.authority.as_deref().filter(|_| options.by_column),
        as_reported: options.as_reported,
    };
    let extracts = load(catalogue, &reading, &needs, &mut problems);
    if problem::stops(&problems) {
        document.problems = sorted(problems);
        return Ok(document);
    }
    reports::missing(&extracts, &catalogue.extracts, options.period, &compiled, &mut problems);
    // That nobody has a word is a figure too: 0.
    if options.audience == Audience::Internal {
        words::report(&compiled, &extracts, &catalogue.extracts, &mut problems);
    }
    left_out::report(catalogue, &definitions, &mut problems);
    feeds::report_missing(&definitions, &extracts, &|file| catalogue.extract(file).is_some(), &mut problems);
    feeds::report_spellings(&extracts, &catalogue.extracts, &mut problems);

    progress("counting");
    let with_joined = match joins.is_empty() && options.only.is_empty() {
        true => None,
        false => {
            let mut joined = schema.clone().with_joined(joins, &extracts, &catalogue.extracts);
            joined.only = only::found(&options.only, &joined, &catalogue.extracts, &mut problems);
            Some(joined)
        }
    };
    board::of_others(options, earlier.as_ref(), with_joined.as_ref().map_or(&[], |schema| &schema.only), &mut problems);
    if problem::stops(&problems) {
        document.problems = sorted(problems);
        return Ok(document);
    }
    let again = |schema| conditions::compile(named_indicators(&definitions, catalogue), schema, &mut Vec::new());
    let (mut compiled, schema) = with_joined.as_ref().map_or((compiled, &schema), |schema| (again(schema), schema));
    let only = &schema.only;
    document.only = only.clone();
    only::need(&mut compiled, only);
    let of_group: Vec<ScorecardDefinition> =
        definitions.iter().filter(|_| !only.is_empty()).map(|definition| only::scorecard(definition, only)).collect();
    let definitions: Vec<&ScorecardDefinition> = if only.is_empty() { definitions } else { of_group.iter().collect() };
    let tables = Tables::new(&extracts, &catalogue.extracts, schema);
    let months = months(&definitions, options);
    let public = options.audience == Audience::Public;
    let measured = measure_all(&definitions, &compiled, &tables, &months, options)?;
    // How many rows have no number tells of few children.
    let told = |measured: Measurements| if public { measured.without_counts() } else { measured };
    let publication = document.publication;
    let rounding = Rounding::of(publication).filter(|_| public);
    let things = Things::of(&definitions);
    let mut exact = Exact::default();
    let measured = measured.into_iter().map(told).zip(&definitions).map(|(measured, definition)| match rounding {
        Some(rounding) => {
            exact.months(definition, &measured, &months);
            measured.rounded(rounding, &|indicator| things.has_indicator(indicator))
        }
        None => measured,
    });
    let measured: Vec<Measurements> = measured.collect();
    reports::cohorts(&tables, options.period, &compiled, &mut problems);
    reports::authorities(&definitions, &extracts, catalogue, options, &compiled, &mut problems);

    let feeds = Feeds::new(&extracts, &catalogue.extracts, options.period);
    let feeds = if public { feeds.without_free_text() } else { feeds };
    let as_fed = |row: &RowDefinition, month: Month| {
        only::fed(row, month, only).or_else(|| left_out::fed(catalogue, row, month)).or_else(|| feeds.row(row, month))
    };
    if rounding.is_some() {
        exact.fed(&definitions, &months, &as_fed);
    }
    let fed = |row: &RowDefinition, month: Month| {
        let fed = as_fed(row, month)?;
        let rounding = rounding.filter(|_| !things.counts(row));
        Some(rounding.map_or(fed.clone(), |rounding| fed.rounded(rounding, row.unit)))
    };
    let source = reach::Source { catalogue, schema, extracts: &extracts, options };
    let told = Told::new(&source, &tables, &compiled, measured.first(), authority_of_any(&definitions, options))?;
    let (outside, data_to, too_short) = (told.outside(), told.data_to(), told.short());
    let reach = Reach { outside: &outside, data_to: &data_to, short: &too_short };
    told.report(&definitions, &mut problems);
    document.reach = told.head(&compiled, &problems);
    let monthly = monthly::events(&compiled, &tables, options)?;
    let events = |row: &RowDefinition, month: Month| monthly.of(row, month, told.gaps());
    let short = |row: &RowDefinition, month: Month| feeds.is_short(row, month);
    // What crosses a line is about few children: it is for those who may see every figure.
    let looks_ahead = options.forecast && options.audience == Audience::Internal;
    let ahead = looks_ahead.then(|| Tables::as_known_at(options.period, &extracts, &catalogue.extracts, schema));
    let needs = compiled.iter().map(|one| (one.indicator.id.as_str(), one.needs().into_iter().collect())).collect();
    for ((definition, measurements), by) in definitions.iter().zip(&measured).zip(&asked) {
        let authority = authority(definition, options);
        let population = |month: Month| population(&tables, authority, month);
        let place = Place { authority, population: &population };
        let named: BTreeSet<&str> = named_indicators(&[definition], catalogue).map(|indicator| indicator.id.as_str()).collect();
        let of_it: Vec<Compiled<'_>> = compiled.iter().filter(|one| named.contains(one.indicator.id.as_str())).cloned().collect();
        let of_month = |by: &By, month: Month| measure::measure_groups(&of_it, &tables, month, by, &place);
        let in_groups = |by: &By| {
            // The history of few children would tell of them.
            let earlier = if options.groups_history && !public { options.history } else { 0 };
            let months = (1..=earlier).rev().map(|back| options.period.back(back));
            let before = months.map(|month| Ok((month, of_month(by, month)?))).collect::<anyhow::Result<_>>()?;
            Ok(Breakdown {
                by: by.clone(),
                now: of_month(by, options.period)?,
                before,
                gone: !options.papers,
                rated: !public && only.is_empty(),
            })
        };
        let mut breakdowns = threads::map(by, in_groups).into_iter().collect::<anyhow::Result<Vec<_>>>()?;
        for (one, rounding) in breakdowns.iter_mut().flat_map(|one| Some((one, rounding?))) {
            exact.groups(definition, &one.by, &one.now, options.period);
            let of_people = one.now.figures.iter_mut().filter(|(indicator, _)| !things.has_indicator(indicator));
            of_people.flat_map(|(_, groups)| groups).for_each(|(_, measured)| *measured = rounding.counted(measured));
        }
        let Options { period, history, outturns, quarters, .. } = *options;
        let others =
            |row: &RowDefinition, month: Month, whom: Whom| compared::others(published.as_ref(), authority, row, month, whom);
        let travel = travel(definition, options);
        let figures = Figures {
            rows_of: &schema::rows_of,
            catalogue,
            measurements,
            fed: &fed,
            period,
            history,
            reach,
            short: &short,
            events: &events,
            others: &others,
            travel,
            outturns,
            quarters,
        };
        let mut scorecard = assemble::scorecard(definition, authority, figures, &breakdowns);
        scorecard.letterhead = letterhead::of(definition, template.as_ref(), &mut problems);
        population::note(&mut scorecard, &tables.history, period);
        listed::note(&mut scorecard, &tables.history, &of_it);
        if let Some(ahead) = &ahead {
            let outlook =
                Outlook { tables: &tables, ahead, compiled: &of_it, measurements, place: &place, period, others: &others };
            outlook.fill(&mut scorecard, definition, &fed)?;
            if options.brief || options.papers {
                outlook.next(&mut scorecard, definition)?;
            }
        }
        outlook::without_doubted(&mut scorecard);
        verdict::settle(&mut scorecard, period, options.audience);
        // A rank among authorities is of authorities.
        if let Some(published) = published.as_ref().filter(|_| only.is_empty()) {
            benchmarks::fill(&mut scorecard, published, period, &mut problems);
        }
        fingerprint::mark(&mut scorecard, definition, catalogue, &needs);
        // What was said is of the whole.
        if only.is_empty() {
            said.put_on(&mut scorecard, period, options.audience);
        }
        document.scorecards.push(scorecard);
    }
    if options.audience == Audience::Internal && only.is_empty() {
        board::without_comment(&document.scorecards, &said, options.period, &mut problems);
    }
    if let Some(earlier) = &earlier {
        restated::mark(&mut document, earlier);
    }
    breakdowns::report(&all_asked, &document.scorecards, schema, &mut problems);
    document.problems = sorted(problems);
    if options.audience == Audience::Public {
        progress("hiding small counts");
        let made = public::Made {
            definitions: &definitions,
            catalogue,
            options,
            tables: &tables,
            schema,
            by: &all_asked,
            publication,
            archive,
            exact,
            things: &things,
        };
        document = public::protect(document, &made)?;
    }
    Ok(document)
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
    check_folder(catalogue, folder, period, today).map(|(period, problems, _)| (period, problems))
}

/// The same, with what arrived.
pub fn check_folder(
    catalogue: &Catalogue,
    folder: &Path,
    period: Option<Month>,
    today: Day,
) -> anyhow::Result<(Month, Vec<Problem>, Vec<Arrived>)> {
    scorecard_data::quiet();
    let period = period
        .or_else(|| latest::newest(folder))
        .or_else(|| latest::of_episodes(catalogue, folder, today))
        .unwrap_or(Month::of(today));
    let request = Request {
        folder,
        period,
        above: None,
        authority: None,
        as_reported: false,
        wanted: &|_, _| true,
        of_use: &|_| true,
        translations: &catalogue.translations,
    };
    let mut problems = Vec::new();
    board::read_all(&board::beside(folder), catalogue, &mut problems);
    let extracts = extracts::load(&catalogue.extracts, &request).into_value(&mut problems);
    reach::report_not_ended(period, today, &mut problems);
    let mut arrived = Vec::new();
    if !problem::stops(&problems) {
        let schema = Schema::new(&catalogue.extracts)?;
        // Mistakes in conditions were told with the definitions. What local extracts a council has is
        // its own business, so those that are not there are no problem here.
        let all = conditions::compile(&catalogue.indicators, &schema, &mut Vec::new());
        let compiled: Vec<Compiled<'_>> = all.iter().filter(|one| !one.indicator.local).cloned().collect();
        reports::missing(&extracts, &catalogue.extracts, period, &compiled, &mut problems);
        feeds::report_spellings(&extracts, &catalogue.extracts, &mut problems);
        feeds::report_unasked(&catalogue.scorecards, &extracts, &catalogue.extracts, &mut problems);
        let tables = Tables::new(&extracts, &catalogue.extracts, &schema);
        reports::cohorts(&tables, period, &compiled, &mut problems);
        touches::fill(&mut problems, &all, &extracts);
        arrived = arrival::of(&extracts, &catalogue.extracts, period, &all);
    }
    Ok((period, sorted(problems), arrived))
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

/// Which extracts are read.
struct Reading<'a> {
    folder: &'a Path,
    period: Month,
    above: Option<&'a Path>,
    authority: Option<&'a str>,
    as_reported: bool,
}

fn load(catalogue: &Catalogue, reading: &Reading<'_>, needs: &BTreeSet<String>, problems: &mut Vec<Problem>) -> Extracts {
    // The header, the episodes and the population are always read; other extracts that
    // nothing asks for are not even opened.
    let used: Vec<&str> = needs.iter().filter_map(|need| need.split_once('.')).map(|(extract, _)| extract).collect();
    let always = ["header", "episodes", "population"];
    let of_use = |extract: &str| always.contains(&extract) || used.contains(&extract);
    let wanted = |extract: &str, column: &str| {
        extract == "population" || needs.iter().any(|need| need.split_once('.') == Some((extract, column)))
    };
    let Reading { folder, period, above, authority, as_reported } = *reading;
    let request = Request {
        folder,
        period,
        above,
        authority,
        as_reported,
        wanted: &wanted,
        of_use: &of_use,
        translations: &catalogue.translations,
    };
    extracts::load(&catalogue.extracts, &request).into_value(problems)
}

/// What was measured for each scorecard: once for all, but for what depends on the authority.
fn measure_all(
    definitions: &[&ScorecardDefinition],
    compiled: &[Compiled<'_>],
    tables: &Tables<'_>,
    months: &[Month],
    options: &Options,
) -> anyhow::Result<Vec<Measurements>> {
    let (local, common): (Vec<_>, Vec<_>) = compiled.iter().cloned().partition(monthly::depends_on_authority);
    let nowhere = Place { authority: None, population: &|_| Err(String::new()) };
    let common = measure::measure(&common, tables, months, &nowhere)?;
    let mut by_authority: BTreeMap<Option<&str>, Measurements> = BTreeMap::new();
    for definition in definitions {
        let authority = authority(definition, options);
        if by_authority.contains_key(&authority) {
            continue;
        }
        let population = |month: Month| population(tables, authority, month);
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

fn authority_of_any<'a>(definitions: &[&'a ScorecardDefinition], options: &'a Options) -> Option<&'a str> {
    definitions.iter().find_map(|definition| authority(definition, options))
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
