//! What a user should fix, and how it travels.
//!
//! Takes nothing, knows nothing of files or terminals: a [`Problem`] is facts and
//! words. Stages return their value with the problems they met as a [`Reported`];
//! they never stop at the first one. What *we* got wrong is an `anyhow::Error`.

use std::ops::Range;
use std::sync::Arc;

use crate::problem_codes::Code;
pub use crate::problem_codes::Severity;

/// Where in the extracts a problem was met.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// File, relative to the folder given.
    pub file: String,
    /// Row as a spreadsheet numbers it: the header is row 1.
    pub row: Option<u64>,
    /// Where in a file that has no rows of text: the cell of a sheet, the element of a child.
    pub cell: Option<String>,
    /// Column as the layout names it.
    pub column: Option<String>,
    /// The value at fault, and never another of its row.
    pub value: Option<String>,
}

/// A stretch of a definition file, to be drawn with a caret under it.
#[derive(Clone, Debug)]
pub struct Snippet {
    /// File, relative to the definitions' folder.
    pub file: String,
    /// The whole text of the file.
    pub text: Arc<str>,
    /// Byte range of the text at fault.
    pub span: Range<usize>,
    /// What is said under the caret.
    pub label: String,
}

/// One thing for the user to mend or to know.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Its code, listed in `docs/problems.md`.
    pub code: Code,
    /// What is wrong, in a sentence without its end stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// How many times it was met.
    pub count: u64,
    /// The first places, at most [`PLACES`].
    pub places: Vec<Place>,
    /// Where in the definitions, when that is where it is.
    pub snippets: Vec<Snippet>,
    /// What figures rest on it: columns of tables or of extracts, as `table.column`; none where no figure does.
    pub touches: Vec<String>,
    /// The indicators whose figures it may change, where that was asked.
    pub figures: Option<Vec<String>>,
}

/// How many places of one problem are kept.
pub const PLACES: usize = 5;

impl Problem {
    /// A problem met once, nowhere in particular.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Problem {
            code,
            message: message.into(),
            help: code.help().to_owned(),
            count: 1,
            places: Vec::new(),
            snippets: Vec::new(),
            touches: Vec::new(),
            figures: None,
        }
    }

    /// The same with other words of help than the code's own.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same, met at a place.
    pub fn at(mut self, place: Place) -> Self {
        self.places.push(place);
        self
    }

    /// The same, met in a file.
    pub fn in_file(self, file: impl Into<String>) -> Self {
        self.at(Place { file: file.into(), ..Place::default() })
    }

    /// The same, met in a stretch of a definition file.
    pub fn snippet(mut self, snippet: Snippet) -> Self {
        self.snippets.push(snippet);
        self
    }

    /// The same, met `count` times.
    pub fn times(mut self, count: u64) -> Self {
        self.count = count;
        self
    }

    /// The same, with what figures rest on it.
    pub fn touching(mut self, touches: impl IntoIterator<Item = String>) -> Self {
        self.touches.extend(touches);
        self
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The order problems are shown in: the gravest first, then by place.
    pub fn order(&self) -> impl Ord + '_ {
        (
            self.severity(),
            self.snippets.first().map(|s| (s.file.as_str(), s.span.start)),
            self.places.first().map(|p| p.file.as_str()),
            self.code.as_str(),
            self.places.first(),
            self.message.as_str(),
        )
    }
}

/// A value with the problems met in making it.
#[derive(Clone, Debug)]
pub struct Reported<T> {
    /// What was made, as far as it could be.
    pub value: T,
    /// What was met.
    pub problems: Vec<Problem>,
}

impl<T> Reported<T> {
    /// A value met with no problem.
    pub fn clean(value: T) -> Self {
        Reported { value, problems: Vec::new() }
    }

    /// Hands the problems over and gives the value.
    pub fn into_value(self, problems: &mut Vec<Problem>) -> T {
        problems.extend(self.problems);
        self.value
    }
}

/// Whether any problem stops the job.
pub fn stops(problems: &[Problem]) -> bool {
    problems.iter().any(|p| p.severity() == Severity::Error)
}
