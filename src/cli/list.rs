//! `scorecard list`: what there is to name in a command or a definition.

use comfy_table::{ColumnConstraint, ContentArrangement, Table};
use serde_json::{Value, json};

use super::Exit;
use super::arguments::{Common, Format, List, Listed};
use super::terminal::{self, Terminal};
use scorecard::definitions::{Catalogue, Feed};
use scorecard::tables::schema::Schema;

/// Runs the command.
pub fn run(arguments: &List, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    let sources = super::sources(common)?;
    let defined = super::define(&sources, common)?;
    let (head, rows) = rows(arguments.what, &defined.catalogue)?;
    let text = match arguments.format {
        Format::Json => {
            let objects: Vec<Value> = rows
                .iter()
                .map(|row| {
                    head.iter()
                        .zip(row)
                        .map(|(name, cell)| ((*name).to_owned(), json!(cell)))
                        .collect::<serde_json::Map<_, _>>()
                        .into()
                })
                .collect();
            format!("{}\n", serde_json::to_string_pretty(&objects)?)
        }
        Format::Table => table(&head, &rows, terminal),
    };
    terminal::out(&text)?;
    Ok(Exit::Done)
}

fn rows(what: Listed, catalogue: &Catalogue) -> anyhow::Result<(Vec<&'static str>, Vec<Vec<String>>)> {
    Ok(match what {
        Listed::Indicators => (
            vec!["id", "title", "unit", "better", "table"],
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
                    ]
                })
                .collect(),
        ),
        Listed::Scorecards => (
            vec!["id", "title", "rows", "from extracts", "authority"],
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
                    ]
                })
                .collect(),
        ),
        Listed::Extracts => (
            vec!["extract", "column", "kind", "means"],
            catalogue
                .extracts
                .iter()
                .flat_map(|layout| {
                    layout.columns.iter().map(|column| {
                        vec![layout.id.clone(), column.name.clone(), column.kind.as_str().into(), column.means.clone()]
                    })
                })
                .collect(),
        ),
        Listed::Tables => (
            vec!["table", "column", "kind", "about"],
            Schema::new(&catalogue.extracts)?
                .tables
                .iter()
                .flat_map(|table| {
                    table.columns.iter().map(|column| {
                        vec![table.id.to_owned(), column.name.to_owned(), column.kind.to_owned(), column.about.to_owned()]
                    })
                })
                .collect(),
        ),
    })
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
        if at < 2 && rows.iter().all(|row| !row[at].contains(' ')) {
            column.set_constraint(ColumnConstraint::ContentWidth);
            names += rows.iter().map(|row| row[at].chars().count() + 2).max().unwrap_or(0);
        }
    }
    table.set_width(terminal.width.max(80).max(names as u16 + 44));
    table.to_string().lines().map(str::trim_end).fold(String::new(), |text, line| text + line + "\n")
}
