//! The derived tables of the statutory extracts: their columns, what each says, what it needs.
//!
//! [`Schema`](super::schema::Schema) is made of this list and of the tables that local
//! extracts get. The builders of `tables` give exactly these columns.
//!
//! The file is long because it is that one list.

use super::people;
use super::schema::AUTHORITY;

/// A derived table.
#[derive(Debug)]
pub struct DeclaredTable {
    /// Its name in definitions.
    pub id: &'static str,
    /// What one row stands for.
    pub about: &'static str,
    /// Columns of extracts that its rows need, as `extract.COLUMN`.
    pub needs: &'static [&'static str],
    /// Its columns.
    pub columns: &'static [DeclaredColumn],
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
    /// One of a few words.
    Words(&'static [&'static str]),
}

const fn column(name: &'static str, kind: Kind, about: &'static str, needs: &'static [&'static str]) -> DeclaredColumn {
    DeclaredColumn { name, kind, about, needs }
}

const EPISODES: &[&str] =
    &["episodes.CHILD", "episodes.DECOM", "episodes.RNE", "episodes.LS", "episodes.PLACE", "episodes.DEC", "episodes.REC"];
const DOB: &[&str] = &["header.DOB"];

const MISSING: &[&str] = &["missing.MISSING", "missing.MIS_START", "missing.MIS_END"];
const DISTANCE: &[&str] =
    &["episodes.HOME_POST", "episodes.PL_POST", "postcodes.pcds", "postcodes.oseast1m", "postcodes.osnrth1m"];

const PLACE: Kind = Kind::Code("episodes", "PLACE");

/// Letters that a kind of accommodation begins with; `0` for none given.
pub const ACCOMMODATION: &[&str] = &["0", "B", "C", "D", "E", "G", "H", "K", "R", "S", "T", "U", "V", "W", "X", "Y", "Z"];

const CHILD: DeclaredColumn = column("child", Kind::Child, "The child, by a number that holds within one run.", &[]);
const SEX: DeclaredColumn = column("sex", Kind::Code("header", "SEX"), "Sex as the header codes it.", &["header.SEX"]);
const SEX_GROUP: DeclaredColumn = column("sex_group", Kind::Words(people::SEXES), "Sex in words.", &["header.SEX"]);
const AGE_BAND: DeclaredColumn = column("age_band", Kind::Words(people::AGE_BANDS), "Age in bands.", &[]);
const ETHNIC_GROUP: DeclaredColumn =
    column("ethnic_group", Kind::Words(people::ETHNIC_GROUPS), "Ethnic group of the census.", &["header.ETHNIC"]);
const PLACEMENT_TYPE: DeclaredColumn =
    column("placement_type", Kind::Words(people::PLACEMENT_TYPES), "The placement in groups.", &[]);
const LEGAL_GROUP: DeclaredColumn = column("legal_group", Kind::Words(people::LEGAL_GROUPS), "The legal status in groups.", &[]);
const NEED_GROUP: DeclaredColumn =
    column("need_group", Kind::Words(people::NEEDS), "The category of need in words.", &["episodes.CIN"]);
const DISABILITY: DeclaredColumn = column(
    "disability",
    Kind::Words(people::DISABILITY),
    "Whether the child's disability is the main need; the return tells no other disability.",
    &["episodes.CIN"],
);
const ETHNICITY: DeclaredColumn =
    column("ethnicity", Kind::Code("header", "ETHNIC"), "Ethnicity as the header codes it.", &["header.ETHNIC"]);

/// Every derived table.
pub static TABLES: &[DeclaredTable] = &[
    DeclaredTable {
        id: "looked_after",
        about: "One row for each child looked after on the last day of the month.",
        needs: EPISODES,
        columns: &[
            CHILD,
            column("age", Kind::Whole, "Age in completed years on the last day; empty without a date of birth.", DOB),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            PLACEMENT_TYPE,
            LEGAL_GROUP,
            NEED_GROUP,
            DISABILITY,
            column("legal_status", Kind::Code("episodes", "LS"), "Legal status of the episode open on the last day.", &[]),
            column("need", Kind::Code("episodes", "CIN"), "Category of need of that episode.", &["episodes.CIN"]),
            column(
                "place",
                PLACE,
                "Code of the placement on the last day: that of its latest episode that is not temporary.",
                &[],
            ),
            column(
                "care_start",
                Kind::Day,
                "First day of the period of care; the first known day where `care_start_known` is false.",
                &[],
            ),
            column("care_start_known", Kind::YesNo, "Whether the extracts hold the start of the period of care.", &[]),
            column(
                "months_in_care",
                Kind::Whole,
                "Whole calendar months from care start to the day after the last day: 30 or more means since S30 or before.",
                &[],
            ),
            column("placement_start", Kind::Day, "First day of the placement.", &[]),
            column(
                "months_in_placement",
                Kind::Whole,
                "Whole calendar months from placement start to the day after the last day: 24 or more means since S24 or before.",
                &[],
            ),
            column(
                "months_in_placement_and_before",
                Kind::Whole,
                "The same from the start of the placement directly before, in the same period of care; from the placement's own where there is none.",
                &[],
            ),
            column(
                "placements_in_year",
                Kind::Whole,
                "Placements that overlap the 12 months to the last day, all periods of care together.",
                &[],
            ),
            column(
                "unaccompanied",
                Kind::YesNo,
                "Whether an unaccompanied asylum-seeking child on the last day (DUC empty or later).",
                &["uasc.CHILD", "uasc.DUC"],
            ),
            column(
                "miles_from_home",
                Kind::Number,
                "Miles in a straight line from HOME_POST to PL_POST of the episode open on the last day, to 1 decimal place; empty when either is not known.",
                DISTANCE,
            ),
            column(
                "in_authority",
                Kind::YesNo,
                "Whether PL_POST of that episode lies in the authority; empty when it is not known.",
                &[AUTHORITY, "episodes.PL_POST", "postcodes.pcds", "postcodes.oslaua"],
            ),
            column(
                "social_workers",
                Kind::Whole,
                "Different social workers (SW_ID) in the 12 months; 0 when there is none.",
                &["sw_episodes.SW_ID", "sw_episodes.SW_DECOM", "sw_episodes.SW_DEC"],
            ),
            column(
                "reviews_on_time",
                Kind::YesNo,
                "Whether no review of the present period of care was overdue on a day of the 12 months; empty for those in care for under 28 days.",
                &["reviews.CHILD", "reviews.REVIEW"],
            ),
        ],
    },
    DeclaredTable {
        id: "periods_of_care",
        about: "One row for each period of care that goes on or ended in the 12 months.",
        needs: EPISODES,
        columns: &[
            CHILD,
            column("age", Kind::Whole, "Age in completed years on the last day of the month.", DOB),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            column(
                "care_start",
                Kind::Day,
                "First day of the period of care; the first known day where `care_start_known` is false.",
                &[],
            ),
            column("care_start_known", Kind::YesNo, "Whether the extracts hold the start of the period of care.", &[]),
            column("ended", Kind::Day, "The day it ended; empty while it goes on.", &[]),
            column("reason", Kind::Code("episodes", "REC"), "Why it ended; empty while it goes on.", &[]),
            column("days", Kind::Whole, "Days from care start to its end, or to the last day of the month.", &[]),
        ],
    },
    DeclaredTable {
        id: "starts",
        about: "One row for each child with a period of care that started (RNE S) in the 12 months: the latest such.",
        needs: EPISODES,
        columns: &[
            CHILD,
            column("age", Kind::Whole, "Age in completed years on the day care started.", DOB),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            column("started", Kind::Day, "The day care started.", &[]),
            column("legal_status", Kind::Code("episodes", "LS"), "Legal status on that day.", &[]),
            column("need", Kind::Code("episodes", "CIN"), "Category of need.", &["episodes.CIN"]),
        ],
    },
    DeclaredTable {
        id: "ceased",
        about: "One row for each child with an episode that ended care in the 12 months: the last such.",
        needs: EPISODES,
        columns: &[
            CHILD,
            column("age", Kind::Whole, "Age in completed years on the day care ended.", DOB),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            column("ended", Kind::Day, "The day care ended.", &[]),
            column("reason", Kind::Code("episodes", "REC"), "Why it ended.", &[]),
        ],
    },
    DeclaredTable {
        id: "adoptions",
        about: "One row for each child adopted in the 36 months.",
        needs: EPISODES,
        columns: &[
            CHILD,
            column("age", Kind::Whole, "Age in completed years on the day of adoption.", DOB),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            column("adopted", Kind::Day, "The day of adoption.", &[]),
            column("adopted_this_year", Kind::YesNo, "Whether that day is on or after the last 1 April.", &[]),
            column("care_start", Kind::Day, "First day of the final period of care.", &[]),
            column("care_start_known", Kind::YesNo, "Whether the extracts hold that day.", &[]),
            column(
                "placement_start",
                Kind::Day,
                "First day of the adoptive placement, before it became adoptive where the foster carer adopts.",
                &[],
            ),
            column(
                "moved_in",
                Kind::Day,
                "First day of the adoptive placement with a code A3 to A6; empty when never placed for adoption.",
                &[],
            ),
            column(
                "placement_order",
                Kind::Day,
                "First day under a placement or freeing order in the final period of care.",
                &[],
            ),
            column("matched", Kind::Day, "The day of the match, where known by the last day.", &["ad1.DATE_MATCH"]),
            column("days_to_moving_in", Kind::Whole, "Days from care start to moving in; empty where either is not known.", &[]),
            column(
                "days_to_family",
                Kind::Whole,
                "The same, the clock stopping at placement start where the foster carer adopts.",
                &["ad1.FOSTER_CARE"],
            ),
            column(
                "days_order_to_match",
                Kind::Whole,
                "Days from placement order to match, 0 where matched before; empty where either is missing or the child was never placed for adoption.",
                &["ad1.DATE_MATCH"],
            ),
        ],
    },
    DeclaredTable {
        id: "adoptive_moves",
        about: "One row for each child, adopted or not, who moved in with adopters in the 12 months: the latest such move.",
        needs: EPISODES,
        columns: &[
            CHILD,
            column("age", Kind::Whole, "Age in completed years on moving in.", DOB),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            column("moved_in", Kind::Day, "The day of moving in.", &[]),
            column(
                "decided",
                Kind::Day,
                "The latest adoption decision on or before that day.",
                &["placed_for_adoption.DATE_PLACED"],
            ),
            column(
                "days_from_decision",
                Kind::Whole,
                "Days from that decision to moving in.",
                &["placed_for_adoption.DATE_PLACED"],
            ),
        ],
    },
    DeclaredTable {
        id: "placements",
        about: "One row for each placement that was open on some day of the 12 months or ended in them.",
        needs: EPISODES,
        columns: &[
            CHILD,
            column("age", Kind::Whole, "Age in completed years on the last day of the month.", DOB),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            column("started", Kind::Day, "First day of the placement.", &[]),
            column("ended", Kind::Day, "Last day; empty while open on the last day of the month.", &[]),
            column("place", PLACE, "Code of its latest episode that is not temporary.", &[]),
            column(
                "reason",
                Kind::Code("episodes", "REASON_PLACE_CHANGE"),
                "Why it ended; empty while open.",
                &["episodes.REASON_PLACE_CHANGE"],
            ),
            column(
                "moved_the_same_day",
                Kind::YesNo,
                "Whether the child moved to another placement on its last day (REC X1).",
                &[],
            ),
        ],
    },
    DeclaredTable {
        id: "health",
        about: "One row for each child looked after on the last day, continuously for 12 months, with the latest oc2 extract's row where there is one.",
        needs: &[
            "episodes.CHILD",
            "episodes.DECOM",
            "episodes.RNE",
            "episodes.LS",
            "episodes.PLACE",
            "episodes.DEC",
            "episodes.REC",
            "oc2.CHILD",
        ],
        columns: &[
            CHILD,
            column(
                "age",
                Kind::Whole,
                "Age in completed years on the last day, by the row's own date of birth or else the header's.",
                &[],
            ),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            PLACEMENT_TYPE,
            LEGAL_GROUP,
            NEED_GROUP,
            DISABILITY,
            column("has_row", Kind::YesNo, "Whether the extract has a row of the child.", &[]),
            column("health_assessment", Kind::YesNo, "Whether health assessments are up to date.", &["oc2.HEALTH_ASSESSMENT"]),
            column("teeth_check", Kind::YesNo, "Whether teeth were checked.", &["oc2.TEETH_CHECK"]),
            column("immunisations", Kind::YesNo, "Whether immunisations are up to date.", &["oc2.IMMUNISATIONS"]),
            column("health_check", Kind::YesNo, "Whether development checks are up to date.", &["oc2.HEALTH_CHECK"]),
            column("convicted", Kind::YesNo, "Whether convicted or cautioned.", &["oc2.CONVICTED"]),
            column("substance_misuse", Kind::YesNo, "Whether substance misuse was identified.", &["oc2.SUBSTANCE_MISUSE"]),
            column(
                "intervention_received",
                Kind::YesNo,
                "Whether an intervention for it was received.",
                &["oc2.INTERVENTION_RECEIVED"],
            ),
            column("sdq_score", Kind::Whole, "Total difficulties score; empty when there is none.", &["oc2.SDQ_SCORE"]),
        ],
    },
    DeclaredTable {
        id: "reviews",
        about: "One row for each review held in the 12 months, of a child looked after on the last day.",
        needs: &[
            "episodes.CHILD",
            "episodes.DECOM",
            "episodes.RNE",
            "episodes.LS",
            "episodes.PLACE",
            "episodes.DEC",
            "episodes.REC",
            "reviews.CHILD",
            "reviews.REVIEW",
        ],
        columns: &[
            CHILD,
            column("age", Kind::Whole, "Age in completed years on the last day.", DOB),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            column("held", Kind::Day, "The day of the review.", &[]),
            column("participation", Kind::Code("reviews", "REVIEW_CODE"), "How the child took part.", &["reviews.REVIEW_CODE"]),
        ],
    },
    DeclaredTable {
        id: "looked_after_in_year",
        about: "One row for each child looked after on some day of the 12 months.",
        needs: EPISODES,
        columns: &[
            CHILD,
            column("age", Kind::Whole, "Age in completed years on the last day.", DOB),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            column("missing_incidents", Kind::Whole, "Missing incidents (MISSING M) in the 12 months.", MISSING),
            column("went_missing", Kind::YesNo, "Whether there is one.", MISSING),
        ],
    },
    DeclaredTable {
        id: "missing_incidents",
        about: "One row for each missing incident (MISSING M) in the 12 months, of a child looked after on some day of them.",
        needs: &[
            "episodes.CHILD",
            "episodes.DECOM",
            "episodes.RNE",
            "episodes.LS",
            "episodes.PLACE",
            "episodes.DEC",
            "episodes.REC",
            "missing.MISSING",
            "missing.MIS_START",
            "missing.MIS_END",
        ],
        columns: &[
            CHILD,
            column("age", Kind::Whole, "Age in completed years on the last day.", DOB),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            column("started", Kind::Day, "The day the child went missing.", &[]),
            column("ended", Kind::Day, "The day the child was found; empty while missing on the last day.", &[]),
        ],
    },
    DeclaredTable {
        id: "care_leavers",
        about: "One row for each young person of the latest oc3 extract not after the month, leaving out those who died or returned home.",
        needs: &["oc3.CHILD", "oc3.IN_TOUCH"],
        columns: &[
            CHILD,
            column(
                "age",
                Kind::Whole,
                "Age in completed years on the last day, by the row's own date of birth or else the header's.",
                &[],
            ),
            SEX,
            ETHNICITY,
            SEX_GROUP,
            AGE_BAND,
            ETHNIC_GROUP,
            column("in_touch", Kind::Code("oc3", "IN_TOUCH"), "Whether the authority is in touch.", &[]),
            column("activity", Kind::Code("oc3", "ACTIV"), "Main activity.", &["oc3.ACTIV"]),
            column("accommodation", Kind::Code("oc3", "ACCOM"), "Accommodation with its suitability.", &["oc3.ACCOM"]),
            column(
                "accommodation_kind",
                Kind::Words(ACCOMMODATION),
                "The letter of the accommodation; `0` where none is given.",
                &["oc3.ACCOM"],
            ),
            column("suitable", Kind::YesNo, "Whether the accommodation is suitable (its code ends in 1).", &["oc3.ACCOM"]),
            column(
                "left_foster_care_at_18",
                Kind::YesNo,
                "Whether the last period of care ended on or after the 18th birthday from a placement with code U1 to U6.",
                EPISODES,
            ),
        ],
    },
];

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
    column("rows_in_year", Kind::Whole, "How many such rows are of the 12 months; all where the extract has no date.", &[]),
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
    column("rows_in_year", Kind::Whole, "How many such rows are of the 12 months; all where the extract has no date.", &[]),
];
