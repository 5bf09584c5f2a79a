//! Numbers as SQL Server, Excel and data frames write them.
//!
//! Takes the text of a cell that no plain number is, gives the number. A comma is one between thousands or nothing: as a
//! decimal sign it would be read a thousandfold somewhere.

/// A whole number with nothing but noughts behind its point, between thousands commas or as a power of ten.
pub fn whole(cell: &str) -> Option<i64> {
    /// Beyond it a number with a point does not hold every whole number.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = number(cell).or_else(|| cell.parse().ok())?;
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

/// A number with commas between its thousands.
pub fn number(cell: &str) -> Option<f64> {
    let unsigned = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    let (before, behind) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut groups = before.split(',');
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let rest: Vec<&str> = groups.collect();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if rest.is_empty() || !digits(first) || !digits(behind) || rest.iter().any(|group| group.len() != 3 || !digits(group)) {
        return None;
    }
    cell.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_databases_and_spreadsheets() {
        for (cell, found) in
            [("12.00", 12), ("12.", 12), ("1,234", 1234), ("-1,234.00", -1234), ("1.2E+01", 12), ("12.0000000", 12)]
        {
            assert_eq!(whole(cell), Some(found), "{cell}");
        }
        for cell in ["12.5", "1,23", "12,5", ",123", "1,2345", "1e30", "nan", "inf", "12%", "1,234,5", "£12", ""] {
            assert_eq!(whole(cell), None, "{cell}");
        }
        assert_eq!(number("1,234.5"), Some(1234.5));
        assert_eq!(number("12,5"), None);
    }
}
