//! Rows as they might be: each like one that is there, but for one value.
//!
//! Takes conditions with the columns that they read; gives rows of which every one differs in one column from a row that is there, and in
//! what follows from it. The other value is one of another row, or one at which a condition turns, between the least and the greatest that
//! there are. Where no row lacks a value none is made to.
//!
//! ```text
//! age  band   sex      "age IN (3, 4)"       age  band   sex
//!   2  1 to 4   1   +  "sex = '2'"      ->     3  1 to 4   1     the band is one of the age, in every row
//!   9  5 to 9   2                              9  5 to 9   1
//! ```

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::RangeInclusive;

use super::Condition;
use super::cells::Cells;
use super::follows::follows;
use super::texts::Asked;
use super::tree::Node;
use crate::spread;

/// So many rows are made at most.
const MOST: usize = 100_000;
/// So many values of a column are taken from its rows, evenly spread over their order.
const VALUES: usize = 40;
/// At least so many rows are varied, evenly spread: then fewer values are tried.
const ROWS: usize = 300;

/// So many rows tell which columns follow from which.
const LOOKED_AT: usize = 2000;

/// Rows that might be, of which each differs in one column from one that is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variants {
    /// The column, and those that follow from it.
    pub differ_in: BTreeSet<String>,
    /// Which row that is there each is like.
    pub like: Vec<usize>,
    /// Their columns: this one, those that are read together with it, and those to be told of all.
    pub columns: BTreeMap<String, Cells>,
}

/// A value of a column, in an order and to be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Value {
    Missing,
    YesNo(bool),
    Whole(i64),
    /// A number by the order of its bits.
    Number(i64),
    /// The place of a code or a word.
    Place(u32),
}

impl Value {
    fn of(cells: &Cells, row: usize) -> Self {
        fn at<T: Copy>(cells: &[Option<T>], row: usize, value: impl Fn(T) -> Value) -> Value {
            cells.get(row).copied().flatten().map_or(Value::Missing, value)
        }
        match cells {
            Cells::YesNo(cells) => at(cells, row, Value::YesNo),
            Cells::Whole(cells) => at(cells, row, Value::Whole),
            Cells::Number(cells) => at(cells, row, Value::number),
            Cells::Codes(cells) => at(cells, row, |code| Value::Place(code.into())),
            Cells::Text(texts) => at(&texts.rows, row, Value::Place),
        }
    }

    fn number(number: f64) -> Self {
        let bits = number.to_bits() as i64;
        Value::Number(if bits < 0 { i64::MIN - bits } else { bits })
    }

    fn as_number(self) -> Option<f64> {
        let Value::Number(order) = self else { return None };
        Some(f64::from_bits(if order < 0 { i64::MIN - order } else { order } as u64))
    }
}

/// A column with what it is made to be.
struct Varied<'a> {
    cells: &'a Cells,
    /// What a word is by its place: those of the column, and those that conditions name.
    words: Vec<String>,
    values: Vec<Value>,
}

impl Variants {
    /// Of rows, so many, for all of these conditions, some of which are worked out together. Their columns are among those given; some
    /// besides are told of every row that is made. Of some it is known that the second follows from the first.
    pub fn of(
        together: &[Vec<&Condition>],
        (told, made_of): (&[String], &[(String, String)]),
        columns: &BTreeMap<String, Cells>,
        height: usize,
    ) -> Vec<Self> {
        let conditions: Vec<&Condition> = together.iter().flatten().copied().collect();
        let read: BTreeSet<&str> = conditions.iter().flat_map(|one| one.columns.iter().map(String::as_str)).collect();
        let used = columns.iter().filter(|(name, _)| read.contains(name.as_str()) || told.contains(name));
        let mut varied: BTreeMap<&str, Varied<'_>> =
            used.map(|(name, cells)| (name.as_str(), Varied::of(cells, height, turns(&conditions, name)))).collect();
        // Each kind of row once.
        let mut known = HashSet::new();
        let is_new = |row: &usize| known.insert(varied.values().map(|column| Value::of(column.cells, *row)).collect::<Vec<_>>());
        let rows: Vec<usize> = (0..height).filter(is_new).collect();
        let mut follows = followed(&varied, &spread::places(height, LOOKED_AT).collect::<Vec<_>>());
        for (from, to) in made_of {
            if let (Some((from, _)), Some((to, _))) = (varied.get_key_value(from.as_str()), varied.get_key_value(to.as_str())) {
                follows.entry(*from).or_default().insert(*to);
            }
        }
        // What follows from another column is what that makes it.
        let is_free = |name: &&str| {
            let own = follows.get(*name);
            let from = follows.iter().filter(|(other, all)| *other != name && all.contains(name));
            from.map(|(other, _)| other).all(|other| own.is_some_and(|own| own.contains(other)))
        };
        let free: Vec<&str> = varied.keys().filter(|name| is_free(name)).copied().collect();
        let values: usize = free.iter().map(|name| varied[name].values.len()).sum();
        let rows: Vec<usize> = spread::some(&rows, (MOST / values.max(1)).max(ROWS)).copied().collect();
        let of_row = (MOST / rows.len().max(1)).max(1);
        if values > of_row {
            for name in &free {
                let Some(column) = varied.get_mut(name) else { continue };
                let some = (column.values.len() * of_row / values).max(1);
                column.values = spread::some(&column.values, some).copied().collect();
            }
        }
        let none = BTreeSet::new();
        let of = |name: &&str| {
            let follows = follows.get(name).unwrap_or(&none);
            let differs = |column: &String| column == name || follows.contains(column.as_str());
            let reads = |all: &&Vec<&Condition>| all.iter().any(|one| one.columns.iter().any(differs));
            let beside = together.iter().filter(reads).flatten().flat_map(|one| one.columns.iter().map(String::as_str));
            let beside = beside.chain(told.iter().map(String::as_str)).collect();
            Variants::in_column(name, &beside, follows, &rows, &varied)
        };
        free.iter().map(of).collect()
    }

    fn in_column(
        name: &str,
        beside: &BTreeSet<&str>,
        follows: &BTreeSet<&str>,
        rows: &[usize],
        varied: &BTreeMap<&str, Varied<'_>>,
    ) -> Self {
        let own = &varied[name];
        // Of each value what follows from it, as it is in a row that has it, or in those that have the values next to it.
        let first: BTreeMap<Value, usize> = rows.iter().rev().map(|row| (Value::of(own.cells, *row), *row)).collect();
        let all = |row: usize| follows.iter().map(move |column| Value::of(varied[column].cells, row));
        let row_of = |value: &Value| {
            if follows.is_empty() {
                return Some(0);
            }
            let exact = first.get(value).copied();
            exact.or_else(|| {
                // Between two numbers lies what both have.
                let (Value::Whole(_) | Value::Number(_)) = value else { return None };
                let (below, above) = (first.range(..*value).next_back()?, first.range(*value..).next()?);
                (*below.0 != Value::Missing && all(*below.1).eq(all(*above.1))).then_some(*below.1)
            })
        };
        let values: Vec<(Value, usize)> = own.values.iter().filter_map(|value| Some((*value, row_of(value)?))).collect();
        let of_row = |row: &usize| {
            let (row, is) = (*row, Value::of(own.cells, *row));
            values.iter().filter(move |(value, _)| *value != is).map(move |(value, from)| (row, *value, *from))
        };
        let made: Vec<(usize, Value, usize)> = rows.iter().flat_map(of_row).collect();
        let cells = |(column, of): (&&str, &Varied<'_>)| {
            let follows = follows.contains(*column);
            let value = |(row, value, from): &(usize, Value, usize)| {
                if *column == name { *value } else { Value::of(of.cells, if follows { *from } else { *row }) }
            };
            ((*column).to_owned(), of.made(made.iter().map(value)))
        };
        let columns = varied.iter().filter(|(column, _)| beside.contains(**column)).map(cells).collect();
        let differ_in = follows.iter().copied().chain([name]).map(str::to_owned).collect();
        Variants { differ_in, like: made.iter().map(|(row, ..)| *row).collect(), columns }
    }
}

/// For each column those of which the values follow from its own, by some rows.
fn followed<'a>(columns: &BTreeMap<&'a str, Varied<'_>>, rows: &[usize]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    // Each value by its place in order.
    let places = |column: &Varied<'_>| -> Vec<usize> {
        let all: Vec<Value> = rows.iter().map(|row| Value::of(column.cells, *row)).collect();
        let order: Vec<Value> = all.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        all.iter().map(|value| order.binary_search(value).unwrap_or(0)).collect()
    };
    follows(&columns.iter().map(|(name, column)| (*name, places(column))).collect::<Vec<_>>())
}

/// What conditions say of a column.
#[derive(Default)]
struct Turns {
    numbers: BTreeSet<i64>,
    words: BTreeSet<String>,
    codes: BTreeSet<u32>,
}

/// At which values of a column some conditions may come to hold.
fn turns(conditions: &[&Condition], name: &str) -> Turns {
    let mut turns = Turns::default();
    for condition in conditions {
        let Some(own) = condition.columns.iter().position(|column| column == name) else { continue };
        condition.node.visit(&mut |node| match node {
            Node::Whole(number) => turns.numbers.extend([number.saturating_sub(1), *number, number.saturating_add(1)]),
            Node::Number(number) if number.abs() < 1e15 => {
                let number = number.floor() as i64;
                turns.numbers.extend([number - 1, number, number + 1]);
            }
            Node::Among(column, marks) if *column == own => {
                // Those for which it holds, and one for which it does not.
                let marked = marks.iter().enumerate().filter(|(_, marked)| **marked).map(|(code, _)| code as u32);
                turns.codes.extend(marked);
                turns.codes.extend(marks.iter().position(|marked| !marked).map(|code| code as u32));
            }
            Node::Text(column, _, Asked::Among(words)) if *column == own => turns.words.extend(words.iter().cloned()),
            _ => {}
        });
    }
    turns
}

impl<'a> Varied<'a> {
    fn of(cells: &'a Cells, height: usize, turns: Turns) -> Self {
        let there: BTreeSet<Value> = (0..height).map(|row| Value::of(cells, row)).collect();
        let mut words = if let Cells::Text(texts) = cells { texts.words.clone() } else { Vec::new() };
        let mut values: BTreeSet<Value> = spread::some(&there.iter().copied().collect::<Vec<_>>(), VALUES).copied().collect();
        if there.contains(&Value::Missing) {
            values.insert(Value::Missing);
        }
        let ends = there.iter().find(|value| **value != Value::Missing).copied().zip(there.last().copied());
        let Some(ends) = ends.map(|(least, most)| least..=most) else {
            return Varied { cells, words, values: values.into_iter().collect() };
        };
        values.extend(turned(cells, &turns, &mut words).into_iter().filter(|value| may_be(*value, &ends)));
        Varied { cells, words, values: values.into_iter().collect() }
    }

    /// The column of some values.
    fn made(&self, values: impl Iterator<Item = Value>) -> Cells {
        let place = |value: Value| if let Value::Place(place) = value { Some(place) } else { None };
        match self.cells {
            Cells::YesNo(_) => {
                Cells::YesNo(values.map(|value| if let Value::YesNo(yes) = value { Some(yes) } else { None }).collect())
            }
            Cells::Whole(_) => {
                Cells::Whole(values.map(|value| if let Value::Whole(whole) = value { Some(whole) } else { None }).collect())
            }
            Cells::Number(_) => Cells::Number(values.map(Value::as_number).collect()),
            Cells::Codes(_) => Cells::Codes(values.map(|value| place(value).and_then(|code| u8::try_from(code).ok())).collect()),
            Cells::Text(_) => Cells::Text(super::Texts { rows: values.map(place).collect(), words: self.words.clone() }),
        }
    }
}

/// The values of a column's kind that conditions name.
fn turned(cells: &Cells, turns: &Turns, words: &mut Vec<String>) -> Vec<Value> {
    match cells {
        Cells::YesNo(_) => vec![Value::YesNo(false), Value::YesNo(true)],
        Cells::Whole(_) => turns.numbers.iter().map(|number| Value::Whole(*number)).collect(),
        Cells::Number(_) => {
            turns.numbers.iter().flat_map(|number| [*number as f64, *number as f64 + 0.5]).map(Value::number).collect()
        }
        Cells::Codes(_) => turns.codes.iter().map(|code| Value::Place(*code)).collect(),
        Cells::Text(_) => {
            let place = |word: &String| {
                let known = words.iter().position(|other| other == word);
                let place = known.unwrap_or_else(|| {
                    words.push(word.clone());
                    words.len() - 1
                });
                Value::Place(place as u32)
            };
            turns.words.iter().map(place).collect()
        }
    }
}

/// Whether a value that no row has may be one of a column: numbers and days between those that there are.
fn may_be(value: Value, ends: &RangeInclusive<Value>) -> bool {
    match value {
        Value::Whole(_) | Value::Number(_) => ends.contains(&value),
        Value::Missing | Value::YesNo(_) | Value::Place(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Wanted;
    use super::super::tests::Table;
    use super::*;

    fn read(text: &str) -> Condition {
        Condition::read(text, &Table, Wanted::Condition).unwrap()
    }

    #[test]
    fn each_differs_in_one_value_between_those_that_there_are() {
        let conditions = [read("age IN (3, 4, 12)"), read("sex = '2'"), read("sex = '1' AND age > 0")];
        let columns = BTreeMap::from([
            ("age".to_owned(), Cells::Whole(vec![Some(2), Some(9), Some(2)])),
            ("sex".to_owned(), Cells::Codes(vec![Some(0), Some(1), Some(0)])),
        ]);
        let made = Variants::of(&conditions.iter().map(|one| vec![one]).collect::<Vec<_>>(), (&[], &[]), &columns, 3);
        let rows = |made: &Variants| -> Vec<(usize, i64, u8)> {
            let (Cells::Whole(ages), Cells::Codes(sexes)) = (&made.columns["age"], &made.columns["sex"]) else {
                panic!("{made:?}")
            };
            made.like.iter().zip(ages).zip(sexes).map(|((like, age), sex)| (*like, age.unwrap(), sex.unwrap())).collect()
        };
        let [ages, sexes] = made.as_slice() else { panic!("{made:?}") };
        assert_eq!(
            [&ages.differ_in, &sexes.differ_in],
            [&BTreeSet::from(["age".to_owned()]), &BTreeSet::from(["sex".to_owned()])]
        );
        // Of the first row and the second: the third is like the first. Nobody is twelve, for the eldest is nine.
        let of_ages = [(0, 3, 0), (0, 4, 0), (0, 5, 0), (0, 9, 0), (1, 2, 1), (1, 3, 1), (1, 4, 1), (1, 5, 1)];
        assert_eq!(rows(ages), of_ages);
        assert_eq!(rows(sexes), [(0, 2, 1), (1, 9, 0)]);
    }

    #[test]
    fn what_follows_from_a_column_goes_with_it() {
        let conditions = [read("age > 2"), read("months_in_care > 5")];
        // Two bands of ages, and months that have nothing to do with them.
        let ages = [1, 2, 3, 7, 8, 9, 2, 8];
        let whole = |numbers: &[i64]| Cells::Whole(numbers.iter().map(|number| Some(*number)).collect());
        let columns = BTreeMap::from([
            ("age".to_owned(), whole(&ages)),
            ("band".to_owned(), whole(&ages.map(|age| age / 5))),
            ("months_in_care".to_owned(), whole(&[0, 5, 0, 5, 0, 5, 5, 5])),
        ]);
        let told = ["band".to_owned()];
        let made = Variants::of(&conditions.iter().map(|one| vec![one]).collect::<Vec<_>>(), (&told, &[]), &columns, 8);
        let [of_ages, of_months] = made.as_slice() else { panic!("{made:?}") };
        let (Cells::Whole(ages), Cells::Whole(bands)) = (&of_ages.columns["age"], &of_ages.columns["band"]) else {
            panic!("{made:?}")
        };
        assert!(ages.len() > 20 && ages.iter().zip(bands).all(|(age, band)| age.unwrap() / 5 == band.unwrap()));
        // Of four and of five, between three and seven, it is not known.
        assert!(ages.iter().all(|age| [1, 2, 3, 7, 8, 9].contains(&age.unwrap())), "{ages:?}");
        let (like, Cells::Whole(bands)) = (&of_months.like, &of_months.columns["band"]) else { panic!("{made:?}") };
        assert!(like.iter().zip(bands).all(|(like, band)| columns["band"] == whole(&[0, 0, 0, 1, 1, 1, 0, 1])
            && band.unwrap() == i64::from([3, 4, 5, 7].contains(like))));
    }

    #[test]
    fn what_is_known_to_follow_goes_with_it_in_every_row() {
        // Everybody has another code, all of one group: by the rows nothing follows from the code.
        let condition = read("need = 'N1'");
        let columns = BTreeMap::from([
            ("group".to_owned(), Cells::Whole(vec![Some(1), Some(2)])),
            ("need".to_owned(), Cells::Codes(vec![Some(0), Some(1)])),
        ]);
        let made_of = [("need".to_owned(), "group".to_owned())];
        let made = Variants::of(&[vec![&condition]], (&["group".to_owned()], &made_of), &columns, 2);
        let [of_need] = made.as_slice() else { panic!("{made:?}") };
        assert_eq!(of_need.columns["need"], Cells::Codes(vec![Some(1), Some(0)]));
        assert_eq!(of_need.columns["group"], Cells::Whole(vec![Some(2), Some(1)]));
    }

    #[test]
    fn no_value_is_missing_where_none_is() {
        let condition = read("age IS NULL OR age < 9");
        let ages = |ages: Vec<Option<i64>>| {
            let height = ages.len();
            let made =
                Variants::of(&[vec![&condition]], (&[], &[]), &BTreeMap::from([("age".to_owned(), Cells::Whole(ages))]), height);
            let Cells::Whole(made) = &made[0].columns["age"] else { panic!("{made:?}") };
            made.clone()
        };
        assert_eq!(ages(vec![Some(9), Some(8)]), [Some(8), Some(9)]);
        assert_eq!(ages(vec![Some(9), None]), [None, Some(9)]);
    }

    #[test]
    fn numbers_keep_their_order() {
        let values = [-3.5, -1.0, 0.0, 0.25].map(Value::number);
        assert!(values.is_sorted() && values.map(|value| value.as_number().unwrap()) == [-3.5, -1.0, 0.0, 0.25]);
    }

    #[test]
    fn many_values_of_many_rows_are_some_of_each() {
        let condition = read("months_in_care > 3");
        let cells = Cells::Whole((0..100_000).map(Some).collect());
        let made =
            Variants::of(&[vec![&condition]], (&[], &[]), &BTreeMap::from([("months_in_care".to_owned(), cells)]), 100_000);
        let rows = made[0].like.len();
        assert!(rows > 10_000 && rows <= MOST, "{rows}");
    }
}
