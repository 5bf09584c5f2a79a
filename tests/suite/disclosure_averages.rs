//! Averages in public: every number of their rows is rounded as the average is shown, wherever it stands. One that is not would give,
//! with the number of children, the sum of their values, and two of them a child's value.

use scorecard::calendar::Month;
use scorecard::definitions::Unit;
use scorecard::job::{self, Options};
use scorecard::render::json;
use scorecard::scorecard::{Audience, Document};
use serde_json::Value;

use crate::support::{CATALOGUE, month, root};

fn public(folder: &str, period: Month) -> Document {
    let scorecards = ["national", "southwark"].map(str::to_owned).to_vec();
    let options = Options {
        history: 24,
        outturns: 3,
        audience: Audience::Public,
        ..Options::new(scorecards, &root().join(folder), period, period.last() + 3)
    };
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

/// The numbers of a JSON with more places than so many, with where they stand. What others published is not the council's.
fn finer(value: &Value, places: u32, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| !["benchmarks", "level"].contains(&name.as_str()))
            .for_each(|(name, value)| finer(value, places, &format!("{at}.{name}"), found)),
        Value::Array(values) => values.iter().for_each(|value| finer(value, places, at, found)),
        Value::Number(number) => {
            let (number, unit) = (number.as_f64().unwrap(), 10_f64.powi(places as i32));
            if ((number * unit).round() / unit - number).abs() > 1e-9 {
                found.push(format!("{at} is {number}"));
            }
        }
        _ => {}
    }
}

#[test]
fn no_number_of_an_average_has_more_places_than_it_shows() {
    let (mut found, mut averages, mut pasts, mut charts) = (Vec::new(), 0, 0, 0);
    for (folder, period) in [("sample-data", month("2018-03")), ("sample-data-2026", month("2026-03"))] {
        let document = public(folder, period);
        assert_eq!(document.scorecards.len(), 2, "{:?}", document.problems);
        let json: Value = serde_json::from_str(&json::render(&document).unwrap()).unwrap();
        for (one, card) in document.scorecards.iter().zip(json["scorecards"].as_array().unwrap()) {
            let rows = card["groups"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap());
            for (row, json) in one.every_row().zip(rows).filter(|(row, _)| matches!(row.unit, Unit::Days | Unit::Score)) {
                averages += 1;
                pasts += usize::from(json["target"]["resolved"].is_number());
                charts += usize::from(json["process"].is_object());
                finer(json, row.decimals, &format!("{folder}: {} of {}", row.id, one.id), &mut found);
            }
        }
    }
    assert_eq!(found, [""; 0]);
    assert!(averages > 20 && pasts > 3 && charts > 3, "{averages} {pasts} {charts}");
}
