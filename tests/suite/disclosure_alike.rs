//! Two folders that differ in hidden numbers alone give the same bytes in every format. Pairs are made by chance: a child of a
//! council is of another age or sex, and where the shown numbers of the two public runs are the same, so is everything else.
//! More by hand: `SEEDS=400 cargo test --test suite disclosure_alike`.

use scorecard::render::{csv, docx, html, json, markdown, pdf, table, trend, trend_csv, xlsx};
use scorecard::scorecard::Document;
use serde_json::Value;

use crate::disclosure_rows::{boys, document, extracts_of, published_from, seeds, values};
use crate::support::by;

/// The bytes of every format.
fn formats(document: &Document) -> Vec<(&'static str, Vec<u8>)> {
    let style = table::Style { colour: false, unicode: true, width: 120 };
    let plain = csv::render(document).unwrap();
    let file = csv::stack::File { name: "public.csv".to_owned(), bytes: &plain };
    let Ok(stacked) = csv::stack::stack(&[file]) else { panic!("what was written is put together") };
    vec![
        ("stack", stacked.data),
        ("meta.csv of stack", stacked.meta),
        ("table", table::render(document, style).into_bytes()),
        ("trend", trend::render(document, style).into_bytes()),
        ("trend as csv", trend_csv::render(document).unwrap()),
        ("json", json::render(document).unwrap().into_bytes()),
        ("md", markdown::render(document).into_bytes()),
        ("html", html::render(document).into_bytes()),
        ("csv", csv::render(document).unwrap()),
        ("meta.csv", csv::meta(document).unwrap()),
        ("xlsx", xlsx::render(document).unwrap()),
        ("docx", docx::render(document).unwrap()),
        ("pdf", pdf::render(document).unwrap()),
    ]
}

/// All numbers of figures that a JSON shows, and which are hidden, in order.
fn shown(json: &Value, under: &str, found: &mut Vec<String>) {
    match json {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| shown(value, name, found)),
        Value::Array(values) => values.iter().for_each(|value| shown(value, under, found)),
        value if ["value", "numerator", "denominator"].contains(&under) => found.push(value.to_string()),
        _ => {}
    }
}

fn numbers(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    shown(&serde_json::from_str(&json::render(document).unwrap()).unwrap(), "", &mut found);
    found
}

/// What was tried, for runs by hand.
#[allow(clippy::print_stdout)]
pub(crate) fn say(what: &str) {
    println!("{what}");
}

fn are_alike(one: &Document, other: &Document, what: &str) {
    for ((format, one), (_, other)) in formats(one).into_iter().zip(formats(other)) {
        assert!(one == other, "{what}: {format} tells the two apart");
    }
}

#[test]
fn folders_that_differ_in_hidden_numbers_alone_give_the_same_bytes() {
    for seed in seeds(2) {
        let mut random = fastrand::Rng::with_seed(seed);
        let (first, second) = (random.usize(2..4), random.usize(2..4));
        let others = [(7, random.usize(8..30)), (10, random.usize(8..30)), (15, random.usize(8..30))];
        let council = |moved: usize| boys(&[&[(1, first - moved), (4, second + moved)], others.as_slice()].concat());
        let (one, other) = (document(&council(0), "parts", &[]), document(&council(1), "parts", &[]));
        let parts = values(&serde_json::from_str(&json::render(&one).unwrap()).unwrap());
        assert_eq!((parts["p1"].0.as_str(), parts["p2"].0.as_str()), (Some("c"), Some("c")), "seed {seed}");
        are_alike(&one, &other, &format!("seed {seed}, {first} and {second}, one moved"));
    }
}

/// What is said for the public is shown as it is written, of a hidden row too, and what is not for the public is not.
#[test]
fn commentary_tells_no_folders_apart() {
    let published = |moved: usize, internal: &str| {
        let folder = extracts_of(&boys(&[(1, 2 - moved), (4, 3 + moved), (7, 9), (10, 12)]));
        let comment = |row: &str, said: &str, public: bool| {
            format!(
                "[[comments]]\nscorecard = \"parts\"\nrow = \"{row}\"\nmonth = \"2018-03\"\nbehind = \"{said}\"\nrole = \"Head\"\npublic = {public}\n"
            )
        };
        let text = comment("p1", "As planned.", true) + &comment("p2", internal, false) + &comment("p3", "Much as before.", true);
        std::fs::write(folder.path().join("commentary.toml"), text).unwrap();
        published_from(folder.path(), "parts", &[], None)
    };
    let (one, other) = (published(0, "Two of them came in March."), published(1, "One of them came in March."));
    let json = json::render(&one).unwrap();
    assert!(json.contains("As planned.") && json.contains("Much as before.") && !json.contains("came in March"), "{json}");
    let parts = values(&serde_json::from_str(&json).unwrap());
    assert_eq!((parts["p1"].0.as_str(), parts["p2"].0.as_str()), (Some("c"), Some("c")));
    are_alike(&one, &other, "with commentary");
}

#[test]
fn what_shows_the_same_numbers_is_the_same_in_every_format() {
    let mut pairs = 0;
    for seed in seeds(10) {
        let mut random = fastrand::Rng::with_seed(5000 + seed);
        let often = random.i64(0..18);
        let age = |random: &mut fastrand::Rng| if random.u8(0..3) > 0 { often } else { random.i64(0..18) };
        let mut children: Vec<(u8, i64)> = (0..random.usize(10..40)).map(|_| (random.u8(1..3), age(&mut random))).collect();
        let scorecard = ["national", "parts", "southwark", "apart"][random.usize(0..4)];
        let some: Vec<_> = ["sex", "age-band"].into_iter().filter(|_| random.bool()).map(by).collect();
        let one = document(&children, scorecard, &some);
        for _ in 0..2 {
            let at = random.usize(0..children.len());
            let before = children[at];
            children[at] = if random.bool() { (3 - before.0, before.1) } else { (before.0, age(&mut random)) };
            let other = document(&children, scorecard, &some);
            if children[at] != before && numbers(&one) == numbers(&other) {
                are_alike(&one, &other, &format!("seed {seed}, {scorecard}, child {at}: {before:?} and {:?}", children[at]));
                pairs += 1;
            }
            children[at] = before;
        }
    }
    say(&format!("{pairs} pairs show the same numbers"));
    assert!(pairs > 0, "some pairs show the same numbers");
}
