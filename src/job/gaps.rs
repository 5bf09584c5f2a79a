//! Gaps of a history: months of which the extracts do not tell the whole.
//!
//! Takes the merged extracts and what each indicator needs of them, says for an indicator and a month
//! what of it is told. A gap is no point of a history; the reporting month's own figure is shown and not rated,
//! or no data where nothing is told of those who left.

use std::collections::BTreeMap;

use crate::assemble::Outside;
use crate::calendar::{self, Day, Month, NO_DAY};
use crate::definitions::{ColumnKind, Layout, Window};
use crate::extracts::{Extract, no_extract_of};
use crate::measure::Compiled;
use crate::tables::history::{self, History};

/// Children who left care for good at this age or older may be in the extracts because they are care
/// leavers: they do not show how far back all who left are known.
const CARE_LEAVER: i32 = 16;

/// Extracts whose rows last, with the column of their last day. Those of children who stayed go back a long
/// way; what ended shows since when what ended is known.
const LASTING: [(&str, &str); 4] =
    [("sw_episodes", "SW_DEC"), ("missing", "MIS_END"), ("advocacy", "ADVOCACY_END_DATE"), ("foster_places", "CLOSED_DATE")];

/// What is known of when.
pub(super) struct Gaps {
    /// The months that have extracts, oldest first.
    months: Vec<Month>,
    /// How far back each extract reaches, where it says.
    reach: BTreeMap<String, Reach>,
    /// The window and the extracts of each indicator.
    needs: BTreeMap<String, (Window, Vec<String>)>,
}

/// How far back an extract reaches.
struct Reach {
    /// The month of its first file, where files are of months.
    file: Option<Month>,
    /// The first day of which it tells the whole.
    since: Option<Day>,
}

impl Gaps {
    /// Of the extracts, for the indicators that are measured.
    pub(super) fn new(history: &History<'_>, indicators: &[Compiled<'_>]) -> Self {
        let of_indicator = |compiled: &Compiled<'_>| {
            let mut extracts: Vec<String> =
                compiled.needs().iter().filter_map(|need| need.split_once('.')).map(|(id, _)| id.to_owned()).collect();
            extracts.sort_unstable();
            extracts.dedup();
            (compiled.indicator.id.clone(), (compiled.indicator.window, extracts))
        };
        Gaps {
            months: history.extracts.months.clone(),
            reach: history.layouts.iter().filter_map(|layout| Some((layout.id.clone(), reach(history, layout)?))).collect(),
            needs: indicators.iter().map(of_indicator).collect(),
        }
    }

    /// What of a month that is a gap in the history of an indicator the extracts tell; nothing of one that they
    /// tell the whole of.
    ///
    /// A month that has a folder is no gap. Between the first folder and the last, and after it, a month
    /// without one is. Before the first the extracts must be shown to reach back over the whole window.
    pub(super) fn outside(&self, indicator: &str, month: Month) -> Option<Outside> {
        let (window, extracts) = self.needs.get(indicator)?;
        self.outside_of(extracts, month, window.start(month))
    }

    /// Whether the events of a month alone are not known of an indicator.
    pub(super) fn has_month(&self, indicator: &str, month: Month) -> bool {
        self.needs.get(indicator).is_some_and(|(_, extracts)| self.outside_of(extracts, month, month.first()).is_some())
    }

    fn outside_of(&self, extracts: &[String], month: Month, begins: Day) -> Option<Outside> {
        let before = |first: Option<Month>| first.is_some_and(|first| month < first);
        if !before(self.months.first().copied()) && !self.months.contains(&month) {
            let newest = self.months.last().copied().filter(|newest| *newest < month);
            return Some(Outside::Partly(newest.map_or_else(
                || format!("there is no extract of {month}: its figures are what later extracts tell of it"),
                |newest| no_extract_of(month, newest),
            )));
        }
        let mut reaches = extracts.iter().filter_map(|id| Some((id, self.reach.get(id)?)));
        let falls_short = |(_, reach): &(&String, &Reach)| before(reach.file) && reach.since.is_none_or(|since| begins < since);
        let short: Vec<(&String, &Reach)> = reaches.by_ref().filter(falls_short).collect();
        let wholly = |(_, reach): &&(&String, &Reach)| reach.since.is_none_or(|since| month.last() < since);
        if let Some((id, reach)) = short.iter().find(wholly) {
            let since = reach.since.map(Month::of).or(reach.file)?.long();
            let told = |what: &str| format!("before {since} the {id} extract {what}");
            return Some(match id.as_str() {
                "episodes" => Outside::Stayers(told("tells only of children who are still there later, and of none who left")),
                // Nothing has ended: whether anything would have been told of is not known.
                _ if reach.since.is_none() => Outside::Stayers(told("tells of nothing that ended or was done")),
                _ => Outside::Nothing(told("tells of nothing that ended or was done")),
            });
        }
        let (id, reach) = short.first()?;
        let since = reach.since.map(Month::of)?.long();
        Some(Outside::Partly(format!("the {id} extract tells the whole only from {since}, and the figure looks back further")))
    }
}

/// How far back an extract reaches; nothing of one that does not speak of times, or whose latest file alone counts.
fn reach(history: &History<'_>, layout: &Layout) -> Option<Reach> {
    let (records, _) = history::extract(history.extracts, history.layouts, &layout.id)?;
    let file = records.files.iter().filter_map(|file| file.month).min();
    if !layout.carried_over {
        return None;
    }
    let since = match layout.id.as_str() {
        "episodes" => first_left(history),
        _ => first_day(records, layout)?,
    };
    Some(Reach { file, since: since.map(|day| Month::of(day).first()) })
}

/// The first day of the column that tells when a row is of, or ended; nothing where the extract has no such column.
fn first_day(records: &Extract, layout: &Layout) -> Option<Option<Day>> {
    let is_day = |column: &usize| layout.columns.get(*column).is_some_and(|column| column.kind == ColumnKind::Date);
    let last = LASTING.iter().find(|(id, _)| *id == layout.id).and_then(|(_, name)| layout.column(name));
    let column = last.or(layout.date).or_else(|| layout.key.iter().copied().find(is_day))?;
    let days = records.days(column).unwrap_or_default();
    Some(days.iter().copied().filter(|day| *day != NO_DAY).min())
}

/// The first day on which a child is known to have left care for good. A yearly return has nobody who left
/// before its year. Episodes that ended earlier, of children who stayed or came back, show nothing.
fn first_left(history: &History<'_>) -> Option<Day> {
    let episodes = &history.episodes;
    let left = |child| {
        let last = episodes.of(child).last()?;
        let (day, born) = (episodes.dec[last], history.born[child as usize]);
        let ended = day != NO_DAY && episodes.ends_care[usize::from(episodes.rec[last])];
        (ended && born != NO_DAY && calendar::age(born, day) < CARE_LEAVER).then_some(day)
    };
    (0..history.children()).filter_map(left).min()
}
