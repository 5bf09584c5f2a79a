//! The sheet of charts: for each row with a history a line chart of Excel's own, with its words above it.
//!
//! The charts take their numbers from the sheet of the history, so that both say the same. Lines differ in
//! how they are dashed as well as in colour; points that are out of the ordinary have a colour, which the words above the
//! chart say.

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType, ChartPoint,
    ChartSolidFill, Color, Worksheet,
};

use super::grid;
use super::history::{self, FIGURE, History, LOWER, MEAN, MONTH, TARGET, UPPER};
use super::names::Name;
use super::{fit, height, styles};
use crate::layout::Page;
use crate::{palette, span, words};
use scorecard_core::scorecard::Row;
use scorecard_core::statistics::xmr::{Basis, Flag, RULE_SET};

const WIDTH: u32 = 860;
const HEIGHT: u32 = 320;

/// The width of the sheet in characters.
const ACROSS: f64 = 100.0;

/// Charts on a printed page.
const ON_A_PAGE: usize = 2;

/// The rows of the sheet that a chart and what stands above it take.
const STEP: u32 = HEIGHT / styles::ROW_PIXELS + 4;

/// The sheet.
///
/// # Errors
/// Only for faults of ours.
pub(super) fn sheet(history: &History<'_>, page: &Page<'_>, name: &Name) -> anyhow::Result<Worksheet> {
    let mut drawn = grid::page(&name.charts)?;
    drawn.set_column_width(0, ACROSS)?;
    drawn.set_portrait().set_print_scale(70);
    let charts = history.charted().count();
    let mut lines = vec![
        format!(
            "This sheet contains no table and {}, each under a heading and a text that say the same.",
            super::front::counted(charts, "chart")
        ),
        format!("The numbers are on the sheet {}.", name.history),
    ];
    if history.drawable() > charts {
        lines.push(format!("The rows behind the first {charts} have their numbers there and no chart."));
    }
    let mut at = grid::lines(&mut drawn, &format!("{}: charts", page.scorecard.title), &lines)? + 1;
    let mut breaks = Vec::new();
    for (place, (first, row)) in history.charted().enumerate() {
        let text = text(row);
        breaks.extend((place > 0 && place % ON_A_PAGE == 0).then_some(at));
        drawn.set_row_height_pixels(at + 1, height::of([(text.as_str(), ACROSS)].into_iter(), false))?;
        grid::text(&mut drawn, at, 0, &format!("{} {}", row.id, row.title), &styles::heading())?;
        grid::text(&mut drawn, at + 1, 0, &text, &styles::wrapped())?;
        let upper = history.upper_end();
        drawn.insert_chart(at + 2, 0, &chart(row, (first, upper), &name.history, &text))?;
        at += STEP;
    }
    // A long name would print a page of its own beside each.
    drawn.set_print_area(0, 0, at, 0)?;
    drawn.set_page_breaks(&breaks)?;
    Ok(drawn)
}

/// The text as alternative text, of which Excel takes so many characters: whole sentences, and where the rest is.
fn alternative(text: &str) -> String {
    const MOST: usize = 255;
    const REST: &str = " The rest stands in words above the chart.";
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let mut kept = String::new();
    for sentence in text.split_inclusive(". ") {
        if kept.chars().count() + sentence.trim_end().chars().count() + REST.chars().count() > MOST {
            break;
        }
        kept.push_str(sentence);
    }
    if kept.is_empty() {
        kept.extend(text.chars().take(MOST - REST.chars().count() - 1).chain("…".chars()));
    }
    kept.trim_end().to_owned() + REST
}

/// What the chart shows, in words.
fn text(row: &Row) -> String {
    let drawn: Vec<_> = row.series.iter().filter(|point| history::value(row, point).is_some()).collect();
    let told = |at: Option<&&scorecard_core::scorecard::Point>| {
        let point = at?;
        Some(format!("{} in {}", row.show(point.figure?), point.month.long()))
    };
    let mut text = format!(
        "Line chart of {}: from {} to {}.",
        super::front::counted(drawn.len(), if span::is_quarterly(&row.series) { "quarter" } else { "month" }),
        told(drawn.first()).unwrap_or_default(),
        told(drawn.last()).unwrap_or_default()
    );
    if row.target.is_some() {
        text.push_str(&format!(" Target: {}.", words::target(row)));
    }
    let to_come = words::to_come(row);
    if !to_come.is_empty() {
        text.push_str(&format!(" Targets to come: {to_come}."));
    }
    if let Some(chart) = &row.chart {
        text.push_str(&format!(" By {RULE_SET}: {}.", words::process(chart)));
        for (point, flag) in row.series.iter().zip(chart.flags_of_figures()) {
            if let Some(flag) = flag {
                text.push_str(&format!(" {}: {}.", point.month.long(), history::signal(*flag)));
            }
        }
    }
    text
}

/// `upper` is the column of the upper ends of ranges.
fn chart(row: &Row, (first, upper): (u32, u16), sheet: &str, text: &str) -> Chart {
    let last = first + history::places(row) as u32 - 1;
    let range = |column: u16| (sheet, first, column, last, column);
    let mut chart = Chart::new_line();
    chart.set_width(WIDTH).set_height(HEIGHT).set_alt_text(alternative(&fit::one_line(text, usize::MAX)));
    chart.set_name(fit::one_line(&format!("Chart of {}", row.id), fit::ALTERNATIVE));
    let font = |size: f64| {
        let mut font = ChartFont::new();
        font.set_name("Arial").set_size(size).set_color(Color::RGB(0x0B_0C_0C));
        font
    };
    let rules = row.chart.as_ref().map(|_| format!(" ({RULE_SET})")).unwrap_or_default();
    let mut bold = font(12.0);
    bold.set_bold();
    // The library would read `…!A1` as the name of a cell: a full stop behind it is none.
    let stop = if row.id.contains('!') || row.title.contains('!') { "." } else { "" };
    let room = fit::ALTERNATIVE - rules.chars().count() - stop.len();
    let title = fit::one_line(&format!("{} {}", row.id, row.title), room);
    chart.title().set_name(&format!("{title}{rules}{stop}")).set_font(&bold);
    let format = match row.unit.is().sign {
        "" => "General".to_owned(),
        sign => format!("0\"{sign}\""),
    };
    let line = |colour: u32, width: f64, dash: ChartLineDashType| {
        let mut line = ChartLine::new();
        line.set_color(Color::RGB(colour)).set_width(width).set_dash_type(dash);
        line
    };
    // Months of three letters with their year stand on one line in this size.
    chart.x_axis().set_font(&font(8.0));
    if let Some((least, greatest)) = crate::chart::axis(row) {
        chart.y_axis().set_min(least).set_max(greatest);
    }
    chart.y_axis().set_font(&font(10.0)).set_num_format(&format).set_name(row.unit.as_str()).set_name_font(&font(10.0));
    chart.y_axis().set_major_gridlines_line(&line(0xD9_D9_D9, 0.75, ChartLineDashType::Solid));
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(10.0));
    {
        let mut format = ChartFormat::new();
        format.set_line(&line(palette::number(palette::LINE), 2.25, ChartLineDashType::Solid));
        let mut fill = ChartFormat::new();
        fill.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(palette::number(palette::LINE))));
        let mut marker = ChartMarker::new();
        marker.set_type(ChartMarkerType::Circle).set_size(7).set_format(&mut fill);
        let figures = chart.add_series().set_name("Figure").set_categories(range(MONTH)).set_values(range(FIGURE));
        figures.set_format(&mut format).set_marker(&marker);
        figures.set_points(&points(row));
    }
    let mut others: Vec<(&str, u16, ChartLine)> = Vec::new();
    if row.series.iter().any(|point| point.target.is_some()) || history::places(row) > row.series.len() {
        others.push(("Target", TARGET, line(palette::number(palette::TARGET), 2.0, ChartLineDashType::Dash)));
    }
    if history::has_upper(row) {
        others.push(("Upper end of target", upper, line(palette::number(palette::TARGET), 2.0, ChartLineDashType::Dash)));
    }
    if let Some(process) = row.chart.as_ref().filter(|chart| chart.basis == Basis::Figures && chart.why.is_none()) {
        others.push(("Mean", MEAN, line(0x80_80_80, 1.0, ChartLineDashType::Solid)));
        if process.enough {
            others.push(("Lower limit", LOWER, line(0x50_50_50, 1.25, ChartLineDashType::SquareDot)));
            others.push(("Upper limit", UPPER, line(0x50_50_50, 1.25, ChartLineDashType::SquareDot)));
        }
    }
    for (name, column, line) in &others {
        let mut format = ChartFormat::new();
        format.set_line(line);
        let mut none = ChartMarker::new();
        none.set_none();
        let series = chart.add_series().set_name(*name).set_categories(range(MONTH)).set_values(range(*column));
        series.set_format(&mut format).set_marker(&none);
    }
    chart
}

/// Each point in the colour of what it says: grey where nothing flags it.
fn points(row: &Row) -> Vec<ChartPoint> {
    let flags = row.chart.as_ref().map(|chart| chart.flags_of_figures()).unwrap_or_default();
    let point = |flag: &Option<Flag>| {
        let colour = flag.map_or(palette::LINE, |flag| palette::of(flag.meaning));
        ChartPoint::new()
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(palette::number(colour)))))
    };
    if flags.iter().any(Option::is_some) { flags.iter().map(point).collect() } else { Vec::new() }
}
