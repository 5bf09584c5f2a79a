//! Which figures a problem of the extracts may change.
//!
//! Takes what problems say that rests on them, columns of tables or of extracts, and the compiled indicators;
//! gives each problem the indicators that use one of them.

use crate::extracts::Extracts;
use crate::measure::Compiled;
use crate::problem::Problem;

/// Gives each problem the figures that it may change: of indicators whose extracts are all there.
pub fn fill(problems: &mut [Problem], compiled: &[Compiled<'_>], extracts: &Extracts) {
    let there = |extract: &str| extracts.by_id.contains_key(extract) || extracts.left_out.iter().any(|id| id == extract);
    let measured: Vec<(&Compiled<'_>, Vec<String>)> = compiled
        .iter()
        .map(|one| (one, one.needs()))
        .filter(|(_, needs)| needs.iter().filter_map(|need| need.split_once('.')).all(|(extract, _)| there(extract)))
        .collect();
    for problem in problems {
        let rests =
            |(one, needs): &&(&Compiled<'_>, Vec<String>)| problem.touches.iter().any(|touched| uses(one, needs, touched));
        let ids = measured.iter().filter(rests).map(|(one, _)| one.indicator.id.clone()).collect();
        problem.figures = Some(ids);
    }
}

/// The gravest first, and of those alike first what changes most figures; otherwise as they stand.
pub fn sort(problems: &mut [Problem]) {
    problems.sort_by_key(|problem| (problem.severity(), std::cmp::Reverse(problem.figures.as_ref().map_or(0, Vec::len))));
}

/// Whether an indicator uses `table.column` or `extract.COLUMN`; `*` stands for every column.
fn uses(one: &Compiled<'_>, needs: &[String], touched: &str) -> bool {
    let Some((of, column)) = touched.split_once('.') else { return false };
    if column == "*" {
        return one.table.id == of || needs.iter().any(|need| need.split_once('.').is_some_and(|(extract, _)| extract == of));
    }
    (one.table.id == of && one.columns.contains(column)) || needs.iter().any(|need| need == touched)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::definitions::Sources;
    use crate::tables::schema::Schema;

    #[test]
    fn what_checks_touch_is_a_table_or_an_extract_with_that_column() {
        let sources = Sources::in_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("indicators")).unwrap();
        let catalogue = sources.read().value;
        let schema = Schema::new(&catalogue.extracts).unwrap();
        for touched in crate::extracts::touches() {
            let (of, column) = touched.split_once('.').unwrap();
            let table = schema.table(of);
            let layout = catalogue.extracts.iter().find(|layout| layout.id == of);
            let every = column == "*" && (table.is_some() || layout.is_some());
            let in_table = table.is_some_and(|table| table.column(column).is_some());
            let in_extract = layout.is_some_and(|layout| layout.column(column).is_some());
            assert!(of == "*" || every || in_table || in_extract, "{touched}");
        }
    }
}
