//! A council of today: the codes of the returns from 2024 on, and what councils hold beside the return now: the team of each child,
//! every visit, every health assessment with its day and no due date, education plans, deprivation of liberty orders.
//!
//! The stories are those of every council. Sex is `M` and `F`; supported accommodation is `K3` from April 2024 on, also of those who
//! lived there before; other placements have codes of their own from April 2025 on.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::calendar::{Day, add_months, day, weekday_before, weekdays_after};
use crate::chance::Chance;
use crate::extract::Source;
use crate::local;
use crate::story::{Child, Period};

/// The teams, each with how many of a hundred children it has. The last is of those who will soon leave care.
const TEAMS: [(&str, f64); 4] = [("North", 34.0), ("South", 27.0), ("East", 21.0), ("Disabled children", 8.0)];

/// Sex as today's return codes it.
pub fn sex(code: &'static str) -> &'static str {
    if code == "1" { "M" } else { "F" }
}

/// A placement as the return of a day codes it.
pub fn place(code: &'static str, as_at: Day, seed: u64) -> &'static str {
    match code {
        "H5" | "P2" if as_at >= day(2024, 4, 1) => "K3",
        "P2" => "H5",
        "Z1" if as_at >= day(2025, 4, 1) => ["Z11", "Z12", "Z13", "Z14"][(seed % 4) as usize],
        code => code,
    }
}

/// A file while it is composed.
struct Sheet {
    name: &'static str,
    text: String,
    rows: usize,
}

impl Sheet {
    fn new(name: &'static str, columns: &str) -> Self {
        Sheet { name, text: columns.replace(' ', ",") + "\n", rows: 0 }
    }

    fn row(&mut self, cells: &[&str]) {
        self.text += &cells.join(",");
        self.text.push('\n');
        self.rows += 1;
    }
}

/// Writes the council's own files of a month's end and gives the number of their rows.
pub fn write(folder: &Path, source: &Source, as_at: Day) -> Result<usize> {
    let sheets = [
        teams(source, as_at),
        visits(source, as_at),
        health_assessments(source, as_at),
        education(source, as_at),
        orders(source, as_at),
    ];
    for sheet in &sheets {
        let path = folder.join(sheet.name);
        fs::write(&path, &sheet.text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(sheets.iter().map(|sheet| sheet.rows).sum())
}

/// Writes the teams alone, which councils of any time have, and gives the number of rows.
pub fn write_teams(folder: &Path, source: &Source, as_at: Day) -> Result<usize> {
    let sheet = teams(source, as_at);
    let path = folder.join(sheet.name);
    fs::write(&path, &sheet.text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(sheet.rows)
}

fn id(child: &Child) -> String {
    format!("SD{:05}", child.number)
}

fn stream(child: &Child, topic: u64, turn: Day) -> Chance {
    Chance::of(child.seed, [200 + topic, turn as u64, 0])
}

fn care(child: &Child, on: Day) -> Option<&Period> {
    child.period_on(on).filter(|period| !period.short_breaks)
}

fn looked_after(source: &Source, on: Day) -> impl Iterator<Item = (&Child, &Period)> {
    source.children.iter().filter_map(move |child| Some((child, care(child, on)?)))
}

/// The team of everyone in care or leaving it; now and then a child goes to another, and of a few nobody wrote it down.
fn teams(source: &Source, as_at: Day) -> Sheet {
    let mut sheet = Sheet::new("teams.csv", "CHILD TEAM LOCALITY");
    for child in source.children.iter().filter(|child| child.first_day() <= as_at) {
        let age = child.age(as_at);
        if care(child, as_at).is_none() && !(child.is_care_leaver() && (17..=25).contains(&age)) {
            continue;
        }
        let mut own = stream(child, 0, 0);
        let known = !own.yes(0.015);
        let team = own.pick(&TEAMS);
        let moved = as_at - child.first_day() > 300 && own.yes(0.12);
        let team = match () {
            () if age >= 17 => "Leaving care",
            () if moved => own.pick(&TEAMS[..3]),
            () => team,
        };
        let locality = stream(child, 1, 0).pick(&[("Riverside", 46.0), ("Hill", 33.0), ("Docks", 21.0)]);
        sheet.row(&[&id(child), if known { team } else { "" }, locality]);
    }
    sheet
}

/// Visits by regulation 28 to those looked after now, since sixteen months: a few are late.
fn visits(source: &Source, as_at: Day) -> Sheet {
    let mut sheet = Sheet::new("cla_visits.csv", "CHILD CLA_VISIT_DATE CLA_VISIT_SEEN_ALONE");
    let since = add_months(as_at + 1, -16);
    for (child, period) in looked_after(source, as_at) {
        for (from, to, lasting) in placements(period) {
            let mut on = weekday_before(from + 5).max(from);
            while on < to && on <= as_at {
                let mut chance = stream(child, 2, on);
                if on >= since {
                    sheet.row(&[&id(child), source.dates.text(on), if chance.yes(0.88) { "1" } else { "0" }]);
                }
                let settled = lasting && on >= add_months(from, 12);
                let weeks = if settled { chance.between(70, 88) } else { chance.between(33, 41) };
                on = weekday_before(on + if chance.yes(0.012) { weeks + 16 } else { weeks });
            }
        }
    }
    sheet
}

/// The stays of a period with one carer each: first day, last day, and whether it is meant to last.
fn placements(period: &Period) -> Vec<(Day, Day, bool)> {
    let mut found: Vec<(Day, Day, bool)> = Vec::new();
    for episode in &period.episodes {
        let lasting = matches!(episode.place, "U1" | "U4");
        match found.last_mut() {
            Some(last) if !matches!(episode.rne, "S" | "P" | "B") => {
                (last.1, last.2) = (episode.to, lasting);
            }
            _ => found.push((episode.from, episode.to, lasting)),
        }
    }
    found
}

/// Initial and review assessments of fourteen months, by the day they were made; the system holds no due dates.
fn health_assessments(source: &Source, as_at: Day) -> Sheet {
    let mut sheet = Sheet::new("health_assessments.csv", "CHILD HEALTH_CHECK_TYPE HEALTH_CHECK_DATE SDQ_AVAILABLE");
    let since = add_months(as_at + 1, -14);
    for child in &source.children {
        for period in child.periods.iter().filter(|period| !period.short_breaks && period.start <= as_at) {
            let mut chance = stream(child, 3, period.start);
            let due = weekdays_after(period.start, 20);
            let made = weekday_before(if chance.yes(0.8) { due - chance.between(1, 12) } else { due + chance.between(4, 40) });
            if made >= since && made <= as_at && made < period.end && !chance.yes(0.03) {
                sheet.row(&[&id(child), "IHA", source.dates.text(made), ""]);
            }
            let every = if child.age(as_at) < 5 { 6 } else { 12 };
            let mut on = add_months(period.start, every);
            while on < period.end && on <= as_at {
                let held = weekday_before(on + stream(child, 4, on).between(-20, 9));
                if held >= since && held <= as_at && held < period.end {
                    let asked = (4..=16).contains(&child.age(held));
                    let at_hand = if stream(child, 7, on).yes(0.78) { "1" } else { "0" };
                    sheet.row(&[&id(child), "RHA", source.dates.text(held), if asked { at_hand } else { "" }]);
                }
                on = add_months(on, every);
            }
        }
    }
    sheet
}

/// The virtual school's list.
fn education(source: &Source, as_at: Day) -> Sheet {
    let text = local::education(source, as_at);
    Sheet { name: "education.csv", rows: text.lines().count() - 1, text }
}

/// Orders of those in children's homes and in other placements: a handful, some of them over.
fn orders(source: &Source, as_at: Day) -> Sheet {
    let mut sheet = Sheet::new("dolo.csv", "CHILD DOB DOLO_START DOLO_END");
    for child in &source.children {
        for episode in child.periods.iter().filter(|period| !period.short_breaks).flat_map(|period| &period.episodes) {
            let mut chance = stream(child, 6, episode.from);
            let fits =
                episode.place == "K2" || (episode.place == "Z1" && matches!(place("Z1", as_at, child.seed), "Z12" | "Z13"));
            let long = episode.to - episode.from;
            if !fits || long < 40 || child.age(episode.from) < 10 || !chance.yes(0.35) {
                continue;
            }
            let from = episode.from + chance.between(3, 25);
            let to = (from + chance.between(60, 420)).min(episode.to);
            if from <= as_at && to >= add_months(as_at, -24) {
                let (start, end) = (source.dates.text(from), source.dates.known(to, as_at));
                sheet.row(&[&id(child), source.dates.text(child.born), start, end]);
            }
        }
    }
    sheet
}
