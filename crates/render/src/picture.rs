//! A row's history as a small picture, and in words.
//!
//! Takes a row, gives a PNG without any text in it, and what it shows as a sentence for those who do not see
//! it. Gaps break the line, the target is dashed, limits are a band; flagged points have shapes of their own,
//! so that no colour is needed.

use anyhow::Context;
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

use scorecard_core::calendar::Month;
use scorecard_core::scorecard::{Point, Row};
use scorecard_core::statistics::xmr::{Flag, Lines, Meaning, RULE_SET};

use super::ahead::{self, Ahead};
use super::drawing::{Colour, Drawing, Path, Shape, Step};
use super::{palette, words};

/// How wide a picture is on the page, in 96ths of an inch.
pub const WIDTH: u32 = 112;
/// How high.
pub const HEIGHT: u32 = 30;
/// Pixels for each of these, so that print is sharp.
pub(super) const SHARPNESS: u32 = 3;

/// White, so that the line is seen on any page.
const PAPER: Colour = (0xff, 0xff, 0xff);
const LINE: Colour = palette::LINE;
const BAND: Colour = (0xe3, 0xe6, 0xe8);
const LIMIT: Colour = (0x6f, 0x77, 0x7b);
const TARGET: Colour = palette::TARGET;

/// The picture of a row's history as PNG; nothing where fewer than five months have a figure.
///
/// # Errors
/// Only for faults of ours.
pub fn trend(row: &Row) -> anyhow::Result<Option<Vec<u8>>> {
    drawing(row).map(|drawing| raster(&drawing, 1)).transpose()
}

/// The same as shapes, [`SHARPNESS`] of whose units are a 96th of an inch.
pub(super) fn drawing(row: &Row) -> Option<Drawing> {
    let scale = Scale::of(row)?;
    let (width, height) = (f64::from(WIDTH * SHARPNESS), f64::from(HEIGHT * SHARPNESS));
    let mut drawing = Drawing { width, height, shapes: Vec::new() };
    if let Some(chart) = &row.chart {
        limits(&mut drawing, chart.lines_of_figures(), &scale);
    }
    let (targets, uppers) = targets_of(row);
    for ends in [targets, uppers] {
        drawing.dashed("target", target(&ends, &scale), TARGET, 2.5, Some((9.0, 6.0)));
    }
    drawing.line("line", line(row, &scale), LINE, 5.0);
    let last = row.series.len().saturating_sub(1);
    for (at, point) in row.series.iter().enumerate() {
        let Some(value) = value(point) else { continue };
        let (x, y) = (scale.x(at), scale.y(value));
        let flag = row.chart.as_ref().and_then(|chart| chart.flags_of_figures().get(at).copied().flatten());
        let dot = |radius, colour| Shape::Dot { at: (x, y), radius, colour };
        drawing.shapes.extend(match flag {
            Some(flag) => Some(shape(flag, x, y, if at == last { 11.0 } else { 8.5 })),
            None if at == last => Some(dot(8.0, LINE)),
            // A month between two gaps has no line to be seen by.
            None if alone(&row.series, at) => Some(dot(5.0, LINE)),
            None => None,
        });
    }
    Some(drawing)
}

/// What the picture shows, in words; nothing where there is none.
pub fn words(row: &Row) -> Option<String> {
    let shown: Vec<(&Point, f64)> = row.series.iter().filter_map(|point| Some((point, value(point)?))).collect();
    let ((first, _), (last, _)) = (shown.first()?, shown.last()?);
    if shown.len() < super::chart::FEWEST {
        return None;
    }
    let say = |point: &Point| point.figure.map_or_else(String::new, |figure| row.show(figure));
    let at = |point: &Point| format!("{} in {}", say(point), point.month.long());
    let lowest = shown.iter().min_by(|(_, a), (_, b)| a.total_cmp(b))?.0;
    let highest = shown.iter().rev().max_by(|(_, a), (_, b)| a.total_cmp(b))?.0;
    let mut text = format!("Trend: first {}, last {}", at(first), at(last));
    if say(lowest) == say(highest) {
        text += ", the same throughout";
    } else {
        text += &format!("; lowest {}, highest {}", at(lowest), at(highest));
    }
    text += &targets(row);
    let gaps: Vec<Month> =
        row.series.iter().filter(|point| value(point).is_none() && !point.hidden).map(|point| point.month).collect();
    let hidden: Vec<Month> = row.series.iter().filter(|point| point.hidden).map(|point| point.month).collect();
    text += &months("no figure for", &gaps);
    text += &months("hidden for", &hidden);
    if let Some(chart) = &row.chart {
        for meaning in [Meaning::Improvement, Meaning::Concern, Meaning::NeutralHigh, Meaning::NeutralLow] {
            let flags = row.series.iter().zip(chart.flags_of_figures());
            let flagged: Vec<Month> = flags
                .filter(|(_, flag)| flag.is_some_and(|flag| flag.meaning == meaning))
                .map(|(point, _)| point.month)
                .collect();
            text += &months(&format!("{} in", meant(meaning)), &flagged);
        }
        text += &format!("; rule set {RULE_SET}");
    }
    Some(text)
}

/// What the shapes stand for, for a legend.
pub fn key(charted: bool, steps: &str) -> String {
    let mut text = format!(
        "The grey line is the figure {steps}, broken where there is none. The dashed red line is the target, of a range both its ends, \
         with what is to come drawn ahead. The dot is the last month."
    );
    if charted {
        text += &format!(
            " The grey band is between the limits of chance. ▲ is a change for the better, ◆ a concern, ■ one that is \
             neither: more than chance ({RULE_SET})."
        );
    }
    text
}

fn meant(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Improvement => "special cause improvement",
        Meaning::Concern => "special cause concern",
        Meaning::NeutralHigh => "special cause, higher",
        Meaning::NeutralLow => "special cause, lower",
    }
}

/// `; no figure for June 2017 and July 2017`, and the first and last of many.
fn months(what: &str, months: &[Month]) -> String {
    match months {
        [] => String::new(),
        [one] => format!("; {what} {}", one.long()),
        [one, other] => format!("; {what} {} and {}", one.long(), other.long()),
        [first, .., last] => format!("; {what} {} months from {} to {}", months.len(), first.long(), last.long()),
    }
}

/// The target and its changes: `; target 65.0%, from September 2017 70.0%`.
fn targets(row: &Row) -> String {
    let with = row.series.iter().filter_map(|point| Some((point.month, point.target?)));
    let mut runs: Vec<(Month, f64)> = Vec::new();
    for (month, target) in with {
        if runs.last().is_none_or(|(_, before)| *before != target) {
            runs.push((month, target));
        }
    }
    // What moves from month to month is told by its end.
    let moves = row.target.as_ref().is_some_and(|target| target.comparator.is_some()) && runs.len() > 2;
    if let Some((_, last)) = runs.last().filter(|_| moves) {
        return format!("; target, which moves, last {}", words::number(row, *last, row.decimals));
    }
    let upper = |month: Month| {
        let point = row.series.iter().find(|point| point.month == month)?;
        Some(format!(" to {}", words::number(row, point.upper?, row.decimals)))
    };
    let from = |(at, (month, target)): (usize, &(Month, f64))| {
        let number = format!("{}{}", words::number(row, *target, row.decimals), upper(*month).unwrap_or_default());
        if at == 0 { format!("; target {number}") } else { format!(", from {} {number}", month.long()) }
    };
    let to_come = words::to_come(row);
    let then = if to_come.is_empty() || runs.is_empty() { String::new() } else { format!(", then {to_come}") };
    runs.iter().enumerate().map(from).collect::<String>() + &then
}

fn value(point: &Point) -> Option<f64> {
    point.figure.filter(|_| !point.hidden).and_then(|figure| figure.value())
}

fn alone(series: &[Point], at: usize) -> bool {
    let has = |at: Option<usize>| at.and_then(|at| series.get(at)).is_some_and(|point| value(point).is_some());
    !has(at.checked_sub(1)) && !has(Some(at + 1))
}

/// Where months and values lie in the picture.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    /// Room at the edges for the largest shape.
    const MARGIN: f64 = 15.0;

    fn of(row: &Row) -> Option<Self> {
        let mut values: Vec<f64> = row.series.iter().filter_map(value).collect();
        if values.len() < super::chart::FEWEST {
            return None;
        }
        let (targets, uppers) = targets_of(row);
        let places = targets.len();
        values.extend(targets.into_iter().chain(uppers).flatten());
        let limits = row.chart.iter().flat_map(|chart| chart.lines_of_figures()).filter_map(|lines| lines.limits);
        values.extend(limits.flat_map(|(lower, upper)| [lower, upper]));
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // A change of half a point must not look like a fall from a cliff: a tenth of the figure is the least that
        // the height stands for.
        let least = low.abs().max(high.abs()) / 10.0;
        let room = ((least - (high - low)) / 2.0).max(0.0);
        let (low, high) = (low - room, high + room);
        let step = (f64::from(WIDTH * SHARPNESS) - 2.0 * Self::MARGIN) / (places - 1) as f64;
        Some(Scale { low, high, step })
    }

    fn x(&self, at: usize) -> f64 {
        Self::MARGIN + self.step * at as f64
    }

    fn y(&self, value: f64) -> f64 {
        let share = if self.high > self.low { (value - self.low) / (self.high - self.low) } else { 0.5 };
        let room = f64::from(HEIGHT * SHARPNESS) - 2.0 * Self::MARGIN;
        Self::MARGIN + room * (1.0 - share)
    }

    /// From half a month before a place to half a month after it.
    fn around(&self, at: usize) -> (f64, f64) {
        ((self.x(at) - self.step / 2.0).max(0.0), (self.x(at) + self.step / 2.0).min(f64::from(WIDTH * SHARPNESS)))
    }
}

fn line(row: &Row, scale: &Scale) -> Path {
    let mut path = Path::default();
    let mut drawing = false;
    for (at, point) in row.series.iter().enumerate() {
        match value(point) {
            Some(value) if drawing => path.0.push(Step::Line(scale.x(at), scale.y(value))),
            Some(value) => path.0.push(Step::Move(scale.x(at), scale.y(value))),
            None => {}
        }
        drawing = value(point).is_some();
    }
    path
}

/// Targets place by place and the upper ends of ranges, those to come behind those of the history.
fn targets_of(row: &Row) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
    let history = row.series.iter().map(|point| (point.target, point.upper));
    history.chain(ahead_of(row).into_iter().map(|ahead| (ahead.target, ahead.upper))).unzip()
}

/// The months drawn ahead: no more than the history has, which else would have too little room.
fn ahead_of(row: &Row) -> Vec<Ahead> {
    let mut ahead = ahead::of(row);
    ahead.truncate(row.series.len());
    ahead
}

fn target(targets: &[Option<f64>], scale: &Scale) -> Path {
    let mut path = Path::default();
    let mut before = None;
    for (at, target) in targets.iter().enumerate() {
        if let Some(target) = target {
            let (from, to) = scale.around(at);
            if before != Some(target) {
                path.0.push(Step::Move(from, scale.y(*target)));
            }
            path.0.push(Step::Line(to, scale.y(*target)));
        }
        before = target.as_ref();
    }
    path
}

fn limits(drawing: &mut Drawing, lines: &[Lines], scale: &Scale) {
    let places: Vec<(usize, (f64, f64))> = lines.iter().enumerate().filter_map(|(at, lines)| Some((at, lines.limits?))).collect();
    // One rectangle for each step: the edges of many would be seen.
    for step in places.chunk_by(|(_, a), (_, b)| a == b) {
        let (Some((first, (lower, upper))), Some((last, _))) = (step.first(), step.last()) else { continue };
        let (from, to) = (scale.around(*first).0, scale.around(*last).1);
        let (top, bottom) = (scale.y(*upper), scale.y(*lower));
        // Nothing to fill where a flat series has both limits at its mean.
        if top < bottom {
            let path = Path::around([(from, top), (to, top), (to, bottom), (from, bottom)]);
            drawing.shapes.push(Shape::Area { class: "band", path, colour: BAND, edge: 0.0 });
        }
        for y in [top, bottom] {
            drawing.line("limit", Path::through([(from, y), (to, y)]), LIMIT, 1.5);
        }
    }
}

/// A triangle for better, a diamond for worse, a square where neither way is better: as the full charts have them.
fn shape(flag: Flag, x: f64, y: f64, size: f64) -> Shape {
    let corners = match flag.meaning {
        Meaning::Improvement => vec![(x, y - size), (x + size, y + size * 0.8), (x - size, y + size * 0.8)],
        Meaning::Concern => vec![(x, y - size), (x + size, y), (x, y + size), (x - size, y)],
        Meaning::NeutralHigh | Meaning::NeutralLow => {
            let half = size * 0.8;
            vec![(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
        }
    };
    Shape::Area { class: "flag", path: Path::around(corners), colour: palette::of(flag.meaning), edge: 0.0 }
}

/// Shapes as pixels, so many for each unit of the drawing; words are left out.
pub(super) fn raster(drawing: &Drawing, sharpness: u32) -> anyhow::Result<Vec<u8>> {
    let size = |length: f64| length as u32 * sharpness;
    let scale = Transform::from_scale(sharpness as f32, sharpness as f32);
    let mut pixels = Pixmap::new(size(drawing.width), size(drawing.height)).context("no room for a picture")?;
    pixels.fill(Color::from_rgba8(PAPER.0, PAPER.1, PAPER.2, 255));
    for shape in &drawing.shapes {
        match shape {
            Shape::Line { path, colour, width, dashes, .. } => {
                let dash = dashes.and_then(|(long, gap)| StrokeDash::new(vec![long as f32, gap as f32], 0.0));
                let stroke = Stroke { width: *width as f32, dash, ..Stroke::default() };
                if let Some(path) = pen(path) {
                    pixels.stroke_path(&path, &paint(*colour), &stroke, scale, None);
                }
            }
            Shape::Area { path, colour, .. } => fill(&mut pixels, pen(path), *colour, scale),
            Shape::Dot { at: (x, y), radius, colour } => {
                fill(&mut pixels, PathBuilder::from_circle(*x as f32, *y as f32, *radius as f32), *colour, scale);
            }
            Shape::Words { .. } => {}
        }
    }
    encode(&pixels)
}

fn pen(path: &Path) -> Option<tiny_skia::Path> {
    let mut pen = PathBuilder::new();
    for step in &path.0 {
        match *step {
            Step::Move(x, y) => pen.move_to(x as f32, y as f32),
            Step::Line(x, y) => pen.line_to(x as f32, y as f32),
            Step::Close => pen.close(),
        }
    }
    pen.finish()
}

/// The picture as PNG without transparency, which it has none of, with little compressing:
/// more takes most of the time and saves little.
fn encode(pixels: &Pixmap) -> anyhow::Result<Vec<u8>> {
    let colours: Vec<u8> = pixels.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(1));
    // Few colours in long runs: what differences from the neighbours would only disturb.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&colours)?;
    writer.finish()?;
    Ok(bytes)
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(colour.0, colour.1, colour.2, 255);
    paint
}

fn fill(pixels: &mut Pixmap, path: Option<tiny_skia::Path>, colour: Colour, scale: Transform) {
    // A path without a shape is nothing to draw.
    if let Some(path) = path {
        pixels.fill_path(&path, &paint(colour), FillRule::Winding, scale, None);
    }
}
