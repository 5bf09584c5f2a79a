//! What stands on the pages, before any PDF is written: items with their places, and the tree that says what they are.
//!
//! Places are in points from the upper left corner of a page. What carries meaning belongs to a leaf of the tree; what does
//! not, a rule or a shade, is an ornament, which is read to nobody. `write` turns this into bytes.

use std::collections::BTreeMap;

use super::lines::Run;
use crate::drawing::{Colour, Drawing};

/// An A4 page laid across.
pub const WIDTH: f32 = 841.89;
/// Its height.
pub const HEIGHT: f32 = 595.28;

/// A place: from the left, from the top.
pub type Place = (f32, f32);

/// A branch of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch(pub usize);

/// A leaf of the tree: content of one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf(pub usize);

/// What a branch is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// The document.
    Root,
    /// A part with a heading of its own.
    Section,
    /// A heading of a level from 1, and its text.
    Heading(u16, String),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// What an item says.
    Body,
    /// A table, and what it is in words.
    Table(String),
    /// The rows that are its head.
    Head,
    /// The rows that are not.
    Rows,
    /// A row.
    Row,
    /// A cell that heads a column, over so many of them.
    ColumnHead(u32),
    /// A cell that heads a row, over so many columns.
    RowHead(u32),
    /// Any other cell.
    Data,
    /// A picture, in words.
    Figure(String, Option<Area>),
    /// Words that lead elsewhere.
    Link,
}

/// A rectangle of a page: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// The page, 0 the first.
    pub page: usize,
    /// Its left, top, right and bottom.
    pub edges: (f32, f32, f32, f32),
}

/// Something on a page.
#[derive(Clone, Debug)]
pub enum Item {
    /// Text on one line.
    Text {
        /// Where its base line begins.
        at: Place,
        /// How large.
        size: f32,
        /// The text with its look.
        run: Run,
        /// What it is of.
        leaf: Option<Leaf>,
    },
    /// A filled rectangle.
    Shade {
        /// Where.
        edges: (f32, f32, f32, f32),
        /// Its colour.
        colour: Colour,
        /// What it is of.
        leaf: Option<Leaf>,
    },
    /// An empty rectangle with an edge.
    Frame {
        /// Where.
        edges: (f32, f32, f32, f32),
    },
    /// A level line.
    Rule {
        /// Where it begins.
        at: Place,
        /// How long it is.
        length: f32,
        /// Its colour.
        colour: Colour,
    },
    /// A drawing.
    Drawn {
        /// Its upper left corner.
        at: Place,
        /// How large a unit of it is, in points.
        scale: f32,
        /// The drawing.
        drawing: Drawing,
        /// What it is of.
        leaf: Option<Leaf>,
    },
    /// The council's logo.
    Logo {
        /// Where.
        edges: (f32, f32, f32, f32),
        /// What it is of.
        leaf: Leaf,
    },
    /// A rectangle that leads to an anchor.
    Link {
        /// Where.
        edges: (f32, f32, f32, f32),
        /// Which anchor.
        to: usize,
        /// Where it leads, in words.
        words: String,
        /// What it is of.
        leaf: Leaf,
    },
}

/// A heading as viewers list them.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its level, from 1.
    pub level: u16,
    /// Its text.
    pub text: String,
    /// The page, 0 the first.
    pub page: usize,
    /// How far it is from the top.
    pub y: f32,
}

/// What a branch holds.
#[derive(Clone, Copy, Debug)]
pub enum Child {
    /// A branch.
    Branch(Branch),
    /// Content.
    Leaf(Leaf),
}

/// The pages and the tree.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The pages with their items, those behind first.
    pub pages: Vec<Vec<Item>>,
    /// The branches with what they hold; the first is the root.
    pub branches: Vec<(Kind, Vec<Child>)>,
    /// How many leaves there are.
    pub leaves: usize,
    /// The headings.
    pub entries: Vec<Entry>,
    /// Where anchors are: page and how far from the top.
    pub anchors: BTreeMap<usize, (usize, f32)>,
    /// What is read aloud and copied in place of what a leaf shows: `Green` for a tick.
    pub spoken: BTreeMap<usize, String>,
}

impl Sheet {
    /// A sheet without pages.
    pub fn new() -> Self {
        let branches = vec![(Kind::Root, Vec::new())];
        Sheet { pages: Vec::new(), branches, leaves: 0, entries: Vec::new(), anchors: BTreeMap::new(), spoken: BTreeMap::new() }
    }

    /// The root of the tree.
    pub const ROOT: Branch = Branch(0);

    /// A branch more, the last of another.
    pub fn branch(&mut self, of: Branch, kind: Kind) -> Branch {
        let branch = Branch(self.branches.len());
        self.branches.push((kind, Vec::new()));
        self.hang(of, Child::Branch(branch));
        branch
    }

    /// A leaf more, the last of a branch.
    pub fn leaf(&mut self, of: Branch) -> Leaf {
        let leaf = Leaf(self.leaves);
        self.leaves += 1;
        self.hang(of, Child::Leaf(leaf));
        leaf
    }

    fn hang(&mut self, of: Branch, child: Child) {
        if let Some((_, children)) = self.branches.get_mut(of.0) {
            children.push(child);
        }
    }

    /// A page more.
    pub fn page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// Puts an item on a page.
    pub fn put(&mut self, page: usize, item: Item) {
        if let Some(items) = self.pages.get_mut(page) {
            items.push(item);
        }
    }
}
