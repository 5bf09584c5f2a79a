//! Files and the terminal: nothing of anybody's is lost, nothing is made public, nothing acts.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const CARD: &str = "title = \"Card \\u001b]0;taken\\u0007\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"G\\u202Eroup\"\n\
    [[groups.rows]]\nid = \"w\"\ntitle = \"Who\\u001b[2J\"\nunit = \"percent\"\npolarity = \"higher\"\nsource = \"-\"\nreturn = \"w\"\ntarget = \"90%\"\n\
    [[groups.rows]]\nid = \"c\"\nindicator = \"cla-count\"\nsource = \"-\"\n";

/// A folder with a scorecard, extracts and a comment that act.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).unwrap();
    fs::write(at("card.toml"), CARD).unwrap();
    let write = |name: &str, text: &str| fs::write(at("in").join(name), text).unwrap();
    write(
        "returns.csv",
        "PERIOD,MEASURE,NUMERATOR,DENOMINATOR,VALUE,NOTE\n2018-03,w,14,20,,Told \u{1b}]8;;http://x\u{7}here\u{9b}2J\n",
    );
    write("header.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nT\u{1b}[31m1,1,01/02/2009,WBRI,,,\n");
    let head = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN";
    write("episodes.csv", &format!("{head}\nT\u{1b}[31m1,01/05/2015,S,C2,N1,U4,PR1,,,,,,\n"));
    write("commentary.toml", "[[comments]]\nrow = \"w\"\nmonth = \"2018-03\"\nrole = \"R\"\nbehind = \"x \\u001b[31mred\"\n");
    folder
}

/// A run by the shell, so that the mask and where output goes can be set.
fn shell(folder: &Path, script: &str) -> Output {
    Command::new("sh")
        .args(["-c", script])
        .current_dir(folder)
        .env("S", env!("CARGO_BIN_EXE_scorecard"))
        .env("D", "--extracts in --period 2018-03")
        .output()
        .unwrap()
}

fn status(folder: &Path, script: &str) -> (Option<i32>, String) {
    let output = shell(folder, script);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().mode() & 0o777
}

/// Names in a folder, those of temporary files too.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn no_output_is_an_input_by_whatever_name() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    symlink("in/returns.csv", at("link.csv")).unwrap();
    fs::hard_link(at("in/header.csv"), at("hard.csv")).unwrap();
    symlink("in", at("other")).unwrap();
    fs::write(at("earlier.json"), "{}").unwrap();
    let before: Vec<Vec<u8>> = names(&at("in")).iter().map(|name| fs::read(at("in").join(name)).unwrap()).collect();
    for script in [
        "$S compute ./card.toml $D --output in/returns.csv",
        "$S compute ./card.toml $D --output in/new.csv",
        "$S compute ./card.toml $D --output link.csv",
        "$S compute ./card.toml $D --output hard.csv",
        "$S compute ./card.toml $D --output out.json --previous earlier.json --output earlier.json",
        "$S cases cla-count $D --output in/header.csv",
        "$S cases cla-count $D --output other/episodes.csv",
        "$S tables $D --format csv --output in",
        "$S tables $D --format csv --output other",
        "$S trend ./card.toml $D --output in/episodes.csv",
        "$S trend ./card.toml $D --output a.csv --output ./a.csv",
    ] {
        let (code, said) = status(folder.path(), script);
        assert_eq!(code, Some(2), "{script}: {said}");
    }
    let after: Vec<Vec<u8>> = names(&at("in")).iter().map(|name| fs::read(at("in").join(name)).unwrap()).collect();
    assert_eq!(before, after);
    assert!(!at("out.json").exists() && !at("a.csv").exists());
}

#[test]
fn files_have_the_permissions_that_were_asked_for() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("private.json"), "old").unwrap();
    fs::set_permissions(at("private.json"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::create_dir(at("real")).unwrap();
    fs::write(at("real/board.html"), "old").unwrap();
    symlink("real/board.html", at("latest.html")).unwrap();
    symlink("real/next.md", at("next.md")).unwrap();
    let outputs = "--output private.json --output latest.html --output next.md --output new.txt";
    let (code, said) = status(folder.path(), &format!("umask 022; $S compute ./card.toml $D {outputs}"));
    assert_eq!(code, Some(0), "{said}");
    assert_eq!((mode(&at("private.json")), mode(&at("new.txt"))), (0o600, 0o644));
    assert!(at("latest.html").is_symlink() && fs::read_to_string(at("real/board.html")).unwrap().contains("<html"));
    assert!(at("next.md").is_symlink() && at("real/next.md").is_file());
    for script in
        ["umask 077; $S compute ./card.toml $D --output masked.json", "umask 022; $S cases cla-count $D --output masked.csv"]
    {
        assert_eq!(status(folder.path(), script).0, Some(0));
    }
    assert_eq!((mode(&at("masked.json")), mode(&at("masked.csv"))), (0o600, 0o600));
    assert_eq!(status(folder.path(), "umask 022; $S tables looked_after $D --output made").0, Some(0));
    assert!(names(&at("made")).iter().all(|name| mode(&at("made").join(name)) == 0o600));
    // A read-only file is not replaced, and the file beside it in the same run is not written.
    fs::set_permissions(at("new.txt"), fs::Permissions::from_mode(0o444)).unwrap();
    let (code, said) = status(folder.path(), "$S compute ./card.toml $D --output other.json --output new.txt");
    assert_eq!((code, said.contains("read-only")), (Some(1), true), "{said}");
    assert!(!at("other.json").exists());
    assert!(names(folder.path()).iter().all(|name| !name.starts_with(".scorecard")), "{:?}", names(folder.path()));
}

#[test]
fn pipes_are_written_to_and_stay() {
    let folder = folder();
    let script = "mkfifo pipe.json; cat pipe.json > read & $S compute ./card.toml $D --output pipe.json; wait";
    assert_eq!(status(folder.path(), script).0, Some(0));
    assert!(fs::read_to_string(folder.path().join("read")).unwrap().contains("scorecard/v1"));
    assert!(!folder.path().join("pipe.json").metadata().unwrap().is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_fault_of_the_program_and_a_closed_pipe_none_at_all() {
    let folder = folder();
    for command in
        ["compute ./card.toml $D", "list", "explain cla-count", "cases cla-count $D", "--help", "completions bash", "--version"]
    {
        let (code, said) = status(folder.path(), &format!("$S {command} > /dev/full"));
        assert_eq!(code, Some(1), "{command}: {said}");
        assert!(said.contains("standard output"), "{command}: {said}");
        let (code, said) = status(folder.path(), &format!("$S {command} -q | true"));
        assert_eq!((code, said.as_str()), (Some(0), ""), "{command}");
    }
    let (code, said) = status(folder.path(), "POLARS_MAX_THREADS=0 $S compute ./card.toml $D");
    assert!(code == Some(2) && said.contains("POLARS_MAX_THREADS"), "{said}");
}

#[test]
fn a_new_folder_is_whole_also_where_an_empty_one_is() {
    let folder = tempfile::tempdir().unwrap();
    for script in ["$S new made", "mkdir here && cd here && $S new .", "mkdir empty && $S new empty"] {
        let (code, said) = status(folder.path(), script);
        assert_eq!(code, Some(0), "{script}: {said}");
    }
    let made = names(&folder.path().join("made"));
    assert!(made.contains(&"README.md".to_owned()));
    assert_eq!((names(&folder.path().join("here")), names(&folder.path().join("empty"))), (made.clone(), made));
    assert_eq!(names(folder.path()), ["empty", "here", "made"]);
    assert_eq!(status(folder.path(), "$S new made").0, Some(2));
}

#[test]
fn nothing_acts_on_a_terminal_or_in_a_plain_file() {
    let folder = folder();
    let outputs = "--output o.txt --output o.md --output o.csv --output o.json --output o.html";
    let scripts = [
        "$S compute ./card.toml $D --verbose".to_owned(),
        format!("$S compute ./card.toml $D {outputs}"),
        "$S compute ./card.toml $D --format csv".to_owned(),
        "$S compute ./card.toml $D --format json".to_owned(),
        "$S cases cla-count $D --output c.csv --output c.json --format table".to_owned(),
        "$S cases cla-count $D --format csv".to_owned(),
        "$S trend ./card.toml $D --output t.csv --output t.txt --format table".to_owned(),
        "$S tables $D --format csv --output tables".to_owned(),
        "$S check --extracts in --period 2018-03".to_owned(),
        "$S compute \"$(printf 'no\\033[2Jne')\" $D".to_owned(),
        "$S \"$(printf 'no\\033[2Jne')\"".to_owned(),
    ];
    let acts = |c: char| (c.is_control() && c != '\n' && c != '\t') || ('\u{202a}'..='\u{202e}').contains(&c);
    for script in &scripts {
        let output = shell(folder.path(), script);
        for text in [output.stdout, output.stderr] {
            let text = String::from_utf8(text).unwrap();
            assert!(!text.contains(acts), "{script}: {text:?}");
        }
    }
    let mut written: Vec<_> = names(folder.path()).iter().map(|name| folder.path().join(name)).collect();
    written.extend(names(&folder.path().join("tables")).iter().map(|name| folder.path().join("tables").join(name)));
    let written: Vec<_> = written.into_iter().filter(|path| path.is_file()).collect();
    assert!(written.len() > 15, "{written:?}");
    for path in written {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains(acts), "{}: {text:?}", path.display());
    }
}

/// Waits until a run has written a file beside its place, by what it holds open.
#[cfg(target_os = "linux")]
fn wait_for_file_beside(run: &mut std::process::Child, folder: &Path) -> bool {
    let open = format!("/proc/{}/fd", run.id());
    for _ in 0..1200 {
        let links = fs::read_dir(&open).into_iter().flatten().flatten().filter_map(|entry| fs::read_link(entry.path()).ok());
        let is_beside = |link: std::path::PathBuf| {
            let name = link.file_name().unwrap_or_default().to_string_lossy().into_owned();
            link.starts_with(folder) && (name.ends_with("(deleted)") || name.starts_with(".scorecard-"))
        };
        if links.into_iter().any(is_beside) {
            return true;
        }
        if run.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    false
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_that_is_stopped_leaves_nothing() {
    for (signal, code) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
        let folder = folder();
        // Nobody reads the pipe: the run waits for a reader when the other file is written and not yet in its place.
        assert_eq!(status(folder.path(), "mkfifo pipe.txt").0, Some(0));
        let before = names(folder.path());
        let real = folder.path().canonicalize().unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_scorecard"))
            .args(["compute", "./card.toml", "--extracts", "in", "--period", "2018-03", "-q"])
            .args(["--output", "a.json", "--output", "pipe.txt"])
            .current_dir(&real)
            .spawn()
            .unwrap();
        assert!(wait_for_file_beside(&mut run, &real), "{signal}: nothing was written");
        assert_eq!(status(folder.path(), &format!("kill -{signal} {}", run.id())).0, Some(0));
        assert_eq!(run.wait().unwrap().code(), Some(code), "{signal}");
        assert_eq!(names(folder.path()), before, "{signal}");
    }
}

#[test]
fn a_new_folder_that_is_stopped_is_whole_or_not_there() {
    let whole = tempfile::tempdir().unwrap();
    assert_eq!(status(whole.path(), "$S new made -q").0, Some(0));
    let all = names(&whole.path().join("made"));
    for wait in [0, 5, 10, 20, 40, 80] {
        let folder = tempfile::tempdir().unwrap();
        let mut run =
            Command::new(env!("CARGO_BIN_EXE_scorecard")).args(["new", "made", "-q"]).current_dir(folder.path()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        status(folder.path(), &format!("kill -TERM {}", run.id()));
        run.wait().unwrap();
        let found = names(folder.path());
        match found.as_slice() {
            [] => {}
            [made] if made == "made" => assert_eq!(names(&folder.path().join("made")), all),
            other => panic!("after {wait} ms: {other:?}"),
        }
    }
}

#[test]
fn where_a_file_cannot_be_written_whole_nothing_stays() {
    // A limit on the size of files stands for a full disk: the signal that comes with it is not listened to.
    let folder = folder();
    let before = names(folder.path());
    let (code, said) = status(folder.path(), "trap '' XFSZ; ulimit -f 1; $S new made -q");
    assert_eq!((code, said.contains("cannot make 'made'")), (Some(1), true), "{said}");
    assert_eq!(names(folder.path()), before);
    fs::write(folder.path().join("o.html"), "old").unwrap();
    let (code, said) =
        status(folder.path(), "trap '' XFSZ; ulimit -f 8; $S compute ./card.toml $D --output o.txt --output o.html");
    assert_eq!((code, said.contains("cannot write 'o.html'")), (Some(1), true), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join("o.html")).unwrap(), "old");
    assert!(!folder.path().join("o.txt").exists());
    assert!(names(folder.path()).iter().all(|name| !name.starts_with(".scorecard")));
}
