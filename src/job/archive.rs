//! What was published before, for disclosure control: the JSON of earlier months and of other scorecards in a folder.
//!
//! Takes the folder, gives the figures as published, or says which file cannot be used. A percentage of an earlier month in a
//! file's histories has no counts beside it: those of who is counted in that month are taken, where they give it.

use std::io::ErrorKind;
use std::path::Path;

use super::{Options, authority};
use crate::calendar::Month;
use crate::changes::run::{Run, RunRow, RunScorecard, Shown};
use crate::definitions::{By, Catalogue, ScorecardDefinition, Unit, UnitKind, files};
use crate::disclosure::Published;
use crate::figure::Figure;
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::scorecard::{Audience, PartOf};

/// The figures published in the JSON files of a folder, by the names of these; of one of several authorities its own alone. What another
/// authority published is refused: its children are not those of this run.
pub fn read(folder: &Path, options: &Options, catalogue: &Catalogue, problems: &mut Vec<Problem>) -> Vec<Published> {
    let of_several = options.of_several();
    let mut found = Vec::new();
    let shown = |path: &Path| path.to_string_lossy().replace('\\', "/");
    let mut unusable = |path: &Path, why: String| {
        problems.push(Problem::new(Code::UnusableRun, format!("what was published in '{}' cannot be used: {why}", shown(path))));
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let why = match error.kind() {
                ErrorKind::NotFound => "there is no such folder; the first publication needs no --published".to_owned(),
                ErrorKind::NotADirectory => "it is a file: name the folder that it is in".to_owned(),
                _ => format!("it cannot be read: {error}"),
            };
            unusable(folder, why);
            return found;
        }
    };
    let is_json = |path: &std::path::PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let mut named: Vec<std::path::PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_json).collect();
    named.sort();
    if named.is_empty() {
        unusable(folder, "there is no JSON file in it; the first publication needs no --published".to_owned());
    }
    for path in named {
        let run = files::run(&path).and_then(|text| Run::read(&text));
        let run = run.map(|run| match of_several {
            Some(code) => run.of_authority(code),
            None => run,
        });
        let run = run.and_then(|run| match run.scorecards.iter().find(|one| catalogue.scorecard(&one.id).is_none()) {
            _ if run.audience != Audience::Public.as_str() => Err("it is internal, and no publication".to_owned()),
            Some(unknown) => Err(format!("there is no scorecard '{}'", unknown.id)),
            None => run.scorecards.iter().find_map(|one| of_another(one, catalogue, options)).map_or(Ok(run), Err),
        });
        match run {
            Ok(run) => found.extend(run.scorecards.iter().flat_map(|one| {
                let rows = one.rows.iter().flat_map(|row| of_row(&one.id, row, run.period));
                rows.collect::<Vec<_>>()
            })),
            Err(why) => unusable(&path, why),
        }
    }
    found
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
        percent: None,
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
        } else if let (true, Some(percent)) = (unit.is_share(), shown.and_then(Shown::number)) {
            found.push(Published { percent: Some(percent), ..published(*month, None, None) });
        }
    }
    found
}
