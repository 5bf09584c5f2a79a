//! Every key a definition file may hold, declared once.
//!
//! The reader checks files against these lists, and the reference of keys is
//! written from them. Knows nothing of TOML text or of what the keys are used for. The file is long because
//! every key stands in it once, with what it says.

use super::comparator::Since;
use super::extract::ColumnKind;
use super::indicator::Polarity;
use super::{statistic, unit, window};

/// One kind of table in a definition file.
#[derive(Debug)]
pub struct Spec {
    /// What such a table describes, with its article: "an indicator".
    pub what: &'static str,
    /// Its keys, in the order they are documented.
    pub keys: &'static [Key],
}

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Whether the table needs it.
    pub required: bool,
    /// What it says.
    pub about: &'static str,
}

/// What the value of a key is.
#[derive(Debug)]
pub enum Kind {
    /// Text in quotes.
    Text,
    /// A list of texts.
    Texts,
    /// `true` or `false`.
    YesNo,
    /// A whole number.
    Whole,
    /// A number, with or without decimals.
    Number,
    /// A date, as text `yyyy-mm-dd`.
    Date,
    /// A month, as text `yyyy-mm`.
    Month,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A table.
    Table(&'static Spec),
    /// A list of tables.
    Tables(&'static Spec),
    /// A table whose keys are names and whose values are tables.
    Named(&'static Spec),
    /// A table of codes: each key a code, each value its meaning or a table of the spec.
    Codes(&'static Spec),
    /// A table of texts whose keys are names.
    TextMap,
}

const fn key(name: &'static str, kind: Kind, required: bool, about: &'static str) -> Key {
    Key { name, kind, required, about }
}

/// The keys of every kind of file that can lie on one of a layer below.
const EXTENDS: Key = key(
    "extends",
    Kind::Text,
    false,
    "The id of a definition of the same kind, of which only the keys named here are changed; its own id for the one of the layer below.",
);
const WITHOUT: Key = key("without", Kind::Texts, false, "With `extends`: keys of that definition that are left out.");
const BASED_ON: Key = key(
    "based_on",
    Kind::Text,
    false,
    "The mark of the definition below this one as it was when this was written; `scorecard check` names it, and tells when it changes.",
);

/// `indicators/extracts/<id>.toml`.
pub static EXTRACT: Spec = Spec {
    what: "an extract's layout",
    keys: &[
        key("title", Kind::Text, true, "What the extract is called."),
        key("about", Kind::Text, false, "What one row stands for, and what the person who makes it must know."),
        key("source", Kind::Text, true, "The return or guidance that the layout follows."),
        key("names", Kind::Texts, true, "File names it is known by, without ending; case, spaces, `-` and `_` do not matter."),
        key(
            "key",
            Kind::Texts,
            true,
            "The columns that make rows of two extracts the same record; `[]` where every row is a record of its own.",
        ),
        key(
            "key_without",
            Kind::Texts,
            false,
            "The key where a column of `key` is in no file, such as a due date that a system does not hold.",
        ),
        key(
            "carried_over",
            Kind::YesNo,
            false,
            "Whether rows of older extracts are used too (the default, but for an empty `key`); `false` where only the latest extract counts.",
        ),
        key(
            "seldom",
            Kind::YesNo,
            false,
            "Whether often nothing happens in it for a month, so that a file like that of the month before is no copy that was forgotten.",
        ),
        key("from", Kind::Whole, false, "The first collection year whose return has the file; before it nobody is asked for it."),
        key("year", Kind::Text, false, "The date column whose collection year begins the span that codes are checked for."),
        key("local", Kind::YesNo, false, "Whether it is a council's own extract, which gets tables of its own."),
        key(
            "date",
            Kind::Text,
            false,
            "The date column that tells since when a row is known; rows after the month are left out.",
        ),
        key("columns", Kind::Named(&COLUMN), true, "The columns, in the file's order."),
        EXTENDS,
        WITHOUT,
        BASED_ON,
    ],
};

/// `[columns.NAME]` of an extract.
pub static COLUMN: Spec = Spec {
    what: "a column",
    keys: &[
        key("type", Kind::Choice(ColumnKind::WORDS), true, "What its cells hold."),
        key("means", Kind::Text, true, "What the column says."),
        key("required", Kind::YesNo, false, "Whether the file is of no use without it."),
        key("optional", Kind::YesNo, false, "Whether most systems lack it, so that it is no fault where a file has none."),
        key("local", Kind::Texts, false, "Other headers it is known by."),
        key("min", Kind::Whole, false, "The least value, for whole numbers."),
        key("max", Kind::Whole, false, "The greatest value, for whole numbers."),
        key("codes", Kind::Codes(&CODE), false, "The codes it may hold, each with its meaning."),
        key("local_codes", Kind::TextMap, false, "Local codes, each with the code of the list that it stands for."),
    ],
};

/// The long form of a code.
pub static CODE: Spec = Spec {
    what: "a code",
    keys: &[
        key("means", Kind::Text, true, "What the code stands for."),
        key("from", Kind::Whole, false, "The first collection year that has it, named by the calendar year of its 31 March end."),
        key("until", Kind::Whole, false, "The last collection year that has it."),
    ],
};

/// `indicators/library/<id>.toml`.
pub static INDICATOR: Spec = Spec {
    what: "an indicator",
    keys: &[
        key("title", Kind::Text, true, "What a board paper calls it."),
        key("means", Kind::Text, true, "What it measures, in a sentence."),
        key("table", Kind::Text, true, "The derived table that it counts rows of."),
        key("where", Kind::Text, false, "SQL: the rows that belong to the cohort; all, when left out."),
        key("numerator", Kind::Text, false, "SQL: the rows of the cohort that count, for a proportion."),
        key(
            "denominator",
            Kind::Text,
            false,
            "SQL: what is summed below the line, for a ratio of sums; `numerator` is then summed above it.",
        ),
        key("value", Kind::Text, false, "SQL: what is averaged, for a mean; rows without a value are left out."),
        key("statistic", Kind::Choice(statistic::WORDS), true, "How rows become a figure."),
        key("unit", Kind::Choice(unit::WORDS), true, "What the figure is in."),
        key("decimals", Kind::Whole, false, "Decimal places shown; by unit when left out."),
        key("polarity", Kind::Choice(Polarity::WORDS), true, "Whether a higher or a lower figure is better."),
        key("window", Kind::Choice(window::WORDS), true, "The time that the figure speaks of, ending with the month's last day."),
        key("source", Kind::Text, true, "Where the definition is from, with its section."),
        key(
            "forecast",
            Kind::YesNo,
            false,
            "`false` where no forecast is to be made: what becomes of the figure if everybody stays would mislead.",
        ),
        key("notes", Kind::Texts, false, "Choices made where the source leaves one open."),
        key("steps", Kind::Tables(&STEP), false, "Months at which what it measures was re-based, for control charts."),
        EXTENDS,
        WITHOUT,
        BASED_ON,
    ],
};

/// `indicators/scorecards/<id>.toml`.
pub static SCORECARD: Spec = Spec {
    what: "a scorecard",
    keys: &[
        key("title", Kind::Text, true, "Its heading."),
        key("about", Kind::Text, false, "What it serves."),
        key("authority", Kind::Text, false, "The ONS code of the authority."),
        key("source", Kind::Text, true, "The strategy it follows."),
        key(
            "amber",
            Kind::Text,
            false,
            "The amber band of rows that name none: `5 points`, `10% of target`, a limit such as `65%`, or `no worse than a year ago`.",
        ),
        key(
            "rating",
            Kind::Choice(RATINGS),
            false,
            "What rows are rated by: the `figure` (the default), or its 95% `interval`, where a row is amber unless the interval is clear of the target.",
        ),
        key(
            "by",
            Kind::Texts,
            false,
            "What its figures are broken down by unless a run says otherwise: sex, age-band, ethnic-group, disability, placement-type, legal-status, need, or any other column of words, codes, or yes and no; with commas between, columns are crossed.",
        ),
        key(
            "without_target",
            Kind::Text,
            false,
            "What rows with a polarity and no target of their own are rated by, marked as the scorecard's rule: `no worse than a year ago`, `at least England`, or any other comparator.",
        ),
        key(
            "travel",
            Kind::Choice(Since::WORDS),
            false,
            "Since when travel is: the `month` before (the default), the last `quarter` that ended, a `year` ago, or the last `outturn` of 31 March.",
        ),
        key(
            "limits_from",
            Kind::Text,
            false,
            "What the limits of control charts are made of where a row does not say: `first 12` points, from 12 to 60.",
        ),
        key(
            "hide",
            Kind::Choice(&["1 to 5", "1 to 7", "under 10"]),
            false,
            "Which counts are hidden where an output is for the public: `1 to 5` (the default), `1 to 7` or `under 10`. A true nought is shown.",
        ),
        key(
            "round",
            Kind::Whole,
            false,
            "With `5`, every other count for the public is rounded to the nearest 5, and all figures are made of the rounded counts.",
        ),
        key("paper", Kind::Table(&PAPER), false, "What its papers have of the council's own."),
        key(
            "protect",
            Kind::Choice(&["range 2", "range 3", "range 4"]),
            false,
            "How far the least and the greatest number that a hidden one can be are apart at least, where an output is for the public: with `range 3` they may be 1 and 4. Without it a hidden number can be two at least.",
        ),
        key("groups", Kind::Tables(&GROUP), true, "Its groups: pledges, outcomes, priorities."),
        EXTENDS,
        WITHOUT,
        BASED_ON,
    ],
};

/// `[paper]` of a scorecard.
pub static PAPER: Spec = Spec {
    what: "a paper",
    keys: &[
        key("council", Kind::Text, false, "The name of the council."),
        key(
            "logo",
            Kind::Text,
            false,
            "The picture of its logo, `.png` or `.jpg` of no more than a megabyte and 5,000 pixels a side, beside the scorecard's file or in a folder below it.",
        ),
        key("accent", Kind::Text, false, "Its colour for lines and bars, such as `#1d70b8`."),
        key(
            "marking",
            Kind::Text,
            false,
            "How papers for the council itself are marked at the head and the foot of every page; `Internal: small numbers are shown` without it. What is for the public is marked as that.",
        ),
        key("meeting", Kind::Text, false, "The meeting that the paper goes to."),
        key("author", Kind::Text, false, "Who it is from: a role or a team, no name."),
        key(
            "template",
            Kind::Text,
            false,
            "The Word document of the council's own, `.docx` or `.dotx`, in whose styles and page Word papers are written; beside the scorecard's file or in a folder below it.",
        ),
    ],
};

/// `[[groups]]` of a scorecard.
pub static GROUP: Spec = Spec {
    what: "a group",
    keys: &[
        key("id", Kind::Text, true, "Its id."),
        key("title", Kind::Text, true, "Its heading, in the council's own words."),
        key("about", Kind::Text, false, "What the council promises under it."),
        key("rows", Kind::Tables(&ROW), true, "Its rows."),
    ],
};

/// `[[groups.rows]]` of a scorecard.
pub static ROW: Spec = Spec {
    what: "a row",
    keys: &[
        key("id", Kind::Text, true, "Its id, unique in the scorecard."),
        key("title", Kind::Text, false, "Its name; the indicator's when left out."),
        key("about", Kind::Text, false, "What the strategy says of it."),
        key("indicator", Kind::Text, false, "The library indicator that measures it."),
        key("survey", Kind::Text, false, "The survey question that measures it."),
        key("return", Kind::Text, false, "The return that measures it, a figure that arrives as a total."),
        key("narrative", Kind::Text, false, "The narrative judgement that stands for it."),
        key("awaits", Kind::Text, false, "The local extract that would measure it, where none is defined yet."),
        key(
            "counts",
            Kind::Choice(&["people", "things"]),
            false,
            "`things` where the figure counts no people, such as meetings or foster homes: it is shown to the public however small. Without it a figure is of people. It cannot be said of a table of children or care leavers, nor of a survey.",
        ),
        key("unit", Kind::Choice(unit::WORDS), false, "What the figure is in, for rows without an indicator."),
        key(
            "polarity",
            Kind::Choice(Polarity::WORDS),
            false,
            "Whether higher or lower is better, where it is not the indicator's.",
        ),
        key(
            "target",
            Kind::Text,
            false,
            "The target with its unit: `70%`, `426 days`, `10 placements`, `3.9 out of 5`; a range: `60% to 70%`; or what it is compared with: `better than a year ago`, `no worse than the last quarter`, `20% better than the baseline`, `at least England`.",
        ),
        key("aim", Kind::Text, false, "The target in words, where the strategy sets no figure."),
        key("due", Kind::Date, false, "The day the target is to be met by."),
        key("amber", Kind::Text, false, "The amber band, where it is not the scorecard's."),
        key("targets", Kind::Tables(&TARGET), false, "Targets that change over time, instead of `target`, `due` and `amber`."),
        key("group_targets", Kind::Tables(&GROUP_TARGET), false, "What was promised of groups of a breakdown."),
        key(
            "baseline",
            Kind::Text,
            false,
            "Where the council began; a target that speaks of the baseline takes the number it begins with.",
        ),
        key("owner", Kind::Text, false, "Who leads."),
        key("timescale", Kind::Text, false, "The timescale as the strategy writes it."),
        key("source", Kind::Text, true, "The section of the strategy."),
        key("notes", Kind::Texts, false, "Choices made, and what the reader should know."),
        key("steps", Kind::Tables(&STEP), false, "Months at which the process was re-based, for control charts."),
        key(
            "limits_from",
            Kind::Text,
            false,
            "What the limits of its control chart are made of: `first 12` points of each step, from 12 to 60; all of them without this.",
        ),
    ],
};

/// `steps` of an indicator or a row: a process that is no longer what it was.
pub static STEP: Spec = Spec {
    what: "a step",
    keys: &[
        key("from", Kind::Month, true, "The first month of the process as it is since then: limits begin anew."),
        key("reason", Kind::Text, true, "What changed."),
    ],
};

/// `[[groups.rows.targets]]`: a target in force from a month on.
pub static TARGET: Spec = Spec {
    what: "a dated target",
    keys: &[
        key("from", Kind::Month, true, "The first month it is in force."),
        key("target", Kind::Text, false, "The target as in a row; none in force when left out."),
        key("due", Kind::Date, false, "The day it is to be met by."),
        key("amber", Kind::Text, false, "Its amber band."),
    ],
};

/// `[[groups.rows.group_targets]]`: the target of one group of a breakdown.
pub static GROUP_TARGET: Spec = Spec {
    what: "the target of a group",
    keys: &[
        key("by", Kind::Text, true, "The breakdown, such as `team`."),
        key("group", Kind::Text, true, "The group, by its word or its code, such as `North`."),
        key("target", Kind::Text, true, "The target as in a row: a number, a range, or of the baseline."),
        key("due", Kind::Date, false, "The day it is to be met by."),
        key("amber", Kind::Text, false, "Its amber band."),
    ],
};

/// `indicators/breakdowns/<id>.toml`.
pub static BREAKDOWN: Spec = Spec {
    what: "a breakdown",
    keys: &[
        key("title", Kind::Text, true, "What the groups are, in words."),
        key("column", Kind::Text, true, "The column that the groups are made of: of a table, or of an extract beside the child."),
        key("groups", Kind::Texts, false, "The groups in order, by word or by code; those that are not named come after them."),
        key("bands", Kind::Tables(&BAND), false, "Of a column of numbers its bands, from the lowest up."),
        EXTENDS,
        WITHOUT,
        BASED_ON,
    ],
};

/// `[[bands]]` of a breakdown.
pub static BAND: Spec = Spec {
    what: "a band",
    keys: &[
        key("title", Kind::Text, true, "What the band is called."),
        key("below", Kind::Number, false, "Numbers less than this are in it; the last band holds all that is left without it."),
    ],
};

/// `indicators/benchmarks/<id>.toml`.
pub static BENCHMARK: Spec = Spec {
    what: "a published file",
    keys: &[
        key("title", Kind::Text, true, "What the publication is called."),
        key("source", Kind::Text, true, "Where it is published."),
        key("file", Kind::Text, true, "The file's name as it is downloaded. It is known by its columns all the same."),
        key("measures", Kind::Tables(&MEASURE), true, "What is measured in it."),
        EXTENDS,
        WITHOUT,
        BASED_ON,
    ],
};

/// `[[measures]]` of a published file.
pub static MEASURE: Spec = Spec {
    what: "a published measure",
    keys: &[
        key("indicator", Kind::Text, true, "The library indicator that measures the same, or nearly."),
        key("title", Kind::Text, true, "What is published, as readers are told."),
        key("rows", Kind::TextMap, true, "By column, what the rows of the measure hold."),
        key("value", Kind::Text, true, "The column of the figure, in the indicator's unit."),
        key("count", Kind::Text, false, "The column with the number of which the figure was made."),
        key(
            "total",
            Kind::TextMap,
            false,
            "By column, how the row differs whose count is the total; other columns as in `rows`.",
        ),
        key("of", Kind::Text, false, "The column of the same row that holds the total, instead of `total`."),
        key("sum_over", Kind::Text, false, "The column whose values in `sum` are added, where no row has the whole."),
        key(
            "sum",
            Kind::Texts,
            false,
            "The values whose counts are added; the percentage is counted from the sum and the total, and rounded as `value` is.",
        ),
        key(
            "ranked",
            Kind::YesNo,
            false,
            "Whether authorities are ranked by it (the default); `false` for a number that grows with the authority.",
        ),
        key("notes", Kind::Texts, false, "How what is published differs from the indicator."),
    ],
};

/// `scorecard.toml`, in the folder in which commands are run.
pub static SETTINGS: Spec = Spec {
    what: "scorecard.toml",
    keys: &[
        key("extracts", Kind::Text, false, "The input folder, where `--extracts` is not given."),
        key(
            "indicators",
            Kind::Texts,
            false,
            "Folders of definitions, each on top of the one before and all on top of those built in, where `--indicators` is not given; `[\"indicators\"]` if there is such a folder, when left out.",
        ),
        key("authority", Kind::Text, false, "The ONS code of the authority, where `--authority` is not given."),
        key("scorecards", Kind::Texts, false, "The scorecards, by id or by path, that `compute` computes when none is named."),
        key("benchmarks", Kind::Text, false, "The folder of published figures, where `--benchmarks` is not given."),
        key("commentary", Kind::Text, false, "The file of commentary, where `--commentary` is not given."),
        key("template", Kind::Text, false, "The Word document that Word papers are written in, where `--template` is not given."),
        key("by", Kind::Texts, false, "What figures are broken down by, where `--by` is not given."),
        key("travel", Kind::Choice(Since::WORDS), false, "Since when travel is, where `--travel` is not given."),
        key(
            "outputs",
            Kind::Texts,
            false,
            "The files that `compute` writes, where neither `--output` nor `--format` is given; `{period}` in a name is the month.",
        ),
        key("audience", Kind::Choice(AUDIENCES), false, "For whom outputs are, where `--audience` is not given."),
    ],
};

/// `expected.toml` or `expected.json` of a case worked by hand.
pub static CASE: Spec = Spec {
    what: "a case",
    keys: &[
        key("title", Kind::Text, false, "What the case is about; the heading of `case.md`, when left out."),
        key("period", Kind::Month, true, "The reporting month."),
        key("authority", Kind::Text, false, "The ONS code of the authority, where figures need one."),
        key(
            "scorecard",
            Kind::Text,
            false,
            "A scorecard whose rows are expected, by their ids; indicators by theirs, when left out.",
        ),
        key("rows", Kind::Named(&EXPECTED), true, "What must come out, by the id of an indicator, or of a row of `scorecard`."),
    ],
};

/// `[rows.ID]` of a case.
pub static EXPECTED: Spec = Spec {
    what: "what is expected of a row",
    keys: &[
        key("numerator", Kind::Number, false, "What is counted, or the sum of a mean or a ratio."),
        key("denominator", Kind::Number, false, "Out of how many; a percentage is expected by its two parts."),
        key("value", Kind::Number, false, "The figure, of a count, a mean, a rate or a score."),
        key("display", Kind::Text, false, "The figure as papers show it, such as `\"66.7%\"`."),
        key("no_data", Kind::YesNo, false, "`true` where there is no figure, and a reason for it."),
        key("rating", Kind::Choice(RATED), false, "With `scorecard`: how the row is rated."),
        key(
            "counted",
            Kind::Texts,
            false,
            "The children of the numerator, or who are counted; then it is told which child makes a difference.",
        ),
        key("cohort", Kind::Texts, false, "The children of the denominator; then it is told which child makes a difference."),
    ],
};

/// How rows are rated.
pub const RATED: &[&str] = &["green", "amber", "red", "not-rated", "no-data"];

/// `commentary.toml`, beside the extracts.
pub static COMMENTARY: Spec = Spec {
    what: "commentary",
    keys: &[key("comments", Kind::Tables(&COMMENT), false, "What was said, of rows and months; nothing yet, when left out.")],
};

/// `[[comments]]` of commentary.
pub static COMMENT: Spec = Spec {
    what: "a comment",
    keys: &[
        key("scorecard", Kind::Text, false, "The scorecard; every one that has the row, when left out."),
        key("row", Kind::Text, true, "The id of the row it speaks of."),
        key("month", Kind::Month, true, "The reporting month it speaks of."),
        key("behind", Kind::Text, false, "What is behind the figure."),
        key("doing", Kind::Text, false, "What is being done. A comment has one of the two, or both."),
        key("role", Kind::Text, true, "The role of whom it is from; never a name."),
        key("public", Kind::YesNo, false, "Whether `--audience public` shows it too; it does not, when left out."),
    ],
};

/// What rows are rated by.
pub const RATINGS: &[&str] = &["figure", "interval"];

/// For whom outputs are.
pub const AUDIENCES: &[&str] = &["internal", "public"];
