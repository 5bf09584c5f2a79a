//! A scorecard of one indicator, for a command that is given no scorecard.
//!
//! Takes the catalogue and an indicator, gives a definition with that row alone.

use super::Catalogue;
use super::comparator::Since;
use super::indicator::Indicator;
use super::publication::Publication;
use super::scorecard::{Feed, GroupDefinition, RowDefinition, ScorecardDefinition};

/// The scorecard that has a row for each indicator of the library, with the targets set nationally.
const NATIONAL: &str = "national";

/// The scorecard of an indicator: its row of the national one where that has it, else one without a target.
pub fn scorecard(indicator: &Indicator, catalogue: &Catalogue) -> ScorecardDefinition {
    let national = catalogue.scorecard(NATIONAL);
    let mut rows = national.iter().flat_map(|scorecard| &scorecard.groups).flat_map(|group| &group.rows);
    let row = rows.find(|row| matches!(&row.feed, Feed::Indicator(id) if *id == indicator.id));
    let group = GroupDefinition {
        id: indicator.id.clone(),
        title: indicator.means.clone(),
        about: None,
        rows: vec![row.cloned().unwrap_or_else(|| without_target(indicator))],
    };
    ScorecardDefinition {
        id: indicator.id.clone(),
        title: indicator.title.clone(),
        about: None,
        authority: None,
        source: indicator.source.clone(),
        by: Vec::new(),
        by_interval: false,
        publication: Publication::default(),
        travel: national.map_or(Since::Month, |scorecard| scorecard.travel),
        letterhead: Default::default(),
        groups: vec![group],
        file: indicator.file.clone(),
    }
}

/// The scorecard of an indicator, or else of the row, that has a name; nothing where none has.
pub fn named(id: &str, catalogue: &Catalogue) -> Option<ScorecardDefinition> {
    let row = |of: &ScorecardDefinition| {
        let mut rows = of.groups.iter().flat_map(|group| &group.rows);
        rows.find(|row| row.id == id).map(|row| of_row(of, row))
    };
    let indicator = catalogue.indicator(id).map(|indicator| scorecard(indicator, catalogue));
    indicator.or_else(|| catalogue.scorecards.iter().find_map(row))
}

/// The scorecard of one row of another, with what was promised of it.
pub fn of_row(scorecard: &ScorecardDefinition, row: &RowDefinition) -> ScorecardDefinition {
    let has_it = |group: &&GroupDefinition| group.rows.iter().any(|other| other.id == row.id);
    let group = scorecard.groups.iter().find(has_it).map(|group| GroupDefinition { rows: vec![row.clone()], ..group.clone() });
    // Under a name of its own, so that the whole stays what comments speak of.
    ScorecardDefinition { id: row.id.clone(), groups: group.into_iter().collect(), ..scorecard.clone() }
}

fn without_target(indicator: &Indicator) -> RowDefinition {
    RowDefinition {
        id: indicator.id.clone(),
        title: indicator.title.clone(),
        about: None,
        feed: Feed::Indicator(indicator.id.clone()),
        unit: indicator.unit,
        decimals: indicator.decimals,
        polarity: indicator.polarity,
        targets: Vec::new(),
        group_targets: Vec::new(),
        aim: None,
        baseline: None,
        owner: None,
        timescale: None,
        source: indicator.source.clone(),
        notes: Vec::new(),
        steps: indicator.steps.clone(),
        limits_from: None,
        things: None,
    }
}
