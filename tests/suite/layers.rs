//! Layers of definitions: what stands in front of what, what follows what it extends, and that a mistake in one
//! definition changes no figure of the others.

use std::fs;
use std::path::Path;

use scorecard::calendar::Month;
use scorecard::definitions::{Catalogue, Part, Sources};
use scorecard::job::{self, Defined};
use scorecard::rating::Rating;
use scorecard::render::json;

use crate::support::{compute_with, month, root, row};

/// The definitions of folders, each on top of the one before.
fn defined(folders: &[&Path]) -> Defined {
    job::define(&Sources::in_layers(folders.iter().copied()).unwrap()).unwrap()
}

/// Definitions of folders, in which nothing is wrong.
fn sound(folders: &[&Path]) -> Catalogue {
    let Defined { catalogue, problems } = defined(folders);
    let wrong: Vec<_> = problems.iter().filter(|problem| problem.code.as_str() != "shadowed-definition").collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    catalogue
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn codes(defined: &Defined) -> Vec<&'static str> {
    defined.problems.iter().map(|problem| problem.code.as_str()).collect()
}

const UNDER: &str = "title = \"Children under 10\"\nmeans = \"Children looked after under 10.\"\ntable = \"looked_after\"\n\
                     where = \"age < 10\"\nstatistic = \"count\"\nunit = \"count\"\npolarity = \"none\"\nwindow = \"last-day\"\n\
                     source = \"Ours\"\n";

#[test]
fn what_extends_a_definition_follows_it_when_that_is_mended() {
    let (below, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(below.path(), "library/under-10.toml", UNDER);
    write(own.path(), "library/under-10.toml", "extends = \"under-10\"\ntitle = \"Young children\"\n");
    write(own.path(), "library/girls-under-10.toml", "extends = \"under-10\"\nwhere = \"age < 10 AND sex = '2'\"\n");
    let layers = [below.path(), own.path()];
    let before = sound(&layers);
    let of = |catalogue: &Catalogue, id: &str| {
        let indicator = catalogue.indicator(id).unwrap();
        let cohort = indicator.cohort.as_ref().map(|text| text.value.clone()).unwrap_or_default();
        (indicator.title.clone(), cohort, indicator.polarity.as_str())
    };
    assert_eq!(of(&before, "under-10"), ("Young children".to_owned(), "age < 10".to_owned(), "none"));
    assert_eq!(of(&before, "girls-under-10").0, "Young children", "of the one in force, which is the layer's own");
    assert_eq!(before.indicator("under-10").unwrap().file.layer(), own.path().to_string_lossy());
    // It is mended below: children of 10 belong to it, and fewer are better.
    let mended = UNDER.replace("age < 10", "age <= 10").replace("\"none\"", "\"lower\"");
    write(below.path(), "library/under-10.toml", &mended);
    let after = sound(&layers);
    assert_eq!(of(&after, "under-10"), ("Young children".to_owned(), "age <= 10".to_owned(), "lower"));
    assert_eq!(of(&after, "girls-under-10").1, "age < 10 AND sex = '2'");
    assert_eq!(of(&after, "girls-under-10").2, "lower");
    // And what is built in is there as ever.
    assert_eq!(of(&after, "cla-count").0, "Children looked after");
}

#[test]
fn tables_are_put_together_by_key_and_rows_by_id() {
    let own = tempfile::tempdir().unwrap();
    write(own.path(), "extracts/episodes.toml", "extends = \"episodes\"\n[columns.PLACE]\nlocal = [\"PL\", \"LODGING\"]\n");
    let card = "extends = \"knowsley\"\ntitle = \"Ours\"\n[[groups]]\nid = \"placements\"\n[[groups.rows]]\nid = \"KN-15\"\n\
                target = \"75%\"\n[[groups.rows]]\nid = \"KN-99\"\nindicator = \"cla-count\"\nsource = \"-\"\n";
    let built_in = sound(&[]);
    let knowsley = built_in.scorecard("knowsley").unwrap();
    let group = knowsley.groups.iter().find(|group| group.rows.iter().any(|row| row.id == "KN-15")).unwrap();
    write(own.path(), "scorecards/ours.toml", &card.replace("\"placements\"", &format!("\"{}\"", group.id)));
    let catalogue = sound(&[own.path()]);
    let (old, new) = (built_in.extract("episodes").unwrap(), catalogue.extract("episodes").unwrap());
    let names = |layout: &scorecard::definitions::Layout| -> Vec<String> {
        layout.columns.iter().map(|column| column.name.clone()).collect()
    };
    assert_eq!(names(old), names(new), "columns keep their order");
    let place = |layout: &scorecard::definitions::Layout| layout.columns[layout.column("PLACE").unwrap()].clone();
    assert_eq!(place(new).local, ["PL", "LODGING"]);
    assert_eq!(place(new).codes.len(), place(old).codes.len());
    let ours = catalogue.scorecard("ours").unwrap();
    assert_eq!((ours.title.as_str(), ours.groups.len()), ("Ours", knowsley.groups.len()));
    let changed = ours.groups.iter().find(|other| other.id == group.id).unwrap();
    assert_eq!(changed.rows.len(), group.rows.len() + 1);
    let of = |group: &scorecard::definitions::scorecard::GroupDefinition, id: &str| {
        group.rows.iter().find(|row| row.id == id).unwrap().clone()
    };
    let (before, after) = (of(group, "KN-15"), of(changed, "KN-15"));
    assert_eq!(after.targets[0].text.as_deref(), Some("75%"));
    assert_eq!((after.title, after.owner, after.source), (before.title, before.owner, before.source));
}

#[test]
fn a_mistake_is_shown_in_the_file_that_it_stands_in() {
    let own = tempfile::tempdir().unwrap();
    // In its own text; then in what is left of the one below: a count has no use for a numerator.
    write(own.path(), "library/cla-count.toml", "# Ours\nextends = \"cla-count\"\nwhere = \"agee < 16\"\n");
    write(own.path(), "library/foster-percent.toml", "extends = \"foster-percent\"\nstatistic = \"count\"\nunit = \"count\"\n");
    let found = defined(&[own.path()]);
    let errors: Vec<_> = found.problems.iter().filter(|problem| problem.code.as_str() != "shadowed-definition").collect();
    assert_eq!(errors.len(), 2, "{errors:#?}");
    let under = |at: usize| {
        let snippet = &errors[at].snippets[0];
        (snippet.file.clone(), snippet.text[snippet.span.clone()].to_owned())
    };
    let shown = |name: &str| own.path().join(name).to_string_lossy().into_owned();
    let mut places = [under(0), under(1)];
    places.sort();
    assert!(places.contains(&(shown("library/cla-count.toml"), "agee".to_owned())), "{places:?}");
    assert!(places.iter().any(|(file, _)| file == "indicators/library/foster-percent.toml"), "{places:?}");
    // Both are the mistakes of the file that extends: what it extends is sound.
    assert_eq!(found.catalogue.broken.len(), 2);
    assert!(found.catalogue.broken.iter().all(|broken| broken.path.starts_with(&*own.path().to_string_lossy())));
    write(
        own.path(),
        "library/foster-percent.toml",
        "extends = \"foster-percent\"\nstatistic = \"count\"\nunit = \"count\"\nwithout = [\"numerator\"]\n",
    );
    write(own.path(), "library/cla-count.toml", "extends = \"cla-count\"\nwhere = \"age < 16\"\n");
    sound(&[own.path()]);
}

#[test]
fn what_extends_nothing_or_itself_is_told() {
    let own = tempfile::tempdir().unwrap();
    write(own.path(), "library/one.toml", "extends = \"two\"\n");
    write(own.path(), "library/two.toml", "extends = \"one\"\n");
    write(own.path(), "library/three.toml", "extends = \"three\"\n");
    write(own.path(), "library/four.toml", "extends = \"cla-cuont\"\n");
    let found = defined(&[own.path()]);
    let said: Vec<String> = found
        .problems
        .iter()
        .map(|problem| format!("{}: {}", problem.message, problem.snippets.first().map_or("", |snippet| &snippet.label)))
        .collect();
    for words in
        ["in turn: in a circle", "no indicator 'three' below this one", "'cla-cuont' to extend: did you mean 'cla-count'?"]
    {
        assert!(said.iter().any(|said| said.contains(words)), "{words}: {said:?}");
    }
    assert_eq!(found.catalogue.broken.len(), 4, "{said:?}");
    assert_eq!(codes(&found).iter().filter(|code| **code != "wrong-value").count(), 0);
}

#[test]
fn what_changed_below_since_is_told() {
    let (below, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(below.path(), "library/under-10.toml", UNDER);
    write(own.path(), "library/under-10.toml", &UNDER.replace("10\"", "11\""));
    let layers = [below.path(), own.path()];
    let found = defined(&layers);
    assert_eq!(codes(&found), ["shadowed-definition"]);
    let mark = found.problems[0].help.split('"').nth(1).unwrap().to_owned();
    write(own.path(), "library/under-10.toml", &format!("based_on = \"{mark}\"\n{UNDER}"));
    let found = defined(&layers);
    assert_eq!(codes(&found), ["shadowed-definition"]);
    assert!(found.problems[0].help.contains("as it was"), "{:?}", found.problems);
    // Comments and writing are no change; a condition is.
    write(below.path(), "library/under-10.toml", &format!("# Mended\n{}", UNDER.replace("title = ", "title   =   ")));
    assert_eq!(codes(&defined(&layers)), ["shadowed-definition"]);
    write(below.path(), "library/under-10.toml", &UNDER.replace("age < 10", "age <= 9"));
    let found = defined(&layers);
    assert_eq!(codes(&found), ["changed-below"]);
    let snippet = &found.problems[0].snippets[0];
    assert_eq!(&snippet.text[snippet.span.clone()], format!("\"{mark}\""));
}

/// The JSON of scorecards on the starter's extracts.
fn computed(catalogue: &Catalogue, scorecards: &[&str]) -> String {
    let period: Month = month("2018-03");
    let document = compute_with(catalogue, scorecards, &root().join("starter/extracts"), period, None);
    json::render(&document).unwrap()
}

/// A copy of the definitions of the repository, as working folders used to have.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in Part::ALL {
        fs::create_dir(folder.path().join(part.folder())).unwrap();
        for entry in fs::read_dir(root().join("indicators").join(part.folder())).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.path().join(part.folder()).join(entry.file_name())).unwrap();
        }
    }
    folder
}

#[test]
fn a_folder_that_is_a_copy_of_the_whole_stands_for_it_as_ever() {
    let copy = copy();
    let built_in = sound(&[]);
    let expected = computed(&built_in, &["knowsley", "national"]);
    let found = defined(&[copy.path()]);
    assert!(found.problems.is_empty(), "{:#?}", found.problems);
    assert_eq!(computed(&found.catalogue, &["knowsley", "national"]), expected);
    // What was taken out of it stays out.
    fs::remove_file(copy.path().join("library/a1.toml")).unwrap();
    fs::remove_file(copy.path().join("scorecards/national.toml")).unwrap();
    for file in ["rutland", "leicester", "st-helens", "southwark"] {
        fs::remove_file(copy.path().join(format!("scorecards/{file}.toml"))).unwrap();
    }
    let catalogue = defined(&[copy.path()]).catalogue;
    assert!(catalogue.indicator("a1").is_none() && catalogue.scorecard("national").is_none());
    // A layer of one's own lies on top of a copy as it does on what is built in.
    let own = tempfile::tempdir().unwrap();
    write(own.path(), "library/under-10.toml", UNDER);
    let catalogue = defined(&[copy.path(), own.path()]).catalogue;
    assert!(catalogue.indicator("under-10").is_some() && catalogue.indicator("a1").is_none());
}

#[test]
fn a_broken_file_of_each_kind_leaves_everything_else_as_it_was() {
    let copy = copy();
    let expected = computed(&sound(&[]), &["knowsley", "national", "rutland"]);
    let broken = ["title = ", "title = 7\n", "[colums]\n", "extends = \"nothing\"\n"];
    for part in Part::ALL {
        for text in broken {
            let path = copy.path().join(part.folder()).join("aa-draft.toml");
            fs::write(&path, text).unwrap();
            let found = defined(&[copy.path()]);
            assert!(scorecard::problem::stops(&found.problems), "{part:?} {text}");
            assert_eq!(found.catalogue.broken.len(), 1, "{part:?} {text}: {:?}", found.catalogue.broken);
            assert_eq!(computed(&found.catalogue, &["knowsley", "national", "rutland"]), expected, "{part:?} {text}");
            fs::remove_file(&path).unwrap();
        }
    }
    // An indicator with a misspelt column, and one of a layout that has a mistake.
    write(copy.path(), "library/aa-draft.toml", &UNDER.replace("age < 10", "agee < 10"));
    write(copy.path(), "extracts/aa_draft.toml", "title = \"Draft\"\nlocal = true\n");
    write(copy.path(), "local/aa-other.toml", &UNDER.replace("looked_after\"", "aa_draft_of_looked_after\""));
    let found = defined(&[copy.path()]);
    let left: Vec<&str> = found.catalogue.broken.iter().map(|broken| broken.id.as_str()).collect();
    assert_eq!(left, ["aa_draft", "aa-draft", "aa-other"]);
    assert!(!codes(&found).contains(&"unknown-table"), "{:?}", codes(&found));
    assert_eq!(computed(&found.catalogue, &["knowsley", "national", "rutland"]), expected);
}

#[test]
fn rows_of_a_definition_with_a_mistake_have_no_data_and_the_others_stay() {
    let own = tempfile::tempdir().unwrap();
    let whole = sound(&[]);
    let extracts = root().join("starter/extracts");
    let before = compute_with(&whole, &["national"], &extracts, month("2018-03"), None);
    for text in
        ["extends = \"cla-count\"\nwhere = \"agee < 18\"\n", "title = \n", "unit = \"percent\"\nextends = \"cla-count\"\n"]
    {
        write(own.path(), "library/cla-count.toml", text);
        let catalogue = defined(&[own.path()]).catalogue;
        let document = compute_with(&catalogue, &["national"], &extracts, month("2018-03"), None);
        let rows = document.scorecards[0].every_row();
        for (now, then) in rows.zip(before.scorecards[0].every_row()) {
            if now.id == "cla-count" {
                assert_eq!(now.rating, Rating::NoData, "{text}");
                assert_eq!(crate::support::reason(now).as_deref(), Some("its definition has a mistake"), "{text}");
            } else {
                assert_eq!((&now.figure, &now.rating, &now.reason), (&then.figure, &then.rating, &then.reason), "{}", now.id);
            }
        }
        let told = document.problems.iter().find(|problem| problem.code.as_str() == "definition-left-out").unwrap();
        assert!(told.message.contains("'cla-count'") && told.message.ends_with("no data for cla-count"), "{}", told.message);
    }
    // The layout of the episodes: what rests on them has no data, also where the one below could read them.
    fs::remove_file(own.path().join("library/cla-count.toml")).unwrap();
    write(own.path(), "extracts/episodes.toml", "extends = \"episodes\"\nkey = [\"CHILDREN\"]\n");
    let catalogue = defined(&[own.path()]).catalogue;
    let document = compute_with(&catalogue, &["national"], &extracts, month("2018-03"), None);
    for id in ["cla-count", "foster-percent", "placement-stability", "cla-starts"] {
        assert_eq!(crate::support::reason(row(&document, id)).as_deref(), Some("its definition has a mistake"), "{id}");
    }
    // Those of a file that feeds rows.
    fs::remove_file(own.path().join("extracts/episodes.toml")).unwrap();
    write(own.path(), "extracts/survey.toml", "extends = \"survey\"\nnamess = [\"poll\"]\n");
    let catalogue = defined(&[own.path()]).catalogue;
    let document = compute_with(&catalogue, &["knowsley"], &root().join("sample-data"), month("2018-03"), None);
    let reasons = document.scorecards[0]
        .every_row()
        .filter(|row| crate::support::reason(row).as_deref() == Some("the layout of survey has a mistake"));
    assert!(reasons.count() > 0);
}
