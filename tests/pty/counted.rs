//! Triage counted: the keys and the bytes that it takes to decide about a batch, from opening the
//! library to the report, at 80x24.

use crate::harness::{Corpus, Tty, number_between};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a batch took.
#[derive(Debug)]
struct Took {
    documents: usize,
    lines: usize,
    keys: usize,
    bytes: u64,
}

/// Adds batches one after another and decides about the last one: every line of its inbox is read
/// from its first sight, and one key is given for each.
fn decided(batches: &[PathBuf], verdict: &str) -> Took {
    let corpus = Corpus::with(&[]);
    let library = corpus.path().join("library");
    for batch in batches {
        let mut add = Command::new(Corpus::binary());
        add.current_dir(corpus.path()).env("HOME", corpus.path()).arg("--library").arg(&library).arg("add").arg(batch);
        assert!(add.output().unwrap().status.code().is_some_and(|code| code < 2));
    }
    let mut tty = Tty::start(corpus.opened(&library), 80, 24);
    tty.until("the list", |screen| screen.lines().next().is_some_and(|line| line.contains("undecided")));
    tty.until_quiet();
    let before = tty.bytes();
    tty.send("gi");
    tty.until("the pace", |screen| header(screen).contains(" decided"));
    let narrowed = |screen: &str| {
        let said = header(screen);
        said.contains("1/") && number_between(said, "1/", " groups") <= number_between(said, "/", " decided")
    };
    let screen = tty.until("the inbox", narrowed);
    let documents = number_between(header(&screen), "/", " decided");
    let lines = number_between(header(&screen), "1/", " groups");
    tty.send("\r");
    tty.until("the first one", |screen| screen.lines().any(|line| line.starts_with('─')));
    let mut keys = 3;
    loop {
        let old = header(&tty.screen()).to_owned();
        tty.send(verdict);
        keys += 1;
        let all = format!("{documents}/{documents}");
        let screen = tty.until("the next one, or the report", |screen| {
            let now = decisions(header(screen));
            screen.contains(" 0 undecided") || now != decisions(&old) && now != Some(&all)
        });
        if screen.contains(" 0 undecided") {
            break;
        }
        assert!(keys < 10 * documents, "{screen}");
    }
    let took = Took { documents, lines, keys, bytes: tty.bytes() - before };
    tty.send("qQ");
    assert_eq!(tty.exit(), 0);
    println!("{took:?}: {} bytes a key", took.bytes / took.keys as u64);
    took
}

fn header(screen: &str) -> &str {
    screen.lines().next().unwrap_or_default()
}

/// How many are decided, as the header says it.
fn decisions(header: &str) -> Option<&str> {
    header.split(" decided").next().and_then(|before| before.rsplit(" \u{b7} ").next())
}

fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("demo").join(name)
}

#[test]
fn the_demos_second_batch_takes_a_key_a_line() {
    let took = decided(&[demo("corpus"), demo("inbox")], "A");
    assert!(took.documents >= took.lines && took.lines > 3, "{took:?}");
    assert!(took.keys <= took.lines + 3, "{took:?}");
    assert!(took.bytes < 2_000 * took.keys as u64, "{took:?}");
}

#[test]
fn a_batch_of_real_reports_takes_a_key_a_line() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ota_pga_dev.jsonl");
    if !data.exists() {
        println!("{} is not there", data.display());
        return;
    }
    let took = decided(&[data], "A");
    assert!(took.keys <= took.lines + 3, "{took:?}");
    assert!(took.bytes < 2_000 * took.keys as u64, "{took:?}");
}
