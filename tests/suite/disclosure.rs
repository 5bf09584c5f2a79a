//! Disclosure control on documents: what is hidden with a small count, and what is not. Worked by hand.

use std::collections::BTreeSet;

use scorecard::calendar::Month;
use scorecard::definitions::{Decimal, Unit};
use scorecard::disclosure::algebra::{Set, Universe};
use scorecard::disclosure::coarser::leave_out;
use scorecard::disclosure::{Basis, Hide, Published, Relations, Span, protect};
use scorecard::figure::Figure;
use scorecard::job::{self, Options};
use scorecard::rating::{Rating, Travel};
use scorecard::render::{csv, docx, html, json, markdown, table, xlsx};
use scorecard::scorecard::{
    Audience, Crossing, Document, Forecast, Group, Note, PartOf, Point, Restated, Row, Scorecard, Stood, Symbol,
};
use scorecard::statistics::proportion;

use crate::every_cell::empty;
use crate::support::{CATALOGUE, by, month, root};

fn percent(numerator: i64, denominator: i64) -> Option<Figure> {
    Some(Figure::Proportion { numerator, denominator })
}

pub(crate) fn count(count: i64) -> Option<Figure> {
    Some(Figure::Count(count))
}

pub(crate) fn row(id: &str, figure: Option<Figure>) -> Row {
    let unit = if matches!(figure, Some(Figure::Proportion { .. })) { Unit::Percent } else { Unit::Count };
    Row { figure, unit, rating: Rating::Green, previous_rating: Rating::Green, reason: None, ..empty(id, id) }
}

/// A group of a breakdown.
pub(crate) fn part(whole: &str, group: &str, figure: Option<Figure>) -> Row {
    let id = format!("{whole}/{group}");
    Row { part_of: PartOf::read(&id), id, ..row(whole, figure) }
}

/// Rows with the groups that stand behind them.
fn nested(rows: Vec<Row>) -> Vec<Row> {
    let mut wholes: Vec<Row> = Vec::new();
    for row in rows {
        match wholes.last_mut().filter(|whole| row.is_part() && whole.id == row.whole()) {
            Some(whole) => whole.parts.push(row),
            None => wholes.push(row),
        }
    }
    wholes
}

fn document(scorecards: Vec<Vec<Row>>) -> Document {
    let scorecards = scorecards.into_iter().enumerate().map(|(at, rows)| Scorecard {
        id: format!("s{at}"),
        title: format!("Scorecard {at}"),
        about: None,
        source: "-".to_owned(),
        authority: None,
        travel: scorecard::definitions::Since::Month,
        letterhead: Default::default(),
        groups: vec![Group { id: "g".to_owned(), title: "Group".to_owned(), rows: nested(rows) }],
    });
    Document {
        generated: 0,
        period: month("2018-03"),
        audience: Audience::Public,
        publication: Default::default(),
        brief: false,
        reach: Vec::new(),
        scorecards: scorecards.collect(),
        only: Vec::new(),
        explained: Vec::new(),
        problems: Vec::new(),
    }
}

/// A figure as it was reported.
fn stood(shown: &str) -> Stood {
    Stood { number: shown.trim_end_matches('%').parse().ok(), shown: shown.to_owned() }
}

fn crossing(number: usize, what: &str) -> Crossing {
    Crossing { number, what: what.to_owned() }
}

/// Protected, each row counting something of its own.
fn alone(rows: Vec<Row>) -> Vec<Row> {
    with(vec![rows], &Relations::default())
}

pub(crate) fn with(scorecards: Vec<Vec<Row>>, relations: &Relations) -> Vec<Row> {
    let document = protect(document(scorecards), relations, Hide::default()).unwrap();
    document.scorecards.iter().flat_map(|scorecard| scorecard.every_row().cloned()).collect()
}

/// A child of the invented rows: one of each kind.
struct Kind {
    a: bool,
    b: bool,
    young: bool,
    foster: bool,
    reason: usize,
}

impl Kind {
    fn meets(&self, conditions: &str) -> bool {
        conditions.split(" AND ").all(|condition| match condition {
            "" => true,
            "a" | "adopted" => self.a,
            "b" | "left" => self.b,
            "young" => self.young,
            "foster" => self.foster,
            "E1 or E2" => self.reason < 2,
            "E3" => self.reason == 2,
            "E4" => self.reason == 3,
            other => panic!("{other} is not known"),
        })
    }
}

fn set(conditions: &str) -> Set {
    let kind = |at: usize| Kind { a: at & 1 > 0, b: at & 2 > 0, young: at & 4 > 0, foster: at & 8 > 0, reason: at >> 4 };
    let children = Universe::Children { told: 0 };
    Set::of(&children, (0..64).filter(|at| kind(*at).meets(conditions)))
}

pub(crate) fn basis(cohort: &str, counted: &str) -> Basis {
    let both = if counted.is_empty() { cohort.to_owned() } else { format!("{cohort} AND {counted}") };
    let (cohort, counted) = (set(cohort), set(both.trim_start_matches(" AND ")));
    Basis { cohort, counted, sums: None, span: Span::None, cohort_events: None, events: None }
}

/// Of events in time, all rows with this name of the same.
pub(crate) fn events(name: &str, span: Span) -> Basis {
    let basis = basis(name, "");
    Basis { span, cohort_events: Some(name.to_owned()), events: Some(name.to_owned()), ..basis }
}

pub(crate) fn shown(rows: &[Row]) -> Vec<bool> {
    rows.iter().map(|row| !row.hidden.figure).collect()
}

/// What was published of a row of the first scorecard in the month of the report: a figure, or a value alone; neither where it was hidden.
fn published(row: &str, unit: Unit, figure: Option<Figure>, value: Option<f64>) -> Published {
    Published {
        scorecard: "s0".to_owned(),
        row: row.to_owned(),
        part_of: PartOf::read(row),
        unit,
        month: month("2018-03"),
        figure,
        denominator: None,
        whole_hidden: false,
        value,
    }
}

#[test]
fn five_is_hidden_six_and_nought_are_shown() {
    let figures = [count(0), count(1), count(5), count(6), percent(0, 90), percent(5, 90), percent(6, 90), percent(90, 90)];
    let rows = alone(figures.iter().enumerate().map(|(at, figure)| row(&format!("r{at}"), *figure)).collect());
    assert_eq!(shown(&rows), [true, false, false, true, true, false, true, true]);
}

#[test]
fn the_complement_is_a_count_too() {
    // gtsummary, issue 1691: of 180 less 177 three are left.
    assert_eq!(shown(&alone(vec![row("share", percent(177, 180))])), [false]);
    // 85 of 90: five are not among them.
    let rows = alone(vec![row("five", percent(85, 90)), row("six", percent(84, 90))]);
    assert_eq!(shown(&rows), [false, true]);
    assert_eq!(rows[0].denominator(), Some(90), "the denominator alone gives nobody away");
    assert_eq!(rows[0].display().as_deref(), Some("c"));
}

#[test]
fn nothing_of_a_hidden_figure_stays_in_the_document() {
    let found = proportion(3.0, 40.0, 0.95);
    let full = Row {
        interval: found,
        to_target: Some(25),
        pace: Some("needs 25 more".to_owned()),
        travel: Some(Travel::Improving),
        previous: (month("2018-02"), percent(20, 40)),
        notes: vec![Note::MoreThanAll, Note::Written("kept".to_owned())],
        ..row("r", percent(3, 40))
    };
    let hidden = &alone(vec![full])[0];
    assert!(hidden.figure.is_none() && hidden.interval.is_none() && hidden.to_target.is_none() && hidden.pace.is_none());
    assert_eq!((hidden.travel, hidden.rating), (None, Rating::NotRated));
    assert_eq!(crate::support::reason(hidden).as_deref(), Some("hidden so that no child can be recognised"));
    assert_eq!(hidden.notes, [Note::Written("kept".to_owned())]);
    assert_eq!((hidden.hidden.denominator, hidden.hidden.previous), (Some(40), false));
    assert_eq!(hidden.previous.1, percent(20, 40), "last month's is no small count");
}

#[test]
fn a_small_denominator_hides_both() {
    let rows = alone(vec![row("none", percent(0, 4)), row("all", percent(4, 4))]);
    assert_eq!(shown(&rows), [false, false]);
    assert_eq!((rows[0].denominator(), rows[1].denominator()), (None, None));
}

#[test]
fn nobody_stays_not_applicable() {
    let rows = alone(vec![Row { nobody: true, rating: Rating::NoData, ..row("r", None) }]);
    assert_eq!(rows[0].symbol(), Some(Symbol::NotApplicable));
}

#[test]
fn means_rates_and_counts_given_are_hidden_by_their_number() {
    let mean = |number| Some(Figure::Mean { sum: 4000.0, squares: 9e6, number });
    let rate = |count| Some(Figure::Rate { count, population: 33_000 });
    let given = |digits| Some(Figure::Given(Decimal { digits, scale: 0 }));
    let share = Row { unit: Unit::Percent, ..row("share", given(4)) };
    let rows = [mean(5), mean(6), rate(5), rate(6), given(5), given(6)];
    let mut rows: Vec<Row> = rows.iter().enumerate().map(|(at, figure)| row(&format!("r{at}"), *figure)).collect();
    rows.push(share);
    let rows = alone(rows);
    assert_eq!(shown(&rows), [false, true, false, true, false, true, true]);
    assert_eq!(rows[2].denominator(), Some(33_000), "the population is no secret");
}

#[test]
fn a_group_that_is_hidden_takes_a_second_with_it() {
    // 60 in all: 3, 30, 27 and none. Without a second, 60 - 30 - 27 = 3.
    let rows = alone(vec![
        row("r", count(60)),
        part("r", "sex=Female", count(3)),
        part("r", "sex=Male", count(30)),
        part("r", "sex=Other", count(27)),
        part("r", "sex=Not known", count(0)),
    ]);
    assert_eq!(shown(&rows), [true, false, true, false, true]);
}

#[test]
fn the_sums_of_means_and_rows_with_nobody_add_up_too() {
    let mean = |sum, number| Some(Figure::Mean { sum, squares: sum * sum, number });
    let nobody = Row { nobody: true, ..part("r", "sex=Not known", None) };
    let rows = alone(vec![
        row("r", mean(400.0, 20)),
        part("r", "sex=Female", mean(50.0, 2)),
        part("r", "sex=Male", mean(350.0, 18)),
        nobody,
    ]);
    assert_eq!(shown(&rows), [true, false, false, true]);
    assert_eq!((rows[1].denominator(), rows[2].denominator()), (None, None));
    assert_eq!(rows[3].symbol(), Some(Symbol::NotApplicable));
}

#[test]
fn the_whole_may_be_another_rows_denominator() {
    // 60 children: 3 and 57. The other row shows 60 as its denominator, so hiding the whole would not help,
    // and its own groups' denominators are 3 and 57 again.
    let mut relations = Relations::default();
    relations.insert("s0", "all", basis("", ""));
    relations.insert("s0", "foster", basis("", "foster"));
    let rows = vec![
        row("all", count(60)),
        part("all", "sex=Female", count(3)),
        part("all", "sex=Male", count(57)),
        row("foster", percent(40, 60)),
        part("foster", "sex=Female", percent(0, 3)),
        part("foster", "sex=Male", percent(40, 57)),
    ];
    let rows = with(vec![rows], &relations);
    assert_eq!(shown(&rows), [true, false, false, true, false, false]);
    assert_eq!(rows[5].denominator(), None, "60 less 57 would be 3");
}

#[test]
fn the_same_count_is_hidden_in_every_scorecard() {
    // 3 of 40 in one scorecard, a count of 3 in the other, and there 40 in all.
    let mut relations = Relations::default();
    relations.insert("s0", "share", basis("young", "b"));
    relations.insert("s1", "number", basis("b AND young", ""));
    relations.insert("s1", "all", basis("young", ""));
    let rows = with(vec![vec![row("share", percent(3, 40))], vec![row("number", count(3)), row("all", count(40))]], &relations);
    assert_eq!(shown(&rows), [false, false, true]);
}

#[test]
fn one_row_within_another_leaves_a_rest() {
    // 20 do a, 17 of them do b as well: three do a and not b. The smaller of the two is hidden.
    let mut relations = Relations::default();
    relations.insert("s0", "a", basis("a", ""));
    relations.insert("s0", "both", basis("a AND b", ""));
    let rows = with(vec![vec![row("a", count(20)), row("both", count(17))]], &relations);
    assert_eq!(shown(&rows), [true, false]);
    relations.insert("s0", "both", basis("b", ""));
    let rows = with(vec![vec![row("a", count(20)), row("both", count(17))]], &relations);
    assert_eq!(shown(&rows), [true, true], "two sets that are not one in the other have no difference to tell");
}

#[test]
fn those_who_had_neither_can_be_worked_out_from_three_rows() {
    // 100 children: 70 had a, 60 had b, 33 had both. 100 - 70 - 60 + 33 = 3 had neither.
    let mut relations = Relations::default();
    relations.insert("s0", "a", basis("", "a"));
    relations.insert("s0", "b", basis("", "b"));
    relations.insert("s0", "both", basis("", "a AND b"));
    let rows = vec![row("a", percent(70, 100)), row("b", percent(60, 100)), row("both", percent(33, 100))];
    assert_eq!(shown(&with(vec![rows], &relations)), [true, true, false]);
}

#[test]
fn parts_of_a_cohort_in_rows_of_their_own_add_up() {
    // 40 left care: 3 for one reason, 20 and 17 for the others, which are all there are.
    let mut relations = Relations::default();
    for (id, reasons) in [("x", "E1 or E2"), ("y", "E3"), ("z", "E4")] {
        relations.insert("s0", id, basis("", reasons));
    }
    let rows = vec![row("x", percent(3, 40)), row("y", percent(20, 40)), row("z", percent(17, 40))];
    assert_eq!(shown(&with(vec![rows], &relations)), [false, true, false]);
}

pub(crate) fn history(id: &str, counts: &[i64]) -> Row {
    let period = month("2018-03");
    let months: Vec<Month> = (0..counts.len()).rev().map(|back| period.back(back as i32)).collect();
    let point = |(month, value): (&Month, &i64)| Point {
        month: *month,
        figure: count(*value),
        target: None,
        rating: Rating::Green,
        hidden: false,
        upper: None,
        against: None,
    };
    Row {
        series: months.iter().zip(counts).map(point).collect(),
        previous: (period.back(1), count(counts[counts.len() - 2])),
        travel: Some(Travel::Improving),
        ..row(id, count(counts[counts.len() - 1]))
    }
}

pub(crate) fn hidden_points(row: &Row) -> Vec<bool> {
    row.series.iter().map(|point| point.hidden).collect()
}

#[test]
fn a_year_so_far_less_last_months_is_the_months_own() {
    let mut relations = Relations::default();
    relations.insert("s0", "adopted", events("adopted", Span::Year));
    // From the newest back: 30 - 27 = 3 is hidden, 30 - 24 = 6 stays, 24 - 24 = 0 stays, 24 - 10 stays, 3 is small.
    let rows = with(vec![vec![history("adopted", &[3, 10, 24, 24, 27, 30])]], &relations);
    assert_eq!(hidden_points(&rows[0]), [true, false, false, false, true, false]);
    assert!(rows[0].hidden.previous && !rows[0].hidden.figure);
    assert_eq!((rows[0].travel, rows[0].previous.1, rows[0].previous_rating), (None, None, Rating::NotRated));
    // What is no sum over the year has no such difference.
    let rows = alone(vec![history("other", &[3, 10, 24, 24, 27, 30])]);
    assert_eq!(hidden_points(&rows[0]), [true, false, false, false, false, false]);
}

#[test]
fn a_new_financial_year_begins_anew() {
    let mut relations = Relations::default();
    relations.insert("s0", "adopted", events("adopted", Span::Year));
    let mut counts = vec![9; 13];
    counts[0] = 12;
    // March 2017 is of the year before: 12 and April's 9 are no difference.
    let rows = with(vec![vec![history("adopted", &counts)]], &relations);
    assert_eq!(hidden_points(&rows[0]), [false; 13]);
}

#[test]
fn what_speaks_of_a_hidden_month_goes_with_it() {
    let restated =
        |month: &str, was: &str| Restated { month: month.parse().unwrap(), was: Some(stood(was)), now: Some(stood("20")) };
    let chart = crate::every_cell::full().chart;
    let forecast = |figure: i64| Forecast {
        day: month("2019-03").last(),
        figure: Figure::Count(figure),
        rating: Rating::Green,
        crossings: vec![crossing(4, "reach two years"), crossing(9, "leave")],
    };
    let say = |id: &str, counts: &[i64], to_come: i64| Row {
        chart: chart.clone(),
        pace: Some("pace".to_owned()),
        forecast: Some(forecast(to_come)),
        restated: vec![restated("2018-02", "21"), restated("2018-01", "19"), restated("2018-02", "4"), restated("2015-01", "9")],
        ..history(id, counts)
    };
    let rows = alone(vec![say("one", &[4, 20, 20], 40), say("none", &[14, 20, 20], 23)]);
    assert!(rows[0].chart.is_none() && rows[0].pace.is_none());
    // 21 as reported and 20 now would be one child: of a count nothing is said.
    assert_eq!(rows[0].restated, []);
    assert_eq!(rows[0].forecast.as_ref().map(|forecast| forecast.crossings.clone()), Some(vec![crossing(9, "leave")]));
    assert!(rows[1].chart.is_some() && rows[1].pace.is_some());
    assert_eq!(rows[1].restated, []);
    assert!(rows[1].forecast.is_none(), "23 less 20 are three children who cross a line");
}

#[test]
fn a_restatement_stays_where_no_count_is_behind_it() {
    let restated = |was: &str, now: &str| Restated { month: month("2018-02"), was: Some(stood(was)), now: Some(stood(now)) };
    let say = |id: &str, unit: Unit, before: Option<Figure>, told: Restated| Row {
        previous: (month("2018-02"), before),
        restated: vec![told],
        unit,
        ..row(id, before)
    };
    let given = Some(Figure::Given(Decimal { digits: 93, scale: 0 }));
    // 45% and 43% of 40 are 18 and 17: one child. Nobody knows of how many the 93% that a return gives is.
    let rows = alone(vec![
        say("count", Unit::Count, count(20), restated("23", "20")),
        say("share", Unit::Percent, percent(18, 40), restated("43%", "45%")),
        say("given number", Unit::Count, given, restated("90", "93")),
        say("given share", Unit::Percent, given, restated("91%", "93%")),
    ]);
    let told: Vec<usize> = rows.iter().map(|row| row.restated.len()).collect();
    assert_eq!(told, [0, 0, 0, 1]);
}

#[test]
fn a_ratio_of_sums_is_hidden_by_the_children_behind_it() {
    let sums = || Basis { sums: Some("sessions".to_owned()), ..basis("", "") };
    let mut relations = Relations::default();
    for (row, behind) in [("few", Some(5)), ("many", Some(6)), ("unknown", None)] {
        relations.insert("s0", row, sums());
        behind.into_iter().for_each(|number| relations.insert_behind("s0", row, month("2018-03"), number));
    }
    let rows = vec![row("few", percent(180, 190)), row("many", percent(1188, 1190)), row("unknown", percent(500, 600))];
    assert_eq!(shown(&with(vec![rows], &relations)), [false, true, false]);
}

fn sample(audience: Audience) -> Document {
    let ids = ["knowsley", "southwark", "national"].map(str::to_owned).to_vec();
    let options = Options {
        by: vec![by("sex"), by("age-band")],
        history: 12,
        audience,
        ..Options::new(ids, &root().join("sample-data"), month("2018-03"), month("2018-03").last() + 3)
    };
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

fn is_small(number: i64) -> bool {
    (1..=5).contains(&number)
}

/// Whether a figure tells of one to five children.
fn of_few(figure: Figure) -> bool {
    match figure {
        Figure::Proportion { numerator, denominator } => {
            is_small(numerator) || is_small(denominator) || is_small(denominator - numerator)
        }
        Figure::Count(count) | Figure::Rate { count, .. } => is_small(count),
        Figure::Mean { number, .. } => is_small(number),
        // Sums are of no children.
        Figure::Sums { .. } | Figure::Given(_) | Figure::Judged(_) => false,
    }
}

/// Every small count that a document shows.
fn small(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for row in document.scorecards.iter().flat_map(|scorecard| scorecard.every_row()) {
        let points = row.series.iter().map(|point| point.figure);
        for figure in points.chain([row.figure, row.previous.1]).flatten() {
            if of_few(figure) {
                found.push(format!("{}: {figure:?}", row.id));
            }
        }
        found.extend(row.hidden.denominator.filter(|number| is_small(*number)).map(|number| format!("{}: of {number}", row.id)));
    }
    found
}

#[test]
fn the_sample_data_show_no_small_count_to_the_public() -> anyhow::Result<()> {
    let internal = sample(Audience::Internal);
    assert!(small(&internal).len() > 100, "there is something to hide");
    let public = sample(Audience::Public);
    assert_eq!(small(&public), [""; 0]);
    assert_eq!(public.scorecards.len(), 3);
    let rows =
        |document: &Document| document.scorecards.iter().flat_map(|scorecard| scorecard.every_row().cloned()).collect::<Vec<_>>();
    let wholes: Vec<&Row> = public.scorecards.iter().flat_map(|one| one.rows()).collect();
    let figures = wholes.iter().filter(|row| row.figure.is_some()).count();
    let hidden = wholes.iter().filter(|row| row.hidden.figure).count();
    // Many promises are of few children: those must be hidden. Few are hidden for the sake of others.
    let few: BTreeSet<String> = internal
        .scorecards
        .iter()
        .flat_map(|one| one.rows())
        .filter(|row| row.figure.is_some_and(of_few))
        .map(|row| row.id.clone())
        .collect();
    let for_others = wholes.iter().filter(|row| row.hidden.figure && !few.contains(&row.id)).count();
    assert!(figures > 8 * for_others, "{for_others} of {hidden} hidden for others, {figures} shown: most of a scorecard stays");
    for (row, whole) in rows(&public).iter().zip(rows(&internal)) {
        assert_eq!(row.figure.is_none() && !row.hidden.figure, whole.figure.is_none(), "{} has its figure or a c", row.id);
        if row.hidden.figure {
            assert!(whole.figure != Some(Figure::Count(0)), "{}: a true nought stays", row.id);
            assert!(row.interval.is_none() && row.to_target.is_none() && row.travel.is_none() && row.pace.is_none());
        }
    }
    Ok(())
}

#[test]
fn all_formats_draw_a_protected_document() -> anyhow::Result<()> {
    let public = sample(Audience::Public);
    let style = table::Style { colour: false, unicode: true, width: 120 };
    let json = json::render(&public)?;
    let texts = [table::render(&public, style), json, markdown::render(&public), html::render(&public)];
    assert!(texts[0].contains("[c]") || texts[0].contains(" c "), "{}", texts[0]);
    for problem in public.problems.iter().filter(|problem| problem.code.as_str() != "no-extract-of-period") {
        assert!(texts.iter().all(|text| !text.contains(&problem.message)), "{}", problem.message);
    }
    csv::render(&public)?;
    xlsx::render(&public)?;
    docx::render(&public)?;
    Ok(())
}

#[test]
fn the_breakdown_asked_for_last_is_left_out_first_and_at_last_the_histories() {
    let whole = history("r", &[20, 21, 22]);
    let rows =
        vec![whole, part("r", "sex=Female", count(12)), part("r", "sex=Male", count(10)), part("r", "need=Abuse", count(22))];
    let mut document = crate::every_cell::document();
    document.scorecards.truncate(1);
    document.scorecards[0].groups.truncate(1);
    document.scorecards[0].groups[0].rows = nested(rows);
    let ids = |document: &Document| document.scorecards[0].every_row().map(|row| row.id.clone()).collect::<Vec<_>>();
    assert!(leave_out(&mut document));
    assert_eq!(ids(&document), ["r", "r/sex=Female", "r/sex=Male"]);
    assert!(leave_out(&mut document));
    assert_eq!(ids(&document), ["r"]);
    assert!(leave_out(&mut document));
    let row = &document.scorecards[0].groups[0].rows[0];
    assert!(row.series.is_empty() && row.chart.is_none());
    let notes: Vec<String> = row.notes.iter().map(ToString::to_string).collect();
    assert!(notes[0].starts_with("Not broken down by need: ") && notes[1].starts_with("Not broken down by sex: "), "{notes:?}");
    assert!(!leave_out(&mut document), "nothing is left to leave out");
}

/// Children, and their incidents, of which one may have several.
fn children_and_incidents() -> [Universe; 2] {
    [Universe::Children { told: 0 }, Universe::Several { table: "incidents".into(), told: 0 }]
}

/// Of the first so many rows.
fn first(universe: &Universe, number: usize) -> Basis {
    each_of(universe, 0..number)
}

/// All rows of a set count.
fn each_of(universe: &Universe, rows: std::ops::Range<usize>) -> Basis {
    let rows = Set::of(universe, rows);
    Basis { cohort: rows.clone(), counted: rows, sums: None, span: Span::None, cohort_events: None, events: None }
}

#[test]
fn eight_incidents_of_seven_children_tell_of_one_who_had_two() {
    let told = |incidents: usize| {
        let mut relations = Relations::default();
        let [children, several] = children_and_incidents();
        relations.insert("s0", "children", first(&children, 7));
        relations.insert("s0", "incidents", first(&several, incidents));
        relations.insert_people(&children, (0..7).collect());
        relations.insert_several(&several, (0..incidents).map(|incident| incident.min(6)).collect());
        let rows = vec![row("children", count(7)), row("incidents", count(incidents as i64))];
        shown(&with(vec![rows], &relations))
    };
    assert_eq!(told(8).iter().filter(|shown| **shown).count(), 1);
    // Thirteen more tell nothing of a child, and as many as children that nobody had two.
    assert_eq!((told(20), told(7)), (vec![true, true], vec![true, true]));
}

/// Of 34 incidents 19 are those of as many children, and 11 the second ones; 4 are left: the third ones of four children, where nobody had four.
#[test]
fn incidents_are_those_of_children_with_one_or_more_two_or_more_and_so_on() {
    let told = |[once, twice, thirds]: [usize; 3]| {
        let mut relations = Relations::default();
        let [children, several] = children_and_incidents();
        let incidents: Vec<usize> = (0..once).chain(0..twice).chain(0..thirds).collect();
        for (id, number) in [("once", once), ("twice", twice), ("three", thirds)] {
            relations.insert("s0", id, first(&children, number));
        }
        relations.insert("s0", "incidents", first(&several, incidents.len()));
        relations.insert_people(&children, (0..once).collect());
        let rows = |id: &str, number: usize| row(id, count(number as i64));
        let rows = vec![rows("once", once), rows("twice", twice), rows("three", thirds), rows("incidents", incidents.len())];
        relations.insert_several(&several, incidents);
        shown(&with(vec![rows], &relations))
    };
    let four = told([19, 11, 4]);
    assert!(!four[2] && four.iter().filter(|shown| !**shown).count() == 2, "{four:?}");
    assert_eq!(told([40, 20, 8]), [true; 4]);
}

#[test]
fn a_sum_that_is_a_small_count_is_hidden_with_its_average() {
    // Five referrals of 54 children are an average of 0.09: a count like any other. Five and a half are none.
    let mean = |id: &str, sum: f64| row(id, Some(Figure::Mean { sum, squares: sum, number: 54 }));
    let rows = alone(vec![mean("five", 5.0), mean("six", 6.0), mean("half", 5.5), mean("none", 0.0)]);
    assert_eq!(shown(&rows), [false, true, true, true]);
}

#[test]
fn a_paper_does_not_say_that_no_row_is_red_of_rows_that_it_hides() {
    let paper = |rows: Vec<Row>| html::render(&protect(document(vec![rows]), &Relations::default(), Hide::default()).unwrap());
    assert!(paper(vec![row("six", count(6)), row("seven", count(7))]).contains("No row is red."));
    let paper = paper(vec![row("three", count(3)), row("seven", count(7))]);
    assert!(paper.contains("No row that is shown is red; 1 is hidden.") && !paper.contains("No row is red."));
}

/// Nine were adopted from January to April 2017, and seven in February and March: the year to March 2018 and fourteen months tell that. So two were
/// in January or April. Of April a girl and a boy are hidden: then both are of April, one each. Where no groups were published it may be one.
#[test]
fn groups_of_an_earlier_month_are_held_against_later_windows() {
    let children = Universe::Children { told: 0 };
    let of = |rows: Vec<usize>, span: Span| {
        let (rows, events) = (Set::of(&children, rows), Some("adopted".to_owned()));
        Basis { cohort: rows.clone(), counted: rows, sums: None, span, cohort_events: events.clone(), events }
    };
    let april = of(vec![0, 1], Span::Year);
    let shown_after = |were: &[(&str, Option<Figure>)]| {
        let mut relations = Relations::default();
        relations.insert("s0", "year", of([0, 1].into_iter().chain(9..37).collect(), Span::Year));
        relations.insert_month("s0", "year", month("2017-04"), april.clone());
        relations.insert("s0", "fourteen", of((0..37).collect(), Span::Months(14)));
        relations.insert("s0", "four", of((0..9).collect(), Span::Months(4)));
        for (group, row) in [("sex=Female", 0), ("sex=Male", 1)] {
            relations.insert_group(&april.cohort, (&by("sex"), group.to_owned()), Set::of(&children, [row]));
        }
        for (row, figure) in were {
            let of_april = Published { month: month("2017-04"), ..published(row, Unit::Count, *figure, None) };
            relations.insert_published(of_april);
        }
        shown(&with(vec![vec![row("year", count(30)), row("fourteen", count(37))]], &relations))
    };
    let whole = [("four", count(9)), ("year", None)];
    assert_eq!(shown_after(&whole), [true, true]);
    let groups = [whole.as_slice(), &[("year/sex=Female", None), ("year/sex=Male", None)]].concat();
    assert!(shown_after(&groups).contains(&false));
}

/// Twelve children are ten with a number and two without. Another file's history has the average of the ten: then the ten are known and the twelve are
/// hidden. Where it had another average that one now is hidden, and how many the ten are is not known. Of few nothing is known.
#[test]
fn a_history_tells_of_how_many_its_averages_are() {
    let children = Universe::Children { told: 0 };
    let mean = |number: i64, sum: f64| Figure::Mean { sum, squares: 0.0, number };
    let after = |(number, sum, decimals): (i64, f64, u32), was: &[(Option<Figure>, Option<f64>)]| {
        let (mut relations, with) = (Relations::default(), number as usize);
        let rows = [("all", 0..12), ("value", 0..with), ("rest", with..12), ("with", 0..with)];
        rows.into_iter().for_each(|(id, rows)| relations.insert("s0", id, each_of(&children, rows)));
        relations.insert_worked_out("s0", "value", month("2018-03"), (mean(number, sum), decimals));
        for (figure, value) in was {
            let counts = matches!(figure, Some(Figure::Count(_)));
            let (id, unit) = match counts {
                true if *figure == count(30) => ("all", Unit::Count),
                true => ("with", Unit::Count),
                false => ("value", Unit::Days),
            };
            relations.insert_published(published(id, unit, *figure, *value));
        }
        let rows = vec![row("all", count(12)), row("value", Some(mean(number, sum))), row("rest", count(12 - number))];
        shown(&crate::disclosure::with(vec![rows], &relations))
    };
    let ten = (10, 174.6, 0);
    // Where nothing was published the ten are hidden with the two.
    assert_eq!(after(ten, &[]), [true, false, false]);
    // Ten are 17.46 days: 17 where days are whole, and 17.5 with one place.
    assert_eq!(after(ten, &[(None, Some(17.0))]), [false, true, false]);
    assert_eq!(after((10, 174.6, 1), &[(None, Some(17.5))]), [false, true, false]);
    // What was 18 days, or 17.4 or 17.0 with one place, is another now. That they are ten now nobody has been told.
    for (value, decimals) in [(18.0, 0), (17.4, 1), (17.0, 1)] {
        assert_eq!(after((10, 174.6, decimals), &[(None, Some(value))]), [true, false, false], "{value}");
    }
    // Where the ten are known from elsewhere it is hidden all the same: ten times the difference is that of one child.
    assert_eq!(after(ten, &[(None, Some(18.0)), (count(10), None)]), [false, false, false]);
    assert_eq!(after(ten, &[(Some(mean(10, 180.0)), None)]), [false, false, false], "ten were published with it");
    assert_eq!(after(ten, &[(Some(mean(10, 170.0)), None)]), [false, true, false], "17 days as now");
    // Where records were corrected since, as where all were 30, the average may have been of others: 17 days tell of no number.
    assert_eq!(after(ten, &[(None, Some(17.0)), (count(30), None)]), [true, false, false]);
    // Where they were eleven that is known, and ten are another number by one.
    assert_eq!(after(ten, &[(None, Some(17.0)), (count(11), None)]), [true, false, false]);
    // An average of five should not have been shown, nor one of ten that is a sum of five.
    assert!(!after((5, 87.0, 0), &[(None, Some(17.0))])[1]);
    assert!(!after((10, 5.0, 1), &[(None, Some(0.5))])[1]);
}

/// Ten of twenty are half of them, and so are eleven of 22: once records were corrected a half tells no number. Eleven of 27 are of no other number near.
#[test]
fn a_percentage_of_many_numbers_tells_none_after_a_correction() {
    let children = Universe::Children { told: 0 };
    let of = |cohort: usize, counted: usize| {
        let [cohort, counted] = [cohort, counted].map(|rows| Set::of(&children, 0..rows));
        Basis { cohort, counted, sums: None, span: Span::None, cohort_events: None, events: None }
    };
    let after = |(numerator, denominator): (usize, usize), all_were: i64| {
        let mut relations = Relations::default();
        let all = denominator + 2;
        for (id, basis) in [("all", of(all, all)), ("share", of(denominator, numerator))] {
            relations.insert("s0", id, basis);
        }
        let figure = Figure::Proportion { numerator: numerator as i64, denominator: denominator as i64 };
        relations.insert_worked_out("s0", "share", month("2018-03"), (figure, 0));
        let was = [("all", Unit::Count, count(all_were), None), ("share", Unit::Percent, None, figure.value())];
        for (id, unit, figure, value) in was {
            relations.insert_published(published(id, unit, figure, value));
        }
        let rows = vec![row("all", count(all as i64)), row("share", Some(figure))];
        shown(&with(vec![rows], &relations))
    };
    // All are known, and two are not among those of the share. Where the share was published with its numbers they are known too.
    assert_eq!(after((10, 20), 22), [true, true]);
    // All were 40: how many the half is of nobody knows.
    assert_eq!(after((10, 20), 40), [true, false]);
    assert_eq!(after((11, 27), 60), [false, true]);
}

/// Of 188 who left care 38 were adopted, 100 returned home and 50 left otherwise. It was published that 188 left, and that so many were adopted as
/// it was thought then: where that is another number by few, it is hidden with one of the others, which costs no more. By six it is shown.
#[test]
fn a_number_that_is_another_now_is_hidden_with_one_besides() {
    let children = Universe::Children { told: 0 };
    let hidden = |were: i64| {
        let mut relations = Relations::default();
        for (id, rows) in [("left", 0..188), ("adopted", 0..38), ("home", 38..138), ("other", 138..188)] {
            relations.insert("s0", id, each_of(&children, rows));
        }
        for (id, number) in [("left", 188), ("adopted", were)] {
            relations.insert_published(published(id, Unit::Count, count(number), None));
        }
        let figures = [("left", 188), ("adopted", 38), ("home", 100), ("other", 50)];
        let rows = figures.into_iter().map(|(id, number)| row(id, count(number))).collect();
        let shown = shown(&with(vec![rows], &relations));
        (shown[..2].to_vec(), shown[2..].iter().filter(|shown| !**shown).count())
    };
    for were in [33, 37, 39, 43] {
        assert_eq!(hidden(were), (vec![true, false], 1), "{were}");
    }
    for were in [32, 38, 44] {
        assert_eq!(hidden(were), (vec![true, true], 0), "{were}");
    }
}

/// 64 were missing, of 684 in care in the year; the 64 were published too. A history had them as a part of 685 or 690: by how many children that is another
/// now would be told by the percentage, which is hidden. Of 690 it is not by few.
#[test]
fn a_percentage_tells_of_a_denominator_that_is_another_now() {
    let children = Universe::Children { told: 0 };
    let [missing, cared] = [64, 684].map(|rows| Set::of(&children, 0..rows));
    let with = |cohort: &Set| Basis {
        cohort: cohort.clone(),
        counted: missing.clone(),
        sums: None,
        span: Span::None,
        cohort_events: None,
        events: None,
    };
    let share = Figure::Proportion { numerator: 64, denominator: 684 };
    let shown_after = |of: f64| {
        let mut relations = Relations::default();
        relations.insert("s0", "missing", with(&missing));
        relations.insert("s0", "percent", with(&cared));
        relations.insert_worked_out("s0", "percent", month("2018-03"), (share, 0));
        let was = [("missing", Unit::Count, count(64), None), ("percent", Unit::Percent, None, Some(6400.0 / of))];
        for (id, unit, figure, value) in was {
            relations.insert_published(published(id, unit, figure, value));
        }
        // The row of another name counts the same.
        relations.insert("s0", "other", with(&cared));
        let rows = vec![row("missing", count(64)), row("percent", Some(share)), row("other", Some(share))];
        shown(&crate::disclosure::with(vec![rows], &relations))
    };
    for (of, is_shown) in [(684.0, true), (685.0, false), (683.0, false), (689.0, false), (690.0, true)] {
        assert_eq!(shown_after(of), [true, is_shown, is_shown], "of {of}");
    }
}

/// Twenty girls and thirty boys have an average each. Where the same month was published with another one of the girls, theirs is hidden now, and with
/// it that of the boys or of all: the sums add up.
#[test]
fn an_average_of_a_group_that_is_another_now_is_hidden() {
    let mean = |number: i64, sum: f64| Some(Figure::Mean { sum, squares: 0.0, number });
    let after = |was: Option<Figure>| {
        let mut relations = Relations::default();
        relations.insert("s0", "value", basis("", ""));
        relations.insert_worked_out("s0", "value", month("2018-03"), (mean(50, 600.0).unwrap(), 0));
        if let Some(figure) = was {
            relations.insert_published(published("value/sex=Female", Unit::Days, Some(figure), None));
        }
        let girls = part("value", "sex=Female", mean(20, 201.0));
        let rows = vec![row("value", mean(50, 600.0)), girls, part("value", "sex=Male", mean(30, 399.0))];
        shown(&with(vec![rows], &relations))
    };
    assert_eq!(after(None), [true; 3]);
    // They are 10.05 days, which are 10.
    assert_eq!(after(mean(20, 200.0)), [true; 3]);
    let other = after(mean(20, 220.0));
    assert!(!other[1] && other.iter().filter(|shown| !**shown).count() == 2, "{other:?}");
}

/// A rate of a history is a count of a population that is known, also of one of another year: it is the same count though the population is
/// another now. Three more are a number of few, and the figure is not shown.
#[test]
fn a_history_tells_the_counts_of_its_rates() {
    let rate =
        |value: f64, populations: &[i64]| published("rate", Unit::Rate, None, Some(value)).counted(|| populations.to_vec());
    // 120 of 4,000 are 300 to 10,000, and 123 of 4,100; 120 of 4,100 are 292.68.
    assert_eq!(rate(300.0, &[4000, 4100]).figure, Some(Figure::Rate { count: 120, population: 4000 }));
    assert_eq!(rate(300.0, &[4100, 4000]).figure, Some(Figure::Rate { count: 123, population: 4100 }));
    assert_eq!(rate(120.0 / 4100.0 * 10_000.0, &[4000, 4100]).figure, Some(Figure::Rate { count: 120, population: 4100 }));
    // Of no population that is known: nothing follows from it.
    let unknown = rate(292.1, &[4000, 4100]);
    assert_eq!((unknown.figure, unknown.value), (None, Some(292.1)));
    let after = |one: Published| {
        let mut relations = Relations::default();
        relations.insert("s0", "rate", first(&Universe::Children { told: 0 }, 120));
        relations.insert_published(one);
        shown(&with(vec![vec![row("rate", Some(Figure::Rate { count: 120, population: 4100 }))]], &relations))
    };
    assert_eq!(after(rate(300.0, &[4000, 4100])), [true], "the population alone is another");
    assert_eq!(after(rate(292.1, &[4000, 4100])), [true]);
    assert_eq!(after(rate(307.5, &[4000])), [false], "123 of 4,000");
    assert_eq!(after(rate(315.0, &[4000])), [true], "126 of 4,000: six fewer are not few");
}
