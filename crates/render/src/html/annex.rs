//! The annexes behind the tables, to be opened on a screen, open on paper.

use crate::markup::escape;
use crate::paper::{Annex, Block};

/// All annexes below one heading.
pub(super) fn annexes(annexes: &[Annex], level: usize) -> String {
    let one = |annex: &Annex| {
        format!(
            "<details class=\"annex\">\n<summary>{}</summary>\n<div class=\"annex-text\">{}</div></details>\n",
            escape(&annex.title),
            annex.blocks.iter().map(|found| block(found, level + 1)).collect::<String>()
        )
    };
    format!(
        "<section class=\"annexes\" aria-labelledby=\"annexes\">\n<h{level} id=\"annexes\">Annexes</h{level}>\n{}</section>\n",
        annexes.iter().map(one).collect::<String>()
    )
}

fn block(block: &Block, level: usize) -> String {
    match block {
        Block::Heading(text) => format!("<h{level} class=\"entry-name\">{}</h{level}>\n", escape(text)),
        Block::Text(text) => format!("<p>{}</p>\n", escape(text)),
        Block::Terms(terms) => {
            let term =
                |(word, says): &(String, String)| format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escape(word), escape(says));
            format!("<dl>\n{}</dl>\n", terms.iter().map(term).collect::<String>())
        }
    }
}
