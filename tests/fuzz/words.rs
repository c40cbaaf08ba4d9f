//! The folding, and queries.

use super::{fuzz, seeds};
use variorum::search::{Reading, Saved, highlight, parse};
use variorum::text::{CodePoints, fold};

#[test]
fn folding() {
    fuzz("folding", seeds::TEXTS, seeds::TEXTS_WORDS, |input| {
        let text = String::from_utf8_lossy(input);
        let folded = fold(&text);
        let mut end = 0;
        for token in folded.tokens() {
            let range = token.range();
            assert!(range.start >= end && range.start < range.end, "tokens overlap at {}", range.start);
            assert!(text.get(range.clone()).is_some(), "a token ends inside a character at {}", range.end);
            assert!(!folded.key(token).is_empty(), "a token without a key at {}", range.start);
            end = range.end;
        }
        // The same words in other clothes are the same words.
        let keys = |text: &str| {
            let folded = fold(text);
            folded.words().map(|token| folded.key(token).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(keys(&text), keys(&text.replace('\n', "\r\n").replace("\r\r\n", "\r\n")), "line ends change words");
        let points = CodePoints::of(&text);
        if let Some(last) = folded.tokens().last() {
            assert_eq!(points.byte(points.at(last.range().end)), last.range().end, "an offset does not come back");
        }
    });
}

#[test]
fn queries() {
    let now: jiff::ZonedDateTime = "2015-01-16T10:00:00+00:00[UTC]".parse().unwrap();
    let readings = [false, true].map(|live| Reading { now: now.clone(), live, saved: Saved::default() });
    let text = "The ferry of M’Hamed is late; fraud and a tax haven, words of a word.";
    fuzz("queries", seeds::QUERIES, seeds::QUERIES_WORDS, |input| {
        let query = String::from_utf8_lossy(input);
        for reading in &readings {
            match parse(&query, reading) {
                Ok(read) => {
                    for range in highlight(&read, text, &|_| Vec::new()) {
                        assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()), "{range:?} is no place");
                    }
                }
                Err(error) => {
                    assert!(!error.message.is_empty() && !error.message.contains('\n'), "{error:?}");
                    assert!(query.get(error.span.clone()).is_some(), "the caret stands nowhere: {error:?}");
                    if let Some(repair) = &error.repair {
                        assert!(parse(repair, reading).is_ok(), "a repair that cannot be read: {repair}");
                    }
                }
            }
        }
    });
}
