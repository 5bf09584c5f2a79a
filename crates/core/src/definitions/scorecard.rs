//! One council's scorecard: what was promised, in the council's own order.

use super::by::By;
use super::comparator::{Since, Standard};
use super::indicator::{Indicator, Polarity};
use super::keys;
use super::letterhead::{self, LetterheadDefinition};
use super::promised::{Defaults, read_group_targets, read_targets, rule};
use super::publication::{self, Publication};
use super::reader::{self, Source, Table, Text};
use super::step::{self, Step};
use super::target::{Amber, Decimal, parse_amber};
use super::unit::Unit;
use crate::calendar::{Day, Month};
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// What a council promised.
#[derive(Clone, Debug)]
pub struct ScorecardDefinition {
    /// Its id, that of its file.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it serves.
    pub about: Option<String>,
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// The strategy it follows.
    pub source: String,
    /// Whether rows are rated by the confidence interval, not by the figure.
    pub by_interval: bool,
    /// What its figures are broken down by.
    pub by: Vec<Text>,
    /// Since when travel is.
    pub travel: Since,
    /// What is kept from the public.
    pub publication: Publication,
    /// What its papers have of the council's own.
    pub letterhead: LetterheadDefinition,
    /// Its groups.
    pub groups: Vec<GroupDefinition>,
    /// The file it was read from.
    pub file: Source,
}

/// A pledge, outcome or priority.
#[derive(Clone, Debug)]
pub struct GroupDefinition {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What is promised under it.
    pub about: Option<String>,
    /// Its rows.
    pub rows: Vec<RowDefinition>,
}

/// One row: a measure with what was promised of it.
#[derive(Clone, Debug)]
pub struct RowDefinition {
    /// Its id, unique in the scorecard.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What the strategy says of it.
    pub about: Option<String>,
    /// What measures it.
    pub feed: Feed,
    /// That it counts things and no people, where it says so.
    pub things: Option<Text>,
    /// What the figure is in.
    pub unit: Unit,
    /// Decimal places shown.
    pub decimals: u32,
    /// Which way is better.
    pub polarity: Polarity,
    /// Targets by the first month they are in force, oldest first.
    pub targets: Vec<Target>,
    /// What was promised of groups.
    pub group_targets: Vec<GroupTarget>,
    /// The target in words, where no figure is set.
    pub aim: Option<String>,
    /// Where the council began.
    pub baseline: Option<String>,
    /// Who leads.
    pub owner: Option<String>,
    /// The timescale in the strategy's words.
    pub timescale: Option<String>,
    /// The section of the strategy.
    pub source: String,
    /// What the reader should know.
    pub notes: Vec<String>,
    /// Months at which its process was re-based, oldest first; the indicator's own among them.
    pub steps: Vec<Step>,
    /// So many first points make the limits of its control chart; all of them without a number.
    pub limits_from: Option<usize>,
}

/// What measures a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feed {
    /// A library indicator.
    Indicator(String),
    /// A question of `survey.csv`.
    Survey(String),
    /// A measure of `returns.csv`, a figure that arrives as a total.
    Return(String),
    /// A measure of `narrative.csv`, a judgement in words.
    Narrative(String),
    /// A local extract that no indicator reads yet.
    Awaits(String),
}

impl Feed {
    /// The indicator, where one measures the row.
    pub fn indicator(&self) -> Option<&str> {
        match self {
            Feed::Indicator(id) => Some(id),
            _ => None,
        }
    }
}

/// What was promised of one group of a breakdown.
#[derive(Clone, Debug)]
pub struct GroupTarget {
    /// The breakdown.
    pub by: By,
    /// The same as it is written.
    pub written: Text,
    /// The group, by its word or its code.
    pub group: String,
    /// The target.
    pub target: Target,
}

/// A target in force from a month on.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The first month, when there is one.
    pub from: Option<Month>,
    /// What the figure is held against.
    pub standard: Option<Standard>,
    /// As the definition writes it.
    pub text: Option<String>,
    /// What it is held against where others have no figure of it, with its words: `or else no worse than a year ago`.
    pub or_else: Option<(Standard, String)>,
    /// Whether it is the scorecard's rule for rows without a target, and no promise.
    pub is_rule: bool,
    /// The day it is to be met by.
    pub due: Option<Day>,
    /// Its amber band.
    pub amber: Option<Amber>,
}

impl Target {
    /// The number to be reached, where the definition alone gives it.
    pub fn number(&self) -> Option<Decimal> {
        self.standard.and_then(Standard::number)
    }
}

impl RowDefinition {
    /// The target in force in a month.
    pub fn target(&self, month: Month) -> Option<&Target> {
        self.targets.iter().rev().find(|target| target.from.is_none_or(|from| from <= month))
    }
}

/// Reads one scorecard; rows may name any of `indicators`, of which `known` are all ids.
pub fn read(
    source: &Source,
    indicators: &[Indicator],
    known: &[&str],
    problems: &mut Vec<Problem>,
) -> Option<ScorecardDefinition> {
    reader::read(source, &keys::SCORECARD, problems, |table| {
        let amber = table.text("amber");
        let rule = rule(table);
        if let Some(text) = &amber
            && [Unit::Percent, Unit::Days].iter().all(|unit| parse_amber(&text.value, *unit).is_err())
        {
            let wrong = parse_amber(&text.value, Unit::Percent).err().unwrap_or_default();
            table.mistake(Code::WrongValue, "the amber band cannot be read", text.span.clone(), wrong);
        }
        for by in table.texts("by").into_iter().filter(|by| By::parse(&by.value).is_none()) {
            let label = "the name of a column, or several with commas between";
            table.mistake(Code::WrongValue, format!("figures cannot be broken down by '{}'", by.value), by.span, label);
        }
        let baseline = step::baseline(table);
        let mut seen: Vec<Text> = Vec::new();
        let mut groups = Vec::new();
        for group in table.tables("groups") {
            let mut rows = Vec::new();
            for row in group.tables("rows") {
                if let Some(id) = row.text("id") {
                    if seen.iter().any(|other| other.value == id.value) {
                        row.mistake(
                            Code::DuplicateId,
                            format!("two rows of '{}' have the id '{}'", source.id, id.value),
                            id.span.clone(),
                            "the second of the two",
                        );
                    }
                    seen.push(id);
                }
                let read = read_row(&row, indicators, known, Defaults { amber: amber.as_ref(), rule: rule.as_ref() });
                rows.extend(read.map(|row| RowDefinition { limits_from: row.limits_from.or(baseline), ..row }));
            }
            if let Some(id) = group.text("id").filter(|id| groups.iter().any(|other: &GroupDefinition| other.id == id.value)) {
                let message = format!("two groups of '{}' have the id '{}'", source.id, id.value);
                group.mistake(Code::DuplicateId, message, id.span, "the second of the two");
            }
            if let (Some(id), Some(title)) = (group.words("id"), group.words("title")) {
                groups.push(GroupDefinition { id, title, about: group.words("about"), rows });
            }
        }
        Some(ScorecardDefinition {
            id: source.id.clone(),
            title: table.words("title")?,
            about: table.words("about"),
            authority: table.words("authority"),
            source: table.words("source")?,
            by_interval: table.words("rating").as_deref() == Some("interval"),
            by: table.texts("by"),
            file: source.clone(),
            publication: publication::read(table),
            letterhead: letterhead::read(table),
            travel: table.words("travel").as_deref().and_then(Since::parse).unwrap_or(Since::Month),
            groups,
        })
    })
}

fn read_row(row: &Table<'_>, indicators: &[Indicator], known: &[&str], defaults: Defaults<'_>) -> Option<RowDefinition> {
    let feed = read_feed(row)?;
    let indicator = match &feed {
        Feed::Indicator(id) => {
            let found = indicators.iter().find(|indicator| &indicator.id == id);
            if found.is_none() && known.contains(&id.as_str()) {
                return left_out(row, feed);
            }
            if found.is_none() {
                let span = row.text("indicator").map_or(row.span.clone(), |text| text.span);
                let near = suggestion(nearest(id, indicators.iter().map(|i| i.id.as_str())));
                row.mistake(
                    Code::UnknownIndicator,
                    format!("there is no indicator '{id}'"),
                    span,
                    near.unwrap_or_else(|| "not in the library".to_owned()),
                );
                return None;
            }
            found
        }
        _ => None,
    };
    let needs = |key: &str| {
        let word = row.words(key);
        if word.is_none() && indicator.is_none() {
            row.mistake(
                Code::MissingKey,
                format!("a row without an indicator needs the key '{key}'"),
                row.text("id").map_or(row.span.clone(), |text| text.span),
                format!("'{key}' is missing"),
            );
        }
        word
    };
    let unit_word = row.text("unit");
    if let (Some(text), Some(indicator)) = (&unit_word, indicator)
        && text.value != indicator.unit.as_str()
    {
        row.mistake(
            Code::WrongValue,
            format!("'{}' is in {}", indicator.id, indicator.unit.as_str()),
            text.span.clone(),
            "leave 'unit' out: the indicator has it",
        );
    }
    let unit = needs("unit").as_deref().and_then(Unit::parse);
    check_unit(row, &feed, unit_word.as_ref());
    let polarity = needs("polarity").as_deref().and_then(Polarity::parse);
    let title = needs("title");
    let unit = indicator.map(|indicator| indicator.unit).or(unit)?;
    let polarity = polarity.or(indicator.map(|indicator| indicator.polarity))?;
    Some(RowDefinition {
        id: row.words("id")?,
        title: title.or_else(|| indicator.map(|indicator| indicator.title.clone()))?,
        about: row.words("about"),
        unit,
        decimals: indicator.map_or_else(|| unit.is().decimals, |indicator| indicator.decimals),
        polarity,
        targets: read_targets(row, (unit, polarity), row.words("baseline").as_deref(), defaults),
        group_targets: read_group_targets(row, (unit, polarity), row.words("baseline").as_deref(), defaults),
        aim: row.words("aim"),
        baseline: row.words("baseline"),
        owner: row.words("owner"),
        timescale: row.words("timescale"),
        source: row.words("source")?,
        notes: row.list("notes"),
        steps: step::together(step::read(row), indicator.map_or(&[], |indicator| &indicator.steps)),
        limits_from: step::baseline(row),
        things: read_things(row, &feed),
        feed,
    })
}

/// A row whose indicator has a mistake: it keeps its place, and has no data. Its target is shown as it is written, since
/// nobody knows its unit.
fn left_out(row: &Table<'_>, feed: Feed) -> Option<RowDefinition> {
    let unit = row.words("unit").as_deref().and_then(Unit::parse).unwrap_or(Unit::Count);
    let id = feed.indicator().map(str::to_owned);
    Some(RowDefinition {
        id: row.words("id")?,
        title: row.words("title").or(id)?,
        about: row.words("about"),
        unit,
        decimals: unit.is().decimals,
        polarity: row.words("polarity").as_deref().and_then(Polarity::parse).unwrap_or(Polarity::None),
        targets: Vec::new(),
        group_targets: Vec::new(),
        aim: row.words("target").or(row.words("aim")),
        baseline: row.words("baseline"),
        owner: row.words("owner"),
        timescale: row.words("timescale"),
        source: row.words("source")?,
        notes: row.list("notes"),
        steps: step::read(row),
        limits_from: step::baseline(row),
        things: None,
        feed,
    })
}

/// Whether a row says that it counts things; what a survey or a judgement is of is no matter of its definition.
fn read_things(row: &Table<'_>, feed: &Feed) -> Option<Text> {
    let things = row.text("counts").filter(|text| text.value == "things")?;
    let why = match feed {
        Feed::Survey(_) => "a survey is answered by people",
        Feed::Narrative(_) => "a judgement in words counts nothing",
        Feed::Indicator(_) | Feed::Return(_) | Feed::Awaits(_) => return Some(things),
    };
    row.mistake(Code::PeopleAsThings, why, things.span, "leave 'counts' out");
    None
}

/// What is fed to a row settles the units it can be in.
fn check_unit(row: &Table<'_>, feed: &Feed, unit: Option<&Text>) {
    let (what, fits): (_, fn(Unit) -> bool) = match feed {
        Feed::Survey(_) => ("a survey question is in percent or score", |unit| unit.is().of_answers),
        Feed::Return(_) => ("a return is a figure", |unit| !unit.is_words()),
        Feed::Narrative(_) => ("a narrative is in text", Unit::is_words),
        Feed::Indicator(_) | Feed::Awaits(_) => return,
    };
    if let Some(text) = unit
        && Unit::parse(&text.value).is_some_and(|unit| !fits(unit))
    {
        row.mistake(Code::WrongValue, what, text.span.clone(), format!("not in {}", text.value));
    }
}

fn read_feed(row: &Table<'_>) -> Option<Feed> {
    let feeds: Vec<(Text, Feed)> = [
        ("indicator", Feed::Indicator as fn(String) -> Feed),
        ("survey", Feed::Survey),
        ("return", Feed::Return),
        ("narrative", Feed::Narrative),
        ("awaits", Feed::Awaits),
    ]
    .into_iter()
    .filter_map(|(key, make)| row.text(key).map(|text| (text.clone(), make(text.value))))
    .collect();
    let id = row.text("id").map_or(row.span.clone(), |text| text.span);
    match feeds.as_slice() {
        [(_, feed)] => Some(feed.clone()),
        [] => {
            row.mistake(
                Code::MissingKey,
                "a row names what measures it",
                id,
                "add one of 'indicator', 'survey', 'return', 'narrative', 'awaits'",
            );
            None
        }
        [_, (second, _), ..] => {
            row.mistake(Code::WrongValue, "a row is measured by one thing", second.span.clone(), "make this a row of its own");
            None
        }
    }
}
