//! Days, birthdays and months. A day is a number, so that stays and waits are sums; only writing turns it into text.

use chrono::{Datelike, NaiveDate};

/// A day, counted from the first of January of the year 1.
pub type Day = i32;

/// The days of an average year.
pub const YEAR: f64 = 365.25;

/// The day `(year, month, day)`; a day the month lacks is its last.
pub fn day(year: i32, month: u32, day: u32) -> Day {
    (28..=day.max(28))
        .rev()
        .map(|candidate| if day < 28 { day } else { candidate })
        .find_map(|candidate| NaiveDate::from_ymd_opt(year, month, candidate))
        .unwrap_or_default()
        .num_days_from_ce()
}

/// Year, month and day of the month.
pub fn parts(day: Day) -> (i32, u32, u32) {
    let date = NaiveDate::from_num_days_from_ce_opt(day).unwrap_or_default();
    (date.year(), date.month(), date.day())
}

/// The same day of the month, `months` later; the month's last day where it has no such day.
pub fn add_months(from: Day, months: i32) -> Day {
    let (year, month, of_month) = parts(from);
    let index = year * 12 + month as i32 - 1 + months;
    day(index.div_euclid(12), index.rem_euclid(12) as u32 + 1, of_month)
}

/// The day on which someone born on `born` becomes `age`; of 29 February it is 1 March in other years.
pub fn birthday(born: Day, age: i32) -> Day {
    let (year, month, of_month) = parts(born);
    match NaiveDate::from_ymd_opt(year + age, month, of_month) {
        Some(date) => date.num_days_from_ce(),
        None => day(year + age, 3, 1),
    }
}

/// Completed years on `on`.
pub fn age(born: Day, on: Day) -> i32 {
    let years = parts(on).0 - parts(born).0;
    if birthday(born, years) <= on { years } else { years - 1 }
}

/// Years before (negative) or after the first of April 2018, by which slow changes are set; bounded to what is plausible.
pub fn drift(on: Day) -> f64 {
    (f64::from(on - day(2018, 4, 1)) / YEAR).clamp(-4.0, 2.0)
}

/// The last weekday on or before `on`.
pub fn weekday_before(on: Day) -> Day {
    match on.rem_euclid(7) {
        0 => on - 2,
        6 => on - 1,
        _ => on,
    }
}

/// The weekday that is `count` weekdays after `from`; bank holidays are not known here.
pub fn weekdays_after(from: Day, count: i32) -> Day {
    let mut on = from;
    let mut left = count;
    while left > 0 {
        on += 1;
        if weekday_before(on) == on {
            left -= 1;
        }
    }
    on
}

/// The first of April of the collection year that holds `on`.
pub fn collection_year(on: Day) -> Day {
    let (year, month, _) = parts(on);
    day(if month >= 4 { year } else { year - 1 }, 4, 1)
}

/// Days written as `dd/mm/yyyy`, each composed once.
pub struct Dates {
    first: Day,
    texts: Vec<String>,
}

impl Dates {
    /// Texts for every day from `first` to `last`.
    pub fn new(first: Day, last: Day) -> Self {
        let text = |on| {
            let (year, month, of_month) = parts(on);
            format!("{of_month:02}/{month:02}/{year}")
        };
        Self { first, texts: (first..=last).map(text).collect() }
    }

    /// The text of a day; empty outside the range.
    pub fn text(&self, on: Day) -> &str {
        usize::try_from(on - self.first).ok().and_then(|index| self.texts.get(index)).map_or("", String::as_str)
    }

    /// The text of a day that has come by `as_at`, else empty.
    pub fn known(&self, on: Day, as_at: Day) -> &str {
        if on <= as_at { self.text(on) } else { "" }
    }
}
