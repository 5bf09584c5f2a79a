//! Numbers of returns as people write them: `78.5%`, `1,234`, `£950`, `1 child`, `6 per 1,000`.
//!
//! Takes the text of a cell and the unit of its row, gives the exact number, or what is wrong with it. What may mean
//! two things is refused.

use crate::definitions::{Decimal, Unit};

/// Reads a figure in a row's unit.
///
/// # Errors
/// Says what is wrong, and what was perhaps meant.
pub fn figure(text: &str, unit: Unit) -> Result<Decimal, String> {
    let text = text.trim();
    if text.starts_with(['-', '\u{2212}']) && unit.is().bounds.0 >= 0.0 {
        let what = if unit.is_share() { "a percentage" } else { "it" };
        return Err(format!("{what} cannot be below nought"));
    }
    if let Some(number) = plain(text) {
        let none = Decimal { digits: 0, scale: 0 };
        if unit.is_share() && number != none && number.digits > 0 && number.digits < number.unit() {
            let meant = Decimal { digits: number.digits.saturating_mul(100), scale: number.scale };
            return Err(format!("did you mean {}? If it is less than 1%, write {text}%", short(meant)));
        }
        return Ok(number);
    }
    if let Some(pounds) = text.strip_prefix('£') {
        let number = plain(pounds.trim()).ok_or_else(|| "it is no number".to_owned())?;
        return if unit.is_number() { Ok(number) } else { Err(format!("the row is in {}, not in pounds", unit.as_str())) };
    }
    crate::definitions::target::parse_target(text, unit).map_err(|wrong| match wrong.as_str() {
        "the target has no unit" | "a target begins with its number" => "it is no number".to_owned(),
        _ => wrong.replace("the target in", "this in").replace("the target per", "this per"),
    })
}

/// Reads what was counted, a whole number.
///
/// # Errors
/// Says what is wrong, and what was perhaps meant.
pub fn whole(text: &str) -> Result<i64, String> {
    let text = text.trim();
    let number = plain(text).map_or_else(|| crate::definitions::target::parse_target(text, Unit::Count), Ok);
    let number = number.map_err(|wrong| match wrong.as_str() {
        wrong if wrong.starts_with("a comma") => wrong.to_owned(),
        _ => "it is no whole number".to_owned(),
    })?;
    if number.digits < 0 || number.digits % number.unit() != 0 {
        return Err("it is no whole number".to_owned());
    }
    Ok(number.digits / number.unit())
}

/// A number without anything beside it, to a millionth; a comma only before three digits.
fn plain(text: &str) -> Option<Decimal> {
    Decimal::parse(text).or_else(|| {
        // Of `1.2E+11` a spreadsheet has dropped digits.
        let number = text.parse::<f64>().ok().filter(|number| number.abs() < 1e12 && !text.contains(['e', 'E']))?;
        Some(Decimal { digits: (number * 1e6).round() as i64, scale: 6 })
    })
}

/// A decimal without noughts at its end.
fn short(number: Decimal) -> String {
    let text = number.to_string();
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, unit: Unit) -> Result<f64, String> {
        figure(text, unit).map(Decimal::value)
    }

    #[test]
    fn what_can_mean_one_thing_is_read() {
        assert_eq!(read("78.5%", Unit::Percent), Ok(78.5));
        assert_eq!(read("78.5", Unit::Percent), Ok(78.5));
        assert_eq!(read("0.785%", Unit::Percent), Ok(0.785));
        assert_eq!(read("0", Unit::Percent), Ok(0.0));
        assert_eq!(read("1", Unit::Percent), Ok(1.0));
        assert_eq!(read("1,234", Unit::Count), Ok(1234.0));
        assert_eq!(read("£950", Unit::Count), Ok(950.0));
        assert_eq!(read("£1,234.50", Unit::Count), Ok(1234.5));
        assert_eq!(read("1 child", Unit::Count), Ok(1.0));
        assert_eq!(read("14 days", Unit::Days), Ok(14.0));
        assert_eq!(read("3.9 out of 5", Unit::Score), Ok(3.9));
        assert_eq!(read("6 per 1,000", Unit::Rate), Ok(60.0));
        assert_eq!((whole("1,234"), whole("7.0"), whole("3 children")), (Ok(1234), Ok(7), Ok(3)));
    }

    #[test]
    fn what_may_mean_another_is_refused_in_words() {
        assert_eq!(read("0.785", Unit::Percent).unwrap_err(), "did you mean 78.5? If it is less than 1%, write 0.785%");
        assert_eq!(
            read("72,5", Unit::Count).unwrap_err(),
            "a comma is for thousands and stands before three digits; did you mean 72.5?"
        );
        assert_eq!(read("-5", Unit::Percent).unwrap_err(), "a percentage cannot be below nought");
        assert_eq!(read("£950", Unit::Percent).unwrap_err(), "the row is in percent, not in pounds");
        assert_eq!(read("78.5%", Unit::Count).unwrap_err(), "the figure is in count, this in '%'");
        assert_eq!(read("many", Unit::Count).unwrap_err(), "it is no number");
        assert!(read("inf", Unit::Count).is_err() && read("NaN", Unit::Days).is_err());
        for text in ["1.5", "-1", "ten", "7%", "1,2", "1 234", "1.2E+11"] {
            assert!(whole(text).is_err(), "{text}");
        }
        let two = "there are two numbers in it; a thousand is written 1,000 or 1000";
        assert_eq!(read("1 234", Unit::Count).unwrap_err(), two);
        for text in ["10 to 12", "10 to 12 children", "10-12 children", "3 of 5 children", "3 or 4", "1e3", "1.2E+11"] {
            assert!(read(text, Unit::Count).is_err(), "{text}");
        }
        assert_eq!(read("3 children under 12", Unit::Count), Ok(3.0));
    }
}
