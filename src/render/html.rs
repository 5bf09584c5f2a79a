//! One self-contained HTML page: no script, nothing loaded, readable on a screen, a phone, on paper and aloud.
//!
//! Takes a [`Document`], draws its pages of [`layout`]. The markup is well-formed XML as well,
//! so that every tool can read it. Computes nothing.

mod details;
mod head;
mod section;
mod table;

use super::layout::{self, Column, Page};
use super::markup::{escape, id};
use crate::scorecard::{Audience, Document};
use section::Place;

/// The document as text.
pub fn render(document: &Document) -> String {
    let page = |scorecard| layout::page(document, scorecard, Column::of_page(scorecard));
    let pages: Vec<Page<'_>> = document.scorecards.iter().map(page).collect();
    let month = document.period.long();
    let title = match pages.as_slice() {
        [page] => format!("{}, {month}", page.scorecard.title),
        _ => format!("Scorecards, {month}"),
    };
    let wide = pages.iter().any(|page| page.columns.contains(&Column::England));
    let body = match pages.as_slice() {
        [page] => section::scorecard(page, Place { prefix: String::new(), level: 1, period: document.period }),
        pages => {
            let sections = pages.iter().map(|page| {
                let prefix = format!("{}-", id(&page.scorecard.id));
                section::scorecard(page, Place { prefix, level: 2, period: document.period })
            });
            let beside = super::authorities::html(document);
            format!("<h1>Scorecards, {month}</h1>\n{}{beside}{}", section::contents(pages), sections.collect::<String>())
        }
    };
    format!(
        "{}<body>\n{}<main id=\"main\">\n{body}</main>\n{}</body>\n</html>\n",
        head::head(&title, wide),
        head::banner(&month, document.audience),
        footer(document)
    )
}

fn footer(document: &Document) -> String {
    let audience = match document.audience {
        Audience::Internal => "Internal: small numbers are shown. Not for publication.",
        Audience::Public => "For publication: small numbers are hidden.",
    };
    let printed = format!("Printed {}.", crate::calendar::long(document.generated));
    format!("<footer><p>{audience}</p><p>{}</p></footer>\n", escape(&printed))
}
