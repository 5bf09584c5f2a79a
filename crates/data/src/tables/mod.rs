//! Derives the tables that indicators count rows of, each month as at its end.
//!
//! Takes [`Extracts`] and a month, gives polars frames with the columns that some
//! definition uses. One pass over the histories serves all tables of a month; the
//! months are independent of each other. Knows nothing of indicators or targets.

pub mod adoptions;
pub mod came_back;
pub mod care_leavers;
pub mod corrected;
pub mod decisions;
pub mod declared;
pub mod distance;
pub mod education_plans;
pub mod flows;
pub mod frame;
pub mod groups;
pub mod health;
pub mod history;
pub mod initial_health;
pub mod joined;
pub mod local;
pub mod looked_after;
pub mod missing;
pub mod own;
pub mod people;
pub mod periods;
pub mod placements;
pub mod reviews;
pub mod rows;
pub mod schema;
pub mod snapshot;
pub mod texts;
pub mod timeline;
pub mod visits;
pub mod whole;
pub mod word_groups;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polars::prelude::{DataFrame, PolarsResult};

use crate::calendar::{Day, Month};
use crate::definitions::{Layout, by::Only};
use crate::extracts::{Child, Extract, Extracts};
use declared::Making;
use frame::FrameBuilder;
use history::History;
use joined::Beside;
use rows::{Collected, Kinds, Rows};
use schema::{Origin, Schema};

/// The columns asked for, by table.
pub type Wanted = BTreeMap<String, BTreeSet<String>>;

/// The tables, ready to be derived for any month.
pub struct Tables<'a> {
    /// The histories they are derived from.
    pub history: History<'a>,
    schema: &'a Schema,
    collected: Collected,
}

/// Since when a child is where they are.
#[derive(Clone, Copy, Debug)]
pub struct Stay {
    /// In care.
    pub care: Day,
    /// In the placement.
    pub placement: Day,
    /// In the placement or the one before it.
    pub placement_and_before: Day,
}

/// The tables of one month.
#[derive(Clone, Debug)]
pub struct MonthTables {
    /// The month.
    pub month: Month,
    /// By id, the frames of the tables asked for.
    pub frames: BTreeMap<String, DataFrame>,
}

impl<'a> Tables<'a> {
    /// Of the extracts, with the columns that the schema has.
    pub fn new(extracts: &'a Extracts, layouts: &'a [Layout], schema: &'a Schema) -> Self {
        Tables { history: History::new(extracts, layouts), schema, collected: Collected::default() }
    }

    /// The same, with nothing known after a month: later months are then what becomes of those
    /// who are there if everybody stays where they are.
    pub fn as_known_at(month: Month, extracts: &'a Extracts, layouts: &'a [Layout], schema: &'a Schema) -> Self {
        let mut tables = Tables::new(extracts, layouts, schema);
        tables.history.known = Some(month);
        tables
    }

    /// The same of some children alone, with something supposed of their starts before the extracts.
    pub fn supposing(
        supposed: timeline::Supposed,
        only: Arc<[Child]>,
        extracts: &'a Extracts,
        layouts: &'a [Layout],
        schema: &'a Schema,
    ) -> Self {
        let mut tables = Tables::new(extracts, layouts, schema);
        (tables.history.supposed, tables.history.only) = (Some(supposed), Some(only));
        tables
    }

    /// Of the children looked after at a month's end, since when they are in care and in their placement.
    pub fn stays(&self, month: Month) -> BTreeMap<Child, Stay> {
        let wanted = Wanted::from([("looked_after".to_owned(), BTreeSet::new())]);
        let rows = self.rows(month, &wanted);
        let stay = |row: &looked_after::Row| Stay {
            care: row.care_start,
            placement: row.placement_start,
            placement_and_before: row.start_with_before,
        };
        rows.looked_after.iter().map(|row| (row.child, stay(row))).collect()
    }

    /// Derives the tables asked for, as at the last day of a month.
    ///
    /// `authority` is the ONS code that placements are in or out of.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn month(&self, month: Month, wanted: &Wanted, authority: Option<&str>) -> PolarsResult<MonthTables> {
        let rows = self.rows(month, wanted);
        let making = Making { rows: &rows, history: &self.history, month, authority };
        let mut frames = BTreeMap::new();
        for (id, columns) in wanted {
            let Some(table) = self.schema.table(id) else { continue };
            let only: Vec<&Only> = self.schema.only.iter().collect();
            let Some(of_only) = only.iter().map(|only| groups::columns(table, &only.by)).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let of_only = of_only.into_iter().flatten().map(|column| column.name.clone());
            let with_only: BTreeSet<String> = columns.iter().cloned().chain(of_only).collect();
            let columns = if only.is_empty() { columns } else { &with_only };
            let joined: Vec<&Beside> = self.joined(id, columns).collect();
            let children = (!joined.is_empty()).then(|| columns.iter().cloned().chain(["child".to_owned()]).collect());
            let mut frame = FrameBuilder::new(table, children.as_ref().unwrap_or(columns), month);
            match declared::table(id) {
                Some(declared) => (declared.fill)(&making, &mut frame),
                None if self.fill_local(table, &making, &mut frame).is_none() => continue,
                None => {}
            }
            let mut frame = frame.finish()?;
            for joined in joined {
                joined.fill(table, &making, &mut frame)?;
            }
            word_groups::respell(table, &mut frame)?;
            for only in only {
                frame = groups::within(table, &only.by, &only.group, &frame)?.unwrap_or(frame);
            }
            frames.insert(id.clone(), frame);
        }
        Ok(MonthTables { month, frames })
    }

    /// Fills a table of a local extract; nothing without the extract.
    fn fill_local(&self, table: &schema::TableSpec, making: &Making<'_>, frame: &mut FrameBuilder<'_>) -> Option<()> {
        let (Origin::Rows(id) | Origin::OfLookedAfter(id) | Origin::OfCareLeavers(id)) = &table.origin else { return None };
        let Making { rows, history, month, .. } = *making;
        let known = local::Known::new(history, id, month)?;
        match &table.origin {
            Origin::OfLookedAfter(_) => {
                frame.height(rows.looked_after.len());
                local::fill_looked_after(&known, &rows.looked_after, history, frame);
            }
            Origin::OfCareLeavers(_) => {
                let leavers = care_leavers::collect(history, month);
                frame.height(leavers.len());
                local::fill_care_leavers(&known, &leavers, history, frame);
            }
            Origin::Rows(_) | Origin::Declared => {
                let records = known.rows();
                frame.height(records.len());
                local::fill_rows(&known, &records, &rows.looked_after, history, frame);
            }
        }
        Some(())
    }

    /// The cohort of the oc2 figures of a month.
    pub fn health_cohort(&self, month: Month) -> Vec<health::Row> {
        let wanted = Wanted::from([("looked_after".to_owned(), BTreeSet::new())]);
        health::collect(&self.rows(month, &wanted).looked_after, &self.history, month)
    }

    /// The groups that the tables are of, where they are not of the whole.
    pub fn only(&self) -> &[Only] {
        &self.schema.only
    }

    /// Why a table has no row of the group that the run is of: it does not tell who is in it.
    pub fn outside(&self, table: &schema::TableSpec) -> Option<String> {
        // As this run has it, with what is joined to it.
        let table = self.schema.table(&table.id).unwrap_or(table);
        let only = self.schema.only.iter().find(|only| groups::columns(table, &only.by).is_none())?;
        Some(format!("the table '{}' has no {}, and the run is of {only} alone", table.id, only.by.as_str()))
    }

    /// The columns asked for that are joined to a table.
    fn joined<'b>(&'b self, id: &'b str, columns: &'b BTreeSet<String>) -> impl Iterator<Item = &'b Beside> {
        let table = self.schema.table(id);
        let joined = move |name: &&String| table.is_some_and(|table| table.is_joined(name));
        columns.iter().filter(joined).filter_map(|name| self.schema.beside.iter().find(|beside| beside.column.name == *name))
    }

    /// The rows of a month: of one pass over all children, kept for the next who asks.
    fn rows(&self, month: Month, wanted: &Wanted) -> Arc<Rows> {
        // The tables of local extracts ask who is looked after.
        let of = |id: &String| declared::table(id).map_or(Kinds::LOOKED_AFTER, |table| table.collects);
        let kinds = wanted.keys().map(of).fold(Kinds::NOTHING, Kinds::with);
        let asked = wanted.iter().any(|(id, columns)| self.joined(id, columns).any(Beside::of_open_episode));
        let of_episodes = |joined: &joined::Joined| joined.join.extract() == "episodes";
        let open = asked || (!self.schema.only.is_empty() && self.schema.joined.iter().any(of_episodes));
        let kinds = if open { kinds.with(Kinds::LOOKED_AFTER) } else { kinds };
        self.collected.of(&self.history, month, kinds)
    }
}

/// Of an extract whose rows are not carried over, the latest month not after another.
pub fn latest_month(extract: &Extract, month: Month) -> Option<Month> {
    extract.files.iter().filter_map(|file| file.month).filter(|of| *of <= month).max()
}

/// What of an extract's columns is not there for a month; `None` when all are.
///
/// `needs` are columns as `extract.COLUMN`. The answer names the first extract that
/// falls short, in words for the reader of a scorecard.
pub fn shortfall(
    extracts: &Extracts,
    layouts: &[Layout],
    needs: &[String],
    month: Month,
    authority: Option<&str>,
) -> Option<String> {
    if needs.iter().any(|need| need.starts_with("postcodes.")) && !extracts.by_id.contains_key("postcodes") {
        return Some("not available: no postcode directory".to_owned());
    }
    if needs.iter().any(|need| need == schema::AUTHORITY) && authority.is_none() {
        return Some("not available: no authority code".to_owned());
    }
    if let Some(authority) = authority.filter(|_| needs.iter().any(|need| need == schema::AUTHORITY))
        && !distance::has_authority(extracts, layouts, authority)
    {
        return Some(format!("not available: no postcode of the directory lies in {authority}"));
    }
    if let Some(why) = snapshot::shortfall(extracts, layouts, needs, month) {
        return Some(why);
    }
    let mut short: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for need in needs {
        let Some((id, column)) = need.split_once('.') else { continue };
        let found = history::extract(extracts, layouts, id);
        let there = found.is_some_and(|(records, layout)| {
            let timely = layout.carried_over || latest_month(records, month).is_some();
            let at = layout.column(column);
            let whole = records.file_without(column, latest_of(records, layout, month)).is_none();
            let read = |at: usize| layout.child() == Some(at) || records.columns.get(at).is_some_and(Option::is_some);
            timely && whole && at.is_some_and(read)
        });
        if !there {
            short.entry(id).or_default().push(column);
        }
    }
    let (id, columns) = short.into_iter().next()?;
    let layout = layouts.iter().find(|layout| layout.id == id);
    Some(match extracts.by_id.get(id) {
        None if extracts.left_out.iter().any(|left_out| left_out == id) => {
            format!("the {id} extract is there and no row of it can be used")
        }
        None => {
            let mut all: Vec<&str> = Vec::new();
            for (of, column) in needs.iter().filter_map(|need| need.split_once('.')) {
                if of == id && !all.contains(&column) {
                    all.push(column);
                }
            }
            format!("no {id} extract; it needs {id}.csv with {}", all.join(", "))
        }
        Some(records) if layout.is_some_and(|layout| !layout.carried_over) && latest_month(records, month).is_none() => {
            format!("no {id} extract of {month} or before")
        }
        Some(records) => {
            let latest = layout.and_then(|layout| latest_of(records, layout, month));
            match columns.iter().find_map(|column| records.file_without(column, latest)) {
                Some(file) if extracts.months.len() > 1 => format!("{} has no column {}", file.name, columns.join(", ")),
                _ => format!("the {id} extract has no column {}", columns.join(", ")),
            }
        }
    })
}

/// The month whose rows alone count, of an extract whose rows are not carried over.
fn latest_of(records: &Extract, layout: &Layout, month: Month) -> Option<Month> {
    if layout.carried_over { None } else { latest_month(records, month) }
}
