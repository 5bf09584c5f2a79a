//! Text made safe to stand in HTML and SVG, which here are both well-formed XML.

/// A text with everything that markup is made of, and what XML cannot hold, made harmless.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            character if character.is_control() => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}

/// A name that may stand in an `id` and in a link to it: different names stay different.
pub fn id(name: &str) -> String {
    let mut id = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || character == '-' {
            id.push(character);
        } else {
            id.push_str(&format!("_{:x}_", u32::from(character)));
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escape("<b a=\"1\">'&'</b>\u{1}"), "&lt;b a=&quot;1&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;\u{fffd}");
        assert_eq!(escape("é Ł 家 ✓\n"), "é Ł 家 ✓\n");
    }

    #[test]
    fn ids_stay_different() {
        assert_eq!(id("KN-15"), "KN-15");
        assert_ne!(id("a b"), id("a_20_b"));
        assert_eq!(id("a=b c"), "a_3d_b_20_c");
    }
}
