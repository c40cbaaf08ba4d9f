//! Comparison time against length, beside `git diff --word-diff` on the same pair in the same run,
//! and how many words each of them marks as changed. `cargo bench --bench compare`.

use std::hint::black_box;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use variorum::version::compare::{Names, compare};

/// Numbers that look random and are the same every time (Marsaglia 2003, xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    /// A word; low numbers come often, as common words do.
    fn word(&mut self) -> String {
        let rank = self.below(20_000).min(self.below(20_000)).min(self.below(20_000));
        let letters = ["ka", "re", "so", "mi", "tu", "len", "dor", "vi", "pa", "ne"];
        rank.to_string().bytes().map(|digit| letters[usize::from(digit - b'0')]).collect()
    }
}

fn paragraphs(words: usize, dice: &mut Dice) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut left = words;
    while left > 0 {
        let length = (30 + dice.below(90)).min(left);
        let word = |at| if at % 17 == 16 { dice.word() + "." } else { dice.word() };
        out.push((0..length).map(word).collect());
        left -= length;
    }
    out
}

fn text(paragraphs: &[Vec<String>]) -> String {
    paragraphs.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// One word in fifty replaced, preceded by another or cut, and one paragraph moved.
fn edited(mut paragraphs: Vec<Vec<String>>, dice: &mut Dice) -> Vec<Vec<String>> {
    for words in &mut paragraphs {
        for word in words.iter_mut() {
            match dice.below(150) {
                0 => *word = dice.word(),
                1 => word.insert_str(0, "not "),
                2 => word.clear(),
                _ => {}
            }
        }
        words.retain(|word| !word.is_empty());
    }
    if paragraphs.len() > 4 {
        let moved = paragraphs.remove(1);
        paragraphs.insert(paragraphs.len() / 2, moved);
    }
    paragraphs
}

fn main() {
    println!("{:<26} {:>9} {:>10} {:>8} {:>10} {:>8}", "pair", "bytes", "variorum", "words", "git", "words");
    for words in [1_500, 10_000, 100_000, 500_000] {
        let mut dice = Dice(0x5eed_cafe + words as u64);
        let first = paragraphs(words, &mut dice);
        let second = edited(first.clone(), &mut dice);
        row(&format!("{words} words, edited"), &text(&first), &text(&second));
    }
    let mut dice = Dice(77);
    let (one, other) = (paragraphs(500_000, &mut dice), paragraphs(500_000, &mut dice));
    row("500000 words, unrelated", &text(&one), &text(&other));
    let numbered = |letter| (0..600_000).map(|n| format!("{letter}{n} ")).collect::<String>();
    row("nothing in common", &numbered('x'), &numbered('y'));
    row("the same", &text(&one), &text(&one));
    row("periodic, a b a b", &"a b ".repeat(1_250_000), &"b a ".repeat(1_250_001));
    row("one word, again and again", &"same ".repeat(1_000_000), &("same ".repeat(990_000) + "other"));
    row("periodic, permuted", &"a b c d e f g ".repeat(350_000), &"a c b d e g f ".repeat(350_000));
}

fn row(name: &str, a: &str, b: &str) {
    let never = AtomicBool::new(false);
    let mut best = Duration::MAX;
    let mut words = 0;
    for _ in 0..if a.len() < 200_000 { 20 } else { 2 } {
        let start = Instant::now();
        let found = compare(black_box(a), black_box(b), Names::default(), &never, &|_| {});
        best = best.min(start.elapsed());
        words = found.map_or(0, |found| found.summary.words_inserted + found.summary.words_deleted);
    }
    let (time, marked) = match git(a, b) {
        Some((time, marked)) => (format!("{time:.1?}"), marked.to_string()),
        None => ("-".to_owned(), "-".to_owned()),
    };
    println!("{name:<26} {:>9} {:>10} {words:>8} {time:>10} {marked:>8}", a.len() + b.len(), format!("{best:.1?}"));
}

/// The time of `git diff --word-diff` with its process, and the words that it marks.
fn git(a: &str, b: &str) -> Option<(Duration, usize)> {
    let folder = tempfile::tempdir().ok()?;
    std::fs::write(folder.path().join("a"), a).ok()?;
    std::fs::write(folder.path().join("b"), b).ok()?;
    let mut command = Command::new("git");
    command.args(["diff", "--no-index", "--word-diff=porcelain", "a", "b"]).current_dir(folder.path());
    let start = Instant::now();
    let output = command.output().ok()?;
    let time = start.elapsed();
    let shown = String::from_utf8_lossy(&output.stdout);
    let body = shown.lines().skip_while(|line| !line.starts_with("@@"));
    let marked = body.filter(|line| line.starts_with(['+', '-'])).map(|line| line[1..].split_whitespace().count());
    Some((time, marked.sum()))
}
