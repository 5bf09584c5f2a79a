//! JSON Schema of definition files, for editors that complete and check TOML.
//!
//! Takes the lists that the reader checks files against. Written without references between
//! parts, and with keywords that older drafts share, since editors differ in what they follow.

use serde::ser::{Serialize, Serializer};

use super::{COMMAND, DefinitionFile};
use crate::definitions::FORMS;
use crate::definitions::keys::{Kind, Spec};

/// A JSON value whose members keep their order.
enum Json {
    Text(String),
    YesNo(bool),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Text(text) => serializer.serialize_str(text),
            Json::YesNo(yes) => serializer.serialize_bool(*yes),
            Json::List(items) => serializer.collect_seq(items),
            Json::Object(members) => serializer.collect_map(members.iter().map(|(name, value)| (name, value))),
        }
    }
}

/// The schema of a kind of definition file.
///
/// # Errors
/// When serde refuses a value, which would be a fault of ours.
pub fn text(file: &DefinitionFile) -> anyhow::Result<String> {
    let mut members = vec![
        ("$schema", words("https://json-schema.org/draft/2020-12/schema")),
        ("$comment", Json::Text(format!("Written by `{COMMAND}`."))),
        ("title", words(file.title)),
        ("description", Json::Text(format!("The keys of {}.", file.paths.join(", ")))),
    ];
    members.extend(object(file.spec));
    Ok(serde_json::to_string_pretty(&Json::Object(members))? + "\n")
}

/// The members that describe the table of a file.
fn object(spec: &Spec) -> Vec<(&'static str, Json)> {
    table(spec, spec.keys.iter().any(|key| key.name == "extends"))
}

/// The members that describe a table. Within a file that may extend another, a table may name only what it changes: of
/// what has an id that alone is asked for, of others nothing; `scorecard check` knows what is missing in the whole.
fn table(spec: &Spec, may_extend: bool) -> Vec<(&'static str, Json)> {
    let properties = spec.keys.iter().map(|key| {
        let mut members = vec![("description", words(key.about))];
        members.extend(proposed(key.name).map_or_else(|| value(&key.kind, may_extend), |texts| open(&texts)));
        (key.name, Json::Object(members))
    });
    let required = spec.keys.iter().filter(|key| key.required).map(|key| words(key.name));
    let mut members = vec![("type", words("object")), ("properties", Json::Object(properties.collect()))];
    let required = Json::List(required.collect());
    if spec.keys.iter().any(|key| key.name == "extends") {
        // A definition that extends another names only what it changes.
        let extends = Json::List(vec![words("extends")]);
        let either = [extends, required].map(|keys| Json::Object(vec![("required", keys)]));
        members.push(("anyOf", Json::List(either.into())));
    } else if may_extend {
        let id = spec.keys.iter().filter(|key| key.required && key.name == "id").map(|key| words(key.name));
        members.push(("required", Json::List(id.collect())));
    } else {
        members.push(("required", required));
    }
    members.push(("additionalProperties", Json::YesNo(false)));
    members
}

/// What editors propose for a key that takes other words as well.
fn proposed(key: &str) -> Option<Vec<&'static str>> {
    match key {
        "target" => Some([FORMS.as_slice(), &["60% to 70%", "10 to 12 children"]].concat()),
        "without_target" => Some(FORMS.to_vec()),
        "amber" => Some(vec!["5 points", "10% of target", "no worse than a year ago"]),
        _ => None,
    }
}

/// The members that describe a text of which some are proposed: editors complete what is listed, and any other is let be.
fn open(texts: &[&str]) -> Vec<(&'static str, Json)> {
    let list = || Json::List(texts.iter().map(|text| words(text)).collect());
    let listed = Json::Object(vec![("type", words("string")), ("enum", list())]);
    let other = Json::Object(vec![("type", words("string"))]);
    vec![("anyOf", Json::List(vec![listed, other])), ("examples", list())]
}

/// The members that describe the value of a key.
fn value(kind: &Kind, may_extend: bool) -> Vec<(&'static str, Json)> {
    let text = || vec![("type", words("string"))];
    let list = |items| vec![("type", words("array")), ("items", Json::Object(items))];
    let map = |values| vec![("type", words("object")), ("additionalProperties", Json::Object(values))];
    let pattern = |pattern| vec![("type", words("string")), ("pattern", words(pattern))];
    match kind {
        Kind::Text => text(),
        Kind::Texts => list(text()),
        Kind::YesNo => vec![("type", words("boolean"))],
        Kind::Whole => vec![("type", words("integer"))],
        Kind::Number => vec![("type", words("number"))],
        Kind::Date => pattern("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
        Kind::Month => pattern("^[0-9]{4}-(0[1-9]|1[0-2])$"),
        Kind::Choice(choices) => vec![("enum", Json::List(choices.iter().map(|choice| words(choice)).collect()))],
        Kind::Table(spec) => table(spec, may_extend),
        Kind::Tables(spec) => list(table(spec, may_extend)),
        Kind::Named(spec) => map(table(spec, may_extend)),
        Kind::Codes(spec) => map(vec![("anyOf", Json::List(vec![Json::Object(text()), Json::Object(table(spec, may_extend))]))]),
        Kind::TextMap => map(text()),
    }
}

fn words(text: &str) -> Json {
    Json::Text(text.to_owned())
}
