//! Where a mail breaks off, as far as that is sure: many an old one lacks its last boundary and nothing else.

use super::mime;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// What of a mail is cut off; none where all of it may be there.
pub(super) fn cut(message: &Message<'_>) -> Option<String> {
    let raw = &*message.raw_message;
    let boundaries: Vec<&str> = message.parts.iter().filter_map(boundary).collect();
    let leaves = message.parts.iter().filter(|part| !matches!(part.body, PartType::Multipart(_)));
    let last = leaves.max_by_key(|part| part.offset_body)?;
    let body = raw.get(last.offset_body as usize..)?;
    // What a boundary ends is whole.
    let ended = body.split(|&byte| byte == b'\n').filter_map(|line| line.strip_prefix(b"--"));
    if ended.into_iter().any(|line| boundaries.iter().any(|boundary| line.starts_with(boundary.as_bytes()))) {
        return None;
    }
    // An end of line stands before the boundary that is due.
    let is_due = !boundaries.is_empty() && !body.is_empty() && !body.ends_with(b"\n");
    let is_cut = match last.content_transfer_encoding().map(|name| name.trim().to_ascii_lowercase()).as_deref() {
        Some("base64") => is_in_quantum(body, is_due),
        Some("quoted-printable") => is_due || is_in_escape(body),
        _ => is_due,
    };
    let name = mime::name(message, last);
    is_cut.then(|| if name.is_empty() { "inside its text".to_owned() } else { format!("inside {name}") })
}

fn boundary<'p>(part: &'p MessagePart<'_>) -> Option<&'p str> {
    part.content_type()?.attribute("boundary").filter(|boundary| !boundary.is_empty())
}

/// True for base64 that ends inside one of its groups of four, or behind any of them where more is `due`.
fn is_in_quantum(body: &[u8], due: bool) -> bool {
    let mut signs = body.iter().filter(|byte| !byte.is_ascii_whitespace());
    let count = signs.clone().count();
    let is_padded = signs.next_back() == Some(&b'=');
    count > 0 && !is_padded && (due || count % 4 != 0)
}

/// True for what ends in an escape, of which a part is missing, or the line that it says goes on.
fn is_in_escape(body: &[u8]) -> bool {
    let line = body.strip_suffix(b"\n").map_or(body, |line| line.strip_suffix(b"\r").unwrap_or(line));
    line.ends_with(b"=") || (line.len() == body.len() && line.len() > 1 && line[line.len() - 2] == b'=')
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::MessageParser;

    fn said(mail: &str) -> Option<String> {
        cut(&MessageParser::default().parse(mail.as_bytes()).unwrap())
    }

    #[test]
    fn only_what_is_sure_is_said() {
        let head = "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=QQ\n\n";
        let text = "--QQ\nContent-Type: text/plain\n\nSome words.\n";
        let file = "--QQ\nContent-Type: application/pdf; name=\"a.pdf\"\nContent-Transfer-Encoding: base64\n\n";
        let page = "--QQ\nContent-Type: text/html\n\n<html><body><p>Some wo";
        let with = |rest: &str| said(&format!("{head}{text}{rest}"));
        assert_eq!(with(&format!("{file}AAAABBBBCC")), Some("inside a.pdf".to_owned()));
        assert_eq!(with(&format!("{file}AAAABBBB")), Some("inside a.pdf".to_owned()));
        assert_eq!(with(page), Some("inside its text".to_owned()));
        assert_eq!(with("--QQ\n\nSome wo"), Some("inside its text".to_owned()));
        for whole in ["", "--QQ\n\nSome words.\n", "--QQ--\n", &format!("{file}AAAABBBB\n"), &format!("{file}AAAABB==")]
        {
            assert_eq!(with(whole), None, "{whole}");
        }
        for (encoding, body, is_cut) in [
            ("quoted-printable", "Some wo=", true),
            ("quoted-printable", "Some wo=C", true),
            ("quoted-printable", "Some wo=\n", true),
            ("quoted-printable", "Some caf=C3=A9", false),
            ("base64", "AAAAB", true),
            ("base64", "AAAA", false),
            ("8bit", "<html><p>Some wo", false),
        ] {
            let mail = format!("From: a@b.example\nSubject: x\nContent-Transfer-Encoding: {encoding}\n\n{body}");
            assert_eq!(said(&mail).is_some(), is_cut, "{encoding} {body}");
        }
    }
}
