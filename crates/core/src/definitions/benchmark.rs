//! One published file: which of its rows measure what an indicator measures.
//!
//! The names are those of the file as it is downloaded. Knows nothing of its content.

use std::collections::BTreeMap;

use super::indicator::Indicator;
use super::keys;
use super::reader::{self, Entry, Source, Table};
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// A file that the Department publishes.
#[derive(Clone, Debug)]
pub struct PublishedFile {
    /// Its id, that of its definition.
    pub id: String,
    /// What the publication is called.
    pub title: String,
    /// Where it is published.
    pub source: String,
    /// Its name as it is downloaded. It is known by its columns all the same.
    pub file: String,
    /// What is measured in it.
    pub measures: Vec<PublishedMeasure>,
}

/// What one kind of row measures.
#[derive(Clone, Debug)]
pub struct PublishedMeasure {
    /// The indicator that measures the same, or nearly.
    pub indicator: String,
    /// What is published, as readers are told.
    pub title: String,
    /// The column of the figure.
    pub value: String,
    /// By column, what its rows hold.
    pub rows: BTreeMap<String, String>,
    /// The column with so many, of which the figure was made.
    pub count: Option<String>,
    /// Out of how many.
    pub total: Option<Total>,
    /// The values of a column whose rows are added, where no row has the whole.
    pub sum: Option<(String, Vec<String>)>,
    /// Whether authorities are ranked by it.
    pub ranked: bool,
    /// How it differs from the indicator.
    pub notes: Vec<String>,
}

/// Where it stands out of how many a count is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Total {
    /// In the count's column of the row that differs by these columns.
    Row(BTreeMap<String, String>),
    /// In another column of the same row.
    Column(String),
}

impl PublishedMeasure {
    /// The columns that tell its rows.
    pub fn filters(&self) -> Vec<&str> {
        let mut columns: Vec<&str> = self.rows.keys().map(String::as_str).collect();
        columns.extend(self.sum.as_ref().map(|(column, _)| column.as_str()));
        columns
    }

    /// Every column that it needs.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = self.filters();
        columns.push(&self.value);
        columns.extend(self.count.as_deref());
        if let Some(Total::Column(column)) = &self.total {
            columns.push(column);
        }
        columns
    }
}

/// Reads one file's definition. A measure of an indicator that is not there is a mistake where `strict`, and
/// left out otherwise; one of an indicator that is `known` and could not be read is left out as well.
pub fn read(
    source: &Source,
    indicators: &[Indicator],
    known: &[&str],
    strict: bool,
    problems: &mut Vec<Problem>,
) -> Option<PublishedFile> {
    reader::read(source, &keys::BENCHMARK, problems, |table| {
        let measures = table.tables("measures");
        Some(PublishedFile {
            id: source.id.clone(),
            title: table.words("title")?,
            source: table.words("source")?,
            file: table.words("file")?,
            measures: measures.iter().filter_map(|measure| read_measure(measure, indicators, known, strict)).collect(),
        })
    })
}

fn read_measure(table: &Table<'_>, indicators: &[Indicator], known: &[&str], strict: bool) -> Option<PublishedMeasure> {
    let id = table.text("indicator")?;
    let Some(indicator) = indicators.iter().find(|indicator| indicator.id == id.value && !indicator.local) else {
        if strict && !known.contains(&id.value.as_str()) {
            let library = indicators.iter().filter(|indicator| !indicator.local).map(|indicator| indicator.id.as_str());
            let label = suggestion(nearest(&id.value, library)).unwrap_or_else(|| "not in the library".to_owned());
            table.mistake(Code::UnknownIndicator, format!("there is no indicator '{}'", id.value), id.span, label);
        }
        return None;
    };
    let map = |key: &str| -> BTreeMap<String, String> {
        let entries = table.entries(key).into_iter();
        entries
            .filter_map(|(name, entry)| match entry {
                Entry::Text(text) => Some((name.value, text)),
                Entry::Table(_) => None,
            })
            .collect()
    };
    let total_row = map("total");
    let total = match table.words("of") {
        Some(column) => Some(Total::Column(column)),
        None => (!total_row.is_empty()).then_some(Total::Row(total_row)),
    };
    let values = table.list("sum");
    let sum = table.words("sum_over").map(|column| (column, values));
    let count = table.words("count");
    let adds_up = count.is_some() && total.is_some() && indicator.unit.is_share();
    if let Some(over) = table.text("sum_over").filter(|_| !adds_up || table.list("sum").is_empty()) {
        let message = "a sum of rows needs 'sum', 'count' and a total, and an indicator in percent";
        table.mistake(Code::MissingKey, message, over.span, "the percentage is counted from the sum and the total");
        return None;
    }
    Some(PublishedMeasure {
        indicator: id.value,
        title: table.words("title")?,
        value: table.words("value")?,
        rows: map("rows"),
        count,
        total,
        sum,
        ranked: table.yes_no("ranked").unwrap_or(true),
        notes: table.list("notes"),
    })
}
