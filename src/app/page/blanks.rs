//! White space that is a change itself, made visible.

/// What a changed piece shows that holds white space alone: a sign for each character, or words where colours and signs
/// are spelt out. None where there is anything else in it.
pub(super) fn shown(piece: &str, spelt: bool) -> Option<String> {
    if piece.is_empty() || !piece.chars().all(char::is_whitespace) {
        return None;
    }
    let runs = runs(piece);
    let parts: Vec<String> =
        runs.into_iter().map(|(c, many)| if spelt { word(c, many) } else { sign(c, many) }).collect();
    Some(parts.join(if spelt { ", " } else { "" }))
}

/// The characters in order, each with how many of it stand in a row.
fn runs(piece: &str) -> Vec<(char, usize)> {
    let mut out: Vec<(char, usize)> = Vec::new();
    for c in piece.replace("\r\n", "\n").chars() {
        match out.last_mut().filter(|last| last.0 == c) {
            Some(last) => last.1 += 1,
            None => out.push((c, 1)),
        }
    }
    out
}

/// Signs written one by one; more of one kind are counted.
const WRITTEN: usize = 8;

fn sign(c: char, many: usize) -> String {
    let one = match c {
        ' ' => "\u{b7}".to_owned(),
        '\n' => "\u{21b5}".to_owned(),
        '\t' => "\u{2192}".to_owned(),
        _ => format!("<U+{:04X}>", u32::from(c)),
    };
    if many > WRITTEN { format!("{one}\u{d7}{many}") } else { one.repeat(many) }
}

fn word(c: char, many: usize) -> String {
    let one = match c {
        ' ' => "space",
        '\n' => "line break",
        '\t' => "tab",
        _ => return format!("{many} U+{:04X}", u32::from(c)),
    };
    crate::text::counted(many, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_shown_where_it_is_all_there_is() {
        assert_eq!(shown("  ", false).as_deref(), Some("\u{b7}\u{b7}"));
        assert_eq!(shown(" \r\n\t", false).as_deref(), Some("\u{b7}\u{21b5}\u{2192}"));
        assert_eq!(shown("\u{a0}", false).as_deref(), Some("<U+00A0>"));
        assert_eq!(shown(&" ".repeat(40), false).as_deref(), Some("\u{b7}\u{d7}40"));
        assert_eq!(shown("  \n", true).as_deref(), Some("2 spaces, 1 line break"));
        assert_eq!((shown(" a", false), shown("", false)), (None, None));
    }
}
