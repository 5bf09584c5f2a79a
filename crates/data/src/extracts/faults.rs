//! What is wrong in the cells of the files, in words.
//!
//! Takes files as read, gives problems: like faults of a column are one problem with
//! a count and the first places.

use std::collections::{BTreeMap, BTreeSet};

use super::folder::{Folder, plural};
use super::reach::FileReach;
use super::read::FilePart;
use super::values::{Fault, Values};
use crate::calendar::{self, Month};
use crate::definitions::{ColumnKind, Layout};
use crate::problem::{PLACES, Place, Problem};
use crate::problem_codes::Code;

/// How many columns a message names.
const SHOWN: usize = 20;

/// Codes that their list does not have for any year from the row's own to the extract's.
pub fn code_years(part: &FilePart, layout: &Layout) -> Vec<(usize, Fault)> {
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
pub fn report(parts: &[FilePart], layouts: &[Layout], problems: &mut Vec<Problem>) {
    let mut like: BTreeMap<(usize, usize, Code), Problem> = BTreeMap::new();
    report_notes(parts, layouts, problems);
    for part in parts {
        for (column, fault) in part.faults.iter().filter(|(_, fault)| !NOTES.contains(&fault.code)) {
            let name = &layouts[part.layout].columns[*column].name;
            let problem = like
                .entry((part.layout, *column, fault.code))
                .or_insert_with(|| Problem::new(fault.code, String::new()).times(0).touching([touched(layouts, part, name)]));
            problem.count += fault.count;
            for (row, value) in fault.first.iter().take(PLACES.saturating_sub(problem.places.len())) {
                problem.places.push(Place {
                    file: part.read.name.clone(),
                    row: Some(u64::from(part.row(*row))),
                    column: Some(name.clone()),
                    value: Some(value.clone()),
                    ..Place::default()
                });
            }
        }
        if !part.ragged.is_empty() {
            let count = part.ragged.len() as u64;
            let mut problem = Problem::new(
                Code::RaggedRows,
                format!("'{}' has {count} {} with more cells than the header", part.read.name, plural(count, "row", "rows")),
            )
            .times(count)
            .touching([touched(layouts, part, "*")]);
            for row in part.ragged.iter().take(PLACES) {
                problem =
                    problem.at(Place { file: part.read.name.clone(), row: Some(u64::from(part.row(*row))), ..Place::default() });
            }
            problems.push(problem);
        }
    }
    report_columns(parts, layouts, problems);
    // Of several columns alike one problem, so that a file with one fault throughout is told of once.
    let mut kinds: BTreeMap<(usize, Code, Kind), Vec<(usize, Problem)>> = BTreeMap::new();
    for ((layout, column, code), problem) in like {
        kinds.entry((layout, code, Kind::of(layouts[layout].columns[column].kind))).or_default().push((column, problem));
    }
    for ((layout, code, _), columns) in kinds {
        let named = |at: usize| layouts[layout].columns[at].name.as_str();
        let several: Vec<String> = columns.iter().map(|(at, problem)| format!("{} ({})", named(*at), problem.count)).collect();
        let Some((column, mut problem)) = columns.into_iter().reduce(|mut first, (_, other)| {
            first.1.count += other.count;
            first.1.touches.extend(other.touches);
            let room = PLACES.saturating_sub(first.1.places.len());
            first.1.places.extend(other.places.into_iter().take(room));
            first
        }) else {
            continue;
        };
        let column = &layouts[layout].columns[column];
        let count = problem.count;
        if code == Code::UnreadableDate && column.kind == ColumnKind::Month {
            problem.help = "Write months as yyyy-mm, such as 2018-03; the cell is taken as empty.".to_owned();
        }
        let kind = match code {
            Code::UnreadableDate if column.kind == ColumnKind::Month => {
                plural(count, "value that is no month", "values that are no months").to_owned()
            }
            Code::UnreadableDate => plural(count, "value that is no date", "values that are no dates").to_owned(),
            Code::SwappedDates => {
                plural(count, "date that can only be mm/dd/yyyy", "dates that can only be mm/dd/yyyy").to_owned()
            }
            Code::MixedDates => {
                plural(count, "date in another form than the column's others", "dates in another form than the column's others")
                    .to_owned()
            }
            Code::UnreadableNumber if several.len() > 1 => "values that are no numbers in their range".to_owned(),
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
            _ if column.kind == ColumnKind::Flag => {
                plural(count, "value other than 0 and 1", "values other than 0 and 1").to_owned()
            }
            _ => plural(count, "code that its list does not have", "codes that its list does not have").to_owned(),
        };
        problem.message = match several.len() {
            1 => format!("{} of {} holds {count} {kind}", column.name, layouts[layout].id),
            n => format!("{n} columns of {} hold {count} {kind}: {}", layouts[layout].id, several.join(", ")),
        };
        problems.push(problem);
    }
}

/// The column of an extract, as what rests on it names it.
fn touched(layouts: &[Layout], part: &FilePart, column: &str) -> String {
    format!("{}.{column}", layouts[part.layout].id)
}

/// What is told once for each extract: how cells were written, where they were read all the same.
const NOTES: [Code; 4] = [Code::EmptyWords, Code::TimesCut, Code::TwoDigitYears, Code::CodesInWords];

/// Columns whose faults are told in the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Month,
    Flag,
    Number,
    Other,
}

impl Kind {
    fn of(kind: ColumnKind) -> Kind {
        match kind {
            ColumnKind::Month => Kind::Month,
            ColumnKind::Flag => Kind::Flag,
            ColumnKind::Integer | ColumnKind::Number => Kind::Number,
            _ => Kind::Other,
        }
    }
}

/// How cells were written: told once for each extract, with the first of each file.
fn report_notes(parts: &[FilePart], layouts: &[Layout], problems: &mut Vec<Problem>) {
    let mut like: BTreeMap<(Code, usize), (u64, Vec<Place>)> = BTreeMap::new();
    for part in parts {
        for code in NOTES {
            let found: Vec<_> = part.faults.iter().filter(|(_, fault)| fault.code == code).collect();
            let places = found.iter().filter_map(|(column, fault)| Some((fault.first.first()?, *column)));
            let Some(((row, value), column)) = places.min_by_key(|((row, _), _)| *row) else { continue };
            let (count, places) = like.entry((code, part.layout)).or_default();
            *count += found.iter().map(|(_, fault)| fault.count).sum::<u64>();
            places.push(Place {
                file: part.read.name.clone(),
                row: Some(u64::from(part.row(*row))),
                column: Some(layouts[part.layout].columns[column].name.clone()),
                value: Some(value.clone()).filter(|value| !value.is_empty()),
                ..Place::default()
            });
        }
    }
    for ((code, layout), (count, places)) in like {
        let id = &layouts[layout].id;
        let (hold, are) = (plural(count, "holds", "hold"), plural(count, "is", "are"));
        let message = match code {
            Code::TimesCut => {
                format!("{count} {} of {id} {hold} a time of day, which is cut off", plural(count, "date", "dates"))
            }
            Code::TwoDigitYears => {
                format!(
                    "{count} {} of {id} {hold} a year of two digits, and {are} taken as of the one century possible",
                    plural(count, "date", "dates")
                )
            }
            Code::CodesInWords => {
                format!(
                    "{count} {} of {id} {hold} a code or a flag in words, and {are} taken as the code",
                    plural(count, "cell", "cells")
                )
            }
            _ => format!("{count} {} of {id} {hold} 'NULL' or the like and {are} taken as empty", plural(count, "cell", "cells")),
        };
        let mut problem = Problem::new(code, message).times(count);
        problem.places = places.into_iter().take(PLACES).collect();
        problems.push(problem);
    }
}

/// Columns that files lack or have besides: the same ones are one problem, over all files.
fn report_columns(parts: &[FilePart], layouts: &[Layout], problems: &mut Vec<Problem>) {
    type Like<'a> = (usize, Code, Vec<&'a String>);
    let mut like: BTreeMap<Like<'_>, Vec<&str>> = BTreeMap::new();
    for part in parts {
        let absent = part.read.absent.iter().filter(|name| !is_optional(&layouts[part.layout], name)).collect();
        for (code, columns) in [(Code::MissingColumn, absent), (Code::UnknownColumns, part.extra.iter().collect::<Vec<_>>())] {
            let silent = code == Code::MissingColumn && part.read.origin.is_some();
            if !columns.is_empty() && !silent {
                like.entry((part.layout, code, columns)).or_default().push(&part.read.name);
            }
        }
    }
    report_not_filled(parts, layouts, problems);
    for ((layout, code, columns), mut files) in like {
        files.sort_unstable();
        let id = &layouts[layout].id;
        let number = columns.len() as u64;
        let more = columns.len().saturating_sub(SHOWN);
        let mut shown = columns.iter().take(SHOWN).map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        if more > 0 {
            shown.push_str(&format!(" and {more} more"));
        }
        let word = plural(number, "column", "columns");
        let message = match code {
            Code::MissingColumn => format!("{id} has no {word} {shown}"),
            _ => {
                format!(
                    "{id} has {} that its layout does not name, which {} not read: {shown}",
                    plural(number, "a column", "columns"),
                    plural(number, "is", "are")
                )
            }
        };
        let mut problem = Problem::new(code, message).times(files.len() as u64);
        if code == Code::MissingColumn {
            problem = problem.touching(columns.iter().map(|column| format!("{id}.{column}")));
        }
        for file in files.into_iter().take(PLACES) {
            problem = problem.in_file(file);
        }
        problems.push(problem);
    }
}

/// Whether nobody is told that a column is not there.
fn is_optional(layout: &Layout, name: &str) -> bool {
    layout.columns.iter().any(|column| column.optional && column.name == name)
}

/// Columns that are not filled in what is made of another layout: one problem for each layout, since nobody can add them.
fn report_not_filled(parts: &[FilePart], layouts: &[Layout], problems: &mut Vec<Problem>) {
    let mut of: BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for part in parts.iter().filter(|part| !part.read.absent.is_empty()) {
        let Some(origin) = &part.read.origin else { continue };
        let columns = of.entry(&origin.title).or_default().entry(&layouts[part.layout].id).or_default();
        let absent = part.read.absent.iter().filter(|name| !is_optional(&layouts[part.layout], name));
        columns.extend(absent.map(String::as_str));
    }
    for (title, mut extracts) in of {
        extracts.retain(|_, columns| !columns.is_empty());
        if extracts.is_empty() {
            continue;
        }
        let shown = extracts.iter().map(|(id, columns)| {
            let named: Vec<&str> = columns.iter().take(SHOWN).copied().collect();
            format!("{id}: {}", named.join(", "))
        });
        let message = format!("{title} does not fill these columns: {}", shown.collect::<Vec<_>>().join("; "));
        let touched = extracts.iter().flat_map(|(id, columns)| columns.iter().map(move |column| format!("{id}.{column}")));
        let help = "Nothing to do where it does not hold them; a file of an extract itself goes before what is made.";
        let number: usize = extracts.values().map(BTreeSet::len).sum();
        problems.push(Problem::new(Code::MissingColumn, message).times(number as u64).touching(touched).help(help));
    }
}

/// A file that some month has and the newest lacks is most likely forgotten.
/// One that is there and cannot be used is told of elsewhere.
pub fn report_gaps_between_months(
    found: &Folder,
    parts: &[FilePart],
    layouts: &[Layout],
    reach: &BTreeMap<String, Vec<FileReach>>,
    problems: &mut Vec<Problem>,
) {
    let Some(newest) = found.months.last() else { return };
    let is_there = |id: &str| reach.get(id).is_some_and(|files| files.iter().any(|file| file.month == *newest));
    // Reference files are not extracted each month.
    for (at, layout) in layouts.iter().enumerate().filter(|(_, layout)| layout.child().is_some()) {
        let months: Vec<Month> = parts.iter().filter(|part| part.layout == at).filter_map(|part| part.read.month).collect();
        if let Some(last) = months.iter().max().filter(|last| *last < newest && !is_there(&layout.id)) {
            let message = format!("the extract of {newest} has no {} file; the newest one is of {last}", layout.id);
            let help = format!("Add the file; until then figures that need it are of the data to {}, and say so.", last.long());
            problems.push(Problem::new(Code::MissingFile, message).help(help).touching([format!("{}.*", layout.id)]));
        }
    }
}
