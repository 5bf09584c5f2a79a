//! What was published before, for disclosure control: the JSON of earlier months, of other scorecards and of trends in a folder.
//!
//! Takes the folder, gives the figures as published, or says which file cannot be used. A percentage, rate or average of
//! an earlier month in a file's histories stands there as a value alone.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Options, authority};
use crate::calendar::Month;
use crate::changes::run::{Run, RunRow, RunScorecard, Shown};
use crate::definitions::{By, Catalogue, ScorecardDefinition, Unit, UnitKind, alone, files};
use crate::disclosure::Published;
use crate::figure::Figure;
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::scorecard::{Audience, PartOf};

/// A file of what was published, with what it says.
pub type File = (PathBuf, Run);

/// The JSON files of a folder, by their names; of one of several authorities its own alone.
pub fn files(folder: &Path, options: &Options, problems: &mut Vec<Problem>) -> Vec<File> {
    let of_several = options.of_several();
    if options.audience != Audience::Public {
        let message =
            "what was published before is held against public figures alone, and this run is internal: it shows small numbers";
        problems.push(Problem::new(Code::NotForPublic, message));
    }
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let why = match error.kind() {
                ErrorKind::NotFound => "there is no such folder; the first publication needs no --published".to_owned(),
                ErrorKind::NotADirectory => "it is a file: name the folder that it is in".to_owned(),
                _ => format!("it cannot be read: {error}"),
            };
            problems.push(unusable(folder, &why));
            return Vec::new();
        }
    };
    let is_json = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let mut named: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_json).collect();
    named.sort();
    if named.is_empty() {
        problems.push(unusable(folder, "there is no JSON file in it; the first publication needs no --published"));
    }
    let mut found = Vec::new();
    for path in named {
        let run = files::run(&path).and_then(|text| Run::read(&text));
        let run = run.map(|run| match of_several {
            Some(code) => run.of_authority(code),
            None => run,
        });
        match run {
            Ok(run) => found.push((path, run)),
            Err(why) => problems.push(unusable(&path, &why)),
        }
    }
    found
}

/// The catalogue with what trends were published of: an indicator, or a row, is a scorecard of its own there.
pub fn with_trends(files: &[File], catalogue: &Catalogue) -> Catalogue {
    let mut all = catalogue.clone();
    for one in files.iter().flat_map(|(_, run)| &run.scorecards) {
        let alone = Some(&one.id).filter(|id| all.scorecard(id).is_none()).and_then(|id| alone::named(id, catalogue));
        // Where it has other rows it is a scorecard of the same name, and not a trend.
        let is_trend = |alone: &ScorecardDefinition| {
            let whole = |row: &RunRow| PartOf::read(&row.id).map_or_else(|| row.id.clone(), |part| part.row);
            let is_there = |id: String| alone.groups.iter().flat_map(|group| &group.rows).any(|row| row.id == id);
            one.rows.iter().map(whole).all(is_there)
        };
        all.scorecards.extend(alone.filter(is_trend));
    }
    all
}

/// The figures published. What another authority published is refused: its children are not those of this run.
pub fn figures(files: &[File], options: &Options, catalogue: &Catalogue, problems: &mut Vec<Problem>) -> Vec<Published> {
    let mut found = Vec::new();
    for (path, run) in files {
        let fault = match run.scorecards.iter().find(|one| catalogue.scorecard(&one.id).is_none()) {
            _ if run.audience != Audience::Public.as_str() => Some("it is internal, and no publication".to_owned()),
            Some(unknown) => Some(format!("there is no scorecard '{}'", unknown.id)),
            None => run.scorecards.iter().find_map(|one| of_another(one, catalogue, options)),
        };
        match fault {
            Some(why) => problems.push(unusable(path, &why)),
            None => found.extend(run.scorecards.iter().flat_map(|one| {
                let rows = one.rows.iter().flat_map(|row| of_row(&one.id, row, run.period));
                rows.collect::<Vec<_>>()
            })),
        }
    }
    found
}

fn unusable(path: &Path, why: &str) -> Problem {
    let shown = path.to_string_lossy().replace('\\', "/");
    Problem::new(Code::UnusableRun, format!("what was published in '{shown}' cannot be used: {why}"))
}

/// Why a scorecard is of another authority than this run's; nothing where either is of none.
fn of_another(one: &RunScorecard, catalogue: &Catalogue, options: &Options) -> Option<String> {
    let (was, is) = (one.authority.as_deref()?, authority(catalogue.scorecard(&one.id)?, options)?);
    (was != is).then(|| format!("its '{}' is of {was}, and this run's of {is}", one.id))
}

/// The scorecards of a catalogue that were published, besides those of the run: what they count is known too.
pub fn scorecards<'a>(
    published: &[Published],
    here: &[&ScorecardDefinition],
    catalogue: &'a Catalogue,
) -> Vec<&'a ScorecardDefinition> {
    let is_other = |other: &&ScorecardDefinition| !here.iter().any(|definition| definition.id == other.id);
    let was = |other: &&ScorecardDefinition| published.iter().any(|one| one.scorecard == other.id);
    catalogue.scorecards.iter().filter(is_other).filter(was).collect()
}

/// What published figures are broken down by, each once.
pub fn breakdowns(published: &[Published]) -> Vec<By> {
    super::breakdowns::each_once(published.iter().filter_map(|one| Some(one.part_of.as_ref()?.by.clone())))
}

/// The figures of a row.
fn of_row(scorecard: &str, row: &RunRow, period: Month) -> Vec<Published> {
    let whole =
        |shown: Option<Shown>| shown.and_then(Shown::number).filter(|number| number.fract() == 0.0).map(|number| number as i64);
    let Some(unit) = Unit::parse(&row.unit).filter(|unit| !unit.is_words()) else { return Vec::new() };
    let (numerator, denominator) = (whole(row.numerator), whole(row.denominator));
    let now = match (unit.is().kind, numerator, denominator) {
        (UnitKind::Number, ..) => whole(row.value).map(Figure::Count),
        (UnitKind::Share, Some(numerator), Some(denominator)) => Some(Figure::Proportion { numerator, denominator }),
        (UnitKind::Rate, Some(count), Some(population)) => Some(Figure::Rate { count, population }),
        (UnitKind::Amount, _, Some(number)) => {
            let sum = row.numerator.and_then(Shown::number);
            sum.map(|sum| Figure::Mean { sum, squares: 0.0, number })
        }
        (UnitKind::Share | UnitKind::Rate | UnitKind::Amount | UnitKind::Words, ..) => None,
    };
    let published = |month, figure, denominator| Published {
        scorecard: scorecard.to_owned(),
        row: row.id.clone(),
        part_of: PartOf::read(&row.id),
        unit,
        month,
        figure,
        denominator,
        whole_hidden: false,
        value: None,
    };
    let mut found = Vec::new();
    if now.is_some() || row.value == Some(Shown::Hidden) {
        let alone = if now.is_none() && unit.is_share() { denominator } else { None };
        let whole_hidden = now.is_none() && unit.is_share() && row.denominator == Some(Shown::Hidden);
        found.push(Published { whole_hidden, ..published(period, now, alone) });
    }
    // What a target came to that is of the past is a figure of that month too.
    let held = row.held.iter().filter(|(month, _)| !row.before.contains_key(*month));
    let held = held.map(|(month, number)| (month, Some(Shown::Number(*number))));
    for (month, shown) in row.before.iter().map(|(month, shown)| (month, *shown)).chain(held) {
        if shown == Some(Shown::Hidden) {
            found.push(published(*month, None, None));
        } else if unit.is_number() {
            found.extend(whole(shown).map(|count| published(*month, Some(Figure::Count(count)), None)));
        } else if let Some(value) = shown.and_then(Shown::number) {
            found.push(Published { value: Some(value), ..published(*month, None, None) });
        }
    }
    found
}
