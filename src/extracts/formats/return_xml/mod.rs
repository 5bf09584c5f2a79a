//! Reads the return as XML, as it is uploaded to the Department: each kind of element becomes the table of its module.
//!
//! A child's own elements are told apart into the modules that they are of; every group of elements within a child is a
//! table of its own, known or not. Read as a stream: neither the file is held nor a tree built, no entity expanded, nothing
//! nested deeply.

mod look;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::encoding::decoded;
use super::super::limits;
use super::table::{Axis, Budget, Part, SEPARATOR, Table, write_cell};
use super::{Format, Opened, Tables};

/// The return as XML.
pub static FORMAT: Format = Format { what: "return", endings: &["xml"], open };

/// The most bytes of a return: that of the largest council has some ten million.
const BYTES: u64 = 500_000_000;

/// How deep elements may stand; those of a return stand five deep.
const DEPTH: usize = 12;

/// How many kinds of groups and how many elements of one group there may be.
const KINDS: usize = 100;

/// The most bytes of one value.
const VALUE: usize = 100_000;

/// A module whose values are a child's own.
struct Own {
    title: &'static str,
    name: &'static str,
    columns: &'static [&'static str],
    /// Elements of which one must be filled in for the child to be of the module; none where every child is.
    of: &'static [&'static str],
}

const OWN: [Own; 4] = [
    Own { title: "HEADER", name: "header", columns: &["SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"], of: &[] },
    Own { title: "UASC", name: "uasc", columns: &["SEX", "DOB", "DUC"], of: &["UASC", "DUC"] },
    Own {
        title: "AD1",
        name: "ad1",
        columns: &["DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"],
        of: &["DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"],
    },
    Own { title: "OC3", name: "oc3", columns: &["DOB", "IN_TOUCH", "ACTIV", "ACCOM"], of: &["IN_TOUCH", "ACTIV", "ACCOM"] },
];

/// A group of elements within a child.
struct Group {
    title: &'static str,
    name: &'static str,
    columns: &'static [&'static str],
}

const GROUPS: [Group; 6] = [
    Group {
        title: "EPISODE",
        name: "episodes",
        columns: &[
            "DECOM",
            "RNE",
            "LS",
            "CIN",
            "PL",
            "PL_POST",
            "HOME_POST",
            "URN",
            "PLACE_PROVIDER",
            "DEC",
            "REC",
            "REASON_PLACE_CHANGE",
        ],
    },
    Group { title: "AREVIEW", name: "reviews", columns: &["DOB", "REVIEW", "REVIEW_CODE"] },
    Group { title: "AMISSING", name: "missing", columns: &["DOB", "MISSING", "MIS_START", "MIS_END"] },
    Group { title: "PERMANENCE", name: "previous_permanence", columns: &["DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"] },
    Group {
        title: "OC2",
        name: "oc2",
        columns: &[
            "DOB",
            "SDQ_SCORE",
            "SDQ_REASON",
            "CONVICTED",
            "HEALTH_CHECK",
            "IMMUNISATIONS",
            "TEETH_CHECK",
            "HEALTH_ASSESSMENT",
            "SUBSTANCE_MISUSE",
            "INTERVENTION_RECEIVED",
            "INTERVENTION_OFFERED",
        ],
    },
    Group {
        title: "AD_PLACED",
        name: "placed_for_adoption",
        columns: &["DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"],
    },
];

type Values = BTreeMap<String, String>;

fn open(path: &Path) -> anyhow::Result<Opened> {
    anyhow::ensure!(path.metadata()?.len() <= BYTES, "it has more than {} bytes", limits::grouped(BYTES as usize));
    if look::is_utf8(File::open(path)?)? {
        return read(BufReader::with_capacity(1 << 16, File::open(path)?));
    }
    // Other encodings are rare, and read as a whole.
    let text = decoded(std::fs::read(path)?);
    look::is_utf8(&text[..])?;
    read(&text[..])
}

fn read(mut text: impl BufRead) -> anyhow::Result<Opened> {
    if text.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        text.consume(3);
    }
    let mut reader = Reader::from_reader(text);
    let mut event = Vec::new();
    let mut state = State { modules: Modules::default(), child: None, open: Vec::new(), group: None, value: String::new() };
    loop {
        event.clear();
        match reader.read_event_into(&mut event).map_err(|_| malformed(&state))? {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_uppercase();
                if state.open.is_empty() && !is_return(&name) {
                    return Ok(Opened::Other);
                }
                state.start(name)?;
            }
            Event::Empty(start) => {
                let name = start.local_name().as_ref().to_uppercase();
                if state.open.is_empty() {
                    return Ok(if is_return(&name) { Opened::Tables(Tables::default()) } else { Opened::Other });
                }
                state.start(name)?;
                state.end()?;
            }
            Event::End(_) => state.end()?,
            Event::Text(text) => state.add(&text.into_inner())?,
            Event::CData(text) => state.add(&text.into_inner())?,
            Event::GeneralRef(reference) => {
                let name: &str = &reference.borrow().into_inner();
                let known = match name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                let Some(known) = known else { anyhow::bail!("it has entities of its own, which are not expanded") };
                state.add(known.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(text) => {
                anyhow::ensure!(!text.into_inner().contains('['), "it has entities of its own, which are not expanded");
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if !state.open.is_empty() {
        return Err(malformed(&state));
    }
    Ok(Opened::Tables(Tables { parts: state.modules.finish()?, ..Tables::default() }))
}

fn is_return(root: &str) -> bool {
    root.contains("SSDA903")
}

/// The library's words may quote the file.
fn malformed(state: &State) -> anyhow::Error {
    anyhow::anyhow!(
        "it is no XML behind child {}: an element is not closed, or a sign stands where none may",
        state.modules.children
    )
}

struct State {
    modules: Modules,
    /// The child that is read.
    child: Option<Child>,
    /// The elements open, the root first, and whether there were others within.
    open: Vec<(String, bool)>,
    /// The group that is read: how deep it stands, and its values.
    group: Option<(usize, String, Values)>,
    value: String,
}

#[derive(Default)]
struct Child {
    own: Values,
    groups: Vec<(String, Values)>,
}

impl State {
    fn start(&mut self, name: String) -> anyhow::Result<()> {
        anyhow::ensure!(self.open.len() < DEPTH, "its elements stand more than {DEPTH} deep");
        anyhow::ensure!(name.len() <= 100, "an element has a name of more than 100 bytes");
        if let Some((_, within)) = self.open.last_mut() {
            *within = true;
        }
        if name == "CHILD" && self.open.len() == 1 {
            self.child = Some(Child::default());
        }
        self.value.clear();
        self.open.push((name, false));
        Ok(())
    }

    fn add(&mut self, text: &str) -> anyhow::Result<()> {
        if self.child.is_some() {
            self.value.push_str(text);
        }
        anyhow::ensure!(self.value.len() <= VALUE, "a value has more than {} bytes", limits::grouped(VALUE));
        Ok(())
    }

    fn end(&mut self) -> anyhow::Result<()> {
        let Some((name, had_others)) = self.open.pop() else { return Ok(()) };
        let depth = self.open.len();
        let value = std::mem::take(&mut self.value);
        let Some(child) = &mut self.child else { return Ok(()) };
        let within = self.open.last().map_or("", |(name, _)| name.as_str());
        match (name.as_str(), within) {
            ("CHILD", _) if depth == 1 => {
                if let Some(child) = self.child.take() {
                    self.modules.add(child)?;
                }
            }
            ("HEADER", "CHILD") if had_others => {}
            // A leaf of the child itself, or a group without anything in it.
            (_, "CHILD" | "HEADER") if !had_others => {
                anyhow::ensure!(child.own.len() <= KINDS, "a child has more than {KINDS} kinds of elements");
                child.own.insert(name, value.trim().to_owned());
            }
            (_, "CHILD" | "HEADER") => {
                if let Some((_, group, values)) = self.group.take() {
                    child.groups.push((group, values));
                }
            }
            (_, group) if !had_others => {
                let group = group.to_owned();
                let (_, _, values) = self.group.get_or_insert_with(|| (depth, group.clone(), Values::new()));
                // Elements that come again begin the group anew, where several share one.
                if values.contains_key(&name) {
                    child.groups.push((group, std::mem::take(values)));
                }
                anyhow::ensure!(values.len() <= KINDS, "a group has more than {KINDS} kinds of elements");
                values.insert(name, value.trim().to_owned());
            }
            _ => {}
        }
        Ok(())
    }
}

/// The tables so far.
#[derive(Default)]
struct Modules {
    children: u32,
    tables: Vec<Module>,
}

/// One table: its columns in the order met, and its rows as text, which a column met later does not change.
struct Module {
    title: String,
    name: String,
    columns: Vec<String>,
    text: Vec<u8>,
    widths: Vec<u32>,
    places: Vec<(u32, u32)>,
}

impl Modules {
    fn table(&mut self, title: &str, name: &str, columns: &[&str]) -> anyhow::Result<&mut Module> {
        let at = match self.tables.iter().position(|table| table.title == title) {
            Some(at) => at,
            None => {
                anyhow::ensure!(self.tables.len() < KINDS, "it has more than {KINDS} kinds of groups");
                let columns = ["CHILD"].iter().chain(columns).map(|column| (*column).to_owned()).collect();
                let (title, name) = (title.to_owned(), name.to_owned());
                self.tables.push(Module { title, name, columns, text: Vec::new(), widths: Vec::new(), places: Vec::new() });
                self.tables.len() - 1
            }
        };
        Ok(&mut self.tables[at])
    }

    fn add(&mut self, child: Child) -> anyhow::Result<()> {
        self.children += 1;
        let number = self.children;
        let own = child.own;
        let id = ["CHILDID", "CHILD", "CHILD_ID"].iter().find_map(|name| own.get(*name)).cloned().unwrap_or_default();
        let birth = own.get("DOB").cloned().unwrap_or_default();
        for module in &OWN {
            let seen = |name: &&&str| own.contains_key(**name);
            if !module.of.is_empty() && !module.of.iter().any(|name| seen(&name)) {
                continue;
            }
            let table = self.table(module.title, module.name, module.columns)?;
            let says = |name: &&str| own.get(*name).is_some_and(|value| !matches!(value.as_str(), "" | "0" | "N" | "false"));
            if module.of.is_empty() || module.of.iter().any(says) {
                let values = module.columns.iter().filter_map(|column| Some((*column, own.get(*column)?)));
                table.add(&id, values, (number, 0))?;
            }
        }
        self.unknown(&own)?;
        let mut counted: BTreeMap<String, u32> = BTreeMap::new();
        for (group, values) in child.groups {
            let nth = counted.entry(group.clone()).or_default();
            *nth += 1;
            let known = GROUPS.iter().find(|known| known.title == group);
            let table =
                self.table(&group, known.map_or(&group, |known| known.name), known.map_or(&["DOB"], |known| known.columns))?;
            if values.values().all(String::is_empty) {
                continue;
            }
            let born =
                Some(("DOB", &birth)).filter(|_| !values.contains_key("DOB") && table.columns.iter().any(|known| known == "DOB"));
            let all = born.into_iter().chain(values.iter().map(|(name, value)| (name.as_str(), value)));
            table.add(&id, all, (number, *nth))?;
        }
        Ok(())
    }

    /// Elements of a child that no module has become columns of the header, so that they are told of.
    fn unknown(&mut self, own: &Values) -> anyhow::Result<()> {
        let groups = |name: &str| GROUPS.iter().any(|known| known.title == name);
        let known = |name: &String| {
            matches!(name.as_str(), "CHILDID" | "CHILD" | "CHILD_ID" | "UASC")
                || groups(name)
                || OWN.iter().any(|module| module.columns.contains(&name.as_str()))
        };
        let header = self.table(OWN[0].title, OWN[0].name, OWN[0].columns)?;
        for name in own.keys().filter(|name| !known(name)) {
            header.column(name)?;
        }
        // A group that is empty for every child is one all the same: there was nothing to tell.
        for group in GROUPS.iter().filter(|group| own.contains_key(group.title)) {
            self.table(group.title, group.name, group.columns)?;
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<Vec<Part>> {
        let mut budget = Budget::new();
        self.tables.into_iter().map(|module| module.finish(&mut budget)).collect()
    }
}

impl Module {
    fn column(&mut self, name: &str) -> anyhow::Result<u16> {
        let at = match self.columns.iter().position(|known| known == name) {
            Some(at) => at,
            None => {
                anyhow::ensure!(self.columns.len() < 2 * KINDS, "a group has more than {KINDS} kinds of elements");
                self.columns.push(name.to_owned());
                self.columns.len() - 1
            }
        };
        Ok(at as u16)
    }

    fn add<'a>(
        &mut self,
        child: &str,
        values: impl Iterator<Item = (&'a str, &'a String)>,
        place: (u32, u32),
    ) -> anyhow::Result<()> {
        let mut row = vec![(0, child)];
        for (name, value) in values.filter(|(_, value)| !value.is_empty()) {
            row.push((self.column(name)?, value.as_str()));
        }
        anyhow::ensure!(self.places.len() < limits::LINES, "it has more than {} rows", limits::grouped(limits::LINES));
        row.sort_unstable_by_key(|(at, _)| *at);
        let mut cells = 0;
        for (at, value) in row {
            while cells <= at {
                if cells > 0 {
                    self.text.push(SEPARATOR);
                }
                cells += 1;
            }
            write_cell(&mut self.text, value);
        }
        self.text.push(b'\n');
        self.widths.push(u32::from(cells));
        self.places.push(place);
        Ok(())
    }

    fn finish(self, budget: &mut Budget) -> anyhow::Result<Part> {
        let mut table = Table::new(budget);
        for column in &self.columns {
            table.push(column)?;
        }
        table.end_row()?;
        table.append(&self.text, &self.widths)?;
        drop(self.text);
        Ok(Part { title: self.title, name: self.name, text: table.finish()?, axis: Axis::Elements(self.places) })
    }
}
