//! Draws a history: lines, points and labels as SVG elements.
//!
//! Coordinates have one decimal. Colours stand in attributes, so that a drawing can stand alone; classes let a
//! page choose others for a dark screen.

use super::axes::{self, Scale, Ticks};
use super::history::{History, Run, flag_words, meaning, stretches};
use super::said;
use crate::definitions::Unit;
use crate::render::markup::escape;
use crate::render::words;
use crate::statistics::xmr::{Meaning, RULE_SET};

/// A drawing: its size and its elements.
pub struct Drawing {
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// The elements.
    pub body: String,
}

/// How wide a full chart is.
const WIDTH: f64 = 760.0;
/// How high the part is that holds the lines.
const PLOT: f64 = 220.0;
/// About how wide a letter is.
const LETTER: f64 = 6.3;
/// How far texts below each other are apart.
const LINE: f64 = 15.0;

/// A small line: the target dashed, the last month a dot, gaps left open.
pub fn spark(history: &History<'_>) -> String {
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
    let mut body = String::new();
    for run in &targets {
        let ((from, to), y) = (scale.span(run.from, run.to), scale.y(run.what));
        body += &stroke("target", &format!("M{from:.1} {y:.1}H{to:.1}"), "#505a5f", "1", "4 3");
    }
    body += &line(history, &scale, "1.75", 1.5);
    if let Some((at, value)) = history.numbers().next_back().filter(|(at, _)| at + 1 == places) {
        body +=
            &format!("<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"#1d70b8\"/>", scale.x(at), scale.y(value));
    }
    format!(
        "<svg class=\"spark\" viewBox=\"0 0 112 30\" width=\"112\" height=\"30\" role=\"img\"><title>{}</title>{body}</svg>",
        escape(&said::short(history))
    )
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
    let (head, above) = match heading {
        Some(heading) => drawn_heading(heading),
        None => (String::new(), 0.0),
    };
    scale.top = above + 26.0 + lanes as f64 * 21.0;
    scale.bottom = scale.top + PLOT;

    let mut body = head;
    body += &text(4.0, above + 12.0, "start", unit(history.row.unit), "quiet");
    body += &brackets.iter().map(|bracket| bracket.draw(above + 26.0)).collect::<String>();
    body += &grid(history, &scale, &ticks);
    body += &reference_lines(history, &scale);
    body += &line(history, &scale, "2.5", 0.0);
    body += &points(history, &scale);
    body += &placed(labels, &scale);
    let (legend, height) = legend(history, &scale);
    body += &legend;
    Drawing { width: WIDTH, height, body }
}

fn drawn_heading(heading: &str) -> (String, f64) {
    let lines = wrapped(heading, 88);
    let draw = |(at, line): (usize, &String)| {
        format!(
            "<text x=\"4\" y=\"{:.1}\" font-size=\"16\" font-weight=\"bold\">{}</text>",
            18.0 + at as f64 * 20.0,
            escape(line)
        )
    };
    (lines.iter().enumerate().map(draw).collect(), 10.0 + lines.len() as f64 * 20.0)
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
fn grid(history: &History<'_>, scale: &Scale, ticks: &Ticks) -> String {
    let Scale { left, right, bottom, .. } = *scale;
    let mut body = String::new();
    for tick in &ticks.values {
        let y = scale.y(*tick);
        body += &stroke("grid", &format!("M{left:.1} {y:.1}H{right:.1}"), "#d8dadc", "1", "");
        body += &text(left - 6.0, y + 4.0, "end", &tick_text(history, *tick, ticks), "quiet");
    }
    body += &stroke("axis", &format!("M{left:.1} {bottom:.1}H{right:.1}"), "#505a5f", "1", "");
    let step = axes::months_between(scale, 34.0);
    let last = scale.places.saturating_sub(1);
    let mut year_before = String::new();
    // Counted from the last, so that the reporting month is always named.
    for at in (0..scale.places).filter(|at| (last - at).is_multiple_of(step)) {
        let (month, year) = axes::short(history.month(at));
        let x = scale.x(at);
        body += &stroke("axis", &format!("M{x:.1} {bottom:.1}v5"), "#505a5f", "1", "");
        body += &text(x, bottom + 18.0, "middle", &month, "quiet");
        if year != year_before {
            body += &text(x, bottom + 32.0, "middle", &year, "quiet");
        }
        year_before = year;
    }
    body
}

/// Target, mean and limits: each line with a stroke of its own.
fn reference_lines(history: &History<'_>, scale: &Scale) -> String {
    let mut body = String::new();
    for step in history.steps() {
        let (from, to) = scale.span(step.from, step.to);
        if history.begins(step.from) {
            let across = format!("M{from:.1} {:.1}V{:.1}", scale.top - 4.0, scale.bottom);
            body += &stroke("axis", &across, "#505a5f", "0.75", "");
        }
        let level = |value: f64| format!("M{from:.1} {:.1}H{to:.1}", scale.y(value));
        body += &stroke("mean", &level(step.what.mean), "#505a5f", "1.25", "");
        for limit in step.what.limits.iter().flat_map(|(low, high)| [*low, *high]).filter(|limit| scale.holds(*limit)) {
            body += &stroke("limit", &level(limit), "#505a5f", "1.5", "2 4");
        }
    }
    for stretch in stretches(&history.rolling) {
        let place = |(at, value): &(usize, f64)| format!("{:.1} {:.1}", scale.x(*at), scale.y(*value));
        let path = stretch.iter().map(place).collect::<Vec<_>>().join("L");
        body += &stroke("rolling", &format!("M{path}"), "#505a5f", "1.5", "");
    }
    for targets in [history.trajectory(), history.uppers()] {
        let path = target_path(&targets, scale);
        if !path.is_empty() {
            body += &stroke("target", &path, "#0b0c0c", "1.75", "8 4");
        }
    }
    body
}

/// The line of a target.
fn target_path(targets: &[Run<f64>], scale: &Scale) -> String {
    let mut path = String::new();
    let mut before: Option<usize> = None;
    for run in targets {
        let ((from, to), y) = (scale.span(run.from, run.to), scale.y(run.what));
        // A target that follows another steps up or down to it.
        let step = if before.is_some_and(|to| to + 1 == run.from) {
            format!("V{y:.1}H{to:.1}")
        } else {
            format!("M{from:.1} {y:.1}H{to:.1}")
        };
        path.push_str(&step);
        before = Some(run.to);
    }
    path
}

/// The line, broken where there is no figure; a figure alone is a dot of its own.
fn line(history: &History<'_>, scale: &Scale, width: &str, alone: f64) -> String {
    let mut body = String::new();
    for stretch in history.stretches() {
        let place = |(at, value): &(usize, f64)| format!("{:.1} {:.1}", scale.x(*at), scale.y(*value));
        if let [(at, value)] = stretch.as_slice() {
            if alone > 0.0 {
                body += &format!(
                    "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{alone:.1}\" fill=\"#1d70b8\"/>",
                    scale.x(*at),
                    scale.y(*value)
                );
            }
        } else {
            let path = stretch.iter().map(place).collect::<Vec<_>>().join("L");
            body += &stroke("line", &format!("M{path}"), "#1d70b8", width, "");
        }
    }
    body
}

/// A shape for each figure, letters for those hidden.
fn points(history: &History<'_>, scale: &Scale) -> String {
    let small = if scale.places > 30 { 2.5 } else { 3.5 };
    let mut body = String::new();
    for (at, value) in history.numbers() {
        let (x, y) = (scale.x(at), scale.y(value));
        body += &match history.flag(at) {
            Some(flag) => shape(flag.meaning, x, y),
            None => format!("<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{small:.1}\" fill=\"#1d70b8\"/>"),
        };
    }
    for (at, _) in history.points().iter().enumerate().filter(|(_, point)| point.hidden) {
        body += &text(scale.x(at), scale.bottom - 6.0, "middle", "[c]", "quiet");
    }
    body
}

/// Triangle for the better, diamond for the worse, square where neither way is better.
fn shape(of: Meaning, x: f64, y: f64) -> String {
    let (class, fill, path) = match of {
        Meaning::Improvement => ("improvement", "#1d70b8", format!("M{x:.1} {:.1}l7 12h-14z", y - 7.5)),
        Meaning::Concern => ("concern", "#b13d00", format!("M{x:.1} {:.1}l7 7-7 7-7-7z", y - 7.0)),
        Meaning::NeutralHigh | Meaning::NeutralLow => {
            ("neutral", "#505a5f", format!("M{:.1} {:.1}h11v11h-11z", x - 5.5, y - 5.5))
        }
    };
    format!("<path class=\"flag {class}\" d=\"{path}\" fill=\"{fill}\" stroke=\"#ffffff\" stroke-width=\"1\"/>")
}

/// The words at the right end of each line, with the value that they name.
fn end_labels(history: &History<'_>, low: f64, high: f64) -> Vec<(f64, String, &'static str)> {
    let number = |value: f64| words::number(history.row, value, history.row.decimals);
    let mut labels = Vec::new();
    if let Some((at, value)) = history.numbers().next_back() {
        let (month, year) = axes::short(history.month(at));
        labels.push((value, format!("{} in {month} {year}", history.shown(at)), "strong"));
    }
    labels.extend(history.trajectory().last().map(|run| (run.what, format!("Target {}", number(run.what)), "")));
    labels.extend(history.uppers().last().map(|run| (run.what, format!("Target to {}", number(run.what)), "")));
    if let Some(step) = history.steps().last() {
        labels.push((step.what.mean, format!("Mean {}", history.level(step.what.mean)), "quiet"));
        if let Some((lower, upper)) = step.what.limits {
            labels.push((upper, format!("Upper limit {}", history.level(upper)), "quiet"));
            labels.push((lower, format!("Lower limit {}", history.level(lower)), "quiet"));
        }
    }
    labels.retain(|(value, ..)| (low..=high).contains(value));
    labels
}

fn placed(mut labels: Vec<(f64, String, &'static str)>, scale: &Scale) -> String {
    labels.sort_by(|a, b| b.0.total_cmp(&a.0));
    let wanted: Vec<f64> = labels.iter().map(|(value, ..)| scale.y(*value)).collect();
    let mut found = wanted.clone();
    axes::apart(&mut found, LINE, scale.top, scale.bottom);
    let mut body = String::new();
    for ((value, at), (_, words, class)) in wanted.iter().zip(&found).zip(&labels) {
        let x = scale.right;
        body += &stroke("lead", &format!("M{:.1} {value:.1}L{:.1} {at:.1}", x + 3.0, x + 15.0), "#505a5f", "0.75", "");
        body += &text(x + 19.0, at + 4.0, "start", words, class);
    }
    body
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
    fn draw(&self, top: f64) -> String {
        let y = top + self.lane as f64 * 21.0;
        let bar = format!("M{:.1} {:.1}v-4H{:.1}v4", self.from, y + 14.0, self.to);
        text(self.middle, y + 6.0, "middle", &self.words, "") + &stroke("bar", &bar, "#0b0c0c", "1", "")
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
fn legend(history: &History<'_>, scale: &Scale) -> (String, f64) {
    let y = scale.bottom + 54.0;
    let Some(chart) = &history.row.chart else { return (String::new(), scale.bottom + 40.0) };
    let mut body = String::new();
    let mut x = scale.left + 8.0;
    let mut meanings: Vec<Meaning> = Vec::new();
    for flag in history.flagged().iter().map(|run| run.what) {
        if !meanings.contains(&flag.meaning) {
            meanings.push(flag.meaning);
        }
    }
    for found in meanings {
        let words = meaning(found);
        body += &shape(found, x, y - 4.0);
        body += &text(x + 12.0, y, "start", words, "");
        x += 36.0 + words.chars().count() as f64 * LETTER;
    }
    let rules = if chart.enough { format!("Rules: {RULE_SET}") } else { format!("Rules: {RULE_SET}, too few points for limits") };
    body += &text(WIDTH - 4.0, y, "end", &rules, "quiet");
    (body, y + 8.0)
}

fn stroke(class: &str, path: &str, colour: &str, width: &str, dashes: &str) -> String {
    let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
    format!("<path class=\"{class}\" d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>")
}

fn text(x: f64, y: f64, anchor: &str, words: &str, class: &str) -> String {
    let look = match class {
        "quiet" => " class=\"quiet\" fill=\"#484949\"",
        "strong" => " font-weight=\"bold\"",
        _ => "",
    };
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"{look}>{}</text>", escape(words))
}

fn ends(numbers: &[f64]) -> (f64, f64) {
    numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), number| (low.min(*number), high.max(*number)))
}
