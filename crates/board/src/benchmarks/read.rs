//! Reads a folder of published files.
//!
//! Takes the folder and the definitions, gives [`Figures`] with the problems met. A file is known by its
//! columns, whatever its name. One with other columns is left alone, and said so once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::figures::{Area, Authority, Cell, Figures, Said, Series, said};
use super::mapping::{self, Columns, PLACE_COLUMNS, Plan, Role, Use};
use super::{lines, neighbours, years};
use crate::definitions::{Decimal, PublishedFile, PublishedMeasure, Total};
use crate::figure::Fraction;
use crate::plain;
use crate::problem::{PLACES, Place, Problem};
use crate::problem_codes::Code;
use crate::scorecard::Published;

/// What was read for a measure, a year and an area, before it is put together.
#[derive(Clone, Debug, Default)]
struct Raw {
    value: Option<Said>,
    count: Option<Said>,
    total: Option<Said>,
    parts: Vec<Said>,
}

/// A measure's, by year and area.
type Raws = BTreeMap<(i32, Area), Raw>;

/// Where cells stand that cannot be read, by column.
type Unreadable = BTreeMap<String, (u64, Vec<Place>)>;

/// Reads a folder; nothing where that stops the job, which is then among the problems.
pub fn read(folder: &Path, files: &[PublishedFile], problems: &mut Vec<Problem>) -> Option<Figures> {
    let shown = folder.display();
    if !folder.is_dir() {
        problems.push(Problem::new(Code::NoBenchmarks, format!("there is no folder '{shown}'")));
        return None;
    }
    let mut entries: Vec<(String, PathBuf)> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())).collect(),
        Err(error) => {
            problems.push(Problem::new(Code::NoBenchmarks, format!("the folder '{shown}' cannot be read: {error}")));
            return None;
        }
    };
    entries.sort();
    let measures = mapping::measures(files);
    let mut figures = Figures::default();
    let mut found: Vec<Raws> = vec![Raws::new(); measures.len()];
    let (mut others, mut known) = (Vec::new(), 0);
    for (name, path) in entries {
        if !path.is_file() || !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
            others.push(name);
            continue;
        }
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                problems.push(Problem::new(Code::UnreadableFile, format!("'{name}' cannot be read: {error}")).in_file(name));
                continue;
            }
        };
        let text = String::from_utf8_lossy(&bytes);
        let text = plain::text(&text);
        let text = text.trim_start_matches('\u{feff}');
        let headers: Vec<&str> =
            text.lines().next().unwrap_or_default().split(',').map(|header| header.trim().trim_matches('"')).collect();
        if let Some(plan) = mapping::plan(&headers, &measures) {
            let mut file = File { name: &name, headers: &headers, plan: &plan, unreadable: Unreadable::new() };
            let read = file.read(text, &mut figures);
            file.report(problems);
            merge(&mut found, read, &name, problems);
            known += 1;
        } else if neighbours::is_list(&headers) {
            figures.neighbours = Some(neighbours::read(text));
        } else {
            others.push(name);
        }
    }
    report_others(others, problems);
    if known == 0 {
        let names: Vec<&str> = files.iter().map(|file| file.file.as_str()).collect();
        let message = format!("no file of '{shown}' is one of those published");
        problems.push(Problem::new(Code::NoBenchmarks, message).help(format!(
            "Give the folder with the files as they are downloaded from Explore Education Statistics: {}.",
            names.join(", ")
        )));
        return None;
    }
    let of_file = files.iter().flat_map(|file| file.measures.iter().map(|_| &file.file));
    let missing = measures.iter().zip(of_file).zip(&found).filter(|(_, raws)| !has_figure(raws));
    figures.missing = missing.map(|((measure, file), _)| (measure.indicator.clone(), file.clone())).collect();
    for (measure, raws) in measures.into_iter().zip(found).filter(|(_, raws)| has_figure(raws)) {
        let cells = raws.into_iter().filter_map(|(at, raw)| Some((at, cell(measure, &raw)?))).collect();
        figures.series.push(Series { measure: measure.clone(), cells });
    }
    Some(figures)
}

/// Whether a file has a figure of a measure, and not only totals that another file has too.
fn has_figure(raws: &Raws) -> bool {
    raws.values().any(|raw| raw.value.is_some() || !raw.parts.is_empty())
}

/// A file being read.
struct File<'a> {
    name: &'a str,
    headers: &'a [&'a str],
    plan: &'a Plan,
    unreadable: Unreadable,
}

impl File<'_> {
    fn read(&mut self, text: &str, figures: &mut Figures) -> BTreeMap<usize, Raws> {
        let mut found: BTreeMap<usize, Raws> = BTreeMap::new();
        lines::each(text, |row, cells| self.read_row(cells, row, figures, &mut found));
        found
    }

    fn read_row(&mut self, cells: &[&str], row: u64, figures: &mut Figures, found: &mut BTreeMap<usize, Raws>) {
        let plan = self.plan;
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        for rows in &plan.rows {
            let held: Vec<String> = rows.columns.iter().map(|at| mapping::plain(cell(*at))).collect();
            let is_it = |(wanted, _): &(&Vec<String>, &Vec<Use>)| wanted.iter().zip(&held).all(|(wanted, held)| wanted == held);
            let Some((_, uses)) = rows.uses.iter().find(is_it) else { continue };
            let [period, identifier, level, region, region_name, number, name, code, _] = plan.places.map(|at| cell(at).trim());
            let Some(year) = years::year(period, identifier) else {
                self.cannot_read(PLACE_COLUMNS[0], row, period);
                continue;
            };
            let Some(area) = area(level, region, number, code) else { continue };
            match &area {
                Area::Authority(number) if !figures.authorities.contains_key(number) => {
                    let authority = Authority { name: name.to_owned(), code: code.to_owned(), region: region.to_owned() };
                    figures.authorities.insert(number.clone(), authority);
                }
                Area::Region(region) if !figures.regions.contains_key(region) => {
                    figures.regions.insert(region.clone(), region_name.to_owned());
                }
                _ => {}
            }
            for used in uses {
                let Some(Columns { value, count, of }) = plan.columns.get(&used.measure).copied() else { continue };
                let raw = found.entry(used.measure).or_default().entry((year, area.clone())).or_default();
                let mut said = |at: Option<usize>| at.and_then(|at| self.said(at, cells, row));
                match used.role {
                    Role::Figure => {
                        raw.value = said(Some(value));
                        raw.count = said(count);
                        if of.is_some() {
                            raw.total = said(of);
                        }
                    }
                    Role::Part => raw.parts.extend(said(count)),
                    Role::Total => raw.total = said(count),
                }
            }
        }
    }

    fn said(&mut self, at: usize, cells: &[&str], row: u64) -> Option<Said> {
        let text = cells.get(at).copied().unwrap_or_default();
        let said = said(text);
        if said.is_none() {
            let column = self.headers.get(at).copied().unwrap_or_default();
            self.cannot_read(column, row, text);
        }
        said
    }

    fn cannot_read(&mut self, column: &str, row: u64, value: &str) {
        let (_, places) = self.unreadable.entry(column.to_owned()).or_default();
        let place = Place {
            file: self.name.to_owned(),
            row: Some(row),
            column: Some(column.to_owned()),
            value: Some(value.to_owned()),
            ..Place::default()
        };
        // A row that several measures use is one.
        if places.last() == Some(&place) {
            return;
        }
        if places.len() < PLACES {
            places.push(place);
        }
        if let Some((count, _)) = self.unreadable.get_mut(column) {
            *count += 1;
        }
    }

    fn report(&mut self, problems: &mut Vec<Problem>) {
        for (column, (count, mut places)) in std::mem::take(&mut self.unreadable) {
            places.sort();
            let (cells, are) = if count == 1 { ("cell", "is") } else { ("cells", "are") };
            let what = if column == PLACE_COLUMNS[0] { "no year that ends in March" } else { "neither a number nor a symbol" };
            let message = format!("{count} {cells} of {column} {are} {what}");
            let problem = Problem::new(Code::UnreadablePublished, message).times(count);
            problems.push(places.into_iter().fold(problem, Problem::at));
        }
    }
}

fn area(level: &str, region: &str, number: &str, code: &str) -> Option<Area> {
    match level {
        "National" => Some(Area::England),
        "Regional" => Some(Area::Region(region.to_owned())),
        "Local authority" if !number.is_empty() => Some(Area::Authority(number.to_owned())),
        "Local authority" => Some(Area::Authority(code.to_owned())),
        _ => None,
    }
}

/// Adds what a file has; of a figure that an earlier file gave otherwise, the earlier one stays.
///
/// A total without its figure is left out: files of the same columns call totals alike.
fn merge(found: &mut [Raws], read: BTreeMap<usize, Raws>, name: &str, problems: &mut Vec<Problem>) {
    let mut differ: BTreeMap<(i32, Area), ()> = BTreeMap::new();
    for (measure, raws) in read {
        let Some(known) = found.get_mut(measure) else { continue };
        for (at, raw) in raws.into_iter().filter(|(_, raw)| raw.value.is_some() || !raw.parts.is_empty()) {
            match known.get(&at) {
                Some(earlier) if earlier.value != raw.value || earlier.parts != raw.parts => {
                    differ.insert(at, ());
                }
                Some(_) => {}
                None => {
                    known.insert(at, raw);
                }
            }
        }
    }
    if !differ.is_empty() {
        let years: std::collections::BTreeSet<i32> = differ.keys().map(|(year, _)| *year).collect();
        let years: Vec<String> = years.iter().map(i32::to_string).collect();
        let message = format!("'{name}' gives other figures of {} than a file before it", years.join(", "));
        problems.push(Problem::new(Code::PublishedTwice, message).in_file(name).times(differ.len() as u64));
    }
}

fn report_others(others: Vec<String>, problems: &mut Vec<Problem>) {
    if !others.is_empty() {
        let message = match others.as_slice() {
            [one] => format!("'{one}' is no published file that an indicator is compared with, and is left alone"),
            _ => format!("{} files are none that an indicator is compared with, and are left alone", others.len()),
        };
        let problem = Problem::new(Code::UnknownFile, message).help("Nothing to do.").times(others.len() as u64);
        problems.push(others.into_iter().take(PLACES).fold(problem, Problem::in_file));
    }
}

/// Puts together what was read; nothing where the figure itself could not be read.
fn cell(measure: &PublishedMeasure, raw: &Raw) -> Option<Cell> {
    let whole = |said: &Option<Said>| match said {
        Some(Said::Number(number)) if number.scale == 0 => Some(number.digits),
        _ => None,
    };
    let total = whole(&raw.total);
    if measure.sum.is_some() {
        return sum(raw, total);
    }
    let shows_parts = matches!(measure.total, Some(Total::Row(_)));
    let parts = whole(&raw.count).zip(total).filter(|_| shows_parts);
    Some(match raw.value.clone()? {
        Said::Number(number) => Cell { value: Published::Value(number.value()), decimals: number.scale, parts },
        Said::Symbol(letters) => Cell { value: Published::Symbol(letters.to_owned()), decimals: 0, parts: None },
    })
}

/// A percentage counted from the sum of parts; those not collected in the year are none of it.
fn sum(raw: &Raw, total: Option<i64>) -> Option<Cell> {
    let symbol = |letters: &str| Cell { value: Published::Symbol(letters.to_owned()), decimals: 0, parts: None };
    let mut count = None;
    for part in &raw.parts {
        match part {
            Said::Number(Decimal { digits, scale: 0 }) => *count.get_or_insert(0) += digits,
            Said::Number(_) => return None,
            Said::Symbol("z") => {}
            Said::Symbol(letters) => return Some(symbol(letters)),
        }
    }
    match (count, total) {
        (Some(count), Some(total)) if total > 0 => {
            let percent = Fraction::new(i128::from(count) * 100, i128::from(total)).rounded(0);
            Some(Cell { value: Published::Value(percent.parse().ok()?), decimals: 0, parts: Some((count, total)) })
        }
        (None, _) | (_, Some(_)) => Some(symbol("z")),
        (_, None) => match raw.total {
            Some(Said::Symbol(letters)) => Some(symbol(letters)),
            _ => None,
        },
    }
}
