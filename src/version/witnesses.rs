//! Whether two texts were made of one, told by what others have where the two differ. Copies differ where one of them
//! errs, and there most others have what the other one has; where two filled-in forms differ, a third one says
//! something else. (Readings are weighed by their witnesses as in textual criticism since Lachmann, 1850.)

use super::gaps::Letters;
use super::verify::{Sheet, between};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Places looked at, evenly spaced where there are more …
const LOOKED_AT: usize = 64;
/// … and where there are fewer, nothing is told.
const FEWEST: usize = 6;
/// Words of a gap between two runs that are aligned; in a longer one each text goes on in its own words.
const ALIGNED: usize = 60;
/// Of such words so many count as one place.
const APART: usize = 5;
/// So much of what a witness confirms must speak for each of the two, or it is a version of one of them.
const EACH: f32 = 0.15;
/// Witnesses that must be left.
const WITNESSES: usize = 2;

/// A place where two texts differ: the words of each.
type Place = (Range<u32>, Range<u32>);

/// At how many of the places where two texts differ witnesses agree on the words of one of them, as a share: a place
/// where they are divided counts in part. `None` where there are few places, or fewer than two witnesses
/// that know both texts.
pub(super) fn confirmed(a: &Sheet, b: &Sheet, witnesses: &[&Sheet]) -> Option<f32> {
    let places = places(a, b);
    if places.len() < FEWEST {
        return None;
    }
    let places: Vec<&Place> = places.iter().step_by(places.len().div_ceil(LOOKED_AT)).collect();
    let mut votes = vec![(0, 0); places.len()];
    let mut asked = 0;
    for witness in witnesses {
        let has = |sheet, words| u32::from(has(&witness.grams.letters, sheet, words));
        let said: Vec<(u32, u32)> = places.iter().map(|(in_a, in_b)| (has(a, in_a), has(b, in_b))).collect();
        let (of_a, of_b) = said.iter().fold((0, 0), |sum, said| (sum.0 + said.0, sum.1 + said.1));
        if of_a.min(of_b) as f32 >= EACH * (of_a + of_b) as f32 {
            asked += 1;
            votes.iter_mut().zip(said).for_each(|(sum, said)| *sum = (sum.0 + said.0, sum.1 + said.1));
        }
    }
    let agreed = |&(of_a, of_b): &(u32, u32)| of_a.abs_diff(of_b) as f32 / (of_a + of_b).max(1) as f32;
    (asked >= WITNESSES).then(|| votes.iter().map(agreed).sum::<f32>() / votes.len() as f32)
}

/// True when some words of a text stand in another one, with two words before and one behind them or with one before
/// and two behind.
fn has(letters: &Letters, sheet: &Sheet, words: &Range<u32>) -> bool {
    [(2, 1), (1, 2)].into_iter().any(|(before, behind)| {
        let range = words.start.saturating_sub(before)..(words.end + behind).min(sheet.grams.words);
        letters.have(sheet.grams.letters.words(range))
    })
}

/// Where two texts differ.
fn places(a: &Sheet, b: &Sheet) -> Vec<Place> {
    let mut out = Vec::new();
    for (in_a, in_b) in between(&a.grams, &b.grams) {
        let (long, short) = (in_a.len().max(in_b.len()), in_a.len().min(in_b.len()));
        if long > ALIGNED {
            let at = |words: &Range<u32>, place: usize| {
                let start = words.start + place as u32;
                start..(start + APART as u32).min(words.end)
            };
            out.extend((0..short).step_by(APART).map(|place| (at(&in_a, place), at(&in_b, place))));
            continue;
        }
        let words = |sheet: &Sheet, range: &Range<u32>| -> Vec<Vec<u8>> {
            range.clone().map(|word| sheet.grams.letters.words(word..word + 1).to_vec()).collect()
        };
        let ops = capture_diff_slices(Algorithm::RawMyers, &words(a, &in_a), &words(b, &in_b));
        for op in ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
            let of = |from: u32, range: Range<usize>| from + range.start as u32..from + range.end as u32;
            out.push((of(in_a.start, op.old_range()), of(in_b.start, op.new_range())));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::grams::Grams;

    /// Some texts of 200 words, each with other words at every so many places that `at` gives.
    fn texts(at: impl Fn(usize, usize) -> bool) -> Vec<Sheet> {
        let text = |copy: usize| -> String {
            (0..200).map(|n| if at(copy, n) { format!("own{copy}x{n} ") } else { format!("word{n} ") }).collect()
        };
        (0..6).map(|copy| Sheet::plain(Grams::of(&text(copy)))).collect()
    }

    fn told(texts: &[Sheet]) -> Option<f32> {
        confirmed(&texts[0], &texts[1], &texts[2..].iter().collect::<Vec<_>>())
    }

    #[test]
    fn copies_of_one_source_confirm_each_other_and_forms_do_not() {
        let copies = texts(|copy, n| (n * 7 + copy * 3) % 20 == 0);
        assert!(told(&copies) > Some(0.9), "{:?}", told(&copies));
        assert_eq!(told(&texts(|_, n| n % 20 == 0)), Some(0.0), "the blanks of a form");
        let pages = texts(|_, n| n > 100);
        assert_eq!(told(&pages), Some(0.0), "a page of its own behind an opening that all have");
    }

    #[test]
    fn a_version_of_one_of_the_two_is_no_witness() {
        let mut forms = texts(|_, n| n % 20 == 0);
        let same = forms[1].clone();
        forms.truncate(2);
        forms.extend([same.clone(), same.clone(), same]);
        assert_eq!(told(&forms), None);
    }

    #[test]
    fn two_witnesses_are_needed_and_some_places() {
        let copies = texts(|copy, n| (n * 7 + copy * 3) % 20 == 0);
        assert_eq!(told(&copies[..3]), None);
        assert_eq!(told(&texts(|copy, n| n == 30 + copy)), None);
    }
}
