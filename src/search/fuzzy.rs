//! Distance between words: letters added, left out, replaced, or two neighbours swapped
//! (optimal string alignment).

/// The distance between two words if it is at most `most`.
pub(super) fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
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
    }
}
