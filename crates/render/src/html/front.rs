//! The front page of a scorecard: on paper one side of A4, on a screen the first thing that is seen.

use super::section::Place;
use crate::markup::escape;
use crate::paper::{Decision, Decisions, Front, Heat, HeatCell, HeatLine, HeatRow, Standing, Strip, heat};
use crate::words;
use scorecard_core::calendar::Month;
use scorecard_core::rating::Rating;
use scorecard_core::scorecard::{Letterhead, Logo, Picture};

/// The front page.
pub(super) fn front(front: &Front<'_>, letterhead: &Letterhead, place: &Place) -> String {
    let Place { prefix, level, .. } = place;
    let below = level + 1;
    let logo = letterhead.logo.as_ref().map(logo).unwrap_or_default();
    let council = front.council.map(|council| format!("<p class=\"council\">{}</p>\n", escape(council))).unwrap_or_default();
    let standing = front.standing.as_ref().map(|standing| standing_of(standing, prefix, below)).unwrap_or_default();
    let alone = if standing.is_empty() { " alone" } else { "" };
    format!(
        "<div class=\"front\">\n<div class=\"front-head\">{logo}<div>\n{council}<h{level} id=\"{prefix}scorecard\">{}</h{level}>\n\
         <p class=\"as-at\">{}</p></div>\n<p class=\"marking\">{}</p></div>\n{}{}<div class=\"front-foot{alone}\">\n{}{standing}</div>\n</div>\n",
        escape(front.title),
        escape(&front.as_at),
        escape(front.marking),
        bar(&front.bar),
        heat_of(&front.heat, prefix, below),
        decisions(&front.decisions, prefix, below),
    )
}

/// A logo as it lies in its file, within the page.
pub(super) fn logo(logo: &Logo) -> String {
    let kind = match logo.kind {
        Picture::Png => "png",
        Picture::Jpeg => "jpeg",
    };
    // The name of the council stands beside it.
    format!(
        "<img class=\"logo\" alt=\"\" width=\"{}\" height=\"{}\" src=\"data:image/{kind};base64,{}\"/>\n",
        logo.width,
        logo.height,
        super::head::base64(&logo.bytes)
    )
}

/// How many rows stand how, each as long as its share.
fn bar(bar: &[(Rating, usize)]) -> String {
    let part = |(rating, number): &(Rating, usize)| {
        format!(
            "<li class=\"{} {}\"><span aria-hidden=\"true\">{}</span> {number} {}</li>",
            rating.as_str(),
            share(*number),
            words::mark(*rating, true),
            words::rating(*rating).to_lowercase()
        )
    };
    format!("<ul class=\"bar\" aria-label=\"How many promises stand how\">{}</ul>\n", bar.iter().map(part).collect::<String>())
}

/// The class of a part of a bar.
fn share(number: usize) -> String {
    format!("share-{number}")
}

/// The rules for the parts of all bars: a policy that lets no style into the markup has them here.
pub(super) fn shares<'a>(fronts: impl Iterator<Item = &'a Front<'a>>) -> String {
    let numbers: std::collections::BTreeSet<usize> =
        fronts.flat_map(|front| front.bar.iter().map(|(_, number)| *number)).collect();
    numbers.iter().map(|number| format!(".bar .{} {{ flex-grow: {number}; }}\n", share(*number))).collect()
}

fn heat_of(heat: &Heat<'_>, prefix: &str, level: usize) -> String {
    if heat.lines.is_empty() {
        return String::new();
    }
    let months: String = heat.months.iter().enumerate().map(|(at, month)| month_head(*month, at == 0)).collect();
    let across = heat.months.len() + 4 + usize::from(heat.has_leads);
    let lead = if heat.has_leads { "<th scope=\"col\" class=\"lead\">Lead</th>" } else { "" };
    let line = |line: &HeatLine<'_>| match line {
        HeatLine::Group(title) => {
            format!("<tr class=\"aim\"><th scope=\"rowgroup\" colspan=\"{across}\">{}</th></tr>\n", escape(title))
        }
        HeatLine::Row(row) => heat_row(row, heat.has_leads, prefix),
    };
    // A heading of a group begins a body of its own, which it is the head of.
    let mut bodies: Vec<String> = Vec::new();
    for found in &heat.lines {
        if matches!(found, HeatLine::Group(_)) || bodies.is_empty() {
            bodies.push(String::new());
        }
        if let Some(body) = bodies.last_mut() {
            body.push_str(&line(found));
        }
    }
    let bodies: String = bodies.iter().map(|body| format!("<tbody>\n{body}</tbody>\n")).collect();
    let left_out = heat.left_out.as_ref().map(|said| format!("<p class=\"quiet\">{}</p>\n", escape(said))).unwrap_or_default();
    let symbols = heat::symbols(heat);
    let legend: Vec<String> = symbols.iter().map(|symbol| escape(&words::legend(*symbol))).collect();
    let legend = if legend.is_empty() { String::new() } else { format!("<p class=\"quiet\">{}</p>\n", legend.join("; ")) };
    format!(
        "<h{level} id=\"{prefix}months\">{} <span class=\"key\">{}</span></h{level}>\n<div class=\"scroll-heat\">\
         <table class=\"heat\" aria-labelledby=\"{prefix}months\">\n<thead><tr><th scope=\"col\" class=\"id\">Row</th>\
         <th scope=\"col\" class=\"title\">Promise</th><th scope=\"col\" class=\"number\">Now</th>\
         <th scope=\"col\" class=\"number\">Target</th>{months}{lead}</tr></thead>\n{bodies}</table></div>\n{left_out}{legend}",
        escape(heat.heading),
        escape(&heat.key)
    )
}

/// A month in three letters, with its year where that begins.
fn month_head(month: Month, first: bool) -> String {
    let short = month.short();
    let (name, year) = short.split_once(' ').unwrap_or((&short, ""));
    let class = if first || month.number() == 1 { "year" } else { "year aloud" };
    format!("<th scope=\"col\" class=\"month\">{name} <span class=\"{class}\">{year}</span></th>")
}

fn heat_row(row: &HeatRow<'_>, has_leads: bool, prefix: &str) -> String {
    let cells: String = row.cells.iter().map(|cell| heat_cell(*cell)).collect();
    let anchor = super::table::row_anchor(prefix, row.row);
    let lead = if has_leads { format!("<td class=\"lead\">{}</td>", escape(&row.lead)) } else { String::new() };
    format!(
        "<tr><td class=\"id\"><a href=\"#{anchor}\">{}</a></td><th scope=\"row\" class=\"title\">{}</th><td class=\"number figure\">{}</td>\
         <td class=\"number\">{}</td>{cells}{lead}</tr>\n",
        escape(&row.row.id),
        escape(&row.row.title),
        escape(&row.figure),
        escape(&row.target)
    )
}

fn heat_cell(cell: HeatCell) -> String {
    let class = cell.rating().map(|rating| format!(" {}", rating.as_str())).unwrap_or_default();
    format!(
        "<td class=\"month{class}\"><span aria-hidden=\"true\">{}</span><span class=\"aloud\">{}</span></td>",
        cell.mark(),
        cell.word()
    )
}

fn decisions(decisions: &Decisions<'_>, prefix: &str, level: usize) -> String {
    let item = |item: &Decision<'_>| {
        let role = item.role.map(|role| format!(" <span class=\"quiet\">{}</span>", escape(role))).unwrap_or_default();
        format!(
            "<li><a href=\"#{}\">{}</a>: {} {}{role}</li>\n",
            super::table::row_anchor(prefix, item.row),
            escape(&item.name),
            escape(&item.stands),
            escape(&item.doing)
        )
    };
    let items: String = decisions.items.iter().map(item).collect();
    let items = if items.is_empty() { items } else { format!("<ul>\n{items}</ul>\n") };
    let note = decisions.note.as_ref().map(|note| format!("<p class=\"quiet\">{}</p>\n", escape(note))).unwrap_or_default();
    format!("<div class=\"decisions\">\n<h{level}>{}</h{level}>\n{items}{note}</div>\n", escape(&decisions.heading))
}

fn standing_of(standing: &Standing<'_>, prefix: &str, level: usize) -> String {
    let note = standing.note.as_ref().map(|note| format!("<p class=\"quiet\">{}</p>\n", escape(note))).unwrap_or_default();
    format!(
        "<div class=\"standing\">\n<h{level} id=\"{prefix}standing\">{}</h{level}>\n{}{note}</div>\n",
        escape(&standing.heading),
        strips(&standing.strips, &format!("{prefix}standing"))
    )
}

/// A table of strips, named by the heading with this id.
pub(super) fn strips(strips: &[Strip<'_>], heading: &str) -> String {
    let row = |strip: &Strip<'_>| {
        format!(
            "<tr><th scope=\"row\" class=\"title\">{}</th><td class=\"strip\">{}</td><td class=\"number figure\" data-label=\"Here\">{}</td>\
             <td class=\"number\" data-label=\"England\">{}</td><td class=\"number\" data-label=\"Neighbours\">{}</td><td class=\"number\" data-label=\"Rank\">{}</td></tr>\n",
            escape(&strip.row.title),
            strip_drawn(strip),
            escape(&strip.here_text),
            escape(&strip.england_text),
            escape(&strip.neighbours_text),
            escape(&strip.rank_text)
        )
    };
    format!(
        "<table class=\"strips\" aria-labelledby=\"{heading}\">\n<thead><tr><th scope=\"col\" class=\"title\">Promise</th>\
         <th scope=\"col\" class=\"strip\">All authorities</th><th scope=\"col\" class=\"number\">Here</th><th scope=\"col\" class=\"number\">England</th>\
         <th scope=\"col\" class=\"number\">Neighbours</th><th scope=\"col\" class=\"number\">Rank</th></tr></thead>\n<tbody>\n{}</tbody></table>\n\
         <p class=\"quiet\">Strips: {}.</p>\n",
        strips.iter().map(row).collect::<String>(),
        escape(crate::paper::strip::KEY)
    )
}

fn strip_drawn(strip: &Strip<'_>) -> String {
    let drawing = strip.drawing();
    format!(
        "<svg class=\"strip\" viewBox=\"0 0 {} {}\" role=\"img\"><title>{}</title>{}</svg>",
        drawing.width,
        drawing.height,
        escape(&strip.words()),
        drawing.svg()
    )
}
