//! The lines of a file that can be of use, found before any is split into cells.
//!
//! Published files have tens of thousands of rows of which few are wanted. A line that does not hold the
//! words of any wanted row is passed over.

use super::mapping::Plan;

/// The text of the lines that can be wanted, with the row of each as a spreadsheet numbers it.
pub struct Wanted {
    /// The lines, each with its end.
    pub text: String,
    /// Their rows; the header is row 1.
    pub rows: Vec<u64>,
}

/// Picks the lines of a text whose first is the header.
pub fn wanted(text: &str, plan: &Plan) -> Wanted {
    let keys: Vec<&Vec<String>> = plan.rows.iter().flat_map(|rows| rows.uses.keys()).collect();
    let mut found = Wanted { text: String::with_capacity(text.len() / 4), rows: Vec::new() };
    for (at, line) in text.lines().enumerate().skip(1) {
        // A quote within a cell is written twice, so that words holding one would not be found.
        let holds = |word: &String| word.contains('"') || line.contains(word.as_str());
        if keys.iter().any(|key| key.iter().all(holds)) {
            found.text.push_str(line);
            found.text.push('\n');
            found.rows.push(at as u64 + 1);
        }
    }
    found
}
