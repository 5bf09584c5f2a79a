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

    pub(super) fn cast(&mut self, of: Typed, into: &str, span: Range<usize>) -> Option<Typed> {
        let is = |names: &[&str]| names.iter().any(|name| into.starts_with(name));
        let whole = is(&["INT", "BIGINT", "SMALLINT", "TINYINT", "MEDIUMINT", "UINT", "SIGNED", "UNSIGNED"]);
        let number = is(&["DOUBLE", "FLOAT", "REAL", "DECIMAL", "NUMERIC", "DEC", "NUMBER"]);
        let text = is(&["VARCHAR", "CHAR", "TEXT", "STRING", "NVARCHAR", "CLOB"]);
        let wrong =
            |message: String, label: &str, help: String| Fault::new(Code::ConditionType, message, span.clone(), label).help(help);
        let made = match of.kind {
            Type::Words(words) if text => {
                let node = Node::Column(words.column);
                Ok((node, Type::Words(words)))
            }
            Type::Words(words) if whole || number => match words.numbers() {
                Ok(numbers) => {
                    let node = Node::NumberOf(words.column, numbers);
                    Ok(if whole { (node, Type::Whole) } else { (Node::AsNumber(Box::new(node)), Type::Number) })
                }
                Err(code) => Err(wrong(
                    format!("the codes of '{}' are no numbers", words.name),
                    &format!("'{code}' is none"),
                    format!("Write the codes that are meant: {}.", words.example()),
                )),
            },
            Type::YesNo if whole => Ok((Node::AsWhole(Box::new(of.node)), Type::Whole)),
            Type::YesNo if number => Ok((Node::AsNumber(Box::new(Node::AsWhole(Box::new(of.node)))), Type::Number)),
            Type::Whole if whole => Ok((of.node, Type::Whole)),
            Type::Whole | Type::Number if number => Ok((as_number(of), Type::Number)),
            Type::Number if whole => Err(wrong(
                "a number with decimals is made a whole one".to_owned(),
                "cut, or rounded?",
                format!("Write FLOOR(x) to cut the decimals or ROUND(x) to round: FLOOR({}).", self.places.text(&of.span)),
            )),
            Type::Text(text) if into == "DATE" => return self.date(&text, span),
            Type::Text(text) if whole || number => {
                Err(wrong(format!("'{text}' is a text"), "no column", "Numbers stand without quotes.".to_owned()))
            }
            Type::Day if into == "DATE" => Ok((of.node, Type::Day)),
            kind => {
                let written: String = into.chars().take(20).collect();
                let help = "CAST makes codes that are numbers whole numbers, CAST(x AS INT), and codes text, CAST(x AS VARCHAR); parts of a \
                            date are YEAR(x), MONTH(x) and DAY(x).";
                Err(wrong(format!("{} cannot be made {written}", kind.said()), "not permitted", help.to_owned()))
            }
        };
        match made {
            Ok((node, kind)) => Some(Typed::new(node, kind, span)),
            Err(fault) => self.fault(fault),
        }
    }
}
