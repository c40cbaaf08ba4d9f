//! Plain text: the text as it is, and a title out of its first lines.

use super::{Extracted, Stamp, markdown, markup, sentence};

/// The longest title made of a text, in characters.
const LONGEST: usize = 120;

/// Bytes up to which nothing is taken for a whole sentence.
const SHORTEST: usize = 30;

/// Lines looked at for a title before the first one is taken, whatever it is.
const LOOKED_AT: usize = 12;

/// A plain text as a document; none if it is white space only.
pub(super) fn read(text: String) -> Option<Extracted> {
    if is_empty(&text) {
        return None;
    }
    let title = title(&text);
    Some(Extracted { title, text, ..Extracted::default() })
}

/// A text with all white space in it, line ends too, made single blanks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for white space and the characters that show as nothing.
pub(super) fn is_empty(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\0' | '\u{feff}' | '\u{200b}'))
}

/// A title for a text that has none: what its front matter or its markup calls it, its first short line that
/// is more than furniture, or else the beginning of its first sentence.
///
/// A line is no title if the next one only continues its sentence, as in text that is wrapped by hand.
pub fn title(text: &str) -> String {
    if let Some(stated) = markdown::stated_title(text).or_else(|| markup::title(text)) {
        return sentence(&bare(&stated));
    }
    let mut lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()).peekable();
    let mut fallback = None;
    for _ in 0..LOOKED_AT {
        let Some((index, line)) = lines.next() else { break };
        let said = bare(line);
        if is_furniture(&said) {
            fallback = fallback.or(Some(said)).filter(|said| !said.is_empty());
            continue;
        }
        let next = lines.peek().filter(|(next, _)| *next == index + 1).map(|(_, line)| *line);
        return match next {
            Some(next) if is_wrapped(line, next) => {
                let from = line.as_ptr() as usize - text.as_ptr() as usize;
                sentence(&bare(&paragraph(&text[from..])))
            }
            _ => sentence(&said),
        };
    }
    sentence(&fallback.unwrap_or_default())
}

/// A title that only repeats how the text begins, at greater length than any title has: somebody cut it
/// off there.
pub(super) fn is_beginning(title: &str, text: &str) -> bool {
    title.chars().nth(LONGEST).is_some() && text.trim_start().starts_with(title.trim_end_matches('…').trim())
}

/// The beginning of a text up to its first empty line, as one line.
fn paragraph(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines().map(str::trim).take_while(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(line);
        if out.len() > 4 * LONGEST {
            break;
        }
    }
    out
}

fn is_wrapped(line: &str, next: &str) -> bool {
    let ended = line.ends_with(['.', '!', '?', ':', '"', '”']);
    let (length, following) = (line.chars().take(200).count(), next.chars().take(200).count());
    let continues = next.chars().next().is_some_and(char::is_lowercase);
    !ended && length <= LONGEST && following <= LONGEST && (continues || (length >= 55 && following >= 45))
}

/// The text itself if it is short enough, else its first sentence, else its beginning cut at a word.
fn sentence(text: &str) -> String {
    let (text, _) = sentence::dateline(text);
    let Some((limit, _)) = text.char_indices().nth(LONGEST) else { return text.to_owned() };
    // What is too short is seldom a sentence; what stands behind the limit tells whether one ends before it.
    if let Some(end) = sentence::end(text, SHORTEST).filter(|&end| end <= limit) {
        return text[..end].to_owned();
    }
    let cut = text[..limit].rfind(char::is_whitespace).filter(|&cut| cut > limit / 2).unwrap_or(limit);
    format!("{}…", text[..cut].trim_end_matches(|c: char| c.is_whitespace() || ",;:-–—".contains(c)))
}

/// A line without what Markdown and layout put around it, its spaces single.
pub(super) fn bare(line: &str) -> String {
    let edge = |c: char| c.is_whitespace() || "*_=~|—–-".contains(c);
    let mut line = line.trim_start_matches(|c: char| edge(c) || ">•·\u{feff}\0".contains(c));
    // A heading has a space behind its marks; `#include` is a word.
    let heading = line.trim_start_matches('#');
    if heading.starts_with(char::is_whitespace) || heading.is_empty() {
        line = heading.trim_start_matches(edge);
    }
    line = line.trim_end_matches(edge);
    let closed = line.trim_end_matches('#');
    if closed.ends_with(char::is_whitespace) {
        line = closed.trim_end_matches(edge);
    }
    let mut out = String::with_capacity(line.len());
    for word in line.replace("**", "").replace("__", "").replace('`', "").split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(emphasised(word));
        if out.len() > 8 * LONGEST {
            break;
        }
    }
    links(&out)
}

/// A word without the marks of emphasis at its ends.
fn emphasised(word: &str) -> &str {
    let inner = word.trim_matches(['*', '_']);
    if inner.is_empty() { word } else { inner }
}

/// `[words](address)` as its words.
fn links(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(open) = rest.find('[') {
        let link = rest[open..].find("](").and_then(|middle| {
            let close = rest[open + middle..].find(')')?;
            Some((&rest[open + 1..open + middle], open + middle + close + 1))
        });
        let Some((words, end)) = link else { break };
        out.push_str(rest[..open].trim_end_matches('!'));
        out.push_str(words);
        rest = &rest[end..];
    }
    out + rest
}

/// Labels that stand over or between the parts of a page and name no text.
const FURNITURE: [&str; 50] = [
    "advertisement",
    "advertisements",
    "ad",
    "sponsored",
    "sponsored content",
    "story highlights",
    "highlights",
    "key points",
    "key takeaways",
    "in this article",
    "summary",
    "share",
    "share this",
    "share this article",
    "tweet",
    "email",
    "print",
    "save",
    "menu",
    "home",
    "news",
    "world",
    "politics",
    "business",
    "opinion",
    "sports",
    "breaking",
    "breaking news",
    "exclusive",
    "video",
    "photos",
    "gallery",
    "skip to content",
    "skip to main content",
    "skip navigation",
    "search",
    "sign in",
    "log in",
    "subscribe",
    "contents",
    "table of contents",
    "read more",
    "related",
    "related articles",
    "comments",
    "listen",
    "follow us",
    "for immediate release",
    "press release",
    "unclassified",
];

/// True for a line that says nothing about what the text is: labels, bylines, dates, rules, numbers.
fn is_furniture(line: &str) -> bool {
    let lower = line.to_lowercase();
    let label = lower.trim_end_matches([':', '.', '…', '»', '>']);
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let words = lower.split_whitespace().count();
    letters < 2
        || FURNITURE.contains(&label)
        || (words <= 8
            && ["by ", "from ", "updated", "published", "posted ", "last updated", "page ", "photo: ", "image: "]
                .iter()
                .any(|start| lower.starts_with(start))
            && (lower.starts_with("by ") || line.chars().any(|c| c.is_ascii_digit()) || lower.contains(':')))
        || is_dateline_only(line)
        || ["http://", "https://", "www."].iter().any(|start| lower.starts_with(start)) && words == 1
        || Stamp::parse(line).is_some()
}

/// A dateline with nothing behind it: `CNN —`, whose dash is off already, or `(CNN)`.
fn is_dateline_only(line: &str) -> bool {
    let word = line.trim_matches(['(', ')']);
    matches!(word, "CNN" | "AP" | "AFP" | "BBC" | "UPI" | "DPA" | "Reuters" | "REUTERS" | "Associated Press")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_short_line_is_the_title() {
        for (text, want) in [
            ("\n\n  The Harbour Log  \n\nIt rained.", "The Harbour Log"),
            ("# A **bold** [claim](http://x) \n\ntext", "A bold claim"),
            ("Story highlights\n\nThe bridge closes\n\nAnd more", "The bridge closes"),
            ("CNN  — \n\nThe bridge closes\n\nAnd more", "The bridge closes"),
            ("January 16, 2015\nBy Anna Cole\n\nThe bridge closes", "The bridge closes"),
            ("# C# and *why*\n\ntext", "C# and why"),
            ("## Notes ##\n\ntext", "Notes"),
            ("#include <stdio.h>\n\ntext", "#include <stdio.h>"),
            ("=====\nA day out\n=====\n", "A day out"),
            ("Share", "Share"),
            (
                "It was a cold day and the men were\nslow to rise from their beds that year.\n",
                "It was a cold day and the men were slow to rise from their beds that year.",
            ),
            ("A day out\nWe went to the sea, all of us, and then it rained.", "A day out"),
            ("", ""),
        ] {
            assert_eq!(title(text), want, "{text:?}");
        }
    }

    #[test]
    fn long_lines_are_cut_at_a_sentence_or_a_word() {
        let tail = " and then some more words to make the line far too long for any title that one would want to read in a list";
        assert_eq!(
            title(&format!("(CNN)The keeper of the lighthouse left his post. He was seen{tail}.")),
            "The keeper of the lighthouse left his post."
        );
        let cut = title(&format!("BREMEN, Germany (AP) — The keeper of the lighthouse{tail}"));
        assert!(cut.starts_with("The keeper") && cut.ends_with('…') && cut.chars().count() <= LONGEST + 1, "{cut}");
        assert!(!cut.trim_end_matches('…').ends_with(' '));
    }

    #[test]
    fn a_title_ends_at_the_end_of_a_sentence() {
        let tail = ", which nobody had thought of when all of it began, and so on and on";
        for (text, want) in [
            (
                "The full Senate approved the nomination of Dr. James Peake. He is a physician",
                "The full Senate approved the nomination of Dr. James Peake.",
            ),
            (
                "Washington, D.C. - Senator Daniel K. Akaka and U.S. Rep. Mazie Hirono were heard. They spoke",
                "Senator Daniel K. Akaka and U.S. Rep. Mazie Hirono were heard.",
            ),
        ] {
            assert_eq!(title(&format!("{text}{tail}.")), want);
        }
        let cut = title(&format!("Shares fell after Boeing Co. Workers walked out{tail} UNION v. others{tail}."));
        assert!(cut.ends_with('…') && cut.chars().count() > 90, "{cut}");
    }

    #[test]
    fn a_title_that_is_cut_off_the_text_is_none() {
        let text = "BREMEN, Germany -- The keeper of the lighthouse left his post and the ships went on the rocks, \
                    one by one, until the morning came, and nobody was there to tell what had become of them.";
        assert!(is_beginning(&text[..130], text));
        assert!(is_beginning(&format!("{}…", &text[..131]), &format!("\n{text}")));
        assert!(!is_beginning(&text[..60], text), "it may be a heading");
        assert!(!is_beginning(text, &text[..100]));
        assert!(!is_beginning(&"ü".repeat(LONGEST), &"ü".repeat(500)));
    }

    proptest! {
        #[test]
        fn every_text_has_a_title_of_a_line(text in "[a-zé .!?#*\\[\\]()A-Z\n—…\0-]{0,300}") {
            let title = title(&text);
            prop_assert!(!title.contains('\n'));
            prop_assert!(title.chars().count() <= LONGEST + 1);
        }
    }
}
