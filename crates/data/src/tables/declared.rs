//! The registry of the derived tables of the statutory extracts, and what a declaration says.
//!
//! Each table is declared in one file of its own, beside the code that collects its rows and fills its columns:
//! what a row stands for, what it needs, its columns, what its rows are called. Here it has one line.
//! [`Schema`](super::schema::Schema) is made of this list and of the tables that local extracts get.

use super::frame::FrameBuilder;
use super::history::History;
use super::rows::{Kinds, Rows};
use super::{
    Month, adoptions, came_back, care_leavers, decisions, flows, health, initial_health, looked_after, missing, people, periods,
    placements, reviews, texts,
};

/// A derived table.
pub struct DeclaredTable {
    /// Its name in definitions.
    pub id: &'static str,
    /// What one row stands for.
    pub about: &'static str,
    /// Columns of extracts that its rows need, as `extract.COLUMN`.
    pub needs: &'static [&'static str],
    /// Its columns: those that it shares with other tables, and its own.
    pub columns: &'static [&'static [DeclaredColumn]],
    /// What its rows are called in a sentence that counts them.
    pub noun: &'static str,
    /// Why there is no figure where none of its rows belongs to a cohort.
    pub nobody: &'static str,
    /// What kind of time its rows count.
    pub time: Time,
    /// Whether a child may have several rows: those are known apart by child and day.
    pub several: bool,
    /// Whether its rows are people, most of whom are there the month after.
    pub stay: bool,
    /// The rows it is made of, of the one pass over all histories.
    pub collects: Kinds,
    /// Fills a frame with its rows, having said how many they are.
    pub fill: fn(&Making<'_>, &mut FrameBuilder<'_>),
}

/// What kind of time the rows of a table count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// A day: one row for each person as they stand on the last, so that one can look ahead.
    AsTheyStand,
    /// Events, each on the day of a column: those of single months can be told apart.
    OnDay(&'static str),
    /// What goes on, with the column of its last day: events where only what ended counts.
    UntilDay(&'static str),
    /// The months of a window, whose rows are no events.
    OfWindow,
}

/// What the rows of a month are made into a frame with.
pub struct Making<'a> {
    /// The rows collected.
    pub rows: &'a Rows,
    /// The histories.
    pub history: &'a History<'a>,
    /// The month.
    pub month: Month,
    /// The ONS code of the authority.
    pub authority: Option<&'a str>,
}

/// A column of a derived table.
#[derive(Debug)]
pub struct DeclaredColumn {
    /// Its name in SQL.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// What it says.
    pub about: &'static str,
    /// Columns of extracts that it needs besides those of its table.
    pub needs: &'static [&'static str],
    /// What it has to do with what happened before and what will.
    pub of_time: OfTime,
}

/// What a column has to do with what happened before the day, and with what will happen after it.
#[derive(Clone, Copy, Debug, Default)]
pub struct OfTime {
    /// Whether it counts what happened before the day, which a list of one day does not hold.
    pub over_time: bool,
    /// Whether new events keep it up: where no event is guessed, a figure of it would only run out.
    pub kept_up: bool,
}

impl DeclaredColumn {
    /// The same, counting what happened before the day.
    pub const fn over_time(self) -> Self {
        DeclaredColumn { of_time: OfTime { over_time: true, ..self.of_time }, ..self }
    }

    /// The same, kept up by new events.
    pub const fn kept_up(self) -> Self {
        DeclaredColumn { of_time: OfTime { kept_up: true, ..self.of_time }, ..self }
    }
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A child, by number.
    Child,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A day.
    Day,
    /// True or false.
    YesNo,
    /// A code of a column of an extract.
    Code(&'static str, &'static str),
    /// Text: words that the extracts alone know.
    Text,
    /// One of a few words.
    Words(&'static [&'static str]),
}

/// A column.
pub const fn column(name: &'static str, kind: Kind, about: &'static str, needs: &'static [&'static str]) -> DeclaredColumn {
    DeclaredColumn { name, kind, about, needs, of_time: OfTime { over_time: false, kept_up: false } }
}

/// What every table of episodes needs.
pub const EPISODES: &[&str] =
    &["episodes.CHILD", "episodes.DECOM", "episodes.RNE", "episodes.LS", "episodes.PLACE", "episodes.DEC", "episodes.REC"];
/// What an age needs.
pub const DOB: &[&str] = &["header.DOB"];

/// What missing incidents need.
pub const MISSING: &[&str] = &["missing.MISSING", "missing.MIS_START", "missing.MIS_END"];
/// What a distance needs.
pub const DISTANCE: &[&str] =
    &["episodes.HOME_POST", "episodes.PL_POST", "postcodes.pcds", "postcodes.oseast1m", "postcodes.osnrth1m"];

/// A placement code.
pub const PLACE: Kind = Kind::Code("episodes", "PLACE");
/// Who provides a placement.
pub const PROVIDER: Kind = Kind::Code("episodes", "PLACE_PROVIDER");

/// The home that the placement is in.
pub const PLACEMENT_URN: DeclaredColumn = column(
    texts::URN,
    Kind::Text,
    "Ofsted's number of the placement, URN: that of the episode that gives its code.",
    &["episodes.URN"],
);
/// The authority of the child's home.
pub const HOME_AUTHORITY: DeclaredColumn = column(
    texts::HOME,
    Kind::Text,
    "Code of the authority that HOME_POST lies in; empty when it is not known.",
    texts::HOME_NEEDS,
);
/// The authority of the placement.
pub const PLACEMENT_AUTHORITY: DeclaredColumn = column(
    texts::PLACEMENT,
    Kind::Text,
    "Code of the authority that PL_POST lies in; empty when it is not known.",
    texts::PLACEMENT_NEEDS,
);

/// Other names that people know columns by.
pub const OTHER_NAMES: &[(&str, &str)] = &[("provider", "placement_provider"), (texts::URN, "urn")];

/// Letters that a kind of accommodation begins with; `0` for none given.
pub const ACCOMMODATION: &[&str] = &["0", "B", "C", "D", "E", "G", "H", "K", "R", "S", "T", "U", "V", "W", "X", "Y", "Z"];

/// The columns that are groups of another's values: that one, and they.
pub const MADE_OF: &[(&str, &str)] = &[
    ("sex", "sex_group"),
    ("ethnicity", "ethnic_group"),
    ("age", "age_band"),
    ("legal_status", "legal_group"),
    ("need", "need_group"),
    ("need", "disability"),
    ("place", "placement_type"),
];

/// Numbers that are never more than another makes them: the one, the other, so many times, and so many more.
pub const NEVER_MORE: &[(&str, &str, i64, i64)] =
    &[("months_in_care", "age", 12, 11), ("days_in_care", "age", 366, 365), ("months_in_placement", "months_in_care", 1, 0)];

/// The child.
pub const CHILD: DeclaredColumn = column("child", Kind::Child, "The child, by a number that holds within one run.", &[]);
/// Age on the last day.
pub const AGE: DeclaredColumn = column("age", Kind::Whole, "Age in completed years on the last day.", DOB);
/// Sex in codes.
pub const SEX: DeclaredColumn = column("sex", Kind::Code("header", "SEX"), "Sex as the header codes it.", &["header.SEX"]);
/// Sex in words.
pub const SEX_GROUP: DeclaredColumn = column("sex_group", Kind::Words(people::SEXES), "Sex in words.", &["header.SEX"]);
/// Age in bands.
pub const AGE_BAND: DeclaredColumn = column("age_band", Kind::Words(people::AGE_BANDS), "Age in bands.", &[]);
/// Ethnic group.
pub const ETHNIC_GROUP: DeclaredColumn =
    column("ethnic_group", Kind::Words(people::ETHNIC_GROUPS), "Ethnic group of the census.", &["header.ETHNIC"]);
/// Placement in groups.
pub const PLACEMENT_TYPE: DeclaredColumn =
    column("placement_type", Kind::Words(people::PLACEMENT_TYPES), "The placement in groups.", &[]);
/// Legal status in groups.
pub const LEGAL_GROUP: DeclaredColumn =
    column("legal_group", Kind::Words(people::LEGAL_GROUPS), "The legal status in groups.", &[]);
/// Category of need in words.
pub const NEED_GROUP: DeclaredColumn =
    column("need_group", Kind::Words(people::NEEDS), "The category of need in words.", &["episodes.CIN"]);
/// Disability.
pub const DISABILITY: DeclaredColumn = column(
    "disability",
    Kind::Words(people::DISABILITY),
    "Whether the child's disability is the main need; the return tells no other disability.",
    &["episodes.CIN"],
);
/// Ethnicity in codes.
pub const ETHNICITY: DeclaredColumn =
    column("ethnicity", Kind::Code("header", "ETHNIC"), "Ethnicity as the header codes it.", &["header.ETHNIC"]);

/// Every derived table of the statutory extracts: a line each.
pub static TABLES: &[&DeclaredTable] = &[
    &looked_after::TABLE,
    &periods::TABLE,
    &flows::STARTS,
    &flows::CEASED,
    &came_back::TABLE,
    &initial_health::TABLE,
    &adoptions::ADOPTIONS,
    &adoptions::MOVES,
    &decisions::TABLE,
    &placements::TABLE,
    &health::TABLE,
    &reviews::TABLE,
    &missing::DURING,
    &missing::INCIDENTS,
    &care_leavers::TABLE,
];

/// The table of a name.
pub fn table(id: &str) -> Option<&'static DeclaredTable> {
    TABLES.iter().copied().find(|table| table.id == id)
}

/// The columns that the rows of a local extract get besides their own.
pub static LOCAL_ROWS: &[DeclaredColumn] = &[
    CHILD,
    column("age", Kind::Whole, "Age in completed years on the last day of the month.", DOB),
    SEX,
    ETHNICITY,
    SEX_GROUP,
    AGE_BAND,
    ETHNIC_GROUP,
    column("looked_after", Kind::YesNo, "Whether the child is looked after on the last day.", EPISODES),
    column(
        "months_in_care",
        Kind::Whole,
        "Whole calendar months in care on the last day; empty for those not looked after.",
        EPISODES,
    ),
];

/// The columns that children looked after get besides those of a local extract.
pub static LOCAL_LOOKED_AFTER: &[DeclaredColumn] = &[
    CHILD,
    column("age", Kind::Whole, "Age in completed years on the last day of the month.", DOB),
    SEX,
    ETHNICITY,
    SEX_GROUP,
    AGE_BAND,
    ETHNIC_GROUP,
    column("place", PLACE, "Code of the placement on the last day.", &[]),
    column("months_in_care", Kind::Whole, "Whole calendar months in care on the last day.", &[]),
    column("days_in_care", Kind::Whole, "Days from care start to the last day.", &[]),
    column("has_row", Kind::YesNo, "Whether the extract has a row of the child, known on the last day.", &[]),
    column("rows_in_year", Kind::Whole, "How many such rows are of the 12 months; all where the extract has no date.", &[])
        .kept_up(),
];

/// The columns that care leavers get besides those of a local extract.
pub static LOCAL_CARE_LEAVERS: &[DeclaredColumn] = &[
    CHILD,
    column("age", Kind::Whole, "Age in completed years on the last day of the month.", &[]),
    SEX,
    ETHNICITY,
    SEX_GROUP,
    AGE_BAND,
    ETHNIC_GROUP,
    column("has_row", Kind::YesNo, "Whether the extract has a row of the young person, known on the last day.", &[]),
    column("rows_in_year", Kind::Whole, "How many such rows are of the 12 months; all where the extract has no date.", &[])
        .kept_up(),
];
