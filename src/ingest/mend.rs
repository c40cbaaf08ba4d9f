//! Mends a PDF whose table of contents is missing or wrong, as in one that was cut off or changed by
//! hand: its objects are looked for and written anew, streams with their true lengths.

use regex::bytes::Regex;
use std::collections::BTreeMap;

/// Objects beyond this are none that a document needs.
const OBJECTS: usize = 1_000_000;

/// The places of words that part objects, in their order.
struct Marks {
    ends: Vec<usize>,
    streams: Vec<usize>,
    stream_ends: Vec<usize>,
}

/// The document written anew; none where no catalogue of its pages can be found.
pub(super) fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    let places = |word: &[u8]| -> Vec<usize> {
        bytes.windows(word.len()).enumerate().filter(|(_, window)| *window == word).map(|(at, _)| at).collect()
    };
    let marks = Marks { ends: places(b"endobj"), streams: places(b"stream"), stream_ends: places(b"endstream") };
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut objects: BTreeMap<u32, (u32, usize)> = BTreeMap::new();
    let (mut from, mut catalogue) = (0, None);
    let is_catalogue = Regex::new(r"/Type\s*/Catalog").ok()?;
    for at in places(b"obj") {
        let Some((number, generation)) = (at >= from).then(|| numbered(&bytes[..at])).flatten() else { continue };
        if objects.len() > OBJECTS {
            break;
        }
        objects.insert(number, (generation, out.len()));
        out.extend_from_slice(format!("{number} {generation} obj").as_bytes());
        let (body, stream, end) = parts(bytes, at + 3, &marks);
        if stream.is_none() && is_catalogue.is_match(body) {
            catalogue = Some((number, generation));
        }
        match (stream, body.trim_ascii_end().strip_suffix(b">>")) {
            (Some(stream), Some(dictionary)) => {
                // Of two lengths the later counts.
                out.extend_from_slice(dictionary);
                out.extend_from_slice(format!(" /Length {}>>\nstream\n", stream.len()).as_bytes());
                out.extend_from_slice(stream);
                out.extend_from_slice(b"\nendstream");
            }
            _ => out.extend_from_slice(body),
        }
        out.extend_from_slice(b"\nendobj\n");
        from = end;
    }
    let reference = |key: &str| -> Option<String> {
        let pattern = Regex::new(&format!(r"/{key}\s+(\d{{1,9}})\s+(\d{{1,5}})\s+R")).ok()?;
        let last = pattern.captures_iter(bytes).last()?;
        let figure = |index| Some(String::from_utf8_lossy(last.get(index)?.as_bytes()).into_owned());
        Some(format!("{} {} R", figure(1)?, figure(2)?))
    };
    let root =
        reference("Root").or_else(|| catalogue.map(|(number, generation)| format!("{number} {generation} R")))?;
    let mut trailer = format!("/Root {root}");
    for key in ["Info", "Encrypt"] {
        if let Some(to) = reference(key) {
            trailer.push_str(&format!(" /{key} {to}"));
        }
    }
    let id = Regex::new(r"/ID\s*\[\s*<[0-9A-Fa-f\s]*>\s*<[0-9A-Fa-f\s]*>\s*\]").ok()?;
    if let Some(id) = id.find_iter(bytes).last() {
        trailer.push_str(&format!(" {}", String::from_utf8_lossy(id.as_bytes())));
    }
    let begin = out.len();
    out.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, (generation, place)) in &objects {
        out.extend_from_slice(format!("{number} 1\n{place:010} {generation:05} n \n").as_bytes());
    }
    let size = objects.last_key_value().map_or(1, |(number, _)| u64::from(*number) + 1);
    out.extend_from_slice(format!("trailer\n<</Size {size} {trailer}>>\nstartxref\n{begin}\n%%EOF\n").as_bytes());
    Some(out)
}

/// The number and generation that stand before the word that begins an object.
fn numbered(before: &[u8]) -> Option<(u32, u32)> {
    let figure = |text: &[u8]| -> Option<(u32, usize)> {
        let text = text.trim_ascii_end();
        let figures = text.iter().rev().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let figure = std::str::from_utf8(&text[text.len() - figures..]).ok()?.parse().ok()?;
        Some((figure, text.len() - figures))
    };
    let (generation, at) = figure(before)?;
    let (number, start) =
        figure(&before[..at]).filter(|_| before[..at].ends_with(b" ") || before[..at].ends_with(b"\n"))?;
    let fits = number <= 10_000_000 && generation <= 65_535;
    (fits && before[..start].last().is_none_or(|byte| !byte.is_ascii_alphanumeric())).then_some((number, generation))
}

/// What an object is: its value, the bytes of its stream, and the place behind it.
fn parts<'b>(bytes: &'b [u8], from: usize, marks: &Marks) -> (&'b [u8], Option<&'b [u8]>, usize) {
    let next = |places: &[usize]| places.get(places.partition_point(|&place| place < from)).copied();
    let end = next(&marks.ends).unwrap_or(bytes.len());
    let stream = next(&marks.streams).filter(|&at| at < end && bytes[from..at].trim_ascii_end().ends_with(b">>"));
    let Some(at) = stream else { return (&bytes[from..end], None, end) };
    let mut start = at + 6;
    start += usize::from(bytes.get(start) == Some(&b'\r'));
    start += usize::from(bytes.get(start) == Some(&b'\n'));
    let end = marks.stream_ends.get(marks.stream_ends.partition_point(|&place| place < start));
    let end = end.copied().unwrap_or(bytes.len()).max(start.min(bytes.len()));
    let stream = &bytes[start.min(end)..end];
    let stream = stream.strip_suffix(b"\n").unwrap_or(stream);
    (&bytes[from..at], Some(stream.strip_suffix(b"\r").unwrap_or(stream)), end)
}
