//! What columns alone do not tell: which rows are used, what a cell is made of, the episodes, the year's health.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;
use super::spells::{self, Care, Spell};
use super::{Made, by_child, written};
use crate::calendar::{Day, Month, months_earlier};
use crate::definitions::translation::{Rule, words};

/// Whether a row is used.
pub fn is_used(source: &Source<'_>, row: usize, rule: &Rule) -> bool {
    let cell = source.text(&rule.column, row);
    match rule.by.as_str() {
        "yes" => says_yes(cell),
        "no" => !says_yes(cell),
        "filled" => !cell.is_empty(),
        "empty" => cell.is_empty(),
        // Care leavers who qualify for help alone are none of those that the return is of.
        "no-qualifying" => !words(cell).iter().any(|word| word == "qualifying"),
        "asylum" => words(cell).iter().any(|word| matches!(word.as_str(), "uasc" | "asylum" | "unaccompanied")),
        _ => true,
    }
}

/// Whether a cell says yes, in whatever dress.
fn says_yes(cell: &str) -> bool {
    matches!(words(cell).last().map(String::as_str), Some("yes" | "y" | "true" | "1"))
}

/// A cell that is made of others.
pub fn made_cell(source: &Source<'_>, row: usize, of: &str, with: Option<&str>, by: &str, month: Month) -> String {
    match by {
        "in-year" => flag(in_year(source.day(of, row), month)),
        "month-end" => written(Some(month.last())),
        "filled" => flag(!source.text(of, row).is_empty()),
        "accommodation" => accommodation(source.text(of, row), with.map_or("", |with| source.text(with, row))),
        _ => source.text(of, row).to_owned(),
    }
}

/// Yes or no as the return has it.
pub fn flag(yes: bool) -> String {
    if yes { "1" } else { "0" }.to_owned()
}

/// Whether a day lies in the twelve months to the end of a month.
fn in_year(day: Option<Day>, month: Month) -> bool {
    day.is_some_and(|day| day <= month.last() && day >= month.window_start(12))
}

/// The return's code: the letter of the kind, and 1 or 2 for suitable or not. A cell that has both already stays.
fn accommodation(kind: &str, suitable: &str) -> String {
    let code = kind.split(|c: char| !c.is_alphanumeric()).find(|part| !part.is_empty() && !kind.starts_with(&format!("{part})")));
    let code = code.filter(|code| code.len() <= 2 && code.starts_with(|c: char| c.is_ascii_uppercase())).unwrap_or_default();
    let words = words(suitable);
    let said = words.last().map_or("", String::as_str);
    let digit = match said {
        "unsuitable" | "no" | "n" | "0" | "2" | "false" => "2",
        "suitable" | "yes" | "y" | "1" | "true" => "1",
        _ => "",
    };
    match code.len() {
        1 if !digit.is_empty() => format!("{code}{digit}"),
        _ => kind.to_owned(),
    }
}

/// The date of birth of each child, as a table writes it.
pub fn births(sources: &[Source<'_>], id: &str) -> BTreeMap<String, String> {
    let of = |source: &Source<'_>| -> Vec<(String, String)> {
        (0..source.height).map(|row| (source.child(row), source.text("birth", row).to_owned())).collect()
    };
    sources.iter().filter(|source| source.table.id == id).flat_map(of).collect()
}

/// What is known of one child.
#[derive(Default)]
struct Child {
    cares: Vec<Care>,
    legals: Vec<Spell>,
    placements: Vec<Spell>,
    homes: Vec<Home>,
}

/// Where a child lived, and when.
struct Home {
    start: Day,
    end: Option<Day>,
    postcode: String,
}

/// The postcode of the home that a child came into care from: of those that began before, the one that was not over then, the last
/// to begin. An address that begins with care is the placement's.
fn home(homes: &[Home], care: Day) -> String {
    let before = || homes.iter().filter(|home| home.start < care);
    let then = before().filter(|home| home.end.is_none_or(|end| end >= care)).max_by_key(|home| home.start);
    then.or_else(|| before().max_by_key(|home| home.start)).map(|home| home.postcode.clone()).unwrap_or_default()
}

/// The episodes of all children, where a table tells of care.
pub fn episodes(sources: &[Source<'_>]) -> Option<Made> {
    let find = |id: &str| sources.iter().filter(|source| source.table.id == id).collect::<Vec<_>>();
    let mut children: BTreeMap<String, Child> = BTreeMap::new();
    for source in find("ssd_cla_episodes") {
        of_ssd(source, &find("ssd_cla_placement"), &find("ssd_legal_status"), &mut children);
    }
    for table in find("ssd_address") {
        homes_of(table, &mut children);
    }
    find("list 8").into_iter().for_each(|source| of_list_8(source, &mut children));
    find("list 10").into_iter().for_each(|source| of_list_10(source, &mut children));
    if children.is_empty() {
        return None;
    }
    let has = |columns: &[(&str, &str)]| columns.iter().any(|(id, column)| find(id).iter().any(|source| source.has(column)));
    let legal = has(&[("ssd_legal_status", "legal"), ("list 8", "legal"), ("list 10", "placement_order")]);
    let need = has(&[("ssd_cla_episodes", "need"), ("list 8", "need")]);
    let placed = |column: &str| has(&[("ssd_cla_placement", column), ("list 8", column)]);
    // A column that no table tells of is left out: what needs it has no data, and is not nought.
    let columns: Vec<(&str, bool)> = vec![
        ("CHILD", true),
        ("DECOM", true),
        ("RNE", true),
        ("LS", legal),
        ("CIN", need),
        ("PLACE", placed("placement")),
        ("PLACE_PROVIDER", placed("provider")),
        ("DEC", true),
        ("REC", true),
        ("REASON_PLACE_CHANGE", has(&[("ssd_cla_placement", "reason")])),
        ("HOME_POST", has(&[("ssd_address", "postcode")])),
        ("PL_POST", placed("postcode")),
        ("URN", placed("urn")),
    ];
    let mut rows = Vec::new();
    for (id, child) in children {
        let (mut care, mut goes_on) = (Day::MIN, false);
        for one in spells::episodes(child.cares, child.legals, child.placements) {
            if !goes_on || one.begun == "S" {
                care = one.start;
            }
            goes_on = one.end.is_none() || matches!(one.reason.as_str(), "" | "X1");
            let placement = |at: usize| one.placement.get(at).cloned().unwrap_or_default();
            let all = [
                id.clone(),
                written(Some(one.start)),
                one.begun.clone(),
                one.legal.clone(),
                one.need.clone(),
                placement(0),
                placement(1),
                written(one.end),
                one.reason.clone(),
                one.change.clone(),
                home(&child.homes, care),
                placement(2),
                placement(3),
            ];
            let kept = all.into_iter().zip(&columns).filter(|(_, (_, there))| *there).map(|(cell, _)| cell);
            rows.push((one.row, kept.collect()));
        }
    }
    let columns = columns.into_iter().filter(|(_, there)| *there).map(|(name, _)| name.to_owned()).collect();
    Some(Made { columns, rows })
}

fn of_ssd(source: &Source<'_>, placements: &[&Source<'_>], legals: &[&Source<'_>], children: &mut BTreeMap<String, Child>) {
    for (child, rows) in by_child(source) {
        let made = children.entry(child.clone()).or_default();
        for row in rows {
            let Some(start) = source.day("start", row) else { continue };
            made.cares.push(Care {
                start,
                end: source.day("end", row),
                begun: source.text("start_reason", row).to_owned(),
                reason: source.text("reason", row).to_owned(),
                need: source.text("need", row).to_owned(),
                row: source.row(row),
            });
        }
    }
    let of = |source: &Source<'_>, columns: &[&str], row: usize| -> Option<Spell> {
        let values = columns.iter().map(|column| source.text(column, row).to_owned()).collect();
        Some(Spell { start: source.day("start", row)?, end: source.day("end", row), values })
    };
    for table in placements {
        for (child, rows) in by_child(table) {
            let made = children.entry(child.clone()).or_default();
            let columns = ["placement", "provider", "postcode", "urn", "reason"];
            made.placements.extend(rows.into_iter().filter_map(|row| of(table, &columns, row)));
        }
    }
    for table in legals {
        for (child, rows) in by_child(table) {
            let made = children.entry(child.clone()).or_default();
            made.legals.extend(rows.into_iter().filter_map(|row| of(table, &["legal"], row)));
        }
    }
}

/// Where the children lived of whom a table of care tells.
fn homes_of(table: &Source<'_>, children: &mut BTreeMap<String, Child>) {
    for (child, rows) in by_child(table) {
        let Some(made) = children.get_mut(&child) else { continue };
        for row in rows {
            if let Some(start) = table.day("start", row) {
                made.homes.push(Home { start, end: table.day("end", row), postcode: table.text("postcode", row).to_owned() });
            }
        }
    }
}

/// A snapshot tells of the care, the legal status and the placement of the day since when they are.
fn of_list_8(source: &Source<'_>, children: &mut BTreeMap<String, Child>) {
    for (child, rows) in by_child(source) {
        for row in rows {
            let Some(start) = source.day("care_start", row) else { continue };
            let made = children.entry(child.clone()).or_default();
            let text = |column: &str| source.text(column, row).to_owned();
            made.cares.push(Care {
                start,
                end: source.day("care_end", row),
                begun: "S".to_owned(),
                reason: text("reason"),
                need: text("need"),
                row: source.row(row),
            });
            if !text("legal").is_empty() {
                let since = source.day("legal_start", row).unwrap_or(start).max(start);
                made.legals.push(Spell { start: since, end: None, values: vec![text("legal")] });
            }
            let moved = source.day("placement_start", row);
            if !text("placement").is_empty() || moved.is_some() {
                let since = moved.unwrap_or(start).max(start);
                let values = ["placement", "provider", "postcode", "urn"].map(text).to_vec();
                made.placements.push(Spell { start: since, end: None, values });
            }
        }
    }
}

/// The days of adoption: they cut the care that list 8 tells of, or are all that is known.
fn of_list_10(source: &Source<'_>, children: &mut BTreeMap<String, Child>) {
    for (child, rows) in by_child(source) {
        for row in rows {
            let made = children.entry(child.clone()).or_default();
            let adopted = source.day("adopted", row);
            if made.cares.is_empty() {
                let Some(start) = source.day("care_start", row) else { continue };
                made.cares.push(Care { start, begun: "S".to_owned(), row: source.row(row), ..Care::default() });
            }
            if let Some(last) = made.cares.iter_mut().max_by_key(|care| care.start)
                && last.end.is_none()
                && adopted.is_some_and(|adopted| adopted > last.start)
            {
                last.end = adopted;
                // Which of the two reasons for adoption it was, the list does not tell.
                last.reason = "E11".to_owned();
            }
            let has = |spells: &[Spell], codes: &[&str]| {
                let is = |spell: &Spell| {
                    let known = words(spell.values.first().map_or("", String::as_str));
                    codes.iter().any(|code| known.iter().any(|word| *word == code.to_lowercase()))
                };
                spells.iter().any(is)
            };
            if let Some(order) = source.day("placement_order", row).filter(|_| !has(&made.legals, &["E1"])) {
                made.legals.push(Spell { start: order, end: None, values: vec!["E1".to_owned()] });
            }
            let fostered = source.day("fostering", row);
            if has(&made.placements, &["A3", "A4", "A5", "A6"]) {
                continue;
            }
            // Fostering for adoption: the adopters are the foster carers.
            if let Some(fostered) = fostered {
                made.placements.push(Spell { start: fostered, end: None, values: vec!["U5".to_owned()] });
            }
            if let Some(placed) = source.day("placed", row) {
                let code = if fostered.is_some() { "A5" } else { "A6" };
                made.placements.push(Spell { start: placed, end: None, values: vec![code.to_owned()] });
            }
        }
    }
}

/// The year's health of children looked after for twelve months: what was done in the twelve months to the month's end.
pub fn oc2(sources: &[Source<'_>], month: Month) -> Option<Made> {
    let find = |id: &str| sources.iter().filter(|source| source.table.id == id).collect::<Vec<_>>();
    let in_care = find("ssd_cla_episodes");
    let since = months_earlier(month.last() + 1, 12);
    let mut first: BTreeMap<String, (Day, u32)> = BTreeMap::new();
    let mut open = BTreeSet::new();
    for source in &in_care {
        for (child, rows) in by_child(source) {
            for row in rows {
                let Some(start) = source.day("start", row).filter(|start| *start <= month.last()) else { continue };
                let of = first.entry(child.clone()).or_insert((start, source.row(row)));
                of.0 = of.0.min(start);
                if source.day("end", row).is_none_or(|end| end > month.last()) {
                    open.insert(child.clone());
                }
            }
        }
    }
    let days = |id: &str, is: &dyn Fn(&Source<'_>, usize) -> bool| -> BTreeSet<String> {
        let of = |source: &Source<'_>| -> Vec<String> {
            let done = |row: &usize| in_year(source.day("date", *row), month) && is(source, *row);
            (0..source.height).filter(done).map(|row| source.child(row)).collect()
        };
        find(id).into_iter().flat_map(of).collect()
    };
    let kind = |word: &'static str| {
        move |source: &Source<'_>, row: usize| {
            let undone =
                words(source.text("status", row)).iter().any(|word| matches!(word.as_str(), "cancelled" | "refused" | "planned"));
            !undone && words(source.text("kind", row)).iter().any(|own| own == word)
        }
    };
    let always = |_: &Source<'_>, _: usize| true;
    let assessed = days("ssd_cla_health", &kind("health"));
    let dental = days("ssd_cla_health", &kind("dental"));
    let misused = days("ssd_cla_substance_misuse", &always);
    let received = days("ssd_cla_substance_misuse", &|source, row| says_yes(source.text("received", row)));
    let convicted = days("ssd_cla_convictions", &always);
    let immunised: BTreeSet<String> = find("ssd_cla_immunisations")
        .iter()
        .flat_map(|source| (0..source.height).map(move |row| (source, row)))
        .filter(|(source, row)| says_yes(source.text("status", *row)))
        .map(|(source, row)| source.child(row))
        .collect();
    let scores = latest_scores(&find("ssd_sdq_scores"), month);
    let there = |id: &str| !find(id).is_empty();
    let columns = [
        ("CHILD", true),
        ("HEALTH_ASSESSMENT", there("ssd_cla_health")),
        ("TEETH_CHECK", there("ssd_cla_health")),
        ("IMMUNISATIONS", there("ssd_cla_immunisations")),
        ("SUBSTANCE_MISUSE", there("ssd_cla_substance_misuse")),
        ("INTERVENTION_RECEIVED", there("ssd_cla_substance_misuse")),
        ("CONVICTED", there("ssd_cla_convictions")),
        ("SDQ_SCORE", there("ssd_sdq_scores")),
        ("SDQ_REASON", there("ssd_sdq_scores")),
    ];
    let mut rows = Vec::new();
    for child in open {
        let Some((_, row)) = first.get(&child).filter(|(start, _)| *start <= since) else { continue };
        let is = |done: &BTreeSet<String>| flag(done.contains(&child));
        let (score, reason) = scores.get(&child).cloned().unwrap_or_default();
        let treated = if misused.contains(&child) { is(&received) } else { String::new() };
        let all =
            [child.clone(), is(&assessed), is(&dental), is(&immunised), is(&misused), treated, is(&convicted), score, reason];
        rows.push((*row, all.into_iter().zip(columns).filter(|(_, (_, there))| *there).map(|(cell, _)| cell).collect()));
    }
    let columns = columns.into_iter().filter(|(_, there)| *there).map(|(name, _)| name.to_owned()).collect();
    (!in_care.is_empty()).then_some(Made { columns, rows })
}

/// The score of the last questionnaire of the year, or why there is none.
fn latest_scores(sources: &[&Source<'_>], month: Month) -> BTreeMap<String, (String, String)> {
    let mut latest: BTreeMap<String, (Day, (String, String))> = BTreeMap::new();
    for source in sources {
        for row in 0..source.height {
            let Some(day) = source.day("date", row).filter(|day| in_year(Some(*day), month)) else { continue };
            let said = (day, (source.text("score", row).to_owned(), source.text("reason", row).to_owned()));
            let known = latest.entry(source.child(row)).or_insert_with(|| said.clone());
            if said.0 >= known.0 {
                *known = said;
            }
        }
    }
    latest.into_iter().map(|(child, (_, said))| (child, said)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accommodation_is_the_letter_and_whether_it_is_suitable() {
        for (kind, suitable, code) in [
            ("U: Independent living", "a) Suitable", "U1"),
            ("U: Independent living", "b) Unsuitable", "U2"),
            ("a) B: With parents", "Suitable", "B1"),
            ("B", "1", "B1"),
            ("U1", "", "U1"),
            ("Y: Other", "", "Y: Other"),
            ("Supported lodgings", "Yes", "Supported lodgings"),
            ("", "", ""),
        ] {
            assert_eq!(accommodation(kind, suitable), code, "{kind} {suitable}");
        }
    }

    #[test]
    fn yes_is_told_in_whatever_dress() {
        assert!(["Y", "a) Yes", "1", "TRUE", "yes"].iter().all(|cell| says_yes(cell)));
        assert!(!["b) No", "", "N", "0", "Yesterday"].iter().any(|cell| says_yes(cell)));
    }
}
