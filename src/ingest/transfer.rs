//! How bytes are written as lines of a mail (RFC 2045, uuencode, yEnc), undone with patience: what
//! is damaged in one line leaves the others whole.

/// Quoted-printable; a sign that stands for nothing stays as it is.
pub(super) fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        if let Some(&[high, low]) = bytes.get(at..at + 2)
            && let (Some(high), Some(low)) = (figure(high), figure(low))
        {
            out.push(high << 4 | low);
            at += 2;
            continue;
        }
        // A line broken by the writer alone; gateways put blanks behind the sign.
        let blanks = bytes[at..].iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count();
        match &bytes[at + blanks..] {
            [] => at = bytes.len(),
            [b'\r', b'\n', ..] => at += blanks + 2,
            [b'\n' | b'\r', ..] => at += blanks + 1,
            _ => out.push(b'='),
        }
    }
    out
}

fn figure(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|figure| figure as u8)
}

/// Base64: what is none of its signs is passed over, and what stands behind its end in a line.
pub(super) fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u8);
    for line in bytes.split(|&byte| byte == b'\n') {
        for &byte in line {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                b'=' => {
                    (bits, held) = (0, 0);
                    break;
                }
                _ => continue,
            };
            bits = bits << 6 | u32::from(value);
            held += 6;
            if held >= 8 {
                held -= 8;
                out.push((bits >> held) as u8);
            }
        }
    }
    out
}

/// A file that stands written out among the words of a mail.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// Empty where it has none.
    pub(super) name: Vec<u8>,
    pub(super) bytes: Vec<u8>,
}

/// Takes the files out that stand uuencoded or in yEnc in a text.
pub(super) fn written_out(text: &[u8]) -> (Vec<u8>, Vec<Written>) {
    let (mut words, mut files) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < text.len() {
        let line = line(text, at);
        let found = match line {
            _ if line.starts_with(b"begin ") => uuencoded(text, at),
            _ if line.starts_with(b"=ybegin ") => yenc(text, at),
            _ => None,
        };
        match found {
            Some((file, end)) => {
                files.push(file);
                at = end;
            }
            None => {
                words.extend_from_slice(line);
                at += line.len();
            }
        }
    }
    (words, files)
}

/// The line that begins at a place, with its end.
fn line(text: &[u8], at: usize) -> &[u8] {
    let rest = &text[at..];
    rest.iter().position(|&byte| byte == b'\n').map_or(rest, |end| &rest[..=end])
}

/// A file between `begin 644 NAME` and `end`, and where what follows it begins; one that is cut off
/// ends with the last of its lines.
fn uuencoded(text: &[u8], start: usize) -> Option<(Written, usize)> {
    let first = line(text, start);
    let mut words = first.trim_ascii_end().splitn(3, |&byte| byte == b' ').skip(1);
    let mode = words.next()?;
    if !matches!(mode.len(), 3 | 4) || !mode.iter().all(|byte| matches!(byte, b'0'..=b'7')) {
        return None;
    }
    let name = words.next().unwrap_or_default().trim_ascii().to_vec();
    let (mut bytes, mut at, mut lines) = (Vec::new(), start + first.len(), 0);
    while at < text.len() {
        let whole = line(text, at);
        let line = whole.trim_ascii_end();
        if line == b"end" && lines > 0 {
            at += whole.len();
            break;
        }
        if !uu_line(line, &mut bytes) {
            break;
        }
        lines += 1;
        at += whole.len();
    }
    // Somebody may write of the beginning of a thing.
    (lines > 0 && !bytes.is_empty()).then_some((Written { name, bytes }, at))
}

/// One line of uuencode; false where it is none. Blanks at its end may be lost.
fn uu_line(line: &[u8], out: &mut Vec<u8>) -> bool {
    let Some((&length, signs)) = line.split_first() else { return true };
    if !(b' '..=b'`').contains(&length) || !signs.iter().all(|sign| (b' '..=b'`').contains(sign)) {
        return false;
    }
    let length = usize::from((length - b' ') & 0x3f);
    let needed = length.div_ceil(3) * 4;
    // Some writers put a sign for the sum at the end.
    if signs.len() > needed + 3 {
        return false;
    }
    let sign = |index: usize| signs.get(index).map_or(0, |sign| (sign - b' ') & 0x3f);
    let groups = (0..needed).step_by(4).flat_map(|at| {
        let four = [sign(at), sign(at + 1), sign(at + 2), sign(at + 3)];
        [four[0] << 2 | four[1] >> 4, four[1] << 4 | four[2] >> 2, four[2] << 6 | four[3]]
    });
    out.extend(groups.take(length));
    true
}

/// A file, or a part of one, between `=ybegin` and `=yend`.
fn yenc(text: &[u8], start: usize) -> Option<(Written, usize)> {
    let first = line(text, start);
    let head = first.trim_ascii_end();
    let after = |mark: &[u8]| head.windows(mark.len()).position(|window| window == mark).map(|at| at + mark.len());
    after(b" line=")?;
    let name = after(b" name=").map(|at| head[at..].trim_ascii().to_vec()).unwrap_or_default();
    let (mut bytes, mut at) = (Vec::new(), start + first.len());
    while at < text.len() {
        let whole = line(text, at);
        at += whole.len();
        if whole.starts_with(b"=yend") {
            break;
        }
        if whole.starts_with(b"=ypart ") {
            continue;
        }
        let mut escaped = false;
        for &byte in whole.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
            match (escaped, byte) {
                (false, b'=') => escaped = true,
                (false, byte) => bytes.push(byte.wrapping_sub(42)),
                (true, byte) => {
                    bytes.push(byte.wrapping_sub(106));
                    escaped = false;
                }
            }
        }
    }
    (!bytes.is_empty()).then_some((Written { name, bytes }, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn uu(name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut out = format!("begin 644 {name}\n").into_bytes();
        let sign = |value: u8| if value == 0 { b'`' } else { value + b' ' };
        for line in bytes.chunks(45).chain([&b""[..]]) {
            out.push(sign(line.len() as u8));
            for three in line.chunks(3) {
                let get = |at: usize| three.get(at).copied().unwrap_or(0);
                let four = [get(0) >> 2, get(0) << 4 | get(1) >> 4, get(1) << 2 | get(2) >> 6, get(2)];
                out.extend(four.map(|value| sign(value & 0x3f)));
            }
            out.push(b'\n');
        }
        out.extend(b"end\n");
        out
    }

    fn y(name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut out = format!("=ybegin line=128 size={} name={name}\r\n", bytes.len()).into_bytes();
        for line in bytes.chunks(128) {
            for byte in line.iter().map(|byte| byte.wrapping_add(42)) {
                match byte {
                    0 | b'\n' | b'\r' | b'=' | b'.' => out.extend([b'=', byte.wrapping_add(64)]),
                    byte => out.push(byte),
                }
            }
            out.extend(b"\r\n");
        }
        out.extend(b"=yend size=1\r\n");
        out
    }

    #[test]
    fn broken_signs_cost_themselves() {
        let read = |text: &str| String::from_utf8(quoted_printable(text.as_bytes())).unwrap();
        assert_eq!(read("caf=C3=a9 a=\r\nb=  \nc =3D 1=2 x=zz="), "café abc = 1=2 x=zz");
        assert_eq!(base64(b"YWJj\r\nZGVm"), b"abcdef");
        assert_eq!(base64(b"YWI= and so on\n?Y W J j*\nYQ"), b"ababca");
    }

    #[test]
    fn files_among_the_words_are_taken_out() {
        let file = b"The ferry is late,\nand so is the tide. 0123456789 and more than a line of it".repeat(3);
        for written in [uu("a day.txt", &file), y("a day.txt", &file)] {
            let mail = [b"Look:\n", &written[..], b"And so on.\n"].concat();
            let (words, files) = written_out(&mail);
            assert_eq!(String::from_utf8_lossy(&words), "Look:\nAnd so on.\n");
            assert_eq!(files, [Written { name: b"a day.txt".to_vec(), bytes: file.clone() }]);
            // What was cut off gives what there is.
            let cut = &mail[..mail.len() * 2 / 3];
            assert!(file.starts_with(&written_out(cut).1[0].bytes[..100]));
        }
        for prose in
            ["begin 100 things\nand end none", "begin 644\n", "begin the day\n=ybegin\nwords", "begin 644 x\nend\n"]
        {
            assert_eq!(written_out(prose.as_bytes()), (prose.as_bytes().to_vec(), Vec::new()), "{prose}");
        }
    }

    proptest! {
        #[test]
        fn any_file_comes_back(bytes in proptest::collection::vec(any::<u8>(), 1..400)) {
            for written in [uu("f", &bytes), y("f", &bytes)] {
                prop_assert_eq!(&written_out(&written).1[0].bytes, &bytes);
            }
        }

        #[test]
        fn any_bytes_are_undone(text in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (quoted_printable(&text), base64(&text));
            let begun = [&b"begin 644 x\n"[..], &text, b"\n=ybegin line=1\n", &text].concat();
            let (words, _) = written_out(&begun);
            prop_assert!(words.len() <= begun.len());
        }
    }
}
