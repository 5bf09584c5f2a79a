//! School terms: three a year, by the days on which they begin.
//!
//! Councils set their own dates; these hold for all: the autumn term from 1 September, the spring term from 1 January, the
//! summer term from the Tuesday after Easter. Easter goes by the rule of the calendar, so that no list of years is kept.

use super::working_days::easter;
use super::{Day, Month, day};

/// The terms that begin in a year, in order.
fn begin_in(year: i32) -> [Day; 3] {
    [day(year, 1, 1).unwrap_or_default(), easter(year) + 2, day(year, 9, 1).unwrap_or_default()]
}

/// The first day of the last term that was over on a day: what is of that term or later is of this term or the one before.
pub fn last_full_term(on: Day) -> Day {
    let year = Month::of(on).year();
    let begun: Vec<Day> = [begin_in(year - 1), begin_in(year)].concat().into_iter().filter(|first| *first <= on).collect();
    begun.len().checked_sub(2).and_then(|at| begun.get(at)).copied().unwrap_or(on)
}

#[cfg(test)]
mod tests {
    use super::super::{iso, parse_iso};
    use super::*;

    #[test]
    fn the_term_before_the_one_that_is_on() {
        let before = |on: &str| iso(last_full_term(parse_iso(on).unwrap()));
        assert_eq!(before("2026-03-31"), "2025-09-01");
        assert_eq!(before("2026-01-01"), "2025-09-01");
        assert_eq!(before("2025-12-31"), "2025-04-22");
        // Easter 2026 is on 5 April: the summer term begins on the 7th.
        assert_eq!((before("2026-04-06"), before("2026-04-07")), ("2025-09-01".to_owned(), "2026-01-01".to_owned()));
        assert_eq!((before("2026-08-31"), before("2026-09-01")), ("2026-01-01".to_owned(), "2026-04-07".to_owned()));
    }
}
