//! Conditions on text: teams and offices of a council's own, the home a child lives in, and the authorities of home and placement, worked by
//! hand on a few invented children.

use std::fs;
use std::path::Path;

use scorecard::definitions::{Catalogue, Sources};
use scorecard::job::one::{self, Asked, Data};
use scorecard::job::{self, Options};
use scorecard::problem::Problem;
use scorecard::scorecard::{Audience, Document};

use crate::support::{by, month, root};

/// A lives at home's side, B in a home of another authority and was elsewhere before; C's postcode is not in the directory; D has left.
const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN,OFFICE\n\
    A,01/05/2017,S,C2,N1,U4,PR1,,,,L1 1AA,L1 1AB,SC000101,Mill Street\n\
    B,01/05/2017,S,C2,N1,U4,PR1,01/09/2017,X1,CREQB,L1 1AA,L1 1AB,SC000101,Mill Street\n\
    B,01/09/2017,P,C2,N1,K2,PR4,,,,L1 1AA,M1 1AA,SC000102,mill  STREET\n\
    C,01/05/2017,S,C2,N1,K2,PR4,,,,M1 1AA,Z9 9ZZ,SC000102,Harbour\n\
    D,01/05/2017,S,C2,N1,K2,PR4,01/02/2018,E4A,,L1 1AA,L1 1AB,SC000103,Harbour\n";

const POSTCODES: &str = "pcds,oslaua,oseast1m,osnrth1m\nL1 1AA,E08000012,340000,390000\nL1 1AB,E08000012,340100,390000\nM1 1AA,E08000003,384000,398000\n";

/// Two lists have a column WORKER.
const DUTY: &str = "CHILD,NIGHTS,WORKER\nA,1,Ann\nB,0,Bo\nD,1,Ann\nE,1,Bo\n";
const TEAMS: &str = "CHILD,TEAM\nA,North\nB, NORTH \nD,South\nE,East\nF,North\n";
const LISTED: &str = "CHILD,WORKER,SEEN\nA,Ann,01/03/2018\nB,Cy,05/03/2018\nB,Di,01/02/2018\nC,Ann,02/04/2018\n";

fn layout(title: &str, head: &str, columns: &[(&str, &str)]) -> String {
    let mut text = format!(
        "title = \"{title}\"\nabout = \"One row a child\"\nsource = \"-\"\nlocal = true\n{head}\n[columns.CHILD]\ntype = \"child\"\nrequired = true\nmeans = \"The child\"\n"
    );
    for (name, kind) in columns {
        text += &format!("[columns.{name}]\ntype = \"{kind}\"\nmeans = \"{name} of {title}\"\n");
    }
    text
}

/// A council with an indicator for each condition.
fn council(folder: &Path, asked: &[(&str, &str)]) -> (Catalogue, Vec<Problem>) {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let keyed = "names = [\"duty\"]\nkey = [\"CHILD\"]";
    write("own/extracts/duty.toml", &layout("duty", keyed, &[("NIGHTS", "flag"), ("WORKER", "text")]));
    let dated = "names = [\"listed\"]\nkey = [\"CHILD\", \"SEEN\"]\ndate = \"SEEN\"";
    write("own/extracts/listed.toml", &layout("listed", dated, &[("WORKER", "text"), ("SEEN", "date")]));
    write("own/extracts/episodes.toml", "extends = \"episodes\"\n[columns.OFFICE]\ntype = \"text\"\nmeans = \"The office\"\n");
    write(
        "in/header.csv",
        "CHILD,SEX,DOB,ETHNIC\nA,1,10/02/2009,WBRI\nB,2,10/02/2010,WBRI\nC,1,10/02/2011,WBRI\nD,1,10/02/2012,WBRI\n",
    );
    write("in/episodes.csv", EPISODES);
    write("in/postcodes.csv", POSTCODES);
    write("in/duty.csv", DUTY);
    write("in/teams.csv", TEAMS);
    write("in/listed.csv", LISTED);
    let mut scorecard = "title = \"Asked\"\nsource = \"-\"\n[[groups]]\nid = \"a\"\ntitle = \"A\"\n".to_owned();
    for (at, (table, condition)) in asked.iter().enumerate() {
        let text = format!(
            "title = \"{condition}\"\nmeans = \"-\"\ntable = \"{table}\"\nwhere = \"{condition}\"\nstatistic = \"count\"\nunit = \"count\"\n\
             polarity = \"none\"\nwindow = \"last-day\"\nsource = \"-\"\n"
        );
        write(&format!("own/library/asked-{at}.toml"), &text);
        scorecard += &format!("[[groups.rows]]\nid = \"A-{at}\"\nindicator = \"asked-{at}\"\nsource = \"-\"\n");
    }
    write("own/scorecards/asked.toml", &scorecard);
    let folders = [root().join("indicators"), folder.join("own")];
    let defined = job::define(&Sources::in_layers(folders.iter().map(|folder| folder.as_path())).unwrap()).unwrap();
    let other = |problem: &&Problem| scorecard::problem::stops(std::slice::from_ref(*problem));
    let stops = defined.problems.iter().filter(other).filter(|problem| problem.code.as_str() != "unknown-column").count();
    assert_eq!(stops, 0, "{:#?}", defined.problems);
    (defined.catalogue, defined.problems)
}

fn compute(catalogue: &Catalogue, folder: &Path, change: impl Fn(&mut Options)) -> Document {
    let period = month("2018-03");
    let mut options = Options::new(vec!["asked".to_owned()], &folder.join("in"), period, period.last() + 3);
    change(&mut options);
    job::compute(catalogue, &options, &|_| {}).unwrap()
}

/// The numbers of rows for which conditions hold.
fn counts(asked: &[(&str, &str)]) -> Vec<i64> {
    let folder = tempfile::tempdir().unwrap();
    let (catalogue, problems) = council(folder.path(), asked);
    assert!(!scorecard::problem::stops(&problems), "{problems:#?}");
    let document = compute(&catalogue, folder.path(), |_| {});
    let rows = document.scorecards[0].every_row();
    rows.map(|row| row.figure.unwrap_or_else(|| panic!("{}: {:?}", row.title, row.reason)).numerator() as i64).collect()
}

#[test]
fn text_of_other_extracts_is_asked_for_by_the_child() {
    let asked = [
        // A and B are of the north, B by another spelling; C is not in the list, D has left.
        ("looked_after", "team = 'North'"),
        ("looked_after", "team <> 'North'"),
        ("looked_after", "team IS NULL"),
        ("looked_after", "teams.team LIKE 'nor%'"),
        ("ceased", "team IN ('South', 'North')"),
        ("ceased", "team IN ('North')"),
        // Yes and no, and the office of the episode open on the day: of B's two it is the second.
        ("looked_after", "nights"),
        ("looked_after", "NOT nights"),
        ("looked_after", "office = 'Mill Street'"),
        ("placements", "office = 'Harbour'"),
        // Of two lists each has its name before it. B's latest row is of 5 March, C's is after the day.
        ("looked_after", "listed.worker = 'Cy'"),
        ("looked_after", "listed.worker IS NULL"),
        ("looked_after", "listed.worker = duty.worker"),
        // The rows of a list of one's own: E is not looked after, and no child of any other file.
        ("duty", "worker = 'Ann'"),
        ("duty", "worker = 'Bo' AND NOT looked_after"),
        ("duty_of_looked_after", "worker = 'Bo'"),
    ];
    assert_eq!(counts(&asked), [2, 0, 1, 2, 1, 0, 1, 1, 2, 2, 1, 1, 1, 2, 1, 1]);
}

#[test]
fn homes_and_authorities_are_columns() {
    let asked = [
        ("looked_after", "placement_urn = 'SC000102'"),
        ("looked_after", "urn = 'sc000101'"),
        // A and B come from E08000012, C from E08000003. A lives in E08000012, B in E08000003, C where nobody knows.
        ("looked_after", "home_authority = 'E08000012'"),
        ("looked_after", "placement_authority = 'E08000003'"),
        ("looked_after", "placement_authority IS NULL"),
        ("looked_after", "placement_authority <> home_authority"),
        ("looked_after", "placement_authority = home_authority"),
        // Of a placement its first episode tells. There are four: A's, two of B, C's; and D's, which ended in the year.
        ("placements", "placement_authority = 'E08000012'"),
        ("placements", "placement_urn = 'SC000101'"),
        ("ceased", "placement_urn = 'SC000103' AND home_authority LIKE 'E%'"),
        ("starts", "placement_authority = 'E08000012'"),
        // The provider by the name of the return, and by that of this program.
        ("looked_after", "place_provider = 'PR4'"),
        ("looked_after", "placement_provider = 'PR1'"),
        ("looked_after", "PLACE_PROVIDER = 'PR1' AND provider = 'PR1'"),
    ];
    assert_eq!(counts(&asked), [2, 1, 2, 1, 1, 1, 1, 3, 2, 1, 3, 2, 1, 1]);
}

#[test]
fn they_are_breakdowns_and_restrict_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let (catalogue, _) = council(folder.path(), &[("looked_after", "team = 'North'"), ("looked_after", "age < 18")]);
    let document = compute(&catalogue, folder.path(), |options| {
        options.by = ["team", "urn", "home_authority", "placement-authority"].iter().map(|word| by(word)).collect();
    });
    let groups: Vec<(String, i64)> = document.scorecards[0]
        .every_row()
        .filter(|row| row.is_part() && row.whole() == "A-1")
        .map(|row| (row.id["A-1/".len()..].to_owned(), row.figure.unwrap().numerator() as i64))
        .collect();
    let is = |id: &str, number: i64| (id.to_owned(), number);
    assert_eq!(
        groups,
        [
            is("team=East", 0),
            is("team=North", 2),
            is("team=South", 0),
            is("team=Not known", 1),
            is("urn=SC000101", 1),
            is("urn=SC000102", 2),
            is("urn=SC000103", 0),
            is("urn=Not known", 0),
            is("home-authority=E08000003", 1),
            is("home-authority=E08000012", 2),
            is("home-authority=Not known", 0),
            is("placement-authority=E08000003", 1),
            is("placement-authority=E08000012", 1),
            is("placement-authority=Not known", 1),
        ]
    );
    let only = scorecard::definitions::by::Only::parse("placement_urn=SC000102").unwrap();
    let document = compute(&catalogue, folder.path(), |options| options.only = vec![only.clone()]);
    let figures: Vec<i64> = document.scorecards[0].every_row().map(|row| row.figure.unwrap().numerator() as i64).collect();
    // B and C live there, and B is of the north.
    assert_eq!(figures, [1, 2]);
}

#[test]
fn cases_and_worked_cases_show_what_a_rule_looks_at() {
    let folder = tempfile::tempdir().unwrap();
    let (catalogue, _) = council(folder.path(), &[("looked_after", "team = 'North' AND care_start_days_ago > 300")]);
    let indicator = catalogue.indicators.iter().find(|indicator| indicator.id == "asked-0").unwrap();
    let data = Data { extracts: folder.path().join("in"), period: month("2018-03"), authority: None, as_reported: false };
    let found = one::cases(&catalogue, &[indicator], Asked::from(&data), &|_| {}).unwrap().value.unwrap();
    let used: Vec<&str> = found[0].columns.iter().filter(|column| column.used).map(|column| column.name.as_str()).collect();
    assert_eq!(used, ["care_start_days_ago", "team"]);
    let children: Vec<&str> = found[0].rows.iter().map(|row| row.child.as_str()).collect();
    assert_eq!(children, ["A", "B"]);
    let explained = one::explain(&catalogue, &[indicator], Some(&data), &|_| {}).unwrap().value.unwrap();
    assert!(
        explained[0].needs.get("teams").is_some_and(|columns| columns.contains(&"TEAM".to_owned())),
        "{:?}",
        explained[0].needs
    );
    let standing = one::standing(&catalogue, indicator, &data).unwrap().unwrap();
    assert_eq!(standing.len(), 3);
}

#[test]
fn without_the_extract_there_is_no_figure_and_the_reason_says_which() {
    let folder = tempfile::tempdir().unwrap();
    let (catalogue, _) = council(folder.path(), &[("looked_after", "team = 'North'")]);
    fs::remove_file(folder.path().join("in/teams.csv")).unwrap();
    let document = compute(&catalogue, folder.path(), |_| {});
    let row = document.scorecards[0].every_row().next().unwrap();
    assert_eq!(row.figure, None);
    assert_eq!(crate::support::reason(row).unwrap(), "no teams extract; it needs teams.csv with CHILD, TEAM");
}

#[test]
fn a_name_of_several_extracts_is_told_with_its_whole_names() {
    let folder = tempfile::tempdir().unwrap();
    let (_, problems) = council(folder.path(), &[("looked_after", "worker = 'Ann'")]);
    let told = problems.iter().find(|problem| problem.code.as_str() == "unknown-column").unwrap();
    assert_eq!(told.message, "several extracts have a column 'worker'");
}

/// A TEAM that a council added to the episodes is what it means by team, whatever lists there could be beside them.
#[test]
fn a_column_added_to_the_episodes_goes_before_one_of_a_list() {
    let folder = tempfile::tempdir().unwrap();
    council(folder.path(), &[("looked_after", "age < 18")]);
    let own = folder.path().join("own/extracts/episodes.toml");
    fs::write(own, "extends = \"episodes\"\n[columns.TEAM]\ntype = \"text\"\nlocal = [\"OFFICE\"]\nmeans = \"The team\"\n")
        .unwrap();
    let folders = [root().join("indicators"), folder.path().join("own")];
    let defined = job::define(&Sources::in_layers(folders.iter().map(|folder| folder.as_path())).unwrap()).unwrap();
    let document = {
        let period = month("2018-03");
        let options = Options {
            by: vec![by("team"), by("teams.team")],
            ..Options::new(vec!["national".to_owned()], &folder.path().join("in"), period, period.last() + 3)
        };
        job::compute(&defined.catalogue, &options, &|_| {}).unwrap()
    };
    let groups: Vec<&str> = document.scorecards[0]
        .every_row()
        .filter(|row| row.is_part() && row.whole() == "cla-count")
        .map(|row| &row.id["cla-count/".len()..])
        .collect();
    assert!(groups.contains(&"team=Mill Street") && groups.contains(&"teams.team=North"), "{groups:?}");
}

/// What is counted by text is related to the whole like any other number: of three children two are told of, and the third is hidden.
#[test]
fn public_figures_by_text_are_protected() {
    let folder = tempfile::tempdir().unwrap();
    let asked =
        [("looked_after", "age < 18"), ("looked_after", "team = 'North'"), ("looked_after", "team IS NULL OR team <> 'North'")];
    let (catalogue, _) = council(folder.path(), &asked);
    // 30 children of the north, 3 of none, so that the whole and the north would tell the three.
    let (mut header, mut episodes, mut duty) = ("CHILD,SEX,DOB\n".to_owned(), String::new(), "CHILD,TEAM\n".to_owned());
    episodes += "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN,OFFICE\n";
    for at in 0..33 {
        header += &format!("C{at},1,10/02/2009\n");
        episodes += &format!("C{at},01/05/2017,S,C2,N1,U4,PR1,,,,,,,\n");
        duty += &format!("C{at},{}\n", if at < 30 { "North" } else { "" });
    }
    for (name, text) in [("header", header), ("episodes", episodes), ("teams", duty)] {
        fs::write(folder.path().join(format!("in/{name}.csv")), text).unwrap();
    }
    let document = compute(&catalogue, folder.path(), |options| options.audience = Audience::Public);
    let shown: Vec<bool> = document.scorecards[0].every_row().map(|row| row.figure.is_some()).collect();
    assert!(!shown[2], "{shown:?}");
    assert!(!(shown[0] && shown[1]), "the whole less the north is three children: {shown:?}");
}
