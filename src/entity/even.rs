//! Texts whose capitals say nothing: telegrams and cables all in capitals, notes and transcripts all in
//! small letters.

use crate::text::segment::ended_lines;
use std::borrow::Cow;
use std::ops::Range;

/// Words below which a text, or a block in capitals, is too short to tell.
const WORDS: usize = 12;
const WORDS_OF_BLOCK: usize = 25;

/// Words by how they are written.
#[derive(Clone, Copy, Default)]
struct Words {
    all: usize,
    /// All in capitals.
    large: usize,
    /// With a capital anywhere.
    capital: usize,
}

/// What stands in a word.
const SMALL: u8 = 1;
const LARGE: u8 = 2;
/// A letter of a script without capitals.
const LETTER: u8 = 4;
const DIGIT: u8 = 8;
/// Not to be told by the byte.
const FAR: u8 = 16;

/// What the bytes of a text are; 0 is no part of a word.
static BYTES: [u8; 256] = {
    let (mut out, mut byte) = ([FAR; 256], 0);
    while byte < 128 {
        out[byte] = match byte as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => LARGE,
            b'0'..=b'9' => DIGIT,
            _ => 0,
        };
        byte += 1;
    }
    out
};

/// What a character is.
fn class(c: char) -> u8 {
    match c {
        c if c.is_lowercase() => SMALL,
        c if c.is_uppercase() => LARGE,
        c if c.is_alphabetic() => LETTER,
        c if c.is_alphanumeric() => DIGIT,
        _ => 0,
    }
}

impl Words {
    fn of(text: &str) -> Self {
        let (mut out, mut at) = (Self::default(), 0);
        let bytes = text.as_bytes();
        while at < bytes.len() {
            let (start, mut there) = (at, 0);
            while let Some(&byte) = bytes.get(at) {
                let (class, length) = match BYTES[usize::from(byte)] {
                    FAR => text[at..].chars().next().map_or((0, 1), |c| (class(c), c.len_utf8())),
                    class => (class, 1),
                };
                at += length;
                if class == 0 {
                    break;
                }
                there |= class;
            }
            // Who writes all else small may still write "I".
            let alone = matches!(bytes[start], b'i' | b'I') && at - start <= 2;
            let alone = alone && bytes.get(start + 1).is_none_or(|&next| BYTES[usize::from(next)] == 0);
            out.close(there, alone);
        }
        out
    }

    fn close(&mut self, there: u8, is_i: bool) {
        // Scripts without capitals are left alone.
        if there & (SMALL | LARGE) == 0 || is_i {
            return;
        }
        self.all += 1;
        self.large += usize::from(there & (SMALL | LETTER) == 0);
        self.capital += usize::from(there & LARGE != 0);
    }

    fn and(self, other: Self) -> Self {
        Self { all: self.all + other.all, large: self.large + other.large, capital: self.capital + other.capital }
    }

    fn is_large(self) -> bool {
        self.large * 5 >= self.all * 4
    }

    /// Any text that has capitals has them where sentences begin.
    fn is_small(self) -> bool {
        self.capital * 100 < self.all
    }
}

/// The parts of a text in which all letters are large, or all small, as byte ranges in order: the whole
/// text, or else blocks of lines in capitals that are no mere headings.
pub(super) fn parts(text: &str) -> Vec<Range<usize>> {
    let (mut all, mut blocks) = (Words::default(), Vec::new());
    let mut block: Option<(Range<usize>, Words)> = None;
    let mut close = |block: &mut Option<(Range<usize>, Words)>| {
        blocks.extend(block.take().filter(|(_, words)| words.all >= WORDS_OF_BLOCK).map(|(range, _)| range));
    };
    for range in ended_lines(text) {
        let line = &text[range.clone()];
        let words = Words::of(line);
        all = all.and(words);
        match &mut block {
            // Numbers alone part nothing.
            Some((open, so_far)) if words.is_large() && !line.trim().is_empty() => {
                (open.end, *so_far) = (range.end, so_far.and(words));
            }
            _ => {
                close(&mut block);
                block = Some((range, words)).filter(|_| words.all > 0 && words.is_large());
            }
        }
    }
    close(&mut block);
    if all.all >= WORDS && (all.is_large() || all.is_small()) {
        return vec![whole(text)];
    }
    blocks
}

/// All of a text.
pub(super) fn whole(text: &str) -> Range<usize> {
    0..text.len()
}

/// The text with the letters of some parts small; every byte stays where it was.
pub(super) fn written<'t>(text: &'t str, parts: &[Range<usize>]) -> Cow<'t, str> {
    if parts.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for part in parts {
        out.push_str(&text[done..part.start]);
        out.extend(text[part.clone()].chars().map(small));
        done = part.end;
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

fn small(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TELEGRAM: &str = "THE AMBASSADOR IN BRUSSELS TOLD MR. KERN ON MONDAY THAT THE SHIP HAD LEFT ANTWERP.\n\
                            HE WILL TRAVEL TO OSLO WITH MARTA ABEL AND EXPECTS AN ANSWER FROM THE MINISTRY.\n";

    #[test]
    fn whole_texts_and_blocks_are_found() {
        assert_eq!(parts(TELEGRAM), [whole(TELEGRAM)]);
        assert_eq!(parts(&TELEGRAM.to_lowercase()), [whole(TELEGRAM)]);
        let small = "The clerk wrote this down on Monday and kept it for Mr. Kern.\n".repeat(8);
        let mixed = format!("{small}\n{TELEGRAM}\n{small}");
        let found = parts(&mixed);
        assert!(found.len() == 1 && mixed[found[0].clone()] == *TELEGRAM, "{found:?}");
        assert_eq!(parts(&small), Vec::<Range<usize>>::new());
        assert!(parts(&format!("MINISTRY OF PORTS REPORTS LOSS\n\n{small}")).is_empty(), "a heading");
        assert!(parts("Short and small").is_empty());
        assert!(parts("A letter that begins with one capital and has no name in it was found here.").is_empty());
        assert!(parts(&"\u{6771}\u{4eac} \u{6e2f} ".repeat(30)).is_empty());
    }

    #[test]
    fn bytes_stay_where_they_were() {
        let text = "İSTANBUL ẞ Ω É";
        let even = written(text, &[whole(text)]);
        assert_eq!(even.len(), text.len());
        assert_eq!(even, "İstanbul ẞ ω é");
    }

    proptest! {
        #[test]
        fn parts_are_in_order_and_keep_every_offset(text in "([A-Z]{2,9} ){0,40}\n?([A-Za-zÉéİ.\n ]{0,90}\n){0,4}") {
            let parts = parts(&text);
            prop_assert!(parts.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let even = written(&text, &parts);
            prop_assert_eq!(even.len(), text.len());
            prop_assert!(text.char_indices().all(|(at, _)| even.is_char_boundary(at)));
        }
    }
}
