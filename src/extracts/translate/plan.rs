//! What other layouts hold, as data: which tables they have, by what their columns are called, what is made of them.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A layout of other tables than the return's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What it is called in messages.
    pub title: String,
    /// Whether it tells of one day alone.
    #[serde(default)]
    pub snapshot: bool,
    /// Its tables.
    pub tables: Vec<TablePlan>,
    /// What is made of them.
    pub extracts: Vec<ExtractPlan>,
}

/// One table of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TablePlan {
    /// What it is called.
    pub id: String,
    /// Names of files and sheets besides.
    #[serde(default)]
    pub names: Vec<String>,
    /// Columns without which it is none.
    #[serde(default)]
    pub required: Vec<String>,
    /// For each column the words that its header may have.
    #[serde(default)]
    pub columns: toml::map::Map<String, toml::Value>,
}

/// One extract that is made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtractPlan {
    /// The extract.
    pub id: String,
    /// The tables that it is made of.
    pub from: Vec<String>,
    /// Whether each child has one row, the first.
    #[serde(default)]
    pub once: bool,
    /// Which rows are used.
    #[serde(rename = "where")]
    pub only: Option<Rule>,
    /// The table whose dates of birth fill the column `born`.
    pub born: Option<String>,
    /// The rule that makes it, where columns alone do not.
    pub made: Option<String>,
    /// Its columns.
    #[serde(default)]
    pub columns: BTreeMap<String, Cell>,
}

/// Which rows are used.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The column looked at.
    pub column: String,
    /// What is asked of it.
    pub by: String,
}

/// Where a cell is from.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// A column as it stands.
    Same(String),
    /// Made of columns.
    Made {
        /// The column.
        of: String,
        /// A second one.
        with: Option<String>,
        /// How.
        by: String,
    },
}

impl TablePlan {
    /// For each column its place among the headers, each header used once.
    pub fn places(&self, headers: &[String]) -> BTreeMap<&str, usize> {
        let headers: Vec<Vec<String>> = headers.iter().map(|header| words(header)).collect();
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for (column, known) in &self.columns {
            let known = known.as_array().into_iter().flatten().filter_map(toml::Value::as_str);
            let place = known.flat_map(|known| {
                let free = |at: &usize| !found.values().any(|taken| taken == at);
                (0..headers.len()).find(|at| free(at) && fits(known, &headers[*at]))
            });
            if let Some(at) = { place }.next() {
                found.insert(column, at);
            }
        }
        found
    }
}

/// Whether a header has all words that are asked for, and none that must not be there.
fn fits(known: &str, header: &[String]) -> bool {
    // A name of a database is one word.
    if known.contains('_') {
        return header.join("_") == known.to_lowercase();
    }
    known.split_whitespace().all(|word| match word.strip_prefix('!') {
        Some(without) => !header.iter().any(|own| own == without),
        None => header.iter().any(|own| own == word),
    })
}

/// The words of a text, in small letters.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_by_its_words_whatever_the_spelling() {
        let table = TablePlan {
            id: "list".to_owned(),
            names: Vec::new(),
            required: Vec::new(),
            columns: toml::from_str("a = [\"date placed !decision\"]\nb = [\"decision placed\"]\nc = [\"x_y\"]")
                .unwrap_or_default(),
        };
        let headers = ["Date of Decision that Child Should be Placed", "X_Y", "Date  PLACED (adoption)", "x"];
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        assert_eq!(table.places(&headers), BTreeMap::from([("a", 2), ("b", 0), ("c", 1)]));
    }
}
