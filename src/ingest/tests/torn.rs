//! Files that end too early: what is there is read, and it is told where the rest should be.

use super::*;

fn paragraphs(form: impl Fn(usize, &str) -> String) -> String {
    (0..40).map(|n| form(n, &format!("Paragraph {n} of the harbour log, {} in all.", n * n * 7919))).collect()
}

/// Cut at each of these shares it says that it ends too early, and holds the first words; whole it says nothing.
fn is_told(name: &str, whole: &[u8], said: &str) {
    let got = opened(name, whole);
    assert!(got.bad.is_empty() && texts(&got).concat().contains("Paragraph 39 of"), "{name}: {:?}", got.bad);
    for share in [31, 61, 91] {
        let got = opened(name, &whole[..whole.len() * share / 100]);
        assert!(texts(&got).concat().contains("Paragraph 0 of the harbour"), "{name} {share}: {:?}", got.outcome);
        let told = got.bad.iter().any(|bad| bad.error.contains(said) && bad.error.contains("was read"));
        assert!(told, "{name} {share}: {:?}", got.bad);
    }
}

#[test]
fn texts_with_an_end_of_their_own_are_missed_by_it() {
    let body = paragraphs(|_, text| format!("<p>{text}</p>\n"));
    is_told("a.xml", format!("<?xml version='1.0'?>\n<log>\n{body}</log>\n").as_bytes(), "ends too early, in the <");
    let letter = format!("<TEI><text><body>{body}</body></text></TEI>");
    is_told("a.tei", letter.as_bytes(), "ends too early, in the <");
    let rich = paragraphs(|_, text| format!("{text}\\par\n"));
    is_told("a.rtf", format!("{{\\rtf1\\ansi {rich}}}\n").as_bytes(), "before its last group is closed");
    let events = paragraphs(|n, text| {
        format!("BEGIN:VEVENT\r\nUID:{n}@port\r\nSUMMARY:{text}\r\nDTSTART:20150116T100000Z\r\nEND:VEVENT\r\n")
    });
    is_told(
        "a.ics",
        format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n").as_bytes(),
        "ends too early, inside the V",
    );
    let cards = paragraphs(|_, text| format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo\r\nNOTE:{text}\r\nEND:VCARD\r\n"));
    is_told("a.vcf", cards.as_bytes(), "ends too early, inside the VCARD");
    let records = paragraphs(|n, text| format!("{{\"id\":\"r{n}\",\"text\":\"{text}\"}}\n"));
    is_told("a.jsonl", records.as_bytes(), "not valid JSON: eof");
    let list = format!("{{\"of\":\"port\",\"all\":[{}]}}", records.trim_end().replace('\n', ","));
    is_told("a.json", list.as_bytes(), "not valid JSON: eof");
    is_told("b.json", format!("[{}]", records.trim_end().replace('\n', ",\n")).as_bytes(), "not valid JSON: eof");
    let one = serde_json::json!({"title": "Log", "text": paragraphs(|_, text| text.to_owned() + "\n")});
    is_told("c.json", one.to_string().as_bytes(), "not valid JSON: eof");
}

#[test]
fn what_is_packed_is_read_as_far_as_it_unpacks() {
    let text = paragraphs(|_, text| text.to_owned() + "\n");
    is_told("a.txt.gz", &gzip(text.as_bytes()), "the gzip data ends too early");
    let mut archive = tar::Builder::new(Vec::new());
    for n in 0..40 {
        let text = format!("Paragraph {n} of the harbour log. {}\n", "Words and words. ".repeat(60));
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, format!("{n}.txt"), text.as_bytes()).unwrap();
    }
    let whole = archive.into_inner().unwrap();
    is_told("a.tar", &whole, "it ends too early");
    is_told("a.tar.gz", &gzip(&whole), "the gzip data ends too early");
    let got = opened("a.tar", &whole[..whole.len() * 61 / 100 / 512 * 512 + 40]);
    assert!(got.bad.iter().all(|bad| bad.name.contains(".tar")), "{:?}", got.bad);
    // A member takes four blocks.
    let got = opened("a.tar", &whole[..8 * 512]);
    assert_eq!((got.documents.len(), got.bad.len()), (2, 1));
    assert!(got.bad[0].error.contains("without its mark of the end behind 1.txt"), "{}", got.bad[0].error);
}

/// A mail with a text and an attachment.
fn mail(number: usize) -> String {
    let attached = "VGhlIGZlcnJ5IHdpbGwgbm90IHNhaWwgYmVmb3JlIE1heSwgdGhlIGhhcmJvdXIgbWFzdGVyIHNhaWQu\n".repeat(20);
    format!(
        "From: Anna Cole <anna@port.example>\nSubject: Ferry {number}\nMessage-ID: <{number}@port.example>\n\
         MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=QQ\n\n\
         --QQ\nContent-Type: text/plain\n\nParagraph {number} of the harbour log.\n\
         --QQ\nContent-Type: text/plain; name=notes.txt\nContent-Transfer-Encoding: base64\n\
         Content-Disposition: attachment; filename=notes.txt\n\n{attached}--QQ--\n"
    )
}

#[test]
fn of_a_mail_only_what_is_sure_is_told() {
    let whole = mail(0);
    assert!(opened("a.eml", whole.as_bytes()).bad.is_empty());
    for share in [40, 60, 90] {
        let got = opened("a.eml", &whole.as_bytes()[..whole.len() * share / 100]);
        assert_eq!(got.documents.len(), 2, "{share}");
        assert!(texts(&got)[1].starts_with("The ferry will not sail"), "{share}");
        assert!(got.bad[0].error.contains("it ends too early, inside notes.txt"), "{share}: {:?}", got.bad);
    }
    let unclosed = whole.strip_suffix("--QQ--\n").unwrap();
    assert!(opened("a.eml", unclosed.as_bytes()).bad.is_empty(), "many old mails have no last boundary");
    let apple = format!("{}\n{whole}<plist/>", whole.len());
    assert!(opened("a.emlx", apple.as_bytes()).bad.is_empty());
    let got = opened("a.emlx", &apple.as_bytes()[..apple.len() / 2]);
    assert!(got.bad[0].error.contains("before the length that it states"), "{:?}", got.bad);
    let plain = "From a@b.example Mon Jan  5 10:00:00 2015\nFrom: a@b.example\nSubject: x\n\nSome words.\n\n";
    let boxed = plain.repeat(4);
    assert!(opened("a.mbox", boxed.as_bytes()).bad.is_empty());
    let got = opened("a.mbox", &boxed.as_bytes()[..boxed.len() - 5]);
    assert_eq!((got.documents.len(), got.bad.len()), (4, 1));
    assert!(got.bad[0].error.contains("in the middle of a line of mail 4"));
}

#[test]
fn subtitles_and_pages_may_lack_their_ends() {
    let cues: String =
        (0..9).map(|n| format!("{n}\n00:00:0{n},000 --> 00:00:0{n},900\nCue {n} was said.\n\n")).collect();
    for whole in [&*cues, cues.trim_end(), &format!("{cues}10\n00:00:10,000 --> 00:00:11,000\n")] {
        assert!(opened("a.srt", whole.as_bytes()).bad.is_empty(), "{whole}");
    }
    for torn in ["10\n00:00:1", "10\n00:00:10,000 -", "10\n00:00:10,000 --> 00:00:11"] {
        let got = opened("a.srt", format!("{cues}{torn}").as_bytes());
        assert!(got.bad[0].error.contains("in the middle of the times of a line"), "{torn}");
    }
    let page = "<html><title>T</title><body><p>Some words of a page.<p>And a < b";
    assert!(opened("a.html", page.as_bytes()).bad.is_empty());
    for torn in ["<a hre", "</p", "<!-- and"] {
        let got = opened("a.html", format!("{page}{torn}").as_bytes());
        assert_eq!((got.documents.len(), got.bad[0].line), (1, Some(1)), "{torn}");
        assert!(got.bad[0].error.contains("in the middle of a tag"), "{torn}");
    }
}
