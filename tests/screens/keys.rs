//! Help, palette and hints come from the keymap, and every key in it does something.

use crate::session::Session;
use variorum::app::action::Action;
use variorum::app::effect::{Channel, Effect, Msg};
use variorum::app::input::{Key, sequence};
use variorum::app::keymap::{BINDINGS, Context};
use variorum::app::menu::Does;
use variorum::app::overlay::Overlay;

/// Keys that put a session where a context's keys count, with a comparison, hits and a decision.
fn prepare(context: Context) -> Session {
    let mut session = Session::start(120, 24);
    session.keys("s/").text("lamps").keys("<Enter>");
    session.keys(match context {
        Context::Anywhere | Context::List => "j",
        Context::Reader => "j<Enter>",
        Context::Entities => "j<Enter>e",
        Context::Versions => "j<Enter>v",
        Context::Apparatus => "j<Enter>C",
    });
    session
}

#[test]
fn every_key_that_is_listed_has_an_effect() {
    for binding in BINDINGS {
        for written in binding.keys.split(' ') {
            let mut session = prepare(binding.context);
            session.effects.clear();
            let before = format!("{:?}", session.app);
            for key in sequence(written).unwrap() {
                session.send(Msg::Key(key));
            }
            let asked =
                !session.open.is_empty() || session.effects.iter().any(|effect| !matches!(effect, Effect::Pause(_)));
            session.settle();
            let idle = matches!(
                binding.action,
                Action::Dismiss
                    | Action::Up
                    | Action::HalfPageUp
                    | Action::PageUp
                    | Action::ToStart
                    | Action::CentreCursor
                    | Action::PreviousParagraph
            );
            assert!(
                asked || idle || format!("{:?}", session.app) != before,
                "{written} in {:?} does nothing",
                binding.context
            );
            assert!(!session.status().contains("has no meaning"), "{written}");
        }
    }
}

#[test]
fn help_lists_every_binding_and_narrows() {
    let mut session = Session::start(80, 24);
    session.keys("?");
    let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("no help") };
    let keys = menu.all.iter().filter(|line| line.does != Does::Nothing).count();
    assert_eq!(keys, BINDINGS.len());
    session.text("undecided");
    let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("no help") };
    assert!(!menu.shown.is_empty() && menu.shown.len() < 10);
    session.keys("<Esc>");
    assert!(session.app.overlay.is_none());
}

#[test]
fn the_palette_knows_every_action_and_its_commands() {
    let mut session = Session::start(80, 24);
    session.keys(":");
    let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("no palette") };
    for binding in BINDINGS {
        assert!(menu.all.iter().any(|line| line.text == binding.action.describe()), "{}", binding.action.describe());
    }
    session.keys("<Esc><Enter>:").text("q").keys("<Enter>");
    assert!(session.app.quitting, ":q leaves from the reader too");
}

#[test]
fn the_palette_finds_by_part_and_by_key() {
    let mut session = Session::start(80, 24);
    session.keys(":").text("vrsn panel").keys("<Enter>");
    assert_eq!(session.app.panel, Some(variorum::app::Panel::Versions));
    let mut session = Session::start(80, 24);
    session.keys(":").text("report").keys("<Enter>");
    assert!(matches!(&session.app.overlay, Some(Overlay::Page { title, .. }) if title == "report"));
}

#[test]
fn a_prefix_shows_its_choices_after_the_pause() {
    let mut session = Session::start(120, 24);
    session.send(Msg::Key(Key::Char(']')));
    assert_eq!(session.effects.last(), Some(&Effect::Pause(300)));
    assert!(!session.screen().contains("next mention"));
    session.send(Msg::Paused);
    assert!(session.screen().contains("m next mention"), "{}", session.screen());
    session.keys("<Esc>m");
    session.send(Msg::Paused);
    assert!(session.screen().contains("a letter remembers this place"));
    session.keys("<Esc>");
    assert!(session.app.keys.is_empty());
}

#[test]
fn counts_are_numbers_before_a_key() {
    let mut session = Session::start(80, 24);
    session.keys("3j");
    assert_eq!(session.app.list.cursor, 3);
    session.keys("2k").keys("5G");
    assert_eq!(session.app.list.cursor, 4);
    session.keys("12<Esc>j");
    assert_eq!(session.app.list.cursor, 5);
    session.keys("99999999999999999999j");
    assert_eq!(session.app.list.cursor, 7);
}

#[test]
fn q_goes_up_one_thing_at_a_time() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>ve").keys("q").keys("q");
    assert!(!session.app.quitting && !session.app.reading);
    session.keys("q");
    assert!(session.app.quitting);
}

#[test]
fn a_letter_that_comes_with_its_esc_is_two_keys_but_in_a_line() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps crates");
    session.send(Msg::Key(Key::Alt('b')));
    session.send(Msg::Key(Key::Alt('d')));
    session.settle();
    session.keys("<Enter>");
    assert_eq!(session.app.query, "lamps");
    session.keys("/").text("door");
    session.send(Msg::Key(Key::Alt('j')));
    session.settle();
    assert_eq!((session.app.query.as_str(), session.app.list.cursor), ("lamps", 1));
    assert!(session.app.overlay.is_none());
}

#[test]
fn a_key_that_is_held_down_opens_only_where_it_is_let_go() {
    let opened =
        |session: &Session| session.open.iter().filter(|(ticket, _)| ticket.channel == Channel::Document).count();
    for let_go in [Msg::Paused, Msg::Key(Key::Char('s'))] {
        let mut session = Session::start(120, 24);
        session.keys("j");
        let first = session.app.reader.number();
        for _ in 0..3 {
            session.send(Msg::Again(Key::Char('j')));
            assert_eq!(session.effects.last(), Some(&Effect::Pause(100)));
        }
        assert_eq!((opened(&session), session.app.list.cursor), (0, 4));
        session.send(let_go);
        assert_eq!(opened(&session), 1);
        session.settle();
        assert_ne!(session.app.reader.number(), first);
        assert_eq!(session.app.reader.number(), session.app.list.current());
    }
}

#[test]
fn help_finds_keys_as_they_are_written_on_the_screen() {
    let finds = |typed: &str, action: Action| {
        let mut session = Session::start(80, 24);
        session.keys("?").text(typed);
        let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("no help") };
        menu.shown.first().map(|&first| menu.all[first].does) == Some(Does::Action(action))
    };
    assert!(finds("<", Action::OlderVersion));
    assert!(finds(">", Action::NewerVersion));
    assert!(finds("Esc", Action::Dismiss) && finds("esc", Action::Dismiss) && finds("<Esc>", Action::Dismiss));
    assert!(finds("Enter", Action::Enter));
    assert!(finds(":", Action::Palette));
    assert!(finds("C", Action::Apparatus) && finds("c", Action::Compare));
    assert!(finds("c-r", Action::Redo));
}

#[test]
fn a_long_name_of_the_library_leaves_room_for_the_query() {
    let name = "a-library-that-has-got-the-whole-story-of-the-harbour-for-its-name".to_owned();
    let mut session = Session::start(80, 24);
    session.app.name = name;
    session.keys("/").text("lamps").keys("<Enter>");
    let header = session.screen().lines().next().unwrap().to_owned();
    assert!(header.starts_with("a-library-that") && header.contains("8/8 undecided · lamps"), "{header}");
}
