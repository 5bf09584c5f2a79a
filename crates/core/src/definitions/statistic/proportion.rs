//! Rows for which a condition holds, of all.

use super::{Asked, DeclaredStatistic, Sums, Unit, Wanted};

pub(super) const STATISTIC: DeclaredStatistic = DeclaredStatistic {
    name: "proportion",
    also: &["percentage", "percent", "share", "per cent", "%"],
    about: "the rows of the cohort for which the numerator holds, in percent of all rows of the cohort",
    asks: &[Asked { key: "numerator", label: "Numerator", in_case: "Numerator", gives: Wanted::Condition }],
    sums: Sums::Share,
    cohort: "rows of the cohort: the denominator",
    leaves_out: false,
    of_sums: false,
    adds_up: false,
    of_population: false,
    units: &[Unit::Percent],
    in_units: "in percent",
    rule: &[
        "Cohort: {cohort}.",
        "Numerator: the rows of the cohort for which {0} is true.",
        "Figure: the numerator of the cohort, in percent. No data when the cohort is empty.",
    ],
    select: "COUNT(CASE WHEN {0} THEN 1 END) AS numerator,\n       COUNT(*) AS denominator",
    expected: "# numerator =\n# denominator =\n",
};
