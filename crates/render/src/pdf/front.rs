//! The front page of a scorecard, on one side of A4.

use super::faces::Faces;
use super::flow::{Flow, SIDE};
use super::grid::{Align, Cell, Content, Row, Table};
use super::lines::{QUIET, Run};
use super::look::colours;
use super::sheet::{Branch, Item, Kind, Sheet, WIDTH};
use crate::paper::{Decisions, Front, Heat, HeatCell, HeatLine, Standing, Strip, heat};
use crate::words;
use scorecard_core::calendar::Month;
use scorecard_core::scorecard::Logo;

/// The sizes of letters that are tried, until the page holds all.
const SIZES: [f32; 6] = [8.0, 7.6, 7.2, 6.8, 6.4, 6.0];
/// The height of the logo.
const LOGO: f32 = 26.0;
/// The height of the bar of ratings.
const BAR: f32 = 20.0;
/// How wide a strip is at the most.
const STRIP: f32 = 190.0;
/// How wide a logo is at the most.
const WIDEST: f32 = 220.0;
/// The white between what stands side by side.
const BETWEEN: f32 = 16.0;

/// Puts a front page on a page of its own, its letters as large as fit; gives where the scorecard's anchor is.
pub fn front(sheet: &mut Sheet, faces: &Faces, of: Branch, page: &Front<'_>, logo: Option<&Logo>, anchor: usize) {
    let fits = |size: &&f32| {
        let mut trial = Sheet::new();
        draw(&mut trial, faces, Sheet::ROOT, page, logo, (**size, anchor));
        trial.pages.len() == 1
    };
    let size = SIZES.iter().find(fits).copied().unwrap_or(6.0);
    draw(sheet, faces, of, page, logo, (size, anchor));
}

fn draw(sheet: &mut Sheet, faces: &Faces, of: Branch, page: &Front<'_>, logo: Option<&Logo>, (size, anchor): (f32, usize)) {
    let mut flow = Flow::new(sheet, faces);
    flow.anchor(anchor);
    let top = flow.y;
    // In the shape that it has, as large as fits into both.
    let wide = logo.map_or(0.0, |logo| (LOGO * logo.width as f32 / logo.height as f32).min(WIDEST));
    if let Some(logo) = logo {
        let edges = (WIDTH - SIDE - wide, top, WIDTH - SIDE, top + wide * logo.height as f32 / logo.width as f32);
        let leaf = flow.figure_of(of, &format!("Logo of {}", page.council.unwrap_or("the council")), edges);
        flow.put(Item::Logo { edges, leaf });
    }
    let beside = if logo.is_some() { wide + BETWEEN } else { 0.0 };
    let below = {
        let width = flow.width - beside;
        let mut head = flow.part(0.0, width);
        head.heading_of_size(of, 1, page.title, 16.0, 0.0);
        let council = page.council.map(|council| Run::strong(format!("{council}. ")));
        let as_at: Vec<Run> = council.into_iter().chain([Run::plain(&page.as_at)]).collect();
        head.paragraph(of, &as_at, size + 0.5, 3.0);
        head.y
    };
    flow.y = below.max(if logo.is_some() { top + LOGO + 3.0 } else { 0.0 });
    bar(&mut flow, of, page, size);
    months(&mut flow, of, &page.heat, size);
    let (left, width) = match page.standing {
        Some(_) => ((flow.width - BETWEEN) * 0.49, (flow.width - BETWEEN) * 0.51),
        None => (flow.width, 0.0),
    };
    let (y, pages) = (flow.y, flow.sheet.pages.len());
    decisions(&mut flow.part(0.0, left), of, &page.decisions, size);
    // What flows on to another page does not fit; it is tried in smaller letters.
    if let Some(standing) = page.standing.as_ref().filter(|_| flow.sheet.pages.len() == pages || size <= 6.0) {
        flow.y = y;
        standing_of(&mut flow.part(left + BETWEEN, width), of, standing, size);
    }
}

/// One bar of ratings, each as wide as it has rows, but never too narrow for its words.
fn bar(flow: &mut Flow<'_>, of: Branch, page: &Front<'_>, size: f32) {
    let label = |(rating, number): (scorecard_core::rating::Rating, usize)| {
        Run::strong(format!("{number} {}", words::rating(rating).to_lowercase())).in_colour(colours(rating).1)
    };
    let labels: Vec<Run> = page.bar.iter().map(|part| label(*part)).collect();
    let least: Vec<f32> = labels.iter().map(|label| flow.wide(label, size + 1.0) + 10.0).collect();
    let all: usize = page.bar.iter().map(|(_, number)| number).sum();
    let room = flow.width - least.iter().sum::<f32>();
    let (mut left, top) = (flow.left(), flow.y);
    let list = flow.sheet.branch(of, Kind::List);
    for (((rating, number), label), least) in page.bar.iter().zip(labels).zip(least) {
        let wide = least + room * *number as f32 / all.max(1) as f32;
        let (edges, colour) = ((left, top, left + wide, top + BAR), colours(*rating).0);
        flow.put(Item::Shade { edges, colour, leaf: None });
        let item = flow.sheet.branch(list, Kind::Item);
        let body = flow.sheet.branch(item, Kind::Body);
        let leaf = Some(flow.sheet.leaf(body));
        flow.put(Item::Text { at: (left + 5.0, top + 13.0), size: size + 1.0, run: label, leaf });
        left += wide;
    }
    flow.y = top + BAR;
}

fn heading(flow: &mut Flow<'_>, of: Branch, text: &str, size: f32) {
    flow.heading_of_size(of, 2, text, size + 2.0, 5.0);
}

fn months(flow: &mut Flow<'_>, of: Branch, found: &Heat<'_>, size: f32) {
    if found.lines.is_empty() {
        return;
    }
    let months = found.months.first().zip(found.months.last());
    let months = months.map(|(first, last)| format!(", {} to {}", first.long(), last.long())).unwrap_or_default();
    heading(flow, of, &format!("{}{months} ({})", found.heading, found.key), size);
    let rows = || found.lines.iter().filter_map(|line| if let HeatLine::Row(row) = line { Some(row) } else { None });
    let widest = |flow: &Flow<'_>, texts: &mut dyn Iterator<Item = Run>, most: f32| {
        texts.map(|run| flow.wide(&run, size)).fold(32.0, f32::max).min(most) + 7.0
    };
    let id = widest(flow, &mut rows().map(|row| Run::plain(&row.row.id)), 125.0);
    let figure = widest(flow, &mut rows().map(|row| Run::strong(&row.figure)), 90.0);
    let target = widest(flow, &mut rows().map(|row| Run::plain(&row.target)), 110.0);
    let lead = widest(flow, &mut rows().map(|row| Run::plain(&row.lead)), 125.0);
    let has_lead = rows().any(|row| !row.lead.is_empty());
    let month = size * 1.5;
    let mut widths = vec![id, 0.0, figure, target];
    widths.extend(found.months.iter().map(|_| month));
    widths.extend(has_lead.then_some(lead));
    let taken: f32 = widths.iter().sum();
    if let Some(title) = widths.get_mut(1) {
        *title = flow.width - taken;
    }
    let strong = |text: &str| Cell::text(vec![Run::strong(text)]);
    let mut head = vec![strong("Row"), strong("Promise"), strong("Now").at(Align::End), strong("Target").at(Align::End)];
    head.extend(found.months.iter().map(|month| strong(&initial(*month)).at(Align::Middle).spoken(month.long())));
    head.extend(has_lead.then(|| strong("Lead")));
    let row = |line: &HeatLine<'_>| match line {
        HeatLine::Group(title) => Row::Across((*title).to_owned()),
        HeatLine::Row(row) => {
            let mut cells = vec![
                Cell::text(vec![Run::plain(&row.row.id)]).heading(),
                Cell::text(vec![Run::plain(&row.row.title)]),
                Cell::text(vec![Run::strong(&row.figure)]).at(Align::End),
                Cell::text(vec![Run::plain(&row.target)]).at(Align::End),
            ];
            cells.extend(row.cells.iter().map(|cell| month_cell(*cell)));
            cells.extend(has_lead.then(|| Cell::text(vec![Run::plain(&row.lead).in_colour(QUIET)])));
            Row::Cells(cells)
        }
    };
    let rows = found.lines.iter().map(row).collect();
    let summary = "Each promise with its figure, its target, and how it stood in each month.".to_owned();
    flow.table(of, &Table { summary, widths, head, rows, size });
    let symbols = heat::symbols(found).into_iter().map(words::legend);
    let said: Vec<String> = found.left_out.iter().cloned().chain(symbols.map(|legend| format!("{legend}."))).collect();
    if !said.is_empty() {
        flow.paragraph(of, &[Run::plain(said.join(" ")).in_colour(QUIET)], size, 0.0);
    }
}

fn month_cell(cell: HeatCell) -> Cell {
    let colours = cell.rating().map(colours);
    let run = Run::plain(cell.mark()).in_colour(colours.map_or(QUIET, |(_, ink)| ink));
    Cell::text(vec![run]).at(Align::Middle).on(colours.map(|(shade, _)| shade)).spoken(cell.word())
}

fn initial(month: Month) -> String {
    month.short().chars().take(1).collect()
}

fn decisions(flow: &mut Flow<'_>, of: Branch, decisions: &Decisions<'_>, size: f32) {
    heading(flow, of, &decisions.heading, size);
    let item = |item: &crate::paper::Decision<'_>| {
        let mut runs = vec![Run::strong(format!("{}: ", item.name)), Run::plain(format!("{} {}", item.stands, item.doing))];
        runs.extend(item.role.map(|role| Run::plain(format!(" {role}")).in_colour(QUIET)));
        runs
    };
    let items: Vec<Vec<Run>> = decisions.items.iter().map(item).collect();
    flow.list(of, &items, size, 1.0);
    if let Some(note) = &decisions.note {
        flow.paragraph(of, &[Run::plain(note)], size, 0.0);
    }
}

fn standing_of(flow: &mut Flow<'_>, of: Branch, standing: &Standing<'_>, size: f32) {
    heading(flow, of, &standing.heading, size);
    strips(flow, of, standing.key, &standing.strips, size);
    if let Some(note) = &standing.note {
        flow.paragraph(of, &[Run::plain(note).in_colour(QUIET)], size, 0.0);
    }
}

/// A table of strips, as wide as the flow.
pub fn strips(flow: &mut Flow<'_>, of: Branch, key: &str, strips: &[Strip<'_>], size: f32) {
    let names = ["Here", "England", "Neighbours", "Rank"];
    let texts =
        |strip: &Strip<'_>| [&strip.here_text, &strip.england_text, &strip.neighbours_text, &strip.rank_text].map(Run::plain);
    let mut numbers = names.map(|name| flow.wide(&Run::strong(name), size));
    for (number, text) in strips.iter().flat_map(|strip| texts(strip).into_iter().enumerate()) {
        if let Some(widest) = numbers.get_mut(number) {
            *widest = widest.max(flow.wide(&text, size));
        }
    }
    let numbers = numbers.map(|widest| widest + 7.0);
    let left = flow.width - numbers.iter().sum::<f32>();
    let strip = (left * 0.5).min(STRIP);
    let widths = [vec![left - strip, strip], numbers.to_vec()].concat();
    let strong = |text: &str| Cell::text(vec![Run::strong(text)]);
    let mut head = vec![strong("Measure"), Cell::text(vec![Run::plain(key).in_colour(QUIET)])];
    head.extend(names.map(|text| strong(text).at(Align::End)));
    let row = |found: &Strip<'_>| {
        let drawing = found.drawing();
        let scale = (strip - 8.0) / drawing.width as f32;
        let picture = Cell { content: Content::Drawing(drawing, scale, found.words()), ..Cell::text(Vec::new()) };
        let mut cells = vec![Cell::text(vec![Run::plain(&found.row.title)]).heading(), picture];
        cells.extend(texts(found).map(|text| Cell::text(vec![text]).at(Align::End)));
        Row::Cells(cells)
    };
    let rows = strips.iter().map(row).collect();
    let summary = "For each measure where the authority stands among all English authorities.".to_owned();
    flow.table(of, &Table { summary, widths, head, rows, size });
}
