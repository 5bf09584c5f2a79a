//! Reads dates, in the one form that a column is written in.
//!
//! Takes a column of text, gives days with the faults met: cells that are no date, dates
//! in another form than the column's others, columns with day and month swapped.

use polars::prelude::StringChunked;

use super::date_forms::{self, Years};
use super::values::{Fault, Values, each, faults};
use crate::calendar::{Day, NO_DAY, civil};
use crate::problem::PLACES;
use crate::problem_codes::Code;

/// Stands for a cell that holds no date, until its fault is told.
pub const BAD_DAY: Day = NO_DAY + 1;
/// 1 January 1900.
pub const FIRST_DAY: Day = -25_567;
/// Added to a day written `yyyy-mm-dd` until the column's form is known.
const ISO_FORM: Day = 1_000_000;

/// Added to a day whose month is written in letters: it can be no other day, whatever the column's form.
const NAMED_FORM: Day = 2 * ISO_FORM;

/// In which order a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The day first.
    DayFirst,
    /// The year first.
    YearFirst,
    /// The month in letters.
    Named,
}

impl Form {
    /// The day with the mark of its form, until the column's is known.
    pub fn mark(self, day: Day) -> Day {
        match self {
            Form::DayFirst => day,
            Form::YearFirst => day + ISO_FORM,
            Form::Named => day + NAMED_FORM,
        }
    }
}

/// Reads the days of a column; `years` are those in which they can lie.
pub fn read(text: &StringChunked, years: Years) -> (Values, Vec<Fault>) {
    let mut values = each(text, NO_DAY, |cell| match parse_day(cell) {
        // What databases write for no date.
        Some((FIRST_DAY, _)) => BAD_DAY,
        Some((day, false)) => day,
        Some((day, true)) => day + ISO_FORM,
        None => BAD_DAY,
    });
    // Nearly every column has no such cell.
    let otherwise = if values.contains(&BAD_DAY) { date_forms::read(text, &mut values, years) } else { Vec::new() };
    let mut found = faults(text, &values, &BAD_DAY, Code::UnreadableDate);
    // Looked for only where something could not be read: it costs a second pass.
    let unreadable = found.iter().any(|fault| fault.code == Code::UnreadableDate);
    if let Some(fault) = Some(text).filter(|_| unreadable).and_then(swapped) {
        return (Values::Days(vec![NO_DAY; text.len()]), vec![fault]);
    }
    let is_named = |day: &Day| *day > NAMED_FORM - ISO_FORM / 2;
    let is_iso = |day: &Day| *day > ISO_FORM / 2 && !is_named(day);
    let iso = values.iter().filter(|day| is_iso(day)).count();
    let slashed = values.iter().filter(|day| **day > BAD_DAY && **day < ISO_FORM / 2).count();
    if iso > 0 && slashed > 0 {
        let rarer_is_iso = iso < slashed;
        for day in values.iter_mut().filter(|day| **day > BAD_DAY && !is_named(day) && is_iso(day) == rarer_is_iso) {
            *day = NO_DAY;
        }
        found.extend(mixed_fault(text, &values));
    }
    for day in &mut values {
        if *day == BAD_DAY {
            *day = NO_DAY;
        } else if is_iso(day) {
            *day -= ISO_FORM;
        } else if is_named(day) {
            *day -= NAMED_FORM;
        }
    }
    found.extend(otherwise);
    (Values::Days(values), found)
}

/// Dates written mm/dd/yyyy, where some can only be that and none can only be dd/mm/yyyy.
fn swapped(text: &StringChunked) -> Option<Fault> {
    let parts = |cell: &str| -> Option<(u32, u32)> {
        let mut parts = cell.trim().split(['/', '-', '.']);
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    let mut fault = Fault { code: Code::SwappedDates, count: 0, first: Vec::new() };
    for (row, cell) in text.iter().enumerate() {
        match cell.and_then(parts) {
            Some((13.., _)) => return None,
            // A column of the other form has a slip in it, and is not swapped.
            None if cell.is_some_and(date_forms::is_date) => return None,
            Some((_, 13..=31)) => {
                fault.count += 1;
                if fault.first.len() < PLACES {
                    fault.first.push((row as u32, cell.unwrap_or_default().trim().to_owned()));
                }
            }
            _ => {}
        }
    }
    (fault.count > 0).then_some(fault)
}

/// The cells that hold a date and yet were emptied.
fn mixed_fault(text: &StringChunked, values: &[Day]) -> Option<Fault> {
    let mut fault = Fault { code: Code::MixedDates, count: 0, first: Vec::new() };
    for (row, cell) in text.iter().enumerate() {
        let Some(cell) = cell.map(str::trim).filter(|cell| !cell.is_empty()) else { continue };
        if values.get(row) == Some(&NO_DAY) {
            fault.count += 1;
            if fault.first.len() < PLACES {
                fault.first.push((row as u32, cell.to_owned()));
            }
        }
    }
    (fault.count > 0).then_some(fault)
}

/// Reads `dd/mm/yyyy` or `yyyy-mm-dd` (true), a midnight behind it allowed.
pub fn parse_day(cell: &[u8]) -> Option<(Day, bool)> {
    if let [d1, d2, b'/', m1, m2, b'/', y1, y2, y3, y4] = *cell {
        return civil(number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?).map(|day| (day, false));
    }
    if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..] = cell {
        let midnight = rest.is_empty()
            || (matches!(rest[0], b' ' | b'T') && rest[1..].iter().all(|b| matches!(b, b'0' | b':' | b'.' | b'Z')));
        let day = civil(number(&[*y1, *y2, *y3, *y4])?, number(&[*m1, *m2])?, number(&[*d1, *d2])?)?;
        return midnight.then_some((day, true));
    }
    let (date, rest) = match cell.iter().position(|b| *b == b' ') {
        Some(space) => cell.split_at(space),
        None => (cell, &cell[cell.len()..]),
    };
    if !rest.iter().all(|b| matches!(b, b' ' | b'0' | b':' | b'.')) {
        return None;
    }
    let mut parts = date.split(|b| *b == b'/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return None;
    }
    civil(number(year)?, number(month)?, number(day)?).map(|day| (day, false))
}

fn number(digits: &[u8]) -> Option<i32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_i32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEARS: Years = Years { first: 1988, last: 2028 };
    use crate::calendar;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (year, month, day) in [
            (1900, 1, 1),
            (1904, 2, 29),
            (1969, 12, 31),
            (1970, 1, 1),
            (2000, 2, 29),
            (2018, 3, 31),
            (2024, 12, 31),
            (2099, 12, 31),
        ] {
            assert_eq!(civil(year, month, day), calendar::day(year, month as u32, day as u32), "{year}-{month}-{day}");
        }
        let mut expected = calendar::day(1900, 1, 1).unwrap();
        assert_eq!(expected, FIRST_DAY);
        for year in 1900..2100 {
            for month in 1..=12 {
                for day in 1..=31 {
                    if let Some(found) = civil(year, month, day) {
                        assert_eq!(found, expected, "{year}-{month}-{day}");
                        expected += 1;
                    }
                }
            }
        }
        assert_eq!(expected, calendar::day(2100, 1, 1).unwrap());
    }

    #[test]
    fn both_forms_of_date_are_read_and_others_are_not() {
        let day = civil(2018, 3, 31);
        assert_eq!(parse_day(b"31/03/2018").map(|d| d.0), day);
        assert_eq!(parse_day(b"31/3/2018").map(|d| d.0), day);
        assert_eq!(parse_day(b"31/03/2018 00:00").map(|d| d.0), day);
        assert_eq!(parse_day(b"2018-03-31"), day.map(|day| (day, true)));
        assert_eq!(parse_day(b"2018-03-31T00:00:00").map(|d| d.0), day);
        for wrong in [
            "31/02/2018",
            "2018-13-01",
            "31-03-2018",
            "03/31/2018",
            "31/03/18",
            "43190",
            "31/03/2018 14:30",
            "31/03/0218",
            "//",
            "zz/03/2018",
            "2018-03-31x",
        ] {
            assert_eq!(parse_day(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn a_column_of_swapped_dates_is_empty_and_a_slip_is_one_cell() {
        let codes = |cells: &[&str]| -> Vec<(Code, u64)> {
            let text = StringChunked::from_iter(cells.iter().map(|cell| Some(*cell)));
            read(&text, YEARS).1.iter().map(|fault| (fault.code, fault.count)).collect()
        };
        assert_eq!(codes(&["02/25/2018", "03/31/2018", "01/02/2018"]), [(Code::SwappedDates, 2)]);
        assert_eq!(codes(&["02/25/2018", "03/04/2018"]), [(Code::SwappedDates, 1)]);
        assert_eq!(codes(&["02/25/2018", "03/31/2018", "25/02/2018"]), [(Code::UnreadableDate, 2)]);
        assert_eq!(codes(&["02/25/2018", "03/31/2018", "2018-02-03"]), [(Code::UnreadableDate, 2)]);
    }

    #[test]
    fn words_and_dates_for_nothing_are_empty_and_no_faults() {
        let text =
            StringChunked::from_iter([Some("NULL"), Some("01/01/1900"), Some("1900-01-01 00:00"), Some("02/01/1900"), None]);
        let (values, found) = read(&text, YEARS);
        let Values::Days(values) = values else { panic!("not days") };
        assert_eq!(values, [NO_DAY, NO_DAY, NO_DAY, civil(1900, 1, 2).unwrap(), NO_DAY]);
        assert_eq!(found.iter().map(|f| (f.code, f.count)).collect::<Vec<_>>(), [(Code::EmptyWords, 3)]);
    }

    #[test]
    fn a_column_keeps_its_commoner_form_of_date() {
        let text = StringChunked::from_iter([Some("01/02/2018"), Some("02/02/2018"), Some("2018-02-03"), None, Some("x")]);
        let (values, found) = read(&text, YEARS);
        let Values::Days(values) = values else { panic!("not days") };
        assert_eq!(values, [civil(2018, 2, 1).unwrap(), civil(2018, 2, 2).unwrap(), NO_DAY, NO_DAY, NO_DAY]);
        assert_eq!(
            found.iter().map(|f| (f.code, f.count)).collect::<Vec<_>>(),
            [(Code::UnreadableDate, 1), (Code::MixedDates, 1)]
        );
        assert_eq!(found[1].first, [(2, "2018-02-03".to_owned())]);
    }
}
