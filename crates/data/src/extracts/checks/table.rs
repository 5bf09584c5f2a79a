//! The table of checks: a line and a function each.
//!
//! A line says where is looked, what is said of what is found, and which figures rest on it. The next check is
//! one more line here, its function in the file of its extract, its code in `problem_codes`, a section in
//! `docs/problems.md` and an example under `tests/problems`.

use super::context::Records;
use super::{Found, adoption, dates, episodes, header, liberty, missing, numbers, people, placements, reviews, workers, years};
use crate::problem_codes::Code;

/// Stands for every extract about children.
pub const EVERY: &str = "*";

/// One check.
pub struct Check {
    /// How what it finds is called.
    pub code: Code,
    /// The extract whose records it looks at.
    pub of: &'static str,
    /// The column at fault.
    pub column: &'static str,
    /// What it says: `{n}` is the number, `{extract}` the extract, `{one|many}` the word that fits the number.
    pub says: &'static str,
    /// The figures that rest on it: columns of tables or of extracts, `table.column`; `*` stands for all of
    /// a table, and before the point for the extract itself. Empty where no figure changes.
    pub touches: &'static [&'static str],
    /// Finds it.
    pub find: fn(&Records<'_>, &mut Found),
}

const CARE: &[&str] = &["episodes.DECOM"];
const MOVES: &[&str] = &[
    "looked_after.placements_in_year",
    "looked_after.placement_start",
    "looked_after.months_in_placement",
    "looked_after.months_in_placement_and_before",
    "placements.*",
];
const CARE_START: &[&str] = &[
    "looked_after.care_start",
    "looked_after.months_in_care",
    "looked_after.reviews_on_time",
    "periods_of_care.*",
    "starts.*",
    "health.*",
    "adoptions.days_to_moving_in",
    "adoptions.days_to_family",
];
const ENDS: &[&str] = &["ceased.*", "periods_of_care.ended", "adoptions.*", "care_leavers.left_foster_care_at_18"];
const ORDERS: &[&str] = &["looked_after.deprived_of_liberty"];
const INCIDENTS: &[&str] =
    &["missing_incidents.*", "looked_after_in_year.missing_incidents", "looked_after_in_year.went_missing"];

/// Every check there is.
#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    // Episodes and periods of care.
    Check { code: Code::DecBeforeDecom, of: "episodes", column: "DEC", touches: CARE, find: episodes::ends_first,
        says: "{n} {episode|episodes} {ends|end} before {it begins|they begin} (DEC before DECOM)" },
    Check { code: Code::OverlappingEpisodes, of: "episodes", column: "DEC", touches: CARE, find: episodes::overlap,
        says: "{n} {episode|episodes} {is|are} not over when the child's next one begins" },
    Check { code: Code::SeveralOpen, of: "episodes", column: "DECOM", touches: CARE, find: episodes::several_open,
        says: "{n} {child|children} {has|have} several episodes open on the last day of the period" },
    Check { code: Code::GapInCare, of: "episodes", column: "DEC", touches: CARE, find: episodes::gap,
        says: "{n} {episode|episodes} {leaves|leave} a gap before the next one of the same period of care" },
    Check { code: Code::DecWithoutRec, of: "episodes", column: "REC", touches: ENDS, find: episodes::no_reason,
        says: "{n} {episode|episodes} {has|have} a day of ending (DEC) and no reason (REC)" },
    Check { code: Code::RecWithoutDec, of: "episodes", column: "REC", touches: CARE, find: episodes::no_day_of_end,
        says: "{n} {episode|episodes} {has|have} a reason for ending (REC) and no day (DEC)" },
    Check { code: Code::FirstEpisodeNotS, of: "episodes", column: "RNE", touches: CARE_START, find: episodes::unknown_start,
        says: "for {n} {child|children} the first known episode does not start care (RNE other than S): care start is unknown" },
    Check { code: Code::X1NotFollowed, of: "episodes", column: "REC", touches: CARE, find: episodes::not_followed,
        says: "{n} {episode|episodes} {says|say} that another follows on the day {it ends|they end} (REC X1), and none does" },
    Check { code: Code::StartAfterX1, of: "episodes", column: "RNE", touches: CARE_START, find: episodes::starts_amid,
        says: "{n} {episode|episodes} {starts|start} care (RNE S) on the day on which the one before goes on (REC X1)" },
    Check { code: Code::EpisodeOfNoDay, of: "episodes", column: "DEC", touches: MOVES, find: episodes::of_no_day,
        says: "{n} {episode|episodes} {ends|end} on the day {it begins|they begin}, with no other of that day" },
    Check { code: Code::AdultInCare, of: "episodes", column: "DEC", touches: &["looked_after.*", "ceased.*", "health.*"], find: episodes::adult,
        says: "{n} {child has|children have} turned 18 and {has|have} an episode open on the last day of the period" },
    Check { code: Code::LookedAfterJump, of: "episodes", column: "DECOM", touches: CARE, find: numbers::jump, says: "" },
    // Placements.
    Check { code: Code::MoveNotCoded, of: "episodes", column: "RNE", touches: MOVES, find: placements::not_coded,
        says: "{n} {episode|episodes} {says|say} that the carer is the same (RNE L, T or U), and the placement is another" },
    Check { code: Code::MoveWithoutChange, of: "episodes", column: "RNE", touches: MOVES, find: placements::no_change,
        says: "{n} {episode|episodes} {says|say} that the carer is another (RNE P or B), and the placement is the same" },
    Check { code: Code::Under16Supported, of: "episodes", column: "PLACE", touches: &[], find: placements::under_16,
        says: "{n} {episode|episodes} in the 12 months {is|are} of a child under 16 in supported or independent accommodation (K3, H5, P2)" },
    Check { code: Code::SupportedCodeOver, of: "episodes", column: "PLACE", touches: &[], find: years::supported_since_registered,
        says: "{n} {episode|episodes} {has|have} the code P2 though {it began|they began} after 27 October 2023, or H5 though {it is|they are} open after it" },
    // Deprivation of liberty.
    Check { code: Code::EndBeforeStart, of: "dolo", column: "DOLO_END", touches: ORDERS, find: liberty::ends_first,
        says: "{n} {order|orders} of dolo {ends|end} before {it begins|they begin}" },
    Check { code: Code::DoloOverlap, of: "dolo", column: "DOLO_START", touches: ORDERS, find: liberty::overlap,
        says: "{n} {order|orders} of dolo {begins|begin} while another of the child holds" },
    Check { code: Code::DoloAfterCare, of: "dolo", column: "DOLO_END", touches: ORDERS, find: liberty::after_care,
        says: "{n} {order|orders} of dolo {holds|hold} on after the child left care" },
    Check { code: Code::DoloPlacement, of: "dolo", column: "DOLO_START", touches: ORDERS, find: liberty::where_none_can_be,
        says: "{n} {order|orders} of dolo {holds|hold} while the child is in a placement that has none (K1, K3, P1, R5)" },
    Check { code: Code::DoloElsewhere, of: "dolo", column: "DOLO_START", touches: ORDERS, find: liberty::where_none_is_expected,
        says: "{n} {order|orders} of dolo {holds|hold} while the child is in another placement than is expected (K2, Z12, Z13)" },
    // Adoption.
    Check { code: Code::NoAdoptionDecision, of: "episodes", column: "PLACE", touches: &["adoptive_moves.days_from_decision", "adoptive_moves.decided"], find: adoption::no_decision,
        says: "{n} {child was|children were} placed for adoption in the 12 months without a decision before it in placed_for_adoption" },
    Check { code: Code::NoAdoptionMatch, of: "episodes", column: "REC", touches: &["adoptions.days_order_to_match", "adoptions.matched"], find: adoption::no_match,
        says: "{n} {child was|children were} adopted in the 36 months without a day of the match in ad1" },
    Check { code: Code::MatchOutOfPlace, of: "ad1", column: "DATE_MATCH", touches: &["adoptions.days_order_to_match", "adoptions.matched"], find: adoption::match_out_of_place,
        says: "{n} {match|matches} of ad1 {lies|lie} before care, long before the placement order or after moving in" },
    Check { code: Code::EndBeforeStart, of: "placed_for_adoption", column: "DATE_PLACED_CEASED", touches: &["placed_for_adoption.DATE_PLACED_CEASED"], find: dates::decision_ends_first,
        says: "{n} {decision|decisions} of placed_for_adoption {ends|end} before {it was|they were} made" },
    // Who the children are.
    Check { code: Code::NoDateOfBirth, of: "header", column: "DOB", touches: &["header.DOB"], find: header::no_date_of_birth,
        says: "{n} {child|children} of header {has|have} no date of birth" },
    Check { code: Code::BornInCare, of: "header", column: "DOB", touches: &["header.DOB"], find: header::born_in_care,
        says: "{n} {child|children} of header {was|were} born after {the child's|their} first episode began" },
    Check { code: Code::NotInHeader, of: EVERY, column: "CHILD", touches: &["header.*"], find: header::not_in_header,
        says: "{n} {child|children} of {extract} {is|are} not in header" },
    Check { code: Code::DobDiffers, of: EVERY, column: "DOB", touches: &["*.DOB"], find: header::dob_differs,
        says: "{n} {row|rows} of {extract} {has|have} another date of birth than header" },
    Check { code: Code::DateAfterExtract, of: EVERY, column: "", touches: &["*.*"], find: dates::after_extract,
        says: "{n} {date|dates} of {extract} {is|are} after the month of {its|their} extract" },
    Check { code: Code::DucBeforeCare, of: "uasc", column: "DUC", touches: &["looked_after.unaccompanied"], find: people::ceased_before_care,
        says: "for {n} {child|children} of uasc the status ceased (DUC) before care began" },
    // What happens along the way.
    Check { code: Code::ReviewCodeAndAge, of: "reviews", column: "REVIEW_CODE", touches: &["reviews.participation"], find: reviews::code_and_age,
        says: "{n} {review has|reviews have} a code that does not fit the child's age: PN0 is for those under 4, and no other" },
    Check { code: Code::EndBeforeStart, of: "missing", column: "MIS_END", touches: INCIDENTS, find: missing::ends_first,
        says: "{n} {incident|incidents} of missing {ends|end} before {it begins|they begin}" },
    Check { code: Code::MissingKindBlank, of: "missing", column: "MISSING", touches: INCIDENTS, find: missing::no_kind,
        says: "{n} {incident|incidents} of missing {has|have} no kind (MISSING)" },
    Check { code: Code::MissingOutOfCare, of: "missing", column: "MIS_START", touches: INCIDENTS, find: missing::out_of_care,
        says: "{n} {incident|incidents} of missing {begins|begin} after the child left care" },
    Check { code: Code::MissingOverlap, of: "missing", column: "MIS_START", touches: INCIDENTS, find: missing::overlap,
        says: "{n} {incident|incidents} of missing {begins|begin} while another of the child goes on" },
    Check { code: Code::NoSocialWorker, of: "episodes", column: "CHILD", touches: &["looked_after.social_workers"], find: workers::none,
        says: "{n} {child|children} looked after on the last day of the period {has|have} no social worker in sw_episodes that day" },
    Check { code: Code::WorkerTwice, of: "sw_episodes", column: "SW_DECOM", touches: &["looked_after.social_workers"], find: workers::twice,
        says: "{n} {row|rows} of sw_episodes {begins|begin} while the child has the same worker already" },
    Check { code: Code::EndBeforeStart, of: "sw_episodes", column: "SW_DEC", touches: &["looked_after.social_workers"], find: workers::ends_first,
        says: "{n} {row|rows} of sw_episodes {ends|end} before {it begins|they begin}" },
    Check { code: Code::WorkerIdPrefix, of: "sw_episodes", column: "SW_ID", touches: &["looked_after.social_workers"], find: years::worker_by_another_name,
        says: "{n} {row|rows} of sw_episodes {has|have} a worker whose identifier begins neither with SW nor with XX" },
    Check { code: Code::WorkerReasonBlank, of: "sw_episodes", column: "SW_REASON", touches: &[], find: years::no_reason_for_a_worker,
        says: "{n} {row|rows} of sw_episodes from 1 April 2023 on {has|have} no reason for the change (SW_REASON)" },
    Check { code: Code::SeveralWorkers, of: "sw_episodes", column: "SW_DECOM", touches: &["looked_after.social_workers"], find: years::several_workers,
        says: "{n} {child has|children have} several social workers on the last day of the period" },
    // The yearly returns.
    Check { code: Code::Oc2Blank, of: "oc2", column: "", touches: &["health.*"], find: people::oc2_blank,
        says: "{n} {answer|answers} of oc2 {is|are} blank for children looked after" },
    Check { code: Code::Oc3Blank, of: "oc3", column: "", touches: &["care_leavers.*"], find: people::oc3_blank,
        says: "{n} {answer|answers} of oc3 {is|are} blank or 0 for care leavers who are in touch" },
];
