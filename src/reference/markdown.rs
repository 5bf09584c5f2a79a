//! Pieces of Markdown, in GitHub's kind.
//!
//! Takes plain text and gives Markdown that shows it as it is. Knows nothing of definitions.

use super::COMMAND;

/// The beginning of a page: its heading, and a remark that it is written by the program.
pub fn head(title: &str) -> String {
    format!("<!-- Written by `{COMMAND}`. Change the definitions, not this page. -->\n\n# {}\n", prose(title))
}

/// Plain text with its code in backquotes: shown as it is, on one line.
pub fn prose(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts = line.split('`').enumerate().map(|(at, part)| {
        // Every second part stands between backquotes, where nothing has a meaning of its own.
        if at % 2 == 1 { part.to_owned() } else { part.replace('<', "&lt;").replace('*', "\\*") }
    });
    parts.collect::<Vec<_>>().join("`")
}

/// Text with a full stop, where it has none.
pub fn sentence(text: &str) -> String {
    let text = prose(text);
    if text.ends_with(['.', '!', '?', ':']) { text } else { text + "." }
}

/// Text as code, on one line.
pub fn code(text: &str) -> String {
    format!("`{}`", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Names as code: `` `a`, `b` or `c` `` with the last word given.
pub fn codes<'a>(names: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let names: Vec<String> = names.into_iter().map(code).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A table; cells are Markdown already.
pub fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut text = line(head.iter().map(|cell| (*cell).to_owned()).collect());
    text.push_str(&format!("|{}\n", "---|".repeat(head.len())));
    rows.into_iter().for_each(|row| text.push_str(&line(row)));
    text
}

/// The anchor that GitHub gives a heading.
pub fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shown_as_it_is() {
        assert_eq!(prose("2 * 3 <\n 7, not `a < b * c`"), "2 \\* 3 &lt; 7, not `a < b * c`");
        assert_eq!(codes(["a", "b", "c"], "or"), "`a`, `b` or `c`");
        assert_eq!(
            table(&["a", "b"], [vec!["1".to_owned(), "`x || y`".to_owned()]]),
            "| a | b |\n|---|---|\n| 1 | `x \\|\\| y` |\n"
        );
    }

    #[test]
    fn anchors_are_those_of_github() {
        assert_eq!(anchor("A row: `[[groups.rows]]`"), "a-row-groupsrows");
        assert_eq!(anchor("placed_for_adoption.DATE_PLACED"), "placed_for_adoptiondate_placed");
    }
}
