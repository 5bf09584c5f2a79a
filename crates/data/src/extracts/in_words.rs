//! Reads codes and flags as systems write them for people: with a letter before them, with their meaning behind
//! them, or in words alone.
//!
//! Takes the cells that are no code of the list, gives the code each stands for; where two could be meant, none.
//! Cells that are a code never come here.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use polars::prelude::StringChunked;

use super::values::Fault;
use crate::definitions::extract::Column;
use crate::problem::PLACES;
use crate::problem_codes::Code;

/// What the codes of a column are called.
pub struct Words<'a> {
    /// Finds a code as it stands.
    exact: &'a dyn Fn(&[u8]) -> Option<u8>,
    /// For each meaning its code; nothing where several have it.
    meanings: HashMap<String, Option<u8>, FixedState>,
}

impl<'a> Words<'a> {
    /// Those of a column of codes. Of several with one meaning the one of the collection year is meant.
    pub fn of_codes(column: &Column, year: i32, exact: &'a dyn Fn(&[u8]) -> Option<u8>) -> Self {
        let mut words = Words { exact, meanings: HashMap::default() };
        let is_current = |at: usize| column.codes.get(at).is_some_and(|code| code.from <= year && year <= code.until);
        for (at, code) in column.codes.iter().enumerate() {
            let of_year = is_current(at);
            let meant = words.meanings.entry(normal(&code.means)).or_insert(Some(at as u8));
            match *meant {
                Some(other) if other as usize == at => {}
                Some(other) if of_year && !is_current(usize::from(other)) => *meant = Some(at as u8),
                Some(other) if !of_year && is_current(usize::from(other)) => {}
                _ => *meant = None,
            }
        }
        // A local name in words is one in any spelling; a code's own meaning goes before it.
        for (local, code) in &column.local_codes {
            words.meanings.entry(normal(local)).or_insert_with(|| column.code(code));
        }
        words
    }

    /// Those of yes and no.
    pub fn of_flags(exact: &'a dyn Fn(&[u8]) -> Option<u8>) -> Self {
        let mut words = Words { exact, meanings: HashMap::default() };
        for (word, flag) in [("y", 1), ("yes", 1), ("true", 1), ("t", 1), ("n", 0), ("no", 0), ("false", 0), ("f", 0)] {
            words.meanings.insert(word.to_owned(), Some(flag));
        }
        words
    }

    /// The code that a cell stands for.
    fn find(&self, cell: &str) -> Option<u8> {
        const LONGEST: usize = 300;
        let cell = cell.trim();
        if cell.is_empty() || cell.len() > LONGEST {
            return None;
        }
        self.known(cell)
            .or_else(|| {
                let within = without_letter(cell)?;
                self.known(within).or_else(|| self.explained(within))
            })
            .or_else(|| self.explained(cell))
    }

    /// A code or its meaning.
    fn known(&self, text: &str) -> Option<u8> {
        (self.exact)(text.as_bytes()).or_else(|| self.meant(text))
    }

    fn meant(&self, text: &str) -> Option<u8> {
        self.meanings.get(&normal(text)).copied().flatten()
    }

    /// A code with its meaning: `U4: text`, `U4 - text`, `text (U4)`, `U4 text`.
    fn explained(&self, text: &str) -> Option<u8> {
        let ends = text.char_indices().filter(|(_, c)| matches!(c, ':' | '-' | '–' | '—' | '=' | '('));
        for (at, sign) in ends {
            let (head, tail) = (text[..at].trim(), text[at + sign.len_utf8()..].trim().trim_end_matches(')'));
            let inside = if sign == '(' { self.known(tail.trim()) } else { None };
            let found = match self.known(head) {
                // Words of another code beside it: one of the two is wrong.
                Some(code) if self.known(tail).is_some_and(|other| other != code) => return None,
                Some(code) => Some(code),
                None => inside,
            };
            if found.is_some() {
                return found;
            }
        }
        let (head, tail) = text.split_once(char::is_whitespace)?;
        let code = (self.exact)(head.as_bytes())?;
        (self.meant(tail) == Some(code)).then_some(code)
    }
}

/// What stands behind a letter that only counts: `a) Male`, `(b) No`.
fn without_letter(cell: &str) -> Option<&str> {
    let from = cell.strip_prefix('(').unwrap_or(cell);
    let end = from.find(')')?;
    let letters = &from[..end];
    let counts = (1..=2).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    let rest = from[end + 1..].trim();
    (counts && !rest.is_empty()).then_some(rest)
}

/// Words as they are compared: small letters and digits, a blank between, apostrophes left out.
fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !matches!(c, '\'' | '\u{2019}' | '\u{2018}')) {
        if c.is_alphanumeric() {
            normal.extend(c.to_lowercase());
        } else if !normal.ends_with(' ') && !normal.is_empty() {
            normal.push(' ');
        }
    }
    normal.truncate(normal.trim_end().len());
    normal
}

/// Reads the cells of `values` that are `bad`; gives a note of how many were read.
pub fn read(text: &StringChunked, values: &mut [u8], bad: u8, words: &Words<'_>) -> Option<Fault> {
    let mut known: HashMap<&str, Option<u8>, FixedState> = HashMap::default();
    let mut fault = Fault { code: Code::CodesInWords, count: 0, first: Vec::new() };
    for (row, value) in values.iter_mut().enumerate().filter(|(_, value)| **value == bad) {
        let Some(cell) = text.get(row) else { continue };
        if let Some(code) = *known.entry(cell).or_insert_with(|| words.find(cell)) {
            *value = code;
            fault.count += 1;
            if fault.first.len() < PLACES {
                fault.first.push((row as u32, String::new()));
            }
        }
    }
    (fault.count > 0).then_some(fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::extract::{CodeMeaning, ColumnKind};

    fn column(codes: &[(&str, &str, i32, i32)]) -> Column {
        let codes = codes.iter().map(|(code, means, from, until)| CodeMeaning {
            code: (*code).to_owned(),
            means: (*means).to_owned(),
            from: *from,
            until: *until,
        });
        Column {
            name: "PLACE".to_owned(),
            span: 0..0,
            kind: ColumnKind::Code,
            means: String::new(),
            required: false,
            optional: false,
            local: Vec::new(),
            range: (0, 0),
            codes: codes.collect(),
            local_codes: Vec::new(),
        }
    }

    const EVER: (i32, i32) = (i32::MIN, i32::MAX);

    #[test]
    fn a_code_is_found_with_its_letter_with_its_meaning_and_by_its_meaning() {
        let column = column(&[
            ("K2", "Children's home", EVER.0, EVER.1),
            ("U4", "Foster placement, long term", EVER.0, EVER.1),
            ("S1", "Residential school", EVER.0, EVER.1),
        ]);
        let exact = |cell: &[u8]| column.code(&String::from_utf8_lossy(cell).to_uppercase());
        let words = Words::of_codes(&column, 2018, &exact);
        for cell in [
            "a) K2",
            "(a) k2",
            "K2: Home",
            "K2 - Children's home",
            "K2 – a home",
            "K2-Home",
            "children’s HOME",
            "Childrens home",
            "c) Children's home",
            "K2 Children's home",
            "Children's home (K2)",
            "d) K2: Home",
        ] {
            assert_eq!(words.find(cell), Some(0), "{cell}");
        }
        for cell in ["K2: Residential school", "K9: Home", "K2 Home", "a)", "Home", "", "abc) K2"] {
            assert_eq!(words.find(cell), None, "{cell}");
        }
        assert_eq!(words.find("Foster placement - long term"), Some(1));
    }

    #[test]
    fn of_two_codes_with_one_meaning_the_one_of_the_year_is_meant() {
        let column =
            column(&[("1", "Male", EVER.0, 2024), ("M", "Male", 2025, EVER.1), ("X", "Both", 0, 1), ("Y", "Both", 0, 1)]);
        let exact = |cell: &[u8]| column.code(&String::from_utf8_lossy(cell));
        assert_eq!(Words::of_codes(&column, 2018, &exact).find("a) Male"), Some(0));
        assert_eq!(Words::of_codes(&column, 2026, &exact).find("male"), Some(1));
        assert_eq!(Words::of_codes(&column, 2026, &exact).find("both"), None);
    }

    #[test]
    fn yes_and_no_in_every_dress() {
        let exact = |cell: &[u8]| match cell {
            b"0" => Some(0),
            b"1" => Some(1),
            _ => None,
        };
        let words = Words::of_flags(&exact);
        for (cell, flag) in [
            ("Y", Some(1)),
            ("yes", Some(1)),
            ("TRUE", Some(1)),
            ("a) Yes", Some(1)),
            ("1 - Yes", Some(1)),
            ("Y: Yes", Some(1)),
            ("n", Some(0)),
            ("No", Some(0)),
            ("False", Some(0)),
            ("b) No", Some(0)),
            ("0: No", Some(0)),
            ("1 - No", None),
            ("2", None),
            ("maybe", None),
            ("-1", None),
            ("Yes and no", None),
        ] {
            assert_eq!(words.find(cell), flag, "{cell}");
        }
    }
}
