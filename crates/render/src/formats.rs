//! The registries of formats: a line for each, under the kind of result that it writes.
//!
//! What a format is called, its ending, its line of help and what it wants stand in its own file, beside what writes it.

use super::children::{self, Children};
use super::{changes, changes_json, csv, docx, explanation, explanation_json, html, json, markdown, pdf, problems, table, trend};
use super::{trend_csv, trend_svg, worked, worked_formats, xlsx};
use scorecard_board::changes::diff::Changes;
use scorecard_core::explain::Explanation;
pub use scorecard_core::formats::{Format, Formats, Wants};
use scorecard_core::scorecard::Document;
use scorecard_core::worked::Report;

/// How a result is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// How tables are.
    pub tables: table::Style,
    /// How problems within a result are.
    pub problems: problems::Style,
    /// Whether a page has its script.
    pub interactive: bool,
}

impl Look {
    /// Of a file: in so many columns, without colour.
    pub fn of_file(width: u16) -> Look {
        Look {
            tables: table::Style { colour: false, unicode: true, width },
            problems: problems::Style { colour: false, unicode: true, width: width.into() },
            interactive: false,
        }
    }
}

/// The formats of scorecards.
pub static SCORECARDS: Formats<Document, Look> = Formats {
    of: "",
    all: &[
        &table::FORMAT,
        &json::FORMAT,
        &csv::FORMAT,
        &markdown::FORMAT,
        &html::FORMAT,
        &xlsx::FORMAT,
        &docx::FORMAT,
        &pdf::FORMAT,
    ],
};

/// The formats of trends.
pub static TRENDS: Formats<Document, Look> =
    Formats { of: " of trends", all: &[&trend::FORMAT, &json::FORMAT, &trend_csv::FORMAT, &html::OF_TRENDS, &trend_svg::FORMAT] };

/// The formats of the children behind a figure.
pub static CASES: Formats<Children, Look> = Formats { of: " of cases", all: &[&children::TEXT, &children::CSV, &children::JSON] };

/// The formats of an explanation.
pub static EXPLANATIONS: Formats<Explanation, Look> =
    Formats { of: " of explanations", all: &[&explanation::FORMAT, &explanation_json::FORMAT] };

/// The formats of what two runs differ in.
pub static CHANGES: Formats<Changes, Look> = Formats { of: " of changes", all: &[&changes::FORMAT, &changes_json::FORMAT] };

/// The formats of cases worked by hand.
pub static TESTS: Formats<Report, Look> =
    Formats { of: " of tests", all: &[&worked::FORMAT, &worked_formats::JSON, &worked_formats::JUNIT] };
