//! Where a scorecard is of: the columns of geography that the standard asks for.
//!
//! The document knows an authority by its ONS code only; names, regions and the Department's codes are
//! public facts that stand in `authorities.csv`.

use serde::Deserialize;

/// The authorities, with their source and licence at the head.
const AUTHORITIES: &str = include_str!("authorities.csv");

/// The code of England.
pub(super) const ENGLAND: &str = "E92000001";

/// An authority as the Department knows it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Authority {
    new_la_code: String,
    old_la_code: String,
    la_name: String,
    region_code: String,
    region_name: String,
}

/// The cells of geography.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) level: &'static str,
    pub(super) region_code: String,
    pub(super) region_name: String,
    pub(super) old_code: String,
    pub(super) new_code: String,
    pub(super) name: String,
}

/// What an authority is called; its code where nobody knows.
pub(crate) fn name(code: &str) -> String {
    let known = authorities().unwrap_or_default();
    known.into_iter().find(|known| known.new_la_code == code).map_or_else(|| code.to_owned(), |known| known.la_name)
}

/// All authorities.
///
/// # Errors
/// Only for faults of ours.
pub(super) fn authorities() -> anyhow::Result<Vec<Authority>> {
    let mut reader = ::csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(AUTHORITIES.as_bytes());
    Ok(reader.deserialize().collect::<Result<_, _>>()?)
}

/// The place of a code: an authority, a region or England.
///
/// An authority that is not known, or that nobody named, is still one: to call its figures England's would be
/// false. The standard's `x` and `Not available` stand for what is not known. Columns below the level stay
/// blank: the standard wants them so.
pub(super) fn of(code: Option<&str>, authorities: &[Authority]) -> Place {
    let text = str::to_owned;
    if code == Some(ENGLAND) {
        return Place { level: "National", ..Place::default() };
    }
    if let Some(found) = code.and_then(|code| authorities.iter().find(|known| known.region_code == code)) {
        let (region_code, region_name) = (found.region_code.clone(), found.region_name.clone());
        return Place { level: "Regional", region_code, region_name, ..Place::default() };
    }
    match code.and_then(|code| authorities.iter().find(|known| known.new_la_code == code)).cloned() {
        Some(found) => Place {
            level: "Local authority",
            region_code: found.region_code,
            region_name: found.region_name,
            old_code: found.old_la_code,
            new_code: found.new_la_code,
            name: found.la_name,
        },
        None => Place {
            level: "Local authority",
            region_code: text("x"),
            region_name: text("Not available"),
            old_code: text("x"),
            new_code: text(code.unwrap_or("x")),
            name: text("Not available"),
        },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;

    use super::{authorities, of};

    #[test]
    fn the_list_has_every_authority_once_by_its_nine_character_code() {
        let known = authorities().unwrap();
        let codes: BTreeSet<&str> = known.iter().map(|authority| authority.new_la_code.as_str()).collect();
        assert_eq!(codes.len(), known.len());
        assert!(known.iter().all(|authority| authority.new_la_code.len() == 9 && authority.old_la_code.len() == 3));
        // 153 provide children's services since 1 April 2023; Barnsley and Sheffield stand under two codes.
        let ended = [
            "E06000028",
            "E06000029",
            "E10000002",
            "E10000006",
            "E10000009",
            "E10000021",
            "E10000023",
            "E10000027",
            "E08000016",
            "E08000019",
        ];
        assert_eq!(codes.iter().filter(|code| !ended.contains(code)).count(), 153);
    }

    #[test]
    fn an_authority_is_named_and_what_is_not_known_is_x() {
        let known = authorities().unwrap();
        let knowsley = of(Some("E08000011"), &known);
        assert_eq!((knowsley.level, knowsley.name.as_str(), knowsley.old_code.as_str()), ("Local authority", "Knowsley", "340"));
        assert_eq!((knowsley.region_code.as_str(), knowsley.region_name.as_str()), ("E12000002", "North West"));
        for (code, expected) in [(None, "x"), (Some("E06009999"), "E06009999")] {
            let place = of(code, &known);
            assert_eq!((place.level, place.new_code.as_str(), place.old_code.as_str()), ("Local authority", expected, "x"));
            assert_eq!((place.name.as_str(), place.region_name.as_str()), ("Not available", "Not available"));
        }
        let england = of(Some("E92000001"), &known);
        assert_eq!((england.level, england.name.as_str(), england.region_name.as_str()), ("National", "", ""));
        assert_eq!(of(Some("E12000002"), &known).region_name, "North West");
    }
}
