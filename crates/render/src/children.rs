//! The formats of the children behind a figure, and of those who cross a line of it: text, CSV and JSON of either.
//!
//! Case-level: children stand in it by their identifiers.

use super::formats::{Format, Look, Wants};
use super::{cases, cases_json, due};
use scorecard_core::cases::Cases;
use scorecard_core::due::Due;

/// Children one by one.
#[derive(Debug)]
pub enum Children {
    /// Those behind a figure.
    Figure(Cases),
    /// Those who cross a line in the months to come.
    Due(Due),
}

pub(super) static TEXT: Format<Children, Look> = Format {
    name: "table",
    ending: "txt",
    about: "Text, with the columns that the rule uses",
    offered: 9,
    terminal: true,
    children: true,
    wants: Wants::FIGURES,
    beside: None,
    render: |children, _| {
        Ok(match children {
            Children::Figure(found) => cases::text(found),
            Children::Due(found) => due::text(found),
        }
        .into_bytes())
    },
};

pub(super) static CSV: Format<Children, Look> = Format {
    name: "csv",
    ending: "csv",
    about: "CSV, with all columns of the table",
    offered: 6,
    terminal: false,
    children: true,
    wants: Wants::FIGURES,
    beside: None,
    render: |children, _| match children {
        Children::Figure(found) => cases::csv(found),
        Children::Due(found) => due::csv(found),
    },
};

pub(super) static JSON: Format<Children, Look> = Format {
    name: "json",
    ending: "json",
    about: "JSON, schema cases/v1",
    offered: 8,
    terminal: false,
    children: true,
    wants: Wants::FIGURES,
    beside: None,
    render: |children, _| {
        Ok(match children {
            Children::Figure(found) => cases_json::render(found),
            Children::Due(found) => due::json(found),
        }?
        .into_bytes())
    },
};
