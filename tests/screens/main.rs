//! The screen's state under key scripts, and its frames at several sizes, without a terminal.

mod apparatus;
mod archive;
mod corpus;
mod desk;
mod finding;
mod frames;
mod inbox;
mod keys;
mod listing;
mod live;
mod mending;
mod newness;
mod notes;
mod plain;
mod random;
mod reach;
mod reading;
mod rebound;
mod returning;
mod scripts;
mod session;
mod themes;
mod triage;
mod versions;
mod waiting;
mod welcome;
