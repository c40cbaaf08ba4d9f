//! What a colour tells is told by an attribute or a mark too, in every theme.

use crate::live::{Live, Shelf};
use crate::session::{Session, themes};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use std::collections::BTreeMap;
use std::path::Path;
use variorum::app::look::Look;
use variorum::app::page::Tone;
use variorum::tui::theme::Theme;
use variorum::tui::views;

/// What is searched for and the keys that lead on: list, reader, a name followed, entities of a document
/// and of the library, versions, verdicts, labels, what is new, information.
const SCREENS: [(&str, &str); 9] = [
    ("crane sort:date", ""),
    ("ferry", "<Enter>n"),
    ("ferry", "<Enter>*n"),
    ("ferry", "<Enter>e"),
    ("", "ge"),
    ("key:crane-six-0318.txt", "<Enter>v"),
    ("crane", "adps"),
    ("ferry", "<Enter>gw"),
    ("key:crane-six-0322.txt", "<Enter>zn]n"),
];
/// Views of versions, where marks stand around everything that is coloured.
const VERSIONS: [&str; 4] = ["<Enter>c", "<Enter>c|", "<Enter>c||", "<Enter>C"];

fn demo() -> Shelf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Shelf::of(&[("corpus", &root.join("demo/corpus")), ("inbox", &root.join("demo/inbox"))])
}

fn at(shelf: &Shelf, (width, height): (u16, u16), query: &str, keys: &str) -> Live {
    let mut live = shelf.open(width, height);
    live.keys("/").text(query).keys("<Enter>").keys(keys);
    live
}

fn drawn(live: &Live, theme: Theme) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, live.app.width, live.app.height));
    views::draw(&live.app, &mut buffer, theme);
    buffer
}

#[test]
fn colours_say_nothing_of_their_own() {
    let mut coloured = 0;
    let shelf = demo();
    for size in [(80, 24), (200, 50)] {
        for (query, keys) in SCREENS {
            let live = at(&shelf, size, query, keys);
            let mono = drawn(&live, Theme::mono());
            for (name, theme) in themes() {
                let buffer = drawn(&live, theme);
                let mut by_attributes: BTreeMap<String, Color> = BTreeMap::new();
                for (cell, plain) in buffer.content().iter().zip(mono.content()) {
                    assert_eq!((cell.symbol(), cell.modifier), (plain.symbol(), plain.modifier), "{name} {keys}");
                    coloured += usize::from(cell.fg != Color::Reset);
                    // The verdicts' letters are marks.
                    if matches!(cell.symbol(), "k" | "d" | "p") && cell.modifier.is_empty() {
                        continue;
                    }
                    let known = *by_attributes.entry(format!("{:?}", cell.modifier)).or_insert(cell.fg);
                    assert_eq!(known, cell.fg, "{name} {keys}: {:?} {:?}", cell.symbol(), cell.modifier);
                }
            }
        }
    }
    assert!(coloured > 1_000, "{coloured} coloured cells");
}

#[test]
fn every_tone_of_a_comparison_stands_in_marks() {
    let shelf = demo();
    let mut tones = 0;
    for keys in VERSIONS {
        let live = at(&shelf, (200, 50), "key:crane-six-0318.txt", keys);
        let page = &live.app.reader.page;
        for column in [Some(&page.main), page.left.as_ref()].into_iter().flatten() {
            // The program's own words have no colour.
            for (range, tone) in column.tones.iter().filter(|(_, tone)| *tone != Tone::Note) {
                let text = &column.text[range.clone()];
                let marked = match tone {
                    // Only its marks, and its number in the legend; the words look as elsewhere.
                    Tone::Slot => {
                        text.starts_with('{') || text.ends_with('}') || text.chars().all(|c| c.is_ascii_digit())
                    }
                    _ => [("{", "}"), ("[", "]")]
                        .iter()
                        .any(|(open, close)| text.starts_with(open) && text.ends_with(close)),
                };
                assert!(marked, "{tone:?} {text:?}");
                tones += 1;
            }
        }
    }
    assert!(tones > 10, "{tones} tones");
}

#[test]
fn the_theme_is_chosen_on_the_screen() {
    let mut session = Session::start(80, 24);
    session.keys(":").text("theme light").keys("<Enter>");
    assert_eq!(session.app.look, Look::Light);
    assert!(session.status().contains("theme light"), "{}", session.status());
    session.keys(":").text("theme lihgt").keys("<Enter>");
    assert_eq!(session.app.look, Look::Light);
    assert!(session.status().contains("there are auto, dark, light, neutral, mono"), "{}", session.status());
}
