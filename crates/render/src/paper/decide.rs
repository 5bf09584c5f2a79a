//! What a board is asked to decide: reds that are new or moved the wrong way, with what is being done and by which role.
//!
//! Takes a document and a scorecard. A red is new that was none in the month that travel is since; others are told whose
//! figure moved the wrong way by more than a child or its rounding. Says so in the figure's own numbers, and calls no
//! move a trend: whether one is worsening the month in brief counts, and the two must not disagree.

use crate::words;
use scorecard_core::calendar::Month;
use scorecard_core::rating::{Rating, Travel};
use scorecard_core::scorecard::{Document, Row, Scorecard};

/// The most that have room beside where the authority stands, and on a page of their own width.
const MOST: usize = 6;
/// About how many letters stand on a line beside the strips, and on one across the page.
const HALF: usize = 92;
const WHOLE: usize = 190;
/// Lines of text for one item.
const ITEM: usize = 2;

/// What is to be decided.
#[derive(Clone, Debug)]
pub struct Decisions<'a> {
    /// The heading.
    pub heading: String,
    /// The reds that are new or moved the wrong way.
    pub items: Vec<Decision<'a>>,
    /// What stands below them: how many more there are, or that there is none.
    pub note: Option<String>,
    /// How many letters stand on a line.
    across: usize,
}

/// A red row that is new or moved the wrong way.
#[derive(Clone, Debug)]
pub struct Decision<'a> {
    /// The row.
    pub row: &'a Row,
    /// Its id and name.
    pub name: String,
    /// Its figure and its target, and what is new or how it moved, in sentences.
    pub stands: String,
    /// What is being done, or that nothing is said of it.
    pub doing: String,
    /// The role that says so, or who leads.
    pub role: Option<&'a str>,
}

/// The decisions of a scorecard; `beside` something else, or across the page.
pub fn decisions<'a>(document: &Document, scorecard: &'a Scorecard, beside: bool) -> Decisions<'a> {
    let since = scorecard.travel.month(document.period);
    let reds: Vec<&Row> = scorecard.rows().filter(|row| row.rating == Rating::Red).collect();
    let hidden = scorecard.rows().filter(|row| row.hidden.figure).count();
    // New ones first, each kind in the council's order.
    let new = reds.iter().filter(|row| is_new(row));
    let wrong_way = reds.iter().filter(|row| !is_new(row) && moved_the_wrong_way(row));
    let all: Vec<&Row> = new.chain(wrong_way).copied().collect();
    let across = if beside { HALF } else { WHOLE };
    let more = all.len().saturating_sub(MOST);
    let items: Vec<Decision<'a>> =
        all.iter().take(MOST).map(|row| decision(row, since, document.period, across * ITEM)).collect();
    let note = match (items.is_empty(), more) {
        (true, _) if reds.is_empty() && hidden == 0 => Some("No row is red.".to_owned()),
        (true, _) if reds.is_empty() => {
            Some(format!("No row that is shown is red; {hidden} {} hidden.", if hidden == 1 { "is" } else { "are" }))
        }
        (true, _) => Some(format!("No red is new or moved the wrong way since {}.", since.long())),
        (false, 0) => None,
        (false, more) => Some(format!("{more} more are new or moved the wrong way; they stand in the tables that follow.")),
    };
    let heading = format!("For decision: red, and new or moved the wrong way since {}", since.long());
    Decisions { heading, items, note, across }
}

/// A row without a figure of that month is not called new: there is nothing to compare with.
fn is_new(row: &Row) -> bool {
    matches!(row.previous_rating, Rating::Green | Rating::Amber | Rating::NotRated) && !row.hidden.previous
}

fn moved_the_wrong_way(row: &Row) -> bool {
    row.travel == Some(Travel::Worsening)
}

fn decision<'a>(row: &'a Row, since: Month, period: Month, room: usize) -> Decision<'a> {
    let name = format!("{} {}", row.id, row.title);
    let figure = row.display().unwrap_or_default();
    let target = words::target_in_short(row);
    let target = if target.is_empty() { String::new() } else { format!(", target {target}") };
    let moved = match words::change(row) {
        _ if is_new(row) => format!(" New: it was {}.", words::rating(row.previous_rating).to_lowercase()),
        Some(change) => format!(" Moved the wrong way: {change} since {}.", since.long()),
        // A judgement in words has no number to move.
        None => format!(" Worse than in {}.", since.long()),
    };
    // A sign stays with its number at the end of a line.
    let stands = format!("{figure}{target}.{moved}").replace(" -", " \u{2011}");
    let said = row.comments.iter().rev().find(|comment| comment.doing.is_some());
    let role = said.and_then(|comment| comment.role.as_deref()).or(row.lead.as_deref());
    let taken = [name.as_str(), stands.as_str(), role.unwrap_or_default()].map(|text| text.chars().count() + 2).iter().sum();
    let doing = match said {
        Some(comment) => {
            let of = if comment.month == period { String::new() } else { format!(" ({})", comment.month.long()) };
            let text = comment.doing.as_deref().unwrap_or_default().lines().collect::<Vec<_>>().join(" ");
            format!("{}{of}", words::cut(&text, room.saturating_sub(taken).max(60)))
        }
        None => "Nothing is said yet of what is being done.".to_owned(),
    };
    Decision { row, name, stands, doing, role }
}

impl Decisions<'_> {
    /// How many lines they take on the page, with the heading.
    pub(super) fn lines(&self) -> usize {
        let lines = |item: &Decision<'_>| {
            let texts = [item.name.as_str(), &item.stands, &item.doing, item.role.unwrap_or_default()];
            texts.map(|text| text.chars().count() + 1).iter().sum::<usize>().div_ceil(self.across)
        };
        2 + self.items.iter().map(lines).sum::<usize>() + usize::from(self.note.is_some())
    }
}
