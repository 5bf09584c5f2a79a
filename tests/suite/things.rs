//! Rows that count things are shown to the public however small; what counts people is not, whatever a row says of it.

use std::fs;

use scorecard::calendar::parse_iso;
use scorecard::definitions::{Source, Sources};
use scorecard::job::{self, Options};
use scorecard::render::table;
use scorecard::scorecard::{Audience, Document};

use crate::support::{month, root};

/// What scorecards of these rows come to, with two returns of three and two foster places begun in the year; or the codes of what is
/// wrong with them.
fn public(rows: &[&str]) -> Result<Document, Vec<String>> {
    public_with("", rows)
}

/// The same with something said of the scorecard.
fn public_with(head: &str, rows: &[&str]) -> Result<Document, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let returns = "PERIOD,MEASURE,NUMERATOR,DENOMINATOR,VALUE,NOTE\n\
                   2018-03,meetings,,,3,\n2018-03,panels,,,8,\n2018-03,complaints,,,3,\n2018-03,visits-in-time,2,40,,\n";
    fs::write(folder.path().join("returns.csv"), returns).unwrap();
    let places = "FOSTER_HOME,PLACE_NUMBER,APPROVED_DATE,CLOSED_DATE\nH1,1,01/09/2017,\nH1,2,01/09/2017,\nH2,1,01/05/2015,\n";
    fs::write(folder.path().join("foster_places.csv"), places).unwrap();
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    let mut text = format!("title = \"-\"\nsource = \"-\"\n{head}\n[[groups]]\nid = \"all\"\ntitle = \"-\"\n");
    for (at, row) in rows.iter().enumerate() {
        text += &format!("[[groups.rows]]\nid = \"R{at}\"\ntitle = \"-\"\nsource = \"-\"\n{row}\n");
    }
    sources.scorecards.push(Source::new("things.toml", "things", text));
    let defined = job::define(&sources).unwrap();
    if !defined.problems.is_empty() {
        return Err(defined.problems.iter().map(|problem| problem.code.as_str().to_owned()).collect());
    }
    let today = parse_iso("2018-04-03").unwrap();
    let options = Options::new(vec!["things".to_owned()], folder.path(), month("2018-03"), today);
    Ok(job::compute(&defined.catalogue, &Options { audience: Audience::Public, ..options }, &|_| {}).unwrap())
}

/// Each row's figure as it is shown, `[c]` where it is hidden.
fn shown(rows: &[&str]) -> Vec<String> {
    shown_of(&public(rows).unwrap())
}

fn shown_of(document: &Document) -> Vec<String> {
    let rows = document.scorecards[0].every_row();
    rows.map(|row| row.symbol().map_or_else(|| row.display().unwrap_or_default(), |symbol| symbol.bracketed())).collect()
}

const COUNT: &str = "unit = \"count\"\npolarity = \"none\"";
const THINGS: &str = "counts = \"things\"";

#[test]
fn a_return_of_things_is_shown_and_one_of_people_is_hidden() {
    let meetings = format!("return = \"meetings\"\n{COUNT}");
    let complaints = format!("return = \"complaints\"\n{COUNT}");
    let of_things = format!("{meetings}\n{THINGS}");
    assert_eq!(shown(&[&of_things, &complaints]), ["3", "[c]"]);
    assert_eq!(shown(&[&meetings, &complaints]), ["[c]", "[c]"]);
    assert_eq!(shown(&[&format!("{meetings}\ncounts = \"people\"")]), ["[c]"]);
    let share = "return = \"visits-in-time\"\nunit = \"percent\"\npolarity = \"higher\"";
    assert_eq!(shown(&[&format!("{share}\n{THINGS}"), &complaints]), ["5.0%", "[c]"]);
    assert_eq!(shown(&[share]), ["[c]"]);
}

#[test]
fn things_are_not_rounded_with_people() {
    let panels = format!("return = \"panels\"\n{COUNT}");
    let places = format!("indicator = \"new-foster-places\"\n{THINGS}");
    let rounded = |rows: &[&str]| shown_of(&public_with("round = 5", rows).unwrap());
    assert_eq!(rounded(&[&format!("{panels}\n{THINGS}"), &places]), ["8", "2"]);
    assert_eq!(rounded(&[&panels]), ["10"]);
    let document = public_with("round = 5", &[&panels]).unwrap();
    let terminal = table::render(&document, table::Style { colour: false, unicode: true, width: 160 }).replace('\n', " ");
    assert!(terminal.contains("hidden. All other counts of people are rounded to the nearest 5."), "{terminal}");
}

#[test]
fn a_return_that_another_row_takes_for_people_is_of_people() {
    let meetings = format!("return = \"meetings\"\n{COUNT}");
    let otherwise = format!("return = \"Meetings \"\n{COUNT}");
    assert_eq!(shown(&[&format!("{meetings}\n{THINGS}"), &otherwise]), ["[c]", "[c]"]);
}

#[test]
fn an_extract_that_names_no_children_may_count_things_and_a_table_of_people_may_not() {
    assert_eq!(shown(&[&format!("indicator = \"new-foster-places\"\n{THINGS}")]), ["2"]);
    assert_eq!(shown(&["indicator = \"new-foster-places\""]), ["[c]"]);
    // Children, what happened to children, care leavers, and extracts of the council's own that name them.
    for indicator in [
        "residential-count",
        "missing-episodes",
        "placement-breakdowns",
        "staying-put-count",
        "excluded-count",
        "weight-concern-count",
    ] {
        let row = format!("indicator = \"{indicator}\"\n{THINGS}");
        assert_eq!(public(&[&row]).err(), Some(vec!["people-as-things".to_owned()]), "{indicator}");
    }
    let survey = format!("survey = \"Feel safe\"\nunit = \"percent\"\npolarity = \"higher\"\n{THINGS}");
    assert_eq!(public(&[&survey]).err(), Some(vec!["people-as-things".to_owned()]));
}

#[test]
fn of_a_layout_with_a_mistake_the_mistake_alone_is_told() {
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    let places = sources.extracts.iter_mut().find(|source| source.id == "foster_places").unwrap();
    places.text = format!("misspelt = true\n{}", places.text).into();
    let defined = job::define(&sources).unwrap();
    let told: Vec<&str> = defined.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(told, ["unknown-key"]);
    // Knowsley counts foster places as things; of the layout with the mistake there is no figure.
    let options = Options::new(
        vec!["knowsley".to_owned()],
        &root().join("sample-data"),
        month("2018-03"),
        parse_iso("2018-04-03").unwrap(),
    );
    let document = job::compute(&defined.catalogue, &Options { audience: Audience::Public, ..options }, &|_| {}).unwrap();
    let row = document.scorecards[0].rows().find(|row| row.id == "KN-13").unwrap();
    assert!(row.figure.is_none() && !row.hidden.figure && row.previous.1.is_none() && row.series.is_empty());
}

/// The table of children stays what it is, whatever an extract of that name is.
#[test]
fn an_own_extract_called_as_a_table_of_people_makes_no_things_of_them() {
    let layout = "title = \"-\"\nsource = \"-\"\nnames = [\"mine\"]\nkey = [\"ID\"]\nlocal = true\n\
                  [columns.ID]\ntype = \"text\"\nrequired = true\nmeans = \"-\"\n";
    let card = "title = \"-\"\nsource = \"-\"\n[[groups]]\nid = \"all\"\ntitle = \"-\"\n[[groups.rows]]\nid = \"R\"\n\
                indicator = \"review-overdue-now-count\"\ncounts = \"things\"\nsource = \"-\"\n";
    for layout in [layout.to_owned(), format!("misspelt = true\n{layout}")] {
        let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
        sources.extracts.push(Source::new("looked_after.toml", "looked_after", layout));
        sources.scorecards.push(Source::new("things.toml", "things", card));
        let defined = job::define(&sources).unwrap();
        let told: Vec<&str> = defined.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert!(told.contains(&"people-as-things"), "{told:?}");
        assert!(defined.catalogue.scorecard("things").is_none());
    }
}

#[test]
fn what_is_said_of_the_page_is_not_denied_by_a_row_of_things() {
    let document = public(&[&format!("return = \"meetings\"\n{COUNT}\n{THINGS}")]).unwrap();
    let page = scorecard::render::html::render(&document);
    assert!(page.contains("Counts of 1 to 5 people, and everything that gives them away, are hidden."));
    assert!(page.contains(">3<"), "{page}");
}
