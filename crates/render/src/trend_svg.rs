//! The chart of one row as a drawing of its own.

use super::formats::{Format, Look, Wants};
use super::{chart, words};
use scorecard_core::scorecard::{Document, Scorecard};

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "svg",
    ending: "svg",
    about: "The chart of one indicator as a drawing",
    offered: 5,
    terminal: false,
    children: false,
    wants: Wants { history: true, one_row: true, ..Wants::FIGURES },
    beside: None,
    render: |document, _| Ok(render(document).into_bytes()),
};

/// The charts of a document's rows, one after the other: of one row that is a drawing.
pub fn render(document: &Document) -> String {
    let of = |scorecard: &Scorecard| {
        let foot = words::foot_of_chart(document, scorecard);
        scorecard.every_row().map(|row| chart::svg(row, &foot)).collect::<String>()
    };
    document.scorecards.iter().map(of).collect()
}
