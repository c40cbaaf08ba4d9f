//! Decisions as they stand, are taken back and restored.

use super::*;
use proptest::prelude::*;

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    (folder, store)
}

fn decide(store: &mut Store, act: &str, value: &str, documents: &[u32]) {
    let new =
        NewDecision { at: 1, who: "ada", act, value: Some(value), quiet: false, with: None, documents, anchor: None };
    store.write(|writer| writer.decide(&new)).unwrap();
}

type Picture = Vec<(super::super::rows::StandingRecord, Vec<String>)>;

fn picture(store: &Store) -> Picture {
    (1..=4).map(|document| (store.standing(document, "ada").unwrap(), store.tags(document).unwrap())).collect()
}

#[test]
fn a_decision_holds_against_any_clock_and_lends_its_time_to_no_other() {
    let (_folder, mut store) = store();
    for ahead in [1_000_000, LATEST, i64::MAX] {
        let told = NewDecision {
            at: ahead,
            who: "eve",
            act: "verdict",
            value: Some("keep"),
            quiet: false,
            with: None,
            documents: &[1, 2],
            anchor: None,
        };
        store.write(|writer| writer.take_over(&told, false, None, 7)).unwrap();
        for verdict in ["drop", "later", "drop"] {
            decide(&mut store, "verdict", verdict, &[2, 3]);
            assert_eq!(store.standing(2, "ada").unwrap().verdict.as_deref(), Some(verdict), "{ahead}");
        }
    }
    decide(&mut store, "star", "yes", &[2]);
    decide(&mut store, "verdict", "drop", &[4]);
    let last: Vec<i64> = store.decisions().unwrap().iter().rev().take(2).map(|decision| decision.at).collect();
    assert_eq!(last, [1, 1]);
    let moments = |document: u32| store.verdicts_on(document).unwrap();
    assert!(moments(2).windows(2).all(|pair| pair[0].2 <= pair[1].2));
    assert_eq!(store.wrong_standings().unwrap(), 0);
}

#[test]
fn a_verdict_is_restored_to_what_it_was() {
    let (_folder, mut store) = store();
    decide(&mut store, "verdict", "keep", &[1, 2]);
    decide(&mut store, "verdict", "drop", &[2]);
    assert_eq!(store.write(|w| w.undo("ada", 2)).unwrap().len(), 1);
    assert_eq!(store.standing(2, "ada").unwrap().verdict.as_deref(), Some("keep"));
    assert!(store.write(|w| w.undo("eve", 2)).unwrap().is_empty(), "another person's decisions are not hers to undo");
}

#[test]
fn a_new_decision_ends_redo() {
    let (_folder, mut store) = store();
    decide(&mut store, "star", "yes", &[1]);
    store.write(|w| w.undo("ada", 2)).unwrap();
    decide(&mut store, "tag", "ship", &[1]);
    assert!(store.write(|w| w.redo("ada", 3)).unwrap().is_empty());
    store.write(|w| w.undo("ada", 4)).unwrap();
    store.write(|w| w.redo("ada", 5)).unwrap();
    assert!(
        !store.standing(1, "ada").unwrap().starred,
        "what a later decision put out of reach stays so when that is undone"
    );
    assert_eq!(store.tags(1).unwrap(), ["ship"]);
}

#[test]
fn decisions_of_one_act_are_turned_together() {
    let (_folder, mut store) = store();
    decide(&mut store, "star", "yes", &[1]);
    let before = picture(&store);
    let both = |value, with, documents| NewDecision {
        at: 1,
        who: "ada",
        act: "verdict",
        value: Some(value),
        quiet: false,
        with,
        documents,
        anchor: None,
    };
    let write = |writer: &Writer<'_>| {
        let first = writer.decide(&both("keep", None, &[1]))?;
        writer.decide(&both("drop", Some(first), &[2, 3]))
    };
    store.write(write).unwrap();
    let after = picture(&store);
    assert_eq!(store.write(|w| w.undo("ada", 2)).unwrap().len(), 2);
    assert_eq!(picture(&store), before);
    assert_eq!(store.write(|w| w.redo("ada", 3)).unwrap().len(), 2);
    assert_eq!(picture(&store), after);
    store.write(|w| w.undo("ada", 4)).unwrap();
    assert_eq!(store.write(|w| w.undo("ada", 5)).unwrap().len(), 1, "the star is an act of its own");
}

proptest! {
    #![proptest_config(crate::properties::cases(24))]
    #[test]
    fn undo_and_redo_walk_the_same_pictures(acts in proptest::collection::vec((0usize..6, 1u32..5, 1u32..5), 1..12)) {
        const ACTS: [(&str, &str); 6] =
            [("verdict", "keep"), ("verdict", "none"), ("star", "yes"), ("read", "yes"), ("tag", "x"), ("untag", "x")];
        let (_folder, mut store) = store();
        let mut pictures = vec![picture(&store)];
        for &(act, first, second) in &acts {
            decide(&mut store, ACTS[act].0, ACTS[act].1, &[first, second]);
            pictures.push(picture(&store));
        }
        for expected in pictures.iter().rev().skip(1) {
            prop_assert_eq!(store.write(|w| w.undo("ada", 5)).unwrap().len(), 1);
            prop_assert_eq!(&picture(&store), expected);
        }
        prop_assert!(store.write(|w| w.undo("ada", 5)).unwrap().is_empty());
        for expected in pictures.iter().skip(1) {
            prop_assert_eq!(store.write(|w| w.redo("ada", 6)).unwrap().len(), 1);
            prop_assert_eq!(&picture(&store), expected);
        }
        prop_assert_eq!(store.decisions().unwrap().len(), acts.len());
    }
}
