//! `scorecard test --new`: the folder of a new case, with the smallest extracts that an indicator needs.

use std::path::{Path, PathBuf};

use super::arguments::Common;
use super::names::{self, Named};
use super::terminal::{self, Terminal};
use super::{Exit, Wrong, test};
use scorecard::calendar::{Day, Month};
use scorecard::definitions::Part;
use scorecard::job::one;
use scorecard::worked::draft;

/// Makes the folder.
pub fn run(name: &str, indicator: &str, period: Option<Month>, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    if name.is_empty() || !name.chars().all(is_name) {
        let said = format!("'{name}' is no name of a case: use letters, digits and hyphens, such as visits-on-the-day");
        return Err(Wrong::Usage(said).into());
    }
    let defined = super::define(&super::sources(common)?, common)?;
    let catalogue = &defined.catalogue;
    let indicator = match names::find(indicator, None, catalogue)? {
        Named::Indicator(indicator, _) => indicator,
        Named::Row(row) => {
            let said = format!("{} of {} is fed by figures, and no indicator measures it", row.row.id, row.scorecard.id);
            return Err(Wrong::Usage(said).into());
        }
        Named::Broken(broken) => {
            super::is_broken(Part::Library, &broken.id, &defined, terminal);
            return Ok(Exit::Stopped);
        }
    };
    let home = test::homes(common).into_iter().next_back().unwrap_or_else(|| beside(common));
    let folder = home.join(name);
    if folder.symlink_metadata().is_ok() {
        return Err(Wrong::Usage(format!("there is a case '{}' already; give another name", folder.display())).into());
    }
    let explained = one::explain(catalogue, &[indicator], None, &|_| {})?.value.unwrap_or_default();
    let Some(explained) = explained.first() else { return Ok(Exit::Stopped) };
    let period = period.unwrap_or_else(|| last_march(super::today(None)));
    let made = draft(name, explained, &catalogue.extracts, period);
    let made: Vec<(PathBuf, Vec<u8>)> = made.into_iter().map(|(path, text)| (PathBuf::from(path), text.into_bytes())).collect();
    super::folder::make(&folder, &made)?;
    if !common.quiet {
        let shown = folder.display();
        let file = folder.join("expected.toml");
        terminal::out(&format!(
            "'{shown}' is ready, with invented children. Change them to what the case is about, work the figure out by hand, write it \
             into {}, and run: scorecard test {name}\n",
            file.display()
        ))?;
    }
    Ok(Exit::Done)
}

/// Where cases of the top layer go, when there are none yet.
fn beside(common: &Common) -> PathBuf {
    let layers = super::layers(common);
    let parent = layers.last().and_then(|layer| layer.parent()).unwrap_or(Path::new(""));
    parent.join("cases")
}

/// The last March that is over: what figures of years are as at.
fn last_march(today: Day) -> Month {
    let mut month = Month::of(today).back(1);
    while month.number() != 3 {
        month = month.back(1);
    }
    month
}
