//! What is mistyped on the command line is told, and taken for nothing else.

use crate::rig::{Rig, story};

fn rig() -> Rig {
    let rig = Rig::with(&[("in/a.txt", &story(1))]);
    rig.json(&["add", "in"]);
    rig
}

#[test]
fn help_is_a_command() {
    let rig = Rig::with(&[]);
    let all = rig.run(&["help"]);
    assert!(all.code == 0 && all.out.contains("Usage: variorum"), "{}{}", all.out, all.err);
    let one = rig.run(&["help", "search"]);
    assert!(one.code == 0 && one.out.contains("Usage: variorum search"), "{}{}", one.out, one.err);
    assert!(rig.run(&["help", "gazetteer", "add"]).out.contains("Usage: variorum gazetteer add"));
    let none = rig.run(&["help", "serach"]);
    assert!(none.code == 2 && none.err.contains("search is the nearest"), "{}", none.err);
}

#[test]
fn a_mistyped_command_is_no_path() {
    let rig = rig();
    let ran = rig.run(&["serach", "ferry"]);
    assert!(ran.code == 2 && ran.err.contains("no file or folder serach; search is a command"), "{}", ran.err);
    let ran = rig.run(&["in/nowhere.txt"]);
    assert!(ran.code == 2 && ran.err.contains("in/nowhere.txt is not there"), "{}", ran.err);
}

#[test]
fn a_path_before_a_command_is_not_dropped() {
    let rig = rig();
    for path in ["in", "nowhere"] {
        let ran = rig.run(&[path, "stats"]);
        assert!(ran.code == 2 && ran.out.is_empty(), "{}", ran.out);
        assert!(ran.err.contains(&format!("{path} stands before the command stats")), "{}", ran.err);
    }
    assert_eq!(rig.run(&["--library", ".variorum", "stats"]).code, 0);
}

#[test]
fn a_mistyped_option_is_no_query() {
    let rig = rig();
    for (arguments, near) in [
        (&["search", "--cuont"][..], "no option --cuont; --count is the nearest"),
        (&["search", "--jsno"], "--json is the nearest"),
        (&["mark", "--dry-run", "keep"], "no option --dry-run"),
        (&["kwic", "--sorted=left"], "no option --sorted; --sort is the nearest"),
    ] {
        let ran = rig.run(arguments);
        assert!(ran.code == 2 && ran.err.contains(near), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(rig.run(&["log"]).code, 1, "nothing was marked");
    assert_eq!(rig.run(&["search", "--count", "--", "--cuont"]).code, 1);
    assert_eq!(rig.run(&["search", "-zeppelin"]).code, 0);
}

#[test]
fn who_decides_has_a_name() {
    let rig = rig();
    for name in ["", "  ", "a\nb", "\u{1b}[31m"] {
        let marked = rig.run(&["--as", name, "mark", "", "keep"]);
        assert_eq!((marked.code, marked.out.as_str()), (2, ""), "{name:?}");
        assert_eq!(rig.run(&["tag", "", "+x", "--as", name]).code, 2, "{name:?}");
    }
    assert_eq!(rig.run(&["log"]).code, 1);
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let rig = Rig::with(&[("a.txt", &story(1)), ("b.txt", &story(2))]);
    rig.json(&["add", "a.txt", "--batch", "first leak"]);
    rig.json(&["add", "b.txt", "--batch", "wire"]);
    let told = |arguments: &[&str]| rig.run(arguments).err;
    assert_eq!(
        told(&["report", "wrie"]),
        "variorum: there is no batch \"wrie\"; \"wire\" is the nearest; `variorum batches` lists them\n"
    );
    let other = told(&["search", "batch:zeppelin"]);
    assert!(other.contains("; there are \"wire\" and \"first leak\""), "{other}");
    assert!(told(&["unsave", "boats"]).contains("no saved search \"boats\"; there is none yet"));
}

#[test]
fn a_list_that_is_not_there_is_told_with_the_line_that_names_it() {
    let rig = Rig::with(&[("a.txt", &story(1)), ("c.toml", "# mine\ngazetteers = [\"nope.tsv\"]\n")]);
    let mut command = rig.command(&["add", "a.txt"]);
    let ran = command.env("VARIORUM_CONFIG", rig.path().join("c.toml")).output().unwrap();
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.code() == Some(2) && err.contains("c.toml:2: the list ") && err.contains("nope.tsv"), "{err}");
}

#[test]
fn a_name_stands_before_its_comma() {
    let rig = Rig::with(&[("a.txt", "Yesterday Odile Kestrel, the captain, met\n  Bram Sollund on the quay.")]);
    rig.json(&["add", "a.txt"]);
    let told = rig.run(&["mentions", "Odile Kestrel"]).out;
    assert!(told.contains("Yesterday [Odile Kestrel], the captain, met Bram"), "{told}");
}
