//! Whatever is typed, answered or resized in whatever order, the state stays whole.

use crate::corpus::harbour;
use crate::session::Session;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use ratatui::style::Color;
use variorum::app::action::Action;
use variorum::app::effect::{Answer, Msg};
use variorum::app::input::{Key, sequence};
use variorum::app::keymap::BINDINGS;
use variorum::app::layout::LEAST;
use variorum::app::{Pane, Panel, Start};
use variorum::library::types::others::Others;
use variorum::library::types::{Progress, Report};
use variorum::tui::backend::Depth;
use variorum::tui::theme::{Ground, Theme};

#[derive(Clone, Debug)]
enum Happening {
    /// A sequence of the keymap, by its place.
    Keys(usize),
    Key(Key),
    /// A key that is held down.
    Held(Key),
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
    /// Somebody else has decided about a document.
    Others(u32),
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
        4 => key.clone().prop_map(Happening::Key),
        2 => prop::sample::select(vec!['j', 'k', 'J', 'a', 'd', 'u', '*', 'n']).prop_map(|key| Happening::Held(Key::Char(key))),
        1 => prop::sample::select(vec!["lamps", "titel:x", "ferry", "q\u{301}\u{6771}"]).prop_map(|text| Happening::Text(text.to_owned())),
        1 => prop::sample::select(vec!["\u{1b}[2J\nab", "\u{202e}", "lamps lamps"]).prop_map(|text| Happening::Paste(text.to_owned())),
        2 => (0u16..230, 0u16..70).prop_map(|(width, height)| Happening::Resize(width, height)),
        8 => (0usize..4).prop_map(Happening::Answer),
        1 => (0usize..4).prop_map(Happening::Fail),
        3 => Just(Happening::Settle),
        1 => Just(Happening::Paused),
        1 => Just(Happening::Adding),
        1 => Just(Happening::Added),
        2 => (1u32..9).prop_map(Happening::Others),
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
        Happening::Held(key) => (0..3).for_each(|_| session.send(Msg::Again(key))),
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
        Happening::Others(document) => {
            session.desk.decide_elsewhere(document);
            let told = Some("eve: kept 1 document".to_owned());
            let regrouped = document == 8;
            session.send(Msg::Others(Others { documents: vec![document], regrouped, told, ..Others::default() }));
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
    let (buffer, cursor) = session.draw(Theme::new(Ground::Dark, Depth::Palette));
    if let Some((x, y)) = cursor {
        assert!(x < app.width && y < app.height, "cursor at {x},{y}");
    }
    if app.plain {
        assert!(cursor.is_some() || app.width < LEAST.0 || app.height < LEAST.1, "nothing is to be read");
    }
    for cell in buffer.content() {
        let signs = |c| matches!(c, '\u{b7}' | '\u{2026}' | '\u{2400}'..='\u{2502}' | '\u{201c}' | '\u{201d}');
        let bare = cell.fg == Color::Reset && cell.modifier.is_empty() && !cell.symbol().contains(signs);
        assert!(!app.plain || bare, "{cell:?}");
        assert!(!cell.symbol().chars().any(variorum::text::sanitise::is_hostile), "{:?}", cell.symbol());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn nothing_breaks(
        width in 20u16..220,
        height in 5u16..60,
        plain: bool,
        happenings in prop::collection::vec(happening(), 1..60),
    ) {
        let mut session = Session::from(harbour(), Start { plain, welcome: plain, ..Start::default() }, width, height);
        for happening in happenings {
            happen(&mut session, happening);
            check(&session);
        }
        session.settle();
        check(&session);
    }

    #[test]
    fn late_answers_change_nothing(
        width in prop::sample::select(vec![80u16, 120, 200]),
        plain in prop::bool::weighted(0.25),
        typed in prop::collection::vec((any::<usize>(), prop::option::weighted(0.4, 0usize..3)), 1..16),
    ) {
        let start = || Session::from(harbour(), Start { plain, ..Start::default() }, width, 24);
        let (mut slow, mut fast) = (start(), start());
        let mut written = String::new();
        for (place, answered) in typed {
            let binding = &BINDINGS[place % BINDINGS.len()];
            let keys = match binding.action {
                // Each goes on with what is typed next.
                Action::Search | Action::SearchCorpus | Action::Narrow => "/lamps<Enter>",
                Action::Tag => "tship<Enter>",
                Action::RenameEntity => "~x<Enter>",
                Action::RetypeEntity => "T<Down><Enter>",
                Action::FindEntity => "/port<Enter>",
                Action::SetPlace => "mx",
                Action::GoToPlace => "'x",
                Action::Note => "wx<Enter>",
                Action::NoteGroup => "Wx<Enter>",
                Action::FacetsIn => "f<Enter>",
                Action::FacetsOut => "F<Enter>",
                Action::BatchReport => "gr<Enter>",
                Action::Palette => ":mark<Space>lamps<Enter>",
                Action::Help => "?<Enter>",
                // They do not wait for what is on its way.
                Action::Dismiss | Action::Quit => "j",
                // Documents that are passed too quickly to be shown are no places to come back to.
                Action::Back => "k",
                // The labels are those of what is on the screen.
                Action::LabelEntities => "gwa",
                _ => binding.keys.split(' ').next().unwrap(),
            };
            written.push_str(keys);
            for key in sequence(keys).unwrap() {
                slow.send(Msg::Key(key));
                slow.settle();
                fast.send(Msg::Key(key));
                if let Some(desk) = answered {
                    fast.answer_at(desk);
                }
            }
        }
        slow.settle();
        fast.settle();
        prop_assert_eq!(told(&slow), told(&fast), "{}", written);
    }
}

/// What a reader would notice of a state.
fn told(session: &Session) -> String {
    let app = &session.app;
    let standings: Vec<String> = (1..=8)
        .map(|document| {
            let standing = session.desk.standing(document);
            let verdict = standing.verdict.map_or('-', |verdict| verdict.letter());
            let (starred, notes) = (u8::from(standing.starred), standing.notes);
            format!("{verdict}{starred}{}{notes}", standing.tags.join(","))
        })
        .collect();
    let seen = app.layout().reader.height > 0;
    if app.quitting {
        return format!("quitting {standings:?}");
    }
    format!(
        "{:?} {:?} full {} reading {} query {:?} list {:?} at {} marked {:?}\nreader {:?} top {} focus {:?} hits {} \
         pinned {:?} asked {:?} comparing {} change {:?} base {:?} collating {} panel {} {}\noverlay {}\n{standings:?}",
        app.pane,
        app.panel,
        app.full,
        app.reading,
        app.query,
        app.list.documents,
        app.list.cursor,
        app.list.marked,
        app.reader.number(),
        if seen { app.reader.top } else { 0 },
        app.reader.focus.as_ref().filter(|_| seen),
        app.reader.hits.len(),
        app.pinned.as_ref().map(|pinned| pinned.entity),
        app.asked,
        app.comparing,
        app.reader.change,
        app.base.as_ref().map(|base| base.document),
        app.collating.is_some(),
        if app.pane == Pane::Panel && app.panel == Some(Panel::Entities) { app.entities.cursor } else { 0 },
        if app.pane == Pane::Panel && app.panel == Some(Panel::Versions) { app.versions.cursor } else { 0 },
        app.overlay.is_some(),
    )
}

#[test]
fn an_order_typed_ahead_waits_for_the_next_one_of_the_inbox() {
    for keys in ["gicao", "gicaO", "gicdo"] {
        let (mut slow, mut fast) = (Session::start(120, 24), Session::start(120, 24));
        for key in sequence(keys).unwrap() {
            slow.send(Msg::Key(key));
            slow.settle();
            fast.send(Msg::Key(key));
        }
        fast.settle();
        assert_eq!(told(&slow), told(&fast), "{keys}");
    }
}
