//! An indicator explained, as text for people.

use super::formats::{Format, Look, Wants};
use super::{shown, words, wrap};
use scorecard_core::calendar::long;
use scorecard_core::definitions::{Source, Unit};
use scorecard_core::explain::{CountedRows, Counts, Explanation, InGroups, Narrowing, Step};
use scorecard_core::figure::{Figure, Measured};

pub(super) static FORMAT: Format<Explanation, Look> = Format {
    name: "table",
    ending: "txt",
    about: "Text",
    offered: 9,
    terminal: true,
    children: false,
    wants: Wants::FIGURES,
    beside: None,
    render: |explanation, look| Ok(text(explanation, look.tables.width).into_bytes()),
};

/// What stands before each text of the rule.
const LABEL: usize = 12;

/// The explanation as text of at most so many columns.
pub fn text(explanation: &Explanation, width: u16) -> String {
    let width = usize::from(width.clamp(60, 120));
    let indicator = &explanation.indicator;
    let mut page = Page { text: String::new(), width };
    page.paragraph("", &format!("{}: {}", indicator.id, indicator.title));
    page.paragraph("", &indicator.means);
    page.heading("Rule");
    page.labelled("Table", &format!("{}. {}", indicator.table.value, explanation.table_about));
    page.labelled("Where", indicator.cohort.as_ref().map_or("all rows of the table", |text| text.value.trim()));
    indicator.statistic.asked().for_each(|(asked, text)| page.labelled(asked.label, text.value.trim()));
    page.labelled("Figure", explanation.statistic);
    page.labelled("Window", &explanation.window);
    page.labelled("Unit", &unit(indicator.unit, indicator.decimals));
    page.labelled("Better", indicator.polarity.as_str());
    page.labelled("Source", &indicator.source);
    page.labelled("Defined in", &defined_in(&indicator.file));
    if !indicator.notes.is_empty() {
        page.heading("Choices");
        indicator.notes.iter().for_each(|note| page.paragraph("- ", note));
    }
    if !explanation.columns.is_empty() {
        page.heading("Columns it uses");
        for column in &explanation.columns {
            page.paragraph("- ", &format!("{} ({}): {}", column.name, column.kind, column.about));
        }
    }
    page.heading("Extracts it needs");
    for (extract, columns) in &explanation.needs {
        page.paragraph("- ", &format!("{extract}: {}", columns.join(", ")));
    }
    if explanation.needs_authority {
        page.paragraph("- ", "the ONS code of the authority (--authority)");
    }
    if let Some(narrowing) = &explanation.narrowing {
        narrowed(explanation, narrowing, &mut page);
    }
    page.text
}

/// The file of a definition, with what it stands in front of or extends.
fn defined_in(file: &Source) -> String {
    let below = |file: &Source| match &file.laid.layer {
        None => format!("{} (built in)", file.path),
        Some(_) => file.path.clone(),
    };
    let mut said = below(file);
    match (&file.laid.base, &file.laid.shadows) {
        (Some(base), _) => said.push_str(&format!(", which extends {}", below(base))),
        (None, Some(shadowed)) => said.push_str(&format!(", in front of {}", below(shadowed))),
        (None, None) => {}
    }
    said
}

fn unit(unit: Unit, decimals: u32) -> String {
    match decimals {
        0 => format!("{}, whole", unit.as_str()),
        1 => format!("{}, 1 decimal place", unit.as_str()),
        _ => format!("{}, {decimals} decimal places", unit.as_str()),
    }
}

fn narrowed(explanation: &Explanation, narrowing: &Narrowing, page: &mut Page) {
    let authority = narrowing.authority.as_ref().map(|code| format!(", authority {code}")).unwrap_or_default();
    let (start, end) = narrowing.window;
    let window = if start == end { format!("as at {}", long(end)) } else { format!("{} to {}", long(start), long(end)) };
    let only = super::only(&narrowing.only);
    page.heading(&format!("In the extracts: {}, {window}{authority}{only}", narrowing.period.long()));
    if let Some(counts) = &narrowing.counts {
        steps(explanation, counts, page);
        ended_by_rule(narrowing.ended_by_rule, page);
    }
    page.text.push('\n');
    page.labelled("Figure", &figure(explanation, &narrowing.measured));
    if let Some(interval) = &narrowing.interval {
        let indicator = &explanation.indicator;
        page.labelled("Interval", &words::interval(interval, indicator.unit, indicator.decimals));
    }
    for by in &narrowing.by {
        in_groups(explanation, by, page);
    }
}

fn figure(explanation: &Explanation, measured: &Measured) -> String {
    let indicator = &explanation.indicator;
    match measured {
        Measured::Figure(figure) => format!("{}{}", shown(*figure, indicator.unit, indicator.decimals), working(*figure)),
        Measured::Nobody(reason) | Measured::NoData(reason) => format!("no data: {reason}"),
    }
}

/// The figure of each group of a breakdown, and how its rows come down to it: `12 rows, 8 left, 7 of the cohort`.
fn in_groups(explanation: &Explanation, by: &InGroups, page: &mut Page) {
    let name = by.found.by.as_str();
    if let Some(why) = &by.found.without {
        page.heading(&format!("Not broken down by {name}: {why}"));
        return;
    }
    page.heading(&format!("By {name}"));
    for (at, (group, measured)) in by.found.figures.iter().enumerate() {
        let narrowed = by.counts.get(at).map(|counts| {
            let steps = counts.steps.iter().map(|step| format!(", {} left by {}", step.kept, step.sql));
            format!("; {} {}{}", counts.rows, if counts.rows == 1 { "row" } else { "rows" }, steps.collect::<String>())
        });
        let said = format!("{}{}", figure(explanation, measured), narrowed.unwrap_or_default());
        page.paragraph("- ", &format!("{}: {said}", group.title));
    }
}

/// The parts of a figure, where it has any.
pub(super) fn working(figure: Figure) -> String {
    match figure {
        Figure::Proportion { numerator, denominator } => format!(" = {numerator} of {denominator}"),
        Figure::Sums { .. } => format!(" = {} of {}", figure.numerator(), figure.below().unwrap_or_default()),
        Figure::Mean { sum, number, .. } => format!(" = {sum} / {number}"),
        Figure::Rate { count, population } => format!(" = {count} per population of {population}, times 10,000"),
        Figure::Count(_) | Figure::Given(_) | Figure::Judged(_) => String::new(),
    }
}

/// What is said of rows that the rule of one history touched.
fn ended_by_rule(rows: usize, page: &mut Page) {
    if rows > 0 {
        let of = if rows == 1 { "1 row is of a child with an episode" } else { "rows are of children with an episode" };
        let words = if rows == 1 { of.to_owned() } else { format!("{rows} {of}") };
        page.paragraph(
            "",
            &format!("{words} that ended because a later extract no longer holds it; `scorecard cases` names them."),
        );
    }
}

fn steps(explanation: &Explanation, counts: &Counts, page: &mut Page) {
    page.counted(counts.rows, &format!("rows of {}", explanation.indicator.table.value), None);
    for step in &counts.steps {
        page.counted(step.kept, &step.sql, left_out(step, "left out"));
    }
    page.counted(counts.cohort, explanation.indicator.statistic.is.cohort, None);
    match &counts.counted {
        CountedRows::Each => {}
        CountedRows::Where(step) => page.counted(step.kept, &format!("numerator: {}", step.sql), left_out(step, "not counted")),
        CountedRows::Mean { sql, number, missing, .. } => {
            let missing = (*missing > 0).then(|| format!("{missing} left out: without a value"));
            page.counted(*number, &format!("with a value: {sql}"), missing);
        }
    }
}

/// How many rows a step leaves out, and why.
fn left_out(step: &Step, word: &str) -> Option<String> {
    let all = step.not_so + step.missing;
    match (step.not_so, step.missing) {
        (0, 0) => None,
        (_, 0) => Some(format!("{all} {word}: it does not hold")),
        (0, _) => Some(format!("{all} {word}: a value that it needs is missing")),
        (not_so, missing) => Some(format!(
            "{all} {word}: {not_so} for which it does not hold, {missing} for which a value that it needs is missing"
        )),
    }
}

/// Text in the making.
struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn heading(&mut self, heading: &str) {
        self.text.push('\n');
        self.paragraph("", heading);
    }

    /// Text with something before its first line, the other lines indented as much.
    fn paragraph(&mut self, before: &str, text: &str) {
        let indent = wrap::width(before);
        let words: Vec<&str> = text.split_whitespace().collect();
        let lines = wrap::lines(&words.join(" "), self.width.saturating_sub(indent));
        for (at, line) in lines.iter().enumerate() {
            let before = if at == 0 { before.to_owned() } else { " ".repeat(indent) };
            self.text.push_str(format!("{before}{line}").trim_end());
            self.text.push('\n');
        }
    }

    fn labelled(&mut self, label: &str, text: &str) {
        self.paragraph(&format!("{label:<LABEL$}"), text);
    }

    /// A number of rows, what they are, and below what was left out.
    fn counted(&mut self, number: usize, what: &str, left_out: Option<String>) {
        self.paragraph(&format!("{number:>8}  "), what);
        if let Some(left_out) = left_out {
            self.paragraph(&" ".repeat(LABEL), &left_out);
        }
    }
}
