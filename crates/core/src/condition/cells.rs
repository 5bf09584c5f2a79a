//! Columns of plain cells, as conditions read them and give them.

use std::collections::HashMap;

use crate::plain::alike;

/// A column of text, each different word once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    /// For each row the place of its word; none where it is empty.
    pub rows: Vec<Option<u32>>,
    /// The words, as they are compared: [`crate::plain::alike`].
    pub words: Vec<String>,
}

impl Texts {
    /// Of the text of each row.
    pub fn of<'a>(rows: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut texts = Texts::default();
        // By the text as it is written, and as it is compared.
        let mut written: HashMap<&str, Option<u32>> = HashMap::new();
        let mut known: HashMap<String, u32> = HashMap::new();
        for text in rows {
            let place = text.and_then(|text| {
                *written.entry(text).or_insert_with(|| {
                    let word = alike(text);
                    let words = &mut texts.words;
                    (!word.is_empty()).then(|| {
                        *known.entry(word.clone()).or_insert_with(|| {
                            words.push(word);
                            words.len() as u32 - 1
                        })
                    })
                })
            });
            texts.rows.push(place);
        }
        texts
    }
}

/// A column of cells of one kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// True or false.
    YesNo(Vec<Option<bool>>),
    /// Whole numbers, and days.
    Whole(Vec<Option<i64>>),
    /// Numbers; none is infinite or no number.
    Number(Vec<Option<f64>>),
    /// Codes, each by its place in the column's list.
    Codes(Vec<Option<u8>>),
    /// Text.
    Text(Texts),
}

/// What a condition gives on rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluated {
    /// The value of each row.
    pub cells: Cells,
    /// By row, whether it has no value since reckoning gave no number, such as 1 / 0; empty where no row is so.
    pub no_number: Vec<bool>,
}

impl Evaluated {
    /// By row, whether it holds; nothing where a value that it needs is missing.
    pub fn holds(self) -> Vec<Option<bool>> {
        match self.cells {
            Cells::YesNo(cells) => cells,
            Cells::Whole(cells) => vec![None; cells.len()],
            Cells::Number(cells) => vec![None; cells.len()],
            Cells::Codes(cells) => vec![None; cells.len()],
            Cells::Text(texts) => vec![None; texts.rows.len()],
        }
    }

    /// By row, its number; yes is 1 and no is 0.
    pub fn numbers(&self) -> Vec<Option<f64>> {
        match &self.cells {
            Cells::YesNo(cells) => cells.iter().map(|cell| cell.map(f64::from)).collect(),
            Cells::Whole(cells) => cells.iter().map(|cell| cell.map(|whole| whole as f64)).collect(),
            Cells::Number(cells) => cells.clone(),
            Cells::Codes(cells) => vec![None; cells.len()],
            Cells::Text(texts) => vec![None; texts.rows.len()],
        }
    }

    /// Whether its numbers are whole by their kind.
    pub fn is_whole(&self) -> bool {
        !matches!(self.cells, Cells::Number(_))
    }
}
