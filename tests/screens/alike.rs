//! Documents with titles that begin alike, in lists of every width.

use crate::desk::{Desk, Source};
use crate::session::Session;
use variorum::library::types::Relation;

fn hearings() -> Desk {
    let names = ["Adams", "Brook", "Cole", "Dunn", "Estes"];
    let title =
        |name: &str| format!("Admiralty Court of Port Selm and the Outer Islands: hearing of {name} on the fire");
    let titles: Vec<String> = names.iter().map(|name| title(name)).collect();
    let source = |title| Source {
        title,
        date: Some("2031-03-04"),
        text: "The court heard him.\n\nHe said nothing.".into(),
        group: None,
    };
    Desk::new(titles.iter().map(|title| source(title.as_str())).collect())
}

#[test]
fn titles_that_begin_alike_show_where_they_differ() {
    for (width, height) in [(40, 10), (80, 24), (100, 30), (120, 40), (160, 40), (200, 50)] {
        let session = Session::over(hearings(), width, height);
        let screen = session.screen();
        for name in ["Adams", "Brook", "Cole", "Dunn", "Estes"] {
            let line = screen.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{width}: {screen}"));
            assert!(
                line.contains("  N   Adm") || line.contains("> N   Adm") || line.contains("Adm"),
                "{width}: {line}"
            );
        }
    }
}

#[test]
fn the_words_found_are_marked_in_the_part_that_is_shown() {
    let mut session = Session::over(hearings(), 100, 24);
    session.keys("/").text("brook").keys("<Enter>");
    assert_eq!(session.app.list.documents.len(), 1);
    session.keys("q");
    assert!(session.frame().contains("…"), "{}", session.screen());
}

#[test]
fn what_is_compared_with_is_named_beside_many_kinds_of_change() {
    let text = |number: usize| format!("Crate {number} stood on the quay.\n\nIt was put aboard by night.");
    for width in [80, 100, 120, 160] {
        let group = |relation| Some((1, 2, relation));
        let source = |title, text, group| Source { title, date: None, text, group };
        let desk = Desk::new(vec![
            source("One", text(1), group(Relation::Leader)),
            source("Other", text(2), group(Relation::Edited)),
        ]);
        let mut session = Session::over(desk, width, 24);
        session.desk.set_key(1, "archive/letters/harbour/1903/statement-of-the-pilot.txt");
        session.keys("j<Enter>c");
        let screen = session.screen();
        assert!(screen.contains("of-the-pilot.txt"), "{width}: {screen}");
    }
}
