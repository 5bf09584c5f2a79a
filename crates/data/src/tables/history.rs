//! The merged extracts as histories: each child's episodes in order of their start.
//!
//! Takes [`Extracts`] and the layouts, gives slices by child and the classes of
//! codes that the counting rules speak of. Knows nothing of windows or indicators.

use std::ops::Range;
use std::sync::Arc;

use super::snapshot;
use super::timeline::Supposed;
use crate::calendar::{self, Day, Month, NO_DAY};
use crate::definitions::Layout;
use crate::extracts::{Child, Children, Extract, Extracts, NO_CODE, UNKNOWN_CODE};

/// What a placement code means to the counting rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlaceClass {
    /// T0 to T4.
    pub temporary: bool,
    /// A3 to A6.
    pub adoptive: bool,
    /// A3 or A5: with the current foster carer.
    pub foster_carer_adopts: bool,
    /// U1 to U6.
    pub foster: bool,
    /// U2 or U5: with carers who are approved to adopt too.
    pub approved_to_adopt: bool,
}

/// The histories of all children.
pub struct History<'a> {
    /// The extracts they are made of.
    pub extracts: &'a Extracts,
    /// The layouts they were read by.
    pub layouts: &'a [Layout],
    /// By child, the records of episodes; empty without the extract.
    pub episodes: Episodes<'a>,
    /// By child, the date of birth of the header; [`NO_DAY`] where not known.
    pub born: Vec<Day>,
    /// By child, the 18th birthday; [`Day::MAX`] where the date of birth is not known.
    pub adult: Vec<Day>,
    /// By child, the header's record, where there is one.
    pub header: Vec<Option<u32>>,
    /// The month whose last day bounds what is known, where later months are looked ahead to.
    pub known: Option<Month>,
    /// What is supposed of starts before the extracts, where it is tried what hangs on them; then only
    /// of the children whom `only` names.
    pub supposed: Option<Supposed>,
    /// The only children to look at, in order; all where none are named.
    pub only: Option<Arc<[Child]>>,
}

/// The episodes, in order of child and DECOM.
pub struct Episodes<'a> {
    by_child: ByChild,
    /// First day.
    pub decom: &'a [Day],
    /// Last day; [`NO_DAY`] where open.
    pub dec: &'a [Day],
    /// Reason for the new episode.
    pub rne: &'a [u8],
    /// Legal status.
    pub ls: &'a [u8],
    /// Placement.
    pub place: &'a [u8],
    /// Reason the episode ceased.
    pub rec: &'a [u8],
    /// RNE S.
    pub starts_care: [bool; 256],
    /// RNE S, L, B and U: another legal status.
    pub starts_legal: [bool; 256],
    /// RNE S, P and B: a new placement.
    pub starts_placement: [bool; 256],
    /// LS V3 and V4.
    pub short_break: [bool; 256],
    /// LS E1 and D1.
    pub placement_order: [bool; 256],
    /// REC that ends care: any known one but X1.
    pub ends_care: [bool; 256],
    /// REC X1: another episode follows the same day.
    pub goes_on: [bool; 256],
    /// REC E11 and E12.
    pub adopted: [bool; 256],
    /// REC E4, E4A, E4B and E13: home to parents or relatives.
    pub went_home: [bool; 256],
    /// What PLACE codes mean.
    pub classes: [PlaceClass; 256],
    /// Whether they are of a list of one day, which does not tell where a child was before.
    pub listed: bool,
}

/// Where each child's records of an extract stand.
#[derive(Clone, Debug, Default)]
pub struct ByChild(Vec<u32>);

impl ByChild {
    /// Of an extract in order of child.
    pub fn new(extract: Option<&Extract>, children: &Children) -> Self {
        let mut starts = vec![0_u32; children.len() + 1];
        if let Some(extract) = extract {
            for child in &extract.child {
                starts[*child as usize + 1] += 1;
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        ByChild(starts)
    }

    /// A child's records.
    pub fn of(&self, child: Child) -> Range<usize> {
        let at = child as usize;
        self.0[at] as usize..self.0[at + 1] as usize
    }
}

/// The layout and merged records of an extract, if it was found.
pub fn extract<'a>(extracts: &'a Extracts, layouts: &'a [Layout], id: &str) -> Option<(&'a Extract, &'a Layout)> {
    Some((extracts.by_id.get(id)?, layouts.iter().find(|layout| layout.id == id)?))
}

/// The places of codes in a column's list, as a table of yes and no.
pub fn class(layout: Option<&Layout>, column: &str, codes: &[&str]) -> [bool; 256] {
    let mut class = [false; 256];
    if let Some(column) = layout.and_then(|layout| layout.columns.get(layout.column(column)?)) {
        for at in codes.iter().filter_map(|code| column.code(code)) {
            class[usize::from(at)] = true;
        }
    }
    class
}

impl<'a> History<'a> {
    /// Of the extracts.
    pub fn new(extracts: &'a Extracts, layouts: &'a [Layout]) -> Self {
        let children = extracts.children.len();
        let mut born = vec![NO_DAY; children];
        let mut header = vec![None; children];
        if let Some((records, layout)) = extract(extracts, layouts, "header") {
            let days = layout.column("DOB").and_then(|dob| records.days(dob));
            for (record, child) in records.child.iter().enumerate() {
                header[*child as usize] = Some(record as u32);
                if let Some(days) = days {
                    born[*child as usize] = days[record];
                }
            }
        }
        let adult = born.iter().map(|born| if *born == NO_DAY { Day::MAX } else { calendar::birthday(*born, 18) }).collect();
        History {
            extracts,
            layouts,
            episodes: Episodes::new(extracts, layouts),
            born,
            adult,
            header,
            known: None,
            supposed: None,
            only: None,
        }
    }

    /// The last day that is known of when looking at a month: its own last, or that of the month
    /// that bounds what is known. What began after it does not count, what ended after it is open.
    pub fn seen(&self, month: Month) -> Day {
        self.file_month(month).last()
    }

    /// The last month whose extracts count when looking at a month.
    pub fn file_month(&self, month: Month) -> Month {
        self.known.map_or(month, |known| known.min(month))
    }

    /// Whether starts before the extracts are supposed to lie on some day, and so are known.
    pub fn supposes_starts(&self) -> bool {
        self.supposed.is_some_and(|supposed| supposed.care.is_some())
    }

    /// The children whose care, or whose placement, began before the first episode known, in order; of a list of one day it may be all.
    pub fn begun_before(&self) -> Vec<Child> {
        let episodes = &self.episodes;
        if episodes.listed {
            return (0..self.children()).collect();
        }
        let before = |child: &Child| {
            let first = episodes.of(*child).find(|at| !episodes.short_break[usize::from(episodes.ls[*at])]);
            first.is_some_and(|first| !episodes.starts_care[usize::from(episodes.rne[first])])
        };
        (0..self.children()).filter(before).collect()
    }

    /// How many children there are.
    pub fn children(&self) -> Child {
        self.extracts.children.len() as Child
    }
}

impl<'a> Episodes<'a> {
    fn new(extracts: &'a Extracts, layouts: &'a [Layout]) -> Self {
        let found = extract(extracts, layouts, "episodes");
        let layout = found.map(|(_, layout)| layout);
        let days = |name: &str| found.and_then(|(records, layout)| records.days(layout.column(name)?));
        let codes = |name: &str| found.and_then(|(records, layout)| records.codes(layout.column(name)?)).unwrap_or_default();
        // Without one of these columns nothing can be counted, and the rows say so.
        let complete =
            ["RNE", "LS", "PLACE", "REC"].iter().all(|name| found.is_some_and(|(records, _)| codes(name).len() == records.len()));
        let usable = found.map(|(records, _)| records).filter(|_| complete && days("DEC").is_some());
        let mut ends_care = [false; 256];
        if let Some(rec) = layout.and_then(|layout| layout.columns.get(layout.column("REC")?)) {
            for (at, code) in rec.codes.iter().enumerate() {
                ends_care[at] = code.code != "X1";
            }
            // Who left and nobody knows why has left.
            ends_care[usize::from(UNKNOWN_CODE)] = true;
        }
        let mut classes = [PlaceClass::default(); 256];
        if let Some(place) = layout.and_then(|layout| layout.columns.get(layout.column("PLACE")?)) {
            for (at, code) in place.codes.iter().enumerate() {
                let code = code.code.as_str();
                classes[at] = PlaceClass {
                    temporary: matches!(code, "T0" | "T1" | "T2" | "T3" | "T4"),
                    adoptive: matches!(code, "A3" | "A4" | "A5" | "A6"),
                    foster_carer_adopts: matches!(code, "A3" | "A5"),
                    foster: matches!(code, "U1" | "U2" | "U3" | "U4" | "U5" | "U6"),
                    approved_to_adopt: matches!(code, "U2" | "U5"),
                };
            }
        }
        Episodes {
            by_child: ByChild::new(usable, &extracts.children),
            decom: days("DECOM").unwrap_or_default(),
            dec: days("DEC").unwrap_or_default(),
            rne: codes("RNE"),
            ls: codes("LS"),
            place: codes("PLACE"),
            rec: codes("REC"),
            starts_care: class(layout, "RNE", &["S"]),
            starts_legal: class(layout, "RNE", &["S", "L", "B", "U"]),
            starts_placement: class(layout, "RNE", &["S", "P", "B"]),
            short_break: class(layout, "LS", &["V3", "V4"]),
            placement_order: class(layout, "LS", &["E1", "D1"]),
            ends_care,
            goes_on: class(layout, "REC", &["X1"]),
            adopted: class(layout, "REC", &["E11", "E12"]),
            went_home: class(layout, "REC", &["E4", "E4A", "E4B", "E13"]),
            classes,
            listed: found.is_some_and(|(records, _)| snapshot::title(records).is_some()),
        }
    }

    /// A child's records.
    pub fn of(&self, child: Child) -> Range<usize> {
        self.by_child.of(child)
    }

    /// Whether two placement codes are the same, known one.
    pub fn same_place(a: u8, b: u8) -> bool {
        a == b && a != NO_CODE
    }
}
