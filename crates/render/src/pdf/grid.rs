//! Tables in a flow, and their cells.
//!
//! A table's head stands again at the top of each page that it goes on to (for the eye alone: whoever listens has heard
//! it), and a row is broken only where it is higher than a page.

use super::flow::{Flow, LEADING};
use super::lines::{self, Line, Run};
use super::sheet::{Area, Branch, Item, Kind, Leaf, Sheet};
use crate::drawing::{Colour, Drawing};

/// Room around the text of a cell: at its sides, above and below.
const PAD: (f32, f32) = (3.0, 1.4);
const RULE: Colour = (0xb1, 0xb4, 0xb6);
const HEAD: Colour = (0xee, 0xef, 0xef);

/// Which end of a cell its text stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// The left.
    Start,
    /// The middle.
    Middle,
    /// The right.
    End,
}

/// What a cell holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// Text.
    Text(Vec<Run>),
    /// A drawing, how large a unit of it is in points, and what it shows in words.
    Drawing(Drawing, f32, String),
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What it holds.
    pub content: Content,
    /// Where its text stands.
    pub align: Align,
    /// Its shade.
    pub fill: Option<Colour>,
    /// Whether the shade is behind its first line alone.
    pub badge: bool,
    /// Whether it heads its row.
    pub heads: bool,
    /// How far in it begins.
    pub indent: f32,
    /// What is read aloud in place of its text.
    pub spoken: Option<String>,
}

impl Cell {
    /// A cell of text.
    pub fn text(runs: Vec<Run>) -> Self {
        Cell {
            content: Content::Text(runs),
            align: Align::Start,
            fill: None,
            badge: false,
            heads: false,
            indent: 0.0,
            spoken: None,
        }
    }

    /// The same that heads its row.
    pub fn heading(self) -> Self {
        Cell { heads: true, ..self }
    }

    /// The same with its text elsewhere.
    pub fn at(self, align: Align) -> Self {
        Cell { align, ..self }
    }

    /// The same, read aloud in other words.
    pub fn spoken(self, words: impl Into<String>) -> Self {
        Cell { spoken: Some(words.into()), ..self }
    }

    /// The same with a shade behind its first line.
    pub fn badge(self, fill: Colour) -> Self {
        Cell { fill: Some(fill), badge: true, ..self }
    }

    /// The same with a shade.
    pub fn on(self, fill: Option<Colour>) -> Self {
        Cell { fill, ..self }
    }
}

/// A row of a table.
#[derive(Clone, Debug)]
pub enum Row {
    /// A cell for each column.
    Cells(Vec<Cell>),
    /// A heading across all columns.
    Across(String),
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it is, in words.
    pub summary: String,
    /// The widths of its columns, in points.
    pub widths: Vec<f32>,
    /// The heads of its columns.
    pub head: Vec<Cell>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// How large its letters are.
    pub size: f32,
}

/// A cell set in lines.
struct Laid<'a> {
    cell: &'a Cell,
    left: f32,
    width: f32,
    lines: Vec<Line>,
    leaf: Option<Leaf>,
}

impl Flow<'_> {
    /// A table. Gives for each of its rows where the first cell's text stands, for links.
    pub fn table(&mut self, of: Branch, table: &Table) -> Vec<Area> {
        let branch = self.sheet.branch(of, Kind::Table(table.summary.clone()));
        let head = self.sheet.branch(branch, Kind::Head);
        let row = self.sheet.branch(head, Kind::Row);
        let heads: Vec<Cell> = table.head.iter().map(|cell| cell.clone().on(cell.fill.or(Some(HEAD)))).collect();
        // Rows are set in lines once: it is most of the work.
        let head_laid = self.lay(&table.widths, table.size, &heads);
        let head_height = height(table.size, &head_laid);
        let whole = self.page_height() - head_height;
        let body = self.sheet.branch(branch, Kind::Rows);
        let mut places = Vec::new();
        for (at, row_of) in table.rows.iter().enumerate() {
            let across = [match row_of {
                Row::Across(text) => Cell::text(vec![Run::strong(text)]).heading().on(Some((0xf3, 0xf2, 0xf1))),
                Row::Cells(_) => Cell::text(Vec::new()),
            }];
            let laid = match row_of {
                Row::Cells(cells) => self.lay(&table.widths, table.size, cells),
                Row::Across(_) => self.lay(&[table.widths.iter().sum()], table.size, &across),
            };
            let height = height(table.size, &laid);
            let follows = if matches!(row_of, Row::Across(_)) { table.size * LEADING * 1.5 } else { 0.0 };
            if at == 0 {
                // The head is not left alone at the foot of a page.
                self.need((head_height + height + follows).min(self.page_height()));
                self.cells(table, self.again(&head_laid), |sheet, _| Some(sheet.branch(row, Kind::ColumnHead(1))));
            } else if self.left_over() < (height + follows).min(whole) {
                self.turn();
                // For the eye alone: whoever listens has heard it.
                self.cells(table, self.again(&head_laid), |_, _| None);
            }
            let top = self.y;
            let branch = self.sheet.branch(body, Kind::Row);
            let columns = table.widths.len() as u32;
            let laid = self.again(&laid);
            self.cells(table, laid, |sheet, cell| {
                let kind = match row_of {
                    Row::Across(_) => Kind::RowHead(columns),
                    Row::Cells(_) if cell.heads => Kind::RowHead(1),
                    Row::Cells(_) => Kind::Data,
                };
                Some(sheet.branch(branch, kind))
            });
            let wide = table.widths.first().copied().unwrap_or(0.0);
            places.push(Area { page: self.page, edges: (self.left, top, self.left + wide, self.y) });
        }
        if table.rows.is_empty() {
            self.cells(table, self.again(&head_laid), |sheet, _| Some(sheet.branch(row, Kind::ColumnHead(1))));
        }
        places
    }

    /// Cells set in lines, from the left edge.
    fn lay<'c>(&self, widths: &[f32], size: f32, cells: &'c [Cell]) -> Vec<Laid<'c>> {
        let mut left = self.left;
        let mut laid = Vec::new();
        for (cell, width) in cells.iter().zip(widths) {
            let lines = match &cell.content {
                Content::Text(runs) => lines::set(self.faces, runs, size, width - 2.0 * PAD.0 - cell.indent),
                Content::Drawing(..) => Vec::new(),
            };
            laid.push(Laid { cell, left, width: *width, lines, leaf: None });
            left += width;
        }
        laid
    }

    /// The same cells, from where the flow's left edge is now.
    fn again<'c>(&self, laid: &[Laid<'c>]) -> Vec<Laid<'c>> {
        let from = laid.first().map_or(0.0, |first| self.left - first.left);
        laid.iter().map(|one| Laid { left: one.left + from, lines: one.lines.clone(), leaf: None, ..*one }).collect()
    }

    /// A row of cells; `tag` gives each its branch, or none where they are ornaments.
    fn cells(&mut self, table: &Table, mut laid: Vec<Laid<'_>>, mut tag: impl FnMut(&mut Sheet, &Cell) -> Option<Branch>) {
        let branches: Vec<Option<Branch>> = laid.iter().map(|laid| tag(self.sheet, laid.cell)).collect();
        let most = laid.iter().map(|laid| laid.lines.len()).max().unwrap_or(0);
        let mut from = 0;
        // All lines on this page, but for a row that is higher than one.
        loop {
            let room = ((self.left_over() - 2.0 * PAD.1) / (table.size * LEADING)).floor().max(1.0) as usize;
            let to = (from + room).min(most);
            self.stretch(table, &mut laid, &branches, (from, to));
            from = to;
            if from >= most {
                break;
            }
            self.turn();
            for laid in &mut laid {
                laid.leaf = None;
            }
        }
    }

    /// The lines of a row that stand on one page.
    fn stretch(&mut self, table: &Table, laid: &mut [Laid<'_>], branches: &[Option<Branch>], (from, to): (usize, usize)) {
        let drawn = laid.iter().map(|laid| match &laid.cell.content {
            Content::Drawing(drawing, scale, _) if from == 0 => drawing.height as f32 * scale,
            _ => 0.0,
        });
        let lines = (to - from).max(1) as f32 * table.size * LEADING;
        let height = drawn.fold(lines, f32::max) + 2.0 * PAD.1;
        let (top, width) = (self.y, table.widths.iter().sum::<f32>());
        for laid in laid.iter() {
            if let Some(colour) = laid.cell.fill.filter(|_| from == 0 || !laid.cell.badge) {
                let edges = match laid.cell.badge {
                    true => (laid.left + 1.0, top + 0.8, laid.left + laid.width - 3.0, top + 2.0 * PAD.1 + table.size * LEADING),
                    false => (laid.left, top, laid.left + laid.width, top + height),
                };
                self.put(Item::Shade { edges, colour, leaf: None });
            }
        }
        for (laid, branch) in laid.iter_mut().zip(branches) {
            let inside = laid.width - 2.0 * PAD.0 - laid.cell.indent;
            let start = laid.left + PAD.0 + laid.cell.indent;
            for (at, line) in laid.lines.iter().enumerate().take(to).skip(from) {
                let x = start
                    + match laid.cell.align {
                        Align::Start => 0.0,
                        Align::Middle => (inside - line.width) / 2.0,
                        Align::End => inside - line.width,
                    };
                self.y = top + PAD.1 + (at - from) as f32 * table.size * LEADING;
                if laid.leaf.is_none() && !line.pieces.is_empty() {
                    laid.leaf = branch.map(|branch| self.sheet.leaf(branch));
                    if let (Some(leaf), Some(words)) = (laid.leaf, &laid.cell.spoken) {
                        self.sheet.spoken.insert(leaf.0, words.clone());
                    }
                }
                self.line(line, x, table.size, laid.leaf);
            }
            if let (Content::Drawing(drawing, scale, words), Some(branch)) = (&laid.cell.content, branch)
                && from == 0
            {
                let high = drawing.height as f32 * scale;
                self.draw(*branch, drawing, *scale, words, (start, top + (height - high) / 2.0));
            }
        }
        self.y = top + height;
        self.put(Item::Rule { at: (self.left, self.y), length: width, colour: RULE });
    }
}

/// How high a row is.
fn height(size: f32, laid: &[Laid<'_>]) -> f32 {
    let high = |laid: &Laid<'_>| match &laid.cell.content {
        Content::Text(_) => laid.lines.len() as f32 * size * LEADING,
        Content::Drawing(drawing, scale, _) => drawing.height as f32 * scale,
    };
    laid.iter().map(high).fold(size * LEADING, f32::max) + 2.0 * PAD.1
}
