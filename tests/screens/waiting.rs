//! Keys that come while an answer is on its way, and documents that come or are not found yet.

use crate::session::Session;
use variorum::app::effect::{Effect, Msg, Request};
use variorum::app::input::{Key, sequence};
use variorum::library::types::others::Others;

/// Types keys that nobody answers yet.
fn unanswered(session: &mut Session, keys: &str) {
    for key in sequence(keys).unwrap() {
        session.send(Msg::Key(key));
    }
}

fn searching() -> Session {
    let mut session = Session::start(80, 24);
    session.keys("/").text("harbour");
    unanswered(&mut session, "<Enter>");
    session
}

#[test]
fn a_stray_key_keeps_nobody_in_a_slow_search() {
    for stray in ["j", "n", "<Tab>", "<Enter>", "3j"] {
        let mut session = searching();
        unanswered(&mut session, stray);
        unanswered(&mut session, "C-c");
        assert!(session.status().contains("wait") && session.status().contains("Q leaves"), "{}", session.status());
        unanswered(&mut session, "C-zC-l");
        assert!(session.effects.contains(&Effect::Suspend) && session.effects.contains(&Effect::Redraw), "{stray}");
        unanswered(&mut session, "Q");
        assert!(session.app.quitting, "{stray}");
    }
    let mut session = searching();
    unanswered(&mut session, "jq");
    assert!(!session.app.quitting && session.status().starts_with("stopped"), "{}", session.status());
    unanswered(&mut session, "q");
    assert!(session.app.quitting);
}

#[test]
fn what_is_typed_ahead_is_not_overtaken() {
    // A verdict that was given, a text that is typed, a sequence that has begun, a document that q closes.
    for ahead in ["aQ", "/Q", "gQ", "tQ", "mQ", "<Enter>q"] {
        let mut session = searching();
        unanswered(&mut session, ahead);
        assert!(!session.app.quitting, "{ahead}");
    }
    let mut session = searching();
    unanswered(&mut session, "aQ");
    session.settle();
    assert!(session.app.quitting && session.desk.decisions == 1);
    let mut session = searching();
    unanswered(&mut session, "/Q");
    session.settle();
    assert!(!session.app.quitting && session.screen().contains("/Q"), "{}", session.screen());
}

#[test]
fn what_others_add_is_told_and_listed() {
    let mut session = Session::start(80, 24);
    let added = |grown: u32| Msg::Others(Others { grown, ..Others::default() });
    session.send(added(2));
    assert!(
        session.open.iter().any(|(_, request)| matches!(request, Request::Search { .. })),
        "the list is asked anew"
    );
    assert_eq!(session.status(), "2 documents were added; gi decides about them");
    session.settle();
    session.keys("/").text("harbour").keys("<Enter>");
    session.send(added(1));
    assert!(!session.open.iter().any(|(_, request)| matches!(request, Request::Search { .. })), "it is left alone");
    session.send(added(3));
    session.settle();
    assert_eq!(session.status(), "4 documents were added; gi decides about them", "the query leaves them out");
    session.keys("/<Enter>");
    session.send(added(1));
    assert_eq!(session.status(), "1 document was added; gi decides about them");
    session.settle();
    session.keys("<Esc>?");
    session.send(added(1));
    assert_eq!(session.status(), "1 document was added; / Enter lists them, gi decides about them");
}

#[test]
fn documents_that_no_search_finds_are_told_of() {
    let mut session = Session::start(80, 24);
    let waiting = |waiting: u32| Msg::Others(Others { waiting, ..Others::default() });
    session.send(waiting(3));
    session.settle();
    assert!(session.status().contains("wait to be indexed; no search finds them yet"), "{}", session.status());
    session.keys("/").text("zzzz").keys("<Enter>");
    assert!(session.screen().contains("3 of"), "{}", session.screen());
    assert!(session.screen().matches("wait to be indexed").count() == 2, "{}", session.screen());
    session.send(waiting(0));
    assert!(session.open.iter().any(|(_, request)| matches!(request, Request::Search { .. })), "it is asked again");
    session.settle();
    assert!(!session.screen().contains("no search finds them yet"), "{}", session.screen());
}

#[test]
fn following_a_name_says_whose_mentions_have_ended() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>*");
    let name = session.app.pinned.as_ref().unwrap().name.clone();
    for _ in 0..200 {
        if session.status().contains("no more mentions") {
            break;
        }
        session.send(Msg::Key(Key::Char('*')));
        session.settle();
    }
    assert!(session.status().starts_with(&format!("{name} · no more mentions")), "{}", session.status());
}

#[test]
fn a_key_that_stands_in_no_text_is_offered_as_one() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("crane-six");
    let offer = "As a key it finds 1 document: Tab takes key:crane-six";
    assert!(session.screen().contains(offer), "{}", session.screen());
    session.keys("<Enter>");
    assert!(
        session.screen().contains("As a key it finds 1 document: / Tab takes key:crane-six"),
        "{}",
        session.screen()
    );
    session.keys("/<Tab>");
    assert!(session.screen().contains("/key:crane-six"), "{}", session.screen());
}
