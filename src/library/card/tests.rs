//! The card, the browser and common passages over a small library.

use crate::library::types::entities::{Browse, BrowseOrder, Browsed, CardForm};
use crate::library::types::repairs::Mend;
use crate::library::types::{DocNo, EntityKind};
use crate::library::{AddOptions, Library, Source};
use std::sync::atomic::AtomicBool;

static NO: AtomicBool = AtomicBool::new(false);

fn add(library: &mut Library, batch: &str, documents: &[(&str, &str, String)]) {
    let line = |(key, date, text): &(&str, &str, String)| {
        serde_json::json!({"id": key, "date": date, "text": text, "title": key}).to_string()
    };
    let lines: Vec<String> = documents.iter().map(line).collect();
    let source = Source::Stream(Box::new(std::io::Cursor::new(lines.join("\n"))));
    let options = AddOptions { batch: Some(batch.to_owned()), ..AddOptions::default() };
    library.add(source, &options, &|| 1, &mut |_| {}, &NO).unwrap();
}

/// Some hundred words without names.
fn filler(seed: usize) -> String {
    let words = ["rope", "tar", "crate", "lamp", "sail", "oar", "net", "hull", "mast", "keel", "plank"];
    let mut state = seed as u64 * 7_919 + 17;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) as usize % words.len()]
    };
    (0..160).map(|at| format!("{}{}", word(), if at % 9 == 8 { "s.\nThe " } else { " " })).collect()
}

fn library() -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("library"), "ada", true).unwrap();
    let report = "Anna Kern met Petra Quayle in Antwerp. Kern of the European Union (EU) left.\n";
    let first = vec![
        ("a", "2014-01-05", format!("{report}{}", filler(1))),
        ("b", "2014-03-09", format!("{}{}", filler(1), "In Antwerp, Mr John Miller was seen.\n")),
        ("c", "2015-02-01", format!("Anna Kern spoke.\n{}\nPetra Quayle was far away.\n", filler(2))),
    ];
    add(&mut library, "first", &first);
    let later = vec![(
        "d",
        "2016-05-01",
        format!("Anna Kern and Petra Quayle met a lawyer. \"No,\" said Maria Lopez. Mrs Lopez left.\n{}", filler(3)),
    )];
    add(&mut library, "second", &later);
    (folder, library)
}

#[test]
fn a_card_tells_forms_dates_company_and_versions() {
    let (_folder, mut library) = library();
    let kern = library.find_entity("Anna Kern").unwrap();
    let card = library.card(kern, &NO).unwrap().unwrap();
    assert_eq!(
        (card.name.as_str(), card.kind, card.mentions, card.documents),
        ("Anna Kern", Some(EntityKind::Person), 4, 3)
    );
    let form = |text: &str| card.forms.iter().find(|form| form.text == text).unwrap();
    assert_eq!(
        form("Anna Kern"),
        &CardForm { text: "Anna Kern".into(), kind: EntityKind::Person, mentions: 3, reason: String::new() }
    );
    assert!(form("Kern").mentions == 1 && form("Kern").reason.starts_with("short for Anna Kern"), "{:?}", card.forms);
    assert_eq!(card.dates, Some(("2014-01-05".into(), "2016-05-01".into())));
    assert_eq!(card.first, Some(("first".into(), "a".into())));
    assert_eq!(card.by_date, [("2014-01".to_owned(), 1), ("2015-02".into(), 1), ("2016-05".into(), 1)]);
    assert_eq!(card.beside[0], ("Petra Quayle".into(), EntityKind::Person, 3), "{:?}", card.beside);
    assert_eq!(card.versions, [(vec!["a".to_owned()], vec!["b".to_owned()])], "b is a version without her");
    let union = library.find_entity("EU").unwrap();
    let union = library.card(union, &NO).unwrap().unwrap();
    let short = union.forms.iter().find(|form| form.text == "EU").unwrap();
    assert!(short.reason.contains("bracket"), "{:?}", union.forms);
    assert!(library.card(kern, &AtomicBool::new(true)).unwrap().is_none(), "it can be stopped");
    assert!(library.card(900, &NO).is_err());
}

#[test]
fn a_form_says_where_a_reader_has_merged_it() {
    let (_folder, mut library) = library();
    add(&mut library, "third", &[("e", "2017-01-01", format!("Bea Kern met Tom Kern. Kern left.\n{}", filler(4)))]);
    let two = [library.find_entity("Anna Kern").unwrap(), library.find_entity("Kern").unwrap()];
    library.mend_names(&Mend::Merge(two.to_vec()), 1, &mut |_| {}, &NO).unwrap();
    let card = library.card(two[0], &NO).unwrap().unwrap();
    let kern = card.forms.iter().find(|form| form.text == "Kern").unwrap();
    assert!(kern.mentions == 2 && kern.reason.starts_with("short for Anna Kern"), "{kern:?}");
    assert!(kern.reason.ends_with("elsewhere merged by a decision"), "{kern:?}");
}

#[test]
fn a_document_counts_once_for_two_of_its_people() {
    let (_folder, mut library) = library();
    let text = format!("Mr. Harper sold. Mrs. Harper objected. Harper was in Ohio.\n{}", filler(5));
    add(&mut library, "third", &[("e", "2017-01-01", text)]);
    let people = library.entities(Some(EntityKind::Person)).unwrap();
    let harpers: Vec<_> = people.iter().filter(|entity| entity.name.contains("Harper")).collect();
    assert_eq!(harpers.len(), 3, "{harpers:?}");
    assert!(harpers.iter().all(|entity| (entity.mentions, entity.documents) == (1, 1)), "{harpers:?}");
}

#[test]
fn the_browser_goes_on_from_any_place() {
    let (_folder, mut library) = library();
    for order in [BrowseOrder::Mentions, BrowseOrder::Documents, BrowseOrder::Name, BrowseOrder::Newest] {
        let browse = Browse { order, ..Browse::default() };
        let (all, total) = library.browse(&browse, 0..usize::MAX, &NO).unwrap().unwrap();
        assert!(all.len() > 4 && all.len() as u64 == total);
        let mut joined = Vec::new();
        for start in (0..all.len() + 2).step_by(2) {
            let (part, of) = library.browse(&browse, start..start + 2, &NO).unwrap().unwrap();
            assert_eq!(of, total, "however many are asked for");
            joined.extend(part);
        }
        assert_eq!(joined, all, "{order:?}");
    }
}

#[test]
fn the_browser_finds_orders_and_leaves_the_old_out() {
    let (_folder, mut library) = library();
    let mut browse = |browse: Browse| -> Vec<Browsed> {
        let (lines, total) = library.browse(&browse, 0..5_000, &NO).unwrap().unwrap();
        assert_eq!(lines.len() as u64, total);
        lines
    };
    let names = |lines: &[Browsed]| lines.iter().map(|line| line.name.clone()).collect::<Vec<_>>();
    let all = browse(Browse::default());
    assert!(all.windows(2).all(|pair| pair[0].mentions >= pair[1].mentions));
    assert_eq!(all[0].name, "Anna Kern");
    let people = browse(Browse { kind: Some(EntityKind::Person), order: BrowseOrder::Name, ..Browse::default() });
    assert_eq!(names(&people), ["Anna Kern", "John Miller", "Maria Lopez", "Petra Quayle"]);
    let new = browse(Browse { only_new: true, ..Browse::default() });
    assert_eq!(names(&new), ["Maria Lopez"]);
    assert!(new[0].new && new[0].batch == "second" && !all[0].new && all[0].batch == "first");
    assert_eq!(browse(Browse { order: BrowseOrder::Newest, ..Browse::default() })[0].name, "Maria Lopez");
    assert_eq!(names(&browse(Browse { text: "qUAY".into(), ..Browse::default() })), ["Petra Quayle"]);
    assert_eq!(names(&browse(Browse { text: "eu".into(), ..Browse::default() })), ["European Union"], "by a form");
    assert!(library.browse(&Browse::default(), 0..9, &AtomicBool::new(true)).unwrap().is_none(), "it can be stopped");
}

#[test]
fn documents_in_which_two_stand_together_are_found_in_both_directions() {
    let (_folder, mut library) = library();
    let two = [library.find_entity("Anna Kern").unwrap(), library.find_entity("Petra Quayle").unwrap()];
    let listed: Vec<DocNo> = vec![4, 3, 2, 1];
    let mut next = |from, forward| library.next_together(&two, &listed, from, forward, &NO).unwrap();
    assert_eq!(next(0, true), Some(3), "in document 3 they stand far from each other");
    assert_eq!(next(3, false), Some(0));
    assert_eq!((next(3, true), next(0, false)), (None, None));
    assert_eq!((next(usize::MAX, true), next(9, false)), (Some(0), Some(3)));
}

#[test]
fn single_forms_are_completed_with_their_counts() {
    let (_folder, mut library) = library();
    let mut complete = |query: &str| -> Vec<(String, String)> {
        let options = library.complete(query, query.len()).unwrap().options;
        options.into_iter().map(|option| (option.text, option.note)).collect()
    };
    assert_eq!(complete("person:=\"Ker"), [("person:=\"Kern\"".to_owned(), "1".to_owned())]);
    assert_eq!(complete("entity:=Anna"), [("entity:=\"Anna Kern\"".to_owned(), "3".to_owned())]);
    assert!(complete("place:=Kern").is_empty());
    assert!(complete("new-entity:se").iter().any(|option| option.0 == "new-entity:second"));
}
