//! One self-contained HTML page: nothing loaded, no script unless an interactive one was asked for, readable on a screen, a phone, on paper and aloud.
//!
//! Takes a [`Document`], draws its [`paper`](super::paper). The markup is well-formed XML as well,
//! so that every tool can read it. Computes nothing.

mod annex;
mod details;
mod front;
mod groups;
mod head;
mod section;
mod table;

use super::formats::{Format, Look, Wants};
use super::layout::Column;
use super::markup::{escape, id};
use super::paper::{Paper, paper};
use scorecard_core::scorecard::Document;
use section::Place;

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "html",
    ending: "html",
    about: "One HTML page",
    offered: 1,
    terminal: false,
    children: false,
    wants: Wants { history: true, pages: true, forecast: true, ..Wants::FIGURES },
    beside: None,
    render: |document, look| Ok(page(document, look.interactive).into_bytes()),
};

/// The same under the words that it has among trends.
pub(super) static OF_TRENDS: Format<Document, Look> = Format { about: "One HTML page with charts", ..FORMAT };

/// The document as text.
pub fn render(document: &Document) -> String {
    page(document, false)
}

/// The same with filters, sorting, search and charts that open, by one script within it that loads nothing. Without its script
/// it is the plain page.
pub fn interactive(document: &Document) -> String {
    page(document, true)
}

fn page(document: &Document, interactive: bool) -> String {
    let paper = paper(document);
    let month = document.period.long();
    let title = match paper.parts.as_slice() {
        [part] => format!("{}, {month}", part.scorecard.title),
        _ => format!("Scorecards, {month}"),
    };
    let wide = paper.parts.iter().any(|part| part.page.columns.iter().any(|column| matches!(column, Column::Outturn(_))));
    let body = match paper.parts.as_slice() {
        [part] => section::scorecard(part, Place { prefix: String::new(), level: 1, period: document.period }),
        parts => {
            let sections = parts.iter().map(|part| {
                let prefix = format!("{}-", id(&part.scorecard.id));
                section::scorecard(part, Place { prefix, level: 2, period: document.period })
            });
            let beside = super::authorities::html(document);
            format!("<h1>Scorecards, {month}</h1>\n{}{beside}{}", section::contents(parts), sections.collect::<String>())
        }
    };
    let own = front::shares(paper.parts.iter().map(|part| &part.front));
    format!(
        "{}<body>\n{}<main id=\"main\">\n{body}{}</main>\n{}{}</body>\n</html>\n",
        head::head(&title, &head::style(wide, &paper, &own, interactive), interactive),
        head::banner(&month, &paper.marking),
        annex::annexes(&paper.annexes, 2),
        footer(document, &paper),
        if interactive { head::script() } else { String::new() }
    )
}

fn footer(document: &Document, paper: &Paper<'_>) -> String {
    let printed = format!("Printed {}.", scorecard_core::calendar::long(document.generated));
    format!("<footer><p>{}</p><p>{}</p></footer>\n", escape(&paper.marking), escape(&printed))
}
