//! A document with every kind of cell, and what a reader must find of each row: every value worked by hand from the
//! figures of the document, none taken from the program. Each format is read back and held against them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roxmltree::{Document as Xml, Node};
use scorecard::calendar::parse_iso;
use scorecard::definitions::{Decimal, Polarity, Unit};
use scorecard::figure::{Figure, Fraction};
use scorecard::rating::{Rating, Travel};
use scorecard::render::docx;
use scorecard::scorecard::{Document, Group, Outturn, Point, Resolved, Restated, Row, ShownTarget, Stood};

use crate::every_cell::{self, AWKWARD, empty};
use crate::support::month;

/// What a paper shows of a row. Empty where its cell is.
pub struct Shown {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
    /// Its figure, or the symbol that stands for one.
    pub figure: &'static str,
    /// What the figure is of: `140 of 200`.
    pub of: &'static str,
    /// The target with the month that it is to be met by.
    pub target: &'static str,
    /// The rating in a word.
    pub rating: &'static str,
    /// The change, without its arrow.
    pub change: &'static str,
    /// The figure of a year before.
    pub year_before: &'static str,
    /// The figure of 31 March 2017, the last outturn.
    pub outturn: &'static str,
    /// Who leads.
    pub lead: &'static str,
}

const NOTHING: Shown =
    Shown { id: "", title: "", figure: "", of: "", target: "", rating: "", change: "", year_before: "", outturn: "", lead: "" };

/// The whole rows of the first scorecard, in order.
pub const SHOWN: [Shown; 13] = [
    // 140 of 200 after 138 of 200, which is 69.0%; a year before 128 of 200. Its last point is special cause improvement.
    Shown {
        id: "KN-15",
        title: "Children in the same placement for two years or more",
        figure: "70.0%",
        of: "140 of 200",
        target: "70% by March 2019",
        rating: "Green",
        change: "+1.0 points improving",
        year_before: "64.0%",
        ..NOTHING
    },
    // None of 31 after 1 of 30, which is 3.3%; without a chart its move is no trend.
    Shown {
        id: "KN-16",
        title: "A true zero",
        figure: "0.0%",
        of: "0 of 31",
        target: "5% by March 2019",
        rating: "Green",
        change: "-3.3 points",
        ..NOTHING
    },
    // 1 of 4,000 is 0.025%, which one decimal place shows as nought.
    Shown { id: "KN-17", title: "Rounds to zero and is not zero; no target", figure: "[low]", rating: "Not rated", ..NOTHING },
    // 12,450 days of 28 are 444.6, 11,900 of 27 were 440.7.
    Shown {
        id: "KN-18",
        title: AWKWARD,
        figure: "445",
        of: "of 28",
        target: "426 days by March 2019",
        rating: "Red",
        change: "+4 days",
        ..NOTHING
    },
    Shown {
        id: "KN-20",
        title: "Hidden, its denominator shown",
        figure: "[c]",
        of: "of 40",
        target: "80% by March 2019",
        rating: "Not rated",
        change: "[c]",
        ..NOTHING
    },
    Shown { id: "KN-21", title: "Hidden count", figure: "[c]", rating: "Not rated", change: "[c]", ..NOTHING },
    Shown { id: "KN-22", title: "No data", figure: "[x]", rating: "No data", ..NOTHING },
    Shown {
        id: "KN-23",
        title: "Nobody in the cohort",
        figure: "[z]",
        target: "100% by March 2019",
        rating: "No data",
        ..NOTHING
    },
    Shown { id: "KN-24", title: "The pledge is delivered", figure: "partly met", rating: "Amber", ..NOTHING },
    // 312 of 33,870 are 92.117 of 10,000.
    Shown { id: "KN-25", title: "Rate per 10,000 children", figure: "92.1", of: "312 of 33,870", rating: "Not rated", ..NOTHING },
    // 51,165 of 54,043 are 94.6747%, after 51,000 of 54,043, which are 94.3693%: 0.3053 more. A year before 50,000 of 54,000.
    Shown {
        id: "KN-30",
        title: "Sessions attended (data to February 2018)",
        figure: "94.7%",
        of: "51,165 of 54,043",
        target: "95% by March 2019",
        rating: "Red",
        change: "+0.3 points",
        year_before: "92.6%",
        outturn: "92.6%",
        lead: "Head of the Virtual School",
    },
    // As many as in the month before, which was reported as 1,230.
    Shown {
        id: "KN-31",
        title: "Homes in the borough",
        figure: "1,234",
        target: "1,000 homes by March 2019",
        rating: "Green",
        change: "level",
        outturn: "1,100",
        ..NOTHING
    },
    // 28 of 100 lie between the ends of the range. The outturn was taken out.
    Shown {
        id: "KN-32",
        title: "Placed with relatives or friends",
        figure: "28.0%",
        of: "28 of 100",
        target: "25% to 30% by March 2019",
        rating: "Green",
        outturn: "[c]",
        ..NOTHING
    },
];

/// The document: that of `every_cell`, and a group of rows that are large, late, compared and revised.
pub fn document() -> Document {
    let mut document = every_cell::document();
    let last = month("2018-03");
    let sessions = |numerator, denominator| Some(Figure::Proportion { numerator, denominator });
    let series = (0..13).map(|at| Point {
        month: last.back(12 - at),
        figure: match at {
            0 => sessions(50_000, 54_000),
            11 => sessions(51_000, 54_043),
            12 => sessions(51_165, 54_043),
            _ => sessions(50_500, 54_000),
        },
        target: Some(95.0),
        rating: Rating::Red,
        hidden: false,
        upper: None,
        against: None,
    });
    let number = |text: &str, shown: &str| {
        Decimal::parse(text).map(|number| ShownTarget::number(number, shown.to_owned(), parse_iso("2019-03-31")))
    };
    let before = month("2017-03");
    let stood = |shown: &str, number: f64| Some(Stood { number: Some(number), shown: shown.to_owned() });
    let rows = vec![
        Row {
            figure: sessions(51_165, 54_043),
            target: number("95", "95%"),
            rating: Rating::Red,
            reason: None,
            previous: (month("2018-02"), sessions(51_000, 54_043)),
            previous_rating: Rating::Red,
            travel: Some(Travel::Improving),
            data_to: Some(month("2018-02")),
            lead: Some("Head of the Virtual School".to_owned()),
            series: series.collect(),
            outturns: vec![Outturn { month: before, figure: sessions(50_000, 54_000), hidden: false }],
            ..empty("KN-30", "Sessions attended")
        },
        Row {
            unit: Unit::Count,
            decimals: 0,
            figure: Some(Figure::Count(1_234)),
            target: number("1000", "1,000 homes"),
            rating: Rating::Green,
            reason: None,
            previous: (month("2018-02"), Some(Figure::Count(1_234))),
            previous_rating: Rating::Green,
            travel: Some(Travel::Level),
            restated: vec![Restated { month: month("2018-02"), was: stood("1,230", 1_230.0), now: stood("1,234", 1_234.0) }],
            outturns: vec![Outturn { month: before, figure: Some(Figure::Count(1_100)), hidden: false }],
            ..empty("KN-31", "Homes in the borough")
        },
        Row {
            polarity: Polarity::None,
            figure: sessions(28, 100),
            target: Some(ShownTarget {
                kind: "range",
                resolved: Some(Resolved {
                    number: Fraction::new(25, 1),
                    upper: Some(Fraction::new(30, 1)),
                    shown: String::new(),
                    past: None,
                }),
                ..ShownTarget::words("25% to 30%".to_owned(), parse_iso("2019-03-31"))
            }),
            rating: Rating::Green,
            reason: None,
            outturns: vec![Outturn { month: before, figure: None, hidden: true }],
            ..empty("KN-32", "Placed with relatives or friends")
        },
    ];
    let title = "Priority 3: Large, late and compared".to_owned();
    document.scorecards[0].groups.push(Group { id: "large".to_owned(), title, rows });
    document
}

/// The cells of a row of a paper, by the heading of their column, without arrows and marks; what a figure is of apart.
pub fn expected(shown: &Shown) -> Vec<(&'static str, String)> {
    let figure = if shown.of.is_empty() { shown.figure.to_owned() } else { format!("{} {}", shown.figure, shown.of) };
    vec![
        ("Row", shown.id.to_owned()),
        ("Promise", shown.title.to_owned()),
        ("Figure", figure),
        ("Change", shown.change.to_owned()),
        ("Year before", shown.year_before.to_owned()),
        ("Last outturn", shown.outturn.to_owned()),
        ("Target by date", shown.target.to_owned()),
        ("Rating", shown.rating.to_owned()),
        ("Lead", shown.lead.to_owned()),
    ]
}

/// A cell as it is read: on one line, without the arrow of a change or the mark of a rating before it.
pub fn plain(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_start_matches(['↑', '↓', '→', '✓', '✗', '–', '!', '?']).trim_start().to_owned()
}

/// The rows that a format shows, as it is read back: of each row its cells by their headings.
pub type Found = BTreeMap<String, BTreeMap<String, String>>;

/// Holds the rows of a paper against what they must be.
pub fn hold(found: &Found) {
    for shown in &SHOWN {
        let row = found.get(shown.id).unwrap_or_else(|| panic!("{} is not there: {:?}", shown.id, found.keys()));
        for (heading, value) in expected(shown) {
            let cell = row.get(heading).map(|text| plain(text)).unwrap_or_else(|| panic!("no column '{heading}'"));
            assert_eq!(cell, plain(&value), "{} of {}", heading, shown.id);
        }
    }
}

/// Rows by their ids, of tables whose first row names the columns.
pub fn rows_of(tables: impl IntoIterator<Item = Vec<Vec<String>>>) -> Found {
    let mut found = Found::new();
    for table in tables {
        let mut rows = table.into_iter();
        let heads = rows.next().unwrap_or_default();
        // Other tables of a paper have rows of the same ids; the columns of ratings are in these alone.
        if !heads.iter().any(|head| head == "Target by date") {
            continue;
        }
        for cells in rows {
            let id = cells.first().cloned().unwrap_or_default();
            let cells = heads.iter().map(|head| plain(head)).zip(cells).collect();
            assert!(found.insert(id.clone(), cells).is_none(), "{id} twice");
        }
    }
    found
}

#[test]
fn word_shows_every_cell_as_it_was_worked_by_hand() {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx::render(&document()).unwrap())).unwrap();
    let mut file = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut file).unwrap();
    let xml = Xml::parse(&file).unwrap();
    let named = |node: Node<'_, '_>, name: &'static str| -> Vec<_> {
        node.descendants().filter(|node| node.tag_name().name() == name).map(|node| node.id()).collect()
    };
    let node = |id| xml.get_node(id).unwrap();
    let text = |id| {
        let part = |node: Node<'_, '_>| match node.tag_name().name() {
            "t" => node.text().unwrap_or_default().to_owned(),
            "br" => "\n".to_owned(),
            _ => String::new(),
        };
        node(id).descendants().map(part).collect::<String>()
    };
    let tables = named(xml.root(), "tbl").into_iter().map(|table| {
        named(node(table), "tr").into_iter().map(|row| named(node(row), "tc").into_iter().map(text).collect()).collect()
    });
    hold(&rows_of(tables.collect::<Vec<_>>()));
}
