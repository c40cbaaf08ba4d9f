//! The screen for those who hear or feel it: one pane, marks in words, the cursor at what is to be read.

use crate::corpus::harbour;
use crate::desk::{Desk, Source};
use crate::frames::still;
use crate::session::Session;
use variorum::app::Start;
use variorum::tui::theme::Theme;

fn plain(width: u16, height: u16) -> Session {
    Session::from(harbour(), Start { plain: true, ..Start::default() }, width, height)
}

/// The line that the cursor stands on, from the cursor on.
fn read(session: &Session) -> String {
    let (x, y) = session.draw(Theme::mono()).1.expect("the cursor stands somewhere");
    session.screen().lines().nth(usize::from(y)).unwrap_or_default().chars().skip(usize::from(x)).collect()
}

#[test]
fn every_view_in_words() {
    for (name, keys) in [
        ("list", "adj<Space>s"),
        ("reader", "<Enter>*n"),
        ("compared", "j<Enter>c]c"),
        ("apparatus", "<Enter>C]c"),
        ("entities", "<Enter>ezaj<Space>"),
        ("versions", "<Enter>vjB"),
        ("palette", ":<Down>"),
        ("information", "j<Enter>i"),
    ] {
        for (width, height) in [(40, 10), (80, 24), (200, 50)] {
            let mut session = plain(width, height);
            session.keys(keys);
            still(&format!("spoken-{name}-{width}x{height}"), &session.frame());
        }
    }
}

#[test]
fn the_cursor_stands_at_what_is_to_be_read() {
    let mut session = plain(80, 24);
    let first = read(&session);
    assert!(first.starts_with("new: Forty crates on the ni"), "{first}");
    assert!(first.ends_with("...; leader of 3 versions; The Tidings; 2031-03-04"), "{first}");
    session.keys("j");
    assert!(read(&session).starts_with("new: Fourteen crates"), "{}", read(&session));
    session.keys("ak");
    assert!(read(&session).starts_with("kept: Fourteen crates"), "{}", read(&session));
    session.keys("<Enter>/").text("mole").keys("<Enter>");
    assert!(read(&session).starts_with("mole were out until"), "{}", read(&session));
    session.keys("gg");
    assert!(read(&session).starts_with("Mira Oldan told"), "{}", read(&session));
    session.keys("?");
    assert!(read(&session).is_empty(), "what is typed");
    session.keys("<Down>");
    assert!(!read(&session).is_empty(), "the second key");
    session.keys("<Esc>i");
    assert_eq!(read(&session), "information");
}

#[test]
fn what_is_said_alone_is_what_is_to_be_read() {
    let mut session = plain(80, 24);
    session.keys("s");
    assert_eq!(read(&session), "star on 1 - u undoes");
    session.keys("j");
    assert!(read(&session).starts_with("new: Fourteen crates"));
    session.keys("gy");
    assert!(read(&session).starts_with("gy has no meaning here"), "{}", read(&session));
    session.keys("<Enter>n");
    assert!(read(&session).starts_with("nothing was searched for"), "{}", read(&session));
    session.keys("j");
    assert!(!read(&session).is_empty() && read(&session) != session.status());
}

#[test]
fn there_is_one_pane_at_any_width() {
    let mut session = plain(200, 50);
    assert!(!session.screen().contains("Harbour Board"), "only the list");
    session.keys("j<Enter>");
    assert!(!session.screen().contains("The lamps on the mole"), "only the document");
    session.keys("<Tab>");
    assert!(session.screen().contains("The lamps on the mole") && !session.screen().contains("Harbour Board"));
    session.keys("<Tab>c|");
    assert!(session.screen().contains("[removed: The board will meet again on Friday.]"), "{}", session.screen());
    assert!(session.status().starts_with("changes only"), "{}", session.status());
}

#[test]
fn what_is_cut_ends_in_three_full_stops_and_words_stay_as_they_are() {
    let source = |title, text: &str| Source { title, date: Some("2031-03-04"), text: text.into(), group: None };
    let long =
        "Crates \u{2013} forty of them \u{2026} and what the papers of the night ferry said about each one of them";
    let desk = Desk::new(vec![source(
        long,
        "The pilot \u{2014} he alone \u{2026} saw the lamps \u{2013} all of them \u{2014} go out.",
    )]);
    let mut session = Session::from(desk, Start { plain: true, ..Start::default() }, 80, 24);
    let line = read(&session);
    assert!(line.starts_with("new: Crates \u{2013} forty of them \u{2026} and"), "{line}");
    assert!(line.contains("...; The Tidings; 2031-03-04"), "what is behind a title is not lost: {line}");
    session.keys(":").text("kwic lamps").keys("<Enter>");
    let screen = session.screen();
    assert!(screen.contains("The pilot \u{2014} he alone \u{2026} saw the lamps \u{2013} all"), "{screen}");
    session.keys("<Esc>").resize(40, 10).keys("gy");
    let status = session.screen().lines().rev().nth(1).unwrap().to_owned();
    assert!(!status.contains('\u{2026}'), "{status}");
}
