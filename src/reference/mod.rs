//! The reference: what there is to write in definitions, written from the definitions themselves.
//!
//! Takes the catalogue, the schema of tables and the compiled indicators, gives files of Markdown
//! and JSON Schema as text. Knows nothing of folders on disk: `examples/reference.rs` writes the
//! files, and a test holds them to what this gives.

mod conditions;
mod extracts;
mod indicators;
mod json_schema;
mod keys;
mod markdown;
mod tables;

use crate::definitions::Catalogue;
use crate::definitions::keys::{BENCHMARK, BREAKDOWN, CASE, COMMENTARY, EXTRACT, INDICATOR, SCORECARD, SETTINGS, Spec};
use crate::measure::Compiled;
use crate::tables::schema::Schema;

/// The command that writes the files anew.
pub const COMMAND: &str = "cargo run --example reference";

/// The folders that hold nothing but these files.
pub const FOLDERS: &[&str] = &["docs/reference", "indicators/schema"];

/// A file of the reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the project, with `/` between its parts.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// One kind of definition file.
struct DefinitionFile {
    /// The name of its schema.
    name: &'static str,
    /// Its heading.
    title: &'static str,
    /// Where such files lie.
    paths: &'static [&'static str],
    /// The keys of its top table.
    spec: &'static Spec,
}

static DEFINITION_FILES: &[DefinitionFile] = &[
    DefinitionFile {
        name: "indicator",
        title: "Indicators",
        paths: &["indicators/library/<id>.toml", "indicators/local/<id>.toml"],
        spec: &INDICATOR,
    },
    DefinitionFile { name: "scorecard", title: "Scorecards", paths: &["indicators/scorecards/<id>.toml"], spec: &SCORECARD },
    DefinitionFile { name: "extract", title: "Layouts of extracts", paths: &["indicators/extracts/<name>.toml"], spec: &EXTRACT },
    DefinitionFile { name: "breakdown", title: "Breakdowns", paths: &["indicators/breakdowns/<id>.toml"], spec: &BREAKDOWN },
    DefinitionFile { name: "benchmark", title: "Published files", paths: &["indicators/benchmarks/<id>.toml"], spec: &BENCHMARK },
    DefinitionFile { name: "commentary", title: "Commentary", paths: &["commentary.toml"], spec: &COMMENTARY },
    DefinitionFile {
        name: "case",
        title: "Cases",
        paths: &["cases/<name>/expected.toml", "cases/<name>/expected.json"],
        spec: &CASE,
    },
];

/// The settings of a working folder, which are no definitions.
static SETTINGS_FILE: DefinitionFile =
    DefinitionFile { name: "settings", title: "Settings", paths: &["scorecard.toml"], spec: &SETTINGS };

/// Every file of the reference.
///
/// # Errors
/// When JSON cannot be written, which would be a fault of ours.
pub fn files(catalogue: &Catalogue, schema: &Schema, compiled: &[Compiled<'_>]) -> anyhow::Result<Vec<File>> {
    let page = |name: &str, text: String| File { path: format!("docs/reference/{name}"), text };
    let mut files = vec![
        page("keys.md", keys::page(DEFINITION_FILES)),
        page("settings.md", keys::settings(&SETTINGS_FILE)),
        page("conditions.md", conditions::page()),
        page("tables.md", tables::page(schema, &catalogue.indicators)),
        page("extracts.md", extracts::page(&catalogue.extracts)),
        page("indicators/README.md", indicators::index(catalogue)),
    ];
    files.extend(
        compiled
            .iter()
            .map(|one| page(&format!("indicators/{}.md", one.indicator.id), indicators::page(one, &catalogue.scorecards))),
    );
    for kind in DEFINITION_FILES.iter().chain([&SETTINGS_FILE]) {
        let path = format!("indicators/schema/{}.schema.json", kind.name);
        files.push(File { path, text: json_schema::text(kind)? });
    }
    Ok(files)
}
