//! One query as a whole process, ours and other search programs', over the same documents in the form that
//! each reads: files for `rg` and recoll, mails for notmuch. What is not installed is passed over.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How often each is run; the median counts.
const RUNS: usize = 7;

/// What is asked, in words of the documents.
pub struct Asked<'a> {
    pub word: &'a str,
    pub pair: [&'a str; 2],
    pub phrase: [&'a str; 2],
    pub begun: &'a str,
}

/// A program, and how it is asked. In the commands for `sh -c`, `$1` is where the documents or the index
/// are, and `{}` the query; `count` prints a number, `first` the first ten.
struct Peer {
    program: &'static str,
    /// Makes its index of the folder `$2`; empty where it needs none.
    index: &'static str,
    /// The queries: a word, two words, a phrase, a prefix.
    queries: fn(&Asked<'_>) -> [String; 4],
    count: &'static str,
    first: &'static str,
}

fn common(asked: &Asked<'_>) -> [String; 4] {
    let Asked { word, pair: [a, b], phrase: [c, d], begun } = asked;
    [word.to_string(), format!("{a} {b}"), format!("\"{c} {d}\""), format!("{begun}*")]
}

/// A pattern a line; every file that has the first is looked through for the next.
fn patterns(asked: &Asked<'_>) -> [String; 4] {
    let Asked { word, pair: [a, b], phrase: [c, d], begun } = asked;
    let whole = |word: &str| format!("\\b{word}\\b");
    [
        format!("'{}' \"$1\"", whole(word)),
        format!("'{}' \"$1\" | tr '\\n' '\\0' | xargs -0 -r rg -il '{}'", whole(a), whole(b)),
        format!("-U '\\b{c}\\W+{d}\\b' \"$1\""),
        format!("'\\b{begun}' \"$1\""),
    ]
}

const PEERS: [Peer; 4] = [
    Peer {
        program: env!("CARGO_BIN_EXE_variorum"),
        index: "\"$0\" --library \"$1\" add \"$2\"",
        queries: common,
        count: "\"$0\" --library \"$1\" search --count '{}'",
        first: "\"$0\" --library \"$1\" search --limit 10 '{}'",
    },
    Peer { program: "rg", index: "", queries: patterns, count: "rg -il {} | wc -l", first: "rg -il {} | head -n 10" },
    Peer {
        program: "notmuch",
        index: "printf '[database]\npath=%s\n[user]\nname=x\nprimary_email=x@example.org\n' \"$2\" > \"$NOTMUCH_CONFIG\" && \
                notmuch new --no-hooks",
        queries: common,
        count: "notmuch count '{}'",
        first: "notmuch search --limit=10 --output=files '{}'",
    },
    Peer {
        program: "recollq",
        index: "mkdir -p \"$1\" && printf 'topdirs = %s\\nnoaspell = 1\\nindexstemminglanguages =\\n' \"$2\" > \"$1/recoll.conf\" && \
                recollindex -c \"$1\"",
        queries: common,
        count: "recollq -c \"$1\" -Q -s '' '{}' | grep -Eo '[0-9]+ result'",
        first: "recollq -c \"$1\" -n 10 -s '' '{}'",
    },
];

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    Path::new(program).is_absolute() || std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn run(program: &str, script: &str, at: &Path, documents: &Path, home: &Path) -> Output {
    let args: [OsString; 5] =
        ["-c".into(), script.into(), program.into(), at.as_os_str().into(), documents.as_os_str().into()];
    let mut command = Command::new("sh");
    command.args(args).env("HOME", home).env("NOTMUCH_CONFIG", home.join("notmuch")).current_dir(home);
    command.stdin(Stdio::null()).output().expect("a shell")
}

/// The median time of a command, and what it prints.
fn timed(program: &str, script: &str, at: &Path, documents: &Path, home: &Path) -> (Duration, String) {
    let mut times = Vec::with_capacity(RUNS);
    let mut said = String::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let output = run(program, script, at, documents, home);
        times.push(start.elapsed());
        said = String::from_utf8_lossy(&output.stdout).into_owned();
    }
    times.sort_unstable();
    (times[RUNS / 2], said)
}

/// Prints a row a program and query: documents found, the time to count them and the time to the first ten.
pub fn print(count: u32, text: &dyn Fn(u32) -> String, asked: &Asked<'_>) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let (files, mails) = (folder.path().join("files"), folder.path().join("mails"));
    for number in 1..=count {
        let (shelf, body) = (format!("{:03}", number / 1_000), text(number));
        let mail = format!(
            "From: ada@example.org\nTo: eve@example.org\nSubject: {number}\nMessage-ID: <{number}@example.org>\n\
             Date: Mon, 5 Jan 2026 10:00:00 +0000\n\n{body}\n"
        );
        for (under, name, whole) in [(&files, format!("{number}.txt"), &body), (&mails, number.to_string(), &mail)] {
            let shelf = under.join(&shelf);
            std::fs::create_dir_all(&shelf).expect("a folder");
            std::fs::write(shelf.join(name), whole).expect("a file");
        }
    }
    println!("\n{count} documents; one query as a whole process, median of {RUNS}");
    println!("{:<10} {:<24} {:>9} {:>11} {:>11}", "", "query", "found", "count", "first ten");
    for peer in &PEERS {
        let name = peer.program.rsplit('/').next().unwrap_or_default();
        if !is_installed(peer.program) {
            println!("{name:<10} is not installed");
            continue;
        }
        let documents = if peer.program == "notmuch" { &mails } else { &files };
        let at = if peer.index.is_empty() { files.clone() } else { folder.path().join(format!("{name}-index")) };
        if !peer.index.is_empty() {
            let start = Instant::now();
            let made = run(peer.program, peer.index, &at, documents, folder.path());
            println!("{name:<10} made its index in {:.1?}", start.elapsed());
            if !made.status.success() {
                println!("{name:<10} failed: {}", String::from_utf8_lossy(&made.stderr).trim());
            }
        }
        let plain = common(asked);
        for (query, shown) in (peer.queries)(asked).iter().zip(plain) {
            let script = |command: &str| command.replace("{}", query);
            let (counting, said) = timed(peer.program, &script(peer.count), &at, documents, folder.path());
            let (first, _) = timed(peer.program, &script(peer.first), &at, documents, folder.path());
            let found: String = said.trim().chars().take_while(char::is_ascii_digit).collect();
            println!("{name:<10} {shown:<24} {found:>9} {counting:>11.1?} {first:>11.1?}");
        }
    }
}
