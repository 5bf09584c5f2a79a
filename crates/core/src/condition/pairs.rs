//! Two values beside each other: which may be compared and reckoned with, and what to write where they may not.

use std::ops::Range;

use sqlparser::ast::BinaryOperator;

use super::build::{Builder, Type, Typed, as_number};
use super::syntax::Places;
use super::tree::{Node, Reckoning, Sign};
use super::{Fault, codes};
use crate::problem_codes::Code;

impl Builder<'_> {
    /// Two values compared, whichever stands first.
    pub(super) fn compared(&mut self, left: Typed, sign: Sign, right: Typed) -> Option<Typed> {
        let span = left.span.start.min(right.span.start)..right.span.end.max(left.span.end);
        let table = self.columns.table().to_owned();
        let text = |places: Places<'_>, typed: &Typed| places.text(&typed.span).to_owned();
        let wrong = |message: String, label: String| Fault::new(Code::ConditionType, message, span.clone(), label);
        let equal = matches!(sign, Sign::Equal | Sign::Unequal);
        match (&left.kind, &right.kind) {
            (Type::Null, _) | (_, Type::Null) => {
                let name = text(self.places, if left.kind == Type::Null { &right } else { &left });
                let not = if sign == Sign::Unequal { "NOT " } else { "" };
                let message = format!("a comparison with NULL never holds: '{}'", self.places.text(&span));
                self.fault(
                    wrong(message, format!("write `{name} IS {not}NULL`"))
                        .help("NULL is no value, and equal to nothing; IS NULL asks whether a value is missing."),
                )
            }
            (Type::Letters(letters), Type::Text(wanted)) => {
                let at = if wanted.trim().is_empty() { right.span.clone() } else { inner(&right.span, self.places) };
                self.told(letters.compared(sign, wanted, at, span.clone()), Type::YesNo, span)
            }
            (Type::Text(_), Type::Letters(_)) => self.compared(right, sign.turned(), left),
            (Type::Letters(one), Type::Letters(other)) => self.told(one.same(sign, other, span.clone()), Type::YesNo, span),
            (Type::Letters(letters), other) => {
                let fault = letters.beside(other, &text(self.places, &right), span.clone());
                self.fault(fault)
            }
            (other, Type::Letters(letters)) => {
                let fault = letters.beside(other, &text(self.places, &left), span.clone());
                self.fault(fault)
            }
            (Type::Words(words), Type::Text(wanted)) => self.told(
                codes::compared(words, sign, wanted, inner(&right.span, self.places), span.clone(), &table),
                Type::YesNo,
                span,
            ),
            (Type::Text(_), Type::Words(_)) => self.compared(right, sign.turned(), left),
            (Type::Words(one), Type::Words(other)) if equal => {
                self.told(codes::same(one, sign, other, span.clone()), Type::YesNo, span)
            }
            (Type::Words(words), Type::Words(_)) => self.fault(codes::no_order(words, span)),
            (Type::Words(words), kind) | (kind, Type::Words(words)) if kind.is_number() => {
                let number = text(self.places, if matches!(left.kind, Type::Words(_)) { &right } else { &left });
                let fault = if words.as_text.contains(&number) && equal {
                    let message = format!("'{}' holds codes, and a code stands in quotes", words.name);
                    wrong(message, format!("write '{number}'"))
                } else {
                    wrong(format!("'{}' holds codes, which are no numbers", words.name), "a code beside a number".to_owned())
                };
                let help = match words.numbers() {
                    Ok(_) => format!(
                        "Write the codes that are meant, {}, or compare them as numbers: `CAST({} AS INT) <= 2`.",
                        words.example(),
                        words.name
                    ),
                    Err(_) => format!("Write the codes that are meant: {}.", words.example()),
                };
                self.fault(fault.help(help))
            }
            (Type::YesNo, Type::YesNo) if equal => {
                let node = Node::Compare(sign, Box::new(left.node), Box::new(right.node));
                Some(Typed::new(node, Type::YesNo, span))
            }
            (Type::YesNo, _) | (_, Type::YesNo) => {
                let name = text(self.places, if left.kind == Type::YesNo { &left } else { &right });
                let message = format!(
                    "'{name}' is true or false, and that is nothing to compare with {}",
                    if left.kind == Type::YesNo { right.kind.said() } else { left.kind.said() }
                );
                self.fault(wrong(message, format!("write `{name}` or `NOT {name}`")))
            }
            (Type::Day, Type::Day) | (Type::Whole, Type::Whole) | (Type::Number, Type::Number) => {
                let node = Node::Compare(sign, Box::new(left.node), Box::new(right.node));
                Some(Typed::new(node, Type::YesNo, span))
            }
            (one, other) if one.is_number() && other.is_number() => {
                let node = Node::Compare(sign, Box::new(as_number(left)), Box::new(as_number(right)));
                Some(Typed::new(node, Type::YesNo, span))
            }
            (Type::Day, Type::Text(written)) | (Type::Text(written), Type::Day) => {
                let at = if matches!(left.kind, Type::Text(_)) { left.span.clone() } else { right.span.clone() };
                let label =
                    super::casts::day_written(written).map_or_else(|| "no date".to_owned(), |day| format!("write DATE '{day}'"));
                let message = format!("the text '{written}' stands beside a date");
                self.fault(
                    Fault::new(Code::ConditionType, message, at, label)
                        .help("A date is written with its word: DATE '2026-01-31'."),
                )
            }
            (kind, Type::Text(written)) | (Type::Text(written), kind) if kind.is_number() => {
                let (name, at) = if matches!(left.kind, Type::Text(_)) { (&right, &left) } else { (&left, &right) };
                let message = format!("'{}' is {}, and '{written}' is a text", self.places.text(&name.span), kind.said());
                let label = match written.trim().parse::<f64>() {
                    Ok(_) => format!("write {} without quotes", written.trim()),
                    Err(_) => "no number".to_owned(),
                };
                self.fault(
                    Fault::new(Code::ConditionType, message, at.span.clone(), label)
                        .help("Numbers stand without quotes: `age > 5`."),
                )
            }
            (Type::Text(_), Type::Text(_)) => self.fault(wrong("two texts are compared".to_owned(), "no column".to_owned())),
            (one, other) => {
                let message = format!("{} and {} cannot be compared", one.said(), other.said());
                let help =
                    "Compare values of one kind. Two dates subtracted are a number of days: `placement_start - care_start > 28`.";
                self.fault(wrong(message, "two kinds".to_owned()).help(help))
            }
        }
    }

    /// Two values reckoned with.
    pub(super) fn reckoned(&mut self, left: Typed, reckoning: Reckoning, right: Typed) -> Option<Typed> {
        let span = left.span.start.min(right.span.start)..right.span.end.max(left.span.end);
        let node = |left: Node, right: Node| Node::Reckon(reckoning, Box::new(left), Box::new(right));
        let (node, kind) = match (&left.kind, &right.kind, reckoning) {
            (Type::Whole, Type::Whole, Reckoning::Over) => (node(as_number(left), as_number(right)), Type::Number),
            (Type::Whole, Type::Whole, _) => (node(left.node, right.node), Type::Whole),
            (Type::Day, Type::Day, Reckoning::Minus) => (node(left.node, right.node), Type::Whole),
            (Type::Day, Type::Whole, Reckoning::Plus | Reckoning::Minus) | (Type::Whole, Type::Day, Reckoning::Plus) => {
                (node(left.node, right.node), Type::Day)
            }
            (one, other, _) if one.is_number() && other.is_number() => (node(as_number(left), as_number(right)), Type::Number),
            (one, other, _) => {
                let side = if one.is_number() { &right } else { &left };
                let name = self.places.text(&side.span).to_owned();
                let message = if *one == Type::Day || *other == Type::Day {
                    format!("{} and {} cannot be reckoned with so", one.said(), other.said())
                } else {
                    format!("'{name}' is {}, which is nothing to reckon with", side.kind.said())
                };
                let fault = Fault::new(Code::ConditionType, message, side.span.clone(), "no number");
                let fault = match &side.kind {
                    Type::YesNo => fault.help(format!("Write CAST({name} AS INT): 1 where it is true, 0 where not.")),
                    Type::Words(words) => {
                        fault.help(format!("Where the list of codes is all numbers, write CAST({} AS INT).", words.name))
                    }
                    Type::Day => {
                        fault.help("Dates are subtracted from each other, and whole numbers of days added to or taken from one.")
                    }
                    Type::Text(_) => fault.help("Numbers stand without quotes."),
                    Type::Null => fault.help("NULL is no value: leave it out."),
                    _ => fault,
                };
                return self.fault(fault);
            }
        };
        Some(Typed::new(node, kind, span))
    }
}

/// A text without its quotes.
fn inner(span: &Range<usize>, places: Places<'_>) -> Range<usize> {
    let text = places.text(span);
    if text.len() >= 2 && text.starts_with('\'') && text.ends_with('\'') { span.start + 1..span.end - 1 } else { span.clone() }
}

/// The comparison that a sign is.
pub(super) fn sign(op: &BinaryOperator) -> Option<Sign> {
    Some(match op {
        BinaryOperator::Eq => Sign::Equal,
        BinaryOperator::NotEq => Sign::Unequal,
        BinaryOperator::Lt => Sign::Less,
        BinaryOperator::LtEq => Sign::AtMost,
        BinaryOperator::Gt => Sign::More,
        BinaryOperator::GtEq => Sign::AtLeast,
        _ => return None,
    })
}

/// The reckoning that a sign is.
pub(super) fn reckoning(op: &BinaryOperator) -> Option<Reckoning> {
    Some(match op {
        BinaryOperator::Plus => Reckoning::Plus,
        BinaryOperator::Minus => Reckoning::Minus,
        BinaryOperator::Multiply => Reckoning::Times,
        BinaryOperator::Divide => Reckoning::Over,
        BinaryOperator::Modulo => Reckoning::Rest,
        _ => return None,
    })
}
