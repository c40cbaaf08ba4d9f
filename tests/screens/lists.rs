//! From one list to another and up again, and what verbs act on where nothing is found.

use crate::session::Session;
use variorum::app::Pane;
use variorum::app::effect::Msg;
use variorum::app::input::Key;
use variorum::library::types::Verdict;

fn at(session: &Session) -> (&str, Option<u32>) {
    (session.app.query.as_str(), session.app.list.current())
}

#[test]
fn esc_and_q_go_up_to_the_list_before_at_its_line() {
    for up in ["<Esc>", "q"] {
        let mut session = Session::start(80, 24);
        session.keys("jjj");
        let before = at(&session).1;
        session.keys("/").text("crates").keys("<Enter>j");
        let found = at(&session).1;
        session.keys("&").text("ferry").keys("<Enter>");
        assert_ne!(session.app.query, "crates");
        session.keys(up);
        assert_eq!(at(&session), ("crates", found), "what narrows is taken off alone");
        assert_eq!(session.app.list.cursor - session.app.list.top, 1, "at its line of the screen");
        session.keys(up);
        assert_eq!(at(&session), ("", before));
        assert!(!session.app.quitting);
    }
    let mut session = Session::start(80, 24);
    session.keys("/").text("crates").keys("<Enter>/").text("lamps").keys("<Enter>q");
    assert_eq!(session.app.query, "", "other words took the place of the first");
    session.keys("q");
    assert!(session.app.quitting);
}

#[test]
fn a_query_that_is_gone_up_from_comes_back() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("crates").keys("<Enter>j");
    let found = at(&session).1;
    session.keys("<Esc>");
    assert_eq!(session.app.query, "");
    assert_eq!(at(&session).1, Some(1), "where it was before the search");
    session.keys("C-o");
    assert_eq!(at(&session), ("crates", found));
    assert_eq!(session.app.pane, Pane::List, "nothing is opened that was not");
}

#[test]
fn back_and_forth_between_lists_reads_nothing() {
    for width in [80, 120] {
        let mut session = Session::start(width, 24);
        session.keys("jjge<Enter>");
        let there = (session.app.query.clone(), session.app.list.current());
        assert!(there.0.starts_with("entity:"), "{there:?}");
        session.keys("C-o");
        assert_eq!((at(&session), session.app.pane), (("", Some(3)), Pane::List), "{width}");
        session.keys("gf");
        assert_eq!((at(&session), session.app.pane), ((there.0.as_str(), there.1), Pane::List), "{width}");
        assert!((1..=8).all(|document| !session.desk.standing(document).read), "{width}");
        session.keys("C-o<Enter>gge<Esc>qC-o");
        assert_eq!((session.app.pane, session.app.reader.number()), (Pane::Reader, Some(3)), "{width}");
    }
}

#[test]
fn what_was_gone_back_from_is_come_to_again() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>").keys("<Tab>jj<Enter>");
    let there = session.app.reader.number();
    session.keys("C-o");
    assert_eq!(session.app.reader.number(), Some(1));
    session.keys("gf");
    assert_eq!(session.app.reader.number(), there);
    session.keys("gf");
    assert!(session.status().contains("nowhere to go on to"), "{}", session.status());
    session.keys("''");
    assert_eq!(session.app.reader.number(), Some(1), "as with C-o");
}

#[test]
fn the_palette_tags_and_notes_with_the_words_behind() {
    let mut session = Session::start(80, 24);
    session.keys(":").text("tag ferry").keys("<Enter>:").text("note ask the pilot").keys("<Enter>");
    assert_eq!(session.desk.standing(1).tags, ["ferry"]);
    assert_eq!(session.desk.notes(1).len(), 1);
    session.keys(":").text("note and his mate").keys("<Enter>");
    assert_eq!(session.desk.notes(1).len(), 2, "it stands beside the first");
}

#[test]
fn nothing_is_decided_about_what_is_not_found() {
    let mut session = Session::start(120, 30);
    session.keys("j<Enter>g/").text("zeppelin").keys("<Enter>");
    assert!(session.app.reader.document.is_none() && session.app.pane == Pane::List, "{}", session.screen());
    session.keys("<Tab>d");
    assert!(session.status().contains("no document"), "{}", session.status());
    assert!((1..9).all(|document| session.desk.standing(document).verdict.is_none()));
    session.keys("q");
    assert_eq!(at(&session), ("", Some(2)));
    assert_eq!(session.app.reader.number(), Some(2), "it is shown again");
}

#[test]
fn a_letter_behind_an_esc_that_leads_elsewhere_decides_nothing() {
    let mut session = Session::start(80, 24);
    session.keys("jjj/").text("crates").keys("<Enter>");
    session.send(Msg::Key(Key::Alt('d')));
    session.settle();
    assert_eq!(session.app.query, "");
    assert!((1..9).all(|document| session.desk.standing(document).verdict.is_none()));
    assert!(session.status().contains("not taken"), "{}", session.status());
    session.keys("d");
    let dropped = (1..9).filter(|&document| session.desk.standing(document).verdict == Some(Verdict::Drop)).count();
    assert_eq!(dropped, 1, "a key of its own counts");
}

#[test]
fn what_is_searched_for_leaves_the_line_to_come_back_to() {
    let mut session = Session::start(120, 24);
    session.keys("jj/").text("lamps").keys("<Enter>C-o");
    assert_eq!((at(&session), session.app.pane), (("", Some(3)), Pane::List));
}

#[test]
fn each_way_up_is_to_be_seen_from_a_list_that_the_browser_led_to() {
    for (width, up) in [(80, "q"), (120, "q"), (120, "<Esc>"), (200, "q")] {
        let mut session = Session::start(width, 24);
        session.keys("jj<Enter>ge<Down>");
        let browser = session.screen();
        session.keys("E");
        assert!(session.app.query.starts_with("entity:"), "{width}: the one at the cursor, {}", session.status());
        session.keys(up);
        assert_eq!((session.app.query.as_str(), session.app.pane), ("", Pane::Panel), "{width}: {}", session.screen());
        let cursor = |screen: &str| screen.lines().position(|line| line.contains("> org") || line.contains(">org"));
        assert_eq!(cursor(&session.screen()), cursor(&browser), "{width}: at the line that was left");
    }
    let mut session = Session::start(120, 24);
    session.keys("<Enter><Tab>q");
    assert!(session.app.quitting, "beside the list there is nothing to be closed");
}
