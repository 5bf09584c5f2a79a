//! The registry of units: what a figure is in, and what a declaration says of it.
//!
//! Each unit is declared in one file of its own: its words, its sign, its decimal places, how a target in it is written. Here it
//! has one line. Who needs to know something of a unit asks its declaration; what a figure is made of is another thing for
//! each [`UnitKind`], and where that matters each is named, so that the compiler asks for one to come.

mod count;
mod days;
mod percent;
mod rate;
mod score;
mod text;

macro_rules! units {
    ($($(#[$about:meta])* $name:ident: $declared:path;)*) => {
        /// What a figure is in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Unit {
            $($(#[$about])* $name,)*
        }

        impl Unit {
            /// Every unit, in the order in which they are listed.
            pub const ALL: &'static [Unit] = &[$(Unit::$name),*];

            /// Its declaration.
            pub const fn is(self) -> &'static DeclaredUnit {
                match self { $(Unit::$name => &$declared,)* }
            }
        }
    };
}

units! {
    /// Of a hundred.
    Percent: percent::UNIT;
    /// Children, placements, incidents.
    Count: count::UNIT;
    /// Days.
    Days: days::UNIT;
    /// A score.
    Score: score::UNIT;
    /// Per 10,000 of the population.
    Rate: rate::UNIT;
    /// Words.
    Text: text::UNIT;
}

/// Their words.
pub const WORDS: &[&str] = &words();

/// A unit.
#[derive(Debug)]
pub struct DeclaredUnit {
    /// Its word in definitions, JSON and CSV.
    pub name: &'static str,
    /// What a figure in it is made of.
    pub kind: UnitKind,
    /// What it is in a sentence.
    pub long: &'static str,
    /// What stands beside the axis of a chart.
    pub axis: &'static str,
    /// Decimal places shown where a definition names none.
    pub decimals: u32,
    /// What stands at once behind a number.
    pub sign: &'static str,
    /// What stands behind a number and a blank; nothing where the number says enough.
    pub word: &'static str,
    /// What stands behind a change, of one and of several.
    pub change: [&'static str; 2],
    /// What a band beside a target is in.
    pub band: &'static str,
    /// What a number can be at the least and at the most.
    pub bounds: (f64, f64),
    /// Whether points of it mean the same whatever is measured, so that a scorecard's amber band in points fits.
    pub has_points: bool,
    /// Whether the answers to a question can give it.
    pub of_answers: bool,
    /// How a target in it is written.
    pub target: &'static str,
    /// How a limit in it is written.
    pub limit: &'static str,
    /// How a range in it is written.
    pub range: &'static str,
    /// Whether words behind the number of a target are of it.
    pub reads: fn(&str) -> bool,
    /// Whether words behind a step from a baseline are of it, besides points.
    pub reads_step: fn(&str) -> bool,
}

/// What a figure is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// A part of all: a numerator of a denominator.
    Share,
    /// So many things.
    Number,
    /// So many to the population.
    Rate,
    /// An amount, mostly a mean.
    Amount,
    /// Words, and no number.
    Words,
}

impl Unit {
    /// The unit of its word in definitions and JSON.
    pub fn parse(word: &str) -> Option<Self> {
        Unit::ALL.iter().copied().find(|unit| unit.as_str() == word)
    }

    /// Its word in definitions and JSON.
    pub fn as_str(self) -> &'static str {
        self.is().name
    }

    /// Whether a figure is a part of all.
    pub fn is_share(self) -> bool {
        self.is().kind == UnitKind::Share
    }

    /// Whether a figure is a number of things.
    pub fn is_number(self) -> bool {
        self.is().kind == UnitKind::Number
    }

    /// Whether a figure is words.
    pub fn is_words(self) -> bool {
        self.is().kind == UnitKind::Words
    }

    /// A number with its sign.
    pub fn signed(self, number: &str) -> String {
        format!("{number}{}", self.is().sign)
    }

    /// A number with its sign and its word.
    pub fn worded(self, number: &str) -> String {
        let blank = if self.is().word.is_empty() { "" } else { " " };
        format!("{}{blank}{}", self.signed(number), self.is().word)
    }
}

const fn words() -> [&'static str; Unit::ALL.len()] {
    let mut words = [""; Unit::ALL.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = Unit::ALL[at].is().name;
        at += 1;
    }
    words
}
