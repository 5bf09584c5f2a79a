//! The layout of an extract: its columns, codes and keys.

use std::ops::Range;

use super::keys;
use super::layout;
use super::reader::{self, Entry, Source, Table};
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// The range of a whole number where the layout sets none.
const WIDEST: (i64, i64) = (i32::MIN as i64 + 1, i32::MAX as i64);

/// The layout of one extract.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Its canonical name, that of its file.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What one row stands for.
    pub about: Option<String>,
    /// The return or guidance it follows.
    pub source: String,
    /// File names it is known by.
    pub names: Vec<String>,
    /// Indices of the columns that make rows the same record; empty where every row is its own.
    pub key: Vec<usize>,
    /// The same where a column of the key is in no file; empty where nothing stands in.
    pub key_without: Vec<usize>,
    /// Whether rows of older extracts are used too.
    pub carried_over: bool,
    /// Whether often nothing happens in it for a month: that a file is the same as the month before, or has no date of its month, is
    /// then no sign that it was forgotten.
    pub seldom: bool,
    /// The first collection year whose return has it; none where all have.
    pub from: Option<i32>,
    /// Index of the date column that codes' years are checked from.
    pub year: Option<usize>,
    /// Whether it is a council's own extract, which gets tables of its own.
    pub local: bool,
    /// Index of the date column that tells since when a row is known.
    pub date: Option<usize>,
    /// Its columns, in the file's order.
    pub columns: Vec<Column>,
    /// The file it was read from.
    pub file: Source,
}

/// One column of an extract.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its canonical header.
    pub name: String,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// What it says.
    pub means: String,
    /// Whether the file is of no use without it.
    pub required: bool,
    /// Whether it is no fault where a file has none.
    pub optional: bool,
    /// Other headers it is known by.
    pub local: Vec<String>,
    /// Least and greatest value of a whole number.
    pub range: (i64, i64),
    /// The codes it may hold, in the order of the layout.
    pub codes: Vec<CodeMeaning>,
    /// Local codes with the code each stands for.
    pub local_codes: Vec<(String, String)>,
    /// Where its file has it.
    pub span: Range<usize>,
}

worded! {
    /// What the cells of a column hold.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum ColumnKind {
        /// The child's identifier.
        Child = "child",
        /// A day.
        Date = "date",
        /// A code of the column's list.
        Code = "code",
        /// 0 or 1.
        Flag = "flag",
        /// A whole number.
        Integer = "integer",
        /// A number.
        Number = "number",
        /// Text as it stands.
        Text = "text",
        /// The identifier of somebody or something: however it is written, it is the same one.
        Identifier = "identifier",
        /// A postcode.
        Postcode = "postcode",
        /// A month.
        Month = "month",
    }
}

/// One code of a column's list.
#[derive(Clone, Debug)]
pub struct CodeMeaning {
    /// The code.
    pub code: String,
    /// What it stands for.
    pub means: String,
    /// The first collection year that has it.
    pub from: i32,
    /// The last collection year that has it.
    pub until: i32,
}

impl Layout {
    /// The index of a column by its canonical name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The index of the column that holds the child's identifier.
    pub fn child(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.kind == ColumnKind::Child)
    }

    /// The key of rows where these columns are in the files.
    pub fn key_of(&self, is_there: impl Fn(usize) -> bool) -> &[usize] {
        // The child stands apart from the other columns.
        let is_there = |at: &usize| Some(*at) == self.child() || is_there(*at);
        let whole = self.key_without.is_empty() || self.key.iter().all(is_there);
        if whole { &self.key } else { &self.key_without }
    }

    /// The columns besides the child without which a row is of no use: its key, or where
    /// it has none, what the file cannot be without.
    pub fn needed(&self) -> Vec<usize> {
        if !self.key.is_empty() {
            return self.key.clone();
        }
        let required = self.columns.iter().enumerate().filter(|(_, column)| column.required);
        required.filter(|(_, column)| column.kind != ColumnKind::Child).map(|(at, _)| at).collect()
    }
}

impl Column {
    /// The place of a code in the column's list.
    pub fn code(&self, code: &str) -> Option<u8> {
        self.codes.iter().position(|known| known.code == code).and_then(|at| u8::try_from(at).ok())
    }

    /// The least whole number, where the layout sets one.
    pub fn least(&self) -> Option<i64> {
        Some(self.range.0).filter(|least| *least != WIDEST.0)
    }

    /// The greatest whole number, where the layout sets one.
    pub fn greatest(&self) -> Option<i64> {
        Some(self.range.1).filter(|greatest| *greatest != WIDEST.1)
    }
}

/// Reads one layout.
pub fn read(source: &Source, problems: &mut Vec<Problem>) -> Option<Layout> {
    reader::read(source, &keys::EXTRACT, problems, |table| {
        let columns: Vec<Column> = table
            .entries("columns")
            .into_iter()
            .filter_map(|(name, entry)| match entry {
                Entry::Table(column) => Some(read_column(name.value, &column)),
                Entry::Text(_) => None,
            })
            .collect();
        let find = |name: &super::reader::Text| {
            let at = columns.iter().position(|column| column.name == name.value);
            if at.is_none() {
                let near = suggestion(nearest(&name.value, columns.iter().map(|c| c.name.as_str())));
                table.mistake(
                    Code::UnknownColumn,
                    format!("the layout '{}' has no column '{}'", source.id, name.value),
                    name.span.clone(),
                    near.unwrap_or_else(|| "not among its columns".to_owned()),
                );
            }
            at
        };
        layout::check(&columns, table);
        let is_date = |at: &usize, name: &super::reader::Text| layout::is_date(&columns[*at], name, table);
        let year = table.text("year").and_then(|name| find(&name).filter(|at| is_date(at, &name)));
        let date = table.text("date").and_then(|name| find(&name).filter(|at| is_date(at, &name)));
        let key: Vec<usize> = table.texts("key").iter().filter_map(find).collect();
        let key_without: Vec<usize> = table.texts("key_without").iter().filter_map(find).collect();
        Some(Layout {
            id: source.id.clone(),
            title: table.words("title")?,
            about: table.words("about"),
            source: table.words("source")?,
            names: table.list("names"),
            // Without a key, rows that two extracts have would count twice.
            carried_over: table.yes_no("carried_over").unwrap_or(!key.is_empty()),
            seldom: table.yes_no("seldom").unwrap_or(false),
            key,
            key_without,
            from: table.whole("from").and_then(|year| i32::try_from(year).ok()),
            year,
            local: table.yes_no("local").unwrap_or(false),
            date,
            columns,
            file: source.clone(),
        })
    })
}

fn read_column(name: String, column: &Table<'_>) -> Column {
    let kind = column.words("type").and_then(|word| ColumnKind::parse(&word)).unwrap_or(ColumnKind::Text);
    let codes: Vec<CodeMeaning> = column
        .entries("codes")
        .into_iter()
        .map(|(code, entry)| match entry {
            Entry::Text(means) => CodeMeaning { code: code.value, means, from: i32::MIN, until: i32::MAX },
            Entry::Table(long) => CodeMeaning {
                code: code.value,
                means: long.words("means").unwrap_or_default(),
                from: year(&long, "from").unwrap_or(i32::MIN),
                until: year(&long, "until").unwrap_or(i32::MAX),
            },
        })
        .collect();
    if kind == ColumnKind::Code && (codes.is_empty() || codes.len() > 250) {
        column.mistake(
            Code::MissingKey,
            format!("the column '{name}' holds codes and needs between 1 and 250 of them"),
            column.span.clone(),
            format!("it lists {}", codes.len()),
        );
    }
    let local_codes: Vec<(String, String)> = column
        .entries("local_codes")
        .into_iter()
        .filter_map(|(local, entry)| match entry {
            Entry::Text(code) if codes.iter().any(|known| known.code == code) => Some((local.value.to_uppercase(), code)),
            Entry::Text(code) => {
                let near = suggestion(nearest(&code, codes.iter().map(|c| c.code.as_str())));
                column.mistake(
                    Code::WrongValue,
                    format!("the column '{name}' has no code '{code}'"),
                    local.span,
                    near.unwrap_or_else(|| "stands for no code of the list".to_owned()),
                );
                None
            }
            Entry::Table(_) => None,
        })
        .collect();
    layout::check_range(&name, column, WIDEST);
    Column {
        kind,
        means: column.words("means").unwrap_or_default(),
        required: column.yes_no("required").unwrap_or(false),
        optional: column.yes_no("optional").unwrap_or(false),
        local: column.list("local"),
        range: (column.whole("min").unwrap_or(WIDEST.0), column.whole("max").unwrap_or(WIDEST.1)),
        codes,
        local_codes,
        name,
        span: column.span.clone(),
    }
}

fn year(code: &Table<'_>, key: &str) -> Option<i32> {
    let (number, span) = code.number(key)?;
    let year = number.and_then(|number| i32::try_from(number).ok()).filter(|year| (1900..=2200).contains(year));
    if year.is_none() {
        code.mistake(Code::WrongValue, format!("'{key}' takes a year"), span, "from 1900 to 2200");
    }
    year
}
