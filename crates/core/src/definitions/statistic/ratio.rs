//! The sum of one expression, of the sum of another.

use super::{Asked, DeclaredStatistic, Sums, Unit, Wanted};

pub(super) const STATISTIC: DeclaredStatistic = DeclaredStatistic {
    name: "ratio",
    also: &["sums", "quotient"],
    about: "the sum of the numerator over the rows of the cohort, in percent of the sum of the denominator",
    asks: &[
        Asked { key: "numerator", label: "Numerator", in_case: "Above the line", gives: Wanted::Number },
        Asked { key: "denominator", label: "Denominator", in_case: "below it", gives: Wanted::Number },
    ],
    sums: Sums::Ratio,
    cohort: "rows of the cohort",
    leaves_out: false,
    of_sums: true,
    adds_up: false,
    of_population: false,
    units: &[Unit::Percent],
    in_units: "in percent",
    rule: &[
        "Cohort: {cohort}.",
        "Numerator: the sum of {0} over the cohort.",
        "Denominator: the sum of {1} over the cohort.",
        "Figure: the numerator of the denominator, in percent. No data when the denominator is 0.",
    ],
    select: "SUM({0}) AS numerator,\n       SUM({1}) AS denominator",
    expected: "# numerator =\n# denominator =\n",
};
