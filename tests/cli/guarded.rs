//! A library that can be read and not written, or not even read.

use crate::rig::{Ran, Rig, story};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use variorum::library::Library;

fn allow(path: &Path, folders: u32, files: u32) {
    let is_folder = path.is_dir();
    if is_folder {
        for entry in fs::read_dir(path).unwrap() {
            allow(&entry.unwrap().path(), folders, files);
        }
    }
    fs::set_permissions(path, Permissions::from_mode(if is_folder { folders } else { files })).unwrap();
}

/// Runs as somebody who may read and not write; the owner of the files may do anything if it is root.
fn as_guest(rig: &Rig, args: &[&str]) -> Ran {
    let program = rig.path().join("program");
    if !program.exists() {
        // By another process: a test that forks meanwhile would hold a file that is open for writing
        // here, and a file that is open so cannot be run.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_variorum")).arg(&program).status();
        assert!(copied.unwrap().success());
        fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(rig.path(), Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = Command::new(program);
    command.args(args).current_dir(rig.path()).env("LOGNAME", "guest").env("HOME", "/nonexistent").stdin(Stdio::null());
    if rustix::process::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_library_that_cannot_be_written_is_read() {
    let rig =
        Rig::with(&[("a.txt", &story(1)), ("b.txt", &story(1).replace("ledger", "register")), ("c.txt", &story(3))]);
    rig.json(&["add", "a.txt", "b.txt", "c.txt"]);
    let library = rig.path().join(".variorum");
    allow(&library, 0o555, 0o444);
    for args in [
        vec!["search", "crate", "--json"],
        vec!["search", "person:*", "--count"],
        vec!["show", "a.txt", "--json"],
        vec!["versions", "--json"],
        vec!["entities", "--json"],
        vec!["diff", "a.txt", "b.txt", "--json"],
        vec!["batches"],
        vec!["check"],
    ] {
        let own = rig.run(&args);
        let ran = as_guest(&rig, &args);
        assert_eq!((ran.code, &ran.out), (0, &own.out), "{args:?}: {}", ran.err);
    }
    assert_eq!(as_guest(&rig, &["stats"]).code, 0);
    fs::write(rig.path().join("d.txt"), story(4)).unwrap();
    for args in [vec!["mark", "crate", "keep"], vec!["add", "d.txt"], vec!["undo"], vec!["rebuild"]] {
        let ran = as_guest(&rig, &args);
        assert_eq!(ran.code, 3, "{args:?}: {}", ran.out);
        assert!(ran.err.contains("cannot be written"), "{args:?}: {}", ran.err);
    }
    allow(&library, 0o755, 0o644);
    assert_eq!(rig.json(&["search", "is:undecided"]).len(), 3);
}

#[test]
fn a_library_that_cannot_be_read_is_not_taken_for_none() {
    let rig = Rig::with(&[("a.txt", &story(1))]);
    rig.json(&["add", "a.txt"]);
    let library = rig.path().join(".variorum");
    fs::set_permissions(&library, Permissions::from_mode(0o000)).unwrap();
    let ran = as_guest(&rig, &["stats"]);
    fs::set_permissions(&library, Permissions::from_mode(0o755)).unwrap();
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("ermission") && !ran.err.contains("there is no library"), "{}", ran.err);
}

#[test]
fn a_library_goes_by_its_own_folder_or_by_the_one_that_it_lies_in() {
    let rig = Rig::with(&[]);
    let name = |folder: &str| Library::open(&rig.path().join(folder), "ada", true).unwrap().name();
    assert_eq!((name("kept/leaks"), name("letters/.variorum")), ("leaks".to_owned(), "letters".to_owned()));
}
