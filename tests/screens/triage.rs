//! Verdicts, marks, undo: what they act on and where they lead.

use crate::session::Session;
use variorum::app::effect::{Answer, Effect, Msg};
use variorum::library::types::{Progress, Report, Verdict};

fn verdicts(session: &Session) -> String {
    (1..=8).map(|number| session.desk.standing(number).verdict.map_or('-', Verdict::letter)).collect()
}

#[test]
fn a_verdict_leads_to_the_next_undecided() {
    let mut session = Session::start(80, 24);
    session.keys("adp");
    assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("kdp-----", 3));
    session.keys("ggj").keys("a");
    assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("kkp-----", 3));
}

#[test]
fn the_end_of_the_list_is_gone_round_with_a_notice() {
    let mut session = Session::start(80, 24);
    session.keys("Ga");
    assert_eq!(session.app.list.cursor, 0);
    assert!(
        session.status().contains("round the end") && session.status().contains("u undoes"),
        "{}",
        session.status()
    );
    session.keys("aaaaaaa");
    assert_eq!(verdicts(&session), "kkkkkkkk");
    assert!(session.status().contains("nothing is left undecided"), "{}", session.status());
}

#[test]
fn verdicts_typed_ahead_fall_on_one_document_each() {
    for (width, start) in [(80, ""), (120, ""), (80, "<Enter>"), (200, "<Enter>")] {
        let mut session = Session::start(width, 40);
        session.keys(start).ahead("adpa");
        assert_eq!(verdicts(&session), "kdpk----", "{width} {start}");
    }
}

#[test]
fn keys_typed_ahead_of_a_document_are_for_it() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>").ahead("Jd");
    assert_eq!(verdicts(&session), "-d------");
    let mut session = Session::start(80, 24);
    session.ahead("as");
    assert!(session.desk.standing(2).starred && !session.desk.standing(1).starred);
}

#[test]
fn a_verdict_that_fails_leads_nowhere_later() {
    let mut session = Session::start(80, 24);
    session.send(Msg::Key("a".parse().unwrap()));
    let (ticket, _) = session.open.pop_back().unwrap();
    session.send(Msg::Answer(ticket, Answer::Failed("the disk is full".into())));
    session.settle();
    assert!(session.app.status.trouble);
    session.keys("s");
    assert_eq!(session.app.list.cursor, 0, "a star does not advance");
}

#[test]
fn group_verdicts_and_undo() {
    let mut session = Session::start(80, 24);
    session.keys("D");
    assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("ddd-----", 3));
    session.keys("u");
    assert_eq!(verdicts(&session), "--------");
    session.keys("C-r");
    assert_eq!(verdicts(&session), "ddd-----");
    session.keys("ggX");
    assert_eq!(verdicts(&session), "kdd-----");
    session.keys("u");
    assert_eq!(verdicts(&session), "ddd-----");
}

#[test]
fn undo_shows_the_document_again_and_leaves_the_place_in_it() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>C-d");
    let top = session.app.reader.top;
    session.keys("su");
    assert_eq!(session.app.reader.top, top);
    assert!(!session.desk.standing(1).starred);
    session.keys("au");
    assert_eq!(session.at(), (Some(1), Some(1)));
}

#[test]
fn undo_typed_ahead_undoes_each() {
    let mut session = Session::start(80, 24);
    session.ahead("aaauu");
    assert_eq!(verdicts(&session), "k-------");
    assert_eq!(session.app.list.current_row().map(|row| row.standing.verdict), Some(None), "the row is fresh");
}

#[test]
fn marks_ranges_and_all() {
    let mut session = Session::start(80, 24);
    session.keys("<Space><Space>");
    assert_eq!(session.app.list.marked.len(), 2);
    assert!(session.screen().contains("2 marked"));
    session.keys("d");
    assert_eq!(verdicts(&session), "dd------");
    assert_eq!((session.app.list.marked.len(), session.app.list.cursor), (0, 2), "marked ones do not advance");
    session.keys("V").keys("jjV");
    assert_eq!(session.app.list.marked.iter().copied().collect::<Vec<_>>(), [3, 4, 5]);
    session.keys("<Esc>%");
    assert_eq!(session.app.list.marked.len(), 8);
    session.keys("%");
    assert!(session.app.list.marked.is_empty());
}

#[test]
fn marks_beyond_the_results_stay_and_are_told() {
    let mut session = Session::start(80, 24);
    session.keys("jjj<Space>/").text("monday").keys("<Enter>%");
    assert_eq!(session.app.list.marked.iter().copied().collect::<Vec<_>>(), [2, 4]);
    assert!(session.screen().lines().next().unwrap().contains("2 marked"));
    session.keys("%");
    assert_eq!(session.app.list.marked.iter().copied().collect::<Vec<_>>(), [4]);
}

#[test]
fn tags_repeat_and_star() {
    let mut session = Session::start(80, 24);
    session.keys("t").text("ship").keys("<Enter>j+j+-");
    assert_eq!(session.desk.standing(1).tags, ["ship"]);
    assert_eq!(session.desk.standing(2).tags, ["ship"]);
    assert!(session.desk.standing(3).tags.is_empty());
    session.keys("ggssj").keys("s");
    assert!(!session.desk.standing(1).starred && session.desk.standing(2).starred);
    session.keys("j.");
    assert!(session.desk.standing(3).starred, "the star is repeated");
}

#[test]
fn a_passage_is_copied_with_its_reference() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>y");
    let Some(Effect::Copy(text)) = session.effects.last() else { panic!("nothing was copied") };
    assert!(
        text.starts_with("Mira Oldan told")
            && text.ends_with("Forty crates on the night ferry, The Tidings, 2031-03-04, 1.txt")
    );
}

#[test]
fn an_add_in_the_background_leaves_what_is_read_alone() {
    for width in [80, 120, 200] {
        let mut session = Session::start(width, 24);
        session.keys("/").text("oldan").keys("<Enter>j<Enter>C-d");
        let before = (session.at(), session.app.reader.top, session.app.reader.hits.clone());
        session.send(Msg::Adding(Progress { stage: "reading", documents: 400, ..Progress::default() }));
        session.settle();
        session.send(Msg::Added(Ok(Report { documents: 3, new: 3, ..Report::default() })));
        session.settle();
        assert_eq!((session.at(), session.app.reader.top, session.app.reader.hits.clone()), before, "{width}");
    }
}

#[test]
fn counts_reach_over_documents() {
    let mut session = Session::start(80, 24);
    session.keys("3]u");
    assert_eq!(session.app.list.cursor, 3);
    session.keys("gg3d");
    assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("ddd-----", 3));
    assert!(session.app.list.marked.is_empty());
    session.keys("u");
    assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("--------", 0));
}

#[test]
fn undo_of_a_group_act_leads_back_to_where_it_was_made() {
    for width in [80, 120, 200] {
        let mut session = Session::start(width, 40);
        session.keys("jjD");
        assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("ddd-----", 3), "{width}");
        session.keys("u");
        assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("--------", 2), "{width}");
        session.keys("GC-r");
        assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("ddd-----", 2), "{width}");
        session.keys("kX").keys("G").ahead("uu");
        assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("--------", 2), "{width}");
    }
}

#[test]
fn a_count_beyond_the_undecided_leads_to_the_last() {
    let mut session = Session::start(80, 24);
    session.keys("jjjja").keys("gg99]u");
    assert_eq!(session.app.list.cursor, 7, "{}", session.status());
    session.keys("99[u");
    assert_eq!(session.app.list.cursor, 0);
    session.keys("2[u");
    assert_eq!(session.app.list.cursor, 6, "round the end: {}", session.status());
}

#[test]
fn what_was_decided_last_is_repeated_whatever_it_was() {
    let mut session = Session::start(80, 24);
    session.keys("sX");
    assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("kdd-----", 3));
    session.keys(".");
    assert_eq!(verdicts(&session), "kddk----");
    assert!(!session.desk.standing(4).starred, "the star was decided before");
    session.keys("gg<Enter>w").text("who").keys("<Enter>s");
    session.keys("wC-u<Enter>.");
    assert!(session.status().contains("cannot be repeated"), "{}", session.status());
    assert!(!session.desk.standing(1).starred, "what the first key took off is not put on again");
    session.keys("xx..");
    assert!(session.status().contains("is no name"), "{}", session.status());
}

#[test]
fn a_count_takes_in_lines_or_acts() {
    let mut session = Session::start(80, 24);
    session.keys("3<Space>");
    assert_eq!(session.app.list.marked.iter().copied().collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(session.app.list.cursor, 3);
    session.keys("99<Space>").keys("gg2<Space>");
    assert_eq!(session.app.list.marked.iter().copied().collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8]);
    session.keys("<Esc>gg3s");
    let starred = |session: &Session| (1..=8).filter(|&at| session.desk.standing(at).starred).collect::<Vec<_>>();
    assert_eq!(starred(&session), [1, 2, 3]);
    session.keys("jj3.");
    assert_eq!(starred(&session), [1, 2, 3, 4, 5]);
    session.keys("gg<Enter>3s");
    assert!(session.status().contains("a count takes in lines of the list"), "{}", session.status());
    assert_eq!(starred(&session), [1, 2, 3, 4, 5]);
    session.keys("q").keys("aaa").keys("3u");
    assert_eq!((verdicts(&session).as_str(), session.app.list.cursor), ("--------", 0));
    session.keys("2C-r");
    assert_eq!(verdicts(&session), "kk------");
    session.keys("999u");
    assert_eq!(verdicts(&session), "--------");
    assert!(starred(&session).is_empty() && session.status().contains("nothing is left"), "{}", session.status());
    session.keys("j");
    assert_eq!(session.app.list.cursor, 1, "no key is held any more");
}
