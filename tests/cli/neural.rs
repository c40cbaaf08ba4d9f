//! Names that a model of the user's own reads, or that a build without one does not.

use crate::rig::Rig;

const TEXT: &str = "Captain Brelk Vaan sailed for Dorsum. Anna Kern met the Ostrel Company in Upper Fells.\n";

/// What every run answers that names a model.
#[cfg(not(feature = "candle"))]
mod without {
    use super::*;

    fn refused(rig: &Rig, args: &[&str], by: &str) {
        let ran = rig.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        let told = format!("variorum: {by}: this build of variorum has no neural recogniser");
        assert!(
            ran.err.contains(&told) && ran.err.contains("`cargo install --path . --features candle`"),
            "{}",
            ran.err
        );
    }

    #[test]
    fn a_build_without_the_feature_says_how_to_have_it() {
        let rig = Rig::with(&[("a.txt", TEXT), ("model/config.json", "{}")]);
        refused(&rig, &["add", "a.txt", "--recogniser", "model"], "--recogniser");
        assert!(!rig.path().join(".variorum").exists(), "no library is made for nothing");
        rig.write(".config/variorum/config.toml", "recogniser = \"/models/names\"\n");
        refused(&rig, &["add", "a.txt"], "the configuration's recogniser");
        let ran = rig.run(&["add", "a.txt", "--recogniser", "built-in"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(rig.run(&["rebuild"]).code, 0, "no names are to be read");
        refused(&rig, &["rebuild", "--names"], "the configuration's recogniser");
        refused(&rig, &["rebuild", "--recogniser", "model"], "--recogniser");
        assert_eq!(rig.run(&["rebuild", "--names", "--recogniser", "built-in"]).code, 0);
        for args in [&["stats"][..], &["check"], &["entities"], &["search", "Anna"]] {
            assert_eq!(rig.run(args).code, 0, "what reads no names asks for no model");
        }
    }
}

/// As another build has left it that has such a recogniser.
#[test]
fn what_a_model_has_read_is_left_alone() {
    let rig = Rig::with(&[("a.txt", TEXT), ("b.txt", "Tolme denied everything.\n")]);
    rig.json(&["add", "a.txt"]);
    let database = rusqlite::Connection::open(rig.path().join(".variorum/library.sqlite")).unwrap();
    database.execute("UPDATE recognised SET recogniser = 'model-1-0123456789abcdef'", []).unwrap();
    drop(database);
    let stats = &rig.json(&["stats"])[0];
    assert_eq!((&stats["names_of_older"], &stats["names_of_models"]), (&0.into(), &1.into()));
    assert!(!rig.run(&["check"]).out.contains("older recogniser"));
    let ran = rig.run(&["rebuild"]);
    assert!(ran.code == 0 && !ran.err.contains("reading names again"), "{}", ran.err);
    let ran = rig.run(&["add", "b.txt"]);
    assert!(ran.err.contains("a model has read the names of 1 document, and what comes now"), "{}", ran.err);
    assert_eq!(rig.json(&["stats"])[0]["names_of_models"], 1);
    let ran = rig.run(&["rebuild", "--names"]);
    assert!(ran.err.contains("reading names again: 2 of 2"), "{}", ran.err);
    assert_eq!(rig.json(&["stats"])[0]["names_of_models"], 0);
}

#[cfg(feature = "candle")]
mod with {
    use super::*;
    use crate::tiny::{self, TINY};
    use serde_json::{Value, json};
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    fn names(rig: &Rig) -> Vec<(String, String)> {
        let word = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
        let mut names: Vec<_> =
            rig.json(&["entities"]).iter().map(|line| (word(line, "name"), word(line, "type"))).collect();
        names.sort();
        names
    }

    fn owned(names: &[(&str, &str)]) -> Vec<(String, String)> {
        names.iter().map(|&(name, kind)| (name.to_owned(), kind.to_owned())).collect()
    }

    fn rig() -> Rig {
        let rig = Rig::with(&[("in/a.txt", TEXT)]);
        tiny::write(&rig.path().join("model"), TINY);
        rig
    }

    const READ: [(&str, &str); 4] =
        [("Brelk Vaan", "person"), ("Dorsum", "place"), ("Ostrel Company", "org"), ("Upper Fells", "place")];

    fn models(rig: &Rig) -> u64 {
        let stats = rig.json(&["stats"]).remove(0);
        assert_eq!(stats["names_of_older"], 0);
        stats["names_of_models"].as_u64().unwrap()
    }

    #[test]
    fn a_model_reads_what_is_added() {
        let rig = rig();
        let ran = rig.run(&["add", "in", "--recogniser", "model"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(names(&rig), owned(&READ));
        assert_eq!(models(&rig), 1);
        assert!(rig.run(&["stats"]).out.contains("read by a model    1"));
        let check = rig.run(&["check"]);
        assert_eq!((check.code, check.out.as_str()), (0, "the library is whole\n"));
        // Queries, forms and mentions are as ever.
        rig.write("in/b.txt", "Vaan denied everything.\n");
        rig.json(&["add", "in", "--recogniser", "model"]);
        let card = &rig.json(&["card", "Brelk Vaan"])[0];
        assert_eq!(card["mentions"], 2, "a surname alone: {card}");
        assert_eq!(rig.json(&["search", "entity:\"Brelk Vaan\" NEAR/5 entity:place"]).len(), 1);
        for mention in rig.json(&["mentions", "Upper Fells", "Brelk Vaan"]) {
            let text: Vec<char> = TEXT.chars().collect();
            let (start, end) = (mention["start"].as_u64().unwrap() as usize, mention["end"].as_u64().unwrap() as usize);
            if mention["key"] == "in/a.txt" {
                let form: String = text[start..end].iter().collect();
                assert_eq!(mention["form"], form.as_str(), "{mention}");
            }
        }
    }

    #[test]
    fn the_configuration_names_it_too_and_the_option_holds_before() {
        let rig = rig();
        rig.write(".config/variorum/config.toml", "recogniser = \"../../model\"\n");
        rig.json(&["add", "in"]);
        assert_eq!(names(&rig), owned(&READ));
        rig.write("in/b.txt", "Mr Kern lives in Berlin.\n");
        let ran = rig.run(&["add", "in", "--recogniser", "built-in"]);
        assert!(ran.err.contains("a model has read the names of 1 document"), "{}", ran.err);
        assert_eq!(models(&rig), 1);
        assert!(names(&rig).contains(&("Berlin".into(), "place".into())));
        let ran = rig.run(&["add", "in"]);
        assert!(ran.err.contains("another recogniser has read the names of 1 document"), "{}", ran.err);
        assert!(rig.run(&["rebuild"]).err.lines().all(|line| !line.contains("reading names again")));
        assert_eq!(models(&rig), 1, "a rebuild leaves each as it is");
        let ran = rig.run(&["rebuild", "--names"]);
        assert!(ran.err.contains("reading names again: 2 of 2"), "{}", ran.err);
        assert_eq!((names(&rig), models(&rig)), (owned(&READ), 2));
        let ran = rig.run(&["rebuild", "--names", "--recogniser", "built-in"]);
        assert_eq!((ran.code, models(&rig)), (0, 0));
        assert!(names(&rig).contains(&("Anna Kern".into(), "person".into())));
    }

    #[test]
    fn repairs_hold_when_another_recogniser_reads_all_again() {
        let rig = rig();
        rig.json(&["add", "in"]);
        let before = names(&rig);
        assert_ne!(before, owned(&READ));
        rig.json(&["add", "in", "--recogniser", "model"]);
        assert_eq!(names(&rig), before, "nothing has come");
        assert_eq!(rig.run(&["rebuild", "--names", "--recogniser", "model"]).code, 0);
        rig.json(&["rename", "Dorsum", "Dorsum Island"]);
        assert_eq!(rig.run(&["rebuild", "--names"]).code, 0);
        assert_eq!(rig.run(&["rebuild", "--names", "--recogniser", "model"]).code, 0);
        assert!(names(&rig).contains(&("Dorsum Island".into(), "place".into())), "{:?}", names(&rig));
        assert_eq!(rig.run(&["check"]).out, "the library is whole\n");
    }

    #[test]
    fn a_folder_of_no_use_says_what_is_wrong_and_nothing_is_added() {
        let rig = rig();
        let refused = |args: &[&str], expected: &str| {
            let ran = rig.run(args);
            assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
            assert!(ran.err.starts_with("variorum: ") && ran.err.contains(expected), "{}", ran.err);
        };
        refused(&["add", "in", "--recogniser", "gone"], "--recogniser: gone is no folder; name the one");
        std::fs::remove_file(rig.path().join("model/vocab.txt")).unwrap();
        refused(&["add", "in", "--recogniser", "model"], "model/vocab.txt cannot be read: No such file");
        tiny::write(&rig.path().join("model"), TINY);
        let mut config = TINY.config();
        config["id2label"] = json!({"0": "O", "1": "\u{1b}[31mred"});
        rig.write("model/config.json", config.to_string());
        let ran = rig.run(&["add", "in", "--recogniser", "model"]);
        assert!(ran.err.contains("stands for a type of name") && !ran.err.contains('\u{1b}'), "{}", ran.err);
        assert!(!rig.path().join(".variorum").exists(), "no library is made for nothing");
        rig.json(&["add", "in"]);
        refused(&["rebuild", "--names", "--recogniser", "model"], "model/config.json: none of its labels");
        rig.write(".config/variorum/config.toml", "recogniser = \"/gone\"\n");
        refused(&["add", "in"], "the configuration's recogniser: /gone is no folder");
        assert_eq!(rig.run(&["rebuild"]).code, 0, "it has nothing to read");
    }

    /// A long text is given up in its middle, and read whole by the next.
    #[test]
    fn reading_stops_within_a_text_and_goes_on() {
        let rig = rig();
        rig.write("in/b.txt", "Tolme met Brelk Vaan in Dorsum, and everything sailed for Upper Fells.\n".repeat(6_000));
        let stopped = |args: &[&str], expected: &str| {
            let child = rig.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(1_200));
            let pid = rustix::process::Pid::from_raw(child.id() as i32).unwrap();
            rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
            let asked = Instant::now();
            let output = child.wait_with_output().unwrap();
            println!("stopped {:?} after it was asked to", asked.elapsed());
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(1), "{told}");
            assert!(told.contains(expected), "{told}");
        };
        let whole = || {
            assert_eq!(models(&rig), 2);
            assert_eq!(rig.json(&["card", "Tolme"])[0]["mentions"], 6_000);
            assert_eq!(rig.run(&["check"]).out, "the library is whole\n");
        };
        let add = ["add", "in", "--batch", "b", "--recogniser", "model"];
        stopped(&add, "stopped; the next add goes on");
        let ran = rig.run(&add);
        assert_eq!(ran.code, 0, "{}", ran.err);
        whole();
        stopped(&["rebuild", "--names", "--recogniser", "model"], "the next `variorum rebuild` goes on");
        let left = rig.json(&["stats"]).remove(0);
        assert!(left["names_of_older"].as_u64() > Some(0), "what was not read again is known: {left}");
        assert_eq!(rig.json(&["card", "Tolme"])[0]["mentions"], 6_000, "and keeps its names");
        assert_eq!(rig.run(&["rebuild", "--recogniser", "model"]).code, 0);
        whole();
    }
}
