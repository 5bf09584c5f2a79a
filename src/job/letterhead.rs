//! What a scorecard's papers have of the council's own, with the picture of its logo read.

use std::path::{Path, PathBuf};

use super::Options;
use crate::definitions::ScorecardDefinition;
use crate::definitions::files;
use crate::problem::{Problem, Snippet};
use crate::problem_codes::Code;
use crate::render::docx::template;
use crate::render::logo;
use crate::scorecard::{Letterhead, Logo, Template};

/// The Word document that papers are written in: the one that was asked for, else that of the first scorecard which names one.
/// It is looked through only where a Word document is made.
pub(super) fn template(options: &Options, definitions: &[&ScorecardDefinition], problems: &mut Vec<Problem>) -> Option<Template> {
    if !options.word {
        return None;
    }
    let (name, read, place) = match &options.template {
        Some(path) => {
            let name = path.display().to_string();
            (name.clone(), files::given(path, template::LARGEST), Place::File(name))
        }
        None => definitions.iter().find_map(|definition| {
            let named = definition.letterhead.template.as_ref()?;
            let snippet = definition.file.snippet(named.span.clone(), "this one");
            let read = beside(Path::new(&snippet.file), &named.value).and_then(|path| files::bytes_of(&path, template::LARGEST));
            Some((named.value.clone(), read, Place::Definition(snippet)))
        })?,
    };
    let placed = |problem: Problem| match place {
        Place::File(file) => problem.in_file(file),
        Place::Definition(snippet) => problem.snippet(snippet),
    };
    match read.and_then(|bytes| template::read(&bytes)) {
        Err(why) => {
            let message = format!("the Word document '{name}' cannot be written in: {why}");
            problems.push(placed(Problem::new(Code::UnusableTemplate, message)));
            None
        }
        Ok(template) => {
            if !template.lacking.is_empty() {
                let lacking = quoted(&template.lacking);
                let message = format!("the Word document '{name}' has no style {lacking}: the program's own stand for them");
                problems.push(placed(Problem::new(Code::TemplateLacksStyles, message)));
            }
            Some(template)
        }
    }
}

/// Where a template is named.
enum Place {
    /// On the command line or in the settings: the file itself.
    File(String),
    /// In a definition.
    Definition(Snippet),
}

/// Names in quotation marks: `'Title', 'heading 1'`.
fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}

/// The letterhead of a scorecard; without what of it cannot be used, and told so.
pub(super) fn of(definition: &ScorecardDefinition, template: Option<&Template>, problems: &mut Vec<Problem>) -> Letterhead {
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
        template: template.cloned(),
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
