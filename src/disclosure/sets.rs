//! What a figure counts, as a set: rows of a table for which conditions hold.
//!
//! Takes conditions as written in definitions, tells of two sets whether they are the same, whether one lies
//! within the other, and whether they have nothing in common. Where a condition cannot be read it says no
//! more than that it is the same as itself.

use std::collections::BTreeSet;

use crate::condition::parts;

/// Rows of a table for which all conditions hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Set {
    /// The table, or whatever else is counted.
    pub table: String,
    /// The conditions.
    conditions: BTreeSet<Condition>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Condition {
    /// The column it speaks of; of a condition that cannot be read, all its text.
    subject: String,
    test: Test,
}

/// What a condition asks of its column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Test {
    /// To be one of these.
    OneOf(BTreeSet<String>),
    /// To have a value, and none of these.
    NoneOf(BTreeSet<String>),
    /// To lie between two numbers, both included, in thousandths.
    Between(i64, i64),
    /// To have no value.
    Missing,
    /// Something that cannot be read.
    Other,
}

impl Set {
    /// All rows of a table.
    pub fn all(table: &str) -> Self {
        Set { table: table.to_owned(), conditions: BTreeSet::new() }
    }

    /// Those of them for which a condition holds; `rename` gives columns a name that is theirs alone.
    pub fn and(&self, sql: &str, rename: &dyn Fn(&str) -> String) -> Self {
        let mut set = self.clone();
        set.conditions.extend(parts(sql).iter().map(|part| condition(part, rename)));
        set
    }

    /// Whether every row of it is a row of the other.
    pub fn is_within(&self, other: &Set) -> bool {
        let implied = |wanted: &Condition| self.conditions.iter().any(|has| has.implies(wanted));
        self.table == other.table && other.conditions.iter().all(implied)
    }

    /// Whether no row can be in both.
    pub fn is_apart(&self, other: &Set) -> bool {
        self.pairs(other, |a, b| a.excludes(b))
    }

    /// Whether one is what is left of the other, but for rows without a value.
    pub fn is_rest_of(&self, other: &Set) -> bool {
        self.pairs(other, |a, b| a.is_opposite(b))
    }

    /// Whether some condition of each that cannot be read may exclude the other's.
    pub fn may_be_apart(&self, other: &Set) -> bool {
        let unread = |set: &Set| set.conditions.iter().any(|one| one.test == Test::Other);
        let nested = self.is_within(other) || other.is_within(self);
        self.is_apart(other) || (self.table == other.table && !nested && unread(self) && unread(other))
    }

    /// Whether it is the other with more asked of these columns and of nothing else.
    pub fn narrows(&self, other: &Set, columns: &[&str]) -> bool {
        let more: Vec<&Condition> = self.conditions.difference(&other.conditions).collect();
        let about = |one: &&Condition| columns.contains(&one.subject.as_str());
        self.is_within(other) && !more.is_empty() && more.iter().all(about)
    }

    /// Whether it is those of the other of whom some columns have a value, and no other condition.
    pub fn is_known_of(&self, other: &Set) -> bool {
        let mut more = self.conditions.difference(&other.conditions).peekable();
        let all_of = self.table == other.table && other.conditions.is_subset(&self.conditions) && more.peek().is_some();
        all_of && more.all(|one| one.test == Test::NoneOf(BTreeSet::new()))
    }

    /// With the table and conditions of one set in place of those of another; nothing where it has not all of these.
    pub fn replaced(&self, one: &Set, by: &Set) -> Option<Set> {
        let fits = self.table == one.table && one.conditions.is_subset(&self.conditions);
        let conditions = self.conditions.difference(&one.conditions).chain(&by.conditions).cloned().collect();
        fits.then(|| Set { table: by.table.clone(), conditions })
    }

    /// The rows that are in both.
    pub fn common(&self, other: &Set) -> Set {
        Set { table: self.table.clone(), conditions: self.conditions.union(&other.conditions).cloned().collect() }
    }

    fn pairs(&self, other: &Set, holds: impl Fn(&Condition, &Condition) -> bool) -> bool {
        self.table == other.table && self.conditions.iter().any(|a| other.conditions.iter().any(|b| holds(a, b)))
    }
}

impl Condition {
    fn implies(&self, other: &Condition) -> bool {
        if self == other {
            return true;
        }
        let same = self.subject == other.subject;
        same && match (&self.test, &other.test) {
            (Test::OneOf(has), Test::OneOf(wanted)) => has.is_subset(wanted),
            (Test::OneOf(has), Test::NoneOf(barred)) => has.is_disjoint(barred),
            (Test::NoneOf(has), Test::NoneOf(barred)) => barred.is_subset(has),
            (Test::Between(low, high), Test::Between(from, to)) => from <= low && high <= to,
            (Test::Between(..), Test::NoneOf(barred)) => barred.is_empty(),
            _ => false,
        }
    }

    fn excludes(&self, other: &Condition) -> bool {
        let one_way = |a: &Test, b: &Test| match (a, b) {
            (Test::OneOf(a), Test::OneOf(b)) => a.is_disjoint(b),
            (Test::OneOf(a), Test::NoneOf(b)) => a.is_subset(b),
            (Test::Between(low, high), Test::Between(from, to)) => high < from || to < low,
            (Test::Missing, Test::OneOf(_) | Test::NoneOf(_) | Test::Between(..)) => true,
            _ => false,
        };
        self.subject == other.subject && (one_way(&self.test, &other.test) || one_way(&other.test, &self.test))
    }

    fn is_opposite(&self, other: &Condition) -> bool {
        let one_way = |a: &Test, b: &Test| match (a, b) {
            (Test::OneOf(a), Test::NoneOf(b)) => a == b,
            (Test::OneOf(a), Test::OneOf(b)) => a.union(b).map(String::as_str).eq(["false", "true"]) && a.is_disjoint(b),
            (Test::Between(low, high), Test::Between(from, to)) => *low == i64::MIN && *to == i64::MAX && high + 1 == *from,
            _ => false,
        };
        self.subject == other.subject && (one_way(&self.test, &other.test) || one_way(&other.test, &self.test))
    }
}

/// Reads one condition.
fn condition(sql: &str, rename: &dyn Fn(&str) -> String) -> Condition {
    let words = words(sql);
    let upper: Vec<String> = words.iter().map(|word| word.to_ascii_uppercase()).collect();
    let upper: Vec<&str> = upper.iter().map(String::as_str).collect();
    let other = || Condition { subject: rename(&words.join(" ")), test: Test::Other };
    let Some(first) = words.first() else { return other() };
    let of = |column: &str, test: Test| Condition { subject: rename(column), test };
    let word = |value: &str| BTreeSet::from([value.to_owned()]);
    match upper.as_slice() {
        [one] if is_column(one) => of(first, Test::OneOf(word("true"))),
        ["NOT", column] if is_column(column) => of(&words[1], Test::OneOf(word("false"))),
        [column, "IS", "NULL"] if is_column(column) => of(first, Test::Missing),
        [column, "IS", "NOT", "NULL"] if is_column(column) => of(first, Test::NoneOf(BTreeSet::new())),
        [column, "BETWEEN", low, "AND", high] if is_column(column) => match (thousandths(low), thousandths(high)) {
            (Some(low), Some(high)) => of(first, Test::Between(low, high)),
            _ => other(),
        },
        [column, "IN", "(", list @ .., ")"] if is_column(column) => match values(list, &words[3..]) {
            Some(values) => of(first, Test::OneOf(values)),
            None => other(),
        },
        [column, "NOT", "IN", "(", list @ .., ")"] if is_column(column) => match values(list, &words[4..]) {
            Some(values) => of(first, Test::NoneOf(values)),
            None => other(),
        },
        [column, sign, value] if is_column(column) => match (compared(sign, value), *sign) {
            (Some(test), _) => of(first, test),
            (None, "=") if value.starts_with('\'') => of(first, Test::OneOf(word(&words[2]))),
            (None, "<>" | "!=") if value.starts_with('\'') => of(first, Test::NoneOf(word(&words[2]))),
            _ => other(),
        },
        _ => other(),
    }
}

/// A comparison with a number, as a range. Columns of numbers may have decimals: an open end is a thousandth off.
fn compared(sign: &str, value: &str) -> Option<Test> {
    let value = thousandths(value)?;
    Some(match sign {
        "=" => Test::Between(value, value),
        "<" => Test::Between(i64::MIN, value - 1),
        "<=" => Test::Between(i64::MIN, value),
        ">" => Test::Between(value + 1, i64::MAX),
        ">=" => Test::Between(value, i64::MAX),
        _ => return None,
    })
}

fn thousandths(text: &str) -> Option<i64> {
    let number: f64 = text.parse().ok()?;
    Some((number * 1000.0).round() as i64)
}

/// The values of a list: every second word, with commas between them.
fn values(list: &[&str], words: &[String]) -> Option<BTreeSet<String>> {
    let fine = list.iter().enumerate().all(|(at, word)| (at % 2 == 1) == (*word == ","));
    fine.then(|| words.iter().take(list.len()).step_by(2).cloned().collect())
}

fn is_column(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// The words, numbers, texts in quotes and signs of a condition.
fn words(sql: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        let mut word = String::from(letter);
        if letter.is_whitespace() {
            continue;
        } else if letter == '\'' {
            for next in letters.by_ref() {
                word.push(next);
                if next == '\'' {
                    break;
                }
            }
        } else if letter.is_alphanumeric() || letter == '_' {
            while let Some(next) = letters.next_if(|next| next.is_alphanumeric() || matches!(next, '_' | '.')) {
                word.push(next);
            }
        } else if matches!(letter, '<' | '>' | '!') {
            word.extend(letters.next_if(|next| matches!(next, '=' | '>')));
        }
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(sql: &str) -> Set {
        let all = Set::all("children");
        if sql.is_empty() { all } else { all.and(sql, &str::to_owned) }
    }

    #[test]
    fn the_same_conditions_in_another_order_are_the_same_set() {
        assert_eq!(set("age BETWEEN 10 AND 17 AND convicted"), set("convicted  AND  age BETWEEN 10 AND 17"));
        assert_ne!(set("age < 16"), set("age <= 16"));
    }

    #[test]
    fn lists_ranges_and_more_conditions_lie_within_others() {
        assert!(set("age < 5").is_within(&set("")));
        assert!(set("participation IN ('PN1', 'PN2')").is_within(&set("participation IN ('PN1', 'PN2', 'PN5')")));
        assert!(set("age = 19 AND a").is_within(&set("age BETWEEN 19 AND 21")));
        assert!(set("miles > 20.0 AND NOT in_area").is_within(&set("miles > 20.0")));
        assert!(set("score = 3").is_within(&set("score IS NOT NULL")));
        assert!(set("kind = 'Z'").is_within(&set("kind NOT IN ('G', 'H')")));
        assert!(!set("age < 17").is_within(&set("age BETWEEN 10 AND 16")));
        assert!(!set("a OR b").is_within(&set("a")));
    }

    #[test]
    fn sets_with_nothing_in_common() {
        assert!(set("place IN ('U1')").is_apart(&set("place IN ('K1', 'R1')")));
        assert!(set("in_area").is_apart(&set("NOT in_area")) && set("in_area").is_rest_of(&set("NOT in_area")));
        assert!(set("miles <= 20.0").is_rest_of(&set("miles > 20.0")));
        assert!(set("age = 19").is_apart(&set("age = 21")) && !set("age = 19").is_rest_of(&set("age = 21")));
        assert!(!set("a").is_apart(&set("b")));
        assert!(set("x + 1 = 2 OR y").may_be_apart(&set("x + 1 = 3 OR y")));
    }

    #[test]
    fn those_with_a_value_and_conditions_in_place_of_others() {
        assert!(set("days IS NOT NULL").is_known_of(&set("")) && !set("").is_known_of(&set("")));
        assert!(!set("days IS NOT NULL AND a").is_known_of(&set("")));
        let others = Set::all("others").and("b", &str::to_owned);
        let found = set("age < 5 AND a").replaced(&set("a"), &others).unwrap();
        assert_eq!(found, others.and("age < 5", &str::to_owned));
        assert_eq!(set("age < 5").replaced(&set("a"), &others), None);
    }
}
