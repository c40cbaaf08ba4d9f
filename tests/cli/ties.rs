//! A reader's decisions about version groups: they hold through later batches and rebuilds.

use crate::rig::{Rig, story};
use std::collections::BTreeSet;

/// The groups as sets of keys, each with its leader first.
pub fn groups(rig: &Rig) -> BTreeSet<Vec<String>> {
    let ran = rig.run(&["versions", "--json"]);
    let group = |line: &serde_json::Value| {
        let leader = line["leader"].as_str().unwrap().to_owned();
        let members = line["members"].as_array().unwrap().iter();
        let mut others: Vec<String> = members.map(|member| member["document"].as_str().unwrap().to_owned()).collect();
        others.retain(|key| *key != leader);
        others.sort();
        others.insert(0, leader);
        others
    };
    ran.lines().iter().map(group).collect()
}

fn rig() -> Rig {
    let text = story(1);
    let rig = Rig::with(&[
        ("a.txt", &text),
        ("b.txt", &text.replacen("ledger weighed", "ledger had counted", 2)),
        ("c.txt", &text.replacen("ledger weighed", "book gave", 3)),
        ("x.txt", &story(2)),
        ("y.txt", &story(3)),
    ]);
    rig.json(&["add", "."]);
    rig
}

#[test]
fn decisions_on_groups_outlive_batches_and_rebuilds() {
    let rig = rig();
    let before = groups(&rig);
    assert_eq!((before.len(), before.first().unwrap().len()), (1, 3), "{before:?}");
    rig.json(&["split", "c.txt"]);
    rig.json(&["join", "x.txt", "y.txt"]);
    let leader = groups(&rig).iter().find(|group| group.contains(&"a.txt".to_owned())).unwrap()[0].clone();
    let other = if leader == "a.txt" { "b.txt" } else { "a.txt" };
    rig.json(&["lead", other]);
    let decided = groups(&rig);
    assert!(decided.contains(&vec![other.to_owned(), leader.clone()]), "{decided:?}");
    assert!(decided.iter().any(|group| group.len() == 2 && group.contains(&"y.txt".to_owned())), "{decided:?}");
    assert!(!decided.iter().flatten().any(|key| key == "c.txt"), "{decided:?}");

    rig.json(&["rebuild"]);
    assert_eq!(groups(&rig), decided);
    rig.write("d.txt", story(1).replacen("ledger weighed", "scales showed", 1));
    rig.json(&["add", "d.txt"]);
    let later = groups(&rig);
    let grown = later.iter().find(|group| group[0] == other).unwrap();
    assert!(grown.contains(&"d.txt".to_owned()) && !grown.contains(&"c.txt".to_owned()), "{later:?}");

    rig.json(&["undo"]);
    rig.json(&["undo"]);
    rig.json(&["undo"]);
    let mut undone = groups(&rig);
    assert_eq!(undone.len(), 1);
    let mut all = undone.pop_first().unwrap();
    all.sort();
    assert_eq!(all, ["a.txt", "b.txt", "c.txt", "d.txt"]);
    rig.json(&["redo"]);
    assert!(!groups(&rig).iter().flatten().any(|key| key == "c.txt"));
    let acts: Vec<String> = rig.json(&["log"]).iter().map(|line| line["act"].as_str().unwrap().to_owned()).collect();
    assert_eq!(acts, ["split", "join", "lead"]);
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn groups_made_elsewhere_are_joined_and_undone_as_one() {
    let rig = rig();
    let before = groups(&rig);
    rig.write("clusters.csv", "id,cluster,begin\nx.txt,7,0\n,7,0\nnope.txt,7,2\na.txt,1,0\ny.txt,7,1\n");
    let ran = rig.run(&["import-groups", "clusters.csv"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("clusters.csv:3:") && ran.err.contains("clusters.csv:4:"), "{}", ran.err);
    assert!(groups(&rig).iter().any(|group| group.len() == 2 && group.contains(&"x.txt".to_owned())));
    rig.json(&["undo"]);
    assert_eq!(groups(&rig), before);
    let lines = "{\"id\":\"x.txt\",\"cluster\":3}\n{\"id\":\"y.txt\",\"cluster\":3}\n{\"id\":\"a.txt\",\"cluster\":4}\n\
                 {\"id\":\"x.txt\",\"cluster\":4}\n";
    rig.write("clusters.jsonl", lines);
    assert_eq!(rig.json(&["import-groups", "clusters.jsonl"]).len(), 2);
    assert!(groups(&rig).iter().any(|group| group.len() == 5), "x ties both clusters: {:?}", groups(&rig));
    rig.json(&["undo"]);
    assert_eq!(groups(&rig), before);
    rig.write("wrong.csv", "name,group\nx.txt,1\n");
    let ran = rig.run(&["import-groups", "wrong.csv"]);
    assert!(ran.code == 2 && ran.err.contains("column id"), "{} {}", ran.code, ran.err);
    assert_eq!(rig.run(&["join", "x.txt"]).code, 2);
}

#[test]
fn a_document_without_a_group_can_neither_lead_nor_leave_one() {
    let rig = rig();
    for arguments in [["lead", "x.txt"], ["split", "x.txt"]] {
        let ran = rig.run(&arguments);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{arguments:?}");
        assert!(ran.err.contains("x.txt is in no version group"), "{}", ran.err);
    }
    assert_eq!(rig.run(&["log"]).code, 1);
}
