//! A condition as it is worked out: every branch is of a kind that fits the one it stands in.
//!
//! Days are whole numbers here, and codes are their places in the column's list; what is said of their letters was
//! worked out on the list when the condition was read.

use super::texts::{Asked, Cut};

/// A branch.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// The values of a column, by its place among those of the condition.
    Column(usize),
    /// The same for every row.
    YesNo(bool),
    /// The same whole number or day for every row.
    Whole(i64),
    /// The same number for every row.
    Number(f64),
    /// No value, of a kind of cells.
    Missing(Made),
    /// Whether a code is one of those marked.
    Among(usize, Vec<bool>),
    /// Whether two codes are the same: a mark for each code of either list.
    Same((usize, Vec<u16>), (usize, Vec<u16>)),
    /// What is asked of a text, or of letters of it.
    Text(usize, Vec<Cut>, Asked),
    /// Whether two texts are the same.
    SameText((usize, Vec<Cut>), (usize, Vec<Cut>)),
    /// The number that a code is.
    NumberOf(usize, Vec<i64>),
    /// All hold.
    All(Vec<Node>),
    /// At least one holds.
    Any(Vec<Node>),
    /// It does not hold.
    Not(Box<Node>),
    /// There is no value.
    IsMissing(Box<Node>),
    /// It is known, and this.
    Is(Box<Node>, bool),
    /// Two values of one kind compared.
    Compare(Sign, Box<Node>, Box<Node>),
    /// Two numbers of one kind reckoned with.
    Reckon(Reckoning, Box<Node>, Box<Node>),
    /// A number as one that may have decimals.
    AsNumber(Box<Node>),
    /// 1 where it holds, 0 where not.
    AsWhole(Box<Node>),
    /// Something done to one number.
    Change(Change, Box<Node>),
    /// The first of several that has a value.
    First(Vec<Node>),
    /// The least or greatest of several that have a value.
    Extreme(Extreme, Vec<Node>),
    /// The first value, but none where it is the second.
    Unless(Box<Node>, Box<Node>),
    /// A part of a day.
    PartOf(PartOfDay, Box<Node>),
    /// The value beside the first condition that holds, or else the last.
    Case(Vec<(Node, Node)>, Box<Node>),
}

impl Node {
    /// Looks at it and at every branch in it.
    pub(super) fn visit<'a>(&'a self, look: &mut dyn FnMut(&'a Node)) {
        look(self);
        match self {
            Node::All(nodes) | Node::Any(nodes) | Node::First(nodes) | Node::Extreme(_, nodes) => {
                nodes.iter().for_each(|node| node.visit(look));
            }
            Node::Not(of) | Node::IsMissing(of) | Node::Is(of, _) | Node::AsNumber(of) | Node::AsWhole(of) => of.visit(look),
            Node::Change(_, of) | Node::PartOf(_, of) => of.visit(look),
            Node::Compare(_, left, right) | Node::Reckon(_, left, right) | Node::Unless(left, right) => {
                left.visit(look);
                right.visit(look);
            }
            Node::Case(whens, otherwise) => {
                whens.iter().for_each(|(when, value)| {
                    when.visit(look);
                    value.visit(look);
                });
                otherwise.visit(look);
            }
            Node::Column(_) | Node::YesNo(_) | Node::Whole(_) | Node::Number(_) | Node::Missing(_) => {}
            Node::Among(..) | Node::Same(..) | Node::NumberOf(..) | Node::Text(..) | Node::SameText(..) => {}
        }
    }

    /// How many branches stand in each other.
    pub(super) fn depth(&self) -> usize {
        let of_all = |nodes: &[Node]| nodes.iter().map(Node::depth).max().unwrap_or(0);
        1 + match self {
            Node::Column(_) | Node::YesNo(_) | Node::Whole(_) | Node::Number(_) | Node::Missing(_) => 0,
            Node::Among(..) | Node::Same(..) | Node::NumberOf(..) | Node::Text(..) | Node::SameText(..) => 0,
            Node::All(nodes) | Node::Any(nodes) | Node::First(nodes) | Node::Extreme(_, nodes) => of_all(nodes),
            Node::Not(of) | Node::IsMissing(of) | Node::Is(of, _) | Node::AsNumber(of) | Node::AsWhole(of) => of.depth(),
            Node::Change(_, of) | Node::PartOf(_, of) => of.depth(),
            Node::Compare(_, left, right) | Node::Reckon(_, left, right) | Node::Unless(left, right) => {
                left.depth().max(right.depth())
            }
            Node::Case(whens, otherwise) => {
                whens.iter().map(|(when, value)| when.depth().max(value.depth())).max().unwrap_or(0).max(otherwise.depth())
            }
        }
    }
}

/// The kind of cells that a branch gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    YesNo,
    Whole,
    Number,
}

/// A sign between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Sign {
    /// The sign with its sides changed: `8 > age` is `age < 8`.
    pub(super) fn turned(self) -> Self {
        match self {
            Sign::Less => Sign::More,
            Sign::AtMost => Sign::AtLeast,
            Sign::More => Sign::Less,
            Sign::AtLeast => Sign::AtMost,
            same => same,
        }
    }

    /// Whether it holds of two values in this order.
    pub(super) fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Sign::Equal => order.is_eq(),
            Sign::Unequal => order.is_ne(),
            Sign::Less => order.is_lt(),
            Sign::AtMost => order.is_le(),
            Sign::More => order.is_gt(),
            Sign::AtLeast => order.is_ge(),
        }
    }
}

/// What two numbers are put through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reckoning {
    Plus,
    Minus,
    Times,
    Over,
    Rest,
}

/// What one number is put through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Negative,
    Absolute,
    Floor,
    Ceiling,
    /// To so many decimal places.
    Round(i32),
}

/// Which of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extreme {
    Least,
    Greatest,
}

/// A part of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartOfDay {
    Year,
    Month,
    Day,
}
