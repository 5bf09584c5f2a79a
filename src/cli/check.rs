//! `scorecard check`: every problem of definitions and extracts, nothing computed.

use super::Exit;
use super::arguments::{Check, CheckFailOn, CheckFormat, Common};
use super::compute::{known, problem_codes, scorecard_ids};
use super::terminal::{self, Terminal};
use scorecard::definitions::Part;
use scorecard::job;
use scorecard::problem::{self, Severity};
use scorecard::render::{self, json, problems};
use scorecard::scorecard::{Audience, Document};

/// Runs the command.
pub fn run(arguments: &Check, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    let inputs = super::inputs(common);
    arguments.extracts.iter().fold(inputs, |inputs, folder| inputs.extracts(folder)).spare([])?;
    let mut sources = super::sources(common)?;
    let named = if arguments.scorecards.is_empty() { &common.settings.scorecards } else { &arguments.scorecards };
    let ids = scorecard_ids(named, &mut sources)?;
    let defined = job::define(&sources)?;
    for id in ids.iter().filter(|id| defined.catalogue.broken(Part::Scorecards, id).is_none()) {
        known(id, &defined.catalogue)?;
    }
    let mut met = defined.problems;
    let today = super::today(arguments.today);
    let mut period = arguments.period;
    let mut arrived = Vec::new();
    if let Some(folder) = &arguments.extracts {
        let (used, found, there) = job::check_folder(&defined.catalogue, folder, arguments.period, today)?;
        arrived = there;
        period = Some(used);
        met.extend(found);
        job::by_figures(&mut met);
    }
    let codes = problem_codes(&met);
    match arguments.format {
        CheckFormat::Json => {
            let period = period.unwrap_or_else(|| scorecard::calendar::Month::of(today));
            let document = Document {
                generated: today,
                period,
                audience: Audience::Internal,
                publication: Default::default(),
                brief: false,
                explained: Vec::new(),
                reach: Vec::new(),
                scorecards: Vec::new(),
                only: Vec::new(),
                problems: met.clone(),
            };
            terminal::out(&json::render(&document)?)?;
        }
        CheckFormat::Table => {
            let shown: Vec<_> = met.iter().filter(|p| !common.quiet || p.severity() == Severity::Error).cloned().collect();
            terminal.problems_out(&problems::render_with_figures(&shown, terminal.results()))?;
            if !common.quiet && !arrived.is_empty() {
                terminal::out(&format!(
                    "{}\n",
                    render::arrived::render(&arrived, terminal.width.max(super::terminal::LEAST).into())
                ))?;
            }
            let count = |severity: Severity| {
                let number = met.iter().filter(|problem| problem.severity() == severity).count();
                format!("{number} {}{}", severity.as_str(), if number == 1 { "" } else { "s" })
            };
            let catalogue = &defined.catalogue;
            let told = format!(
                "{} indicators, {} scorecards, {} extract layouts{}: {}, {}, {}",
                catalogue.indicators.len(),
                catalogue.scorecards.len(),
                catalogue.extracts.len(),
                period
                    .filter(|_| arguments.extracts.is_some())
                    .map(|month| format!("; extracts as of {month}"))
                    .unwrap_or_default(),
                count(Severity::Error),
                count(Severity::Warning),
                count(Severity::Note)
            );
            terminal::out(&format!("{}\n", terminal.broken(&told)))?;
        }
    }
    if problem::stops(&met) {
        return Ok(Exit::Stopped);
    }
    if arguments.fail_on.contains(&CheckFailOn::Problems) && !codes.is_empty() {
        terminal::err(&format!("failed on problems: {}\n", codes.join(", ")));
        return Ok(Exit::Found);
    }
    Ok(Exit::Done)
}
