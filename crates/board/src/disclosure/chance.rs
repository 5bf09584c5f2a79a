//! What nobody knows who does not see the rows: that events of two windows of time are the same by chance.
//!
//! Nine were adopted since February and nine since April: then nobody was in February and March. Whoever does not see the two numbers does not
//! know that they are the same, and what follows from it with earlier publications follows for no reader.

use super::archive;
use super::basis::Relations;
use super::collect::{Collected, collect};
use super::{kinds, relate, solved, suppress};
use crate::scorecard::Document;

/// What is hidden where windows of different lengths are held against each other by their time alone. Nothing where something follows all the
/// same. What was set aside is known.
pub fn hidden_without(document: &Document, relations: &Relations, found: &Collected, set_aside: &[usize]) -> Option<Vec<usize>> {
    let mut apart = collect(document, relations, found.hide);
    apart.windows_apart = true;
    let before = archive::add(&mut apart, document, relations);
    let mut hidden = relate::relate(&mut apart, document, relations)?;
    let numbers = apart.keys.len();
    for cell in set_aside.iter().copied().filter(|cell| *cell < numbers) {
        let one = &mut apart.model.cells[cell];
        (one.sensitive, one.open) = (false, true);
    }
    let mut stay = vec![false; apart.model.cells.len()];
    for cell in before {
        (stay[cell], hidden[cell]) = (true, true);
    }
    for cell in (0..stay.len()).filter(|cell| apart.model.cells[*cell].open) {
        (stay[cell], hidden[cell]) = (false, false);
    }
    let children = kinds::found(document.period, relations, &apart);
    let chosen = suppress::choose(&apart.model, &children, hidden, &stay);
    let is_safe = !chosen.given_up && solved(&apart.model, &chosen).is_empty();
    is_safe.then(|| (0..numbers).filter(|cell| chosen.hidden[*cell]).collect())
}
