//! The front page of a scorecard: one side of A4, laid across.
//!
//! Title, bar and months by promise stand across the page; below them decisions and strips in two columns of the page,
//! so that they are read one after the other. Ends with the break to the next page.

use super::blocks::{self, BOLD, Look, PLAIN, cell, paragraph, run};
use super::board::Body;
use super::package::{self, Section};
use super::styles::{COLUMN_GAP, TEXT_WIDTH, colours};
use super::xml::Element;
use crate::paper::strip_drawing;
use crate::paper::{Decision, Decisions, Front, Heat, HeatCell, HeatLine, HeatRow, Standing, heat};
use crate::{picture, words};
use scorecard_core::scorecard::{Letterhead, Logo};

/// English Metric Units in a 96th of an inch.
const UNITS: u32 = 9_525;
/// The grey of what is quiet.
const QUIET: Look = Look { bold: false, colour: Some("505A5F") };
/// How wide and how high a strip stands.
const STRIP: (u32, u32) = (150 * UNITS, (150.0 * strip_drawing::HEIGHT / strip_drawing::WIDTH) as u32 * UNITS);
/// How high a logo stands, in 96ths of an inch, and how wide at the most.
const LOGO: (u32, u32) = (170, 42);

impl Body {
    /// Adds a front page, its title as given.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn front(&mut self, front: &Front<'_>, letterhead: &Letterhead, title: Element) -> anyhow::Result<()> {
        let council = front.council.map(|council| run(council, BOLD));
        let logo = letterhead.logo.as_ref().map(|logo| self.logo(logo));
        if council.is_some() || logo.is_some() {
            self.blocks.push(paragraph("FrontText", logo.into_iter().chain(council)));
        }
        self.blocks.push(title);
        self.blocks.push(paragraph("FrontText", [run(&front.as_at, QUIET)]));
        self.blocks.push(bar(front));
        self.heat(&front.heat);
        let columns = if front.standing.is_some() { 2 } else { 1 };
        self.blocks.push(blocks::section("FrontText", Section { columns: 1, starts_page: true }));
        self.decisions(&front.decisions);
        if let Some(standing) = &front.standing {
            self.standing(standing)?;
        }
        self.blocks.push(blocks::section("FrontText", Section { columns, starts_page: false }));
        Ok(())
    }

    fn logo(&mut self, logo: &Logo) -> Element {
        let number = self.picture(package::Image { kind: logo.kind, bytes: logo.bytes.clone() });
        let (most_wide, most_high) = LOGO;
        let (wide, high) = (u64::from(logo.width), u64::from(logo.height));
        // As large as fits into both, in the shape that it has.
        let width = (wide * u64::from(most_high) / high).clamp(1, u64::from(most_wide));
        let height = (width * high / wide).max(1);
        let size = (width as u32 * UNITS, height as u32 * UNITS);
        blocks::picture(number, &package::relation(number), "Logo", "Logo", size)
    }

    fn heat(&mut self, heat: &Heat<'_>) {
        if heat.lines.is_empty() {
            return;
        }
        let heading = [run(heat.heading, PLAIN)];
        self.blocks.push(paragraph("FrontHeading", heading));
        let month = 355;
        let fixed = [(heat.id_letters * 88 + 120).max(700), 0, 820, 1_560];
        let lead = if heat.has_leads { 2_150 } else { 0 };
        let taken = fixed.iter().sum::<usize>() + month * heat.months.len() + lead;
        let title = TEXT_WIDTH.saturating_sub(taken);
        let mut widths: Vec<usize> = fixed.iter().map(|width| if *width == 0 { title } else { *width }).collect();
        widths.extend(heat.months.iter().map(|_| month));
        widths.extend(heat.has_leads.then_some(lead));
        let mut heads: Vec<Element> =
            [("Row", "FrontCell"), ("Promise", "FrontCell"), ("Now", "FrontNumber"), ("Target", "FrontNumber")]
                .iter()
                .map(|(text, style)| paragraph(style, [run(text, BOLD)]))
                .collect();
        heads.extend(heat.months.iter().enumerate().map(|(at, month)| {
            let short = month.short();
            let (name, year) = short.split_once(' ').unwrap_or((&short, ""));
            let shown = if at == 0 || month.number() == 1 { format!("{name}\n{year}") } else { name.to_owned() };
            paragraph("FrontMonth", [run(&shown, BOLD)])
        }));
        heads.extend(heat.has_leads.then(|| paragraph("FrontCell", [run("Lead", BOLD)])));
        let mut rows = vec![blocks::row(true, heads.into_iter().zip(&widths).map(|(head, width)| cell(*width, None, head)))];
        for line in &heat.lines {
            rows.push(match line {
                HeatLine::Group(title) => {
                    let heading = paragraph("FrontCell", [run(title, Look { bold: true, colour: Some("0B0C0C") })]);
                    blocks::row(false, [blocks::across(widths.len(), TEXT_WIDTH, "F3F3F3", heading)])
                }
                HeatLine::Row(row) => heat_row(row, &widths),
            });
        }
        let description = format!("A row for each promise, and how it stood at the end of each month: {}.", heat.key);
        self.blocks.push(blocks::tight_table(heat.heading, &description, &widths, rows));
        let symbols: Vec<String> = heat::symbols(heat).iter().map(|symbol| words::legend(*symbol)).collect();
        let below: Vec<String> = heat.left_out.iter().cloned().chain((!symbols.is_empty()).then(|| symbols.join("; "))).collect();
        let below = format!("{}. {}", heat.key, below.join(" "));
        self.blocks.push(paragraph("FrontSmall", [run(below.trim_end(), QUIET)]));
    }

    fn decisions(&mut self, decisions: &Decisions<'_>) {
        self.blocks.push(paragraph("FrontHeading", [run(&decisions.heading, PLAIN)]));
        let item = |item: &Decision<'_>| {
            let role = item.role.map(|role| run(&format!(" {role}"), QUIET));
            let said = format!(": {} {}", item.stands, item.doing);
            paragraph("FrontItem", [run("•\t", PLAIN), run(&item.name, BOLD), run(&said, PLAIN)].into_iter().chain(role))
        };
        self.blocks.extend(decisions.items.iter().map(item));
        self.blocks.extend(decisions.note.iter().map(|note| paragraph("FrontSmall", [run(note, QUIET)])));
    }

    fn standing(&mut self, standing: &Standing<'_>) -> anyhow::Result<()> {
        self.blocks.push(paragraph("FrontHeading", [blocks::column_break(), run(&standing.heading, PLAIN)]));
        let strip = (STRIP.0 / UNITS) as usize * 15;
        let numbers = [640, 860, 1_130, 960];
        let whole = (TEXT_WIDTH - COLUMN_GAP) / 2;
        let title = whole.saturating_sub(strip + numbers.iter().sum::<usize>());
        let widths: Vec<usize> = [title, strip].into_iter().chain(numbers).collect();
        let heads = ["Promise", "All authorities", "Here", "England", "Neighbours", "Rank"];
        let head = heads.iter().enumerate().zip(&widths).map(|((at, head), width)| {
            cell(*width, None, paragraph(if at < 2 { "FrontCell" } else { "FrontNumber" }, [run(head, BOLD)]))
        });
        let mut rows = vec![blocks::row(true, head)];
        for strip in &standing.strips {
            let number = self.picture(package::Image::png(picture::raster(&strip.drawing(), 2)?));
            let name = format!("Strip of {}", strip.row.id);
            let drawn = blocks::picture(number, &package::relation(number), &name, &strip.words(), STRIP);
            let texts = [&strip.here_text, &strip.england_text, &strip.neighbours_text, &strip.rank_text];
            let first = [paragraph("FrontCell", [run(&strip.row.title, PLAIN)]), paragraph("FrontCell", [drawn])];
            let rest = texts
                .iter()
                .enumerate()
                .map(|(at, text)| paragraph("FrontNumber", [run(text, if at == 0 { BOLD } else { PLAIN })]));
            rows.push(blocks::row(
                false,
                first.into_iter().chain(rest).zip(&widths).map(|(found, width)| cell(*width, None, found)),
            ));
        }
        let description = format!("Each measure with a strip {}.", standing.key);
        self.blocks.push(blocks::tight_table(&standing.heading, &description, &widths, rows));
        let note = standing.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
        self.blocks.push(paragraph("FrontSmall", [run(&format!("Strips: {}.{note}", standing.key), QUIET)]));
        Ok(())
    }
}

/// How many rows stand how, each as wide as its share, with room for its words.
fn bar(front: &Front<'_>) -> Element {
    let least = 1_150;
    let all: usize = front.bar.iter().map(|(_, number)| number).sum::<usize>().max(1);
    let room = TEXT_WIDTH.saturating_sub(least * front.bar.len());
    let widths: Vec<usize> = front.bar.iter().map(|(_, number)| least + room * number / all).collect();
    let parts = front.bar.iter().zip(&widths).map(|((rating, number), width)| {
        let (fill, ink) = colours(*rating);
        let text = format!("{} {number} {}", words::mark(*rating, true), words::rating(*rating).to_lowercase());
        cell(*width, Some(fill), paragraph("FrontCell", [run(&text, Look { bold: true, colour: Some(ink) })]))
    });
    let row = blocks::row(false, parts);
    blocks::tight_table("How many promises stand how", &format!("{}.", front.counted), &widths, [row])
}

fn heat_row(row: &HeatRow<'_>, widths: &[usize]) -> Element {
    let first = [
        ("FrontCell", row.row.id.as_str(), PLAIN),
        ("FrontCell", &row.row.title, PLAIN),
        ("FrontNumber", &row.figure, BOLD),
        ("FrontNumber", &row.target, PLAIN),
    ];
    let mut cells: Vec<(Option<&str>, Element)> =
        first.iter().map(|(style, text, look)| (None, paragraph(style, [run(text, *look)]))).collect();
    cells.extend(row.cells.iter().map(|cell| heat_cell(*cell)));
    cells.push((None, paragraph("FrontLead", [run(&row.lead, QUIET)])));
    blocks::row(false, cells.into_iter().zip(widths).map(|((fill, found), width)| cell(*width, fill, found)))
}

fn heat_cell(cell: HeatCell) -> (Option<&'static str>, Element) {
    let (fill, look) = match cell.rating() {
        Some(rating) => {
            let (fill, ink) = colours(rating);
            (Some(fill), Look { bold: true, colour: Some(ink) })
        }
        None => (None, QUIET),
    };
    (fill, paragraph("FrontMonth", [run(cell.mark(), look)]))
}
