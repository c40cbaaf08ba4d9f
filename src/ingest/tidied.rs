//! Mails as their parser wants them: in bytes of ASCII's kind, with line ends, and with dates that end in
//! their own line.

use std::borrow::Cow;

/// Bytes in which it is looked for how lines end.
const SEARCHED: usize = 1 << 16;

/// The fields whose dates the parser reads to the letter.
const DATED: [&[u8]; 3] = [b"date:", b"resent-date:", b"received:"];

/// A mail without the mark of its charset, not in UTF-16, and with line feeds where old Macs wrote none.
pub(super) fn unmarked(bytes: &[u8]) -> Cow<'_, [u8]> {
    let bytes = match bytes {
        [0xff, 0xfe, rest @ ..] => {
            Cow::Owned(encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned().into_bytes())
        }
        [0xfe, 0xff, rest @ ..] => {
            Cow::Owned(encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned().into_bytes())
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        _ => Cow::Borrowed(bytes),
    };
    let head = &bytes[..bytes.len().min(SEARCHED)];
    if head.contains(&b'\r') && !head.contains(&b'\n') {
        return Cow::Owned(bytes.iter().map(|&byte| if byte == b'\r' { b'\n' } else { byte }).collect());
    }
    bytes
}

/// A mail in whose head blanks stand behind dates that end in one or two letters, such as `Z` or `PM`: the
/// parser takes three bytes for a zone, and the end of the line would be among them.
pub(super) fn with_whole_dates(mail: &[u8]) -> Cow<'_, [u8]> {
    let mut places = Vec::new();
    let (mut at, mut dated) = (0, false);
    for line in mail.split_inclusive(|&byte| byte == b'\n') {
        let words = line.trim_ascii_end();
        if words.is_empty() {
            break;
        }
        if !matches!(line[0], b' ' | b'\t') {
            dated = DATED.iter().any(|name| line.len() > name.len() && line[..name.len()].eq_ignore_ascii_case(name));
        }
        let letters = words.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let before = words[..words.len() - letters].trim_ascii_end();
        if dated && (1..=2).contains(&letters) && before.last().is_some_and(u8::is_ascii_digit) {
            places.push(at + words.len());
        }
        at += line.len();
    }
    if places.is_empty() {
        return Cow::Borrowed(mail);
    }
    let mut out = Vec::with_capacity(mail.len() + 2 * places.len());
    let mut copied = 0;
    for place in places {
        out.extend_from_slice(&mail[copied..place]);
        out.extend_from_slice(b"  ");
        copied = place;
    }
    out.extend_from_slice(&mail[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_characters_are_those_of_mail() {
        let of = |bytes: &[u8]| String::from_utf8(unmarked(bytes).into_owned()).unwrap();
        assert_eq!(of(b"\xef\xbb\xbfFrom: a"), "From: a");
        assert_eq!((of(b"\xff\xfeF\0:\0\r\0"), of(b"\xfe\xff\0F\0:\0\n")), ("F:\n".into(), "F:\n".into()));
        assert_eq!((of(b"A: b\rC: d\r"), of(b"A: b\r\nC\r")), ("A: b\nC: d\n".into(), "A: b\r\nC\r".into()));
    }

    #[test]
    fn blanks_stand_behind_short_zones_of_the_head_alone() {
        let of = |mail: &str| String::from_utf8(with_whole_dates(mail.as_bytes()).into_owned()).unwrap();
        assert_eq!(
            of("Date: 1 Jan 2015 10:00 Z\r\nSubject: 7 pm\r\n"),
            "Date: 1 Jan 2015 10:00 Z  \r\nSubject: 7 pm\r\n"
        );
        assert_eq!(
            of("Received: by x;\n 1 Jan 2015 10:00:00 UT\n\nw"),
            "Received: by x;\n 1 Jan 2015 10:00:00 UT  \n\nw"
        );
        let others = ["Date: 1 Jan 2015 10:00 GMT\n", "Date: 1 Jan 2015 10:00 +0100\n", "A: b\n\nDate: 10:00 Z\n"];
        others.into_iter().for_each(|mail| assert_eq!(of(mail), mail));
    }
}
