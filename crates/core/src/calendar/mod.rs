//! Days, months and the windows that end with a reporting month.
//!
//! Days are counted from 1 January 1970 as `i32`, the way polars keeps a date.
//! Knows nothing of extracts or indicators. The rules are those of the indicator
//! library: a window of 12 months runs from the day after the month's end less 12
//! calendar months, to the month's end, both days included.

pub mod terms;
pub mod working_days;

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

/// A day, counted from 1 January 1970.
pub type Day = i32;

/// Stands for "no day" where a column of days has an empty cell.
pub const NO_DAY: Day = i32::MIN;

const EPOCH_FROM_CE: i32 = 719_163;

/// The day of a calendar date, if there is one.
pub fn day(year: i32, month: u32, day: u32) -> Option<Day> {
    if (1900..2100).contains(&year) {
        return civil(year, month as i32, day as i32);
    }
    NaiveDate::from_ymd_opt(year, month, day).map(|d| d.num_days_from_ce() - EPOCH_FROM_CE)
}

/// The day of a date of the years 1900 to 2099; nothing for a day that is not in the calendar. Asked for every date of every
/// extract: it costs a quarter of what the library does.
pub fn civil(year: i32, month: i32, day: i32) -> Option<Day> {
    const LENGTHS: [i32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    if !(1900..2100).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let at = (month - 1) as usize;
    // 1900 is the one year divisible by four here that is not a leap year.
    let leap = year % 4 == 0 && year != 1900;
    let length = LENGTHS[at] + i32::from(leap && month == 2);
    if !(1..=length).contains(&day) {
        return None;
    }
    let years = year - 1970;
    let leap_days = if year > 1900 { (year - 1901) / 4 } else { 0 } - 17;
    Some(years * 365 + leap_days + BEFORE[at] + i32::from(leap && month > 2) + day - 1)
}

fn date(day: Day) -> NaiveDate {
    day.checked_add(EPOCH_FROM_CE).and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or_default()
}

/// The day as `yyyy-mm-dd`.
pub fn iso(day: Day) -> String {
    date(day).format("%Y-%m-%d").to_string()
}

/// The day that `yyyy-mm-dd` names.
pub fn parse_iso(text: &str) -> Option<Day> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|d| d.num_days_from_ce() - EPOCH_FROM_CE)
}

/// The day as a board paper writes it: `31 March 2018`.
pub fn long(day: Day) -> String {
    date(day).format("%-d %B %Y").to_string()
}

/// Age in completed years of someone born on `born`, on `on`.
///
/// A child born on 29 February has their birthday on 1 March in other years.
pub fn age(born: Day, on: Day) -> i32 {
    // So many birthdays lie 365 days apart and a day more for every fourth, two more or fewer by where the leap
    // years lie: only near a birthday the calendar is asked.
    let days = on.saturating_sub(born);
    if (0..100 * 365).contains(&days) {
        let years = days * 4 / 1461;
        if (3..=362).contains(&(days - years * 365 - years / 4)) {
            return years;
        }
    }
    let (b, o) = (date(born), date(on));
    let before = (o.month(), o.day()) < (b.month(), b.day());
    o.year() - b.year() - i32::from(before)
}

/// The day on which someone born on `born` reaches `years`.
pub fn birthday(born: Day, years: i32) -> Day {
    let b = date(born);
    day(b.year() + years, b.month(), b.day()).or_else(|| day(b.year() + years, 3, 1)).unwrap_or(NO_DAY)
}

/// The day `months` calendar months later; a day that month lacks is its last.
pub fn months_later(from: Day, months: u32) -> Day {
    date(from).checked_add_months(chrono::Months::new(months)).map_or(from, |d| d.num_days_from_ce() - EPOCH_FROM_CE)
}

/// The day `months` calendar months earlier; a day that month lacks is its last.
pub fn months_earlier(from: Day, months: u32) -> Day {
    date(from).checked_sub_months(chrono::Months::new(months)).map_or(from, |d| d.num_days_from_ce() - EPOCH_FROM_CE)
}

/// The collection year of a day, named by the calendar year of its 31 March end.
pub fn collection_year(on: Day) -> i32 {
    let d = date(on);
    d.year() + i32::from(d.month() >= 4)
}

/// A reporting month.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Months since year 0.
    index: i32,
}

impl Month {
    /// The month of a year, January being 1.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((1..=12).contains(&month) && (1900..=2200).contains(&year)).then(|| Month { index: year * 12 + month as i32 - 1 })
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.index.div_euclid(12)
    }

    /// The month of the year, January being 1.
    pub fn number(self) -> u32 {
        self.index.rem_euclid(12) as u32 + 1
    }

    /// The month `months` earlier (later, when negative).
    pub fn back(self, months: i32) -> Self {
        Month { index: self.index - months }
    }

    /// Its first day.
    pub fn first(self) -> Day {
        day(self.year(), self.number(), 1).unwrap_or(NO_DAY)
    }

    /// Its last day: E in the indicator library.
    pub fn last(self) -> Day {
        self.back(-1).first() - 1
    }

    /// The day after its last, less `months` calendar months: S12, S24, S30, S36.
    pub fn window_start(self, months: i32) -> Day {
        self.back(months - 1).first()
    }

    /// The first month of its quarter, by calendar and financial year alike.
    pub fn quarter_start(self) -> Month {
        self.back((self.number() as i32 - 1) % 3)
    }

    /// First and last day of the last quarter that had ended on its last day.
    pub fn last_quarter(self) -> (Day, Day) {
        let over = if self.number().is_multiple_of(3) { self } else { self.quarter_start().back(1) };
        (over.quarter_start().first(), over.last())
    }

    /// The 1 April on or before its last day.
    pub fn year_start(self) -> Day {
        let year = self.year() - i32::from(self.number() < 4);
        day(year, 4, 1).unwrap_or(NO_DAY)
    }

    /// Whole calendar months from `since` to the day after this month's last:
    /// at least `n` exactly when `since` is on or before `window_start(n)`.
    pub fn months_since(self, since: Day) -> i32 {
        let d = date(since);
        let begun = d.year() * 12 + d.month() as i32 - 1 + i32::from(d.day() > 1);
        self.index + 1 - begun
    }

    /// How many months later another is; negative where it is earlier.
    pub fn months_until(self, other: Month) -> i32 {
        other.index - self.index
    }

    /// The month a day lies in.
    pub fn of(on: Day) -> Self {
        let d = date(on);
        Month { index: d.year() * 12 + d.month() as i32 - 1 }
    }

    /// As a board paper writes it: `March 2018`.
    pub fn long(self) -> String {
        date(self.first()).format("%B %Y").to_string()
    }

    /// As a table's heading writes it: `Feb 2018`.
    pub fn short(self) -> String {
        date(self.first()).format("%b %Y").to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("'{text}' is not a month; write it as YYYY-MM, such as 2018-03");
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return Err(wrong());
        }
        let year = year.parse().map_err(|_| wrong())?;
        Month::new(year, month.parse().map_err(|_| wrong())?).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Day {
        parse_iso(text).unwrap()
    }

    #[test]
    fn every_day_of_two_centuries_is_that_of_the_library() {
        for year in 1899..=2101 {
            for (month, date) in (0..=13).flat_map(|month| (0..=32).map(move |date| (month, date))) {
                let known = NaiveDate::from_ymd_opt(year, month, date).map(|d| d.num_days_from_ce() - EPOCH_FROM_CE);
                assert_eq!(day(year, month, date), known, "{year}-{month}-{date}");
            }
        }
    }

    #[test]
    fn windows_end_with_the_month() {
        let march: Month = "2018-03".parse().unwrap();
        assert_eq!(iso(march.last()), "2018-03-31");
        assert_eq!(iso(march.window_start(12)), "2017-04-01");
        assert_eq!(iso(march.window_start(24)), "2016-04-01");
        let quarter = |month: &str| {
            let month: Month = month.parse().unwrap();
            (month.quarter_start().to_string(), month.last_quarter())
        };
        let days = |from: &str, to: &str| (parse_iso(from).unwrap(), parse_iso(to).unwrap());
        assert_eq!(quarter("2018-03"), ("2018-01".to_owned(), days("2018-01-01", "2018-03-31")));
        assert_eq!(quarter("2018-04"), ("2018-04".to_owned(), days("2018-01-01", "2018-03-31")));
        assert_eq!(quarter("2018-02"), ("2018-01".to_owned(), days("2017-10-01", "2017-12-31")));
        assert_eq!(iso(march.window_start(30)), "2015-10-01");
        assert_eq!(iso(march.window_start(36)), "2015-04-01");
        assert_eq!(iso(march.year_start()), "2017-04-01");
        let april: Month = "2018-04".parse().unwrap();
        assert_eq!(iso(april.year_start()), "2018-04-01");
        assert_eq!(iso("2020-02".parse::<Month>().unwrap().last()), "2020-02-29");
    }

    #[test]
    fn whole_months_agree_with_the_window_starts() {
        let march: Month = "2018-03".parse().unwrap();
        assert_eq!(march.months_since(d("2015-10-01")), 30);
        assert_eq!(march.months_since(d("2015-10-02")), 29);
        assert_eq!(march.months_since(d("2018-03-31")), 0);
        assert_eq!(march.months_since(d("2018-03-01")), 1);
    }

    #[test]
    fn a_leap_day_birthday_is_on_1_march() {
        assert_eq!(age(d("2000-02-29"), d("2018-02-28")), 17);
        assert_eq!(age(d("2000-02-29"), d("2018-03-01")), 18);
        assert_eq!(age(d("2000-02-29"), d("2016-02-29")), 16);
        assert_eq!(iso(birthday(d("2000-02-29"), 18)), "2018-03-01");
        assert_eq!(iso(birthday(d("2000-02-29"), 16)), "2016-02-29");
    }

    #[test]
    fn ages_change_on_birthdays_and_on_no_other_day() {
        // Every day of birth over eight years, those about centuries without a leap day among them.
        for born in ["1896-01-01", "1996-01-01", "2096-01-01"].into_iter().flat_map(|from| d(from)..d(from) + 8 * 365) {
            for years in [0, 1, 4, 10, 18, 25, 60] {
                let birthday = birthday(born, years);
                for (on, age) in [(birthday, years), (birthday + 1, years), (birthday + 200, years), (birthday + 364, years)] {
                    assert_eq!(super::age(born, on), age, "{born} {on}");
                }
                assert_eq!(super::age(born, birthday - 1), years - 1, "{born} {years}");
                assert_eq!(super::age(born, birthday - 3), years - 1, "{born} {years}");
            }
        }
    }

    #[test]
    fn a_day_the_month_lacks_is_its_last() {
        assert_eq!(iso(months_later(d("2017-11-30"), 3)), "2018-02-28");
        assert_eq!(iso(months_later(d("2017-11-28"), 3)), "2018-02-28");
    }

    #[test]
    fn months_are_read_strictly() {
        for wrong in ["2018", "2018-3", "2018-13", "18-03", "2018/03", "2018-00", "-018-03"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
