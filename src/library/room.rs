//! Room for the texts that have been read and wait for the writer.
//!
//! The writer takes files in their order. While it waits for a slow one, the readers of those behind
//! it may fill so much room and no more; the file whose turn it is always goes on, so nothing can wait
//! for itself.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes of text that may wait. What is derived from a text takes several times as much as it.
const ROOM: usize = 24 << 20;

/// Between two looks at the stop flag.
const TICK: Duration = Duration::from_millis(100);

/// How much waits, and whose turn it is.
pub(super) struct Room {
    most: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    taken: usize,
    turn: u64,
    closed: bool,
}

impl Default for Room {
    fn default() -> Self {
        Self::of(ROOM)
    }
}

impl Room {
    fn of(most: usize) -> Self {
        Self { most, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Takes room for a text of the file with a turn, and waits for it unless the turn has come. A text
    /// that is longer than all the room has it alone. False when all is to stop.
    pub(super) fn take(&self, turn: u64, bytes: usize, stop: &AtomicBool) -> bool {
        let mut state = self.state();
        while state.turn < turn && state.taken > 0 && state.taken.saturating_add(bytes) > self.most {
            if state.closed || stop.load(Ordering::Relaxed) {
                return false;
            }
            state = self.changed.wait_timeout(state, TICK).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.taken += bytes;
        true
    }

    /// The writer has a text, or there will be none of it.
    pub(super) fn give_back(&self, bytes: usize) {
        let mut state = self.state();
        state.taken = state.taken.saturating_sub(bytes);
        self.changed.notify_all();
    }

    /// The writer has come to a file.
    pub(super) fn come_to(&self, turn: u64) {
        self.state().turn = turn;
        self.changed.notify_all();
    }

    /// The writer takes no more.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn readers_do_not_run_ahead_of_a_slow_file() {
        let (room, stop, ahead) = (Room::of(1_000), AtomicBool::new(false), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for turn in 2..6 {
                let (room, stop, ahead) = (&room, &stop, &ahead);
                scope.spawn(move || {
                    for _ in 0..20 {
                        assert!(room.take(turn, 100, stop));
                        ahead.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            room.come_to(1);
            std::thread::sleep(Duration::from_millis(300));
            assert_eq!(ahead.load(Ordering::Relaxed), 10, "as many as there is room for");
            assert!(room.take(1, 5_000, &stop), "the file whose turn it is goes on");
            room.give_back(5_000);
            for turn in 2..6 {
                room.come_to(turn);
                (0..20).for_each(|_| room.give_back(100));
            }
        });
        assert_eq!(ahead.load(Ordering::Relaxed), 80, "none waits for ever");
    }

    #[test]
    fn a_long_text_has_the_room_alone_and_a_stop_ends_the_waiting() {
        let (room, stop) = (Room::of(1_000), AtomicBool::new(false));
        assert!(room.take(7, 5_000, &stop));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| room.take(8, 1, &stop));
            std::thread::sleep(Duration::from_millis(50));
            assert!(!waiting.is_finished());
            stop.store(true, Ordering::Relaxed);
            assert!(!waiting.join().unwrap());
        });
        stop.store(false, Ordering::Relaxed);
        room.close();
        assert!(!room.take(8, 1, &stop));
    }
}
