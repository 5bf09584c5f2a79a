//! `scorecard explain`: what an indicator means, and how its cohort narrows.

use super::arguments::Common;
use super::case_arguments::{Explain, ExplainFormat};
use super::compute::{settings, show_problems};
use super::terminal::{self, Terminal};
use super::{Exit, Wrong};
use scorecard::definitions::{Catalogue, Indicator, Part};
use scorecard::job::one::{self, Data};
use scorecard::nearest::{nearest, suggestion};
use scorecard::render::{explanation, explanation_json};

/// Runs the command.
pub fn run(arguments: &Explain, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    let sources = super::sources(common)?;
    let defined = super::define(&sources, common)?;
    if super::is_broken(Part::Library, &arguments.indicator, &defined, terminal) {
        return Ok(Exit::Stopped);
    }
    let indicator = known(&arguments.indicator, &defined.catalogue)?;
    let data = match (&arguments.extracts, arguments.period) {
        (Some(extracts), Some(period)) => Some(Data {
            extracts: extracts.clone(),
            period,
            authority: arguments.authority.clone().or(settings()?.authority),
            as_reported: arguments.as_reported,
        }),
        _ => None,
    };
    let found = one::explain(&defined.catalogue, &[indicator], data.as_ref(), &|doing| terminal.progress(doing))?;
    terminal.progress("");
    show_problems(&found.problems, common, terminal);
    let Some(explained) = found.value.and_then(|mut found| found.pop()) else {
        terminal::err("error: the extracts cannot be used; nothing was computed\n");
        return Ok(Exit::Stopped);
    };
    terminal::out(&match arguments.format {
        ExplainFormat::Table => explanation::text(&explained, terminal.width),
        ExplainFormat::Json => explanation_json::render(&explained)?,
    })?;
    Ok(Exit::Done)
}

/// The indicator of an id.
///
/// # Errors
/// When there is none, with the nearest.
pub fn known<'a>(id: &str, catalogue: &'a Catalogue) -> Result<&'a Indicator, Wrong> {
    catalogue.indicator(id).ok_or_else(|| {
        let near = suggestion(nearest(id, catalogue.indicators.iter().map(|indicator| indicator.id.as_str())));
        let near = near.unwrap_or_else(|| "scorecard list indicators shows them".to_owned());
        Wrong::Usage(format!("there is no indicator '{id}': {near}"))
    })
}
