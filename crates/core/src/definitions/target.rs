//! Targets and amber bands: a number with its unit, read from the words a board uses.
//!
//! Takes the text of a definition, gives exact decimals; knows nothing of figures.

use std::fmt;

use super::unit::{Unit, UnitKind};

/// A decimal as written, exact: `digits / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The digits without their point.
    pub digits: i64,
    /// How many stand behind the point.
    pub scale: u32,
}

impl Decimal {
    /// Reads `70`, `3.9` or `12,000`; at most six decimal places. A comma is for thousands and stands before three digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let (first, rest) = whole.split_once(',').unwrap_or((whole, ""));
        let grouped = whole.contains(',');
        let in_thousands = (1..=3).contains(&first.len()) && rest.split(',').all(|group| group.len() == 3 && all_digits(group));
        if grouped && !in_thousands {
            return None;
        }
        let whole = whole.replace(',', "");
        if whole.is_empty() || !all_digits(&whole) || !all_digits(fraction) || fraction.len() > 6 || whole.len() > 10 {
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

/// Reads a number of a unit: `70%`, `426 days`, `10 placements`, `3.9 out of 5`, `6 per 1,000`.
///
/// # Errors
/// Says what is wrong: no number, no unit, or another unit than the figure's.
pub fn parse_target(text: &str, unit: Unit) -> Result<Decimal, String> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let (number, words) = text.split_at(end);
    if number.is_empty() {
        let below = words.starts_with(['-', '\u{2212}', '\u{2013}']);
        let what = if unit.is_share() { "a percentage" } else { "a target" };
        return Err(if below { format!("{what} cannot be below nought") } else { "a target begins with its number".to_owned() });
    }
    let number = Decimal::parse(number).ok_or_else(|| slip(number))?;
    let words = words.trim();
    if words.is_empty() {
        return Err("the target has no unit".to_owned());
    }
    if unit.is().kind == UnitKind::Rate
        && let Some(of) = words.strip_prefix("per ")
    {
        return per_10_000(number, of);
    }
    if words.starts_with(|c: char| c.is_ascii_digit()) {
        return Err("there are two numbers in it; a thousand is written 1,000 or 1000".to_owned());
    }
    if (unit.is().reads)(words) {
        Ok(number)
    } else {
        Err(format!("the figure is in {}, the target in '{words}'", unit.as_str()))
    }
}

/// What is wrong with the digits of a number.
fn slip(number: &str) -> String {
    let point = number.replacen(',', ".", 1);
    if number.contains(',') && !point.contains(',') && Decimal::parse(&point).is_some() {
        return format!("a comma is for thousands and stands before three digits; did you mean {point}?");
    }
    format!("'{number}' is not a number")
}

/// A rate per so many as one per 10,000, exactly.
fn per_10_000(number: Decimal, of: &str) -> Result<Decimal, String> {
    let size = of.split_whitespace().next().unwrap_or_default();
    let Decimal { digits, scale } = number;
    let larger = |by: i64| digits.checked_mul(by).map(|digits| Decimal { digits, scale });
    let converted = match size.replace(',', "").as_str() {
        "10000" => Some(number),
        "1000" => larger(10),
        "100" => larger(100),
        "100000" => Some(Decimal { digits, scale: scale + 1 }),
        "1000000" => Some(Decimal { digits, scale: scale + 2 }),
        _ => None,
    };
    converted.ok_or_else(|| format!("the figure is per 10,000, the target per '{of}'; write it per 10,000"))
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

/// Reads an amber band of a unit: `5 points` or `within 5 points`, `10% of target`, a limit such as `65%`, or
/// `no worse than` a limit.
///
/// # Errors
/// Says what forms a band can take.
pub fn parse_amber(text: &str, unit: Unit) -> Result<Amber, String> {
    let text = text.trim();
    let forms =
        || format!("write \"5 points\", \"10% of target\", a limit such as {}, or \"no worse than a year ago\"", unit.is().limit);
    if text.eq_ignore_ascii_case("no worse than a year ago") {
        return Ok(Amber::NoWorseThanAYearAgo);
    }
    if let Some(limit) = text.strip_prefix("no worse than ") {
        return parse_target(limit, unit).map(Amber::Limit).map_err(|wrong| format!("{wrong}; {}", forms()));
    }
    let band = text.strip_prefix("within ").unwrap_or(text);
    let number = |text: &str| {
        Decimal::parse(text).ok_or_else(|| if text.contains(',') { format!("{}; {}", slip(text), forms()) } else { forms() })
    };
    if let Some(percent) = band.strip_suffix("% of target") {
        return number(percent.trim()).map(Amber::PercentOfTarget);
    }
    if let Some(points) = band.strip_suffix("points").or_else(|| band.strip_suffix("point")) {
        return number(points.trim().trim_end_matches("percentage").trim()).map(Amber::Points);
    }
    parse_target(band, unit)
        .map(Amber::Limit)
        .map_err(|wrong| if wrong.starts_with("a comma") { format!("{wrong}; {}", forms()) } else { forms() })
}

/// Whether a band could be taken for a limit: points of a score, or `90% of target`, written as a limit might be and no
/// small part of the target.
pub fn is_ambiguous(text: &str, amber: Amber, target: Decimal, unit: Unit) -> bool {
    let band = match amber {
        Amber::Points(band) => band,
        Amber::PercentOfTarget(percent) => {
            return !text.trim_start().starts_with("within ") && percent.digits >= 50 * percent.unit();
        }
        Amber::Limit(_) | Amber::NoWorseThanAYearAgo => return false,
    };
    let plain = !text.trim_start().starts_with("within ") && !text.contains("percentage");
    let half = (i128::from(band.digits) * 2 * i128::from(target.unit())) >= i128::from(target.digits) * i128::from(band.unit());
    let points_of_its_own = unit.is().has_points && !unit.is_share();
    points_of_its_own && plain && half
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
    fn slips_in_numbers_are_said_and_not_read() {
        let wrong = |text, unit| parse_target(text, unit).unwrap_err();
        assert_eq!(wrong("72,5%", Unit::Percent), "a comma is for thousands and stands before three digits; did you mean 72.5?");
        assert!(wrong("3,9 out of 5", Unit::Score).ends_with("did you mean 3.9?"));
        assert_eq!(wrong("-5%", Unit::Percent), "a percentage cannot be below nought");
        assert_eq!(wrong("1.2.3%", Unit::Percent), "'1.2.3' is not a number");
        assert_eq!(parse_target("1,200 children", Unit::Count), Ok(Decimal { digits: 1200, scale: 0 }));
        assert_eq!(parse_target("1 child", Unit::Count), Ok(Decimal { digits: 1, scale: 0 }));
        assert_eq!(parse_target("1 point", Unit::Score), Ok(Decimal { digits: 1, scale: 0 }));
    }

    #[test]
    fn rates_are_per_10_000_or_converted_exactly() {
        let value = |text: &str| parse_target(text, Unit::Rate).map(Decimal::value);
        assert_eq!(value("60 per 10,000"), Ok(60.0));
        assert_eq!(value("6 per 1,000"), Ok(60.0));
        assert_eq!(value("0.65 per 100 children"), Ok(65.0));
        assert_eq!(value("605 per 100,000"), Ok(60.5));
        assert!(value("6 per thousand").is_err() && value("6 per year").is_err());
    }

    #[test]
    fn a_band_in_points_that_looks_like_a_limit_is_told() {
        let number = |digits| Decimal { digits, scale: 0 };
        let ambiguous =
            |text: &str, target| is_ambiguous(text, parse_amber(text, Unit::Score).unwrap(), number(target), Unit::Score);
        assert!(ambiguous("16 points", 14) && ambiguous("12 points", 14) && ambiguous("7 points", 14));
        assert!(ambiguous("90% of target", 70) && ambiguous("110% of target", 70) && ambiguous("50% of target", 70));
        assert!(!ambiguous("10% of target", 70) && !ambiguous("within 90% of target", 70));
        assert!(!ambiguous("6 points", 14) && !ambiguous("within 16 points", 14) && !ambiguous("no worse than 16 points", 14));
        assert_eq!(parse_amber("no worse than 16 points", Unit::Score), Ok(Amber::Limit(number(16))));
        assert_eq!(parse_amber("within 2 points", Unit::Score), Ok(Amber::Points(number(2))));
        assert_eq!(parse_amber("no worse than 65%", Unit::Percent), Ok(Amber::Limit(number(65))));
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
        assert_eq!(Decimal::parse("1,234,567.5").map(|d| d.digits), Some(12_345_675));
        for slip in ["72,5", "1,23,4", ",5", "1,", "1,2345", "1234,567", "1,234,56", "1.5,000"] {
            assert_eq!(Decimal::parse(slip), None, "{slip}");
        }
        assert_eq!(Decimal::parse(""), None);
    }
}
