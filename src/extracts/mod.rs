//! Loads the extracts: finds, reads, checks and merges the CSV files.
//!
//! Takes the input folder and the layouts, gives [`Extracts`]: for each extract one
//! set of typed columns in which the same record stands once, the latest extract's.
//! Knows nothing of indicators, periods of care or what is measured.

mod checks;
mod children;
mod csv_file;
mod folder;
mod merge;
mod recognise;
mod values;

use std::collections::BTreeMap;
use std::path::Path;

use polars::prelude::StringChunked;
use rayon::prelude::*;

pub use children::{Child, Children, NO_CHILD};
pub use folder::plural;
pub use values::{NO_CODE, NO_NUMBER, NO_WORD, Values, Words};

use crate::calendar::{self, Day, Month};
use crate::definitions::{ColumnKind, Layout};
use crate::problem::{PLACES, Place, Problem, Reported};
use crate::problem_codes::Code;
use folder::{Folder, FoundFile};
use values::Fault;

/// What to load.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The input folder.
    pub folder: &'a Path,
    /// The reporting month.
    pub period: Month,
    /// Leave out extracts of months after the period.
    pub as_reported: bool,
    /// Whether a column of an extract is of use; words are kept only where they are.
    pub wanted: &'a (dyn Fn(&str, &str) -> bool + Sync),
    /// Whether an extract is of use; others are recognised and not read.
    pub of_use: &'a (dyn Fn(&str) -> bool + Sync),
}

/// The extracts of a folder, read and merged.
#[derive(Clone, Debug, Default)]
pub struct Extracts {
    /// The children's identifiers.
    pub children: Children,
    /// The extracts found, by id.
    pub by_id: BTreeMap<String, Extract>,
    /// The months there are extracts of; one for a flat folder.
    pub months: Vec<Month>,
}

/// The records of one extract.
#[derive(Clone, Debug, Default)]
pub struct Extract {
    /// For each record its child; [`NO_CHILD`] where the extract has none.
    pub child: Vec<Child>,
    /// For each column of the layout its values; none where no file has the column.
    pub columns: Vec<Option<Values>>,
    /// For each record the place of its file in `files`.
    pub file: Vec<u16>,
    /// For each record its row in the file, as a spreadsheet numbers it.
    pub row: Vec<u32>,
    /// The files it was read from.
    pub files: Vec<FileRead>,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct FileRead {
    /// Its path within the input folder.
    pub name: String,
    /// The month it speaks of, where it does of one.
    pub month: Option<Month>,
}

impl Extract {
    /// The number of records.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// The days of a column, if a file has it.
    pub fn days(&self, column: usize) -> Option<&[Day]> {
        match self.columns.get(column)? {
            Some(Values::Days(days)) => Some(days),
            _ => None,
        }
    }

    /// The codes of a column, if a file has it.
    pub fn codes(&self, column: usize) -> Option<&[u8]> {
        match self.columns.get(column)? {
            Some(Values::Codes(codes)) => Some(codes),
            _ => None,
        }
    }

    /// The whole numbers of a column, if a file has it.
    pub fn integers(&self, column: usize) -> Option<&[i32]> {
        match self.columns.get(column)? {
            Some(Values::Integers(integers)) => Some(integers),
            _ => None,
        }
    }

    /// The words of a column, if a file has it.
    pub fn words(&self, column: usize) -> Option<&Words> {
        match self.columns.get(column)? {
            Some(Values::Words(words)) => Some(words),
            _ => None,
        }
    }

    /// The month of a record's extract.
    pub fn month(&self, record: usize) -> Option<Month> {
        self.files.get(usize::from(*self.file.get(record)?))?.month
    }

    /// Where a record was read.
    pub fn place(&self, record: usize) -> Place {
        let file = self.file.get(record).and_then(|at| self.files.get(usize::from(*at)));
        Place {
            file: file.map(|file| file.name.clone()).unwrap_or_default(),
            row: self.row.get(record).map(|row| u64::from(*row)),
            ..Place::default()
        }
    }
}

/// One file's rows, read but not yet merged.
struct FilePart {
    layout: usize,
    read: FileRead,
    height: usize,
    child: Option<StringChunked>,
    columns: Vec<Option<Values>>,
    faults: Vec<(usize, Fault)>,
    ragged: Vec<u32>,
}

/// Loads the extracts of a folder; nothing stops at the first problem.
pub fn load(layouts: &[Layout], request: &Request<'_>) -> Reported<Extracts> {
    let mut problems = Vec::new();
    let Some(found) = folder::list(request.folder, request.period, request.as_reported, &mut problems) else {
        return Reported { value: Extracts::default(), problems };
    };
    let mut files = recognised(&found, layouts, &mut problems);
    if files.is_empty() {
        problems.push(Problem::new(
            Code::NoExtracts,
            format!("no file of '{}' is an extract this program knows, by name or by columns", request.folder.display()),
        ));
    }
    files.retain(|(_, layout, _)| (request.of_use)(&layouts[*layout].id));
    let read: Vec<(Option<FilePart>, Vec<Problem>)> =
        files.par_iter().map(|(file, layout, shape)| read_file(file, *layout, shape, &layouts[*layout], request)).collect();
    let mut parts = Vec::new();
    for (part, met) in read {
        parts.extend(part);
        problems.extend(met);
    }
    report_faults(&parts, layouts, &mut problems);
    report_gaps_between_months(&found, &parts, layouts, &mut problems);
    let mut extracts = Extracts { months: found.months.clone(), ..Extracts::default() };
    if extracts.months.is_empty() {
        extracts.months.push(request.period);
    }
    merge::merge(parts, layouts, &mut extracts, &mut problems);
    checks::check(&extracts, layouts, request.period, &mut problems);
    Reported { value: extracts, problems }
}

type Recognised<'a> = (&'a FoundFile, usize, csv_file::Shape);

/// The files that are extracts, largest first so that both ends of the work meet.
fn recognised<'a>(found: &'a Folder, layouts: &[Layout], problems: &mut Vec<Problem>) -> Vec<Recognised<'a>> {
    let shapes: Vec<_> = found.files.par_iter().map(|file| csv_file::shape(&file.path)).collect();
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
        let named = recognise::by_name(&file.stem(), layouts);
        let Some(layout) = named.or_else(|| recognise::by_columns(&shape.headers, layouts)) else {
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
    files.into_iter().map(|(file, _)| file).collect()
}

fn read_file(
    file: &FoundFile,
    at: usize,
    shape: &csv_file::Shape,
    layout: &Layout,
    request: &Request<'_>,
) -> (Option<FilePart>, Vec<Problem>) {
    let mut problems = Vec::new();
    let places = recognise::places(&shape.headers, layout);
    let missing = |required: bool| -> Vec<&str> {
        let absent = layout.columns.iter().zip(&places).filter(|(_, place)| place.is_none());
        absent.filter(|(column, _)| column.required == required).map(|(column, _)| column.name.as_str()).collect()
    };
    let (unusable, absent) = (missing(true), missing(false));
    if !unusable.is_empty() {
        let message = format!("'{}' has no column {} and is left out", file.name, unusable.join(", "));
        problems.push(Problem::new(Code::UnusableFile, message).in_file(&file.name));
        return (None, problems);
    }
    if !absent.is_empty() {
        let message = format!("'{}' has no column {}", file.name, absent.join(", "));
        problems.push(Problem::new(Code::MissingColumn, message).times(absent.len() as u64).in_file(&file.name));
    }
    let extra: Vec<&str> = shape
        .headers
        .iter()
        .enumerate()
        .filter(|(place, header)| !header.is_empty() && !places.contains(&Some(*place)))
        .map(|(_, header)| header.as_str())
        .collect();
    if !extra.is_empty() {
        let shown = extra.iter().take(PLACES).copied().collect::<Vec<_>>().join(", ");
        let message = format!("'{}' has columns that its layout does not name, which are not read: {shown}", file.name);
        problems.push(Problem::new(Code::UnknownColumns, message).times(extra.len() as u64).in_file(&file.name));
    }
    let used = |column: usize| {
        let known = &layout.columns[column];
        let words = matches!(known.kind, ColumnKind::Text | ColumnKind::Postcode | ColumnKind::Number);
        !words || layout.key.contains(&column) || (request.wanted)(&layout.id, &known.name)
    };
    let mut wanted: Vec<usize> =
        places.iter().enumerate().filter(|(column, _)| used(*column)).filter_map(|(_, place)| *place).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let rows = match csv_file::rows(&file.path, shape, &wanted) {
        Ok(rows) => rows,
        Err(error) => {
            let message = format!("'{}' cannot be read: {error:#}", file.name);
            problems.push(Problem::new(Code::UnreadableFile, message).in_file(&file.name));
            return (None, problems);
        }
    };
    if rows.height == 0 {
        problems.push(Problem::new(Code::EmptyFile, format!("'{}' has a header and no row", file.name)).in_file(&file.name));
    }
    let text = |column: usize| -> Option<&StringChunked> {
        let place = places[column]?;
        let at = wanted.binary_search(&place).ok()?;
        rows.columns.get(at)?.str().ok()
    };
    let child = layout.child().and_then(text).cloned();
    let read: Vec<Option<(Values, Vec<Fault>)>> = (0..layout.columns.len())
        .into_par_iter()
        .map(|column| match layout.columns[column].kind {
            ColumnKind::Child => None,
            _ if rows.height == 0 => empty_values(places[column], layout.columns[column].kind),
            _ => text(column).map(|text| values::read(text, &layout.columns[column])),
        })
        .collect();
    let mut columns = Vec::with_capacity(read.len());
    let mut faults = Vec::new();
    for (column, read) in read.into_iter().enumerate() {
        let (values, met) = read.unzip();
        columns.push(values);
        faults.extend(met.unwrap_or_default().into_iter().map(|fault| (column, fault)));
    }
    let part = FilePart {
        layout: at,
        read: FileRead { name: file.name.clone(), month: file.month },
        height: rows.height,
        child,
        columns,
        faults,
        ragged: rows.ragged,
    };
    let part = FilePart {
        faults: {
            let mut all = code_years(&part, layout);
            all.extend(part.faults.iter().cloned());
            all
        },
        ..part
    };
    (Some(part), problems)
}

fn empty_values(place: Option<usize>, kind: ColumnKind) -> Option<(Values, Vec<Fault>)> {
    place?;
    let values = match kind {
        ColumnKind::Date => Values::Days(Vec::new()),
        ColumnKind::Code | ColumnKind::Flag => Values::Codes(Vec::new()),
        ColumnKind::Integer => Values::Integers(Vec::new()),
        ColumnKind::Number => Values::Numbers(Vec::new()),
        ColumnKind::Text | ColumnKind::Postcode | ColumnKind::Child => Values::Words(Words::default()),
    };
    Some((values, Vec::new()))
}

/// Codes that their list does not have for any year from the row's own to the extract's.
fn code_years(part: &FilePart, layout: &Layout) -> Vec<(usize, Fault)> {
    let Some(month) = part.read.month else { return Vec::new() };
    let extracted = calendar::collection_year(month.last());
    let begun = match layout.year.and_then(|year| part.columns.get(year)) {
        Some(Some(Values::Days(days))) => Some(days),
        _ => None,
    };
    let mut found = Vec::new();
    for (at, column) in layout.columns.iter().enumerate() {
        let dated: Vec<bool> = column.codes.iter().map(|code| code.from > extracted || code.until < extracted).collect();
        let Some(Some(Values::Codes(codes))) = part.columns.get(at) else { continue };
        if !dated.contains(&true) {
            continue;
        }
        let mut fault = Fault { code: Code::CodeNotOfYear, count: 0, first: Vec::new() };
        for (row, code) in codes.iter().enumerate().filter(|(_, code)| dated.get(usize::from(**code)) == Some(&true)) {
            let known = &column.codes[usize::from(*code)];
            let day = begun.and_then(|days| days.get(row)).copied().filter(|day| *day != calendar::NO_DAY);
            let first = day.map_or(extracted, |day| calendar::collection_year(day).min(extracted));
            if known.from > extracted || known.until < first {
                fault.count += 1;
                if fault.first.len() < PLACES {
                    fault.first.push((row as u32, known.code.clone()));
                }
            }
        }
        if fault.count > 0 {
            found.push((at, fault));
        }
    }
    found
}

/// Like faults of a column are one problem, over all its files.
fn report_faults(parts: &[FilePart], layouts: &[Layout], problems: &mut Vec<Problem>) {
    let mut like: BTreeMap<(usize, usize, Code), Problem> = BTreeMap::new();
    for part in parts {
        for (column, fault) in &part.faults {
            let name = &layouts[part.layout].columns[*column].name;
            let problem = like
                .entry((part.layout, *column, fault.code))
                .or_insert_with(|| Problem::new(fault.code, String::new()).times(0));
            problem.count += fault.count;
            for (row, value) in fault.first.iter().take(PLACES.saturating_sub(problem.places.len())) {
                problem.places.push(Place {
                    file: part.read.name.clone(),
                    row: Some(u64::from(*row) + 2),
                    column: Some(name.clone()),
                    value: Some(value.clone()),
                });
            }
        }
        if !part.ragged.is_empty() {
            let count = part.ragged.len() as u64;
            let mut problem = Problem::new(
                Code::RaggedRows,
                format!("'{}' has {count} {} with more cells than the header", part.read.name, plural(count, "row", "rows")),
            )
            .times(count);
            for row in part.ragged.iter().take(PLACES) {
                problem = problem.at(Place { file: part.read.name.clone(), row: Some(u64::from(*row) + 2), ..Place::default() });
            }
            problems.push(problem);
        }
    }
    for ((layout, column, code), mut problem) in like {
        let column = &layouts[layout].columns[column];
        let count = problem.count;
        let kind = match code {
            Code::UnreadableDate => plural(count, "value that is no date", "values that are no dates").to_owned(),
            Code::MixedDates => {
                plural(count, "date in another form than the column's others", "dates in another form than the column's others")
                    .to_owned()
            }
            Code::UnreadableNumber if column.kind == ColumnKind::Integer && column.range.1 < i64::from(i32::MAX) => {
                format!(
                    "{} from {} to {}",
                    plural(count, "value that is no whole number", "values that are no whole numbers"),
                    column.range.0,
                    column.range.1
                )
            }
            Code::UnreadableNumber => plural(count, "value that is no number", "values that are no numbers").to_owned(),
            Code::CodeNotOfYear => plural(count, "code of another collection year", "codes of other collection years").to_owned(),
            _ => plural(count, "code that its list does not have", "codes that its list does not have").to_owned(),
        };
        problem.message = format!("{} of {} holds {count} {kind}", column.name, layouts[layout].id);
        problems.push(problem);
    }
}

/// A file that some month has and the newest lacks is most likely forgotten.
fn report_gaps_between_months(found: &Folder, parts: &[FilePart], layouts: &[Layout], problems: &mut Vec<Problem>) {
    let Some(newest) = found.months.last() else { return };
    for (at, layout) in layouts.iter().enumerate() {
        let months: Vec<Month> = parts.iter().filter(|part| part.layout == at).filter_map(|part| part.read.month).collect();
        if let Some(last) = months.iter().max().filter(|last| *last < newest) {
            problems.push(Problem::new(
                Code::MissingFile,
                format!("the extract of {newest} has no {} file; the newest one is of {last}", layout.id),
            ));
        }
    }
}
