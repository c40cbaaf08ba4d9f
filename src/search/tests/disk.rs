//! The index on disk: two processes, other versions, and damage.

use crate::search::{IndexDoc, IndexError, Limits, TextIndex, parse, search};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

use super::corpus::{Corpus, reading};

fn filled(dir: &Path) -> TextIndex {
    let index = TextIndex::open(dir).expect("an index");
    let mut writer = index.writer(0, 1).expect("a writer");
    for number in 1..=40 {
        let body = format!("tax haven {number} {}", "word ".repeat(number as usize));
        writer.add(&IndexDoc { number, body: &body, key: "a/b", ..IndexDoc::default() }).expect("added");
    }
    writer.commit(40).expect("a commit");
    writer.finish().expect("finished");
    index
}

fn found(index: &TextIndex) -> usize {
    let read = parse("tax", &reading()).expect("a query");
    let stop = AtomicBool::new(false);
    let results = search(index, &read, &Corpus::of(Vec::new()), &Limits { stop: &stop });
    results.map_or(0, |results| results.found.len())
}

#[test]
fn a_reader_sees_commits_when_it_reloads() {
    let dir = TempDir::new().expect("a folder");
    let reader = TextIndex::open(dir.path()).expect("an index");
    assert_eq!((reader.last_document().ok(), found(&reader)), (Some(0), 0));
    let writer = filled(dir.path());
    assert_eq!((reader.documents(), found(&reader)), (0, 0));
    reader.reload().expect("reloaded");
    assert_eq!((reader.last_document().ok(), reader.documents(), found(&reader)), (Some(40), 40, 40));
    drop(writer);
}

#[test]
fn others_may_read_the_lists_also_when_a_merge_came_last() {
    let dir = TempDir::new().expect("a folder");
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).expect("a mode");
    let index = TextIndex::open(dir.path()).expect("an index");
    let mut writer = index.writer(0, 1).expect("a writer");
    for number in 1..=24 {
        writer.add(&IndexDoc { number, body: "tax", ..IndexDoc::default() }).expect("added");
        writer.commit(number).expect("a commit");
    }
    writer.finish().expect("finished");
    for name in [".managed.json", "meta.json"] {
        let mode = fs::metadata(dir.path().join(name)).expect("a list").permissions().mode();
        assert_eq!(mode & 0o777, 0o644, "{name}");
    }
}

#[test]
fn there_is_one_writer() {
    let dir = TempDir::new().expect("a folder");
    let index = filled(dir.path());
    let first = index.writer(0, 1).expect("a writer");
    let other = TextIndex::open(dir.path()).expect("an index");
    assert!(matches!(other.writer(0, 1), Err(IndexError::Locked)));
    drop(first);
    assert!(other.writer(0, 1).is_ok());
}

#[test]
fn what_was_not_committed_is_gone() {
    let dir = TempDir::new().expect("a folder");
    let index = filled(dir.path());
    let writer = index.writer(0, 1).expect("a writer");
    writer.add(&IndexDoc { number: 41, body: "tax", ..IndexDoc::default() }).expect("added");
    drop(writer);
    let again = TextIndex::open(dir.path()).expect("an index");
    assert_eq!((again.last_document().ok(), found(&again)), (Some(40), 40));
}

#[test]
fn another_version_is_told_from_damage() {
    let dir = TempDir::new().expect("a folder");
    drop(filled(dir.path()));
    let meta = dir.path().join("meta.json");
    let text = fs::read_to_string(&meta).expect("meta");
    let other = text.replace("\\\"version\\\":", "\\\"version\\\":9999");
    assert_ne!(text, other);
    fs::write(&meta, other).expect("written");
    assert!(matches!(TextIndex::open(dir.path()), Err(IndexError::Schema { .. })));
    fs::write(&meta, text.replace("\"lang\"", "\"tongue\"")).expect("written");
    assert!(matches!(TextIndex::open(dir.path()), Err(IndexError::Schema { .. })));
    fs::write(&meta, &text[..text.len() / 2]).expect("written");
    assert!(matches!(TextIndex::open(dir.path()), Err(IndexError::Damaged(_))));
}

#[test]
fn cut_files_are_damage() {
    let dir = TempDir::new().expect("a folder");
    drop(filled(dir.path()));
    let files: Vec<_> = fs::read_dir(dir.path()).expect("files").flatten().map(|file| file.path()).collect();
    for file in files {
        if file.extension().is_none_or(|kind| kind == "json" || kind == "lock") {
            continue;
        }
        let whole = fs::read(&file).expect("bytes");
        for length in [0, 1, whole.len() / 2, whole.len() - 1] {
            fs::write(&file, &whole[..length]).expect("written");
            match TextIndex::open(dir.path()) {
                Ok(index) => assert!(!index.check().expect("checked").is_empty(), "{file:?} {length}"),
                Err(error) => assert!(matches!(error, IndexError::Damaged(_)), "{file:?} {length}: {error}"),
            }
        }
        fs::remove_file(&file).expect("removed");
        assert!(
            !matches!(TextIndex::open(dir.path()), Ok(index) if index.check().is_ok_and(|files| files.is_empty())),
            "{file:?}"
        );
        fs::write(&file, &whole).expect("written");
    }
    assert_eq!(
        TextIndex::open(dir.path()).expect("an index").check().expect("checked"),
        Vec::<std::path::PathBuf>::new()
    );
}
