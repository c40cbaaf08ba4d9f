//! Which way a text is written.
//!
//! Terminals that know of directions turn the letters of a line round by themselves, and with them
//! whatever stands between two words of such a script; the others show them in the order in which
//! they are read. So no line is turned round here: its direction is told, and what stands beside it is
//! held in its place.

use unicode_normalization::char::is_combining_mark;

/// A blank that belongs to the scripts that are written from left to right: what stands on the one
/// side of it never changes places with what stands on the other.
pub const GUARD: &str = "\u{2800}";

/// True for letters that are written from right to left.
pub fn is_right_to_left(c: char) -> bool {
    let block = matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    block && c.is_alphabetic() && !is_combining_mark(c)
}

/// True when some of a text is written from right to left.
pub fn has_right_to_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_right_to_left)
}

/// True when a text reads from right to left on the whole: its first letter does, as the Unicode
/// Bidirectional Algorithm has it (P2, P3).
pub fn reads_right_to_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().find(|c| c.is_alphabetic()).is_some_and(is_right_to_left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_the_standard() {
        use unicode_bidi::BidiClass::{AL, L, R};
        let letters = (0..=0x10ffff).filter_map(char::from_u32).filter(|c| c.is_alphabetic());
        let differ = |c: &char| is_right_to_left(*c) != matches!(unicode_bidi::bidi_class(*c), R | AL);
        let others: Vec<char> = letters.filter(differ).collect();
        // The two tables may be of different years; what is new is rare.
        assert!(others.len() < 20, "{others:?}");
        assert!("\u{5d0}\u{644}\u{6cc}\u{710}\u{7d0}\u{10d00}".chars().all(is_right_to_left));
        assert!(!"\u{64b}\u{5b0}\u{660}a\u{6771}".chars().any(is_right_to_left));
        assert!(GUARD.chars().all(|c| unicode_bidi::bidi_class(c) == L));
    }

    #[test]
    fn the_first_letter_tells() {
        assert!(reads_right_to_left("12 \u{645}\u{64a}\u{646}\u{627}\u{621} Selm"));
        assert!(reads_right_to_left("\u{201c}\u{5e9}\u{5dc}\u{5d5}\u{5dd}\u{201d}"));
        assert!(!reads_right_to_left("Port \u{645}\u{64a}\u{646}\u{627}\u{621}"));
        assert!(!reads_right_to_left("2031-03-04") && !reads_right_to_left(""));
        assert!(has_right_to_left("Port \u{645}") && !has_right_to_left("Zu\u{308}rich \u{6771}"));
    }
}
