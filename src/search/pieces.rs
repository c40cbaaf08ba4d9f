//! A written word as the pieces that the index knows: `M'Hamed` is two, `self-ma*` a word and a
//! prefix.

use super::tree::Piece;
use crate::text::classes::{is_hyphen, is_ideograph};
use crate::text::terms::terms;

/// The longest term that the index keeps, in bytes; longer ones are cut there, in texts and in
/// queries alike.
const LONGEST: usize = 200;
/// Hyphens of a word at which a line may have ended; what has more is no word.
const HYPHENS: usize = 6;

/// A term as it stands in the index.
pub(super) fn clip(term: &str) -> &str {
    if term.len() <= LONGEST {
        return term;
    }
    let mut end = LONGEST;
    while !term.is_char_boundary(end) {
        end -= 1;
    }
    &term[..end]
}

/// The pieces of a word in which `*` (and `?`, with `single`) stand for letters.
pub(super) fn pieces(word: &str, single: bool) -> Vec<Piece> {
    let is_wild = |c: char| c == '*' || (single && c == '?');
    let mut out: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut end = 0;
    let mut walk = terms(word);
    while let Some((range, term)) = walk.advance() {
        let gap = &word[end..range.start];
        if end > 0 && !gap.is_empty() && gap.chars().all(is_wild) {
            open.push_str(gap);
        } else {
            let trailing = gap.len() - gap.trim_start_matches(is_wild).len();
            let leading = gap.trim_end_matches(is_wild).len();
            if end > 0 {
                open.push_str(&gap[..trailing]);
                out.push(std::mem::take(&mut open));
            }
            open.push_str(&gap[leading.max(if end > 0 { trailing } else { 0 })..]);
        }
        open.push_str(clip(term));
        end = range.end;
    }
    let gap = &word[end..];
    open.push_str(&gap[..gap.len() - gap.trim_start_matches(is_wild).len()]);
    if !open.is_empty() {
        out.push(open);
    }
    out.into_iter().map(|text| piece(text, is_wild)).collect()
}

/// The word without one of its hyphens, for each of them. A hyphen at the end of a line joins, as nobody can tell
/// whether it was the typesetter's, so `fact-specific` stands in the index as one word where a line ends in it.
pub(super) fn closed_up(word: &str) -> Vec<String> {
    let joins = |at: usize, c: char| {
        let (before, behind) = (word[..at].chars().next_back(), word[at + c.len_utf8()..].chars().next());
        before.is_some_and(char::is_alphabetic) && behind.is_some_and(|c| c.is_alphabetic() && !is_ideograph(c))
    };
    let hyphens: Vec<(usize, char)> = word.char_indices().filter(|&(at, c)| is_hyphen(c) && joins(at, c)).collect();
    let few = if hyphens.len() > HYPHENS { &[] } else { hyphens.as_slice() };
    few.iter().map(|&(at, c)| format!("{}{}", &word[..at], &word[at + c.len_utf8()..])).collect()
}

fn piece(text: String, is_wild: impl Fn(char) -> bool) -> Piece {
    match text.find(&is_wild) {
        None => Piece::Word(text),
        Some(at) if at > 0 && text[at..].chars().all(|c| c == '*') => Piece::Prefix(text[..at].to_owned()),
        Some(_) => Piece::Pattern(text),
    }
}

impl Piece {
    /// True when a term of the index is one that this piece means.
    pub(super) fn matches(&self, term: &str) -> bool {
        match self {
            Self::Word(word) => word == term,
            Self::Prefix(prefix) => term.starts_with(prefix.as_str()),
            Self::Pattern(pattern) => wild(pattern.as_bytes(), term.as_bytes()),
            Self::Fuzzy { word, distance } => super::fuzzy::distance(word, term, usize::from(*distance)).is_some(),
        }
    }
}

/// Matches `*` and `?` by going back to the last `*`, so that time is at most quadratic.
fn wild(pattern: &[u8], term: &[u8]) -> bool {
    let width = |byte: u8| match byte {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    };
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    loop {
        let stuck = match (pattern.get(p), term.get(t)) {
            (Some(b'*'), _) => {
                back = Some((p + 1, t));
                p += 1;
                false
            }
            (None, None) => return true,
            (Some(b'?'), Some(&byte)) => {
                p += 1;
                t += width(byte);
                false
            }
            (Some(x), Some(y)) if x == y => {
                p += 1;
                t += 1;
                false
            }
            _ => true,
        };
        if stuck {
            match back {
                Some((after, from)) if from < term.len() => {
                    let from = from + width(term[from]);
                    back = Some((after, from));
                    p = after;
                    t = from;
                }
                _ => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Piece {
        Piece::Word(text.to_owned())
    }

    #[test]
    fn words_fall_into_pieces() {
        assert_eq!(pieces("M\u{2019}Hamed", true), [word("m"), word("hamed")]);
        assert_eq!(pieces("self-ma*", true), [word("self"), Piece::Prefix("ma".into())]);
        assert_eq!(pieces("w?rd", true), [Piece::Pattern("w?rd".into())]);
        assert_eq!(pieces("*ism", true), [Piece::Pattern("*ism".into())]);
        assert_eq!(pieces("mail/2014*/x", true), [word("mail"), Piece::Prefix("2014".into()), word("x")]);
        assert_eq!(pieces("why?", false), [word("why")]);
        assert_eq!(pieces("*", true), [Piece::Pattern("*".into())]);
        assert_eq!(pieces("&", true), []);
    }

    #[test]
    fn a_word_is_closed_up_at_each_hyphen_between_letters() {
        assert_eq!(closed_up("fact-specific"), ["factspecific"]);
        assert_eq!(closed_up("the state-of\u{2010}art"), ["the stateof\u{2010}art", "the state-ofart"]);
        assert_eq!(closed_up("covid-19 -x y- 3-d \u{6771}-\u{4eac} and - or"), [""; 0]);
        assert_eq!(closed_up("a-b-c-d-e-f-g-h"), [""; 0], "that is no word");
    }

    #[test]
    fn patterns_stand_for_letters() {
        let matches = |pattern: &str, term: &str| Piece::Pattern(pattern.to_owned()).matches(term);
        assert!(matches("w?rd", "word") && matches("w?rd", "w\u{6771}rd") && !matches("w?rd", "wrd"));
        assert!(matches("*ism", "ism") && matches("a*c*e", "abcde") && !matches("a*c*e", "abcd"));
        assert!(matches("*", "x") && !matches("?", ""));
    }
}
