//! Everyone who ever comes into care: who, when, and whether they come back.

use crate::calendar::{Day, YEAR, age, birthday, day, parts};
use crate::chance::Chance;
use crate::directory::{Setting, Zone};
use crate::episodes::{episodes, with_temporary_moves};
use crate::placements::stays;
use crate::plans::{Course, Plan, arrival, comeback, course, ending, need};
use crate::story::{Child, Period};

/// Children who come into care for the first time in a year, for each child looked after at a time.
const ARRIVALS: f64 = 0.333;

/// Years before the first extract in which arrivals begin: by then everyone of the time has left.
const WARM_UP: i32 = 18;

/// Days by which an arrival may be earlier or later than an even spacing has it.
const AROUND: Day = 40;

/// Who is known in the extracts.
pub struct Span {
    /// Children whose care ended before this day are not known, unless they are care leavers.
    pub known_from: Day,
    /// The month end of the first extract.
    pub first: Day,
    /// The month end of the last extract.
    pub last: Day,
}

/// The children known in the extracts, numbered by the day they first came into care.
pub fn population(seed: u64, children: u32, span: &Span, setting: &Setting) -> Vec<Child> {
    let begin = day(parts(span.known_from).0 - WARM_UP, 4, 1);
    let days = f64::from(span.last + AROUND - begin);
    let arrivals = (f64::from(children) * ARRIVALS * days / YEAR) as u64;
    let apart = days / arrivals.max(1) as f64;
    let mut known: Vec<Child> = (0..arrivals)
        .map(|index| {
            let on = begin + (index as f64 * apart) as Day;
            child(Chance::of(seed, [2, index, 0]), on, setting)
        })
        .filter(|child| child.first_day() <= span.last && is_known(child, span))
        .collect();
    known.sort_by_key(Child::first_day);
    for (child, number) in known.iter_mut().zip(101..) {
        child.number = number;
    }
    known
}

fn is_known(child: &Child, span: &Span) -> bool {
    child.last_day() >= span.known_from || (child.is_care_leaver() && birthday(child.born, 22) > span.first)
}

/// One child who comes into care about a day.
fn child(mut chance: Chance, about: Day, setting: &Setting) -> Child {
    let (plan, days) = arrival(&mut chance);
    let start = about + chance.between(-AROUND, AROUND);
    let born = start - days;
    let unaccompanied = plan == Plan::Unaccompanied;
    let sex = if chance.yes(if unaccompanied { 0.9 } else { 0.545 }) { "1" } else { "2" };
    let home = (!chance.yes(0.006)).then(|| setting.directory.any(Zone::Inside, &mut chance));
    let mut periods: Vec<Period> = Vec::new();
    let mut next = Some((plan, start));
    while let Some((plan, start)) = next.take() {
        let course = course(plan, start, born, &mut chance);
        let period = period(&course, born, home, setting, &mut chance);
        let home_again = matches!(period.rec(), "E4A" | "E4B" | "E13") && !period.short_breaks;
        let back = course.end + 20 + chance.wait(330.0);
        if home_again && chance.yes(0.24) && back < birthday(born, 17) {
            next = Some((comeback(age(born, back), &mut chance), back));
        }
        periods.push(period);
    }
    let end = periods.last().map_or(start, |period| period.end);
    let mother = sex == "2" && end > birthday(born, 16) && chance.yes(0.07);
    Child {
        number: 0,
        seed: chance.seed(),
        born,
        sex,
        ethnic: ethnic(unaccompanied, &mut chance),
        became_mother: mother.then(|| birthday(born, 15) + chance.between(200, 1700)),
        unaccompanied_until: unaccompanied.then_some(end),
        earlier_permanence: earlier_permanence(born, start, &mut chance),
        periods,
    }
}

/// A period of care with its episodes.
fn period(course: &Course, born: Day, home: Option<u32>, setting: &Setting, chance: &mut Chance) -> Period {
    let stays = stays(course, born, setting, chance);
    let stays = with_temporary_moves(stays, course, setting, chance);
    let mut period = Period {
        start: course.start,
        end: course.end,
        short_breaks: course.plan == Plan::ShortBreaks,
        episodes: episodes(&stays, course, need(course.plan, chance), home),
        adoption: course.adoption.clone(),
    };
    let rec = ending(course, born, period.last_place(), chance);
    if let Some(last) = period.episodes.last_mut() {
        last.rec = rec;
    }
    period
}

fn ethnic(unaccompanied: bool, chance: &mut Chance) -> &'static str {
    if unaccompanied {
        return chance.pick(&[("OOTH", 42.0), ("BAFR", 30.0), ("AOTH", 22.0), ("WOTH", 6.0)]);
    }
    chance.pick(&[
        ("WBRI", 80.0),
        ("WOTH", 3.0),
        ("WIRI", 0.6),
        ("WIRT", 0.4),
        ("WROM", 0.8),
        ("MWBC", 3.5),
        ("MWBA", 1.5),
        ("MWAS", 1.5),
        ("MOTH", 2.5),
        ("APKN", 1.4),
        ("AIND", 0.4),
        ("ABAN", 0.5),
        ("AOTH", 0.7),
        ("BAFR", 1.8),
        ("BCRB", 0.8),
        ("BOTH", 0.6),
        ("CHNE", 0.2),
        ("NOBT", 0.4),
    ])
}

/// What had once been meant to last, before the child first came into care.
fn earlier_permanence(born: Day, start: Day, chance: &mut Chance) -> (&'static str, Option<Day>) {
    if start - born < 1500 || chance.yes(0.95) {
        return ("Z1", None);
    }
    let code = chance.pick(&[("P1", 25.0), ("P2", 50.0), ("P3", 20.0), ("P4", 5.0)]);
    let date = (code != "P4").then(|| chance.between(born + 400, start - 300));
    (code, date)
}
