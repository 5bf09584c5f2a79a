//! Targets and amber bands: a number with its unit, read from the words a board uses.
//!
//! Takes the text of a definition, gives exact decimals; knows nothing of figures.

use std::fmt;

/// A decimal as written, exact: `digits / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The digits without their point.
    pub digits: i64,
    /// How many stand behind the point.
    pub scale: u32,
}

impl Decimal {
    /// Reads `70`, `3.9` or `12,000`; at most six decimal places.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.replace(',', "");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || fraction.len() > 6 || whole.len() > 10 {
            return None;
        }
        let digits = format!("{whole}{fraction}").parse().ok()?;
        Some(Decimal { digits, scale: fraction.len() as u32 })
    }

    /// `10^scale`.
    pub fn unit(self) -> i64 {
        10_i64.pow(self.scale)
    }

    /// The nearest floating number, for display and JSON.
    pub fn value(self) -> f64 {
        self.digits as f64 / self.unit() as f64
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.digits / self.unit(), (self.digits % self.unit()).abs());
        if self.scale == 0 { write!(f, "{whole}") } else { write!(f, "{whole}.{rest:0width$}", width = self.scale as usize) }
    }
}

/// What a figure is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Of a hundred.
    Percent,
    /// Children, placements, incidents.
    Count,
    /// Days.
    Days,
    /// A score.
    Score,
    /// Per 10,000 of the population.
    Rate,
    /// Words.
    Text,
}

impl Unit {
    /// The unit of its word in definitions and JSON.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "percent" => Unit::Percent,
            "count" => Unit::Count,
            "days" => Unit::Days,
            "score" => Unit::Score,
            "rate" => Unit::Rate,
            "text" => Unit::Text,
            _ => return None,
        })
    }

    /// Its word in definitions and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::Percent => "percent",
            Unit::Count => "count",
            Unit::Days => "days",
            Unit::Score => "score",
            Unit::Rate => "rate",
            Unit::Text => "text",
        }
    }

    /// How a target in it is written.
    pub fn example(self) -> &'static str {
        match self {
            Unit::Percent => "\"70%\"",
            Unit::Count => "\"10 children\"",
            Unit::Days => "\"426 days\"",
            Unit::Score => "\"3.9 out of 5\" or \"14 points\"",
            Unit::Rate => "\"60 per 10,000\"",
            Unit::Text => "no target: a judgement in words has none",
        }
    }
}

/// Reads a target of a unit: `70%`, `426 days`, `10 placements`, `3.9 out of 5`.
///
/// # Errors
/// Says what is wrong: no number, no unit, or another unit than the figure's.
pub fn parse_target(text: &str, unit: Unit) -> Result<Decimal, String> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let (number, words) = text.split_at(end);
    let number = Decimal::parse(number).ok_or("a target begins with its number; one in words stands in 'aim'")?;
    let words = words.trim();
    if words.is_empty() {
        return Err("the target has no unit".to_owned());
    }
    let plain = words.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-' || c.is_ascii_digit() || c == ',');
    let fits = match unit {
        Unit::Percent => words == "%" || words == "percent" || words == "per cent",
        Unit::Days => words == "days" || words == "day",
        Unit::Score => words == "points" || words == "point" || words.starts_with("out of "),
        Unit::Rate => match base(words) {
            Some(10_000) => true,
            Some(other) => return Err(other_base(number, other)),
            None => false,
        },
        Unit::Count => {
            plain
                && !["days", "day", "points", "point", "percent", "per cent"].contains(&words)
                && !words.starts_with("per ")
                && !words.starts_with("out of ")
        }
        Unit::Text => false,
    };
    if fits { Ok(number) } else { Err(format!("the figure is in {}, the target in '{words}'", unit.as_str())) }
}

/// Of how many a rate is: `per 10,000 children`.
fn base(words: &str) -> Option<i64> {
    let rest = words.strip_prefix("per ")?.trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ',')).unwrap_or(rest.len());
    rest[..end].replace(',', "").parse().ok().filter(|base| *base > 0)
}

/// Figures are per 10,000: a target of another base would be compared with ten times what it is.
fn other_base(target: Decimal, base: i64) -> String {
    let digits = i128::from(target.digits) * 10_000;
    let unit = i128::from(target.unit()) * i128::from(base);
    let whole = digits.checked_div(unit).filter(|_| digits % unit == 0);
    // To six places where it does not come out even.
    let written = match whole {
        Some(whole) => whole.to_string(),
        None => {
            let millionths = (digits * 1_000_000 + unit / 2) / unit.max(1);
            let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    };
    format!("the figure is per 10,000: write \"{written} per 10,000\"")
}

/// When a figure that misses its target is amber rather than red.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amber {
    /// Off the target by at most so many points (or days, or children).
    Points(Decimal),
    /// Off the target by at most so many percent of it.
    PercentOfTarget(Decimal),
    /// No worse than a limit.
    Limit(Decimal),
    /// No worse than the same measure a year before.
    NoWorseThanAYearAgo,
}

/// Reads an amber band of a unit.
///
/// # Errors
/// Says what forms a band can take.
pub fn parse_amber(text: &str, unit: Unit) -> Result<Amber, String> {
    let text = text.trim();
    let forms =
        || format!("write \"5 points\", \"10% of target\", a limit such as {}, or \"no worse than a year ago\"", unit.example());
    if text.eq_ignore_ascii_case("no worse than a year ago") {
        return Ok(Amber::NoWorseThanAYearAgo);
    }
    if let Some(number) = text.strip_suffix("% of target") {
        return Decimal::parse(number.trim()).map(Amber::PercentOfTarget).ok_or_else(forms);
    }
    if let Some(number) = text.strip_suffix("points").or_else(|| text.strip_suffix("point")) {
        return Decimal::parse(number.trim()).map(Amber::Points).ok_or_else(forms);
    }
    parse_target(text, unit).map(Amber::Limit).map_err(|_| forms())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_units() {
        assert_eq!(parse_target("70%", Unit::Percent), Ok(Decimal { digits: 70, scale: 0 }));
        assert_eq!(parse_target("3.9 out of 5", Unit::Score), Ok(Decimal { digits: 39, scale: 1 }));
        assert_eq!(parse_target("12,000 children", Unit::Count), Ok(Decimal { digits: 12000, scale: 0 }));
        assert_eq!(parse_target("6 a year", Unit::Count), Ok(Decimal { digits: 6, scale: 0 }));
        assert!(parse_target("70", Unit::Percent).is_err());
        assert!(parse_target("70 days", Unit::Percent).is_err());
        assert!(parse_target("426%", Unit::Days).is_err());
        assert!(parse_target("426 days", Unit::Count).is_err());
        assert!(parse_target("most", Unit::Percent).is_err());
        assert_eq!(parse_target("1 point", Unit::Score), Ok(Decimal { digits: 1, scale: 0 }));
        assert_eq!(parse_target("1 child", Unit::Count), Ok(Decimal { digits: 1, scale: 0 }));
        assert!(parse_target("1 day", Unit::Count).is_err());
    }

    #[test]
    fn a_rate_is_per_10_000_and_nothing_else() {
        let of = |text: &str| parse_target(text, Unit::Rate);
        assert_eq!(of("60 per 10,000"), Ok(Decimal { digits: 60, scale: 0 }));
        assert_eq!(of("60.5 per 10000 children"), Ok(Decimal { digits: 605, scale: 1 }));
        // 6 of 1,000 are 60 of 10,000; 7 of 100,000 are 0.7.
        assert_eq!(of("6 per 1,000"), Err("the figure is per 10,000: write \"60 per 10,000\"".to_owned()));
        assert_eq!(of("7 per 100,000"), Err("the figure is per 10,000: write \"0.7 per 10,000\"".to_owned()));
        assert_eq!(of("1 per 3"), Err("the figure is per 10,000: write \"3333.333333 per 10,000\"".to_owned()));
        assert!(of("6 per child").is_err());
        assert!(of("6 per 0").is_err());
    }

    #[test]
    fn the_four_ambers() {
        assert_eq!(parse_amber("5 points", Unit::Percent), Ok(Amber::Points(Decimal { digits: 5, scale: 0 })));
        assert_eq!(parse_amber("10% of target", Unit::Days), Ok(Amber::PercentOfTarget(Decimal { digits: 10, scale: 0 })));
        assert_eq!(parse_amber("65.5%", Unit::Percent), Ok(Amber::Limit(Decimal { digits: 655, scale: 1 })));
        assert_eq!(parse_amber("no worse than a year ago", Unit::Days), Ok(Amber::NoWorseThanAYearAgo));
        assert!(parse_amber("65 days", Unit::Percent).is_err());
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(Decimal::parse("3.90").map(|d| d.to_string()), Some("3.90".to_owned()));
        assert_eq!(Decimal::parse("1.2.3"), None);
        assert_eq!(Decimal::parse(""), None);
    }
}
