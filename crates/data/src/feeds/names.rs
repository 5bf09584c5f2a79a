//! Names in the files that feed rows: which records have one, one name in two spellings, and the name that was perhaps meant.

use std::collections::{BTreeMap, HashMap};

use super::{Records, plain};
use crate::calendar::{Day, NO_DAY};
use crate::definitions::Layout;
use crate::extracts::{Extract, Extracts, plural};
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;

/// By name as names are compared, the records that have it.
pub(super) type Names = HashMap<String, Vec<usize>>;

/// The columns that rows go by.
const NAMED_BY: [(&str, &str); 3] = [("survey", "QUESTION"), ("returns", "MEASURE"), ("narrative", "MEASURE")];

/// The records of each name in the column that rows go by.
pub(super) fn index(extracts: &Extracts, layouts: &[Layout]) -> BTreeMap<&'static str, Names> {
    let of = |(id, column): (&'static str, &str)| {
        let (extract, layout) = extracts.by_id.get(id).zip(layouts.iter().find(|layout| layout.id == id))?;
        let words = extract.words(layout.column(column)?)?;
        let plain: Vec<String> = words.words.iter().map(|word| plain(word)).collect();
        let mut names = Names::new();
        for (record, word) in words.ids.iter().enumerate() {
            let Some(name) = plain.get(*word as usize) else { continue };
            // Most names have been met before.
            match names.get_mut(name) {
                Some(records) => records.push(record),
                None => drop(names.insert(name.clone(), vec![record])),
            }
        }
        Some((id, names))
    };
    NAMED_BY.into_iter().filter_map(of).collect()
}

/// Rows of one file that stand for the same month and measure, the measure spelt differently: only one of them counts.
pub fn report_spellings(extracts: &Extracts, layouts: &[Layout], problems: &mut Vec<Problem>) {
    for id in ["returns", "narrative"] {
        let found = extracts.by_id.get(id).zip(layouts.iter().find(|layout| layout.id == id));
        let Some((extract, layout)) = found else { continue };
        let clashes = clashes(extract, layout);
        if clashes.is_empty() {
            continue;
        }
        let count = clashes.len() as u64;
        let message = format!(
            "{id} holds {count} {} the same PERIOD and MEASURE as another of the same extract, in another spelling",
            plural(count, "row with", "rows with")
        );
        let help = "Keep one of the rows: case, spaces, - and _ make no other name; the last one counts.";
        let problem = Problem::new(Code::DuplicateKey, message).help(help).times(count);
        problems.push(
            clashes
                .into_iter()
                .take(PLACES)
                .fold(problem, |problem, at| problem.at(extract.place_in(at, layout.column("MEASURE")))),
        );
    }
}

/// The later of each two rows of one file with one month and name in two spellings.
fn clashes(extract: &Extract, layout: &Layout) -> Vec<usize> {
    let periods = layout.column("PERIOD").and_then(|column| extract.days(column));
    let words = layout.column("MEASURE").and_then(|column| extract.words(column));
    let (Some(periods), Some(words)) = (periods, words) else { return Vec::new() };
    let names: Vec<String> = words.words.iter().map(|word| plain(word)).collect();
    let mut seen: BTreeMap<(u32, Day, &str), u32> = BTreeMap::new();
    let mut clashes = Vec::new();
    for (at, (id, period)) in words.ids.iter().zip(periods).enumerate().filter(|(_, (_, period))| **period != NO_DAY) {
        let Some(name) = names.get(*id as usize) else { continue };
        let known = *seen.entry((extract.file[at], *period, name)).or_insert(*id);
        if known != *id {
            clashes.push(at);
        }
    }
    clashes
}

/// Among more names than this none is looked for that was perhaps meant: every row without a figure would take its time.
const MOST_NAMES: usize = 1_000;

/// The nearest name that the file has to one that it has not: `; did you mean 'feel-safe'?`
pub(super) fn meant(records: &Records<'_>, column: &str, name: &str) -> String {
    let words = records.layout.column(column).and_then(|column| records.extract.words(column));
    let known = words.map(|words| words.words.as_slice()).unwrap_or_default();
    if records.is_known(name) || known.len() > MOST_NAMES {
        return String::new();
    }
    let near = crate::nearest::nearest(name, known.iter().map(String::as_str));
    near.map(|near| format!("; the file has '{near}'")).unwrap_or_default()
}
