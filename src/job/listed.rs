//! Says in rows whose figure is of a list of one day where it is from.

use std::collections::BTreeMap;

use crate::measure::Compiled;
use crate::scorecard::{Note, Scorecard};
use crate::tables::history::History;
use crate::tables::snapshot;

/// Puts a note into the rows whose figure was made of such a list.
pub(super) fn note(scorecard: &mut Scorecard, history: &History<'_>, compiled: &[Compiled<'_>]) {
    let listed: BTreeMap<&str, &str> =
        history.extracts.by_id.iter().filter_map(|(id, extract)| Some((id.as_str(), snapshot::title(extract)?))).collect();
    if listed.is_empty() {
        return;
    }
    let of = |one: &Compiled<'_>| {
        let title = one.needs().iter().filter_map(|need| listed.get(need.split_once('.')?.0).copied()).next()?;
        Some((one.indicator.id.clone(), title))
    };
    let titles: BTreeMap<String, &str> = compiled.iter().filter_map(of).collect();
    scorecard.for_every_row(|row| {
        let indicator = row.indicator.as_ref().filter(|_| row.figure.is_some());
        if let Some(title) = indicator.and_then(|id| titles.get(id)) {
            row.notes.push(Note::Listed((*title).to_owned()));
        }
    });
}
