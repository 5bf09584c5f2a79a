//! What follows the tables of a scorecard in Word: its red, amber and signalled rows as small multiples, and the annexes.

use super::blocks::{self, BOLD, PLAIN, cell, paragraph, run};
use super::board::Body;
use super::package::{self, Image};
use super::styles::TEXT_WIDTH;
use crate::drawing::Drawing;
use crate::paper::{Annex, Block, in_groups, multiples};
use crate::{icons, picture};
use scorecard_core::scorecard::{Row, Scorecard};

/// English Metric Units in a 96th of an inch.
const UNITS: u32 = 9_525;
/// How many charts stand beside each other.
const ACROSS: usize = 4;
/// How large a chart is, in 96ths of an inch.
const CHART: (u32, u32) = (224, 60);
/// How many groups stand beside each other.
const GROUPS: usize = 6;
/// How large the picture of a group is, in 96ths of an inch.
const GROUP: (u32, u32) = (140, 50);
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
        self.blocks.push(paragraph("Heading2", [run(multiples::HEADING, PLAIN)]));
        let width = TEXT_WIDTH / ACROSS;
        let widths = vec![width; ACROSS];
        let mut rows = Vec::new();
        for several in drawn.chunks(ACROSS) {
            let mut cells = Vec::new();
            for (row, drawing) in several {
                cells.push(self.multiple(row, drawing, width)?);
            }
            cells.resize_with(ACROSS, || cell(width, None, paragraph("FrontCell", [])));
            rows.push(blocks::row(false, cells));
        }
        let description = "A chart for each row, with what it says in words below it.";
        self.blocks.push(blocks::table("Charts", description, &widths, rows));
        self.blocks.push(paragraph("AfterTable", []));
        Ok(())
    }

    /// Adds the groups of rows side by side, each row's on one scale.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn in_groups(&mut self, scorecard: &Scorecard) -> anyhow::Result<()> {
        let all = in_groups::of(scorecard);
        if all.is_empty() {
            return Ok(());
        }
        self.blocks.push(paragraph("Heading2", [run(in_groups::HEADING, PLAIN)]));
        let width = TEXT_WIDTH / GROUPS;
        for panels in &all {
            let title = format!("{} {}", panels.row.id, panels.row.title);
            self.blocks.push(paragraph("Heading3", [run(&title, PLAIN)]));
            self.blocks.push(paragraph("FrontSaid", [run(&panels.said, PLAIN)]));
            let mut rows = Vec::new();
            for several in panels.groups.chunks(GROUPS) {
                let mut cells = Vec::new();
                for panel in several {
                    let name = [run(&format!("{} ", panel.title), BOLD), run(&panel.figure, PLAIN)];
                    let mut parts = vec![paragraph("FrontCell", name)];
                    if let Some(drawing) = &panel.drawing {
                        let number = self.picture(Image::png(picture::raster(drawing, 1)?));
                        let size = (GROUP.0 * UNITS, GROUP.1 * UNITS);
                        let name = format!("Picture of {}", panel.title);
                        let drawn = blocks::picture(number, &package::relation(number), &name, &panel.words, size);
                        parts.push(paragraph("FrontCell", [drawn]));
                    }
                    cells.push(blocks::cell_of(width, parts));
                }
                cells.resize_with(GROUPS, || cell(width, None, paragraph("FrontCell", [])));
                rows.push(blocks::row(false, cells));
            }
            let widths = vec![width; GROUPS];
            self.blocks.push(blocks::table(&title, "A picture for each group, all on one scale.", &widths, rows));
            self.blocks.push(paragraph("AfterTable", []));
        }
        Ok(())
    }

    fn multiple(&mut self, row: &Row, drawing: &Drawing, width: usize) -> anyhow::Result<super::xml::Element> {
        let said = picture::words(row).unwrap_or_default();
        let number = self.picture(Image::png(picture::raster(drawing, 2)?));
        let size = (CHART.0 * UNITS, CHART.1 * UNITS);
        let picture = blocks::picture(number, &package::relation(number), &format!("Chart of {}", row.id), &said, size);
        let mut parts = vec![
            paragraph("FrontCell", [run(&format!("{} {} ", row.id, row.title), BOLD), run(&multiples::stands(row), PLAIN)]),
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

    /// Adds the annexes, on a page of their own.
    pub fn annexes(&mut self, annexes: &[Annex]) {
        if annexes.is_empty() {
            return;
        }
        self.blocks.push(blocks::section("AfterTable", package::Section { columns: 1, starts_page: true }));
        for annex in annexes {
            self.blocks.push(paragraph("Heading1", [run(&annex.title, PLAIN)]));
            for block in &annex.blocks {
                match block {
                    Block::Heading(text) => self.blocks.push(paragraph("Heading3", [run(text, PLAIN)])),
                    Block::Text(text) => self.blocks.push(paragraph("Normal", [run(text, PLAIN)])),
                    Block::Terms(terms) => self.blocks.extend(
                        terms.iter().map(|(word, says)| paragraph("Alike", [run(&format!("{word}: "), BOLD), run(says, PLAIN)])),
                    ),
                }
            }
        }
    }
}
