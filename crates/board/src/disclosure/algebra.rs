//! What figures count, as rows: sets of bits, and every relation that holds between them row by row.
//!
//! Takes sets of rows, tells which lie within which, and gives all linear relations between their numbers: those
//! that hold for whatever the rows are, since they hold in each single row. Who wrote the conditions, and how, does
//! not matter. Knows nothing of conditions, months or figures.

use std::sync::Arc;

/// What the rows of a set are: those of one kind have numbers of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Universe {
    /// Children, a row each: the same child in every table, in months of which the extracts tell the same.
    Children {
        /// What they tell of, by a number.
        told: usize,
    },
    /// Rows of a table in which a child may have several.
    Several {
        /// The table.
        table: Arc<str>,
        /// What the extracts tell of, by a number.
        told: usize,
    },
    /// Nothing is known of them but the name that they stand for.
    Named(Arc<str>),
}

/// Rows of a universe, such as all children of the months looked at. A copy costs little.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Set {
    /// What the rows are of: sets of different universes have nothing to do with each other.
    pub universe: Universe,
    words: Arc<[u64]>,
}

impl Set {
    /// The rows of these numbers.
    pub fn of(universe: &Universe, rows: impl IntoIterator<Item = usize>) -> Self {
        let mut words: Vec<u64> = Vec::new();
        for row in rows {
            if words.len() <= row / 64 {
                words.resize(row / 64 + 1, 0);
            }
            words[row / 64] |= 1 << (row % 64);
        }
        Set { universe: universe.clone(), words: words.into() }
    }

    fn word(&self, at: usize) -> u64 {
        self.words.get(at).copied().unwrap_or(0)
    }

    /// Whether it has a row.
    pub fn has(&self, row: usize) -> bool {
        self.word(row / 64) >> (row % 64) & 1 == 1
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        let of_word = |(at, word): (usize, &u64)| {
            let word = *word;
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit)
        };
        self.words.iter().enumerate().flat_map(of_word)
    }

    /// How many rows it has.
    pub fn size(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether every row of it is a row of the other.
    pub fn is_within(&self, other: &Set) -> bool {
        self.words.iter().enumerate().all(|(at, word)| word & !other.word(at) == 0)
    }

    /// Whether no row is in both.
    pub fn is_apart(&self, other: &Set) -> bool {
        self.words.iter().enumerate().all(|(at, word)| word & other.word(at) == 0)
    }

    /// The rows that are in both.
    pub fn common(&self, other: &Set) -> Set {
        self.with(other, |a, b| a & b)
    }

    /// The rows that are in one of them.
    pub fn either(&self, other: &Set) -> Set {
        self.with(other, |a, b| a | b)
    }

    /// The rows that are not in another.
    pub fn without(&self, other: &Set) -> Set {
        self.with(other, |a, b| a & !b)
    }

    fn with(&self, other: &Set, made: impl Fn(u64, u64) -> u64) -> Set {
        let long = self.words.len().max(other.words.len());
        let mut words: Vec<u64> = (0..long).map(|at| made(self.word(at), other.word(at))).collect();
        while words.last() == Some(&0) {
            words.pop();
        }
        Set { universe: self.universe.clone(), words: words.into() }
    }
}

/// Numbers of the places of sets, each times its own, that add up to nought in every row.
pub type Relation = Vec<(usize, i64)>;

/// All relations between sets of one universe: any other is a sum of these. Sets that come first are spoken of
/// first: a relation gives a set by those before it. Nothing where numbers grow beyond all bounds.
pub fn relations(sets: &[&Set]) -> Option<Vec<Relation>> {
    let atoms = atoms(sets);
    // Few atoms find few relations wrongly; those that break one are added, until none does.
    let mut chosen: Vec<usize> = (0..atoms.len()).step_by((atoms.len() / (3 * sets.len() + 1)).max(1)).collect();
    loop {
        let found = kernel(sets.len(), &chosen.iter().map(|at| &atoms[*at]).collect::<Vec<_>>());
        let broken: Vec<Option<usize>> = found.iter().map(|relation| breaks(relation.as_ref(), &atoms)).collect();
        let mut more: Vec<usize> = broken.into_iter().flatten().filter(|at| !chosen.contains(at)).collect();
        if more.is_empty() {
            return found.into_iter().collect();
        }
        more.sort_unstable();
        more.dedup();
        chosen.extend(more);
    }
}

/// Which sets a row is in; each kind of row once.
type Atom = Vec<u64>;

fn is_in(atom: &Atom, set: usize) -> bool {
    atom[set / 64] >> (set % 64) & 1 == 1
}

fn atoms(sets: &[&Set]) -> Vec<Atom> {
    let rows = sets.iter().map(|set| set.words.len() * 64).max().unwrap_or(0);
    let mut of_row = vec![vec![0_u64; sets.len().div_ceil(64)]; rows];
    for (at, set) in sets.iter().enumerate() {
        for (row, atom) in of_row.iter_mut().enumerate().take(set.words.len() * 64) {
            if set.has(row) {
                atom[at / 64] |= 1 << (at % 64);
            }
        }
    }
    of_row.sort_unstable();
    of_row.dedup();
    of_row.retain(|atom| atom.iter().any(|word| *word != 0));
    of_row
}

/// An atom for which a relation does not hold; the first one where there is no relation in whole numbers.
fn breaks(relation: Option<&Relation>, atoms: &[Atom]) -> Option<usize> {
    let relation = relation?;
    atoms.iter().position(|atom| relation.iter().filter(|(set, _)| is_in(atom, *set)).map(|(_, number)| number).sum::<i64>() != 0)
}

/// A prime below 2^31, so that products fit.
const PRIME: u64 = 2_147_483_647;

fn power(mut base: u64, mut times: u64) -> u64 {
    let mut result = 1;
    while times > 0 {
        if times & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        times >>= 1;
    }
    result
}

/// For each set that others give, its relation; nothing in the place of one that is not in small whole numbers.
fn kernel(sets: usize, atoms: &[&Atom]) -> Vec<Option<Relation>> {
    let wide = atoms.len();
    // Each line: what is left of a set in each atom, and then how much of each set it is made of.
    let mut lines: Vec<(usize, Vec<u64>)> = Vec::new();
    let mut found = Vec::new();
    for set in 0..sets {
        let mut line = vec![0_u64; wide + sets];
        for (at, atom) in atoms.iter().enumerate() {
            line[at] = u64::from(is_in(atom, set));
        }
        line[wide + set] = 1;
        for (lead, other) in &lines {
            let times = line[*lead];
            if times != 0 {
                let times = PRIME - times;
                for (mine, its) in line.iter_mut().zip(other).filter(|(_, its)| **its != 0) {
                    *mine = (*mine + times * its) % PRIME;
                }
            }
        }
        match line[..wide].iter().position(|number| *number != 0) {
            Some(lead) => {
                let inverse = power(line[lead], PRIME - 2);
                line.iter_mut().for_each(|number| *number = *number * inverse % PRIME);
                lines.push((lead, line));
            }
            None => found.push(whole(&line[wide..])),
        }
    }
    found
}

/// Numbers of the field as whole numbers in the same proportion.
fn whole(line: &[u64]) -> Option<Relation> {
    let fractions: Vec<(i64, i64)> = line.iter().map(|number| fraction(*number)).collect::<Option<_>>()?;
    let mut under = 1_i64;
    for (_, bottom) in &fractions {
        let common = super::linear::greatest_common_divisor(i128::from(under), i128::from(*bottom)) as i64;
        under = (under / common).checked_mul(*bottom)?;
    }
    let relation = fractions.iter().enumerate().filter(|(_, (top, _))| *top != 0);
    relation.map(|(set, (top, bottom))| Some((set, top.checked_mul(under / bottom)?))).collect()
}

/// The fraction of small whole numbers that a number of the field stands for.
fn fraction(number: u64) -> Option<(i64, i64)> {
    const MOST: i64 = 32_000;
    let (mut a, mut b) = (PRIME as i64, number as i64);
    let (mut s, mut t) = (0_i64, 1_i64);
    while b > MOST {
        let times = a / b;
        (a, b) = (b, a - times * b);
        (s, t) = (t, s - times * t);
    }
    if t == 0 || t.abs() > MOST {
        return None;
    }
    Some(if t < 0 { (-b, -t) } else { (b, t) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(rows: &[usize]) -> Set {
        Set::of(&Universe::Named("rows".into()), rows.iter().copied())
    }

    #[test]
    fn a_whole_of_many_parts_is_one_relation() {
        let parts: Vec<Set> = (0..9).map(|part| set(&[part, part + 20])).collect();
        let all = set(&(0..9).chain(20..29).collect::<Vec<_>>());
        let sets: Vec<&Set> = parts.iter().chain([&all]).collect();
        let found = relations(&sets).unwrap();
        assert_eq!(found, [(0..10).map(|part| (part, if part == 9 { 1 } else { -1 })).collect::<Vec<_>>()]);
    }

    #[test]
    fn sets_that_overlap_add_up_with_what_they_share() {
        // 1 or 2: 1 and 2 less both.
        let (a, b) = (set(&[0, 1, 2]), set(&[2, 3]));
        let (both, either) = (a.common(&b), a.either(&b));
        let found = relations(&[&a, &b, &both, &either]).unwrap();
        assert_eq!(found, [vec![(0, -1), (1, -1), (2, 1), (3, 1)]]);
        assert!(both.is_within(&a) && a.is_within(&either) && both.size() == 1);
    }

    #[test]
    fn fractions_come_back_from_the_field() {
        let half = power(2, PRIME - 2);
        assert_eq!(fraction(half), Some((1, 2)));
        assert_eq!(fraction(PRIME - 3), Some((-3, 1)));
        assert_eq!(fraction(0), Some((0, 1)));
    }
}
