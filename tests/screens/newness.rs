//! What is new in a document, where the rest stood first, and who else holds a paragraph.

use crate::session::Session;
use ratatui::style::Modifier;
use variorum::app::overlay::Overlay;
use variorum::app::{Asked, Pane};
use variorum::tui::theme::Theme;

/// The styles of the cells on which a text stands on the screen.
fn is_dim(session: &Session, text: &str) -> bool {
    let (buffer, _) = session.draw(Theme::mono());
    let screen = session.screen();
    let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).expect("it is on the screen");
    let x = variorum::text::width::cells(&line[..line.find(text).unwrap_or(0)]) as u16;
    buffer[(x, y as u16)].style().add_modifier.contains(Modifier::DIM)
}

fn line_of<'s>(screen: &'s str, text: &str) -> &'s str {
    screen.lines().find(|line| line.contains(text)).expect("it is on the screen")
}

#[test]
fn seen_passages_are_dim_and_new_lines_have_a_mark() {
    let mut session = Session::start(80, 24);
    session.keys("j<Enter>zn");
    let screen = session.screen();
    assert!(is_dim(&session, "Nobody at the quay") && !is_dim(&session, "Mira Oldan told"), "{screen}");
    assert!(line_of(&screen, "Mira Oldan told").starts_with('+'), "{screen}");
    assert!(line_of(&screen, "Nobody at the quay").starts_with(' '), "{screen}");
    assert!(session.status().contains("% is new to you: "), "{}", session.status());
    session.keys("zn");
    assert!(!is_dim(&session, "Nobody at the quay") && line_of(&session.screen(), "Mira Oldan told").starts_with(' '));
}

#[test]
fn new_parts_are_walked_and_n_repeats() {
    let mut session = Session::start(80, 24);
    session.keys("j<Enter>]n");
    assert!(session.status().starts_with("press zn first"), "{}", session.status());
    session.keys("zn]n");
    let first = session.app.reader.focus.clone();
    session.keys("n");
    assert!(session.status().starts_with("new 2 of"), "{}", session.status());
    assert_ne!(session.app.reader.focus, first);
    session.keys("[n");
    assert_eq!(session.app.reader.focus, first);
    session.keys("<Esc>");
    assert!(!session.app.showing_new);
    assert_eq!(session.app.asked, Asked::Hits);
}

#[test]
fn it_goes_on_in_the_next_document() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>zn");
    assert_eq!(session.status(), "all of this is new to you");
    session.keys("JJ");
    assert_eq!(session.at().1, Some(3));
    assert!(is_dim(&session, "Nobody at the quay"));
    assert!(session.screen().contains("new 0%"), "{}", session.screen());
}

#[test]
fn a_key_leads_to_the_source_and_another_back() {
    let mut session = Session::start(80, 24);
    session.keys("jj<Enter>");
    let before = session.app.reader.offset();
    // The answer may not be there yet: the key waits for it.
    session.ahead("gs");
    assert_eq!(session.at(), (Some(1), Some(1)), "{}", session.status());
    assert!(session.status().contains("words stood first in 1.txt"), "{}", session.status());
    session.keys("C-o");
    assert_eq!((session.at().1, session.app.reader.offset()), (Some(3), before));
    // The way back waits for the document on its way, too.
    session.ahead("gsC-o");
    assert_eq!((session.at().1, session.app.reader.offset()), (Some(3), before));
    session.keys("q").keys("kk<Enter>gs");
    assert!(session.status().contains("nothing from here"), "{}", session.status());
}

#[test]
fn a_wholly_new_document_has_no_source() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>gs");
    assert_eq!(session.at().1, Some(1));
    assert!(session.status().contains("nothing from here"), "{}", session.status());
}

#[test]
fn holders_of_a_paragraph_are_listed_and_opened_at_it() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>}").keys("gp");
    let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("no list: {}", session.status()) };
    assert_eq!(menu.all.len(), 3, "{:?}", menu.all);
    assert!(menu.all[0].text.starts_with("2031-03-05  Fourteen crates"), "{:?}", menu.all[0]);
    session.keys("<Down><Enter>");
    assert_eq!(session.at().1, Some(3));
    assert_eq!(session.app.pane, Pane::Reader);
    let offset = session.app.reader.offset();
    let text = session.app.reader.document.as_ref().map(|document| document.text.clone()).expect("open");
    assert!(text[offset..].starts_with("Nobody at the quay") || session.app.reader.top == 0, "{offset}");
    session.keys("C-o");
    assert_eq!(session.at().1, Some(1));
    session.keys("gg2gp");
    let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("no list: {}", session.status()) };
    assert!(menu.title.contains("Nobody at the quay"), "{}", menu.title);
}

#[test]
fn a_paragraph_that_nobody_holds_gives_way_to_the_next_on_the_screen() {
    let mut session = Session::start(80, 24);
    session.keys("j<Enter>gp");
    let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("no list: {}", session.status()) };
    assert!(menu.title.contains("Nobody at the quay"), "{}", menu.title);
    session.keys("<Esc>1gp");
    assert!(session.app.overlay.is_none() && session.status().starts_with("no other document"), "{}", session.status());
}

#[test]
fn a_paragraph_that_nobody_else_has_is_said_to_be_alone() {
    let mut session = Session::start(80, 24);
    session.keys("jjj<Enter>gp");
    assert!(session.app.overlay.is_none());
    assert!(session.status().starts_with("no other document"), "{}", session.status());
}

#[test]
fn the_list_shows_the_share_where_it_is_not_everything() {
    for (width, shown) in [(80, "new 30%"), (50, "30%")] {
        let mut session = Session::start(width, 24);
        let words = session.app.list.row(2).map_or(0, |row| row.words);
        session.desk.set_seen(2, words * 7 / 10);
        session.keys("o");
        session.app.list.forget_all();
        session.keys("j");
        let screen = session.screen();
        assert!(line_of(&screen, "Fourteen").contains(shown), "{screen}");
        assert!(!line_of(&screen, "Forty crates").contains('%'), "{screen}");
    }
}

#[test]
fn a_paragraph_that_nobody_holds_or_that_is_not_there_is_told_by_its_number() {
    let mut session = Session::start(80, 24);
    session.keys("jjj<Enter>2gp");
    assert!(session.status().contains("paragraph 2"), "{}", session.status());
    session.keys("7gp");
    assert!(session.status().contains("2 paragraphs"), "{}", session.status());
}

#[test]
fn coming_back_from_where_a_passage_stood_first_the_list_s_document_is_shown() {
    for width in [80, 100, 120, 200] {
        let mut session = Session::start(width, 24);
        session.keys("/").text("weather").keys("<Enter><Enter>gs");
        assert_eq!((session.at(), session.app.pane), ((Some(8), Some(1)), Pane::Reader), "{width}");
        session.keys("q");
        assert!(width < 100 || session.at() == (Some(8), Some(8)), "{width}");
        session.keys("d");
        assert!(session.desk.standing(8).verdict.is_some() && session.desk.standing(1).verdict.is_none(), "{width}");
    }
}
