//! Fingerprints of definitions: the same as long as nothing changes that decides a figure or its rating.
//!
//! A fingerprint is two numbers of eight hexadecimal digits, `0d3c51aa-91b0c2fe`: the first eight of the SHA-256
//! of how the row is measured, and of what was promised of it. Titles, notes, owners and sources are in neither.
//!
//! *Measured*: the indicator (table, conditions, statistic, window, unit, decimals) and, of each extract that it reads,
//! how records are told apart and the columns with their codes and local names; or what feeds the row.
//! *Promised*: which way is better, and every dated target with its day and amber band.
//!
//! The rules of the derived tables are Rust, not definitions: [`RULES`] stands for them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::condition::plain;
use crate::definitions::extract::Column;
use crate::definitions::{Catalogue, Feed, Indicator, Layout, Polarity, RowDefinition, ScorecardDefinition};
use crate::scorecard::Scorecard;

/// The version of the rules that are no definitions: those of derived tables, statistics and feeds. One more with each
/// change that gives another figure for the same extracts.
pub const RULES: u32 = 1;

/// What each indicator reads, by its id: `extract.COLUMN`.
pub type Needs<'a> = BTreeMap<&'a str, BTreeSet<String>>;

/// Marks the rows of a scorecard; groups of a breakdown have the mark of their row.
pub fn mark(scorecard: &mut Scorecard, definition: &ScorecardDefinition, catalogue: &Catalogue, needs: &Needs<'_>) {
    let defined: BTreeMap<&str, String> = definition
        .groups
        .iter()
        .flat_map(|group| &group.rows)
        .map(|row| (row.id.as_str(), of(row, definition.by_interval, catalogue, needs)))
        .collect();
    scorecard.for_every_row(|row| row.fingerprint = defined.get(row.whole()).cloned().unwrap_or_default());
}

/// The fingerprint of a row, whose scorecard rates by interval or by the figure.
pub fn of(row: &RowDefinition, by_interval: bool, catalogue: &Catalogue, needs: &Needs<'_>) -> String {
    format!("{}-{}", digest(&measured(row, catalogue, needs)), digest(&promised(row, by_interval)))
}

/// The part that says how a row is measured.
pub fn measure_part(fingerprint: &str) -> Option<&str> {
    fingerprint.split_once('-').map(|(measure, _)| measure)
}

/// The part that says what was promised.
pub fn promise_part(fingerprint: &str) -> Option<&str> {
    fingerprint.split_once('-').map(|(_, promise)| promise)
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(4).fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Lines of `name: value`; a text is quoted, so that none can pass for another line.
struct Canonical(String);

impl Canonical {
    fn say(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.0, "{name}: {value:?}");
    }
}

fn measured(row: &RowDefinition, catalogue: &Catalogue, needs: &Needs<'_>) -> String {
    // Taken apart to the last field: a new one must say whether it decides the figure.
    let RowDefinition {
        id: _,
        title: _,
        about: _,
        feed,
        unit,
        decimals,
        polarity: _,
        targets: _,
        group_targets: _,
        aim: _,
        baseline: _,
        owner: _,
        timescale: _,
        source: _,
        notes: _,
        steps: _,
        limits_from: _,
        things: _,
    } = row;
    let mut text = Canonical(format!("measured, rules {RULES}\n"));
    text.say("unit", unit.as_str());
    text.say("decimals", &decimals.to_string());
    let of_feed = |text: &mut Canonical, extract: &str, what: &str| {
        text.say(extract, what);
        if let Some(layout) = catalogue.extract(extract) {
            layout_text(layout, &|_| true, text);
        }
    };
    match feed {
        Feed::Survey(question) => of_feed(&mut text, "survey", question),
        Feed::Return(measure) => of_feed(&mut text, "returns", measure),
        Feed::Narrative(measure) => of_feed(&mut text, "narrative", measure),
        Feed::Awaits(extract) => text.say("awaits", extract),
        Feed::Indicator(id) => {
            text.say("indicator", id);
            if let Some(indicator) = catalogue.indicator(id) {
                indicator_text(indicator, &mut text);
            }
            let read = needs.get(id.as_str());
            for layout in &catalogue.extracts {
                let needs = read.into_iter().flatten();
                let used: BTreeSet<&str> =
                    needs.filter_map(|need| need.strip_prefix(layout.id.as_str())?.strip_prefix('.')).collect();
                let reads = |column: &str| used.contains(column);
                if layout.columns.iter().any(|column| reads(&column.name)) {
                    layout_text(layout, &reads, &mut text);
                }
            }
        }
    }
    text.0
}

fn indicator_text(indicator: &Indicator, text: &mut Canonical) {
    let Indicator {
        id: _,
        title: _,
        means: _,
        table,
        cohort,
        statistic,
        unit: _,
        decimals: _,
        polarity: _,
        window,
        source: _,
        notes: _,
        local: _,
        file: _,
        forecast: _,
        steps: _,
    } = indicator;
    text.say("table", &table.value);
    text.say("where", &cohort.as_ref().map(|cohort| plain(&cohort.value)).unwrap_or_default());
    let mut texts = statistic.texts.iter().map(|text| plain(&text.value));
    text.say(statistic.is.name, &texts.next().unwrap_or_default());
    texts.for_each(|below| text.say("of", &below));
    text.say("window", &window.mark());
}

/// Of a layout what decides how rows and the columns in use are read.
fn layout_text(layout: &Layout, in_use: &dyn Fn(&str) -> bool, text: &mut Canonical) {
    let Layout {
        id,
        title: _,
        about: _,
        source: _,
        names: _,
        key,
        key_without,
        carried_over,
        seldom: _,
        year: _,
        local: _,
        date,
        columns,
        file: _,
        from: _,
    } = layout;
    let name = |at: &usize| columns.get(*at).map(|column| column.name.as_str()).unwrap_or_default();
    text.say("extract", id);
    text.say("key", &key.iter().map(name).collect::<Vec<_>>().join(" "));
    if !key_without.is_empty() {
        text.say("key without", &key_without.iter().map(name).collect::<Vec<_>>().join(" "));
    }
    text.say("carried over", &carried_over.to_string());
    text.say("date", date.as_ref().map(name).unwrap_or_default());
    for column in columns.iter().filter(|column| in_use(&column.name)) {
        let Column { name, kind, means: _, required: _, optional: _, local, range, codes, local_codes, span: _ } = column;
        text.say("column", name);
        text.say("type", kind.as_str());
        text.say("range", &format!("{range:?}"));
        for other in local {
            text.say("known as", other);
        }
        for code in codes {
            text.say("code", &code.code);
        }
        for (written, code) in local_codes {
            text.say(&format!("{written:?} is"), code);
        }
    }
}

fn promised(row: &RowDefinition, by_interval: bool) -> String {
    let mut text = Canonical("promised\n".to_owned());
    text.say("rated by", if by_interval { "interval" } else { "figure" });
    text.say(
        "polarity",
        match row.polarity {
            Polarity::Higher => "higher",
            Polarity::Lower => "lower",
            Polarity::None => "none",
        },
    );
    text.say("aim", row.aim.as_deref().unwrap_or_default());
    for target in &row.targets {
        let crate::definitions::Target { from, standard, text: words, or_else, is_rule: _, due, amber } = target;
        text.say("from", &from.map(|from| from.to_string()).unwrap_or_default());
        // As it was before there was more than numbers, so that a row of then has the fingerprint of then.
        let standard = standard.map(|standard| match standard.number() {
            Some(number) => number.to_string(),
            None => format!("{standard:?}"),
        });
        text.say("target", &standard.unwrap_or_default());
        if let Some((_, words)) = or_else {
            text.say("or else", words);
        }
        text.say("text", words.as_deref().unwrap_or_default());
        text.say("due", &due.map(crate::calendar::iso).unwrap_or_default());
        text.say("amber", &format!("{amber:?}"));
    }
    text.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::{Source, Sources};

    /// The fingerprint of a row of a scorecard with an indicator of its own, both of these texts.
    fn of_texts(indicator: &str, row: &str, change: impl Fn(&mut Catalogue)) -> String {
        let source = |id: &str, text: String| Source::new(format!("{id}.toml"), id, text);
        let mut sources = Sources::built_in();
        sources.scorecards.clear();
        sources.indicators.push(source("mine", indicator.to_owned()));
        let scorecard = format!("title = \"-\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"-\"\n[[groups.rows]]\n{row}");
        sources.scorecards.push(source("own", scorecard));
        let read = sources.read();
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        let mut catalogue = read.value;
        change(&mut catalogue);
        let needs: Needs<'_> = [("mine", ["episodes.PLACE".to_owned()].into())].into();
        of(&catalogue.scorecards[0].groups[0].rows[0], false, &catalogue, &needs)
    }

    const INDICATOR: &str = "title = \"Mine\"\nmeans = \"-\"\ntable = \"looked_after\"\nwhere = \"age < 16\"\n\
        numerator = \"place = 'U4'\"\nstatistic = \"proportion\"\nunit = \"percent\"\npolarity = \"higher\"\n\
        window = \"last-day\"\nsource = \"-\"\n";
    const ROW: &str = "id = \"A\"\nindicator = \"mine\"\ntarget = \"70%\"\namber = \"5 points\"\nsource = \"-\"\n";

    fn part(fingerprint: &str, at: usize) -> String {
        fingerprint.split('-').nth(at).unwrap_or_default().to_owned()
    }

    #[test]
    fn words_change_nothing_and_rules_change_their_part() {
        let same = |_: &mut Catalogue| {};
        let first = of_texts(INDICATOR, ROW, same);
        assert_eq!(first.len(), 17);
        assert!(first.bytes().enumerate().all(|(at, byte)| if at == 8 { byte == b'-' } else { byte.is_ascii_hexdigit() }));
        // Titles, sources, owners, notes, and white space of conditions.
        let retold = of_texts(
            &INDICATOR.replace("Mine", "Other").replace("age < 16", "age  <\\n 16"),
            &format!("{ROW}title = \"T\"\nowner = \"O\"\nnotes = [\"n\"]\nbaseline = \"b\"\n"),
            same,
        );
        assert_eq!(first, retold);
        let measured_otherwise = [
            INDICATOR.replace("age < 16", "age < 17"),
            INDICATOR.replace("'U4'", "'U5'"),
            INDICATOR.replace("last-day", "12-months"),
            format!("{INDICATOR}decimals = 0\n"),
        ];
        for indicator in measured_otherwise {
            let other = of_texts(&indicator, ROW, same);
            assert_ne!(part(&first, 0), part(&other, 0), "{indicator}");
            assert_eq!(part(&first, 1), part(&other, 1), "{indicator}");
        }
        let promised_otherwise = [
            ROW.replace("70%", "75%"),
            ROW.replace("5 points", "4 points"),
            format!("{ROW}due = \"2019-03-31\"\n"),
            format!("{ROW}polarity = \"lower\"\n"),
        ];
        for row in promised_otherwise {
            let other = of_texts(INDICATOR, &row, same);
            assert_eq!(part(&first, 0), part(&other, 0), "{row}");
            assert_ne!(part(&first, 1), part(&other, 1), "{row}");
        }
    }

    #[test]
    fn codes_of_columns_in_use_are_part_of_it() {
        let with_code = |extract: &'static str, column: &'static str| {
            move |catalogue: &mut Catalogue| {
                let layout = catalogue.extracts.iter_mut().find(|layout| layout.id == extract).unwrap();
                let column = layout.columns.iter_mut().find(|found| found.name == column).unwrap();
                column.local_codes.push(("FOST".to_owned(), "U4".to_owned()));
            }
        };
        let first = of_texts(INDICATOR, ROW, |_| {});
        let used = of_texts(INDICATOR, ROW, with_code("episodes", "PLACE"));
        assert_ne!(part(&first, 0), part(&used, 0));
        assert_eq!(part(&first, 1), part(&used, 1));
        assert_eq!(first, of_texts(INDICATOR, ROW, with_code("episodes", "RNE")));
        assert_eq!(first, of_texts(INDICATOR, ROW, with_code("oc2", "SUBSTANCE_MISUSE")));
    }
}
