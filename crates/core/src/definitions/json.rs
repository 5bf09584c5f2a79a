//! Reads JSON into the tables that TOML gives, so that one reader checks both, with places in the text as it stands.
//!
//! Takes the text of a file, gives its table or the first thing in it that is not JSON, with its place. A value that
//! is `null` is as if its key were left out.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How deep lists and tables may lie in each other: no file that is read has more than four.
const DEEPEST: usize = 16;

/// What is not JSON, and where.
pub(super) type Fault = (Range<usize>, String);

/// The table of a file.
pub(super) fn table(text: &str) -> Result<DeTable<'_>, Fault> {
    let mut reading = Reading { text, at: 0, depth: 0 };
    reading.blank();
    let found = match reading.value()? {
        Some((DeValue::Table(table), _)) => table,
        Some((_, span)) => return Err((span, "the file begins with {".to_owned())),
        None => return Err((0..4, "the file begins with {".to_owned())),
    };
    reading.blank();
    match reading.rest().chars().next() {
        None => Ok(found),
        Some(letter) => Err((reading.at..reading.at + letter.len_utf8(), "nothing stands behind the last }".to_owned())),
    }
}

struct Reading<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reading<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// Passes a sign where it comes next, with the blanks around it.
    fn passes(&mut self, sign: char) -> bool {
        self.blank();
        let is_next = self.rest().starts_with(sign);
        if is_next {
            self.at += sign.len_utf8();
            self.blank();
        }
        is_next
    }

    fn fault<T>(&self, said: impl Into<String>) -> Result<T, Fault> {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        Err((self.at..self.at + width, said.into()))
    }

    /// The next value with its place; nothing for `null`.
    fn value(&mut self) -> Result<Option<(DeValue<'a>, Range<usize>)>, Fault> {
        let start = self.at;
        let value = match self.rest().chars().next() {
            Some('{') => DeValue::Table(self.object()?),
            Some('[') => DeValue::Array(self.list()?.into_iter().collect()),
            Some('"') => DeValue::String(Cow::Owned(self.string()?)),
            _ => match self.word() {
                "null" => return Ok(None),
                "true" => DeValue::Boolean(true),
                "false" => DeValue::Boolean(false),
                word => match number(word) {
                    Some(number) => number,
                    None => {
                        self.at = start;
                        return self.fault("a value stands here: text in quotes, a number, true, false, a list or a table");
                    }
                },
            },
        };
        Ok(Some((value, start..self.at)))
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || "+-.".contains(letter))).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST { self.fault("lists and tables lie too deep in each other") } else { Ok(()) }
    }

    fn object(&mut self) -> Result<DeTable<'a>, Fault> {
        self.deeper()?;
        let mut table = DeTable::new();
        self.passes('{');
        let mut first = true;
        while !self.passes('}') {
            if !first && !self.passes(',') {
                return self.fault("a comma stands between two keys, and } behind the last");
            }
            first = false;
            let start = self.at;
            if !self.rest().starts_with('"') {
                return self.fault("a key in quotes stands here");
            }
            let key = self.string()?;
            let span = start..self.at;
            if table.contains_key(key.as_str()) {
                return Err((span, format!("the key '{key}' stands twice")));
            }
            if !self.passes(':') {
                return self.fault("a colon stands between a key and its value");
            }
            if let Some((value, place)) = self.value()? {
                table.insert(Spanned::new(span, Cow::Owned(key)), Spanned::new(place, value));
            }
        }
        self.at = self.text.get(..self.at).unwrap_or_default().trim_end().len();
        self.depth -= 1;
        Ok(table)
    }

    fn list(&mut self) -> Result<Vec<Spanned<DeValue<'a>>>, Fault> {
        self.deeper()?;
        let mut items = Vec::new();
        self.passes('[');
        let mut first = true;
        while !self.passes(']') {
            if !first && !self.passes(',') {
                return self.fault("a comma stands between two values, and ] behind the last");
            }
            first = false;
            if let Some((value, place)) = self.value()? {
                items.push(Spanned::new(place, value));
            }
        }
        self.at = self.text.get(..self.at).unwrap_or_default().trim_end().len();
        self.depth -= 1;
        Ok(items)
    }

    fn string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let mut escaped = false;
        for (at, letter) in self.rest().char_indices().skip(1) {
            match letter {
                '\n' => break,
                '\\' if !escaped => escaped = true,
                '"' if !escaped => {
                    self.at = start + at + 1;
                    let written = self.text.get(start..self.at).unwrap_or_default();
                    return serde_json::from_str(written)
                        .map_err(|_| (start..self.at, "a sign in this text is not written as JSON has it".to_owned()));
                }
                _ => escaped = false,
            }
        }
        self.fault("the quote that ends this text is missing")
    }
}

/// A number as both JSON and TOML write it.
fn number(word: &str) -> Option<DeValue<'_>> {
    if !word.starts_with(|letter: char| letter.is_ascii_digit() || letter == '-') {
        return None;
    }
    let value = DeValue::parse(word).ok()?.into_inner();
    matches!(value, DeValue::Integer(_) | DeValue::Float(_)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        match table(text) {
            Ok(table) => format!("{} keys", table.len()),
            Err((span, said)) => format!("{} at '{}'", said, text.get(span).unwrap_or("the end")),
        }
    }

    #[test]
    fn values_are_those_written_and_know_their_place() {
        let text = "\u{20}{\"a\" : {\"b\": -6, \"c\": 1.5, \"d\": null, \"e\": \"x\\\"\\u00e9\"}, \"l\": [true, \"y\" ] }\n";
        let found = table(text).unwrap();
        let inner = found["a"].get_ref().get("b").unwrap();
        assert_eq!(inner.get_ref().as_integer().unwrap().as_str(), "-6");
        assert_eq!(&text[inner.span()], "-6");
        assert_eq!(&text[found["a"].span()], "{\"b\": -6, \"c\": 1.5, \"d\": null, \"e\": \"x\\\"\\u00e9\"}");
        assert_eq!(&text[found["l"].span()], "[true, \"y\" ]");
        assert_eq!(found["a"].get_ref().get("c").unwrap().get_ref().as_float().unwrap().as_str(), "1.5");
        assert!(found["a"].get_ref().get("d").is_none());
        assert_eq!(found["a"].get_ref().get("e").unwrap().get_ref().as_str(), Some("x\"é"));
    }

    #[test]
    fn what_is_not_json_is_told_where_it_is() {
        assert_eq!(said("{}"), "0 keys");
        assert_eq!(said(""), "a value stands here: text in quotes, a number, true, false, a list or a table at ''");
        assert_eq!(said("[1]"), "the file begins with { at '[1]'");
        assert_eq!(said("{\"a\": 1 \"b\": 2}"), "a comma stands between two keys, and } behind the last at '\"'");
        assert_eq!(said("{\"a\" 1}"), "a colon stands between a key and its value at '1'");
        assert_eq!(said("{\"a\": 1,}"), "a key in quotes stands here at '}'");
        assert_eq!(said("{a: 1}"), "a key in quotes stands here at 'a'");
        assert_eq!(said("{\"a\": 1} x"), "nothing stands behind the last } at 'x'");
        assert_eq!(said("{\"a\": \"b}"), "the quote that ends this text is missing at '\"'");
        assert_eq!(said("{\"a\": 1, \"a\": 2}"), "the key 'a' stands twice at '\"a\"'");
        assert_eq!(said("{\"a\": 01}"), "a value stands here: text in quotes, a number, true, false, a list or a table at '0'");
        assert!(said(&"{\"a\":".repeat(40)).starts_with("lists and tables lie too deep"));
        assert!(said(&"[".repeat(100_000)).starts_with("lists and tables") || said("[").starts_with("a value"));
        assert_eq!(said("{\"a\": [1, 2"), "a comma stands between two values, and ] behind the last at ''");
        assert_eq!(said("{\"a\": infinity}").split(':').next(), Some("a value stands here"));
    }
}
