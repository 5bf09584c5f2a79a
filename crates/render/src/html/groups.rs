//! The groups of rows side by side, as small pictures on one scale.

use crate::markup::escape;
use crate::paper::in_groups::{self, SIZE};
use scorecard_core::scorecard::Scorecard;

/// The pictures of a scorecard, under a heading of a level; nothing where no row has them.
pub(super) fn pictures(scorecard: &Scorecard, level: usize) -> String {
    let all = in_groups::of(scorecard);
    if all.is_empty() {
        return String::new();
    }
    let below = level + 1;
    let mut html = format!("<div class=\"group groups\">\n<h{level}>{}</h{level}>\n", in_groups::HEADING);
    for panels in &all {
        html += &format!(
            "<h{below}>{} {}</h{below}>\n<p class=\"quiet\">{}</p>\n<ul class=\"side-by-side\">\n",
            escape(&panels.row.id),
            escape(&panels.row.title),
            escape(&panels.said)
        );
        for panel in &panels.groups {
            let drawn = panel.drawing.as_ref().map_or_else(String::new, |drawing| {
                format!(
                    "<svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {} {}\">{}</svg>",
                    escape(&panel.words),
                    SIZE.0,
                    SIZE.1,
                    drawing.svg()
                )
            });
            html += &format!("<li><b>{}</b> {}{drawn}</li>\n", escape(panel.title), escape(&panel.figure));
        }
        html += "</ul>\n";
    }
    html + "</div>\n"
}
