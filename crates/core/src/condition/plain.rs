//! The normal form of a condition: two that differ in layout alone are the same.
//!
//! Fingerprints of definitions are made of it, and runs of earlier years are compared by those: it never changes.

/// A condition without what is only layout: white space outside quotes is one space.
pub fn plain(condition: &str) -> String {
    let mut text = String::new();
    let mut quoted = false;
    for c in condition.trim().chars() {
        quoted ^= c == '\'';
        match c {
            c if !quoted && c.is_whitespace() => {
                if !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn white_space_within_quotes_is_part_of_a_condition() {
        assert_eq!(plain(" a  =\n 'x  y' "), "a = 'x  y'");
        assert_eq!(plain("age\t<\r\n16"), "age < 16");
    }
}
