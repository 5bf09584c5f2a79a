//! Sample data: the SSDA903 extracts of an invented authority, the same for the same seed.
//!
//! ```text
//! cargo run --example sample_data -- --out sample-data
//! ```
//!
//! writes a folder for each month with what the authority's system gives at its end, the year to date; the first folder
//! holds the history before. With `--single` the whole history goes into one folder instead. `--help` lists the options.
//!
//! A national history, 400,000 children ever known with 1.4 million episodes and 950,000 reviews (210 MB; in release,
//! 5 seconds), in which children move less often than usual to keep the episodes to that number:
//!
//! ```text
//! cargo run --release --example sample_data -- --out DIR --single --children 80000 --months 60 \
//!     --history-years 7 --review-years 0 --moves 43
//! ```
//!
//! A council of 6,000 children ever known, 80,000 rows in all; without `--single` the same in monthly folders, which is
//! 350,000 rows, since each month repeats the year to date:
//!
//! ```text
//! cargo run --release --example sample_data -- --out DIR --single --children 1490 --history-years 7 --review-years 5
//! ```
//!
//! A council of today:
//!
//! ```text
//! cargo run --example sample_data -- --of-today --out sample-data-2026 --to 2026-03 --months 12 --children 110 --seed 26
//! ```
//!
//! Every child has a story that is settled by the seed alone, from the first day in care to the last. It goes from
//! `population` (who comes in, and comes back) through `plans` (orders and how long), `placements` (where) and
//! `episodes` (the rows) to `extract`, which shows what of it was known on a day; `local` writes the authority's own
//! extracts of the last two months, `feeds` invents survey answers, returns and judgements, and `commentary` what is
//! said of rows. `today` gives the codes of the returns from 2024 on, with what councils hold beside them now. `benchmarks` invents what others have, in the layouts of the files that the Department publishes. Nothing is measured here: the figures that come out are the sum of the stories.

mod benchmarks;
mod calendar;
mod chance;
mod commentary;
mod directory;
mod episodes;
mod events;
mod extract;
mod feeds;
mod health;
mod leavers;
mod local;
mod options;
mod placements;
mod plans;
mod population;
mod story;
mod tables;
mod today;

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use calendar::{Dates, Day, add_months, collection_year, parts};
use directory::{AUTHORITIES, Directory, Setting};
use extract::{Source, View};
use options::Options;
use population::{Span, population};

/// The oldest a person of the story can be: children known, born long before the first extract.
const OLDEST: i32 = 60 * 12;

fn main() -> Result<()> {
    let Some(options) = Options::parse(std::env::args().skip(1))? else {
        return Ok(std::io::stdout().write_all(options::HELP.as_bytes())?);
    };
    let first = month_end(options.to, -options.months);
    let last = month_end(options.to, 0);
    let known_from = add_months(first + 1, -12 * options.history_years);
    let directory = Directory::new(options.seed, options.children);
    let setting = Setting { directory, moves: options.moves };
    let children = population(options.seed, options.children, &Span { known_from, first, last }, &setting);
    let dates = Dates::new(add_months(known_from, -OLDEST), last);
    let source = Source { children, directory: setting.directory, dates, staff: (options.children / 9).max(12) as i32 };
    let reviews_since = options.review_years.map_or(Day::MIN, |years| add_months(first + 1, -12 * years));
    // The year before the opening month is as far back as any measure of it looks.
    let details_since = add_months(first + 1, -12);
    let of_today = options.of_today;
    let view = |as_at, since| View { as_at, since, reviews_since, details_since, of_today };

    fs::create_dir_all(&options.out).with_context(|| format!("cannot create {}", options.out.display()))?;
    write_reference(&options, &source, first, last)?;
    // What the strategies promised is of their own time.
    if !of_today {
        feeds::write(&options.out, options.seed, &source.dates, last)?;
        commentary::write(&options.out, last)?;
    }
    // A single folder is the starter or a load test: those have no use for them.
    if !options.single {
        benchmarks::write(&options.out, options.seed, parts(last).0, options.children)?;
    }
    let mut rows = 0;
    if options.single {
        rows += extract::write(&options.out, &source, &view(last, None))?;
        rows += local::write(&options.out, &source, last, true)?;
    } else {
        for back in (0..=options.months).rev() {
            let as_at = month_end(options.to, -back);
            let (year, month, _) = parts(as_at);
            let since = (back < options.months).then(|| collection_year(as_at));
            let folder = options.out.join(format!("{year}-{month:02}"));
            rows += extract::write(&folder, &source, &view(as_at, since))?;
            if of_today {
                rows += today::write(&folder, &source, as_at)?;
            } else if back <= 1 {
                rows += local::write(&folder, &source, as_at, back == 0)?;
            }
        }
    }
    let known = source.children.len();
    let report = format!("{known} children, {rows} rows, in {}\n", options.out.display());
    Ok(std::io::stderr().write_all(report.as_bytes())?)
}

/// The last day of the month that is `months` after the one given.
fn month_end(month: Day, months: i32) -> Day {
    add_months(month, months + 1) - 1
}

/// The postcode directory and the population, the same for each authority that the extracts may stand for.
fn write_reference(options: &Options, source: &Source, first: Day, last: Day) -> Result<()> {
    let path = options.out.join("postcodes.csv");
    let mut writer = writer(&path)?;
    writer.write_record(["pcds", "oslaua", "oseast1m", "osnrth1m"])?;
    for line in &source.directory.postcodes {
        let (easting, northing) = (line.easting.to_string(), line.northing.to_string());
        writer.write_record([&line.text, line.authority, &easting, &northing])?;
    }
    writer.flush()?;
    let path = options.out.join("population.csv");
    let mut writer = self::writer(&path)?;
    writer.write_record(["area_code", "year", "population_0_17"])?;
    for (turn, year) in (parts(first).0 - 1..=parts(last).0).enumerate() {
        let children = u64::from(options.children) * (1010 + turn as u64 * 4) / 10;
        for authority in AUTHORITIES {
            writer.write_record([authority, &year.to_string(), &children.to_string()])?;
        }
    }
    Ok(writer.flush()?)
}

fn writer(path: &Path) -> Result<csv::Writer<fs::File>> {
    csv::Writer::from_path(path).with_context(|| format!("cannot write {}", path.display()))
}
