//! Reads the definitions: extract layouts, indicators, scorecards, published files.
//!
//! Takes TOML files (a folder's, or those built into the program), gives a
//! [`Catalogue`] with every mistake in every file. Knows nothing of polars, of the
//! extracts' content, or of how conditions are evaluated: those are checked by
//! `measure::conditions` against the tables on offer.

pub mod alone;
pub mod benchmark;
pub mod by;
pub mod comparator;
pub mod extract;
pub mod files;
pub mod indicator;
pub mod keys;
mod layout;
mod promised;
pub mod reader;
pub mod scorecard;
pub mod step;
mod syntax;
pub mod target;

use std::path::Path;

use anyhow::Context;
use include_dir::{Dir, include_dir};

pub use benchmark::{PublishedFile, PublishedMeasure, Total};
pub use by::By;
pub use comparator::{Asks, Since, Standard, Whom};
pub use extract::{ColumnKind, Layout};
pub use indicator::{Indicator, Polarity, Statistic, Window};
pub use reader::Source;
pub use scorecard::{Feed, RowDefinition, ScorecardDefinition, Target};
pub use step::Step;
pub use target::{Amber, Decimal, Unit};

use crate::problem::{Problem, Reported};
use crate::problem_codes::Code;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/indicators");

/// Everything defined.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Layouts of extracts, by id.
    pub extracts: Vec<Layout>,
    /// Indicators, by id.
    pub indicators: Vec<Indicator>,
    /// Scorecards, by id.
    pub scorecards: Vec<ScorecardDefinition>,
    /// Published files, by id.
    pub benchmarks: Vec<PublishedFile>,
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
    /// Files of `benchmarks/`: what is published, and which indicators measure the same.
    pub benchmarks: Vec<Source>,
    /// Files that were not read, and why.
    pub problems: Vec<Problem>,
    /// Whether published measures of indicators that are not there are left out without a word: those built
    /// into the program, beside a library of one's own.
    pub lenient: bool,
}

impl Sources {
    /// The definitions built into the program.
    pub fn built_in() -> Self {
        let files = |folder: &str| {
            let mut sources: Vec<Source> = BUILT_IN
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
            benchmarks: files("benchmarks"),
            problems: Vec::new(),
            lenient: false,
        }
    }

    /// The definitions of a folder, with its parts `extracts`, `library`, `local`, `scorecards`, `benchmarks`; a part
    /// that the folder lacks is the one built into the program. With the built-in `local` come the layouts
    /// that it speaks of.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read.
    pub fn in_folder(folder: &Path) -> anyhow::Result<Self> {
        anyhow::ensure!(folder.is_dir(), "there is no folder of definitions '{}'", folder.display());
        let built_in = Sources::built_in();
        let mut problems = Vec::new();
        let mut folder_files = |part: &str| folder_files(folder, part, &mut problems);
        let library = folder_files("library")?;
        let benchmarks = folder_files("benchmarks")?;
        let lenient = library.is_some() && benchmarks.is_none();
        // Scorecards built in name indicators built in: a library of one's own goes without them.
        let built_in_scorecards = if library.is_some() { Vec::new() } else { built_in.scorecards };
        let local = folder_files("local")?;
        let scorecards = folder_files("scorecards")?;
        let extracts = match folder_files("extracts")? {
            Some(mut own) if local.is_none() => {
                let lacking = |file: &Source| file.is_local() && !own.iter().any(|other| other.id == file.id);
                let added: Vec<Source> = built_in.extracts.into_iter().filter(lacking).collect();
                own.extend(added);
                own
            }
            Some(own) => own,
            None => built_in.extracts,
        };
        Ok(Sources {
            extracts,
            indicators: library.unwrap_or(built_in.indicators),
            local: local.unwrap_or(built_in.local),
            scorecards: scorecards.unwrap_or(built_in_scorecards),
            benchmarks: benchmarks.unwrap_or(built_in.benchmarks),
            problems,
            lenient,
        })
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
        self.scorecards.retain(|other| other.id != id);
        self.scorecards.push(source);
        Ok(id)
    }

    /// Reads them all; every mistake of every file comes with the catalogue.
    pub fn read(&self) -> Reported<Catalogue> {
        let mut problems = self.problems.clone();
        let extracts: Vec<Layout> = self.extracts.iter().filter_map(|file| extract::read(file, &mut problems)).collect();
        layout::against_built_in(&extracts, &mut problems);
        let library = self.indicators.iter().map(|file| (file, false));
        let indicators: Vec<Indicator> = library
            .chain(self.local.iter().map(|file| (file, true)))
            .filter_map(|(file, local)| indicator::read(file, local, &mut problems))
            .collect();
        // An indicator that could not be read is known all the same: its own mistake is enough.
        let known: Vec<&str> = self.indicators.iter().chain(&self.local).map(|file| file.id.as_str()).collect();
        let scorecards =
            self.scorecards.iter().filter_map(|file| scorecard::read(file, &indicators, &known, &mut problems)).collect();
        let published = self.benchmarks.iter();
        let benchmarks =
            published.filter_map(|file| benchmark::read(file, &indicators, &known, !self.lenient, &mut problems)).collect();
        let indicator_files: Vec<Source> = self.indicators.iter().chain(&self.local).cloned().collect();
        for files in [&self.extracts, &indicator_files, &self.scorecards, &self.benchmarks] {
            for (at, file) in files.iter().enumerate() {
                if files[..at].iter().any(|other| other.id == file.id) {
                    problems.push(
                        Problem::new(Code::DuplicateId, format!("two files define '{}'", file.id))
                            .snippet(file.snippet(0..0, "the second of the two")),
                    );
                }
            }
        }
        Reported { value: Catalogue { extracts, indicators, scorecards, benchmarks }, problems }
    }
}

/// The files of a part of a folder; nothing where there is no such part. What is no ordinary file is told, and nothing
/// of what is in it.
fn folder_files(folder: &Path, part: &str, problems: &mut Vec<Problem>) -> anyhow::Result<Option<Vec<Source>>> {
    let inner = folder.join(part);
    let shown = |name: &str| format!("{}/{part}{name}", folder.display()).replace('\\', "/");
    let mut unusable = |name: &str, why: &str| {
        let path = shown(name);
        problems.push(Problem::new(Code::UnusableDefinition, format!("'{path}' is not read: {why}")).in_file(path));
    };
    match inner.symlink_metadata() {
        Ok(found) if found.is_symlink() => {
            unusable("", "it is a link to another folder");
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
                Err(why) => unusable(&name, &why),
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
    Some(Source { id, text: text.into(), path })
}
