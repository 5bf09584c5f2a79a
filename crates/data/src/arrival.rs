//! What arrived in the input folder: for each extract its files, rows and days, and what it lacks for whom.
//!
//! Takes the merged extracts and what indicators need of them, gives one entry for each extract. Says nothing of the
//! content of a row.

use std::collections::{BTreeMap, BTreeSet};

use crate::arrived::Arrived;
use crate::calendar::{self, Day, Month, NO_DAY};
use crate::definitions::{ColumnKind, Layout};
use crate::extracts::{Extract, Extracts};
use crate::measure::Compiled;
use crate::tables::snapshot::BEFORE;

/// What arrived, in the order of the layouts; extracts that are not there and that nobody needs are left out.
pub fn of(extracts: &Extracts, layouts: &[Layout], period: Month, compiled: &[Compiled<'_>]) -> Vec<Arrived> {
    let mut needs: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for one in compiled {
        let mut all = one.needs();
        if one.indicator.statistic.is.of_population {
            all.push("population.population_0_17".to_owned());
        }
        all.into_iter().filter(|need| need.contains('.')).for_each(|need| {
            needs.entry(need).or_default().insert(&one.indicator.id);
        });
    }
    let year = calendar::collection_year(period.last());
    let of_layout = |layout: &Layout| {
        let unusable = extracts.left_out.contains(&layout.id);
        let needing = |column: Option<&str>| -> Vec<String> {
            let is_it = |need: &str| match need.split_once('.') {
                Some((id, of)) => id == layout.id && column.is_none_or(|column| column == of),
                None => false,
            };
            let found: BTreeSet<&str> =
                needs.iter().filter(|(need, _)| is_it(need)).flat_map(|(_, ids)| ids.iter().copied()).collect();
            found.into_iter().map(str::to_owned).collect()
        };
        let Some(extract) = extracts.by_id.get(&layout.id) else {
            let needed_by = needing(None);
            // A council's own extracts are its own business, and of a year to come nothing is missed.
            let missed = !layout.local && !needed_by.is_empty() && layout.from.is_none_or(|from| from <= year);
            return (missed || unusable).then(|| Arrived {
                extract: layout.id.clone(),
                needed_by,
                unusable,
                ..Arrived::default()
            });
        };
        let absent: BTreeSet<&str> = extract.files.iter().flat_map(|file| file.absent.iter().map(String::as_str)).collect();
        let of_a_day = extract.files.iter().any(|file| file.origin.as_ref().is_some_and(|origin| origin.snapshot));
        let before: Vec<String> = compiled
            .iter()
            .filter(|_| of_a_day)
            .filter_map(|one| {
                let needs = one.needs();
                let is_it = needs.iter().any(|need| need == BEFORE)
                    && needs.iter().any(|need| need.split_once('.').is_some_and(|(id, _)| id == layout.id));
                is_it.then(|| one.indicator.id.clone())
            })
            .collect();
        let history = Some(("history before the day of the lists".to_owned(), before)).filter(|(_, ids)| !ids.is_empty());
        let lacks =
            absent.into_iter().map(|column| (column.to_owned(), needing(Some(column)))).filter(|(_, ids)| !ids.is_empty());
        Some(Arrived {
            extract: layout.id.clone(),
            files: extract.files.iter().map(|file| file.name.clone()).collect(),
            rows: extract.len(),
            days: days(extract, layout),
            lacks: lacks.chain(history).collect(),
            ..Arrived::default()
        })
    };
    layouts.iter().filter_map(of_layout).collect()
}

/// The first and the last day of what the rows tell: of the column that dates them, else of the first that has days.
fn days(extract: &Extract, layout: &Layout) -> Option<(Day, Day)> {
    let birth = |at: usize| layout.columns[at].name.to_uppercase().ends_with("DOB");
    let dated = |at: &usize| matches!(layout.columns[*at].kind, ColumnKind::Date | ColumnKind::Month) && !birth(*at);
    let key = layout.key.iter().copied().find(|at| dated(at));
    let column = layout.date.or(layout.year).or(key).or_else(|| (0..layout.columns.len()).find(|at| dated(at)))?;
    let days = || extract.days(column).into_iter().flatten().copied().filter(|day| *day != NO_DAY);
    Some((days().min()?, days().max()?))
}
