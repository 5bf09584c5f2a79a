//! The oc2 row of a child: health checks, wellbeing and offending as known at a month's end.
//!
//! Each answer holds for half a year or a year, counted from a day of the child's own, so that figures move gradually.

use crate::calendar::{Day, drift};
use crate::chance::Chance;
use crate::story::Child;

/// Answers from SDQ_SCORE to INTERVENTION_OFFERED, in the order of the columns.
pub fn answers(child: &Child, on: Day) -> [String; 10] {
    let age = child.age(on);
    let reluctant = if age >= 16 { 0.07 } else { 0.0 };
    let year = drift(on);
    let assessment = turn(child, on, 6, if age < 5 { 182 } else { 365 }).yes(0.915 + 0.012 * year - reluctant);
    let teeth = turn(child, on, 7, 365).yes(0.84 + 0.016 * year - reluctant);
    let immunised = turn(child, on, 8, 365).yes(0.875 + 0.008 * year - reluctant);
    let development = turn(child, on, 9, 182).yes(0.885 + 0.01 * year);
    let convicted = turn(child, on, 10, 365).yes(if age < 14 { 0.012 } else { 0.06 });
    let (misuse, received, offered) = substances(&mut turn(child, on, 11, 365), age);
    let (score, reason) = wellbeing(child, on, age);
    [
        score,
        reason,
        if age >= 10 { flag(convicted) } else { String::new() },
        if age < 5 { flag(development) } else { String::new() },
        flag(immunised),
        flag(teeth),
        flag(assessment),
        misuse,
        received,
        offered,
    ]
}

/// Score and reason of the strengths and difficulties questionnaire, asked from 4 to 16.
fn wellbeing(child: &Child, on: Day, age: i32) -> (String, String) {
    if !(4..=16).contains(&age) {
        return (String::new(), String::new());
    }
    let mut chance = turn(child, on, 12, 365);
    if !chance.yes(0.785 + 0.015 * drift(on)) {
        let reason = chance.pick(&[("SDQ2", 30.0), ("SDQ3", 12.0), ("SDQ4", 40.0), ("SDQ5", 18.0)]);
        return (String::new(), reason.to_owned());
    }
    let usual = Chance::of(child.seed, [13, 0, 0]).normal(13.9, 6.7);
    let score = chance.normal(usual - 0.25 * drift(on), 2.0).round().clamp(0.0, 40.0);
    (format!("{score:.0}"), String::new())
}

fn substances(chance: &mut Chance, age: i32) -> (String, String, String) {
    let misuse = age >= 11 && chance.yes(if age < 15 { 0.02 } else { 0.11 });
    if !misuse {
        return (flag(false), String::new(), String::new());
    }
    if chance.yes(0.46) {
        return (flag(true), flag(true), String::new());
    }
    (flag(true), flag(false), flag(chance.yes(0.8)))
}

/// The stream of a topic, the same for `days` on end.
fn turn(child: &Child, on: Day, topic: u64, days: i32) -> Chance {
    let own = (child.seed >> ((topic % 16) * 3)) as i32 & 0x7FFF;
    Chance::of(child.seed, [topic, ((on + own) / days) as u64, 0])
}

fn flag(yes: bool) -> String {
    if yes { "1" } else { "0" }.to_owned()
}
