//! The month in brief: what a director reads first, in two minutes, before the scorecard.
//!
//! Takes a document's rows, gives short lists in words: which ratings moved, what moved by more than
//! chance, what was restated, how the authority stands among its neighbours, what falls due next month.
//! Free of any format; says nothing that the rows below it do not say.

use super::words;
use scorecard_core::definitions::Polarity;
use scorecard_core::rating::{Rating, Travel};
use scorecard_core::scorecard::{Document, Published, Row, Scorecard};
use scorecard_core::statistics::xmr::Meaning;

/// How many sentences of a topic are told; the scorecard below has the rest.
const MOST: usize = 8;

/// A list with its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The heading.
    pub title: String,
    /// The sentences, each about one row or about all.
    pub items: Vec<String>,
}

/// The month in brief. A topic with nothing to tell says so, but for those that need data which was not given.
pub fn topics(document: &Document, scorecard: &Scorecard) -> Vec<Topic> {
    let mut topics = all(document, scorecard);
    for topic in &mut topics {
        let more = topic.items.len().saturating_sub(MOST);
        // One more line would be said in the room of the line that it leaves out.
        if more > 1 {
            topic.items.truncate(MOST);
            topic.items.push(format!("and {more} more, in the tables and notes below"));
        }
    }
    topics
}

fn all(document: &Document, scorecard: &Scorecard) -> Vec<Topic> {
    let rows: Vec<&Row> = scorecard.rows().collect();
    let before = scorecard.travel.month(document.period).long();
    let mut topics = vec![
        told(format!("Ratings that moved since {before}"), moved(&rows), "No rating moved."),
        Topic { title: format!("Figures since {before}"), items: travels(&rows, &before) },
    ];
    if rows.iter().any(|row| row.chart.is_some()) {
        topics.push(told("More than chance".to_owned(), special(&rows), "Nothing moved by more than chance."));
    }
    topics.extend(some("Earlier figures that changed".to_owned(), restated(&rows)));
    topics.extend(some("Among statistical neighbours".to_owned(), neighbours(&rows)));
    let next = document.period.back(-1).long();
    topics.extend(some(format!("Due in {next}, if every child stays where they are"), due(&rows)));
    topics
}

fn told(title: String, mut items: Vec<String>, nothing: &str) -> Topic {
    if items.is_empty() {
        items.push(nothing.to_owned());
    }
    Topic { title, items }
}

fn some(title: String, items: Vec<String>) -> Option<Topic> {
    (!items.is_empty()).then_some(Topic { title, items })
}

fn name(row: &Row) -> String {
    format!("{} {}", row.id, row.title)
}

/// The figure with its target: `66.0%, target 70%`; an aim in words is none.
fn stands(row: &Row) -> String {
    let figure = row.display().unwrap_or_else(|| "no figure".to_owned());
    let target = row.target.as_ref().filter(|target| target.kind != "words");
    target.map_or(figure.clone(), |_| format!("{figure}, target {}", words::target(row)))
}

/// Rows whose rating is another than the month before: those that went red first, then those that left it.
fn moved(rows: &[&Row]) -> Vec<String> {
    let rated = |rating: Rating| matches!(rating, Rating::Green | Rating::Amber | Rating::Red);
    let sentence = |row: &Row, verb: &str| {
        let was = words::rating(row.previous_rating).to_lowercase();
        format!("{verb}: {} ({}; was {was})", name(row), stands(row))
    };
    // What could not be rated then and is red now is news; that it is rated at all is none.
    let news = |row: &Row| row.rating == Rating::Red && row.previous_rating == Rating::NotRated && !row.hidden.previous;
    let moved = |row: &Row| row.rating != row.previous_rating && rated(row.rating) && rated(row.previous_rating);
    let change = |row: &&&Row| moved(row) || news(row);
    let changed: Vec<&&Row> = rows.iter().filter(change).collect();
    let mut items = Vec::new();
    for row in changed.iter().filter(|row| row.rating == Rating::Red) {
        items.push(sentence(row, "Went red"));
    }
    for row in changed.iter().filter(|row| row.previous_rating == Rating::Red) {
        items.push(sentence(row, &format!("Left red for {}", words::rating(row.rating).to_lowercase())));
    }
    for row in changed.iter().filter(|row| row.rating != Rating::Red && row.previous_rating != Rating::Red) {
        items.push(sentence(row, &format!("Now {}", words::rating(row.rating).to_lowercase())));
    }
    items
}

/// How many rows moved which way, and how many are red.
fn travels(rows: &[&Row], before: &str) -> Vec<String> {
    let count = |travel: Travel| rows.iter().filter(|row| row.judged_travel() == Some(travel)).count();
    let reds: Vec<&&Row> = rows.iter().filter(|row| row.rating == Rating::Red).collect();
    let red = reds.len();
    let of_them = reds.iter().filter(|row| row.previous_rating == Rating::Red).count();
    let unknown = reds.iter().filter(|row| row.previous_rating == Rating::NoData || row.hidden.previous).count();
    let mut items = vec![format!(
        "{} improving, {} worsening, {} moved without a trend, {} level",
        count(Travel::Improving),
        count(Travel::Worsening),
        count(Travel::Changed),
        count(Travel::Level)
    )];
    let rows_are = |number: usize| if number == 1 { "1 row is".to_owned() } else { format!("{number} rows are") };
    let before = match of_them {
        _ if red == 0 => String::new(),
        _ if unknown == red => format!(", without a figure of {before} to compare with"),
        0 => format!(", none of them in {before}"),
        same if same == red => format!(", as in {before}"),
        some => format!(", {some} of them as in {before}"),
    };
    let unknown = match unknown {
        0 => String::new(),
        all if all == red => String::new(),
        some => format!(", {some} without a figure of that month"),
    };
    items.push(format!("{} red{before}{unknown}", rows_are(red)));
    items
}

/// Rows whose latest point is more than chance.
fn special(rows: &[&Row]) -> Vec<String> {
    let flagged = |row: &&&Row| -> Option<String> {
        let chart = row.chart.as_ref().filter(|chart| chart.enough)?;
        let flag = chart.variation?;
        let order = match flag.meaning {
            Meaning::Concern => "concern",
            Meaning::Improvement => "improvement",
            Meaning::NeutralHigh | Meaning::NeutralLow => "change",
        };
        Some(format!("{order}: {} ({})", name(row), stands(row)))
    };
    let mut items: Vec<String> = rows.iter().filter_map(|row| flagged(&row)).collect();
    items.sort_by_key(|item| !item.starts_with("concern"));
    items.iter().map(|item| words::capital(item)).collect()
}

fn restated(rows: &[&Row]) -> Vec<String> {
    let all = rows.iter().flat_map(|row| row.restated.iter().map(move |one| (row, one)));
    all.map(|(row, one)| format!("{}: {}", name(row), words::restated(one))).collect()
}

/// Who leads among the neighbours, and how far off the authority is.
fn neighbours(rows: &[&Row]) -> Vec<String> {
    let sentence = |row: &Row| {
        let benchmark = row.benchmarks.first()?;
        let (leader, best) = benchmark.best.as_ref()?;
        let Published::Value(own) = benchmark.own.as_ref()? else { return None };
        let rank = benchmark.rank.map_or_else(String::new, |(rank, of)| format!("; rank {rank} of {of}"));
        let show = |value: f64| words::number(row, value, benchmark.decimals);
        let ahead = if row.polarity == Polarity::Lower { best - own } else { own - best };
        let first = if ahead > 0.0 {
            format!("here leads with {}, before {leader} with {}", show(*own), show(*best))
        } else if ahead == 0.0 {
            format!("level with {leader}, the best of them, at {}", show(*own))
        } else {
            format!("{leader} leads with {}, published here {}", show(*best), show(*own))
        };
        Some(format!("{first}{rank} ({})", benchmark.year))
    };
    together(rows, sentence)
}

/// What falls due in the month to come, in numbers of children.
fn due(rows: &[&Row]) -> Vec<String> {
    let crossings =
        |row: &Row| row.next.as_ref().filter(|next| !next.crossings.is_empty()).map(|next| words::crossings(&next.crossings));
    together(rows, crossings)
}

/// A sentence of each row that has one; rows of one indicator, of which the same is said, stand together under the first's name.
fn together(rows: &[&Row], sentence: impl Fn(&Row) -> Option<String>) -> Vec<String> {
    let mut said: Vec<(&Row, Vec<&str>, String)> = Vec::new();
    for row in rows {
        let Some(text) = sentence(row) else { continue };
        let alike = |(first, _, other): &&mut (&Row, Vec<&str>, String)| {
            first.indicator.is_some() && first.indicator == row.indicator && *other == text
        };
        match said.iter_mut().find(alike) {
            Some((_, ids, _)) => ids.push(&row.id),
            None => said.push((row, vec![&row.id], text)),
        }
    }
    said.into_iter().map(|(row, ids, text)| format!("{} {}: {text}", ids.join(", "), row.title)).collect()
}
