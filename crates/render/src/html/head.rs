//! What stands around any of our pages: head with style and content security policy, skip link, banner.

use sha2::{Digest, Sha256};

use crate::markup::escape;
use crate::paper::Paper;

/// The style of all pages.
const STYLE: &str = include_str!("style.css");
/// That of front pages.
const FRONT: &str = include_str!("front.css");
/// That of what an interactive page has besides.
const TOOLS: &str = include_str!("interactive.css");
/// The script of an interactive page. It has no sign that markup is made of, so that the page stays well-formed XML.
const SCRIPT: &str = include_str!("interactive.js");
/// What changes where a table is too wide for the screen.
const NARROW: &str = include_str!("narrow.css");

/// From the document type to the end of the head.
pub(super) fn head(title: &str, style: &str, interactive: bool) -> String {
    let script =
        if interactive { format!(" script-src 'sha256-{}';", base64(&Sha256::digest(SCRIPT.as_bytes()))) } else { String::new() };
    let hash = base64(&Sha256::digest(style.as_bytes()));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}';{script} img-src data:; \
         base-uri 'none'; form-action 'none'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n<link rel=\"icon\" href=\"data:,\"/>\n\
         <title>{}</title>\n<style>{style}</style>\n</head>\n",
        escape(title)
    )
}

/// The skip link and the banner, with the month and how the paper is marked.
pub(super) fn banner(month: &str, marking: &str) -> String {
    format!(
        "<a class=\"skip\" href=\"#main\">Skip to the figures</a>\n\
         <header><p><strong>Pledge scorecard</strong> <span>{}</span> <span class=\"audience\">{}</span></p></header>\n",
        escape(month),
        escape(marking)
    )
}

/// The whole style, with what only this paper has. From how wide a screen on tables stand as tables depends on their
/// columns.
pub(super) fn style(wide: bool, paper: &Paper<'_>, own: &str, interactive: bool) -> String {
    let below = if wide { "84em" } else { "75em" };
    let accent =
        paper.letterhead.accent.map(|[red, green, blue]| format!(":root {{ --accent: #{red:02x}{green:02x}{blue:02x}; }}\n"));
    let (marking, foot) = (text(&paper.marking), text(&paper.foot));
    let corner = |place: &str, content: &str| format!("@{place} {{ content: {content}; font: 8pt arial, sans-serif; }} ");
    let corners = [
        corner("top-right", &marking),
        corner("bottom-left", &foot),
        corner("bottom-center", &marking),
        corner("bottom-right", "\"Page \" counter(page) \" of \" counter(pages)"),
    ];
    format!(
        "{STYLE}{FRONT}{}@media screen and (max-width: {below}) {{\n{NARROW}}}\n@page {{ size: A4 landscape; margin: 12mm 11mm; {}}}\n{}{own}",
        if interactive { TOOLS } else { "" },
        corners.concat(),
        accent.unwrap_or_default()
    )
}

/// The script, at the end of the page.
pub(super) fn script() -> String {
    format!("<script>{SCRIPT}</script>\n")
}

/// A text as a style has it, without anything that ends it or that is markup.
fn text(words: &str) -> String {
    let mut text = "\"".to_owned();
    for letter in words.chars() {
        match letter {
            letter if letter.is_alphanumeric() || matches!(letter, ' ' | '.' | ',' | ':' | '-') => text.push(letter),
            letter if letter.is_control() => text.push(' '),
            letter => text.push_str(&format!("\\{:x} ", u32::from(letter))),
        }
    }
    text + "\""
}

/// Base64 with padding, as a policy writes hashes.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        let known = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in known {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn a_text_in_a_style_ends_where_it_should() {
        assert_eq!(text("Internal: a, b-c."), "\"Internal: a, b-c.\"");
        assert_eq!(text("\"}</style>\\"), "\"\\22 \\7d \\3c \\2f style\\3e \\5c \"");
    }

    #[test]
    fn the_style_is_well_formed_xml_and_loads_nothing() {
        for part in [STYLE, FRONT, TOOLS, NARROW, SCRIPT] {
            assert!(!part.contains(['<', '&']) && !part.contains("url(") && !part.contains("@import"));
        }
    }
}
