//! One scorecard as headings, paragraphs and tables, from the pages of the layout.

use rayon::prelude::*;

use super::blocks::{self, BOLD, Look, PLAIN, cell, paragraph, run};
use super::package::{self, Image};
use super::styles::{TEXT_WIDTH, colours};
use super::xml::Element;
use crate::layout::{Cell, Column, Line, Matrix, Page, Part};
use crate::paper::{Paper, Part as PaperPart};
use crate::said::{Said, said};
use crate::{picture, span, words};
use scorecard_core::scorecard::{Row, Scorecard};

/// English Metric Units in a 96th of an inch.
const UNITS: u32 = 9_525;

/// For each row in turn its picture with what that says in words, if it has one.
type Drawings = std::vec::IntoIter<Option<(Vec<u8>, String)>>;

/// Paragraphs and tables with the pictures they show.
#[derive(Default)]
pub struct Body {
    /// The paragraphs and tables.
    pub blocks: Vec<Element>,
    /// The pictures.
    pub pictures: Vec<Image>,
}

impl Body {
    /// Adds what follows the front page of a scorecard.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn scorecard(&mut self, part: &PaperPart<'_>) -> anyhow::Result<()> {
        let page = &part.page;
        let scorecard = page.scorecard;
        self.blocks.extend(page.facts.iter().map(|fact| paragraph("Facts", [run(fact, PLAIN)])));
        self.blocks.extend(page.symbols.iter().map(|symbol| paragraph("Facts", [run(&words::legend(*symbol), PLAIN)])));
        if !part.brief.is_empty() {
            self.blocks.push(paragraph("Heading2", [run("The month in brief", PLAIN)]));
        }
        for topic in &part.brief {
            self.blocks.push(paragraph("Heading3", [run(&topic.title, PLAIN)]));
            self.blocks.extend(topic.items.iter().map(|item| paragraph("Facts", [run(item, PLAIN)])));
        }
        // Drawing takes most of the time, so it is done on all cores.
        let rows: Vec<&Row> = scorecard.wholes().collect();
        let drawings: Vec<Option<(Vec<u8>, String)>> =
            rows.par_iter().map(|row| Ok(picture::trend(row)?.zip(picture::words(row)))).collect::<anyhow::Result<_>>()?;
        let trends = page.columns.contains(&Column::Trend);
        let mut drawings = drawings.into_iter();
        if trends {
            let charted = scorecard.rows().any(|row| row.chart.as_ref().is_some_and(|chart| chart.enough));
            self.blocks.push(paragraph("Facts", [run(&trend_legend(scorecard, charted), PLAIN)]));
        }
        let widths = widths(page);
        let mut notes: Vec<(&Row, Vec<&str>)> = Vec::new();
        let told: Vec<Said<'_>> = page.sections.iter().map(said).collect();
        for (section, said) in page.sections.iter().zip(&told) {
            self.blocks.push(paragraph("Heading2", [run(section.title, PLAIN)]));
            for part in &section.parts {
                if let Some(about) = part.about {
                    self.blocks.push(paragraph("Heading3", [run(about, PLAIN)]));
                }
                self.table(section.title, part, (&page.columns, &widths), trends.then_some(&mut drawings));
            }
            section.matrices.iter().for_each(|matrix| self.matrix(section.title, matrix));
            self.below(said);
            notes.extend(said.notes.iter().map(|(row, notes)| (*row, notes.clone())));
        }
        self.multiples(scorecard)?;
        self.in_groups(scorecard)?;
        if !notes.is_empty() {
            self.blocks.push(paragraph("Heading2", [run("Notes and sources", PLAIN)]));
            self.blocks.push(notes_table(&notes, &widths));
            self.blocks.push(paragraph("AfterTable", []));
        }
        Ok(())
    }

    /// Adds a picture, and gives its number.
    pub fn picture(&mut self, picture: Image) -> usize {
        self.pictures.push(picture);
        self.pictures.len()
    }

    fn table(
        &mut self,
        title: &str,
        part: &Part<'_>,
        (columns, widths): (&[Column], &[usize]),
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
            let cells = line.cells.iter().zip(columns.iter().copied()).zip(widths).map(|((found, column), width)| match column {
                Column::Trend => cell(*width, None, paragraph("CellText", trend.take().unwrap_or_default())),
                column => drawn(line, found, column, *width),
            });
            rows.push(blocks::row(false, cells.collect::<Vec<_>>()));
        }
        let caption = part.about.map_or_else(|| title.to_owned(), |about| format!("{title}: {about}"));
        let description = "A row for each promise with its figure, change, target, rating, trend and lead.";
        self.blocks.push(blocks::table(&caption, description, widths, rows));
        self.blocks.push(paragraph("AfterTable", []));
    }

    /// A breakdown: a row for each promise, a column for each group.
    fn matrix(&mut self, section: &str, matrix: &Matrix) {
        self.blocks.push(paragraph("Heading3", [run(&matrix.title, PLAIN)]));
        if !matrix.heads.is_empty() {
            let group = 1_250;
            let title = (TEXT_WIDTH - group * matrix.heads.len()).min(6_500);
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
            self.blocks.push(blocks::table(&caption, "A row for each promise, a column for each group.", &widths, rows));
        }
        let note = matrix.note.iter().map(|note| run(note, PLAIN));
        self.blocks.push(paragraph("Alike", note));
    }

    fn trend(&mut self, row: &Row, drawings: &mut Drawings) -> Vec<Element> {
        let Some((picture, words)) = drawings.next().flatten() else { return Vec::new() };
        let number = self.picture(Image::png(picture));
        let size = (picture::WIDTH * UNITS, picture::HEIGHT * UNITS);
        let name = format!("Trend of {}", row.id);
        vec![blocks::picture(number, &package::relation(number), &name, &words, size)]
    }

    fn below(&mut self, said: &Said<'_>) {
        for (row, details) in said.commentary.iter().chain(&said.rows) {
            self.blocks.push(paragraph("CommentaryRow", [run(&format!("{} {}", row.id, row.title), PLAIN)]));
            for detail in details {
                let label = format!("{}: ", detail.label);
                self.blocks.push(paragraph("Commentary", [run(&label, BOLD), run(&detail.text, PLAIN)]));
            }
        }
        // One paragraph for each kind: reasons are short, and a line for each would be a page.
        for alike in said.alike.chunk_by(|(a, _), (b, _)| a.label == b.label) {
            let Some((first, _)) = alike.first() else { continue };
            let texts: Vec<String> =
                alike.iter().map(|(detail, rows)| format!("{} ({})", detail.text, rows.join(", "))).collect();
            let runs = [run(&format!("{}: ", first.label), BOLD), run(&texts.join("; "), PLAIN)];
            self.blocks.push(paragraph("Alike", runs));
        }
    }
}

fn drawn(line: &Line<'_>, found: &Cell, column: Column, width: usize) -> Element {
    let style = if column.is_number() { "CellNumber" } else { "CellText" };
    if let Cell::Rating(rating) = found {
        let (fill, ink) = colours(*rating);
        let runs = [run(&found.text(), Look { bold: true, colour: Some(ink) })];
        return cell(width, Some(fill), paragraph(style, runs));
    }
    let look = if column == Column::FigureOf && !line.row.is_part() { BOLD } else { PLAIN };
    cell(width, None, paragraph(style, figure(found, look)))
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

/// Widths of the columns, in twentieths of a point: what is left is the title's.
fn widths(page: &Page<'_>) -> Vec<usize> {
    let whole = page.scorecard.wholes();
    let longest = whole.map(|row| row.id.chars().count()).max().unwrap_or(0);
    let id = (longest * 115 + 180).clamp(850, 1_900);
    let outturns = page.columns.iter().filter(|column| matches!(column, Column::Outturn(_))).count();
    let mut widths: Vec<usize> = page
        .columns
        .iter()
        .map(|column| match column {
            Column::Id => id,
            Column::Title => 0,
            Column::FigureOf => 1_650,
            Column::TargetBy => {
                if outturns > 1 {
                    1_650
                } else {
                    1_950
                }
            }
            Column::Rating => 1_250,
            Column::Trend => (picture::WIDTH * 15 + 160) as usize,
            Column::Lead => {
                if outturns > 1 {
                    1_300
                } else {
                    1_700
                }
            }
            column if column.is_travel() => 1_350,
            _ => 970,
        })
        .collect();
    let left = TEXT_WIDTH.saturating_sub(widths.iter().sum());
    if let Some(title) = widths.get_mut(1) {
        *title = left;
    }
    widths
}

fn trend_legend(scorecard: &Scorecard, charted: bool) -> String {
    let months = || scorecard.rows().flat_map(|row| &row.series).map(|point| point.month);
    let span = match (months().min(), months().max()) {
        (Some(first), Some(last)) => format!("Trend: {} to {}. ", first.long(), last.long()),
        _ => String::new(),
    };
    span + &picture::key(charted, span::steps(scorecard))
}

fn notes_table(notes: &[(&Row, Vec<&str>)], widths: &[usize]) -> Element {
    let id = widths.first().copied().unwrap_or(0);
    let title = 3_600;
    let widths = [id, title, TEXT_WIDTH.saturating_sub(id + title)];
    let heads = ["Row", "Promise", "Notes"];
    let head = heads.iter().zip(widths).map(|(head, width)| cell(width, None, paragraph("CellHeading", [run(head, BOLD)])));
    let mut rows = vec![blocks::row(true, head)];
    for (row, notes) in notes {
        let sentences: Vec<String> = notes.iter().map(|note| sentence(note)).collect();
        let texts = [row.id.clone(), row.title.clone(), sentences.join(" ")];
        let cells = texts.iter().zip(widths);
        rows.push(blocks::row(false, cells.map(|(text, width)| cell(width, None, paragraph("CellNotes", [run(text, PLAIN)])))));
    }
    blocks::table("Notes and sources", "What the reader of each row should know, and where it is from.", &widths, rows)
}

/// A note with a capital and a full stop, since one follows another.
fn sentence(note: &str) -> String {
    format!("{}{}", words::capital(note), if note.ends_with('.') { "" } else { "." })
}

/// The line at the head of each page: the council, and how the paper is marked.
pub fn header(paper: &Paper<'_>) -> Element {
    let council = paper.letterhead.council.as_deref().unwrap_or_default();
    paragraph("Header", [run(&format!("{council}\t{}", paper.marking), PLAIN)])
}

/// The line at the foot of each page.
pub fn footer(paper: &Paper<'_>) -> Element {
    let left = format!("{}  {}\tPage ", paper.foot, paper.marking);
    let runs = [run(&left, PLAIN), blocks::field("PAGE"), run(" of ", PLAIN), blocks::field("NUMPAGES")];
    paragraph("Footer", runs)
}
