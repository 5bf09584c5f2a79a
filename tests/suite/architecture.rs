//! The direction of the flow, where the manifests do not hold it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use scorecard::definitions::{keys, statistic, unit, window};
use scorecard::export;
use scorecard::formats::Formats;
use scorecard::problem_codes::Code;
use scorecard::rating::Rating;
use scorecard::render::formats;
use scorecard::scorecard::Audience;
use scorecard::tables::declared::TABLES;

use crate::support::root;

/// What the packages of the workspace may use of each other. Cargo holds the sources to it; a line more here is a decision.
const MAY_USE: &[(&str, &[&str])] = &[
    ("indicators", &[]),
    ("crates/core", &["scorecard-indicators"]),
    ("crates/data", &["scorecard-core"]),
    ("crates/board", &["scorecard-core"]),
    ("crates/render", &["scorecard-board", "scorecard-core"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// A source file.
struct Source {
    /// The folder of its package, empty for the program's own.
    package: &'static str,
    /// The module of the package that it belongs to.
    module: String,
    /// Its path in the repository.
    name: String,
    /// What it holds.
    text: String,
}

/// The source files of all packages.
fn all_sources() -> Vec<Source> {
    let mut all = Vec::new();
    for package in MAY_USE.iter().map(|(package, _)| *package).filter(|package| *package != "indicators").chain([""]) {
        let src = root().join(package).join("src");
        let mut found = Vec::new();
        sources(&src, &mut found);
        found.sort();
        all.extend(found.into_iter().map(|path| {
            let within = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            let module = within.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            Source { package, module, name, text: fs::read_to_string(path).unwrap() }
        }));
    }
    all
}

#[test]
fn packages_use_what_stands_below_them() {
    for (package, allowed) in MAY_USE {
        let manifest = fs::read_to_string(root().join(package).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let uses: Vec<&str> = manifest["dependencies"].as_table().unwrap().keys().map(String::as_str).collect();
        let own: Vec<&str> = uses.iter().copied().filter(|name| name.starts_with("scorecard")).collect();
        assert_eq!(own, *allowed, "{package}");
        // Data frames stay where figures are made of rows, and the command line in the program.
        let knows = |name: &str| uses.iter().any(|used| used.starts_with(name));
        assert_eq!(knows("polars"), *package == "crates/data", "{package} and polars");
        assert!(!knows("clap"), "{package} and clap");
    }
}

/// The modules that each module of a package uses.
fn uses<'a>(package: &str, sources: &'a [Source]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let own: BTreeSet<&str> =
        sources.iter().filter(|source| source.package == package).map(|source| source.module.as_str()).collect();
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.package == package) {
        let used = uses.entry(&source.module).or_default();
        for (at, _) in source.text.match_indices("crate::") {
            let rest = &source.text[at + 7..];
            let name = &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())];
            used.extend(own.get(name).filter(|name| **name != source.module));
        }
    }
    uses
}

#[test]
fn modules_go_round_in_no_circle() {
    let sources = all_sources();
    for (package, _) in MAY_USE.iter().filter(|(package, _)| !["indicators", "crates/render"].contains(package)) {
        let mut left = uses(package, &sources);
        // Take away what uses nothing that is left, until nothing is.
        while let Some(free) = left.iter().find(|(_, used)| used.iter().all(|one| !left.contains_key(one))).map(|(name, _)| *name)
        {
            left.remove(free);
        }
        assert!(left.is_empty(), "{package}: a circle among {left:?}");
    }
}

#[test]
fn the_library_knows_neither_the_clock_nor_the_command_line() {
    let mut faults = Vec::new();
    for source in all_sources().iter().filter(|source| !matches!(source.module.as_str(), "cli" | "main")) {
        if ["use clap", "std::env", "SystemTime"].iter().any(|word| source.text.contains(word)) {
            faults.push(format!("{}: knows the command line, the environment or the clock", source.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut lengths = Vec::new();
    let mut faults = Vec::new();
    for Source { name, text, .. } in all_sources() {
        let length = text.lines().count();
        lengths.push(length);
        if !text.starts_with("//!") {
            faults.push(format!("{name}: does not begin with what it is"));
        }
        if length > 400 {
            let head: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
            if !head.contains("long because") {
                faults.push(format!("{name}: {length} lines, and its head does not say why ('long because')"));
            }
        }
    }
    lengths.sort_unstable();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(lengths[lengths.len() / 2] <= 150, "the median file has {} lines", lengths[lengths.len() / 2]);
}

#[test]
fn text_leaves_by_one_door() {
    // The terminal and files clean what they are given; nothing else may write.
    let doors = ["src/cli/terminal.rs", "src/cli/files.rs", "src/cli/beside.rs", "src/cli/folder.rs"];
    let ways =
        ["io::stdout()", "io::stderr()", "fs::write(", "File::create", ".write(true)", "OpenOptions", "println!", "eprintln!"];
    let mut faults = Vec::new();
    for Source { name, text, .. } in all_sources().iter().filter(|source| !doors.contains(&source.name.as_str())) {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let writes = |line: &&str| ways.iter().any(|way| line.contains(way)) && !line.contains("is_terminal()");
        faults.extend(code.lines().filter(writes).map(|line| format!("{name}: {}", line.trim())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_is_counted_twice() {
    let once = |what: &str, names: Vec<&str>| {
        let unique: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(unique.len(), names.len(), "{what}: {names:?}");
    };
    fn of<T, L>(formats: &'static Formats<T, L>) -> [Vec<&'static str>; 3] {
        let all = || formats.all.iter();
        let offered: BTreeSet<u8> = all().map(|format| format.offered).collect();
        assert_eq!(offered.len(), formats.all.len(), "the places of the endings{}", formats.of);
        [
            all().map(|format| format.name).collect(),
            all().map(|format| format.ending).collect(),
            all().map(|format| format.about).collect(),
        ]
    }
    let formats = [
        of(&formats::SCORECARDS),
        of(&formats::TRENDS),
        of(&formats::CASES),
        of(&formats::EXPLANATIONS),
        of(&formats::CHANGES),
        of(&formats::TESTS),
        of(&export::FORMATS),
    ];
    formats.into_iter().flatten().for_each(|names| once("formats", names));
    once("tables", TABLES.iter().map(|table| table.id).collect());
    once("statistics", statistic::WORDS.to_vec());
    once("units", unit::WORDS.to_vec());
    once("windows", window::WORDS.to_vec());
    once("problems", Code::ALL.iter().map(|code| code.as_str()).collect());
    // Keys are declared below ratings and outputs, and cannot ask them for their words.
    assert_eq!(keys::RATED, Rating::WORDS);
    assert_eq!(keys::AUDIENCES, Audience::WORDS);
}

#[test]
fn units_and_statistics_are_asked_and_not_compared_with() {
    // A new one would pass by a comparison in silence; a declaration or a match of all kinds cannot be forgotten.
    let declared = ["crates/core/src/definitions/unit", "crates/core/src/definitions/statistic"];
    let ways = ["== Unit::", "!= Unit::", "Unit::Percent =>", "Unit::Count =>", ".is.name =="];
    let mut faults = Vec::new();
    for Source { name, text, .. } in all_sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        if name.ends_with("/tests.rs") || declared.iter().any(|registry| name.starts_with(registry)) {
            continue;
        }
        let compares = |line: &&str| ways.iter().any(|way| line.contains(way));
        faults.extend(code.lines().filter(compares).map(|line| format!("{name}: {}", line.trim())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
