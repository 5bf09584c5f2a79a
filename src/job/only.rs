//! A run that is of one group alone, such as a team: which group is meant, and what of a scorecard is not said of it.
//!
//! Takes what was asked for with the tables on offer, gives the group as the tables have it. What is of the whole council, such as a
//! target in children or a figure that arrives as a total, is not shown of a part of it.

use std::collections::BTreeMap;

use super::{Options, breakdowns};
use crate::calendar::Month;
use crate::definitions::by::Only;
use crate::definitions::{Feed, Layout, RowDefinition, ScorecardDefinition, Window};
use crate::figure::Measured;
use crate::figure::fed::Fed;
use crate::measure::Compiled;
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::scorecard::Audience;
use crate::tables::groups;
use crate::tables::schema::Schema;

/// The groups asked for as the tables have them; those that there are not are told.
pub(super) fn found(asked: &[Only], schema: &Schema, layouts: &[Layout], problems: &mut Vec<Problem>) -> Vec<Only> {
    let mut found = Vec::new();
    for only in asked {
        // By what it can be called: its key and its title.
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut keys: Vec<String> = Vec::new();
        let words = only.by.words();
        let groups = schema.tables.iter().flat_map(|table| words.iter().flat_map(|word| groups::all(table, word, layouts)));
        for group in groups {
            names.insert(group.title.to_lowercase(), group.key.clone());
            names.insert(group.key.to_lowercase(), group.key.clone());
            if !keys.contains(&group.key) {
                keys.push(group.key);
            }
        }
        let Some(key) = names.get(&only.group.to_lowercase()) else {
            let near = nearest(&only.group, keys.iter().map(String::as_str));
            let there = suggestion(near).unwrap_or_else(|| match keys.is_empty() {
                true => "the extracts hold none".to_owned(),
                false => format!("there are {}", keys.join(", ")),
            });
            let message = format!("'{}' has no group '{}': {there}", only.by.as_str(), only.group);
            problems.push(Problem::new(Code::UnknownGroup, message));
            continue;
        };
        found.push(Only { by: only.by.clone(), group: key.clone() });
    }
    found
}

/// Tells that a run of a part is not for the public: what is published of the whole would tell what is hidden of the part.
pub(super) fn report_public(options: &Options, problems: &mut Vec<Problem>) {
    if !options.only.is_empty() && options.audience == Audience::Public {
        let message = format!(
            "a run of {} alone is not for the public: what is published of the whole would tell what is hidden of a part",
            called(&options.only)
        );
        problems.push(Problem::new(Code::OnlyForPublic, message));
    }
}

/// How a run is called that is of some groups alone: `team: North`.
pub(super) fn called(only: &[Only]) -> String {
    only.iter().map(Only::to_string).collect::<Vec<_>>().join(", ")
}

/// A scorecard of some groups alone: its head says so, and targets in numbers of the whole are left out.
pub(super) fn scorecard(definition: &ScorecardDefinition, only: &[Only]) -> ScorecardDefinition {
    let mut own = definition.clone();
    own.title = format!("{} ({} only)", own.title, called(only));
    for row in own.groups.iter_mut().flat_map(|group| &mut group.rows).filter(|row| row.unit.is_number()) {
        let before = row.targets.len();
        row.targets.retain(|target| target.is_rule);
        if row.targets.len() < before {
            row.notes.push("The target is a number of the whole, and is left out".to_owned());
        }
    }
    own
}

/// A row that no table measures: nobody knows what of it is of the group.
pub(super) fn fed(row: &RowDefinition, month: Month, only: &[Only]) -> Option<Fed> {
    if only.is_empty() || matches!(row.feed, Feed::Indicator(_) | Feed::Awaits(_)) {
        return None;
    }
    let reason = format!("it is of the whole, and the run is of {} alone", called(only));
    Some(Fed { measured: Measured::NoData(reason), notes: Vec::new(), window: (Window::LastDay.start(month), month.last()) })
}

/// Lets indicators need the columns that tell who is in the group.
pub(super) fn need(compiled: &mut [Compiled<'_>], only: &[Only]) {
    for one in compiled {
        let columns = only.iter().filter_map(|only| groups::columns(one.table, &only.by)).flatten();
        let names: Vec<String> = columns.map(|column| column.name.clone()).collect();
        one.columns.extend(names);
    }
}

/// What is wrong with a restriction, given the definitions.
///
/// # Errors
/// Only for faults of ours.
pub fn wrong_of(only: &Only, catalogue: &crate::definitions::Catalogue) -> anyhow::Result<Option<breakdowns::Wrong>> {
    breakdowns::wrong_as("restricted", &only.by, catalogue)
}
