//! The reference of keys: for each kind of definition file its tables, with every key.
//!
//! Takes the lists that the reader checks files against.

use super::DefinitionFile;
use super::markdown::{anchor, code, codes, head, prose, table};
use crate::definitions::keys::{Kind, Spec};

/// The page.
pub fn page(files: &[DefinitionFile]) -> String {
    let mut text = head("Keys of definition files");
    text.push_str(
        "\nEvery key that a definition may hold. Another key is an error, and so is a missing one that is required.\n\
         [Defining indicators](../defining-indicators.md) explains them with examples.\n",
    );
    for file in files {
        text.push_str(&format!("\n## {}\n\nFile: {}.\n", file.title, codes(file.paths.iter().copied(), "or")));
        describe(&mut text, file.spec, "");
    }
    text
}

/// The page of the keys of `scorecard.toml`.
pub fn settings(file: &DefinitionFile) -> String {
    let mut text = head("Keys of scorecard.toml");
    text.push_str(
        "\nWhat is typed every month, once and for all: a file `scorecard.toml` in the folder in which commands are run. Every key may be\n\
         left out. Options of a command go before it, and `--no-config` leaves it out altogether. Paths are from the folder that it lies in.\n",
    );
    describe(&mut text, file.spec, "");
    text
}

/// The keys of a table, then the tables within it. `path` leads to it, and is empty at the top.
fn describe(text: &mut String, spec: &Spec, path: &str) {
    let rows = spec.keys.iter().map(|key| {
        let required = if key.required { "required" } else { "" };
        vec![code(key.name), value(&key.kind, &join(path, key.name)), required.to_owned(), prose(key.about)]
    });
    text.push('\n');
    text.push_str(&table(&["key", "value", "", "what it says"], rows));
    for key in spec.keys {
        let within = join(path, key.name);
        if let Some((spec, path)) = inner(&key.kind, &within) {
            text.push_str(&format!("\n### {}\n", heading(spec, &key.kind, &within)));
            if matches!(key.kind, Kind::Codes(_)) {
                text.push_str("\nA code is a key, and its meaning in quotes the value. The long form is a table:\n");
            }
            describe(text, spec, &path);
        }
    }
}

/// What stands as the value of a key.
fn value(kind: &Kind, path: &str) -> String {
    let below = |spec: &Spec| format!("[below](#{})", anchor(&heading(spec, kind, path)));
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Texts => "list of texts".to_owned(),
        Kind::YesNo => "`true` or `false`".to_owned(),
        Kind::Whole => "whole number".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Date => "date in quotes, `\"yyyy-mm-dd\"`".to_owned(),
        Kind::Month => "month in quotes, `\"yyyy-mm\"`".to_owned(),
        Kind::Choice(words) => codes(words.iter().copied(), "or"),
        Kind::Table(spec) => format!("a table, {}", below(spec)),
        Kind::Tables(spec) => format!("list of tables, {}", below(spec)),
        Kind::Named(spec) => format!("tables by name, {}", below(spec)),
        Kind::Codes(spec) => format!("codes, {}", below(spec)),
        Kind::TextMap => "names, each with a text".to_owned(),
    }
}

/// The tables within a key, with the path to their own keys.
fn inner(kind: &Kind, path: &str) -> Option<(&'static Spec, String)> {
    match kind {
        Kind::Table(spec) | Kind::Tables(spec) => Some((spec, path.to_owned())),
        Kind::Named(spec) => Some((spec, format!("{path}.NAME"))),
        Kind::Codes(spec) => Some((spec, format!("{path}.CODE"))),
        _ => None,
    }
}

fn heading(spec: &Spec, kind: &Kind, path: &str) -> String {
    let what = spec.what.split_once(' ').map_or(spec.what, |(_, noun)| noun);
    let first = what.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let written = match kind {
        Kind::Tables(_) => format!("[[{path}]]"),
        Kind::Named(_) => format!("[{path}.NAME]"),
        _ => format!("[{path}]"),
    };
    format!("{first}{}: `{written}`", what.get(first.len()..).unwrap_or_default())
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
