//! Text from outside made harmless: what moves a cursor, opens a link or turns a line round does not pass.
//!
//! Takes text of definitions, extracts, commentary, names of files; gives what may stand on a terminal and in a plain
//! file. It is cleaned where it is read, so that every format has the same, and once more where it leaves
//! the program: [`crate::plain`] is the one place that says what is harmless.

use std::borrow::Cow;

/// Stands for a character that was taken out.
const REPLACED: char = '\u{fffd}';

/// Whether a character does something other than stand there: control characters but line feed and tab, what
/// turns the direction of writing, and what is not seen at all.
fn acts(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2061}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        other => other.is_control(),
    }
}

/// Whether a character is taken out without a trace: nobody saw it.
fn is_unseen(character: char) -> bool {
    !character.is_control()
}

/// A text with what acts replaced, and what is not seen taken out; lines stay lines.
pub fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    // A line ends with one line feed, whatever wrote it.
    let text = text.replace("\r\n", "\n");
    let clean = |character: char| match character {
        other if !acts(other) => Some(other),
        other if is_unseen(other) => None,
        _ => Some(REPLACED),
    };
    Cow::Owned(text.chars().filter_map(clean).collect())
}

/// A text as it is compared with others where capitals and blanks do not tell them apart: small letters, blanks once, a comma for
/// the semicolon that parts crossed groups.
pub fn alike(text: &str) -> String {
    words(text).to_lowercase()
}

/// A text with blanks once, nothing that acts, and no semicolon, which parts crossed groups.
pub fn words(text: &str) -> String {
    let clean: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    clean.replace(';', ",").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same on one line: for names of files, cells, identifiers.
pub fn line(text: &str) -> Cow<'_, str> {
    match self::text(text) {
        clean if !clean.contains(['\n', '\t']) => clean,
        clean => Cow::Owned(clean.replace(['\n', '\t'], " ")),
    }
}

/// The same with every byte where it was, for marks under a text: what acts is a question mark, as long as it is wide.
pub fn in_place(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if acts(character) && !(character == '\r' && characters.peek() == Some(&'\n')) {
            clean.extend(std::iter::repeat_n('?', character.len_utf8()));
        } else {
            clean.push(character);
        }
    }
    Cow::Owned(clean)
}

/// What leaves for a terminal: clean but for the styles that the program itself draws with.
pub fn styled(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    for (at, part) in text.split('\u{1b}').enumerate() {
        let style = part.strip_prefix('[').and_then(|rest| rest.split_once('m')).map(|(style, _)| style);
        let is_style = style.is_some_and(|style| style.chars().all(|c| c.is_ascii_digit() || c == ';'));
        match (at, is_style) {
            (0, _) => {}
            (_, true) => clean.push('\u{1b}'),
            (_, false) => clean.push(REPLACED),
        }
        clean.push_str(&self::text(part));
    }
    Cow::Owned(clean)
}

/// What leaves the program for a file or another program: text clean, anything else as it stands.
pub fn leaving(bytes: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(bytes).map(self::text) {
        Ok(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
        _ => Cow::Borrowed(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_there_stays() {
        let harmless = "Café – 70%\n\tnaïve ✓ 日本 👨‍👩";
        assert_eq!(text("Café – 70%\n\tnaïve ✓ 日本"), "Café – 70%\n\tnaïve ✓ 日本");
        // A joiner is not seen: a family falls into its members.
        assert_eq!(text(harmless), "Café – 70%\n\tnaïve ✓ 日本 👨👩");
        assert!(matches!(text("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_acts_does_not_pass() {
        assert_eq!(text("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
        assert_eq!(text("a\u{9b}31mb\rc\u{7}\0"), "a\u{fffd}31mb\u{fffd}c\u{fffd}\u{fffd}");
        assert_eq!(text("\u{1b}]8;;http://x\u{7}y"), "\u{fffd}]8;;http://x\u{fffd}y");
        assert_eq!(text("abc\u{202e}fdp\u{2066}.\u{200b}\u{feff}"), "abcfdp.");
        assert_eq!(text("one\r\ntwo"), "one\ntwo");
        assert_eq!(line("one\r\ntwo\tthree"), "one two three");
        assert_eq!(in_place("a\u{1b}[b\u{202e}c\r\nd"), "a?[b???c\r\nd");
    }

    #[test]
    fn styles_of_the_program_pass_and_nothing_else() {
        assert_eq!(styled("\u{1b}[1mTitle\u{1b}[0m"), "\u{1b}[1mTitle\u{1b}[0m");
        assert_eq!(styled("\u{1b}[38;5;9mred\u{1b}[0m\u{1b}[2J"), "\u{1b}[38;5;9mred\u{1b}[0m\u{fffd}[2J");
        assert_eq!(styled("\u{1b}]0;title\u{7}"), "\u{fffd}]0;title\u{fffd}");
    }
}
