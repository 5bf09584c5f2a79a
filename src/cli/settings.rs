//! What a run has from `scorecard.toml` and from the day, where its arguments do not say it.

use std::path::{Path, PathBuf};

use super::arguments::Common;
use super::case_arguments::DataArguments;
use super::terminal::{self, Terminal};
use super::{Exit, Wrong, today};
use scorecard::calendar::{Day, Month};
use scorecard::definitions::settings::{self, PERIOD, Settings};
use scorecard::definitions::{Source, files};
use scorecard::job::authorities::ALL;
use scorecard::job::{self, one::Data};
use scorecard::problem;
use scorecard::render::problems;
use scorecard::scorecard::Audience;

/// The file of settings.
pub const FILE: &str = "scorecard.toml";

/// The settings of the working folder; the status to end with where they have a mistake. Without a file, or where it is
/// not wanted, there are none.
///
/// # Errors
/// When the file cannot be read.
pub fn read(common: &Common, terminal: Terminal) -> anyhow::Result<Result<Settings, Exit>> {
    let path = Path::new(FILE);
    if common.no_config || path.symlink_metadata().is_err() {
        return Ok(Ok(Settings::default()));
    }
    let text = files::text(path).map_err(|why| Wrong::File(format!("cannot read {FILE}: {why}")))?;
    let found = settings::read(&Source::new(FILE, "scorecard", text));
    if problem::stops(&found.problems) {
        terminal.problems(&problems::render(&found.problems, terminal.messages()));
        terminal::err(&format!("error: {FILE} has a mistake; --no-config leaves it out\n"));
        return Ok(Err(Exit::Stopped));
    }
    Ok(Ok(found.value))
}

/// The folder of extracts that arguments name, or else the settings.
///
/// # Errors
/// When neither says where the extracts are.
pub fn extracts(arguments: &DataArguments, common: &Common) -> Result<PathBuf, Wrong> {
    arguments
        .extracts
        .clone()
        .or_else(|| common.settings.extracts.clone())
        .ok_or_else(|| Wrong::Usage(format!("give the folder of extracts with --extracts DIR, or as 'extracts' in {FILE}")))
}

/// The data that arguments name, or else the settings. Without a month it is the latest that is whole.
///
/// # Errors
/// When neither says where the extracts are, or of which month.
pub fn data(arguments: &DataArguments, given: Option<Day>, common: &Common) -> anyhow::Result<Data> {
    let extracts = extracts(arguments, common)?;
    let period = match arguments.period {
        Some(period) => period,
        None => latest(&extracts, given, common)?,
    };
    not_to_come(period, given)?;
    Ok(Data {
        extracts,
        period,
        authority: match &arguments.authority {
            None => common.settings.authority.clone(),
            Some(Authorities(words)) if is_several(words) => {
                let said = "several authorities are for compute; name one here";
                return Err(Wrong::Usage(said.to_owned()).into());
            }
            Some(Authorities(words)) => words.first().cloned(),
        },
        as_reported: arguments.as_reported,
    })
}

/// The latest whole month of a folder, which is told.
fn latest(extracts: &Path, given: Option<Day>, common: &Common) -> anyhow::Result<Month> {
    let catalogue = super::sources(common)?.read().value;
    let Some(month) = job::latest_month(&catalogue, extracts, today(given)) else {
        let shown = extracts.display();
        let said = if extracts.is_dir() {
            format!("'{shown}' does not say of which month it is; give it with --period YYYY-MM")
        } else {
            format!("there is no folder '{shown}'{}", job::similar_folder(extracts))
        };
        return Err(Wrong::Usage(said).into());
    };
    if !common.quiet {
        terminal::err(&format!("note: {} is the latest whole month of '{}'\n", month.long(), extracts.display()));
    }
    Ok(month)
}

/// Of a month that has not begun nothing can be known.
fn not_to_come(period: Month, given: Option<Day>) -> Result<(), Wrong> {
    let latest = today(None).max(given.unwrap_or(Day::MIN));
    if period.first() <= latest {
        return Ok(());
    }
    Err(Wrong::Usage(format!("{period} has not begun: today is {}", scorecard::calendar::long(latest))))
}

/// The files that the settings name for a month.
pub fn outputs(settings: &Settings, period: Month) -> Vec<PathBuf> {
    settings.outputs.iter().map(|name| PathBuf::from(name.replace(PERIOD, &period.to_string()))).collect()
}

/// For whom outputs are.
pub fn audience(given: Option<Audience>, settings: &Settings) -> Audience {
    given.unwrap_or(if settings.public == Some(true) { Audience::Public } else { Audience::Internal })
}

/// The authorities that arguments name: one code, several, or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorities(pub Vec<String>);

/// Whether more than one authority is meant.
pub fn is_several(words: &[String]) -> bool {
    words.len() > 1 || words.iter().any(|word| word == ALL)
}

/// Codes of authorities as arguments have them, with commas between, or `all`.
///
/// # Errors
/// When one can be none.
pub fn parse_authorities(text: &str) -> Result<Authorities, String> {
    if text.trim().eq_ignore_ascii_case(ALL) {
        return Ok(Authorities(vec![ALL.to_owned()]));
    }
    let codes: Vec<&str> = text.split(',').map(str::trim).collect();
    codes.into_iter().map(parse_authority).collect::<Result<_, _>>().map(Authorities)
}

/// The code of an authority as arguments have it.
///
/// # Errors
/// When it can be none.
pub fn parse_authority(text: &str) -> Result<String, String> {
    match settings::not_a_code(text) {
        None => Ok(text.to_owned()),
        Some(wrong) => Err(format!("'{text}' is not the ONS code of an authority: {wrong}")),
    }
}

/// A month as arguments have it.
///
/// # Errors
/// When it is none that figures can speak of.
pub fn parse_month(text: &str) -> Result<Month, String> {
    let month: Month = text.parse()?;
    let year = month.year();
    if (1990..=2200).contains(&year) {
        Ok(month)
    } else {
        Err(format!("the year {year} is none of these extracts; 1990 to 2200"))
    }
}
