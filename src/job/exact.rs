//! What counts were before they were rounded for the public: disclosure control reasons about these.
//!
//! Takes figures as measured and fed, gives them by scorecard, row and month. They are in no output.

use std::collections::BTreeMap;

use crate::calendar::Month;
use crate::definitions::{Feed, ScorecardDefinition};
use crate::disclosure::Relations;
use crate::figure::fed::Feeder;
use crate::figure::{Figure, InGroups, Measurements};
use crate::scorecard::By;

/// The figures of a run before they were rounded, by scorecard, row and month. Empty where none are.
#[derive(Default)]
pub struct Exact {
    of: BTreeMap<(String, String, Month), Figure>,
}

impl Exact {
    /// Adds those of a scorecard's rows in each month.
    pub fn months(&mut self, definition: &ScorecardDefinition, measured: &Measurements, months: &[Month]) {
        for row in definition.groups.iter().flat_map(|group| &group.rows) {
            let Feed::Indicator(id) = &row.feed else { continue };
            for month in months {
                let figure = measured.get(id, *month).and_then(|measured| measured.figure());
                figure.into_iter().for_each(|figure| self.add(definition, &row.id, *month, figure));
            }
        }
    }

    /// Adds those of the groups of a breakdown.
    pub fn groups(&mut self, definition: &ScorecardDefinition, by: &By, groups: &InGroups, month: Month) {
        for row in definition.groups.iter().flat_map(|group| &group.rows) {
            let Feed::Indicator(id) = &row.feed else { continue };
            for (group, measured) in groups.figures.get(id).into_iter().flatten() {
                let id = format!("{}/{}={}", row.id, by.as_str(), group.key);
                measured.figure().into_iter().for_each(|figure| self.add(definition, &id, month, figure));
            }
        }
    }

    /// Adds those of rows that files feed.
    pub fn fed(&mut self, definitions: &[&ScorecardDefinition], months: &[Month], fed: Feeder<'_>) {
        for definition in definitions {
            for row in definition.groups.iter().flat_map(|group| &group.rows) {
                for month in months {
                    let figure = fed(row, *month).and_then(|fed| fed.measured.figure());
                    figure.into_iter().for_each(|figure| self.add(definition, &row.id, *month, figure));
                }
            }
        }
    }

    /// Adds one.
    fn add(&mut self, definition: &ScorecardDefinition, row: &str, month: Month, figure: Figure) {
        self.of.insert((definition.id.clone(), row.to_owned(), month), figure);
    }

    /// Tells all of them.
    pub fn relate(&self, relations: &mut Relations) {
        for ((scorecard, row, month), figure) in &self.of {
            relations.insert_exact(scorecard, row, *month, *figure);
        }
    }
}
