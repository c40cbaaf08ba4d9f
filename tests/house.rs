//! Which module may use which: the arrows of the house run downwards only.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module with the modules it may use.
const MAY_USE: [(&str, &[&str]); 12] = [
    ("text", &[]),
    ("triage", &["text"]),
    ("ingest", &["text"]),
    ("entity", &["text"]),
    ("version", &["text"]),
    ("search", &["text"]),
    ("store", &["text"]),
    ("library", &["text", "triage", "ingest", "entity", "version", "search", "store"]),
    ("app", &["text", "library"]),
    ("worker", &["text", "library", "app"]),
    ("tui", &["text", "library", "app"]),
    ("cli", &["text", "library", "app", "worker", "tui"]),
];

/// What the screen's state may see of the library: its plain values and nothing that does work.
const APP_SEES: [&str; 1] = ["crate::library::types"];

#[test]
fn arrows_run_downwards() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    let mut broken = Vec::new();
    let mut files = 0;
    for (module, file) in sources() {
        let text = fs::read_to_string(&file).unwrap();
        files += 1;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for used in uses(line) {
                let known = allowed.contains_key(used.as_str());
                if known && used != module && !allowed[module.as_str()].contains(&used.as_str()) {
                    broken.push(format!("{}:{}: {module} uses {used}", file.display(), number + 1));
                }
            }
            let shown = matches!(module.as_str(), "app" | "tui");
            if shown && line.contains("crate::library") && !APP_SEES.iter().any(|seen| line.contains(seen)) {
                broken.push(format!("{}:{}: {module} may see only the library's types", file.display(), number + 1));
            }
        }
    }
    assert!(files > 40, "only {files} source files were found; does this test still look in the right place?");
    assert!(broken.is_empty(), "arrows against the plan:\n{}", broken.join("\n"));
}

#[test]
fn only_the_terminal_side_writes_to_the_terminal() {
    let mut broken = Vec::new();
    for (module, file) in sources() {
        let tests = file.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")));
        if tests || matches!(module.as_str(), "cli" | "tui") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in ["println!", "eprintln!", "print!(", "eprint!(", "io::stdout", "io::stderr"] {
            if code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word)) {
                broken.push(format!("{}: {word}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "writes to the terminal outside cli and tui:\n{}", broken.join("\n"));
}

#[test]
fn rooms_stay_small() {
    let large: Vec<String> = sources()
        .into_iter()
        .map(|(_, file)| (fs::read_to_string(&file).unwrap().lines().count(), file))
        .filter(|(lines, _)| *lines > 600)
        .map(|(lines, file)| format!("{}: {lines} lines", file.display()))
        .collect();
    assert!(large.is_empty(), "files that hold more than one idea:\n{}", large.join("\n"));
}

/// Errors that the program tells itself, or that are followed by what they are about.
const WITHOUT_ADVICE: [&str; 6] = [
    "the search was stopped",
    "stopped before all relations were found",
    "nobody reads the output",
    "a defect of this program",
    "{name}: {error}",
    "document {0} was appended after document {1}; documents must come in rising order",
];

#[test]
fn errors_say_what_to_do_next() {
    let mut mute = Vec::new();
    let mut errors = 0;
    for (_, file) in sources() {
        let text = fs::read_to_string(&file).unwrap();
        for attribute in text.split("#[error(").skip(1) {
            let Some(message) = attribute.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            errors += 1;
            // What comes from elsewhere has its own advice.
            let (before, behind) = message.split_once('{').unwrap_or((message, ""));
            let passed_on =
                behind.ends_with('}') && !behind.contains(' ') && (before.is_empty() || before.ends_with(": "));
            if !passed_on && !message.contains([';', '`']) && !WITHOUT_ADVICE.contains(&message) {
                mute.push(format!("{}: {message}", file.display()));
            }
        }
    }
    assert!(errors > 30, "only {errors} errors were found; does this test still look in the right place?");
    assert!(mute.is_empty(), "errors without a word on what to do next:\n{}", mute.join("\n"));
}

fn uses(line: &str) -> Vec<String> {
    line.match_indices("crate::")
        .map(|(at, found)| line[at + found.len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

/// Every source file with the module it belongs to.
fn sources() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut out = Vec::new();
    walk(&root, &mut |file| {
        let inside = file.strip_prefix(&root).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let module = first.trim_end_matches(".rs").to_owned();
        if !matches!(module.as_str(), "lib" | "main") {
            out.push((module, file.to_owned()));
        }
    });
    out
}

fn walk(folder: &Path, each: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, each);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            each(&path);
        }
    }
}
