//! Leaving and coming back: the same query, document, position, comparison and marks.

use crate::corpus::harbour;
use crate::session::Session;
use variorum::app::effect::{Effect, Msg};
use variorum::app::{Pane, Start};
use variorum::library::types::session::{Returned, Whereabouts};

/// Leaves a session and comes back to its library.
fn again(session: Session, width: u16) -> Session {
    let at = session.app.whereabouts();
    let written = serde_json::to_string(&at).unwrap();
    let at: Whereabouts = serde_json::from_str(&written).unwrap();
    let returned = Some(Returned { when: "on 3 March at 10:15".into(), at });
    Session::from(session.desk, Start { returned, ..Start::default() }, width, 24)
}

#[test]
fn a_query_that_is_being_typed_moves_no_place() {
    let mut session = Session::start(80, 24);
    session.keys("jjj");
    let before = session.app.whereabouts();
    session.keys("/").text("oldan");
    assert!(session.app.list.documents.len() < 8, "the list follows what is typed");
    assert_eq!(Whereabouts { typing: None, ..session.app.whereabouts() }, before);
    assert_eq!(again(session, 80).app.whereabouts().cursor, before.cursor);
}

#[test]
fn everything_is_as_it_was_left() {
    for width in [80, 120, 200] {
        let mut session = Session::start(width, 24);
        session.keys("/").text("oldan").keys("<Enter>jj<Space>").keys("gg<Space>").keys("gg<Enter>C-d");
        session.keys("mx");
        let before = session.app.whereabouts();
        let (at, top) = (session.at(), session.app.reader.top);
        assert!(top > 0 && before.marked.len() == 2, "{width}: {before:?}");
        let mut back = again(session, width);
        assert_eq!((back.at(), back.app.reader.top, back.app.pane), (at, top, Pane::Reader), "{width}");
        assert_eq!(back.app.whereabouts(), before, "{width}");
        let told = "as you left it on 3 March at 10:15 · 2 marked · :fresh begins anew";
        assert_eq!(back.status(), told);
        back.keys("gg'x");
        assert_eq!(back.app.reader.top, top);
        back.keys("q/<Up>");
        assert!(back.screen().contains("/oldan"), "earlier searches are known: {}", back.screen());
    }
}

#[test]
fn a_comparison_is_on_again_at_the_same_words() {
    let mut session = Session::start(80, 24);
    session.keys("j<Enter>c|]c]c");
    let (before, top) = (session.app.whereabouts(), session.app.reader.top);
    let back = again(session, 80);
    assert!(back.app.reader.is_compared());
    assert_eq!(back.app.diff_view.layout, variorum::library::types::DiffLayout::ChangesOnly);
    assert_eq!((back.app.whereabouts().document, back.app.whereabouts().layout), (before.document, before.layout));
    assert!(back.app.reader.top.abs_diff(top) <= 3, "{} {top}", back.app.reader.top);
    assert!(back.status().starts_with("as you left it"), "{}", back.status());
}

#[test]
fn an_apparatus_is_on_again_at_its_slot() {
    let mut session = Session::start(80, 24);
    session.keys("j<Enter>C]c]c");
    assert!(session.app.reader.is_collated());
    let (before, top) = (session.app.whereabouts(), session.app.reader.top);
    let mut back = again(session, 80);
    assert!(back.app.reader.is_collated(), "{}", back.screen());
    assert_eq!(back.app.whereabouts().document, before.document);
    assert!(back.app.reader.top.abs_diff(top) <= 3, "{} {top}", back.app.reader.top);
    assert!(back.status().starts_with("as you left it"), "{}", back.status());
    back.keys("<Esc>");
    assert!(!back.app.reader.is_collated() && back.app.reading);
}

#[test]
fn the_inbox_is_come_back_to_without_what_was_decided() {
    let mut session = Session::start(80, 24);
    session.keys("giad");
    let back = again(session, 80);
    assert_eq!(back.app.in_inbox(), Some("first"));
    assert!(!back.app.list.documents.contains(&4));
    assert!(back.screen().lines().next().unwrap().contains("2/8 decided"), "{}", back.screen());
}

#[test]
fn keys_typed_before_it_is_back_wait() {
    let mut session = Session::start(80, 24);
    session.keys("jj<Enter>");
    let at = session.app.whereabouts();
    let desk = session.desk;
    let returned = Some(Returned { when: String::new(), at });
    let (app, effects) = variorum::app::App::start_as(Start { returned, ..Start::default() }, 80, 24);
    let mut fast = Session::start(80, 24);
    (fast.app, fast.desk) = (app, desk);
    fast.open = effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Ask(ticket, request) => Some((ticket, request)),
            _ => None,
        })
        .collect();
    fast.ahead("d");
    assert!(fast.desk.standing(3).verdict.is_some() && fast.desk.standing(1).verdict.is_none());
}

#[test]
fn a_first_start_and_one_from_the_beginning_say_nothing() {
    let session = Session::start(80, 24);
    let back = again(session, 80);
    assert_eq!(back.status(), "");
    assert_eq!(back.at().0, Some(1));
}

#[test]
fn what_is_gone_is_not_missed() {
    let at = Whereabouts { cursor: Some(77), line: 40, reading: true, document: Some(77), ..Whereabouts::default() };
    let start = Start { returned: Some(Returned { when: String::new(), at }), ..Start::default() };
    let mut session = Session::from(harbour(), start, 80, 24);
    assert!(session.app.status.trouble, "{}", session.status());
    session.keys("q");
    assert_eq!(session.app.list.cursor, 7);
    let at = Whereabouts { query: "titel:x".into(), line: 4, ..Whereabouts::default() };
    let start = Start { returned: Some(Returned { when: String::new(), at }), ..Start::default() };
    let mut session = Session::from(harbour(), start, 80, 24);
    session.keys("<Esc>j");
    assert!(session.app.list.known, "a query that cannot be read any more is shown in the bar");
}

#[test]
fn it_is_written_down_only_when_it_is_another_place() {
    let mut session = Session::start(80, 24);
    assert!(session.app.remember_place().is_some());
    assert!(session.app.remember_place().is_none());
    session.keys("j");
    assert!(session.app.remember_place().is_some());
}

#[test]
fn fresh_begins_anew() {
    let mut session = Session::start(80, 24);
    session.keys("gijj<Space><Enter>c:").text("fresh").keys("<Enter>");
    let at = session.app.whereabouts();
    assert!(at.is_beginning(), "{at:?}");
    assert_eq!(session.app.list.documents.len(), 8);
}

#[test]
fn what_is_wrong_is_told_before_where_the_reader_was() {
    let mut session = Session::start(80, 24);
    session.keys("jj");
    let returned = Some(Returned { when: "at 10:15".into(), at: session.app.whereabouts() });
    let (app, effects) = variorum::app::App::start_as(Start { returned, ..Start::default() }, 80, 24);
    session.app = app;
    session.open = effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Ask(ticket, request) => Some((ticket, request)),
            _ => None,
        })
        .collect();
    session.send(Msg::Trouble("the add of first was interrupted".into()));
    session.settle();
    let told = "the add of first was interrupted · as you left it at 10:15 · :fresh begins anew";
    assert_eq!((session.status(), session.app.status.trouble), (told, true));
}
