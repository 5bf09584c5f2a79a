//! One breakdown: the column that its groups are made of, and their order or their bands.
//!
//! A file each, `breakdowns/team.toml`; a council's own folder adds to those built in, or puts one in front of them. Whether
//! there is such a column is for those who know the tables.

use super::by::{is_same, plain};
use super::keys;
use super::reader::{self, Source, Table, Text};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// A breakdown with a name of its own.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// Its word in commands and definitions, that of its file.
    pub id: String,
    /// What the groups are, in words.
    pub title: String,
    /// The column of tables, or of an extract beside the child, that holds them.
    pub column: Text,
    /// Groups in order, by word or by code; others come after them.
    pub groups: Vec<String>,
    /// The bands of a column of numbers, in order; none of a column of words.
    pub bands: Vec<Band>,
    /// The file it was read from.
    pub file: Source,
}

/// A band of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// What it is called.
    pub title: String,
    /// What is in it is less than this; all that is left where there is none.
    pub below: Option<f64>,
}

impl Breakdown {
    /// Whether it is of a column, however that is written.
    pub fn is_of(&self, column: &str) -> bool {
        is_same(&self.column.value, column)
    }

    /// The place of the band that a number is in; nothing where it is in none.
    pub fn band(&self, number: f64) -> Option<usize> {
        self.bands.iter().position(|band| band.below.is_none_or(|below| number < below))
    }
}

/// Reads a breakdown.
pub fn read(source: &Source, problems: &mut Vec<Problem>) -> Option<Breakdown> {
    reader::read(source, &keys::BREAKDOWN, problems, |table| {
        if plain(&source.id) != source.id || source.id.contains('.') {
            let message = format!("'{}' is no word of a breakdown", source.id);
            table.mistake(Code::WrongValue, message, 0..0, "call the file by small letters, figures and -");
        }
        let groups: Vec<String> = table.texts("groups").iter().map(|group| named(group, table)).collect();
        let bands = table.tables("bands");
        if let (Some(first), false) = (table.texts("groups").first(), bands.is_empty()) {
            let label = "the bands are the groups, in their order";
            table.mistake(Code::WrongValue, "'groups' stands beside 'bands'", first.span.clone(), label);
        }
        Some(Breakdown {
            id: source.id.clone(),
            title: table.words("title")?,
            column: table.text("column")?,
            groups,
            bands: read_bands(&bands),
            file: source.clone(),
        })
    })
}

/// A group's name; the sign between crossed groups has no place in it.
fn named(text: &Text, table: &Table<'_>) -> String {
    if text.value.trim().is_empty() || text.value.contains(';') {
        table.mistake(Code::WrongValue, "a group has a name without ';'", text.span.clone(), "; stands between crossed groups");
    }
    text.value.trim().to_owned()
}

fn read_bands(tables: &[Table<'_>]) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let Some(title) = table.text("title") else { continue };
        let below = table.decimal("below");
        let last = at + 1 == tables.len();
        let before = bands.last().and_then(|band| band.below);
        match &below {
            Some(below) if before.is_some_and(|before| below.value <= before) => {
                table.mistake(Code::WrongValue, "bands go up", below.span.clone(), "not more than the band before it");
            }
            None if !last => {
                let label = "only the last band holds all that is left: give 'below'";
                table.mistake(Code::MissingKey, format!("the band '{}' has no end", title.value), title.span.clone(), label);
            }
            _ => {}
        }
        let title_text = named(&title, table);
        if bands.iter().any(|band| band.title == title_text) {
            table.mistake(
                Code::NameTaken,
                format!("two bands are called '{title_text}'"),
                title.span.clone(),
                "the second of the two",
            );
        }
        bands.push(Band { title: title_text, below: below.map(|below| below.value) });
    }
    bands
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Option<Breakdown>, Vec<String>) {
        let mut problems = Vec::new();
        let found = read(&Source::new("time.toml", "time", text.to_owned()), &mut problems);
        (found, problems.into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn a_number_is_in_the_first_band_that_it_is_below() {
        let bands = "[[bands]]\ntitle = \"Short\"\nbelow = 6\n[[bands]]\ntitle = \"Long\"\nbelow = 12\n";
        let (found, told) = of(&format!("title = \"Time\"\ncolumn = \"months_in_care\"\n{bands}"));
        let found = found.unwrap();
        assert_eq!((told, found.band(5.0), found.band(6.0), found.band(12.0)), (Vec::new(), Some(0), Some(1), None));
        let (found, _) = of(&format!("title = \"Time\"\ncolumn = \"months_in_care\"\n{bands}[[bands]]\ntitle = \"Rest\"\n"));
        assert_eq!(found.unwrap().band(12.0), Some(2));
    }

    #[test]
    fn bands_that_make_no_sense_are_told() {
        let (_, told) = of("title = \"Time\"\ncolumn = \"a\"\n[[bands]]\ntitle = \"A\"\n[[bands]]\ntitle = \"A\"\nbelow = 3\n");
        assert_eq!(told, ["the band 'A' has no end", "two bands are called 'A'"]);
        let (_, told) =
            of("title = \"Time\"\ncolumn = \"a\"\n[[bands]]\ntitle = \"A\"\nbelow = 3\n[[bands]]\ntitle = \"B\"\nbelow = 3\n");
        assert_eq!(told, ["bands go up"]);
        let (_, told) = of("title = \"Time\"\ncolumn = \"a\"\ngroups = [\"A; B\"]\n");
        assert_eq!(told, ["a group has a name without ';'"]);
    }
}
