//! Work on all cores that keeps its order.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The results of `work` in the order of `items`, made on all cores.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(threads * 8).max(1);
    if threads == 1 || items.len() < 4 {
        return items.iter().map(work).collect();
    }
    let shares: Vec<&[T]> = items.chunks(share).collect();
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    while let Some((number, share)) = {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        shares.get(number).map(|share| (number, *share))
                    } {
                        mine.push((number, share.iter().map(&work).collect()));
                    }
                    mine
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().flat_map(|(_, results)| results).collect()
}
