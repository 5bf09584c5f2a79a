//! Turns the text of a column into values: days, codes, numbers.
//!
//! Takes a column as polars read it, gives typed values with the faults met. An
//! unreadable cell is empty and reported with its row and value; it never costs
//! the row. Knows nothing of files, months or what the values mean.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use polars::prelude::StringChunked;

use super::months;
use crate::calendar::{Day, NO_DAY};
use crate::definitions::extract::{Column, ColumnKind};
use crate::problem::PLACES;
use crate::problem_codes::Code;

/// Stands for an empty cell in a column of codes.
pub const NO_CODE: u8 = u8::MAX;

/// Stands for an empty cell in a column of whole numbers.
pub const NO_NUMBER: i32 = i32::MIN;

/// Stands for an empty cell in a column of words.
pub const NO_WORD: u32 = u32::MAX;

/// The values of one column.
#[derive(Clone, Debug)]
pub enum Values {
    /// Days, or the first days of months; [`NO_DAY`] where empty.
    Days(Vec<Day>),
    /// Places in the column's list of codes, or 0 and 1; [`NO_CODE`] where empty.
    Codes(Vec<u8>),
    /// Whole numbers; [`NO_NUMBER`] where empty.
    Integers(Vec<i32>),
    /// Numbers; not a number where empty.
    Numbers(Vec<f64>),
    /// Words.
    Words(Words),
}

/// A column of words, each kept once.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// For each row the place of its word; [`NO_WORD`] where empty.
    pub ids: Vec<u32>,
    /// The words.
    pub words: Vec<String>,
}

/// Like faults of one column of one file.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What is wrong.
    pub code: Code,
    /// How often.
    pub count: u64,
    /// The first rows, counted from 0, with the value at fault.
    pub first: Vec<(u32, String)>,
}

/// Reads the values of a column.
pub fn read(text: &StringChunked, column: &Column) -> (Values, Vec<Fault>) {
    match column.kind {
        ColumnKind::Date => days(text),
        ColumnKind::Month => months::read(text),
        ColumnKind::Code => codes(text, column),
        ColumnKind::Flag => flags(text),
        ColumnKind::Integer => integers(text, column.range),
        ColumnKind::Number => numbers(text),
        ColumnKind::Text | ColumnKind::Child => (Values::Words(words(text, |cell, word| word.push_str(cell))), Vec::new()),
        ColumnKind::Postcode => (Values::Words(words(text, postcode_into)), Vec::new()),
    }
}

/// A postcode as it is compared: capitals without spaces.
fn postcode_into(cell: &str, word: &mut String) {
    let plain = cell.chars().filter(|c| !c.is_whitespace());
    word.extend(plain.map(|c| c.to_ascii_uppercase()));
}

/// Applies `parse` to every cell; an empty cell gives `empty`.
pub(super) fn each<T: Copy>(text: &StringChunked, empty: T, parse: impl Fn(&[u8]) -> T) -> Vec<T> {
    let mut values = Vec::with_capacity(text.len());
    for chunk in text.downcast_iter() {
        values.extend(chunk.iter().map(|cell| match cell.map(trimmed) {
            None | Some([]) => empty,
            Some(cell) => parse(cell),
        }));
    }
    values
}

/// A cell without the space around it, the hard space of spreadsheets included.
fn trimmed(cell: &str) -> &[u8] {
    let cell = if cell.is_ascii() { cell } else { cell.trim() };
    cell.as_bytes().trim_ascii()
}

pub(super) fn faults<T: PartialEq>(text: &StringChunked, values: &[T], bad: &T, code: Code) -> Option<Fault> {
    let mut fault = Fault { code, count: 0, first: Vec::new() };
    for (row, _) in values.iter().enumerate().filter(|(_, value)| *value == bad) {
        fault.count += 1;
        if fault.first.len() < PLACES {
            fault.first.push((row as u32, text.get(row).unwrap_or_default().trim().to_owned()));
        }
    }
    (fault.count > 0).then_some(fault)
}

pub(super) const BAD_DAY: Day = NO_DAY + 1;
/// Added to a day written `yyyy-mm-dd` until the column's form is known.
const ISO_FORM: Day = 1_000_000;

fn days(text: &StringChunked) -> (Values, Vec<Fault>) {
    let mut values = each(text, NO_DAY, |cell| match parse_day(cell) {
        Some((day, false)) => day,
        Some((day, true)) => day + ISO_FORM,
        None => BAD_DAY,
    });
    let mut found: Vec<Fault> = faults(text, &values, &BAD_DAY, Code::UnreadableDate).into_iter().collect();
    // Looked for only where something could not be read: it costs a second pass.
    if let Some(fault) = found.first().and_then(|_| swapped(text)) {
        return (Values::Days(vec![NO_DAY; text.len()]), vec![fault]);
    }
    let is_iso = |day: &Day| *day > ISO_FORM / 2;
    let iso = values.iter().filter(|day| is_iso(day)).count();
    let slashed = values.iter().filter(|day| **day > BAD_DAY && !is_iso(day)).count();
    if iso > 0 && slashed > 0 {
        let rarer_is_iso = iso < slashed;
        for day in values.iter_mut().filter(|day| **day > BAD_DAY && is_iso(day) == rarer_is_iso) {
            *day = NO_DAY;
        }
        found.extend(mixed_fault(text, &values));
    }
    for day in &mut values {
        if *day == BAD_DAY {
            *day = NO_DAY;
        } else if is_iso(day) {
            *day -= ISO_FORM;
        }
    }
    (Values::Days(values), found)
}

/// Dates written mm/dd/yyyy, where some can only be that and none can only be dd/mm/yyyy.
fn swapped(text: &StringChunked) -> Option<Fault> {
    let parts = |cell: &str| -> Option<(u32, u32)> {
        let mut parts = cell.trim().split('/');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    let mut fault = Fault { code: Code::SwappedDates, count: 0, first: Vec::new() };
    for (row, cell) in text.iter().enumerate() {
        match cell.and_then(parts) {
            Some((13.., _)) => return None,
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
pub(super) fn parse_day(cell: &[u8]) -> Option<(Day, bool)> {
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

/// The day of a date of the years 1900 to 2099; nothing for a day that is not in the calendar.
fn civil(year: i32, month: i32, day: i32) -> Option<Day> {
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

fn codes(text: &StringChunked, column: &Column) -> (Values, Vec<Fault>) {
    const BAD: u8 = NO_CODE - 1;
    let list = CodeList::new(column);
    let values = each(text, NO_CODE, |cell| list.find(cell).unwrap_or(BAD));
    let found: Vec<Fault> = faults(text, &values, &BAD, Code::UnknownCode).into_iter().collect();
    (Values::Codes(blank(values, BAD, NO_CODE, &found)), found)
}

fn flags(text: &StringChunked) -> (Values, Vec<Fault>) {
    const BAD: u8 = NO_CODE - 1;
    let values = each(text, NO_CODE, |cell| match cell {
        b"0" | b"0.0" => 0,
        b"1" | b"1.0" => 1,
        _ => BAD,
    });
    let found: Vec<Fault> = faults(text, &values, &BAD, Code::UnknownCode).into_iter().collect();
    (Values::Codes(blank(values, BAD, NO_CODE, &found)), found)
}

fn integers(text: &StringChunked, (min, max): (i64, i64)) -> (Values, Vec<Fault>) {
    const BAD: i32 = NO_NUMBER + 1;
    let values = each(text, NO_NUMBER, |cell| {
        std::str::from_utf8(cell)
            .ok()
            .map(|cell| cell.strip_suffix(".0").unwrap_or(cell))
            .and_then(|cell| cell.parse::<i64>().ok())
            .filter(|number| (min..=max).contains(number))
            .and_then(|number| i32::try_from(number).ok())
            .unwrap_or(BAD)
    });
    let found: Vec<Fault> = faults(text, &values, &BAD, Code::UnreadableNumber).into_iter().collect();
    (Values::Integers(blank(values, BAD, NO_NUMBER, &found)), found)
}

fn numbers(text: &StringChunked) -> (Values, Vec<Fault>) {
    let values = each(text, Some(f64::NAN), |cell| {
        std::str::from_utf8(cell).ok().and_then(|cell| cell.parse::<f64>().ok()).filter(|number| number.is_finite())
    });
    let found = faults(text, &values, &None, Code::UnreadableNumber).into_iter().collect();
    (Values::Numbers(values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect()), found)
}

/// Empties the bad cells; costs nothing where there are none.
pub(super) fn blank<T: PartialEq + Copy>(mut values: Vec<T>, bad: T, empty: T, found: &[Fault]) -> Vec<T> {
    if !found.is_empty() {
        values.iter_mut().filter(|value| **value == bad).for_each(|value| *value = empty);
    }
    values
}

/// Keeps each word once; `normal` writes a cell as it is compared.
fn words(text: &StringChunked, normal: impl Fn(&str, &mut String)) -> Words {
    let mut known: HashMap<String, u32, FixedState> = HashMap::default();
    let mut column = Words { ids: Vec::with_capacity(text.len()), words: Vec::new() };
    let mut word = String::new();
    let mut last = ("", NO_WORD);
    for chunk in text.downcast_iter() {
        for cell in chunk.iter() {
            let cell = cell.unwrap_or_default();
            if cell != last.0 {
                word.clear();
                normal(cell.trim(), &mut word);
                let id = match known.get(word.as_str()) {
                    _ if word.is_empty() => NO_WORD,
                    Some(id) => *id,
                    None => {
                        let id = column.words.len() as u32;
                        column.words.push(word.clone());
                        known.insert(word.clone(), id);
                        id
                    }
                };
                last = (cell, id);
            }
            column.ids.push(last.1);
        }
    }
    column
}

/// Finds a code's place in its list, local codes and capitals allowed for.
struct CodeList {
    short: HashMap<u64, u8, FixedState>,
    long: HashMap<Vec<u8>, u8, FixedState>,
}

impl CodeList {
    fn new(column: &Column) -> Self {
        let mut list = CodeList { short: HashMap::default(), long: HashMap::default() };
        let local = column.local_codes.iter().filter_map(|(local, code)| Some((local.as_str(), column.code(code)?)));
        let own = column.codes.iter().enumerate().map(|(at, code)| (code.code.as_str(), at as u8));
        for (code, at) in local.chain(own) {
            let code = code.to_uppercase().into_bytes();
            match packed(&code) {
                Some(key) => list.short.insert(key, at),
                None => list.long.insert(code, at),
            };
        }
        list
    }

    fn find(&self, cell: &[u8]) -> Option<u8> {
        let found = match packed(cell) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(&String::from_utf8_lossy(cell).to_uppercase().into_bytes()).copied(),
        };
        // A column of whole numbers that passed through a spreadsheet or a data frame.
        found.or_else(|| cell.strip_suffix(b".0").and_then(|whole| self.find(whole)))
    }
}

/// Up to eight bytes as one number, letters as capitals.
fn packed(code: &[u8]) -> Option<u64> {
    (code.len() <= 8).then(|| {
        code.iter().fold(1_u64, |sum, byte| {
            // The leading 1 is lost for eight bytes, where the length tells them from shorter ones.
            (sum << 8) | u64::from(byte.to_ascii_uppercase())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn a_column_keeps_its_commoner_form_of_date() {
        let text = StringChunked::from_iter([Some("01/02/2018"), Some("02/02/2018"), Some("2018-02-03"), None, Some("x")]);
        let (values, found) = days(&text);
        let Values::Days(values) = values else { panic!("not days") };
        assert_eq!(values, [civil(2018, 2, 1).unwrap(), civil(2018, 2, 2).unwrap(), NO_DAY, NO_DAY, NO_DAY]);
        assert_eq!(
            found.iter().map(|f| (f.code, f.count)).collect::<Vec<_>>(),
            [(Code::UnreadableDate, 1), (Code::MixedDates, 1)]
        );
        assert_eq!(found[1].first, [(2, "2018-02-03".to_owned())]);
    }
}
