//! Each form of query on a few documents.

use super::corpus::{Corpus, Doc, reading};
use crate::search::{Highlighter, Limits, Part, SearchError, count, highlight, parse, search};
use std::sync::atomic::AtomicBool;

fn doc(title: &str, body: &str) -> Doc {
    Doc { title: title.to_owned(), body: body.to_owned(), ..Doc::default() }
}

fn corpus() -> Corpus {
    Corpus::of(vec![
        Doc {
            day: Some(16071),
            key: "mail/2014/one.txt".into(),
            ..doc("The tax haven", "A quiet island, and its tax\nhaven of old.")
        },
        Doc {
            day: Some(16436),
            key: "mail/2015/two.txt".into(),
            people: vec!["Anna Kern"],
            ..doc("Fraud", "The fraud that Anna Kern found was old. Haven is a town.")
        },
        Doc {
            key: "notes/three.md".into(),
            people: vec!["Anna Kern"],
            ..doc("Island", "Anna Kern lives on an island far away from all that fraud could be.")
        },
        doc("M\u{2019}Hamed", "M\u{2019}Hamed said self-made havens are taxed; govern-\nment \u{c9}tude."),
        doc("", "haven tax haven, HAVEN"),
    ])
}

#[test]
fn what_versions_gained_and_lost_is_found() {
    let version = |of: u32, body: &str| Doc { key: format!("version-{of}"), ..doc("haven", body) };
    let corpus = Corpus::of(vec![
        doc("Toll", "At least 14 people were killed, the harbour board said on Monday."),
        version(1, "At least 15 people were killed, the harbour board said on Monday."),
        version(1, "At least 14 people were killed, the h\u{e1}rbour board said."),
        version(1, "At least 14 people, were killed, the harbour board said on Monday."),
        doc("Toll", "At least 15 people on Monday."),
    ]);
    let mut wrong = Vec::new();
    for (query, wanted) in [
        ("added-text:15", vec![2]),
        ("added-text:\"15 people\"", vec![2]),
        ("added-text:\"people were\"", vec![]),
        ("added-text:people", vec![]),
        ("added-text:haven", vec![]),
        ("added-text:H\u{c1}RBOUR", vec![3]),
        ("added-text:=h\u{e1}rbour", vec![3]),
        ("added-text:15 -added-text:people", vec![2]),
        ("removed-text:14", vec![2]),
        ("removed-text:\"on monday\"", vec![3]),
        ("removed-text:mon*", vec![3]),
        ("removed-text:killed", vec![]),
        ("removed-text:14 OR removed-text:monday", vec![2, 3]),
        ("NOT removed-text:14", vec![1, 3, 4, 5]),
        ("sort:new", vec![4, 1, 2, 3, 5]),
    ] {
        let found = corpus.found(query);
        if found != wanted {
            wrong.push(format!("{query}: {found:?}, not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_form_finds_its_documents() {
    let corpus = corpus();
    let mut wrong = Vec::new();
    for (query, wanted) in [
        ("", vec![1, 2, 3, 4, 5]),
        ("*", vec![1, 2, 3, 4, 5]),
        ("tax haven", vec![1, 5]),
        ("tax AND haven", vec![1, 5]),
        ("tax OR fraud", vec![1, 2, 3, 5]),
        ("haven -tax", vec![2]),
        ("haven NOT tax", vec![2]),
        ("-haven", vec![3, 4]),
        ("NOT (haven OR island)", vec![4]),
        ("\"tax haven\"", vec![1, 5]),
        ("\u{201c}tax haven\u{201d}", vec![1, 5]),
        ("\"haven tax\"", vec![5]),
        ("\"old haven\"~2", vec![1, 2]),
        ("\"haven haven haven\"~1", vec![5]),
        ("fraud NEAR/3 kern", vec![2]),
        ("kern ADJ/3 fraud", vec![]),
        ("kern NEAR fraud", vec![2, 3]),
        ("havn~", vec![1, 2, 5]),
        ("hvaen~2", vec![1, 2, 4, 5]),
        ("hven~1", vec![1, 2, 5]),
        ("haven*", vec![1, 2, 4, 5]),
        ("h?ven", vec![1, 2, 5]),
        ("*ud", vec![2, 3]),
        ("\"tax hav*\"", vec![1, 5]),
        ("M'Hamed", vec![4]),
        ("\"m hamed\"", vec![4]),
        ("etude", vec![4]),
        ("government", vec![4]),
        ("self-made", vec![4]),
        ("govern-ment", vec![4]),
        ("Govern\u{2010}men*", vec![4]),
        ("gouvern-ment~", vec![4]),
        ("\"taxed govern-ment\"", vec![4]),
        ("\"govern ment\"", vec![]),
        ("taxed NEAR/0 govern-ment", vec![4]),
        ("title:govern-ment", vec![]),
        ("ha-ven -tax", vec![2]),
        ("http://notes.example/three.md?x=1", vec![]),
        ("three://h?ven", vec![]),
        ("path:notes://three.md?", vec![3]),
        ("=Haven", vec![2]),
        ("=HAVEN", vec![5]),
        ("=\"tax haven\"", vec![1, 5]),
        ("=Fraud", vec![2]),
        ("/tax haven/", vec![1, 5]),
        ("/TAX H\\w+/i", vec![1, 5]),
        ("/[A-Z]{5}/", vec![5]),
        ("title:haven", vec![1]),
        ("body:haven", vec![1, 2, 5]),
        ("title:(fraud OR island)", vec![2, 3]),
        ("title:/^F/", vec![2]),
        ("path:mail/2014", vec![1]),
        ("key:2015/two.txt", vec![2]),
        ("path:mail/201*", vec![1, 2]),
        ("source:gazette title:fraud", vec![2]),
        ("lang:EN haven", vec![1, 2, 5]),
        ("lang:de", vec![]),
        ("date:2014", vec![1]),
        ("date:2014..2015", vec![1, 2]),
        ("date:>2014-01-01", vec![2]),
        ("date:>=2014-01-01", vec![1, 2]),
        ("date:<2015", vec![1]),
        ("date:..2015-01-01", vec![1, 2]),
        ("date:*", vec![1, 2]),
        ("-date:*", vec![3, 4, 5]),
        ("words:<=4", vec![5]),
        ("words:>100", vec![]),
        ("words:9..11", vec![1, 4]),
        ("entity:person", vec![2, 3]),
        ("person:kern", vec![2, 3]),
        ("person:\"Anna Kern\" town", vec![2]),
        ("person:nobody", vec![]),
        ("fraud NEAR/2 entity:person", vec![2]),
        ("fraud NEAR/20 person:kern", vec![2, 3]),
        ("(fraud OR town) NEAR/1 entity:person", vec![2]),
        ("tag:odd", vec![1, 3, 5]),
        ("haven -tag:odd", vec![2]),
        ("sort:date haven", vec![1, 2, 5]),
        ("sort:-date haven", vec![2, 1, 5]),
        ("sort:-added haven", vec![5, 2, 1]),
        ("sort:title haven", vec![5, 2, 1]),
    ] {
        let found = corpus.found(query);
        if found != wanted {
            wrong.push(format!("{query}: {found:?}, not {wanted:?}"));
        }
        let read = parse(query, &reading()).expect("a query");
        let stop = AtomicBool::new(false);
        let counted = count(&corpus.index, &read, &corpus, &Limits { stop: &stop });
        assert_eq!(counted.ok(), Some(found.len() as u64), "{query}");
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_word_being_typed_may_go_on() {
    let corpus = corpus();
    let mut live = reading();
    live.live = true;
    let stop = AtomicBool::new(false);
    for (query, wanted) in [("hav", 4), ("tax hav", 2), ("hav ", 0), ("\"hav\"", 0), ("haven -tax", 1), ("h", 4)] {
        let read = parse(query, &live).expect("a query");
        assert_eq!(count(&corpus.index, &read, &corpus, &Limits { stop: &stop }).ok(), Some(wanted), "{query}");
    }
}

#[test]
fn the_best_comes_first() {
    let corpus = corpus();
    assert_eq!(corpus.search("haven").ok().map(|found| found[0]), Some(1));
}

#[test]
fn a_stopped_search_says_so() {
    let corpus = corpus();
    let read = parse("haven", &reading()).expect("a query");
    let stop = AtomicBool::new(true);
    assert!(matches!(search(&corpus.index, &read, &corpus, &Limits { stop: &stop }), Err(SearchError::Stopped)));
}

#[test]
fn what_the_library_cannot_answer_is_an_error() {
    assert!(matches!(corpus().search("tag:even"), Err(SearchError::Library(_))));
}

#[test]
fn marks_stand_where_the_match_is() {
    let text = "The tax\n haven: M\u{2019}Hamed's h\u{e1}vens, taxes and no haven; Tax.";
    for (query, wanted) in [
        ("tax", vec!["tax", "Tax"]),
        ("\"tax haven\" -taxes", vec!["tax\n haven"]),
        ("M'Hamed", vec!["M\u{2019}Hamed"]),
        ("haven*", vec!["haven", "h\u{e1}vens", "haven"]),
        ("taxs~1", vec!["tax", "taxes", "Tax"]),
        ("/tax haven/", vec!["tax\n haven"]),
        ("=Tax", vec!["Tax"]),
        ("no ADJ/0 haven", vec!["no", "haven"]),
        ("title:tax", vec![]),
        ("tax OR \"the tax\"", vec!["The tax", "Tax"]),
        ("\"haven tax\"~1", vec!["tax", "haven", "haven", "Tax"]),
        ("\"the ta-x\"", vec!["The tax"]),
    ] {
        let read = parse(query, &reading()).expect("a query");
        let marks: Vec<&str> = highlight(&read, text, &|_| Vec::new()).into_iter().map(|range| &text[range]).collect();
        assert_eq!(marks, wanted, "{query}");
    }
}

#[test]
fn a_neighbourhood_is_one_place() {
    let text = "The tax on a haven, and no haven far from any tax at all.";
    for (query, wanted) in [
        ("tax NEAR/2 haven", vec!["tax on a haven"]),
        ("tax NEAR/3 haven", vec!["tax on a haven", "haven far from any tax"]),
        ("haven ADJ/5 tax", vec!["haven far from any tax"]),
        ("\"haven tax\"~2", vec!["tax on a haven"]),
        ("tax haven", vec!["tax", "haven", "haven", "tax"]),
        ("(tax NEAR/2 haven) OR no", vec!["tax on a haven", "no"]),
        ("tax NEAR/9 haven", vec!["tax on a haven, and no haven far from any tax"]),
    ] {
        let read = parse(query, &reading()).expect("a query");
        let places = Highlighter::of(&read).places(text, Part::Body, &|_| Vec::new());
        assert_eq!(places.into_iter().map(|range| &text[range]).collect::<Vec<_>>(), wanted, "{query}");
    }
}

#[test]
fn titles_are_marked_apart_from_bodies() {
    let read = parse("title:tax haven body:island", &reading()).expect("a query");
    let marker = Highlighter::of(&read);
    let text = "tax haven island";
    let marks = |part: Part| -> Vec<&str> {
        marker.ranges(text, part, &|_| Vec::new()).into_iter().map(|range| &text[range]).collect()
    };
    assert_eq!(marks(Part::Title), ["tax", "haven"]);
    assert_eq!(marks(Part::Body), ["haven", "island"]);
}
