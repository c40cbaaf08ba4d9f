//! The title of markup that is kept as a text, as it stands in a file or record of another kind.

use super::plain;
use quick_xml::escape::{resolve_html5_entity, unescape_with};

/// Bytes in which a title is looked for.
const HEAD: usize = 64 << 10;

/// What a text that begins as XML or HTML do calls itself, or else the first words outside of its tags.
pub(super) fn title(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let begins = |start: &str| text.get(..start.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(start));
    if !["<?xml", "<!doctype"].into_iter().any(begins) {
        return None;
    }
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    stated(head).or_else(|| runs(head).map(shown).find(|run| run.chars().any(char::is_alphanumeric)))
}

/// The words of the first element that is called a title.
fn stated(head: &str) -> Option<String> {
    let lower = head.to_ascii_lowercase();
    let starts = lower.match_indices("<title").map(|(at, found)| at + found.len());
    let mut titles = starts.filter_map(|at| {
        let open =
            lower[at..].find('>').filter(|_| lower[at..].starts_with(|c: char| c.is_whitespace() || c == '>'))?;
        let from = at + open + 1;
        let to = from + lower[from..].find("</title")?;
        Some(runs(&head[from..to]).map(shown).collect::<Vec<_>>().join(" "))
    });
    titles.find(|title| title.chars().any(char::is_alphanumeric))
}

/// What stands outside of tags, comments and declarations.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let run = rest.find('<').unwrap_or(rest.len());
        let (words, tag) = rest.split_at(run);
        rest = &tag[length(tag)..];
        Some(words)
    })
}

/// The bytes of the tag that a text begins with.
fn length(tag: &str) -> usize {
    let through = |end: &str| tag.find(end).map_or(tag.len(), |at| at + end.len());
    if tag.starts_with("<!--") {
        return through("-->");
    }
    if tag.starts_with("<?") {
        return through("?>");
    }
    match (tag.find('>'), tag.find('[')) {
        // The declarations of a document type stand in brackets.
        (Some(close), Some(open)) if open < close && tag.starts_with("<!") => {
            tag.find("]>").map_or(tag.len(), |at| at + "]>".len())
        }
        _ => through(">"),
    }
}

/// Words as they are read, on one line.
fn shown(run: &str) -> String {
    plain::one_line(&unescape_with(run, resolve_html5_entity).unwrap_or(run.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_says_what_it_is_called() {
        for (text, wanted) in [
            (
                "<?xml version=\"1.0\"?>\n<rfc><front><title abbrev=\"B\">Bread &amp;\n <i>Salt</i></title>",
                Some("Bread & Salt"),
            ),
            ("<!DOCTYPE html><html><head><TITLE>A day out</TITLE>", Some("A day out")),
            (
                "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><!-- d > --><a><p>First words</p></a>",
                Some("First words"),
            ),
            ("<?xml?><titles/><title/><p>Words</p>", Some("Words")),
            ("<?xml version=\"1.0\"?><a/>", None),
            ("<b>bold</b> words", None),
            ("words of <title>no markup</title>", None),
        ] {
            assert_eq!(title(text).as_deref(), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_follows_is_read(text in "[<>!?/\\-\\[\\]a\u{e9}&; \n]{0,60}", more in "(<title>|</title>|<!--|-->)?") {
            let title = title(&format!("<?xml?>{more}{text}{more}"));
            prop_assert!(title.is_none_or(|title| !title.contains('\n')));
        }
    }
}
