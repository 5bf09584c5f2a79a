//! What is wrong in the histories: episodes against each other, files against the header.
//!
//! Takes the merged extracts, gives problems; changes nothing. What the figures do
//! about each fault is settled in `tables` and said in the problem's help.

use std::collections::BTreeMap;

use super::children::Child;
use super::values::NO_CODE;
use super::{Extract, Extracts, plural};
use crate::calendar::{Day, Month, NO_DAY};
use crate::definitions::Layout;
use crate::problem::{PLACES, Place, Problem};
use crate::problem_codes::Code;

/// Like findings, with the first places of each.
#[derive(Default)]
struct Findings(BTreeMap<(Code, String), (u64, Vec<Place>)>);

impl Findings {
    fn add(&mut self, code: Code, extract: &Extract, id: &str, record: usize, column: &str) {
        let (count, places) = self.0.entry((code, id.to_owned())).or_default();
        *count += 1;
        if places.len() < PLACES {
            places.push(Place { column: Some(column.to_owned()), ..extract.place(record) });
        }
    }

    fn report(self, problems: &mut Vec<Problem>) {
        for ((code, extract), (count, mut places)) in self.0 {
            places.sort();
            let mut problem = Problem::new(code, message(code, &extract, count)).times(count);
            problem.places = places;
            problems.push(problem);
        }
    }
}

fn message(code: Code, extract: &str, n: u64) -> String {
    let episodes = plural(n, "episode", "episodes");
    let children = plural(n, "child", "children");
    match code {
        Code::DecBeforeDecom => format!(
            "{n} {episodes} {} before {} (DEC before DECOM)",
            plural(n, "ends", "end"),
            plural(n, "it begins", "they begin")
        ),
        Code::OverlappingEpisodes => {
            format!("{n} {episodes} {} not over when the child's next one begins", plural(n, "is", "are"))
        }
        Code::SeveralOpen => {
            format!("{n} {children} {} several episodes open on the last day of the period", plural(n, "has", "have"))
        }
        Code::GapInCare => {
            format!("{n} {episodes} {} a gap before the next one of the same period of care", plural(n, "leaves", "leave"))
        }
        Code::DecWithoutRec => format!("{n} {episodes} {} a day of ending (DEC) and no reason (REC)", plural(n, "has", "have")),
        Code::RecWithoutDec => format!("{n} {episodes} {} a reason for ending (REC) and no day (DEC)", plural(n, "has", "have")),
        Code::FirstEpisodeNotS => {
            format!("for {n} {children} the first known episode does not start care (RNE other than S): care start is unknown")
        }
        Code::NotInHeader => format!("{n} {children} of {extract} {} not in header", plural(n, "is", "are")),
        Code::NoDateOfBirth => format!("{n} {children} of header {} no date of birth", plural(n, "has", "have")),
        Code::DobDiffers => format!(
            "{n} {} of {extract} {} another date of birth than header",
            plural(n, "row", "rows"),
            plural(n, "has", "have")
        ),
        _ => format!("{n} in {extract}"),
    }
}

/// Checks the merged extracts; `period` is the month whose last day is looked at.
pub fn check(extracts: &Extracts, layouts: &[Layout], period: Month, problems: &mut Vec<Problem>) {
    let mut found = Findings::default();
    let layout = |id: &str| layouts.iter().find(|layout| layout.id == id);
    if let (Some(episodes), Some(layout)) = (extracts.by_id.get("episodes"), layout("episodes")) {
        check_episodes(episodes, layout, period.last(), &mut found);
    }
    if let (Some(header), Some(header_layout)) = (extracts.by_id.get("header"), layout("header")) {
        let born = header_layout.column("DOB").and_then(|dob| header.days(dob));
        let mut by_child = vec![None; extracts.children.len()];
        for (record, child) in header.child.iter().enumerate() {
            by_child[*child as usize] = Some(born.map_or(NO_DAY, |days| days[record]));
            if born.is_some_and(|days| days[record] == NO_DAY) {
                found.add(Code::NoDateOfBirth, header, "header", record, "DOB");
            }
        }
        for (id, extract) in extracts.by_id.iter().filter(|(id, _)| *id != "header") {
            if let Some(layout) = layout(id).filter(|layout| layout.child().is_some()) {
                check_against_header(extract, layout, &by_child, &mut found);
            }
        }
    }
    found.report(problems);
}

fn check_against_header(extract: &Extract, layout: &Layout, born: &[Option<Day>], found: &mut Findings) {
    let dob = layout.column("DOB").and_then(|dob| extract.days(dob));
    let mut last: Option<Child> = None;
    for (record, child) in extract.child.iter().enumerate() {
        match born[*child as usize] {
            None if last != Some(*child) => found.add(Code::NotInHeader, extract, &layout.id, record, "CHILD"),
            Some(header) => {
                let own = dob.map_or(NO_DAY, |days| days[record]);
                if own != NO_DAY && header != NO_DAY && own != header {
                    found.add(Code::DobDiffers, extract, &layout.id, record, "DOB");
                }
            }
            None => {}
        }
        last = Some(*child);
    }
}

fn check_episodes(episodes: &Extract, layout: &Layout, end: Day, found: &mut Findings) {
    let column = |name: &str| layout.column(name);
    let code = |name: &str, code: &str| column(name).and_then(|at| layout.columns[at].code(code)).unwrap_or(NO_CODE);
    let codes = |name: &str| column(name).and_then(|at| episodes.codes(at));
    let (Some(decom), Some(dec)) =
        (column("DECOM").and_then(|at| episodes.days(at)), column("DEC").and_then(|at| episodes.days(at)))
    else {
        return;
    };
    let (rec, rne, ls) = (codes("REC"), codes("RNE"), codes("LS"));
    let at = |codes: Option<&[u8]>, record: usize| codes.map_or(NO_CODE, |codes| codes[record]);
    let (x1, start) = (code("REC", "X1"), code("RNE", "S"));
    let breaks = [code("LS", "V3"), code("LS", "V4")];
    let mut add = |code: Code, record: usize, column: &str| found.add(code, episodes, "episodes", record, column);
    let mut previous: Option<usize> = None;
    let mut open = 0;
    for record in 0..episodes.len() {
        let child = episodes.child[record];
        // Short breaks count in nothing, and what begins after the period is another report's.
        if decom[record] > end || ls.is_some_and(|ls| breaks.contains(&ls[record])) {
            continue;
        }
        let same = previous.filter(|before| episodes.child[*before] == child);
        if same.is_none() {
            open = 0;
            if rne.is_some() && at(rne, record) != start {
                add(Code::FirstEpisodeNotS, record, "RNE");
            }
        }
        if decom[record] <= end && (dec[record] == NO_DAY || dec[record] > end) {
            open += 1;
            if open == 2 {
                add(Code::SeveralOpen, record, "DECOM");
            }
        }
        if let Some(before) = same {
            if dec[before] == NO_DAY || dec[before] > decom[record] {
                add(Code::OverlappingEpisodes, before, "DEC");
            } else if dec[before] < decom[record] {
                let ended = !matches!(at(rec, before), NO_CODE) && at(rec, before) != x1;
                if !ended && at(rne, record) != start && dec[before] >= decom[before] {
                    add(Code::GapInCare, before, "DEC");
                }
            }
        }
        let ended = dec[record] != NO_DAY;
        if ended && dec[record] < decom[record] {
            add(Code::DecBeforeDecom, record, "DEC");
        }
        if rec.is_some() {
            match (ended, at(rec, record) == NO_CODE) {
                (true, true) => add(Code::DecWithoutRec, record, "REC"),
                (false, false) => add(Code::RecWithoutDec, record, "REC"),
                _ => {}
            }
        }
        previous = Some(record);
    }
}
