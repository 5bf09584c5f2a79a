//! Columns that are made of days, and what came before and after a time in care, worked by hand on a few invented children.

use std::fs;
use std::path::Path;

use scorecard::definitions::{Catalogue, Sources};
use scorecard::job::{self, Options};

use crate::support::month;

/// A came into care twice, with nine months between; B moved once and left in February 2018; C's start is not in the extracts.
const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE\n\
    A,01/05/2016,S,C2,N1,U4,PR1,01/09/2016,E4A,\n\
    A,01/06/2017,S,C2,N1,U4,PR1,,,\n\
    B,01/05/2017,S,C2,N1,U6,PR1,10/08/2017,X1,CREQB\n\
    B,10/08/2017,P,C2,N1,K2,PR4,01/02/2018,E4B,\n\
    C,01/05/2017,P,C2,N1,U6,PR1,01/03/2018,E4A,\n";

/// The numbers of rows for which conditions hold, of tables of a month.
fn counts(period: &str, asked: &[(&str, &str)]) -> Vec<i64> {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = catalogue(folder.path(), asked);
    fs::create_dir(folder.path().join("in")).unwrap();
    let header = "CHILD,SEX,DOB,ETHNIC\nA,1,10/02/2009,WBRI\nB,2,10/02/2010,WBRI\nC,1,10/02/2011,WBRI\n";
    fs::write(folder.path().join("in/header.csv"), header).unwrap();
    fs::write(folder.path().join("in/episodes.csv"), EPISODES).unwrap();
    let period = month(period);
    let options = Options::new(vec!["asked".to_owned()], &folder.path().join("in"), period, period.last() + 3);
    let document = job::compute(&catalogue, &options, &|_| {}).unwrap();
    let rows = document.scorecards[0].every_row();
    rows.map(|row| row.figure.unwrap_or_else(|| panic!("{}: {:?}", row.title, row.reason)).numerator() as i64).collect()
}

/// The definitions with an indicator for each condition.
fn catalogue(folder: &Path, asked: &[(&str, &str)]) -> Catalogue {
    let own = folder.join("own");
    fs::create_dir_all(own.join("library")).unwrap();
    fs::create_dir_all(own.join("scorecards")).unwrap();
    let mut scorecard = "title = \"Asked\"\nsource = \"-\"\n[[groups]]\nid = \"a\"\ntitle = \"A\"\n".to_owned();
    for (at, (table, condition)) in asked.iter().enumerate() {
        let text = format!(
            "title = \"{condition}\"\nmeans = \"-\"\ntable = \"{table}\"\nwhere = \"{condition}\"\nstatistic = \"count\"\nunit = \"count\"\n\
             polarity = \"none\"\nwindow = \"quarter\"\nsource = \"-\"\n"
        );
        fs::write(own.join(format!("library/asked-{at}.toml")), text).unwrap();
        scorecard += &format!("[[groups.rows]]\nid = \"A-{at}\"\nindicator = \"asked-{at}\"\nsource = \"-\"\n");
    }
    fs::write(own.join("scorecards/asked.toml"), scorecard).unwrap();
    let defined = job::define(&Sources::in_layers([own.as_path()]).unwrap()).unwrap();
    assert!(!scorecard::problem::stops(&defined.problems), "{:#?}", defined.problems);
    defined.catalogue
}

#[test]
fn a_day_lies_in_the_month_the_quarter_and_the_last_quarter() {
    // B left on 1 February 2018, C on 1 March.
    let asked = [
        ("ceased", "ended_in_month"),
        ("ceased", "ended_in_quarter"),
        ("ceased", "ended_in_last_quarter"),
        ("ceased", "ended_days_ago = 27"),
        ("ceased", "ended_months_ago = 1"),
        ("starts", "started_in_last_quarter"),
    ];
    // As at 28 February: the quarter began on 1 January, the last that had ended on 1 October. B left 27 days ago, a whole month before
    // 1 March. A started on 1 June, B on 1 May 2017.
    assert_eq!(counts("2018-02", &asked), [1, 1, 0, 1, 1, 0]);
    // As at 31 March the quarter is over: it is the last that had ended. C left 30 days ago, and one month before 1 April.
    assert_eq!(counts("2018-03", &asked), [1, 2, 2, 0, 1, 0]);
    assert_eq!(counts("2018-04", &asked), [0, 0, 2, 0, 0, 0]);
    // At the end of June 2017 the starts of May and June were in the quarter.
    assert_eq!(counts("2017-06", &asked)[5], 2);
}

#[test]
fn what_came_before_and_after_a_time_in_care() {
    let asked = [
        // From 1 September 2016 to 1 June 2017 are 273 days.
        ("looked_after", "days_since_last_care = 273 AND last_care_reason = 'E4A'"),
        ("looked_after", "last_care_reason IS NULL"),
        ("starts", "days_since_last_care = 273"),
        // B had two placements, A two as well, one in each time in care.
        ("looked_after", "placements_ever = 2"),
        ("ceased", "started_again_within_12_months"),
        // C's start is not known.
        ("ceased", "days_in_care = 276"),
        ("ceased", "days_in_care IS NULL"),
    ];
    // At the end of August 2017 A, B and C are in care; A's first time ended in the 12 months, and A came back.
    assert_eq!(counts("2017-08", &asked), [1, 2, 1, 2, 1, 0, 0]);
    // In May nobody knew that A would. B had not moved yet.
    assert_eq!(counts("2017-05", &asked), [0, 2, 0, 0, 0, 0, 0]);
    // B was in care from 1 May 2017 to 1 February 2018, 276 days.
    assert_eq!(counts("2018-03", &asked), [1, 0, 1, 1, 0, 1, 1]);
}
