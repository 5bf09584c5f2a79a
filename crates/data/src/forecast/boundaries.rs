//! Why a child crosses a line, in words: it comes to the boundary that a condition draws.
//!
//! Takes the bounds that the reader of conditions finds. It never decides who belongs: the condition itself does.

use crate::condition::Bound;

/// Why a child crosses a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A column comes to a value.
    Reaches(String, i64),
    /// The child turns 18 and is looked after no more.
    Adult,
    /// A review is due and none was held.
    ReviewOverdue,
}

/// The cause of what a bound says of a child in two months, where it holds in one only.
pub fn crossed(bound: &Bound, before: Option<i64>, after: Option<i64>) -> Option<Cause> {
    let (before, after) = (before?, after?);
    let reached = match (bound.holds(before), bound.holds(after)) {
        (false, true) if after > before => bound.least?,
        (true, false) if after > before => bound.most?.checked_add(1)?,
        (true, false) | (false, true) => after,
        _ => return None,
    };
    Some(Cause::Reaches(bound.column.clone(), reached))
}

impl Cause {
    /// What one child does, or several do: `turns 16`, `reach two years in their placement`.
    pub fn words(&self, one: bool) -> String {
        let verb = |singular: &str, plural: &str| if one { singular.to_owned() } else { plural.to_owned() };
        let (reach, turn) = (verb("reaches", "reach"), verb("turns", "turn"));
        let (column, at) = match self {
            Cause::Reaches(column, at) => (column, at),
            Cause::Adult => return format!("{turn} 18"),
            Cause::ReviewOverdue => return format!("{} a review overdue", verb("has", "have")),
        };
        match column.as_str() {
            "age" => format!("{turn} {at}"),
            "months_in_care" => format!("{reach} {} in care", span(*at)),
            "months_in_placement" => format!("{reach} {} in {} placement", span(*at), verb("the", "their")),
            "months_in_placement_and_before" => {
                format!("{reach} {} in {} placement and the one before", span(*at), verb("the", "their"))
            }
            "placements_in_year" => format!("{} {at} placements in the 12 months", verb("comes to", "come to")),
            "social_workers" => format!("{} {at} social workers in the 12 months", verb("comes to", "come to")),
            column => match column.strip_suffix("_days_ago") {
                Some(date) => format!("{reach} {at} days since {}", date.to_uppercase()),
                None => format!("{} {at} in {column}", verb("comes to", "come to")),
            },
        }
    }
}

fn span(months: i64) -> String {
    let years = ["one", "two", "three", "four", "five"];
    let at = usize::try_from(months / 12 - 1).ok().filter(|at| months % 12 == 0 && *at >= 1);
    match at.and_then(|at| years.get(at)) {
        Some(years) => format!("{years} years"),
        None => format!("{months} months"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(column: &str, least: Option<i64>, most: Option<i64>) -> Bound {
        Bound { column: column.to_owned(), least, most }
    }

    #[test]
    fn a_boundary_is_crossed_where_it_holds_on_one_side() {
        let reaches = |at| Some(Cause::Reaches("age".to_owned(), at));
        let between = bound("age", Some(10), Some(17));
        assert_eq!(crossed(&between, Some(9), Some(10)), reaches(10));
        assert_eq!(crossed(&between, Some(17), Some(18)), reaches(18));
        assert_eq!(crossed(&between, Some(10), Some(17)), None);
        assert_eq!(crossed(&between, None, Some(17)), None);
        // Three years ahead the line is still named by where it lies.
        assert_eq!(crossed(&bound("age", None, Some(15)), Some(14), Some(17)), reaches(16));
    }

    #[test]
    fn causes_are_said_of_one_and_of_several() {
        let cause = |column: &str, at| Cause::Reaches(column.to_owned(), at);
        assert_eq!(cause("age", 16).words(true), "turns 16");
        assert_eq!(cause("months_in_placement", 24).words(false), "reach two years in their placement");
        assert_eq!(cause("months_in_care", 30).words(true), "reaches 30 months in care");
        assert_eq!(cause("months_in_care", 12).words(false), "reach 12 months in care");
        assert_eq!(cause("pep_date_days_ago", 184).words(true), "reaches 184 days since PEP_DATE");
        assert_eq!(Cause::Adult.words(false), "turn 18");
        assert_eq!(Cause::ReviewOverdue.words(true), "has a review overdue");
    }
}
