//! Layers: what is built in, then each folder of definitions on top of it.
//!
//! Takes folders, gives the files in force. A file stands in front of the one of its kind and id below it, or extends
//! it. A folder that is a copy of the whole, as `scorecard new` once made it, stands for its parts as ever: what it
//! lacks was taken out of it on purpose.

use std::path::Path;
use std::sync::Arc;

use super::extend::{self, EXTENDS};
use super::{Part, Source, Sources};
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// The files of one folder, by part; none of parts that it lacks.
pub(super) struct Folder {
    /// What it is called.
    pub name: String,
    /// Its files.
    pub parts: Vec<(Part, Option<Vec<Source>>)>,
    /// Its files of what changes in codes.
    pub codes: Vec<Source>,
    /// Its files of other layouts.
    pub translations: Vec<Source>,
    /// Parts that are not read, and why.
    pub problems: Vec<Problem>,
}

impl Folder {
    fn take(&mut self, part: Part) -> Option<Vec<Source>> {
        self.parts.iter_mut().find(|(other, _)| *other == part).and_then(|(_, files)| files.take())
    }

    /// Whether it is a copy of the whole: it holds more than half of the indicators or of the layouts that are built in.
    fn is_whole(&self, built_in: &Sources) -> bool {
        [Part::Library, Part::Local, Part::Extracts].into_iter().any(|part| {
            let own = self.parts.iter().find(|(other, _)| *other == part).and_then(|(_, files)| files.as_ref());
            let known = built_in.part(part);
            let held = own.map_or(0, |own| known.iter().filter(|file| own.iter().any(|other| other.id == file.id)).count());
            held * 2 > known.len()
        })
    }
}

impl Sources {
    /// Lays a folder on top of what is there.
    pub(super) fn lay(&mut self, mut folder: Folder) {
        self.problems.append(&mut folder.problems);
        for file in std::mem::take(&mut folder.codes) {
            self.codes.retain(|other| other.id != file.id);
            self.codes.push(file);
        }
        self.codes.sort_by_cached_key(name);
        for mut file in std::mem::take(&mut folder.translations) {
            let below = self.translations.iter().position(|other| other.id == file.id).map(|at| self.translations.remove(at));
            file.laid.layer = Some(folder.name.as_str().into());
            file.laid.shadows = below.map(Arc::new);
            self.translations.push(file);
        }
        self.translations.sort_by_cached_key(name);
        let built_in = Sources::built_in();
        if folder.is_whole(&built_in) {
            self.stand_for(folder, built_in);
            return;
        }
        let layer: Arc<str> = folder.name.as_str().into();
        for part in Part::ALL {
            for mut file in folder.take(part).unwrap_or_default() {
                file.laid.layer = Some(layer.clone());
                self.put(part, file, &layer);
            }
            self.part_mut(part).sort_by_cached_key(name);
        }
    }

    /// Puts a file in front of the one of its kind and id that another layer has.
    fn put(&mut self, part: Part, mut file: Source, layer: &Arc<str>) {
        let below = |other: &Source| other.id == file.id && other.laid.layer.as_ref() != Some(layer);
        for part in part.of_kind() {
            let files = self.part_mut(*part);
            if let Some(at) = files.iter().position(below) {
                file.laid.shadows = Some(Arc::new(files[at].clone()));
                files[at] = file;
                return;
            }
        }
        self.part_mut(part).push(file);
    }

    /// A copy of the whole: its parts stand for those below, and a part that it lacks is the one below. With the local
    /// indicators below come the layouts that they speak of.
    fn stand_for(&mut self, mut folder: Folder, built_in: Sources) {
        let library = folder.take(Part::Library);
        let benchmarks = folder.take(Part::Benchmarks);
        let local = folder.take(Part::Local);
        let scorecards = folder.take(Part::Scorecards);
        let layer: Arc<str> = folder.name.as_str().into();
        // Copies were made before breakdowns were files: theirs are on top of those built in.
        let is_copy = |file: &Source| built_in.breakdowns.iter().any(|below| below.id == file.id && below.text == file.text);
        let own = folder.take(Part::Breakdowns).unwrap_or_default();
        for mut file in own.into_iter().filter(|file| !is_copy(file)) {
            file.laid.layer = Some(layer.clone());
            self.put(Part::Breakdowns, file, &layer);
        }
        let named = |files: Vec<Source>| -> Vec<Source> {
            let of_layer = |mut file: Source| {
                file.laid.layer = Some(layer.clone());
                file
            };
            files.into_iter().map(of_layer).collect()
        };
        self.lenient = library.is_some() && benchmarks.is_none();
        if let Some(own) = folder.take(Part::Extracts) {
            let mut own = named(own);
            if local.is_none() {
                let lacking = |file: &Source| file.is_local() && !own.iter().any(|other| other.id == file.id);
                let added: Vec<Source> = built_in.extracts.into_iter().filter(lacking).collect();
                own.extend(added);
            }
            self.extracts = own;
        }
        match scorecards {
            Some(own) => self.scorecards = named(own),
            // Scorecards below name indicators below: a library of one's own goes without them.
            None if library.is_some() => self.scorecards.clear(),
            None => {}
        }
        for (part, own) in [(Part::Library, library), (Part::Local, local), (Part::Benchmarks, benchmarks)] {
            if let Some(own) = own {
                *self.part_mut(part) = named(own);
            }
        }
    }

    /// The files of a part with what they extend; what extends nothing that is there is told and left out.
    pub(super) fn resolved(&self, part: Part, problems: &mut Vec<Problem>) -> Vec<Result<Source, Source>> {
        let files = self.part(part).iter();
        files
            .map(|file| {
                self.resolve(part, file, &mut Vec::new()).map_err(|problem| {
                    // What extends a file with a mistake of this kind meets it too: it is told once.
                    let is_told = |other: &Problem| other.message == problem.message && place(other) == place(&problem);
                    if !problems.iter().any(is_told) {
                        problems.push(*problem);
                    }
                    file.clone()
                })
            })
            .collect()
    }

    fn resolve(&self, part: Part, file: &Source, on_the_way: &mut Vec<String>) -> Result<Source, Box<Problem>> {
        let Some((id, span)) = extend::text_of(file, EXTENDS) else { return Ok(file.clone()) };
        let mistake = |message: String, label: String| {
            Err(Box::new(Problem::new(Code::WrongValue, message).snippet(file.snippet(span.clone(), label))))
        };
        let base = if id == file.id {
            file.laid.shadows.clone()
        } else {
            part.of_kind().iter().flat_map(|part| self.part(*part)).find(|other| other.id == id).cloned().map(Arc::new)
        };
        let Some(base) = base else {
            if id == file.id {
                let message = format!("there is no {} '{id}' below this one to extend", part.what());
                return mistake(message, "no layer below defines it".to_owned());
            }
            let known = part.of_kind().iter().flat_map(|part| self.part(*part)).map(|other| other.id.as_str());
            let near = suggestion(nearest(&id, known)).unwrap_or_else(|| "not defined".to_owned());
            return mistake(format!("there is no {} '{id}' to extend", part.what()), near);
        };
        let mark = base.path.clone();
        if on_the_way.contains(&mark) {
            return mistake(format!("'{}' extends '{id}', which extends it in turn", file.id), "in a circle".to_owned());
        }
        on_the_way.push(mark);
        if base.laid.unreadable.is_some() || toml::de::DeTable::parse(&base.text).is_err() {
            return mistake(format!("'{id}' cannot be extended: {} is not read", base.path), "mend that first".to_owned());
        }
        let base = self.resolve(part, &base, on_the_way)?;
        let mut file = file.clone();
        file.laid.base = Some(Arc::new(base));
        Ok(file)
    }

    /// What layers stand in front of, and what of that has changed since: for those who check definitions.
    pub fn shadowed(&self) -> Vec<Problem> {
        let files = Part::ALL.into_iter().flat_map(|part| self.part(part).iter().map(move |file| (part, file)));
        files.filter_map(|(part, file)| shadowed(part, file)).collect()
    }
}

impl Source {
    /// Whether it is of one's own: in a layer, and not a copy of what is built in.
    pub fn is_own(&self, built_in: &Sources) -> bool {
        let is_copy = |part: Part| {
            let same = built_in.part(part).iter().find(|file| file.id == self.id);
            same.is_some_and(|same| same.text == self.text || extend::mark(same) == extend::mark(self))
        };
        self.laid.layer.is_some() && !Part::ALL.into_iter().any(is_copy)
    }
}

fn place(problem: &Problem) -> Option<&str> {
    problem.snippets.first().map(|snippet| snippet.file.as_str())
}

fn shadowed(part: Part, file: &Source) -> Option<Problem> {
    let below = file.laid.shadows.as_ref()?;
    // What cannot be read has its own mistake.
    if file.laid.unreadable.is_some() || below.laid.unreadable.is_some() || toml::de::DeTable::parse(&file.text).is_err() {
        return None;
    }
    let mark = extend::mark(below);
    let does = if extend::text_of(file, EXTENDS).is_some_and(|(id, _)| id == file.id) { "extends" } else { "stands in front of" };
    let message = format!("the {} '{}' of {} {does} the one {}", part.what(), file.id, file.layer(), of_layer(below));
    match extend::text_of(file, extend::BASED_ON) {
        None => {
            let problem = Problem::new(Code::ShadowedDefinition, message).in_file(file.path.clone());
            Some(problem.help(format!(
                "Nothing to do. Write {} = \"{mark}\" into it to be told when the one below changes.",
                extend::BASED_ON
            )))
        }
        Some((noted, _)) if noted == mark => Some(
            Problem::new(Code::ShadowedDefinition, message)
                .in_file(file.path.clone())
                .help("Nothing to do: the one below is as it was when this was written."),
        ),
        Some((_, span)) => {
            let message = format!("{message}, and that has changed since");
            let problem = Problem::new(Code::ChangedBelow, message)
                .snippet(file.snippet(span.start + file.begins()..span.end + file.begins(), format!("now \"{mark}\"")));
            Some(problem)
        }
    }
}

fn of_layer(file: &Source) -> String {
    match &file.laid.layer {
        None => "built in".to_owned(),
        Some(layer) => format!("of {layer}"),
    }
}

/// The name of a file, by which its part is in order.
fn name(file: &Source) -> String {
    format!("{}.toml", file.id)
}

impl Part {
    /// Every part.
    pub const ALL: [Part; 6] = [Part::Extracts, Part::Library, Part::Local, Part::Breakdowns, Part::Scorecards, Part::Benchmarks];

    /// Its folder.
    pub fn folder(self) -> &'static str {
        match self {
            Part::Extracts => "extracts",
            Part::Library => "library",
            Part::Local => "local",
            Part::Scorecards => "scorecards",
            Part::Benchmarks => "benchmarks",
            Part::Breakdowns => "breakdowns",
        }
    }

    /// What one of its files defines.
    pub fn what(self) -> &'static str {
        match self {
            Part::Extracts => "layout",
            Part::Library | Part::Local => "indicator",
            Part::Scorecards => "scorecard",
            Part::Benchmarks => "published file",
            Part::Breakdowns => "breakdown",
        }
    }

    /// The parts that hold what is of one kind with it, in which an id stands once.
    fn of_kind(self) -> &'static [Part] {
        match self {
            Part::Extracts => &[Part::Extracts],
            Part::Library | Part::Local => &[Part::Library, Part::Local],
            Part::Scorecards => &[Part::Scorecards],
            Part::Benchmarks => &[Part::Benchmarks],
            Part::Breakdowns => &[Part::Breakdowns],
        }
    }
}

impl Sources {
    /// The files of a part.
    pub fn part(&self, part: Part) -> &Vec<Source> {
        match part {
            Part::Extracts => &self.extracts,
            Part::Library => &self.indicators,
            Part::Local => &self.local,
            Part::Scorecards => &self.scorecards,
            Part::Benchmarks => &self.benchmarks,
            Part::Breakdowns => &self.breakdowns,
        }
    }

    fn part_mut(&mut self, part: Part) -> &mut Vec<Source> {
        match part {
            Part::Extracts => &mut self.extracts,
            Part::Library => &mut self.indicators,
            Part::Local => &mut self.local,
            Part::Scorecards => &mut self.scorecards,
            Part::Benchmarks => &mut self.benchmarks,
            Part::Breakdowns => &mut self.breakdowns,
        }
    }

    /// The definitions of folders, each on top of those before it, all on top of what is built in.
    ///
    /// # Errors
    /// When a folder or a file in it cannot be read.
    pub fn in_layers<'a>(folders: impl IntoIterator<Item = &'a Path>) -> anyhow::Result<Self> {
        let mut sources = Sources::built_in();
        for folder in folders {
            sources.lay(super::read_folder(folder)?);
        }
        Ok(sources)
    }
}
