//! What a terminal may be sent: nothing in a text can move the cursor, change a setting or turn a
//! line round. Control and directional characters become visible marks.

use super::classes::is_directional;
use std::borrow::Cow;
use std::fmt::Write;

/// True for characters that must not reach a terminal as they are.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || is_directional(c)
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
}

/// The visible mark that stands for a hostile character.
pub fn mark(c: char, out: &mut String) {
    let name = match c {
        '\0'..='\u{1f}' => {
            out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'));
            return;
        }
        '\u{7f}' => {
            out.push('\u{2421}');
            return;
        }
        '\u{ad}' => {
            out.push('\u{2010}');
            return;
        }
        '\u{61c}' => "ALM",
        '\u{200b}' => "ZWSP",
        '\u{200e}' => "LRM",
        '\u{200f}' => "RLM",
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{feff}' => "BOM",
        _ => {
            let _ = write!(out, "<{:02X}>", c as u32);
            return;
        }
    };
    let _ = write!(out, "<{name}>");
}

/// One line for a terminal: hostile characters marked, line breaks and tabs too.
pub fn line(text: &str) -> Cow<'_, str> {
    clean(text, |_| false)
}

/// Text of several lines for a terminal: line feeds and tabs stay.
pub fn block(text: &str) -> Cow<'_, str> {
    clean(text, |c| c == '\n' || c == '\t')
}

fn clean(text: &str, keep: fn(char) -> bool) -> Cow<'_, str> {
    let hostile = |c: char| is_hostile(c) && !keep(c);
    let Some(first) = text.find(hostile) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        if hostile(c) { mark(c, &mut out) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn controls_become_pictures() {
        assert_eq!(line("a\u{1b}[2Jb\u{9b}c\u{202e}d\n"), "a\u{241b}[2Jb<9B>c<RLO>d\u{240a}");
        assert_eq!(block("a\tb\nc\r"), "a\tb\nc\u{240d}");
        assert_eq!(line("a\u{2065}b\u{2064}c"), "a<2065>b<2064>c");
        assert!(matches!(line("plain"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn nothing_hostile_is_left(text in "[\\x00-\\x{ff}\u{2000}-\u{2070}\u{e0000}-\u{e007f}]{0,40}") {
            prop_assert!(!line(&text).chars().any(is_hostile));
            prop_assert!(block(&text).chars().all(|c| !is_hostile(c) || c == '\n' || c == '\t'));
        }
    }
}
