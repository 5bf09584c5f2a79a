//! Of many mistakes of a file the first, and how many more there are.

use super::source::Source;
use crate::problem::Problem;
use crate::problem_codes::Code;

/// How many mistakes of a file are shown: more would be a file of another kind.
const MOST: usize = 25;

/// The first mistakes of a file, and how many more there are: each is drawn with its place, which takes its time.
pub fn some(problems: Vec<Problem>, source: &Source) -> Vec<Problem> {
    some_and_more(problems, 0, source)
}

/// How many errors of syntax of a file are looked at.
pub(super) const MOST_ERRORS: usize = 200;

/// The same where there are so many more, of which nothing else is known.
pub(super) fn some_and_more(mut problems: Vec<Problem>, unseen: usize, source: &Source) -> Vec<Problem> {
    let more = problems.len().saturating_sub(MOST) + unseen;
    if more > 1 && problems.len() > MOST {
        let place = |problem: &Problem| problem.snippets.first().map(|snippet| snippet.span.clone());
        problems.sort_by_key(|problem| place(problem).map(|span| span.start));
        let span = problems.get(MOST).and_then(place).unwrap_or(0..0);
        problems.truncate(MOST);
        let message = format!("{} has {more} more mistakes", source.path);
        problems.push(Problem::new(Code::MoreMistakes, message).snippet(source.snippet(span, "from here on")));
    }
    problems
}
