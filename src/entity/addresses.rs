//! What stands between words of the language and has capitals for reasons of its own: addresses of the net,
//! time stamps, keys.

use memchr::memmem::Finder;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let link = r#"(?:https?|ftp|file|mailto|news):/?/?[^\s<>"\u{201d})\]]+"#;
    // A bound between words of all scripts costs many times as much to look for.
    let host = r#"(?-u:\b)www\.[^\s<>"\u{201d})\]]+"#;
    let mail = r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+";
    let path = r#"\w[\w-]*(?:\.[\w-]+)*\.[a-z]{2,7}/[^\s<>"\u{201d})\]]*"#;
    Regex::new(&format!("{link}|{host}|{mail}|{path}")).ok()
});

static WWW: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("www."));

/// The addresses in a line, as ranges of the text in which the line begins at `start`.
pub(super) fn of(line: &str, start: usize) -> Vec<Range<usize>> {
    // Few lines have any.
    let bytes = line.as_bytes();
    if memchr::memchr2(b'/', b'@', bytes).is_none() && WWW.find(bytes).is_none() {
        return Vec::new();
    }
    let Some(address) = &*ADDRESS else { return Vec::new() };
    address.find_iter(line).map(|found| start + found.start()..start + found.end()).collect()
}

/// A word that no language has: a key of many letters and digits, a time stamp.
pub(super) fn is_key(word: &str) -> bool {
    const LONG: usize = 24;
    const STAMP: usize = 8;
    let bytes = word.as_bytes();
    if bytes.len() < STAMP || !word.is_ascii() {
        return false;
    }
    let count = |test: fn(&u8) -> bool| bytes.iter().filter(|byte| test(byte)).count();
    let digits = count(u8::is_ascii_digit);
    let mixed = || count(u8::is_ascii_uppercase) > 0 && count(u8::is_ascii_lowercase) > 0;
    bytes[0].is_ascii_digit() && digits >= STAMP || bytes.len() >= LONG && digits > 0 && mixed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_the_words_around_them() {
        let found = |line: &str| of(line, 0).into_iter().map(|range| line[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(
            found("See [the Post](https://post.example/A/B?x=Y) and www.Kern.example."),
            ["https://post.example/A/B?x=Y", "www.Kern.example."]
        );
        assert_eq!(found("Write to Anna.Kern@Harbour.example or @Kern"), ["Anna.Kern@Harbour.example"]);
        assert_eq!(found("harbour.example/News/Today"), ["harbour.example/News/Today"]);
        assert!(found("He and/or she met U.S./Mexico envoys at 9/11 Street").is_empty());
    }

    #[test]
    fn keys_are_no_words() {
        assert!(["AT3ysX-tM0Nbj60WVdQpQ0aaX", "2009-04-22T14", "20090422T143633Z"].into_iter().all(is_key));
        assert!(!["Sharia4Belgium", "747-400ER", "Llanfairpwllgwyngyllgogerychwyrn", "F-16"].into_iter().any(is_key));
    }
}
