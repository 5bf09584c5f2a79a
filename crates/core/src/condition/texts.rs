//! What a condition says of text: columns whose words are a council's own, such as the name of a team.
//!
//! Which words there are is known with the extracts alone. So a condition keeps what it asks of a word; it is
//! asked of each different word once, and rows are looked up. Words are compared as the groups of breakdowns are:
//! capitals and blanks do not tell them apart.

use std::borrow::Cow;
use std::ops::Range;

use super::build::{Type, Typed};
use super::cells::{Cells, Texts};
use super::codes::is_like;
use super::tree::{Node, Sign};
use super::{Fault, short};
use crate::plain::alike;
use crate::problem_codes::Code;

/// A column of text, with the letters of it that are looked at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letters {
    /// Its place among the columns of the condition.
    pub(super) column: usize,
    /// Its name.
    pub(super) name: String,
    /// What is cut out of each word, one after the other.
    pub(super) cuts: Vec<Cut>,
}

/// Some letters of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// So many from its beginning.
    First(usize),
    /// So many at its end.
    Last(usize),
    /// From a place, counted from 0, so many.
    Middle(usize, usize),
}

impl Cut {
    fn of(self, word: &str) -> String {
        match self {
            Cut::First(letters) => word.chars().take(letters).collect(),
            Cut::Last(letters) => word.chars().skip(word.chars().count().saturating_sub(letters)).collect(),
            Cut::Middle(from, letters) => word.chars().skip(from).take(letters).collect(),
        }
    }
}

/// What is asked of a word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    /// Whether it is one of these.
    Among(Vec<String>),
    /// Whether it is of a pattern of LIKE.
    Like(String),
    /// Whether it begins so.
    Begins(String),
    /// Whether it ends so.
    Ends(String),
}

impl Asked {
    fn holds(&self, word: &str) -> bool {
        match self {
            Asked::Among(words) => words.iter().any(|other| other == word),
            Asked::Like(pattern) => is_like(word, pattern),
            Asked::Begins(text) => word.starts_with(text.as_str()),
            Asked::Ends(text) => word.ends_with(text.as_str()),
        }
    }
}

impl Letters {
    /// The same, of some of its letters alone.
    pub(super) fn cut(mut self, cut: Cut) -> Self {
        self.cuts.push(cut);
        self
    }

    /// As a value of its own.
    pub(super) fn typed(self) -> (Node, Type) {
        (Node::Column(self.column), Type::Letters(self))
    }

    /// What is asked of it.
    pub(super) fn asked(&self, asked: Asked) -> Node {
        Node::Text(self.column, self.cuts.clone(), asked)
    }

    /// Beside a text of the condition.
    pub(super) fn compared(&self, sign: Sign, text: &str, at: Range<usize>, whole: Range<usize>) -> Result<Node, Fault> {
        let text = alike(text);
        if text.is_empty() {
            let message = format!("'{}' is never an empty text: an empty cell is no value", self.name);
            let not = if sign == Sign::Unequal { "NOT " } else { "" };
            return Err(Fault::new(Code::ConditionType, message, at, format!("write `{} IS {not}NULL`", self.name)));
        }
        let node = self.asked(Asked::Among(vec![text]));
        match sign {
            Sign::Equal => Ok(node),
            Sign::Unequal => Ok(Node::Not(Box::new(node))),
            _ => Err(self.no_order(whole)),
        }
    }

    /// Beside another column of text.
    pub(super) fn same(&self, sign: Sign, other: &Letters, whole: Range<usize>) -> Result<Node, Fault> {
        let node = Node::SameText((self.column, self.cuts.clone()), (other.column, other.cuts.clone()));
        match sign {
            Sign::Equal => Ok(node),
            Sign::Unequal => Ok(Node::Not(Box::new(node))),
            _ => Err(self.no_order(whole)),
        }
    }

    /// Text has no order.
    fn no_order(&self, whole: Range<usize>) -> Fault {
        let message = format!("'{}' holds text, and text has no order", self.name);
        Fault::new(Code::ConditionType, message, whole, "which is the less?").help(self.help())
    }

    /// Beside a value of another kind, as it is written.
    pub(super) fn beside(&self, kind: &Type, written: &str, whole: Range<usize>) -> Fault {
        let (message, label) = match kind {
            kind if kind.is_number() => {
                (format!("'{}' holds text, and {} is a number", self.name, short(written)), format!("write '{}'", short(written)))
            }
            Type::Words(words) => (
                format!("'{}' holds text and '{}' codes, which are not compared with each other", self.name, words.name),
                "text beside a code".to_owned(),
            ),
            kind => (format!("'{}' holds text, and this is {}", self.name, kind.said()), "two kinds".to_owned()),
        };
        Fault::new(Code::ConditionType, message, whole, label).help(self.help())
    }

    /// What to write of it.
    pub(super) fn help(&self) -> String {
        format!("Write the words that are meant, in quotes: `{0} = 'North'`, `{0} IN ('North', 'South')`.", self.name)
    }
}

/// The text that a branch is, where it is of a column of text.
pub(super) fn letters(typed: &Typed) -> Option<&Letters> {
    match &typed.kind {
        Type::Letters(letters) => Some(letters),
        _ => None,
    }
}

/// A function of a column of text; nothing where its arguments are none that it takes.
pub(super) fn call(name: &str, arguments: &[Typed]) -> Option<(Node, Type)> {
    let (first, rest) = arguments.split_first()?;
    let of = letters(first)?;
    let number = |at: usize| match rest.get(at)?.node {
        Node::Whole(number @ 0..=100) => Some(number as usize),
        _ => None,
    };
    let text = || match &rest.first()?.kind {
        Type::Text(text) => Some(text.to_lowercase()),
        _ => None,
    };
    Some(match (name, rest.len()) {
        ("LEFT", 1) => of.clone().cut(Cut::First(number(0)?)).typed(),
        ("RIGHT", 1) => of.clone().cut(Cut::Last(number(0)?)).typed(),
        ("SUBSTRING", 1) => of.clone().cut(Cut::Middle(number(0)?.checked_sub(1)?, usize::MAX)).typed(),
        ("SUBSTRING", 2) => of.clone().cut(Cut::Middle(number(0)?.checked_sub(1)?, number(1)?)).typed(),
        // Capitals do not tell words apart.
        ("UPPER" | "LOWER", 0) => of.clone().typed(),
        ("STARTS_WITH", 1) => (of.asked(Asked::Begins(text()?)), Type::YesNo),
        ("ENDS_WITH", 1) => (of.asked(Asked::Ends(text()?)), Type::YesNo),
        _ => return None,
    })
}

/// By row, whether what is asked holds of its word.
pub(super) fn evaluate(cells: Option<&&Cells>, cuts: &[Cut], asked: &Asked, height: usize) -> Vec<Option<bool>> {
    let Some(Cells::Text(texts)) = cells else { return vec![None; height] };
    let marks: Vec<bool> = texts.words.iter().map(|word| asked.holds(&cut(word, cuts))).collect();
    texts.rows.iter().map(|row| row.and_then(|at| marks.get(at as usize).copied())).collect()
}

/// By row, whether its words of two columns are the same.
pub(super) fn same(one: (Option<&&Cells>, &[Cut]), other: (Option<&&Cells>, &[Cut]), height: usize) -> Vec<Option<bool>> {
    let (Some(Cells::Text(first)), Some(Cells::Text(second))) = (one.0, other.0) else { return vec![None; height] };
    let cuts = |texts: &Texts, cuts: &[Cut]| texts.words.iter().map(|word| cut(word, cuts).into_owned()).collect::<Vec<_>>();
    let (a, b) = (cuts(first, one.1), cuts(second, other.1));
    let pairs = first.rows.iter().zip(&second.rows);
    pairs.map(|(row, beside)| Some(a.get((*row)? as usize)? == b.get((*beside)? as usize)?)).collect()
}

fn cut<'a>(word: &'a str, cuts: &[Cut]) -> Cow<'a, str> {
    cuts.iter().fold(Cow::Borrowed(word), |word, cut| Cow::Owned(cut.of(&word)))
}
