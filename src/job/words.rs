//! Words that conditions ask for and that no row of their column holds: a misspelt team would be a team without a child.

use std::collections::BTreeSet;

use crate::definitions::Layout;
use crate::definitions::reader::Text;
use crate::extracts::Extracts;
use crate::measure::Compiled;
use crate::nearest::{nearest, suggestion};
use crate::plain;
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::tables::{joined, word_groups};

/// Tells words of conditions that their columns hold in no row, however old; nothing of a column that no extract has.
pub(super) fn report(compiled: &[Compiled<'_>], extracts: &Extracts, layouts: &[Layout], problems: &mut Vec<Problem>) {
    let mut told: BTreeSet<(String, String)> = BTreeSet::new();
    for one in compiled {
        for (condition, text) in one.conditions() {
            for (column, word) in condition.words() {
                let Some(spec) = one.table.column(column) else { continue };
                let Some(words) = joined::words_of(spec, extracts, layouts) else { continue };
                let used: BTreeSet<u32> = words.ids.iter().copied().collect();
                let there = (0_u32..).zip(&words.words).filter(|(id, _)| used.contains(id)).map(|(_, there)| plain::words(there));
                let there: BTreeSet<String> = there.filter(|there| !there.is_empty()).collect();
                let known = there.iter().any(|there| plain::alike(there) == word);
                if known || there.is_empty() || !told.insert((spec.needs.join(" "), word.to_owned())) {
                    continue;
                }
                let small: Vec<String> = there.iter().map(|there| plain::alike(there)).collect();
                // Words that tell who somebody is are shown to nobody.
                let near = nearest(word, small.iter().map(String::as_str)).filter(|_| word_groups::make_groups(&words));
                let near = near.and_then(|near| there.iter().find(|there| plain::alike(there) == near));
                let label = suggestion(near.map(String::as_str)).unwrap_or_else(|| "in no row".to_owned());
                problems.push(
                    Problem::new(Code::WordNotFound, format!("no row has '{word}' as its '{column}'"))
                        .snippet(one.indicator.file.snippet(place(text, word), label)),
                );
            }
        }
    }
}

/// Where a word stands in a condition, or all of it.
fn place(text: &Text, word: &str) -> std::ops::Range<usize> {
    let at = text.value.to_lowercase().find(word).filter(|_| text.value.is_ascii() && text.span.len() == text.value.len() + 2);
    match at {
        // Within its quotes.
        Some(at) => text.span.start + 1 + at..text.span.start + 1 + at + word.len(),
        None => text.span.clone(),
    }
}
