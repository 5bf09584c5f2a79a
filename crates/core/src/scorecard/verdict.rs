//! Whether a row's target will be met: one verdict, by the best that is known.

/// What a verdict rests on, the first that there is: a day gone by, a forecast child by child, the rate of the last
/// twelve months, what chance alone would bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The day the target was due has passed.
    Date,
    /// The forecast for that day.
    Forecast,
    /// The present rate.
    Pace,
    /// The limits of chance.
    Assurance,
}

impl By {
    /// Its word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            By::Date => "date",
            By::Forecast => "forecast",
            By::Pace => "pace",
            By::Assurance => "assurance",
        }
    }
}

/// What becomes of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is or will be met.
    Met,
    /// It will be met only sometimes.
    Sometimes,
    /// It is not or will not be met.
    NotMet,
}

impl Outcome {
    /// Its word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::Sometimes => "sometimes",
            Outcome::NotMet => "not-met",
        }
    }
}

/// What becomes of a row's target, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it rests on.
    pub by: By,
    /// What becomes of the target.
    pub outcome: Outcome,
}
