//! A folder with documents and a library, and the binary to run in it.

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Brings a database back to the format before decisions were merged and notes made.
pub const BEFORE_MERGING: &str = "DROP INDEX failure_path; ALTER TABLE failure DROP COLUMN over; DROP INDEX name_without_first; DROP INDEX name_tail; ALTER TABLE name DROP COLUMN tail; \
    DROP TABLE due_name; DROP TABLE due_alias; DELETE FROM setting WHERE name = 'names resolved by'; \
    DROP TABLE brought; DROP INDEX decision_gazetteer; DROP TABLE gazetteer; DROP TABLE gazetteer_entry; DROP TABLE gazetteer_hit; \
    DROP TABLE gazetteer_name; DROP TABLE recognised; ALTER TABLE name DROP COLUMN former; DROP TABLE stated; CREATE TABLE other (short TEXT NOT NULL, long TEXT NOT NULL, \
    reason TEXT NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY (short, long)) WITHOUT ROWID; \
    INSERT INTO other SELECT short, long, reason, documents FROM alias; DROP TABLE alias; ALTER TABLE other RENAME TO alias; \
    DROP INDEX decision_saved; DROP INDEX document_url; DROP INDEX document_message; DROP INDEX document_answers; DROP INDEX document_thread; DROP TABLE named; DROP TABLE named_due; DROP TABLE anchor; DROP TABLE note; DROP TABLE session; \
    ALTER TABLE standing ADD COLUMN read INTEGER NOT NULL DEFAULT 0; DROP TABLE reading; \
    DROP INDEX decision_at; DROP INDEX decision_target; DROP INDEX decision_merged; \
    ALTER TABLE decision DROP COLUMN merged; ALTER TABLE decision DROP COLUMN turned; PRAGMA user_version = 4;";

pub struct Rig {
    folder: tempfile::TempDir,
}

/// What a run gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Rig {
    pub fn with(files: &[(&str, &str)]) -> Self {
        let rig = Self { folder: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            rig.write(name, text);
        }
        rig
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
        command
            .args(args)
            .current_dir(self.path())
            .env_remove("VARIORUM_LIBRARY")
            .env("LOGNAME", "ada")
            .env("HOME", self.path());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        ran(self.command(args).stdin(Stdio::null()).output().unwrap())
    }

    pub fn feed(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child =
            self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        ran(child.wait_with_output().unwrap())
    }

    /// Runs with `--json`, expects it to succeed, and reads every line.
    pub fn json(&self, args: &[&str]) -> Vec<Value> {
        let mut all = args.to_vec();
        all.push("--json");
        let ran = self.run(&all);
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.out, ran.err);
        ran.lines()
    }
}

impl Ran {
    pub fn lines(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect()
    }
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A library of so many stories.
pub fn stories(count: usize) -> Rig {
    let rig = Rig::with(&[]);
    for seed in 0..count {
        rig.write(&format!("in/{seed}.txt"), story(seed));
    }
    rig.json(&["add", "in"]);
    rig
}

/// A story of about 250 words, made of other words for each seed, with names and a quotation.
pub fn story(seed: usize) -> String {
    const PLACES: [&str; 5] = ["Northwick", "Saltmere", "Oldbridge", "Harrowgate Sound", "Port Ellery"];
    const PEOPLE: [&str; 5] = ["Ilse Marrant", "Tomas Verrin", "Odile Kestrel", "Bram Sollund", "Petra Quayle"];
    const WORDS: [&str; 96] = [
        "ledger",
        "harbour",
        "rope",
        "lantern",
        "winter",
        "barrel",
        "signal",
        "quay",
        "captain",
        "silver",
        "letter",
        "engine",
        "garden",
        "window",
        "copper",
        "market",
        "river",
        "engineer",
        "voyage",
        "ticket",
        "station",
        "carriage",
        "minister",
        "court",
        "witness",
        "paper",
        "bridge",
        "mountain",
        "teacher",
        "pupil",
        "library",
        "drawer",
        "cabinet",
        "painting",
        "museum",
        "statue",
        "soldier",
        "village",
        "meadow",
        "orchard",
        "baker",
        "flour",
        "oven",
        "kitchen",
        "supper",
        "guest",
        "hotel",
        "porter",
        "luggage",
        "customs",
        "border",
        "officer",
        "uniform",
        "button",
        "tailor",
        "thread",
        "needle",
        "hospital",
        "doctor",
        "nurse",
        "patient",
        "medicine",
        "bottle",
        "cellar",
        "wine",
        "grape",
        "vineyard",
        "harvest",
        "tractor",
        "field",
        "fence",
        "neighbour",
        "quarrel",
        "lawyer",
        "contract",
        "signature",
        "stamp",
        "envelope",
        "postman",
        "bicycle",
        "wheel",
        "road",
        "milestone",
        "inn",
        "stable",
        "horse",
        "saddle",
        "bridle",
        "race",
        "wager",
        "debt",
        "banker",
        "vault",
        "key",
        "lock",
        "smith",
    ];
    let mut state = seed as u64 * 7_919 + 17;
    let mut next = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let mut out = String::new();
    for paragraph in 0..6 {
        let sentences = [9, 12, 7, 11].map(|count| (0..count).map(|_| WORDS[next(96)]).collect::<Vec<_>>().join(" "));
        out.push_str(&format!("{} {} {} crate {}. ", PEOPLE[next(5)], sentences[0], PLACES[next(5)], sentences[1]));
        out.push_str(&format!("\"{}\", said {}. ", sentences[2], PEOPLE[next(5)]));
        out.push_str(&format!("{} ledger weighed {} {paragraph}.\n\n", sentences[3], WORDS[next(96)]));
    }
    out
}
