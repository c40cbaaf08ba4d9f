//! Room for the texts that have been read and wait for the writer.
//!
//! The writer takes files in their order. While it waits for a slow one, the readers of those behind
//! it may fill so much room and no more; the file whose turn it is always goes on with a few texts, so nothing can
//! wait for itself, and with more where they are short, so that nobody waits while the writer writes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes of text that may wait. What is derived from a text takes several times as much as it.
const ROOM: usize = 24 << 20;

/// Texts that the file whose turn it is may have waiting however long they are …
const FEW: usize = 32;
/// … and bytes of all that wait up to which it may have more.
const AHEAD: usize = 4 << 20;

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

    /// Takes room for a text of the file with a turn, of which so many texts wait, and waits for it unless the turn has
    /// come. A text that is longer than all the room has it alone. False when all is to stop.
    pub(super) fn take(&self, turn: u64, waiting: impl Fn() -> usize, bytes: usize, stop: &AtomicBool) -> bool {
        let mut state = self.state();
        let is_free = |state: &State| {
            let all = state.taken.saturating_add(bytes);
            match state.turn < turn {
                true => state.taken == 0 || all <= self.most,
                false => waiting() < FEW || all <= AHEAD,
            }
        };
        while !is_free(&state) {
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
                        assert!(room.take(turn, || 0, 100, stop));
                        ahead.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            room.come_to(1);
            std::thread::sleep(Duration::from_millis(300));
            assert_eq!(ahead.load(Ordering::Relaxed), 10, "as many as there is room for");
            assert!(room.take(1, || 0, 5_000, &stop), "the file whose turn it is goes on");
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
        assert!(room.take(7, || 0, 5_000, &stop));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| room.take(8, || 0, 1, &stop));
            std::thread::sleep(Duration::from_millis(50));
            assert!(!waiting.is_finished());
            stop.store(true, Ordering::Relaxed);
            assert!(!waiting.join().unwrap());
        });
        stop.store(false, Ordering::Relaxed);
        room.close();
        assert!(!room.take(8, || 0, 1, &stop));
    }

    #[test]
    fn the_file_whose_turn_it_is_has_a_few_long_texts_waiting_or_many_short_ones() {
        let (room, stop) = (Room::default(), AtomicBool::new(false));
        assert!((0..FEW).all(|waiting| room.take(0, || waiting, AHEAD, &stop)), "long ones");
        (0..FEW).for_each(|_| room.give_back(AHEAD));
        assert!((0..FEW * 8).all(|waiting| room.take(0, || waiting, AHEAD / FEW / 8, &stop)), "short ones");
        let left = AtomicUsize::new(FEW * 8);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| room.take(0, || left.load(Ordering::Relaxed), 1, &stop));
            std::thread::sleep(Duration::from_millis(50));
            assert!(!waiting.is_finished(), "too many");
            left.store(FEW - 1, Ordering::Relaxed);
            assert!(waiting.join().unwrap(), "few again, though nobody said so");
        });
    }
}
