//! Authorities side by side: for each row of a scorecard the figure of each authority.
//!
//! Takes a document in which a scorecard was computed for several authorities, gives one table for each such scorecard, as text,
//! Markdown and HTML; formats with pages and sheets draw the same lines. Nothing is added up: what is hidden of one authority cannot follow from another.

use super::csv::place;
use super::markup::escape;
use super::table::{Style, strong, wrap};
use super::table_grid::{self as grid, Column};
use super::words;
use scorecard_core::scorecard::{Document, Row, Scorecard, Symbol};

/// A scorecard of several authorities.
#[derive(Clone, Debug)]
pub struct SideBySide<'a> {
    /// The id of the scorecard, without an authority.
    pub id: &'a str,
    /// The authorities, each with its scorecard.
    pub authorities: Vec<(&'a str, &'a Scorecard)>,
}

/// The scorecards of a document that several authorities have.
pub fn tables(document: &Document) -> Vec<SideBySide<'_>> {
    let mut tables: Vec<SideBySide<'_>> = Vec::new();
    for scorecard in &document.scorecards {
        let Some(code) = scorecard.authority.as_deref() else { continue };
        let Some(id) = scorecard.id.strip_suffix(code).and_then(|id| id.strip_suffix('-')) else { continue };
        match tables.iter_mut().find(|table| table.id == id) {
            Some(table) => table.authorities.push((code, scorecard)),
            None => tables.push(SideBySide { id, authorities: vec![(code, scorecard)] }),
        }
    }
    tables.retain(|table| table.authorities.len() > 1);
    tables
}

/// A line of such a table: a heading, or a row of each authority.
#[derive(Clone, Debug)]
pub enum Line<'a> {
    /// A group of rows.
    Group(&'a str),
    /// A row, as each authority has it.
    Row(&'a Row, Vec<Option<&'a Row>>),
}

impl<'a> SideBySide<'a> {
    /// What the table is called.
    pub fn title(&self) -> String {
        let title =
            self.authorities.first().map(|(code, one)| one.title.trim_end_matches(&format!(" ({code})"))).unwrap_or_default();
        format!("{title}: {} authorities side by side", self.authorities.len())
    }

    /// The names of the authorities.
    pub fn names(&self) -> Vec<String> {
        self.authorities.iter().map(|(code, _)| place::name(code)).collect()
    }

    /// What the marks and symbols in its cells mean, as far as there are any.
    pub fn legend(&self, unicode: bool) -> Vec<String> {
        use scorecard_core::rating::Rating::{Amber, Green, Red};
        let rows = || self.authorities.iter().flat_map(|(_, one)| one.rows());
        let marks = [Green, Amber, Red].into_iter().filter(|rating| rows().any(|row| row.rating == *rating));
        let marks: Vec<String> =
            marks.map(|rating| format!("{} {}", words::mark(rating, unicode), words::rating(rating).to_lowercase())).collect();
        let symbols = [Symbol::Confidential, Symbol::Low, Symbol::NotAvailable, Symbol::NotApplicable];
        let symbols = symbols.into_iter().filter(|symbol| rows().any(|row| stands(row) == Some(*symbol)));
        let marks = (!marks.is_empty()).then(|| marks.join(", "));
        marks.into_iter().chain(symbols.map(words::legend)).collect()
    }

    /// Its lines, in the order of the scorecard; groups of a breakdown are left out.
    pub fn lines(&self) -> Vec<Line<'a>> {
        let Some((_, first)) = self.authorities.first() else { return Vec::new() };
        let of = |id: &str| self.authorities.iter().map(|(_, one)| one.rows().find(|row| row.id == id)).collect();
        let mut lines = Vec::new();
        for group in &first.groups {
            lines.push(Line::Group(&group.title));
            lines.extend(group.rows.iter().map(|row| Line::Row(row, of(&row.id))));
        }
        lines
    }
}

/// What stands in place of the figure of a row, or beside it.
fn stands(row: &Row) -> Option<Symbol> {
    row.symbol()
}

/// A figure, or what stands for it.
pub(crate) fn figure(row: &Row) -> String {
    match stands(row) {
        Some(Symbol::Low) => format!("{} {}", row.display().unwrap_or_default(), Symbol::Low.bracketed()),
        Some(symbol) => symbol.bracketed(),
        None => row.display().unwrap_or_default(),
    }
}

/// A figure with the mark of its rating; what stands for it where there is none.
fn cell(row: Option<&Row>, unicode: bool) -> String {
    let Some(row) = row else { return String::new() };
    let figure = figure(row);
    let mark = words::mark(row.rating, unicode);
    if is_rated(row) && !mark.is_empty() { format!("{figure} {mark}") } else { figure }
}

pub(crate) fn is_rated(row: &Row) -> bool {
    use scorecard_core::rating::Rating::{Amber, Green, Red};
    matches!(row.rating, Green | Amber | Red)
}

/// How wide a column of an authority is on the terminal.
const WIDTH: usize = 14;

/// The tables on the terminal; as many authorities side by side as there is room for, the others below.
pub fn text(document: &Document, style: Style) -> String {
    let mut text = String::new();
    for table in tables(document) {
        text += &format!(
            "{}\n{}\n",
            strong(&wrap(&table.title(), style.width), style),
            wrap(&words::as_at(document, table.authorities[0].1), style.width)
        );
        let width = usize::from(style.width);
        let room = (width.saturating_sub(24) / (WIDTH + 2)).max(1);
        let names = table.names();
        let places: Vec<usize> = (0..names.len()).collect();
        for block in places.chunks(room) {
            let columns: Vec<Column> = std::iter::once(Column::words("Promise"))
                .chain(block.iter().map(|at| Column::number(&names[*at], WIDTH)))
                .collect();
            let cells = |line: &Line<'_>| match line {
                Line::Group(_) => Vec::new(),
                Line::Row(row, all) => std::iter::once(row.title.clone())
                    .chain(block.iter().map(|at| cell(all.get(*at).copied().flatten(), style.unicode)))
                    .collect::<Vec<String>>(),
            };
            let lines = table.lines();
            let rows: Vec<Vec<String>> = lines.iter().map(cells).filter(|cells| !cells.is_empty()).collect();
            let widths = grid::widths(&columns, &rows, width, &[18]);
            let heads: Vec<String> = columns.iter().map(|column| column.head.clone()).collect();
            text.push('\n');
            if let Some(widths) = &widths {
                text += &grid::draw(&heads, &columns, widths, |_, head| strong(head, style));
            }
            let plain = |_: usize, piece: &str| piece.to_owned();
            for line in &lines {
                text += &match (line, &widths) {
                    (Line::Group(title), _) => format!("\n{}\n", strong(&wrap(title, style.width), style)),
                    (line, Some(widths)) => grid::draw(&cells(line), &columns, widths, plain),
                    (line, None) => grid::card(&cells(line), &columns, width, plain),
                };
            }
        }
        for said in table.legend(style.unicode) {
            text += &format!("\n{}", wrap(&said, style.width));
        }
        text += "\n\n\n";
    }
    text
}

/// The tables as Markdown.
pub fn markdown(document: &Document, inline: &dyn Fn(&str) -> String) -> String {
    let mut text = String::new();
    for table in tables(document) {
        let names = table.names();
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        text += &format!("# {}\n\n{}\n", inline(&table.title()), inline(&words::as_at(document, table.authorities[0].1)));
        for said in table.legend(true) {
            text += &format!("\n- {}", inline(&said));
        }
        text += "\n";
        for line in table.lines() {
            match line {
                Line::Group(title) => {
                    text += &format!("\n## {}\n\n", inline(title));
                    text += &row(std::iter::once("Promise".to_owned()).chain(names.iter().map(|name| inline(name))).collect());
                    text += &row(std::iter::once(":--".to_owned()).chain(names.iter().map(|_| "--:".to_owned())).collect());
                }
                Line::Row(first, all) => {
                    text += &row(std::iter::once(inline(&first.title))
                        .chain(all.iter().map(|one| inline(&cell(*one, true))))
                        .collect());
                }
            }
        }
        text.push('\n');
    }
    text
}

/// The tables as sections of a page.
pub fn html(document: &Document) -> String {
    let mut text = String::new();
    for table in tables(document) {
        let names = table.names();
        let heads: String =
            names.iter().map(|name| format!("<th scope=\"col\" class=\"number\">{}</th>", escape(name))).collect();
        text += &format!(
            "<section aria-label=\"{title}\">\n<h2>{title}</h2>\n<p>{}</p>\n{legend}<div class=\"scroll\" role=\"region\" aria-label=\"{title}\" tabindex=\"0\">\n<table>\n<thead><tr><th scope=\"col\">Promise</th>{heads}</tr></thead>\n",
            escape(&words::as_at(document, table.authorities[0].1)),
            title = escape(&table.title()),
            legend = legend(&table),
        );
        let mut open = false;
        for line in table.lines() {
            match line {
                Line::Group(title) => {
                    let end = if std::mem::replace(&mut open, true) { "</tbody>\n" } else { "" };
                    text += &format!(
                        "{end}<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n",
                        names.len() + 1,
                        escape(title)
                    );
                }
                Line::Row(first, all) => {
                    let cells: String =
                        all.iter().map(|one| format!("<td class=\"number\">{}</td>", escape(&worded(*one)))).collect();
                    text += &format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", escape(&first.title));
                }
            }
        }
        text += if open { "</tbody>\n" } else { "" };
        text += "</table>\n</div>\n</section>\n";
    }
    text
}

fn legend(table: &SideBySide<'_>) -> String {
    let said: Vec<String> = table.legend(true).iter().map(|said| escape(said)).collect();
    if said.is_empty() { String::new() } else { format!("<p class=\"quiet\">{}</p>\n", said.join("; ")) }
}

/// The same with the rating as a word: a mark alone is read out as nothing.
fn worded(row: Option<&Row>) -> String {
    let figure = cell(row, true);
    match row.filter(|row| is_rated(row)) {
        Some(row) => format!("{figure} {}", words::rating(row.rating)),
        None => figure,
    }
}
