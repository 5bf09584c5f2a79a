//! What conditions may hold, from the one list that their reader goes by.

use super::markdown::{code, head, prose, table};
use crate::condition::permitted::{FUNCTIONS, Permitted, SIGNS};
use crate::condition::{DEEPEST, DEEPEST_OF_ALL, LONGEST, MOST_BEHIND, MOST_WORDS};

/// The page.
pub fn page() -> String {
    let mut text = head("What conditions may hold");
    text.push_str(
        "\nA condition is an SQL expression about one row of one table: its [columns](tables.md), values, and what is listed\n\
         here. Nothing else is read. Text and codes stand in single quotes, `'U1'`; numbers without, `5`; dates with their word,\n\
         `DATE '2026-01-31'`; yes and no are `TRUE` and `FALSE`. Either side of a comparison may be the value: `8 > age`.\n\n\
         ## Signs and words\n\n",
    );
    text.push_str(&listed(SIGNS));
    text.push_str("\n## Functions\n\n");
    text.push_str(&listed(FUNCTIONS));
    text.push_str(&format!(
        "\n## Limits\n\n\
         A condition has up to {} characters, {} words and signs, and brackets {DEEPEST} deep; 100 signs of arithmetic stand in a row, and\n\
         {MOST_BEHIND} words such as `IS NULL` without `AND` or `OR` between them. All together stand {DEEPEST_OF_ALL} deep in each other.\n\n\
         ## Where there is no number\n\n\
         What is divided by 0, and what goes beyond 9,007,199,254,740,992 either way, has no value. Where a row has no value for\n\
         that reason it is left out, and the row of the scorecard says of how many.\n",
        grouped(LONGEST),
        grouped(MOST_WORDS)
    ));
    text
}

fn listed(items: &[Permitted]) -> String {
    let rows = items
        .iter()
        .map(|item| vec![code(item.written), prose(item.takes), prose(item.gives), prose(item.about), code(item.example)]);
    table(&["written", "takes", "gives", "", "example"], rows)
}

fn grouped(number: usize) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}
