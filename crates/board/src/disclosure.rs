//! Disclosure control: a document that anybody may read.
//!
//! Takes a document and what its rows count, gives it without counts of 1 to 5 and without everything that they
//! could be worked out from. Then it attacks the result: whatever is hidden and can still be recovered fails
//! the run. Plain numbers; knows no formats, no extracts, and definitions by what their rows count alone.

pub mod algebra;
mod another;
mod archive;
mod as_shown;
pub mod attack;
mod basis;
mod before;
mod children;
pub mod coarser;
mod collect;
pub mod document;
mod effort;
mod exchanges;
pub mod flows;
mod groups;
mod happened;
mod kinds;
mod linear;
mod made;
mod might_be;
pub mod model;
mod narrow;
mod nearby;
mod overlaps;
mod programs;
mod reasons;
mod relate;
mod restated;
mod rings;
mod search;
mod state;
pub mod suppress;
mod universe;
mod wholes;
mod windows;

use collect::{Collected, What};
use overlaps::Overlapping;
use suppress::Begin;

use std::collections::BTreeSet;

pub use archive::Published;
pub use basis::{Basis, Flow, InGroup, Relations, Span, Variant, Variants};
pub use model::Hide;

use crate::scorecard::Document;
use document::{Now, PublicDocument, PublicRow};

/// Why a document cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsafe {
    /// Something hidden could still be worked out: the rows and their scorecards.
    Followed(Vec<String>),
    /// So many figures hang together that the search for what to hide was given up.
    TooLong,
}

/// Hides what must not be known, and attacks the result.
///
/// # Errors
/// When something hidden could still be worked out: then nothing must be shown.
pub fn protect(document: Document, relations: &Relations, hide: Hide) -> Result<Document, Unsafe> {
    protect_after(document, relations, hide).map(|(document, _)| document)
}

/// The same, with the rows of which earlier publications tell a hidden number by themselves: these are protected no more.
///
/// # Errors
/// When something hidden could still be worked out: then nothing must be shown.
pub fn protect_after(document: Document, relations: &Relations, hide: Hide) -> Result<(Document, BTreeSet<String>), Unsafe> {
    let mut document = document;
    let mut hide_near = false;
    loop {
        match protected(&document, relations, hide, hide_near) {
            // Less can be worked out from less. A breakdown shows noughts, which tell too.
            Err(Failed::ByChance) => hide_near = !coarser::leave_out_breakdown(&mut document),
            Err(Failed::Unsafe(_)) if coarser::leave_out(&mut document) => {}
            Err(Failed::Unsafe(why)) => return Err(why),
            Ok(found) => return Ok(found),
        }
    }
}

/// Why a document cannot be protected as it is.
enum Failed {
    /// By what it shows.
    Unsafe(Unsafe),
    /// A hidden number follows from what was published before, by what holds by chance.
    ByChance,
}

/// The document with what is hidden of it one by one; where told to, with everything near a number that follows by chance.
fn protected(
    document: &Document,
    relations: &Relations,
    hide: Hide,
    hide_near: bool,
) -> Result<(Document, BTreeSet<String>), Failed> {
    let mut found = collect::collect(document, relations, hide);
    let before = archive::add(&mut found, document, relations);
    let Some(in_advance) = relate::relate(&mut found, document, relations) else {
        return Err(Failed::Unsafe(Unsafe::TooLong));
    };
    let children = kinds::found(document.period, relations, &found);
    let (mut told, mut by_chance) = (BTreeSet::new(), Vec::new());
    // The same each time that it is asked, and mostly not asked.
    let archive = std::cell::OnceCell::new();
    let mut overlaps = Overlapping::new(might_be::overlaps(document.period.last(), relations, &found));
    let mut beside = BTreeSet::new();
    // What was chosen before more was to be hidden for rows that overlap.
    let mut before_more: Option<suppress::Chosen> = None;
    for _ in 0..AGAIN {
        let (mut hidden, mut stay) = (in_advance.clone(), vec![false; found.model.cells.len()]);
        for (at, _) in found.model.cells.iter().enumerate().filter(|(_, cell)| cell.open) {
            (stay[at], hidden[at]) = (false, false);
        }
        // What was hidden once is not shown, whatever tells it.
        for cell in &before {
            (stay[*cell], hidden[*cell]) = (true, true);
        }
        for cell in before::near(&found, &by_chance).into_iter().chain(beside.iter().copied()) {
            (stay[cell], hidden[cell]) = (true, true);
        }
        let mut made = Vec::new();
        if let Some(chosen) = before_more.take() {
            // What could not be shown then cannot be now.
            hidden.iter_mut().zip(&chosen.hidden).for_each(|(hidden, before)| *hidden |= before);
            stay.iter_mut().zip(&chosen.hidden).for_each(|(stay, before)| *stay |= before);
            made = chosen.in_use();
        }
        let mut chosen = suppress::choose(&found.model, &children, Begin { hidden, stay, made });
        let open = solved(&found.model, &chosen);
        if chosen.given_up && !open.is_empty() {
            return Err(Failed::Unsafe(Unsafe::TooLong));
        }
        let ids = |place: collect::Place| {
            let scorecard = document.scorecards.get(place.0)?;
            Some((scorecard.groups.get(place.1)?.every_row().nth(place.2)?.id.clone(), scorecard.id.clone()))
        };
        if open.is_empty() {
            match overlaps.more_to_hide(&found.model, &chosen.hidden, &mut beside) {
                None => {}
                Some(follows) if follows.is_empty() => {
                    before_more = Some(chosen);
                    continue;
                }
                Some(follows) => {
                    // All is hidden that can be: it follows with what was published before.
                    told.extend(follows.iter().map(|cell| name(&ids, &found, *cell)));
                    if relations.published().is_empty() {
                        return Err(Failed::Unsafe(Unsafe::Followed(told.into_iter().collect())));
                    }
                    for cell in follows {
                        let one = &mut found.model.cells[cell];
                        (one.sensitive, one.open) = (false, true);
                    }
                    continue;
                }
            }
            // What is small, or another now, and known all the same is not published once more.
            for (hidden, cell) in chosen.hidden.iter_mut().zip(&found.model.cells) {
                *hidden |= cell.open && cell.counts && (hide.hides(cell.value as i64) || cell.is_another);
            }
            let public = made::public(document, made::Decided { found: &found, hidden: &chosen.hidden });
            attacked(&public, &found, &chosen).map_err(Failed::Unsafe)?;
            return Ok((public.drawn(), told));
        }
        let names = open.iter().map(|cell| name(&ids, &found, *cell));
        if relations.published().is_empty() {
            return Err(Failed::Unsafe(Unsafe::Followed(names.collect())));
        }
        // Whatever is hidden now, it follows: so it follows from what was published before, or by chance with what is hidden.
        let archive = archive.get_or_init(|| before::Archive::of(document, relations, &found));
        let is_told = |cell: &usize| archive.as_ref().is_some_and(|archive| archive.tells(&found, *cell));
        let (of_archive, others): (Vec<usize>, Vec<usize>) = open.into_iter().partition(is_told);
        // What the archive tells is set aside first: less may have to be hidden then, and less follows.
        let is_by_chance = of_archive.is_empty();
        if is_by_chance && !hide_near {
            return Err(Failed::ByChance);
        }
        let aside = if is_by_chance { others } else { of_archive };
        told.extend(aside.iter().map(|cell| name(&ids, &found, *cell)));
        if is_by_chance {
            by_chance.extend(&aside);
        }
        for cell in aside {
            let one = &mut found.model.cells[cell];
            (one.sensitive, one.open) = (false, true);
        }
    }
    Err(Failed::Unsafe(Unsafe::Followed(told.into_iter().collect())))
}

/// Of the cells for which no other table was found although everything near them is hidden, those that the solver finds.
fn solved(model: &model::Model, chosen: &suppress::Chosen) -> Vec<usize> {
    if chosen.without.is_empty() {
        return Vec::new();
    }
    let (known, bounds) = (model.known(&chosen.hidden), model.bounds(&chosen.hidden));
    let knows = attack::Knowledge { known: &known, bounds: &bounds };
    let told = attack::alone(model, knows, &chosen.without, TRIED);
    chosen.without.iter().copied().filter(|cell| known[*cell] || told.binary_search(cell).is_ok()).collect()
}

/// So many steps are taken where numbers are tried one by one.
const TRIED: u64 = 100_000;

/// So many times what earlier publications tell is set aside, or more is hidden for rows that overlap.
const AGAIN: usize = 12;

/// The attack on the document as it is now: what is known is read from it anew. For each number that must not be known
/// there is to be another table that is published alike, and a solver that knows nothing of those must find nothing.
fn attacked(document: &PublicDocument, found: &Collected, chosen: &suppress::Chosen) -> Result<(), Unsafe> {
    let shown = published(document, found);
    let model = &found.model;
    let known: Vec<bool> = shown.iter().enumerate().map(|(cell, shown)| *shown && model.tells(cell)).collect();
    let mut protected = model.protected(&chosen.hidden);
    protected.iter_mut().zip(&model.cells).for_each(|(protected, cell)| *protected &= !cell.open);
    let bounds = model.bounds(&chosen.hidden);
    let mut equations = vec![Vec::new(); known.len()];
    for (at, equation) in model.equations.iter().enumerate() {
        equation.iter().for_each(|(cell, times)| equations[*cell].push((at, *times)));
    }
    // By how much each equation does not hold.
    let mut rest = vec![0_i64; model.equations.len()];
    let mut is_alike = |moves: &search::Moves| {
        for (cell, by) in moves {
            equations[*cell].iter().for_each(|(at, times)| rest[*at] += times * by);
        }
        let mut touched = moves.iter().flat_map(|(cell, _)| &equations[*cell]);
        let holds = touched.all(|(at, _)| rest[*at] == 0);
        moves.iter().flat_map(|(cell, _)| &equations[*cell]).for_each(|(at, _)| rest[*at] = 0);
        holds
            && moves.iter().all(|(cell, by)| {
                let (one, (least, most)) = (&model.cells[*cell], bounds[*cell]);
                let possible = !one.counts || (least..=most).contains(&(one.value as i64 + by));
                possible && !known[*cell]
            })
    };
    let alike: Vec<bool> = chosen.made.iter().map(&mut is_alike).collect();
    let has_table = |cell: usize| {
        // Everything near it is hidden: what the solver finds decides.
        if chosen.without.binary_search(&cell).is_ok() {
            return true;
        }
        let far = |table: usize| if alike[table] { children::moved(&chosen.made[table], cell) } else { 0 };
        let [less, more] = chosen.tables[cell].map(|table| table.map_or(0, far));
        more.max(0) - less.min(0) >= model.hide.width
    };
    let seen = (0..known.len()).filter(|cell| protected[*cell] && (known[*cell] || !has_table(*cell)));
    let knows = attack::Knowledge { known: &known, bounds: &bounds };
    let ids = |place| Some((row(document, place)?.defined.id.clone(), document.scorecards.get(place.0)?.id.clone()));
    let names: BTreeSet<String> =
        seen.chain(attack::recovered(model, knows, &protected)).map(|cell| name(&ids, found, cell)).collect();
    if names.is_empty() { Ok(()) } else { Err(Unsafe::Followed(names.into_iter().collect())) }
}

/// The cells that the figures left in a document tell.
fn published(document: &PublicDocument, found: &Collected) -> Vec<bool> {
    let mut known: Vec<bool> = found.model.cells.iter().map(|cell| cell.open || cell.rounded_before).collect();
    for (place, figure) in &found.figures {
        let Some(row) = row(document, *place) else { continue };
        let is_there = match place.3 {
            What::Now => matches!(row.now, Now::Shown { .. }),
            What::Before => row.previous.1.is_shown(),
            What::Against => row.against.is_some_and(|(_, figure)| figure.is_some()),
            What::Outturn(at) => row.outturns.get(at).is_some_and(|(_, figure)| figure.is_shown()),
            What::Point(at) => row.series.get(at).is_some_and(|point| point.figure.is_shown()),
            What::Forecast => row.forecast.is_some(),
        };
        let figure = &found.model.figures[*figure];
        if is_there {
            figure.cells.iter().for_each(|cell| known[*cell] = true);
        } else if place.3 == What::Now && matches!(row.now, Now::Hidden { denominator: Some(_), .. }) {
            figure.alone.iter().for_each(|cell| known[*cell] = true);
        }
    }
    known
}

fn row(document: &PublicDocument, place: collect::Place) -> Option<&PublicRow> {
    document.scorecards.get(place.0)?.groups.get(place.1)?.2.iter().flat_map(PublicRow::with_parts).nth(place.2)
}

/// A cell in words: the first row that shows it; of what nobody published, where it comes from.
fn name(ids: &dyn Fn(collect::Place) -> Option<(String, String)>, found: &Collected, cell: usize) -> String {
    let of_cell = found.figures.iter().find(|(_, figure)| found.model.figures[**figure].cells.contains(&cell));
    let place = of_cell.map(|(place, _)| *place).or_else(|| {
        let equation = found.model.equations.iter().find(|equation| equation.iter().any(|(other, _)| *other == cell))?;
        let near = |figure: &usize| equation.iter().any(|(other, _)| found.model.figures[*figure].cells.contains(other));
        found.figures.iter().find(|(_, figure)| near(figure)).map(|(place, _)| *place)
    });
    place
        .and_then(|place| ids(place).map(|(row, scorecard)| format!("{row} of {scorecard}")))
        .unwrap_or_else(|| "a difference of two figures".to_owned())
}
