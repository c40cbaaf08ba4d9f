//! Sorting by a 32-bit key in time that grows with the number of things only: a million results
//! are in order in a few milliseconds.

/// Bits looked at in one pass.
const DIGIT: u32 = 11;
/// Below this many, comparing is faster.
const FEW: usize = 512;

/// Sorts by a key, ascending; things with equal keys keep their order.
pub(super) fn sort_by_key<T: Copy>(things: &mut Vec<T>, key: impl Fn(&T) -> u32) {
    if things.windows(2).all(|pair| key(&pair[0]) <= key(&pair[1])) {
        return;
    }
    if things.len() < FEW {
        things.sort_by_key(key);
        return;
    }
    let mut other = things.clone();
    for shift in (0..u32::BITS).step_by(DIGIT as usize) {
        let digit = |thing: &T| (key(thing) >> shift) as usize & ((1 << DIGIT) - 1);
        let mut starts = [0_usize; 1 << DIGIT];
        things.iter().for_each(|thing| starts[digit(thing)] += 1);
        if starts.contains(&things.len()) {
            continue;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        for thing in things.iter() {
            let at = &mut starts[digit(thing)];
            other[*at] = *thing;
            *at += 1;
        }
        std::mem::swap(things, &mut other);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_like_a_stable_sort(keys in prop::collection::vec(prop_oneof![0..5_u32, any::<u32>()], 0..1500)) {
            let mut things: Vec<(u32, usize)> = keys.into_iter().zip(0..).collect();
            let mut wanted = things.clone();
            wanted.sort_by_key(|thing| thing.0);
            super::sort_by_key(&mut things, |thing| thing.0);
            prop_assert_eq!(things, wanted);
        }
    }
}
