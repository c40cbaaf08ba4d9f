//! How much of the articles of pages is found, and of the pages' furniture with it.
//!
//! Each page `NAME.html` has its article in `NAME.txt`: the title, the date, the author and the site
//! on lines of their own (a dash where there is none), an empty line, and the text.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;
use variorum::ingest::{Found, Item, Options, read};

/// Reads every page and prints how well each was read; words are compared as bags.
pub fn report() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/eval/ingest"));
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .expect("the pages are part of the project")
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .collect();
    names.sort();
    println!("articles of pages, by words");
    println!(
        "{:<14} {:>6} {:>10} {:>8} {:>6} {:>6} {:>6} {:>7} {:>5}",
        "page", "words", "precision", "recall", "F1", "title", "date", "author", "site"
    );
    let (mut sum, mut marks, count) = (0.0, [0; 4], names.len());
    for page in &names {
        let gold = std::fs::read_to_string(page.with_extension("txt")).expect("every page has its article");
        let (head, text) = gold.split_once("\n\n").expect("an empty line stands behind the head");
        let head: Vec<&str> = head.lines().collect();
        let got = open(page);
        let got = got.as_ref();
        let (precision, recall) = overlap(got.map_or("", |got| &got.text), text);
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        let field = |name: &str| got.and_then(|got| got.fields.get(name)?.as_str().map(str::to_owned));
        let found = [
            got.map(|got| got.title.clone()),
            got.and_then(|got| Some(got.date.as_ref()?.iso.clone())),
            field("author"),
            got.and_then(|got| got.source.clone()),
        ];
        let right: Vec<bool> =
            found.iter().zip(&head).map(|(found, want)| found.as_deref().unwrap_or("-") == *want).collect();
        let mark = |index: usize| if right[index] { "yes" } else { "NO" };
        let name = page.file_stem().unwrap_or_default().to_string_lossy();
        println!(
            "{:<14} {:>6} {:>10.3} {:>8.3} {:>6.3} {:>6} {:>6} {:>7} {:>5}",
            name,
            text.split_whitespace().count(),
            precision,
            recall,
            f1,
            mark(0),
            mark(1),
            mark(2),
            mark(3)
        );
        sum += f1;
        for (mark, right) in marks.iter_mut().zip(right) {
            *mark += usize::from(right);
        }
    }
    let [title, date, author, site] = marks;
    println!(
        "{count} pages: mean F1 {:.3}; title {title}, date {date}, author {author}, site {site}",
        sum / count as f64
    );
}

fn open(page: &Path) -> Option<variorum::ingest::Extracted> {
    let name = page.to_string_lossy().into_owned();
    let found = Found { path: page.to_owned(), name, size: 0, modified: 0 };
    let mut got = None;
    read(&found, &Options::default(), &mut |item| {
        if let Item::Document(document) = item {
            got = Some(*document);
        }
        ControlFlow::Continue(())
    });
    got
}

fn overlap(got: &str, want: &str) -> (f64, f64) {
    let bag = |text: &str| {
        let mut bag: HashMap<String, usize> = HashMap::new();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *bag.entry(word.to_lowercase()).or_default() += 1;
        }
        bag
    };
    let (got, want) = (bag(got), bag(want));
    let shared: usize = want.iter().map(|(word, count)| got.get(word).map_or(0, |other| *count.min(other))).sum();
    let share = |of: &HashMap<String, usize>| match of.values().sum::<usize>() {
        0 => 0.0,
        all => shared as f64 / all as f64,
    };
    (share(&got), share(&want))
}
