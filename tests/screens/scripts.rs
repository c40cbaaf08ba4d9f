//! Scripts that are wide, joined, marked, or written from right to left: every cell in its place.

use crate::desk::{Desk, Source};
use crate::frames::still;
use crate::session::Session;
use ratatui::buffer::Buffer;
use unicode_bidi::{BidiInfo, Level};
use variorum::library::types::Relation;
use variorum::tui::theme::Theme;

const ARABIC: &str =
    "\u{645}\u{64a}\u{646}\u{627}\u{621} \u{633}\u{644}\u{645} \u{644}\u{627} \u{64a}\u{639}\u{644}\u{645} 40";
const HEBREW: &str = "\u{5e0}\u{5de}\u{5dc} \u{5e1}\u{5dc}\u{5dd}: \u{5d0}\u{5e8}\u{5d1}\u{5e2}\u{5d9}\u{5dd}";
const EMOJI: &str = "\u{1f469}\u{200d}\u{1f4bb} \u{1f1ee}\u{1f1f9} \u{6771}\u{4eac}\u{6e2f} Zu\u{308}rich e\u{301}te\u{301} \u{263a}\u{fe0f}";

fn scripts(width: u16, height: u16) -> Session {
    let text = |first: &str| {
        format!("{first} {first} {first} {first} {first} {first}\n\nMira Oldan, {first}, 2031.\n\n{first}\n")
    };
    let source = |title, date, first: &str, group| Source { title, date, text: text(first), group };
    let desk = Desk::new(vec![
        source(ARABIC, Some("2031-03-04"), ARABIC, Some((1, 2, Relation::Leader))),
        source(HEBREW, Some("2031-03-05"), HEBREW, Some((1, 2, Relation::Edited))),
        source(EMOJI, Some("2031-03-06"), EMOJI, None),
        source("A title of the port", Some("2031-03-07"), "Forty crates", None),
    ]);
    Session::over(desk, width, height)
}

/// The columns at which a terminal that turns lines round by itself shows the cells of a row, by their
/// columns; `base` is the direction that it takes lines to have, or none where it looks for one.
fn turned(buffer: &Buffer, y: u16, base: Option<Level>) -> Vec<u16> {
    let mut text = String::new();
    let mut columns = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let symbol = buffer[(x, y)].symbol();
        columns.push((text.len(), x));
        text.push_str(symbol);
        x += (variorum::text::width::cells(symbol) as u16).max(1);
    }
    let info = BidiInfo::new(&text, base);
    let Some(paragraph) = info.paragraphs.first() else { return Vec::new() };
    let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
    let mut shown = vec![0; usize::from(buffer.area.width)];
    let mut at = 0;
    for run in runs {
        let mut cells: Vec<u16> = columns.iter().filter(|(byte, _)| run.contains(byte)).map(|(_, x)| *x).collect();
        if levels[run.start].is_rtl() {
            cells.reverse();
        }
        for x in cells {
            shown[usize::from(x)] = at;
            at += (variorum::text::width::cells(buffer[(x, y)].symbol()) as u16).max(1);
        }
    }
    shown
}

#[test]
fn lists_and_texts_from_right_to_left_say_so() {
    for (width, height) in [(40, 10), (80, 24), (120, 40)] {
        let mut session = scripts(width, height);
        session.keys("j<Enter>");
        still(&format!("scripts-{width}x{height}"), &session.screen().replace('\u{2800}', "_"));
    }
    let mut session = scripts(80, 24);
    assert_eq!(session.screen().lines().filter(|line| line.contains(" rtl")).count(), 2);
    session.keys("<Enter>");
    let marked: Vec<bool> = session.screen().lines().skip(7).map(|line| line.starts_with('R')).collect();
    assert_eq!(marked[..6], [true, true, false, false, false, true], "{}", session.screen());
}

#[test]
fn nothing_beside_them_moves_where_a_terminal_turns_them_round() {
    for base in [Some(Level::ltr()), None] {
        let mut turning = 0;
        for keys in ["", "j", "jj<Enter>", "<Enter>", "j<Enter>c", "<Enter>C", "e", "v"] {
            for (width, height) in [(80, 24), (120, 30), (200, 40)] {
                let mut session = scripts(width, height);
                session.keys(keys);
                let layout = session.app.layout();
                let (buffer, _) = session.draw(Theme::mono());
                for y in 1..layout.status.y {
                    let shown = turned(&buffer, y, base);
                    turning += shown.iter().enumerate().filter(|(x, at)| *x != usize::from(**at)).count();
                    let stays = |x: u16| shown[usize::from(x)] == x;
                    let row = || (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
                    for x in layout.rules.into_iter().flatten() {
                        assert!(stays(x), "the rule at {x} in {width}x{height} {keys:?}: {:?}", row());
                    }
                    let list = layout.list;
                    if list.height > 0 && (list.y..list.y + list.height).contains(&y) {
                        let date = list.x + list.width - 10;
                        for x in (list.x..list.x + 5).chain(date..date + 10) {
                            let blank = matches!(buffer[(x, y)].symbol(), " " | "\u{2800}");
                            assert!(blank || stays(x), "{x} in {width}x{height} {keys:?}: {:?}", row());
                        }
                    }
                }
            }
        }
        assert!(turning > 500, "{turning} cells were turned round");
    }
}

#[test]
fn the_cursor_of_a_line_stands_behind_what_was_typed() {
    for text in [ARABIC, HEBREW, EMOJI] {
        let mut session = scripts(80, 24);
        session.keys("/").text(text);
        let (_, cursor) = session.draw(Theme::mono());
        let cells: usize =
            unicode_segmentation::UnicodeSegmentation::graphemes(text, true).map(variorum::text::width::cells).sum();
        assert_eq!(cursor, Some((1 + cells as u16, 22)), "{text}");
    }
}

#[test]
fn hits_in_a_title_lie_on_their_letters() {
    let mut session = scripts(80, 24);
    let word = "\u{64a}\u{639}\u{644}\u{645}";
    let start = ARABIC.find(word).unwrap();
    let row = session.app.list.row(1).unwrap().clone();
    let hit = start..start + word.len();
    session.app.list.learn(vec![variorum::library::types::Row { title_hits: vec![hit], ..row }]);
    let (buffer, _) = session.draw(Theme::mono());
    let reversed: String = (0..80)
        .map(|x| &buffer[(x, 1)])
        .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED))
        .map(|cell| cell.symbol())
        .collect();
    assert_eq!(reversed, word);
}
