//! What a scorecard's papers have of the council's own, with the picture of its logo read.

use std::path::Path;

use crate::definitions::ScorecardDefinition;
use crate::definitions::files;
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::scorecard::{Letterhead, Logo};

/// The letterhead of a scorecard; without its logo, and told so, where that cannot be used.
pub(super) fn of(definition: &ScorecardDefinition, problems: &mut Vec<Problem>) -> Letterhead {
    let own = &definition.letterhead;
    let logo = own.logo.as_ref().and_then(|name| {
        logo(Path::new(&definition.file.path), name)
            .map_err(|why| {
                let message = format!("the logo '{name}' of the scorecard '{}' is left out: {why}", definition.id);
                problems.push(Problem::new(Code::UnusableLogo, message).in_file(definition.file.path.clone()));
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

/// A logo lies with its scorecard: a definition that somebody else wrote must not show what lies elsewhere.
fn logo(scorecard: &Path, name: &str) -> Result<Logo, String> {
    let plain = |part: std::path::Component<'_>| matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir);
    if !Path::new(name).components().all(plain) {
        return Err("it lies in another folder than the scorecard".to_owned());
    }
    let folder = scorecard.parent().unwrap_or(Path::new(""));
    Logo::read(files::bytes(&folder.join(name))?)
}
