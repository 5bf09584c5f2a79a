//! The attack check and what it makes hidden, on bare tables of numbers.

use scorecard::definitions::Publication;
use scorecard::disclosure::attack::{Knowledge, bounds, recovered};
use scorecard::disclosure::model::{Bounds, Cell, Hide, MOST, Model, Shown};
use scorecard::disclosure::suppress::suppress;
use scorecard::figure::rounded::Rounding;

/// A table with the totals of its lines and all: every cell a figure.
struct Table {
    model: Model,
    rows: usize,
    columns: usize,
}

impl Table {
    fn new(values: &[&[i64]]) -> Self {
        let (rows, columns) = (values.len(), values[0].len());
        let mut model = Model::default();
        let mut add = |value: i64| {
            let small = Hide::default().hides(value);
            let cell = model.add(Cell { sensitive: small, ..Cell::count(value) });
            model.figures.push(Shown { cells: vec![cell], weight: 100, ..Shown::default() });
        };
        let totals: Vec<i64> = (0..columns).map(|column| values.iter().map(|row| row[column]).sum()).collect();
        for row in values.iter().copied().chain([totals.as_slice()]) {
            row.iter().copied().chain([row.iter().sum()]).for_each(&mut add);
        }
        let table = |row: usize, column: usize| row * (columns + 1) + column;
        for row in 0..=rows {
            let parts = (0..columns).map(|column| (table(row, column), -1));
            model.equations.push(parts.chain([(table(row, columns), 1)]).collect());
        }
        for column in 0..=columns {
            let parts = (0..rows).map(|row| (table(row, column), -1));
            model.equations.push(parts.chain([(table(rows, column), 1)]).collect());
        }
        Table { model, rows, columns }
    }

    fn at(&self, row: usize, column: usize) -> usize {
        row * (self.columns + 1) + column
    }

    fn hidden(&self, cells: &[(usize, usize)]) -> Vec<bool> {
        let mut hidden = vec![false; self.model.cells.len()];
        cells.iter().for_each(|(row, column)| hidden[self.at(*row, *column)] = true);
        hidden
    }

    fn recovered(&self, hidden: &[bool]) -> Vec<usize> {
        let (known, bounds) = (self.model.known(hidden), self.model.bounds(hidden));
        let knows = Knowledge { known: &known, bounds: &bounds };
        recovered(&self.model, knows, &self.model.protected(hidden))
    }
}

/// Rows w to z by columns a to d.
fn four_by_four() -> Table {
    Table::new(&[&[30, 47, 64, 89], &[90, 124, 5, 31], &[92, 100, 59, 85], &[800, 991, 651, 685]])
}

/// Two or more hidden in every line.
const NINE: [(usize, usize); 9] = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 2), (2, 1), (2, 3), (3, 1), (3, 3)];

#[test]
fn two_hidden_in_every_line_are_not_enough() {
    let table = four_by_four();
    // (230 + 250 - 89 - 124 - 31) - (1021 + 770 - 92 - 59 - 800 - 651) = 236 - 189 = 47.
    let hidden = table.hidden(&NINE);
    let found = table.recovered(&hidden);
    assert_eq!(found, [table.at(0, 1)], "w-b alone");
    assert_eq!(table.model.cells[found[0]].value, 47.0);
}

#[test]
fn with_another_hidden_the_cell_has_room() {
    let table = four_by_four();
    let room = |other: (usize, usize)| {
        let hidden = table.hidden(&NINE.iter().copied().chain([other]).collect::<Vec<_>>());
        assert!(table.recovered(&hidden).is_empty());
        let known = table.model.known(&hidden);
        let nothing_known = vec![(0, MOST); known.len()];
        let noughts_shown: Vec<Bounds> = vec![(1, MOST); known.len()];
        let range = |of: &[Bounds]| bounds(&table.model, Knowledge { known: &known, bounds: of }, table.at(0, 1));
        (range(&nothing_known), range(&noughts_shown))
    };
    // With x-d hidden all that is left of the equation is w-b + x-d = 47 + 31.
    // Where noughts are shown both are 1 or more.
    assert_eq!(room((1, 3)), (Some((0, 78)), Some((1, 77))));
    // With x-b hidden row w alone bounds it: w-a + w-b + w-c = 141, and w-a and w-c may be nought.
    assert_eq!(room((1, 1)), (Some((0, 141)), Some((1, 139))));
}

#[test]
fn suppression_goes_on_until_the_attack_fails() {
    let table = four_by_four();
    let given = table.hidden(&NINE);
    let hidden = suppress(&table.model, given.clone());
    assert!(table.recovered(&hidden).is_empty());
    assert!(given.iter().zip(&hidden).all(|(given, hidden)| !given || *hidden), "what was hidden stays so");
    assert_eq!(hidden.iter().filter(|hidden| **hidden).count(), 10, "one more is enough");
}

#[test]
fn a_cell_that_can_have_one_value_only_is_recovered() {
    // x + y = 0 with both hidden: counts are not below nought.
    let table = Table::new(&[&[0, 0], &[7, 8]]);
    let hidden = table.hidden(&[(0, 0), (0, 1), (1, 0), (1, 1)]);
    assert_eq!(table.recovered(&hidden), [0, 1, 3, 4]);
}

#[test]
fn two_hidden_that_add_up_to_two_are_one_each() {
    // 10, 1 and 1 of 12: noughts would be shown, so the two that are hidden are 1 and 1.
    let table = Table::new(&[&[10, 1, 1]]);
    let hidden = table.hidden(&[(0, 1), (0, 2), (1, 1), (1, 2)]);
    assert_eq!(table.recovered(&hidden), [table.at(0, 1), table.at(0, 2), table.at(1, 1), table.at(1, 2)]);
    let more = suppress(&table.model, hidden);
    assert!(table.recovered(&more).is_empty(), "something more is hidden");
    // 1 and 2 may be 2 and 1.
    let table = Table::new(&[&[10, 1, 2]]);
    assert!(table.recovered(&table.hidden(&[(0, 1), (0, 2), (1, 1), (1, 2)])).is_empty());
}

/// Looks for another table that would be published alike, with another value in one place: by trial, with no
/// equation solved.
struct Trial<'a> {
    table: &'a Table,
    known: &'a [bool],
    other: (usize, usize),
}

impl Trial<'_> {
    /// Fills the inner cells one after the other, the true value and its neighbours first; true when all fit.
    fn fill(&self, values: &mut Vec<i64>) -> bool {
        let (rows, columns) = (self.table.rows, self.table.columns);
        if values.len() == rows * columns {
            return self.fits(rows, columns, values.iter().sum());
        }
        let (row, column) = (values.len() / columns, values.len() % columns);
        let near = (0..=7).flat_map(|step| [step, -step - 1]).map(|step| self.value(row, column) + step);
        for value in near.filter(|value| *value >= 0 && self.fits(row, column, *value)) {
            values.push(value);
            let of_row: i64 = values[row * columns..].iter().sum();
            let of_column: i64 = (0..=row).map(|row| values[row * columns + column]).sum();
            let row_fits = column + 1 < columns || self.fits(row, columns, of_row);
            let column_fits = row + 1 < rows || self.fits(rows, column, of_column);
            if row_fits && column_fits && self.fill(values) {
                return true;
            }
            values.pop();
        }
        false
    }

    fn value(&self, row: usize, column: usize) -> i64 {
        self.table.model.cells[self.table.at(row, column)].value as i64
    }

    fn fits(&self, row: usize, column: usize, value: i64) -> bool {
        let same = value == self.value(row, column);
        if (row, column) == self.other { !same } else { same || !self.known[self.table.at(row, column)] }
    }
}

#[test]
fn nothing_hidden_in_a_random_table_can_be_found_by_trial() {
    let mut hid = 0;
    for seed in 0..120 {
        let mut random = fastrand::Rng::with_seed(seed);
        let (rows, columns) = (random.usize(2..=3), random.usize(2..=3));
        let mut value = || if random.u8(0..3) == 0 { random.i64(0..6) } else { random.i64(0..40) };
        let values: Vec<Vec<i64>> = (0..rows).map(|_| (0..columns).map(|_| value()).collect()).collect();
        let table = Table::new(&values.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let hidden = suppress(&table.model, vec![false; table.model.cells.len()]);
        let known = table.model.known(&hidden);
        for (at, cell) in table.model.cells.iter().enumerate() {
            let small = (1.0..=5.0).contains(&cell.value);
            assert!(!(small && known[at]), "seed {seed}: a small count is shown: {values:?}");
            assert!(cell.value != 0.0 || known[at], "seed {seed}: a true nought is hidden: {values:?}");
        }
        for other in (0..=rows).flat_map(|row| (0..=columns).map(move |column| (row, column))) {
            let another =
                known[table.at(other.0, other.1)] || Trial { table: &table, known: &known, other }.fill(&mut Vec::new());
            assert!(another, "seed {seed}: {other:?} is the only one that fits: {values:?} {hidden:?}");
        }
        hid += usize::from(hidden.contains(&true));
    }
    assert!(hid > 80, "only {hid} tables had something to hide");
}

/// The fewest cells besides the small ones that make every hidden number have another value: by trying all choices.
fn fewest(table: &Table) -> Option<usize> {
    let cells = table.model.cells.len();
    let small: Vec<bool> = table.model.cells.iter().map(|cell| cell.sensitive).collect();
    let free: Vec<usize> = (0..cells).filter(|cell| !small[*cell] && table.model.cells[*cell].value != 0.0).collect();
    let is_safe = |more: &[usize]| {
        let mut hidden = small.clone();
        more.iter().for_each(|cell| hidden[*cell] = true);
        let known = table.model.known(&hidden);
        let places = (0..=table.rows).flat_map(|row| (0..=table.columns).map(move |column| (row, column)));
        let mut unknown = places.filter(|(row, column)| !known[table.at(*row, *column)]);
        unknown.all(|other| Trial { table, known: &known, other }.fill(&mut Vec::new()))
    };
    (0..=4).find(|number| choices(&free, *number).iter().any(|more| is_safe(more)))
}

fn choices(of: &[usize], number: usize) -> Vec<Vec<usize>> {
    if number == 0 {
        return vec![Vec::new()];
    }
    let rest = |at: usize| choices(&of[at + 1..], number - 1).into_iter().map(move |more| [vec![of[at]], more].concat());
    (0..of.len()).flat_map(rest).collect()
}

#[test]
fn hardly_more_is_hidden_than_the_fewest_that_do() {
    let (mut hidden_cells, mut least) = (0, 0);
    for seed in 0..40 {
        let mut random = fastrand::Rng::with_seed(1000 + seed);
        let mut value = || if random.u8(0..4) == 0 { random.i64(1..6) } else { random.i64(6..40) };
        let values: Vec<Vec<i64>> = (0..2).map(|_| (0..3).map(|_| value()).collect()).collect();
        let table = Table::new(&values.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let Some(fewest) = fewest(&table) else { continue };
        let hidden = suppress(&table.model, vec![false; table.model.cells.len()]);
        let small = table.model.cells.iter().filter(|cell| cell.sensitive).count();
        hidden_cells += hidden.iter().filter(|hidden| **hidden).count();
        least += small + fewest;
    }
    assert!(least > 60, "{least}: there is something to hide");
    assert!(hidden_cells * 5 <= least * 6, "{hidden_cells} are hidden, where {least} would do");
}

/// Every small count is hidden, and each hidden number has another table, found by trial.
fn are_safe(tables: &[&[&[i64]]]) {
    for values in tables {
        let table = Table::new(values);
        let hidden = suppress(&table.model, vec![false; table.model.cells.len()]);
        assert_eq!(table.recovered(&hidden), [0; 0]);
        let known = table.model.known(&hidden);
        for other in (0..=table.rows).flat_map(|row| (0..=table.columns).map(move |column| (row, column))) {
            let cell = table.at(other.0, other.1);
            assert!(!known[cell] || !table.model.cells[cell].sensitive);
            assert!(
                known[cell] || Trial { table: &table, known: &known, other }.fill(&mut Vec::new()),
                "{other:?} of {values:?}"
            );
        }
    }
}

/// Three and four lines of counts with small ones among them, and one of which each line has two of one.
#[test]
fn tables_with_many_small_counts_are_safe() {
    let tables: [&[&[i64]]; 3] = [
        &[&[20, 3, 17, 4], &[8, 50, 10, 2], &[1, 19, 32, 11]],
        &[&[14, 46, 2], &[59, 1, 71], &[3, 8, 4], &[22, 6, 18]],
        &[&[1, 1, 40], &[1, 30, 1], &[25, 1, 1]],
    ];
    are_safe(&tables);
}

/// Tables that others published.
#[test]
fn published_examples_of_other_tools_are_safe() {
    are_safe(&[
        // GaussSuppression (Statistics Norway), "Small count frequency table suppression": young and old in Spain, Iceland and Portugal.
        &[&[5, 2, 0], &[6, 3, 4]],
        // sdcTable, user support 194: 10, 3, 1 and 1 of 15, where two ones alone would be known.
        &[&[10, 3, 1, 1]],
    ]);
    // With the 3 shown, as there, what is left for two is two.
    let table = Table::new(&[&[10, 3, 1, 1]]);
    let two = table.hidden(&[(0, 2), (0, 3), (1, 2), (1, 3)]);
    assert_eq!(table.recovered(&two).len(), 4);
    // sdcTable, test-protectTable.r: regions of 1, 2, 1 and none, and ones are small. Two ones of what is left would be known
    // to be ones, so that a third is hidden ("detectSingletons").
    let mut table = Table::new(&[&[1, 2, 1, 0]]);
    table.model.hide = Hide { largest: 1, ..Hide::default() };
    table.model.cells.iter_mut().for_each(|cell| cell.sensitive = cell.value == 1.0);
    let ones = table.hidden(&[(0, 0), (0, 2), (1, 0), (1, 2)]);
    assert_eq!(table.recovered(&ones).len(), 4);
    let hidden = suppress(&table.model, vec![false; table.model.cells.len()]);
    assert!(table.recovered(&hidden).is_empty() && hidden.iter().filter(|hidden| **hidden).count() > 4);
    // sdcTable's table of four by four has tests of its own above.
    let table = four_by_four();
    let hidden = suppress(&table.model, vec![false; table.model.cells.len()]);
    assert!(table.recovered(&hidden).is_empty());
    // One 5 in it is small: with it a second in its row, in its column, and where those meet.
    assert_eq!(hidden.iter().filter(|hidden| **hidden).count(), 4);
}

/// A table of numbers in which some are sums of others: of each its parts.
fn with_sums(values: &[i64], sums: &[(usize, &[usize])], hide: Hide) -> Model {
    let mut model = Model { hide, ..Model::default() };
    for value in values {
        let cell = model.add(Cell { sensitive: hide.hides(*value), ..Cell::count(*value) });
        model.figures.push(Shown { cells: vec![cell], weight: 100, ..Shown::default() });
    }
    for (whole, parts) in sums {
        let parts_of = parts.iter().map(|part| (*part, -1));
        model.equations.push(parts_of.chain([(*whole, 1)]).collect());
        assert_eq!(parts.iter().map(|part| values[*part]).sum::<i64>(), values[*whole]);
    }
    model
}

/// tau-ARGUS, data/tableinput/pp.tab: how many firms of sizes 2 and 4 there are in the Netherlands, in four parts and their regions. The
/// attacker narrows ranges: noughts are shown, and what is hidden is 1 or more.
#[test]
fn the_table_of_tau_argus_is_safe() {
    // The whole; north with regions 1 to 3, east with 4 to 7, south with 11 and 12; the west has none.
    let size_2 = [9, 6, 1, 5, 0, 3, 1, 0, 2, 0, 0, 0, 0];
    let size_4 = [5, 1, 1, 0, 0, 1, 0, 0, 1, 0, 3, 3, 0];
    let sums: [(usize, &[usize]); 4] = [(0, &[1, 5, 10]), (1, &[2, 3, 4]), (5, &[6, 7, 8, 9]), (10, &[11, 12])];
    let both: Vec<i64> = size_2.iter().zip(size_4).map(|(a, b)| a + b).collect();
    let values: Vec<i64> = size_2.into_iter().chain(size_4).chain(both).collect();
    let at = |table: usize, cell: usize| 13 * table + cell;
    let of_tables = (0..3).flat_map(|table| {
        sums.map(|(whole, parts)| (at(table, whole), parts.iter().map(|part| at(table, *part)).collect::<Vec<_>>()))
    });
    let of_cells = (0..13).map(|cell| (at(2, cell), vec![at(0, cell), at(1, cell)]));
    let all: Vec<(usize, Vec<usize>)> = of_tables.chain(of_cells).collect();
    let model =
        with_sums(&values, &all.iter().map(|(whole, parts)| (*whole, parts.as_slice())).collect::<Vec<_>>(), Hide::default());
    let hidden = suppress(&model, vec![false; values.len()]);
    let mut ranges: Vec<(i64, i64)> =
        values.iter().zip(&hidden).map(|(value, hidden)| if *hidden { (1, 1000) } else { (*value, *value) }).collect();
    for _ in 0..50 {
        for (whole, parts) in &all {
            let (least, most) = parts.iter().fold((0, 0), |sum, part| (sum.0 + ranges[*part].0, sum.1 + ranges[*part].1));
            let of_whole = (ranges[*whole].0.max(least), ranges[*whole].1.min(most));
            ranges[*whole] = of_whole;
            for part in parts {
                let (low, high) = ranges[*part];
                ranges[*part] = (low.max(of_whole.0 - (most - high)), high.min(of_whole.1 - (least - low)));
            }
        }
    }
    for (cell, value) in values.iter().enumerate() {
        assert!(hidden[cell] || !(1..=5).contains(value), "a small number is shown: {cell}");
        assert!(!hidden[cell] || ranges[cell].0 < ranges[cell].1, "{cell} is {value}");
        assert!(*value != 0 || !hidden[cell], "a nought is hidden: {cell}");
    }
}

/// ACRO: notebooks/test.ipynb, grants by year and type, and `get_unsafe_2d` of test/test_tables.py; counts under 10 are suppressed. With
/// totals a whole column of 8s is known by subtraction.
#[test]
fn the_tables_of_acro_are_safe() {
    let (grants, synthetic): ([&[i64]; 6], [&[i64]; 3]) = ([&[15, 59, 71, 8]; 6], [&[11, 11, 11], &[11, 11, 11], &[5, 5, 5]]);
    for (values, first) in [(grants.as_slice(), 6), (synthetic.as_slice(), 3)] {
        let mut table = Table::new(values);
        table.model.hide = Hide { largest: 9, ..Hide::default() };
        table.model.cells.iter_mut().for_each(|cell| cell.sensitive = (1.0..=9.0).contains(&cell.value));
        let small: Vec<bool> = table.model.cells.iter().map(|cell| cell.sensitive).collect();
        assert_eq!(small.iter().filter(|small| **small).count(), first);
        assert!(table.recovered(&small).len() >= first, "with those alone all of them follow");
        let hidden = suppress(&table.model, vec![false; table.model.cells.len()]);
        assert!(table.recovered(&hidden).is_empty() && small.iter().zip(&hidden).all(|(small, hidden)| !small || *hidden));
    }
}

/// OpenSAFELY, docs on releasing files: heart disease by age, 3, 8, 16 and 23 of 18, 23, 31 and 44: the 3 is hidden, all else rounded to
/// 5. Totals there are sums of rounded numbers; here they are rounded themselves, 50 and 115. Midpoint 6, which it has for rates, is
/// another rounding, which no scorecard can ask for: what 1 to 6, 7 to 12 and 13 to 18 are shown as is 3, 9 and 15.
#[test]
fn the_rounded_table_of_opensafely_is_as_it_has_it() {
    let publication = Publication { largest: 7, round: Some(5), ..Publication::default() };
    let (hide, rounding) = (Hide::of(publication), Rounding::of(publication).unwrap());
    let shown = |counts: [i64; 4]| counts.map(|count| if hide.hides(count) { None } else { Some(rounding.count(count)) });
    assert_eq!(shown([3, 8, 16, 23]), [None, Some(10), Some(15), Some(25)]);
    assert_eq!(shown([18, 23, 31, 44]), [Some(20), Some(25), Some(30), Some(45)]);
    assert_eq!((rounding.count(50), rounding.count(116)), (50, 115));
}

/// OpenSAFELY, ehrQL's tests of disclosure control: of 6, 7 and 8 the first two are hidden, and 8 is shown as 10.
#[test]
fn counts_are_hidden_and_rounded_as_opensafely_has_it() {
    let publication = Publication { largest: 7, round: Some(5), ..Publication::default() };
    let (hide, rounding) = (Hide::of(publication), Rounding::of(publication).unwrap());
    assert_eq!([6, 7, 8].map(|count| hide.hides(count)), [true, true, false]);
    assert_eq!(rounding.count(8), 10);
    // 10 is any of 8 to 12, and 15 of 13 to 17.
    assert_eq!([8, 12, 13, 0].map(|count| hide.window(count)), [(8, 12), (8, 12), (13, 17), (0, 0)]);
}

/// With 1 to 5 hidden, 6 and 7 would be rounded to a 5, which is small.
#[test]
fn what_would_be_rounded_to_a_small_count_is_small() {
    let hide = Hide::of(Publication { round: Some(5), ..Publication::default() });
    assert_eq!((hide.largest, hide.hides(7), hide.hides(8)), (7, true, false));
    assert_eq!(Hide::of(Publication { largest: 9, round: Some(5), ..Publication::default() }).largest, 9);
    assert_eq!(hide.window(8), (8, 12));
}

/// Tables as above, where every hidden number is to have numbers three apart.
#[test]
fn hidden_numbers_of_tables_are_three_apart() {
    let mut narrow = 0;
    for seed in 0..60 {
        let mut random = fastrand::Rng::with_seed(9000 + seed);
        let mut value = || if random.u8(0..3) == 0 { random.i64(1..6) } else { random.i64(6..40) };
        let values: Vec<Vec<i64>> = (0..3).map(|_| (0..3).map(|_| value()).collect()).collect();
        let mut table = Table::new(&values.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let least_apart = |table: &Table, hidden: &[bool]| {
            let (known, of) = (table.model.known(hidden), table.model.bounds(hidden));
            let knows = Knowledge { known: &known, bounds: &of };
            let cells = (0..known.len()).filter(|cell| !known[*cell]);
            cells.filter_map(|cell| bounds(&table.model, knows, cell)).map(|(least, most)| most - least).min()
        };
        let cells = table.model.cells.len();
        let one = suppress(&table.model, vec![false; cells]);
        narrow += usize::from(least_apart(&table, &one).is_some_and(|apart| apart < 3));
        table.model.hide.width = 3;
        let three = suppress(&table.model, vec![false; cells]);
        assert!(least_apart(&table, &three).is_none_or(|apart| apart >= 3), "seed {seed}: {values:?} {three:?}");
    }
    assert!(narrow > 0, "without being asked for, some are nearer");
}
