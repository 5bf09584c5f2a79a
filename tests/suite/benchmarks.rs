//! Published figures beside a scorecard's: on small invented files, and on a real folder where one is named.
//!
//! Expected ranks, quartiles and means are from Python's `statistics`, on the same invented figures.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use scorecard::benchmarks::{self, Figures};
use scorecard::definitions::{Polarity, Unit};
use scorecard::figure::Fraction;
use scorecard::problem::{Problem, Severity};
use scorecard::problem_codes::Code;
use scorecard::render::layout::{self, Cell, Column};
use scorecard::render::words;
use scorecard::scorecard::{Benchmark, Group, PartOf, Published, Row, Scorecard, Symbol};

use crate::every_cell::empty;
use crate::support::{CATALOGUE, month, root};

fn read(folder: &Path) -> (Figures, Vec<Problem>) {
    let mut problems = Vec::new();
    let figures = benchmarks::read(folder, &CATALOGUE.benchmarks, &mut problems);
    (figures.unwrap_or_else(|| panic!("{problems:?}")), problems)
}

fn invented() -> Figures {
    let (figures, problems) = read(&root().join("tests/benchmarks/published"));
    assert!(problems.is_empty(), "{problems:?}");
    figures
}

/// A row of an indicator, as the scorecard would have it.
fn row_of(indicator: &str) -> Row {
    let found = CATALOGUE.indicator(indicator).unwrap();
    Row {
        indicator: Some(indicator.to_owned()),
        unit: found.unit,
        decimals: found.decimals,
        polarity: found.polarity,
        ..empty(indicator, &found.title)
    }
}

/// The rows filled for an authority and a month.
fn fill(figures: &Figures, rows: Vec<Row>, authority: &str, period: &str) -> Scorecard {
    let mut scorecard = Scorecard {
        id: "example".to_owned(),
        title: "Example".to_owned(),
        about: None,
        source: "-".to_owned(),
        authority: Some(authority.to_owned()),
        travel: scorecard::definitions::Since::Month,
        letterhead: Default::default(),
        groups: vec![Group { id: "all".to_owned(), title: "All".to_owned(), rows }],
    };
    benchmarks::fill(&mut scorecard, figures, month(period), &mut Vec::new());
    scorecard
}

fn one(indicator: &str, authority: &str, period: &str) -> Benchmark {
    let scorecard = fill(&invented(), vec![row_of(indicator)], authority, period);
    let row = scorecard.every_row().next().unwrap();
    assert_eq!(row.benchmarks.len(), 1);
    row.benchmarks[0].clone()
}

fn near(found: [f64; 3], expected: [f64; 3]) {
    for (found, expected) in found.into_iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-9 * expected, "{found} {expected}");
    }
}

#[test]
fn a_row_has_what_others_have() {
    let found = one("placement-stability", "e06990001", "2018-03");
    assert_eq!((found.year.as_str(), found.decimals), ("2018", 0));
    assert_eq!((found.own, found.own_parts), (Some(Published::Value(69.0)), Some((69, 100))));
    assert_eq!(found.england, Some(Published::Value(72.0)));
    assert_eq!(found.region, Some(("Northern".to_owned(), Published::Value(71.0))));
    // Of five neighbours one is hidden and one has nobody: 75, 78 and 69.
    assert_eq!(found.neighbours, Some((74.0, 3)));
    assert_eq!(found.best, Some(("Corley, City of".to_owned(), 78.0)));
    // 69, 63, 78, 69, 75, 63 and 73: three are better.
    assert_eq!((found.rank, found.quartile), (Some((4, 7)), Some('C')));
    near(found.quartiles.unwrap(), [66.0, 69.0, 74.0]);
}

#[test]
fn another_year_is_another_comparison_and_is_said() {
    let found = one("placement-stability", "E06990001", "2021-06");
    assert_eq!((found.year.as_str(), found.rank, found.neighbours), ("2019", Some((4, 9)), Some((59.2, 5))));
    near(found.quartiles.unwrap(), [63.0, 68.0, 75.0]);
    assert_eq!(found.notes[0], "The published year nearest to June 2021 is 2019, which ends 27 months before it");
    // Half way between the ends of 2018 and 2019.
    assert_eq!(one("placement-stability", "E06990001", "2018-09").year, "2018");
    assert_eq!(one("placement-stability", "E06990001", "2018-10").year, "2019");
}

#[test]
fn lower_is_better_where_it_is() {
    let found = one("convicted", "E06990001", "2018-03");
    // 4, 6, 0, 6, 3 and 7; one is hidden, one rounds to zero, one has nobody.
    assert_eq!((found.rank, found.quartile), (Some((3, 6)), Some('B')));
    near(found.quartiles.unwrap(), [3.25, 5.0, 6.0]);
    // 706 is no neighbour of 701: of 705, 703, 704 and 708 the best is Denholm.
    assert_eq!(found.best, Some(("Denholm".to_owned(), 0.0)));
    assert_eq!(found.region, Some(("Northern".to_owned(), Published::Symbol("low".to_owned()))));
    let average = one("sdq-average", "E06990001", "2018-03");
    assert_eq!((average.rank, average.quartile, average.decimals), (Some((4, 7)), Some('B'), 1));
    near(average.quartiles.unwrap(), [13.2, 14.0, 15.3]);
    let (mean, of) = average.neighbours.unwrap();
    assert!((mean - 13.975).abs() < 1e-9 && of == 4);
    // 13.975 is half way: it goes up.
    let row = Row { decimals: 2, ..row_of("sdq-average") };
    assert_eq!(words::neighbours(&row, &average).as_deref(), Some("13.98"));
}

#[test]
fn an_authority_that_is_hidden_has_no_rank() {
    let hidden = one("convicted", "E06990002", "2018-03");
    assert_eq!((hidden.own, hidden.rank, hidden.quartile), (Some(Published::Symbol("c".to_owned())), None, None));
    assert!(hidden.england.is_some());
    let low = one("convicted", "E06990007", "2018-03");
    assert_eq!((low.own, low.rank), (Some(Published::Symbol("low".to_owned())), None));
}

#[test]
fn numbers_that_grow_with_the_authority_are_not_ranked() {
    let found = one("convicted-count", "E06990001", "2018-03");
    assert_eq!((found.own, found.rank, found.quartile, found.best), (Some(Published::Value(6.0)), None, None, None));
    assert_eq!(found.neighbours, Some((8.75, 4)));
    // Nor is anything of which neither way is better.
    let row = Row { polarity: Polarity::None, ..row_of("placement-stability") };
    let scorecard = fill(&invented(), vec![row], "E06990001", "2018-03");
    let found = &scorecard.every_row().next().unwrap().benchmarks[0];
    assert_eq!((found.rank, found.quartile, found.quartiles, &found.best), (None, None, None, &None));
}

#[test]
fn what_is_published_in_parts_is_added() {
    // One row up to 2021, two since.
    let early = one("care-leavers-apprenticeship-or-work", "E06990001", "2018-03");
    assert_eq!((early.year.as_str(), early.own, early.own_parts), ("2018", Some(Published::Value(31.0)), Some((25, 80))));
    let late = one("care-leavers-apprenticeship-or-work", "E06990001", "2023-03");
    assert_eq!((late.year.as_str(), late.own, late.own_parts), ("2023", Some(Published::Value(41.0)), Some((33, 80))));
    // A hidden part hides the sum.
    let hidden = one("care-leavers-apprenticeship-or-work", "E06990002", "2023-03");
    assert_eq!(hidden.own, Some(Published::Symbol("c".to_owned())));
}

#[test]
fn local_rows_groups_of_a_breakdown_and_strangers_have_none() {
    let part = Row { part_of: PartOf::read("LOCAL/sex=Female"), ..row_of("placement-stability") };
    let rows = vec![Row { parts: vec![part], ..empty("LOCAL", "A local row") }, row_of("health-and-dental"), row_of("cla-count")];
    let scorecard = fill(&invented(), rows, "E06990001", "2018-03");
    assert!(scorecard.every_row().all(|row| row.benchmarks.is_empty()));
    let scorecard = fill(&invented(), vec![row_of("placement-stability")], "E06999999", "2018-03");
    let stranger = &scorecard.every_row().next().unwrap().benchmarks[0];
    assert_eq!(stranger.england, Some(Published::Value(72.0)));
    assert_eq!((&stranger.own, &stranger.region, stranger.neighbours, stranger.rank), (&None, &None, None, None));
}

#[test]
fn columns_show_it_with_the_places_it_is_published_with() {
    let scorecard = fill(&invented(), vec![row_of("placement-stability"), row_of("convicted")], "E06990001", "2018-03");
    // A paper has strips and sentences for it, a sheet columns.
    assert!(!Column::of_text(&scorecard).contains(&Column::Quartile));
    assert!(Column::of_sheet(&scorecard).contains(&Column::Quartile));
    let rows: Vec<&Row> = scorecard.every_row().collect();
    let text = |row: usize, column| layout::cell(rows[row], column).text();
    assert_eq!((text(0, Column::England), text(0, Column::Neighbours)), ("72%".to_owned(), "74.0%".to_owned()));
    // What others have goes with what was published here for that year, not with the month's figure.
    assert_eq!(text(0, Column::PublishedOf), "69% (2018)");
    assert_eq!((text(0, Column::Published), text(0, Column::Year)), ("69%".to_owned(), "2018".to_owned()));
    let place = |columns: &[Column], column| columns.iter().position(|other| *other == column).unwrap();
    let sheets = Column::of_sheet(&scorecard);
    assert_eq!(place(&sheets, Column::Published) + 2, place(&sheets, Column::England));
    assert_eq!((text(0, Column::Rank), text(0, Column::Quartile)), ("4 of 7".to_owned(), "C".to_owned()));
    assert_eq!(layout::cell(rows[1], Column::Region), Cell::Symbol(Symbol::Low));
    let said = words::benchmark(rows[0], &rows[0].benchmarks[0]);
    assert_eq!(
        said,
        "Living with the same carer for at least 2 years, of those under 16 looked after for 2.5 years, 2018: published for the \
         authority 69% (69 of 100); England 72%; Northern 71%; mean of 3 statistical neighbours 74.0%; best neighbour Corley, City \
         of 78%; rank 4 of 7; quartile C (boundaries 66.0%, 69.0% and 74.0%). 2 of 7 authorities have this figure, so that the \
         quartile says little"
    );
}

#[test]
fn what_is_compared_is_in_the_unit_of_its_indicator() {
    for measure in CATALOGUE.benchmarks.iter().flat_map(|file| &file.measures) {
        let indicator = CATALOGUE.indicator(&measure.indicator).unwrap();
        // Where a file has one column for all, what a row is of says what it holds.
        let said = measure.rows.values().any(|held| held.starts_with("Percentage"));
        let percent = measure.value.contains("percent") || said;
        assert_eq!(percent, indicator.unit == Unit::Percent, "{}", measure.indicator);
        // Where neither way is better there is no rank; of the others, counts must say that they have none.
        let ranked = measure.ranked && indicator.polarity != Polarity::None;
        assert!(!(ranked && indicator.unit == Unit::Count), "{}", measure.indicator);
    }
}

/// The folder that `SCORECARD_PUBLISHED` names, of files as they are downloaded.
fn published() -> PathBuf {
    std::env::var_os("SCORECARD_PUBLISHED").expect("SCORECARD_PUBLISHED names the folder").into()
}

/// The row that a percentage is out of, where it is not the first that begins with `Total` or ends with `total`.
fn total_of(breakdown: &str) -> Option<&'static str> {
    match breakdown {
        "SDQ score is normal" | "SDQ score is borderline" | "SDQ score is a cause for concern" => Some("SDQ score was received"),
        "Offered intervention but refused it" | "Received an intervention for their substance misuse problem" => {
            Some("Identified as having a substance misuse problem")
        }
        _ => None,
    }
}

#[test]
#[ignore = "reads the folder that SCORECARD_PUBLISHED names"]
// Run by hand, for what it prints.
#[allow(clippy::print_stdout)]
fn every_published_percentage_comes_of_its_count_and_total() {
    const PLACE: [&str; 10] = [
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
    // By file and level: those that agree, those that differ, and those with no count or total to make it of.
    let mut agreed: BTreeMap<(String, String), [usize; 3]> = BTreeMap::new();
    let mut faults = Vec::new();
    for entry in std::fs::read_dir(published()).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let headers: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let at = |name: &str| headers.iter().position(|header| header == name);
        let is_figure =
            |header: &str| ["count", "percent", "number", "rate_", "estimate"].iter().any(|part| header.contains(part));
        let find = |parts: &[&str]| headers.iter().position(|header| parts.iter().any(|part| header.contains(part)));
        let Some(level) = at("geographic_level") else { continue };
        let (count, value) = (find(&["_count", "number"]).unwrap(), find(&["percent", "rate_"]).unwrap());
        let filters: Vec<usize> =
            (0..headers.len()).filter(|at| !PLACE.contains(&headers[*at].as_str()) && !is_figure(&headers[*at])).collect();
        let last = *filters.last().unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let place = |row: &csv::StringRecord| -> Vec<String> {
            let cells = PLACE.iter().filter_map(|name| at(name)).chain(filters.iter().copied().filter(|at| *at != last));
            cells.map(|at| row[at].to_owned()).collect()
        };
        let is_total = |text: &str| {
            let others = ["Total in", "Total not", "Total information"];
            (text.starts_with("Total") || text.ends_with("total")) && !others.iter().any(|other| text.starts_with(other))
        };
        let mut totals: BTreeMap<(Vec<String>, String), i128> = BTreeMap::new();
        for row in &rows {
            if let Ok(number) = row[count].parse() {
                let name = if is_total(&row[last]) { "" } else { &row[last] };
                totals.insert((place(row), name.to_owned()), number);
            }
        }
        for row in &rows {
            let (whole, times) = match at("population_estimate") {
                Some(population) => (row[population].parse::<i128>().ok(), 10_000),
                None => (totals.get(&(place(row), total_of(&row[last]).unwrap_or_default().to_owned())).copied(), 100),
            };
            let Ok(shown) = row[value].parse::<i128>() else { continue };
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let tally = agreed.entry((name, row[level].to_owned())).or_default();
            let parts = row[count].parse::<i128>().ok().zip(whole.filter(|whole| *whole > 0));
            let Some((part, whole)) = parts else {
                tally[2] += 1;
                continue;
            };
            let agrees = Fraction::new(part * times, whole).rounded(0) == shown.to_string();
            tally[usize::from(!agrees)] += 1;
            // National and regional numbers are rounded to the nearest 10.
            if !agrees && &row[level] == "Local authority" {
                faults.push(format!("{row:?}: {part} of {whole} is not {shown}"));
            }
        }
    }
    for ((file, level), [same, differ, without]) in &agreed {
        println!("{file}, {level}: {same} agree, {differ} differ, {without} without count or total");
    }
    assert!(agreed.values().map(|tally| tally[0]).sum::<usize>() > 1000);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
#[ignore = "reads the folder that SCORECARD_PUBLISHED names"]
// Run by hand, for what it prints.
#[allow(clippy::print_stdout)]
fn every_mapped_figure_of_an_authority_comes_of_its_parts() {
    let began = std::time::Instant::now();
    let (figures, problems) = read(&published());
    println!("read in {:?}", began.elapsed());
    assert!(problems.iter().all(|problem| problem.severity() == Severity::Note), "{problems:?}");
    assert!(problems.iter().all(|problem| problem.code == Code::UnknownFile), "{problems:?}");
    let there = |file: &String| published().join(file).is_file();
    let missed: Vec<_> = figures.missing.iter().filter(|(_, file)| there(file)).collect();
    assert!(missed.is_empty(), "{missed:?}");
    let mut compared = 0;
    for series in &figures.series {
        let years = series.years();
        assert!(!years.is_empty(), "{}", series.measure.indicator);
        for ((year, area), cell) in &series.cells {
            let (Published::Value(value), Some((part, whole)), benchmarks::Area::Authority(number)) =
                (&cell.value, cell.parts, area)
            else {
                continue;
            };
            if whole > 0 {
                let rounded = Fraction::new(i128::from(part) * 100, i128::from(whole)).rounded(0);
                assert_eq!(rounded, value.to_string(), "{} {year} {number}", series.measure.indicator);
                compared += 1;
            }
        }
        println!(
            "{}: {years:?}, {} authorities in the last",
            series.measure.indicator,
            series.values(years[years.len() - 1]).len()
        );
    }
    println!("{compared} figures agree with their parts");
    assert!(compared > 1000);
}
