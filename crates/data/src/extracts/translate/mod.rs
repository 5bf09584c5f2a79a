//! Makes the return's extracts of tables that other layouts have: Ofsted's Annex A, the Standard Safeguarding Dataset.
//!
//! Takes the candidates of a folder, puts what is made of known tables in their place. What is known of a layout is data
//! (`translations/`, read by `definitions::translation`); rules that columns alone do not tell are in `rules` and `spells`. The stages
//! after know nothing of it: what is made is a table as any other, with places that lead to the row it is made of.

mod others;
mod rules;
mod source;
mod spells;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::csv_file;
use super::folder::{Folder, FoundFile, plural};
use super::formats::{Axis, Budget, Part, Table};
use super::header::Fit;
use super::{Request, recognise};
use crate::calendar::{Day, Month};
use crate::definitions::translation::{Cell, MadeExtract, OtherTable, words};
use crate::definitions::{Layout, Translation};
use crate::problem::Problem;
use crate::problem_codes::Code;
use others::Others;
use source::Source;

/// Where an extract is from, when it was made of another layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What the layout is called.
    pub title: Arc<str>,
    /// Whether it tells of one day alone.
    pub snapshot: bool,
}

/// Rows that are made, each with the row it is made of.
pub struct Made {
    columns: Vec<String>,
    rows: Vec<(u32, Vec<String>)>,
}

/// Puts what is made of the tables of other layouts in their place.
pub fn apply(found: &mut Folder, layouts: &[Layout], request: &Request<'_>, problems: &mut Vec<Problem>) {
    let candidates: Vec<usize> = (0..found.files.len())
        .filter(|at| {
            let stems = found.files[*at].stems();
            // What has an extract's own name is one, unless it has the name of a table too.
            recognise::by_name(&stems, layouts).is_none() || stems.iter().any(|stem| stem.to_lowercase().starts_with("ssd_"))
        })
        .collect();
    if candidates.is_empty() {
        return;
    }
    for plan in request.translations {
        let months: BTreeSet<Option<Month>> = candidates.iter().map(|at| found.files[*at].month).collect();
        let mut months: Vec<Option<Month>> = months.into_iter().collect();
        // Of lists of one day the newest tell how things are: what an earlier one says is over, and no mistake of it.
        if plan.snapshot {
            months.sort_by_key(|month| (*month > Some(request.period), std::cmp::Reverse(*month)));
        }
        let (mut newest, mut older) = (None, Vec::new());
        for month in months {
            let of_month = candidates.iter().copied().filter(|at| found.files.get(*at).is_some_and(|file| file.month == month));
            let mut sources = Vec::new();
            let mut used = BTreeSet::new();
            let mut rest = Vec::new();
            for at in of_month {
                let file = &found.files[at];
                if file.path.as_os_str().is_empty() {
                    continue;
                }
                match of_plan(plan, file, layouts) {
                    Some(Ok(Of::Read(source))) => {
                        used.insert(at);
                        sources.push(source);
                    }
                    Some(Ok(Of::Known(table))) => {
                        used.insert(at);
                        rest.push(table.id.as_str());
                    }
                    Some(Err(error)) => {
                        let message = format!("'{}' cannot be read: {error:#}", file.name);
                        problems.push(Problem::new(Code::UnreadableFile, message).in_file(&file.name));
                    }
                    None => {}
                }
            }
            if plan.snapshot && newest.is_some() {
                older.extend(sources.into_iter().map(|source| source.file.name));
            } else if !sources.is_empty() {
                newest = Some(month.unwrap_or(request.period));
                made_of((plan, layouts), sources, &rest, month.unwrap_or(request.period), found, problems);
            }
            // Their places are kept until the end: other plans count by them.
            for at in used {
                found.files[at].path = std::path::PathBuf::new();
            }
        }
        if let Some(newest) = newest.filter(|_| !older.is_empty()) {
            let count = older.len() as u64;
            let (tables, are) = (plural(count, "table", "tables"), plural(count, "is", "are"));
            let message = format!(
                "{count} {tables} of {} {are} of other months and not read: it tells of one day, and that of {newest} counts",
                plan.title
            );
            let problem = Problem::new(Code::ReadAs, message).times(count);
            problems.push(older.into_iter().take(crate::problem::PLACES).fold(problem, Problem::in_file));
        }
    }
    found.files.retain(|file| !file.path.as_os_str().is_empty());
}

/// What a file is of another layout.
enum Of<'a> {
    /// A table of which something is made.
    Read(Source<'a>),
    /// One that is known, so that nobody looks for it elsewhere.
    Known(&'a OtherTable),
}

/// The table that a file is of another layout, read where something is made of it; nothing where it is none.
fn of_plan<'a>(plan: &'a Translation, file: &FoundFile, layouts: &[Layout]) -> Option<anyhow::Result<Of<'a>>> {
    let stems = file.stems();
    let named = plan.tables.iter().find(|table| stems.iter().any(|stem| is_called(stem, table)));
    // A table without columns of interest is known by its name alone.
    if let Some(table) = named.filter(|table| table.required.is_empty()) {
        let listed = stems.iter().any(|stem| list_number(stem).is_some()) || table.id.starts_with("ssd_");
        return listed.then_some(Ok(Of::Known(table)));
    }
    let complete = |table: &OtherTable, headers: &[String]| {
        let places = table.places(headers);
        table.required.iter().all(|column| places.contains_key(column.as_str())).then_some(places.len())
    };
    let likely: Vec<&OtherTable> = match named {
        Some(table) => vec![table],
        None => plan.tables.iter().filter(|table| !table.required.is_empty()).collect(),
    };
    let fit = |row: &[String]| {
        let known = likely.iter().filter_map(|table| complete(table, row)).max();
        Fit { complete: known.is_some(), known: known.unwrap_or(0) }
    };
    let shape = match csv_file::shape(file, &fit) {
        Ok(shape) => shape?,
        // Told where the file is recognised.
        Err(_) => return None,
    };
    let by_columns = || {
        if recognise::by_columns(&shape.headers, layouts).is_some() {
            return None;
        }
        let most = |table: &&&OtherTable| complete(table, &shape.headers);
        let table =
            likely.iter().filter(|table| most(table).is_some_and(|known| known * 2 >= table.columns.len())).max_by_key(most)?;
        Some(*table)
    };
    let table = match named {
        Some(table) => complete(table, &shape.headers).map(|_| table)?,
        None => by_columns()?,
    };
    Some(Source::read(table, file.clone(), &shape).map(Of::Read))
}

/// The number that a name gives a list: `List 8`, `list_08`, `Annex A List 8 - Children in care`.
fn list_number(name: &str) -> Option<u32> {
    let words = words(&name.replace('_', " "));
    let at = words.iter().position(|word| word.starts_with("list"))?;
    let digits = words[at].strip_prefix("list").filter(|rest| !rest.is_empty());
    digits.or_else(|| words.get(at + 1).map(String::as_str))?.parse().ok()
}

fn is_called(stem: &str, table: &OtherTable) -> bool {
    let number = list_number(stem);
    if number.is_some() && number == list_number(&table.id) {
        return true;
    }
    let name = recognise::plain(stem);
    std::iter::once(&table.id).chain(&table.names).any(|known| recognise::plain(known) == name)
}

/// Makes the extracts of the tables of one month; of `rest` nothing is made.
fn made_of(
    (plan, layouts): (&Translation, &[Layout]),
    sources: Vec<Source<'_>>,
    rest: &[&str],
    month: Month,
    found: &mut Folder,
    problems: &mut Vec<Problem>,
) {
    let origin = Origin { title: plan.title.as_str().into(), snapshot: plan.snapshot };
    let mut told = Vec::new();
    for extract in &plan.extracts {
        let from: Vec<&Source<'_>> =
            extract.from.iter().flat_map(|id| sources.iter().filter(move |source| source.table.id == *id)).collect();
        // Of several the first with rows tells where the extract is from.
        let Some(base) = from.iter().find(|source| source.height > 0).or(from.first()) else { continue };
        let made = match extract.made.as_deref() {
            Some("oc2") => rules::oc2(&sources, month),
            Some(_) => rules::episodes(&sources),
            None => Some(copied(extract, &from, &sources, month)),
        };
        // Where no table has what it cannot be without, there is nothing to make.
        let lacks =
            |made: &Made, layout: &Layout| layout.columns.iter().any(|own| own.required && !made.columns.contains(&own.name));
        let layout = layouts.iter().find(|layout| layout.id == extract.id);
        let made = made.filter(|made| !layout.is_none_or(|layout| lacks(made, layout)));
        let Some(part) = made.and_then(|made| made.part(&extract.id)) else { continue };
        told.push(extract.id.as_str());
        found.files.push(base.file.with_origin(Arc::new(part), origin.clone()));
    }
    let tables = sources.len() as u64;
    let mut problem = Problem::new(
        Code::ReadAs,
        format!(
            "{tables} {} of {}: {}{}",
            plural(tables, "table is", "tables are"),
            plan.title,
            made_words(&told, plan.snapshot),
            rest_words(rest, &plan.rest)
        ),
    )
    .times(tables);
    for source in sources.iter().take(crate::problem::PLACES) {
        problem = problem.in_file(&source.file.name);
    }
    problems.push(problem);
    problems.extend(sources.into_iter().flat_map(Source::problems));
}

fn made_words(made: &[&str], snapshot: bool) -> String {
    let listed = match made {
        [] => "nothing can be made of them".to_owned(),
        made => format!("{} {} made of them", made.join(", "), plural(made.len() as u64, "is", "are")),
    };
    if snapshot { format!("{listed}, as on the day of the lists") } else { listed }
}

fn rest_words(rest: &[&str], why: &str) -> String {
    match rest {
        [] => String::new(),
        rest if why.is_empty() => format!("; nothing is made of {}", rest.join(", ")),
        rest => format!("; nothing is made of {}, since {why}", rest.join(", ")),
    }
}

/// Rows whose cells are those of other columns.
fn copied(extract: &MadeExtract, from: &[&Source<'_>], all: &[Source<'_>], month: Month) -> Made {
    let there = |cell: &Cell| match cell {
        Cell::Same(column) => column == "never" || column == "born" || from.iter().any(|source| source.has(column)),
        Cell::Made { of, table: Some(table), .. } => all.iter().any(|source| source.table.id == *table && source.has(of)),
        Cell::Made { of, .. } => from.iter().any(|source| source.has(of)),
    };
    let columns: Vec<(&String, &Cell)> = extract.columns.iter().filter(|(_, cell)| there(cell)).collect();
    let births = extract.born.as_ref().map(|id| rules::births(all, id)).unwrap_or_default();
    let among: Option<BTreeSet<String>> = (!extract.among.is_empty()).then(|| {
        let tables = all.iter().filter(|source| extract.among.contains(&source.table.id));
        tables.flat_map(|source| by_child(source).into_keys()).collect()
    });
    let others = Others::of(extract, all, month);
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for source in from {
        for row in 0..source.height {
            let child = &source.child(row);
            if among.as_ref().is_some_and(|among| !among.contains(child)) {
                continue;
            }
            let used = extract.only.as_ref().is_none_or(|rule| rules::is_used(source, row, rule));
            if !used || (extract.once && !child.is_empty() && !seen.insert(child.clone())) {
                continue;
            }
            let cell = |cell: &Cell| match cell {
                Cell::Same(column) if column == "born" => births.get(child).cloned().unwrap_or_default(),
                Cell::Same(column) => source.text(column, row).to_owned(),
                Cell::Made { of, table: Some(table), by, .. } => others.cell(table, of, by, child),
                Cell::Made { of, with, by, .. } => rules::made_cell(source, row, of, with.as_deref(), by, month),
            };
            let cells: Vec<String> = columns.iter().map(|(_, of)| cell(of)).collect();
            // Blank rows of the table stay none.
            if cells.iter().any(|cell| !cell.is_empty()) && !source.is_blank(row) {
                rows.push((source.row(row), cells));
            }
        }
    }
    Made { columns: columns.into_iter().map(|(name, _)| name.clone()).collect(), rows }
}

impl Made {
    /// As a table.
    fn part(self, id: &str) -> Option<Part> {
        let mut budget = Budget::new();
        let mut table = Table::new(&mut budget);
        for column in &self.columns {
            table.push(column).ok()?;
        }
        table.end_row().ok()?;
        let mut places = Vec::with_capacity(self.rows.len());
        for (row, cells) in &self.rows {
            places.push(*row);
            for cell in cells {
                table.push(cell).ok()?;
            }
            table.end_row().ok()?;
        }
        let text = table.finish().ok()?;
        Some(Part { title: format!("as {id}"), name: id.to_owned(), text, axis: Axis::Source(places) })
    }
}

/// A day as it is written.
fn written(day: Option<Day>) -> String {
    day.map(crate::calendar::iso).unwrap_or_default()
}

/// For each child the rows of a source.
fn by_child(source: &Source<'_>) -> BTreeMap<String, Vec<usize>> {
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in 0..source.height {
        let child = source.child(row);
        if !child.is_empty() {
            rows.entry(child).or_default().push(row);
        }
    }
    rows
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_known_by_their_number_and_tables_by_their_name() {
        for (name, number) in
            [("List 8", Some(8)), ("list_08", Some(8)), ("Annex A - List 10 (adoption)", Some(10)), ("LIST9", Some(9))]
        {
            assert_eq!(list_number(name), number, "{name}");
        }
        assert_eq!(list_number("Listening 8"), None);
        assert_eq!(list_number("notes"), None);
        let catalogue = crate::definitions::Sources::built_in().read().value;
        let called = |name: &str| {
            catalogue.translations[0].tables.iter().find(|table| is_called(name, table)).map(|table| table.id.as_str())
        };
        assert_eq!(called("List_10"), Some("list 10"));
        assert_eq!(called("Children looked after"), Some("list 8"));
        assert_eq!(called("List 12"), None);
    }
}
