//! What arrived in the input folder, as a table of at most 80 columns for those who sent it.

use super::wrap::{lines, width};
use scorecard_core::arrived::Arrived;
use scorecard_core::calendar::{self, Day};

/// The width that the table keeps to where there is as much.
const WIDTH: usize = 80;

/// The columns that stand behind the name of an extract.
const BEHIND: usize = 6 + 10 + 2 + 12 + 12;

/// How far words below an extract stand in.
const INDENT: usize = 4;

/// How many indicators are named.
const NAMED: usize = 3;

/// The table: a line for each extract, and below it where it was read from and what it lacks for whom.
pub fn render(arrived: &[Arrived], width: usize) -> String {
    let width = width.min(WIDTH);
    let name = 28.min(width.saturating_sub(BEHIND - 2));
    let (there, missing): (Vec<&Arrived>, Vec<&Arrived>) = arrived.iter().partition(|one| !one.files.is_empty());
    if arrived.is_empty() {
        return String::new();
    }
    let mut text = format!("{:<name$}{:>6}{:>10}  {:<12}{}\n", "Extract", "Files", "Rows", "First day", "Last day");
    text.push_str(&"-".repeat(width));
    text.push('\n');
    for one in there {
        let (first, last) = one.days.map_or((String::new(), String::new()), |(first, last)| (shown(first), shown(last)));
        let line = format!(
            "{:<name$}{:>6}{:>10}  {first:<12}{last:<12}",
            named(&one.extract, name, &mut text),
            one.files.len(),
            one.rows
        );
        text.push_str(line.trim_end());
        text.push('\n');
        below(&mut text, width, &format!("from {}", named_files(&one.files)));
        for (column, ids) in &one.lacks {
            below(&mut text, width, &format!("no {column}: {}", indicators(ids)));
        }
    }
    for one in missing {
        let why = if one.unusable { "cannot be used" } else { "not there" };
        let extract = named(&one.extract, name, &mut text);
        text.push_str(&format!("{extract:<name$}{why}\n"));
        if !one.needed_by.is_empty() {
            below(&mut text, width, &indicators(&one.needed_by));
        }
    }
    text
}

/// The name of an extract; one without room before its figures stands above them.
fn named<'a>(extract: &'a str, room: usize, text: &mut String) -> &'a str {
    if width(extract) < room {
        return extract;
    }
    text.push_str(&format!("{extract}\n"));
    ""
}

fn below(text: &mut String, width: usize, words: &str) {
    for line in lines(words, width - INDENT) {
        text.push_str(&format!("{:INDENT$}{line}\n", ""));
    }
}

/// A day as the extracts write it.
fn shown(day: Day) -> String {
    let iso = calendar::iso(day);
    let parts: Vec<&str> = iso.splitn(3, '-').collect();
    match parts.as_slice() {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => iso,
    }
}

fn named_files(files: &[String]) -> String {
    match files {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [first, .., last] => format!("{first} to {last}"),
    }
}

fn indicators(ids: &[String]) -> String {
    let named = ids.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match ids.len() {
        1 => format!("1 indicator has no data: {named}"),
        number if number > NAMED => format!("{number} indicators have no data: {named}, ..."),
        number => format!("{number} indicators have no data: {named}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_tells_what_was_read_from_where_and_what_lacks_for_whom() {
        let ids = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let arrived = [
            Arrived {
                extract: "episodes".to_owned(),
                files: vec!["month.xlsx, sheet SSDA903 Episodes of the year to March, as it came from the system".to_owned()],
                rows: 213,
                days: calendar::day(1997, 11, 8).zip(calendar::day(2018, 3, 28)),
                lacks: vec![("HOME_POST".to_owned(), ids("a b c d"))],
                ..Arrived::default()
            },
            Arrived { extract: "missing".to_owned(), needed_by: ids("missing-children"), ..Arrived::default() },
        ];
        let expected = "\
Extract                      Files      Rows  First day   Last day
--------------------------------------------------------------------------------
episodes                         1       213  08/11/1997  28/03/2018
    from month.xlsx, sheet SSDA903 Episodes of the year to March, as it came
    from the system
    no HOME_POST: 4 indicators have no data: a, b, c, ...
missing                     not there
    1 indicator has no data: missing-children
";
        assert_eq!(render(&arrived, 120), expected);
    }
}
