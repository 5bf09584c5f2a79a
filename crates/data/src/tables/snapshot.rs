//! What a layout that tells of one day alone, such as Ofsted's Annex A, cannot tell.
//!
//! Takes what an indicator uses, says whether a list of one day holds it: who is there, and since when, and the adoptions of its
//! twelve months; and for extracts that are such lists, why a figure cannot be made of them.

use super::declared::Time;
use super::schema::TableSpec;
use crate::calendar::Month;
use crate::definitions::{Layout, Window};
use crate::extracts::{Extract, Extracts};

/// Stands among what an indicator needs for what happened before the day.
pub const BEFORE: &str = "before the day";

/// Tables of which a list of one day has all: what happened in its twelve months, and plans as they are.
const LISTED: [&str; 3] = ["adoptions", "adoption_decisions", "pathway_plans"];

/// Whether a figure needs more than a list of one day holds.
pub fn needs_before<'a>(table: &TableSpec, columns: impl Iterator<Item = &'a str>, window: Window) -> bool {
    let of_the_day = table.time == Time::AsTheyStand
        && !{ columns }.filter_map(|name| table.column(name)).any(|column| column.of_time.over_time);
    let listed = LISTED.contains(&table.id.as_str()) && matches!(window, Window::Months(12) | Window::LastDay);
    !of_the_day && !listed
}

/// Why a figure of a month cannot be made, where an extract that it needs is a list of one day.
pub(super) fn shortfall(extracts: &Extracts, layouts: &[Layout], needs: &[String], month: Month) -> Option<String> {
    let before = needs.iter().any(|need| need == BEFORE);
    let ids = needs.iter().filter_map(|need| need.split_once('.')).map(|(id, _)| id);
    let mut lists = ids.filter_map(|id| Some((layouts.iter().find(|layout| layout.id == id)?, extracts.by_id.get(id)?)));
    lists.find_map(|(layout, extract)| {
        let title = title(extract)?;
        let months = || extract.files.iter().filter_map(|file| file.month);
        if before {
            return Some(format!(
                "{title} tells of one day, and not of what happened before: it needs the {} file of the return",
                layout.id
            ));
        }
        (!months().any(|of| of == month))
            .then(|| format!("{title} tells of the end of {} alone", months().max().map_or_else(String::new, Month::long)))
    })
}

/// The layout that an extract is a list of, if it is one of a day.
pub fn title(extract: &Extract) -> Option<&str> {
    extract.files.iter().filter_map(|file| file.origin.as_ref()).find(|origin| origin.snapshot).map(|origin| &*origin.title)
}
