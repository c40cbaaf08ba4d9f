//! The search bar, hits, find in the document, places.

use crate::session::Session;
use variorum::app::Pane;
use variorum::app::effect::{Channel, Msg, Request};
use variorum::app::input::Key;
use variorum::app::overlay::Overlay;

#[test]
fn results_follow_the_typing_and_esc_puts_everything_back() {
    let mut session = Session::start(80, 24);
    session.keys("jjj");
    let before = (session.app.list.cursor, session.app.list.top, session.app.list.documents.clone());
    session.keys("/").text("ferry");
    assert_eq!(session.app.list.documents.len(), 5);
    assert_eq!(session.app.query, "");
    session.keys("<Esc>");
    assert_eq!((session.app.list.cursor, session.app.list.top, session.app.list.documents.clone()), before);
    assert!(session.app.overlay.is_none());
}

#[test]
fn a_late_answer_does_not_undo_the_esc() {
    let mut session = Session::start(80, 24);
    session.keys("jj/").ahead("f<Esc>");
    assert_eq!((session.app.list.cursor, session.app.list.documents.len()), (2, 8));
}

#[test]
fn esc_on_a_kept_search_that_takes_long_brings_the_results_before_it_back() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("ferry").keys("<Enter>j");
    let before = (session.app.list.cursor, session.app.list.documents.clone());
    assert_eq!(before.1.len(), 5);
    session.keys("/").text("lamps");
    assert_ne!(session.app.list.documents, before.1);
    session.send(Msg::Key(Key::Enter));
    assert_eq!(session.app.query, "lamps");
    session.send(Msg::Key(Key::Esc));
    assert_eq!(session.app.query, "ferry");
    assert!(session.status().starts_with("stopped; / and Up bring lamps back"), "{}", session.status());
    session.settle();
    assert_eq!((session.app.list.cursor, session.app.list.documents.clone()), before);
    // Once the results are there, Esc takes the query off as ever.
    session.keys("<Esc>");
    assert_eq!((session.app.query.as_str(), session.app.list.documents.len()), ("", 8));
}

#[test]
fn enter_keeps_the_results_and_reading_starts_at_the_first_hit() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("monday").keys("<Enter>");
    assert_eq!((session.app.query.as_str(), session.app.list.documents.len()), ("monday", 1));
    session.keys("<Enter>");
    assert_eq!(session.at(), (Some(2), Some(2)));
}

#[test]
fn a_new_search_marks_its_hits_in_a_document_that_was_open_before() {
    for width in [80, 120] {
        let mut session = Session::start(width, 24);
        session.keys("<Enter>");
        assert!(session.app.reader.hits.is_empty());
        session.keys("qg/").text("lamps").keys("<Enter><Enter>");
        assert_eq!(session.at(), (Some(1), Some(1)));
        assert!(!session.app.reader.hits.is_empty(), "{width}");
        session.keys("g/C-u<Enter><Enter>");
        assert!(session.app.reader.hits.is_empty(), "{width}: no query, no hits");
    }
}

#[test]
fn hits_run_on_into_the_next_document_and_back() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps").keys("<Enter><Enter>");
    let hits = session.app.reader.hits.len();
    assert!(hits > 1);
    for _ in 1..hits {
        session.keys("n");
    }
    assert_eq!(session.status(), format!("hit {hits} of {hits}"));
    session.keys("n");
    assert_eq!(session.at(), (Some(2), Some(2)));
    assert!(session.status().contains("next document"), "{}", session.status());
    session.keys("N");
    assert_eq!(session.at(), (Some(1), Some(1)));
    assert_eq!(session.app.reader.focus, session.app.reader.hits.last().cloned());
}

#[test]
fn steps_typed_ahead_are_all_taken() {
    let mut slow = Session::start(80, 24);
    slow.keys("/").text("lamps").keys("<Enter><Enter>").keys("nnnnnnnn");
    let mut fast = Session::start(80, 24);
    fast.keys("/").text("lamps").keys("<Enter><Enter>").ahead("nnnnnnnn");
    assert_eq!(fast.at(), slow.at());
    assert_eq!(fast.app.reader.focus, slow.app.reader.focus);
}

#[test]
fn finding_in_a_document_goes_on_from_here_and_stays_when_there_is_nothing() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>C-d");
    let (top, offset) = (session.app.reader.top, session.app.reader.offset());
    assert!(top > 0);
    session.keys("/").text("zeppelin").keys("<Enter>");
    assert_eq!(session.app.reader.top, top);
    assert!(session.status().contains("zeppelin"), "{}", session.status());
    session.keys("/").text("door").keys("<Enter>");
    assert!(session.app.reader.focus.clone().unwrap().start >= offset);
    assert_eq!(session.app.query, "", "the corpus search is another one");
    session.keys("C-o");
    assert_eq!(session.app.reader.top, top);
}

#[test]
fn a_bad_query_is_mended_by_tab_and_never_becomes_the_query() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps");
    let good = session.app.list.documents.clone();
    session.keys("C-a").send(Msg::Paste("titel:".into()));
    session.settle();
    let Some(Overlay::Bar(bar)) = &session.app.overlay else { panic!("the bar is gone") };
    assert!(bar.error.is_some());
    assert_eq!(session.app.list.documents.len(), good.len(), "the last good results stay");
    session.keys("<Tab><Enter>");
    assert_eq!(session.app.query, "title:lamps");
    session.keys("/C-u").ahead("titel:x<Enter>");
    assert_eq!(session.app.query, "title:lamps");
    let Some(Overlay::Bar(bar)) = &session.app.overlay else { panic!("the bar is to come back with the bad query") };
    assert_eq!(bar.line.text, "titel:x");
}

#[test]
fn earlier_searches_come_back_and_so_does_what_was_being_typed() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps").keys("<Enter>/C-u").text("quay").keys("<Enter>/C-u").text("fe");
    let line = |session: &Session| match &session.app.overlay {
        Some(Overlay::Bar(bar)) => bar.line.text.clone(),
        _ => panic!("the bar is gone"),
    };
    session.keys("<Up>");
    assert_eq!(line(&session), "quay");
    session.keys("<Up><Up>");
    assert_eq!(line(&session), "lamps");
    session.keys("<Down><Down>");
    assert_eq!(line(&session), "fe");
    session.keys("<Esc>t<Up>");
    assert_eq!(line(&session), "", "a tag is no search");
}

#[test]
fn pasted_text_goes_into_the_bar_and_nowhere_else() {
    let mut session = Session::start(80, 24);
    session.send(Msg::Paste("dddQ".into()));
    session.settle();
    assert!(!session.app.quitting && session.desk.standing(1).verdict.is_none());
    session.keys("/");
    session.send(Msg::Paste("the\nlamps\u{1b}[2J".into()));
    session.settle();
    let Some(Overlay::Bar(bar)) = &session.app.overlay else { panic!("the bar is gone") };
    assert_eq!(bar.line.text, "the lamps[2J");
}

#[test]
fn the_order_changes_under_the_same_document() {
    let mut session = Session::start(120, 40);
    session.keys("jj");
    let at = session.at();
    session.keys("ooo");
    assert_eq!(session.at(), at);
    session.keys("O");
    assert_eq!(session.at(), at);
    assert_eq!(session.app.pane, Pane::List);
}

#[test]
fn places_and_the_way_back() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>C-dma");
    let place = session.app.reader.offset();
    session.keys("JJ'a");
    assert_eq!((session.at().1, session.app.reader.offset()), (Some(1), place));
    session.keys("C-o");
    assert_eq!(session.at(), (Some(3), Some(3)));
    session.keys("'z");
    assert!(session.status().contains("no place"), "{}", session.status());
    session.keys("'a").keys("G");
    assert_ne!(session.app.reader.offset(), place);
    session.keys("C-o");
    assert_eq!(session.app.reader.offset(), place);
}

#[test]
fn keys_meant_for_the_next_document_wait_for_it() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>");
    session.ahead("JKG");
    assert_eq!(session.at(), (Some(1), Some(1)));
    assert_eq!(session.app.reader.top, session.app.reader.length() - session.app.reader_height());
    session.ahead("J/lamps<Enter>");
    assert_eq!(session.at(), (Some(2), Some(2)));
    assert_eq!(session.app.reader.query, "lamps*");
}

#[test]
fn tab_goes_through_the_ways_to_complete_a_word() {
    let mut session = Session::start(80, 24);
    let typed = |session: &Session| match &session.app.overlay {
        Some(Overlay::Bar(bar)) => bar.line.text.clone(),
        _ => panic!("the bar is gone"),
    };
    session.keys("/").text("lamps enti").keys("<Tab>");
    assert_eq!(typed(&session), "lamps entity:\"Mira Oldan\"");
    session.keys("<Tab>");
    assert_eq!(typed(&session), "lamps entity:\"Harbour Board\"");
    session.keys("<S-Tab>").text(" x");
    assert_eq!(typed(&session), "lamps entity:\"Mira Oldan\" x");
    session.keys("<Tab>");
    assert_eq!(typed(&session), "lamps entity:\"Mira Oldan\" x", "nothing fits");
}

#[test]
fn what_came_late_for_another_line_is_passed_over() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("enti").ahead("<Tab>x");
    let Some(Overlay::Bar(bar)) = &session.app.overlay else { panic!("the bar is gone") };
    assert_eq!(bar.line.text, "entix");
}

#[test]
fn the_palette_explains_the_query() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps").keys("<Enter>:").text("explain").keys("<Enter>");
    assert!(session.screen().contains("lamps in title or text"), "{}", session.screen());
}

#[test]
fn the_thread_of_a_mail_is_listed_and_esc_leads_back() {
    let mut session = Session::start(80, 24);
    let before = session.app.list.documents.len();
    session.keys("ggjjjgt");
    assert!(session.screen().contains("this mail stands alone"), "{}", session.screen());
    assert_eq!(session.app.list.documents.len(), before);
    let first = session.app.list.documents.iter().position(|&document| document == 1).unwrap();
    session.keys("gg").keys(&"j".repeat(first)).ahead("gt");
    assert!(session.screen().contains("2 mails of this thread"), "{}", session.screen());
    assert_eq!(session.app.query, "lamps");
    session.keys("<Esc>");
    assert_eq!(session.app.list.documents.len(), before);
}

#[test]
fn an_export_goes_on_beside_the_reading() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps").keys("<Enter>:").text("export csv").keys("<Enter>");
    assert!(session.screen().contains("name a file behind the format"), "{}", session.screen());
    // Nothing answers yet: keys still work, and the progress leaves what they say alone.
    session.keys(":").text("export csv out.csv").send(Msg::Key(Key::Enter));
    assert!(session.screen().contains("exporting to out.csv"), "{}", session.screen());
    let ticket = session.open.front().unwrap().0;
    session.send(Msg::Worked(ticket, 1, 2));
    assert!(session.screen().contains("exporting: 1 of 2"), "{}", session.screen());
    session.send(Msg::Key(Key::Char('v')));
    session.send(Msg::Key(Key::Char('v')));
    session.send(Msg::Key(Key::Char('g')));
    session.send(Msg::Key(Key::Char('h')));
    let said = session.status().to_owned();
    assert!(!said.starts_with("exporting"), "{said}");
    session.send(Msg::Worked(ticket, 2, 2));
    assert_eq!(session.status(), said);
    session.settle();
    session.keys(":").text("export ris out.ris").send(Msg::Key(Key::Enter));
    session.settle();
    assert!(session.screen().contains("written to out.ris as ris"), "{}", session.screen());
    session.keys(":").text("export ris more.ris").send(Msg::Key(Key::Enter));
    session.send(Msg::Key(Key::Esc));
    session.settle();
    assert!(session.screen().contains("stopped; no file was written"), "{}", session.screen());
    assert_eq!(session.app.query, "lamps", "Esc stops the export and no more");
}

#[test]
fn a_new_search_takes_the_place_of_the_last_one_unless_it_is_edited() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps").keys("<Enter>");
    assert!(session.screen().contains("lamps"));
    session.keys("/").text("door").keys("<Enter>");
    assert_eq!(session.app.query, "door");
    session.keys("/<End>").text(" crates").keys("<Enter>");
    assert_eq!(session.app.query, "door crates");
    session.keys("<Esc>");
    assert_eq!((session.app.query.as_str(), session.app.list.documents.len()), ("", 8));
    session.keys("/<Up>");
    session.send(Msg::Key(Key::Enter));
    session.settle();
    assert_eq!(session.app.query, "door crates", "what Esc took off comes back");
}

#[test]
fn narrowing_holds_alternatives_together() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps OR door").keys("<Enter>&").text("crates").keys("<Enter>");
    assert_eq!(session.app.query, "(lamps OR door) crates");
    session.keys("/").text("lamps sort:date OR door").keys("<Enter>&").text("x").keys("<Esc>");
    assert_eq!(session.app.query, "lamps sort:date OR door");
}

#[test]
fn the_order_is_asked_for_beside_the_words() {
    let mut session = Session::start(80, 24);
    session.keys("oO/");
    session.send(Msg::Key(Key::Char('"')));
    let wanted = |request: &Request| {
        matches!(request, Request::Search { query, order, .. }
            if query == "\"" && order.as_deref() == Some("-date"))
    };
    assert!(session.open.iter().any(|(_, request)| wanted(request)), "{:?}", session.open);
}

#[test]
fn going_back_from_an_entity_s_documents_leads_to_the_words_left() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("crates").keys("<Enter>j<Enter>C-d*");
    let (at, place) = (session.at(), session.app.reader.offset());
    session.keys("E");
    assert!(
        session.app.query.starts_with("entity:") && session.status().contains("documents with"),
        "{:?}",
        session.app.query
    );
    session.keys("C-o");
    assert_eq!((session.app.query.as_str(), session.at(), session.app.reader.offset()), ("crates", at, place));
}

#[test]
fn an_order_in_the_query_is_changed_there_and_one_beside_it_is_told() {
    let header = |session: &Session| session.screen().lines().next().unwrap().to_owned();
    let mut session = Session::start(80, 24);
    session.keys("o");
    assert!(header(&session).contains("by date"), "{}", header(&session));
    session.keys("O");
    assert!(header(&session).contains("by date, reversed"), "{}", header(&session));
    session.keys("/").text("crates sort:date").keys("<Enter>");
    assert!(header(&session).contains("sort:date") && !header(&session).contains("by date"), "{}", header(&session));
    session.keys("j<Enter>j");
    let (at, top) = (session.at(), session.app.reader.top);
    session.keys("<Tab>o");
    assert_eq!(session.app.query, "crates sort:title");
    assert!(session.status().contains("by title, in the query"), "{}", session.status());
    session.keys("O");
    assert_eq!(session.app.query, "crates sort:-title");
    assert_eq!((session.at(), session.app.reader.top), (at, top), "it stays where the reader was");
    assert_eq!(session.app.list.documents.first(), Some(&8), "the last title first");
}

#[test]
fn the_repair_of_a_query_stays_in_sight() {
    let long = "titel:lamps ferry crates harbour tuesday friday morning night letter list quay mole";
    for (width, height) in [(40, 10), (80, 24)] {
        let mut session = Session::start(width, height);
        session.keys("/").send(Msg::Paste("titel:lamps".into()));
        session.settle();
        let screen = session.screen();
        assert!(screen.contains("there is no field titel") && screen.contains("title:lamps"), "{screen}");
        session.keys("C-u").send(Msg::Paste(long.into()));
        session.settle();
        assert!(session.screen().contains("Tab: title:lamps"), "{}", session.screen());
    }
}

#[test]
fn finding_in_a_document_counts_and_shows_what_was_typed() {
    let mut session = Session::start(80, 24);
    session.keys("<Enter>/").text("crate").keys("<Enter>");
    assert!(
        session.status().starts_with("hit 1 of ") && session.status().ends_with("for crate"),
        "{}",
        session.status()
    );
    session.keys("99n");
    session.keys("n");
    assert!(session.status().starts_with("no more of crate in"), "{}", session.status());
    session.resize(40, 10).keys("G/").text("crate").keys("<Enter>");
    assert!(session.status().starts_with("on from the top: hit 1 of"), "{}", session.status());
}

#[test]
fn narrowing_narrows_whatever_is_typed() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lamps").keys("<Enter>");
    let all = session.app.list.documents.len();
    session.keys("&").text("door OR letter");
    let wanted = |request: &Request, words: &str| matches!(request, Request::Search { query, .. } if query == words);
    session.send(Msg::Key(Key::Char('s')));
    assert!(session.open.iter().any(|(_, request)| wanted(request, "lamps (door OR letters)")), "{:?}", session.open);
    session.settle();
    session.keys("<BS><Enter>");
    assert_eq!(session.app.query, "lamps (door OR letter)");
    assert!(session.app.list.documents.len() <= all);
    session.keys("&").text("crates").keys("<Enter>");
    assert_eq!(session.app.query, "lamps (door OR letter) crates", "nothing is nested");
    session.keys("/").text("\"two OR  three\"").keys("<Enter>&").text("x").keys("<Enter>");
    assert_eq!(session.app.query, "\"two OR  three\" x", "a phrase stays whole");
    session.keys("/").text("lamps").keys("<Enter>&").text("a OR titel:b");
    let Some(Overlay::Bar(bar)) = &session.app.overlay else { panic!("the bar is gone") };
    let (_, span) = bar.error.clone().unwrap();
    assert_eq!(&bar.line.text[span], "titel");
    session.keys("<Tab><Enter>");
    assert_eq!(session.app.query, "lamps (a OR title:b)");
}

#[test]
fn a_word_that_is_open_while_it_is_typed_is_seen_to_be() {
    let mut session = Session::start(80, 24);
    session.keys("/").text("lam");
    let (status, hint) = (session.screen().lines().nth(22).unwrap().to_owned(), session.screen());
    assert_eq!(status, "/lam*");
    assert!(hint.lines().last().unwrap().contains("Enter takes the whole word"), "{hint}");
    session.text(" ");
    assert!(!session.screen().contains("whole word"));
    session.text("zeppel");
    session.keys("<Enter>");
    assert!(session.screen().contains("zeppel* finds all"), "{}", session.screen());
}

#[test]
fn a_search_that_reads_texts_tells_in_the_bar_how_far_it_is() {
    let mut session = Session::start(80, 24);
    session.keys("/");
    for c in "lamps".chars() {
        session.send(Msg::Key(Key::Char(c)));
    }
    let ticket = session.open.back().unwrap().0;
    session.send(Msg::Worked(ticket, 40, 100));
    assert!(session.screen().contains("looking through texts: 40 of 100 · Esc goes back"), "{}", session.screen());
    // It was about the query before this letter.
    session.send(Msg::Key(Key::Backspace));
    assert!(!session.screen().contains("looking through"), "{}", session.screen());
    session.send(Msg::Worked(ticket, 60, 100));
    assert!(!session.screen().contains("looking through"), "{}", session.screen());
    session.settle();
    assert!(session.screen().contains("Enter"), "{}", session.screen());
    session.send(Msg::Key(Key::Char('p')));
    let ticket = session.open.back().unwrap().0;
    session.send(Msg::Worked(ticket, 1, 2));
    session.settle();
    assert!(!session.screen().contains("looking through"), "what has come ends it: {}", session.screen());
}

#[test]
fn results_bring_the_words_of_the_list_along() {
    let mut session = Session::start(60, 10);
    session.keys("/").text("sort:-titl");
    session.send(Msg::Key(Key::Char('e')));
    let asked = session.open.iter().position(|(ticket, _)| ticket.channel == Channel::Search).unwrap();
    session.answer(asked);
    // Nothing is drawn in two steps: a list of dots, and then its words.
    assert!(session.open.iter().all(|(ticket, _)| ticket.channel != Channel::Rows), "{:?}", session.open);
    assert!(session.app.list.row(session.app.list.documents[0]).is_some());
}

#[test]
fn a_place_is_the_document_at_the_cursor_where_the_list_hides_the_text() {
    let mut session = Session::start(80, 24);
    session.keys("jjmx");
    assert!(session.status().contains("this place is x now"), "{}", session.status());
    session.keys("gg<Enter>C-dq").keys("jmy");
    session.keys("G'y");
    assert_eq!((session.at(), session.app.reader.top), ((Some(2), Some(2)), 0));
    session.keys("'x");
    assert_eq!(session.at(), (Some(3), Some(3)));
}

#[test]
fn nothing_is_opened_for_hits_of_nothing() {
    let mut session = Session::start(80, 24);
    for keys in ["n", "N", "]h"] {
        session.keys(keys);
        assert!(session.status().contains("nothing was searched for"), "{}", session.status());
        assert!(!session.app.reading && !session.desk.standing(1).read, "{keys}");
    }
}

#[test]
fn how_far_work_is_is_told_until_it_is_done() {
    for (keys, channel) in [("f", Channel::Facets), ("gr", Channel::Report)] {
        let mut session = Session::start(80, 24);
        for key in keys.chars() {
            session.send(Msg::Key(Key::Char(key)));
        }
        let ticket = session.open.iter().map(|open| open.0).find(|ticket| ticket.channel == channel).unwrap();
        session.send(Msg::Worked(ticket, 1, 5));
        assert!(session.status().ends_with("1 of 5 · Esc stops"), "{}", session.status());
        session.settle();
        assert!(session.app.overlay.is_some());
        assert_eq!(session.status(), "", "{keys}");
    }
}
