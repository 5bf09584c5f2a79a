//! The command line: the only place that knows clap, the terminal, exit statuses and the clock.

mod arguments;
mod beside;
mod case_arguments;
mod cases;
mod check;
mod commentary;
mod complete;
mod compute;
mod diff;
mod explain;
mod files;
mod folder;
mod formats;
mod inputs;
mod list;
mod man;
mod names;
mod new;
mod settings;
mod stack;
mod tables;
mod terminal;
mod test;
mod test_new;
mod trend;
mod trend_arguments;

use std::io::IsTerminal;
use std::panic;
use std::path::{Path, PathBuf};

use clap::Parser;

use arguments::{Arguments, Command, Common};
use case_arguments::GroupArguments;
use scorecard::calendar::Day;
use scorecard::definitions::by::Only;
use scorecard::definitions::settings::Settings;
use scorecard::definitions::{Catalogue, Part, Sources};
use scorecard::job::one::{Asked, Data};
use scorecard::job::{self, Defined};
use scorecard::problem::Severity;
use scorecard::scorecard::{Audience, By};
use terminal::Terminal;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// An error in definitions or extracts stopped the job.
    Stopped = 1,
    /// Wrong usage.
    Usage = 2,
    /// Done, and something named in `--fail-on` was found.
    Found = 3,
    /// A fault of the program.
    Fault = 70,
}

/// Runs the program and gives its exit status.
pub fn main() -> Exit {
    panic::set_hook(Box::new(|panic| {
        // A damaged workbook or Parquet file is a problem of the file, and told as one.
        if scorecard::extracts::is_reading() {
            return;
        }
        // The payload may quote a value of the extracts: only the place is shown.
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        terminal::err(&format!("\nerror: a fault of the program, at {place}; no result was written\n"));
    }));
    match panic::catch_unwind(complete::answer) {
        Ok(false) => {}
        Ok(true) => return Exit::Done,
        Err(_) => return Exit::Fault,
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let usage = error.use_stderr();
            // An argument may be the name of somebody's file: it is shown as any other text is.
            let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let terminal = if usage { std::io::stderr().is_terminal() } else { std::io::stdout().is_terminal() };
            let shown = if terminal && !plain { error.render().ansi().to_string() } else { error.render().to_string() };
            if usage {
                terminal::err_styled(&shown);
                return Exit::Usage;
            }
            return terminal::out_styled(&shown).map_or_else(
                |error| {
                    terminal::err(&format!("error: {error:#}\n"));
                    Exit::Stopped
                },
                |()| Exit::Done,
            );
        }
    };
    beside::clear_up_when_stopped();
    match panic::catch_unwind(|| threads_make_sense().and_then(|()| run(&arguments))) {
        Ok(Ok(exit)) => exit,
        Ok(Err(error)) => {
            terminal::err(&format!("error: {error:#}\n"));
            match error.downcast_ref::<Wrong>() {
                Some(Wrong::Usage(_)) => Exit::Usage,
                Some(Wrong::File(_)) => Exit::Stopped,
                None => Exit::Fault,
            }
        }
        Err(_) => Exit::Fault,
    }
}

/// What a user did wrong that is no problem of definitions or extracts.
#[derive(Debug)]
pub enum Wrong {
    /// Arguments that make no sense.
    Usage(String),
    /// A file that cannot be read or written.
    File(String),
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Wrong::Usage(text) | Wrong::File(text)) = self;
        f.write_str(text)
    }
}

impl std::error::Error for Wrong {}

/// That a run can be of some groups alone.
///
/// # Errors
/// When there is no such column, or when it is for the public: what was published of the whole would tell what is hidden of a part.
fn only(only: &[Only], audience: Audience, catalogue: &Catalogue) -> anyhow::Result<()> {
    if !only.is_empty() && audience == Audience::Public {
        let said = "--only is not for the public: what is published of the whole would tell what is hidden of a part; use --by";
        return Err(Wrong::Usage(said.to_owned()).into());
    }
    for one in only {
        if let Some(wrong) = job::only::wrong_of(one, catalogue)? {
            return Err(Wrong::Usage(format!("{}: {}", wrong.message, wrong.label)).into());
        }
    }
    Ok(())
}

/// That figures can be broken down by what is asked for.
///
/// # Errors
/// When there is no such column.
fn by(by: &[By], catalogue: &Catalogue) -> anyhow::Result<()> {
    for one in by {
        if let Some(wrong) = job::breakdowns::wrong_of(one, catalogue)? {
            return Err(Wrong::Usage(format!("{}: {}", wrong.message, wrong.label)).into());
        }
    }
    Ok(())
}

/// That the groups of a close look make sense; what it is at.
///
/// # Errors
/// When there is no such column.
fn asked<'a>(groups: &'a GroupArguments, data: &'a Data, catalogue: &Catalogue) -> anyhow::Result<Asked<'a>> {
    by(&groups.by, catalogue)?;
    only(&groups.only, Audience::Internal, catalogue)?;
    Ok(Asked { data, by: &groups.by, only: &groups.only })
}

fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let terminal = Terminal::new(&arguments.common);
    let needs_none = matches!(
        arguments.command,
        Command::Diff(_) | Command::Stack(_) | Command::New(_) | Command::Completions { .. } | Command::Man { .. }
    );
    let settings = if needs_none { Ok(Settings::default()) } else { settings::read(&arguments.common, terminal)? };
    let settings = match settings {
        Ok(settings) => settings,
        Err(exit) => return Ok(exit),
    };
    let common = &Common { settings, ..arguments.common.clone() };
    match &arguments.command {
        Command::Compute(compute) => compute::run(compute, common, terminal),
        Command::Check(check) => check::run(check, common, terminal),
        Command::List(list) => list::run(list, common, terminal),
        Command::Explain(explain) => explain::run(explain, common, terminal),
        Command::Cases(cases) => cases::run(cases, common, terminal),
        Command::Trend(trend) => trend::run(trend, common, terminal),
        Command::Tables(tables) => tables::run(tables, common, terminal),
        Command::Commentary(commentary) => commentary::run(commentary, common, terminal),
        Command::Test(test) => test::run(test, common, terminal),
        Command::Diff(diff) => diff::run(diff, terminal),
        Command::Stack(stack) => stack::run(stack),
        Command::New(new) => new::run(new, arguments.common.quiet),
        Command::Completions { shell } => {
            terminal::out(&complete::script(*shell)?)?;
            Ok(Exit::Done)
        }
        Command::Man { output } => man::run(output.as_deref()),
    }
}

/// The environment may say how many threads are used; none, or no number, would stop the libraries that read it.
fn threads_make_sense() -> anyhow::Result<()> {
    for name in ["POLARS_MAX_THREADS", "RAYON_NUM_THREADS"] {
        let Some(value) = std::env::var_os(name) else { continue };
        let number = value.to_str().and_then(|value| value.trim().parse::<usize>().ok());
        if number.is_none_or(|number| number == 0) && !(name == "RAYON_NUM_THREADS" && number == Some(0)) {
            let shown = value.to_string_lossy();
            return Err(
                Wrong::Usage(format!("{name} is '{shown}'; give a whole number of threads from 1, or leave it out")).into()
            );
        }
    }
    Ok(())
}

/// The folders of definitions of this run, the lowest layer first.
fn layers(common: &Common) -> Vec<PathBuf> {
    let here = Path::new("indicators");
    let mut layers: Vec<PathBuf> = Vec::new();
    let folder = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let named = common.settings.indicators.as_ref().filter(|_| common.indicators.is_empty());
    for path in named.unwrap_or(&common.indicators) {
        // A folder named twice is one layer, where it is named last.
        layers.retain(|other| folder(other) != folder(path));
        layers.push(path.clone());
    }
    if common.indicators.is_empty() && named.is_none() && here.is_dir() {
        layers.push(here.to_owned());
    }
    layers
}

/// The files that a run reads: its definitions, its settings and what these name, also where this command has no use for it.
fn inputs(common: &Common) -> inputs::Inputs {
    let named = &common.settings;
    let inputs = inputs::Inputs::default().file(Path::new(settings::FILE)).maybe(named.commentary.as_ref());
    let inputs = named.extracts.iter().fold(inputs, |inputs, folder| inputs.extracts(folder));
    let inputs = named.benchmarks.iter().fold(inputs, |inputs, folder| inputs.published(folder));
    let inputs = named.scorecards.iter().fold(inputs, |inputs, scorecard| inputs.file(Path::new(scorecard)));
    layers(common).iter().fold(inputs, |inputs, folder| inputs.folder(folder))
}

/// The text of the definitions that this run uses.
fn sources(common: &Common) -> anyhow::Result<Sources> {
    let layers = layers(common);
    Sources::in_layers(layers.iter().map(PathBuf::as_path)).map_err(|error| {
        let said = format!("{error:#}");
        if common.indicators.is_empty() { Wrong::File(said).into() } else { Wrong::Usage(said).into() }
    })
}

/// Reads definitions. Those with a mistake are left out, and that is said.
fn define(sources: &Sources, common: &Common) -> anyhow::Result<Defined> {
    let defined = job::define(sources)?;
    if !common.quiet && scorecard::problem::stops(&defined.problems) {
        let mut files: Vec<&str> = defined.catalogue.broken.iter().map(|broken| broken.path.as_str()).collect();
        files.dedup();
        let more = if files.len() > NAMED { format!(" and {} more", files.len() - NAMED) } else { String::new() };
        let shown = files.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let what = if files.len() == 1 { "a definition has a mistake and is" } else { "definitions have mistakes and are" };
        terminal::err(&format!("note: {what} left out: {shown}{more}; scorecard check shows why\n"));
    }
    Ok(defined)
}

/// How many files a note names.
const NAMED: usize = 4;

/// Whether what was asked for has a mistake in its definition, which is then shown.
fn is_broken(part: Part, id: &str, defined: &Defined, terminal: Terminal) -> bool {
    let Some(broken) = defined.catalogue.broken(part, id) else { return false };
    let mut mistakes: Vec<_> = defined.mistakes(broken).cloned().collect();
    if mistakes.is_empty() {
        // It rests on a definition that has one.
        let all = &defined.problems;
        mistakes = all.iter().filter(|problem| problem.severity() == Severity::Error).cloned().collect();
    }
    terminal.problems(&scorecard::render::problems::render(&mistakes, terminal.messages()));
    terminal::err(&format!("error: the {} '{id}' has a mistake in its definition; nothing was computed\n", broken.what));
    true
}

/// Today by the clock, unless given.
fn today(given: Option<Day>) -> Day {
    given.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(0, |since| Day::try_from(since.as_secs() / 86_400).unwrap_or(0))
    })
}
