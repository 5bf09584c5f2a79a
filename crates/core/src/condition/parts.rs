//! The parts of a condition that must all hold, so that a cohort can be narrowed step by step.
//!
//! A part keeps its own words. The tree says which ANDs are the condition's own, and not those of a BETWEEN, a CASE
//! or a bracket beside an OR; the words say where they stand.

use std::ops::Range;

use sqlparser::ast::{BinaryOperator, Expr};

use super::deep;
use super::syntax::{self, Parsed};

/// The parts of a condition as written and in order; the whole where it is one part or cannot be read.
pub fn parts(sql: &str) -> Vec<String> {
    let text = sql.trim();
    let whole = || vec![text.to_owned()];
    let found = deep::with_room(text, || syntax::parse(text).map(|parsed| spans(&parsed)));
    let Some(Ok(spans)) = found else { return whole() };
    if spans.len() < 2 { whole() } else { spans.into_iter().map(|span| text[span].to_owned()).collect() }
}

/// The bytes of each part, in order.
pub(super) fn spans(parsed: &Parsed<'_>) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    split(parsed, &parsed.tree, 0..parsed.text.len(), &mut spans);
    spans
}

/// Splits a branch that stands within these bytes, with its brackets.
fn split(parsed: &Parsed<'_>, branch: &Expr, within: Range<usize>, spans: &mut Vec<Range<usize>>) {
    let mut operands = Vec::new();
    let inner = bare(branch);
    let mut left = inner;
    while let Expr::BinaryOp { left: next, op: BinaryOperator::And, right } = left {
        operands.push(right.as_ref());
        left = next;
    }
    operands.push(left);
    operands.reverse();
    if operands.len() == 1 {
        spans.push(trimmed(parsed.text, within));
        return;
    }
    // Brackets around several parts go; the parts stand within them.
    let within = if std::ptr::eq(inner, branch) { within } else { unbracketed(parsed, within, inner) };
    let places = parsed.place();
    let depth = depth_of(parsed, &within);
    let mut start = within.start;
    for (at, operand) in operands.iter().enumerate() {
        let end = match operands.get(at + 1) {
            None => within.end,
            Some(next) => {
                // Between one operand and the next stand brackets, NOT and signs, but one AND of this depth.
                let next = places.of(next).start;
                let and = parsed
                    .words
                    .iter()
                    .rev()
                    .find(|word| word.span.start >= start && word.span.start < next && word.depth == depth && word.is("AND"));
                match and {
                    Some(and) => {
                        split(parsed, operand, start..and.span.start, spans);
                        start = and.span.end;
                        continue;
                    }
                    None => {
                        // The tree does not say where it stands: what is left is one part.
                        spans.push(trimmed(parsed.text, start..within.end));
                        return;
                    }
                }
            }
        };
        split(parsed, operand, start..end, spans);
    }
}

/// A branch without the brackets around it.
fn bare(branch: &Expr) -> &Expr {
    let mut branch = branch;
    while let Expr::Nested(inner) = branch {
        branch = inner;
    }
    branch
}

/// The bytes within as many brackets as stand around a branch with several parts.
fn unbracketed(parsed: &Parsed<'_>, within: Range<usize>, _inner: &Expr) -> Range<usize> {
    let mut within = trimmed(parsed.text, within);
    loop {
        let opens = parsed.words.iter().find(|word| word.span.start == within.start).filter(|word| word.is("("));
        let closes = parsed.words.iter().find(|word| word.span.end == within.end).filter(|word| word.is(")"));
        let (Some(opens), Some(closes)) = (opens, closes) else { return within };
        let between = |word: &&syntax::Word| word.span.start > opens.span.start && word.span.end < closes.span.end;
        let around = opens.depth == closes.depth && parsed.words.iter().filter(between).all(|word| word.depth > opens.depth);
        if !around {
            return within;
        }
        within = trimmed(parsed.text, within.start + 1..within.end - 1);
    }
}

fn depth_of(parsed: &Parsed<'_>, within: &Range<usize>) -> usize {
    let inside = parsed.words.iter().filter(|word| word.span.start >= within.start && word.span.end <= within.end);
    inside.map(|word| word.depth).min().unwrap_or(0)
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let inner = text.get(span.clone()).unwrap_or_default();
    let start = span.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parts_keep_their_words() {
        for (sql, expected) in [
            ("age < 16", &["age < 16"][..]),
            ("age < 16 AND months >= 30", &["age < 16", "months >= 30"]),
            ("age between 18 and 20\n and left_care", &["age between 18 and 20", "left_care"]),
            ("a AND age NOT BETWEEN 18 AND 20 AND x", &["a", "age NOT BETWEEN 18 AND 20", "x"]),
            ("age BETWEEN (CASE WHEN a AND b THEN 1 END) AND 20", &["age BETWEEN (CASE WHEN a AND b THEN 1 END) AND 20"]),
            ("CASE WHEN a AND b THEN c ELSE d END AND e", &["CASE WHEN a AND b THEN c ELSE d END", "e"]),
            ("a AND b OR c", &["a AND b OR c"]),
            ("a AND (b OR c AND d)", &["a", "(b OR c AND d)"]),
            ("a AND (b AND (c AND d))", &["a", "b", "c", "d"]),
            ("(a) AND (b)", &["(a)", "(b)"]),
            ("(a AND b)", &["a", "b"]),
            ("((a AND b))", &["a", "b"]),
            ("(a AND b) AND c", &["a", "b", "c"]),
            ("(a - b) * 10 >= c", &["(a - b) * 10 >= c"]),
            ("NOT (a AND b) AND c", &["NOT (a AND b)", "c"]),
            ("a AND NOT b AND -c < 3", &["a", "NOT b", "-c < 3"]),
            ("a IS NOT NULL AND b IS NULL AND LEFT(c, 1) = 'U' AND d", &["a IS NOT NULL", "b IS NULL", "LEFT(c, 1) = 'U'", "d"]),
            ("CAST(a AS INT) <= 2 AND b IN ('1', '2') AND c", &["CAST(a AS INT) <= 2", "b IN ('1', '2')", "c"]),
            ("x = 'this AND that' AND \"a AND b\" = 1", &["x = 'this AND that'", "\"a AND b\" = 1"]),
            ("x = 'it''s AND' AND y", &["x = 'it''s AND'", "y"]),
            ("land AND brand_and", &["land", "brand_and"]),
            ("é AND x = 'é'", &["é", "x = 'é'"]),
            ("a AND (b", &["a AND (b"]),
            ("a AND 'b", &["a AND 'b"]),
        ] {
            assert_eq!(parts(sql), expected, "{sql}");
        }
    }
}
