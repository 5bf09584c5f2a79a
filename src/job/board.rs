//! What a run takes besides definitions and extracts: commentary, and the JSON of an earlier run.

use std::path::{Path, PathBuf};

use super::{Options, authority};
use crate::calendar::Month;
use crate::changes::{restated, run::Run};
use crate::commentary::{self, Commentary};
use crate::definitions::by::Only;
use crate::definitions::{Catalogue, ScorecardDefinition, Source, files};
use crate::extracts::{COMMENTARY, decoded, is_commentary_sheet};
use crate::problem::{Problem, Severity};
use crate::problem_codes::Code;
use crate::rating::Rating;
use crate::scorecard::Scorecard;

/// The commentary that a run uses: the file named, or those beside the extracts. A comment with a mistake is left out, and
/// told; a file that was asked for and cannot be read stops the run.
pub(super) fn commentary(options: &Options, catalogue: &Catalogue, problems: &mut Vec<Problem>) -> Commentary {
    let mut met = Vec::new();
    let said = match &options.commentary {
        Some(path) => read_all(std::slice::from_ref(path), catalogue, &mut met),
        // What lies beside the rows of several authorities is of none of them alone.
        None if options.by_column => Commentary::default(),
        None => read_all(&beside(&options.extracts), catalogue, &mut met),
    };
    let is_asked = options.commentary.is_some();
    let stops = |problem: &Problem| is_asked && problem.code == Code::UnreadableFile;
    problems.extend(met.into_iter().map(|problem| match problem.severity() {
        Severity::Error if !stops(&problem) => left_out(problem),
        _ => problem,
    }));
    said
}

/// A mistake as a run tells it that goes on without the comment.
fn left_out(problem: Problem) -> Problem {
    let whole = matches!(problem.code, Code::TomlSyntax | Code::CsvSyntax | Code::UnreadableFile);
    let what = if whole { "No comment of the file is shown" } else { "The comment is not shown" };
    Problem { help: format!("{} {what} until then.", problem.help), code: Code::CommentaryLeftOut, ..problem }
}

/// The files of commentary beside extracts, in order of their names.
pub(super) fn beside(extracts: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(extracts).into_iter().flatten().flatten();
    let is_one = |name: &str| name == COMMENTARY || is_commentary_sheet(name);
    let mut files: Vec<PathBuf> =
        entries.filter(|entry| is_one(&entry.file_name().to_string_lossy())).map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Reads files of commentary.
pub(super) fn read_all(files: &[PathBuf], catalogue: &Catalogue, problems: &mut Vec<Problem>) -> Commentary {
    let mut all = Commentary::default();
    for path in files {
        let found = read(path, catalogue, &all, problems);
        all.remarks.extend(found.remarks);
    }
    all
}

fn read(path: &Path, catalogue: &Catalogue, others: &Commentary, problems: &mut Vec<Problem>) -> Commentary {
    let shown = path.to_string_lossy().replace('\\', "/");
    let is_sheet = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let (text, shown) = if is_sheet {
        let text = files::bytes(path).map(|bytes| String::from_utf8_lossy(&decoded(bytes)).into_owned());
        // The reader tells a sheet by its ending.
        let stem = shown.get(..shown.len() - 4).unwrap_or_default().to_owned();
        (text, stem + ".csv")
    } else {
        (files::text(path), shown)
    };
    match text {
        Ok(text) => {
            let source = Source::new(shown, "commentary", text.trim_start_matches('\u{feff}').to_owned());
            commentary::read(&source, &catalogue.scorecards, &others.remarks).into_value(problems)
        }
        Err(why) => {
            let problem = Problem::new(Code::UnreadableFile, format!("the commentary '{shown}' cannot be read: {why}"));
            problems.push(problem.help("Name a file that is there, no link, saved as TOML in UTF-8 or as CSV."));
            Commentary::default()
        }
    }
}

/// The earlier run that a run names, if it can be compared.
pub(super) fn earlier(options: &Options, definitions: &[&ScorecardDefinition], problems: &mut Vec<Problem>) -> Option<Run> {
    let path = options.previous.as_ref()?;
    let of: Vec<(&str, Option<&str>)> =
        definitions.iter().map(|definition| (definition.id.as_str(), authority(definition, options))).collect();
    let run = files::run(path).and_then(|text| Run::read(&text)).and_then(|run| {
        let run = match options.of_several() {
            Some(code) if run.scorecards.iter().all(|one| one.authority.as_deref() != Some(code)) => {
                return Err(format!("it has nothing of {code}"));
            }
            Some(code) => run.of_authority(code),
            None => run,
        };
        let unusable = restated::unusable(&run, options.period, options.audience.as_str(), &of);
        unusable.map_or(Ok(run), Err)
    });
    run.map_err(|why| problems.push(unusable(path, &why))).ok()
}

fn unusable(path: &Path, why: &str) -> Problem {
    let shown = path.to_string_lossy().replace('\\', "/");
    Problem::new(Code::UnusableRun, format!("the earlier run '{shown}' cannot be used: {why}"))
}

/// Tells an earlier run that is of other groups than this one.
pub(super) fn of_others(options: &Options, earlier: Option<&Run>, only: &[Only], problems: &mut Vec<Problem>) {
    let (Some(path), Some(earlier)) = (&options.previous, earlier) else { return };
    problems.extend(restated::of_others(earlier, only).map(|why| unusable(path, &why)));
}

/// Tells of red rows without a comment of the month, in scorecards that the commentary speaks of at all.
pub(super) fn without_comment(scorecards: &[Scorecard], said: &Commentary, month: Month, problems: &mut Vec<Problem>) {
    let spoken_of = scorecards.iter().filter(|scorecard| said.speaks_of(&scorecard.id));
    let rows = spoken_of.flat_map(Scorecard::rows).filter(|row| row.rating == Rating::Red);
    let silent: Vec<&str> =
        rows.filter(|row| row.comments.iter().all(|comment| comment.month != month)).map(|row| row.id.as_str()).collect();
    if !silent.is_empty() {
        let message = format!("no commentary for {} on red rows: {}", month.long(), silent.join(", "));
        problems.push(Problem::new(Code::NoCommentary, message).times(silent.len() as u64));
    }
}
