//! The derived tables that conditions speak of, with their columns.
//!
//! Takes the schema of tables, and the indicators for what counts each.

use super::extracts;
use super::markdown::{anchor, code, codes, head, prose, table};
use crate::definitions::Indicator;
use crate::tables::schema::{AUTHORITY, ColumnSpec, Schema};

/// The page.
pub fn page(schema: &Schema, indicators: &[Indicator]) -> String {
    let mut text = head("Tables and columns");
    text.push_str(
        "\nThe tables that indicators count, and the columns that conditions can use. Each table is made anew for every month,\n\
         as at its last day. `scorecard list tables` shows the same, with the tables of your own extracts.\n\n\
         Of every column of the kind date there are further ones for conditions: `started_days_ago` and `started_months_ago`, `started_in_month`,\n\
         `started_in_quarter` (up to the last day of the month) and `started_in_last_quarter` (the last that had ended).\n\n\
         What a column of the return is called there is its name too, in any capitals: `PLACE_PROVIDER` is `provider`. Below stand the\n\
         [columns of other extracts](#columns-of-other-extracts) that conditions may use.\n\n",
    );
    let rows = schema.tables.iter().map(|one| vec![link(&one.id, ""), prose(&one.about)]);
    text.push_str(&table(&["table", "rows"], rows));
    for one in &schema.tables {
        text.push_str(&format!("\n## {}\n\n{}\n\n", one.id, prose(&one.about)));
        text.push_str(&format!("From the extracts: {}.\n", needs(&one.needs, "extracts.md")));
        let counted_by: Vec<String> = indicators
            .iter()
            .filter(|indicator| indicator.table.value == one.id)
            .map(|indicator| format!("[{}](indicators/{}.md)", indicator.id, indicator.id))
            .collect();
        if !counted_by.is_empty() {
            text.push_str(&format!("\nCounted by {}.\n", counted_by.join(", ")));
        }
        text.push('\n');
        let rows = one.columns.iter().map(|column| {
            vec![code(&column.name), kind(column, "extracts.md"), prose(&column.about), needs(&column.needs, "extracts.md")]
        });
        text.push_str(&table(&["column", "kind", "what it says", "needs besides"], rows));
    }
    text.push_str(
        "\n## Columns of other extracts\n\n\
         Conditions on a table that has `child` may use columns of other extracts too, of the child that the row is of: those of `header`, and of\n\
         each extract of a council's own the latest row known on the last day. They have the name of the column in small letters, or\n\
         that of the extract before it, `teams.team`, which is needed where several extracts have such a column. Numbers and dates of an\n\
         extract are in its own tables. Figures are broken down by the same columns.\n\n",
    );
    let rows = schema.beside.iter().filter(|beside| beside.column.name.contains('.')).map(|beside| {
        let short = beside.column.name.rsplit_once('.').map_or("", |(_, last)| last);
        let alone = schema.beside.iter().any(|other| other.column.name == short);
        let name = if alone { format!("{} or {}", code(short), code(&beside.column.name)) } else { code(&beside.column.name) };
        vec![name, kind(&beside.column, "extracts.md"), prose(&beside.column.about)]
    });
    text.push_str(&table(&["column", "kind", "what it says"], rows));
    text
}

/// A link to a table, from a page whose way to the folder of this one is `way`.
pub fn link(id: &str, way: &str) -> String {
    let page = if way.is_empty() { String::new() } else { format!("{way}tables.md") };
    format!("[`{id}`]({page}#{})", anchor(id))
}

/// What the values of a column are, with the words or codes they can be; `page` is that of extracts.
pub fn kind(column: &ColumnSpec, page: &str) -> String {
    match &column.codes_of {
        Some(of) => format!("code of {}", extracts::link(of, page)),
        None if column.kind == "word" => format!("word: {}", codes(column.words(), "or")),
        None => column.kind.to_owned(),
    }
}

/// Columns of extracts, with a link to each extract on `page`.
pub fn needs(needs: &[String], page: &str) -> String {
    let mut extracts: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut parts = Vec::new();
    for need in needs {
        match need.split_once('.') {
            None if need == AUTHORITY => parts.push("the authority's code".to_owned()),
            None => parts.push(code(need)),
            Some((extract, column)) => match extracts.iter_mut().find(|(known, _)| *known == extract) {
                Some((_, columns)) if columns.contains(&column) => {}
                Some((_, columns)) => columns.push(column),
                None => extracts.push((extract, vec![column])),
            },
        }
    }
    parts.extend(
        extracts.into_iter().map(|(extract, columns)| format!("{} of {}", codes(columns, "and"), extracts::link(extract, page))),
    );
    parts.join("; ")
}
