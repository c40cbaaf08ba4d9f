//! Mails inside a signature (S/MIME): the content of signed data (CMS, RFC 5652), whose signature is
//! not looked at.

use super::mail;
use super::part::Part;
use super::sink::{Sink, Stop};

/// Levels of things in things; what is signed lies five deep.
const DEEPEST: usize = 32;

/// Object identifiers of `pkcs7`, without the last figure.
const PKCS7: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];

const SIGNED_DATA: u8 = 2;

/// What a file that begins so is: `Some(true)` when its content can be read, `Some(false)` when it is
/// encrypted or packed, `None` for no such file.
pub(super) fn is_open(head: &[u8]) -> Option<bool> {
    let (0x30, inner, _) = item(head, 0)? else { return None };
    let (0x06, kind, _) = item(inner, 0)? else { return None };
    Some(kind.strip_prefix(&PKCS7)? == [SIGNED_DATA])
}

/// Reads what is signed, which is a mail of its own or a part of one.
pub(super) fn read(bytes: &[u8], part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let inner = content(bytes).ok_or_else(|| Stop::Skip("a signature, which holds no text".to_owned()))?;
    mail::read(&inner, part, sink)
}

/// The content of signed data; none for a signature that stands apart from what it signs.
pub(super) fn content(bytes: &[u8]) -> Option<Vec<u8>> {
    is_open(bytes).filter(|open| *open)?;
    let (_, info, _) = item(bytes, 0)?;
    let (_, _, rest) = item(info, 0)?;
    let (_, explicit, _) = item(rest, 0)?;
    let (_, mut signed, _) = item(explicit, 0)?;
    // The version and the algorithms stand before what is signed.
    for _ in 0..2 {
        (_, _, signed) = item(signed, 0)?;
    }
    let (_, encapsulated, _) = item(signed, 0)?;
    let (_, _, rest) = item(encapsulated, 0)?;
    let (0xa0, explicit, _) = item(rest, 0)? else { return None };
    let mut out = Vec::new();
    octets(explicit, 0, &mut out);
    (!out.is_empty()).then_some(out)
}

/// The bytes of a string, which may be in pieces.
fn octets(mut bytes: &[u8], depth: usize, out: &mut Vec<u8>) {
    while let Some((tag, content, rest)) = item(bytes, 0) {
        match tag {
            0x04 => out.extend_from_slice(content),
            0x24 if depth < DEEPEST => octets(content, depth + 1, out),
            _ => return,
        }
        bytes = rest;
    }
}

/// The first thing among bytes: its tag, its content, and what follows it. What is cut off ends
/// where the bytes do.
fn item(bytes: &[u8], depth: usize) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, length], rest) = bytes.split_first_chunk::<2>()?;
    if tag == 0 || tag & 0x1f == 0x1f {
        return None;
    }
    if length != 0x80 {
        let more = usize::from(length & 0x7f);
        let (length, rest) = match length {
            0..0x80 => (usize::from(length), rest),
            _ if more <= 4 && more <= rest.len() => {
                let (figures, rest) = rest.split_at(more);
                (figures.iter().fold(0, |length, &byte| length << 8 | usize::from(byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at(length.min(rest.len()));
        return Some((tag, content, rest));
    }
    // It ends with an item of nothing.
    if depth >= DEEPEST || tag & 0x20 == 0 {
        return None;
    }
    let mut at = 0;
    loop {
        match &rest[at..] {
            [0, 0, ..] => return Some((tag, &rest[..at], &rest[at + 2..])),
            [] => return Some((tag, rest, &[])),
            inner => {
                let (_, _, after) = item(inner, depth + 1)?;
                at = rest.len() - after.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrapped(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = (content.len() as u16).to_be_bytes();
        [&[tag, 0x82, length[0], length[1]], content].concat()
    }

    fn endless(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, 0x80], content, &[0, 0]].concat()
    }

    fn signed(wrap: fn(u8, &[u8]) -> Vec<u8>, last: u8, content: &[u8]) -> Vec<u8> {
        let kind = |last: u8| [&[0x06, 9][..], &PKCS7, &[last]].concat();
        let string = match content.len() {
            0..100 => [&[0x04, content.len() as u8], content].concat(),
            _ => wrap(0x24, &content.chunks(100).flat_map(signed_piece).collect::<Vec<_>>()),
        };
        let inner = wrap(0x30, &[kind(1), wrap(0xa0, &string)].concat());
        let data = wrap(0x30, &[&[2, 1, 1, 0x31, 0][..], &inner, &[0x31, 0]].concat());
        wrap(0x30, &[kind(last), wrap(0xa0, &data)].concat())
    }

    fn signed_piece(piece: &[u8]) -> Vec<u8> {
        [&[0x04, piece.len() as u8], piece].concat()
    }

    #[test]
    fn what_is_signed_is_found_in_either_notation() {
        let long = b"Content-Type: text/plain\r\n\r\nThe ferry is late. ".repeat(9);
        for wrap in [wrapped as fn(u8, &[u8]) -> Vec<u8>, endless] {
            for content_of in [&b"words"[..], &long] {
                assert_eq!(content(&signed(wrap, 2, content_of)).as_deref(), Some(content_of));
                assert_eq!(
                    (is_open(&signed(wrap, 2, content_of)), is_open(&signed(wrap, 3, b"x"))),
                    (Some(true), Some(false))
                );
            }
        }
        let cut = signed(wrapped, 2, &long);
        assert!(long.starts_with(&content(&cut[..cut.len() / 2]).unwrap()));
        assert_eq!((content(b"no such thing"), is_open(b"0\x80words")), (None, None));
    }

    proptest! {
        #[test]
        fn any_bytes_are_borne(bytes in proptest::collection::vec(prop_oneof![Just(0x30u8), Just(0x80), Just(0), Just(0x24), any::<u8>()], 0..300)) {
            let framed = [&[0x30, 0x80, 0x06, 9][..], &PKCS7, &[2], &bytes].concat();
            let _ = (is_open(&bytes), content(&framed));
        }
    }
}
