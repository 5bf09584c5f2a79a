//! Turns the text of a column into values: days, codes, numbers.
//!
//! Takes a column as polars read it, gives typed values with the faults met. An
//! unreadable cell is empty and reported with its row and value; it never costs
//! the row. Knows nothing of files, months or what the values mean.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use polars::prelude::StringChunked;

use super::date_forms::Years;
use super::identifiers::normal_into;
use super::in_words::Words as InWords;
use super::{blanks, days, decimals, in_words, months};
use crate::calendar::Day;
use crate::definitions::extract::{Column, ColumnKind};
use crate::problem::PLACES;
use crate::problem_codes::Code;

/// Stands for an empty cell in a column of codes.
pub const NO_CODE: u8 = u8::MAX;

/// Stands for a code that there is and nobody knows: the reason of an end that was seen by nobody.
pub const UNKNOWN_CODE: u8 = NO_CODE - 1;

/// Stands for an empty cell in a column of whole numbers.
pub const NO_NUMBER: i32 = i32::MIN;

/// Stands for an empty cell in a column of words.
pub const NO_WORD: u32 = u32::MAX;

/// The values of one column.
#[derive(Clone, Debug)]
pub enum Values {
    /// Days, or the first days of months; [`NO_DAY`](crate::calendar::NO_DAY) where empty.
    Days(Vec<Day>),
    /// Places in the column's list of codes, or 0 and 1; [`NO_CODE`] where empty.
    Codes(Vec<u8>),
    /// Whole numbers; [`NO_NUMBER`] where empty.
    Integers(Vec<i32>),
    /// Numbers; not a number where empty.
    Numbers(Vec<f64>),
    /// Words.
    Words(Words),
}

/// A column of words, each kept once.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// For each row the place of its word; [`NO_WORD`] where empty.
    pub ids: Vec<u32>,
    /// The words.
    pub words: Vec<String>,
    /// Of identifiers of one file, each as it was written first.
    pub written: Vec<String>,
    /// Of identifiers of one file, rows in which one is written in another way, a row for each.
    pub otherwise: Vec<u32>,
}

impl Words {
    /// The word of a row; nothing where it is empty.
    pub fn of(&self, row: usize) -> Option<&str> {
        let id = *self.ids.get(row)?;
        self.words.get(id as usize).map(String::as_str)
    }
}

/// Like faults of one column of one file.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What is wrong.
    pub code: Code,
    /// How often.
    pub count: u64,
    /// The first rows, counted from 0, with the value at fault.
    pub first: Vec<(u32, String)>,
}

impl Fault {
    /// One more of it.
    fn add(&mut self, row: u32, value: &str) {
        self.count += 1;
        if self.first.len() < PLACES {
            self.first.push((row, value.to_owned()));
        }
    }
}

/// Reads the values of a column of a file that speaks of a year.
pub fn read(text: &StringChunked, column: &Column, year: i32) -> (Values, Vec<Fault>) {
    match column.kind {
        ColumnKind::Date => days::read(text, Years::of(&column.name, year)),
        ColumnKind::Month => months::read(text),
        ColumnKind::Code => codes(text, column, year),
        ColumnKind::Flag => flags(text),
        ColumnKind::Integer => integers(text, column.range),
        ColumnKind::Number => numbers(text),
        ColumnKind::Text | ColumnKind::Child => words(text, false, |cell, word| word.push_str(cell)),
        ColumnKind::Identifier => words(text, true, normal_into),
        ColumnKind::Postcode => words(text, false, postcode_into),
    }
}

/// The cells of a column that hold a word for nothing; nothing where there are none.
pub fn blank_words(text: &StringChunked) -> Option<Fault> {
    let mut fault = Fault { code: Code::EmptyWords, count: 0, first: Vec::new() };
    let cells = text.downcast_iter().flat_map(|chunk| chunk.iter());
    for (row, cell) in cells.enumerate().filter_map(|(row, cell)| Some((row, cell?))) {
        // Before the trimming, which looks at every character: nearly every cell begins otherwise.
        let may_be = cell.as_bytes().first().is_some_and(|first| blanks::begins(*first));
        if may_be && blanks::is_word(trimmed(cell)) {
            fault.add(row as u32, cell.trim());
        }
    }
    (fault.count > 0).then_some(fault)
}

/// A postcode as it is compared: capitals without spaces.
pub fn postcode_into(cell: &str, word: &mut String) {
    let plain = cell.chars().filter(|c| !c.is_whitespace());
    word.extend(plain.map(|c| c.to_ascii_uppercase()));
}

/// Applies `parse` to every cell; an empty cell gives `empty`.
pub fn each<T: Copy>(text: &StringChunked, empty: T, parse: impl Fn(&[u8]) -> T) -> Vec<T> {
    let read = |cell: &str| match trimmed(cell) {
        [] => empty,
        cell => parse(cell),
    };
    let mut values = Vec::with_capacity(text.len());
    let mut slots = Slots::new(text.len(), empty);
    for (chunk, filled) in text.downcast_iter().zip(text.iter_validities()) {
        values.extend(chunk.views().iter().enumerate().map(|(at, view)| {
            if view.length == 0 || filled.is_some_and(|filled| !filled.get_bit(at)) {
                return empty;
            }
            match view.is_inline() {
                true => slots.get(view.as_u128(), || read(chunk.value(at))),
                false => read(chunk.value(at)),
            }
        }));
    }
    values
}

/// What short cells gave: a column has few values and many cells, and those that are alike are read once.
/// A slot that another value takes costs a second reading, and nothing else.
struct Slots<T> {
    slots: Vec<(u128, T)>,
    shift: u32,
}

impl<T: Copy> Slots<T> {
    /// For a column of so many cells.
    fn new(cells: usize, empty: T) -> Self {
        let bits = (cells / 8).next_power_of_two().ilog2().clamp(4, 14);
        // No short cell that is not empty is nought: its length stands in it.
        Slots { slots: vec![(0, empty); 1 << bits], shift: 64 - bits }
    }

    /// What a cell gave, by its length and text as one number.
    #[inline]
    fn get(&mut self, key: u128, read: impl FnOnce() -> T) -> T {
        let (low, high) = (key as u64, (key >> 64) as u64);
        let mixed = low.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ high.wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
        let slot = &mut self.slots[(mixed >> self.shift) as usize];
        if slot.0 != key {
            *slot = (key, read());
        }
        slot.1
    }
}

/// A cell without the space around it, the hard space of spreadsheets included.
#[inline]
fn trimmed(cell: &str) -> &[u8] {
    // Nearly every cell begins and ends with what no space begins or ends with.
    if matches!(cell.as_bytes(), [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~']) {
        return cell.as_bytes();
    }
    let cell = if cell.is_ascii() { cell } else { cell.trim() };
    cell.as_bytes().trim_ascii()
}

/// The cells that hold `bad`, as faults: those that hold a word or a date for nothing are told by themselves.
/// Nothing where there are none.
pub fn faults<T: PartialEq>(text: &StringChunked, values: &[T], bad: &T, code: Code) -> Vec<Fault> {
    let mut fault = Fault { code, count: 0, first: Vec::new() };
    let mut empty = Fault { code: Code::EmptyWords, count: 0, first: Vec::new() };
    for (row, _) in values.iter().enumerate().filter(|(_, value)| *value == bad) {
        let cell = text.get(row).unwrap_or_default().trim();
        let nothing = blanks::is_word(cell.as_bytes()) || (code == Code::UnreadableDate && blanks::is_date(cell.as_bytes()));
        let like = if nothing { &mut empty } else { &mut fault };
        like.add(row as u32, cell);
    }
    [fault, empty].into_iter().filter(|fault| fault.count > 0).collect()
}

fn codes(text: &StringChunked, column: &Column, year: i32) -> (Values, Vec<Fault>) {
    const BAD: u8 = NO_CODE - 1;
    let list = CodeList::new(column);
    let mut values = each(text, NO_CODE, |cell| list.find(cell).unwrap_or(BAD));
    let exact = |cell: &[u8]| list.find(cell);
    let otherwise = || InWords::of_codes(column, year, &exact);
    let read = Some(()).filter(|()| values.contains(&BAD)).and_then(|()| in_words::read(text, &mut values, BAD, &otherwise()));
    let mut found = faults(text, &values, &BAD, Code::UnknownCode);
    found.extend(read);
    (Values::Codes(blank(values, BAD, NO_CODE, &found)), found)
}

fn flags(text: &StringChunked) -> (Values, Vec<Fault>) {
    const BAD: u8 = NO_CODE - 1;
    let exact = |cell: &[u8]| match cell {
        b"0" | b"0.0" => Some(0),
        b"1" | b"1.0" => Some(1),
        _ => None,
    };
    let mut values = each(text, NO_CODE, |cell| exact(cell).unwrap_or(BAD));
    let words = || InWords::of_flags(&exact);
    let read = Some(()).filter(|()| values.contains(&BAD)).and_then(|()| in_words::read(text, &mut values, BAD, &words()));
    let mut found = faults(text, &values, &BAD, Code::UnknownCode);
    found.extend(read);
    (Values::Codes(blank(values, BAD, NO_CODE, &found)), found)
}

fn integers(text: &StringChunked, (min, max): (i64, i64)) -> (Values, Vec<Fault>) {
    const BAD: i32 = NO_NUMBER + 1;
    let values = each(text, NO_NUMBER, |cell| {
        std::str::from_utf8(cell)
            .ok()
            .map(|cell| cell.strip_suffix(".0").unwrap_or(cell))
            .and_then(|cell| cell.parse::<i64>().ok().or_else(|| decimals::whole(cell)))
            .filter(|number| (min..=max).contains(number))
            .and_then(|number| i32::try_from(number).ok())
            .unwrap_or(BAD)
    });
    let found = faults(text, &values, &BAD, Code::UnreadableNumber);
    (Values::Integers(blank(values, BAD, NO_NUMBER, &found)), found)
}

fn numbers(text: &StringChunked) -> (Values, Vec<Fault>) {
    let values = each(text, Some(f64::NAN), |cell| {
        std::str::from_utf8(cell)
            .ok()
            .and_then(|cell| cell.parse::<f64>().ok().or_else(|| decimals::number(cell)))
            .filter(|number| number.abs() < 1e12)
    });
    let found = faults(text, &values, &None, Code::UnreadableNumber);
    (Values::Numbers(values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect()), found)
}

/// Empties the bad cells; costs nothing where there are none.
pub fn blank<T: PartialEq + Copy>(mut values: Vec<T>, bad: T, empty: T, found: &[Fault]) -> Vec<T> {
    if !found.is_empty() {
        values.iter_mut().filter(|value| **value == bad).for_each(|value| *value = empty);
    }
    values
}

/// Keeps each word once; `normal` writes a cell as it is compared. Of identifiers it is kept how each is written.
fn words(text: &StringChunked, identifiers: bool, normal: impl Fn(&str, &mut String)) -> (Values, Vec<Fault>) {
    let mut known: HashMap<String, u32, FixedState> = HashMap::default();
    let mut column = Words { ids: Vec::with_capacity(text.len()), ..Words::default() };
    let mut told: Vec<bool> = Vec::new();
    let mut empty = Fault { code: Code::EmptyWords, count: 0, first: Vec::new() };
    let mut word = String::new();
    let mut slots = Slots::new(text.len(), (NO_WORD, false));
    for (chunk, filled) in text.downcast_iter().zip(text.iter_validities()) {
        for (at, view) in chunk.views().iter().enumerate() {
            if view.length == 0 || filled.is_some_and(|filled| !filled.get_bit(at)) {
                column.ids.push(NO_WORD);
                continue;
            }
            // The word's place, and whether it stands for nothing.
            let mut read = || {
                let cell = chunk.value(at).trim();
                let nothing = blanks::is_word(cell.as_bytes());
                word.clear();
                if !nothing {
                    normal(cell, &mut word);
                }
                let id = match known.get(word.as_str()) {
                    _ if word.is_empty() => NO_WORD,
                    Some(id) => *id,
                    None => {
                        let id = column.words.len() as u32;
                        column.words.push(word.clone());
                        if identifiers {
                            column.written.push(cell.to_owned());
                            told.push(false);
                        }
                        known.insert(word.clone(), id);
                        id
                    }
                };
                if identifiers && id != NO_WORD && !told[id as usize] && column.written[id as usize] != cell {
                    told[id as usize] = true;
                    column.otherwise.push(column.ids.len() as u32);
                }
                (id, nothing)
            };
            let (id, nothing) = if view.is_inline() { slots.get(view.as_u128(), read) } else { read() };
            if nothing {
                empty.add(column.ids.len() as u32, chunk.value(at).trim());
            }
            column.ids.push(id);
        }
    }
    (Values::Words(column), Some(empty).filter(|empty| empty.count > 0).into_iter().collect())
}

/// Finds a code's place in its list, local codes and capitals allowed for.
struct CodeList {
    short: HashMap<u64, u8, FixedState>,
    long: HashMap<Vec<u8>, u8, FixedState>,
}

impl CodeList {
    fn new(column: &Column) -> Self {
        let mut list = CodeList { short: HashMap::default(), long: HashMap::default() };
        let local = column.local_codes.iter().filter_map(|(local, code)| Some((local.as_str(), column.code(code)?)));
        let own = column.codes.iter().enumerate().map(|(at, code)| (code.code.as_str(), at as u8));
        for (code, at) in local.chain(own) {
            let code = code.to_uppercase().into_bytes();
            match packed(&code) {
                Some(key) => list.short.insert(key, at),
                None => list.long.insert(code, at),
            };
        }
        list
    }

    fn find(&self, cell: &[u8]) -> Option<u8> {
        let found = match packed(cell) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(&String::from_utf8_lossy(cell).to_uppercase().into_bytes()).copied(),
        };
        // A column of whole numbers that passed through a spreadsheet or a data frame.
        found.or_else(|| cell.strip_suffix(b".0").and_then(|whole| self.find(whole)))
    }
}

/// Up to eight bytes as one number, letters as capitals.
fn packed(code: &[u8]) -> Option<u64> {
    (code.len() <= 8).then(|| {
        code.iter().fold(1_u64, |sum, byte| {
            // The leading 1 is lost for eight bytes, where the length tells them from shorter ones.
            (sum << 8) | u64::from(byte.to_ascii_uppercase())
        })
    })
}
