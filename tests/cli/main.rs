//! The commands, run as a user runs them: the real binary on real files.

mod adding;
mod asking;
mod damaged;
mod deciding;
mod demo;
mod exports;
mod files;
mod gazetteers;
mod guarded;
mod hostile;
mod interrupted;
mod keys;
mod lagging;
mod mailbox;
mod marked;
mod merges;
mod neural;
mod newness;
mod notes;
mod opening;
mod querying;
mod reading;
mod repairs;
mod reread;
mod rig;
mod threads;
mod ties;
#[cfg(feature = "candle")]
mod tiny;
mod titles;
mod together;
mod torn;
mod versions;
mod wording;
