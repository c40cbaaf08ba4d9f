//! What the screen says: about which document, how much of it, and for how long.

use crate::corpus::harbour;
use crate::desk::{Desk, Source};
use crate::session::Session;
use variorum::app::effect::{Answer, Channel, Msg};
use variorum::app::input::Key;
use variorum::app::keymap::Context;
use variorum::app::overlay::Overlay;
use variorum::app::{Start, action::Action};
use variorum::library::types::{Failure, Relation, Report};

fn failure(kind: &str) -> Failure {
    Failure { path: "in/scan.png".into(), line: None, kind: kind.into(), error: "a picture".into() }
}

#[test]
fn an_add_tells_what_it_has_not_taken_in() {
    let mut session = Session::start(120, 24);
    let added = |session: &mut Session, report: Report| {
        session.send(Msg::Key(Key::Esc));
        session.send(Msg::Added(Ok(report)));
        session.settle();
        session.status().to_owned()
    };
    let failures = vec![failure("skipped"), failure("failed"), failure("record"), failure("gone")];
    let whole = Report { batch: "x".into(), documents: 1, new: 1, files: 3, failures, ..Report::default() };
    let told = "added x: 1 new, 0 versions, 2 files not read, 1 record not read, 1 file gone; gr tells · gi decides about them";
    assert_eq!(added(&mut session, whole), told);
    assert_eq!(added(&mut session, Report { files: 3, skipped: 3, ..Report::default() }), "nothing new in 3 files");
    let left = Report { files: 2, skipped: 2, failures: vec![failure("skipped")], ..Report::default() };
    assert_eq!(added(&mut session, left), "nothing new in 2 files, 1 file not read: in/scan.png: a picture");
    assert_eq!(added(&mut session, Report::default()), "there was no file to be read");
}

#[test]
fn the_account_of_a_document_is_told_of_that_alone() {
    let mut session = Session::start(120, 24);
    session.keys("c");
    assert!(session.status().contains("paragraphs differ"), "{}", session.status());
    session.keys("a");
    assert!(session.status().contains("u undoes · next: "), "{}", session.status());
    assert!(session.screen().lines().last().unwrap().contains("? keys"), "{}", session.screen());
    session.keys("u");
    assert!(session.status().starts_with("undone: ") && !session.status().contains("differ"), "{}", session.status());
    session.keys("J");
    assert!(session.status().contains("paragraphs differ"), "{}", session.status());
    session.keys("|");
    assert_eq!(session.status(), "side by side");
    session.keys("zi");
    assert_eq!(session.status(), "typography counts too");
    session.keys("zizi");
    assert_eq!(session.status(), "numbers, dates, names and quotations count · no change counts here");
}

#[test]
fn a_hint_goes_with_its_query() {
    let mut session = Session::start(120, 24);
    let typed = |session: &mut Session, letter: char, hints: &[&str]| {
        session.send(Msg::Key(Key::Char(letter)));
        let place = session.open.iter().rposition(|(ticket, _)| ticket.channel == Channel::Search).unwrap();
        let (ticket, _) = session.open.remove(place).unwrap();
        let hints = hints.iter().map(|hint| (*hint).to_owned()).collect();
        session.send(Msg::Answer(ticket, Answer::Found { documents: vec![1], hints, rows: Vec::new() }));
        session.settle();
    };
    session.keys("/");
    typed(&mut session, 'a', &["or is a word here"]);
    assert!(session.screen().lines().last().unwrap().contains("or is a word here"), "{}", session.screen());
    typed(&mut session, 'b', &[]);
    assert!(!session.screen().contains("or is a word here"), "{}", session.screen());
    typed(&mut session, 'c', &["or is a word here"]);
    session.keys("<Esc>");
    assert!(!session.screen().contains("or is a word here"), "{}", session.screen());
}

#[test]
fn a_note_that_was_left_is_gone_on_with_at_its_place() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>w").text("who signed").keys("<Esc>");
    assert!(session.status().contains("w here goes on"), "{}", session.status());
    session.keys("2w");
    assert!(!session.screen().contains("who signed"), "another place: {}", session.screen());
    session.keys("<Esc>w");
    assert!(session.screen().contains("note on the passage: who signed"), "{}", session.screen());
    assert!(!session.screen().contains("an empty one takes it off"), "{}", session.screen());
    session.keys("<Enter>");
    assert_eq!(session.desk.notes(1)[0].text, "who signed");
    session.keys("w");
    assert!(session.screen().contains("an empty one takes it off"), "{}", session.screen());
    session.text("?").keys("<Esc>w");
    assert!(session.screen().contains("who signed?"), "{}", session.screen());
}

#[test]
fn the_order_chosen_is_the_one_explained() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps").keys("<Enter>oO:").text("explain").keys("<Enter>");
    assert!(session.screen().contains("in order: by date, reversed, as chosen with o"), "{}", session.screen());
}

#[test]
fn the_end_of_an_inbox_says_where_the_way_up_leads() {
    let mut session = Session::start(80, 24);
    session.keys("gi").keys("D").ahead("aaaaa").keys("<Esc>");
    assert!(session.screen().contains("Esc lists every document again."), "{}", session.screen());
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps").keys("<Enter>gi").keys("D").ahead("aaaaa").keys("<Esc>");
    assert!(session.screen().contains("Esc goes back to lamps"), "{}", session.screen());
    session.keys("<Esc>");
    assert_eq!(session.app.query, "lamps");
}

#[test]
fn groups_that_are_unfolded_are_counted_as_lines() {
    let mut session = Session::start(80, 24);
    session.keys("zM");
    assert!(session.screen().lines().next().unwrap().ends_with("1/6 groups"), "{}", session.screen());
    session.keys("za");
    assert!(session.screen().lines().next().unwrap().ends_with("1/8 lines"), "{}", session.screen());
}

#[test]
fn the_choices_of_a_prefix_are_all_there_with_the_tags() {
    let tags = vec!["tax-haven".to_owned()];
    let start = || Start { tags: tags.clone(), ..Start::default() };
    for (width, height) in [(40, 10), (80, 24)] {
        let mut session = Session::from(harbour(), start(), width, height);
        session.app.keymap.bind(Context::Anywhere, "gT", Action::TagWith(0)).unwrap();
        session.keys("<Enter>g").send(Msg::Paused);
        let screen = session.screen().split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted = [
            "g to", "/ sea", "e bro", "s go", "p lis", "t ev", "i in", "r re", "c con", "f for", "w lab", "= th",
            "- hid", "x th",
        ];
        for choice in wanted.into_iter().chain(["T tag tax-haven"]) {
            assert!(screen.contains(choice), "{choice}: {screen}");
        }
        session.keys("<Esc>?").text("tax-haven");
        assert!(session.screen().contains("tag tax-haven"), "{}", session.screen());
    }
}

#[test]
fn help_is_paged_with_the_keys_of_pages() {
    let mut session = Session::start(80, 24);
    session.keys("?");
    let cursor = |session: &Session| match &session.app.overlay {
        Some(Overlay::Menu(menu)) => menu.cursor,
        _ => panic!("no help"),
    };
    for (key, at) in [("C-f", 10), ("C-d", 15), ("C-u", 10), ("C-b", 0)] {
        session.keys(key);
        assert_eq!(cursor(&session), at, "{key}");
    }
    session.keys("<End>");
    assert!(cursor(&session) > 100);
    session.keys("<Home>");
    assert_eq!(cursor(&session), 0);
    session.text("undo").keys("C-u");
    assert!(matches!(&session.app.overlay, Some(Overlay::Menu(menu)) if menu.line.text.is_empty()), "it edits");
}

#[test]
fn versions_of_one_file_name_are_told_apart() {
    let text = |end: &str| format!("The ferry left with forty crates.\n\n{end}");
    let source = |text, relation| Source { title: "The ferry", date: None, text, group: Some((1, 2, relation)) };
    let desk = [source(text("One."), Relation::Leader), source(text("Two."), Relation::Edited)];
    for width in [60, 80] {
        let mut session = Session::over(Desk::new(desk.iter().map(copy).collect()), width, 24);
        for (document, year) in [(1, 1903), (2, 1904)] {
            let key = format!("corpora/letters/harbour/{year}/the-harbour-authority/minutes-of-march.txt");
            session.desk.set_key(document, &key);
        }
        session.keys("J<Enter>v");
        let screen = session.screen();
        assert!(screen.contains("1903") && screen.contains("1904") && screen.contains("march.txt"), "{screen}");
        session.keys("vc");
        assert!(session.screen().contains("1903"), "{}", session.screen());
    }
}

fn copy<'s>(source: &Source<'s>) -> Source<'s> {
    Source { text: source.text.clone(), ..*source }
}
