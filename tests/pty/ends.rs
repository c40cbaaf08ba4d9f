//! The ends that a session can come to, one a line of the tables here. Whatever it is: the terminal is as it
//! was where anybody could see to that, the library is whole, no decision that was told to be made is lost,
//! and the next start is where the reader was.

use crate::harness::{Corpus, Tty, affair, pid, text, wait_for};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Libraries that are worked with at the same time: most of the time of an end is waiting.
const AT_ONCE: usize = 4;
const DOCUMENTS: usize = 8;

/// How a session ends.
#[derive(Clone, Copy)]
enum End {
    /// Signals, right after the keys.
    By(&'static [Signal]),
    /// The terminal goes away.
    HangUp,
    /// The last of the keys end it.
    Keys,
}
use End::{By, HangUp, Keys};

/// What was made sure of before: a star on the first document of a search.
struct Case {
    name: &'static str,
    /// Sent in one piece, once the list has its second line at the cursor.
    keys: &'static str,
    /// What the screen shows before the end comes; nothing: it comes at once.
    shows: &'static str,
    end: End,
}

const fn case(name: &'static str, keys: &'static str, shows: &'static str, end: End) -> Case {
    Case { name, keys, shows, end }
}

const CASES: [Case; 24] = [
    case("told to end in the list", "", "", By(&[Signal::TERM])),
    case("told twice", "", "", By(&[Signal::TERM, Signal::TERM])),
    case("interrupted while a query is typed", "/ferr", "ferr", By(&[Signal::INT])),
    case("killed while a query is typed", "/ferr", "ferr", By(&[Signal::KILL])),
    case("quit signal in the palette", ":vers", "versions panel", By(&[Signal::QUIT])),
    case("told to end in a note that is being written", "wtake this to", "take this to", By(&[Signal::TERM])),
    case("line lost in a note that is being written", "wtake this to", "take this to", HangUp),
    case("told to end in the middle of a sequence", "\x1b[", "", By(&[Signal::TERM])),
    case("line lost in the middle of a sequence", "\x1b[1;", "", HangUp),
    case("line lost while a paste comes in", "/\x1b[200~ferry and the", "", HangUp),
    case("told to end while a paste comes in", "/\x1b[200~ferry and the", "", By(&[Signal::TERM])),
    case("told to end in a search by pattern", "//([a-z]+ ){3}[a-z]+ed.*/", "", By(&[Signal::TERM])),
    case("killed in a search by pattern", "//([a-z]+ ){3}[a-z]+ed.*/", "", By(&[Signal::KILL])),
    case("hung up while a comparison runs", "\rc", "", By(&[Signal::HUP])),
    case("killed while a comparison runs", "\rc", "", By(&[Signal::KILL])),
    case("interrupted in a comparison", "\rc", "{+40+}", By(&[Signal::INT])),
    case("told to end in the apparatus", "\rC]c", "slot 1 of", By(&[Signal::TERM])),
    case("line lost in the apparatus", "\rC", "as one text", HangUp),
    case("out of processor time in the reader", "\r", "40 crates", By(&[Signal::XCPU])),
    case("stopped, then killed", "", "", By(&[Signal::STOP, Signal::KILL])),
    case("stopped, brought back, told to end", "", "", By(&[Signal::STOP, Signal::CONT, Signal::TERM])),
    case("asked to stop where nobody brings it back, then killed", "", "", By(&[Signal::TSTP, Signal::KILL])),
    case("a broken pipe, then left", "", "", By(&[Signal::PIPE, Signal::TERM])),
    case("left in the breath of a decision", "sQ", "", Keys),
];

/// A library that was left in the results of a search.
fn left() -> Corpus {
    let corpus = affair();
    for number in 0..DOCUMENTS - 4 {
        let line = format!("The clerk of ledger {number} counted and weighed and noted what was carried in. ");
        fs::write(corpus.path().join(format!("docs/x{number}.txt")), line.repeat(600)).unwrap();
    }
    let mut tty = Tty::start(corpus.added(), 80, 24);
    tty.wait("1/8");
    tty.send("/marrant\r");
    tty.wait("1/2");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
    corpus
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copied(&entry.path(), &target),
            false => fs::copy(entry.path(), target).map(|_| ()).unwrap(),
        }
    }
}

fn said(corpus: &Corpus, library: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::new(Corpus::binary());
    command.current_dir(corpus.path()).env("HOME", corpus.path()).env("LOGNAME", "ada").arg("--library").arg(library);
    let output = command.args(args).output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8(told).unwrap())
}

/// Opens a library where it was left, stars the first document and goes to the second.
fn begun(corpus: &Corpus, library: &Path) -> Tty {
    let mut tty = Tty::start(corpus.opened(library), 80, 24);
    tty.wait("as you left it");
    tty.send("s");
    tty.wait("starred 1");
    tty.send("j");
    tty.until("the second line", |screen| header(screen).contains("2/2"));
    tty
}

fn header(screen: &str) -> &str {
    screen.lines().next().unwrap_or_default()
}

/// The library is whole and its decisions are there; the next start is where the reader was.
fn stands(corpus: &Corpus, library: &Path, orderly: bool) {
    let check = said(corpus, library, &["check"]);
    assert_eq!(check.0, 0, "{}", check.1);
    let stars = said(corpus, library, &["search", "is:starred", "--json"]);
    assert!(stars.1.contains("1-statement.txt"), "{}", stars.1);
    let mut tty = Tty::start(corpus.opened(library), 80, 24);
    let screen = tty.wait("as you left it");
    // A line that was being typed is there again, and tells that below it.
    if screen.lines().last().is_some_and(|hint| hint.contains("as you left it")) {
        tty.send("\x1b");
    }
    let screen = tty.until("the place", |screen| header(screen).contains("marrant") && header(screen).contains("/2"));
    // Where it was killed, the last two seconds may be lost.
    assert!(header(&screen).contains("2/2") || !orderly, "{screen}");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
    tty.drain();
    assert_eq!(tty.modes(), (false, false, false));
}

fn ends(corpus: &Corpus, case: &Case, library: &Path) {
    let mut tty = begun(corpus, library);
    if !case.keys.is_empty() {
        tty.send(case.keys);
    }
    tty.wait(case.shows);
    let mut orderly = true;
    match case.end {
        HangUp => {
            wait_for(&mut tty.hang_up());
        }
        By(signals) => {
            for &signal in signals {
                kill_process(pid(&tty), signal).unwrap();
                if signals.len() > 1 {
                    std::thread::sleep(Duration::from_millis(60));
                }
            }
            let code = tty.exit();
            tty.drain();
            orderly = !signals.contains(&Signal::KILL);
            if orderly {
                assert_eq!(code, 0, "{}", text(&tty));
                // A lost line is written nothing more to.
                assert!(signals.contains(&Signal::HUP) || tty.modes() == (false, false, false));
            }
        }
        Keys => {
            assert_eq!(tty.exit(), 0);
            tty.drain();
            assert_eq!(tty.modes(), (false, false, false));
            let stars = said(corpus, library, &["search", "is:starred", "--json"]);
            assert_eq!(stars.1.lines().count(), 2, "{}", stars.1);
        }
    }
    stands(corpus, library, orderly);
}

/// Runs what is to be run over a copy of a library each, several at once.
fn each<T: Sync>(corpus: &Corpus, all: &[T], name: impl Fn(&T) -> &str + Sync, run: impl Fn(&T, &Path) + Sync) {
    let (next, failed) = (AtomicUsize::new(0), std::sync::Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(case) = all.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let library: PathBuf = corpus.path().join(name(case).replace(' ', "-"));
                    copied(&corpus.path().join("library"), &library);
                    if catch_unwind(AssertUnwindSafe(|| run(case, &library))).is_err() {
                        failed.lock().unwrap().push(name(case).to_owned());
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn every_end_of_a_session_leaves_all_whole() {
    let corpus = left();
    each(&corpus, &CASES, |case| case.name, |case, library| ends(&corpus, case, library));
}

/// Ends that need more than keys and a signal.
type Special = (&'static str, fn(&Corpus, &Path));

const SPECIAL: [Special; 8] = [
    ("killed in the middle of an undo", killed_in_an_undo),
    ("the shell above it is killed", shell_is_killed),
    ("no file may grow any more", no_file_may_grow),
    ("one of two readers is killed", one_of_two_is_killed),
    ("killed while documents are added", |corpus, library| in_an_add(corpus, library, Signal::KILL)),
    ("told to end while documents are added", |corpus, library| in_an_add(corpus, library, Signal::TERM)),
    ("resized again and again, then told to end", in_a_storm),
    ("started with a closed input, and with an output that nobody reads", without_a_terminal),
];

#[test]
fn every_special_end_leaves_all_whole() {
    let corpus = left();
    each(&corpus, &SPECIAL, |special| special.0, |special, library| special.1(&corpus, library));
}

fn killed_in_an_undo(corpus: &Corpus, library: &Path) {
    for pause in [0, 2, 5, 10] {
        let mut tty = begun(corpus, library);
        tty.send("uuu");
        std::thread::sleep(Duration::from_millis(pause));
        kill_process(pid(&tty), Signal::KILL).unwrap();
        tty.exit();
        let check = said(corpus, library, &["check"]);
        assert_eq!(check.0, 0, "{}", check.1);
        // Each taking back is there whole or not at all, so another one always leads to nothing.
        while said(corpus, library, &["undo"]).0 == 0 {}
        assert_eq!(said(corpus, library, &["search", "is:starred"]).0, 1);
    }
    let mut tty = begun(corpus, library);
    tty.send("Q");
    tty.exit();
    stands(corpus, library, true);
}

fn shell_is_killed(corpus: &Corpus, library: &Path) {
    let file = library.join("pid");
    let mut command = portable_pty::CommandBuilder::new("sh");
    command.arg("-c");
    let start = format!("{} --library {}", Corpus::binary().display(), library.display());
    command.arg(format!("set -m; {start} & echo $! > {}; fg >/dev/null", file.display()));
    corpus.settle(&mut command);
    let mut tty = Tty::start(command, 80, 24);
    tty.wait("as you left it");
    tty.send("s");
    tty.wait("starred 1");
    tty.send("j");
    tty.until("the second line", |screen| header(screen).contains("2/2"));
    let own: i32 = fs::read_to_string(&file).unwrap().trim().parse().unwrap();
    kill_process(pid(&tty), Signal::KILL).unwrap();
    tty.exit();
    let (start, own) = (Instant::now(), Pid::from_raw(own).unwrap());
    while test_kill_process(own).is_ok() {
        assert!(start.elapsed() < Duration::from_secs(20), "it goes on without its terminal");
        std::thread::sleep(Duration::from_millis(20));
    }
    stands(corpus, library, true);
}

/// As on a full disk: what is written fails, and says so.
#[cfg(target_os = "linux")]
fn no_file_may_grow(corpus: &Corpus, library: &Path) {
    use rustix::process::{Resource, Rlimit, prlimit};
    let mut tty = begun(corpus, library);
    prlimit(Some(pid(&tty)), Resource::Fsize, Rlimit { current: Some(0), maximum: None }).unwrap();
    tty.send("d");
    let screen = tty.until("what went wrong", |screen| screen.contains("disk"));
    assert!(!screen.contains("dropped"), "{screen}");
    tty.send("\r");
    tty.wait("40 crates");
    prlimit(Some(pid(&tty)), Resource::Fsize, Rlimit { current: None, maximum: None }).unwrap();
    tty.send("p");
    tty.wait("for later");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
    tty.drain();
    assert_eq!(tty.modes(), (false, false, false));
    assert_eq!(said(corpus, library, &["search", "verdict:drop"]).0, 1);
    assert_eq!(said(corpus, library, &["search", "verdict:later"]).0, 0);
    assert_eq!(said(corpus, library, &["check"]).0, 0);
}

#[cfg(not(target_os = "linux"))]
fn no_file_may_grow(_: &Corpus, _: &Path) {
    println!("nobody else's limits can be set here");
}

fn one_of_two_is_killed(corpus: &Corpus, library: &Path) {
    let killed = begun(corpus, library);
    let mut command = corpus.opened(library);
    command.args(["--as", "eve"]);
    let mut eve = Tty::start(command, 80, 24);
    eve.wait("1/8");
    kill_process(pid(&killed), Signal::KILL).unwrap();
    eve.send("d");
    eve.wait("dropped 1");
    eve.send("Q");
    assert_eq!(eve.exit(), 0);
    assert_eq!(said(corpus, library, &["search", "verdict:drop by:eve"]).0, 0);
    stands(corpus, library, false);
}

fn in_an_add(corpus: &Corpus, library: &Path, signal: Signal) {
    let records = library.join("more.jsonl");
    let record = |id: usize| {
        let text = format!("Ilse {id} saw crate {} in Saltmere. ", id * 7).repeat(20);
        format!("{{\"id\":\"{id}\",\"text\":\"{text}\"}}\n")
    };
    fs::write(&records, (0..6_000).map(record).collect::<String>()).unwrap();
    let mut command = corpus.opened(library);
    command.arg(&records);
    let mut tty = Tty::start(command.clone(), 80, 24);
    tty.wait("as you left it");
    tty.send("s");
    tty.until("the star", |screen| screen.lines().nth(1).is_some_and(|line| line.contains('+')));
    kill_process(pid(&tty), signal).unwrap();
    tty.exit();
    tty.drain();
    assert!(signal == Signal::KILL || tty.modes() == (false, false, false));
    let (code, told) = said(corpus, library, &["add", records.to_str().unwrap()]);
    assert_eq!(code, 0, "{told}");
    let count = said(corpus, library, &["search", "in Saltmere", "--count", "--json"]).1;
    assert!(count.contains("\"documents\":600"), "{count}");
    stands(corpus, library, false);
}

fn in_a_storm(corpus: &Corpus, library: &Path) {
    let mut tty = begun(corpus, library);
    for step in 0..40u16 {
        tty.resize(60 + step % 23, 12 + step % 11);
    }
    kill_process(pid(&tty), Signal::TERM).unwrap();
    assert_eq!(tty.exit(), 0);
    tty.drain();
    assert_eq!(tty.modes(), (false, false, false));
    stands(corpus, library, true);
}

fn without_a_terminal(corpus: &Corpus, library: &Path) {
    let mut tty = begun(corpus, library);
    tty.send("Q");
    tty.exit();
    for redirected in ["<&-", "</dev/null", "| true", "| sleep 0.2", ">&-", "> /dev/full"] {
        let mut command = portable_pty::CommandBuilder::new("sh");
        command.arg("-c");
        let start = format!("{} --library {}", Corpus::binary().display(), library.display());
        command.arg(format!("{start} {redirected}; echo over"));
        corpus.settle(&mut command);
        let mut tty = Tty::start(command, 80, 24);
        tty.wait("over");
        tty.exit();
        tty.drain();
        assert_eq!(tty.modes(), (false, false, false), "{redirected}");
        let told = text(&tty);
        assert!(!told.contains("panicked") && !told.contains("\x1b[?1049h"), "{redirected}: {told}");
    }
    stands(corpus, library, true);
}
