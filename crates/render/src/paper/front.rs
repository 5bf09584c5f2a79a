//! The front page of a scorecard: what a board sees first, on one side of A4.
//!
//! Takes a document and a scorecard, gives lines that are known to fit: how much of each block is shown is reckoned here
//! in lines of the page, so that all formats show the same. Reds come first where there are many.

use super::decide::{self, Decisions};
use super::heat::{self, Heat};
use super::strip::{self, Standing};
use crate::words;
use scorecard_core::calendar;
use scorecard_core::rating::Rating;
use scorecard_core::scorecard::{Document, Scorecard};

/// The lines that the blocks below the head share: of A4 laid across, in type of 7.5 points.
pub const LINES: usize = 42;

/// The first page.
#[derive(Clone, Debug)]
pub struct Front<'a> {
    /// How it is marked.
    pub marking: &'a str,
    /// The name of the council.
    pub council: Option<&'a str>,
    /// The title.
    pub title: &'a str,
    /// When the figures are of, when it was printed, which meeting it is for and who it is from, in sentences.
    pub as_at: String,
    /// How many rows stand how; ratings that no row has are left out.
    pub bar: Vec<(Rating, usize)>,
    /// The bar in words: `12 green, 3 amber`.
    pub counted: String,
    /// Targets month by month.
    pub heat: Heat<'a>,
    /// What is to be decided.
    pub decisions: Decisions<'a>,
    /// Where the authority stands among all; nothing without published figures.
    pub standing: Option<Standing<'a>>,
}

/// The front page of a scorecard, on a page that has room for so many lines.
pub fn front<'a>(document: &'a Document, scorecard: &'a Scorecard, lines: usize) -> Front<'a> {
    let standing = strip::standing(scorecard);
    let decisions = decide::decisions(document, scorecard, standing.is_some());
    let below = decisions.lines().max(standing.as_ref().map_or(0, Standing::lines));
    let heat = heat::heat(document, scorecard, lines.saturating_sub(below));
    let bar = bar(scorecard);
    let counted: Vec<String> =
        bar.iter().map(|(rating, number)| format!("{number} {}", words::rating(*rating).to_lowercase())).collect();
    Front {
        marking: scorecard.letterhead.marking(document.audience),
        council: scorecard.letterhead.council.as_deref(),
        title: &scorecard.title,
        as_at: as_at(document, scorecard),
        bar,
        counted: counted.join(", "),
        heat,
        decisions,
        standing,
    }
}

fn as_at(document: &Document, scorecard: &Scorecard) -> String {
    let own = &scorecard.letterhead;
    let dated = format!("As at {}. Printed {}.", calendar::long(document.period.last()), calendar::long(document.generated));
    let more = [("For", &own.meeting), ("From", &own.author)];
    let more = more.iter().filter_map(|(label, text)| Some(format!(" {label}: {}.", text.as_deref()?.trim_end_matches('.'))));
    dated + &more.collect::<String>()
}

fn bar(scorecard: &Scorecard) -> Vec<(Rating, usize)> {
    let summary = scorecard.summary();
    let all = [
        (Rating::Green, summary.green),
        (Rating::Amber, summary.amber),
        (Rating::Red, summary.red),
        (Rating::NotRated, summary.not_rated),
        (Rating::NoData, summary.no_data),
    ];
    all.into_iter().filter(|(_, number)| *number > 0).collect()
}
