//! Reads the definitions: extract layouts, indicators, scorecards, published files.
//!
//! Takes TOML files (a folder's, or those built into the program), gives a
//! [`Catalogue`] with every mistake in every file. Knows nothing of polars, of the
//! extracts' content, or of how conditions are evaluated: those are checked by
//! `measure::conditions` against the tables on offer.

pub mod alone;
pub mod benchmark;
pub mod breakdown;
pub mod by;
mod codes;
pub mod comparator;
pub mod csv_table;
mod extend;
pub mod extract;
pub mod files;
pub mod indicator;
mod json;
pub mod keys;
mod layers;
mod layout;
pub mod letterhead;
mod more;
mod promised;
mod publication;
pub mod reader;
mod said;
pub mod scorecard;
pub mod settings;
mod source;
pub mod statistic;
pub mod step;
mod syntax;
pub mod target;
mod toml_words;
pub mod translation;
pub mod unit;
pub mod window;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

pub use benchmark::{PublishedFile, PublishedMeasure, Total};
pub use breakdown::{Band, Breakdown};
pub use by::{By, CROSSED};
pub use comparator::{Asks, FORMS, Since, Standard, Whom};
pub use extract::{ColumnKind, Layout};
pub use indicator::{Indicator, Polarity};
pub use publication::Publication;
pub use reader::Source;
pub use scorecard::{Feed, GroupTarget, RowDefinition, ScorecardDefinition, Target};
pub use source::BUILT_IN;
pub use statistic::{Statistic, Sums};
pub use step::Step;
pub use target::{Amber, Decimal};
pub use translation::Translation;
pub use unit::{Unit, UnitKind};
pub use window::Window;

use layers::Folder;

use crate::problem::{Problem, Reported, Severity, stops};
use crate::problem_codes::Code;

/// Everything defined.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Layouts of extracts, by id.
    pub extracts: Vec<Layout>,
    /// Indicators, by id.
    pub indicators: Vec<Indicator>,
    /// Scorecards, by id.
    pub scorecards: Vec<ScorecardDefinition>,
    /// Breakdowns with a name of their own, by id.
    pub breakdowns: Vec<Breakdown>,
    /// Published files, by id.
    pub benchmarks: Vec<PublishedFile>,
    /// Other layouts than the return's, and what is made of them.
    pub translations: Vec<Translation>,
    /// Definitions with a mistake, which are left out of what is used.
    pub broken: Vec<Broken>,
}

/// A definition with a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// What it defines: a layout, an indicator, a scorecard, a breakdown or a published file.
    pub what: &'static str,
    /// Its id.
    pub id: String,
    /// Its file.
    pub path: String,
}

impl Broken {
    /// That of a file.
    fn of(part: Part, file: &Source) -> Self {
        Broken { what: part.what(), id: file.id.clone(), path: file.path.clone() }
    }
}

/// The parts of a folder of definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Layouts of extracts.
    Extracts,
    /// Indicators of the library.
    Library,
    /// Indicators of a council's own extracts.
    Local,
    /// Scorecards.
    Scorecards,
    /// Breakdowns.
    Breakdowns,
    /// Published files.
    Benchmarks,
}

impl Catalogue {
    /// The layout of an extract.
    pub fn extract(&self, id: &str) -> Option<&Layout> {
        self.extracts.iter().find(|layout| layout.id == id)
    }

    /// An indicator.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    /// The definition of a kind and id that has a mistake.
    pub fn broken(&self, part: Part, id: &str) -> Option<&Broken> {
        self.broken.iter().find(|broken| broken.what == part.what() && broken.id == id)
    }

    /// A scorecard.
    pub fn scorecard(&self, id: &str) -> Option<&ScorecardDefinition> {
        self.scorecards.iter().find(|scorecard| scorecard.id == id)
    }
}

/// The text of definition files, before they are read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Files of `extracts/`.
    pub extracts: Vec<Source>,
    /// Files of `library/`.
    pub indicators: Vec<Source>,
    /// Files of `local/`: indicators of a council's own extracts.
    pub local: Vec<Source>,
    /// Files of `scorecards/`.
    pub scorecards: Vec<Source>,
    /// Files of `breakdowns/`: what figures are broken down by, under a name of its own.
    pub breakdowns: Vec<Source>,
    /// Files of `benchmarks/`: what is published, and which indicators measure the same.
    pub benchmarks: Vec<Source>,
    /// Files of `codes/`: what changes in the codes with a collection year, each called by the year.
    pub codes: Vec<Source>,
    /// Files of `translations/`: other layouts than the return's, and what is made of them.
    pub translations: Vec<Source>,
    /// Parts that were not read, and why.
    pub problems: Vec<Problem>,
    /// Whether published measures of indicators that are not there are left out without a word: those built
    /// into the program, beside a library of one's own.
    pub lenient: bool,
}

impl Sources {
    /// The definitions built into the program.
    pub fn built_in() -> Self {
        let files = |folder: &str| {
            let mut sources: Vec<Source> = scorecard_indicators::FILES
                .get_dir(folder)
                .into_iter()
                .flat_map(|dir| dir.files())
                .filter_map(|file| source(&format!("indicators/{}", file.path().to_string_lossy()), file.contents_utf8()?))
                .collect();
            sources.sort_by(|a, b| a.path.cmp(&b.path));
            sources
        };
        Sources {
            extracts: files("extracts"),
            indicators: files("library"),
            local: files("local"),
            scorecards: files("scorecards"),
            breakdowns: files("breakdowns"),
            benchmarks: files("benchmarks"),
            codes: files("codes"),
            translations: files("translations"),
            problems: Vec::new(),
            lenient: false,
        }
    }

    /// The definitions of a folder, on top of those built in.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read.
    pub fn in_folder(folder: &Path) -> anyhow::Result<Self> {
        Sources::in_layers([folder])
    }

    /// Adds one scorecard file by its path.
    ///
    /// # Errors
    /// When it is no ordinary file, or not text.
    pub fn add_scorecard(&mut self, path: &Path) -> anyhow::Result<String> {
        let text = files::text(path).map_err(|why| anyhow::anyhow!("cannot read the scorecard '{}': {why}", path.display()))?;
        let source =
            source(&path.to_string_lossy(), &text).with_context(|| format!("'{}' is not a .toml file", path.display()))?;
        let id = source.id.clone();
        let mut source = source;
        source.laid.layer = Some(source.path.as_str().into());
        source.laid.shadows = self.scorecards.iter().find(|other| other.id == id).cloned().map(Arc::new);
        self.scorecards.retain(|other| other.id != id);
        self.scorecards.push(source);
        Ok(id)
    }

    /// Reads them all; every mistake of every file comes with the catalogue, and which definitions have one.
    pub fn read(&self) -> Reported<Catalogue> {
        let mut reading = Reading { problems: self.problems.clone(), broken: Vec::new() };
        let files = reading.files(self, &[Part::Extracts]);
        let mut extracts: Vec<Layout> = reading.each(&files, |file, _, problems| extract::read(file, problems));
        codes::apply(&self.codes, &mut extracts, &mut reading.problems);
        let translations = translation::read(&self.translations, &extracts, &mut reading.problems);
        let before = reading.problems.len();
        layout::against_built_in(&extracts, &mut reading.problems);
        reading.blame(&files, before);
        let files = reading.files(self, &[Part::Breakdowns]);
        let breakdowns = reading.each(&files, |file, _, problems| breakdown::read(file, problems));
        let files = reading.files(self, &[Part::Library, Part::Local]);
        let indicators: Vec<Indicator> =
            reading.each(&files, |file, part, problems| indicator::read(file, part == Part::Local, problems));
        // An indicator that has a mistake is known all the same: its own mistake is enough.
        let known: Vec<&str> = self.indicators.iter().chain(&self.local).map(|file| file.id.as_str()).collect();
        let whole = |indicator: &&Indicator| !reading.is_broken(Part::Library, &indicator.id);
        let sound: Vec<Indicator> = indicators.iter().filter(whole).cloned().collect();
        let files = reading.files(self, &[Part::Scorecards]);
        let scorecards = reading.each(&files, |file, _, problems| scorecard::read(file, &sound, &known, problems));
        let files = reading.files(self, &[Part::Benchmarks]);
        let benchmarks =
            reading.each(&files, |file, _, problems| benchmark::read(file, &indicators, &known, !self.lenient, problems));
        let Reading { problems, broken } = reading;
        Reported { value: Catalogue { extracts, indicators, scorecards, breakdowns, benchmarks, translations, broken }, problems }
    }
}

/// Definitions being read: what was met, and which of them have a mistake.
struct Reading {
    problems: Vec<Problem>,
    broken: Vec<Broken>,
}

impl Reading {
    /// The files of parts of one kind, with what they extend; those that extend nothing that is there are broken, and so
    /// are two of one id.
    fn files(&mut self, sources: &Sources, parts: &[Part]) -> Vec<(Part, Source)> {
        let mut found: Vec<(Part, Source)> = Vec::new();
        for part in parts {
            for file in sources.resolved(*part, &mut self.problems) {
                let file = match file {
                    Ok(file) => file,
                    Err(file) => {
                        self.broken.push(Broken::of(*part, &file));
                        continue;
                    }
                };
                if found.iter().any(|(_, other)| other.id == file.id) {
                    self.problems.push(
                        Problem::new(Code::DuplicateId, format!("two files define '{}'", file.id))
                            .snippet(file.snippet(0..0, "the second of the two")),
                    );
                    self.broken.push(Broken::of(*part, &file));
                }
                found.push((*part, file));
            }
        }
        found
    }

    /// Reads each file; one with a mistake is broken, also where the rest of it is read.
    fn each<T>(&mut self, files: &[(Part, Source)], read: impl Fn(&Source, Part, &mut Vec<Problem>) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        for (part, file) in files {
            let mut problems = Vec::new();
            let value = read(file, *part, &mut problems);
            if value.is_none() || stops(&problems) {
                self.broken.push(Broken::of(*part, file));
            }
            self.problems.extend(problems);
            found.extend(value);
        }
        found
    }

    /// The files that mistakes were found in after they were read.
    fn blame(&mut self, files: &[(Part, Source)], before: usize) {
        let mistakes = self.problems[before..].iter().filter(|problem| problem.severity() == Severity::Error);
        let places: Vec<&str> = mistakes.flat_map(|problem| &problem.snippets).map(|snippet| snippet.file.as_str()).collect();
        let blamed = files.iter().filter(|(_, file)| places.contains(&file.path.as_str()));
        self.broken.extend(blamed.map(|(part, file)| Broken::of(*part, file)));
    }

    fn is_broken(&self, part: Part, id: &str) -> bool {
        self.broken.iter().any(|broken| broken.what == part.what() && broken.id == id)
    }
}

/// The files of a folder, by part. A part that is a link to another folder is told, and nothing of what is in it.
fn read_folder(folder: &Path) -> anyhow::Result<Folder> {
    anyhow::ensure!(folder.is_dir(), "there is no folder of definitions '{}'", folder.display());
    let mut problems = Vec::new();
    let mut parts = Vec::new();
    for part in Part::ALL {
        parts.push((part, folder_files(folder, part.folder(), &mut problems)?));
    }
    let codes = folder_files(folder, "codes", &mut problems)?.unwrap_or_default();
    let translations = folder_files(folder, "translations", &mut problems)?.unwrap_or_default();
    Ok(Folder { name: folder.to_string_lossy().replace('\\', "/"), parts, codes, translations, problems })
}

/// The files of a part of a folder; nothing where there is no such part. What is no ordinary file is there without a text.
fn folder_files(folder: &Path, part: &str, problems: &mut Vec<Problem>) -> anyhow::Result<Option<Vec<Source>>> {
    let inner = folder.join(part);
    let shown = |name: &str| format!("{}/{part}{name}", folder.display()).replace('\\', "/");
    match inner.symlink_metadata() {
        Ok(found) if found.is_symlink() => {
            let path = shown("");
            let message = format!("'{path}' is not read: it is a link to another folder");
            problems.push(Problem::new(Code::UnusableDefinition, message).in_file(path));
            return Ok(Some(Vec::new()));
        }
        Ok(found) if found.is_dir() => {}
        _ => return Ok(None),
    }
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(&inner).with_context(|| format!("cannot read '{}'", inner.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let name = format!("/{}", path.file_name().unwrap_or_default().to_string_lossy());
            match files::text(&path) {
                Ok(text) => sources.extend(source(&shown(&name), &text)),
                Err(why) => sources.extend(source(&shown(&name), "").map(|mut source| {
                    source.laid.unreadable = Some(why);
                    source
                })),
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Some(sources))
}

fn source(path: &str, text: &str) -> Option<Source> {
    let path = path.replace('\\', "/");
    let name = path.rsplit('/').next()?;
    let id = name.strip_suffix(".toml")?.to_owned();
    Some(Source::new(path, id, text))
}
