//! A strip of quartiles as a drawing: four greys for the quarters, a line for England, a triangle for the neighbours, a
//! dot for the authority itself. What it shows is said by [`Strip::words`].

use super::Strip;
use crate::drawing::{Colour, Drawing, Path, Shape};

/// How wide a strip is, in units of its own.
pub const WIDTH: f64 = 240.0;
/// How high.
pub const HEIGHT: f64 = 16.0;

const QUARTERS: [(&str, Colour); 4] = [
    ("quarter-0", (0xe5, 0xe6, 0xe7)),
    ("quarter-1", (0xcb, 0xcd, 0xce)),
    ("quarter-2", (0xb1, 0xb4, 0xb6)),
    ("quarter-3", (0x8d, 0x91, 0x94)),
];
const INK: Colour = (0x0b, 0x0c, 0x0c);
const HERE: Colour = (0x1d, 0x70, 0xb8);
const WHITE: Colour = (0xff, 0xff, 0xff);

impl Strip<'_> {
    /// The strip as shapes.
    pub fn drawing(&self) -> Drawing {
        let mut drawing = Drawing { width: WIDTH, height: HEIGHT, shapes: Vec::new() };
        let at = |value: f64| 8.0 + self.place(value) * (WIDTH - 16.0);
        let middle = HEIGHT / 2.0;
        let [first, second, third] = self.spread.quartiles;
        let ends = [self.spread.least, first, second, third, self.spread.greatest].map(at);
        for (ends, (class, colour)) in ends.windows(2).zip(QUARTERS) {
            let (Some(from), Some(to)) = (ends.first().copied(), ends.last().copied()) else { continue };
            let (top, bottom) = (middle - 4.0, middle + 4.0);
            let path = Path::around([(from, top), (to, top), (to, bottom), (from, bottom)]);
            drawing.shapes.push(Shape::Area { class, path, colour, edge: 0.0 });
        }
        if let Some(england) = self.england.map(at) {
            drawing.line("england", Path::through([(england, 0.0), (england, HEIGHT)]), INK, 2.0);
        }
        if let Some(neighbours) = self.neighbours.map(at) {
            let path = Path::around([(neighbours, middle + 1.0), (neighbours + 5.0, HEIGHT), (neighbours - 5.0, HEIGHT)]);
            drawing.shapes.push(Shape::Area { class: "neighbours", path, colour: INK, edge: 0.0 });
        }
        if let Some(here) = self.here.map(at) {
            drawing.shapes.push(Shape::Dot { at: (here, middle), radius: 6.0, colour: WHITE });
            drawing.shapes.push(Shape::Dot { at: (here, middle), radius: 4.8, colour: HERE });
        }
        drawing
    }
}
