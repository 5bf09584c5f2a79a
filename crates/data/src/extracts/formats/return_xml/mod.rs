//! Reads the return as XML, as it is uploaded to the Department: each kind of element becomes the table of its module.
//!
//! A child's own elements are told apart into the modules that they are of; every group of elements within a child is a
//! table of its own, known or not. Read as a stream: neither the file is held nor a tree built, no entity expanded, nothing
//! nested deeply.

mod look;
mod modules;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::encoding::decoded;
use super::super::limits;
use super::{Format, Opened, Tables};
use modules::Modules;

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

/// The values of a child or of a group, by element.
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
