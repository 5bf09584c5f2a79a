//! One extract: what the authority's system gives on a day, written as SSDA903 files.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use anyhow::{Context, Result};
use csv::Writer;

use crate::calendar::{Dates, Day};
use crate::directory::Directory;
use crate::story::Child;
use crate::tables::{self, Table};

/// What an extract shows.
pub struct View {
    /// Its day: nothing later is known.
    pub as_at: Day,
    /// The first of April from which it reports; the whole history where there is none.
    pub since: Option<Day>,
    /// Reviews held before this day are left out.
    pub reviews_since: Day,
    /// Missing incidents and times with a social worker that ended before this day are left out.
    pub details_since: Day,
    /// Whether its codes are those of today.
    pub of_today: bool,
}

impl View {
    /// Whether something that lasted from one day to another belongs in the extract.
    pub fn shows(&self, from: Day, to: Day) -> bool {
        from <= self.as_at && self.since.is_none_or(|since| to >= since)
    }

    /// The same for missing incidents and social workers.
    pub fn shows_detail(&self, from: Day, to: Day) -> bool {
        self.shows(from, to) && to >= self.details_since
    }
}

/// What every extract of a run shares.
pub struct Source {
    /// Everyone known.
    pub children: Vec<Child>,
    /// The postcodes.
    pub directory: Directory,
    /// Days as text.
    pub dates: Dates,
    /// Number of social workers employed.
    pub staff: i32,
}

/// The files of an extract while they are written.
pub struct Files {
    writers: Vec<Writer<BufWriter<File>>>,
    rows: usize,
}

impl Files {
    fn create(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let writers = Table::ALL.iter().map(|table| {
            let path = folder.join(table.file_name());
            let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
            let mut writer = Writer::from_writer(BufWriter::new(file));
            writer.write_record(table.columns().split(' '))?;
            Ok(writer)
        });
        Ok(Self { writers: writers.collect::<Result<_>>()?, rows: 0 })
    }

    /// Adds a row to a file.
    pub fn row<const N: usize>(&mut self, table: Table, cells: [&str; N]) -> Result<()> {
        self.rows += 1;
        Ok(self.writers[table as usize].write_record(cells)?)
    }
}

/// Writes an extract into a folder and gives the number of rows in all files.
pub fn write(folder: &Path, source: &Source, view: &View) -> Result<usize> {
    let mut files = Files::create(folder)?;
    for child in &source.children {
        if child.first_day() <= view.as_at {
            tables::write_child(&mut files, source, view, child)?;
        }
    }
    for writer in &mut files.writers {
        writer.flush()?;
    }
    Ok(files.rows)
}
