//! Identifiers as they are compared: the same child, worker or pupil in every file, however a program wrote them.
//!
//! Without blanks around and within, without regard to case, and without the `.0` that spreadsheets and data
//! frames put behind whole numbers.

use super::header::is_invisible;

/// An identifier as it is compared.
pub fn normal_into(id: &str, normal: &mut String) {
    let start = normal.len();
    if id.is_ascii() {
        normal.extend(id.bytes().filter(|byte| !byte.is_ascii_whitespace()).map(|byte| char::from(byte.to_ascii_uppercase())));
    } else {
        normal.extend(id.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).flat_map(char::to_uppercase));
    }
    if normal.len() > start + 2 && normal.ends_with(".0") {
        normal.truncate(normal.len() - 2);
    }
}

/// Whether an identifier is written as it is compared.
pub fn is_normal(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_lowercase()) && !id.ends_with(".0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(id: &str) -> String {
        let mut normal = String::new();
        normal_into(id, &mut normal);
        assert!(!is_normal(id) || normal == id, "{id}");
        normal
    }

    #[test]
    fn spellings_of_one_identifier_meet() {
        for id in ["A 12", "a12", "A12.0", " a\u{a0}12 ", "A1\u{200b}2"] {
            assert_eq!(normal(id), "A12", "{id}");
        }
        assert_eq!(normal("007.0"), "007");
        assert_eq!(normal(".0"), ".0");
        assert_eq!(normal("12.05"), "12.05");
        assert_eq!(normal("é1"), "É1");
    }
}
