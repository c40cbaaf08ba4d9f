//! What is decided about few names is what is decided about all.

use super::*;
use crate::library::naming::put_down;
use crate::library::repairs::tests::library;
use crate::store::Writer;
use crate::store::names::NewAlias;
use proptest::prelude::*;
use std::collections::BTreeSet;

static NO: AtomicBool = AtomicBool::new(false);

/// Names that share keys, surnames and first letters in many ways, and some that share nothing.
const NAMES: &[&str] = &[
    "Anna Kern",
    "Ana Kern",
    "A. Kern",
    "Kern",
    "KERN",
    "Kern Inc.",
    "Bram Kern",
    "Dr Kern",
    "William van Kern",
    "Bill van Kern",
    "Will van Kern",
    "van Kern",
    "Robert Moss",
    "Rob Moss",
    "Roberta Moss",
    "Moss",
    "Moss Ltd",
    "the Moss",
    "John Moss Jr",
    "John Moss",
    "United States",
    "US",
    "U.S.",
    "USA",
    "America",
    "US Senate",
    "United States Senate",
    "U.S. Senate",
    "Holland",
    "Netherlands",
    "Harbour Trust",
    "the Harbour Trust",
    "Harbour Trust Inc.",
    "HT",
    "European Union",
    "EU",
    "Free Harbour Union",
    "FHU",
    "Quayle",
    "Petra Quayle",
    "Petra Quaile",
    "Petra",
    "Anna",
    "Paul",
    "Clara Paul",
    "Paul Moss",
    "Mr. Moss",
    "Mrs. Moss",
    "Paul Moss Inc.",
    "Moss Inc.",
    "Department of Harbours",
    "US Department of Harbours",
    "Harbours Department",
    "Norwegian Department of Harbours",
];

#[derive(Clone, Debug)]
enum Change {
    Counted { name: usize, kind: u8, documents: i64, mentions: i64 },
    Alias { document: u32, short: usize, long: usize },
    Unsaid { document: u32 },
}

fn change() -> impl Strategy<Value = Change> {
    let name = 0..NAMES.len();
    prop_oneof![
        6 => (name.clone(), 0..4u8, 0..9i64, 0..30i64)
            .prop_map(|(name, kind, documents, mentions)| Change::Counted { name, kind, documents, mentions }),
        1 => (name.clone(), 0..4u8).prop_map(|(name, kind)| Change::Counted { name, kind, documents: -99, mentions: -99 }),
        2 => (1..9u32, name.clone(), name).prop_map(|(document, short, long)| Change::Alias { document, short, long }),
        1 => (1..9u32).prop_map(|document| Change::Unsaid { document }),
    ]
}

fn make(writer: &Writer<'_>, change: &Change, counts: &mut HashMap<u32, (i64, i64)>) -> crate::store::Result<()> {
    match *change {
        Change::Counted { name, kind, documents, mentions } => {
            let number = put_down(writer, NAMES[name], kind)?;
            let had = counts.entry(number).or_default();
            let now = ((had.0 + documents).max(0), (had.1 + mentions).max(0));
            let (documents, mentions) = (now.0 - had.0, now.1 - had.1);
            *had = now;
            writer.count_name(number, documents, mentions, Some(1))
        }
        Change::Alias { document, short, long } => {
            let keys = (entity::name_key(NAMES[short]), entity::name_key(NAMES[long]));
            let (short, long) = (NAMES[short], NAMES[long]);
            writer.state_alias(document, &NewAlias { short, long, reason: "stated", keys: (&keys.0, &keys.1) })
        }
        Change::Unsaid { document } => writer.unstate_aliases(document),
    }
}

/// The entity of every name as it is written down.
fn written(library: &Library) -> Vec<(u32, u32)> {
    library.store.names().unwrap().iter().map(|name| (name.number, name.base)).collect()
}

/// The entity of every name as all together would have it.
fn whole(library: &mut Library) -> Vec<(u32, u32)> {
    let all = library.all_names().unwrap();
    let bases = library.bases(&all).unwrap();
    all.names.iter().map(|name| name.number).zip(bases).collect()
}

proptest! {
    #![proptest_config(crate::properties::cases(32))]

    #[test]
    fn deciding_about_few_comes_to_the_same_as_deciding_about_all(
        first in proptest::collection::vec(change(), 10..120),
        later in proptest::collection::vec(proptest::collection::vec(change(), 1..4), 1..8),
    ) {
        let (_folder, mut library) = library();
        let mut counts = HashMap::new();
        library.store.write(|writer| first.iter().try_for_each(|change| make(writer, change, &mut counts))).unwrap();
        library.resolve_names(&mut |_| {}, &NO).unwrap();
        prop_assert_eq!(written(&library), whole(&mut library));
        for changes in later {
            library.store.write(|writer| changes.iter().try_for_each(|change| make(writer, change, &mut counts))).unwrap();
            let near = library.near_due(u32::MAX).unwrap().expect("few have changed");
            let known: BTreeSet<u32> = near.names.iter().map(|name| name.number).collect();
            prop_assert!(near.decided.is_some_and(|decided| decided.is_subset(&known)));
            library.resolve_changed(u32::MAX, &mut |_| {}, &NO).unwrap();
            prop_assert_eq!(written(&library), whole(&mut library));
        }
    }
}

#[test]
fn names_that_have_nothing_to_do_with_a_change_are_left_alone() {
    let (_folder, mut library) = library();
    let put = |library: &mut Library, names: &[(&str, u8)]| {
        library.store.write(|writer| {
            names.iter().try_for_each(|&(name, kind)| {
                let number = put_down(writer, name, kind)?;
                writer.count_name(number, 1, 2, Some(1))
            })
        })
    };
    put(&mut library, &[("Anna Kern", 0), ("Kern", 0), ("Kern", 1), ("Petra Quayle", 0), ("Oslo", 2), ("US", 2)])
        .unwrap();
    library.resolve_names(&mut |_| {}, &NO).unwrap();
    put(&mut library, &[("Anna Kern", 0), ("America", 2)]).unwrap();
    let near = library.near_due(10).unwrap().unwrap();
    let texts: Vec<&str> = near.names.iter().map(|name| name.text.as_str()).collect();
    assert_eq!(texts, ["Anna Kern", "Kern", "Kern", "US", "America"]);
    assert!(library.near_due(1).unwrap().is_none(), "two are more than one");
    library.resolve_names(&mut |_| {}, &NO).unwrap();
    assert!(library.near_due(10).unwrap().unwrap().names.is_empty(), "nothing is due any more");
}
