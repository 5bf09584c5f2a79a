//! One scorecard: heading, facts, how many rows stand how, what the symbols mean, its groups.

use super::{details, front, groups, table};
use crate::brief::Topic;
use crate::layout::{Cell, Page, Section};
use crate::markup::{escape, id};
use crate::paper::Part;
use crate::words;
use scorecard_core::calendar::Month;
use scorecard_core::rating::Rating;

/// Where in the page a scorecard stands.
pub(super) struct Place {
    /// What ids within it begin with.
    pub prefix: String,
    /// The level of its heading.
    pub level: usize,
    /// The reporting month.
    pub period: Month,
}

/// A rating as a tag: mark, word and colour.
pub(super) fn tag(rating: Rating) -> String {
    format!(
        "<strong class=\"tag {}\"><span aria-hidden=\"true\">{}</span> {}</strong>",
        rating.as_str(),
        words::mark(rating, true),
        words::rating(rating)
    )
}

/// The scorecards of the page, each with how many rows stand how.
pub(super) fn contents(parts: &[Part<'_>]) -> String {
    let items = parts.iter().map(|part| {
        let page = &part.page;
        format!(
            "<li><a href=\"#{}-scorecard\">{}</a> <span class=\"quiet\">{}</span></li>\n",
            id(&page.scorecard.id),
            escape(&page.scorecard.title),
            part.front.counted
        )
    });
    format!("<nav aria-label=\"Scorecards\">\n<ol>\n{}</ol>\n</nav>\n", items.collect::<String>())
}

/// One scorecard, whole: its front page, what a director reads next, its groups.
pub(super) fn scorecard(part: &Part<'_>, place: Place) -> String {
    let Place { prefix, level, period } = &place;
    let page = &part.page;
    let scorecard = page.scorecard;
    let (lede, facts) =
        if scorecard.about.is_some() { page.facts.split_at(1.min(page.facts.len())) } else { page.facts.split_at(0) };
    let paragraph = |class: &str, text: &String| format!("<p class=\"{class}\">{}</p>\n", escape(text));
    let mut html = format!("<section class=\"scorecard\" aria-labelledby=\"{prefix}scorecard\">\n");
    html += &front::front(&part.front, &scorecard.letterhead, &place);
    html += &lede.iter().map(|text| paragraph("lede", text)).collect::<String>();
    html +=
        &facts.iter().map(|text| paragraph(if text.starts_with("Note: ") { "inset" } else { "fact" }, text)).collect::<String>();
    if !page.symbols.is_empty() {
        let items: String = page
            .symbols
            .iter()
            .map(|symbol| format!("<li><b>{}</b> {}</li>", escape(&symbol.bracketed()), escape(symbol.meaning())))
            .collect();
        html += &format!("<ul class=\"legend\" aria-label=\"What symbols in the tables mean\">{items}</ul>\n");
    }
    html += &in_brief(&part.brief, prefix, level + 1);
    for section in &page.sections {
        html += &group(page, section, *period, prefix, level + 1);
    }
    html += &groups::pictures(scorecard, level + 1);
    html + "</section>\n"
}

/// The month in brief, where there is something to tell.
fn in_brief(topics: &[Topic], prefix: &str, level: usize) -> String {
    if topics.is_empty() {
        return String::new();
    }
    let topics = topics.iter().map(|topic| {
        let items: String = topic.items.iter().map(|item| format!("<li>{}</li>\n", escape(item))).collect();
        let below = level + 1;
        format!("<div class=\"topic\"><h{below}>{}</h{below}>\n<ul>\n{items}</ul></div>\n", escape(&topic.title))
    });
    // No landmark of its own: several scorecards of a page would each have one of the same name.
    format!(
        "<div class=\"brief\">\n<h{level} id=\"{prefix}brief\">The month in brief</h{level}>\n{}</div>\n",
        topics.collect::<String>()
    )
}

/// One group: heading, table, what is said of its rows.
fn group(page: &Page<'_>, section: &Section<'_>, period: Month, prefix: &str, level: usize) -> String {
    let heading = format!("<h{level}>{}</h{level}>\n", escape(section.title));
    // The heading stands above it on the page; a list of tables, read aloud, has only the caption.
    let about = format!("{} as at {}: ", section.title, scorecard_core::calendar::long(period.last()));
    let caption = format!("<span class=\"aloud\">{}</span>{}", escape(&about), tally(section));
    let table = table::table(page, section, &caption, prefix) + &table::matrices(section, prefix, level + 1);
    format!("<div class=\"group\">\n{heading}{table}{}</div>\n", details::of_group(section, prefix, level + 1))
}

/// How many rows of a group stand how: `2 green, 1 red`.
fn tally(section: &Section<'_>) -> String {
    let cells = || section.parts.iter().flat_map(|part| &part.lines).flat_map(|line| &line.cells);
    let number = |rating: Rating| cells().filter(|cell| **cell == Cell::Rating(rating)).count();
    let all = [Rating::Green, Rating::Amber, Rating::Red, Rating::NotRated, Rating::NoData];
    let some = all.into_iter().map(|rating| (rating, number(rating))).filter(|(_, number)| *number > 0);
    some.map(|found| counted(&found)).collect::<Vec<_>>().join(", ")
}

fn counted((rating, number): &(Rating, usize)) -> String {
    format!("{number} {}", words::rating(*rating).to_lowercase())
}
