//! Mending names on the screen, the browser of all entities, and passages of several of them.

use crate::session::Session;
use variorum::app::effect::{Channel, Effect, Msg};
use variorum::app::input::Key;
use variorum::app::overlay::Overlay;
use variorum::app::{Pane, Panel};
use variorum::library::types::entities::Card;
use variorum::library::types::gazetteers::{ListedName, OnList};
use variorum::library::types::outcome::BatchReport;
use variorum::library::types::{EntityKind, Report};

/// Name and number of the entity at each mention of the open document.
fn named(session: &Session) -> Vec<(String, u32)> {
    let document = session.app.reader.document.as_ref().unwrap();
    let entity = |at: u32| &document.entities[at as usize];
    document
        .mentions
        .iter()
        .map(|mention| (entity(mention.entity).name.clone(), entity(mention.entity).entity))
        .collect()
}

fn forms(session: &Session) -> Vec<String> {
    let document = session.app.reader.document.as_ref().unwrap();
    document.mentions.iter().map(|mention| document.text[mention.range()].to_owned()).collect()
}

#[test]
fn marked_entities_are_merged_and_parted_again() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>");
    let before = named(&session);
    let different =
        |named: &[(String, u32)]| named.iter().map(|known| known.1).collect::<std::collections::BTreeSet<_>>();
    assert!(different(&before).len() > 1, "{before:?}");
    session.keys("e<Space><Space>=");
    assert!(session.status().contains("are one · u undoes"), "{}", session.status());
    assert!(session.app.entities.marked.is_empty());
    assert_eq!(different(&named(&session)).len(), different(&before).len() - 1);
    assert_eq!(session.app.entities.shown.len(), different(&before).len() - 1, "the panel follows");
    session.keys("u");
    assert_eq!(named(&session), before);
    session.keys("C-r");
    assert_eq!(different(&named(&session)).len(), different(&before).len() - 1);
}

#[test]
fn what_is_followed_stays_followed_when_it_becomes_part_of_another() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>");
    let last = *named(&session).iter().map(|(_, entity)| entity).max().unwrap();
    let place = session.app.reader.document.as_ref().unwrap().entities.iter().position(|known| known.entity == last);
    session.keys(&format!("e{}<Enter>", "j".repeat(place.unwrap())));
    assert_eq!(session.app.pinned.as_ref().unwrap().entity, last);
    // Merged with the first of the panel that is another.
    let other = usize::from(place == Some(0));
    session.keys(&format!("egg{}=", "j".repeat(other)));
    let pinned = session.app.pinned.clone().unwrap();
    assert!(pinned.entity < last, "{pinned:?}");
    assert!(named(&session).iter().any(|(name, entity)| *entity == pinned.entity && *name == pinned.name));
}

#[test]
fn the_mention_here_is_no_name_or_another() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>]m");
    let before = forms(&session);
    session.keys("x");
    assert_eq!(forms(&session), before[1..], "one mention alone");
    session.keys("u");
    assert_eq!(forms(&session), before);
    let short = before.iter().position(|form| form == "Oldan").expect("a surname alone");
    let document = session.app.reader.document.clone().unwrap();
    let start = document.mentions[short].start as usize;
    while session.app.reader.focus.as_ref().is_none_or(|focus| focus.start < start) {
        session.keys("]m");
    }
    let of = |session: &Session| named(session)[short].1;
    let old = of(&session);
    session.keys("S");
    assert!(session.status().contains("Oldan is another"), "{}", session.status());
    assert_ne!(of(&session), old);
    session.keys("gx");
    assert!(!forms(&session).contains(&"Oldan".to_owned()) && forms(&session).contains(&"Mira Oldan".to_owned()));
}

#[test]
fn names_and_types_are_given_from_text_and_panel() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>]m~C-u").text("Somebody Else").keys("<Enter>");
    let (name, entity) = named(&session)[0].clone();
    assert_eq!(name, "Somebody Else");
    session.keys("T<Down><Enter>");
    let kind = |session: &Session| {
        let document = session.app.reader.document.clone().unwrap();
        document.entities.iter().find(|known| known.entity == entity).map(|known| known.kind)
    };
    assert_eq!(kind(&session), Some(EntityKind::Org));
    session.keys("e-");
    assert_eq!(kind(&session), None, "hidden from the panel");
    assert_eq!(session.app.panel, Some(Panel::Entities));
    session.keys("uuu");
    assert_ne!(named(&session)[0].0, "Somebody Else");
    session.keys("~<Esc>");
    assert!(session.app.overlay.is_none());
}

#[test]
fn forms_are_chosen_from_the_panel() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>e");
    let place = session.app.entities.shown.iter().position(|listed| listed.forms.len() > 1);
    let Some(place) = place else {
        // The document's own entities have one form each here; the library's have them all.
        session.keys("ge/oldan<Enter>S");
        assert!(session.screen().contains("a form of Mira Oldan"), "{}", session.screen());
        session.keys("<Down><Enter>");
        assert!(session.status().contains("Oldan is another"), "{}", session.status());
        return;
    };
    session.keys(&"j".repeat(place)).keys("S<Enter>");
    assert!(session.status().contains("is another"), "{}", session.status());
}

#[test]
fn escape_stops_a_repair_and_nothing_else_that_is_decided() {
    let stops = |session: &Session| {
        let decides = |effect: &&Effect| matches!(effect, Effect::Stop(stopped) if stopped.channel == Channel::Decide);
        session.effects.iter().filter(decides).count()
    };
    let escape = || Msg::Key(Key::Esc);
    let mut session = Session::start(80, 24);
    session.keys("ge");
    session.send(Msg::Key(Key::Char('-')));
    session.send(escape());
    assert_eq!(stops(&session), 1);
    assert!(session.status().contains("being stopped"), "{}", session.status());
    session.send(escape());
    assert_eq!(stops(&session), 1, "once is enough");
    session.settle();
    let mut session = Session::start(80, 24);
    session.send(Msg::Key(Key::Char('s')));
    session.send(escape());
    assert_eq!(stops(&session), 0);
}

#[test]
fn the_browser_goes_on_as_far_as_one_goes() {
    let mut desk = crate::corpus::harbour();
    desk.made = 12_000;
    let mut session = Session::over(desk, 80, 24);
    session.keys("ge");
    assert!(session.screen().contains("12003 entities in the library"), "{}", session.screen());
    assert_eq!(session.app.entities.shown.len(), 5_000, "no more than is looked at soon");
    session.keys("4600G");
    assert_eq!((session.app.entities.cursor, session.app.entities.shown.len()), (4_599, 10_000));
    session.keys("G");
    assert_eq!((session.app.entities.cursor, session.app.entities.shown.len()), (12_002, 12_003));
    assert!(session.screen().contains("Made 11999"), "{}", session.screen());
    session.keys("ggjk7000G");
    let mut seen = std::collections::HashSet::new();
    assert!(session.app.entities.shown.iter().all(|listed| seen.insert(listed.entity)), "each once");
    // Another order holds the entity at hand, as far as so many of it reach.
    session.keys("o");
    assert_eq!((session.app.entities.cursor, session.app.entities.shown.len()), (6_999, 10_000));
}

#[test]
fn the_browser_lists_finds_and_opens() {
    for width in [80, 200] {
        let mut session = Session::start(width, 24);
        session.keys("ge");
        assert_eq!((session.app.pane, session.app.entities.shown.len()), (Pane::Panel, 3));
        assert!(session.screen().contains("3 entities in the library, by mentions"), "{}", session.screen());
        session.keys("<Space>/port");
        assert_eq!(session.app.entities.shown.len(), 1, "while it is typed");
        session.keys("<Enter><Space>");
        assert_eq!(session.app.entities.marked.len(), 2, "a mark stays when the search leaves it out");
        session.keys("/<Esc>");
        assert_eq!(session.app.entities.shown.len(), 3);
        session.keys("f");
        assert!(session.screen().contains("1 persons in the library"), "{}", session.screen());
        session.keys("ffff");
        session.keys("oo");
        assert!(session.screen().contains("by name"), "{}", session.screen());
        session.keys("i");
        assert!(session.screen().contains("as tests have it"), "{}", session.screen());
        session.keys("<Esc>E");
        assert!(session.app.query.matches("entity:").count() == 2, "{}", session.app.query);
        session.keys("ge");
        let panel = session.app.panel;
        session.keys("ge");
        assert!(panel == Some(Panel::Entities) && session.app.panel.is_none());
    }
}

#[test]
fn passages_with_two_of_the_marked_are_gone_through() {
    let mut session = Session::start(80, 24);
    session.keys("]e");
    assert!(session.status().contains("mark several"), "{}", session.status());
    session.keys("ge<Space><Space><Space>E");
    assert!(session.status().contains("]e where they meet"), "{}", session.status());
    session.keys("]e");
    assert!(session.status().contains("passage 1 of"), "{}", session.status());
    let focus = session.app.reader.focus.clone().unwrap();
    let first = session.app.reader.number();
    let two = |session: &Session, focus: &std::ops::Range<usize>| {
        let document = session.app.reader.document.clone().unwrap();
        let inside = document.mentions.iter().filter(|mention| {
            let range = mention.range();
            focus.start <= range.start && range.end <= focus.end
        });
        inside.map(|mention| mention.entity).collect::<std::collections::BTreeSet<_>>().len()
    };
    assert!(two(&session, &focus) > 1);
    for _ in 0..40 {
        session.keys("n");
    }
    assert!(session.status().contains("nowhere further on"), "{}", session.status());
    assert_ne!(session.app.reader.number(), first, "it ran on into other documents");
    session.keys("N");
    let focus = session.app.reader.focus.clone().unwrap();
    assert!(two(&session, &focus) > 1);
}

#[test]
fn what_is_marked_is_hidden_together() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>");
    let before = named(&session);
    session.keys("e<Space><Space>-");
    assert_eq!(session.app.entities.shown.len(), 1);
    assert!(session.app.entities.marked.is_empty());
    session.keys("u");
    assert_eq!(named(&session), before);
    session.keys("gg<Space><Space>T<Down><Down><Enter>");
    let places = session.app.entities.shown.iter().filter(|listed| listed.kind == EntityKind::Place).count();
    assert!(places > 1, "{:?}", session.app.entities.shown);
}

#[test]
fn escape_stops_waiting_for_a_card() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>]m");
    let pinned = session.app.pinned.clone();
    session.send(variorum::app::effect::Msg::Key(variorum::app::input::Key::Enter));
    session.send(variorum::app::effect::Msg::Key(variorum::app::input::Key::Esc));
    assert_eq!(session.status(), "stopped");
    session.settle();
    assert!(session.app.overlay.is_none(), "what comes late is passed over");
    assert_eq!(session.app.pinned, pinned);
}

#[test]
fn what_is_on_a_list_is_marked_in_the_panel_on_the_card_and_in_the_report() {
    let mut session = Session::start(100, 30);
    session.keys("<Enter>");
    let entity = session.app.reader.document.as_ref().unwrap().entities[0].clone();
    session.desk.put_on_list(entity.entity, "sanctions");
    session.keys("JKe");
    let marked = format!("{} [sanctions]", entity.name);
    assert!(session.screen().contains(&marked), "{}", session.screen());
    assert_eq!(session.screen().matches("[sanctions]").count(), 1);
    session.keys("ge");
    assert!(session.screen().contains(&marked), "in the whole library: {}", session.screen());
    let card = Card {
        name: entity.name.clone(),
        listed: vec![OnList { list: "sanctions".into(), name: "A. Kern".into(), id: Some("Q7".into()) }],
        ..Card::default()
    };
    session.app.overlay = Some(Overlay::card(&card, &|action| session.app.key_of(action)));
    assert!(session.screen().contains("on your list sanctions: A. Kern (Q7)"), "{}", session.screen());
    let listed = ListedName {
        list: "sanctions".into(),
        entity: "e4".into(),
        name: entity.name,
        kind: EntityKind::Person,
        documents: 3,
        new: true,
    };
    let told = format!("sanctions: {} (person), 3 documents, for the first time", listed.name);
    let report = Report { batch: "second".into(), listed: vec![listed], ..Report::default() };
    session.app.overlay = Some(Overlay::report(&BatchReport { report, ..BatchReport::default() }, ":report"));
    assert!(session.screen().contains(&told), "{}", session.screen());
}

#[test]
fn the_cursor_stays_where_an_entity_was_hidden() {
    for (keys, hide) in [("ge", "-"), ("<Enter>e", "-"), ("<Enter>e", "x")] {
        let mut session = Session::start(80, 24);
        session.keys(keys).keys("j");
        let listed: Vec<u32> = session.app.entities.shown.iter().map(|listed| listed.entity).collect();
        session.keys(hide);
        let now: Vec<u32> = session.app.entities.shown.iter().map(|listed| listed.entity).collect();
        assert_eq!(now, [listed[0], listed[2]], "{keys}{hide}: {}", session.status());
        assert_eq!(session.app.entities.cursor, 1, "{keys}{hide}");
        session.keys(hide);
        assert_eq!(session.app.entities.cursor, 0, "{keys}{hide}: the last one was hidden");
    }
}

#[test]
fn another_order_holds_the_entity_at_hand() {
    for keys in ["ge", "<Enter>e"] {
        let mut session = Session::start(80, 24);
        session.keys(keys).keys("jj");
        let held = session.app.entities.current().map(|listed| listed.entity);
        for _ in 0..4 {
            session.keys("o");
            assert_eq!(session.app.entities.current().map(|listed| listed.entity), held, "{keys}");
        }
    }
}

#[test]
fn names_are_mended_while_another_one_is_followed() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>*");
    let followed = session.app.pinned.as_ref().unwrap().entity;
    // Another place on the same screen, with names that are not followed at the cursor.
    session.app.reader.focus = None;
    session.keys("TT");
    assert!(matches!(session.app.overlay, Some(Overlay::Menu(_))), "{}", session.status());
    session.keys("<Esc>g=g=");
    assert!(session.status().contains("are one"), "{}", session.status());
    assert!(session.app.pinned.as_ref().unwrap().entity <= followed);
    session.keys("g-");
    assert!(session.status().contains("hidden"), "{}", session.status());
}

#[test]
fn the_cursor_of_the_browser_goes_to_what_several_have_become() {
    let mut session = Session::start(80, 24);
    session.keys("ge<Space><Space>");
    let here = |session: &Session| session.app.entities.current().map(|listed| listed.entity);
    assert_eq!(here(&session), Some(3));
    session.keys("=");
    assert!(session.status().contains("are one"), "{}", session.status());
    assert_eq!(here(&session), Some(1));
    session.keys("j");
    assert_eq!(here(&session), Some(3));
}
