//! `scorecard compute`: the main job.

use std::path::{Path, PathBuf};

use super::arguments::{Common, Compute, Every, FailOn};
use super::case_arguments::DataArguments;
use super::files::Readers;
use super::formats::{self, Output, all_files};
use super::inputs::Inputs;
use super::settings::is_several;
use super::terminal::{self, Terminal};
use super::{Exit, Wrong, files, names};
use scorecard::definitions::{self, Catalogue, Part, Sources};
use scorecard::formats::Wants;
use scorecard::job::{self, Defined, Options, authorities};
use scorecard::problem::{self, Problem, Severity};
use scorecard::problem_codes::Code;
use scorecard::rating::Rating;
use scorecard::render::formats::{Look, SCORECARDS};
use scorecard::render::{details, problems, table};
use scorecard::scorecard::{Document, Row, Scorecard};

/// Runs the command.
pub fn run(arguments: &Compute, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    let settings = &common.settings;
    let benchmarks = arguments.benchmarks.clone().or_else(|| settings.benchmarks.clone());
    let commentary = arguments.commentary.clone().or_else(|| settings.commentary.clone());
    let inputs = super::inputs(common).extracts(&super::settings::extracts(&arguments.data, common)?);
    let inputs = benchmarks.iter().fold(inputs, |inputs, folder| inputs.published(folder));
    let inputs = arguments.published.iter().fold(inputs, |inputs, folder| inputs.folder(folder));
    let template = arguments.template.clone().or_else(|| settings.template.clone());
    let inputs = inputs.maybe(commentary.as_ref()).maybe(arguments.previous.as_ref()).maybe(template.as_ref());
    let named = named(&arguments.scorecards, common);
    let files = named.iter().map(Path::new).filter(|path| path.is_file());
    let inputs = files.fold(inputs, Inputs::file);
    let spared = |paths: &[PathBuf]| -> Result<Vec<Output<Document, Look>>, Wrong> {
        let outputs = formats::outputs(&SCORECARDS, paths)?;
        let written = formats::paths(&outputs);
        files::each_once(written.iter().map(PathBuf::as_path))?;
        inputs.spare(written.iter().map(PathBuf::as_path))?;
        Ok(outputs)
    };
    // Before anything is read; what the settings name may have the month in it, which the extracts tell.
    let mut outputs = spared(&arguments.output)?;
    let several = arguments.data.authority.as_ref().map(|asked| asked.0.clone()).filter(|words| is_several(words));
    let one =
        DataArguments { authority: arguments.data.authority.clone().filter(|_| several.is_none()), ..arguments.data.clone() };
    let data = super::settings::data(&one, arguments.today, common)?;
    let by_settings = arguments.output.is_empty() && arguments.format.is_none();
    if by_settings {
        outputs = spared(&super::settings::outputs(settings, data.period))?;
    }
    for path in [&commentary, &arguments.previous].into_iter().flatten() {
        definitions::files::is_run(path).map_err(|why| Wrong::File(format!("cannot read '{}': {why}", path.display())))?;
    }
    let Some((ids, defined)) = defined(&named, common, terminal)? else { return Ok(Exit::Stopped) };
    let by = if arguments.by.is_empty() { &settings.by } else { &arguments.by };
    super::by(by, &defined.catalogue)?;
    let audience = super::settings::audience(arguments.audience, settings);
    super::only(&arguments.only, audience, &defined.catalogue)?;
    let wants: Vec<Wants> = outputs.iter().map(|output| output.format).chain(arguments.format).map(|one| one.wants).collect();
    let word = wants.iter().any(|wants| wants.template);
    if arguments.template.is_some() && !word {
        return Err(Wrong::Usage(
            "--template is what Word documents are written in: name one with --output FILE.docx".to_owned(),
        )
        .into());
    }
    let has_pages = wants.iter().any(|wants| wants.pages);
    let draws = arguments.brief || wants.iter().any(|wants| wants.history);
    let options = Options {
        word,
        template,
        authority: data.authority.clone(),
        as_reported: data.as_reported,
        by: by.clone(),
        history: arguments.months.unwrap_or(if draws { DRAWN } else { 0 }),
        groups_history: has_pages,
        only: arguments.only.clone(),
        audience,
        brief: arguments.brief,
        papers: has_pages,
        forecast: common.verbose || wants.iter().any(|wants| wants.forecast),
        benchmarks,
        travel: arguments.travel.or(settings.travel),
        outturns: arguments.outturns,
        quarters: arguments.every == Every::Quarter,
        commentary,
        previous: arguments.previous.clone(),
        published: arguments.published.clone(),
        ..Options::new(ids, &data.extracts, data.period, super::today(arguments.today))
    };
    let progress = |doing: &str| terminal.progress(doing);
    let document = match &several {
        None => job::compute(&defined.catalogue, &options, &progress)?,
        Some(words) => {
            let there = authorities::there(&defined.catalogue, &options);
            let codes = authorities::asked(words, there.as_ref()).map_err(|why| Wrong::Usage(format!("--authority: {why}")))?;
            match &there {
                Some(there) => authorities::compute_each(&defined.catalogue, &options, (&codes, there), &progress)?,
                None => job::compute(&defined.catalogue, &options, &progress)?,
            }
        }
    };
    terminal.progress("");
    show_problems(&document.problems, common, terminal);
    if problem::stops(&document.problems) {
        let not_safe = [Code::DisclosureUnsafe, Code::DisclosureTooLong];
        if document.problems.iter().any(|problem| not_safe.contains(&problem.code)) {
            terminal::err("error: the figures are not safe to publish; nothing was written\n");
        } else {
            terminal::err(&format!("error: {} cannot be used; nothing was computed\n", culprit(&document.problems)));
        }
        return Ok(Exit::Stopped);
    }
    show_left_out(&document.problems, common, terminal);
    if !common.quiet && !common.verbose {
        let told = |code: Code| match code {
            Code::UnknownScorecard | Code::FolderOfOneMonth | Code::DisclosedBefore | Code::NoGroups | Code::NotForPublic => true,
            Code::NoCommentary => !arguments.fail_on.contains(&FailOn::NoCommentary),
            _ => false,
        };
        for problem in document.problems.iter().filter(|problem| told(problem.code)) {
            terminal::err(&format!("{}: {}\n", problem.severity().as_str(), problem.message));
        }
    }
    let rendered = all_files(&outputs, &document, &Look { interactive: arguments.interactive, ..Look::of_file(120) })?;
    files::write_all(&rendered, Readers::AsUsual)?;
    if by_settings && !common.quiet {
        for (path, _) in &rendered {
            terminal::err(&format!("note: wrote '{}'\n", path.display()));
        }
    }
    if !rendered.is_empty() && !common.quiet && !common.verbose && !arguments.format.is_some_and(|format| format.terminal) {
        // A table says so itself; files are read by others.
        terminal::err(&table::problems_line(&document.problems, 1000));
    }
    if arguments.format.is_some() || rendered.is_empty() {
        let format = arguments.format.unwrap_or(SCORECARDS.all[0]);
        let look = Look { interactive: arguments.interactive, ..terminal.look() };
        show(format.terminal, &(format.render)(&document, &look)?)?;
        if format.terminal && common.verbose {
            terminal::out_styled(&details::render(&document, terminal.tables()))?;
        }
    }
    Ok(found(&document, &arguments.fail_on))
}

/// Shows a result: text cleaned of all but the program's own styles, any other format as it stands.
pub fn show(is_text: bool, bytes: &[u8]) -> anyhow::Result<()> {
    if is_text { terminal::out_styled(&String::from_utf8_lossy(bytes)) } else { terminal::out_bytes(bytes) }
}

/// Months before the period that are drawn unless another number is asked for: 13 points, enough for limits.
const DRAWN: i32 = 12;

/// The scorecards that a run is of: those given, else those of the settings, else the whole library.
pub fn named(given: &[String], common: &Common) -> Vec<String> {
    let own = &common.settings.scorecards;
    match (given.is_empty(), own.is_empty()) {
        (false, _) => given.to_vec(),
        (true, false) => own.clone(),
        (true, true) => vec!["national".to_owned()],
    }
}

/// The definitions with the ids of the scorecards named; nothing where one of them has a mistake, which is told.
///
/// # Errors
/// When a file cannot be read, or a scorecard is not there.
pub fn defined(named: &[String], common: &Common, terminal: Terminal) -> anyhow::Result<Option<(Vec<String>, Defined)>> {
    let mut sources = super::sources(common)?;
    let ids = scorecard_ids(named, &mut sources)?;
    let defined = super::define(&sources, common)?;
    for id in &ids {
        if super::is_broken(Part::Scorecards, id, &defined, terminal) {
            return Ok(None);
        }
        known(id, &defined.catalogue)?;
    }
    Ok(Some((ids, defined)))
}

/// The ids of scorecards named by id or by path; files named are added to the definitions.
///
/// # Errors
/// When a file cannot be read.
pub fn scorecard_ids(named: &[String], sources: &mut Sources) -> anyhow::Result<Vec<String>> {
    let mut ids: Vec<String> = Vec::new();
    for name in named {
        let path = Path::new(name);
        let is_path = name.contains(['/', '\\']) || path.extension().is_some_and(|ending| ending == "toml");
        let id =
            if is_path { sources.add_scorecard(path).map_err(|error| Wrong::Usage(format!("{error:#}")))? } else { name.clone() };
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// That a scorecard is there.
///
/// # Errors
/// When it is not.
pub fn known(id: &str, catalogue: &Catalogue) -> Result<(), Wrong> {
    if catalogue.scorecard(id).is_some() {
        return Ok(());
    }
    Err(names::no_scorecard(id, catalogue))
}

/// All problems where asked for; otherwise those that stop the job.
pub fn show_problems(met: &[Problem], common: &Common, terminal: Terminal) {
    let shown: Vec<Problem> =
        met.iter().filter(|problem| common.verbose || problem.severity() == Severity::Error).cloned().collect();
    terminal.problems(&problems::render(&shown, terminal.messages()));
}

/// Comments that are not shown because of a mistake, where not all problems are shown anyway.
pub fn show_left_out(met: &[Problem], common: &Common, terminal: Terminal) {
    if !common.quiet && !common.verbose {
        let left_out = |problem: &&Problem| problem.code == Code::CommentaryLeftOut;
        let left_out: Vec<Problem> = met.iter().filter(left_out).cloned().collect();
        terminal.problems(&problems::render(&left_out, terminal.messages()));
    }
}

/// Whether something named in `--fail-on` was found; says what.
fn found(document: &Document, fail_on: &[FailOn]) -> Exit {
    let rows = |wanted: &[Rating]| found_rows(document, &|row| wanted.contains(&row.rating));
    let mut exit = Exit::Done;
    let mut report = |what: &str, found: String| {
        if !found.is_empty() {
            terminal::err(&format!("failed on {what}: {found}\n"));
            exit = Exit::Found;
        }
    };
    for what in fail_on {
        match what {
            FailOn::Red => report("red", rows(&[Rating::Red])),
            FailOn::Amber => report("amber", rows(&[Rating::Red, Rating::Amber])),
            FailOn::NoData => report("no-data", rows(&[Rating::NoData])),
            FailOn::Stale => report("stale", found_rows(document, &|row| row.data_to.is_some())),
            FailOn::Problems => report("problems", problem_codes(&document.problems).join(", ")),
            FailOn::NoCommentary => report("no-commentary", without_comment(document)),
        }
    }
    exit
}

/// The red rows without a comment of the month.
fn without_comment(document: &Document) -> String {
    let silent = |row: &Row| row.comments.iter().all(|comment| comment.month != document.period);
    found_rows(document, &|row| row.rating == Rating::Red && silent(row))
}

/// The ids of such rows, groups of a breakdown left out; of several scorecards each with its own: `national: a1; southwark: i1`.
fn found_rows(document: &Document, wanted: &dyn Fn(&Row) -> bool) -> String {
    let several = document.scorecards.len() > 1;
    let of = |scorecard: &Scorecard| {
        let rows = scorecard.rows().filter(|row| wanted(row));
        let ids: Vec<&str> = rows.map(|row| row.id.as_str()).collect();
        let name = if several { format!("{}: ", scorecard.id) } else { String::new() };
        (!ids.is_empty()).then(|| name + &ids.join(", "))
    };
    document.scorecards.iter().filter_map(of).collect::<Vec<String>>().join("; ")
}

/// What a job that is stopped could not use.
fn culprit(met: &[Problem]) -> &'static str {
    let errors = || met.iter().filter(|problem| problem.severity() == Severity::Error);
    if errors().all(|problem| problem.code == Code::UnusableRun) {
        "the earlier run"
    } else if errors().any(|problem| problem.code == Code::UnusableTemplate) {
        "the template"
    } else if errors().any(|problem| !problem.snippets.is_empty()) {
        "the commentary"
    } else if errors().any(|problem| problem.code == Code::NoBenchmarks) {
        "the published figures"
    } else if errors().any(|problem| problem.code == Code::UnknownGroup) {
        "the group of --only"
    } else {
        "the extracts"
    }
}

/// The codes of problems that are more than notes.
pub fn problem_codes(met: &[Problem]) -> Vec<&'static str> {
    let mut codes: Vec<_> =
        met.iter().filter(|problem| problem.severity() != Severity::Note).map(|problem| problem.code.as_str()).collect();
    codes.dedup();
    codes
}
