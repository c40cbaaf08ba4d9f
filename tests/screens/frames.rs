//! Frames at five sizes in four themes; what differs from the snapshots is to be
//! looked at before it is accepted.

use crate::session::Session;
use variorum::app::effect::Msg;
use variorum::library::types::{Apart, Progress};

const SIZES: [(u16, u16); 5] = [(40, 10), (60, 16), (80, 24), (120, 40), (200, 50)];

pub fn still(name: &str, screen: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, screen);
    });
}

fn snapshots(name: &str, keys: &str, text: &str, then: &str) {
    for (width, height) in SIZES {
        let mut session = Session::start(width, height);
        session.keys(keys).text(text).keys(then);
        still(&format!("{name}-{width}x{height}"), &session.frame());
    }
}

#[test]
fn the_list() {
    snapshots("list", "adj<Space>s", "", "");
}

#[test]
fn the_reader_with_hits_and_an_entity() {
    snapshots("reader", "/", "lamps", "<Enter><Enter>*n");
}

#[test]
fn a_comparison() {
    snapshots("compared", "j<Enter>c]c", "", "");
}

#[test]
fn a_comparison_side_by_side() {
    snapshots("beside", "j<Enter>c|]c", "", "");
}

#[test]
fn an_apparatus() {
    snapshots("apparatus", "<Enter>C", "", "]c");
}

#[test]
fn an_apparatus_with_its_legend_and_the_versions_panel() {
    snapshots("sigla", "<Enter>Cv", "", "");
}

#[test]
fn the_versions_at_a_slot() {
    snapshots("slot", "<Enter>C]c<Enter>", "", "");
}

#[test]
fn what_is_new() {
    for (width, height) in SIZES {
        let mut session = Session::start(width, height);
        session.desk.set_seen(2, 150);
        session.desk.set_seen(8, 60);
        session.keys("o").keys("OOj<Enter>zn");
        still(&format!("new-{width}x{height}"), &session.frame());
        session.keys("}gp");
        still(&format!("passages-{width}x{height}"), &session.frame());
    }
}

#[test]
fn deciding_counting_and_noting() {
    let views = [
        ("inbox", "gi", "", ""),
        ("facets", "f", "", ""),
        ("report", "gr", "", ""),
        ("note", "<Enter>w", "look here", ""),
        ("kwic", ":", "kwic lamps", "<Enter>"),
        ("card", "<Enter>*", "", "<Enter>"),
    ];
    for (name, keys, text, then) in views {
        for (width, height) in [(40, 10), (80, 24)] {
            let mut session = Session::start(width, height);
            session.keys(keys).text(text).keys(then);
            still(&format!("{name}-{width}x{height}"), &session.frame());
        }
    }
}

#[test]
fn the_entity_panel() {
    snapshots("entities", "<Enter>ezaj<Space>", "", "");
}

#[test]
fn the_versions_panel_with_what_was_kept_apart() {
    for (width, height) in SIZES {
        let mut session = Session::start(width, height);
        session.desk.apart = vec![
            Apart { document: 5, key: "reports/tide-tables.txt".into(), versions: 4, ties: 1 },
            Apart { document: 6, key: "a.txt".into(), versions: 1, ties: 2 },
        ];
        session.keys("jv");
        still(&format!("apart-{width}x{height}"), &session.frame());
    }
}

#[test]
fn the_versions_panel() {
    snapshots("versions", "<Enter>vjB", "", "");
}

#[test]
fn the_search_bar_with_a_mistake() {
    snapshots("bar", "/", "titel:lamps", "");
}

#[test]
fn a_word_completed() {
    snapshots("completed", "/", "lamps enti", "<Tab>");
}

#[test]
fn a_repair_is_offered_and_an_empty_result_explained() {
    snapshots("nothing", "/", "lamps zeppelin", "<Enter>");
}

#[test]
fn choices_of_a_prefix() {
    for (width, height) in SIZES {
        let mut session = Session::start(width, height);
        session.keys("<Enter>z").send(Msg::Paused);
        still(&format!("prefix-{width}x{height}"), &session.screen());
    }
}

#[test]
fn an_add_in_progress() {
    for (width, height) in SIZES {
        let mut session = Session::start(width, height);
        session.send(Msg::Adding(Progress {
            stage: "reading",
            done: 12,
            total: 40,
            documents: 130,
            failures: 1,
            ..Progress::default()
        }));
        session.settle();
        still(&format!("adding-{width}x{height}"), &session.screen());
    }
}

#[test]
fn the_palette() {
    snapshots("palette", ":", "side", "");
}

#[test]
fn labels_on_the_entities() {
    snapshots("labels", "<Enter>gw", "", "");
}

#[test]
fn information_on_a_version() {
    snapshots("information", "j<Enter>i", "", "");
}

#[test]
fn help() {
    snapshots("help", "<Enter>?", "version", "");
}

#[test]
fn hostile_text() {
    snapshots("hostile", "jjjjj<Enter>", "", "");
}

#[test]
fn an_empty_library_says_what_to_do() {
    for (width, height) in SIZES {
        let session = Session::over(crate::desk::Desk::new(Vec::new()), width, height);
        still(&format!("empty-{width}x{height}"), &session.screen());
    }
}

#[test]
fn a_screen_too_small_says_so() {
    let mut session = Session::start(39, 10);
    assert!(session.screen().contains("40x10 is needed"));
    session.resize(10, 2);
    session.resize(80, 24);
    assert!(session.screen().contains("Forty crates"));
}
