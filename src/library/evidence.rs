//! A verified relation as a short record for the database.
//!
//! Layout, little-endian: the kind, which measures repeat the one before them and other flags, then
//! the measures, what witnesses confirm where some were asked, and the number of the last document that
//! there was when the measures were taken.

use crate::version::{Kind, Measure, Relation, Shared};

const KINDS: [Kind; 6] = [Kind::Copy, Kind::Typography, Kind::Edited, Kind::Excerpt, Kind::Expanded, Kind::Overlap];

/// Says which measures are followed by the last document of their time.
const DATED: u8 = 1 << 4;

/// Says that what witnesses confirm stands before that number.
const CONFIRMED: u8 = 1 << 5;

/// Packs a relation that was measured when `last` was the last document.
pub(super) fn pack(relation: &Relation, last: u32) -> Vec<u8> {
    let measure = &relation.measure;
    let kind = KINDS.iter().position(|kind| *kind == relation.kind).unwrap_or_default() as u8;
    let newer_first = u8::from(relation.a > relation.b) << 2;
    let named = u8::from(relation.named) << 3;
    let repeats = u8::from(measure.own == measure.whole) | u8::from(measure.rare == measure.own) << 1;
    let mut out = vec![kind, repeats | newer_first | named | DATED];
    for number in [measure.words.0, measure.words.1, measure.own_words.0, measure.own_words.1] {
        out.extend(number.to_le_bytes());
    }
    put(&measure.whole, &mut out);
    if repeats & 1 == 0 {
        put(&measure.own, &mut out);
    }
    if repeats & 2 == 0 {
        put(&measure.rare, &mut out);
    }
    out.extend(last.to_le_bytes());
    out
}

/// The last document that there was when a relation was measured; 0 where that is not known.
pub(super) fn measured_at(bytes: &[u8]) -> u32 {
    let dated = bytes.get(1).is_some_and(|flags| flags & DATED != 0);
    bytes.last_chunk::<4>().filter(|_| dated).map_or(0, |last| u32::from_le_bytes(*last))
}

/// The same record with what witnesses confirm of the two texts.
pub(super) fn with_confirmed(mut bytes: Vec<u8>, share: f32) -> Vec<u8> {
    let Some((before, flags)) = bytes.get(1).map(|&flags| (confirmed(&bytes).is_some(), flags)) else { return bytes };
    let dated = if flags & DATED != 0 { 4 } else { 0 };
    let at = bytes.len().saturating_sub(dated);
    let old = at.saturating_sub(if before { 4 } else { 0 });
    bytes.splice(old..at, share.to_le_bytes());
    bytes[1] |= CONFIRMED;
    bytes
}

/// What witnesses confirm of two texts, if any were asked.
pub(super) fn confirmed(bytes: &[u8]) -> Option<f32> {
    let flags = bytes.get(1).filter(|&&flags| flags & CONFIRMED != 0)?;
    let end = if flags & DATED != 0 { bytes.len().checked_sub(4)? } else { bytes.len() };
    bytes.get(..end)?.last_chunk::<4>().map(|share| f32::from_le_bytes(*share))
}

fn put(shared: &Shared, out: &mut Vec<u8>) {
    for number in [shared.grams, shared.longest_run, shared.runs, shared.chained] {
        out.extend(number.to_le_bytes());
    }
    for share in [shared.similarity, shared.a_in_b, shared.b_in_a] {
        out.extend(share.to_le_bytes());
    }
}

/// Reads what [`pack`] wrote for two documents, `low` below `high`; `None` where it is damaged.
pub(super) fn unpack(low: u32, high: u32, bytes: &[u8]) -> Option<Relation> {
    let (&[kind, flags], mut rest) = bytes.split_first_chunk::<2>()?;
    let words = (number(&mut rest)?, number(&mut rest)?);
    let own_words = (number(&mut rest)?, number(&mut rest)?);
    let whole = take(&mut rest)?;
    let own = if flags & 1 == 0 { take(&mut rest)? } else { whole };
    let rare = if flags & 2 == 0 { take(&mut rest)? } else { own };
    let (a, b) = if flags & 4 == 0 { (low, high) } else { (high, low) };
    let kind = *KINDS.get(usize::from(kind))?;
    let named = flags & 8 != 0;
    Some(Relation { a, b, kind, named, measure: Measure { whole, own, rare, own_words, words } })
}

fn take(rest: &mut &[u8]) -> Option<Shared> {
    let (grams, longest_run, runs, chained) = (number(rest)?, number(rest)?, number(rest)?, number(rest)?);
    let mut share = || number(rest).map(f32::from_bits);
    Some(Shared { grams, longest_run, runs, chained, similarity: share()?, a_in_b: share()?, b_in_a: share()? })
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (bytes, tail) = rest.split_first_chunk::<4>()?;
    *rest = tail;
    Some(u32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shared() -> impl Strategy<Value = Shared> {
        (any::<[u32; 4]>(), 0f32..1.0, 0f32..1.0, 0f32..1.0).prop_map(|(n, similarity, a_in_b, b_in_a)| Shared {
            grams: n[0],
            longest_run: n[1],
            runs: n[2],
            chained: n[3],
            similarity,
            a_in_b,
            b_in_a,
        })
    }

    proptest! {
        #[test]
        fn packs_and_unpacks(whole in shared(), own in proptest::option::of(shared()), rare in proptest::option::of(shared()), kind in 0usize..6, turned: bool, named: bool) {
            let own = own.unwrap_or(whole);
            let measure = Measure { whole, own, rare: rare.unwrap_or(own), own_words: (5, 6), words: (7, 8) };
            let (a, b) = if turned { (9, 4) } else { (4, 9) };
            let relation = Relation { a, b, kind: KINDS[kind], named, measure };
            prop_assert_eq!(unpack(4, 9, &pack(&relation, 77)), Some(relation));
            prop_assert_eq!(measured_at(&pack(&relation, 77)), 77);
            prop_assert_eq!(confirmed(&pack(&relation, 77)), None);
            let told = with_confirmed(with_confirmed(pack(&relation, 77), 0.25), 0.75);
            prop_assert_eq!(unpack(4, 9, &told), Some(relation));
            prop_assert_eq!((measured_at(&told), confirmed(&told)), (77, Some(0.75)));
            prop_assert_eq!(told.len(), pack(&relation, 77).len() + 4);
        }

        #[test]
        fn damage_is_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            let _ = (unpack(1, 2, &bytes), measured_at(&bytes), confirmed(&bytes));
            let _ = with_confirmed(bytes, 0.5);
        }
    }
}
