//! The line between the program and its terminal: what is sent over it, and what happens when it is
//! cut, stopped or stuck.

use crate::harness::{Corpus, Tty, affair, pid, text};
use portable_pty::CommandBuilder;
use rustix::process::{Signal, kill_process};
use std::fmt::Write as _;
use std::time::Duration;

/// Documents enough to scroll a list, and one long enough to scroll the reader.
fn shelf() -> Corpus {
    let mut long = String::new();
    for paragraph in 0..60 {
        let _ = writeln!(
            long,
            "Paragraph {paragraph} of the harbour log: the tide stood {} feet high at the quay, the night watch \
             counted {} crates and nobody of the board had come to see them before the bell was rung.\n",
            paragraph % 7 + 3,
            paragraph * 13 + 5,
        );
    }
    let names: Vec<String> = (0..60).map(|number| format!("note-{number:02}.txt")).collect();
    let mut files: Vec<(&str, String)> =
        names.iter().map(|name| (name.as_str(), format!("Short {name}\n\nThe only line of {name}.\n"))).collect();
    files.push(("a-log.txt", long));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Corpus::with(&files)
}

/// Opens the shelf and waits until the list is whole.
fn open_shelf(corpus: &Corpus, columns: u16, lines: u16, backend: &str) -> Tty {
    let mut command = corpus.added();
    command.env("VARIORUM_BACKEND", backend);
    let tty = Tty::start(command, columns, lines);
    tty.wait("61/61 undecided");
    // The rows themselves come a moment after their number.
    tty.until("the rows", |screen| {
        screen.lines().nth(usize::from(lines) - 5).is_some_and(|line| line.contains("note-"))
    });
    tty
}

fn cursor_on(line: usize) -> impl Fn(&str) -> bool {
    move |screen| screen.lines().nth(line).is_some_and(|line| line.starts_with('>'))
}

/// Sends keys until the screen shows what is wanted and gives the bytes that came for them.
fn cost(tty: &mut Tty, keys: &str, what: &str, shows: impl Fn(&str) -> bool) -> u64 {
    // Rows and answers that are still on their way are not what the key costs.
    tty.until_quiet();
    let before = tty.bytes();
    tty.send(keys);
    tty.until(what, shows);
    let cost = tty.bytes() - before;
    let raw = tty.raw();
    println!("{what}: {cost} bytes {:?}", String::from_utf8_lossy(&raw[before as usize..]));
    cost
}

#[test]
fn keys_cost_few_bytes() {
    for (columns, lines) in [(80, 24), (200, 50)] {
        let corpus = shelf();
        let mut tty = open_shelf(&corpus, columns, lines, "");
        if columns == 80 {
            // On a wide screen the reader beside the list is painted with every `j`.
            let bytes = cost(&mut tty, "j", "j in the list", cursor_on(2));
            assert!(bytes <= 64, "{bytes}");
            // A key without a meaning, and `j` behind it as the sign that it has been handled.
            assert!(cost(&mut tty, "\x1b[25~j", "an unknown key and j", cursor_on(3)) <= 64);
            assert!(cost(&mut tty, "k", "k in the list", cursor_on(2)) <= 64);
            tty.send("k");
            tty.until("the first line", cursor_on(1));
        }
        tty.send("\r");
        tty.wait("Paragraph 1 of");
        tty.send("zf");
        tty.until("the reader on the whole screen", |screen| !screen.contains("note-0"));
        let first = |screen: &str| screen.lines().nth(3).unwrap_or_default().to_owned();
        let second = |screen: &str| screen.lines().nth(4).unwrap_or_default().to_owned();
        let next = second(&tty.screen());
        assert!(cost(&mut tty, "j", "a line of the reader", |screen| first(screen) == next) <= 300);
        let last = first(&tty.screen());
        assert!(cost(&mut tty, "k", "a line back", |screen| second(screen) == last) <= 300);
        tty.send("Q");
        assert_eq!(tty.exit(), 0);
    }
}

#[test]
fn both_backends_show_the_same() {
    let keys = [
        ("jjj", "4/61"),
        ("\r", "The only line"),
        ("q", "Enter read"),
        ("G", "61/61"),
        ("gg", "1/61"),
        ("\r", "Paragraph 1 of"),
        ("jjjj", "Paragraph 2 of"),
        ("G", "Paragraph 59"),
        ("gg", "Paragraph 1 of"),
        ("i", "information"),
    ];
    let screens: Vec<String> = ["frugal", "stock"]
        .map(|backend| {
            let corpus = shelf();
            let mut tty = open_shelf(&corpus, 80, 24, backend);
            for (keys, sign) in keys {
                tty.send(keys);
                tty.wait(sign);
            }
            tty.send("\x1b");
            tty.until("information is closed", |screen| !screen.contains("information"));
            // The stock backend's frames come in pieces.
            tty.until_quiet();
            let screen = tty.screen();
            tty.send("Q");
            assert_eq!(tty.exit(), 0);
            // The library's name is that of a temporary folder, and the clock may strike midnight.
            screen
                .lines()
                .skip(1)
                .filter(|line| !line.contains(" words "))
                .map(str::trim_end)
                .collect::<Vec<_>>()
                .join("\n")
        })
        .into();
    assert_eq!(screens[0], screens[1]);
}

#[test]
fn the_terminal_is_asked_nothing() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.send("\x0c");
    tty.send("/ferry\r");
    tty.wait("1/1");
    tty.send("\x1b]11;rgb:0000/0000/0000\x07\x1b[?62;22c\x1b[12;40R");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
    let raw = text(&tty);
    for question in ["\x1b[6n", "\x1b[5n", "\x1b[c", "\x1b[0c", "\x1b[>", "\x1b[?u", ";?\x07", "\x1bP", "$p"] {
        assert!(!raw.contains(question), "{question:?}");
    }
    assert_eq!(tty.modes(), (false, false, false), "other screen, brackets, hidden cursor");
}

#[test]
fn signals_that_end_a_program_leave_the_terminal_whole() {
    for signal in [Signal::INT, Signal::QUIT, Signal::ALARM, Signal::USR1, Signal::USR2] {
        let corpus = affair();
        let mut tty = corpus.open(80, 24);
        kill_process(pid(&tty), signal).unwrap();
        assert_eq!(tty.exit(), 0);
        tty.drain();
        assert_eq!(tty.modes(), (false, false, false), "{signal:?}");
        assert!(text(&tty).contains("\x1b[?7h"));
    }
}

#[test]
fn hanging_up_writes_nothing_more() {
    let corpus = affair();
    let mut tty = Tty::start(corpus.added(), 80, 24);
    for sign in ["4/4 undecided", "1/4", "Bram Sollund"] {
        tty.wait(sign);
    }
    tty.until_quiet();
    let before = tty.bytes();
    kill_process(pid(&tty), Signal::HUP).unwrap();
    assert_eq!(tty.exit(), 0);
    tty.drain();
    assert_eq!(tty.bytes(), before);
}

#[test]
fn where_nobody_could_continue_it_nothing_is_stopped() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.send("\x1a");
    tty.send("?");
    tty.wait("keys:");
    tty.send("\x1bQ");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn stopped_from_outside_it_comes_back_whole() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.wait("1/4");
    let before = tty.raw().len();
    kill_process(pid(&tty), Signal::STOP).unwrap();
    kill_process(pid(&tty), Signal::CONT).unwrap();
    tty.until_raw("the terminal taken again and painted whole", |raw| {
        let new = String::from_utf8_lossy(&raw[before..]).into_owned();
        new.contains("\x1b[?1049h") && new.contains("\x1b[2J") && new.contains("Enter read")
    });
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn a_stuck_terminal_does_not_keep_it_alive() {
    let corpus = shelf();
    let mut tty = open_shelf(&corpus, 200, 50, "");
    tty.send("\r");
    tty.wait("Paragraph 1 of");
    let pid = pid(&tty);
    tty.while_stuck(|writer, child| {
        // Each of these is a frame of some kilobytes as long as they come one by one.
        for _ in 0..150 {
            writer.write_all(b"\x0c").unwrap();
            std::thread::sleep(Duration::from_millis(4));
        }
        kill_process(pid, Signal::TERM).unwrap();
        crate::harness::wait_for(child);
    });
}

#[test]
fn a_storm_of_sizes_ends_with_the_last() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.wait("1/4");
    for step in 0..60u16 {
        tty.resize(60 + step % 23, 12 + step % 11);
    }
    tty.resize(100, 30);
    tty.until("the last size, whole", |screen| {
        let lines: Vec<&str> = screen.lines().collect();
        lines.len() == 30 && lines[0].contains("1/4") && lines[29].contains("Enter read")
    });
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn a_panic_gives_the_terminal_back_first() {
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "line::takes_the_terminal_and_panics", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env("HOME", home.path());
    command.env_remove("XDG_DATA_HOME");
    let mut tty = Tty::start(command, 120, 24);
    tty.exit();
    tty.drain();
    assert_eq!(tty.modes(), (false, false, false));
    let raw = text(&tty);
    let place = |sign: &str| raw.find(sign).unwrap_or_else(|| panic!("{sign:?} is not in {raw:?}"));
    let (left, said) = (place("\x1b[?1049l"), place("the report is in"));
    assert!(left < said, "{raw}");
    assert!(home.path().join(".local/share/variorum/panic.txt").exists());
}

#[test]
#[ignore = "run by the test above, in a terminal of its own"]
fn takes_the_terminal_and_panics() {
    let main = std::thread::Builder::new().name("main".into()).spawn(|| {
        let _screen = variorum::tui::terminal::Screen::enter().unwrap();
        panic!("on purpose\x1b[31m");
    });
    main.unwrap().join().unwrap_err();
}

#[test]
fn in_a_pipe_it_says_what_to_run() {
    let corpus = affair();
    let mut command = CommandBuilder::new("sh");
    command.arg("-c");
    command.arg(format!("{{ {} docs; echo code $?; }} 2>&1 | cat", Corpus::binary().display()));
    corpus.settle(&mut command);
    let mut tty = Tty::start(command, 160, 24);
    let screen = tty.wait("code 2");
    assert!(screen.contains("variorum search"));
    tty.exit();
}
