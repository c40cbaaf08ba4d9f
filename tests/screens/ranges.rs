//! A range of lines: shown from where it begins, taken by the next verb, ended by what is no part of it.

use crate::session::Session;
use variorum::library::types::Verdict;

fn kept(session: &Session) -> Vec<u32> {
    (1..=8).filter(|&document| session.desk.standing(document).verdict == Some(Verdict::Keep)).collect()
}

#[test]
fn a_range_is_shown_until_a_verb_takes_it() {
    let mut session = Session::start(80, 24);
    session.keys("jVjj");
    let screen = session.screen();
    let margin: String = screen.lines().skip(1).take(5).map(|line| line.chars().nth(1).unwrap_or(' ')).collect();
    assert_eq!(margin, " VVV ", "{screen}");
    assert!(screen.lines().next().unwrap().contains("3 in the range"), "{screen}");
    session.keys("a");
    assert_eq!(kept(&session), [2, 3, 4]);
    assert!(session.app.list.range_from.is_none() && session.app.list.marked.is_empty());
    session.keys("ggVjs").keys("ggVjt").text("ship").keys("<Enter>").keys("ggVjw").text("all").keys("<Enter>");
    for document in 1..=3 {
        let standing = session.desk.standing(document);
        assert_eq!(
            (standing.starred, standing.tags.len(), standing.notes),
            (document < 3, usize::from(document < 3), u32::from(document < 3))
        );
    }
}

#[test]
fn a_range_ends_with_esc_a_query_and_a_decision_elsewhere() {
    for (end, told) in [("<Esc>", "given up"), ("/lamps<Enter>", ""), ("X", "the range is given up"), ("%", "8 marked")]
    {
        let mut session = Session::start(80, 24);
        session.keys("jVj").keys(end);
        assert!(session.app.list.range_from.is_none(), "{end}");
        assert!(session.status().contains(told), "{end}: {}", session.status());
    }
    let mut session = Session::start(80, 24);
    session.keys("jVj<Enter>a");
    assert_eq!(kept(&session), [3], "what is read is not the range");
    assert!(session.status().contains("the range is given up"), "{}", session.status());
}

#[test]
fn a_range_begins_at_a_document_whatever_its_line() {
    let mut session = Session::start(80, 24);
    session.keys("jjjVO");
    let at = session.app.list.documents.iter().position(|&document| document == 4);
    assert!(session.app.list.range().is_some_and(|range| at.is_some_and(|at| range.contains(&at))));
    session.keys("<Esc>O").keys("ggj<Space>").keys("jjV");
    assert_eq!(session.app.list.marked.len(), 4, "from the last mark");
}

#[test]
fn marks_and_a_range_are_told_together() {
    let mut session = Session::start(80, 24);
    session.keys("Vjj<Space>");
    assert_eq!(session.status(), "1 marked, 4 in the range: verbs act on all 4; Esc ends the range");
    session.keys("ggj");
    let header = session.screen().lines().next().unwrap().to_owned();
    assert!(header.contains("2 in the range, 3 in all"), "{header}");
    session.keys("a");
    assert_eq!(kept(&session), [1, 2, 3]);
}
