//! What is easily overlooked: layers, members and records beside those that are seen first.

use super::*;
use std::io::Write;

/// A PDF of these objects; the first is its catalogue.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", index + 1).as_bytes());
    }
    let xref = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    places.iter().for_each(|place| out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes()));
    let end = format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1);
    out.extend_from_slice(end.as_bytes());
    out
}

fn stream(dict: &str, content: &str) -> String {
    format!("<<{dict}/Length {}>>stream\n{content}\nendstream", content.len())
}

const CATALOGUE: &str = "<</Type/Catalog/Pages 2 0 R>>";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

#[test]
fn lines_that_a_pdf_shows_by_quotes_are_read() {
    let page = "BT /F1 12 Tf 14 TL 50 700 Td (One.) Tj (Two of Kessler.) ' 0 0 (Three.) \" ET /X1 Do";
    let form = "BT /F1 12 Tf 14 TL 50 500 Td (Four.) Tj (Five.) ' ET";
    let bytes = pdf(&[
        CATALOGUE,
        "<</Type/Pages/Kids[4 0 R]/Count 1>>",
        FONT,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>/XObject<</X1 6 0 R>>>>/Contents 5 0 R>>",
        &stream("", page),
        &stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>", form),
    ]);
    let got = opened("a.pdf", &bytes);
    let words: Vec<&str> = texts(&got)[0].split_whitespace().collect();
    assert_eq!(words, ["One.", "Two", "of", "Kessler.", "Three.", "Four.", "Five."], "{:?}", texts(&got));
}

#[test]
fn a_torn_document_is_read_to_the_tear_and_the_tear_is_told() {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = [paragraph("Sand & gravel, R&D."), paragraph("The second.")].concat();
    let note = "<w:footnotes><w:footnote><w:p><w:r><w:t>Of a note";
    let word = |body: &str, note: &str| {
        let whole = format!("<w:document><w:body>{body}");
        let members =
            [("[Content_Types].xml", "<Types/>"), ("word/document.xml", &*whole), ("word/footnotes.xml", note)];
        opened("a.docx", &zip_of(&members.map(|(name, text)| (name, text.as_bytes()))))
    };
    let got = word(&format!("{body}</w:body></w:document>"), "<w:footnotes/>");
    assert_eq!((texts(&got), got.bad.len()), (vec!["Sand & gravel, R&D.\n\nThe second.\n"], 0));
    let got = word(&body[..body.len() - 5], "<w:footnotes/>");
    assert_eq!(texts(&got), ["Sand & gravel, R&D.\n\nThe second.\n"]);
    assert!(got.bad[0].error.contains("word/document.xml in it"), "{:?}", got.bad);
    let got = word(&format!("{body}</w:body></w:document>"), note);
    assert_eq!(texts(&got), ["Sand & gravel, R&D.\n\nThe second.\n\nOf a note\n"]);
    assert!(got.bad[0].error.contains("word/footnotes.xml in it ends too early"), "{:?}", got.bad);
    let slide = |text: &str| format!("<p:sld><p:txBody><a:p><a:r><a:t>{text}");
    let (one, two) = (slide("One & all"), slide("Two</a:t></a:r></a:p></p:txBody></p:sld>"));
    let members = [
        ("[Content_Types].xml", "<Types/>"),
        ("ppt/slides/slide1.xml", &*one),
        ("ppt/slides/slide2.xml", &*two),
        ("ppt/presentation.xml", "<p:presentation><p:sldIdLst"),
    ];
    let got = opened("a.pptx", &zip_of(&members.map(|(name, text)| (name, text.as_bytes()))));
    assert_eq!((texts(&got), got.bad.len()), (vec!["One & all\n\u{c}Two\n"], 1));
    let odt = "<office:document-content><office:text><text:p>Words of it</text:p><text:p>and";
    let members = [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", odt)];
    let got = opened("a.odt", &zip_of(&members.map(|(name, text)| (name, text.as_bytes()))));
    assert_eq!(texts(&got), ["Words of it\n\nand\n"]);
    assert!(got.bad[0].error.contains("content.xml in it ends too early"), "{:?}", got.bad);
}

#[test]
fn what_is_filled_in_remarked_and_pinned_to_a_pdf_is_read() {
    let bytes = pdf(&[
        CATALOGUE,
        "<</Type/Pages/Kids[4 0 R]/Count 1>>",
        FONT,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R/Annots[6 0 R 8 0 R 9 0 R 10 0 R 13 0 R]>>",
        &stream("", "BT /F1 12 Tf 50 700 Td (Shareholder:) Tj ET"),
        "<</Subtype/Widget/Parent 7 0 R/Rect[0 0 1 1]>>",
        "<</FT/Tx/T(holder)/V(Marwan Tillerby)>>",
        "<</Subtype/Widget/FT/Btn/T(agreed)/V/Off/Rect[0 0 1 1]>>",
        "<</Subtype/Text/T(Ada)/Contents(Do not show\\nthis page)/Rect[0 0 1 1]>>",
        "<</Subtype/FileAttachment/FS 11 0 R/Contents(the sheet)/Rect[0 0 1 1]>>",
        "<</Type/Filespec/F(notes.txt)/EF<</F 12 0 R>>>>",
        &stream("/Type/EmbeddedFile", "The pinned notes."),
        "<</Subtype/Widget/Parent 7 0 R/Rect[2 2 3 3]>>",
    ]);
    let got = opened("a.pdf", &bytes);
    assert_eq!(texts(&got)[0], "Shareholder:\n\nholder: Marwan Tillerby\n\nAda: Do not show this page\n\nthe sheet\n");
    assert_eq!((texts(&got)[1], &*got.documents[1].inside), ("The pinned notes.", "!/notes.txt"));
}

#[test]
fn pages_that_are_pictures_among_pages_of_text_are_told() {
    let picture = stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "x");
    let page = |content: usize| {
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>/XObject<</I 4 0 R>>>>/Contents {content} 0 R>>"
        )
    };
    let cover = stream(
        "",
        "q 20 0 0 20 0 0 cm /I Do Q BT /F1 12 Tf 50 700 Td (The annual report of the harbour council) Tj ET",
    );
    let scanned =
        |number: u32| stream("", &format!("q 600 0 0 800 0 0 cm /I Do Q BT /F1 9 Tf 5 5 Td (ACME-00{number} X) Tj ET"));
    let bytes = pdf(&[
        CATALOGUE,
        "<</Type/Pages/Kids[5 0 R 7 0 R 9 0 R 11 0 R]/Count 4>>",
        FONT,
        &picture,
        &page(6),
        &cover,
        &page(8),
        &scanned(1),
        &page(10),
        &scanned(2),
        &page(12),
        &scanned(3),
    ]);
    let got = opened("a.pdf", &bytes);
    assert_eq!(got.documents[0].fields["pages without text"], "2-4");
    assert!(got.bad.len() == 1 && got.bad[0].kind == FailureKind::Part, "{:?}", got.bad);
    assert!(got.bad[0].error.starts_with("pages 2-4 are pictures without a text; name a program"), "{:?}", got.bad);
    let hooks = vec![Hook::parse("scan=grep -c Kids {}").unwrap()];
    let got = open("a.pdf", &bytes, &Options { hooks, ..Options::default() });
    assert_eq!(texts(&got), ["1\n"]);
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at..].starts_with(from)).collect();
    places.into_iter().for_each(|at| bytes[at..at + to.len()].copy_from_slice(to));
    bytes
}

#[test]
fn members_of_one_name_in_a_zip_are_all_read() {
    let bytes = zip_of(&[("in/a1.txt", b"the first"), ("in/a2.txt", b"the second"), ("in/a3.txt", b"the last")]);
    let bytes = replaced(replaced(bytes, b"in/a1.txt", b"in/aa.txt"), b"in/a2.txt", b"in/aa.txt");
    let bytes = replaced(bytes, b"in/a3.txt", b"in/aa.txt");
    let got = opened("a.zip", &bytes);
    let places: Vec<(&str, &str)> = got.documents.iter().map(|one| (&*one.inside, &*one.text)).collect();
    let wanted = [("!/in/aa.txt", "the last"), ("!/in/2-aa.txt", "the first"), ("!/in/3-aa.txt", "the second")];
    assert_eq!(places, wanted, "{:?} {:?}", got.bad, got.outcome);
}

#[test]
fn a_member_that_unpacks_too_far_costs_itself() {
    let zeros = vec![b'0'; 200 << 20];
    let got = opened("a.zip", &zip_of(&[("a.txt", b"before"), ("zeros.txt", &zeros), ("z.txt", b"after")]));
    assert_eq!(texts(&got), ["before", "after"]);
    assert!(got.bad.len() == 1 && got.bad[0].error.contains("the limit on unpacking"), "{:?}", got.bad);
}

#[test]
fn names_that_dos_wrote_are_read() {
    let bytes = replaced(zip_of(&[("Gr##e M#ller.txt", b"words")]), b"Gr##e M#ller", b"Gr\x94\xe1e M\x81ller");
    assert_eq!(opened("a.zip", &bytes).documents[0].inside, "!/Größe Müller.txt");
}

fn record(kind: &str, address: &str, block: &str) -> Vec<u8> {
    let head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: text/plain\r\n");
    format!("{head}Content-Length: {}\r\n\r\n{block}\r\n\r\n", block.len()).into_bytes()
}

#[test]
fn a_damaged_record_of_a_web_archive_costs_itself() {
    let all: Vec<Vec<u8>> = (0..4)
        .map(|page| record("conversion", &format!("http://a.example/{page}"), &format!("The words of page {page}.")))
        .collect();
    let whole = |got: &Got| got.documents.iter().map(|document| document.text.clone()).collect::<Vec<_>>();
    assert_eq!(whole(&opened("a.wet", &all.concat())).len(), 4);
    let longer = replaced(all[1].clone(), b"Length: 2", b"Length: 9");
    let got = opened("a.warc", &[&all[0], &longer, &all[2], &all[3]].map(|record| &record[..]).concat());
    assert!(whole(&got).last().is_some_and(|last| last.contains("page 3")), "{:?} {:?}", whole(&got), got.outcome);
    let mut members: Vec<Vec<u8>> = all.iter().map(|record| gzip(record)).collect();
    members[1][14] ^= 0xff;
    members[1][15] ^= 0xff;
    let got = opened("a.warc.gz", &members.concat());
    let words = ["The words of page 0.", "The words of page 2.", "The words of page 3."];
    assert_eq!(whole(&got).iter().filter(|text| words.contains(&text.as_str())).count(), 3, "{:?}", got.bad);
    let gap = "not whole between http://a.example/";
    assert!(got.bad.iter().any(|bad| bad.error.contains(gap) && bad.error.contains("; get the file")), "{:?}", got.bad);
    assert!(skipped(&opened("a.warc", &record("request", "http://a.example/", "GET /"))).contains("without answers"));
}

#[test]
fn slides_stand_as_they_are_shown_each_with_its_own_notes() {
    let says = |text: &str| format!("<p:sld><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sld>");
    let relation = |id: &str, kind: &str, to: &str| {
        format!("<Relationships><Relationship Id='{id}' Type='http://x/{kind}' Target='{to}'/></Relationships>")
    };
    let show = "<p:presentation><p:sldIdLst><p:sldId id='257' r:id='r2'/><p:sldId id='256' r:id='r1'/></p:sldIdLst></p:presentation>";
    let order = "<Relationships><Relationship Id='r1' Type='http://x/slide' Target='slides/slide1.xml'/>\
        <Relationship Id='r2' Type='http://x/slide' Target='/ppt/slides/slide2.xml'/></Relationships>";
    let [one, two, three, notes] = ["One", "Two", "Left out", "Of slide two"].map(says);
    let of_two = relation("r1", "notesSlide", "../notesSlides/notesSlide1.xml");
    let mut members: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("ppt/slides/slide1.xml", one.as_bytes()),
        ("ppt/slides/slide2.xml", two.as_bytes()),
        ("ppt/slides/slide3.xml", three.as_bytes()),
        ("ppt/slides/_rels/slide2.xml.rels", of_two.as_bytes()),
        ("ppt/notesSlides/notesSlide1.xml", notes.as_bytes()),
    ];
    let unsaid = opened("a.pptx", &zip_of(&members));
    assert_eq!(texts(&unsaid), ["One\n\u{c}Two\nOf slide two\n\u{c}Left out\n"]);
    members.push(("ppt/presentation.xml", show.as_bytes()));
    members.push(("ppt/_rels/presentation.xml.rels", order.as_bytes()));
    assert_eq!(texts(&opened("a.pptx", &zip_of(&members))), ["Two\nOf slide two\n\u{c}One\n\u{c}Left out\n"]);
}

#[test]
fn records_of_a_wrapped_list_are_known_by_their_number() {
    let list = r#"{"messages": [{"text": "one"}, {"from": "x"}, {"text": "three", "date": "2015-01-16"}]}"#;
    let got = opened("a.json", list.as_bytes());
    let known: Vec<(Option<u64>, Option<u64>)> = got.documents.iter().map(|one| (one.line, one.ordinal)).collect();
    assert_eq!(known, [(None, Some(1)), (None, Some(3))]);
    let got = opened("a.json", br#"[{"text": "one"}, {"text": "two"}]"#);
    assert!(got.documents.iter().all(|one| (one.line, one.ordinal) == (Some(1), None)));
}
