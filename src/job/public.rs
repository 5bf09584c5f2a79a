//! A document for the public: tells disclosure control what each row counts, and what to do when it fails.
//!
//! Takes the document as assembled with the definitions it came from, gives it with small counts hidden, or
//! with no figure at all and a problem.

use std::collections::{BTreeMap, BTreeSet};

use super::exact::Exact;
use super::population::Populations;
use super::things::Things;
use super::{Options, archive, authority, breakdowns, named_indicators, rows};
use crate::calendar::Month;
use crate::definitions::{Catalogue, Feed, Indicator, Publication, ScorecardDefinition, Statistic};
use crate::disclosure::{self, Basis, Hide, Published, Relations};
use crate::figure::{Figure, Measured};
use crate::measure::{self, Place, conditions};
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::scorecard::{By, Document};
use crate::tables::Tables;
use crate::tables::schema::Schema;

/// What the document was made from.
pub struct Made<'a, 'b> {
    /// The scorecards.
    pub definitions: &'a [&'a ScorecardDefinition],
    /// The indicators.
    pub catalogue: &'a Catalogue,
    /// What was asked for.
    pub options: &'a Options,
    /// The derived tables.
    pub tables: &'a Tables<'b>,
    /// The schema of these.
    pub schema: &'a Schema,
    /// What figures are broken down by, in any of them.
    pub by: &'a [By],
    /// What is kept from the public.
    pub publication: Publication,
    /// What was published before.
    pub archive: Vec<Published>,
    /// What counts were before they were rounded.
    pub exact: Exact,
    /// Which rows count things.
    pub things: &'a Things,
}

/// The document with small counts hidden; without a figure where that was not found to be safe.
pub fn protect(mut document: Document, made: &Made<'_, '_>) -> anyhow::Result<Document> {
    let hide = Hide::of(made.publication);
    let relations = relations(&document, made)?;
    let (met, generated, period, audience) =
        (std::mem::take(&mut document.problems), document.generated, document.period, document.audience);
    let publication = document.publication;
    let has = |document: &Document, by: &By| {
        let mut rows = document.scorecards.iter().flat_map(|one| one.every_row());
        rows.any(|row| row.part_of.as_ref().is_some_and(|part| part.by == *by))
    };
    let broken_down: Vec<By> = made.by.iter().filter(|by| has(&document, by)).cloned().collect();
    match disclosure::protect_after(document, &relations, hide) {
        Ok((protected, told)) => {
            let mut problems = met;
            if !told.is_empty() {
                let rows: Vec<String> = told.into_iter().take(5).collect();
                let message = format!("a hidden number follows with what was published before: {}", rows.join(", "));
                problems.push(Problem::new(Code::DisclosedBefore, message));
            }
            // What was left out whole.
            let gone: Vec<By> = broken_down.into_iter().filter(|by| !has(&protected, by)).collect();
            breakdowns::report(&gone, &protected.scorecards, made.schema, &mut problems);
            Ok(Document { problems, ..protected })
        }
        Err(reason) => {
            let problem = match reason {
                disclosure::Unsafe::Followed(rows) => {
                    let shown: Vec<String> = rows.into_iter().collect::<BTreeSet<_>>().into_iter().take(5).collect();
                    let message = format!("what is hidden could still be worked out: {}", shown.join(", "));
                    Problem::new(Code::DisclosureUnsafe, message)
                }
                disclosure::Unsafe::TooLong => Problem::new(
                    Code::DisclosureTooLong,
                    "so many figures hang together that the search for what to hide was given up",
                ),
            };
            let problems = met.into_iter().chain([problem]).collect();
            let (reach, scorecards, explained, only) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            Ok(Document { generated, period, audience, publication, brief: false, reach, scorecards, explained, only, problems })
        }
    }
}

fn relations(document: &Document, made: &Made<'_, '_>) -> anyhow::Result<Relations> {
    let mut relations = Relations::default();
    let others = archive::scorecards(&made.archive, made.definitions, made.catalogue);
    let definitions: Vec<&ScorecardDefinition> = made.definitions.iter().copied().chain(others).collect();
    let of = |one: &&ScorecardDefinition| Populations::of(made.tables, authority(one, made.options));
    let published = definitions.iter().filter(|_| !made.archive.is_empty());
    let populations: BTreeMap<&str, Populations> = published.map(|one| (one.id.as_str(), of(one))).collect();
    for one in made.archive.iter().cloned() {
        let (of, month) = (populations.get(one.scorecard.as_str()), one.month);
        relations.insert_published(one.counted(|| of.map(|all| all.for_month(month)).unwrap_or_default()));
    }
    made.exact.relate(&mut relations);
    rows::relate(document, made, &mut relations)?;
    made.things.relate(made.definitions, &mut relations);
    for definition in definitions {
        for row in definition.groups.iter().flat_map(|group| &group.rows) {
            let basis = match &row.feed {
                Feed::Survey(what) => Basis::named(&format!("survey: {}", plain(what))),
                Feed::Return(what) => Basis::named(&format!("return: {}", plain(what))),
                Feed::Indicator(_) | Feed::Narrative(_) | Feed::Awaits(_) => continue,
            };
            relations.insert(&definition.id, &row.id, basis);
        }
        behind(definition, document, made, &mut relations)?;
    }
    Ok(relations)
}

pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many rows of the table are behind each ratio of sums: its figure does not say.
fn behind(
    definition: &ScorecardDefinition,
    document: &Document,
    made: &Made<'_, '_>,
    relations: &mut Relations,
) -> anyhow::Result<()> {
    let numbers: Vec<Indicator> = named_indicators(&[definition], made.catalogue)
        .filter(|indicator| indicator.statistic.is.of_sums)
        .filter_map(|indicator| {
            let above = indicator.statistic.texts.first()?.clone();
            Some(Indicator { statistic: Statistic::mean_of(above), ..indicator.clone() })
        })
        .collect();
    let Some(scorecard) = document.scorecards.iter().find(|scorecard| scorecard.id == definition.id) else { return Ok(()) };
    if numbers.is_empty() {
        return Ok(());
    }
    let compiled = conditions::compile(&numbers, made.schema, &mut Vec::new());
    let place = Place { authority: authority(definition, made.options), population: &|_| Err(String::new()) };
    let row_ids = |id: &str| -> Vec<String> {
        let rows = definition.groups.iter().flat_map(|group| &group.rows);
        rows.filter(|row| matches!(&row.feed, Feed::Indicator(of) if of == id)).map(|row| row.id.clone()).collect()
    };
    let months: BTreeSet<Month> = scorecard
        .every_row()
        .flat_map(|row| {
            row.series
                .iter()
                .map(|point| point.month)
                .chain([row.previous.0, document.period])
                .chain(row.against.map(|past| past.0))
                .chain(row.outturns.iter().map(|outturn| outturn.month))
        })
        .collect();
    let months: Vec<Month> = months.into_iter().collect();
    let measured = measure::measure(&compiled, made.tables, &months, &place)?;
    for indicator in &numbers {
        for row in row_ids(&indicator.id) {
            for month in &months {
                let number = measured.get(&indicator.id, *month).and_then(number);
                number.into_iter().for_each(|number| relations.insert_behind(&definition.id, &row, *month, number));
            }
        }
    }
    let groups = |by: &&By| scorecard.every_row().any(|row| row.part_of.as_ref().is_some_and(|part| part.by == **by));
    for by in made.by.iter().filter(groups) {
        let found = measure::measure_groups(&compiled, made.tables, document.period, by, &place)?;
        for (id, groups) in found.figures {
            for (row, (group, measured)) in row_ids(&id).iter().flat_map(|row| groups.iter().map(move |group| (row, group))) {
                let part = format!("{row}/{}={}", by.as_str(), group.key);
                let number = number(measured);
                number.into_iter().for_each(|number| relations.insert_behind(&definition.id, &part, document.period, number));
            }
        }
    }
    Ok(())
}

fn number(measured: &Measured) -> Option<i64> {
    measured.figure().and_then(Figure::denominator)
}
