//! What was corrected, in words: one warning for each kind and file.

use std::collections::BTreeMap;

use super::Month;
use super::record::Rows;
use crate::extracts::plural;
use crate::problem::{PLACES, Place, Problem};
use crate::problem_codes::Code;

/// One correction.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The month whose file made it.
    pub month: Month,
    /// What became of the row.
    pub kind: Kind,
    /// The row of the older file; none of what is said of the file as a whole.
    pub row: Option<u32>,
}

/// What is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The file lost its rows.
    Incomplete {
        /// Rows that it should hold, in the file before.
        before: usize,
        /// Those that it holds.
        now: usize,
    },
    /// Its silence corrected many rows.
    ManyVanished {
        /// How many.
        count: usize,
        /// Of so many rows that it should hold.
        before: usize,
        /// Children who are in it and were in no file before.
        new: usize,
    },
    /// An episode was deleted.
    EpisodeDeleted,
    /// An episode has another first day.
    EpisodeRedated,
    /// An episode ended where the next one begins.
    EpisodeContinued,
    /// An episode ended unseen.
    EpisodeVanished,
    /// An event was deleted.
    RecordDeleted,
    /// An event ended unseen.
    RecordVanished,
}

impl Kind {
    fn code(self) -> Code {
        match self {
            Kind::Incomplete { .. } => Code::IncompleteExtract,
            Kind::ManyVanished { .. } => Code::ManyVanished,
            Kind::EpisodeDeleted => Code::EpisodeDeleted,
            Kind::EpisodeRedated => Code::EpisodeRedated,
            Kind::EpisodeContinued => Code::EpisodeContinued,
            Kind::EpisodeVanished => Code::EpisodeVanished,
            Kind::RecordDeleted => Code::RecordDeleted,
            Kind::RecordVanished => Code::RecordVanished,
        }
    }

    /// What is said of so many rows that the files of a month no longer hold.
    fn message(self, files: &[&str], count: u64, extract: &str) -> String {
        let file = files.join(" and ");
        let holds = plural(files.len() as u64, "holds", "hold");
        let rows = |one: &str, many: &str| format!("{count} {}", plural(count, one, many));
        let is = plural(count, "is", "are");
        let it = plural(count, "it", "they");
        let episodes = rows("episode of an earlier extract", "episodes of earlier extracts");
        let records = rows("row of an earlier extract", "rows of earlier extracts");
        match self {
            Kind::Incomplete { before, now } => format!(
                "{file} {holds} {now} of the rows that should still be there, where the {extract} extract before had {before}: what \
                 is there counts, but nothing is taken as ended or deleted because it is not"
            ),
            Kind::ManyVanished { count, before, new } => {
                let asks = match new {
                    0 => "no child is new in it: was it cut short or filtered?".to_owned(),
                    1 => "1 child is in it for the first time: were the identifiers changed?".to_owned(),
                    _ => format!("{new} children are in it for the first time: were the identifiers changed?"),
                };
                format!(
                    "{file} no longer {holds} {count} rows that earlier extracts have, where the {extract} extract before had \
                     {before} that should still be there; {asks}"
                )
            }
            Kind::EpisodeDeleted => format!("{episodes} {is} not in {file}, where {it} would still be held: taken as deleted"),
            Kind::EpisodeRedated => {
                format!("{episodes} {} another first day in {file}: the old row gives way", plural(count, "has", "have"))
            }
            Kind::EpisodeContinued => {
                format!("{episodes} {is} not in {file}: ended on the day the child's next episode begins")
            }
            Kind::EpisodeVanished => format!(
                "{episodes} {is} not in {file}, nor is one that goes on from {}: taken as ended unseen, on the last day that \
                 the extracts allow; why is not known where no earlier extract says it",
                plural(count, "it", "them")
            ),
            Kind::RecordDeleted => {
                format!("{records} of {extract} {is} not in {file}, where {it} would still be held: taken as deleted")
            }
            Kind::RecordVanished => format!("{records} of {extract} {is} not in {file}: taken as ended before it"),
        }
    }
}

/// Reports corrections, in order of month and kind.
pub fn report(rows: &Rows<'_>, corrections: &[Correction], problems: &mut Vec<Problem>) {
    let mut found: BTreeMap<(Month, Kind), Vec<u32>> = BTreeMap::new();
    for correction in corrections {
        found.entry((correction.month, correction.kind)).or_default().extend(correction.row);
    }
    let extract = rows.extract;
    for ((month, kind), mut at) in found {
        let files: Vec<&str> =
            extract.files.iter().filter(|file| file.month == Some(month)).map(|file| file.name.as_str()).collect();
        at.sort_unstable();
        let count = (at.len() as u64).max(1);
        let mut problem = Problem::new(kind.code(), kind.message(&files, count, &rows.layout.id)).times(count);
        let column = super::dates(rows.layout).map(|(start, _)| rows.layout.columns[start].name.clone());
        let places = at.iter().take(PLACES).map(|row| Place { column: column.clone(), ..extract.place(*row as usize) });
        problem.places = places.collect();
        if problem.places.is_empty() {
            problem = problem.in_file(files.first().copied().unwrap_or_default());
        }
        problems.push(problem);
    }
}
