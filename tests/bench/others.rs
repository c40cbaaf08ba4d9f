//! What other programs send to the terminal for the same text and the same moves, where they are installed.

use crate::harness::Tty;
use portable_pty::CommandBuilder;
use rustix::process::{Signal, kill_process};
use std::path::{Path, PathBuf};

/// A program, how it is started on the text, and the keys for what is measured: a line down, a page down, and
/// the next place of a word that was looked for.
struct Other {
    program: &'static str,
    /// For `sh -c`; the text is `$1`, and the same as a mail in a box `$2`.
    start: &'static str,
    /// After the start and before anything is measured.
    before: &'static str,
    line: &'static str,
    page: &'static str,
    /// Looks for a word that is in the text.
    search: &'static str,
    next: &'static str,
}

const OTHERS: [Other; 5] = [
    Other { program: "less", start: "less \"$1\"", before: "", line: "j", page: " ", search: "/WORD\r", next: "n" },
    Other {
        program: "vim",
        start: "vim -N -u NONE -R -c 'set nohlsearch' \"$1\"",
        before: "",
        line: "\x05",
        page: "\x06",
        search: "/WORD\r",
        next: "n",
    },
    Other {
        program: "neomutt",
        start: "neomutt -n -F /dev/null -R -f \"$2\"",
        before: "\r",
        line: "\r",
        page: " ",
        search: "/WORD\r",
        next: "n",
    },
    Other { program: "tig", start: "tig < \"$1\"", before: "", line: "j", page: " ", search: "/WORD\r", next: "n" },
    Other {
        program: "fzf",
        start: "fzf --no-sort --layout=reverse < \"$1\"",
        before: "",
        line: "\x0e",
        page: "\x1b[6~",
        search: "WORD",
        next: "\x0e",
    },
];

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The bytes for the start and each of the keys.
fn measured(
    other: &Other,
    (text, mail, home): (&Path, &Path, &Path),
    word: &str,
    (columns, lines): (u16, u16),
) -> [u64; 5] {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &format!("exec {}", other.start), "sh"]);
    command.args([text, mail]);
    command.cwd(home);
    command.env("HOME", home);
    command.env_remove("LESS");
    let mut tty = Tty::start(command, columns, lines);
    // Some are slow to begin.
    tty.until("anything", |screen| !screen.trim().is_empty());
    tty.until_quiet();
    let start = tty.bytes();
    let mut cost = |keys: &str| {
        let keys = keys.replace("WORD", word);
        let before = tty.bytes();
        if !keys.is_empty() {
            tty.send(&keys);
            tty.until_quiet();
        }
        tty.bytes() - before
    };
    let opened = cost(other.before);
    let (line, page) = (cost(other.line), cost(other.page));
    let (search, next) = (cost(other.search), cost(other.next));
    let _ = kill_process(crate::harness::pid(&tty), Signal::KILL);
    [start + opened, line, page, search, next]
}

/// Prints a row a program that is installed, at some sizes, beside ours.
pub fn print(text: &Path, folder: &Path, word: &str, sizes: [(u16, u16); 2], ours: [[u64; 5]; 2]) {
    let mail = mailbox(text, folder);
    println!(
        "\n{:<10} {:<8} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "one text", "", "open", "line down", "page down", "search", "next hit"
    );
    let row = |program: &str, (columns, lines): (u16, u16), bytes: [u64; 5]| {
        let cells = bytes.map(|bytes| format!(" {bytes:>10}")).concat();
        println!("{program:<10} {:<8}{cells}", format!("{columns}x{lines}"));
    };
    for (at, size) in sizes.into_iter().enumerate() {
        row("variorum", size, ours[at]);
        for other in &OTHERS {
            match is_installed(other.program) {
                true => row(other.program, size, measured(other, (text, &mail, folder), word, size)),
                false => println!("{:<10} is not installed", other.program),
            }
        }
    }
}

/// The text as the only mail of a box.
fn mailbox(text: &Path, folder: &Path) -> PathBuf {
    let path = folder.join("box");
    let body = std::fs::read_to_string(text).unwrap_or_default();
    let head = "From ada@example.org Mon Jan  5 10:00:00 2026\nFrom: ada@example.org\nTo: eve@example.org\nSubject: report\n\n";
    std::fs::write(&path, format!("{head}{body}\n")).expect("a mailbox");
    path
}
