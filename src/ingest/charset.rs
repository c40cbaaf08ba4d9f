//! Which characters the bytes are: marks, UTF-8, what a page declares, and a guess last.

use super::elder::{self, Charset};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257, WINDOWS_1258,
};
use std::borrow::Cow;
use std::cmp::Ordering;

/// Bytes of a text looked at before its characters are decided on, where it is not held whole.
pub(super) const SAMPLE: usize = 1 << 16;

/// How the bytes of a text are packed that no decoder takes as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    /// UTF-32, the first byte of a character first.
    Big,
    /// UTF-32, the last byte of a character first.
    Little,
    /// Korean in seven bits, shifted in and out (ISO-2022-KR).
    Shifted,
}

/// The packing that a text is in, by its mark or by what it would be otherwise: nothing.
pub(super) fn units(head: &[u8]) -> Option<Units> {
    match head {
        [0xff, 0xfe, 0, 0, ..] => return Some(Units::Little),
        [0, 0, 0xfe, 0xff, ..] => return Some(Units::Big),
        _ => {}
    }
    let sample = &head[..head.len().min(SAMPLE)];
    if head.contains(&0xe) && head.is_ascii() && sample.windows(4).any(|window| window == b"\x1b$)C") {
        return Some(Units::Shifted);
    }
    let quads = || sample.chunks_exact(4);
    let all = |order: fn([u8; 4]) -> u32| {
        quads().all(|quad| {
            let c = quad.try_into().ok().map(order).and_then(char::from_u32);
            c.is_some_and(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}'))
        })
    };
    match quads().len() >= 8 {
        true if all(u32::from_le_bytes) => Some(Units::Little),
        true if all(u32::from_be_bytes) => Some(Units::Big),
        _ => None,
    }
}

/// The UTF-16 that a text is in, by its mark or by where its spaces and line ends stand.
pub(super) fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = &head[..head.len().min(SAMPLE) & !1];
    if head.len() < 4 || !head.contains(&0) {
        return None;
    }
    let scarce = zeros_are_scarce(head);
    if scarce && is_of_single_bytes(head) {
        return None;
    }
    let plausible = |order: fn([u8; 2]) -> u16| {
        let units = head.chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
        let (mut blanks, mut fine, mut all) = (0, 0, 0);
        for c in char::decode_utf16(units) {
            let Ok(c) = c else {
                // The sample may end inside a pair.
                all += 8;
                continue;
            };
            all += 1;
            blanks += usize::from(matches!(c, ' ' | '\n' | '\u{3000}' | '\u{3002}'));
            fine += usize::from(c.is_alphanumeric() || c.is_whitespace() || (' '..='~').contains(&c) || is_mark(c));
        }
        // Wrongly ordered, the Latin letters are ideographs; their blanks then give them away.
        (fine * 100 >= all * 95).then_some(blanks)
    };
    let (little, big) = (plausible(u16::from_le_bytes), plausible(u16::from_be_bytes));
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (low, high) = (zeros(0), zeros(1));
    // Without a single blank, the zeros of Latin letters must decide.
    let sure = |blanks: usize, zeros: usize| blanks > 0 || zeros * 6 > head.len();
    match (little, big) {
        (Some(little), Some(big)) if little == big && scarce => None,
        (Some(little), Some(big)) if little == big => match high.cmp(&low) {
            Ordering::Greater => Some(UTF_16LE),
            Ordering::Less => Some(UTF_16BE),
            Ordering::Equal => None,
        },
        (Some(little), big) if little >= big.unwrap_or(0) => sure(little, high).then_some(UTF_16LE),
        (_, Some(big)) => sure(big, low).then_some(UTF_16BE),
        _ => None,
    }
}

/// True when the zeros, and the control characters that the high bytes of Cyrillic, Greek or Arabic
/// are, make no sixth of the bytes: UTF-16 then at most in a script of many thousand signs.
fn zeros_are_scarce(bytes: &[u8]) -> bool {
    let controls = bytes.iter().filter(|&&byte| byte < b' ' && !matches!(byte, b'\t'..=b'\r' | b'\x1b')).count();
    controls * 6 <= bytes.len()
}

/// True for what reads as UTF-8 with stray zeros, and for bytes with more blanks than zeros, where
/// UTF-16 has a zero beside each of its blanks.
fn is_of_single_bytes(bytes: &[u8]) -> bool {
    let count = |wanted: u8| bytes.iter().filter(|&&byte| byte == wanted).count();
    let blanks = count(b' ');
    is_mostly_utf8(bytes) || (blanks * 25 > bytes.len() && blanks > 2 * count(0))
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{bf}' | '\u{2010}'..='\u{206f}' | '\u{3001}'..='\u{301f}' | '\u{ff01}'..='\u{ff65}' | '\u{feff}')
}

/// True for UTF-8, and for UTF-8 with no more broken places than whole characters beyond ASCII:
/// text in another charset hardly ever holds a well-formed sequence.
pub(super) fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_ascii() {
            whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        }
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken <= whole
}

/// The charset of bytes that are neither UTF-16 nor mostly UTF-8.
pub(super) fn guess(bytes: &[u8]) -> Charset {
    // The rest of a very long text would not change the mind of the detector.
    let sample = &bytes[..bytes.len().min(16 * SAMPLE)];
    let guessed = detected(sample);
    elder::better(sample, guessed).unwrap_or(Charset::Known(guessed))
}

fn detected(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    let western = [WINDOWS_1252, WINDOWS_1254, WINDOWS_1257, WINDOWS_1258].contains(&guessed);
    // Both Central European charsets have the letters of Hungarian in the same places.
    if western && is_hungarian(sample) { WINDOWS_1250 } else { guessed }
}

/// True for bytes that are Hungarian in a Central European charset: every letter beyond ASCII is one
/// of its, and a long vowel stands where a Western charset has a tilde or a circumflex that its
/// languages would not put there.
fn is_hungarian(bytes: &[u8]) -> bool {
    let (mut acute, mut umlaut, mut tilde, mut circumflex) = (false, false, false, false);
    for (index, &byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0xc0) {
        // Capitals and small letters lie 32 apart.
        match byte | 0x20 {
            0xe1 | 0xe9 | 0xed | 0xf3 | 0xfa => acute = true,
            0xf6 | 0xfc => umlaut = true,
            // Portuguese has its tilde before an e only, Estonian has no acute.
            0xf5 => tilde |= bytes.get(index + 1).is_none_or(|next| next | 0x20 != b'e'),
            0xfb => circumflex = true,
            _ => return false,
        }
    }
    // French has the circumflex beside acutes and no umlaut.
    (tilde && acute) || (circumflex && (tilde || umlaut))
}

/// The charset of a sample of a stream; `None` where it is ASCII so far, or UTF-8.
pub(super) fn of_stream(head: &[u8]) -> Option<Charset> {
    utf16(head).map(Charset::Known).or_else(|| {
        let cut = head.len().saturating_sub(3);
        let whole = if head.len() >= SAMPLE { &head[..cut] } else { head };
        (!is_mostly_utf8(whole)).then(|| guess(whole))
    })
}

/// Decodes a whole text, or a line of one whose charset is not known. `declared` is what a page
/// says of itself; it counts where the bytes are not UTF-8.
pub(super) fn decode<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Cow<'a, str> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(rest);
    }
    if let Some(encoding) = utf16(bytes) {
        return encoding.decode_with_bom_removal(bytes).0;
    }
    let declared = declared.filter(|&encoding| encoding != UTF_16LE && encoding != UTF_16BE && encoding != UTF_8);
    if let Some(encoding) = iso_2022_jp(bytes, declared) {
        return encoding;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) if is_mostly_utf8(bytes) => String::from_utf8_lossy(bytes),
        Err(_) => {
            if let Some(encoding) = declared {
                let (text, broken) = encoding.decode_without_bom_handling(bytes);
                if !broken {
                    return text;
                }
            }
            guess(bytes).decode(bytes)
        }
    }
}

/// ISO-2022-JP is ASCII to the eye of UTF-8; its escapes, or the page, tell it.
fn iso_2022_jp<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Option<Cow<'a, str>> {
    let escaped = bytes.is_ascii() && bytes.windows(3).any(|three| matches!(three, b"\x1b$B" | b"\x1b$@"));
    let named = declared.is_none_or(|encoding| encoding == encoding_rs::ISO_2022_JP);
    if !escaped || !named {
        return None;
    }
    let (text, broken) = encoding_rs::ISO_2022_JP.decode_without_bom_handling(bytes);
    (!broken).then_some(text)
}

/// What a page declares in its first bytes: an XML declaration or `<meta charset>`.
pub(super) fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&head[..head.len().min(8192)]).to_ascii_lowercase();
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split("?>").next());
    let label = xml.and_then(|xml| value_after(xml, "encoding")).or_else(|| {
        head.match_indices("<meta").find_map(|(at, _)| value_after(head[at..].split('>').next()?, "charset"))
    })?;
    // A page that could be searched for its label is not UTF-16, whatever it says.
    let encoding = Encoding::for_label(label.as_bytes())?;
    Some(if encoding == encoding_rs::X_USER_DEFINED { WINDOWS_1252 } else { encoding })
}

fn value_after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let rest = text[text.find(name)? + name.len()..].trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(['"', '\'', ' ', ';', '/', '\t', '\n']).unwrap_or(rest.len());
    Some(rest[..end].trim()).filter(|label| !label.is_empty())
}

/// A whole text of bytes, its line ends evened.
pub(super) fn whole(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        // The ordinary case goes without a copy.
        Ok(text) if !text.contains(['\r', '\0', '\x1b', '\u{feff}']) => text,
        Ok(text) => even_lines(decode(text.as_bytes(), None)),
        Err(error) => even_lines(decode(error.as_bytes(), None)),
    }
}

/// Line ends as `\n`, and no mark in front.
pub(super) fn even_lines(text: Cow<'_, str>) -> String {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => text,
    };
    if !text.contains('\r') {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.split('\r').enumerate() {
        if index > 0 && !part.starts_with('\n') {
            out.push('\n');
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FRENCH: &str =
        "L’été dernier, à Genève, les élèves ont mangé de la crème brûlée près du château.\nIls étaient très contents.";
    const RUSSIAN: &str =
        "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.\nВсе смешалось.";
    const JAPANESE: &str =
        "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n何でも薄暗いじめじめした所で";

    fn utf16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn charsets_are_told() {
        for text in [FRENCH, RUSSIAN, JAPANESE, "plain words, and no more\nthan that"] {
            for order in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
                assert_eq!(decode(&utf16_bytes(text, order), None), text);
                assert_eq!(decode(&utf16_bytes(&format!("\u{feff}{text}"), order), None), text);
            }
            assert_eq!(decode(text.as_bytes(), None), text);
        }
        for (text, label) in [
            (FRENCH, "windows-1252"),
            (RUSSIAN, "windows-1251"),
            (RUSSIAN, "koi8-r"),
            (JAPANESE, "shift_jis"),
            (JAPANESE, "euc-jp"),
            (JAPANESE, "iso-2022-jp"),
        ] {
            let bytes = Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned();
            assert_eq!(decode(&bytes, None), text, "{label}");
        }
    }

    #[test]
    fn hungarian_is_told_from_its_western_neighbours() {
        let hungarian = "Az id\u{151} r\u{f6}vid, a t\u{171}z \u{e9}g; \u{e1}rv\u{ed}zt\u{171}r\u{151} t\u{fc}k\u{f6}rf\u{fa}r\u{f3}g\u{e9}p \u{e1}ll a k\u{f6}z\u{e9}pen.";
        for text in [hungarian.to_owned(), format!("{hungarian} ").repeat(12), hungarian.to_uppercase()] {
            for charset in [encoding_rs::ISO_8859_2, WINDOWS_1250] {
                assert_eq!(decode(&charset.encode(&text).0, None), text);
            }
        }
        for text in [
            FRENCH.replace('\u{2019}', "'") + " Il a d\u{fb} pr\u{e9}f\u{e9}rer le go\u{fb}t.",
            "As rela\u{e7}\u{f5}es p\u{f5}em quest\u{f5}es \u{e0} na\u{e7}\u{e3}o, e os milh\u{f5}es v\u{e3}o tamb\u{e9}m.".to_owned(),
            "\u{d5}htul l\u{e4}ks ta k\u{f5}rtsi, j\u{f5}i \u{f5}lut ja s\u{f6}i k\u{fc}psiseid.".to_owned(),
        ] {
            assert_eq!(decode(&WINDOWS_1252.encode(&text).0, None), text);
        }
    }

    #[test]
    fn a_few_stray_bytes_do_not_change_the_charset() {
        let mut bytes = FRENCH.as_bytes().to_vec();
        bytes.extend(b" caf\xe9 ");
        assert_eq!(decode(&bytes, None), format!("{FRENCH} caf\u{fffd} "));
    }

    #[test]
    fn stray_zeros_make_no_utf16() {
        let lines: String = (0..20)
            .map(|n| format!("\0Paragraph {n} tells of the harbour wall and of those who built it.\n\n"))
            .collect();
        let french = FRENCH.replace(", ", ",\0 ");
        for text in [
            "The committee met on Tuesday in Antwerp.\0\n\nNothing was decided about the harbour wall.\n",
            "short\0text",
            "a\0\n",
            &lines,
            &french,
        ] {
            assert_eq!(decode(text.as_bytes(), None), text);
            assert_eq!(of_stream(text.as_bytes()), None);
        }
        let western = WINDOWS_1252.encode(&french.replace('\u{2019}', "'")).0.into_owned();
        assert_eq!(decode(&western, None), french.replace('\u{2019}', "'"));
        for text in [
            "\u{41f}\u{440}\u{438}\u{432}\u{435}\u{442}, \u{43c}\u{438}\u{440}!",
            "\u{c548}\u{b155} \u{c138}\u{acc4} \u{c5ec}\u{b7ec}\u{bd84}",
        ] {
            assert_eq!(decode(&utf16_bytes(text, u16::to_le_bytes), None), text);
        }
    }

    #[test]
    fn pages_declare() {
        let label = |head: &str| declared(head.as_bytes()).map(|encoding| encoding.name());
        assert_eq!(label("<html><meta charset=\"koi8-r\">"), Some("KOI8-R"));
        assert_eq!(label("<META http-equiv=x content='text/html; charset=Shift_JIS'>"), Some("Shift_JIS"));
        assert_eq!(label("<?xml version='1.0' encoding='iso-8859-2'?>"), Some("ISO-8859-2"));
        assert_eq!(label("<meta charset="), None);
    }

    #[test]
    fn line_ends_are_evened() {
        assert_eq!(even_lines("\u{feff}a\r\nb\rc\n\r\n\r".into()), "a\nb\nc\n\n\n");
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = even_lines(decode(&bytes, declared(&bytes)));
            let _ = of_stream(&bytes);
        }
    }
}
