//! Deciding about a batch: the inbox, what helps with each document, the way and its end.

use crate::corpus::harbour;
use crate::session::Session;
use variorum::app::overlay::Overlay;
use variorum::app::{Asked, Pane};
use variorum::library::types::Verdict;

fn verdicts(session: &Session) -> String {
    (1..=8).map(|number| session.desk.standing(number).verdict.map_or('-', Verdict::letter)).collect()
}

/// The corpus, of which the versions and the weather have been seen in part.
fn known(width: u16) -> Session {
    let mut desk = harbour();
    desk.set_seen(2, 200);
    desk.set_seen(8, 40);
    Session::over(desk, width, 24)
}

#[test]
fn the_inbox_lists_a_line_a_group_and_tells_the_way() {
    let mut session = known(80);
    session.keys("gi");
    assert_eq!(session.app.list.documents.as_slice(), [1, 4, 5, 6, 7, 8]);
    assert_eq!(session.app.in_inbox(), Some("first"));
    let header = session.screen().lines().next().unwrap().to_owned();
    assert!(header.contains("inbox first · 0/8 decided · 240/h · 1 min left"), "{header}");
    session.keys("jd");
    assert!(session.screen().lines().next().unwrap().contains("1/8 decided"), "{}", session.screen());
    session.keys("u");
    assert!(session.screen().lines().next().unwrap().contains("0/8 decided"));
    session.keys("/").text("lamps").keys("<Enter>");
    assert_eq!(session.app.in_inbox(), None);
    assert!(session.screen().lines().next().unwrap().contains("undecided"));
}

#[test]
fn a_known_text_comes_with_its_diff_and_others_with_what_is_new() {
    for (width, start) in [(80, "gizR<Enter>"), (120, "gizR<Enter>")] {
        let mut session = known(width);
        session.keys(start);
        let at = |session: &mut Session, document: u32| {
            let place = session.app.list.documents.iter().position(|known| *known == document).unwrap() + 1;
            session.keys(&format!("{place}G"));
            session.keys("<Enter>");
            (session.app.reader.number(), session.app.comparing, session.app.showing_new)
        };
        session.keys("q");
        assert_eq!(at(&mut session, 2), (Some(2), true, false), "{width}");
        assert!(session.app.reader.is_compared());
        assert_eq!(session.app.asked, Asked::Changes);
        session.keys("q");
        assert_eq!(at(&mut session, 8), (Some(8), false, true), "{width}");
        let first = session.app.reader.news[0].clone();
        let height = session.app.reader_height();
        assert!(session.app.reader.visible(height).contains(&first.start), "what is new is in view");
        session.keys("q");
        assert_eq!(at(&mut session, 4), (Some(4), false, false), "{width}: all of it is new");
        session.keys("q/<Enter>q");
    }
}

#[test]
fn outside_of_the_inbox_nothing_is_turned_on() {
    let mut session = known(80);
    session.keys("j<Enter>");
    assert_eq!((session.at().1, session.app.comparing, session.app.showing_new), (Some(2), false, false));
}

#[test]
fn the_versions_without_a_line_come_at_the_end_and_then_the_report() {
    let mut session = Session::start(80, 24);
    session.keys("gi").keys("<Enter>");
    session.ahead("aaaaaa");
    assert_eq!(verdicts(&session), "k--kkkkk");
    assert_eq!(session.app.list.documents.as_slice(), [2], "the group's next undecided version has a line now");
    assert!(session.status().contains("had no line"), "{}", session.status());
    assert_eq!(session.at(), (Some(2), Some(2)));
    session.keys("D");
    assert_eq!(verdicts(&session), "dddkkkkk");
    assert!(
        matches!(&session.app.overlay, Some(Overlay::Page { title, .. }) if title == "report"),
        "{}",
        session.screen()
    );
    let screen = session.screen();
    for told in ["batch first", "5 kept, 3 dropped, 0 for later, 0 undecided", "ship (2)", "Mira Oldan (person)"] {
        assert!(screen.contains(told), "{told}\n{screen}");
    }
    session.keys("<Esc>");
    assert_eq!((session.app.pane, session.app.reading), (Pane::List, false));
    assert!(session.status().contains("batch first is decided"), "{}", session.status());
    session.keys("u");
    assert_eq!(verdicts(&session), "k--kkkkk");
}

#[test]
fn the_report_comes_by_key_and_is_written_by_command() {
    let mut session = Session::start(80, 24);
    session.keys("gr");
    assert!(session.screen().contains("names not seen before"));
    session.keys("<Esc>:").text("report out.md").keys("<Enter>");
    assert_eq!(session.status(), "written to out.md");
    session.keys(":").text("inbox first").keys("<Enter>");
    assert_eq!(session.app.in_inbox(), Some("first"));
}

#[test]
fn what_a_query_finds_is_marked() {
    let mut session = Session::start(80, 24);
    session.keys(":").text("mark lamps").keys("<Enter>");
    let found: Vec<u32> = session.app.list.marked.iter().copied().collect();
    assert!(found.contains(&4) && found.len() < 8, "{found:?}");
    session.keys("d");
    assert!(found.iter().all(|&document| session.desk.standing(document).verdict == Some(Verdict::Drop)));
    session.keys(":").text("mark").keys("<Enter>");
    session.text("titel:x").keys("<Enter>");
    assert!(session.app.status.trouble, "{}", session.status());
    session.keys(":").text("mark nowhere").keys("<Enter>");
    assert!(session.status().contains("nothing is found"));
}

#[test]
fn a_command_waits_for_the_words_that_it_needs() {
    let mut session = Session::start(80, 24);
    session.keys(":").text("yank").keys("<Enter>");
    let Some(Overlay::Menu(menu)) = &session.app.overlay else { panic!("the palette is gone") };
    assert_eq!((menu.line.text.as_str(), menu.shown.len()), ("yank ", 1));
    session.text("notes.txt").keys("<Enter>");
    assert_eq!(session.desk.files["notes.txt"], "Forty crates on the night ferry, The Tidings, 2031-03-04, 1.txt");
    session.keys("<Enter>:").text("yank notes.txt").keys("<Enter>");
    assert!(session.desk.files["notes.txt"].contains("Mira Oldan told the Harbour Board"));
    assert_eq!(session.status(), "the passage is in notes.txt now");
}

#[test]
fn facets_narrow_and_leave_out() {
    let mut session = Session::start(80, 24);
    session.keys("f");
    let screen = session.screen();
    assert!(screen.contains("narrow to") && screen.contains("3 versions") && screen.contains("alone"), "{screen}");
    session.text("alone").keys("<Enter>");
    assert_eq!(session.app.query, "versions:1");
    assert_eq!(session.app.list.documents.as_slice(), [4, 5, 6, 7, 8]);
    session.keys("f").text("none").keys("<Tab>");
    assert_eq!(session.app.query, "versions:1 -verdict:none");
    assert!(session.app.list.documents.is_empty());
    session.keys("f");
    assert!(session.app.overlay.is_none() && session.status().contains("nothing to count"));
    session.keys("/").text("lamps OR ferry").keys("<Enter>F").text("alone").keys("<Enter>");
    assert_eq!(session.app.query, "(lamps OR ferry) -versions:1");
}

#[test]
fn conflicts_are_listed_a_line_a_group() {
    let mut session = Session::start(80, 24);
    session.keys("gc");
    assert_eq!((session.app.query.as_str(), session.app.list.folded), ("is:mixed", true));
}

#[test]
fn the_inbox_waits_until_it_is_known_which_batch_is_the_newest() {
    let (app, effects) = variorum::app::App::start("harbour".into(), 80, 24, false);
    let mut session = Session::start(80, 24);
    session.app = app;
    session.open = effects
        .into_iter()
        .filter_map(|effect| match effect {
            variorum::app::effect::Effect::Ask(ticket, request) => Some((ticket, request)),
            _ => None,
        })
        .collect();
    session.ahead("gi");
    assert_eq!(session.app.in_inbox(), Some("first"));
}

#[test]
fn people_who_disagree_are_named() {
    let mut desk = harbour();
    desk.set_verdicts(4, &[("eve", Verdict::Drop), ("bo", Verdict::Keep)]);
    desk.set_verdicts(5, &[("eve", Verdict::Drop), ("bo", Verdict::Drop)]);
    let mut session = Session::over(desk, 80, 24);
    session.keys("jjj<Enter>");
    assert!(session.screen().contains("eve drop, bo keep"), "{}", session.screen());
    session.keys("J");
    assert!(!session.screen().contains("eve drop"), "they agree");
    session.keys("Ki");
    let page = session.screen();
    assert!(page.contains("drop · eve · 2031-03-07 10:00") && page.contains("keep · bo"), "{page}");
    session.keys("<Esc>p").keys("Ki");
    let page = session.screen();
    assert!(page.contains("later · just now"), "{page}");
}

#[test]
fn undoing_the_last_verdict_of_an_inbox_lists_its_document_again() {
    for width in [80, 120] {
        let mut session = known(width);
        session.keys("gizR<Enter>").ahead("aaaaaaaa");
        assert_eq!(verdicts(&session), "kkkkkkkk", "{width}");
        session.keys("<Esc>");
        assert!(session.app.list.documents.is_empty() && !session.app.comparing, "{width}");
        session.keys("u");
        assert_eq!(session.app.list.documents.len(), 1, "{width}: {}", session.screen());
        let open = session.app.list.documents[0];
        assert!(session.desk.standing(open).verdict.is_none());
        assert!(session.status().contains("undone"), "{}", session.status());
        session.keys("u");
        assert_eq!(session.app.list.documents.len(), 2, "{width}");
        session.keys("2C-r");
        assert_eq!(verdicts(&session), "kkkkkkkk", "{width}");
    }
}

#[test]
fn one_esc_lists_all_again_after_the_last_verdict() {
    for width in [80, 120] {
        let mut session = known(width);
        session.keys("gizR<Enter>");
        session.keys("aJaaaaaa");
        assert!(session.app.comparing && session.at().1 == Some(2), "{width}: the last one is a known text");
        session.keys("a<Esc>");
        assert!(session.app.list.documents.is_empty(), "{width}: {}", session.screen());
        session.keys("<Esc>");
        assert_eq!((session.app.query.as_str(), session.app.list.documents.len()), ("", 8), "{width}");
    }
}

#[test]
fn a_title_is_cut_only_for_a_change_that_is_told() {
    let rows = |keys: &str, width: u16| {
        let mut session = known(width);
        session.keys(keys);
        let screen = session.screen();
        screen.lines().skip(1).take(8).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rows("gizR", 40), rows("zR", 40), "there is no room for what changed");
    assert!(rows("gizR", 80)[1].contains("+2 words"), "{:?}", rows("gizR", 80));
}

#[test]
fn without_different_verdicts_nothing_is_said_of_giving_one() {
    let mut session = Session::over(crate::desk::Desk::new(Vec::new()), 80, 24);
    session.keys("gc");
    assert_eq!(session.status(), "no version group has different verdicts");
    session.keys("<Esc>c");
    assert!(session.status().contains("the library is empty; leave with q"), "{}", session.status());
}
