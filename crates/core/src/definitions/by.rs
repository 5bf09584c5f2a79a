//! What figures can be broken down by: the words of definitions and commands, and the columns of derived tables they stand for.
//!
//! Some breakdowns have a name of their own, each in a file: [`Breakdown`]. Any other word is the name of a column; whether there
//! is one is told by those who know the tables.

use super::breakdown::Breakdown;

/// The extracts of the return whose columns of groups are joined to every table of children; so are those of a council's own.
pub const JOINED: [&str; 4] = ["header", "episodes", "sw_episodes", "previous_permanence"];

/// What stands between the groups of columns that are crossed.
pub const CROSSED: &str = "; ";

/// What figures are broken down by: one column, or several crossed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct By {
    /// The words, each once: those of breakdowns, or columns with `-` for `_`.
    words: Vec<String>,
    /// The same with commas between, as ids of groups have it.
    word: String,
}

impl By {
    /// Of a word, or of several with commas between; nothing where it can be no name of a column.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words: Vec<String> = Vec::new();
        for word in text.split(',') {
            let word = plain(word.trim());
            if !word.chars().any(char::is_alphanumeric) {
                return None;
            }
            if !words.contains(&word) {
                words.push(word);
            }
        }
        Some(By::of(words))
    }

    fn of(words: Vec<String>) -> Self {
        let word = words.join(",");
        By { words, word }
    }

    /// The same with the breakdown's word in place of its column: a column that has a breakdown of its own is that breakdown.
    pub fn settled(&self, breakdowns: &[Breakdown]) -> Self {
        let mut words: Vec<String> = Vec::new();
        for word in &self.words {
            let named = breakdowns.iter().any(|known| known.id == *word);
            let of_column = breakdowns.iter().find(|known| !named && known.bands.is_empty() && known.is_of(word));
            let word = of_column.map_or(word, |known| &known.id).clone();
            if !words.contains(&word) {
                words.push(word);
            }
        }
        By::of(words)
    }

    /// Its word in commands and in the ids of groups.
    pub fn as_str(&self) -> &str {
        &self.word
    }

    /// The words that are crossed; one where it is of one column.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

/// One group of a column, to which a run is restricted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    /// The column.
    pub by: By,
    /// The group.
    pub group: String,
}

impl Only {
    /// Of `COLUMN=GROUP`; nothing where it is not of one column, or names no group.
    pub fn parse(text: &str) -> Option<Self> {
        let (by, group) = text.split_once('=')?;
        let by = By::parse(by).filter(|by| by.words().len() == 1)?;
        let group = group.trim().to_owned();
        (!group.is_empty()).then_some(Only { by, group })
    }
}

impl std::fmt::Display for Only {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.by.as_str().replace('-', " "), self.group)
    }
}

/// Whether a word of a breakdown stands for a column.
pub fn is_column(word: &str, column: &str) -> bool {
    letters(column).eq(word.chars())
}

/// A name as breakdowns are compared: small letters, `-` for what is no letter, figure or full stop.
pub fn plain(name: &str) -> String {
    letters(name).collect()
}

/// Whether two names are the same so compared. Every column of every table is asked for in each run: names of plain letters, as nearly
/// all are, are compared as bytes.
pub fn is_same(name: &str, other: &str) -> bool {
    match name.is_ascii() && other.is_ascii() {
        true => name.len() == other.len() && name.bytes().map(letter).eq(other.bytes().map(letter)),
        false => letters(name).eq(letters(other)),
    }
}

fn letter(byte: u8) -> u8 {
    if byte.is_ascii_alphanumeric() || byte == b'.' { byte.to_ascii_lowercase() } else { b'-' }
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    let plain = |letter: char| if letter.is_alphanumeric() || letter == '.' { letter } else { '-' };
    name.chars().flat_map(char::to_lowercase).map(plain)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_however_it_is_written() {
        let word = |text: &str| By::parse(text).unwrap().as_str().to_owned();
        assert_eq!(word("AGE_BAND"), "age-band");
        let built_in = crate::definitions::Sources::built_in().read().value.breakdowns;
        let settled = |text: &str| By::parse(text).unwrap().settled(&built_in).as_str().to_owned();
        assert_eq!(settled("sex_group"), "sex");
        assert_eq!(settled("legal-group,legal_status"), "legal-status");
        assert_eq!(settled("months_in_care"), "months-in-care");
        assert_eq!(word("Placement_Provider"), "placement-provider");
        assert_eq!(word(" team , Sex,team"), "team,sex");
        assert!(is_column("placement-provider", "placement_provider"));
        assert!(["", ",", "sex,", "--"].iter().all(|text| By::parse(text).is_none()));
    }

    #[test]
    fn names_are_the_same_whatever_their_letters() {
        let pairs = [("Team", "team"), ("LEGAL_STATUS", "legal-status"), ("a.b c", "A.B-C"), ("Größe_1", "größe-1")];
        let all = |one: &str, other: &str| is_same(one, other) && is_column(&plain(one), other) && plain(one) == plain(other);
        assert!(pairs.iter().all(|(one, other)| all(one, other)));
        let others = [("team", "teams"), ("", "-"), ("a.b", "a-b"), ("grösse", "grosse")];
        assert!(others.iter().all(|(one, other)| !is_same(one, other) && plain(one) != plain(other)));
    }

    #[test]
    fn a_word_has_no_sign_that_parts_an_id() {
        assert!(!By::parse("a=b/c").unwrap().as_str().contains(['=', '/']));
    }
}
