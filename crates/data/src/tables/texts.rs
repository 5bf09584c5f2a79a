//! Columns of text that tables of the return have: which home a placement is in, and in which authorities a child's home and placement lie.
//!
//! Takes the record of an episode for each row; gives its words. The postcode directory tells an authority by its code.

use super::distance;
use super::frame::FrameBuilder;
use super::history::{self, History};
use crate::definitions::Layout;
use crate::extracts::{Extracts, NO_WORD, Words};

/// The home that a placement is in.
pub const URN: &str = "placement_urn";
/// The authority of the child's home.
pub const HOME: &str = "home_authority";
/// The authority of the placement.
pub const PLACEMENT: &str = "placement_authority";

/// What the authority of a home needs.
pub const HOME_NEEDS: &[&str] = &["episodes.HOME_POST", "postcodes.pcds", "postcodes.oslaua"];
/// What the authority of a placement needs.
pub const PLACEMENT_NEEDS: &[&str] = &["episodes.PL_POST", "postcodes.pcds", "postcodes.oslaua"];

/// The words of one of these columns, for each record of episodes; nothing where the extracts lack them.
pub fn words(column: &str, extracts: &Extracts, layouts: &[Layout]) -> Option<Words> {
    let (episodes, layout) = history::extract(extracts, layouts, "episodes")?;
    match column {
        URN => episodes.words(layout.column("URN")?).cloned(),
        HOME => authorities("HOME_POST", extracts, layouts),
        PLACEMENT => authorities("PL_POST", extracts, layouts),
        _ => None,
    }
}

/// By record of episodes, the authority that a postcode lies in.
fn authorities(postcode: &str, extracts: &Extracts, layouts: &[Layout]) -> Option<Words> {
    let (episodes, layout) = history::extract(extracts, layouts, "episodes")?;
    let postcodes = episodes.words(layout.column(postcode)?)?;
    let (directory, of) = history::extract(extracts, layouts, "postcodes")?;
    let authorities = directory.words(of.column("oslaua")?)?;
    let found = distance::authorities(extracts, layouts, postcodes)?;
    let ids = postcodes.ids.iter().map(|id| found.get(*id as usize).copied().flatten().unwrap_or(NO_WORD));
    Some(Words { ids: ids.collect(), words: authorities.words.clone(), ..Words::default() })
}

/// Fills the columns, by the record of the episode that gives the home and of the one that gives the postcodes.
pub fn fill(
    frame: &mut FrameBuilder<'_>,
    history: &History<'_>,
    homes: impl Iterator<Item = usize>,
    places: impl Iterator<Item = usize> + Clone,
) {
    let of = |column: &str| words(column, history.extracts, history.layouts);
    if frame.wants(URN)
        && let Some(urns) = of(URN)
    {
        frame.texts(URN, homes.map(|record| urns.of(record)));
    }
    for column in [HOME, PLACEMENT] {
        if frame.wants(column)
            && let Some(authorities) = of(column)
        {
            frame.texts(column, places.clone().map(|record| authorities.of(record)));
        }
    }
}
