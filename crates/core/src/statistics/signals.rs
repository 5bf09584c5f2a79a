//! Points that do not depend on each other, made of those that do.
//!
//! Of a stock, such as the children looked after on the last day, most are there the month after as well: its
//! figures are so alike that limits of them would be narrow, and chance would seem a change. How many came and went
//! from one month to the next is independent of the month before. So a stock is charted by its changes, about no
//! change (Alwan and Roberts, Time-series modeling for statistical process control, Journal of Business and Economic
//! Statistics 6, 1988, 87-95: the residuals of a series whose best forecast is its last value).

/// The change of each place since the one before; nothing at the first, beside a gap, nor where a step begins.
pub fn changes(values: &[Option<f64>], steps: &[usize]) -> Vec<Option<f64>> {
    let change = |at: usize| {
        let before = values.get(at.checked_sub(1)?).copied().flatten()?;
        (!steps.contains(&at)).then_some(values.get(at).copied().flatten()? - before)
    };
    (0..values.len()).map(change).collect()
}

/// The value that all points have.
pub fn flat(values: &[Option<f64>]) -> Option<f64> {
    let mut known = values.iter().flatten();
    let first = *known.next()?;
    known.all(|value| *value == first).then_some(first)
}

/// Whether counts are so few that one more would be a signal: under one a month, unless there is none at all.
pub fn is_rare(counts: impl Iterator<Item = f64>) -> bool {
    let (sum, number) = counts.fold((0.0, 0.0), |(sum, number), count| (sum + count, number + 1.0));
    sum > 0.0 && sum < number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_begin_anew_after_gaps_and_steps() {
        let values = [Some(5.0), Some(7.0), None, Some(4.0), Some(3.0), Some(3.5)];
        assert_eq!(changes(&values, &[5]), [None, Some(2.0), None, None, Some(-1.0), None]);
        assert_eq!(changes(&[], &[]), []);
    }

    #[test]
    fn a_flat_series_has_one_value_and_rare_counts_are_under_one_a_month() {
        assert_eq!((flat(&[Some(2.0), None, Some(2.0)]), flat(&[Some(2.0), Some(1.0)]), flat(&[None])), (Some(2.0), None, None));
        let rare = |counts: &[f64]| is_rare(counts.iter().copied());
        assert_eq!((rare(&[0.0, 1.0, 0.0]), rare(&[0.0, 2.0]), rare(&[0.0, 0.0])), (true, false, false));
    }
}
