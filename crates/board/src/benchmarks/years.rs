//! Which year a row of a published file is of, and which is nearest to a month.

use crate::calendar::Month;

/// The year of a row, that of its 31 March end: `2025` of a reporting year, `202425` of a financial year.
/// Nothing for other times.
pub fn year(period: &str, identifier: &str) -> Option<i32> {
    let digits = period.trim();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match (identifier.trim().to_ascii_lowercase().as_str(), digits.len()) {
        ("reporting year", 4) => digits.parse().ok(),
        ("financial year", 6) => {
            let first: i32 = digits.get(..4)?.parse().ok()?;
            let last: i32 = digits.get(4..)?.parse().ok()?;
            ((first + 1) % 100 == last).then_some(first + 1)
        }
        _ => None,
    }
}

/// The year whose end is nearest to that of a month; of two equally near the earlier.
pub fn nearest(years: &[i32], month: Month) -> Option<i32> {
    years.iter().copied().min_by_key(|year| (months_after(*year, month).abs(), *year))
}

/// By how many months a year's end is after a month's.
pub fn months_after(year: i32, month: Month) -> i32 {
    year * 12 + 3 - (month.year() * 12 + month.number() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn years_end_in_march() {
        assert_eq!(year("2025", "Reporting year"), Some(2025));
        assert_eq!(year("202425", "Financial year"), Some(2025));
        assert_eq!(year("199900", "Financial year"), Some(2000));
        for (period, identifier) in [("202426", "Financial year"), ("2025", "Calendar year"), ("March", "Reporting year")] {
            assert_eq!(year(period, identifier), None, "{period} {identifier}");
        }
    }

    #[test]
    fn the_nearest_year_is_the_earlier_of_two_equally_near() {
        let years = [2021, 2022, 2024];
        assert_eq!(nearest(&years, month("2018-03")), Some(2021));
        assert_eq!(nearest(&years, month("2021-08")), Some(2021));
        // Six months from either end.
        assert_eq!(nearest(&years, month("2021-09")), Some(2021));
        assert_eq!(nearest(&years, month("2021-10")), Some(2022));
        assert_eq!(nearest(&years, month("2023-03")), Some(2022));
        assert_eq!(nearest(&years, month("2023-04")), Some(2024));
        assert_eq!(nearest(&years, month("2030-01")), Some(2024));
        assert_eq!(nearest(&[], month("2018-03")), None);
        assert_eq!((months_after(2021, month("2018-03")), months_after(2018, month("2018-04"))), (36, -1));
    }
}
