//! Questions, returns and judgements in the files that no row of any scorecard asks for, with the name that was perhaps meant.

use std::collections::{BTreeMap, BTreeSet};

use super::plain;
use crate::definitions::{Feed, Layout, ScorecardDefinition};
use crate::extracts::{Extract, Extracts, NO_WORD, plural};
use crate::nearest::{nearest, suggestion};
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;

/// A kind of name: the file, its column, one and many of them in words, and what of a row is of the kind.
type Named = (&'static str, &'static str, &'static str, &'static str, fn(&Feed) -> Option<&str>);

/// Tells of names that no row of `scorecards` asks for.
pub fn report_unasked(scorecards: &[ScorecardDefinition], extracts: &Extracts, layouts: &[Layout], problems: &mut Vec<Problem>) {
    let feeds = || scorecards.iter().flat_map(|one| &one.groups).flat_map(|group| &group.rows).map(|row| &row.feed);
    let kinds: [Named; 3] = [
        ("survey", "QUESTION", "question", "questions", |feed| match feed {
            Feed::Survey(name) => Some(name),
            _ => None,
        }),
        ("returns", "MEASURE", "measure", "measures", |feed| match feed {
            Feed::Return(name) => Some(name),
            _ => None,
        }),
        ("narrative", "MEASURE", "judgement", "judgements", |feed| match feed {
            Feed::Narrative(name) => Some(name),
            _ => None,
        }),
    ];
    for (file, column, one, many, named) in kinds {
        let found = extracts.by_id.get(file).zip(layouts.iter().find(|layout| layout.id == file));
        let Some((extract, layout)) = found else { continue };
        let asked: BTreeSet<&str> = feeds().filter_map(named).collect();
        let held = held(extract, layout, column);
        let known: BTreeSet<String> = asked.iter().map(|name| plain(name)).collect();
        let unasked: Vec<(&str, usize)> =
            held.into_iter().filter(|(name, _)| !known.contains(name)).map(|(_, held)| held).collect();
        if unasked.is_empty() {
            continue;
        }
        // A name that the file has is no slip for another.
        let said = unasked.iter().take(PLACES).map(|(name, _)| match suggestion(nearest(name, asked.iter().copied())) {
            Some(near) => format!("'{name}' ({near})"),
            None => format!("'{name}'"),
        });
        let count = unasked.len() as u64;
        let more = if unasked.len() > PLACES { ", ..." } else { "" };
        let message = format!(
            "no row of any scorecard asks for {count} {} of {file}: {}{more}",
            plural(count, one, many),
            said.collect::<Vec<_>>().join(", ")
        );
        let problem = Problem::new(Code::NotAsked, message).times(count);
        problems.push(
            unasked
                .iter()
                .take(PLACES)
                .fold(problem, |problem, (_, at)| problem.at(extract.place_in(*at, layout.column(column)))),
        );
    }
}

/// The names that a column holds, each by its plain spelling as the first row has it, with that row.
fn held<'a>(extract: &'a Extract, layout: &Layout, column: &str) -> BTreeMap<String, (&'a str, usize)> {
    let mut held = BTreeMap::new();
    let Some(words) = layout.column(column).and_then(|column| extract.words(column)) else { return held };
    for (at, id) in words.ids.iter().enumerate().filter(|(_, id)| **id != NO_WORD) {
        if let Some(name) = words.words.get(*id as usize) {
            held.entry(plain(name)).or_insert((name.as_str(), at));
        }
    }
    held
}
