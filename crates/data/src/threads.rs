//! Work spread over plain threads.
//!
//! For work that itself waits for polars: a rayon thread that waits for another pool
//! begins its next piece of work on the same stack, and the next on that, until the
//! stack is full. A plain thread just waits.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Stack of each thread: conditions go deep in an unoptimised build.
const STACK: usize = 16 << 20;

/// Does `work` for every item on all threads; results stand in the items' order.
///
/// # Panics
/// When `work` panics, as a loop would.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((at, item)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, items.get(at)?))) {
            done.push((at, work(item)));
        }
        done
    };
    let number = rayon::current_num_threads().min(items.len());
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let started: Vec<_> =
            (0..number).filter_map(|_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, take).ok()).collect();
        let mut done = Vec::with_capacity(items.len());
        for thread in started {
            match thread.join() {
                Ok(part) => done.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        // Where no thread could be started, this one does the work.
        done.extend(take());
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_stand_in_order() {
        let items: Vec<u32> = (0..1000).collect();
        assert_eq!(map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert!(map(&[] as &[u8], |_| ()).is_empty());
    }
}
