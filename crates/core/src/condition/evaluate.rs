//! Works out a condition over columns of cells, a column at a time.
//!
//! Takes a tree and its columns, gives a cell for each row. A value that is missing makes what needs it missing, as in
//! SQL: `NULL AND FALSE` is false, `NULL AND TRUE` is not known. Where reckoning gives no number the row has no value,
//! and is marked.

use std::borrow::Cow;

use super::cells::{Cells, Evaluated};
use super::tree::{Extreme, Made, Node, Reckoning, Sign};
use super::{numbers, texts};

/// The values of a tree on rows.
pub(super) fn evaluate(node: &Node, columns: &[&Cells], height: usize) -> Evaluated {
    let mut work = Work { columns, height, no_number: Vec::new() };
    let cells = work.cells(node).into_owned();
    let mut no_number = work.no_number;
    // A row that has a value all the same lacks none: `b > 0 AND a / b > 1` is false where b is 0.
    no_number.iter_mut().enumerate().for_each(|(row, marked)| *marked &= is_missing(&cells, row));
    if !no_number.contains(&true) {
        no_number.clear();
    }
    Evaluated { cells, no_number }
}

struct Work<'a> {
    columns: &'a [&'a Cells],
    height: usize,
    /// By row, whether reckoning gave no number; empty as long as it always did.
    no_number: Vec<bool>,
}

impl<'a> Work<'a> {
    fn cells(&mut self, node: &Node) -> Cow<'a, Cells> {
        Cow::Owned(match node {
            Node::Column(at) => match self.columns.get(*at) {
                Some(cells) => return Cow::Borrowed(cells),
                None => self.missing(Made::YesNo),
            },
            Node::YesNo(yes) => Cells::YesNo(vec![Some(*yes); self.height]),
            Node::Whole(whole) => Cells::Whole(vec![Some(*whole); self.height]),
            Node::Number(number) => Cells::Number(vec![Some(*number); self.height]),
            Node::Missing(made) => self.missing(*made),
            Node::Among(at, marks) => {
                let codes = self.codes(*at);
                let marked = |code: u8| marks.get(usize::from(code)).copied().unwrap_or(false);
                Cells::YesNo(codes.iter().map(|code| code.map(marked)).collect())
            }
            Node::Same((one, first), (other, second)) => {
                let mark = |marks: &[u16], code: Option<u8>| marks.get(usize::from(code?)).copied();
                let pairs = self.codes(*one).into_iter().zip(self.codes(*other));
                Cells::YesNo(pairs.map(|(a, b)| Some(mark(first, a)? == mark(second, b)?)).collect())
            }
            Node::Text(at, cuts, asked) => Cells::YesNo(texts::evaluate(self.columns.get(*at), cuts, asked, self.height)),
            Node::SameText((one, first), (other, second)) => {
                let of = |at: usize| self.columns.get(at);
                Cells::YesNo(texts::same((of(*one), first), (of(*other), second), self.height))
            }
            Node::NumberOf(at, numbers) => {
                let number = |code: u8| numbers.get(usize::from(code)).copied();
                Cells::Whole(self.codes(*at).into_iter().map(|code| code.and_then(number)).collect())
            }
            Node::All(nodes) => self.joined(nodes, true),
            Node::Any(nodes) => self.joined(nodes, false),
            Node::Not(of) => Cells::YesNo(self.yes_no(of).iter().map(|cell| cell.map(|yes| !yes)).collect()),
            Node::IsMissing(of) => {
                let cells = self.cells(of);
                Cells::YesNo((0..self.height).map(|row| Some(is_missing(&cells, row))).collect())
            }
            Node::Is(of, yes) => Cells::YesNo(self.yes_no(of).iter().map(|cell| Some(*cell == Some(*yes))).collect()),
            Node::Compare(sign, left, right) => Cells::YesNo(self.compared(*sign, left, right)),
            Node::Reckon(reckoning, left, right) => self.reckoned(*reckoning, left, right),
            Node::AsNumber(of) => Cells::Number(self.whole(of).iter().map(|cell| cell.map(|whole| whole as f64)).collect()),
            Node::AsWhole(of) => Cells::Whole(self.yes_no(of).iter().map(|cell| cell.map(i64::from)).collect()),
            Node::Change(change, of) => self.changed(*change, of),
            Node::First(nodes) => self.first(nodes),
            Node::Extreme(extreme, nodes) => self.extreme(*extreme, nodes),
            Node::Unless(first, second) => {
                let same = self.compared(Sign::Equal, first, second);
                let mut cells = self.cells(first).into_owned();
                clear(&mut cells, |row| same[row] == Some(true));
                cells
            }
            Node::PartOf(part, of) => {
                let days = self.whole(of);
                let made: Vec<Option<i64>> = days.iter().map(|day| numbers::part_of_day(*part, (*day)?)).collect();
                self.mark(|row| days[row].is_some() && made[row].is_none());
                Cells::Whole(made)
            }
            Node::Case(whens, otherwise) => self.case(whens, otherwise),
        })
    }

    fn missing(&self, made: Made) -> Cells {
        match made {
            Made::YesNo => Cells::YesNo(vec![None; self.height]),
            Made::Whole => Cells::Whole(vec![None; self.height]),
            Made::Number => Cells::Number(vec![None; self.height]),
        }
    }

    fn mark(&mut self, gave_none: impl Fn(usize) -> bool) {
        for row in 0..self.height {
            if gave_none(row) {
                if self.no_number.is_empty() {
                    self.no_number = vec![false; self.height];
                }
                self.no_number[row] = true;
            }
        }
    }

    fn codes(&self, at: usize) -> Vec<Option<u8>> {
        match self.columns.get(at) {
            Some(Cells::Codes(cells)) => cells.clone(),
            _ => vec![None; self.height],
        }
    }

    fn yes_no(&mut self, node: &Node) -> Vec<Option<bool>> {
        match self.cells(node) {
            Cow::Borrowed(Cells::YesNo(cells)) => cells.clone(),
            Cow::Owned(Cells::YesNo(cells)) => cells,
            _ => vec![None; self.height],
        }
    }

    fn whole(&mut self, node: &Node) -> Vec<Option<i64>> {
        match self.cells(node) {
            Cow::Borrowed(Cells::Whole(cells)) => cells.clone(),
            Cow::Owned(Cells::Whole(cells)) => cells,
            _ => vec![None; self.height],
        }
    }

    /// All hold, or any: what decides it wins over what is missing.
    fn joined(&mut self, nodes: &[Node], all: bool) -> Cells {
        let mut joined = vec![Some(all); self.height];
        for node in nodes {
            for (so_far, cell) in joined.iter_mut().zip(self.yes_no(node)) {
                *so_far = match (*so_far, cell) {
                    (Some(one), _) if one != all => Some(one),
                    (_, Some(other)) if other != all => Some(other),
                    (None, _) | (_, None) => None,
                    _ => Some(all),
                };
            }
        }
        Cells::YesNo(joined)
    }

    fn compared(&mut self, sign: Sign, left: &Node, right: &Node) -> Vec<Option<bool>> {
        let (left, right) = (self.cells(left), self.cells(right));
        match (left.as_ref(), right.as_ref()) {
            (Cells::Whole(a), Cells::Whole(b)) => zip(a, b, |a, b| Some(sign.holds(a.cmp(&b)))),
            (Cells::Number(a), Cells::Number(b)) => zip(a, b, |a, b| Some(sign.holds(a.partial_cmp(&b)?))),
            (Cells::YesNo(a), Cells::YesNo(b)) => zip(a, b, |a, b| Some(sign.holds(a.cmp(&b)))),
            _ => vec![None; self.height],
        }
    }

    fn reckoned(&mut self, reckoning: Reckoning, left: &Node, right: &Node) -> Cells {
        let (left, right) = (self.cells(left), self.cells(right));
        let both = |row| !is_missing(&left, row) && !is_missing(&right, row);
        let made = match (left.as_ref(), right.as_ref()) {
            (Cells::Whole(a), Cells::Whole(b)) => Cells::Whole(zip(a, b, |a, b| numbers::whole(reckoning, a, b))),
            (Cells::Number(a), Cells::Number(b)) => Cells::Number(zip(a, b, |a, b| numbers::number(reckoning, a, b))),
            _ => self.missing(Made::Whole),
        };
        self.mark(|row| both(row) && is_missing(&made, row));
        made
    }

    fn changed(&mut self, change: super::tree::Change, of: &Node) -> Cells {
        use super::tree::Change::{Ceiling, Floor};
        let cells = self.cells(of);
        let made = match cells.as_ref() {
            Cells::Whole(cells) => Cells::Whole(map(cells, |whole| numbers::changed_whole(change, whole))),
            Cells::Number(cells) if matches!(change, Floor | Ceiling) => {
                Cells::Whole(map(cells, |number| numbers::changed_number(change, number).and_then(numbers::as_whole)))
            }
            Cells::Number(cells) => Cells::Number(map(cells, |number| numbers::changed_number(change, number))),
            _ => self.missing(Made::Whole),
        };
        self.mark(|row| !is_missing(&cells, row) && is_missing(&made, row));
        made
    }

    fn first(&mut self, nodes: &[Node]) -> Cells {
        let mut nodes = nodes.iter();
        let Some(first) = nodes.next() else { return self.missing(Made::Whole) };
        let mut made = self.cells(first).into_owned();
        for node in nodes {
            let more = self.cells(node);
            let lacking: Vec<bool> = (0..self.height).map(|row| is_missing(&made, row)).collect();
            take(&mut made, &more, |row| lacking[row]);
        }
        made
    }

    fn extreme(&mut self, extreme: Extreme, nodes: &[Node]) -> Cells {
        let mut nodes = nodes.iter();
        let Some(first) = nodes.next() else { return self.missing(Made::Whole) };
        let mut made = self.cells(first).into_owned();
        let sign = if extreme == Extreme::Least { Sign::Less } else { Sign::More };
        for node in nodes {
            let more = self.cells(node);
            let better: Vec<bool> = match (&made, more.as_ref()) {
                (Cells::Whole(a), Cells::Whole(b)) => {
                    a.iter().zip(b).map(|(a, b)| matches!((a, b), (Some(a), Some(b)) if sign.holds(b.cmp(a)))).collect()
                }
                (Cells::Number(a), Cells::Number(b)) => {
                    let holds = |a: f64, b: f64| b.partial_cmp(&a).is_some_and(|order| sign.holds(order));
                    a.iter().zip(b).map(|(a, b)| matches!((a, b), (Some(a), Some(b)) if holds(*a, *b))).collect()
                }
                _ => vec![false; self.height],
            };
            let lacking: Vec<bool> = (0..self.height).map(|row| is_missing(&made, row)).collect();
            take(&mut made, &more, |row| lacking[row] || better[row]);
        }
        made
    }

    fn case(&mut self, whens: &[(Node, Node)], otherwise: &Node) -> Cells {
        // By row, which value it has: that of the first condition that holds.
        let mut chosen = vec![whens.len(); self.height];
        for (at, (when, _)) in whens.iter().enumerate() {
            for (chosen, holds) in chosen.iter_mut().zip(self.yes_no(when)) {
                if *chosen == whens.len() && holds == Some(true) {
                    *chosen = at;
                }
            }
        }
        let before = std::mem::take(&mut self.no_number);
        let mut marked = before;
        let mut made: Option<Cells> = None;
        for (at, node) in whens.iter().map(|(_, value)| value).chain([otherwise]).enumerate() {
            self.no_number.clear();
            let cells = self.cells(node);
            let here = |row: usize| chosen[row] == at;
            match &mut made {
                None => {
                    let mut first = cells.into_owned();
                    clear(&mut first, |row| !here(row));
                    made = Some(first);
                }
                Some(made) => take(made, &cells, here),
            }
            // What another value would have been is no lack of this one.
            let of_value = std::mem::take(&mut self.no_number);
            for (row, no_number) in of_value.into_iter().enumerate().filter(|(row, _)| here(*row)) {
                if no_number {
                    if marked.is_empty() {
                        marked = vec![false; self.height];
                    }
                    marked[row] = true;
                }
            }
        }
        self.no_number = marked;
        made.unwrap_or_else(|| self.missing(Made::Whole))
    }
}

fn zip<T: Copy, R>(a: &[Option<T>], b: &[Option<T>], f: impl Fn(T, T) -> Option<R>) -> Vec<Option<R>> {
    a.iter().zip(b).map(|(a, b)| f((*a)?, (*b)?)).collect()
}

fn map<T: Copy, R>(cells: &[Option<T>], f: impl Fn(T) -> Option<R>) -> Vec<Option<R>> {
    cells.iter().map(|cell| f((*cell)?)).collect()
}

fn is_missing(cells: &Cells, row: usize) -> bool {
    match cells {
        Cells::YesNo(cells) => cells.get(row).is_none_or(Option::is_none),
        Cells::Whole(cells) => cells.get(row).is_none_or(Option::is_none),
        Cells::Number(cells) => cells.get(row).is_none_or(Option::is_none),
        Cells::Codes(cells) => cells.get(row).is_none_or(Option::is_none),
        Cells::Text(texts) => texts.rows.get(row).is_none_or(Option::is_none),
    }
}

/// Empties rows.
fn clear(cells: &mut Cells, which: impl Fn(usize) -> bool) {
    fn of<T>(cells: &mut [Option<T>], which: impl Fn(usize) -> bool) {
        cells.iter_mut().enumerate().filter(|(row, _)| which(*row)).for_each(|(_, cell)| *cell = None);
    }
    match cells {
        Cells::YesNo(cells) => of(cells, which),
        Cells::Whole(cells) => of(cells, which),
        Cells::Number(cells) => of(cells, which),
        Cells::Codes(cells) => of(cells, which),
        Cells::Text(texts) => of(&mut texts.rows, which),
    }
}

/// Takes rows of other cells of the same kind.
fn take(cells: &mut Cells, from: &Cells, which: impl Fn(usize) -> bool) {
    fn of<T: Copy>(cells: &mut [Option<T>], from: &[Option<T>], which: impl Fn(usize) -> bool) {
        cells.iter_mut().zip(from).enumerate().filter(|(row, _)| which(*row)).for_each(|(_, (cell, from))| *cell = *from);
    }
    match (cells, from) {
        (Cells::YesNo(cells), Cells::YesNo(from)) => of(cells, from, which),
        (Cells::Whole(cells), Cells::Whole(from)) => of(cells, from, which),
        (Cells::Number(cells), Cells::Number(from)) => of(cells, from, which),
        (Cells::Codes(cells), Cells::Codes(from)) => of(cells, from, which),
        _ => {}
    }
}
