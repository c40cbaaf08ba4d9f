//! Repairs of names from the command line: they outlive batches and rebuilds, are undone, and another
//! library can take them over.

use crate::rig::Rig;
use serde_json::Value;

const FIRST: &str = "Anna Kern spoke in Antwerp on Monday. Kern denied the fraud, and the Harbour Trust paid her.\n";
const SECOND: &str = "Bram Kern lives in Antwerp. Bram Kern said that Anna Kern had never been seen there.\n";
const THIRD: &str = "The trial of Anna Kern began. Kern kept silent, said Petra Quayle of the Harbour Trust.\n";

fn rig() -> Rig {
    let rig = Rig::with(&[("first.txt", FIRST), ("second.txt", SECOND)]);
    rig.json(&["add", "."]);
    rig
}

/// Name, type, forms, mentions and documents of every entity.
fn entities(rig: &Rig) -> Vec<String> {
    let told = |line: Value| {
        format!("{} {} {} {} {}", line["name"], line["type"], line["forms"], line["mentions"], line["documents"])
    };
    let mut told: Vec<String> = rig.json(&["entities"]).into_iter().map(told).collect();
    told.sort();
    told
}

fn count(rig: &Rig, query: &str) -> u64 {
    rig.run(&["search", query, "--count", "--json"]).lines()[0]["documents"].as_u64().unwrap()
}

#[test]
fn a_merged_name_is_found_by_all_its_forms_and_stays_so() {
    let rig = rig();
    let before = entities(&rig);
    assert_eq!((count(&rig, "entity:\"Bram Kern\""), count(&rig, "entity:\"Anna Kern\"")), (1, 2));
    let line = &rig.json(&["merge", "Anna Kern", "Bram Kern"])[0];
    assert_eq!((line["act"].as_str(), line["undone"].as_bool()), (Some("merge"), Some(false)));
    for query in ["entity:\"Bram Kern\"", "entity:\"Anna Kern\"", "person:kern"] {
        assert_eq!(count(&rig, query), 2, "{query}");
    }
    assert_eq!(rig.run(&["merge", "Anna Kern", "Bram Kern"]).code, 1, "they are one already");
    let merged = entities(&rig);
    rig.json(&["rebuild"]);
    assert_eq!(entities(&rig), merged);
    rig.write("third.txt", THIRD);
    rig.json(&["add", "third.txt"]);
    assert_eq!(count(&rig, "entity:\"Bram Kern\""), 3, "the third text names one of them");
    assert_eq!(rig.run(&["check"]).code, 0);
    rig.json(&["undo"]);
    assert_eq!((count(&rig, "entity:\"Bram Kern\""), count(&rig, "entity:\"Anna Kern\"")), (1, 3));
    std::fs::remove_dir_all(rig.path().join(".variorum")).unwrap();
    std::fs::remove_file(rig.path().join("third.txt")).unwrap();
    rig.json(&["add", "."]);
    assert_eq!(entities(&rig), before);
}

#[test]
fn a_form_is_taken_off_without_the_rest() {
    let rig = rig();
    rig.json(&["separate", "Anna Kern", "Kern"]);
    assert_eq!(count(&rig, "entity:\"Anna Kern\""), 2);
    assert_eq!(count(&rig, "person:=Kern"), 1);
    let forms = rig.json(&["entities", "--doc", "first.txt"]);
    let of = |name: &str| forms.iter().find(|line| line["name"] == name).unwrap()["mentions"].as_u64().unwrap();
    assert_eq!((of("Anna Kern"), of("Kern")), (1, 1));
    rig.write("third.txt", THIRD);
    rig.json(&["add", "third.txt"]);
    let kern = rig.json(&["mentions", "Kern"]);
    assert!(kern.iter().all(|line| line["text"] == "Kern"), "{kern:?}");
    assert_eq!(kern.len(), 2, "of the later batch too: {kern:?}");
    let ran = rig.run(&["separate", "Anna Kern", "Kernel"]);
    assert!(ran.code == 1 && ran.err.contains("no form \"Kernel\""), "{}", ran.err);
    rig.json(&["undo"]);
    assert_eq!(rig.json(&["mentions", "Anna Kern"]).len(), 5);
}

#[test]
fn repairs_go_from_one_library_to_another() {
    let rig = rig();
    rig.json(&["merge", "Anna Kern", "Bram Kern"]);
    rig.json(&["rename", "Anna Kern", "The Kerns"]);
    rig.json(&["retype", "The Kerns", "org"]);
    rig.json(&["hide", "Antwerp"]);
    let at = SECOND.find("Anna").unwrap().to_string();
    rig.json(&["unname", "second.txt", "Anna Kern", "--at", &at]);
    assert_eq!(count(&rig, "entity:antwerp"), 0);
    assert_eq!(count(&rig, "entity:place"), 0);
    assert_eq!(count(&rig, "org:\"the kerns\""), 2);
    assert_eq!(rig.run(&["mentions", "The Kerns", "--json"]).lines().len(), 4);
    let wanted = entities(&rig);
    let list = rig.run(&["repairs", "--json"]).out;
    assert_eq!(list.lines().count(), 5);

    // A library that got the texts the other way round, and one thing more.
    let other = Rig::with(&[("second.txt", SECOND)]);
    other.json(&["add", "."]);
    other.write("first.txt", FIRST);
    other.json(&["add", "."]);
    let before = entities(&other);
    let broken = list.replacen('\n', "\nnonsense\n{\"act\":\"hide\"}\n", 1)
        + "{\"act\":\"unname\",\"document\":\"gone.txt\",\"form\":\"Kern\"}\n\
           {\"act\":\"merge\",\"entities\":[{\"name\":\"Anna Kern\",\"type\":\"person\"}]}\n\
           {\"act\":\"retype\",\"entity\":{\"name\":\"Anna Kern\",\"type\":\"person\"},\"to\":\"ship\"}\n";
    other.write("repairs.jsonl", &broken);
    let ran = other.run(&["import-repairs", "repairs.jsonl"]);
    assert_eq!(ran.code, 1);
    for line in [2, 3, 8, 9, 10] {
        assert!(ran.err.contains(&format!("repairs.jsonl:{line}: ")), "{line}: {}", ran.err);
    }
    assert_eq!(ran.err.matches("repairs.jsonl:").count(), 5, "{}", ran.err);
    assert_eq!(entities(&other), wanted);
    assert_eq!(other.run(&["repairs", "--json"]).out, list, "what was taken over can be handed on");
    other.json(&["undo"]);
    assert_eq!(entities(&other), before, "one undo takes all of them back");
    other.json(&["redo"]);
    assert_eq!(entities(&other), wanted);
    assert_eq!(other.run(&["unhide", "Antwerp"]).code, 0);
    assert_eq!(count(&other, "entity:antwerp"), 2);
}

#[test]
fn an_ambiguous_name_is_asked_back() {
    let alone = "In Antwerp, Mr Kern ran. Mr Kern was never seen again.\n";
    let rig = Rig::with(&[("first.txt", FIRST), ("alone.txt", alone), ("bram.txt", "Bram Kern sailed to Malta.\n")]);
    rig.json(&["add", "."]);
    let ran = rig.run(&["hide", "kern"]);
    assert!(ran.code == 2 && ran.err.contains("(Anna Kern, person)"), "{}", ran.err);
    assert!(ran.err.contains("(Kern, person)") && ran.err.contains("give its id"), "{}", ran.err);
    let ran = rig.run(&["hide", "Nobody Known"]);
    assert!(ran.code == 1 && ran.err.contains("no entity answers"), "{}", ran.err);
    assert_eq!(rig.run(&["repairs"]).code, 1, "nothing was decided");
    rig.json(&["hide", "Kern"]);
    assert_eq!(count(&rig, "entity:kern"), 1, "of several, the one that is called so is meant");
}

#[test]
fn new_names_of_a_batch_are_found() {
    let rig = rig();
    rig.write("third.txt", THIRD);
    rig.write("fourth.txt", "Anna Kern was in Antwerp again.\n");
    rig.json(&["add", ".", "--batch", "later"]);
    let keys: Vec<String> =
        rig.json(&["search", "new-entity:later"]).iter().map(|line| line["key"].as_str().unwrap().into()).collect();
    assert_eq!(keys, ["third.txt"], "Petra Quayle");
    let ran = rig.run(&["search", "new-entity:nope"]);
    assert!(ran.code == 2 && ran.err.contains("no batch"), "{}", ran.err);
}

#[test]
fn the_card_says_why_names_are_one_that_nothing_in_them_ties() {
    let text = "The United Kingdom asked for talks. Britain waited, and officials in Britain said nothing.\n";
    let alone = "In Antwerp, Mr Kern ran. Mr Kern was never seen again.\n";
    let rig = Rig::with(&[("talks.txt", text), ("alone.txt", alone), ("full.txt", "Anna Kern spoke in Antwerp.\n")]);
    rig.json(&["add", "."]);
    let why = |entity: &str, form: &str| {
        let card = rig.json(&["card", entity]).remove(0);
        let of = card["forms"].as_array().unwrap().iter().find(|known| known["form"] == form).cloned();
        of.unwrap_or_else(|| panic!("{card}"))["reason"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(why("United Kingdom", "Britain"), "another name of the same country or league");
    assert!(why("Anna Kern", "Kern").starts_with("nobody else of this surname"), "{}", why("Anna Kern", "Kern"));
}

#[test]
fn a_surname_is_the_only_one_of_the_library_who_bears_it() {
    let alone = "In Antwerp, Mr Kern ran. Mr Kern was never seen again.\n";
    let rig = Rig::with(&[("alone.txt", alone)]);
    rig.json(&["add", "."]);
    rig.write("first.txt", FIRST);
    rig.json(&["add", "."]);
    let of = |doc: &str| rig.run(&["mentions", "Anna Kern", "--doc", doc, "--json"]).lines().len();
    assert_eq!(of("alone.txt"), 2);
    let before = entities(&rig);
    // A reader knows better, also after the next batch and a rebuild.
    rig.json(&["separate", "Anna Kern", "Kern"]);
    assert_eq!(of("alone.txt"), 0);
    rig.write("more.txt", "Anna Kern was seen in Antwerp again.\n");
    rig.json(&["add", "."]);
    rig.json(&["rebuild"]);
    assert_eq!(of("alone.txt"), 0);
    rig.json(&["undo"]);
    assert_eq!(of("alone.txt"), 2);
    assert_eq!(entities(&rig).len(), before.len());
    // Somebody else of the name has come: it may be either.
    rig.write("bram.txt", "Bram Kern sailed to Malta.\n");
    rig.json(&["add", "."]);
    assert_eq!(of("alone.txt"), 0);
    assert_eq!(rig.run(&["check"]).code, 0);
}

/// Two versions of one report: the second leaves the given name out.
fn versions() -> (String, String) {
    let full = crate::rig::story(4) + "Anna Kern was in Antwerp when the ledger was closed. Kern said nothing.\n";
    let short = crate::rig::story(4) + "In Antwerp, Mr Kern was there when the ledger was closed. Kern said nothing.\n";
    (full, short)
}

#[test]
fn a_surname_is_known_from_another_version() {
    let (full, short) = versions();
    // Others of the name, so that it does not say by itself who is meant.
    let bram = "Bram Kern and Dora Kern sailed to Malta.\n";
    let forward = Rig::with(&[("full.txt", &full), ("bram.txt", bram)]);
    forward.json(&["add", "."]);
    forward.write("short.txt", &short);
    forward.json(&["add", "."]);
    let backward = Rig::with(&[("short.txt", &short), ("bram.txt", bram)]);
    backward.json(&["add", "."]);
    assert_eq!(backward.run(&["mentions", "Anna Kern"]).code, 1, "nobody has named her yet");
    assert_eq!(backward.json(&["mentions", "Kern"]).len(), 2);
    backward.write("full.txt", &full);
    backward.json(&["add", "."]);
    assert_eq!(entities(&forward), entities(&backward), "whichever came first");
    for rig in [&forward, &backward] {
        let of = |doc: &str| rig.run(&["mentions", "Anna Kern", "--doc", doc, "--json"]).lines().len();
        assert_eq!((of("full.txt"), of("short.txt")), (2, 2));
        assert_eq!(count(rig, "entity:\"Anna Kern\""), 2);
        assert_eq!(count(rig, "person:=Kern"), 2);
        let before = entities(rig);
        rig.json(&["rebuild"]);
        assert_eq!(entities(rig), before);
        // A version of another text knows nothing.
        rig.json(&["split", "short.txt"]);
        assert_eq!((of("full.txt"), of("short.txt"), count(rig, "entity:\"Anna Kern\"")), (2, 0, 1));
        rig.json(&["undo"]);
        assert_eq!((of("short.txt"), entities(rig)), (2, before.clone()));
        // A reader knows better than any version.
        rig.json(&["separate", "Anna Kern", "Kern"]);
        assert_eq!((of("full.txt"), of("short.txt")), (1, 0));
        rig.json(&["undo"]);
        assert_eq!(entities(rig), before);
        // Two people of the name: the short one may be either.
        rig.write("other.txt", full.replace("Anna Kern", "Clara Kern"));
        rig.json(&["add", "."]);
        assert_eq!((of("full.txt"), of("short.txt"), count(rig, "entity:\"Clara Kern\"")), (2, 0, 1));
        assert_eq!(rig.run(&["check"]).code, 0);
    }
    assert_eq!(entities(&forward), entities(&backward));
}

#[test]
fn an_entity_that_was_renamed_is_told_under_its_name_of_now() {
    let rig = rig();
    assert_eq!(rig.run(&["rename", "Harbour Trust", "The Trust"]).out, "Harbour Trust is called The Trust\n");
    assert_eq!(rig.run(&["hide", "The Trust"]).out, "The Trust is hidden\n");
    let log = rig.run(&["log"]).out;
    assert!(log.contains("Harbour Trust is called The Trust") && log.contains("hide  The Trust is hidden"), "{log}");
    assert_eq!(rig.run(&["undo"]).out, "undone: The Trust is hidden\n");
}
