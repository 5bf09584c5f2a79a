//! The modules of a return, and the tables that its children's elements become.
//!
//! Takes one child at a time with its own values and its groups, gives a table for each module. Knows nothing of XML.

use std::collections::BTreeMap;

use super::super::super::limits;
use super::super::table::{Axis, Budget, Part, SEPARATOR, Table, write_cell};
use super::{Child, KINDS, Values};

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

/// The tables so far.
#[derive(Default)]
pub struct Modules {
    /// How many children were read.
    pub children: u32,
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

    /// Puts a child into the tables of its modules.
    ///
    /// # Errors
    /// When there is more than a council can have.
    pub fn add(&mut self, child: Child) -> anyhow::Result<()> {
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

    /// The tables.
    ///
    /// # Errors
    /// As [`Modules::add`].
    pub fn finish(self) -> anyhow::Result<Vec<Part>> {
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
