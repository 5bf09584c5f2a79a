//! From stays and legal statuses to episodes, with temporary moves.

use crate::calendar::{Day, YEAR};
use crate::chance::Chance;
use crate::directory::{Setting, Zone};
use crate::placements::Stay;
use crate::plans::Course;
use crate::story::Episode;

/// Days spent elsewhere for a while: hospital, a holiday, or another short absence.
const TEMPORARY_PER_YEAR: f64 = 0.09;

/// The stays with temporary moves put in; each move comes back to the place it left.
pub fn with_temporary_moves(stays: Vec<Stay>, course: &Course, setting: &Setting, chance: &mut Chance) -> Vec<Stay> {
    let mut all = Vec::with_capacity(stays.len());
    let ends: Vec<Day> = stays.iter().skip(1).map(|stay| stay.from).chain([course.end]).collect();
    for (stay, end) in stays.into_iter().zip(ends) {
        let away = temporary(&stay, end, course, setting.moves, chance);
        let back = away.map(|(_, _, to)| Stay { from: to, same_carer: false, ..stay.clone() });
        let change = stay.change;
        all.push(stay);
        if let (Some((place, from, _)), Some(mut back)) = (away, back) {
            if let Some(left) = all.last_mut() {
                left.change = "OTHER";
            }
            let at = Some(setting.directory.any(Zone::Inside, chance));
            all.push(Stay { from, place, provider: "", at, same_carer: false, change: "OTHER" });
            back.change = change;
            all.push(back);
        }
    }
    all
}

/// At most one temporary move in a stay: its code and days. No legal status changes meanwhile.
fn temporary(stay: &Stay, end: Day, course: &Course, moves: f64, chance: &mut Chance) -> Option<(&'static str, Day, Day)> {
    let days = end - stay.from;
    let wanted = chance.yes(1.0 - (-f64::from(days.max(0)) / YEAR * TEMPORARY_PER_YEAR * moves).exp());
    let foster = stay.place.starts_with('U');
    if !wanted || days < 90 || course.legal[0].1 == "V4" || !(foster || stay.place == "K2") {
        return None;
    }
    let (place, longest) = match chance.share() {
        share if share < 0.35 => ("T1", 30),
        share if share < 0.75 && foster => ("T3", 15),
        share if share < 0.80 => ("T2", 14),
        _ => ("T4", 7),
    };
    let from = stay.from + chance.between(20, days - 40);
    let to = from + chance.between(2, longest);
    let disturbed = course.legal.iter().any(|step| (from - 1..=to + 1).contains(&step.0));
    (!disturbed && to < end - 5).then_some((place, from, to))
}

/// One episode for every day on which the legal status or the placement changes.
pub fn episodes(stays: &[Stay], course: &Course, cin: &'static str, home: Option<u32>) -> Vec<Episode> {
    let mut starts: Vec<Day> = stays.iter().map(|stay| stay.from).chain(course.legal.iter().map(|step| step.0)).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut episodes: Vec<Episode> = Vec::with_capacity(starts.len());
    let mut stay = 0;
    for (index, &from) in starts.iter().enumerate() {
        let moved = stays.get(stay + 1).is_some_and(|next| next.from <= from);
        if moved {
            stay += 1;
        }
        let now = &stays[stay];
        let ordered = course.legal.iter().any(|step| step.0 == from);
        let rne = match (index, moved, now.same_carer, ordered) {
            (0, ..) => "S",
            (_, true, true, true) => "U",
            (_, true, true, false) => "T",
            (_, true, false, true) => "B",
            (_, true, false, false) => "P",
            (_, false, ..) => "L",
        };
        if let (true, Some(before)) = (moved, episodes.last_mut()) {
            before.change = stays[stay - 1].change;
        }
        episodes.push(Episode {
            from,
            to: starts.get(index + 1).copied().unwrap_or(course.end),
            rne,
            ls: course.legal_on(from),
            cin,
            place: now.place,
            provider: now.provider,
            rec: "X1",
            change: "",
            home,
            at: now.at,
        });
    }
    episodes
}
