//! What a file is: the kinds that are not text by their first bytes, the text formats by name.

use super::charset;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    Json,
    Table,
}

/// The format that a name announces, or what to say of a name that announces none.
pub(super) fn by_name(name: &str) -> Result<Option<Format>, String> {
    let base = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let base = [".gz", ".gzip", ".zst", ".zstd"].iter().find_map(|end| base.strip_suffix(end)).unwrap_or(&base);
    let Some((_, ending)) = base.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) else { return Ok(None) };
    match ending {
        "txt" | "text" => Ok(Some(Format::Text)),
        "md" | "markdown" => Ok(Some(Format::Markdown)),
        "html" | "htm" | "xhtml" | "xht" => Ok(Some(Format::Html)),
        "json" | "jsonl" | "ndjson" => Ok(Some(Format::Json)),
        "csv" | "tsv" | "tab" => Ok(Some(Format::Table)),
        // Numbered files, and names that only happen to hold a point.
        _ if ending.bytes().all(|byte| byte.is_ascii_digit()) || ending.contains(' ') => Ok(None),
        _ if ending.len() > 12 => Err("a file of a kind that its name does not tell".to_owned()),
        _ => Err(format!("files ending in .{ending} are not read")),
    }
}

/// The format of a file whose name says nothing.
pub(super) fn by_content(head: &[u8]) -> Format {
    let text = charset::decode(&head[..head.len().min(1024)], None).trim_start().to_ascii_lowercase();
    let page = ["<!doctype html", "<html"].iter().any(|start| text.starts_with(start))
        || (text.starts_with("<?xml") && text.contains("<html"));
    if page { Format::Html } else { Format::Text }
}

/// The kind of a file that is not text, if its first bytes tell it.
pub(super) fn foreign(head: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    let at = |place: usize, magic: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(magic));
    let holds = |word: &[u8]| head[..head.len().min(4096)].windows(word.len()).any(|window| window == word);
    Some(match head {
        _ if starts(b"%PDF-") || (holds(b"%PDF-1.") && !is_text(head)) => "a PDF file",
        _ if starts(b"\x89PNG\r\n\x1a\n") => "a PNG picture",
        _ if starts(b"\xff\xd8\xff") => "a JPEG picture",
        _ if starts(b"GIF87a") || starts(b"GIF89a") => "a GIF picture",
        _ if starts(b"II*\0") || starts(b"MM\0*") => "a TIFF picture",
        _ if starts(b"RIFF") && at(8, b"WEBP") => "a WebP picture",
        _ if starts(b"RIFF") && at(8, b"WAVE") => "a sound file",
        _ if starts(b"OggS") || starts(b"fLaC") || (starts(b"ID3") && !is_text(head)) => "a sound file",
        _ if at(4, b"ftyp") => "a film or picture file",
        _ if starts(b"\x1a\x45\xdf\xa3") => "a film file",
        _ if starts(b"PK\x03\x04") && (holds(b"word/") || holds(b"xl/") || holds(b"ppt/")) => "an Office document",
        _ if starts(b"PK\x03\x04") && holds(b"[Content_Types].xml") => "an Office document",
        _ if starts(b"PK\x03\x04") && holds(b"opendocument") => "an OpenDocument file",
        _ if starts(b"PK\x03\x04") && holds(b"epub") => "an EPUB book",
        _ if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") => "a zip archive",
        _ if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") => "an old Office document",
        _ if starts(b"{\\rtf") => "an RTF document",
        _ if starts(b"%!PS") => "a PostScript file",
        _ if starts(b"AT&TFORM") => "a DjVu file",
        _ if starts(b"7z\xbc\xaf\x27\x1c") => "a 7z archive",
        _ if starts(b"Rar!\x1a\x07") => "a RAR archive",
        _ if starts(b"\xfd7zXZ\0") => "an xz archive; unpack it first",
        _ if starts(b"BZh") && !is_text(head) => "a bzip2 archive; unpack it first",
        _ if starts(b"\x04\x22\x4d\x18") => "an lz4 archive; unpack it first",
        _ if at(257, b"ustar") => "a tar archive; unpack it first",
        _ if starts(b"\x1f\x8b\x08") || starts(b"\x28\xb5\x2f\xfd") => "an archive in an archive; unpack it first",
        _ if starts(b"WARC/1.") => "a web archive",
        _ if starts(b"\x7fELF") => "a program",
        _ if starts(b"MZ") && !is_text(head) => "a program",
        [0xfe, 0xed, 0xfa, 0xce | 0xcf, ..] | [0xce | 0xcf, 0xfa, 0xed, 0xfe, ..] => "a program",
        _ if starts(b"\xca\xfe\xba\xbe") || starts(b"\0asm") => "a program",
        _ if starts(b"SQLite format 3\0") => "an SQLite database",
        _ if starts(b"PAR1") => "a Parquet file",
        _ if starts(b"ARROW1") => "an Arrow file",
        _ if starts(b"wOFF") || starts(b"wOF2") || starts(b"\0\x01\0\0\0") => "a font",
        _ if starts(b"\xff\xfe\0\0") || starts(b"\0\0\xfe\xff") => "text in UTF-32; convert it to UTF-8",
        _ if !is_text(head) => "a binary file",
        _ => return None,
    })
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
        assert!(by_name("a.py").is_err_and(|said| said.contains(".py")));
    }

    #[test]
    fn texts_and_other_things() {
        assert_eq!(foreign(b"MZ is how it starts, and BZh and II* and ID3"), None);
        assert_eq!(foreign("caf\u{e9} \0 au lait".as_bytes()), None);
        assert_eq!(foreign(b"caf\xe9 au lait"), None);
        assert_eq!(foreign(b"%PDF-1.7\nx"), Some("a PDF file"));
        let noise: Vec<u8> = (0..4096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(foreign(&noise), Some("a binary file"));
        assert_eq!(foreign(&[0; 100]), Some("a binary file"));
        assert_eq!(foreign(b""), None);
    }
}
