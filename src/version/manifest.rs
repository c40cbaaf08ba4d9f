//! The manifest of the fingerprint index: which runs count, and which document came last.

use super::grams::hash;
use super::run::Run;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const MANIFEST: &str = "manifest";
/// Its number rises when folding changes what a fingerprint is of.
const MAGIC: &str = "variorum fingerprints 2";

/// Where the run of this number lies.
pub(super) fn run_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}.run"))
}

/// The last document, the next run's number, and the runs with their numbers.
pub(super) type Contents = (u32, u64, Vec<(u64, Run)>);

/// Opens the runs that the manifest names.
pub(super) fn read_all(folder: &Path) -> io::Result<Contents> {
    let bad = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what);
    let text = match fs::read_to_string(folder.join(MANIFEST)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // Without a manifest nothing was ever committed: what lies here is left from a crash.
            return Ok((0, leftover(folder)?, Vec::new()));
        }
        Err(error) => return Err(error),
    };
    let (body, check) = text.trim_end().rsplit_once('\n').ok_or_else(|| bad("the manifest is cut short"))?;
    if check != format!("{:016x}", hash(body.as_bytes())) || !text.ends_with('\n') {
        return Err(bad("the manifest is damaged"));
    }
    let mut lines = body.lines();
    if lines.next() != Some(MAGIC) {
        return Err(bad("the manifest is of another kind"));
    }
    let mut number = || lines.next().and_then(|line| line.parse::<u64>().ok());
    let (Some(committed), Some(next_run)) = (number(), number()) else {
        return Err(bad("the manifest is cut short"));
    };
    let mut runs = Vec::new();
    for line in lines {
        let (name, check) = line.split_once(' ').ok_or_else(|| bad("the manifest is cut short"))?;
        let name: u64 = name.parse().map_err(|_| bad("the manifest names no run"))?;
        let run = Run::open(&run_path(folder, name))?;
        if format!("{:016x}", run.check) != check {
            return Err(bad("a run is not the one that the manifest names"));
        }
        runs.push((name, run));
    }
    Ok((committed as u32, next_run, runs))
}

/// A run number above those of all files that lie in the folder.
fn leftover(folder: &Path) -> io::Result<u64> {
    let mut next = 0;
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let number = name.to_string_lossy().split('.').next().and_then(|stem| stem.parse::<u64>().ok());
        next = next.max(number.map_or(0, |number| number + 1));
    }
    Ok(next)
}

/// Puts a new manifest in the place of the old one, durably.
pub(super) fn write_manifest(folder: &Path, last: u32, next_run: u64, runs: &[(u64, Run)]) -> io::Result<()> {
    let mut body = format!("{MAGIC}\n{last}\n{next_run}");
    for (name, run) in runs {
        body += &format!("\n{name} {:016x}", run.check);
    }
    let temporary = folder.join("manifest.tmp");
    let mut file = File::create(&temporary)?;
    file.write_all(format!("{body}\n{:016x}\n", hash(body.as_bytes())).as_bytes())?;
    file.sync_all()?;
    // The runs' names must be on disk before the manifest that speaks of them.
    File::open(folder)?.sync_all()?;
    fs::rename(&temporary, folder.join(MANIFEST))?;
    File::open(folder)?.sync_all()
}

/// Removes what no manifest names any more.
pub(super) fn sweep(folder: &Path, runs: &[(u64, Run)]) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ours = path.extension().is_some_and(|kind| kind == "run" || kind == "tmp");
        if ours && !runs.iter().any(|(number, _)| path == run_path(folder, *number)) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
