//! Percentages of months: the p-chart, and Laney's p' where months differ more than the binomial distribution has it.
//!
//! Takes so many of so many for each month, gives the same chart as individual values do. Each month has limits of its
//! own by how many it is out of (Shewhart's p-chart); they are widened by the variation of the standardised months from
//! one to the next (Laney, Improved control charts for attributes, Quality Engineering 14, 2002, 531-537). The rules
//! are asked of the standardised months, whose limits are the same throughout.

use super::{Asked, Chart, Figure, Lines, Method, Step, assurance, limits, split};

/// The mean moving range of two numbers of a normal distribution, in standard deviations (d2 of two).
const D2: f64 = 1.128;

/// So many are expected in the numerator and outside it each month at least: with fewer a single one is a signal.
const EXPECTED: f64 = 1.0;

/// Why a chart has no limits where fewer are expected.
pub const TOO_FEW: &str = "no limits: too few events a month to tell chance from change";

/// What a step of months is charted by.
struct Parts {
    /// The share of all months.
    share: f64,
    /// How much more months differ than the binomial distribution has it; at least 1.
    wider: f64,
    /// The months, standardised.
    standard: Vec<f64>,
    /// Whether enough are expected each month.
    expected: bool,
}

/// What the rules say of percentages; `parts` has nothing in a gap and no denominator of nought.
pub fn chart(parts: &[Option<(f64, f64)>], asked: &Asked<'_>) -> Option<Chart> {
    let parts: Vec<Option<(f64, f64)>> = parts.iter().map(|part| part.filter(|(_, of)| *of > 0.0)).collect();
    let values: Vec<Option<f64>> = parts.iter().map(|part| part.map(|(some, of)| 100.0 * some / of)).collect();
    values.iter().flatten().next()?;
    let mut chart = Chart::without_verdict(&values, Method::P);
    let steps = split(&values, asked.steps);
    for step in &steps {
        let known: Vec<(f64, f64)> = step.at.iter().filter_map(|at| parts.get(*at).copied().flatten()).collect();
        let found = of(&known, asked);
        let points_enough = known.len() >= asked.enough;
        chart.enough = points_enough && found.expected;
        chart.why = (points_enough && !found.expected).then_some(TOO_FEW);
        chart.method = if found.wider > 1.0 { Method::LaneyP } else { Method::P };
        let line = |at: usize| {
            let limits = parts.get(at).copied().flatten().filter(|_| chart.enough).map(|(_, of)| {
                let reach = 3.0 * found.wider * deviation(found.share, of);
                (100.0 * (found.share - reach).max(0.0), 100.0 * (found.share + reach).min(1.0))
            });
            Lines { mean: 100.0 * found.share, limits }
        };
        let lines: Vec<Lines> = step.places.clone().map(line).collect();
        chart.lines.extend(lines);
        if chart.enough {
            chart.flag(step, &limits::about(0.0, 3.0 * found.wider), asked.better, &found.standard);
        }
    }
    let latest = steps.last().filter(|_| chart.enough);
    chart.assurance = latest.and_then(|step| assured(step, &parts, asked));
    chart.conclude(latest);
    Some(chart)
}

/// The share of a step, and its months standardised.
fn of(known: &[(f64, f64)], asked: &Asked<'_>) -> Parts {
    let base = &known[..asked.base(known.len())];
    let (some, all) = base.iter().fold((0.0, 0.0), |(some, all), (a, b)| (some + a, all + b));
    let share = if all > 0.0 { some / all } else { 0.0 };
    let standard = |(some, all): &(f64, f64)| match deviation(share, *all) {
        deviation if deviation > 0.0 => (some / all - share) / deviation,
        // With a baseline of none or all, what differs from it lies beyond any limit.
        _ if some / all > share => f64::MAX.sqrt(),
        _ if some / all < share => -f64::MAX.sqrt(),
        _ => 0.0,
    };
    let months = base.len().max(1) as f64;
    let is_flat = share == 0.0 || share == 1.0;
    let expected = is_flat || (share * all / months).min((1.0 - share) * all / months) >= EXPECTED;
    let of_base: Vec<f64> = base.iter().map(standard).collect();
    let ranges: Vec<f64> = of_base.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let range = if ranges.is_empty() { 0.0 } else { ranges.iter().sum::<f64>() / ranges.len() as f64 };
    Parts { share, wider: (range / D2).max(1.0), standard: known.iter().map(standard).collect(), expected }
}

fn deviation(share: f64, of: f64) -> f64 {
    (share * (1.0 - share) / of).sqrt()
}

/// Whether the target will be met: of the months that its figure is of together, were they drawn alike.
fn assured(step: &Step, parts: &[Option<(f64, f64)>], asked: &Asked<'_>) -> Option<super::Assurance> {
    let target = asked.target?;
    let known: Vec<(f64, f64)> = step.at.iter().filter_map(|at| parts.get(*at).copied().flatten()).collect();
    let found = of(&known, asked);
    if found.share == 0.0 || found.share == 1.0 {
        return assurance::of_flat(100.0 * found.share, asked.better, target);
    }
    let months = match asked.figure {
        Figure::Point => 1,
        Figure::Mean(months) | Figure::Sum(months) => months,
    };
    let known = &known[..asked.base(known.len())];
    let all: f64 = known.iter().map(|(_, of)| of).sum();
    // As many as the months of the figure have on average, and what is not known of the share of all of them.
    let of_figure = all / known.len().max(1) as f64 * months as f64;
    let spread = match asked.figure {
        Figure::Point => deviation(found.share, of_figure),
        _ => deviation(found.share, 1.0) * (1.0 / of_figure + 1.0 / all).sqrt(),
    };
    let limits = limits::about(100.0 * found.share, 300.0 * found.wider * spread);
    assurance::against(&limits, asked.better, target)
}

#[cfg(test)]
mod tests {
    use super::super::{Better, Meaning, Rule};
    use super::*;

    fn of_hundred(counts: &[i32]) -> Vec<Option<(f64, f64)>> {
        counts.iter().map(|count| Some((f64::from(*count), 100.0))).collect()
    }

    fn ask() -> Asked<'static> {
        Asked::new(&[], Better::Higher, None)
    }

    #[test]
    fn a_p_chart_can_be_worked_by_hand() {
        // 20 of 100 on average: the deviation of a month is sqrt(0.2 * 0.8 / 100) = 0.04, the limits 8% and 32%.
        // The moving ranges are 4 points, one deviation: 1 / 1.128 is under 1, so nothing is widened.
        let found = chart(&of_hundred(&[18, 22, 18, 22, 18, 22, 18, 22, 18, 22, 18, 22, 18, 22]), &ask()).unwrap();
        let (lower, upper) = found.lines[0].limits.unwrap();
        assert!((found.lines[0].mean - 20.0).abs() < 1e-9 && (lower - 8.0).abs() < 1e-9 && (upper - 32.0).abs() < 1e-9);
        assert_eq!((found.method, found.variation, found.enough), (Method::P, None, true));
    }

    #[test]
    fn months_that_differ_more_have_wider_limits() {
        // 10 and 30 in turn: 20 points, five deviations from one to the next. Widened 5 / 1.128 times: 20% and
        // 3 * 4 * 5 / 1.128 = 53.19 points either side, no lower than nought.
        let found = chart(&of_hundred(&[10, 30, 10, 30, 10, 30, 10, 30, 10, 30, 10, 30, 10, 30]), &ask()).unwrap();
        let (lower, upper) = found.lines[0].limits.unwrap();
        assert!(lower == 0.0 && (upper - (20.0 + 60.0 / 1.128)).abs() < 1e-9, "{upper}");
        assert_eq!(found.method, Method::LaneyP);
    }

    #[test]
    fn limits_follow_how_many_a_month_is_of() {
        let mut parts = of_hundred(&[18, 22, 18, 22, 18, 22, 18, 22, 18, 22, 18, 22]);
        parts.push(Some((80.0, 400.0)));
        parts.push(None);
        let found = chart(&parts, &ask()).unwrap();
        // A fourfold month has half the deviation.
        let (lower, upper) = found.lines[12].limits.unwrap();
        assert!((lower - 14.0).abs() < 1e-9 && (upper - 26.0).abs() < 1e-9, "{lower} {upper}");
        assert_eq!((found.lines[13].limits, found.current, found.enough), (None, false, true));
    }

    #[test]
    fn a_month_beyond_its_limits_is_flagged_and_a_few_have_none() {
        let mut counts = [18, 22, 18, 22, 18, 22, 18, 22, 18, 22, 18, 22, 18, 22, 40];
        let found = chart(&of_hundred(&counts), &ask()).unwrap();
        assert_eq!(found.variation.map(|flag| (flag.rule, flag.meaning)), Some((Rule::Outside, Meaning::Improvement)));
        counts = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0];
        let few = chart(&of_hundred(&counts), &ask()).unwrap();
        assert_eq!((few.enough, few.why), (false, Some(TOO_FEW)));
        let flat = chart(&of_hundred(&[100; 13]), &Asked::new(&[], Better::Higher, Some(100.0))).unwrap();
        assert_eq!((flat.enough, flat.assurance), (true, Some(super::super::Assurance::Met)));
    }

    #[test]
    fn the_target_of_twelve_months_is_seen_against_twelve_months() {
        // 24 months of 20%: a year is of 1,200 and all of 2,400. sqrt(0.16 * (1/1200 + 1/2400)) = 1.414 points,
        // three times it 4.24: 24% may be met and 24.3% will not.
        let counts = [18, 22].repeat(12);
        let against = |target: f64| {
            let asked = Asked { figure: Figure::Mean(12), ..Asked::new(&[], Better::Higher, Some(target)) };
            chart(&of_hundred(&counts), &asked).unwrap().assurance
        };
        assert_eq!(against(24.2), Some(super::super::Assurance::Sometimes));
        assert_eq!(against(24.3), Some(super::super::Assurance::NotMet));
        assert_eq!(against(15.7), Some(super::super::Assurance::Met));
    }

    #[test]
    fn a_baseline_makes_the_limits_of_what_follows() {
        let mut counts = [18, 22].repeat(6);
        counts.extend([30; 8]);
        let asked = Asked { baseline: Some(12), ..ask() };
        let found = chart(&of_hundred(&counts), &asked).unwrap();
        assert!((found.lines[19].mean - 20.0).abs() < 1e-9);
        // 30% is two and a half deviations off: near the limit, two of three.
        assert_eq!(found.variation.map(|flag| flag.rule), Some(Rule::TwoOfThree));
    }
}
