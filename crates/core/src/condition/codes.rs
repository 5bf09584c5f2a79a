//! What a condition says of codes: worked out on the list of codes when it is read, so that rows are only looked up.
//!
//! `LEFT(place, 1) = 'U'` is the list of codes that begin so, and one mark for each code.

use std::collections::BTreeMap;
use std::ops::Range;

use super::build::{Type, Typed};
use super::tree::{Node, Sign};
use super::{Fault, short};
use crate::nearest::{nearest, suggestion};
use crate::problem_codes::Code;

/// A column of codes, with what stands for each of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Words {
    /// Its place among the columns of the condition.
    pub(super) column: usize,
    /// Its name.
    pub(super) name: String,
    /// The list of the column.
    pub(super) list: Vec<String>,
    /// By code, the text that it is compared as.
    pub(super) as_text: Vec<String>,
}

impl Words {
    /// The same, with each text changed.
    pub(super) fn changed(mut self, change: impl Fn(&str) -> String) -> Self {
        for text in &mut self.as_text {
            *text = change(text);
        }
        self
    }

    /// Whether its codes are one of those for which something holds; a mistake where it holds of none.
    pub(super) fn among(&self, holds: impl Fn(&str) -> bool, none: impl FnOnce() -> Fault) -> Result<Node, Fault> {
        let marks: Vec<bool> = self.as_text.iter().map(|text| holds(text)).collect();
        // Without a list its layout is not there, and there is nothing to hold a code to: the figure says what is missing.
        if marks.contains(&true) || marks.is_empty() { Ok(Node::Among(self.column, marks)) } else { Err(none()) }
    }

    /// The mistake that no code is this text.
    pub(super) fn unknown(&self, text: &str, span: Range<usize>, table: &str) -> Fault {
        let texts = || self.as_text.iter().map(String::as_str);
        let same = texts().find(|known| known.eq_ignore_ascii_case(text));
        let near = suggestion(same.or_else(|| nearest(text, texts()).filter(|_| text.chars().count() > 1)));
        let label = near.unwrap_or_else(|| format!("'{}' is never this", self.name));
        Fault::new(Code::UnknownValue, format!("'{}' of '{table}' has no code '{}'", self.name, short(text)), span, label)
    }

    /// Its codes as numbers, or one that is none.
    pub(super) fn numbers(&self) -> Result<Vec<i64>, &str> {
        let number = |text: &String| text.trim().parse::<i64>().ok().filter(|number| number.abs() < 1_000_000_000);
        self.as_text.iter().map(|text| number(text).ok_or(text.as_str())).collect()
    }

    /// Codes for an example of a list.
    pub(super) fn example(&self) -> String {
        let codes: Vec<String> = self.list.iter().take(2).map(|code| format!("'{code}'")).collect();
        format!("`{} IN ({})`", self.name, codes.join(", "))
    }
}

/// A code beside a text.
pub(super) fn compared(
    words: &Words,
    sign: Sign,
    text: &str,
    span: Range<usize>,
    whole: Range<usize>,
    table: &str,
) -> Result<Node, Fault> {
    match sign {
        Sign::Equal => words.among(|known| known == text, || words.unknown(text, span, table)),
        Sign::Unequal => {
            words.among(|known| known == text, || words.unknown(text, span, table)).map(|node| Node::Not(Box::new(node)))
        }
        _ => Err(no_order(words, whole)),
    }
}

/// Codes have no order.
pub(super) fn no_order(words: &Words, span: Range<usize>) -> Fault {
    let message = format!("'{}' holds codes, and codes have no order", words.name);
    let help = match words.numbers() {
        Ok(_) => format!(
            "Write the codes that are meant, {}, or compare them as numbers: `CAST({} AS INT) <= 2`.",
            words.example(),
            words.name
        ),
        Err(_) => format!("Write the codes that are meant: {}.", words.example()),
    };
    Fault::new(Code::ConditionType, message, span, "which is the less?").help(help)
}

/// Two columns of codes beside each other.
pub(super) fn same(one: &Words, sign: Sign, other: &Words, span: Range<usize>) -> Result<Node, Fault> {
    fn marks(words: &Words, known: &mut BTreeMap<String, u16>) -> Vec<u16> {
        let mut mark = |text: &String| {
            let next = known.len() as u16;
            *known.entry(text.clone()).or_insert(next)
        };
        words.as_text.iter().map(&mut mark).collect()
    }
    let mut known: BTreeMap<String, u16> = BTreeMap::new();
    let (first, second) = (marks(one, &mut known), marks(other, &mut known));
    let known = !first.is_empty() && !second.is_empty();
    if known && !first.iter().any(|mark| second.contains(mark)) {
        let message = format!("'{}' and '{}' have no code in common", one.name, other.name);
        return Err(Fault::new(Code::ConditionType, message, span, "never the same"));
    }
    let node = Node::Same((one.column, first), (other.column, second));
    match sign {
        Sign::Equal => Ok(node),
        Sign::Unequal => Ok(Node::Not(Box::new(node))),
        _ => Err(no_order(one, span)),
    }
}

/// Whether a text is of a pattern of LIKE.
pub(super) fn is_like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    // By letters of the text, whether the pattern up to here fits them: linear in each, whatever the pattern.
    let mut fits = vec![false; text.len() + 1];
    fits[0] = true;
    for sign in pattern {
        if sign == '%' {
            let first = fits.iter().position(|fits| *fits).unwrap_or(fits.len());
            fits.iter_mut().skip(first).for_each(|fits| *fits = true);
        } else {
            for at in (0..text.len()).rev() {
                fits[at + 1] = fits[at] && (sign == '_' || sign == text[at]);
            }
            fits[0] = false;
        }
    }
    fits[text.len()]
}

/// The code that a branch is, or what it is instead.
pub(super) fn words(typed: Typed, what: &str) -> Result<Words, Fault> {
    match typed.kind {
        Type::Words(words) => Ok(words),
        other => {
            let message = format!("{what} takes a code, and this is {}", other.said());
            Err(Fault::new(Code::ConditionType, message, typed.span, "no code"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn patterns_of_letters() {
        for (text, pattern, holds) in [
            ("U1", "U%", true),
            ("U1", "%1", true),
            ("U1", "U_", true),
            ("U1", "_", false),
            ("U1", "U1", true),
            ("U1", "u1", false),
            ("U11", "U%1%", true),
            ("", "%", true),
            ("", "_", false),
            ("K2", "U%", false),
        ] {
            assert_eq!(is_like(text, pattern), holds, "{text} LIKE {pattern}");
        }
    }
}
