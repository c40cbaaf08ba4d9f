//! Mails that answer each other, and what hangs on them.

use crate::rig::Rig;

fn mail(id: &str, head: &str, day: u32, words: &str) -> String {
    let id = if id.is_empty() { String::new() } else { format!("Message-ID: <{id}@port.example>\r\n") };
    format!(
        "From: Ada Cole <ada@port.example>\r\nTo: bram@port.example\r\nSubject: the ferry\r\n{id}{head}\
         Date: Fri, {day} Jan 2015 10:00:00 +0100\r\n\r\n{words}\r\n"
    )
}

fn corpus() -> Rig {
    let rig = Rig::with(&[("notes.txt", "No mail at all, only a note about the ferry.\n")]);
    let mails = [
        // The first mail is missing: only what answers it names it.
        ("b.eml", mail("2", "References: <1@port.example>\r\nIn-Reply-To: <1@port.example>\r\n", 17, "The second.")),
        ("c.eml", mail("3", "References: <1@port.example> <2@port.example>\r\n", 18, "The third.")),
        // It names the one that it answers and nothing before.
        ("d.eml", mail("4", "In-Reply-To: <3@port.example>\r\n", 19, "The fourth.")),
        ("other.eml", mail("9", "", 16, "Quite another one.")),
        ("none.eml", mail("", "", 16, "Without any id.")),
    ];
    for (name, text) in mails {
        rig.write(&format!("mail/{name}"), text);
    }
    rig.write(
        "mail/e.eml",
        "From: Ada <ada@port.example>\r\nTo: bram@port.example\r\nSubject: times\r\nMessage-ID: <5@port.example>\r\n\
         References: <1@port.example>\r\nDate: Tue, 20 Jan 2015 10:00:00 +0100\r\n\
         Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nAttached.\r\n\
         --x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=times.txt\r\n\r\n\
         The times of the ferry to Saltmere.\r\n--x--\r\n",
    );
    rig.json(&["add", "."]);
    rig
}

fn found(rig: &Rig, query: &str) -> Vec<String> {
    rig.json(&["search", query]).iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_thread_is_all_that_hangs_together() {
    let rig = corpus();
    let whole = ["mail/b.eml", "mail/c.eml", "mail/d.eml", "mail/e.eml"];
    for of in ["mail/b.eml", "mail/d.eml", "/e.eml", "mail/e.eml!/times.txt", "<1@port.example>", "4@port.example"] {
        assert_eq!(found(&rig, &format!("thread:\"{of}\" sort:date")), whole, "{of}");
    }
    assert_eq!(found(&rig, "thread:other.eml"), ["mail/other.eml"]);
    assert_eq!(found(&rig, "thread:b.eml third"), ["mail/c.eml"]);
    for (of, told) in
        [("notes.txt", "is no mail with an id"), ("none.eml", "is no mail with an id"), ("nobody", "no document")]
    {
        let ran = rig.run(&["search", &format!("thread:{of}")]);
        assert!(ran.code == 2 && ran.err.contains(told), "{of}: {} {}", ran.code, ran.err);
    }
    let explained = rig.run(&["search", "thrad:b.eml"]);
    assert!(explained.err.contains("thread:"), "{}", explained.err);
}

#[test]
fn mails_of_one_day_stand_in_the_order_of_their_hours_wherever_they_were_written() {
    let rig = Rig::with(&[("notes.txt", "No mail at all.\n")]);
    for (name, time) in [
        ("z.eml", "08:00:00 +0000"),
        ("y.eml", "20:00:00 +0900"),
        ("a.eml", "23:30:00 +0000"),
        ("m.eml", "15:00:00 -0500"),
    ] {
        let head = "From: Ada <ada@port.example>\r\nTo: bram@port.example\r\nSubject: times\r\n";
        let words = format!("Mail {name} about the harbour.");
        rig.write(name, format!("{head}Message-ID: <{name}@x>\r\nDate: Fri, 16 Jan 2015 {time}\r\n\r\n{words}\r\n"));
    }
    rig.json(&["add", "."]);
    assert_eq!(found(&rig, "type:eml sort:date"), ["z.eml", "y.eml", "m.eml", "a.eml"]);
    assert_eq!(found(&rig, "type:eml sort:-date"), ["a.eml", "m.eml", "y.eml", "z.eml"]);
}

#[test]
fn a_mail_that_comes_later_ties_its_thread_together() {
    let rig = corpus();
    assert_eq!(found(&rig, "thread:other.eml").len(), 1);
    rig.write(
        "mail/late.eml",
        mail("10", "In-Reply-To: <9@port.example>\r\nReferences: <4@port.example> <9@port.example>\r\n", 21, "Late."),
    );
    rig.json(&["add", "."]);
    assert_eq!(
        found(&rig, "thread:other.eml sort:date"),
        ["mail/other.eml", "mail/b.eml", "mail/c.eml", "mail/d.eml", "mail/e.eml", "mail/late.eml"]
    );
}

#[test]
fn kinds_of_mail_and_web_archives_that_are_not_read_are_listed_with_the_hook() {
    let rig = Rig::with(&[
        ("a.txt", "A text."),
        ("sealed.asc", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"),
    ]);
    rig.write("box.ost", [&b"!BDN\0\0\0\0SO\x24\0"[..], &[0; 600]].concat());
    rig.write("winmail.dat", b"\x78\x9f\x3e\x22\x01\x00\x01\x06\x90\x08\x00");
    let head =
        "From: a@x.example\r\nTo: b@x.example\r\nSubject: s\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n";
    let tnef = "--x\r\nContent-Type: application/ms-tnef\r\nContent-Disposition: attachment; filename=winmail.dat\r\n\
                Content-Transfer-Encoding: base64\r\n\r\neJ8+IgEAAQaQCAA=\r\n--x--\r\n";
    rig.write("m.eml", format!("{head}--x\r\nContent-Type: text/plain\r\n\r\nSee there.\r\n{tnef}"));
    let ran = rig.run(&["add", ".", "--json"]);
    let report = &ran.lines()[0];
    let told = |path: &str| {
        let all = report["failures"].as_array().unwrap();
        let one = all.iter().find(|failure| failure["path"] == path).unwrap_or_else(|| panic!("{path} in {report}"));
        one["error"].as_str().unwrap().to_owned()
    };
    for (path, what, hook) in [
        ("box.ost", "Outlook mail folder", "pst=COMMAND {}"),
        ("sealed.asc", "PGP", "encrypted=COMMAND {}"),
        ("winmail.dat", "winmail.dat", "ends too early"),
        ("m.eml!/winmail.dat", "winmail.dat", "ends too early"),
    ] {
        assert!(told(path).contains(what) && told(path).contains(hook), "{path}: {}", told(path));
    }
    // With a hook, what it writes is the document, also inside a mail.
    let rig = Rig::with(&[]);
    rig.write("m.eml", format!("{head}--x\r\nContent-Type: text/plain\r\n\r\nSee there.\r\n{tnef}"));
    rig.json(&["add", ".", "--extract", "tnef=wc -c < {} | tr -d ' ' | sed 's/$/ bytes unwrapped/'"]);
    assert_eq!(rig.json(&["show", "m.eml!/winmail.dat"])[0]["text"], "11 bytes unwrapped\n");
}
