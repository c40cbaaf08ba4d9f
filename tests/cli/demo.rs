//! The demo corpus and its inbox, read by the real program, against what their author says of them.

use crate::rig::Rig;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use variorum::library::Library;

/// A round-up stands in the group of each text it holds, but a document has one group: these places
/// of round-ups are told by their overlaps only.
const IN_ANOTHER_GROUP: [(&str, &str); 2] =
    [("corpus/herald/ferry.html", "hpa-0507"), ("corpus/courier/week-by-the-water.md", "corpus/wire/choir-0609.txt")];

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(text).collect()
}

/// Leader, and each member's relation; exact copies have that of the document that holds them.
type Group = (String, BTreeMap<String, String>);

fn groups(rig: &Rig) -> Vec<Group> {
    let members = |group: &Value| {
        let mut out = BTreeMap::new();
        for member in group["members"].as_array().unwrap() {
            let relation = text(&member["relation"]);
            for copy in texts(&member["copies"]) {
                out.insert(copy, if relation == "leader" { "copy".to_owned() } else { relation.clone() });
            }
            out.insert(text(&member["document"]), relation);
        }
        out
    };
    rig.json(&["versions"]).iter().map(|group| (text(&group["leader"]), members(group))).collect()
}

#[test]
fn types_in_queries_are_those_that_are_shown() {
    let (rig, ..) = both_batches();
    let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut named: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    let keys: Vec<String> = rig.json(&["search", ""]).iter().map(|hit| text(&hit["key"])).collect();
    let mut args = vec!["show"];
    args.extend(keys.iter().map(String::as_str));
    for document in rig.json(&args) {
        for entity in document["entities"].as_array().unwrap() {
            let kind = text(&entity["type"]);
            shown.entry(kind.clone()).or_default().insert(text(&document["key"]));
            named.entry((kind, text(&entity["entity"]))).or_default().insert(text(&document["key"]));
        }
    }
    let found = |query: &str| rig.json(&["search", query]).iter().map(|hit| text(&hit["key"])).collect::<BTreeSet<_>>();
    for (kind, documents) in &shown {
        assert_eq!(&found(&format!("entity:{kind}")), documents, "{kind}");
    }
    for entity in rig.json(&["entities"]) {
        let of_it = &named[&(text(&entity["type"]), text(&entity["entity"]))];
        assert_eq!(entity["documents"], of_it.len(), "{entity}");
    }
}

pub fn both_batches() -> (Rig, Value, Vec<Value>) {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
    let truth: Value = serde_json::from_str(&fs::read_to_string(demo.join("truth.json")).unwrap()).unwrap();
    let rig = Rig::with(&[]);
    let mut reports = Vec::new();
    for batch in ["corpus", "inbox"] {
        copy(&demo.join(batch), &rig.path().join(batch));
        // Damaged files make the exit code tell.
        let ran = rig.run(&["add", batch, "--json"]);
        assert_eq!(ran.code, i32::from(batch == "inbox"), "{}", ran.err);
        reports.push(serde_json::from_str(ran.out.trim()).unwrap());
    }
    (rig, truth, reports)
}

#[test]
fn the_groups_of_the_demo_are_found_and_no_others() {
    let (rig, truth, _) = both_batches();
    let found = groups(&rig);
    let mut used = BTreeSet::new();
    for wanted in truth["groups"].as_array().unwrap() {
        let leader = text(&wanted["leader"]);
        let elsewhere = |document: &str| IN_ANOTHER_GROUP.contains(&(leader.as_str(), document));
        let members: BTreeSet<String> =
            texts(&wanted["members"]).into_iter().filter(|document| !elsewhere(document)).collect();
        if members.len() < 2 {
            continue;
        }
        let place =
            found.iter().position(|(known, with)| *known == leader && with.keys().any(|key| members.contains(key)));
        let place = place.unwrap_or_else(|| panic!("no group is led by {leader}"));
        assert_eq!(found[place].1.keys().cloned().collect::<BTreeSet<_>>(), members, "the group of {leader}");
        for (document, relation) in wanted["relations"].as_object().unwrap() {
            if let Some(known) = found[place].1.get(document) {
                assert_eq!(known, relation.as_str().unwrap(), "{document} beside {leader}");
            }
        }
        used.insert(place);
    }
    assert_eq!(used.len(), found.len(), "groups that the author knows nothing of: {found:?}");
    for strangers in truth["not_versions"].as_array().unwrap() {
        let strangers = texts(strangers);
        let together = |(_, with): &Group| strangers.iter().filter(|document| with.contains_key(*document)).count() > 1;
        assert!(!found.iter().any(together), "{strangers:?}");
    }
}

#[test]
fn copies_and_damage_in_the_demo_are_reported() {
    let (rig, truth, reports) = both_batches();
    for alike in truth["identical"].as_array().unwrap() {
        let numbers: BTreeSet<String> =
            texts(alike).iter().map(|key| rig.json(&["show", key])[0]["number"].to_string()).collect();
        assert_eq!(numbers.len(), 1, "{alike}");
    }
    let failures = reports.iter().flat_map(|report| report["failures"].as_array().unwrap().clone());
    let failed: BTreeSet<String> = failures.map(|failure| text(&failure["path"])).collect();
    assert_eq!(failed, texts(&truth["failures"]).into_iter().collect());
}

#[test]
fn the_people_of_the_demo_are_followed() {
    let (rig, truth, _) = both_batches();
    let (mut wanted, mut found, mut wrong) = (0, 0, 0);
    for person in truth["entities"].as_array().unwrap().iter().filter(|entity| entity["type"] == "person") {
        let name = text(&person["name"]);
        let ran = rig.run(&["mentions", &name, "--json"]);
        let mentions = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let documents: BTreeSet<String> = mentions.map(|mention| text(&mention["document"])).collect();
        let numbers = |keys: &mut dyn Iterator<Item = String>| -> BTreeSet<String> {
            keys.map(|key| rig.json(&["show", &key])[0]["number"].to_string()).collect()
        };
        let right = numbers(&mut texts(&person["documents"]).into_iter());
        let documents = numbers(&mut documents.into_iter());
        wanted += right.len();
        found += documents.intersection(&right).count();
        wrong += documents.difference(&right).count();
    }
    println!("{found} of {wanted} places where a person is named in a document, {wrong} wrong");
    assert!(found * 100 >= wanted * 75, "{found} of {wanted}");
    assert!(wrong * 100 <= found * 5, "{wrong} wrong beside {found}");
}

#[test]
fn entities_are_asked_for_by_a_name_that_can_be_read() {
    let (rig, ..) = both_batches();
    let mut library = Library::open(&rig.path().join(".variorum"), "ada", false).unwrap();
    let mut shared = 0;
    for entity in library.entities(None).unwrap() {
        let (query, name) = library.naming(&[entity.entity]).unwrap();
        assert!(query.starts_with(&format!("entity:\"{name}")), "{query}");
        shared += usize::from(query.ends_with(&format!("(e{})\"", entity.entity)));
        let mut found = library.search(&query, false, &AtomicBool::new(false)).unwrap().documents;
        found.sort_unstable();
        assert_eq!(found, library.documents_of(entity.entity).unwrap(), "{query}");
    }
    assert!(shared > 1, "no two entities share a name");
    assert_eq!(library.find_entities("Hask (e999999)").unwrap(), library.find_entities("Hask").unwrap());
    assert!(library.find_entities("Nobody Here (e1)").is_err());
}

#[test]
fn what_is_typed_is_completed_unless_it_is_an_operator() {
    let (rig, ..) = both_batches();
    let mut library = Library::open(&rig.path().join(".variorum"), "ada", false).unwrap();
    let mut offered = |query: &str| {
        let options = library.complete(query, query.len()).unwrap().options;
        options.into_iter().map(|option| option.text).collect::<Vec<_>>()
    };
    assert!(offered("crane or").contains(&"org:".to_owned()));
    for operator in ["crane OR", "NOT", "a (b NEAR"] {
        assert!(offered(operator).is_empty(), "{operator}: {:?}", offered(operator));
    }
}
