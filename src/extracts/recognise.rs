//! Tells which extract a file is, and which of its columns are whose.
//!
//! By name first (case, spaces, `-` and `_` do not matter), otherwise by columns.

use crate::definitions::Layout;

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
