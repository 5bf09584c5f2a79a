//! The mean of an expression over the rows that have a value.

use super::{Asked, DeclaredStatistic, Sums, Unit, Wanted};

pub(super) const STATISTIC: DeclaredStatistic = DeclaredStatistic {
    name: "mean",
    also: &["average", "avg", "arithmetic mean"],
    about: "the mean of the value over the rows of the cohort that have one",
    asks: &[Asked { key: "value", label: "Value", in_case: "Value", gives: Wanted::Number }],
    sums: Sums::Mean,
    cohort: "rows of the cohort",
    leaves_out: true,
    of_sums: false,
    adds_up: false,
    of_population: false,
    units: &[Unit::Days, Unit::Score, Unit::Count, Unit::Percent],
    in_units: "in days, score, count or percent, as its values are",
    rule: &[
        "Cohort: {cohort}.",
        "Figure: the average of {0} over the rows of the cohort that have it.",
        "No data when no row has it.",
    ],
    select: "AVG({0}) AS value",
    expected: "# numerator =      # the sum of the values\n# denominator =    # how many have one\n",
};
