//! The groups of a row side by side as small pictures on one scale: which rows have them, and the words around each.
//!
//! Takes a scorecard, gives for each row that asks to be seen and is broken down a picture of each group: its history where groups have
//! one, with the whole in grey behind it, else a bar with a line where the whole stands. A renderer places them.

use crate::drawing::{Colour, Drawing, Path, Shape, Step};
use crate::{palette, words};
use scorecard_core::definitions::By;
use scorecard_core::figure::Figure;
use scorecard_core::scorecard::{Point, Row, Scorecard};

/// What stands above them.
pub const HEADING: &str = "Groups side by side, of red and amber rows and those that moved by more than chance";

/// The most groups that stand side by side; of more the tables tell.
const MOST: usize = 12;

/// How wide and high a picture is, three units to a 96th of an inch.
pub const SIZE: (f64, f64) = (336.0, 120.0);

/// The edge around what is drawn.
const EDGE: f64 = 12.0;

const WHOLE: Colour = (0xb1, 0xb4, 0xb6);
const INK: Colour = palette::MEAN;
const BAR: Colour = (0x1d, 0x70, 0xb8);

/// A row with its groups.
#[derive(Clone, Debug)]
pub struct Panels<'a> {
    /// The row.
    pub row: &'a Row,
    /// What it is broken down by, with the scale that all pictures are on.
    pub said: String,
    /// Its groups, in order.
    pub groups: Vec<Panel<'a>>,
}

/// A group.
#[derive(Clone, Debug)]
pub struct Panel<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Its figure, or what stands for it.
    pub figure: String,
    /// Its picture; none where nothing can be drawn.
    pub drawing: Option<Drawing>,
    /// What the picture shows, in words.
    pub words: String,
}

/// The rows with their groups, in the council's order.
pub fn of(scorecard: &Scorecard) -> Vec<Panels<'_>> {
    let mut all = Vec::new();
    for row in scorecard.rows().filter(|row| row.asks_to_be_seen()) {
        let mut seen: Vec<&By> = Vec::new();
        for by in row.parts.iter().filter_map(|part| part.part_of.as_ref().map(|of| &of.by)) {
            if !seen.contains(&by) {
                seen.push(by);
            }
        }
        for by in seen {
            let groups: Vec<&Row> =
                row.parts.iter().filter(|part| part.part_of.as_ref().is_some_and(|of| of.by == *by)).collect();
            all.extend(panels(row, by, &groups));
        }
    }
    all
}

fn panels<'a>(row: &'a Row, by: &By, groups: &[&'a Row]) -> Option<Panels<'a>> {
    let with_figures = groups.iter().filter(|group| number(group).is_some()).count();
    if !(2..=MOST).contains(&groups.len()) || with_figures < 2 {
        return None;
    }
    let histories = groups.iter().any(|group| points(group).count() > 1);
    // Of a count the whole is the sum of its groups, and no measure for any of them.
    let whole = (!row.unit.is_number()).then_some(row);
    let scale = Scale::of(whole, groups, histories)?;
    let panels = groups.iter().map(|group| Panel {
        title: &group.title,
        figure: figure(group),
        drawing: if histories { history(whole, group, &scale) } else { bar(whole, group, &scale) },
        words: said(group, histories),
    });
    let behind = match (histories, whole.and_then(number)) {
        (true, _) if whole.is_some() => "; the grey line is the whole",
        (false, Some(_)) => "; the grey line is where the whole stands",
        _ => "",
    };
    let show = |value: f64| words::number(row, value, row.decimals);
    let by = by.words().iter().map(|word| word.replace('-', " ")).collect::<Vec<_>>().join(" and ");
    let scale = format!("one scale, {} to {}", show(scale.low), show(scale.high));
    Some(Panels { row, said: format!("By {by}: {scale}{behind}."), groups: panels.collect() })
}

/// The figure of a row, where it is shown.
fn number(row: &Row) -> Option<f64> {
    row.figure.filter(|_| !row.hidden.figure).and_then(Figure::value)
}

/// The months that have a figure, by their place.
fn points(row: &Row) -> impl Iterator<Item = (usize, &Point, f64)> {
    row.series.iter().enumerate().filter_map(|(at, point)| {
        let value = point.figure.filter(|_| !point.hidden).and_then(Figure::value)?;
        Some((at, point, value))
    })
}

/// A figure, or what stands for it.
fn figure(row: &Row) -> String {
    match row.symbol() {
        Some(symbol) if number(row).is_none() => symbol.bracketed(),
        _ => row.display().unwrap_or_default(),
    }
}

/// What is drawn, in words: the figure, and of a history its first, lowest and highest.
fn said(group: &Row, histories: bool) -> String {
    let now = format!("{}: {}", group.title, figure(group));
    let shown: Vec<(&Point, f64)> = points(group).map(|(_, point, value)| (point, value)).collect();
    let (Some((first, _)), true) = (shown.first(), histories) else { return now };
    let show = |point: &Point| point.figure.map_or_else(String::new, |figure| group.show(figure));
    let least = shown.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(point, _)| show(point)).unwrap_or_default();
    let most = shown.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(point, _)| show(point)).unwrap_or_default();
    format!("{now}; first {} in {}; lowest {least}, highest {most}", show(first), first.month.long())
}

/// The one scale of all pictures of a row.
struct Scale {
    low: f64,
    high: f64,
    places: usize,
}

impl Scale {
    fn of(whole: Option<&Row>, groups: &[&Row], histories: bool) -> Option<Self> {
        let all = whole.into_iter().chain(groups.iter().copied());
        let values: Vec<f64> = match histories {
            true => all.flat_map(|one| points(one).map(|(_, _, value)| value)).collect(),
            // A bar begins at nothing.
            false => all.filter_map(number).chain([0.0]).collect(),
        };
        let low = values.iter().copied().reduce(f64::min)?;
        let high = values.iter().copied().reduce(f64::max)?;
        // A hundredth more or less is no cliff.
        let least = low.abs().max(high.abs()) / 10.0;
        let room = if histories { ((least - (high - low)) / 2.0).max(0.0) } else { 0.0 };
        let floor = if low >= 0.0 { (low - room).max(0.0) } else { low - room };
        let high = high + room;
        let places =
            groups.iter().map(|group| group.series.len()).max().unwrap_or(0).max(whole.map_or(0, |whole| whole.series.len()));
        Some(Scale { low: floor, high: if high > floor { high } else { floor + 1.0 }, places })
    }

    fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    fn x(&self, at: usize, of: usize) -> f64 {
        // The last month of each stands at the right, however many a group has.
        let places = self.places.max(2) - 1;
        let back = of.saturating_sub(1).saturating_sub(at);
        EDGE + (SIZE.0 - 2.0 * EDGE) * (1.0 - back as f64 / places as f64)
    }

    fn y(&self, value: f64) -> f64 {
        EDGE + (SIZE.1 - 2.0 * EDGE) * (1.0 - self.share(value))
    }
}

fn blank() -> Drawing {
    let mut drawing = Drawing { width: SIZE.0, height: SIZE.1, shapes: Vec::new() };
    let foot = SIZE.1 - 2.0;
    drawing.line("axis", Path::through([(EDGE, foot), (SIZE.0 - EDGE, foot)]), WHOLE, 1.5);
    drawing
}

fn path(row: &Row, scale: &Scale) -> Path {
    let mut path = Path::default();
    let mut before = None;
    for (at, _, value) in points(row) {
        let place = (scale.x(at, row.series.len()), scale.y(value));
        let goes_on = before.is_some_and(|before: usize| before + 1 == at);
        path.0.push(if goes_on { Step::Line(place.0, place.1) } else { Step::Move(place.0, place.1) });
        before = Some(at);
    }
    path
}

fn history(whole: Option<&Row>, group: &Row, scale: &Scale) -> Option<Drawing> {
    let (last, _, value) = points(group).last()?;
    let mut drawing = blank();
    if let Some(whole) = whole {
        drawing.line("whole", path(whole, scale), WHOLE, 4.0);
    }
    drawing.line("line", path(group, scale), BAR, 5.0);
    let at = (scale.x(last, group.series.len()), scale.y(value));
    drawing.shapes.push(Shape::Dot { at, radius: 8.0, colour: BAR });
    Some(drawing)
}

fn bar(whole: Option<&Row>, group: &Row, scale: &Scale) -> Option<Drawing> {
    let value = number(group)?;
    let mut drawing = blank();
    let across = |value: f64| EDGE + (SIZE.0 - 2.0 * EDGE) * scale.share(value);
    let (from, to) = (across(0.0_f64.max(scale.low)), across(value));
    let (top, bottom) = (SIZE.1 * 0.35, SIZE.1 * 0.7);
    if (to - from).abs() > 0.5 {
        let path = Path::around([(from, top), (to, top), (to, bottom), (from, bottom)]);
        drawing.shapes.push(Shape::Area { class: "bar", path, colour: BAR, edge: 0.0 });
    }
    if let Some(whole) = whole.and_then(number).map(across) {
        drawing.line("whole", Path::through([(whole, SIZE.1 * 0.15), (whole, SIZE.1 * 0.9)]), INK, 4.0);
    }
    Some(drawing)
}
