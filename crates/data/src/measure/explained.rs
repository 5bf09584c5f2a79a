//! What an indicator means, in words: its table, its columns, what it needs.
//!
//! Takes a compiled indicator, gives an [`Explanation`] without data.

use std::collections::BTreeMap;

use super::Compiled;
use crate::explain::{Explanation, UsedColumn};

/// Of an indicator, without data.
pub fn explanation(compiled: &Compiled<'_>) -> Explanation {
    let indicator = compiled.indicator;
    let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let all = compiled.needs();
    for (extract, column) in all.iter().filter_map(|need| need.split_once('.')) {
        let columns = needs.entry(extract.to_owned()).or_default();
        if !columns.iter().any(|known| known == column) {
            columns.push(column.to_owned());
        }
    }
    if indicator.statistic.is.of_population {
        let columns = ["area_code", "year", "population_0_17"];
        needs.insert("population".to_owned(), columns.iter().map(|column| (*column).to_owned()).collect());
    }
    let columns = compiled.table.all_columns().filter(|column| compiled.columns.contains(&column.name));
    Explanation {
        table_about: compiled.table.about.clone(),
        statistic: indicator.statistic.is.about,
        window: indicator.window.about(),
        columns: columns
            .map(|column| UsedColumn { name: column.name.clone(), kind: column.kind, about: column.about.clone() })
            .collect(),
        needs_authority: indicator.statistic.is.of_population || compiled.needs_authority(),
        needs,
        narrowing: None,
        indicator: indicator.clone(),
    }
}
