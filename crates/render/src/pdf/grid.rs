//! Tables in a flow, and their cells.
//!
//! A table's head stands again at the top of each page that it goes on to (for the eye alone: whoever listens has heard
//! it), and a row is broken only where it is higher than a page.

use super::flow::{ABOVE, BELOW, Flow, LEADING};
use super::lines::{self, Line, Run};
use super::sheet::{Area, Branch, HEIGHT, Item, Kind, Leaf, Sheet};
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
        Cell { content: Content::Text(runs), align: Align::Start, fill: None, heads: false, indent: 0.0, spoken: None }
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
        let head_height = self.height(table, &heads);
        // The head is not left alone at the foot of a page.
        let first = table.rows.first().map_or(0.0, |row| self.row_height(table, row));
        self.need((head_height + first).min(HEIGHT - ABOVE - BELOW));
        self.cells(table, &heads, |sheet, _| Some(sheet.branch(row, Kind::ColumnHead(1))));
        let body = self.sheet.branch(branch, Kind::Rows);
        let mut places = Vec::new();
        for row in &table.rows {
            let height = self.row_height(table, row);
            let follows = if matches!(row, Row::Across(_)) { table.size * LEADING * 1.5 } else { 0.0 };
            let whole = HEIGHT - ABOVE - BELOW - head_height;
            if self.left_over() < (height + follows).min(whole) {
                self.turn();
                // For the eye alone: whoever listens has heard it.
                self.cells(table, &heads, |_, _| None);
            }
            let top = self.y;
            let branch = self.sheet.branch(body, Kind::Row);
            match row {
                Row::Cells(cells) => self.cells(table, cells, |sheet, cell| {
                    Some(sheet.branch(branch, if cell.heads { Kind::RowHead(1) } else { Kind::Data }))
                }),
                Row::Across(text) => {
                    let cell = Cell::text(vec![Run::strong(text)]).heading().on(Some((0xf3, 0xf2, 0xf1)));
                    let one = Table { widths: vec![table.widths.iter().sum()], ..table.clone_frame() };
                    let columns = table.widths.len() as u32;
                    self.cells(&one, &[cell], |sheet, _| Some(sheet.branch(branch, Kind::RowHead(columns))));
                }
            }
            let wide = table.widths.first().copied().unwrap_or(0.0);
            places.push(Area { page: self.page, edges: (self.left, top, self.left + wide, self.y) });
        }
        places
    }

    fn row_height(&self, table: &Table, row: &Row) -> f32 {
        match row {
            Row::Cells(cells) => self.height(table, cells),
            Row::Across(_) => table.size * LEADING + 2.0 * PAD.1,
        }
    }

    fn height(&self, table: &Table, cells: &[Cell]) -> f32 {
        let high = |(cell, width): (&Cell, &f32)| match &cell.content {
            Content::Text(runs) => {
                lines::set(self.faces, runs, table.size, width - 2.0 * PAD.0 - cell.indent).len() as f32 * table.size * LEADING
            }
            Content::Drawing(drawing, scale, _) => drawing.height as f32 * scale,
        };
        cells.iter().zip(&table.widths).map(high).fold(table.size * LEADING, f32::max) + 2.0 * PAD.1
    }

    /// A row of cells; `tag` gives each its branch, or none where they are ornaments.
    fn cells(&mut self, table: &Table, cells: &[Cell], mut tag: impl FnMut(&mut Sheet, &Cell) -> Option<Branch>) {
        let mut left = self.left;
        let mut laid: Vec<Laid<'_>> = Vec::new();
        let mut branches = Vec::new();
        for (cell, width) in cells.iter().zip(&table.widths) {
            let branch = tag(self.sheet, cell);
            let lines = match &cell.content {
                Content::Text(runs) => lines::set(self.faces, runs, table.size, width - 2.0 * PAD.0 - cell.indent),
                Content::Drawing(..) => Vec::new(),
            };
            laid.push(Laid { cell, left, width: *width, lines, leaf: None });
            branches.push(branch);
            left += width;
        }
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
            if let Some(colour) = laid.cell.fill {
                let edges = (laid.left, top, laid.left + laid.width, top + height);
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

impl Table {
    /// The table without its rows and heads.
    fn clone_frame(&self) -> Table {
        Table { summary: String::new(), widths: Vec::new(), head: Vec::new(), rows: Vec::new(), size: self.size }
    }
}
