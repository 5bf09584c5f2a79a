//! Which kinds of children there are in the month of the report, and what each of them might be besides.
//!
//! Takes who is in the sets that rows count, and what those rows would be with another value; gives the kinds of children of
//! whole rows, and of each group of a breakdown: of a small scorecard all groups of a breakdown, or of all, together with the whole rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::algebra::Set;
use super::basis::{Relations, Variant, Variants};
use super::collect::Collected;
use super::overlaps::{Kind, MORE, Overlaps, Step};
use super::search::Moves;
use crate::calendar::Day;
use crate::spread;

/// Up to so many numbers of rows and groups are looked at together.
const TOGETHER: usize = 250;
/// So many rows that might be are looked at in a group by itself, evenly spread.
const OF_GROUP: usize = 1000;

/// The place of whole rows among groups: the empty name is the first of all.
const WHOLE: usize = 0;

/// The kinds of children on a day.
pub fn overlaps(day: Day, relations: &Relations, found: &Collected) -> Vec<Overlaps> {
    let counted = Counted::of(day, relations, found);
    // Breakdowns with one another as long as they are small.
    let mut by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let is_small = counted.cells.values().map(Vec::len).sum::<usize>() <= TOGETHER;
    for group in counted.cells.keys().filter(|group| !group.is_empty()) {
        let of = if is_small { "" } else { group.split_once('=').map_or("", |(by, _)| by) };
        by.entry(of).or_default().push(group);
    }
    let size = |groups: &[&str]| groups.iter().filter_map(|group| counted.cells.get(group)).map(Vec::len).sum::<usize>();
    let mut together: Vec<Vec<&str>> = Vec::new();
    for mut groups in by.into_values() {
        groups.push("");
        if size(&groups) <= TOGETHER {
            together.push(groups);
        } else {
            together.extend(groups.into_iter().filter(|group| !group.is_empty()).map(|group| vec![group]));
        }
    }
    if !together.iter().any(|groups| groups.contains(&"")) {
        together.push(vec![""]);
    }
    together.into_iter().map(|groups| counted.overlaps(&groups)).collect()
}

/// A number of a day: its cell, the set whose number it is, or is a group of, and the rows that it counts.
struct Number<'a> {
    cell: usize,
    whole: &'a Set,
    rows: Option<&'a Set>,
}

/// What is counted on a day.
struct Counted<'a> {
    relations: &'a Relations,
    /// The numbers of each group; of whole rows by the empty name.
    cells: BTreeMap<&'a str, Vec<Number<'a>>>,
    /// What is left of numbers of the day without others, by the group of the first: the cell, and what it is made of.
    rests: BTreeMap<&'a str, Vec<(usize, Moves)>>,
    /// The tables of which rows might be others.
    tables: Vec<Table<'a>>,
    /// The groups of all cells and tables, each with its place: whole rows first.
    names: BTreeMap<&'a str, usize>,
    /// For each cell the place of its group.
    group_of: Vec<usize>,
}

impl<'a> Counted<'a> {
    fn of(day: Day, relations: &'a Relations, found: &'a Collected) -> Self {
        let mut cells: BTreeMap<&str, Vec<Number<'_>>> = BTreeMap::new();
        let mut is_counted = vec![false; found.model.cells.len()];
        for (cell, key) in found.keys.iter().enumerate().filter(|(_, key)| key.day == day && key.sum.is_none()) {
            let (whole, value) = (&found.sets[key.set], found.model.cells[cell].value);
            let rows = match key.group.as_str() {
                "" => (whole.size() as f64 == value).then_some(whole),
                group => relations.group(whole, group, value as usize).map(|(_, rows)| rows),
            };
            // Of numbers that were given nobody knows whose they are.
            if rows.is_some_and(|rows| !relations.people(&rows.universe).is_empty()) || value == 0.0 {
                is_counted[cell] = true;
                cells.entry(&key.group).or_default().push(Number { cell, whole, rows });
            }
        }
        let mut rests: BTreeMap<&str, Vec<(usize, Moves)>> = BTreeMap::new();
        for equation in &found.model.equations {
            let (own, others): (Moves, Moves) = equation.iter().partition(|(cell, _)| *cell >= found.keys.len());
            let of_day = others.iter().all(|(cell, _)| is_counted[*cell]);
            if let ([(rest, times)], Some((first, _)), true) = (own.as_slice(), others.first(), of_day)
                && times.abs() == 1
            {
                let made_of = others.iter().map(|(cell, of)| (*cell, -of * times)).collect();
                rests.entry(&found.keys[*first].group).or_default().push((*rest, made_of));
            }
        }
        let mut of_set: BTreeMap<&Set, Vec<usize>> = BTreeMap::new();
        for number in cells.values().flatten() {
            of_set.entry(number.whole).or_default().push(number.cell);
        }
        let of_tables = relations.variants().iter().flat_map(|table| &table.groups);
        let all: BTreeSet<&str> =
            found.keys.iter().map(|key| &key.group).chain(of_tables).map(String::as_str).chain([""]).collect();
        let names: BTreeMap<&str, usize> = all.into_iter().enumerate().map(|(place, name)| (name, place)).collect();
        let group_of: Vec<usize> = found.keys.iter().map(|key| names[key.group.as_str()]).collect();
        let tables = relations.variants().iter().map(|table| Table::of(table, &of_set, (&names, &group_of))).collect();
        Counted { relations, cells, rests, tables, names, group_of }
    }

    /// The kinds of children of some groups.
    fn overlaps(&self, groups: &[&str]) -> Overlaps {
        let numbers = || groups.iter().filter_map(|group| self.cells.get(group)).flatten();
        let mut is_asked = vec![false; self.names.len()];
        groups.iter().filter_map(|group| self.names.get(group)).for_each(|group| is_asked[*group] = true);
        let rows: BTreeSet<usize> = numbers().map(|number| number.cell).collect();
        let rests = Rests::of(groups.iter().filter_map(|group| self.rests.get(group)).flatten(), &rows);
        let people = self.people(numbers());
        let mut many: BTreeMap<&[usize], i64> = BTreeMap::new();
        people.values().for_each(|cells| *many.entry(cells).or_default() += 1);
        let mut kinds: Vec<Kind> = Vec::new();
        let mut places: HashMap<Vec<usize>, usize> = HashMap::new();
        for (cells, many) in many.into_iter().chain([([].as_slice(), i64::from(MORE))]) {
            places.insert(cells.to_vec(), kinds.len());
            kinds.push(Kind { moves: rests.moves(cells), many });
        }
        let own: Vec<BTreeSet<usize>> = self.tables.iter().map(|table| table.own(&is_asked)).collect();
        let mut tables_of: BTreeMap<usize, usize> = BTreeMap::new();
        own.iter().flatten().for_each(|cell| *tables_of.entry(*cell).or_default() += 1);
        let shared: Vec<usize> = tables_of.into_iter().filter(|(_, tables)| *tables > 1).map(|(cell, _)| cell).collect();
        let mut steps: BTreeSet<Step> = BTreeSet::new();
        for (table, own) in self.tables.iter().zip(&own) {
            let whose = self.relations.people(&table.variants.universe);
            for row in table.rows(groups) {
                let person = row.like.and_then(|row| whose.get(row));
                let like = person.and_then(|person| people.get(person)).map_or([].as_slice(), Vec::as_slice);
                let Some(cells) = self.instead(table, (row, &is_asked), (like, own), &shared) else { continue };
                let next = kinds.len();
                let to = *places.entry(cells).or_insert_with_key(|cells| {
                    kinds.push(Kind { moves: rests.moves(cells), many: 0 });
                    next
                });
                steps.insert((places[like], to));
            }
        }
        let numbers = rows.iter().copied().chain(rests.all.iter().copied()).collect();
        Overlaps { kinds, steps: steps.into_iter().filter(|(less, more)| less != more).collect(), numbers }
    }

    /// In which cells of some groups a child counts of which a row is this one instead; nothing where that does not go together.
    fn instead(
        &self,
        table: &Table<'_>,
        (row, is_asked): (&Variant, &[bool]),
        (like, own): (&[usize], &BTreeSet<usize>),
        shared: &[usize],
    ) -> Option<Vec<usize>> {
        let named = row.groups.iter().filter_map(|group| table.groups.get(*group).copied());
        let groups: Vec<usize> = named.chain([WHOLE]).filter(|group| is_asked[*group]).collect();
        let mut inside: Vec<usize> = Vec::new();
        for cells in row.inside.iter().map(|set| &table.cells[*set]) {
            groups.iter().filter_map(|group| cells.get(group)).for_each(|cells| inside.extend(cells));
        }
        inside.sort_unstable();
        inside.dedup();
        // What other tables count too is as it is, and its groups are the same.
        let is_inside = |cell: &usize| inside.binary_search(cell).is_ok();
        let stays =
            shared.iter().filter(|cell| own.contains(cell)).all(|cell| is_inside(cell) == like.binary_search(cell).is_ok());
        let others = like.iter().copied().filter(|cell| !own.contains(cell));
        let same_group = |cell: usize| groups.contains(&self.group_of[cell]);
        if !stays || !others.clone().all(same_group) {
            return None;
        }
        inside.extend(others);
        inside.sort_unstable();
        Some(inside)
    }

    /// In which cells each child counts, in order.
    fn people<'b>(&self, numbers: impl Iterator<Item = &'b Number<'b>>) -> BTreeMap<usize, Vec<usize>> {
        let mut people: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for number in numbers {
            let Some(rows) = number.rows else { continue };
            let whose = self.relations.people(&rows.universe);
            for person in rows.rows().filter_map(|row| whose.get(row)) {
                people.entry(*person).or_default().push(number.cell);
            }
        }
        for cells in people.values_mut() {
            cells.sort_unstable();
            cells.dedup();
        }
        people
    }
}

/// A table of which rows might be others.
struct Table<'a> {
    variants: &'a Variants,
    /// The places of its groups among those of all tables.
    groups: Vec<usize>,
    /// The cells of each of its sets, by the place of their group.
    cells: Vec<BTreeMap<usize, Vec<usize>>>,
    /// The rows that might be, by group; all of them by the empty name.
    rows: BTreeMap<&'a str, Vec<&'a Variant>>,
}

impl<'a> Table<'a> {
    fn of(
        variants: &'a Variants,
        of_set: &BTreeMap<&Set, Vec<usize>>,
        (names, group_of): (&BTreeMap<&str, usize>, &[usize]),
    ) -> Self {
        let of_group = |set: &Set| {
            let mut cells: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for cell in of_set.get(set).into_iter().flatten() {
                cells.entry(group_of[*cell]).or_default().push(*cell);
            }
            cells
        };
        let mut rows: BTreeMap<&str, Vec<&Variant>> = BTreeMap::new();
        for row in variants.possible() {
            rows.entry("").or_default().push(row);
            for group in row.groups.iter().filter_map(|group| variants.groups.get(*group)) {
                rows.entry(group).or_default().push(row);
            }
        }
        let groups = variants.groups.iter().map(|group| names[group.as_str()]).collect();
        Table { variants, groups, cells: variants.sets.iter().map(of_group).collect(), rows }
    }

    /// The cells of its sets in some groups.
    fn own(&self, is_asked: &[bool]) -> BTreeSet<usize> {
        let asked = |(group, _): &(&usize, &Vec<usize>)| is_asked[**group];
        self.cells.iter().flat_map(|cells| cells.iter().filter(asked)).flat_map(|(_, cells)| cells).copied().collect()
    }

    /// The rows that might be in some groups.
    fn rows<'b>(&'b self, groups: &'b [&str]) -> impl Iterator<Item = &'a Variant> + 'b {
        let (groups, most) = if groups.contains(&"") { (&[""] as &[&str], usize::MAX) } else { (groups, OF_GROUP) };
        let of_group = move |rows: &'b Vec<&'a Variant>| spread::some(rows, most).copied();
        groups.iter().filter_map(|group| self.rows.get(group)).flat_map(of_group)
    }
}

/// What is left of rows without others.
struct Rests {
    all: Vec<usize>,
    /// For each row those that it is a part of, so many times.
    of_row: HashMap<usize, Moves>,
}

impl Rests {
    fn of<'a>(all: impl Iterator<Item = &'a (usize, Moves)>, rows: &BTreeSet<usize>) -> Self {
        let mut rests = Rests { all: Vec::new(), of_row: HashMap::new() };
        let mut known = BTreeSet::new();
        for (rest, made_of) in all.filter(|(_, made_of)| made_of.iter().all(|(cell, _)| rows.contains(cell))) {
            if known.insert(*rest) {
                rests.all.push(*rest);
                made_of.iter().for_each(|(cell, times)| rests.of_row.entry(*cell).or_default().push((*rest, *times)));
            }
        }
        rests
    }

    /// What one child more in some rows makes of these and of what is left of some without others.
    fn moves(&self, rows: &[usize]) -> Moves {
        let mut all: Moves = rows.iter().map(|cell| (*cell, 1)).collect();
        all.extend(rows.iter().filter_map(|cell| self.of_row.get(cell)).flatten());
        all.sort_unstable();
        let mut moves = Moves::with_capacity(all.len());
        for (cell, by) in all {
            match moves.last_mut() {
                Some((last, sum)) if *last == cell => *sum += by,
                _ => moves.push((cell, by)),
            }
        }
        moves.retain(|(_, by)| *by != 0);
        moves
    }
}
