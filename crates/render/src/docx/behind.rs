//! What follows the tables of a scorecard in Word: its red, amber and signalled rows as small multiples, and the annexes.

use super::blocks::{self, BOLD, PLAIN, cell, paragraph, run};
use super::body::{Body, Counted};
use super::package::{self, Image};
use crate::drawing::Drawing;
use crate::paper::{Annex, Block, multiples, strip};
use crate::{icons, picture, words};
use scorecard_core::scorecard::{Row, Scorecard};

/// English Metric Units in a 96th of an inch.
const UNITS: u32 = 9_525;
/// How many charts stand beside each other, on a narrow page fewer.
const ACROSS: usize = 6;
/// How much room a chart has around it, in twentieths of a point.
const AROUND: usize = 170;
/// How large an icon is.
const ICON: u32 = 14;

impl Body {
    /// Adds the charts of rows that ask to be seen, several beside each other.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn multiples(&mut self, scorecard: &Scorecard) -> anyhow::Result<()> {
        let drawn = multiples::of(scorecard);
        if drawn.is_empty() {
            return Ok(());
        }
        self.heading("Heading2", 2, multiples::HEADING);
        let across = if self.frame.is_narrow() { ACROSS - 2 } else { ACROSS };
        let width = self.frame.width / across;
        let widths = vec![width; across];
        let mut rows = Vec::new();
        for several in drawn.chunks(across) {
            let mut cells = Vec::new();
            for (row, drawing) in several {
                cells.push(self.multiple(row, drawing, width)?);
            }
            cells.resize_with(across, || cell(width, None, paragraph("FrontCell", [])));
            rows.push(blocks::row(false, cells));
        }
        let description = "A chart for each row, with what it says in words below it.";
        self.blocks.push(blocks::headless_table("Charts", description, &widths, rows));
        self.blocks.push(paragraph("AfterTable", []));
        Ok(())
    }

    fn multiple(&mut self, row: &Row, drawing: &Drawing, width: usize) -> anyhow::Result<super::xml::Element> {
        let said = picture::words(row).unwrap_or_default();
        let number = self.picture(Image::png(picture::raster(drawing, 2)?));
        // As wide as its cell, in the shape that it has; fifteen twentieths of a point are a 96th of an inch.
        let wide = (width.saturating_sub(AROUND) / 15) as u32;
        let size = (wide * UNITS, wide * picture::HEIGHT * UNITS / picture::WIDTH);
        let picture = blocks::picture(number, &package::relation(number), &format!("Chart of {}", row.id), &said, size);
        let name = format!(": {} ", words::name_in_short(row));
        let title = self.number(Counted::Chart).into_iter().chain([run(&name, BOLD), run(&multiples::stands(row), PLAIN)]);
        let mut parts = vec![
            blocks::caption_in_cell(title),
            paragraph("FrontCell", [picture]),
            paragraph("FrontSmall", [run(&multiples::span(row), PLAIN)]),
        ];
        for icon in icons::of(row) {
            let drawing = Drawing { width: icons::SIZE, height: icons::SIZE, shapes: icon.shapes };
            let number = self.picture(Image::png(picture::raster(&drawing, 2)?));
            let size = (ICON * UNITS, ICON * UNITS);
            let drawn = blocks::picture(number, &package::relation(number), "Icon", &icon.words, size);
            parts.push(paragraph("FrontSmall", [drawn, run(&format!(" {}", icon.words), PLAIN)]));
        }
        Ok(blocks::cell_of(width, parts))
    }

    /// Adds the strips that the front page has no room for.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn further(&mut self, scorecard: &Scorecard) -> anyhow::Result<()> {
        let strips = strip::further(scorecard);
        if strips.is_empty() {
            return Ok(());
        }
        self.heading("Heading2", 2, strip::FURTHER);
        let across = self.frame.width;
        self.strips(strip::FURTHER, strip::KEY, &strips, across)?;
        self.blocks.push(paragraph("FrontSmall", [run(&format!("Strips: {}.", strip::KEY), PLAIN)]));
        Ok(())
    }

    /// Adds the annexes, in columns.
    pub fn annexes(&mut self, annexes: &[Annex]) {
        if annexes.is_empty() {
            return;
        }
        self.heading("Heading1", 1, "Annexes");
        for annex in annexes {
            self.heading("Heading2", 2, &annex.title);
            for block in &annex.blocks {
                match block {
                    Block::Heading(text) => self.heading("Heading3", 3, text),
                    Block::Text(text) => self.blocks.push(paragraph("AnnexText", [run(text, PLAIN)])),
                    Block::Terms(terms) => self.blocks.extend(
                        terms
                            .iter()
                            .map(|(word, says)| paragraph("AnnexText", [run(&format!("{word}: "), BOLD), run(says, PLAIN)])),
                    ),
                }
            }
        }
    }
}
