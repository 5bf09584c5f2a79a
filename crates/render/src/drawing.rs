//! A drawing as a list of shapes, which SVG, PNG and PDF draw alike.
//!
//! Coordinates grow to the right and downwards, in units of the drawing's own; who draws it says how large one is.
//! Colours stand with the shapes, so that a drawing can stand alone; classes let a page choose others for a dark screen.

use super::markup::escape;

/// A colour as red, green and blue.
pub type Colour = (u8, u8, u8);

/// A drawing: its size and its shapes, those in front last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// The shapes.
    pub shapes: Vec<Shape>,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A line along a path.
    Line {
        /// What it stands for.
        class: &'static str,
        /// The path.
        path: Path,
        /// Its colour.
        colour: Colour,
        /// How wide.
        width: f64,
        /// Long and gap, where it is dashed.
        dashes: Option<(f64, f64)>,
    },
    /// A filled path, with an edge in white where that sets it off.
    Area {
        /// What it stands for.
        class: &'static str,
        /// The path, closed.
        path: Path,
        /// Its colour.
        colour: Colour,
        /// How wide the white edge is; 0 for none.
        edge: f64,
    },
    /// A filled circle.
    Dot {
        /// Its middle.
        at: (f64, f64),
        /// Its radius.
        radius: f64,
        /// Its colour.
        colour: Colour,
    },
    /// Words, on one line.
    Words {
        /// Where the base line begins, has its middle or ends.
        at: (f64, f64),
        /// Which of these.
        anchor: Anchor,
        /// How they look.
        look: Look,
        /// The words.
        text: String,
    },
}

/// Which end of words stands where they are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Their beginning.
    Start,
    /// Their middle.
    Middle,
    /// Their end.
    End,
}

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As text.
    Plain,
    /// Greyer: axes and limits.
    Quiet,
    /// Bold.
    Strong,
    /// Bold and larger.
    Heading,
}

/// Where a pen goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path(pub Vec<Step>);

/// One movement of a pen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Lifted, to a place.
    Move(f64, f64),
    /// Drawing, to a place.
    Line(f64, f64),
    /// Drawing, back to where it was set down.
    Close,
}

impl Path {
    /// Along places in turn.
    pub fn through(places: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let step = |(at, (x, y))| if at == 0 { Step::Move(x, y) } else { Step::Line(x, y) };
        Path(places.into_iter().enumerate().map(step).collect())
    }

    /// Around places in turn, back to the first.
    pub fn around(places: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut path = Path::through(places);
        path.0.push(Step::Close);
        path
    }

    /// As the `d` of an SVG path, with one decimal; what is level or upright takes the shorter word.
    fn svg(&self) -> String {
        let mut text = String::new();
        let mut pen = (String::new(), String::new());
        for step in &self.0 {
            let place = |x: f64, y: f64| (format!("{x:.1}"), format!("{y:.1}"));
            match *step {
                Step::Move(x, y) => {
                    pen = place(x, y);
                    text += &format!("M{} {}", pen.0, pen.1);
                }
                Step::Line(x, y) => {
                    let to = place(x, y);
                    text += &match (to.0 == pen.0, to.1 == pen.1) {
                        (_, true) => format!("H{}", to.0),
                        (true, false) => format!("V{}", to.1),
                        (false, false) => format!("L{} {}", to.0, to.1),
                    };
                    pen = to;
                }
                Step::Close => text.push('Z'),
            }
        }
        text
    }
}

impl Drawing {
    /// Draws a line.
    pub fn line(&mut self, class: &'static str, path: Path, colour: Colour, width: f64) {
        self.dashed(class, path, colour, width, None);
    }

    /// Draws a dashed line.
    pub fn dashed(&mut self, class: &'static str, path: Path, colour: Colour, width: f64, dashes: Option<(f64, f64)>) {
        // A pen that is set down and does not move draws nothing.
        if path.0.iter().any(|step| matches!(step, Step::Line(..))) {
            self.shapes.push(Shape::Line { class, path, colour, width, dashes });
        }
    }

    /// The shapes as SVG elements, without the `svg` around them.
    pub fn svg(&self) -> String {
        self.shapes.iter().map(Shape::svg).collect()
    }
}

impl Shape {
    fn svg(&self) -> String {
        match self {
            Shape::Line { class, path, colour, width, dashes } => {
                let dashes = dashes.map_or_else(String::new, |(long, gap)| format!(" stroke-dasharray=\"{long} {gap}\""));
                let (path, colour) = (path.svg(), hex(*colour));
                format!(
                    "<path class=\"{class}\" d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>"
                )
            }
            Shape::Area { class, path, colour, edge } => {
                let edge = if *edge > 0.0 { format!(" stroke=\"#ffffff\" stroke-width=\"{edge}\"") } else { String::new() };
                format!("<path class=\"{class}\" d=\"{}\" fill=\"{}\"{edge}/>", path.svg(), hex(*colour))
            }
            Shape::Dot { at: (x, y), radius, colour } => {
                format!("<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{}\"/>", hex(*colour))
            }
            Shape::Words { at: (x, y), anchor, look, text } => {
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                let look = match look {
                    Look::Plain => "",
                    Look::Quiet => " class=\"quiet\" fill=\"#484949\"",
                    Look::Strong => " font-weight=\"bold\"",
                    Look::Heading => " font-size=\"16\" font-weight=\"bold\"",
                };
                format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"{look}>{}</text>", escape(text))
            }
        }
    }
}

fn hex((red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_svg_elements() {
        let mut drawing = Drawing::default();
        drawing.dashed("target", Path::through([(0.0, 1.0), (2.0, 1.04)]), (11, 12, 12), 1.75, Some((8.0, 4.0)));
        drawing.line("line", Path::through([(3.0, 1.0)]), (0, 0, 0), 1.0);
        drawing.shapes.push(Shape::Dot { at: (1.0, 2.0), radius: 3.5, colour: (29, 112, 184) });
        let at = (4.0, 5.0);
        drawing.shapes.push(Shape::Words { at, anchor: Anchor::End, look: Look::Quiet, text: "a < b".to_owned() });
        assert_eq!(
            drawing.svg(),
            "<path class=\"target\" d=\"M0.0 1.0H2.0\" fill=\"none\" stroke=\"#0b0c0c\" stroke-width=\"1.75\" \
             stroke-dasharray=\"8 4\"/><circle class=\"dot\" cx=\"1.0\" cy=\"2.0\" r=\"3.5\" fill=\"#1d70b8\"/>\
             <text x=\"4.0\" y=\"5.0\" text-anchor=\"end\" class=\"quiet\" fill=\"#484949\">a &lt; b</text>"
        );
    }
}
