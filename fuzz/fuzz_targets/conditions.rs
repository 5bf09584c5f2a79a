//! Any text as a condition over columns of every kind.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scorecard::condition::{Columns, Condition, Kind, Wanted, bounds, parts, plain};

struct Table;

impl Columns for Table {
    fn table(&self) -> &str {
        "fuzz"
    }

    fn kind(&self, name: &str) -> Option<Kind> {
        Some(match name {
            "yes" => Kind::YesNo,
            "age" => Kind::Whole,
            "miles" => Kind::Number,
            "day" => Kind::Day,
            "place" => Kind::Codes(vec!["U1".to_owned(), "K2".to_owned()].into()),
            "grade" => Kind::Codes(vec!["1".to_owned(), "2".to_owned()].into()),
            "child" => Kind::Child,
            _ => return None,
        })
    }

    fn names(&self) -> Vec<&str> {
        vec!["yes", "age", "miles", "day", "place", "grade", "child"]
    }
}

fuzz_target!(|text: &str| {
    for wanted in [Wanted::Condition, Wanted::Number] {
        match Condition::read(text, &Table, wanted) {
            Ok(condition) => assert!(condition.columns.iter().all(|name| Table.kind(name).is_some())),
            Err(faults) => {
                assert!(!faults.is_empty());
                // What is shown under the text must lie in it.
                assert!(faults.iter().all(|fault| text.get(fault.span.clone()).is_some()));
            }
        }
    }
    bounds(text);
    parts(text);
    plain(text);
});
