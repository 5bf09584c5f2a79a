//! The small charts of rows that ask to be seen, side by side, each with its words.

use super::flow::Flow;
use super::lines::{QUIET, Run};
use super::sheet::{Branch, Item};
use crate::drawing::Drawing;
use crate::paper::multiples;
use crate::{icons, picture, words};
use scorecard_core::scorecard::{Row, Scorecard};

/// How many stand beside each other, and the white between them.
const ACROSS: usize = 6;
const BETWEEN: f32 = 12.0;
/// The size of their words.
const SMALL: f32 = 8.0;
/// About how high one is with its words.
const HIGH: f32 = 104.0;
/// How large an icon is.
const ICON: f32 = 10.5;

/// The charts of a scorecard.
pub fn multiples(flow: &mut Flow<'_>, of: Branch, scorecard: &Scorecard) {
    let drawn = multiples::of(scorecard);
    if drawn.is_empty() {
        return;
    }
    flow.heading(of, 2, multiples::HEADING);
    let width = (flow.width - BETWEEN * (ACROSS - 1) as f32) / ACROSS as f32;
    for several in drawn.chunks(ACROSS) {
        flow.need(HIGH);
        let mut lowest = flow.y;
        for (at, (row, drawing)) in several.iter().enumerate() {
            let mut part = flow.part(at as f32 * (width + BETWEEN), width);
            one(&mut part, of, row, drawing);
            lowest = lowest.max(part.y);
        }
        flow.y = lowest + 8.0;
    }
}

fn one(flow: &mut Flow<'_>, of: Branch, row: &Row, drawing: &Drawing) {
    let name = Run::strong(format!("{} ", words::name_in_short(row)));
    flow.paragraph(of, &[name, Run::plain(multiples::stands(row))], SMALL, 2.0);
    let scale = flow.width / drawing.width as f32;
    let said = picture::words(row).unwrap_or_default();
    let at = (flow.left(), flow.y);
    flow.draw(of, drawing, scale, &said, at);
    flow.y += drawing.height as f32 * scale + 1.0;
    flow.paragraph(of, &[Run::plain(multiples::span(row)).in_colour(QUIET)], SMALL, 1.5);
    for icon in icons::of(row) {
        let drawing = Drawing { width: icons::SIZE, height: icons::SIZE, shapes: icon.shapes };
        let at = (flow.left(), flow.y);
        // An ornament: the words beside it say the same.
        flow.put(Item::Drawn { at, scale: ICON / icons::SIZE as f32, drawing, leaf: None });
        let width = flow.width - ICON - 3.0;
        let mut words = flow.part(ICON + 3.0, width);
        words.paragraph(of, &[Run::plain(&icon.words)], SMALL, 0.0);
        flow.y = words.y.max(at.1 + ICON) + 2.0;
    }
}
