//! The formats that results are written in: what a format is, and how one is found by its word or by the ending of a file.
//!
//! A format says everything of itself in one place beside what writes it, and has one line in the list of its kind of result.
//! Possible values, endings, help and messages are made of that list. Knows no format.

use std::fmt;
use std::path::Path;

/// A format that results of one kind are written in, drawn in a look.
pub struct Format<T: 'static, L: 'static> {
    /// Its word on the command line.
    pub name: &'static str,
    /// The ending of its files.
    pub ending: &'static str,
    /// What it is, as help has it.
    pub about: &'static str,
    /// Where it stands among the endings that messages and help offer: the lowest first.
    pub offered: u8,
    /// Whether it is text in the program's own styles, for those who read it on a terminal.
    pub terminal: bool,
    /// Whether children may stand in it one by one.
    pub children: bool,
    /// What it wants of the result.
    pub wants: Wants,
    /// A file that goes beside each of its files: its ending, and what is in it.
    pub beside: Option<(&'static str, Write<T>)>,
    /// Writes a result.
    pub render: fn(&T, &L) -> anyhow::Result<Vec<u8>>,
}

/// What writes a file that looks the same everywhere.
pub type Write<T> = fn(&T) -> anyhow::Result<Vec<u8>>;

/// What a format wants of a result, where that costs something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wants {
    /// The months before, which it draws.
    pub history: bool,
    /// What is for those who decide, as papers with pages have it, and the months before of each group.
    pub pages: bool,
    /// Who crosses which line in the months to come.
    pub forecast: bool,
    /// The council's own document, in whose styles it is written.
    pub template: bool,
    /// One row alone.
    pub one_row: bool,
}

impl Wants {
    /// Nothing besides the figures.
    pub const FIGURES: Wants = Wants { history: false, pages: false, forecast: false, template: false, one_row: false };
}

// What is written and the look need not be copied for a format to be.
impl<T, L> Clone for Format<T, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, L> Copy for Format<T, L> {}

impl<T, L> fmt::Debug for Format<T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The formats of one kind of result.
pub struct Formats<T: 'static, L: 'static> {
    /// What they are formats of, as a message has it behind 'no format'; empty for those of scorecards.
    pub of: &'static str,
    /// A line each, in the order of help; the first is what is meant where none is named.
    pub all: &'static [&'static Format<T, L>],
}

impl<T, L> Formats<T, L> {
    /// The format of a word.
    pub fn named(&self, name: &str) -> Option<&'static Format<T, L>> {
        self.all.iter().copied().find(|format| format.name == name)
    }

    /// The format that a file's ending names.
    ///
    /// # Errors
    /// When the ending names none.
    pub fn of_file(&self, path: &Path) -> Result<&'static Format<T, L>, String> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let found = self.all.iter().copied().find(|format| Some(format.ending) == ending.as_deref());
        found.ok_or_else(|| format!("the ending of '{}' names no format{}; use {}", path.display(), self.of, self.endings()))
    }

    /// The endings of files: `.csv, .json or .txt`.
    pub fn endings(&self) -> String {
        let mut all = self.all.to_vec();
        all.sort_by_key(|format| format.offered);
        let endings: Vec<String> = all.iter().map(|format| format!(".{}", format.ending)).collect();
        match endings.as_slice() {
            [several @ .., last] if !several.is_empty() => format!("{} or {last}", several.join(", ")),
            endings => endings.concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static PLAIN: Format<String, ()> = Format {
        name: "plain",
        ending: "txt",
        about: "Text as it stands",
        offered: 2,
        terminal: true,
        children: false,
        wants: Wants::FIGURES,
        beside: None,
        render: |text, ()| Ok(text.clone().into_bytes()),
    };
    static LOUD: Format<String, ()> =
        Format { name: "loud", ending: "loud", offered: 1, render: |text, ()| Ok(text.to_uppercase().into_bytes()), ..PLAIN };
    static BOTH: Formats<String, ()> = Formats { of: " of words", all: &[&PLAIN, &LOUD] };

    #[test]
    fn a_format_is_found_by_its_word_and_by_an_ending_in_either_case() {
        assert_eq!(BOTH.named("loud").map(|format| format.ending), Some("loud"));
        assert!(BOTH.named("txt").is_none());
        assert_eq!(BOTH.of_file(Path::new("a/b.TXT")).map(|format| format.name), Ok("plain"));
        let said = BOTH.of_file(Path::new("b.pages")).map(|_| ()).unwrap_err();
        assert_eq!(said, "the ending of 'b.pages' names no format of words; use .loud or .txt");
        assert!(BOTH.of_file(Path::new("txt")).is_err());
    }

    #[test]
    fn endings_are_offered_in_their_order() {
        static THREE: Formats<String, ()> = Formats { of: "", all: &[&PLAIN, &LOUD, &PLAIN] };
        static ONE: Formats<String, ()> = Formats { of: "", all: &[&PLAIN] };
        assert_eq!(THREE.endings(), ".loud, .txt or .txt");
        assert_eq!(ONE.endings(), ".txt");
    }
}
