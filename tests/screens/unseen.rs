//! What cannot be seen does nothing: screens that are too small, names that nothing points at, lists that are
//! empty.

use crate::desk::Desk;
use crate::session::Session;
use variorum::app::effect::Effect;
use variorum::app::overlay::Overlay;
use variorum::app::{Pane, Panel};
use variorum::library::types::Verdict;

#[test]
fn on_a_screen_that_is_too_small_only_leaving_means_something() {
    for (width, height) in [(20, 5), (39, 10), (80, 9)] {
        let mut session = Session::start(width, height);
        session.keys("aad:fresh<Enter>").keys("/lamps<Enter>sZ");
        assert_eq!(session.desk.decisions, 0, "{width}");
        assert!(session.app.overlay.is_none() && !session.app.quitting, "{width}");
        session.resize(80, 24).keys("Za");
        assert_eq!(session.desk.decisions, 0, "what was begun there is not gone on with");
        session.resize(width, height).keys("C-z");
        assert_eq!(session.effects.last(), Some(&Effect::Suspend), "{width}");
        session.keys("gQ");
        assert!(session.app.quitting, "{width}");
    }
    let session = Session::start(39, 10);
    assert!(session.screen().contains("40x10 is needed; Q leaves, other keys"), "{}", session.screen());
}

#[test]
fn a_name_that_nothing_points_at_is_pointed_at_first() {
    for key in ["x", "gx", "g-", "~", "T", "S"] {
        let mut session = Session::start(80, 24);
        session.keys("<Enter>").keys(key);
        let first = session.app.reader.document.as_ref().unwrap().mentions[0].range();
        assert_eq!(session.app.reader.focus, Some(first), "{key}");
        assert!(
            session.status().starts_with(&format!("Mira Oldan is at the cursor: {key} again ")),
            "{}",
            session.status()
        );
        assert!(session.desk.decisions == 0 && session.app.overlay.is_none(), "{key}");
        session.keys(key);
        assert!(session.desk.decisions == 1 || session.app.overlay.is_some(), "{key}: {}", session.status());
    }
    let mut session = Session::start(80, 24);
    session.keys("<Enter>*g=");
    assert_eq!(session.desk.decisions, 0);
    assert!(session.status().contains("g= again makes it one with Mira Oldan"), "{}", session.status());
    session.keys("g=");
    assert!(session.status().contains("are one"), "{}", session.status());
}

#[test]
fn an_empty_list_empties_the_reader() {
    for width in [80, 120] {
        let mut session = Session::start(width, 24);
        session.keys("/").text("lamps").keys("<Enter><Enter>/").text("zzz").keys("<Enter>");
        session.keys("q/").text("zeppelin").keys("<Enter>");
        assert_eq!(session.at(), (None, None), "{width}");
        session.keys("a");
        assert_eq!(session.desk.decisions, 0, "{width}");
        session.keys("<Esc>gi<Enter>");
        session.ahead("Aaaaaa");
        session.keys("<Esc>");
        assert_eq!((session.at(), session.app.pane), ((None, None), Pane::List), "{width}: {}", session.screen());
        let before = session.desk.decisions;
        session.keys("sd");
        assert_eq!(session.desk.decisions, before, "{width}");
        session.keys("u");
        assert!(session.at().0.is_some(), "{width}: {}", session.status());
    }
}

#[test]
fn the_panel_lists_the_names_of_the_document_at_the_cursor_whatever_the_width() {
    for width in [40, 80, 120, 200] {
        let mut session = Session::start(width, 24);
        session.keys("jjje");
        assert_eq!((session.app.panel, session.app.entities.of), (Some(Panel::Entities), Some(4)), "{width}");
        assert!(!session.app.entities.shown.is_empty(), "{width}");
        assert!(!session.desk.standing(4).read, "{width}: it was not read");
        session.keys("J");
        assert_eq!(session.app.entities.of, Some(5), "{width}");
        session.keys("ge");
        assert_eq!((session.app.entities.of, session.app.entities.shown.len()), (None, 3), "{width}");
    }
    let mut session = Session::over(Desk::new(Vec::new()), 80, 24);
    session.keys("e");
    assert!(session.app.panel.is_none() && session.status().contains("ge lists all names"), "{}", session.status());
}

#[test]
fn a_verdict_in_the_versions_panel_of_a_document_alone_moves_on() {
    let mut session = Session::start(120, 24);
    session.keys("jjjvad");
    let verdicts: Vec<_> = (4..=5).map(|number| session.desk.standing(number).verdict).collect();
    assert_eq!(verdicts, [Some(Verdict::Keep), Some(Verdict::Drop)], "{}", session.status());
}

#[test]
fn a_tag_that_is_none_is_mended_in_its_line() {
    let mut session = Session::start(80, 24);
    session.keys("t").text("two words").keys("<Enter>");
    let screen = session.screen();
    assert!(screen.contains("tag: two words") && screen.contains("a tag is one word"), "{screen}");
    assert_eq!(session.desk.decisions, 0);
    session.keys("<Tab>");
    assert!(!session.screen().contains("a tag is one word"), "{}", session.screen());
    session.keys("<Enter>");
    assert_eq!(session.desk.standing(1).tags, ["two-words"]);
    session.keys(":").text("tag a:b").keys("<Enter>");
    assert!(matches!(&session.app.overlay, Some(Overlay::Bar(bar)) if bar.line.text == "a:b"));
    session.keys("<BS><BS>c<Enter>");
    assert_eq!(session.desk.standing(1).tags, ["two-words", "ac"]);
}

#[test]
fn a_verdict_said_again_goes_on_to_the_next_document() {
    let mut session = Session::start(80, 24);
    session.keys("a");
    let next = session.app.list.cursor;
    assert!(next > 0);
    session.keys("gga");
    assert_eq!((session.app.list.cursor, session.desk.decisions), (next, 1), "{}", session.status());
    assert!(session.status().contains("1 document is kept already"), "{}", session.status());
    session.keys("gg<Space>");
    assert!(!session.app.list.marked.is_empty());
    session.keys("gga");
    assert!(session.app.list.marked.is_empty(), "{}", session.status());
    assert_eq!(session.desk.decisions, 1);
}

#[test]
fn what_stands_already_is_no_decision() {
    let mut session = Session::start(80, 24);
    session.keys("ssj.");
    assert_eq!((session.status(), session.desk.decisions), ("1 document is not starred", 2));
    session.keys("t").text("ship").keys("<Enter>+");
    assert_eq!((session.status(), session.desk.decisions), ("1 document is tagged ship already", 3));
    session.keys("j-");
    assert_eq!((session.status(), session.desk.decisions), ("1 document is not tagged ship", 3));
    session.keys("k-");
    assert!(session.desk.standing(2).tags.is_empty());
    session.keys("<Space><Space>-");
    assert_eq!((session.status(), session.desk.decisions), ("2 documents are not tagged ship", 4));
    let mut session = Session::start(80, 24);
    session.keys("+");
    assert!(session.status().contains("in this session"), "{}", session.status());
}

#[test]
fn a_line_that_is_covered_tells_nothing() {
    let mut session = Session::start(80, 24);
    session.keys("j");
    assert!(session.screen().contains("against the leader: "), "{}", session.screen());
    for covers in ["i", "?"] {
        session.keys(covers);
        assert!(session.app.overlay.is_some(), "{covers}");
        assert!(!session.screen().contains("against the leader: "), "{covers}: {}", session.screen());
        session.keys("<Esc>");
    }
}

#[test]
fn the_base_itself_is_no_other_version() {
    let mut session = Session::start(80, 24);
    session.keys("B=");
    assert_eq!(session.status(), "this is the base itself; go to the other document, then =");
    session.keys("jjj=");
    assert_eq!(session.desk.decisions, 1, "{}", session.status());
}

#[test]
fn a_key_without_meaning_leaves_no_older_answer() {
    let mut session = Session::start(80, 24);
    session.keys("s");
    assert!(!session.status().is_empty());
    session.keys("@");
    assert_eq!(session.status(), "");
    let before = session.frame();
    session.keys("@");
    assert_eq!(session.frame(), before, "nothing is to be drawn anew");
}
