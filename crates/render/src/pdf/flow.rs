//! Blocks one below the other: headings, paragraphs, lists, page after page; `grid` puts tables among them.
//!
//! A flow fills a column of the pages from the top to the bottom.

use super::faces::Faces;
use super::lines::{self, Line, QUIET, Run};
use super::sheet::{Area, Branch, Entry, HEIGHT, Item, Kind, Leaf, Sheet, WIDTH};
use crate::drawing::Drawing;

/// The white around what is printed, at the sides.
pub const SIDE: f32 = 36.0;
/// The white above it, in which the marking stands.
const ABOVE: f32 = 40.0;
/// The white below it, in which the foot stands.
const BELOW: f32 = 40.0;
/// A line of text is this much higher than its letters are large.
pub(super) const LEADING: f32 = 1.22;
/// A column of the pages that is being filled.
pub struct Flow<'a> {
    /// What it is put on.
    pub sheet: &'a mut Sheet,
    pub(super) faces: &'a Faces,
    pub(super) left: f32,
    /// How wide it is.
    pub width: f32,
    pub(super) page: usize,
    /// How far from the top the next block begins.
    pub y: f32,
    /// Where it begins on this page, and how far down it may go.
    top: f32,
    bottom: f32,
    /// The columns that it is filled in, where there are several.
    columns: Option<Columns>,
}

/// Columns side by side.
#[derive(Clone, Copy)]
struct Columns {
    count: usize,
    /// Which is filled, 0 the first.
    at: usize,
    /// The left edge of the first, and how far the next is from it.
    left: f32,
    step: f32,
}

/// Columns are not begun with less room below them: a line in each would be no column.
const SHORTEST: f32 = 110.0;
/// The white between columns.
const BETWEEN: f32 = 15.0;

impl<'a> Flow<'a> {
    /// A flow over whole pages, from the top of a new one.
    pub fn new(sheet: &'a mut Sheet, faces: &'a Faces) -> Self {
        sheet.page();
        let page = sheet.pages.len() - 1;
        let bottom = HEIGHT - BELOW;
        Flow { sheet, faces, left: SIDE, width: WIDTH - 2.0 * SIDE, page, y: ABOVE, top: ABOVE, bottom, columns: None }
    }

    /// A part of the width, from where this flow stands; what follows goes on below the longest of such parts.
    pub fn part(&mut self, from: f32, width: f32) -> Flow<'_> {
        Flow {
            left: self.left + from,
            width,
            page: self.page,
            y: self.y,
            top: self.top,
            bottom: self.bottom,
            columns: None,
            sheet: &mut *self.sheet,
            faces: self.faces,
        }
    }

    /// Fills so many columns, one after the other, page after page; what follows stands below them.
    pub fn in_columns(&mut self, count: usize, fill: impl FnOnce(&mut Flow<'_>)) {
        self.need(SHORTEST);
        self.fill_columns(count, fill);
    }

    fn fill_columns(&mut self, count: usize, fill: impl FnOnce(&mut Flow<'_>)) {
        let width = (self.width - BETWEEN * (count - 1) as f32) / count as f32;
        let columns = Columns { count, at: 0, left: self.left, step: width + BETWEEN };
        let mut inside = Flow { width, columns: Some(columns), top: self.y, ..self.part(0.0, width) };
        fill(&mut inside);
        let (page, y, first) = (inside.page, inside.y, inside.columns.is_none_or(|columns| columns.at == 0));
        self.top = if page == self.page { self.top } else { ABOVE };
        (self.page, self.y) = (page, if first { y } else { self.bottom });
    }

    /// The same in columns of like heights, where all fits on this page; else as they come.
    pub fn in_like_columns(&mut self, count: usize, fill: impl Fn(&mut Flow<'_>)) {
        let (from, whole) = (self.y, self.bottom);
        let mut fits = |bottom: f32| {
            let mut sheet = Sheet::new();
            (0..=self.page).for_each(|_| sheet.page());
            let part = self.part(0.0, self.width);
            let mut trial = Flow { sheet: &mut sheet, faces: part.faces, bottom, ..part };
            trial.fill_columns(count, &fill);
            trial.page == self.page
        };
        if !fits(whole) {
            return self.in_columns(count, fill);
        }
        // Halved until a line is no longer divided.
        let (mut short, mut long) = (from, whole);
        while long - short > 2.0 {
            let middle = (short + long) / 2.0;
            if fits(middle) { long = middle } else { short = middle }
        }
        self.bottom = long;
        self.fill_columns(count, fill);
        (self.y, self.bottom) = (long, whole);
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
        self.bottom - self.y
    }

    /// The height of a whole page.
    pub(super) fn page_height(&self) -> f32 {
        HEIGHT - ABOVE - BELOW
    }

    /// Whether nothing stands above on this page, or in this column of it.
    fn is_at_top(&self) -> bool {
        self.y <= self.top
    }

    /// Goes on at the top of the next column, else of the next page.
    pub fn turn(&mut self) {
        if let Some(columns) = &mut self.columns {
            columns.at += 1;
            let next = columns.at < columns.count;
            if !next {
                columns.at = 0;
            }
            self.left = columns.left + columns.step * columns.at as f32;
            if next {
                self.y = self.top;
                return;
            }
        }
        self.page += 1;
        self.top = ABOVE;
        if self.page >= self.sheet.pages.len() {
            self.sheet.page();
        }
        self.y = ABOVE;
    }

    /// Turns the page unless so much room is left.
    pub fn need(&mut self, height: f32) {
        if self.left_over() < height && !self.is_at_top() {
            self.turn();
        }
    }

    /// Leaves some room, but at the top of a page.
    pub fn gap(&mut self, height: f32) {
        if !self.is_at_top() {
            self.y += height;
        }
    }

    /// A heading, kept with what follows it, with room above.
    pub fn heading(&mut self, of: Branch, level: u16, text: &str) {
        let (size, above) = match level {
            1 => (15.0, 0.0),
            2 => (12.0, 7.0),
            3 => (9.5, 5.0),
            _ => (8.0, 3.0),
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
            let left = self.left;
            let dot = Run { text: "•".to_owned(), ..Run::plain("") }.in_colour(QUIET);
            // The dot is an ornament: that it is an item is said by the tree.
            self.put(Item::Text { at: (left + 2.0, self.y + size * 0.95), size, run: dot, leaf: None });
            self.shift(10.0);
            self.text(body, item, size);
            self.shift(-10.0);
            self.y += below;
        }
    }

    /// Begins further to the right, in columns that follow too.
    fn shift(&mut self, by: f32) {
        self.left += by;
        self.width -= by;
        if let Some(columns) = &mut self.columns {
            columns.left += by;
        }
    }

    /// Lines of text, each where there is room for it.
    fn text(&mut self, branch: Branch, runs: &[Run], size: f32) {
        let mut leaf = None;
        for line in lines::set(self.faces, runs, size, self.width) {
            if self.left_over() < size * LEADING && !self.is_at_top() {
                self.turn();
                leaf = None;
            }
            let leaf = *leaf.get_or_insert_with(|| self.sheet.leaf(branch));
            self.line(&line, self.left, size, Some(leaf));
            self.y += size * LEADING;
        }
    }

    /// A line whose upper edge is here.
    pub(super) fn line(&mut self, line: &Line, left: f32, size: f32, leaf: Option<Leaf>) {
        for (x, run) in &line.pieces {
            self.put(Item::Text { at: (left + x, self.y + size * 0.95), size, run: run.clone(), leaf });
        }
    }

    pub(super) fn draw(&mut self, of: Branch, drawing: &Drawing, scale: f32, words: &str, at: (f32, f32)) {
        let (wide, high) = (drawing.width as f32 * scale, drawing.height as f32 * scale);
        let area = Area { page: self.page, edges: (at.0, at.1, at.0 + wide, at.1 + high) };
        let figure = self.sheet.branch(of, Kind::Figure(words.to_owned(), Some(area)));
        let leaf = self.sheet.leaf(figure);
        self.put(Item::Drawn { at, scale, drawing: drawing.clone(), leaf: Some(leaf) });
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
}
