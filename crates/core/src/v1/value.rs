//! Numbers of `scorecard/v1`: whole where they are, and the letter `c` in the place of one that is hidden.

use serde::{Deserialize, Serialize};

use crate::scorecard::Symbol;

/// A value, or the letter `c` where it is hidden.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Open<T> {
    /// The value.
    Value(T),
    /// Letters that stand for it.
    Letters(String),
}

impl<T> Open<T> {
    /// The value, unless it is hidden.
    pub fn unless(hidden: bool, value: Option<T>) -> Option<Self> {
        if hidden { Some(Self::hidden()) } else { value.map(Open::Value) }
    }

    /// The same of another value.
    pub fn map<U>(self, into: impl FnOnce(T) -> U) -> Open<U> {
        match self {
            Open::Value(value) => Open::Value(into(value)),
            Open::Letters(letters) => Open::Letters(letters),
        }
    }

    /// That a value is hidden.
    pub fn hidden() -> Self {
        Open::Letters(Symbol::Confidential.letters().to_owned())
    }
}

/// A sum, whole where it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// A whole number.
    Whole(i64),
    /// Another.
    Fraction(f64),
}

impl Number {
    /// As a floating number, exact below 2^53.
    pub fn value(self) -> f64 {
        match self {
            Number::Whole(whole) => whole as f64,
            Number::Fraction(number) => number,
        }
    }
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        if number.fract() == 0.0 && number.abs() < 9e15 { Number::Whole(number as i64) } else { Number::Fraction(number) }
    }
}
