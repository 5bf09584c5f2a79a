//! Finds the files of the input folder and the month each speaks of.
//!
//! Takes a path, gives a list of CSV files; opens none of them.

use std::path::{Path, PathBuf};

use super::beside;
use crate::calendar::Month;
use crate::plain;
use crate::problem::Problem;
use crate::problem_codes::Code;

/// The file of commentary, which lies beside the extracts and is none of them.
pub const COMMENTARY: &str = "commentary.toml";

/// The folder of published figures, which lies beside the extracts and holds none of them.
pub const BENCHMARKS: &str = "benchmarks";

/// A CSV file of the input folder.
#[derive(Clone, Debug)]
pub struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path within the folder, with `/` between its parts.
    pub name: String,
    /// The month it speaks of; none beside monthly folders, where only reference files lie.
    pub month: Option<Month>,
}

impl FoundFile {
    /// Whether it is worth the while of several threads.
    pub fn is_large(&self) -> bool {
        self.path.metadata().is_ok_and(|metadata| metadata.len() > 4 << 20)
    }

    /// Its name without folder and ending.
    pub fn stem(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// What the input folder holds.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Its CSV files, in order of month and name.
    pub files: Vec<FoundFile>,
    /// The months it has folders for; empty for one flat folder.
    pub months: Vec<Month>,
}

/// Lists the input folder; flat files are taken as those of `period`.
///
/// Extracts of months after `period` are left out when `as_reported`.
pub fn list(folder: &Path, period: Month, as_reported: bool, problems: &mut Vec<Problem>) -> Option<Folder> {
    let shown = folder.display();
    if !folder.is_dir() {
        let message = format!("there is no folder '{shown}'{}", beside::similar_folder(folder));
        problems.push(Problem::new(Code::NoExtracts, message));
        return None;
    }
    let mut found = Folder::default();
    let mut flat = Vec::new();
    let mut ignored = Vec::new();
    let mut misnamed = Vec::new();
    let mut later = Vec::new();
    let mut left_out = 0;
    for (path, name) in entries(folder, problems) {
        if path.is_dir() {
            match name.parse::<Month>() {
                Ok(month) if as_reported && month > period => left_out += 1,
                Ok(month) => {
                    if month > period {
                        later.push(name.clone());
                    }
                    found.months.push(month);
                    for (inner, inner_name) in entries(&path, problems) {
                        if is_csv(&inner) {
                            let name = format!("{name}/{inner_name}");
                            found.files.push(FoundFile { path: inner, name, month: Some(month) });
                        } else {
                            ignored.push(format!("{name}/{inner_name}"));
                        }
                    }
                }
                Err(_) if name.eq_ignore_ascii_case(BENCHMARKS) => {}
                Err(_) => match beside::month_meant(&name) {
                    Some(meant) => misnamed.push((name, meant)),
                    None => ignored.push(format!("{name}/")),
                },
            }
        } else if is_csv(&path) {
            flat.push(FoundFile { path, name, month: None });
        } else if name != COMMENTARY {
            ignored.push(name);
        }
    }
    if found.months.is_empty() {
        flat.iter_mut().for_each(|file| file.month = Some(period));
    }
    found.files.extend(flat);
    found.months.sort_unstable();
    problems.extend(beside::misnamed(&misnamed));
    if found.months.is_empty() {
        problems.extend(beside::one_too_deep(folder));
    }
    if !ignored.is_empty() {
        let count = ignored.len() as u64;
        let mut problem = Problem::new(
            Code::UnknownFile,
            format!(
                "{count} {} of '{shown}' {} not CSV and not read",
                plural(count, "file or folder", "files or folders"),
                plural(count, "is", "are")
            ),
        )
        .times(count);
        for name in ignored.into_iter().take(crate::problem::PLACES) {
            problem = problem.in_file(name);
        }
        problems.push(problem);
    }
    if !later.is_empty() {
        problems.push(
            Problem::new(Code::LaterExtracts, format!("extracts of months after {period} are read too: {}", later.join(", ")))
                .times(later.len() as u64),
        );
    }
    if let Some(newest) = found.months.last().filter(|newest| **newest < period) {
        problems.push(Problem::new(Code::NoExtractOfPeriod, no_extract_of(period, *newest)));
    }
    if found.files.is_empty() {
        let message = if left_out > 0 {
            format!("all {left_out} months of '{shown}' are after {period}")
        } else if misnamed.is_empty() {
            format!("the folder '{shown}' holds no CSV file, nor a folder YYYY-MM with one")
        } else {
            format!("the folders of '{shown}' are not called YYYY-MM")
        };
        problems.push(Problem::new(Code::NoExtracts, message));
        return None;
    }
    Some(found)
}

/// That a month after the newest has no extract.
pub fn no_extract_of(period: Month, newest: Month) -> String {
    format!("there is no extract of {period}: the newest is of {newest}, and what happened since is not in it")
}

fn entries(folder: &Path, problems: &mut Vec<Problem>) -> Vec<(PathBuf, String)> {
    let listing = match std::fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) => {
            problems.push(Problem::new(Code::UnreadableFile, format!("cannot list '{}': {error}", folder.display())));
            return Vec::new();
        }
    };
    let mut entries: Vec<_> = listing
        .flatten()
        .map(|entry| (entry.path(), plain::line(&entry.file_name().to_string_lossy()).into_owned()))
        // Lock files of spreadsheets and hidden files are nobody's extracts.
        .filter(|(_, name)| !name.starts_with('.') && !name.starts_with("~$"))
        .collect();
    entries.sort();
    entries
}

fn is_csv(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}

/// The word for one or for many.
pub fn plural<'a>(count: u64, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}
