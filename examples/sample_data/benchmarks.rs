//! Published figures of invented children, in the layouts of the Department's files: what England, the regions and some
//! authorities had on 31 March of two years, and a list of statistical neighbours.
//!
//! The columns and the words that tell a row are those of the definitions in `indicators/benchmarks`. Figures are drawn
//! around a level for each measure; nothing here is of a real authority, though the codes are real ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use scorecard::definitions::{PublishedFile, PublishedMeasure, Sources, Total};

use crate::chance::Chance;
use crate::writer;

/// Region, its code, number, code and name of each authority. The first of each five is one that a scorecard is of.
const AUTHORITIES: [(&str, &str, &str, &str, &str); 25] = [
    ("North West", "E12000002", "340", "E08000011", "Knowsley"),
    ("North West", "E12000002", "876", "E06000006", "Halton"),
    ("North West", "E12000002", "341", "E08000012", "Liverpool"),
    ("North West", "E12000002", "343", "E08000014", "Sefton"),
    ("North West", "E12000002", "344", "E08000015", "Wirral"),
    ("North West", "E12000002", "342", "E08000013", "St. Helens"),
    ("North West", "E12000002", "359", "E08000010", "Wigan"),
    ("North West", "E12000002", "350", "E08000001", "Bolton"),
    ("North West", "E12000002", "357", "E08000008", "Tameside"),
    ("North West", "E12000002", "351", "E08000002", "Bury"),
    ("East Midlands", "E12000004", "856", "E06000016", "Leicester"),
    ("East Midlands", "E12000004", "892", "E06000018", "Nottingham"),
    ("East Midlands", "E12000004", "831", "E06000015", "Derby"),
    ("East Midlands", "E12000004", "891", "E10000024", "Nottinghamshire"),
    ("East Midlands", "E12000004", "830", "E10000007", "Derbyshire"),
    ("East Midlands", "E12000004", "857", "E06000017", "Rutland"),
    ("East Midlands", "E12000004", "855", "E10000018", "Leicestershire"),
    ("East Midlands", "E12000004", "925", "E10000019", "Lincolnshire"),
    ("South West", "E12000009", "865", "E06000054", "Wiltshire"),
    ("South West", "E12000009", "800", "E06000022", "Bath and North East Somerset"),
    ("Inner London", "E13000001", "210", "E09000028", "Southwark"),
    ("Inner London", "E13000001", "208", "E09000022", "Lambeth"),
    ("Inner London", "E13000001", "204", "E09000012", "Hackney"),
    ("Inner London", "E13000001", "206", "E09000019", "Islington"),
    ("Inner London", "E13000001", "209", "E09000023", "Lewisham"),
];

/// Indicator, about how many it is of, England's level, how far authorities lie apart, and what the sample's own has.
const LEVELS: [(&str, f64, f64, f64, f64); 62] = [
    ("care-leavers-suitable-accommodation", 130.0, 85.0, 4.0, 86.0),
    ("care-leavers-eet", 130.0, 51.0, 5.0, 52.0),
    ("care-leavers-eet-19", 130.0, 51.0, 5.0, 52.0),
    ("care-leavers-eet-21", 130.0, 51.0, 5.0, 52.0),
    ("care-leavers-higher-education", 130.0, 7.0, 2.5, 11.0),
    ("care-leavers-apprenticeship-or-work", 130.0, 25.0, 4.0, 24.0),
    ("health-assessments", 370.0, 89.0, 4.0, 93.0),
    ("dental-checks", 370.0, 84.0, 5.0, 81.0),
    ("immunisations", 370.0, 85.0, 5.0, 87.0),
    ("development-checks", 70.0, 86.0, 6.0, 90.0),
    ("sdq-completed", 270.0, 78.0, 6.0, 76.0),
    ("sdq-average", 200.0, 14.2, 0.8, 13.9),
    ("convicted", 200.0, 4.0, 1.2, 5.0),
    ("convicted-count", 200.0, 4.0, 1.2, 5.0),
    ("substance-misuse", 370.0, 4.0, 1.0, 4.0),
    ("substance-support", 0.0, 50.0, 12.0, 69.0),
    ("cla-count", 500.0, 0.0, 90.0, 0.0),
    ("cla-rate", 500.0, 64.0, 12.0, 90.0),
    ("cla-starts", 170.0, 0.0, 25.0, 0.0),
    ("cla-ceased", 165.0, 0.0, 25.0, 0.0),
    ("placement-stability", 220.0, 70.0, 4.0, 70.0),
    ("placements-three-or-more", 500.0, 10.0, 1.5, 10.0),
    ("social-workers-three-or-more", 500.0, 26.0, 4.0, 23.0),
    ("cla-start-rate", 170.0, 27.0, 6.0, 36.0),
    ("uasc-count", 15.0, 0.0, 6.0, 0.0),
    ("uasc-rate", 15.0, 6.0, 2.0, 3.0),
    ("returned-home", 165.0, 28.0, 5.0, 33.0),
    ("sgo", 165.0, 13.0, 3.0, 15.0),
    ("adopted-percent", 165.0, 10.0, 3.0, 12.0),
    ("arrangements-order", 165.0, 4.0, 1.5, 5.0),
    ("left-care-at-18", 80.0, 72.0, 6.0, 80.0),
    ("foster-percent", 500.0, 67.0, 5.0, 78.0),
    ("kinship-percent", 500.0, 16.0, 4.0, 12.0),
    ("homes-percent", 500.0, 12.0, 2.5, 10.0),
    ("supported-accommodation", 500.0, 9.0, 2.5, 6.0),
    ("with-parents", 500.0, 7.0, 2.5, 3.0),
    ("own-provision", 500.0, 45.0, 8.0, 55.0),
    ("private-provision", 500.0, 42.0, 8.0, 35.0),
    ("placed-over-20-miles-outside", 500.0, 16.0, 4.0, 20.0),
    ("new-placements-far", 330.0, 16.0, 4.0, 21.0),
    ("placements-three-or-more-two-years", 330.0, 23.0, 3.0, 19.0),
    ("social-workers-three-or-more-two-years", 330.0, 53.0, 6.0, 50.0),
    ("sdq-borderline", 200.0, 13.0, 2.0, 11.0),
    ("sdq-concern", 200.0, 42.0, 4.0, 30.0),
    ("substance-refused", 0.0, 42.0, 10.0, 25.0),
    ("missing-children", 660.0, 0.0, 12.0, 0.0),
    ("missing-percent", 660.0, 11.0, 2.0, 12.0),
    ("missing-percent-away", 660.0, 2.0, 0.8, 5.0),
    ("missing-episodes", 480.0, 0.0, 90.0, 0.0),
    ("care-leavers-in-touch", 130.0, 93.0, 3.0, 90.0),
    ("care-leavers-neet", 130.0, 40.0, 4.0, 42.0),
    ("care-leavers-neet-illness", 130.0, 13.0, 2.5, 8.0),
    ("care-leavers-neet-parenting", 130.0, 6.0, 1.5, 4.0),
    ("care-leavers-activity-not-known", 130.0, 6.0, 2.0, 9.0),
    ("care-leavers-eet-17-18", 60.0, 65.0, 5.0, 75.0),
    ("care-leavers-eet-22-25", 40.0, 50.0, 7.0, 60.0),
    ("care-leavers-suitable-accommodation-17-18", 60.0, 91.0, 3.0, 88.0),
    ("moves-for-the-plan", 330.0, 12.0, 3.0, 14.0),
    ("placed-out-of-area", 500.0, 45.0, 8.0, 40.0),
    ("placed-over-20-miles", 500.0, 22.0, 4.0, 24.0),
    ("staying-put", 50.0, 31.0, 6.0, 28.0),
    ("staying-put-count", 15.0, 0.0, 5.0, 0.0),
];

/// The first columns of every file.
const PLACES: [&str; 10] = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "la_name",
    "new_la_code",
];

/// Counts below this are hidden.
const SMALL: f64 = 6.0;

/// The rows of an area and a year: by what the filters hold, the cells by column.
type Rows = BTreeMap<Vec<String>, BTreeMap<String, String>>;

/// Writes the folder.
///
/// Of the year given and the one before; `children` are looked after by the sample's own.
pub fn write(folder: &Path, seed: u64, last: i32, children: u32) -> Result<()> {
    let folder = folder.join("benchmarks");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut problems = Vec::new();
    let catalogue = Sources::built_in().read().into_value(&mut problems);
    for (at, file) in catalogue.benchmarks.iter().enumerate() {
        let percent = |id: &str| catalogue.indicator(id).is_some_and(|indicator| indicator.unit.is_share());
        write_file(&folder, seed, at as u64, file, (last, f64::from(children) / 500.0), &percent)?;
    }
    let mut writer = writer(&folder.join("statistical-neighbours.csv"))?;
    let numbered = (1..=5).map(|number| format!("neighbour_{number}"));
    writer.write_record(["old_la_code", "la_name", "region_name"].into_iter().map(str::to_owned).chain(numbered))?;
    for (at, (region, _, number, _, name)) in AUTHORITIES.iter().enumerate() {
        // The next five of the list, which mostly lie in the same part of the country.
        let near = (1..=5).map(|step| AUTHORITIES[(at + step) % AUTHORITIES.len()].2);
        writer.write_record([*number, *name, *region].into_iter().chain(near))?;
    }
    Ok(writer.flush()?)
}

fn write_file(
    folder: &Path,
    seed: u64,
    turn: u64,
    file: &PublishedFile,
    (last, scale): (i32, f64),
    percent: &dyn Fn(&str) -> bool,
) -> Result<()> {
    let mut filters: Vec<String> = Vec::new();
    let mut values: Vec<String> = Vec::new();
    for measure in &file.measures {
        filters.extend(measure.filters().into_iter().map(str::to_owned));
        values.extend(measure.count.iter().cloned().chain([measure.value.clone()]));
        if let Some(Total::Column(column)) = &measure.total {
            values.push(column.clone());
        }
    }
    for names in [&mut filters, &mut values] {
        let mut seen = Vec::new();
        names.retain(|name| {
            let new = !seen.contains(name);
            seen.push(name.clone());
            new
        });
    }
    let mut writer = writer(&folder.join(&file.file))?;
    writer.write_record(
        PLACES.iter().copied().chain(filters.iter().map(String::as_str)).chain(values.iter().map(String::as_str)),
    )?;
    for year in [last - 1, last] {
        for (place, own, size, stream) in areas() {
            let mut rows = Rows::new();
            for (at, measure) in file.measures.iter().enumerate() {
                // Measures of one file that are told by the same rows are drawn alike.
                let same = file.measures.iter().position(|other| other.rows == measure.rows && other.sum == measure.sum);
                let mut chance =
                    Chance::of(seed, [41 + turn, stream, (same.unwrap_or(at) * 2 + (year + 1 - last) as usize) as u64]);
                fill(&mut rows, &filters, (measure, percent(&measure.indicator)), (own, size, scale), &mut chance);
            }
            for (key, cells) in rows {
                let [level, region, region_code, number, name, code] = &place;
                let head =
                    [&year.to_string(), "Reporting year", level, "E92000001", "England", region_code, region, number, name, code]
                        .map(|cell: &str| cell.to_owned());
                let cells = values.iter().map(|column| cells.get(column).cloned().unwrap_or_else(|| "z".to_owned()));
                writer.write_record(head.into_iter().chain(key).chain(cells))?;
            }
        }
    }
    Ok(writer.flush()?)
}

/// Every area: level and names, whether it is one that a scorecard is of, how large it is, and its stream of chance.
fn areas() -> Vec<([String; 6], bool, f64, u64)> {
    let text = |cells: [&str; 6]| cells.map(str::to_owned);
    let mut areas = vec![(text(["National", "", "", "", "", ""]), false, 150.0, 0)];
    let mut regions: Vec<(&str, &str)> = AUTHORITIES.iter().map(|(region, code, ..)| (*region, *code)).collect();
    regions.dedup();
    regions.sort_unstable();
    regions.dedup();
    for (at, (region, code)) in regions.into_iter().enumerate() {
        areas.push((text(["Regional", region, code, "", "", ""]), false, 20.0, 1 + at as u64));
    }
    for (at, (region, region_code, number, code, name)) in AUTHORITIES.iter().enumerate() {
        let own = at % 5 == 0;
        areas.push((text(["Local authority", region, region_code, number, name, code]), own, 1.0, 100 + at as u64));
    }
    areas
}

/// Draws a measure: the row of its figure and that of its total.
fn fill(
    rows: &mut Rows,
    filters: &[String],
    (measure, percent): (&PublishedMeasure, bool),
    (own, size, scale): (bool, f64, f64),
    chance: &mut Chance,
) {
    let Some((_, about, england, spread, sample)) = LEVELS.iter().find(|(id, ..)| *id == measure.indicator) else { return };
    let key = |row: &BTreeMap<String, String>| -> Vec<String> {
        filters.iter().map(|filter| row.get(filter).cloned().unwrap_or_default()).collect()
    };
    let rounded = |count: f64| if size > 1.0 { (count / 10.0).round() * 10.0 } else { count };
    // The larger the area the nearer it is to the level of all.
    let (middle, spread) = if own { (*sample, spread / 6.0) } else { (*england, spread / size.sqrt()) };
    let level = chance.normal(middle, spread);
    let sizes = if own { scale } else { 0.6 + chance.share() * 0.8 };
    let total_key = match &measure.total {
        Some(Total::Row(differs)) => {
            let mut row = measure.rows.clone();
            row.extend(differs.clone());
            Some(key(&row))
        }
        _ => None,
    };
    let known = total_key.as_ref().and_then(|key| rows.get(key)).and_then(|cells| cells.get(measure.count.as_ref()?));
    let total = known.map_or(Some(rounded((about * size * sizes).round())), |text| text.parse().ok());
    let count_column = measure.count.clone().unwrap_or_else(|| measure.value.clone());
    let mut put = |key: Vec<String>, cells: &[(&String, String)]| {
        let row = rows.entry(key).or_default();
        cells.iter().for_each(|(column, text)| {
            row.entry((*column).clone()).or_insert_with(|| text.clone());
        });
    };
    let hidden = "c".to_owned();
    if measure.indicator == "sdq-average" {
        return put(key(&measure.rows), &[(&measure.value, format!("{level:.1}"))]);
    }
    if let Some(Total::Column(of)) = &measure.total {
        let Some(total) = total else { return };
        let rate = level.max(20.0).round();
        let people = (total * 10_000.0 / rate).round();
        return put(
            key(&measure.rows),
            &[(&count_column, format!("{total}")), (&measure.value, format!("{rate}")), (of, format!("{people}"))],
        );
    }
    let Some(total) = total else {
        return put(key(&measure.rows), &[(&count_column, hidden.clone()), (&measure.value, hidden)]);
    };
    if *england == 0.0 {
        return put(key(&measure.rows), &[(&measure.value, format!("{total}"))]);
    }
    let count = rounded((total * level.clamp(0.0, 100.0) / 100.0).round());
    let few = (1.0..SMALL).contains(&count);
    let shown = |text: String| if few { hidden.clone() } else { text };
    let share = if total > 0.0 { (count * 100.0 / total).round() } else { 0.0 };
    let figure = [(&count_column, shown(format!("{count}"))), (&measure.value, shown(format!("{share}")))];
    match &measure.sum {
        // A percentage may be published without the count behind it, a count without its percentage.
        None if measure.count.is_none() => put(key(&measure.rows), &figure[usize::from(percent)..][..1]),
        None => put(key(&measure.rows), &figure),
        // Until 2021 published in one row, the last of those added.
        Some((over, parts)) => {
            for (at, part) in parts.iter().enumerate() {
                let mut row = measure.rows.clone();
                row.insert(over.clone(), part.clone());
                let is_one = at + 1 == parts.len();
                let none = [(&count_column, "z".to_owned()), (&measure.value, "z".to_owned())];
                put(key(&row), if is_one { &figure } else { &none });
            }
        }
    }
    if let Some(total_key) = total_key {
        put(total_key, &[(&count_column, format!("{total}")), (&measure.value, "100".to_owned())]);
    }
}
