//! What stands behind the tables of a paper: how to read a chart, a short glossary, how far the data reach, what each
//! indicator means.
//!
//! Takes a document, gives titled blocks of text.

use crate::words;
use scorecard_core::definitions::Statistic;
use scorecard_core::explain::Explanation;
use scorecard_core::scorecard::{Document, Row};

/// An annex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annex {
    /// Its heading.
    pub title: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A block of an annex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading below that of the annex.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Terms, each with what is said of it.
    Terms(Vec<(String, String)>),
}

/// How a chart is read, sentence by sentence.
const CHART: [&str; 7] = [
    "The grey line is the figure month by month; where it is of a longer time, the points are what happened in each month alone. It is broken \
     where there is no figure.",
    "The red dashed line is the target. Where targets follow, the line goes on to them.",
    "The thin grey line is the mean, and the dotted ones are the limits: by chance alone hardly any point lies beyond them.",
    "A blue triangle is a change for the better that is more than chance, an orange diamond one that is a concern, a purple square one that is \
     neither.",
    "The first icon tells of the last point: a wave where it is no more than chance, H where it is higher and L where it is lower than chance would bring.",
    "The second icon tells of the target: P where it will be met, F where it will not, a question mark where it will be met only sometimes.",
    "Limits need 13 points that do not depend on each other. Where there are none, the chart says why.",
];

/// Fifteen words that a reader meets.
const GLOSSARY: [(&str, &str); 15] = [
    ("Amber", "the target is missed by no more than the scorecard tolerates"),
    ("Assurance", "whether chance alone lets the target be met always, sometimes or never"),
    ("Care leaver", "a young person of 17 to 25 who was looked after long enough to be owed support"),
    ("Change", "the figure less that of an earlier month; a word of judgement stands only where there is a trend"),
    ("Children to target", "how many more, or fewer, would have to count for the target to be met"),
    ("Cohort", "the children whom a figure is of"),
    ("Green", "the target is met"),
    ("Interval", "the figures that are as likely as this one; of few children it is wide"),
    ("Looked after", "in the care of the authority, by agreement or by order of a court"),
    ("Placement", "where a looked after child lives"),
    ("Quartile", "a quarter of all authorities: A the best, D the last"),
    ("Red", "the target is missed"),
    ("Special cause", "more than chance: somebody should ask why"),
    ("Statistical neighbours", "the ten authorities that are most alike"),
    ("Variation", "how figures move from month to month"),
];

/// The annexes of a document.
pub fn annexes(document: &Document) -> Vec<Annex> {
    let rows: Vec<&Row> = document.scorecards.iter().flat_map(|scorecard| scorecard.rows()).collect();
    let mut annexes = Vec::new();
    if rows.iter().any(|row| row.chart.is_some()) {
        annexes.push(Annex {
            title: "How to read a chart".to_owned(),
            blocks: CHART.iter().map(|said| Block::Text((*said).to_owned())).collect(),
        });
    }
    let terms = GLOSSARY.iter().map(|(word, says)| ((*word).to_owned(), (*says).to_owned())).collect();
    annexes.push(Annex { title: "Words used".to_owned(), blocks: vec![Block::Terms(terms)] });
    annexes.extend(reach(document, &rows));
    let used = |one: &&Explanation| rows.iter().any(|row| row.indicator.as_deref() == Some(one.indicator.id.as_str()));
    let blocks: Vec<Block> = document.explained.iter().filter(used).flat_map(|one| definition(one, &rows)).collect();
    if !blocks.is_empty() {
        annexes.push(Annex { title: "What each figure means".to_owned(), blocks });
    }
    annexes
}

/// How far the data reach: what the head says, and rows whose data end before the month.
fn reach(document: &Document, rows: &[&Row]) -> Option<Annex> {
    let mut blocks: Vec<Block> = document.reach.iter().map(|said| Block::Text(words::reach(said))).collect();
    let late = rows.iter().filter(|row| !row.is_part());
    let late: Vec<(String, String)> = late
        .filter_map(|row| Some((format!("{} {}", row.id, row.title), words::capital(&words::data_to(row.data_to?)))))
        .collect();
    if late.is_empty() && blocks.is_empty() {
        blocks.push(Block::Text(format!("The data of all rows reach to {}.", document.period.long())));
    }
    if !late.is_empty() {
        blocks.push(Block::Terms(late));
    }
    Some(Annex { title: "How far the data reach".to_owned(), blocks })
}

/// What `explain` says of an indicator, in a heading and a few terms.
fn definition(one: &Explanation, rows: &[&Row]) -> Vec<Block> {
    let indicator = &one.indicator;
    let of: Vec<String> = rows
        .iter()
        .filter(|row| !row.is_part() && row.indicator.as_deref() == Some(indicator.id.as_str()))
        .map(|row| row.id.clone())
        .collect();
    let mut terms = vec![("Means".to_owned(), indicator.means.clone())];
    let mut say = |label: &str, text: String| terms.push((label.to_owned(), text));
    let rule = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    say("Figure", format!("{}; {}", one.statistic, one.window));
    if let Some(cohort) = &indicator.cohort {
        say("Cohort", rule(&cohort.value));
    }
    match &indicator.statistic {
        Statistic::Proportion(numerator) => say("Numerator", rule(&numerator.value)),
        Statistic::Mean(value) => say("Value", rule(&value.value)),
        Statistic::Ratio(numerator, denominator) => {
            say("Numerator", rule(&numerator.value));
            say("Denominator", rule(&denominator.value));
        }
        Statistic::Count | Statistic::Rate => {}
    }
    say("Source", indicator.source.clone());
    vec![Block::Heading(format!("{} ({})", indicator.title, of.join(", "))), Block::Terms(terms)]
}
