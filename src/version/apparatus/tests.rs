//! Promises of the apparatus.

use super::readings::key;
use super::*;
use crate::version::compare::{Names, compare};
use proptest::prelude::*;
use std::sync::atomic::AtomicBool;

fn of(base: &str, others: &[&str], show: Show) -> Apparatus {
    let stop = AtomicBool::new(false);
    let comparisons: Vec<Comparison> =
        others.iter().map(|other| compare(base, other, Names::default(), &stop, &|_| {}).unwrap()).collect();
    let versions: Vec<Version<'_>> =
        others.iter().zip(&comparisons).map(|(text, comparison)| Version { text, comparison }).collect();
    apparatus(base, &versions, show, &stop).unwrap()
}

/// A version as the apparatus tells it, white space between words made one blank.
fn told(apparatus: &Apparatus, texts: &[&str], version: usize, show: Show) -> String {
    let mut out = String::new();
    let (mut at, mut taken) = (0, 0);
    for slot in &apparatus.slots {
        let Some(reading) = slot.readings.iter().skip(1).find(|reading| reading.versions.contains(&version)) else {
            continue;
        };
        if slot.base.start > at {
            out.push_str(&texts[0][at..slot.base.start]);
        }
        if !reading.elsewhere.contains(&version) {
            assert!(slot.base.start >= taken, "what one version has here does not overlap");
            taken = slot.base.end;
            out.push(' ');
            out.push_str(&texts[reading.versions[0]][reading.range.clone()]);
            out.push(' ');
        }
        at = at.max(slot.base.end);
    }
    out.push_str(&texts[0][at..]);
    key(&out, show)
}

fn check(texts: &[&str]) -> Apparatus {
    check_showing(texts, Show::WithoutMarks);
    check_showing(texts, Show::Wording)
}

fn check_showing(texts: &[&str], show: Show) -> Apparatus {
    let apparatus = of(texts[0], &texts[1..], show);
    for version in 0..texts.len() {
        assert_eq!(told(&apparatus, texts, version, show), key(texts[version], show), "version {version}");
    }
    for slot in &apparatus.slots {
        let mut all: Vec<usize> = slot.readings.iter().flat_map(|reading| reading.versions.clone()).collect();
        all.extend(slot.absent.iter().chain(&slot.parted));
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
fn a_version_that_lacks_a_sentence_still_has_the_chapter_around_it() {
    let base = [BAND, BOATS, HALL, "That was the end of it."].join("\n\n");
    let without = "That was the end of it.";
    let sentence = "Fishermen from three villages complained that the river is too shallow for their boats now, ";
    let edited = base.replace(sentence, "");
    let small = base.replace("three", "four");
    let texts = [base.as_str(), without, &edited, &small];
    let apparatus = check(&texts);
    let whole = apparatus.slots.iter().find(|slot| slot.long).unwrap();
    assert_eq!((&whole.readings[0].versions, &whole.readings[1].versions), (&vec![0, 2, 3], &vec![1]));
    assert_eq!(place(&texts, &apparatus, "three").absent, [1, 2]);
}

#[test]
fn the_kinds_of_a_slot_are_told() {
    let apparatus = check(&["It cost 41 crowns in all, they say today.", "It cost 47 crowns in all, they say today."]);
    assert_eq!(apparatus.slots[0].kinds, [ChangeKind::Number]);
}

const BAND: &str = "The mayor Ortiz opened the new bridge with 14 guests after months of delay and bad weather, and then \
    walked across it in the rain while a brass band played a march that nobody in the crowd could name.";
const BOATS: &str = "Fishermen from three villages complained that the river is too shallow for their boats now, because \
    the piers of the bridge hold back the sand, and that nobody had asked them before the first stone was laid in spring.";
const HALL: &str = "In the evening the council met to discuss whether the ferry should be kept, and those who lived on \
    the far bank said they would pay for it without haggling.";

fn place<'a>(texts: &[&str], apparatus: &'a Apparatus, words: &str) -> &'a Slot {
    let is = |slot: &&Slot| !slot.long && texts[0][slot.base.clone()].contains(words);
    apparatus.slots.iter().find(is).unwrap_or_else(|| panic!("no place at {words} in {apparatus:?}"))
}

#[test]
fn what_a_version_moved_is_read_where_it_stands() {
    let base = [BAND, BOATS, HALL].join("\n\n");
    let moved = [BOATS, HALL, &BAND.replace("Ortiz", "Brandt").replace("bad weather", "heavy rain")].join("\n\n");
    let edited = base.replace("Ortiz", "Ortega").replace("bad weather", "heavy rain").replace("crowd", "throng");
    let texts = [base.as_str(), &moved, &edited];
    let apparatus = check(&texts);
    let name = place(&texts, &apparatus, "Ortiz");
    assert_eq!(readings(&texts, name), [("Ortiz", vec![0]), ("Brandt", vec![1]), ("Ortega", vec![2])]);
    assert_eq!(name.readings[1].elsewhere, [1]);
    assert!(name.absent.is_empty());
    let weather = place(&texts, &apparatus, "bad weather");
    assert_eq!(readings(&texts, weather)[1], ("heavy rain", vec![1, 2]), "they agree against the base");
    assert_eq!(weather.readings[1].elsewhere, [1]);
    let crowd = place(&texts, &apparatus, "crowd");
    assert_eq!(readings(&texts, crowd)[0], ("crowd", vec![0, 1]));
    assert_eq!(crowd.readings[0].elsewhere, [1]);

    let from = apparatus.slots.iter().position(|slot| slot.long).unwrap();
    let to = apparatus.slots.len() - 1;
    let [gone, come] = [&apparatus.slots[from], &apparatus.slots[to]];
    assert_eq!(gone.base.start, 0);
    assert_eq!((&gone.readings[0].versions, gone.readings.len()), (&vec![0, 2], 2));
    assert_eq!((&gone.readings[1].elsewhere, &gone.readings[1].ends), (&vec![1], &vec![to]));
    assert!(readings(&texts, gone)[1].0.starts_with("The mayor Brandt opened"));
    assert!(come.readings[1].moved && come.readings[1].elsewhere.is_empty());
    assert_eq!(come.readings[1].ends, [from]);
}

#[test]
fn one_cut_and_one_move_of_a_passage_are_two_readings_in_any_order() {
    let base = [BAND, BOATS, HALL].join("\n\n");
    let moved = [BOATS, HALL, BAND].join("\n\n");
    let cut = [BOATS, HALL].join("\n\n");
    for texts in [[base.as_str(), &moved, &cut], [base.as_str(), &cut, &moved]] {
        let apparatus = check(&texts);
        let (moved, cut) = if texts[1] == cut { (2, 1) } else { (1, 2) };
        let readings = &apparatus.slots[0].readings;
        let of = |version| readings.iter().find(|reading| reading.versions == [version]).unwrap();
        assert_eq!((of(moved).moved, &of(moved).elsewhere), (true, &vec![moved]));
        assert!(!of(moved).range.is_empty() && of(cut).range.is_empty());
        assert!(!of(cut).moved && of(cut).elsewhere.is_empty() && of(cut).ends.is_empty());
    }
}

#[test]
fn a_move_with_edits_leaves_small_places_to_the_others() {
    let base = [BAND, BOATS, HALL].join("\n\n");
    let dense = [
        ("Ortiz", "Brandt"),
        ("14", "40"),
        ("months", "years"),
        ("bad weather", "heavy rain"),
        ("brass band", "choir"),
    ];
    let edited = dense.iter().fold(BAND.to_owned(), |text, (old, new)| text.replace(old, new));
    let moved = [BOATS, HALL, &edited].join("\n\n");
    let (name, guests) = (base.replace("Ortiz", "Ortega"), base.replace("guests", "friends"));
    let texts = [base.as_str(), &moved, &name, &guests];
    let apparatus = check(&texts);
    assert_eq!(readings(&texts, place(&texts, &apparatus, "Ortiz"))[2], ("Ortega", vec![2]));
    let widest = apparatus.slots.iter().filter(|slot| !slot.long).map(|slot| slot.base.len()).max();
    assert!(widest.unwrap() < 20, "{apparatus:?}");
}

#[test]
fn a_small_change_beside_a_cut_is_shared() {
    let short = "Fishermen from three villages complained that the river is too shallow for their boats now.";
    for cut in [BOATS, short] {
        let base = [BAND, cut, HALL].join("\n\n");
        let other = base.replace("could name.", "could recall!");
        let both = other.replace(&format!("{cut}\n\n"), "");
        let texts = [base.as_str(), &both, &other];
        let apparatus = check(&texts);
        let slot = place(&texts, &apparatus, "name.");
        assert_eq!(readings(&texts, slot), [("name.", vec![0]), ("recall!", vec![1, 2])]);
        assert!(slot.absent.is_empty());
        assert!(apparatus.slots.iter().any(|slot| slot.long && slot.readings[1].versions == [1]));
    }
}

#[test]
fn small_places_stay_apart_where_one_version_rewrote_the_sentence() {
    let rewritten = "Boatmen grumbled to every one who would hear them: it was hardly deep enough";
    let base = [BAND, BOATS, HALL].join("\n\n");
    let first =
        base.replace("Fishermen from three villages complained that the river is too shallow for their", rewritten);
    let (second, third) = (base.replace("three", "four"), base.replace("complained", "said"));
    let texts = [base.as_str(), &first, &second, &third];
    let apparatus = check(&texts);
    let slot = place(&texts, &apparatus, "three");
    assert_eq!(readings(&texts, slot), [("three", vec![0, 3]), ("four", vec![2])]);
    assert_eq!(slot.absent, [1]);
}

#[test]
fn long_readings_are_told_by_what_distinguishes_them() {
    let base = [BAND, HALL].join("\n\n");
    let first = [BAND, BOATS, HALL].join("\n\n");
    let second = first.replace("three", "four").replace("in spring", "in the spring");
    let texts = [base.as_str(), &first, &second];
    let apparatus = check(&texts);
    let slot = &apparatus.slots[0];
    let like = slot.readings[2].like.as_ref().unwrap();
    assert_eq!((like.reading, slot.readings[1].like.is_none()), (1, true));
    let told: Vec<(&str, &str)> =
        like.changes.iter().map(|(a, b)| (first[a.clone()].trim(), second[b.clone()].trim())).collect();
    assert_eq!(told, [("three", "four"), ("", "the")]);
}

#[test]
fn punctuation_can_be_left_out() {
    let base = "The boats, said Ortiz, came home for $5 in the fog.";
    let first = "The boats said Ortiz came home for $5 in the fog";
    let second = "The boats, said Diaz came home; for \u{20ac}5 in the fog.";
    let texts = [base, first, second];
    let with = |show| {
        let apparatus = check_showing(&texts, show);
        apparatus.slots.iter().map(|slot| readings(&texts, slot)).collect::<Vec<_>>()
    };
    assert!(with(Show::Wording).len() > 2);
    let without = with(Show::WithoutMarks);
    let words: Vec<(&str, &str)> = without.iter().map(|slot| (slot[0].0, slot[1].0)).collect();
    assert_eq!(words, [("Ortiz,", "Diaz"), ("$", "\u{20ac}")], "{without:?}");
    assert!(without.iter().all(|slot| slot[0].1 == [0, 1]), "{without:?}");
}

#[test]
fn words_in_another_order_are_no_punctuation() {
    let texts = ["That night the ferry hit the tanker in the fog.", "That night the tanker hit the ferry in the fog."];
    assert!(!check_showing(&texts, Show::WithoutMarks).slots.is_empty());
    let texts = ["They came home early, cold and wet.", "They came home early, wet and cold."];
    assert!(!check_showing(&texts, Show::WithoutMarks).slots.is_empty());
}

/// Moves some words of a text.
pub(crate) fn carry(text: &mut Vec<String>, at: usize, length: usize, to: usize) {
    let at = at % text.len();
    let passage: Vec<String> = text.drain(at..(at + length).min(text.len())).collect();
    let to = to % (text.len() + 1);
    text.splice(to..to, passage);
}

proptest! {
    #![proptest_config(crate::properties::cases(64))]
    #[test]
    fn every_version_can_be_told_from_the_apparatus(
        moves in proptest::collection::vec((0usize..5, 0usize..160, 9usize..50, 0usize..160), 0..4),
        words in proptest::collection::vec("(harbour|winter|letter|the|of|14|2,300|Ortiz|said|\\. So|crane|\u{201c}no\u{201d}|fog)", 20..160),
        edits in proptest::collection::vec((0usize..5, 0usize..160, 0usize..60, "(ferry|ten|grey lamp|,|;|)"), 0..24),
    ) {
        let mut texts = vec![words.clone(); 5];
        moves.into_iter().for_each(|(version, at, length, to)| carry(&mut texts[version], at, length, to));
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

    #[test]
    fn versions_with_moves_can_be_told_too(
        length in 60usize..200,
        moves in proptest::collection::vec((0usize..4, 0usize..200, 10usize..50, 0usize..200), 1..5),
        edits in proptest::collection::vec((0usize..4, 0usize..200, 0usize..40, "(ferry|ten|grey lamp|,|;|)"), 0..16),
    ) {
        let mut texts = vec![(0..length).map(|n| format!("w{n}{}", if n % 9 == 8 { "." } else { "" })).collect::<Vec<_>>(); 5];
        moves.into_iter().for_each(|(version, at, length, to)| carry(&mut texts[version + 1], at, length, to));
        for (version, at, length, new) in &edits {
            let text = &mut texts[*version + 1];
            let at = at % (text.len() + 1);
            let end = (at + if length % 4 == 0 { *length } else { length % 4 }).min(text.len());
            text.splice(at..end, new.split(' ').map(str::to_owned));
        }
        let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        check(&texts);
    }
}
