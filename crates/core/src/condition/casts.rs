//! Dates as text, and values made another kind: what may become what.

use std::ops::Range;

use super::Fault;
use super::build::{Builder, Type, Typed, as_number};
use super::tree::Node;
use crate::calendar;
use crate::problem_codes::Code;

/// A day as dates are written here, of one that is written in a way of this country.
pub(super) fn day_written(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(day) = calendar::parse_iso(text) {
        return Some(calendar::iso(day));
    }
    let numbers: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [day, month, year] = numbers.as_slice() else { return None };
    let day = calendar::day(year.parse().ok().filter(|_| year.len() == 4)?, month.parse().ok()?, day.parse().ok()?)?;
    Some(calendar::iso(day))
}

impl Builder<'_> {
    pub(super) fn date(&mut self, text: &str, span: Range<usize>) -> Option<Typed> {
        match calendar::parse_iso(text).filter(|day| i64::from(*day).abs() < super::numbers::FURTHEST_DAY) {
            Some(day) => Some(Typed::new(Node::Whole(i64::from(day)), Type::Day, span)),
            None => {
                let label =
                    day_written(text).map_or_else(|| "write it as yyyy-mm-dd".to_owned(), |day| format!("write DATE '{day}'"));
                let fault = Fault::new(Code::BadCondition, format!("'{text}' is no date"), span, label);
                self.fault(fault.help("Dates are written by year, month and day: DATE '2026-01-31'."))
            }
        }
    }

    /// A value made another kind, as CAST, TRY_CAST and `::` ask for it.
    pub(super) fn cast(&mut self, of: Typed, into: &str, span: Range<usize>) -> Option<Typed> {
        let kind = Into::of(into);
        let wrong = |message: String, label: &str, help: String| {
            Err(Fault::new(Code::ConditionType, message, span.clone(), label).help(help))
        };
        let written = || self.places.text(&of.span).to_owned();
        let made = match (of.kind, kind) {
            (Type::Words(words), Some(Into::Text(longest))) => {
                match words.as_text.iter().find(|code| longest.is_some_and(|longest| code.chars().count() > longest)) {
                    // A database would cut them, and compare what is left.
                    Some(code) => wrong(
                        format!("'{code}' of '{}' is longer than {into}", words.name),
                        "cut?",
                        format!("Write VARCHAR for whole codes, or LEFT({}, 1) for their first letters.", words.name),
                    ),
                    None => Ok((Node::Column(words.column), Type::Words(words))),
                }
            }
            (Type::Words(words), Some(kind @ (Into::Whole | Into::Double | Into::Decimal))) => match words.numbers() {
                Ok(numbers) => {
                    let node = Node::NumberOf(words.column, numbers);
                    Ok(if kind == Into::Whole { (node, Type::Whole) } else { (Node::AsNumber(Box::new(node)), Type::Number) })
                }
                Err(code) => wrong(
                    format!("the codes of '{}' are no numbers", words.name),
                    &format!("'{code}' is none"),
                    format!("Write the codes that are meant: {}.", words.example()),
                ),
            },
            (Type::Letters(letters), Some(Into::Text(None))) => Ok(letters.typed()),
            (Type::Letters(letters), Some(Into::Text(Some(_)))) => wrong(
                format!("the text of '{}' may be longer than {into}", letters.name),
                "cut?",
                format!("Write VARCHAR for whole texts, or LEFT({}, 1) for their first letters.", letters.name),
            ),
            (Type::Letters(letters), _) => {
                wrong(format!("'{}' holds text, which is nothing else", letters.name), "not permitted", letters.help())
            }
            (Type::YesNo, Some(Into::Whole)) => Ok((Node::AsWhole(Box::new(of.node)), Type::Whole)),
            (Type::YesNo, Some(Into::Double | Into::Decimal)) => {
                Ok((Node::AsNumber(Box::new(Node::AsWhole(Box::new(of.node)))), Type::Number))
            }
            (Type::YesNo, Some(Into::YesNo)) => Ok((of.node, Type::YesNo)),
            (Type::Whole, Some(Into::Whole)) => Ok((of.node, Type::Whole)),
            (Type::Whole, Some(Into::Double | Into::Decimal)) => {
                Ok((as_number(Typed::new(of.node, Type::Whole, of.span)), Type::Number))
            }
            (Type::Number, Some(Into::Double)) => Ok((of.node, Type::Number)),
            (Type::Number, Some(Into::Whole)) => wrong(
                "a number with decimals is made a whole one".to_owned(),
                "cut, or rounded?",
                format!("Write FLOOR(x) to cut the decimals or ROUND(x) to round: FLOOR({}).", written()),
            ),
            (Type::Number, Some(Into::Decimal)) => wrong(
                format!("databases do not agree to how many places {into} rounds"),
                "rounded?",
                format!("Write CAST(x AS DOUBLE), which rounds nothing, or ROUND(x, places): ROUND({}, 1).", written()),
            ),
            (Type::Text(text), Some(Into::Day)) => return self.date(&text, span),
            (Type::Text(text), _) if day_written(&text).is_some() => {
                let day = day_written(&text).unwrap_or_default();
                wrong(
                    format!("'{text}' is a text, and dates have no time of day"),
                    &format!("write DATE '{day}'"),
                    "A date is written with its word: DATE '2026-01-31'.".to_owned(),
                )
            }
            (Type::Text(text), Some(Into::Whole | Into::Double | Into::Decimal)) => {
                wrong(format!("'{text}' is a text"), "no column", "Numbers stand without quotes.".to_owned())
            }
            (Type::Day, Some(Into::Day)) => Ok((of.node, Type::Day)),
            (kind, _) => {
                let into: String = into.chars().take(20).collect();
                let help = "CAST makes codes that are numbers whole numbers, CAST(x AS INT), and codes text, CAST(x AS VARCHAR); parts of a \
                            date are YEAR(x), MONTH(x) and DAY(x).";
                wrong(format!("{} cannot be made {into}", kind.said()), "not permitted", help.to_owned())
            }
        };
        match made {
            Ok((node, kind)) => Some(Typed::new(node, kind, span)),
            Err(fault) => self.fault(fault),
        }
    }
}

/// CONVERT and its like, which each database writes in its own way: how CAST says the same.
pub(super) fn converted(name: &str, at: Range<usize>, value: &str, into: Option<Into>) -> Fault {
    let value = if value.is_empty() || value.len() > 60 { "x" } else { value };
    let label = match into {
        Some(Into::Whole) => format!("write CAST({value} AS INT)"),
        Some(Into::Double | Into::Decimal) => format!("write CAST({value} AS DOUBLE)"),
        Some(Into::Text(_)) => format!("write {value}: a code is letters as it stands"),
        Some(Into::YesNo) => format!("write {value}: what is true or false is a condition"),
        Some(Into::Day) => match day_written(value.trim_matches('\'')) {
            Some(day) => format!("write DATE '{day}'"),
            None => format!("write {value}: a date stands as it is"),
        },
        None => "write CAST(x AS INT) for a code that is a number".to_owned(),
    };
    Fault::new(Code::BadCondition, format!("there is no function {name}"), at, label)
        .help("A code whose list is all numbers becomes one by CAST(x AS INT); codes and dates are compared as they stand.")
}

/// What a value is made, by the names that databases have for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Into {
    Whole,
    /// A number with all of its decimals.
    Double,
    /// A number that databases round, each to places of its own.
    Decimal,
    /// Letters, and how many at most.
    Text(Option<usize>),
    YesNo,
    Day,
}

impl Into {
    /// Of the name of a kind, in capitals: `INT`, `VARCHAR(10)`, `DOUBLE PRECISION`. Lists and all that is not known are none.
    pub(super) fn of(written: &str) -> Option<Self> {
        let (name, rest) = written.split_once('(').unwrap_or((written, ""));
        let length = rest.strip_suffix(')').and_then(|rest| rest.split([' ', ',']).next()?.parse().ok());
        if rest.contains(')') && !rest.ends_with(')') {
            return None;
        }
        let words: Vec<&str> = name.split_whitespace().filter(|word| !matches!(*word, "SIGNED" | "UNSIGNED")).collect();
        Some(match words.join(" ").as_str() {
            "" if !name.trim().is_empty() => Into::Whole,
            "INT" | "INTEGER" | "BIGINT" | "SMALLINT" | "TINYINT" | "MEDIUMINT" | "INT2" | "INT4" | "INT8" | "INT16"
            | "INT32" | "INT64" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "HUGEINT" | "LONG" => Into::Whole,
            "DOUBLE" | "DOUBLE PRECISION" | "FLOAT" | "REAL" | "FLOAT4" | "FLOAT8" | "FLOAT32" | "FLOAT64" => Into::Double,
            "DECIMAL" | "NUMERIC" | "DEC" | "NUMBER" | "BIGDECIMAL" | "BIGNUMERIC" | "MONEY" => Into::Decimal,
            "VARCHAR" | "CHAR" | "CHARACTER" | "TEXT" | "STRING" | "NVARCHAR" | "NCHAR" | "CLOB" | "CHARACTER VARYING"
            | "CHAR VARYING" | "BPCHAR" => Into::Text(length),
            "BOOLEAN" | "BOOL" => Into::YesNo,
            "DATE" => Into::Day,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Into;

    #[test]
    fn kinds_are_known_by_their_whole_names() {
        for name in ["INT", "INTEGER", "BIGINT UNSIGNED", "UNSIGNED INTEGER", "SIGNED", "INT(11)"] {
            assert_eq!(Into::of(name), Some(Into::Whole), "{name}");
        }
        for name in ["DOUBLE", "DOUBLE PRECISION", "FLOAT(24)", "REAL"] {
            assert_eq!(Into::of(name), Some(Into::Double), "{name}");
        }
        for name in ["DECIMAL", "DECIMAL(5,2)", "NUMERIC(10, 0)", "NUMBER"] {
            assert_eq!(Into::of(name), Some(Into::Decimal), "{name}");
        }
        assert_eq!(Into::of("CHARACTER VARYING(10)"), Some(Into::Text(Some(10))));
        assert_eq!(Into::of("VARCHAR"), Some(Into::Text(None)));
        for name in
            ["INTERVAL", "INT[]", "INTEGER(3)[]", "DATETIME", "TIMESTAMP", "DECAY", "CHARITY", "BIT", "PRECISION", "", "()"]
        {
            assert_eq!(Into::of(name), None, "{name}");
        }
    }
}
