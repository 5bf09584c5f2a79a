//! Reads dates in forms that the common two are not: with a time of day, with the month in letters, without signs
//! between, with two digits of the year.
//!
//! Takes the cells that `days` could not read, gives their days with notes. Cells in a common form never come here.

use polars::prelude::StringChunked;

use super::days::{BAD_DAY, Form};
use super::values::Fault;
use crate::calendar::{Day, civil};
use crate::problem::PLACES;
use crate::problem_codes::Code;

/// The years in which the dates of a column can lie: with them two digits tell a year.
#[derive(Clone, Copy, Debug)]
pub struct Years {
    /// The first.
    pub first: i32,
    /// The last.
    pub last: i32,
}

impl Years {
    /// Those of a column of a file that speaks of `year`: nobody in care or leaving it is older than 30, and nothing is
    /// planned for more than ten years; who is born, was born before the file was written.
    pub fn of(column: &str, year: i32) -> Years {
        let birth = column.to_ascii_uppercase().ends_with("DOB") || column.to_ascii_lowercase().contains("birth");
        Years { first: year - 30, last: if birth { year } else { year + 10 } }
    }

    /// The one year of these that ends in two digits, if there is one.
    fn ending(self, digits: i32) -> Option<i32> {
        (self.first..=self.last).rev().find(|year| year.rem_euclid(100) == digits)
    }
}

/// A date as it is written, its year not yet known where it has two digits.
struct Written {
    year: i32,
    month: i32,
    day: i32,
    short: bool,
    form: Form,
    timed: bool,
}

/// Reads the cells of `values` that hold no day yet; gives notes of what was not as it should be.
pub fn read(text: &StringChunked, values: &mut [Day], years: Years) -> Vec<Fault> {
    let mut timed = Fault::none(Code::TimesCut);
    let mut short = Fault::none(Code::TwoDigitYears);
    let mut shortened: Vec<(usize, Option<Day>)> = Vec::new();
    for (row, value) in values.iter_mut().enumerate().filter(|(_, value)| **value == BAD_DAY) {
        let Some(written) = text.get(row).and_then(written) else { continue };
        let year = if written.short { years.ending(written.year) } else { Some(written.year) };
        let day = year.and_then(|year| civil(year, written.month, written.day));
        let day = day.filter(|day| *day != super::days::FIRST_DAY).map(|day| written.form.mark(day));
        if written.short {
            short.place(row);
            shortened.push((row, day));
        } else if let Some(day) = day {
            *value = day;
        }
        if day.is_some() && written.timed {
            timed.place(row);
        }
    }
    // One that fits no century makes a guess of all.
    if shortened.iter().all(|(_, day)| day.is_some()) {
        shortened.into_iter().for_each(|(row, day)| values[row] = day.unwrap_or(BAD_DAY));
    } else {
        short.count = 0;
    }
    [timed, short].into_iter().filter(|fault| fault.count > 0).collect()
}

impl Fault {
    /// None of it yet.
    fn none(code: Code) -> Fault {
        Fault { code, count: 0, first: Vec::new() }
    }

    /// One more, in a cell that is read: its value is nobody's business.
    fn place(&mut self, row: usize) {
        self.count += 1;
        if self.first.len() < PLACES {
            self.first.push((row as u32, String::new()));
        }
    }
}

/// Whether a cell is a date in any form, of any century.
pub fn is_date(cell: &str) -> bool {
    let day = |date: Written| civil(if date.short { date.year + 2000 } else { date.year }, date.month, date.day);
    written(cell).and_then(day).is_some()
}

/// The day of a cell whose year has four digits.
pub fn day(cell: &str) -> Option<Day> {
    written(cell).filter(|date| !date.short).and_then(|date| civil(date.year, date.month, date.day))
}

/// Reads a cell as a date in any form, a time of day behind it allowed.
fn written(cell: &str) -> Option<Written> {
    let cell = cell.trim();
    // Nothing that long is a date; what is looked at stays short.
    if cell.len() > 60 || !cell.is_ascii() {
        return None;
    }
    let mut rest = Rest(without_weekday(cell));
    let mut date = date(&mut rest)?;
    date.timed = match rest.0.trim() {
        "" => false,
        time => time_of_day(time)?,
    };
    Some(date)
}

/// What is still to be read of a cell.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// The characters at its beginning that a test holds for.
    fn take(&mut self, test: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c| !test(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    fn digits(&mut self) -> Option<(i32, usize)> {
        let digits = self.take(|c| c.is_ascii_digit());
        if digits.len() > 8 {
            return None;
        }
        Some((digits.parse().ok()?, digits.len()))
    }

    /// The number of a month in letters.
    fn month(&mut self) -> Option<i32> {
        let name = self.take(|c| c.is_ascii_alphabetic()).to_ascii_lowercase();
        let known = super::months::NAMES.iter().position(|known| {
            name == *known
                || (name.len() >= 3 && name.len() <= 4 && (known.starts_with(&name) || name == "sept" && *known == "september"))
        })?;
        Some(known as i32 + 1)
    }

    /// Leaves out what stands between two parts.
    fn between(&mut self) {
        self.take(|c| matches!(c, ' ' | '-' | '/' | '.' | ','));
    }
}

fn without_weekday(cell: &str) -> &str {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let end = cell.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(cell.len());
    let word = cell[..end].to_ascii_lowercase();
    let is_day = word.len() >= 3 && DAYS.iter().any(|day| *day == word || day[..3] == word);
    if is_day { cell[end..].trim_start_matches([' ', ',', '.']) } else { cell }
}

fn date(rest: &mut Rest<'_>) -> Option<Written> {
    let made = |year: (i32, usize), month: i32, day: i32, form: Form| {
        let short = match year.1 {
            4 => false,
            2 => true,
            _ => return None,
        };
        Some(Written { year: year.0, month, day, short, form, timed: false })
    };
    // `Mar 31 2018`, as SQL Server writes it where nothing is asked of it.
    if rest.0.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let month = rest.month()?;
        rest.between();
        let (day, length) = rest.digits()?;
        ordinal(rest);
        rest.between();
        let year = rest.digits().filter(|(_, digits)| *digits == 4 && length <= 2)?;
        return made(year, month, day, Form::Named);
    }
    let first = rest.digits()?;
    match first.1 {
        8 => made((first.0 / 10_000, 4), first.0 / 100 % 100, first.0 % 100, Form::YearFirst),
        4 => {
            let sign = rest.take(|c| matches!(c, '-' | '/' | '.'));
            let (month, _) = rest.digits().filter(|(_, digits)| *digits <= 2 && sign.len() == 1)?;
            let again = rest.take(|c| matches!(c, '-' | '/' | '.'));
            let (day, _) = rest.digits().filter(|(_, digits)| *digits <= 2 && again == sign)?;
            made(first, month, day, Form::YearFirst)
        }
        1 | 2 => {
            ordinal(rest);
            let sign = rest.take(|c| matches!(c, ' ' | '-' | '/' | '.' | ','));
            if rest.0.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let month = rest.month()?;
                rest.between();
                return made(rest.digits()?, month, first.0, Form::Named);
            }
            let (month, _) = rest.digits().filter(|(_, digits)| *digits <= 2 && sign.len() == 1 && sign != " " && sign != ",")?;
            let again = rest.take(|c| matches!(c, '-' | '/' | '.'));
            let year = rest.digits().filter(|_| again == sign)?;
            // `18-03-31` may begin with the year.
            made(year, month, first.0, Form::DayFirst).filter(|date| !date.short || sign != "-")
        }
        _ => None,
    }
}

/// Leaves out the letters behind `31st`.
fn ordinal(rest: &mut Rest<'_>) {
    for letters in ["st", "nd", "rd", "th"] {
        if let Some(after) = rest.0.get(..2).filter(|begin| begin.eq_ignore_ascii_case(letters)).map(|_| &rest.0[2..]) {
            // `31 Thermidor` is nobody's date, and neither is `1stmarch`.
            if !after.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                rest.0 = after;
            }
            return;
        }
    }
}

/// Whether a text that is a time of day is another than midnight; nothing where it is none.
fn time_of_day(text: &str) -> Option<bool> {
    let text = text.strip_prefix(['T', 't', ',']).unwrap_or(text).trim_start();
    let mut rest = Rest(text);
    let part = |rest: &mut Rest<'_>, most: i32| rest.digits().filter(|(n, length)| *n <= most && *length <= 2).map(|(n, _)| n);
    let mut hour = part(&mut rest, 24)?;
    let mut others = [0; 2];
    let mut parts = 0;
    while parts < 2 && rest.0.starts_with([':', '.']) && rest.0[1..].starts_with(|c: char| c.is_ascii_digit()) {
        rest.0 = &rest.0[1..];
        others[parts] = part(&mut rest, 59)?;
        parts += 1;
    }
    let mut fraction = "";
    if parts == 2 && rest.0.starts_with(['.', ',', ':']) {
        rest.0 = &rest.0[1..];
        fraction = rest.take(|c| c.is_ascii_digit());
    }
    let half = rest.0.trim().to_ascii_lowercase();
    let (half, zone) = match half.strip_prefix("am").or_else(|| half.strip_prefix("a.m.")) {
        Some(zone) => (Some(0), zone),
        None => match half.strip_prefix("pm").or_else(|| half.strip_prefix("p.m.")) {
            Some(zone) => (Some(12), zone),
            None => (None, half.as_str()),
        },
    };
    if parts == 0 && half.is_none() {
        return None;
    }
    if let Some(half) = half {
        hour = if (1..=12).contains(&hour) { hour % 12 + half } else { return None };
    }
    let zone = zone.trim();
    let is_zone = zone.is_empty()
        || matches!(zone, "z" | "utc" | "gmt" | "bst")
        || (zone.starts_with(['+', '-']) && zone.len() <= 6 && zone[1..].bytes().all(|b| b.is_ascii_digit() || b == b':'));
    let midnight = hour % 24 == 0 && others == [0, 0] && fraction.bytes().all(|b| b == b'0');
    is_zone.then_some(!midnight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(cell: &str) -> Option<(Day, bool)> {
        let written = written(cell)?;
        let year = if written.short { Years { first: 1988, last: 2028 }.ending(written.year)? } else { written.year };
        civil(year, written.month, written.day).map(|day| (day, written.timed))
    }

    #[test]
    fn a_time_of_day_is_cut_off_and_midnight_is_none() {
        let day = civil(2018, 3, 31).unwrap();
        for cell in [
            "31/03/2018 14:05",
            "31/3/2018 9:05:00",
            "2018-03-31 23:59:59.997",
            "2018-03-31T14:05:00Z",
            "2018-03-31T14:05:00.1234567+01:00",
            "31/03/2018 02:05 PM",
            "31/03/2018 2:05:00 pm",
            "Mar 31 2018  2:05PM",
            "31-Mar-2018 14:05",
            "20180331 14:05:00",
        ] {
            assert_eq!(one(cell), Some((day, true)), "{cell}");
        }
        for cell in ["Mar 31 2018 12:00AM", "31-Mar-2018 00:00:00.0000000", "31/03/2018 12:00:00 AM", "2018-03-31 24:00"] {
            assert_eq!(one(cell), Some((day, false)), "{cell}");
        }
        for cell in
            ["31/03/2018 25:00", "31/03/2018 14", "31/03/2018 14:60", "31/03/2018 13:00 PM", "31/03/2018 x", "31/03/2018 -"]
        {
            assert_eq!(one(cell), None, "{cell}");
        }
    }

    #[test]
    fn spellings_of_one_day_are_read() {
        let day = civil(2018, 3, 31).unwrap();
        for cell in [
            "31-Mar-2018",
            "31 March 2018",
            "31 MAR 2018",
            "31st March, 2018",
            "Saturday, 31 March 2018",
            "Sat 31/03/2018",
            "March 31, 2018",
            "20180331",
            "2018/03/31",
            "2018-3-31",
            "31.03.2018",
            "31-03-2018",
            "31-Mar-18",
            "31/03/18",
            "31.3.18",
        ] {
            assert_eq!(one(cell), Some((day, false)), "{cell}");
        }
        for cell in
            ["31-03-18", "43190", "201803", "31/03-2018", "31 03 2018", "31 Mrz 2018", "31/02/2018", "March 2018", "", "é"]
        {
            assert_eq!(one(cell), None, "{cell}");
        }
        assert_eq!(one("1 Sept 2018").map(|found| found.0), civil(2018, 9, 1));
    }

    #[test]
    fn two_digits_tell_a_year_where_one_century_is_possible_for_the_whole_column() {
        let read_all = |cells: &[&str], years: Years| {
            let text = StringChunked::from_iter(cells.iter().map(|cell| Some(*cell)));
            let mut values = vec![BAD_DAY; cells.len()];
            let found = read(&text, &mut values, years);
            (values, found.iter().map(|fault| (fault.code, fault.count)).collect::<Vec<_>>())
        };
        let births = Years::of("DOB", 2018);
        let (values, told) = read_all(&["31/03/98", "01-Feb-04"], births);
        assert_eq!(values.iter().map(|day| day % 1_000_000).collect::<Vec<_>>(), [10_316, 12_449]);
        assert_eq!(told, [(Code::TwoDigitYears, 2)]);
        // Born in 1930 or 2030: neither can be.
        assert_eq!(read_all(&["31/03/98", "01/02/30"], births), (vec![BAD_DAY, BAD_DAY], vec![]));
        // Planned for 2026, or ended in 1926.
        assert_eq!(read_all(&["01/02/26"], Years::of("DEC", 2018)).1, [(Code::TwoDigitYears, 1)]);
    }
}
