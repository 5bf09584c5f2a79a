//! How each row of an indicator's table stands: counted, in the cohort, or out of it and by which part of the condition.
//!
//! Takes an indicator evaluated row by row and the cells of its table. What is here is case-level.

use super::Expected;
use crate::cases::Cell;
use crate::figure::rows::{Counted, RowByRow};

/// How one row of a table stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The child's identifier; empty where rows are of something else.
    pub child: String,
    /// How it stands.
    pub stands: Stands,
    /// The columns that the rule uses, with their cells.
    pub cells: Vec<(String, Cell)>,
    /// What was expected of it and is not so, in words.
    pub differs: Option<&'static str>,
}

/// How a row stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stands {
    /// It counts.
    Counted,
    /// It counts with a value.
    Value(f64),
    /// It is of the cohort, and the numerator does not hold.
    NotCounted,
    /// It is of the cohort, and a value that counting needs is missing.
    Missing,
    /// It is not of the cohort: the part of the condition that does not hold, and whether a value is missing for it.
    Out(String, bool),
    /// The table has no row of it.
    Absent,
}

impl Stands {
    /// Whether it is of the cohort.
    pub fn in_cohort(&self) -> bool {
        !matches!(self, Stands::Out(..) | Stands::Absent)
    }

    /// Whether it counts.
    pub fn counts(&self) -> bool {
        matches!(self, Stands::Counted | Stands::Value(_))
    }

    /// In words.
    pub fn words(&self) -> String {
        match self {
            Stands::Counted => "counted".to_owned(),
            Stands::Value(value) => format!("counted with {value}"),
            Stands::NotCounted => "in the cohort, not counted".to_owned(),
            Stands::Missing => "in the cohort, a value is missing".to_owned(),
            Stands::Out(part, false) => format!("left out: {part} does not hold"),
            Stands::Absent => "not in the table".to_owned(),
            Stands::Out(part, true) => format!("left out: a value is missing for {part}"),
        }
    }
}

impl Standing {
    /// Of every row of a table: its child, its cells, the indicator row by row.
    pub fn all(children: Vec<String>, cells: Vec<Vec<(String, Cell)>>, rows: &RowByRow) -> Vec<Standing> {
        let mut all: Vec<Standing> = children
            .into_iter()
            .zip(cells)
            .enumerate()
            .map(|(at, (child, cells))| Standing { child, stands: stands(rows, at), cells, differs: None })
            .collect();
        all.sort_by(|a, b| a.child.cmp(&b.child));
        all
    }
}

fn stands(rows: &RowByRow, at: usize) -> Stands {
    if !rows.cohort.get(at).copied().unwrap_or(false) {
        let holds = |part: &(String, Vec<Option<bool>>)| part.1.get(at).copied().flatten();
        let left = rows.parts.iter().find(|part| holds(part) != Some(true));
        return left.map_or_else(|| Stands::Out(String::new(), false), |part| Stands::Out(part.0.clone(), holds(part).is_none()));
    }
    match &rows.counted {
        Counted::Each => Stands::Counted,
        Counted::Where(holds) => match holds.get(at).copied().flatten() {
            Some(true) => Stands::Counted,
            Some(false) => Stands::NotCounted,
            None => Stands::Missing,
        },
        Counted::Value(values) => values.get(at).copied().flatten().map_or(Stands::Missing, Stands::Value),
    }
}

/// Notes which rows stand otherwise than expected, and which children that are expected have no row.
pub fn hold_against(all: &mut Vec<Standing>, expected: &Expected) {
    for standing in all.iter_mut() {
        let named = |children: &Option<Vec<String>>| children.as_ref().map(|children| children.contains(&standing.child));
        let (counted, cohort) = (named(&expected.counted), named(&expected.cohort));
        standing.differs = match (counted, standing.stands.counts()) {
            (Some(true), false) => Some("expected to count"),
            (Some(false), true) => Some("not expected to count"),
            _ => match (cohort, standing.stands.in_cohort()) {
                (Some(true), false) => Some("expected in the cohort"),
                (Some(false), true) => Some("not expected in the cohort"),
                _ => None,
            },
        };
    }
    let lists = [(&expected.counted, "expected to count"), (&expected.cohort, "expected in the cohort")];
    for (children, said) in lists {
        for child in children.iter().flatten() {
            if !all.iter().any(|standing| standing.child == *child) {
                all.push(Standing { child: child.clone(), stands: Stands::Absent, cells: Vec::new(), differs: Some(said) });
            }
        }
    }
}

/// What the children make differ, in words without naming one; nothing where all stand as expected.
pub fn fault(all: &[Standing]) -> Option<String> {
    let number = all.iter().filter(|standing| standing.differs.is_some()).count();
    match number {
        0 => None,
        1 => Some("one child stands otherwise than expected".to_owned()),
        number => Some(format!("{number} children stand otherwise than expected")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> RowByRow {
        RowByRow {
            height: 4,
            parts: vec![
                ("age < 16".to_owned(), vec![Some(true), Some(false), None, Some(true)]),
                ("in_care".to_owned(), vec![Some(true), None, Some(false), Some(true)]),
            ],
            cohort: vec![true, false, false, true],
            counted: Counted::Where(vec![Some(true), Some(true), Some(true), Some(false)]),
        }
    }

    fn all() -> Vec<Standing> {
        let children = ["B1", "B2", "B3", "A4"].map(str::to_owned).to_vec();
        Standing::all(children, vec![Vec::new(); 4], &rows())
    }

    #[test]
    fn each_row_says_why_it_stands_where_it_does() {
        let said: Vec<String> = all().iter().map(|one| format!("{} {}", one.child, one.stands.words())).collect();
        let expected = [
            "A4 in the cohort, not counted",
            "B1 counted",
            "B2 left out: age < 16 does not hold",
            "B3 left out: a value is missing for age < 16",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn the_child_that_makes_the_difference_is_named() {
        let names = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
        let expected = Expected { counted: names(&["B2"]), cohort: names(&["A4", "B2", "B9", "B1"]), ..Expected::default() };
        let mut all = all();
        hold_against(&mut all, &expected);
        let said: Vec<(&str, Option<&str>)> = all.iter().map(|one| (one.child.as_str(), one.differs)).collect();
        let found = [
            ("A4", None),
            ("B1", Some("not expected to count")),
            ("B2", Some("expected to count")),
            ("B3", None),
            ("B9", Some("expected in the cohort")),
        ];
        assert_eq!(said, found);
        assert_eq!(fault(&all).as_deref(), Some("3 children stand otherwise than expected"));
    }
}
