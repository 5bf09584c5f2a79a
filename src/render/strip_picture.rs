//! A strip of quartiles as a small picture, for papers that take pictures.
//!
//! Takes a [`Strip`], gives a PNG without any text in it; what it shows is said by [`Strip::words`].

use anyhow::Context;
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

use super::paper::Strip;
use super::picture::encode;

/// How wide a picture is on the page, in 96ths of an inch.
pub const WIDTH: u32 = 144;
/// How high.
pub const HEIGHT: u32 = 14;
/// Pixels for each of these.
const SHARPNESS: u32 = 3;

const QUARTERS: [(u8, u8, u8); 4] = [(0xe5, 0xe6, 0xe7), (0xcb, 0xcd, 0xce), (0xb1, 0xb4, 0xb6), (0x8d, 0x91, 0x94)];
const INK: (u8, u8, u8) = (0x0b, 0x0c, 0x0c);
const HERE: (u8, u8, u8) = (0x1d, 0x70, 0xb8);
const PAPER: (u8, u8, u8) = (0xff, 0xff, 0xff);

/// The picture of a strip as PNG.
///
/// # Errors
/// Only for faults of ours.
pub fn png(strip: &Strip<'_>) -> anyhow::Result<Vec<u8>> {
    let (width, height) = (WIDTH * SHARPNESS, HEIGHT * SHARPNESS);
    let mut pixels = Pixmap::new(width, height).context("no room for a picture")?;
    pixels.fill(Color::WHITE);
    let inset = 6.0 * SHARPNESS as f32;
    let at = |value: f64| inset + strip.place(value) as f32 * (width as f32 - 2.0 * inset);
    let middle = height as f32 / 2.0;
    let [first, second, third] = strip.spread.quartiles;
    let ends = [strip.spread.least, first, second, third, strip.spread.greatest].map(at);
    for (ends, colour) in ends.windows(2).zip(QUARTERS) {
        let (Some(from), Some(to)) = (ends.first(), ends.last()) else { continue };
        if let Some(quarter) = Rect::from_ltrb(*from, middle - 9.0, *to, middle + 9.0) {
            fill(&mut pixels, &PathBuilder::from_rect(quarter), colour);
        }
    }
    if let Some(england) = strip.england.map(at)
        && let Some(line) = Rect::from_ltrb(england - 2.5, 0.0, england + 2.5, height as f32)
    {
        fill(&mut pixels, &PathBuilder::from_rect(line), INK);
    }
    if let Some(neighbours) = strip.neighbours.map(at) {
        let mut path = PathBuilder::new();
        path.move_to(neighbours, middle + 5.0);
        path.line_to(neighbours + 11.0, height as f32);
        path.line_to(neighbours - 11.0, height as f32);
        path.close();
        if let Some(triangle) = path.finish() {
            fill(&mut pixels, &triangle, INK);
        }
    }
    if let Some(here) = strip.here.map(at) {
        for (radius, colour) in [(15.0, PAPER), (12.0, HERE)] {
            if let Some(dot) = PathBuilder::from_circle(here, middle, radius) {
                fill(&mut pixels, &dot, colour);
            }
        }
    }
    encode(&pixels)
}

fn fill(pixels: &mut Pixmap, path: &tiny_skia::Path, (red, green, blue): (u8, u8, u8)) {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint.anti_alias = true;
    pixels.fill_path(path, &paint, FillRule::Winding, Transform::identity(), None);
}
