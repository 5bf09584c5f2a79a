//! Writes the reference: pages under `docs/reference`, schemas for editors under `indicators/schema`.
//!
//! ```text
//! cargo run --example reference
//! ```
//!
//! reads the definitions of the project, writes what has changed and removes what is left over. The tests fail while a
//! file is not current.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use scorecard::definitions::Sources;
use scorecard::job;
use scorecard::measure::conditions;
use scorecard::reference;
use scorecard::tables::schema::Schema;

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let defined = job::define(&Sources::in_folder(&root.join("indicators"))?)?;
    ensure!(defined.problems.is_empty(), "there are problems in the definitions; see them with `cargo run -- check`");
    let schema = Schema::new(&defined.catalogue.extracts)?;
    let compiled = conditions::compile(&defined.catalogue.indicators, &schema, &mut Vec::new());
    let files = reference::files(&defined.catalogue, &schema, &compiled)?;

    let mut written = 0;
    for file in &files {
        let path = root.join(&file.path);
        if fs::read_to_string(&path).is_ok_and(|text| text == file.text) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(&path, &file.text).with_context(|| format!("cannot write {}", file.path))?;
        written += 1;
    }
    let expected: BTreeSet<PathBuf> = files.iter().map(|file| root.join(&file.path)).collect();
    let mut removed = 0;
    for folder in reference::FOLDERS {
        removed += remove_others(&root.join(folder), &expected)?;
    }
    Ok(writeln!(std::io::stderr(), "{} files, {written} written, {removed} removed", files.len())?)
}

/// Removes the files of a folder that are not expected.
fn remove_others(folder: &Path, expected: &BTreeSet<PathBuf>) -> Result<usize> {
    let mut removed = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            removed += remove_others(&path, expected)?;
        } else if !expected.contains(&path) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            removed += 1;
        }
    }
    Ok(removed)
}
