//! Why a child comes into care, how old, under which orders, and when care ends.

use crate::calendar::{Day, YEAR, birthday, drift, weekday_before};
use crate::chance::Chance;
use crate::story::{Adoption, Outcome};

/// What care is for; it settles how long it lasts and where it leads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Home within the year.
    Home,
    /// Home after a longer stay.
    HomeLater,
    /// A special guardian.
    Guardianship,
    /// Adoption.
    Adoption,
    /// Adoption, until the plan is given up.
    AdoptionGivenUp,
    /// Growing up in care.
    Long,
    /// Coming in as a teenager.
    Teenager,
    /// Unaccompanied asylum-seeking child.
    Unaccompanied,
    /// Remanded by a court.
    Remand,
    /// An agreed series of short breaks.
    ShortBreaks,
}

/// The outline of a period of care.
pub struct Course {
    /// What care is for.
    pub plan: Plan,
    /// First day.
    pub start: Day,
    /// The day care ends.
    pub end: Day,
    /// Legal statuses with their first days, in order.
    pub legal: Vec<(Day, &'static str)>,
    /// The plan for adoption.
    pub adoption: Option<Adoption>,
}

impl Course {
    /// The legal status on a day.
    pub fn legal_on(&self, on: Day) -> &'static str {
        self.legal.iter().rev().find(|step| step.0 <= on).map_or(self.legal[0].1, |step| step.1)
    }
}

/// The plan of a child who comes into care for the first time, and their age in days.
pub fn arrival(chance: &mut Chance) -> (Plan, i32) {
    let plan = chance.pick(&[
        (Plan::Home, 26.0),
        (Plan::HomeLater, 12.0),
        (Plan::Guardianship, 13.5),
        (Plan::Adoption, 17.5),
        (Plan::AdoptionGivenUp, 2.0),
        (Plan::Long, 14.3),
        (Plan::Teenager, 9.5),
        (Plan::Unaccompanied, 4.5),
        (Plan::Remand, 1.2),
        (Plan::ShortBreaks, 1.5),
    ]);
    let (from, to) = match plan {
        Plan::Home | Plan::HomeLater => {
            chance.pick(&[((0.0, 1.0), 20.0), ((1.0, 5.0), 26.0), ((5.0, 10.0), 18.0), ((10.0, 16.0), 30.0), ((16.0, 17.6), 9.0)])
        }
        Plan::Guardianship => chance.pick(&[((0.0, 1.0), 40.0), ((1.0, 5.0), 35.0), ((5.0, 11.0), 25.0)]),
        Plan::Adoption => chance.pick(&[((0.0, 0.05), 52.0), ((0.05, 1.0), 20.0), ((1.0, 3.0), 20.0), ((3.0, 5.5), 8.0)]),
        Plan::AdoptionGivenUp => (1.0, 6.0),
        Plan::Long => chance.pick(&[((0.0, 1.0), 22.0), ((1.0, 5.0), 36.0), ((5.0, 10.0), 24.0), ((10.0, 15.0), 18.0)]),
        Plan::Teenager => (15.0, 17.6),
        Plan::Unaccompanied => chance.pick(&[((13.0, 15.0), 12.0), ((15.0, 16.5), 40.0), ((16.5, 17.7), 48.0)]),
        Plan::Remand => (12.5, 17.6),
        Plan::ShortBreaks => (5.0, 15.0),
    };
    let age: f64 = from + (to - from) * chance.share();
    (plan, (age * YEAR) as i32)
}

/// The plan of a child who comes back.
pub fn comeback(age: i32, chance: &mut Chance) -> Plan {
    let stay = if age >= 15 { Plan::Teenager } else { Plan::Long };
    chance.pick(&[(Plan::Home, 35.0), (Plan::HomeLater, 22.0), (stay, 43.0)])
}

/// The outline of a period of care that starts on `start`.
pub fn course(plan: Plan, start: Day, born: Day, chance: &mut Chance) -> Course {
    let adult = birthday(born, 18);
    let adoption = match plan {
        Plan::Adoption => Some(adoption(start, chance)),
        Plan::AdoptionGivenUp => Some(given_up(start, chance)),
        _ => None,
    };
    let days = match plan {
        Plan::Home if chance.yes(0.35) => chance.between(2, 28),
        Plan::Home => 15 + chance.wait(110.0).min(320),
        Plan::HomeLater => chance.between(180, 760),
        Plan::Guardianship => chance.between(190, 600),
        Plan::Adoption => match &adoption {
            Some(Adoption { outcome: Outcome::Adopted { moved_in, .. }, .. }) => {
                moved_in - start + 110 + chance.wait(140.0).min(500)
            }
            _ => 0,
        },
        Plan::AdoptionGivenUp | Plan::Long if chance.yes(0.70) => i32::MAX,
        Plan::AdoptionGivenUp | Plan::Long => 1500 + chance.wait(1100.0),
        Plan::Teenager if chance.yes(0.78) => i32::MAX,
        Plan::Teenager => chance.between(40, 500),
        Plan::Unaccompanied if chance.yes(0.92) => i32::MAX,
        Plan::Unaccompanied => chance.between(30, 200),
        Plan::Remand => chance.between(8, 120),
        Plan::ShortBreaks => chance.between(200, 500),
    };
    let end = start.saturating_add(days).min(adult);
    let mut legal = legal(plan, start, end, adoption.as_ref(), chance);
    legal.retain(|step| step.0 == start || step.0 < end - 2);
    Course { plan, start, end, legal, adoption }
}

/// Legal statuses by plan.
fn legal(plan: Plan, start: Day, end: Day, adoption: Option<&Adoption>, chance: &mut Chance) -> Vec<(Day, &'static str)> {
    let agreed = match plan {
        Plan::Home => chance.yes(0.62),
        Plan::HomeLater => chance.yes(0.35),
        Plan::Teenager => chance.yes(0.8),
        Plan::Unaccompanied => true,
        Plan::Adoption => adoption.is_some_and(|adoption| adoption.order.is_none()),
        _ => false,
    };
    match plan {
        Plan::Remand => return vec![(start, "J1")],
        Plan::ShortBreaks => return vec![(start, "V4")],
        _ if agreed => return vec![(start, "V2")],
        _ => {}
    }
    let (first, wait) = chance.pick(&[(("C1", 0), 47.0), (("V2", 1), 28.0), (("L2", 2), 17.0), (("L1", 3), 8.0)]);
    let mut steps = vec![(start, first)];
    let interim = start
        + match wait {
            0 => 0,
            1 => chance.between(14, 90),
            2 => chance.between(5, 8),
            _ => chance.between(1, 3),
        };
    if interim > start {
        steps.push((interim, "C1"));
    }
    match adoption {
        Some(Adoption { order: Some(order), outcome, .. }) => {
            steps.push((*order, "E1"));
            if let Outcome::GivenUp { on, .. } = outcome {
                steps.push((on + 45, "C2"));
            }
        }
        // A guardianship order may end the proceedings without a care order.
        _ if plan == Plan::Guardianship && chance.yes(0.65) => {}
        _ => steps.push((interim.max(start + 60) + chance.between(100, 250), "C2")),
    }
    steps.retain(|step| step.0 < end);
    steps
}

/// From decision to moving in. The steps have become quicker over the years.
fn adoption(start: Day, chance: &mut Chance) -> Adoption {
    let pace = 1.0 - 0.045 * drift(start).min(-0.5);
    let mut paced = |low: f64, mean: f64, most: f64| ((low + f64::from(chance.wait(mean - low)).min(most)) * pace) as i32;
    let decision = weekday_before(start + paced(110.0, 188.0, 250.0));
    let order = weekday_before(decision + paced(18.0, 52.0, 120.0));
    let wait = paced(12.0, 153.0, 620.0);
    let by_carers = chance.yes(0.14);
    let consent = chance.yes(0.05);
    let from = if consent { decision + 20 } else { order };
    let matched = weekday_before(from + if consent { wait / 2 } else { wait });
    let moved_in = matched + if by_carers { chance.between(5, 25) } else { chance.between(12, 48) };
    Adoption { decision, order: (!consent).then_some(order), outcome: Outcome::Adopted { matched, moved_in, by_carers } }
}

/// A plan for adoption that is given up: no family found, or no order made.
fn given_up(start: Day, chance: &mut Chance) -> Adoption {
    let decision = weekday_before(start + chance.between(140, 260));
    if chance.yes(0.2) {
        let on = weekday_before(decision + chance.between(60, 150));
        return Adoption { decision, order: None, outcome: Outcome::GivenUp { on, reason: "RD2" } };
    }
    let order = weekday_before(decision + chance.between(25, 80));
    let on = weekday_before(order + chance.between(280, 620));
    let reason = chance.pick(&[("RD3", 6.0), ("RD1", 3.0), ("RD4", 1.0)]);
    Adoption { decision, order: Some(order), outcome: Outcome::GivenUp { on, reason } }
}

/// Category of need.
pub fn need(plan: Plan, chance: &mut Chance) -> &'static str {
    match plan {
        Plan::Unaccompanied => "N8",
        Plan::ShortBreaks => "N2",
        Plan::Remand => "N6",
        Plan::Teenager => chance.pick(&[("N1", 38.0), ("N4", 20.0), ("N5", 24.0), ("N6", 14.0), ("N2", 4.0)]),
        _ => chance.pick(&[("N1", 66.0), ("N5", 15.0), ("N4", 8.0), ("N3", 5.0), ("N2", 4.0), ("N8", 1.5), ("N7", 0.5)]),
    }
}

/// Why care ends, from where the child lived at the end.
pub fn ending(course: &Course, born: Day, last_place: &str, chance: &mut Chance) -> &'static str {
    let kin = matches!(last_place, "U1" | "U2" | "U3");
    let foster = last_place.starts_with('U');
    if course.end >= birthday(born, 18) {
        return match last_place {
            _ if foster => chance.pick(&[("E17", 62.0), ("E5", 29.0), ("E6", 9.0)]),
            "P1" => "E4A",
            "R5" => "E9",
            "H5" | "P2" => chance.pick(&[("E5", 74.0), ("E6", 26.0)]),
            _ => chance.pick(&[("E5", 68.0), ("E7", 25.0), ("E6", 7.0)]),
        };
    }
    match course.plan {
        Plan::Adoption if course.adoption.as_ref().is_some_and(|adoption| adoption.order.is_none()) => "E11",
        Plan::Adoption => chance.pick(&[("E12", 62.0), ("E11", 38.0)]),
        Plan::Guardianship => match last_place {
            _ if kin => "E45",
            _ if foster => chance.pick(&[("E46", 40.0), ("E47", 45.0), ("E48", 15.0)]),
            _ => "E47",
        },
        Plan::Remand => chance.pick(&[("E14", 85.0), ("E9", 15.0)]),
        Plan::Unaccompanied => chance.pick(&[("E15", 65.0), ("E3", 20.0), ("E8", 15.0)]),
        Plan::Teenager => chance.pick(&[("E4B", 35.0), ("E4A", 27.0), ("E5", 25.0), ("E9", 6.0), ("E13", 7.0)]),
        Plan::ShortBreaks => "E4A",
        Plan::Long | Plan::AdoptionGivenUp => match last_place {
            _ if foster => chance.pick(&[(if kin { "E45" } else { "E46" }, 50.0), ("E4A", 30.0), ("E41", 15.0), ("E3", 5.0)]),
            _ => chance.pick(&[("E4A", 65.0), ("E4B", 15.0), ("E41", 20.0)]),
        },
        Plan::Home | Plan::HomeLater => {
            chance.pick(&[("E4A", 58.0), ("E4B", 20.0), ("E13", 9.0), ("E41", 9.0), ("E8", 2.5), ("E3", 1.5)])
        }
    }
}
