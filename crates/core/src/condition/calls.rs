//! Functions, CASE, CAST and dates: what each takes is held here, and what is not in [`permitted`] is refused.

use std::ops::Range;

use sqlparser::ast::{CaseWhen, CeilFloorKind, DateTimeField, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments};

use super::build::{Builder, Type, Typed, as_number};
use super::tree::{Change, Extreme, Made, Node, PartOfDay, Reckoning, Sign};
use super::{Fault, codes, permitted, texts};
use crate::nearest::{nearest, suggestion};
use crate::problem_codes::Code;

impl Builder<'_> {
    /// A branch that is a function or written like one; what is none of the list is refused.
    pub(super) fn call(&mut self, tree: Expr, span: Range<usize>) -> Option<Typed> {
        match tree {
            Expr::Function(function) => self.function(function, span),
            Expr::Case { operand, conditions, else_result, .. } => self.case(operand, conditions, else_result, span),
            Expr::Cast { expr, data_type, format: None, array: false, .. } => {
                let of = self.branch(*expr)?;
                self.cast(of, &data_type.to_string().to_uppercase(), span)
            }
            Expr::TypedString(typed) => {
                let name = typed.data_type.to_string().to_uppercase();
                match typed.value.value.into_string() {
                    Some(text) if name == "DATE" => self.date(&text, span),
                    _ => self.not_permitted("the kind", span),
                }
            }
            Expr::Extract { field, expr, .. } => {
                let part = match field {
                    DateTimeField::Year => "YEAR",
                    DateTimeField::Month => "MONTH",
                    DateTimeField::Day => "DAY",
                    _ => {
                        let of = self.branch(*expr);
                        return of.and_then(|_| self.not_permitted("the part", span));
                    }
                };
                let of = self.branch(*expr)?;
                self.apply(part, vec![of], span)
            }
            Expr::Ceil { expr, field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) } => {
                let of = self.branch(*expr)?;
                self.apply("CEIL", vec![of], span)
            }
            Expr::Floor { expr, field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) } => {
                let of = self.branch(*expr)?;
                self.apply("FLOOR", vec![of], span)
            }
            Expr::Substring { expr, substring_from, substring_for, .. } => {
                let of = self.branch(*expr);
                let from = substring_from.map(|from| self.branch(*from));
                let number = substring_for.map(|number| self.branch(*number));
                let mut arguments = vec![of?];
                for argument in [from, number].into_iter().flatten() {
                    arguments.push(argument?);
                }
                self.apply("SUBSTRING", arguments, span)
            }
            // Written like functions, and known to the syntax by themselves.
            Expr::Trim { .. } => self.no_function("TRIM", span),
            Expr::Convert { .. } => self.no_function("CONVERT", span),
            Expr::Position { .. } => self.no_function("POSITION", span),
            Expr::Overlay { .. } => self.no_function("OVERLAY", span),
            other => {
                let what = match other {
                    Expr::Array(_) | Expr::Struct { .. } | Expr::Map(_) | Expr::Dictionary(_) => "the list",
                    Expr::Tuple(_) => "the pair",
                    _ => "the form",
                };
                self.not_permitted(what, span)
            }
        }
    }

    fn no_function(&mut self, name: &str, at: Range<usize>) -> Option<Typed> {
        let label = permitted::instead(name)
            .map(str::to_owned)
            .or_else(|| suggestion(nearest(name, permitted::names())))
            .unwrap_or_else(|| "not among the functions of conditions".to_owned());
        let names: Vec<&str> = permitted::names().collect();
        let help = format!("The functions there are: {}.", names.join(", "));
        let shown: String = name.chars().take(40).collect();
        self.fault(Fault::new(Code::BadCondition, format!("there is no function {shown}"), at, label).help(help))
    }

    fn function(&mut self, function: Function, span: Range<usize>) -> Option<Typed> {
        let name = function.name.to_string();
        let upper = name.to_uppercase();
        if !permitted::names().any(|known| known == upper) {
            return self.no_function(&upper, span.start..span.start + name.len());
        }
        let FunctionArguments::List(list) = function.args else { return self.not_permitted("the call", span) };
        let plain = function.filter.is_none()
            && matches!(function.parameters, FunctionArguments::None)
            && function.null_treatment.is_none()
            && function.over.is_none()
            && function.within_group.is_empty()
            && list.duplicate_treatment.is_none()
            && list.clauses.is_empty();
        if !plain {
            return self.not_permitted("the call", span);
        }
        let mut arguments = Vec::with_capacity(list.args.len());
        for argument in list.args {
            arguments.push(match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(branch)) => self.branch(branch),
                _ => self.not_permitted("the call", span.clone()),
            });
        }
        let arguments = arguments.into_iter().collect::<Option<Vec<_>>>()?;
        self.apply(&upper, arguments, span)
    }

    /// A function of the list on what was read.
    fn apply(&mut self, name: &str, mut arguments: Vec<Typed>, span: Range<usize>) -> Option<Typed> {
        if let Some(made) = texts::call(name, &arguments) {
            return Some(Typed::new(made.0, made.1, span));
        }
        let number = arguments.len();
        let mut take = || arguments.remove(0);
        let made: Result<(Node, Type), Fault> = match (name, number) {
            ("ABS", 1) => changed(Change::Absolute, take()),
            ("CEIL", 1) => changed(Change::Ceiling, take()),
            ("FLOOR", 1) => changed(Change::Floor, take()),
            ("ROUND", 1) => changed(Change::Round(0), take()),
            ("ROUND", 2) => {
                let of = take();
                match take().node {
                    Node::Whole(places) if (0..=6).contains(&places) => changed(Change::Round(places as i32), of),
                    _ => Err(fault("ROUND takes 0 to 6 decimal places", span.clone(), "such as ROUND(x, 1)")),
                }
            }
            ("MOD", 2) => {
                let (a, b) = (take(), take());
                return self.reckoned(a, Reckoning::Rest, b);
            }
            ("LEAST", 2..) => several(arguments, "LEAST", &span).and_then(|found| extreme(Extreme::Least, found, &span)),
            ("GREATEST", 2..) => several(arguments, "GREATEST", &span).and_then(|found| extreme(Extreme::Greatest, found, &span)),
            ("COALESCE", 2..) => several(arguments, "COALESCE", &span).map(|(nodes, kind)| (Node::First(nodes), kind)),
            ("NULLIF", 2) => several(arguments, "NULLIF", &span).map(|(mut nodes, kind)| {
                let second = nodes.pop().unwrap_or(Node::Missing(Made::Whole));
                let first = nodes.pop().unwrap_or(Node::Missing(Made::Whole));
                (Node::Unless(Box::new(first), Box::new(second)), kind)
            }),
            ("IF", 3) => {
                let condition = take();
                return self.cases(vec![condition], arguments, span);
            }
            ("YEAR", 1) => part(PartOfDay::Year, take(), name),
            ("MONTH", 1) => part(PartOfDay::Month, take(), name),
            ("DAY", 1) => part(PartOfDay::Day, take(), name),
            ("DATE", 1) => match take() {
                Typed { kind: Type::Text(text), .. } => return self.date(&text, span),
                Typed { kind: Type::Day, node, .. } => Ok((node, Type::Day)),
                _ => Err(fault("DATE takes a day in quotes", span.clone(), "such as DATE '2026-01-31'")),
            },
            ("LEFT" | "RIGHT", 2) => {
                let of = take();
                match take().node {
                    Node::Whole(letters) if (0..=100).contains(&letters) => codes::words(of, name).map(|words| {
                        let letters = letters as usize;
                        let cut = |text: &str| match name {
                            "LEFT" => text.chars().take(letters).collect(),
                            _ => text.chars().skip(text.chars().count().saturating_sub(letters)).collect::<String>(),
                        };
                        let words = words.changed(cut);
                        (Node::Column(words.column), Type::Words(words))
                    }),
                    _ => Err(fault(
                        &format!("{name} takes a code and a number of letters"),
                        span.clone(),
                        "such as LEFT(place, 1)",
                    )),
                }
            }
            ("SUBSTRING", 2 | 3) => {
                let of = take();
                let from = take().node;
                let letters = if number == 3 { take().node } else { Node::Whole(100) };
                match (from, letters) {
                    (Node::Whole(from @ 1..=100), Node::Whole(letters @ 0..=100)) => codes::words(of, name).map(|words| {
                        let cut = |text: &str| text.chars().skip(from as usize - 1).take(letters as usize).collect();
                        let words = words.changed(cut);
                        (Node::Column(words.column), Type::Words(words))
                    }),
                    _ => Err(fault(
                        "SUBSTRING takes a code, its first letter by number from 1, and a number of letters",
                        span.clone(),
                        "such as SUBSTRING(place, 1, 1)",
                    )),
                }
            }
            ("UPPER" | "LOWER", 1) => codes::words(take(), name).map(|words| {
                let words = words.changed(|text| if name == "UPPER" { text.to_uppercase() } else { text.to_lowercase() });
                (Node::Column(words.column), Type::Words(words))
            }),
            ("STARTS_WITH" | "ENDS_WITH", 2) => {
                let of = take();
                match take().kind {
                    Type::Text(text) => codes::words(of, name).and_then(|words| {
                        let holds =
                            |code: &str| if name == "STARTS_WITH" { code.starts_with(&text) } else { code.ends_with(&text) };
                        let none = || {
                            let message = format!(
                                "'{}' has no code that {} '{text}'",
                                words.name,
                                if name == "STARTS_WITH" { "begins with" } else { "ends with" }
                            );
                            Fault::new(Code::UnknownValue, message, span.clone(), "never so")
                        };
                        words.among(holds, none).map(|node| (node, Type::YesNo))
                    }),
                    _ => Err(fault(&format!("{name} takes a code and a text"), span.clone(), "such as STARTS_WITH(place, 'U')")),
                }
            }
            _ => {
                let written = permitted::FUNCTIONS.iter().find(|function| permitted::name(function) == name);
                let written = written.map_or(name, |function| function.written);
                Err(fault(
                    &format!("{name} is written with other things in its brackets"),
                    span.clone(),
                    &format!("write {written}"),
                ))
            }
        };
        match made {
            Ok((node, kind)) => Some(Typed::new(node, kind, span)),
            Err(fault) => self.fault(fault),
        }
    }

    fn case(
        &mut self,
        operand: Option<Box<Expr>>,
        conditions: Vec<CaseWhen>,
        otherwise: Option<Box<Expr>>,
        span: Range<usize>,
    ) -> Option<Typed> {
        let operand = operand.map(|operand| self.branch(*operand));
        let mut whens = Vec::new();
        let mut values = Vec::new();
        for CaseWhen { condition, result } in conditions {
            let when = self.branch(condition);
            whens.push(match &operand {
                None => when,
                Some(operand) => match (operand.clone(), when) {
                    (Some(operand), Some(when)) => self.compared(operand, Sign::Equal, when),
                    _ => None,
                },
            });
            values.push(self.branch(result));
        }
        let end = span.end..span.end;
        values.push(match otherwise {
            Some(otherwise) => self.branch(*otherwise),
            None => Some(Typed::new(Node::Missing(Made::Whole), Type::Null, end)),
        });
        let whens = whens.into_iter().collect::<Option<Vec<_>>>()?;
        let values = values.into_iter().collect::<Option<Vec<_>>>()?;
        self.cases(whens, values, span)
    }

    /// Values beside conditions, with one more for the rest.
    fn cases(&mut self, whens: Vec<Typed>, values: Vec<Typed>, span: Range<usize>) -> Option<Typed> {
        if let Some(wrong) = whens.iter().find(|when| when.kind != Type::YesNo) {
            let message = format!("CASE and IF take a condition, and this is {}", wrong.kind.said());
            return self.fault(Fault::new(Code::ConditionType, message, wrong.span.clone(), "neither true nor false"));
        }
        match several(values, "CASE", &span) {
            Ok((mut nodes, kind)) => {
                let last = nodes.pop().unwrap_or(Node::Missing(Made::Whole));
                let whens = whens.into_iter().map(|when| when.node).zip(nodes).collect();
                Some(Typed::new(Node::Case(whens, Box::new(last)), kind, span))
            }
            Err(fault) => self.fault(fault),
        }
    }
}

fn fault(message: &str, span: Range<usize>, label: &str) -> Fault {
    Fault::new(Code::ConditionType, message, span, label)
}

fn changed(change: Change, of: Typed) -> Result<(Node, Type), Fault> {
    match of.kind {
        Type::Whole if matches!(change, Change::Absolute) => Ok((Node::Change(change, Box::new(of.node)), Type::Whole)),
        // A whole number is its own floor, ceiling and rounding.
        Type::Whole => Ok((of.node, Type::Whole)),
        Type::Number => {
            let kind = if matches!(change, Change::Floor | Change::Ceiling) { Type::Whole } else { Type::Number };
            Ok((Node::Change(change, Box::new(of.node)), kind))
        }
        kind => Err(fault(&format!("the function takes a number, and this is {}", kind.said()), of.span, "no number")),
    }
}

fn part(part: PartOfDay, of: Typed, name: &str) -> Result<(Node, Type), Fault> {
    match of.kind {
        Type::Day => Ok((Node::PartOf(part, Box::new(of.node)), Type::Whole)),
        kind => Err(fault(&format!("{name} takes a date, and this is {}", kind.said()), of.span, "no date")),
    }
}

fn extreme(extreme: Extreme, (nodes, kind): (Vec<Node>, Type), span: &Range<usize>) -> Result<(Node, Type), Fault> {
    match kind {
        Type::YesNo => Err(fault("the least and greatest are of numbers or dates", span.clone(), "true or false has no order")),
        kind => Ok((Node::Extreme(extreme, nodes), kind)),
    }
}

/// Values of one kind; whole numbers become numbers beside such.
fn several(values: Vec<Typed>, what: &str, span: &Range<usize>) -> Result<(Vec<Node>, Type), Fault> {
    let known: Vec<&Type> = values.iter().map(|value| &value.kind).filter(|kind| **kind != Type::Null).collect();
    if let Some(wrong) = values.iter().find(|value| matches!(value.kind, Type::Words(_) | Type::Letters(_) | Type::Text(_))) {
        let message = format!("{what} gives numbers, dates, or true and false, and this is {}", wrong.kind.said());
        let fault = fault(&message, wrong.span.clone(), "not of these");
        return Err(
            fault.help("Write a condition for each code instead, joined with AND and OR: `place = 'U1' OR place IS NULL`.")
        );
    }
    let kind = match known.as_slice() {
        [] => return Err(fault(&format!("{what} has no value at all"), span.clone(), "all NULL")),
        kinds if kinds.iter().all(|kind| kind == &kinds[0]) => kinds[0].clone(),
        kinds if kinds.iter().all(|kind| kind.is_number()) => Type::Number,
        kinds => {
            let message = format!(
                "{what} gives {} here and {} there",
                kinds[0].said(),
                kinds.iter().find(|kind| **kind != kinds[0]).map_or("", |kind| kind.said())
            );
            return Err(fault(&message, span.clone(), "two kinds"));
        }
    };
    let made = match kind {
        Type::YesNo => Made::YesNo,
        Type::Number => Made::Number,
        _ => Made::Whole,
    };
    let nodes = values.into_iter().map(|value| match value.kind {
        Type::Null => Node::Missing(made),
        _ if kind == Type::Number => as_number(value),
        _ => value.node,
    });
    Ok((nodes.collect(), kind))
}
