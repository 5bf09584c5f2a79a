//! From text to a syntax tree: words with their places, limits, and mistakes of writing in the user's words.
//!
//! Takes a text, gives its words and the tree that sqlparser makes of them. Limits, brackets and refused words are
//! looked at before the tree is made, which goes as deep as the brackets do. Knows no columns.

use std::ops::Range;

use sqlparser::ast::{Expr, Spanned};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer};

use super::{DEEPEST, Fault, LONGEST, MOST_BEHIND, MOST_WORDS, refused};
use crate::problem_codes::Code;

/// A word, number, text, bracket or sign.
#[derive(Clone, Debug)]
pub(super) struct Word {
    token: Token,
    /// Its bytes of the text.
    pub(super) span: Range<usize>,
    /// How many brackets and CASEs it stands in.
    pub(super) depth: usize,
}

impl Word {
    /// A word outside quotes.
    pub(super) fn keyword(&self) -> Option<&str> {
        match &self.token {
            Token::Word(word) if word.quote_style.is_none() => Some(&word.value),
            _ => None,
        }
    }

    /// Whether it is this word, bracket or sign.
    pub(super) fn is(&self, written: &str) -> bool {
        match &self.token {
            Token::LParen => written == "(",
            Token::RParen => written == ")",
            Token::Comma => written == ",",
            Token::DoubleColon => written == "::",
            _ => self.keyword().is_some_and(|word| word.eq_ignore_ascii_case(written)),
        }
    }
}

/// A text with its words and its tree.
pub(super) struct Parsed<'a> {
    pub(super) text: &'a str,
    pub(super) words: Vec<Word>,
    pub(super) tree: Expr,
    lines: Lines,
}

impl Parsed<'_> {
    /// The bytes that a branch of the tree stands in.
    pub(super) fn place(&self) -> Places<'_> {
        Places { text: self.text, lines: &self.lines }
    }
}

/// Where branches stand.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    text: &'a str,
    lines: &'a Lines,
}

impl Places<'_> {
    /// The bytes of a branch; the whole text where the tree does not say.
    pub(super) fn of(&self, branch: &Expr) -> Range<usize> {
        let span = branch.span();
        if span.start.line == 0 { 0..self.text.len() } else { self.lines.range(self.text, span.start, span.end) }
    }

    /// The text of a stretch.
    pub(super) fn text(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }
}

/// Where letters stand, by line and column.
struct Lines {
    /// By letter, its first byte; the end of the text at last.
    letters: Vec<usize>,
    /// By line, its first letter.
    starts: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.chars().enumerate().filter(|(_, letter)| *letter == '\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        let letters = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Lines { letters, starts }
    }

    fn byte(&self, text: &str, place: Location) -> usize {
        let number = |number: u64| usize::try_from(number).unwrap_or(1).saturating_sub(1);
        let letter = self.starts.get(number(place.line)).map(|start| start + number(place.column));
        letter.and_then(|letter| self.letters.get(letter)).copied().unwrap_or(text.len())
    }

    fn range(&self, text: &str, start: Location, end: Location) -> Range<usize> {
        let start = self.byte(text, start);
        start..self.byte(text, end).max(start)
    }
}

/// Reads a text.
///
/// # Errors
/// The mistakes of writing; never none.
pub(super) fn parse(text: &str) -> Result<Parsed<'_>, Vec<Fault>> {
    let bad = |message: String, span: Range<usize>, label: &str| Fault::new(Code::BadCondition, message, span, label);
    if text.len() > LONGEST {
        let message = format!("the condition has {} characters", text.chars().count());
        let help = format!("A condition has up to {LONGEST}. Many codes stand shorter in one list: `place IN ('U1', 'U2')`.");
        return Err(vec![bad(message, 0..0, "too long").help(help)]);
    }
    if text.trim().is_empty() {
        return Err(vec![bad("the condition is empty".to_owned(), 0..text.len(), "nothing stands here")]);
    }
    if let Some(fault) = foreign(text) {
        return Err(vec![fault]);
    }
    let lines = Lines::of(text);
    let tokens = Tokenizer::new(&GenericDialect, text).tokenize_with_location().map_err(|error| {
        let at = quote_without_end(text).unwrap_or_else(|| lines.byte(text, error.location));
        let letter = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        if error.message.contains("comment") {
            let message = "a comment has no end".to_owned();
            return vec![
                bad(message, 0..text.len(), "it goes on to the end").help("Leave it out; `notes` say why a rule is so."),
            ];
        }
        let message = "a quote has no end".to_owned();
        vec![bad(message, at..at + letter, "it is opened here").help("Close the text with the quote that opens it: 'U1'.")]
    })?;
    let words = words(text, &lines, &tokens)?;
    let mut faults = refused::faults(text, &words);
    if !faults.is_empty() {
        return Err(std::mem::take(&mut faults));
    }
    let mut parser = Parser::new(&GenericDialect).with_tokens_with_locations(tokens);
    let tree = parser.parse_expr().map_err(|error| vec![unparsed(text, &lines, &words, &error)])?;
    let next = parser.peek_token();
    if next.token != Token::EOF {
        let span = lines.range(text, next.span.start, next.span.end);
        let (message, label) = match &next.token {
            Token::SemiColon => ("a condition has no ';'".to_owned(), "leave it out"),
            _ => (not_sql(text), "AND, OR or a sign is missing before this"),
        };
        return Err(vec![bad(message, span, label)]);
    }
    Ok(Parsed { text, words, tree, lines })
}

fn not_sql(text: &str) -> String {
    const LONG: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(LONG).collect();
    format!("'{cut}{}' is not a SQL expression", if line.chars().count() > LONG { "..." } else { "" })
}

/// The words with their places; the depth of brackets is held here, before anything goes as deep.
fn words(text: &str, lines: &Lines, tokens: &[TokenWithSpan]) -> Result<Vec<Word>, Vec<Fault>> {
    let mut words: Vec<Word> = Vec::new();
    let mut open: Vec<Range<usize>> = Vec::new();
    // By bracket, what follows each other without AND or OR.
    let mut behind = vec![Behind::default()];
    // NOT NOT NOT and - - - go as deep as brackets do.
    let mut before = 0;
    for token in tokens {
        if matches!(token.token, Token::Whitespace(_) | Token::EOF) {
            continue;
        }
        let span = lines.range(text, token.span.start, token.span.end);
        let mut word = Word { token: token.token.clone(), span: span.clone(), depth: open.len() };
        let closes = matches!(word.token, Token::RParen | Token::RBracket | Token::RBrace) || word.is("END");
        if closes {
            if open.pop().is_none() {
                let message = format!("'{}' closes what was never opened", text.get(span.clone()).unwrap_or_default());
                let help = "Remove it, or open the bracket where it belongs.";
                return Err(vec![Fault::new(Code::BadCondition, message, span, "nothing to close").help(help)]);
            }
            word.depth = open.len();
            behind.truncate(open.len() + 1);
        }
        if matches!(word.token, Token::LParen | Token::LBracket | Token::LBrace) || word.is("CASE") {
            open.push(span.clone());
        }
        let follows = behind.last_mut().map_or(0, |behind| behind.count(&word));
        behind.resize_with(open.len() + 1, Behind::default);
        let goes_before =
            word.is("NOT") || matches!(word.token, Token::Minus | Token::Plus | Token::ExclamationMark | Token::Tilde);
        before = if goes_before { before + 1 } else { 0 };
        words.push(word);
        let fault = if open.len().max(before) > DEEPEST {
            let help =
                format!("Brackets stand up to {DEEPEST} deep in each other. Split the rule, or write a list: `IN ('1', '2')`.");
            Fault::new(Code::BadCondition, "the condition goes too deep", span, "too deep here").help(help)
        } else if follows > MOST_BEHIND {
            let help =
                format!("Up to {MOST_BEHIND} words such as IS NULL, BETWEEN and LIKE follow each other without AND or OR.");
            Fault::new(Code::BadCondition, "the condition goes too deep", span, "too many in a row").help(help)
        } else if words.len() > MOST_WORDS {
            let help = format!("A condition has up to {MOST_WORDS} words and signs. Write lists: `place IN ('U1', 'U2')`.");
            Fault::new(Code::BadCondition, "the condition has too many words", span, "too many up to here").help(help)
        } else {
            continue;
        };
        return Err(vec![fault]);
    }
    match open.pop() {
        None => Ok(words),
        Some(span) => {
            let written = text.get(span.clone()).unwrap_or_default();
            let (message, help) = match written {
                "(" => ("a bracket is never closed".to_owned(), "Close it with ')' where what it holds ends."),
                written if written.eq_ignore_ascii_case("case") => {
                    ("CASE has no end".to_owned(), "Write CASE WHEN condition THEN value ELSE value END.")
                }
                written => (format!("'{written}' is no bracket of a condition"), "Use round brackets: ( )."),
            };
            Err(vec![Fault::new(Code::BadCondition, message, span, "it is opened here").help(help)])
        }
    }
}

/// What follows each other without AND or OR, each on what stands before it: `x IS NULL IS NULL`, `x::INT::INT`.
#[derive(Default)]
struct Behind {
    number: usize,
    /// BETWEENs whose own AND is still to come.
    between: usize,
}

impl Behind {
    /// How many there are with the next word.
    fn count(&mut self, word: &Word) -> usize {
        const ENDS: &[&str] = &["OR", "WHEN", "THEN", "ELSE", ","];
        const GOES_ON: &[&str] = &[
            "IS", "IN", "LIKE", "ILIKE", "RLIKE", "REGEXP", "SIMILAR", "COLLATE", "AT", "ISNULL", "NOTNULL", "MEMBER",
            "OVERLAPS", "::",
        ];
        if word.is("AND") && self.between > 0 {
            self.between -= 1;
        } else if word.is("AND") || ENDS.iter().any(|end| word.is(end)) {
            *self = Behind::default();
        } else if word.is("BETWEEN") {
            self.between += 1;
            self.number += 1;
        } else if GOES_ON.iter().any(|more| word.is(more)) || matches!(word.token, Token::Period | Token::Colon | Token::LBracket)
        {
            self.number += 1;
        }
        self.number
    }
}

/// Letters that word processors and web pages put in place of those of SQL.
const FOREIGN: &[(&str, &str)] = &[
    ("\u{2018}\u{2019}\u{201a}\u{201b}\u{2032}\u{b4}`\u{ff07}", "'"),
    ("\u{201c}\u{201d}\u{201e}\u{201f}\u{2033}\u{ab}\u{bb}\u{ff02}", "'"),
    ("\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}", "-"),
    ("\u{2264}\u{2a7d}", "<="),
    ("\u{2265}\u{2a7e}", ">="),
    ("\u{2260}", "<>"),
    ("\u{d7}", "*"),
    ("\u{f7}", "/"),
    ("\u{a0}\u{2007}\u{202f}\u{200b}\u{feff}", " "),
];

/// What a letter that stands in place of one of SQL is called, and the one that is meant.
pub fn meant(letter: char) -> Option<(&'static str, &'static str)> {
    let (_, right) = FOREIGN.iter().find(|(letters, _)| letters.contains(letter))?;
    let name = match *right {
        "'" if letter == '`' => "a backtick",
        "'" => "a curly quote",
        "-" => "a long dash",
        " " => "a space that is none",
        _ => "a sign of mathematics",
    };
    Some((name, right))
}

fn foreign(text: &str) -> Option<Fault> {
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        quoted ^= letter == '\'';
        let Some((name, right)) = meant(letter).filter(|_| !quoted) else { continue };
        let shown = if right == " " { String::new() } else { format!("'{letter}' ") };
        let message = format!("{shown}is {name}").trim_start().to_owned();
        let message = if right == " " { "a space here is not an ordinary one".to_owned() } else { message };
        let label = if right == " " { "type it anew".to_owned() } else { format!("write {right}") };
        let help = if right == "'" {
            "Text stands in straight single quotes: 'U1'. Word processors bend quotes: write conditions in a plain editor."
        } else {
            "Write the sign as the keyboard has it; word processors change signs on their own."
        };
        return Some(Fault::new(Code::BadCondition, message, at..at + letter.len_utf8(), label).help(help));
    }
    None
}

/// Where a quote is opened that is never closed.
fn quote_without_end(text: &str) -> Option<usize> {
    let mut open = None;
    for (at, letter) in text.char_indices() {
        match open {
            None if letter == '\'' || letter == '"' => open = Some((at, letter)),
            Some((_, quote)) if quote == letter => open = None,
            _ => {}
        }
    }
    open.map(|(at, _)| at)
}

/// What is wrong where no tree can be made, without the words of who tried.
fn unparsed(text: &str, lines: &Lines, words: &[Word], error: &ParserError) -> Fault {
    let said = match error {
        ParserError::TokenizerError(said) | ParserError::ParserError(said) => said.as_str(),
        ParserError::RecursionLimitExceeded => {
            let help =
                format!("Brackets stand up to {DEEPEST} deep in each other. Split the rule in two indicators or conditions.");
            let whole = 0..text.len();
            return Fault::new(Code::BadCondition, "the condition goes too deep", whole, "too deep").help(help);
        }
    };
    let place = said.rsplit_once(" at Line: ").and_then(|(_, place)| {
        let (line, column) = place.split_once(", Column: ")?;
        let column = column.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        Some(Location { line: line.parse().ok()?, column: column.parse().ok()? })
    });
    let at = place.map(|place| lines.byte(text, place));
    let word = at.and_then(|at| words.iter().find(|word| word.span.start == at));
    let at_end = said.contains("found: EOF");
    let (span, label) = match (word, words.last()) {
        (Some(word), _) if !at_end && said.contains("Expected: an expression") => {
            (word.span.clone(), "a column or a value is missing before this")
        }
        (Some(word), _) if !at_end => (word.span.clone(), "this does not belong here"),
        (_, Some(last)) if at_end => (last.span.clone(), "something is missing after this"),
        _ => (0..text.len(), "it cannot be read"),
    };
    Fault::new(Code::BadCondition, not_sql(text), span, label)
}
