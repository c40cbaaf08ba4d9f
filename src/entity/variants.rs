//! Which of some people with one surname are spellings of one.

use super::diminutives;
use super::names::Parts;

/// A larger block of one surname is too full of chances to call any likeness unambiguous.
const LARGEST_BLOCK: usize = 64;

/// Which of some people with one surname are spellings of one: sets in which no two contradict. An initial that fits two
/// people joins neither, nor does a name that could be either of two others.
pub(super) fn variants(block: &[&Parts]) -> Vec<Vec<usize>> {
    variants_but(block, &|_, _| false)
}

/// The same, where some people are known to be two.
pub(super) fn variants_but(block: &[&Parts], are_two: &dyn Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    if block.len() < 2 || block.len() > LARGEST_BLOCK {
        return Vec::new();
    }
    let block = Block::of(block, are_two);
    let all: Vec<usize> = (0..block.people.len()).collect();
    let mut out = Vec::new();
    for set in block.connected(&all) {
        if block.is_one(&set) {
            out.push(set);
            continue;
        }
        let full: Vec<usize> = set.into_iter().filter(|&at| !block.people[at].has_initial_only()).collect();
        for set in block.connected(&full) {
            if block.is_one(&set) {
                out.push(set);
                continue;
            }
            let clear: Vec<usize> = set.iter().copied().filter(|&at| !block.is_between(at, &set)).collect();
            out.extend(block.connected(&clear).into_iter().filter(|set| block.is_one(set)));
        }
    }
    out
}

struct Block<'p> {
    people: &'p [&'p Parts],
    /// Somebody is a Jr.: who the one without is, the father or he, nobody knows.
    junior: bool,
    are_two: &'p dyn Fn(usize, usize) -> bool,
}

impl<'p> Block<'p> {
    fn of(people: &'p [&'p Parts], are_two: &'p dyn Fn(usize, usize) -> bool) -> Self {
        let junior = people.iter().any(|parts| parts.suffix.as_deref() == Some("jr"));
        Self { people, junior, are_two }
    }

    /// Nothing contradicts that two are one.
    fn fit(&self, a: usize, b: usize) -> bool {
        self.like(a, b, are_close)
    }

    fn like(&self, a: usize, b: usize, alike: fn(&str, &str) -> bool) -> bool {
        let two = (self.are_two)(a, b);
        let (a, b) = (self.people[a], self.people[b]);
        let senior = |parts: &Parts| parts.suffix.as_deref() == Some("sr");
        !two && a.fits(b, alike) && (!self.junior || senior(a) == senior(b))
    }

    /// Every two fit, or differ in no more than the spelling of what sounds alike.
    fn is_one(&self, set: &[usize]) -> bool {
        set.iter().enumerate().all(|(place, &a)| set[..place].iter().all(|&b| self.may_be_one(a, b)))
    }

    fn may_be_one(&self, a: usize, b: usize) -> bool {
        self.like(a, b, |a, b| are_close(a, b) || sound_alike(a, b))
    }

    /// It fits two of a set that are not one.
    fn is_between(&self, at: usize, set: &[usize]) -> bool {
        let near: Vec<usize> = set.iter().copied().filter(|&other| other != at && self.fit(at, other)).collect();
        !self.is_one(&near)
    }

    /// The sets of two and more that a chain of likenesses holds together.
    fn connected(&self, of: &[usize]) -> Vec<Vec<usize>> {
        let mut left: Vec<usize> = of.to_vec();
        let mut out = Vec::new();
        while let Some(first) = left.first().copied() {
            let mut set = vec![first];
            left.remove(0);
            let mut next = 0;
            while next < set.len() {
                let (near, far): (Vec<usize>, Vec<usize>) = left.iter().partition(|&&at| self.fit(set[next], at));
                set.extend(near);
                left = far;
                next += 1;
            }
            if set.len() > 1 {
                out.push(set);
            }
        }
        out
    }
}

/// Two given names that may be spellings of one: equal, short for it, an initial of it, or the same consonants and
/// ending with hardly a letter between them. An ending in another vowel is another name (Maria, Mario).
fn are_close(a: &str, b: &str) -> bool {
    if a == b || diminutives::are_one(a, b) {
        return true;
    }
    if a.chars().next() != b.chars().next() {
        return false;
    }
    let (long_a, long_b) = (a.chars().count(), b.chars().count());
    if long_a == 1 || long_b == 1 {
        return true;
    }
    let (a_chars, b_chars): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    distance(&a_chars, &b_chars) <= 2 && sound_alike(a, b)
}

/// Longer names that begin alike, end alike, and have the same consonants between.
fn sound_alike(a: &str, b: &str) -> bool {
    const SHORTEST: usize = 5;
    let (long_a, long_b) = (a.chars().count(), b.chars().count());
    long_a.min(long_b) >= SHORTEST
        && a.chars().next() == b.chars().next()
        && (a.chars().last() == b.chars().last() || end_in_i(a, b))
        && skeleton(a) == skeleton(b)
}

/// Sergei and Sergey, Dmitri and Dmitry; not Terri and Terry, who are two.
fn end_in_i(a: &str, b: &str) -> bool {
    const LONG: usize = 6;
    let stem = |name: &'_ str| name.strip_suffix(['i', 'y']).map(|stem| (stem.to_owned(), name.chars().count()));
    let (Some((a, long_a)), Some((b, long_b))) = (stem(a), stem(b)) else { return false };
    let vowel = a.ends_with(['a', 'e', 'o', 'i']) && b.ends_with(['a', 'e', 'o', 'i']);
    vowel || long_a.min(long_b) >= LONG
}

/// The consonants of a name as they sound, doubled letters once.
fn skeleton(name: &str) -> String {
    let mut out = String::new();
    let plain = name.replace("ph", "f").replace("ck", "k");
    for c in plain.chars() {
        let c = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' => continue,
            'c' | 'q' => 'k',
            'v' | 'w' => 'f',
            'z' => 's',
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Edits between two words (Levenshtein 1966).
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::super::names::parts;
    use super::*;

    /// The sets of some people, by their names.
    fn sets<'n>(names: &[&'n str]) -> Vec<Vec<&'n str>> {
        let block: Vec<Parts> = names.iter().map(|name| parts(name)).collect();
        let mut sets: Vec<Vec<&str>> = variants(&block.iter().collect::<Vec<_>>())
            .into_iter()
            .map(|set| set.into_iter().map(|at| names[at]).collect())
            .collect();
        sets.iter_mut().for_each(|set| set.sort_unstable());
        sets.sort();
        sets
    }

    #[test]
    fn spellings_of_what_sounds_alike_are_one_though_two_of_them_are_far_apart() {
        let spelt = ["Mohammed Kern", "Mohamed Kern", "Muhammad Kern"];
        assert_eq!(sets(&spelt), [["Mohamed Kern", "Mohammed Kern", "Muhammad Kern"]]);
        assert_eq!(sets(&["Andrei Kern", "Andrey Kern"]).len(), 1);
        assert_eq!(sets(&["Dmitri Kern", "Dmitry Kern"]).len(), 1);
        assert!(sets(&["Terri Kern", "Terry Kern"]).is_empty());
    }

    #[test]
    fn a_name_that_fits_two_people_joins_neither_and_the_others_are_what_they_are() {
        let people = ["John Kern", "John Adam Kern", "John A. Kern", "John Bert Kern"];
        assert_eq!(sets(&people), [["John A. Kern", "John Adam Kern"]]);
    }

    #[test]
    fn father_and_son_are_two() {
        assert!(sets(&["Otto Kern Jr.", "Otto Kern"]).is_empty());
        assert!(sets(&["Otto Kern Jr.", "Otto Kern Sr.", "Otto Kern"]).is_empty());
        assert_eq!(sets(&["Otto Kern, Sr.", "Otto Kern"]).len(), 1);
        assert_eq!(sets(&["Otto Kern III", "Otto Kern"]).len(), 1);
        assert_eq!(sets(&["Otto Kern Jr.", "O. Kern"]).len(), 1);
    }
}
