//! The columns of the CSV: what the standard asks for, what tells lines apart, what is measured.
//!
//! One list, from which the header, the cells and the `.meta.csv` are written; `docs/outputs.md` tells it to users.
//! A filter says which line it is; what came out for the line is an indicator, its rating and words
//! too: a rating among the filters would make two lines of one row with different ratings no duplicates.

use super::insight::{benchmark, benchmark_notes, comments, forecast, missing, of_others, process, rank, restated, revised};
use super::place::ENGLAND;
use super::values::{
    Line, came_to, cell, day, figure, item, joined, limit, month_name, number, outturn, previous, previous_rating, published,
    rating, shown, target, text, travel, words_or_z,
};
use crate::layout;
use crate::sheet;
use crate::words;
use scorecard_core::calendar::iso;
use scorecard_core::scorecard::Symbol;

/// What a column is to the standard.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Of time or geography.
    Unit,
    /// It tells lines apart.
    Filter {
        /// What readers are told of it.
        hint: &'static str,
        /// The column that groups its items; empty without one.
        grouped_by: &'static str,
    },
    /// It groups the items of a filter.
    Grouping,
    /// A number in the unit of the row.
    Number {
        /// The heading it stands under.
        grouping: &'static str,
        /// Whether it has no decimals.
        whole: bool,
    },
    /// A whole percentage.
    Percent {
        /// The heading it stands under.
        grouping: &'static str,
    },
    /// Words.
    Words {
        /// The heading it stands under.
        grouping: &'static str,
    },
}

/// A column.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) kind: Kind,
    pub(super) cell: fn(&Line<'_>) -> String,
}

const FIGURE: &str = "Figure";
const JUDGEMENT: &str = "Judgement";
const OTHERS: &str = "Others";
const FORECAST: &str = "Forecast";
const SAID: &str = "What is said";

const fn unit(name: &'static str, cell: fn(&Line<'_>) -> String) -> Column {
    Column { name, label: name, kind: Kind::Unit, cell }
}

const fn filter(name: &'static str, label: &'static str, hint: &'static str, cell: fn(&Line<'_>) -> String) -> Column {
    Column { name, label, kind: Kind::Filter { hint, grouped_by: "" }, cell }
}

const fn value(name: &'static str, label: &'static str, grouping: &'static str, cell: fn(&Line<'_>) -> String) -> Column {
    Column { name, label, kind: Kind::Number { grouping, whole: false }, cell }
}

const fn whole(name: &'static str, label: &'static str, grouping: &'static str, cell: fn(&Line<'_>) -> String) -> Column {
    Column { name, label, kind: Kind::Number { grouping, whole: true }, cell }
}

const fn words(name: &'static str, label: &'static str, grouping: &'static str, cell: fn(&Line<'_>) -> String) -> Column {
    Column { name, label, kind: Kind::Words { grouping }, cell }
}

/// All columns, in order.
pub(super) const COLUMNS: &[Column] = &[
    unit("time_period", |line| line.document.period.year().to_string()),
    unit("time_identifier", month_name),
    unit("geographic_level", |line| line.place.level.to_owned()),
    unit("country_code", |_| ENGLAND.to_owned()),
    unit("country_name", |_| "England".to_owned()),
    unit("region_code", |line| line.place.region_code.clone()),
    unit("region_name", |line| line.place.region_name.clone()),
    unit("old_la_code", |line| line.place.old_code.clone()),
    unit("new_la_code", |line| text(&line.place.new_code)),
    unit("la_name", |line| line.place.name.clone()),
    filter("audience", "Audience", "Filter by who may read it", |line| line.document.audience.as_str().to_owned()),
    filter("scorecard", "Scorecard", "Filter by the id of the scorecard", |line| item(Some(&line.scorecard.id))),
    filter("scorecard_title", "Title of the scorecard", "Filter by scorecard", |line| item(Some(&line.scorecard.title))),
    filter("group_title", "Pledge or priority", "Filter by the council's own headings", |line| item(Some(&line.group.title))),
    filter("aim", "Aim", "Filter by the aim that the strategy sets rows under", |line| item(line.row.about.as_deref())),
    filter("row_id", "Row", "Filter by the id of the row in the scorecard", |line| cell(line, layout::Column::Id)),
    filter("row_title", "Promise as the council names it", "Filter by promise", |line| {
        item(Some(&sheet::whole(line.scorecard, line.row).title))
    }),
    filter(
        "indicator",
        "Library indicator",
        "Filter by the definition that measures the row, the same for all councils",
        |line| item(line.row.indicator.as_deref()),
    ),
    Column {
        name: "breakdown_topic",
        label: "Broken down by",
        kind: Kind::Grouping,
        cell: |line| text(&words::breakdown(line.row).0),
    },
    Column {
        name: "breakdown",
        label: "Breakdown",
        kind: Kind::Filter { hint: "Filter by group of children", grouped_by: "breakdown_topic" },
        cell: |line| text(&words::breakdown(line.row).1),
    },
    filter("unit", "Unit", "Filter by what figures are in", |line| line.row.unit.as_str().to_owned()),
    filter("better", "Which way is better", "Filter by whether higher or lower is better", |line| {
        line.row.polarity.as_str().to_owned()
    }),
    filter("window_start", "First day", "Filter by the first day that figures speak of", |line| iso(line.row.window.0)),
    filter("window_end", "Last day", "Filter by the last day that figures speak of", |line| iso(line.row.window.1)),
    value("figure_value", "Figure", FIGURE, figure),
    words("figure_shown", "Figure as shown", FIGURE, shown),
    value("numerator_value", "Numerator", FIGURE, |line| cell(line, layout::Column::Numerator)),
    whole("denominator_count", "Denominator", FIGURE, |line| cell(line, layout::Column::Denominator)),
    value("interval_lower_value", "Lower limit of the confidence interval", FIGURE, |line| limit(line, |found| found.lower)),
    value("interval_upper_value", "Upper limit of the confidence interval", FIGURE, |line| limit(line, |found| found.upper)),
    Column {
        name: "interval_level_percent",
        label: "Level of the confidence interval",
        kind: Kind::Percent { grouping: FIGURE },
        cell: |line| limit(line, |found| (found.level * 1e4).round() / 100.0),
    },
    words("interval_method", "Method of the confidence interval", FIGURE, |line| {
        words_or_z(line.row.interval.as_ref().map(|found| found.method))
    }),
    value("target_value", "Target", JUDGEMENT, |line| {
        number(line.row.target.as_ref().and_then(|target| target.value), Symbol::NotApplicable)
    }),
    words("target_text", "Target in words", JUDGEMENT, |line| cell(line, layout::Column::Target)),
    words("target_due_date", "Day the target is due", JUDGEMENT, |line| {
        day(line.row.target.as_ref().and_then(|target| target.due))
    }),
    words("rating", "Rating", JUDGEMENT, |line| rating(line, line.row.rating)),
    words("rating_reason", "Reason of the rating", JUDGEMENT, |line| {
        words_or_z(line.row.reason.as_ref().map(ToString::to_string).as_deref())
    }),
    words("travel", "Travel since the month that previous_month names", JUDGEMENT, travel),
    value("previous_value", "Figure of the month that previous_month names", JUDGEMENT, previous),
    words("previous_revised", "Whether the figure of that month is revised", JUDGEMENT, revised),
    words("previous_rating", "Rating of the month that previous_month names", JUDGEMENT, previous_rating),
    whole("to_target_count", "Children to target", JUDGEMENT, |line| cell(line, layout::Column::ToTarget)),
    words("to_target_pace", "Children to target at the present rate", JUDGEMENT, |line| words_or_z(line.row.pace.as_deref())),
    words("trend", "Variation and assurance", JUDGEMENT, process),
    words("benchmark_measure", "What is compared", OTHERS, |line| {
        words_or_z(benchmark(line).map(|benchmark| benchmark.measure.as_str()))
    }),
    words("benchmark_year", "Year of what is compared", OTHERS, |line| {
        words_or_z(benchmark(line).map(|benchmark| benchmark.year.as_str()))
    }),
    value("benchmark_own_value", "Published for the authority", OTHERS, |line| {
        published(benchmark(line).and_then(|benchmark| benchmark.own.as_ref()), missing(line))
    }),
    value("benchmark_england_value", "England", OTHERS, |line| {
        published(benchmark(line).and_then(|benchmark| benchmark.england.as_ref()), missing(line))
    }),
    value("benchmark_region_value", "Region", OTHERS, |line| {
        published(benchmark(line).and_then(|benchmark| benchmark.region.as_ref()).map(|region| &region.1), missing(line))
    }),
    value("benchmark_neighbours_mean", "Mean of the statistical neighbours", OTHERS, |line| {
        of_others(line, |benchmark| benchmark.neighbours.map(|(mean, _)| mean))
    }),
    whole("benchmark_neighbours_count", "Neighbours with a figure", OTHERS, |line| {
        rank(line, |benchmark| benchmark.neighbours.map(|(_, number)| number))
    }),
    words("benchmark_best_name", "Best neighbour", OTHERS, |line| {
        words_or_z(benchmark(line).and_then(|benchmark| benchmark.best.as_ref()).map(|(name, _)| name.as_str()))
    }),
    value("benchmark_best_value", "Figure of the best neighbour", OTHERS, |line| {
        number(benchmark(line).and_then(|benchmark| benchmark.best.as_ref()).map(|best| best.1), Symbol::NotApplicable)
    }),
    whole("benchmark_rank", "Rank, 1 the best", OTHERS, |line| rank(line, |benchmark| benchmark.rank.map(|(rank, _)| rank))),
    whole("benchmark_rank_of", "Authorities ranked", OTHERS, |line| rank(line, |benchmark| benchmark.rank.map(|(_, of)| of))),
    words("benchmark_quartile", "Quartile, A the best", OTHERS, |line| {
        words_or_z(benchmark(line).and_then(|benchmark| benchmark.quartile).map(String::from).as_deref())
    }),
    words("benchmark_notes", "Notes on what is compared", OTHERS, benchmark_notes),
    value("forecast_value", "Figure forecast", FORECAST, forecast),
    words("forecast_date", "Day of the forecast", FORECAST, |line| day(line.row.forecast.as_ref().map(|forecast| forecast.day))),
    words("forecast_rating", "Rating forecast", FORECAST, |line| {
        words_or_z(line.row.forecast.as_ref().map(|forecast| crate::words::rating(forecast.rating)))
    }),
    words("forecast_crossings", "Who crosses a line until then", FORECAST, |line| {
        joined(line.row.forecast.iter().flat_map(|forecast| &forecast.crossings).map(ToString::to_string))
    }),
    words("commentary_behind", "What is behind it", SAID, |line| comments(line, |comment| comment.behind.as_ref())),
    words("commentary_doing", "What is being done", SAID, |line| comments(line, |comment| comment.doing.as_ref())),
    words("commentary_role", "Whose commentary", SAID, |line| comments(line, |comment| comment.role.as_ref())),
    words("revisions", "Figures revised", SAID, restated),
    words("notes", "Notes", SAID, |line| joined(line.row.notes.iter().map(ToString::to_string))),
    words("data_to", "Month that the data end in, where before the month", SAID, |line| {
        words_or_z(line.row.data_to.map(|month| month.to_string()).as_deref())
    }),
    words("definition_fingerprint", "Fingerprint of the definition", SAID, |line| words_or_z(Some(&line.row.fingerprint))),
    words("travel_since", "Since when travel is: month, quarter, year or outturn", JUDGEMENT, |line| {
        line.scorecard.travel.as_str().to_owned()
    }),
    words("previous_month", "Month that travel is since", JUDGEMENT, |line| line.row.previous.0.to_string()),
    words("target_kind", "Kind of the target", JUDGEMENT, |line| words_or_z(target(line).map(|target| target.kind))),
    words("target_comparator", "What the target compares with", JUDGEMENT, |line| {
        words_or_z(target(line).and_then(|target| target.comparator))
    }),
    words("target_rule", "Whether the target is the row's own or the scorecard's rule", JUDGEMENT, |line| {
        words_or_z(target(line).map(|target| if target.is_rule { "scorecard" } else { "row" }))
    }),
    value("target_resolved_value", "What the target came to, of a range its lower end", JUDGEMENT, came_to),
    value("target_upper_value", "Upper end of a target that is a range", JUDGEMENT, |line| {
        let upper = target(line).and_then(|target| target.resolved.as_ref()?.upper);
        number(upper.map(scorecard_core::figure::Fraction::value), Symbol::NotApplicable)
    }),
    words("targets_to_come", "Targets that follow", JUDGEMENT, |line| words_or_z(Some(&words::to_come(line.row)))),
    words("outturn_month", "Month of the last outturn", JUDGEMENT, |line| {
        words_or_z(line.row.outturns.first().map(|outturn| outturn.month.to_string()).as_deref())
    }),
    value("outturn_value", "Figure of the last outturn, 31 March", JUDGEMENT, |line| outturn(line, 0)),
    value("outturn_before_value", "Figure of the outturn before", JUDGEMENT, |line| outturn(line, 1)),
    value("outturn_two_before_value", "Figure of the outturn two before", JUDGEMENT, |line| outturn(line, 2)),
    filter("marking", "Marking", "Filter by how the scorecard is marked", |line| {
        item(Some(line.scorecard.letterhead.marking(line.document.audience)))
    }),
];
