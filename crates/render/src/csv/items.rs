//! Items of filters as long as the Department takes them.
//!
//! Its screener warns of items of more than 120 characters, and its API does not take them. Councils' headings are
//! often longer. They are cut between words, those of one start made different by a number; the JSON, pages and
//! documents have them whole.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{COLUMNS, Column, Kind};
use super::values::Line;

/// The most characters of an item.
const LONGEST: usize = 120;

/// The items that are too long, by column, each with what stands for it.
pub(super) struct Items(BTreeMap<(&'static str, String), String>);

impl Items {
    /// Those of all lines.
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let mut items = BTreeMap::new();
        for column in COLUMNS.iter().filter(|column| tells_apart(column)) {
            let all: BTreeSet<String> = lines.iter().map(|line| (column.cell)(line)).collect();
            items.extend(shortened(&all).into_iter().map(|(whole, item)| ((column.name, whole), item)));
        }
        Items(items)
    }

    /// The cell of a line in a column.
    pub(super) fn cell(&self, column: &Column, line: &Line<'_>) -> String {
        let cell = (column.cell)(line);
        if !tells_apart(column) || cell.len() <= LONGEST {
            return cell;
        }
        let key = (column.name, cell);
        self.0.get(&key).cloned().unwrap_or(key.1)
    }
}

fn tells_apart(column: &Column) -> bool {
    matches!(column.kind, Kind::Filter { .. } | Kind::Grouping)
}

/// What stands for each of the items that are too long: different ones stay different, also from the others.
fn shortened(all: &BTreeSet<String>) -> BTreeMap<String, String> {
    let (long, short): (Vec<&String>, Vec<&String>) = all.iter().partition(|item| item.chars().count() > LONGEST);
    let mut taken: BTreeSet<String> = short.into_iter().cloned().collect();
    let mut found = BTreeMap::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for item in long {
        let mut short = cut(item, "");
        let number = numbers.entry(short.clone()).or_insert(1);
        while taken.contains(&short) {
            *number += 1;
            short = cut(item, &format!(" ({number})"));
        }
        taken.insert(short.clone());
        found.insert(item.clone(), short);
    }
    found
}

/// As many whole words as there is room for before the ending, and a sign that there are more.
fn cut(item: &str, ending: &str) -> String {
    let room = LONGEST - 1 - ending.chars().count();
    let start: String = item.chars().take(room + 1).collect();
    let words = start.rsplit_once(' ').map(|(words, _)| words.trim_end_matches([' ', ',', ';', ':', '.']));
    // A word of that length is broken.
    let kept: String = match words.filter(|words| words.chars().count() > LONGEST / 2) {
        Some(words) => words.to_owned(),
        None => start.chars().take(room).collect(),
    };
    format!("{kept}…{ending}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{LONGEST, shortened};

    #[test]
    fn long_items_are_cut_between_words_and_stay_different() {
        let start = "Every young person who leaves our care is helped by an adviser of their own choosing, keeps a home near";
        let items = [
            format!("{start} friends, and is in work or learning"),
            format!("{start} family, and is in work or learning"),
            // 103 and 17 characters: just as long as may be.
            format!("{start} the sea and hill"),
            "y".repeat(200),
            format!("{}z", "y".repeat(200)),
        ];
        let all: BTreeSet<String> = items.iter().cloned().collect();
        let short = shortened(&all);
        assert_eq!(short.len(), 4);
        assert_eq!(short[&items[0]], format!("{start} friends, and is…"));
        assert_eq!(short[&items[1]], format!("{start} family, and is…"));
        assert_eq!(short[&items[3]], format!("{}…", "y".repeat(119)));
        assert_eq!(short[&items[4]], format!("{}… (2)", "y".repeat(115)));
        assert!(short.values().all(|item| item.chars().count() <= LONGEST));
        assert_eq!(short.values().collect::<BTreeSet<_>>().len(), 4);
    }
}
