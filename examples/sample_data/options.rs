//! The few arguments of the command, read by hand.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, Result, bail};

use crate::calendar::{Day, day};

/// What `--help` says.
pub const HELP: &str = "\
Writes the SSDA903 extracts of an invented authority.

  --out DIR            where to (default sample-data)
  --seed N             the same seed gives the same files (default 903)
  --children N         looked after at a time (default 500)
  --to YYYY-MM         the last month (default 2018-03)
  --months N           months before it begins (default 24)
  --of-today           the codes and files of the returns from 2024 on, with teams and deprivation of liberty orders
  --single             one folder with the whole history, instead of one for each month
  --history-years N    children whose care ended up to N years before are known too (default 3)
  --moves PERCENT      how often children move between placements, of the usual (default 100)
  --review-years N     reviews go back to N years before (default: all)
";

/// The arguments.
pub struct Options {
    /// The folder to write into.
    pub out: PathBuf,
    /// Seed of everything.
    pub seed: u64,
    /// Children looked after at a time, about.
    pub children: u32,
    /// The first day of the last month.
    pub to: Day,
    /// Months after the opening one.
    pub months: i32,
    /// The codes and files of the returns of today.
    pub of_today: bool,
    /// One folder with the whole history.
    pub single: bool,
    /// Years before the opening month in which a child must have been in care to be known.
    pub history_years: i32,
    /// How often children move; 1 is usual.
    pub moves: f64,
    /// Years before the opening month from which reviews are kept.
    pub review_years: Option<i32>,
}

impl Options {
    /// The arguments as typed; nothing where help is wanted.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>> {
        let mut options = Self {
            out: PathBuf::from("sample-data"),
            seed: 903,
            children: 500,
            to: day(2018, 3, 1),
            months: 24,
            of_today: false,
            single: false,
            history_years: 3,
            moves: 1.0,
            review_years: None,
        };
        while let Some(name) = arguments.next() {
            match name.as_str() {
                "--help" | "-h" => return Ok(None),
                "--single" => {
                    options.single = true;
                    continue;
                }
                "--of-today" => {
                    options.of_today = true;
                    continue;
                }
                _ => {}
            }
            let value = arguments.next().with_context(|| format!("{name} needs a value, or is not known; see --help"))?;
            match name.as_str() {
                "--out" => options.out = PathBuf::from(value),
                "--seed" => options.seed = number(&name, &value)?,
                "--children" => options.children = number(&name, &value)?,
                "--to" => options.to = month(&value)?,
                "--months" => options.months = number(&name, &value)?,
                "--history-years" => options.history_years = number(&name, &value)?,
                "--moves" => options.moves = f64::from(number::<u32>(&name, &value)?) / 100.0,
                "--review-years" => options.review_years = Some(number(&name, &value)?),
                _ => bail!("{name} is not known; see --help"),
            }
        }
        let sound = (1..=1_000_000).contains(&options.children)
            && (0..=240).contains(&options.months)
            && (0..=30).contains(&options.history_years)
            && (0.01..=10.0).contains(&options.moves)
            && options.review_years.is_none_or(|years| (0..=60).contains(&years));
        if !sound {
            bail!("a number is out of range: children 1 to 1000000, months 0 to 240, years 0 to 30, moves 1 to 1000");
        }
        Ok(Some(options))
    }
}

fn number<T: FromStr>(name: &str, value: &str) -> Result<T> {
    value.parse().ok().with_context(|| format!("{name} needs a whole number, not '{value}'"))
}

fn month(value: &str) -> Result<Day> {
    let parsed = value.split_once('-').and_then(|(year, month)| {
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        ((1990..=2100).contains(&year) && (1..=12).contains(&month)).then(|| day(year, month, 1))
    });
    parsed.with_context(|| format!("--to needs a month such as 2018-03, not '{value}'"))
}
