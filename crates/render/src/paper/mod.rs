//! A paper for a board, made once from the document and drawn by every format that has pages: HTML, Word, PDF.
//!
//! Takes a [`Document`], gives what stands where: for each scorecard a front page that fits on one side of A4
//! ([`front`]), the month in brief, and its tables ([`layout::Page`]); behind them all the annexes.
//! Every text is worded here or in [`words`](super::words); a renderer places it, and adds no words of its own. Knows
//! neither fonts nor files.

pub mod annex;
pub mod decide;
pub mod front;
pub mod heat;
pub mod multiples;
pub mod notes;
pub mod strip;
pub mod strip_drawing;

use super::brief::{self, Topic};
use super::layout::{self, Column, Page};
use scorecard_core::calendar;
use scorecard_core::scorecard::{Document, Letterhead, Scorecard};

pub use annex::{Annex, Block};
pub use decide::{Decision, Decisions};
pub use front::Front;
pub use heat::{Heat, HeatCell, HeatLine, HeatRow};
pub use strip::{Standing, Strip};

/// A paper.
#[derive(Clone, Debug)]
pub struct Paper<'a> {
    /// Its title.
    pub title: String,
    /// How it is marked at the head and the foot of every page.
    pub marking: String,
    /// What stands at the foot of every page beside the marking: the title, and when the figures are of.
    pub foot: String,
    /// What the council has of its own: name, logo, colour, meeting, author.
    pub letterhead: &'a Letterhead,
    /// Its scorecards.
    pub parts: Vec<Part<'a>>,
    /// What stands behind them.
    pub annexes: Vec<Annex>,
}

/// One scorecard of a paper.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The scorecard.
    pub scorecard: &'a Scorecard,
    /// Its first page.
    pub front: Front<'a>,
    /// What else a director reads first, on the page that follows.
    pub brief: Vec<Topic>,
    /// Its tables, and what is said below them.
    pub page: Page<'a>,
}

/// What stands for a letterhead where a document has no scorecard.
static NO_LETTERHEAD: Letterhead =
    Letterhead { council: None, logo: None, accent: None, marking: None, meeting: None, author: None, template: None };

/// The paper of a document.
pub fn paper(document: &Document) -> Paper<'_> {
    paper_on(document, front::LINES)
}

/// The same on pages whose first has room for so many lines, of a template's.
pub fn paper_on(document: &Document, lines: usize) -> Paper<'_> {
    let part = |scorecard| Part {
        scorecard,
        front: front::front(document, scorecard, lines),
        brief: brief::topics(document, scorecard),
        page: layout::paper(document, scorecard, Column::of_paper(scorecard)),
    };
    let title = title(document);
    Paper {
        marking: marking(document),
        foot: format!("{title}. As at {}.", calendar::long(document.period.last())),
        letterhead: document.scorecards.first().map_or(&NO_LETTERHEAD, |first| &first.letterhead),
        parts: document.scorecards.iter().map(part).collect(),
        annexes: annex::annexes(document),
        title,
    }
}

/// The title of a document: that of its scorecard, or of all of them.
pub fn title(document: &Document) -> String {
    match document.scorecards.as_slice() {
        [one] => one.title.clone(),
        _ => format!("Scorecards for {}", document.period.long()),
    }
}

/// How a document is marked; where its scorecards are marked differently, all of that.
pub fn marking(document: &Document) -> String {
    let mut all: Vec<&str> = Vec::new();
    for scorecard in &document.scorecards {
        let marking = scorecard.letterhead.marking(document.audience);
        if !all.contains(&marking) {
            all.push(marking);
        }
    }
    if all.is_empty() { Letterhead::default().marking(document.audience).to_owned() } else { all.join("; ") }
}
