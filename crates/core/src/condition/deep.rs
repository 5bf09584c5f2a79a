//! Room for trees that go deep: a text of some thousand words makes a tree that leans so far to one side that the stack of a
//! thread would not hold those who walk it.
//!
//! What may stand in a condition is limited where it is read; until that is known its tree is there, and is taken down again.

use std::thread;

/// Up to so many bytes a text makes no tree that a thread of any kind would not hold.
const SHALLOW: usize = 200;

/// The room for the longest text that is read, unoptimised.
const ROOM: usize = 64 << 20;

/// Does work on a text with room for its tree; nothing where the machine has no such room.
pub(super) fn with_room<T: Send>(text: &str, work: impl FnOnce() -> T + Send) -> Option<T> {
    if text.len() <= SHALLOW {
        return Some(work());
    }
    thread::scope(|scope| {
        let started = thread::Builder::new().stack_size(ROOM).spawn_scoped(scope, work).ok()?;
        match started.join() {
            Ok(found) => Some(found),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
