//! Words and dates that programs write into a cell that holds nothing.
//!
//! SQL Server's tools write `NULL`, data frames `nan`, spreadsheets `#N/A`, people `-`; a database that must have
//! a date writes its first one. Cells that hold nothing else are empty.

/// Whether a cell, trimmed, holds a word for nothing.
pub fn is_word(cell: &[u8]) -> bool {
    // Lengths first: nearly every cell is told by that.
    match cell.len() {
        1 => cell == b"-",
        3 => [&b"n/a"[..], b"nan", "–".as_bytes(), "—".as_bytes()].iter().any(|word| cell.eq_ignore_ascii_case(word)),
        4 => [&b"null"[..], b"#n/a"].iter().any(|word| cell.eq_ignore_ascii_case(word)),
        6 => [&b"(null)"[..], b"<null>"].iter().any(|word| cell.eq_ignore_ascii_case(word)),
        _ => false,
    }
}

/// Whether a cell that begins with a byte, not trimmed, may hold a word for nothing.
pub fn begins(first: u8) -> bool {
    matches!(first, b'n' | b'N' | b'(' | b'<' | b'#' | b'-') || first.is_ascii_whitespace() || !first.is_ascii()
}

/// Whether a cell, trimmed, holds a date that stands for none: the first of SQL Server, of spreadsheets and of
/// other databases, a midnight behind it allowed.
pub fn is_date(cell: &[u8]) -> bool {
    const DATES: [&[u8]; 9] = [
        b"01/01/1900",
        b"1/1/1900",
        b"1900-01-01",
        b"00/01/1900",
        b"30/12/1899",
        b"1899-12-30",
        b"00/00/0000",
        b"0000-00-00",
        b"01/01/0001",
    ];
    let date = cell.split(|byte| matches!(byte, b' ' | b'T')).next().unwrap_or(cell);
    let rest = &cell[date.len()..];
    DATES.contains(&date) && rest.iter().all(|byte| matches!(byte, b' ' | b'T' | b'0' | b':' | b'.' | b'Z'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing_are_known_in_any_case_and_others_are_not() {
        for word in ["NULL", "null", "(null)", "N/A", "n/a", "#N/A", "nan", "NaN", "-", "–"] {
            assert!(is_word(word.as_bytes()) && begins(word.as_bytes()[0]), "{word}");
        }
        for word in ["", "NA", "0", "--", "NULLS", "U4", "none", "-1", "NAN1", "é-"] {
            assert!(!is_word(word.as_bytes()), "{word}");
        }
    }

    #[test]
    fn first_dates_stand_for_none() {
        for date in ["01/01/1900", "1900-01-01", "1900-01-01 00:00:00.000", "1900-01-01T00:00:00", "00/01/1900", "30/12/1899"] {
            assert!(is_date(date.as_bytes()), "{date}");
        }
        for date in ["02/01/1900", "01/01/1901", "1900-01-01 12:30", "01/01/19001", ""] {
            assert!(!is_date(date.as_bytes()), "{date}");
        }
    }
}
