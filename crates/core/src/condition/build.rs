//! From a syntax tree to a tree that can be worked out: columns are known, and what stands beside each other goes together.
//!
//! Takes what `syntax` made of a text and the columns of its table, gives a [`Condition`] or every mistake. The tree
//! of syntax is taken apart as it is read, so that a chain of a thousand ORs never goes a thousand calls deep.
//! The file is long because each kind of branch is told here what it may be and what to write where it may not.

use std::ops::Range;

use sqlparser::ast::{BinaryOperator, Expr, Value};

use super::codes::Words;
use super::pairs::{reckoning, sign};
use super::syntax::{Parsed, Places};
use super::texts::Letters;
use super::tree::{Made, Node, Sign};
use super::{Columns, Condition, DEEPEST_OF_ALL, Fault, Kind, Wanted, parts, short};
use crate::nearest::{nearest, suggestion};
use crate::problem_codes::Code;

/// How many signs of arithmetic or comparison stand in a row, without brackets.
const LONGEST_CHAIN: usize = 100;

/// How many mistakes of a condition are told.
const MOST_FAULTS: usize = 10;

/// What a branch gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    YesNo,
    Whole,
    Number,
    Day,
    Words(Words),
    Letters(Letters),
    Text(String),
    Null,
}

impl Type {
    /// In words, with its article.
    pub(super) fn said(&self) -> &'static str {
        match self {
            Type::YesNo => "true or false",
            Type::Whole => "a whole number",
            Type::Number => "a number",
            Type::Day => "a date",
            Type::Words(_) => "a code",
            Type::Letters(_) => "text",
            Type::Text(_) => "a text",
            Type::Null => "no value",
        }
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self, Type::Whole | Type::Number)
    }
}

/// A branch with what it gives and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) node: Node,
    pub(super) kind: Type,
    pub(super) span: Range<usize>,
    /// Whether it is several conditions joined by AND, and not a BETWEEN.
    joined: bool,
}

impl Typed {
    pub(super) fn new(node: Node, kind: Type, span: Range<usize>) -> Self {
        Typed { node, kind, span, joined: false }
    }
}

/// Reads trees against the columns of a table.
pub(super) struct Builder<'a> {
    pub(super) columns: &'a dyn Columns,
    pub(super) places: Places<'a>,
    used: Vec<String>,
    pub(super) faults: Vec<Fault>,
    /// How many mistakes there are besides.
    more: usize,
}

/// Builds the condition of a text that was parsed.
pub(super) fn build(mut parsed: Parsed<'_>, columns: &dyn Columns, wanted: Wanted) -> Result<Condition, Vec<Fault>> {
    let spans = parts::spans(&parsed);
    let tree = std::mem::replace(&mut parsed.tree, Expr::value(Value::Null));
    let text = parsed.text;
    let mut builder = Builder { columns, places: parsed.place(), used: Vec::new(), faults: Vec::new(), more: 0 };
    let case = matches!(tree, Expr::Case { .. });
    let typed = builder.branch(tree);
    let Builder { used, mut faults, more, .. } = builder;
    if more > 0 {
        let message = format!("the condition has {more} more mistakes");
        faults.push(Fault::new(Code::MoreMistakes, message, 0..text.len(), "in all of it"));
    }
    let Some(typed) = typed.filter(|_| faults.is_empty()) else { return Err(faults) };
    let whole = 0..text.len();
    if typed.node.depth() > DEEPEST_OF_ALL {
        let help = format!(
            "Brackets, signs and functions stand up to {DEEPEST_OF_ALL} deep in each other, all together. Split the rule."
        );
        faults.push(Fault::new(Code::BadCondition, "the condition goes too deep", whole, "too deep").help(help));
        return Err(faults);
    }
    if used.is_empty() {
        let message = format!("'{}' does not look at each row by itself", text.trim());
        let help = "Write a condition on the columns of one row; counting and averaging is the statistic's work.";
        faults.push(Fault::new(Code::ConditionType, message, whole, "the same for all rows").help(help));
        return Err(faults);
    }
    let fits = match wanted {
        Wanted::Condition => typed.kind == Type::YesNo,
        Wanted::Number => typed.kind.is_number() || typed.kind == Type::YesNo,
    };
    if !fits {
        let what = if wanted == Wanted::Condition { "a condition, true or false for each row" } else { "a number for each row" };
        let message = format!("'{}' is not {what}", text.trim());
        let fault = Fault::new(Code::ConditionType, message, whole, format!("it gives {}", typed.kind.said()));
        faults.push(match (&typed.kind, wanted) {
            _ if case && wanted == Wanted::Condition => {
                fault.help("Write the condition that stands behind WHEN by itself; several are joined with AND and OR.")
            }
            (Type::Words(words), Wanted::Number) => {
                fault.help(format!("A code is no number; where the list is all numbers, write CAST({} AS INT).", words.name))
            }
            (Type::Words(words), Wanted::Condition) => {
                fault.help(format!("Write the codes that are meant: {}.", words.example()))
            }
            (Type::Letters(letters), Wanted::Condition) => fault.help(letters.help()),
            (Type::Letters(_), Wanted::Number) => fault.help("Text is no number."),
            (kind, Wanted::Condition) if kind.is_number() => fault.help("Compare it with a value: `age < 16`."),
            (Type::Day, Wanted::Number) => {
                fault.help("Two dates subtracted are a number of days: `placement_start - care_start`.")
            }
            _ => fault,
        });
        return Err(faults);
    }
    let mut parts = Vec::new();
    if typed.kind == Type::YesNo {
        match &typed.node {
            Node::All(nodes) if typed.joined && nodes.len() == spans.len() => {
                parts.extend(spans.iter().zip(nodes).map(|(span, node)| (text[span.clone()].to_owned(), node.clone())));
            }
            node => parts.push((text.trim().to_owned(), node.clone())),
        }
    }
    Ok(Condition { text: text.to_owned(), columns: used, node: typed.node, parts })
}

impl Builder<'_> {
    /// A branch; nothing where it has a mistake, which is kept.
    pub(super) fn branch(&mut self, tree: Expr) -> Option<Typed> {
        let mut chain = Vec::new();
        let mut left = tree;
        while let Expr::BinaryOp { left: next, op, right } = left {
            chain.push((op, *right));
            left = *next;
        }
        let long = chain.iter().filter(|(op, _)| !matches!(op, BinaryOperator::And | BinaryOperator::Or)).count();
        let mut sum = self.single(left);
        if long > LONGEST_CHAIN && chain.iter().rev().any(|(op, _)| reckoning(op).is_some()) {
            let longest = chain.iter().rev().scan(0, |run, (op, _)| {
                *run = if reckoning(op).is_some() { *run + 1 } else { 0 };
                Some(*run)
            });
            if longest.max().unwrap_or(0) > LONGEST_CHAIN {
                let span = sum.as_ref().map_or(0..0, |sum| sum.span.clone());
                let help = format!("Up to {LONGEST_CHAIN} signs stand in a row; put brackets around parts of it.");
                self.faults.push(
                    Fault::new(Code::BadCondition, "the condition has too many signs in a row", span, "from here").help(help),
                );
                return None;
            }
        }
        while let Some((op, right)) = chain.pop() {
            let right = self.single(right);
            sum = match (sum, right) {
                (Some(left), Some(right)) => self.joined(left, &op, right),
                // Mistakes further on are told as well.
                _ => None,
            };
            if sum.is_none() && !matches!(op, BinaryOperator::And | BinaryOperator::Or) {
                // What follows would compare with nothing.
                while chain.last().is_some_and(|(op, _)| !matches!(op, BinaryOperator::And | BinaryOperator::Or)) {
                    chain.pop();
                }
            }
        }
        sum
    }

    pub(super) fn fault(&mut self, fault: Fault) -> Option<Typed> {
        if self.faults.len() >= MOST_FAULTS {
            self.more += 1;
        } else if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
        None
    }

    pub(super) fn told(&mut self, made: Result<Node, Fault>, kind: Type, span: Range<usize>) -> Option<Typed> {
        match made {
            Ok(node) => Some(Typed::new(node, kind, span)),
            Err(fault) => self.fault(fault),
        }
    }

    /// A branch that is no chain.
    fn single(&mut self, tree: Expr) -> Option<Typed> {
        let span = self.places.of(&tree);
        match tree {
            Expr::BinaryOp { .. } => self.branch(tree),
            Expr::Nested(inner) => self.branch(*inner),
            Expr::Identifier(name) => self.column(&name.value, span, name.quote_style),
            // A column of an extract may have its name before it: `teams.team`.
            Expr::CompoundIdentifier(names) if self.columns.kind(&joined_name(&names)).is_some() => {
                self.column(&joined_name(&names), span, None)
            }
            Expr::CompoundIdentifier(names) => {
                let name = names.last().map(|name| name.value.clone()).unwrap_or_default();
                let message = format!("'{}' is a table and a column", self.places.text(&span));
                self.fault(
                    Fault::new(Code::BadCondition, message, span, format!("write `{name}`"))
                        .help("A column is named by itself: the indicator has one table."),
                )
            }
            Expr::Value(value) => self.value(value.value, span),
            Expr::UnaryOp { op, expr } => self.before(op, *expr, span),
            Expr::IsNull(of) | Expr::IsUnknown(of) => self.missing(*of, span),
            Expr::IsNotNull(of) | Expr::IsNotUnknown(of) => self.missing(*of, span).map(not),
            Expr::IsTrue(of) => self.is(*of, true, span),
            Expr::IsFalse(of) => self.is(*of, false, span),
            Expr::IsNotTrue(of) => self.is(*of, true, span).map(not),
            Expr::IsNotFalse(of) => self.is(*of, false, span).map(not),
            Expr::InList { expr, list, negated } => {
                self.in_list(*expr, list, span).map(|typed| if negated { not(typed) } else { typed })
            }
            Expr::Between { expr, negated, low, high } => {
                let of = self.branch(*expr);
                let (low, high) = (self.branch(*low), self.branch(*high));
                let (of, low, high) = (of?, low?, high?);
                let low = self.compared(of.clone(), Sign::AtLeast, low)?;
                let high = self.compared(of, Sign::AtMost, high)?;
                let between = Typed::new(Node::All(vec![low.node, high.node]), Type::YesNo, span);
                Some(if negated { not(between) } else { between })
            }
            Expr::Like { negated, any: false, expr, pattern, escape_char: None } => {
                self.like(*expr, *pattern, false, negated, span)
            }
            Expr::ILike { negated, any: false, expr, pattern, escape_char: None } => {
                self.like(*expr, *pattern, true, negated, span)
            }
            other => self.call(other, span),
        }
    }

    fn column(&mut self, name: &str, span: Range<usize>, quote: Option<char>) -> Option<Typed> {
        let columns = self.columns;
        let name = columns.own_name(name);
        let Some(kind) = columns.kind(name) else {
            let table = self.columns.table().to_owned();
            if quote == Some('"') {
                let message = format!("the text \"{}\" stands in double quotes", short(name));
                let help = "Text stands in single quotes; double quotes are for names of columns.";
                return self.fault(Fault::new(Code::BadCondition, message, span, format!("write '{name}'")).help(help));
            }
            let several = columns.several(name);
            if !several.is_empty() {
                let message = format!("several extracts have a column '{}'", short(name));
                let label = format!("write {}", several.join(" or "));
                return self.fault(Fault::new(Code::UnknownColumn, message, span, label));
            }
            let names = columns.names();
            let same = names.iter().copied().find(|known| known.eq_ignore_ascii_case(name));
            let near = suggestion(same.or_else(|| nearest(name, names)));
            let label = near.unwrap_or_else(|| format!("not a column of {table}"));
            return self.fault(Fault::new(
                Code::UnknownColumn,
                format!("the table '{table}' has no column '{}'", short(name)),
                span,
                label,
            ));
        };
        let at = self.used.iter().position(|used| used == name).unwrap_or_else(|| {
            self.used.push(name.to_owned());
            self.used.len() - 1
        });
        let kind = match kind {
            Kind::YesNo => Type::YesNo,
            Kind::Whole => Type::Whole,
            Kind::Number => Type::Number,
            Kind::Day => Type::Day,
            Kind::Codes(list) => {
                Type::Words(Words { column: at, name: name.to_owned(), list: list.to_vec(), as_text: list.to_vec() })
            }
            Kind::Text => Type::Letters(Letters { column: at, name: name.to_owned(), cuts: Vec::new() }),
            Kind::Child => {
                let message = format!("'{name}' stands for the child and is nothing to compare or count by");
                let help = "Write a condition on another column; each row is of one child already.";
                return self.fault(Fault::new(Code::ConditionType, message, span, "another number in each run").help(help));
            }
        };
        Some(Typed::new(Node::Column(at), kind, span))
    }

    fn value(&mut self, value: Value, span: Range<usize>) -> Option<Typed> {
        let number = |digits: &str| {
            if let Ok(whole) = digits.parse::<i64>()
                && whole.abs() <= super::numbers::GREATEST
            {
                return Some((Node::Whole(whole), Type::Whole));
            }
            let number = digits.parse::<f64>().ok().filter(|number| number.abs() < 1e15)?;
            Some((Node::Number(number), Type::Number))
        };
        let (node, kind) = match value {
            Value::Number(digits, _) => match number(&digits) {
                Some(found) => found,
                None => {
                    let message = format!("{} is no number that a condition can compare with", short(&digits));
                    return self.fault(
                        Fault::new(Code::BadCondition, message, span, "too great")
                            .help("Write a number below 1,000,000,000,000,000."),
                    );
                }
            },
            Value::SingleQuotedString(text) => (Node::Missing(Made::Whole), Type::Text(text)),
            Value::Boolean(yes) => (Node::YesNo(yes), Type::YesNo),
            Value::Null => (Node::Missing(Made::Whole), Type::Null),
            _ => {
                let message = format!("{} is no value of a condition", self.places.text(&span));
                return self.fault(Fault::new(Code::BadCondition, message, span, "a number, or text in single quotes: 'U1'"));
            }
        };
        Some(Typed::new(node, kind, span))
    }

    /// Refuses what the list does not have.
    pub(super) fn not_permitted(&mut self, what: &str, span: Range<usize>) -> Option<Typed> {
        let written: String = self.places.text(&span).chars().take(40).collect();
        let message = format!("{what} of '{written}' is not permitted in a condition");
        let help = "Conditions hold = <> < <= > >=, BETWEEN, IN, LIKE, IS NULL, AND, OR, NOT, + - * / %, CASE and a few functions; \
                    the reference of conditions lists them.";
        self.fault(Fault::new(Code::BadCondition, message, span, "not among what a condition may hold").help(help))
    }

    /// Two branches with a sign between them.
    fn joined(&mut self, left: Typed, op: &BinaryOperator, right: Typed) -> Option<Typed> {
        let span = left.span.start.min(right.span.start)..right.span.end.max(left.span.end);
        if let Some(sign) = sign(op) {
            return self.compared(left, sign, right);
        }
        if let Some(reckoning) = reckoning(op) {
            return self.reckoned(left, reckoning, right);
        }
        let and = match op {
            BinaryOperator::And => true,
            BinaryOperator::Or => false,
            _ => return self.not_permitted("a sign", span),
        };
        for side in [&left, &right] {
            if side.kind != Type::YesNo {
                let word = if and { "AND" } else { "OR" };
                let message = format!("{word} joins conditions, and this is {}", side.kind.said());
                let fault = Fault::new(Code::ConditionType, message, side.span.clone(), "neither true nor false");
                let name = self.places.text(&side.span).to_owned();
                return self.fault(match &side.kind {
                    Type::Text(_) => fault.help(
                        "Name the column on each side, `place = 'U1' OR place = 'U2'`, or write a list: `place IN ('U1', 'U2')`.",
                    ),
                    Type::Words(words) => fault.help(format!("Write the codes that are meant: {}.", words.example())),
                    Type::Letters(letters) => fault.help(letters.help()),
                    Type::Null => fault,
                    _ => fault.help(format!("Compare it: `{name} > 0`.")),
                });
            }
        }
        let mut nodes = match left.node {
            Node::All(nodes) if and && left.joined => nodes,
            Node::Any(nodes) if !and && left.joined => nodes,
            node => vec![node],
        };
        match right.node {
            Node::All(more) if and && right.joined => nodes.extend(more),
            node => nodes.push(node),
        }
        let node = if and { Node::All(nodes) } else { Node::Any(nodes) };
        Some(Typed { node, kind: Type::YesNo, span, joined: true })
    }
}

/// Names with full stops between, in small letters as columns of extracts have them.
fn joined_name(names: &[sqlparser::ast::Ident]) -> String {
    names.iter().map(|name| name.value.to_lowercase()).collect::<Vec<_>>().join(".")
}

/// A condition turned.
pub(super) fn not(typed: Typed) -> Typed {
    Typed::new(Node::Not(Box::new(typed.node)), typed.kind, typed.span)
}

/// A number as one that may have decimals.
pub(super) fn as_number(typed: Typed) -> Node {
    match (typed.kind, typed.node) {
        (Type::Whole, Node::Whole(whole)) => Node::Number(whole as f64),
        (Type::Whole, node) => Node::AsNumber(Box::new(node)),
        (_, node) => node,
    }
}
