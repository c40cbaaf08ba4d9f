//! Mails as they really come: in charsets of their own, with boundaries that fit nothing, with files
//! among their words.

use super::*;

fn mail(name: &str, bytes: &[u8]) -> Got {
    opened(name, bytes)
}

fn one(bytes: &[u8]) -> Extracted {
    let mut got = mail("m.eml", bytes);
    assert!(!got.documents.is_empty(), "{:?} {:?}", got.outcome, got.bad);
    got.documents.remove(0)
}

/// The text below the head.
fn body(bytes: &[u8]) -> String {
    let text = one(bytes).text;
    text.split_once("\n\n").map_or(String::new(), |(_, body)| body.to_owned())
}

fn with(content: &str) -> Vec<u8> {
    format!("From: Ada <a@x.example>\nDate: Fri, 16 Jan 2015 10:00:00 +0100\nMIME-Version: 1.0\n{content}").into_bytes()
}

#[test]
fn raw_charsets_are_told_in_heads_and_bodies() {
    let text = "Die Fähre fährt früher, weil der Fluß wächst; die Leute hören es gern.";
    let latin = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let head = latin("From: Jörg Müller <j@x.example>\nTo: b@x.example\nSubject: Größere Fähre\n");
    for field in ["", "Content-Type: text/plain\n", "Content-Type: text/plain; charset=UTF-8\n"] {
        let bytes = [&head[..], field.as_bytes(), b"\n", &latin(text)].concat();
        let document = one(&bytes);
        assert_eq!((&*document.title, document.source.as_deref()), ("Größere Fähre", Some("Jörg Müller")), "{field}");
        assert!(document.text.ends_with(&format!("\n\n{text}\n")), "{}", document.text);
    }
    let coded = with(
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: Quoted-Printable\n\nDie F=E4hre f=\n=E4hrt fr=FCher, und der Flu=DF w=E4chst.\n",
    );
    assert_eq!(body(&coded), "Die Fähre fährt früher, und der Fluß wächst.\n");
    let page = "Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n<html><meta charset=big5><p>";
    let chinese = encoding_rs::BIG5.encode("預防禿頭的最佳選擇").0.into_owned();
    assert_eq!(body(&[&with(page)[..], &chinese, b"</p></html>"].concat()).trim(), "預防禿頭的最佳選擇");
}

#[test]
fn names_of_attachments_in_raw_charsets_are_read() {
    let start = with(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee there.\n--b\nContent-Type: text/plain; charset=iso-8859-1; name=\"F",
    );
    let bytes = [&start[..], b"\xe4hre.txt\"\nContent-Disposition: attachment\n\nDie F\xe4hre.\n--b--\n"].concat();
    let got = mail("m.eml", &bytes);
    assert_eq!((&*got.documents[1].inside, &*got.documents[1].text), ("!/Fähre.txt", "Die Fähre."));
}

#[test]
fn an_empty_plain_text_gives_way_to_the_page() {
    let parts = |plain: &str| {
        with(&format!(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: multipart/related; boundary=c\n\n--c\nContent-Type: text/html\n\n<p>The <b>page</b>.\n--c\nContent-Type: image/png; name=p.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--c--\n--b--\n"
        ))
    };
    assert_eq!(body(&parts(" \n")).trim(), "The page.");
    assert_eq!(body(&parts("The words.")), "The words.\n");
    let got = mail("m.eml", &parts("The words."));
    assert_eq!(
        (got.documents.len(), &*got.bad[0].name),
        (1, &*format!("{}!/p.png", got.bad[0].name.trim_end_matches("!/p.png")))
    );
}

#[test]
fn parts_are_told_apart_where_the_head_names_no_boundary_or_a_wrong_one() {
    let parts = "\n\nThis is a message in many parts.\n--=_x y\nContent-Type: text/plain; charset=iso-8859-1\n\nThe words.\n--=_x y\nContent-Type: text/plain; name=notes.txt\nContent-Transfer-Encoding: base64\n\nVGhlIG5vdGVzLg==\n--=_x y--\n";
    for field in [
        "",
        "Content-Type: multipart/mixed",
        "Content-Type: multipart/mixed; boundary=other",
        "Content-Type: multipart/mixed; boundary=\"=_x y\"\nContent-Type: text/plain",
    ] {
        let content = format!("{field}{parts}");
        let bytes = with(content.strip_prefix('\n').unwrap_or(&content));
        let got = mail("m.eml", &bytes);
        assert_eq!(texts(&got)[1..], ["The notes."], "{field}");
        assert!(got.documents[0].text.ends_with("\n\nThe words.\n"), "{field}: {}", got.documents[0].text);
    }
    // A mail that shows another one as words stays as it is; so does one whose parts are nowhere.
    let shown = with(&format!("Content-Type: text/plain{parts}"));
    assert!(body(&shown).contains("--=_x y\nContent-Type"));
    assert_eq!(body(&with("Content-Type: multipart/mixed; boundary=b\n\nOnly words.\n")), "Only words.\n");
}

#[test]
fn damaged_base64_hides_nothing() {
    let pdf = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGhlIHdvcmRz!\n*LiBNb3Jl\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n?JVBERi0xLjQK~\n--b--\n";
    let got = mail("m.eml", &with(pdf));
    assert!(got.documents[0].text.ends_with("\n\nThe words. More\n"), "{}", got.documents[0].text);
    assert!(got.documents.len() == 1 && got.bad[0].error.contains("damaged PDF"), "{:?}", got.bad);
}

#[test]
fn files_written_out_in_the_words_are_attached() {
    let text = "Content-Type: text/plain\n\nLook:\nbegin 644 day.txt\n*5&AE(&9E<G)Y+@``\n`\nend\nBye.\n";
    let got = mail("m.eml", &with(text));
    assert!(got.documents[0].text.ends_with("\n\nLook:\nBye.\n"), "{}", got.documents[0].text);
    assert_eq!((&*got.documents[1].inside, got.documents[1].text.trim_end_matches('\0')), ("!/day.txt", "The ferry."));
    assert_eq!(got.documents[0].fields["attached"], serde_json::json!(["day.txt"]));
}

#[test]
fn what_is_signed_is_read_and_what_is_encrypted_is_said() {
    let inner = b"Content-Type: text/plain\r\n\r\nThe signed words.\r\n";
    let piece = |tag: u8, content: &[u8]| [&[tag, 0x81, content.len() as u8], content].concat();
    let kind = |last: u8| [&[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07][..], &[last]].concat();
    let held = piece(0x30, &[kind(1), piece(0xa0, &piece(4, inner))].concat());
    let data = piece(0x30, &[&[2, 1, 1, 0x31, 0][..], &held].concat());
    let signed = piece(0x30, &[kind(2), piece(0xa0, &data)].concat());
    let head = with(
        "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: binary\n\n",
    );
    assert_eq!(body(&[&head[..], &signed].concat()), "The signed words.\n");
    assert_eq!(texts(&mail("smime.p7m", &signed)), ["The signed words.\n"]);
    let sealed = piece(0x30, &[kind(3), piece(0xa0, b"x")].concat());
    assert!(skipped(&mail("smime.p7m", &sealed)).contains("S/MIME); decrypt it first"));
    assert!(skipped(&mail("m.asc", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n")).contains("PGP; decrypt it first"));
}

#[test]
fn a_mail_without_a_date_takes_that_of_its_way() {
    let dated = |bytes: &[u8]| {
        let document = one(bytes);
        let from = document.fields.get("date from").and_then(|from| from.as_str()).map(str::to_owned);
        (document.date.map(|date| date.iso), from, document.fields.get("date not understood").cloned())
    };
    let way = "Received: by b; Sat, 17 Jan 2015 09:00:00 +0000\nReceived: from x\n by a; Fri, 16 Jan 2015 10:00:00 +0000\nFrom: a@x.example\n";
    let first =
        (Some("2015-01-16T10:00:00+00:00".to_owned()), Some("when its first server received it".to_owned()), None);
    assert_eq!(dated(format!("{way}\nWords.\n").as_bytes()), first);
    let wrong = dated(format!("{way}Date: yesterday\n\nWords.\n").as_bytes());
    assert_eq!(wrong, (first.0, first.1, Some("yesterday".into())));
    let boxed = dated(b"From a@b.example Mon Jan  5 10:00:00 2015\nFrom: a@x.example\n\nWords.\n");
    assert_eq!(
        (boxed.0.as_deref(), boxed.1.as_deref()),
        (Some("2015-01-05T10:00:00"), Some("the line before it in its mail box"))
    );
    assert_eq!(
        dated(b"From: a@x.example\nDate: 2002-08-25T21:21:51-19:00\n\nWords.\n").0.as_deref(),
        Some("2002-08-25T21:21:51")
    );
}

#[test]
fn what_is_attached_is_told_by_its_kind_where_its_name_tells_nothing() {
    let parts = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee there.\n--b\nContent-Type: text/plain; name=notes.zzz\n\nThe notes.\n--b\nContent-Type: text/html; name=page.zzz\n\n<p>A <b>page</b>.\n--b\nContent-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n--b--\n";
    let got = mail("m.eml", &with(parts));
    assert_eq!((texts(&got)[1], texts(&got)[2].trim()), ("The notes.", "A page."));
    assert_eq!(got.bad[0].error, "a signature, which holds no text");
}

#[test]
fn words_in_outlooks_wrapper_alone_are_the_mails_own() {
    let attribute = |number: u16, data: &[u8]| {
        [&[1][..], &number.to_le_bytes(), &[1, 0], &(data.len() as u32).to_le_bytes(), data, &[0, 0]].concat()
    };
    let wrapper = [
        &b"\x78\x9f\x3e\x22\x01\x00"[..],
        &attribute(0x800c, b"The wrapped words.\0"),
        &attribute(0x9002, b""),
        &attribute(0x8010, b"notes.txt\0"),
        &attribute(0x800f, b"The notes."),
    ]
    .concat();
    let head = with(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\n\n",
    );
    let got = mail("m.eml", &[&head[..], &wrapper, b"\n--b--\n"].concat());
    assert!(got.documents[0].text.ends_with("\n\nThe wrapped words.\n"), "{}", got.documents[0].text);
    assert_eq!((got.documents.len(), &*got.documents[1].inside), (2, "!/winmail.dat!/notes.txt"));
    let alone = mail("winmail.dat", &wrapper);
    assert_eq!(texts(&alone), ["The wrapped words.\n", "The notes."]);
    let cut = mail("winmail.dat", &wrapper[..wrapper.len() - 4]);
    assert!(cut.bad.iter().any(|bad| bad.error.contains("ends too early")), "{:?}", cut.bad);
}

#[test]
fn archives_from_before_warc_are_read() {
    let answer =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><title>The ferry</title><p>It is late.</html>";
    let record = |address: &str, kind: &str, body: &str| {
        format!("{address} 10.0.0.1 20050116100000 {kind} {}\n{body}\n", body.len())
    };
    let about = record(
        "filedesc://a.arc",
        "text/plain",
        "1 0 Someone\nURL IP-address Archive-date Content-type Archive-length\n",
    );
    let archive = about
        + &record("http://a.example/x", "text/html", answer)
        + &record("dns:a.example", "text/dns", "x")
        + &record("http://a.example/y", "text/plain", "Only words.");
    let got = mail("a.arc.gz", &gzip(archive.as_bytes()));
    assert_eq!(
        got.documents.iter().map(|document| &*document.inside).collect::<Vec<_>>(),
        ["!/http://a.example/x", "!/http://a.example/y"]
    );
    assert_eq!((&*got.documents[0].title, got.documents[0].url.as_deref()), ("The ferry", Some("http://a.example/x")));
    assert_eq!(got.documents[0].date.as_ref().unwrap().iso, "2005-01-16T10:00:00");
    let cut = mail("a.arc", &archive.as_bytes()[..archive.len() - 6]);
    assert_eq!((cut.documents.len(), &*cut.bad[0].error), (2, "it ends too early; get the whole file again"));
}

#[test]
fn lines_of_blanks_before_the_head_hide_no_mail() {
    let mail = "Received: from a by b\nFrom: Ann <ann@port.example>\nSubject: Ferry\nDate: Fri, 16 Jan 2015 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSXQgc2FpbHMu\n--b--\n";
    for before in ["\n", "                                        \n", " \t\r\n\r\n"] {
        for name in ["a.eml", "a.txt", "a"] {
            let got = opened(name, format!("{before}{mail}").as_bytes());
            assert_eq!(got.documents[0].title, "Ferry", "{name} {before:?}");
            assert!(
                texts(&got)[0].ends_with("It sails.\n") || texts(&got)[0].ends_with("It sails."),
                "{}",
                texts(&got)[0]
            );
        }
    }
    let undated = format!("From - \n{mail}");
    assert_eq!(opened("box.txt", undated.as_bytes()).documents[0].title, "Ferry");
    let report =
        mail.replace("From: Ann <ann@port.example>\n", "").replace("Date: Fri, 16 Jan 2015 10:00:00 +0100\n", "");
    assert!(texts(&opened("report.txt", report.as_bytes()))[0].contains("It sails."));
    let list = "\nDate: the sixteenth\nPlace: the harbour\n";
    assert_eq!(texts(&opened("a.txt", list.as_bytes())), [list]);
}

#[test]
fn a_mail_without_a_head_keeps_its_text() {
    let mailbox = b"From ada Mon Jun 01 10:00:00 2009\nX-Mailer: none\nFrom: a@x.example\n\nThe first: a ferry.\n\nFrom eve Mon Jun 01 11:00:00 2010\n\nNothing but a text\n";
    let got = mail("box.mbox", mailbox);
    let texts: Vec<&str> = got.documents.iter().map(|document| document.text.as_str()).collect();
    assert!(texts.len() == 2 && texts[1].contains("Nothing but a text"), "{texts:?} {:?}", got.bad);
}

#[test]
fn a_short_zone_swallows_no_line() {
    for (zone, iso) in [("Z", "2015-01-16T10:00:00Z"), ("UT", "2015-01-16T10:00:00Z"), ("PM", "2015-01-16T22:00:00")] {
        for end in ["\n", "\r\n"] {
            let mail = format!(
                "From: a@x.example{end}Date: Fri, 16 Jan 2015 10:00:00 {zone}{end}Subject: The contract{end}{end}The words.{end}"
            );
            let document = one(mail.as_bytes());
            assert_eq!((&*document.title, &*document.date.unwrap().iso), ("The contract", iso), "{zone}");
            assert!(document.text.contains(&format!("10:00:00 {zone}\n")), "{}", document.text);
            let last = format!(
                "From: a@x.example{end}Date: Fri, 16 Jan 2015 10:00:00 {zone}{end}{end}First words.{end}{end}More.{end}"
            );
            assert_eq!(body(last.as_bytes()), "First words.\n\nMore.\n");
        }
    }
}

#[test]
fn a_page_is_read_where_the_plain_text_is_but_an_excuse() {
    let parts = |plain: &str, page: &str| {
        with(&format!(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{page}\n--b--\n"
        ))
    };
    let page = "<h1>Statement of account</h1><p>Paid to Kessler Shipping: 250,000 euro on 3 March, reference HARBOUR.</p><p>Paid to Marwan Tillerby for services rendered.</p>";
    let stub = "This message contains HTML. Please use a program that shows it.";
    let got = body(&parts(stub, page));
    assert!(got.starts_with(stub) && got.contains("Kessler Shipping"), "{got}");
    let cut = body(&parts("Statement of account", page));
    assert!(cut.contains("Tillerby") && cut.matches("Statement").count() == 1, "{cut}");
    let same = "Statement of account\n\nPaid to Kessler Shipping: 250,000 euro on 3 March, reference HARBOUR.";
    let more = "Paid to Marwan Tillerby for services rendered.";
    assert_eq!(body(&parts(same, page)).trim(), format!("{same}\n\n{more}"));
    let footer = page.replace(more, "Unsubscribe");
    assert_eq!(body(&parts(same, &footer)).trim(), same, "a footer more is no reason");
    let wrapped = "連絡船は五月まで出航しないと港長は言った\n。港の\n道は遠く寒い";
    let page = wrapped.replace('\n', "");
    let bytes = String::from_utf8(parts(wrapped, &page)).unwrap().replace("text/plain", "text/plain; charset=utf-8");
    assert_eq!(body(bytes.replace("text/html", "text/html; charset=utf-8").as_bytes()).trim(), wrapped);
}

#[test]
fn marks_line_ends_and_fields_of_other_programs_lose_nobody() {
    let mail = "From: Ada <a@x.example>\nTo: one@x.example\nTo: two@x.example\nSubject: Ferry\n\nThe words.\n";
    let of = |bytes: &[u8]| {
        let document = one(bytes);
        (
            document.source.unwrap_or_default(),
            document.fields["to"].as_str().unwrap_or_default().to_owned(),
            document.text,
        )
    };
    let plain = of(mail.as_bytes());
    assert_eq!((&*plain.0, &*plain.1), ("Ada", "one@x.example, two@x.example"));
    assert_eq!(of(format!("\u{feff}{mail}").as_bytes()), plain);
    assert_eq!(of(mail.replace('\n', "\r").as_bytes()), plain);
    for order in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        let units: Vec<u8> = format!("\u{feff}{mail}").encode_utf16().flat_map(order).collect();
        assert_eq!(of(&units), plain);
    }
}

#[test]
fn a_page_that_nothing_is_said_of_is_shown_as_one() {
    let script = "<script>function nocontextmenu() { return false; }</script>";
    for page in [
        format!("<HTML>\n<BODY>\n{script}<p>The <b>ferry</b> sails.</p></BODY></HTML>"),
        format!("\n<!DOCTYPE HTML PUBLIC \"x\">{script}<p>The <b>ferry</b> sails."),
        format!("<p align=center>The <b>ferry</b> sails.</p>{script}"),
    ] {
        assert_eq!(body(&with(&format!("\n{page}\n"))).trim(), "The ferry sails.", "{page}");
        let coded = format!("Content-Transfer-Encoding: quoted-printable\n\n{}\n", page.replace("The", "T=68e"));
        assert_eq!(body(&with(&coded)).trim(), "The ferry sails.", "{page}");
    }
    for words in ["<html is a word>, he said", "<p is a letter", "<ada@x.example> wrote:\n> no</p>", "a <b>c</b>"] {
        let words = words.replace("<html is", "<htmlis");
        assert_eq!(body(&with(&format!("\n{words}\n"))).trim(), words);
    }
}
