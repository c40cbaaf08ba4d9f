//! Repairs commute with batches, and queries agree with a plain look at every mention.

use crate::library::types::repairs::{Mend, NameRef, Repair};
use crate::library::types::{DocNo, Document, EntityKind};
use crate::library::{AddOptions, Library, Source};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

/// Texts in which names stand whole, short, and for several bearers.
pub(in crate::library) const TEXTS: [&str; 8] = [
    "Anna Kern spoke in Antwerp on Monday. Mr Kern did not; Kern had left for the fraud trial in Lisbon.",
    "The banker Anna Kern was questioned about fraud. Kern denied it, and Petra Quayle did too.",
    "Bram Kern lives in Antwerp. Bram said that the European Union (EU) had paid. The EU said nothing.",
    "Petra Quayle of the Harbour Trust wrote to Anna Kern. Quayle never heard from Kern again.",
    "In Antwerp, Mr Kern was seen again near the Harbour Trust. Kern ran.",
    "The European Union sent Petra Quayle to Lisbon, where the fraud began. Quayle stayed in Lisbon.",
    "Anna Kern and Bram Kern met in Lisbon. Kern laughed, and the EU paid for the fraud.",
    "Quayle is a village near Antwerp, said Bram Kern of the Harbour Trust.",
];

pub(in crate::library) fn name(name: &str, kind: EntityKind) -> NameRef {
    NameRef { name: name.to_owned(), kind }
}

pub(in crate::library) fn repairs() -> Vec<Repair> {
    use EntityKind::{Org, Person, Place};
    let (anna, bram, kern) = (name("Anna Kern", Person), name("Bram Kern", Person), name("Kern", Person));
    let (union, quayle) = (name("European Union", Org), name("Petra Quayle", Person));
    vec![
        Repair::Merge { entities: vec![anna.clone(), bram.clone()] },
        Repair::Merge { entities: vec![kern.clone(), anna.clone()] },
        Repair::Separate { entity: anna.clone(), form: "Kern".into() },
        Repair::Separate { entity: quayle.clone(), form: "Quayle".into() },
        Repair::Separate { entity: union.clone(), form: "EU".into() },
        Repair::Rename { entity: quayle.clone(), to: "Dame Petra".into() },
        Repair::Rename { entity: anna.clone(), to: "A. K.".into() },
        Repair::Retype { entity: union.clone(), to: Place },
        Repair::Retype { entity: quayle, to: Org },
        Repair::Hide { entity: bram },
        Repair::Hide { entity: name("Antwerp", Place) },
        Repair::Unhide { entity: name("Antwerp", Place) },
        Repair::Merge { entities: vec![union, name("Harbour Trust", Org)] },
        Repair::Merge { entities: vec![kern, name("Quayle", Person)] },
    ]
}

pub(in crate::library) fn library() -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library"), "ada", true).unwrap();
    (folder, library)
}

pub(in crate::library) fn add(library: &mut Library, texts: &[usize], batch: &str) {
    let lines: Vec<String> =
        texts.iter().map(|&at| serde_json::json!({"id": format!("t{at}"), "text": TEXTS[at]}).to_string()).collect();
    let source = Source::Stream(Box::new(std::io::Cursor::new(lines.join("\n"))));
    let options = AddOptions { batch: Some(batch.to_owned()), ..AddOptions::default() };
    library.add(source, &options, &|| 1, &mut |_| {}, &AtomicBool::new(false)).unwrap();
}

fn documents(library: &Library) -> Vec<Document> {
    let last = library.totals().unwrap().documents;
    (1..=last).map(|number| library.document(number).unwrap()).collect()
}

/// What readers see, without the numbers that depend on the order of adding.
pub(in crate::library) type Picture = (BTreeMap<String, Vec<(u32, u32, String, EntityKind)>>, BTreeSet<String>);

pub(in crate::library) fn picture(library: &mut Library) -> Picture {
    let mut by_key = BTreeMap::new();
    for document in documents(library) {
        let mentions = document.mentions.iter().map(|mention| {
            let entity = &document.entities[mention.entity as usize];
            (mention.start, mention.end, entity.name.clone(), entity.kind)
        });
        by_key.insert(document.row.key.clone(), mentions.collect());
    }
    let entities = library.entities(None).unwrap().into_iter();
    let told = entities.map(|entity| {
        let mut forms = entity.forms;
        forms.sort();
        format!("{} {:?} {forms:?} {} in {}", entity.name, entity.kind, entity.mentions, entity.documents)
    });
    (by_key, told.collect())
}

fn found(library: &mut Library, query: &str) -> BTreeSet<DocNo> {
    let found = library.search(query, false, &AtomicBool::new(false));
    found.unwrap_or_else(|error| panic!("{query}: {error}")).documents.into_iter().collect()
}

/// Every query for names finds what a look at each mention of each document finds.
pub(in crate::library) fn queries_agree(library: &mut Library) {
    let all = documents(library);
    let with = |holds: &dyn Fn(&Document, usize) -> bool| -> BTreeSet<DocNo> {
        let any = |document: &&Document| (0..document.mentions.len()).any(|at| holds(document, at));
        all.iter().filter(any).map(|document| document.row.number).collect()
    };
    let of = |document: &Document, at: usize| document.mentions[at].entity as usize;
    for entity in library.entities(None).unwrap() {
        let scanned = with(&|document, at| document.entities[of(document, at)].entity == entity.entity);
        assert_eq!(found(library, &format!("entity:e{}", entity.entity)), scanned, "{entity:?}");
        assert_eq!(entity.documents as usize, scanned.len(), "{entity:?}");
        assert_eq!(library.documents_of(entity.entity).unwrap(), scanned.into_iter().collect::<Vec<_>>());
        let mentions = |document: &Document| {
            let is = |at: &usize| document.entities[of(document, *at)].entity == entity.entity;
            (0..document.mentions.len()).filter(is).count()
        };
        assert_eq!(entity.mentions as usize, all.iter().map(mentions).sum::<usize>(), "{entity:?}");
        for form in &entity.forms {
            let query = format!("{}:=\"{form}\"", entity.kind.as_str());
            // The form may be another entity's of the type too; both are asked for.
            let scanned = with(&|document, at| {
                let spelt = &document.text[document.mentions[at].range()] == form.as_str();
                spelt && document.entities[of(document, at)].kind == entity.kind
            });
            assert_eq!(found(library, &query), scanned, "{query}");
        }
    }
    for kind in EntityKind::ALL {
        let scanned = with(&|document, at| document.entities[of(document, at)].kind == kind);
        assert_eq!(found(library, &format!("entity:{}", kind.as_str())), scanned, "{kind:?}");
        let near = with(&|document, at| {
            let mention = &document.mentions[at];
            let gap = |from: usize, to: usize| document.text.get(from..to).map(|text| text.split_whitespace().count());
            let beside = |(fraud, word): (usize, &str)| {
                let after = gap(fraud + word.len(), mention.start as usize);
                let before = gap(mention.end as usize, fraud);
                after.or(before).is_some_and(|words| words <= 3)
            };
            document.entities[of(document, at)].kind == kind && document.text.match_indices("fraud").any(beside)
        });
        assert_eq!(found(library, &format!("fraud NEAR/3 entity:{}", kind.as_str())), near, "{kind:?}");
    }
    assert_eq!(found(library, "entity:*"), with(&|_, _| true));
    let mut named: BTreeSet<u32> = BTreeSet::new();
    for batch in library.batches().unwrap() {
        let mine = || all.iter().filter(|document| document.batch_name == batch.batch);
        let new = |document: &&Document| document.entities.iter().any(|entity| !named.contains(&entity.entity));
        let scanned: BTreeSet<DocNo> = mine().filter(new).map(|document| document.row.number).collect();
        assert_eq!(found(library, &format!("new-entity:{}", batch.batch)), scanned, "{}", batch.batch);
        named.extend(
            mine().flat_map(|document| document.entities.iter().map(|entity| entity.entity)).collect::<Vec<_>>(),
        );
    }
}

proptest! {
    #![proptest_config(crate::properties::cases(12))]
    #[test]
    fn repairs_commute_with_batches(
        order in Just((0..TEXTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        cut in 0..=TEXTS.len(),
        chosen in proptest::collection::vec(0usize..14, 1..7),
        when in 0usize..7,
        undone in 0usize..3,
    ) {
        let all = repairs();
        let chosen: Vec<Repair> = chosen.into_iter().map(|at| all[at].clone()).collect();
        let (_one, mut whole) = library();
        add(&mut whole, &(0..TEXTS.len()).collect::<Vec<_>>(), "whole");
        let plain = picture(&mut whole);
        prop_assert!(plain.1.len() > 6, "{:?}", plain.1);
        for repair in &chosen {
            whole.repair(&[(repair.clone(), None)], 5, &mut |_| {}).unwrap();
        }
        let (_two, mut parted) = library();
        add(&mut parted, &order[..cut], "first");
        for repair in &chosen[..when.min(chosen.len())] {
            parted.repair(&[(repair.clone(), None)], 5, &mut |_| {}).unwrap();
        }
        add(&mut parted, &order[cut..], "second");
        for repair in &chosen[when.min(chosen.len())..] {
            parted.repair(&[(repair.clone(), None)], 5, &mut |_| {}).unwrap();
        }
        let repaired = picture(&mut whole);
        prop_assert_eq!(&picture(&mut parted), &repaired);
        queries_agree(&mut parted);
        for _ in 0..undone.min(chosen.len()) {
            parted.undo(7, &mut |_| {}).unwrap();
            whole.undo(7, &mut |_| {}).unwrap();
        }
        prop_assert_eq!(picture(&mut parted), picture(&mut whole));
        queries_agree(&mut parted);
        for _ in 0..undone.min(chosen.len()) {
            parted.redo(8, &mut |_| {}).unwrap();
        }
        parted.rebuild(false, &mut |_| {}, &AtomicBool::new(false)).unwrap();
        prop_assert_eq!(&picture(&mut parted), &repaired);
        queries_agree(&mut parted);
        while !whole.undo(9, &mut |_| {}).unwrap().nothing {}
        prop_assert_eq!(picture(&mut whole), plain);
    }
}

#[test]
fn what_is_no_name_is_none_in_one_document_alone() {
    let (_folder, mut library) = library();
    add(&mut library, &[0, 1, 4], "first");
    let before = picture(&mut library);
    let kern = TEXTS[0].find("Kern had").unwrap();
    library
        .mend_names(
            &Mend::Unname { document: 1, form: "Kern".into(), at: Some(kern) },
            1,
            &mut |_| {},
            &AtomicBool::new(false),
        )
        .unwrap();
    let after = picture(&mut library);
    assert!(!after.0["t0"].iter().any(|mention| mention.0 == kern as u32), "{after:?}");
    assert_eq!(after.0["t0"].len() + 1, before.0["t0"].len(), "the other mentions of the form stay");
    queries_agree(&mut library);
    library
        .mend_names(
            &Mend::Unname { document: 1, form: "Kern".into(), at: None },
            2,
            &mut |_| {},
            &AtomicBool::new(false),
        )
        .unwrap();
    let alone = picture(&mut library);
    assert!(alone.0["t0"].iter().all(|mention| &TEXTS[0][mention.0 as usize..mention.1 as usize] != "Kern"));
    assert_eq!((&alone.0["t1"], &alone.0["t4"]), (&before.0["t1"], &before.0["t4"]));
    queries_agree(&mut library);
    library.undo(3, &mut |_| {}).unwrap();
    assert_eq!(picture(&mut library), after);
    library.undo(4, &mut |_| {}).unwrap();
    assert_eq!(picture(&mut library), before);
    assert!(
        library
            .mend_names(
                &Mend::Unname { document: 1, form: "Nobody".into(), at: None },
                5,
                &mut |_| {},
                &AtomicBool::new(false)
            )
            .is_err()
    );
}

#[test]
fn an_old_number_leads_to_what_the_entity_has_become() {
    let (_folder, mut library) = library();
    add(&mut library, &[3, 5], "first");
    let of = |library: &mut Library, given: &str| library.find_entity(given).unwrap();
    let (quayle, lisbon) = (of(&mut library, "Petra Quayle"), of(&mut library, "Lisbon"));
    let decided =
        library.mend_names(&Mend::Merge(vec![lisbon, quayle]), 1, &mut |_| {}, &AtomicBool::new(false)).unwrap();
    let (low, high) = (quayle.min(lisbon), quayle.max(lisbon));
    assert_eq!(decided.became, [(high, low)]);
    assert_eq!(library.entity(high).unwrap().entity, low);
    assert_eq!(of(&mut library, &format!("e{high}")), low);
    assert_eq!(of(&mut library, &format!("Lisbon (e{high})")), low, "as queries write those that share a name");
    assert_eq!(library.documents_of(high).unwrap().len(), 2);
}

#[test]
fn a_repair_that_is_stopped_leaves_nothing_half_done() {
    let (_folder, mut library) = library();
    let line = |at: usize| serde_json::json!({"id": format!("m{at}"), "text": format!("{} Number {at}.", TEXTS[1])});
    let lines: Vec<String> = (0..650).map(|at| line(at).to_string()).collect();
    let source = Source::Stream(Box::new(std::io::Cursor::new(lines.join("\n"))));
    library.add(source, &AddOptions::default(), &|| 1, &mut |_| {}, &AtomicBool::new(false)).unwrap();
    let kern = library.find_entity("Anna Kern").unwrap();
    let before = library.entities(None).unwrap();
    let separate = Mend::Separate { entity: kern, form: "Kern".into() };
    let stop = AtomicBool::new(false);
    let mut half = 0;
    let again = library.again().unwrap();
    let stopped = library.mend_names(
        &separate,
        2,
        &mut |progress| {
            if progress.done > 0 && !stop.swap(true, Ordering::Relaxed) {
                half = again.store.mended_documents().unwrap().len();
            }
        },
        &stop,
    );
    assert!(matches!(stopped, Err(crate::library::LibraryError::Stopped)), "{stopped:?}");
    assert!((1..650).contains(&half), "it was stopped in the midst: {half}");
    assert!(library.store.mended_documents().unwrap().is_empty(), "and all is taken back");
    assert_eq!(library.entities(None).unwrap(), before);
    assert!(!library.names_lag().unwrap());
    // What was stopped can be carried out after all.
    library.redo(3, &mut |_| {}).unwrap();
    assert_eq!(library.store.mended_documents().unwrap().len(), 650);
    assert_ne!(library.entities(None).unwrap(), before);
}
