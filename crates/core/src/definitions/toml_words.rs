//! Errors of TOML in words of those who write definitions: what is wrong, and what to write.
//!
//! Takes what the reader of TOML says and where, gives words of our own. What is not known to this list is said plainly,
//! and never in the words of a library.

use std::ops::Range;

/// What is said of an error.
pub(super) struct Words {
    /// What is wrong.
    pub message: String,
    /// What is said under the caret.
    pub label: String,
    /// What to do.
    pub help: &'static str,
}

/// One kind of error.
struct Known {
    /// How the reader's words begin.
    begins: &'static str,
    message: &'static str,
    label: &'static str,
    help: &'static str,
}

const fn known(begins: &'static str, message: &'static str, label: &'static str, help: &'static str) -> Known {
    Known { begins, message, label, help }
}

const TEXT: &str =
    "A text stands in double quotes on its line: owner = \"Head of Service\". A long one stands between \"\"\" and \"\"\".";
const LIST: &str = "A list is written so: notes = [\"one\", \"two\"].";
const LINE: &str = "Each key stands on a line of its own: target = \"70%\".";
const NUMBER: &str =
    "A number is written with digits and a point alone: 1200, 3.5. A target or a date is text and stands in quotes.";
const DATE: &str = "Dates and months stand in quotes: due = \"2020-03-31\", month = \"2018-03\".";
const HEADING: &str = "A heading stands on a line of its own: [[groups.rows]], or [columns.PLACE].";
const TABLE: &str = "A table on one line is written so: { code = \"U4\", means = \"Foster care\" }.";

const KNOWN: &[Known] = &[
    known("string values must be quoted", "this text stands in no quotes", "put it in double quotes", TEXT),
    known("invalid basic string", "a text is never closed", "close it with \" before the line ends", TEXT),
    known(
        "invalid literal string",
        "a text is never closed",
        "close it with ' before the line ends, or use \" on both sides",
        TEXT,
    ),
    known("invalid multi-line", "a long text is never closed", "close it with the same three quotes", TEXT),
    known("missing opening quote", "a quote is missing", "put the text in double quotes", TEXT),
    known("unexpected key or value", "something stands behind the value", "begin a new line here, or take it out", LINE),
    known("unexpected content", "something stands behind the value", "begin a new line here, or take it out", LINE),
    known("missing comma between array", "a comma is missing between two values of a list", "put a comma before this", LIST),
    known("extra comma in array", "a comma is too many in a list", "take it out", LIST),
    known("unclosed array table", "a heading is never closed", "close it with ]]", HEADING),
    known("unclosed array", "a list is never closed", "close it with ]", LIST),
    known("unexpected `=` in array", "a key stands in a list", "is the list before it closed with ]?", LIST),
    known("key with no value", "a key has no value", "write = and the value", LINE),
    known("missing value", "a key has no value", "write the value behind =", LINE),
    known("invalid value", "this is no value", "put text in double quotes", TEXT),
    known("unquoted keys cannot be empty", "the key before = is missing", "write the key", LINE),
    known("invalid unquoted key", "a key is made of letters, digits, - and _", "put another key in double quotes", LINE),
    known("invalid key-value pair", "this is no key with a value", "write it as key = \"value\"", LINE),
    known("keys cannot be multi-line", "a key stands on one line", "write it in double quotes", LINE),
    known("duplicate key", "the key stands twice", "the second of the two", "Keep one of the two."),
    known("missing escaped value", "\\ begins a special sign", "write \\\\ for a stroke, or put the text in ' quotes", TEXT),
    known("too few unicode", "\\ begins a special sign", "write \\\\ for a stroke, or put the text in ' quotes", TEXT),
    known("extra `=`", "one = is too many", "take it out", LINE),
    known("extra assignment", "one = is too many", "take it out", TABLE),
    known("missing assignment", "= is missing between a key and its value", "write = here", TABLE),
    known("unclosed table", "a heading is never closed", "close it with ]", HEADING),
    known("missing table open", "a heading begins with [", "write [ before it", HEADING),
    known("unclosed inline table", "a table on one line is never closed", "close it with }", TABLE),
    known(
        "missing comma between key-value",
        "a comma is missing between two keys of a table on one line",
        "put a comma before this",
        TABLE,
    ),
    known("extra comma in inline", "a comma is too many in a table on one line", "take it out", TABLE),
    known("missing key for inline", "a key is missing in a table on one line", "write the key", TABLE),
    known("invalid inline table", "this is no key with a value", "write it as key = \"value\"", TABLE),
    known("unexpected leading zero", "a number begins with no nought", "take the nought out, or put it in quotes", NUMBER),
    known("integers with a radix", "this is no number", "write it with digits", NUMBER),
    known("radix must", "this is no number", "write it with digits", NUMBER),
    known("redundant", "this is no number", "write it with digits", NUMBER),
    known("unexpected sign", "this is no number", "write it with digits", NUMBER),
    known("`_` may only", "this is no number", "write it with digits", NUMBER),
    known("invalid boolean", "this is neither true nor false", "write true or false, or put the text in double quotes", TEXT),
    known("invalid date", "this is no date", "put it in double quotes, by year, month and day", DATE),
    known("invalid time", "this is no date", "put it in double quotes, by year, month and day", DATE),
    known("missing array opening", "a list begins with [", "write [ before it", LIST),
    known("missing inline table opening", "a table on one line begins with {", "write { before it", TABLE),
    known("invalid comment character", "a comment holds a sign that cannot be seen", "write the comment anew", LINE),
    known("carriage return", "a line ends in a way that is not known", "save the file again in a plain text editor", LINE),
    known("cannot extend", "a heading goes on with what is a value already", "keep the value, or the heading", HEADING),
    known("cannot recurse", "lists and tables lie too deep in each other", "too deep", LIST),
    known("invalid ", "this is no number", "write it with digits, or put the text in double quotes", NUMBER),
    known("recursion limit", "lists and tables lie too deep in each other", "too deep", LIST),
];

/// What is said of an error, by what the reader of TOML says of it and where.
pub(super) fn words(said: &str, text: &str, span: &Range<usize>) -> Words {
    let here = text.get(span.clone()).unwrap_or_default().trim();
    let Some(known) = KNOWN.iter().find(|known| said.starts_with(known.begins)) else {
        let label = if here.is_empty() { "something is missing here" } else { "this cannot be read" };
        return Words { message: "a line cannot be read".to_owned(), label: label.to_owned(), help: LINE };
    };
    let Known { message, label, help, .. } = *known;
    let (message, label) = match known.begins {
        "duplicate key" if !here.is_empty() => (format!("the key '{here}' stands twice"), label.to_owned()),
        "string values must be quoted" if here.is_empty() => {
            ("a key has no value".to_owned(), "write the value behind =".to_owned())
        }
        "string values must be quoted" if is_plain(here) => (message.to_owned(), format!("write \"{here}\"")),
        "unexpected key or value" | "unexpected content" if rest(text, span.start).starts_with(['"', '\'']) => {
            ("one quote is too many".to_owned(), "take it out; within a text write ' for a quote".to_owned())
        }
        "key with no value" if rest(text, span.start).starts_with(':') => {
            (message.to_owned(), "write = in place of the colon".to_owned())
        }
        _ => (message.to_owned(), label.to_owned()),
    };
    Words { message, label, help }
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// Whether a text can be shown as what is to be written.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && !text.contains(['"', '\\', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of libraries and of those who write programs.
    const FOREIGN: [&str; 12] = [
        "expected",
        "literal",
        "array",
        "newline",
        "unquoted",
        "basic string",
        "inline",
        "recursion",
        "escape",
        "unicode",
        "radix",
        "`",
    ];

    fn said(text: &str) -> Vec<String> {
        let (_, errors) = toml::de::DeTable::parse_recoverable(text);
        errors
            .iter()
            .map(|error| {
                let Words { message, label, .. } = words(error.message(), text, &error.span().unwrap_or(0..0));
                format!("{message}: {label}")
            })
            .collect()
    }

    #[test]
    fn slips_are_told_with_what_to_write() {
        for (text, expected) in [
            ("owner = Jane\n", "this text stands in no quotes: write \"Jane\""),
            ("owner = \"Jane\n", "a text is never closed: close it with \" before the line ends"),
            ("owner = \"Jane\"\"\n", "one quote is too many: take it out; within a text write ' for a quote"),
            ("owner = \"Jane\" due = \"x\"\n", "something stands behind the value: begin a new line here, or take it out"),
            ("notes = [\"a\" \"b\"]\n", "a comma is missing between two values of a list: put a comma before this"),
            ("notes = [\"a\",\n", "a list is never closed: close it with ]"),
            ("target : \"70%\"\n", "a key has no value: write = in place of the colon"),
            ("target =\n", "a key has no value: write the value behind ="),
            ("= \"70%\"\n", "the key before = is missing: write the key"),
            ("a = 1\na = 2\n", "the key 'a' stands twice: the second of the two"),
            ("path = \"C:\\data\"\n", "\\ begins a special sign: write \\\\ for a stroke, or put the text in ' quotes"),
            ("[[groups]\n", "a heading is never closed: close it with ]]"),
            ("[groups\n", "a heading is never closed: close it with ]"),
            ("a = { b = 1\n", "a table on one line is never closed: close it with }"),
            ("a = 007\n", "a number begins with no nought: take the nought out, or put it in quotes"),
        ] {
            assert_eq!(said(text).first().map(String::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn whatever_is_wrong_is_told_in_our_words() {
        let whole = "# a\ntitle = \"A\"\nlist = [\"a\", 'b']\n[[rows]]\nid = \"x\"\ncount = 12\nshare = 1.5\n[a.b]\nc = { d = \"e\", f = true }\n\
                     long = \"\"\"\nmany\nlines\"\"\"\nday = 2020-01-01\n";
        let signs = [
            "", "\"", "'", "[", "]", "{", "}", "=", ",", ".", ":", "\n", "\\", "#", "_", "0", "+", "x", "\r", "\u{1}", "é", "==",
        ];
        let (mut tried, mut faults) = (0, std::collections::BTreeSet::new());
        for at in 0..whole.len() {
            for sign in signs {
                for taken in 0..2 {
                    let text = format!("{}{sign}{}", &whole[..at], whole.get(at + taken..).unwrap_or_default());
                    let (_, errors) = toml::de::DeTable::parse_recoverable(&text);
                    for error in errors {
                        tried += 1;
                        let Words { message, label, .. } = words(error.message(), &text, &error.span().unwrap_or(0..0));
                        let said = format!("{message}: {label}");
                        let foreign = FOREIGN.iter().any(|foreign| said.contains(foreign));
                        if foreign || message == "a line cannot be read" {
                            faults.insert(format!("{said} ({})", error.message()));
                        }
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
        assert!(tried > 1000, "{tried}");
    }
}
