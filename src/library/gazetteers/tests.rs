//! Lists commute with batches, repairs and rebuilds, and queries agree with a look at every mention.

use super::ListOptions;
use crate::library::repairs::tests::{TEXTS, add, library, picture, queries_agree, repairs};
use crate::library::{AddOptions, Library, Source};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

static NO: AtomicBool = AtomicBool::new(false);

/// Names of which the texts have some: known ones under other types and names, words, shared forms.
const LISTED: [&str; 8] = [
    "Anna Kern\tperson\tKern",
    "Harbour Trust\tmisc",
    "The Fraud\tmisc\tfraud trial|fraud",
    "Kern\torg",
    "Lisbon\torg",
    "Quayle\tplace",
    "Petra Q.\tperson\tPetra Quayle",
    "Union\torg\tEuropean Union",
];

fn give(library: &mut Library, name: &str, lines: &[usize]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name).with_extension("tsv");
    let lines: Vec<&str> = lines.iter().map(|&at| LISTED[at]).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    let mut trouble = |line: usize, error: String| panic!("{line}: {error}");
    library.give_list(&file, &ListOptions::default(), 4, &mut trouble, &mut |_| {}, &NO).unwrap();
}

/// Queries for lists find what the entities say that they are on.
fn lists_agree(library: &mut Library, names: &[&str]) {
    let last = library.totals().unwrap().documents;
    let documents: Vec<_> = (1..=last).map(|number| library.document(number).unwrap()).collect();
    for name in names {
        let on = |document: &&crate::library::types::Document| {
            document.entities.iter().any(|entity| entity.lists.iter().any(|list| list == name))
        };
        let scanned: BTreeSet<u32> = documents.iter().filter(on).map(|document| document.row.number).collect();
        let found = library.search(&format!("list:{name}"), false, &NO).unwrap().documents;
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), scanned, "list:{name}");
        let lines = library.gazetteers().unwrap();
        let line = lines.iter().find(|line| line.list == *name).unwrap();
        assert_eq!(line.documents as usize, scanned.len(), "{line:?}");
    }
}

#[test]
fn a_surname_with_its_particles_leaves_longer_names_whole_and_a_suffix_is_no_given_name() {
    let (_folder, mut library) = library();
    let text = "Pieter van der Meer met Karin van der Meer. They asked van der Meer, and Robert J. Quill, Jr.";
    let line = serde_json::json!({"id": "sea", "text": text}).to_string();
    let options = AddOptions { batch: Some("sea".to_owned()), ..AddOptions::default() };
    let source = Source::Stream(Box::new(std::io::Cursor::new(line)));
    library.add(source, &options, &|| 1, &mut |_| {}, &NO).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sea.tsv");
    std::fs::write(&file, "van der Meer\tperson\nRobert J. Quill, Jr.\tperson\n").unwrap();
    let mut trouble = |line: usize, error: String| panic!("{line}: {error}");
    library.give_list(&file, &ListOptions::default(), 4, &mut trouble, &mut |_| {}, &NO).unwrap();
    let names: Vec<String> = library.entities(None).unwrap().into_iter().map(|entity| entity.name).collect();
    for name in ["Pieter van der Meer", "Karin van der Meer", "van der Meer"] {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
    let listed = library.gazetteer("sea").unwrap();
    assert_eq!(listed[1].forms, ["Robert J. Quill, Jr."], "{listed:?}");
}

proptest! {
    #![proptest_config(crate::properties::cases(12))]
    #[test]
    fn lists_commute_with_batches(
        order in Just((0..TEXTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        cut in 0..=TEXTS.len(),
        one in proptest::sample::subsequence((0..LISTED.len()).collect::<Vec<_>>(), 1..6),
        two in proptest::sample::subsequence((0..LISTED.len()).collect::<Vec<_>>(), 1..4),
        chosen in proptest::collection::vec(0usize..14, 0..3),
        when in 0usize..3,
    ) {
        let (_one, mut whole) = library();
        add(&mut whole, &(0..TEXTS.len()).collect::<Vec<_>>(), "whole");
        let plain = picture(&mut whole);
        give(&mut whole, "one", &one);
        give(&mut whole, "two", &two);
        let listed = picture(&mut whole);
        for &at in &chosen {
            whole.repair(&[(repairs()[at].clone(), None)], 5, &mut |_| {}).unwrap();
        }
        let expected = picture(&mut whole);
        let (_two, mut parted) = library();
        for step in 0..3 {
            if step == when {
                give(&mut parted, "one", &one);
                give(&mut parted, "two", &two);
            }
            match step {
                0 => add(&mut parted, &order[..cut], "first"),
                1 => add(&mut parted, &order[cut..], "second"),
                _ => {}
            }
        }
        for &at in &chosen {
            parted.repair(&[(repairs()[at].clone(), None)], 5, &mut |_| {}).unwrap();
        }
        prop_assert_eq!(&picture(&mut parted), &expected);
        queries_agree(&mut parted);
        lists_agree(&mut parted, &["one", "two"]);
        parted.rebuild(false, &mut |_| {}, &NO).unwrap();
        prop_assert_eq!(&picture(&mut parted), &expected);
        lists_agree(&mut parted, &["one", "two"]);
        for _ in &chosen {
            whole.undo(7, &mut |_| {}).unwrap();
        }
        prop_assert_eq!(picture(&mut whole), listed);
        whole.undo(8, &mut |_| {}).unwrap();
        whole.undo(9, &mut |_| {}).unwrap();
        prop_assert_eq!(picture(&mut whole), plain);
        queries_agree(&mut whole);
    }
}
