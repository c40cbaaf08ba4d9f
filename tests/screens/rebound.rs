//! Keys that are bound anew are what messages, hints and pages name; without a key it is the palette.

use crate::corpus::harbour;
use crate::session::Session;
use std::collections::{BTreeMap, BTreeSet};
use variorum::app::Start;
use variorum::app::action::Action::{self, *};
use variorum::app::keymap::{BINDINGS, Context, Keymap, in_words};
use variorum::app::menu::Does;
use variorum::app::overlay::Overlay;

/// Every action on a letter of its own that no text of ours holds.
fn rebound() -> Keymap {
    let mut keymap = Keymap::default();
    for (letter, binding) in ('\u{400}'..).zip(BINDINGS) {
        keymap.bind(binding.context, &letter.to_string(), binding.action).unwrap();
    }
    assert!(keymap.conflict().is_none());
    keymap
}

fn with(keymap: Keymap) -> Session {
    Session::from(harbour(), Start { keymap, ..Start::default() }, 120, 40)
}

/// Presses what leads to an action where the session is.
fn press(session: &mut Session, action: Action) {
    let keys = session.app.keymap.keys_for(session.app.context(), action).map(str::to_owned);
    session.keys(&keys.unwrap_or_else(|| panic!("no key for {action:?} in {:?}", session.app.context())));
}

/// The words of a text that are keys as they are bound by default; "a" is an English
/// word, too, and "%" a sign.
fn known_keys(text: &str) -> Vec<String> {
    let keys: BTreeSet<String> = BINDINGS
        .iter()
        .filter_map(|known| known.keys.split(' ').next())
        .map(in_words)
        .filter(|key| key != "a" && key != "%")
        .collect();
    let marks: &[char] = &[';', ',', '.', '(', ')', '\u{b7}'];
    text.split_whitespace()
        .map(|word| word.trim_matches(marks))
        .filter(|word| keys.contains(*word) || (word.starts_with(':') && word.len() > 1))
        .map(str::to_owned)
        .collect()
}

/// Where a session can be, by the actions that lead there and what is typed at the first.
const PLACES: [(&str, &[Action]); 9] = [
    ("", &[]),
    ("lamps", &[]),
    ("nothing of the kind", &[]),
    ("", &[Down, Enter]),
    ("lamps", &[Enter, PinNext]),
    ("", &[Down, Enter, Compare]),
    ("", &[Enter, Apparatus]),
    ("", &[Enter, EntityPanel]),
    ("", &[Down, Enter, VersionPanel]),
];

fn at((query, actions): (&str, &[Action])) -> Session {
    let mut session = with(rebound());
    if !query.is_empty() {
        press(&mut session, Search);
        session.text(query).keys("<Enter>");
    }
    actions.iter().for_each(|&action| press(&mut session, action));
    session
}

#[test]
fn what_is_said_names_the_keys_that_are_bound() {
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    let mut named = BTreeSet::new();
    for place in PLACES {
        let context = at(place).app.context();
        let reachable: BTreeSet<String> = BINDINGS
            .iter()
            .filter(|known| at(place).app.keymap.keys_for(context, known.action).is_some())
            .map(|known| known.action.name())
            .collect();
        for binding in BINDINGS.iter().filter(|known| reachable.contains(&known.action.name())) {
            if matches!(binding.action, Quit | Suspend) {
                continue;
            }
            let mut session = at(place);
            // Twice and thrice, as ends are told of, too.
            for _ in 0..3 {
                if session.app.overlay.is_some()
                    || session.app.keymap.keys_for(session.app.context(), binding.action).is_none()
                {
                    break;
                }
                press(&mut session, binding.action);
                let mut said = vec![session.app.status.text.clone()];
                match &session.app.overlay {
                    Some(Overlay::Page { lines, .. }) => said.extend(lines.iter().cloned()),
                    // What is typed into has keys that cannot be bound.
                    Some(_) => {}
                    None => said.extend(session.screen().lines().last().map(str::to_owned)),
                }
                for text in said {
                    named.extend(text.chars().filter(|c| ('\u{400}'..'\u{500}').contains(c)));
                    let keys = known_keys(&text);
                    if !keys.is_empty() {
                        told.insert(text, format!("{keys:?} after {}", binding.action.name()));
                    }
                }
            }
        }
    }
    assert!(told.is_empty(), "{told:#?}");
    assert!(named.len() > 50, "{} keys are named", named.len());
}

#[test]
fn the_list_says_what_to_press_where_it_is_empty() {
    let session = at(("nothing of the kind", &[]));
    let screen = session.screen();
    assert!(screen.contains(&format!("{} changes the query", session.app.key_of(Search))), "{screen}");
    assert!(!screen.contains("/ changes"));
}

#[test]
fn places_are_set_and_gone_to_with_their_new_keys() {
    let mut session = with(rebound());
    session.app.keymap.bind(Context::Anywhere, "x", SetPlace).unwrap();
    session.app.keymap.bind(Context::Anywhere, "my", Star).unwrap();
    press(&mut session, Enter);
    session.keys("xb");
    let comes_back = format!("this place is b now; {}b comes back", session.app.key_of(GoToPlace));
    assert!(session.status().starts_with(&comes_back), "{}", session.status());
    session.keys("my");
    assert!(session.status().starts_with("star on"), "m is no key of places any more: {}", session.status());
}

#[test]
fn without_a_key_the_palette_is_named_and_finds_it() {
    let mut keymap = Keymap::default();
    keymap.bind(Context::Anywhere, "", Undo).unwrap();
    keymap.bind(Context::Anywhere, "", KeepGroup).unwrap();
    let mut session = with(keymap);
    session.keys("s");
    assert_eq!(session.status(), "star on 1 \u{b7} :undo undoes");
    assert_eq!(session.app.key_of(KeepGroup), ":keep-group");
    session.keys(":").text("undo").keys("<Enter>");
    assert!(session.status().starts_with("undone: "), "{}", session.status());
    session.keys(":").text("keep-group").keys("<Enter>");
    assert!(session.status().starts_with("verdict on "), "{}", session.status());
    session.app.keymap.bind(Context::Anywhere, "<F2>", Palette).unwrap();
    assert_eq!(session.app.key_of(Undo), "F2 undo");
}

#[test]
fn every_action_without_a_key_is_found_as_messages_say() {
    let mut keymap = Keymap::default();
    for binding in BINDINGS.iter().filter(|known| known.action != Palette) {
        keymap.bind(binding.context, "", binding.action).unwrap();
    }
    let mut session = with(keymap);
    for binding in BINDINGS.iter().filter(|known| known.action != Palette) {
        let told = session.app.key_of(binding.action);
        session.keys(":").text(told.strip_prefix(':').unwrap());
        let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("no palette") };
        let first = menu.shown.first().map(|&place| menu.all[place].does);
        assert_eq!(first, Some(Does::Action(binding.action)), "{told}");
        session.keys("<Esc>");
    }
}
