//! The first start in a library, and a search that finds nothing.

use crate::corpus::harbour;
use crate::desk::Desk;
use crate::frames::still;
use crate::session::Session;
use variorum::app::Start;
use variorum::app::effect::{Msg, Request};
use variorum::app::input::Key;

fn first(width: u16, height: u16) -> Session {
    Session::from(harbour(), Start { welcome: true, ..Start::default() }, width, height)
}

#[test]
fn six_lines_tell_the_first_keys() {
    for (width, height) in [(40, 10), (60, 16), (80, 24), (120, 40), (200, 50)] {
        let session = first(width, height);
        still(&format!("welcome-{width}x{height}"), &session.frame());
        let lines: Vec<String> = session.screen().lines().rev().skip(2).take(6).map(str::to_owned).collect();
        assert!(lines[5].starts_with(" Welcome") && lines.iter().all(|line| !line.contains('\u{2026}')), "{lines:?}");
    }
}

#[test]
fn a_key_puts_it_away_for_good_and_does_its_work() {
    let mut session = first(80, 24);
    assert!(session.screen().contains("Welcome"));
    session.send(Msg::Resize(100, 30));
    assert!(session.app.welcome, "only a key");
    session.send(Msg::Key(Key::Char('j')));
    let written = session.open.iter().any(|(_, request)| matches!(request, Request::Remember(at) if !at.welcome));
    assert!(written, "{:?}", session.open);
    session.settle();
    assert_eq!(session.app.list.cursor, 1);
    assert!(!session.screen().contains("Welcome"));
    assert!(!session.app.whereabouts().welcome);
}

#[test]
fn who_sends_it_off_stays() {
    for key in [Key::Char('q'), Key::Esc] {
        let mut session = first(80, 24);
        session.send(Msg::Key(key));
        session.settle();
        assert!(!session.screen().contains("Welcome") && !session.app.quitting, "{key:?}");
    }
}

#[test]
fn it_waits_for_something_to_read() {
    let mut session = Session::from(Desk::new(Vec::new()), Start { welcome: true, ..Start::default() }, 80, 24);
    assert!(!session.screen().contains("Welcome"), "{}", session.screen());
    session.keys("j");
    assert!(session.app.whereabouts().welcome, "it is told when there is");
}

#[test]
fn the_keys_are_those_in_force() {
    let mut start = Start { welcome: true, ..Start::default() };
    start.keymap.bind(variorum::app::keymap::Context::Anywhere, "U", variorum::app::action::Action::Keep).unwrap();
    let session = Session::from(harbour(), start, 80, 24);
    let screen = session.screen();
    assert!(screen.contains("U keep") && !screen.contains("a keep"), "{screen}");
}

#[test]
fn a_search_without_result_says_what_it_finds_without_a_part() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps crates zeppelin").keys("<Enter>");
    assert!(session.screen().contains("Without zeppelin it finds 3 documents."), "{}", session.screen());
}
