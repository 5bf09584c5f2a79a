//! What lies beside the folder that was named, or is called otherwise: what may have been meant.
//!
//! Takes names of folders, gives words and problems; opens no file.

use std::path::Path;

use crate::calendar::Month;
use crate::nearest::{nearest, suggestion};
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;

/// What is said beside the name of a folder that is not there: the one of nearly that name, if there is one.
pub fn similar_folder(path: &Path) -> String {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { return String::new() };
    let names: Vec<String> = folders(parent(path)).collect();
    let near = nearest(&name, names.iter().map(String::as_str)).map(|near| path.with_file_name(near).display().to_string());
    suggestion(near.as_deref()).map(|near| format!(": {near}")).unwrap_or_default()
}

/// That a folder is the one of a month, and those of other months lie beside it unread.
pub(super) fn one_too_deep(folder: &Path) -> Option<Problem> {
    let folder = folder.canonicalize().ok()?;
    let own: Month = folder.file_name()?.to_string_lossy().parse().ok()?;
    let above = folder.parent()?;
    let others = folders(above).filter_map(|name| name.parse::<Month>().ok()).filter(|month| *month != own).count();
    if others == 0 {
        return None;
    }
    let (more, are) =
        if others == 1 { ("1 more month lies".to_owned(), "is") } else { (format!("{others} more months lie"), "are") };
    let message = format!("this is the folder of {own} alone: {more} beside it and {are} not read");
    let help = format!("Name the folder above, '{}', to have every month.", above.file_name()?.to_string_lossy());
    Some(Problem::new(Code::FolderOfOneMonth, message).times(others as u64).help(help))
}

/// One problem of all folders that are called after a month in another way.
pub(super) fn misnamed(names: &[(String, Option<Month>)]) -> Option<Problem> {
    let first = names.first()?;
    let shown = |(name, meant): &(String, Option<Month>)| match meant {
        Some(month) => format!("'{name}' (call it {month})"),
        None => format!("'{name}' (which month is it?)"),
    };
    let more = if names.len() > PLACES { ", ..." } else { "" };
    let list = names.iter().take(PLACES).map(shown).collect::<Vec<_>>().join(", ");
    let message = match names.len() {
        1 => format!("the folder {} is not read: a month's folder is called YYYY-MM", shown(first)),
        number => format!("{number} folders are not read, since a month's folder is called YYYY-MM: {list}{more}"),
    };
    Some(Problem::new(Code::MisnamedMonth, message).times(names.len() as u64))
}

/// The month that the name of a folder may stand for; nothing where it is no name of a month. A year has no month of its own.
pub(super) fn month_meant(name: &str) -> Option<Option<Month>> {
    let parts: Vec<String> = words(name);
    let number = |word: &str, least: usize, most: usize| -> Option<i32> {
        let fits = (least..=most).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
        word.parse().ok().filter(|_| fits)
    };
    let year = |word: &str| number(word, 4, 4).filter(|year| (1990..=2100).contains(year));
    let short_year = |word: &str| number(word, 2, 2).map(|year| 2000 + year);
    let month = |word: &str| {
        let named = |name: &&str| name.to_lowercase().starts_with(&word.to_lowercase()) && word.len() >= 3;
        number(word, 1, 2).filter(|month| (1..=12).contains(month)).or_else(|| {
            let at = MONTHS.iter().position(named)?;
            i32::try_from(at + 1).ok()
        })
    };
    let of = |year: i32, month: i32| Month::new(year, u32::try_from(month).ok()?);
    match parts.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [one] => match (one.get(..4).and_then(year), one.get(4..).and_then(|rest| number(rest, 2, 2))) {
            (Some(first), Some(second)) if (1..=12).contains(&second) => Some(of(first, second)),
            _ => None,
        },
        [first, second] => {
            if let (Some(first), Some(after)) = (year(first), number(second, 2, 4)) {
                let next = first + 1;
                if after == next || after == next % 100 && after > 12 {
                    return Some(None);
                }
            }
            if let (Some(year), Some(month)) = (year(first), month(second)) {
                return Some(of(year, month));
            }
            let is_named = !second.is_empty() && first.bytes().all(|byte| byte.is_ascii_alphabetic());
            let year = year(second).or_else(|| short_year(second).filter(|_| is_named))?;
            Some(of(year, month(first)?))
        }
        _ => None,
    }
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// The words and numbers of a name.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for letter in name.chars() {
        let kind = if letter.is_ascii_digit() {
            Some(0)
        } else if letter.is_alphabetic() {
            Some(1)
        } else {
            None
        };
        match (kind, words.last_mut()) {
            (Some(_), Some(word)) if kind == last => word.push(letter),
            (Some(_), _) => words.push(letter.to_string()),
            (None, _) => {}
        }
        last = kind;
    }
    words
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The names of the folders in a folder, in order.
fn folders(folder: &Path) -> impl Iterator<Item = String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_called_after_a_month_in_another_way_are_known() {
        let march = Some("2026-03".parse::<Month>().ok());
        for name in
            ["March 2026", "2026_03", "2026-3", "202603", "2026 March", "Mar-26", "mar2026", "03-2026", "3.2026", "2026.03"]
        {
            assert_eq!(month_meant(name), march, "{name}");
        }
        for name in ["2025-26", "2025 2026", "2025-2026"] {
            assert_eq!(month_meant(name), Some(None), "{name}");
        }
        // What is said of a year that could be a month is a month: 2011-12.
        assert_eq!(month_meant("2011_12"), Some("2011-12".parse().ok()));
        for name in ["old", "backup 2", "2026", "Teams", "13-2026", "2026-13", "ma 2026", "v2"] {
            assert_eq!(month_meant(name), None, "{name}");
        }
    }
}
