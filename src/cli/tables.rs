//! `scorecard tables`: the derived tables of a month as files for other programs.

use super::arguments::Common;
use super::case_arguments::Tables;
use super::cases::{case_level, empty_columns};
use super::compute::show_problems;
use super::terminal::{self, Terminal};
use super::{Exit, Wrong, files};
use scorecard::export::TableFiles;
use scorecard::job::one;
use scorecard::nearest::{nearest, suggestion};
use scorecard::tables::schema::Schema;

/// Runs the command.
pub fn run(arguments: &Tables, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    let sources = super::sources(common)?;
    let defined = super::define(&sources, common)?;
    let schema = Schema::new(&defined.catalogue.extracts)?;
    let names = names(&arguments.tables, &schema)?;
    let folder = &arguments.output;
    let file = |name: &str| folder.join(format!("{name}.{}", arguments.format.ending));
    let written: Vec<_> = names.iter().map(|name| file(name)).chain([folder.join("dictionary.csv")]).collect();
    let inputs = super::inputs(common).extracts(&super::settings::extracts(&arguments.data, common)?);
    inputs.spare(written.iter().map(std::path::PathBuf::as_path))?;
    let data = super::settings::data(&arguments.data, None, common)?;
    let asked = super::asked(&arguments.groups, &data, &defined.catalogue)?;
    let found = one::tables(&defined.catalogue, &names, asked, arguments.format, &|doing| terminal.progress(doing))?;
    terminal.progress("");
    show_problems(&found.problems, common, terminal);
    let Some(TableFiles { tables, dictionary }) = found.value else {
        terminal::err("error: the extracts cannot be used; nothing was written\n");
        return Ok(Exit::Stopped);
    };
    let is_new = !folder.exists();
    std::fs::create_dir_all(folder)
        .map_err(|error| Wrong::File(format!("cannot make the folder '{}': {error}", folder.display())))?;
    if !common.quiet {
        case_level(&format!("the files in '{}' hold", folder.display()));
        for table in &tables {
            if let Some(reason) = &table.lacking {
                terminal::err(&format!("note: {} has no rows: {reason}\n", table.table));
            }
            empty_columns(&table.table, &table.empty);
        }
    }
    let mut made: Vec<_> = tables.into_iter().map(|table| (file(&table.table), table.bytes)).collect();
    made.push((folder.join("dictionary.csv"), dictionary));
    let written = files::write_all(&made, files::Readers::Owner);
    if written.is_err() && is_new {
        // A folder that was made for files that could not be written does not stay.
        let _ = std::fs::remove_dir(folder);
    }
    written?;
    Ok(Exit::Done)
}

/// The tables named; all where none is.
fn names(named: &[String], schema: &Schema) -> Result<Vec<String>, Wrong> {
    if let Some(name) = named.iter().find(|name| schema.table(name).is_none()) {
        let near = suggestion(nearest(name, schema.tables.iter().map(|table| table.id.as_str())));
        let near = near.unwrap_or_else(|| "scorecard list tables shows them".to_owned());
        return Err(Wrong::Usage(format!("there is no table '{name}': {near}")));
    }
    let all = schema.tables.iter().map(|table| table.id.clone());
    Ok(all.filter(|id| named.is_empty() || named.contains(id)).collect())
}
