//! Events within events, by hand: what windows of the one tell of the other, with what was published before.
//!
//! Of 37 adoptions in fourteen months 20 were in the last eleven, and 17 in the three before. All were soon. How many of the three months were
//! so was not told, and follows once it is shown what fourteen and eleven months tell: all of them.

use scorecard::definitions::Unit;
use scorecard::disclosure::algebra::{Set, Universe};
use scorecard::disclosure::{Basis, Published, Relations, Span};
use scorecard::figure::Figure;
use scorecard::scorecard::PartOf;

use crate::disclosure::{count, part, row, shown, with};
use crate::support::month;

/// Whether a window is of the run, or was published before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Now,
    Before,
    /// As another number than it is now.
    Restated(i64),
    /// Hidden then.
    Hidden,
}
use How::{Before, Hidden, Now, Restated};

/// So many months up to the end of one, or none for the last quarter that had ended, and the children counted.
struct Window(&'static str, i32, &'static str, Vec<usize>, How);

fn span(months: i32) -> Span {
    if months == 0 { Span::LastQuarter } else { Span::Months(months) }
}

fn all(rows: std::ops::Range<usize>) -> Vec<usize> {
    rows.collect()
}

/// Which windows of the run are shown. A child has the same day wherever it is counted, but for those of which another is given.
fn shown_of(windows: &[Window], other_days: &[(usize, usize)]) -> Vec<bool> {
    let children = Universe::Children { told: 0 };
    let mut relations = Relations::default();
    relations.insert_people(&children, (0..200).collect());
    let mut rows = Vec::new();
    for (at, Window(events, months, to, counted, how)) in windows.iter().enumerate() {
        let (id, set, span) = (format!("w{at}"), Set::of(&children, counted.iter().copied()), span(*months));
        let other = |row: usize| other_days.contains(&(at, row));
        relations.insert_days(&set, events, counted.iter().map(|row| (*row, i32::from(other(*row)))).collect());
        let named = Some((*events).to_owned());
        let basis = Basis { cohort: set.clone(), counted: set, sums: None, span, cohort_events: named.clone(), events: named };
        relations.insert_month("s0", &id, month(to), basis);
        let number = counted.len() as i64;
        if *how == Now {
            rows.push(row(&id, count(number)));
            continue;
        }
        let figure = match how {
            Restated(number) => count(*number),
            Hidden => None,
            _ => count(number),
        };
        relations.insert_published(Published {
            scorecard: "s0".to_owned(),
            row: id,
            part_of: None,
            unit: Unit::Count,
            month: month(to),
            figure: figure as Option<Figure>,
            denominator: None,
            whole_hidden: false,
            value: None,
        });
    }
    shown(&with(vec![rows], &relations))
}

/// Fourteen and eleven months of all, fourteen of those soon, and three of these as they were published.
fn adoptions(soon: usize, three: How) -> Vec<Window> {
    vec![
        Window("adopted", 14, "2018-03", all(0..37), Now),
        Window("adopted", 11, "2018-03", all(17..37), Now),
        Window("soon", 14, "2018-03", all(0..soon), Now),
        Window("soon", 3, "2017-04", all(0..17), three),
    ]
}

#[test]
fn events_are_held_against_those_that_they_lie_within() {
    assert_eq!(shown_of(&adoptions(37, Before), &[]), [true, true, true], "it was told");
    assert!(shown_of(&adoptions(37, Hidden), &[]).contains(&false));
    // Where 30 of the 37 were soon it is 10 to 17, and may be.
    assert_eq!(shown_of(&adoptions(30, Hidden), &[]), [true, true, true]);
}

#[test]
fn windows_of_one_length_are_held_against_those_of_another() {
    // 60 in three years, of which 20 in the last and 20 in the second: 20 are left for the first.
    let windows = [
        Window("adopted", 36, "2018-03", all(0..60), Now),
        Window("left", 12, "2018-03", all(40..60), Now),
        Window("left", 12, "2017-03", all(20..40), Before),
        Window("left", 12, "2016-03", all(0..20), Hidden),
    ];
    assert!(shown_of(&windows, &[]).contains(&false));
}

#[test]
fn a_quarter_that_had_ended_is_a_window_too() {
    // 20 in six months, 11 of them in the last three: 9 in the quarter before, which the report of February hid.
    let windows = [
        Window("adopted", 6, "2018-03", all(0..20), Now),
        Window("adopted", 3, "2018-03", all(9..20), Now),
        Window("adopted", 0, "2018-02", all(0..9), Hidden),
    ];
    assert!(shown_of(&windows, &[]).contains(&false));
}

#[test]
fn a_child_may_be_adopted_twice() {
    // The first child was so two years before too, on another day.
    let twice = || Window("adopted", 12, "2016-03", all(100..120).into_iter().chain([0]).collect(), Before);
    let windows: Vec<Window> = adoptions(37, Hidden).into_iter().chain([twice()]).collect();
    assert!(shown_of(&windows, &[(4, 0)]).contains(&false));
    // And where nobody tells the days apart the one window is left out, and no other.
    assert!(shown_of(&windows, &[]).contains(&false));
}

#[test]
fn a_window_that_was_another_number_is_left_out_and_no_other() {
    let restated = Window("adopted", 12, "2016-03", all(100..120), Restated(12));
    let windows: Vec<Window> = adoptions(37, Hidden).into_iter().chain([restated]).collect();
    assert!(shown_of(&windows, &[]).contains(&false));
}

#[test]
fn what_has_one_event_in_common_is_no_part() {
    for name in ["other", "z other"] {
        let other = Window(name, 3, "2017-07", all(100..112).into_iter().chain([25]).collect(), Before);
        let eight = Window("adopted", 8, "2018-03", all(25..37), Now);
        let windows: Vec<Window> = adoptions(37, Hidden).into_iter().chain([other, eight]).collect();
        assert!(shown_of(&windows, &[]).contains(&false), "{name}");
    }
}

/// Of 37 in fourteen months 27 were soon, 15 of 17 of these in the first three: two of the first three months were not, which is small.
fn small_rest(more: Vec<Window>) -> Vec<bool> {
    let windows = vec![
        Window("adopted", 14, "2018-03", all(0..37), Now),
        Window("adopted", 11, "2018-03", all(17..37), Now),
        Window("soon", 14, "2018-03", all(0..15).into_iter().chain(25..37).collect(), Now),
        Window("soon", 3, "2017-04", all(0..15), Before),
    ];
    shown_of(&windows.into_iter().chain(more).collect::<Vec<_>>(), &[])
}

#[test]
fn a_small_rest_is_hidden_also_with_months_between() {
    assert!(small_rest(Vec::new()).contains(&false));
    let month = |events| Window(events, 1, "2017-02", all(0..3), Hidden);
    assert!(small_rest(vec![month("adopted"), month("soon")]).contains(&false));
}

#[test]
fn a_small_rest_is_hidden_also_where_others_lie_between() {
    let rows = || all(0..16).into_iter().chain(20..37).collect();
    let between = vec![
        Window("nearly", 14, "2018-03", rows(), Now),
        Window("nearly", 2, "2017-04", all(0..3), Hidden),
        Window("nearly", 1, "2017-02", all(3..16), Hidden),
    ];
    assert!(small_rest(between)[..3].contains(&false));
}

/// Girls and boys were published before: 80 and 110. Of the girls 76 are of one year or more: those of sex and age together tell that four are
/// under one, unless more is hidden.
#[test]
fn groups_of_two_columns_are_held_against_those_of_one() {
    let children = Universe::Children { told: 0 };
    let set = |rows: std::ops::Range<usize>| Set::of(&children, rows);
    let basis =
        Basis { cohort: set(0..190), counted: set(0..190), sums: None, span: Span::None, cohort_events: None, events: None };
    let shown_after = |published: &[(&str, i64)]| {
        let mut relations = Relations::default();
        relations.insert("s0", "r", basis.clone());
        for (group, number) in published {
            let id = format!("r/{group}");
            relations.insert_published(Published {
                scorecard: "s0".to_owned(),
                part_of: PartOf::read(&id),
                row: id,
                unit: Unit::Count,
                month: month("2018-03"),
                figure: count(*number),
                denominator: None,
                whole_hidden: false,
                value: None,
            });
        }
        let crossed = |group: &str, number: i64| part("r", &format!("sex,age-band={group}"), count(number));
        let rows = vec![
            row("r", count(190)),
            crossed("Female; Under 1", 4),
            crossed("Female; 1 and over", 76),
            crossed("Male; Under 1", 5),
            crossed("Male; 1 and over", 105),
        ];
        shown(&with(vec![rows], &relations))
    };
    assert_eq!(shown_after(&[]), [true, false, true, false, true], "neither of the two is told");
    let after = shown_after(&[("sex=Female", 80), ("sex=Male", 110)]);
    assert!(after[1..].iter().all(|shown| !shown), "80 less 76 are four: {after:?}");
}
