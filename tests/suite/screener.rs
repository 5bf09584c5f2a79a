//! The published CSV and its `.meta.csv`, looked at as the Department's screener of data files looks: each of its checks that a
//! file like ours can fail, written anew. Of several files put together too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use scorecard::job::{self, Options};
use scorecard::render::csv;
use scorecard::render::csv::stack::{File, Refused, stack};
use scorecard::scorecard::Audience;

use crate::support::{CATALOGUE, by, month, root};

/// A file by the names of its columns.
struct Table {
    head: Vec<String>,
    lines: Vec<Vec<String>>,
}

impl Table {
    fn read(bytes: &[u8]) -> Self {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        let mut all = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect());
        Table { head: all.next().unwrap(), lines: all.collect() }
    }

    fn column(&self, name: &str) -> Vec<&str> {
        let at = self.head.iter().position(|head| head == name).unwrap_or_else(|| panic!("no column {name}"));
        self.lines.iter().map(|line| line[at].as_str()).collect()
    }

    fn items(&self, name: &str) -> BTreeSet<&str> {
        self.column(name).into_iter().collect()
    }
}

const UNITS: [&str; 10] = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
];

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Whether a name is one of a place's columns to the screener: a filter called so is refused.
fn looks_like_a_place(name: &str) -> bool {
    let begins = ["sch", "prov", "inst", "estab", "reg", "la", "local", "rsc", "pfa", "pcon", "lep", "mca", "oa", "ward", "mat"];
    let ends = ["name", "code", "urn", "ukprn", "number", "upin", "id"];
    begins.iter().any(|begin| name.starts_with(begin)) && (ends.iter().any(|end| name.ends_with(end)) || begins.contains(&name))
}

/// What the screener would say; nothing of a file that passes.
fn faults(data: &[u8], meta: &[u8]) -> Vec<String> {
    let (data, meta) = (Table::read(data), Table::read(meta));
    let mut faults = Vec::new();
    let mut wrong = |is: bool, what: String| {
        if is {
            faults.push(what);
        }
    };
    let (names, kinds) = (meta.column("col_name"), meta.column("col_type"));
    let of_kind = |kind: &str| -> Vec<&str> {
        names.iter().zip(&kinds).filter(|(_, found)| **found == kind).map(|(name, _)| *name).collect()
    };
    let (filters, indicators) = (of_kind("Filter"), of_kind("Indicator"));
    let groupings: BTreeSet<&str> = meta.column("filter_grouping_column").into_iter().filter(|name| !name.is_empty()).collect();

    // Columns.
    wrong(filters.len() + indicators.len() != names.len(), "a col_type is neither Filter nor Indicator".to_owned());
    wrong(data.head.len() < meta.lines.len() + 5, "more lines of meta than columns".to_owned());
    wrong(data.head.iter().collect::<BTreeSet<_>>().len() != data.head.len(), "a column stands twice".to_owned());
    for name in &data.head {
        let snake = name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
        wrong(!snake || name.starts_with(|letter: char| letter.is_ascii_digit()), format!("'{name}' is no snake case"));
        wrong(name.chars().count() > 50, format!("'{name}' is longer than the API takes"));
        let described = UNITS.contains(&name.as_str()) || names.contains(&name.as_str()) || groupings.contains(name.as_str());
        wrong(!described && data.items(name).len() > 1, format!("'{name}' has several values and is not described"));
    }
    for name in &names {
        wrong(!data.head.iter().any(|head| head == name), format!("'{name}' is described and not there"));
        wrong(UNITS.contains(name), format!("'{name}' is of time or place and described"));
    }
    for smushed in
        ["male", "asian", "chinese", "indian", "black", "african", "white", "roma", "irish", "english", "british", "arab"]
    {
        wrong(indicators.iter().any(|name| name.contains(smushed)), format!("an indicator has '{smushed}' in its name"));
    }
    // Labels, units, decimals.
    let labels = meta.column("label");
    wrong(labels.iter().collect::<BTreeSet<_>>().len() != labels.len(), "a label stands twice".to_owned());
    wrong(
        labels.iter().any(|label| label.is_empty() || label.chars().count() > 80),
        "a label is empty or longer than 80".to_owned(),
    );
    for (at, line) in meta.lines.iter().enumerate() {
        let cell = |name: &str| meta.column(name)[at].to_owned();
        let is_filter = cell("col_type") == "Filter";
        let unit = cell("indicator_unit");
        wrong(!["", "%", "pp", "£", "£m", "numberstring"].contains(&unit.as_str()), format!("unit '{unit}'"));
        let decimals = cell("indicator_dp");
        wrong(is_filter != decimals.is_empty(), format!("decimals of {line:?}"));
        wrong(!is_filter && decimals.parse::<u32>().is_err(), format!("decimals '{decimals}'"));
        wrong(
            is_filter && (!unit.is_empty() || !cell("indicator_grouping").is_empty()),
            format!("a filter with a unit: {line:?}"),
        );
        let of_filters = !cell("filter_hint").is_empty() || !cell("filter_grouping_column").is_empty();
        wrong(!is_filter && of_filters, format!("an indicator with a hint: {line:?}"));
    }
    // Filters and their groups.
    for name in filters.iter().chain(&groupings) {
        let items = data.items(name);
        wrong(looks_like_a_place(name), format!("'{name}' looks like a place"));
        wrong(items.len() > 25_000, format!("'{name}' has too many items"));
        wrong(items.iter().any(|item| item.is_empty() || item.trim() != *item), format!("'{name}' has blanks"));
        wrong(items.iter().any(|item| item.chars().count() > 120), format!("'{name}' has an item longer than 120"));
    }
    for name in &filters {
        wrong(data.items(name).len() < 2, format!("'{name}' has one value and is described"));
        let at = names.iter().position(|found| found == name).unwrap();
        let default = meta.column("filter_default")[at];
        let default = if default.is_empty() { "Total" } else { default };
        wrong(!data.items(name).contains(default), format!("'{name}' has no '{default}'"));
        let grouping = meta.column("filter_grouping_column")[at];
        if !grouping.is_empty() {
            let groups = data.items(grouping);
            wrong(names.contains(&grouping), format!("'{grouping}' groups and is described"));
            wrong(groups.len() > data.items(name).len(), format!("'{grouping}' has more items than '{name}'"));
            wrong(!groups.contains("Total"), format!("'{grouping}' has no Total"));
            let stripped: BTreeSet<String> =
                groups.iter().map(|item| item.chars().filter(|letter| letter.is_alphanumeric()).collect()).collect();
            wrong(stripped.len() != groups.len(), format!("'{grouping}' has items of the same letters"));
        }
    }
    let used: Vec<&str> = meta.column("filter_grouping_column").into_iter().filter(|name| !name.is_empty()).collect();
    wrong(used.len() != groupings.len(), "a column groups two filters".to_owned());
    // What no cell may be.
    for (line, cells) in data.lines.iter().enumerate() {
        for (name, cell) in data.head.iter().zip(cells) {
            wrong(["NULL", "Null", "null", "NA", "na"].contains(&cell.as_str()), format!("{line}, {name}: {cell}"));
            wrong(["N/A", "n/a", ".", "..", "-", "~", ":"].contains(&cell.as_str()), format!("{line}, {name}: {cell}"));
            let may_be_blank = UNITS[5..].contains(&name.as_str());
            wrong(cell.is_empty() && !may_be_blank, format!("{line}, {name}: blank"));
            wrong(
                UNITS.contains(&name.as_str()) && ["Total", "All", "total", "all"].contains(&cell.as_str()),
                format!("{name}: {cell}"),
            );
        }
    }
    // Time: one kind of identifier, four digits.
    wrong(!data.column("time_identifier").iter().all(|month| MONTHS.contains(month)), "another time identifier".to_owned());
    let is_year = |year: &&str| year.len() == 4 && year.parse::<u32>().is_ok();
    wrong(!data.column("time_period").iter().all(is_year), "a time_period is no year".to_owned());
    // Places: what the level needs is there, what lies below is blank; a code has one name.
    let mut of_code: BTreeMap<&str, &str> = BTreeMap::new();
    for at in 0..data.lines.len() {
        let cell = |name: &str| data.column(name)[at];
        let (needs, blank): (&[&str], &[&str]) = match cell("geographic_level") {
            "Local authority" => (&UNITS[3..], &[]),
            "Regional" => (&UNITS[3..7], &UNITS[7..]),
            "National" => (&UNITS[3..5], &UNITS[5..]),
            other => panic!("level '{other}'"),
        };
        wrong(needs.iter().any(|name| cell(name).is_empty()), format!("{at}: a place is not whole"));
        wrong(blank.iter().any(|name| !cell(name).is_empty()), format!("{at}: a place below its level"));
        let unknown = (cell("la_name") == "Not available") != (cell("old_la_code") == "x");
        wrong(cell("geographic_level") == "Local authority" && unknown, format!("{at}: not available has the code x"));
        let known = *of_code.entry(cell("new_la_code")).or_insert(cell("la_name"));
        wrong(known != cell("la_name"), format!("{at}: a code with two names"));
        wrong(cell("new_la_code").len() > 30, format!("{at}: a code longer than 30"));
    }
    // No line twice.
    let apart: Vec<&str> = UNITS.iter().copied().chain(filters.iter().copied()).chain(groupings.iter().copied()).collect();
    let columns: Vec<Vec<&str>> = apart.iter().map(|name| data.column(name)).collect();
    let keys: BTreeSet<Vec<&str>> = (0..data.lines.len()).map(|at| columns.iter().map(|column| column[at]).collect()).collect();
    wrong(keys.len() != data.lines.len(), "two lines are of one figure".to_owned());
    faults
}

fn computed(ids: &[&str], period: &str, change: impl Fn(&mut Options)) -> (Vec<u8>, Vec<u8>) {
    let today = scorecard::calendar::parse_iso("2018-04-03").unwrap();
    let ids = ids.iter().map(|id| (*id).to_owned()).collect();
    let mut options = Options::new(ids, &root().join("sample-data"), month(period), today);
    change(&mut options);
    let document = job::compute(&CATALOGUE, &options, &|_| {}).unwrap();
    (csv::render(&document).unwrap(), csv::meta(&document).unwrap())
}

#[test]
fn the_screener_finds_nothing_in_any_scorecard() {
    let all = ["knowsley", "st-helens", "rutland", "leicester", "southwark", "annex-a"];
    let (data, meta) = computed(&all, "2018-03", |options| {
        options.by = vec![by("sex"), by("team")];
        options.outturns = 2;
    });
    assert_eq!(faults(&data, &meta), [""; 0]);
    let (data, meta) = computed(&["national"], "2018-03", |options| options.audience = Audience::Public);
    assert_eq!(faults(&data, &meta), [""; 0]);
    for authority in [None, Some("E92000001"), Some("E12000002"), Some("E06009999")] {
        let (data, meta) = computed(&["national"], "2018-03", |options| options.authority = authority.map(str::to_owned));
        assert_eq!(faults(&data, &meta), [""; 0], "{authority:?}");
    }
}

#[test]
fn the_checks_see_what_is_wrong() {
    let (data, meta) = computed(&["leicester"], "2018-03", |_| {});
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let twice = text(&data) + text(&data).lines().nth(1).unwrap() + "\n";
    assert!(!faults(twice.as_bytes(), &meta).is_empty());
    let one = text(&meta).replace("row_id,Filter,Row,", "audience,Filter,Row,");
    assert!(!faults(&data, one.as_bytes()).is_empty());
    let obsolete = text(&data).replacen(",z,", ",:,", 1);
    assert!(!faults(obsolete.as_bytes(), &meta).is_empty());
}

#[test]
fn files_put_together_pass_with_their_one_meta_file() {
    let files = [
        computed(&["knowsley"], "2018-03", |_| {}),
        computed(&["knowsley"], "2018-02", |_| {}),
        computed(&["rutland"], "2018-03", |options| options.by = vec![by("sex")]),
    ];
    let named: Vec<File<'_>> =
        files.iter().enumerate().map(|(at, (data, _))| File { name: format!("{at}.csv"), bytes: data }).collect();
    let stacked = stack(&named).unwrap_or_else(|_| panic!("refused"));
    assert_eq!(faults(&stacked.data, &stacked.meta), [""; 0]);
    // No file's own describes them all: each has one scorecard, and they have two.
    for (_, meta) in &files {
        assert!(!faults(&stacked.data, meta).is_empty());
    }
    let lines = |bytes: &[u8]| Table::read(bytes).lines.len();
    assert_eq!(lines(&stacked.data), files.iter().map(|(data, _)| lines(data)).sum::<usize>());
    let described: Vec<String> = Table::read(&stacked.meta).column("col_name").into_iter().map(str::to_owned).collect();
    assert!(["scorecard", "scorecard_title", "breakdown"].iter().all(|name| described.iter().any(|found| found == name)));
    // One alone is as it was written.
    let alone = stack(&named[..1]).unwrap_or_else(|_| panic!("refused"));
    assert_eq!((alone.data, alone.meta), files[0].clone());
}

#[test]
fn what_cannot_be_put_together_is_refused_with_the_file_and_what_to_do() {
    let (data, _) = computed(&["leicester"], "2018-03", |_| {});
    let refused = |files: &[(&str, &[u8])]| {
        let files: Vec<File<'_>> = files.iter().map(|(name, bytes)| File { name: (*name).to_owned(), bytes }).collect();
        match stack(&files) {
            Err(Refused::Unlike(said) | Refused::Twice(said)) => said,
            Err(Refused::Fault(error)) => panic!("{error}"),
            Ok(_) => panic!("not refused"),
        }
    };
    assert_eq!(
        refused(&[("a.csv", &data), ("b.csv", &data)]),
        "'b.csv', row 2, and 'a.csv', row 2, are of the same row, month and council; leave one of the two out"
    );
    assert!(refused(&[("c.csv", b"CHILD,DOB\n1,2\n")]).starts_with("'c.csv' has no column 'time_period': only files"));
    let head = data.split(|byte| *byte == b'\n').next().unwrap();
    assert_eq!(refused(&[("d.csv", head)]), "'d.csv' has no row; leave it out");
    let more = [head, b",own\n"].concat();
    assert!(refused(&[("e.csv", &more)]).contains("a column 'own' that is none of this program's"));
    let broken = [head, b"\n1,2\n"].concat();
    assert!(refused(&[("f.csv", &broken)]).starts_with("'f.csv' cannot be read"));
}

#[test]
fn the_command_writes_both_files_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let (data, _) = computed(&["leicester"], "2018-03", |_| {});
    let (other, _) = computed(&["leicester"], "2018-02", |_| {});
    std::fs::write(folder.path().join("march.csv"), data).unwrap();
    std::fs::write(folder.path().join("february.csv"), other).unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_scorecard")).args(arguments).current_dir(folder.path()).output().unwrap()
    };
    let done = run(&["stack", "february.csv", "march.csv", "--output", "all.csv"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(faults(&read("all.csv"), &read("all.meta.csv")), [""; 0]);
    for (arguments, status, said) in [
        (["stack", "march.csv", "march.csv", "--output", "twice.csv"], 1, "are of the same row"),
        (["stack", "march.csv", "absent.csv", "--output", "absent-too.csv"], 1, "cannot read 'absent.csv'"),
        (["stack", "march.csv", "february.csv", "--output", "march.csv"], 2, "march.csv"),
        (["stack", "march.csv", "february.csv", "--output", "all.xlsx"], 2, "does not end in .csv"),
    ] {
        let failed = run(&arguments);
        assert_eq!(failed.status.code(), Some(status), "{arguments:?}");
        let message = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert!(message.contains(said), "{message}");
        assert!(!Path::new(&folder.path().join("twice.csv")).exists());
    }
}
