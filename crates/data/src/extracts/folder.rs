//! Finds the files of the input folder and the month each speaks of.
//!
//! Takes a path, gives a list of files that may be read; opens none of them.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::formats::{self, Part};
use super::limits::grouped;
use super::translate::Origin;
use super::{beside, copies};
use crate::calendar::Month;
use crate::plain;
use crate::problem::Problem;
use crate::problem_codes::Code;

/// The file of commentary, which lies beside the extracts and is none of them.
pub const COMMENTARY: &str = "commentary.toml";

/// Whether a file beside the extracts holds commentary as a sheet: `commentary.csv`, `commentary-2018-03.csv`.
pub fn is_commentary_sheet(name: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with("commentary") && name.ends_with(".csv")
}

/// The folder of published figures, which lies beside the extracts and holds none of them.
pub const BENCHMARKS: &str = "benchmarks";

/// A file of the input folder, or a table of one.
#[derive(Clone, Debug)]
pub struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path within the folder, with `/` between its parts; of a table with its name in the file.
    pub name: String,
    /// The month it speaks of; none beside monthly folders, where only reference files lie.
    pub month: Option<Month>,
    /// The table that it is of its file; none of a CSV file, which is read as it lies there.
    pub part: Option<Arc<Part>>,
    /// The layout of other tables that it is made of.
    pub origin: Option<Origin>,
    /// Whether its file holds no other table.
    alone: bool,
}

impl FoundFile {
    /// A file as it lies there.
    pub fn new(path: PathBuf, name: String, month: Option<Month>) -> Self {
        FoundFile { path, name, month, part: None, origin: None, alone: true }
    }

    /// A table of this file.
    pub fn with(&self, part: Arc<Part>, alone: bool) -> Self {
        let name = if part.title.is_empty() { self.name.clone() } else { format!("{}, {}", self.name, part.title) };
        FoundFile { path: self.path.clone(), name, month: self.month, part: Some(part), origin: None, alone }
    }

    /// What is made of this file's rows.
    pub fn with_origin(&self, part: Arc<Part>, origin: Origin) -> Self {
        FoundFile { origin: Some(origin), ..self.with(part, false) }
    }

    /// Whether it is worth the while of several threads.
    pub fn is_large(&self) -> bool {
        self.size() > 4 << 20
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        match &self.part {
            Some(part) => part.text.len() as u64,
            None => self.path.metadata().map_or(0, |metadata| metadata.len()),
        }
    }

    /// Its beginning.
    ///
    /// # Errors
    /// When it cannot be opened or read.
    pub fn head(&self, most: usize) -> io::Result<Cow<'_, [u8]>> {
        match &self.part {
            Some(part) => Ok(Cow::Borrowed(&part.text[..part.text.len().min(most)])),
            None => {
                let mut head = Vec::with_capacity(4096);
                File::open(&self.path)?.take(most as u64).read_to_end(&mut head)?;
                Ok(Cow::Owned(head))
            }
        }
    }

    /// All of it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.part {
            Some(part) => Ok(Cow::Borrowed(&part.text)),
            None => Ok(Cow::Owned(std::fs::read(&self.path)?)),
        }
    }

    /// A number that files of the same bytes share; nothing where it cannot be read.
    pub fn mark(&self) -> Option<u64> {
        match &self.part {
            Some(part) => copies::mark(part.text.as_slice()),
            None => copies::mark(File::open(&self.path).ok()?),
        }
    }

    /// Whether it holds the same as another.
    pub fn is_like(&self, other: &FoundFile) -> bool {
        match (&self.part, &other.part) {
            (Some(one), Some(other)) => one.text == other.text,
            (None, None) => copies::are_alike(&self.path, &other.path),
            _ => false,
        }
    }

    /// The names it may be known by, without folder and ending: of a table its own, and its file's where the file holds
    /// no other.
    pub fn stems(&self) -> Vec<String> {
        let file = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match &self.part {
            Some(part) if self.alone => vec![part.name.clone(), file],
            Some(part) => vec![part.name.clone()],
            None => vec![file],
        }
    }
}

/// What the input folder holds.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Its files, in order of month and name.
    pub files: Vec<FoundFile>,
    /// The months it has folders for; empty for one flat folder.
    pub months: Vec<Month>,
}

/// The most files and folders that are looked at: a hundred a month for fifteen years.
pub const MOST_FILES: usize = 20_000;

/// The most monthly folders: the return began in 1992.
pub const MOST_MONTHS: usize = 600;

/// Lists the input folder; flat files are taken as those of `period`.
///
/// Extracts of months after `period` are left out when `as_reported`.
///
/// Of a folder `above` the files that lie in it are added: what is no reference file is told where files are recognised.
pub fn list(
    folder: &Path,
    period: Month,
    above: Option<&Path>,
    as_reported: bool,
    problems: &mut Vec<Problem>,
) -> Option<Folder> {
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
    let mut looked_at = 0;
    for (path, name) in entries(folder, &mut looked_at, problems) {
        if path.is_dir() {
            match name.parse::<Month>() {
                Ok(month) if as_reported && month > period => left_out += 1,
                Ok(month) => {
                    if month > period {
                        later.push(name.clone());
                    }
                    found.months.push(month);
                    for (inner, inner_name) in entries(&path, &mut looked_at, problems) {
                        if is_read(&inner) {
                            let name = format!("{name}/{inner_name}");
                            found.files.push(FoundFile::new(inner, name, Some(month)));
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
        } else if is_commentary_sheet(&name) {
            // Words of people, and no extract.
        } else if is_read(&path) {
            flat.push(FoundFile::new(path, name, None));
        } else if name != COMMENTARY {
            ignored.push(name);
        }
    }
    if looked_at > MOST_FILES || found.months.len() > MOST_MONTHS {
        let message = if looked_at > MOST_FILES {
            format!("the folder '{shown}' holds more than {} files and folders", grouped(MOST_FILES))
        } else {
            format!("the folder '{shown}' holds {} months, and no more than {MOST_MONTHS} are read", found.months.len())
        };
        problems.push(Problem::new(Code::TooManyFiles, message));
        return None;
    }
    if found.months.is_empty() {
        flat.iter_mut().for_each(|file| file.month = Some(period));
    }
    found.files.extend(flat);
    for (path, name) in above.into_iter().flat_map(|above| entries(above, &mut looked_at, problems)) {
        if is_read(&path) && !is_commentary_sheet(&name) {
            found.files.push(FoundFile::new(path, format!("../{name}"), None));
        }
    }
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
                "{count} {} of '{shown}' {} of no kind that is read",
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
            format!("the folder '{shown}' holds no file of extracts, nor a folder YYYY-MM with one")
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

/// The files and folders of a folder in order; none beyond the limit, which `looked_at` then is above.
fn entries(folder: &Path, looked_at: &mut usize, problems: &mut Vec<Problem>) -> Vec<(PathBuf, String)> {
    let listing = match std::fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) => {
            problems.push(Problem::new(Code::UnreadableFile, format!("cannot list '{}': {error}", folder.display())));
            return Vec::new();
        }
    };
    let room = (MOST_FILES + 1).saturating_sub(*looked_at);
    let listed: Vec<_> = listing.flatten().take(room).collect();
    *looked_at += listed.len();
    let mut entries: Vec<_> = listed
        .into_iter()
        .map(|entry| (entry.path(), plain::line(&entry.file_name().to_string_lossy()).into_owned()))
        // Lock files of spreadsheets and hidden files are nobody's extracts.
        .filter(|(_, name)| !name.starts_with('.') && !name.starts_with("~$"))
        .collect();
    entries.sort();
    entries
}

fn is_read(path: &Path) -> bool {
    path.is_file() && formats::is_read(path)
}

/// The word for one or for many.
pub fn plural<'a>(count: u64, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}
