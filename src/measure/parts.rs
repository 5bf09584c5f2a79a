//! Splits a condition at its top-level `AND`s, so that a cohort can be narrowed step by step.
//!
//! Works on the SQL as it is written and keeps each part's own words. Knows nothing of
//! columns; where a text cannot be split with certainty it stays whole.

/// The parts of a condition that must all hold, as written and in order; the whole where it
/// is one part.
pub fn parts(sql: &str) -> Vec<String> {
    let sql = sql.trim();
    let whole = || vec![sql.to_owned()];
    let Some(words) = words(sql) else { return whole() };
    if let Some(inner) = enclosed(sql, &words) {
        let found = parts(inner);
        return if found.len() > 1 { found } else { whole() };
    }
    let mut cuts = Vec::new();
    // `BETWEEN a AND b`: the next AND of the same depth belongs to it.
    let mut betweens = 0;
    for word in words.iter().filter(|word| word.depth == 0) {
        match word.text(sql).to_ascii_uppercase().as_str() {
            "BETWEEN" => betweens += 1,
            "AND" if betweens > 0 => betweens -= 1,
            "AND" => cuts.push(word.start..word.end),
            // OR binds less than AND: what stands on its two sides is no part of the whole.
            "OR" | "XOR" => return whole(),
            _ => {}
        }
    }
    if cuts.is_empty() {
        return whole();
    }
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut.end));
    let ends = cuts.iter().map(|cut| cut.start).chain(std::iter::once(sql.len()));
    starts.zip(ends).filter_map(|(start, end)| sql.get(start..end)).flat_map(parts_of_part).collect()
}

/// A part in brackets may itself have parts.
fn parts_of_part(sql: &str) -> Vec<String> {
    if sql.trim().starts_with('(') { parts(sql) } else { vec![sql.trim().to_owned()] }
}

/// A word or a bracket of the text, outside quotes.
struct Word {
    start: usize,
    end: usize,
    /// How many brackets and CASEs it stands in.
    depth: usize,
}

impl Word {
    fn text<'a>(&self, sql: &'a str) -> &'a str {
        sql.get(self.start..self.end).unwrap_or_default()
    }
}

/// What the brackets around the whole hold, if they are around the whole.
fn enclosed<'a>(sql: &'a str, words: &[Word]) -> Option<&'a str> {
    let close = words.iter().find(|word| word.depth == 0 && word.text(sql) == ")")?;
    let all = sql.starts_with('(') && close.end == sql.len();
    sql.get(1..sql.len() - 1).filter(|_| all)
}

/// The words and brackets of a text; nothing where it has comments or does not close.
fn words(sql: &str) -> Option<Vec<Word>> {
    let bytes = sql.as_bytes();
    let part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 128;
    let (mut words, mut depth, mut at) = (Vec::new(), 0_usize, 0);
    while at < bytes.len() {
        let (byte, start) = (bytes[at], at);
        at += 1;
        match byte {
            b'\'' | b'"' | b'`' => at += sql.get(at..)?.find(char::from(byte))? + 1,
            b'-' if bytes.get(at) == Some(&b'-') => return None,
            b'/' if bytes.get(at) == Some(&b'*') => return None,
            b'(' | b'[' => {
                words.push(Word { start, end: at, depth });
                depth += 1;
            }
            b')' | b']' => {
                depth = depth.checked_sub(1)?;
                words.push(Word { start, end: at, depth });
            }
            _ if part(byte) => {
                at += bytes[at..].iter().take_while(|byte| part(**byte)).count();
                let word = sql.get(start..at)?;
                if word.eq_ignore_ascii_case("END") {
                    depth = depth.checked_sub(1)?;
                }
                words.push(Word { start, end: at, depth });
                depth += usize::from(word.eq_ignore_ascii_case("CASE"));
            }
            _ => {}
        }
    }
    (depth == 0).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parts_keep_their_words() {
        for (sql, expected) in [
            ("age < 16", &["age < 16"][..]),
            ("age < 16 AND months >= 30", &["age < 16", "months >= 30"]),
            ("age between 18 and 20\n and left", &["age between 18 and 20", "left"]),
            ("left AND age NOT BETWEEN 18 AND 20 AND x", &["left", "age NOT BETWEEN 18 AND 20", "x"]),
            ("age BETWEEN (CASE WHEN a AND b THEN 1 END) AND 20", &["age BETWEEN (CASE WHEN a AND b THEN 1 END) AND 20"]),
            ("CASE WHEN a AND b THEN c ELSE d END AND e", &["CASE WHEN a AND b THEN c ELSE d END", "e"]),
            ("a AND b OR c", &["a AND b OR c"]),
            ("a AND (b OR c AND d)", &["a", "(b OR c AND d)"]),
            ("a AND (b AND (c AND d))", &["a", "b", "c", "d"]),
            ("(a) AND (b)", &["(a)", "(b)"]),
            ("(a AND b)", &["a", "b"]),
            ("(a - b) * 10 >= c", &["(a - b) * 10 >= c"]),
            ("NOT (a AND b) AND c", &["NOT (a AND b)", "c"]),
            ("x = 'this AND that' AND \"a AND b\" = 1", &["x = 'this AND that'", "\"a AND b\" = 1"]),
            ("x = 'it''s AND' AND y", &["x = 'it''s AND'", "y"]),
            ("land AND brand_and", &["land", "brand_and"]),
            ("é AND x = 'é'", &["é", "x = 'é'"]),
            ("a -- AND b", &["a -- AND b"]),
            ("a AND (b", &["a AND (b"]),
            ("a AND 'b", &["a AND 'b"]),
        ] {
            assert_eq!(parts(sql), expected, "{sql}");
        }
    }
}
