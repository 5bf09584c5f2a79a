//! One scorecard as headings, paragraphs and tables, from the pages of the layout.

use rayon::prelude::*;

use super::blocks::{self, BOLD, Look, PLAIN, cell, paragraph, run};
use super::body::Body;
use super::frame::{self, Section};
use super::package::{self, Image};
use super::styles::{self, Where};
use super::xml::Element;
use crate::layout::{Cell, Column, Detail, Line, Matrix, Page, Part};
use crate::paper::notes::{self, Notes};
use crate::paper::{Paper, Part as PaperPart};
use crate::said::{self, Said, said};
use crate::{picture, span, words};
use scorecard_core::scorecard::{Row, Scorecard};

/// English Metric Units in a 96th of an inch.
const UNITS: u32 = 9_525;
/// How many columns short paragraphs stand in, of one or two lines or of a few words each.
const SENTENCES: usize = 3;
const ITEMS: usize = 2;

/// For each row in turn its picture with what that says in words, if it has one.
type Drawings = std::vec::IntoIter<Option<(Vec<u8>, String)>>;

impl Body {
    /// Adds what follows the front page of a scorecard: with the contents of the document before it, where it has them here.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn scorecard(&mut self, part: &PaperPart<'_>, contents: bool) -> anyhow::Result<()> {
        let page = &part.page;
        let scorecard = page.scorecard;
        let items = self.frame.columns(ITEMS);
        if contents {
            self.contents();
        }
        self.blocks.extend(page.facts.iter().map(|fact| paragraph("Facts", [run(fact, PLAIN)])));
        self.blocks.extend(page.symbols.iter().map(|symbol| paragraph("Facts", [run(&words::legend(*symbol), PLAIN)])));
        if !part.brief.is_empty() {
            self.heading("Heading2", 2, "The month in brief");
            self.end_section(1, true);
            for topic in &part.brief {
                self.blocks.push(paragraph("Heading3", [run(&topic.title, PLAIN)]));
                self.blocks.extend(topic.items.iter().map(|item| paragraph("Alike", [run(item, PLAIN)])));
            }
            self.end_section(items, false);
        }
        // Drawing takes most of the time, so it is done on all cores.
        let rows: Vec<&Row> = scorecard.rows().collect();
        let drawings: Vec<Option<(Vec<u8>, String)>> =
            rows.par_iter().map(|row| Ok(picture::trend(row)?.zip(picture::words(row)))).collect::<anyhow::Result<_>>()?;
        let trends = page.columns.contains(&Column::Trend);
        let mut drawings = drawings.into_iter();
        if trends {
            let charted = scorecard.every_row().any(|row| row.chart.as_ref().is_some_and(|chart| chart.enough));
            self.blocks.push(paragraph("Facts", [run(&trend_legend(scorecard, charted), PLAIN)]));
        }
        let columns = columns(page, self.frame.is_narrow());
        let widths = widths(page, &columns, self.frame.width);
        let told: Vec<Said<'_>> = page.sections.iter().map(said).collect();
        for section in &page.sections {
            self.heading("Heading2", 2, section.title);
            for part in &section.parts {
                if let Some(about) = part.about {
                    self.heading("Heading3", 3, about);
                }
                self.table(section.title, part, (page, &columns, &widths), trends.then_some(&mut drawings));
            }
            section.matrices.iter().for_each(|matrix| self.matrix(section.title, matrix));
        }
        self.multiples(scorecard)?;
        self.in_groups(scorecard)?;
        self.further(scorecard)?;
        self.end_section(1, false);
        if told.iter().any(Said::has_more) {
            self.heading("Heading2", 2, said::HEADING);
        }
        for (section, said) in page.sections.iter().zip(&told) {
            self.below(section.title, said);
        }
        self.notes(&notes::notes(&told));
        Ok(())
    }

    /// Ends the columns that what is said of rows stands in.
    pub fn end_columns(&mut self) {
        let columns = self.frame.columns(SENTENCES);
        self.end_section(columns, false);
    }

    /// The properties of the last section, which are those of the whole document to Word.
    pub fn last_section(&mut self) -> Element {
        let columns = self.frame.columns(SENTENCES);
        self.frame.section(Section { columns, starts_page: false })
    }

    fn notes(&mut self, notes: &Notes<'_>) {
        if notes.is_empty() {
            return;
        }
        self.heading("Heading2", 2, notes::HEADING);
        let note = |ids: &str, text: &str| paragraph("RowNote", [run(&format!("{ids}: "), BOLD), run(text, PLAIN)]);
        self.blocks.extend(notes.own.iter().map(|(row, text)| note(&row.id, text)));
        self.blocks.extend(notes.shared.iter().map(|(ids, text)| note(ids, text)));
    }

    fn table(
        &mut self,
        title: &str,
        part: &Part<'_>,
        (page, columns, widths): (&Page<'_>, &[Column], &[usize]),
        mut trends: Option<&mut Drawings>,
    ) {
        let name = |column: &Column| {
            let style = if column.is_number() { "CellHeadingRight" } else { "CellHeading" };
            paragraph(style, [run(column.heading(), BOLD)])
        };
        let heads = columns.iter().map(name).zip(widths).map(|(head, width)| cell(*width, None, head));
        let mut rows = vec![blocks::row(true, heads)];
        for line in &part.lines {
            let mut trend = trends.as_deref_mut().map(|drawings| self.trend(line.row, drawings));
            let told = |wanted: Column| {
                let at = page.columns.iter().position(|column| *column == wanted);
                at.and_then(|at| line.cells.get(at)).cloned().unwrap_or(Cell::Empty)
            };
            let beside = |column: Column| if columns.contains(&column) { Cell::Empty } else { told(column) };
            let cells = columns.iter().zip(widths).map(|(column, width)| match column {
                Column::Trend => cell(*width, None, paragraph("CellText", trend.take().unwrap_or_default())),
                // On a narrow page who leads stands below the name, and the figure of a year before below this one.
                Column::Title => drawn_with(line, &told(*column), *column, ("Lead", &beside(Column::Lead)), *width),
                Column::FigureOf => {
                    drawn_with(line, &told(*column), *column, ("year before", &beside(Column::YearBefore)), *width)
                }
                column => cell(*width, None, drawn(line, &told(*column), *column)),
            });
            rows.push(blocks::row(false, cells.collect::<Vec<_>>()));
        }
        let caption = part.about.map_or_else(|| title.to_owned(), |about| format!("{title}: {about}"));
        let description = "A row for each promise with its figure, change, target, rating, trend and lead.";
        self.caption(&format!("{caption}: figures, targets and ratings"));
        self.blocks.push(blocks::table(&caption, description, widths, rows));
        self.blocks.push(paragraph("AfterTable", []));
    }

    /// A breakdown: a row for each promise, a column for each group.
    fn matrix(&mut self, section: &str, matrix: &Matrix) {
        self.heading("Heading3", 3, &matrix.title);
        if !matrix.heads.is_empty() {
            let across = self.frame.width;
            let group = (across.saturating_sub(2_400) / matrix.heads.len()).min(1_250);
            let title = (across - group * matrix.heads.len()).min(6_500);
            let widths: Vec<usize> = std::iter::once(title).chain(matrix.heads.iter().map(|_| group)).collect();
            let first = cell(title, None, paragraph("CellHeading", [run(Column::Title.heading(), BOLD)]));
            let heads = matrix.heads.iter().map(|head| cell(group, None, paragraph("CellHeadingRight", [run(head, BOLD)])));
            let mut rows = vec![blocks::row(true, std::iter::once(first).chain(heads))];
            for row in &matrix.rows {
                let name = cell(title, None, paragraph("CellText", [run(&format!("{} {}", row.id, row.title), PLAIN)]));
                let cells = row.cells.iter().map(|found| cell(group, None, paragraph("CellNumber", figure(found, PLAIN))));
                rows.push(blocks::row(false, std::iter::once(name).chain(cells)));
            }
            let caption = format!("{section}: {}", matrix.title);
            self.caption(&caption);
            self.blocks.push(blocks::table(&caption, "A row for each promise, a column for each group.", &widths, rows));
        }
        let note = matrix.note.iter().map(|note| run(note, PLAIN));
        self.blocks.push(paragraph("Alike", note));
    }

    fn trend(&mut self, row: &Row, drawings: &mut Drawings) -> Vec<Element> {
        let Some((picture, words)) = drawings.next().flatten() else { return Vec::new() };
        let number = self.picture(Image::png(picture));
        let wide = trend_width(self.frame.width);
        let size = (wide * UNITS, wide * picture::HEIGHT * UNITS / picture::WIDTH);
        let name = format!("Trend of {}", row.id);
        vec![blocks::picture(number, &package::relation(number), &name, &words, size)]
    }

    /// What is said of the rows of a group, under its name.
    fn below(&mut self, title: &str, said: &Said<'_>) {
        if !said.has_more() {
            return;
        }
        self.heading("Heading3", 3, title);
        for (row, details) in said.commentary.iter().chain(&said.rows) {
            let (open, rest): (Vec<&Detail>, Vec<&Detail>) =
                details.iter().filter(|detail| !detail.is_legend()).partition(|detail| said::in_the_open(row, detail));
            if open.is_empty() && rest.is_empty() {
                continue;
            }
            self.blocks.push(paragraph("CommentaryRow", [run(&words::name_in_short(row), PLAIN)]));
            let told = |label: &str, detail: &Detail| [run(&format!("{label}: "), BOLD), run(&detail.text, PLAIN)];
            for (at, detail) in open.iter().enumerate() {
                let before = at.checked_sub(1).and_then(|at| open.get(at).copied());
                self.blocks.push(paragraph("Commentary", told(said::label(before, detail), detail)));
            }
            // What nobody said is short, and follows in one paragraph.
            let mut runs = Vec::new();
            for detail in rest {
                if !runs.is_empty() {
                    runs.push(run(". ", PLAIN));
                }
                runs.extend(told(&detail.label, detail));
            }
            if !runs.is_empty() {
                self.blocks.push(paragraph("Commentary", runs));
            }
        }
        // One paragraph for each kind: reasons are short, and a line for each would be a page.
        let alike: Vec<_> = said.alike.iter().filter(|(detail, _)| !detail.is_legend()).collect();
        for alike in alike.chunk_by(|(a, _), (b, _)| a.label == b.label) {
            let Some((first, _)) = alike.first() else { continue };
            let texts: Vec<String> =
                alike.iter().map(|(detail, rows)| format!("{} ({})", detail.text, rows.join(", "))).collect();
            let runs = [run(&format!("{}: ", first.label), BOLD), run(&texts.join("; "), PLAIN)];
            self.blocks.push(paragraph("Alike", runs));
        }
    }
}

fn drawn(line: &Line<'_>, found: &Cell, column: Column) -> Element {
    if let Cell::Rating(rating) = found {
        return paragraph(&styles::rating(*rating, Where::Cell), [run(&found.text(), PLAIN)]);
    }
    let look = if column == Column::FigureOf && line.row.part_of.is_none() { BOLD } else { PLAIN };
    paragraph(style_of(column), figure(found, look))
}

fn style_of(column: Column) -> &'static str {
    if column.is_number() { "CellNumber" } else { "CellText" }
}

/// A cell with another below it, where that has something to say.
fn drawn_with(line: &Line<'_>, found: &Cell, column: Column, (label, more): (&str, &Cell), width: usize) -> Element {
    let first = drawn(line, found, column);
    if *more == Cell::Empty {
        return cell(width, None, first);
    }
    let text = more.text().replace('\n', " ");
    let second = paragraph(style_of(column), [run(&format!("{label}: {text}"), Look { bold: false, colour: Some("505A5F") })]);
    blocks::cell_of(width, vec![first, second])
}

/// A cell's text; what a figure is of stands below it.
fn figure(found: &Cell, look: Look) -> Vec<Element> {
    let text = found.text();
    let (first, of) = text.split_once('\n').unwrap_or((&text, ""));
    let mut runs = Vec::new();
    if !first.is_empty() {
        runs.push(run(first, look));
    }
    if !of.is_empty() {
        runs.push(run(&format!("\n{of}"), PLAIN));
    }
    runs
}

/// The columns of a page: on a narrow one those that have room, what the others say stands in them.
fn columns(page: &Page<'_>, narrow: bool) -> Vec<Column> {
    let all = page.columns.iter().copied();
    all.filter(|column| !(narrow && matches!(column, Column::Lead | Column::YearBefore))).collect()
}

/// How wide a trend is, in 96ths of an inch: smaller where the page is narrow.
fn trend_width(across: usize) -> u32 {
    if across < frame::NARROW { 64 } else { picture::WIDTH }
}

/// Widths of the columns, in twentieths of a point: what is left is shared by the columns of words.
fn widths(page: &Page<'_>, columns: &[Column], across: usize) -> Vec<usize> {
    let whole = page.scorecard.rows();
    let longest = whole.map(|row| row.id.chars().count()).max().unwrap_or(0);
    let id = (longest * 105 + 160).clamp(750, 1_900);
    // Words share what is left, by these parts of it.
    let share = |column: &Column| match column {
        Column::Title => 9,
        Column::TargetBy => 7,
        Column::Lead => 10,
        _ => 0,
    };
    let fixed = |column: &Column| match column {
        Column::Title | Column::TargetBy | Column::Lead => 0,
        Column::Id => id,
        Column::FigureOf => 1_480,
        Column::Rating => 1_130,
        Column::Trend => trend_width(across) as usize * 15 + 150,
        column if column.is_travel() => 1_150,
        _ => 860,
    };
    let left = across.saturating_sub(columns.iter().map(fixed).sum());
    let shares: usize = columns.iter().map(share).sum::<usize>().max(1);
    columns.iter().map(|column| fixed(column).max(left * share(column) / shares)).collect()
}

fn trend_legend(scorecard: &Scorecard, charted: bool) -> String {
    let months = || scorecard.every_row().flat_map(|row| &row.series).map(|point| point.month);
    let span = match (months().min(), months().max()) {
        (Some(first), Some(last)) => format!("Trend: {} to {}. ", first.long(), last.long()),
        _ => String::new(),
    };
    span + &picture::key(charted, span::steps(scorecard))
}

/// The line at the head of each page: the council, and how the paper is marked.
pub fn header(paper: &Paper<'_>) -> Element {
    let council = paper.letterhead.council.as_deref().unwrap_or_default();
    paragraph("Header", [run(&format!("{council}\t{}", paper.marking), PLAIN)])
}

/// The line at the foot of each page.
pub fn footer(paper: &Paper<'_>) -> Element {
    let left = format!("{}  {}\tPage ", paper.foot, paper.marking);
    let runs = [run(&left, PLAIN), blocks::field("PAGE", "1"), run(" of ", PLAIN), blocks::field("NUMPAGES", "1")];
    paragraph("Footer", runs)
}
