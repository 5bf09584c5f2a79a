//! What is asked of one value: whether it is missing, true, in a list, like a pattern; and the sign before it.

use std::ops::Range;

use sqlparser::ast::{Expr, UnaryOperator};

use super::build::{Builder, Type, Typed, not};
use super::texts::{self, Asked};
use super::tree::{Change, Node, Sign};
use super::{Fault, codes};
use crate::problem_codes::Code;

impl Builder<'_> {
    pub(super) fn missing(&mut self, of: Expr, span: Range<usize>) -> Option<Typed> {
        let of = self.branch(of)?;
        if matches!(of.kind, Type::Text(_) | Type::Null) {
            let fault = Fault::new(Code::ConditionType, "IS NULL asks of a column whether it has a value", of.span, "no column");
            return self.fault(fault);
        }
        Some(Typed::new(Node::IsMissing(Box::new(of.node)), Type::YesNo, span))
    }

    pub(super) fn is(&mut self, of: Expr, yes: bool, span: Range<usize>) -> Option<Typed> {
        let of = self.branch(of)?;
        if of.kind != Type::YesNo {
            let message = format!("IS TRUE asks of a condition, and this is {}", of.kind.said());
            return self.fault(Fault::new(Code::ConditionType, message, of.span, "neither true nor false"));
        }
        Some(Typed::new(Node::Is(Box::new(of.node), yes), Type::YesNo, span))
    }

    pub(super) fn in_list(&mut self, of: Expr, list: Vec<Expr>, span: Range<usize>) -> Option<Typed> {
        let of = self.branch(of);
        let list: Vec<Option<Typed>> = list.into_iter().map(|item| self.branch(item)).collect();
        let of = of?;
        let mut found = Vec::with_capacity(list.len());
        for item in list.into_iter().flatten() {
            if item.kind == Type::Null {
                let fault = Fault::new(Code::ConditionType, "NULL in a list is never found", item.span, "equal to nothing");
                let name = self.places.text(&of.span).to_owned();
                self.fault(fault.help(format!("Take it out of the list, and add `OR {name} IS NULL`.")));
                continue;
            }
            found.push(self.compared(of.clone(), Sign::Equal, item));
        }
        let found: Vec<Node> = found.into_iter().collect::<Option<Vec<_>>>()?.into_iter().map(|typed| typed.node).collect();
        // Codes of a list are one look at the code.
        let mut marks: Option<(usize, Vec<bool>)> = None;
        let mut rest: Vec<Node> = Vec::new();
        for node in found {
            if let (Node::Text(column, cuts, Asked::Among(words)), Some(Node::Text(same, of_same, Asked::Among(all)))) =
                (&node, rest.last_mut())
                && (column, cuts) == (&*same, &*of_same)
            {
                all.extend(words.iter().cloned());
                continue;
            }
            match (node, &mut marks) {
                (Node::Among(column, these), None) => marks = Some((column, these)),
                (Node::Among(column, these), Some((known, marks))) if column == *known => {
                    marks.iter_mut().zip(these).for_each(|(mark, this)| *mark |= this);
                }
                (node, _) => rest.push(node),
            }
        }
        rest.extend(marks.map(|(column, marks)| Node::Among(column, marks)));
        let node = if rest.len() == 1 { rest.swap_remove(0) } else { Node::Any(rest) };
        Some(Typed::new(node, Type::YesNo, span))
    }

    pub(super) fn like(&mut self, of: Expr, pattern: Expr, any_case: bool, negated: bool, span: Range<usize>) -> Option<Typed> {
        let (of, pattern) = (self.branch(of), self.branch(pattern));
        let (of, pattern) = (of?, pattern?);
        let Type::Text(text) = pattern.kind else {
            let fault = Fault::new(Code::ConditionType, "LIKE takes a text in quotes", pattern.span, "such as 'U%'");
            return self.fault(fault);
        };
        if let Some(letters) = texts::letters(&of) {
            let like = letters.asked(texts::Asked::Like(text.to_lowercase()));
            return Some(Typed::new(like, Type::YesNo, span)).map(|typed| if negated { not(typed) } else { typed });
        }
        let table = self.columns.table().to_owned();
        let made = codes::words(of, "LIKE").and_then(|words| {
            let fold = |text: &str| if any_case { text.to_lowercase() } else { text.to_owned() };
            let wanted = fold(&text);
            words.among(
                |code| codes::is_like(&fold(code), &wanted),
                || {
                    Fault::new(
                        Code::UnknownValue,
                        format!("'{}' of '{table}' has no code like '{text}'", words.name),
                        pattern.span,
                        "never found",
                    )
                },
            )
        });
        self.told(made, Type::YesNo, span).map(|typed| if negated { not(typed) } else { typed })
    }

    pub(super) fn before(&mut self, sign: UnaryOperator, of: Expr, span: Range<usize>) -> Option<Typed> {
        let of = self.branch(of)?;
        match sign {
            UnaryOperator::Not if of.kind == Type::YesNo => Some(not(of)),
            UnaryOperator::Not => {
                let message = format!("NOT takes a condition, and this is {}", of.kind.said());
                let label = format!("it gives {}", of.kind.said());
                self.fault(Fault::new(Code::ConditionType, message, of.span, label))
            }
            UnaryOperator::Plus if of.kind.is_number() => Some(of),
            UnaryOperator::Minus if of.kind.is_number() => Some(match of.node {
                Node::Whole(whole) => Typed::new(Node::Whole(-whole), of.kind, span),
                Node::Number(number) => Typed::new(Node::Number(-number), of.kind, span),
                node => Typed::new(Node::Change(Change::Negative, Box::new(node)), of.kind, span),
            }),
            UnaryOperator::Plus | UnaryOperator::Minus => {
                let message = format!("the sign before takes a number, and this is {}", of.kind.said());
                self.fault(Fault::new(Code::ConditionType, message, of.span, "no number"))
            }
            _ => self.not_permitted("a sign", span),
        }
    }
}
