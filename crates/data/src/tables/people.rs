//! What every table of people tells of them: age, sex, ethnicity, and the groups that
//! figures are broken down by.

use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use crate::calendar::{self, Day, NO_DAY};
use crate::definitions::Layout;
use crate::extracts::{Child, NO_CODE};

/// Groups by sex.
pub const SEXES: &[&str] = &["Female", "Male", "Not known"];

/// Groups by age, as the Department's statistics have them.
pub const AGE_BANDS: &[&str] = &["Under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17", "18 to 20", "21 and over", "Not known"];

/// Groups by ethnicity, those of the census.
pub const ETHNIC_GROUPS: &[&str] = &["White", "Mixed", "Asian", "Black", "Other", "Not known"];

/// Groups by placement, as the Department's statistics have them.
pub const PLACEMENT_TYPES: &[&str] = &[
    "Foster care",
    "Placed for adoption",
    "With parents",
    "Children's homes and secure units",
    "Semi-independent or independent",
    "Residential schools",
    "Other residential",
    "Other",
    "Not known",
];

/// Groups by legal status.
pub const LEGAL_GROUPS: &[&str] =
    &["Care order", "Placement or freeing order", "Section 20", "Remanded or youth justice", "Protection", "Not known"];

/// Groups by category of need.
pub const NEEDS: &[&str] = &[
    "Abuse or neglect",
    "Child's disability",
    "Parental illness or disability",
    "Family in acute stress",
    "Family dysfunction",
    "Socially unacceptable behaviour",
    "Low income",
    "Absent parenting",
    "Not known",
];

/// Groups by disability, told by the category of need alone.
pub const DISABILITY: &[&str] = &["Disability is the main need", "Another main need", "Not known"];

/// Fills the columns of people, by the header's date of birth.
pub fn fill(frame: &mut FrameBuilder<'_>, history: &History<'_>, rows: impl Iterator<Item = (Child, Day)> + Clone) {
    fill_born(frame, history, rows.map(|(child, on)| (child, history.born[child as usize], on)));
}

/// The same, by a date of birth given.
pub fn fill_born(frame: &mut FrameBuilder<'_>, history: &History<'_>, rows: impl Iterator<Item = (Child, Day, Day)> + Clone) {
    let age = |(_, born, on): (Child, Day, Day)| (born != NO_DAY).then(|| calendar::age(born, on));
    frame.children("child", rows.clone().map(|(child, ..)| child));
    frame.whole("age", rows.clone().map(age));
    frame.codes("age_band", rows.clone().map(|row| age_band(age(row))));
    for (name, groups, column, group) in
        [("sex", "sex_group", "SEX", sex as fn(&str) -> u8), ("ethnicity", "ethnic_group", "ETHNIC", ethnic_group)]
    {
        let codes = header_codes(history, column);
        if let Some(code) = &codes {
            frame.codes(name, rows.clone().map(|(child, ..)| code(child)));
        }
        if frame.wants(groups) {
            let places = grouped(layout_of(history, "header"), column, group);
            frame.codes(
                groups,
                rows.clone().map(|(child, ..)| places[usize::from(codes.as_ref().map_or(NO_CODE, |code| code(child)))]),
            );
        }
    }
}

/// Fills the columns of the situation in care: the record of the episode and the placement's code.
pub fn fill_situation(frame: &mut FrameBuilder<'_>, history: &History<'_>, rows: impl Iterator<Item = (usize, u8)> + Clone) {
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "episodes") else { return };
    let codes = |name: &str| layout.column(name).and_then(|at| records.codes(at));
    if frame.wants("placement_type") {
        let places = grouped(Some(layout), "PLACE", placement_type);
        frame.codes("placement_type", rows.clone().map(|(_, place)| places[usize::from(place)]));
    }
    for (name, group, column, grouping) in [
        ("legal_status", "legal_group", "LS", legal_group as fn(&str) -> u8),
        ("need", "need_group", "CIN", need),
        ("", "disability", "CIN", disability),
    ] {
        let Some(codes) = codes(column) else { continue };
        frame.codes(name, rows.clone().map(|(record, _)| codes[record]));
        if frame.wants(group) {
            let places = grouped(Some(layout), column, grouping);
            frame.codes(group, rows.clone().map(|(record, _)| places[usize::from(codes[record])]));
        }
    }
}

/// Fills who provides the placement, by the record of the episode that says so.
pub fn fill_provider(frame: &mut FrameBuilder<'_>, history: &History<'_>, rows: impl Iterator<Item = usize>) {
    let episodes = history::extract(history.extracts, history.layouts, "episodes");
    if let Some(providers) = episodes.and_then(|(records, layout)| records.codes(layout.column("PLACE_PROVIDER")?)) {
        frame.codes("provider", rows.map(|record| providers[record]));
    }
}

/// Whether any uasc row of a child holds on a day: DUC is empty or later.
pub fn unaccompanied<'a>(history: &'a History<'_>) -> Option<impl Fn(Child, Day) -> bool + 'a> {
    let (records, layout) = history::extract(history.extracts, history.layouts, "uasc")?;
    let ceased = records.days(layout.column("DUC")?)?;
    let by_child = ByChild::new(Some(records), &history.extracts.children);
    Some(move |child: Child, day: Day| by_child.of(child).any(|record| ceased[record] == NO_DAY || ceased[record] > day))
}

fn layout_of<'a>(history: &History<'a>, id: &str) -> Option<&'a Layout> {
    history.layouts.iter().find(|layout| layout.id == id)
}

/// A code of the header, by child.
fn header_codes<'a>(history: &'a History<'_>, name: &str) -> Option<impl Fn(Child) -> u8 + 'a> {
    let (records, layout) = history::extract(history.extracts, history.layouts, "header")?;
    let codes = records.codes(layout.column(name)?)?;
    Some(move |child: Child| history.header[child as usize].map_or(NO_CODE, |record| codes[record as usize]))
}

/// By place of a code in its list, the place of its group; an empty cell is not known.
fn grouped(layout: Option<&Layout>, column: &str, group: fn(&str) -> u8) -> [u8; 256] {
    let mut places = [group(""); 256];
    let column = layout.and_then(|layout| layout.columns.get(layout.column(column)?));
    for (at, code) in column.map(|column| column.codes.as_slice()).unwrap_or_default().iter().enumerate() {
        places[at] = group(&code.code);
    }
    places
}

fn place_of(groups: &[&str], name: &str) -> u8 {
    groups.iter().position(|group| *group == name).unwrap_or(groups.len() - 1) as u8
}

fn age_band(age: Option<i32>) -> u8 {
    match age {
        Some(0) => 0,
        Some(1..=4) => 1,
        Some(5..=9) => 2,
        Some(10..=15) => 3,
        Some(16..=17) => 4,
        Some(18..=20) => 5,
        Some(21..) => 6,
        _ => 7,
    }
}

fn sex(code: &str) -> u8 {
    let name = match code {
        "2" | "F" => "Female",
        "1" | "M" => "Male",
        _ => "Not known",
    };
    place_of(SEXES, name)
}

fn ethnic_group(code: &str) -> u8 {
    let name = match (code, code.chars().next()) {
        ("REFU" | "NOBT", _) | (_, None) => "Not known",
        ("CHNE", _) | (_, Some('A')) => "Asian",
        (_, Some('W')) => "White",
        (_, Some('M')) => "Mixed",
        (_, Some('B')) => "Black",
        _ => "Other",
    };
    place_of(ETHNIC_GROUPS, name)
}

fn placement_type(code: &str) -> u8 {
    let name = match code {
        "U1" | "U2" | "U3" | "U4" | "U5" | "U6" => "Foster care",
        "A3" | "A4" | "A5" | "A6" => "Placed for adoption",
        "P1" => "With parents",
        "K1" | "K2" => "Children's homes and secure units",
        "H5" | "P2" | "K3" => "Semi-independent or independent",
        "S1" => "Residential schools",
        "R1" | "R2" | "R3" | "R5" | "P3" => "Other residential",
        "" => "Not known",
        _ => "Other",
    };
    place_of(PLACEMENT_TYPES, name)
}

fn legal_group(code: &str) -> u8 {
    let name = match code {
        "C1" | "C2" => "Care order",
        "D1" | "E1" => "Placement or freeing order",
        "V2" | "V3" | "V4" => "Section 20",
        "J1" | "J2" | "J3" => "Remanded or youth justice",
        "L1" | "L2" | "L3" => "Protection",
        _ => "Not known",
    };
    place_of(LEGAL_GROUPS, name)
}

fn need(code: &str) -> u8 {
    match code.as_bytes() {
        [b'N', digit @ b'1'..=b'8'] => digit - b'1',
        _ => (NEEDS.len() - 1) as u8,
    }
}

fn disability(code: &str) -> u8 {
    let name = match code {
        "N2" => "Disability is the main need",
        "" => "Not known",
        _ => "Another main need",
    };
    place_of(DISABILITY, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_group() {
        assert_eq!(ETHNIC_GROUPS[usize::from(ethnic_group("BOTH"))], "Black");
        assert_eq!(ETHNIC_GROUPS[usize::from(ethnic_group("CHNE"))], "Asian");
        assert_eq!(ETHNIC_GROUPS[usize::from(ethnic_group("OOTH"))], "Other");
        assert_eq!(ETHNIC_GROUPS[usize::from(ethnic_group("NOBT"))], "Not known");
        assert_eq!(AGE_BANDS[usize::from(age_band(Some(0)))], "Under 1");
        assert_eq!(AGE_BANDS[usize::from(age_band(Some(15)))], "10 to 15");
        assert_eq!(AGE_BANDS[usize::from(age_band(Some(16)))], "16 to 17");
        assert_eq!(AGE_BANDS[usize::from(age_band(Some(21)))], "21 and over");
        assert_eq!(AGE_BANDS[usize::from(age_band(None))], "Not known");
        assert_eq!(NEEDS[usize::from(need("N8"))], "Absent parenting");
        assert_eq!(NEEDS[usize::from(need(""))], "Not known");
        assert_eq!(PLACEMENT_TYPES[usize::from(placement_type("T1"))], "Other");
        assert_eq!(SEXES[usize::from(sex("1"))], "Male");
    }
}
