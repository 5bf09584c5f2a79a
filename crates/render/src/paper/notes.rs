//! Notes of rows for a paper: what is noted of several rows alike is said once, with their ids.
//!
//! Takes what is said below the tables of a scorecard, gives notes; a renderer places them.

use crate::said::Said;
use crate::words;
use scorecard_core::scorecard::Row;

/// What stands above them.
pub const HEADING: &str = "Notes and sources";

/// The notes of a scorecard.
#[derive(Clone, Debug, Default)]
pub struct Notes<'a> {
    /// Each row with its own, as sentences.
    pub own: Vec<(&'a Row, String)>,
    /// What is noted of several rows, with their ids.
    pub shared: Vec<(String, String)>,
}

impl Notes<'_> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.shared.is_empty()
    }
}

/// What is said of most rows in a word or two, and is told as a list.
const LISTED: [&str; 2] = ["Source", "Timescale"];

/// The notes of all tables. Intervals, sources and timescales are lists: `95% intervals (Wilson): A1 34.1% to 42.6%; A2 ...`,
/// `Source: the plan, page 4 (A1, A2); the plan, page 5 (A3)`.
pub fn notes<'a>(told: &[Said<'a>]) -> Notes<'a> {
    let all: Vec<&(&Row, Vec<&str>)> = told.iter().flat_map(|said| &said.notes).collect();
    let of = |note: &str| all.iter().filter(|(_, notes)| notes.contains(&note)).count();
    let mut found = Notes::default();
    let mut intervals = Lists::default();
    let mut listed = Lists::default();
    let mut shared = Lists::default();
    for (row, notes) in &all {
        let mut own = Vec::new();
        for note in notes {
            if let Some((kind, ends)) = interval(note) {
                intervals.put(kind, format!("{} {ends}", row.id), None);
            } else if let Some((label, text)) = note.split_once(": ").filter(|(label, _)| LISTED.contains(label)) {
                listed.put(label.to_owned(), text.trim_end_matches('.').to_owned(), Some(&row.id));
            } else if of(note) < 2 {
                own.push(sentence(note));
            } else {
                shared.put(String::new(), sentence(note), Some(&row.id));
            }
        }
        if !own.is_empty() {
            found.own.push((row, own.join(" ")));
        }
    }
    let alike = shared.0.into_iter().flat_map(|(_, texts)| texts).map(|(text, ids)| (ids, text));
    found.shared.extend(alike);
    found.shared.extend(listed.told().chain(intervals.told()));
    found
}

/// Texts under their label, each with the ids of its rows.
#[derive(Default)]
struct Lists(Vec<(String, Vec<(String, String)>)>);

impl Lists {
    fn put(&mut self, label: String, text: String, id: Option<&str>) {
        let at = self.0.iter().position(|(other, _)| *other == label).unwrap_or_else(|| {
            self.0.push((label, Vec::new()));
            self.0.len() - 1
        });
        let Some((_, texts)) = self.0.get_mut(at) else { return };
        match (texts.iter_mut().find(|(other, _)| *other == text), id) {
            (Some((_, ids)), Some(id)) => *ids = format!("{ids}, {id}"),
            _ => texts.push((text, id.unwrap_or_default().to_owned())),
        }
    }

    /// Each label with its list.
    fn told(self) -> impl Iterator<Item = (String, String)> {
        self.0.into_iter().map(|(label, texts)| {
            let one = |(text, ids): (String, String)| if ids.is_empty() { text } else { format!("{text} ({ids})") };
            (label, format!("{}.", texts.into_iter().map(one).collect::<Vec<_>>().join("; ")))
        })
    }
}

/// A note of an interval as its kind and its ends: `95% intervals (Wilson)`, `34.1% to 42.6%`.
fn interval(note: &str) -> Option<(String, &str)> {
    let (level, rest) = note.split_once(" interval ")?;
    let (ends, method) = rest.strip_suffix(')')?.split_once(" (")?;
    (level.len() < 8 && level.ends_with('%') && ends.contains(" to ")).then(|| (format!("{level} intervals ({method})"), ends))
}

/// A note with a capital and a full stop, since one follows another.
fn sentence(note: &str) -> String {
    format!("{}{}", words::capital(note), if note.ends_with('.') { "" } else { "." })
}

#[cfg(test)]
mod tests {
    use super::interval;

    #[test]
    fn an_interval_is_told_from_other_notes() {
        assert_eq!(
            interval("95% interval 34.1% to 42.6% (Wilson)"),
            Some(("95% intervals (Wilson)".to_owned(), "34.1% to 42.6%"))
        );
        assert_eq!(interval("99.8% interval 1.2 to 3.4 (exact Poisson)").map(|(_, ends)| ends), Some("1.2 to 3.4"));
        assert_eq!(interval("Reviewed at an interval of months (or so)"), None);
        assert_eq!(interval("Based on 27 answers"), None);
    }
}
