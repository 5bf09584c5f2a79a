//! Breakdowns as matrices: below each table, for each thing that figures are broken down by, a row for each promise and a
//! column for each group.
//!
//! Takes a page with groups as rows of their own, gives it with these moved. Groups that nobody is in, in any row, are
//! told in one note, and have no column.

use super::{Cell, Line, Page, Section};
use crate::words;
use scorecard_core::scorecard::Row;

/// The most groups that stand side by side; more are a matrix of their own.
const ACROSS: usize = 8;

/// A breakdown of the rows of a group.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What figures are broken down by: `By sex`.
    pub title: String,
    /// The groups.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
    /// The groups that nobody is in.
    pub note: Option<String>,
}

/// The figures of one row's groups.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// The id of the row.
    pub id: String,
    /// Its name.
    pub title: String,
    /// A cell for each group; empty where the row has no such group.
    pub cells: Vec<Cell>,
}

/// A breakdown while its groups are gathered.
struct Gathered<'a> {
    by: String,
    /// Groups in the order that they are met in.
    groups: Vec<String>,
    /// Rows with their groups.
    rows: Vec<GatheredRow<'a>>,
}

/// A row by its id and its name, with its groups.
type GatheredRow<'a> = (&'a str, &'a str, Vec<InGroup>);

/// A group's name and its cell, and whether nobody is in it.
type InGroup = (String, Cell, bool);

/// A page whose groups of breakdowns are matrices; `figure` makes the cell of a group.
pub(super) fn with_matrices<'a>(mut page: Page<'a>, figure: impl Fn(&Row) -> Cell) -> Page<'a> {
    for section in &mut page.sections {
        let mut groups: Vec<Line<'a>> = Vec::new();
        for part in &mut section.parts {
            let (whole, of_part): (Vec<Line<'a>>, Vec<Line<'a>>) =
                std::mem::take(&mut part.lines).into_iter().partition(|line| !line.row.is_part());
            part.lines = whole;
            groups.extend(of_part);
        }
        section.parts.retain(|part| !part.lines.is_empty());
        section.matrices = matrices(section, &figure);
        section.groups = groups;
    }
    page
}

fn matrices<'a>(section: &Section<'a>, figure: &impl Fn(&Row) -> Cell) -> Vec<Matrix> {
    let mut all: Vec<Gathered<'a>> = Vec::new();
    for whole in section.parts.iter().flat_map(|part| &part.lines).map(|line| line.row) {
        for row in &whole.parts {
            let (by, group) = words::breakdown(row);
            let at = all.iter().position(|found| found.by == by).unwrap_or_else(|| {
                all.push(Gathered { by, groups: Vec::new(), rows: Vec::new() });
                all.len() - 1
            });
            let Some(found) = all.get_mut(at) else { continue };
            if !found.groups.contains(&group) {
                found.groups.push(group.clone());
            }
            let cell = (group, figure(row), row.nobody);
            match found.rows.last_mut().filter(|(id, ..)| *id == whole.id) {
                Some((.., cells)) => cells.push(cell),
                None => found.rows.push((&whole.id, &whole.title, vec![cell])),
            }
        }
    }
    all.into_iter().flat_map(drawn).collect()
}

/// The matrices of one breakdown: groups that somebody is in, so many side by side.
fn drawn(found: Gathered<'_>) -> Vec<Matrix> {
    let Gathered { by, groups, rows } = found;
    let of = |group: &str| rows.iter().flat_map(|(.., cells)| cells).filter(move |(name, ..)| name == group).collect::<Vec<_>>();
    let (empty, shown): (Vec<String>, Vec<String>) =
        groups.iter().cloned().partition(|group| of(group).iter().all(|(_, _, nobody)| *nobody));
    let note = (!empty.is_empty()).then(|| format!("Nobody is in {}.", words::and(&empty)));
    let by = words::lower(&by);
    let mut matrices: Vec<Matrix> = shown
        .chunks(ACROSS)
        .map(|heads| Matrix {
            title: format!("By {by}"),
            heads: heads.to_vec(),
            rows: rows
                .iter()
                .map(|(id, title, cells)| MatrixRow {
                    id: (*id).to_owned(),
                    title: (*title).to_owned(),
                    cells: heads
                        .iter()
                        .map(|head| cells.iter().find(|(name, ..)| name == head).map_or(Cell::Empty, |(_, cell, _)| cell.clone()))
                        .collect(),
                })
                .filter(|row| row.cells.iter().any(|cell| *cell != Cell::Empty))
                .collect(),
            note: None,
        })
        .collect();
    match matrices.last_mut() {
        Some(last) => last.note = note,
        // Nobody in any group: that alone is told.
        None => matrices.push(Matrix { title: format!("By {by}"), heads: Vec::new(), rows: Vec::new(), note }),
    }
    matrices
}
