//! What a scorecard's papers have of the council's own, with the picture of its logo read.

use std::path::{Path, PathBuf};

use crate::definitions::ScorecardDefinition;
use crate::definitions::files;
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::render::logo;
use crate::scorecard::{Letterhead, Logo};

/// The letterhead of a scorecard; without what of it cannot be used, and told so.
pub(super) fn of(definition: &ScorecardDefinition, problems: &mut Vec<Problem>) -> Letterhead {
    let own = &definition.letterhead;
    let logo = own.logo.as_ref().and_then(|name| {
        // A scorecard that extends another may have it from there, and its files lie with that one.
        let snippet = definition.file.snippet(name.span.clone(), "this one");
        picture(Path::new(&snippet.file), &name.value)
            .map_err(|why| {
                let message = format!("the logo '{}' of the scorecard '{}' is left out: {why}", name.value, definition.id);
                problems.push(Problem::new(Code::UnusableLogo, message).snippet(snippet));
            })
            .ok()
    });
    Letterhead {
        council: own.council.clone(),
        logo,
        accent: own.accent,
        marking: own.marking.clone(),
        meeting: own.meeting.clone(),
        author: own.author.clone(),
    }
}

fn picture(scorecard: &Path, name: &str) -> Result<Logo, String> {
    logo::sound(files::bytes(&beside(scorecard, name)?)?)
}

/// Where a file lies that a scorecard names: with it, since a definition that somebody else wrote must not show what lies
/// elsewhere.
fn beside(scorecard: &Path, name: &str) -> Result<PathBuf, String> {
    let plain = |part: std::path::Component<'_>| matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir);
    if !Path::new(name).components().all(plain) {
        return Err("it lies in another folder than the scorecard".to_owned());
    }
    Ok(scorecard.parent().unwrap_or(Path::new("")).join(name))
}
