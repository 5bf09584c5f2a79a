//! The front page of a scorecard: one side of A4, laid across.
//!
//! Title, bar and months by promise stand across the page; below them decisions and strips in two columns of the page,
//! so that they are read one after the other. Ends with the break to the next page.

use super::blocks::{self, BOLD, Look, PLAIN, cell, paragraph, run};
use super::body::Body;
use super::package;
use super::styles::{self, Where};
use super::xml::Element;
use crate::paper::strip_drawing;
use crate::paper::{Decision, Decisions, Front, Heat, HeatCell, HeatLine, HeatRow, Standing, Strip, heat};
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
    /// Adds a front page.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn front(&mut self, front: &Front<'_>, letterhead: &Letterhead) -> anyhow::Result<()> {
        let council = front.council.map(|council| run(council, BOLD));
        let logo = letterhead.logo.as_ref().map(|logo| self.logo(logo, front.council.unwrap_or("the council")));
        if council.is_some() || logo.is_some() {
            self.blocks.push(paragraph("FrontText", logo.into_iter().chain(council)));
        }
        self.heading("FrontTitle", 1, front.title);
        self.blocks.push(paragraph("FrontText", [run(&front.as_at, QUIET)]));
        self.blocks.push(bar(front, self.frame.width));
        self.heat(&front.heat);
        let columns = if front.standing.is_some() { self.frame.columns(2) } else { 1 };
        self.end_section(1, true);
        self.decisions(&front.decisions);
        if let Some(standing) = &front.standing {
            self.standing(standing, columns)?;
        }
        self.end_section(columns, false);
        Ok(())
    }

    fn logo(&mut self, logo: &Logo, council: &str) -> Element {
        let number = self.picture(package::Image { kind: logo.kind, bytes: logo.bytes.clone() });
        let (most_wide, most_high) = LOGO;
        let (wide, high) = (u64::from(logo.width), u64::from(logo.height));
        // As large as fits into both, in the shape that it has.
        let width = (wide * u64::from(most_high) / high).clamp(1, u64::from(most_wide));
        let height = (width * high / wide).max(1);
        let size = (width as u32 * UNITS, height as u32 * UNITS);
        blocks::picture(number, &package::relation(number), "Logo", &format!("Logo of {council}"), size)
    }

    fn heat(&mut self, heat: &Heat<'_>) {
        if heat.lines.is_empty() {
            return;
        }
        self.heading("FrontHeading", 2, heat.heading);
        let narrow = self.frame.is_narrow();
        let month = if narrow { 300 } else { 355 };
        let fixed = [(heat.id_letters * 88 + 120).max(700), 0, 820, if narrow { 1_300 } else { 1_560 }];
        // Who leads stands in the tables that follow.
        let has_leads = heat.has_leads && !narrow;
        let lead = if has_leads { 2_150 } else { 0 };
        let taken = fixed.iter().sum::<usize>() + month * heat.months.len() + lead;
        let title = self.frame.width.saturating_sub(taken).max(1_000);
        let mut widths: Vec<usize> = fixed.iter().map(|width| if *width == 0 { title } else { *width }).collect();
        widths.extend(heat.months.iter().map(|_| month));
        widths.extend(has_leads.then_some(lead));
        let mut heads: Vec<Element> =
            [("Row", "FrontCell"), ("Promise", "FrontCell"), ("Now", "FrontNumber"), ("Target", "FrontNumber")]
                .iter()
                .map(|(text, style)| paragraph(style, [run(text, BOLD)]))
                .collect();
        heads.extend(heat.months.iter().enumerate().map(|(at, month)| {
            let short = month.short();
            let (name, year) = short.split_once(' ').unwrap_or((&short, ""));
            let year = if narrow { format!("’{}", year.get(2..).unwrap_or_default()) } else { year.to_owned() };
            let shown = if at == 0 || month.number() == 1 { format!("{name}\n{year}") } else { name.to_owned() };
            paragraph("FrontMonth", [run(&shown, BOLD)])
        }));
        heads.extend(has_leads.then(|| paragraph("FrontCell", [run("Lead", BOLD)])));
        let mut rows = vec![blocks::row(true, heads.into_iter().zip(&widths).map(|(head, width)| cell(*width, None, head)))];
        for line in &heat.lines {
            rows.push(match line {
                HeatLine::Group(title) => {
                    let heading = paragraph("FrontCell", [run(title, Look { bold: true, colour: Some("0B0C0C") })]);
                    blocks::row(false, [blocks::across(widths.len(), widths.iter().sum(), "F3F3F3", heading)])
                }
                HeatLine::Row(row) => heat_row(row, &widths),
            });
        }
        let description = format!("A row for each promise, and how it stood at the end of each month: {}.", heat.key);
        self.blocks.push(blocks::tight_table((heat.heading, &description), true, &widths, rows));
        let symbols: Vec<String> = heat::symbols(heat).iter().map(|symbol| words::legend(*symbol)).collect();
        let below: Vec<String> = heat.left_out.iter().cloned().chain((!symbols.is_empty()).then(|| symbols.join("; "))).collect();
        let below = format!("{}. {}", heat.key, below.join(" "));
        self.blocks.push(paragraph("FrontSmall", [run(below.trim_end(), QUIET)]));
    }

    fn decisions(&mut self, decisions: &Decisions<'_>) {
        self.heading("FrontHeading", 2, &decisions.heading);
        let item = |item: &Decision<'_>| {
            let role = item.role.map(|role| run(&format!(" {role}"), QUIET));
            let said = format!(": {} {}", item.stands, item.doing);
            paragraph("FrontItem", [run("•\t", PLAIN), run(&item.name, BOLD), run(&said, PLAIN)].into_iter().chain(role))
        };
        self.blocks.extend(decisions.items.iter().map(item));
        self.blocks.extend(decisions.note.iter().map(|note| paragraph("FrontSmall", [run(note, QUIET)])));
    }

    fn standing(&mut self, standing: &Standing<'_>, columns: usize) -> anyhow::Result<()> {
        let next_column = (columns > 1).then(blocks::column_break);
        self.heading_behind("FrontHeading", 2, &standing.heading, next_column);
        self.strips(&standing.heading, standing.key, &standing.strips, (self.frame.width - self.frame.gap()) / columns)?;
        let note = standing.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
        self.blocks.push(paragraph("FrontSmall", [run(&format!("Strips: {}.{note}", standing.key), QUIET)]));
        Ok(())
    }

    /// A table of strips, so wide.
    pub fn strips(&mut self, caption: &str, key: &str, strips: &[Strip<'_>], whole: usize) -> anyhow::Result<()> {
        let strip = (STRIP.0 / UNITS) as usize * 15;
        let numbers = [660, 880, 1_230, 960];
        let title = whole.saturating_sub(strip + numbers.iter().sum::<usize>());
        let widths: Vec<usize> = [title, strip].into_iter().chain(numbers).collect();
        let heads = ["Promise", "All authorities", "Here", "England", "Neighbours", "Rank"];
        let head = heads.iter().enumerate().zip(&widths).map(|((at, head), width)| {
            cell(*width, None, paragraph(if at < 2 { "FrontCell" } else { "FrontNumber" }, [run(head, BOLD)]))
        });
        let mut rows = vec![blocks::row(true, head)];
        for strip in strips {
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
        let description = format!("Each measure with a strip {key}.");
        self.blocks.push(blocks::tight_table((caption, &description), true, &widths, rows));
        Ok(())
    }
}

/// How many rows stand how, each as wide as its share, with room for its words.
fn bar(front: &Front<'_>, across: usize) -> Element {
    let least = 1_150;
    let all: usize = front.bar.iter().map(|(_, number)| number).sum::<usize>().max(1);
    let room = across.saturating_sub(least * front.bar.len());
    let widths: Vec<usize> = front.bar.iter().map(|(_, number)| least + room * number / all).collect();
    let parts = front.bar.iter().zip(&widths).map(|((rating, number), width)| {
        let text = format!("{} {number} {}", words::mark(*rating, true), words::rating(*rating).to_lowercase());
        cell(*width, None, paragraph(&styles::rating(*rating, Where::Bar), [run(&text, PLAIN)]))
    });
    let row = blocks::row(false, parts);
    blocks::tight_table(("How many promises stand how", &format!("{}.", front.counted)), false, &widths, [row])
}

fn heat_row(row: &HeatRow<'_>, widths: &[usize]) -> Element {
    let first = [
        ("FrontCell", row.row.id.as_str(), PLAIN),
        ("FrontCell", &row.row.title, PLAIN),
        ("FrontNumber", &row.figure, BOLD),
        ("FrontNumber", &row.target, PLAIN),
    ];
    let mut cells: Vec<Element> = first.iter().map(|(style, text, look)| paragraph(style, [run(text, *look)])).collect();
    cells.extend(row.cells.iter().map(|cell| heat_cell(*cell)));
    cells.push(paragraph("FrontLead", [run(&row.lead, QUIET)]));
    blocks::row(false, cells.into_iter().zip(widths).map(|(found, width)| cell(*width, None, found)))
}

fn heat_cell(cell: HeatCell) -> Element {
    match cell.rating() {
        Some(rating) => paragraph(&styles::rating(rating, Where::Month), [run(cell.mark(), PLAIN)]),
        None => paragraph("FrontMonth", [run(cell.mark(), QUIET)]),
    }
}
