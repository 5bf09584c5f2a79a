//! Which rows of a file are wanted, by the measures of the definitions that its columns fit.
//!
//! Takes headers and measures, gives places of columns and, for what a row holds in them, what it is used for.

use std::collections::BTreeMap;

use crate::definitions::{PublishedFile, PublishedMeasure, Total};

/// The columns of every published file that tell time and place.
pub const PLACE_COLUMNS: [&str; 9] = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "region_code",
    "region_name",
    "old_la_code",
    "la_name",
    "new_la_code",
    "country_code",
];

/// What a row gives a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Its figure, and the count it was made of.
    Figure,
    /// A count that is added to others.
    Part,
    /// The total.
    Total,
}

/// A use of a row.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// The measure, by its place in the list of all.
    pub measure: usize,
    /// What the row gives it.
    pub role: Role,
}

/// The rows that are told by the same columns.
#[derive(Debug)]
pub struct Rows {
    /// The places of these columns.
    pub columns: Vec<usize>,
    /// What a row is used for, by what it holds in them.
    pub uses: BTreeMap<Vec<String>, Vec<Use>>,
}

/// The places of the columns that a measure reads.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// The figure.
    pub value: usize,
    /// The count.
    pub count: Option<usize>,
    /// The total in the same row.
    pub of: Option<usize>,
}

/// How a file is read.
#[derive(Debug, Default)]
pub struct Plan {
    /// The places of [`PLACE_COLUMNS`].
    pub places: [usize; PLACE_COLUMNS.len()],
    /// The rows that are wanted.
    pub rows: Vec<Rows>,
    /// By measure, the columns it reads.
    pub columns: BTreeMap<usize, Columns>,
}

/// All measures in order, as [`Use::measure`] counts them.
pub fn measures(files: &[PublishedFile]) -> Vec<&PublishedMeasure> {
    files.iter().flat_map(|file| &file.measures).collect()
}

/// What the Department called columns in releases up to 2024, by what it calls them since.
const EARLIER: [(&str, &[&str]); 8] = [
    ("children_count", &["number"]),
    ("children_percent", &["percentage"]),
    ("care_leaver_count", &["number"]),
    ("care_leaver_percent", &["percentage"]),
    ("care_leaver_age", &["age"]),
    ("characteristic", &["cla_group"]),
    // What a row is of stood in a column of its own name, beside the group or the age.
    ("breakdown", &["characteristic", "in_touch", "stay_put", "activity", "accommodation_suitability"]),
    ("missing_measure", &["cla_group"]),
];

/// Where a column stands, under the name it has now or one that it had.
fn column(headers: &[&str], name: &str) -> Option<usize> {
    let find = |name: &str| headers.iter().position(|header| *header == name);
    // A group and a characteristic without a breakdown are those of the earlier releases.
    let earlier = !headers.contains(&"breakdown") && headers.contains(&"cla_group");
    let own = find(name).filter(|_| !(earlier && name == "characteristic"));
    let names = EARLIER.iter().find(|(now, _)| *now == name).map(|(_, names)| *names).unwrap_or_default();
    own.or_else(|| names.iter().find_map(|name| find(name)))
}

/// What a row holds, as releases are compared: ages are `19 to 21 years` in one and `Aged 19 to 21` in another.
pub fn plain(value: &str) -> String {
    let value = value.trim().to_lowercase();
    let value = value.strip_prefix("aged ").unwrap_or(&value);
    value.strip_suffix(" years").unwrap_or(value).to_owned()
}

/// How a file with these headers is read; nothing where no measure fits its columns.
pub fn plan(headers: &[&str], measures: &[&PublishedMeasure]) -> Option<Plan> {
    let place = |name: &str| column(headers, name);
    let mut plan = Plan::default();
    for (slot, name) in plan.places.iter_mut().zip(PLACE_COLUMNS) {
        *slot = place(name)?;
    }
    for (at, measure) in measures.iter().enumerate() {
        let Some(value) = place(&measure.value) else { continue };
        if !measure.columns().iter().all(|column| place(column).is_some()) {
            continue;
        }
        let of = match &measure.total {
            Some(Total::Column(column)) => place(column),
            _ => None,
        };
        plan.columns.insert(at, Columns { value, count: measure.count.as_deref().and_then(place), of });
        for (role, row) in rows_of(measure) {
            let columns: Vec<usize> = row.keys().filter_map(|column| place(column)).collect();
            // A total told by a column that the file has not is no row of it.
            if columns.len() < row.len() {
                continue;
            }
            let key: Vec<String> = row.into_values().map(|value| plain(&value)).collect();
            let known = plan.rows.iter().position(|rows| rows.columns == columns);
            let rows = known.unwrap_or_else(|| {
                plan.rows.push(Rows { columns, uses: BTreeMap::new() });
                plan.rows.len() - 1
            });
            if let Some(rows) = plan.rows.get_mut(rows) {
                rows.uses.entry(key).or_default().push(Use { measure: at, role });
            }
        }
    }
    (!plan.columns.is_empty()).then_some(plan)
}

/// The rows that a measure is read from, each by columns and what they hold.
fn rows_of(measure: &PublishedMeasure) -> Vec<(Role, BTreeMap<String, String>)> {
    let mut rows = match &measure.sum {
        None => vec![(Role::Figure, measure.rows.clone())],
        Some((over, values)) => {
            let part = |value: &String| (Role::Part, with(&measure.rows, [(over.clone(), value.clone())]));
            values.iter().map(part).collect()
        }
    };
    if let Some(Total::Row(differs)) = &measure.total {
        rows.push((Role::Total, with(&measure.rows, differs.clone())));
    }
    rows
}

fn with(rows: &BTreeMap<String, String>, more: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, String> {
    rows.clone().into_iter().chain(more).collect()
}
