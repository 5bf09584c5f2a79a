//! Puts a definition onto the one that it extends: only the keys that it names are changed.
//!
//! Takes the table of a file and the source of what it extends, gives the table of both, with places that count in
//! the texts of both together ([`Source::whole_text`]). Tables are put together key by key; lists whose tables have ids,
//! such as groups and rows, table by table; any other value stands in place of the one below.

use std::fmt::Write;
use std::ops::Range;

use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::reader::Source;

/// The key that names the definition extended.
pub const EXTENDS: &str = "extends";
/// The key that lists keys of it that are left out.
pub const WITHOUT: &str = "without";
/// The key that notes what the definition below was like.
pub const BASED_ON: &str = "based_on";

/// The table of a file, put onto what it extends.
pub(super) fn onto_base<'a>(source: &'a Source, own: DeTable<'a>) -> DeTable<'a> {
    let Some(base) = &source.laid.base else { return own };
    let own = shifted_table(own, source.begins());
    let mut below = table_of(base);
    for key in [EXTENDS, WITHOUT, BASED_ON] {
        below.remove(key);
    }
    for key in texts(&own, WITHOUT) {
        below.remove(key.as_str());
    }
    merged(below, own)
}

/// The table of a source that is known to be TOML; empty where it is none.
fn table_of(source: &Source) -> DeTable<'_> {
    let parsed = DeTable::parse(&source.text).map(Spanned::into_inner);
    onto_base(source, parsed.unwrap_or_default())
}

/// The text of a key at the top of a file, with its place; nothing where the file is no TOML.
pub(super) fn text_of(source: &Source, key: &str) -> Option<(String, Range<usize>)> {
    // Most files name none, and are not read for it.
    if !source.text.contains(key) {
        return None;
    }
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    let value = root.get_ref().get(key).filter(|_| errors.is_empty())?;
    Some((value.get_ref().as_str()?.to_owned(), value.span()))
}

fn texts(table: &DeTable<'_>, key: &str) -> Vec<String> {
    let Some(DeValue::Array(items)) = table.get(key).map(Spanned::get_ref) else { return Vec::new() };
    items.iter().filter_map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

fn merged<'a>(mut below: DeTable<'a>, own: DeTable<'a>) -> DeTable<'a> {
    for (key, value) in own {
        // The key keeps its place below, so that columns and codes keep their order.
        let Some((key_below, value_below)) = below.remove_entry(key.get_ref().as_ref()) else {
            below.insert(key, value);
            continue;
        };
        let span = value.span();
        match (value_below.into_inner(), value.into_inner()) {
            (DeValue::Table(inner_below), DeValue::Table(inner)) => {
                below.insert(key_below, Spanned::new(span, DeValue::Table(merged(inner_below, inner))));
            }
            (DeValue::Array(items_below), DeValue::Array(items))
                if items_below.iter().next().is_some() && items_below.iter().all(|item| id(item).is_some()) =>
            {
                let items = by_id(items_below.into_iter().collect(), items.into_iter().collect());
                below.insert(key_below, Spanned::new(span, DeValue::Array(items.into_iter().collect())));
            }
            (_, value) => {
                below.insert(key, Spanned::new(span, value));
            }
        }
    }
    below
}

/// The tables of two lists: those of one id are put together in the place of the one below, new ones come last.
fn by_id<'a>(below: Vec<Spanned<DeValue<'a>>>, own: Vec<Spanned<DeValue<'a>>>) -> Vec<Spanned<DeValue<'a>>> {
    let mut own: Vec<Option<Spanned<DeValue<'a>>>> = own.into_iter().map(Some).collect();
    let mut items: Vec<Spanned<DeValue<'a>>> = Vec::new();
    for item in below {
        let mut item = item;
        let name = id(&item);
        for change in own.iter_mut().filter(|change| change.as_ref().is_some_and(|change| id(change) == name)) {
            let Some(change) = change.take() else { continue };
            let span = change.span();
            item = match (item.into_inner(), change.into_inner()) {
                (DeValue::Table(below), DeValue::Table(change)) => Spanned::new(span, DeValue::Table(merged(below, change))),
                (_, change) => Spanned::new(span, change),
            };
        }
        items.push(item);
    }
    items.extend(own.into_iter().flatten());
    items
}

fn id(item: &Spanned<DeValue<'_>>) -> Option<String> {
    match item.get_ref() {
        DeValue::Table(table) => table.get("id")?.get_ref().as_str().map(str::to_owned),
        _ => None,
    }
}

fn shifted_table(table: DeTable<'_>, by: usize) -> DeTable<'_> {
    table.into_iter().map(|(key, value)| (shift(key, by), shifted(value, by))).collect()
}

fn shift<T>(value: Spanned<T>, by: usize) -> Spanned<T> {
    let span = value.span();
    Spanned::new(span.start + by..span.end + by, value.into_inner())
}

fn shifted(value: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let value = shift(value, by);
    let span = value.span();
    let inner = match value.into_inner() {
        DeValue::Table(table) => DeValue::Table(shifted_table(table, by)),
        DeValue::Array(items) => DeValue::Array(items.into_iter().map(|item| shifted(item, by)).collect()),
        other => other,
    };
    Spanned::new(span, inner)
}

/// A mark that is the same as long as nothing of a definition but comments and writing changes.
pub fn mark(source: &Source) -> String {
    let mut text = String::new();
    write_table(&table_of(source), &mut text);
    Sha256::digest(text.as_bytes()).iter().take(4).fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn write_table(table: &DeTable<'_>, text: &mut String) {
    let mut keys: Vec<_> = table.iter().map(|(key, value)| (key.get_ref().as_ref(), value)).collect();
    keys.sort_by(|a: &(&str, _), b: &(&str, _)| a.0.cmp(b.0));
    for (key, value) in keys {
        let _ = write!(text, "{key:?}=");
        write_value(value.get_ref(), text);
        text.push('\n');
    }
}

fn write_value(value: &DeValue<'_>, text: &mut String) {
    match value {
        DeValue::String(words) => {
            let _ = write!(text, "{words:?}");
        }
        DeValue::Boolean(yes) => {
            let _ = write!(text, "{yes}");
        }
        DeValue::Integer(number) => text.push_str(number.as_str()),
        DeValue::Float(number) => text.push_str(number.as_str()),
        DeValue::Datetime(when) => {
            let _ = write!(text, "{when}");
        }
        DeValue::Array(items) => {
            text.push('[');
            for item in items {
                write_value(item.get_ref(), text);
                text.push(',');
            }
            text.push(']');
        }
        DeValue::Table(table) => {
            text.push('{');
            write_table(table, text);
            text.push('}');
        }
    }
}
