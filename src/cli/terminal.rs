//! What the terminal is and can: width, colour, Unicode; and writing to it.

use std::io::{self, IsTerminal, Write};

use scorecard::plain;
use scorecard::render::formats::Look;
use scorecard::render::{problems, table};

use super::Wrong;
use super::arguments::{Common, When};

/// The fewest columns that lists and problems make use of.
pub const LEAST: u16 = 60;

/// The terminal as this run uses it.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Columns.
    pub width: u16,
    /// Whether results may be coloured.
    pub colour: bool,
    /// Whether messages may be coloured.
    pub colour_messages: bool,
    /// Whether it has more than ASCII.
    pub unicode: bool,
    /// Whether progress is shown.
    pub progress: bool,
    /// Whether long results are broken: they are where somebody reads them in so many columns, not where a program does.
    pub breaks_results: bool,
    /// Whether long messages are.
    pub breaks_messages: bool,
}

impl Terminal {
    /// As the environment and the arguments have it.
    pub fn new(common: &Common) -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
        let colour = |terminal: bool| match common.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && !no_colour && !dumb,
        };
        let (out, err) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        let asked: Option<u16> = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = asked.or_else(|| terminal_size::terminal_size().map(|(width, _)| width.0).filter(|_| out)).unwrap_or(80);
        Terminal {
            width,
            colour: colour(out),
            colour_messages: colour(err),
            unicode: has_unicode(),
            progress: err && !common.quiet && !dumb,
            breaks_results: out || asked.is_some(),
            breaks_messages: err,
        }
    }

    /// How tables are drawn.
    pub fn tables(&self) -> table::Style {
        table::Style { width: self.width, unicode: self.unicode, colour: self.colour }
    }

    /// How problems are drawn among messages.
    pub fn messages(&self) -> problems::Style {
        problems::Style { colour: self.colour_messages, unicode: self.unicode, width: usize::from(self.width.max(LEAST)) }
    }

    /// How problems are drawn as results.
    pub fn results(&self) -> problems::Style {
        problems::Style { colour: self.colour, ..self.messages() }
    }

    /// How results are drawn.
    pub fn look(&self) -> Look {
        Look { tables: self.tables(), problems: self.results(), interactive: false }
    }

    /// A sentence of results in lines that the terminal has room for.
    pub fn broken(&self, text: &str) -> String {
        let width = self.width.max(LEAST);
        if self.breaks_results { table::wrap(text, width) } else { text.to_owned() }
    }

    /// Says problems among messages, in lines that the terminal has room for.
    pub fn problems(&self, text: &str) {
        let width = usize::from(self.width.max(LEAST));
        err_styled(&if self.breaks_messages { problems::wrapped(text, width) } else { text.to_owned() });
    }

    /// The same among results.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn problems_out(&self, text: &str) -> anyhow::Result<()> {
        let width = usize::from(self.width.max(LEAST));
        out_styled(&if self.breaks_results { problems::wrapped(text, width) } else { text.to_owned() })
    }

    /// Shows what is being done, over what was shown before; nothing where it is not a terminal.
    pub fn progress(&self, doing: &str) {
        if self.progress {
            // A line of progress that cannot be shown is no fault.
            let _ = write!(io::stderr(), "\r\u{1b}[K{}", plain::line(doing));
            let _ = io::stderr().flush();
        }
    }
}

fn has_unicode() -> bool {
    if cfg!(windows) {
        return std::env::var_os("WT_SESSION").is_some() || std::env::var_os("TERM_PROGRAM").is_some();
    }
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_some_and(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// Writes results; a reader that has gone away is no fault.
///
/// # Errors
/// When they cannot be written for another reason.
pub fn out(text: &str) -> anyhow::Result<()> {
    write(plain::text(text).as_bytes())
}

/// Writes names that a sign sets apart, which may be one that no text holds: a shell splits by it.
///
/// # Errors
/// When they cannot be written for another reason than that nobody reads on.
pub fn out_separated(text: &str, separator: &str) -> anyhow::Result<()> {
    let clean: Vec<_> = text.split(separator).map(plain::text).collect();
    write(clean.join(separator).as_bytes())
}

/// Writes results that are drawn with styles of the program's own, which alone pass.
///
/// # Errors
/// When they cannot be written for another reason.
pub fn out_styled(text: &str) -> anyhow::Result<()> {
    write(plain::styled(text).as_bytes())
}

/// Writes a result in a format that other programs read: what is text is clean, a workbook or a document stays as it is.
///
/// # Errors
/// When they cannot be written for another reason than that nobody reads on.
pub fn out_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    write(&plain::leaving(bytes))
}

/// What standard output goes into.
#[cfg(unix)]
pub fn found_behind_output() -> Option<std::fs::Metadata> {
    use std::os::fd::AsFd;
    let output = io::stdout().as_fd().try_clone_to_owned().ok()?;
    std::fs::File::from(output).metadata().ok()
}

fn write(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| Wrong::File(format!("cannot write to standard output: {error}")).into()),
    }
}

/// Writes a message.
pub fn err(text: &str) {
    // There is nowhere left to say that it failed.
    let _ = io::stderr().write_all(plain::text(text).as_bytes());
}

/// Writes a message that is drawn with styles of the program's own, which alone pass.
pub fn err_styled(text: &str) {
    let _ = io::stderr().write_all(plain::styled(text).as_bytes());
}
