//! `scorecard compute`: the main job.

use std::path::{Path, PathBuf};

use super::arguments::{Common, Compute, Every, FailOn, OutputFormat};
use super::case_arguments::DataArguments;
use super::files::Readers;
use super::inputs::Inputs;
use super::settings::is_several;
use super::terminal::{self, Terminal};
use super::{Exit, Wrong, files, names};
use scorecard::definitions::{self, Catalogue, Part, Sources};
use scorecard::job::{self, Defined, Options, authorities};
use scorecard::plain;
use scorecard::problem::{self, Problem, Severity};
use scorecard::problem_codes::Code;
use scorecard::rating::Rating;
use scorecard::render::{csv, details, docx, html, json, markdown, pdf, problems, table, xlsx};
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
    let spared = |paths: Vec<PathBuf>| -> Result<Vec<(PathBuf, OutputFormat)>, Wrong> {
        let outputs: Vec<(PathBuf, OutputFormat)> =
            paths.into_iter().map(|path| Ok((path.clone(), files::format_of(&path)?))).collect::<Result<_, Wrong>>()?;
        let written = written(&outputs);
        files::each_once(written.iter().map(PathBuf::as_path))?;
        inputs.spare(written.iter().map(PathBuf::as_path))?;
        Ok(outputs)
    };
    // Before anything is read; what the settings name may have the month in it, which the extracts tell.
    let mut outputs = spared(arguments.output.clone())?;
    let several = arguments.data.authority.as_ref().map(|asked| asked.0.clone()).filter(|words| is_several(words));
    let one =
        DataArguments { authority: arguments.data.authority.clone().filter(|_| several.is_none()), ..arguments.data.clone() };
    let data = super::settings::data(&one, arguments.today, common)?;
    if several.is_some() && (arguments.previous.is_some() || arguments.published.is_some()) {
        return Err(Wrong::Usage("--previous and --published are of one authority: name one with --authority".to_owned()).into());
    }
    let by_settings = arguments.output.is_empty() && arguments.format.is_none();
    if by_settings {
        outputs = spared(super::settings::outputs(settings, data.period))?;
    }
    for path in [&commentary, &arguments.previous].into_iter().flatten() {
        definitions::files::is_run(path).map_err(|why| Wrong::File(format!("cannot read '{}': {why}", path.display())))?;
    }
    let Some((ids, defined)) = defined(&named, common, terminal)? else { return Ok(Exit::Stopped) };
    let by = if arguments.by.is_empty() { &settings.by } else { &arguments.by };
    super::by(by, &defined.catalogue)?;
    let audience = super::settings::audience(arguments.audience, settings);
    super::only(&arguments.only, audience, &defined.catalogue)?;
    let shown = outputs.iter().map(|(_, format)| *format).chain(arguments.format);
    let shown_formats: Vec<OutputFormat> = shown.clone().collect();
    let word = shown_formats.contains(&OutputFormat::Docx);
    if arguments.template.is_some() && !word {
        return Err(Wrong::Usage(
            "--template is what Word documents are written in: name one with --output FILE.docx".to_owned(),
        )
        .into());
    }
    let options = Options {
        word,
        template,
        authority: data.authority.clone(),
        as_reported: data.as_reported,
        by: by.clone(),
        history: arguments.months.or_else(|| shown.map(history).chain(arguments.brief.then_some(DRAWN)).max()).unwrap_or(0),
        only: arguments.only.clone(),
        audience,
        brief: arguments.brief,
        papers: shown_formats.iter().any(|format| matches!(format, OutputFormat::Html | OutputFormat::Docx | OutputFormat::Pdf)),
        forecast: common.verbose || shown_formats.iter().any(|format| !matches!(format, OutputFormat::Table | OutputFormat::Csv)),
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
            Code::UnknownScorecard | Code::FolderOfOneMonth => true,
            Code::NoCommentary => !arguments.fail_on.contains(&FailOn::NoCommentary),
            _ => false,
        };
        for problem in document.problems.iter().filter(|problem| told(problem.code)) {
            terminal::err(&format!("{}: {}\n", problem.severity().as_str(), problem.message));
        }
    }
    let mut rendered: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for (path, format) in outputs {
        let plain = table::Style { colour: false, unicode: true, width: 120 };
        if format == OutputFormat::Csv {
            rendered.push((path.with_extension("meta.csv"), csv::meta(&document)?));
        }
        let bytes = render(&document, format, plain, arguments.interactive)?;
        rendered.push((path, bytes));
    }
    files::write_all(&rendered, Readers::AsUsual)?;
    if by_settings && !common.quiet {
        for (path, _) in &rendered {
            terminal::err(&format!("note: wrote '{}'\n", path.display()));
        }
    }
    if !rendered.is_empty() && !common.quiet && !common.verbose && arguments.format != Some(OutputFormat::Table) {
        // A table says so itself; files are read by others.
        terminal::err(&table::problems_line(&document.problems, 1000));
    }
    if arguments.format.is_some() || rendered.is_empty() {
        let format = arguments.format.unwrap_or(OutputFormat::Table);
        show(format == OutputFormat::Table, &render(&document, format, terminal.tables(), arguments.interactive)?)?;
        if format == OutputFormat::Table && common.verbose {
            terminal::out_styled(&details::render(&document, terminal.tables()))?;
        }
    }
    Ok(found(&document, &arguments.fail_on))
}

fn render(document: &Document, format: OutputFormat, style: table::Style, interactive: bool) -> anyhow::Result<Vec<u8>> {
    match format {
        // The styles of a table are the program's own; the terminal takes out all others.
        OutputFormat::Table if style.colour => Ok(table::render(document, style).into_bytes()),
        OutputFormat::Table => Ok(plain::text(&table::render(document, style)).into_owned().into_bytes()),
        OutputFormat::Json => Ok(json::render(document)?.into_bytes()),
        OutputFormat::Csv => Ok(plain::text(&String::from_utf8_lossy(&csv::render(document)?)).into_owned().into_bytes()),
        OutputFormat::Md => Ok(plain::text(&markdown::render(document)).into_owned().into_bytes()),
        OutputFormat::Html if interactive => Ok(html::interactive(document).into_bytes()),
        OutputFormat::Html => Ok(html::render(document).into_bytes()),
        OutputFormat::Xlsx => xlsx::render(document),
        OutputFormat::Docx => docx::render(document),
        OutputFormat::Pdf => pdf::render(document),
    }
}

/// Shows a result: text cleaned of all but the program's own styles, any other format as it stands.
pub fn show(is_text: bool, bytes: &[u8]) -> anyhow::Result<()> {
    if is_text { terminal::out_styled(&String::from_utf8_lossy(bytes)) } else { terminal::out_bytes(bytes) }
}

/// Months before the period that are drawn unless another number is asked for: 13 points, enough for limits.
const DRAWN: i32 = 12;

/// How many months of history a format draws.
fn history(format: OutputFormat) -> i32 {
    match format {
        OutputFormat::Html | OutputFormat::Xlsx | OutputFormat::Docx | OutputFormat::Pdf => DRAWN,
        OutputFormat::Table | OutputFormat::Json | OutputFormat::Csv | OutputFormat::Md => 0,
    }
}

/// Every file that is written: the outputs, and beside each CSV file the description of its columns.
fn written(outputs: &[(PathBuf, OutputFormat)]) -> Vec<PathBuf> {
    let meta = |(path, format): &(PathBuf, OutputFormat)| (*format == OutputFormat::Csv).then(|| path.with_extension("meta.csv"));
    outputs.iter().flat_map(|output| std::iter::once(output.0.clone()).chain(meta(output))).collect()
}

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
        let rows = scorecard.wholes().filter(|row| wanted(row));
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
