//! `scorecard list`: what there is to name in a command or a definition.

use comfy_table::{ColumnConstraint, ContentArrangement, Table};
use serde_json::{Value, json};

use super::arguments::{Common, List, Listed};
use super::terminal::{self, Terminal};
use super::{Exit, Wrong, names};
use scorecard::definitions::{BUILT_IN, Catalogue, Feed, Part, Sources};
use scorecard::formats::{Format, Formats, Wants};
use scorecard::nearest::{nearest, suggestion};
use scorecard::tables::schema::Schema;

/// A list: what its columns are called, and its rows.
pub struct Listing {
    /// All columns, in the order of their weight: the first ones are shown first.
    head: &'static [&'static str],
    rows: Vec<Vec<String>>,
    /// What heads the rows of one table or extract, where the first column says of which they are.
    headings: Vec<(String, String)>,
    /// The columns that were asked for; nothing where the width decides.
    asked: Option<Vec<usize>>,
}

/// The formats of lists.
pub static FORMATS: Formats<Listing, Terminal> = Formats { of: " of lists", all: &[&TABLE, &JSON] };

static TABLE: Format<Listing, Terminal> = Format {
    name: "table",
    ending: "txt",
    about: "Tables of text",
    offered: 9,
    terminal: true,
    children: false,
    wants: Wants::FIGURES,
    beside: None,
    render: |listing, terminal| Ok(text(listing, *terminal).into_bytes()),
};

static JSON: Format<Listing, Terminal> = Format {
    name: "json",
    ending: "json",
    about: "JSON: what there is, an object each",
    offered: 8,
    terminal: false,
    children: false,
    wants: Wants::FIGURES,
    beside: None,
    render: |listing, _| Ok(json(listing)?.into_bytes()),
};

/// Runs the command.
pub fn run(arguments: &List, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    super::inputs(common).spare([])?;
    let sources = super::sources(common)?;
    let defined = super::define(&sources, common)?;
    let mut listing = listing(arguments.what, &defined.catalogue, &sources)?;
    let text = arguments.words.join(" ");
    if !text.trim().is_empty() {
        // The name of one table or extract is that one, and no word.
        let one = listing.headings.iter().any(|(name, _)| *name == text);
        listing.rows.retain(|row| match one {
            true => row[0] == text,
            false => names::has_words(&text, row.iter().map(String::as_str)),
        });
        if listing.rows.is_empty() {
            return Err(nothing(&text, arguments.what, &defined.catalogue, &listing).into());
        }
    }
    listing.asked = chosen(&listing, &arguments.columns)?;
    terminal::out(&String::from_utf8_lossy(&(arguments.format.render)(&listing, &terminal)?))?;
    Ok(Exit::Done)
}

fn text(listing: &Listing, terminal: Terminal) -> String {
    if listing.asked.is_none() && !listing.headings.is_empty() {
        return in_parts(listing, terminal);
    }
    let shown = listing.asked.clone().unwrap_or_else(|| fitting(listing, terminal));
    table(&listing.head_of(&shown), &listing.rows_of(&shown), terminal)
}

impl Listing {
    fn head_of(&self, columns: &[usize]) -> Vec<&'static str> {
        columns.iter().map(|at| self.head[*at]).collect()
    }

    fn rows_of(&self, columns: &[usize]) -> Vec<Vec<String>> {
        self.rows.iter().map(|row| columns.iter().map(|at| row[*at].clone()).collect()).collect()
    }
}

/// That nothing has the words, with the name that may have been meant.
fn nothing(text: &str, what: Listed, catalogue: &Catalogue, listing: &Listing) -> Wrong {
    let (noun, known): (&str, Vec<&str>) = match what {
        Listed::Indicators => ("indicator", catalogue.indicators.iter().map(|one| one.id.as_str()).collect()),
        Listed::Scorecards => ("scorecard", catalogue.scorecards.iter().map(|one| one.id.as_str()).collect()),
        Listed::Extracts => ("extract", listing.headings.iter().map(|(name, _)| name.as_str()).collect()),
        Listed::Tables => ("table", listing.headings.iter().map(|(name, _)| name.as_str()).collect()),
    };
    let near = suggestion(nearest(text, known)).unwrap_or_else(|| "leave the words out to see all".to_owned());
    Wrong::Usage(format!("no {noun} has '{text}': {near}"))
}

/// The columns asked for.
fn chosen(listing: &Listing, asked: &[String]) -> Result<Option<Vec<usize>>, Wrong> {
    if asked.is_empty() {
        return Ok(None);
    }
    let find = |name: &String| {
        listing.head.iter().position(|column| column == name).ok_or_else(|| {
            let near = suggestion(nearest(name, listing.head.iter().copied()));
            let near = near.unwrap_or_else(|| format!("there are {}", listing.head.join(", ")));
            Wrong::Usage(format!("this list has no column '{name}': {near}"))
        })
    };
    asked.iter().map(find).collect::<Result<_, _>>().map(Some)
}

/// So many columns are left beside names for what may be broken.
const LEFT: u16 = 14;

/// So many columns of text a title needs.
const TITLE: usize = 34;

/// The columns that the width has room for, so that titles keep theirs.
fn fitting(listing: &Listing, terminal: Terminal) -> Vec<usize> {
    let width_of = |at: usize| {
        let cells = listing.rows.iter().map(|row| row[at].chars().count());
        cells.chain([listing.head[at].chars().count()]).max().unwrap_or(0) + 3
    };
    let mut shown = vec![0, 1];
    let mut left = usize::from(terminal.width.max(terminal::LEAST)).saturating_sub(width_of(0) + TITLE.min(width_of(1)));
    for at in 2..listing.head.len() {
        // What is the same for every definition built in says nothing.
        let says_nothing = listing.head[at] == "layer" && listing.rows.iter().all(|row| row[at] == BUILT_IN);
        if !says_nothing && width_of(at) <= left {
            left -= width_of(at);
            shown.push(at);
        }
    }
    shown
}

fn json(listing: &Listing) -> anyhow::Result<String> {
    let columns = listing.asked.clone().unwrap_or_else(|| (0..listing.head.len()).collect());
    let object = |row: &Vec<String>| -> Value {
        let members = columns.iter().map(|at| (listing.head[*at].to_owned(), json!(row[*at])));
        members.collect::<serde_json::Map<_, _>>().into()
    };
    let objects: Vec<Value> = listing.rows.iter().map(object).collect();
    Ok(format!("{}\n", serde_json::to_string_pretty(&objects)?))
}

/// The rows of each table or extract under its name.
fn in_parts(listing: &Listing, terminal: Terminal) -> String {
    let mut text = String::new();
    for (name, about) in &listing.headings {
        let rows: Vec<Vec<String>> = listing.rows.iter().filter(|row| row[0] == *name).map(|row| row[1..4].to_vec()).collect();
        if rows.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let width = terminal.width.max(terminal::LEAST);
        text.push_str(&format!("{}\n\n", scorecard::render::table::wrap(&format!("{name}: {about}"), width)));
        text.push_str(&table(&listing.head[1..4], &rows, terminal));
    }
    text
}

fn listing(what: Listed, catalogue: &Catalogue, sources: &Sources) -> anyhow::Result<Listing> {
    let layer = |part: Part, id: &str| -> String {
        let file = sources.part(part).iter().find(|file| file.id == id);
        file.map_or_else(String::new, |file| file.layer().to_owned())
    };
    let mut headings = Vec::new();
    let (head, rows): (&'static [&'static str], Vec<Vec<String>>) = match what {
        Listed::Indicators => (
            &["id", "title", "unit", "better", "table", "layer"],
            catalogue
                .indicators
                .iter()
                .map(|one| {
                    vec![
                        one.id.clone(),
                        one.title.clone(),
                        one.unit.as_str().into(),
                        one.polarity.as_str().into(),
                        one.table.value.clone(),
                        one.file.layer().to_owned(),
                    ]
                })
                .collect(),
        ),
        Listed::Scorecards => (
            &["id", "title", "rows", "from extracts", "authority", "layer"],
            catalogue
                .scorecards
                .iter()
                .map(|card| {
                    let rows: Vec<_> = card.groups.iter().flat_map(|group| &group.rows).collect();
                    let measured = rows.iter().filter(|row| matches!(row.feed, Feed::Indicator(_))).count();
                    vec![
                        card.id.clone(),
                        card.title.clone(),
                        rows.len().to_string(),
                        measured.to_string(),
                        card.authority.clone().unwrap_or_default(),
                        layer(Part::Scorecards, &card.id),
                    ]
                })
                .collect(),
        ),
        Listed::Extracts => {
            let mut rows = Vec::new();
            for layout in &catalogue.extracts {
                headings.push((layout.id.clone(), layout.title.clone()));
                rows.extend(layout.columns.iter().map(|column| {
                    let kind = column.kind.as_str().to_owned();
                    let of_layer = layout.file.layer().to_owned();
                    vec![layout.id.clone(), column.name.clone(), kind, column.means.clone(), of_layer]
                }));
            }
            (&["extract", "column", "kind", "means", "layer"], rows)
        }
        Listed::Tables => {
            let mut rows = Vec::new();
            for table in Schema::new(&catalogue.extracts)?.tables {
                headings.push((table.id.clone(), table.about.clone()));
                rows.extend(
                    table
                        .columns
                        .iter()
                        .map(|column| vec![table.id.clone(), column.name.clone(), column.kind.to_owned(), column.about.clone()]),
                );
            }
            (&["table", "column", "kind", "about"], rows)
        }
    };
    Ok(Listing { head, rows, headings, asked: None })
}

fn table(head: &[&str], rows: &[Vec<String>], terminal: Terminal) -> String {
    let mut table = Table::new();
    table.load_preset(if terminal.unicode { "  ── ──            " } else { "  -- --            " });
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.force_no_tty();
    table.set_header(head);
    table.add_rows(rows);
    // Names are there to be copied: they are never broken, and leave room for the rest.
    let mut names = 0;
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        if at < 2 && rows.iter().all(|row| row.get(at).is_none_or(|cell| !cell.contains(' '))) {
            column.set_constraint(ColumnConstraint::ContentWidth);
            names += rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count() + 2).max().unwrap_or(0);
        }
    }
    table.set_width(terminal.width.max(terminal::LEAST).max(names as u16 + LEFT));
    table.to_string().lines().map(str::trim_end).fold(String::new(), |text, line| text + line + "\n")
}
