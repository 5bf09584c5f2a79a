//! Reads one TOML file against the lists of keys, and finds every mistake in it.
//!
//! Takes a file's text, gives a tree of spanned values that are all of the kind
//! their keys declare; what is not is reported with its place and left out. Knows
//! nothing of what the keys are used for.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{Key, Kind, Spec};
pub use super::more::some;
use super::said::{article, same_key, same_meaning, short};
pub use super::source::{Laid, Source};
use super::{csv_table, extend, json, more, syntax};
use crate::calendar::{self, Month};
use crate::nearest::{nearest, suggestion};
use crate::plain;
use crate::problem::{Problem, Severity};
use crate::problem_codes::Code;

/// A value with the bytes of the file it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A text as written, with its place.
pub type Text = Located<String>;

/// A table being read: hands out values and collects mistakes.
pub struct Table<'a> {
    source: &'a Source,
    table: &'a DeTable<'a>,
    /// Where the table stands: its header, or the whole of an inline one.
    pub span: Range<usize>,
    problems: &'a RefCell<Vec<Problem>>,
}

/// Reads a file and hands its top table, already checked against `spec`, to `build`.
///
/// Gives nothing when the file is not TOML; every syntax mistake is reported.
pub fn read<T>(
    source: &Source,
    spec: &'static Spec,
    problems: &mut Vec<Problem>,
    build: impl FnOnce(&Table<'_>) -> Option<T>,
) -> Option<T> {
    if let Some(why) = &source.laid.unreadable {
        let message = format!("'{}' is not read: {why}", source.path);
        problems.push(Problem::new(Code::UnusableDefinition, message).in_file(source.path.clone()));
        return None;
    }
    if source.path.ends_with(".json") {
        return read_json(source, spec, problems, build);
    }
    if let (Some((name, inner)), true) = (only_list(spec), source.path.ends_with(".csv")) {
        return match csv_table::table(&source.text, name, inner) {
            Ok(root) => read_table(source, spec, &root, problems, build),
            Err((span, said)) => {
                let message = format!("{} cannot be read: {said}", source.path);
                problems.push(Problem::new(Code::CsvSyntax, message).snippet(source.snippet(span, "here")));
                None
            }
        };
    }
    if let Some(problem) = syntax::no_text(source) {
        problems.push(problem);
        return None;
    }
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    if !errors.is_empty() {
        let said = errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message().to_owned()));
        let alone = Source { laid: Laid::default(), ..source.clone() };
        let found = syntax::problems(&alone, spec, said.take(more::MOST_ERRORS).collect());
        problems.extend(more::some_and_more(found, errors.len().saturating_sub(more::MOST_ERRORS), source));
        return None;
    }
    let root = extend::onto_base(source, root.into_inner());
    read_table(source, spec, &root, problems, build)
}

/// The one list of tables that a file is, where it is no more.
fn only_list(spec: &'static Spec) -> Option<(&'static str, &'static Spec)> {
    match spec.keys {
        [Key { name, kind: Kind::Tables(inner), .. }] => Some((*name, *inner)),
        _ => None,
    }
}

/// The same of a file in JSON.
fn read_json<T>(
    source: &Source,
    spec: &'static Spec,
    problems: &mut Vec<Problem>,
    build: impl FnOnce(&Table<'_>) -> Option<T>,
) -> Option<T> {
    match json::table(&source.text) {
        Ok(root) => read_table(source, spec, &root, problems, build),
        Err((span, said)) => {
            let message = format!("{} is not JSON: {said}", source.path);
            problems.push(Problem::new(Code::JsonSyntax, message).snippet(source.snippet(span, said)));
            None
        }
    }
}

fn read_table<T>(
    source: &Source,
    spec: &'static Spec,
    root: &DeTable<'_>,
    problems: &mut Vec<Problem>,
    build: impl FnOnce(&Table<'_>) -> Option<T>,
) -> Option<T> {
    let collected = RefCell::new(Vec::new());
    let table = Table { source, table: root, span: 0..0, problems: &collected };
    table.check(spec);
    let value = build(&table);
    problems.append(&mut some(collected.take(), source));
    value
}

impl<'a> Table<'a> {
    /// Reports a mistake at a place of the file.
    pub fn mistake(&self, code: Code, message: impl Into<String>, span: Range<usize>, label: impl Into<String>) {
        self.report(Problem::new(code, message).snippet(self.source.snippet(span, label)));
    }

    /// Reports a problem already made.
    pub fn report(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// Where the mistakes begin that were met so far.
    pub fn mistaken(&self) -> Vec<usize> {
        let problems = self.problems.borrow();
        let mistakes = problems.iter().filter(|problem| problem.severity() == Severity::Error);
        mistakes.filter_map(|problem| problem.snippets.first()).map(|snippet| snippet.span.start).collect()
    }

    /// The file being read.
    pub fn source(&self) -> &'a Source {
        self.source
    }

    fn check(&self, spec: &'static Spec) {
        for (name, value) in self.table {
            let written = name.get_ref().as_ref();
            match spec.keys.iter().find(|key| key.name == written) {
                Some(key) => self.check_value(key, value),
                None => {
                    let known = || spec.keys.iter().map(|key| key.name);
                    let near =
                        nearest(written, known()).or_else(|| same_key(written).filter(|same| known().any(|key| key == *same)));
                    let label = suggestion(near).unwrap_or_else(|| format!("not a key of {}", spec.what));
                    let message = format!("{} has no key '{}'", spec.what, short(written));
                    self.mistake(Code::UnknownKey, message, name.span(), label);
                }
            }
        }
        for key in spec.keys.iter().filter(|key| key.required && self.get(key.name).is_none()) {
            self.mistake(
                Code::MissingKey,
                format!("{} needs the key '{}'", spec.what, key.name),
                self.span.clone(),
                format!("'{}' is missing: {}", key.name, key.about),
            );
        }
    }

    fn check_value(&self, key: &'static Key, value: &'a Spanned<DeValue<'a>>) {
        let wrong = |takes: &str| {
            self.mistake(
                Code::WrongType,
                format!("'{}' takes {takes}", key.name),
                value.span(),
                format!("this is {}", article(value.get_ref().type_str())),
            );
        };
        match (&key.kind, value.get_ref()) {
            (Kind::Text, DeValue::String(_)) | (Kind::YesNo, DeValue::Boolean(_)) | (Kind::Whole, DeValue::Integer(_)) => {}
            (Kind::Number, DeValue::Integer(_) | DeValue::Float(_)) => {}
            (Kind::Texts, DeValue::Array(items)) => {
                for item in items.iter().filter(|item| !item.get_ref().is_str()) {
                    self.mistake(
                        Code::WrongType,
                        format!("'{}' takes a list of texts", key.name),
                        item.span(),
                        format!("this is {}", article(item.get_ref().type_str())),
                    );
                }
            }
            (Kind::Date, DeValue::String(text)) => {
                if calendar::parse_iso(text).is_none_or(|day| !is_of_our_time(Month::of(day))) {
                    self.mistake(
                        Code::WrongValue,
                        format!("'{}' takes a date", key.name),
                        value.span(),
                        "write it as yyyy-mm-dd",
                    );
                }
            }
            (Kind::Month, DeValue::String(text)) => {
                if text.parse::<Month>().ok().is_none_or(|month| !is_of_our_time(month)) {
                    self.mistake(Code::WrongValue, format!("'{}' takes a month", key.name), value.span(), "write it as yyyy-mm");
                }
            }
            (Kind::Choice(words), DeValue::String(text)) => {
                if !words.contains(&text.as_ref()) {
                    let near = same_meaning(text)
                        .filter(|word| words.contains(word))
                        .or_else(|| words.iter().copied().find(|word| text.to_lowercase().starts_with(word)))
                        .or_else(|| nearest(text, words.iter().copied()));
                    // Another number is no slip: a weaker promise is not to be had by following a hint.
                    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
                    let near = near.filter(|near| digits(near) == digits(text));
                    let label = suggestion(near).unwrap_or_else(|| format!("one of {}", words.join(", ")));
                    self.mistake(Code::WrongValue, format!("'{}' takes {}", key.name, words.join(", ")), value.span(), label);
                }
            }
            (Kind::Tables(spec), DeValue::Array(items)) => {
                for item in items {
                    match item.get_ref() {
                        DeValue::Table(table) => self.inner(table, item.span()).check(spec),
                        _ => wrong("a list of tables"),
                    }
                }
            }
            (Kind::Table(spec), DeValue::Table(table)) => self.inner(table, value.span()).check(spec),
            (Kind::Named(spec), DeValue::Table(named)) => {
                for (name, item) in named {
                    match item.get_ref() {
                        DeValue::Table(table) => self.inner(table, name.span()).check(spec),
                        _ => wrong("tables"),
                    }
                }
            }
            (Kind::Codes(spec), DeValue::Table(codes)) => {
                for (name, item) in codes {
                    match item.get_ref() {
                        DeValue::String(_) => {}
                        DeValue::Table(table) => self.inner(table, name.span()).check(spec),
                        _ => wrong("a text or a table for each code"),
                    }
                }
            }
            (Kind::TextMap, DeValue::Table(map)) => {
                if map.iter().any(|(_, item)| !item.get_ref().is_str()) {
                    wrong("a text for each name");
                }
            }
            (Kind::Tables(_), DeValue::Table(_)) => {
                let message = format!("'{}' takes a list of tables", key.name);
                self.mistake(Code::WrongType, message, value.span(), "write its heading with two brackets, [[ and ]]");
            }
            (Kind::Text | Kind::Choice(_), _) => wrong("text in quotes"),
            (Kind::Date, _) => wrong("a date in quotes, \"yyyy-mm-dd\""),
            (Kind::Month, _) => wrong("a month in quotes, \"yyyy-mm\""),
            (Kind::Texts, _) => wrong("a list of texts"),
            (Kind::YesNo, _) => wrong("true or false"),
            (Kind::Whole, _) => wrong("a whole number"),
            (Kind::Number, _) => wrong("a number"),
            (Kind::Tables(_), _) => wrong("a list of tables"),
            (Kind::Table(_) | Kind::Named(_) | Kind::Codes(_) | Kind::TextMap, _) => wrong("a table"),
        }
    }

    fn inner<'b>(&'b self, table: &'b DeTable<'b>, span: Range<usize>) -> Table<'b>
    where
        'a: 'b,
    {
        Table { source: self.source, table, span, problems: self.problems }
    }

    fn get(&self, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(name)
    }

    /// Whether it has a key.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The text of a key.
    pub fn text(&self, name: &str) -> Option<Text> {
        let value = self.get(name)?;
        let text = value.get_ref().as_str()?;
        Some(Located { value: plain::text(text).into_owned(), span: value.span() })
    }

    /// The text of a key, without its place.
    pub fn words(&self, name: &str) -> Option<String> {
        self.text(name).map(|text| text.value)
    }

    /// The texts of a list.
    pub fn texts(&self, name: &str) -> Vec<Text> {
        let Some(DeValue::Array(items)) = self.get(name).map(Spanned::get_ref) else { return Vec::new() };
        items
            .iter()
            .filter_map(|item| Some(Located { value: plain::text(item.get_ref().as_str()?).into_owned(), span: item.span() }))
            .collect()
    }

    /// The texts of a list, without their places.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.texts(name).into_iter().map(|text| text.value).collect()
    }

    /// `true` or `false`.
    pub fn yes_no(&self, name: &str) -> Option<bool> {
        self.get(name)?.get_ref().as_bool()
    }

    /// A whole number.
    pub fn whole(&self, name: &str) -> Option<i64> {
        self.get(name)?.get_ref().as_integer()?.as_str().parse().ok()
    }

    /// A whole number with its place; no number where it is greater than any.
    pub fn number(&self, name: &str) -> Option<(Option<i64>, Range<usize>)> {
        let value = self.get(name)?;
        Some((value.get_ref().as_integer()?.as_str().parse().ok(), value.span()))
    }

    /// A number with or without decimals.
    pub fn decimal(&self, name: &str) -> Option<Located<f64>> {
        let value = self.get(name)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok()?,
            DeValue::Float(number) => number.as_str().parse().ok()?,
            _ => return None,
        };
        Some(Located { value: number, span: value.span() })
    }

    /// The table of a key.
    pub fn table(&self, name: &str) -> Option<Table<'_>> {
        let value = self.get(name)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(self.inner(table, value.span())),
            _ => None,
        }
    }

    /// The tables of a list.
    pub fn tables(&self, name: &str) -> Vec<Table<'_>> {
        let Some(DeValue::Array(items)) = self.get(name).map(Spanned::get_ref) else { return Vec::new() };
        items
            .iter()
            .filter_map(|item| match item.get_ref() {
                DeValue::Table(table) => Some(self.inner(table, item.span())),
                _ => None,
            })
            .collect()
    }

    /// The named entries of a table, in the order they stand in the file.
    pub fn entries(&self, name: &str) -> Vec<(Text, Entry<'_>)> {
        let Some(DeValue::Table(named)) = self.get(name).map(Spanned::get_ref) else { return Vec::new() };
        let mut entries: Vec<_> = named
            .iter()
            .filter_map(|(key, item)| {
                let entry = match item.get_ref() {
                    DeValue::String(text) => Entry::Text(plain::text(text).into_owned()),
                    DeValue::Table(table) => Entry::Table(self.inner(table, key.span())),
                    _ => return None,
                };
                Some((Located { value: plain::text(key.get_ref()).into_owned(), span: key.span() }, entry))
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span.start);
        entries
    }
}

/// One named entry of a table.
pub enum Entry<'a> {
    /// A text.
    Text(String),
    /// A table.
    Table(Table<'a>),
}

/// Whether a month is one that figures can speak of.
fn is_of_our_time(month: Month) -> bool {
    (1900..=2200).contains(&month.year())
}
