//! Classes of characters that folding, terms and the sanitiser agree on.

use unicode_normalization::char::is_combining_mark;

/// Characters without a picture of their own, which folding reads over: soft hyphen, zero-width
/// spaces and joiners, directional controls, variation selectors, the byte-order mark, and the Arabic kashida, which only
/// makes a word longer.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{640}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Directional controls, which can make a line read as something else than it says.
pub fn is_directional(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Letters, digits and the marks that combine with them.
pub fn is_word(c: char) -> bool {
    // The kashida and the apostrophe among the modifier letters are no letters.
    c.is_alphanumeric() && !matches!(c, '\u{640}' | '\u{2bc}') || (!c.is_ascii() && is_combining_mark(c))
}

/// Scripts written without spaces, where each character counts as a word.
pub fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '\u{0e00}'..='\u{0eff}')
}

/// Apostrophes, straight and curly, the Greek and Hebrew ones, and the single quotes that look like them.
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}'
            | '\u{2019}'
            | '\u{201a}'
            | '\u{201b}'
            | '\u{2032}'
            | '\u{2bc}'
            | '\u{55a}'
            | '\u{5f3}'
            | '\u{1fbd}'
            | '\u{1fbf}'
            | '\u{ff07}'
            | '`'
            | '\u{b4}'
            | '\u{2039}'
            | '\u{203a}'
    )
}

/// Double quotes of every shape.
pub fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '\u{5f4}' | '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' | '\u{ff02}')
}

/// Hyphens that join the parts of one word, the Hebrew maqaf among them.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{5be}' | '\u{2010}' | '\u{2011}')
}

/// Dashes of every width, the hyphens included.
pub fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{5be}' | '\u{207b}' | '\u{208b}' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{2e3a}' | '\u{2e3b}'
    )
}

/// White space, and the line and paragraph separators.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2800}')
}
