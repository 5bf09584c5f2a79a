//! Of which month the extracts of a folder are, where nobody says it.

use std::path::Path;

use crate::calendar::{Day, Month};
use crate::definitions::Catalogue;
use crate::extracts::{self, Request};
use crate::tables::snapshot;

/// The latest month that has ended by today and that a folder tells the whole of: of monthly folders the newest, of a flat
/// one the month of the last day that its episodes name.
pub fn latest_month(catalogue: &Catalogue, folder: &Path, today: Day) -> Option<Month> {
    let months = months(folder);
    if !months.is_empty() {
        return months.into_iter().filter(|month| month.last() <= today).max();
    }
    // A folder that is called after a month is of that month.
    let called = folder.canonicalize().ok().and_then(|folder| folder.file_name()?.to_string_lossy().parse::<Month>().ok());
    if let Some(month) = called.filter(|month| month.last() <= today) {
        return Some(month);
    }
    // The last day named tells how far a flat folder goes; a month of which only its first days are named is not whole.
    let last = last_day(catalogue, folder, today)?;
    let month = Month::of(last);
    let is_whole = month.last() <= today && month.last() - last <= SILENT;
    Some(if is_whole { month } else { month.back(1) })
}

/// So many days at the end of a month may pass without an episode that begins or ends.
const SILENT: Day = 14;

/// The newest month that a folder has a folder of.
pub(super) fn newest(folder: &Path) -> Option<Month> {
    months(folder).into_iter().max()
}

fn months(folder: &Path) -> Vec<Month> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| entry.path().is_dir()).filter_map(|entry| entry.file_name().to_string_lossy().parse().ok()).collect()
}

/// The month of the last day up to today that the episodes of a flat folder name.
pub(super) fn of_episodes(catalogue: &Catalogue, folder: &Path, today: Day) -> Option<Month> {
    last_day(catalogue, folder, today).map(Month::of)
}

fn last_day(catalogue: &Catalogue, folder: &Path, today: Day) -> Option<Day> {
    let load = |of_use: &(dyn Fn(&str) -> bool + Sync)| {
        let request = Request {
            folder,
            period: Month::of(today),
            above: None,
            authority: None,
            as_reported: false,
            wanted: &|_, _| false,
            of_use,
            translations: &catalogue.translations,
        };
        extracts::load(&catalogue.extracts, &request).value.by_id
    };
    let mut found = load(&|extract| extract == "episodes");
    // A list of one day tells when it was made by its visits and reviews: weeks may pass without a move.
    if found.get("episodes").and_then(snapshot::title).is_some() {
        found = load(&|_| true);
    }
    // Of the worker that a list names it tells no day.
    found.retain(|id, extract| id != "sw_episodes" || snapshot::title(extract).is_none());
    let days = found.values().flat_map(|found| (0..found.columns.len()).filter_map(|column| found.days(column)));
    days.flatten().copied().filter(|day| *day <= today).max()
}
