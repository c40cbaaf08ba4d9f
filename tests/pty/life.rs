//! Life and death of a session: resizes, suspension, signals, a dropped line, hostile text.

use crate::harness::{Corpus, Tty, affair, text, wait_for};
use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};
use std::time::Duration;
use variorum::library::Library;

#[test]
fn every_size_is_followed() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    for (columns, lines) in [(200, 50), (120, 40), (40, 10), (39, 9), (100, 30), (160, 45), (80, 24)] {
        tty.resize(columns, lines);
        tty.send("\x0c");
        if columns >= 40 && lines >= 10 {
            tty.until("a hint line at the foot", |screen| {
                screen.lines().last().is_some_and(|line| line.contains("Enter read"))
            });
        } else {
            tty.wait("is needed");
        }
    }
    tty.send("q");
    assert_eq!(tty.exit(), 0);
    assert!(!tty.on_alternate_screen());
}

#[test]
fn suspended_and_back_whole() {
    let corpus = affair();
    let mut command = CommandBuilder::new("sh");
    // A session leader cannot be stopped, so a shell with job control stands before it.
    command.arg("-c");
    command.arg(format!("set -m; {} docs; echo stopped; fg >/dev/null; echo over", Corpus::binary().display()));
    corpus.settle(&mut command);
    let mut tty = Tty::start(command, 80, 24);
    corpus.until_added(&tty);
    tty.send("\x1a");
    tty.until("the shell's word and the screen again", |screen| screen.contains("1/4"));
    tty.send("q");
    tty.wait("over");
    assert!(!tty.on_alternate_screen());
    assert!(String::from_utf8_lossy(&tty.raw()).contains("stopped"));
    tty.exit();
}

fn terminated_by(signal: Signal) {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.send("a");
    tty.wait("3/4 undecided");
    kill_process(Pid::from_raw(tty.pid()).unwrap(), signal).unwrap();
    assert_eq!(tty.exit(), 0);
    let mut again = Tty::start(corpus.command(), 80, 24);
    again.wait("3/4 undecided");
    again.send("q");
    again.exit();
}

#[test]
fn sigterm_saves_and_leaves() {
    terminated_by(Signal::TERM);
}

#[test]
fn sighup_saves_and_leaves() {
    terminated_by(Signal::HUP);
}

#[test]
fn a_dropped_line_ends_the_program() {
    for trap in ["", "trap '' HUP; "] {
        let corpus = affair();
        let mut command = CommandBuilder::new("sh");
        command.arg("-c");
        command.arg(format!("{trap}exec {} docs", Corpus::binary().display()));
        corpus.settle(&mut command);
        let tty = Tty::start(command, 80, 24);
        tty.wait("added ");
        let mut child = tty.hang_up();
        wait_for(&mut child);
    }
}

#[test]
fn a_terminal_that_cannot_place_text_is_refused() {
    let corpus = affair();
    let mut command = CommandBuilder::new("sh");
    command.arg("-c");
    command.arg(format!("TERM=dumb {} docs; echo code $?", Corpus::binary().display()));
    corpus.settle(&mut command);
    let mut tty = Tty::start(command, 120, 24);
    let screen = tty.wait("code 2");
    assert!(screen.contains("TERM"));
    tty.exit();
}

#[test]
fn no_colour_is_used_when_none_is_wanted() {
    let corpus = affair();
    let mut command = corpus.command();
    command.env("NO_COLOR", "1");
    let mut tty = Tty::start(command, 120, 40);
    corpus.until_added(&tty);
    tty.send("\r");
    tty.wait("keep");
    tty.send("Q");
    tty.exit();
    let raw = String::from_utf8_lossy(&tty.raw()).into_owned();
    for colour in ["\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[38;5;", "\x1b[48;"] {
        assert!(!raw.contains(colour), "{colour:?}");
    }
}

#[test]
fn a_theme_is_taken_from_the_environment_the_configuration_and_the_command_line() {
    let corpus = affair();
    let configuration = corpus.path().join("c.toml");
    std::fs::write(&configuration, "\ntheme = \"mono\"\n").unwrap();
    let colours = |settings: &[(&str, &str)], theme: Option<&str>| {
        // Where the last session was left in the reader, Enter would open a card there, and Q close it.
        let mut command = corpus.added();
        settings.iter().for_each(|(name, value)| command.env(name, value));
        if let Some(theme) = theme {
            command.args(["--theme", theme]);
        }
        let mut tty = Tty::start(command, 80, 24);
        tty.wait("4/4 undecided");
        tty.send("\r");
        tty.wait("Nobody was warned");
        tty.send("Q");
        tty.exit();
        let raw = String::from_utf8_lossy(&tty.raw()).into_owned();
        // Persons as they are drawn on dark, on light and on unknown ground.
        ["36", "38;5;24", "38;5;30", "38;2;0;131;136"]
            .map(|sign| raw.contains(&format!(";{sign}m")) || raw.contains(&format!("[{sign}m")))
    };
    let configured = ("VARIORUM_CONFIG", configuration.to_str().unwrap());
    assert_eq!(colours(&[], None), [false, false, true, false]);
    assert_eq!(colours(&[("COLORTERM", "truecolor")], None), [false, false, false, true]);
    assert_eq!(colours(&[("COLORFGBG", "15;0")], None), [true, false, false, false]);
    assert_eq!(colours(&[("COLORFGBG", "0;15")], None), [false, true, false, false]);
    assert_eq!(colours(&[("COLORFGBG", "0;15"), configured], None), [false; 4]);
    assert_eq!(colours(&[("NO_COLOR", "1"), configured], Some("dark")), [true, false, false, false]);
    std::fs::write(&configuration, "\ntheme = \"drak\"\n").unwrap();
    let mut command = corpus.command();
    command.env(configured.0, configured.1);
    let mut tty = Tty::start(command, 80, 24);
    tty.wait("c.toml:2: a theme is one of auto, dark, light, neutral, mono");
    assert_eq!(tty.exit(), 2);
}

#[test]
fn a_model_that_the_configuration_names_reads_what_comes() {
    let corpus = affair();
    let configuration = corpus.path().join("c.toml");
    std::fs::write(&configuration, "recogniser = \"model\"\n").unwrap();
    let start = || {
        let mut command = corpus.command();
        command.env("VARIORUM_CONFIG", &configuration);
        Tty::start(command, 200, 24)
    };
    let mut tty = start();
    #[cfg(not(feature = "candle"))]
    {
        tty.wait("the configuration's recogniser: this build of variorum has no neural recogniser");
        assert_eq!(tty.exit(), 2);
    }
    #[cfg(feature = "candle")]
    {
        tty.wait("model is no folder; name the one");
        tty.send("Q");
        assert_eq!(tty.exit(), 0);
        crate::tiny::write(&corpus.path().join("model"), crate::tiny::TINY);
        let mut tty = start();
        corpus.until_added(&tty);
        tty.send("Q");
        assert_eq!(tty.exit(), 0);
        let mut stats = std::process::Command::new(Corpus::binary());
        let told = stats.current_dir(corpus.path()).env_remove("VARIORUM_LIBRARY").args(["stats"]).output().unwrap();
        let told = String::from_utf8(told.stdout).unwrap();
        assert!(told.contains("read by a model    4"), "{told}");
    }
}

#[test]
fn a_plain_screen_is_ascii_without_attributes_and_the_cursor_is_at_what_is_to_be_read() {
    let corpus = affair();
    let mut command = corpus.added();
    command.arg("--plain");
    let mut tty = Tty::start(command, 160, 40);
    tty.wait("4/4 undecided");
    let at_cursor = |tty: &Tty| {
        tty.with_screen(|screen| {
            let (y, x) = screen.cursor_position();
            assert!(!screen.hide_cursor());
            screen.contents_between(y, x, y, 160)
        })
    };
    tty.send("j");
    tty.until("the second line", |_| true);
    tty.until_quiet();
    assert!(at_cursor(&tty).starts_with("new: "), "{}", at_cursor(&tty));
    assert!(tty.line(2).contains("of 2 versions"), "{}", tty.screen());
    tty.send("\rc");
    tty.wait("[added: ");
    tty.send("]c");
    tty.wait("change 1 of");
    tty.until_quiet();
    assert!(!tty.screen().contains("leader of 2"), "the list is away");
    tty.send("Q");
    tty.exit();
    let raw = text(&tty);
    assert!(raw.is_ascii(), "{raw:?}");
    let styles: Vec<&str> = raw
        .split("\x1b[")
        .skip(1)
        .filter(|rest| {
            let parameters: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == ';').collect();
            !parameters.is_empty() && rest[parameters.len()..].starts_with('m')
        })
        .collect();
    assert!(styles.is_empty(), "{styles:?}");
}

#[test]
fn the_first_start_tells_the_first_keys_until_one_is_pressed() {
    let corpus = affair();
    let library = corpus.path().join("library");
    corpus.never_opened();
    let shown = |keys: &str, signal: Signal| {
        let mut tty = Tty::start(corpus.opened(&library), 80, 24);
        tty.wait("4/4 undecided");
        tty.wait("Bram Sollund");
        let shown = tty.screen().contains("Welcome: ");
        if !keys.is_empty() {
            tty.send(keys);
            tty.until("the welcome away", |screen| !screen.contains("Welcome: "));
            // Writing it down takes a moment, though less than a reader's next key.
            std::thread::sleep(Duration::from_millis(300));
        }
        kill_process(Pid::from_raw(tty.pid()).unwrap(), signal).unwrap();
        tty.exit();
        shown
    };
    assert!(shown("", Signal::TERM), "at the first start");
    assert!(shown("j", Signal::KILL), "nobody had put it away");
    assert!(!shown("j", Signal::TERM), "put away for good, also where the program was killed");
}

#[test]
fn hostile_text_steers_nothing() {
    let nasty = "Crate \u{1b}]0;owned\u{7} \u{1b}[2J\u{1b}[31mred\u{9b}5m \u{202e}evil \u{200b}x\u{8}\u{8}\nsecond line of it\n";
    let corpus = Corpus::with(&[("a.txt", nasty), ("b\u{1b}[7m.txt", nasty.repeat(2).as_str())]);
    let mut tty = corpus.open(120, 40);
    tty.send("\r");
    tty.wait("second line");
    tty.send("i");
    tty.wait("information");
    tty.send("\x1b/crate\r");
    tty.wait("1/2");
    tty.send("Q");
    tty.exit();
    let raw = tty.raw();
    let text = String::from_utf8_lossy(&raw);
    for sign in ["\x1b]0;", "\u{9b}", "\u{202e}", "\x1b[2J\x1b[31mred", "x\x08\x08"] {
        assert!(!text.contains(sign), "{sign:?}");
    }
    assert!(text.contains("\u{241b}") && text.contains("<RLO>"));
}

#[test]
fn pasted_text_is_no_command() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.wait("4/4 undecided");
    tty.send("\x1b[200~ddddQ\x1b[201~");
    tty.wait("pasted text goes nowhere");
    tty.wait("4/4 undecided");
    tty.send("/\x1b[200~ferry\nx\x1b[201~");
    tty.wait("ferry x");
    tty.send("\x1bQ");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn idle_sends_nothing() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.send("j");
    tty.until("the cursor on the second line", |screen| {
        screen.lines().nth(2).is_some_and(|line| line.starts_with('>'))
    });
    tty.until_quiet();
    let before = tty.bytes();
    std::thread::sleep(std::time::Duration::from_millis(1_200));
    assert_eq!(tty.bytes(), before);
    tty.send("q");
    tty.exit();
}

#[test]
fn no_library_is_made_where_nothing_can_be_read() {
    let corpus = Corpus::with(&[("a.gif", "GIF89a\n")]);
    let mut tty = Tty::start(corpus.command(), 120, 24);
    assert_eq!(tty.exit(), 1);
    tty.drain();
    let said = text(&tty);
    assert!(said.contains("nothing to read") && said.contains("a.gif"), "{said}");
    assert!(!corpus.path().join(".variorum").exists());
    let mut command = CommandBuilder::new(Corpus::binary());
    command.args(["--library", "nowhere"]);
    corpus.settle(&mut command);
    let mut tty = Tty::start(command, 120, 24);
    assert_eq!(tty.exit(), 3);
    assert!(!corpus.path().join("nowhere").exists());
    // A library that has no documents yet says why it still has none.
    let library = corpus.path().join("library");
    drop(Library::open(&library, "ada", true).unwrap());
    let mut command = corpus.opened(&library);
    command.arg("docs");
    let mut tty = Tty::start(command, 120, 24);
    tty.wait("nothing there can be read");
    tty.wait("a.gif");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn the_library_of_the_path_comes_before_the_one_here() {
    let corpus = affair();
    let run = |folder: &str, args: &[&str]| {
        let mut command = std::process::Command::new(Corpus::binary());
        let output = command.current_dir(corpus.path().join(folder)).env("HOME", corpus.path()).args(args).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    run(".", &["add", "docs"]);
    std::fs::create_dir(corpus.path().join("here")).unwrap();
    std::fs::create_dir(corpus.path().join("here/.variorum")).unwrap();
    std::fs::write(corpus.path().join("here/own.txt"), "A text of this folder.").unwrap();
    run("here", &["add", "own.txt"]);
    let before = run("here", &["batches", "--json"]);
    assert_eq!(before.lines().count(), 1);
    let mut command = CommandBuilder::new(Corpus::binary());
    command.arg("../docs");
    corpus.settle(&mut command);
    command.cwd(corpus.path().join("here"));
    let mut tty = Tty::start(command, 80, 24);
    tty.wait("4/4 undecided");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
    assert_eq!(run("here", &["batches", "--json"]), before);
}

#[test]
fn an_add_that_leaving_stops_is_told() {
    let corpus = Corpus::with(&[]);
    let records: String = (0..30_000)
        .map(|id| {
            format!(
                "{{\"id\":{id},\"text\":\"{}\"}}\n",
                format!("Ilse {id} saw crate {} in Saltmere. ", id * 7).repeat(30)
            )
        })
        .collect();
    std::fs::create_dir(corpus.path().join("docs")).unwrap();
    std::fs::write(corpus.path().join("docs/all.jsonl"), records).unwrap();
    let mut tty = Tty::start(corpus.command(), 100, 24);
    tty.wait("q leave");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
    tty.drain();
    let said = text(&tty);
    assert!(said.contains("the add stopped at ") && said.contains("`variorum docs` goes on"), "{said}");
    let mut command = CommandBuilder::new(Corpus::binary());
    command.args(["--library", "other place", "docs"]);
    corpus.settle(&mut command);
    let mut tty = Tty::start(command, 200, 24);
    tty.wait("reading: ");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
    tty.drain();
    let said = text(&tty);
    assert!(said.contains("`variorum --library 'other place' docs` goes on"), "{said}");
}

#[test]
fn an_interrupted_add_is_told_when_the_library_is_opened() {
    let corpus = affair();
    let command = corpus.added();
    let library = corpus.path().join("library");
    let db = rusqlite::Connection::open(library.join("library.sqlite")).unwrap();
    let open = |command: CommandBuilder| {
        let tty = Tty::start(command, 160, 24);
        tty.wait("4/4 undecided");
        tty
    };
    let tty = open(command.clone());
    assert!(!tty.screen().contains("interrupted"));
    db.execute("UPDATE batch SET finished = NULL", []).unwrap();
    let mut tty = open(command);
    let screen = tty.wait("was interrupted");
    assert!(screen.contains("variorum --library ") && screen.contains(" PATH` with"), "{screen}");
    tty.send("Q");
    tty.exit();
}

#[test]
fn no_library_is_made_where_nothing_was_named() {
    let corpus = affair();
    for (folder, readable) in [("empty", false), ("docs", true)] {
        let here = corpus.path().join(folder);
        std::fs::create_dir_all(&here).unwrap();
        let mut command = CommandBuilder::new(Corpus::binary());
        corpus.settle(&mut command);
        command.cwd(&here);
        let mut tty = Tty::start(command, 100, 24);
        assert_eq!(tty.exit(), 2);
        tty.drain();
        let said = text(&tty);
        assert!(said.contains("no library") && said.contains("`variorum PATH`"), "{said}");
        assert_eq!(said.contains("`variorum .`"), readable, "{said}");
        assert!(!here.join(".variorum").exists());
    }
}
