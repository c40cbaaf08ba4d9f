//! Lists of names: taken from files, looked for in what is there and in what comes, marked, undone.

use crate::rig::Rig;
use serde_json::{Value, json};

const FERRY: &str = "The quillon was chartered by mrs tarrowby, and Zeldmark Marine paid. Will Harrow asked why.\n";
const TRAIN: &str =
    "A train to Dunmarrow was late. Nobody will say so, but Ilse Marrant will be asked by Zeldmark  Marine.\n";

fn corpus() -> Rig {
    let rig = Rig::with(&[("a/ferry.txt", FERRY), ("a/train.txt", TRAIN)]);
    rig.json(&["add", "a"]);
    rig
}

fn keys(rig: &Rig, query: &str) -> Vec<String> {
    let ran = rig.run(&["search", query, "--json"]);
    assert!(ran.code < 2, "{query}: {}", ran.err);
    ran.lines().iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect()
}

/// Name, words and type of every mention of a document.
fn mentions(rig: &Rig, key: &str) -> Vec<(String, String, String)> {
    let shown = rig.json(&["show", key]).remove(0);
    let text = shown["text"].as_str().unwrap();
    let told = |entity: &Value| {
        let (start, end) = (entity["start"].as_u64().unwrap() as usize, entity["end"].as_u64().unwrap() as usize);
        let words: String = text.chars().skip(start).take(end - start).collect();
        (entity["name"].as_str().unwrap().to_owned(), words, entity["type"].as_str().unwrap().to_owned())
    };
    shown["entities"].as_array().unwrap().iter().map(told).collect()
}

fn has(rig: &Rig, key: &str, name: &str, words: &str, kind: &str) -> bool {
    mentions(rig, key).contains(&(name.to_owned(), words.to_owned(), kind.to_owned()))
}

const LIST: &str = "# mine\nAdela Tarrowby\tperson\tMrs Tarrowby|Tarrowby, Adela\nZeldmark Marine Ltd\torg\tZeldmark Marine\n\
    Quillon\tmisc\tMV Quillon\tquillon\nWill\tperson\n";

#[test]
fn a_list_is_found_in_what_is_there_and_in_what_comes() {
    let rig = corpus();
    rig.write("watch.tsv", LIST);
    let ran = rig.run(&["gazetteer", "add", "watch.tsv"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "list watch: 4 names in 9 forms; list:watch finds them\n"),
        "{}",
        ran.err
    );
    assert!(
        has(&rig, "a/ferry.txt", "Adela Tarrowby", "mrs tarrowby", "person"),
        "{:?}",
        mentions(&rig, "a/ferry.txt")
    );
    assert!(has(&rig, "a/ferry.txt", "Quillon", "quillon", "misc"));
    assert!(has(&rig, "a/train.txt", "Zeldmark Marine Ltd", "Zeldmark  Marine", "org"));
    assert!(!mentions(&rig, "a/train.txt").iter().any(|name| name.0 == "Will"), "{:?}", mentions(&rig, "a/train.txt"));
    assert_eq!(keys(&rig, "list:watch"), ["a/ferry.txt", "a/train.txt"]);
    assert_eq!(keys(&rig, "is:listed"), ["a/ferry.txt", "a/train.txt"]);
    assert_eq!(keys(&rig, "chartered NEAR/3 list:watch"), ["a/ferry.txt"]);
    assert_eq!(keys(&rig, "org:zeldmark -list:watch"), Vec::<String>::new());
    let hits = rig.json(&["search", "list:watch", "--count"]).remove(0);
    assert!(hits["hits"].as_u64().unwrap() >= 4, "{hits}");
    let counted = |query: &str| -> Vec<(String, u64)> {
        let facets = rig.json(&["facets", query]);
        let lists = facets.iter().filter(|line| line["facet"] == "list");
        lists.map(|line| (line["query"].as_str().unwrap().to_owned(), line["documents"].as_u64().unwrap())).collect()
    };
    assert_eq!(counted(""), [("list:watch".to_owned(), 2)]);
    assert_eq!(counted("list:watch -chartered"), [("list:watch".to_owned(), 1)]);
    let ran = rig.run(&["search", "list:nothing"]);
    assert!(ran.code == 2 && ran.err.contains("no list \"nothing\""), "{}", ran.err);
    let entity = &rig.json(&["entities", "--type", "misc"]).into_iter().find(|line| line["name"] == "Quillon").unwrap();
    assert_eq!(entity["lists"], json!(["watch"]));
    let card = rig.json(&["card", "Adela Tarrowby"]).remove(0);
    assert_eq!(card["lists"], json!([{"list": "watch", "name": "Adela Tarrowby", "id": null}]), "{card}");
    assert_eq!((&card["documents"], &card["forms"][0]["form"]), (&json!(1), &json!("mrs tarrowby")), "{card}");
    assert_eq!(card["first_document"], "a/ferry.txt");
    assert!(rig.run(&["card", "Quillon"]).out.contains("on your list watch: Quillon\n"));
    assert_eq!(rig.run(&["card", "Nobody Known"]).code, 1);
    assert!(rig.run(&["entities"]).out.contains("Quillon  [watch]"));
    assert!(rig.run(&["entities", "--doc", "a/ferry.txt"]).out.contains("Adela Tarrowby  [watch]"));

    rig.write("b/more.txt", "They saw ADELA TARROWBY in Lisbon. She will not say why the MV Quillon left.\n");
    let report = rig.json(&["add", "b", "--batch", "later"]).remove(0);
    let listed: Vec<(&str, u64, bool)> = report["listed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["documents"].as_u64().unwrap(), one["new"].as_bool().unwrap()))
        .collect();
    assert_eq!(listed, [("Adela Tarrowby", 1, false), ("Quillon", 1, false)], "{report}");
    assert_eq!(report["listed"][0]["list"], "watch");
    assert_eq!(rig.json(&["report", "later"])[0]["listed"], report["listed"]);
    assert!(rig.run(&["report", "later"]).out.contains("on your list watch:\n  Adela Tarrowby (person), 1 document\n"));
    let markdown = rig.run(&["report", "later", "--format", "markdown"]).out;
    assert!(
        markdown.contains("## Names on your lists") && markdown.contains("| watch | Quillon | misc | 1 |  |"),
        "{markdown}"
    );
    assert_eq!(keys(&rig, "list:watch batch:later"), ["b/more.txt"]);
    let whole = rig.json(&["gazetteer", "list"]).remove(0);
    assert_eq!((&whole["names"], &whole["found"], &whole["documents"]), (&json!(4), &json!(3), &json!(3)), "{whole}");
    let shown = rig.json(&["gazetteer", "show", "watch"]);
    let told = |line: &Value| (line["name"].as_str().unwrap().to_owned(), line["mentions"].as_u64().unwrap());
    let told: Vec<_> = shown.iter().map(told).collect();
    let names = ["Adela Tarrowby", "Zeldmark Marine Ltd", "Quillon", "Will"].map(str::to_owned);
    assert_eq!(told, names.into_iter().zip([2, 2, 2, 0]).collect::<Vec<_>>());
    assert_eq!(rig.json(&["gazetteer", "show", "watch", "--found"]).len(), 3);
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn a_list_stays_through_rebuilds_and_is_taken_back() {
    let rig = corpus();
    let before = (mentions(&rig, "a/ferry.txt"), mentions(&rig, "a/train.txt"));
    rig.write("watch.tsv", LIST);
    let decided = rig.json(&["gazetteer", "add", "watch.tsv"]);
    assert_eq!(decided[0]["act"], "gazetteer");
    let found = (mentions(&rig, "a/ferry.txt"), mentions(&rig, "a/train.txt"));
    assert_ne!(found, before);
    rig.json(&["rename", "Quillon", "The Boat"]);
    rig.json(&["rebuild"]);
    assert!(has(&rig, "a/ferry.txt", "The Boat", "quillon", "misc"));
    assert_eq!(keys(&rig, "list:watch").len(), 2);
    rig.json(&["undo"]);
    assert_eq!((mentions(&rig, "a/ferry.txt"), mentions(&rig, "a/train.txt")), found);
    // The same once more is no decision; another takes its place, and undo brings the first one back.
    let ran = rig.run(&["gazetteer", "add", "watch.tsv"]);
    assert!(ran.code == 0 && ran.out.contains("nothing has changed"), "{}", ran.out);
    rig.write("other.tsv", "Dunmarrow\tplace\n");
    let ran = rig.run(&["gazetteer", "add", "other.tsv", "--name", "watch"]);
    assert!(ran.out.contains("in place of what it was"), "{}", ran.out);
    assert_eq!(keys(&rig, "list:watch"), ["a/train.txt"]);
    assert!(!has(&rig, "a/ferry.txt", "Quillon", "quillon", "misc"));
    rig.write("a/late.txt", "The Quillon was seen again near Dunmarrow, said Mrs Tarrowby on Monday.\n");
    rig.json(&["add", "a"]);
    rig.json(&["undo"]);
    assert_eq!(
        keys(&rig, "list:watch"),
        ["a/ferry.txt", "a/train.txt", "a/late.txt"],
        "in what has come meanwhile too"
    );
    rig.json(&["gazetteer", "remove", "watch"]);
    assert_eq!((mentions(&rig, "a/ferry.txt"), mentions(&rig, "a/train.txt")), before);
    assert_eq!((rig.run(&["gazetteer", "list"]).code, rig.run(&["gazetteer", "remove", "watch"]).code), (1, 1));
    rig.json(&["undo"]);
    assert_eq!((mentions(&rig, "a/ferry.txt"), mentions(&rig, "a/train.txt")), found);
    rig.json(&["undo"]);
    assert_eq!((mentions(&rig, "a/ferry.txt"), mentions(&rig, "a/train.txt")), before);
    rig.json(&["redo"]);
    assert_eq!((mentions(&rig, "a/ferry.txt"), mentions(&rig, "a/train.txt")), found);
    let log = rig.run(&["log"]).out;
    assert!(log.contains("list watch of 4 names from watch.tsv") && log.contains("list watch taken off"), "{log}");
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn every_format_is_read_and_what_is_wrong_is_told_with_its_line() {
    let rig = corpus();
    rig.write(
        "table.tsv",
        "id\tname\taliases\ttype\nQ1\tAdela Tarrowby\tmrs tarrowby\tPER\nQ2\tX\t\tship\nQ3\t\t\torg\nQ4\t7\t\torg\n",
    );
    let ran = rig.run(&["gazetteer", "add", "table.tsv"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    for told in [
        "table.tsv:3: \"ship\" is no type",
        "table.tsv:4: it has no name",
        "table.tsv:5: \"7\" cannot be looked for: it has no letter; names have two or more",
    ] {
        assert!(ran.err.contains(told), "{told} in {}", ran.err);
    }
    let lines = [
        json!({"name": "Zeldmark Marine", "type": "company", "forms": ["ZM"], "id": 7}).to_string(),
        json!({"name": "Quillon", "forms": ["quillon"]}).to_string(),
        "{broken".to_owned(),
        json!({"name": "Adela Tarrowby", "type": "person", "forms": "mrs tarrowby"}).to_string(),
    ];
    rig.write("lines.jsonl", lines.join("\n"));
    let ran = rig.run(&["gazetteer", "add", "lines.jsonl"]);
    assert_eq!((ran.code, ran.out.contains("list lines: 1 name in 2 forms")), (1, true), "{}{}", ran.out, ran.err);
    for told in [
        "lines.jsonl:2: it has no type",
        "lines.jsonl:3: this line is no JSON",
        "lines.jsonl:4: its \"forms\" are no list",
    ] {
        assert!(ran.err.contains(told), "{told} in {}", ran.err);
    }
    assert_eq!(rig.run(&["gazetteer", "add", "lines.jsonl", "--type", "misc"]).code, 1);
    assert_eq!(rig.json(&["gazetteer", "show", "lines"]).len(), 2);
    let money = [
        json!({"id": "NK-1", "schema": "Person", "caption": "Adela TARROWBY", "properties":
            {"name": ["TARROWBY, Adela", "Adela TARROWBY"], "weakAlias": ["Ada", "mrs tarrowby"], "birthDate": ["1960"]}}),
        json!({"id": "NK-2", "schema": "Company", "properties": {"name": ["Zeldmark Marine Ltd"], "alias": ["Zeldmark Marine"]}}),
        json!({"id": "NK-3", "schema": "Vessel", "properties": {"name": ["QUILLON"], "previousName": ["quillon"]}}),
        json!({"id": "NK-4", "schema": "Address", "properties": {"full": ["1 Quay"]}}),
        json!({"id": "NK-5", "schema": "Organization", "properties": {}}),
    ];
    rig.write("entities.ftm.json", money.map(|line| line.to_string()).join("\n"));
    let ran = rig.run(&["gazetteer", "add", "entities.ftm.json", "--name", "my sanctions"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for told in
        ["entities.ftm.json:5: this Organization has no name", "1 record left out", "1 weak alias of one word left out"]
    {
        assert!(ran.err.contains(told), "{told} in {}", ran.err);
    }
    assert_eq!(ran.err.matches("entities.ftm.json:").count(), 1, "{}", ran.err);
    assert!(
        has(&rig, "a/ferry.txt", "Adela TARROWBY", "mrs tarrowby", "person"),
        "{:?}",
        mentions(&rig, "a/ferry.txt")
    );
    assert_eq!(keys(&rig, "list:\"my sanctions\"").len(), 2);
    let shown = rig.json(&["gazetteer", "show", "my sanctions", "--found"]);
    assert_eq!(shown.iter().map(|line| line["id"].as_str().unwrap()).collect::<Vec<_>>(), ["NK-1", "NK-2", "NK-3"]);
    let ran = rig.run(&["gazetteer", "add", "missing.tsv"]);
    assert!(ran.code == 2 && ran.err.contains("missing.tsv"), "{}", ran.err);
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn what_is_listed_holds_before_what_was_recognised_and_behind_what_was_marked() {
    let text = "Odile Kestrel met Bram Sollund of Harrow Trust in London. Kestrel left; Mr Sollund stayed.\n";
    let rig = Rig::with(&[("a.txt", text)]);
    rig.json(&["add", "a.txt"]);
    assert!(has(&rig, "a.txt", "Odile Kestrel", "Odile Kestrel", "person"), "{:?}", mentions(&rig, "a.txt"));
    rig.write("one.tsv", "London\torg\nSollund of Harrow\tmisc\nOdile\tplace\nKestrel\torg\n");
    assert_eq!(rig.run(&["gazetteer", "add", "one.tsv"]).code, 0);
    let now = mentions(&rig, "a.txt");
    let is = |name: &str, words: &str, kind: &str| now.contains(&(name.into(), words.into(), kind.into()));
    assert!(is("London", "London", "org"), "of another type: {now:?}");
    assert!(is("Sollund of Harrow", "Sollund of Harrow", "misc"), "several words, across two names: {now:?}");
    assert!(is("Odile Kestrel", "Odile Kestrel", "person"), "a word of a longer name leaves it: {now:?}");
    assert!(is("Kestrel", "Kestrel", "org"), "where it stands alone it counts: {now:?}");
    assert!(!now.iter().any(|name| name.1 == "Bram Sollund" || name.1 == "Harrow Trust"), "{now:?}");
    // A form that several names share is nobody's in particular.
    rig.write("two.tsv", "Ann Stay\tperson\tLondon\nBo Stay\tperson\tLondon\n");
    rig.json(&["gazetteer", "add", "two.tsv"]);
    assert!(has(&rig, "a.txt", "London", "London", "person"), "the list given last: {:?}", mentions(&rig, "a.txt"));
    assert_eq!(rig.json(&["gazetteer", "show", "two", "--found"]).len(), 2, "it may be either");
    let start = text.find("London").unwrap();
    rig.write(
        "s.jsonl",
        json!({"key": "a.txt", "spans": [{"start": start, "end": start + 6, "label": "LOC"}]}).to_string(),
    );
    rig.json(&["import-spans", "s.jsonl"]);
    assert!(has(&rig, "a.txt", "London", "London", "place"), "{:?}", mentions(&rig, "a.txt"));
    rig.json(&["unname", "a.txt", "Kestrel"]);
    assert!(!mentions(&rig, "a.txt").iter().any(|name| name.1 == "Kestrel"));
    let after = mentions(&rig, "a.txt");
    rig.json(&["rebuild"]);
    assert_eq!(mentions(&rig, "a.txt"), after);
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn lists_come_with_an_add_and_from_the_configuration() {
    let rig = Rig::with(&[("a/ferry.txt", FERRY), ("a/train.txt", TRAIN)]);
    rig.write("watch.tsv", LIST.to_owned() + "nothing more\n");
    let ran = rig.run(&["--library", ".variorum", "add", "a/ferry.txt", "--gazetteer", "watch.tsv"]);
    assert!(ran.code == 1 && ran.err.contains("watch.tsv:6: it has no type"), "{}", ran.err);
    assert!(ran.out.contains("on your list watch:\n"), "{}", ran.out);
    assert_eq!(keys(&rig, "list:watch"), ["a/ferry.txt"]);
    rig.write("lists/ports.txt", "Dunmarrow\n");
    rig.write("config.toml", "gazetteers = [{file = \"lists/ports.txt\", type = \"place\"}]\n");
    let with = |args: &[&str]| {
        let output = rig.command(args).env("VARIORUM_CONFIG", rig.path().join("config.toml")).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
    };
    let (code, told) = with(&["add", "a"]);
    assert!(code == Some(0) && told.contains("list ports: 1 name in 1 form"), "{told}");
    assert_eq!(keys(&rig, "list:ports"), ["a/train.txt"]);
    assert_eq!(keys(&rig, "list:watch"), ["a/ferry.txt", "a/train.txt"], "the other one stays");
    let (_, told) = with(&["add", "a"]);
    assert!(!told.contains("list ports"), "{told}");
    rig.write("lists/ports.txt", "Dunmarrow\nLisbon\n");
    let (_, told) = with(&["add", "a"]);
    assert!(told.contains("list ports: 2 names"), "{told}");
    // Undo passes over what the configuration says.
    let undone = rig.json(&["undo"]);
    assert_eq!(undone[0]["act"], "gazetteer");
    assert_eq!((keys(&rig, "list:ports").len(), rig.run(&["search", "list:watch"]).code), (1, 2));
}

#[test]
fn a_killed_search_for_a_list_goes_on() {
    let rig = Rig::with(&[]);
    let records: String = (0..1_500)
        .map(|id| json!({"id": format!("r{id}"), "text": crate::rig::story(id)}).to_string() + "\n")
        .collect();
    rig.write("wire.jsonl", records);
    rig.json(&["add", "wire.jsonl"]);
    rig.write("watch.tsv", "Ilse Marrant\torg\nharbour ledger\tmisc\nlantern\tplace\n");
    let mut child = rig
        .command(&["gazetteer", "add", "watch.tsv"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(120));
    child.kill().unwrap();
    child.wait().unwrap();
    let ran = rig.run(&["gazetteer", "add", "watch.tsv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let quiet = Rig::with(&[]);
    quiet.write("watch.tsv", "Ilse Marrant\torg\nharbour ledger\tmisc\nlantern\tplace\n");
    let wire = rig.path().join("wire.jsonl");
    quiet.json(&["--library", ".variorum", "add", wire.to_str().unwrap(), "--gazetteer", "watch.tsv"]);
    let told = |rig: &Rig| {
        let mut told: Vec<String> = rig
            .json(&["entities"])
            .iter()
            .map(|line| {
                format!(
                    "{} {} {} {} {}",
                    line["name"], line["type"], line["mentions"], line["documents"], line["lists"]
                )
            })
            .collect();
        told.sort();
        told
    };
    assert_eq!(told(&rig), told(&quiet));
    assert!(told(&rig).iter().any(|line| line.contains("lantern") && line.contains("watch")));
    assert_eq!((rig.run(&["check"]).code, quiet.run(&["check"]).code), (0, 0));
}
