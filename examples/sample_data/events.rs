//! What happens along the way: reviews, going missing, and changes of social worker.

use crate::calendar::{Day, YEAR, add_months, birthday, drift, weekday_before, weekdays_after};
use crate::chance::Chance;
use crate::story::{Child, Period};

/// A review: the day and who took part.
pub type Review = (Day, &'static str);

/// The reviews of a child by statute: after 20 working days, 3 months, then every 6 months, now and then late.
pub fn reviews(child: &Child) -> Vec<Review> {
    let mut chance = Chance::of(child.seed, [3, 0, 0]);
    let mut reviews = Vec::new();
    for period in child.periods.iter().filter(|period| !period.short_breaks) {
        let mut due = weekdays_after(period.start, 20);
        let mut early = 6;
        let mut months = 3;
        loop {
            let late = chance.yes(0.050 - 0.008 * drift(due));
            // A bank holiday may put the first due date off by some days: a late review is later than that.
            let held = if late { due + 8 + chance.wait(24.0) } else { due - chance.between(0, early) };
            let held = weekday_before(held);
            if held >= period.end {
                break;
            }
            reviews.push((held, taking_part(child, held, &mut chance)));
            due = add_months(held, months);
            (months, early) = (6, 24);
        }
    }
    reviews
}

fn taking_part(child: &Child, on: Day, chance: &mut Chance) -> &'static str {
    let better = 1.0 + 0.05 * drift(on);
    match child.age(on) {
        ..4 => "PN0",
        4..10 => chance.pick(&[
            ("PN1", 36.0 * better),
            ("PN2", 5.0),
            ("PN3", 9.0),
            ("PN4", 4.0),
            ("PN5", 17.0),
            ("PN6", 20.0),
            ("PN7", 7.0 / better),
        ]),
        _ => chance.pick(&[
            ("PN1", 62.0 * better),
            ("PN2", 3.0),
            ("PN3", 2.0),
            ("PN4", 2.0),
            ("PN5", 12.0),
            ("PN6", 12.0),
            ("PN7", 6.0 / better),
        ]),
    }
}

/// A missing incident.
pub struct Missing {
    /// `M` missing, `A` away without authorisation.
    pub kind: &'static str,
    /// First day.
    pub from: Day,
    /// The day of the return.
    pub to: Day,
}

/// The incidents of a child, one after another; some go often, most never.
pub fn missing(child: &Child) -> Vec<Missing> {
    let mut chance = Chance::of(child.seed, [4, 0, 0]);
    let mut incidents = Vec::new();
    if !chance.yes(0.41) {
        return incidents;
    }
    let apart = chance.pick(&[(330.0, 55.0), (110.0, 33.0), (30.0, 12.0)]);
    for period in child.periods.iter().filter(|period| !period.short_breaks) {
        let mut from = period.start.max(birthday(child.born, 11) + chance.between(0, 900));
        loop {
            let calmer = 1.0 + 0.04 * drift(from);
            from += 1 + chance.wait(apart * calmer);
            let to = from + chance.pick(&[(0, 40.0), (1, 40.0), (2, 10.0), (4, 6.0), (9, 4.0)]);
            if to >= period.end {
                break;
            }
            let kind = if chance.yes(0.86) { "M" } else { "A" };
            incidents.push(Missing { kind, from, to });
            from = to + 1;
        }
    }
    incidents
}

/// The time a child had one social worker.
pub struct Worker {
    /// The worker's number.
    pub number: i32,
    /// First day.
    pub from: Day,
    /// Last day: the next worker starts on it, or care ends.
    pub to: Day,
    /// Why this worker came in.
    pub reason: &'static str,
}

/// The social workers of a child through every period of care.
pub fn workers(child: &Child, staff: i32) -> Vec<Worker> {
    let mut chance = Chance::of(child.seed, [5, 0, 0]);
    let mut workers: Vec<Worker> = Vec::new();
    for period in &child.periods {
        let mut from = period.start;
        let mut reason = "FCONTA";
        let mut number = chance.between(1, staff);
        while from < period.end {
            let to = next_worker(period, from, &mut chance).min(period.end);
            workers.push(Worker { number, from, to, reason });
            let earlier = workers.first().map_or(number, |worker| worker.number);
            let other = (number + chance.between(0, staff - 2)) % staff + 1;
            number = if earlier != number && chance.yes(0.08) { earlier } else { other };
            reason = chance.pick(&[
                ("LEFTRL", 40.0),
                ("TSPROC", 30.0),
                ("ORGRST", 9.0),
                ("ABSENC", 9.0),
                ("MANAGE", 6.0),
                ("CHCHAN", 3.0),
                ("OTHERS", 3.0),
            ]);
            from = to;
        }
    }
    workers
}

/// When the next worker comes in: often once the first months are over, then by turnover, which is slowly falling.
fn next_worker(period: &Period, from: Day, chance: &mut Chance) -> Day {
    let handed_over = from == period.start && chance.yes(0.45);
    if handed_over {
        return from + chance.between(40, 150);
    }
    let turnover = 1.05 - 0.04 * drift(from);
    from + 10 + chance.wait(YEAR / turnover)
}
