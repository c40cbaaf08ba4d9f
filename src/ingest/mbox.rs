//! Mail boxes: mails one after the other, each behind a line that begins with `From `.

use super::early;
use super::limits::Limit;
use super::mail;
use super::part::{Part, told_apart};
use super::sink::{Sink, Stop};
use std::collections::HashMap;
use std::io::{BufRead, Read};

/// Mails that a box may have which somebody wrote by hand.
const FEW: u64 = 2;

/// Reads a mail box, a mail at a time.
///
/// A mail is known by its message id, so that it keeps its key when others are taken out of the box;
/// without one it is known by its number.
pub(super) fn read(mut reader: impl BufRead, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let limit = part.run.options.whole_limit;
    let mut seen: HashMap<String, u32> = HashMap::new();
    let (mut mail, mut number, mut line, mut blank) = (Vec::new(), 0u64, Vec::new(), true);
    let (mut too_long, mut is_line) = (false, true);
    loop {
        line.clear();
        let broken = |error| Stop::Broken { line: None, error };
        let read = reader.by_ref().take(limit).read_until(b'\n', &mut line);
        let end = !matches!(&read, Ok(1..));
        if end || (blank && is_envelope(&line)) {
            if mail.iter().any(|byte: &u8| !byte.is_ascii_whitespace()) {
                number += 1;
                let name = name(&mail, number, &mut seen);
                let (bytes, long) = (std::mem::take(&mut mail), std::mem::take(&mut too_long));
                part.part(sink, &name, Some(bytes.len() as u64), |part, sink| {
                    if long {
                        let said = format!("longer than the {} that one mail may have", super::limits::size(limit));
                        return Err(Stop::fail(Limit::error(said).to_string()));
                    }
                    mail::read(&bytes, part, sink)
                })?;
            }
            if end {
                read.map_err(broken)?;
                // A box is written line by line; one of few mails may come from an editor.
                let where_to = format!("in the middle of a line of mail {number}");
                return if number > FEW && !is_line { Err(Stop::fail(early::told(&where_to))) } else { Ok(()) };
            }
            blank = false;
            continue;
        }
        is_line = line.ends_with(b"\n");
        blank = line.iter().all(u8::is_ascii_whitespace);
        if (mail.len() + line.len()) as u64 > limit {
            too_long = true;
            continue;
        }
        // `>From ` in a mail was `From ` before it came into the box.
        let quoted = line.iter().take_while(|&&byte| byte == b'>').count();
        let from = usize::from(quoted > 0 && line[quoted..].starts_with(b"From "));
        mail.extend_from_slice(&line[from..]);
    }
}

/// True for `From SENDER Mon Jan  5 10:00:00 2015`; a sentence may begin with the word, too.
fn is_envelope(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let is_time =
        |word: &[u8]| word.len() >= 4 && word.iter().all(|&b| b.is_ascii_digit() || b == b':') && word.contains(&b':');
    let is_year = |word: &[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    let words = || rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words().any(is_time) && words().any(is_year) && words().count() <= 12
}

/// What a mail is called in its box.
fn name(mail: &[u8], number: u64, seen: &mut HashMap<String, u32>) -> String {
    let head = mail.split(|&byte| byte == b'\n').take_while(|line| !line.trim_ascii().is_empty()).take(500);
    let mut id = None;
    let mut before: &[u8] = &[];
    for line in head {
        // The id may stand on the line below the name of its field.
        let field = if line.starts_with(b" ") || line.starts_with(b"\t") { before } else { line };
        if field.len() >= 11 && field[..11].eq_ignore_ascii_case(b"message-id:") {
            id = id.or_else(|| between(line));
        }
        before = field;
    }
    told_apart(id.unwrap_or_else(|| number.to_string()), seen)
}

fn between(line: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(line);
    let id = text.split_once('<')?.1.split_once('>')?.0.trim();
    let plain = !id.is_empty() && id.len() <= 250 && id.chars().all(|c| c.is_ascii_graphic() && c != '/' && c != '\\');
    plain.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_no_mail() {
        assert!(is_envelope(b"From a@b.example Mon Jan  5 10:00:00 2015\n"));
        assert!(is_envelope(b"From - Mon Jan  5 10:00 2015\r\n"));
        assert!(!is_envelope(b"From here on the ferry was late.\n"));
        assert!(!is_envelope(
            b"From 10:00 on the ferry was late, as it was in the whole of 2015 and in all the years before.\n"
        ));
    }

    #[test]
    fn mails_are_called_by_their_ids() {
        let mut seen = HashMap::new();
        let mut name = |mail: &str| name(mail.as_bytes(), 7, &mut seen);
        assert_eq!(name("From: x\nMessage-ID: <a.1@b>\n\nMessage-ID: <no>"), "a.1@b");
        assert_eq!(name("message-id:\n <a.1@b>\n\n"), "a.1@b~2");
        assert_eq!((name("From: x\n\n<y>"), name("Message-Id: <a/b>\n\n")), ("7".into(), "7~2".into()));
    }
}
