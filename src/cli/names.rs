//! Finds what a name on the command line stands for: an indicator, a row as a board paper shows it, or words.

use super::Wrong;
use scorecard::definitions::{Broken, Catalogue, Feed, Indicator, Part, RowDefinition, ScorecardDefinition};
use scorecard::nearest::{nearest, suggestion};

/// What a name stands for.
#[derive(Debug)]
pub enum Named<'a> {
    /// An indicator, with the row that named it.
    Indicator(&'a Indicator, Option<Row<'a>>),
    /// A row that no indicator measures.
    Row(Row<'a>),
    /// A definition with a mistake.
    Broken(&'a Broken),
}

/// A row with its scorecard.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The scorecard.
    pub scorecard: &'a ScorecardDefinition,
    /// The row.
    pub row: &'a RowDefinition,
}

/// What a name stands for, in one scorecard where it is named: the id of an indicator, or that of a row.
///
/// # Errors
/// When nothing has the name, with the nearest; or when rows of several scorecards have it and differ.
pub fn find<'a>(name: &str, scorecard: Option<&str>, catalogue: &'a Catalogue) -> Result<Named<'a>, Wrong> {
    let scorecards = within(scorecard, catalogue)?;
    if let Some(indicator) = catalogue.indicator(name) {
        let of = |row: &Row<'a>| row.row.feed.indicator() == Some(name);
        let row = scorecard.and_then(|_| rows(&scorecards).find(of));
        return Ok(Named::Indicator(indicator, row));
    }
    if let Some(broken) = catalogue.broken(Part::Library, name) {
        return Ok(Named::Broken(broken));
    }
    let found: Vec<Row<'a>> = rows(&scorecards).filter(|row| row.row.id.eq_ignore_ascii_case(name)).collect();
    let Some(first) = found.first().copied() else { return Err(unknown(name, &scorecards, catalogue)) };
    if let Some(other) = found.iter().find(|other| other.row.feed != first.row.feed) {
        return Err(Wrong::Usage(format!(
            "'{name}' is a row of {} and another of {}: say which with --scorecard",
            first.scorecard.id, other.scorecard.id
        )));
    }
    let Feed::Indicator(id) = &first.row.feed else { return Ok(Named::Row(first)) };
    match (catalogue.indicator(id), catalogue.broken(Part::Library, id)) {
        (Some(indicator), _) => Ok(Named::Indicator(indicator, Some(first))),
        (None, Some(broken)) => Ok(Named::Broken(broken)),
        (None, None) => Err(unknown(id, &scorecards, catalogue)),
    }
}

/// The scorecards that are searched.
fn within<'a>(scorecard: Option<&str>, catalogue: &'a Catalogue) -> Result<Vec<&'a ScorecardDefinition>, Wrong> {
    let Some(id) = scorecard else { return Ok(catalogue.scorecards.iter().collect()) };
    catalogue.scorecard(id).map(|found| vec![found]).ok_or_else(|| no_scorecard(id, catalogue))
}

/// That there is no scorecard of an id.
pub fn no_scorecard(id: &str, catalogue: &Catalogue) -> Wrong {
    let ids: Vec<&str> = catalogue.scorecards.iter().map(|scorecard| scorecard.id.as_str()).collect();
    let near = suggestion(nearest(id, ids.iter().copied())).unwrap_or_else(|| format!("there are {}", ids.join(", ")));
    Wrong::Usage(format!("there is no scorecard '{id}': {near}"))
}

fn rows<'a, 's>(scorecards: &'s [&'a ScorecardDefinition]) -> impl Iterator<Item = Row<'a>> + use<'a, 's> {
    scorecards.iter().copied().flat_map(|scorecard| {
        scorecard.groups.iter().flat_map(move |group| group.rows.iter().map(move |row| Row { scorecard, row }))
    })
}

fn unknown(name: &str, scorecards: &[&ScorecardDefinition], catalogue: &Catalogue) -> Wrong {
    let ids = catalogue.indicators.iter().map(|indicator| indicator.id.as_str());
    let near = nearest(name, ids.chain(rows(scorecards).map(|row| row.row.id.as_str())));
    let words = matching(name, catalogue);
    let near = suggestion(near).or_else(|| match words.as_slice() {
        [] => None,
        found => {
            let more = if found.len() > SHOWN { ", ..." } else { "" };
            let shown = found.iter().take(SHOWN).map(|indicator| indicator.id.as_str()).collect::<Vec<_>>().join(", ");
            Some(format!("did you mean one of {shown}{more}?"))
        }
    });
    let near = near.unwrap_or_else(|| "scorecard list indicators shows them".to_owned());
    Wrong::Usage(format!("there is no indicator and no row '{name}': {near}"))
}

/// How many matches a message names.
const SHOWN: usize = 5;

/// The indicators that have all words of a text in their id, title, meaning or table.
pub fn matching<'a>(text: &str, catalogue: &'a Catalogue) -> Vec<&'a Indicator> {
    catalogue
        .indicators
        .iter()
        .filter(|one| has_words(text, [one.id.as_str(), one.title.as_str(), one.means.as_str(), one.table.value.as_str()]))
        .collect()
}

/// Whether every word of a text stands somewhere in these.
pub fn has_words<'a>(text: &str, places: impl IntoIterator<Item = &'a str>) -> bool {
    let places: Vec<String> = places.into_iter().map(str::to_lowercase).collect();
    let mut words = text.split_whitespace().map(str::to_lowercase).peekable();
    words.peek().is_some() && words.all(|word| places.iter().any(|place| place.contains(&word)))
}
