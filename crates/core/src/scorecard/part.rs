//! A row that is one group of a breakdown of another.

use crate::definitions::By;

/// What a row is a part of: of which row, broken down by what, and which group it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartOf {
    /// The id of the whole row.
    pub row: String,
    /// What that is broken down by.
    pub by: By,
    /// The group: a word or a code, of crossed breakdowns one of each.
    pub group: String,
}

impl PartOf {
    /// The id of the part: `KN-15/sex=Female`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.row, self.key())
    }

    /// What stands behind the row in it: `sex=Female`.
    pub fn key(&self) -> String {
        format!("{}={}", self.by.as_str(), self.group)
    }

    /// Of an id that stands in a file of an earlier run; nothing where it is of a whole row.
    pub fn read(id: &str) -> Option<Self> {
        let (row, rest) = id.split_once('/')?;
        let (by, group) = rest.split_once('=')?;
        Some(PartOf { row: row.to_owned(), by: By::parse(by)?, group: group.to_owned() })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_made() {
        let part =
            PartOf { row: "KN-15".to_owned(), by: By::parse("sex,team").unwrap(), group: "Female; North/East = both".to_owned() };
        assert_eq!(part.id(), "KN-15/sex,team=Female; North/East = both");
        assert_eq!(PartOf::read(&part.id()), Some(part));
        assert_eq!(PartOf::read("KN-15"), None);
    }
}
