//! `scorecard explain`: what an indicator means, and how its cohort narrows.

use super::arguments::Common;
use super::case_arguments::{DataArguments, Explain};
use super::compute::show_problems;
use super::names::{self, Named, Row};
use super::terminal::{self, Terminal};
use super::{Exit, Wrong};
use scorecard::definitions::{Feed, Indicator, Part};
use scorecard::explain::Explanation;
use scorecard::formats::Format;
use scorecard::job::one;
use scorecard::render::formats::Look;

/// Runs the command.
pub fn run(arguments: &Explain, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    let inputs = super::inputs(common);
    arguments.extracts.iter().fold(inputs, |inputs, folder| inputs.extracts(folder)).spare([])?;
    let sources = super::sources(common)?;
    let defined = super::define(&sources, common)?;
    let name = arguments.indicator.join(" ");
    let (indicator, row) = match names::find(&name, arguments.scorecard.as_deref(), &defined.catalogue) {
        Ok(Named::Indicator(indicator, row)) => (indicator, row),
        Ok(Named::Row(row)) => return fed(row, arguments.format),
        Ok(Named::Broken(broken)) => {
            super::is_broken(Part::Library, &broken.id, &defined, terminal);
            return Ok(Exit::Stopped);
        }
        Err(unknown) => match (names::matching(&name, &defined.catalogue).as_slice(), arguments.format) {
            // Words that one indicator alone has are its name.
            ([only], _) => (*only, None),
            (found @ [_, _, ..], Format { terminal: true, .. }) => {
                terminal::out(&matches(found))?;
                return Ok(Exit::Done);
            }
            _ => return Err(unknown.into()),
        },
    };
    if let Some(row) = row.filter(|_| !common.quiet) {
        terminal::err(&format!("note: {} of {} is measured by '{}'\n", row.row.id, row.scorecard.id, indicator.id));
    }
    let asks = arguments.extracts.is_some() || arguments.period.is_some();
    let named = DataArguments {
        extracts: arguments.extracts.clone(),
        period: arguments.period,
        authority: arguments.authority.clone().map(|code| super::settings::Authorities(vec![code])),
        as_reported: arguments.as_reported,
    };
    let mut data = if asks { Some(super::settings::data(&named, None, common)?) } else { None };
    if let (Some(data), Some(row)) = (&mut data, row) {
        data.authority = data.authority.take().or_else(|| row.scorecard.authority.clone());
    }
    let groups = &arguments.groups;
    if data.is_none() && !(groups.by.is_empty() && groups.only.is_empty()) {
        return Err(Wrong::Usage("--by and --only are of data: give --extracts and --period too".to_owned()).into());
    }
    let asked = data.as_ref().map(|data| super::asked(groups, data, &defined.catalogue)).transpose()?;
    let found = one::explain_in_groups(&defined.catalogue, &[indicator], asked, &|doing| terminal.progress(doing))?;
    terminal.progress("");
    show_problems(&found.problems, common, terminal);
    let Some(explained) = found.value.and_then(|mut found| found.pop()) else {
        terminal::err("error: the extracts cannot be used; nothing was computed\n");
        return Ok(Exit::Stopped);
    };
    terminal::out(&String::from_utf8_lossy(&(arguments.format.render)(&explained, &terminal.look())?))?;
    Ok(Exit::Done)
}

/// A row that no indicator measures, in a few lines.
fn fed(Row { scorecard, row }: Row<'_>, format: &Format<Explanation, Look>) -> anyhow::Result<Exit> {
    let by = match &row.feed {
        Feed::Survey(question) => format!("the answers to '{question}' in survey.csv"),
        Feed::Return(measure) => format!("the measure '{measure}' of returns.csv"),
        Feed::Narrative(measure) => format!("the judgement '{measure}' of narrative.csv"),
        Feed::Awaits(extract) => format!("nothing yet: it needs a local extract, {extract}"),
        Feed::Indicator(id) => format!("the indicator '{id}'"),
    };
    if !format.terminal {
        let said = format!("'{}' is no indicator: it is fed by {by}; leave --format out", row.id);
        return Err(Wrong::Usage(said).into());
    }
    let target = row.targets.last().and_then(|target| target.text.clone()).or_else(|| row.aim.clone());
    terminal::out(&format!(
        "{}: {}\n\nRow of     {} ({})\nFed by     {by}\nUnit       {}\nBetter     {}\nTarget     {}\nSource     {}\n",
        row.id,
        row.title,
        scorecard.title,
        scorecard.id,
        row.unit.as_str(),
        row.polarity.as_str(),
        target.as_deref().unwrap_or("none"),
        row.source
    ))?;
    Ok(Exit::Done)
}

/// The indicators that words match, one a line.
fn matches(found: &[&Indicator]) -> String {
    let width = found.iter().map(|indicator| indicator.id.len()).max().unwrap_or(0);
    let lines = found.iter().map(|indicator| format!("{:width$}  {}\n", indicator.id, indicator.title));
    format!("{} indicators match:\n\n{}", found.len(), lines.collect::<String>())
}
