//! What two runs differ in, on the terminal: for each scorecard a table of the rows that differ, and below it why.

use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, Width};

use super::formats::{Format, Look, Wants};
use super::table::{Style, ruled, trim_ends, wrap};
use super::words;
use scorecard_board::changes::diff::{
    Cause, Changes, Counts, Moved, Presence, RestatedMonth, RowChanges, ScorecardChanges, Side,
};
use scorecard_board::changes::run::{RunRow, Shown, figure};
use scorecard_core::calendar;
use scorecard_core::definitions::Decimal;
use scorecard_core::definitions::Unit;
use scorecard_core::figure::Fraction;
use scorecard_core::rating::Rating;

pub(super) static FORMAT: Format<Changes, Look> = Format {
    name: "table",
    ending: "txt",
    about: "Tables of text",
    offered: 9,
    terminal: true,
    children: false,
    wants: Wants::FIGURES,
    beside: None,
    render: |changes, look| Ok(render(changes, look.tables).into_bytes()),
};

/// The changes as text.
pub fn render(changes: &Changes, style: Style) -> String {
    let style = Style { width: style.width.clamp(80, 200), ..style };
    let mut text = String::new();
    let mut line = |words: &str| put(&mut text, words, style);
    line(&format!("From {} to {}.", side(&changes.old), side(&changes.new)));
    if !changes.same_period() {
        let (old, new) = (changes.old.period.long(), changes.new.period.long());
        line(&format!("Each figure of {new} is compared with that of {old}."));
    }
    if !changes.same_people() {
        let (old, new) = (&changes.old.of_whom, &changes.new.of_whom);
        line(&format!(
            "They are of different children, so that figures differ for that alone: the old run is of {old}, the new one of {new}."
        ));
    }
    if changes.is_empty() {
        let alike: usize = changes.scorecards.iter().map(|scorecard| scorecard.alike).sum();
        line(&format!("\nNothing changed: {} alike.", count(alike, "row is", "rows are")));
        return text;
    }
    for scorecard in &changes.scorecards {
        text.push('\n');
        text.push_str(&one(scorecard, style));
    }
    text
}

/// Adds lines, each broken where the terminal ends and indented as it was.
fn put(text: &mut String, words: &str, style: Style) {
    for line in words.split('\n') {
        let indent = line.len() - line.trim_start().len();
        for part in wrap(line.trim_start(), style.width - indent as u16).split('\n') {
            text.push_str(&" ".repeat(if part.is_empty() { 0 } else { indent }));
            text.push_str(part);
            text.push('\n');
        }
    }
}

fn side(side: &Side) -> String {
    let printed = calendar::parse_iso(&side.generated).map_or_else(|| side.generated.clone(), calendar::long);
    format!("{} ({}, printed {printed})", side.period.long(), side.audience)
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn one(scorecard: &ScorecardChanges, style: Style) -> String {
    let mut text = String::new();
    put(&mut text, &scorecard.title, style);
    match scorecard.presence {
        Presence::New => put(&mut text, "The old run has no such scorecard.", style),
        Presence::Gone => put(&mut text, "The new run has no such scorecard.", style),
        Presence::Both => {}
    }
    if let Some((old, new)) = &scorecard.authorities {
        let code = |code: &Option<String>| code.clone().unwrap_or_else(|| "no authority".to_owned());
        put(&mut text, &format!("The authority changed: {} to {}.", code(old), code(new)), style);
    }
    let in_table = |row: &&RowChanges| row.figure || row.rating.is_some();
    let rows: Vec<&RowChanges> = scorecard.rows.iter().filter(in_table).collect();
    if !rows.is_empty() {
        text.push_str(&trim_ends(&draw(&rows, style)));
        text.push('\n');
    }
    for (heading, items) in sections(scorecard) {
        if !items.is_empty() {
            put(&mut text, &format!("\n{heading}"), style);
            items.iter().for_each(|item| put(&mut text, item, style));
        }
    }
    let Counts { changed, new, gone, alike, better, worse } = scorecard.counts();
    let ratings = count(better, "rating", "ratings");
    let summary = format!("{changed} changed, {new} new, {gone} gone, {alike} alike; {ratings} better, {worse} worse");
    put(&mut text, &format!("\n{}: {summary}", scorecard.id), style);
    text
}

/// What is said below the table.
fn sections(scorecard: &ScorecardChanges) -> Vec<(&'static str, Vec<String>)> {
    let rows = |wanted: &dyn Fn(&&RowChanges) -> bool| scorecard.rows.iter().filter(wanted).collect::<Vec<_>>();
    let named = |wanted: &dyn Fn(&&RowChanges) -> bool| rows(wanted).iter().map(|row| name(row)).collect::<Vec<_>>();
    let ids = |wanted: &dyn Fn(&&RowChanges) -> bool| {
        let ids: Vec<&str> = rows(wanted).iter().map(|row| row.id.as_str()).collect();
        if ids.is_empty() { Vec::new() } else { vec![ids.join(", ")] }
    };
    let differs = |row: &&RowChanges| row.presence == Presence::Both && (row.figure || !row.restated.is_empty());
    let target = |row: Option<&RunRow>| row.and_then(|row| row.target.clone()).unwrap_or_else(|| "none".to_owned());
    let targets = |row: &&RowChanges| {
        // The target in force can change on a day that was always written down.
        let planned = if row.promised_differently == Some(false) { " (as it was written down)" } else { "" };
        format!("{}\n  {}, now {}{planned}", name(row), target(row.sides.0.as_ref()), target(row.sides.1.as_ref()))
    };
    let restated = |row: &&RowChanges| {
        let months = row.restated.iter().map(|restated| format!("\n  {}", month(row, restated)));
        format!("{}{}", name(row), months.collect::<String>())
    };
    vec![
        (
            "Figures of earlier months that the runs do not agree on:",
            rows(&|row| !row.restated.is_empty()).iter().map(restated).collect(),
        ),
        ("Targets that changed:", rows(&|row| row.target).iter().map(targets).collect()),
        ("The definition changed, how it is measured:", named(&|row| row.measured_differently == Some(true))),
        ("The definition changed, what is promised:", named(&|row| row.promised_differently == Some(true))),
        ("The definition is the same, the data differ:", ids(&|row| row.cause() == Some(Cause::Data))),
        (
            "Not known whether the definition or the data changed, for want of fingerprints:",
            ids(&|row| differs(row) && row.measured_differently.is_none()),
        ),
        ("New rows:", named(&|row| row.presence == Presence::New)),
        ("Rows that are gone:", named(&|row| row.presence == Presence::Gone)),
    ]
}

/// A row by its id and name; a group of a breakdown has its name in the id.
fn name(row: &RowChanges) -> String {
    if is_part(row) { row.id.clone() } else { format!("{} {}", row.id, row.title) }
}

fn is_part(row: &RowChanges) -> bool {
    let (old, new) = &row.sides;
    new.as_ref().or(old.as_ref()).is_some_and(RunRow::is_part)
}

fn month(row: &RowChanges, restated: &RestatedMonth) -> String {
    // One place more than the figure has, where it would not show otherwise.
    let shown = |decimals: u32| {
        [restated.old, restated.new]
            .map(|value| value.map_or_else(|| "no figure".to_owned(), |value| number(row, value, decimals)))
    };
    let decimals = decimals(row);
    let pair = (decimals..decimals + 6).map(shown).find(|[old, new]| old != new).unwrap_or_else(|| shown(decimals));
    format!("{}: {}, now {}", restated.month.long(), pair[0], pair[1])
}

fn number(row: &RowChanges, value: f64, decimals: u32) -> String {
    let number = figure(value).exact().rounded(decimals);
    Unit::parse(&row.unit).map_or(number.clone(), |unit| unit.signed(&number))
}

/// The decimal places that the row's figures are shown with.
fn decimals(row: &RowChanges) -> u32 {
    let places = |row: &RunRow| {
        let display = row.display.as_deref()?.trim_end_matches('%');
        display.parse::<f64>().ok()?;
        Some(display.split_once('.').map_or(0, |(_, places)| places.len() as u32))
    };
    let (old, new) = &row.sides;
    new.as_ref().and_then(places).or_else(|| old.as_ref().and_then(places)).unwrap_or(1)
}

fn draw(rows: &[&RowChanges], style: Style) -> String {
    let mut table = ruled(style);
    let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
    table.set_header(["Row", "Promise", "Was", "Is", "By", "Rating"].map(|name| {
        let number = matches!(name, "Was" | "Is" | "By");
        let alignment = if number { CellAlignment::Right } else { CellAlignment::Left };
        Cell::new(name).add_attribute(Attribute::Bold).set_alignment(alignment)
    }));
    for row in rows {
        let (old, new) = (row.sides.0.as_ref(), row.sides.1.as_ref());
        let is_part = is_part(row);
        let name = if is_part { &row.id } else { &row.title };
        table.add_row(vec![
            Cell::new(if is_part { "" } else { &row.id }),
            Cell::new(parts(row, style).map_or_else(|| name.clone(), |parts| format!("{name}\n{parts}"))),
            right(shown(old)),
            right(shown(new)),
            right(difference(row)),
            Cell::new(rating(row, style)),
        ]);
    }
    let fixed: [u16; 6] = [8, 0, 9, 9, 8, 17];
    let taken: u16 = fixed.iter().sum::<u16>() + fixed.len() as u16 - 1;
    for (at, width) in fixed.iter().enumerate() {
        let width = if *width == 0 { style.width.saturating_sub(taken).max(20) } else { *width };
        if let Some(column) = table.column_mut(at) {
            column.set_padding((0, 0));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    table.to_string()
}

/// A figure as it was shown.
fn shown(side: Option<&RunRow>) -> String {
    side.map_or_else(String::new, |side| side.display.clone().unwrap_or_else(|| "–".to_owned()))
}

/// The parts of two figures that differ and look alike: `16727/89 → 16587/88`.
fn parts(row: &RowChanges, style: Style) -> Option<String> {
    let (old, new) = (row.sides.0.as_ref()?, row.sides.1.as_ref()?);
    let number = |shown: Option<Shown>| shown.and_then(Shown::number);
    let parts = |side: &RunRow| Some(format!("{}/{}", number(side.numerator)?, number(side.denominator)?));
    let (was, is) = (parts(old)?, parts(new)?);
    let arrow = if style.unicode { '→'.to_string() } else { "->".to_owned() };
    (row.figure && old.display == new.display && was != is).then(|| format!("{was} {arrow} {is}"))
}

/// The difference of the two figures as they are shown; where they look alike, with as many places as it takes to see it.
fn difference(row: &RowChanges) -> String {
    let Some(by) = row.by else { return String::new() };
    let figure = |side: Option<&RunRow>| Decimal::parse(side?.display.as_deref()?.trim_end_matches('%')).map(Fraction::of);
    let decimals = decimals(row);
    match figure(row.sides.0.as_ref()).zip(figure(row.sides.1.as_ref())) {
        Some((old, new)) if old < new => format!("+{}", new.plus(old.negative()).rounded(decimals)),
        Some((old, new)) if old > new => format!("-{}", old.plus(new.negative()).rounded(decimals)),
        _ => signed(by, decimals),
    }
}

/// A difference with its sign, with as many places as it takes to see it.
fn signed(by: f64, decimals: u32) -> String {
    let text = |decimals| figure(by.abs()).exact().rounded(decimals);
    let is_zero = |text: &String| text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let text = (decimals..decimals + 6).map(text).find(|text| !is_zero(text)).unwrap_or_else(|| "0".to_owned());
    match by {
        _ if text == "0" => text,
        by if by < 0.0 => format!("-{text}"),
        _ => format!("+{text}"),
    }
}

fn rating(row: &RowChanges, style: Style) -> String {
    let words = |side: Option<&RunRow>| side.map(|side| rating_words(&side.rating, style)).unwrap_or_default();
    let (old, new) = (words(row.sides.0.as_ref()), words(row.sides.1.as_ref()));
    match row.rating {
        None => new,
        Some(Moved::Better) => format!("{new}, better:\nwas {old}"),
        Some(Moved::Worse) => format!("{new}, worse:\nwas {old}"),
        Some(Moved::Otherwise) => format!("{new},\nwas {old}"),
    }
}

fn rating_words(rating: &str, style: Style) -> String {
    let all = [Rating::Green, Rating::Amber, Rating::Red, Rating::NotRated, Rating::NoData];
    match all.into_iter().find(|one| one.as_str() == rating) {
        Some(rating) => format!("{} {}", words::mark(rating, style.unicode), words::rating(rating)),
        None => rating.to_owned(),
    }
}
