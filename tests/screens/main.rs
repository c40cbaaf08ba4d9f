//! The screen's state under key scripts, and its frames at several sizes, without a terminal.

mod apparatus;
mod archive;
mod corpus;
mod desk;
mod finding;
mod frames;
mod keys;
mod live;
mod mending;
mod newness;
mod random;
mod reading;
mod session;
mod triage;
mod versions;
