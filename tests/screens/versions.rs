//! Comparing and going from version to version.

use crate::desk::{Desk, Source};
use crate::session::Session;
use variorum::app::page::Tone;
use variorum::app::{Asked, Pane};
use variorum::library::types::{DiffLayout, Relation};

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

#[test]
fn verbs_act_on_a_version_that_is_not_listed() {
    for width in [80, 100, 120, 200] {
        let mut session = Session::start(width, 40);
        session.keys("zM>");
        assert_eq!((session.at(), session.app.pane), ((Some(1), Some(2)), Pane::Reader), "{width}");
        session.keys("s");
        assert!(session.desk.standing(2).starred && !session.desk.standing(1).starred, "{width}");
        session.keys("i");
        assert!(session.screen().contains("2.txt"), "{width}: {}", session.screen());
        session.keys("<Esc>q");
        if width >= 100 {
            assert_eq!((session.at(), session.app.pane), ((Some(1), Some(1)), Pane::List), "{width}");
        }
        session.keys("s");
        assert!(session.desk.standing(1).starred, "{width}");
        session.keys(">").keys("<Tab>");
        assert_eq!((session.at(), session.app.pane), ((Some(1), Some(1)), Pane::List), "{width}");
    }
}

#[test]
fn a_version_that_is_listed_leaves_the_keys_to_the_list() {
    let mut session = Session::start(120, 40);
    session.keys(">");
    assert_eq!((session.at(), session.app.pane), ((Some(2), Some(2)), Pane::List));
}

#[test]
fn comparing_from_the_panel_is_to_be_seen() {
    for (width, height) in [(40, 10), (80, 24), (120, 40), (200, 50)] {
        let mut session = Session::start(width, height);
        session.keys("j<Enter>v").keys("c");
        assert!(session.app.reader.is_compared(), "{width}");
        assert!(session.app.layout().reader.height > 0, "{width}");
        // Another version is compared in its turn; the one that is compared already is so no longer.
        // On a wide screen the panel stays beside it.
        if session.app.pane != Pane::Panel {
            session.keys("v");
        }
        session.keys("gg").keys("jjc");
        assert_eq!(session.app.reader.diff.as_ref().map(|diff| diff.document), Some(3), "{width}");
        if session.app.pane != Pane::Panel {
            session.keys("v");
        }
        session.keys("c");
        assert!(!session.app.comparing && session.app.layout().reader.height > 0, "{width}");
    }
}

/// A short text that has lost its beginning, on its leader.
fn cut_at_the_top() -> Session {
    let text = |from: usize| (from..40).map(|line| format!("line {line} of the log\n\n")).collect::<String>();
    let source = |title, text, relation| Source { title, date: None, text, group: Some((1, 2, relation)) };
    let desk = Desk::new(vec![
        source("The log", text(0), Relation::Leader),
        source("The log, cut", text(20), Relation::Excerpt),
    ]);
    Session::over(desk, 80, 24)
}

#[test]
fn what_is_gone_at_the_top_of_a_comparison_stays_on_the_screen() {
    let mut session = cut_at_the_top();
    session.keys("j<Enter>czu").keys("gg");
    assert!(session.screen().contains("line 0 of the log"), "{}", session.screen());
    for (width, height) in [(60, 24), (120, 40), (100, 24), (80, 24)] {
        session.resize(width, height);
        assert_eq!(session.app.reader.top, 0, "{width}");
    }
    session.keys("|").keys("|");
    assert_eq!(session.app.reader.top, 0);
}

#[test]
fn versions_are_told_apart_by_the_ends_of_their_keys() {
    for (width, height) in [(40, 10), (80, 24), (120, 40), (160, 40), (200, 50)] {
        let mut session = Session::start(width, height);
        for document in 1..=3 {
            let key = format!("corpora/letters/harbour-authority/1903/march/transcripts/part-{document}.txt");
            session.desk.set_key(document, &key);
        }
        session.keys("J<Enter>v");
        let screen = session.screen();
        assert!(screen.contains("part-1.txt") && screen.contains("part-2.txt"), "{width}: {screen}");
        session.keys("vc");
        let screen = session.screen();
        assert!(screen.contains("part-1.txt"), "{width}: {screen}");
        session.keys("c");
        assert!(session.screen().contains("part-2.txt"), "{width}: {}", session.screen());
    }
}

#[test]
fn a_base_holds_for_its_versions_and_for_what_it_was_asked_for() {
    let bases = |session: &Session| session.app.reader.diff.as_ref().map(|diff| (diff.base.number, diff.document));
    for width in [80, 120] {
        let mut session = Session::start(width, 24);
        session.keys("jjjB");
        assert!(session.status().contains("B on this one ends it"), "{}", session.status());
        session.keys("jc");
        assert_eq!(bases(&session), Some((4, 5)), "{width}: asked for on purpose");
        session.keys("J");
        assert_eq!(bases(&session), None, "{width}: the next one has nothing to do with it");
        session.keys("gg").keys("q").keys("ggj<Enter>");
        assert_eq!(bases(&session), Some((1, 2)), "{width}: it is compared with its leader");
        session.keys("c").keys("qgi");
        assert!(session.app.base.is_none(), "{width}: a batch has nothing to do with it");
    }
    let mut session = Session::start(80, 24);
    session.keys("jjBkc");
    assert_eq!(bases(&session), Some((3, 2)));
    session.keys("cc");
    assert_eq!(bases(&session), Some((3, 2)), "ended with its key, the comparison is with it again");
    session.keys("<Esc>");
    assert!(session.app.base.is_none() && session.status().contains("no base any more"), "{}", session.status());
    session.keys("B<Esc>");
    assert!(session.app.base.is_none(), "Esc takes it off alone, too");
}

#[test]
fn a_base_is_come_back_to_with_its_comparison_alone() {
    let mut session = Session::start(80, 24);
    session.keys("jjjB");
    assert_eq!(session.app.whereabouts().base, None);
    session.keys("jc");
    assert_eq!(session.app.whereabouts().base, Some(4));
}
