//! Reads the JSON of a run, by the types of [`v1`] that it is written by, as far as it is compared.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::calendar::Month;
use crate::definitions::Decimal;
use crate::definitions::comparator::Since;
use crate::figure::Figure;
use crate::scorecard::PartOf;
use crate::v1::{self, Open, SCHEMA};

/// A run.
#[derive(Clone, Debug)]
pub struct Run {
    /// The day printed on it, as written.
    pub generated: String,
    /// The reporting month.
    pub period: Month,
    /// `internal` or `public`.
    pub audience: String,
    /// The groups that it is of, each a column and a group; empty where it is of the whole.
    pub only: Vec<(String, String)>,
    /// Its scorecards.
    pub scorecards: Vec<RunScorecard>,
}

/// A scorecard of a run.
#[derive(Clone, Debug)]
pub struct RunScorecard {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// Its rows, in order; groups of a breakdown too.
    pub rows: Vec<RunRow>,
}

/// A row of a run.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What the figure is in.
    pub unit: String,
    /// What was counted or summed.
    pub numerator: Option<Shown>,
    /// Out of how many.
    pub denominator: Option<Shown>,
    /// The figure, unrounded.
    pub value: Option<Shown>,
    /// The figure as shown.
    pub display: Option<String>,
    /// The target in words.
    pub target: Option<String>,
    /// How it stood.
    pub rating: String,
    /// Its fingerprint; nothing in runs that had none yet.
    pub definition: Option<String>,
    /// Every figure that it gives for a month before its own, nothing where it says that there was none.
    pub before: BTreeMap<Month, Option<Shown>>,
    /// What its target and those of its history came to that are figures of an earlier month.
    pub held: BTreeMap<Month, f64>,
}

/// A number, or that it is hidden.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown {
    /// The number.
    Number(f64),
    /// Hidden.
    Hidden,
}

impl Shown {
    /// The number, where it is not hidden.
    pub fn number(self) -> Option<f64> {
        match self {
            Shown::Number(number) => Some(number),
            Shown::Hidden => None,
        }
    }
}

impl RunRow {
    /// Whether it is one group of the breakdown of another row.
    pub fn is_part(&self) -> bool {
        PartOf::read(&self.id).is_some()
    }
}

impl RunScorecard {
    /// The row of an id.
    pub fn row(&self, id: &str) -> Option<&RunRow> {
        self.rows.iter().find(|row| row.id == id)
    }
}

impl Run {
    /// The scorecard of an id.
    pub fn scorecard(&self, id: &str) -> Option<&RunScorecard> {
        self.scorecards.iter().find(|scorecard| scorecard.id == id)
    }

    /// Reads a run.
    ///
    /// # Errors
    /// Says what is wrong with the text: no JSON, another schema, a key that is missing or of another kind.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        let mut run: Value = serde_json::from_str(text).map_err(|error| format!("it is not JSON of a run: {error}"))?;
        without_controls(&mut run);
        let schema = JsonSchema::deserialize(&run).map_err(|error| format!("it is not JSON of a run: {error}"))?;
        match schema.schema.as_deref() {
            Some(SCHEMA) => {}
            Some(other) => return Err(format!("its schema is '{other}', not '{SCHEMA}'")),
            None => return Err(format!("it names no schema; a run has '{SCHEMA}'")),
        }
        let run: v1::Run = serde_json::from_value(run).map_err(|error| format!("it is not a whole run: {error}"))?;
        let period = run.period.id.parse().map_err(|wrong| format!("its period: {wrong}"))?;
        let scorecards =
            run.scorecards.into_iter().map(|scorecard| read_scorecard(scorecard, period)).collect::<Result<_, _>>()?;
        let only = run.only.unwrap_or_default().into_iter().map(|only| (only.column, only.group)).collect();
        Ok(Run { generated: run.generated, period, audience: run.audience, only, scorecards })
    }

    /// The same of one of several authorities: its scorecards, by their ids without the authority.
    pub fn of_authority(mut self, code: &str) -> Self {
        self.scorecards.retain(|scorecard| scorecard.authority.as_deref() == Some(code));
        for scorecard in &mut self.scorecards {
            let own = scorecard.id.strip_suffix(code).and_then(|id| id.strip_suffix('-')).map(str::to_owned);
            scorecard.id = own.unwrap_or_else(|| std::mem::take(&mut scorecard.id));
        }
        self
    }

    /// What it is of, in words: `the whole`, or `team: North alone`.
    pub fn of_whom(&self) -> String {
        of_whom(self.only.iter().map(|(column, group)| (column.as_str(), group.as_str())))
    }
}

/// What a run is of, in words.
pub fn of_whom<'a>(only: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let groups: Vec<String> = only.map(|(column, group)| format!("{}: {group}", column.replace('-', " "))).collect();
    if groups.is_empty() { "the whole".to_owned() } else { format!("{} alone", groups.join(", ")) }
}

/// The greatest number that is read, of any sign: a figure exact to a thousand-millionth goes no further.
const GREATEST: f64 = 1e9;

/// Spaces for control characters in all texts: they are shown on terminals, which some of them would command.
fn without_controls(value: &mut Value) {
    match value {
        Value::String(text) if text.contains(char::is_control) => *text = text.replace(char::is_control, " "),
        Value::Array(values) => values.iter_mut().for_each(without_controls),
        Value::Object(values) => values.values_mut().for_each(without_controls),
        _ => {}
    }
}

/// A number of no known parts as a figure, to be shown as a row shows figures; exact to a thousand-millionth, for numbers up
/// to a thousand million as a run has them.
pub fn figure(number: f64) -> Figure {
    Figure::Given(Decimal { digits: (number * 1e9).round() as i64, scale: 9 })
}

/// Whether two numbers are the same but for the last digits of a floating number.
pub fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(1.0)
}

fn read_scorecard(scorecard: v1::Scorecard, period: Month) -> Result<RunScorecard, String> {
    let rows = scorecard.groups.into_iter().flat_map(|group| group.rows).map(|row| read_row(row, period));
    Ok(RunScorecard {
        id: scorecard.id,
        title: scorecard.title,
        authority: scorecard.authority,
        rows: rows.collect::<Result<_, _>>()?,
    })
}

fn read_row(row: v1::Row, period: Month) -> Result<RunRow, String> {
    let wrong = |what: String| format!("row '{}': {what}", row.id);
    let shown = |number: Option<Open<f64>>| match number {
        None => Ok(None),
        Some(Open::Value(number)) if !number.is_finite() || number.abs() > GREATEST => {
            Err(wrong(format!("the number {number:e} is too large")))
        }
        Some(Open::Value(number)) => Ok(Some(Shown::Number(number))),
        Some(hidden) if hidden == Open::hidden() => Ok(Some(Shown::Hidden)),
        Some(Open::Letters(letters)) => Err(wrong(format!("'{letters}' is no number"))),
    };
    let part = |part: Option<Open<v1::Number>>| shown(part.map(|part| part.map(v1::Number::value)));
    let month = |text: &str| text.parse::<Month>().map_err(wrong);
    let since = row.target.as_ref().and_then(|target| Since::of_comparator(target.comparator.as_deref()?));
    let mut held = BTreeMap::new();
    if let Some(since) = since {
        let resolved = row.target.as_ref().and_then(|target| target.resolved.clone());
        let mut numbers = vec![(period, shown(resolved)?)];
        for point in &row.series {
            numbers.push((month(&point.period)?, shown(point.target.map(Open::Value))?));
        }
        let known = numbers.into_iter().filter_map(|(of, number)| Some((since.month(of), number?.number()?)));
        held.extend(known);
    }
    let mut before = BTreeMap::new();
    // A gap in the history was no figure; the month before is one even where it had no data.
    let points = row.series.into_iter().map(|point| (point.period, point.value));
    let outturns = row.outturns.into_iter().map(|outturn| (outturn.period, outturn.value));
    let points = outturns.chain(points).filter(|(_, value)| value.is_some());
    for (of, value) in points.chain(row.previous.map(|previous| (previous.period, previous.value))) {
        let month = month(&of)?;
        if month < period {
            before.insert(month, shown(value)?);
        }
    }
    Ok(RunRow {
        numerator: part(row.numerator)?,
        denominator: part(row.denominator)?,
        value: shown(row.value)?,
        display: row.display,
        target: row.target.map(|target| target.text),
        rating: row.rating,
        definition: Some(row.definition).filter(|definition| !definition.is_empty()),
        before,
        held,
        title: row.title,
        unit: row.unit,
        id: row.id,
    })
}

#[derive(Deserialize)]
struct JsonSchema {
    schema: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(rows: &str) -> String {
        format!(
            "{{\"schema\":\"scorecard/v1\",\"generated\":\"2018-04-03\",\"period\":{{\"id\":\"2018-03\"}},\"scorecards\":\
             [{{\"id\":\"a\",\"title\":\"A\",\"authority\":null,\"groups\":[{{\"id\":\"g\",\"title\":\"G\",\"rows\":[{rows}]}}]}}]}}"
        )
    }

    #[test]
    fn an_early_version_is_read() {
        let read = Run::read(&run(
            "{\"id\":\"A-1\",\"title\":\"One\",\"unit\":\"percent\",\"numerator\":1,\"denominator\":\"c\",\"value\":12.5,\
             \"display\":\"12.5%\",\"target\":null,\"rating\":\"red\",\"previous\":{\"period\":\"2018-02\",\"value\":null}}",
        ));
        let run = read.unwrap();
        let row = run.scorecard("a").and_then(|scorecard| scorecard.row("A-1")).unwrap();
        assert_eq!((row.value, row.denominator), (Some(Shown::Number(12.5)), Some(Shown::Hidden)));
        assert_eq!(row.before, BTreeMap::from([("2018-02".parse().unwrap(), None)]));
        assert_eq!((row.definition.as_deref(), run.audience.as_str()), (None, "internal"));
    }

    #[test]
    fn targets_of_the_past_are_figures_of_that_month() {
        let row = |comparator: &str| {
            let target = format!("{{\"text\":\"-\",\"comparator\":\"{comparator}\",\"resolved\":40}}");
            let points = "{\"period\":\"2018-01\",\"value\":\"c\",\"target\":38.5},{\"period\":\"2018-02\",\"value\":41}";
            let row = "\"id\":\"A-1\",\"title\":\"\",\"unit\":\"percent\",\"rating\":\"red\"";
            Run::read(&run(&format!("{{{row},\"target\":{target},\"series\":[{points}]}}"))).unwrap().scorecards[0].rows[0]
                .held
                .clone()
        };
        let month = |text: &str| text.parse().unwrap();
        assert_eq!(row("year-ago"), BTreeMap::from([(month("2017-01"), 38.5), (month("2017-03"), 40.0)]));
        // The quarters that ended before January and before March are the same.
        assert_eq!(row("last-quarter"), BTreeMap::from([(month("2017-12"), 38.5)]));
        assert_eq!(row("england"), BTreeMap::new());
    }

    #[test]
    fn what_is_no_run_says_why() {
        let wrong = |text: &str| Run::read(text).unwrap_err();
        assert!(wrong("title = 1").starts_with("it is not JSON"), "{}", wrong("title = 1"));
        assert_eq!(wrong("{\"schema\":\"cases/v1\"}"), "its schema is 'cases/v1', not 'scorecard/v1'");
        assert_eq!(wrong("{}"), "it names no schema; a run has 'scorecard/v1'");
        assert!(wrong("{\"schema\":\"scorecard/v1\"}").contains("missing field `generated`"));
        assert!(wrong(&run("{\"id\":\"A-1\"}")).contains("missing field `title`"));
        let letters = "{\"id\":\"A-1\",\"title\":\"\",\"unit\":\"count\",\"rating\":\"red\",\"value\":\"many\"}";
        assert_eq!(wrong(&run(letters)), "row 'A-1': 'many' is no number");
    }

    #[test]
    fn numbers_beyond_what_a_figure_holds_are_refused() {
        let row = |what: &str| format!("{{\"id\":\"A-1\",\"title\":\"\",\"unit\":\"count\",\"rating\":\"red\",{what}}}");
        let read = |what: &str| Run::read(&run(&row(what)));
        assert!(read("\"value\":1000000000,\"numerator\":-1e9").is_ok());
        for what in [
            "\"value\":1e300",
            "\"numerator\":-1000000001",
            "\"denominator\":1e10",
            "\"series\":[{\"period\":\"2018-01\",\"value\":1e10}]",
            "\"previous\":{\"period\":\"2018-02\",\"value\":1e10}",
        ] {
            let wrong = read(what).unwrap_err();
            assert!(wrong.starts_with("row 'A-1': the number ") && wrong.ends_with(" is too large"), "{wrong}");
        }
        assert!(read("\"value\":1e999").unwrap_err().contains("out of range"));
    }

    #[test]
    fn no_control_character_comes_out_of_a_run() {
        let row = "{\"id\":\"A-1\",\"title\":\"One\\u001b[2J\\u009b1m\\nTwo\",\"unit\":\"count\",\"rating\":\"re\\u0007d\",\
                   \"display\":\"1\\r\",\"target\":{\"text\":\"2\\t\"}}";
        let read = Run::read(&run(row)).unwrap();
        assert_eq!(read.scorecards[0].rows[0].title, "One [2J 1m Two");
        assert!(!format!("{read:?}").contains(char::is_control) && format!("{read:?}").contains("re d"));
        let wrong = Run::read("{\"schema\":\"\\u001b[2J\"}").unwrap_err();
        assert!(!wrong.contains(char::is_control), "{wrong}");
    }

    #[test]
    fn a_number_is_shown_as_its_parts_would_be() {
        // 247 of 2000 is 12.35%, and no floating number is exactly that.
        assert_eq!(figure(247.0 / 2000.0 * 100.0).exact().rounded(1), "12.4");
        assert_eq!(figure(200.0 / 3.0).exact().rounded(1), "66.7");
        assert!(same(200.0 / 3.0, 66.666_666_666_666_67) && !same(69.5, 69.500_001));
    }

    #[test]
    fn outturns_are_figures_of_months_before() {
        let text = "{\"schema\":\"scorecard/v1\",\"generated\":\"2018-04-03\",\"period\":{\"id\":\"2018-03\"},\"scorecards\":[{\"id\":\"s\",\
             \"title\":\"S\",\"authority\":null,\"groups\":[{\"rows\":[{\"id\":\"r\",\"title\":\"R\",\"unit\":\"count\",\"numerator\":7,\
             \"denominator\":null,\"value\":7,\"display\":\"7\",\"target\":null,\"rating\":\"green\",\
             \"previous\":{\"period\":\"2018-02\",\"value\":8},\"series\":[],\
             \"outturns\":[{\"period\":\"2017-03\",\"value\":9},{\"period\":\"2016-03\",\"value\":\"c\"}]}]}]}]}";
        let run = Run::read(text).unwrap();
        let before = &run.scorecards[0].rows[0].before;
        let of = |month: &str| before.get(&month.parse().unwrap()).copied().flatten();
        assert_eq!(of("2017-03"), Some(Shown::Number(9.0)));
        assert_eq!((of("2016-03"), of("2018-02")), (Some(Shown::Hidden), Some(Shown::Number(8.0))));
    }
}
