//! Two people at once, coming back after a loss, and the configuration, with the real binary.

use crate::harness::{Corpus, Tty, affair};
use portable_pty::CommandBuilder;
use std::fs;
use std::process::Command;
use std::time::Duration;

/// The command of a person in an added library.
fn of(corpus: &Corpus, who: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new(Corpus::binary());
    command.args(["--as", who, "--library"]);
    command.arg(corpus.path().join("library"));
    corpus.settle(&mut command);
    command
}

fn said(corpus: &Corpus, args: &[&str]) -> String {
    let mut command = Command::new(Corpus::binary());
    command.current_dir(corpus.path()).env("HOME", corpus.path()).arg("--library").arg(corpus.path().join("library"));
    let output = command.args(args).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// One library, open before Ada and before Eve.
fn two_screens() -> (Corpus, Tty, Tty) {
    let corpus = affair();
    corpus.added();
    let (ada, eve) = (Tty::start(of(&corpus, "ada"), 80, 24), Tty::start(of(&corpus, "eve"), 80, 24));
    ada.wait("1/4");
    eve.wait("1/4");
    (corpus, ada, eve)
}

#[test]
fn two_screens_see_each_others_decisions() {
    let (corpus, mut ada, mut eve) = two_screens();
    ada.send("d");
    eve.until("the decision, its row and the count", |screen| {
        screen.contains("ada: dropped 1 document")
            && screen.contains("3/4 undecided")
            && screen.lines().nth(1).is_some_and(|line| line.starts_with("> d"))
    });
    eve.send("jwask them\r");
    eve.wait("note put on 1 document");
    ada.wait("eve: note put on 1 document");
    ada.until("the row", |screen| screen.lines().nth(2).is_some_and(|line| line.contains("note")));
    ada.send("u");
    eve.wait("ada undid: dropped 1 document");
    eve.wait("4/4 undecided");
    ada.send("u");
    ada.wait("nothing is left to undo");
    ada.send("Q");
    eve.send("Q");
    assert_eq!((ada.exit(), eve.exit()), (0, 0));
    assert_eq!(said(&corpus, &["search", "note:them by:eve", "--json"]).lines().count(), 1);
}

#[test]
fn a_merge_is_told_on_the_screen_and_taken_back_there() {
    let (corpus, mut ada, mut eve) = two_screens();
    let line = |number: usize, key: &str| {
        format!(
            "{{\"decision\":{number},\"when\":\"2026-01-01T10:00:0{number}Z\",\"who\":\"bo\",\"act\":\"verdict\",\
             \"documents\":[\"docs/{key}\"],\"value\":\"drop\",\"undone\":false}}\n"
        )
    };
    fs::write(corpus.path().join("bo.jsonl"), line(1, "1-statement.txt") + &line(2, "3-ferry.txt")).unwrap();
    assert!(said(&corpus, &["--as", "ada", "import-decisions", "bo.jsonl"]).contains("2 new"));
    for tty in [&ada, &eve] {
        tty.wait("ada: took over 2 decisions from bo.jsonl");
        tty.wait("2/4 undecided");
    }
    eve.send("a");
    eve.wait("kept 1 document");
    ada.wait("eve: kept 1 document");
    ada.send("u");
    ada.wait("undone: took over 2 decisions from bo.jsonl");
    ada.wait("3/4 undecided");
    eve.wait("ada undid: took over 2");
    eve.until("what Eve decided stands", |screen| {
        screen.contains("3/4 undecided") && screen.lines().any(|line| line.contains("  k"))
    });
    ada.send("\x12");
    ada.wait("redone: took over 2 decisions");
    ada.wait("2/4 undecided");
    ada.send("Q");
    eve.send("Q");
    assert_eq!((ada.exit(), eve.exit()), (0, 0));
    assert!(said(&corpus, &["search", "verdict:keep", "--json"]).contains("1-statement.txt"), "Eve's came later");
}

#[test]
fn a_watched_library_costs_the_terminal_nothing() {
    let corpus = affair();
    let tty = Tty::start(corpus.added(), 80, 24);
    tty.wait("1/4");
    tty.until_quiet();
    let before = tty.bytes();
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(tty.bytes(), before);
}

/// Reads, compares and marks, and waits until that is written down.
fn settle_in(tty: &mut Tty) {
    tty.wait("1/4");
    tty.send("/marrant\r");
    tty.wait("1/2");
    tty.send(" jc");
    tty.wait("{+40+}");
    std::thread::sleep(Duration::from_millis(3_500));
}

fn is_back(corpus: &Corpus) {
    let mut tty = Tty::start(of(corpus, "ada"), 80, 24);
    let screen = tty.wait("{+40+}");
    assert!(screen.contains("as you left it at ") && screen.contains("1 marked"), "{screen}");
    let header = screen.lines().next().unwrap();
    assert!(header.contains("marrant") && header.contains("2/2"), "{header}");
    tty.send(":fresh\r");
    tty.wait("1/4");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
    let tty = Tty::start(of(corpus, "ada"), 80, 24);
    let screen = tty.wait("1/4");
    assert!(!screen.contains("as you left it"), "{screen}");
    let mut eve = Tty::start(of(corpus, "eve"), 80, 24);
    assert!(!eve.wait("1/4").contains("as you left it"), "everyone has a place of their own");
    eve.send("q");
}

#[test]
fn a_killed_session_is_come_back_to() {
    let corpus = affair();
    corpus.added();
    let mut tty = Tty::start(of(&corpus, "ada"), 80, 24);
    settle_in(&mut tty);
    rustix::process::kill_process(crate::harness::pid(&tty), rustix::process::Signal::KILL).unwrap();
    tty.exit();
    is_back(&corpus);
}

#[test]
fn a_session_whose_line_drops_is_come_back_to() {
    let corpus = affair();
    corpus.added();
    let mut tty = Tty::start(of(&corpus, "ada"), 80, 24);
    tty.wait("1/4");
    tty.send("/marrant\r");
    tty.wait("1/2");
    tty.send(" jc");
    tty.wait("{+40+}");
    crate::harness::wait_for(&mut tty.hang_up());
    is_back(&corpus);
}

#[test]
fn the_inbox_is_decided_to_its_report() {
    let corpus = affair();
    let mut tty = Tty::start(corpus.added(), 80, 24);
    tty.wait("1/4");
    tty.send("gi");
    tty.until("the inbox", |screen| screen.contains("0/4 decided") && screen.contains("1/3"));
    tty.send("\r");
    tty.wait("edited, one of 2 versions");
    tty.send("aD");
    tty.until("decided", |screen| screen.contains("/4 decided") && !screen.contains("0/4 decided"));
    tty.send("aa");
    let screen = tty.wait("names not seen before");
    assert!(screen.contains("0 undecided"), "{screen}");
    tty.send(":report batch.md\r");
    tty.wait("written to batch.md");
    assert!(fs::read_to_string(corpus.path().join("batch.md")).unwrap().contains("## Names not seen before"));
    tty.send(":report batch.md\r");
    tty.wait("is there already");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn what_the_query_finds_is_written_to_a_file() {
    let corpus = affair();
    let mut tty = Tty::start(corpus.added(), 80, 24);
    tty.wait("1/4");
    tty.send(":export csv all.csv\r");
    tty.wait("4 documents written to all.csv");
    let table = fs::read_to_string(corpus.path().join("all.csv")).unwrap();
    assert!(table.starts_with("key,title,date,source,path,text,"), "{table}");
    tty.send(":export ris all.csv\r");
    tty.wait("all.csv is there already");
    assert_eq!(fs::read_to_string(corpus.path().join("all.csv")).unwrap(), table);
    tty.send(":export docx all.docx\r");
    tty.wait("no format to export in");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn keys_and_tags_come_from_the_configuration() {
    let corpus = affair();
    let mut command = corpus.added();
    let path = corpus.path().join("c.toml");
    fs::write(&path, "[keys]\nkeep = \"U\"\n[tags]\nship = \"H\"\n").unwrap();
    command.env("VARIORUM_CONFIG", &path);
    let mut tty = Tty::start(command, 80, 24);
    tty.wait("1/4");
    assert!(tty.screen().contains("U keep"), "{}", tty.screen());
    tty.send("H");
    tty.wait("[ship]");
    tty.send("H");
    tty.until("no tag", |screen| !screen.contains("[ship]"));
    tty.send("U");
    tty.wait("kept 1 document");
    tty.send("?ship");
    tty.wait("tag ship, or take it off");
    tty.send("\x1bQ");
    assert_eq!(tty.exit(), 0);
    fs::write(&path, "[keys]\nkeep = \"x\"\nkepe = \"y\"\n").unwrap();
    let mut command = of(&corpus, "ada");
    command.env("VARIORUM_CONFIG", &path);
    let mut tty = Tty::start(command, 80, 24);
    assert_eq!(tty.exit(), 2);
    tty.drain();
    let told = crate::harness::text(&tty);
    assert!(told.contains("c.toml:3: there is no action") && told.contains("keep is the nearest"), "{told}");
}

#[test]
fn a_passage_is_added_to_a_file() {
    let corpus = affair();
    let mut tty = Tty::start(corpus.added(), 80, 24);
    tty.wait("1/4");
    tty.send("/ferry\r");
    tty.wait("1/1");
    tty.send("\r");
    tty.wait("Northwick will not sail");
    tty.send(":yank quotes.txt\r");
    tty.wait("the passage is in quotes.txt now");
    tty.send("q/kestrel\r");
    tty.until("the other search", |screen| screen.lines().next().is_some_and(|line| line.contains("kestrel")));
    tty.send("\r:yank quotes.txt\r");
    tty.wait("at the end of quotes.txt");
    let text = fs::read_to_string(corpus.path().join("quotes.txt")).unwrap();
    assert_eq!(text.matches("3-ferry.txt").count(), 2);
    assert!(text.contains("The ferry to Northwick") && text.contains("Odile Kestrel, who has sold"), "{text}");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}
