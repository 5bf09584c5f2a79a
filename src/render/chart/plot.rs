//! Draws a history: lines, points and labels.

use super::axes::{self, Scale, Ticks};
use super::history::{History, Run, flag_words, meaning, stretches};
use crate::definitions::Unit;
use crate::render::drawing::{Anchor, Colour, Drawing, Look, Path, Shape, Step};
use crate::render::words;
use crate::statistics::xmr::{Meaning, RULE_SET};

/// How wide a full chart is.
const WIDTH: f64 = 760.0;
/// How high the part is that holds the lines.
const PLOT: f64 = 220.0;
/// About how wide a letter is.
const LETTER: f64 = 6.3;
/// How far texts below each other are apart.
const LINE: f64 = 15.0;
const BLUE: Colour = (0x1d, 0x70, 0xb8);
const GREY: Colour = (0x50, 0x5a, 0x5f);
const PALE: Colour = (0xd8, 0xda, 0xdc);
const BLACK: Colour = (0x0b, 0x0c, 0x0c);
const ORANGE: Colour = (0xb1, 0x3d, 0x00);

/// A small line: the target dashed, the last month a dot, gaps left open.
pub fn spark(history: &History<'_>) -> Drawing {
    let numbers: Vec<f64> = history.numbers().map(|(_, value)| value).collect();
    let (mut low, mut high) = ends(&numbers);
    // A target far away would flatten the line; then the line is shown without it.
    let near = |target: f64| target >= low - 2.0 * (high - low) && target <= high + 2.0 * (high - low);
    let of_history = |run: &Run<f64>| run.to < history.values.len();
    let uppers = history.uppers().into_iter().filter(of_history);
    let targets: Vec<_> = history.targets().into_iter().chain(uppers).filter(|run| near(run.what)).collect();
    for run in &targets {
        (low, high) = (low.min(run.what), high.max(run.what));
    }
    let least = if history.row.unit == Unit::Percent { 5.0 } else { (high.abs() * 0.05).max(1e-9) };
    let room = ((least - (high - low)) / 2.0).max(0.0);
    let (places, inset) = (history.values.len(), 4.0);
    let scale = Scale { left: 0.0, right: 112.0, top: 5.0, bottom: 25.0, inset, places, low: low - room, high: high + room };
    let mut drawing = Drawing { width: 112.0, height: 30.0, shapes: Vec::new() };
    for run in &targets {
        let ((from, to), y) = (scale.span(run.from, run.to), scale.y(run.what));
        drawing.dashed("target", Path::through([(from, y), (to, y)]), GREY, 1.0, Some((4.0, 3.0)));
    }
    line(&mut drawing, history, &scale, 1.75, 1.5);
    if let Some((at, value)) = history.numbers().next_back().filter(|(at, _)| at + 1 == places) {
        drawing.shapes.push(Shape::Dot { at: (scale.x(at), scale.y(value)), radius: 3.0, colour: BLUE });
    }
    drawing
}

/// A full chart, with a heading drawn where it has one.
pub fn full(history: &History<'_>, heading: Option<&str>) -> Drawing {
    let ticks = Ticks::of(history);
    let (low, high) = ticks.ends();
    let labels = end_labels(history, low, high);
    let longest = labels.iter().map(|(_, text, _)| text.chars().count()).max().unwrap_or(0);
    let left = 14.0 + LETTER * ticks.values.iter().map(|tick| tick_text(history, *tick, &ticks).len()).max().unwrap_or(2) as f64;
    let right = WIDTH - 26.0 - longest as f64 * LETTER;
    let mut scale =
        Scale { left, right, top: 0.0, bottom: PLOT, inset: 14.0, places: history.values.len() + history.ahead(), low, high };
    let (brackets, lanes) = brackets(history, &scale);
    let mut drawing = Drawing { width: WIDTH, ..Drawing::default() };
    let above = heading.map_or(0.0, |heading| drawn_heading(&mut drawing, heading));
    scale.top = above + 26.0 + lanes as f64 * 21.0;
    scale.bottom = scale.top + PLOT;

    text(&mut drawing, (4.0, above + 12.0), Anchor::Start, unit(history.row.unit), Look::Quiet);
    for bracket in &brackets {
        bracket.draw(&mut drawing, above + 26.0);
    }
    grid(&mut drawing, history, &scale, &ticks);
    reference_lines(&mut drawing, history, &scale);
    line(&mut drawing, history, &scale, 2.5, 0.0);
    points(&mut drawing, history, &scale);
    placed(&mut drawing, labels, &scale);
    drawing.height = legend(&mut drawing, history, &scale);
    drawing
}

/// Draws the heading, and says how high it is.
fn drawn_heading(drawing: &mut Drawing, heading: &str) -> f64 {
    let lines = wrapped(heading, 88);
    for (at, line) in lines.iter().enumerate() {
        text(drawing, (4.0, 18.0 + at as f64 * 20.0), Anchor::Start, line, Look::Heading);
    }
    10.0 + lines.len() as f64 * 20.0
}

/// Breaks a text into lines of about so many letters.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "Percent",
        Unit::Count => "Number",
        Unit::Days => "Days",
        Unit::Score => "Score",
        Unit::Rate => "Rate per 10,000",
        Unit::Text => "",
    }
}

fn tick_text(history: &History<'_>, tick: f64, ticks: &Ticks) -> String {
    let percent = if history.row.unit == Unit::Percent { "%" } else { "" };
    format!("{tick:.decimals$}{percent}", decimals = ticks.decimals)
}

/// Ticks with their lines, and the months below.
fn grid(drawing: &mut Drawing, history: &History<'_>, scale: &Scale, ticks: &Ticks) {
    let Scale { left, right, bottom, .. } = *scale;
    for tick in &ticks.values {
        let y = scale.y(*tick);
        drawing.line("grid", Path::through([(left, y), (right, y)]), PALE, 1.0);
        text(drawing, (left - 6.0, y + 4.0), Anchor::End, &tick_text(history, *tick, ticks), Look::Quiet);
    }
    drawing.line("axis", Path::through([(left, bottom), (right, bottom)]), GREY, 1.0);
    let step = axes::months_between(scale, 34.0);
    let last = scale.places.saturating_sub(1);
    let mut year_before = String::new();
    // Counted from the last, so that the reporting month is always named.
    for at in (0..scale.places).filter(|at| (last - at).is_multiple_of(step)) {
        let (month, year) = axes::short(history.month(at));
        let x = scale.x(at);
        drawing.line("axis", Path::through([(x, bottom), (x, bottom + 5.0)]), GREY, 1.0);
        text(drawing, (x, bottom + 18.0), Anchor::Middle, &month, Look::Quiet);
        if year != year_before {
            text(drawing, (x, bottom + 32.0), Anchor::Middle, &year, Look::Quiet);
        }
        year_before = year;
    }
}

/// Target, mean and limits: each line with a stroke of its own.
fn reference_lines(drawing: &mut Drawing, history: &History<'_>, scale: &Scale) {
    for step in history.steps() {
        let (from, to) = scale.span(step.from, step.to);
        if history.begins(step.from) {
            drawing.line("axis", Path::through([(from, scale.top - 4.0), (from, scale.bottom)]), GREY, 0.75);
        }
        let level = |value: f64| Path::through([(from, scale.y(value)), (to, scale.y(value))]);
        drawing.line("mean", level(step.what.mean), GREY, 1.25);
        for limit in step.what.limits.iter().flat_map(|(low, high)| [*low, *high]).filter(|limit| scale.holds(*limit)) {
            drawing.dashed("limit", level(limit), GREY, 1.5, Some((2.0, 4.0)));
        }
    }
    for stretch in stretches(&history.rolling) {
        let path = Path::through(stretch.iter().map(|(at, value)| (scale.x(*at), scale.y(*value))));
        drawing.line("rolling", path, GREY, 1.5);
    }
    for targets in [history.trajectory(), history.uppers()] {
        drawing.dashed("target", target_path(&targets, scale), BLACK, 1.75, Some((8.0, 4.0)));
    }
}

/// The line of a target.
fn target_path(targets: &[Run<f64>], scale: &Scale) -> Path {
    let mut path = Path::default();
    let mut before: Option<usize> = None;
    for run in targets {
        let ((from, to), y) = (scale.span(run.from, run.to), scale.y(run.what));
        // A target that follows another steps up or down to it.
        let follows = before.is_some_and(|to| to + 1 == run.from);
        path.0.push(if follows { Step::Line(from, y) } else { Step::Move(from, y) });
        path.0.push(Step::Line(to, y));
        before = Some(run.to);
    }
    path
}

/// The line, broken where there is no figure; a figure alone is a dot of its own.
fn line(drawing: &mut Drawing, history: &History<'_>, scale: &Scale, width: f64, alone: f64) {
    for stretch in history.stretches() {
        let place = |(at, value): &(usize, f64)| (scale.x(*at), scale.y(*value));
        match stretch.as_slice() {
            [only] if alone > 0.0 => drawing.shapes.push(Shape::Dot { at: place(only), radius: alone, colour: BLUE }),
            places => drawing.line("line", Path::through(places.iter().map(place)), BLUE, width),
        }
    }
}

/// A shape for each figure, letters for those hidden.
fn points(drawing: &mut Drawing, history: &History<'_>, scale: &Scale) {
    let radius = if scale.places > 30 { 2.5 } else { 3.5 };
    for (at, value) in history.numbers() {
        let (x, y) = (scale.x(at), scale.y(value));
        drawing.shapes.push(match history.flag(at) {
            Some(flag) => shape(flag.meaning, x, y),
            None => Shape::Dot { at: (x, y), radius, colour: BLUE },
        });
    }
    for (at, _) in history.points().iter().enumerate().filter(|(_, point)| point.hidden) {
        text(drawing, (scale.x(at), scale.bottom - 6.0), Anchor::Middle, "[c]", Look::Quiet);
    }
}

/// Triangle for the better, diamond for the worse, square where neither way is better.
fn shape(of: Meaning, x: f64, y: f64) -> Shape {
    let (class, colour, corners) = match of {
        Meaning::Improvement => ("flag improvement", BLUE, vec![(0.0, -7.5), (7.0, 4.5), (-7.0, 4.5)]),
        Meaning::Concern => ("flag concern", ORANGE, vec![(0.0, -7.0), (7.0, 0.0), (0.0, 7.0), (-7.0, 0.0)]),
        Meaning::NeutralHigh | Meaning::NeutralLow => {
            ("flag neutral", GREY, vec![(-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)])
        }
    };
    let path = Path::around(corners.into_iter().map(|(right, down)| (x + right, y + down)));
    Shape::Area { class, path, colour, edge: 1.0 }
}

/// The words at the right end of each line, with the value that they name.
fn end_labels(history: &History<'_>, low: f64, high: f64) -> Vec<(f64, String, Look)> {
    let number = |value: f64| words::number(history.row, value, history.row.decimals);
    let mut labels = Vec::new();
    if let Some((at, value)) = history.numbers().next_back() {
        let (month, year) = axes::short(history.month(at));
        labels.push((value, format!("{} in {month} {year}", history.shown(at)), Look::Strong));
    }
    labels.extend(history.trajectory().last().map(|run| (run.what, format!("Target {}", number(run.what)), Look::Plain)));
    labels.extend(history.uppers().last().map(|run| (run.what, format!("Target to {}", number(run.what)), Look::Plain)));
    if let Some(step) = history.steps().last() {
        labels.push((step.what.mean, format!("Mean {}", history.level(step.what.mean)), Look::Quiet));
        if let Some((lower, upper)) = step.what.limits {
            labels.push((upper, format!("Upper limit {}", history.level(upper)), Look::Quiet));
            labels.push((lower, format!("Lower limit {}", history.level(lower)), Look::Quiet));
        }
    }
    labels.retain(|(value, ..)| (low..=high).contains(value));
    labels
}

fn placed(drawing: &mut Drawing, mut labels: Vec<(f64, String, Look)>, scale: &Scale) {
    labels.sort_by(|a, b| b.0.total_cmp(&a.0));
    let wanted: Vec<f64> = labels.iter().map(|(value, ..)| scale.y(*value)).collect();
    let mut found = wanted.clone();
    axes::apart(&mut found, LINE, scale.top, scale.bottom);
    for ((value, at), (_, words, look)) in wanted.iter().zip(&found).zip(&labels) {
        let x = scale.right;
        drawing.line("lead", Path::through([(x + 3.0, *value), (x + 15.0, *at)]), GREY, 0.75);
        text(drawing, (x + 19.0, at + 4.0), Anchor::Start, words, *look);
    }
}

/// Words above the points flagged alike, or above the place of new limits, with a bar over them.
struct Bracket {
    from: f64,
    to: f64,
    middle: f64,
    lane: usize,
    words: String,
}

impl Bracket {
    fn draw(&self, drawing: &mut Drawing, top: f64) {
        let y = top + self.lane as f64 * 21.0;
        let (foot, head) = (y + 14.0, y + 10.0);
        text(drawing, (self.middle, y + 6.0), Anchor::Middle, &self.words, Look::Plain);
        let bar = Path::through([(self.from, foot), (self.from, head), (self.to, head), (self.to, foot)]);
        drawing.line("bar", bar, BLACK, 1.0);
    }
}

/// The brackets in as few lanes as they need, and how many those are.
fn brackets(history: &History<'_>, scale: &Scale) -> (Vec<Bracket>, usize) {
    let mut ends: Vec<f64> = Vec::new();
    let mut brackets = Vec::new();
    let flagged = history.flagged().into_iter().map(|run| (scale.x(run.from) - 5.0, scale.x(run.to) + 5.0, flag_words(run.what)));
    let steps = history.steps().into_iter().filter(|step| history.begins(step.from)).map(|step| {
        let at = scale.span(step.from, step.to).0;
        (at, at, format!("new limits from {}", history.month(step.from).short()))
    });
    let mut wanted: Vec<(f64, f64, String)> = flagged.chain(steps).collect();
    wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (from, to, words) in wanted {
        let half = words.chars().count() as f64 * LETTER / 2.0;
        let middle = ((from + to) / 2.0).max(scale.left + half).min(WIDTH - half - 4.0);
        let (left, right) = (from.min(middle - half), to.max(middle + half));
        let lane = ends.iter().position(|end| *end + 8.0 <= left).unwrap_or(ends.len());
        match ends.get_mut(lane) {
            Some(end) => *end = right,
            None => ends.push(right),
        }
        brackets.push(Bracket { from, to, middle, lane, words });
    }
    (brackets, ends.len())
}

/// What the shapes mean and which rules were asked; gives the height of the whole as well.
fn legend(drawing: &mut Drawing, history: &History<'_>, scale: &Scale) -> f64 {
    let y = scale.bottom + 54.0;
    let Some(chart) = &history.row.chart else { return scale.bottom + 40.0 };
    let mut x = scale.left + 8.0;
    let mut meanings: Vec<Meaning> = Vec::new();
    for flag in history.flagged().iter().map(|run| run.what) {
        if !meanings.contains(&flag.meaning) {
            meanings.push(flag.meaning);
        }
    }
    for found in meanings {
        let words = meaning(found);
        drawing.shapes.push(shape(found, x, y - 4.0));
        text(drawing, (x + 12.0, y), Anchor::Start, words, Look::Plain);
        x += 36.0 + words.chars().count() as f64 * LETTER;
    }
    let rules = if chart.enough { format!("Rules: {RULE_SET}") } else { format!("Rules: {RULE_SET}, too few points for limits") };
    text(drawing, (WIDTH - 4.0, y), Anchor::End, &rules, Look::Quiet);
    y + 8.0
}

fn text(drawing: &mut Drawing, at: (f64, f64), anchor: Anchor, words: &str, look: Look) {
    drawing.shapes.push(Shape::Words { at, anchor, look, text: words.to_owned() });
}

fn ends(numbers: &[f64]) -> (f64, f64) {
    numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), number| (low.min(*number), high.max(*number)))
}
