//! Reads the figures of rows that no indicator counts: survey answers, returns, and
//! judgements in words.
//!
//! Takes the merged extracts `survey`, `returns` and `narrative`, gives for a row and a
//! month its figure by its parts, or the reason why there is none, with what the reader
//! should know. Knows nothing of targets, of polars, or of the children's own extracts.

mod asked;
mod cells;
mod names;

use std::collections::BTreeMap;

use crate::calendar::{self, Month, NO_DAY};
use crate::definitions::{Decimal, Feed, Layout, RowDefinition, ScorecardDefinition, Unit, UnitKind};
use crate::extracts::{Extract, Extracts, NO_CODE, NO_NUMBER, NO_WORD, plain, plural};
use crate::figure::fed::Fed;
use crate::figure::{Figure, Measured, Verdict};
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;
use crate::said::Note;

pub use asked::report_unasked;
use names::Names;
pub use names::report_spellings;

/// Answers that count as agreeing.
const AGREE: [&str; 5] = ["YES", "AGREE", "ALWAYS", "MOSTLY", "SOMETIMES"];

/// Answers may begin so many months after the 12 months that they are of.
const QUARTER: i32 = 3;

/// Fewer answers than this are to be read with care.
const FEW: i64 = 5;

/// The extracts, each with the columns that are read of it.
const FILES: [(&str, &[&str]); 3] = [
    ("survey", &["DATE", "QUESTION", "SCORE", "ANSWER"]),
    ("returns", &["PERIOD", "MEASURE", "NUMERATOR", "DENOMINATOR", "VALUE", "NOTE"]),
    ("narrative", &["PERIOD", "MEASURE", "JUDGEMENT", "EVIDENCE", "AUTHOR_ROLE"]),
];

/// The files that feed rows.
pub struct Feeds<'a> {
    extracts: &'a Extracts,
    layouts: &'a [Layout],
    period: Month,
    free_text: bool,
    /// By extract, the records of each name in the column that rows go by: looked up once, however many rows there are.
    names: BTreeMap<&'static str, Names>,
}

/// One of them, with the records that hold for a month.
struct Records<'a> {
    extract: &'a Extract,
    layout: &'a Layout,
    /// The month of the files whose records hold; those of all files where there is none.
    held: Option<Option<Month>>,
    names: Option<&'a Names>,
    free_text: bool,
}

/// A figure with its notes, or the reason for none.
type Found = Result<(Figure, Vec<Note>), String>;

impl<'a> Feeds<'a> {
    /// Of the extracts; `period` is the reporting month.
    pub fn new(extracts: &'a Extracts, layouts: &'a [Layout], period: Month) -> Self {
        Feeds { extracts, layouts, period, free_text: true, names: names::index(extracts, layouts) }
    }

    /// Without notes, evidence and roles: words can give away what is hidden from the public.
    pub fn without_free_text(self) -> Self {
        Feeds { free_text: false, ..self }
    }

    /// What feeds a row for a month; nothing for rows that no file feeds.
    pub fn row(&self, row: &RowDefinition, month: Month) -> Option<Fed> {
        Some(match &row.feed {
            Feed::Survey(question) => {
                let (measured, notes) = told(self.survey(question, row.unit, month));
                Fed { measured, notes, window: (month.window_start(12), month.last()) }
            }
            Feed::Return(measure) => {
                self.dated("returns", measure, month, |records, record, of| figure(records, record, of, row.unit))
            }
            Feed::Narrative(measure) => self.dated("narrative", measure, month, judgement),
            Feed::Indicator(_) | Feed::Awaits(_) => return None,
        })
    }

    /// Whether the answers of a survey row go back over no more than a part of a month's 12 months: they are then no
    /// figure to compare with. Surveys may be asked once in a quarter.
    pub fn is_short(&self, row: &RowDefinition, month: Month) -> bool {
        let Feed::Survey(_) = &row.feed else { return false };
        let Ok(records) = self.records("survey", month) else { return false };
        let days = records.layout.column("DATE").and_then(|column| records.extract.days(column)).unwrap_or_default();
        let first = records.held().filter_map(|record| days.get(record)).filter(|day| **day != NO_DAY).min();
        first.is_some_and(|first| Month::of(month.window_start(12)).months_until(Month::of(*first)) > QUARTER)
    }

    /// The answers to a question dated in the 12 months.
    fn survey(&self, question: &str, unit: Unit, month: Month) -> Found {
        let records = self.records("survey", month)?;
        let window = records.layout.column("DATE").and_then(|column| records.extract.days(column)).unwrap_or_default();
        let asked: Vec<usize> =
            records.named(question).filter(|record| (month.window_start(12)..=month.last()).contains(&window[*record])).collect();
        let within = format!("in the 12 months to {}", calendar::long(month.last()));
        if asked.is_empty() {
            return Err(format!("no answer to '{question}' {within}{}", names::meant(&records, "QUESTION", question)));
        }
        let column = if unit.is_share() { "ANSWER" } else { "SCORE" };
        let figure = if unit.is_share() { records.agreeing(&asked) } else { records.mean_score(&asked) }
            .ok_or_else(|| format!("survey.csv has no column {column}"))?;
        let number = figure.denominator().unwrap_or_default();
        if number == 0 {
            return Err(format!("no answer to '{question}' {within} has a value in {column}"));
        }
        Ok((figure, vec![Note::Answers { number, few: number < FEW }]))
    }

    /// The latest row of a measure within the 12 months.
    fn dated(
        &self,
        id: &str,
        measure: &str,
        month: Month,
        read: impl Fn(&Records<'_>, usize, Month) -> (Measured, Vec<Note>),
    ) -> Fed {
        let none =
            |reason: String| Fed { measured: Measured::NoData(reason), notes: Vec::new(), window: (month.first(), month.last()) };
        let records = match self.records(id, month) {
            Ok(records) => records,
            Err(reason) => return none(reason),
        };
        let periods = records.layout.column("PERIOD").and_then(|column| records.extract.days(column)).unwrap_or_default();
        let known = records.named(measure).filter(|record| periods[*record] != NO_DAY);
        let known = known.filter(|record| periods[*record] <= month.last());
        // One name in two spellings: the later extract's counts.
        let latest = known.max_by_key(|record| (periods[*record], records.extract.month(*record), *record));
        let Some(record) = latest else {
            let meant = names::meant(&records, "MEASURE", measure);
            return none(format!("{id}.csv has nothing of '{measure}' for {} or before{meant}", month.long()));
        };
        let of = Month::of(periods[record]);
        if of <= month.back(12) {
            let last = calendar::long(month.last());
            return none(format!("the latest of '{measure}' in {id}.csv is of {}, not of the 12 months to {last}", of.long()));
        }
        let (measured, notes) = read(&records, record, of);
        Fed { measured, notes, window: (of.first(), of.last()) }
    }

    /// An extract with the records that hold for a month, or why there are none.
    fn records(&self, id: &str, month: Month) -> Result<Records<'_>, String> {
        let found = self.extracts.by_id.get(id).zip(self.layouts.iter().find(|layout| layout.id == id));
        let (extract, layout) = found.ok_or_else(|| {
            let needs = match id {
                "survey" => "DATE, QUESTION and SCORE or ANSWER",
                "returns" => "PERIOD, MEASURE and VALUE, or NUMERATOR and DENOMINATOR",
                _ => "PERIOD, MEASURE and JUDGEMENT",
            };
            format!("no {id}.csv; it needs {needs}")
        })?;
        if layout.carried_over {
            return Ok(Records { extract, layout, held: None, names: self.names.get(id), free_text: self.free_text });
        }
        // The latest file not after the month. A file beside monthly folders is of no month and
        // gives way to any that is. Rows are dated, so that the first file there is will do for
        // the months before it.
        let months = || extract.files.iter().map(|file| file.month);
        let latest = months().filter(|of| *of <= Some(month)).max();
        let chosen = latest.or_else(|| months().filter(|of| *of <= Some(self.period)).min());
        let chosen = chosen.ok_or_else(|| format!("no {id} extract of {month} or before"))?;
        Ok(Records { extract, layout, held: Some(chosen), names: self.names.get(id), free_text: self.free_text })
    }
}

impl Records<'_> {
    fn holds(&self, record: usize) -> bool {
        self.held.is_none_or(|month| self.extract.month(record) == month)
    }

    /// The records that hold.
    fn held(&self) -> impl Iterator<Item = usize> {
        (0..self.extract.len()).filter(|record| self.holds(*record))
    }

    /// Those whose name is the one given; case, spaces, `-` and `_` do not matter.
    fn named(&self, name: &str) -> impl Iterator<Item = usize> {
        let records = self.names.and_then(|names| names.get(&plain(name)));
        records.into_iter().flatten().copied().filter(|record| self.holds(*record))
    }

    /// Whether some record has the name, held or not.
    fn is_known(&self, name: &str) -> bool {
        self.names.is_some_and(|names| names.contains_key(&plain(name)))
    }

    /// The share of answers that agree; nothing without the column.
    fn agreeing(&self, asked: &[usize]) -> Option<Figure> {
        let column = self.layout.column("ANSWER")?;
        let answers = self.extract.codes(column)?;
        let agree: Vec<u8> = AGREE.iter().filter_map(|code| self.layout.columns[column].code(code)).collect();
        let answered = asked.iter().map(|record| answers[*record]).filter(|answer| *answer != NO_CODE);
        let numerator = answered.clone().filter(|answer| agree.contains(answer)).count() as i64;
        Some(Figure::Proportion { numerator, denominator: answered.count() as i64 })
    }

    /// The mean of the scores; nothing without the column.
    fn mean_score(&self, asked: &[usize]) -> Option<Figure> {
        let scores = self.extract.numbers(self.layout.column("SCORE")?)?;
        let scores = asked.iter().map(|record| scores[*record]).filter(|score| !score.is_nan());
        let (sum, squares) = (scores.clone().sum(), scores.clone().map(|score| score * score).sum());
        Some(Figure::Mean { sum, squares, number: scores.count() as i64 })
    }

    /// A whole number of a record.
    ///
    /// # Errors
    /// When it cannot be read.
    fn whole(&self, column: &str, record: usize) -> Result<Option<i64>, String> {
        let Some(at) = self.layout.column(column) else { return Ok(None) };
        if let Some(numbers) = self.extract.integers(at) {
            return Ok(Some(numbers[record]).filter(|number| *number != NO_NUMBER).map(i64::from));
        }
        self.cell(column, record, cells::whole)
    }

    /// A number of a record in a unit, to a millionth.
    ///
    /// # Errors
    /// When it cannot be read.
    fn number(&self, column: &str, record: usize, unit: Unit) -> Result<Option<Decimal>, String> {
        let Some(at) = self.layout.column(column) else { return Ok(None) };
        if let Some(numbers) = self.extract.numbers(at) {
            let number = Some(numbers[record]).filter(|number| !number.is_nan());
            return Ok(number.map(|number| Decimal { digits: (number * 1e6).round() as i64, scale: 6 }));
        }
        self.cell(column, record, |text| cells::figure(text, unit))
    }

    /// A cell of text read as a number; the words of a mistake say where it is.
    fn cell<T>(&self, column: &str, record: usize, read: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, String> {
        let words = self.layout.column(column).and_then(|at| self.extract.words(at));
        let text = words.and_then(|words| words.words.get(words.ids[record] as usize));
        let Some(text) = text else { return Ok(None) };
        read(text).map(Some).map_err(|wrong| {
            let place = self.extract.place_in(record, self.layout.column(column));
            let row = place.row.map(|row| format!(", row {row}"));
            let row = place.cell.map(|cell| format!(", {cell}")).or(row).unwrap_or_default();
            format!("{column} '{text}' in {}{row} cannot be read: {wrong}", place.file)
        })
    }

    /// The text of a record, on one line; nothing where free text is left out.
    fn text(&self, column: &str, record: usize) -> Option<String> {
        if !self.free_text {
            return None;
        }
        let words = self.extract.words(self.layout.column(column)?)?;
        let id = Some(words.ids[record]).filter(|id| *id != NO_WORD)?;
        words.words.get(id as usize).map(|text| crate::plain::text(text).split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// The figure of a return: of its parts where they make it up, else as it arrived.
fn figure(records: &Records<'_>, record: usize, of: Month, unit: Unit) -> (Measured, Vec<Note>) {
    let notes = vec![Note::Return(of)];
    let parts = records.whole("NUMERATOR", record).and_then(|above| Ok((above, records.whole("DENOMINATOR", record)?)));
    let (numerator, denominator) = match parts {
        Ok(parts) => parts,
        Err(wrong) => return (Measured::NoData(wrong), notes),
    };
    let is_made = unit.is_share() && numerator.is_some() && denominator.is_some();
    let value = match records.number("VALUE", record, unit) {
        // What is not used does no harm.
        Err(_) if is_made => None,
        Err(wrong) => return (Measured::NoData(wrong), notes),
        Ok(value) => value.map(Figure::Given),
    };
    let mut notes = notes;
    let alone = || Some(Figure::Given(Decimal { digits: numerator?, scale: 0 }));
    let lacks = |what: &str| Measured::NoData(format!("the return of {} has no {what}", of.long()));
    let given = |value: Option<Figure>, what: &str| value.map_or_else(|| lacks(what), Measured::Figure);
    let found = match (unit.is().kind, numerator, denominator) {
        (UnitKind::Share, Some(_), Some(0)) => Measured::Nobody(format!("nobody to measure: DENOMINATOR of {} is 0", of.long())),
        (UnitKind::Share, Some(numerator), Some(denominator)) => Measured::Figure(Figure::Proportion { numerator, denominator }),
        (UnitKind::Share, ..) => given(value, "VALUE, nor both NUMERATOR and DENOMINATOR"),
        // What a numerator out of a denominator would be in days or points is not for us to say.
        (UnitKind::Number, ..) | (UnitKind::Rate | UnitKind::Amount | UnitKind::Words, _, None) => {
            given(value.or_else(alone), "VALUE or NUMERATOR")
        }
        (UnitKind::Rate | UnitKind::Amount | UnitKind::Words, _, Some(_)) => given(value, "VALUE"),
    };
    notes.extend(records.text("NOTE", record).map(|note| Note::Labelled("Note", note)));
    if matches!(found, Measured::Figure(Figure::Proportion { numerator, denominator }) if numerator > denominator) {
        notes.push(Note::MoreThanAll);
    }
    (found, notes)
}

/// The judgement of a narrative.
fn judgement(records: &Records<'_>, record: usize, of: Month) -> (Measured, Vec<Note>) {
    let verdict = || {
        let column = records.layout.column("JUDGEMENT")?;
        let code = records.layout.columns[column].codes.get(usize::from(*records.extract.codes(column)?.get(record)?))?;
        Some(match code.code.as_str() {
            "MET" => Verdict::Met,
            "PARTLY" => Verdict::Partly,
            "NOT_MET" => Verdict::NotMet,
            _ => return None,
        })
    };
    let none = || Measured::NoData(format!("the narrative of {} has no JUDGEMENT", of.long()));
    let found = verdict().map_or_else(none, |verdict| Measured::Figure(Figure::Judged(verdict)));
    let mut notes = vec![Note::Judgement(of)];
    for (label, column) in [("Evidence", "EVIDENCE"), ("Judged by", "AUTHOR_ROLE")] {
        notes.extend(records.text(column, record).map(|text| Note::Labelled(label, text)));
    }
    (found, notes)
}

fn told(found: Found) -> (Measured, Vec<Note>) {
    match found {
        Ok((figure, notes)) => (Measured::Figure(figure), notes),
        Err(reason) => (Measured::NoData(reason), Vec::new()),
    }
}

/// The rows that each file feeds.
fn fed_rows<'a>(definitions: &[&'a ScorecardDefinition]) -> BTreeMap<&'static str, Vec<&'a str>> {
    let mut fed: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
    for row in definitions.iter().flat_map(|definition| &definition.groups).flat_map(|group| &group.rows) {
        let file = match row.feed {
            Feed::Survey(_) => "survey",
            Feed::Return(_) => "returns",
            Feed::Narrative(_) => "narrative",
            Feed::Indicator(_) | Feed::Awaits(_) => continue,
        };
        fed.entry(file).or_default().push(&row.id);
    }
    fed
}

/// The columns that the scorecards' rows need, as `extract.COLUMN`.
pub fn needs(definitions: &[&ScorecardDefinition]) -> Vec<String> {
    let fed = fed_rows(definitions);
    let files = FILES.iter().filter(|(file, _)| fed.contains_key(file));
    files.flat_map(|(file, columns)| columns.iter().map(move |column| format!("{file}.{column}"))).collect()
}

/// Files that rows of the scorecards need and the folder lacks, of those that are `laid_out`.
pub fn report_missing(
    definitions: &[&ScorecardDefinition],
    extracts: &Extracts,
    laid_out: &dyn Fn(&str) -> bool,
    problems: &mut Vec<Problem>,
) {
    let missing = |(file, _): &(&str, Vec<&str>)| laid_out(file) && !extracts.by_id.contains_key(*file);
    for (file, rows) in fed_rows(definitions).into_iter().filter(missing) {
        let count = rows.len() as u64;
        let more = if rows.len() > PLACES { ", ..." } else { "" };
        let shown = rows.into_iter().take(PLACES).collect::<Vec<_>>().join(", ");
        let needs = plural(count, "row needs", "rows need");
        problems.push(Problem::new(Code::MissingFile, format!("there is no {file} extract; {count} {needs} it: {shown}{more}")));
    }
}
