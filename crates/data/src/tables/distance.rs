//! Where children live: miles from home, and whether within the authority.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::declared::Making;
use super::frame::FrameBuilder;
use super::history::{self, History};
use crate::definitions::Layout;
use crate::extracts::{Extracts, NO_NUMBER, NO_WORD, Words};

/// Where one child lives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Location {
    /// Miles from home in a straight line, to one decimal place; none when a postcode is not known.
    pub miles: Option<f64>,
    /// The authority the placement lies in, by the place of its code among the directory's; none
    /// when its postcode is not known.
    pub authority: Option<u32>,
}

/// What the directory says of one postcode.
#[derive(Clone, Copy)]
struct Spot {
    grid: Option<(i32, i32)>,
    authority: Option<u32>,
}

/// For each record of episodes where the child lives.
pub fn locate(records: impl ExactSizeIterator<Item = usize>, history: &History<'_>) -> Vec<Location> {
    let height = records.len();
    let none = || vec![Location::default(); height];
    let Some((episodes, layout)) = history::extract(history.extracts, history.layouts, "episodes") else { return none() };
    let words = |name: &str| layout.column(name).and_then(|at| episodes.words(at));
    let (home, placement) = (words("HOME_POST"), words("PL_POST"));
    let Some(directory) = directory(history.extracts, history.layouts, &[home, placement]) else { return none() };
    let spot = |words: Option<&Words>, record: usize| {
        let id = words.map_or(NO_WORD, |words| words.ids[record]);
        words.and_then(|words| words.words.get(id as usize)).and_then(|word| directory.get(word.as_str())).copied()
    };
    records
        .map(|record| {
            let (from, to) = (spot(home, record), spot(placement, record));
            let grids = from.and_then(|spot| spot.grid).zip(to.and_then(|spot| spot.grid));
            Location { miles: grids.map(|(a, b)| miles(a, b)), authority: to.and_then(|spot| spot.authority) }
        })
        .collect()
}

/// For each of some postcodes the authority it lies in, by the place of its code among the directory's.
pub fn authorities(extracts: &Extracts, layouts: &[Layout], postcodes: &Words) -> Option<Vec<Option<u32>>> {
    let directory = directory(extracts, layouts, &[Some(postcodes)])?;
    Some(postcodes.words.iter().map(|word| directory.get(word.as_str())?.authority).collect())
}

/// Fills the columns of where children live.
pub fn fill(located: &[Location], making: &Making<'_>, frame: &mut FrameBuilder<'_>) {
    frame.numbers("miles_from_home", located.iter().map(|location| location.miles));
    let is_here = making.authority.map(|authority| is_authority(making.history, authority));
    let in_authority = |location: &Location| Some(is_here.as_ref()?[location.authority? as usize]);
    frame.yes_no("in_authority", located.iter().map(in_authority));
}

/// For each code among the directory's whether it is that of an authority.
pub fn is_authority(history: &History<'_>, authority: &str) -> Vec<bool> {
    let found = history::extract(history.extracts, history.layouts, "postcodes");
    let words = found.and_then(|(records, layout)| records.words(layout.column("oslaua")?));
    words.map(|words| words.words.iter().map(|word| word.eq_ignore_ascii_case(authority)).collect()).unwrap_or_default()
}

/// Whether the directory has a postcode of an authority; true without a directory to tell.
pub fn has_authority(extracts: &Extracts, layouts: &[Layout], authority: &str) -> bool {
    let Some((records, layout)) = history::extract(extracts, layouts, "postcodes") else { return true };
    let Some(authorities) = layout.column("oslaua").and_then(|at| records.words(at)) else { return true };
    authorities.words.iter().any(|word| word.eq_ignore_ascii_case(authority))
}

/// The directory's entries for the postcodes that stand in the extracts.
fn directory<'a>(
    extracts: &'a Extracts,
    layouts: &'a [Layout],
    used: &[Option<&Words>],
) -> Option<HashMap<&'a str, Spot, FixedState>> {
    let (records, layout) = history::extract(extracts, layouts, "postcodes")?;
    let postcodes = records.words(layout.column("pcds")?)?;
    let authorities = layout.column("oslaua").and_then(|at| records.words(at));
    let numbers = |name: &str| layout.column(name).and_then(|at| records.integers(at));
    let (east, north) = (numbers("oseast1m"), numbers("osnrth1m"));
    let wanted: HashSet<&str, FixedState> =
        used.iter().flatten().flat_map(|words| words.words.iter().map(String::as_str)).collect();
    let mut found = HashMap::default();
    for (record, id) in postcodes.ids.iter().enumerate() {
        let Some(postcode) = postcodes.words.get(*id as usize).filter(|word| wanted.contains(word.as_str())) else { continue };
        let grid = east.zip(north).map(|(east, north)| (east[record], north[record]));
        let authority = authorities.map(|words| words.ids[record]).filter(|id| *id != NO_WORD);
        found.insert(
            postcode.as_str(),
            Spot { grid: grid.filter(|(east, north)| *east != NO_NUMBER && *north != NO_NUMBER), authority },
        );
    }
    Some(found)
}

/// Miles between two grid references in metres, rounded half up to one decimal place.
fn miles((east, north): (i32, i32), (other_east, other_north): (i32, i32)) -> f64 {
    let (e, n) = (f64::from(east) - f64::from(other_east), f64::from(north) - f64::from(other_north));
    let miles = (e * e + n * n).sqrt() / 1000.0 / 1.6093;
    (miles * 10.0 + 0.5).floor() / 10.0
}

#[cfg(test)]
mod tests {
    use super::miles;

    #[test]
    fn miles_are_rounded_half_up_to_one_place() {
        assert_eq!(miles((340_000, 390_000), (372_122, 390_000)), 20.0);
        assert_eq!(miles((340_000, 390_000), (359_350, 415_800)), 20.0);
        assert_eq!(miles((340_000, 390_000), (359_362, 415_816)), 20.1);
        assert_eq!(miles((340_000, 390_000), (340_000, 390_000)), 0.0);
    }
}
