//! A folder with documents and a library, and the binary to run in it.

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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

/// A story of about 200 words, different for each seed, with names and a quotation.
pub fn story(seed: usize) -> String {
    const PLACES: [&str; 5] = ["Northwick", "Saltmere", "Oldbridge", "Harrowgate Sound", "Port Ellery"];
    const PEOPLE: [&str; 5] = ["Ilse Marrant", "Tomas Verrin", "Odile Kestrel", "Bram Sollund", "Petra Quayle"];
    let mut out = String::new();
    for paragraph in 0..6 {
        let n = seed * 31 + paragraph * 7;
        out.push_str(&format!(
            "{} told the board of {} on day {} that crate number {} had been weighed {} times before the clerk signed for it. \
             \"Nobody asked me for paper {}\", said {}, who kept the ledger in room {} until the winter of {}.\n\n",
            PEOPLE[n % 5],
            PLACES[(n / 3) % 5],
            n + 3,
            n * 17 + 11,
            n % 9 + 2,
            n * 13 + 5,
            PEOPLE[(n + 2) % 5],
            n % 40 + 1,
            1900 + n % 97
        ));
    }
    out
}
