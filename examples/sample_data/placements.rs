//! Where a child lives during a period of care: one stay after another, each with its carer.

use crate::calendar::{Day, age, birthday, drift};
use crate::chance::Chance;
use crate::directory::{Setting, Zone};
use crate::plans::{Course, Plan};
use crate::story::{Adoption, Outcome};

/// One placement record: a stay at a place with a carer.
#[derive(Clone)]
pub struct Stay {
    /// First day; it lasts until the next stay or the end of care.
    pub from: Day,
    /// Placement code.
    pub place: &'static str,
    /// Placement provider.
    pub provider: &'static str,
    /// Index of the placement postcode.
    pub at: Option<u32>,
    /// The carer is that of the stay before.
    pub same_carer: bool,
    /// Why the child moved on.
    pub change: &'static str,
}

/// Where and how a child is placed in one period of care.
struct Placing<'a> {
    course: &'a Course,
    born: Day,
    setting: &'a Setting,
    /// Mean days of a settled stay: the mark of how well placements hold.
    settled: f64,
    stays: Vec<Stay>,
}

/// The stays of a period of care, without gaps.
pub fn stays(course: &Course, born: Day, setting: &Setting, chance: &mut Chance) -> Vec<Stay> {
    let settled = match course.plan {
        Plan::Long | Plan::AdoptionGivenUp => chance.pick(&[(5400.0, 69.0), (900.0, 19.0), (190.0, 12.0)]),
        Plan::Teenager => chance.pick(&[(600.0, 65.0), (170.0, 35.0)]),
        Plan::Unaccompanied => 420.0,
        Plan::ShortBreaks => 9000.0,
        _ => chance.pick(&[(1500.0, 80.0), (260.0, 20.0)]),
    };
    let mut placing = Placing { course, born, setting, settled, stays: Vec::new() };
    match &course.adoption {
        Some(Adoption { outcome: Outcome::Adopted { moved_in, by_carers, .. }, order, .. }) => {
            placing.fill(*moved_in, *by_carers, chance);
            placing.place_for_adoption(*moved_in, *by_carers, order.is_some(), chance);
        }
        _ => placing.fill(course.end, false, chance),
    }
    placing.stays
}

impl Placing<'_> {
    /// Stays from the start until a day. `with_carers`: those who will adopt the child, from the first weeks on.
    fn fill(&mut self, until: Day, with_carers: bool, chance: &mut Chance) {
        let mut from = self.course.start;
        if with_carers {
            let early = chance.yes(0.5);
            if !early {
                self.add(from, "U6", chance);
                self.left_because("CARPL");
                from += chance.between(6, 60);
            }
            let place = if early && chance.yes(0.6) { "U5" } else { "U6" };
            self.add(from, place, chance);
            return;
        }
        let mut emergency = chance.yes(if self.course.plan == Plan::ShortBreaks { 0.0 } else { 0.27 * self.setting.moves });
        loop {
            let place = self.choose(from, emergency, chance);
            self.add(from, place, chance);
            let to = from.saturating_add(self.length(from, place, emergency, chance)).max(from + 2);
            emergency = false;
            let last = to >= until - 5;
            self.same_carer_changes(from, to.min(until), place, chance);
            if last {
                return;
            }
            self.left_because(reason(self.settled, chance));
            from = to;
        }
    }

    /// The adoptive placement, after the stays so far.
    fn place_for_adoption(&mut self, on: Day, by_carers: bool, ordered: bool, chance: &mut Chance) {
        let place = match (by_carers, ordered) {
            (true, true) => "A5",
            (true, false) => "A3",
            (false, true) => "A6",
            (false, false) => "A4",
        };
        let Some(before) = self.stays.last_mut() else {
            return;
        };
        before.change = "CARPL";
        let (provider, at) = (before.provider, before.at);
        self.add(on, place, chance);
        if let (true, Some(stay)) = (by_carers, self.stays.last_mut()) {
            (stay.provider, stay.at, stay.same_carer) = (provider, at, true);
        }
    }

    /// Changes that keep the carer: a fostering becomes long term, or the carers move house.
    fn same_carer_changes(&mut self, from: Day, to: Day, place: &'static str, chance: &mut Chance) {
        let long_term = from + chance.between(150, 500);
        let matched = matches!(self.course.plan, Plan::Long | Plan::AdoptionGivenUp) && chance.yes(0.6);
        if matched && long_term < to - 60 && self.course.legal_on(long_term) == "C2" {
            let settled = match place {
                "U6" => "U4",
                "U3" => "U1",
                _ => return,
            };
            self.carry_on(long_term, settled, "PLACE", false, chance);
        }
        let house = from + chance.between(200, 2500);
        if place.starts_with('U') && chance.yes(0.25) && house < to - 60 && house > long_term + 60 {
            let now = self.stays.last().map_or(place, |stay| stay.place);
            self.carry_on(house, now, "OTHER", true, chance);
        }
    }

    /// Why the latest stay ends.
    fn left_because(&mut self, reason: &'static str) {
        if let Some(stay) = self.stays.last_mut() {
            stay.change = reason;
        }
    }

    /// The same carer under a new placement record.
    fn carry_on(&mut self, from: Day, place: &'static str, why: &'static str, new_house: bool, chance: &mut Chance) {
        let Some(before) = self.stays.last_mut() else {
            return;
        };
        before.change = why;
        let (provider, at) = (before.provider, before.at);
        let at = if new_house { Some(self.setting.directory.another(at, chance)) } else { at };
        self.stays.push(Stay { from, place, provider, at, same_carer: true, change: "" });
    }

    /// A stay with a new carer.
    fn add(&mut self, from: Day, place: &'static str, chance: &mut Chance) {
        let provider = provider(place, chance);
        let at = (!chance.yes(0.008)).then(|| self.setting.directory.any(zone(place, provider, from, chance), chance));
        // Another home of the same kind lies elsewhere.
        let same = self.stays.last().is_some_and(|before| (before.at, before.place, before.provider) == (at, place, provider));
        let at = at.map(|found| if same { self.setting.directory.beside(found) } else { found });
        self.stays.push(Stay { from, place, provider, at, same_carer: false, change: "" });
    }

    /// How long a stay lasts, if care does.
    fn length(&self, from: Day, place: &str, emergency: bool, chance: &mut Chance) -> Day {
        let years = age(self.born, from);
        let steadier = 1.0 + 0.035 * drift(from);
        let days = match place {
            _ if emergency => return chance.between(2, 70),
            "K1" => return chance.between(40, 120),
            "R3" => return chance.between(60, 110),
            "R5" => return chance.between(30, 200),
            "P1" => chance.wait(1600.0),
            _ => chance.wait(self.settled * steadier / self.setting.moves * if years >= 13 { 0.7 } else { 1.0 }),
        };
        let sixteen = birthday(self.born, 16);
        let early = match place {
            "K2" | "R1" | "S1" => 0.5,
            _ => 0.12,
        };
        let moves_on = from < sixteen && chance.yes(early);
        if moves_on { days.min(sixteen + chance.between(40, 420) - from) } else { days }.max(6)
    }

    /// The kind of place for a child of that age under that order.
    fn choose(&self, on: Day, emergency: bool, chance: &mut Chance) -> &'static str {
        let years = age(self.born, on);
        let unsettled = self.settled < 250.0 && matches!(self.course.plan, Plan::Long | Plan::Teenager);
        let order = matches!(self.course.legal_on(on), "C1" | "C2");
        let may_go_home = order && !emergency && self.course.plan != Plan::AdoptionGivenUp;
        let home = if may_go_home && self.stays.len() < 4 { 1.0 } else { 0.0 };
        let residential = if emergency {
            0.5
        } else if unsettled {
            1.9
        } else {
            1.0
        };
        match self.course.plan {
            Plan::Remand => chance.pick(&[("R5", if years >= 15 { 60.0 } else { 0.0 }), ("K2", 15.0), ("U6", 25.0)]),
            Plan::ShortBreaks => chance.pick(&[("K2", 55.0), ("U6", 45.0)]),
            Plan::Unaccompanied if years < 16 => chance.pick(&[("U6", 88.0), ("K2", 12.0)]),
            Plan::Unaccompanied => chance.pick(&[("U6", 34.0), ("H5", 50.0), ("P2", 16.0)]),
            Plan::Guardianship => {
                chance.pick(&[("U3", 44.0), ("U6", 48.0), ("P1", home * 3.0), ("R3", if years < 1 { 5.0 } else { 0.0 })])
            }
            Plan::Adoption => chance.pick(&[("U6", 93.0), ("U3", 3.0), ("R3", if emergency && years < 1 { 12.0 } else { 0.0 })]),
            _ if years < 4 => chance.pick(&[("U6", 82.0), ("U3", 10.0), ("P1", home * 16.0), ("K2", residential * 0.6)]),
            _ if years < 10 => chance.pick(&[
                ("U6", 76.0),
                ("U3", 13.0),
                ("P1", home * 13.0),
                ("K2", residential * 8.0),
                ("S1", residential * 1.2),
            ]),
            _ if years < 16 => chance.pick(&[
                ("U6", 54.0),
                ("U3", 9.0),
                ("P1", home * 9.0),
                ("K2", residential * 33.0),
                ("S1", residential * 2.5),
                ("K1", if unsettled && years >= 13 && order { 2.0 } else { 0.0 }),
            ]),
            _ => chance.pick(&[
                ("U6", 26.0),
                ("U3", 5.0),
                ("P1", home * 9.0),
                ("K2", residential * 15.0),
                ("R1", 1.0),
                ("H5", 40.0),
                ("P2", 12.0),
                ("Z1", 0.7),
            ]),
        }
    }
}

/// Who provides a placement of that kind.
fn provider(place: &str, chance: &mut Chance) -> &'static str {
    match place {
        "P1" => "PR0",
        "U1" | "U2" | "U3" => "PR1",
        "K1" => "PR2",
        "R5" => "PR3",
        "Z1" => "",
        "A3" | "A4" | "A5" | "A6" => chance.pick(&[("PR1", 58.0), ("PR2", 22.0), ("PR5", 20.0)]),
        "K2" | "S1" | "R1" | "R3" => chance.pick(&[("PR4", 74.0), ("PR1", 19.0), ("PR5", 7.0)]),
        "H5" | "P2" => chance.pick(&[("PR4", 62.0), ("PR5", 22.0), ("PR1", 16.0)]),
        _ => chance.pick(&[("PR1", 62.0), ("PR4", 33.0), ("PR5", 5.0)]),
    }
}

/// How near a placement of that kind is found; the authority finds more nearby from year to year.
fn zone(place: &str, provider: &str, on: Day, chance: &mut Chance) -> Zone {
    let (inside, near) = match (place.as_bytes().first(), provider) {
        (Some(b'A'), _) => (22.0, 30.0),
        (Some(b'P'), "PR0") => (88.0, 8.0),
        (_, "PR1") => (75.0, 17.0),
        (Some(b'U'), _) => (47.0, 24.0),
        (Some(b'K' | b'R' | b'S'), _) => (33.0, 19.0),
        _ => (60.0, 22.0),
    };
    let inside = inside + 1.2 * drift(on);
    chance.pick(&[(Zone::Inside, inside), (Zone::Near, near), (Zone::Far, 100.0 - inside - near)])
}

/// Why a child moves to another carer.
fn reason(settled: f64, chance: &mut Chance) -> &'static str {
    let unplanned = if settled < 300.0 { 1.6 } else { 1.0 };
    chance.pick(&[
        ("CARPL", 52.0),
        ("OTHER", 15.0),
        ("LAREQ", 7.0),
        ("CREQB", 11.0 * unplanned),
        ("CREQO", 7.0 * unplanned),
        ("CHILD", 4.0 * unplanned),
        ("ALLEG", 1.5),
        ("STAND", 1.0),
        ("APPRR", 0.5),
        ("CLOSE", 1.0),
    ])
}
