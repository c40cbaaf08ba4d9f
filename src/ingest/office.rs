//! The words of office documents, out of their XML.

use super::archive;
use super::package::{Content, entry};
use super::part::Part;
use super::sink::Stop;
use super::sought::Sought;
use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

/// The text of a Word document: its body, then what stands in its notes, comments and margins.
pub(super) fn word<R: Sought>(archive: &mut ZipArchive<R>, part: &Part<'_>) -> Result<Content, Stop> {
    let names = archive::names(archive);
    let main = names.iter().find(|name| name.starts_with("word/document") && name.ends_with(".xml"));
    let Some(main) = main.cloned() else { return Err(Stop::fail("damaged: it has no word/document.xml")) };
    let mut beside: Vec<String> = names
        .into_iter()
        .filter(|name| {
            ["header", "footer", "footnotes", "endnotes", "comments"].iter().any(|kind| {
                name.strip_prefix("word/").and_then(|name| name.strip_prefix(kind)).is_some_and(|rest| {
                    rest.strip_suffix(".xml").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
                })
            })
        })
        .collect();
    beside.sort();
    let mut content = parts(archive, &[main], part)?;
    let margins = parts(archive, &beside, part)?;
    if !margins.text.trim().is_empty() {
        content.text.push('\n');
        content.text.push_str(&margins.text);
    }
    content.damage = content.damage.or(margins.damage);
    Ok(content)
}

/// The text of some files of a document, one below the other.
///
/// # Errors
/// When the receiver wants no more; what cannot be read is damage.
pub(super) fn parts<R: Sought>(
    archive: &mut ZipArchive<R>,
    names: &[String],
    part: &Part<'_>,
) -> Result<Content, Stop> {
    let (mut flow, mut damage) = (Flow::default(), None);
    for name in names {
        match entry(archive, name, part) {
            Ok(Some(xml)) => {
                let torn = walk(&xml, name, &mut |step| flow.ooxml(step));
                damage = damage.or(torn);
                flow.blank();
            }
            Ok(None) => {}
            Err(Stop::Fail { error, .. }) => damage = damage.or(Some(error)),
            Err(stop) => return Err(stop),
        }
    }
    Ok(Content { text: flow.end(), damage })
}

/// The text of an OpenDocument file: its content, then its notes and comments.
pub(super) fn open_document<R: Sought>(archive: &mut ZipArchive<R>, part: &Part<'_>) -> Result<Content, Stop> {
    let Some(xml) = entry(archive, "content.xml", part)? else {
        return Err(Stop::fail("damaged: it has no content.xml"));
    };
    let mut flow = Flow::default();
    let mut damage = walk(&xml, "content.xml", &mut |step| flow.odf(step));
    // Headers and footers stand with the styles.
    let styles = match entry(archive, "styles.xml", part) {
        Ok(styles) => styles.unwrap_or_default(),
        Err(Stop::Fail { error, .. }) => {
            damage = damage.or(Some(error));
            String::new()
        }
        Err(stop) => return Err(stop),
    };
    if let Some(from) = styles.find("<office:master-styles") {
        // What follows them closes what was opened before.
        let end = styles[from..].find("</office:master-styles>").map_or(styles.len(), |end| from + end);
        let end = styles[end..].find('>').map_or(styles.len(), |close| end + close + 1);
        flow.blank();
        flow.blank_fields = xml.contains("<office:spreadsheet");
        damage = damage.or(walk(&styles[from..end], "styles.xml", &mut |step| flow.odf(step)));
    }
    Ok(Content { text: flow.end(), damage })
}

/// What is met on the way through a document, by local names.
pub(super) enum Step<'s> {
    Start(&'s str, &'s BytesStart<'s>),
    End(&'s str),
    Text(&'s str),
}

/// Walks a document; damage ends the walk, and is told. An `&` that begins no reference is a character.
#[must_use]
pub(super) fn walk(xml: &str, name: &str, each: &mut dyn FnMut(Step<'_>)) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    reader.config_mut().allow_unmatched_ends = true;
    let mut open = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                open += 1;
                each(Step::Start(start.local_name().as_ref(), &start));
            }
            Ok(Event::Empty(start)) => {
                each(Step::Start(start.local_name().as_ref(), &start));
                each(Step::End(start.local_name().as_ref()));
            }
            Ok(Event::End(end)) => {
                open = open.saturating_sub(1);
                each(Step::End(end.local_name().as_ref()));
            }
            Ok(Event::Text(text)) => each(Step::Text(&text)),
            Ok(Event::CData(text)) => each(Step::Text(&text)),
            Ok(Event::GeneralRef(reference)) => {
                if let Some(text) = entity(&reference) {
                    each(Step::Text(&text));
                }
            }
            Ok(Event::Eof) if open == 0 => return None,
            Ok(Event::Eof) => return Some(format!("damaged: {name} in it ends too early; get the file again")),
            Ok(_) => {}
            Err(error) => {
                let at = reader.buffer_position();
                let said = format!("damaged: {name} in it cannot be read beyond byte {at} ({error})");
                return Some(said + "; get the file again");
            }
        }
    }
}

/// The characters that a reference stands for.
pub(super) fn entity(reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c.to_string());
    }
    resolve_html5_entity(reference).map(str::to_owned)
}

/// Text as it flows out of a document.
#[derive(Default)]
struct Flow {
    out: String,
    /// Notes and comments, which come last.
    notes: Vec<String>,
    /// Where the text stood that a note interrupted.
    interrupted: Vec<String>,
    /// Where the text stood, and in how many cells and paragraphs, that a text box interrupted; nothing
    /// for one that stands by itself, as on slides.
    boxed: Vec<Option<(String, usize, usize)>>,
    /// Text boxes, which come behind the paragraph that they hang on.
    boxes: Vec<String>,
    /// Fields hold what stands there until the page is printed.
    blank_fields: bool,
    /// Elements open inside one that is not shown.
    unshown: usize,
    paragraphs: usize,
    cells: usize,
    text: usize,
}

impl Flow {
    fn ooxml(&mut self, step: Step<'_>) {
        match step {
            Step::Start(..) if self.unshown > 0 => self.unshown += 1,
            Step::End(_) if self.unshown > 0 => self.unshown -= 1,
            Step::Start(name, start) => match name {
                "pPr" | "rPr" | "sectPr" | "tblPr" | "trPr" | "tcPr" | "del" | "moveFrom" | "Fallback"
                | "instrText" | "delText" => self.unshown = 1,
                "t" => self.text += 1,
                "tc" => self.cells += 1,
                "tab" | "ptab" => self.out.push('\t'),
                "br" | "cr" => self.out.push('\n'),
                "noBreakHyphen" => self.out.push('\u{2011}'),
                "softHyphen" => self.out.push('\u{ad}'),
                // The separators that every file of notes begins with, the number of a slide.
                "footnote" | "endnote" if attribute(start, "type").is_some() => self.unshown = 1,
                "fld" => self.unshown = 1,
                "txbxContent" => self.open_box(true),
                _ => {}
            },
            Step::End(name) => match name {
                "txbxContent" => self.close_box(),
                "t" => self.text = self.text.saturating_sub(1),
                "p" => self.paragraph(),
                "tc" => self.cell(),
                "tr" => self.row(),
                "tbl" => self.blank(),
                _ => {}
            },
            Step::Text(text) if self.text > 0 && self.unshown == 0 => self.out.push_str(text),
            Step::Text(_) => {}
        }
    }

    fn odf(&mut self, step: Step<'_>) {
        match step {
            Step::Start(..) if self.unshown > 0 => self.unshown += 1,
            Step::End(_) if self.unshown > 0 => self.unshown -= 1,
            Step::Start(name, start) => match name {
                "tracked-changes" | "note-citation" | "script" | "event-listeners" | "sequence-decls" | "forms"
                | "settings" => self.unshown = 1,
                // What is said of a picture or a comment; a field of the text may have that name, too.
                "title" | "desc" | "creator" | "date"
                    if self.blank_fields || !start.name().as_ref().starts_with("text:") =>
                {
                    self.unshown = 1;
                }
                "text-box" => self.open_box(self.paragraphs > 0),
                "note" | "annotation" => self.interrupted.push(std::mem::take(&mut self.out)),
                "p" | "h" => self.paragraphs += 1,
                "table-cell" => self.cells += 1,
                "s" => {
                    let count = attribute(start, "c").and_then(|count| count.parse().ok()).unwrap_or(1usize);
                    self.out.extend(std::iter::repeat_n(' ', count.min(1000)));
                }
                "tab" => self.out.push('\t'),
                "line-break" => self.out.push('\n'),
                _ => {}
            },
            Step::End(name) => match name {
                "p" | "h" => {
                    self.paragraphs = self.paragraphs.saturating_sub(1);
                    self.paragraph();
                }
                "text-box" => self.close_box(),
                "note" | "annotation" => {
                    if let Some(before) = self.interrupted.pop() {
                        self.notes.push(std::mem::replace(&mut self.out, before));
                    }
                }
                "table-cell" => self.cell(),
                "table-row" => self.row(),
                "table" => self.blank(),
                "page" => {
                    self.blank();
                    self.out.push('\u{c}');
                }
                _ => {}
            },
            Step::Text(text) if self.paragraphs > 0 && self.unshown == 0 => {
                // White space is what the elements say it is.
                for (index, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
                    if index > 0 && !self.out.ends_with(char::is_whitespace) {
                        self.out.push(' ');
                    }
                    self.out.push_str(word);
                }
            }
            Step::Text(_) => {}
        }
    }

    fn paragraph(&mut self) {
        if self.cells > 0 {
            self.out.push(' ');
        } else {
            self.blank();
        }
        // A paragraph inside a box is none that it hangs on.
        if self.boxed.iter().all(Option::is_none) && self.interrupted.is_empty() {
            self.put_boxes();
        }
    }

    fn put_boxes(&mut self) {
        for said in std::mem::take(&mut self.boxes) {
            if self.cells > 0 {
                self.out.push_str(&said.split_whitespace().collect::<Vec<_>>().join(" "));
                self.out.push(' ');
            } else {
                self.blank();
                self.out.push_str(said.trim());
                self.blank();
            }
        }
    }

    fn open_box(&mut self, hangs: bool) {
        let outside = hangs.then(|| (std::mem::take(&mut self.out), self.cells, self.paragraphs));
        if hangs {
            (self.cells, self.paragraphs) = (0, 0);
        }
        self.boxed.push(outside);
    }

    fn close_box(&mut self) {
        let Some((before, cells, paragraphs)) = self.boxed.pop().flatten() else { return };
        let said = std::mem::replace(&mut self.out, before);
        (self.cells, self.paragraphs) = (cells, paragraphs);
        if !said.trim().is_empty() {
            self.boxes.push(said);
        }
    }

    fn cell(&mut self) {
        self.cells = self.cells.saturating_sub(1);
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\t');
    }

    fn row(&mut self) {
        self.out.truncate(self.out.trim_end_matches(['\t', ' ']).len());
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn blank(&mut self) {
        self.out.truncate(self.out.trim_end_matches([' ', '\n']).len());
        if !self.out.is_empty() {
            self.out.push_str("\n\n");
        }
    }

    fn end(mut self) -> String {
        while !self.boxed.is_empty() {
            self.close_box();
        }
        self.put_boxes();
        for note in std::mem::take(&mut self.notes) {
            self.blank();
            self.out.push_str(note.trim());
        }
        self.out.truncate(self.out.trim_end_matches([' ', '\n', '\t', '\u{c}']).len());
        self.out.push('\n');
        self.out
    }
}

/// An attribute of an element, by its name without a prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(xml: &str, read: fn(&mut Flow, Step<'_>)) -> String {
        let mut flow = Flow::default();
        assert_eq!(walk(xml, "x", &mut |step| read(&mut flow, step)), None);
        flow.end()
    }

    #[test]
    fn word_paragraphs_tables_and_changes() {
        let xml = "<w:body><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Fish &amp; </w:t><w:t>chips</w:t></w:r>\
            <w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>!</w:t></w:r></w:ins></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
            <w:p><w:r><w:t>x</w:t><w:tab/><w:t>y</w:t><w:instrText>PAGE</w:instrText></w:r></w:p></w:body>";
        assert_eq!(flow(xml, Flow::ooxml), "Fish & chips!\n\na\tb\n\nx\ty\n");
    }

    #[test]
    fn text_boxes_stand_behind_their_paragraphs() {
        let xml = "<w:body><w:p><w:r><w:t>Before the box</w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Kessler</w:t></w:r></w:p>\
            <w:p><w:r><w:t>in it</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Kessler</w:t></w:r></w:p></w:txbxContent></mc:Fallback>\
            </mc:AlternateContent></w:r><w:r><w:t> and on.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t><w:txbxContent><w:p><w:r><w:t>b</w:t></w:r></w:p>\
            </w:txbxContent></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body>";
        assert_eq!(flow(xml, Flow::ooxml), "Before the box and on.\n\nKessler\n\nin it\n\na b\tc\n");
        let xml = "<o:text><text:p>Before<draw:frame><draw:text-box><text:p>in the box</text:p></draw:text-box></draw:frame>, after</text:p><text:p>Next</text:p></o:text>";
        assert_eq!(flow(xml, Flow::odf), "Before, after\n\nin the box\n\nNext\n");
        let xml = "<o:pres><draw:page><draw:frame><draw:text-box><text:p>One<draw:text-box><text:p>two</text:p></draw:text-box></text:p></draw:text-box></draw:frame></draw:page>\
            <draw:page><draw:frame><draw:text-box><text:p>Three</text:p></draw:text-box></draw:frame></draw:page></o:pres>";
        assert_eq!(flow(xml, Flow::odf), "One\n\ntwo\n\n\u{c}Three\n");
    }

    #[test]
    fn fields_of_a_letter_are_text_and_what_is_said_of_pictures_is_not() {
        let xml = "<o:text><text:p>Rotterdam, <text:date>16 January 2015</text:date></text:p><text:p>Signed, <text:creator>A. Cole</text:creator>\
            <draw:frame><svg:title>Logo</svg:title><svg:desc>A ship</svg:desc></draw:frame><office:annotation><dc:creator>Bram</dc:creator><dc:date>2015</dc:date>\
            <text:p>No.</text:p></office:annotation></text:p></o:text>";
        assert_eq!(flow(xml, Flow::odf), "Rotterdam, 16 January 2015\n\nSigned, A. Cole\n\nNo.\n");
    }

    #[test]
    fn open_document_spaces_notes_and_changes() {
        let xml = "<o:text><t:tracked-changes><t:p>gone</t:p></t:tracked-changes><t:h>Head</t:h><t:p>one<t:s t:c=\"2\"/>two\n three\
            <t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>the note</t:p></t:note-body></t:note>.</t:p>\
            <b:table><b:table-row><b:table-cell><t:p>a</t:p></b:table-cell><b:table-cell><t:p>b</t:p></b:table-cell></b:table-row></b:table></o:text>";
        assert_eq!(flow(xml, Flow::odf), "Head\n\none  two three.\n\na\tb\n\nthe note\n");
    }

    #[test]
    fn what_stands_before_damage_is_read_and_damage_is_told() {
        let read = |xml: &str| {
            let mut flow = Flow::default();
            let damage = walk(xml, "word/document.xml", &mut |step| flow.ooxml(step));
            (flow.end(), damage.unwrap_or_default())
        };
        let (text, damage) = read("<w:p><w:t>Fish & chips &amp; A&B, R&D</w:t></w:p><w:p><w:t>and on</w:t></w:p>");
        assert_eq!((&*text, &*damage), ("Fish & chips & A&B, R&D\n\nand on\n", ""));
        for torn in ["<w:p><w:t>One</w:t></w:p><w:p><w:t>Two", "<w:p><w:t>One</w:t></w:p><w:p><w:t>Two</w:t></w:"] {
            let (text, damage) = read(&format!("<w:body>{torn}"));
            assert_eq!(text, "One\n\nTwo\n");
            assert!(damage.contains("word/document.xml") && damage.contains("get the file again"), "{damage}");
        }
    }
}
