//! A line that is being typed: come back to, and told in time what is wrong with it.

use crate::session::Session;
use variorum::app::effect::Msg;
use variorum::app::overlay::{BarKind, Overlay};
use variorum::app::{App, Start};
use variorum::library::types::session::{Returned, Whereabouts};

/// Breaks a session off and comes back to its library.
fn broken_off(session: Session) -> Session {
    let written = serde_json::to_string(&session.app.whereabouts()).unwrap();
    let at: Whereabouts = serde_json::from_str(&written).unwrap();
    let (width, height) = (session.app.width, session.app.height);
    let returned = Some(Returned { when: "at 10:15".into(), at });
    Session::from(session.desk, Start { returned, ..Start::default() }, width, height)
}

fn line(app: &App) -> Option<(BarKind, &str)> {
    match &app.overlay {
        Some(Overlay::Bar(bar)) => Some((bar.kind, bar.line.text.as_str())),
        _ => None,
    }
}

fn foot(session: &Session) -> String {
    session.screen().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn a_note_that_was_being_typed_goes_on_where_it_was_to_stand() {
    for width in [80, 120] {
        let mut session = Session::start(width, 24);
        session.keys("j<Enter>2w").text("ask the pil");
        let mut back = broken_off(session);
        assert_eq!(line(&back.app), Some((BarKind::Note, "ask the pil")));
        let screen = back.screen();
        assert!(screen.contains("note on the passage: ask the pil") && screen.contains("as you left it at 10:15"));
        back.text("ot").keys("<Enter>");
        let note = &back.desk.notes(2)[0];
        assert!(note.text == "ask the pilot" && note.quote.is_some(), "{note:?}");
        assert_eq!(line(&broken_off(back).app), None);
    }
}

#[test]
fn a_note_that_was_left_with_esc_is_there_the_next_day() {
    let mut session = Session::start(80, 24);
    session.keys("w").text("ask the pilot").keys("<Esc>jj");
    let mut back = broken_off(broken_off(session));
    assert_eq!((line(&back.app), back.at().0), (None, Some(3)));
    back.keys("ggw");
    assert_eq!(line(&back.app), Some((BarKind::Note, "ask the pilot")));
    back.keys("<Enter>");
    assert_eq!(back.desk.notes(1)[0].text, "ask the pilot");
    assert!(back.app.whereabouts().drafts.is_empty());
}

#[test]
fn a_note_on_the_marked_and_its_marks_are_come_back_to() {
    let mut session = Session::start(80, 24);
    session.keys("<Space>j<Space>w").text("both");
    let mut back = broken_off(session);
    assert_eq!(line(&back.app), Some((BarKind::Note, "both")));
    back.keys("<Enter>");
    assert_eq!([1, 2, 3].map(|document| back.desk.notes(document).len()), [1, 0, 1]);
}

#[test]
fn a_tag_and_its_range_a_search_and_a_name_are_come_back_to() {
    let mut session = Session::start(80, 24);
    session.keys("Vjt").text("ship");
    let mut back = broken_off(session);
    assert_eq!(line(&back.app), Some((BarKind::Tag, "ship")));
    back.keys("<Enter>");
    assert!([1, 2].iter().all(|&document| back.desk.standing(document).tags == ["ship"]));

    let mut session = Session::start(80, 24);
    session.keys("jj/").text("oldan");
    let mut back = broken_off(session);
    assert_eq!(line(&back.app), Some((BarKind::Corpus, "oldan")));
    let found = back.app.list.documents.len();
    assert!(found < 8, "the list follows it again");
    back.keys("<Esc>");
    assert_eq!((back.app.list.documents.len(), back.at().0), (8, Some(3)));

    let mut session = Session::start(80, 24);
    session.keys("<Enter>*~C-u").text("Mira O.");
    let back = broken_off(session);
    assert_eq!(line(&back.app), Some((BarKind::Rename(1), "Mira O.")));
}

#[test]
fn a_line_that_nothing_was_typed_in_is_not_opened_again() {
    for keys in ["/", "w", "t", "<Enter>/"] {
        let mut session = Session::start(80, 24);
        session.keys("j").keys(keys);
        assert_eq!(line(&broken_off(session).app), None, "{keys}");
    }
}

#[test]
fn a_note_on_what_is_not_at_hand_any_more_is_kept_for_it() {
    let mut session = Session::start(80, 24);
    session.keys("jj").keys("w").text("later");
    let mut at = session.app.whereabouts();
    (at.cursor, at.line) = (Some(1), 0);
    let returned = Some(Returned { when: String::new(), at });
    let mut back = Session::from(session.desk, Start { returned, ..Start::default() }, 80, 24);
    assert!(back.status().contains("a note was being typed elsewhere; w there goes on with it"), "{}", back.status());
    assert_eq!(line(&back.app), None);
    back.keys("jjw");
    assert_eq!(line(&back.app), Some((BarKind::Note, "later")));
}

#[test]
fn what_is_no_tag_is_told_while_it_is_typed_and_enter_is_not_offered() {
    let mut session = Session::start(80, 24);
    session.keys("t");
    assert!(!foot(&session).contains("Enter"), "{}", foot(&session));
    session.text("tax");
    assert!(foot(&session).contains("Enter tags"), "{}", foot(&session));
    session.text(" haven");
    assert_eq!(foot(&session), "a tag is one word without quotes, colons and parentheses · Tab: tax-haven");
    session.keys("<Enter>");
    assert!(session.desk.standing(1).tags.is_empty() && line(&session.app).is_some());
    session.keys("<Tab>");
    assert!(foot(&session).contains("Enter tags"), "{}", foot(&session));
    session.keys("<Enter>");
    assert_eq!(session.desk.standing(1).tags, ["tax-haven"]);
    session.keys("t");
    session.send(Msg::Paste("a:b".into()));
    assert!(foot(&session).contains("Tab: a-b"), "{}", foot(&session));
}

#[test]
fn a_library_that_can_only_be_read_says_so_before_anything_is_typed() {
    let why = "the library cannot be written, only read";
    let start = Start { unwritable: Some(why.into()), ..Start::default() };
    let mut session = Session::from(crate::corpus::harbour(), start, 80, 24);
    for keys in ["w", "W", "t", "<Enter>w", "*~"] {
        session.keys(keys);
        assert_eq!((line(&session.app), session.status()), (None, why), "{keys}");
        assert!(session.app.status.trouble);
        session.keys("j");
    }
}
