//! The sample data of both councils, published and attacked. The attacker is written apart from the program's own: it lists the
//! children behind every indicator in several months, finds which sums hold in all of them, and narrows the range of each hidden
//! number. Every format is read back. All scorecards, breakdowns and months by hand:
//! `EVERYWHERE=1 cargo test --test suite disclosure_everywhere -- --nocapture`, or each 29th set of scorecards and month: `EVERYWHERE=29`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use calamine::{Reader, Xlsx};
use scorecard::calendar::Month;
use scorecard::definitions::Feed;
use scorecard::job::one::{Data, cases};
use scorecard::job::{self, Options};
use scorecard::render::{csv, docx, html, json, markdown, pdf, table, xlsx};
use scorecard::scorecard::{Audience, By, Document};
use serde_json::Value;

use crate::disclosure_alike::say;
use crate::support::{CATALOGUE, by, month, root};

/// A number of an indicator: those of its cohort, or those counted.
type Number = (String, bool);
/// Numbers, each so many times, that add up to nought.
type Sum = Vec<(Number, i64)>;

const PRIME: i64 = 1_000_000_007;

fn inverse(number: i64) -> i64 {
    let (mut result, mut base, mut times) = (1, number, PRIME - 2);
    while times > 0 {
        if times % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        times /= 2;
    }
    result
}

/// The sums that hold in each child of these months, and which numbers are of some of another's.
fn sums(folders: &[(&str, Vec<Month>)], scorecards: &[&str]) -> (Vec<Sum>, Vec<(Number, Number)>) {
    let rows = CATALOGUE.scorecards.iter().filter(|one| scorecards.contains(&one.id.as_str())).flat_map(|one| &one.groups);
    let feeds = rows.flat_map(|group| &group.rows).map(|row| &row.feed);
    let wanted: BTreeSet<&String> =
        feeds.filter_map(|feed| if let Feed::Indicator(id) = feed { Some(id) } else { None }).collect();
    let indicators: Vec<_> = CATALOGUE.indicators.iter().filter(|one| wanted.contains(&one.id)).collect();
    let mut atoms: BTreeMap<(usize, Month, String), BTreeSet<Number>> = BTreeMap::new();
    let mut several = BTreeSet::new();
    for (at, (folder, months)) in folders.iter().enumerate() {
        for period in months {
            let data = Data { extracts: root().join(folder), period: *period, authority: None, as_reported: false };
            for one in cases(&CATALOGUE, &indicators, &data, &|_| {}).unwrap().value.unwrap_or_default() {
                let children: BTreeSet<&str> = one.rows.iter().map(|row| row.child.as_str()).collect();
                if children.len() < one.rows.len() || one.measured.figure().is_none() {
                    several.insert(one.indicator.clone());
                }
                for row in &one.rows {
                    let numbers = atoms.entry((at, *period, row.child.clone())).or_default();
                    numbers.insert((one.indicator.clone(), false));
                    if row.numerator == Some(true) || row.value.is_some() {
                        numbers.insert((one.indicator.clone(), true));
                    }
                }
            }
        }
    }
    let atoms: BTreeSet<BTreeSet<Number>> =
        atoms.into_values().map(|numbers| numbers.into_iter().filter(|number| !several.contains(&number.0)).collect()).collect();
    let names: Vec<Number> = atoms.iter().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    // Each line of the matrix is a kind of child; reduced, so that a leading number is in no other line.
    let mut lines: Vec<(usize, Vec<i64>)> = Vec::new();
    for atom in &atoms {
        let mut line: Vec<i64> = names.iter().map(|name| i64::from(atom.contains(name))).collect();
        for (lead, other) in &lines {
            let times = line[*lead];
            line.iter_mut().zip(other).for_each(|(mine, its)| *mine = (*mine + (PRIME - times) * its) % PRIME);
        }
        let Some(lead) = line.iter().position(|number| *number != 0) else { continue };
        let by = inverse(line[lead]);
        line.iter_mut().for_each(|number| *number = *number * by % PRIME);
        for (_, other) in &mut lines {
            let times = other[lead];
            other.iter_mut().zip(&line).for_each(|(mine, its)| *mine = (*mine + (PRIME - times) * its) % PRIME);
        }
        lines.push((lead, line));
    }
    let leads: BTreeSet<usize> = lines.iter().map(|(lead, _)| *lead).collect();
    let small = |number: i64| if number <= 50 { Some(number) } else { Some(number - PRIME).filter(|number| *number >= -50) };
    let mut found = Vec::new();
    for free in (0..names.len()).filter(|at| !leads.contains(at)) {
        let terms = lines.iter().filter(|(_, line)| line[free] != 0);
        let sum: Option<Sum> =
            terms.map(|(lead, line)| Some((names[*lead].clone(), small((PRIME - line[free]) % PRIME)?))).collect();
        found.extend(sum.map(|mut sum| {
            sum.push((names[free].clone(), 1));
            sum
        }));
    }
    // In which kinds of child each number counts, as bits.
    let of = |name: &Number| -> Vec<u64> {
        let bits = |some: &[&BTreeSet<Number>]| {
            some.iter().enumerate().map(|(at, atom)| u64::from(atom.contains(name)) << at).fold(0, |bits, bit| bits | bit)
        };
        atoms.iter().collect::<Vec<_>>().chunks(64).map(bits).collect()
    };
    let columns: Vec<Vec<u64>> = names.iter().map(of).collect();
    // The same children by two names, whatever they are sums of.
    let mut same: BTreeMap<&Vec<u64>, &Number> = BTreeMap::new();
    for (name, column) in names.iter().zip(&columns) {
        if let Some(other) = same.insert(column, name) {
            found.push(vec![(other.clone(), 1), (name.clone(), -1)]);
        }
    }
    let within = |a: usize, b: usize| a != b && columns[a].iter().zip(&columns[b]).all(|(a, b)| a & !b == 0);
    let pairs = (0..names.len()).flat_map(|a| (0..names.len()).map(move |b| (a, b)));
    let within = pairs.filter(|(a, b)| within(*a, *b)).map(|(a, b)| (names[a].clone(), names[b].clone())).collect();
    (found, within)
}

type Ranges = BTreeMap<String, (i64, i64)>;

/// What the JSON says of the numbers of its rows: noughts are shown, so that what is hidden is 1 or more. With the names of the
/// numbers of each indicator, by group.
fn ranges(json: &Value) -> (Ranges, BTreeMap<(Number, String), Vec<String>>) {
    let (mut found, mut names) = (Ranges::new(), BTreeMap::<_, Vec<String>>::new());
    for scorecard in json["scorecards"].as_array().unwrap() {
        let groups = scorecard["groups"].as_array().unwrap();
        for row in groups.iter().flat_map(|group| group["rows"].as_array().unwrap()) {
            let id = row["id"].as_str().unwrap();
            let name = format!("{}:{id}", scorecard["id"].as_str().unwrap());
            let group = id.split_once('/').map(|(_, group)| group.to_owned()).unwrap_or_default();
            let whole =
                |value: &Value, least: i64| value.as_f64().map_or((least, 1_000_000), |number| (number as i64, number as i64));
            let nobody = row["rating"] == "no-data";
            if nobody && row["denominator"].is_null() && row["display"] != "z" {
                continue;
            }
            let mut say = |counted: bool, range: (i64, i64)| {
                let name = format!("{}{name}", if counted { "/" } else { "" });
                if let Some(indicator) = row["indicator"].as_str() {
                    names.entry(((indicator.to_owned(), counted), group.clone())).or_default().push(name.clone());
                }
                found.insert(name, range);
            };
            match row["unit"].as_str().unwrap() {
                "percent" => {
                    let denominator = if nobody { (0, 0) } else { whole(&row["denominator"], 1) };
                    let is_shown = !nobody && row["denominator"] != "c";
                    let mut numerator = if nobody { (0, 0) } else { whole(&row["numerator"], i64::from(is_shown)) };
                    if row["numerator"] == "c" && is_shown {
                        numerator.1 = denominator.1 - 1;
                    }
                    say(false, denominator);
                    say(true, numerator);
                }
                // The sum of an average is rounded, and adds up with no other.
                "days" | "score" => say(true, if nobody { (0, 0) } else { whole(&row["denominator"], 1) }),
                _ => say(false, if nobody { (0, 0) } else { whole(&row["numerator"], 1) }),
            }
        }
    }
    (found, names)
}

/// What can be worked out. In a group a sum is taken to hold where it does: ages are those of the day that a table is of, so that a child
/// may be in one group in the one and in another in the other.
fn recovered(json: &Value, truths: &Ranges, (sums, within): &(Vec<Sum>, Vec<(Number, Number)>)) -> Vec<String> {
    let (mut ranges, names) = ranges(json);
    let left = |line: &[(String, i64)]| line.iter().map(|(name, times)| Some(times * truths.get(name)?.0)).sum::<Option<i64>>();
    let hidden: Vec<String> = ranges.iter().filter(|(_, range)| range.0 < range.1).map(|(name, _)| name.clone()).collect();
    let mut lines: Vec<Vec<(String, i64)>> = Vec::new();
    // The same number in several rows; of what depends on the authority scorecards of several have others, if not in every group.
    let whole_of = |name: &str| -> String {
        let (mark, plain) = name.split_at(usize::from(name.starts_with('/')));
        format!("{mark}{}", plain.split('/').next().unwrap())
    };
    let of_row = |name: &str| -> BTreeMap<String, (i64, i64)> {
        let whole = whole_of(name);
        let own = truths.iter().filter_map(|(other, truth)| Some((other.strip_prefix(&whole)?.to_owned(), *truth)));
        own.filter(|(group, _)| group.is_empty() || group.starts_with('/')).collect()
    };
    for same in names.values() {
        for two in same.windows(2).filter(|two| of_row(&two[0]) == of_row(&two[1])) {
            lines.push(vec![(two[0].clone(), 1), (two[1].clone(), -1)]);
        }
    }
    let groups: BTreeSet<&String> = names.keys().map(|(_, group)| group).collect();
    let first = |number: &Number, group: &str| names.get(&(number.clone(), group.to_owned()))?.first().cloned();
    // A part of which nothing is left in the whole is the whole.
    let mut same_rows: Vec<[String; 2]> = Vec::new();
    for group in groups {
        for sum in sums {
            let line: Option<Vec<_>> = sum.iter().map(|(number, times)| Some((first(number, group)?, *times))).collect();
            lines.extend(line.filter(|line| group.is_empty() || left(line) == Some(0)));
        }
        for (part, whole) in within {
            if let (Some(part), Some(whole)) = (first(part, group), first(whole, group))
                && (group.is_empty() || truths.get(&part) <= truths.get(&whole))
            {
                if truths.get(&part) == truths.get(&whole) {
                    same_rows.push([part.clone(), whole.clone()]);
                }
                let rest = format!("rest of {whole} less {part}");
                ranges.insert(rest.clone(), (0, 1_000_000));
                lines.push(vec![(whole, 1), (part, -1), (rest, -1)]);
            }
        }
    }
    // The groups of each breakdown are the whole.
    let mut by_whole: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for name in ranges.keys().filter(|name| !name.starts_with("rest of ")) {
        let plain = name.trim_start_matches('/');
        if let Some((whole, (by, _))) = plain.split_once('/').and_then(|(whole, group)| Some((whole, group.split_once('=')?))) {
            let whole = format!("{}{whole}", if name.starts_with('/') { "/" } else { "" });
            by_whole.entry((whole, by.to_owned())).or_default().push(name.clone());
        }
    }
    for ((whole, _), parts) in by_whole {
        lines.push(parts.into_iter().map(|part| (part, -1)).chain([(whole, 1)]).collect());
    }
    lines.retain(|line| line.iter().all(|(name, _)| ranges.contains_key(name)));
    for _ in 0..100 {
        let mut changed = false;
        for line in &lines {
            let ends = |(name, times): &(String, i64)| {
                let (low, high) = ranges[name];
                (if *times > 0 { (low * times, high * times) } else { (high * times, low * times) }, name.clone(), *times)
            };
            let all: Vec<_> = line.iter().map(ends).collect();
            let least: i64 = all.iter().map(|(ends, ..)| ends.0).sum();
            let most: i64 = all.iter().map(|(ends, ..)| ends.1).sum();
            for ((low, high), name, times) in all {
                let (low, high) = (-(most - high), -(least - low));
                let (low, high) = if times > 0 { (low, high) } else { (-high, -low) };
                let times = times.abs();
                let known = ranges[&name];
                let next = (known.0.max(-(-low).div_euclid(times)), known.1.min(high.div_euclid(times)));
                changed |= next != known;
                ranges.insert(name, next);
            }
        }
        if !changed || ranges.values().any(|range| range.0 > range.1) {
            break;
        }
    }
    let wrong: Vec<_> = ranges.iter().filter(|(_, range)| range.0 > range.1).collect();
    assert!(wrong.is_empty(), "the numbers agree: {wrong:?}");
    // What another row shows of the same number is no secret, and nor is a nought.
    let mut shown: BTreeSet<&String> =
        ranges.keys().filter(|name| !name.starts_with("rest of ") && !hidden.contains(name)).collect();
    for _ in 0..4 {
        for line in &lines {
            if let [(one, 1), (other, -1)] | [(other, -1), (one, 1)] = line.as_slice()
                && (shown.contains(one) || shown.contains(other))
            {
                shown.extend([one, other]);
            }
        }
    }
    for _ in 0..4 {
        for [one, other] in &same_rows {
            if shown.contains(one) || shown.contains(other) {
                shown.extend([one, other]);
            }
        }
    }
    let shown_elsewhere = |name: &String| shown.contains(name);
    // Whoever takes a hidden share for one that somebody is not counted in, where all are, comes to a number that is not true.
    let is_true = |name: &String| truths.get(name).is_none_or(|truth| truth.0 == ranges[name].0);
    let told =
        |name: &&String| ranges[*name].0 == ranges[*name].1 && ranges[*name].1 > 0 && !shown_elsewhere(name) && is_true(name);
    hidden.iter().filter(told).map(|name| format!("{name} = {}", ranges[name].0)).collect()
}

fn document(folder: &str, scorecards: &[&str], period: Month, some: &[By], audience: Audience) -> Document {
    let options = Options {
        by: some.to_vec(),
        history: 3,
        audience,
        ..Options::new(scorecards.iter().map(|id| (*id).to_owned()).collect(), &root().join(folder), period, period.last() + 3)
    };
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

/// The cells of the lines of all tables of a format, as they are read.
fn lines_read_back(document: &Document) -> Vec<(&'static str, Vec<Vec<String>>)> {
    let text = |node: roxmltree::Node<'_, '_>| {
        node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect::<String>()
    };
    let page = html::render(document);
    let page =
        roxmltree::Document::parse_with_options(&page, roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() })
            .unwrap();
    let is = |node: &roxmltree::Node<'_, '_>, names: &[&str]| names.contains(&node.tag_name().name());
    let of_page = page.descendants().filter(|node| is(node, &["tr"]));
    let of_page = of_page.map(|line| line.children().filter(|cell| is(cell, &["td", "th"])).map(text).collect()).collect();
    let mut word = String::new();
    let mut packed = zip::ZipArchive::new(Cursor::new(docx::render(document).unwrap())).unwrap();
    packed.by_name("word/document.xml").unwrap().read_to_string(&mut word).unwrap();
    let word = roxmltree::Document::parse(&word).unwrap();
    let of_word = word.descendants().filter(|node| is(node, &["tr"]));
    let of_word = of_word.map(|line| line.children().filter(|cell| is(cell, &["tc"])).map(text).collect()).collect();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx::render(document).unwrap())).unwrap();
    let sheets = book.worksheets();
    let of_book = sheets.iter().flat_map(|(_, sheet)| sheet.rows()).map(|line| line.iter().map(ToString::to_string).collect());
    let of_text = markdown::render(document);
    let of_text = of_text.lines().filter(|line| line.starts_with('|'));
    let of_text = of_text.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().replace('\\', "")).collect());
    let plain = csv::render(document).unwrap();
    let of_csv = String::from_utf8(plain).unwrap();
    let of_csv = of_csv.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_owned()).collect());
    vec![("html", of_page), ("docx", of_word), ("xlsx", of_book.collect()), ("md", of_text.collect()), ("csv", of_csv.collect())]
}

/// Every number of a number in a text, such as `3 of 12`.
fn shares(text: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '.').collect();
    let is_number = |word: &str| word.starts_with(|letter: char| letter.is_ascii_digit());
    let shares = words.windows(3).filter(|three| three[1] == "of" && is_number(three[0]) && is_number(three[2]));
    shares.map(|three| (three[0].to_owned(), three[2].trim_end_matches('.').to_owned())).collect()
}

/// Where a hidden whole has its number, or its number and its denominator, in some format all the same.
fn told_by_formats(public: &Document, internal: &Document) -> Vec<String> {
    let mut found = Vec::new();
    let lines = lines_read_back(public);
    let style = table::Style { colour: false, unicode: true, width: 200 };
    // `Page 39 of 43` is of no children.
    let pages = pdf::texts(public).unwrap().into_iter().flatten().filter(|text| !text.starts_with("Page "));
    let pages = pages.collect::<Vec<_>>().join(" ");
    let texts = [
        ("table", table::render(public, style)),
        ("pdf", pages),
        ("html", html::render(public)),
        ("json", json::render(public).unwrap()),
    ];
    // Every `3 of 12` of a format, once.
    let mut says: BTreeMap<&str, BTreeSet<(String, String)>> = BTreeMap::new();
    for (format, text) in &texts {
        says.entry(format).or_default().extend(shares(text));
    }
    for (format, lines) in &lines {
        says.entry(format).or_default().extend(lines.iter().flatten().flat_map(|cell| shares(cell)));
    }
    let truths =
        internal.scorecards.iter().flat_map(|one| one.every_row().map(|row| ((one.id.as_str(), row.id.as_str()), &row.figure)));
    let truths: BTreeMap<_, _> = truths.collect();
    let shown = |cell: &scorecard::figure::Figure| {
        let (numerator, denominator) = (cell.numerator() as i64, cell.denominator());
        denominator.map(|denominator| format!("{numerator} of {denominator}"))
    };
    // Somebody else may have the same two numbers.
    let rows = || public.scorecards.iter().flat_map(|one| one.every_row());
    let others = rows().filter(|other| !other.hidden.figure).filter_map(|other| other.figure.as_ref().and_then(shown));
    let past = rows().flat_map(|other| other.series.iter().filter_map(|point| point.figure.as_ref().and_then(shown)));
    let before = rows().filter_map(|other| other.previous.1.as_ref().and_then(shown));
    // Ranks among authorities, and what the Department published, are of nobody here.
    let beside = rows().flat_map(|other| &other.benchmarks).flat_map(|of| {
        let rank = of.rank.map(|(rank, of)| format!("{rank} of {of}"));
        [rank, of.own_parts.map(|(number, of)| format!("{number} of {of}"))]
    });
    let notes = rows().flat_map(|other| &other.benchmarks).flat_map(|of| &of.notes).flat_map(|note| shares(note));
    let notes = notes.map(|(number, of)| format!("{number} of {of}"));
    let all: BTreeSet<String> = others.chain(past).chain(before).chain(beside.flatten()).chain(notes).collect();
    for one in &public.scorecards {
        for row in one.every_row().filter(|row| row.hidden.figure) {
            let of = truths[&(one.id.as_str(), row.id.as_str())].as_ref().and_then(shown);
            for of in of.into_iter().filter(|of| !all.contains(of)) {
                let wanted = shares(&of);
                let tells = says.iter().filter(|(_, said)| said.contains(&wanted[0]));
                found.extend(tells.map(|(format, _)| format!("{format}: {} is {of}", row.id)));
            }
            // The lines of the row by its title: none has a number where the figure stands, and one says that it is hidden.
            if row.part_of.is_none() && one.every_row().filter(|other| other.title == row.title).count() == 1 {
                for (format, lines) in &lines {
                    let of_row: Vec<_> =
                        lines.iter().filter(|line| line.iter().any(|cell| cell.starts_with(&row.title))).collect();
                    let says = |line: &&Vec<String>| line.iter().any(|cell| cell == "c" || cell.contains("[c]"));
                    if !of_row.is_empty() && !of_row.iter().any(says) {
                        found.push(format!("{format}: {} does not say that it is hidden: {of_row:?}", row.id));
                    }
                }
            }
        }
    }
    found
}

#[test]
fn nothing_hidden_follows_from_the_sample_data_in_any_format() {
    let asked = std::env::var("EVERYWHERE").ok();
    let (everywhere, step) = (asked.is_some(), asked.and_then(|step| step.parse().ok()).unwrap_or(1_usize));
    let back = |period: &str, months: &[i32]| months.iter().map(|back| month(period).back(*back)).collect::<Vec<_>>();
    let all = |number: i32| (0..number).collect::<Vec<_>>();
    let councils: Vec<(&str, &str, Vec<Month>)> = match everywhere {
        true => vec![
            ("sample-data", "2018-03", back("2018-03", &all(12))),
            ("sample-data-2026", "2026-03", back("2026-03", &all(10))),
        ],
        false => vec![("sample-data", "2018-03", back("2018-03", &[0])), ("sample-data-2026", "2026-03", back("2026-03", &[2]))],
    };
    let every: Vec<&str> = match everywhere {
        true => CATALOGUE.scorecards.iter().map(|one| one.id.as_str()).filter(|id| *id != "annex-a").collect(),
        false => vec!["st-helens"],
    };
    // What holds in some months by chance is not taken for a rule: all that are published are looked at, and some besides.
    let looked_at = if everywhere { all(13) } else { vec![0, 2] };
    let of_council = councils.iter().map(|(folder, period, _)| (*folder, back(period, &looked_at)));
    let known = sums(&of_council.collect::<Vec<_>>(), &every);
    let breakdowns: Vec<Vec<By>> = if everywhere {
        let single = ["sex", "age-band", "ethnic-group", "disability", "placement-type", "legal-status", "need"];
        let mut all: Vec<Vec<By>> = single.iter().map(|word| vec![by(word)]).collect();
        all.extend([
            vec![],
            vec![by("sex"), by("age-band"), by("ethnic-group")],
            single.iter().map(|word| by(word)).collect(),
            vec![by("sex,legal-status")],
        ]);
        all
    } else {
        vec![vec![by("sex"), by("legal-status")]]
    };
    let mut all = Vec::new();
    for (folder, _, months) in &councils {
        for period in months {
            let scorecards: Vec<Vec<&str>> = match everywhere {
                true => every.iter().map(|one| vec![*one]).chain([every.clone()]).collect(),
                false => vec![every.clone()],
            };
            all.extend(scorecards.into_iter().map(|ids| (*folder, *period, ids)));
        }
    }
    // All breakdowns at once first, of all scorecards and of each: they have every row, breakdown and month. Then each of the others, by
    // chance, so that a run that is stopped has looked everywhere.
    fastrand::Rng::with_seed(7).shuffle(&mut all);
    let most = breakdowns.iter().map(Vec::len).max().unwrap();
    let (whole, others): (Vec<Vec<By>>, Vec<Vec<By>>) = breakdowns.into_iter().partition(|some| some.len() == most);
    let mut first: Vec<_> = all.iter().step_by(step).collect();
    first.sort_by_key(|(.., ids)| std::cmp::Reverse(ids.len()));
    let jobs: Vec<_> = first.iter().map(|job| (job, &whole)).chain(first.iter().rev().map(|job| (job, &others))).collect();
    let (next, came) = (AtomicUsize::new(0), Mutex::new(Came::default()));
    std::thread::scope(|scope| {
        for _ in 0..if everywhere { 2 } else { 1 } {
            scope.spawn(|| {
                while let Some(((folder, period, ids), by)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    published_by_each((folder, ids, *period), by, &known, &came);
                }
            });
        }
    });
    let Came { runs, hidden, told } = came.into_inner().unwrap();
    say(&format!("{runs} publications, {hidden} hidden figures, {} sums known", known.0.len()));
    assert_eq!(told, [""; 0]);
    assert!(hidden > 50, "there is something to hide");
}

/// In August 2025 three children from 5 to 9 are in homes, of 14 in all: 11 are from 10 to 15, and how many are 16 or 17 is hidden with the
/// percentage. But nobody of that age is in residential care, which is shown, and homes are a part of it: so none, and three are left.
#[test]
fn a_nought_of_a_wider_row_tells_of_a_hidden_nought() {
    let period = month("2025-08");
    let known = sums(&[("sample-data-2026", vec![period, period.back(-3)])], &["national"]);
    let came = Mutex::new(Came::default());
    let some = [vec![by("sex"), by("age-band"), by("ethnic-group")]];
    published_by_each(("sample-data-2026", &["national"], period), &some, &known, &came);
    assert_eq!(came.into_inner().unwrap().told, [""; 0]);
}

/// What came of all publications.
#[derive(Default)]
struct Came {
    runs: usize,
    hidden: usize,
    told: Vec<String>,
}

/// Some scorecards of a month, published by each of some breakdowns, and attacked. The formats are read back where there is none, and where
/// there are several: a format shows the groups of one breakdown alike whatever others are beside it.
fn published_by_each(
    (folder, ids, period): (&str, &[&str], Month),
    breakdowns: &[Vec<By>],
    known: &(Vec<Sum>, Vec<(Number, Number)>),
    came: &Mutex<Came>,
) {
    let all: Vec<By> = breakdowns.iter().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    let internal = document(folder, ids, period, &all, Audience::Internal);
    let truths = ranges(&serde_json::from_str(&json::render(&internal).unwrap()).unwrap()).0;
    for some in breakdowns {
        let what = format!("{folder} {period} {ids:?} by {:?}", some.iter().map(By::as_str).collect::<Vec<_>>());
        let public = document(folder, ids, period, some, Audience::Public);
        assert_eq!(public.scorecards.len(), ids.len(), "{what}: {:?}", public.problems);
        let json: Value = serde_json::from_str(&json::render(&public).unwrap()).unwrap();
        let mut told = recovered(&json, &truths, known);
        if some.len() != 1 {
            told.extend(told_by_formats(&public, &internal));
        }
        if std::env::var("EVERYWHERE").is_ok() {
            say(&format!("{what}: {} told: {told:?}", told.len()));
        }
        let mut came = came.lock().unwrap();
        came.runs += 1;
        came.hidden += public.scorecards.iter().flat_map(|one| one.every_row()).filter(|row| row.hidden.figure).count();
        came.told.extend(told.into_iter().map(|one| format!("{what}: {one}")));
    }
}
