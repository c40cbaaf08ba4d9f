//! A text index that does not hold every document: what it holds is found, the rest is told of.

use crate::demo::copy;
use crate::rig::{Rig, stories, story};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn index(rig: &Rig) -> std::path::PathBuf {
    rig.path().join(".variorum/index")
}

/// Has `variorum` run where no file may grow beyond so many blocks.
fn run_cramped(rig: &Rig, args: &[&str]) -> (i32, String) {
    let mut all = vec!["-c", "ulimit -f 200; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_variorum")];
    all.extend(args);
    let mut command = Command::new("sh");
    command.args(all).current_dir(rig.path()).env("LOGNAME", "ada").env_remove("VARIORUM_LIBRARY");
    let ran = command.stdin(Stdio::null()).output().unwrap();
    (ran.status.code().unwrap_or(-1), String::from_utf8(ran.stderr).unwrap())
}

/// A library whose index holds one of two documents, and cannot be brought level where files may not grow.
fn lagging() -> Rig {
    let rig = Rig::with(&[("in/a.txt", &story(1))]);
    rig.json(&["add", "in"]);
    let before = rig.path().join("index before");
    copy(&index(&rig), &before);
    let words: String = (0..200_000).map(|word| format!("w{word:x} ")).collect();
    rig.write("in/b.txt", words);
    rig.json(&["add", "in"]);
    fs::remove_dir_all(index(&rig)).unwrap();
    copy(&before, &index(&rig));
    rig
}

#[test]
fn an_index_that_cannot_be_written_on_is_asked_as_it_stands() {
    let rig = lagging();
    let (code, err) = run_cramped(&rig, &["search", "ledger", "--count"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("note: 1 document waits to be indexed; no search finds them yet: "), "{err}");
    let (code, err) = run_cramped(&rig, &["mark", "ledger", "keep"]);
    assert_eq!(code, 0, "{err}");
    let ran = rig.run(&["search", "w1f", "--count"]);
    assert_eq!((ran.code, &*ran.err), (0, ""), "with room it is brought level");
}

#[test]
fn an_index_that_holds_nothing_is_no_answer() {
    let rig = lagging();
    fs::remove_dir_all(index(&rig)).unwrap();
    for args in [&["search", "ledger"][..], &["mark", "", "drop"], &["export", "", "--format", "csv"]] {
        let (code, err) = run_cramped(&rig, args);
        assert!(code == 3 && err.contains("the text index"), "{args:?}: {code} {err}");
    }
    assert_eq!(rig.run(&["log", "--json"]).out, "", "nothing was decided");
    assert_eq!(rig.json(&["search", "ledger"]).len(), 1);
}

#[test]
fn a_rebuild_that_reads_names_leaves_something_to_find() {
    let rig = stories(250);
    let all = rig.run(&["search", "crate", "--count"]).out;
    let mut child = rig.command(&["rebuild", "--names"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut found = 0;
    while child.try_wait().unwrap().is_none() {
        let ran = rig.run(&["search", "crate", "--count"]);
        match ran.code {
            0 => {
                assert_eq!(ran.out, all);
                found += 1;
            }
            // The index has gone, and the next one is not there yet.
            code => assert!(code == 3, "{code}: {}{}", ran.out, ran.err),
        }
    }
    assert!(found > 0, "nothing was found while the names were read");
    assert_eq!((rig.run(&["search", "crate", "--count"]).out, rig.run(&["check"]).code), (all, 0));
}

#[test]
fn an_index_of_names_read_again_since_is_made_anew() {
    let rig = stories(20);
    let meta = || fs::read_to_string(index(&rig).join("meta.json")).unwrap();
    let (before, all) = (meta(), rig.run(&["search", "person:*", "--count"]).out);
    rig.run(&["search", "crate"]);
    assert_eq!(meta(), before);
    let outdated = |library: &Path| {
        let database = rusqlite::Connection::open(library).unwrap();
        database.execute("INSERT OR REPLACE INTO setting VALUES ('text index outdated', '1')", []).unwrap();
    };
    outdated(&rig.path().join(".variorum/library.sqlite"));
    assert_eq!(rig.run(&["search", "person:*", "--count"]).out, all);
    let anew = meta();
    assert_ne!(anew, before);
    rig.run(&["search", "crate"]);
    assert_eq!(meta(), anew, "once");
}
