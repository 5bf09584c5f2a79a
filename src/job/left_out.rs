//! What a run says of definitions that have a mistake, where rows that it was asked for name them.

use crate::calendar::Month;
use crate::definitions::{Catalogue, Feed, Part, RowDefinition, ScorecardDefinition, Window};
use crate::figure::Measured;
use crate::figure::fed::Fed;
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;

/// The extract that feeds a row.
fn fed_by(row: &RowDefinition) -> Option<&'static str> {
    match row.feed {
        Feed::Survey(_) => Some("survey"),
        Feed::Return(_) => Some("returns"),
        Feed::Narrative(_) => Some("narrative"),
        Feed::Indicator(_) | Feed::Awaits(_) => None,
    }
}

/// A row that is fed by an extract whose layout has a mistake: it has no data.
pub(super) fn fed(catalogue: &Catalogue, row: &RowDefinition, month: Month) -> Option<Fed> {
    let extract = fed_by(row)?;
    catalogue.broken(Part::Extracts, extract)?;
    let reason = format!("the layout of {extract} has a mistake");
    Some(Fed { measured: Measured::NoData(reason), notes: Vec::new(), window: (Window::LastDay.start(month), month.last()) })
}

/// Tells which rows have no data since a definition has a mistake.
pub(super) fn report(catalogue: &Catalogue, definitions: &[&ScorecardDefinition], problems: &mut Vec<Problem>) {
    for broken in &catalogue.broken {
        let of = |row: &&RowDefinition| match &row.feed {
            Feed::Indicator(id) => broken.what == Part::Library.what() && *id == broken.id,
            _ => broken.what == Part::Extracts.what() && fed_by(row) == Some(broken.id.as_str()),
        };
        let rows = definitions.iter().flat_map(|definition| &definition.groups).flat_map(|group| &group.rows);
        let rows: Vec<&str> = rows.filter(of).map(|row| row.id.as_str()).collect();
        if rows.is_empty() {
            continue;
        }
        let more = if rows.len() > PLACES { ", ..." } else { "" };
        let shown = rows.iter().take(PLACES).copied().collect::<Vec<_>>().join(", ");
        let message = format!("the {} '{}' has a mistake or rests on one; no data for {shown}{more}", broken.what, broken.id);
        let problem = Problem::new(Code::DefinitionLeftOut, message).in_file(broken.path.clone());
        problems.push(problem.times(rows.len() as u64));
    }
}
