//! The direction of the flow, held by reading the source.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::root;

/// For each module of the library the modules it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("calendar", &[]),
    ("said", &["calendar"]),
    ("nearest", &[]),
    ("plain", &[]),
    ("problem", &["problem_codes"]),
    ("problem_codes", &["problem"]),
    ("definitions", &["calendar", "condition", "nearest", "plain", "problem", "problem_codes"]),
    ("condition", &["calendar", "nearest", "plain", "problem_codes"]),
    ("threads", &[]),
    ("extracts", &["calendar", "definitions", "nearest", "plain", "problem", "problem_codes", "threads"]),
    ("tables", &["calendar", "definitions", "extracts", "plain", "problem", "problem_codes"]),
    (
        "measure",
        &["calendar", "condition", "definitions", "extracts", "nearest", "problem", "problem_codes", "tables", "threads"],
    ),
    ("feeds", &["calendar", "definitions", "extracts", "measure", "nearest", "plain", "problem", "problem_codes", "said"]),
    ("statistics", &[]),
    ("rating", &["definitions", "measure", "said", "statistics"]),
    ("pace", &["calendar", "definitions", "measure"]),
    ("scorecard", &["calendar", "definitions", "explain", "measure", "problem", "rating", "said", "statistics"]),
    ("arrived", &["calendar", "definitions", "extracts", "measure", "tables"]),
    ("assemble", &["calendar", "definitions", "feeds", "measure", "rating", "said", "scorecard", "statistics"]),
    ("disclosure", &["calendar", "definitions", "explain", "measure", "problem", "rating", "scorecard", "statistics"]),
    ("commentary", &["calendar", "definitions", "nearest", "problem", "problem_codes", "scorecard"]),
    ("changes", &["calendar", "condition", "definitions", "measure", "problem", "problem_codes", "rating", "scorecard"]),
    (
        "benchmarks",
        &[
            "calendar",
            "definitions",
            "measure",
            "nearest",
            "plain",
            "problem",
            "problem_codes",
            "rating",
            "scorecard",
            "statistics",
        ],
    ),
    ("forecast", &["calendar", "condition", "definitions", "extracts", "measure", "said", "tables"]),
    ("explain", &["calendar", "definitions", "measure", "statistics"]),
    ("cases", &["calendar", "definitions", "measure", "tables"]),
    (
        "worked",
        &[
            "calendar",
            "definitions",
            "explain",
            "measure",
            "nearest",
            "plain",
            "problem",
            "problem_codes",
            "rating",
            "scorecard",
            "tables",
        ],
    ),
    ("formulas", &[]),
    ("export", &["calendar", "formulas", "tables"]),
    ("reference", &["condition", "definitions", "measure", "tables"]),
    (
        "render",
        &[
            "arrived",
            "calendar",
            "cases",
            "changes",
            "definitions",
            "explain",
            "forecast",
            "formulas",
            "measure",
            "plain",
            "problem",
            "problem_codes",
            "rating",
            "scorecard",
            "statistics",
            "tables",
            "worked",
        ],
    ),
    (
        "job",
        &[
            "arrived",
            "assemble",
            "benchmarks",
            "calendar",
            "cases",
            "changes",
            "commentary",
            "definitions",
            "disclosure",
            "explain",
            "export",
            "extracts",
            "feeds",
            "forecast",
            "measure",
            "nearest",
            "pace",
            "plain",
            "problem",
            "problem_codes",
            "rating",
            "scorecard",
            "statistics",
            "tables",
            "threads",
            "worked",
        ],
    ),
];

/// Modules that may know polars.
const POLARS: &[&str] = &["extracts", "tables", "measure", "export"];

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

/// The source files with the module of the library each belongs to.
fn modules() -> Vec<(String, String, String)> {
    let src = root().join("src");
    let mut found = Vec::new();
    sources(&src, &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            let module = name.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
            (module, name, fs::read_to_string(path).unwrap())
        })
        .filter(|(module, ..)| !matches!(module.as_str(), "lib" | "main"))
        .collect()
}

#[test]
fn data_goes_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut faults = Vec::new();
    for (module, name, text) in modules().iter().filter(|(module, ..)| module != "cli") {
        let Some(allowed) = allowed.get(module.as_str()) else {
            faults.push(format!("{name}: '{module}' is not in the list of this test"));
            continue;
        };
        for (at, _) in text.match_indices("crate::") {
            let used: String = text[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if used != *module && !allowed.contains(&used.as_str()) {
                faults.push(format!("{name}: uses crate::{used}"));
            }
        }
        if text.contains("polars")
            && text.lines().any(|line| line.starts_with("use polars"))
            && !POLARS.contains(&module.as_str())
        {
            faults.push(format!("{name}: knows polars"));
        }
        if text.contains("use clap") || text.contains("std::env") || text.contains("SystemTime") {
            faults.push(format!("{name}: knows the command line, the environment or the clock"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut lengths = Vec::new();
    let mut faults = Vec::new();
    for (_, name, text) in modules() {
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
    let doors = ["cli/terminal.rs", "cli/files.rs", "cli/beside.rs", "cli/folder.rs"];
    let ways =
        ["io::stdout()", "io::stderr()", "fs::write(", "File::create", ".write(true)", "OpenOptions", "println!", "eprintln!"];
    let mut faults = Vec::new();
    for (_, name, text) in modules().iter().filter(|(_, name, _)| !doors.contains(&name.as_str())) {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let writes = |line: &&str| ways.iter().any(|way| line.contains(way)) && !line.contains("is_terminal()");
        faults.extend(code.lines().filter(writes).map(|line| format!("{name}: {}", line.trim())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
