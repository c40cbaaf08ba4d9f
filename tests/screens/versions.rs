//! Comparing and going from version to version.

use crate::session::Session;
use variorum::app::page::Tone;
use variorum::app::{Asked, Pane};
use variorum::library::types::DiffLayout;

#[test]
fn the_comparison_goes_on_and_off_at_the_same_words() {
    let mut session = Session::start(80, 24);
    session.keys("j<Enter>").keys("}}}");
    let place = session.app.reader.offset();
    session.keys("c");
    assert!(session.app.reader.is_compared());
    session.keys("c");
    assert!(!session.app.reader.is_compared());
    assert_eq!(session.app.reader.offset(), place);
}

#[test]
fn changes_are_walked_and_n_repeats() {
    let mut session = Session::start(80, 24);
    session.keys("j<Enter>c]c");
    assert!(session.status().starts_with("change 1 of"), "{}", session.status());
    session.keys("n");
    assert!(session.status().starts_with("change 2 of"), "{}", session.status());
    session.keys("[c");
    assert!(session.status().starts_with("change 1 of"));
    session.keys("c");
    assert_eq!(session.app.asked, Asked::Hits, "n has no changes to go to any more");
}

#[test]
fn marks_stand_beside_the_colours() {
    let mut session = Session::start(120, 40);
    session.keys("j<Enter>c");
    let screen = session.screen();
    assert!(
        screen.contains("[-") && screen.contains("-]") && screen.contains("{+") && screen.contains("+}"),
        "{screen}"
    );
    assert!(session.app.reader.page.main.tones.iter().any(|(_, tone)| *tone == Tone::Inserted));
    session.keys("|");
    assert_eq!(session.app.diff_view.layout, DiffLayout::SideBySide);
    assert!(session.app.reader.page.left.is_some());
    session.keys("|");
    assert_eq!(session.app.diff_view.layout, DiffLayout::ChangesOnly);
    session.keys("|zu");
    assert!(session.app.diff_view.unfolded);
    session.keys("zi");
    assert!(session.status().contains("typography counts too"), "{}", session.status());
}

#[test]
fn mentions_in_what_is_folded_are_unfolded() {
    let mut session = Session::start(80, 24);
    session.keys("j<Enter>");
    let mentions = session.app.reader.document.as_ref().unwrap().mentions.clone();
    session.keys("cgg");
    for mention in &mentions {
        session.keys("]m");
        assert_eq!(session.app.reader.focus, Some(mention.range()), "{}", session.status());
        assert!(session.app.reader.is_compared());
        assert!(!session.app.reader.page.main.shown(&mention.range()).is_empty());
    }
    session.keys("]m");
    assert!(session.status().contains("no more mentions"), "{}", session.status());
}

#[test]
fn versions_are_gone_through_by_date() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>>");
    assert_eq!(session.at(), (Some(2), Some(2)));
    session.keys("]v");
    assert_eq!(session.at(), (Some(3), Some(3)));
    session.keys("]v");
    assert!(session.status().contains("last version"));
    session.ahead("<lt><lt>");
    assert_eq!(session.at(), (Some(1), Some(1)));
}

#[test]
fn a_base_is_chosen_in_the_panel() {
    for (width, height) in [(40, 10), (80, 24), (120, 40), (200, 50)] {
        let mut session = Session::start(width, height);
        session.keys("<Enter>v");
        assert_eq!(session.app.pane, Pane::Panel);
        session.keys("jjBkc");
        assert_eq!(session.app.reader.diff.as_ref().map(|diff| (diff.base.number, diff.document)), Some((3, 2)));
        assert!(session.app.layout().reader.height > 0, "{width}");
    }
}

#[test]
fn a_document_alone_says_so() {
    let mut session = Session::start(80, 24);
    session.keys("jjj<Enter>c");
    assert!(!session.app.comparing);
    assert!(session.status().contains("no other version"), "{}", session.status());
}

#[test]
fn comparing_typed_ahead_of_the_document() {
    let mut session = Session::start(80, 24);
    session.ahead("j<Enter>c]c");
    assert!(session.app.reader.is_compared());
    assert_eq!(session.at(), (Some(2), Some(2)));
    assert_eq!(session.app.reader.change, Some(0), "{}", session.status());
}

#[test]
fn groups_fold_to_one_line() {
    let mut session = Session::start(80, 24);
    session.keys("zM");
    assert_eq!(session.app.list.documents.len(), 6);
    session.keys("za");
    assert_eq!(session.app.list.documents.len(), 8);
    session.keys("za").keys("zR");
    assert_eq!(session.app.list.documents.len(), 8);
}

#[test]
fn changes_of_numbers_are_walked_alone() {
    let mut session = Session::start(80, 24);
    session.keys("j<Enter>c]d");
    assert_eq!(session.app.reader.change, Some(1));
    session.keys("]d");
    assert_eq!(session.app.reader.change, Some(3), "{}", session.status());
    session.keys("[d");
    assert_eq!(session.app.reader.change, Some(1));
    session.keys("[d");
    assert!(session.status().contains("no more changes of numbers above"), "{}", session.status());
    session.keys("]q");
    assert!(session.status().contains("no change of quotations"), "{}", session.status());
}

#[test]
fn a_count_beyond_the_end_leads_to_the_end() {
    let mut session = Session::start(80, 24);
    session.keys("j<Enter>c2]c");
    assert_eq!(session.app.reader.change, Some(1));
    session.keys("99]c");
    let last = session.app.reader.change.unwrap();
    assert_eq!(last + 1, session.app.reader.page.changes.len(), "{}", session.status());
    session.keys("[c99n");
    assert_eq!((session.at(), session.app.reader.change), ((Some(2), Some(2)), Some(last)));
    session.keys("99[c");
    assert_eq!(session.app.reader.change, Some(0));
    session.keys("[c");
    assert!(session.status().contains("first change"), "{}", session.status());
    session.keys("99]d");
    assert_eq!(session.app.reader.change.map(|change| change % 2), Some(1), "{}", session.status());
    session.keys("]d");
    assert!(session.status().contains("no more changes of numbers"), "{}", session.status());
    session.keys("c").keys("gg").keys("99J");
    assert_eq!(session.app.list.cursor, 7);
    session.keys("99K");
    assert_eq!(session.app.list.cursor, 0);
    session.keys("99>");
    assert_eq!(session.at(), (Some(3), Some(3)));
    session.keys("2[v");
    assert_eq!(session.at(), (Some(1), Some(1)));
    session.keys("C99]c");
    assert_eq!(session.app.reader.change.map(|slot| slot + 1), Some(session.app.reader.page.changes.len()));
}

#[test]
fn two_columns_that_find_no_room_are_passed_over_with_a_word() {
    let mut session = Session::start(100, 24);
    session.keys("j<Enter>c|");
    assert_eq!(session.app.diff_view.layout, DiffLayout::ChangesOnly);
    assert!(session.status().contains("side by side needs 120 columns"), "{}", session.status());
    session.resize(120, 24).keys("||");
    assert_eq!(session.app.diff_view.layout, DiffLayout::SideBySide);
}

#[test]
fn a_leader_is_not_compared_with_itself_in_its_information() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>i");
    let screen = session.screen();
    assert!(screen.contains("leads 3 versions: 1 edited, 1 excerpt ("), "{screen}");
    assert!(!screen.contains("similar") && !screen.contains("75.0"), "{screen}");
    assert_eq!(screen.matches("lang").count(), 1, "{screen}");
    session.keys("<Esc>JJi");
    assert!(session.screen().contains("2031-03-05 09:30"), "{}", session.screen());
}
