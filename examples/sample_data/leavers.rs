//! The oc3 row of a care leaver: in touch, activity and accommodation about the latest birthday.

use crate::calendar::{Day, birthday, drift};
use crate::chance::Chance;
use crate::story::Child;

/// IN_TOUCH, ACTIV and ACCOM.
pub type Answers = [&'static str; 3];

/// What is reported of a young person on a day; nothing while looked after or out of the ages.
pub fn answers(child: &Child, on: Day, oldest: i32) -> Option<Answers> {
    let age = child.age(on);
    // Those over 21 are in the return where they asked for support.
    let asks = age <= 21 || Chance::of(child.seed, [20, 0, 0]).yes(0.45);
    if !asks || !(17..=oldest).contains(&age) || child.last_day() > on || !child.is_care_leaver() {
        return None;
    }
    let mut life = Chance::of(child.seed, [14, 0, 0]);
    let died_at = if life.yes(0.005) { 18 + life.between(0, 3) } else { 99 };
    if age >= died_at {
        return (age == died_at).then_some(["DIED", "0", "0"]);
    }
    let known = birthday(child.born, age);
    let mut chance = Chance::of(child.seed, [15, age as u64, 0]);
    let home_again = matches!(child.periods.last().map(|last| last.rec()), Some("E4A" | "E4B" | "E13"));
    let in_touch = if home_again && on - child.last_day() > 183 && Chance::of(child.seed, [16, 0, 0]).yes(0.6) {
        "RHOM"
    } else if chance.yes(0.930 + 0.008 * drift(known)) {
        "YES"
    } else {
        chance.pick(&[("NO", 50.0), ("NREQ", 27.0), ("REFU", 23.0)])
    };
    match in_touch {
        "YES" => Some([in_touch, activity(child, age, known, &mut chance), accommodation(child, age, &mut chance)]),
        _ => Some([in_touch, "0", "0"]),
    }
}

/// Most keep doing what they did the year before.
fn activity(child: &Child, age: i32, known: Day, chance: &mut Chance) -> &'static str {
    let steady = Chance::of(child.seed, [17, 0, 0]).share();
    let place = if chance.yes(0.6) { steady } else { chance.share() };
    let engaged = match age {
        17 | 18 => 0.67,
        19 => 0.585,
        20 => 0.545,
        _ => 0.535,
    };
    if place < engaged + 0.013 * drift(known) {
        return match age {
            17 | 18 => chance.pick(&[("F2", 66.0), ("P2", 8.0), ("F4", 8.0), ("F5", 13.0), ("P5", 5.0)]),
            _ => chance.pick(&[
                ("F1", 11.0),
                ("P1", 1.0),
                ("F2", 31.0),
                ("P2", 7.0),
                ("F4", 8.0),
                ("P4", 1.0),
                ("F5", 31.0),
                ("P5", 10.0),
            ]),
        };
    }
    let parent = child.became_mother.is_some_and(|day| day <= known);
    if parent && chance.yes(0.8) {
        return "G6";
    }
    chance.pick(&[("G5", 68.0), ("G4", 32.0)])
}

/// Staying put with the former foster carers while it lasts, then elsewhere.
fn accommodation(child: &Child, age: i32, chance: &mut Chance) -> &'static str {
    let last = child.periods.last();
    let fostered = last.is_some_and(|last| last.rec() == "E17" && last.last_place().starts_with('U'));
    let stays = match age {
        18 => 0.88,
        19 => 0.52,
        20 => 0.36,
        21 => 0.10,
        _ => 0.0,
    };
    if fostered && Chance::of(child.seed, [18, 0, 0]).share() < stays {
        return "Z1";
    }
    match age {
        17 => chance.pick(&[
            ("D1", 34.0),
            ("B1", 30.0),
            ("E1", 9.0),
            ("U1", 15.0),
            ("C1", 5.0),
            ("X2", 4.0),
            ("V2", 2.0),
            ("Y2", 1.0),
        ]),
        18 => chance.pick(&[
            ("D1", 40.0),
            ("U1", 16.0),
            ("B1", 13.0),
            ("E1", 10.0),
            ("C1", 6.0),
            ("T1", 4.0),
            ("K1", 3.0),
            ("X2", 3.5),
            ("V2", 1.5),
            ("W2", 1.5),
            ("S2", 1.5),
        ]),
        _ => chance.pick(&[
            ("U1", 46.0),
            ("D1", 16.0),
            ("B1", 13.0),
            ("K1", 6.0),
            ("E1", 4.0),
            ("C1", 3.0),
            ("T1", 3.0),
            ("Y1", 1.0),
            ("G1", 0.7),
            ("R2", 0.6),
            ("X2", 3.2),
            ("S2", 1.2),
            ("V2", 0.9),
            ("W2", 0.8),
            ("U2", 1.0),
        ]),
    }
}
