//! What the screen costs: time to the first frame, bytes to the terminal for single keys, and the
//! time from a key to its frame while an `add` runs: `cargo bench --bench terminal`.

#[allow(dead_code)]
#[path = "../pty/harness.rs"]
mod harness;
#[path = "others.rs"]
mod others;

use harness::Tty;
use portable_pty::CommandBuilder;
use std::path::Path;
use std::time::Instant;

/// What is looked for in a text of several hundred lines.
const WORD: &str = "harbour";
/// The columns of that text, which all programs set alike.
const COLUMNS: usize = 76;

/// The texts of some folders as one, in lines that need no wrapping.
fn one_text(folders: &[&Path]) -> String {
    let mut paths: Vec<_> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("the demo"))
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    let mut out = String::new();
    for path in paths {
        for paragraph in std::fs::read_to_string(path).expect("a text").split("\n\n") {
            let mut line = 0;
            for word in paragraph.split_whitespace() {
                let gap = if line == 0 { "" } else { " " };
                let fits = line + gap.len() + word.chars().count() <= COLUMNS;
                let gap = if fits { gap } else { "\n" };
                line = if fits { line + gap.len() } else { 0 } + word.chars().count();
                out.push_str(&format!("{gap}{word}"));
            }
            out.push_str("\n\n");
        }
    }
    out
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/corpus");
    let open = |columns, lines, paths: &[&Path]| {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_variorum"));
        command.args(["--library", folder.path().join("library").to_str().expect("a path")]);
        // Who comes back finds the screen as it was left; each size is a reader of its own.
        command.args(["--as", &format!("reader-{columns}")]);
        for path in paths {
            command.arg(path);
        }
        command.cwd(folder.path());
        command.env("HOME", folder.path());
        Tty::start(command, columns, lines)
    };
    let mut first = open(80, 24, &[&corpus]);
    first.wait("added ");
    first.until_quiet();
    first.send("Q");
    first.exit();

    println!("{:<34} {:>10} {:>10}", "bytes to the terminal", "80x24", "200x50");
    let steps: [(&str, &str, &str); 7] = [
        ("start", "", ""),
        ("j in the list", "", "j"),
        ("a page of the list", "", "\x06"),
        ("a line of the reader", "gg\r", "j"),
        ("a page of the reader", "gg", " "),
        ("the next mention", "gg", "]m"),
        ("the next hit", "\x1bqgg/the\r\r", "n"),
    ];
    let mut columns: Vec<Vec<u64>> = Vec::new();
    for (width, height) in [(80, 24), (200, 50)] {
        let mut tty = open(width, height, &[]);
        let mut costs = Vec::new();
        for (_, before, key) in steps {
            if !before.is_empty() {
                tty.send(before);
            }
            if key.is_empty() {
                tty.wait("undecided");
                tty.until_quiet();
                costs.push(tty.bytes());
                continue;
            }
            tty.until_quiet();
            let start = tty.bytes();
            tty.send(key);
            tty.until_quiet();
            costs.push(tty.bytes() - start);
        }
        tty.send("\x1bQ");
        columns.push(costs);
    }
    for (at, (name, ..)) in steps.iter().enumerate() {
        println!("{name:<34} {:>10} {:>10}", columns[0][at], columns[1][at]);
    }

    let sizes = [(80, 24), (200, 50)];
    let long = folder.path().join("long.txt");
    std::fs::write(&long, one_text(&[&corpus.join("herald"), &corpus.join("gazette")])).expect("a text");
    let ours = sizes.map(|(columns, lines)| {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_variorum"));
        command.args(["--library", folder.path().join(format!("long-{columns}")).to_str().expect("a path")]);
        command.arg(&long);
        command.cwd(folder.path());
        command.env("HOME", folder.path());
        let mut tty = Tty::start(command, columns, lines);
        tty.wait("added ");
        tty.until_quiet();
        let mut cost = |keys: &str| {
            let before = tty.bytes();
            tty.send(keys);
            tty.until_quiet();
            tty.bytes() - before
        };
        // As elsewhere, the text has the whole screen.
        let costs = [cost("\rzf"), cost("j"), cost(" "), cost(&format!("/{WORD}\r")), cost("n")];
        tty.send("Q");
        tty.exit();
        costs
    });
    others::print(&long, folder.path(), WORD, sizes, ours);

    let mut times: Vec<f64> = (0..7)
        .map(|_| {
            let start = Instant::now();
            let mut tty = open(80, 24, &[]);
            tty.wait("undecided");
            let time = start.elapsed().as_secs_f64() * 1e3;
            tty.send("Q");
            tty.exit();
            time
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("\nfirst frame with header: median {:.0} ms, slowest {:.0} ms of {}", times[3], times[6], times.len());

    let big = folder.path().join("big.jsonl");
    let text = std::fs::read_to_string(corpus.join("gazette/hsa-final-report.txt")).unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    let records: String = (0..8_000)
        .map(|id| {
            let body: Vec<&str> =
                (0..400).map(|at| words[(id * 7919 + at * at * 31 + at) % words.len().max(1)]).collect();
            format!("{{\"id\":\"b{id}\",\"text\":\"{id} {}\"}}\n", body.join(" ").replace(['"', '\\'], " "))
        })
        .collect();
    std::fs::write(&big, records).expect("a corpus");
    let mut tty = open(80, 24, &[&big]);
    tty.wait("undecided");
    let mut keys: Vec<f64> = Vec::new();
    for step in 0..60 {
        let before = tty.bytes();
        let start = Instant::now();
        tty.send(if step % 2 == 0 { "j" } else { "k" });
        while tty.bytes() == before && start.elapsed().as_millis() < 2_000 {
            std::thread::yield_now();
        }
        keys.push(start.elapsed().as_secs_f64() * 1e3);
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    keys.sort_by(f64::total_cmp);
    println!(
        "key to frame while an add runs: median {:.1} ms, 95th of 100 {:.1} ms, slowest {:.1} ms",
        keys[30], keys[56], keys[59]
    );
    tty.send("Q");
    tty.exit();
}
