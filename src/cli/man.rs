//! `scorecard man`: manual pages, made of the same help that `--help` shows.

use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::arguments::Arguments;
use super::files::{self, Readers};
use super::{Exit, Wrong, terminal};

/// Writes a page for the program and one for each command into a folder; without one, shows the page of the program.
pub fn run(output: Option<&Path>) -> anyhow::Result<Exit> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = output else {
        terminal::out(&String::from_utf8_lossy(&page(command)?))?;
        return Ok(Exit::Done);
    };
    std::fs::create_dir_all(folder)
        .map_err(|error| Wrong::File(format!("cannot make the folder '{}': {error}", folder.display())))?;
    let mut pages: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let commands: Vec<clap::Command> = command.get_subcommands().cloned().collect();
    for inner in commands {
        let name = format!("{}-{}", command.get_name(), inner.get_name());
        pages.push((folder.join(format!("{name}.1")), page(inner)?));
    }
    pages.push((folder.join(format!("{}.1", command.get_name())), page(command)?));
    files::write_all(&pages, Readers::AsUsual)?;
    Ok(Exit::Done)
}

fn page(command: clap::Command) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command).render(&mut bytes)?;
    Ok(bytes)
}
