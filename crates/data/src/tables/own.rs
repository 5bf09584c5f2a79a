//! Whether the tables that a council's own extracts get have names and columns that are free.
//!
//! Takes the schema and the layouts it was made of, gives a mistake for each name that stands twice: one of the two would
//! silently be the one that conditions speak of.

use std::collections::HashSet;

use super::schema::{Origin, Schema, TableSpec};
use crate::definitions::Layout;
use crate::problem::Problem;
use crate::problem_codes::Code;

/// The names that are taken, each once.
pub fn problems(schema: &Schema, layouts: &[Layout]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for (at, table) in schema.tables.iter().enumerate() {
        let Some(layout) = layout_of(table, layouts) else { continue };
        if schema.tables[..at].iter().any(|other| other.id == table.id) {
            let message = format!("the extract '{}' would make a table '{}', and there is one", layout.id, table.id);
            let help = "Give the file another name: the extract's name is that of its table.";
            let problem = Problem::new(Code::NameTaken, message).help(help);
            problems.push(problem.snippet(layout.file.snippet(0..0, "its name is taken")));
        }
        let mut seen: HashSet<&str> = HashSet::new();
        for column in &table.columns {
            if seen.insert(&column.name) {
                continue;
            }
            let own =
                layout.columns.iter().find(|own| column.needs.iter().any(|need| *need == format!("{}.{}", layout.id, own.name)));
            let Some(own) = own else { continue };
            let message =
                format!("the column '{}' of {} would be '{}' in conditions, and there is one", own.name, layout.id, column.name);
            let label = format!("'{}' has the name already", table.id);
            let span = own.span.clone();
            let known = |problem: &Problem| {
                problem.snippets.first().is_some_and(|snippet| snippet.file == layout.file.path && snippet.span == span)
            };
            if !problems.iter().any(known) {
                let help = "Call the column otherwise, and name its header in the file with `local = [\"...\"]`.";
                let problem = Problem::new(Code::NameTaken, message).help(help);
                problems.push(problem.snippet(layout.file.snippet(own.span.clone(), label)));
            }
        }
    }
    problems
}

fn layout_of<'a>(table: &TableSpec, layouts: &'a [Layout]) -> Option<&'a Layout> {
    let id = match &table.origin {
        Origin::Declared => return None,
        Origin::Rows(id) | Origin::OfLookedAfter(id) | Origin::OfCareLeavers(id) => id,
    };
    layouts.iter().find(|layout| layout.id == *id)
}
