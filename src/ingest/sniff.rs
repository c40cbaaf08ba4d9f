//! What a file is: the kinds that are not text by their first bytes, the text formats by name, with
//! the content having the last word where it is unmistakable.

use super::{charset, mail, signed, tnef};

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    /// XML in any vocabulary but that of pages, and its forerunner SGML.
    Xml,
    Json,
    Table,
    Subtitles,
    /// An address book or a calendar.
    Cards,
    Mail,
    Mbox,
    Pdf,
    Rtf,
    Warc,
    Arc,
    /// Outlook's wrapper around attachments, `winmail.dat`.
    Tnef,
    /// A mail inside its signature.
    Signed,
    Parquet,
    /// An archive, or a document that is kept as one.
    Zip,
    Tar,
    SevenZip,
    /// A compound file: Outlook's messages, and old Office documents.
    Compound,
    /// A mail folder of Outlook.
    Pst,
}

impl Format {
    /// True for what only a process of its own should read.
    pub(super) fn is_risky(self) -> bool {
        !matches!(self, Format::Text | Format::Markdown | Format::Json | Format::Table | Format::Subtitles)
    }

    /// The name by which a program for it is given, where its content tells it.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Rtf => "rtf",
            Format::Warc => "warc",
            Format::Arc => "arc",
            Format::Tnef => "tnef",
            Format::Parquet => "parquet",
            Format::Tar => "tar",
            Format::SevenZip => "7z",
            Format::Pst => "pst",
            _ => "",
        }
    }

    /// True for what can be read only with the end at hand.
    pub(super) fn is_sought(self) -> bool {
        matches!(self, Format::Zip | Format::SevenZip | Format::Compound | Format::Pst)
    }
}

/// What the first bytes of a file say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Known(Format),
    Foreign(Foreign),
}

/// A kind of file that is not read by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Foreign {
    /// The name by which a program for it is given.
    pub(super) kind: &'static str,
    /// What it is, for people.
    pub(super) what: &'static str,
}

impl Foreign {
    /// Why it is not read and what to do.
    pub(super) fn reason(self) -> String {
        let Foreign { kind, what } = self;
        match kind {
            "png" | "jpeg" | "gif" | "tiff" | "webp" | "djvu" | "scan" => {
                format!("{what}; reading it takes OCR: name a program with --extract '{kind}=COMMAND {{}}'")
            }
            "encrypted" => {
                format!("{what}; decrypt it first, or name a program that does with --extract '{kind}=COMMAND {{}}'")
            }
            "" => format!("{what}, which is not read"),
            _ => format!("{what}, which is not read; name a program that does with --extract '{kind}=COMMAND {{}}'"),
        }
    }
}

/// The last part of a path or address, in lower case and without what compression adds to it.
fn base(name: &str) -> String {
    let base = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let ends = [".gz", ".gzip", ".zst", ".zstd", ".xz", ".bz2"];
    ends.iter().find_map(|end| base.strip_suffix(end).map(str::to_owned)).unwrap_or(base)
}

/// The ending of a name, in lower case.
pub(super) fn ending(name: &str) -> Option<String> {
    let base = base(name);
    base.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, ending)| ending.to_owned())
}

/// The format that a name announces, or what to say of a name that announces none.
pub(super) fn by_name(name: &str) -> Result<Option<Format>, String> {
    if is_in_maildir(name) {
        return Ok(Some(Format::Mail));
    }
    let Some(ending) = ending(name) else { return Ok(None) };
    match &*ending {
        // Markup of writers reads as it stands.
        "txt" | "text" | "rst" | "adoc" | "asciidoc" | "org" | "textile" | "wiki" | "mediawiki" | "tex" | "latex"
        | "asc" | "diz" | "log" | "me" | "nfo" => Ok(Some(Format::Text)),
        "md" | "markdown" => Ok(Some(Format::Markdown)),
        "html" | "htm" | "xhtml" | "xht" => Ok(Some(Format::Html)),
        "xml" | "nxml" | "tei" | "rss" | "atom" | "rdf" | "fb2" | "nitf" | "dbk" | "fodt" | "alto" | "sgm" | "sgml" => {
            Ok(Some(Format::Xml))
        }
        "json" | "jsonl" | "ndjson" => Ok(Some(Format::Json)),
        "csv" | "tsv" | "tab" => Ok(Some(Format::Table)),
        "srt" | "vtt" => Ok(Some(Format::Subtitles)),
        "vcf" | "vcard" | "ics" | "ical" | "icalendar" | "ifb" | "vcs" => Ok(Some(Format::Cards)),
        "eml" | "emlx" | "mht" | "mhtml" => Ok(Some(Format::Mail)),
        "mbox" | "mbx" => Ok(Some(Format::Mbox)),
        "rtf" => Ok(Some(Format::Rtf)),
        "warc" => Ok(Some(Format::Warc)),
        // What is not what these names say is told by its content, and text if by nothing.
        "pdf" | "doc" | "docx" | "odt" | "xls" | "xlsx" | "ods" | "ppt" | "pptx" | "odp" | "epub" | "msg" | "pst"
        | "ost" | "zip" | "tar" | "tgz" | "7z" | "gz" => Ok(None),
        // Numbered files, and names that only happen to hold a point.
        _ if ending.bytes().all(|byte| byte.is_ascii_digit()) || ending.contains(' ') => Ok(None),
        _ if ending.len() > 12 => Err("a file of a kind that its name does not tell".to_owned()),
        _ if ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Err(format!(
            "files ending in .{ending} are not read; if they hold text, --extract '{ending}=cat {{}}' reads them"
        )),
        _ => Err(format!("files ending in .{ending} are not read")),
    }
}

/// The format that a name announces, or else what whoever sent it says that it is.
pub(super) fn by_name_or_kind(name: &str, kind: &str) -> Result<Option<Format>, String> {
    match by_name(name) {
        Ok(Some(format)) => Ok(Some(format)),
        other => by_kind(kind).map_or(other, |format| Ok(Some(format))),
    }
}

/// The format of a media type, without its parameters and in lower case.
pub(super) fn by_kind(kind: &str) -> Option<Format> {
    Some(match kind {
        "text/html" | "application/xhtml+xml" => Format::Html,
        "text/plain" | "text/rfc822-headers" => Format::Text,
        "text/markdown" => Format::Markdown,
        "text/csv" | "text/tab-separated-values" => Format::Table,
        "application/json" | "application/x-ndjson" => Format::Json,
        "message/rfc822" | "message/global" => Format::Mail,
        "text/vtt" => Format::Subtitles,
        "text/calendar" | "text/vcard" | "text/x-vcard" | "text/x-vcalendar" | "text/directory" => Format::Cards,
        "text/xml" | "application/xml" | "text/sgml" | "application/sgml" => Format::Xml,
        _ if kind.ends_with("+xml") => Format::Xml,
        _ => return None,
    })
}

/// True for the names that mails have in the folders of a Maildir: `cur/1491941793.M41P85.host:2,S`.
fn is_in_maildir(name: &str) -> bool {
    let mut parts = name.rsplit('/');
    let (Some(file), Some(folder)) = (parts.next(), parts.next()) else { return false };
    let figures = file.bytes().take_while(u8::is_ascii_digit).count();
    matches!(folder, "cur" | "new") && figures >= 6 && file[figures..].starts_with('.')
}

/// The format of a text by its name and its first bytes; the error says why it is not read.
pub(super) fn text(named: Result<Option<Format>, String>, head: &[u8]) -> Result<Format, String> {
    match named {
        // Mail boxes without the line that begins one, and mails that have it.
        Ok(Some(Format::Mbox)) if !head.starts_with(b"From ") => Ok(Format::Mail),
        Ok(Some(Format::Rtf | Format::Warc)) => Ok(Format::Text),
        Ok(Some(Format::Xml)) => Ok(by_content(head).filter(|&format| format == Format::Html).unwrap_or(Format::Xml)),
        Ok(Some(Format::Text)) if is_mbox(head) => Ok(Format::Mbox),
        Ok(Some(Format::Text)) if is_mail(head) => Ok(Format::Mail),
        Ok(Some(Format::Text)) if are_cards(head) => Ok(Format::Cards),
        Ok(Some(format)) => Ok(format),
        Ok(None) => match by_content(head) {
            Some(format) => Ok(format),
            None => Ok(Format::Text),
        },
        Err(reason) => by_content(head).ok_or(reason),
    }
}

/// The format that the first bytes of a text leave no doubt about.
fn by_content(head: &[u8]) -> Option<Format> {
    if is_mbox(head) {
        return Some(Format::Mbox);
    }
    if is_mail(head) {
        return Some(Format::Mail);
    }
    if are_cards(head) {
        return Some(Format::Cards);
    }
    let text = charset::decode(&head[..head.len().min(1024)], None).trim_start().to_ascii_lowercase();
    let page = ["<!doctype html", "<html"].iter().any(|start| text.starts_with(start))
        || (text.starts_with("<?xml") && text.contains("<html"));
    match () {
        () if page => Some(Format::Html),
        () if text.starts_with("webvtt") => Some(Format::Subtitles),
        () if text.starts_with("<?xml") => Some(Format::Xml),
        () => None,
    }
}

/// True for bytes that begin as address books and calendars do.
fn are_cards(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    ["BEGIN:VCARD", "BEGIN:VCALENDAR"]
        .iter()
        .any(|start| head.get(..start.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(start.as_bytes())))
}

/// Fields that programs write into a mail and people do not into a letter.
const STRONG: [&str; 9] = [
    "received",
    "return-path",
    "message-id",
    "mime-version",
    "delivered-to",
    "dkim-signature",
    "x-mailer",
    "content-transfer-encoding",
    "x-mozilla-status",
];

/// True for bytes that begin with the head of a mail: fields and nothing else up to an empty line,
/// those of a sender or date among them and one that only programs write.
fn is_mail(head: &[u8]) -> bool {
    let head = mail::headed(head);
    let (mut strong, mut plain, mut fields) = (false, false, 0);
    for line in head.split(|&byte| byte == b'\n').take(400) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if matches!(line[0], b' ' | b'\t') && fields > 0 {
            continue;
        }
        let Some(colon) = line.iter().position(|&byte| byte == b':') else { return false };
        let name = &line[..colon];
        if name.is_empty() || name.len() > 80 || !name.iter().all(|byte| (33..=126).contains(byte)) {
            return false;
        }
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        fields += 1;
        strong |= STRONG.contains(&&*name);
        // What is put together of parts says so, also in a report that no one signs.
        let is_of_parts = name == "content-type" && line.windows(9).any(|window| window == b"boundary=");
        plain |= is_of_parts || matches!(&*name, "from" | "date" | "sender");
    }
    strong && plain
}

/// True for bytes that begin with the line that stands before a mail in a mail box.
fn is_mbox(head: &[u8]) -> bool {
    let Some(end) = head.iter().position(|&byte| byte == b'\n').filter(|_| head.starts_with(b"From ")) else {
        return false;
    };
    let rest = &head[end + 1..];
    let rest =
        rest.strip_prefix(b">From ").and_then(|rest| rest.splitn(2, |&byte| byte == b'\n').nth(1)).unwrap_or(rest);
    let is_dated = head[..end].windows(3).any(|window| window[0].is_ascii_digit() && window[1] == b':');
    (is_dated || head[..end].trim_ascii() == b"From -") && is_mail(rest)
}

/// The kind of a file that is not text, if its first bytes tell it.
pub(super) fn kind(head: &[u8]) -> Option<Kind> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    let at = |place: usize, magic: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(magic));
    let holds = |word: &[u8]| head[..head.len().min(4096)].windows(word.len()).any(|window| window == word);
    let foreign = |kind, what| Kind::Foreign(Foreign { kind, what });
    let space = head.iter().take_while(|byte| byte.is_ascii_whitespace()).count().min(64);
    Some(match head {
        _ if starts(b"%PDF-") || (holds(b"%PDF-1.") && !is_text(head)) => Kind::Known(Format::Pdf),
        _ if at(space, b"%PDF-1.") || at(3, b"%PDF-1.") => Kind::Known(Format::Pdf),
        _ if at(space, b"{\\rtf") => Kind::Known(Format::Rtf),
        _ if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") => Kind::Known(Format::Zip),
        _ if starts(b"PK\x07\x08PK\x03\x04") || starts(b"PK00PK\x03\x04") => Kind::Known(Format::Zip),
        _ if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") => Kind::Known(Format::Compound),
        _ if starts(b"7z\xbc\xaf\x27\x1c") => Kind::Known(Format::SevenZip),
        _ if at(257, b"ustar") || is_old_tar(head) => Kind::Known(Format::Tar),
        _ if starts(b"WARC/") => Kind::Known(Format::Warc),
        _ if starts(b"\x89PNG\r\n\x1a\n") => foreign("png", "a PNG picture"),
        _ if starts(b"\xff\xd8\xff") => foreign("jpeg", "a JPEG picture"),
        _ if starts(b"GIF87a") || starts(b"GIF89a") => foreign("gif", "a GIF picture"),
        _ if starts(b"II*\0") || starts(b"MM\0*") => foreign("tiff", "a TIFF picture"),
        _ if starts(b"RIFF") && at(8, b"WEBP") => foreign("webp", "a WebP picture"),
        _ if starts(b"RIFF") && at(8, b"WAVE") => foreign("sound", "a sound file"),
        _ if starts(b"OggS") || starts(b"fLaC") || (starts(b"ID3") && !is_text(head)) => {
            foreign("sound", "a sound file")
        }
        _ if at(4, b"ftyp") => foreign("film", "a film or picture file"),
        _ if starts(b"\x1a\x45\xdf\xa3") => foreign("film", "a film file"),
        _ if starts(b"%!PS") => foreign("ps", "a PostScript file"),
        _ if starts(b"AT&TFORM") => foreign("djvu", "a DjVu file"),
        _ if starts(b"Rar!\x1a\x07") => foreign("rar", "a RAR archive"),
        _ if starts(b"\x04\x22\x4d\x18") => foreign("lz4", "an lz4 archive; unpack it first"),
        _ if starts(b"filedesc://") => Kind::Known(Format::Arc),
        _ if starts(b"!BDN") => Kind::Known(Format::Pst),
        _ if starts(&tnef::MARK) => Kind::Known(Format::Tnef),
        _ if starts(b"\x30") && signed::is_open(head) == Some(true) => Kind::Known(Format::Signed),
        _ if starts(b"\x30") && signed::is_open(head) == Some(false) => foreign("encrypted", "encrypted (S/MIME)"),
        _ if starts(b"-----BEGIN PGP MESSAGE") => foreign("encrypted", "encrypted with PGP"),
        _ if starts(b"-----BEGIN PGP SIGNATURE") => foreign("", "a PGP signature"),
        _ if starts(b"-----BEGIN PGP P") => foreign("", "a PGP key"),
        _ if starts(b"\x7fELF") => foreign("", "a program"),
        _ if starts(b"MZ") && !is_text(head) => foreign("", "a program"),
        [0xfe, 0xed, 0xfa, 0xce | 0xcf, ..] | [0xce | 0xcf, 0xfa, 0xed, 0xfe, ..] => foreign("", "a program"),
        _ if starts(b"\xca\xfe\xba\xbe") || starts(b"\0asm") => foreign("", "a program"),
        _ if starts(b"SQLite format 3\0") => foreign("sqlite", "an SQLite database"),
        _ if starts(b"PAR1") => Kind::Known(Format::Parquet),
        _ if starts(b"ARROW1") => foreign("arrow", "an Arrow file"),
        _ if starts(b"wOFF") || starts(b"wOF2") || (starts(b"\0\x01\0\0\0") && !at(4, b"Standard")) => {
            foreign("", "a font")
        }
        [9, 0 | 2 | 4, 4 | 6 | 8, 0, ..] => foreign("xls", "an old Excel workbook"),
        _ if starts(b"\0\0\x02\0\x06\x04") || starts(b"\0\0\x1a\0") => foreign("123", "a Lotus workbook"),
        [0xdb | 0x9b, 0xa5, ..] | [0x31 | 0x32, 0xbe, 0, 0, ..] if !is_text(head) => {
            foreign("doc", "an old Word document")
        }
        _ if starts(b"\xffWPC") => foreign("wpd", "a WordPerfect document"),
        _ if starts(b"\0\x01\0\0Standard ") => foreign("mdb", "an Access database"),
        _ if starts(b"OTTO") && !is_text(head) => foreign("", "a font"),
        _ if starts(b"BM") && !is_text(head) => foreign("bmp", "a BMP picture"),
        _ if starts(b"8BPS\0") => foreign("psd", "a Photoshop picture"),
        _ if starts(b"\0\0\0\x0cjP  ") || starts(b"\xff\x4f\xff\x51") => foreign("jp2", "a JPEG 2000 picture"),
        _ if (at(40, b" EMF") || starts(b"\xd7\xcd\xc6\x9a")) && !is_text(head) => {
            foreign("", "a drawing of Windows (EMF, WMF)")
        }
        _ if starts(b"bplist0") => foreign("", "a property list"),
        [0xff, 0xe2 | 0xe3 | 0xf2 | 0xf3 | 0xfa | 0xfb, 0x10..=0xef, ..] if !is_text(head) => {
            foreign("sound", "a sound file")
        }
        // What is attached to a mail may come as it is.
        _ if !is_text(head) && !is_mail(head) && !is_mbox(head) => foreign("", "a binary file"),
        _ => return None,
    })
}

/// True for the header of a tar archive from before it had a mark: its sum is right.
fn is_old_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512).filter(|header| header[0] != 0 && header[148..154].iter().all(is_octal)) else {
        return false;
    };
    let stated = header[148..156].iter().filter(|byte| byte.is_ascii_digit());
    let stated = stated.fold(0u32, |sum, digit| (sum << 3) | u32::from(digit - b'0'));
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    let field: u32 = header[148..156].iter().map(|&byte| u32::from(byte)).sum();
    sum - field + 8 * u32::from(b' ') == stated
}

fn is_octal(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'7' | b' ' | 0)
}

/// True for bytes that can be a text in some charset: few controls, even fewer where it is no UTF-8.
fn is_text(head: &[u8]) -> bool {
    if charset::utf16(head).is_some() {
        return true;
    }
    let strange = |byte: &&u8| matches!(byte, 0..=7 | 0xb | 0xe..=0x1a | 0x1c..=0x1f | 0x7f);
    let strange = head.iter().filter(strange).count();
    let percent = if charset::is_mostly_utf8(head) { 10 } else { 1 };
    // A handful of controls is a text's own in a short one as well as in a long one.
    strange * 100 <= head.len() * percent || (strange <= 2 && percent == 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_announce() {
        assert_eq!(by_name("a/b.TXT.gz"), Ok(Some(Format::Text)));
        assert_eq!(by_name("b.ndjson.zst"), Ok(Some(Format::Json)));
        assert_eq!((by_name("README"), by_name("mail/12."), by_name("x.001")), (Ok(None), Ok(None), Ok(None)));
        assert_eq!(by_name("Mail/cur/1491941793.M41P85.mx1.example,S=10956;2,STln"), Ok(Some(Format::Mail)));
        assert_eq!((by_name("old.doc"), text(Ok(None), b"words")), (Ok(None), Ok(Format::Text)));
        assert!(by_name("a.py").is_err_and(|said| said.contains(".py")));
    }

    #[test]
    fn texts_and_other_things() {
        let what = |head: &[u8]| match kind(head) {
            Some(Kind::Foreign(foreign)) => Some(foreign.what),
            _ => None,
        };
        assert_eq!(kind(b"MZ is how it starts, and BZh and II* and ID3"), None);
        assert_eq!(kind("caf\u{e9} \0 au lait".as_bytes()), None);
        assert_eq!(kind(b"caf\xe9 au lait"), None);
        assert_eq!(kind(b"%PDF-1.7\nx"), Some(Kind::Known(Format::Pdf)));
        let noise: Vec<u8> = (0..4096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(what(&noise), Some("a binary file"));
        assert_eq!(what(&[0; 100]), Some("a binary file"));
        assert_eq!(kind(b""), None);
    }

    #[test]
    fn a_mail_is_told_by_its_head() {
        let mail = b"Received: from x\r\n by y\r\nFrom: a@b.example\r\n\r\nHello: no field\nwords";
        let unknown = || Err("files ending in .S=12 are not read".to_owned());
        assert_eq!(text(unknown(), mail), Ok(Format::Mail));
        assert_eq!(text(Ok(Some(Format::Text)), mail), Ok(Format::Mail));
        let memo = b"From: the harbour master\nTo: all\n\nThe ferry is late.";
        assert_eq!(text(Ok(Some(Format::Text)), memo), Ok(Format::Text));
        let envelope = [b"From a@b.example Mon Jan  5 10:00:00 2015\n", &mail[..]].concat();
        assert_eq!((text(Ok(None), &envelope), text(unknown(), &envelope)), (Ok(Format::Mbox), Ok(Format::Mbox)));
        assert_eq!(text(Ok(Some(Format::Mail)), &envelope), Ok(Format::Mail));
        assert!(text(unknown(), b"From here on 10: it is prose").is_err());
    }
}
