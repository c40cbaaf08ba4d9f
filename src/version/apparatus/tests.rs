//! Promises of the apparatus.

use super::*;
use crate::version::compare::{Names, compare};
use proptest::prelude::*;
use std::sync::atomic::AtomicBool;

fn of(base: &str, others: &[&str]) -> Apparatus {
    let stop = AtomicBool::new(false);
    let comparisons: Vec<Comparison> =
        others.iter().map(|other| compare(base, other, Names::default(), &stop, &|_| {}).unwrap()).collect();
    let versions: Vec<Version<'_>> =
        others.iter().zip(&comparisons).map(|(text, comparison)| Version { text, comparison }).collect();
    apparatus(base, &versions, &stop).unwrap()
}

/// A version as the apparatus tells it, white space between words made one blank.
fn told(apparatus: &Apparatus, texts: &[&str], version: usize) -> String {
    let mut out = String::new();
    let mut at = 0;
    for slot in &apparatus.slots {
        let Some(reading) = slot.readings.iter().skip(1).find(|reading| reading.versions.contains(&version)) else {
            continue;
        };
        assert!(slot.base.start >= at, "slots of one version do not overlap");
        out.push_str(&texts[0][at..slot.base.start]);
        out.push(' ');
        out.push_str(&texts[reading.versions[0]][reading.range.clone()]);
        out.push(' ');
        at = slot.base.end;
    }
    out.push_str(&texts[0][at..]);
    key(&out)
}

fn check(texts: &[&str]) -> Apparatus {
    let apparatus = of(texts[0], &texts[1..]);
    for version in 0..texts.len() {
        assert_eq!(told(&apparatus, texts, version), key(texts[version]), "version {version}");
    }
    for slot in &apparatus.slots {
        let mut all: Vec<usize> = slot.readings.iter().flat_map(|reading| reading.versions.clone()).collect();
        all.extend(&slot.absent);
        all.sort_unstable();
        assert_eq!(all, (0..texts.len()).collect::<Vec<_>>(), "every version once in {slot:?}");
        assert!(slot.readings.len() > 1 && slot.readings[0].versions[0] == 0);
    }
    apparatus
}

fn readings<'t>(texts: &[&'t str], slot: &Slot) -> Vec<(&'t str, Vec<usize>)> {
    let read = |reading: &Reading| (texts[reading.versions[0]][reading.range.clone()].trim(), reading.versions.clone());
    slot.readings.iter().map(read).collect()
}

#[test]
fn versions_that_read_alike_share_a_reading() {
    let texts = [
        "The crane fell at ten. At least 14 people were hurt, the port said.",
        "The crane fell at ten. At least 14 people were hurt, the port said.",
        "The crane fell at ten. Dozens of people were hurt, the port said.",
        "The crane fell at ten.  Dozens of people were hurt, the \u{2018}port\u{2019} said.",
        "The crane fell at two. At least 14 people were hurt, the port said.",
    ];
    let apparatus = check(&texts[..3]);
    assert_eq!(apparatus.slots.len(), 1);
    assert_eq!(readings(&texts, &apparatus.slots[0]), [("At least 14", vec![0, 1]), ("Dozens of", vec![2])]);
    let apparatus = check(&texts);
    assert_eq!(readings(&texts, &apparatus.slots[0]), [("ten", vec![0, 1, 2, 3]), ("two", vec![4])]);
    assert_eq!(readings(&texts, &apparatus.slots[1])[1], ("Dozens of", vec![2, 3]));
}

#[test]
fn typography_makes_no_slot() {
    let base = "\"It's late,\" she said -- and left. THE END of it all.";
    let apparatus = check(&[base, "\u{201c}It\u{2019}s late,\u{201d} she said \u{2014} and left.\nThe End of it all."]);
    assert_eq!(apparatus, Apparatus::default());
}

#[test]
fn a_version_without_a_passage_is_absent_from_the_slots_inside_it() {
    let start = "The harbour opened late on Monday because of the fog that came in overnight.";
    let middle = "Nobody on the quay had been told of the list that the officer kept in his coat, and those who \
        asked for it were sent from one desk to the next until it was evening and every office in the street was shut.";
    let end = "The ferry left without them at eight.";
    let whole = format!("{start} {middle} {end}");
    let short = format!("{start} {end}");
    let edited = whole.replace("one desk to the next", "pillar to post").replace("eight", "nine");
    let texts = [whole.as_str(), &short, &edited];
    let apparatus = check(&texts);
    let long: Vec<&Slot> = apparatus.slots.iter().filter(|slot| slot.long).collect();
    assert_eq!(long.len(), 1);
    assert_eq!(long[0].readings[1].versions, [1]);
    let inside = apparatus.slots.iter().find(|slot| !slot.long && slot.absent == [1]).unwrap();
    assert!(long[0].base.start <= inside.base.start && inside.base.end <= long[0].base.end);
    assert!(apparatus.slots.iter().any(|slot| readings(&texts, slot).contains(&("nine", vec![2]))));
}

#[test]
fn the_kinds_of_a_slot_are_told() {
    let apparatus = check(&["It cost 41 crowns in all, they say today.", "It cost 47 crowns in all, they say today."]);
    assert_eq!(apparatus.slots[0].kinds, [ChangeKind::Number]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_version_can_be_told_from_the_apparatus(
        words in proptest::collection::vec("(harbour|winter|letter|the|of|14|2,300|Ortiz|said|\\. So|crane|\u{201c}no\u{201d}|fog)", 20..160),
        edits in proptest::collection::vec((0usize..5, 0usize..160, 0usize..60, "(ferry|ten|grey lamp|)"), 0..24),
    ) {
        let mut texts = vec![words.clone(); 5];
        for (version, at, length, new) in &edits {
            let text = &mut texts[*version];
            let at = at % (text.len() + 1);
            let end = (at + length % 45).min(text.len());
            text.splice(at..end, new.split(' ').map(str::to_owned));
        }
        let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        check(&texts);
    }
}
