//! Nobody at the table can point at a sentence that the next one denies: all that is said of each row of all scorecards, of both
//! councils of the sample data, is held against its rating, its change and everything else that is said of it.

use std::collections::BTreeMap;

use scorecard::job::{self, Options};
use scorecard::rating::{Rating, Travel};
use scorecard::render::{brief, layout, words};
use scorecard::scorecard::{Document, Row};

use crate::support::{CATALOGUE, month, root};

fn computed(folder: &str, period: &str) -> Document {
    let ids = ["knowsley", "st-helens", "rutland", "leicester", "southwark", "national"].map(str::to_owned).to_vec();
    let period = month(period);
    let today = scorecard::calendar::parse_iso(&format!("{}-04-03", period.year())).unwrap();
    let folder = root().join(folder);
    let mut options = Options::new(ids, &folder, period, today);
    options.history = 18;
    options.forecast = true;
    options.benchmarks = Some(folder.join("benchmarks"));
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

/// What of a row denies something else of it.
fn denials(row: &Row) -> Vec<String> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for detail in layout::details(row) {
        let all = said.entry(detail.label).or_default();
        *all += &format!(" {}", detail.text.to_lowercase());
    }
    let of = |label: &str| said.get(label).map(String::as_str).unwrap_or_default();
    let (trend, forecast, needs) = (of("Trend"), of("Forecast"), of("Children to target"));
    let moved = words::moved(row, true).unwrap_or_default();
    let (green, missed) = (row.rating == Rating::Green, matches!(row.rating, Rating::Amber | Rating::Red));
    let nought =
        moved.split(' ').any(|word| word.starts_with(['+', '-']) && !word.chars().any(|digit| ('1'..='9').contains(&digit)));
    let same = |one: &str| layout::details(row).iter().filter(|detail| detail.text == one).count();
    let twice = layout::details(row).into_iter().find(|detail| same(&detail.text) > 1).map(|detail| detail.text);
    [
        (green && trend.contains("will not be met"), "green, and will not be met"),
        (missed && trend.contains("target will be met") && !trend.contains("only sometimes"), "missed, and will be met"),
        (green && !needs.is_empty(), "green, and children to target"),
        (!forecast.is_empty() && trend.contains("target will"), "a forecast beside what chance foretells"),
        (!forecast.is_empty() && needs.contains("at the present rate"), "a forecast beside a rate"),
        (needs.contains("at the present rate") && trend.contains("target will"), "a rate beside what chance foretells"),
        (needs.contains("it will be met") && trend.contains("concern"), "a rate that gets there beside a concern"),
        (moved.contains("improving") && trend.contains("concern"), "improving, and a concern"),
        (moved.contains("worsening") && trend.contains("improvement"), "worsening, and an improvement"),
        (trend.contains("concern") && trend.contains("will be met") && !trend.contains("only"), "a concern that will be met"),
        (trend.contains("improvement") && trend.contains("will not be met"), "an improvement that will not be met"),
        (nought, "a change of nought with an arrow"),
        (row.rating == Rating::NotRated && trend.contains("target will"), "not rated, and what becomes of its target"),
        (
            row.chart
                .as_ref()
                .is_some_and(|_| row.series.iter().filter(|point| point.figure.is_some()).count() < 5 && row.events.is_empty()),
            "a chart of fewer than five",
        ),
    ]
    .into_iter()
    .filter(|(denied, _)| *denied)
    .map(|(_, what)| format!("{}: {what}: {moved}; {said:?}", row.id))
    .chain(twice.map(|text| format!("{}: said twice: {text}", row.id)))
    .collect()
}

#[test]
fn no_sentence_of_a_row_denies_the_next() {
    for (folder, period) in [("sample-data", "2018-03"), ("sample-data-2026", "2026-03")] {
        let document = computed(folder, period);
        let mut found = Vec::new();
        let mut spoken = 0;
        for scorecard in &document.scorecards {
            let rows: Vec<&Row> = scorecard.rows().collect();
            spoken += rows.iter().map(|row| layout::details(row).len()).sum::<usize>();
            found.extend(rows.iter().flat_map(|row| denials(row)));
            // The month in brief counts what the tables show.
            let topics = brief::topics(&document, scorecard);
            let counts = &topics.iter().find(|topic| topic.title.starts_with("Figures since")).unwrap().items;
            let number = |travel: Travel| rows.iter().filter(|row| row.judged_travel() == Some(travel)).count();
            let told = format!("{} improving, {} worsening,", number(Travel::Improving), number(Travel::Worsening));
            assert!(counts[0].starts_with(&told), "{}: {}", scorecard.id, counts[0]);
            let red = rows.iter().filter(|row| row.rating == Rating::Red).count();
            assert!(counts[1].starts_with(&format!("{red} row")), "{}: {}", scorecard.id, counts[1]);
        }
        assert!(spoken > 1000, "{spoken}");
        assert_eq!(found, [""; 0], "{folder}");
    }
}
