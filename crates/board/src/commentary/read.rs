//! Reads a `commentary.toml` and finds every mistake in it.

use std::collections::BTreeSet;

use super::{Commentary, Remark};
use crate::definitions::reader::{self, Table, Text};
use crate::definitions::{ScorecardDefinition, Source, keys};
use crate::nearest::{nearest, suggestion};
use crate::problem::{Problem, Reported};
use crate::problem_codes::Code;
use crate::scorecard::Comment;

/// Words that stand before a name.
const TITLES: [&str; 6] = ["mr", "mrs", "ms", "miss", "mx", "dr"];

/// Reads the comments on rows of `scorecards`: all that are defined, also those that a run leaves out. A comment with a
/// mistake is told and left out; so is one that says again what `others`, of another file, speak of.
pub fn read(source: &Source, scorecards: &[ScorecardDefinition], others: &[Remark]) -> Reported<Commentary> {
    let mut problems = Vec::new();
    let remarks = reader::read(source, &keys::COMMENTARY, &mut problems, |table| {
        let mut remarks: Vec<Remark> = Vec::new();
        let mut starts = Vec::new();
        let comments = table.tables("comments");
        for comment in &comments {
            let Some(remark) = remark(comment, scorecards) else { continue };
            let same = |other: &Remark| {
                other.row == remark.row
                    && other.comment.month == remark.comment.month
                    && !other.scorecards.is_disjoint(&remark.scorecards)
            };
            let of_other_file = others.iter().any(same);
            if of_other_file || remarks.iter().any(same) {
                comment.mistake(
                    Code::DuplicateComment,
                    format!("two comments speak of '{}' in {}", remark.row, remark.comment.month.long()),
                    comment.text("row").map_or(comment.span.clone(), |row| row.span),
                    if of_other_file { "another file speaks of it too" } else { "the second of the two" },
                );
            }
            remarks.push(remark);
            starts.push(comment.span.start);
        }
        // A comment reaches from where it begins to where the next one does.
        let all: Vec<usize> = comments.iter().map(|comment| comment.span.start).collect();
        let of = |place: usize| all.iter().filter(|start| **start <= place).max().copied();
        let mistaken: Vec<Option<usize>> = table.mistaken().into_iter().map(of).collect();
        let sound = |start: &usize| !mistaken.contains(&Some(*start));
        let whole = starts.iter().map(sound).collect::<Vec<_>>();
        Some(remarks.into_iter().zip(whole).filter(|(_, sound)| *sound).map(|(remark, _)| remark).collect())
    });
    Reported { value: Commentary { remarks: remarks.unwrap_or_default() }, problems }
}

fn remark(comment: &Table<'_>, scorecards: &[ScorecardDefinition]) -> Option<Remark> {
    let said = |key: &str| comment.text(key).filter(|text| !text.value.trim().is_empty()).map(|text| text.value);
    let (behind, doing) = (said("behind"), said("doing"));
    if behind.is_none() && doing.is_none() {
        comment.mistake(
            Code::MissingKey,
            "a comment says what is behind the figure, or what is being done",
            comment.text("row").map_or(comment.span.clone(), |row| row.span),
            "add 'behind', 'doing' or both",
        );
    }
    let role = comment.text("role");
    if let Some(role) = &role {
        check_role(comment, role);
    }
    let of = comment.text("scorecard");
    let named = of.as_ref().and_then(|of| scorecards.iter().find(|scorecard| scorecard.id == of.value));
    if let (Some(of), None) = (&of, named) {
        let near = suggestion(nearest(&of.value, scorecards.iter().map(|scorecard| scorecard.id.as_str())));
        comment.mistake(
            Code::UnknownScorecard,
            format!("there is no scorecard '{}': the comment is not shown", of.value),
            of.span.clone(),
            near.unwrap_or_else(|| "not defined".to_owned()),
        );
        return None;
    }
    let row = comment.text("row")?;
    let month = comment.words("month")?.parse().ok()?;
    let scorecards = with_row(comment, &row, scorecards, named)?;
    let public = comment.yes_no("public").unwrap_or(false);
    Some(Remark {
        scorecards,
        row: row.value,
        public,
        comment: Comment { month, behind, doing, role: role.map(|role| role.value) },
    })
}

/// The scorecards that have the row; a mistake where none has.
fn with_row(
    comment: &Table<'_>,
    row: &Text,
    scorecards: &[ScorecardDefinition],
    named: Option<&ScorecardDefinition>,
) -> Option<BTreeSet<String>> {
    let searched = || scorecards.iter().filter(|scorecard| named.is_none_or(|named| named.id == scorecard.id));
    let found: BTreeSet<String> =
        searched().filter(|scorecard| ids(scorecard).any(|id| id == row.value)).map(|scorecard| scorecard.id.clone()).collect();
    if !found.is_empty() {
        return Some(found);
    }
    let near = suggestion(nearest(&row.value, searched().flat_map(ids)));
    let elsewhere = scorecards.iter().find(|scorecard| ids(scorecard).any(|id| id == row.value));
    let near = elsewhere.map(|scorecard| format!("'{}' has such a row", scorecard.id)).or(near);
    let message = match named {
        Some(named) => format!("the scorecard '{}' has no row '{}'", named.id, row.value),
        None => format!("no scorecard has a row '{}'", row.value),
    };
    comment.mistake(Code::UnknownRow, message, row.span.clone(), near.unwrap_or_else(|| "no row of this id".to_owned()));
    None
}

fn ids(scorecard: &ScorecardDefinition) -> impl Iterator<Item = &str> {
    scorecard.groups.iter().flat_map(|group| &group.rows).map(|row| row.id.as_str())
}

/// Board papers are public in the end: what is said comes from a role. A title is refused; what only looks like a name
/// before a role, `Jane Smith, Team Manager`, is told.
fn check_role(comment: &Table<'_>, role: &Text) {
    let first = role.value.split([' ', '.']).next().unwrap_or_default().to_lowercase();
    if role.value.trim().is_empty() || TITLES.contains(&first.as_str()) {
        comment.mistake(Code::WrongValue, "'role' takes a role, never a name", role.span.clone(), "such as \"Head of Service\"");
    } else if let Some(rest) = behind_name(&role.value) {
        let problem = Problem::new(Code::NameInRole, "a role begins like a name")
            .snippet(comment.source().snippet(role.span.clone(), format!("is \"{rest}\" enough?")));
        comment.report(problem);
    }
}

/// Words of roles: what is made of them is no name.
const OF_ROLES: [&str; 40] = [
    "head",
    "manager",
    "director",
    "lead",
    "officer",
    "team",
    "service",
    "services",
    "assistant",
    "deputy",
    "chief",
    "executive",
    "virtual",
    "school",
    "reviewing",
    "principal",
    "social",
    "worker",
    "nurse",
    "doctor",
    "care",
    "leaving",
    "adoption",
    "fostering",
    "placements",
    "children",
    "children's",
    "corporate",
    "parenting",
    "participation",
    "performance",
    "commissioning",
    "quality",
    "strategic",
    "senior",
    "housing",
    "education",
    "health",
    "personal",
    "practice",
];

/// What stands behind two or three words with capitals that are none of a role, and a comma, a bracket or a dash.
fn behind_name(role: &str) -> Option<&str> {
    let (name, rest) = role.split_once(", ").or_else(|| role.split_once(" (")).or_else(|| role.split_once(" - "))?;
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.any(char::is_lowercase)
            && !OF_ROLES.contains(&word.to_lowercase().as_str())
    };
    let rest = rest.trim_end_matches(')').trim();
    ((2..=3).contains(&words.len()) && words.iter().all(is_name) && !rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::Sources;

    /// What is said of a text, as `code at the text under the caret: label`.
    fn mistakes(text: &str) -> Vec<String> {
        let catalogue = Sources::built_in().read().value;
        let source = Source::new("commentary.toml", "commentary", text);
        let describe = |problem: Problem| {
            let snippet = problem.snippets.first().cloned();
            let under = snippet.map(|snippet| format!("{}: {}", &text[snippet.span], snippet.label)).unwrap_or_default();
            format!("{} at {under}", problem.code.as_str())
        };
        read(&source, &catalogue.scorecards, &[]).problems.into_iter().map(describe).collect()
    }

    const WHOLE: &str = "[[comments]]\nrow = \"KN-15\"\nmonth = \"2018-03\"\nbehind = \"a\"\nrole = \"Head of Service\"\n";

    #[test]
    fn a_whole_comment_has_no_mistake() {
        assert_eq!(mistakes(WHOLE), Vec::<String>::new());
        assert_eq!(mistakes(&WHOLE.replace("behind", "doing")), Vec::<String>::new());
        assert_eq!(mistakes(&format!("{WHOLE}scorecard = \"knowsley\"\n")), Vec::<String>::new());
        assert_eq!(mistakes("comments = []\n"), Vec::<String>::new());
        // A file that is made ready and has no comments yet.
        assert_eq!(mistakes(""), Vec::<String>::new());
        assert_eq!(mistakes("# Comments of the board\n"), Vec::<String>::new());
        assert!(!mistakes("[[comment]]\n").is_empty());
    }

    #[test]
    fn all_mistakes_come_out_in_one_run() {
        let text = format!(
            "{WHOLE}\n[[comments]]\nrow = \"KN-51\"\nmonth = \"March\"\nbehind = \" \"\nrole = \"Mrs Smith\"\n\
             [[comments]]\nscorecard = \"knowsly\"\nrow = \"KN-15\"\nmonth = \"2018-03\"\ndoing = \"b\"\n{WHOLE}"
        );
        let found = mistakes(&text);
        let expected = [
            "wrong-value at \"March\": write it as yyyy-mm",
            "missing-key at [[comments]]: 'role' is missing: The role of whom it is from; never a name.",
            "missing-key at \"KN-51\": add 'behind', 'doing' or both",
            "wrong-value at \"Mrs Smith\": such as \"Head of Service\"",
            "unknown-scorecard at \"knowsly\": did you mean 'knowsley'?",
            "duplicate-comment at \"KN-15\": the second of the two",
        ];
        assert_eq!(found, expected, "{found:#?}");
    }

    #[test]
    fn a_row_that_is_not_there_is_shown_the_nearest() {
        let found = mistakes(&WHOLE.replace("KN-15", "KN-1S"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("unknown-row at \"KN-1S\": did you mean 'KN-1"), "{found:?}");
        let elsewhere = mistakes(&format!("{WHOLE}scorecard = \"rutland\"\n"));
        assert_eq!(elsewhere, ["unknown-row at \"KN-15\": 'knowsley' has such a row"]);
    }

    #[test]
    fn a_name_before_a_role_is_told_and_a_role_is_not() {
        for role in ["Jane Smith, Team Manager", "Jane O'Neill-Smith (Team Manager)", "Ana Maria Costa - Head of Service"] {
            let found = mistakes(&WHOLE.replace("Head of Service", role));
            assert_eq!(found.len(), 1, "{role}: {found:?}");
            assert!(found[0].starts_with("name-in-role"), "{found:?}");
        }
        for role in [
            "Head of Service, Leaving Care",
            "Virtual School Head",
            "Team Manager (North)",
            "Placements Manager - South",
            "IRO, north",
        ] {
            assert_eq!(mistakes(&WHOLE.replace("Head of Service", role)), Vec::<String>::new(), "{role}");
        }
    }
}
