//! What shells propose: asked as the scripts ask, and in the shells that the machine has.

use std::path::Path;
use std::process::{Command, Output};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
    command.env("LC_ALL", "C.UTF-8");
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A working folder with two months of extracts.
fn work() -> tempfile::TempDir {
    let scratch = tempfile::tempdir().unwrap();
    let made = program().args(["new", "work"]).current_dir(scratch.path()).output().unwrap();
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let extracts = scratch.path().join("work/extracts");
    std::fs::create_dir(extracts.join("2018-02")).unwrap();
    scratch
}

/// What is proposed for the last of these words.
fn proposed(folder: &Path, words: &[&str]) -> Vec<String> {
    let index = words.len() - 1;
    let mut command = program();
    command.env("SCORECARD_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", index.to_string()).env("_CLAP_IFS", "\n");
    let output = command.arg("--").args(words).current_dir(folder).output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{words:?}");
    text(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn ids_rows_tables_breakdowns_months_and_cases_are_proposed() {
    let scratch = work();
    let folder = scratch.path().join("work");
    for (words, expected) in [
        (&["scorecard", "compute", "o"][..], &["ours"][..]),
        (&["scorecard", "compute", "kn"], &["knowsley"]),
        (&["scorecard", "explain", "P-0"], &["P-01", "P-02", "P-03", "P-04", "P-05"]),
        (&["scorecard", "explain", "p-05"], &["P-05"]),
        (&["scorecard", "cases", "foster-t"], &["foster-teenagers"]),
        (&["scorecard", "cases", "--scorecard", "knowsley", "KN-15"], &["KN-15"]),
        (&["scorecard", "trend", "ou"], &["ours", "out-of-school-activities"]),
        (&["scorecard", "trend", "P-05"], &["P-05"]),
        (&["scorecard", "compute", "--period", "2018"], &["2018-03", "2018-02"]),
        (&["scorecard", "compute", "--extracts=extracts", "--period", "2018-03"], &["2018-03"]),
        (&["scorecard", "compute", "--no-config", "--period", "2018"], &[]),
        (&["scorecard", "tables", "life_story_of"], &["life_story_of_looked_after", "life_story_of_care_leavers"]),
        (&["scorecard", "list", "tables", "looked"], &["looked_after", "looked_after_in_year"]),
        (&["scorecard", "list", "extracts", "life"], &["life_story"]),
        (&["scorecard", "compute", "--by", "se"], &["sex"]),
        (&["scorecard", "test", "tw"], &["twelve-on-the-day"]),
        (&["scorecard", "new", "x", "--from", "na"], &["national"]),
        (&["scorecard", "commentary", "ou"], &["ours"]),
        (&["scorecard", "compl"], &["completions"]),
        // Definitions in a folder that is named count, and those of the folder not.
        (&["scorecard", "compute", "--indicators", "nowhere", "ou"], &[]),
    ] {
        assert_eq!(proposed(&folder, words), expected, "{words:?}");
    }
    // Where a definition has a mistake, the others are proposed.
    std::fs::write(folder.join("indicators/library/foster-teenagers.toml"), "title = ").unwrap();
    assert_eq!(proposed(&folder, &["scorecard", "compute", "ou"]), ["ours"]);
    std::fs::write(folder.join("scorecard.toml"), "extracts = ").unwrap();
    assert_eq!(proposed(&folder, &["scorecard", "compute", "ou"]), ["ours"]);
}

#[test]
fn every_shell_has_a_script_that_asks_the_program() {
    let scratch = work();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = program().args(["completions", shell]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = text(&output.stdout);
        assert!(script.contains("SCORECARD_COMPLETE") && !script.contains("target/debug"), "{script}");
        let mut command = program();
        command.env("SCORECARD_COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", "2").current_dir(scratch.path().join("work"));
        let output = command.args(["--", "scorecard", "compute", "our"]).output().unwrap();
        assert!(text(&output.stdout).starts_with("ours"), "{shell}: {}", text(&output.stdout));
    }
}

/// Runs a script in a shell, with the program on its path; nothing where the machine has no such shell.
fn in_shell(shell: &str, arguments: &[&str], script: &str) -> Option<Output> {
    let scratch = work();
    let program = Path::new(env!("CARGO_BIN_EXE_scorecard")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(shell);
    command.args(arguments).arg(script).env("PATH", path).current_dir(scratch.path().join("work"));
    command.output().ok()
}

#[test]
#[cfg(unix)]
fn the_scripts_work_in_shells() {
    let bash = "source <(scorecard completions bash); COMP_WORDS=(scorecard explain P-05); COMP_CWORD=2; COMP_TYPE=9; \
                _clap_complete_scorecard scorecard P-05 explain; echo \"${COMPREPLY[*]}\"";
    if let Some(output) = in_shell("bash", &["--norc", "-c"], bash) {
        assert_eq!(text(&output.stdout).trim(), "P-05", "{}", text(&output.stderr));
    }
    let fish = "scorecard completions fish | source; complete -C 'scorecard explain P-05'";
    if let Some(output) = in_shell("fish", &["--no-config", "-c"], fish) {
        assert_eq!(text(&output.stdout).trim(), "P-05\tChildren with life story work", "{}", text(&output.stderr));
    }
    let zsh = "autoload -U compinit; compinit -u -D; source <(scorecard completions zsh); print ${_comps[scorecard]}";
    if let Some(output) = in_shell("zsh", &["-f", "-c"], zsh) {
        assert_eq!(text(&output.stdout).trim(), "_clap_dynamic_completer_scorecard", "{}", text(&output.stderr));
    }
}
