//! What is wrong with a file that is not TOML, in words for those who do not know TOML.
//!
//! Takes the places at which reading stumbled, gives the mistakes that made it stumble: one heading with too few brackets
//! makes an error of every line below it, and a quote that a word processor has bent is no quote.

use std::ops::Range;

use super::keys::{Kind, Spec};
use super::reader::Source;
use super::toml_words::{Words, words};
use crate::condition::meant;
use crate::problem::Problem;
use crate::problem_codes::Code;

/// The mistakes behind errors of syntax, each with its place and what was said of it.
pub(super) fn problems(source: &Source, spec: &Spec, errors: Vec<(Range<usize>, String)>) -> Vec<Problem> {
    if let Some(problem) = single_brackets(source, spec) {
        return vec![problem];
    }
    let mut problems = Vec::new();
    let mut bent_lines = Vec::new();
    for (span, said) in errors {
        let line = line_of(&source.text, span.start);
        match bent(source, line.clone()) {
            Some(_) if bent_lines.contains(&line.start) => {}
            Some(problem) => {
                bent_lines.push(line.start);
                problems.push(problem);
            }
            // What follows on the same line follows from it.
            None if bent_lines.contains(&line.start) => {}
            None => {
                let Words { message, label, help } = words(&said, &source.text, &span);
                let problem = Problem::new(Code::TomlSyntax, format!("{}: {message}", source.path));
                problems.push(problem.help(help).snippet(source.snippet(span, label)));
            }
        }
    }
    problems
}

/// A file full of characters that TOML does not know, each of which would be a mistake: it is no text at all.
pub(super) fn no_text(source: &Source) -> Option<Problem> {
    const FEW: usize = 200;
    let bytes = source.text.as_bytes();
    let is_foreign = |(at, byte): (usize, &u8)| match byte {
        b'\t' | b'\n' => false,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        byte => *byte < b' ' || *byte == 0x7f,
    };
    let mut foreign = bytes.iter().enumerate().filter(|found| is_foreign(*found)).map(|(at, _)| at);
    let first = foreign.next()?;
    if foreign.count() < FEW {
        return None;
    }
    let label = "from here on: control characters, or lines that end with a carriage return alone";
    let problem = Problem::new(Code::TomlSyntax, format!("{} is no text file", source.path));
    Some(problem.snippet(source.snippet(first..first + 1, label)).help("Save it as text in UTF-8, with ordinary line ends."))
}

fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    start..end
}

/// A heading of a list of tables that is written with one bracket on each side, as if it stood there once.
fn single_brackets(source: &Source, spec: &Spec) -> Option<Problem> {
    let mut at = 0;
    let mut first: Option<(Range<usize>, String)> = None;
    let mut number = 0;
    for line in source.text.split_inclusive('\n') {
        let written = line.trim();
        let name = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).map(str::trim);
        if let Some(name) = name.filter(|name| !name.starts_with('[') && is_list(spec, name)) {
            let start = at + (line.len() - line.trim_start().len());
            first.get_or_insert((start..start + written.len(), name.to_owned()));
            number += 1;
        }
        at += line.len();
    }
    let (span, name) = first?;
    let message = match number {
        1 => format!("the heading [{name}] is one of a list"),
        number => format!("the heading [{name}] is one of a list; {number} headings are written so"),
    };
    let problem = Problem::new(Code::TomlSyntax, message).snippet(source.snippet(span, format!("write [[{name}]]")));
    Some(problem.help("Each table of a list begins with a heading in two brackets on each side."))
}

/// Whether a heading names a list of tables.
fn is_list(spec: &Spec, name: &str) -> bool {
    let mut spec = Some(spec);
    let mut list = false;
    for part in name.split('.') {
        let key = spec.and_then(|spec| spec.keys.iter().find(|key| key.name == part.trim()));
        (spec, list) = match key.map(|key| &key.kind) {
            Some(Kind::Tables(inner)) => (Some(*inner), true),
            _ => (None, false),
        };
    }
    list
}

/// A quote on a line that a word processor has bent.
fn bent(source: &Source, line: Range<usize>) -> Option<Problem> {
    let text = source.text.get(line.clone())?;
    let (at, letter) = text.char_indices().find(|(_, letter)| meant(*letter).is_some_and(|(_, right)| right == "'"))?;
    let span = line.start + at..line.start + at + letter.len_utf8();
    let problem = Problem::new(Code::TomlSyntax, format!("{letter} is not the quote of a keyboard"))
        .snippet(source.snippet(span, "write \" in its place"));
    Some(problem.help("Word processors bend quotes: write definitions in a plain text editor, with \" around each text."))
}
