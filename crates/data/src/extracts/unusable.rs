//! Says why a file cannot be used: which columns it lacks, what its header is, and which of its columns may
//! be the ones looked for.
//!
//! Takes a file's shape and its layout, gives a problem. A row that may be a child's is never shown.

use super::csv_file::Shape;
use super::folder::{FoundFile, plural};
use super::header::shown as shown_header;
use super::recognise::plain;
use crate::definitions::Layout;
use crate::definitions::extract::Column;
use crate::nearest::nearest;
use crate::problem::Problem;
use crate::problem_codes::Code;

/// How many headers are shown.
const SHOWN: usize = 20;

/// Words that say the same in headers and in what layouts say of their columns.
const SAME: &[(&str, &str)] = &[
    ("start", "began"),
    ("started", "began"),
    ("from", "began"),
    ("end", "ceased"),
    ("ended", "ceased"),
    ("until", "ceased"),
    ("person", "child"),
    ("client", "child"),
    ("pupil", "child"),
    ("id", "identifier"),
    ("number", "identifier"),
    ("ref", "identifier"),
    ("reference", "identifier"),
    ("date", "day"),
    ("birth", "dob"),
    ("kind", "type"),
];

/// The problem of a file that lacks columns it is of no use without; `places` are the layout's columns among
/// its headers.
pub fn problem(file: &FoundFile, shape: &Shape, layout: &Layout, places: &[Option<usize>]) -> Problem {
    let missing: Vec<&Column> =
        layout.columns.iter().zip(places).filter(|(column, place)| column.required && place.is_none()).map(|(c, _)| c).collect();
    let names: Vec<&str> = missing.iter().map(|column| column.name.as_str()).collect();
    let shown = places.iter().any(Option::is_some) || shape.sure;
    let seen = match shown {
        true if shape.header_row == 0 => format!("it has: {}", headers(&shape.headers)),
        true => format!("its header, row {}, is: {}", shape.header_row, headers(&shape.headers)),
        // A first row without any column of the layout may be a child's: it is not quoted.
        false => "its first row names none of its columns".to_owned(),
    };
    let message = format!(
        "'{}' has no {} {} and is left out; {seen}",
        file.name,
        plural(names.len() as u64, "column", "columns"),
        names.join(", ")
    );
    let problem = Problem::new(Code::UnusableFile, message).in_file(&file.name).touching([format!("{}.*", layout.id)]);
    let own = Code::UnusableFile.help();
    let lines = if shown { proposals(&shape.headers, &missing, places) } else { Vec::new() };
    match (lines.is_empty(), shown) {
        (true, true) => {
            let help = format!(
                "{own} If it is there under another name, write that name into extracts/{}.toml of your definitions, \
                 under [columns.{}]: local = [\"its name\"].",
                layout.id,
                names.first().unwrap_or(&"")
            );
            problem.help(help)
        }
        (true, false) => problem.help(format!("{own} The header must be a row of the file.")),
        (false, _) => {
            let help = format!(
                "{own} If it is there under another name, paste into extracts/{}.toml of your definitions:\n{}",
                layout.id,
                lines.join("\n")
            );
            problem.help(help)
        }
    }
}

fn headers(headers: &[String]) -> String {
    let filled: Vec<&String> = headers.iter().filter(|header| !header.is_empty()).collect();
    let mut shown: Vec<String> = filled.iter().take(SHOWN).map(|header| shown_header(header)).collect();
    if filled.len() > SHOWN {
        shown.push(format!("and {} more", filled.len() - SHOWN));
    }
    shown.join(", ")
}

/// For each missing column the header that is most like it, as lines of its layout.
fn proposals(headers: &[String], missing: &[&Column], places: &[Option<usize>]) -> Vec<String> {
    let mut free: Vec<&String> = headers
        .iter()
        .enumerate()
        .filter(|(at, header)| !header.is_empty() && !places.contains(&Some(*at)))
        .map(|(_, header)| header)
        .collect();
    let mut lines = Vec::new();
    for column in missing {
        let likest = free.iter().enumerate().map(|(at, header)| (likeness(header, column), at)).max_by_key(|(like, at)| {
            // Of two alike the one further left.
            (*like, std::cmp::Reverse(*at))
        });
        let Some((_, at)) = likest.filter(|(like, _)| *like > 0) else { continue };
        let header = free.remove(at);
        // The key stands once: names that the layout has already stay in it.
        let names: Vec<String> = column.local.iter().chain([header]).map(|name| quoted(name)).collect();
        lines.push(format!("  [columns.{}]", column.name));
        lines.push(format!("  local = [{}]", names.join(", ")));
    }
    lines
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// How like a header is to a column: by its name, or by the words that its layout says of it.
fn likeness(header: &str, column: &Column) -> usize {
    let names = || std::iter::once(&column.name).chain(&column.local);
    let own = plain(header);
    let plain_names: Vec<String> = names().map(|name| plain(name)).collect();
    if own.len() > 2 && nearest(&own, plain_names.iter().map(String::as_str)).is_some() {
        return 100;
    }
    let holds = |name: &String| name.len() > 2 && own.len() > 2 && (own.contains(name) || name.contains(&own));
    if plain_names.iter().any(holds) {
        return 50;
    }
    let known: Vec<String> = names().map(String::as_str).chain([column.means.as_str()]).flat_map(words).collect();
    words(header).iter().filter(|word| known.contains(word)).count()
}

/// The words of a text that tell something, each as layouts write it.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let words = words.filter(|word| !matches!(word.as_str(), "" | "the" | "a" | "of" | "and" | "or" | "in" | "for" | "every"));
    words.map(|word| SAME.iter().find(|(other, _)| *other == word).map_or(word, |(_, same)| (*same).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::extract::ColumnKind;

    fn column(name: &str, means: &str) -> Column {
        Column {
            name: name.to_owned(),
            span: 0..0,
            kind: ColumnKind::Date,
            means: means.to_owned(),
            required: true,
            optional: false,
            local: vec!["BEGINN".to_owned()],
            range: (0, 0),
            codes: Vec::new(),
            local_codes: Vec::new(),
        }
    }

    #[test]
    fn the_likest_header_is_proposed_beside_the_names_known() {
        let began = column("DECOM", "The day the episode began");
        let headers = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
        let lines = |words: &[&str]| proposals(&headers(words), &[&began], &[]);
        assert_eq!(lines(&["Team", "Start Date"]), ["  [columns.DECOM]", "  local = [\"BEGINN\", \"Start Date\"]"]);
        assert_eq!(lines(&["Start Date", "DECOMM"])[1], "  local = [\"BEGINN\", \"DECOMM\"]");
        assert_eq!(lines(&["Episode \"start\""])[1], "  local = [\"BEGINN\", \"Episode \\\"start\\\"\"]");
        assert!(lines(&["Team"]).is_empty());
    }
}
