//! Every view of versions over the demo corpus, and over the model corpus where it lies beside the
//! repository: the real library answers.

use crate::frames::still;
use crate::live::{Live, Shelf};
use std::path::{Path, PathBuf};

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
        ("key:002_*", "<Enter>zn", &["2% is new to you", "stood first in seeds/001_", "zn end"]),
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
