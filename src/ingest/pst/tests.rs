use super::made::{Value, begun, sample};
use super::name;
use crate::ingest::{Extracted, Failure, Found, Hook, Item, Options, Outcome, read, walk};
use proptest::prelude::*;
use std::ops::ControlFlow;

fn open(bytes: &[u8], options: &Options) -> (Vec<Extracted>, Vec<Failure>, Outcome) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("box.pst");
    std::fs::write(&path, bytes).unwrap();
    let found: Found = walk(&[path]).next().unwrap().unwrap();
    let (mut documents, mut bad) = (Vec::new(), Vec::new());
    let outcome = read(&found, options, &mut |item| {
        match item {
            Item::Document(document) => documents.push(*document),
            Item::Bad(failure) => bad.push(failure),
            Item::Again(_) => {}
        }
        ControlFlow::Continue(())
    });
    (documents, bad, outcome)
}

fn keys(documents: &[Extracted]) -> Vec<&str> {
    documents.iter().map(|document| &*document.inside).collect()
}

const KEYS: [&str; 5] = [
    "!/Inbox/65537 Re: The ferry _ late.msg",
    "!/Inbox/65538 Tides.msg",
    "!/Inbox/65538 Tides.msg!/tides.txt",
    "!/Inbox/Port_Quay/65539 Fwd.msg",
    "!/Inbox/Port_Quay/65539 Fwd.msg!/The first letter.msg",
];

#[test]
fn messages_are_documents_with_their_folders_and_attachments() {
    for wide in [true, false] {
        let (documents, bad, outcome) = open(&sample(wide).0, &Options::default());
        assert_eq!(keys(&documents), KEYS, "{outcome:?} {bad:?}");
        assert_eq!((bad, outcome), (Vec::new(), Outcome::Read { documents: 5, bad: 0 }));
        let ferry = &documents[0];
        assert_eq!(
            ferry.text,
            "From: Ilse Marrant <ilse@port.example>\nTo: Ada Cole <ada@port.example>\nCc: Bram <bram@port.example>\n\
         Date: 2015-01-16T09:00:00Z\nSubject: Re: The ferry / late\n\nThe ferry is late again.\n"
        );
        assert_eq!((&*ferry.title, ferry.source.as_deref()), ("Re: The ferry / late", Some("Ilse Marrant")));
        assert_eq!(ferry.date.as_ref().unwrap().iso, "2015-01-16T09:00:00Z");
        assert_eq!(
            (&ferry.fields["message id"], &ferry.fields["thread"], &ferry.fields["in reply to"]),
            (&"2@port.example".into(), &"1@port.example".into(), &"1@port.example".into())
        );
        let tides = &documents[1];
        assert!(
            tides.text.contains("To: Ada Cole, Cleo\n") && tides.text.contains("The tides are attached."),
            "{tides:?}"
        );
        assert_eq!(tides.fields["attached"], serde_json::json!(["tides.txt"]));
        assert_eq!(documents[2].text, "High water at noon, low water at six.\n");
        assert_eq!(documents[2].mail.as_deref(), Some(KEYS[1]));
        assert!(documents[4].text.ends_with("\n\nIt began at sea.\n"));
        assert_eq!(documents[4].mail.as_deref(), Some(KEYS[3]));
    }
}

#[test]
fn what_is_cut_off_costs_what_lay_there() {
    let (whole, places) = sample(true);
    for (number, &place) in places.iter().enumerate() {
        let (documents, bad, outcome) = open(&whole[..place], &Options::default());
        let said = format!("before block {number}: {:?} {bad:?} {outcome:?}", keys(&documents));
        assert!(matches!(outcome, Outcome::Failed(_)) || !bad.is_empty(), "{said}");
        assert!(bad.iter().all(|one| !one.error.contains("broke down")), "{said}");
        // The folders come first, then each message with what it takes.
        let whole =
            [(9, 1), (16, 3), (21, 5)].iter().rfind(|(blocks, _)| number >= *blocks).map_or(0, |(_, keys)| *keys);
        assert!(keys(&documents).starts_with(&KEYS[..whole]), "{said}");
    }
}

#[test]
fn messages_are_found_where_what_leads_to_them_is_lost() {
    for wide in [true, false] {
        let (mut bytes, places) = sample(wide);
        // The first page of each tree is the last of its pages.
        let pages: Vec<usize> = (0x400..places[0]).step_by(512).collect();
        let level = if wide { 491 } else { 499 };
        let above: Vec<usize> = pages.into_iter().filter(|page| bytes[page + level] == 1).collect();
        assert_eq!(above.len(), 2);
        above.iter().for_each(|page| bytes[page + 7] ^= 0x10);
        let (documents, bad, _) = open(&bytes, &Options::default());
        assert_eq!(keys(&documents), KEYS, "{bad:?}");
        assert!(bad.len() == 1 && bad[0].error.starts_with("a page of its list of messages cannot be read"), "{bad:?}");
    }
}

#[test]
fn a_damaged_block_costs_its_message() {
    let (whole, places) = sample(true);
    for &place in &places {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        let (documents, bad, _) = open(&bytes, &Options::default());
        assert!(documents.len() >= 3, "at {place}: {:?} {bad:?}", keys(&documents));
        if documents.len() < 5 {
            assert!(bad.iter().any(|one| one.error.contains("damaged")), "{bad:?}");
        }
    }
}

#[test]
fn a_list_that_leads_back_to_itself_ends() {
    let mut made = begun(true);
    let own = made.data(Vec::new()) | 2;
    let below = made.below(&[(0x8025, own, own + 4)]);
    let round = vec![(0x0037, Value::Text("Round")), (0x0c1a, Value::Text("Cleo"))];
    made.node(0x20_0024, 0x8042, made.properties(round), below);
    let inside = vec![(0x3705, Value::Long(5)), (0x3701, Value::Object(0x8025))];
    let attached = made.data(made.properties(inside));
    let below = made.below(&[(0x8025, attached, 0), (0x8045, attached, 0)]);
    let again = vec![(0x0037, Value::Text("Again")), (0x0c1a, Value::Text("Cleo"))];
    made.node(0x20_0044, 0x8042, made.properties(again), below);
    let (documents, bad, _) = open(&made.written().0, &Options::default());
    assert!(keys(&documents).contains(&"!/Inbox/65537 Round.msg"), "{documents:?} {bad:?}");
    assert!(keys(&documents).contains(&"!/Inbox/65538 Again.msg"), "{documents:?} {bad:?}");
    assert!(!bad.is_empty());
}

#[test]
fn a_program_of_the_readers_choice_comes_first_and_new_kinds_are_for_one() {
    let hook = Hook { kind: "pst".to_owned(), command: "cat {} >/dev/null; echo The words.".to_owned() };
    let (documents, ..) = open(&sample(true).0, &Options { hooks: vec![hook], ..Options::default() });
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].text, "The words.\n");
    let mut newer = sample(true).0;
    newer[10] = 36;
    let (_, _, outcome) = open(&newer, &Options::default());
    assert!(matches!(&outcome, Outcome::Skipped(said) if said.contains("OST") && said.contains("'pst=COMMAND {}'")));
}

#[test]
fn names_say_where_and_which() {
    assert_eq!(name("In", 7, Some("a/b\\c\n!")), "In/7 a_b_c_.msg");
    assert_eq!((name("", 7, None), name("In", 7, Some(" "))), ("7.msg".into(), "In/7.msg".into()));
    assert_eq!(name("", 7, Some(&"x".repeat(200))).len(), 2 + 80 + 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn flipped_bytes_break_nothing(flips in proptest::collection::vec((any::<prop::sample::Index>(), 1u8..), 1..12), cut in 0usize..300) {
        let (mut bytes, _) = sample(true);
        for (at, flip) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
        }
        bytes.truncate(bytes.len() - cut);
        let (documents, bad, outcome) = open(&bytes, &Options::default());
        prop_assert!(!bad.iter().any(|one| one.error.contains("broke down")), "{bad:?}");
        let is_read = matches!(outcome, Outcome::Read { .. });
        prop_assert_eq!(is_read, !documents.is_empty());
        prop_assert!(!matches!(&outcome, Outcome::Failed(said) if said.contains("broke down")), "{outcome:?}");
    }

    #[test]
    fn any_things_on_a_heap_are_borne(bytes in proptest::collection::vec(prop_oneof![Just(0u8), Just(0xb5), Just(0x7c), Just(0x20), any::<u8>()], 12..200)) {
        let mut made = begun(true);
        let heap = [&[20, 0, 0xec, 0xbc, 0x20, 0, 0, 0][..], &bytes].concat();
        let table = made.data(heap.clone());
        let below = made.below(&[(0x692, table, 0), (0x8025, table, 0)]);
        made.node(0x20_0024, 0x8042, made.properties(vec![(0x0037, Value::Text("Borne")), (0x0c1a, Value::Text("Cleo"))]), below);
        made.node(0x20_0044, 0x8042, heap, below);
        let (documents, ..) = open(&made.written().0, &Options::default());
        prop_assert!(keys(&documents).contains(&"!/Inbox/65537 Borne.msg"));
    }
}
