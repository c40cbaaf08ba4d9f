//! Nothing in a document, a title, a path or an error may steer the terminal.

use crate::rig::Rig;
use serde_json::json;

const NASTY: &str =
    "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}evil\u{2066} \u{200b}text\u{8}\u{8} about a crate in Saltmere";

fn assert_tame(text: &str) {
    let steering = |c: char| {
        (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.chars().any(steering), "{text:?}");
}

#[test]
fn output_is_tame_in_every_form() {
    let rig = Rig::with(&[]);
    rig.write("in/bad\u{1b}[31mname.txt", format!("{NASTY}\n\nMore of {NASTY}"));
    rig.write("in/wire.jsonl", json!({"id": format!("id{NASTY}"), "title": NASTY, "source": NASTY, "text": format!("Crate two. {NASTY}"), "x": NASTY}).to_string());
    rig.write("in/broken\u{202e}.jsonl", "{\"text\": \u{1b}[31m}");
    let added = rig.run(&["add", "in"]);
    assert_tame(&added.out);
    assert_tame(&added.err);
    for args in [
        vec!["search", "crate"],
        vec!["show", "#1", "#2"],
        vec!["entities"],
        vec!["versions"],
        vec!["batches"],
        vec!["search", "\u{1b}[31m\"open"],
        vec!["show", "\u{1b}[2J"],
        vec!["report", "\u{9b}2J"],
        vec!["mentions", "\u{202e}x"],
        vec!["diff", "#1", "#2"],
        vec!["log"],
    ] {
        for json in [false, true] {
            let mut args = args.clone();
            if json {
                args.push("--json");
            }
            let ran = rig.run(&args);
            assert_tame(&ran.out);
            assert_tame(&ran.err);
        }
    }
}

#[test]
fn wrong_usage_is_tame_too() {
    let rig = Rig::with(&[]);
    const EVIL: &str = "--\u{1b}]52;c;ZXZpbA==\u{7}x\u{202e}.txt";
    for args in [
        vec!["add", EVIL],
        vec!["mark", "", EVIL],
        vec!["mark", "", "E\u{1b}[31m\u{202e}"],
        vec!["entities", "--type", "\u{9b}2J"],
        vec!["search", "x", "--limit", "\u{1b}[2J"],
        vec!["completions", "\u{1b}[2J"],
        vec!["\u{1b}[2J", "--nothing\u{1b}"],
    ] {
        let ran = rig.run(&args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(!ran.err.is_empty(), "{args:?}");
        assert_tame(&ran.err);
    }
    assert_eq!(rig.run(&["--help"]).code, 0);
    assert!(rig.run(&["--version"]).out.starts_with("variorum "));
}

#[test]
fn json_keeps_every_character() {
    let rig = Rig::with(&[("a.txt", NASTY)]);
    rig.run(&["add", "a.txt"]);
    assert_eq!(rig.json(&["show", "a.txt"])[0]["text"], NASTY);
}
