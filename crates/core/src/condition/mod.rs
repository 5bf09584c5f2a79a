//! The one reader of SQL conditions: what a definition may say of a row, and what it says of one.
//!
//! Takes the text of a condition and the columns of its table with their kinds; gives a [`Condition`], which tells
//! the columns it uses, its parts, the boundaries it draws, and the values it has on rows of plain cells; or every
//! mistake in it, at its word. Knows no data frame, no file and no table but the one it is handed.
//!
//! ```text
//! "age < 16 AND place IN ('U4', 'U5')"
//!   syntax    words with their places; limits, quotes, brackets, words that are refused; the syntax tree
//!   build     the tree with a kind for each branch: columns, codes and signs are known and go together
//!   evaluate  the tree over columns of cells
//!   parts     "age < 16" | "place IN ('U4', 'U5')"
//!   bounds    age: ..=15
//! ```
//!
//! What a condition may hold is one list, [`permitted`]. Nothing else is read, so nothing else can be worked out.

mod asked;
pub mod bounds;
mod build;
mod calls;
mod casts;
pub mod cells;
mod codes;
mod deep;
mod evaluate;
mod follows;
mod numbers;
mod pairs;
pub mod parts;
pub mod permitted;
mod place;
mod plain;
mod refused;
mod syntax;
mod texts;
mod tree;
pub mod variants;

use std::ops::Range;
use std::sync::Arc;

use crate::problem_codes::Code;
pub use bounds::{Bound, bounds};
pub use cells::{Cells, Evaluated, Texts};
pub use parts::parts;
pub use place::written_at;
pub use plain::plain;
pub use syntax::meant;
use tree::Node;
pub use variants::Variants;

/// The longest condition, in bytes.
pub const LONGEST: usize = 20_000;

/// The most words and signs of a condition.
pub const MOST_WORDS: usize = 5_000;

/// How deep brackets may stand in each other.
pub const DEEPEST: usize = 20;

/// How deep brackets, signs, words and functions may stand in each other, all together.
pub const DEEPEST_OF_ALL: usize = 150;

/// How many words such as IS NULL, BETWEEN or LIKE may follow each other without AND or OR.
pub const MOST_BEHIND: usize = 20;

/// What the values of a column are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    YesNo,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Days.
    Day,
    /// Codes or words of this list.
    Codes(Arc<[String]>),
    /// Text: words that the extracts alone know.
    Text,
    /// Children, by numbers that hold within one run.
    Child,
}

/// The table that a condition speaks of.
pub trait Columns: Sync {
    /// Its name.
    fn table(&self) -> &str;
    /// The kind of a column; nothing where the table has none of this name.
    fn kind(&self, name: &str) -> Option<Kind>;
    /// The names of its columns.
    fn names(&self) -> Vec<&str>;
    /// The name of the column that another name stands for, such as that of the return; itself where there is none.
    fn own_name<'a>(&'a self, name: &'a str) -> &'a str {
        name
    }
    /// The names of columns, where one name may be that of several and so is of none.
    fn several(&self, _name: &str) -> Vec<String> {
        Vec::new()
    }
}

/// What a text must give for each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Whether something holds.
    Condition,
    /// A number; yes counts as 1 and no as 0.
    Number,
}

/// A mistake in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its code.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// The bytes of the condition that it is about.
    pub span: Range<usize>,
    /// What to say under them.
    pub label: String,
    /// What to do, where it is not what the code always says.
    pub help: Option<String>,
}

impl Fault {
    fn new(code: Code, message: impl Into<String>, span: Range<usize>, label: impl Into<String>) -> Self {
        Fault { code, message: message.into(), span, label: label.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A text cut to what a line can show.
fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain("...".chars()).collect() }
}

/// A condition, or a number for each row, that was read and found right.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The text it was read from.
    pub text: String,
    /// The columns it uses, in the order in which rows must hand them over.
    pub columns: Vec<String>,
    node: Node,
    parts: Vec<(String, Node)>,
}

impl Condition {
    /// Reads a text against the columns of a table.
    ///
    /// # Errors
    /// Every mistake that was found; never none.
    pub fn read(text: &str, columns: &dyn Columns, wanted: Wanted) -> Result<Self, Vec<Fault>> {
        let read = || syntax::parse(text).and_then(|parsed| build::build(parsed, columns, wanted));
        deep::with_room(text, read).unwrap_or_else(|| {
            let message = "there is no memory to read the condition in";
            Err(vec![Fault::new(Code::BadCondition, message, 0..0, "too long for this machine")])
        })
    }

    /// Its values on rows; `columns` are those it names, in its order.
    pub fn evaluate(&self, columns: &[&Cells], height: usize) -> Evaluated {
        evaluate::evaluate(&self.node, columns, height)
    }

    /// The words that columns of text must be, each with the column: as words are compared.
    pub fn words(&self) -> Vec<(&str, &str)> {
        let mut found = Vec::new();
        self.node.visit(&mut |node| {
            if let Node::Text(column, cuts, texts::Asked::Among(words)) = node
                && cuts.is_empty()
                && let Some(column) = self.columns.get(*column)
            {
                found.extend(words.iter().map(|word| (column.as_str(), word.as_str())));
            }
        });
        found
    }

    /// Its parts that must all hold, each in its own words with whether it holds on each row.
    pub fn evaluate_parts(&self, columns: &[&Cells], height: usize) -> Vec<(String, Vec<Option<bool>>)> {
        let holds = |node: &Node| evaluate::evaluate(node, columns, height).holds();
        self.parts.iter().map(|(text, node)| (text.clone(), holds(node))).collect()
    }
}

#[cfg(test)]
mod tests;
