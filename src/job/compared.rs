//! What figures are compared with: the months to measure for it, and what others have.

use std::path::{Path, PathBuf};

use super::{Options, outlook};
use crate::assemble;
use crate::benchmarks::{self, Figures};
use crate::calendar::Month;
use crate::definitions::{Catalogue, RowDefinition, ScorecardDefinition, Since, Whom};
use crate::extracts::BENCHMARKS;
use crate::pace;
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::rating::Other;
use crate::scorecard::Published;

/// The published figures of the folder that was named, or else of the one beside the extracts. A measure that cannot be what
/// it is taken for is left out.
pub(super) fn published(options: &Options, catalogue: &Catalogue, problems: &mut Vec<Problem>) -> Option<Figures> {
    let mut figures = read(options, catalogue, problems)?;
    leave_out_what_is_no_percentage(&mut figures, catalogue, problems);
    Some(figures)
}

/// A percentage above 100 is a count in the place of one: all of its measure is in doubt.
fn leave_out_what_is_no_percentage(figures: &mut Figures, catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    figures.series.retain(|series| {
        let id = &series.measure.indicator;
        let is_percent = catalogue.indicator(id).is_some_and(|indicator| indicator.unit.is_share());
        let beyond = series.cells.values().find_map(|cell| match cell.value {
            Published::Value(value) if is_percent && !(0.0..=100.0).contains(&value) => Some(value),
            _ => None,
        });
        if let Some(value) = beyond {
            let title = &series.measure.title;
            let message = format!("{value} is published of {id}, which is no percentage: none of '{title}' is compared");
            problems.push(Problem::new(Code::UnreadablePublished, message).help(
                "Use the file as it was downloaded, or name the column of percentages in benchmarks/*.toml of your definitions.",
            ));
        }
        beyond.is_none()
    });
}

fn read(options: &Options, catalogue: &Catalogue, problems: &mut Vec<Problem>) -> Option<Figures> {
    if let Some(folder) = &options.benchmarks {
        return benchmarks::read(folder, &catalogue.benchmarks, problems);
    }
    let folder = beside(&options.extracts)?;
    let mut met = Vec::new();
    let found = benchmarks::read(&folder, &catalogue.benchmarks, &mut met);
    // Nobody asked for that folder by name: that it is of no use stops nothing.
    if found.is_none() {
        let message = format!("the folder '{BENCHMARKS}' beside the extracts holds no published file that is known");
        problems.push(Problem::new(Code::UnknownFile, message).in_file(format!("{BENCHMARKS}/")));
        return None;
    }
    problems.extend(met);
    found
}

/// The folder of published figures beside the extracts, whatever its capitals.
fn beside(extracts: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(extracts).ok()?.flatten();
    let mut named: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().eq_ignore_ascii_case(BENCHMARKS))
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    named.sort();
    named.into_iter().next()
}

/// What others have of a row's measure as at a month.
///
/// # Errors
/// Says what is missing, and how to give it.
pub(super) fn others(
    published: Option<&Figures>,
    authority: Option<&str>,
    row: &RowDefinition,
    month: Month,
    whom: Whom,
) -> Result<Other, String> {
    let published = published.ok_or_else(|| {
        format!(
            "{} is not known: give the published figures with --benchmarks, or put them into a folder 'benchmarks' beside \
             the extracts",
            whom.as_str()
        )
    })?;
    benchmarks::compared(published, authority, row, month, whom)
}

/// The months to measure: the period and its history, the one that travel is since, and those before each that
/// some row is compared with.
pub(super) fn months(definitions: &[&ScorecardDefinition], options: &Options) -> Vec<Month> {
    let mut months: Vec<Month> = (0..=options.history)
        .map(|back| options.period.back(back))
        .filter(|month| !options.quarters || *month == options.period || month.number() % 3 == 0)
        .collect();
    let add = |month: Month, months: &mut Vec<Month>| {
        if !months.contains(&month) {
            months.push(month);
        }
    };
    for definition in definitions {
        add(travel(definition, options).month(options.period), &mut months);
    }
    let measured = months.clone();
    for since in definitions.iter().flat_map(|definition| assemble::looks_back(definition)) {
        for month in &measured {
            add(since.month(*month), &mut months);
        }
    }
    for month in assemble::last_outturns(options.period, options.outturns) {
        add(month, &mut months);
    }
    let rate = options.forecast && definitions.iter().any(|definition| outlook::needs_rate(definition, options.period));
    if rate {
        add(options.period.back(pace::RATE_MONTHS), &mut months);
    }
    months
}

/// Since when travel of a scorecard is.
pub(super) fn travel(definition: &ScorecardDefinition, options: &Options) -> Since {
    options.travel.unwrap_or(definition.travel)
}
