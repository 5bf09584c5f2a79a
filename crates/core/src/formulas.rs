//! Texts that a spreadsheet would run as a formula, made harmless.
//!
//! A CSV file says nothing of what a cell is: an identifier that begins with `=` is run by
//! whoever opens the file. Numbers, dates and the like are not texts and stay as they are.

/// A text that no spreadsheet runs as a formula: with an apostrophe before it where one might.
pub fn harmless(text: &str) -> String {
    let runs = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    let begins = text.chars().next().is_some_and(runs) || text.trim_start().chars().next().is_some_and(runs);
    if begins { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_are_made_harmless_and_other_texts_kept() {
        for (text, expected) in [
            ("SD00123", "SD00123"),
            ("00123", "00123"),
            ("", ""),
            ("a=1", "a=1"),
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+44", "'+44"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("\t=1", "'\t=1"),
        ] {
            assert_eq!(harmless(text), expected, "{text:?}");
        }
    }
}
