use super::{opened, skipped, texts};

const FERRY: &str = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Cole;Ada;Jane;Dr.\r\nFN:Ada Cole\r\nORG:Ferry Board;Office\r\n\
    TEL;WORK;VOICE:+44 1 555\r\nTEL;TYPE=CELL:07 555\r\nADR;HOME:;;9 Quay;Ryde;;PO33;UK\r\n\
    NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9 at=\r\nnoon: never\r\n\
    item1.URL:http://x.example\r\nitem1.X-ABLabel:_$!<HomePage>!$_\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AA=\r\n\r\n\
    UID:a/1\r\nREV:20150116T101112Z\r\nEND:VCARD\r\n";

#[test]
fn a_card_is_read_as_lines() {
    let got = opened("a.vcf", FERRY.as_bytes());
    assert_eq!(
        texts(&got),
        ["Ada Cole\nname: Dr. Ada Jane Cole\norganisation: Ferry Board, Office\ntelephone (work): +44 1 555\n\
          telephone (cell): 07 555\naddress (home): 9 Quay, Ryde, PO33, UK\nurl (HomePage): http://x.example\n\
          photo: [data, 5 bytes]\n\nCafé atnoon: never\n"]
    );
    assert_eq!(got.documents[0].date.as_ref().map(|date| &*date.iso), Some("2015-01-16T10:11:12Z"));
    assert!(got.documents[0].inside.is_empty());
}

#[test]
fn each_of_many_has_a_name_that_it_keeps() {
    let other = "BEGIN:VCARD\nFN:Bo\nUID:a/1\nEND:VCARD\nBEGIN:VCARD\nFN:Cy\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n";
    for name in ["a.vcf", "a.txt", "contacts"] {
        let got = opened(name, format!("{FERRY}{other}").as_bytes());
        let places: Vec<&str> = got.documents.iter().map(|document| &*document.inside).collect();
        assert_eq!(places, ["!/a_1", "!/a_1~2", "!/3"], "{name}");
    }
    assert!(skipped(&opened("a.vcf", b"BEGIN:VCARD\nEND:VCARD\n")).contains("nothing stands"));
    assert_eq!(texts(&opened("a.ics", b"a calendar that is none")), ["a calendar that is none"]);
}

const MEETING: &str = "BEGIN:VCALENDAR\nPRODID:x\nMETHOD:CANCEL\nBEGIN:VTIMEZONE\nTZID:Paris\nEND:VTIMEZONE\n\
    BEGIN:VEVENT\nUID:7\nSUMMARY:On the ferry\\, again\nDTSTART;TZID=Paris:20140116T101500\n\
    DTEND;VALUE=DATE:20140117\nRRULE:FREQ=WEEKLY;BYDAY=SA\nORGANIZER;CN=\"Cole, Ada\":mailto:ada@x.example\n\
    ATTENDEE;PARTSTAT=DECLINED;CN=Bo:mailto:bo@x.example\nATTENDEE:mailto:cy@x.example\n\
    DESCRIPTION:It is late.\\nBring\n  the map\\; and\nnobody else was told.\nX-ALT-DESC:<p>It</p>\n\
    ATTACH;FILENAME=a.txt;ENCODING=BASE64;VALUE=BINARY:QSBtYXAu\nATTACH:http://x.example/b\n\
    BEGIN:VALARM\nDESCRIPTION:Reminder\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n";

#[test]
fn an_appointment_says_when_and_who_and_what() {
    let got = opened("a.ics", MEETING.as_bytes());
    assert_eq!(
        texts(&got),
        [
            "On the ferry, again\nstart: 2014-01-16T10:15 (Paris)\nend: 2014-01-17\nrepeated: weekly, byday=sa\n\
             organizer: Cole, Ada <ada@x.example>\nattendee: Bo <bo@x.example> (declined)\nattendee: cy@x.example\n\
             attached: a.txt\nattached: http://x.example/b\nmethod: cancel\n\n\
             It is late.\nBring the map; and\nnobody else was told.\n",
            "A map."
        ]
    );
    let document = &got.documents[0];
    assert_eq!(document.date.as_ref().map(|date| (&*date.iso, date.day)), Some(("2014-01-16T10:15:00", 16_086)));
    assert_eq!((document.source.as_deref(), &*got.documents[1].inside), (Some("Cole, Ada"), "!/a.txt"));
}

#[test]
fn a_mail_of_apples_ends_where_it_says() {
    let mail = "From: Ada <ada@x.example>\nMessage-Id: <1@x>\nSubject: Ferry\n\nIt is late.\n";
    let kept = format!("{}      \n{mail}<?xml version=\"1.0\"?><plist><dict/></plist>\n", mail.len());
    let got = opened("1234.emlx", kept.as_bytes());
    assert_eq!(texts(&got), ["From: Ada <ada@x.example>\nSubject: Ferry\n\nIt is late.\n"]);
}

#[test]
fn an_invitation_is_read_beside_its_mail() {
    let alone = format!("From: ada@x.example\nMessage-Id: <1@x>\nContent-Type: text/calendar\n\n{MEETING}");
    let beside = format!(
        "From: ada@x.example\nMessage-Id: <1@x>\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n\
         Come.\n--b\nContent-Type: text/calendar; method=REQUEST\n\n{MEETING}--b--\n"
    );
    for (mail, said) in [(alone, "From: ada@x.example\n"), (beside, "From: ada@x.example\n\nCome.\n")] {
        let got = opened("a.eml", mail.as_bytes());
        let read = texts(&got);
        assert_eq!((read.len(), read[0]), (3, said));
        assert!(read[1].starts_with("On the ferry, again\nstart: 2014"), "{}", read[1]);
        assert!(got.documents[1].inside.ends_with(".ics"), "{}", got.documents[1].inside);
    }
}

#[test]
fn a_calendar_nested_without_end_is_read_without_its_depths() {
    let nested: String = (0..20_000).map(|level| format!("BEGIN:VEVENT\r\nSUMMARY:Level {level}\r\n")).collect();
    let whole = format!("BEGIN:VCALENDAR\r\n{nested}{}END:VCALENDAR\r\n", "END:VEVENT\r\n".repeat(20_000));
    let got = opened("a.ics", whole.as_bytes());
    let text = texts(&got).join("\n");
    assert!(text.contains("Level 0") && !text.contains("Level 100"), "{} bytes", text.len());
}
