//! Workbooks (Office Open XML): the cells of every sheet, a row a line.

use super::archive;
use super::file::Sought;
use super::office::{attribute, entity};
use super::package::entry;
use super::part::Part;
use super::sink::Stop;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

/// The text of a workbook: cells parted by tabs, sheets by a form feed. Numbers stand as they are
/// kept, so a date is the number of its day.
pub(super) fn text<R: Sought>(archive: &mut ZipArchive<R>, part: &Part<'_>) -> Result<String, Stop> {
    let shared = strings(&entry(archive, "xl/sharedStrings.xml", part)?.unwrap_or_default());
    let number =
        |name: &str| name.trim_end_matches(".xml").rsplit(|c: char| !c.is_ascii_digit()).next()?.parse::<u32>().ok();
    let mut names: Vec<(u32, String)> = archive::names(archive)
        .into_iter()
        .filter(|name| name.starts_with("xl/worksheets/sheet"))
        .filter_map(|name| Some((number(&name)?, name)))
        .collect();
    names.sort();
    let mut out = String::new();
    for (_, name) in names {
        let Some(xml) = entry(archive, &name, part)? else { continue };
        if !out.is_empty() {
            out.push('\u{c}');
        }
        rows(&xml, &shared, &mut out);
    }
    Ok(out)
}

/// The texts that the cells of all sheets share.
fn strings(xml: &str) -> Vec<String> {
    let (mut out, mut phonetic, mut shown) = (Vec::new(), false, false);
    each(xml, &mut |step| match step {
        Step::Start("si", _) => out.push(String::new()),
        Step::Start("rPh", _) => phonetic = true,
        Step::End("rPh") => phonetic = false,
        Step::Start("t", _) => shown = true,
        Step::End("t") => shown = false,
        Step::Text(text) if shown && !phonetic => {
            if let Some(last) = out.last_mut() {
                last.push_str(text);
            }
        }
        _ => {}
    });
    out
}

fn rows(xml: &str, shared: &[String], out: &mut String) {
    let (mut kind, mut value, mut shown) = (String::new(), String::new(), false);
    each(xml, &mut |step| match step {
        Step::Start("c", t) => {
            kind = t.unwrap_or_default();
            value.clear();
        }
        Step::Start("v" | "t", _) => shown = true,
        Step::End("v" | "t") => shown = false,
        Step::Text(text) if shown => value.push_str(text),
        Step::End("c") => {
            let index = value.trim().parse::<usize>().ok().filter(|_| kind == "s");
            let cell = match index {
                Some(index) => shared.get(index).map_or("", String::as_str),
                None => &value,
            };
            if !out.is_empty() && !out.ends_with(['\n', '\u{c}']) {
                out.push('\t');
            }
            out.push_str(&cell.replace(['\n', '\t', '\r'], " "));
        }
        Step::End("row") if !out.is_empty() && !out.ends_with(['\n', '\u{c}']) => out.push('\n'),
        _ => {}
    });
}

enum Step<'s> {
    Start(&'s str, Option<String>),
    End(&'s str),
    Text(&'s str),
}

/// Walks a document up to its end or to damage; of attributes, `t` comes along.
fn each(xml: &str, each: &mut dyn FnMut(Step<'_>)) {
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => each(Step::Start(start.local_name().as_ref(), attribute(&start, "t"))),
            Event::Empty(start) => {
                each(Step::Start(start.local_name().as_ref(), None));
                each(Step::End(start.local_name().as_ref()));
            }
            Event::End(end) => each(Step::End(end.local_name().as_ref())),
            Event::Text(text) => each(Step::Text(&text)),
            Event::GeneralRef(reference) => {
                if let Some(text) = entity(&reference) {
                    each(Step::Text(&text));
                }
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_where_they_are_kept() {
        let shared = strings(
            "<sst><si><t>Name</t></si><si><r><t>Fish &amp;</t></r><r><t> chips</t></r><rPh><t>x</t></rPh></si></sst>",
        );
        assert_eq!(shared, ["Name", "Fish & chips"]);
        let mut out = String::new();
        let sheet = "<sheetData><row><c t=\"s\"><v>0</v></c><c><v>4.5</v></c></row><row/><row><c t=\"inlineStr\"><is><t>in</t></is></c><c t=\"s\"><v>1</v></c></row></sheetData>";
        rows(sheet, &shared, &mut out);
        assert_eq!(out, "Name\t4.5\nin\tFish & chips\n");
    }
}
