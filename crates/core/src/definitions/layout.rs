//! What a layout must keep to, so that its columns can be read and told apart: its own names and kinds, and the kinds of the layout
//! built in that it stands for.
//!
//! Takes layouts as read, gives the mistakes. Knows nothing of derived tables: `tables::own` looks whether names are free there.

use std::collections::HashMap;

use super::extract::{self, Column, ColumnKind, Layout};
use super::reader::{Table, Text};
use super::{Sources, by};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// Whether the column named is one of dates: a row with any other would never be known.
pub(super) fn is_date(column: &Column, name: &Text, table: &Table<'_>) -> bool {
    let fits = column.kind == ColumnKind::Date;
    if !fits {
        let message = format!("'{}' is not a column of dates", column.name);
        table.mistake(Code::WrongType, message, name.span.clone(), format!("its type is {}", column.kind.as_str()));
    }
    fits
}

/// Names under which two columns would be found, and a second column of children.
pub(super) fn check(columns: &[Column], table: &Table<'_>) {
    let mut known: HashMap<String, &Column> = HashMap::new();
    let mut child = false;
    for column in columns {
        let names: Vec<String> = [&column.name].into_iter().chain(&column.local).map(|name| plain(name)).collect();
        if let Some(other) = names.iter().find_map(|name| known.get(name)) {
            let message = format!("the columns '{}' and '{}' are known by the same name", other.name, column.name);
            let label = "case, spaces, - and _ do not tell names apart";
            table.mistake(Code::NameTaken, message, column.span.clone(), label);
        }
        for name in names {
            known.entry(name).or_insert(column);
        }
        if column.kind == ColumnKind::Child && std::mem::replace(&mut child, true) {
            table.mistake(
                Code::WrongValue,
                "an extract has one column of children",
                column.span.clone(),
                "the second of the two",
            );
        }
    }
}

/// A name as headers are compared: what is only writing does not count.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The least and greatest value of a column.
pub(super) fn check_range(name: &str, column: &Table<'_>, widest: (i64, i64)) {
    let of = |key: &str| column.number(key);
    for (key, (number, span)) in ["min", "max"].into_iter().filter_map(|key| Some((key, of(key)?))) {
        if !number.is_some_and(|number| (widest.0..=widest.1).contains(&number)) {
            let message = format!("'{key}' of '{name}' is beyond what a whole number can be");
            column.mistake(Code::WrongValue, message, span, format!("from {} to {}", widest.0, widest.1));
        }
    }
    if let (Some((Some(least), _)), Some((Some(greatest), span))) = (of("min"), of("max"))
        && least > greatest
    {
        column.mistake(Code::WrongValue, format!("'{name}' can have no value"), span, format!("less than min, {least}"));
    }
}

/// Whether what reads a column of one kind can read another in its place. Folders of definitions made before a column
/// got its present kind go on: identifiers were text, and the numbers of returns were numbers.
fn serves(own: ColumnKind, built_in: ColumnKind) -> bool {
    use ColumnKind::{Identifier, Integer, Number, Text};
    own == built_in || matches!((own, built_in), (Text, Identifier) | (Identifier | Integer | Number, Text))
}

/// Compares layouts of one's own with those built in: columns that tables read keep their kind, and what nothing can count is told.
pub(super) fn against_built_in(layouts: &[Layout], problems: &mut Vec<Problem>) {
    let built_in = Sources::built_in().extracts;
    for layout in layouts {
        let Some(source) = built_in.iter().find(|source| source.id == layout.id) else {
            if layout.local {
                unused(layout, None, problems);
            }
            continue;
        };
        if source.text == layout.file.text {
            continue;
        }
        let Some(known) = extract::read(source, &mut Vec::new()) else { continue };
        for column in &known.columns {
            match layout.columns.iter().find(|own| own.name == column.name) {
                Some(own) if !serves(own.kind, column.kind) => {
                    let message = format!("'{}' of {} is of the type {}", column.name, layout.id, column.kind.as_str());
                    let label = format!("here it is {}; tables that read it need the other", own.kind.as_str());
                    problems.push(Problem::new(Code::WrongType, message).snippet(layout.file.snippet(own.span.clone(), label)));
                }
                None if column.kind == ColumnKind::Child => {
                    let message = format!("the layout '{}' has no column '{}'", layout.id, column.name);
                    let label = "rows are told apart by the child";
                    problems.push(Problem::new(Code::MissingKey, message).snippet(layout.file.snippet(0..0, label)));
                }
                _ => {}
            }
        }
        if known.local != layout.local {
            let word = if known.local { "a council's own" } else { "of the return" };
            let message = format!("the extract '{}' is {word}", layout.id);
            let label = format!("write 'local = {}', or give the file another name", known.local);
            problems.push(Problem::new(Code::WrongValue, message).snippet(layout.file.snippet(0..0, label)));
        }
        unused(layout, Some(&known), problems);
    }
}

/// How many columns of a layout that nothing can use are told one by one: each is drawn with its place.
const MOST_UNUSED: usize = 25;

/// Columns that nothing can use: those that no table has. What is in the layout built in as well was weighed there.
fn unused(layout: &Layout, known: Option<&Layout>, problems: &mut Vec<Problem>) {
    let (mut told, mut more) = (0, 0);
    for (at, column) in layout.columns.iter().enumerate() {
        if known.is_some_and(|known| known.columns.iter().any(|other| other.name == column.name)) || layout.key.contains(&at) {
            continue;
        }
        let why = match column.kind {
            // Figures can be broken down by them.
            ColumnKind::Code | ColumnKind::Flag | ColumnKind::Text
                if layout.child().is_some() && (layout.local || by::JOINED.contains(&layout.id.as_str())) =>
            {
                continue;
            }
            _ if !layout.local => format!("no table has columns of one's own from the extract '{}'", layout.id),
            ColumnKind::Text | ColumnKind::Postcode | ColumnKind::Month => {
                format!("no table has columns of {}", column.kind.as_str())
            }
            _ => continue,
        };
        told += 1;
        if told > MOST_UNUSED {
            more += 1;
            continue;
        }
        let problem = Problem::new(Code::UnusedColumn, format!("nothing can use '{}' of {}: {why}", column.name, layout.id))
            .snippet(layout.file.snippet(column.span.clone(), "read, and not used"));
        problems.push(if layout.local {
            problem
        } else {
            problem
                .help("Leave it out of the layout, or put it into an extract of your own, with `local = true`, beside the child.")
        });
    }
    if more > 0 {
        let message = format!("nothing can use {more} more columns of {}", layout.id);
        problems.push(Problem::new(Code::UnusedColumn, message).in_file(layout.file.path.clone()));
    }
}
