//! The settings of a working folder, `scorecard.toml`: what would be typed every month.
//!
//! Takes the text of the file, gives its values with every mistake. Knows neither what commands do with them nor
//! where the file lies.

use std::path::PathBuf;

use super::by::By;
use super::comparator::Since;
use super::keys;
use super::reader::{self, Source, Table};
use crate::problem::Reported;
use crate::problem_codes::Code;

/// The settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The input folder.
    pub extracts: Option<PathBuf>,
    /// Folders of definitions, the lowest layer first.
    pub indicators: Option<Vec<PathBuf>>,
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// The scorecards computed when none is named.
    pub scorecards: Vec<String>,
    /// The folder of published figures.
    pub benchmarks: Option<PathBuf>,
    /// The file of commentary.
    pub commentary: Option<PathBuf>,
    /// The Word document that Word papers are written in.
    pub template: Option<PathBuf>,
    /// What figures are broken down by.
    pub by: Vec<By>,
    /// Since when travel is.
    pub travel: Option<Since>,
    /// The files written, with `{period}` for the month.
    pub outputs: Vec<String>,
    /// Whether outputs are for the public; nothing where it does not say.
    pub public: Option<bool>,
}

/// What stands for the month in the name of an output.
pub const PERIOD: &str = "{period}";

/// Reads the settings.
pub fn read(source: &Source) -> Reported<Settings> {
    let mut problems = Vec::new();
    let settings = reader::read(source, &keys::SETTINGS, &mut problems, |table| {
        let path = |key: &str| filled(table, key).map(PathBuf::from);
        Some(Settings {
            extracts: path("extracts"),
            indicators: table.has("indicators").then(|| table.list("indicators").into_iter().map(PathBuf::from).collect()),
            authority: filled(table, "authority").filter(|code| authority(table, code)),
            scorecards: table.list("scorecards"),
            benchmarks: path("benchmarks"),
            commentary: path("commentary"),
            template: path("template"),
            by: by(table),
            travel: table.words("travel").as_deref().and_then(Since::parse),
            outputs: outputs(table),
            public: table.words("audience").map(|word| word == "public"),
        })
    });
    Reported { value: settings.unwrap_or_default(), problems }
}

/// A text that says something.
fn filled(table: &Table<'_>, key: &str) -> Option<String> {
    let text = table.text(key)?;
    if text.value.trim().is_empty() {
        table.mistake(Code::WrongValue, format!("'{key}' says nothing"), text.span, "leave the key out, or fill it in");
        return None;
    }
    Some(text.value)
}

fn authority(table: &Table<'_>, code: &str) -> bool {
    let wrong = not_a_code(code);
    if let (Some(wrong), Some(text)) = (&wrong, table.text("authority")) {
        table.mistake(Code::WrongValue, format!("'{code}' is not the ONS code of an authority"), text.span, wrong.clone());
    }
    wrong.is_none()
}

/// What to write in place of a text that cannot be the ONS code of an authority; nothing where it can.
pub fn not_a_code(text: &str) -> Option<String> {
    let is_code = |text: &str| {
        text.len() == 9 && text.starts_with(['E', 'W', 'S', 'N', 'K']) && text.bytes().skip(1).all(|byte| byte.is_ascii_digit())
    };
    if is_code(text) {
        return None;
    }
    // A nought lost or one too many, small letters and blanks are slips of the pen.
    let plain: String = text.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect::<String>().to_ascii_uppercase();
    let (head, tail) = plain.split_at_checked(3).unwrap_or((&plain, ""));
    let tail = tail.trim_start_matches('0');
    let meant = format!("{head}{tail:0>6}");
    Some(if is_code(&meant) && !tail.is_empty() {
        format!("did you mean '{meant}'?")
    } else {
        "such as E08000011: the letter of the country and eight digits".to_owned()
    })
}

fn by(table: &Table<'_>) -> Vec<By> {
    let mut known = Vec::new();
    for word in table.texts("by") {
        match By::parse(&word.value) {
            Some(by) => known.push(by),
            None => {
                let label = "the name of a column, or several with commas between";
                table.mistake(Code::WrongValue, format!("figures cannot be broken down by '{}'", word.value), word.span, label);
            }
        }
    }
    known
}

/// The names of outputs: what stands in braces is known.
fn outputs(table: &Table<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for name in table.texts("outputs") {
        let rest = name.value.replace(PERIOD, "");
        if rest.contains(['{', '}']) {
            let message = format!("the output '{}' has braces around what is not known", name.value);
            table.mistake(Code::WrongValue, message, name.span, format!("{PERIOD} is the month; nothing else is filled in"));
        } else {
            names.push(name.value);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let problems = read(&Source::new("scorecard.toml", "scorecard", text)).problems;
        let label = |problem: &crate::problem::Problem| problem.snippets.first().map_or("", |snippet| &snippet.label).to_owned();
        problems.iter().map(|problem| format!("{}: {}", problem.message, label(problem))).collect()
    }

    #[test]
    fn what_is_typed_every_month_is_read() {
        let text = "extracts = \"in\"\nindicators = [\"north\", \"own\"]\nauthority = \"E08000011\"\nscorecards = [\"knowsley\"]\n\
                    by = [\"sex\"]\ntravel = \"year\"\noutputs = [\"{period}.html\"]\naudience = \"public\"\n";
        let found = read(&Source::new("scorecard.toml", "scorecard", text));
        assert!(found.problems.is_empty(), "{:?}", found.problems);
        let settings = found.value;
        assert_eq!(settings.extracts, Some(PathBuf::from("in")));
        assert_eq!(settings.indicators, Some(vec![PathBuf::from("north"), PathBuf::from("own")]));
        assert_eq!(
            (settings.by, settings.travel, settings.public),
            (By::parse("sex").into_iter().collect(), Some(Since::Year), Some(true))
        );
        assert_eq!(settings.outputs, ["{period}.html"]);
        assert_eq!(read(&Source::new("scorecard.toml", "scorecard", "")).value, Settings::default());
    }

    #[test]
    fn mistakes_are_told_with_what_was_meant() {
        assert_eq!(said("scorecard = [\"a\"]\n"), ["scorecard.toml has no key 'scorecard': did you mean 'scorecards'?"]);
        assert!(said("by = [\"sex,\"]\n")[0].starts_with("figures cannot be broken down by 'sex,': the name of a column"));
        assert!(said("outputs = [\"{month}.html\"]\n")[0].contains("{period} is the month"));
        assert!(said("authority = \"Knowsley\"\n")[0].contains("such as E08000011"));
        assert_eq!(said("extracts = \"\"\n"), ["'extracts' says nothing: leave the key out, or fill it in"]);
    }

    #[test]
    fn codes_of_authorities_are_told_from_other_words() {
        for code in ["E08000011", "W06000015", "E10000003"] {
            assert_eq!(not_a_code(code), None);
        }
        assert_eq!(not_a_code("E0600006").as_deref(), Some("did you mean 'E06000006'?"));
        assert_eq!(not_a_code("e08000011").as_deref(), Some("did you mean 'E08000011'?"));
        assert_eq!(not_a_code("E080000011").as_deref(), Some("did you mean 'E08000011'?"));
        assert_eq!(not_a_code("E0800001é").as_deref(), Some("did you mean 'E08000001'?"));
        for word in ["Northshire", "", "E", "E08", "é08000011"] {
            assert!(not_a_code(word).is_some_and(|said| said.starts_with("such as")), "{word}");
        }
    }
}
