//! What stands where in a board paper: sections, columns, cells and details, free of any format.
//!
//! HTML, Markdown, XLSX and DOCX draw these same pages, so that all formats say the same. A column or a
//! detail that is added here is in all of them.

mod column;
mod matrix;
mod others;

use super::brief::{self, Topic};
use super::words;
use scorecard_core::figure::Figure;
use scorecard_core::rating::Rating;
use scorecard_core::scorecard::{Document, Note, Row, Scorecard, Symbol};

pub use column::Column;
pub use matrix::{Matrix, MatrixRow};

/// One scorecard as a page.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// The scorecard.
    pub scorecard: &'a Scorecard,
    /// What it serves, when it is of, where it is from: sentences under the heading.
    pub facts: Vec<String>,
    /// How many rows stand how; 0 of a rating too.
    pub summary: Vec<(Rating, usize)>,
    /// The month in brief, where it was asked for.
    pub brief: Vec<Topic>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The council's groups.
    pub sections: Vec<Section<'a>>,
    /// The symbols that its cells have.
    pub symbols: Vec<Symbol>,
}

/// A pledge, outcome or priority.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// Its heading.
    pub title: &'a str,
    /// Its rows, those of one aim together.
    pub parts: Vec<Part<'a>>,
    /// Its breakdowns, in a paper; elsewhere groups are rows of their own.
    pub matrices: Vec<Matrix>,
    /// The groups behind the matrices.
    pub groups: Vec<Line<'a>>,
}

impl<'a> Section<'a> {
    /// Its rows, and the groups of breakdowns that stand in matrices.
    pub fn all_lines(&self) -> impl Iterator<Item = &Line<'a>> {
        self.parts.iter().flat_map(|part| &part.lines).chain(&self.groups)
    }
}

/// Rows that stand under one aim.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The aim, where the strategy names one.
    pub about: Option<&'a str>,
    /// The rows.
    pub lines: Vec<Line<'a>>,
}

/// One row: a cell for each column, and what is said below the table.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The row.
    pub row: &'a Row,
    /// Its cells, in the order of the columns.
    pub cells: Vec<Cell>,
    /// What is said of it.
    pub details: Vec<Detail>,
}

/// Something said of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// What kind of thing.
    pub label: String,
    /// The text.
    pub text: String,
}

impl Detail {
    /// Whether it says no more than the legend of a symbol that stands in a cell of its row.
    pub fn is_legend(&self) -> bool {
        self.text == words::legend(Symbol::Rule)
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing: the column does not apply to the row.
    Empty,
    /// Words.
    Text(String),
    /// A number.
    Number {
        /// As it is shown, with its sign.
        text: String,
        /// Unrounded.
        value: f64,
        /// The decimal places shown.
        decimals: u32,
        /// What stands at once behind it, such as a percent sign.
        sign: &'static str,
        /// Whether it differs from what was reported before.
        revised: bool,
        /// What it is of, where it is told in the same cell: `151 of 217`.
        of: Option<String>,
    },
    /// What stands for a number.
    Symbol(Symbol),
    /// A rating.
    Rating(Rating),
}

impl Cell {
    /// Puts commas between the thousands of a number.
    fn tell_thousands(&mut self) {
        if let Cell::Number { text, of, .. } = self {
            *text = words::thousands(text);
            *of = of.as_ref().map(|of| words::thousands(of));
        }
    }

    /// As text, with symbols in brackets and the rating's mark and word.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number { text, revised, of, .. } => {
                let revised = if *revised { format!(" {}", Symbol::Revised.bracketed()) } else { String::new() };
                format!("{text}{revised}{}", of.as_ref().map(|of| format!("\n{of}")).unwrap_or_default())
            }
            Cell::Symbol(symbol) => symbol.bracketed(),
            Cell::Rating(rating) => format!("{} {}", words::mark(*rating, true), words::rating(*rating)),
        }
    }
}

/// A scorecard as a page of a paper: breakdowns as matrices, thousands told apart, columns without a cell left out.
pub fn paper<'a>(document: &'a Document, scorecard: &'a Scorecard, columns: Vec<Column>) -> Page<'a> {
    let mut page = matrix::with_matrices(page(document, scorecard, columns), |row| cell(row, Column::FigureOf));
    let drawn = page.scorecard.every_row().any(|row| row.series.len() >= super::chart::FEWEST);
    let kept: Vec<bool> = page
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| match column {
            Column::Id | Column::Title | Column::FigureOf | Column::Rating => true,
            Column::Trend => drawn,
            _ => lines_of(&page.sections).any(|line| line.cells.get(at).is_some_and(|cell| *cell != Cell::Empty)),
        })
        .collect();
    fn keep<T>(kept: &[bool], list: &mut Vec<T>) {
        let mut at = 0;
        list.retain(|_| {
            at += 1;
            kept.get(at - 1).copied().unwrap_or(true)
        });
    }
    keep(&kept, &mut page.columns);
    for line in page.sections.iter_mut().flat_map(|section| &mut section.parts).flat_map(|part| &mut part.lines) {
        keep(&kept, &mut line.cells);
        line.cells.iter_mut().for_each(Cell::tell_thousands);
    }
    for matrix in page.sections.iter_mut().flat_map(|section| &mut section.matrices) {
        matrix.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(Cell::tell_thousands);
    }
    page
}

fn lines_of<'p, 'a>(sections: &'p [Section<'a>]) -> impl Iterator<Item = &'p Line<'a>> {
    sections.iter().flat_map(|section| &section.parts).flat_map(|part| &part.lines)
}

/// A scorecard as a page with the columns of a text or of a sheet.
pub fn page<'a>(document: &'a Document, scorecard: &'a Scorecard, columns: Vec<Column>) -> Page<'a> {
    let line =
        |row: &'a Row| Line { row, cells: columns.iter().map(|column| cell(row, *column)).collect(), details: details(row) };
    let sections: Vec<Section<'a>> = scorecard
        .groups
        .iter()
        .map(|group| Section {
            title: &group.title,
            matrices: Vec::new(),
            groups: Vec::new(),
            parts: group
                .rows
                .chunk_by(|a, b| a.about == b.about)
                .map(|rows| Part {
                    about: rows.first().and_then(|row| row.about.as_deref()),
                    lines: rows.iter().flat_map(Row::with_parts).map(line).collect(),
                })
                .collect(),
        })
        .collect();
    let symbols = symbols(&sections);
    let brief = if document.brief { brief::topics(document, scorecard) } else { Vec::new() };
    Page { scorecard, facts: facts(document, scorecard), summary: summary(scorecard), brief, columns, sections, symbols }
}

fn facts(document: &Document, scorecard: &Scorecard) -> Vec<String> {
    let sentence = |text: &str| if text.ends_with('.') { text.to_owned() } else { format!("{text}.") };
    let mut facts: Vec<String> = scorecard.about.iter().map(|about| sentence(about)).collect();
    facts.push(words::as_at(document, scorecard));
    // Figures of older data must not pass for the month's.
    facts.extend(document.reach.iter().map(|said| words::reach(said)));
    facts.push(sentence(&format!("Source: {}", scorecard.source)));
    facts.extend(words::hidden_counts(document));
    facts
}

fn summary(scorecard: &Scorecard) -> Vec<(Rating, usize)> {
    let summary = scorecard.summary();
    vec![
        (Rating::Green, summary.green),
        (Rating::Amber, summary.amber),
        (Rating::Red, summary.red),
        (Rating::NotRated, summary.not_rated),
        (Rating::NoData, summary.no_data),
    ]
}

/// The symbols in use, in the order of the alphabet of their letters.
fn symbols(sections: &[Section<'_>]) -> Vec<Symbol> {
    let all = [Symbol::Confidential, Symbol::Rule, Symbol::Low, Symbol::Revised, Symbol::NotAvailable, Symbol::NotApplicable];
    let lines = || lines_of(sections);
    let has = |symbol: &Symbol| {
        lines().flat_map(|line| &line.cells).any(|cell| match cell {
            Cell::Symbol(found) => found == symbol,
            Cell::Number { revised, .. } => *revised && *symbol == Symbol::Revised,
            // `[c] (2021)`, `[c]/45`: with the year or the denominator behind it.
            // `better than a year ago ([c])`, `no worse than a year ago (67.2%) [d]`.
            Cell::Text(text) => words::has_symbol(text, *symbol),
            _ => false,
        })
    };
    all.into_iter().filter(has).collect()
}

/// A cell of a row.
pub fn cell(row: &Row, column: Column) -> Cell {
    let sign = row.unit.is().sign;
    let whole = |value: f64| Cell::Number {
        text: if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value}") },
        value,
        decimals: if value.fract() == 0.0 { 0 } else { 2 },
        sign: "",
        revised: false,
        of: None,
    };
    let figure = |figure: Figure, revised: bool| match figure.value() {
        None => Cell::Text(row.show(figure)),
        Some(_) if row.is_low(figure) => Cell::Symbol(Symbol::Low),
        Some(value) => Cell::Number { text: row.show(figure), value, decimals: row.decimals, sign, revised, of: None },
    };
    let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
    match column {
        Column::Id => text(if row.is_part() { String::new() } else { row.id.clone() }),
        Column::Title => Cell::Text(words::title_with_reach(row)),
        Column::Figure => match (row.symbol(), row.figure) {
            (Some(symbol), _) => Cell::Symbol(symbol),
            (None, Some(found)) => figure(found, false),
            (None, None) => Cell::Empty,
        },
        Column::FigureOf => match cell(row, Column::Figure) {
            Cell::Number { text, value, decimals, sign, revised, .. } => {
                Cell::Number { text, value, decimals, sign, revised, of: told_of(row) }
            }
            // Out of how many may be shown although the figure is hidden: `[c] of 40`.
            Cell::Symbol(Symbol::Confidential) => told_of(row).map_or(Cell::Symbol(Symbol::Confidential), Cell::Text),
            found => found,
        },
        Column::TargetBy => text(words::target_by(row)),
        Column::Trend => Cell::Empty,
        Column::Lead => text(row.lead.clone().unwrap_or_default()),
        Column::YearBefore => match row.year_before() {
            Some(point) if point.hidden => Cell::Symbol(Symbol::Confidential),
            found => found.and_then(|point| point.figure).map_or(Cell::Empty, |found| figure(found, false)),
        },
        Column::OutOf => text(out_of(row)),
        Column::Numerator if row.hidden.figure => Cell::Symbol(Symbol::Confidential),
        Column::Numerator => row.numerator().map_or(Cell::Empty, whole),
        Column::Denominator => match row.below() {
            Some(denominator) => whole(denominator),
            None if row.hidden.figure && !row.unit.is_number() => Cell::Symbol(Symbol::Confidential),
            None => Cell::Empty,
        },
        Column::Target => text(words::target(row)),
        Column::Rating if row.is_part() => Cell::Empty,
        Column::Rating => Cell::Rating(row.rating),
        Column::Travel | Column::TravelThen(_) if row.hidden.travel() => Cell::Symbol(Symbol::Confidential),
        Column::Travel | Column::TravelThen(_) => text(words::moved(row, true).unwrap_or_default()),
        Column::Before | Column::BeforeThen(_) if row.hidden.previous => Cell::Symbol(Symbol::Confidential),
        Column::Outturn(at) => match row.outturns.get(at) {
            Some(outturn) if outturn.hidden => Cell::Symbol(Symbol::Confidential),
            found => found.and_then(|outturn| outturn.figure).map_or(Cell::Empty, |found| figure(found, false)),
        },
        Column::Before | Column::BeforeThen(_) => {
            row.previous.1.map_or(Cell::Empty, |found| figure(found, row.restated(row.previous.0).is_some()))
        }
        Column::ToTarget if row.hidden.to_target => Cell::Symbol(Symbol::Confidential),
        Column::ToTarget => row.to_target.map_or(Cell::Empty, |number| whole(number as f64)),
        of_others => row.benchmarks.first().map_or(Cell::Empty, |benchmark| others::cell(row, benchmark, of_others)),
    }
}

/// What a figure is of, as words beside it: `151 of 217`, `of 31` for a mean; nothing where it has no parts.
fn told_of(row: &Row) -> Option<String> {
    let told = out_of(row).replace('/', " of ");
    (!told.is_empty()).then_some(told)
}

/// Numerator and denominator in one cell, `of 31` for a mean.
pub fn out_of(row: &Row) -> String {
    match (row.figure, row.below()) {
        (Some(Figure::Mean { .. }), Some(number)) => format!("of {number}"),
        (Some(figure), Some(denominator)) => format!("{}/{denominator}", figure.numerator()),
        (None, Some(denominator)) => format!("[c]/{denominator}"),
        (_, None) => String::new(),
    }
}

/// What is said of a row, in order of what a board asks first.
pub fn details(row: &Row) -> Vec<Detail> {
    let mut details = Vec::new();
    let mut say = |label: &str, text: String| details.push(Detail { label: label.to_owned(), text });
    if let Some(reason) = row.reason.as_ref().filter(|_| !row.is_part()) {
        say(words::rating(row.rating), reason.to_string());
    }
    if row.target.as_ref().is_some_and(|target| target.is_rule) {
        say("Target", format!("{} {}", Symbol::Rule.bracketed(), Symbol::Rule.meaning()));
    }
    if let Some(later) = Some(words::to_come(row)).filter(|later| !later.is_empty()) {
        say("Targets to come", later);
    }
    if let Some(interval) = row.interval.as_ref().filter(|_| !row.is_part()) {
        say("Interval", words::interval(interval, row.unit, row.decimals));
    }
    // A survey says itself how many answered.
    let is_noted = |few: &String| row.notes.iter().any(|note| note.to_string().starts_with(few.as_str()));
    if let Some(few) = words::few(row).filter(|few| !row.is_part() && !is_noted(few)) {
        say("Small numbers", few);
    }
    for comment in &row.comments {
        let of = comment.role.as_ref().map_or_else(String::new, |role| format!(", {role}"));
        let month = comment.month.long();
        if let Some(behind) = &comment.behind {
            say(&format!("What is behind it ({month}{of})"), behind.clone());
        }
        if let Some(doing) = &comment.doing {
            say(&format!("What is being done ({month}{of})"), doing.clone());
        }
    }
    for restated in &row.restated {
        say("Revised", words::restated(restated));
    }
    if let Some(pace) = &row.pace {
        say("Children to target", pace.clone());
    } else if let Some(number) = row.to_target.filter(|number| *number > 0) {
        say("Children to target", number.to_string());
    }
    if let Some(forecast) = &row.forecast {
        say("Forecast", words::forecast(row, forecast));
    }
    if let Some(chart) = &row.chart {
        say("Trend", words::process(chart));
    }
    // Beside a verdict of the control chart the marker of five points would only seem to contradict it.
    let no_verdict = row.chart.as_ref().is_none_or(|chart| !chart.enough);
    if let Some(text) = row.trend_marker.filter(|_| no_verdict).and_then(words::trend_marker) {
        say("Trend", text.to_owned());
    }
    for benchmark in &row.benchmarks {
        say("Others", words::benchmark(row, benchmark));
    }
    // Who leads has a column of its own.
    let leads = |note: &Note| matches!(note, Note::Labelled("Lead", lead) if row.lead.as_ref() == Some(lead));
    for note in row.notes.iter().filter(|note| !row.is_part() && !leads(note)) {
        say("Note", note.to_string());
    }
    details
}
