//! Windows of time: the year so far, 12 months and 36 months of the same events. Worked by hand, and for the
//! sample data by bounds between ends of months that are found here without the program's attack check.

use std::collections::{BTreeMap, BTreeSet};

use scorecard::calendar::Month;
use scorecard::disclosure::{Basis, Relations, Span};
use scorecard::figure::Figure;
use scorecard::job::{self, Options};
use scorecard::scorecard::{Audience, Document};

use crate::disclosure::{events, hidden_points, history, with};
use crate::support::{CATALOGUE, month, root};

/// Which months are hidden of rows that count events, each with its history to March 2018.
fn windows(rows: &[(&str, Basis, &[i64])]) -> Vec<Vec<bool>> {
    let mut relations = Relations::default();
    rows.iter().for_each(|(id, basis, _)| relations.insert("s0", id, basis.clone()));
    let rows = rows.iter().map(|(id, _, counts)| history(id, counts)).collect();
    with(vec![rows], &relations).iter().map(hidden_points).collect()
}

fn place_of(hidden: &[Vec<bool>], row: usize, of: &str) -> bool {
    let back = month(of).months_until(month("2018-03"));
    hidden[row][hidden[row].len() - 1 - back as usize]
}

/// The year so far and the 12 months to each month from April 2016. April 2016 had none, all 36 of the year
/// happened in May 2016, April 2017 had 2 and no month after had any.
fn moving_year() -> (Vec<i64>, Vec<i64>) {
    let (mut so_far, mut moving) = (vec![36; 24], vec![36; 24]);
    so_far[0] = 0;
    so_far[12..].fill(2);
    moving[0] = 0;
    moving[12] = 38;
    moving[13..].fill(2);
    (so_far, moving)
}

#[test]
fn a_moving_year_tells_of_the_year_so_far() {
    // 12 months to April 2017, less the year to March 2017, with none in April 2016: 38 - (36 - 0) = 2.
    let (so_far, moving) = moving_year();
    let year = events("adopted", Span::Year);
    let months = events("adopted", Span::Months(12));
    let hidden = windows(&[("so far", year.clone(), &so_far), ("moving", months.clone(), &moving)]);
    assert!(place_of(&hidden, 0, "2017-04") && place_of(&hidden, 1, "2017-05"), "2 are few");
    assert!(!place_of(&hidden, 0, "2016-04"), "a true nought stays");
    let both = !place_of(&hidden, 0, "2017-03") && !place_of(&hidden, 1, "2017-04");
    assert!(!both, "36 and 38 are not shown together: {hidden:?}");
    let shown = hidden.iter().flatten().filter(|hidden| !**hidden).count();
    assert!(shown >= 23, "{shown}: one way to reach 36 is enough to give up: {hidden:?}");
    // Other events have nothing to do with it.
    let other = events("left", Span::Months(12));
    let hidden = windows(&[("so far", year, &so_far), ("moving", other, &moving)]);
    assert!(!place_of(&hidden, 0, "2017-03") && !place_of(&hidden, 1, "2017-04"));
}

/// Years of 26, 3 and 31, all of each in its June: figures of 25 months from March 2016.
fn three_years() -> (Vec<i64>, Vec<i64>) {
    let mut so_far = vec![26];
    for (year, number) in [(1, 3), (2, 31)] {
        so_far.extend([0, 0].iter().chain(&[number; 10]));
        assert_eq!(so_far.len(), 1 + 12 * year);
    }
    // The 36 months to March 2018 are the three years: 26 + 3 + 31.
    let mut three = vec![26; 25];
    three[3..15].fill(29); // from June 2016
    three[15..].fill(60); // from June 2017; the 26 of June 2015 are still there
    (so_far, three)
}

#[test]
fn three_years_less_two_of_them_are_the_third() {
    let (so_far, three) = three_years();
    let year = events("adopted", Span::Year);
    // Those whose days are known are all that were adopted.
    let known = events("adopted", Span::Months(36));
    let hidden = windows(&[("so far", year, &so_far), ("known", known, &three)]);
    assert!(place_of(&hidden, 0, "2017-03"), "3 are few");
    let all = ["2016-03", "2018-03"].map(|month| place_of(&hidden, 0, month));
    assert!(all[0] || all[1] || place_of(&hidden, 1, "2018-03"), "60 - 26 - 31 = 3: {hidden:?}");
    assert!(!place_of(&hidden, 0, "2018-03"), "the month of the report goes last");
}

fn national(period: &str, audience: Audience) -> Document {
    let period = month(period);
    let options = Options {
        history: 24,
        audience,
        ..Options::new(vec!["national".to_owned()], &root().join("sample-data"), period, period.last() + 3)
    };
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

/// A number of adoptions after the end of one month up to that of another.
pub(crate) type Adoptions = (Month, Month, i64);

/// What the rows about adoption say, and for how many months at a time.
pub(crate) fn adoptions(document: &Document) -> Vec<Adoptions> {
    let mut found = Vec::new();
    let rows = document.scorecards[0].rows();
    for row in rows {
        let months = |to: Month| match row.id.as_str() {
            "adopted-count" => Some(to.back(to.months_since(to.year_start()))),
            "adopted-percent" => Some(to.back(12)),
            "a1" | "a10" => Some(to.back(36)),
            _ => None,
        };
        let points = row.series.iter().map(|point| (point.month, point.figure));
        for (to, figure) in points.chain([(document.period, row.figure), row.previous]) {
            let number = match figure {
                Some(Figure::Count(number) | Figure::Mean { number, .. }) => number,
                Some(Figure::Proportion { numerator, .. }) => numerator,
                _ => continue,
            };
            found.extend(months(to).map(|from| (from, to, number)));
        }
    }
    found
}

/// For each two ends of months at most how many more adoptions there were up to the one than up to the other:
/// the shortest ways where each figure is a way and its opposite, and no month takes an adoption away.
pub(crate) fn at_most(said: &[Adoptions], months: &[Month]) -> BTreeMap<(Month, Month), i64> {
    let mut most: BTreeMap<(Month, Month), i64> = months.iter().map(|month| ((*month, *month), 0)).collect();
    most.extend(months.windows(2).map(|pair| ((pair[1], pair[0]), 0)));
    for (from, to, number) in said {
        for (way, number) in [((*from, *to), *number), ((*to, *from), -number)] {
            let least = most.get(&way).map_or(number, |known| number.min(*known));
            most.insert(way, least);
        }
    }
    for through in months {
        for from in months {
            let Some(first) = most.get(&(*from, *through)).copied() else { continue };
            for to in months {
                let Some(second) = most.get(&(*through, *to)).copied() else { continue };
                let known = most.entry((*from, *to)).or_insert(i64::MAX);
                *known = first.saturating_add(second).min(*known);
            }
        }
    }
    assert!(months.iter().all(|month| most[&(*month, *month)] == 0), "the figures agree with each other");
    most
}

pub(crate) fn exact(most: &BTreeMap<(Month, Month), i64>, from: Month, to: Month) -> Option<i64> {
    let (most, least) = (most.get(&(from, to))?, -most.get(&(to, from))?);
    (*most == least).then_some(least)
}

#[test]
fn no_number_of_adoptions_in_the_sample_data_follows_from_windows() {
    for period in ["2017-04", "2018-03"] {
        let all = adoptions(&national(period, Audience::Internal));
        let public = national(period, Audience::Public);
        let shown = adoptions(&public);
        if period == "2018-03" {
            let months: usize =
                public.scorecards[0].every_row().map(|row| row.series.iter().filter(|point| point.hidden).count()).sum();
            assert!(months <= 326, "{months} months are hidden");
        }
        assert!(shown.len() * 3 > all.len() * 2, "{period}: {} of {} stay", shown.len(), all.len());
        let ends: BTreeSet<Month> = all.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
        let (first, last) = (*ends.first().unwrap(), *ends.last().unwrap());
        let months: Vec<Month> = (0..=first.months_until(last)).map(|on| first.back(-on)).collect();
        let (true_numbers, told) = (at_most(&all, &months), at_most(&shown, &months));
        // What is hidden has more than one possible number.
        let hidden: Vec<&Adoptions> = all.iter().filter(|one| !shown.contains(one)).collect();
        assert!(hidden.len() > 10, "{period}: {hidden:?}");
        for (from, to, number) in hidden {
            let found = exact(&told, *from, *to);
            assert_eq!(found, None, "{period}: {number} after {} up to {}", from.long(), to.long());
        }
        // So has every small number that nobody published.
        for (at, from) in months.iter().enumerate() {
            for to in &months[at + 1..] {
                let small = exact(&true_numbers, *from, *to).is_some_and(|number| (1..=5).contains(&number));
                let told = exact(&told, *from, *to);
                assert!(!small || told.is_none(), "{period}: {told:?} after {} up to {}", from.long(), to.long());
            }
        }
    }
}

/// Without breakdowns 11 figures of the sample data are hidden, and none fewer would do: six that are small themselves or leave a small
/// number of their cohort, and five of which each leaves 1 to 5 children together with another figure. No figure is in two of those pairs, so
/// that one of each has to go.
#[test]
fn each_figure_hidden_in_the_sample_data_has_to_be() {
    let (all, public) = (national("2018-03", Audience::Internal), national("2018-03", Audience::Public));
    let figure = |id: &str| all.scorecards[0].every_row().find(|row| row.id == id).and_then(|row| row.figure).unwrap();
    let (counted, cohort) = (|id: &str| figure(id).numerator() as i64, |id: &str| figure(id).denominator().unwrap());
    // Small themselves: their numbers, or those of the cohort who are not counted.
    let own = [
        ("substance-support", cohort("substance-support") - counted("substance-support"), 4),
        ("substance-refused", counted("substance-refused"), 2),
        ("adoption-waiting-18-months", counted("adoption-waiting-18-months"), 5),
        ("adoption-decisions-reversed", counted("adoption-decisions-reversed"), 5),
        ("care-leavers-neet-parenting", counted("care-leavers-neet-parenting"), 1),
        ("review-overdue-now-count", counted("review-overdue-now-count"), 5),
    ];
    // With another: in children's homes of all who are in residential care; matched of those adopted, in three years and in one; care leavers
    // whose accommodation is known of all of them; whose visits were due of all looked after.
    let with_another = [
        ("homes-percent", counted("residential-count") - counted("homes-percent"), 4),
        ("a2", cohort("a10") - cohort("a2"), 5),
        ("a2-12-months", cohort("a10-12-months") - cohort("a2-12-months"), 1),
        ("care-leavers-suitable-accommodation", cohort("care-leavers-eet") - cohort("care-leavers-suitable-accommodation"), 1),
        ("visits-on-time", counted("cla-count") - cohort("visits-on-time"), 4),
    ];
    for (id, small, expected) in own.iter().chain(&with_another) {
        assert_eq!(small, expected, "{id}");
    }
    let hidden: BTreeSet<&str> =
        public.scorecards[0].every_row().filter(|row| row.hidden.figure).map(|row| row.id.as_str()).collect();
    assert_eq!(hidden, own.iter().chain(&with_another).map(|(id, ..)| *id).collect());
}
