//! Keys that come while an answer is on its way.

use crate::session::Session;
use variorum::app::effect::{Effect, Msg};
use variorum::app::input::sequence;

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
