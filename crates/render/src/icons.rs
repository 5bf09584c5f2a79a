//! The two icons of a control chart, each with its words: whether the last point is more than chance, and whether the
//! target will be met.
//!
//! Takes a row, gives shapes of 24 by 24 units and words. Letters are drawn as lines, so that pictures need no type.

use super::drawing::{Colour, Path, Shape, Step};
use super::{palette, words};
use scorecard_core::scorecard::Row;
use scorecard_core::statistics::xmr::{Assurance, Better, Meaning};

/// How wide and high an icon is.
pub const SIZE: f64 = 24.0;

/// An icon with its words.
#[derive(Clone, Debug)]
pub struct Icon {
    /// Its shapes, from its upper left corner.
    pub shapes: Vec<Shape>,
    /// What it says.
    pub words: String,
}

/// The icons of a row's chart: variation first; none where there are too few points for a verdict.
pub fn of(row: &Row) -> Vec<Icon> {
    let Some(chart) = row.chart.as_ref().filter(|chart| chart.enough && chart.current && chart.why.is_none()) else {
        return Vec::new();
    };
    let meaning = chart.variation.map(|flag| flag.meaning);
    let (colour, sign) = match meaning {
        None => (palette::LINE, wave()),
        Some(found) => (palette::of(found), if is_high(found, row.better()) { letter_h() } else { letter_l() }),
    };
    let mut icons = vec![Icon { shapes: ringed(colour, sign), words: words::capital(words::variation(chart)) }];
    icons.extend(chart.assurance.map(|assurance| {
        let (colour, sign) = match assurance {
            Assurance::Met => (palette::BETTER, letter_p()),
            Assurance::Sometimes => (palette::LINE, question()),
            Assurance::NotMet => (palette::CONCERN, letter_f()),
        };
        Icon { shapes: ringed(colour, sign), words: words::assurance(assurance).to_owned() }
    }));
    icons
}

fn is_high(meaning: Meaning, better: Better) -> bool {
    match meaning {
        Meaning::NeutralHigh => true,
        Meaning::NeutralLow => false,
        Meaning::Improvement => better == Better::Higher,
        Meaning::Concern => better == Better::Lower,
    }
}

/// Moved to a place.
pub fn at(shape: &Shape, (right, down): (f64, f64)) -> Shape {
    let moved = |path: &Path| {
        Path(
            path.0
                .iter()
                .map(|step| match *step {
                    Step::Move(x, y) => Step::Move(x + right, y + down),
                    Step::Line(x, y) => Step::Line(x + right, y + down),
                    Step::Close => Step::Close,
                })
                .collect(),
        )
    };
    match shape.clone() {
        Shape::Line { class, path, colour, width, dashes } => Shape::Line { class, path: moved(&path), colour, width, dashes },
        Shape::Area { class, path, colour, edge } => Shape::Area { class, path: moved(&path), colour, edge },
        Shape::Dot { at: (x, y), radius, colour } => Shape::Dot { at: (x + right, y + down), radius, colour },
        Shape::Words { at: (x, y), anchor, look, text } => Shape::Words { at: (x + right, y + down), anchor, look, text },
    }
}

/// The same in another size.
pub fn scaled(shape: &Shape, by: f64) -> Shape {
    let sized = |path: &Path| {
        Path(
            path.0
                .iter()
                .map(|step| match *step {
                    Step::Move(x, y) => Step::Move(x * by, y * by),
                    Step::Line(x, y) => Step::Line(x * by, y * by),
                    Step::Close => Step::Close,
                })
                .collect(),
        )
    };
    match shape.clone() {
        Shape::Line { class, path, colour, width, dashes } => {
            Shape::Line { class, path: sized(&path), colour, width: width * by, dashes }
        }
        Shape::Area { class, path, colour, edge } => Shape::Area { class, path: sized(&path), colour, edge },
        Shape::Dot { at: (x, y), radius, colour } => Shape::Dot { at: (x * by, y * by), radius: radius * by, colour },
        words => words,
    }
}

/// A disc in the colour, with a white sign upon it.
fn ringed(colour: Colour, signs: Vec<Vec<(f64, f64)>>) -> Vec<Shape> {
    // A quarter of a round of sixteen corners: cosines of 0 to 90 degrees.
    let quarter = [1.0, 0.92388, std::f64::consts::FRAC_1_SQRT_2, 0.38268, 0.0];
    let corner = |at: usize| {
        let along = |at: usize| quarter.get(at).copied().unwrap_or(0.0) * 11.0;
        let (far, near) = (along(at % 4), along(4 - at % 4));
        match at / 4 {
            0 => (12.0 + far, 12.0 + near),
            1 => (12.0 - near, 12.0 + far),
            2 => (12.0 - far, 12.0 - near),
            _ => (12.0 + near, 12.0 - far),
        }
    };
    let mut shapes = vec![Shape::Area { class: "icon", path: Path::around((0..16).map(corner)), colour, edge: 0.0 }];
    shapes.extend(signs.into_iter().map(|places| Shape::Line {
        class: "sign",
        path: Path::through(places),
        colour: (0xff, 0xff, 0xff),
        width: 2.2,
        dashes: None,
    }));
    shapes
}

fn wave() -> Vec<Vec<(f64, f64)>> {
    vec![vec![(5.0, 14.0), (8.5, 9.0), (12.0, 15.0), (15.5, 9.0), (19.0, 14.0)]]
}

fn letter_h() -> Vec<Vec<(f64, f64)>> {
    vec![vec![(8.0, 6.0), (8.0, 18.0)], vec![(16.0, 6.0), (16.0, 18.0)], vec![(8.0, 12.0), (16.0, 12.0)]]
}

fn letter_l() -> Vec<Vec<(f64, f64)>> {
    vec![vec![(9.0, 6.0), (9.0, 17.5), (16.0, 17.5)]]
}

fn letter_p() -> Vec<Vec<(f64, f64)>> {
    vec![vec![(9.0, 18.0), (9.0, 6.5), (14.0, 6.5), (16.0, 8.0), (16.0, 10.8), (14.0, 12.5), (9.0, 12.5)]]
}

fn letter_f() -> Vec<Vec<(f64, f64)>> {
    vec![vec![(9.0, 18.0), (9.0, 6.5), (16.0, 6.5)], vec![(9.0, 12.0), (15.0, 12.0)]]
}

fn question() -> Vec<Vec<(f64, f64)>> {
    vec![
        vec![(8.5, 9.0), (9.5, 7.0), (12.0, 6.0), (14.5, 7.0), (15.3, 9.0), (14.0, 11.0), (12.0, 12.5), (12.0, 14.5)],
        vec![(12.0, 16.6), (12.0, 18.8)],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn high_and_low_follow_what_is_better() {
        assert!(is_high(Meaning::Improvement, Better::Higher) && !is_high(Meaning::Improvement, Better::Lower));
        assert!(!is_high(Meaning::Concern, Better::Higher) && is_high(Meaning::Concern, Better::Lower));
        assert!(is_high(Meaning::NeutralHigh, Better::Neither) && !is_high(Meaning::NeutralLow, Better::Neither));
    }

    #[test]
    fn an_icon_moves_with_all_its_shapes() {
        let dot = Shape::Dot { at: (1.0, 2.0), radius: 3.0, colour: (0, 0, 0) };
        assert_eq!(at(&dot, (10.0, 20.0)), Shape::Dot { at: (11.0, 22.0), radius: 3.0, colour: (0, 0, 0) });
    }
}
