//! Annex A: eleven lists of one day. Four children in care, three care leavers and one adopted child, worked by hand.

use std::fs;

use super::made::{self, Sheet};
use crate::support::{compute, month, row};

fn sheet(name: &str, rows: &[&str]) -> Sheet {
    let rows = rows.iter().map(|row| row.split('|').map(|cell| cell.trim().to_owned()).collect()).collect();
    Sheet { name: name.to_owned(), hidden: false, rows }
}

fn lists() -> Vec<Sheet> {
    let list_8 = [
        "List 8: looked after",
        "Child Unique ID|Gender|Ethnicity|Date of Birth|Age|Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months|Date Started to be Looked After|Child's Category of Need|Start date of current legal status|Child's Legal Status|Date of Latest Statutory Review|Date of Last Social Work Visit|Date of Last Health Assessment|Date of Last Dental Check|Number of Placements in the Last 12 months|Date Ceased to be Looked After|Reason Ceased to be Looked After|Start Date of Most Recent Placement|Placement Type|Placement Provider",
        "A1|a) Male|a) WBRI|01/05/2008|9.9|b) No|01/06/2015|N1 - Abuse or Neglect|01/09/2015|C2: Full care order|01/02/2018|20/03/2018|01/10/2017|01/01/2017|1|||01/07/2015|d) U4: Foster placement - long term|b) PR1 - Own provision",
        "A2|b) Female|s) NOBT|10/10/2012|5.5|b) No|15/01/2018|N5|15/01/2018|V2|||||1|||15/01/2018|K2|PR4",
        "A3|a) Male|r) OOTH|01/01/2001|17.2|a) Yes|10/02/2017|N8|10/02/2017|V2|||01/05/2017|01/06/2017|2|||05/11/2017|K2: Children's home|PR4",
        "A4|b) Female|a) WBRI|03/03/2010|8.1|b) No|01/02/2016|N1|01/02/2016|V2|||||1|01/12/2017|E4A|01/02/2016|U6|PR1",
    ];
    let list_9 = [
        "Child Unique ID|Gender|Date of Birth|Eligibility Category|Latest Pathway Plan Review Date|LA In Touch|Type of Accommodation|Suitability of Accommodation|Activity Status",
        "L1|a) Male|01/02/1999|b) Former relevant child|01/01/2018|a) Yes|U: Independent living|a) Suitable|F1: Full time in higher education",
        "L2|a) Male|05/11/1997|b) Former relevant child||b) No|B: With parents or relatives|b) Unsuitable|G5: Not in education",
        "L3|a) Male|05/11/1997|c) Qualifying care leaver||a) Yes|U: Independent living|a) Suitable|F1",
    ];
    let list_10 = [
        "Child Unique ID|Family identifier|Date of Birth|Date the Child Entered Care|Date of Decision that Child Should be Placed for Adoption|Date of Placement Order|Date of Matching Child and Prospective Adopters|Date Placed for Adoption|Date of Adoption Order|Date of Decision that Child Should No Longer be Placed for Adoption|Reason Why Child No Longer Placed for Adoption|Date the child was placed for fostering in FFA or concurrent planning placement",
        "T1|7|01/12/2014|01/01/2015|01/01/2016|01/03/2016|01/05/2016|01/06/2016|01/09/2017|||",
    ];
    vec![
        sheet("List 1", &["Child Unique ID|Date of Contact", "C1|01/01/2018"]),
        sheet("List 8", &list_8),
        sheet("List_09", &list_9),
        sheet("List 10", &list_10),
    ]
}

#[test]
fn what_a_snapshot_tells_is_counted_and_what_needs_history_says_so() {
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join("Annex A March.xlsx"), made::xlsx(&lists())).unwrap();
    let document = compute(&["national"], scratch.path(), month("2018-03"), Some("E08000011"));
    let figure = |id: &str| {
        let row = row(&document, id);
        let figure = row.figure.unwrap_or_else(|| panic!("{id}: {:?}", row.reason));
        assert!(
            crate::support::notes(row).iter().any(|note| note == "From Annex A, as on the day of the lists."),
            "{id}: {:?}",
            row.notes
        );
        (figure.numerator(), figure.denominator())
    };
    // Looked after on 31 March 2018: A1, A2 and A3; A4 ceased in December.
    assert_eq!(figure("cla-count").0, 3.0);
    assert_eq!(figure("foster-percent"), (1.0, Some(3)));
    assert_eq!(figure("own-provision"), (1.0, Some(3)));
    assert_eq!(figure("uasc-count").0, 1.0);
    // In care for twelve months: A1 and A3. A1's dental check was in January 2017.
    assert_eq!(figure("health-assessments"), (2.0, Some(2)));
    assert_eq!(figure("dental-checks"), (1.0, Some(2)));
    // 19 and 20 years old: L1 and L2. L3 qualifies for help alone, and is none of the return's.
    assert_eq!(figure("care-leavers-in-touch"), (1.0, Some(2)));
    assert_eq!(figure("care-leavers-suitable-accommodation"), (1.0, Some(2)));
    // 1 March to 1 May 2016, and 1 January 2015 to 1 June 2016.
    assert_eq!(figure("a2-12-months"), (61.0, Some(1)));
    assert_eq!(figure("a10-12-months"), (517.0, Some(1)));
    for id in ["cla-starts", "cla-ceased", "placements-three-or-more", "reviews-on-time", "a10", "returned-home"] {
        let row = row(&document, id);
        assert!(row.figure.is_none(), "{id}: {:?}", row.figure);
    }
    let why = row(&document, "placements-three-or-more").reason.clone().unwrap().to_string();
    assert_eq!(why, "Annex A tells of one day, and not of what happened before: it needs the episodes file of the return");
}

#[test]
fn the_month_of_lists_is_that_of_their_last_day() {
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join("Annex A March.xlsx"), made::xlsx(&lists())).unwrap();
    let today = scorecard::calendar::parse_iso("2018-09-03").unwrap();
    // The last move was in January, the last visit on 20 March.
    let found = scorecard::job::latest_month(&crate::support::CATALOGUE, scratch.path(), today);
    assert_eq!(found, Some(month("2018-03")));
}

#[test]
fn lists_are_known_as_files_and_by_their_columns_and_give_way_to_the_return() {
    let scratch = tempfile::tempdir().unwrap();
    for (sheet, name) in lists().iter().skip(1).zip(["Annex A - List 8.csv", "leavers export.csv", "list_10.csv"]) {
        let text: Vec<String> =
            sheet.rows.iter().map(|row| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")).collect();
        fs::write(scratch.path().join(name), text.join("\n")).unwrap();
    }
    let count = |id: &str| {
        let document = compute(&["national"], scratch.path(), month("2018-03"), Some("E08000011"));
        row(&document, id).figure.map(|figure| figure.numerator())
    };
    assert_eq!((count("cla-count"), count("care-leavers-in-touch"), count("a2-12-months")), (Some(3.0), Some(1.0), Some(61.0)));
    // The return's own episodes tell more.
    fs::write(
        scratch.path().join("episodes.csv"),
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\nB1,01/05/2017,S,C2,N1,U4,PR1,,\n",
    )
    .unwrap();
    assert_eq!((count("cla-count"), count("cla-starts")), (Some(1.0), Some(1.0)));
}
