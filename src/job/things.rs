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

/// What gives numbers of things in a run: returns, and indicators. A return that another row of the run takes for people is of people.
pub(super) struct Things(BTreeSet<String>);

impl Things {
    /// Of some scorecards together.
    pub(super) fn of(definitions: &[&ScorecardDefinition]) -> Self {
        let rows = || definitions.iter().flat_map(|scorecard| &scorecard.groups).flat_map(|group| &group.rows);
        let named = |things: bool| rows().filter(move |row| row.things.is_some() == things).filter_map(|row| source(&row.feed));
        let people: BTreeSet<String> = named(false).collect();
        Things(named(true).filter(|name| !people.contains(name)).collect())
    }

    /// Whether a row counts things.
    pub(super) fn counts(&self, row: &RowDefinition) -> bool {
        row.things.is_some() && source(&row.feed).is_some_and(|name| self.0.contains(&name))
    }

    /// Whether an indicator counts things.
    pub(super) fn has_indicator(&self, id: &str) -> bool {
        self.0.contains(&of_indicator(id))
    }

    /// Tells disclosure control which rows count things.
    pub(super) fn relate(&self, definitions: &[&ScorecardDefinition], relations: &mut Relations) {
        for scorecard in definitions {
            let rows = scorecard.groups.iter().flat_map(|group| &group.rows);
            rows.filter(|row| self.counts(row)).for_each(|row| relations.insert_things(&scorecard.id, &row.id));
        }
    }
}

fn of_indicator(id: &str) -> String {
    format!("indicator: {id}")
}

fn source(feed: &Feed) -> Option<String> {
    match feed {
        Feed::Return(name) => Some(format!("return: {}", super::public::plain(name))),
        Feed::Indicator(id) => Some(of_indicator(id)),
        Feed::Survey(_) | Feed::Narrative(_) | Feed::Awaits(_) => None,
    }
}
