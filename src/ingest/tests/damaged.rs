//! Files that are not whole, or whose characters stand in odd units.

use super::*;
use std::io::Write;

const WORDS: &str =
    "The ferry will not sail before May, the harbour master said. 연락선은 오월까지 뜨지 않는다. \u{1f6a2}\n";

#[test]
fn utf_32_is_read_with_a_mark_and_without() {
    let text = WORDS.repeat(3);
    for order in [u32::to_le_bytes as fn(u32) -> [u8; 4], u32::to_be_bytes] {
        let units = |text: &str| -> Vec<u8> { text.chars().flat_map(|c| order(c as u32)).collect() };
        for bytes in [units(&text), units(&format!("\u{feff}{text}"))] {
            assert_eq!(texts(&opened("a.txt", &bytes)), [&*text]);
            assert_eq!(texts(&opened("a.txt.gz", &gzip(&bytes))), [&*text]);
        }
        let page = units("<html><title>T</title><body><p>Shown, and no more than that.</body></html>");
        assert_eq!(texts(&opened("a.html", &page)), ["Shown, and no more than that."]);
        let records = units("{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":\"2\",\"text\":\"two\"}\n");
        assert_eq!(texts(&opened("a.jsonl", &records)), ["one", "two"]);
    }
    assert!(skipped(&opened("a.txt", &[0; 64])).contains("binary"));
}

#[test]
fn korean_in_seven_bits_is_read() {
    let text = "연락선은 오월까지 뜨지 않는다. 항구의 길은 멀고 춥다.\n";
    let eight = encoding_rs::EUC_KR.encode(text).0.into_owned();
    let mut seven = b"\x1b$)C".to_vec();
    for run in eight.chunk_by(|a, b| a.is_ascii() == b.is_ascii()) {
        match run[0].is_ascii() {
            true => seven.extend_from_slice(run),
            false => seven.extend([0xe].into_iter().chain(run.iter().map(|byte| byte & 0x7f)).chain([0xf])),
        }
    }
    assert!(texts(&opened("a.txt", &seven))[0].contains(text.trim()), "{:?}", texts(&opened("a.txt", &seven)));
}

/// An archive of these members, whose sizes stand behind them where `streamed`.
fn zipped(members: &[(&str, &str)], streamed: bool) -> Vec<u8> {
    let options = zip::write::SimpleFileOptions::default();
    let mut bytes = std::io::Cursor::new(Vec::new());
    let add = |writer: &mut dyn FnMut(&str, &str)| members.iter().for_each(|(name, text)| writer(name, text));
    if streamed {
        let mut writer = zip::ZipWriter::new_stream(Vec::new());
        add(&mut |name, text| {
            writer.start_file(name, options).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        });
        return writer.finish().unwrap().into_inner();
    }
    let mut writer = zip::ZipWriter::new(&mut bytes);
    add(&mut |name, text| {
        writer.start_file(name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    });
    writer.finish().unwrap();
    bytes.into_inner()
}

#[test]
fn of_a_torn_document_what_stands_before_the_tear_is_read() {
    let paragraph =
        |n: usize| format!("<w:p><w:r><w:t>Paragraph {n} of the harbour, {}.</w:t></w:r></w:p>", n * n * 7919);
    let body: String = (0..2000).map(paragraph).collect();
    let word = format!("<w:document><w:body>{body}</w:body></w:document>");
    let odt = format!(
        "<office:document-content><office:body>{}</office:body></office:document-content>",
        word.replace("w:p>", "text:p>")
    );
    for (name, members) in [
        ("a.docx", [("[Content_Types].xml", "<Types/>"), ("word/document.xml", &*word), ("word/styles.xml", "<x/>")]),
        (
            "a.odt",
            [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &*odt), ("styles.xml", "<x/>")],
        ),
    ] {
        for streamed in [false, true] {
            let whole = zipped(&members, streamed);
            let got = opened(name, &whole);
            assert!(texts(&got)[0].contains("Paragraph 1999 of"), "{name} {streamed}");
            for share in [50, 80, 99] {
                let got = opened(name, &whole[..whole.len() * share / 100]);
                assert!(
                    texts(&got)[0].contains("Paragraph 0 of the harbour")
                        && texts(&got)[0].contains("Paragraph 300 of"),
                    "{name} {streamed} {share}"
                );
                assert!(got.bad[0].error.contains("what lies beyond was not read"));
            }
        }
    }
    let letters = [("one.txt", WORDS), ("two.txt", "The second.\n"), ("three.txt", "The third.\n")];
    for streamed in [false, true] {
        let whole = zipped(&letters, streamed);
        let list = whole.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        let got = opened("a.zip", &whole[..list]);
        assert_eq!(texts(&got), letters.map(|(_, text)| text), "{streamed}");
    }
    let got = opened("a.docx", b"PK\x03\x04 and no more");
    assert!(got.documents.is_empty() && failed(&got).contains("damaged zip data"));
}

/// A PDF of one page, and the place of its table of contents.
fn paper(length: Option<usize>) -> (Vec<u8>, usize) {
    let stream = "BT /F1 12 Tf 72 700 Td (The ferry sails again.) Tj ET";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>\nstream\n{stream}\nendstream", length.unwrap_or(stream.len())),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut table = "xref\n0 6\n0000000000 65535 f \n".to_owned();
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let at = out.len();
    out.push_str(&format!("{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n"));
    (out.into_bytes(), at)
}

#[test]
fn a_pdf_without_a_right_table_of_contents_is_mended() {
    let (whole, table) = paper(None);
    let got = opened("a.pdf", &whole);
    assert!(texts(&got)[0].contains("The ferry sails again.") && !got.documents[0].fields.contains_key("mended"));
    let (wrong_length, wrong_table) = paper(Some(5));
    let text = String::from_utf8(whole.clone()).unwrap();
    for damaged in [
        whole[..table].to_vec(),
        wrong_length[..wrong_table].to_vec(),
        text.replace("startxref", "startyref").into_bytes(),
        text.replace(&format!("startxref\n{table}"), "startxref\n7").into_bytes(),
        text.replace("xref\n0 6", "xrfe\n0 6").into_bytes(),
        text.replace("1 0 obj", "1 0  obj").into_bytes()[..table].to_vec(),
    ] {
        let got = opened("a.pdf", &damaged);
        assert!(
            texts(&got).first().is_some_and(|text| text.contains("The ferry sails again.")),
            "{}",
            String::from_utf8_lossy(&damaged)
        );
        assert!(got.documents[0].fields.contains_key("mended"));
    }
    let got = opened("a.pdf", b"%PDF-1.4\n1 0 obj\n<</Type/Font>>\nendobj\n");
    assert!(failed(&got).contains("damaged PDF"), "{}", failed(&got));
}

#[test]
fn what_is_locked_is_for_a_program_of_the_readers_choice() {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptedPackage").unwrap().write_all(b"sealed").unwrap();
    let bytes = file.into_inner().into_inner();
    let said = opened("a.docx", &bytes);
    assert!(
        skipped(&said).contains("an encrypted Office document") && skipped(&said).contains("'encrypted=COMMAND {}'")
    );
    let hook = Hook { kind: "encrypted".to_owned(), command: "cat {} >/dev/null; echo The words.".to_owned() };
    let got = open("a.docx", &bytes, &Options { hooks: vec![hook], ..Options::default() });
    assert_eq!(texts(&got), ["The words.\n"]);
}
