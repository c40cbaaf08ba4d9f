//! The reader, entities, panes.

use crate::desk::{Desk, Source};
use crate::session::Session;
use variorum::app::overlay::Overlay;
use variorum::app::{Pane, Panel, Start};

#[test]
fn an_entity_is_followed_through_the_list() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>");
    session.keys("*");
    assert_eq!(session.app.pinned.as_ref().map(|pinned| pinned.name.as_str()), Some("Mira Oldan"));
    let of = session.app.reader.document.as_ref().unwrap().mentions.len();
    for _ in 0..of {
        if session.at().1 == Some(1) {
            session.keys("*");
        }
    }
    assert_eq!(session.at(), (Some(2), Some(2)), "on into the next document: {}", session.status());
    assert!(session.status().contains("next document"));
    session.keys("#");
    assert_eq!(session.at(), (Some(1), Some(1)));
    session.keys("<Esc>");
    assert!(session.app.pinned.is_none());
}

#[test]
fn mentions_typed_ahead_arrive_where_slow_ones_do() {
    let keys = "*nnnnnnnnnnnnnn";
    let (mut slow, mut fast) = (Session::start(80, 24), Session::start(80, 24));
    slow.keys("<Enter>").keys(keys);
    fast.ahead("<Enter>").ahead(keys);
    assert_eq!(fast.at(), slow.at());
    assert_eq!(fast.app.reader.focus, slow.app.reader.focus);
}

#[test]
fn documents_with_an_entity_are_a_search() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>*E");
    assert_eq!(session.app.query, "entity:\"Mira Oldan\"");
    assert_eq!((session.app.pane, session.app.list.cursor), (Pane::List, 0));
    assert_eq!(session.app.history.last(), Some(&session.app.query));
}

#[test]
fn labels_pin_what_they_stand_on() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>gw");
    assert!(matches!(session.app.overlay, Some(Overlay::Labels { .. })));
    session.keys("s");
    assert_eq!(session.app.pinned.as_ref().map(|pinned| pinned.name.as_str()), Some("Harbour Board"));
    assert!(session.app.overlay.is_none());
}

#[test]
fn the_panel_goes_to_a_mention_at_every_width() {
    for (width, height) in [(40, 10), (80, 24), (120, 40), (200, 50)] {
        let mut session = Session::start(width, height);
        session.keys("<Enter>e");
        assert_eq!((session.app.panel, session.app.pane), (Some(Panel::Entities), Pane::Panel));
        session.keys("j<Enter>");
        assert_eq!(session.app.pinned.as_ref().map(|pinned| pinned.name.as_str()), Some("Harbour Board"), "{width}");
        assert_eq!(session.app.pane, Pane::Reader);
        assert!(session.app.layout().reader.height > 0, "{width}: the reader is to be seen");
    }
}

#[test]
fn several_entities_marked_in_the_panel() {
    let mut session = Session::start(120, 40);
    session.keys("<Enter>e<Space><Space>E");
    assert_eq!(session.app.query, "entity:\"Mira Oldan\" entity:\"Harbour Board\"");
}

#[test]
fn the_pane_with_the_keys_is_always_on_the_screen() {
    let ways = [
        "e<Tab>",
        "v<Tab>",
        "v<Tab><Tab>",
        "<Enter>e<Tab>",
        "<Enter>vjc",
        "<Enter>v]v",
        "<Enter>en",
        "<Enter>zfe",
        "<Enter>zf<Tab>",
        "ve<Tab><Tab><Tab>",
        "<Enter>c|",
    ];
    for (width, height) in [(40, 10), (80, 24), (99, 30), (100, 30), (120, 40), (159, 40), (160, 50), (200, 50)] {
        for way in ways {
            let mut session = Session::start(width, height);
            session.keys(way);
            let layout = session.app.layout();
            let area = match session.app.pane {
                Pane::List => layout.list,
                Pane::Reader => layout.reader,
                Pane::Panel => layout.panel,
            };
            assert!(area.height > 0, "{way} at {width}x{height}: {:?}", session.app.pane);
        }
    }
}

#[test]
fn the_reader_stays_at_its_words_when_panes_change() {
    let mut session = Session::start(200, 50);
    session.keys("<Enter>").keys("}}}}}");
    let place = session.app.reader.offset();
    assert!(place > 0 || session.app.reader.length() < 50);
    session.resize(80, 24).keys("}}}}}");
    let place = session.app.reader.offset();
    for (width, height) in [(40, 10), (200, 20), (120, 24), (61, 17), (80, 24)] {
        session.resize(width, height);
    }
    assert_eq!(session.app.reader.offset(), place);
    session.keys("q<Enter>");
    assert_eq!(session.app.reader.offset(), place, "back in the document that was being read");
    session.keys("e").keys("e");
    assert_eq!(session.app.reader.offset(), place);
}

#[test]
fn paragraphs_and_percentages() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>").keys("3}");
    let text = session.app.reader.document.as_ref().unwrap().text.clone();
    assert!(text[session.app.reader.offset()..].starts_with("The board will meet"), "the fourth paragraph");
    session.keys("{");
    assert!(text[session.app.reader.offset()..].starts_with("In Port Selm"));
    session.keys("100000{");
    assert_eq!(session.app.reader.top, 0);
    session.keys("50%");
    assert_eq!(session.app.reader.top, session.app.reader.length() / 2);
    session.keys("100000}");
    assert_eq!(session.app.reader.top, session.app.reader.length() - session.app.reader_height());
}

#[test]
fn space_reads_to_the_end_and_on_to_the_next_undecided() {
    let mut session = Session::start(80, 24);
    session.keys("ja<Esc>gg<Enter>");
    for _ in 0..20 {
        if session.at().1 != Some(1) {
            break;
        }
        session.keys("<Space>");
    }
    assert_eq!(session.at(), (Some(3), Some(3)), "2 is decided");
}

#[test]
fn information_is_of_the_document_at_hand() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>qjjji");
    let Some(Overlay::Page { lines, .. }) = &session.app.overlay else { panic!("there is no page") };
    assert_eq!(lines[0], "The lamps on the mole");
}

#[test]
fn the_versions_panel_is_of_the_document_at_hand() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>qjjjv");
    assert!(session.app.versions.group.is_none(), "the fourth document has no other versions");
    session.keys("q]v");
    assert!(session.status().contains("no other versions"), "{}", session.status());
}

#[test]
fn what_was_read_is_marked_read_once() {
    let mut session = Session::start(80, 24);
    session.keys("j");
    assert!(!session.desk.standing(2).read, "the list alone reads nothing");
    session.keys("<Enter>");
    assert!(session.desk.standing(2).read);
    session.keys("r");
    assert!(!session.desk.standing(2).read);
    session.keys("r");
    assert!(session.desk.standing(2).read);
}

#[test]
fn the_header_says_which_page_is_at_the_top() {
    let mut session = Session::start(80, 12);
    session.desk.set_pages(1);
    session.keys("<Enter>");
    assert!(session.screen().contains("page 1 of 14"), "{}", session.screen());
    session.keys("G");
    assert!(session.app.reader.leaf().is_some_and(|(page, pages)| page > 5 && pages == 14));
    session.keys("qjjj<Enter>");
    assert_eq!(session.app.reader.leaf(), None);
}

#[test]
fn a_screen_that_grows_wide_shows_the_document_at_the_cursor() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>q").keys("ggj").resize(120, 40);
    assert_eq!(session.at(), (Some(2), Some(2)));
    let mut session = Session::start(80, 24);
    session.resize(120, 40);
    assert_eq!(session.at(), (Some(1), Some(1)), "nothing was open before");
    session.resize(80, 24).keys("<Enter>C-d");
    let top = session.app.reader.top;
    session.resize(120, 24).resize(80, 24);
    assert_eq!((session.at(), session.app.reader.top), ((Some(1), Some(1)), top), "what is read stays");
}

#[test]
fn pages_scroll_to_their_ends() {
    for plain in [false, true] {
        let mut session = Session::from(crate::corpus::harbour(), Start { plain, ..Start::default() }, 40, 10);
        session.keys("j<Enter>i");
        let first = session.screen();
        for (end, start) in [("G", "gg"), ("<End>", "<Home>")] {
            session.keys(end);
            let last = session.screen();
            assert!(last.contains("nearest") || last.contains("not here"), "{last}");
            assert!(!last.contains("Fourteen crates"), "{last}");
            session.keys(start);
            assert_eq!(session.screen(), first);
        }
        session.keys("x");
        assert!(session.app.overlay.is_none());
    }
}

#[test]
fn labels_stand_on_words_behind_tabs() {
    let text = "\tMira Oldan\tand the Harbour Board\n".to_owned();
    let mut session = Session::over(Desk::new(vec![Source { title: "Tabs", date: None, text, group: None }]), 80, 24);
    session.keys("<Enter>");
    let screen = session.screen();
    let (place, before) = screen.lines().enumerate().find(|(_, line)| line.contains("Harbour Board")).unwrap();
    session.keys("gw");
    let labelled = session.screen().lines().nth(place).unwrap().to_owned();
    for name in ["Mira Oldan", "Harbour Board"] {
        let at = before.find(name).unwrap();
        assert!(labelled[at + 2..].starts_with(&name[2..]) || labelled[at + 1..].starts_with(&name[1..]), "{labelled}");
        assert!(!labelled[at..].starts_with(name), "{labelled}");
    }
}
