//! Files that hold others, and files that break what reads them, with the real binary.

use crate::rig::{Rig, story};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// A zip archive, its members stored as they are.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A mail with a text and attachments.
fn mail(id: &str, head: &str, text: &str, attached: &[(&str, &str, &[u8])]) -> String {
    use std::fmt::Write;
    let mut out = format!(
        "Message-ID: <{id}>\r\nFrom: Ilse Marrant <ilse@port.example>\r\nTo: Bram <bram@port.example>\r\n{head}\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\nContent-Type: text/plain; \
         charset=utf-8\r\n\r\n{text}\r\n"
    );
    for (name, kind, bytes) in attached {
        let hex: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
        let lines: Vec<&str> = hex.as_bytes().chunks(72).map(|line| std::str::from_utf8(line).unwrap()).collect();
        let _ = write!(
            out,
            "--b1\r\nContent-Type: {kind}; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
            lines.join("=\r\n")
        );
    }
    out + "--b1--\r\n"
}

/// A PDF of some pages, each with one line of text.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned(), String::new()];
    objects.push("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned());
    let mut kids = String::new();
    for text in pages {
        let page = objects.len() + 1;
        kids += &format!("{page} 0 R ");
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            page + 1
        ));
        let content = format!("BT /F1 12 Tf 50 700 Td ({text}) Tj ET");
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len());
    written(&objects)
}

fn written(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", index + 1).as_bytes());
    }
    let xref = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1);
    out.extend_from_slice(end.as_bytes());
    out
}

/// A PDF whose page is a child of nodes that are each other's parents, in which a parser that looks
/// for an inherited value goes round for ever.
fn circular_pdf() -> Vec<u8> {
    written(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[4 0 R]/Count 1/Parent 3 0 R>>".to_owned(),
        "<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>".to_owned(),
        "<</Length 2>>stream\nBT\nendstream".to_owned(),
    ])
}

fn by_key(rig: &Rig, key: &str) -> Value {
    rig.json(&["show", key]).remove(0)
}

fn failures(report: &Value) -> Vec<(String, String, String)> {
    let text = |failure: &Value, name: &str| failure[name].as_str().unwrap().to_owned();
    let all = report["failures"].as_array().unwrap().iter();
    all.map(|failure| (text(failure, "path"), text(failure, "kind"), text(failure, "error"))).collect()
}

#[test]
fn what_lies_in_archives_in_mails_has_a_key_that_says_where() {
    let rig = Rig::with(&[]);
    let report = pdf(&["The harbour report of the spring", "The second page of it"]);
    let letter = mail(
        "1@port.example",
        "Subject: The report\r\nDate: Fri, 16 Jan 2015 10:00:00 +0100\r\n",
        &story(1),
        &[("report.pdf", "application/pdf", &report), ("logo.png", "image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")],
    );
    let inner = zip(&[("mail/17.eml", letter.as_bytes()), ("notes.txt", story(2).as_bytes())]);
    rig.write("leak.tar.gz", gzip(&tar(&[("box/inner.zip", &inner), ("list.csv", b"id,text\n7,of the records\n")])));
    rig.write("leak.zip", zip(&[("mail/17.eml", letter.as_bytes())]));
    let added = &rig.json(&["add", "leak.zip", "leak.tar.gz"])[0];
    assert_eq!((&added["files"], &added["read"], &added["new"]), (&json!(2), &json!(2), &json!(4)));
    assert_eq!(added["exact_copies"], 2, "the mail and its report lie there twice");
    let shown = by_key(&rig, "leak.tar.gz!/box/inner.zip!/mail/17.eml!/report.pdf");
    assert_eq!(shown["text"], "The harbour report of the spring\n\u{c}The second page of it\n");
    assert_eq!((&shown["fields"]["pages"], &shown["path"]), (&json!("2"), &json!("leak.tar.gz")));
    assert_eq!(shown["fields"]["attached to"], "leak.tar.gz!/box/inner.zip!/mail/17.eml");
    assert_eq!(shown["copies"], json!(["leak.zip!/mail/17.eml!/report.pdf"]));
    assert_eq!(by_key(&rig, "leak.tar.gz!/box/inner.zip!/notes.txt")["text"], story(2));
    assert_eq!(by_key(&rig, "leak.tar.gz!/list.csv!/7")["text"], "of the records");
    let shown = by_key(&rig, "leak.zip!/mail/17.eml");
    assert_eq!((&shown["title"], &shown["source"]), (&json!("The report"), &json!("Ilse Marrant")));
    assert_eq!(shown["date"], "2015-01-16T10:00:00+01:00");
    let pictures: Vec<_> = failures(added).into_iter().map(|(path, kind, _)| (path, kind)).collect();
    let picture = |place: &str| (format!("{place}mail/17.eml!/logo.png"), "part".to_owned());
    assert_eq!(pictures, [picture("leak.tar.gz!/box/inner.zip!/"), picture("leak.zip!/")]);
}

#[test]
fn mails_of_a_box_are_threaded_and_keep_their_keys() {
    let rig = Rig::with(&[]);
    let envelope = "From ilse@port.example Fri Jan 16 10:00:00 2015\n";
    let plain = |id: &str, more: &str| {
        format!(
            "Message-ID: <{id}>\nFrom: Ilse <i@x.example>\nDate: Fri, 16 Jan 2015 10:00:00 -0500\nSubject: Ferries\n{more}\n"
        )
    };
    let first = format!("{envelope}{}{}\nFrom here on the ferry was late.\n\n", plain("a@x", ""), story(1));
    let second = format!(
        "{envelope}{}{}\n>From the quay.\n\n",
        plain("b@x", "In-Reply-To: <a@x>\nReferences: <a@x>\n"),
        story(2)
    );
    let third = format!("{envelope}{}{}\n", plain("c@x", "References: <a@x> <b@x>\n"), story(3));
    rig.write("in/box.mbox", format!("{first}{second}{third}"));
    rig.write("in/Mail/cur/1491941793.M41P85.host,S=1:2,S", format!("{}{}", plain("d@x", ""), story(4)));
    let added = &rig.json(&["add", "in"])[0];
    assert_eq!((&added["read"], &added["new"]), (&json!(2), &json!(4)));
    let text = |key: &str| by_key(&rig, key)["text"].as_str().unwrap().to_owned();
    assert!(text("in/box.mbox!/a@x").ends_with("From here on the ferry was late.\n"));
    assert!(text("in/box.mbox!/b@x").ends_with("\nFrom the quay.\n"));
    for id in ["a@x", "b@x", "c@x"] {
        assert_eq!(by_key(&rig, &format!("in/box.mbox!/{id}"))["fields"]["thread"], "a@x");
    }
    rig.write("in/box.mbox", format!("{second}{third}"));
    let again = &rig.json(&["add", "in"])[0];
    assert_eq!((&again["new"], &again["documents"]), (&json!(0), &json!(0)), "the mails that stay are known");
}

#[test]
fn what_breaks_its_parser_costs_itself_and_names_the_limit() {
    let rig = Rig::with(&[("in/a.txt", &story(1))]);
    let torn =
        zip(&[("before.txt", story(2).as_bytes()), ("round.pdf", &circular_pdf()), ("after.txt", story(3).as_bytes())]);
    rig.write("in/b.zip", torn);
    rig.write("in/d.html", format!("<html><p>{}</p></html>", story(4)));
    let ran = rig.run(&["add", "in", "--limit-time", "2", "--json"]);
    assert_eq!(ran.code, 1);
    let stages = ["library made: ", "reading: ", "finding versions: ", "gathering versions: ", "resolving names: "];
    let other = ran.err.lines().find(|line| !stages.iter().any(|stage| line.starts_with(stage)));
    assert_eq!(other, None, "what happens inside shows");
    let report = &ran.lines()[0];
    assert_eq!((&report["files"], &report["read"], &report["failed"]), (&json!(3), &json!(3), &json!(0)), "{report}");
    assert_eq!(report["new"], 4);
    assert_eq!(by_key(&rig, "in/b.zip!/after.txt")["text"], story(3));
    let limit = "the limit on time was hit: its parser takes more than 2 seconds";
    assert_eq!(failures(report), [("in/b.zip!/round.pdf".to_owned(), "record".to_owned(), limit.to_owned())]);
}

#[test]
fn a_page_that_eats_memory_costs_only_itself() {
    let rig = Rig::with(&[("in/b.html", &format!("<html><p>{}</p></html>", story(1)))]);
    rig.write("in/a.html", format!("<html>{}", "<p>a".repeat(6_000_000)));
    let ran = rig.run(&["add", "in", "--limit-memory", "512", "--json"]);
    let report = &ran.lines()[0];
    assert_eq!((ran.code, &report["read"], &report["failed"]), (1, &json!(1), &json!(1)), "{report}");
    let limit = "the limit on memory was hit: its parser asks for more than 512 MiB";
    assert_eq!(failures(report), [("in/a.html".to_owned(), "failed".to_owned(), limit.to_owned())]);
}

#[test]
fn bombs_and_endless_nesting_stop_at_limits_that_are_named() {
    let rig = Rig::with(&[]);
    let mut nested = zip(&[("a.txt", b"at the bottom")]);
    for _ in 0..20 {
        nested = zip(&[("n.zip", &nested)]);
    }
    rig.write("in/deep.zip", nested);
    let zeros = gzip(&vec![b' '; 80 << 20]);
    rig.write("in/wide.tar.gz", gzip(&tar(&[("z.csv.gz", &gzip(&zeros)), ("b.txt", story(1).as_bytes())])));
    let report = &rig.run(&["add", "in", "--json"]).lines()[0];
    assert_eq!((&report["read"], &report["failed"]), (&json!(1), &json!(1)));
    let said = failures(report);
    let deep = said.iter().find(|(path, kind, _)| path == "in/deep.zip" && kind == "failed").unwrap();
    assert!(deep.2.contains("the limit on depth was hit"), "{said:?}");
    let wide = said.iter().find(|(path, ..)| path == "in/wide.tar.gz!/z.csv.gz").unwrap();
    assert!(wide.2.contains("the limit on unpacking was hit"), "{said:?}");
    assert_eq!(by_key(&rig, "in/wide.tar.gz!/b.txt")["text"], story(1));
}

#[test]
fn a_program_of_the_readers_choice_reads_a_kind() {
    let rig = Rig::with(&[]);
    let scan = pdf(&[""]);
    rig.write("in/scan 1.pdf", &scan);
    rig.write("in/box.zip", zip(&[("deep/scan.pdf", &scan), ("x.odd", b"odd words")]));
    let ran = rig.run(&["add", "in"]);
    assert!(ran.code == 1 && ran.err.contains("--extract 'scan=COMMAND {}'"), "no library is made: {}", ran.err);
    rig.write("more/a.txt", story(1));
    rig.json(&["add", "more"]);
    let report = &rig.json(&["add", "in"])[0];
    assert_eq!((&report["read"], &report["skipped"]), (&json!(0), &json!(2)));
    assert!(report["failures"].to_string().contains("--extract 'scan=COMMAND {}'"), "{report}");
    let args = ["add", "in", "--extract", "scan=wc -c < {} | sed 's/^/bytes: /'", "--extract", "odd=cat {}"];
    let report = &rig.json(&args)[0];
    assert_eq!(
        (&report["read"], &report["new"], &report["exact_copies"]),
        (&json!(2), &json!(2), &json!(1)),
        "{report}"
    );
    assert_eq!(by_key(&rig, "in/scan 1.pdf")["text"], format!("bytes: {}\n", scan.len()));
    assert_eq!(by_key(&rig, "in/box.zip!/x.odd")["text"], "odd words");
    let ran = rig.run(&["add", "in", "--extract", "pdftotext {}"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("KIND=COMMAND"), "{}", ran.err);
}

#[test]
fn web_archives_give_pages_and_list_visits() {
    let rig = Rig::with(&[]);
    let record = |kind: &str, uri: &str, block: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2015-01-16T10:00:00Z\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let page = format!("<html><title>The ferry</title><body><p>{}</p></body></html>", story(1));
    let chunked = format!("{:x}\r\n{page}\r\n0\r\n\r\n", page.len());
    let answer = |head: &str, body: &str| format!("HTTP/1.1 200 OK\r\n{head}\r\n{body}");
    let all = [
        record("warcinfo", "x", "software: x"),
        record(
            "response",
            "http://port.example/",
            &answer("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", &chunked),
        ),
        record("response", "http://port.example/s.css", &answer("Content-Type: text/css\r\n", "p {}")),
        record("revisit", "http://port.example/", "HTTP/1.1 200 OK\r\n\r\n"),
        record("revisit", "http://elsewhere.example/", "HTTP/1.1 200 OK\r\n\r\n"),
    ];
    let members: Vec<u8> = all.iter().flat_map(|record| gzip(record.as_bytes())).collect();
    rig.write("crawl.warc.gz", members);
    let report = &rig.json(&["add", "crawl.warc.gz"])[0];
    assert_eq!((&report["read"], &report["new"]), (&json!(1), &json!(1)), "{report}");
    assert_eq!((&report["documents"], &report["exact_copies"]), (&json!(1), &json!(0)), "a visit is no document");
    let shown = by_key(&rig, "crawl.warc.gz!/http://port.example/");
    assert_eq!((&shown["title"], &shown["date"]), (&json!("The ferry"), &json!("2015-01-16T10:00:00Z")));
    assert_eq!(shown["fields"]["date from"], "the time of capture");
    let said = failures(report);
    assert!(said.iter().any(|(path, kind, why)| path.ends_with("s.css") && kind == "part" && why.contains("text/css")));
    // A visit that found a page unchanged is another place where it was seen, and no document; one to a
    // page that is not here is listed.
    let visits: Vec<_> = said.iter().filter(|(_, _, why)| why.starts_with("a visit on 2015-01-16")).collect();
    assert_eq!(visits.len(), 1, "{said:?}");
    assert!(visits[0].0.contains("elsewhere.example") && visits[0].1 == "part", "{said:?}");
    let again = "crawl.warc.gz!/http://port.example/ (2015-01-16T10:00:00Z)";
    assert_eq!(shown["copies"], json!([again]));
    assert_eq!(by_key(&rig, again)["key"], "crawl.warc.gz!/http://port.example/");
    assert_eq!(rig.json(&["add", "crawl.warc.gz"])[0]["exact_copies"], 0, "an unchanged file is not read again");
    // A later crawl repeats what an earlier one brought.
    rig.write("later.warc", record("revisit", "http://port.example/", "HTTP/1.1 200 OK\r\n\r\n"));
    let _ = rig.run(&["add", "later.warc"]);
    let copies = by_key(&rig, "crawl.warc.gz!/http://port.example/")["copies"].as_array().unwrap().len();
    assert_eq!(copies, 2);
}

/// A file that is no part of the project; without it, a test is skipped.
fn real(name: &str) -> Option<Vec<u8>> {
    let shared = std::env::var_os("VARIORUM_SHARED").map(std::path::PathBuf::from);
    let shared = shared.unwrap_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let path = shared.join("data/files").join(name);
    let read = std::fs::read(&path).ok();
    if read.is_none() {
        eprintln!("skipped: {} is not there", path.display());
    }
    read
}

#[test]
fn a_real_crawl_tells_what_was_seen_again() {
    let Some(bytes) = real("warcio/test/data/example.warc") else { return };
    let rig = Rig::with(&[]);
    rig.write("example.warc", bytes);
    let report = &rig.json(&["add", "example.warc"])[0];
    assert_eq!((&report["documents"], &report["failures"]), (&json!(1), &json!([])), "{report}");
    let copies = by_key(&rig, "example.warc!/http://example.com/")["copies"].clone();
    assert_eq!(copies, json!(["example.warc!/http://example.com/ (2017-03-06T04:03:48Z)"]));
}

#[test]
fn files_that_go_are_marked_and_a_watch_takes_what_comes() {
    let rig = Rig::with(&[("in/a.txt", &story(1)), ("in/2031-05-06 b.txt", &story(2))]);
    rig.json(&["add", "in"]);
    let fields = &by_key(&rig, "in/2031-05-06 b.txt")["fields"];
    assert_eq!(fields["date from"], "the name of the file");
    assert!(fields["date in doubt"].as_str().unwrap().starts_with("2031-05-06: it is later"));
    std::fs::remove_file(rig.path().join("in/a.txt")).unwrap();
    let report = &rig.json(&["add", "in"])[0];
    assert_eq!(failures(report)[0].1, "gone");
    assert_eq!(report["failures"].as_array().unwrap().len(), 1);
    assert_eq!(by_key(&rig, "in/a.txt")["text"], story(1));
    assert!(by_key(&rig, "in/a.txt")["fields"]["file"].as_str().unwrap().contains("no longer there"));
    assert_eq!(rig.json(&["add", "in"])[0]["failures"], json!([]), "it is said once");
    let mut child = rig
        .command(&["add", "in", "--watch", "--every", "1", "--json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    std::thread::sleep(Duration::from_millis(700));
    rig.write("in/a.txt", story(1));
    rig.write("in/sub/c.txt", story(3));
    while rig.run(&["show", "in/sub/c.txt"]).code != 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "what came was not taken");
        std::thread::sleep(Duration::from_millis(200));
    }
    let id = rustix::process::Pid::from_raw(child.id() as i32).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(by_key(&rig, "in/a.txt")["fields"].get("file").is_none(), "what is back is not gone");
}

#[test]
fn a_watch_takes_what_came_while_another_was_adding() {
    let rig = Rig::with(&[("in/a.txt", &story(1))]);
    rig.json(&["add", "in"]);
    let mut child = rig
        .command(&["add", "in", "--watch", "--every", "1", "--json"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(told.any(|line| line.contains("watching")));
    let other = std::fs::File::options().write(true).open(rig.path().join(".variorum/add.lock")).unwrap();
    other.lock().unwrap();
    rig.write("in/b.txt", story(2));
    assert!(told.any(|line| line.contains("tried again later")));
    other.unlock().unwrap();
    let begun = Instant::now();
    while rig.run(&["show", "in/b.txt"]).code != 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "what came was lost");
        std::thread::sleep(Duration::from_millis(200));
    }
    let id = rustix::process::Pid::from_raw(child.id() as i32).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    assert!(child.wait().unwrap().success());
}

/// A Parquet file of texts.
fn parquet(columns: &[(&str, [String; 2])]) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    let fields: String = columns.iter().map(|(name, _)| format!("REQUIRED BINARY {name} (UTF8); ")).collect();
    let schema = parquet::schema::parser::parse_message_type(&format!("message m {{ {fields} }}")).unwrap();
    let mut bytes = Vec::new();
    let schema = std::sync::Arc::new(schema);
    let mut writer = parquet::file::writer::SerializedFileWriter::new(&mut bytes, schema, Default::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (_, values) in columns {
        let values = values.each_ref().map(|value| ByteArray::from(value.as_str()));
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn rows_of_parquet_without_a_text_are_one_together() {
    let rig = Rig::with(&[]);
    let pair = |one: &str, two: &str| [one.to_owned(), two.to_owned()];
    rig.write("in/a.parquet", parquet(&[("who", pair("Ada Cole", "Bo")), ("town", pair("Ryde", "Rye"))]));
    let report = &rig.run(&["add", "in", "--json"]).lines()[0];
    assert_eq!((&report["read"], &report["new"]), (&json!(1), &json!(1)), "{report}");
    assert_eq!(by_key(&rig, "in/a.parquet")["text"], "who: Ada Cole\ntown: Ryde\n\nwho: Bo\ntown: Rye\n\n");
}

#[test]
fn rows_of_parquet_are_documents() {
    let pair = |one: &str, two: &str| [one.to_owned(), two.to_owned()];
    let bytes = parquet(&[("id", pair("p1", "p2")), ("title", pair("One", "Two")), ("text", [story(1), story(2)])]);
    let rig = Rig::with(&[]);
    rig.write("in/a.parquet", &bytes);
    rig.write("in/b.zip", zip(&[("deep/a.parquet", &bytes)]));
    rig.write("in/torn.parquet", &bytes[..bytes.len() / 2]);
    let ran = rig.run(&["add", "in", "--json"]);
    let report = &ran.lines()[0];
    assert_eq!((&report["read"], &report["failed"], &report["new"]), (&json!(1), &json!(1), &json!(2)), "{report}");
    assert_eq!(report["skipped"], 1, "what lies in the archive is known");
    let shown = by_key(&rig, "p2");
    assert_eq!((&shown["title"], &shown["text"]), (&json!("Two"), &json!(story(2))));
    assert!(failures(report)[0].2.contains("Parquet"));
}

#[test]
fn old_workbooks_and_documents_are_read() {
    let rig = Rig::with(&[]);
    rig.write("pay.xls", include_bytes!("pay.xls"));
    rig.json(&["add", "pay.xls"]);
    let text = "Payments\n\nName\tSum\tPaid on\nAnna Cole\t1234.5\t2015-01-16\nZo\u{eb} Lindstr\u{f6}m\t\t2016-02-29\n\u{c}Notes\n\n\
                The keeper of the ledger was Petra Quayle.\n";
    assert_eq!(rig.json(&["show", "pay.xls"])[0]["text"], text);
    // Cut off, it says so, and which program could be asked.
    rig.write("cut.xls", &include_bytes!("pay.xls")[..3000]);
    let ran = rig.run(&["add", "cut.xls"]);
    assert!(ran.code == 1 && ran.out.contains("cut.xls: a damaged"), "{}{}", ran.out, ran.err);
    let Some(word) = real("tika/testWORD_various.doc") else { return };
    rig.write("old.doc", word);
    rig.json(&["add", "old.doc"]);
    let text = rig.json(&["show", "old.doc"])[0]["text"].as_str().unwrap().to_owned();
    for said in [
        "Bold italic underline",
        "\u{30be}\u{30eb}\u{30b2}\u{3068}\u{5c3e}\u{5d0e}",
        "This is a footnote.",
        "This is the header text.",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}
