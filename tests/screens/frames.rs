//! Frames at several sizes, with colours and without; what differs from the snapshots is to be
//! looked at before it is accepted.

use crate::session::Session;
use variorum::tui::theme::Theme;

const SIZES: [(u16, u16); 4] = [(40, 10), (80, 24), (120, 40), (200, 50)];

fn snapshots(name: &str, keys: &str, text: &str, then: &str) {
    for (width, height) in SIZES {
        let mut session = Session::start(width, height);
        session.keys(keys).text(text).keys(then);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}-{width}x{height}"), session.screen());
            if width == 80 || width == 120 {
                insta::assert_snapshot!(format!("{name}-{width}x{height}-colour"), session.frame(Theme::coloured()));
                insta::assert_snapshot!(format!("{name}-{width}x{height}-plain"), session.frame(Theme::plain()));
            }
        });
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
fn the_entity_panel() {
    snapshots("entities", "<Enter>ezaj<Space>", "", "");
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
        assert!(session.screen().contains("variorum PATH"), "{}", session.screen());
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
