//! Boundaries in a condition: at which age, or after how many months, it comes to hold.
//!
//! Reads comparisons of a column with whole numbers and nothing else; what it does not read has no cause in words.
//! It never decides who belongs: the condition itself does.

use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value};

use super::{deep, syntax};

/// A comparison of a column with whole numbers: it holds from `least` to `most`, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The column.
    pub column: String,
    /// The least value for which it holds.
    pub least: Option<i64>,
    /// The greatest value for which it holds.
    pub most: Option<i64>,
}

impl Bound {
    /// Whether it holds of a value.
    pub fn holds(&self, value: i64) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }
}

/// The comparisons of a condition, in the order of its text; none where it cannot be read.
pub fn bounds(sql: &str) -> Vec<Bound> {
    let found = deep::with_room(sql, || {
        let mut bounds = Vec::new();
        if let Ok(parsed) = syntax::parse(sql) {
            collect(&parsed.tree, &mut bounds);
        }
        bounds
    });
    found.unwrap_or_default()
}

fn collect(branch: &Expr, bounds: &mut Vec<Bound>) {
    // A chain of ANDs and ORs leans to the left and may be long.
    let mut chain = Vec::new();
    let mut left = branch;
    while let Expr::BinaryOp { left: next, op: BinaryOperator::And | BinaryOperator::Or, right } = left {
        chain.push(right.as_ref());
        left = next;
    }
    chain.push(left);
    for branch in chain.into_iter().rev() {
        match branch {
            Expr::Nested(inner) | Expr::UnaryOp { op: UnaryOperator::Not, expr: inner } => collect(inner, bounds),
            Expr::BinaryOp { left, op, right } => bounds.extend(compared(left, op, right)),
            Expr::Between { expr, low, high, .. } => {
                let bound = column(expr).map(|column| Bound { column, least: whole(low), most: whole(high) });
                bounds.extend(bound.filter(|bound| bound.least.is_some() || bound.most.is_some()));
            }
            Expr::Case { conditions, .. } => conditions.iter().for_each(|when| collect(&when.condition, bounds)),
            _ => {}
        }
    }
}

fn compared(left: &Expr, sign: &BinaryOperator, right: &Expr) -> Option<Bound> {
    use BinaryOperator::{Eq, Gt, GtEq, Lt, LtEq};
    let (column, sign, limit) = match (column(left), column(right)) {
        (Some(column), None) => (column, sign.clone(), whole(right)?),
        // The number may stand first: `8 > age`.
        (None, Some(column)) => {
            let turned = match sign {
                Lt => Gt,
                LtEq => GtEq,
                Gt => Lt,
                GtEq => LtEq,
                other => other.clone(),
            };
            (column, turned, whole(left)?)
        }
        _ => return None,
    };
    let (least, most) = match sign {
        Lt => (None, Some(limit.checked_sub(1)?)),
        LtEq => (None, Some(limit)),
        Gt => (Some(limit.checked_add(1)?), None),
        GtEq => (Some(limit), None),
        Eq => (Some(limit), Some(limit)),
        _ => return None,
    };
    Some(Bound { column, least, most })
}

fn column(branch: &Expr) -> Option<String> {
    match branch {
        Expr::Identifier(name) => Some(name.value.to_ascii_lowercase()),
        Expr::Nested(inner) => column(inner),
        _ => None,
    }
}

fn whole(branch: &Expr) -> Option<i64> {
    match branch {
        Expr::Nested(inner) => whole(inner),
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => whole(expr)?.checked_neg(),
        Expr::Value(value) => match &value.value {
            Value::Number(digits, _) => digits.parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(column: &str, least: Option<i64>, most: Option<i64>) -> Bound {
        Bound { column: column.to_owned(), least, most }
    }

    #[test]
    fn comparisons_with_whole_numbers_are_read() {
        assert_eq!(
            bounds("age < 16 AND months_in_care >= 30"),
            [bound("age", None, Some(15)), bound("months_in_care", Some(30), None)]
        );
        assert_eq!(bounds("age BETWEEN 19 AND 21"), [bound("age", Some(19), Some(21))]);
        assert_eq!(bounds("age NOT BETWEEN 5 AND 9 AND place IN ('A3', 'age < 3')"), [bound("age", Some(5), Some(9))]);
        assert_eq!(bounds("age=19 AND x<>3 AND miles > 20.0"), [bound("age", Some(19), Some(19))]);
        assert_eq!(bounds("reviews_on_time"), []);
    }

    #[test]
    fn the_number_may_stand_first() {
        assert_eq!(bounds("8 > age"), bounds("age < 8"));
        assert_eq!(bounds("8 >= age OR 2 = age"), [bound("age", None, Some(8)), bound("age", Some(2), Some(2))]);
        assert_eq!(bounds("-5 < days"), [bound("days", Some(-4), None)]);
        assert_eq!(bounds("NOT (age < 8)"), [bound("age", None, Some(7))]);
        assert_eq!(bounds("days > 9223372036854775807"), []);
    }
}
