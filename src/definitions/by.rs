//! What figures can be broken down by: the words of definitions and commands, and the columns of derived tables they stand for.
//!
//! Seven breakdowns have a name of their own. Any other word is the name of a column; whether there is one is
//! told by those who know the tables.

/// A breakdown with a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedBreakdown {
    /// Its word in commands and definitions.
    pub word: &'static str,
    /// The column of derived tables that holds its groups, in their order.
    pub column: &'static str,
    /// What the groups are, in words.
    pub about: &'static str,
}

/// The breakdowns with a name of their own.
pub const NAMED: &[NamedBreakdown] = &[
    named("sex", "sex_group", "sex"),
    named("age-band", "age_band", "age in bands"),
    named("ethnic-group", "ethnic_group", "ethnic group of the census"),
    named("disability", "disability", "whether a disability is the main need"),
    named("placement-type", "placement_type", "the placement in groups"),
    named("legal-status", "legal_group", "the legal status in groups"),
    named("need", "need_group", "category of need"),
];

/// The extracts of the return whose columns of groups are joined to every table of children; so are those of a council's own.
pub const JOINED: [&str; 4] = ["header", "episodes", "sw_episodes", "previous_permanence"];

const fn named(word: &'static str, column: &'static str, about: &'static str) -> NamedBreakdown {
    NamedBreakdown { word, column, about }
}

/// What figures are broken down by: one column, or several crossed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct By {
    /// The words, each once: those of [`NAMED`], or columns with `-` for `_`.
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
            // A column that has a breakdown's name of its own is that breakdown.
            let known = NAMED.iter().find(|known| known.word == word || plain(known.column) == word);
            let word = known.map_or(word, |known| known.word.to_owned());
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let word = words.join(",");
        Some(By { words, word })
    }

    /// Its word in commands and in the ids of groups.
    pub fn as_str(&self) -> &str {
        &self.word
    }

    /// The words that are crossed; one where it is of one column.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// What stands behind its word in the id of a group, where the id is of one.
    pub fn is_of(&self, id: &str, whole: &str) -> bool {
        let rest = id.strip_prefix(whole).and_then(|rest| rest.strip_prefix('/')).and_then(|rest| rest.strip_prefix(&self.word));
        rest.is_some_and(|rest| rest.starts_with('='))
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
    match NAMED.iter().find(|known| known.word == word) {
        Some(known) => known.column == column,
        None => plain(column) == word,
    }
}

/// A name as breakdowns are compared: small letters, `-` for what is no letter, figure or full stop.
pub fn plain(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| if letter.is_alphanumeric() || letter == '.' { letter } else { '-' })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_however_it_is_written() {
        let word = |text: &str| By::parse(text).unwrap().as_str().to_owned();
        assert_eq!(word("AGE_BAND"), "age-band");
        assert_eq!(word("sex_group"), "sex");
        assert_eq!(word("legal-group"), "legal-status");
        assert_eq!(word("Placement_Provider"), "placement-provider");
        assert_eq!(word(" team , Sex,team"), "team,sex");
        assert!(is_column("sex", "sex_group") && !is_column("sex", "sex"));
        assert!(is_column("placement-provider", "placement_provider"));
        assert!(["", ",", "sex,", "--"].iter().all(|text| By::parse(text).is_none()));
    }

    #[test]
    fn ids_of_groups_are_told_apart() {
        let (team, crossed) = (By::parse("team").unwrap(), By::parse("sex,team").unwrap());
        assert!(team.is_of("KN-15/team=North", "KN-15") && !crossed.is_of("KN-15/team=North", "KN-15"));
        assert!(crossed.is_of("KN-15/sex,team=Female; North", "KN-15") && !team.is_of("KN-15/sex,team=Female; North", "KN-15"));
        // The group of one breakdown may be called like another.
        assert!(!team.is_of("KN-15/area=a/team=North", "KN-15"));
        // What a breakdown is called has no sign that parts an id.
        assert!(!By::parse("a=b/c").unwrap().as_str().contains(['=', '/']));
    }
}
