//! Where an authority stands among all: a strip from the least to the greatest with its quartiles, England, the
//! neighbours and the authority itself upon it.
//!
//! Takes rows with their benchmarks, gives numbers and words; knows nothing of how a strip is drawn.

use crate::words;
use scorecard_core::definitions::Polarity;
use scorecard_core::scorecard::{Benchmark, Published, Row, Scorecard, Spread};

/// The most that have room on a front page.
const MOST: usize = 6;
/// How many letters of a name stand on a line, and how many lines a strip has at the least.
const TITLE: usize = 30;

/// Where the authority stands.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// The heading.
    pub heading: String,
    /// What the marks of a strip mean.
    pub key: &'static str,
    /// A strip for each measure.
    pub strips: Vec<Strip<'a>>,
    /// How many are left out, where some are.
    pub note: Option<String>,
}

/// A measure among all authorities.
#[derive(Clone, Debug)]
pub struct Strip<'a> {
    /// The row.
    pub row: &'a Row,
    /// What was published.
    pub benchmark: &'a Benchmark,
    /// The least, the boundaries of the quartiles and the greatest.
    pub spread: Spread,
    /// The authority itself, where it has a number.
    pub here: Option<f64>,
    /// England.
    pub england: Option<f64>,
    /// The neighbours' mean.
    pub neighbours: Option<f64>,
    /// The authority's figure, or what stands for it, as it is shown.
    pub here_text: String,
    /// England's.
    pub england_text: String,
    /// The neighbours' mean.
    pub neighbours_text: String,
    /// The rank: `94 of 149`.
    pub rank_text: String,
    /// Which way is better, in words.
    pub better: &'static str,
}

/// What the marks of a strip mean.
pub const KEY: &str = "from the least to the greatest of all authorities, in quarters; | England; ▲ neighbours; ● here";

/// The strips of a front page; nothing where no row has one.
pub fn standing(scorecard: &Scorecard) -> Option<Standing<'_>> {
    let all = of(scorecard);
    let first = all.first()?;
    let year = &first.benchmark.year;
    let one_year = all.iter().all(|strip| strip.benchmark.year == *year);
    let heading = format!(
        "Where we stand among English authorities{}",
        if one_year { format!(" (published {year})") } else { String::new() }
    );
    let more = all.len().saturating_sub(MOST);
    let note = (more > 0).then(|| format!("{more} more stand behind the tables."));
    Some(Standing { heading, key: KEY, strips: all.into_iter().take(MOST).collect(), note })
}

/// What stands above the strips that the front page has no room for.
pub const FURTHER: &str = "Where else we stand among English authorities";

/// The strips that the front page has no room for.
pub fn further(scorecard: &Scorecard) -> Vec<Strip<'_>> {
    of(scorecard).into_iter().skip(MOST).collect()
}

/// The strips of a scorecard, each measure once.
pub fn of(scorecard: &Scorecard) -> Vec<Strip<'_>> {
    let mut strips: Vec<Strip<'_>> = Vec::new();
    for row in scorecard.rows() {
        for strip in row.benchmarks.iter().filter_map(|benchmark| strip(row, benchmark)) {
            if !strips.iter().any(|other| other.benchmark.measure == strip.benchmark.measure) {
                strips.push(strip);
            }
        }
    }
    strips
}

/// The strip of a row's benchmark; nothing where it has no quartiles, or nothing to stand upon them.
pub fn strip<'a>(row: &'a Row, benchmark: &'a Benchmark) -> Option<Strip<'a>> {
    let spread = benchmark.spread.filter(|spread| spread.least < spread.greatest)?;
    let number = |published: Option<&Published>| match published {
        Some(Published::Value(value)) => Some(*value),
        _ => None,
    };
    let shown = |published: Option<&Published>| {
        published.map_or_else(|| "–".to_owned(), |value| words::published(row, value, benchmark.decimals))
    };
    let (own, england) = (benchmark.own.as_ref(), benchmark.england.as_ref());
    if number(own).is_none() && number(england).is_none() {
        return None;
    }
    Some(Strip {
        row,
        benchmark,
        spread,
        here: number(own),
        england: number(england),
        neighbours: benchmark.neighbours.map(|(mean, _)| mean),
        here_text: shown(own),
        england_text: shown(england),
        neighbours_text: words::neighbours(row, benchmark).unwrap_or_else(|| "–".to_owned()),
        rank_text: benchmark.rank.map_or_else(|| "–".to_owned(), |(rank, of)| format!("{rank} of {of}")),
        better: match row.polarity {
            Polarity::Higher => "higher is better",
            Polarity::Lower => "lower is better",
            Polarity::None => "neither way is better",
        },
    })
}

impl Strip<'_> {
    /// Where a value stands: 0 at the least, 1 at the greatest; what lies beyond stands at the end.
    pub fn place(&self, value: f64) -> f64 {
        ((value - self.spread.least) / (self.spread.greatest - self.spread.least)).clamp(0.0, 1.0)
    }

    /// The strip in words, for those who do not see it.
    pub fn words(&self) -> String {
        let show = |value: f64| words::number(self.row, value, self.benchmark.decimals);
        let [first, second, third] = self.spread.quartiles.map(|value| words::number(self.row, value, self.row.decimals));
        format!(
            "Here {}, England {}, neighbours {}, rank {}; all authorities from {} to {}, quartiles {first}, {second} and {third}; {}",
            self.here_text,
            self.england_text,
            self.neighbours_text,
            self.rank_text,
            show(self.spread.least),
            show(self.spread.greatest),
            self.better
        )
    }
}

impl Standing<'_> {
    /// How many lines it takes on the page, with the heading and the head of the table.
    pub(super) fn lines(&self) -> usize {
        let lines = |strip: &Strip<'_>| strip.row.title.chars().count().div_ceil(TITLE).max(1);
        4 + self.strips.iter().map(lines).sum::<usize>() + usize::from(self.note.is_some())
    }
}
