//! What the job costs, as ratios to reading the same CSV files and nothing else.
//!
//! `cargo bench` measures on `target/bench/england`, made once by
//!
//! ```text
//! cargo run --release --example sample_data -- --out target/bench/england --single \
//!     --children 80000 --months 60 --history-years 7 --review-years 0 --moves 43
//! ```
//!
//! The baseline reads every column of every file as text through polars and counts the
//! cells that are not empty. Each number is the median of several runs in one process;
//! ratios hold from machine to machine where seconds do not.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use polars_io::SerReader;
use polars_io::prelude::CsvReadOptions;
use rayon::prelude::*;
use scorecard::calendar::Month;
use scorecard::definitions::{Catalogue, Sources};
use scorecard::extracts::{self, Extracts, Request};
use scorecard::job::{self, Options};
use scorecard::measure::{self, Place, conditions};
use scorecard::render::{csv, docx, html, json, markdown, xlsx};
use scorecard::scorecard::{Audience, By, Document};
use scorecard::tables::Tables;
use scorecard::tables::schema::Schema;

const RUNS: usize = 5;

fn main() -> anyhow::Result<()> {
    if std::env::var_os("SCORECARD_BENCH_PUBLIC").is_some() {
        return published();
    }
    workbook()?;
    let folder = std::env::var_os("SCORECARD_BENCH").map_or_else(|| PathBuf::from("target/bench/england"), PathBuf::from);
    if !folder.is_dir() {
        say("there is no data to measure on; the head of benches/ratios.rs says how it is made");
        return Ok(());
    }
    if std::env::var_os("SCORECARD_BENCH_WORKBOOK").is_some() {
        return Ok(());
    }
    let period: Month =
        std::env::var("SCORECARD_BENCH_PERIOD").as_deref().unwrap_or("2018-03").parse().map_err(anyhow::Error::msg)?;
    let catalogue = job::define(&Sources::built_in())?.catalogue;
    let months = |number: i32| (0..number).map(|back| period.back(back)).collect::<Vec<_>>();

    let scan = median(|| scan(&folder))?;
    let load_only = median(|| {
        black_box(load(&catalogue, &folder, period));
        Ok(())
    })?;
    let one = median(|| run(&catalogue, &folder, period, &months(1)))?;
    let two = median(|| run(&catalogue, &folder, period, &months(2)))?;
    let twelve = median(|| run(&catalogue, &folder, period, &months(12)))?;
    let trend = median(|| {
        let today = period.last();
        let options = Options { history: 11, ..Options::new(vec!["national".to_owned()], &folder, period, today) };
        black_box(job::compute(&catalogue, &options, &|_| {})?);
        Ok(())
    })?;
    say(&format!("scan of all files                  {scan:8.3} s   1.0"));
    for (what, time) in [
        ("extracts loaded and checked", load_only),
        ("one month of all indicators", one),
        ("one month with the one before", two),
        ("twelve months, each as at its end", twelve),
        ("trend of twelve months, whole job", trend),
    ] {
        say(&format!("{what:<34} {time:8.3} s   {:.1}", time / scan));
    }
    papers(&catalogue)
}

/// What a workbook of 100,000 rows costs beside calamine alone reading it into memory.
///
/// `SCORECARD_BENCH_WORKBOOK=1 cargo bench` measures nothing else.
fn workbook() -> anyhow::Result<()> {
    const ROWS: u32 = 100_000;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("month.xlsx");
    let columns =
        ["CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE", "PL_POST"];
    let mut book = rust_xlsxwriter::Workbook::new();
    let days = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet().set_name("Episodes")?;
    for (at, name) in columns.iter().enumerate() {
        sheet.write_string(0, at as u16, *name)?;
    }
    for row in 1..=ROWS {
        sheet.write_string(row, 0, format!("SD{:06}", row / 4))?;
        sheet.write_number_with_format(row, 1, f64::from(36_526 + row % 4 * 1_500 + row % 97), &days)?;
        for (at, code) in ["S", "C2", "N1", "U4", "PR1"].iter().enumerate() {
            sheet.write_string(row, at as u16 + 2, *code)?;
        }
        sheet.write_number_with_format(row, 7, f64::from(36_526 + (row % 4 + 1) * 1_500 + row % 89), &days)?;
        for (at, code) in ["X1", "CARPL", "ZZ1 1AA"].iter().enumerate() {
            sheet.write_string(row, at as u16 + 8, *code)?;
        }
    }
    book.save(&path)?;
    let catalogue = job::define(&Sources::built_in())?.catalogue;
    let alone = median(|| {
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path)?;
        black_box(calamine::Reader::worksheet_range(&mut book, "Episodes")?);
        Ok(())
    })?;
    let period = Month::new(2018, 3).context("a month")?;
    let read = median(|| {
        let episodes = load(&catalogue, folder.path(), period).by_id.remove("episodes");
        anyhow::ensure!(black_box(episodes).is_some_and(|found| found.len() > 90_000), "the workbook was not read");
        Ok(())
    })?;
    say(&format!("workbook of 100,000 rows, calamine  {alone:8.3} s   1.0"));
    say(&format!("the same as extracts, checked      {read:8.3} s   {:.1}", read / alone));
    Ok(())
}

/// Six scorecards of the sample data, with seven breakdowns and 24 months, for those who may see every figure and for the public.
///
/// `SCORECARD_BENCH_PUBLIC=1 cargo bench` measures nothing else. The public run is to take less than 5 seconds.
fn published() -> anyhow::Result<()> {
    let catalogue = job::define(&Sources::built_in())?.catalogue;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let period: Month = "2018-03".parse().map_err(anyhow::Error::msg)?;
    let ids = ["knowsley", "leicester", "rutland", "southwark", "st-helens", "national"].map(str::to_owned);
    let words = ["sex", "age-band", "ethnic-group", "disability", "placement-type", "legal-status", "need"];
    let by = words.iter().map(|word| By::parse(word).context("a breakdown")).collect::<anyhow::Result<Vec<_>>>()?;
    for audience in [Audience::Internal, Audience::Public] {
        let time = median(|| {
            let options =
                Options { history: 24, audience, by: by.clone(), ..Options::new(ids.to_vec(), &folder, period, period.last()) };
            black_box(job::compute(&catalogue, &options, &|_| {})?);
            Ok(())
        })?;
        say(&format!("six by seven, 24 months, {:<9} {time:8.3} s", audience.as_str()));
    }
    Ok(())
}

/// What each format costs beside computing: six scorecards of the sample data with 12 months of history.
fn papers(catalogue: &Catalogue) -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let period: Month = "2018-03".parse().map_err(anyhow::Error::msg)?;
    let ids = || catalogue.scorecards.iter().map(|scorecard| scorecard.id.clone()).collect::<Vec<_>>();
    let options =
        |audience| Options { history: 12, forecast: true, audience, ..Options::new(ids(), &folder, period, period.last()) };
    let document = job::compute(catalogue, &options(Audience::Internal), &|_| {})?;
    let computed = |audience| {
        median(|| {
            black_box(job::compute(catalogue, &options(audience), &|_| {})?);
            Ok(())
        })
    };
    let (internal, public) = (computed(Audience::Internal)?, computed(Audience::Public)?);
    say(&format!("six scorecards computed             {internal:8.3} s   1.0"));
    say(&format!("the same for the public             {public:8.3} s   {:.1}", public / internal));
    type Renderer = fn(&Document) -> anyhow::Result<Vec<u8>>;
    let renderers: [(&str, Renderer); 6] = [
        ("HTML", |document| Ok(html::render(document).into_bytes())),
        ("Markdown", |document| Ok(markdown::render(document).into_bytes())),
        ("CSV", csv::render),
        ("JSON", |document| Ok(json::render(document)?.into_bytes())),
        ("XLSX", xlsx::render),
        ("DOCX", docx::render),
    ];
    for (what, render) in renderers {
        let time = median(|| {
            black_box(render(&document)?);
            Ok(())
        })?;
        say(&format!("{what:<34} {time:8.3} s   {:.1}", time / internal));
    }
    Ok(())
}

/// The median time of several runs, in seconds.
fn median(mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(times[RUNS / 2])
}

fn scan(folder: &Path) -> anyhow::Result<()> {
    let files: Vec<PathBuf> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    let counts: Vec<usize> = files
        .par_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .map(|path| {
            let options = CsvReadOptions::default().with_infer_schema_length(Some(0));
            let frame = options.try_into_reader_with_file_path(Some(path.clone()))?.finish()?;
            Ok(frame.columns().iter().map(|column| column.len() - column.null_count()).sum())
        })
        .collect::<anyhow::Result<_>>()?;
    black_box(counts);
    Ok(())
}

fn load(catalogue: &Catalogue, folder: &Path, period: Month) -> Extracts {
    let used: BTreeSet<String> = catalogue.extracts.iter().map(|layout| layout.id.clone()).collect();
    let wanted = |_: &str, column: &str| matches!(column, "SW_ID" | "HOME_POST" | "PL_POST" | "oslaua" | "area_code");
    let request = Request {
        folder,
        period,
        above: None,
        authority: None,
        as_reported: false,
        wanted: &wanted,
        of_use: &|id| used.contains(id),
        translations: &catalogue.translations,
    };
    extracts::load(&catalogue.extracts, &request).value
}

fn run(catalogue: &Catalogue, folder: &Path, period: Month, months: &[Month]) -> anyhow::Result<()> {
    let extracts = load(catalogue, folder, period);
    let schema = Schema::new(&catalogue.extracts)?;
    let tables = Tables::new(&extracts, &catalogue.extracts, &schema);
    let compiled = conditions::compile(&catalogue.indicators, &schema, &mut Vec::new());
    let place = Place { authority: Some("E08000011"), population: &|_| Ok(50_000) };
    let measured = measure::measure(&compiled, &tables, months, &place).context("measuring")?;
    black_box(measured);
    Ok(())
}

/// A benchmark has nowhere to speak but the terminal.
fn say(line: &str) {
    use std::io::Write;
    // A line that cannot be shown is no fault of what is measured.
    let _ = writeln!(std::io::stdout(), "{line}");
}
