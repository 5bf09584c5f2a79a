//! Where in a definition file a stretch of a text stands: texts of TOML are quoted in four ways and may have escapes.

use std::ops::Range;

/// The bytes of the file that a stretch of a value's text stands in, where `span` is the value with its quotes. The
/// whole value where its text cannot be found in it.
pub fn written_at(file: &str, span: &Range<usize>, value: &str, stretch: &Range<usize>) -> Range<usize> {
    found(file, span, value, stretch).unwrap_or_else(|| span.clone())
}

fn found(file: &str, span: &Range<usize>, value: &str, stretch: &Range<usize>) -> Option<Range<usize>> {
    let written = file.get(span.clone())?;
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| written.starts_with(quotes))?;
    let escapes = quotes.starts_with('"');
    let mut at = quotes.len();
    if quotes.len() == 3 {
        // The line break after the opening quotes is no part of the text.
        at += ["\r\n", "\n"].iter().find(|end| written[at..].starts_with(**end)).map_or(0, |end| end.len());
    }
    let (mut start, mut end) = (None, None);
    let mut read = 0;
    for letter in value.chars() {
        if escapes {
            at += folded(&written[at..]);
        }
        if read == stretch.start {
            start = Some(at);
        }
        let rest = written.get(at..)?;
        let length = if escapes && rest.starts_with('\\') {
            match rest.as_bytes().get(1)? {
                b'u' => 6,
                b'U' => 10,
                b'x' => 4,
                _ => 2,
            }
        } else if rest.starts_with("\r\n") && letter == '\n' {
            2
        } else {
            if !rest.starts_with(letter) {
                return None;
            }
            letter.len_utf8()
        };
        at += length;
        read += letter.len_utf8();
        if read == stretch.end {
            end = Some(at);
        }
    }
    let start = start.unwrap_or(at);
    let end = end.unwrap_or(start).max(start);
    written.get(start..end)?;
    Some(span.start + start..span.start + end)
}

/// How long a backslash at the end of a line is, with the white space that it takes away.
fn folded(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix('\\') else { return 0 };
    let white = after.len() - after.trim_start().len();
    if after[..white].contains('\n') { 1 + white } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::written_at;

    fn word<'a>(file: &'a str, value: &str, word: &str) -> &'a str {
        let start = file.find(['"', '\'']).unwrap();
        let at = value.find(word).unwrap();
        &file[written_at(file, &(start..file.len()), value, &(at..at + word.len()))]
    }

    #[test]
    fn a_word_is_found_however_the_text_is_quoted() {
        assert_eq!(word("x = \"age < 16\"", "age < 16", "16"), "16");
        assert_eq!(word("x = 'é <> 16'", "é <> 16", "<>"), "<>");
        assert_eq!(word("x = '''\nage\n < 16'''", "age\n < 16", "16"), "16");
        assert_eq!(word("x = \"\"\"age \\\n   < 16\"\"\"", "age < 16", "< 16"), "< 16");
        assert_eq!(word("x = \"\\\"U1\\\" = a\"", "\"U1\" = a", "\"U1\""), "\\\"U1\\\"");
        assert_eq!(word("x = \"\\u00e9 = a\"", "é = a", "a"), "a");
    }

    #[test]
    fn a_text_that_is_not_found_is_the_whole() {
        assert_eq!(word("x = \"abc\"", "xyz", "y"), "\"abc\"");
        assert_eq!(written_at("abc", &(0..9), "abc", &(0..1)), 0..9);
    }
}
