//! Published files of several releases: columns and ages were called otherwise up to 2024. Invented figures.

use std::fs;

use scorecard::benchmarks::{self, Area, Figures};
use scorecard::problem_codes::Code;
use scorecard::scorecard::Published;

use crate::support::CATALOGUE;

const PLACE: &str = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name,new_la_code";
const WHERE: &str = "Reporting year,Local authority,E92000001,England,E12000002,Northern,340,Aston,E08000011";

/// The figures of a file with these columns behind the place, and these rows.
fn read(columns: &str, rows: &[&str]) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<String> = rows.iter().map(|row| row.replacen(',', &format!(",{WHERE},"), 1)).collect();
    fs::write(folder.path().join("any name.csv"), format!("{PLACE},{columns}\n{}\n", rows.join("\n"))).unwrap();
    let mut problems = Vec::new();
    let found = benchmarks::read(folder.path(), &CATALOGUE.benchmarks, &mut problems);
    assert!(problems.iter().all(|problem| problem.code != Code::UnreadablePublished), "{problems:?}");
    found.unwrap()
}

/// The figure of the authority, with so many of so many.
fn figure(figures: &Figures, indicator: &str, year: i32) -> Option<(f64, Option<(i64, i64)>)> {
    let series = figures.series.iter().find(|series| series.measure.indicator == indicator)?;
    let cell = series.cells.get(&(year, Area::Authority("340".to_owned())))?;
    match cell.value {
        Published::Value(value) => Some((value, cell.parts)),
        Published::Symbol(_) => None,
    }
}

#[test]
fn reasons_for_ceasing_are_read_of_either_release() {
    let rows = |percent: &str| {
        [
            format!("2024,Reason episode ceased,Special guardianship orders,14,{percent}"),
            "2024,Reason episode ceased,Returned home to live with parents or other person with parental responsibility which was part of the care planning process,20,20".to_owned(),
            "2024,Reason episode ceased,Returned home to live with parents or other person with parental responsibility which was not part of the care planning process,5,5".to_owned(),
            "2024,Reason episode ceased,\"Left care to live with parents, relatives or other person with no parental responsibility\",6,6".to_owned(),
            "2024,Reason episode ceased,Total,100,100".to_owned(),
            "2024,Gender,Total,100,100".to_owned(),
        ]
    };
    for columns in ["cla_group,characteristic,number,percentage", "characteristic,breakdown,children_count,children_percent"] {
        let rows = rows("14");
        let figures = read(columns, &rows.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(figure(&figures, "sgo", 2024), Some((14.0, Some((14, 100)))), "{columns}");
        // 20, 5 and 6 of 100.
        assert_eq!(figure(&figures, "returned-home", 2024), Some((31.0, Some((31, 100)))), "{columns}");
        assert_eq!(figure(&figures, "adopted-percent", 2024), None);
        assert!(figures.missing.contains_key("adopted-percent") && !figures.missing.contains_key("sgo"));
    }
}

#[test]
fn ages_are_read_of_either_release_and_totals_of_another_file_are_no_figure() {
    let old = ["2022,Aged 19 to 21,Local authority in touch with care leaver,46,92", "2022,Aged 19 to 21,Total,50,100"];
    let figures = read("age,in_touch,number,percentage", &old);
    assert_eq!(figure(&figures, "care-leavers-in-touch", 2022), Some((92.0, Some((46, 50)))));
    let new = ["2025,19 to 21 years,Total in education, employment or training,30,60", "2025,19 to 21 years,Total,50,100"];
    let new = new
        .map(|row| row.replace("Total in education, employment or training", "\"Total in education, employment or training\""));
    let figures = read("care_leaver_age,breakdown,care_leaver_count,care_leaver_percent", &[&new[0], &new[1]]);
    assert_eq!(figure(&figures, "care-leavers-eet", 2025), Some((60.0, Some((30, 50)))));
    assert!(figures.missing.contains_key("care-leavers-in-touch"));
}

#[test]
fn incidents_have_one_column_for_numbers_and_percentages() {
    let rows = [
        "2023,Children who had a missing incident during the year,12",
        "2023,Percentage of children who had a missing incident during the year,11",
        "2023,Number of missing incidents during the year,40",
    ];
    let figures = read("cla_group,number", &rows);
    let found =
        ["missing-children", "missing-percent", "missing-episodes"].map(|id| figure(&figures, id, 2023).map(|(value, _)| value));
    assert_eq!(found, [Some(12.0), Some(11.0), Some(40.0)]);
}
