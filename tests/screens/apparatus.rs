//! All versions as one text: on and off, walking the slots, opening versions, other bases.

use crate::desk::{Desk, Source};
use crate::session::Session;
use variorum::app::action::Action;
use variorum::app::effect::{Channel, Effect, Msg};
use variorum::app::input::Key;
use variorum::app::keymap::Context;
use variorum::app::overlay::Overlay;
use variorum::app::{Asked, Pane};
use variorum::library::types::Relation;

const SIZES: [(u16, u16); 4] = [(40, 10), (80, 24), (120, 40), (200, 50)];

fn base(session: &Session) -> Option<u32> {
    session.app.reader.apparatus.as_ref().filter(|_| session.app.reader.is_collated()).map(|found| found.base())
}

fn slots(session: &Session) -> usize {
    session.app.reader.apparatus.as_ref().map_or(0, |found| found.slots.len())
}

#[test]
fn the_reader_is_as_before_when_it_ends() {
    for (width, height) in SIZES {
        for end in ["C", "<Esc>"] {
            let mut session = Session::start(width, height);
            session.keys("<Enter>}}}");
            let (before, top) = (session.screen(), session.app.reader.top);
            session.keys("C");
            assert_eq!(base(&session), Some(1), "{width}");
            assert_eq!(session.app.context(), Context::Apparatus);
            session.keys("]cnn").keys(end);
            assert_eq!(base(&session), None);
            assert_eq!(session.app.reader.top, top);
            assert_eq!(session.app.asked, Asked::Hits, "n has no slots to go to any more");
            let text = |screen: &str| screen.lines().rev().skip(2).map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(text(&session.screen()), text(&before));
        }
    }
}

#[test]
fn slots_are_walked_and_told_with_their_letters() {
    let mut session = Session::start(120, 40);
    session.keys("<Enter>C]c");
    let many = slots(&session);
    assert!(many > 2, "{many}");
    assert!(session.status().starts_with(&format!("slot 1 of {many}")), "{}", session.status());
    assert!(
        session.status().contains("\"forty\" [A") && session.status().contains("\"fourteen\" [B]"),
        "{}",
        session.status()
    );
    session.keys("n");
    assert!(session.status().starts_with(&format!("slot 2 of {many}")), "{}", session.status());
    session.keys("N");
    assert!(session.status().starts_with("slot 1 of"), "{}", session.status());
    session.keys("N");
    assert!(session.status().contains("this is the first slot"), "{}", session.status());
    for _ in 1..many {
        session.keys("]c");
    }
    assert!(session.status().starts_with(&format!("slot {many} of {many}")), "{}", session.status());
    session.keys("]c");
    assert!(session.status().contains("this is the last slot"), "{}", session.status());
}

#[test]
fn every_slot_walked_to_is_on_the_screen_and_under_the_cursor() {
    for (width, height) in SIZES {
        let mut session = Session::start(width, height);
        session.keys("<Enter>C");
        for slot in 0..slots(&session) {
            session.keys("]c");
            let page = &session.app.reader.page;
            let row = page.changes[slot];
            let top = session.app.reader.top;
            assert!((top..top + session.app.reader_height()).contains(&row), "slot {slot} at {width}");
            let mark = format!("{{{}", slot + 1);
            let shown = page.rows[row].main.map(|row| page.main.text[row.range()].to_owned()).unwrap();
            assert!(shown.contains(&mark), "{shown:?} without {mark}");
        }
    }
}

#[test]
fn what_is_said_at_a_slot_stands_below_it_without_colour() {
    let mut session = Session::start(120, 40);
    session.keys("<Enter>C]c");
    let screen = session.screen();
    for shown in ["{1: forty}", "say \"forty\" [A C]", "1 says \"fourteen\" [B]", "A  2031-03-04  leader", ", the base"]
    {
        assert!(screen.contains(shown), "{shown} is not in\n{screen}");
    }
}

#[test]
fn a_version_is_opened_at_a_slot_and_c_goes_back() {
    for (width, height) in SIZES {
        let mut session = Session::start(width, height);
        session.keys("<Enter>C]c<Enter>");
        assert!(matches!(session.app.overlay, Some(Overlay::Menu(_))));
        session.text("fourteen").keys("<Enter>");
        assert_eq!(session.app.reader.number(), Some(2), "{width}");
        assert_eq!(base(&session), None);
        let text = session.app.reader.document.as_ref().unwrap().text.clone();
        let focus = session.app.reader.focus.clone().unwrap();
        assert_eq!(text[focus].trim(), "fourteen");
        assert!(session.screen().contains("fourteen"));
        session.keys("C");
        assert_eq!(base(&session), Some(1));
        assert!(session.status().starts_with("slot 1 of"), "{}", session.status());
        session.keys("C");
        assert_eq!(session.app.reader.number(), Some(2), "back in the version that was being read");
    }
}

#[test]
fn another_version_becomes_the_base_at_the_same_slot() {
    let mut session = Session::start(200, 50);
    session.keys("<Enter>C]c>");
    assert_eq!(base(&session), Some(2));
    assert!(session.screen().contains("{1: fourteen}"), "{}", session.screen());
    session.keys("<lt>");
    assert_eq!(base(&session), Some(1));
    session.keys("vjB");
    assert!(base(&session) == Some(2) && session.app.is_base(2));
    assert_eq!(session.app.pane, Pane::Panel);
    assert!(session.screen().contains("B"), "{}", session.screen());
    session.keys("<Tab><Tab>").keys("<Esc>");
    assert_eq!((base(&session), session.app.reader.number()), (None, Some(1)), "where it was begun");
}

#[test]
fn the_panel_shows_the_letters_only_beside_the_apparatus() {
    let mut session = Session::start(200, 50);
    session.keys("<Enter>v");
    assert!(!session.screen().contains(" A leader"));
    session.keys("<Tab><Tab>C");
    assert!(session.screen().contains(" A leader") && session.screen().contains(" B edited"), "{}", session.screen());
}

#[test]
fn punctuation_is_left_out_where_the_reader_says_so() {
    let source = |text: &str, relation| Source {
        title: "Report",
        date: None,
        text: text.to_owned(),
        group: Some((1, 2, relation)),
    };
    let sources = vec![
        source("The harbour, said Kern, was shut; it cost 41 crowns.", Relation::Leader),
        source("The harbour said Kern was shut, it cost 47 crowns.", Relation::Edited),
    ];
    let mut session = Session::over(Desk::new(sources), 80, 24);
    session.keys("<Enter>C");
    assert_eq!(slots(&session), 4, "{}", session.screen());
    session.keys("]c]c]c]c");
    assert!(session.status().starts_with("slot 4 of 4"), "{}", session.status());
    session.keys("zi");
    assert_eq!(slots(&session), 1, "{}", session.screen());
    assert!(session.status().contains("punctuation alone does not"), "{}", session.status());
    assert!(session.screen().contains("1 slot, punctuation left out"), "{}", session.screen());
    session.keys("N");
    assert!(session.status().contains("this is the first slot"), "{}", session.status());
    session.keys("zizi");
    assert_eq!(slots(&session), 4, "{}", session.screen());
}

#[test]
fn folds_and_unfolds_at_the_slot() {
    let lines = |last: &str| (0..12).map(|n| format!("Line {n} of a long report.")).chain([last.to_owned()]);
    let source = |last: &str, relation| Source {
        title: "Report",
        date: None,
        text: lines(last).collect::<Vec<_>>().join("\n\n"),
        group: Some((1, 2, relation)),
    };
    let sources = vec![source("It cost 41 crowns.", Relation::Leader), source("It cost 47 crowns.", Relation::Edited)];
    let mut session = Session::over(Desk::new(sources), 80, 24);
    session.keys("<Enter>C]c");
    let folded = session.app.reader.length();
    let note = "11 paragraphs the same, 66 words";
    assert!(session.app.reader.page.main.text.contains(note), "{}", session.app.reader.page.main.text);
    session.keys("zu");
    assert!(session.app.reader.length() > folded);
    assert!(!session.app.reader.page.main.text.contains("paragraphs the same"));
    assert_eq!(session.app.reader.change, Some(0));
    assert!(session.screen().contains("{1: 41}"), "{}", session.screen());
    session.keys("zu");
    assert_eq!(session.app.reader.length(), folded);
}

#[test]
fn esc_stops_what_takes_long() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>");
    session.send(Msg::Key(Key::Char('C')));
    let (ticket, _) = session.open.back().cloned().unwrap();
    assert_eq!(ticket.channel, Channel::Apparatus);
    session.send(Msg::Worked(ticket, 120, 300));
    assert_eq!(session.status(), "putting the versions together: 120 of 300 \u{b7} Esc stops");
    session.send(Msg::Key(Key::Char('j')));
    session.send(Msg::Key(Key::Esc));
    assert!(
        session
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Stop(stopped) if stopped.channel == Channel::Apparatus))
    );
    assert!(session.app.collating.is_none());
    session.settle();
    assert_eq!(base(&session), None, "a late answer is passed over");
    session.send(Msg::Key(Key::Char('C')));
    let (ticket, _) = session.open.back().cloned().unwrap();
    session.send(Msg::Worked(ticket, 120, 300));
    session.settle();
    assert_eq!(base(&session), Some(1));
    assert!(session.status().starts_with("3 versions, 8 slots"), "{}", session.status());
}

#[test]
fn a_document_alone_has_no_apparatus_and_comparing_takes_its_place() {
    let mut session = Session::start(80, 24);
    session.keys("jjj<Enter>C");
    assert!(session.app.collating.is_none());
    assert!(session.status().contains("no other version"), "{}", session.status());
    session.keys("gg").keys("q").keys("gg<Enter>Cc");
    assert!(session.app.reader.is_compared() && session.app.collating.is_none());
    session.keys("C");
    assert!(!session.app.comparing);
    assert_eq!(base(&session), Some(1));
}

#[test]
fn the_program_tells_of_it() {
    let mut session = Session::start(120, 40);
    session.keys("<Enter>C");
    assert!(session.screen().contains("Enter open a version"), "{}", session.screen());
    session.keys("?").text("all versions");
    assert!(session.screen().contains(Action::Apparatus.describe()), "{}", session.screen());
}

#[test]
fn a_menu_says_what_it_takes() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>C]c<Enter>").text("zz");
    assert!(session.screen().contains("letters of a version"), "{}", session.screen());
    session.keys("<Enter>");
    assert!(matches!(session.app.overlay, Some(Overlay::Menu(_))), "it stays open");
    session.keys("<BS><BS>").text("B").keys("<Enter>");
    assert_eq!(session.at().1, Some(2), "{}", session.status());
}

#[test]
fn the_cursor_stands_at_the_slot_that_a_version_is_opened_at() {
    let text = |middle: &str| format!("The ferry left.\n\nThe board {middle} met again.\n\nNobody signed.");
    let source = |title, text, relation| Source { title, date: None, text, group: Some((1, 2, relation)) };
    let desk = Desk::new(vec![
        source("A", text("of the harbour"), Relation::Leader),
        source("B", text("then"), Relation::Edited),
    ]);
    let mut session = Session::over(desk, 80, 24);
    session.keys("<Enter>C]c<Enter>").keys("<Down><Enter>");
    assert_eq!(session.at().1, Some(2));
    let focus = session.app.reader.focus.clone().unwrap();
    let document = session.app.reader.document.clone().unwrap();
    let words = &document.text[focus];
    assert!(!words.is_empty() && words == words.trim(), "{words:?}");
    let (_, cursor) = session.draw(variorum::tui::theme::Theme::mono());
    let (x, y) = cursor.unwrap();
    let screen = session.screen();
    assert!(screen.lines().nth(usize::from(y)).unwrap()[usize::from(x)..].starts_with(words), "{words:?}\n{screen}");
}

#[test]
fn a_passage_that_a_version_moved_is_read_where_it_stands() {
    let band = "The mayor Ortiz opened the new bridge with 14 guests after months of delay and bad weather, and then \
        walked across it in the rain while a brass band played a march that nobody in the crowd could name.";
    let rest = "Fishermen from three villages complained that the river is too shallow for their boats.\n\nIn the \
        evening the council met to discuss whether the ferry should be kept, and those who lived on the far bank said \
        they would pay for it without haggling.";
    let source = |title, text, relation| Source { title, date: None, text, group: Some((1, 3, relation)) };
    let desk = Desk::new(vec![
        source("A", format!("{band}\n\n{rest}"), Relation::Leader),
        source("B", format!("{rest}\n\n{}", band.replace("Ortiz", "Brandt")), Relation::Edited),
        source("C", rest.to_owned(), Relation::Edited),
    ]);
    let mut session = Session::over(desk, 120, 40);
    session.keys("<Enter>C]c");
    let screen = session.screen();
    for shown in [
        "1 has it elsewhere, see 3: as A, but Ortiz] Brandt (39 words) [B]",
        "1 lacks it [C]",
        "1 says \"Brandt\" (for B see 3) [B]",
        "1 lacks the passage around it [C]",
        "(moved here from 1) [B]",
    ] {
        assert!(screen.contains(shown), "{shown} is not in\n{screen}");
    }
    session.keys("]c<Enter>");
    assert!(session.screen().contains("\"Brandt\", elsewhere, see 3"), "{}", session.screen());
    session.text("brandt").keys("<Enter>");
    assert_eq!(session.at().1, Some(2));
    let document = session.app.reader.document.clone().unwrap();
    assert_eq!(&document.text[session.app.reader.focus.clone().unwrap()], "Brandt");
}

#[test]
fn the_keys_of_the_apparatus_are_told_where_they_count() {
    for pane in [Pane::Reader, Pane::List] {
        let mut session = Session::start(120, 24);
        session.keys("<Enter>").send(Msg::Key(Key::Char('C')));
        session.app.pane = pane;
        session.settle();
        assert!(base(&session).is_some());
        assert_eq!(session.status().contains("walks them"), pane == Pane::Reader, "{}", session.status());
    }
}
