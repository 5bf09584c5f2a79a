//! The number of rows.

use super::{DeclaredStatistic, Sums, Unit};

pub(super) const STATISTIC: DeclaredStatistic = DeclaredStatistic {
    name: "count",
    also: &["number", "total", "frequency"],
    about: "the number of rows of the cohort",
    asks: &[],
    sums: Sums::Rows,
    cohort: "rows of the cohort",
    leaves_out: false,
    of_sums: false,
    adds_up: true,
    of_population: false,
    units: &[Unit::Count],
    in_units: "a count",
    rule: &["Figure: the number of {rows}."],
    select: "COUNT(*) AS value",
    expected: "# value =\n",
};
