//! Tells which extract a file is, and which of its columns are whose.
//!
//! By name first (case, spaces, `-` and `_` do not matter), otherwise by columns.

use rayon::prelude::*;

use super::csv_file;
use super::folder::{Folder, FoundFile, plural};
use crate::definitions::Layout;
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;

/// A file with the place of its layout and its shape.
pub type Recognised<'a> = (&'a FoundFile, usize, csv_file::Shape);

/// The files that are extracts; what the others are is reported.
pub fn files<'a>(found: &'a Folder, layouts: &[Layout], problems: &mut Vec<Problem>) -> Vec<Recognised<'a>> {
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
        let named = by_name(&file.stem(), layouts);
        let Some(layout) = named.or_else(|| by_columns(&shape.headers, layouts)) else {
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
    let mut seen: Vec<(Option<crate::calendar::Month>, usize)> = Vec::new();
    for ((file, layout, _), _) in &files {
        let key = (file.month, *layout);
        if seen.contains(&key) {
            let message = format!("'{}' is a second file of the {} extract; both are read", file.name, layouts[*layout].id);
            problems.push(Problem::new(Code::SecondFile, message).in_file(&file.name));
        }
        seen.push(key);
    }
    files.into_iter().map(|(file, _)| file).collect()
}

/// A name with case, spaces, `-` and `_` taken out.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '-' | '_' | '\u{feff}')).flat_map(char::to_lowercase).collect()
}

/// The layout whose names hold the file's.
pub fn by_name(stem: &str, layouts: &[Layout]) -> Option<usize> {
    let stem = plain(stem);
    layouts.iter().position(|layout| plain(&layout.id) == stem || layout.names.iter().any(|name| plain(name) == stem))
}

/// The one layout that most of the headers belong to.
pub fn by_columns(headers: &[String], layouts: &[Layout]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    let mut tied = false;
    for (at, layout) in layouts.iter().enumerate() {
        let places = places(headers, layout);
        let known = places.iter().flatten().count();
        let complete = layout.columns.iter().zip(&places).all(|(column, place)| !column.required || place.is_some());
        let most = known >= 2 && known * 5 >= layout.columns.len() * 3 && known * 2 >= headers.len();
        if !complete || !most {
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

/// For each column of the layout its place among the headers.
pub fn places(headers: &[String], layout: &Layout) -> Vec<Option<usize>> {
    let headers: Vec<String> = headers.iter().map(|header| plain(header)).collect();
    let find = |name: &str| {
        let name = plain(name);
        headers.iter().position(|header| *header == name)
    };
    layout.columns.iter().map(|column| find(&column.name).or_else(|| column.local.iter().find_map(|local| find(local)))).collect()
}
