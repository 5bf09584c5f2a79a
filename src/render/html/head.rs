//! What stands around any of our pages: head with style and content security policy, skip link, banner.

use sha2::{Digest, Sha256};

use crate::render::markup::escape;
use crate::scorecard::Audience;

/// The style of all pages.
const STYLE: &str = include_str!("style.css");
/// What changes where a table is too wide for the screen.
const NARROW: &str = include_str!("narrow.css");

/// From the document type to the end of the head. Wide tables are stacked on wider screens already.
pub(super) fn head(title: &str, wide: bool) -> String {
    let style = style(wide);
    let hash = base64(&Sha256::digest(style.as_bytes()));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; img-src data:; \
         base-uri 'none'; form-action 'none'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n<link rel=\"icon\" href=\"data:,\"/>\n\
         <title>{}</title>\n<style>{style}</style>\n</head>\n",
        escape(title)
    )
}

/// The skip link and the banner, with the month and who may read it.
pub(super) fn banner(month: &str, audience: Audience) -> String {
    let audience = match audience {
        Audience::Internal => "Internal",
        Audience::Public => "Public",
    };
    format!(
        "<a class=\"skip\" href=\"#main\">Skip to the figures</a>\n\
         <header><p><strong>Pledge scorecard</strong> <span>{}</span> <span class=\"audience\">{audience}</span></p></header>\n",
        escape(month)
    )
}

/// The whole style. From how wide a screen on tables stand as tables depends on their columns.
fn style(wide: bool) -> String {
    let below = if wide { "75em" } else { "62em" };
    format!("{STYLE}@media screen and (max-width: {below}) {{\n{NARROW}}}\n")
}

/// Base64 with padding, as a policy writes hashes.
fn base64(bytes: &[u8]) -> String {
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
    fn the_style_is_well_formed_xml_and_loads_nothing() {
        for part in [STYLE, NARROW] {
            assert!(!part.contains(['<', '&']) && !part.contains("url(") && !part.contains("@import"));
        }
    }
}
