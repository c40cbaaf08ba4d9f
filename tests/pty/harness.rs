//! A pseudo-terminal with the program in it: send keys, wait on what the screen shows.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::Pid;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use variorum::library::Library;
use variorum::library::types::session::Whereabouts;

/// Longer than any wait that succeeds, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

struct Seen {
    parser: vt100::Parser,
    bytes: u64,
    raw: Vec<u8>,
    ended: bool,
    /// The reader is to let go of the terminal at its next byte.
    closing: bool,
}

impl Seen {
    /// False in the middle of a frame: large ones come in pieces, and between marks.
    fn is_whole(&self) -> bool {
        let last = |mark: &[u8]| self.raw.windows(mark.len()).rposition(|window| window == mark);
        last(b"\x1b[?2026h") <= last(b"\x1b[?2026l")
    }
}

/// A program in a terminal of its own.
pub struct Tty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Option<Box<dyn Write + Send>>,
    reader: JoinHandle<()>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

impl Tty {
    /// Starts a command at a size of columns and lines.
    pub fn start(mut command: CommandBuilder, columns: u16, lines: u16) -> Self {
        command.env("TERM", "xterm-256color");
        let size = PtySize { rows: lines, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        // While we held the slave, its end would never be seen.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = Some(pair.master.take_writer().unwrap());
        let parser = vt100::Parser::new(cells(lines), cells(columns), 0);
        let seen = Seen { parser, bytes: 0, raw: Vec::new(), ended: false, closing: false };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let shared = seen.clone();
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            loop {
                let count = reader.read(&mut bytes).unwrap_or(0);
                let mut seen = shared.0.lock().unwrap();
                seen.parser.process(&bytes[..count]);
                seen.bytes += count as u64;
                seen.raw.extend_from_slice(&bytes[..count]);
                seen.ended = count == 0;
                shared.1.notify_all();
                if count == 0 || seen.closing {
                    return;
                }
            }
        });
        Self { child, master: pair.master, writer, reader, seen }
    }

    pub fn send(&mut self, keys: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    pub fn resize(&self, columns: u16, lines: u16) {
        self.seen.0.lock().unwrap().parser.screen_mut().set_size(cells(lines), cells(columns));
        self.master.resize(PtySize { rows: lines, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Waits until the screen shows what is wanted.
    pub fn until(&self, what: &str, shows: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        let mut seen = self.seen.0.lock().unwrap();
        loop {
            let screen = seen.parser.screen().contents();
            if seen.is_whole() && shows(&screen) {
                return screen;
            }
            assert!(start.elapsed() < PATIENCE && !seen.ended, "never shown: {what}\n{screen}");
            seen = self.seen.1.wait_timeout(seen, Duration::from_millis(200)).unwrap().0;
        }
    }

    pub fn wait(&self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text))
    }

    /// What the screen shows now.
    pub fn screen(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    /// The text of one line, from 0.
    pub fn line(&self, line: usize) -> String {
        self.screen().lines().nth(line).unwrap_or_default().to_owned()
    }

    /// Waits until what was written so far is what is wanted.
    pub fn until_raw(&self, what: &str, shows: impl Fn(&[u8]) -> bool) {
        let start = Instant::now();
        let mut seen = self.seen.0.lock().unwrap();
        while !shows(&seen.raw) {
            assert!(start.elapsed() < PATIENCE && !seen.ended, "never written: {what}");
            seen = self.seen.1.wait_timeout(seen, Duration::from_millis(200)).unwrap().0;
        }
    }

    /// Waits until all that was written is read, once the program has ended.
    pub fn drain(&self) {
        let start = Instant::now();
        let mut seen = self.seen.0.lock().unwrap();
        while !seen.ended {
            assert!(start.elapsed() < PATIENCE, "the terminal stays open");
            seen = self.seen.1.wait_timeout(seen, Duration::from_millis(200)).unwrap().0;
        }
    }

    /// Reads nothing from the terminal while the given is done, as a line that hangs.
    pub fn while_stuck(&mut self, act: impl FnOnce(&mut dyn Write, &mut Box<dyn Child + Send + Sync>)) {
        // The reader needs the lock for what it has read, so it stops at the first bytes.
        let _held = self.seen.0.lock().unwrap();
        act(self.writer.as_mut().unwrap(), &mut self.child);
    }

    /// On the other screen, pastes in brackets, cursor hidden.
    pub fn modes(&self) -> (bool, bool, bool) {
        let seen = self.seen.0.lock().unwrap();
        let screen = seen.parser.screen();
        (screen.alternate_screen(), screen.bracketed_paste(), screen.hide_cursor())
    }

    /// Looks at the screen cell by cell.
    pub fn with_screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.seen.0.lock().unwrap().parser.screen())
    }

    /// Waits until nothing has come for a while.
    pub fn until_quiet(&self) {
        let mut before = u64::MAX;
        while before != self.bytes() {
            before = self.bytes();
            std::thread::sleep(Duration::from_millis(700));
        }
    }

    pub fn on_alternate_screen(&self) -> bool {
        self.seen.0.lock().unwrap().parser.screen().alternate_screen()
    }

    /// Everything that was written to the terminal so far.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().raw.clone()
    }

    pub fn bytes(&self) -> u64 {
        self.seen.0.lock().unwrap().bytes
    }

    pub fn pid(&self) -> i32 {
        self.child.process_id().unwrap() as i32
    }

    /// Closes our end, as a dropped line does. The reader has a handle of its own and sleeps on it, so
    /// the program is first made to paint its screen again, by another size.
    pub fn hang_up(self) -> Box<dyn Child + Send + Sync> {
        self.seen.0.lock().unwrap().closing = true;
        self.master.resize(PtySize { rows: 25, cols: 81, pixel_width: 0, pixel_height: 0 }).unwrap();
        self.reader.join().unwrap();
        self.child
    }

    /// Waits for the end and gives the exit code.
    pub fn exit(&mut self) -> u32 {
        wait_for(&mut self.child)
    }
}

pub fn pid(tty: &Tty) -> Pid {
    Pid::from_raw(tty.pid()).unwrap()
}

/// All that was written so far.
pub fn text(tty: &Tty) -> String {
    String::from_utf8_lossy(&tty.raw()).into_owned()
}

pub fn wait_for(child: &mut Box<dyn Child + Send + Sync>) -> u32 {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.exit_code();
        }
        assert!(start.elapsed() < PATIENCE, "the program does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A folder with documents, and the program to open it with.
pub struct Corpus {
    folder: tempfile::TempDir,
}

impl Corpus {
    pub fn with(files: &[(&str, &str)]) -> Self {
        let corpus = Self { folder: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            let path = corpus.path().join("docs").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        corpus
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn binary() -> PathBuf {
        PathBuf::from(env!("CARGO_BIN_EXE_variorum"))
    }

    pub fn command(&self) -> CommandBuilder {
        let mut command = CommandBuilder::new(Self::binary());
        command.arg("docs");
        self.settle(&mut command);
        command
    }

    /// Folder and environment of a run.
    pub fn settle(&self, command: &mut CommandBuilder) {
        command.cwd(self.path());
        command.env_remove("VARIORUM_LIBRARY");
        for name in ["NO_COLOR", "COLORTERM", "COLORFGBG", "STY", "VARIORUM_CONFIG"] {
            command.env_remove(name);
        }
        command.env("HOME", self.path());
        command.env("LOGNAME", "ada");
    }

    /// Adds the documents beforehand and gives the command that opens the library alone, so that
    /// nothing happens on the screen but what keys do: the welcome has been put away.
    pub fn added(&self) -> CommandBuilder {
        let command = self.never_opened();
        let mut library = Library::open(&self.path().join("library"), "ada", false).unwrap();
        library.remember(&Whereabouts::default(), 0).unwrap();
        command
    }

    /// The same without anybody having had the library on the screen.
    pub fn never_opened(&self) -> CommandBuilder {
        let library = self.path().join("library");
        let mut add = std::process::Command::new(Self::binary());
        add.current_dir(self.path()).env("HOME", self.path()).arg("--library").arg(&library).args(["add", "docs"]);
        assert!(add.output().unwrap().status.success());
        let mut command = CommandBuilder::new(Self::binary());
        command.arg("--library");
        command.arg(library);
        self.settle(&mut command);
        command
    }

    /// The command that opens a library alone.
    pub fn opened(&self, library: &Path) -> CommandBuilder {
        let mut command = CommandBuilder::new(Self::binary());
        command.arg("--library");
        command.arg(library);
        self.settle(&mut command);
        command
    }

    /// Opens the documents and waits until all are there.
    pub fn open(&self, columns: u16, lines: u16) -> Tty {
        let tty = Tty::start(self.command(), columns, lines);
        self.until_added(&tty);
        tty
    }

    /// Waits until every document is in the list.
    pub fn until_added(&self, tty: &Tty) {
        let count = fs::read_dir(self.path().join("docs")).unwrap().count();
        let place = format!("1/{count}");
        tty.until("all documents", |screen| {
            screen.contains("added ") && screen.lines().next().is_some_and(|line| line.contains(&place))
        });
    }
}

/// Six documents of a small affair: two versions of a statement, an excerpt, and others.
pub fn affair() -> Corpus {
    let statement = "Mayor Ilse Marrant told the harbour board on Tuesday that 14 crates had been lost in the fire at Saltmere.\n\n\
        \"Nobody was warned\", said Tomas Verrin, who kept the keys of the warehouse until the winter. Verrin left Saltmere the next day.\n\n\
        The board asked Marrant for the register of the night watch, and Marrant promised to bring it before the end of the month.\n\n\
        The watchman, who had served for nineteen years, could not say which of the doors had been open when the bell was rung.\n\n\
        The insurers have sent two clerks to count what is left of the cargo, and the clerks have found a ledger with torn pages.\n";
    let softened = statement
        .replace("14 crates", "40 crates")
        .replace("Nobody was warned", "Few were warned")
        .replace("had been lost", "may have been lost");
    let other = "The ferry to Northwick will not sail on Sundays, the company said, as too few people cross the sound in winter.\n\n\
        Odile Kestrel, who has sold tickets at the quay for a long time, said that the company had asked nobody.\n";
    let third = "Bram Sollund was elected to the board of the savings bank of Oldbridge by nine votes to four on Friday evening.\n\n\
        Sollund thanked Tomas Verrin, who was not in the room, for the loan of a carriage.\n";
    Corpus::with(&[
        ("1-statement.txt", statement),
        ("2-softened.txt", &softened),
        ("3-ferry.txt", other),
        ("4-bank.txt", third),
    ])
}

/// The number that stands between two pieces of a text.
pub fn number_between(text: &str, before: &str, behind: &str) -> usize {
    let end = text.find(behind).unwrap_or_else(|| panic!("no {behind:?} in {text:?}"));
    let start = text[..end].rfind(before).map_or(0, |at| at + before.len());
    text[start..end].parse().unwrap_or_else(|_| panic!("no number before {behind:?} in {text:?}"))
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}
