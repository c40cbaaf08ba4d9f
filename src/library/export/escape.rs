//! Keeping the characters of a document from meaning anything to a format.

use crate::text::sanitise;
use std::fmt::Write;

/// Text for HTML; what would not show, or could turn a line round, becomes a visible mark.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in sanitise::block(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// True for characters that no XML 1.0 file can hold.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Text for TEI: line feeds are marked as line beginnings too, and what XML forbids stands as a
/// `g` element that names it. `forbidden` counts those.
pub fn tei(text: &str, forbidden: &mut usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '\n' => out.push_str("\n<lb/>"),
            c if is_forbidden(c) => {
                *forbidden += 1;
                let _ = write!(out, "<g n=\"U+{:04X}\">\u{fffd}</g>", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// An attribute or a line of the header; what XML forbids is shown as a mark.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            c if is_forbidden(c) => sanitise::mark(c, &mut out),
            c => out.push(c),
        }
    }
    out
}

/// Running text for Markdown: nothing in it starts a list, a heading, a link, a mention or a tag.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut line_start = true;
    let clean = sanitise::block(text);
    let mut rest = clean.chars().peekable();
    let mut digits = 0;
    while let Some(c) = rest.next() {
        let at_start = std::mem::take(&mut line_start);
        match c {
            '\n' => {
                out.push('\n');
                line_start = true;
            }
            // Blanks in front would make a block of code.
            ' ' | '\t' if at_start => line_start = true,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            // A forge makes links of these where a word follows.
            '@' | '#' => {
                out.push('\\');
                out.push(c);
                if rest.peek().is_some_and(|next| next.is_alphanumeric()) {
                    out.push_str("<!-- -->");
                }
            }
            '-' | '+' | '=' | ':' if at_start => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if digits > 0 => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        // Digits at the start of a line, up to what could make a list of them.
        digits = if c.is_ascii_digit() && (at_start || digits > 0) { digits + 1 } else { 0 };
    }
    out
}

/// A heading or a table's cell in Markdown.
pub fn markdown_line(text: &str) -> String {
    markdown(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
