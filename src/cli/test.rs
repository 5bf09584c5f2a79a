//! `scorecard test`: cases worked by hand, run against the definitions in force.

use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::Common;
use super::formats::formats;
use super::settings::parse_month;
use super::terminal::{self, Terminal};
use super::{Exit, Wrong, complete, test_new};
use scorecard::calendar::Month;
use scorecard::formats::Format;
use scorecard::job::worked as job;
use scorecard::nearest::{nearest, suggestion};
use scorecard::render::formats::{Look, TESTS};
use scorecard::worked::{CaseReport, EXPECTED, Outcome, Report};

/// `scorecard test`.
#[derive(Debug, Args)]
pub struct Test {
    /// Cases by name, or folders: of one case, or of several [default: the folder cases beside the definitions]
    #[arg(value_name = "CASE|DIR", add = complete::cases())]
    pub cases: Vec<String>,
    /// Make the folder of a new case, with the smallest extracts that an indicator needs
    #[arg(long, num_args = 2, value_names = ["NAME", "INDICATOR"], conflicts_with_all = ["cases", "format"])]
    pub new: Option<Vec<String>>,
    /// With --new: the reporting month of the case [default: the last March]
    #[arg(long, value_name = "YYYY-MM", add = complete::months(), requires = "new", value_parser = parse_month)]
    pub period: Option<Month>,
    /// Format of what came
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = formats(&TESTS))]
    pub format: &'static Format<Report, Look>,
}

/// The folder of cases.
const CASES: &str = "cases";

/// Runs the command.
pub fn run(arguments: &Test, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    if let Some([name, indicator]) = arguments.new.as_deref() {
        return test_new::run(name, indicator, arguments.period, common, terminal);
    }
    let folders = folders(&arguments.cases, common)?;
    folders.iter().fold(super::inputs(common), |inputs, folder| inputs.folder(folder)).spare([])?;
    let defined = super::define(&super::sources(common)?, common)?;
    terminal.progress("running the cases");
    let mut report = job::run(&defined.catalogue, &folders)?;
    // What a case tries that cannot be read is not known.
    if arguments.cases.is_empty() && !report.cases.iter().any(CaseReport::is_broken) {
        report.notes = job::left_out(&defined.catalogue, &folders)?;
    }
    terminal.progress("");
    let shows_children = report.cases.iter().flat_map(|case| &case.rows).any(|row| !row.children.is_empty());
    if shows_children && arguments.format.children && !common.quiet {
        super::cases::case_level("the output holds");
    }
    if arguments.format.terminal && common.quiet {
        only_failing(&mut report);
    }
    let text = (arguments.format.render)(&report, &terminal.look())?;
    let text = String::from_utf8_lossy(&text);
    if arguments.format.terminal {
        terminal::out_styled(&text)?
    } else {
        terminal::out(&text)?
    }
    let tally = report.tally();
    Ok(match (tally.not_run, tally.differ) {
        (0, 0) => Exit::Done,
        (0, _) => Exit::Found,
        _ => Exit::Stopped,
    })
}

/// Leaves the cases and rows that did not come out as worked.
fn only_failing(report: &mut Report) {
    report.notes.clear();
    for case in &mut report.cases {
        case.rows.retain(|row| row.outcome != Outcome::AsWorked);
    }
    report.cases.retain(|case| !case.rows.is_empty() || case.is_broken());
}

/// The folders of cases that are looked into when none is named: beside each folder of definitions, and in it.
pub fn homes(common: &Common) -> Vec<PathBuf> {
    homes_of(&super::layers(common))
}

/// The names of the cases that are run when none is named.
pub fn names(layers: &[PathBuf]) -> Vec<String> {
    let cases = homes_of(layers).into_iter().filter_map(|home| cases_in(&home).ok()).flatten();
    cases.filter_map(|case| Some(case.file_name()?.to_string_lossy().into_owned())).collect()
}

fn homes_of(layers: &[PathBuf]) -> Vec<PathBuf> {
    let beside = |layer: &PathBuf| layer.parent().unwrap_or(Path::new("")).join(CASES);
    let mut homes: Vec<PathBuf> = layers.iter().flat_map(|layer| [layer.join(CASES), beside(layer)]).collect();
    homes.push(PathBuf::from(CASES));
    let mut seen = Vec::new();
    homes.retain(|home| {
        let Ok(place) = home.canonicalize() else { return false };
        let is_new = home.is_dir() && !seen.contains(&place);
        seen.push(place);
        is_new
    });
    homes
}

/// The folders of the cases that are named, or of all.
fn folders(named: &[String], common: &Common) -> Result<Vec<PathBuf>, Wrong> {
    let homes = homes(common);
    let mut found: Vec<PathBuf> = Vec::new();
    if named.is_empty() {
        for home in &homes {
            found.extend(cases_in(home)?);
        }
        if found.is_empty() {
            let said = "there is no case; scorecard test --new NAME INDICATOR makes one in the folder 'cases'";
            return Err(Wrong::Usage(said.to_owned()));
        }
    }
    for name in named {
        let path = Path::new(name);
        let in_homes: Vec<PathBuf> = homes.iter().map(|home| home.join(name)).filter(|path| is_case(path)).collect();
        if path.is_dir() && (is_case(path) || in_homes.is_empty()) {
            let cases = if is_case(path) { vec![path.to_owned()] } else { cases_in(&inner(path))? };
            if cases.is_empty() {
                return Err(Wrong::Usage(format!("there is no case in '{name}': a case is a folder with {}", EXPECTED[0])));
            }
            found.extend(cases);
        } else if in_homes.is_empty() {
            return Err(unknown(name, &homes));
        } else {
            found.extend(in_homes);
        }
    }
    let mut seen = Vec::new();
    found.retain(|case| {
        let place = case.canonicalize().unwrap_or_else(|_| case.clone());
        let is_new = !seen.contains(&place);
        seen.push(place);
        is_new
    });
    Ok(found)
}

/// The folder of cases that a folder holds, or the folder itself.
fn inner(path: &Path) -> PathBuf {
    let inner = path.join(CASES);
    if inner.is_dir() { inner } else { path.to_owned() }
}

fn is_case(folder: &Path) -> bool {
    EXPECTED.iter().any(|name| folder.join(name).is_file())
}

/// The folders in a folder of cases, in order of their names; those that hold nothing of a case are no cases.
fn cases_in(home: &Path) -> Result<Vec<PathBuf>, Wrong> {
    let failed = |error: std::io::Error| Wrong::File(format!("cannot read '{}': {error}", home.display()));
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(home).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() && !hidden && (is_case(&path) || path.join("extracts").is_dir() || path.join("case.md").is_file()) {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

fn unknown(name: &str, homes: &[PathBuf]) -> Wrong {
    let known: Vec<PathBuf> = homes.iter().filter_map(|home| cases_in(home).ok()).flatten().collect();
    let names: Vec<String> =
        known.iter().filter_map(|case| case.file_name()).map(|name| name.to_string_lossy().into_owned()).collect();
    let near = suggestion(nearest(name, names.iter().map(String::as_str)));
    let near = near.unwrap_or_else(|| match homes.first() {
        Some(home) => format!("the cases of '{}' are run when none is named", home.display()),
        None => "there is no folder 'cases' beside the definitions".to_owned(),
    });
    Wrong::Usage(format!("there is no case and no folder '{name}': {near}"))
}
