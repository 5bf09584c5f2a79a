//! The authority's own extracts: visits, health, school, plans, audits, referrals.
//!
//! Only the last two months have them. Where rows have a date the last month's extract holds them all; where the latest
//! extract counts, both months have one. Each goes back no further than the figures of those two months look.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::calendar::{Day, add_months, birthday, day, parts, weekday_before, weekdays_after};
use crate::chance::Chance;
use crate::extract::Source;
use crate::story::{Child, Period};
use crate::{events, leavers, today};

/// Ofsted's grades, and audits', with how often each is met.
const GRADES: [(&str, f64); 4] = [("1", 17.0), ("2", 61.0), ("3", 17.0), ("4", 5.0)];

/// One file while it is composed.
struct Sheet {
    name: &'static str,
    text: String,
}

impl Sheet {
    fn new(name: &'static str, columns: &str) -> Self {
        Self { name, text: columns.replace(' ', ",") + "\n" }
    }

    fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.text += &cells.join(",");
        self.text.push('\n');
    }
}

/// A month's end as the sheets see it.
struct Moment<'a> {
    source: &'a Source,
    as_at: Day,
}

/// Writes the extracts of a month's end into its folder and gives the number of rows; with `dated` also those whose rows
/// have a date.
pub fn write(folder: &Path, source: &Source, as_at: Day, dated: bool) -> Result<usize> {
    let moment = Moment { source, as_at };
    let mut sheets = vec![
        moment.health_records(),
        moment.education(),
        moment.attendance(),
        moment.pathway_plans(),
        moment.commissioned_placements(),
    ];
    if dated {
        sheets.extend([
            moment.visits(),
            moment.iro_visits(),
            moment.health_assessments(),
            moment.sdq_scores(),
            moment.attainment(),
            moment.audits(),
            moment.foster_places(),
            moment.wellbeing_referrals(),
            moment.adult_referrals(),
            moment.advocacy(),
        ]);
    }
    let mut rows = today::write_teams(folder, source, as_at)?;
    for sheet in &sheets {
        let path = folder.join(sheet.name);
        fs::write(&path, &sheet.text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    rows += sheets.iter().map(|sheet| sheet.text.lines().count() - 1).sum::<usize>();
    Ok(rows)
}

/// The virtual school's list of a month's end.
pub fn education(source: &Source, as_at: Day) -> String {
    Moment { source, as_at }.education().text
}

fn id(child: &Child) -> String {
    format!("SD{:05}", child.number)
}

/// The stream of a topic of these extracts, the same in every month but for `turn`.
fn stream(child: &Child, topic: u64, turn: Day) -> Chance {
    Chance::of(child.seed, [100 + topic, turn as u64, 0])
}

fn flag(yes: bool) -> &'static str {
    if yes { "1" } else { "0" }
}

/// Blank stands for no, where the layout allows it.
fn mark(yes: bool) -> &'static str {
    if yes { "1" } else { "" }
}

/// The latest weekday on or before `on` of something that comes round every `cycle` days.
fn last_turn(child: &Child, topic: u64, on: Day, cycle: i32) -> Day {
    let own = stream(child, topic, 0).between(0, cycle - 1);
    weekday_before(on - (on - own).rem_euclid(cycle))
}

fn care(child: &Child, on: Day) -> Option<&Period> {
    child.period_on(on).filter(|period| !period.short_breaks)
}

impl Moment<'_> {
    fn looked_after(&self) -> impl Iterator<Item = (&Child, &Period)> {
        self.source.children.iter().filter_map(|child| Some((child, care(child, self.as_at)?)))
    }

    fn periods(&self) -> impl Iterator<Item = (&Child, &Period)> {
        let known = |period: &&Period| !period.short_breaks && period.start <= self.as_at;
        self.source.children.iter().flat_map(move |child| child.periods.iter().filter(known).map(move |period| (child, period)))
    }

    fn text(&self, on: Day) -> &str {
        self.source.dates.text(on)
    }

    /// The first day of the month before the last one, less `days`.
    fn since(&self, days: i32) -> Day {
        add_months(self.as_at + 1, -1) - 1 - days
    }

    /// Every 6 weeks, or every 12 where the child is settled, of those looked after now; since 12 weeks before the end of the
    /// month before.
    fn visits(&self) -> Sheet {
        let mut sheet = Sheet::new("cla_visits.csv", "CHILD CLA_VISIT_DATE CLA_VISIT_SEEN_ALONE CLA_VISIT_IN_TIMESCALE");
        for (child, period) in self.looked_after() {
            let settled = self.as_at - period.start > 130;
            let cycle = if settled { 84 } else { 42 };
            let mut on = period.start + 5;
            let mut days = Vec::new();
            if on <= self.since(77) {
                on = last_turn(child, 1, self.since(77) + cycle, cycle);
            }
            while on <= self.as_at && on < period.end {
                days.push(weekday_before(on).max(period.start));
                on += cycle;
            }
            for on in days.into_iter().filter(|on| *on > self.since(77)) {
                let mut chance = stream(child, 2, on);
                sheet.row([&id(child), self.text(on), flag(chance.yes(0.87)), flag(chance.yes(0.92))]);
            }
        }
        sheet
    }

    fn iro_visits(&self) -> Sheet {
        let mut sheet = Sheet::new("iro_visits.csv", "CHILD CLA_REVIEW_DATE LAST_IRO_CONTACT_DATE");
        for child in &self.source.children {
            for (held, _) in events::reviews(child) {
                if held > self.since(14) && held <= self.as_at {
                    let mut chance = stream(child, 3, held);
                    let before = if chance.yes(0.84) { chance.between(2, 40) } else { chance.between(45, 80) };
                    let visited = if chance.yes(0.93) { self.text(weekday_before(held - before)) } else { "" };
                    sheet.row([&id(child), self.text(held), visited]);
                }
            }
        }
        sheet
    }

    fn health_assessments(&self) -> Sheet {
        let columns = "CHILD HEALTH_CHECK_TYPE HEALTH_CHECK_DUE_DATE HEALTH_CHECK_DATE SDQ_AVAILABLE";
        let mut sheet = Sheet::new("health_assessments.csv", columns);
        for (child, period) in self.periods().filter(|(_, period)| period.end > self.since(45)) {
            let due = weekdays_after(period.start, 20);
            if due > self.since(45) && due <= self.as_at && period.end > due {
                let mut chance = stream(child, 4, due);
                let made = if chance.yes(0.79) { due - chance.between(0, 9) } else { due + chance.between(2, 40) };
                sheet.row([&id(child), "IHA", self.text(due), self.source.dates.known(weekday_before(made), self.as_at), ""]);
            }
            let due = last_turn(child, 5, self.as_at, 365);
            let made = due - stream(child, 6, due).between(-10, 30);
            if made > self.since(10) && made <= self.as_at && made < period.end && period.start + 200 < made {
                let applies = (4..=16).contains(&child.age(made));
                let there = if applies { flag(stream(child, 7, due).yes(0.74)) } else { "" };
                sheet.row([&id(child), "RHA", self.text(due), self.text(weekday_before(made)), there]);
            }
        }
        sheet
    }

    fn health_records(&self) -> Sheet {
        let mut sheet = Sheet::new("health_records.csv", "CHILD GP_REGISTERED WEIGHT_CATEGORY");
        for (child, period) in self.looked_after() {
            let registered = stream(child, 8, 0).yes(if self.as_at - period.start < 60 { 0.75 } else { 0.985 });
            let mut chance = stream(child, 9, last_turn(child, 9, self.as_at, 365));
            let measured = child.age(self.as_at) >= 2 && chance.yes(0.85);
            let category = chance.pick(&[("H", 68.0), ("O", 29.0), ("U", 3.0)]);
            sheet.row([&id(child), flag(registered), if measured { category } else { "" }]);
        }
        sheet
    }

    fn sdq_scores(&self) -> Sheet {
        let mut sheet = Sheet::new("sdq_scores.csv", "CHILD SDQ_COMPLETED_DATE SDQ_EMOTIONAL");
        for (child, period) in self.looked_after() {
            let on = last_turn(child, 10, self.as_at, 360);
            let mut chance = stream(child, 11, on);
            if on > self.since(150) && (4..=16).contains(&child.age(on)) && period.start <= on && chance.yes(0.9) {
                let score = chance.normal(3.4, 2.3).round().clamp(0.0, 10.0);
                sheet.row([&id(child), self.text(on), &format!("{score:.0}")]);
            }
        }
        sheet
    }

    fn education(&self) -> Sheet {
        let columns = "CHILD SCHOOL_OFSTED SCHOOL_IN_AUTHORITY PART_TIME EXCLUSIONS SCHOOL_MOVES PEP_DATE PEP_QUALITY EHC_PLAN \
                       AGE_RELATED ACTIVITIES";
        let mut sheet = Sheet::new("education.csv", columns);
        for (child, period) in self.looked_after() {
            let age = child.age(self.as_at);
            let mut chance = stream(child, 12, 0);
            if !(5..=17).contains(&age) || !chance.yes(0.84) {
                continue;
            }
            let attends = age < 16 || chance.yes(0.78);
            let judged = chance.yes(0.95);
            let grade = chance.pick(&GRADES);
            let here = flag(chance.yes(0.66));
            let part_time = age > 6 && attends && chance.yes(0.035);
            let excluded = age > 7 && attends && chance.yes(0.09);
            let times = if excluded { ["1", "2", "3"][chance.between(0, 2) as usize] } else { "" };
            let moved = attends && chance.yes(0.08);
            let plan = self.plan(child, period, if age < 16 { 0.94 } else { 0.8 });
            let audited = chance.yes(0.12) && !plan.is_empty();
            let quality = chance.pick(&GRADES);
            let special = chance.yes(0.22);
            let related = if (6..=10).contains(&age) { flag(chance.yes(0.37)) } else { "" };
            let activities = if !plan.is_empty() && chance.yes(0.4) { flag(chance.yes(0.71)) } else { "" };
            sheet.row([
                &id(child),
                if attends && judged { grade } else { "" },
                if attends { here } else { "" },
                mark(part_time),
                times,
                mark(moved),
                plan,
                if audited { quality } else { "" },
                mark(special),
                related,
                activities,
            ]);
        }
        sheet
    }

    /// When the personal education plan was last reviewed: each term, for most.
    fn plan(&self, child: &Child, period: &Period, usual: f64) -> &str {
        let latest = last_turn(child, 13, self.as_at, 120);
        let kept = stream(child, 14, latest).yes(usual);
        let on = if kept { latest } else { weekday_before(latest - 240) };
        if on >= period.start + 10 { self.text(on) } else { "" }
    }

    /// About 190 school days a year, two sessions each, from September on.
    fn attendance(&self) -> Sheet {
        let mut sheet = Sheet::new("attendance.csv", "CHILD SESSIONS_POSSIBLE SESSIONS_ATTENDED");
        let (year, month, _) = parts(self.as_at);
        let september = day(if month < 9 { year - 1 } else { year }, 9, 1);
        let open = (self.as_at - september) * 8 / 7;
        for (child, _) in self.looked_after() {
            let mut chance = stream(child, 15, 0);
            if !(5..=15).contains(&child.age(september)) || !chance.yes(0.76) {
                continue;
            }
            let missed = if chance.yes(0.1) { 0.1 + chance.share() * 0.3 } else { chance.share() * 0.07 };
            let possible = open - chance.between(0, 3) * 2;
            let attended = possible - (f64::from(possible) * missed).round() as i32;
            sheet.row([&id(child), &possible.to_string(), &attended.to_string()]);
        }
        sheet
    }

    /// The results of last summer, of those then looked after for a year, and of those who became 19.
    fn attainment(&self) -> Sheet {
        let columns = "CHILD STAGE RESULTS_DATE EXPECTED_STANDARD EXPECTED_PROGRESS FIVE_GCSES";
        let mut sheet = Sheet::new("attainment.csv", columns);
        let (year, month, _) = parts(self.as_at);
        let summer = if month < 9 { year - 1 } else { year };
        let (march, august) = (day(summer, 3, 31), day(summer, 8, 31));
        for child in &self.source.children {
            let counted = care(child, march).is_some_and(|period| period.start <= add_months(march + 1, -12));
            let mut chance = stream(child, 26, 0);
            let able = chance.share();
            match child.age(august) {
                11 if counted => {
                    let progress = if chance.yes(0.9) { flag(able < 0.48) } else { "" };
                    sheet.row([&id(child), "KS2", self.text(day(summer, 7, 4)), flag(able < 0.33), progress, ""]);
                }
                16 if counted => {
                    let progress = if chance.yes(0.9) { flag(able < 0.31) } else { "" };
                    let on = self.text(day(summer, 8, 24));
                    sheet.row([&id(child), "KS4", on, flag(able < 0.2), progress, flag(able < 0.16)]);
                }
                _ => {
                    let nineteen = birthday(child.born, 19);
                    if nineteen <= self.as_at
                        && nineteen > add_months(self.as_at, -13)
                        && leavers::answers(child, nineteen, 21).is_some()
                    {
                        sheet.row([&id(child), "L3", self.text(nineteen), flag(able < 0.23), "", ""]);
                    }
                }
            }
        }
        sheet
    }

    fn pathway_plans(&self) -> Sheet {
        let columns = "CHILD PATHWAY_PLAN_REVIEW_DATE PLAN_ROBUST NEEDS_ASSESSMENT INDEPENDENCE_PASSPORT HEALTH_INFORMATION \
                       EXIT_HEALTH_OFFERED";
        let mut sheet = Sheet::new("pathway_plans.csv", columns);
        for child in &self.source.children {
            let age = child.age(self.as_at);
            let leaver =
                leavers::answers(child, self.as_at, 21).is_some_and(|[in_touch, ..]| !matches!(in_touch, "DIED" | "RHOM"));
            if !leaver && (age < 16 || care(child, self.as_at).is_none()) {
                continue;
            }
            let mut chance = stream(child, 17, 0);
            let new = !leaver && self.as_at - birthday(child.born, 16) < 90;
            let has = chance.yes(if new { 0.5 } else { 0.96 });
            let latest = last_turn(child, 18, self.as_at, if new { 80 } else { 165 });
            let on = if new || stream(child, 19, latest).yes(0.87) { latest } else { weekday_before(latest - 170) };
            let robust = if has && chance.yes(0.3) { flag(chance.yes(0.81)) } else { "" };
            let assessed = chance.yes(if new { 0.6 } else { 0.94 });
            let passport = chance.yes(if leaver { 0.83 } else { 0.55 });
            let (health, offered) = (leaver && chance.yes(0.8), leaver && chance.yes(0.94));
            let on = if has { self.text(on) } else { "" };
            sheet.row([&id(child), on, robust, mark(assessed), mark(passport), mark(health), mark(offered)]);
        }
        sheet
    }

    fn audits(&self) -> Sheet {
        let mut sheet = Sheet::new("care_plan_audits.csv", "CHILD AUDIT_DATE AUDIT_GRADE");
        for (child, period) in self.looked_after() {
            let on = last_turn(child, 20, self.as_at, 390);
            let mut chance = stream(child, 21, 0);
            if chance.yes(0.14) && on > period.start + 60 {
                sheet.row([&id(child), self.text(on), chance.pick(&GRADES)]);
            }
        }
        sheet
    }

    /// Those with private and voluntary providers, by a number of their own.
    fn commissioned_placements(&self) -> Sheet {
        let mut sheet = Sheet::new("commissioned_placements.csv", "PLACEMENT OFSTED_JUDGEMENT");
        let mut number = 0;
        for (child, period) in self.looked_after() {
            let open = period.episodes.iter().rev().find(|episode| episode.from <= self.as_at);
            if open.is_some_and(|episode| matches!(episode.provider, "PR4" | "PR5")) {
                number += 1;
                let mut chance = stream(child, 22, 0);
                let grade = chance.pick(&GRADES);
                sheet.row([&format!("P{number:03}"), if chance.yes(0.94) { grade } else { "" }]);
            }
        }
        sheet
    }

    /// Some 13 places a year for an authority of 500 children, over three years.
    fn foster_places(&self) -> Sheet {
        let mut sheet = Sheet::new("foster_places.csv", "FOSTER_HOME PLACE_NUMBER APPROVED_DATE CLOSED_DATE");
        let homes = (self.source.staff * 9 / 2 / 9).max(6);
        for home in 0..homes {
            let mut chance = Chance::of(0x0046_0048, [123, home as u64, 0]);
            let approved = weekday_before(self.as_at - 1095 * home / homes - chance.between(0, 20));
            let places = chance.between(1, 2);
            let closed = approved + 200 + chance.wait(1500.0);
            for place in 1..=places {
                let closed = self.source.dates.known(weekday_before(closed), self.as_at);
                sheet.row([&format!("FH{:03}", home + 1), &place.to_string(), self.text(approved), closed]);
            }
        }
        sheet
    }

    fn wellbeing_referrals(&self) -> Sheet {
        let mut sheet = Sheet::new("wellbeing_referrals.csv", "CHILD REFERRAL_DATE ACCEPTED_DATE");
        for (child, period) in self.looked_after() {
            let mut chance = stream(child, 23, 0);
            let on = weekday_before(period.start.max(birthday(child.born, 4)) + 7 + chance.wait(60.0));
            if on > self.as_at || child.age(on) < 4 || !chance.yes(0.63) {
                continue;
            }
            let wait = if chance.yes(0.72) { chance.between(3, 28) } else { chance.between(29, 90) };
            // The log has the day since it is kept by the services: 13 months.
            let accepted =
                if chance.yes(0.93) && on > self.as_at - 396 { self.source.dates.known(on + wait, self.as_at) } else { "" };
            sheet.row([&id(child), self.text(on), accepted]);
        }
        sheet
    }

    fn adult_referrals(&self) -> Sheet {
        let mut sheet = Sheet::new("adult_referrals.csv", "CHILD REFERRAL_DATE REFERRAL_IN_TIMESCALE");
        for child in &self.source.children {
            let mut chance = stream(child, 24, 0);
            let on = weekday_before(birthday(child.born, 17) + chance.between(30, 330));
            if on <= self.as_at && on > add_months(self.as_at, -13) && care(child, on).is_some() && chance.yes(0.5) {
                sheet.row([&id(child), self.text(on), flag(chance.yes(0.78))]);
            }
        }
        sheet
    }

    fn advocacy(&self) -> Sheet {
        let mut sheet = Sheet::new("advocacy.csv", "CHILD ADVOCACY_START_DATE ADVOCACY_END_DATE");
        for (child, period) in self.looked_after() {
            let mut chance = stream(child, 25, 0);
            let from = weekday_before(self.as_at - chance.between(0, 400));
            if child.age(from) >= 7 && from > period.start && chance.yes(0.16) {
                let to = weekday_before(from + 30 + chance.wait(200.0));
                sheet.row([&id(child), self.text(from), self.source.dates.known(to, self.as_at)]);
            }
        }
        sheet
    }
}
