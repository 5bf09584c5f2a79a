//! The columns of a scorecard's table on the terminal: which there are in how much room, and what stands in their cells.
//!
//! Takes a scorecard and the terminal, gives drawn lines. A figure is never left out for want of room: what has no
//! column stands below the row, and where there is no room for columns each row is lines of its own.

use super::table::Style;
use super::table_grid::{self as grid, Column, HARD_SPACE};
use super::wrap::lines;
use super::{ansi, layout, table_notes, trend, words};
use scorecard_core::rating::{Rating, Travel};
use scorecard_core::scorecard::{Outturn, Row, Scorecard, Symbol};

/// What stands for what is hidden: in a terminal without its brackets, as in the figure of a row.
pub(super) const HIDDEN: &str = "c";

/// Where an id has more letters than this, ids stand on a line of their own above their rows, not before the names.
const SHORT: usize = 8;

/// How many months a small drawing of the trend has.
const MONTHS: usize = 13;

/// What name and target have at the least, where they need as much: in a table at all, beside outturns, and beside columns that
/// are as well left out.
const LEAST: (usize, usize) = (18, 12);
const BESIDE_OUTTURNS: (usize, usize) = (18, 16);
const COMFORT: (usize, usize) = (24, 18);

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Id,
    Title,
    Figure,
    Parts,
    Target,
    Rating,
    Travel,
    Before,
    YearBefore,
    Outturn(usize),
    Trend,
    ToTarget,
    Lead,
}

/// The columns that every table has.
const BASE: [Of; 6] = [Of::Title, Of::Figure, Of::Parts, Of::Travel, Of::Target, Of::Rating];

/// What stands beside them where there is room, what is dearest first: the columns of a paper.
const MORE: [&[Of]; 9] = [
    &[Of::Before, Of::YearBefore, Of::Trend, Of::ToTarget, Of::Lead],
    &[Of::Before, Of::YearBefore, Of::Trend, Of::Lead],
    &[Of::YearBefore, Of::Trend, Of::Lead],
    &[Of::YearBefore, Of::Lead],
    &[Of::Before, Of::YearBefore],
    &[Of::YearBefore],
    &[Of::Before, Of::ToTarget],
    &[Of::Before],
    &[],
];

/// The table of a scorecard in the room there is.
pub(super) struct Sheet<'a> {
    style: Style,
    columns: Vec<(Of, Column)>,
    /// The widths of the columns; nothing where each row is lines of its own.
    widths: Option<Vec<usize>>,
    /// Whether the id has no column of its own: it stands before or above the name.
    id_above: bool,
    /// Whether it stands above, since an id is long.
    apart: bool,
    outturns: &'a [Outturn],
}

impl<'a> Sheet<'a> {
    /// The one that shows most; `notes` are the numbers of the reasons told below, row by row.
    pub(super) fn of(scorecard: &'a Scorecard, notes: &[Option<usize>], style: Style) -> Self {
        let rows: Vec<&Row> = scorecard.every_row().collect();
        let outturns = rows.iter().map(|row| row.outturns.as_slice()).max_by_key(|found| found.len()).unwrap_or_default();
        let width = usize::from(style.width);
        let apart = rows.iter().any(|row| !row.is_part() && row.id.chars().count() > SHORT);
        let cells = |sheet: &Sheet<'a>| -> Vec<Vec<String>> {
            rows.iter().zip(notes).map(|(row, note)| sheet.cells(row, *note)).collect()
        };
        let fits = |with: &[Of], (title, target): (usize, usize), id_above: bool| {
            let sheet = Sheet { style, columns: columns(with, scorecard, outturns), widths: None, id_above, apart, outturns };
            let fits = grid::fits(&sheet.plain_columns(), &cells(&sheet), width, &[title, target]);
            fits.then_some((sheet, [title, target]))
        };
        let of_outturns: Vec<Of> = (0..outturns.len()).map(Of::Outturn).collect();
        let with_outturns = [BASE.as_slice(), of_outturns.as_slice()].concat();
        let (base, found) = match fits(&with_outturns, BESIDE_OUTTURNS, true) {
            Some(found) => (with_outturns, found),
            None => match fits(&BASE, LEAST, true) {
                Some(found) => (BASE.to_vec(), found),
                None => return Self::cards(scorecard, style, outturns, apart),
            },
        };
        let has = |of: &Of| match of {
            Of::YearBefore => rows.iter().any(|row| row.year_before().is_some()),
            Of::Trend => rows.iter().any(|row| row.series.len() >= super::chart::FEWEST),
            Of::Lead => rows.iter().any(|row| row.lead.is_some()),
            _ => true,
        };
        let more = MORE.iter().find_map(|more| {
            let more: Vec<Of> = more.iter().copied().filter(has).collect();
            let beside = fits(&[base.as_slice(), &more, &[Of::Id]].concat(), COMFORT, false);
            beside.or_else(|| fits(&[base.as_slice(), &more].concat(), COMFORT, true))
        });
        let (mut sheet, room) = more.unwrap_or(found);
        sheet.widths = grid::widths(&sheet.plain_columns(), &cells(&sheet), width, &room);
        sheet
    }

    /// Each row as lines of its own.
    fn cards(scorecard: &Scorecard, style: Style, outturns: &'a [Outturn], apart: bool) -> Self {
        let of_outturns: Vec<Of> = (0..outturns.len()).map(Of::Outturn).collect();
        let columns = columns(&[BASE.as_slice(), of_outturns.as_slice()].concat(), scorecard, outturns);
        Sheet { style, columns, widths: None, id_above: true, apart, outturns }
    }

    /// Whether there is room for more than the columns that every table has.
    fn is_wide(&self) -> bool {
        self.has(Of::Before) || self.has(Of::YearBefore)
    }

    fn has(&self, wanted: Of) -> bool {
        self.columns.iter().any(|(of, _)| *of == wanted)
    }

    /// The head with the line below it; nothing where rows are lines of their own.
    pub(super) fn head(&self) -> String {
        let Some(widths) = &self.widths else { return String::new() };
        let heads: Vec<String> = self.columns.iter().map(|(_, column)| column.head.clone()).collect();
        let bold = |_: usize, text: &str| super::table::strong(text, self.style);
        let line = if self.style.unicode { "─" } else { "-" };
        format!("{}{}\n", grid::draw(&heads, &self.plain_columns(), widths, bold), line.repeat(usize::from(self.style.width)))
    }

    /// A row; `note` is the number of its reason.
    pub(super) fn row(&self, row: &Row, note: Option<usize>) -> String {
        let cells = self.cells(row, note);
        let columns = self.plain_columns();
        let of_rating = self.columns.iter().position(|(of, _)| *of == Of::Rating);
        let paint = |at: usize, text: &str| if Some(at) == of_rating { self.painted(row, text) } else { text.to_owned() };
        let width = usize::from(self.style.width);
        let mut text = String::new();
        if self.id_above && self.apart && !row.is_part() {
            text.extend(lines(&row.id, width).iter().map(|line| format!("{line}\n")));
        }
        let Some(widths) = &self.widths else { return text + &grid::card(&cells, &columns, width, paint) };
        text.push_str(&grid::draw(&cells, &columns, widths, paint));
        if !self.outturns.is_empty() && !self.has(Of::Outturn(0)) && !row.outturns.is_empty() {
            let said = words::outturns(row).replace(&Symbol::Confidential.bracketed(), HIDDEN);
            let lines = lines(&said, width.saturating_sub(2));
            text.extend(lines.iter().map(|line| format!("  {line}\n")));
        }
        text
    }

    fn plain_columns(&self) -> Vec<Column> {
        self.columns.iter().map(|(_, column)| column.clone()).collect()
    }

    fn painted(&self, row: &Row, text: &str) -> String {
        let colour = match row.rating {
            Rating::Green => ansi::GREEN,
            Rating::Amber => ansi::AMBER,
            Rating::Red => ansi::RED,
            Rating::NotRated | Rating::NoData => return text.to_owned(),
        };
        if self.style.colour { format!("\u{1b}[38;5;{colour}m\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn cells(&self, row: &Row, note: Option<usize>) -> Vec<String> {
        self.columns.iter().map(|(of, _)| self.cell(row, *of, note)).collect()
    }

    fn cell(&self, row: &Row, of: Of, note: Option<usize>) -> String {
        let part = row.is_part();
        match of {
            Of::Id if part => String::new(),
            Of::Id => row.id.clone(),
            Of::Title if part => format!("{HARD_SPACE}{HARD_SPACE}{}", words::title(row)),
            Of::Title if self.id_above && !self.apart => format!("{} {}", row.id, words::title_with_reach(row)),
            Of::Title => words::title_with_reach(row),
            Of::Figure => words::thousands(&row.display().unwrap_or_default()),
            Of::Parts => {
                words::thousands(&layout::out_of(row)).replace(&Symbol::Confidential.bracketed(), HIDDEN).replace(' ', "\u{a0}")
            }
            Of::Target if self.is_wide() => words::target_by(row),
            Of::Target => words::target(row),
            Of::Rating if part && row.rating == Rating::NoData => if row.nobody { "nobody" } else { "no data" }.to_owned(),
            Of::Rating if part => String::new(),
            Of::Rating => {
                let note = note.map(|number| format!(" [{number}]")).unwrap_or_default();
                format!("{} {}{note}", words::mark(row.rating, self.style.unicode), words::rating(row.rating))
            }
            Of::Travel if row.hidden.travel() => HIDDEN.to_owned(),
            Of::Travel => row.judged_travel().map(|travel| self.travel(row, travel)).unwrap_or_default(),
            Of::Before if row.hidden.previous => HIDDEN.to_owned(),
            Of::Before => {
                let shown = row.previous.1.map(|figure| words::thousands(&row.show(figure)) + &table_notes::revised(row));
                shown.unwrap_or_default()
            }
            Of::YearBefore => match row.year_before() {
                Some(point) if point.hidden => HIDDEN.to_owned(),
                found => found.and_then(|point| point.figure).map(|found| words::thousands(&row.show(found))).unwrap_or_default(),
            },
            Of::Trend if row.series.len() < super::chart::FEWEST => String::new(),
            Of::Trend => trend::drawing(row, self.style.unicode, MONTHS),
            Of::Lead => row.lead.clone().unwrap_or_default(),
            Of::Outturn(at) => match row.outturns.get(at) {
                Some(outturn) if outturn.hidden => HIDDEN.to_owned(),
                found => {
                    found.and_then(|outturn| outturn.figure).map(|figure| words::thousands(&row.show(figure))).unwrap_or_default()
                }
            },
            Of::ToTarget => {
                let number = row.to_target.filter(|_| row.rating != Rating::NoData);
                number.map(|number| number.to_string()).unwrap_or_default()
            }
        }
    }

    /// The mark tells which way the figure moved, the word what that means; the figure then stands beside it or in a
    /// column of its own.
    fn travel(&self, row: &Row, travel: Travel) -> String {
        let mark = words::arrow(row, self.style.unicode);
        if self.has(Of::Before) {
            let level = travel == Travel::Level;
            return if level { format!("{mark} level") } else { words::moved(row, self.style.unicode).unwrap_or_default() };
        }
        let word = words::travel(travel);
        match row.previous.1.filter(|_| travel != Travel::Level) {
            Some(before) if travel == Travel::Changed => {
                format!("{mark} from {}{}", words::thousands(&row.show(before)), table_notes::revised(row))
            }
            Some(before) => format!("{mark} {word}\nfrom {}{}", words::thousands(&row.show(before)), table_notes::revised(row)),
            None if travel == Travel::Level => format!("{mark} {word}"),
            None => words::moved(row, self.style.unicode).unwrap_or_default(),
        }
    }
}

/// Columns in the order of the table.
fn columns(with: &[Of], scorecard: &Scorecard, outturns: &[Outturn]) -> Vec<(Of, Column)> {
    let before = scorecard.every_row().next().map(|row| row.previous.0.short()).unwrap_or_default();
    let year_before =
        scorecard.every_row().find_map(|row| row.year_before()).map(|point| point.month.short()).unwrap_or_default();
    let has_before = with.contains(&Of::Before);
    let is_wide = has_before || with.contains(&Of::YearBefore);
    // In the order of a paper.
    let mut order = vec![Of::Id, Of::Title, Of::Figure, Of::Parts, Of::Travel, Of::Before, Of::YearBefore];
    order.extend((0..outturns.len()).map(Of::Outturn));
    order.extend([Of::Target, Of::Rating, Of::Trend, Of::ToTarget, Of::Lead]);
    let column = |of: Of| match of {
        Of::Id => Column::mark("Row", usize::MAX),
        Of::Title => Column::words("Promise"),
        Of::Figure => Column::number("Figure", 8),
        // `51,165/54,043` stands whole where the terminal has room for a month before.
        Of::Parts => Column::number("Out of", if has_before { 13 } else { 8 }),
        Of::Target => Column::words(if is_wide { "Target by date" } else { "Target" }),
        Of::Rating => Column::mark("Rating", 11),
        // With the figure then in a column of its own the change stands here: `+5.4 points`.
        Of::Travel => Column::mark("Change", if has_before { 13 } else { 12 }),
        Of::Before => Column::number(&before, 8),
        Of::YearBefore => Column::number(&year_before, 8),
        Of::Trend => Column::mark("Trend", MONTHS),
        Of::Lead => Column::mark("Lead", 22),
        Of::Outturn(at) => {
            let month = outturns.get(at).map(|outturn| outturn.month.short()).unwrap_or_default();
            Column::number(&format!("31 {month}"), 6)
        }
        Of::ToTarget => Column::number("To target", 9),
    };
    order.into_iter().filter(|of| with.contains(of)).map(|of| (of, column(of))).collect()
}
