//! Prints the records that several extracts make together, for one that works them out by other means.
//!
//! Each line of the standard input is a folder and its reporting month. What the program makes of each folder is written
//! beside it, `FOLDER.records`: a line for each record, a line for each correction.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use scorecard::calendar::{self, Month};
use scorecard::definitions::{Layout, Sources};
use scorecard::extracts::{self, Extract, NO_CODE, Request, Values};
use scorecard::job;

/// The columns that are printed of each extract, its key and its end first.
const PRINTED: [(&str, &[&str]); 5] = [
    ("episodes", &["DECOM", "DEC", "REC", "RNE", "PLACE", "REASON_PLACE_CHANGE"]),
    ("missing", &["MIS_START", "MIS_END"]),
    ("sw_episodes", &["SW_ID", "SW_DECOM", "SW_DEC"]),
    ("reviews", &["REVIEW"]),
    ("placed_for_adoption", &["DATE_PLACED"]),
];

/// Codes of problems that tell of corrections.
const TOLD: [&str; 8] = [
    "incomplete-extract",
    "many-vanished",
    "episode-deleted",
    "episode-re-dated",
    "episode-continued",
    "episode-vanished",
    "record-deleted",
    "record-vanished",
];

fn main() -> Result<()> {
    let catalogue = job::define(&Sources::built_in())?.catalogue;
    for line in std::io::stdin().lines() {
        let line = line?;
        let (folder, rest) = line.split_once(' ').context("a line is a folder and a month")?;
        let (month, as_reported) = rest.split_once(' ').map_or((rest, false), |(month, _)| (month, true));
        let first = calendar::parse_iso(&format!("{month}-01")).context("the month is YYYY-MM")?;
        let request = Request {
            folder: Path::new(folder),
            period: Month::of(first),
            above: None,
            authority: None,
            as_reported,
            wanted: &|_, _| true,
            of_use: &|_| true,
            translations: &catalogue.translations,
        };
        let loaded = extracts::load(&catalogue.extracts, &request);
        let mut lines = Vec::new();
        for (id, columns) in PRINTED {
            let (Some(extract), Some(layout)) = (loaded.value.by_id.get(id), catalogue.extract(id)) else { continue };
            ensure!(extract.child.len() == extract.len(), "{id}: children and rows differ in number");
            for at in 0..extract.len() {
                let mut text = format!("{id}|{}", loaded.value.children.id(extract.child[at]));
                for column in columns {
                    write!(text, "|{}", cell(extract, layout, column, at))?;
                }
                lines.push(text);
            }
        }
        for problem in loaded.problems.iter().filter(|problem| TOLD.contains(&problem.code.as_str())) {
            lines.push(format!("!{}|{}|{}", problem.code.as_str(), problem.count, problem.message));
        }
        lines.sort();
        fs::write(format!("{folder}.records"), lines.join("\n") + "\n")?;
    }
    Ok(())
}

fn cell(extract: &Extract, layout: &Layout, column: &str, at: usize) -> String {
    let Some(column) = layout.column(column) else { return String::new() };
    match &extract.columns[column] {
        Some(Values::Days(days)) if days[at] == calendar::NO_DAY => String::new(),
        Some(Values::Days(days)) => calendar::iso(days[at]),
        Some(Values::Codes(codes)) if codes[at] == NO_CODE => String::new(),
        Some(Values::Codes(codes)) => {
            layout.columns[column].codes.get(usize::from(codes[at])).map_or_else(|| "?".to_owned(), |code| code.code.clone())
        }
        Some(Values::Words(words)) => words.words.get(words.ids[at] as usize).cloned().unwrap_or_default(),
        _ => String::new(),
    }
}
