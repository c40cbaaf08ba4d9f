//! Each reader of our own, through the one door that files come in by.

use super::fuzz;
use super::seeds::{self, Seeds};
use std::fs;
use std::ops::ControlFlow;
use variorum::ingest::{self, Found, Item, Options, Outcome, heading};

/// Reads what is made under each of the names and looks at what came of it.
fn read(test: &str, names: &[&str], seeds: Seeds, words: Seeds) {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { text_limit: 1 << 20, unpacked_limit: 1 << 20, ..Options::default() };
    let mut turn = 0;
    fuzz(test, seeds, words, |input| {
        let name = names[turn % names.len()];
        turn += 1;
        let path = folder.path().join(name);
        fs::write(&path, input).unwrap();
        let found = Found { path, name: name.to_owned(), size: input.len() as u64, modified: 0 };
        let (mut documents, mut bad) = (0, 0);
        let outcome = ingest::read(&found, &options, &mut |item| {
            match item {
                Item::Document(document) => {
                    documents += 1;
                    assert!(!document.text.is_empty(), "a document without a text");
                    assert!(!document.text.contains('\r'), "line ends are not evened: {:?}", document.text);
                    assert!(!document.title.contains('\n'), "a title of lines: {:?}", document.title);
                    let _ = heading(&document.text);
                }
                Item::Again(_) => {}
                Item::Bad(failure) => {
                    bad += 1;
                    assert!(!failure.error.is_empty() && !failure.error.contains("broke down"), "{failure}");
                }
            }
            ControlFlow::Continue(())
        });
        match outcome {
            Outcome::Read { documents: told, bad: of_them } => assert_eq!((told, of_them), (documents, bad)),
            Outcome::Skipped(reason) | Outcome::Failed(reason) => {
                assert!(documents == 0 && !reason.is_empty() && !reason.contains("broke down"), "{reason}");
            }
        }
    });
}

#[test]
fn rich_text() {
    read("rich_text", &["a.rtf"], seeds::RTF, seeds::RTF_WORDS);
}

#[test]
fn subtitles() {
    read("subtitles", &["a.srt", "a.vtt"], seeds::SUBTITLES, seeds::SUBTITLES_WORDS);
}

#[test]
fn tables() {
    read("tables", &["a.csv", "a.tsv"], seeds::TABLES, seeds::TABLES_WORDS);
}

#[test]
fn records() {
    read("records", &["a.json", "a.jsonl"], seeds::RECORDS, seeds::RECORDS_WORDS);
}

#[test]
fn mails_and_boxes() {
    read("mails_and_boxes", &["a.mbox", "a.eml", "winmail.dat", "smime.p7m"], seeds::BOXES, seeds::BOXES_WORDS);
}

#[test]
fn web_archives() {
    read("web_archives", &["a.warc", "a.arc"], seeds::WEBS, seeds::WEBS_WORDS);
}

#[test]
fn markdown() {
    read("markdown", &["a.md"], seeds::MARKDOWN, seeds::MARKDOWN_WORDS);
}

#[test]
fn pages() {
    read("pages", &["a.html", "a"], seeds::PAGES, seeds::PAGES_WORDS);
}

#[test]
fn marked_up_texts() {
    read("marked_up_texts", &["a.xml", "a.sgm", "a"], seeds::XML, seeds::XML_WORDS);
}

#[test]
fn address_books_and_calendars() {
    read("address_books_and_calendars", &["a.vcf", "a.ics", "a"], seeds::CARDS, seeds::CARDS_WORDS);
}

#[test]
fn texts_in_any_charset() {
    read("texts_in_any_charset", &["a.txt", "a"], seeds::TEXTS, seeds::TEXTS_WORDS);
}
