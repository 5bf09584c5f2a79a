//! Tells where one identifier is written in more than one way, in a file or in several.
//!
//! Takes the files as read, gives notes. Places only: an identifier is never shown.

use std::collections::{BTreeMap, HashMap, HashSet};

use foldhash::fast::FixedState;

use super::children::Child;
use super::folder::plural;
use super::read::FilePart;
use super::values::{Values, Words};
use crate::definitions::{ColumnKind, Layout};
use crate::problem::{PLACES, Place, Problem};
use crate::problem_codes::Code;

/// Children who are written in more than one way; for each file the rows in which one is.
pub fn of_children(parts: &[FilePart], layouts: &[Layout], spelt: &[Vec<(Child, u32)>], problems: &mut Vec<Problem>) {
    let mut children: HashSet<Child, FixedState> = HashSet::default();
    let mut places = Vec::new();
    for (part, spelt) in parts.iter().zip(spelt) {
        for (child, row) in spelt {
            if children.insert(*child) && places.len() < PLACES {
                let column = layouts[part.layout].child().map(|at| layouts[part.layout].columns[at].name.clone());
                places.push(place(part, *row, column));
            }
        }
    }
    report(children.len(), ("child is", "children are"), places, problems);
}

/// Workers, pupils and homes that are: identifiers of columns of one name are one kind.
pub fn of_columns(parts: &[FilePart], layouts: &[Layout], problems: &mut Vec<Problem>) {
    let mut kinds: BTreeMap<&str, Vec<(&FilePart, &Words)>> = BTreeMap::new();
    for part in parts {
        for (column, values) in layouts[part.layout].columns.iter().zip(&part.columns) {
            if let (ColumnKind::Identifier, Some(Values::Words(words))) = (column.kind, values) {
                kinds.entry(&column.name).or_default().push((part, words));
            }
        }
    }
    for (name, columns) in kinds {
        let mut first: HashMap<&str, &str, FixedState> = HashMap::default();
        let mut told: HashSet<&str, FixedState> = HashSet::default();
        let mut places = Vec::new();
        for (part, words) in columns {
            let mut tell = |row: Option<u32>| places.extend(row.map(|row| place(part, row, Some(name.to_owned()))));
            for row in &words.otherwise {
                let word = words.words.get(words.ids[*row as usize] as usize).map_or("", String::as_str);
                if told.insert(word) && told.len() <= PLACES {
                    tell(Some(*row));
                }
            }
            for (id, (word, written)) in words.words.iter().zip(&words.written).enumerate() {
                let known = *first.entry(word).or_insert(written);
                if known != written && told.insert(word) && told.len() <= PLACES {
                    tell(words.ids.iter().position(|at| *at as usize == id).map(|row| row as u32));
                }
            }
        }
        let (one, many) = (format!("{name} is"), format!("values of {name} are"));
        report(told.len(), (&one, &many), places, problems);
    }
}

fn place(part: &FilePart, row: u32, column: Option<String>) -> Place {
    Place { file: part.read.name.clone(), row: Some(u64::from(part.row(row))), column, ..Place::default() }
}

fn report(count: usize, (one, many): (&str, &str), mut places: Vec<Place>, problems: &mut Vec<Problem>) {
    if count == 0 {
        return;
    }
    let n = count as u64;
    let message = format!(
        "{n} {} written in more than one way, with other capitals, blanks or a '.0', and each is taken as one",
        plural(n, one, many)
    );
    places.sort();
    let mut problem = Problem::new(Code::IdentifiersSpelt, message).times(n);
    problem.places = places;
    problems.push(problem);
}
