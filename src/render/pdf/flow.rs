//! Blocks one below the other: headings, paragraphs, lists, tables, pictures, page after page.
//!
//! A flow fills a column of the pages from the top to the bottom. A table's head stands again at the top of each page
//! that it goes on to (for the eye alone: whoever listens has heard it), and a row is broken only where it is higher
//! than a page.

use super::faces::Faces;
use super::lines::{self, Line, QUIET, Run};
use super::sheet::{Area, Branch, Entry, HEIGHT, Item, Kind, Leaf, Sheet, WIDTH};
use crate::render::drawing::{Colour, Drawing};

/// The white around what is printed, at the sides.
pub const SIDE: f32 = 36.0;
/// The white above it, in which the marking stands.
const ABOVE: f32 = 40.0;
/// The white below it, in which the foot stands.
const BELOW: f32 = 40.0;
/// A line of text is this much higher than its letters are large.
const LEADING: f32 = 1.22;
/// Room around the text of a cell: at its sides, above and below.
const PAD: (f32, f32) = (3.0, 1.4);
const RULE: Colour = (0xb1, 0xb4, 0xb6);
const HEAD: Colour = (0xee, 0xef, 0xef);

/// A column of the pages that is being filled.
pub struct Flow<'a> {
    /// What it is put on.
    pub sheet: &'a mut Sheet,
    faces: &'a Faces,
    left: f32,
    /// How wide it is.
    pub width: f32,
    page: usize,
    /// How far from the top the next block begins.
    pub y: f32,
}

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

impl<'a> Flow<'a> {
    /// A flow over whole pages, from the top of a new one.
    pub fn new(sheet: &'a mut Sheet, faces: &'a Faces) -> Self {
        sheet.page();
        let page = sheet.pages.len() - 1;
        Flow { sheet, faces, left: SIDE, width: WIDTH - 2.0 * SIDE, page, y: ABOVE }
    }

    /// A part of the width, from where this flow stands; what follows goes on below the longest of such parts.
    pub fn part(&mut self, from: f32, width: f32) -> Flow<'_> {
        Flow { left: self.left + from, width, page: self.page, y: self.y, sheet: &mut *self.sheet, faces: self.faces }
    }

    /// How wide a text is.
    pub fn wide(&self, run: &Run, size: f32) -> f32 {
        self.faces.width(&run.text, run.weight, size)
    }

    /// The left edge.
    pub fn left(&self) -> f32 {
        self.left
    }

    /// How much room is left on the page.
    pub fn left_over(&self) -> f32 {
        HEIGHT - BELOW - self.y
    }

    /// Goes on at the top of the next page.
    pub fn turn(&mut self) {
        self.page += 1;
        if self.page >= self.sheet.pages.len() {
            self.sheet.page();
        }
        self.y = ABOVE;
    }

    /// Turns the page unless so much room is left.
    pub fn need(&mut self, height: f32) {
        if self.left_over() < height && self.y > ABOVE {
            self.turn();
        }
    }

    /// Leaves some room, but at the top of a page.
    pub fn gap(&mut self, height: f32) {
        if self.y > ABOVE {
            self.y += height;
        }
    }

    /// A heading, kept with what follows it, with room above.
    pub fn heading(&mut self, of: Branch, level: u16, text: &str) {
        let (size, above) = match level {
            1 => (17.0, 0.0),
            2 => (12.5, 9.0),
            3 => (10.0, 6.0),
            _ => (9.0, 4.0),
        };
        self.heading_of_size(of, level, text, size, above);
    }

    /// The same in a size of its own.
    pub fn heading_of_size(&mut self, of: Branch, level: u16, text: &str, size: f32, above: f32) {
        self.need(above + size * LEADING * 4.0);
        self.gap(above);
        let (page, y) = (self.page, self.y);
        self.sheet.entries.push(Entry { level, text: text.to_owned(), page, y });
        let branch = self.sheet.branch(of, Kind::Heading(level, text.to_owned()));
        self.text(branch, &[Run::strong(text)], size);
        self.y += 2.0;
    }

    /// Remembers this place for links.
    pub fn anchor(&mut self, anchor: usize) {
        self.sheet.anchors.insert(anchor, (self.page, self.y));
    }

    /// A paragraph.
    pub fn paragraph(&mut self, of: Branch, runs: &[Run], size: f32, below: f32) {
        let branch = self.sheet.branch(of, Kind::Paragraph);
        self.text(branch, runs, size);
        self.y += below;
    }

    /// A list with dots.
    pub fn list(&mut self, of: Branch, items: &[Vec<Run>], size: f32, below: f32) {
        if items.is_empty() {
            return;
        }
        let list = self.sheet.branch(of, Kind::List);
        for item in items {
            let branch = self.sheet.branch(list, Kind::Item);
            let body = self.sheet.branch(branch, Kind::Body);
            self.need(size * LEADING);
            let (left, width) = (self.left, self.width);
            let dot = Run { text: "•".to_owned(), ..Run::plain("") }.in_colour(QUIET);
            // The dot is an ornament: that it is an item is said by the tree.
            self.put(Item::Text { at: (left + 2.0, self.y + size * 0.95), size, run: dot, leaf: None });
            (self.left, self.width) = (left + 10.0, width - 10.0);
            self.text(body, item, size);
            (self.left, self.width) = (left, width);
            self.y += below;
        }
    }

    /// Lines of text, each where there is room for it.
    fn text(&mut self, branch: Branch, runs: &[Run], size: f32) {
        let mut leaf = None;
        for line in lines::set(self.faces, runs, size, self.width) {
            if self.left_over() < size * LEADING && self.y > ABOVE {
                self.turn();
                leaf = None;
            }
            let leaf = *leaf.get_or_insert_with(|| self.sheet.leaf(branch));
            self.line(&line, self.left, size, Some(leaf));
            self.y += size * LEADING;
        }
    }

    /// A line whose upper edge is here.
    fn line(&mut self, line: &Line, left: f32, size: f32, leaf: Option<Leaf>) {
        for (x, run) in &line.pieces {
            self.put(Item::Text { at: (left + x, self.y + size * 0.95), size, run: run.clone(), leaf });
        }
    }

    fn draw(&mut self, of: Branch, drawing: &Drawing, scale: f32, words: &str, at: (f32, f32)) {
        let (wide, high) = (drawing.width as f32 * scale, drawing.height as f32 * scale);
        let area = Area { page: self.page, edges: (at.0, at.1, at.0 + wide, at.1 + high) };
        let figure = self.sheet.branch(of, Kind::Figure(words.to_owned(), Some(area)));
        let leaf = self.sheet.leaf(figure);
        self.put(Item::Drawn { at, scale, drawing: drawing.clone(), leaf });
    }

    /// Puts an item on this page.
    pub fn put(&mut self, item: Item) {
        self.sheet.put(self.page, item);
    }

    /// A figure of the flow's own items: a branch and leaf for them.
    pub fn figure_of(&mut self, of: Branch, words: &str, edges: (f32, f32, f32, f32)) -> Leaf {
        let area = Area { page: self.page, edges };
        let figure = self.sheet.branch(of, Kind::Figure(words.to_owned(), Some(area)));
        self.sheet.leaf(figure)
    }

    /// A table. Gives for each of its rows where the first cell's text stands, for links.
    pub fn table(&mut self, of: Branch, table: &Table) -> Vec<Area> {
        let branch = self.sheet.branch(of, Kind::Table(table.summary.clone()));
        let head = self.sheet.branch(branch, Kind::Head);
        let row = self.sheet.branch(head, Kind::Row);
        let head_height = self.height(table, &table.head);
        // The head is not left alone at the foot of a page.
        let first = table.rows.first().map_or(0.0, |row| self.row_height(table, row));
        self.need((head_height + first).min(HEIGHT - ABOVE - BELOW));
        self.cells(table, &table.head, |sheet, _| Some(sheet.branch(row, Kind::ColumnHead(1))));
        let body = self.sheet.branch(branch, Kind::Rows);
        let mut places = Vec::new();
        for row in &table.rows {
            let height = self.row_height(table, row);
            let follows = if matches!(row, Row::Across(_)) { table.size * LEADING * 1.5 } else { 0.0 };
            let whole = HEIGHT - ABOVE - BELOW - head_height;
            if self.left_over() < (height + follows).min(whole) {
                self.turn();
                // For the eye alone: whoever listens has heard it.
                self.cells(table, &table.head, |_, _| None);
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
        let is_head = std::ptr::eq(cells.as_ptr(), table.head.as_ptr());
        let most = laid.iter().map(|laid| laid.lines.len()).max().unwrap_or(0);
        let mut from = 0;
        // All lines on this page, but for a row that is higher than one.
        loop {
            let room = ((self.left_over() - 2.0 * PAD.1) / (table.size * LEADING)).floor().max(1.0) as usize;
            let to = (from + room).min(most);
            self.stretch(table, &mut laid, &branches, (from, to), is_head);
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
    fn stretch(
        &mut self,
        table: &Table,
        laid: &mut [Laid<'_>],
        branches: &[Option<Branch>],
        (from, to): (usize, usize),
        is_head: bool,
    ) {
        let drawn = laid.iter().map(|laid| match &laid.cell.content {
            Content::Drawing(drawing, scale, _) if from == 0 => drawing.height as f32 * scale,
            _ => 0.0,
        });
        let lines = (to - from).max(1) as f32 * table.size * LEADING;
        let height = drawn.fold(lines, f32::max) + 2.0 * PAD.1;
        let (top, width) = (self.y, table.widths.iter().sum::<f32>());
        for laid in laid.iter() {
            let fill = laid.cell.fill.or(is_head.then_some(HEAD));
            if let Some(colour) = fill {
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
