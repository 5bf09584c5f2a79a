//! Boundaries in a condition's text: at which age, or after how many months, it comes to hold.
//!
//! Reads comparisons of a column with whole numbers and nothing else; what it does not read has
//! no cause in words. It never decides who belongs: the condition itself does.

/// A comparison of a column with whole numbers: it holds from `least` to `most`, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The column.
    pub column: String,
    /// The least value for which it holds.
    pub least: Option<i64>,
    /// The greatest value for which it holds.
    pub most: Option<i64>,
}

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

impl Bound {
    /// Whether it holds of a value.
    pub fn holds(&self, value: i64) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }

    /// The cause, where it holds on one side only.
    pub fn crossed(&self, before: Option<i64>, after: Option<i64>) -> Option<Cause> {
        let (before, after) = (before?, after?);
        let reached = match (self.holds(before), self.holds(after)) {
            (false, true) if after > before => self.least?,
            (true, false) if after > before => self.most? + 1,
            (true, false) | (false, true) => after,
            _ => return None,
        };
        Some(Cause::Reaches(self.column.clone(), reached))
    }
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

/// The comparisons of a condition, in the order of its text.
pub fn bounds(sql: &str) -> Vec<Bound> {
    let words = words(sql);
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let number = |at: usize| word(at).parse::<i64>().ok();
    let mut bounds = Vec::new();
    for at in 0..words.len() {
        let column = word(at);
        if !column.starts_with(|c: char| c.is_ascii_alphabetic()) || column.eq_ignore_ascii_case("not") {
            continue;
        }
        let (least, most) = match (word(at + 1).to_ascii_uppercase().as_str(), number(at + 2)) {
            ("<", Some(limit)) => (None, Some(limit - 1)),
            ("<=", Some(limit)) => (None, Some(limit)),
            (">", Some(limit)) => (Some(limit + 1), None),
            (">=", Some(limit)) => (Some(limit), None),
            ("=", Some(limit)) => (Some(limit), Some(limit)),
            ("BETWEEN", Some(least)) => (Some(least), number(at + 4)),
            ("NOT", _) if word(at + 2).eq_ignore_ascii_case("BETWEEN") => (number(at + 3), number(at + 5)),
            _ => continue,
        };
        if least.is_some() || most.is_some() {
            bounds.push(Bound { column: column.to_ascii_lowercase(), least, most });
        }
    }
    bounds
}

/// Names, numbers, quoted texts and signs of a condition.
fn words(sql: &str) -> Vec<String> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let mut words: Vec<String> = Vec::new();
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        let mut word = letter.to_string();
        if letter == '\'' {
            word.extend(letters.by_ref().take_while(|c| *c != '\''));
        } else if part(letter) {
            while let Some(next) = letters.next_if(|c| part(*c)) {
                word.push(next);
            }
        } else if ['<', '>', '='].contains(&letter) {
            word.extend(letters.next_if(|c| ['>', '='].contains(c)));
        } else if letter.is_whitespace() {
            continue;
        }
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(column: &str, least: Option<i64>, most: Option<i64>) -> Bound {
        Bound { column: column.to_owned(), least, most }
    }

    #[test]
    fn comparisons_with_whole_numbers_are_read() {
        assert_eq!(
            bounds("age < 16 AND months_in_care >= 30"),
            [bound("age", None, Some(15)), bound("months_in_care", Some(30), None)]
        );
        assert_eq!(bounds("age BETWEEN 19 AND 21"), [bound("age", Some(19), Some(21))]);
        assert_eq!(bounds("age NOT BETWEEN 5 AND 9 AND place IN ('A3', 'age < 3')"), [bound("age", Some(5), Some(9))]);
        assert_eq!(bounds("age=19 AND x<>3 AND miles > 20.0"), [bound("age", Some(19), Some(19))]);
        assert_eq!(bounds("reviews_on_time"), []);
    }

    #[test]
    fn a_boundary_is_crossed_where_it_holds_on_one_side() {
        let reaches = |at| Some(Cause::Reaches("age".to_owned(), at));
        let between = bound("age", Some(10), Some(17));
        assert_eq!(between.crossed(Some(9), Some(10)), reaches(10));
        assert_eq!(between.crossed(Some(17), Some(18)), reaches(18));
        assert_eq!(between.crossed(Some(10), Some(17)), None);
        assert_eq!(between.crossed(None, Some(17)), None);
        // Three years ahead the line is still named by where it lies.
        assert_eq!(bound("age", None, Some(15)).crossed(Some(14), Some(17)), reaches(16));
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
