//! Series worked by hand, or in whole fractions by another tool, on both sides of every boundary.

use super::*;

fn points(values: &[i32]) -> Vec<Option<f64>> {
    values.iter().map(|value| Some(f64::from(*value))).collect()
}

fn of(values: &[i32]) -> Chart {
    chart(&points(values), &[], Better::Higher, None).unwrap()
}

/// The flags as words: the place, the rule's first letter (`2` for two of three) and the way.
fn flags(chart: &Chart) -> String {
    let word = |(at, flag): (usize, &Option<Flag>)| {
        let flag = (*flag)?;
        let rule = match flag.rule {
            Rule::Outside => 'o',
            Rule::Trend => 't',
            Rule::TwoOfThree => '2',
            Rule::Shift => 's',
        };
        let way = match flag.meaning {
            Meaning::Improvement => '+',
            Meaning::Concern => '-',
            Meaning::NeutralHigh => '^',
            Meaning::NeutralLow => 'v',
        };
        Some(format!("{at}{rule}{way}"))
    };
    chart.flags.iter().enumerate().filter_map(word).collect::<Vec<_>>().join(" ")
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-300), "{found} is not {expected}");
}

/// Mean and the distance of the limits from it.
fn lines(chart: &Chart, mean: f64, reach: f64) {
    let last = chart.lines.last().unwrap();
    let (lower, upper) = last.limits.unwrap();
    near(last.mean, mean);
    near(lower, mean - reach);
    near(upper, mean + reach);
}

#[test]
fn the_reference_series_of_the_published_package() {
    let chart = of(&[1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
    // Sum 35 of 18. Moving ranges 1, but for 8 and 9, which are screened: 2.66 either way.
    let (lower, upper) = chart.lines[0].limits.unwrap();
    near(chart.lines[0].mean, 35.0 / 18.0);
    near(lower, -161.0 / 225.0);
    near(upper, 1036.0 / 225.0);
    assert_eq!(flags(&chart), "4o+");
}

#[test]
fn a_moving_range_of_the_screen_itself_is_an_outlier() {
    // Ten ranges of 264, one of 271 and one of M. For M = 1089 the mean is 4000/12 and 3.267 times it is 1089.
    let series = |most: i32| [0, 264, 0, 264, 0, 264, 0, 264, 0, 264, 0, 271, 271 - most];
    lines(&of(&series(1089)), (5.0 * 264.0 + 271.0 - 818.0) / 13.0, 2.66 * 2911.0 / 11.0);
    lines(&of(&series(1088)), (5.0 * 264.0 + 271.0 - 817.0) / 13.0, 2.66 * 3999.0 / 12.0);
}

#[test]
fn screening_happens_once() {
    // Eleven ranges of 1, one of 10, one of 60: mean 81/13, 3.267 times it 20.4: 60 goes. Then the mean is
    // 21/12, 3.267 times it 5.7, and 10 stays.
    let chart = of(&[0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 11, -49]);
    lines(&chart, (6.0 + 11.0 - 49.0) / 14.0, 2.66 * 21.0 / 12.0);
}

#[test]
fn screening_is_skipped_where_no_variation_would_be_left() {
    // Ranges 0 but for 10 and 10: mean 20/12; both would go.
    let chart = of(&[5, 5, 5, 5, 5, 5, 15, 5, 5, 5, 5, 5, 5]);
    lines(&chart, 75.0 / 13.0, 2.66 * 20.0 / 12.0);
    assert_eq!(flags(&chart), "6o+");
}

#[test]
fn seven_on_one_side_are_a_shift_and_six_are_not() {
    let chart = of(&[13, 11, 13, 11, 13, 11, 13, 7, 9, 7, 9, 7, 9, 7]);
    assert_eq!(flags(&chart), "0s+ 1s+ 2s+ 3s+ 4s+ 5s+ 6s+ 7s- 8s- 9s- 10s- 11s- 12s- 13s-");
    lines(&chart, 10.0, 399.0 / 65.0);
    assert_eq!(flags(&of(&[13, 11, 13, 11, 13, 11, 10, 7, 9, 7, 9, 7, 9])), "");
}

#[test]
fn a_point_on_the_mean_breaks_a_shift() {
    // Four above, one on the mean of 10, three above.
    let chart = of(&[13, 11, 13, 11, 10, 13, 11, 13, 7, 8, 7, 8, 7, 8]);
    near(chart.lines[0].mean, 10.0);
    assert_eq!(flags(&chart), "");
}

#[test]
fn a_point_on_a_mean_that_floating_numbers_miss_is_on_it() {
    // Whole numbers and a third; 990 of 15 is 66, so that the mean is 66 1/3, which is no floating number.
    let third = |value: i32| Some(f64::from(3 * value + 1) / 3.0);
    let on = [69, 67, 69, 67, 66, 69, 67, 69, 63, 64, 63, 64, 63, 64, 66].map(third);
    let chart = chart(&on, &[], Better::Higher, None).unwrap();
    near(chart.lines[0].mean, 199.0 / 3.0);
    assert_eq!(flags(&chart), "");
}

#[test]
fn seven_that_rise_are_a_trend_and_six_are_not() {
    assert_eq!(flags(&of(&[12, 8, 12, 8, 7, 8, 9, 10, 11, 12, 13, 8, 12])), "4t+ 5t+ 6t+ 7t+ 8t+ 9t+ 10t+");
    assert_eq!(flags(&of(&[12, 8, 12, 9, 8, 9, 10, 11, 12, 13, 8, 12, 6])), "");
    // Falling is the reverse.
    assert_eq!(flags(&of(&[12, 8, 13, 12, 11, 10, 9, 8, 7, 8, 12, 8, 12])), "2t- 3t- 4t- 5t- 6t- 7t- 8t-");
}

#[test]
fn a_tie_breaks_a_trend() {
    assert_eq!(flags(&of(&[12, 8, 12, 8, 7, 8, 9, 10, 10, 11, 12, 13, 8, 12])), "");
}

#[test]
fn a_point_on_the_limit_is_inside() {
    // Mean 0 and limits at 133 in all three: moving ranges of 650 together, of 13.
    let inside = of(&[47, 47, 53, -4, -53, -37, 0, 132, -11, -10, -54, -19, -80, -11]);
    lines(&of(&[15, -14, -1, 133, 0, -32, 2, 55, 3, -51, -44, -57, -48, 39]), 0.0, 133.0);
    assert_eq!(flags(&inside), "");
    assert_eq!(flags(&of(&[15, -14, -1, 133, 0, -32, 2, 55, 3, -51, -44, -57, -48, 39])), "");
    assert_eq!(flags(&of(&[-3, -30, -33, 8, 134, 30, 34, -60, 37, -36, -24, -3, -3, -51])), "4o+");
}

#[test]
fn two_on_the_near_limit_are_not_near() {
    // Mean 0, limits at 199.5, near limits at 133.
    assert_eq!(flags(&of(&[-53, 30, -56, 14, 38, -49, 4, -42, -59, 132, 132, 35, -104, -22])), "");
    assert_eq!(flags(&of(&[-22, 28, -17, -58, -55, -3, -58, 59, -30, 133, 133, 20, -119, -11])), "");
    assert_eq!(flags(&of(&[-39, 46, -60, 134, 134, 35, -58, -27, -45, -28, -25, 44, -109, -2])), "32+ 42+");
}

#[test]
fn of_three_only_the_near_ones_are_flagged() {
    // Mean 55/7, near limits 9.82 from it: 19 and 22 are near, 13 between them is on their side.
    assert_eq!(flags(&of(&[9, 0, 7, 8, 4, 5, 4, 19, 13, 22, 5, 5, 4, 5])), "72+ 92+");
}

#[test]
fn a_point_outside_is_none_of_two_of_three() {
    // Mean 6.5, limits 11.66 from it, near limits 7.78: 16 is near, 20 outside, 13 on their side.
    assert_eq!(flags(&of(&[5, 7, 9, 7, 5, 0, 1, 0, 3, 16, 20, 13, 1, 4])), "10o+");
}

#[test]
fn the_first_of_outside_trend_two_of_three_and_shift_names_a_point() {
    // A rise of seven whose last point is outside.
    assert_eq!(
        flags(&of(&[3, 2, 8, 6, 3, 8, 2, 8, 11, 13, 16, 17, 21, 9])),
        "0s- 1s- 2s- 3s- 4s- 5s- 6t+ 7t+ 8t+ 9t+ 10t+ 11t+ 12o+"
    );
    // A rise of seven whose last two, 18 and 19, are near.
    assert_eq!(flags(&of(&[2, 7, 11, 12, 17, 18, 19, 9, 4, 5, 0, 8, 8, 1])), "0t+ 1t+ 2t+ 3t+ 4t+ 5t+ 6t+");
    // Eight above the mean, the first and the third of them near.
    assert_eq!(flags(&of(&[7, 5, 2, 1, 7, 16, 12, 15, 12, 12, 13, 10, 9, 0])), "22- 32- 52+ 6s+ 72+ 8s+ 9s+ 10s+ 11s+ 12s+");
    // Seven above the mean, the last outside.
    assert_eq!(flags(&of(&[8, 8, 6, 8, 4, 5, 9, 12, 11, 9, 10, 10, 14, 4])), "6s+ 7s+ 8s+ 9s+ 10s+ 11s+ 12o+");
}

#[test]
fn what_a_flag_means_depends_on_the_better_way() {
    let spike = points(&[5, 5, 5, 5, 5, 5, 15, 5, 5, 5, 5, 5, 5]);
    let dip = points(&[5, 5, 5, 5, 5, 5, -5, 5, 5, 5, 5, 5, 5]);
    let found = |values: &[Option<f64>], better| flags(&chart(values, &[], better, None).unwrap());
    assert_eq!((found(&spike, Better::Higher), found(&dip, Better::Higher)), ("6o+".into(), "6o-".into()));
    assert_eq!((found(&spike, Better::Lower), found(&dip, Better::Lower)), ("6o-".into(), "6o+".into()));
    assert_eq!((found(&spike, Better::Neither), found(&dip, Better::Neither)), ("6o^".into(), "6ov".into()));
}

#[test]
fn twelve_points_are_too_few() {
    let series = [13, 11, 13, 11, 13, 11, 13, 7, 9, 7, 9, 7, 9];
    let few = chart(&points(&series[..12]), &[], Better::Higher, Some(50.0)).unwrap();
    assert!(!few.enough && few.lines.iter().all(|lines| lines.limits.is_none()));
    near(few.lines[0].mean, 124.0 / 12.0);
    assert_eq!((flags(&few), few.variation, few.assurance), (String::new(), None, None));
    let enough = chart(&points(&series), &[], Better::Higher, Some(50.0)).unwrap();
    assert!(enough.enough && enough.lines.iter().all(|lines| lines.limits.is_some()));
    assert_eq!(enough.assurance, Some(Assurance::NotMet));
}

#[test]
fn a_series_without_a_point_has_no_chart() {
    assert_eq!(chart(&[], &[], Better::Higher, None), None);
    assert_eq!(chart(&[None, None], &[1], Better::Higher, Some(1.0)), None);
    let one = chart(&[None, Some(4.0)], &[], Better::Higher, None).unwrap();
    assert_eq!(one.lines, [Lines { mean: 4.0, limits: None }; 2]);
}

#[test]
fn the_points_beside_a_gap_are_neighbours() {
    // The shift of seven with a gap in its midst, and one at either end.
    let mut values = points(&[13, 11, 13, 11, 13, 11, 13, 7, 9, 7, 9, 7, 9]);
    values.insert(3, None);
    values.insert(0, None);
    values.push(None);
    let chart = chart(&values, &[], Better::Higher, None).unwrap();
    assert_eq!(chart.lines.len(), 16);
    assert_eq!(flags(&chart), "1s+ 2s+ 3s+ 5s+ 6s+ 7s+ 8s+");
    // The latest point is 9, the sixth below: common cause. Before it, six are no shift either.
    assert_eq!(chart.variation, None);
    // Sum 133; ranges 2 but for 6: 28 of 12. The gaps have lines too.
    lines(&chart, 133.0 / 13.0, 2.66 * 28.0 / 12.0);
    assert!(chart.lines.iter().all(|line| *line == chart.lines[0]));
}

#[test]
fn variation_is_the_latest_points() {
    let low = [13, 11, 13, 11, 13, 11, 13, 7, 9, 7, 9, 7, 9, 7];
    assert_eq!(of(&low).variation, Some(Flag { rule: Rule::Shift, meaning: Meaning::Concern }));
    // A gap after it: the flags stay, and the last month has no verdict.
    let mut values = points(&low);
    values.push(None);
    let chart = chart(&values, &[], Better::Higher, None).unwrap();
    assert_eq!((chart.flags[13].map(|flag| flag.rule), chart.flags[14]), (Some(Rule::Shift), None));
    assert_eq!((chart.enough, chart.current, chart.variation), (true, false, None));
}

#[test]
fn the_target_is_seen_against_the_limits() {
    // Mean 0, limits at -133 and 133.
    let values = points(&[15, -14, -1, 133, 0, -32, 2, 55, 3, -51, -44, -57, -48, 39]);
    let found = |better, target: f64| chart(&values, &[], better, Some(target)).unwrap().assurance;
    let (met, sometimes, not_met) = (Some(Assurance::Met), Some(Assurance::Sometimes), Some(Assurance::NotMet));
    assert_eq!(
        [-133.1, -133.0, 0.0, 133.0, 133.1].map(|target| found(Better::Higher, target)),
        [met, sometimes, sometimes, sometimes, not_met]
    );
    assert_eq!(
        [-133.1, -133.0, 0.0, 133.0, 133.1].map(|target| found(Better::Lower, target)),
        [not_met, sometimes, sometimes, sometimes, met]
    );
    assert_eq!(found(Better::Neither, 200.0), None);
    assert_eq!(chart(&values, &[], Better::Higher, None).unwrap().assurance, None);
}

#[test]
fn a_flat_series_meets_its_target_always_or_never() {
    let flat = |value: f64, better, target: f64| {
        let chart = chart(&vec![Some(value); 24], &[], better, Some(target)).unwrap();
        assert!(chart.lines.iter().all(|lines| lines.limits.is_some_and(|(lower, upper)| lower == upper)), "{chart:?}");
        assert_eq!((flags(&chart), chart.variation), (String::new(), None));
        chart.assurance
    };
    let (met, not_met) = (Some(Assurance::Met), Some(Assurance::NotMet));
    assert_eq!([95.0, 100.0, 100.1].map(|target| flat(100.0, Better::Higher, target)), [met, met, not_met]);
    assert_eq!([0.1, 0.0, -0.1].map(|target| flat(0.0, Better::Lower, target)), [met, met, not_met]);
    // A third, whose sum floating numbers miss.
    assert_eq!(flat(100.0 / 3.0, Better::Higher, 100.0 / 3.0), met);
    assert_eq!(flat(200.0 / 3.0, Better::Lower, 66.6), not_met);
}

#[test]
fn limits_flags_and_verdict_are_those_of_the_step() {
    // Thirteen about 10, thirteen about 50; each is calm in itself.
    let about = |mean: i32| [2, -2, 1, -1, 2, -2, 0, 2, -2, 1, -1, 2, -2].map(|by| mean + by);
    let series = [about(10), about(50)].concat();
    let whole = chart(&points(&series), &[], Better::Higher, Some(45.0)).unwrap();
    assert!(!flags(&whole).is_empty());
    let stepped = chart(&points(&series), &[13], Better::Higher, Some(45.0)).unwrap();
    assert_eq!(flags(&stepped), "");
    // Ranges 4, 3, 2, 3, 4, 2, 2, 4, 3, 2, 3, 4: 36 of 12.
    near(stepped.lines[0].mean, 10.0);
    near(stepped.lines[12].limits.unwrap().1, 17.98);
    near(stepped.lines[13].mean, 50.0);
    near(stepped.lines[13].limits.unwrap().0, 42.02);
    assert_eq!(stepped.assurance, Some(Assurance::Sometimes));
    let below = chart(&points(&series), &[13], Better::Higher, Some(42.0)).unwrap();
    assert_eq!(below.assurance, Some(Assurance::Met));
    // Steps in any order, at the start and beyond the end.
    assert_eq!(chart(&points(&series), &[99, 13, 0, 13], Better::Higher, Some(45.0)).unwrap(), stepped);
}

#[test]
fn runs_end_with_their_step() {
    // Three above the mean at the end of one step, four at the start of the next.
    let before = [7, 9, 7, 12, 9, 7, 8, 12, 11, 7, 8, 13, 13, 13];
    let after = [13, 13, 13, 13, 7, 9, 7, 13, 7, 13, 7, 13, 9, 13];
    let series = [before, after].concat();
    let stepped = chart(&points(&series), &[14], Better::Higher, None).unwrap();
    assert_eq!(flags(&stepped), "");
    assert!(stepped.enough);
    assert_eq!(flags(&of(&series)), "11s+ 12s+ 13s+ 14s+ 15s+ 16s+ 17s+");
}

#[test]
fn a_step_of_twelve_points_gives_no_verdict() {
    let about = |mean: i32| [2, -2, 1, -1, 2, -2, 0, 2, -2, 1, -1, 2, -2].map(|by| mean + by);
    let series = [about(10).to_vec(), about(50)[..12].to_vec()].concat();
    let found = chart(&points(&series), &[13], Better::Higher, Some(1.0)).unwrap();
    assert!(!found.enough && found.assurance.is_none());
    assert!(found.lines[12].limits.is_some() && found.lines[13].limits.is_none());
    near(found.lines[13].mean, (50.0 * 12.0 + 2.0) / 12.0);
    // A step that has not a single point yet: the lines of the one before, and no verdict.
    let mut values = points(&about(10));
    values.extend([None, None]);
    let none = chart(&values, &[13], Better::Higher, Some(1.0)).unwrap();
    assert!(!none.enough && none.lines[14] == none.lines[0]);
}

#[test]
fn numbers_small_and_large_are_treated_alike() {
    let series = [13, 11, 13, 11, 10, 13, 11, 13, 7, 8, 7, 8, 7, 8];
    for scale in [1e-9, 1e9] {
        let values: Vec<_> = series.iter().map(|value| Some(f64::from(*value) * scale)).collect();
        let chart = chart(&values, &[], Better::Higher, None).unwrap();
        assert_eq!(flags(&chart), "");
        near(chart.lines[0].mean, 10.0 * scale);
    }
}

#[test]
fn the_latest_points_are_judged_by_limits_of_those_before() {
    // Thirteen about 10 with ranges of 4, then six at 22: with them the mean is 262/19, without them 10 and 162/13.
    let mut values = [12, 8, 12, 8, 12, 8, 10, 12, 8, 12, 8, 12, 8].to_vec();
    values.extend([22; 6]);
    let asked = Asked { judged: 6, ..Asked::new(&[], Better::Higher, None) };
    let found = chart_of(&points(&values), &asked).unwrap();
    near(found.lines[0].mean, 10.0);
    // Ten ranges of 4 and two of 2: 44/12. The limit is 9.753 away; the 22 lie outside.
    let (lower, upper) = found.lines[0].limits.unwrap();
    near(upper - lower, 2.0 * 2.66 * 44.0 / 12.0);
    assert_eq!(found.variation.map(|flag| flag.rule), Some(Rule::Outside));
    // With a point fewer twelve would be left, which are too few: all have their part.
    let found = chart_of(&points(&values[1..]), &asked).unwrap();
    near(found.lines[0].mean, (130.0 - 12.0 + 132.0) / 18.0);
}

#[test]
fn a_baseline_holds_for_all_that_follows() {
    let mut values = [12, 8].repeat(6);
    values.extend([16, 16]);
    let asked = Asked { baseline: Some(12), ..Asked::new(&[], Better::Lower, None) };
    let found = chart_of(&points(&values), &asked).unwrap();
    near(found.lines[13].mean, 10.0);
    // Ranges of 4: limits 10.64 away, near limits 7.09; 16 is six away and common cause.
    assert_eq!(found.variation, None);
    // A centre that is known is no mean.
    let centred = chart_of(&points(&values), &Asked { centre: Some(0.0), ..asked }).unwrap();
    near(centred.lines[0].mean, 0.0);
}

#[test]
fn a_year_is_seen_against_limits_of_a_year() {
    // 24 months of 8 and 12: mean 10, ranges 4, limits 10.64 away. Twelve months: 120, and 12 * 10.64 * sqrt(1/12 + 1/24)
    // = 45.1422 away.
    let values = points(&[12, 8].repeat(12));
    let against = |target: f64| {
        let asked = Asked { figure: Figure::Sum(12), ..Asked::new(&[], Better::Higher, Some(target)) };
        chart_of(&values, &asked).unwrap().assurance
    };
    assert_eq!(against(165.1), Some(Assurance::Sometimes));
    assert_eq!(against(165.2), Some(Assurance::NotMet));
    assert_eq!(against(74.8), Some(Assurance::Met));
}

#[test]
fn a_plain_line_has_its_reason_and_no_verdict() {
    let found = plain(&points(&[1, 2, 3]), "no limits: because").unwrap();
    assert_eq!(
        (found.enough, found.why, found.variation, found.lines[2].limits),
        (false, Some("no limits: because"), None, None)
    );
    assert_eq!(plain(&[None], "no limits: because"), None);
}
