//! The pipeline of `docs/ci`: its script is run on the sample data, and the files of the two hosts are held to it.

use std::fs;
use std::path::Path;

use crate::support::root;

/// Runs the script of a month, and gives its status and what it said.
#[cfg(unix)]
fn monthly(folder: &Path, period: &str) -> (Option<i32>, String) {
    let output = std::process::Command::new(root().join("docs/ci/monthly.sh"))
        .current_dir(folder)
        .env("EXTRACTS", root().join("sample-data"))
        .env("SCORECARDS", "knowsley")
        .env("PERIOD", period)
        .env("PREVIOUS", "previous")
        .env("BOARD", "board")
        .env("PROGRAM", env!("CARGO_BIN_EXE_scorecard"))
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn the_script_keeps_every_format_and_fails_on_red() {
    let scratch = tempfile::tempdir().unwrap();
    let (status, said) = monthly(scratch.path(), "2018-02");
    assert_eq!(status, Some(3), "{said}");
    assert!(said.contains("failed on red: KN-"), "{said}");
    let board = scratch.path().join("board");
    let there = |name: &str| board.join(name).is_file();
    for ending in ["docx", "xlsx", "html", "csv", "meta.csv", "md", "json", "txt"] {
        assert!(there(&format!("pledge-2018-02.{ending}")), "{ending}");
    }
    assert!(!there("changes-2018-02.txt"), "there is nothing to compare the first month with");
    // The second month finds the first, and neither itself nor a later one.
    let previous = scratch.path().join("previous");
    fs::create_dir(&previous).unwrap();
    fs::copy(board.join("pledge-2018-02.json"), previous.join("pledge-2018-02.json")).unwrap();
    for later in ["2018-03", "2018-04"] {
        fs::write(previous.join(format!("pledge-{later}.json")), "not read").unwrap();
    }
    let (status, said) = monthly(scratch.path(), "2018-03");
    assert_eq!(status, Some(3), "{said}");
    let changes = fs::read_to_string(board.join("changes-2018-03.txt")).unwrap();
    assert!(changes.starts_with("From February 2018 (internal"), "{changes}");
    assert!(there("changes-2018-03.json") && there("pledge-2018-03.docx"));
}

#[test]
fn both_hosts_run_the_script_and_upload_nothing_else_than_the_board() {
    let text = |path: &str| fs::read_to_string(root().join("docs/ci").join(path)).unwrap();
    for file in ["github-actions.yml", "gitlab-ci.yml"] {
        let text = text(file);
        for words in ["docs/ci/monthly.sh", "0 6 3 * *", "cargo build --release --locked", "extracts", "path"] {
            assert!(text.contains(words), "{file}: '{words}'");
        }
        // No host but the two themselves, and no path but of the project.
        assert!(!text.contains("://") && !text.contains(" /"), "{file}");
        assert!(!text.contains('\t'), "{file}: YAML has no tabs");
    }
    let page = fs::read_to_string(root().join("docs/ci.md")).unwrap();
    for file in ["github-actions.yml", "gitlab-ci.yml", "monthly.sh"] {
        assert!(page.contains(&format!("(ci/{file})")), "{file}");
    }
    let endings = ["docx", "xlsx", "html", "csv", "md", "json", "txt"];
    assert!(text("monthly.sh").contains(&endings.join(" ")), "every format");
}
