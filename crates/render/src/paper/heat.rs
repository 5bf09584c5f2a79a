//! Targets month by month: a row for each promise that is rated, a cell for each month.
//!
//! Takes a document, a scorecard and the lines there are, gives rows in the council's order under its groups; where
//! these have no room, the reds first, then the ambers, and as many greens as fit, with how many are left out.

use crate::words;
use scorecard_core::calendar::Month;
use scorecard_core::rating::Rating;
use scorecard_core::scorecard::{Document, Row, Scorecard, Symbol};

/// The most months that have room.
const MONTHS: usize = 13;
/// How many letters of each cell stand on a line.
const TITLE: usize = 66;
const TARGET: usize = 22;
const ID: usize = 26;
const LEAD: usize = 38;
/// The heading, the key and the head of the table.
const HEAD: usize = 3;
/// Fewer lines than this are never given to the rows.
const FEWEST: usize = 12;

/// The heat map.
#[derive(Clone, Debug)]
pub struct Heat<'a> {
    /// Its heading.
    pub heading: &'static str,
    /// What its marks mean.
    pub key: String,
    /// The months, oldest first; that of the report is the last.
    pub months: Vec<Month>,
    /// Headings and rows in their order.
    pub lines: Vec<HeatLine<'a>>,
    /// How many letters the longest id has, as far as there is room for it.
    pub id_letters: usize,
    /// Whether anybody leads.
    pub has_leads: bool,
    /// How many rows are left out, where some are, and where they are found.
    pub left_out: Option<String>,
}

/// A line of the heat map.
#[derive(Clone, Debug)]
pub enum HeatLine<'a> {
    /// The heading of a group.
    Group(&'a str),
    /// A row.
    Row(HeatRow<'a>),
}

/// A promise month by month.
#[derive(Clone, Debug)]
pub struct HeatRow<'a> {
    /// The row.
    pub row: &'a Row,
    /// The figure, as it is shown.
    pub figure: String,
    /// The target in short: the number that counts.
    pub target: String,
    /// How it stood in each month.
    pub cells: Vec<HeatCell>,
    /// Who leads; of several the first, and that there are others.
    pub lead: String,
}

/// How a promise stood in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatCell {
    /// Green, amber or red.
    Rated(Rating),
    /// There is no figure, or nothing to hold it against.
    Nothing,
    /// Hidden.
    Hidden,
}

impl HeatCell {
    /// Its mark.
    pub fn mark(self) -> &'static str {
        match self {
            HeatCell::Rated(rating) => words::mark(rating, true),
            HeatCell::Nothing => "·",
            HeatCell::Hidden => "c",
        }
    }

    /// Its word, for those who do not see the mark.
    pub fn word(self) -> &'static str {
        match self {
            HeatCell::Rated(rating) => words::rating(rating),
            HeatCell::Nothing => "No rating",
            HeatCell::Hidden => "Hidden",
        }
    }

    /// Its rating, where it has one.
    pub fn rating(self) -> Option<Rating> {
        match self {
            HeatCell::Rated(rating) => Some(rating),
            HeatCell::Nothing | HeatCell::Hidden => None,
        }
    }
}

/// The heat map of a scorecard in so many lines.
pub fn heat<'a>(document: &Document, scorecard: &'a Scorecard, lines: usize) -> Heat<'a> {
    let months = months(document, scorecard);
    let row = |row: &'a Row| heat_row(row, &months, document.period);
    let wanted = |found: &HeatRow<'_>| found.cells.iter().any(|cell| *cell != HeatCell::Nothing);
    let groups: Vec<(&str, Vec<HeatRow<'a>>)> = scorecard
        .groups
        .iter()
        .map(|group| (group.title.as_str(), group.rows.iter().map(row).filter(wanted).collect()))
        .filter(|(_, rows): &(&str, Vec<_>)| !rows.is_empty())
        .collect();
    let room = lines.saturating_sub(HEAD).max(FEWEST);
    let rows = groups.iter().flat_map(|(_, rows)| rows);
    let all = rows.map(HeatRow::lines).sum::<usize>() + groups.len();
    let (lines, left_out) = if all <= room { (in_order(groups), None) } else { reds_first(groups, room.saturating_sub(1)) };
    let mut key = "✓ met, ! within tolerance, ✗ missed, · no figure or no rating".to_owned();
    let hidden = |line: &HeatLine<'_>| matches!(line, HeatLine::Row(row) if row.cells.contains(&HeatCell::Hidden));
    if lines.iter().any(hidden) {
        key += ", c hidden";
    }
    let shown = || lines.iter().filter_map(|line| if let HeatLine::Row(row) = line { Some(row) } else { None });
    let id_letters = shown().map(|row| row.row.id.chars().count()).max().unwrap_or(0).clamp(5, ID);
    let has_leads = shown().any(|row| !row.lead.is_empty());
    Heat { heading: "Targets month by month", key, months, id_letters, has_leads, lines, left_out }
}

fn in_order<'a>(groups: Vec<(&'a str, Vec<HeatRow<'a>>)>) -> Vec<HeatLine<'a>> {
    let lines = |(title, rows): (&'a str, Vec<HeatRow<'a>>)| {
        std::iter::once(HeatLine::Group(title)).chain(rows.into_iter().map(HeatLine::Row))
    };
    groups.into_iter().flat_map(lines).collect()
}

/// Reds, then ambers, then what is not rated now, then greens, as many as fit; each kind in the council's order.
fn reds_first<'a>(groups: Vec<(&'a str, Vec<HeatRow<'a>>)>, room: usize) -> (Vec<HeatLine<'a>>, Option<String>) {
    let order = |row: &HeatRow<'_>| match row.row.rating {
        Rating::Red => 0,
        Rating::Amber => 1,
        Rating::NoData => 2,
        Rating::Green => 3,
        Rating::NotRated => 4,
    };
    let mut rows: Vec<HeatRow<'a>> = groups.into_iter().flat_map(|(_, rows)| rows).collect();
    rows.sort_by_key(order);
    let (mut taken, mut lines, mut left_out) = (0, Vec::new(), Vec::new());
    for row in rows {
        let needed = row.lines();
        if left_out.is_empty() && taken + needed <= room {
            taken += needed;
            lines.push(HeatLine::Row(row));
        } else {
            left_out.push(row.row.rating);
        }
    }
    let all = [Rating::Red, Rating::Amber, Rating::Green, Rating::NotRated, Rating::NoData];
    let counted: Vec<String> = all
        .iter()
        .map(|rating| (rating, left_out.iter().filter(|other| *other == rating).count()))
        .filter(|(_, number)| *number > 0)
        .map(|(rating, number)| format!("{number} {}", words::rating(*rating).to_lowercase()))
        .collect();
    let said =
        (!counted.is_empty()).then(|| format!("Red first. {} more stand in the tables that follow.", words::and(&counted)));
    (lines, said)
}

fn months(document: &Document, scorecard: &Scorecard) -> Vec<Month> {
    let longest = crate::span::longest(scorecard);
    let from = longest.len().saturating_sub(MONTHS);
    let months: Vec<Month> = longest.iter().skip(from).map(|point| point.month).collect();
    if months.is_empty() { vec![document.period] } else { months }
}

fn heat_row<'a>(row: &'a Row, months: &[Month], period: Month) -> HeatRow<'a> {
    let cell = |rating: Rating, hidden: bool| match rating {
        _ if hidden => HeatCell::Hidden,
        Rating::Green | Rating::Amber | Rating::Red => HeatCell::Rated(rating),
        Rating::NotRated | Rating::NoData => HeatCell::Nothing,
    };
    let cells = months.iter().map(|month| match row.series.iter().find(|point| point.month == *month) {
        // The row itself knows of doubts that its history does not.
        _ if *month == period => cell(row.rating, row.hidden.figure),
        Some(point) => cell(point.rating, point.hidden),
        None => HeatCell::Nothing,
    });
    HeatRow {
        row,
        figure: match row.symbol() {
            Some(symbol) => symbol.bracketed(),
            None => row.display().unwrap_or_default(),
        },
        target: words::target_in_short(row),
        cells: cells.collect(),
        lead: row.lead.as_deref().map(first_lead).unwrap_or_default(),
    }
}

/// The first of several who lead: there is little room, and the tables have them all.
fn first_lead(lead: &str) -> String {
    match lead.split_once(';') {
        Some((first, _)) => words::cut(first.trim(), LEAD - 11) + " and others",
        None => words::cut(lead, LEAD),
    }
}

impl HeatRow<'_> {
    /// How many lines it takes on the page.
    fn lines(&self) -> usize {
        let lines = |text: &str, most: usize| text.chars().count().div_ceil(most).max(1);
        lines(&self.row.title, TITLE).max(lines(&self.target, TARGET)).max(lines(&self.lead, LEAD)).max(lines(&self.row.id, ID))
    }
}

/// The symbols of a heat map's figures and targets, to be explained below it.
pub fn symbols(heat: &Heat<'_>) -> Vec<Symbol> {
    let all = [Symbol::Confidential, Symbol::Rule, Symbol::Low, Symbol::NotAvailable, Symbol::NotApplicable];
    let has = |symbol: &Symbol| {
        heat.lines.iter().any(|line| match line {
            HeatLine::Row(row) => [&row.figure, &row.target].iter().any(|text| text.contains(&symbol.bracketed())),
            HeatLine::Group(_) => false,
        })
    };
    all.into_iter().filter(has).collect()
}
