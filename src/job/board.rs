//! What a run takes besides definitions and extracts: commentary, and the JSON of an earlier run.

use std::path::{Path, PathBuf};

use super::{Options, authority};
use crate::calendar::Month;
use crate::changes::{restated, run::Run};
use crate::commentary::{self, Commentary};
use crate::definitions::{Catalogue, ScorecardDefinition, Source, files};
use crate::extracts::COMMENTARY;
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::rating::Rating;
use crate::scorecard::Scorecard;

/// The commentary that a run uses: the file named, or the one beside the extracts if there is one.
pub(super) fn commentary(options: &Options, catalogue: &Catalogue, problems: &mut Vec<Problem>) -> Commentary {
    match options.commentary.clone().or_else(|| beside(&options.extracts)) {
        Some(path) => read(&path, catalogue, problems),
        None => Commentary::default(),
    }
}

/// The file of commentary beside extracts, if there is one.
pub(super) fn beside(extracts: &Path) -> Option<PathBuf> {
    Some(extracts.join(COMMENTARY)).filter(|path| path.symlink_metadata().is_ok())
}

/// Reads a file of commentary.
pub(super) fn read(path: &Path, catalogue: &Catalogue, problems: &mut Vec<Problem>) -> Commentary {
    let shown = path.to_string_lossy().replace('\\', "/");
    match files::text(path) {
        Ok(text) => {
            let source = Source::new(shown, "commentary", text);
            commentary::read(&source, &catalogue.scorecards).into_value(problems)
        }
        Err(why) => {
            let problem = Problem::new(Code::UnreadableFile, format!("the commentary '{shown}' cannot be read: {why}"));
            problems.push(problem.help("Name a file that is there, no link, saved as TOML in UTF-8."));
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
        let unusable = restated::unusable(&run, options.period, options.audience.as_str(), &of);
        unusable.map_or(Ok(run), Err)
    });
    let shown = path.to_string_lossy().replace('\\', "/");
    let unusable = |why| Problem::new(Code::UnusableRun, format!("the earlier run '{shown}' cannot be used: {why}"));
    run.map_err(|why| problems.push(unusable(why))).ok()
}

/// Tells of red rows without a comment of the month, in scorecards that the commentary speaks of at all.
pub(super) fn without_comment(scorecards: &[Scorecard], said: &Commentary, month: Month, problems: &mut Vec<Problem>) {
    let spoken_of = scorecards.iter().filter(|scorecard| said.speaks_of(&scorecard.id));
    let rows = spoken_of.flat_map(Scorecard::rows).filter(|row| row.part_of.is_none() && row.rating == Rating::Red);
    let silent: Vec<&str> =
        rows.filter(|row| row.comments.iter().all(|comment| comment.month != month)).map(|row| row.id.as_str()).collect();
    if !silent.is_empty() {
        let message = format!("no commentary for {} on red rows: {}", month.long(), silent.join(", "));
        problems.push(Problem::new(Code::NoCommentary, message).times(silent.len() as u64));
    }
}
