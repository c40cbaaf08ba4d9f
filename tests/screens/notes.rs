//! Notes: on documents from the list, on passages in the reader; changed, stepped to, taken back.

use crate::session::Session;
use variorum::app::effect::{Answer, Channel, Msg};
use variorum::app::input::Key;
use variorum::library::types::others::Others;

fn notes(session: &Session, document: u32) -> Vec<(String, Option<String>)> {
    let notes = session.desk.notes(document);
    notes.iter().map(|note| (note.text.clone(), note.quote.clone())).collect()
}

#[test]
fn a_note_is_put_on_the_document_in_the_list() {
    let mut session = Session::start(80, 24);
    session.keys("w").text("ask the pilot").keys("<Enter>");
    assert_eq!(notes(&session, 1), [("ask the pilot".to_owned(), None)]);
    assert!(session.screen().lines().nth(1).unwrap().contains("note"), "{}", session.screen());
    session.keys("u");
    assert!(notes(&session, 1).is_empty());
    session.keys("C-r");
    assert_eq!(notes(&session, 1).len(), 1);
    session.keys("w<Esc>w<Enter>");
    assert_eq!(notes(&session, 1).len(), 1, "nothing was typed");
    session.keys("jj.");
    assert_eq!(notes(&session, 3), [("ask the pilot".to_owned(), None)], "the note is repeated");
}

#[test]
fn a_note_in_the_reader_is_on_the_passage_and_is_changed_there() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>2w");
    assert!(session.screen().contains("note on the passage:"), "{}", session.screen());
    session.text("who was it").keys("<Enter>");
    let on =
        "Nobody at the quay could say who had signed for them, and the lamps along the mole were out until morning.";
    assert_eq!(notes(&session, 1), [("who was it".to_owned(), Some(on.to_owned()))]);
    let screen = session.screen();
    assert!(screen.lines().any(|line| line.starts_with("wNobody at the quay")), "{screen}");
    assert!(screen.contains("note · ada: who was it"), "{screen}");
    session.keys("2w").text("!").keys("<Enter>");
    assert_eq!(notes(&session, 1), [("who was it!".to_owned(), Some(on.to_owned()))]);
    session.keys("w").text("first").keys("<Enter>");
    session.keys("W").text("all").keys("<Enter>");
    assert_eq!((notes(&session, 1).len(), notes(&session, 2).len(), notes(&session, 4).len()), (3, 1, 0));
    session.keys("gg]w");
    assert!(session.status().starts_with("note 1 of 2 · ada: first"), "{}", session.status());
    session.keys("]w");
    assert!(session.status().starts_with("note 2 of 2 · ada: who was it!"), "{}", session.status());
    session.keys("]w");
    assert!(session.status().contains("no more notes"));
    session.keys("i");
    let page = session.screen();
    assert!(page.contains("ada: all") && page.contains("on \"Nobody at the quay"), "{page}");
    session.keys("<Esc>2wC-u<Enter>");
    assert_eq!(notes(&session, 1).len(), 2, "an empty note takes the old one off");
    session.keys("u");
    assert_eq!(notes(&session, 1).len(), 3);
}

#[test]
fn a_document_without_notes_says_how_to_make_one() {
    let mut session = Session::start(80, 24);
    session.keys("]w");
    assert_eq!(session.at().1, Some(1));
    assert!(session.status().contains("w puts one"), "{}", session.status());
}

#[test]
fn marked_documents_get_one_note_each() {
    let mut session = Session::start(80, 24);
    session.keys("<Space><Space>w").text("both").keys("<Enter>");
    assert_eq!((notes(&session, 1).len(), notes(&session, 2).len(), notes(&session, 3).len()), (1, 1, 0));
    assert!(session.app.list.marked.is_empty());
}

#[test]
fn what_others_decide_is_shown_and_told_once() {
    let mut session = Session::start(80, 24);
    session.desk.decide_elsewhere(3);
    let others = |told: Option<&str>| Others {
        last: 7,
        documents: vec![3],
        grown: 0,
        waiting: 0,
        regrouped: false,
        told: told.map(str::to_owned),
    };
    session.send(Msg::Others(others(Some("eve: kept 1 document"))));
    session.settle();
    assert_eq!(session.status(), "eve: kept 1 document");
    assert!(session.screen().lines().nth(3).unwrap().starts_with("  k"), "{}", session.screen());
    session.keys("j");
    assert_eq!(session.status(), "");
    session.keys("s");
    let said = session.status().to_owned();
    session.send(Msg::Others(others(Some("eve: kept 1 document"))));
    session.settle();
    let both = format!("{said} · eve: kept 1 document");
    assert_eq!(session.status(), both, "what the reader's own act did is not taken away");
    session.send(Msg::Others(others(Some("eve: kept 1 document"))));
    session.settle();
    assert_eq!(session.status(), both, "and it is told once");
    session.keys("gg<Enter>C-d");
    let before = (session.at(), session.app.reader.top);
    session.send(Msg::Others(Others { documents: vec![1, 2], ..others(Some("eve: dropped 2 documents")) }));
    session.settle();
    assert_eq!((session.at(), session.app.reader.top), before);
    session.send(Msg::Others(others(None)));
    session.settle();
}

#[test]
fn a_note_that_the_library_does_not_take_is_gone_on_with_at_its_place() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>w").text("who signed");
    session.send(Msg::Key(Key::Enter));
    let place = session.open.iter().position(|(ticket, _)| ticket.channel == Channel::Decide).unwrap();
    let (ticket, _) = session.open.remove(place).unwrap();
    session.send(Msg::Answer(ticket, Answer::Failed("the library is full".into())));
    session.settle();
    assert!(session.app.status.trouble && session.status().starts_with("the library is full · w here goes on"));
    session.keys("w");
    assert!(session.screen().contains("note on the passage: who signed"), "{}", session.screen());
    session.keys("<Enter>");
    assert_eq!(notes(&session, 1).len(), 1);
    session.keys("W");
    assert!(!session.screen().contains("every version: who signed"), "{}", session.screen());
}
