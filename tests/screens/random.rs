//! Whatever is typed, answered or resized in whatever order, the state stays whole.

use crate::session::Session;
use proptest::prelude::*;
use variorum::app::effect::{Answer, Msg};
use variorum::app::input::{Key, sequence};
use variorum::app::keymap::BINDINGS;
use variorum::app::layout::LEAST;
use variorum::app::{Pane, Panel};
use variorum::library::types::{Progress, Report};
use variorum::tui::theme::Theme;

#[derive(Clone, Debug)]
enum Happening {
    /// A sequence of the keymap, by its place.
    Keys(usize),
    Key(Key),
    Text(String),
    Paste(String),
    Resize(u16, u16),
    /// One of the open questions is answered, or fails.
    Answer(usize),
    Fail(usize),
    Settle,
    Paused,
    Adding,
    Added,
}

fn happening() -> impl Strategy<Value = Happening> {
    let key = prop_oneof![
        prop::char::range(' ', '~').prop_map(Key::Char),
        prop::sample::select(vec![
            Key::Enter,
            Key::Esc,
            Key::Tab,
            Key::Up,
            Key::Down,
            Key::Backspace,
            Key::Left,
            Key::F(3)
        ]),
        prop::char::range('a', 'z').prop_map(Key::Ctrl),
    ];
    prop_oneof![
        12 => any::<usize>().prop_map(Happening::Keys),
        4 => key.prop_map(Happening::Key),
        1 => prop::sample::select(vec!["lamps", "titel:x", "ferry", "q\u{301}\u{6771}"]).prop_map(|text| Happening::Text(text.to_owned())),
        1 => prop::sample::select(vec!["\u{1b}[2J\nab", "\u{202e}", "lamps lamps"]).prop_map(|text| Happening::Paste(text.to_owned())),
        2 => (0u16..230, 0u16..70).prop_map(|(width, height)| Happening::Resize(width, height)),
        8 => (0usize..4).prop_map(Happening::Answer),
        1 => (0usize..4).prop_map(Happening::Fail),
        3 => Just(Happening::Settle),
        1 => Just(Happening::Paused),
        1 => Just(Happening::Adding),
        1 => Just(Happening::Added),
    ]
}

fn happen(session: &mut Session, happening: Happening) {
    match happening {
        Happening::Keys(place) => {
            let binding = &BINDINGS[place % BINDINGS.len()];
            for key in sequence(binding.keys.split(' ').next().unwrap()).unwrap() {
                session.send(Msg::Key(key));
            }
        }
        Happening::Key(key) => session.send(Msg::Key(key)),
        Happening::Text(text) => text.chars().for_each(|c| session.send(Msg::Key(Key::Char(c)))),
        Happening::Paste(text) => session.send(Msg::Paste(text)),
        Happening::Resize(width, height) => session.send(Msg::Resize(width, height)),
        Happening::Answer(place) => session.answer(place),
        Happening::Fail(place) => {
            if let Some((ticket, _)) = session.open.remove(place) {
                session.send(Msg::Answer(ticket, Answer::Failed("it could not be read".into())));
            }
        }
        Happening::Settle => session.settle(),
        Happening::Paused => session.send(Msg::Paused),
        Happening::Adding => {
            session.send(Msg::Adding(Progress { stage: "reading", documents: 90, ..Progress::default() }));
        }
        Happening::Added => session.send(Msg::Added(Ok(Report::default()))),
    }
}

fn check(session: &Session) {
    let app = &session.app;
    assert!(app.list.cursor < app.list.documents.len().max(1));
    assert!(app.list.top <= app.list.cursor);
    assert!(app.reader.top <= app.reader.length());
    assert!(app.pane != Pane::Panel || app.panel.is_some());
    if app.width >= LEAST.0 && app.height >= LEAST.1 {
        let layout = app.layout();
        let area = match app.pane {
            Pane::List => layout.list,
            Pane::Reader => layout.reader,
            Pane::Panel => layout.panel,
        };
        assert!(area.height > 0, "{:?} has the keys and is hidden", app.pane);
        assert!(app.pane != Pane::List || app.list.cursor < app.list.top + usize::from(area.height));
    }
    if let (Some(Panel::Entities), false) = (app.panel, app.entities.shown.is_empty()) {
        assert!(app.entities.cursor < app.entities.shown.len());
    }
    let (buffer, cursor) = session.draw(Theme::coloured());
    if let Some((x, y)) = cursor {
        assert!(x < app.width && y < app.height, "cursor at {x},{y}");
    }
    for cell in buffer.content() {
        assert!(!cell.symbol().chars().any(variorum::text::sanitise::is_hostile), "{:?}", cell.symbol());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn nothing_breaks(width in 20u16..220, height in 5u16..60, happenings in prop::collection::vec(happening(), 1..60)) {
        let mut session = Session::start(width, height);
        for happening in happenings {
            happen(&mut session, happening);
            check(&session);
        }
        session.settle();
        check(&session);
    }

    #[test]
    fn typing_ahead_decides_the_same(width in prop::sample::select(vec![80u16, 120, 200]), places in prop::collection::vec(any::<usize>(), 1..14)) {
        // Only what acts and moves: what is typed into a bar depends on what it shows.
        let keys: Vec<&str> = places.iter().map(|place| ["a", "d", "p", "j", "J", "K", "s", "u", "]u", "<Enter>", "A", "n", "*"][place % 13]).collect();
        let (mut slow, mut fast) = (Session::start(width, 24), Session::start(width, 24));
        let keys = keys.concat();
        slow.keys(&keys);
        fast.ahead(&keys);
        for document in 1..=8 {
            let strip = |session: &Session| {
                let standing = session.desk.standing(document);
                (standing.verdict, standing.starred)
            };
            prop_assert_eq!(strip(&slow), strip(&fast), "{} on {}", keys, document);
        }
        prop_assert_eq!(slow.app.list.cursor, fast.app.list.cursor, "{}", keys);
    }
}
