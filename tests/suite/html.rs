//! The HTML page: what it says is what the layout says, nothing in it is run or loaded, and its drawings speak.
//!
//! With `SCORECARD_HTML` naming a folder, the pages drawn here are written there to be looked at.

use roxmltree::{Document as Xml, Node, ParsingOptions};
use scorecard::figure::Figure;
use scorecard::rating::Rating;
use scorecard::render::layout::{self, Column};
use scorecard::render::{chart, html};
use scorecard::scorecard::{Document, Point, Row};
use scorecard::statistics::xmr::{Assurance, Basis, Chart, Flag, Lines, Meaning, Method, Rule};

use crate::every_cell::{AWKWARD, document, empty, full};
use crate::support::month;

fn parse(text: &str) -> Xml<'_> {
    Xml::parse_with_options(text, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).unwrap()
}

/// Writes a page where the environment asks for it.
fn look(name: &str, page: &str) {
    if let Some(folder) = std::env::var_os("SCORECARD_HTML") {
        std::fs::write(std::path::Path::new(&folder).join(name), page).unwrap();
    }
}

/// All text within an element.
fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

fn elements<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| node.has_tag_name(name))
}

fn has_class(node: &Node<'_, '_>, class: &str) -> bool {
    node.attribute("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
}

/// A row with so many months: rising, with a gap, a hidden month, targets that change, and flags by each rule.
fn months(number: usize) -> Row {
    let last = month("2018-03");
    let value = |at: usize| 118 + ((at * 37 + at * at * 11) % 17) as i64 + (at * 12 / number.max(1)) as i64;
    let figure = |at: usize| Figure::Proportion { numerator: value(at), denominator: 200 };
    let gap = |at: usize| number > 5 && (at == number / 3 || at == number / 3 + 1);
    let hidden = |at: usize| number > 5 && at == number * 2 / 3;
    let series: Vec<Point> = (0..number)
        .map(|at| Point {
            month: last.back((number - 1 - at) as i32),
            figure: (!gap(at) && !hidden(at)).then(|| figure(at)),
            target: if number > 20 && at < 3 { None } else { Some(if at * 2 < number { 62.0 } else { 68.0 }) },
            rating: Rating::Amber,
            hidden: hidden(at),
            upper: None,
            against: None,
        })
        .collect();
    let enough = number >= 13;
    let flag = |at: usize| {
        let flag = |rule, meaning| Some(Flag { rule, meaning });
        match (number - 1 - at, enough && series[at].figure.is_some()) {
            (_, false) => None,
            (0, _) => flag(Rule::Outside, Meaning::Improvement),
            (3, _) => flag(Rule::Outside, Meaning::Concern),
            (20..=26, _) => flag(Rule::Shift, Meaning::Concern),
            (40..=46, _) => flag(Rule::Trend, Meaning::NeutralHigh),
            _ => None,
        }
    };
    let lines = |at: usize| {
        let mean = if number > 20 && at * 2 >= number { 65.9 } else { 63.4 };
        Lines { mean, limits: enough.then_some((mean - 6.0, mean + 6.0)) }
    };
    Row {
        chart: Some(Chart {
            basis: Basis::Figures,
            method: Method::Xmr,
            why: None,
            values: Vec::new(),
            lines: (0..number).map(lines).collect(),
            flags: (0..number).map(flag).collect(),
            enough,
            current: true,
            variation: flag(number - 1),
            assurance: enough.then_some(Assurance::Sometimes),
        }),
        figure: Some(figure(number - 1)),
        series,
        ..full()
    }
}

/// The texts of a line's cells, without the trend that is drawn.
fn told(columns: &[Column], line: &layout::Line<'_>) -> Vec<String> {
    let cells = line.cells.iter().zip(columns).filter(|(_, column)| **column != Column::Trend);
    cells.map(|(cell, _)| cell.text()).collect()
}

#[test]
fn breakdowns_are_matrices_below_their_table() {
    let document = document();
    let page = html::render(&document);
    let xml = parse(&page);
    let matrix = elements(xml.root(), "table").find(|table| has_class(table, "matrix")).unwrap();
    let cells: Vec<Vec<String>> =
        elements(matrix, "tr").map(|row| row.children().filter(Node::is_element).map(text).collect()).collect();
    // 77 of 100 girls; nobody is in the other group, which is told in a note.
    let name = "KN-15 Children in the same placement for two years or more";
    assert_eq!(cells, [vec!["Promise", "girls"], vec![name, "77.0%\n77 of 100"]]);
    let block = matrix.parent().unwrap();
    assert!(text(block).contains("By sex") && text(block).contains("Nobody is in not known."));
    let shown = elements(xml.root(), "tr").filter_map(|row| row.attribute("id")).filter(|id| id.contains("sex")).count();
    assert_eq!(shown, 0);
}

#[test]
fn the_cells_are_those_of_the_layout() {
    let document = document();
    let page = html::render(&document);
    look("every-cell.html", &page);
    let xml = parse(&page);
    let sections: Vec<_> = elements(xml.root(), "section").filter(|section| has_class(section, "scorecard")).collect();
    assert_eq!(sections.len(), document.scorecards.len());
    for (scorecard, section) in document.scorecards.iter().zip(sections) {
        let wanted = layout::paper(&document, scorecard, Column::of_paper(scorecard));
        let tables: Vec<_> = elements(section, "table").filter(|table| has_class(table, "figures")).collect();
        assert_eq!(tables.len(), wanted.sections.len());
        for (group, table) in wanted.sections.iter().zip(tables) {
            assert!(text(elements(table, "caption").next().unwrap()).starts_with(group.title));
            let heads: Vec<String> = elements(elements(table, "thead").next().unwrap(), "th").map(text).collect();
            let names: Vec<&str> = wanted.columns.iter().map(|column| column.heading()).collect();
            assert_eq!(heads, names);
            let abouts: Vec<String> = elements(table, "tr").filter(|row| has_class(row, "aim")).map(text).collect();
            let aims: Vec<&str> = group.parts.iter().filter_map(|part| part.about).collect();
            assert_eq!(abouts, aims);
            let lines: Vec<_> = group.parts.iter().flat_map(|part| &part.lines).collect();
            let rows = elements(table, "tbody").flat_map(|body| elements(body, "tr")).filter(|row| !has_class(row, "aim"));
            let found: Vec<Vec<String>> = rows
                .map(|row| {
                    let cells = row.children().filter(|cell| cell.is_element());
                    // A trend is drawn: its words are those of the drawing.
                    let cells = cells.filter(|cell| !has_class(cell, "trend"));
                    cells.map(|cell| text(elements(cell, "span").find(|span| has_class(span, "name")).unwrap_or(cell))).collect()
                })
                .collect();
            let cells: Vec<Vec<String>> = lines.iter().map(|line| told(&wanted.columns, line)).collect();
            assert_eq!(found, cells);
        }
    }
}

#[test]
fn everything_said_of_a_row_is_on_the_page_once() {
    let document = document();
    let page = html::render(&document);
    let xml = parse(&page);
    let of_rows = |list: &Node<'_, '_>| !list.ancestors().any(|node| has_class(&node, "annexes"));
    let said: Vec<(String, String)> = elements(xml.root(), "dl")
        .filter(of_rows)
        .flat_map(|list| list.children().filter(Node::is_element))
        .flat_map(|told| elements(told, "dd").map(move |dd| (text(elements(told, "dt").next().unwrap()), text(dd))))
        .collect();
    let mut wanted = Vec::new();
    for scorecard in &document.scorecards {
        let page = layout::paper(&document, scorecard, Column::of_paper(scorecard));
        let lines = page.sections.iter().flat_map(layout::Section::all_lines);
        wanted.extend(lines.flat_map(|line| &line.details).map(|detail| (detail.label.clone(), detail.text.clone())));
    }
    let sorted = |mut list: Vec<(String, String)>| {
        list.sort();
        list
    };
    assert_eq!(sorted(said), sorted(wanted));
    // What was said and revised is read without opening anything.
    let commentary = xml.descendants().find(|node| has_class(node, "commentary")).unwrap();
    assert!(text(commentary).contains("Fewer placements ended early") && text(commentary).contains("68.5%"));
    assert!(commentary.ancestors().all(|node| !node.has_tag_name("details")));
}

#[test]
fn nothing_is_run_or_loaded_and_nothing_escapes() {
    let page = html::render(&document());
    for wrong in
        ["<script", "javascript:", " on", "http:", "https:", "<b>bold", "<choice>", "<2017", "style=\"", "@import", "url("]
    {
        let found = page.find(wrong).map(|at| &page[at..(at + 60).min(page.len())]);
        // ' on' stands in sentences; as an attribute it would be followed by a name and an equals sign.
        let harmless = wrong == " on"
            && !page.match_indices(" on").any(|(at, _)| {
                page[at + 3..].chars().take_while(|c| c.is_ascii_alphabetic()).count() > 0
                    && page[at + 3..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('=')
            });
        assert!(found.is_none() || harmless, "{wrong}: {found:?}");
    }
    let xml = parse(&page);
    assert!(elements(xml.root(), "th").any(|cell| text(cell) == AWKWARD));
    let policy = elements(xml.root(), "meta").find_map(|meta| meta.attribute("content").filter(|c| c.contains("default-src")));
    assert!(policy.unwrap().starts_with("default-src 'none'; style-src 'sha256-"));
    for tag in ["img", "iframe", "object", "embed", "script", "form", "video", "audio"] {
        assert_eq!(elements(xml.root(), tag).count(), 0, "{tag}");
    }
    let links = xml.descendants().filter_map(|node| node.attribute("href").or(node.attribute("src")));
    let ids: Vec<&str> = xml.descendants().filter_map(|node| node.attribute("id")).collect();
    for link in links {
        assert!(link == "data:," || link.strip_prefix('#').is_some_and(|id| ids.contains(&id)), "{link}");
    }
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id stands twice");
}

#[test]
fn an_interactive_page_is_the_plain_one_with_one_script_that_its_policy_names() {
    let (plain, page) = (html::render(&document()), html::interactive(&document()));
    assert!(!plain.contains("<script"));
    let (body, rest) = page.split_once("<script>").unwrap();
    let (script, end) = rest.split_once("</script>\n").unwrap();
    assert!(!end.contains("<script") && !script.contains(['<', '&']));
    // What stands between the heads of the two pages and their ends is the same.
    let main = |page: &str| page.split_once("<body>").unwrap().1.to_owned();
    assert_eq!(main(body) + end, main(&plain));
    for wrong in ["fetch", "XMLHttpRequest", "import", "eval", "innerHTML", "http"] {
        assert!(!script.contains(wrong), "{wrong}");
    }
    let xml = parse(&page);
    let policy = elements(xml.root(), "meta").find_map(|meta| meta.attribute("content").filter(|c| c.contains("default-src")));
    assert!(policy.unwrap().contains("; script-src 'sha256-") && !policy.unwrap().contains("unsafe"));
}

#[test]
fn headings_go_down_one_by_one() {
    let several = document();
    let one = Document { scorecards: several.scorecards[..1].to_vec(), ..document() };
    look("every-cell-one.html", &html::render(&one));
    for document in [several, one] {
        let page = html::render(&document);
        let xml = parse(&page);
        let level = |node: Node<'_, '_>| node.tag_name().name().strip_prefix('h').and_then(|level| level.parse::<usize>().ok());
        let levels: Vec<usize> = xml.descendants().filter(Node::is_element).filter_map(level).collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(levels[0] == 1 && levels.windows(2).all(|two| two[1] <= two[0] + 1), "{levels:?}");
    }
}

#[test]
fn a_chart_says_in_words_what_it_shows() {
    // Worked by hand from the figures of `every_cell::full`: 128 of 200 is 64.0%, 140 of 200 70.0%.
    assert_eq!(
        chart::description(&full()),
        "13 months, March 2017 to March 2018. First 64.0% in March 2017, last 70.0% in March 2018. Lowest 64.0% in March 2017, \
         highest 70.0% in March 2018. No figure for June 2017. Target 65.0% to August 2017, 70.0% from September 2017. Mean 67.1%, \
         limits 64.2% to 69.9%. Flagged: March 2018 at 70.0%, improvement: outside limits. Special cause improvement; target \
         will be met only sometimes, by the rules xmr-2023."
    );
    let hidden = months(24);
    assert!(chart::description(&hidden).contains("Hidden so that no child can be recognised: August 2017"));
    assert!(chart::description(&months(3)).contains("Too few points for limits"));
    let page = html::render(&document());
    assert!(page.contains(&chart::description(&full())));
}

#[test]
fn a_chart_is_drawn_for_any_number_of_months() {
    let mut drawn = String::new();
    // With fewer than five figures there is none.
    assert!([1, 3, 4].into_iter().all(|number| chart::svg(&months(number), &[]).is_empty()));
    for number in [5, 13, 24, 60, 120] {
        let row = months(number);
        let svg = chart::svg(&row, &[]);
        let xml = parse(&svg);
        assert_eq!(xml.root_element().attribute("role"), Some("img"));
        assert!(svg.contains("xmr-2023") && !svg.contains("NaN") && !svg.contains("inf"));
        let shapes = xml.descendants().filter(|node| has_class(node, "dot") || has_class(node, "flag")).count();
        let figures = row.series.iter().filter(|point| point.figure.is_some()).count();
        let legend = xml.descendants().filter(|node| has_class(node, "flag")).count().min(3);
        assert!((figures..=figures + legend).contains(&shapes), "{number}: {shapes} shapes of {figures} figures");
        // A gap breaks the line.
        let lines = xml.descendants().filter(|node| has_class(node, "line")).count();
        assert_eq!(lines, if number > 5 { 3 } else { usize::from(number > 1) }, "{number}");
        look(&format!("chart-{number}.svg"), &svg);
        drawn += &chart::chart(&row, &format!("c{number}"));
        assert_eq!(chart::svg(&row, &[]), svg);
    }
    assert!(!drawn.contains("xmlns"));
    let mut page = document();
    page.scorecards[0].groups[0].rows = [3, 13, 24, 60].iter().map(|n| Row { id: format!("M-{n}"), ..months(*n) }).collect();
    look("charts.html", &html::render(&page));
}

#[test]
fn without_numbers_there_is_no_drawing() {
    let row = empty("KN-22", "No data");
    assert_eq!((chart::sparkline(&row), chart::chart(&row, "x"), chart::svg(&row, &[])), Default::default());
    let gone = Row { series: full().series.into_iter().map(|point| Point { figure: None, ..point }).collect(), ..full() };
    assert_eq!(chart::sparkline(&gone), "");
}

#[test]
fn a_small_line_tells_its_ends() {
    let line = chart::sparkline(&full());
    assert!(line.contains(
        "<title>Trend over 13 months: first 64.0% in March 2017, last 70.0% in March 2018; no figure for June 2017.</title>"
    ));
    assert!(line.contains("role=\"img\""));
}
