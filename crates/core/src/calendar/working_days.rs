//! Working days: Monday to Friday, not a bank holiday in England and Wales.
//!
//! Bank holidays follow the Banking and Financial Dealings Act 1971 and the royal
//! proclamations since; those of one year only are listed.

use std::sync::LazyLock;

use crate::calendar::{Day, day};

/// Working days of these years are listed once, when first asked for.
const LISTED: std::ops::RangeInclusive<i32> = 1990..=2050;

/// The working days in order, and for each day of the years how many lie on or before it.
static WORKING_DAYS: LazyLock<(Vec<Day>, Vec<u32>)> = LazyLock::new(|| {
    let (from, to) = (year_start(*LISTED.start()), year_start(LISTED.end() + 1));
    let mut working = Vec::new();
    let mut before = Vec::new();
    for on in from..to {
        if is_working_day(on) {
            working.push(on);
        }
        before.push(working.len() as u32);
    }
    (working, before)
});

fn year_start(year: i32) -> Day {
    day(year, 1, 1).unwrap_or_default()
}

/// The day that is `count` working days after `from`, `from` itself not counted.
pub fn working_days_after(from: Day, count: u32) -> Day {
    let (working, before) = &*WORKING_DAYS;
    let listed = usize::try_from(from - year_start(*LISTED.start())).ok().and_then(|at| before.get(at));
    if let Some(on) = listed.and_then(|before| working.get((before + count.max(1) - 1) as usize)).filter(|_| count > 0) {
        return *on;
    }
    let mut on = from;
    let mut left = count;
    while left > 0 {
        on += 1;
        if is_working_day(on) {
            left -= 1;
        }
    }
    on
}

/// Whether a day is Monday to Friday and no bank holiday.
pub fn is_working_day(on: Day) -> bool {
    weekday(on) < 5 && !is_bank_holiday(on)
}

/// Monday is 0. The first of January 1970 was a Thursday.
fn weekday(on: Day) -> i32 {
    (on + 3).rem_euclid(7)
}

/// Holidays proclaimed for one year only.
const PROCLAIMED: &[(i32, u32, u32)] =
    &[(1999, 12, 31), (2002, 6, 3), (2011, 4, 29), (2012, 6, 5), (2022, 6, 3), (2022, 9, 19), (2023, 5, 8)];

fn is_bank_holiday(on: Day) -> bool {
    let month = crate::calendar::Month::of(on);
    let (year, number) = (month.year(), month.number());
    let of_month = on - month.first() + 1;
    if PROCLAIMED.iter().any(|(y, m, d)| day(*y, *m, *d) == Some(on)) {
        return true;
    }
    let monday = weekday(on) == 0;
    match number {
        1 => is_substituted(on, &[(year, 1, 1)]),
        // Good Friday and Easter Monday.
        3 | 4 if on == easter(year) - 2 || on == easter(year) + 1 => true,
        5 => {
            let early_may = if matches!(year, 1995 | 2020) { day(year, 5, 8) == Some(on) } else { monday && of_month <= 7 };
            let spring = monday && of_month > 24 && !matches!(year, 2002 | 2012 | 2022);
            early_may || spring
        }
        // The spring holiday of jubilee years.
        6 => [(2002, 6, 4), (2012, 6, 4), (2022, 6, 2)].iter().any(|(y, m, d)| day(*y, *m, *d) == Some(on)),
        8 => monday && of_month > 24,
        12 => is_substituted(on, &[(year, 12, 25), (year, 12, 26)]),
        _ => false,
    }
}

/// Whether a day is one of consecutive holidays, or the weekday put in place of one at a weekend.
fn is_substituted(on: Day, holidays: &[(i32, u32, u32)]) -> bool {
    let days: Vec<Day> = holidays.iter().filter_map(|(y, m, d)| day(*y, *m, *d)).collect();
    let mut free: Vec<Day> = days.iter().copied().filter(|day| weekday(*day) < 5).collect();
    for holiday in days.into_iter().filter(|day| weekday(*day) >= 5) {
        let mut instead = holiday + 1;
        while weekday(instead) >= 5 || free.contains(&instead) {
            instead += 1;
        }
        free.push(instead);
    }
    free.contains(&on)
}

/// Easter Sunday, by the Gregorian rule (Meeus, Jones and Butcher).
pub(super) fn easter(year: i32) -> Day {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(year, (n / 31) as u32, (n % 31 + 1) as u32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{iso, parse_iso};

    fn holidays(year: i32) -> Vec<String> {
        let (from, to) = (day(year, 1, 1).unwrap(), day(year, 12, 31).unwrap());
        (from..=to).filter(|on| weekday(*on) < 5 && is_bank_holiday(*on)).map(iso).map(|d| d[5..].to_owned()).collect()
    }

    #[test]
    fn bank_holidays_are_those_published() {
        // gov.uk/bank-holidays, England and Wales.
        assert_eq!(holidays(2017), ["01-02", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"]);
        assert_eq!(holidays(2018), ["01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"]);
        assert_eq!(holidays(2020), ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"]);
        assert_eq!(holidays(2021), ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"]);
        assert_eq!(holidays(2022), ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"]);
        assert_eq!(holidays(2023), ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"]);
        assert_eq!(holidays(2012), ["01-02", "04-06", "04-09", "05-07", "06-04", "06-05", "08-27", "12-25", "12-26"]);
        assert_eq!(holidays(2019), ["01-01", "04-19", "04-22", "05-06", "05-27", "08-26", "12-25", "12-26"]);
        assert_eq!(holidays(2024), ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"]);
        assert_eq!(holidays(2025), ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"]);
        assert_eq!(holidays(2026), ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]);
        assert_eq!(holidays(2027), ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]);
        assert_eq!(holidays(2011), ["01-03", "04-22", "04-25", "04-29", "05-02", "05-30", "08-29", "12-26", "12-27"]);
    }

    #[test]
    fn twenty_working_days_across_easter() {
        let after = |from: &str| iso(working_days_after(parse_iso(from).unwrap(), 20));
        assert_eq!(after("2018-03-12"), "2018-04-11");
        assert_eq!(after("2018-06-02"), "2018-06-29");
        assert_eq!(after("2017-11-02"), "2017-11-30");
        // Outside the years listed: Christmas 1989 was a Monday.
        assert_eq!(iso(working_days_after(parse_iso("1989-12-22").unwrap(), 1)), "1989-12-27");
    }
}
