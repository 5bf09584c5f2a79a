//! Which rows every published number counts: the sets that disclosure control relates figures by.
//!
//! Takes the indicators of a run and its tables, evaluates their conditions on the rows of each month as `measure`
//! does, and tells [`Relations`] the rows of each cohort and numerator. A child is the same in all tables with a row a
//! child; rows of other tables are known by child and day. Months of the three years before the period are
//! looked at besides those published, to tell which events are the same. What is in each group is told for the breakdowns of the run, and
//! for those published before. What histories showed as a percentage or an average alone is worked out once more.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use super::public::Made;
use super::same_events::Events;
use super::sets::Sets;
use super::variants::{self, OfTable};
use super::{archive, authority, flows, named_indicators};
use crate::calendar::Month;
use crate::definitions::statistic::{DeclaredStatistic, Sums};
use crate::definitions::{Feed, ScorecardDefinition};
use crate::disclosure::algebra::{Set, Universe};
use crate::disclosure::{Basis, Published, Relations};
use crate::figure::Figure;
use crate::measure::counted::{Row, cohort, might_be};
use crate::measure::{self, Compiled, conditions, events, sums};
use crate::scorecard::{By, Document};
use crate::tables::schema::{AUTHORITY, TableSpec};
use crate::tables::{self, Tables, groups};
use crate::threads;

/// So many months before the period are looked at.
const BACK: [i32; 16] = [0, 1, 2, 3, 4, 5, 6, 9, 12, 15, 18, 21, 24, 28, 32, 36];

/// The place of a set: the authority, where it depends on it, and the indicator.
pub(super) type Of = (Option<String>, String);

/// The cohort of each indicator in a month, of those that the extracts have.
pub(super) type OfIndicators = BTreeMap<Of, Vec<Row>>;

/// The same with what the extracts tell of in that month, by a name: months in which they tell of the same have one.
pub(super) struct Cohorts {
    told: usize,
    of: OfIndicators,
}

impl Deref for Cohorts {
    type Target = OfIndicators;

    fn deref(&self) -> &OfIndicators {
        &self.of
    }
}

impl Cohorts {
    fn named(by_month: Vec<(Month, OfIndicators)>) -> Vec<(Month, Self)> {
        let there = |of: &OfIndicators| -> Vec<Of> { of.keys().cloned().collect() };
        let known: BTreeSet<Vec<Of>> = by_month.iter().map(|(_, of)| there(of)).collect();
        let name = |of: &OfIndicators| known.iter().position(|other| *other == there(of)).unwrap_or(known.len());
        by_month.into_iter().map(|(month, of)| (month, Cohorts { told: name(&of), of })).collect()
    }
}

/// Tells what the rows of a document count.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn relate(document: &Document, made: &Made<'_, '_>, relations: &mut Relations) -> anyhow::Result<()> {
    let published = document.scorecards.iter().flat_map(|scorecard| scorecard.every_row());
    let published = published.flat_map(|row| {
        let outturns = row.outturns.iter().map(|outturn| outturn.month);
        row.series.iter().map(|point| point.month).chain([row.previous.0]).chain(row.against.map(|past| past.0)).chain(outturns)
    });
    let published = published.chain(relations.published().iter().map(|one| one.month));
    let back = BACK.iter().map(|back| document.period.back(*back));
    let months: Vec<Month> = published.chain(back).collect::<BTreeSet<_>>().into_iter().collect();
    let others = archive::scorecards(relations.published(), made.definitions, made.catalogue);
    let definitions: Vec<&ScorecardDefinition> = made.definitions.iter().copied().chain(others).collect();
    let compiled = conditions::compile(named_indicators(&definitions, made.catalogue), made.schema, &mut Vec::new());
    let authorities: BTreeSet<Option<&str>> = definitions.iter().map(|definition| authority(definition, made.options)).collect();
    let by_months: BTreeMap<Month, Vec<By>> =
        months.iter().map(|month| (*month, breakdowns(document, made.by, relations.published(), *month))).collect();
    let by_of = |month: &Month| by_months.get(month).map(Vec::as_slice).unwrap_or_default();
    let all_by: Vec<By> = by_months.values().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    let evaluated = threads::map(&months, |month| {
        let of_report = *month == document.period;
        cohorts(&compiled, made.tables, (*month, of_report), &authorities, (&all_by, by_of(month)))
    });
    let mut variants = Vec::new();
    let mut by_month: Vec<(Month, OfIndicators)> = Vec::new();
    for (month, found) in months.iter().copied().zip(evaluated) {
        let (cohorts, might_be) = found?;
        variants.extend(might_be);
        by_month.push((month, cohorts));
    }
    let evaluated = Cohorts::named(by_month);
    let mut sets = Sets::default();
    let events = Events::new(&compiled, &evaluated);
    let of_id = |id: &str| compiled.iter().find(|one| one.indicator.id == id);
    // Rows of several scorecards may be of one indicator.
    let mut known: BTreeMap<Of, Vec<(Month, Counts)>> = BTreeMap::new();
    for definition in definitions {
        let place = authority(definition, made.options);
        for row in definition.groups.iter().flat_map(|group| &group.rows) {
            let Feed::Indicator(id) = &row.feed else { continue };
            let Some(one) = of_id(id) else { continue };
            let of = of(one, place, &all_by);
            let months = known.entry(of).or_insert_with_key(|of| {
                let counts = |(month, found): &(Month, Cohorts)| {
                    Some((*month, counts(one, of, (*month, found), by_of(month), (&events, &mut sets, relations))?))
                };
                evaluated.iter().filter_map(counts).collect()
            });
            for (month, counts) in months {
                if let Some(figure) = counts.figure {
                    relations.insert_worked_out(&definition.id, &row.id, *month, (figure, row.decimals));
                }
                relations.insert_month(&definition.id, &row.id, *month, counts.basis.clone());
            }
        }
    }
    if let Some((_, found)) = evaluated.iter().find(|(month, _)| *month == document.period) {
        alike((document, made.by), &compiled, found, &mut sets, relations);
    }
    flows::insert(&compiled, &evaluated, &mut sets, relations);
    if let Some((month, found)) = evaluated.iter().find(|(month, _)| *month == document.period) {
        variants.iter().for_each(|of_table| variants::insert(of_table, (*month, found), &mut sets, relations));
    }
    sets.people(relations);
    Ok(())
}

/// What an indicator counts in a month.
struct Counts {
    basis: Basis,
    /// Its percentage or average.
    figure: Option<Figure>,
}

/// What an indicator counts in a month, and which of that is in each group; nothing where the extracts do not have it.
fn counts(
    one: &Compiled<'_>,
    of: &Of,
    (month, found): (Month, &Cohorts),
    by: &[By],
    (events, sets, relations): (&Events, &mut Sets, &mut Relations),
) -> Option<Counts> {
    let rows = found.get(of)?;
    let universe = universe(one.table, found);
    let numbers = sets.numbers(&universe, month, rows);
    let numbered = || rows.iter().zip(numbers.iter().copied());
    let of_counted = || numbered().filter(|(row, _)| row.counted);
    let cohort = Set::of(&universe, numbers.iter().copied());
    let counted = Set::of(&universe, of_counted().map(|(_, number)| number));
    in_groups(&universe, numbered(), [&cohort, &counted], (by, relations));
    let statistic = &one.indicator.statistic;
    let texts = || statistic.texts.iter().map(|text| text.value.as_str()).collect::<Vec<_>>();
    let sums = statistic.is.of_sums.then(|| texts().join(" of "));
    let (span, cohort_events) = events.of(of, false);
    let (_, events) = events.of(of, true);
    if let Some(events) = &cohort_events {
        relations.insert_days(&cohort, events, numbered().map(|(row, number)| (number, row.day)).collect());
    }
    if let Some(events) = &events {
        relations.insert_days(&counted, events, of_counted().map(|(row, number)| (number, row.day)).collect());
    }
    let basis = Basis { cohort, counted, sums, span, cohort_events, events };
    Some(Counts { basis, figure: worked_out(statistic.is, rows) })
}

fn of(one: &Compiled<'_>, authority: Option<&str>, by: &[By]) -> Of {
    let columns = by.iter().filter_map(|by| groups::columns(one.table, by)).flatten();
    let local = one.needs().iter().chain(columns.flat_map(|column| &column.needs)).any(|need| need == AUTHORITY);
    (authority.filter(|_| local).map(str::to_owned), one.indicator.id.clone())
}

/// The percentage or average of some rows; nothing where there is none.
fn worked_out(is: &DeclaredStatistic, rows: &[Row]) -> Option<Figure> {
    let counted = || rows.iter().filter(|row| row.counted);
    match is.sums {
        Sums::Share if !rows.is_empty() => {
            Some(Figure::Proportion { numerator: counted().count() as i64, denominator: rows.len() as i64 })
        }
        Sums::Mean => sums::mean_of(counted().filter_map(|row| row.value).collect()),
        Sums::Share | Sums::Rows | Sums::Ratio => None,
    }
}

/// Months of which the extracts tell the same have one universe: a set that is not there would break relations.
pub(super) fn universe(table: &TableSpec, found: &Cohorts) -> Universe {
    let told = found.told;
    if table.several { Universe::Several { table: table.id.as_str().into(), told } } else { Universe::Children { told } }
}

/// Who belongs to the cohorts in a month, row by row: of what is asked for in any month, with the groups by some.
fn cohorts<'a>(
    compiled: &[Compiled<'a>],
    tables: &Tables<'_>,
    (month, of_report): (Month, bool),
    authorities: &BTreeSet<Option<&str>>,
    (asked, by): (&[By], &[By]),
) -> anyhow::Result<(OfIndicators, Vec<OfTable<'a>>)> {
    let history = &tables.history;
    let (mut found, mut variants) = (OfIndicators::new(), Vec::new());
    for authority in authorities {
        let here: Vec<&Compiled<'a>> = compiled
            .iter()
            .filter(|one| !found.contains_key(&of(one, *authority, asked)))
            .filter(|one| {
                let month = history.file_month(month);
                tables::shortfall(history.extracts, history.layouts, &one.needs(), month, *authority).is_none()
            })
            .collect();
        let mut wanted = measure::wanted(&here.iter().map(|one| (*one).clone()).collect::<Vec<_>>());
        for one in &here {
            let groups = by.iter().filter_map(|by| groups::columns(one.table, by)).flatten().map(|column| column.name.as_str());
            let more = groups.chain(["child"]).chain(events::day_of_table(one.table)).chain(["started"]);
            let more = more.filter(|column| one.table.column(column).is_some()).map(str::to_owned);
            wanted.entry(one.table.id.clone()).or_default().extend(more);
        }
        let frames = tables.month(month, &wanted, *authority)?;
        for (id, frame) in frames.frames.iter().filter(|_| of_report) {
            let of_table: Vec<&Compiled<'a>> = here.iter().copied().filter(|one| one.table.id == *id).collect();
            let Some(table) = of_table.first().map(|one| one.table) else { continue };
            let rows = might_be(&of_table, by, frame, table.several)?;
            variants.extend(rows.map(|rows| OfTable {
                table,
                by: by.to_vec(),
                of: of_table.iter().map(|one| of(one, *authority, asked)).collect(),
                rows,
            }));
        }
        for one in here {
            if let Some(frame) = frames.frames.get(&one.table.id) {
                found.insert(
                    of(one, *authority, asked),
                    cohort(one, frame, by, events::day_of_table(one.table), one.table.several)?,
                );
            }
        }
    }
    Ok((found, variants))
}

/// The breakdowns of a month: those asked for in the month of the report, and in any month those that were published then.
fn breakdowns(document: &Document, asked: &[By], published: &[Published], month: Month) -> Vec<By> {
    let asked = asked.iter().filter(|_| month == document.period);
    let of_month = published.iter().filter(|one| one.month == month).filter_map(|one| one.part_of.as_ref());
    super::breakdowns::each_once(asked.chain(of_month.map(|part| &part.by)).cloned())
}

/// A row with its number.
type Numbered<'a> = (&'a Row, usize);

/// The rows of each group of the breakdown in this place.
fn grouped<'a>(rows: impl IntoIterator<Item = Numbered<'a>>, by: usize) -> BTreeMap<&'a str, Vec<Numbered<'a>>> {
    let mut found: BTreeMap<&str, Vec<Numbered<'_>>> = BTreeMap::new();
    for (row, number) in rows {
        let group = row.groups.get(by).and_then(Option::as_deref);
        group.into_iter().for_each(|group| found.entry(group).or_default().push((row, number)));
    }
    found
}

/// Tells which rows of a cohort, and of those counted, are in each group.
fn in_groups<'a>(
    universe: &Universe,
    rows: impl Iterator<Item = Numbered<'a>> + Clone,
    wholes: [&Set; 2],
    (by, relations): (&[By], &mut Relations),
) {
    for (at, by) in by.iter().enumerate() {
        for (group, rows) in grouped(rows.clone(), at) {
            for (whole, counted) in wholes.into_iter().zip([false, true]) {
                let inside = rows.iter().filter(|(row, _)| row.counted || !counted).map(|(_, number)| *number);
                relations.insert_group(whole, (by, format!("{}={group}", by.as_str())), Set::of(universe, inside));
            }
        }
    }
}

/// Rows that are some groups of a breakdown of others, in the month of the report.
fn alike(
    (document, by): (&Document, &[By]),
    compiled: &[Compiled<'_>],
    found: &Cohorts,
    sets: &mut Sets,
    relations: &mut Relations,
) {
    let rows = || document.scorecards.iter().flat_map(|scorecard| scorecard.every_row());
    let is_used = |by: &By| rows().any(|row| row.part_of.as_ref().is_some_and(|part| part.by == *by));
    let used: Vec<usize> = (0..by.len()).filter(|at| is_used(&by[*at])).collect();
    let mut wholes: BTreeMap<Set, Vec<Numbered<'_>>> = BTreeMap::new();
    for (of, rows) in &**found {
        let Some(one) = compiled.iter().find(|one| one.indicator.id == of.1) else { continue };
        let universe = universe(one.table, found);
        let numbers = sets.numbers(&universe, document.period, rows);
        for counted in [false, true] {
            let members: Vec<Numbered<'_>> =
                rows.iter().zip(numbers.iter().copied()).filter(|(row, _)| row.counted || !counted).collect();
            wholes.insert(Set::of(&universe, members.iter().map(|(_, number)| *number)), members);
        }
    }
    let name = |at: usize, group: &str| format!("{}={group}", by[at].as_str());
    for (wide, members) in &wholes {
        let universe = wide.universe.clone();
        // The rows of each group of each breakdown.
        let groups: Vec<BTreeMap<&str, Set>> = used
            .iter()
            .map(|by| {
                let rows = grouped(members.iter().copied(), *by);
                let set = |rows: Vec<Numbered<'_>>| Set::of(&universe, rows.into_iter().map(|(_, number)| number));
                rows.into_iter().map(|(group, rows)| (group, set(rows))).collect()
            })
            .collect();
        let same_rows = |other: &&Set| *other != wide && other.universe == universe && other.size() > 0 && other.is_within(wide);
        let narrow = wholes.keys().filter(same_rows).map(|set| (None, set, (set.clone(), String::new())));
        let others = used.iter().zip(&groups).flat_map(|(by, groups)| groups.iter().map(move |(group, set)| (*by, *group, set)));
        let others = others.map(|(by, group, set)| (Some(by), set, (wide.clone(), name(by, group))));
        for (own, set, named) in narrow.chain(others) {
            for (by, groups) in used.iter().zip(&groups).filter(|(by, _)| own != Some(**by)) {
                let inside: Vec<(&&str, &Set)> = groups.iter().filter(|(_, group)| group.is_within(set)).collect();
                if !inside.is_empty() && inside.iter().map(|(_, group)| group.size()).sum::<usize>() == set.size() {
                    let parts = inside.iter().map(|(group, _)| (wide.clone(), name(*by, group))).collect();
                    relations.insert_alike(named.clone(), parts);
                }
            }
        }
    }
}
