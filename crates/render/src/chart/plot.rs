//! Draws a history: lines, points and labels.

use super::axes::{self, Scale, Ticks};
use super::history::{History, Run, meaning, stretches};
use crate::drawing::{Anchor, Colour, Drawing, Look, Path, Shape, Step};
use crate::{icons, palette, words, wrap};
use scorecard_core::statistics::xmr::{Meaning, RULE_SET};

/// How wide a full chart is: printed three beside each other on A4 laid across, its type has 7 points.
pub const WIDTH: f64 = 440.0;
/// How high the part is that holds the lines.
const PLOT: f64 = 104.0;
/// About how wide a letter is.
const LETTER: f64 = 6.3;
/// How far texts below each other are apart.
const LINE: f64 = 14.0;
const GREY: Colour = palette::MEAN;
const PALE: Colour = (0xe5, 0xe6, 0xe7);

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
    let least = if history.row.unit.is_share() { 5.0 } else { (high.abs() * 0.05).max(1e-9) };
    let room = ((least - (high - low)) / 2.0).max(0.0);
    let (places, inset) = (history.values.len(), 4.0);
    let scale = Scale { left: 0.0, right: 112.0, top: 5.0, bottom: 25.0, inset, places, low: low - room, high: high + room };
    let mut drawing = Drawing { width: 112.0, height: 30.0, shapes: Vec::new() };
    for run in &targets {
        let ((from, to), y) = (scale.span(run.from, run.to), scale.y(run.what));
        drawing.dashed("target", Path::through([(from, y), (to, y)]), palette::TARGET, 1.0, Some((4.0, 3.0)));
    }
    line(&mut drawing, history, &scale, 1.75, 1.5);
    if let Some((at, value)) = history.numbers().next_back().filter(|(at, _)| at + 1 == places) {
        let flag = history.row.chart.as_ref().and_then(|chart| chart.flags_of_figures().get(at).copied().flatten());
        let colour = flag.map_or(palette::LINE, |flag| palette::of(flag.meaning));
        drawing.shapes.push(Shape::Dot { at: (scale.x(at), scale.y(value)), radius: 3.0, colour });
    }
    drawing
}

/// A full chart, with a heading drawn where it has one and words at its foot.
pub fn full(history: &History<'_>, heading: Option<&str>, foot: &[String]) -> Drawing {
    let ticks = Ticks::of(history);
    let (low, high) = ticks.ends();
    let labels = end_labels(history, low, high);
    let longest = labels.iter().map(|(_, text, _)| text.chars().count()).max().unwrap_or(0);
    let left = 12.0 + LETTER * ticks.values.iter().map(|tick| tick_text(history, *tick, &ticks).len()).max().unwrap_or(2) as f64;
    let right = WIDTH - 18.0 - longest as f64 * LETTER;
    let mut scale =
        Scale { left, right, top: 0.0, bottom: PLOT, inset: 8.0, places: history.values.len() + history.ahead(), low, high };
    let mut drawing = Drawing { width: WIDTH, ..Drawing::default() };
    let above = heading.map_or(0.0, |heading| drawn_heading(&mut drawing, heading));
    let above = above + drawn_icons(&mut drawing, history, above);
    scale.top = above + 24.0;
    scale.bottom = scale.top + PLOT;

    text(&mut drawing, (4.0, above + 12.0), Anchor::Start, history.row.unit.is().axis, Look::Quiet);
    grid(&mut drawing, history, &scale, &ticks);
    reference_lines(&mut drawing, history, &scale);
    line(&mut drawing, history, &scale, 2.0, 0.0);
    points(&mut drawing, history, &scale);
    placed(&mut drawing, labels, &scale);
    drawing.height = legend(&mut drawing, history, &scale);
    for said in foot.iter().flat_map(|said| wrap::lines(said, 68)) {
        drawing.height += LINE;
        let at = (4.0, drawing.height - 4.0);
        text(&mut drawing, at, Anchor::Start, &said, Look::Quiet);
    }
    drawing
}

/// Draws the two icons with their words below each other's side, and says how high they are.
fn drawn_icons(drawing: &mut Drawing, history: &History<'_>, above: f64) -> f64 {
    let icons = icons::of(history.row);
    let mut left = 2.0;
    for icon in &icons {
        let scale = 0.75;
        for shape in &icon.shapes {
            drawing.shapes.push(icons::at(&icons::scaled(shape, scale), (left, above + 1.0)));
        }
        text(drawing, (left + 23.0, above + 14.0), Anchor::Start, &icon.words, Look::Plain);
        left += 32.0 + icon.words.chars().count() as f64 * LETTER;
    }
    if icons.is_empty() { 0.0 } else { 22.0 }
}

/// Draws the heading, and says how high it is.
fn drawn_heading(drawing: &mut Drawing, heading: &str) -> f64 {
    let lines = wrap::lines(heading, 52);
    for (at, line) in lines.iter().enumerate() {
        text(drawing, (4.0, 18.0 + at as f64 * 20.0), Anchor::Start, line, Look::Heading);
    }
    10.0 + lines.len() as f64 * 20.0
}

fn tick_text(history: &History<'_>, tick: f64, ticks: &Ticks) -> String {
    format!("{tick:.decimals$}{sign}", sign = history.row.unit.is().sign, decimals = ticks.decimals)
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
            let words = format!("new limits from {}", history.month(step.from).short());
            let beyond = from + words.chars().count() as f64 * LETTER > WIDTH;
            let (x, anchor) = if beyond { (from - 3.0, Anchor::End) } else { (from + 3.0, Anchor::Start) };
            text(drawing, (x, scale.top - 6.0), anchor, &words, Look::Quiet);
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
        drawing.dashed("target", target_path(&targets, scale), palette::TARGET, 1.75, Some((6.0, 4.0)));
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
            [only] if alone > 0.0 => drawing.shapes.push(Shape::Dot { at: place(only), radius: alone, colour: palette::LINE }),
            places => drawing.line("line", Path::through(places.iter().map(place)), palette::LINE, width),
        }
    }
}

/// A shape for each figure, letters for those hidden.
fn points(drawing: &mut Drawing, history: &History<'_>, scale: &Scale) {
    let radius = if scale.places > 30 { 2.0 } else { 3.0 };
    for (at, value) in history.numbers() {
        let (x, y) = (scale.x(at), scale.y(value));
        drawing.shapes.push(match history.flag(at) {
            Some(flag) => shape(flag.meaning, x, y),
            None => Shape::Dot { at: (x, y), radius, colour: palette::LINE },
        });
    }
    for (at, _) in history.points().iter().enumerate().filter(|(_, point)| point.hidden) {
        text(drawing, (scale.x(at), scale.bottom - 6.0), Anchor::Middle, "[c]", Look::Quiet);
    }
}

/// Triangle for the better, diamond for the worse, square where neither way is better.
fn shape(of: Meaning, x: f64, y: f64) -> Shape {
    let (class, corners) = match of {
        Meaning::Improvement => ("flag improvement", vec![(0.0, -6.0), (5.6, 3.8), (-5.6, 3.8)]),
        Meaning::Concern => ("flag concern", vec![(0.0, -5.6), (5.6, 0.0), (0.0, 5.6), (-5.6, 0.0)]),
        Meaning::NeutralHigh | Meaning::NeutralLow => ("flag neutral", vec![(-4.4, -4.4), (4.4, -4.4), (4.4, 4.4), (-4.4, 4.4)]),
    };
    let path = Path::around(corners.into_iter().map(|(right, down)| (x + right, y + down)));
    Shape::Area { class, path, colour: palette::of(of), edge: 1.0 }
}

/// The words at the right end of each line, with the value that they name.
fn end_labels(history: &History<'_>, low: f64, high: f64) -> Vec<(f64, String, Look)> {
    let number = |value: f64| words::number(history.row, value, history.row.decimals);
    let mut labels = Vec::new();
    if let Some((at, value)) = history.numbers().next_back() {
        labels.push((value, history.shown(at), Look::Strong));
    }
    labels.extend(history.trajectory().last().map(|run| (run.what, format!("Target {}", number(run.what)), Look::Plain)));
    labels.extend(history.uppers().last().map(|run| (run.what, format!("Target to {}", number(run.what)), Look::Plain)));
    if let Some(step) = history.steps().last() {
        labels.push((step.what.mean, format!("Mean {}", history.level(step.what.mean)), Look::Quiet));
        if let Some((lower, upper)) = step.what.limits {
            labels.push((upper, format!("Limit {}", history.level(upper)), Look::Quiet));
            labels.push((lower, format!("Limit {}", history.level(lower)), Look::Quiet));
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
        drawing.line("lead", Path::through([(x + 2.0, *value), (x + 10.0, *at)]), GREY, 0.75);
        text(drawing, (x + 13.0, at + 4.0), Anchor::Start, words, *look);
    }
}

/// What the shapes mean and which rules were asked; gives the height of the whole as well.
fn legend(drawing: &mut Drawing, history: &History<'_>, scale: &Scale) -> f64 {
    let y = scale.bottom + 50.0;
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
