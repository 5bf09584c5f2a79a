//! What a shell proposes while a command is typed: ids of scorecards, indicators, rows, tables and cases, and the months there
//! are, besides commands, options and files.
//!
//! The script that `scorecard completions` writes asks the program itself, by a variable of the environment. What cannot be
//! read is proposed as nothing: a shell has no place for messages.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap_complete::Shell;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};

use super::arguments::Arguments;
use super::{settings, terminal, test};
use scorecard::calendar::Month;
use scorecard::definitions::settings::{Settings, read};
use scorecard::definitions::{Catalogue, Source, Sources, files};
use scorecard::job;
use scorecard::tables::schema::Schema;

/// The variable by which a script asks.
const VARIABLE: &str = "SCORECARD_COMPLETE";

/// The name by which scripts call the program.
const PROGRAM: &str = "scorecard";

/// Every shell.
fn shells() -> [&'static dyn EnvCompleter; 5] {
    [&Bash, &Elvish, &Fish, &Powershell, &Zsh]
}

/// The script of a shell.
///
/// # Errors
/// When it cannot be written.
pub fn script(shell: Shell) -> anyhow::Result<String> {
    let name = shell.to_string();
    let mut script = Vec::new();
    if let Some(shell) = shells().into_iter().find(|known| known.name() == name) {
        shell.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script)?;
    }
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if shell == Shell::Zsh {
        // Loaded by its name at the first Tab, the file is the function: it completes at once.
        script += "\nif [ \"$funcstack[1]\" = \"_scorecard\" ]; then\n    _clap_dynamic_completer_scorecard \"$@\"\nfi\n";
    }
    Ok(script)
}

/// Answers a script that asks; whether one did.
pub fn answer() -> bool {
    let Some(name) = std::env::var_os(VARIABLE).filter(|name| !name.is_empty()) else { return false };
    let name = name.to_string_lossy().into_owned();
    let Some(shell) = shells().into_iter().find(|shell| shell.name() == name) else { return false };
    let words: Vec<OsString> = typed();
    let mut command = Arguments::command();
    command.build();
    let mut answer = Vec::new();
    let here = std::env::current_dir().ok();
    let answered = shell.write_complete(&mut command, words, here.as_deref(), &mut answer);
    // Names of files and definitions are other people's: they are cleaned on their way out.
    let text = String::from_utf8_lossy(&answer).into_owned();
    let separator = std::env::var("_CLAP_IFS").ok().filter(|separator| separator.len() == 1).unwrap_or_else(|| "\n".to_owned());
    let _ = answered.is_ok() && terminal::out_separated(&text, &separator).is_ok();
    true
}

/// The words typed so far, the program's name first.
fn typed() -> Vec<OsString> {
    let mut words = std::env::args_os();
    words.by_ref().find(|word| word == "--");
    words.collect()
}

/// The values of an option among the words typed.
fn given(option: &str) -> Vec<PathBuf> {
    let words = typed();
    let with_sign = format!("{option}=");
    let mut values = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let word = word.to_string_lossy();
        if word == option {
            values.extend(words.get(at + 1).map(PathBuf::from));
        } else if let Some(value) = word.strip_prefix(&with_sign) {
            values.push(PathBuf::from(value));
        }
    }
    values
}

/// The settings of the folder, unless they are left out.
fn of_folder() -> Settings {
    if typed().iter().any(|word| word == "--no-config") {
        return Settings::default();
    }
    let text = files::text(Path::new(settings::FILE)).unwrap_or_default();
    read(&Source::new(settings::FILE, PROGRAM, text)).value
}

/// The folders of definitions that the command typed would use.
fn layers() -> Vec<PathBuf> {
    let named = given("--indicators");
    if !named.is_empty() {
        return named.into_iter().filter(|folder| folder.is_dir()).collect();
    }
    of_folder().indicators.unwrap_or_else(|| vec![PathBuf::from("indicators")]).into_iter().filter(|path| path.is_dir()).collect()
}

fn catalogue() -> Catalogue {
    let layers = layers();
    let sources = Sources::in_layers(layers.iter().map(PathBuf::as_path)).unwrap_or_else(|_| Sources::built_in());
    sources.read().value
}

/// A completer of names with what each is.
fn names(found: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static, files: bool) -> ArgValueCompleter {
    ArgValueCompleter::new(move |current: &OsStr| {
        let begun = current.to_string_lossy().to_lowercase();
        let candidate = |(name, about): (String, String)| {
            let about = scorecard::plain::line(&about).into_owned();
            CompletionCandidate::new(name).help((!about.is_empty()).then(|| about.into()))
        };
        let of_it = |(name, _): &(String, String)| name.to_lowercase().starts_with(&begun);
        let mut candidates: Vec<CompletionCandidate> = found().into_iter().filter(of_it).map(candidate).collect();
        if files && (candidates.is_empty() || begun.contains('/')) {
            candidates
                .extend(clap_complete::engine::ValueCompleter::complete(&clap_complete::engine::PathCompleter::any(), current));
        }
        candidates
    })
}

/// Ids of scorecards, or files of them.
pub fn scorecards() -> ArgValueCompleter {
    names(|| of_scorecards(&catalogue()), true)
}

fn of_scorecards(catalogue: &Catalogue) -> Vec<(String, String)> {
    catalogue.scorecards.iter().map(|one| (one.id.clone(), one.title.clone())).collect()
}

/// Ids of scorecards that are built in.
pub fn built_in() -> ArgValueCompleter {
    names(|| of_scorecards(&Sources::built_in().read().value), false)
}

/// Ids of indicators and of rows; of the rows of one scorecard where that is named.
pub fn measures() -> ArgValueCompleter {
    names(|| of_measures(&catalogue()), false)
}

fn of_measures(catalogue: &Catalogue) -> Vec<(String, String)> {
    let of: Vec<String> = given("--scorecard").iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let scorecards = catalogue.scorecards.iter().filter(|one| of.is_empty() || of.contains(&one.id));
    let rows = scorecards.flat_map(|one| &one.groups).flat_map(|group| &group.rows);
    let indicators = catalogue.indicators.iter().map(|one| (one.id.clone(), one.title.clone()));
    let mut seen = BTreeSet::new();
    let all = indicators.chain(rows.map(|row| (row.id.clone(), row.title.clone())));
    all.filter(|(id, _)| seen.insert(id.clone())).collect()
}

/// Ids of scorecards, indicators and rows.
pub fn all() -> ArgValueCompleter {
    names(
        || {
            let catalogue = catalogue();
            let mut all = of_scorecards(&catalogue);
            let known: BTreeSet<String> = all.iter().map(|(id, _)| id.clone()).collect();
            all.extend(of_measures(&catalogue).into_iter().filter(|(id, _)| !known.contains(id)));
            all
        },
        true,
    )
}

/// What figures are broken down by.
pub fn breakdowns() -> ArgValueCompleter {
    names(of_breakdowns, false)
}

/// The breakdowns with a name of their own, and the columns of words, codes, and yes and no.
fn of_breakdowns() -> Vec<(String, String)> {
    job::breakdowns::offered(&catalogue()).unwrap_or_default()
}

/// A group that a run is of alone, as far as its column.
pub fn only() -> ArgValueCompleter {
    names(|| of_breakdowns().into_iter().map(|(name, about)| (format!("{name}="), about)).collect(), false)
}

/// Names of derived tables.
pub fn tables() -> ArgValueCompleter {
    names(of_tables, false)
}

fn of_tables() -> Vec<(String, String)> {
    let schema = Schema::new(&catalogue().extracts).map(|schema| schema.tables).unwrap_or_default();
    schema.into_iter().map(|table| (table.id, table.about)).collect()
}

/// What there is of what is listed: tables, extracts, or the words of others.
pub fn listed() -> ArgValueCompleter {
    names(
        || match typed().iter().rev().find_map(|word| word.to_str().filter(|word| is_listed(word)).map(str::to_owned)).as_deref()
        {
            Some("tables") => of_tables(),
            Some("extracts") => catalogue().extracts.into_iter().map(|layout| (layout.id, layout.title)).collect(),
            Some("indicators") => catalogue().indicators.into_iter().map(|one| (one.id, one.title)).collect(),
            Some("scorecards") => of_scorecards(&catalogue()),
            _ => Vec::new(),
        },
        false,
    )
}

fn is_listed(word: &str) -> bool {
    ["tables", "extracts", "indicators", "scorecards"].contains(&word)
}

/// The months that the extracts have, the newest first.
pub fn months() -> ArgValueCompleter {
    names(
        || {
            let folder = given("--extracts").pop().or_else(|| of_folder().extracts);
            let Some(folder) = folder else { return Vec::new() };
            let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let named = entries.filter(|entry| entry.path().is_dir());
            let mut months: Vec<Month> = named.filter_map(|entry| entry.file_name().to_string_lossy().parse().ok()).collect();
            if months.is_empty() {
                months.extend(job::latest_month(&catalogue(), &folder, super::today(None)));
            }
            months.sort_unstable_by(|a, b| b.cmp(a));
            months.into_iter().map(|month| (month.to_string(), month.long())).collect()
        },
        false,
    )
}

/// Names of cases, or folders.
pub fn cases() -> ArgValueCompleter {
    names(|| test::names(&layers()).into_iter().map(|name| (name, String::new())).collect(), true)
}
