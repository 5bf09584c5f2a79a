//! The number of rows per 10,000 of the authority's population aged 0 to 17.

use super::{DeclaredStatistic, Sums, Unit};

pub(super) const STATISTIC: DeclaredStatistic = DeclaredStatistic {
    name: "rate",
    also: &[],
    about: "the number of rows of the cohort per 10,000 of the authority's population aged 0 to 17",
    asks: &[],
    sums: Sums::Rows,
    cohort: "rows of the cohort",
    leaves_out: false,
    of_sums: false,
    adds_up: true,
    of_population: true,
    units: &[Unit::Rate],
    in_units: "a rate per 10,000 of the population",
    rule: &[
        "Cohort: {cohort}.",
        "Figure: rows of the cohort per 10,000 of the authority's population aged 0 to 17, from the extract of populations.",
    ],
    select: "COUNT(*) AS numerator",
    expected: "# value =\n",
};
