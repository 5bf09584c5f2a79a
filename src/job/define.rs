//! Reads definitions, and checks all that can be known of them without data.

use super::silence_polars;
use crate::definitions::{Catalogue, Sources};
use crate::measure::conditions;
use crate::problem::Problem;
use crate::tables::own;
use crate::tables::schema::Schema;

/// Definitions that were read, with all problems of theirs.
pub struct Defined {
    /// Everything defined.
    pub catalogue: Catalogue,
    /// The mistakes.
    pub problems: Vec<Problem>,
}

/// Reads definitions and checks every condition in them.
///
/// # Errors
/// Only for faults of ours.
pub fn define(sources: &Sources) -> anyhow::Result<Defined> {
    silence_polars();
    let mut problems = Vec::new();
    let catalogue = sources.read().into_value(&mut problems);
    // A layout that could not be read would make false mistakes of the conditions on it.
    if catalogue.extracts.len() == sources.extracts.len() {
        let schema = Schema::new(&catalogue.extracts)?;
        problems.extend(own::problems(&schema, &catalogue.extracts));
        conditions::compile(&catalogue.indicators, &schema, &mut problems);
    }
    problems.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(Defined { catalogue, problems })
}
