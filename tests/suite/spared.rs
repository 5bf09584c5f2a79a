//! No output is ever an input: every kind of file that a run reads, under every kind of name, for every command that writes.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const CARD: &str = "title = \"Card\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"G\"\n[[groups.rows]]\nid = \"c\"\nindicator = \"cla-count\"\nsource = \"-\"\n";

/// Every kind of file that some command reads.
const READ: &[&str] = &[
    "scorecard.toml",
    "card.toml",
    "indicators/scorecards/own.toml",
    "indicators/extracts/own.toml",
    "above/library/own.toml",
    "in/header.csv",
    "in/episodes.csv",
    "in/survey.csv",
    "in/returns.csv",
    "in/narrative.csv",
    "in/postcodes.csv",
    "in/commentary.toml",
    "in/commentary-2018-02.csv",
    "in/2018-03/episodes.csv",
    "said.toml",
    "figures/published.csv",
    "in/benchmarks/beside.csv",
    "archive/2018-02.json",
    "earlier.json",
];

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in READ {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // Nothing of it can be read: a run that went so far would say so, with another status.
        fs::write(path, format!("this is no {name} = [\n")).unwrap();
    }
    fs::write(folder.path().join("card.toml"), CARD).unwrap();
    let settings =
        "extracts = \"in\"\nbenchmarks = \"figures\"\ncommentary = \"said.toml\"\nindicators = [\"above\", \"indicators\"]\n";
    fs::write(folder.path().join("scorecard.toml"), settings).unwrap();
    folder
}

fn shell(folder: &Path, script: &str) -> (Option<i32>, String) {
    let output =
        Command::new("sh").args(["-c", script]).current_dir(folder).env("S", env!("CARGO_BIN_EXE_scorecard")).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// Commands that write, each with the ending of what it writes; the output comes behind.
const COMMANDS: &[(&str, &str)] = &[
    ("$S compute ./card.toml --period 2018-03 --previous earlier.json --audience public --published archive --output", "json"),
    ("$S compute ./card.toml --previous earlier.json --audience public --published archive --output board.html --output", "csv"),
    ("$S trend ./card.toml --period 2018-03 --output", "html"),
    ("$S trend ./card.toml --output", "csv"),
    ("$S cases cla-count --period 2018-03 --output", "csv"),
    ("$S cases cla-count --due 3 --output", "json"),
    ("$S commentary ./card.toml --output", "csv"),
];

fn contents(folder: &Path) -> Vec<Vec<u8>> {
    READ.iter().map(|name| fs::read(folder.join(name)).unwrap()).collect()
}

#[test]
fn every_kind_of_input_is_spared_by_every_command_under_every_name() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    symlink(".", at("round")).unwrap();
    let before = contents(folder.path());
    for name in READ {
        for (command, ending) in COMMANDS {
            // What only other commands read is theirs to spare.
            let read_by_others = ["card.toml", "archive/", "earlier.json"].iter().any(|other| name.starts_with(other));
            if read_by_others && !command.contains("compute") && !(name == &"card.toml" && command.contains("./card.toml")) {
                continue;
            }
            let (hard, link, chain) = (format!("hard.{ending}"), format!("link.{ending}"), format!("chain.{ending}"));
            fs::hard_link(at(name), at(&hard)).unwrap();
            symlink(format!("round/./{name}"), at(&link)).unwrap();
            symlink(&link, at(&chain)).unwrap();
            let absolute = at(&hard).display().to_string();
            for output in [&hard, &link, &chain, &format!("round/{hard}"), &format!("in/../{link}"), &absolute] {
                let (code, said) = shell(folder.path(), &format!("{command} {output}"));
                assert_eq!(code, Some(2), "{command} {output} -> {name}: {said}");
                assert!(said.starts_with("error: '") && said.lines().count() == 1, "{command} {output} -> {name}: {said}");
            }
            for made in [hard, link, chain] {
                fs::remove_file(at(&made)).unwrap();
            }
        }
    }
    assert_eq!(contents(folder.path()), before);
    assert!(!at("board.html").exists() && !at("board.meta.csv").exists());
}

#[test]
fn tables_and_comparisons_spare_what_is_read_too() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("out")).unwrap();
    let before = contents(folder.path());
    let refused = |script: &str| {
        let (code, said) = shell(folder.path(), script);
        assert_eq!(code, Some(2), "{script}: {said}");
        assert!(said.contains("error: '"), "{script}: {said}");
    };
    for name in ["in/header.csv", "said.toml", "figures/published.csv", "scorecard.toml"] {
        for made in ["out/looked_after.csv", "out/dictionary.csv"] {
            fs::hard_link(at(name), at(made)).unwrap();
            refused("$S tables --period 2018-03 --format csv --output out");
            fs::remove_file(at(made)).unwrap();
        }
    }
    // Folders that are not there yet would be months of the input folder.
    symlink("in", at("linked")).unwrap();
    for output in
        ["in", "in/2018-03", "in/2018-05", "in/2018-05/tables", "linked/2018-05", "out/../in/2018-05", "./in/x/../2018-05"]
    {
        refused(&format!("$S tables --period 2018-03 --format csv --output {output}"));
        refused(&format!("$S tables --period 2018-03 --output {output}"));
    }
    assert!(!at("in/2018-05").exists() && !at("in/x").exists());
    fs::hard_link(at("earlier.json"), at("same.json")).unwrap();
    for script in [
        "$S diff earlier.json archive/2018-02.json --output earlier.json",
        "$S diff earlier.json archive/2018-02.json --output archive/2018-02.json",
        "$S diff archive/2018-02.json earlier.json --output out.txt --output same.json",
    ] {
        refused(script);
    }
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn nothing_new_is_put_where_it_would_be_read() {
    let folder = folder();
    for output in ["in/new.csv", "in/2018-03/new.CSV", "in/new.xlsx", "in/benchmarks/new.csv", "figures/new.csv"] {
        let (code, said) = shell(folder.path(), &format!("$S compute ./card.toml --period 2018-03 --output {output}"));
        assert_eq!(code, Some(2), "{output}: {said}");
        assert!(said.contains("where it would be read as"), "{output}: {said}");
        assert!(!folder.path().join(output).exists());
    }
}

#[test]
fn standard_output_is_no_input_either() {
    let folder = folder();
    let before = contents(folder.path());
    for script in [
        "$S compute ./card.toml --period 2018-03 >> in/header.csv",
        "$S compute ./card.toml --period 2018-03 --format json >> earlier.json --previous earlier.json",
        "$S trend ./card.toml --period 2018-03 >> card.toml",
        "$S cases cla-count --period 2018-03 --format csv >> in/episodes.csv",
        "$S check --extracts in >> in/returns.csv",
        "$S explain cla-count >> indicators/scorecards/own.toml",
        "$S list >> scorecard.toml",
        "$S diff earlier.json archive/2018-02.json >> earlier.json",
    ] {
        let (code, said) = shell(folder.path(), script);
        assert_eq!(code, Some(2), "{script}: {said}");
        assert!(said.starts_with("error: standard output"), "{script}: {said}");
    }
    assert_eq!(contents(folder.path()), before);
}
