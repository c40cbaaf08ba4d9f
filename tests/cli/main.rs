//! The commands, run as a user runs them: the real binary on real files.

mod adding;
mod deciding;
mod demo;
mod hostile;
mod interrupted;
mod newness;
mod reading;
mod rig;
mod versions;
