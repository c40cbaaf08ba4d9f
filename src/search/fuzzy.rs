//! Distance between words: letters added, left out, replaced, or two neighbours swapped
//! (optimal string alignment).

use smallvec::SmallVec;

/// The letters of a word; most words need no memory of their own.
type Letters = SmallVec<[char; 32]>;

/// The distance between two words if it is at most `most`.
pub fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    // A letter more or less is at least a byte, and at most four.
    if a.len() > 4 * (b.len() + most) || b.len() > 4 * (a.len() + most) {
        return None;
    }
    let (a, b) = trim(a, b);
    let (a, b): (Letters, Letters) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: SmallVec<[usize; 32]> = SmallVec::new();
    let mut last: SmallVec<[usize; 32]> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row: SmallVec<[usize; 32]> = SmallVec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && y == a[i - 1] {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        if row.iter().all(|&cost| cost > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&cost| cost <= most)
}

/// Both words without the letters that they begin with in common.
fn trim<'w>(a: &'w str, b: &'w str) -> (&'w str, &'w str) {
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    (&a[same..], &b[same..])
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn counts_edits_and_swaps() {
        assert_eq!(distance("haven", "haven", 2), Some(0));
        assert_eq!(distance("haven", "hevan", 2), Some(2));
        assert_eq!(distance("haven", "haevn", 1), Some(1));
        assert_eq!(distance("haven", "havens", 1), Some(1));
        assert_eq!(distance("haven", "tavern", 1), None);
        assert_eq!(distance("", "ab", 2), Some(2));
        assert_eq!(distance("abab", "abba", 2), Some(1));
        assert_eq!(distance(&"x".repeat(40), &"x".repeat(41), 1), Some(1));
    }
}
