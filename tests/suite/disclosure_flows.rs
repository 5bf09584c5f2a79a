//! Who is there now is who was there before and who came, less who went. A reader who has three of them has the fourth, in the whole and in
//! each group that nobody changes, over whatever time and however the conditions are written.

use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use scorecard::calendar::Month;
use scorecard::definitions::{Catalogue, Source, Sources};
use scorecard::job::{self, Options};
use scorecard::problem_codes::Code;
use scorecard::render::json;
use scorecard::scorecard::{Audience, By, Document, Row};

use crate::support::{by, month, root};

static FLOWS: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    let rows = |ids: &[&str]| -> String {
        ids.iter().map(|id| format!("[[groups.rows]]\nid = \"{id}\"\nindicator = \"{id}\"\nsource = \"-\"\n")).collect()
    };
    for (id, condition) in [("begun", "care_start_known AND care_start_in_month"), ("ended", "ended_in_month")] {
        let text = format!(
            "title = \"{id}\"\nmeans = \"-\"\ntable = \"periods_of_care\"\nwhere = \"{condition}\"\nstatistic = \"count\"\nunit = \"count\"\npolarity = \"none\"\nwindow = \"month\"\nsource = \"-\"\n"
        );
        sources.indicators.push(Source::new(format!("{id}.toml"), id, text));
    }
    for (id, ids) in [("year", ["cla-count", "cla-starts", "cla-ceased"]), ("month", ["cla-count", "begun", "ended"])] {
        let text = format!("title = \"{id}\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"Flows\"\n{}", rows(&ids));
        sources.scorecards.push(Source::new(format!("{id}.toml"), id, text));
    }
    let defined = job::define(&sources).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    defined.catalogue
});

/// So many children of a sex, in care from a day to another.
type Some<'a> = (u8, usize, &'a str, &'a str);

/// The extracts of these months, each with all that had happened by then.
fn extracts(children: &[Some<'_>], months: &[Month]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let day = |text: &str| scorecard::calendar::parse_iso(text);
    let written = |text: &str| text.split('-').rev().collect::<Vec<_>>().join("/");
    for period in months {
        let mut header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n".to_owned();
        let mut episodes =
            "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n".to_owned();
        for (kind, (sex, many, from, to)) in children.iter().enumerate() {
            for at in 0..*many {
                if day(from).is_some_and(|from| from > period.last()) {
                    continue;
                }
                writeln!(header, "F{kind}{at:03},{sex},10/02/2010,WBRI,,,").unwrap();
                let (to, why) =
                    if day(to).is_some_and(|to| to <= period.last()) { (written(to), "E4A") } else { Default::default() };
                writeln!(episodes, "F{kind}{at:03},{},S,C2,N1,U4,PR1,{to},{why},,,,", written(from)).unwrap();
            }
        }
        let of_month = folder.path().join(period.to_string());
        std::fs::create_dir(&of_month).unwrap();
        std::fs::write(of_month.join("header.csv"), header).unwrap();
        std::fs::write(of_month.join("episodes.csv"), episodes).unwrap();
    }
    folder
}

fn public(folder: &Path, scorecard: &str, period: Month, (some, published): (&[By], Option<&Path>)) -> Document {
    let options = Options {
        audience: Audience::Public,
        by: some.to_vec(),
        published: published.map(Path::to_owned),
        authority: Some("E08000011".to_owned()),
        ..Options::new(vec![scorecard.to_owned()], folder, period, period.last() + 3)
    };
    job::compute(&FLOWS, &options, &|_| {}).unwrap()
}

fn find<'a>(document: &'a Document, id: &str) -> &'a Row {
    document.scorecards[0].every_row().find(|row| row.id == id).unwrap()
}

fn shown(row: &Row) -> Option<f64> {
    row.figure.map(|figure| figure.numerator())
}

#[test]
fn those_of_a_sex_who_started_do_not_follow_from_what_was_published_a_year_ago() {
    // Of boys 20 a year ago, 7 left and 3 came: 16. Of girls 20, 8 left and 9 came: 21.
    let (then, now) = (month("2017-03"), month("2018-03"));
    let children = [
        (1, 13, "2015-02-01", ""),
        (1, 7, "2015-02-01", "2017-09-10"),
        (1, 3, "2017-06-05", ""),
        (2, 12, "2015-02-01", ""),
        (2, 8, "2015-02-01", "2017-10-11"),
        (2, 9, "2017-08-07", ""),
    ];
    let folder = extracts(&children, &[month("2016-03"), then, now]);
    let archive = tempfile::tempdir().unwrap();
    let first = public(folder.path(), "year", then, (&[by("sex")], None));
    assert_eq!(shown(find(&first, "cla-count/sex=Male")), Some(20.0));
    std::fs::write(archive.path().join("2017-03.json"), json::render(&first).unwrap()).unwrap();
    let alone = public(folder.path(), "year", now, (&[by("sex")], None));
    let after = public(folder.path(), "year", now, (&[by("sex")], Some(archive.path())));
    for document in [&alone, &after] {
        assert_eq!(shown(find(document, "cla-starts/sex=Male")), None, "3 are few");
        assert_eq!(shown(find(document, "cla-starts")), Some(12.0));
    }
    // Nobody has the year before: 16 and 7 tell nothing of the 3.
    let three = ["cla-count/sex=Male", "cla-ceased/sex=Male"];
    assert_eq!(three.map(|id| shown(find(&alone, id))), [Some(16.0), Some(7.0)]);
    // With it one of them goes, and the girls' with it.
    assert!(three.iter().any(|id| shown(find(&after, id)).is_none()));
    let girls = ["cla-count/sex=Female", "cla-starts/sex=Female", "cla-ceased/sex=Female"];
    assert!(girls.iter().any(|id| shown(find(&after, id)).is_none()));
    assert_eq!([shown(find(&after, "cla-count")), shown(find(&after, "cla-ceased"))], [Some(37.0), Some(15.0)], "no more goes");
}

#[test]
fn those_who_left_in_a_month_do_not_follow_from_the_month_before() {
    // 40 in December; 6 left and 3 came in January, 4 left and 6 came in February, and 2 left in March.
    let children = [
        (1, 28, "2015-02-01", ""),
        (1, 6, "2015-02-01", "2018-01-10"),
        (1, 3, "2018-01-12", ""),
        (1, 4, "2015-02-01", "2018-02-10"),
        (1, 6, "2018-02-12", ""),
        (1, 2, "2015-02-01", "2018-03-10"),
    ];
    let months: Vec<Month> = (0..5).rev().map(|back| month("2018-03").back(back)).collect();
    let folder = extracts(&children, &months);
    let document = public(folder.path(), "month", month("2018-03"), (&[], None));
    let (now, begun, ended) = (find(&document, "cla-count"), find(&document, "begun"), find(&document, "ended"));
    assert_eq!((shown(begun), shown(ended)), (Some(0.0), None), "nobody came, and two are few");
    // 39 are 37 and 2: one of them is hidden.
    assert!(shown(now).is_none() || now.hidden.previous, "{:?} {:?}", now.figure, now.previous);
    assert_eq!(shown(now).or(now.previous.1.map(|figure| figure.numerator())).map(|one| one > 36.0), Some(true), "not both");
}

#[test]
fn what_another_authority_published_is_no_archive_of_this_one() {
    let period = month("2018-03");
    let folder = extracts(&[(1, 20, "2015-02-01", "")], &[period]);
    let archive = tempfile::tempdir().unwrap();
    let other = json::render(&public(folder.path(), "year", period, (&[], None))).unwrap().replace("E08000011", "E06000016");
    std::fs::write(archive.path().join("other.json"), other).unwrap();
    let document = public(folder.path(), "year", period, (&[], Some(archive.path())));
    let told = document.problems.iter().find(|problem| problem.code == Code::UnusableRun).unwrap();
    assert!(told.message.ends_with("its 'year' is of E06000016, and this run's of E08000011"), "{}", told.message);
    assert!(document.scorecards.is_empty());
}
