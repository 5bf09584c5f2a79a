//! What more Annex A tells: teams, workers, what nobody knows of a placement before, and a council's own words for its columns.

use std::fs;
use std::path::Path;

use scorecard::definitions::Sources;
use scorecard::job::{self, Options};
use scorecard::problem_codes::Code;
use scorecard::rating::Rating;
use scorecard::scorecard::Document;

use super::checked;
use crate::support::{CATALOGUE, by, compute, month, row};

const HEAD: &str = "Child Unique ID,Gender,Date of Birth,Date Started to be Looked After,Start date of current legal status,Child's Legal Status,Start Date of Most Recent Placement,Placement Type,Placement Provider,Allocated Team,Allocated Worker";

fn list_8(folder: &Path, rows: &[&str]) {
    fs::write(folder.join("List 8.csv"), format!("{HEAD}\n{}\n", rows.join("\n"))).unwrap();
}

fn options(folder: &Path) -> Options {
    let today = scorecard::calendar::parse_iso("2018-04-03").unwrap();
    Options::new(vec!["national".to_owned()], folder, month("2018-03"), today)
}

fn of(folder: &Path) -> Document {
    compute(&["national"], folder, month("2018-03"), Some("E08000011"))
}

#[test]
fn who_was_placed_for_adoption_lately_is_undecided() {
    let scratch = tempfile::tempdir().unwrap();
    // Both in care for 30 months; the second with adopters since January 2017, and before that nobody knows where.
    let known = "A1,b) Female,01/05/2008,01/06/2015,01/06/2015,C2,01/07/2015,U4,PR1,North,W1";
    let placed = "A2,b) Female,01/05/2013,01/01/2015,01/06/2016,E1,10/01/2017,A6,PR1,North,W1";
    list_8(scratch.path(), &[known, placed]);
    let document = of(scratch.path());
    let found = row(&document, "placement-stability");
    assert_eq!(found.figure.map(|figure| (figure.numerator(), figure.denominator())), Some((1.0, Some(2))));
    assert_eq!(found.rating, Rating::NotRated);
    let why =
        "the history is too short: for 1 of 2 children the start of the placement or of the legal status is before the extracts";
    assert_eq!(found.reason.as_ref().map(ToString::to_string).as_deref(), Some(why));
    // With adopters for two years there is nothing to know of the time before.
    list_8(scratch.path(), &[known, &placed.replace("10/01/2017", "01/04/2016")]);
    let document = of(scratch.path());
    let found = row(&document, "placement-stability");
    assert_eq!(found.figure.map(|figure| (figure.numerator(), figure.denominator())), Some((2.0, Some(2))));
    assert!(!found.reason.as_ref().map(ToString::to_string).unwrap_or_default().contains("too short"));
    // A list that does not say where a child is tells nothing of how long.
    list_8(scratch.path(), &[known, "A3,b) Female,01/05/2013,01/01/2015,01/06/2016,C2,,,,North,W1"]);
    let document = of(scratch.path());
    let found = row(&document, "placement-stability");
    assert_eq!(found.figure.map(|figure| (figure.numerator(), figure.denominator())), Some((1.0, Some(2))));
}

#[test]
fn figures_are_broken_down_by_the_team_of_the_list() {
    let scratch = tempfile::tempdir().unwrap();
    let rows = [
        "A1,b) Female,01/05/2008,01/06/2015,01/06/2015,C2,01/07/2015,U4,PR1,North,W1",
        "A2,b) Female,01/05/2013,01/01/2015,01/06/2016,C2,10/01/2017,U4,PR1,north ,W1",
        "a3,b) Female,01/05/2013,01/01/2015,01/06/2016,C2,10/01/2017,K2,PR4,South,",
    ];
    list_8(scratch.path(), &rows);
    let options = Options { by: vec![by("team")], ..options(scratch.path()) };
    let document = job::compute(&CATALOGUE, &options, &|_| {}).unwrap();
    let rows: Vec<_> = document.scorecards.iter().flat_map(|scorecard| scorecard.every_row()).collect();
    let group = |id: &str| rows.iter().find(|row| row.id == id).and_then(|row| row.figure).map(|figure| figure.numerator());
    assert_eq!(group("NAT-01/team=North").or(group("cla-count/team=North")), Some(2.0));
    // Who has no worker is told; who has one is no matter of chance.
    let problems = checked(scratch.path());
    let none = problems.iter().find(|problem| problem.code == Code::NoSocialWorker).unwrap();
    assert_eq!(none.count, 1);
}

#[test]
fn a_council_adds_its_own_words_for_a_list() {
    let scratch = tempfile::tempdir().unwrap();
    let (own, lists) = (scratch.path().join("definitions"), scratch.path().join("lists"));
    fs::create_dir_all(own.join("translations")).unwrap();
    fs::create_dir_all(&lists).unwrap();
    fs::write(
        own.join("translations/annex_a.toml"),
        "extends = \"annex_a\"\n[[tables]]\nid = \"list 8\"\nnames = [\"our children\"]\n[tables.columns]\nchild = [\"swift number\"]\n",
    )
    .unwrap();
    let text = format!("{HEAD}\nA1,b) Female,01/05/2008,01/06/2015,01/06/2015,C2,01/07/2015,U4,PR1,North,W1\n");
    fs::write(lists.join("Our Children.csv"), text.replace("Child Unique ID", "Swift Number")).unwrap();
    let counted = |sources: &Sources| {
        let catalogue = job::define(sources).unwrap().catalogue;
        let options = options(&lists);
        let document = job::compute(&catalogue, &options, &|_| {}).ok()?;
        let rows = document.scorecards.iter().flat_map(|scorecard| scorecard.every_row());
        rows.into_iter().find(|row| row.indicator.as_deref() == Some("cla-count"))?.figure.map(|figure| figure.numerator())
    };
    assert_eq!(counted(&Sources::in_folder(&own).unwrap()), Some(1.0));
    assert_eq!(counted(&Sources::built_in()), None);
}

#[test]
fn lists_without_a_row_are_lists_all_the_same() {
    let scratch = tempfile::tempdir().unwrap();
    list_8(scratch.path(), &[]);
    let problems = checked(scratch.path());
    assert!(problems.iter().any(|problem| problem.code == Code::NoRows));
    assert!(!problems.iter().any(|problem| matches!(problem.code, Code::EmptyFile | Code::UnusableFile)), "{problems:#?}");
}

#[test]
fn one_child_spelt_in_several_ways_is_one() {
    let scratch = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(scratch.path().join(name), text).unwrap();
    write("ssd_person.csv", "pers_person_id,pers_dob\na1,2010-01-01\n");
    write(
        "ssd_cla_episodes.csv",
        "clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason\nA1.0,2015-01-01,S\n",
    );
    write("ssd_legal_status.csv", "lega_person_id,lega_legal_status,lega_legal_status_start_date\n A1,C2,2015-01-01\n");
    let header = "clap_person_id,clap_cla_placement_start_date,clap_cla_placement_type,clap_cla_placement_provider";
    write("ssd_cla_placement.csv", &format!("{header}\na1,2015-01-01,U4,PR1\n"));
    let document = of(scratch.path());
    let found = row(&document, "foster-percent").figure.unwrap();
    assert_eq!((found.numerator(), found.denominator()), (1.0, Some(1)));
}

#[test]
fn of_several_lists_the_newest_counts_and_what_changed_is_no_mistake() {
    let scratch = tempfile::tempdir().unwrap();
    let of_month = |month: &str, row: &str| {
        let folder = scratch.path().join(month);
        fs::create_dir_all(&folder).unwrap();
        list_8(&folder, &[row]);
        fs::write(folder.join("notes.csv"), "Printed,By\n1,2\n").unwrap();
    };
    of_month("2018-01", "A1,b) Female,01/05/2008,01/06/2015,01/06/2015,C1,01/07/2015,U6,PR1,North,W1");
    of_month("2018-03", "A1,b) Female,01/05/2008,01/06/2015,01/09/2015,C2,05/02/2018,K2,PR4,South,W2");
    let document = of(scratch.path());
    let figure = |id: &str| row(&document, id).figure.map(|figure| figure.numerator());
    assert_eq!((figure("cla-count"), figure("residential-count"), figure("foster-percent")), (Some(1.0), Some(1.0), Some(0.0)));
    let problems = checked(scratch.path());
    let read_as: Vec<&str> =
        problems.iter().filter(|problem| problem.code == Code::ReadAs).map(|problem| problem.message.as_str()).collect();
    assert!(
        read_as.contains(&"1 table of Annex A is of other months and not read: it tells of one day, and that of 2018-03 counts"),
        "{read_as:?}"
    );
    let corrected = |code: &Code| code.as_str().contains("vanished") || code.as_str().contains("deleted");
    assert!(!problems.iter().any(|problem| corrected(&problem.code)), "{problems:#?}");
    // The return of the month or of a later one tells more than the lists.
    fs::write(
        scratch.path().join("2018-03/episodes.csv"),
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\nA1,01/06/2015,S,C2,N1,K2,PR4,,\nB1,01/06/2017,S,C2,N1,K2,PR4,,\n",
    )
    .unwrap();
    let document = of(scratch.path());
    let found = row(&document, "cla-starts");
    assert_eq!(found.figure.map(|figure| figure.numerator()), Some(1.0), "{:?}", found.reason);
}

#[test]
fn a_file_of_ones_own_describes_the_tables_of_another_system() {
    let scratch = tempfile::tempdir().unwrap();
    let (own, folder) = (scratch.path().join("definitions"), scratch.path().join("extracts"));
    fs::create_dir_all(own.join("translations")).unwrap();
    fs::create_dir_all(&folder).unwrap();
    let text = "title = \"the case system\"\n[[tables]]\nid = \"absconding\"\nnames = [\"absconding report\"]\nrequired = [\"child\", \"from\"]\n[tables.columns]\nchild = [\"swift id\"]\nfrom = [\"date left\"]\nto = [\"date returned\"]\nkind = [\"kind\"]\n[[extracts]]\nid = \"missing\"\nfrom = [\"absconding\"]\nwhere = { column = \"from\", by = \"filled\" }\ncolumns = { CHILD = \"child\", MISSING = \"kind\", MIS_START = \"from\", MIS_END = \"to\" }\n";
    fs::write(own.join("translations/system.toml"), text).unwrap();
    let episodes = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\nB1,01/05/2016,S,C2,N1,U4,PR1,,\n";
    fs::write(folder.join("episodes.csv"), episodes).unwrap();
    let report =
        "Absconding in the year\n\nSwift ID,Date left,Date returned,Kind\nB1,01/02/2018,02/02/2018,M\nb1,05/03/2018,,M\nB1,,,\n";
    fs::write(folder.join("Absconding Report.csv"), report).unwrap();
    let catalogue = job::define(&Sources::in_folder(&own).unwrap()).unwrap().catalogue;
    let document = job::compute(&catalogue, &options(&folder), &|_| {}).unwrap();
    assert_eq!(row(&document, "missing-episodes").figure.map(|figure| figure.numerator()), Some(2.0));
    assert_eq!(row(&document, "missing-children").figure.map(|figure| figure.numerator()), Some(1.0));
}
