//! Cells of a column compared with each other.
//!
//! Takes a column and places in it; knows nothing of files, months or what the values mean.

use std::cmp::Ordering;

use super::values::{NO_CODE, NO_NUMBER, NO_WORD, Values, Words};
use crate::calendar::NO_DAY;

/// Whether a cell holds nothing.
pub fn is_empty(values: &Values, at: usize) -> bool {
    match values {
        Values::Days(days) => days[at] == NO_DAY,
        Values::Codes(codes) => codes[at] == NO_CODE,
        Values::Integers(integers) => integers[at] == NO_NUMBER,
        Values::Numbers(numbers) => numbers[at].is_nan(),
        Values::Words(words) => words.ids[at] == NO_WORD,
    }
}

/// A number in the order of the cells, for the first key column.
pub fn rank(values: &Values, at: usize) -> u32 {
    match values {
        Values::Days(days) => days[at].cast_unsigned() ^ 0x8000_0000,
        Values::Integers(integers) => integers[at].cast_unsigned() ^ 0x8000_0000,
        Values::Codes(codes) => u32::from(codes[at].wrapping_add(1)),
        Values::Numbers(_) | Values::Words(_) => 0,
    }
}

/// The order of two cells by content; the empty one is less.
pub fn compare_cells(values: &Values, a: usize, b: usize) -> Ordering {
    match values {
        Values::Days(days) => days[a].cmp(&days[b]),
        Values::Codes(codes) => codes[a].wrapping_add(1).cmp(&codes[b].wrapping_add(1)),
        Values::Integers(integers) => integers[a].cmp(&integers[b]),
        Values::Numbers(numbers) => {
            let known = |at: usize| if numbers[at].is_nan() { f64::NEG_INFINITY } else { numbers[at] };
            known(a).total_cmp(&known(b))
        }
        Values::Words(words) => {
            let (a, b) = (words.ids[a], words.ids[b]);
            if a == b { Ordering::Equal } else { word(words, a).cmp(&word(words, b)) }
        }
    }
}

fn word(words: &Words, id: u32) -> Option<&str> {
    words.words.get(id as usize).map(String::as_str)
}

/// The cells of the places in `keep`.
pub fn gather(values: Values, keep: &[u32]) -> Values {
    fn pick<T: Copy>(values: &[T], keep: &[u32]) -> Vec<T> {
        keep.iter().map(|at| values[*at as usize]).collect()
    }
    match values {
        Values::Days(days) => Values::Days(pick(&days, keep)),
        Values::Codes(codes) => Values::Codes(pick(&codes, keep)),
        Values::Integers(integers) => Values::Integers(pick(&integers, keep)),
        Values::Numbers(numbers) => Values::Numbers(pick(&numbers, keep)),
        Values::Words(words) => Values::Words(Words { ids: pick(&words.ids, keep), ..words }),
    }
}
