//! Everything can be reached, and what the screen says of keys is true.

use crate::corpus::harbour;
use crate::session::Session;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use variorum::app::action::Action;
use variorum::app::input::sequence;
use variorum::app::keymap::{BINDINGS, Keymap};
use variorum::app::overlay::{Does, Overlay};
use variorum::app::{App, Start};

/// The names of all actions, from where they are declared.
fn actions() -> Vec<String> {
    let source = include_str!("../../src/app/action.rs");
    let body = source.split("pub enum Action {").nth(1).unwrap().split("\n}").next().unwrap();
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.map(|line| line.trim_end_matches(',').split('(').next().unwrap().to_owned()).collect()
}

#[test]
fn every_action_is_in_the_palette() {
    let Overlay::Menu(menu) = Overlay::palette(&Keymap::default(), &[]) else { panic!("the palette is a menu") };
    let shown: Vec<String> = menu
        .all
        .iter()
        .filter_map(|line| match line.does {
            Does::Action(action) => Some(format!("{action:?}")),
            _ => None,
        })
        .collect();
    let actions = actions();
    assert!(actions.len() > 100, "{actions:?}");
    // Tags of the configuration have lines where there is a configuration.
    let missing: Vec<&String> = actions.iter().filter(|name| *name != "TagWith" && !shown.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_tag_of_the_configuration_is_in_the_palette() {
    let mut start = Start { tags: vec!["ship".into()], ..Start::default() };
    start.keymap.bind(variorum::app::keymap::Context::Anywhere, "H", Action::TagWith(0)).unwrap();
    let mut session = Session::from(harbour(), start, 80, 24);
    session.keys(":").text("tag ship").keys("<Enter>");
    assert_eq!(session.desk.standing(1).tags, ["ship"]);
}

/// The keys of the hint line with their words, while it tells of keys.
fn hinted(session: &Session) -> Vec<(String, String)> {
    let app = &session.app;
    if app.overlay.is_some() || !app.keys.is_empty() || app.count.is_some() {
        return Vec::new();
    }
    let screen = session.screen();
    let Some(last) = screen.lines().nth(usize::from(app.height) - 1) else { return Vec::new() };
    if !last.ends_with("? keys") {
        // A message of two lines has taken it.
        return Vec::new();
    }
    last.split("  ")
        .filter_map(|part| part.split_once(' '))
        .map(|(keys, word)| (keys.to_owned(), word.to_owned()))
        .collect()
}

/// What a reader would notice of a state.
fn noticed(app: &App) -> String {
    format!(
        "{:?} {:?} {:?} {} {:?} {:?} {} {} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {} {} {:?} {:?} {} {:?}",
        app.pane,
        app.panel,
        app.full,
        app.reading,
        app.list.current(),
        app.list.marked,
        app.list.order.word(),
        app.comparing,
        app.reader.number(),
        app.reader.focus,
        app.reader.change,
        app.reader.top,
        app.base,
        app.pinned,
        app.diff_view,
        app.inbox,
        app.overlay.is_some(),
        app.quitting,
        app.status.text,
        (app.entities.sort, app.entities.forms, app.entities.cursor),
        app.versions.cursor,
        app.entities.browse
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, rng_seed: RngSeed::Fixed(11), ..ProptestConfig::default() })]

    #[test]
    fn every_key_of_the_hint_line_does_something(
        width in prop::sample::select(vec![40u16, 80, 120, 200]),
        typed in prop::collection::vec(0..BINDINGS.len(), 0..7),
    ) {
        let written: String = typed
            .iter()
            .map(|&place| &BINDINGS[place])
            .filter(|binding| !matches!(binding.action, Action::Quit | Action::Leave | Action::Suspend))
            .map(|binding| binding.keys.split(' ').next().unwrap())
            .collect();
        let come = || {
            let mut session = Session::start(width, 24);
            session.keys(&written);
            session
        };
        for (keys, word) in hinted(&come()) {
            let mut session = come();
            let named = match keys.as_str() {
                "Enter" | "Space" | "Tab" | "Esc" => format!("<{keys}>"),
                "<" => "<lt>".to_owned(),
                _ => keys.clone(),
            };
            prop_assert!(sequence(&named).is_ok(), "{named}");
            let (before, effects) = (noticed(&session.app), session.effects.len());
            let standing: Vec<_> = (1..=8).map(|document| session.desk.standing(document).clone()).collect();
            session.keys(&named);
            let after: Vec<_> = (1..=8).map(|document| session.desk.standing(document).clone()).collect();
            // What is said again has been done again.
            let done = !session.status().is_empty() || noticed(&session.app) != before || session.effects.len() > effects || standing != after;
            prop_assert!(done, "{keys} {word} does nothing after {written}");
            let said = session.status();
            let refused = ["there is no", "this document has no other", "no entity is", "has no meaning"];
            prop_assert!(!refused.iter().any(|no| said.contains(no)), "{keys} {word} after {written}: {said}");
        }
    }
}
