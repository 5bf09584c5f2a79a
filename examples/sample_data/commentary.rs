//! Commentary on the rows of one council scorecard that are likely to miss their targets. All invented.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::calendar::{Day, add_months, parts};

/// A comment: the row, how many months ago, what is behind the figure, what is being done, and the role.
type Said = (&'static str, i32, Option<&'static str>, Option<&'static str>, &'static str);

const SAID: [Said; 18] = [
    (
        "KN-06",
        0,
        Some("Two panels were called at short notice, and no young person could be released from school."),
        Some("Panels are now dated a term ahead with the children in care council."),
        "Head of Corporate Parenting",
    ),
    (
        "KN-11",
        0,
        Some("Most of those missing had their health assessment; the dental check is not recorded yet."),
        Some("Carers are asked for the date at each visit. The health team clears the list every fortnight."),
        "Designated Nurse",
    ),
    (
        "KN-12",
        0,
        Some("Two homes were judged to require improvement in the year; children settled in them were not moved."),
        Some("Each is visited monthly, and no new placement is made there until it is inspected again."),
        "Commissioning Manager",
    ),
    ("KN-15", 1, Some("Several moves were planned ones, into long-term foster homes."), None, "Head of Permanence"),
    (
        "KN-15",
        0,
        Some("One child short of the target. Several of the moves were planned ones, into long-term foster homes."),
        Some("Moves at short notice go to the weekly stability meeting."),
        "Head of Permanence",
    ),
    (
        "KN-22",
        0,
        Some("Plans written for pupils outside the borough are weaker than those of local schools."),
        Some("The virtual school now sits in on the first plan at each new school."),
        "Virtual School Head",
    ),
    (
        "KN-23",
        0,
        None,
        Some("Every young person of 18 without a place has a named adviser and a plan for September."),
        "Virtual School Head",
    ),
    (
        "KN-26",
        0,
        Some("Short contracts ended after Christmas."),
        Some("Ten traineeships in council services are kept for care leavers."),
        "Leaving Care Manager",
    ),
    (
        "KN-28a",
        0,
        Some("Those still waiting asked for a flat of one room, of which few fall free."),
        Some("Social landlords offer care leavers the first refusal of each."),
        "Leaving Care Manager",
    ),
    (
        "KN-30",
        0,
        Some("Carers return fewer questionnaires by post than by hand."),
        Some("They are now filled in during the carer's review."),
        "Designated Nurse",
    ),
    (
        "KN-31",
        0,
        Some("The target counts every child, also those for whom nobody sees a need."),
        Some("The strategy's wording is before the board in June."),
        "Head of Corporate Parenting",
    ),
    (
        "KN-04",
        0,
        Some("Fewer young people answered than in the year before, and those new to care know the pledge least."),
        Some("The pledge is given to every child in the first week."),
        "Participation Officer",
    ),
    (
        "KN-09",
        0,
        Some("Entitlements changed in the year, and the leaflet had not."),
        Some("The new leaflet is with personal advisers since February."),
        "Leaving Care Manager",
    ),
    (
        "KN-16",
        0,
        Some("Two sibling groups waited for a family who would take all of them."),
        Some("The family finders of the region meet every fortnight."),
        "Adoption Team Manager",
    ),
    (
        "KN-17",
        0,
        Some("Four young people were placed near family who live elsewhere."),
        Some("Each placement beyond 20 miles goes to the permanence panel."),
        "Head of Permanence",
    ),
    (
        "KN-25",
        0,
        Some("The celebration was moved to the spring, after most of the answers were given."),
        Some("It is in October again from this year."),
        "Virtual School Head",
    ),
    (
        "KN-32",
        0,
        Some("Three of nine policies were revised at short notice by law."),
        Some("MADE sees them in April, and may still change them."),
        "Head of Corporate Parenting",
    ),
    (
        "KN-34",
        0,
        Some("One young person more lives in accommodation that is not suitable."),
        Some("Two shared homes open in May."),
        "Leaving Care Manager",
    ),
];

/// Writes the file; the last month is that of `last`.
pub fn write(folder: &Path, last: Day) -> Result<()> {
    let mut text = "# What is behind the figures of the Knowsley scorecard, and what is being done: by role, never by name.\n\
                    # All invented.\n"
        .to_owned();
    for (row, ago, behind, doing, role) in SAID {
        let (year, month, _) = parts(add_months(last + 1, -1 - ago));
        text += &format!("\n[[comments]]\nscorecard = \"knowsley\"\nrow = \"{row}\"\nmonth = \"{year}-{month:02}\"\n");
        for (key, words) in [("behind", behind), ("doing", doing), ("role", Some(role))] {
            text += &words.map(|words| format!("{key} = \"{words}\"\n")).unwrap_or_default();
        }
    }
    let path = folder.join("commentary.toml");
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
