//! What is typed stays in memory, and memory stays in this process: no core dump, no other program of the same person
//! that reads it, nothing swapped out where the system allows that much locked memory, and what is freed is wiped.
//!
//! None of it may cost a report: what the system refuses is done without.

use std::alloc::System;

use rustix::process::{Resource, Rlimit, setrlimit};
use zeroizing_alloc::ZeroAlloc;

/// Wipes every allocation when it is freed, those of libraries too.
#[global_allocator]
static WIPED: ZeroAlloc<System> = ZeroAlloc(System);

/// Closes this process to others; programs that it starts may dump no core either.
pub(crate) fn close() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    linux::close();
}

#[cfg(target_os = "linux")]
mod linux {
    use rustix::mm::{MlockAllFlags, mlockall};
    use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};

    pub(super) fn close() {
        // The limit alone does not hold off a program that the system hands its core dumps to.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
        lock();
    }

    /// Locks all pages, present and future, as they are first touched. Under a limit, an allocation that passes it
    /// would fail, and the report with it: locked is all or nothing.
    fn lock() {
        let Rlimit { maximum, .. } = getrlimit(Resource::Memlock);
        // Whoever may lock without a limit may lock under a limit of nothing, and nobody else may. The capability
        // itself does not tell: in a container, it can be there and not count.
        let current = if maximum.is_none() { None } else { Some(0) };
        if setrlimit(Resource::Memlock, Rlimit { current, maximum }).is_ok() {
            let _ = mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT);
            let _ = setrlimit(Resource::Memlock, Rlimit { current: maximum, maximum });
        }
    }
}
