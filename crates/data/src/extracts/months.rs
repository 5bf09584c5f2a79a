//! Reads a column of months: `2018-03`, and what spreadsheets make of that.
//!
//! Takes the text of a column, gives the first day of each month with the faults met.

use polars::prelude::StringChunked;

use super::blanks;
use super::date_forms;
use super::days::{BAD_DAY, parse_day};
use super::values::{Fault, Values, blank, each, faults};
use crate::calendar::{Month, NO_DAY};
use crate::problem_codes::Code;

/// The months of the year, in letters.
pub const NAMES: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// Reads the months of a column.
pub fn read(text: &StringChunked) -> (Values, Vec<Fault>) {
    let values = each(text, NO_DAY, |cell| parse(cell).filter(|_| !blanks::is_date(cell)).map_or(BAD_DAY, Month::first));
    let found = faults(text, &values, &BAD_DAY, Code::UnreadableDate);
    (Values::Days(blank(values, BAD_DAY, NO_DAY, &found)), found)
}

/// `2018-03`, `Mar-18`, `March 2018`, or the first or last day of the month as a date.
///
/// A day amid a month is refused: `03/01/2018` may be what a spreadsheet made of March.
fn parse(cell: &[u8]) -> Option<Month> {
    let text = std::str::from_utf8(cell).ok()?;
    if let Ok(month) = text.parse() {
        return Some(month);
    }
    if let Some(day) = parse_day(cell).map(|(day, _)| day).or_else(|| date_forms::day(text)) {
        let month = Month::of(day);
        return (day == month.first() || day == month.last()).then_some(month);
    }
    let (name, year) = text.split_once(['-', ' '])?;
    if let Some(month) = quarter(name, year) {
        return Some(month);
    }
    let name = name.to_lowercase();
    let number = NAMES.iter().position(|known| name == *known || (name.len() == 3 && known.starts_with(&name)))?;
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    let digits = year.bytes().all(|byte| byte.is_ascii_digit());
    Month::new(century + year.parse::<i32>().ok().filter(|_| digits)?, number as u32 + 1)
}

/// The last month of a quarter of a financial year: `Q4 2025/26`, `Q4 2025-26`. A quarter of one year alone may be of a
/// calendar year or of a financial year, and is refused.
fn quarter(name: &str, years: &str) -> Option<Month> {
    let number: u32 = name.strip_prefix(['Q', 'q']).filter(|digit| digit.len() == 1)?.parse().ok()?;
    let (first, second) = years.split_once(['/', '-'])?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if first.len() != 4 || !matches!(second.len(), 2 | 4) || !digits(first) || !digits(second) {
        return None;
    }
    let (first, second): (i32, i32) = (first.parse().ok()?, second.parse().ok()?);
    let follows = second == first + 1 || (second < 100 && second == (first + 1) % 100);
    let (year, month) = match number {
        1..=3 => (first, number * 3 + 3),
        4 => (first + 1, 3),
        _ => return None,
    };
    Month::new(year, month).filter(|_| follows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_of_financial_years_are_their_last_month() {
        let of = |text: &str| parse(text.as_bytes());
        assert_eq!(of("Q4 2025/26"), Month::new(2026, 3));
        assert_eq!(of("Q1 2025/26"), Month::new(2025, 6));
        assert_eq!(of("q3 2025-2026"), Month::new(2025, 12));
        assert_eq!(of("Q4 1999/00"), Month::new(2000, 3));
        for text in ["Q4 2025", "Q5 2025/26", "Q0 2025/26", "Q4 2025/27", "Q4 25/26", "Q 2025/26"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn months_are_read_as_spreadsheets_write_them() {
        let march = Month::new(2018, 3);
        for text in ["2018-03", "Mar-18", "mar 2018", "March 2018", "01/03/2018", "2018-03-01", "31/03/2018", "2018-03-31"] {
            assert_eq!(parse(text.as_bytes()), march, "{text}");
        }
        for text in ["2018-3", "2018", "18-Mar", "Mar", "Ma-18", "Mar-118", "03/01/2018", "2018-13", "Q4 2018", "May-+8"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_month_is_a_fault_and_empty() {
        let text = StringChunked::from_iter([Some("2018-03"), Some(""), Some("Q4")]);
        let (values, found) = read(&text);
        let Values::Days(values) = values else { panic!("not days") };
        assert_eq!(values, [Month::new(2018, 3).unwrap().first(), NO_DAY, NO_DAY]);
        assert_eq!(found.iter().map(|fault| (fault.code, fault.count)).collect::<Vec<_>>(), [(Code::UnreadableDate, 1)]);
    }
}
