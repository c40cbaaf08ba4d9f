//! A value of JSON that breaks off, closed behind what stands in it.

/// The value closed where it breaks off: a text as far as it goes, without the name, number or word that may go
/// on. None where it does not break off.
pub(super) fn closed(piece: &[u8]) -> Option<String> {
    let end = match std::str::from_utf8(piece) {
        // A character that is not whole is none.
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => piece.len(),
    };
    let piece = &piece[..end];
    let (mut open, mut is_name, mut at, mut sound) = (Vec::new(), false, 0, 0);
    while let Some(&byte) = piece.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => {
                is_name = byte == b'{';
                open.push(if is_name { b'}' } else { b']' });
                sound = at;
            }
            b'}' | b']' => {
                open.pop();
                if open.is_empty() {
                    return None;
                }
                sound = at;
            }
            b':' => is_name = false,
            b',' => is_name = open.last() == Some(&b'}'),
            b'"' => {
                let (length, is_whole) = string(&piece[at..]);
                at += length;
                match (is_whole, is_name) {
                    (true, true) => {}
                    (true, false) => sound = at,
                    (false, true) => break,
                    (false, false) => return Some(with_ends(&piece[..at], "\"", &open)),
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => {
                let word = piece[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
                at += word;
                if at < piece.len() {
                    sound = at;
                }
            }
        }
    }
    (sound > 0).then(|| with_ends(&piece[..sound], "", &open))
}

fn with_ends(piece: &[u8], quote: &str, open: &[u8]) -> String {
    let ends: String = open.iter().rev().map(|&end| char::from(end)).collect();
    format!("{}{quote}{ends}", String::from_utf8_lossy(piece))
}

/// The length of a string behind its first quote: with its last one, or where that is missing, without an escape
/// that is not whole.
fn string(rest: &[u8]) -> (usize, bool) {
    let mut at = 0;
    while let Some(&byte) = rest.get(at) {
        let length = match (byte, rest.get(at + 1)) {
            (b'"', _) => return (at + 1, true),
            (b'\\', Some(b'u')) => 6,
            (b'\\', _) => 2,
            _ => 1,
        };
        if at + length > rest.len() {
            break;
        }
        at += length;
    }
    (at, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_breaks_off_is_closed() {
        for (piece, want) in [
            (r#"{"id":"a","text":"so f"#, Some(r#"{"id":"a","text":"so f"}"#)),
            (r#"{"id":"a","text":"so \u00"#, Some(r#"{"id":"a","text":"so "}"#)),
            (r#"{"id":"a","text":"so \"#, Some(r#"{"id":"a","text":"so "}"#)),
            (r#"{"id":"a","te"#, Some(r#"{"id":"a"}"#)),
            (r#"{"id":"a","text""#, Some(r#"{"id":"a"}"#)),
            (r#"{"id":"a","n":12"#, Some(r#"{"id":"a"}"#)),
            (r#"{"id":"a","n":12,"#, Some(r#"{"id":"a","n":12}"#)),
            (r#"{"all":[{"text":"x"},{"text":"y"#, Some(r#"{"all":[{"text":"x"},{"text":"y"}]}"#)),
            (r#"{"a":1} tail"#, None),
            ("tru", None),
        ] {
            assert_eq!(closed(piece.as_bytes()).as_deref(), want, "{piece}");
        }
        assert_eq!(closed(&"{\"text\":\"caf\u{e9}".as_bytes()[..13]).as_deref(), Some("{\"text\":\"caf\"}"));
    }

    proptest! {
        #[test]
        fn a_record_cut_anywhere_is_one(text in "[a-zé\"\\\\\n ]{0,40}", number in 0..2000u32, share in 1..100usize) {
            let record = serde_json::json!({"id": number, "of": [{"a": text}, null, true], "text": text}).to_string();
            let cut = 1 + (record.len() - 2) * share / 100;
            let got = closed(&record.as_bytes()[..cut]);
            let got = got.as_deref().map(serde_json::from_str::<serde_json::Value>);
            prop_assert!(matches!(got, Some(Ok(serde_json::Value::Object(_)))), "{got:?} of {}", &record);
        }
    }
}
