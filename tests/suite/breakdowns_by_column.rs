//! Breakdowns by columns of one's own and by any column of a table, on a council of a few invented children, worked by hand.

use std::fs;
use std::path::Path;

use scorecard::definitions::by::Only;
use scorecard::definitions::{Catalogue, Sources};
use scorecard::job::one::{self, Asked, Data};
use scorecard::job::{self, Options};
use scorecard::render::cases::csv as cases_csv;
use scorecard::render::{csv, docx, html, json, markdown, table, xlsx};
use scorecard::scorecard::{Document, Row};

use crate::support::{by, month, root};

/// Who is in a team; text, written in several ways. F is in none that is known, D is not in the list, G is in the list and has left.
const TEAMS: &str = "\
title = \"Teams\"\nabout = \"One row a child\"\nsource = \"-\"\nnames = [\"teams\"]\nkey = [\"CHILD\"]\nlocal = true\n\
[columns.CHILD]\ntype = \"child\"\nrequired = true\nmeans = \"The child\"\n\
[columns.TEAM]\ntype = \"text\"\nmeans = \"The team that has the child\"\n\
[columns.OUT_OF_HOURS]\ntype = \"flag\"\nmeans = \"Whether the team answers at night\"\n";

/// Every move from one locality to another: the latest known on the day counts.
const LOCALITIES: &str = "\
title = \"Localities\"\nabout = \"One row a change\"\nsource = \"-\"\nnames = [\"localities\"]\nkey = [\"CHILD\", \"SINCE\"]\nlocal = true\n\
date = \"SINCE\"\n\
[columns.CHILD]\ntype = \"child\"\nrequired = true\nmeans = \"The child\"\n\
[columns.SINCE]\ntype = \"date\"\nrequired = true\nmeans = \"Since when\"\n\
[columns.LOCALITY]\ntype = \"code\"\nmeans = \"The locality\"\n\
[columns.LOCALITY.codes]\nE = \"East of the river\"\nW = \"West of the river\"\n";

const EPISODES: &str = "extends = \"episodes\"\n[columns.WORKPLACE]\ntype = \"text\"\nmeans = \"The office of the worker\"\n";

const WORKERS: &str = "extends = \"sw_episodes\"\n[columns.UNIT]\ntype = \"text\"\nmeans = \"The unit of the worker\"\n";

/// The folder of definitions and extracts, written as a council would.
pub fn council(folder: &Path) -> Catalogue {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("own/extracts/teams.toml", TEAMS);
    write("own/extracts/localities.toml", LOCALITIES);
    write("own/extracts/episodes.toml", EPISODES);
    write("own/extracts/sw_episodes.toml", WORKERS);
    // B's first worker has gone, and so has C's only one; E's begins after the day.
    write(
        "in/sw_episodes.csv",
        "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON,UNIT\n\
         A,10/02/2008,W1,01/05/2017,,,One\n\
         B,10/02/2009,W1,01/05/2017,01/01/2018,MANAGE,One\n\
         B,10/02/2009,W2,01/01/2018,,,Two\n\
         C,10/02/2010,W2,01/05/2017,01/03/2018,MANAGE,Two\n\
         E,10/02/2012,W2,01/04/2018,,,Two\n",
    );
    write("in/previous_permanence.csv", "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\nA,10/02/2008,P1,,\n");
    write(
        "in/header.csv",
        "CHILD,SEX,DOB,ETHNIC\nA,1,10/02/2008,WBRI\nB,2,10/02/2009,WBRI\nC,1,10/02/2010,MWBC\nD,2,10/02/2011,\nE,2,10/02/2012,WBRI\n\
         F,1,10/02/2013,WBRI\nG,1,10/02/2014,WBRI\n",
    );
    // B had an earlier episode elsewhere: the one open on the day counts. G left before the day.
    write(
        "in/episodes.csv",
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,WORKPLACE,REASON_PLACE_CHANGE\n\
         A,01/05/2017,S,C2,N1,U4,PR1,,,Mill Street,\n\
         B,01/05/2017,S,C2,N1,U4,PR1,01/09/2017,X1,Harbour,CREQB\n\
         B,01/09/2017,P,C2,N1,K2,PR4,,,Mill Street,\n\
         C,01/05/2017,S,C2,N1,U4,PR4,,,Harbour,\n\
         D,01/05/2017,S,V2,N2,U4,PR1,,,,\n\
         E,01/05/2017,S,C2,N1,U1,PR1,,,Harbour,\n\
         F,01/05/2017,S,C2,N1,U4,PR4,,,Harbour,\n\
         G,01/05/2017,S,C2,N1,U4,PR1,01/02/2018,E4A,Mill Street,\n",
    );
    write("in/teams.csv", "CHILD,TEAM,OUT_OF_HOURS\nA,North,1\nB, NORTH ,0\nC,South,\nE,South,1\nF,,1\nG,North,0\n");
    // A moved in time, B's move is after the day.
    write(
        "in/localities.csv",
        "CHILD,SINCE,LOCALITY\nA,01/06/2017,E\nA,01/03/2018,W\nB,01/06/2017,E\nB,02/04/2018,W\nC,01/06/2017,E\n",
    );
    let folders = [root().join("indicators"), folder.join("own")];
    let defined = job::define(&Sources::in_layers(folders.iter().map(|folder| folder.as_path())).unwrap()).unwrap();
    assert!(!scorecard::problem::stops(&defined.problems), "{:#?}", defined.problems);
    defined.catalogue
}

fn compute(catalogue: &Catalogue, folder: &Path, words: &[&str]) -> Document {
    of_group(catalogue, folder, words, &[])
}

/// The same of some groups alone.
fn of_group(catalogue: &Catalogue, folder: &Path, words: &[&str], only: &[&str]) -> Document {
    let period = month("2018-03");
    let options = Options {
        by: words.iter().map(|word| by(word)).collect(),
        only: only.iter().map(|text| Only::parse(text).unwrap()).collect(),
        ..Options::new(vec!["national".to_owned()], &folder.join("in"), period, period.last() + 3)
    };
    job::compute(catalogue, &options, &|_| {}).unwrap()
}

/// Id, title and number of a group.
type Told = (String, String, Option<(i64, i64)>);

/// The groups of a row: id without the row's, title, numerator and denominator.
fn groups(document: &Document, of: &str) -> Vec<Told> {
    let parts = document.scorecards[0].every_row().filter(|row| row.is_part() && row.whole() == of);
    let number = |row: &Row| row.figure.map(|figure| (figure.numerator() as i64, figure.denominator().unwrap_or(0)));
    parts.map(|row| (row.id[of.len() + 1..].to_owned(), row.title.clone(), number(row))).collect()
}

/// The same where keys and titles are alike.
fn plain(document: &Document, of: &str) -> Vec<(String, i64, i64)> {
    let found = groups(document, of).into_iter();
    found.map(|(id, _, number)| number.map_or((id.clone(), -1, -1), |(above, below)| (id, above, below))).collect()
}

fn is(id: &str, above: i64, below: i64) -> (String, i64, i64) {
    (id.to_owned(), above, below)
}

#[test]
fn a_column_of_text_beside_the_child_makes_groups() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let document = compute(&catalogue, folder.path(), &["team"]);
    // Six are looked after: A and B in North however it is written, C and E in South, D and F in none that is known.
    assert_eq!(plain(&document, "cla-count"), [is("team=North", 2, 0), is("team=South", 2, 0), is("team=Not known", 2, 0)]);
    // Foster care (U1, U4): all but B, who lives in a home.
    assert_eq!(plain(&document, "foster-percent"), [is("team=North", 1, 2), is("team=South", 2, 2), is("team=Not known", 2, 2)]);
    // Another table: those who left in the year. G alone, of North.
    let left: Vec<_> = plain(&document, "cla-ceased").into_iter().filter(|(_, number, _)| *number > 0).collect();
    assert_eq!(left, [is("team=North", 1, 0)]);
}

#[test]
fn flags_have_three_groups_and_codes_are_called_what_they_mean() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let document = compute(&catalogue, folder.path(), &["out-of-hours", "locality", "PLACE_PROVIDER"]);
    let found = groups(&document, "cla-count");
    let told = |of: &str| -> Vec<(String, String, i64)> {
        let own = found.iter().filter(|(id, ..)| id.starts_with(of));
        own.map(|(id, title, number)| (id.clone(), title.clone(), number.map_or(-1, |number| number.0))).collect()
    };
    let group = |id: &str, title: &str, number: i64| (id.to_owned(), title.to_owned(), number);
    // A, E and F yes; B no; C has no answer and D no row.
    assert_eq!(
        told("out-of-hours"),
        [group("out-of-hours=Yes", "Yes", 3), group("out-of-hours=No", "No", 1), group("out-of-hours=Not known", "Not known", 2)]
    );
    // A went west in March, B goes in April, C is in the east; D, E and F are in no row.
    assert_eq!(
        told("locality"),
        [
            group("locality=E", "East of the river (E)", 2),
            group("locality=W", "West of the river (W)", 1),
            group("locality=Not known", "Not known", 3)
        ]
    );
    // PLACE_PROVIDER of the open episode: PR1 of A, D and E, PR4 of B, C and F.
    let providers: Vec<_> = told("place-provider").into_iter().filter(|(.., number)| *number > 0).collect();
    assert_eq!(
        providers.iter().map(|(id, _, number)| (id.as_str(), *number)).collect::<Vec<_>>(),
        [("place-provider=PR1", 3), ("place-provider=PR4", 3)]
    );
    assert_eq!(providers[0].1, "Own local authority, including a regional adoption agency it hosts (PR1)");
}

#[test]
fn a_column_added_to_the_episodes_is_that_of_the_one_open_on_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let document = compute(&catalogue, folder.path(), &["workplace"]);
    // B's open episode says Mill Street; D's says nothing.
    assert_eq!(
        plain(&document, "cla-count"),
        [is("workplace=Harbour", 3, 0), is("workplace=Mill Street", 2, 0), is("workplace=Not known", 1, 0)]
    );
    // G has left: what the episode says that ended.
    let left: Vec<_> = plain(&document, "cla-ceased").into_iter().filter(|(_, number, _)| *number > 0).collect();
    assert_eq!(left, [is("workplace=Mill Street", 1, 0)]);
}

#[test]
fn the_unit_of_the_worker_now_and_an_earlier_permanence_reach_every_table() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let document = compute(&catalogue, folder.path(), &["unit", "prev-perm"]);
    let some: Vec<_> = plain(&document, "cla-count").into_iter().filter(|(_, number, _)| *number > 0).collect();
    // A is with One and B with Two; C, D, E and F have no worker on the day. A alone had a permanent home before.
    assert_eq!(
        some,
        [
            is("unit=One", 1, 0),
            is("unit=Two", 1, 0),
            is("unit=Not known", 4, 0),
            is("prev-perm=P1", 1, 0),
            is("prev-perm=Not known", 5, 0)
        ]
    );
}

#[test]
fn starts_and_ends_of_care_are_broken_down_by_the_placement_they_began_or_ended_in() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let document = compute(&catalogue, folder.path(), &["provider", "placement-type", "legal-status"]);
    let some = |of: &str| -> Vec<_> { plain(&document, of).into_iter().filter(|(_, number, _)| *number > 0).collect() };
    // All seven came in May 2017, to foster carers: C and F to private ones; B moved to the private home later. D is under section 20.
    assert_eq!(
        some("cla-starts"),
        [
            is("provider=PR1", 5, 0),
            is("provider=PR4", 2, 0),
            is("placement-type=Foster care", 7, 0),
            is("legal-status=Care order", 6, 0),
            is("legal-status=Section 20", 1, 0)
        ]
    );
    let left = [is("provider=PR1", 1, 0), is("placement-type=Foster care", 1, 0), is("legal-status=Care order", 1, 0)];
    assert_eq!(some("cla-ceased"), left);
    // B's placement with own carers broke down: it counts for them, wherever B lives now.
    assert_eq!(
        some("placement-breakdowns"),
        [is("provider=PR1", 1, 0), is("placement-type=Foster care", 1, 0), is("legal-status=Care order", 1, 0)]
    );
}

#[test]
fn two_columns_are_crossed() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let document = compute(&catalogue, folder.path(), &["team,sex"]);
    // A boy and a girl of North, a boy and a girl of South, D a girl and F a boy of none that is known.
    assert_eq!(
        plain(&document, "cla-count"),
        [
            is("team,sex=North; Female", 1, 0),
            is("team,sex=North; Male", 1, 0),
            is("team,sex=North; Not known", 0, 0),
            is("team,sex=South; Female", 1, 0),
            is("team,sex=South; Male", 1, 0),
            is("team,sex=South; Not known", 0, 0),
            is("team,sex=Not known; Female", 1, 0),
            is("team,sex=Not known; Male", 1, 0),
            is("team,sex=Not known; Not known", 0, 0),
        ]
    );
    let text = markdown::render(&document);
    assert!(text.contains("**By team and sex**") && text.contains("| North; Female |"), "{text}");
}

#[test]
fn a_row_that_cannot_be_broken_down_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    fs::remove_file(folder.path().join("in/teams.csv")).unwrap();
    let document = compute(&catalogue, folder.path(), &["team", "care-start-known"]);
    let row = |id: &str| document.scorecards[0].every_row().find(|row| row.id == id).unwrap();
    let told = |id: &str| crate::support::notes(row(id)).join("\n");
    assert!(told("cla-count").contains("Not broken down by team: no teams extract; it needs teams.csv with CHILD, TEAM"));
    assert!(told("cla-ceased").contains("Not broken down by care-start-known: the table 'ceased' has no care-start-known"));
    assert_eq!(
        plain(&document, "cla-count"),
        [is("care-start-known=Yes", 6, 0), is("care-start-known=No", 0, 0), is("care-start-known=Not known", 0, 0)]
    );
    let problem = document.problems.iter().find(|problem| problem.code.as_str() == "no-groups").unwrap();
    assert!(problem.message.starts_with("no row is broken down by 'team': no teams extract"), "{}", problem.message);
}

#[test]
fn a_word_that_is_no_column_is_told_with_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let wrong = |word: &str| job::breakdowns::wrong_of(&by(word), &catalogue).unwrap();
    assert_eq!(wrong("teem").unwrap().label, "did you mean 'team'?");
    assert_eq!(wrong("sexx").unwrap().label, "did you mean 'sex'?");
    let there = wrong("hair-colour").unwrap().label;
    assert!(there.starts_with("there are ") && there.contains(", age-band, ") && there.contains(", team, "), "{there}");
    assert!(wrong("months_in_care").unwrap().label.starts_with("its values are of the kind whole number"));
    assert_eq!(wrong("team,sexx").unwrap().message, "figures cannot be broken down by 'sexx'");
    for word in ["team", "teams.team", "legal_status", "place", "care-start-known", "workplace,sex", "in_authority"] {
        assert_eq!(wrong(word), None, "{word}");
    }
}

#[test]
fn a_whole_scorecard_is_of_one_team() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let of = |document: &Document, id: &str| {
        let row = document.scorecards[0].every_row().find(|row| row.id == id).unwrap();
        row.figure.map(|figure| (figure.numerator() as i64, figure.denominator().unwrap_or(0)))
    };
    let north = of_group(&catalogue, folder.path(), &["sex"], &["team=north"]);
    // A and B are looked after, A with foster carers; all three of North came in the year, and G left.
    assert_eq!(of(&north, "cla-count"), Some((2, 0)));
    assert_eq!(of(&north, "foster-percent"), Some((1, 2)));
    assert_eq!((of(&north, "cla-starts"), of(&north, "cla-ceased")), (Some((3, 0)), Some((1, 0))));
    assert_eq!(plain(&north, "cla-count"), [is("sex=Female", 1, 0), is("sex=Male", 1, 0), is("sex=Not known", 0, 0)]);
    // Two columns: B is the girl of North. Whoever is in no team is a group too.
    let girls = of_group(&catalogue, folder.path(), &[], &["team=North", "sex=Female"]);
    assert_eq!((of(&girls, "cla-count"), of(&girls, "foster-percent")), (Some((1, 0)), Some((0, 1))));
    let nowhere = of_group(&catalogue, folder.path(), &[], &["team=Not known"]);
    assert_eq!(of(&nowhere, "cla-count"), Some((2, 0)));
    // Numbers of the whole are not shown of a part: the population is not known by team.
    let rate = north.scorecards[0].every_row().find(|row| row.id == "cla-rate").unwrap();
    assert_eq!(crate::support::reason(rate).as_deref(), Some("the population of team: North is not known"));
}

#[test]
fn the_cases_of_a_team_are_those_behind_its_figure() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let data = Data { extracts: folder.path().join("in"), period: month("2018-03"), authority: None, as_reported: false };
    let indicator = catalogue.indicator("foster-percent").unwrap();
    let of = |only: &str| {
        let only = [Only::parse(only).unwrap()];
        one::cases(&catalogue, &[indicator], Asked { data: &data, by: &[], only: &only }, &|_| {}).unwrap()
    };
    // North: A with foster carers, B in a home.
    let cases = of("team=North").value.unwrap().pop().unwrap();
    let figure = cases.measured.figure().unwrap();
    assert_eq!((figure.numerator(), figure.denominator()), (1.0, Some(2)));
    let text = String::from_utf8(cases_csv(&cases).unwrap()).unwrap();
    let children: Vec<&str> =
        text.lines().skip(1).filter_map(|line| line.split(',').find(|cell| "ABCDEFG".contains(*cell))).collect();
    assert_eq!(children, ["A", "B"]);
    // Without the file nobody is known to be in it: that is no figure of 0.
    fs::remove_file(folder.path().join("in/localities.csv")).unwrap();
    let found = of("locality=E");
    assert!(found.value.is_none());
    assert!(found.problems.iter().any(|problem| problem.message.contains("no localities extract")));
}

#[test]
fn who_is_in_a_team_changes_from_month_to_month() {
    let folder = tempfile::tempdir().unwrap();
    council(folder.path());
    let monthly = TEAMS.replace("local = true", "local = true\ncarried_over = false");
    fs::write(folder.path().join("own/extracts/teams.toml"), monthly).unwrap();
    let folders = [root().join("indicators"), folder.path().join("own")];
    let defined = job::define(&Sources::in_layers(folders.iter().map(|folder| folder.as_path())).unwrap()).unwrap();
    for month in ["2018-02", "2018-03"] {
        let of_month = folder.path().join("in").join(month);
        fs::create_dir(&of_month).unwrap();
        for name in ["header.csv", "episodes.csv", "teams.csv"] {
            fs::copy(folder.path().join("in").join(name), of_month.join(name)).unwrap();
        }
    }
    for name in ["header.csv", "episodes.csv", "teams.csv", "localities.csv", "sw_episodes.csv", "previous_permanence.csv"] {
        fs::remove_file(folder.path().join("in").join(name)).unwrap();
    }
    // In February A and B were in North; in March A has gone to South, where C and E are, and B is in the file no more.
    fs::write(folder.path().join("in/2018-03/teams.csv"), "CHILD,TEAM\nA,South\nC,South\nE,South\n").unwrap();
    let numbers = |team: &str| {
        let document = of_group(&defined.catalogue, folder.path(), &[], &[&format!("team={team}")]);
        let row = document.scorecards[0].every_row().find(|row| row.id == "cla-count").unwrap().clone();
        (row.previous.1.map(|figure| figure.numerator()), row.figure.map(|figure| figure.numerator()))
    };
    assert_eq!(numbers("South"), (Some(2.0), Some(3.0)));
    assert_eq!(numbers("Not known"), (Some(2.0), Some(3.0)));
    assert_eq!(numbers("North"), (Some(2.0), Some(0.0)));
}

#[test]
fn the_groups_of_a_column_make_every_row_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let whole = compute(&catalogue, folder.path(), &[]);
    let parts = ["North", "South", "Not known"].map(|team| of_group(&catalogue, folder.path(), &[], &[&format!("team={team}")]));
    let mut compared = 0;
    for row in whole.scorecards[0].every_row() {
        let of =
            |document: &Document| document.scorecards[0].every_row().find(|other| other.id == row.id).and_then(|row| row.figure);
        let Some(figure) = row.figure.filter(|_| row.unit != scorecard::definitions::Unit::Rate) else { continue };
        let sum: f64 = parts.iter().filter_map(of).map(|figure| figure.numerator()).sum();
        assert_eq!(sum, figure.numerator(), "{}", row.id);
        compared += 1;
    }
    assert!(compared >= 25, "{compared}");
}

#[test]
fn every_format_says_at_its_head_which_group_it_is_of() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let document = of_group(&catalogue, folder.path(), &[], &["team=South"]);
    let style = table::Style { colour: false, unicode: true, width: 120 };
    let texts = [
        table::render(&document, style),
        json::render(&document).unwrap(),
        markdown::render(&document),
        html::render(&document),
        String::from_utf8(csv::render(&document).unwrap()).unwrap(),
    ];
    for text in texts {
        assert!(text.contains("(team: South only)"), "{text}");
    }
    for bytes in [xlsx::render(&document).unwrap(), docx::render(&document).unwrap()] {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut found = false;
        for at in 0..archive.len() {
            let mut text = String::new();
            if std::io::Read::read_to_string(&mut archive.by_index(at).unwrap(), &mut text).is_ok() {
                found |= text.contains("(team: South only)");
            }
        }
        assert!(found);
    }
}

#[test]
fn a_group_that_there_is_not_stops_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let document = of_group(&catalogue, folder.path(), &[], &["team=Nroth"]);
    assert!(document.scorecards.is_empty());
    let told: Vec<&str> = document
        .problems
        .iter()
        .filter(|problem| problem.code.as_str() == "unknown-group")
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(told, ["'team' has no group 'Nroth': did you mean 'North'?"]);
    // A group is known by its code and by what it stands for.
    let east = of_group(&catalogue, folder.path(), &[], &["locality=East of the river (E)"]);
    assert!(east.scorecards[0].title.ends_with("(locality: E only)"));
}
