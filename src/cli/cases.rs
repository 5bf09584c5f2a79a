//! `scorecard cases`: the children behind a figure.

use std::path::PathBuf;

use super::arguments::Common;
use super::case_arguments::Cases as Arguments;
use super::compute::show_problems;
use super::formats::{Output, all_files, outputs, paths, readers};
use super::names::{self, Named};
use super::terminal::{self, Terminal};
use super::{Exit, Wrong, files};
use scorecard::definitions::Part;
use scorecard::formats::Format;
use scorecard::job::one;
use scorecard::render::children::Children;
use scorecard::render::formats::{CASES, Look};

/// Runs the command.
pub fn run(arguments: &Arguments, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    let outputs = outputs(&CASES, &arguments.output)?;
    let written = paths(&outputs);
    let written = || written.iter().map(PathBuf::as_path);
    files::each_once(written())?;
    super::inputs(common).extracts(&super::settings::extracts(&arguments.data, common)?).spare(written())?;
    let mut data = super::settings::data(&arguments.data, None, common)?;
    let sources = super::sources(common)?;
    let defined = super::define(&sources, common)?;
    let (indicator, row) = match names::find(&arguments.indicator, arguments.scorecard.as_deref(), &defined.catalogue)? {
        Named::Indicator(indicator, row) => (indicator, row),
        Named::Row(row) => {
            let said = format!(
                "{} of {} is fed by figures, not by an indicator: there are no children behind it",
                row.row.id, row.scorecard.id
            );
            return Err(Wrong::Usage(format!("{said}; scorecard explain {} says by which", row.row.id)).into());
        }
        Named::Broken(broken) => {
            super::is_broken(Part::Library, &broken.id, &defined, terminal);
            return Ok(Exit::Stopped);
        }
    };
    if let Some(row) = row {
        // What is inside or outside the area depends on whose it is.
        data.authority = data.authority.take().or_else(|| row.scorecard.authority.clone());
        if !common.quiet {
            terminal::err(&format!("note: {} of {} is measured by '{}'\n", row.row.id, row.scorecard.id, indicator.id));
        }
    }
    let asked = super::asked(&arguments.groups, &data, &defined.catalogue)?;
    if let Some(months) = arguments.due {
        if !one::looks_ahead(&defined.catalogue, indicator)? {
            let what = format!("'{}' counts what happened in a time, so nobody crosses a line of it by staying", indicator.id);
            return Err(Wrong::Usage(format!("{what}; --due is for indicators of children as they stand on a day")).into());
        }
        let found = one::due(&defined.catalogue, indicator, asked, months, &|doing| terminal.progress(doing))?;
        terminal.progress("");
        show_problems(&found.problems, common, terminal);
        let Some(due) = found.value else { return Ok(stopped()) };
        if !common.quiet {
            case_level("the output holds");
        }
        return write(&outputs, arguments.format, &Children::Due(due), terminal);
    }
    let found = one::cases(&defined.catalogue, &[indicator], asked, &|doing| terminal.progress(doing))?;
    terminal.progress("");
    show_problems(&found.problems, common, terminal);
    let Some(cases) = found.value.and_then(|mut found| found.pop()) else { return Ok(stopped()) };
    if !common.quiet {
        case_level("the output holds");
        if let Some(reason) = cases.measured.reason() {
            terminal::err(&format!("note: no data: {reason}\n"));
        }
        let empty = cases.columns.iter().filter_map(|column| Some((column.name.clone(), column.empty.clone()?)));
        empty_columns(&cases.table, &empty.collect::<Vec<_>>());
    }
    write(&outputs, arguments.format, &Children::Figure(cases), terminal)
}

fn stopped() -> Exit {
    terminal::err("error: the extracts cannot be used; nothing was computed\n");
    Exit::Stopped
}

/// Writes the files, and to standard output what is to go there.
fn write(
    outputs: &[Output<Children, Look>],
    format: Option<&Format<Children, Look>>,
    children: &Children,
    terminal: Terminal,
) -> anyhow::Result<Exit> {
    let rendered = all_files(outputs, children, &Look::of_file(120))?;
    files::write_all(&rendered, readers(outputs))?;
    if format.is_some() || rendered.is_empty() {
        let format = format.unwrap_or(CASES.all[0]);
        terminal::out_bytes(&(format.render)(children, &terminal.look())?)?;
    }
    Ok(Exit::Done)
}

/// Says that what is written is about children one by one.
pub fn case_level(what: &str) {
    terminal::err(&format!("note: {what} case-level data with children's identifiers; it is not for boards\n"));
}

/// Says which columns are empty and why, the columns of one reason together.
pub fn empty_columns(table: &str, empty: &[(String, String)]) {
    let mut told: Vec<&str> = Vec::new();
    for (_, reason) in empty {
        if !told.contains(&reason.as_str()) {
            told.push(reason);
            let names: Vec<&str> = empty.iter().filter(|(_, other)| other == reason).map(|(name, _)| name.as_str()).collect();
            terminal::err(&format!("note: empty in {table}: {}: {reason}\n", names.join(", ")));
        }
    }
}
