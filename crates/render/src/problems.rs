//! Problems in words: what, where, what to do.
//!
//! Mistakes in definitions are drawn with a caret under the text at fault.

use annotate_snippets::renderer::{Ansi256Color, Color, DecorStyle, Effects, Style as Painted};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::ansi;
use super::wrap::{lines, width as size};
use scorecard_core::plain;
use scorecard_core::problem::{PLACES, Place, Problem, Severity};

/// How problems are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colour may be used.
    pub colour: bool,
    /// Whether the terminal has more than ASCII.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// All problems in words, an empty line between them.
pub fn render(problems: &[Problem], style: Style) -> String {
    draw_all(problems, style, false)
}

/// The same, each with the figures that it may change.
pub fn render_with_figures(problems: &[Problem], style: Style) -> String {
    draw_all(problems, style, true)
}

fn draw_all(problems: &[Problem], style: Style, figures: bool) -> String {
    let base = if style.colour { coloured() } else { Renderer::plain() };
    let decor = if style.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    let renderer = base.decor_style(decor).term_width(style.width);
    let mut text = String::new();
    for problem in problems {
        text.push_str(&draw(problem, &renderer, figures));
        text.push_str("\n\n");
    }
    text
}

/// Colours that are read on any ground.
fn coloured() -> Renderer {
    let painted = |colour: u8| Painted::new().fg_color(Some(Color::Ansi256(Ansi256Color(colour)))).effects(Effects::BOLD);
    Renderer::styled()
        .error(painted(ansi::RED))
        .warning(painted(ansi::AMBER))
        .note(painted(ansi::GREEN))
        .info(painted(ansi::GREEN))
        .help(painted(ansi::BLUE))
        .line_num(painted(ansi::BLUE))
        .context(painted(ansi::BLUE))
}

/// Problems in words with no line wider than a terminal, but those of a file that is quoted, which stay as they are.
pub fn wrapped(text: &str, width: usize) -> String {
    let mut told = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        told.push_str(&wrapped_line(line, width));
        told.push_str(end);
    }
    told
}

/// A line of a message, or of what is said below it, in lines of their own depth.
fn wrapped_line(line: &str, width: usize) -> String {
    let bare = bare(line);
    // As far in as numbers of lines need.
    let far = size(&bare) - size(bare.trim_start());
    let below = ["├ ", "╰ ", "= "].iter().find(|mark| bare.trim_start().starts_with(**mark));
    let begins = ["error", "warning", "note"].iter().any(|level| bare.starts_with(&format!("{level}[")));
    let caret =
        ["━ ", "^ "].iter().find_map(|end| bare.find(end).map(|at| at + end.len())).filter(|_| !begins && below.is_none());
    if size(&bare) <= width || !(begins || below.is_some() || caret.is_some()) {
        return line.to_owned();
    }
    let label = bare.find(": ").map_or(0, |at| at + 2);
    let depth = match caret {
        // Where the place lies far right, what is said of it goes on further left.
        Some(at) => size(bare.get(..at).unwrap_or_default()).min(width.saturating_sub(24)),
        None if begins => 4,
        None => size(bare.get(..label).unwrap_or_default()),
    };
    let stroke = |mark: char| format!("{}{mark}{}", " ".repeat(far), " ".repeat(depth.saturating_sub(far + 1)));
    let before = match below {
        // The stroke goes on to what stands below it.
        Some(mark) if *mark == "├ " => stroke('│'),
        None if caret.is_some() => stroke(if bare.contains('━') { '│' } else { '|' }),
        _ => " ".repeat(depth),
    };
    // What is drawn in colour is the label alone; its signs take no room.
    let (head, words) = match ["━ ", "^ "].iter().find_map(|end| line.find(end).map(|at| at + end.len())) {
        Some(at) if caret.is_some() => line.split_at(at),
        _ => split_at_label(line),
    };
    let room = width.saturating_sub(depth).max(20);
    let mut told = head.to_owned();
    let mut used = size(&self::bare(head));
    let mut is_first = true;
    for word in words.split(' ') {
        let pieces = if size(&self::bare(word)) > room { lines(word, room) } else { vec![word.to_owned()] };
        for (at, piece) in pieces.iter().enumerate() {
            let long = size(&self::bare(piece));
            let gap = usize::from(at == 0 && !is_first);
            if at > 0 || used + gap + long > width && used > depth {
                told.truncate(told.trim_end().len());
                told.push('\n');
                told.push_str(&before);
                used = depth;
            } else if gap > 0 {
                told.push(' ');
                used += 1;
            }
            told.push_str(piece);
            used += long;
            is_first = false;
        }
    }
    told
}

/// A line up to its first colon, with every sign of colour that follows it, and its words.
fn split_at_label(line: &str) -> (&str, &str) {
    let Some(at) = line.find(": ") else { return ("", line) };
    let end = at + 2;
    let rest = line.get(end..).unwrap_or_default();
    let signs = rest.strip_prefix('\u{1b}').and_then(|after| after.find('m')).map_or(0, |found| found + 2);
    line.split_at(end + signs)
}

/// A line without signs of colour.
fn bare(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |bare, part| bare + part.split_once('m').map_or("", |(_, words)| words))
}

fn draw(problem: &Problem, renderer: &Renderer, figures: bool) -> String {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    // Words of files, headers and cells stand in all of it.
    let message = plain::text(&problem.message);
    let snippets: Vec<_> = problem
        .snippets
        .iter()
        .map(|snippet| (snippet, plain::in_place(&snippet.text), plain::line(&snippet.file), plain::text(&snippet.label)))
        .collect();
    let mut group =
        level.primary_title(message.as_ref()).id(problem.code.as_str()).elements(Vec::<annotate_snippets::Element<'_>>::new());
    for (snippet, text, file, label) in &snippets {
        let end = text.len();
        let span = snippet.span.start.min(end)..snippet.span.end.min(end);
        group = group.element(
            Snippet::source(text.as_ref())
                .path(file.as_ref())
                .annotation(AnnotationKind::Primary.span(span).label(label.as_ref())),
        );
    }
    let places = plain::text(&places(problem)).into_owned();
    if !places.is_empty() {
        group = group.element(Level::NOTE.with_name("at").message(places));
    }
    let changes = problem.figures.as_deref().filter(|_| figures).map(changes).unwrap_or_default();
    if !changes.is_empty() {
        group = group.element(Level::NOTE.with_name("figures").message(changes));
    }
    if !problem.help.is_empty() {
        group = group.element(Level::HELP.message(problem.help.as_str()));
    }
    renderer.render(&[group])
}

/// How many figures may change, and the first of them.
fn changes(figures: &[String]) -> String {
    let shown = figures.iter().take(PLACES).map(String::as_str).collect::<Vec<_>>().join(", ");
    match figures.len() {
        0 => String::new(),
        1 => format!("1 may change: {shown}"),
        n => format!("{n} may change: {shown}{}", if n > PLACES { ", ..." } else { "" }),
    }
}

/// The first places, and how many more there are.
fn places(problem: &Problem) -> String {
    let mut shown: Vec<String> = problem.places.iter().map(place).collect();
    shown.dedup();
    let more = problem.count.saturating_sub(shown.len() as u64);
    let mut text = shown.join("; ");
    if more > 0 && !shown.is_empty() {
        text.push_str(&format!("; and {more} more"));
    }
    text
}

/// A value as it can be shown: on one line, without control characters, cut where it is long.
fn shown(value: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown = plain::line(&value.chars().take(LONGEST).collect::<String>()).into_owned();
    if value.chars().count() > LONGEST {
        shown.push_str("...");
    }
    shown
}

/// A place in words: `2018-03/episodes.csv, row 17, PLACE 'Q9'`.
pub fn place(place: &Place) -> String {
    let mut words = place.file.clone();
    if let Some(cell) = &place.cell {
        words.push_str(&format!(", {cell}"));
    } else if let Some(row) = place.row {
        words.push_str(&format!(", row {row}"));
    }
    if let Some(column) = &place.column {
        words.push_str(&format!(", {column}"));
    }
    if let Some(value) = &place.value {
        words.push_str(&format!(" '{}'", shown(value)));
    }
    words
}
