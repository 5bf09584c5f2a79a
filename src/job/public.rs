//! A document for the public: tells disclosure control what each row counts, and what to do when it fails.
//!
//! Takes the document as assembled with the definitions it came from, gives it with small counts hidden, or
//! with no figure at all and a problem.

use std::collections::BTreeSet;

use super::{Options, authority, named_indicators};
use crate::calendar::Month;
use crate::definitions::{Catalogue, Feed, Indicator, ScorecardDefinition, Statistic, Window};
use crate::disclosure::sets::Set;
use crate::disclosure::{self, Basis, Relations, Span};
use crate::measure::{self, Figure, Measured, Place, conditions};
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::scorecard::{By, Document};
use crate::tables::Tables;
use crate::tables::schema::{AUTHORITY, Schema};

/// Tables with a row for each child as at the month's end: what they have in a year is no sum of its months.
const AT_THE_END: [&str; 2] = ["looked_after", "care_leavers"];

/// Tables of those who were there some time in the year: what they have in a year is no sum of its months either.
const IN_THE_YEAR: [&str; 2] = ["health", "looked_after_in_year"];

/// Tables and conditions that hold for the same events: who leaves care by adoption is adopted that day. No
/// other tables of events have rows in common.
const SAME_EVENTS: &[[Rows; 2]] = &[[("ceased", "reason IN ('E11', 'E12')"), ("adoptions", "")]];

/// A table and a condition; without one all its rows.
type Rows = (&'static str, &'static str);

/// Columns that mean the same in every table of these children.
const SHARED: [&str; 4] = ["age", "place", "months_in_care", "days_in_care"];

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
}

/// The document with small counts hidden; without a figure where that could not be proved to be safe.
pub fn protect(mut document: Document, made: &Made<'_, '_>) -> anyhow::Result<Document> {
    let relations = relations(&document, made)?;
    let (met, generated, period, audience) =
        (std::mem::take(&mut document.problems), document.generated, document.period, document.audience);
    match disclosure::protect(document, &relations) {
        Ok(protected) => Ok(Document { problems: met, ..protected }),
        Err(disclosure::Unsafe(rows)) => {
            let shown: Vec<String> = rows.into_iter().collect::<BTreeSet<_>>().into_iter().take(5).collect();
            let message = format!("what is hidden could still be worked out: {}", shown.join(", "));
            let mut problems = met;
            problems.push(Problem::new(Code::DisclosureUnsafe, message));
            Ok(Document { generated, period, audience, brief: false, reach: Vec::new(), scorecards: Vec::new(), problems })
        }
    }
}

fn relations(document: &Document, made: &Made<'_, '_>) -> anyhow::Result<Relations> {
    let mut relations = Relations::default();
    same_events().for_each(|(one, other)| relations.insert_same(one, other));
    for definition in made.definitions {
        let authority = authority(definition, made.options);
        for row in definition.groups.iter().flat_map(|group| &group.rows) {
            let basis = match &row.feed {
                Feed::Indicator(id) => made.catalogue.indicator(id).map(|indicator| basis(indicator, made.schema, authority)),
                Feed::Survey(what) => Some(Basis::named(&format!("survey: {}", plain(what)))),
                Feed::Return(what) => Some(Basis::named(&format!("return: {}", plain(what)))),
                Feed::Narrative(_) | Feed::Awaits(_) => None,
            };
            if let Some(basis) = basis {
                relations.insert(&definition.id, &row.id, basis);
            }
        }
        behind(definition, document, made, &mut relations)?;
    }
    Ok(relations)
}

fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What an indicator counts.
fn basis(indicator: &Indicator, schema: &Schema, authority: Option<&str>) -> Basis {
    let own = indicator.table.value.as_str();
    let of_others = AT_THE_END.iter().find(|table| own.strip_suffix(**table).is_some_and(|rest| rest.ends_with("_of_")));
    let table = of_others.copied().unwrap_or(own);
    let local: Vec<&str> = schema
        .table(own)
        .into_iter()
        .flat_map(|table| &table.columns)
        .filter(|column| column.needs.iter().any(|need| need == AUTHORITY))
        .map(|column| column.name.as_str())
        .collect();
    // A column of a council's own extract is another than that of the same name in the next; and what lies
    // within an authority depends on which.
    let rename = |subject: &str| {
        let mut name = subject.to_owned();
        if of_others.is_some() && !SHARED.contains(&subject) {
            name = format!("{own}.{name}");
        }
        if local.iter().any(|column| subject.contains(column)) {
            name = format!("{name} of {}", authority.unwrap_or_default());
        }
        name
    };
    let all = Set::all(table);
    let cohort = indicator.cohort.as_ref().map_or_else(|| all.clone(), |text| all.and(&text.value, &rename));
    let (counted, sums) = match &indicator.statistic {
        Statistic::Proportion(numerator) => (cohort.and(&numerator.value, &rename), None),
        Statistic::Count | Statistic::Rate => (cohort.clone(), None),
        Statistic::Mean(value) => (cohort.and(&format!("{} IS NOT NULL", value.value), &rename), None),
        Statistic::Ratio(above, below) => (cohort.clone(), Some(format!("{} of {}", above.value, below.value))),
    };
    let span = span(indicator.window, table);
    let Some(in_year) = cohort.replaced(&adopted_this_year(), &Set::all("adoptions")) else {
        return Basis { cohort, counted, sums, span };
    };
    // The condition says no more than that the window is the year to date.
    let counted = counted.replaced(&adopted_this_year(), &Set::all("adoptions")).unwrap_or(counted);
    Basis { cohort: in_year, counted, sums, span: Span::Year }
}

/// The children who were adopted in the year so far, of all those of the table's 36 months.
fn adopted_this_year() -> Set {
    Set::all("adoptions").and("adopted_this_year", &str::to_owned)
}

/// The time in which the rows of a table lie, for a window.
fn span(window: Window, table: &str) -> Span {
    match window {
        _ if AT_THE_END.contains(&table) => Span::None,
        Window::YearToDate => Span::Year,
        Window::Months(months) if !IN_THE_YEAR.contains(&table) => Span::Months(months),
        Window::Months(_) | Window::LastDay => Span::None,
    }
}

/// The sets of two tables that count the same events.
fn same_events() -> impl Iterator<Item = (Set, Set)> {
    let set = |(table, condition): Rows| match condition {
        "" => Set::all(table),
        condition => Set::all(table).and(condition, &str::to_owned),
    };
    SAME_EVENTS.iter().map(move |[one, other]| (set(*one), set(*other)))
}

/// How many rows of the table are behind each ratio of sums: its figure does not say.
fn behind(
    definition: &ScorecardDefinition,
    document: &Document,
    made: &Made<'_, '_>,
    relations: &mut Relations,
) -> anyhow::Result<()> {
    let numbers: Vec<Indicator> = named_indicators(&[definition], made.catalogue)
        .filter_map(|indicator| match &indicator.statistic {
            Statistic::Ratio(above, _) => Some(Indicator { statistic: Statistic::Mean(above.clone()), ..indicator.clone() }),
            _ => None,
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
        .rows()
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
    let groups = |by: &&By| scorecard.rows().any(|row| row.part_of.is_some() && row.id.contains(&format!("/{}=", by.as_str())));
    for by in By::ALL.iter().filter(groups) {
        let found = measure::measure_groups(&compiled, made.tables, document.period, by.column(), &place)?;
        for (id, groups) in found {
            for (row, (group, measured)) in row_ids(&id).iter().flat_map(|row| groups.iter().map(move |group| (row, group))) {
                let part = format!("{row}/{}={group}", by.as_str());
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
