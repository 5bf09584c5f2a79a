//! The reference in `docs/reference` and the schemas for editors: current, whole, with links that lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use scorecard::definitions::Sources;
use scorecard::measure::conditions;
use scorecard::reference::{self, COMMAND, FOLDERS, File};
use scorecard::tables::schema::Schema;

use crate::support::{CATALOGUE, root};

static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let schema = Schema::new(&CATALOGUE.extracts).unwrap();
    let compiled = conditions::compile(&CATALOGUE.indicators, &schema, &mut Vec::new());
    reference::files(&CATALOGUE, &schema, &compiled).unwrap()
});

/// The files of a folder and those in it, by their paths in the project.
fn files_in(folder: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(root().join(folder)).into_iter().flatten() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files_in(&path, found);
        } else {
            found.insert(path);
        }
    }
}

#[test]
fn every_file_is_current() {
    let mut left_over = BTreeSet::new();
    FOLDERS.iter().for_each(|folder| files_in(folder, &mut left_over));
    let mut faults = Vec::new();
    for file in FILES.iter() {
        left_over.remove(&file.path);
        match fs::read_to_string(root().join(&file.path)) {
            Ok(text) if text.replace("\r\n", "\n") == file.text => {}
            Ok(_) => faults.push(format!("{} is not current", file.path)),
            Err(_) => faults.push(format!("{} is missing", file.path)),
        }
    }
    faults.extend(left_over.iter().map(|path| format!("{path} is left over")));
    assert!(faults.is_empty(), "{}\n\nTo write them anew: {COMMAND}", faults.join("\n"));
}

#[test]
fn every_indicator_has_a_page() {
    for indicator in &CATALOGUE.indicators {
        let path = format!("docs/reference/indicators/{}.md", indicator.id);
        assert_eq!(FILES.iter().filter(|file| file.path == path).count(), 1, "{path}");
    }
}

#[test]
fn links_lead_somewhere() {
    let mut faults = Vec::new();
    for file in FILES.iter().filter(|file| file.path.ends_with(".md")) {
        for link in file.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let page = root().join(&file.path);
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            if !target.is_file() || !(anchor.is_empty() || has_heading(&target, anchor)) {
                faults.push(format!("{}: {link}", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether a page has a heading of which GitHub makes this anchor.
fn has_heading(page: &Path, anchor: &str) -> bool {
    let text = fs::read_to_string(page).unwrap();
    text.lines().filter(|line| line.starts_with('#')).any(|line| {
        let heading = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        heading.replace(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'), "") == anchor
    })
}

#[test]
fn editors_find_a_schema_for_each_folder_of_definitions_and_for_commentary() {
    let text = fs::read_to_string(root().join(".taplo.toml")).unwrap();
    let settings: toml::Table = text.parse().unwrap();
    let mut globs = BTreeSet::new();
    let mut schemas = BTreeSet::new();
    for rule in settings["rule"].as_array().unwrap() {
        globs.extend(rule["include"].as_array().unwrap().iter().map(|glob| glob.as_str().unwrap().to_owned()));
        schemas.insert(rule["schema"]["path"].as_str().unwrap().to_owned());
    }
    let folders = ["benchmarks", "breakdowns", "extracts", "library", "local", "scorecards"]
        .map(|folder| format!("indicators/{folder}/*.toml"));
    assert_eq!(
        globs,
        folders
            .into_iter()
            .chain(["**/commentary.toml", "**/scorecard.toml", "**/cases/*/expected.toml"].map(str::to_owned))
            .collect()
    );
    let written = FILES.iter().map(|file| file.path.clone()).filter(|path| path.ends_with(".schema.json"));
    assert_eq!(schemas, written.collect());
}

#[test]
fn schemas_are_no_definitions() {
    let sources = Sources::built_in();
    let all = [sources.extracts, sources.indicators, sources.local, sources.scorecards, sources.benchmarks, sources.breakdowns]
        .concat();
    assert!(all.iter().all(|source| source.path.ends_with(".toml") && !source.path.contains("/schema/")));
}
