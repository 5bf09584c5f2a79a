//! What stands behind the tables of a paper: how to read a chart, a short glossary, how far the data reach, what each
//! indicator means.
//!
//! Takes a document, gives titled blocks of text.

use crate::words;
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
    let used: Vec<(&Explanation, String)> = document.explained.iter().filter_map(|one| Some((one, ids(one, &rows)?))).collect();
    if !used.is_empty() {
        annexes.push(Annex { title: "What each figure means".to_owned(), blocks: definitions(&used) });
    }
    annexes
}

/// How far the data reach: what the head says, and rows whose data end before the month.
fn reach(document: &Document, rows: &[&Row]) -> Option<Annex> {
    let mut blocks: Vec<Block> = document.reach.iter().map(|said| Block::Text(words::reach(said))).collect();
    let late: Vec<(String, String)> = rows
        .iter()
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

/// The ids of the rows that an indicator measures; nothing where there is none.
fn ids(one: &Explanation, rows: &[&Row]) -> Option<String> {
    let of = rows.iter().filter(|row| row.indicator.as_deref() == Some(one.indicator.id.as_str()));
    let of: Vec<&str> = of.map(|row| row.id.as_str()).collect();
    (!of.is_empty()).then(|| of.join(", "))
}

/// What `explain` says of the indicators: of each in one paragraph, and what several have in common once, with their rows.
fn definitions(used: &[(&Explanation, String)]) -> Vec<Block> {
    let own = used.iter().map(|(one, ids)| (format!("{} ({ids})", one.indicator.title), means(one))).collect();
    let counted = in_common(used, |one| format!("{}; {}", one.statistic, one.window));
    let sources = in_common(used, |one| one.indicator.source.clone());
    vec![
        Block::Terms(own),
        Block::Heading("How they are counted".to_owned()),
        Block::Terms(counted),
        Block::Heading("Where the definitions are from".to_owned()),
        Block::Terms(sources),
    ]
}

/// What is said of several indicators alike, with the ids of their rows before it.
fn in_common(used: &[(&Explanation, String)], says: impl Fn(&Explanation) -> String) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (one, ids) in used {
        let text = says(one);
        match all.iter_mut().find(|(_, other)| *other == text) {
            Some((rows, _)) => *rows = format!("{rows}, {ids}"),
            None => all.push((ids.clone(), text)),
        }
    }
    all
}

/// What an indicator means, whom it is of and what is counted.
fn means(one: &Explanation) -> String {
    let indicator = &one.indicator;
    let rule = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut said = vec![indicator.means.trim_end_matches('.').to_owned()];
    let mut say = |label: &str, text: &str| said.push(format!("{label}: {}", rule(text)));
    if let Some(cohort) = &indicator.cohort {
        say("Cohort", &cohort.value);
    }
    indicator.statistic.asked().for_each(|(asked, text)| say(asked.label, &text.value));
    format!("{}.", said.join(". "))
}
