//! A hand-made document with every kind of cell, for renderers to be compared on.
//!
//! Figure, true zero, hidden, hidden with its denominator shown, no data with its reason, nobody, not
//! rated, no target, rounding to zero, restated, long text, other scripts, markup and formula characters.

use scorecard::calendar::{Month, parse_iso};
use scorecard::definitions::{Decimal, Polarity, Unit};
use scorecard::figure::{Figure, Verdict};
use scorecard::rating::{Rating, Travel};
use scorecard::scorecard::{
    Audience, Benchmark, Comment, Crossing, Document, Forecast, Group, Hidden, Note, PartOf, Point, Published, Reason, Restated,
    Row, Scorecard, ShownTarget, Spread, Stood,
};
use scorecard::statistics::xmr::{Assurance, Basis, Chart, Flag, Lines, Meaning, Method, Rule};
use scorecard::statistics::{Interval, proportion};

use crate::support::month;

/// Text that every format has to take care of.
pub const AWKWARD: &str = "=1+1 <b>bold</b> & \"quotes\" 'single' | pipe * star _under_ `code` # [link](x) é Ł 家 ✓";

/// A row without a figure.
pub fn empty(id: &str, title: &str) -> Row {
    Row {
        id: id.to_owned(),
        part_of: None,
        parts: Vec::new(),
        indicator: None,
        title: title.to_owned(),
        about: None,
        lead: None,
        unit: Unit::Percent,
        decimals: 1,
        polarity: Polarity::Higher,
        window: (parse_iso("2017-04-01").unwrap(), parse_iso("2018-03-31").unwrap()),
        fingerprint: "0123456789abcdef".to_owned(),
        figure: None,
        nobody: false,
        hidden: Hidden::default(),
        target: None,
        rating: Rating::NoData,
        reason: Some(Reason::NoData("needs oc3, which is not there".to_owned())),
        counts: "children",
        interval: None,
        previous: (month("2018-02"), None),
        data_to: None,
        doubted: false,
        outturns: Vec::new(),
        against: None,
        previous_rating: Rating::NoData,
        travel: None,
        to_target: None,
        pace: None,
        series: Vec::new(),
        steps: Vec::new(),
        events: Vec::new(),
        chart: None,
        verdict: None,
        trend_marker: None,
        benchmarks: Vec::new(),
        forecast: None,
        next: None,
        comments: Vec::new(),
        restated: Vec::new(),
        notes: Vec::new(),
    }
}

fn percent(numerator: i64, denominator: i64) -> Option<Figure> {
    Some(Figure::Proportion { numerator, denominator })
}

fn target(value: f64, text: &str) -> Option<ShownTarget> {
    let number = Decimal::parse(&value.to_string())?;
    Some(ShownTarget::number(number, text.to_owned(), parse_iso("2019-03-31")))
}

fn wilson(numerator: f64, denominator: f64) -> Option<Interval> {
    let found = proportion(numerator, denominator, 0.95)?;
    Some(Interval { lower: found.lower * 100.0, upper: found.upper * 100.0, ..found })
}

/// A row with everything: history with a gap, chart, benchmarks, forecast, comments, a restatement.
pub fn full() -> Row {
    let last: Month = month("2018-03");
    let numerators = [128, 130, 131, 0, 129, 133, 134, 136, 135, 138, 139, 138, 140];
    let series: Vec<Point> = numerators
        .iter()
        .enumerate()
        .map(|(at, numerator)| Point {
            month: last.back(12 - at as i32),
            figure: if at == 3 { None } else { percent(*numerator, 200) },
            target: Some(if at < 6 { 65.0 } else { 70.0 }),
            rating: match at {
                3 => Rating::NoData,
                12 => Rating::Green,
                _ => Rating::Amber,
            },
            hidden: false,
            upper: None,
            against: None,
        })
        .collect();
    let flag = |at: usize| (at == 12).then_some(Flag { rule: Rule::Outside, meaning: Meaning::Improvement });
    Row {
        indicator: Some("placement-stability".to_owned()),
        about: Some("Aim 1: children live in one home".to_owned()),
        figure: percent(140, 200),
        target: target(70.0, "70%"),
        rating: Rating::Green,
        reason: None,
        interval: wilson(140.0, 200.0),
        previous: (month("2018-02"), percent(138, 200)),
        data_to: None,
        doubted: false,
        previous_rating: Rating::Amber,
        travel: Some(Travel::Improving),
        to_target: Some(0),
        pace: Some("meets its target".to_owned()),
        chart: Some(Chart {
            basis: Basis::Figures,
            method: Method::Xmr,
            why: None,
            values: Vec::new(),
            lines: series.iter().map(|_| Lines { mean: 67.1, limits: Some((64.25, 69.9)) }).collect(),
            flags: (0..series.len()).map(flag).collect(),
            enough: true,
            current: true,
            variation: flag(12),
            assurance: Some(Assurance::Sometimes),
        }),
        series,
        benchmarks: vec![Benchmark {
            measure: "Living in the same placement for at least 2 years".to_owned(),
            year: "2018".to_owned(),
            decimals: 0,
            own: Some(Published::Value(69.0)),
            own_parts: Some((138, 200)),
            england: Some(Published::Value(70.0)),
            region: Some(("North West".to_owned(), Published::Symbol("c".to_owned()))),
            neighbours: Some((71.4, 9)),
            best: Some(("St Helens".to_owned(), 78.0)),
            rank: Some((64, 151)),
            quartile: Some('B'),
            quartiles: Some([64.0, 68.0, 72.0]),
            spread: Some(Spread { least: 51.0, quartiles: [64.0, 68.0, 72.0], greatest: 90.0 }),
            each: vec![("St Helens".to_owned(), 78.0), ("Halton".to_owned(), 64.8)],
            notes: vec!["The published figure is rounded".to_owned()],
        }],
        forecast: Some(Forecast {
            day: parse_iso("2019-03-31").unwrap(),
            figure: Figure::Proportion { numerator: 151, denominator: 204 },
            rating: Rating::Green,
            crossings: [(11, "reach two years in their placement"), (7, "turn 16")]
                .map(|(number, what)| Crossing { number, what: what.to_owned() })
                .to_vec(),
        }),
        comments: vec![Comment {
            month: last,
            behind: Some(format!("Fewer placements ended early. {AWKWARD}")),
            doing: Some("Carers are supported from the first week.\nA second line.".to_owned()),
            role: Some("Head of Service, Fostering".to_owned()),
        }],
        restated: vec![Restated { month: month("2018-02"), was: Some(stood("68.5%", 68.5)), now: Some(stood("69.0%", 69.0)) }],
        notes: vec![Note::Labelled("Source", "Action plan, priority 2".to_owned())],
        ..empty("KN-15", "Children in the same placement for two years or more")
    }
}

fn stood(shown: &str, number: f64) -> Stood {
    Stood { number: Some(number), shown: shown.to_owned() }
}

/// The document: one scorecard with two groups, of everything; and a second, short one.
pub fn document() -> Document {
    let parts = vec![
        Row {
            part_of: PartOf::read("KN-15/sex=girls"),
            figure: percent(77, 100),
            rating: Rating::NotRated,
            reason: Some(Reason::GroupOf("KN-15".to_owned())),
            ..empty("KN-15/sex=girls", "girls")
        },
        Row {
            part_of: PartOf::read("KN-15/sex=not known"),
            nobody: true,
            reason: Some(Reason::NoData("nobody in this group".to_owned())),
            ..empty("KN-15/sex=not known", "not known")
        },
    ];
    let rows = vec![
        Row { parts, ..full() },
        Row {
            figure: percent(0, 31),
            target: target(5.0, "5%"),
            polarity: Polarity::Lower,
            rating: Rating::Green,
            reason: None,
            interval: wilson(0.0, 31.0),
            previous: (month("2018-02"), percent(1, 30)),
            data_to: None,
            doubted: false,
            previous_rating: Rating::Green,
            travel: Some(Travel::Improving),
            to_target: Some(0),
            ..empty("KN-16", "A true zero")
        },
        Row {
            figure: percent(1, 4000),
            rating: Rating::NotRated,
            reason: Some(Reason::Judged("no target".to_owned())),
            ..empty("KN-17", "Rounds to zero and is not zero; no target")
        },
        Row {
            unit: Unit::Days,
            decimals: 0,
            polarity: Polarity::Lower,
            figure: Some(Figure::Mean { sum: 12_450.0, squares: 6_000_000.0, number: 28 }),
            target: target(426.0, "426 days"),
            rating: Rating::Red,
            reason: None,
            previous: (month("2018-02"), Some(Figure::Mean { sum: 11_900.0, squares: 5_800_000.0, number: 27 })),
            data_to: None,
            doubted: false,
            previous_rating: Rating::Red,
            travel: Some(Travel::Worsening),
            ..empty("KN-18", AWKWARD)
        },
    ];
    let second = vec![
        Row {
            hidden: Hidden { figure: true, denominator: Some(40), previous: true, interval: true, to_target: true },
            target: target(80.0, "80%"),
            rating: Rating::NotRated,
            reason: Some(Reason::Hidden),
            ..empty("KN-20", "Hidden, its denominator shown")
        },
        Row {
            unit: Unit::Count,
            decimals: 0,
            hidden: Hidden { figure: true, interval: true, ..Hidden::default() },
            rating: Rating::NotRated,
            reason: Some(Reason::Hidden),
            previous: (month("2018-02"), Some(Figure::Count(12))),
            ..empty("KN-21", "Hidden count")
        },
        empty("KN-22", "No data"),
        Row {
            nobody: true,
            target: target(100.0, "100%"),
            reason: Some(Reason::NoData("nobody to measure: no child was due one".to_owned())),
            ..empty("KN-23", "Nobody in the cohort")
        },
        Row {
            unit: Unit::Text,
            decimals: 0,
            polarity: Polarity::None,
            figure: Some(Figure::Judged(Verdict::Partly)),
            rating: Rating::Amber,
            reason: Some(Reason::Judged("judged to be partly met".to_owned())),
            ..empty("KN-24", "The pledge is delivered")
        },
        Row {
            unit: Unit::Rate,
            decimals: 1,
            polarity: Polarity::None,
            figure: Some(Figure::Rate { count: 312, population: 33_870 }),
            rating: Rating::NotRated,
            reason: Some(Reason::Judged("no target".to_owned())),
            notes: vec![
                Note::Written("A very long note, such as strategies give. ".repeat(12).trim_end().to_owned()),
                Note::Written("-2+3 begins as a formula would".to_owned()),
            ],
            ..empty("KN-25", "Rate per 10,000 children")
        },
    ];
    let scorecard = |id: &str, title: &str, groups: Vec<Group>| Scorecard {
        id: id.to_owned(),
        title: title.to_owned(),
        about: Some("The promises in the council's own order".to_owned()),
        source: "A strategy <2017-2020>".to_owned(),
        authority: Some("E08000011".to_owned()),
        travel: scorecard::definitions::Since::Month,
        letterhead: Default::default(),
        groups,
    };
    let group = |id: &str, title: &str, rows: Vec<Row>| Group { id: id.to_owned(), title: title.to_owned(), rows };
    Document {
        generated: parse_iso("2018-04-03").unwrap(),
        period: month("2018-03"),
        audience: Audience::Internal,
        publication: Default::default(),
        brief: false,
        reach: Vec::new(),
        scorecards: vec![
            scorecard(
                "knowsley",
                "Knowsley: every kind of cell",
                vec![group("homes", "Priority 1: Homes", rows), group("voice", "Priority 2: Voice & <choice>", second)],
            ),
            scorecard("short", "A short one", vec![group("only", "Only", vec![empty("SH-01", "One row")])]),
        ],
        only: Vec::new(),
        explained: Vec::new(),
        problems: Vec::new(),
    }
}

/// What is written is read by the types that it is written by: nothing is lost on the way, of any kind of cell.
#[test]
fn its_json_is_read_whole() {
    let written = scorecard::render::json::render(&document()).unwrap();
    let read: scorecard::v1::Run = serde_json::from_str(&written).unwrap();
    assert_eq!(serde_json::to_string_pretty(&read).unwrap() + "\n", written);
}

#[test]
fn its_json_says_what_is_hidden_and_what_is_not() {
    let json: serde_json::Value = serde_json::from_str(&scorecard::render::json::render(&document()).unwrap()).unwrap();
    let rows = json["scorecards"][0]["groups"][1]["rows"].as_array().unwrap();
    let (hidden, count) = (&rows[0], &rows[1]);
    for key in ["numerator", "value", "display", "interval", "travel"] {
        assert_eq!(hidden[key], "c", "{key}");
        assert_eq!(count[key], "c", "{key}");
    }
    // A count has no denominator and no children to target: what does not apply is null.
    assert_eq!((&hidden["to_target"], &count["to_target"]), (&"c".into(), &serde_json::Value::Null));
    assert_eq!((&hidden["denominator"], &hidden["previous"]["value"]), (&40.into(), &"c".into()));
    assert_eq!((&count["denominator"], &count["previous"]["value"]), (&serde_json::Value::Null, &12.0.into()));
    let full = &json["scorecards"][0]["groups"][0]["rows"][0];
    assert_eq!(full["series"].as_array().unwrap().len(), 13);
    assert_eq!(full["series"][3]["value"], serde_json::Value::Null);
    assert_eq!((&full["process"]["variation"], &full["restated"][0]["was"]), (&"improvement".into(), &"68.5%".into()));
}
