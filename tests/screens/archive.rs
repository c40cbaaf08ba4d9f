//! Every view of versions over the demo corpus, and over the model corpus where it lies beside the
//! repository: the real library answers.

use crate::frames::still;
use crate::live::{Live, Shelf};
use std::path::{Path, PathBuf};
use variorum::library::types::{DiffItem, Piece, Side};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A view, the document that it is of, and the keys that lead to it from a list that was searched for it.
const VIEWS: [(&str, &str, &str); 10] = [
    ("list", "crane sort:date", ""),
    ("reader", "key:crane-six-0318.txt", "<Enter>"),
    ("unified", "key:crane-six-0318.txt", "<Enter>c3]c"),
    ("beside", "key:crane-six-0318.txt", "<Enter>c|3]c"),
    ("changes", "key:crane-six-0318.txt", "<Enter>c||5]c"),
    ("apparatus", "key:crane-six-0318.txt", "<Enter>C3]c"),
    ("passages", "key:crane-six-0318.txt", "<Enter>}gp"),
    ("information", "key:crane-six-0318.txt", "i"),
    ("versions", "key:crane-six-0318.txt", "<Enter>v"),
    ("new", "key:crane-six-0322.txt", "<Enter>zn]n"),
];

fn at(shelf: &Shelf, (width, height): (u16, u16), query: &str, keys: &str) -> Live {
    let mut live = shelf.open(width, height);
    live.keys("/").text(query).keys("<Enter>").keys(keys);
    live
}

#[test]
fn every_view_of_the_demo() {
    let shelf = Shelf::of(&[("corpus", &root("demo/corpus")), ("inbox", &root("demo/inbox"))]);
    for (name, query, keys) in VIEWS {
        for size @ (width, height) in [(80, 24), (120, 40)] {
            let keys = match (name, width) {
                // Two columns find no room there.
                ("beside", 80) => continue,
                ("changes", 80) => keys.replace("||", "|"),
                _ => keys.to_owned(),
            };
            let live = at(&shelf, size, query, &keys);
            still(&format!("demo-{name}-{width}x{height}"), &live.screen());
        }
    }
    for (word, documents) in [("crane-six-0318", "1 document"), ("wire/crane-six-0318.txt", "1 document")] {
        let screen = at(&shelf, (80, 24), word, "").screen();
        assert!(screen.contains(&format!("As a key it finds {documents}: / Tab takes key:{word}")), "{screen}");
    }
}

/// Every view of the second and third form of one story, of which no text is kept here: what is looked
/// for are figures and marks. Apart from typography the second has gained a box of highlights and
/// another dateline; the third is cut.
#[test]
fn every_view_of_the_model_corpus() {
    let seeds = root("../shared/seeds");
    if !seeds.is_dir() {
        println!("{} is not there: its views are passed over", seeds.display());
        return;
    }
    let shelf = Shelf::of(&[("seeds", &seeds)]);
    let wanted: [(&str, &str, &[&str]); 10] = [
        ("sort:title", "", &["1/3", "(3)", "(3 edit)", "(3 part)"]),
        ("key:001_*", "<Enter>", &["leader of 3 versions", "top"]),
        ("key:001_*", "<Enter>c]c", &["change 1 of 3", "2 wording, 1 addition", "{+Story highlights+}"]),
        ("key:001_*", "<Enter>c|3]c", &["change 3 of 3", "2 wording, 1 addition"]),
        ("key:001_*", "<Enter>c||3]c", &["change 3 of 3", "paragraphs the same"]),
        ("key:001_*", "<Enter>C2]c", &["slot 2 of ", "3 versions on "]),
        ("key:001_*", "<Enter>3}gp", &["stands in, oldest first", "000_", "words"]),
        ("key:002_*", "i", &["relation   excerpt", "in leader  9", "longest of "]),
        ("key:002_*", "<Enter>v", &["3 versions in group", "leader", "edited", "excerpt"]),
        ("key:002_*", "<Enter>zn", &["2% is new to you", "words stood first in ", "zn end"]),
    ];
    for size @ (width, _) in [(80, 24), (120, 40), (200, 50)] {
        for (query, keys, shown) in wanted {
            let keys = if width < 120 { keys.replace("||", "|") } else { keys.to_owned() };
            let screen = at(&shelf, size, query, &keys).screen();
            for shown in shown {
                assert!(screen.contains(shown), "{shown} at {width} columns after {keys}:\n{screen}");
            }
        }
    }
}

/// Pages are set for the width that was there when they were asked for.
#[test]
fn a_page_that_was_set_for_another_width_is_set_anew() {
    let shelf = Shelf::of(&[("corpus", &root("demo/corpus"))]);
    for (keys, next) in [("<Enter>", "zn"), ("<Enter>c", "|"), ("<Enter>", "c"), ("<Enter>", "C"), ("<Enter>c", "zu")] {
        for (from, to) in [((80, 24), (120, 40)), ((200, 50), (60, 20))] {
            let ready = || at(&shelf, from, "key:crane-six-0318.txt", keys);
            let (mut before, mut meanwhile) = (ready(), ready());
            before.keys(next).resized_meanwhile("", to.0, to.1);
            meanwhile.resized_meanwhile(next, to.0, to.1);
            // Where it is scrolled to may depend on the widths on the way.
            before.keys("gg");
            meanwhile.keys("gg");
            assert_eq!(meanwhile.screen(), before.screen(), "{next} from {from:?} to {to:?}");
        }
    }
}

#[test]
fn keeping_one_version_tells_what_was_decided_of_them_before() {
    let shelf = Shelf::of(&[("corpus", &root("demo/corpus"))]);
    let mut live = at(&shelf, (200, 50), "is:leader versions:3", "");
    live.keys("P").keys("gg").keys("X");
    let told = &live.app.status.text;
    assert!(told.contains(", of which this was left for later and 2 were left for later"), "{told}");
}

/// An opinion of some 8,000 words in pages: words with the frequencies of a language, sentences, and
/// a running head on each page.
fn opinion() -> Vec<String> {
    let mut state = 9u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let syllables = ["ver", "dict", "a", "ple", "mo", "tion", "re", "mand", "cir", "cuit", "ple", "as"];
    let mut words = Vec::new();
    for place in 0..8_000 {
        let mut rank = next(400).min(next(4_000));
        let mut word = String::new();
        loop {
            word.push_str(syllables[(rank % 12) as usize]);
            rank /= 12;
            if rank == 0 {
                break;
            }
        }
        word.push_str(match place % 400 {
            399 => ".\n\n14 DOE v. ROE\n\nOpinion of the Court\n\n",
            _ if place % 90 == 89 => ".\n\n",
            _ if place % 17 == 16 => ". ",
            _ if place % 9 == 1 => "\n",
            _ => " ",
        });
        words.push(word);
    }
    words
}

#[test]
fn one_changed_word_in_an_opinion_is_all_that_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let words = opinion();
    std::fs::write(folder.path().join("0.txt"), words.concat()).unwrap();
    // Plain words, at the head and the end of a line, a sentence, a paragraph and a page.
    let places = [4_000, 10, 11, 17, 33, 89, 90, 399, 400, 7_998];
    for (number, &place) in (1..).zip(&places) {
        let mut revised = words.clone();
        let end = revised[place].find(|c: char| !c.is_alphabetic()).unwrap();
        revised[place].replace_range(..end, "contrariwise");
        std::fs::write(folder.path().join(format!("{number}.txt")), revised.concat()).unwrap();
    }
    let shelf = Shelf::of(&[("slips", folder.path())]);
    for (number, &place) in (1..).zip(&places) {
        let mut live = at(&shelf, (80, 24), &format!("key:slips/{number}.txt"), "");
        // Against the first form, whichever leads.
        live.keys("/C-u").text("key:slips/0.txt").keys("<Enter>B/C-u");
        live.text(&format!("key:slips/{number}.txt")).keys("<Enter><Enter>c");
        let diff = live.app.reader.diff.clone().expect("a comparison");
        assert_eq!((diff.changes, diff.base.key.as_str()), (1, "slips/0.txt"), "{place}: {}", diff.summary);
        let pieces: Vec<&Piece> =
            diff.items.iter().filter_map(block).flatten().filter(|piece| piece.change.is_some()).collect();
        let shown = |side: Side, text: &str| -> String {
            pieces.iter().filter(|piece| piece.side == side).map(|piece| &text[piece.range.clone()]).collect()
        };
        let old: String = words[place].chars().take_while(|c| c.is_alphabetic()).collect();
        assert_eq!(shown(Side::Base, &diff.base_text), old, "at word {place}");
        assert_eq!(shown(Side::Document, &diff.text), "contrariwise", "at word {place}");
        let screen = live.keys("]c").screen();
        assert!(screen.contains("{+contrariwise+}") && screen.contains(&format!("[-{old}-]")), "{screen}");
    }
}

fn block(item: &DiffItem) -> Option<&Vec<Piece>> {
    match item {
        DiffItem::Block { pieces, .. } => Some(pieces),
        _ => None,
    }
}
