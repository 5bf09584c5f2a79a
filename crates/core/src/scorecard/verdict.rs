//! Whether a row's target will be met: one verdict, by the best that is known.

worded! {
    /// What a verdict rests on, the first that there is: a day gone by, a forecast child by child, the rate of the last
    /// twelve months, what chance alone would bring.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum By {
        /// The day the target was due has passed.
        Date = "date",
        /// The forecast for that day.
        Forecast = "forecast",
        /// The present rate.
        Pace = "pace",
        /// The limits of chance.
        Assurance = "assurance",
    }
}

worded! {
    /// What becomes of the target.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Outcome {
        /// It is or will be met.
        Met = "met",
        /// It will be met only sometimes.
        Sometimes = "sometimes",
        /// It is not or will not be met.
        NotMet = "not-met",
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
