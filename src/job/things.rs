//! Rows that count things, which the public may see however small: which may say so, and which do in a run.
//!
//! Takes definitions, gives mistakes and names. What a council calls things is believed of its returns and of extracts that
//! name no children; a table of children or care leavers is of people whatever a row says.

use std::collections::BTreeSet;

use crate::definitions::{Broken, Catalogue, Feed, Part, RowDefinition, ScorecardDefinition};
use crate::disclosure::Relations;
use crate::problem::Problem;
use crate::problem_codes::Code;

/// Scorecards with rows that call people things, which are taken out.
pub(super) fn wrong(catalogue: &mut Catalogue, problems: &mut Vec<Problem>) {
    let mut broken = Vec::new();
    for scorecard in &catalogue.scorecards {
        let rows = scorecard.groups.iter().flat_map(|group| &group.rows);
        let met: Vec<Problem> = rows.filter_map(|row| of_people(catalogue, scorecard, row)).collect();
        if !met.is_empty() {
            let (id, path) = (scorecard.id.clone(), scorecard.file.path.clone());
            broken.push(Broken { what: Part::Scorecards.what(), id, path });
            problems.extend(met);
        }
    }
    catalogue.broken.extend(broken);
}

/// What is wrong where a row calls the rows of a table of people things.
fn of_people(catalogue: &Catalogue, scorecard: &ScorecardDefinition, row: &RowDefinition) -> Option<Problem> {
    let things = row.things.as_ref()?;
    let id = row.feed.indicator()?;
    let table = catalogue.indicators.iter().find(|indicator| indicator.id == id).map(|indicator| &indicator.table.value)?;
    let names_nobody = |table: &str| {
        let mut own = catalogue.extracts.iter().filter(|layout| layout.local);
        own.any(|layout| layout.id == table && layout.child().is_none())
    };
    // An indicator with a mistake, or of a layout with one, is left out: there is no figure to show, and the mistake is told.
    if names_nobody(table) || catalogue.broken(Part::Library, id).is_some() {
        return None;
    }
    let message = format!("'{}' counts rows of '{table}', which are of people, as things", row.id);
    let snippet = scorecard.file.snippet(things.span.clone(), "its small numbers would be shown to the public");
    Some(Problem::new(Code::PeopleAsThings, message).snippet(snippet))
}

/// Tells disclosure control which rows of a run count things. A return that another row of the run takes for people is of people.
pub(super) fn relate(definitions: &[&ScorecardDefinition], relations: &mut Relations) {
    let all = || {
        let rows = |scorecard: &'_ &ScorecardDefinition| {
            let id = scorecard.id.clone();
            let rows = scorecard.groups.iter().flat_map(|group| &group.rows).cloned().collect::<Vec<_>>();
            rows.into_iter().map(move |row| (id.clone(), row))
        };
        definitions.iter().flat_map(rows)
    };
    let of = |feed: &Feed| match feed {
        Feed::Return(name) => Some(format!("return: {}", super::public::plain(name))),
        Feed::Indicator(id) => Some(format!("indicator: {id}")),
        Feed::Survey(_) | Feed::Narrative(_) | Feed::Awaits(_) => None,
    };
    let people: BTreeSet<String> = all().filter(|(_, row)| row.things.is_none()).filter_map(|(_, row)| of(&row.feed)).collect();
    for (scorecard, row) in all().filter(|(_, row)| row.things.is_some()) {
        if of(&row.feed).is_some_and(|name| !people.contains(&name)) {
            relations.insert_things(&scorecard, &row.id);
        }
    }
}
