//! Files of every format, damaged here and there: each run comes to its end, with the file read or a word on why not.

use std::fs;
use std::time::{Duration, Instant};

use super::{checked, made, starter};

/// How long damage is tried; `SCORECARD_FUZZ_SECONDS` says longer.
fn seconds() -> Duration {
    Duration::from_secs(std::env::var("SCORECARD_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2))
}

fn damage(bytes: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.usize(1..8) {
        let at = random.usize(0..bytes.len());
        match random.u8(0..5) {
            0 => bytes[at] = random.u8(..),
            1 => bytes.truncate(at.max(8)),
            2 => bytes.insert(at, random.u8(..)),
            // A part twice, or somewhere else.
            3 => {
                let part = bytes[at..(at + random.usize(1..40)).min(bytes.len())].to_vec();
                let to = random.usize(0..bytes.len());
                bytes.splice(to..to, part);
            }
            _ => bytes[at] ^= 1 << random.u8(0..8),
        }
    }
    bytes
}

#[test]
fn damage_is_read_or_refused_and_never_a_fault() {
    let sheets: Vec<made::Sheet> = made::sheets_of(&starter())
        .into_iter()
        .filter(|sheet| matches!(sheet.name.as_str(), "header" | "uasc" | "oc3"))
        .collect();
    let stored = |bytes: &[u8]| {
        // Packed, nearly every damage is one of the packing: what lies within is damaged before.
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        let mut parts = Vec::new();
        for at in 0..zip.len() {
            let mut part = zip.by_index(at).unwrap();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut content).unwrap();
            parts.push((part.name().unwrap().into_owned(), content));
        }
        parts
    };
    let (xlsx, ods) = (made::xlsx(&sheets), made::ods(&sheets));
    let plain = [
        ("month.xlsx", xlsx.clone()),
        ("oc3.parquet", made::parquet(sheets.iter().find(|sheet| sheet.name == "oc3").unwrap())),
        ("return.xml", made::return_xml(&starter(), made::Form::Indented).into_bytes()),
        ("month.xls", super::old::sample()),
    ];
    let zipped = [("month.xlsx", stored(&xlsx)), ("month.ods", stored(&ods))];
    let mut random = fastrand::Rng::with_seed(15);
    let began = Instant::now();
    while began.elapsed() < seconds() {
        let scratch = tempfile::tempdir().unwrap();
        let (name, bytes) = match random.usize(0..6) {
            at @ 0..4 => (plain[at].0, damage(&plain[at].1, &mut random)),
            at => {
                let (name, parts) = &zipped[at - 4];
                let hit = random.usize(0..parts.len());
                let parts: Vec<(&str, Vec<u8>)> = parts
                    .iter()
                    .enumerate()
                    .map(|(at, (name, part))| {
                        let damaged = at == hit && !part.is_empty();
                        (name.as_str(), if damaged { damage(part, &mut random) } else { part.clone() })
                    })
                    .collect();
                let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, part)| (*name, part.as_slice())).collect();
                (*name, made::zipped(&parts))
            }
        };
        fs::write(scratch.path().join(name), &bytes).unwrap();
        let one = Instant::now();
        checked(scratch.path());
        assert!(one.elapsed() < Duration::from_secs(30), "{name} took {:?}", one.elapsed());
    }
}
