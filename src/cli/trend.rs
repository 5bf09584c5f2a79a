//! `scorecard trend`: every month asked for, each as at its end, with control charts.

use std::path::{Path, PathBuf};

use super::arguments::{Common, Every};
use super::compute::{scorecard_ids, show, show_problems};
use super::files::Readers;
use super::formats::{all_files, outputs, paths};
use super::inputs::Inputs;
use super::names::{self, Named};
use super::terminal::{self, Terminal};
use super::trend_arguments::Trend;
use super::{Exit, Wrong, files};
use scorecard::definitions::{Catalogue, Part, alone};
use scorecard::formats::Format;
use scorecard::job::{self, Options};
use scorecard::nearest::{nearest, suggestion};
use scorecard::problem;
use scorecard::render::formats::{Look, TRENDS};
use scorecard::scorecard::{Audience, Document};

/// Runs the command.
pub fn run(arguments: &Trend, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    let outputs = outputs(&TRENDS, &arguments.output)?;
    let written = paths(&outputs);
    let written = || written.iter().map(PathBuf::as_path);
    files::each_once(written())?;
    let inputs = super::inputs(common).extracts(&super::settings::extracts(&arguments.data, common)?);
    let named = Some(Path::new(&arguments.name)).filter(|path| path.is_file());
    let inputs = arguments.published.iter().fold(inputs, |inputs, folder| inputs.folder(folder));
    named.into_iter().fold(inputs, Inputs::file).spare(written())?;
    let data = super::settings::data(&arguments.data, arguments.today, common)?;
    let mut sources = super::sources(common)?;
    let ids = scorecard_ids(std::slice::from_ref(&arguments.name), &mut sources)?;
    let defined = super::define(&sources, common)?;
    let mut catalogue = defined.catalogue.clone();
    let mut ids = ids;
    for id in &mut ids {
        let is_named = arguments.scorecard.is_none() && catalogue.scorecard(id).is_some();
        if !is_named && super::is_broken(Part::Scorecards, id, &defined, terminal) {
            return Ok(Exit::Stopped);
        }
        if !is_named && !find(id, arguments.scorecard.as_deref(), &mut catalogue)? {
            super::is_broken(Part::Library, id, &defined, terminal);
            return Ok(Exit::Stopped);
        }
    }
    one_chart(&ids, &catalogue, arguments.format.into_iter().chain(outputs.iter().map(|output| output.format)))?;
    let audience = super::settings::audience(arguments.audience, &common.settings);
    super::only(&arguments.groups.only, audience, &catalogue)?;
    let by = arguments.groups.by.as_slice();
    super::by(by, &catalogue)?;
    if !by.is_empty() && audience == Audience::Public {
        let said = "trend --by is not for the public: the months of small groups would tell of few children; compute --by is";
        return Err(Wrong::Usage(said.to_owned()).into());
    }
    let options = Options {
        only: arguments.groups.only.clone(),
        by: by.to_vec(),
        groups_history: !by.is_empty(),
        authority: data.authority.clone(),
        as_reported: data.as_reported,
        history: arguments.months - 1,
        audience,
        quarters: arguments.every == Every::Quarter,
        published: arguments.published.clone(),
        ..Options::new(ids, &data.extracts, data.period, super::today(arguments.today))
    };
    let document = job::compute(&catalogue, &options, &|doing| terminal.progress(doing))?;
    terminal.progress("");
    show_problems(&document.problems, common, terminal);
    if problem::stops(&document.problems) {
        terminal::err("error: the extracts cannot be used; nothing was computed\n");
        return Ok(Exit::Stopped);
    }
    let rendered = all_files(&outputs, &document, &Look::of_file(160))?;
    files::write_all(&rendered, Readers::AsUsual)?;
    if arguments.format.is_some() || rendered.is_empty() {
        let format = arguments.format.unwrap_or(TRENDS.all[0]);
        show(format.terminal, &(format.render)(&document, &terminal.look())?)?;
    }
    Ok(Exit::Done)
}

/// A drawing holds one chart: of an indicator, or of a scorecard with one row.
fn one_chart(
    ids: &[String],
    catalogue: &Catalogue,
    mut formats: impl Iterator<Item = &'static Format<Document, Look>>,
) -> Result<(), Wrong> {
    let rows = |id: &String| catalogue.scorecard(id).map_or(0, |found| found.groups.iter().map(|group| group.rows.len()).sum());
    if formats.any(|format| format.wants.one_row) && ids.iter().map(rows).sum::<usize>() != 1 {
        return Err(Wrong::Usage("an SVG file holds one chart: name an indicator, or use .html for all rows".to_owned()));
    }
    Ok(())
}

/// Puts a scorecard into the catalogue that has the indicator or the row of this name alone, whose name it then is. False
/// where its definition has a mistake; then the name is that of the definition.
fn find(id: &mut String, scorecard: Option<&str>, catalogue: &mut Catalogue) -> Result<bool, Wrong> {
    let alone = match names::find(id, scorecard, catalogue) {
        Ok(Named::Indicator(indicator, None)) => alone::scorecard(indicator, catalogue),
        Ok(Named::Indicator(_, Some(row)) | Named::Row(row)) => alone::of_row(row.scorecard, row.row),
        Ok(Named::Broken(broken)) => {
            *id = broken.id.clone();
            return Ok(false);
        }
        Err(unknown) => {
            let near = nearest(id, catalogue.scorecards.iter().map(|scorecard| scorecard.id.as_str()));
            let what = "there is no row, no scorecard and no indicator";
            return Err(match (suggestion(near), unknown) {
                (Some(near), _) => Wrong::Usage(format!("{what} '{id}': {near}")),
                (None, Wrong::Usage(said)) => Wrong::Usage(said.replacen("there is no indicator and no row", what, 1)),
                (None, other) => other,
            });
        }
    };
    *id = alone.id.clone();
    catalogue.scorecards.retain(|other| other.id != alone.id);
    catalogue.scorecards.push(alone);
    Ok(true)
}
