//! The concordance, lists of queries, saved searches.

use crate::session::Session;
use variorum::app::Pane;
use variorum::app::effect::{Effect, Msg, Request};
use variorum::app::input::Key;
use variorum::app::overlay::Overlay;
use variorum::text::width;

fn lamps(width: u16) -> Session {
    let mut session = Session::start(width, 24);
    session.keys("/").text("lamps").keys("<Enter>:").text("kwic").keys("<Enter>");
    session
}

/// The cells before the words of each line of the concordance.
fn columns(session: &Session, words: &str) -> Vec<usize> {
    let screen = session.screen();
    let lines = screen.lines().skip(2).take(session.app.kwic_height());
    lines.filter_map(|line| line.find(words).map(|at| width::cells(&line[..at]))).collect()
}

#[test]
fn every_place_has_a_line_with_the_words_in_the_middle() {
    for width in [80, 200] {
        let session = lamps(width);
        let kwic = session.app.kwic.as_ref().unwrap();
        assert!(kwic.places.len() > 4 && kwic.documents > 1, "{kwic:?}");
        let columns = columns(&session, "lamps");
        assert_eq!(columns.len(), kwic.places.len().min(session.app.kwic_height()));
        assert!(columns.iter().all(|column| *column == columns[0] && *column > usize::from(width) / 3), "{columns:?}");
    }
}

#[test]
fn wide_characters_and_marks_move_nothing() {
    let mut session = Session::start(80, 24);
    session.keys(":").text("kwic \u{6e2f}").keys("<Enter>");
    let screen = session.screen();
    let line = screen.lines().nth(2).unwrap();
    assert!(line.contains("\u{6771}\u{4eac}\u{90fd}\u{306e}\u{6e2f} \u{1f6a2}\u{fe0f} Zu\u{308}rich"), "{line}");
    let column = width::cells(&line[..line.find('\u{6e2f}').unwrap()]);
    assert_eq!(columns(&lamps(80), "lamps")[0], column);
    assert!(!line.contains('\u{1b}'));
}

#[test]
fn enter_opens_the_place_and_esc_comes_back_to_it() {
    let mut session = lamps(80);
    session.keys("jj");
    let place = session.app.kwic.as_ref().unwrap().places[2];
    session.keys("<Enter>");
    assert!(session.app.overlay.is_none());
    assert_eq!((session.app.pane, session.at().1), (Pane::Reader, Some(place.document)));
    assert_eq!(session.app.reader.focus, Some(place.start as usize..place.end as usize));
    session.keys("<Esc>");
    assert!(matches!(session.app.overlay, Some(Overlay::Kwic)));
    assert_eq!(session.app.kwic.as_ref().unwrap().cursor, 2);
    session.keys("<Esc>");
    assert!(session.app.overlay.is_none() && session.app.kwic.is_none());
    assert_eq!(session.app.query, "lamps", "what was searched for is still in force");
}

#[test]
fn another_order_keeps_the_line_and_keys_typed_ahead_wait_for_it() {
    let mut session = lamps(80);
    session.keys("jjj");
    let kwic = session.app.kwic.as_ref().unwrap();
    let (place, before) = (kwic.places[3], kwic.places.clone());
    session.keys("ooo");
    let kwic = session.app.kwic.as_ref().unwrap();
    assert_eq!((kwic.order.word(), kwic.places[kwic.cursor]), ("date", place));
    assert_ne!(kwic.places, before);
    let (mut quick, mut slow) = (lamps(80), lamps(80));
    quick.keys("jj").ahead("ooojj");
    slow.keys("jjooojj");
    let at = |session: &Session| session.app.kwic.as_ref().map(|kwic| (kwic.order, kwic.cursor));
    assert_eq!(at(&quick), at(&slow));
}

#[test]
fn esc_stops_the_gathering_of_places() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps").keys("<Enter>:").text("kwic");
    session.send(Msg::Key(Key::Enter));
    let (ticket, _) = session.open.iter().find(|(_, asked)| matches!(asked, Request::Kwic { .. })).unwrap().clone();
    session.send(Msg::Worked(ticket, 40, 100));
    assert_eq!(session.status(), "gathering the places: 40 of 100 \u{b7} Esc stops");
    session.send(Msg::Key(Key::Esc));
    assert!(
        session
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Stop(stopped) if stopped.channel == ticket.channel))
    );
    session.settle();
    assert!(session.app.overlay.is_none() && session.app.kwic.is_none(), "what comes late is passed over");
}

#[test]
fn nothing_to_show_is_said() {
    let mut session = Session::start(80, 24);
    session.keys(":").text("kwic").keys("<Enter>");
    assert!(session.status().starts_with("nothing was searched for"), "{}", session.status());
    session.keys(":").text("kwic zeppelin").keys("<Enter>");
    assert_eq!(session.status(), "nothing is found for zeppelin; / tries it on the list");
    session.keys(":").text("kwic title:weather").keys("<Enter>");
    assert!(session.status().ends_with("it finds 1 document otherwise"), "{}", session.status());
}

#[test]
fn a_list_of_names_leads_to_results_and_back() {
    let mut session = Session::start(80, 24);
    session.desk.files.insert("names.txt".into(), "ferry\n\"open\nlamps".into());
    session.keys(":").text("batch names.txt").keys("<Enter>");
    let screen = session.screen();
    assert!(screen.contains("3 queries, 1 not readable"), "{screen}");
    assert!(screen.contains("ferry · 1 group, first 2031-03-01") && screen.contains("line 2"), "{screen}");
    session.keys("<Down><Down><Enter>");
    assert_eq!((session.app.query.as_str(), session.app.pane), ("lamps", Pane::List));
    session.keys("<Enter>");
    assert_eq!(session.app.pane, Pane::Reader);
    session.keys("q<Esc>");
    let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("no list") };
    assert_eq!(menu.cursor, 2);
    session.keys("<Up><Enter>");
    let Some(Overlay::Bar(bar)) = &session.app.overlay else { panic!("no bar for what cannot be read") };
    assert_eq!(bar.line.text, "\"open");
    session.keys("<Esc>");
    let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("no list") };
    assert_eq!(menu.cursor, 1);
    assert_eq!(session.app.query, "lamps");
}

#[test]
fn searches_are_saved_under_a_name() {
    let mut session = Session::start(80, 24);
    session.keys(":").text("save boats").keys("<Enter>");
    assert!(session.status().starts_with("nothing was searched for"), "{}", session.status());
    session.keys(":").text("saved").keys("<Enter>");
    assert!(session.status().starts_with("no search is saved"), "{}", session.status());
    session.keys("/").text("ferry").keys("<Enter>:").text("save night boats").keys("<Enter>");
    assert_eq!(session.status(), "saved as in:night boats: ferry \u{b7} u undoes");
    session.keys(":").text("saved").keys("<Enter>");
    assert!(session.screen().contains("night boats"), "{}", session.screen());
    session.keys("<Enter>");
    assert_eq!(session.app.query, "in:\"night boats\"");
    session.keys(":").text("unsave night boats").keys("<Enter>:").text("saved").keys("<Enter>");
    assert!(session.status().starts_with("no search is saved"), "{}", session.status());
}

#[test]
fn what_cannot_be_read_is_said_when_looking_in_a_document() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>/").text("\"ferry").keys("<Enter>");
    assert_eq!(session.status(), "\"ferry: the quote is not closed");
    assert!(session.app.status.trouble);
    session.keys("/").text("zeppelin").keys("<Enter>");
    assert_eq!(session.status(), "zeppelin is not in this document; g/ searches them all");
}
