//! Words of SQL that no condition may hold, each with what to write in its place.

use std::ops::Range;

use super::casts::{self, Into};
use super::syntax::Word;
use super::{Fault, permitted};
use crate::problem_codes::Code;

const ONE_TABLE: &[&str] = &["SELECT", "EXISTS", "UNION", "UNNEST", "WITH", "FROM", "JOIN", "VALUES", "ANY", "ALL", "SOME"];
const ALL_ROWS: &[&str] = &[
    "SUM",
    "AVG",
    "MEAN",
    "COUNT",
    "MIN",
    "MAX",
    "MEDIAN",
    "STDDEV",
    "STDEV",
    "VARIANCE",
    "VAR",
    "QUANTILE",
    "PERCENTILE_CONT",
    "PERCENTILE_DISC",
    "CORR",
    "COVAR",
    "FIRST",
    "LAST",
    "MODE",
    "ARRAY_AGG",
    "STRING_AGG",
    "LISTAGG",
    "GROUP_CONCAT",
    "BOOL_AND",
    "BOOL_OR",
    "EVERY",
    "TOTAL",
];
const WINDOWS: &[&str] = &[
    "OVER",
    "ROW_NUMBER",
    "RANK",
    "DENSE_RANK",
    "PERCENT_RANK",
    "CUME_DIST",
    "NTILE",
    "LAG",
    "LEAD",
    "FIRST_VALUE",
    "LAST_VALUE",
    "NTH_VALUE",
    "PARTITION",
];
const TODAY: &[&str] =
    &["NOW", "TODAY", "GETDATE", "SYSDATE", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"];

/// The words that are refused, each at its place; what is a column is none.
pub(super) fn faults(text: &str, words: &[Word]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(name) = word.keyword() else { continue };
        let name = name.to_ascii_uppercase();
        let called = words.get(at + 1).is_some_and(|next| next.is("("));
        // In CAST(x AS VARCHAR(2)) and x::VARCHAR(2) it is the name of a kind.
        let is_kind = at > 0 && (words[at - 1].is("AS") || words[at - 1].is("::"));
        // Inside EXTRACT(MONTH FROM d) and SUBSTRING(place FROM 1 FOR 1) FROM is no other table.
        let within = words[..at].iter().rev().take(8).any(|word| {
            word.keyword().is_some_and(|word| {
                ["EXTRACT", "SUBSTRING", "TRIM", "OVERLAY", "DISTINCT"].contains(&word.to_ascii_uppercase().as_str())
            })
        });
        let fault = if ONE_TABLE.contains(&name.as_str()) && (called || name == "SELECT" || (name == "FROM" && !within)) {
            other_rows(&name, word.span.clone())
        } else if (called && (ALL_ROWS.contains(&name.as_str()) || WINDOWS.contains(&name.as_str()))) || name == "OVER" {
            all_rows(&name, word.span.clone())
        } else if TODAY.contains(&name.as_str()) {
            today(&name, word.span.clone())
        } else if name == "INTERVAL" {
            interval(word.span.clone())
        } else if let Some(kind) = permitted::converts(&name).filter(|_| called && !is_kind) {
            converted(text, words, at, &name, kind)
        } else {
            continue;
        };
        // A subquery is one mistake, however many words of it are refused.
        let same = |other: &Fault| other.help == fault.help;
        if !faults.iter().any(same) {
            faults.push(fault);
        }
    }
    faults
}

/// A function that makes a value another kind, in the words of some database; the kind stands first or last, or is its name.
fn converted(text: &str, words: &[Word], at: usize, name: &str, kind: &str) -> Fault {
    let deep = words[at + 1].depth + 1;
    let inner = words[at + 2..].iter().take_while(|word| word.depth >= deep).collect::<Vec<_>>();
    let written = |words: &[&Word]| match words {
        [first, .., last] => text.get(first.span.start..last.span.end).unwrap_or_default(),
        [only] => text.get(only.span.clone()).unwrap_or_default(),
        [] => "",
    };
    let mut arguments = inner.split(|word| word.depth == deep && word.is(",")).map(written);
    let (first, second) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let is_kind = |text: &str| Into::of(&text.to_uppercase());
    let (value, into) = match (is_kind(kind), is_kind(first), is_kind(second)) {
        (Some(into), ..) => (first, Some(into)),
        (None, Some(into), _) => (second, Some(into)),
        (None, None, into) => (first, into),
    };
    casts::converted(name, words[at].span.clone(), value, into)
}

fn other_rows(name: &str, span: Range<usize>) -> Fault {
    Fault::new(Code::BadCondition, format!("{name} looks at other rows"), span, "a condition looks at one row").help(
        "Name columns of the one table. Where rows of another decide, take a table that holds both: an extract of your own has \
         its rows beside children and care leavers in the tables EXTRACT_of_looked_after and EXTRACT_of_care_leavers.",
    )
}

fn all_rows(name: &str, span: Range<usize>) -> Fault {
    let help = match name {
        "MIN" => "Write a condition on the columns of one row; the least of several columns is LEAST(a, b).",
        "MAX" => "Write a condition on the columns of one row; the greatest of several columns is GREATEST(a, b).",
        _ => "Write a condition on the columns of one row; counting, adding and averaging is the statistic's work.",
    };
    let message = format!("{name} does not look at each row by itself");
    Fault::new(Code::ConditionType, message, span, "it would be another figure in each group").help(help)
}

fn today(name: &str, span: Range<usize>) -> Fault {
    let message = format!("{name} would give another figure tomorrow");
    Fault::new(Code::BadCondition, message, span, "a condition does not know today").help(
        "Take a column that counts to the last day of the month, such as `age` or `months_in_care`; a date of an extract of \
         your own has one that ends in `_days_ago`.",
    )
}

fn interval(span: Range<usize>) -> Fault {
    Fault::new(Code::BadCondition, "INTERVAL is not permitted", span, "a length of time is a number of days").help(
        "Add and subtract days, as in `review_date <= care_start + 28`; months are counted by columns such as `months_in_care`.",
    )
}
