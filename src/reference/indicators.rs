//! A page for each indicator, and their index.
//!
//! Takes indicators with the columns they use, and the scorecards for the rows that show them.

use super::markdown::{code, head, prose, sentence, table};
use super::tables;
use crate::definitions::{Catalogue, Feed, Indicator, Polarity, ScorecardDefinition};
use crate::measure::Compiled;
use crate::tables::snapshot::BEFORE;

/// The list of all indicators.
pub fn index(catalogue: &Catalogue) -> String {
    let mut text = head("Indicators");
    let part = |local: bool| {
        let rows: Vec<Vec<String>> = catalogue
            .indicators
            .iter()
            .filter(|one| one.local == local)
            .map(|one| {
                vec![
                    format!("[`{0}`]({0}.md)", one.id),
                    prose(&one.title),
                    one.unit.as_str().to_owned(),
                    better(one.polarity).to_owned(),
                    tables::link(&one.table.value, "../"),
                ]
            })
            .collect();
        (!rows.is_empty()).then(|| table(&["id", "title", "unit", "better", "table"], rows))
    };
    for (heading, rows) in [("Library", part(false)), ("Of local extracts", part(true))] {
        if let Some(rows) = rows {
            text.push_str(&format!("\n## {heading}\n\n{rows}"));
        }
    }
    text
}

/// The page of an indicator.
pub fn page(compiled: &Compiled<'_>, scorecards: &[ScorecardDefinition]) -> String {
    let indicator = compiled.indicator;
    let mut text = head(&indicator.title);
    text.push_str(&format!("\n{}\n\n", sentence(&indicator.means)));
    let folder = if indicator.local { "local" } else { "library" };
    text.push_str(&table(
        &["", ""],
        [
            ("id", code(&indicator.id)),
            ("defined in", format!("[{folder}/{0}.toml](../../../indicators/{folder}/{0}.toml)", indicator.id)),
            ("unit", format!("{}, {}", indicator.unit.is().long, places(indicator.decimals))),
            ("better", better(indicator.polarity).to_owned()),
            ("speaks of", indicator.window.noun()),
            ("source", prose(&indicator.source)),
        ]
        .map(|(name, value)| vec![name.to_owned(), value]),
    ));
    text.push_str(&format!("\n## Rule\n\n{}", rule(indicator)));
    text.push_str(&format!("\nAs a query:\n\n```sql\n{}```\n", query(indicator)));
    text.push_str(&columns(compiled));
    let steps = indicator.steps.iter().map(|step| format!("Re-based from {}: {}", step.from.long(), step.reason));
    let notes: Vec<String> = indicator.notes.iter().cloned().chain(steps).collect();
    if !notes.is_empty() {
        text.push_str("\n## Notes\n\n");
        notes.iter().for_each(|note| text.push_str(&format!("- {}\n", sentence(note))));
    }
    text.push_str(&format!("\n## Shown by\n\n{}", rows(indicator, scorecards)));
    text
}

/// The rule in words, with its conditions.
fn rule(indicator: &Indicator) -> String {
    let table = tables::link(&indicator.table.value, "../");
    let cohort = match &indicator.cohort {
        Some(condition) => format!("the rows of {table} for which {} is true", code(&condition.value)),
        None => format!("all rows of {table}"),
    };
    let texts: Vec<String> = indicator.statistic.texts.iter().map(|text| code(&text.value)).collect();
    let rows = cohort.trim_start_matches("all ").trim_start_matches("the ");
    let named = [("cohort", cohort.as_str()), ("rows", rows)];
    let lines = indicator.statistic.is.rule.iter().map(|line| filled(line, &named, &texts));
    lines.map(|line| format!("- {line}\n")).collect()
}

/// A template with what stands in its braces: a name, or the number of a text.
fn filled(template: &str, named: &[(&str, &str)], texts: &[String]) -> String {
    let mut pieces = template.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or(("", piece));
        let found = named.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        let numbered = || name.parse::<usize>().ok().and_then(|at| texts.get(at)).map(String::as_str);
        filled += found.or_else(numbered).unwrap_or_default();
        filled += rest;
    }
    filled
}

/// The rule as one query, of which the program evaluates the conditions.
fn query(indicator: &Indicator) -> String {
    let texts: Vec<String> = indicator.statistic.texts.iter().map(|text| line(&text.value)).collect();
    let selected = filled(indicator.statistic.is.select, &[], &texts);
    let mut query = format!("SELECT {selected}\nFROM {}\n", indicator.table.value);
    if let Some(condition) = &indicator.cohort {
        query.push_str(&format!("WHERE {}\n", line(&condition.value)));
    }
    query
}

fn line(condition: &str) -> String {
    condition.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The columns used, and what they and the table need of the extracts.
fn columns(compiled: &Compiled<'_>) -> String {
    let mut text = String::from("\n## Columns\n\n");
    let used = compiled.table.all_columns().filter(|column| compiled.columns.contains(&column.name));
    let rows: Vec<Vec<String>> =
        used.map(|column| vec![code(&column.name), tables::kind(column, "../extracts.md"), prose(&column.about)]).collect();
    if !rows.is_empty() {
        text.push_str(&table(&["column", "kind", "what it says"], rows));
        text.push('\n');
    }
    // That a figure needs what was before is nothing of a file.
    let needs: Vec<String> = compiled.needs().into_iter().filter(|need| need != BEFORE).collect();
    text + &format!("From the extracts: {}.\n", tables::needs(&needs, "../extracts.md"))
}

/// The rows of scorecards that show an indicator.
fn rows(indicator: &Indicator, scorecards: &[ScorecardDefinition]) -> String {
    let mut rows = Vec::new();
    for scorecard in scorecards {
        for group in &scorecard.groups {
            for row in group.rows.iter().filter(|row| matches!(&row.feed, Feed::Indicator(id) if *id == indicator.id)) {
                let file = format!("[{0}](../../../indicators/scorecards/{0}.toml)", scorecard.id);
                rows.push(vec![file, code(&row.id), prose(&row.title), prose(&group.title)]);
            }
        }
    }
    if rows.is_empty() {
        return "No scorecard shows it.\n".to_owned();
    }
    table(&["scorecard", "row", "title", "group"], rows)
}

fn places(decimals: u32) -> String {
    match decimals {
        0 => "without decimal places".to_owned(),
        1 => "to 1 decimal place".to_owned(),
        more => format!("to {more} decimal places"),
    }
}

fn better(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Higher => "higher",
        Polarity::Lower => "lower",
        Polarity::None => "neither",
    }
}
