//! Reading, searching, following, comparing, deciding: the main job, key by key.

use crate::harness::affair;

#[test]
fn search_follows_the_keys_and_esc_goes_back() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.wait("1/4");
    tty.send("/ferry");
    tty.wait("1/1");
    tty.send("\x1b");
    tty.wait("1/4");
    tty.send("/verrin\r");
    let screen = tty.wait("1/3");
    assert!(screen.contains("verrin"));
    tty.send("q");
    tty.wait("all documents again");
    tty.send("q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn hits_run_on_into_the_next_document() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.send("/verrin sort:added\r");
    tty.wait("1/3");
    tty.send("\r");
    tty.wait("· all");
    tty.send("n");
    tty.wait("hit 2 of 2");
    tty.send("n");
    tty.wait("2/3");
    tty.send("n");
    tty.wait("hit 2 of 2");
    tty.send("n");
    tty.wait("3/3");
    tty.send("N");
    tty.until("the document before", |screen| screen.contains("2/3") && screen.contains("40 crates"));
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn an_entity_is_followed_through_the_documents() {
    let corpus = affair();
    let mut tty = corpus.open(120, 40);
    tty.send("\r");
    tty.send("gw");
    tty.wait("type a label");
    tty.send("\x1b");
    tty.send("e");
    tty.wait("entities in this document");
    tty.wait("Tomas Verrin");
    tty.send("e");
    tty.send("*");
    tty.wait(" here · ");
    tty.send("E");
    tty.until("the query of the entity", |screen| screen.lines().next().unwrap_or_default().contains("entity:"));
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn a_version_is_compared_with_its_leader() {
    let corpus = affair();
    let mut tty = corpus.open(120, 40);
    tty.send("j\rc");
    tty.until("the change in words and marks", |screen| {
        screen.contains("[-") && screen.contains("{+") && screen.contains("14")
    });
    tty.send("]c");
    tty.wait("change 1 of");
    tty.send("|");
    tty.until("two columns", |screen| {
        screen.lines().any(|line| line.contains("[-14-]") && line.contains(" │ ") && line.contains("{+40+}"))
    });
    tty.send("zi");
    tty.wait("typography counts too");
    tty.send("c");
    tty.until("the document as it is", |screen| !screen.contains("{+"));
    tty.send("v");
    tty.wait("2 versions in group");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn all_versions_are_one_text_and_one_is_opened_at_a_slot() {
    let corpus = affair();
    let mut tty = corpus.open(160, 40);
    tty.send("\rC");
    tty.until("the slots with what is said at each", |screen| {
        screen.contains("2 versions as one text") && screen.contains("{1: 14}") && screen.contains("1 says \"40\" [A]")
    });
    tty.send("]c");
    tty.wait("slot 1 of 3");
    tty.send("\r");
    tty.wait("open a version at this slot");
    tty.send("40\r");
    tty.until("the version alone", |screen| screen.contains("Tuesday that 40 crates") && !screen.contains("{1:"));
    tty.send("C");
    tty.until("the slot again", |screen| screen.contains("slot 1 of 3") && screen.contains("{1: 14}"));
    tty.send(">");
    tty.until("the other base", |screen| screen.contains("{1: 40}"));
    tty.send("\x1b");
    tty.until("the text alone", |screen| screen.contains("Tuesday that 40 crates") && !screen.contains("{1:"));
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn verdicts_advance_and_are_undone_across_runs() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.wait("4/4 undecided");
    tty.send("a");
    tty.wait("3/4 undecided");
    tty.send("d");
    tty.wait("2/4 undecided");
    tty.send("s");
    tty.wait("starred 1 document");
    tty.send("tship\r");
    tty.wait("[ship]");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
    let mut again = crate::harness::Tty::start(corpus.command(), 80, 24);
    again.wait("2/4 undecided");
    again.wait("[ship]");
    again.send("uuu");
    again.wait("3/4 undecided");
    again.send("u");
    again.wait("4/4 undecided");
    again.send("u");
    again.wait("nothing is left to undo");
    again.send("\x12");
    again.wait("3/4 undecided");
    again.send("q");
    assert_eq!(again.exit(), 0);
}

#[test]
fn group_verdicts_reach_every_version() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.wait("4/4 undecided");
    tty.send("A");
    tty.wait("kept 2 documents");
    tty.wait("2/4 undecided");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn help_and_palette_name_what_there_is() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.send("?");
    tty.wait("keys:");
    tty.send("undecided");
    tty.wait("next undecided");
    tty.send("\x1b");
    tty.until("help is closed", |screen| !screen.contains("keys: "));
    tty.send(":version");
    tty.wait("versions panel");
    tty.send("\x1b");
    tty.send(":q\r");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn a_bad_query_says_what_is_wrong_and_tab_mends_it() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    tty.wait("1/4");
    tty.send("/titel:ferry");
    tty.wait("Tab:");
    assert!(tty.screen().contains("1-statement") || tty.line(0).contains("/4"), "the last good results stay");
    tty.send("\t");
    tty.wait("title:ferry");
    tty.send("\x1b");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}

#[test]
fn what_was_read_is_not_new_and_leads_to_its_source() {
    let corpus = affair();
    let mut tty = corpus.open(80, 24);
    let header =
        |place: &'static str| move |screen: &str| screen.lines().next().is_some_and(|line| line.contains(place));
    tty.send("\r");
    tty.wait("Nobody was warned");
    tty.send("J");
    tty.wait("Few were warned");
    tty.send("zn");
    tty.wait("% is new to you: ");
    tty.send("gs");
    tty.wait("words stood first in docs/1-statement.txt");
    tty.until("the source", header("1/4"));
    tty.send("\x0f");
    tty.until("the way back", header("2/4"));
    tty.send("gp");
    tty.wait("oldest first");
    tty.send("\r");
    tty.until("the other holder", header("1/4"));
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}
