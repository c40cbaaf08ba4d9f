//! What is being typed when the program is killed is there again.

use crate::harness::{Tty, affair, pid};
use rustix::process::{Signal, kill_process};
use std::time::{Duration, Instant};
use variorum::library::Library;

#[test]
fn a_note_that_a_killed_program_was_typed_into_goes_on() {
    let corpus = affair();
    let command = corpus.added();
    let mut tty = Tty::start(command, 80, 24);
    tty.wait("1/4");
    tty.send("j\r");
    tty.wait("Few were warned");
    tty.send("wask the watchman");
    tty.wait("ask the watchman");
    let library = Library::open(&corpus.path().join("library"), "ada", false).unwrap();
    let written = || {
        let (_, at) = library.whereabouts().ok().flatten()?;
        at.typing.filter(|typing| typing.text == "ask the watchman")
    };
    let start = Instant::now();
    while written().is_none() {
        assert!(start.elapsed() < Duration::from_secs(40), "what is typed is never written down");
        std::thread::sleep(Duration::from_millis(50));
    }
    kill_process(pid(&tty), Signal::KILL).unwrap();
    tty.exit();

    let command = corpus.opened(&corpus.path().join("library"));
    let mut tty = Tty::start(command, 80, 24);
    tty.wait("ask the watchman");
    tty.send(" again\r");
    tty.wait("note · ada: ask the watchman again");
    tty.send("Q");
    assert_eq!(tty.exit(), 0);
}
