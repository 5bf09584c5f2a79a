//! Tells which extract a file is, and which of its columns are whose.
//!
//! By name first (case, spaces, `-` and `_` do not matter), otherwise by columns; a name that holds an
//! extract's name tells of two that the columns fit which it is.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::csv_file;
use super::folder::{Folder, FoundFile, plural};
use super::header::{Fit, is_invisible};
use crate::calendar::Month;
use crate::definitions::Layout;
use crate::definitions::extract::Column;
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;

/// A file with the place of its layout and its shape.
pub type Recognised<'a> = (&'a FoundFile, usize, csv_file::Shape);

/// The files that are extracts; what the others are is reported.
pub fn files<'a>(found: &'a Folder, layouts: &[Layout], problems: &mut Vec<Problem>) -> Vec<Recognised<'a>> {
    let known = Known::new(layouts);
    let shapes: Vec<_> = found
        .files
        .par_iter()
        .map(|file| {
            let called = known.called(&file.stems());
            csv_file::shape(file, &|row| known.fit(row, called))
        })
        .collect();
    let mut files: Vec<(Recognised<'a>, bool)> = Vec::new();
    let mut unknown = Vec::new();
    for (file, shape) in found.files.iter().zip(shapes) {
        let shape = match shape {
            Ok(Some(shape)) => shape,
            Ok(None) => {
                problems.push(Problem::new(Code::EmptyFile, format!("'{}' is empty", file.name)).in_file(&file.name));
                continue;
            }
            Err(error) => {
                problems.push(
                    Problem::new(Code::UnreadableFile, format!("'{}' cannot be read: {error}", file.name)).in_file(&file.name),
                );
                continue;
            }
        };
        let named = known.by_name(&file.stems());
        let unnamed = || known.unnamed(known.called(&file.stems()).hinted, &Headers::new(&shape.headers));
        let Some(layout) = named.or_else(unnamed) else {
            unknown.push(&file.name);
            continue;
        };
        if file.month.is_none() && layouts[layout].child().is_some() {
            problems.push(
                Problem::new(Code::StrayFile, format!("'{}' lies beside the monthly folders and is not read", file.name))
                    .in_file(&file.name),
            );
            continue;
        }
        files.push(((file, layout, shape), named.is_some()));
    }
    if let Some(first) = unknown.first() {
        let count = unknown.len() as u64;
        let mut problem = Problem::new(
            Code::UnknownFile,
            format!("{count} {} no extract this program knows, such as '{first}'", plural(count, "file is", "files are")),
        )
        .times(count);
        for name in unknown.iter().take(PLACES) {
            problem = problem.in_file(name.as_str());
        }
        problems.push(problem);
    }
    // A file known only by its columns gives way to one of the right name.
    let named: Vec<_> = files.iter().filter(|(_, named)| *named).map(|((file, layout, _), _)| (file.month, *layout)).collect();
    files.retain(|((file, layout, _), by_name)| {
        let second = !by_name && named.contains(&(file.month, *layout));
        if second {
            problems.push(
                Problem::new(
                    Code::SecondFile,
                    format!(
                        "'{}' looks like the {} extract too, which another file holds by name; it is not read",
                        file.name, layouts[*layout].id
                    ),
                )
                .in_file(&file.name),
            );
        }
        !second
    });
    // What is made of another layout gives way to the return's own, and what tells of one day to what tells of more.
    let rank = |file: &FoundFile| file.origin.as_ref().map_or(0, |origin| 1 + u8::from(origin.snapshot));
    let best: Vec<_> = files.iter().map(|((file, layout, _), _)| (file.month, *layout, rank(file))).collect();
    files.retain(|((file, layout, _), _)| {
        let listed = file.origin.as_ref().is_some_and(|origin| origin.snapshot);
        let speaks = |month: &Option<Month>| *month == file.month || (listed && *month > file.month);
        let better = best.iter().any(|(month, of, other)| speaks(month) && of == layout && *other < rank(file));
        if better {
            let id = &layouts[*layout].id;
            let message = format!("'{}' is not read: another file is the {id} extract itself", file.name);
            problems
                .push(Problem::new(Code::SecondFile, message).help("Nothing to do: the other tells more.").in_file(&file.name));
        }
        !better
    });
    let of_years = several(&files, layouts, problems);
    let mut seen: Vec<(Option<Month>, usize)> = Vec::new();
    for ((file, layout, _), _) in &files {
        let key = (file.month, *layout);
        if seen.contains(&key) && !of_years.contains(&key) {
            let message = format!("'{}' is a second file of the {} extract; both are read", file.name, layouts[*layout].id);
            let touched = format!("{}.*", layouts[*layout].id);
            problems.push(Problem::new(Code::SecondFile, message).in_file(&file.name).touching([touched]));
        }
        seen.push(key);
    }
    let files: Vec<Recognised<'a>> = files.into_iter().map(|(file, _)| file).collect();
    report_rows_above(&files, layouts, problems);
    files
}

/// Extracts that lie in several files called alike but for a number, such as a year: all are read, which is told once.
fn several(files: &[(Recognised<'_>, bool)], layouts: &[Layout], problems: &mut Vec<Problem>) -> Vec<(Option<Month>, usize)> {
    let mut like: BTreeMap<(Option<Month>, usize), Vec<&str>> = BTreeMap::new();
    for ((file, layout, _), _) in files {
        like.entry((file.month, *layout)).or_default().push(&file.name);
    }
    let bare = |name: &str| name.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>().to_lowercase();
    let numbered = |name: &str| name.chars().any(|letter| letter.is_ascii_digit());
    let alike = |names: &Vec<&str>| {
        let first = names.first().map(|name| bare(name));
        names.len() > 1 && names.iter().all(|name| numbered(name) && Some(bare(name)) == first)
    };
    like.retain(|_, names| alike(names));
    for ((_, layout), names) in &like {
        let shown = names.iter().take(PLACES).copied().collect::<Vec<_>>().join(", ");
        let more = if names.len() > PLACES { ", ..." } else { "" };
        let message = format!("the {} extract lies in {} files, all read: {shown}{more}", layouts[*layout].id, names.len());
        problems.push(Problem::new(Code::SeveralFiles, message).times(names.len() as u64));
    }
    like.into_keys().collect()
}

/// Files whose header is not their first row.
fn report_rows_above(files: &[Recognised<'_>], layouts: &[Layout], problems: &mut Vec<Problem>) {
    let mut like: BTreeMap<(usize, u32), Vec<&str>> = BTreeMap::new();
    for (file, layout, shape) in files.iter().filter(|(.., shape)| shape.below) {
        like.entry((*layout, shape.header_row)).or_default().push(&file.name);
    }
    for ((layout, row), names) in like {
        let message = format!("the header of {} is row {row}; what stands above it is not read", layouts[layout].id);
        let mut problem = Problem::new(Code::HeaderBelow, message).times(names.len() as u64);
        for name in names.into_iter().take(PLACES) {
            problem = problem.in_file(name);
        }
        problems.push(problem);
    }
}

/// A name with case, spaces, dashes, `_` and what nobody sees taken out.
pub fn plain(name: &str) -> String {
    if name.is_ascii() {
        // Nearly every name: of each file some hundred are looked at.
        let none = |byte: &u8| *byte <= b' ' || matches!(byte, b'-' | b'_' | 0x7f);
        return name.bytes().filter(|byte| !none(byte)).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    let none = |c: char| c.is_whitespace() || matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}') || is_invisible(c);
    name.chars().filter(|c| !none(*c)).flat_map(char::to_lowercase).collect()
}

/// Layouts with their names and those of their columns as they are compared: worked out once for all files.
struct Known<'a> {
    layouts: &'a [Layout],
    /// By name, the first layout that has it.
    by_name: HashMap<String, usize>,
    /// By layout, the names of each column, its own first.
    columns: Vec<Vec<Vec<String>>>,
}

/// What the names of a file tell.
#[derive(Clone, Copy)]
struct Called {
    /// The layout whose name it has.
    own: Option<usize>,
    /// Where it has none: the layout whose name stands in it.
    hinted: Option<usize>,
}

/// The headers of a row by their names, each with its first place.
struct Headers<'a> {
    cells: &'a [String],
    whole: HashMap<String, usize>,
    /// Power BI writes the table before the column: `Episodes[CHILD]`.
    bare: HashMap<String, usize>,
}

impl<'a> Headers<'a> {
    fn new(cells: &'a [String]) -> Self {
        let (mut whole, mut bare) = (HashMap::new(), HashMap::new());
        for (at, cell) in cells.iter().enumerate() {
            whole.entry(plain(cell)).or_insert(at);
            if let Some((_, column)) = cell.strip_suffix(']').and_then(|cell| cell.rsplit_once('[')) {
                bare.entry(plain(column)).or_insert(at);
            }
        }
        Headers { cells, whole, bare }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.whole.get(name).or_else(|| self.bare.get(name)).copied()
    }
}

impl<'a> Known<'a> {
    fn new(layouts: &'a [Layout]) -> Self {
        let mut by_name = HashMap::new();
        for (at, layout) in layouts.iter().enumerate() {
            for name in std::iter::once(&layout.id).chain(&layout.names) {
                by_name.entry(plain(name)).or_insert(at);
            }
        }
        let columns = layouts.iter().map(|layout| layout.columns.iter().map(names).collect()).collect();
        Known { layouts, by_name, columns }
    }

    /// What the names of a file tell.
    fn called(&self, stems: &[String]) -> Called {
        let own = self.by_name(stems);
        Called { own, hinted: if own.is_none() { hinted(stems, self.layouts) } else { None } }
    }

    /// How well a row serves as header of a file of this name.
    fn fit(&self, row: &[String], called: Called) -> Fit {
        let headers = Headers::new(row);
        match called.own {
            Some(layout) => Fit { complete: self.is_complete(&headers, layout), known: self.number(&headers, layout) },
            None => match self.unnamed(called.hinted, &headers) {
                Some(layout) => Fit { complete: true, known: self.number(&headers, layout) },
                None => Fit::default(),
            },
        }
    }

    /// The layout whose names hold the file's.
    fn by_name(&self, stems: &[String]) -> Option<usize> {
        stems.iter().find_map(|stem| self.by_name.get(&plain(stem)).copied())
    }

    fn places(&self, headers: &Headers<'_>, layout: usize) -> impl Iterator<Item = Option<usize>> {
        self.columns[layout].iter().map(|names| names.iter().find_map(|name| headers.find(name)))
    }

    /// How many columns of the layout the headers name.
    fn number(&self, headers: &Headers<'_>, layout: usize) -> usize {
        self.places(headers, layout).flatten().count()
    }

    /// Whether headers name every column that the layout cannot be without.
    fn is_complete(&self, headers: &Headers<'_>, layout: usize) -> bool {
        let columns = self.layouts[layout].columns.iter();
        columns.zip(self.places(headers, layout)).all(|(column, place)| !column.required || place.is_some())
    }

    /// The layout of a file that has no layout's name: by its columns, unless its name holds another layout's
    /// whose columns it has too.
    fn unnamed(&self, hinted: Option<usize>, headers: &Headers<'_>) -> Option<usize> {
        let found = self.by_columns(headers);
        let Some(hinted) = hinted.filter(|hinted| Some(*hinted) != found) else { return found };
        let filled = headers.cells.iter().filter(|header| !header.is_empty()).count();
        let own = self.number(headers, hinted);
        // The other may know one column more: a header that tells who is unaccompanied is one all the same.
        let nearly = found.is_none_or(|found| self.number(headers, found) <= own + 1);
        // Published files have many columns besides: one that names no child is known by its name where all of its own are there.
        let layout = &self.layouts[hinted];
        let published = layout.child().is_none() && own == layout.columns.len();
        let serves = own >= 2 && (own * 2 >= filled || published) && nearly && self.is_complete(headers, hinted);
        if serves { Some(hinted) } else { found }
    }

    /// The one layout that most of the headers belong to.
    fn by_columns(&self, headers: &Headers<'_>) -> Option<usize> {
        let mut best: Option<(usize, usize)> = None;
        let mut tied = false;
        for (at, layout) in self.layouts.iter().enumerate() {
            let known = self.number(headers, at);
            let most = known >= 2 && known * 5 >= layout.columns.len() * 3 && known * 2 >= headers.cells.len();
            if !most || !self.is_complete(headers, at) {
                continue;
            }
            match best {
                Some((_, other)) if other > known => {}
                Some((_, other)) if other == known => tied = true,
                _ => {
                    best = Some((at, known));
                    tied = false;
                }
            }
        }
        best.filter(|_| !tied).map(|(at, _)| at)
    }
}

/// The names of a column as they are compared, its own first.
fn names(column: &Column) -> Vec<String> {
    std::iter::once(&column.name).chain(&column.local).map(|name| plain(name)).collect()
}

/// The layout whose names hold the file's.
pub fn by_name(stems: &[String], layouts: &[Layout]) -> Option<usize> {
    Known::new(layouts).by_name(stems)
}

/// The one layout that most of the headers belong to.
pub fn by_columns(headers: &[String], layouts: &[Layout]) -> Option<usize> {
    Known::new(layouts).by_columns(&Headers::new(headers))
}

/// The layout whose name a file's name holds, a short one as whole words; the longest name of several.
fn hinted(stems: &[String], layouts: &[Layout]) -> Option<usize> {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    const LONG: usize = 6;
    let stem = stems.join(" ");
    let (whole, stem) = (plain(&stem), words(&stem));
    let holds = |name: &str| {
        let (joined, name) = (plain(name), words(name));
        let within = joined.len() >= LONG && whole.contains(&joined);
        within || (!name.is_empty() && stem.windows(name.len()).any(|part| part == name))
    };
    let names = |layout: &Layout| -> Option<usize> {
        let names = std::iter::once(&layout.id).chain(&layout.names);
        names.filter(|name| holds(name)).map(|name| plain(name).len()).max()
    };
    let held = layouts.iter().enumerate().filter_map(|(at, layout)| Some((names(layout)?, at)));
    held.max_by_key(|(length, at)| (*length, std::cmp::Reverse(*at))).map(|(_, at)| at)
}

/// For each column of the layout its place among the headers.
pub fn places(headers: &[String], layout: &Layout) -> Vec<Option<usize>> {
    let headers = Headers::new(headers);
    layout.columns.iter().map(|column| names(column).iter().find_map(|name| headers.find(name))).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::definitions::Sources;

    #[test]
    fn letters_of_any_kind_are_plain_alike() {
        let ascii: String = (0..=0x7f_u8).map(char::from).collect();
        // A letter that is not of ASCII sends the same letters the other way.
        assert_eq!(plain(&format!("{ascii}é")), format!("{}é", plain(&ascii)));
        assert_eq!(plain("OC-2 _\tx"), "oc2x");
    }

    #[test]
    fn a_name_that_holds_an_extracts_name_tells_which_of_two_it_is() {
        let layouts =
            Sources::in_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../indicators")).unwrap().read().value.extracts;
        let headers = |text: &str| -> Vec<String> { text.split(',').map(str::to_owned).collect() };
        let known = Known::new(&layouts);
        let id = |stem: &str, text: &str| {
            known.unnamed(hinted(&[stem.to_owned()], &layouts), &Headers::new(&headers(text))).map(|at| layouts[at].id.as_str())
        };
        for stem in ["Header 2018", "CLA header", "903header", "SSDA903_Header_final", "ClaHeader2018"] {
            assert_eq!(id(stem, "CHILD,SEX,DOB"), Some("header"), "{stem}");
            assert_eq!(id(stem, "CHILD,SEX,DOB,DUC"), Some("header"), "{stem}");
            // A name is believed only where the columns are there.
            assert_eq!(id(stem, "CHILD,DOB,REVIEW,REVIEW_CODE"), Some("reviews"), "{stem}");
        }
        assert_eq!(id("some list", "CHILD,SEX,DOB,DUC"), Some("uasc"));
        assert_eq!(id("sw_episodes old", "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC"), Some("sw_episodes"));
        assert_eq!(id("notes", "A,B,C"), None);
        let published = "time_period,geographic_level,region_name,old_la_code,new_la_code,la_name,age_group,population_estimate";
        assert_eq!(id("mid-year population 2024", published), Some("population"));
        assert_eq!(id("estimates", published), None);
    }
}
