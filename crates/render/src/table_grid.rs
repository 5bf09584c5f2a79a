//! Cells side by side on the terminal: how text is broken, how wide columns are, how a line is drawn.
//!
//! Takes the cells of a table as text, gives lines no wider than the terminal. Numbers are kept whole; what two columns
//! of words are left is shared so that the table is shortest. Knows nothing of scorecards.

use super::wrap::{lines, width as size};

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Its heading.
    pub head: String,
    /// Whether its cells stand right.
    pub right: bool,
    /// The most that it is given, where it is of numbers or marks; words share what is left.
    pub most: Option<usize>,
}

impl Column {
    /// A column of words.
    pub fn words(head: &str) -> Self {
        Column { head: head.to_owned(), right: false, most: None }
    }

    /// A column of marks or short words, at the left.
    pub fn mark(head: &str, most: usize) -> Self {
        Column { head: head.to_owned(), right: false, most: Some(most) }
    }

    /// A column of numbers.
    pub fn number(head: &str, most: usize) -> Self {
        Column { head: head.to_owned(), right: true, most: Some(most) }
    }
}

/// A character that breaks no line: it is drawn as a space.
pub(super) const HARD_SPACE: char = '\u{a0}';

/// What the columns of a table need, before words have shared what is left.
struct Needs {
    /// The widths of columns of numbers and marks; nought for words.
    widths: Vec<usize>,
    /// The columns of words, each with the least and the most that it makes use of.
    words: Vec<(usize, usize, usize)>,
    /// What is left for words.
    left: usize,
}

/// What columns need within a terminal; nothing where words would have less than `room` asks for them, in their order,
/// where their cells need as much.
fn needs(columns: &[Column], rows: &[Vec<String>], width: usize, room: &[usize]) -> Option<Needs> {
    let wish = |at: usize, column: &Column| -> (usize, usize) {
        // Two numbers with a stroke between them may stand one above the other.
        let breaks = column.most.is_some_and(|most| most < usize::MAX);
        let cells = rows.iter().filter_map(|row| row.get(at)).map(String::as_str).chain([column.head.as_str()]);
        cells.fold((0, 0), |(longest, whole), cell| {
            let stroke = |word: &str| if breaks { word.split_inclusive('/').map(size).max() } else { Some(size(word)) };
            let word = cell.split([' ', '\n']).filter_map(stroke).max().unwrap_or(0);
            (longest.max(word), whole.max(cell.split('\n').map(size).max().unwrap_or(0)))
        })
    };
    let mut widths = Vec::new();
    let mut words = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let (word, whole) = wish(at, column);
        if column.most.is_none() {
            words.push((at, whole.min(*room.get(words.len())?), whole));
        }
        widths.push(column.most.map_or(0, |most| most.min(whole).max(word)));
    }
    let left = width.checked_sub(widths.iter().sum::<usize>() + columns.len().saturating_sub(1))?;
    (words.iter().map(|(_, least, _)| least).sum::<usize>() <= left).then_some(Needs { widths, words, left })
}

/// Whether a table has room in a terminal, with so much for each of its columns of words.
pub(super) fn fits(columns: &[Column], rows: &[Vec<String>], width: usize, room: &[usize]) -> bool {
    needs(columns, rows, width, room).is_some()
}

/// The widths of columns within a terminal, of which one or two are of words; nothing where these would have less than
/// `room` asks for them.
pub(super) fn widths(columns: &[Column], rows: &[Vec<String>], width: usize, room: &[usize]) -> Option<Vec<usize>> {
    let Needs { mut widths, words, left } = needs(columns, rows, width, room)?;
    match words.as_slice() {
        [(only, ..)] => *widths.get_mut(*only)? = left,
        [(first, least_first, _), (second, least, most)] => {
            let most = (*most).min(left - least_first).max(*least);
            // Of the others the height is the same whatever these two share.
            let others: Vec<usize> = rows.iter().map(|row| height_without(row, [*first, *second], &widths)).collect();
            let lines_of = |row: &Vec<String>, at: usize, width| row.get(at).map_or(0, |cell| height(cell, width));
            let both = |row: &Vec<String>, share| lines_of(row, *first, left - share).max(lines_of(row, *second, share));
            let all = |share| rows.iter().zip(&others).map(|(row, others)| both(row, share).max(*others)).sum::<usize>();
            let best = (*least..=most).min_by_key(|share| all(*share))?;
            *widths.get_mut(*first)? = left - best;
            *widths.get_mut(*second)? = best;
        }
        _ => return None,
    }
    Some(widths)
}

/// How many lines a row takes but for two of its cells.
fn height_without(row: &[String], without: [usize; 2], widths: &[usize]) -> usize {
    let cells = row.iter().zip(widths).enumerate().filter(|(at, _)| !without.contains(at));
    cells.map(|(_, (cell, width))| height(cell, *width)).max().unwrap_or(0)
}

/// How many lines a cell takes in so many columns.
fn height(cell: &str, width: usize) -> usize {
    if cell.len() <= width && !cell.contains('\n') { 1 } else { lines(cell, width).len() }
}

/// A row of cells in columns of these widths, each line ended; `paint` gives a piece of a cell its style.
pub(super) fn draw(cells: &[String], columns: &[Column], widths: &[usize], paint: impl Fn(usize, &str) -> String) -> String {
    let broken: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| lines(cell, *width)).collect();
    let high = broken.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for at in 0..high {
        let mut line = String::new();
        let mut blank = 0;
        for (place, ((lines, column), width)) in broken.iter().zip(columns).zip(widths).enumerate() {
            let piece = lines.get(at).map(String::as_str).unwrap_or_default();
            let space = width.saturating_sub(size(piece));
            let (before, after) = if column.right { (space, 0) } else { (0, space) };
            blank += before;
            if !piece.is_empty() {
                line.push_str(&" ".repeat(blank));
                line.push_str(&paint(place, &piece.replace(HARD_SPACE, " ")));
                blank = 0;
            }
            blank += after + 1;
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// A row as lines of its own, where columns have no room: the first cell, and below it each other with its heading.
pub(super) fn card(cells: &[String], columns: &[Column], width: usize, paint: impl Fn(usize, &str) -> String) -> String {
    let mut text = String::new();
    for (place, (cell, column)) in cells.iter().zip(columns).enumerate() {
        let cell = cell.replace(['\n', HARD_SPACE], " ");
        if cell.trim().is_empty() {
            continue;
        }
        if place == 0 {
            text.extend(lines(&cell, width).iter().map(|line| format!("{}\n", paint(place, line))));
            continue;
        }
        let head = format!("  {}: ", column.head);
        let size = size(&head);
        for (at, line) in lines(&cell, width.saturating_sub(size).max(8)).iter().enumerate() {
            let before = if at == 0 { head.clone() } else { " ".repeat(size) };
            text.push_str(&format!("{before}{}\n", paint(place, line)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_between_words_and_long_words_behind_a_hyphen() {
        assert_eq!(lines("better than a year ago (67.2%)", 16), ["better than a", "year ago (67.2%)"]);
        assert_eq!(lines("placed-over-20-miles-outside", 12), ["placed-over-", "20-miles-", "outside"]);
        assert_eq!(lines("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(lines("one\ntwo three", 9), ["one", "two three"]);
        assert_eq!(lines("", 9), [""]);
    }

    #[test]
    fn words_share_what_numbers_leave_so_that_the_table_is_shortest() {
        let columns = [Column::words("Promise"), Column::number("Figure", 7), Column::words("Target")];
        let row = |title: &str, figure: &str, target: &str| vec![title.to_owned(), figure.to_owned(), target.to_owned()];
        let rows = [row("a b", "51165/54043", "better than a year ago (67.2%)")];
        // Two numbers may stand one above the other, each whole: 7. Of 40 that leaves 31 between two spaces.
        assert_eq!(widths(&columns, &rows, 40, &[10, 10]), Some(vec![15, 7, 16]));
        assert_eq!(widths(&columns, &rows, 20, &[10, 10]), None);
        let drawn = draw(&rows[0], &columns, &[15, 7, 16], |_, text| text.to_owned());
        assert_eq!(drawn, "a b              51165/ better than a\n                  54043 year ago (67.2%)\n");
        assert_eq!(
            card(&rows[0], &columns, 22, |_, text| text.to_owned()),
            "a b\n  Figure: 51165/54043\n  Target: better than\n          a year ago\n          (67.2%)\n"
        );
    }
}
