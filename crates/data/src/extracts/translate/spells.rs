//! Makes the return's episodes of care, legal statuses and placements that each have days of their own.
//!
//! A new episode begins on every day on which one of them changes. Knows nothing of what they were read from.

use std::collections::BTreeSet;

use crate::calendar::Day;

/// Care without a break, or a part of it.
#[derive(Clone, Debug, Default)]
pub struct Care {
    /// Its first day.
    pub start: Day,
    /// The day it ended.
    pub end: Option<Day>,
    /// Why it began, as a code; empty where that is to be told from what changed.
    pub begun: String,
    /// Why it ended.
    pub reason: String,
    /// The category of need.
    pub need: String,
    /// The row that tells of it.
    pub row: u32,
}

/// A legal status or a placement while it lasted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spell {
    /// Its first day.
    pub start: Day,
    /// The day it ended; where it is empty, the next one ends it.
    pub end: Option<Day>,
    /// What it was: the status; or placement, provider, postcode, number and the reason of its end.
    pub values: Vec<String>,
}

/// One episode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Episode {
    /// Its first day.
    pub start: Day,
    /// The day it ended.
    pub end: Option<Day>,
    /// Why it began.
    pub begun: String,
    /// Why it ended.
    pub reason: String,
    /// The legal status.
    pub legal: String,
    /// The category of need.
    pub need: String,
    /// Placement, provider, postcode and number.
    pub placement: Vec<String>,
    /// Why the placement changed.
    pub change: String,
    /// The row that tells of the care.
    pub row: u32,
}

/// What holds on a day: of those that began by then and have not ended the one that began last.
fn on(spells: &[Spell], day: Day) -> Option<&Spell> {
    let holds = spells.iter().filter(|spell| spell.start <= day && spell.end.is_none_or(|end| end > day));
    holds.max_by_key(|spell| spell.start)
}

/// The same in order, where some systems write the day before the next one as the end.
fn joined(mut spells: Vec<Spell>) -> Vec<Spell> {
    spells.sort_by_key(|spell| spell.start);
    for at in 1..spells.len() {
        let next = spells[at].start;
        if spells[at - 1].end == Some(next - 1) {
            spells[at - 1].end = Some(next);
        }
    }
    spells
}

/// The episodes of one child.
pub fn episodes(mut cares: Vec<Care>, legals: Vec<Spell>, placements: Vec<Spell>) -> Vec<Episode> {
    let (legals, placements) = (&joined(legals)[..], &joined(placements)[..]);
    cares.sort_by_key(|care| (care.start, care.end.unwrap_or(Day::MAX)));
    let mut made: Vec<Episode> = Vec::new();
    for (at, care) in cares.iter().enumerate() {
        let within = |day: &Day| *day > care.start && care.end.is_none_or(|end| *day < end);
        let changes = legals.iter().chain(placements).flat_map(|spell| [Some(spell.start), spell.end]).flatten();
        let days: BTreeSet<Day> = changes.filter(within).chain([care.start]).collect();
        let first = made.len();
        for day in days {
            let legal = on(legals, day).and_then(|spell| spell.values.first()).cloned().unwrap_or_default();
            let placed = on(placements, day);
            let placement: Vec<String> = placed.map(|spell| spell.values.iter().take(4).cloned().collect()).unwrap_or_default();
            let goes_on = made.last().filter(|last| made.len() > first || last.end == Some(day));
            let begun = match goes_on {
                None => "S",
                Some(last) => match (last.legal != legal, last.placement != placement) {
                    (true, true) => "B",
                    (true, false) => "L",
                    (false, true) => "P",
                    // Nothing changed but a day on which something was written anew.
                    (false, false) if made.len() > first => continue,
                    (false, false) => "",
                },
            };
            let begun = if day == care.start && !care.begun.is_empty() { care.begun.clone() } else { begun.to_owned() };
            if made.len() > first
                && let Some(last) = made.last_mut()
            {
                last.end = Some(day);
                last.reason = "X1".to_owned();
            }
            let (need, row) = (care.need.clone(), care.row);
            made.push(Episode { start: day, begun, legal, need, placement, row, ..Episode::default() });
        }
        if let Some(last) = made.last_mut() {
            last.end = care.end;
            last.reason.clone_from(&care.reason);
            let follows = cares.get(at + 1).is_some_and(|next| care.end == Some(next.start));
            if last.reason.is_empty() && follows {
                last.reason = "X1".to_owned();
            }
        }
    }
    for at in 0..made.len() {
        let Some(end) = made[at].end else { continue };
        let changed = made.get(at + 1).is_some_and(|next| next.start == end && next.placement != made[at].placement);
        let ended = on(placements, end - 1).filter(|spell| spell.end.is_none_or(|last| last <= end));
        if let Some(reason) = ended.filter(|_| changed).and_then(|spell| spell.values.get(4)) {
            made[at].change.clone_from(reason);
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(start: Day, end: Option<Day>, values: &[&str]) -> Spell {
        Spell { start, end, values: values.iter().map(|value| (*value).to_owned()).collect() }
    }

    fn shown(episodes: &[Episode]) -> Vec<String> {
        let of = |one: &Episode| {
            let place = one.placement.first().map_or("-", String::as_str);
            format!("{}-{} {} {} {place} {} {}", one.start, one.end.unwrap_or(-1), one.begun, one.legal, one.reason, one.change)
        };
        episodes.iter().map(of).collect()
    }

    #[test]
    fn an_episode_begins_wherever_something_changes() {
        let care = Care { start: 10, end: Some(100), reason: "E4A".to_owned(), ..Care::default() };
        let legals = vec![spell(10, Some(39), &["V2"]), spell(40, None, &["C2"])];
        let placements = vec![
            spell(10, Some(40), &["U6", "PR1", "", "", "CARPL"]),
            spell(40, Some(70), &["K2", "PR4", "", "", "OTHER"]),
            spell(70, None, &["U4", "PR1", "", "", ""]),
        ];
        assert_eq!(
            shown(&episodes(vec![care], legals, placements)),
            ["10-40 S V2 U6 X1 CARPL", "40-70 B C2 K2 X1 OTHER", "70-100 P C2 U4 E4A "]
        );
    }

    #[test]
    fn parts_of_care_keep_the_reasons_that_were_given() {
        let cares = vec![
            Care { start: 10, end: Some(50), begun: "S".to_owned(), ..Care::default() },
            Care { start: 50, end: None, begun: "U".to_owned(), ..Care::default() },
        ];
        let placements = vec![spell(10, Some(50), &["U6"]), spell(50, None, &["U4"])];
        let legals = vec![spell(10, Some(30), &["V2"]), spell(30, None, &["C2"])];
        assert_eq!(shown(&episodes(cares, legals, placements)), ["10-30 S V2 U6 X1 ", "30-50 L C2 U6 X1 ", "50--1 U C2 U4  "]);
    }

    #[test]
    fn what_is_written_anew_and_stays_the_same_begins_nothing() {
        let care = Care { start: 10, end: None, ..Care::default() };
        let legals = vec![spell(10, Some(30), &["C2"]), spell(30, None, &["C2"])];
        assert_eq!(shown(&episodes(vec![care.clone()], legals, vec![])), ["10--1 S C2 -  "]);
        // A gap is one: nothing is known of it.
        let legals = vec![spell(10, Some(30), &["C2"]), spell(40, None, &["C2"])];
        assert_eq!(shown(&episodes(vec![care], legals, vec![])), ["10-30 S C2 - X1 ", "30-40 L  - X1 ", "40--1 L C2 -  "]);
    }
}
