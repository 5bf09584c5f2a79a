//! What others have, as a number that a row is rated by: England, the region, the neighbours, the best quarter.
//!
//! Takes published figures, the authority, the row and a month, gives the exact number with its year, or why it is not
//! there and how to give it.

use super::compare::benchmark;
use super::figures::Figures;
use crate::calendar::Month;
use crate::definitions::{Feed, Polarity, RowDefinition, Whom};
use crate::figure::Fraction;
use crate::rating::Other;
use crate::scorecard::{Benchmark, Published};

/// What others have of a row's measure in the published year nearest to a month.
///
/// # Errors
/// Says in words what is missing.
pub fn compared(
    figures: &Figures,
    authority: Option<&str>,
    row: &RowDefinition,
    month: Month,
    whom: Whom,
) -> Result<Other, String> {
    let who = whom.as_str();
    let Feed::Indicator(indicator) = &row.feed else {
        return Err(format!(
            "{who} is not known: nothing is published that this row could be compared with; write the number that you know as \
             the target, such as {}",
            row.unit.is().target
        ));
    };
    let series = figures.series.iter().find(|series| series.measure.indicator == *indicator);
    let Some(series) = series else {
        return Err(match figures.missing.get(indicator) {
            Some(file) => {
                format!(
                    "{who} is not known: '{file}' is not among the published files; put it beside the others as it is downloaded"
                )
            }
            None => format!(
                "{who} is not known: no published file is compared with '{indicator}'; write the number that you know as the \
                 target, such as {}",
                row.unit.is().target
            ),
        });
    };
    if !series.measure.ranked {
        return Err(format!("{who} is no measure of this row: a number grows with the authority"));
    }
    let number = authority.and_then(|code| figures.number(code));
    let no_year = || format!("{who} is not known: no authority has a figure of it in the published file");
    let found = benchmark(row.polarity, series, figures, number, month).ok_or_else(no_year)?;
    let exact = number_of(whom, &found, row.polarity).map_err(|why| match (whom, authority, number) {
        (Whom::Region | Whom::Neighbours, None, _) => format!("{who} is not known: the scorecard names no authority"),
        (Whom::Region | Whom::Neighbours, Some(code), None) => {
            format!("{who} is not known: no published file has the authority {code}")
        }
        (Whom::Neighbours, ..) if figures.neighbours.is_none() => {
            format!("{who} is not known: there is no list of statistical neighbours among the published files")
        }
        _ => format!("{who} is not known of {}: {why}", found.year),
    })?;
    let of = match (whom, &found.region, found.neighbours) {
        (Whom::Region, Some((name, _)), _) => name.clone(),
        (Whom::Neighbours, _, Some((_, 1))) => "the one statistical neighbour with a figure".to_owned(),
        (Whom::Neighbours, _, Some((_, count))) => format!("the mean of {count} statistical neighbours"),
        (Whom::BestQuarter, ..) => "the boundary of the best quarter of authorities".to_owned(),
        _ => "England".to_owned(),
    };
    let notes: String = found.notes.iter().map(|note| format!(". {}", note.trim_end_matches('.'))).collect();
    let note = format!("Compared with {of}, {}: {}{notes}", found.year, found.measure);
    Ok(Other { number: exact, decimals: found.decimals, year: found.year, note })
}

/// The exact number: published figures end with their last decimal place, means and boundaries are reckoned from such.
fn number_of(whom: Whom, found: &Benchmark, polarity: Polarity) -> Result<Fraction, String> {
    let unit = 10_i128.pow(found.decimals);
    let fraction = |value: f64, parts: i128| Fraction::new((value * parts as f64).round() as i128, parts);
    let published = |published: &Published| match published {
        Published::Value(value) => Ok(fraction(*value, unit)),
        Published::Symbol(letters) => Err(format!("it is published as [{letters}]")),
    };
    let none = || "none is published".to_owned();
    match whom {
        Whom::England => published(found.england.as_ref().ok_or_else(none)?),
        Whom::Region => published(&found.region.as_ref().ok_or_else(none)?.1),
        Whom::Neighbours => {
            let (mean, count) = found.neighbours.ok_or("no statistical neighbour has a figure")?;
            Ok(fraction(mean, unit * count as i128))
        }
        Whom::BestQuarter => {
            let [first, _, third] = found.quartiles.ok_or("authorities are not ranked by it, or too few have a figure")?;
            Ok(fraction(if polarity == Polarity::Lower { first } else { third }, unit * 4))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found() -> Benchmark {
        Benchmark {
            measure: "-".to_owned(),
            year: "2018".to_owned(),
            decimals: 1,
            own: None,
            own_parts: None,
            england: Some(Published::Value(69.4)),
            region: Some(("Northern".to_owned(), Published::Symbol("c".to_owned()))),
            neighbours: Some(((14.9 + 13.2 + 15.0) / 3.0, 3)),
            best: None,
            rank: None,
            quartile: None,
            quartiles: Some([13.425, 14.45, 15.5]),
            spread: None,
            each: Vec::new(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn numbers_of_others_are_exact() {
        let of = |whom, polarity| number_of(whom, &found(), polarity);
        assert_eq!(of(Whom::England, Polarity::Higher), Ok(Fraction::new(694, 10)));
        // 43.1 over three, which no decimal is.
        assert_eq!(of(Whom::Neighbours, Polarity::Higher), Ok(Fraction::new(431, 30)));
        assert_eq!(of(Whom::BestQuarter, Polarity::Lower), Ok(Fraction::new(537, 40)));
        assert_eq!(of(Whom::BestQuarter, Polarity::Higher), Ok(Fraction::new(620, 40)));
        assert_eq!(of(Whom::Region, Polarity::Higher), Err("it is published as [c]".to_owned()));
        let none = Benchmark { england: None, quartiles: None, ..found() };
        assert!(
            number_of(Whom::England, &none, Polarity::Lower).is_err()
                && number_of(Whom::BestQuarter, &none, Polarity::Lower).is_err()
        );
    }
}
