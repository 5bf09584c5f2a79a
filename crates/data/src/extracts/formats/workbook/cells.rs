//! The text of a cell that a workbook holds as a value.
//!
//! A day is written with its month in letters: it can be no other, whatever the text beside it in the column looks like.

use std::fmt::Write;

use calamine::{Data, ExcelDateTime};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes a cell.
pub fn write(value: &Data, text: &mut String) {
    // Writing into a text never fails.
    let _ = match value {
        Data::Empty => Ok(()),
        Data::Int(number) => write!(text, "{number}"),
        Data::Float(number) => write_number(*number, text),
        Data::Bool(true) => text.write_str("TRUE"),
        Data::Bool(false) => text.write_str("FALSE"),
        Data::String(cell) => text.write_str(cell),
        Data::DateTime(when) => write_day(when, text),
        Data::DateTimeIso(when) => write_iso(when, text),
        Data::DurationIso(cell) => text.write_str(cell),
        Data::Error(error) => write!(text, "{error}"),
    };
}

fn write_number(number: f64, text: &mut String) -> std::fmt::Result {
    // Beyond that a spreadsheet itself keeps no more digits.
    const WHOLE: f64 = 1e15;
    match number.fract() == 0.0 && number.abs() < WHOLE {
        true => write!(text, "{}", number as i64),
        false => write!(text, "{number}"),
    }
}

fn write_day(when: &ExcelDateTime, text: &mut String) -> std::fmt::Result {
    if when.is_duration() || !(0.0..2_958_466.0).contains(&when.as_f64()) {
        return write_number(when.as_f64(), text);
    }
    // What a formula makes of an empty cell: no day, as 1 January 1900 is none.
    if when.as_f64() < 1.0 {
        return text.write_str("1900-01-01");
    }
    let (year, month, day, hour, minute, second, _) = when.to_ymd_hms_milli();
    named(text, i32::from(year), usize::from(month), u32::from(day))?;
    match (hour, minute, second) {
        (0, 0, 0) => Ok(()),
        _ => write!(text, " {hour:02}:{minute:02}:{second:02}"),
    }
}

fn named(text: &mut String, year: i32, month: usize, day: u32) -> std::fmt::Result {
    match MONTHS.get(month.wrapping_sub(1)) {
        Some(name) => write!(text, "{day:02}-{name}-{year:04}"),
        None => Ok(()),
    }
}

/// `2018-03-31` or `2018-03-31T14:05:00`, as `.ods` has it.
fn write_iso(when: &str, text: &mut String) -> std::fmt::Result {
    let (day, time) = when.split_once(['T', ' ']).unwrap_or((when, ""));
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<u32>().ok());
    match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
        (Some(year @ 1900..=9999), Some(month @ 1..=12), Some(number @ 1..=31)) => {
            named(text, year as i32, month as usize, number)?;
            if time.is_empty() { Ok(()) } else { write!(text, " {time}") }
        }
        _ => text.write_str(when),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, ExcelDateTimeType};

    fn of(value: &Data) -> String {
        let mut text = String::new();
        write(value, &mut text);
        text
    }

    fn day(serial: f64) -> Data {
        Data::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false))
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(of(&day(43_190.0)), "31-Mar-2018");
        assert_eq!(of(&day(43_190.5)), "31-Mar-2018 12:00:00");
        assert_eq!(of(&day(36_526.0)), "01-Jan-2000");
        assert_eq!(of(&day(0.0)), "1900-01-01");
        assert_eq!(of(&day(-5.0)), "-5");
        assert_eq!(of(&Data::DateTime(ExcelDateTime::new(41_728.0, ExcelDateTimeType::DateTime, true))), "31-Mar-2018");
        assert_eq!(of(&Data::DateTimeIso("2018-03-31".to_owned())), "31-Mar-2018");
        assert_eq!(of(&Data::DateTimeIso("2018-03-31T14:05:00".to_owned())), "31-Mar-2018 14:05:00");
        assert_eq!(of(&Data::DateTimeIso("12018-03-31".to_owned())), "12018-03-31");
    }

    #[test]
    fn numbers_have_no_needless_sign() {
        assert_eq!(of(&Data::Float(907_440.0)), "907440");
        assert_eq!(of(&Data::Float(12.5)), "12.5");
        assert_eq!(of(&Data::Float(123_456_789_012.0)), "123456789012");
        assert_eq!(of(&Data::Bool(true)), "TRUE");
        assert_eq!(of(&Data::Error(CellErrorType::NA)), "#N/A");
    }
}
